/* phrases.c: noun phrases by a pass over the tags; see phrases.h. */
#include "language/phrases.h"
#include "language/lexicon.h"
#include "language/names.h"
#include "language/tags.h"

enum { LONGEST_PHRASE = 24 };

typedef struct chunker {
  hearsay_article *article;
  uint32_t limit; /* end of the sentence */
  uint32_t room;
} chunker;

static bool is_determiner(uint8_t tag) {
  return tag == HS_DT || tag == HS_PDT || tag == HS_PRPS || tag == HS_WPS;
}

/* Inside a phrase, before its head: adjectives, numbers, participles ("the divided council", "a leading critic"). */
static bool is_modifier(const hearsay_article *a, uint32_t t) {
  const hs_token *token = &a->tokens[t];
  switch (token->tag) {
  case HS_JJ:
  case HS_JJR:
  case HS_JJS:
  case HS_CD:
  case HS_FW: return true;
  case HS_VBN:
  case HS_VBG: return true;
  case HS_SYM: return token->fold == '$';
  default: return false;
  }
}

static bool is_noun(const hearsay_article *a, uint32_t t) {
  return hs_is_noun_tag(a->tokens[t].tag) || a->name_at[t] != HEARSAY_NONE;
}

/* Where the words that can stand before a head end; *head is the last noun on the way, HEARSAY_NONE without one. */
static uint32_t scan(const chunker *c, uint32_t first, uint32_t *head) {
  const hearsay_article *a = c->article;
  uint32_t t = first;
  *head = HEARSAY_NONE;
  bool determined = false;
  while (t < c->limit && t < first + LONGEST_PHRASE) {
    const hs_token *token = &a->tokens[t];
    if (a->name_at[t] != HEARSAY_NONE) {
      t = a->names[a->name_at[t]].tokens.last;
      *head = t - 1;
    } else if (is_noun(a, t)) {
      *head = t++;
    } else if (token->tag == HS_POS && *head == t - 1 && t + 1 < c->limit) {
      t++; /* China's representative: goes on */
    } else if (is_determiner(token->tag) && t == first) {
      determined = true;
      t++;
    } else if (token->tag == HS_DT && determined && t == first + 1) {
      t++; /* all the officials */
    } else if (is_modifier(a, t)) {
      bool participle = token->tag == HS_VBN || token->tag == HS_VBG;
      if (participle && !determined && t == first) break; /* "adding that": a verb */
      if (participle && *head != HEARSAY_NONE) break;     /* "the man accused of": behind its head */
      if (*head != HEARSAY_NONE && a->tokens[t - 1].tag != HS_POS && token->tag != HS_CD)
        break; /* officials familiar with */
      t++;
    } else if ((token->tag == HS_RB || token->tag == HS_RBR || token->tag == HS_RBS) && t + 1 < c->limit &&
               *head == HEARSAY_NONE && (a->tokens[t + 1].tag == HS_JJ || a->tokens[t + 1].tag == HS_CD)) {
      t++; /* a very senior official, about two dozen people */
    } else if (token->fold == '&' && *head == t - 1 && t + 1 < c->limit && is_noun(a, t + 1)) {
      t++;
    } else {
      break;
    }
  }
  return t;
}

static bool add_phrase(chunker *c, uint32_t first, uint32_t head) {
  hearsay_article *a = c->article;
  if (!hs_grow(a, (void **)&a->phrases, a->phrase_count, &c->room, sizeof *a->phrases)) return false;
  hs_phrase *phrase = &a->phrases[a->phrase_count];
  const hs_token *start = &a->tokens[first];
  *phrase = (hs_phrase){.tokens = {first, head + 1}, .head = head, .kind = HEARSAY_NOMINAL};
  if (start->tag == HS_PRP && head == first)
    phrase->kind = HEARSAY_PRONOUN;
  else if (a->name_at[head] != HEARSAY_NONE)
    phrase->kind = HEARSAY_NAME;
  phrase->definite = phrase->kind != HEARSAY_NOMINAL || hs_is(a, first, "the") || hs_is(a, first, "this") ||
                     hs_is(a, first, "that") || hs_is(a, first, "these") || hs_is(a, first, "those") ||
                     start->tag == HS_PRPS;
  for (uint32_t t = first; t < head; t++) phrase->definite = phrase->definite || a->tokens[t].tag == HS_POS;
  for (uint32_t t = first; t <= head; t++) a->phrase_at[t] = a->phrase_count;
  a->phrase_count++;
  return true;
}

/* The phrase from t on, if one begins there; the token to go on from. */
static uint32_t read_phrase(chunker *c, uint32_t t) {
  const hearsay_article *a = c->article;
  uint8_t tag = a->tokens[t].tag;
  if (tag == HS_PRP) {
    add_phrase(c, t, t);
    return t + 1;
  }
  if (!is_determiner(tag) && !is_modifier(a, t) && !is_noun(a, t) && tag != HS_RB && tag != HS_RBR) return t + 1;
  uint32_t head, end = scan(c, t, &head);
  if (head == HEARSAY_NONE) {
    /* "this", "others", "two", "some": a phrase by themselves, at the front of a verb above all */
    if (tag == HS_DT && !hs_is(a, t, "the") && !hs_is(a, t, "a") && !hs_is(a, t, "an")) add_phrase(c, t, t);
    /* "the largest of them", "the poor": an adjective is the head */
    bool adjective = end > t + 1 && (a->tokens[end - 1].tag == HS_JJS || a->tokens[end - 1].tag == HS_JJ);
    if (tag == HS_CD || (tag == HS_DT && adjective)) add_phrase(c, t, end > t ? end - 1 : t);
    return end > t ? end : t + 1;
  }
  add_phrase(c, t, head);
  return head + 1;
}

void hs_find_phrases(hearsay_article *article) {
  chunker c = {.article = article};
  article->phrase_at = hs_allocate_index(article, article->token_count + (size_t)1);
  if (article->status) return;
  for (uint32_t s = 0; s < article->sentence_count; s++) {
    hs_range r = article->sentence_tokens[s];
    c.limit = r.last;
    for (uint32_t t = r.first; t < r.last && hs_tick(article);) t = read_phrase(&c, t);
    if (article->status) return;
  }
  hs_trim(article, (void **)&article->phrases, article->phrase_count, sizeof *article->phrases);
}

const hs_phrase *hs_phrase_before(const hearsay_article *article, uint32_t token) {
  uint32_t p = token ? article->phrase_at[token - 1] : HEARSAY_NONE;
  return p != HEARSAY_NONE && article->phrases[p].tokens.last == token ? &article->phrases[p] : NULL;
}

const hs_phrase *hs_phrase_from(const hearsay_article *article, uint32_t token) {
  uint32_t p = token < article->token_count ? article->phrase_at[token] : HEARSAY_NONE;
  return p != HEARSAY_NONE && article->phrases[p].tokens.first == token ? &article->phrases[p] : NULL;
}
