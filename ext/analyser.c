/*
** analyser.c: the public interface of hearsay.h: readers, articles, the order of the stages, and access to the results.
*/
#include "article.h"
#include "language/lexicon.h"
#include "language/names.h"
#include "language/phrases.h"
#include "language/tags.h"
#include "people/people.h"
#include "speech/speech.h"
#include "text/text.h"

#include <stdlib.h>
#include <string.h>

/* ---- readers ------------------------------------------------------------------------------------------------------- */

hearsay_status hearsay_open(const hearsay_host *host, const hearsay_options *options, hearsay_reader **out) {
  static const hearsay_options no_options = {0};
  hs_memory memory = {.host = host ? *host : (hearsay_host){0}};
  *out = NULL;
  if (!options) options = &no_options;
  if (!(options->min_confidence >= 0 && options->min_confidence <= 1)) return HEARSAY_BAD_OPTION;
  hearsay_reader *reader = hs_resize(&memory, NULL, 0, sizeof *reader);
  if (!reader) return HEARSAY_NOMEM;
  *reader = (hearsay_reader){.memory = memory, .min_confidence = options->min_confidence};
  reader->arena.memory = &reader->memory;
  reader->max_bytes = options->max_bytes ? options->max_bytes : HEARSAY_DEFAULT_MAX_BYTES;
  hearsay_status status = hs_compile_patterns(reader);
  if (!status) status = hs_compile_user_words(reader, options);
  if (!status) status = hs_compile_known(reader, options);
  if (status)
    hearsay_close(reader);
  else
    *out = reader;
  return status;
}

void hearsay_close(hearsay_reader *reader) {
  if (!reader) return;
  hs_free_patterns(reader);
  hs_arena_free(&reader->arena);
  hs_memory memory = reader->memory;
  hs_release(&memory, reader, sizeof *reader);
}

/* ---- reading ------------------------------------------------------------------------------------------------------- */

static void read_tokens(hearsay_article *article) {
  hs_read_characters(article);
  hs_read_tokens(article);
}

static void read_sentences(hearsay_article *article) {
  hs_read_paragraphs(article);
  hs_read_sentences(article);
}

void hs_read_language(hearsay_article *article) {
  enum { MOST_LEMMA_HASHES = 32 * 1024 }; /* a longer text needs its memory for itself */
  if (article->token_count < MOST_LEMMA_HASHES)
    article->lemma_hashes = hs_allocate_array(article, article->token_count + (size_t)1, sizeof *article->lemma_hashes);
  hs_pair_marks(article);
  hs_find_names(article);
  hs_find_phrases(article);
  hs_sort_stretches(article);
}

/* What only the stages themselves need goes when the rows are made: half of the memory. */
static void drop_workings(hearsay_article *article) {
  hs_drop(article, article->lemma_hashes);
  hs_drop(article, article->attributions);
  hs_drop(article, article->phrases);
  hs_drop(article, article->phrase_at);
  hs_drop(article, article->phrase_entity);
  hs_drop(article, article->names);
  hs_drop(article, article->name_at);
  hs_drop(article, article->stretches);
  hs_drop(article, article->stretch_at);
  article->lemma_hashes = NULL;
  article->attributions = NULL;
  article->phrases = NULL;
  article->names = NULL;
  article->stretches = NULL;
  article->phrase_at = article->phrase_entity = article->name_at = article->stretch_at = NULL;
  article->attribution_count = article->phrase_count = article->name_count = article->stretch_count = 0;
}

static void read_all(hearsay_article *article) {
  hs_read_language(article);
  hs_join_names(article);
  hs_attribute(article);
  hs_resolve_people(article);
  hs_make_rows(article);
  drop_workings(article);
}

hearsay_status hearsay_read_on(hearsay_article *article, hearsay_upto upto) {
  hearsay_reads *reads = &article->reader->reads;
  if (!article->started) {
    reads->tokens++;
    read_tokens(article);
  }
  article->started = true;
  if (upto >= HEARSAY_UPTO_SENTENCES && article->done < HEARSAY_UPTO_SENTENCES) {
    reads->sentences++;
    read_sentences(article);
  }
  if (upto >= HEARSAY_UPTO_TAGS && article->done < HEARSAY_UPTO_TAGS) {
    reads->tags++;
    hs_describe_tokens(article);
    hs_tag_words(article);
  }
  if (upto >= HEARSAY_UPTO_ALL && article->done < HEARSAY_UPTO_ALL) {
    reads->all++;
    read_all(article);
  }
  if (upto > article->done) article->done = upto;
  return article->status;
}

hearsay_status hearsay_read(hearsay_reader *reader, const char *text, size_t bytes, hearsay_upto upto,
                            hearsay_article **out) {
  *out = NULL;
  if (bytes > reader->max_bytes || bytes > INT32_MAX) return HEARSAY_TOOBIG;
  hs_memory memory = {.host = reader->memory.host};
  hearsay_article *article = hs_resize(&memory, NULL, 0, sizeof *article);
  if (!article) return HEARSAY_NOMEM;
  *article = (hearsay_article){.memory = memory, .reader = reader, .done = HEARSAY_UPTO_TOKENS};
  article->arena.memory = &article->memory;
  article->bytes = (const unsigned char *)text;
  article->byte_count = (uint32_t)bytes;
  hearsay_status status = hearsay_read_on(article, upto);
  if (status)
    hearsay_article_free(article);
  else
    *out = article;
  return status;
}

hearsay_reads hearsay_reader_reads(const hearsay_reader *reader) {
  return reader->reads;
}

void hearsay_article_free(hearsay_article *article) {
  if (!article) return;
  hs_arena_free(&article->arena);
  hs_memory memory = article->memory;
  hs_release(&memory, article, sizeof *article);
}

size_t hearsay_article_bytes(const hearsay_article *article) {
  return article->memory.held;
}

/* ---- results ------------------------------------------------------------------------------------------------------- */

size_t hearsay_byte_offset(const hearsay_article *article, uint32_t character) {
  if (character > article->char_count) character = article->char_count;
  return hs_byte_of(article, character);
}

uint32_t hearsay_character_count(const hearsay_article *article) {
  return article->char_count;
}

hearsay_text hearsay_span_text(const hearsay_article *article, hearsay_span span) {
  uint32_t first = span.start < article->char_count ? span.start : article->char_count;
  uint32_t last = span.end < article->char_count ? span.end : article->char_count;
  size_t start = hs_byte_of(article, first);
  size_t bytes = last > first ? hs_bytes_between(article, first, last, start) : 0;
  return (hearsay_text){(const char *)article->bytes + start, bytes};
}

size_t hearsay_paragraph_count(const hearsay_article *article) {
  return article->paragraph_count;
}
const hearsay_paragraph *hearsay_paragraphs(const hearsay_article *article) {
  return article->paragraphs;
}
size_t hearsay_sentence_count(const hearsay_article *article) {
  return article->sentence_count;
}
const hearsay_sentence *hearsay_sentences(const hearsay_article *article) {
  return article->sentences;
}
size_t hearsay_token_count(const hearsay_article *article) {
  return article->token_count;
}
size_t hearsay_mention_count(const hearsay_article *article) {
  return article->mention_count;
}
const hearsay_mention *hearsay_mentions(const hearsay_article *article) {
  return article->mentions;
}
size_t hearsay_entity_count(const hearsay_article *article) {
  return article->entity_count;
}
const hearsay_entity *hearsay_entities(const hearsay_article *article) {
  return article->entities;
}
size_t hearsay_quote_count(const hearsay_article *article) {
  return article->quote_count;
}
const hearsay_quote *hearsay_quotes(const hearsay_article *article) {
  return article->quotes;
}

void hearsay_get_token(const hearsay_article *article, size_t index, char scratch[HEARSAY_LEMMA_MAX],
                       hearsay_token *token) {
  const hs_token *t = &article->tokens[index];
  *token =
      (hearsay_token){.span = {t->start, t->end}, .sentence = HEARSAY_NONE, .tag = HEARSAY_X, .head = HEARSAY_NONE};
  if (article->done >= HEARSAY_UPTO_SENTENCES) token->sentence = t->sentence;
  if (article->done < HEARSAY_UPTO_TAGS) return;
  token->tag = (hearsay_tag)t->universal;
  if (!scratch) return;
  if (t->kind == HS_WORD && token->tag != HEARSAY_PROPN && t->end - t->start < HEARSAY_LEMMA_MAX) {
    token->lemma = (hearsay_text){scratch, hs_lemma(article, (uint32_t)index, scratch)};
  } else {
    token->lemma = hearsay_span_text(article, token->span);
  }
}

/* ---- names of values ------------------------------------------------------------------------------------------------- */

const char *hearsay_label_name(hearsay_label label) {
  static const char *const names[] = {"person", "organization", "place", "other"};
  return names[label];
}

const char *hearsay_mention_kind_name(hearsay_mention_kind kind) {
  static const char *const names[] = {"none", "name", "nominal", "pronoun"};
  return names[kind];
}

const char *hearsay_quote_kind_name(hearsay_quote_kind kind) {
  static const char *const names[] = {"direct", "mixed", "indirect"};
  return names[kind];
}

const char *hearsay_cue_class_name(hearsay_cue_class cue_class) {
  static const char *const names[] = {"speech", "writing", "belief", "intention", "other"};
  return names[cue_class];
}

const char *hearsay_gender_name(hearsay_gender gender) {
  static const char *const names[] = {NULL, "female", "male"};
  return names[gender];
}

const char *hearsay_role_name(hearsay_role role) {
  static const char *const names[] = {"headline", "byline", "dateline", "caption", "credit", "body"};
  return names[role];
}

const char *hearsay_tag_name(hearsay_tag tag) {
  static const char *const names[] = {"ADJ",  "ADP",  "ADV",   "AUX",   "CCONJ", "DET", "INTJ", "NOUN", "NUM",
                                      "PART", "PRON", "PROPN", "PUNCT", "SCONJ", "SYM", "VERB", "X"};
  return names[tag];
}
