/*
** driver.c: a target without libFuzzer: AFL++'s persistent mode when its compiler builds it, and
**
**     TARGET FILE...
**
** runs the inputs that the files hold, each of which it names, so that the last name is the input that ended it.
*/
#include "fuzz.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifdef __AFL_COMPILER
#include <unistd.h>
__AFL_FUZZ_INIT();
#endif

/* From a block of exactly its size, so that reading past the end is seen. */
static void run(const uint8_t *data, size_t size) {
  uint8_t *copy = malloc(size ? size : 1);
  if (!copy) fuzz_fail("out of memory");
  memcpy(copy, data, size);
  LLVMFuzzerTestOneInput(copy, size);
  free(copy);
}

static void run_file(const char *name) {
  FILE *file = fopen(name, "rb");
  long size = -1;
  if (file && !fseek(file, 0, SEEK_END)) size = ftell(file);
  if (size < 0) fuzz_fail("%s: cannot be read", name);
  rewind(file);
  uint8_t *data = malloc((size_t)size + 1);
  if (!data || fread(data, 1, (size_t)size, file) != (size_t)size) fuzz_fail("%s: cannot be read", name);
  fclose(file);
  printf("%s\n", name);
  fflush(stdout);
  run(data, (size_t)size);
  free(data);
}

int main(int argc, char **argv) {
  for (int i = 1; i < argc; i++) run_file(argv[i]);
#ifdef __AFL_COMPILER
  if (argc > 1) return 0;
  __AFL_INIT();
  const uint8_t *data = __AFL_FUZZ_TESTCASE_BUF;
  while (__AFL_LOOP(1000)) run(data, (size_t)__AFL_FUZZ_TESTCASE_LEN);
#endif
  return 0;
}
