/* hash.c: also compiled into the host tools, so that tables and articles agree. */
#include "language/hash.h"

uint32_t hs_hash(const unsigned char *folded, size_t count) {
  uint32_t hash = HS_HASH_START;
  for (size_t i = 0; i < count; i++) hash = hs_hash_step(hash, folded[i]);
  return hash;
}
