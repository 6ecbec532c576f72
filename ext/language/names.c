/*
** names.c: the names of an article, in order. A conditional random field over the words near capitals, twice: the second
** pass knows what names the first one has found elsewhere in the article. Then acronyms in brackets, titles and genders.
*/
#include "language/names.h"
#include "language/lexicon.h"
#include "language/naming.h"
#include "language/tags.h"
#include "text/text.h"

enum { AROUND = 2 /* words on each side of a capital that can be part of its name: "Bank of the West" */ };

bool hs_is_district(const hearsay_article *article, uint32_t token) {
  static const char *const words[] = {"region",      "province",  "county",      "district",     "emirate",
                                      "prefecture",  "islands",   "governorate", "territory",    "municipality",
                                      "township",    "parish",    "canton",      "constituency", "oblast",
                                      "territories", "peninsula", "valley",      "island",       "river"};
  for (size_t i = 0; i < sizeof words / sizeof *words; i++)
    if (hs_is(article, token, words[i])) return true;
  return false;
}

/* ---- votes ------------------------------------------------------------------------------------------------------------ */

void hs_vote(hs_finder *f, hs_range tokens, uint32_t label) {
  hearsay_article *a = f->article;
  hs_seen *seen = hs_add_seen(a, &f->evidence, hs_join_hash(a, tokens));
  if (seen) hs_count(&seen->votes[label], 1);
  uint32_t first = tokens.first, last = tokens.last - 1;
  if (first == last) return;
  seen = hs_has_capital(a, first) ? hs_add_seen(a, &f->evidence, a->tokens[first].hash) : NULL;
  if (seen) hs_count(&seen->first[label], 1);
  seen = hs_has_capital(a, last) ? hs_add_seen(a, &f->evidence, a->tokens[last].hash) : NULL;
  if (seen) hs_count(&seen->last[label], 1);
}

/* ---- runs of words that can be names ---------------------------------------------------------------------------------- */

static bool is_near_capital(const hs_finder *f, uint32_t t) {
  uint32_t first = t - f->sentence.first > AROUND ? t - AROUND : f->sentence.first;
  uint32_t last = f->sentence.last - t > AROUND ? t + AROUND : f->sentence.last - 1;
  for (uint32_t i = first; i <= last; i++)
    if (f->words[i].capital) return true;
  return false;
}

/* The name that is given at a token; false when there is none. */
static bool given_at(const hs_finder *f, uint32_t t, hs_name *given) {
  uint32_t known, count = hs_match_known(f->article, t, f->sentence.last, &known), c = f->words[t].candidate;
  if (count) {
    uint8_t label = (uint8_t)hs_known_label(f->article->reader, known);
    *given = (hs_name){.tokens = {t, t + count}, .label = label, .confidence = 1, .known = known + 1};
    return true;
  }
  const hs_name *candidate = c ? &f->candidates[c - 1] : NULL;
  if (!candidate || !candidate->quoted || candidate->label != HEARSAY_OTHER || candidate->tokens.first != t) return false;
  *given = *candidate;
  return true;
}

static void visit_sentence(hs_finder *f, hs_name_visitor *visit, void *data) {
  uint32_t first = f->sentence.first, limit = f->sentence.last;
  for (uint32_t t = first; t < limit && hs_tick(f->article);) {
    hs_name given;
    bool is_given = given_at(f, t, &given);
    if (!is_given && is_near_capital(f, t)) {
      t++;
      continue;
    }
    if (first < t) visit(data, f, (hs_range){first, t}, NULL);
    if (is_given) visit(data, f, given.tokens, &given);
    t = is_given ? given.tokens.last : t + 1;
    first = t;
  }
  if (first < limit) visit(data, f, (hs_range){first, limit}, NULL);
}

void hs_visit_names(hs_finder *f, hs_name_visitor *visit, void *data) {
  for (uint32_t s = 0; s < f->article->sentence_count && !f->article->status; s++) {
    hs_enter_sentence(f, s);
    visit_sentence(f, visit, data);
  }
}

/* ---- deciding --------------------------------------------------------------------------------------------------------- */

typedef struct labeller {
  hs_sequence sequence;
  hs_chances chances;
  hs_range open; /* the name being read */
  uint8_t label; /* its hearsay_label */
  float confidence;
} labeller;

static void add_name(hs_finder *f, const hs_name *name) {
  hearsay_article *a = f->article;
  if (!hs_grow(a, (void **)&a->names, a->name_count, &f->name_room, sizeof *a->names)) return;
  hs_name *added = &a->names[a->name_count++];
  *added = *name;
  added->title = (hs_range){name->tokens.first, name->tokens.first};
  added->entity = HEARSAY_NONE;
}

/* In the first pass a name votes, in the second one it stays. */
static void keep_name(hs_finder *f, const hs_name *name) {
  if (f->again)
    add_name(f, name);
  else
    hs_vote(f, name->tokens, name->label);
}

static void close_name(labeller *l, hs_finder *f) {
  if (l->open.first == l->open.last) return;
  keep_name(f, &(hs_name){.tokens = l->open, .label = l->label, .confidence = l->confidence});
  l->open = (hs_range){0, 0};
}

/* The labels of a window whose first item is token `from`, as names. A name may go on from the window before. */
static void read_labels(labeller *l, hs_finder *f, uint32_t from, uint32_t count) {
  const uint8_t *labels = l->sequence.labels;
  for (uint32_t i = 0; i < count; i++) {
    uint32_t token = from + i;
    bool goes_on = l->open.last == token && l->open.first < token && labels[i] == hs_inside_label(l->label);
    if (goes_on) {
      l->open.last++;
      continue;
    }
    close_name(l, f);
    if (labels[i] == HS_OUTSIDE) continue;
    l->label = (uint8_t)((labels[i] - HS_FIRST_OF) / 2);
    l->open = (hs_range){token, token + 1};
    if (!f->again) continue;
    uint32_t end = i + 1;
    while (end < count && labels[end] == hs_inside_label(l->label)) end++;
    l->confidence = hs_chance(&l->chances, labels, i, end, hs_inside_label(l->label));
  }
}

static void label_run(void *data, hs_finder *f, hs_range run, const hs_name *given) {
  labeller *l = data;
  if (given) {
    keep_name(f, given);
    return;
  }
  hs_begin_sequence(&l->sequence, HS_MODEL(names));
  for (uint32_t from = run.first; from < run.last && hs_tick(f->article);) {
    uint32_t to = run.last - from > HS_WINDOW ? from + HS_WINDOW : run.last;
    for (uint32_t t = from; t < to; t++) {
      hs_features features;
      int32_t scores[HS_MOST_LABELS] = {0};
      hs_name_features(f, t, &features);
      hs_add_scores(&l->sequence.model, &features, scores);
      hs_set_choices(&l->sequence.items[l->sequence.length++], (1u << HS_NAME_LABELS) - 1, scores);
    }
    if (f->again) hs_weigh(&l->chances, &l->sequence, to == run.last);
    hs_decode(&l->sequence, to == run.last);
    read_labels(l, f, from, to - from);
    from = to;
  }
  close_name(l, f);
}

/* ---- titles and genders --------------------------------------------------------------------------------------------- */

/* "envoy Lin Jun", "spokeswoman Maria Zakharova": nouns in small letters right before a person's name. */
static void add_small_title(const hearsay_article *a, hs_name *name) {
  if (name->title.first < name->title.last) return;
  uint32_t start = name->tokens.first, limit = a->sentence_tokens[a->tokens[start].sentence].first;
  uint32_t t = start;
  while (t > limit && start - t < 5) {
    const hs_token *before = &a->tokens[t - 1];
    uint32_t classes = hs_classes(a, t - 1);
    if (before->kind != HS_WORD || !(classes & (HS_TITLE | HS_PERSON_NOUN)) || classes & HS_FUNCTION) break;
    t--;
  }
  name->title = (hs_range){t, start};
}

static hearsay_gender gender_of(uint32_t classes) {
  bool female = classes & HS_FEMALE, male = classes & HS_MALE;
  return female == male ? HEARSAY_UNKNOWN : female ? HEARSAY_FEMALE : HEARSAY_MALE;
}

/* A given name's class and a common noun's share the gender bits, so that a word that is both tells nothing. */
static void set_gender(const hearsay_article *a, hs_name *name) {
  for (uint32_t t = name->title.last; t > name->title.first; t--) {
    uint32_t classes = hs_classes(a, t - 1);
    if (classes & HS_GIVEN_NAME && !(classes & HS_TITLE)) continue;
    hearsay_gender gender = gender_of(classes);
    if (gender == HEARSAY_UNKNOWN) continue;
    name->gender = (uint8_t)gender;
    name->gender_is_sure = true;
    return;
  }
  uint32_t classes = hs_classes(a, name->tokens.first);
  if (classes & HS_GIVEN_NAME) name->gender = (uint8_t)gender_of(classes);
}

/* ---- acronyms -------------------------------------------------------------------------------------------------------- */

static bool is_acronym(const hearsay_article *a, const hs_name *name) {
  const hs_token *token = &a->tokens[name->tokens.first];
  if (name->tokens.last - name->tokens.first != 1 || token->kind != HS_WORD) return false;
  uint32_t upper = 0;
  for (uint32_t c = token->start; c < token->end; c++) upper += hs_fold_is_upper(a->fold[c]);
  return upper >= 2 && token->end - token->start <= 12 &&
         (token->shape == HS_UPPER || 2 * upper > token->end - token->start);
}

/* Whether the letters of the acronym are found in order at beginnings of the words, the first at the first: ECOWAS of
** "UN Office of Counter-Terrorism" has the U and N of its first word, the C and T of one word. */
static bool spells(const hearsay_article *a, const hs_token *acronym, hs_range words) {
  uint32_t at = acronym->start;
  for (uint32_t t = words.first; t < words.last && at < acronym->end; t++) {
    const hs_token *word = &a->tokens[t];
    if (word->kind != HS_WORD) continue;
    bool start = true;
    for (uint32_t c = word->start; c < word->end && at < acronym->end; c++) {
      while (at < acronym->end && !hs_fold_is_letter(a->fold[at])) at++;
      bool letter = start || (word->shape == HS_UPPER && hs_fold_is_upper(a->fold[c]));
      if (letter && at < acronym->end && hs_fold_lower(a->fold[c]) == hs_fold_lower(a->fold[at]))
        at++;
      else if (t == words.first && start)
        return false;
      start = a->fold[c] == '-';
    }
  }
  while (at < acronym->end && (!hs_fold_is_letter(a->fold[at]) || hs_fold_lower(a->fold[at]) == 's')) at++;
  return at == acronym->end;
}

/* "UN Office of Counter-Terrorism (ECOWAS)", and "ECOWAS (UN Office of Counter-Terrorism)". */
static void link_acronyms(hearsay_article *a) {
  for (uint32_t n = 0; n < a->name_count && hs_tick(a); n++) {
    hs_name *name = &a->names[n];
    name->acronym = is_acronym(a, name);
    if (n == 0) continue;
    hs_name *before = name - 1;
    uint32_t gap = name->tokens.first - before->tokens.last;
    if (gap != 1 || a->tokens[before->tokens.last].fold != '(') continue;
    hs_name *acronym = name->acronym ? name : before->acronym ? before : NULL;
    if (!acronym || (name->acronym && before->acronym)) continue;
    hs_name *full = acronym == name ? before : name;
    if (!spells(a, &a->tokens[acronym->tokens.first], full->tokens)) continue;
    acronym->expands = (uint32_t)(full - a->names) + 1;
    if (!acronym->known) {
      acronym->label = full->label;
      acronym->confidence = full->confidence;
    }
  }
}

/* ---- the stage ------------------------------------------------------------------------------------------------------ */

static void place_names(hearsay_article *a) {
  a->name_at = hs_allocate_index(a, (size_t)a->token_count + 1);
  if (a->status) return;
  for (uint32_t n = 0; n < a->name_count && hs_tick(a); n++)
    for (uint32_t t = a->names[n].tokens.first; t < a->names[n].tokens.last; t++) a->name_at[t] = n;
}

/* The title of a candidate is that of the name which begins where it does. */
static void add_titles(const hs_finder *f) {
  hearsay_article *a = f->article;
  for (uint32_t n = 0, c = 0; n < a->name_count && hs_tick(a); n++) {
    hs_name *name = &a->names[n];
    if (name->label != HEARSAY_PERSON) continue;
    while (c < f->candidate_count && f->candidates[c].tokens.first < name->tokens.first) c++;
    if (c < f->candidate_count && f->candidates[c].tokens.first == name->tokens.first)
      name->title = f->candidates[c].title;
    add_small_title(a, name);
    set_gender(a, name);
  }
}

void hs_find_names(hearsay_article *article) {
  if (article->status) return;
  hs_finder f = {.article = article};
  labeller *l = hs_allocate_array(article, 1, sizeof *l);
  hs_gather_evidence(&f);
  hs_find_candidates(&f);
  hs_describe_words(&f);
  if (!article->status) {
    hs_model model = HS_MODEL(names);
    hs_begin_chances(&l->chances, &model);
    hs_visit_names(&f, label_run, l);
    f.again = true;
    hs_visit_names(&f, label_run, l);
  }
  add_titles(&f);
  hs_drop_words(&f);
  hs_drop(article, l);
  hs_drop_evidence(article, &f.evidence);
  link_acronyms(article);
  place_names(article);
}
