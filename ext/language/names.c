/*
** names.c: the names of an article, in order. A conditional random field over the words near capitals, twice: the second
** pass knows what names the first one has found elsewhere in the article. Then acronyms in brackets, titles and genders.
*/
#include "language/names.h"
#include "language/lexicon.h"
#include "language/naming.h"
#include "language/tags.h"
#include "text/text.h"

#include <string.h>

/*
** When the rules' cut of a name of several words is taken instead of the model's: how likely it has to be for the model.
** Events, treaties and titles are the rarest in the corpora. A person of a listed given and a listed
** family name ("Kenya Moore") may be nearly unheard of, but for headlines, where other words have capitals too.
*/
#define POSSIBLE 0.08f
#define POSSIBLE_LISTED 0.01f
#define POSSIBLE_OTHER 0.015f

enum { LEAST_REPEATED = 3 };
#define REPEATED 0.5f

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
  if (seen && last == first + 1 && hs_is_district(a, last)) hs_count(&seen->district, 1);
  seen = hs_has_capital(a, last) ? hs_add_seen(a, &f->evidence, a->tokens[last].hash) : NULL;
  if (seen) hs_count(&seen->last[label], 1);
}

/* ---- runs of words that can be names ---------------------------------------------------------------------------------- */

/* The name that is given at a token; false when there is none. */
static bool given_at(const hs_finder *f, uint32_t t, hs_name *given) {
  uint32_t known, count = hs_match_known(f->article, t, f->sentence.last, &known), c = hs_word_at(f, t)->candidate;
  if (count) {
    uint8_t label = (uint8_t)hs_known_label(f->article->reader, known);
    *given = (hs_name){.tokens = {t, t + count}, .label = label, .confidence = 1, .known = known + 1};
    return true;
  }
  const hs_name *candidate = c ? &f->candidates[c - 1] : NULL;
  if (!candidate || !candidate->settled || candidate->label != HEARSAY_OTHER || candidate->tokens.first != t ||
      candidate->tokens.last > f->sentence.last)
    return false;
  *given = *candidate;
  return true;
}

static void visit_sentence(hs_finder *f, hs_name_visitor *visit, void *data) {
  uint32_t first = f->sentence.first, limit = f->sentence.last;
  for (uint32_t t = first; t < limit && hs_tick(f->article);) {
    hs_name given;
    bool is_given = given_at(f, t, &given);
    if (!is_given && hs_word_at(f, t)->near_capital) {
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
  f->next_candidate = 0;
  for (uint32_t s = 0; s < f->article->sentence_count && !f->article->status; s++) {
    hs_enter_sentence(f, s);
    uint32_t last = f->sentence.last;
    while (f->sentence.first < last && !f->article->status) {
      if (last - f->sentence.first > HS_LONGEST_PIECE) f->sentence.last = f->sentence.first + HS_LONGEST_PIECE;
      hs_describe_words(f);
      visit_sentence(f, visit, data);
      f->sentence = (hs_range){f->sentence.last, last};
    }
  }
}

/* ---- deciding --------------------------------------------------------------------------------------------------------- */

typedef struct labeller {
  hs_sequence sequence;
  hs_chances chances;
  int16_t (*scores)[HS_NAME_LABELS]; /* what the first pass has summed, of each token that can be in a name */
  uint32_t score_count, score_room, next_score;
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

/* "Turkana County ... Turkana": the land, whatever else a word of that kind may be. */
static bool is_short_district(const hs_finder *f, hs_range tokens) {
  if (tokens.last - tokens.first > 1) return false;
  const hs_seen *seen = hs_find_seen(&f->evidence, f->article->tokens[tokens.first].hash);
  return seen && seen->district;
}

/*
** What is left of "Bank of | Ghana" beside the user's own Ghana: a name does not end with a small function word, nor is the rest
** one; nor is "The" alone.
*/
static bool is_remnant(const hearsay_article *a, hs_range tokens) {
  const hs_token *last = &a->tokens[tokens.last - 1];
  if (tokens.last - tokens.first == 1 && hs_is(a, tokens.first, "the")) return true;
  return last->shape == HS_LOWER && hs_classes(a, tokens.last - 1) & HS_FUNCTION;
}

/* "etc. Polynesia": a name does not begin with a small word, but for those that names begin with ("van", "al"), nor with THE. */
static bool is_outside_start(const hearsay_article *a, uint32_t token) {
  uint8_t shape = a->tokens[token].shape;
  if (shape == HS_UPPER) return hs_is(a, token, "the");
  return shape == HS_LOWER && !(hs_classes(a, token) & HS_PARTICLE);
}

static void trim_start(const hearsay_article *a, hs_range *tokens) {
  while (tokens->last - tokens->first > 1 && is_outside_start(a, tokens->first)) tokens->first++;
}

/* "… in Oslo Image: Ada Reed": what a caption's credit begins with belongs to no name. */
static void trim_credit(const hearsay_article *a, hs_range *tokens) {
  static const char *const words[] = {"image", "photo", "photograph", "picture", "credit", "video"};
  uint32_t last = tokens->last - 1;
  if (tokens->last - tokens->first < 2 || a->tokens[tokens->last].fold != ':') return;
  for (size_t i = 0; i < sizeof words / sizeof *words; i++)
    if (hs_is(a, last, words[i])) tokens->last = last;
}

/* "the Chilean OLER pavilion": a nationality and a body's initials are two names. */
static bool is_nation_with_initials(const hearsay_article *a, hs_range tokens) {
  return tokens.last - tokens.first == 2 && hs_classes(a, tokens.first) & HS_DEMONYM &&
         a->tokens[tokens.first].shape == HS_CAPITALISED && a->tokens[tokens.first + 1].shape == HS_UPPER;
}

static void close_name(labeller *l, hs_finder *f) {
  if (l->open.first == l->open.last) return;
  trim_start(f->article, &l->open);
  trim_credit(f->article, &l->open);
  bool one = l->open.last - l->open.first == 1;
  if (is_remnant(f->article, l->open) || (one && hs_is_hyphened_adjective(f, l->open.first))) {
    l->open = (hs_range){0, 0};
    return;
  }
  if (is_short_district(f, l->open)) l->label = HEARSAY_PLACE;
  if (l->label == HEARSAY_OTHER && is_nation_with_initials(f->article, l->open)) {
    hs_range nation = {l->open.first, l->open.first + 1};
    keep_name(f, &(hs_name){.tokens = nation, .label = HEARSAY_OTHER, .confidence = l->confidence});
    l->open.first = nation.last;
    l->label = HEARSAY_ORGANIZATION;
  }
  keep_name(f, &(hs_name){.tokens = l->open, .label = l->label, .confidence = l->confidence});
  l->open = (hs_range){0, 0};
}

/* "Department for Environment, Food and Rural Affairs": a comma stays inside a name only where a list goes on behind its head. */
static bool has_list(const hearsay_article *a, hs_range tokens) {
  for (uint32_t t = tokens.first; t < tokens.last; t++)
    if (hs_is_comma(a, t)) return true;
  return false;
}

/* How likely a candidate of the rules has to be, by the model, to be taken instead of what the model has. */
static float least_chance(const hs_finder *f, const hs_name *candidate) {
  const hearsay_article *a = f->article;
  hs_range r = candidate->tokens;
  bool listed = hs_classes(a, r.first) & HS_GIVEN_NAME && hs_classes(a, r.last - 1) & HS_SURNAME;
  if (candidate->label == HEARSAY_ORGANIZATION && has_list(a, r)) return 0;
  if (candidate->label == HEARSAY_PERSON && r.last - r.first == 2 && listed && f->style == HS_RUNNING)
    return POSSIBLE_LISTED;
  return candidate->label == HEARSAY_OTHER ? POSSIBLE_OTHER : POSSIBLE;
}

/*
** A name that nobody has ever seen has only its form and what is around it to tell, and much in the corpora looks alike. The
** rules cut such names well ("the Apia Declaration on Lagoons"): where the model finds their cut possible, it stands.
*/
static void prefer_candidates(labeller *l, const hs_finder *f, uint32_t from, uint32_t count) {
  uint8_t *labels = l->sequence.labels, other[HS_WINDOW];
  for (uint32_t c = f->next_candidate; c < f->candidate_count && f->candidates[c].tokens.first < from + count; c++) {
    const hs_name *candidate = &f->candidates[c];
    if (candidate->label == HS_NOT_A_NAME || candidate->tokens.last - candidate->tokens.first < 2 ||
        candidate->tokens.first < from || candidate->tokens.last > from + count)
      continue;
    uint32_t first = candidate->tokens.first - from, last = candidate->tokens.last - from;
    uint8_t inside = hs_inside_label(candidate->label);
    for (uint32_t i = first; i < last; i++) other[i] = i == first ? hs_first_label(candidate->label) : inside;
    bool same = memcmp(labels + first, other + first, last - first) == 0 && (last == count || labels[last] != inside);
    float least = least_chance(f, candidate);
    for (uint32_t i = first + 4; i < last; i++) least /= 2; /* the longer, the less likely each single way */
    if (same || hs_chance(&l->chances, other, first, last, inside) < least) continue;
    memcpy(labels + first, other + first, last - first);
    for (uint32_t i = last; i < count && labels[i] != HS_OUTSIDE && labels[i] % 2 == 0; i++) labels[i] = HS_OUTSIDE;
  }
}

/* Whether "Peru's finance minister" stands at t: then what is before is no place in Peru. */
static bool owns_person(const hearsay_article *a, uint32_t t) {
  enum { NEAR = 4 };
  uint32_t limit = a->sentence_tokens[a->tokens[t].sentence].last, owner = t;
  while (owner < limit && owner - t < NEAR && a->tokens[owner].tag != HS_POS) owner++;
  if (owner == limit || a->tokens[owner].tag != HS_POS) return false;
  for (uint32_t i = owner + 1; i < limit && i - owner <= NEAR && a->tokens[i].fold != ','; i++)
    if (hs_classes(a, i) & (HS_PERSON_NOUN | HS_TITLE)) return true;
  return false;
}

/* "Paredes, Peru's finance minister, said": a word that begins a sentence, that no dictionary has, with a comma behind it. */
static bool is_told(const hearsay_article *a, const hs_name *candidate) {
  uint32_t first = candidate->tokens.first, behind = candidate->tokens.last;
  const hs_token *word = &a->tokens[first];
  return behind - first == 1 && word->kind == HS_WORD && word->shape == HS_CAPITALISED &&
         a->sentence_tokens[word->sentence].first == first && a->tokens[behind].fold == ',' &&
         !hs_is_in_dictionary(word->word);
}

/*
** Such a word is a name, the likeliest one, where the model finds that possible and the rules do not say no; and where the model has
** "Paredes, Peru" for a place in a country that owns a minister, a person.
*/
static void keep_told(labeller *l, const hs_finder *f, uint32_t from, uint32_t count) {
  for (uint32_t c = f->next_candidate; c < f->candidate_count && f->candidates[c].tokens.first < from + count; c++) {
    const hs_name *candidate = &f->candidates[c];
    uint32_t item = candidate->tokens.first - from;
    uint8_t labels[HS_WINDOW], best = HS_OUTSIDE;
    float most = POSSIBLE;
    if (candidate->tokens.first < from || candidate->label == HS_NOT_A_NAME || !is_told(f->article, candidate))
      continue;
    if (l->sequence.labels[item] == hs_first_label(HEARSAY_PLACE) &&
        owns_person(f->article, candidate->tokens.last + 1))
      l->sequence.labels[item] = hs_first_label(HEARSAY_PERSON);
    if (l->sequence.labels[item] != HS_OUTSIDE) continue;
    for (uint32_t label = 0; label < 4; label++) {
      labels[item] = hs_first_label(label);
      float chance = hs_chance(&l->chances, labels, item, item + 1, hs_inside_label(label));
      if (chance < most) continue;
      most = chance;
      best = labels[item];
    }
    l->sequence.labels[item] = best;
  }
}

/* Whether any chance will be asked for: of a name, or of what the rules take for one. */
static bool needs_chances(const labeller *l, const hs_finder *f, uint32_t from, uint32_t count) {
  for (uint32_t i = 0; i < count; i++)
    if (l->sequence.labels[i] != HS_OUTSIDE) return true;
  uint32_t c = f->next_candidate;
  return c < f->candidate_count && f->candidates[c].tokens.first < from + count;
}

/* Works out the chances of the `count` items that have just been decoded, from the label before them on. */
static void weigh(labeller *l, uint8_t edge, uint32_t count, bool ends) {
  uint8_t behind = l->sequence.edge;
  l->sequence.edge = edge;
  l->sequence.length = count;
  hs_weigh(&l->chances, &l->sequence, ends);
  l->sequence.edge = behind;
  l->sequence.length = 0;
}

/*
** "Cruise" where the model sees no name, though the first pass has seen one in it several times: it is the same name. Not at
** the start of a sentence, where any word has a capital.
*/
static void keep_repeated(hs_finder *f, uint32_t token) {
  hearsay_article *a = f->article;
  const hs_token *word = &a->tokens[token];
  if (!f->again || word->kind != HS_WORD || token == f->sentence.first || !hs_is_name_tag(word->tag)) return;
  if (word->shape != HS_CAPITALISED && word->shape != HS_UPPER) return;
  const hs_seen *seen = hs_find_seen(&f->evidence, word->hash);
  uint32_t best = 0, sum = 0;
  for (uint32_t label = 0; seen && label < 4; label++) {
    sum += seen->votes[label];
    if (seen->votes[label] > seen->votes[best]) best = label;
  }
  if (sum < LEAST_REPEATED) return;
  keep_name(f, &(hs_name){.tokens = {token, token + 1}, .label = (uint8_t)best, .confidence = REPEATED});
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
    if (labels[i] == HS_OUTSIDE) {
      keep_repeated(f, token);
      continue;
    }
    l->label = (uint8_t)((labels[i] - HS_FIRST_OF) / 2);
    l->open = (hs_range){token, token + 1};
    if (!f->again) continue;
    uint32_t end = i + 1;
    while (end < count && labels[end] == hs_inside_label(l->label)) end++;
    l->confidence = hs_chance(&l->chances, labels, i, end, hs_inside_label(l->label));
  }
}

/* The second pass adds only what it knows besides to the scores of the first, which goes through the same tokens in the same order. */
static void add_token(labeller *l, const hs_finder *f, uint32_t t) {
  hs_features *features = hs_next_features(&l->sequence);
  if (f->again)
    hs_add_vote_features(f, t, features);
  else
    hs_name_features(f, t, features);
  hs_add_item(&l->sequence, 0, f->again ? l->scores[l->next_score++] : NULL);
}

/* Keeps the scores of the items that have just been decoded, for the second pass. */
static void keep_scores(labeller *l, hearsay_article *a, uint32_t count) {
  for (uint32_t i = 0; i < count; i++) {
    if (!hs_grow(a, (void **)&l->scores, l->score_count, &l->score_room, sizeof *l->scores)) return;
    for (uint32_t k = 0; k < HS_NAME_LABELS; k++) l->scores[l->score_count][k] = (int16_t)l->sequence.items[i].score[k];
    l->score_count++;
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
    for (uint32_t t = from; t < to; t++) add_token(l, f, t);
    uint8_t edge = l->sequence.edge;
    hs_decode(&l->sequence, to == run.last);
    if (!f->again) keep_scores(l, f->article, to - from);
    if (f->article->status) return;
    if (f->again && needs_chances(l, f, from, to - from)) {
      weigh(l, edge, to - from, to == run.last);
      prefer_candidates(l, f, from, to - from);
      keep_told(l, f, from, to - from);
    }
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

static bool has_mark(const hearsay_article *a, hs_range tokens) {
  for (uint32_t t = tokens.first; t < tokens.last; t++)
    if (a->tokens[t].kind == HS_MARK) return true;
  return false;
}

/*
** What the rules know of a person's name: where its title ends ("Dame | Rosalind Quayle", which some corpora take for one
** name and some do not), and that a nickname in quotation marks is inside (Sam "The Wall" Okoro).
*/
static void fit_to_candidate(const hearsay_article *a, hs_name *name, const hs_name *candidate) {
  if (candidate->tokens.last < name->tokens.last || candidate->tokens.first >= name->tokens.last) return;
  if (has_mark(a, candidate->tokens)) name->tokens = candidate->tokens;
  bool begins_in_title = name->tokens.first >= candidate->title.first && name->tokens.first < candidate->tokens.first;
  if (begins_in_title && candidate->title.last == candidate->tokens.first) name->tokens.first = candidate->tokens.first;
  if (name->tokens.first == candidate->tokens.first) name->title = candidate->title;
}

/* "Sri | Mulyani Indrawati": a place that is in no list, right before a person's name, is its first word. */
static bool opens_person(const hearsay_article *a, const hs_name *name, const hs_name *person) {
  return person->label == HEARSAY_PERSON && !person->known && !name->known && name->label == HEARSAY_PLACE &&
         name->tokens.last == person->tokens.first && name->tokens.last - name->tokens.first == 1 &&
         a->tokens[name->tokens.first].shape == HS_CAPITALISED &&
         !(hs_classes(a, name->tokens.first) & (HS_CITY | HS_COUNTRY | HS_REGION));
}

/* The persons' titles and genders; of two names that have become one the second goes. */
static void add_titles(const hs_finder *f) {
  hearsay_article *a = f->article;
  uint32_t kept = 0, end = 0;
  for (uint32_t n = 0, c = 0; n < a->name_count && hs_tick(a); n++) {
    hs_name *name = &a->names[n];
    if (name->tokens.first < end) continue;
    if (n + 1 < a->name_count && opens_person(a, name, name + 1)) {
      name[1].tokens.first = name->tokens.first;
      continue;
    }
    while (c < f->candidate_count && f->candidates[c].tokens.last <= name->tokens.first) c++;
    if (name->label == HEARSAY_PERSON && !name->known) {
      if (c < f->candidate_count) fit_to_candidate(a, name, &f->candidates[c]);
      add_small_title(a, name);
      set_gender(a, name);
    }
    end = name->tokens.last;
    a->names[kept++] = *name;
  }
  if (!a->status) a->name_count = kept;
}

void hs_adopt_names(hearsay_article *article, const hs_range *tokens, const uint8_t *labels, uint32_t count) {
  if (article->status) return;
  hs_finder f = {.article = article, .again = true};
  hs_gather_evidence(&f);
  hs_find_candidates(&f);
  for (uint32_t n = 0; n < count; n++)
    add_name(&f, &(hs_name){.tokens = tokens[n], .label = labels[n], .confidence = 1});
  add_titles(&f);
  hs_drop_words(&f);
  hs_drop_evidence(article, &f.evidence);
  link_acronyms(article);
  place_names(article);
}

void hs_find_names(hearsay_article *article) {
  if (article->status) return;
  hs_finder f = {.article = article};
  labeller *l = hs_allocate_scratch(article, sizeof *l);
  hs_gather_evidence(&f);
  hs_find_candidates(&f);
  hs_begin_words(&f);
  if (!article->status) {
    hs_model model = HS_MODEL(names);
    l->chances.labels = 0; /* of no model yet */
    l->scores = NULL;
    l->score_count = l->score_room = l->next_score = 0;
    l->open = (hs_range){0, 0};
    l->label = 0;
    l->confidence = 0;
    hs_begin_chances(&l->chances, &model);
    hs_visit_names(&f, label_run, l);
    f.again = f.votes_only = true;
    hs_visit_names(&f, label_run, l);
    hs_drop(article, l->scores);
  }
  add_titles(&f);
  hs_drop_words(&f);
  hs_drop(article, l);
  hs_drop_evidence(article, &f.evidence);
  link_acronyms(article);
  place_names(article);
}
