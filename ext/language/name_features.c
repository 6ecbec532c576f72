/*
** name_features.c: what the model of names sees of a word: itself, its neighbours, their tags and classes, lists, its
** form, where it stands, what the article shows of it elsewhere and, in the second pass, what names it was part of there.
*/
#include "language/lexicon.h"
#include "language/naming.h"
#include "language/tags.h"
#include "text/text.h"

#include <string.h>

#define LISTED                                                                                                         \
  (HS_GIVEN_NAME | HS_SURNAME | HS_CITY | HS_COUNTRY | HS_REGION | HS_DEMONYM | HS_ORG_NAME | HS_OTHER_NAME | HS_TITLE)

enum {
  AROUND = 2 /* words on each side of a capital that can be part of its name: "Bank of the West" */,
  LONGEST_ENDING = 4,
  CLASS_BITS = 28
};

/* Bits of hs_name_word.form above the shape. */
enum {
  FORM_SHAPE = 7,
  FORM_HEADING = 8,
  FORM_CAPITALS = 16,
  FORM_DIGIT = 32,
  FORM_HYPHEN = 64,
  FORM_STOP = 128, /* a full stop inside or behind */
  FORM_NUMBER = 256,
  FORM_SIGN = 512,
  FORM_CLAUSE = 1024 /* begins a clause: a capital says nothing */
};

/* ---- words ------------------------------------------------------------------------------------------------------------ */

static uint16_t form_of(const hs_finder *f, uint32_t t) {
  const hs_token *token = &f->article->tokens[t];
  const unsigned char *fold = f->article->fold + token->start;
  uint32_t form = token->shape, count = token->end - token->start;
  if (token->kind != HS_WORD && token->kind != HS_NUMBER) return FORM_SIGN;
  if (token->kind == HS_NUMBER) form |= FORM_NUMBER;
  if (f->style == HS_HEADING) form |= FORM_HEADING;
  if (f->style == HS_ALL_CAPITALS) form |= FORM_CAPITALS;
  if (hs_begins_clause(f, t)) form |= FORM_CLAUSE;
  for (uint32_t i = 0; i < count; i++) {
    if (hs_fold_is_digit(fold[i])) form |= FORM_DIGIT;
    if (fold[i] == '-') form |= FORM_HYPHEN;
    if (fold[i] == '.') form |= FORM_STOP;
  }
  return (uint16_t)form;
}

static void describe_listed(hs_finder *f) {
  hs_name_word *words = f->words;
  uint32_t first = f->sentence.first;
  for (uint32_t t = first; t < f->sentence.last;) {
    uint32_t classes, count = 0;
    if (words[t - first].classes & HS_PHRASE_START) count = hs_find_phrase(f->article, t, f->sentence.last, &classes);
    if (count < 2 || !(words[t - first].capital || words[t - first + count - 1].capital)) {
      t++;
      continue;
    }
    for (uint32_t i = 0; i < count; i++) {
      words[t - first + i].listed = classes;
      words[t - first + i].listed_first = i == 0;
    }
    t += count;
  }
}

static void describe_candidates(hs_finder *f) {
  uint32_t c = f->next_candidate;
  while (c < f->candidate_count && f->candidates[c].tokens.last <= f->sentence.first) c++;
  f->next_candidate = c;
  for (; c < f->candidate_count && f->candidates[c].tokens.first < f->sentence.last; c++)
    for (uint32_t t = f->candidates[c].tokens.first; t < f->candidates[c].tokens.last && t < f->sentence.last; t++)
      if (t >= f->sentence.first) f->words[t - f->sentence.first].candidate = c + 1;
}

/* A word with a capital, and up to AROUND words on each side of it. */
static void describe_nearness(hs_finder *f) {
  uint32_t count = f->sentence.last - f->sentence.first;
  for (uint32_t i = 0; i < count; i++) {
    if (!f->words[i].capital) continue;
    uint32_t first = i > AROUND ? i - AROUND : 0, last = count - i > AROUND ? i + AROUND : count - 1;
    for (uint32_t k = first; k <= last; k++) f->words[k].near_capital = true;
  }
}

void hs_begin_words(hs_finder *f) {
  f->words = hs_allocate_scratch(f->article, HS_LONGEST_PIECE * sizeof *f->words);
}

void hs_describe_words(hs_finder *f) {
  hearsay_article *a = f->article;
  for (uint32_t t = f->sentence.first; t < f->sentence.last; t++) {
    const hs_token *token = &a->tokens[t];
    bool word = token->kind == HS_WORD;
    if (f->votes_only) {
      f->words[t - f->sentence.first] =
          (hs_name_word){.capital = token->shape >= HS_CAPITALISED && token->shape <= HS_MIXED};
      continue;
    }
    f->words[t - f->sentence.first] =
        (hs_name_word){.key = word ? token->hash : hs_mix(token->kind, token->fold),
                       .classes = word ? hs_name_classes(a, t) : 0,
                       .word_class = word ? (uint16_t)hs_word_class(token->word) : 0,
                       .form = form_of(f, t),
                       .capital = token->shape >= HS_CAPITALISED && token->shape <= HS_MIXED};
  }
  describe_nearness(f);
  if (!f->votes_only) describe_listed(f);
  describe_candidates(f);
}

void hs_drop_words(hs_finder *f) {
  hs_drop(f->article, f->words);
  hs_drop(f->article, f->candidates);
  f->words = NULL;
  f->candidates = NULL;
  f->candidate_count = f->candidate_room = 0;
}

/* ---- features --------------------------------------------------------------------------------------------------------- */

typedef struct view {
  const hs_finder *finder;
  const hearsay_article *article;
  uint32_t token;
  hs_name_word edge; /* what stands for a word outside the sentence */
  hs_features *features;
} view;

static const hs_name_word *word_at(const view *v, int32_t by) {
  int64_t t = (int64_t)v->token + by;
  if (t < v->finder->sentence.first || t >= v->finder->sentence.last) return &v->edge;
  return hs_word_at(v->finder, (uint32_t)t);
}

static uint32_t tag_at(const view *v, int32_t by) {
  int64_t t = (int64_t)v->token + by;
  if (t < v->finder->sentence.first || t >= v->finder->sentence.last) return HS_TAGS;
  return v->article->tokens[t].tag;
}

static void add(const view *v, uint32_t key) {
  hs_add_feature(v->features, key);
}

static void add_words(const view *v) {
  const hs_name_word *w = word_at(v, 0), *p = word_at(v, -1), *n = word_at(v, 1), *pp = word_at(v, -2),
                     *nn = word_at(v, 2);
  add(v, hs_key(1, w->key));
  add(v, hs_key(3, p->key));
  add(v, hs_key(4, n->key));
  add(v, hs_key(5, pp->key));
  add(v, hs_key(6, nn->key));
  add(v, hs_key2(7, p->key, w->key));
  add(v, hs_key2(8, w->key, n->key));
  add(v, hs_key3(15, pp->form, p->form, w->form));
  add(v, hs_key3(16, w->form, n->form, nn->form));
  add(v, hs_key3(17, w->form, n->key, nn->key)); /* "Acme, the company" */
}

static void add_tags(const view *v) {
  uint32_t w = tag_at(v, 0);
  add(v, hs_key2(20, w, word_at(v, 0)->form));
  add(v, hs_key2(22, w, tag_at(v, 1)));
}

static void add_word_classes(const view *v) {
  uint32_t word_class = word_at(v, 0)->word_class;
  for (uint32_t bits = 0; bits <= 6; bits += 2) add(v, hs_key2(30, bits, hs_coarse_class(word_class, bits)));
  add(v, hs_key(34, hs_coarse_class(word_at(v, -1)->word_class, 4)));
  add(v, hs_key(36, word_at(v, -2)->word_class));
}

/* Endings, as long as the word has letters. */
static void add_endings(const view *v) {
  const hs_token *token = &v->article->tokens[v->token];
  const unsigned char *fold = v->article->fold;
  uint32_t key = 0, letters = 0, form = word_at(v, 0)->form & (FORM_SHAPE | FORM_HEADING | FORM_CAPITALS);
  for (uint32_t i = token->end; i > token->start && letters < LONGEST_ENDING; i--) {
    key = hs_mix(key, hs_fold_lower(fold[i - 1]));
    add(v, hs_key3(41, ++letters, key, form));
  }
  if (!(word_at(v, 0)->form & FORM_HYPHEN)) return;
  for (uint32_t i = token->end; i > token->start && fold[i - 1] != '-'; i--) /* Beijing-based: "based" */
    key = hs_mix(key, hs_fold_lower(fold[i - 1]));
  add(v, hs_key(42, key));
}

/* Capitals, small letters, digits and signs in a row: "McDonald" is AaAa, "U.S." A.A., "A320" A0. */
static void add_pattern(const view *v) {
  const hs_token *token = &v->article->tokens[v->token];
  uint32_t key = 0, last = 0;
  for (uint32_t i = token->start; i < token->end; i++) {
    unsigned char c = v->article->fold[i];
    uint32_t kind = hs_fold_is_upper(c) ? 'A' : hs_fold_is_letter(c) ? 'a' : hs_fold_is_digit(c) ? '0' : c;
    if (kind != last) key = hs_mix(key, kind);
    last = kind;
  }
  add(v, hs_key(43, key));
}

static void add_lists(const view *v) {
  const hs_name_word *w = word_at(v, 0), *p = word_at(v, -1), *n = word_at(v, 1);
  uint32_t style = w->form & (FORM_SHAPE | FORM_HEADING | FORM_CAPITALS);
  uint32_t any = (w->classes | p->classes | n->classes) & ((1u << CLASS_BITS) - 1);
  for (; any; any &= any - 1) {
    uint32_t bit = (uint32_t)__builtin_ctz(any);
    if (w->classes >> bit & 1) add(v, hs_key2(50, bit, style));
    if (p->classes >> bit & 1) add(v, hs_key2(51, bit, style));
    if (n->classes >> bit & 1) add(v, hs_key2(52, bit, style));
  }
  add(v, hs_key2(53, w->classes & LISTED, w->form));
  add(v, hs_key3(54, w->classes & LISTED, n->classes & LISTED, n->form & FORM_SHAPE));
  add(v, hs_key3(55, p->classes & LISTED, w->classes & LISTED, p->form & FORM_SHAPE));
  if (p->listed && (!w->listed || w->listed_first))
    add(v, hs_key2(58, p->listed & LISTED, style)); /* "World Bank | Lends" */
  if (!w->listed) return;
  add(v, hs_key2(56, w->listed, w->listed_first));
  add(v, hs_key3(57, w->listed & LISTED, w->listed_first, style));
}

/* How often a count is, roughly. */
static uint32_t bucket(uint32_t count) {
  return count < 3 ? count : count < 6 ? 3 : 4;
}

static void add_evidence(const view *v) {
  const hs_token *token = &v->article->tokens[v->token];
  if (token->kind != HS_WORD) return;
  const hs_seen *seen = hs_find_seen(&v->finder->evidence, token->hash);
  const hs_name_word *w = word_at(v, 0);
  uint32_t capital = seen ? bucket(seen->capital) : 0, lower = seen ? bucket(seen->lower) : 0;
  add(v, hs_key3(80, capital, lower, w->form));
  add(v, hs_key3(81, capital > 0, lower > 0, w->classes & LISTED));
}

/* The words of a name that decide what it is: its first, its last, and the one before "of"; and what stands around it. */
static void add_candidate(const view *v) {
  const hs_finder *f = v->finder;
  const uint32_t heads = HS_ORG_HEAD | HS_ORG_SUFFIX | HS_PLACE_HEAD | HS_OTHER_HEAD | HS_BODY_NOUN | HS_DOCUMENT_NOUN;
  const hs_name_word *w = word_at(v, 0);
  if (!w->candidate) return;
  const hs_name *c = &f->candidates[w->candidate - 1];
  hs_range r = c->tokens;
  bool titled = c->title.first < c->title.last;
  uint32_t place = (v->token == r.first ? 1u : 0) | (v->token + 1 == r.last ? 2u : 0), length = r.last - r.first;
  int32_t to_first = (int32_t)(r.first - v->token), to_last = (int32_t)(r.last - v->token) - 1;
  int32_t before_first = (int32_t)((titled ? c->title.first : r.first) - v->token) - 1;
  const hs_name_word *first = word_at(v, to_first), *last = word_at(v, to_last);
  const hs_name_word *before = word_at(v, before_first), *after = word_at(v, to_last + 1);
  uint32_t sure = c->confidence > 0.9f ? 3 : c->confidence > 0.7f ? 2 : c->confidence > 0.5f ? 1 : 0;
  add(v, hs_key2(98, place, c->label));
  add(v, hs_key3(99, place, c->label, sure));
  add(v, hs_key2(101, place, length < 6 ? length : 6));
  add(v, hs_key2(104, place, before->word_class));
  add(v, hs_key2(105, place, after->word_class));
  add(v, hs_key3(106, place, before->classes & heads, after->classes & heads));
  add(v, hs_key3(107, place, tag_at(v, before_first), tag_at(v, to_last + 1)));
  if (length > 1) {
    add(v, hs_key2(110, place, last->key));
    add(v, hs_key2(111, place, last->word_class));
    add(v, hs_key2(112, place, last->classes & heads));
    add(v, hs_key2(113, place, first->key));
    add(v, hs_key3(115, place, first->classes & LISTED, last->classes & LISTED));
  }
  for (int32_t by = to_first + 1; by < to_last; by++) { /* "Ministry of ..." */
    if (word_at(v, by)->capital) continue;
    add(v, hs_key3(118, place, word_at(v, by)->key, word_at(v, by - 1)->word_class));
    break;
  }
  const hs_seen *seen = length > 1 ? hs_find_seen(&f->evidence, hs_join_hash(v->article, r)) : NULL;
  add(v, hs_key3(119, place, length > 1, seen ? bucket(seen->capital) : 0));
}

static void add_position(const view *v) {
  const hs_finder *f = v->finder;
  const hs_name_word *w = word_at(v, 0);
  uint32_t role = v->article->paragraphs[v->article->sentences[v->article->tokens[v->token].sentence].paragraph].role;
  bool dateline = v->token < f->clause;
  uint32_t from = v->token - f->sentence.first;
  add(v, hs_key3(83, role, w->form, f->style));
  add(v, hs_key3(84, dateline, f->dateline, w->form));
  add(v, hs_key3(85, from < 3 ? from : 3, f->sentence.last - f->sentence.first < 6, w->form));
}

/* ---- the second pass -------------------------------------------------------------------------------------------------- */

/* The label with most counts, and how clearly: 0 without counts. */
static uint32_t winner(const uint8_t counts[4]) {
  uint32_t most = 0, all = 0;
  for (uint32_t label = 0; label < 4; label++) {
    all += counts[label];
    if (counts[label] > counts[most]) most = label;
  }
  if (!all) return 0;
  uint32_t clear = 4u * counts[most] > 3 * all ? 2 : 1;
  return 1 + most + 8 * clear + 32 * bucket(counts[most]);
}

static void add_votes(const view *v) {
  const hs_name_word *w = word_at(v, 0);
  add(v, hs_key(90, 0));
  for (int32_t by = -1; by <= 1; by++) {
    int64_t t = (int64_t)v->token + by;
    if (t < v->finder->sentence.first || t >= v->finder->sentence.last || !word_at(v, by)->capital) continue;
    const hs_seen *seen = hs_find_seen(&v->finder->evidence, v->article->tokens[t].hash);
    uint32_t whole = seen ? winner(seen->votes) : 0, first = seen ? winner(seen->first) : 0;
    uint32_t last = seen ? winner(seen->last) : 0, place = (uint32_t)(by + 1) + 4 * w->capital;
    add(v, hs_key2(91, place, whole));
    add(v, hs_key2(92, place, first));
    add(v, hs_key2(93, place, last));
    add(v, hs_key3(94, place, whole % 8, hs_mix(first % 8, last % 8)));
  }
  const hs_name *c = w->candidate ? &v->finder->candidates[w->candidate - 1] : NULL;
  if (!c) return;
  const hs_seen *seen = hs_find_seen(&v->finder->evidence, hs_join_hash(v->article, c->tokens));
  uint32_t place = (v->token == c->tokens.first ? 1u : 0) | (v->token + 1 == c->tokens.last ? 2u : 0);
  add(v, hs_key2(120, place, seen ? winner(seen->votes) : 0));
}

static view view_of(const hs_finder *finder, uint32_t token, hs_features *features) {
  view v = {.finder = finder, .article = finder->article, .token = token, .features = features};
  v.edge = (hs_name_word){.key = 1, .form = FORM_SIGN | FORM_CLAUSE};
  return v;
}

void hs_name_features(const hs_finder *finder, uint32_t token, hs_features *features) {
  view v = view_of(finder, token, features);
  features->count = 0;
  add_words(&v);
  add_tags(&v);
  add_word_classes(&v);
  add_endings(&v);
  add_pattern(&v);
  add_lists(&v);
  add_evidence(&v);
  add_candidate(&v);
  add_position(&v);
}

void hs_add_vote_features(const hs_finder *finder, uint32_t token, hs_features *features) {
  view v = view_of(finder, token, features);
  add_votes(&v);
}
