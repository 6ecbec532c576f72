/*
** rows.c: what the tables show. One description for each; the virtual tables (table.c) and hearsay() (json.c) both read
** them, so that a column is defined once.
**
** Columns are in the order that SELECT * in a shell should have: what is read first stands first, the numbers for
** programs last. Ids and characters count from 1 here, and from 0 in the analyser; bytes count from 0 in both.
*/
#include "sqlite/sql.h"

#include <string.h>

/* ---- values ------------------------------------------------------------------------------------------------------ */

static void put_integer(hs_sql_value *value, sqlite3_int64 integer) {
  value->type = HS_SQL_INTEGER;
  value->integer = integer;
}

/* The analyser's index as an id; NULL for HEARSAY_NONE. */
static void put_id(hs_sql_value *value, uint32_t index) {
  if (index != HEARSAY_NONE) put_integer(value, (sqlite3_int64)index + 1);
}

static void put_real(hs_sql_value *value, double real) {
  value->type = HS_SQL_REAL;
  value->real = real;
}

static void put_text(hs_sql_value *value, hearsay_text text) {
  if (!text.data) return;
  value->type = HS_SQL_TEXT;
  value->text = text;
}

/* A constant of the analyser; NULL stays NULL. */
static void put_name(hs_sql_value *value, const char *name) {
  if (!name) return;
  value->type = HS_SQL_NAME;
  value->text = (hearsay_text){.data = name, .bytes = strlen(name)};
}

static bool is_empty(hearsay_span span) {
  return span.start >= span.end;
}

/* The words of a span, NULL when there is none. */
static void put_words(hs_sql_value *value, const hs_sql_article *article, hearsay_span span) {
  if (!is_empty(span)) put_text(value, hearsay_span_text(article->parsed, span));
}

static void put_start(hs_sql_value *value, hearsay_span span) {
  if (!is_empty(span)) put_integer(value, (sqlite3_int64)span.start + 1);
}

static void put_length(hs_sql_value *value, hearsay_span span) {
  if (!is_empty(span)) put_integer(value, (sqlite3_int64)span.end - span.start);
}

static void put_texts(hs_sql_value *value, const hearsay_text *texts, size_t count) {
  value->type = HS_SQL_TEXTS;
  value->texts = texts;
  value->count = count;
}

/* The four offsets, which every table has; `part` counts from the first of them. */
static void put_offset(hs_sql_value *value, const hs_sql_article *article, hearsay_span span, int part) {
  if (is_empty(span)) return;
  size_t start = hearsay_byte_offset(article->parsed, span.start);
  switch (part) {
  case 0: put_start(value, span); break;
  case 1: put_length(value, span); break;
  case 2: put_integer(value, (sqlite3_int64)start); break;
  default: put_integer(value, (sqlite3_int64)(hearsay_byte_offset(article->parsed, span.end) - start)); break;
  }
}

/* ---- hearsay_quotes ---------------------------------------------------------------------------------------------- */

static const char *const quote_columns[] = {"quote_id INTEGER",       /*  0 */
                                            "speaker TEXT",           /*  1  resolved; NULL when nobody is given */
                                            "quote TEXT",             /*  2  the words, without outer marks */
                                            "kind TEXT",              /*  3  direct, mixed, indirect */
                                            "cue TEXT",               /*  4  said */
                                            "cue_class TEXT",         /*  5 */
                                            "mention TEXT",           /*  6  the envoy */
                                            "mention_kind TEXT",      /*  7 */
                                            "speaker_id INTEGER",     /*  8  an entity_id */
                                            "paragraph INTEGER",      /*  9 */
                                            "sentence INTEGER",       /* 10 */
                                            "rule TEXT",              /* 11 */
                                            "confidence REAL",        /* 12 */
                                            "start INTEGER",          /* 13  the whole stretch, outer marks included */
                                            "length INTEGER",         /* 14 */
                                            "byte_start INTEGER",     /* 15 */
                                            "byte_length INTEGER",    /* 16 */
                                            "spans TEXT",             /* 17  its pieces, when there are several */
                                            "mention_start INTEGER",  /* 18 */
                                            "mention_length INTEGER", /* 19 */
                                            "cue_start INTEGER",      /* 20 */
                                            "cue_length INTEGER",     /* 21 */
                                            NULL};

static const hearsay_quote *quote_at(const hs_sql_article *article, size_t row) {
  return hearsay_quotes(article->parsed) + row;
}

static hearsay_span quote_span(const hs_sql_article *article, size_t row) {
  return quote_at(article, row)->span;
}

static void put_spans(hs_sql_value *value, const hearsay_quote *quote) {
  if (quote->span_count < 2) return;
  value->type = HS_SQL_SPANS;
  value->spans = quote->spans;
  value->count = quote->span_count;
}

static void quote_column(const hs_sql_article *article, size_t row, int column, hs_sql_value *value) {
  const hearsay_quote *quote = quote_at(article, row);
  switch (column) {
  case 0: put_integer(value, (sqlite3_int64)row + 1); break;
  case 1:
    if (quote->speaker != HEARSAY_NONE) put_text(value, hearsay_entities(article->parsed)[quote->speaker].name);
    break;
  case 2: put_text(value, quote->words); break;
  case 3: put_name(value, hearsay_quote_kind_name(quote->kind)); break;
  case 4: put_words(value, article, quote->cue); break;
  case 5:
    if (!is_empty(quote->cue)) put_name(value, hearsay_cue_class_name(quote->cue_class));
    break;
  case 6: put_words(value, article, quote->mention); break;
  case 7: put_name(value, hearsay_mention_kind_name(quote->mention_kind)); break;
  case 8: put_id(value, quote->speaker); break;
  case 9: put_id(value, quote->paragraph); break;
  case 10: put_id(value, quote->sentence); break;
  case 11: put_name(value, quote->rule); break;
  case 12: put_real(value, quote->confidence); break;
  case 17: put_spans(value, quote); break;
  case 18: put_start(value, quote->mention); break;
  case 19: put_length(value, quote->mention); break;
  case 20: put_start(value, quote->cue); break;
  case 21: put_length(value, quote->cue); break;
  default: break;
  }
}

static const hs_sql_table quotes = {.name = "hearsay_quotes",
                                    .key = "quotes",
                                    .columns = quote_columns,
                                    .id_column = 0,
                                    .offset_column = 13,
                                    .expected_rows = 20,
                                    .upto = HEARSAY_UPTO_ALL,
                                    .count = hearsay_quote_count,
                                    .span = quote_span,
                                    .column = quote_column};

/* ---- hearsay_entities and hearsay_speakers ----------------------------------------------------------------------- */

static const hearsay_entity *entity_at(const hs_sql_article *article, size_t row) {
  return hearsay_entities(article->parsed) + row;
}

/* Where an entity is named first, or mentioned first when it is never named. */
static hearsay_span entity_span(const hs_sql_article *article, size_t row) {
  uint32_t first = article->first_mention[row];
  return first == HEARSAY_NONE ? (hearsay_span){0, 0} : hearsay_mentions(article->parsed)[first].span;
}

static const char *const entity_columns[] = {"entity_id INTEGER",   /* 0 */
                                             "entity TEXT",         /* 1 */
                                             "label TEXT",          /* 2  person, organization, place, other */
                                             "mentions INTEGER",    /* 3 */
                                             "aliases TEXT",        /* 4  JSON array */
                                             "description TEXT",    /* 5 */
                                             "start INTEGER",       /* 6  where it is named first */
                                             "length INTEGER",      /* 7 */
                                             "byte_start INTEGER",  /* 8 */
                                             "byte_length INTEGER", /* 9 */
                                             NULL};

static void entity_column(const hs_sql_article *article, size_t row, int column, hs_sql_value *value) {
  const hearsay_entity *entity = entity_at(article, row);
  switch (column) {
  case 0: put_integer(value, (sqlite3_int64)row + 1); break;
  case 1: put_text(value, entity->name); break;
  case 2: put_name(value, hearsay_label_name(entity->label)); break;
  case 3: put_integer(value, entity->mentions); break;
  case 4: put_texts(value, entity->aliases, entity->alias_count); break;
  case 5: put_text(value, entity->description); break;
  default: break;
  }
}

static const hs_sql_table entities = {.name = "hearsay_entities",
                                      .key = "entities",
                                      .columns = entity_columns,
                                      .id_column = 0,
                                      .offset_column = 6,
                                      .expected_rows = 30,
                                      .upto = HEARSAY_UPTO_ALL,
                                      .count = hearsay_entity_count,
                                      .span = entity_span,
                                      .column = entity_column};

static const char *const speaker_columns[] = {"speaker_id INTEGER",  /*  0  its entity_id */
                                              "speaker TEXT",        /*  1 */
                                              "label TEXT",          /*  2 */
                                              "description TEXT",    /*  3 */
                                              "gender TEXT",         /*  4  female, male, NULL */
                                              "quotes INTEGER",      /*  5 */
                                              "words INTEGER",       /*  6  in these quotes */
                                              "aliases TEXT",        /*  7  JSON array */
                                              "start INTEGER",       /*  8  where it is named first */
                                              "length INTEGER",      /*  9 */
                                              "byte_start INTEGER",  /* 10 */
                                              "byte_length INTEGER", /* 11 */
                                              NULL};

static bool speaks(const hearsay_article *parsed, size_t row) {
  return hearsay_entities(parsed)[row].quotes > 0;
}

static void speaker_column(const hs_sql_article *article, size_t row, int column, hs_sql_value *value) {
  const hearsay_entity *entity = entity_at(article, row);
  switch (column) {
  case 0: put_integer(value, (sqlite3_int64)row + 1); break;
  case 1: put_text(value, entity->name); break;
  case 2: put_name(value, hearsay_label_name(entity->label)); break;
  case 3: put_text(value, entity->description); break;
  case 4: put_name(value, hearsay_gender_name(entity->gender)); break;
  case 5: put_integer(value, entity->quotes); break;
  case 6: put_integer(value, entity->words); break;
  case 7: put_texts(value, entity->aliases, entity->alias_count); break;
  default: break;
  }
}

static const hs_sql_table speakers = {.name = "hearsay_speakers",
                                      .key = "speakers",
                                      .columns = speaker_columns,
                                      .id_column = 0,
                                      .offset_column = 8,
                                      .expected_rows = 5,
                                      .upto = HEARSAY_UPTO_ALL,
                                      .count = hearsay_entity_count,
                                      .has = speaks,
                                      .span = entity_span,
                                      .column = speaker_column};

/* ---- hearsay_mentions -------------------------------------------------------------------------------------------- */

static const char *const mention_columns[] = {"mention TEXT",        /*  0 */
                                              "label TEXT",          /*  1 */
                                              "mention_kind TEXT",   /*  2  name, nominal, pronoun */
                                              "entity TEXT",         /*  3  resolved */
                                              "entity_id INTEGER",   /*  4 */
                                              "paragraph INTEGER",   /*  5 */
                                              "sentence INTEGER",    /*  6 */
                                              "confidence REAL",     /*  7 */
                                              "start INTEGER",       /*  8 */
                                              "length INTEGER",      /*  9 */
                                              "byte_start INTEGER",  /* 10 */
                                              "byte_length INTEGER", /* 11 */
                                              NULL};

static const hearsay_mention *mention_at(const hs_sql_article *article, size_t row) {
  return hearsay_mentions(article->parsed) + row;
}

static hearsay_span mention_span(const hs_sql_article *article, size_t row) {
  return mention_at(article, row)->span;
}

static void mention_column(const hs_sql_article *article, size_t row, int column, hs_sql_value *value) {
  const hearsay_mention *mention = mention_at(article, row);
  switch (column) {
  case 0: put_words(value, article, mention->span); break;
  case 1: put_name(value, hearsay_label_name(mention->label)); break;
  case 2: put_name(value, hearsay_mention_kind_name(mention->kind)); break;
  case 3: put_text(value, hearsay_entities(article->parsed)[mention->entity].name); break;
  case 4: put_id(value, mention->entity); break;
  case 5: put_id(value, mention->paragraph); break;
  case 6: put_id(value, mention->sentence); break;
  case 7: put_real(value, mention->confidence); break;
  default: break;
  }
}

static const hs_sql_table mentions = {.name = "hearsay_mentions",
                                      .key = "mentions",
                                      .columns = mention_columns,
                                      .id_column = -1,
                                      .offset_column = 8,
                                      .expected_rows = 80,
                                      .upto = HEARSAY_UPTO_ALL,
                                      .count = hearsay_mention_count,
                                      .span = mention_span,
                                      .column = mention_column};

/* ---- hearsay_paragraphs, hearsay_sentences ----------------------------------------------------------------------- */

static const char *const paragraph_columns[] = {"paragraph INTEGER", /* 0 */
                                                "role TEXT", /* 1  headline, byline, dateline, caption, credit, body */
                                                "text TEXT", /* 2 */
                                                "start INTEGER",       /* 3 */
                                                "length INTEGER",      /* 4 */
                                                "byte_start INTEGER",  /* 5 */
                                                "byte_length INTEGER", /* 6 */
                                                NULL};

static hearsay_span paragraph_span(const hs_sql_article *article, size_t row) {
  return hearsay_paragraphs(article->parsed)[row].span;
}

static void paragraph_column(const hs_sql_article *article, size_t row, int column, hs_sql_value *value) {
  switch (column) {
  case 0: put_integer(value, (sqlite3_int64)row + 1); break;
  case 1: put_name(value, hearsay_role_name(hearsay_paragraphs(article->parsed)[row].role)); break;
  case 2: put_words(value, article, paragraph_span(article, row)); break;
  default: break;
  }
}

static const hs_sql_table paragraphs = {.name = "hearsay_paragraphs",
                                        .key = "paragraphs",
                                        .columns = paragraph_columns,
                                        .id_column = 0,
                                        .offset_column = 3,
                                        .expected_rows = 20,
                                        .upto = HEARSAY_UPTO_SENTENCES,
                                        .count = hearsay_paragraph_count,
                                        .span = paragraph_span,
                                        .column = paragraph_column};

static const char *const sentence_columns[] = {"sentence INTEGER",    /* 0 */
                                               "paragraph INTEGER",   /* 1 */
                                               "text TEXT",           /* 2 */
                                               "start INTEGER",       /* 3 */
                                               "length INTEGER",      /* 4 */
                                               "byte_start INTEGER",  /* 5 */
                                               "byte_length INTEGER", /* 6 */
                                               NULL};

static hearsay_span sentence_span(const hs_sql_article *article, size_t row) {
  return hearsay_sentences(article->parsed)[row].span;
}

static void sentence_column(const hs_sql_article *article, size_t row, int column, hs_sql_value *value) {
  switch (column) {
  case 0: put_integer(value, (sqlite3_int64)row + 1); break;
  case 1: put_id(value, hearsay_sentences(article->parsed)[row].paragraph); break;
  case 2: put_words(value, article, sentence_span(article, row)); break;
  default: break;
  }
}

static const hs_sql_table sentences = {.name = "hearsay_sentences",
                                       .key = "sentences",
                                       .columns = sentence_columns,
                                       .id_column = 0,
                                       .offset_column = 3,
                                       .expected_rows = 40,
                                       .upto = HEARSAY_UPTO_SENTENCES,
                                       .count = hearsay_sentence_count,
                                       .span = sentence_span,
                                       .column = sentence_column};

/* ---- hearsay_tokens ---------------------------------------------------------------------------------------------- */

enum { TOKEN_SENTENCE = 2, TOKEN_TAG = 3, TOKEN_LEMMA = 4 };
static const char *const token_columns[] = {"token_id INTEGER",    /*  0 */
                                            "token TEXT",          /*  1 */
                                            "sentence INTEGER",    /*  2 */
                                            "tag TEXT",            /*  3  universal part of speech */
                                            "lemma TEXT",          /*  4 */
                                            "head INTEGER",        /*  5  a token_id */
                                            "relation TEXT",       /*  6 */
                                            "start INTEGER",       /*  7 */
                                            "length INTEGER",      /*  8 */
                                            "byte_start INTEGER",  /*  9 */
                                            "byte_length INTEGER", /* 10 */
                                            NULL};

static hearsay_span token_span(const hs_sql_article *article, size_t row) {
  hearsay_token token;
  hearsay_get_token(article->parsed, row, NULL, &token);
  return token.span;
}

static void token_column(const hs_sql_article *article, size_t row, int column, hs_sql_value *value) {
  hearsay_token token;
  hearsay_get_token(article->parsed, row, column == TOKEN_LEMMA ? value->lemma : NULL, &token);
  switch (column) {
  case 0: put_integer(value, (sqlite3_int64)row + 1); break;
  case 1: put_words(value, article, token.span); break;
  case TOKEN_SENTENCE: put_id(value, token.sentence); break;
  case TOKEN_TAG: put_name(value, hearsay_tag_name(token.tag)); break;
  case TOKEN_LEMMA: put_text(value, token.lemma); break;
  case 5: put_id(value, token.head); break;
  case 6: put_name(value, token.relation); break;
  default: break;
  }
}

static const hs_sql_table tokens = {.name = "hearsay_tokens",
                                    .columns = token_columns,
                                    .id_column = 0,
                                    .offset_column = 7,
                                    .expected_rows = 800,
                                    .upto = HEARSAY_UPTO_TOKENS,
                                    .sentence_columns = (uint64_t)1 << TOKEN_SENTENCE,
                                    .tag_columns = (uint64_t)1 << TOKEN_TAG | (uint64_t)1 << TOKEN_LEMMA,
                                    .count = hearsay_token_count,
                                    .span = token_span,
                                    .column = token_column};

/* ---- all of them ------------------------------------------------------------------------------------------------- */

/* In the order of hearsay()'s keys. */
const hs_sql_table *const hs_sql_tables[] = {&paragraphs, &sentences, &mentions, &entities,
                                             &speakers,   &quotes,    &tokens,   NULL};

int hs_sql_column_count(const hs_sql_table *table) {
  int count = 0;
  while (table->columns[count]) count++;
  return count;
}

void hs_sql_column(const hs_sql_table *table, const hs_sql_article *article, size_t row, int column,
                   hs_sql_value *value) {
  int part = column - table->offset_column;
  value->type = HS_SQL_NULL;
  if (part >= 0 && part < 4)
    put_offset(value, article, table->span(article, row), part);
  else
    table->column(article, row, column, value);
}
