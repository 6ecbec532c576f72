/*
** memory.c: the allocator of the analyser. Everything comes from the host, is counted, and belongs to an arena: blocks
** on one list, freed together. Small pieces are cut from a common block; arrays that grow have a block of their own.
*/
#include "article.h"

#include <stdlib.h>
#include <string.h>

/*
** Under AddressSanitizer nobody may touch what lies before a block's items, and between two pieces: else it would not see who runs
** out of one of them.
*/
#ifndef __has_feature
#define __has_feature(feature) 0
#endif
#if defined(__SANITIZE_ADDRESS__) || __has_feature(address_sanitizer)
#include <sanitizer/asan_interface.h>
enum { GUARD = 16 };
#else
#define ASAN_POISON_MEMORY_REGION(address, bytes) ((void)(address))
enum { GUARD = 0 };
#endif

typedef struct hs_block {
  struct hs_block *previous, *next;
  size_t bytes; /* of the whole block */
  union {
    size_t unused; /* keeps what follows aligned to 16 bytes */
    char guard[8 + GUARD];
  } end;
} hs_block;

enum { SMALLEST_BLOCK = 8 * 1024, LARGEST_COMMON_BLOCK = 1024 * 1024, ALIGNMENT = 16 };

/* The items of a block, with the guard before them. */
static void *items_of(hs_block *block) {
  if (GUARD) ASAN_POISON_MEMORY_REGION(block->end.guard, sizeof block->end.guard);
  return block + 1;
}

void *hs_resize(hs_memory *memory, void *block, size_t old_bytes, size_t new_bytes) {
  void *moved =
      memory->host.resize ? memory->host.resize(memory->host.context, block, new_bytes) : realloc(block, new_bytes);
  if (moved) memory->held = memory->held - old_bytes + new_bytes;
  return moved;
}

void hs_release(hs_memory *memory, void *block, size_t bytes) {
  if (!block) return;
  if (memory->host.release)
    memory->host.release(memory->host.context, block);
  else
    free(block);
  memory->held -= bytes;
}

/* A block of its own for `bytes` bytes, linked into the arena. */
static hs_block *add_block(hs_arena *arena, size_t bytes) {
  size_t whole = bytes + sizeof(hs_block);
  hs_block *block = whole < bytes ? NULL : hs_resize(arena->memory, NULL, 0, whole);
  if (!block) return NULL;
  *block = (hs_block){.next = arena->blocks, .bytes = whole};
  if (arena->blocks) arena->blocks->previous = block;
  arena->blocks = block;
  return block;
}

static void remove_block(hs_arena *arena, hs_block *block) {
  if (block->previous)
    block->previous->next = block->next;
  else
    arena->blocks = block->next;
  if (block->next) block->next->previous = block->previous;
  hs_release(arena->memory, block, block->bytes);
}

/* NULL out of memory, and the block is as it was. */
static hs_block *resize_block(hs_arena *arena, hs_block *old, size_t bytes) {
  hs_block *block = hs_resize(arena->memory, old, old->bytes, bytes);
  if (!block) return NULL;
  block->bytes = bytes;
  if (block->previous)
    block->previous->next = block;
  else
    arena->blocks = block;
  if (block->next) block->next->previous = block;
  return block;
}

void hs_arena_free(hs_arena *arena) {
  /* NOLINTNEXTLINE(clang-analyzer-unix.Malloc): remove_block has put the next block there */
  while (arena->blocks) remove_block(arena, arena->blocks);
  arena->next = arena->limit = NULL;
}

void *hs_arena_allocate(hs_arena *arena, size_t bytes) {
  bytes = (bytes + GUARD + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  if (bytes > (size_t)(arena->limit - arena->next)) {
    if (bytes >= SMALLEST_BLOCK / 2) {
      hs_block *own = add_block(arena, bytes);
      return own ? memset(items_of(own), 0, bytes) : NULL;
    }
    size_t size = arena->memory->held / 16;
    if (size < SMALLEST_BLOCK) size = SMALLEST_BLOCK;
    if (size > LARGEST_COMMON_BLOCK) size = LARGEST_COMMON_BLOCK;
    hs_block *block = add_block(arena, size);
    if (!block) return NULL;
    arena->next = items_of(block);
    arena->limit = arena->next + size;
  }
  void *piece = arena->next;
  arena->next += bytes;
  ASAN_POISON_MEMORY_REGION(arena->next - GUARD, GUARD);
  return memset(piece, 0, bytes - GUARD);
}

void *hs_allocate(hearsay_article *article, size_t count, size_t size) {
  if (article->status) return NULL;
  void *piece = count > SIZE_MAX / 2 / size ? NULL : hs_arena_allocate(&article->arena, count * size);
  if (!piece) article->status = HEARSAY_NOMEM;
  return piece;
}

static void *allocate_filled(hearsay_article *article, size_t count, size_t size, int byte) {
  if (article->status) return NULL;
  hs_block *block = count > SIZE_MAX / 2 / size ? NULL : add_block(&article->arena, count * size);
  if (block) return memset(items_of(block), byte, count * size);
  article->status = HEARSAY_NOMEM;
  return NULL;
}

void *hs_allocate_scratch(hearsay_article *article, size_t bytes) {
  hs_block *block = article->status ? NULL : add_block(&article->arena, bytes);
  if (block) return items_of(block);
  if (!article->status) article->status = HEARSAY_NOMEM;
  return NULL;
}

void *hs_allocate_array(hearsay_article *article, size_t count, size_t size) {
  return allocate_filled(article, count, size, 0);
}

uint32_t *hs_allocate_index(hearsay_article *article, size_t count) {
  return allocate_filled(article, count, sizeof(uint32_t), 0xFF); /* HEARSAY_NONE has all bits set */
}

bool hs_grow(hearsay_article *article, void **items, uint32_t count, uint32_t *room, size_t size) {
  if (article->status) return false;
  if (count < *room) return true;
  hs_arena *arena = &article->arena;
  size_t wanted = *room < 16 ? 16 : (size_t)*room + *room / 2;
  hs_block *block = NULL;
  if (!*items) {
    block = add_block(arena, wanted * size);
  } else {
    block = resize_block(arena, (hs_block *)*items - 1, wanted * size + sizeof(hs_block));
  }
  if (!block || wanted > UINT32_MAX) {
    article->status = HEARSAY_NOMEM;
    return false;
  }
  *items = items_of(block);
  *room = (uint32_t)wanted;
  return true;
}

void hs_trim(hearsay_article *article, void **items, uint32_t count, size_t size) {
  if (article->status || !*items) return;
  hs_block *old = (hs_block *)*items - 1;
  size_t bytes = (count ? count : 1) * size + sizeof(hs_block);
  hs_block *block = bytes < old->bytes ? resize_block(&article->arena, old, bytes) : NULL;
  if (block) *items = items_of(block);
}

void hs_drop(hearsay_article *article, void *items) {
  if (items) remove_block(&article->arena, (hs_block *)items - 1);
}

bool hs_ask_host(hearsay_article *article) {
  const hearsay_host *host = &article->memory.host;
  if (host->cancelled && host->cancelled(host->context))
    article->status = article->status ? article->status : HEARSAY_CANCELLED;
  return article->status == HEARSAY_OK;
}
