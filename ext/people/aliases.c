/* aliases.c: looks up the table of well-known short names; see forms.h. */
#include "people/alias_table.h"
#include "people/forms.h"

#include <string.h>

uint32_t hs_find_alias(uint32_t key) {
  uint32_t low = 0, high = hs_alias_count;
  while (low < high) {
    uint32_t middle = low + (high - low) / 2;
    if (hs_aliases[middle].key < key)
      low = middle + 1;
    else
      high = middle;
  }
  return low < hs_alias_count && hs_aliases[low].key == key ? low + 1 : 0;
}

hearsay_text hs_alias_text(uint32_t alias) {
  const char *full = hs_aliases[alias - 1].full;
  return (hearsay_text){full, strlen(full)};
}

uint32_t hs_alias_key(uint32_t alias) {
  return hs_aliases[alias - 1].full_key;
}
