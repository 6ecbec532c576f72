/*
** html.c: hearsay_html(), an article as an HTML fragment:
**
**     <p class="hearsay-body"><span class="hearsay-quote hearsay-direct" data-quote-id="1" data-speaker-id="1"
**     data-speaker="Lin Jun" title="Lin Jun">“It is <mark class="hearsay-mention hearsay-pronoun …">…
**
** Only these three elements, class, title and data- attributes come out, and every character of the article is escaped:
** the fragment can be put into a page as it is. What lies between the paragraphs is white space and becomes line ends.
**
** Quotations, in their pieces, and mentions may overlap in any way, but elements must nest. So the text is walked from
** boundary to boundary with the open elements on a stack: to close one that is not on top, those above it are closed
** first and opened again behind it.
*/
#include "sqlite/sql.h"

#include <stdlib.h>

/* One stretch to mark up: a piece of a quotation, or a mention. */
typedef struct stretch {
  uint32_t start, end; /* characters */
  uint32_t index;      /* of the quotation or the mention */
  bool is_quote;
} stretch;

/* More elements than this in each other are left out, so that no article can make the work or the page explode. */
enum { MOST_OPEN = 16, STRETCHES_BETWEEN_POLLS = 1024 };

typedef struct writer {
  const hs_sql_article *article;
  sqlite3_str *out;
  const stretch *open[MOST_OPEN]; /* the innermost last */
  int depth;
  uint32_t at; /* everything before this character has been written */
} writer;

/* ---- the stretches ----------------------------------------------------------------------------------------------- */

/* By where they start, the longer ones first, quotations around mentions; never equal, so that the order is certain. */
static int compare(const void *left, const void *right) {
  const stretch *a = left, *b = right;
  if (a->start != b->start) return a->start < b->start ? -1 : 1;
  if (a->end != b->end) return a->end > b->end ? -1 : 1;
  if (a->is_quote != b->is_quote) return a->is_quote ? -1 : 1;
  return a->index < b->index ? -1 : 1;
}

/* All stretches in order; from sqlite3_malloc64, NULL when out of memory. */
static stretch *find_stretches(const hearsay_article *parsed, size_t *count) {
  size_t quotes = hearsay_quote_count(parsed), mentions = hearsay_mention_count(parsed), room = mentions + 1, n = 0;
  const hearsay_quote *quote = hearsay_quotes(parsed);
  const hearsay_mention *mention = hearsay_mentions(parsed);
  for (size_t i = 0; i < quotes; i++) room += quote[i].span_count;
  stretch *found = sqlite3_malloc64(room * sizeof *found);
  if (!found) return NULL;
  for (size_t i = 0; i < quotes; i++)
    for (uint32_t piece = 0; piece < quote[i].span_count; piece++)
      found[n++] = (stretch){quote[i].spans[piece].start, quote[i].spans[piece].end, (uint32_t)i, true};
  for (size_t i = 0; i < mentions; i++)
    found[n++] = (stretch){mention[i].span.start, mention[i].span.end, (uint32_t)i, false};
  qsort(found, n, sizeof *found, compare);
  *count = n;
  return found;
}

/* ---- elements ---------------------------------------------------------------------------------------------------- */

static void write_attribute(writer *to, const char *name, hearsay_text value) {
  sqlite3_str_appendf(to->out, " %s=\"", name);
  hs_sql_html_text(to->out, value.data, value.bytes);
  sqlite3_str_appendchar(to->out, 1, '"');
}

static void write_entity(writer *to, uint32_t index, const char *name_attribute, const char *id_attribute) {
  const hearsay_entity *entity = hearsay_entities(to->article->parsed) + index;
  sqlite3_str_appendf(to->out, " %s=\"%lld\"", id_attribute, (sqlite3_int64)index + 1);
  write_attribute(to, name_attribute, entity->name);
  write_attribute(to, "title", entity->name);
}

static void write_start_tag(writer *to, const stretch *element) {
  if (element->is_quote) {
    const hearsay_quote *quote = hearsay_quotes(to->article->parsed) + element->index;
    sqlite3_str_appendf(to->out, "<span class=\"hearsay-quote hearsay-%s\" data-quote-id=\"%lld\"",
                        hearsay_quote_kind_name(quote->kind), (sqlite3_int64)element->index + 1);
    if (quote->speaker != HEARSAY_NONE) write_entity(to, quote->speaker, "data-speaker", "data-speaker-id");
  } else {
    const hearsay_mention *mention = hearsay_mentions(to->article->parsed) + element->index;
    sqlite3_str_appendf(to->out, "<mark class=\"hearsay-mention hearsay-%s hearsay-%s\"",
                        hearsay_label_name(mention->label), hearsay_mention_kind_name(mention->kind));
    write_entity(to, mention->entity, "data-entity", "data-entity-id");
  }
  sqlite3_str_appendchar(to->out, 1, '>');
}

static void write_end_tag(writer *to, const stretch *element) {
  sqlite3_str_appendall(to->out, element->is_quote ? "</span>" : "</mark>");
}

/* All open elements end with their paragraph, and those that go on are opened again in the next. */
static void close_all(writer *to) {
  for (int i = to->depth; i-- > 0;) write_end_tag(to, to->open[i]);
}

static void open_from(writer *to, int first) {
  for (int i = first; i < to->depth; i++) write_start_tag(to, to->open[i]);
}

static void open_element(writer *to, const stretch *element) {
  if (to->depth == MOST_OPEN) return;
  write_start_tag(to, element);
  to->open[to->depth++] = element;
}

/* Takes off the stack, from the element `first` on, what has ended; returns the depth that is left. */
static int drop_ended(writer *to, int first) {
  int kept = first;
  for (int i = first; i < to->depth; i++)
    if (to->open[i]->end > to->at) to->open[kept++] = to->open[i];
  return kept;
}

/* Closes all that end at the current character or before it. */
static void close_ended(writer *to) {
  int first = 0;
  while (first < to->depth && to->open[first]->end > to->at) first++;
  if (first == to->depth) return;
  for (int i = to->depth; i-- > first;) write_end_tag(to, to->open[i]);
  to->depth = drop_ended(to, first);
  open_from(to, first);
}

/* ---- the walk ---------------------------------------------------------------------------------------------------- */

static void write_text(writer *to, uint32_t end) {
  hearsay_text text = hearsay_span_text(to->article->parsed, (hearsay_span){to->at, end});
  hs_sql_html_text(to->out, text.data, text.bytes);
  to->at = end;
}

/* Writes up to `end`, closing what ends on the way. */
static void write_until(writer *to, uint32_t end) {
  while (to->at < end) {
    uint32_t stop = end;
    for (int i = 0; i < to->depth; i++)
      if (to->open[i]->end < stop) stop = to->open[i]->end;
    write_text(to, stop);
    close_ended(to);
  }
}

/* One paragraph with the stretches from *next on that begin in it. */
static int write_paragraph(hs_sql_state *state, writer *to, const hearsay_paragraph *paragraph, const stretch **next,
                           const stretch *last) {
  to->at = paragraph->span.start;
  to->depth = drop_ended(to, 0); /* those that ended between the paragraphs */
  sqlite3_str_appendf(to->out, "<p class=\"hearsay-%s\">", hearsay_role_name(paragraph->role));
  open_from(to, 0);
  for (unsigned count = 0; *next < last && (*next)->start < paragraph->span.end; ++*next, count++) {
    if (count % STRETCHES_BETWEEN_POLLS == 0 && hs_sql_interrupted(state)) return SQLITE_INTERRUPT;
    if ((*next)->end <= to->at || (*next)->end <= (*next)->start) continue; /* between two paragraphs, or empty */
    if (sqlite3_str_errcode(to->out)) break;
    write_until(to, (*next)->start);
    open_element(to, *next);
  }
  write_until(to, paragraph->span.end);
  close_all(to);
  sqlite3_str_appendall(to->out, "</p>\n");
  return SQLITE_OK;
}

int hs_sql_write_html(hs_sql_state *state, const hs_sql_article *article, hs_sql_text *out) {
  writer to = {.article = article, .out = out->piece};
  size_t count = 0, paragraphs = hearsay_paragraph_count(article->parsed);
  stretch *stretches = find_stretches(article->parsed, &count);
  const stretch *next = stretches;
  int rc = stretches ? SQLITE_OK : SQLITE_NOMEM;
  for (size_t i = 0; i < paragraphs && !rc; i++) {
    if (i % STRETCHES_BETWEEN_POLLS == 0 && hs_sql_interrupted(state)) rc = SQLITE_INTERRUPT;
    if (!rc) rc = write_paragraph(state, &to, hearsay_paragraphs(article->parsed) + i, &next, stretches + count);
    hs_sql_flush(out, false);
  }
  hs_sql_done(state);
  sqlite3_free(stretches);
  return rc;
}
