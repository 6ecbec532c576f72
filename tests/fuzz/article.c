/*
** article.c: any bytes as an article, read to the end, and all rows of it. Spans lie inside the text, in order, and in each other.
*/
#include "fuzz.h"

#include <stdlib.h>
#include <string.h>

static uint32_t characters;

static void check_span(const char *what, size_t at, hearsay_span span, hearsay_span within) {
  if (span.start >= span.end || span.start < within.start || span.end > within.end)
    fuzz_fail("%s %zu: %u..%u of %u..%u", what, at, span.start, span.end, within.start, within.end);
}

static void check_index(const char *what, size_t at, size_t index, size_t count) {
  if (index >= count) fuzz_fail("%s %zu: %zu of %zu", what, at, index, count);
}

static void read_text(hearsay_text text) {
  volatile char seen = 0;
  for (size_t i = 0; i < text.bytes; i++) seen = (char)(seen ^ text.data[i]);
}

static void check_tokens(const hearsay_article *article) {
  const hearsay_sentence *sentences = hearsay_sentences(article);
  const hearsay_paragraph *paragraphs = hearsay_paragraphs(article);
  uint32_t end = 0;
  for (size_t i = 0; i < hearsay_paragraph_count(article); i++) {
    check_span("paragraph", i, paragraphs[i].span, (hearsay_span){end, characters});
    end = paragraphs[i].span.end;
    hearsay_role_name(paragraphs[i].role);
  }
  end = 0;
  for (size_t i = 0; i < hearsay_sentence_count(article); i++) {
    check_index("paragraph of sentence", i, sentences[i].paragraph, hearsay_paragraph_count(article));
    check_span("sentence", i, sentences[i].span, paragraphs[sentences[i].paragraph].span);
    check_span("sentence", i, sentences[i].span, (hearsay_span){end, characters});
    end = sentences[i].span.end;
  }
  end = 0;
  for (size_t i = 0; i < hearsay_token_count(article); i++) {
    char lemma[HEARSAY_LEMMA_MAX];
    hearsay_token token;
    hearsay_get_token(article, i, lemma, &token);
    check_index("sentence of token", i, token.sentence, hearsay_sentence_count(article));
    check_span("token", i, token.span, sentences[token.sentence].span);
    check_span("token", i, token.span, (hearsay_span){end, characters});
    end = token.span.end;
    read_text(token.lemma);
    hearsay_tag_name(token.tag);
  }
}

static void check_entities(const hearsay_article *article) {
  const hearsay_entity *entities = hearsay_entities(article);
  const hearsay_mention *mentions = hearsay_mentions(article);
  for (size_t i = 0; i < hearsay_entity_count(article); i++) {
    if (!entities[i].name.bytes) fuzz_fail("entity %zu has no name", i);
    read_text(entities[i].name);
    read_text(entities[i].description);
    for (uint32_t k = 0; k < entities[i].alias_count; k++) read_text(entities[i].aliases[k]);
    hearsay_label_name(entities[i].label);
    hearsay_gender_name(entities[i].gender);
  }
  for (size_t i = 0; i < hearsay_mention_count(article); i++) {
    check_index("entity of mention", i, mentions[i].entity, hearsay_entity_count(article));
    check_index("sentence of mention", i, mentions[i].sentence, hearsay_sentence_count(article));
    check_index("paragraph of mention", i, mentions[i].paragraph, hearsay_paragraph_count(article));
    check_span("mention", i, mentions[i].span, (hearsay_span){0, characters});
    if (!(mentions[i].confidence >= 0 && mentions[i].confidence <= 1))
      fuzz_fail("confidence of mention %zu: %g", i, mentions[i].confidence);
  }
}

static void check_quotes(const hearsay_article *article) {
  const hearsay_quote *quotes = hearsay_quotes(article);
  for (size_t i = 0; i < hearsay_quote_count(article); i++) {
    const hearsay_quote *quote = &quotes[i];
    check_span("quote", i, quote->span, (hearsay_span){0, characters});
    hearsay_span rest = quote->span;
    for (uint32_t k = 0; k < quote->span_count; k++) {
      check_span("piece of quote", i, quote->spans[k], rest);
      rest.start = quote->spans[k].end;
    }
    if (!quote->span_count || quote->spans[0].start != quote->span.start || rest.start != rest.end)
      fuzz_fail("quote %zu is not its %u pieces", i, quote->span_count);
    if (quote->speaker != HEARSAY_NONE)
      check_index("speaker of quote", i, quote->speaker, hearsay_entity_count(article));
    if (quote->mention_kind != HEARSAY_NO_MENTION)
      check_span("mention in quote", i, quote->mention, (hearsay_span){0, characters});
    if (quote->cue.start != quote->cue.end) check_span("cue of quote", i, quote->cue, (hearsay_span){0, characters});
    check_index("sentence of quote", i, quote->sentence, hearsay_sentence_count(article));
    check_index("paragraph of quote", i, quote->paragraph, hearsay_paragraph_count(article));
    if (!(quote->confidence >= 0 && quote->confidence <= 1))
      fuzz_fail("confidence of quote %zu: %g", i, quote->confidence);
    if (!quote->words.bytes || !quote->rule) fuzz_fail("quote %zu has no words or rule", i);
    read_text(quote->words);
    hearsay_mention_kind_name(quote->mention_kind);
    hearsay_quote_kind_name(quote->kind);
    hearsay_cue_class_name(quote->cue_class);
  }
}

static void check_keys(const char *text, size_t size) {
  char *name = NULL, *quote = NULL;
  size_t name_bytes, quote_bytes;
  double similarity;
  if (hearsay_name_key(NULL, text, size, &name, &name_bytes) ||
      hearsay_quote_key(NULL, text, size, &quote, &quote_bytes) ||
      hearsay_quote_similarity(NULL, text, size / 2, text + size / 2, size - size / 2, &similarity))
    fuzz_fail("a key failed");
  read_text((hearsay_text){name, name_bytes});
  read_text((hearsay_text){quote, quote_bytes});
  free(name);
  free(quote);
  if (!(similarity >= 0 && similarity <= 1)) fuzz_fail("similarity: %g", similarity);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  hearsay_reader *reader = NULL;
  hearsay_article *article = NULL;
  hearsay_status status = hearsay_open(NULL, NULL, &reader);
  if (!status) status = hearsay_read(reader, (const char *)data, size, HEARSAY_UPTO_ALL, &article);
  if (status) fuzz_fail("status %d", status);
  characters = hearsay_character_count(article);
  if (hearsay_byte_offset(article, characters) != size) fuzz_fail("the characters are not all bytes");
  check_tokens(article);
  check_entities(article);
  check_quotes(article);
  hearsay_article_free(article);
  hearsay_close(reader);
  check_keys((const char *)data, size);
  return 0;
}
