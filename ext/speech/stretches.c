/*
** stretches.c: what a quoted stretch is: speech, or a title, a nickname, a word held at arm's length.
**
**   the meeting on "Member States' Priorities"     a title: capitals throughout, no clause
**   Sam "The Wall" Okoro                           a nickname: inside a name
**   the so-called "reform"; a "reform" package      a scare quote: few words, a determiner before or a noun behind
*/
#include "language/lexicon.h"
#include "language/tags.h"
#include "speech/grammar.h"
#include "text/text.h"

enum { LONGEST_NICKNAME = 4, LONGEST_SCARE = 3, LONGEST_TITLE = 16 };

typedef struct look {
  uint32_t words, capitals, long_words, verbs;
} look;

static look look_inside(const hearsay_article *a, const hs_stretch *s) {
  look l = {0};
  for (uint32_t t = s->tokens.first; t < s->tokens.last; t++) {
    const hs_token *token = &a->tokens[t];
    if (token->kind != HS_WORD && token->kind != HS_NUMBER) continue;
    l.words++;
    l.verbs += hs_is_finite_tag(token->tag);
    if (token->kind != HS_WORD || (hs_classes(a, t) & HS_FUNCTION) != 0 || a->fold[token->start] == '\'') continue;
    l.long_words++;
    l.capitals += token->shape != HS_LOWER;
  }
  return l;
}

/* "titled", "the film", "a meeting on", "the song": what stands before a title. */
static bool announces_title(const hearsay_article *a, uint32_t t) {
  static const char *const words[] = {
      "titled",   "entitled", "called", "named",   "dubbed",  "film",       "movie",       "book",       "novel",
      "song",     "album",    "series", "show",    "play",    "memoir",     "meeting",     "conference", "paper",
      "article",  "essay",    "poem",   "opera",   "musical", "exhibition", "documentary", "report",     "headlined",
      "campaign", "slogan",   "theme",  "seminar", "forum",   "single",     "hit",         "column",     "podcast",
      "lecture",  "on",       "his",    "her",     "in",      "of",         "with",        "and"};
  for (size_t i = 0; i < sizeof words / sizeof *words; i++)
    if (hs_is(a, t, words[i])) return true;
  return false;
}

/* "named their robot "Robogee."", "a user labelled "Anonymous"": a word of naming shortly before. */
static bool is_named(const hearsay_article *a, uint32_t before) {
  static const char *const words[] = {"name",   "named",  "names",    "labelled", "labeled",
                                      "dubbed", "titled", "entitled", "nicknamed"};
  for (uint32_t t = before; t > 0 && before - t < 5 && a->tokens[t - 1].sentence == a->tokens[before].sentence; t--)
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
      if (hs_is(a, t - 1, words[i])) return true;
  return false;
}

static bool is_nickname(const hearsay_article *a, const hs_stretch *s) {
  uint32_t before = s->tokens.first, after = s->tokens.last;
  if (s->words > LONGEST_NICKNAME || before == 0 || after >= a->token_count) return false;
  const hs_token *first = &a->tokens[before - 1], *last = &a->tokens[after];
  return first->kind == HS_WORD && last->kind == HS_WORD && first->shape >= HS_CAPITALISED &&
         last->shape >= HS_CAPITALISED && first->shape != HS_UNCASED && last->shape != HS_UNCASED &&
         a->tokens[before].sentence == last->sentence && hs_is_name_tag(first->tag) && hs_is_name_tag(last->tag) &&
         !s->ends_clause;
}

/* "the word "reform"", "the term …", "the so-called …" is none */
static bool names_word(const hearsay_article *a, uint32_t t) {
  static const char *const words[] = {"word",    "words", "term",  "terms",  "phrase",
                                      "phrases", "name",  "label", "hashtag"};
  for (size_t i = 0; i < sizeof words / sizeof *words; i++)
    if (hs_is(a, t, words[i])) return true;
  return false;
}

/* What the rules take a stretch for. */
static hs_use use_of(const hearsay_article *a, const hs_stretch *s) {
  look l = look_inside(a, s);
  uint32_t before = s->tokens.first;
  bool starts = before == 0 || a->tokens[before - 1].sentence != a->tokens[before].sentence;
  if (is_nickname(a, s)) return HS_USE_NICKNAME;
  if (l.long_words && l.capitals == l.long_words && l.words <= 6 && is_named(a, before)) return HS_USE_TITLE;
  bool capitals = l.long_words >= 2 && l.capitals == l.long_words && l.words <= LONGEST_TITLE;
  if (capitals && !s->ends_clause && !starts) return HS_USE_TITLE;
  if (!starts && l.words <= 6 && l.long_words && l.capitals == l.long_words && !s->ends_clause &&
      announces_title(a, before - 1))
    return HS_USE_TITLE;
  if (capitals && !starts && !l.verbs && announces_title(a, before - 1)) return HS_USE_TITLE;
  /* "Curfew for Cellos" is on at the Almond: the subject of its sentence */
  uint32_t behind = s->tokens.last;
  bool subject =
      behind < a->token_count && hs_is_auxiliary(a, behind) && a->tokens[behind].sentence == a->tokens[before].sentence;
  if (starts && subject && l.long_words && l.capitals == l.long_words && !s->ends_clause) return HS_USE_TITLE;
  if (l.words > LONGEST_SCARE || s->ends_clause || s->comma_behind || starts) return HS_USE_SPEECH;
  const hs_token *previous = &a->tokens[before - 1];
  bool determined = previous->tag == HS_DT || hs_is(a, before - 1, "so-called") || hs_is(a, before - 1, "called") ||
                    hs_is(a, before - 1, "word") || hs_is(a, before - 1, "term") || hs_is(a, before - 1, "phrase") ||
                    hs_is(a, before - 1, "known");
  uint32_t after = s->tokens.last;
  bool noun_behind =
      after < a->token_count && a->tokens[after].sentence == previous->sentence && hs_is_noun_tag(a->tokens[after].tag);
  if (determined && (noun_behind || l.words == 1)) return names_word(a, before - 1) ? HS_USE_WORD : HS_USE_SCARE;
  return HS_USE_SPEECH;
}

/* ---- the same words elsewhere ------------------------------------------------------------------------------------------ */

enum {
  LONGEST_ECHO = 4,
  MOST_ECHOES = 4096 /* an article with more short quotations is not looked through for them all */
};

/* Short stretches by what is in them, and whether the article has that without marks too. */
typedef struct echo {
  uint32_t key;
  uint8_t quoted, bare, capitals; /* how often it is between marks; without; of these with a capital on each word */
} echo;

typedef struct echoes {
  echo *items;
  uint32_t mask;
} echoes;

static echo *find_echo(const echoes *e, uint32_t key) {
  uint32_t slot = key & e->mask;
  while (e->items[slot].key && e->items[slot].key != key) slot = (slot + 1) & e->mask;
  return &e->items[slot];
}

/* The words between the marks; 0 when they are too many or none. */
static uint32_t inner_key(const hearsay_article *a, const hs_stretch *s) {
  uint32_t key = 7;
  if (!s->words || s->words > LONGEST_ECHO) return 0;
  for (uint32_t t = s->tokens.first; t < s->tokens.last; t++)
    if (a->tokens[t].kind == HS_WORD || a->tokens[t].kind == HS_NUMBER) key = hs_mix(key, a->tokens[t].hash);
  return key ? key : 1;
}

static void count_up(uint8_t *count) {
  if (*count < UINT8_MAX) ++*count;
}

/* Counts the article's runs of one to four words outside of marks that are some stretch's. */
static void count_bare(const hearsay_article *a, echoes *e) {
  for (uint32_t t = 0; t < a->token_count; t++) {
    uint32_t key = 7;
    bool capitals = true;
    for (uint32_t u = t; u < a->token_count && u < t + LONGEST_ECHO; u++) {
      const hs_token *token = &a->tokens[u];
      if (a->stretch_at[u] != HEARSAY_NONE || (token->kind != HS_WORD && token->kind != HS_NUMBER)) break;
      key = hs_mix(key, token->hash);
      capitals = capitals && token->shape != HS_LOWER;
      echo *found = find_echo(e, key ? key : 1);
      if (!found->key) continue;
      count_up(&found->bare);
      if (capitals) count_up(&found->capitals);
    }
  }
}

static void find_echoes(hearsay_article *a, echoes *e) {
  uint32_t room = 16, count = 0;
  while (room < 2 * a->stretch_count && room < 2 * MOST_ECHOES) room *= 2;
  e->mask = room - 1;
  e->items = hs_allocate_array(a, room, sizeof *e->items);
  if (a->status) return;
  for (uint32_t i = 0; i < a->stretch_count; i++) {
    uint32_t key = inner_key(a, &a->stretches[i]);
    if (!key) continue;
    echo *found = find_echo(e, key);
    if (!found->key && ++count >= room / 2 + room / 4) break;
    found->key = key;
    count_up(&found->quoted);
  }
  count_bare(a, e);
}

/* ---- features ---------------------------------------------------------------------------------------------------------- */

static uint32_t few(uint32_t number) {
  return number < 5 ? number : number < 9 ? 5 : number < 16 ? 6 : 7;
}

static uint32_t word_key(const hearsay_article *a, uint32_t t) {
  const hs_token *token = &a->tokens[t];
  return token->kind == HS_WORD ? token->hash : hs_mix(token->kind, token->fold);
}

static void stretch_features(const hearsay_article *a, const echoes *e, const hs_stretch *s, hs_features *f) {
  look l = look_inside(a, s);
  uint32_t first = s->tokens.first, last = s->tokens.last, sentence = a->tokens[first].sentence, key = inner_key(a, s);
  bool starts = first == 0 || a->tokens[first - 1].sentence != sentence;
  bool ends = last >= a->token_count || a->tokens[last].sentence != a->tokens[last - 1].sentence;
  const hs_token *before = starts ? NULL : &a->tokens[first - 1], *behind = ends ? NULL : &a->tokens[last];
  uint32_t inner = first + 1 < last ? first + 1 : first;
  uint32_t word_before = before ? word_key(a, first - 1) : 1, word_behind = behind ? word_key(a, last) : 1;
  uint32_t tag_before = before ? before->tag : HS_TAGS, tag_behind = behind ? behind->tag : HS_TAGS;
  uint32_t capitals = !l.long_words ? 0 : l.capitals == l.long_words ? 3 : l.capitals > 1 ? 2 : 1;
  uint32_t form = s->ends_clause * 4u + s->comma_behind * 2u + s->closed, length = few(l.words);
  uint32_t two_before = first > 1 && !starts && a->tokens[first - 2].sentence == sentence ? word_key(a, first - 2) : 1;
  const echo *found = key ? find_echo(e, key) : NULL;
  uint32_t bare = found ? (found->bare > 0) + 1u * (found->bare > 1) : 3, quoted = found ? found->quoted > 1 : 2;
  uint32_t echoed = found ? (found->capitals > 0) * 2u + (found->capitals == found->bare) : 4;
  uint32_t rule = s->use, class_before = before ? hs_word_class(before->word) : 0;
  f->count = 0;
  hs_add_feature(f, hs_key(1, rule));
  hs_add_feature(f, hs_key(2, length));
  hs_add_feature(f, hs_key2(3, length, form));
  hs_add_feature(f, hs_key2(4, length, capitals));
  hs_add_feature(f, hs_key3(5, length, starts, ends));
  hs_add_feature(f, hs_key2(6, s->single, length));
  hs_add_feature(f, hs_key(7, word_before));
  hs_add_feature(f, hs_key(8, word_behind));
  hs_add_feature(f, hs_key2(9, tag_before, tag_behind));
  hs_add_feature(f, hs_key2(10, tag_before, length));
  hs_add_feature(f, hs_key2(11, tag_behind, length));
  hs_add_feature(f, hs_key2(12, two_before, word_before));
  hs_add_feature(f, hs_key2(13, l.verbs < 2 ? l.verbs : 2, length));
  hs_add_feature(f, hs_key2(14, a->tokens[inner].tag, length));
  hs_add_feature(f, hs_key2(15, a->tokens[inner].tag, tag_before));
  hs_add_feature(f, hs_key2(16, bare, quoted));
  hs_add_feature(f, hs_key2(17, echoed, capitals));
  hs_add_feature(f, hs_key3(18, rule, form, starts));
  hs_add_feature(f, hs_key2(19, hs_coarse_class(class_before, 2), length));
  hs_add_feature(f, hs_key2(20, hs_coarse_class(class_before, 4), capitals));
  hs_add_feature(f, hs_key2(21, capitals, word_before));
  hs_add_feature(f, hs_key3(22, capitals, tag_before, tag_behind));
  hs_add_feature(f, hs_key2(23, form, word_behind));
  hs_add_feature(f, hs_key2(24, word_key(a, inner), length));
  hs_add_feature(f, hs_key(25, a->paragraphs[a->sentences[sentence].paragraph].role));
  hs_add_feature(
      f, hs_key2(26, a->phrase_at[inner] != HEARSAY_NONE && !starts && a->phrase_at[first - 1] == a->phrase_at[inner],
                 length));
}

/* ---- deciding ---------------------------------------------------------------------------------------------------------- */

/* The model has seen few titles: what the rules take for one must look much like speech to be it. */
enum { SURE = HS_WEIGHT_UNIT * 3 / 2 };

/* What a stretch that is no speech is, when the rules took it for that. */
static hs_use other_use(const hearsay_article *a, const hs_stretch *s) {
  look l = look_inside(a, s);
  uint32_t first = s->tokens.first;
  if (l.long_words && l.capitals == l.long_words) return HS_USE_TITLE;
  return first > 0 && names_word(a, first - 1) ? HS_USE_WORD : HS_USE_SCARE;
}

void hs_sort_stretches_by(hearsay_article *a, const hs_model *model, hs_stretch_visitor *visit, void *data) {
  echoes e;
  find_echoes(a, &e);
  for (uint32_t i = 0; i < a->stretch_count && hs_tick(a); i++) {
    hs_stretch *s = &a->stretches[i];
    hs_features features;
    int32_t scores[1] = {0};
    s->use = s->chain != HEARSAY_NONE ? (uint8_t)HS_USE_SPEECH : (uint8_t)use_of(a, s);
    if (s->chain != HEARSAY_NONE || s->use == HS_USE_NICKNAME) continue;
    stretch_features(a, &e, s, &features);
    if (visit) visit(data, a, i, &features);
    hs_add_scores(model, &features, scores);
    if (scores[0] > (s->use == HS_USE_SPEECH ? 0 : SURE))
      s->use = HS_USE_SPEECH;
    else if (scores[0] < 0 && s->use == HS_USE_SPEECH)
      s->use = (uint8_t)other_use(a, s);
  }
  hs_drop(a, e.items);
}

void hs_sort_stretches(hearsay_article *article) {
  const hs_model model = HS_MODEL(stretches);
  hs_sort_stretches_by(article, &model, NULL, NULL);
}
