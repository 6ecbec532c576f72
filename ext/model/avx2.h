/*
** avx2.h: functions that are there twice, for any machine and for those with AVX2, which are asked for it when they run: what
** they work out is the same. A body that is to be both is a HS_BODY, and is inlined into a function for each.
*/
#ifndef HS_AVX2_H
#define HS_AVX2_H

#include <stdbool.h>

#define HS_BODY static inline __attribute__((always_inline))

#if defined(__x86_64__)
#define HS_AVX2 __attribute__((target("avx2")))
static inline bool hs_has_avx2(void) {
  return __builtin_cpu_supports("avx2");
}
#endif

#endif
