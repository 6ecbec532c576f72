/* user_words.c: the options' `cues` and `titles`: words that count besides the lexicon's. */
#include "language/lexicon.h"
#include "text/text.h"

#include <utf8proc.h>

enum { MOST_CUE_WORDS = 6 };

/* "reckon", "went on record": the first word's lemma, then the words themselves; 0 ends it. */
typedef struct user_cue {
  uint32_t words[MOST_CUE_WORDS];
} user_cue;

struct hs_user_words {
  user_cue *cues;
  uint32_t *titles; /* hashes of words */
  size_t cue_count, title_count;
};

/* The hash of a text's letters as hs_read_tokens would have it: folded, in lower case, without a full stop behind. */
static hearsay_status hash_of(hearsay_text text, uint32_t *hash) {
  unsigned char folded[HEARSAY_LEMMA_MAX] = {0};
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

/* The next word of a phrase, taken off its front; data NULL at the end. */
static hearsay_text next_word(hearsay_text *phrase) {
  while (phrase->bytes && *phrase->data == ' ') phrase->data++, phrase->bytes--;
  hearsay_text word = {phrase->bytes ? phrase->data : NULL, 0};
  while (phrase->bytes && *phrase->data != ' ') phrase->data++, phrase->bytes--, word.bytes++;
  return word;
}

static hearsay_status read_cue(hearsay_text phrase, user_cue *cue) {
  size_t count = 0;
  for (hearsay_text word = next_word(&phrase); word.data; word = next_word(&phrase)) {
    if (count == MOST_CUE_WORDS) return HEARSAY_BAD_OPTION;
    hearsay_status status = hash_of(word, &cue->words[count++]);
    if (status) return status;
  }
  return count ? HEARSAY_OK : HEARSAY_BAD_OPTION;
}

hearsay_status hs_compile_user_words(hearsay_reader *reader, const hearsay_options *options) {
  if (!options->cue_count && !options->title_count) return HEARSAY_OK;
  struct hs_user_words *user = hs_arena_allocate(&reader->arena, sizeof *user);
  if (!user) return HEARSAY_NOMEM;
  user->cue_count = options->cue_count;
  user->title_count = options->title_count;
  user->cues = hs_arena_allocate(&reader->arena, (user->cue_count + 1) * sizeof *user->cues);
  user->titles = hs_arena_allocate(&reader->arena, (user->title_count + 1) * sizeof *user->titles);
  if (!user->cues || !user->titles) return HEARSAY_NOMEM;
  hearsay_status status = HEARSAY_OK;
  for (size_t i = 0; i < user->cue_count && !status; i++) status = read_cue(options->cues[i], &user->cues[i]);
  for (size_t i = 0; i < user->title_count && !status; i++) status = hash_of(options->titles[i], &user->titles[i]);
  reader->user = user;
  return status;
}

uint32_t hs_user_cue(const hearsay_article *article, uint32_t t, uint32_t lemma) {
  const struct hs_user_words *user = article->reader->user;
  for (size_t i = 0; user && i < user->cue_count; i++) {
    const uint32_t *words = user->cues[i].words;
    if (words[0] != lemma && words[0] != article->tokens[t].hash) continue;
    uint32_t count = 1;
    while (count < MOST_CUE_WORDS && words[count] && t + count < article->token_count &&
           article->tokens[t + count].hash == words[count])
      count++;
    if (count == MOST_CUE_WORDS || !words[count]) return count;
  }
  return 0;
}

bool hs_is_user_title(const hearsay_reader *reader, uint32_t word) {
  for (size_t i = 0; reader->user && i < reader->user->title_count; i++)
    if (reader->user->titles[i] == word) return true;
  return false;
}
