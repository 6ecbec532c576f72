/* user_words.c: the options' `cues` and `titles`: words that count besides the lexicon's. */
#include "language/lexicon.h"
#include "text/text.h"

#include <utf8proc.h>

struct hs_user_words {
  uint32_t *cues, *titles; /* hashes of lemmas, of words */
  size_t cue_count, title_count;
};

/* The hash of a text's letters as hs_read_tokens would have it: folded, in lower case, without a full stop behind. */
static hearsay_status hash_of(hearsay_text text, uint32_t *hash) {
  unsigned char folded[HEARSAY_LEMMA_MAX];
  size_t count = 0, at = 0;
  while (at < text.bytes && count < sizeof folded) {
    int32_t code = -1;
    utf8proc_ssize_t step =
        utf8proc_iterate((const utf8proc_uint8_t *)text.data + at, (utf8proc_ssize_t)(text.bytes - at), &code);
    at += step > 0 ? (size_t)step : 1;
    unsigned char c = hs_fold_lower(hs_fold_code_point(step > 0 ? code : -1));
    if (c != HS_F_JOINED) folded[count++] = c;
  }
  while (count && hs_fold_is_space(folded[count - 1])) count--;
  if (count > 1 && folded[count - 1] == '.') count--;
  if (!count || at < text.bytes) return HEARSAY_BAD_OPTION;
  *hash = hs_hash(folded, count);
  return HEARSAY_OK;
}

static hearsay_status hash_all(hearsay_reader *reader, const hearsay_text *texts, size_t count, uint32_t **hashes) {
  *hashes = hs_arena_allocate(&reader->arena, (count + 1) * sizeof **hashes);
  if (!*hashes) return HEARSAY_NOMEM;
  for (size_t i = 0; i < count; i++) {
    hearsay_status status = hash_of(texts[i], *hashes + i);
    if (status) return status;
  }
  return HEARSAY_OK;
}

hearsay_status hs_compile_user_words(hearsay_reader *reader, const hearsay_options *options) {
  if (!options->cue_count && !options->title_count) return HEARSAY_OK;
  struct hs_user_words *user = hs_arena_allocate(&reader->arena, sizeof *user);
  if (!user) return HEARSAY_NOMEM;
  user->cue_count = options->cue_count;
  user->title_count = options->title_count;
  hearsay_status status = hash_all(reader, options->cues, options->cue_count, &user->cues);
  if (!status) status = hash_all(reader, options->titles, options->title_count, &user->titles);
  reader->user = user;
  return status;
}

static bool has(const uint32_t *hashes, size_t count, uint32_t hash) {
  for (size_t i = 0; i < count; i++)
    if (hashes[i] == hash) return true;
  return false;
}

bool hs_is_user_cue(const hearsay_reader *reader, uint32_t lemma) {
  return reader->user && has(reader->user->cues, reader->user->cue_count, lemma);
}

bool hs_is_user_title(const hearsay_reader *reader, uint32_t word) {
  return reader->user && has(reader->user->titles, reader->user->title_count, word);
}
