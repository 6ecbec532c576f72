/*
** names.c: the names of an article, in order: candidates, two passes of the rules, acronyms in brackets, genders.
*/
#include "language/names.h"
#include "language/lexicon.h"
#include "language/naming.h"
#include "language/tags.h"
#include "text/text.h"

/* "Basque Autonomous Community": each beginning of it may stand for the whole. */
static void note_district(hs_finder *f, hs_range tokens) {
  hearsay_article *a = f->article;
  for (uint32_t last = tokens.first + 1; last < tokens.last && last < tokens.first + 4; last++) {
    hs_seen *seen = hs_add_seen(a, &f->evidence, hs_join_hash(a, (hs_range){tokens.first, last}));
    if (seen) hs_count(&seen->district, 1);
  }
}

/* What the first pass says of a name counts for the same words elsewhere, and for its first and last word alone. */
static void vote(hs_finder *f, const hs_name *name) {
  hearsay_article *a = f->article;
  hs_seen *seen = hs_add_seen(a, &f->evidence, hs_join_hash(a, name->tokens));
  uint8_t weight = hs_vote_weight(name);
  if (seen) hs_count(&seen->votes[name->label], weight);
  uint32_t first = name->tokens.first, last = name->tokens.last - 1;
  if (first == last) return;
  if (hs_is_district(a, last)) note_district(f, name->tokens);
  seen = hs_has_capital(a, first) ? hs_add_seen(a, &f->evidence, a->tokens[first].hash) : NULL;
  if (seen) hs_count(&seen->first[name->label], weight);
  seen = hs_has_capital(a, last) ? hs_add_seen(a, &f->evidence, a->tokens[last].hash) : NULL;
  if (seen) hs_count(&seen->last[name->label], weight);
}

/* The verdict on names[n], the confidence set. */
static uint8_t judge(hs_finder *f, uint32_t n, bool again) {
  hs_name *name = &f->article->names[n];
  if (name->known) {
    name->confidence = 1;
    return (uint8_t)hs_known_label(f->article->reader, name->known - 1);
  }
  uint32_t sentence = f->article->tokens[name->tokens.first].sentence;
  if (f->article->sentence_tokens[sentence].first != f->sentence.first || n == 0) hs_enter_sentence(f, sentence);
  hs_fired fired;
  hs_fire_rules(f, n, again, &fired);
  return hs_judge_name(&fired, again, &name->confidence);
}

/* The first pass: every candidate gets a label, HS_NOT_A_NAME included, and votes with it. */
void hs_judge_first(hs_finder *f) {
  hearsay_article *a = f->article;
  for (uint32_t n = 0; n < a->name_count && hs_tick(a); n++) {
    a->names[n].label = judge(f, n, false);
    if (a->names[n].label != HS_NOT_A_NAME) vote(f, &a->names[n]);
  }
}

/* The second pass sees the labels of the first until it is done; then those that are no names are taken out. */
static void judge_again(hs_finder *f) {
  hearsay_article *a = f->article;
  uint32_t count = a->name_count, kept = 0;
  uint8_t *verdicts = a->status ? NULL : hs_resize(&a->memory, NULL, 0, (size_t)count + 1);
  if (!verdicts) {
    a->status = a->status ? a->status : HEARSAY_NOMEM;
    return;
  }
  for (uint32_t n = 0; n < count && hs_tick(a); n++) verdicts[n] = judge(f, n, true);
  for (uint32_t n = 0; n < count && !a->status; n++) {
    if (verdicts[n] == HS_NOT_A_NAME) continue;
    a->names[kept] = a->names[n];
    a->names[kept++].label = verdicts[n];
  }
  if (!a->status) a->name_count = kept;
  hs_release(&a->memory, verdicts, (size_t)count + 1);
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

void hs_find_names(hearsay_article *article) {
  if (article->status) return;
  hs_finder f = {.article = article};
  hs_gather_evidence(&f);
  hs_find_candidates(&f);
  hs_judge_first(&f);
  judge_again(&f);
  hs_drop_evidence(article, &f.evidence);
  for (uint32_t n = 0; n < article->name_count && hs_tick(article); n++) {
    hs_name *name = &article->names[n];
    if (name->label != HEARSAY_PERSON) continue;
    add_small_title(article, name);
    set_gender(article, name);
  }
  link_acronyms(article);
  place_names(article);
}
