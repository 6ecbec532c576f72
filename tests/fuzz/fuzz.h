/*
** fuzz.h: what the fuzz targets share. A target is a file with LLVMFuzzerTestOneInput, which libFuzzer calls; driver.c calls it
** for AFL++ and for files. What must not be ends the process with a message, as a sanitizer's finding does.
*/
#ifndef FUZZ_H
#define FUZZ_H

#include "hearsay.h"

#include <sqlite3.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Prints a message and aborts. */
_Noreturn void fuzz_fail(const char *format, ...);

/* ---- the input as a source of choices; at its end every choice is 0 -------------------------------------------------- */

typedef struct fuzz_input {
  const uint8_t *data, *end;
} fuzz_input;

uint32_t fuzz_number(fuzz_input *input, unsigned bytes); /* 1 to 4 bytes */
uint32_t fuzz_choose(fuzz_input *input, uint32_t count); /* 0 to count - 1 */
#define FUZZ_PICK(input, array) ((array)[fuzz_choose(input, (uint32_t)(sizeof(array) / sizeof *(array)))])

/* ---- databases with the extension ------------------------------------------------------------------------------------ */

sqlite3 *fuzz_open(void);
/* Fails unless nothing is left open or allocated. */
void fuzz_close(sqlite3 *db);
/* Runs statements that must succeed. */
void fuzz_must(sqlite3 *db, const char *sql);
/* Runs statements that may fail, but not with a code that no input explains; reads every value. Its result code. */
int fuzz_try(sqlite3 *db, const char *sql);
/* Steps a statement to its end, as fuzz_try does, and resets it. */
int fuzz_step(sqlite3 *db, sqlite3_stmt *statement);
/* The one value of a query that must succeed. */
sqlite3_int64 fuzz_integer(sqlite3 *db, const char *sql);

#endif /* FUZZ_H */
