/*
** name_rules.c: what speaks for and against each label of a name. A rule is a thing that can be seen at the name, inside
** it, beside it or elsewhere in the article; each has five figures, in tenths of a natural logarithm: how much it speaks for
** a person, an organisation, a place, something else, and no name at all. The figures of all rules that hold are added;
** the highest sum wins, and how far it leads is the confidence.
**
** The rules are listed in ext/model/name_figures.h, each with an example. Their verdict is one of the features of the model
** of names (name_features.c), and the one that matters most for names that nobody has ever seen.
*/
#include "language/lexicon.h"
#include "language/naming.h"
#include "language/tags.h"
#include "text/text.h"

#include <string.h>

#define PLACES (HS_CITY | HS_COUNTRY | HS_REGION)
#define MOST_CONFIDENCE 0.97

enum rule {
#define RULE(name, figures) RULE_##name,
#include "name_figures.h"
#undef RULE
  RULE_COUNT
};

typedef struct rule_figures {
  const char *name;
  int8_t figures[HS_VERDICTS];
} rule_figures;

static const rule_figures rules[] = {
#define FIGURES(...)                                                                                                   \
  { __VA_ARGS__ }
#define RULE(name, figures) {#name, figures},
#include "name_figures.h"
#undef RULE
#undef FIGURES
};

const char *hs_rule_name(uint8_t rule) {
  return rule < RULE_COUNT ? rules[rule].name : NULL;
}

/* ---- what is seen ---------------------------------------------------------------------------------------------------- */

typedef struct view {
  const hs_finder *finder;
  const hearsay_article *article;
  const hs_name *name;
  hs_range tokens;
  hs_range around;      /* the sentence */
  uint32_t first, last; /* classes of the first and the last word */
  uint32_t whole;       /* classes of the name as a whole */
  uint32_t words;
  hs_fired *fired;
} view;

static void fire(view *v, enum rule rule) {
  if (v->fired->count < HS_MOST_RULES) v->fired->rules[v->fired->count++] = (uint8_t)rule;
}

static void fire_if(view *v, bool holds, enum rule rule) {
  if (holds) fire(v, rule);
}

static const hs_token *token_at(const view *v, uint32_t t) {
  return &v->article->tokens[t];
}
static bool is(const view *v, uint32_t t, const char *word) {
  return hs_is(v->article, t, word);
}

/* Classes of the words as one: of a single word its own, of several the listed phrase's that covers them. */
static uint32_t whole_classes(const view *v) {
  if (v->tokens.last - v->tokens.first == 1) return v->first;
  uint32_t classes = 0;
  if (!(v->first & HS_PHRASE_START)) return 0;
  uint32_t count = hs_find_phrase(v->article, v->tokens.first, v->tokens.last, &classes);
  return count == v->tokens.last - v->tokens.first ? classes : 0;
}

/* ---- form ------------------------------------------------------------------------------------------------------------- */

typedef struct form {
  bool initial, particle, digit, linked, and_, all_common, unknown, head_of_org, head_of_other, head_of_place;
} form;

static form read_form(view *v) {
  form f = {.all_common = true, .unknown = true};
  for (uint32_t t = v->tokens.first; t < v->tokens.last; t++) {
    const hs_token *token = token_at(v, t);
    uint32_t classes = hs_name_classes(v->article, t);
    if (token->kind == HS_NUMBER) f.digit = true;
    if (token->kind != HS_WORD) continue;
    v->words++;
    if (token->shape == HS_INITIAL) f.initial = true;
    if (classes & HS_PARTICLE && t > v->tokens.first) f.particle = true;
    if (token->shape == HS_LOWER && t > v->tokens.first) {
      bool of = is(v, t, "of") || is(v, t, "for") || is(v, t, "on") || is(v, t, "to") || is(v, t, "against");
      if (of && !f.linked) {
        uint32_t head = hs_name_classes(v->article, t - 1);
        f.head_of_other = (head & (HS_OTHER_HEAD | HS_DOCUMENT_NOUN)) != 0;
        bool about = f.head_of_other && !is(v, t, "of") && !is(v, t, "for"); /* Convention on Quiet Machinery */
        f.head_of_org = head & (HS_ORG_HEAD | HS_BODY_NOUN) && !about;
        f.head_of_place = (head & HS_PLACE_HEAD) != 0;
      }
      f.linked = f.linked || of;
      f.and_ = f.and_ || is(v, t, "and");
      continue;
    }
    if (!(classes & HS_COMMON)) f.all_common = false;
    if (token->word) f.unknown = false;
    for (uint32_t i = token->end; i-- > token->start + 1 && !f.digit;) f.digit = hs_fold_is_digit(v->article->fold[i]);
  }
  return f;
}

static bool ends_with(const view *v, const char *ending) {
  const hs_token *last = token_at(v, v->tokens.last - 1);
  uint32_t count = (uint32_t)strlen(ending);
  if (last->end - last->start < count + 3) return false;
  return memcmp(v->article->fold + last->end - count, ending, count) == 0;
}

static void fire_form(view *v) {
  form f = read_form(v);
  const hs_token *only = token_at(v, v->tokens.first);
  bool one = v->tokens.last - v->tokens.first == 1;
  fire(v, v->words <= 1 ? RULE_ONE : v->words == 2 ? RULE_TWO : v->words == 3 ? RULE_THREE : RULE_LONGER);
  if (one && only->shape == HS_UPPER) {
    fire(v, RULE_UPPER);
    fire_if(v, !(v->whole & (PLACES | HS_ORG_NAME | HS_OTHER_NAME)), RULE_UPPER_LISTED_LESS);
  }
  fire_if(v, one && only->shape == HS_MIXED, RULE_MIXED);
  fire_if(v, f.initial, RULE_INITIAL);
  fire_if(v, f.particle, RULE_PARTICLE);
  fire_if(v, f.digit, RULE_DIGIT);
  fire_if(v, f.linked, RULE_LINKED);
  fire_if(v, f.and_, RULE_AND);
  fire_if(v, f.head_of_org, RULE_HEAD_OF_ORG);
  fire_if(v, f.head_of_other, RULE_HEAD_OF_OTHER);
  fire_if(v, f.head_of_place || (!one && v->first & HS_PLACE_HEAD), RULE_FIRST_PLACE_HEAD);
  if (one) {
    fire_if(v, f.all_common, RULE_ONE_COMMON);
    fire_if(v, f.unknown && only->shape != HS_UPPER, RULE_ONE_UNKNOWN);
  } else {
    fire_if(v, f.all_common, RULE_ALL_COMMON);
    fire_if(v, v->first & HS_COMMON, RULE_FIRST_COMMON);
    bool surname = v->last & HS_SURNAME && v->first & HS_GIVEN_NAME; /* George Bush */
    fire_if(v, v->last & HS_COMMON, surname ? RULE_LAST_COMMON_SURNAME : RULE_LAST_COMMON);
    fire_if(v, f.unknown, RULE_NONE_KNOWN);
  }
  if (one && f.unknown && only->shape == HS_CAPITALISED) {
    fire_if(v, ends_with(v, "s"), RULE_ENDS_PLURAL);
    fire_if(v, ends_with(v, "ian") || ends_with(v, "ians") || ends_with(v, "ese") || ends_with(v, "ism"),
            RULE_ENDS_LIKE_PEOPLE);
  }
  fire_if(v, hs_is_name_tag(only->tag), RULE_TAG_NAME);
  fire_if(v, !hs_is_name_tag(only->tag) && only->tag != HS_JJ && only->tag != HS_NN && only->tag != HS_NNS,
          RULE_TAG_NOT_NAME);
}

/* ---- lists ------------------------------------------------------------------------------------------------------------ */

static void fire_lists(view *v) {
  bool one = v->tokens.last - v->tokens.first == 1;
  uint32_t w = v->whole;
  fire_if(v, w & HS_CITY, RULE_WHOLE_CITY);
  fire_if(v, w & HS_COUNTRY, RULE_WHOLE_COUNTRY);
  fire_if(v, w & HS_REGION, RULE_WHOLE_REGION);
  fire_if(v, w & HS_DEMONYM, RULE_WHOLE_DEMONYM);
  fire_if(v, w & HS_ORG_NAME, RULE_WHOLE_ORG);
  fire_if(v, w & HS_OTHER_NAME, RULE_WHOLE_OTHER);
  fire_if(v, w & HS_AGENCY, RULE_AGENCY);
  bool both = v->last & HS_ORG_HEAD && v->last & HS_PLACE_HEAD;
  fire_if(v, both, RULE_LAST_BOTH_HEADS);
  fire_if(v, v->last & HS_ORG_HEAD && !both, RULE_LAST_ORG_HEAD);
  fire_if(v, v->last & HS_BODY_NOUN && !(v->last & (HS_PLACE_HEAD | HS_ORG_HEAD)), RULE_LAST_BODY);
  bool district = v->last & HS_PLACE_HEAD && hs_is_district(v->article, v->tokens.last - 1);
  fire_if(v, district, RULE_LAST_DISTRICT);
  fire_if(v, v->last & HS_PLACE_HEAD && !both && !district, RULE_LAST_PLACE_HEAD);
  fire_if(v, v->last & HS_OTHER_HEAD, RULE_LAST_OTHER_HEAD);
  fire_if(v, v->last & HS_DOCUMENT_NOUN, RULE_LAST_DOCUMENT);
  fire_if(v, v->last & HS_PEOPLE_NOUN, RULE_LAST_PEOPLE);
  if (one) {
    fire_if(v, v->first & HS_GIVEN_NAME, RULE_ONE_GIVEN);
    fire_if(v, v->first & HS_SURNAME, RULE_ONE_SURNAME);
    fire_if(v, v->first & (HS_TITLE | HS_PERSON_NOUN), RULE_ONE_TITLE);
    return;
  }
  fire_if(v, v->first & HS_GIVEN_NAME, RULE_GIVEN_FIRST);
  fire_if(v, v->first & HS_GIVEN_NAME && !(v->first & HS_COMMON), RULE_GIVEN_NOT_COMMON);
  fire_if(v, v->first & HS_SURNAME && !(v->first & HS_GIVEN_NAME), RULE_SURNAME_FIRST);
  fire_if(v, v->last & HS_SURNAME, RULE_SURNAME_LAST);
  fire_if(v, v->last & HS_ORG_SUFFIX, RULE_ORG_SUFFIX);
  fire_if(v, v->first & HS_ORG_HEAD, RULE_FIRST_ORG_HEAD);
  bool event = v->first & HS_OTHER_HEAD && !(v->first & (HS_ORG_HEAD | HS_PLACE_HEAD | HS_TITLE | HS_SURNAME));
  fire_if(v, event && !(v->last & HS_COMMON), RULE_FIRST_OTHER_HEAD); /* "Storm Odile", not "Emergency Services" */
  fire_if(v, v->last & HS_TITLE, RULE_LAST_TITLE);
  fire_if(v, token_at(v, v->tokens.last - 1)->kind == HS_NUMBER, RULE_ENDS_NUMBER);
  fire_if(v, v->first & HS_DEMONYM, RULE_STARTS_DEMONYM);
  fire_if(v, v->first & PLACES, RULE_STARTS_PLACE);
  fire_if(v, v->last & PLACES, RULE_ENDS_PLACE);
  fire_if(v, v->last & HS_DEMONYM, RULE_ENDS_DEMONYM);
}

/* ---- neighbours ------------------------------------------------------------------------------------------------------- */

static bool is_any(const view *v, uint32_t t, const char *const *words) {
  for (; *words; words++)
    if (is(v, t, *words)) return true;
  return false;
}

static bool is_saying(const view *v, uint32_t t) {
  static const char *const words[] = {"said",  "says",    "told",  "added",     "asked",    "noted", "explained",
                                      "wrote", "stated",  "added", "announced", "insisted", "adds",  "argued",
                                      "wrote", "tweeted", "tells", "recalled",  "warned",   NULL};
  return hs_is_verb_tag(token_at(v, t)->tag) && is_any(v, t, words);
}

static void fire_before(view *v) {
  static const char *const in[] = {"in", "at", "near", "outside", "around", "across", "throughout", "inside", NULL};
  static const char *const to[] = {"to", "from", "through", "into", "toward", "towards", "via", NULL};
  static const char *const by[] = {"by", "with", "for", "against", "as", NULL};
  uint32_t t = v->name->title.first < v->name->title.last ? v->name->title.first : v->tokens.first;
  if (t == v->around.first) return;
  const hs_token *before = token_at(v, --t);
  uint32_t classes = hs_name_classes(v->article, t);
  fire_if(v, before->kind == HS_NUMBER || classes & HS_NUMERAL, RULE_AFTER_NUMBER);
  if (hs_is_comma(v->article, t) && t > v->around.first) {
    uint32_t earlier = hs_name_classes(v->article, t - 1);
    fire_if(v, earlier & PLACES && hs_has_capital(v->article, t - 1), RULE_AFTER_LISTED_COMMA);
  }
  if (before->kind != HS_WORD) return;
  if (before->tag == HS_POS || before->tag == HS_PRPS)
    fire(v, RULE_AFTER_POSSESSIVE);
  else if (is(v, t, "the"))
    fire(v, RULE_AFTER_THE);
  else if (is(v, t, "a") || is(v, t, "an"))
    fire(v, RULE_AFTER_A);
  else if (is(v, t, "of"))
    fire(v, RULE_AFTER_OF);
  else if (is_any(v, t, in))
    fire(v, RULE_AFTER_IN);
  else if (is_any(v, t, to))
    fire(v, RULE_AFTER_TO);
  else if (is_any(v, t, by))
    fire(v, RULE_AFTER_BY);
  else if (is_saying(v, t))
    fire(v, RULE_AFTER_SAID);
  else if (is(v, t, "and") && t > v->around.first && hs_has_capital(v->article, t - 1))
    fire_if(v, hs_name_classes(v->article, t - 1) & PLACES, RULE_LISTED_NEIGHBOUR);
  uint32_t noun = is(v, t, "of") && t > v->around.first ? t - 1 : t;
  if (token_at(v, noun)->shape == HS_LOWER) {
    uint32_t kind = hs_name_classes(v->article, noun);
    fire_if(v, kind & HS_PLACE_HEAD, RULE_AFTER_PLACE_NOUN);
    fire_if(v, noun == t && kind & HS_BODY_NOUN && !(kind & HS_PLACE_HEAD), RULE_AFTER_BODY_NOUN);
    fire_if(v, noun == t && kind & (HS_OTHER_HEAD | HS_DOCUMENT_NOUN), RULE_AFTER_OTHER_NOUN);
  }
  bool small = before->shape == HS_LOWER && classes & (HS_TITLE | HS_PERSON_NOUN);
  fire_if(v, small && v->tokens.first == t + 1, RULE_SMALL_TITLE);
}

/* "(ECOWAS)": the letters in brackets behind a name are its initials. */
static bool has_acronym(const view *v, uint32_t t) {
  if (t + 2 >= v->around.last || token_at(v, t)->fold != '(' || token_at(v, t + 2)->fold != ')') return false;
  const hs_token *acronym = token_at(v, t + 1);
  return acronym->kind == HS_WORD && acronym->shape == HS_UPPER &&
         v->article->fold[acronym->start] == hs_fold_lower(v->article->fold[token_at(v, v->tokens.first)->start]) - 32;
}

/* "Abdulla Shahid, president of …", "Otieno, the driver, …": a noun for a person within a few words behind the comma. */
static bool has_apposition(const view *v, uint32_t t) {
  for (uint32_t i = t; i < v->around.last && i < t + 7; i++) {
    const hs_token *token = token_at(v, i);
    if (token->kind != HS_WORD && token->kind != HS_NUMBER) return false;
    if (hs_is_verb_tag(token->tag) || token->tag == HS_CC) return false;
    if (hs_name_classes(v->article, i) & (HS_PERSON_NOUN | HS_TITLE)) return true;
    if (i > t && token->tag == HS_IN) return false;
  }
  return false;
}

static void fire_after_comma(view *v, uint32_t t) {
  if (t >= v->around.last) return;
  const hs_token *token = token_at(v, t);
  bool two_digits = token->kind == HS_NUMBER && token->end - token->start == 2;
  if (two_digits && (t + 1 >= v->around.last || token_at(v, t + 1)->kind == HS_PUNCT))
    fire(v, RULE_BEFORE_AGE);
  else if (is(v, t, "who") || is(v, t, "whose"))
    fire(v, RULE_BEFORE_WHO);
  else if (hs_has_capital(v->article, t) && hs_name_classes(v->article, t) & PLACES)
    fire(v, RULE_BEFORE_LISTED_COMMA);
  else if (!hs_has_capital(v->article, t) && has_apposition(v, t))
    fire(v, RULE_BEFORE_APPOSITION);
}

static void fire_after(view *v) {
  uint32_t t = v->tokens.last;
  if (t >= v->around.last) return;
  const hs_token *after = token_at(v, t);
  if (after->kind == HS_PUNCT) {
    if (after->fold == ',') fire_after_comma(v, t + 1);
    if (after->fold == ')')
      fire_if(v, v->tokens.first > v->around.first && token_at(v, v->tokens.first - 1)->fold == '(', RULE_IN_BRACKETS);
    if (after->fold == '(') fire_if(v, has_acronym(v, t), RULE_BEFORE_ACRONYM);
    if (after->fold == ':') fire_if(v, v->tokens.first == v->around.first, RULE_SPEAKER_LABEL);
    return;
  }
  if (after->kind == HS_MARK || after->kind != HS_WORD) return;
  uint32_t classes = hs_name_classes(v->article, t);
  if (after->shape == HS_LOWER) {
    fire_if(v, classes & HS_PLACE_HEAD, RULE_BEFORE_PLACE_NOUN);
    fire_if(v, classes & HS_BODY_NOUN && !(classes & HS_PLACE_HEAD), RULE_BEFORE_BODY_NOUN);
    fire_if(v, classes & (HS_OTHER_HEAD | HS_DOCUMENT_NOUN), RULE_BEFORE_OTHER_NOUN);
  }
  if (after->tag == HS_POS)
    fire(v, RULE_BEFORE_POSSESSIVE);
  else if (is_saying(v, t))
    fire(v, RULE_BEFORE_SAID);
  else if (is(v, t, "who"))
    fire(v, RULE_BEFORE_WHO);
  else if (hs_is_finite_tag(after->tag))
    fire(v, RULE_BEFORE_VERB);
  else if (after->shape == HS_LOWER && classes & HS_PEOPLE_NOUN)
    fire(v, RULE_BEFORE_PEOPLE);
  else if (after->shape == HS_LOWER && hs_is_noun_tag(after->tag))
    fire(v, RULE_BEFORE_NOUN);
  else if (is(v, t, "and") && t + 1 < v->around.last && hs_has_capital(v->article, t + 1))
    fire_if(v, hs_name_classes(v->article, t + 1) & PLACES, RULE_LISTED_NEIGHBOUR);
}

static void fire_title(view *v) {
  hs_range title = v->name->title;
  if (title.first >= title.last) return;
  fire(v, RULE_TITLE);
  uint32_t classes = hs_name_classes(v->article, title.last - 1);
  fire_if(v, classes & HS_TITLE && classes & (HS_FEMALE | HS_MALE | HS_ABBREVIATION), RULE_SURE_TITLE);
}

/* ---- the article ------------------------------------------------------------------------------------------------------ */

/* "(Xinhua)" in a dateline, or at the end of a caption. */
static bool is_credit(const view *v) {
  uint32_t start = v->tokens.first, end = v->tokens.last;
  if (start == v->around.first || end >= v->around.last) return false;
  if (token_at(v, start - 1)->fold != '(' || token_at(v, end)->fold != ')') return false;
  return start < v->finder->clause ||
         (end + 1 == v->around.last && token_at(v, start - 2 + (start < 2))->kind == HS_PUNCT);
}

/* "her new book, “", "the film “", "the meeting on “", "called “": what stands in the marks is a title. */
static bool follows_work_noun(const view *v) {
  static const char *const words[] = {
      "film",    "book",     "novel",      "song",     "album",       "single",   "play",     "opera",
      "poem",    "memoir",   "series",     "show",     "exhibition",  "titled",   "entitled", "movie",
      "meeting", "seminar",  "conference", "theme",    "documentary", "report",   "essay",    "hearing",
      "debate",  "workshop", "called",     "painting", "musical",     "magazine", NULL};
  uint32_t mark = v->tokens.first - 1;
  for (uint32_t t = mark; t > v->around.first && t + 4 > mark; t--)
    if (is_any(v, t - 1, words)) return true;
  return false;
}

static void fire_position(view *v) {
  const hs_finder *f = v->finder;
  uint32_t start = v->tokens.first;
  bool first = hs_begins_clause(f, start) && f->style == HS_RUNNING;
  bool one = v->tokens.last - v->tokens.first == 1;
  fire_if(v, start < f->clause, RULE_DATELINE);
  fire_if(v, start < f->clause && start == v->around.first, RULE_DATELINE_START);
  fire_if(v, is_credit(v), RULE_CREDIT);
  fire_if(v, f->style != HS_RUNNING, RULE_HEADING);
  bool quoted = start > v->around.first && token_at(v, start - 1)->kind == HS_MARK && v->tokens.last < v->around.last &&
                (token_at(v, v->tokens.last)->kind == HS_MARK || token_at(v, v->tokens.last)->fold == ',');
  fire_if(v, quoted, RULE_QUOTED);
  fire_if(v, quoted && v->words > 3, RULE_QUOTED_LONG);
  fire_if(v, quoted && follows_work_noun(v), RULE_QUOTED_WORK);
  const hs_seen *seen =
      hs_find_seen(&f->evidence, one ? token_at(v, start)->hash : hs_join_hash(v->article, v->tokens));
  uint32_t here = first || f->style != HS_RUNNING || start < f->clause ? 0 : 1;
  bool elsewhere = seen && seen->capital > here;
  fire_if(v, elsewhere, RULE_CAPITAL_SEEN);
  fire_if(v, seen && seen->lower, RULE_SMALL_SEEN);
  if (!first) return;
  fire(v, RULE_FIRST_IN_CLAUSE);
  fire_if(v, one && v->first & HS_COMMON, RULE_FIRST_ONE_COMMON);
  fire_if(v, one && !elsewhere, RULE_FIRST_NEVER_INSIDE);
}

void hs_fire_rules(const hs_finder *finder, uint32_t index, hs_fired *fired) {
  const hearsay_article *article = finder->article;
  const hs_name *name = &finder->candidates[index];
  view v = {.finder = finder, .article = article, .name = name, .tokens = name->tokens, .around = finder->sentence};
  v.fired = fired;
  v.first = hs_name_classes(article, v.tokens.first);
  uint32_t last = v.tokens.last - 1;
  while (last > v.tokens.first && article->tokens[last].kind != HS_WORD) last--;
  v.last = hs_name_classes(article, last);
  v.whole = whole_classes(&v);
  fired->count = 0;
  fire(&v, RULE_BASE);
  fire_form(&v);
  fire_lists(&v);
  fire_title(&v);
  fire_position(&v);
  fire_before(&v);
  fire_after(&v);
}

/* ---- the decision ----------------------------------------------------------------------------------------------------- */

/* exp(-tenths / 10), by a table: the same on every machine. */
static double fading(int tenths) {
  static const double tenth[] = {1,        0.904837, 0.818731, 0.740818, 0.670320,
                                 0.606531, 0.548812, 0.496585, 0.449329, 0.406570};
  double value = 1;
  if (tenths >= 120) return 0;
  for (; tenths >= 10; tenths -= 10) value *= 0.367879;
  return value * tenth[tenths];
}

uint8_t hs_judge_name(const hs_fired *fired, float *confidence) {
  int sums[HS_VERDICTS] = {0};
  for (uint32_t i = 0; i < fired->count; i++)
    for (int v = 0; v < HS_VERDICTS; v++) sums[v] += rules[fired->rules[i]].figures[v];
  int best = 0;
  for (int v = 1; v < HS_VERDICTS; v++)
    if (sums[v] > sums[best]) best = v;
  /* The rules repeat each other, so that their sums are surer than they should be, and some names are cut wrongly. */
  double all = 0;
  for (int v = 0; v < HS_VERDICTS; v++) all += fading((sums[best] - sums[v]) * 7 / 8);
  *confidence = (float)(MOST_CONFIDENCE / all);
  return (uint8_t)best;
}
