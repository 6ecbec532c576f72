/* lexicon.c: looking words and phrases up in the tables that ext/tools/tables.c has made. */
#include "language/lexicon.h"
#include "language/hash.h"
#include "language/tables.h"
#include "text/text.h"

#include <string.h>

/* ---- words ----------------------------------------------------------------------------------------------------------- */

uint32_t hs_find_hashed_word(uint32_t hash, uint32_t check) {
  if (!check) check = 1; /* 0 marks an empty slot */
  for (uint32_t slot = hash & hs_word_mask; hs_word_checks[slot]; slot = (slot + 1) & hs_word_mask)
    if (hs_word_checks[slot] == check) return slot + 1;
  return 0;
}

/* No entry ends with a full stop: "Gov." is found as "gov", "U.S." as "u.s". */
uint32_t hs_find_word(const unsigned char *folded, size_t count) {
  uint32_t hash = HS_HASH_START, check = HS_CHECK_START;
  if (count > 1 && folded[count - 1] == '.') count--;
  if (count == 0 || count > HS_LONGEST_WORD) return 0;
  for (size_t i = 0; i < count; i++) {
    unsigned char c = hs_fold_lower(folded[i]);
    if (c == HS_F_JOINED) continue;
    if (c == HS_F_SINGLE_CLOSE) c = '\'';
    hash = hs_hash_step(hash, c);
    check = hs_check_step(check, c);
  }
  return hs_find_hashed_word(hash, check);
}

/* The hash of a token without the full stop that belongs to it ("Cllr."): FNV-1a's last step undone. */
static uint32_t hash_without_stop(const hearsay_article *article, const hs_token *t) {
  const uint32_t inverse = 0x359C449Bu; /* of FNV's prime, modulo 2^32 */
  return t->end - t->start > 1 && article->fold[t->end - 1] == '.' ? (t->hash * inverse) ^ '.' : t->hash;
}

uint32_t hs_classes_by_user(const hearsay_article *article, uint32_t token) {
  const hs_token *t = &article->tokens[token];
  uint32_t classes = hs_word_classes(t->word);
  if (hs_is_user_title(article->reader, hash_without_stop(article, t))) classes |= HS_TITLE;
  return classes;
}

bool hs_is_letter_by_letter(const hearsay_article *article, uint32_t token, const char *word) {
  const hs_token *t = &article->tokens[token];
  const unsigned char *fold = article->fold;
  if (t->start == t->end || hs_fold_lower(fold[t->start]) != (unsigned char)*word) {
    /* n't and 's may be written with another apostrophe, or the word may begin with a joining mark */
    if (*word != '\'' && (t->start == t->end || fold[t->start] != HS_F_JOINED)) return false;
  }
  const char *next = word;
  for (uint32_t i = t->start; i < t->end; i++) {
    unsigned char c = hs_fold_lower(fold[i]);
    if (c == HS_F_JOINED) continue;
    if (c == HS_F_SINGLE_CLOSE) c = '\'';
    if (c == '&' && *next != '&') /* an entity: "n&rsquo;t" */
      return t->hash == hs_hash((const unsigned char *)word, strlen(word));
    if (c != (unsigned char)*next++) return false;
  }
  return !*next;
}

/* ---- phrases ------------------------------------------------------------------------------------------------------------ */

/* The child of a node that a word leads to, 0 if there is none. Which half it is in is no branch: it cannot be guessed. */
static uint32_t child_of(uint32_t node, uint32_t word) {
  uint32_t first = hs_phrase_children[node], count = hs_phrase_children[node + 1] - first;
  if (!count) return 0;
  while (count > 1) {
    uint32_t half = count / 2;
    first += hs_phrase_words[first + half] <= word ? half : 0;
    count -= half;
  }
  return hs_phrase_words[first] == word ? first : 0;
}

/* The entry of a token inside a phrase, punctuation included: Marks & Spencer, Workers' Party. */
static uint32_t phrase_word(const hearsay_article *article, uint32_t token) {
  const hs_token *t = &article->tokens[token];
  if (t->word || t->kind == HS_WORD || t->kind == HS_NUMBER) return t->word;
  unsigned char c = t->fold == HS_F_SINGLE_CLOSE ? '\'' : t->fold;
  return hs_find_word(&c, 1);
}

uint32_t hs_find_phrase(const hearsay_article *article, uint32_t first, uint32_t limit, uint32_t *classes) {
  uint32_t longest = 0, node = 0;
  *classes = 0;
  if (!(hs_word_classes(article->tokens[first].word) & HS_PHRASE_START)) return 0;
  for (uint32_t t = first; t < limit; t++) {
    uint32_t word = phrase_word(article, t);
    node = word ? child_of(node, word) : 0;
    if (!node) break;
    if (!hs_phrase_classes[node]) continue;
    longest = t - first + 1;
    *classes = hs_class_sets[hs_phrase_classes[node]];
  }
  return longest;
}

const char *hearsay_model_id(void) {
  return hs_model_id;
}
