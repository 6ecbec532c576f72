/*
** hash.h: the two hashes of a word, which the table generator and the look-up share: the first says where its entry can
** be, the second that it is its own and not another word's.
*/
#ifndef HS_HASH_H
#define HS_HASH_H

#include <stddef.h>
#include <stdint.h>

#define HS_HASH_START 0x811C9DC5u
#define HS_CHECK_START 0x9747B28Cu

static inline uint32_t hs_hash_step(uint32_t hash, unsigned char c) {
  return (hash ^ c) * 0x01000193u;
}

static inline uint32_t hs_check_step(uint32_t check, unsigned char c) {
  check = (check ^ c) * 0x5BD1E995u;
  return check ^ (check >> 15);
}

/* FNV-1a over lower-case folded bytes. */
uint32_t hs_hash(const unsigned char *folded, size_t count);

#endif
