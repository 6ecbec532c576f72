/*
** window.c: what a cue attributes. A conditional random field labels the words and quoted stretches around the cue as
** content, source or cue. What the rules make of the same cue (sources.c, contents.c) is among the features.
*/
#include "language/lexicon.h"
#include "language/names.h"
#include "language/phrases.h"
#include "language/tags.h"
#include "speech/contents.h"
#include "speech/grammar.h"
#include "speech/scene.h"
#include "speech/sources.h"
#include "text/text.h"

/* A content that is as likely as this is not looked at again. */
static const float no_doubt = 0.97f;

enum { MOST_RULE_CUES = 32, QUOTE_NEAR = 8, ANNOUNCED_NEAR = 12 };

/* No sentence of news has so many cues: then each sees less of it ("Ann said Ann said Ann said …"), so that none takes long. */
enum { MANY_CUES = 12, SEEN = 5, LEAST_SEEN = 10 };

/* ---- opening ----------------------------------------------------------------------------------------------------------- */

static uint32_t paragraph_of(const hearsay_article *a, uint32_t t) {
  return a->sentences[a->tokens[t].sentence].paragraph;
}

static hs_range stretch_of(const hearsay_article *a, uint32_t t) {
  return a->stretches[a->stretch_at[t]].tokens;
}

/* The end of the window: of the sentence, but for quotations that run over it or stand right behind it. */
static uint32_t right_end(const hearsay_article *a, uint32_t head, uint32_t last) {
  uint32_t line = a->paragraph_tokens[paragraph_of(a, head)].last;
  for (int step = 0; step < 6 && last < a->token_count; step++) {
    if (hs_in_stretch(a, last - 1) && stretch_of(a, last - 1).last > last)
      last = hs_sentence_of(a, stretch_of(a, last - 1).last - 1).last;
    else if (last < line && hs_in_stretch(a, last))
      last = stretch_of(a, last).last;
    else
      break;
  }
  /* The ministry said: / "…" */
  bool announces = last == line && last < a->token_count && a->tokens[last - 1].kind == HS_PUNCT &&
                   (a->tokens[last - 1].fold == ':' || a->tokens[last - 1].fold == ',');
  if (announces && hs_in_stretch(a, last) && last - head < ANNOUNCED_NEAR) last = stretch_of(a, last).last;
  return last;
}

static uint32_t left_end(const hearsay_article *a, uint32_t head, uint32_t first) {
  uint32_t line = a->paragraph_tokens[paragraph_of(a, head)].first;
  for (int step = 0; step < 4 && first > 0; step++) {
    if (hs_in_stretch(a, first) && stretch_of(a, first).first < first)
      first = hs_sentence_of(a, stretch_of(a, first).first).first;
    else if (first > line && hs_in_stretch(a, first - 1))
      first = hs_sentence_of(a, stretch_of(a, first - 1).first).first;
    else
      break;
  }
  return first;
}

static hs_range reach(const hearsay_article *a, const hs_cue *cue) {
  hs_range sentence = hs_sentence_of(a, cue->head);
  hs_range r = {left_end(a, cue->head, sentence.first), right_end(a, cue->head, sentence.last)};
  uint32_t start = hs_sentence_start(a, r.first); /* behind a dateline */
  if (start <= r.first) start = hs_sentence_start(a, cue->head);
  if (start > r.first && start <= cue->head) r.first = start;
  uint32_t line = a->paragraph_tokens[paragraph_of(a, cue->head)].last;
  if (cue->word == HS_CUE_COLON && r.last < line) r.last = line;
  return r;
}

static uint32_t stretch_word(const hs_stretch *s) {
  uint32_t length = s->words < 2 ? 0 : s->words < 4 ? 1 : s->words < 9 ? 2 : 3;
  return hs_mix(77, length * 8 + s->ends_clause * 4u + s->comma_behind * 2u + s->closed);
}

static void describe(const hearsay_article *a, uint32_t t, hs_element *e) {
  const hs_token *token = &a->tokens[t];
  uint32_t name = a->name_at[t], phrase = a->phrase_at[t];
  *e = (hs_element){.tokens = {t, t + 1}, .word = hs_word_key(a, t), .lemma = hs_lemma_key(a, t)};
  e->tag = (uint8_t)token->tag;
  e->shape = (uint8_t)token->shape;
  e->name = name == HEARSAY_NONE ? 0 : (uint8_t)(1 + a->names[name].label);
  if (hs_is(a, t, "there")) e->clause = hs_clause_begins(a, t, hs_sentence_of(a, t).last);
  if (phrase == HEARSAY_NONE) return;
  const hs_phrase *p = &a->phrases[phrase];
  e->phrase = (uint8_t)(1 + p->kind * 2u + (p->tokens.first == t ? 8u : 0));
  if (p->tokens.first != t) return;
  e->sort = p->kind == HEARSAY_PRONOUN ? 5 : (uint8_t)hs_phrase_sort(a, p);
  e->clause = hs_clause_begins(a, t, hs_sentence_of(a, t).last);
}

static hs_element element_at(const hs_scene *scene, uint32_t t) {
  hs_element *e = &scene->recent[t % HS_RECENT];
  if (e->tokens.first != t || e->tokens.last != t + 1) describe(scene->article, t, e);
  e->chance = scene->chances[t];
  return *e;
}

static void describe_stretch(const hearsay_article *a, const hs_stretch *s, hs_element *e) {
  (void)a;
  *e = (hs_element){.tokens = s->tokens, .word = stretch_word(s), .tag = HS_TAGS, .shape = 7, .stretch = true};
  e->lemma = e->word;
}

/* How many elements cue `index` may see: of many cues all together no more than SEEN times what is in the sentence. */
static uint32_t most_elements(const hs_scene *scene, uint32_t index) {
  hs_range sentence = hs_sentence_of(scene->article, scene->cues[index].head);
  uint32_t first = index, last = index + 1;
  while (first > 0 && scene->cues[first - 1].head >= sentence.first) first--;
  while (last < scene->cue_count && scene->cues[last].head < sentence.last) last++;
  if (last - first <= MANY_CUES) return HS_LONGEST_WINDOW;
  uint32_t most = SEEN * (sentence.last - sentence.first) / (last - first);
  return most < LEAST_SEEN ? LEAST_SEEN : most < HS_LONGEST_WINDOW ? most : HS_LONGEST_WINDOW;
}

/* The elements from the head's sentence outwards; those that are too many are left out, at the right end first. */
static void list_elements(hs_window *w, hs_range r, uint32_t most) {
  const hearsay_article *a = w->scene->article;
  uint32_t head = w->cue->head;
  if (head - r.first > most / 2) r.first = head - most / 2;
  if (hs_in_stretch(a, r.first)) r.first = stretch_of(a, r.first).first;
  w->count = 0;
  for (uint32_t t = r.first; t < r.last && w->count < most;) {
    hs_element *e = &w->elements[w->count];
    if (t == head) w->head = w->count;
    if (hs_in_stretch(a, t))
      describe_stretch(a, &a->stretches[a->stretch_at[t]], e);
    else
      *e = element_at(w->scene, t);
    t = e->tokens.last;
    w->count++;
  }
}

static void count_up(hs_window *w) {
  const hearsay_article *a = w->scene->article;
  w->commas[0] = w->verbs[0] = w->stretches[0] = w->sentences[0] = 0;
  for (uint32_t i = 0; i < w->count; i++) {
    const hs_element *e = &w->elements[i];
    unsigned char c = a->tokens[e->tokens.first].fold;
    bool sign = !e->stretch && a->tokens[e->tokens.first].kind == HS_PUNCT;
    bool pause = sign && (c == ',' || c == '(' || c == ')' || c == ';' || hs_is_dash(a, e->tokens.first));
    bool verb = !e->stretch && (hs_is_verb_tag(e->tag) || e->tag == HS_MD);
    bool begins = i > 0 && a->tokens[e->tokens.first].sentence != a->tokens[w->elements[i - 1].tokens.first].sentence;
    w->commas[i + 1] = (uint16_t)(w->commas[i] + pause);
    w->verbs[i + 1] = (uint16_t)(w->verbs[i] + verb);
    w->stretches[i + 1] = (uint16_t)(w->stretches[i] + e->stretch);
    w->sentences[i + 1] = (uint16_t)(w->sentences[i] + begins);
  }
}

static void spread_chances(hs_window *w) {
  uint8_t most = 0;
  for (uint32_t i = w->head + 1; i < w->count; i++) {
    if (w->elements[i].chance > most) most = w->elements[i].chance;
    w->nearer[i] = most;
  }
  most = 0;
  for (uint32_t i = w->head; i-- > 0;) {
    if (w->elements[i].chance > most) most = w->elements[i].chance;
    w->nearer[i] = most;
  }
  w->nearer[w->head] = w->beyond[w->head] = 0;
  most = 0;
  for (uint32_t i = w->count; i-- > w->head + 1;) {
    w->beyond[i] = most;
    if (w->elements[i].chance > most) most = w->elements[i].chance;
  }
  most = 0;
  for (uint32_t i = 0; i < w->head; i++) {
    w->beyond[i] = most;
    if (w->elements[i].chance > most) most = w->elements[i].chance;
  }
}

/* A cue that is as likely as not is likely. */
static void find_next_cues(hs_window *w) {
  uint8_t distance = 7;
  for (uint32_t i = w->count; i-- > 0;) {
    if (i != w->head && w->elements[i].chance >= 100)
      distance = 0;
    else if (distance < 7)
      distance++;
    w->next_cue[i] = distance;
  }
}

/* Whether the next quotation on each side is long, short or missing. */
static void find_quotes(hs_window *w) {
  w->left_quote = w->right_quote = 0;
  for (uint32_t i = w->head; i > 0 && w->head - i < QUOTE_NEAR && !w->left_quote; i--)
    if (w->elements[i - 1].stretch)
      w->left_quote = w->elements[i - 1].tokens.last - w->elements[i - 1].tokens.first > 5 ? 2 : 1;
  for (uint32_t i = w->head + 1; i < w->count && i - w->head < QUOTE_NEAR && !w->right_quote; i++)
    if (w->elements[i].stretch) w->right_quote = w->elements[i].tokens.last - w->elements[i].tokens.first > 5 ? 2 : 1;
}

uint32_t hs_element_of(const hs_window *w, uint32_t token) {
  uint32_t low = 0, high = w->count;
  while (low < high) {
    uint32_t middle = low + (high - low) / 2;
    if (w->elements[middle].tokens.last <= token)
      low = middle + 1;
    else
      high = middle;
  }
  return low < w->count && w->elements[low].tokens.first <= token ? low : w->count;
}

/* The source of the cue before in the sentence, by the rules. */
static hs_range source_before(const hs_scene *scene, uint32_t index) {
  const hs_cue *cue = &scene->cues[index];
  const char *rule;
  if (index == 0) return (hs_range){0, 0};
  const hs_cue *before = &scene->cues[index - 1];
  if (scene->article->tokens[before->head].sentence != scene->article->tokens[cue->head].sentence)
    return (hs_range){0, 0};
  return hs_find_source(scene->article, before, (hs_range){0, 0}, &rule);
}

/* Marks what the rules take for content (1 first, 2 inside, 3 last, 4 alone) and for source (8, 16, 24, 32). */
static void mark(hs_window *w, hs_range r, uint8_t unit) {
  if (r.first >= r.last) return;
  uint32_t first = hs_element_of(w, r.first), last = hs_element_of(w, r.last - 1);
  if (first == w->count || last == w->count) return;
  for (uint32_t i = first; i <= last; i++)
    w->elements[i].rule = (uint8_t)(unit * (first == last ? 4 : i == first ? 1 : i == last ? 3 : 2));
}

static void ask_rules(hs_window *w, uint32_t index) {
  const hs_scene *scene = w->scene;
  const hearsay_article *a = scene->article;
  uint32_t sentence = a->tokens[w->cue->head].sentence, first = index, last = index + 1;
  while (first > 0 && index - first < MOST_RULE_CUES && a->tokens[scene->cues[first - 1].head].sentence == sentence)
    first--;
  while (last < scene->cue_count && last - index < MOST_RULE_CUES &&
         a->tokens[scene->cues[last].head].sentence == sentence)
    last++;
  w->rule = (hs_attribution){.cue = w->cue->tokens,
                             .cue_class = w->cue->cue_class,
                             .continues = HEARSAY_NONE,
                             .speaker = HEARSAY_NONE,
                             .rule = "no source given"};
  w->rule.source = hs_find_source(a, w->cue, source_before(scene, index), &w->rule.rule);
  hs_find_content(a, scene->cues + first, last - first, w->cue, &w->rule);
  for (uint8_t i = 0; i < w->rule.piece_count; i++) mark(w, w->rule.pieces[i], 1);
  mark(w, w->rule.source, 8);
}

void hs_open_window(hs_window *w, const hs_scene *scene, uint32_t index) {
  w->scene = scene;
  w->cue = &scene->cues[index];
  list_elements(w, reach(scene->article, w->cue), most_elements(scene, index));
  count_up(w);
  spread_chances(w);
  find_next_cues(w);
  find_quotes(w);
  ask_rules(w, index);
}

/* ---- features ---------------------------------------------------------------------------------------------------------- */

static uint32_t chance_step(uint8_t chance) {
  return chance < 26 ? 0 : chance < 102 ? 1 : chance < 191 ? 2 : 3;
}

static const hs_element edge_element = {.word = 3, .lemma = 3, .tag = HS_TAGS + 1, .shape = 8, .name = 9, .phrase = 31};

static const hs_element *at(const hs_window *w, uint32_t i, int by) {
  int64_t to = (int64_t)i + by;
  return to >= 0 && to < w->count ? &w->elements[to] : &edge_element;
}

static void add_around(const hs_window *w, uint32_t i, uint32_t side, uint32_t distance, hs_features *f) {
  const hs_element *p = at(w, i, -1), *e = &w->elements[i], *n = at(w, i, 1);
  hs_add_feature(f, hs_key(11, p->word));
  hs_add_feature(f, hs_key(12, e->word));
  hs_add_feature(f, hs_key(14, at(w, i, 2)->word));
  hs_add_feature(f, hs_key(21, p->tag));
  hs_add_feature(f, hs_key(23, n->tag));
  hs_add_feature(f, hs_key(22, e->tag));
  hs_add_feature(f, hs_key(24, at(w, i, 2)->tag));
  hs_add_feature(f, hs_key2(41, side, p->tag));
  hs_add_feature(f, hs_key2(42, side, e->tag));
  hs_add_feature(f, hs_key2(43, side, n->tag));
  hs_add_feature(f, hs_key(51, p->lemma));
  hs_add_feature(f, hs_key(52, e->lemma));
  hs_add_feature(f, hs_key(53, n->lemma));
  hs_add_feature(f, hs_key(62, e->shape));
  hs_add_feature(f, hs_key2(71, side, p->name));
  hs_add_feature(f, hs_key2(72, side, e->name));
  hs_add_feature(f, hs_key2(73, side, n->name));
  hs_add_feature(f, hs_key2(83, side, n->phrase));
  hs_add_feature(f, hs_key2(90, p->tag, e->tag));
  hs_add_feature(f, hs_key2(91, e->tag, n->tag));
  hs_add_feature(f, hs_key3(95, side * 8 + distance, e->tag, n->tag));
}

/* The cue, and what is between it and the element. */
static void add_between(const hs_window *w, uint32_t i, uint32_t side, uint32_t distance, hs_features *f) {
  const hs_element *e = &w->elements[i];
  uint32_t low = i < w->head ? i + 1 : w->head + 1, high = i < w->head ? w->head : i;
  if (high < low) high = low;
  uint32_t commas = hs_up_to((uint32_t)w->commas[high] - w->commas[low], 2);
  uint32_t verbs = hs_up_to((uint32_t)w->verbs[high] - w->verbs[low], 1);
  bool further = w->sentences[i + 1] != w->sentences[w->head + 1];
  uint32_t lemma = w->cue->lemma, sides = w->left_quote * 3 + w->right_quote, what = e->stretch ? e->word : 0;
  uint32_t nearer = chance_step(w->nearer[i]), beyond = chance_step(w->beyond[i]);
  hs_add_feature(f, hs_key3(110, side, nearer, e->stretch));
  hs_add_feature(f, hs_key3(111, side, beyond, e->stretch));
  hs_add_feature(f, hs_key3(112, side, nearer * 4 + beyond, what));
  hs_add_feature(f, hs_key3(113, side, sides, what));
  hs_add_feature(f, hs_key3(114, side * 2 + e->stretch, sides, commas + 3 * verbs + 6 * further));
  hs_add_feature(f, hs_key3(117, side, sides, e->tag * 2u + hs_up_to(commas, 1)));
  hs_add_feature(f, hs_key2(118, side, e->chance / 43));
  hs_add_feature(f, hs_key3(119, side, distance, e->tag));
  hs_add_feature(f, hs_key3(120, side, lemma, e->tag));
  hs_add_feature(f, hs_key3(121, side, w->cue->frame * 2u + w->cue->passive, e->tag));
}

static void add_rules(const hs_window *w, uint32_t i, hs_features *f) {
  const hs_element *e = &w->elements[i];
  uint32_t rule = e->rule;
  hs_add_feature(f, hs_key2(134, rule, w->cue->frame * 2u + w->cue->passive));
  hs_add_feature(f, hs_key2(136, rule, e->word));
  hs_add_feature(f, hs_key3(138, rule, at(w, i, -1)->tag, at(w, i, 1)->tag));
  hs_add_feature(f, hs_key3(139, rule, chance_step(w->beyond[i]), chance_step(w->nearer[i])));
}

/* Whether a new cue with the same form of verb comes up: "said … and warned …". */
static uint32_t coming_cue(const hs_window *w, uint32_t i) {
  uint32_t by = w->next_cue[i];
  if (by == 7 || i + by >= w->count) return 7;
  bool same = w->elements[i + by].tag == w->elements[w->head].tag;
  return (by < 4 ? by : 4) * 2 + same + 8;
}

void hs_element_features(const hs_window *w, uint32_t i, hs_features *f) {
  const hearsay_article *a = w->scene->article;
  const hs_element *e = &w->elements[i];
  uint32_t side = i < w->head ? 0 : i > w->head ? 1 : 2;
  bool headline = a->paragraphs[paragraph_of(a, w->cue->head)].role == HEARSAY_HEADLINE;
  uint32_t distance = hs_few(i < w->head ? w->head - i : i - w->head), coming = coming_cue(w, i);
  f->count = 0;
  hs_add_feature(f, hs_key(1, side));
  hs_add_feature(f, hs_key2(2, side, distance));
  hs_add_feature(f, hs_key2(4, side, a->tokens[w->cue->head].tag));
  hs_add_feature(f, hs_key2(5, side, headline));
  hs_add_feature(f, hs_key3(6, side, headline, e->shape));
  hs_add_feature(f, hs_key2(7, side, w->cue->frame));
  if (distance == 1) {
    hs_add_feature(f, hs_key2(8, side, w->cue->lemma));
    hs_add_feature(f, hs_key3(9, side, w->cue->lemma, e->tag));
  }
  add_around(w, i, side, distance, f);
  add_between(w, i, side, distance, f);
  add_rules(w, i, f);
  hs_add_feature(f, hs_key2(144, side, coming));
  hs_add_feature(f, hs_key3(145, side, coming, e->tag));
  hs_add_feature(f, hs_key3(147, coming, e->clause * 2u + at(w, i, 1)->clause, e->tag));
}

/* ---- reading ----------------------------------------------------------------------------------------------------------- */

static void score_window(hs_bench *b) {
  static const int16_t cue_word[HS_WINDOW_LABELS] = {[HS_CUE_WORD] = 1 << 14}; /* the head has no other label */
  const hs_window *w = &b->window;
  hs_begin_sequence(&b->sequence, w->scene->models->contents);
  for (uint32_t i = 0; i < w->count; i++) {
    hs_element_features(w, i, hs_next_features(&b->sequence));
    hs_add_item(&b->sequence, 0, i == w->head ? cue_word : NULL);
  }
  hs_finish_items(&b->sequence);
}

/* Without a comma or a dash at its ends. */
static hs_range trim(const hearsay_article *a, hs_range r) {
  while (r.first < r.last && !hs_in_stretch(a, r.first) && (hs_is_comma(a, r.first) || hs_is_dash(a, r.first)))
    r.first++;
  while (r.last > r.first && !hs_in_stretch(a, r.last - 1) && (hs_is_comma(a, r.last - 1) || hs_is_dash(a, r.last - 1)))
    r.last--;
  return r;
}

/* The phrase that a token is inside of, behind its first one; NULL: none. */
static const hs_phrase *phrase_around(const hearsay_article *a, uint32_t t) {
  uint32_t p = a->phrase_at[t];
  return p != HEARSAY_NONE && a->phrases[p].tokens.first < t ? &a->phrases[p] : NULL;
}

/* Whole noun phrases at both ends, when they are on the cue's side: "the pilots are late" and not "pilots are late". */
static hs_range round_up(const hs_window *w, hs_range r) {
  const hearsay_article *a = w->scene->article;
  const hs_phrase *first = phrase_around(a, r.first), *last = phrase_around(a, r.last);
  hs_range cue = w->cue->tokens;
  if (r.first >= r.last) return r;
  if (first && !hs_in_stretch(a, first->tokens.first) && !(first->tokens.first < cue.last && cue.first < r.first))
    r.first = first->tokens.first;
  if (last && last->tokens.first >= r.first && !hs_in_stretch(a, r.last) &&
      !(cue.first < last->tokens.last && r.last <= cue.first))
    r.last = last->tokens.last;
  return r;
}

/* One that begins inside the piece before, as a phrase that both are part of has made that longer, is one with it. */
static void add_piece(hs_proposal *p, hs_range piece) {
  hs_range *before = p->piece_count ? &p->pieces[p->piece_count - 1] : NULL;
  if (piece.first >= piece.last) return;
  if (before && piece.first < before->last) {
    if (piece.last > before->last) before->last = piece.last;
  } else if (p->piece_count < HS_MOST_PIECES)
    p->pieces[p->piece_count++] = piece;
}

static void take_contents(const hs_window *w, const uint8_t *labels, hs_proposal *p) {
  *p = (hs_proposal){.piece_count = 0};
  for (uint32_t i = 0; i < w->count; i++) {
    if (labels[i] != HS_CONTENT_FIRST && labels[i] != HS_CONTENT_INSIDE) continue;
    hs_range piece = w->elements[i].tokens;
    while (i + 1 < w->count && labels[i + 1] == HS_CONTENT_INSIDE) piece.last = w->elements[++i].tokens.last;
    add_piece(p, round_up(w, trim(w->scene->article, piece)));
  }
}

static hs_range longest_source(const hs_window *w, const uint8_t *labels) {
  hs_range best = {0, 0};
  for (uint32_t i = 0; i < w->count; i++) {
    if (labels[i] != HS_SOURCE_FIRST && labels[i] != HS_SOURCE_INSIDE) continue;
    hs_range found = w->elements[i].tokens;
    while (i + 1 < w->count && labels[i + 1] == HS_SOURCE_INSIDE) found.last = w->elements[++i].tokens.last;
    found = trim(w->scene->article, found);
    if (found.last - found.first > best.last - best.first) best = found;
  }
  return best;
}

/* "as saying" of "was quoted as saying", "to say" of "declined to say", "out" of "pointed out" */
static bool continues_cue(const hs_window *w, uint32_t i) {
  const hs_element *e = &w->elements[i];
  return !e->stretch && (hs_is_verb_tag(e->tag) || e->tag == HS_TO || e->tag == HS_RP ||
                         hs_is(w->scene->article, e->tokens.first, "as"));
}

static hs_range cue_words(const hs_window *w, const uint8_t *labels) {
  uint32_t last = w->head;
  while (last + 1 < w->count && labels[last + 1] == HS_CUE_WORD && continues_cue(w, last + 1)) last++;
  while (last > w->head && !hs_is_verb_tag(w->elements[last].tag) && w->elements[last].tag != HS_RP) last--;
  hs_range r = {w->cue->tokens.first, w->elements[last].tokens.last};
  if (w->cue->tokens.last > r.last) r.last = w->cue->tokens.last;
  return r;
}

/* How likely all of the content's labels are together. */
static float content_chance(const hs_chances *chances, const uint8_t *labels, uint32_t count) {
  uint32_t first = 0, last = count;
  while (first < count && labels[first] != HS_CONTENT_FIRST && labels[first] != HS_CONTENT_INSIDE) first++;
  while (last > first && labels[last - 1] != HS_CONTENT_FIRST && labels[last - 1] != HS_CONTENT_INSIDE) last--;
  return first < last ? hs_chance(chances, labels, first, last, HS_CONTENT_INSIDE) : 0;
}

static bool same_pieces(const hs_proposal *p, const hs_range *pieces, uint8_t count) {
  if (p->piece_count != count) return false;
  for (uint8_t i = 0; i < count; i++)
    if (p->pieces[i].first != pieces[i].first || p->pieces[i].last != pieces[i].last) return false;
  return true;
}

/* Adds a proposal unless it is there; false when it is or there is nothing in it. */
static bool add_proposal(hs_reading *r, const hs_proposal *p) {
  if (!p->piece_count || r->proposal_count == HS_MOST_PROPOSALS) return false;
  for (uint32_t i = 0; i < r->proposal_count; i++)
    if (same_pieces(&r->proposals[i], p->pieces, p->piece_count)) return false;
  r->proposals[r->proposal_count++] = *p;
  return true;
}

static void propose_rules(const hs_window *w, hs_reading *r) {
  hs_proposal rules = {.piece_count = w->rule.piece_count, .rules = true};
  for (uint8_t i = 0; i < rules.piece_count; i++) rules.pieces[i] = w->rule.pieces[i];
  if (add_proposal(r, &rules)) return;
  for (uint32_t i = 0; i < r->proposal_count; i++)
    r->proposals[i].rules = same_pieces(&r->proposals[i], rules.pieces, rules.piece_count);
}

/* The likeliest labels; the sequence stays as it is. */
static void label_window(hs_bench *b, uint8_t *labels) {
  uint32_t length = b->sequence.length;
  hs_decode(&b->sequence, true);
  b->sequence.length = length;
  b->sequence.edge = (uint8_t)b->sequence.model.labels;
  for (uint32_t i = 0; i < length; i++) labels[i] = b->sequence.labels[i];
}

/* The contents of the best ways; only the best one's when that leaves little doubt. */
static void propose_ways(hs_bench *b, const uint8_t *labels) {
  hs_reading *r = &b->reading;
  hs_proposal p;
  take_contents(&b->window, labels, &p);
  if (add_proposal(r, &p)) r->proposals[0].chance = content_chance(&b->chances, labels, b->window.count);
  if (r->proposal_count && r->proposals[0].chance > no_doubt) return;
  uint32_t ways = hs_find_ways(&b->ways, &b->sequence);
  for (uint32_t i = 0; i < ways; i++) {
    take_contents(&b->window, b->ways.labels[i], &p);
    if (!add_proposal(r, &p)) continue;
    r->proposals[r->proposal_count - 1].chance = content_chance(&b->chances, b->ways.labels[i], b->window.count);
  }
}

void hs_read_window(hs_bench *b) {
  const hs_window *w = &b->window;
  hs_reading *r = &b->reading;
  *r = (hs_reading){.cue = w->cue->tokens, .source_chance = 1};
  if (!w->cue->given) {
    uint8_t labels[HS_LONGEST_WINDOW] = {0};
    score_window(b);
    hs_begin_chances(&b->chances, &b->sequence.model);
    hs_weigh(&b->chances, &b->sequence, true);
    label_window(b, labels);
    propose_ways(b, labels);
    r->source = longest_source(w, labels);
    r->cue = cue_words(w, labels);
  }
  propose_rules(w, r);
}
