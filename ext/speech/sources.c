/* sources.c: the source of a cue; see sources.h. */
#include "speech/sources.h"
#include "language/lexicon.h"
#include "language/names.h"
#include "language/tags.h"
#include "speech/grammar.h"

static const hs_range nobody = {0, 0};

static bool is_empty(hs_range r) {
  return r.first >= r.last;
}

static bool is_adverb(const hearsay_article *a, uint32_t t) {
  return a->tokens[t].tag == HS_RB || a->tokens[t].tag == HS_RBR;
}

static bool is_relative(const hearsay_article *a, uint32_t t) {
  if (a->name_at[t] != HEARSAY_NONE) return false; /* the WHO */
  return a->tokens[t].tag == HS_WP || a->tokens[t].tag == HS_WDT || hs_is(a, t, "who") || hs_is(a, t, "which");
}

static bool is_person_name(const hearsay_article *a, uint32_t t) {
  return a->name_at[t] != HEARSAY_NONE && a->names[a->name_at[t]].label == HEARSAY_PERSON;
}

/* Prepositions that tie a phrase to the one before: "the head of the office in Geneva", "a report by the council". */
static bool ties(const hearsay_article *a, uint32_t t) {
  static const char *const words[] = {"and", "of", "for", "at", "from", "in", "with", "to", "on", "by", "among"};
  for (size_t i = 0; i < sizeof words / sizeof *words; i++)
    if (hs_is(a, t, words[i])) return true;
  return false;
}

/* The phrase that a postmodifier ending before `t` hangs on: "people familiar with", "a study published in". */
static const hs_phrase *postmodified(const hearsay_article *a, uint32_t t, uint32_t first) {
  for (int words = 0; words < 2 && t > first; words++, t--) {
    const hs_phrase *phrase = hs_phrase_before(a, t);
    if (phrase) return words > 0 ? phrase : NULL;
    uint8_t tag = a->tokens[t - 1].tag;
    if (tag != HS_JJ && tag != HS_VBN && tag != HS_VBG && tag != HS_VBD) return NULL;
  }
  return hs_phrase_before(a, t);
}

/* "a passenger who has been in the terminal since …", "the party that won 20 seats": the head of a relative clause that
** the tokens before `t` are in; NULL when they are in none. */
static const hs_phrase *relative_head(const hearsay_article *a, uint32_t t, uint32_t first) {
  uint32_t furthest = t > first + 25 ? t - 25 : first;
  for (uint32_t u = t; u > furthest; u--) {
    if (hs_in_stretch(a, u - 1) || hs_is_comma(a, u - 1)) return NULL;
    if (!is_relative(a, u - 1) && !hs_is(a, u - 1, "that")) continue;
    const hs_phrase *head = hs_phrase_before(a, u - 1);
    if (head && head->tokens.first >= first) return head;
  }
  return NULL;
}

/* The phrase that ends before `t`, a bracket behind it or not: "the World Food Programme (WFP), …". */
static const hs_phrase *phrase_ending(const hearsay_article *a, uint32_t t, uint32_t first) {
  uint32_t open = t;
  if (t > first && a->tokens[t - 1].fold == ')')
    while (open > first && t - open < 8 && a->tokens[open].fold != '(') open--;
  return hs_phrase_before(a, open);
}

/* The front of a phrase, with the phrases it hangs on. */
static uint32_t front_of(const hearsay_article *a, const hs_phrase *phrase, uint32_t first) {
  uint32_t front = phrase->tokens.first;
  for (int links = 0; links < 8 && front > first + 1; links++) {
    uint32_t link = front - 1;
    uint8_t tag = a->tokens[link].tag;
    bool conjunction = hs_is(a, link, "and");
    const hs_phrase *before = NULL;
    if (ties(a, link)) {
      before = hs_phrase_before(a, link);
      if (!before && !conjunction) before = postmodified(a, link, first);
    }
    if (!before && (ties(a, link) || hs_is_verb_tag(tag) || tag == HS_MD)) before = relative_head(a, link + 1, first);
    if (!before || before->tokens.first < first || hs_in_stretch(a, before->head)) break;
    if (hs_is_time_phrase(a, before) || (before->kind == HEARSAY_PRONOUN && !conjunction)) break;
    front = before->tokens.first;
  }
  return front;
}

/*
** A source with something between commas behind it: "Lin Jun, China's permanent representative, said"; "Smith, 45, of
** Leeds, said"; "Rao, who leads the team, said". `comma` is the last comma. Goes back comma by comma to a phrase that can
** be the head: the nearest name of a person, else the nearest phrase.
*/
static hs_range across_commas(const hearsay_article *a, uint32_t comma, uint32_t first) {
  hs_range best = nobody;
  uint32_t furthest = comma > first + 45 ? comma - 45 : first;
  int commas = 0;
  for (uint32_t t = comma; t > furthest && commas < 4; t--) {
    uint32_t u = t - 1;
    if (hs_in_stretch(a, u)) break;
    if (a->tokens[u].fold == ';' || a->tokens[u].fold == ':') break;
    if (!hs_is_comma(a, u)) continue;
    const hs_phrase *phrase = phrase_ending(a, u, first);
    commas++;
    if (!phrase || phrase->tokens.first < first) continue;
    uint32_t after = u + 1;
    bool relative = is_relative(a, after) || a->tokens[after].tag == HS_WPS;
    uint8_t tag = a->tokens[after].tag;
    bool apposed = hs_phrase_from(a, after) || relative || tag == HS_VBG || tag == HS_VBN || tag == HS_IN ||
                   tag == HS_RB || tag == HS_JJ || tag == HS_TO;
    if (!apposed) continue;
    bool bare_number = a->tokens[phrase->head].tag == HS_CD;
    if (bare_number || (hs_is_time_phrase(a, phrase) && phrase->kind != HEARSAY_NAME)) continue;
    hs_range found = (hs_range){front_of(a, phrase, first), comma};
    if (is_person_name(a, phrase->head) && front_of(a, phrase, first) == phrase->tokens.first) return found;
    if (is_empty(best)) best = found;
    if (phrase->kind == HEARSAY_PRONOUN) break;
  }
  return best;
}

hs_range hs_subject_before(const hearsay_article *a, uint32_t t, uint32_t first, const char **rule) {
  *rule = "subject of the cue";
  for (int skips = 0; skips < 6 && t > first; skips++) {
    uint32_t u = t - 1;
    if (hs_in_stretch(a, u)) return nobody;
    const hs_phrase *phrase = hs_phrase_before(a, t);
    if (is_adverb(a, u) || hs_is(a, u, "both") || hs_is(a, u, "all") || hs_is(a, u, "each") || hs_is(a, u, "then")) {
      t = u;
      continue;
    }
    if (phrase && hs_is_time_phrase(a, phrase) && phrase->kind != HEARSAY_NAME && phrase->tokens.first > first) {
      uint32_t front = phrase->tokens.first; /* "the ministry on Tuesday said" */
      if (a->tokens[front - 1].tag == HS_IN) front--;
      if (front > first && (hs_phrase_before(a, front) || hs_is_comma(a, front - 1))) {
        t = front;
        continue;
      }
    }
    if (is_relative(a, u)) { /* "Rao, who said", "the man who told" */
      const hs_phrase *head = hs_phrase_before(a, u);
      if (!head && u > first && hs_is_comma(a, u - 1)) head = hs_phrase_before(a, u - 1);
      *rule = "head of the relative clause";
      return head && head->tokens.first >= first ? (hs_range){front_of(a, head, first), head->tokens.last} : nobody;
    }
    if (hs_is_comma(a, u)) {
      *rule = "subject of the cue, with an apposition";
      hs_range apposed = across_commas(a, u, first);
      if (!is_empty(apposed)) return apposed;
      /* "The head of the agency, said": a comma that has nothing to close */
      *rule = "subject of the cue";
      phrase = hs_phrase_before(a, u);
      uint32_t front = phrase && phrase->tokens.first >= first ? front_of(a, phrase, first) : HEARSAY_NONE;
      return front == first ? (hs_range){front, u} : nobody;
    }
    if (!phrase) phrase = phrase_ending(a, t, first); /* "Anna Smith (Labour) said" */
    if (!phrase || phrase->tokens.first < first) return nobody;
    return (hs_range){front_of(a, phrase, first), t};
  }
  return nobody;
}

/* The end of what belongs to a phrase on its right: "Lin, who has led the mission", "the mayor of Oslo, Anna Berg". */
static uint32_t reach_right(const hearsay_article *a, const hs_phrase *phrase, uint32_t limit) {
  uint32_t end = hs_phrase_reach(a, phrase, limit);
  if (phrase->kind == HEARSAY_PRONOUN) return end;
  for (int commas = 0; commas < 3 && end + 1 < limit && hs_is_comma(a, end); commas++) {
    uint32_t after = end + 1;
    if (hs_in_stretch(a, after)) break;
    const hs_phrase *next = hs_phrase_from(a, after);
    bool relative = is_relative(a, after) || a->tokens[after].tag == HS_WPS;
    if (!relative && (!next || hs_is_time_phrase(a, next))) {
      if (!next || a->tokens[next->head].tag != HS_CD || next->tokens.last - next->tokens.first > 1) break;
    }
    uint32_t stop = relative ? after : hs_phrase_reach(a, next, limit);
    if (relative)
      while (stop < limit && !hs_is_comma(a, stop) && !hs_in_stretch(a, stop) && a->tokens[stop].fold != '.') stop++;
    /* "said Smith, a lawyer said": a clause, not an apposition */
    if (!relative && stop < limit && hs_is_finite_tag(a->tokens[stop].tag)) break;
    bool closed = stop >= limit || a->tokens[stop].kind == HS_PUNCT || hs_in_stretch(a, stop);
    if (!closed && !relative && a->tokens[stop].tag != HS_IN && a->tokens[stop].tag != HS_CC && !is_relative(a, stop))
      break;
    end = stop;
  }
  if (end < limit && is_relative(a, end) && a->tokens[end].tag != HS_WRB) { /* "officials who asked not to be named" */
    while (end < limit && !hs_is_comma(a, end) && !hs_in_stretch(a, end) && a->tokens[end].fold != '.') end++;
  }
  return end;
}

static hs_range phrase_right(const hearsay_article *a, uint32_t t, uint32_t limit) {
  const hs_phrase *phrase = t < limit && !hs_in_stretch(a, t) ? hs_phrase_from(a, t) : NULL;
  return phrase ? (hs_range){phrase->tokens.first, reach_right(a, phrase, limit)} : nobody;
}

/* The subject of the sentence's first finite verb, for participles: "Speaking in Oslo, Berg …, adding that". */
static hs_range main_subject(const hearsay_article *a, uint32_t first, uint32_t before) {
  for (uint32_t t = first; t < before; t++) {
    if (hs_in_stretch(a, t) || !hs_is_finite_tag(a->tokens[t].tag)) continue;
    const char *rule;
    hs_range source = hs_subject_before(a, hs_verb_group_start(a, t), first, &rule);
    if (!is_empty(source)) return source;
  }
  return nobody;
}

static hs_range passive_agent(const hearsay_article *a, const hs_cue *cue, uint32_t limit) {
  for (uint32_t t = cue->tokens.last; t < limit && t < cue->tokens.last + 12; t++) {
    if (hs_in_stretch(a, t)) return nobody;
    if (hs_is(a, t, "by") && hs_phrase_from(a, t + 1)) return phrase_right(a, t + 1, limit);
  }
  return nobody;
}

/* "his claim that", "Lin's statement that", "a statement by the ministry" */
static hs_range noun_owner(const hearsay_article *a, const hs_cue *cue, hs_range sentence, const char **rule) {
  uint32_t p = a->phrase_at[cue->head];
  if (p == HEARSAY_NONE) return nobody;
  const hs_phrase *phrase = &a->phrases[p];
  *rule = "owner of the noun";
  uint32_t first = phrase->tokens.first;
  if (a->tokens[first].tag == HS_PRPS) return (hs_range){first, first + 1};
  for (uint32_t t = cue->head; t > first; t--)
    if (a->tokens[t].tag == HS_POS) return (hs_range){first, t};
  uint32_t after = cue->head + 1;
  if (after + 1 < sentence.last && (hs_is(a, after, "by") || hs_is(a, after, "from") || hs_is(a, after, "of")) &&
      cue->frame != HS_FRAME_PREPOSITION)
    return phrase_right(a, after + 1, sentence.last);
  /* "made the claim that": the subject of the verb before */
  *rule = "subject of the verb with the noun";
  return main_subject(a, sentence.first, phrase->tokens.first);
}

static hs_range verb_source(const hearsay_article *a, const hs_cue *cue, hs_range sentence, hs_range before,
                            const char **rule) {
  uint32_t start = cue->tokens.first, after = cue->tokens.last;
  uint32_t quoting = hs_quoting_verb(a, cue->head);
  if (quoting != HEARSAY_NONE) {
    uint32_t group = hs_verb_group_start(a, quoting);
    if (group < quoting && hs_is_be(a, quoting - 1)) return hs_subject_before(a, group, sentence.first, rule);
    *rule = "quoted as saying";
    return phrase_right(a, quoting + 1, cue->head - 1);
  }
  if (cue->passive) {
    *rule = "agent of the passive";
    return passive_agent(a, cue, sentence.last);
  }
  if (cue->frame == HS_FRAME_QUOTE_BEFORE || cue->frame == HS_FRAME_PARENTHESIS) {
    hs_range subject = start > sentence.first ? hs_subject_before(a, start, sentence.first, rule) : nobody;
    if (!is_empty(subject)) return subject;
    *rule = "subject behind the cue";
    hs_range inverted = phrase_right(a, after, sentence.last);
    if (!is_empty(inverted)) return inverted;
  }
  hs_range subject = hs_subject_before(a, start, sentence.first, rule);
  if (!is_empty(subject)) return subject;
  *rule = "source of the cue before";
  if (!is_empty(before)) return before;
  *rule = "subject of the sentence";
  return main_subject(a, sentence.first, start);
}

hs_range hs_find_source(const hearsay_article *a, const hs_cue *cue, hs_range before, const char **rule) {
  hs_range sentence = hs_sentence_of(a, cue->head);
  sentence.first = hs_sentence_start(a, cue->head);
  switch (cue->word) {
  case HS_CUE_ACCORDING: *rule = "according to"; return phrase_right(a, cue->tokens.last, sentence.last);
  case HS_CUE_COLON:
    *rule = "name before a colon";
    return (hs_range){a->paragraph_tokens[a->sentences[a->tokens[cue->head].sentence].paragraph].first, cue->head};
  case HS_CUE_DASH: {
    *rule = "name behind a dash";
    hs_range source = {cue->tokens.last, sentence.last};
    while (source.last > source.first && a->tokens[source.last - 1].kind == HS_PUNCT &&
           a->tokens[source.last - 1].fold == '.')
      source.last--;
    return source;
  }
  case HS_CUE_NOUN: return noun_owner(a, cue, sentence, rule);
  default: return verb_source(a, cue, sentence, before, rule);
  }
}
