/*
** candidates.c: the words that may be names. A run of words with capitals is read, over the small words inside names
** ("University of Cape Town", "Ministry of Agriculture and Food"), and then cut: titles off ("Foreign Minister Retno
** Marsudi"), nationalities and bodies before titles apart ("Chinese | President | Xi Jinping", "FBI | Director | Wray").
*/
#include "language/lexicon.h"
#include "language/naming.h"
#include "language/tags.h"
#include "speech/speech.h"
#include "text/text.h"

#include <string.h>

enum { LONGEST_RUN = 24, LONGEST_TITLE = 6, LONGEST_QUOTED = 24 };

#define PLACES (HS_CITY | HS_COUNTRY | HS_REGION)
#define PERSONAL (HS_GIVEN_NAME | HS_SURNAME)
#define LISTED (PERSONAL | PLACES | HS_DEMONYM | HS_ORG_NAME | HS_OTHER_NAME)
#define HEADS (HS_ORG_HEAD | HS_BODY_NOUN | HS_PLACE_HEAD | HS_OTHER_HEAD | HS_DOCUMENT_NOUN | HS_ORG_SUFFIX)
#define NAMED (PLACES | HS_ORG_NAME | HS_OTHER_NAME | HS_DEMONYM)

static uint32_t classes_at(const hs_finder *f, uint32_t t) {
  return hs_name_classes(f->article, t);
}
static const hs_token *token_at(const hs_finder *f, uint32_t t) {
  return &f->article->tokens[t];
}

static bool touches(const hs_finder *f, uint32_t t) {
  return token_at(f, t)->start == token_at(f, t - 1)->end;
}

/* ---- which words are parts of names ------------------------------------------------------------------------------- */

/* Where the last hyphen of a token is, as a character; its start when there is none. */
static uint32_t last_hyphen(const hs_finder *f, uint32_t t) {
  const hs_token *token = token_at(f, t);
  for (uint32_t i = token->end - 1; i > token->start; i--)
    if (f->article->fold[i] == '-') return i;
  return token->start;
}

/*
** "Beijing-based", "US-led", "Israeli-occupied": an adjective, not a name; but "Suk-yeol", "Ki-moon", "Wan-an". What is
** behind the hyphen is a common word, and the word does not go on a name that has begun.
*/
static bool is_hyphened_adjective(const hs_finder *f, uint32_t t) {
  const hs_token *token = token_at(f, t);
  uint32_t hyphen = last_hyphen(f, t);
  if (hyphen == token->start || hs_fold_is_upper(f->article->fold[hyphen + 1])) return false;
  const unsigned char *fold = f->article->fold;
  uint32_t tail = hs_word_classes(hs_find_word(fold + hyphen + 1, token->end - hyphen - 1));
  if (!(tail & HS_COMMON) || tail & HS_FUNCTION || token->end - hyphen < 4) return false;
  if (t == f->sentence.first || !hs_has_capital(f->article, t - 1)) return true;
  return (hs_word_classes(hs_find_word(fold + token->start, hyphen - token->start)) & NAMED) != 0;
}

/* "al-Shabaab", "iPhone", "eBay" have a small letter first and are names; "pro-Russian", "ex-President", "mid-July" not. */
static bool is_mixed_name(const hs_finder *f, uint32_t t) {
  const hs_token *token = token_at(f, t);
  uint32_t first = token->start;
  while (first < token->end && f->article->fold[first] != '-') first++;
  if (first == token->end) return true;
  return (hs_word_classes(hs_find_word(f->article->fold + token->start, first - token->start)) & HS_PARTICLE) != 0;
}

bool hs_is_hyphened_adjective(const hs_finder *f, uint32_t t) {
  const hs_token *token = token_at(f, t);
  if (token->kind != HS_WORD || last_hyphen(f, t) == token->start) return false;
  return token->shape == HS_MIXED ? !is_mixed_name(f, t) : is_hyphened_adjective(f, t);
}

static bool has_number_beside(const hs_finder *f, uint32_t t) {
  if (t + 1 < f->sentence.last && token_at(f, t + 1)->kind == HS_NUMBER) return true;
  return t > f->sentence.first && token_at(f, t - 1)->kind == HS_NUMBER;
}

/*
** A weekday or month. "Jun", "Jan" and "Mar" are months beside a number only ("Lin Jun"); "May", "April", "June" are given
** names too, unless a number, "in" or "last" stands beside them or no name goes on.
*/
static bool is_date(const hs_finder *f, uint32_t t, uint32_t classes) {
  if (classes & HS_WEEKDAY) return true;
  if (!(classes & HS_MONTH)) return false;
  if (has_number_beside(f, t)) return true;
  const hs_token *token = token_at(f, t);
  if (token->end - token->start == 3 && !hs_is(f->article, t, "may")) return false;
  if (!(classes & HS_GIVEN_NAME)) return true;
  if (t > f->sentence.first) {
    const hs_token *before = token_at(f, t - 1);
    if (before->tag == HS_IN || before->tag == HS_TO) return true;
    if (before->kind == HS_WORD && hs_classes(f->article, t - 1) & HS_FUNCTION) return true;
  }
  return t + 1 >= f->sentence.last || !hs_has_capital(f->article, t + 1);
}

/* "D-Ohio", "R-Kansas": a party's letter and a state. */
static bool is_party_and_state(const hs_finder *f, uint32_t t) {
  const hs_token *token = token_at(f, t);
  return token->end - token->start > 3 && f->article->fold[token->start + 1] == '-' &&
         hs_fold_is_upper(f->article->fold[token->start]) && token->shape == HS_CAPITALISED && t > f->sentence.first &&
         token_at(f, t - 1)->kind == HS_PUNCT;
}

/* A single letter: part of a name with its full stop ("J. Smith"), or between or behind names ("Plan B", "Malcolm X"). */
static bool is_initial_part(const hs_finder *f, uint32_t t) {
  const hs_token *token = token_at(f, t);
  if (token->end - token->start > 1) return true;
  return token->tag != HS_PRP && token->fold != 'I' && t > f->sentence.first && touches(f, t) == false &&
         hs_has_capital(f->article, t - 1);
}

/* In a headline every word has a capital: a name by list, by the article's own running text, or an unknown word. */
static bool is_heading_part(const hs_finder *f, uint32_t t, uint32_t classes) {
  if (classes & HS_FUNCTION) return false;
  const hs_seen *seen = hs_find_seen(&f->evidence, token_at(f, t)->hash);
  if (seen && seen->capital) return seen->capital >= seen->lower;
  return !(classes & HS_COMMON);
}

/* "Poachers", "Gangs": no list has the word, and it is the plural of a common one, or looks like a plural to the tagger. */
static bool is_plain_plural(const hs_finder *f, uint32_t t) {
  const hs_token *token = token_at(f, t);
  uint32_t length = token->end - token->start;
  if (length < 4 || f->article->fold[token->end - 1] != 's' || classes_at(f, t) & LISTED) return false;
  if (token->tag == HS_NNS && !token->word) return true;
  return (hs_word_classes(hs_find_word(f->article->fold + token->start, length - 1)) & HS_COMMON) != 0;
}

/*
** The first word of a sentence has a capital in any case. It is a name by list, by evidence from inside other sentences,
** by form, or as the beginning of a longer run ("Mark Otieno said", "Foreign Ministry officials said").
*/
static bool is_first_part(const hs_finder *f, uint32_t t, uint32_t classes) {
  const hs_token *token = token_at(f, t);
  if (classes & HS_FUNCTION) return false;
  if (token->shape == HS_UPPER || token->shape == HS_MIXED || token->shape == HS_INITIAL) return true;
  bool goes_on = t + 1 < f->sentence.last && hs_has_capital(f->article, t + 1);
  if (goes_on && hs_seen_inside(f, (hs_range){t, t + 2})) return true;
  if (classes & (HS_TIME | HS_NUMERAL)) return false; /* Today Kenya …, Two Israelis … */
  const hs_seen *seen = hs_find_seen(&f->evidence, token->hash);
  if (seen && seen->capital) return seen->capital >= seen->lower;
  if (seen && seen->lower && !goes_on) return false; /* "Rock is rock" */
  if (!goes_on && is_plain_plural(f, t)) return false;
  if (!(classes & HS_COMMON)) return true;
  if (hs_is_name_tag(token->tag) || classes & (HS_DEMONYM | HS_COUNTRY)) return true;
  if (goes_on) {
    bool describes = token->tag == HS_JJ && !(classes & (HS_PLACE_HEAD | HEADS)) &&
                     !(classes_at(f, t + 1) & HS_COMMON); /* Prominent Vokkaliga seers, Former Arsenal striker */
    return !describes && !hs_is_verb_tag(token->tag) && token->tag != HS_RB && token->tag != HS_IN &&
           token->tag != HS_CC;
  }
  bool of = t + 2 < f->sentence.last && hs_is(f->article, t + 1, "of") && hs_has_capital(f->article, t + 2);
  return of && (classes & HEADS) != 0;
}

static bool is_part(const hs_finder *f, uint32_t t) {
  const hs_token *token = token_at(f, t);
  if (!hs_has_capital(f->article, t)) return false;
  uint32_t classes = classes_at(f, t);
  if (is_date(f, t, classes)) return false;
  if (token->shape == HS_INITIAL) return is_initial_part(f, t);
  if (token->shape == HS_MIXED && !is_mixed_name(f, t)) return false;
  if (is_hyphened_adjective(f, t) || is_party_and_state(f, t)) return false;
  if (classes & HS_MONTH && classes & HS_FUNCTION) return f->style == HS_RUNNING; /* May Otieno */
  if (t < f->clause) return !(classes & HS_FUNCTION); /* PORT ALDEN, Maine (Harbour News) -- */
  if (f->style != HS_RUNNING) return is_heading_part(f, t, classes);
  if (hs_begins_clause(f, t)) return is_first_part(f, t, classes);
  if (classes & HS_NUMERAL) /* Air Force One */
    return t > f->sentence.first && hs_has_capital(f->article, t - 1) && !(classes_at(f, t - 1) & HS_FUNCTION);
  return !(classes & HS_FUNCTION) || token->shape == HS_UPPER;
}

/* The tokens of a listed name that begins here with a capital and ends with one ("Security Council", "Plaza de Mayo"). */
static uint32_t listed_at(const hs_finder *f, uint32_t t, uint32_t wanted) {
  uint32_t classes = 0;
  if (!(classes_at(f, t) & HS_PHRASE_START)) return 0;
  uint32_t count = hs_find_phrase(f->article, t, f->sentence.last, &classes);
  if (count < 2 || !(classes & wanted)) return 0;
  const hs_token *last = token_at(f, t + count - 1);
  return hs_has_capital(f->article, t + count - 1) || last->kind == HS_NUMBER ? count : 0;
}

/* ---- what holds a run together ------------------------------------------------------------------------------------- */

typedef struct run {
  uint32_t first, last;
  uint32_t
      head;  /* classes of the words that can be its head so far: the last word, and the one before its first "of" */
  bool of;   /* has "of", "for" or "on" */
  bool list; /* has a comma behind it */
} run;

static bool is_common_part(const hs_finder *f, uint32_t t) {
  uint32_t classes = classes_at(f, t);
  return (classes & HS_COMMON) && !(classes & (HS_CITY | HS_COUNTRY | HS_DEMONYM | HS_TITLE)) &&
         token_at(f, t)->shape != HS_UPPER;
}

/* "Forestry", "Aquaculture", "Logistics": a word that no list and no dictionary has, with an ending of what people do. */
static bool is_field_of_work(const hs_finder *f, uint32_t t) {
  static const char *const endings[] = {"stry", "ries", "ture", "tics", "ism", "logy", "ment", "tion", "fare"};
  const hs_token *token = token_at(f, t);
  if (token->shape != HS_CAPITALISED || classes_at(f, t) & LISTED || hs_is_in_dictionary(token->word)) return false;
  for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
    uint32_t count = (uint32_t)strlen(endings[i]);
    if (token->end - token->start > count + 2 && memcmp(f->article->fold + token->end - count, endings[i], count) == 0)
      return true;
  }
  return false;
}

/* A word of what a body is for, in a list of such. */
static bool is_area(const hs_finder *f, uint32_t t) {
  return is_common_part(f, t) || is_field_of_work(f, t);
}

/* What a body or a document is for or about: "Charter for Mobile Clinics", "Declaration on Lagoons"; not a person or land. */
static bool is_theme(const hs_finder *f, uint32_t t) {
  uint32_t classes = classes_at(f, t);
  if (classes & (HS_COUNTRY | HS_TITLE) || hs_is_verb_tag(token_at(f, t)->tag)) return false;
  return classes & HS_COMMON || !(classes & (PLACES | PERSONAL | HS_DEMONYM));
}

/* The last of the words with capitals from t on. */
static uint32_t last_part(const hs_finder *f, uint32_t t) {
  uint32_t limit = t + LONGEST_RUN < f->sentence.last ? t + LONGEST_RUN : f->sentence.last;
  while (t + 1 < limit && is_part(f, t + 1)) t++;
  return t;
}

static bool is_partner(const hs_finder *f, uint32_t t) {
  static const char *const words[] = {"sons",       "daughters", "brothers", "partners",
                                      "associates", "co",        "co.",      "company"};
  for (size_t i = 0; i < sizeof words / sizeof *words; i++)
    if (hs_is(f->article, t, words[i])) return true;
  return false;
}

/*
** "and" inside a name: in a list that "of" or "for" has begun ("Ministry of Agriculture and Food"), or when what follows
** has the head of both ("Peace and Development Fund"). Not "Washington and London", "the Senate and the House".
*/
static bool joins_and(const hs_finder *f, const run *r, uint32_t next) {
  uint32_t left = r->last - 1, last = last_part(f, next);
  if (r->list) return is_area(f, next); /* joins_list() has looked so far */
  if (r->of && is_common_part(f, left)) {
    uint32_t classes = classes_at(f, next);
    if (last > next && classes_at(f, last) & (HS_ORG_HEAD | HS_PLACE_HEAD)) return false;
    if (classes & (HS_CITY | HS_COUNTRY | HS_DEMONYM | HS_PERSON_NOUN | HS_TITLE)) return false;
    return token_at(f, next)->shape != HS_UPPER && (classes & HS_COMMON || !(classes & PERSONAL));
  }
  if (last == next && is_partner(f, next)) return !(classes_at(f, left) & HS_COMMON); /* Thwaites and Daughters */
  if (!is_theme(f, next) || !is_theme(f, left)) return false;
  bool left_is_head = (classes_at(f, left) & (HS_ORG_HEAD | HS_ORG_SUFFIX | HS_PLACE_HEAD)) != 0;
  return last > next && !left_is_head && classes_at(f, last) & HEADS;
}

/* "Ministry of Agriculture, Forestry and Fisheries": common words with commas between, up to "and". */
static bool joins_list(const hs_finder *f, const run *r, uint32_t comma) {
  if (!(r->head & HS_ORG_HEAD) || !is_area(f, r->last - 1)) return false;
  uint32_t limit = comma + 12 < f->sentence.last ? comma + 12 : f->sentence.last;
  for (uint32_t t = comma + 1; t + 1 < limit; t++) {
    if (hs_is(f->article, t, "and")) return (r->list || t > comma + 1) && is_part(f, t + 1) && is_area(f, t + 1);
    if (!hs_is_comma(f->article, t) && !(is_part(f, t) && is_area(f, t))) return false;
  }
  return false;
}

/* Whether the word at t, in small letters or a headline's capitals, can stand between r and a word with a capital. */
static bool joins_word(const hs_finder *f, const run *r, uint32_t t, uint32_t next) {
  const hearsay_article *a = f->article;
  uint32_t left = classes_at(f, r->last - 1);
  bool person = (left & (HS_TITLE | HS_PERSON_NOUN)) && !(left & (HS_ORG_HEAD | HS_OTHER_HEAD));
  bool head = (left & HEADS) != 0;
  if (hs_is(a, t, "of")) {
    if (person || left & HS_ORG_SUFFIX) return false;
    /* "Freedom of Expression": any two common words with capitals, inside a sentence */
    return head || (is_common_part(f, r->last - 1) && is_common_part(f, next) && !hs_begins_clause(f, r->last - 1));
  }
  if (hs_is(a, t, "for")) return !person && head && is_theme(f, next);
  if (hs_is(a, t, "on") || hs_is(a, t, "against"))
    return (r->head & (HS_OTHER_HEAD | HS_DOCUMENT_NOUN | HS_ORG_HEAD | HS_BODY_NOUN)) && is_theme(f, next);
  if (hs_is(a, t, "to")) /* Plan of Action to Prevent Violent Extremism */
    return (r->head & (HS_OTHER_HEAD | HS_DOCUMENT_NOUN)) && is_common_part(f, next);
  if (hs_is(a, t, "and")) return joins_and(f, r, next);
  return false;
}

/* The tokens from t on that join what follows to the run ("of", "of the", "de la", "&", "'s"); 0: it ends here. */
static uint32_t link_length(const hs_finder *f, const run *r, uint32_t t) {
  const hearsay_article *a = f->article;
  if (t + 1 >= f->sentence.last) return 0;
  const hs_token *token = token_at(f, t);
  uint32_t classes = classes_at(f, t);
  if (token->kind == HS_WORD && classes & HS_PARTICLE && !(classes & HS_FUNCTION) &&
      !is_part(f, t)) { /* Ursula von der Leyen, Plaza de Mayo */
    uint32_t next = t + 1;
    if (next + 1 < f->sentence.last && !is_part(f, next) &&
        (classes_at(f, next) & HS_PARTICLE || hs_is(a, next, "los") || hs_is(a, next, "las")))
      next++;
    return is_part(f, next) && !is_common_part(f, r->last - 1) ? next - t : 0;
  }
  if (token->kind == HS_WORD) {
    uint32_t next = t + 1;
    if (hs_is(a, next, "the") && next + 1 < f->sentence.last) next++;
    if (!is_part(f, next)) return 0;
    bool the = next > t + 1;
    if (the && hs_is(a, t, "and")) return 0;
    if (token->fold == '\'' || token->fold == HS_F_SINGLE_CLOSE) {
      /* Women's World Cup, St Anne's Road; not "Ghana's Parliament" */
      bool saint = r->last - r->first == 2 && (hs_is(a, r->first, "st") || hs_is(a, r->first, "st."));
      if (saint) return !the && classes_at(f, next) & HEADS ? 1 : 0;
      return !the && is_common_part(f, r->last - 1) && !hs_begins_clause(f, r->last - 1) ? 1 : 0;
    }
    return joins_word(f, r, t, next) ? next - t : 0;
  }
  if (token->fold == '&') { /* Ernst & Young, not the byline "Ann Lee & Tom Hardy" */
    bool persons = classes_at(f, r->first) & HS_GIVEN_NAME && classes_at(f, t + 1) & HS_GIVEN_NAME;
    return is_part(f, t + 1) && !(persons && r->last - r->first > 1) ? 1 : 0;
  }
  if (token->fold == ',' && r->of) return !joins_list(f, r, t) ? 0 : hs_is(a, t + 1, "and") ? 2 : 1;
  bool tight = touches(f, t) && touches(f, t + 1);
  if (token->fold == HS_F_EN_DASH && tight) return is_part(f, t + 1) ? 1 : 0;       /* Dallas–Fort Worth */
  if ((token->fold == '\'' || token->fold == HS_F_SINGLE_CLOSE) && touches(f, t)) { /* Farmers' Union */
    bool plural = a->fold[token_at(f, r->last - 1)->end - 1] == 's';
    bool common = is_common_part(f, r->last - 1) && is_common_part(f, t + 1) && !hs_begins_clause(f, r->last - 1);
    return is_part(f, t + 1) && (common || (plural && classes_at(f, t + 1) & HEADS)) ? 1 : 0;
  }
  return 0;
}

/* "Security Council Resolution 2532", "Boeing 737", "Channel 4"; not "Toyota 300 workers", "Otieno, 45". */
static bool joins_number(const hs_finder *f, const run *r, uint32_t t) {
  const hs_token *number = token_at(f, t);
  if (number->kind != HS_NUMBER || touches(f, t)) return false;
  uint32_t left = classes_at(f, r->last - 1);
  if (left & (HS_MONTH | HS_GIVEN_NAME) || hs_begins_clause(f, r->last - 1)) return false;
  if (left & HS_ORG_HEAD && !(left & HS_OTHER_HEAD) && number->end - number->start == 1) return false; /* Rovers 1 */
  if (!(left & HS_COMMON) && r->last - r->first < 2 && !(left & HS_OTHER_NAME)) return false;
  if (t + 1 >= f->sentence.last) return true;
  const hs_token *after = token_at(f, t + 1);
  if (after->kind != HS_WORD) return after->fold != '%' && after->fold != '-';
  return !hs_is_noun_tag(after->tag) && after->tag != HS_JJ && !(classes_at(f, t + 1) & (HS_TIME | HS_NUMERAL));
}

/* Sam "The Wall" Okoro, Gerardo “Tata” Martino: one to four words in marks between two parts of a person's name. */
static uint32_t nickname_length(const hs_finder *f, const run *r, uint32_t t) {
  const hearsay_article *a = f->article;
  uint32_t s = a->stretch_at ? a->stretch_at[t] : HEARSAY_NONE;
  if (s == HEARSAY_NONE || a->stretches[s].tokens.first != t || !a->stretches[s].closed) return 0;
  uint32_t end = a->stretches[s].tokens.last;
  if (end - t > 6 || end >= f->sentence.last || r->last - r->first > 3) return 0;
  if (!hs_has_capital(a, t + 1) || token_at(f, end - 2)->kind != HS_WORD || !hs_has_capital(a, end)) return 0;
  uint32_t before = classes_at(f, r->last - 1), after = classes_at(f, end);
  bool person = (before & HS_GIVEN_NAME) || (after & HS_SURNAME && !(before & HS_COMMON));
  return person && is_part(f, end) && !is_common_part(f, r->last - 1) ? end - t : 0;
}

static bool is_disease_noun(const hs_finder *f, uint32_t t) {
  const hearsay_article *a = f->article;
  return token_at(f, t)->shape == HS_LOWER &&
         (hs_is(a, t, "fever") || hs_is(a, t, "syndrome") || hs_is(a, t, "disease"));
}

/* "Marsabit fever", "Down syndrome": the noun in small letters belongs to the name. */
static bool names_disease(const hs_finder *f, const run *r) {
  const hearsay_article *a = f->article;
  if (r->last - r->first > 2 || !hs_has_capital(a, r->last - 1) || token_at(f, r->last - 1)->shape == HS_UPPER)
    return false;
  if (classes_at(f, r->last - 1) & HS_DEMONYM) return false;
  return is_disease_noun(f, r->last);
}

/* "Kestrel Foods plc" */
static bool is_small_suffix(const hs_finder *f, uint32_t t) {
  uint32_t classes = classes_at(f, t);
  return token_at(f, t)->kind == HS_WORD && classes & HS_ORG_SUFFIX && !(classes & (HS_COMMON | HS_FUNCTION));
}

/* The run that begins at t, which is a part. */
static run read_run(const hs_finder *f, uint32_t t) {
  run r = {.first = t, .last = t};
  uint32_t limit = t < f->clause ? f->clause : f->sentence.last;
  uint32_t next = t;
  while (next < limit && next - t < LONGEST_RUN) {
    uint32_t listed = listed_at(f, next, NAMED);
    r.last = next + (listed ? listed : 1);
    uint32_t classes = classes_at(f, r.last - 1);
    r.head = r.of ? r.head | classes : classes;
    if (r.last >= limit) break;
    if (joins_number(f, &r, r.last)) {
      r.last++;
      break;
    }
    if (is_part(f, r.last)) {
      next = r.last;
      continue;
    }
    uint32_t link = link_length(f, &r, r.last);
    if (!link) link = nickname_length(f, &r, r.last);
    if (!link && (names_disease(f, &r) || is_small_suffix(f, r.last))) r.last++;
    if (!link) break;
    r.of =
        r.of || hs_is(f->article, r.last, "of") || hs_is(f->article, r.last, "for") || hs_is(f->article, r.last, "on");
    r.list = r.list || hs_is_comma(f->article, r.last);
    next = r.last + link;
  }
  return r;
}

/* ---- cutting a run --------------------------------------------------------------------------------------------------- */

static void add_candidate(hs_finder *f, hs_range tokens, hs_range title) {
  hearsay_article *a = f->article;
  if (!hs_grow(a, (void **)&f->candidates, f->candidate_count, &f->candidate_room, sizeof *f->candidates)) return;
  f->candidates[f->candidate_count++] = (hs_name){.tokens = tokens, .title = title};
}

/* A candidate begins with a capital or a number. */
static void add_name(hs_finder *f, hs_range tokens, hs_range title) {
  while (tokens.first < tokens.last && !hs_has_capital(f->article, tokens.first) &&
         token_at(f, tokens.first)->kind != HS_NUMBER)
    tokens.first++;
  if (tokens.first < tokens.last) add_candidate(f, tokens, title);
}

/* A word that stands before names: "President", "Cllr", "Ambassador"; not a surname like King behind "Stephen". */
static bool is_title_word(const hs_finder *f, uint32_t first, uint32_t t) {
  uint32_t classes = classes_at(f, t);
  if (token_at(f, t)->kind != HS_WORD || !(classes & (HS_TITLE | HS_PERSON_NOUN))) return false;
  if (t > first && classes & PERSONAL) {
    uint32_t before = classes_at(f, t - 1);
    bool given = (before & HS_GIVEN_NAME && !(before & HS_COMMON)) || token_at(f, t - 1)->shape == HS_INITIAL;
    if (given) return false;
  }
  return classes & HS_TITLE || !(classes & PERSONAL);
}

/* Where the title that ends with token t begins: "Deputy Foreign | Minister", stopping at "Thai", "UN", "Bank", "Ghana". */
static uint32_t title_start(const hs_finder *f, uint32_t first, uint32_t t) {
  uint32_t start = t;
  while (start > first && t - start < LONGEST_TITLE) {
    uint32_t before = classes_at(f, start - 1);
    const hs_token *token = token_at(f, start - 1);
    bool title = (before & HS_TITLE) != 0;
    if (token->kind != HS_WORD || token->shape == HS_UPPER) {
      if (!title) break;
    }
    if (!title && (!(before & HS_COMMON) || before & (PLACES | HS_DEMONYM | HS_PLACE_HEAD | HS_ORG_NAME))) break;
    /* "Indonesian | Energy Minister", but "Kestrel Foods | Director" */
    if (!title && before & HS_ORG_HEAD && start - 1 > first &&
        !(classes_at(f, start - 2) & (HS_DEMONYM | HS_COUNTRY | HS_TITLE)))
      break;
    start--;
  }
  /* "Defence Minister" yes, but the words of a listed name stay together: "World Bank President" */
  for (uint32_t s = first; s < start; s++) {
    uint32_t listed = listed_at(f, s, NAMED);
    if (listed && s + listed > start && s + listed <= t) return s + listed;
  }
  return start;
}

/* Whether a word can begin the name of a person behind a title: "President | Xi", not "Prime Minister | Office". */
static bool can_follow_title(const hs_finder *f, uint32_t t) {
  uint32_t classes = classes_at(f, t);
  if (classes & PERSONAL && !(classes & HS_ORG_HEAD)) return true;
  return !(classes & (HS_COMMON | HEADS | HS_DEMONYM)) || token_at(f, t)->shape == HS_INITIAL;
}

/* The last title word that a person's name follows inside first..last-1; HEARSAY_NONE without one. */
static uint32_t find_title(const hs_finder *f, uint32_t first, uint32_t last) {
  uint32_t end = classes_at(f, last - 1);
  bool person = (end & PERSONAL) || !(end & HEADS);
  if (!person) return HEARSAY_NONE; /* King Abdullah University */
  for (uint32_t t = last - 1; t-- > first;) {
    if (!hs_has_capital(f->article, t)) continue;
    if (is_title_word(f, first, t) && hs_has_capital(f->article, t + 1) && can_follow_title(f, t + 1)) return t;
  }
  return HEARSAY_NONE;
}

static bool has_head(const hs_finder *f, uint32_t first, uint32_t last) {
  for (uint32_t t = first; t < last; t++) {
    bool end = t + 1 == last || !hs_has_capital(f->article, t + 1);
    if (end && classes_at(f, t) & (HEADS | HS_PEOPLE_NOUN) && classes_at(f, t) & HS_COMMON) return true;
  }
  return false;
}

/*
** "Chinese UN mission": a nationality before something that is a name without it. With a head behind it they are one:
** "Chinese Communist Party", "Thai Hotels Association", "African Union".
*/
static bool stands_alone(const hs_finder *f, uint32_t first, uint32_t last) {
  uint32_t classes = classes_at(f, first);
  if (!(classes & HS_DEMONYM) || last - first < 2) return false;
  if (classes & HS_GIVEN_NAME && classes_at(f, first + 1) & HS_SURNAME) return false; /* Christian Sandoval */
  if (has_head(f, first + 1, last)) return false;
  uint32_t next = classes_at(f, first + 1);
  if (next & HS_DEMONYM) return false; /* South African, Indo-Malaysian Chinese */
  return token_at(f, first + 1)->shape == HS_UPPER || next & (PERSONAL | HS_ORG_NAME) || !(next & HS_COMMON);
}

/*
** Where a person's name begins behind something else: "President of the Republic | Pedro Castillo", "in Glasgow | Dawie
** Augustyn was". A given name that is no common word, behind a common word or a place, two to four words before the end.
*/
static uint32_t find_person(const hs_finder *f, uint32_t first, uint32_t last) {
  for (uint32_t t = last - first > 4 ? last - 4 : first + 1; t + 1 < last; t++) {
    uint32_t classes = classes_at(f, t), before = classes_at(f, t - 1);
    if (!(classes & HS_GIVEN_NAME) || classes & (HS_COMMON | PLACES | HS_DEMONYM) || !hs_has_capital(f->article, t - 1))
      continue;
    bool after_place = before & (HS_CITY | HS_COUNTRY) && !(before & PERSONAL);
    bool after_body = before & HS_COMMON && before & (HS_ORG_HEAD | HS_BODY_NOUN) && !(before & PERSONAL);
    if (!after_place && !after_body) continue;
    if (classes_at(f, last - 1) & (HS_COMMON | HEADS | PLACES) && !(classes_at(f, last - 1) & PERSONAL)) continue;
    return t;
  }
  return HEARSAY_NONE;
}

static void cut(hs_finder *f, uint32_t first, uint32_t last) {
  hs_range none = {first, first};
  while (first < last) {
    uint32_t listed = listed_at(f, first, NAMED);
    if (listed && first + listed == last) {
      add_name(f, (hs_range){first, last}, none);
      return;
    }
    uint32_t title = find_title(f, first, last);
    if (title != HEARSAY_NONE) {
      uint32_t start = title_start(f, first, title);
      cut(f, first, start);
      add_name(f, (hs_range){title + 1, last}, (hs_range){start, title + 1});
      return;
    }
    if (is_title_word(f, first, last - 1) && !(classes_at(f, last - 1) & (HS_ORG_HEAD | HS_OTHER_HEAD))) {
      uint32_t start = title_start(f, first, last - 1);
      bool common = true;
      for (uint32_t t = first; t < start; t++) common = common && is_common_part(f, t);
      if (common) { /* nothing but a title, or "Island Princess", "Bishop said": the rules decide */
        add_name(f, (hs_range){first, last}, none);
        return;
      }
      last = start; /* UN Secretary-General */
      continue;
    }
    uint32_t person = find_person(f, first, last);
    if (person != HEARSAY_NONE) {
      cut(f, first, person);
      add_name(f, (hs_range){person, last}, (hs_range){person, person});
      return;
    }
    if (stands_alone(f, first, last)) {
      add_name(f, (hs_range){first, first + 1}, none);
      first++;
      continue;
    }
    add_name(f, (hs_range){first, last}, none);
    return;
  }
}

/* ---- titles of works and meetings in quotation marks ------------------------------------------------------------- */

/*
** The meeting on "Member States' Counter-Terrorism Priorities": all words but the small ones have capitals, and nothing
** in it is punctuated like a sentence. The tokens inside the marks, or an empty range.
*/
static hs_range quoted_title(const hs_finder *f, uint32_t t) {
  const hearsay_article *a = f->article;
  hs_range none = {t, t};
  uint32_t s = a->stretch_at ? a->stretch_at[t] : HEARSAY_NONE;
  if (s == HEARSAY_NONE || a->stretches[s].tokens.first != t || !a->stretches[s].closed) return none;
  hs_range inside = {t + 1, a->stretches[s].tokens.last - 1};
  if (inside.first >= inside.last || inside.last - inside.first > LONGEST_QUOTED || inside.last > f->sentence.last)
    return none;
  if (token_at(f, inside.last - 1)->fold == ',' || token_at(f, inside.last - 1)->fold == '.') inside.last--;
  uint32_t capital = 0, telling = 0;
  for (uint32_t i = inside.first; i < inside.last; i++) {
    const hs_token *token = token_at(f, i);
    if (token->kind == HS_PUNCT && (token->fold == '.' || token->fold == ',' || token->fold == ';')) return none;
    if (token->kind != HS_WORD) continue;
    bool upper = hs_has_capital(a, i);
    capital += upper && token->end - token->start > 1;
    telling++;
    if (!upper && !(classes_at(f, i) & (HS_FUNCTION | HS_PARTICLE)) && token->fold != '\'' &&
        token->fold != HS_F_SINGLE_CLOSE)
      return none;
  }
  return capital >= 2 && telling >= 2 ? inside : none;
}

/* ---- the whole article ------------------------------------------------------------------------------------------------ */

/* "Superintendent of Police | Nidhi Rathore": a listed title with small words inside, before a name; its length or 0. */
static uint32_t long_title(const hs_finder *f, uint32_t t) {
  uint32_t count = listed_at(f, t, HS_TITLE);
  if (count < 3 || t + count >= f->sentence.last) return 0;
  return is_part(f, t + count) && can_follow_title(f, t + count) ? count : 0;
}

/* Where one of the user's own names begins inside a run ("Mayor | Ann Lee"): the run ends there. */
static uint32_t before_known(const hs_finder *f, hs_range r) {
  uint32_t known;
  if (!f->article->reader->known) return r.last;
  for (uint32_t t = r.first + 1; t < r.last; t++)
    if (hs_match_known(f->article, t, f->sentence.last, &known)) return t;
  return r.last;
}

static void read_sentence(hs_finder *f) {
  const hearsay_article *a = f->article;
  for (uint32_t t = f->sentence.first; t < f->sentence.last && hs_tick(f->article);) {
    uint32_t known = 0, count = hs_match_known(a, t, f->sentence.last, &known);
    if (count) {
      t += count;
      continue;
    }
    if (a->tokens[t].kind == HS_MARK) {
      hs_range title = quoted_title(f, t);
      if (title.first < title.last) {
        uint32_t count_before = f->candidate_count;
        add_name(f, title, (hs_range){t, t});
        if (f->candidate_count > count_before) f->candidates[count_before].settled = true;
        t = title.last;
        continue;
      }
    }
    if (!is_part(f, t)) {
      t++;
      continue;
    }
    uint32_t title = long_title(f, t);
    run r = read_run(f, t + title);
    r.last = before_known(f, (hs_range){r.first, r.last});
    uint32_t count_before = f->candidate_count;
    cut(f, r.first, r.last);
    if (title && f->candidate_count > count_before && f->candidates[count_before].tokens.first == r.first)
      f->candidates[count_before].title = (hs_range){t, t + title};
    if (f->candidate_count > count_before && is_disease_noun(f, r.last - 1)) /* Marsabit fever */
      f->candidates[f->candidate_count - 1].settled = true;
    t = r.last;
  }
}

/* What the rules make of each candidate. */
static void judge(hs_finder *f) {
  for (uint32_t c = 0; c < f->candidate_count && hs_tick(f->article); c++) {
    hs_name *name = &f->candidates[c];
    uint32_t sentence = f->article->tokens[name->tokens.first].sentence;
    if (f->article->sentence_tokens[sentence].first != f->sentence.first || c == 0) hs_enter_sentence(f, sentence);
    hs_fired fired;
    hs_fire_rules(f, c, &fired);
    name->label = hs_judge_name(&fired, &name->confidence);
  }
}

void hs_find_candidates(hs_finder *f) {
  for (uint32_t s = 0; s < f->article->sentence_count && !f->article->status; s++) {
    hs_enter_sentence(f, s);
    read_sentence(f);
  }
  judge(f);
}
