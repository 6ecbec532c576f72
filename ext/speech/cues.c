/*
** cues.c: the words that attribute. A word's chance of being a cue depends on its lemma and on its frame, what it has
** around it; the figures are counted on PolNeAR's training articles with this very code (ext/train/cues.py).
*/
#include "language/lexicon.h"
#include "language/tags.h"
#include "speech/cue_table.h"
#include "speech/grammar.h"
#include "speech/sources.h"
#include "text/text.h"

#include <string.h>

/* ---- the table --------------------------------------------------------------------------------------------------------- */

/* Which half it is in is no branch: it cannot be guessed. */
static const hs_cue_entry *find_entry(uint32_t hash, uint8_t word) {
  const hs_cue_entry *e = hs_cue_entries; /* at last the last one that is not behind it */
  for (uint32_t count = hs_cue_entry_count; count > 1;) {
    uint32_t half = count / 2;
    const hs_cue_entry *middle = e + half;
    bool behind = ((uint64_t)middle->hash << 8 | middle->word) > ((uint64_t)hash << 8 | word);
    e = behind ? e : middle;
    count -= half;
  }
  return e->hash == hash && e->word == word ? e : NULL;
}

/* ---- frames ------------------------------------------------------------------------------------------------------------ */

static bool opens_speech(const hearsay_article *a, uint32_t t, uint32_t limit) {
  if (t >= limit || !hs_in_stretch(a, t)) return false;
  const hs_stretch *s = &a->stretches[a->stretch_at[t]];
  return s->tokens.first == t && s->use == HS_USE_SPEECH && s->words > 0;
}

/*
** Whether a quoted stretch ends right before t, a comma of British papers between them or not. Over the end of a sentence
** only when that is the quotation's own: "Why?" Mr Lee asked; but not "… in all salt." Most iodine comes from …
*/
static bool closes_speech(const hearsay_article *a, uint32_t t) {
  if (t == 0) return false;
  uint32_t before = t - 1;
  if (hs_is_comma(a, before) && !hs_in_stretch(a, before) && before > 0) before--;
  if (!hs_in_stretch(a, before)) return false;
  const hs_stretch *s = &a->stretches[a->stretch_at[before]];
  if (s->tokens.last != before + 1 || s->use != HS_USE_SPEECH || !s->words) return false;
  uint32_t here = a->tokens[t].sentence, there = a->tokens[before].sentence;
  if (here == there) return true;
  unsigned char end = before > s->tokens.first ? a->tokens[before - 1].fold : 0;
  return a->sentences[here].paragraph == a->sentences[there].paragraph &&
         (end == '?' || end == '!' || end == HS_F_ELLIPSIS);
}

/* What follows at t: a frame, or HS_FRAME_NONE to look further on. */
static hs_frame frame_at(const hearsay_article *a, uint32_t t, uint32_t limit) {
  if (t >= limit) return HS_FRAME_NONE;
  const hs_token *token = &a->tokens[t];
  bool pause = hs_is_comma(a, t) || (token->fold == ':' && token->kind == HS_PUNCT);
  if (pause && opens_speech(a, t + 1, limit)) return HS_FRAME_QUOTE_AFTER;
  if (token->fold == ':' && token->kind == HS_PUNCT && t + 1 < limit) return HS_FRAME_QUOTE_AFTER;
  if (opens_speech(a, t, limit)) {
    const hs_stretch *s = &a->stretches[a->stretch_at[t]];
    return s->ends_clause || s->comma_behind || s->tokens.last >= limit || s->words > 7 ? HS_FRAME_QUOTE_AFTER
                                                                                        : HS_FRAME_QUOTE_NEAR;
  }
  if (hs_is(a, t, "that") && t + 1 < limit && !hs_is_comma(a, t + 1)) return HS_FRAME_THAT;
  if (token->tag == HS_TO && t + 1 < limit &&
      (hs_is_verb_tag(a->tokens[t + 1].tag) || a->tokens[t + 1].tag == HS_RB || hs_in_stretch(a, t + 1)))
    return HS_FRAME_TO;
  if (hs_is(a, t, "whether") || hs_is(a, t, "if") || token->tag == HS_WRB || token->tag == HS_WP)
    return HS_FRAME_WHETHER;
  if (token->tag == HS_VBG && t > 0 && hs_is_verb_tag(a->tokens[t - 1].tag))
    return HS_FRAME_TO; /* denied taking money */
  if (hs_clause_begins(a, t, limit)) return HS_FRAME_CLAUSE;
  return HS_FRAME_NONE;
}

/* Verbs whose object is who is spoken to. */
static bool takes_addressee(const hearsay_article *a, uint32_t verb) {
  static const char *const words[] = {"told",    "tells",  "tell",     "telling", "asked",   "asks",
                                      "warned",  "warns",  "reminded", "assured", "assures", "informed",
                                      "advised", "texted", "emailed",  "messaged"};
  for (size_t i = 0; i < sizeof words / sizeof *words; i++)
    if (hs_is(a, verb, words[i])) return true;
  return false;
}

/* "told reporters that": an addressee, when a frame of its own follows it. */
static uint32_t skip_addressee(const hearsay_article *a, uint32_t t, uint32_t limit) {
  const hs_phrase *phrase = t < limit && !hs_in_stretch(a, t) ? hs_phrase_from(a, t) : NULL;
  if (!phrase || phrase->tokens.last > limit) return t;
  return hs_phrase_reach(a, phrase, limit);
}

/*
** Whether what was skipped from `from` to `at` leaves a "that" at `at` to the cue: "said in a statement that", "said to
** reporters that"; but in "Referring to the budget that the house passed" it is the budget's.
*/
static bool keeps_complement(const hearsay_article *a, uint32_t from, uint32_t at) {
  if (!hs_is(a, at, "that") || !(hs_is(a, from, "to") || hs_is(a, from, "of"))) return true;
  const hs_phrase *phrase = hs_phrase_before(a, at);
  return phrase &&
         (phrase->kind == HEARSAY_NAME || (hs_classes(a, phrase->head) & (HS_PERSON_NOUN | HS_PEOPLE_NOUN)) != 0);
}

/* The frame on the right of a cue, and where the content begins. */
static hs_frame frame_right(const hearsay_article *a, uint32_t t, uint32_t limit, uint32_t *content) {
  uint32_t at = t;
  hs_frame frame = frame_at(a, at, limit);
  for (int step = 0; frame == HS_FRAME_NONE && step < 4; step++) {
    uint32_t next = hs_skip_adverbial(a, at, limit);
    if (next == at && step < 2) next = skip_addressee(a, at, limit);
    if (next == at) break;
    /* called the bridge "a danger": what is called so is part of it */
    if (opens_speech(a, next, limit) && next != at && hs_phrase_from(a, at) && !takes_addressee(a, t - 1)) break;
    bool kept = keeps_complement(a, at, next);
    at = next;
    frame = kept ? frame_at(a, at, limit) : HS_FRAME_NONE;
    if (!kept || (frame == HS_FRAME_CLAUSE && hs_phrase_from(a, t) && step > 0)) break;
  }
  if (frame != HS_FRAME_NONE) {
    bool pause = !hs_in_stretch(a, at) && (hs_is_comma(a, at) || a->tokens[at].fold == ':');
    *content = at + (pause ? 1 : 0);
    return frame;
  }
  *content = t;
  if (t < limit && (a->tokens[t].tag == HS_IN || a->tokens[t].tag == HS_TO) && hs_phrase_from(a, t + 1))
    return HS_FRAME_PREPOSITION;
  const hs_phrase *object = t < limit ? hs_phrase_from(a, t) : NULL;
  if (!object) return HS_FRAME_NONE;
  bool accuses = hs_is(a, t - 1, "accused") || hs_is(a, t - 1, "accuses") || hs_is(a, t - 1, "accusing");
  if (accuses && object->tokens.last < limit && hs_is(a, object->tokens.last, "of")) *content = object->tokens.last;
  return HS_FRAME_OBJECT;
}

static bool quote_follows(const hearsay_article *a, uint32_t t, uint32_t limit) {
  for (uint32_t u = t; u < limit && u < t + 12; u++)
    if (opens_speech(a, u, limit)) return true;
  return false;
}

/* Whether the sentence says something before token t: a finite verb outside marks, or a quoted stretch. */
static bool clause_before(const hearsay_article *a, uint32_t start, uint32_t t) {
  uint32_t from = t > start + 60 ? t - 60 : start;
  for (uint32_t u = t; u > from; u--)
    if (hs_in_stretch(a, u - 1) || hs_is_finite_tag(a->tokens[u - 1].tag)) return t > start + 2;
  return false;
}

/* "Bridge safe, says Lee", "Library to close, city says": a headline, without a full stop, leaves out forms of be. */
static bool leaves_out_verbs(const hearsay_article *a, hs_range sentence) {
  hs_range paragraph = a->paragraph_tokens[a->sentences[a->tokens[sentence.first].sentence].paragraph];
  bool alone = paragraph.first == sentence.first && paragraph.last == sentence.last;
  return alone && a->tokens[sentence.last - 1].kind == HS_WORD;
}

/* Whether nothing but adverbials is between t and the sentence's end, a comma or a quotation. */
static bool comes_to_rest(const hearsay_article *a, uint32_t t, uint32_t limit) {
  for (int step = 0; step < 5; step++) {
    uint32_t next = hs_skip_adverbial(a, t, limit);
    if (next == t) break;
    t = next;
  }
  if (t >= limit || hs_is_comma(a, t) || hs_is_dash(a, t)) return true;
  /* "…, says senator as recess nears" */
  if (hs_is(a, t, "as") || hs_is(a, t, "after") || hs_is(a, t, "when") || hs_is(a, t, "while") || hs_is(a, t, "amid"))
    return true;
  unsigned char c = a->tokens[t].fold;
  return a->tokens[t].kind == HS_PUNCT && (c == '.' || c == '?' || c == '!' || c == ';' || c == ')');
}

/* Fills frame of a verb; *content is where an indirect content would begin. */
static void find_frame(const hearsay_article *a, hs_cue *cue, hs_range sentence) {
  uint32_t start = cue->tokens.first, after = cue->tokens.last, content;
  hs_frame right = frame_right(a, after, sentence.last, &content);
  cue->content = content;
  cue->frame = (uint8_t)right;
  const char *rule;
  hs_range found = hs_subject_before(a, start, sentence.first, &rule);
  uint32_t subject = found.first < found.last ? found.first : start;
  bool inverted = hs_phrase_from(a, after) != NULL || hs_in_stretch(a, after);
  if (closes_speech(a, start) || (subject < start && closes_speech(a, subject))) {
    /* "…," he said that: an ordinary complement wins only when the sentence began before */
    /* "…," stressing the need: a participle takes what follows it */
    bool participle = a->tokens[cue->head].tag == HS_VBG && start == cue->head && subject == start;
    if (!participle && (right != HS_FRAME_THAT || inverted)) cue->frame = HS_FRAME_QUOTE_BEFORE;
    return;
  }
  if (right == HS_FRAME_QUOTE_AFTER || right == HS_FRAME_THAT) return;
  uint32_t front = subject < start ? subject : start;
  bool comma =
      front > sentence.first && (hs_is_comma(a, front - 1) || hs_is_dash(a, front - 1)) && !hs_in_stretch(a, front - 1);
  bool as = front > sentence.first && hs_is(a, front - 1, "as");
  /* The bridge, Lee said, will stay closed: in the middle of the clause */
  bool middle = comma && subject < start && after + 1 < sentence.last && hs_is_comma(a, after) &&
                hs_is_finite_tag(a->tokens[after + 1].tag);
  if (middle) {
    cue->frame = HS_FRAME_PARENTHESIS;
    return;
  }
  uint32_t begin = comma || as ? hs_sentence_start(a, start) : start;
  bool headline = comma && front > begin + 2 && leaves_out_verbs(a, sentence);
  if (headline || ((comma || as) && clause_before(a, begin, front - 1))) {
    uint32_t rest = after;
    const hs_phrase *object = hs_phrase_from(a, after);
    if (object && (subject == start || right == HS_FRAME_OBJECT)) rest = hs_phrase_reach(a, object, sentence.last);
    if ((subject < start || object) && comes_to_rest(a, rest, sentence.last)) {
      cue->frame = HS_FRAME_PARENTHESIS;
      return;
    }
  }
  bool weak = right == HS_FRAME_NONE || right == HS_FRAME_OBJECT || right == HS_FRAME_PREPOSITION;
  if (!weak || !quote_follows(a, after, sentence.last)) return;
  cue->frame = HS_FRAME_QUOTE_NEAR;
  for (uint32_t t = after; t + 1 < sentence.last && t < after + 12; t++)
    if (a->tokens[t].fold == ':' && opens_speech(a, t + 1, sentence.last)) { /* added, in red ink: "After you." */
      cue->frame = HS_FRAME_QUOTE_AFTER;
      cue->content = t + 1;
      return;
    }
}

/* ---- kinds of words --------------------------------------------------------------------------------------------------- */

/* "according to the draft"; "in the words of the prosecutor" */
static bool at_according(const hearsay_article *a, uint32_t t, hs_cue *cue) {
  uint32_t next = t + 1;
  if (next >= a->token_count) return false;
  bool according = hs_is(a, t, "according") && hs_is(a, next, "to");
  bool words = t > 1 && hs_is(a, t, "words") && hs_is(a, next, "of") && hs_is(a, t - 1, "the") && hs_is(a, t - 2, "in");
  if (!according && !words) return false;
  *cue = (hs_cue){.tokens = {words ? t - 2 : t, next + 1},
                  .head = t,
                  .lemma = hs_mix(1, words),
                  .word = HS_CUE_ACCORDING,
                  .frame = HS_FRAME_PARENTHESIS,
                  .cue_class = HEARSAY_SPEECH,
                  .probability = 0.97f,
                  .content = next + 1};
  return true;
}

/* "Q: …", "SMITH: …", "Anna Kovacs: …" at the front of a paragraph. */
static bool at_colon(const hearsay_article *a, uint32_t t, hs_cue *cue) {
  if (a->tokens[t].fold != ':' || a->tokens[t].kind != HS_PUNCT) return false;
  uint32_t p = a->sentences[a->tokens[t].sentence].paragraph;
  hs_range r = a->paragraph_tokens[p];
  if (t == r.first || t - r.first > 6 || t + 1 >= r.last || a->paragraphs[p].role != HEARSAY_BODY) return false;
  bool letter = t - r.first == 1 && a->tokens[r.first].shape == HS_INITIAL;
  for (uint32_t u = r.first; u < t; u++) {
    const hs_token *token = &a->tokens[u];
    if (hs_in_stretch(a, u) || token->kind != HS_WORD || token->shape == HS_LOWER) return false;
  }
  uint32_t n = a->name_at[t - 1];
  bool person = n != HEARSAY_NONE;
  if (!letter && !person && a->tokens[t - 1].shape != HS_UPPER) return false;
  *cue = (hs_cue){.tokens = {t, t + 1},
                  .head = t,
                  .word = HS_CUE_COLON,
                  .frame = HS_FRAME_QUOTE_AFTER,
                  .cue_class = HEARSAY_SPEECH,
                  .given = true,
                  .probability = letter || person ? 0.9f : 0.6f,
                  .content = t + 1};
  return true;
}

/* Whether a quotation ends right before t, on the same line or the one above: "…" / — Commissioner X. */
static bool behind_quotation(const hearsay_article *a, uint32_t t) {
  return t > 0 && hs_in_stretch(a, t - 1) && a->stretches[a->stretch_at[t - 1]].tokens.last == t;
}

/* "…" — Commissioner X: a dash behind a quotation, then a name and the paragraph's end. */
static bool at_dash(const hearsay_article *a, uint32_t t, hs_cue *cue) {
  if (!hs_is_dash(a, t) || hs_in_stretch(a, t) || !behind_quotation(a, t)) return false;
  hs_range r = a->paragraph_tokens[a->sentences[a->tokens[t].sentence].paragraph];
  if (t + 1 >= r.last || r.last - t > 25) return false;
  if (a->tokens[t + 1].kind != HS_WORD || a->tokens[t + 1].shape == HS_LOWER || hs_in_stretch(a, t + 1)) return false;
  for (uint32_t u = t + 1; u < r.last; u++)
    if (hs_is_finite_tag(a->tokens[u].tag) || hs_in_stretch(a, u)) return false;
  *cue = (hs_cue){.tokens = {t, t + 1},
                  .head = t,
                  .word = HS_CUE_DASH,
                  .frame = HS_FRAME_QUOTE_BEFORE,
                  .cue_class = HEARSAY_SPEECH,
                  .given = true,
                  .probability = 0.9f,
                  .content = t + 1};
  return true;
}

/* Any other colon that stands in a line: "Trump: We will win", "The question is this: …" */
static bool at_any_colon(const hearsay_article *a, uint32_t t, hs_cue *cue) {
  hs_range r = a->paragraph_tokens[a->sentences[a->tokens[t].sentence].paragraph];
  if (a->tokens[t].fold != ':' || t == r.first || t + 1 >= r.last) return false;
  *cue = (hs_cue){.tokens = {t, t + 1},
                  .head = t,
                  .lemma = hs_mix(1, ':'),
                  .word = HS_CUE_COLON,
                  .frame = HS_FRAME_QUOTE_AFTER,
                  .cue_class = HEARSAY_SPEECH,
                  .content = t + 1};
  return true;
}

static bool is_passive(const hearsay_article *a, uint32_t start, uint32_t t) {
  if (a->tokens[t].tag != HS_VBN && a->tokens[t].tag != HS_VBD) return false;
  for (uint32_t u = start; u < t; u++)
    if (hs_is_be(a, u)) return true;
  return false;
}

/* "quoted Kim as saying": the verb before, that the participle at t belongs to; HEARSAY_NONE when there is none. */
uint32_t hs_quoting_verb(const hearsay_article *a, uint32_t t) {
  hs_range sentence = hs_sentence_of(a, t);
  if (a->tokens[t].tag != HS_VBG || t < sentence.first + 2 || !hs_is(a, t - 1, "as")) return HEARSAY_NONE;
  uint32_t furthest = t > sentence.first + 25 ? t - 25 : sentence.first;
  for (uint32_t u = t - 1; u > furthest; u--)
    if (hs_is(a, u - 1, "quoted") || hs_is(a, u - 1, "quotes") || hs_is(a, u - 1, "quoting") ||
        hs_is(a, u - 1, "cited") || hs_is(a, u - 1, "cites") || hs_is(a, u - 1, "citing"))
      return u - 1;
  return HEARSAY_NONE;
}

/* The particle belongs to the verb: "pointed out", "called on", "called for". */
static uint32_t cue_end(const hearsay_article *a, uint32_t t, uint32_t limit) {
  uint32_t next = t + 1;
  if (next >= limit || a->tokens[next].kind != HS_WORD) return next;
  bool calls = hs_is(a, t, "call") || hs_is(a, t, "calls") || hs_is(a, t, "called") || hs_is(a, t, "calling");
  bool upon = hs_is(a, next, "on") || hs_is(a, next, "upon") || hs_is(a, next, "for");
  return a->tokens[next].tag == HS_RP || (calls && upon) ? next + 1 : next;
}

static void describe_verb(const hearsay_article *a, uint32_t t, hs_cue *cue) {
  hs_range sentence = hs_sentence_of(a, t);
  cue->tokens = (hs_range){hs_verb_group_start(a, t), cue_end(a, t, sentence.last)};
  cue->passive = is_passive(a, cue->tokens.first, t);
  uint32_t quoting = hs_quoting_verb(a, t);
  if (quoting != HEARSAY_NONE) { /* "was quoted as saying" is one cue; of "quoted Kim as saying" the end is */
    bool together = quoting + 2 == t;
    cue->tokens.first = together ? hs_verb_group_start(a, quoting) : t - 1;
  }
  find_frame(a, cue, sentence);
}

/* "his claim that …", "the view that …", "plans to …"; "is confident that …" */
static void describe_noun(const hearsay_article *a, uint32_t t, hs_cue *cue) {
  hs_range sentence = hs_sentence_of(a, t);
  cue->tokens = (hs_range){cue->word == HS_CUE_ADJECTIVE ? hs_verb_group_start(a, t) : t, t + 1};
  cue->frame = (uint8_t)frame_at(a, t + 1, sentence.last);
  cue->content = t + 1;
  if (cue->frame == HS_FRAME_CLAUSE && cue->word == HS_CUE_NOUN) cue->frame = HS_FRAME_NONE;
  bool about =
      t + 2 < sentence.last && (hs_is(a, t + 1, "of") || hs_is(a, t + 1, "for") || hs_is(a, t + 1, "about") ||
                                hs_is(a, t + 1, "against") || hs_is(a, t + 1, "over") || hs_is(a, t + 1, "on"));
  if (cue->frame == HS_FRAME_NONE && about && hs_phrase_from(a, t + 2)) cue->frame = HS_FRAME_PREPOSITION;
}

static void describe(const hearsay_article *a, uint32_t t, hs_cue *cue) {
  if (cue->word == HS_CUE_VERB)
    describe_verb(a, t, cue);
  else
    describe_noun(a, t, cue);
}

/* Whether token t can be a cue by its part of speech; sets head, word and lemma. */
static bool is_candidate(const hearsay_article *a, uint32_t t, hs_cue *cue) {
  const hs_token *token = &a->tokens[t];
  if (token->kind != HS_WORD || a->name_at[t] != HEARSAY_NONE || hs_in_stretch(a, t)) return false;
  bool verb = hs_is_verb_tag(token->tag), noun = token->tag == HS_NN || token->tag == HS_NNS;
  if (!verb && !noun && token->tag != HS_JJ) return false;
  if ((verb && hs_is_auxiliary(a, t)) || token->end - token->start >= HEARSAY_LEMMA_MAX) return false;
  *cue = (hs_cue){.head = t, .lemma = hs_lemma_hash(a, t)};
  cue->word = verb ? HS_CUE_VERB : noun ? HS_CUE_NOUN : HS_CUE_ADJECTIVE;
  return true;
}

uint32_t hs_figure_of(const hs_cue *cue) {
  bool own = cue->frame == HS_FRAME_QUOTE_BEFORE || cue->frame == HS_FRAME_QUOTE_AFTER || cue->frame == HS_FRAME_THAT;
  return cue->passive && !own ? HS_PASSIVE_FIGURE : cue->frame;
}

bool hs_describe_cue(const hearsay_article *a, uint32_t t, hs_cue *cue) {
  if (!is_candidate(a, t, cue)) return false;
  describe(a, t, cue);
  return true;
}

/* The table's figure; of "appealed to them to "open …"" the better of its frame's and of a quotation near by. */
static float chance_of(const hearsay_article *a, const hs_cue_entry *entry, const hs_cue *cue) {
  uint8_t chance = entry->chance[hs_figure_of(cue)], near = entry->chance[HS_FRAME_QUOTE_NEAR];
  bool quoted = near > chance && (cue->frame == HS_FRAME_TO || cue->frame == HS_FRAME_CLAUSE) &&
                quote_follows(a, cue->content, hs_sentence_of(a, cue->head).last);
  return (float)(quoted ? near : chance) / 255.0f;
}

/* Words in no table: "is worried that …", "his hunch that …", "the grievances of the tenants" */
static bool may_attribute(const hearsay_article *a, uint32_t t, const hs_cue *cue) {
  uint32_t next = t + 1;
  if (next >= a->token_count || a->tokens[next].sentence != a->tokens[t].sentence) return false;
  if (cue->word == HS_CUE_ADJECTIVE) return hs_verb_group_start(a, t) < t;
  bool clause = hs_is(a, next, "that") || hs_is(a, next, "of") || hs_is(a, next, "about") || hs_is(a, next, "on") ||
                hs_is(a, next, "over") || a->tokens[next].tag == HS_TO;
  return cue->word == HS_CUE_NOUN && clause;
}

/* "quoted Kim as saying": the verb whose cue the participle further on is. */
static bool is_quoting(const hearsay_article *a, uint32_t t) {
  static const char *const words[] = {"quoted", "quotes", "quoting", "cited", "cites", "citing"};
  uint32_t last = hs_sentence_of(a, t).last;
  bool quotes = false;
  unsigned char c = a->tokens[t].fold;
  if (c < 0x80 && c != 'q' && c != 'c' && c != 'Q' && c != 'C') return false;
  for (size_t i = 0; i < sizeof words / sizeof *words; i++) quotes = quotes || hs_is(a, t, words[i]);
  for (uint32_t u = t + 2; quotes && u < last && u < t + 27; u++)
    if (hs_quoting_verb(a, u) == t) return true;
  return false;
}

bool hs_look_at_cue(const hearsay_article *a, uint32_t t, hs_cue *cue) {
  if (hs_in_stretch(a, t) || is_quoting(a, t)) return false;
  if (a->tokens[t].kind == HS_PUNCT) return at_colon(a, t, cue) || at_dash(a, t, cue) || at_any_colon(a, t, cue);
  if (at_according(a, t, cue)) return true;
  if (!is_candidate(a, t, cue)) return false;
  uint32_t user = hs_user_cue(a, t, cue->lemma);
  const hs_cue_entry *entry = find_entry(cue->lemma, cue->word);
  if (!entry && cue->word == HS_CUE_VERB) entry = find_entry(0, HS_CUE_VERB);
  if (!entry && !user && !may_attribute(a, t, cue)) return false;
  describe(a, t, cue);
  if (user > 1) cue->tokens.last = t + user;
  bool quoted = cue->word == HS_CUE_VERB && hs_quoting_verb(a, t) != HEARSAY_NONE; /* "as saying" */
  cue->given = user > 0 || quoted;
  cue->cue_class = user ? HEARSAY_SPEECH : entry ? entry->cue_class : (uint8_t)HEARSAY_OTHER_CUE;
  cue->probability = cue->given ? 0.9f : entry ? chance_of(a, entry, cue) : 0;
  return true;
}
