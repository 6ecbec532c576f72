/*
** index_threads.c: articles are read by the analyser, on this thread and on others.
**
** Jobs go round in a ring: filled in, submitted and written by the thread of the connection, always in one order, and read
** by whichever thread comes to them, that of the connection too when it has nothing to write. So what is written does not
** depend on the number of threads, and no more threads are at work than were asked for. Memory is bounded by the number of
** places and by the bytes that may be under way.
**
** Jobs are written at a stretch: the analyser's tables and SQLite's pages would push each other out of the processor's caches
** at every article. Workers go on with the rest of the ring, which is long enough for them to have something to do while
** what is kept back for many articles (hs_index_work) is written.
**
** Workers touch their reader, the job and SQLite's allocator, never the connection. Interrupts and progress handlers are
** asked by the thread of the connection, and passed on by a flag.
*/
#define _POSIX_C_SOURCE 200809L /* clock_gettime */
#include "sqlite/index.h"

#include <pthread.h>
#include <stdatomic.h>
#include <string.h>
#include <time.h>

enum { STRETCH = 64, PLACES = 384, WAIT_NANOSECONDS = 10 * 1000 * 1000 };
enum { MOST_BYTES = 4 * 1024 * 1024, MOST_BYTES_ALONE = 512 * 1024 }; /* under way */
enum { KEPT_BYTES = 32 * 1024 };                                      /* of an empty job, for the next article */
enum { EMPTY, SUBMITTED, READ };

typedef struct worker {
  hs_index_pool *pool;
  hearsay_reader *reader;
  pthread_t thread;
} worker;

struct hs_index_pool {
  hs_index *index;
  hs_sql_options options;
  hearsay_host host; /* of the workers */
  hs_index_job *jobs;
  size_t places;
  size_t submitted, begun, taken; /* jobs so far */
  size_t ready;                   /* of those not yet taken, to be written before others are waited for */
  size_t bytes, most_bytes;       /* under way */
  atomic_int stop;
  worker workers[HS_INDEX_MOST_THREADS];
  int worker_count; /* started */
  pthread_mutex_t mutex;
  pthread_cond_t work, done;
};

static int is_stopped(void *context) {
  return atomic_load_explicit(&((hs_index_pool *)context)->stop, memory_order_relaxed);
}

static hs_index_job *job_at(const hs_index_pool *pool, size_t number) {
  return &pool->jobs[number % pool->places];
}

/* Reads the job that comes next. The mutex is held before and after, and free meanwhile. */
static hearsay_status read_next(hs_index_pool *pool, const hearsay_host *host, hearsay_reader *reader) {
  hs_index_job *job = job_at(pool, pool->begun++);
  pthread_mutex_unlock(&pool->mutex);
  hearsay_status status = hearsay_read(reader, job->text, job->bytes, HEARSAY_UPTO_ALL, &job->parsed);
  if (!status) status = hs_index_sketch_quotes(host, job);
  job->status = status;
  pthread_mutex_lock(&pool->mutex);
  job->stage = READ;
  return status;
}

static void *work(void *argument) {
  const worker *self = argument;
  hs_index_pool *pool = self->pool;
  pthread_mutex_lock(&pool->mutex);
  for (;;) {
    while (pool->begun == pool->submitted && !is_stopped(pool)) pthread_cond_wait(&pool->work, &pool->mutex);
    if (is_stopped(pool)) break;
    read_next(pool, &pool->host, self->reader);
    pthread_cond_signal(&pool->done);
  }
  pthread_mutex_unlock(&pool->mutex);
  return NULL;
}

/* ---- opening and closing ------------------------------------------------------------------------------------------------ */

static void open_reader(hs_index_pool *pool, int *rc, const hearsay_host *host, hearsay_reader **reader) {
  char *error = NULL;
  if (*rc) return;
  *rc = hs_sql_status(hearsay_open(host, &pool->options.options, reader), &error);
  if (error && !pool->index->base.zErrMsg)
    pool->index->base.zErrMsg = error;
  else
    sqlite3_free(error);
}

static void read_options(hs_index_pool *pool, int *rc) {
  const char *json = pool->index->options.json;
  char *error = NULL;
  if (*rc || !json) return;
  *rc = hs_sql_options_read(pool->index->db, json, strlen(json), &pool->options, &error);
  if (error && !pool->index->base.zErrMsg)
    pool->index->base.zErrMsg = error;
  else
    sqlite3_free(error);
}

/* As many workers as the system gives; without any, the thread of the connection reads all. */
static void start_workers(hs_index_pool *pool, int *rc, int count) {
  pool->host.cancelled = is_stopped;
  pool->host.context = pool;
  for (int i = 0; i < count; i++) {
    worker *next = &pool->workers[i];
    next->pool = pool;
    open_reader(pool, rc, &pool->host, &next->reader);
    if (*rc || pthread_create(&next->thread, NULL, work, next) != 0) return;
    pool->worker_count++;
  }
}

hs_index_pool *hs_index_pool_open(hs_index *index, int *rc, int threads, bool many) {
  bool alone = threads < 2 || !sqlite3_threadsafe();
  hs_index_pool *pool = *rc ? NULL : sqlite3_malloc64(sizeof *pool);
  if (!pool) {
    if (!*rc) *rc = SQLITE_NOMEM;
    return NULL;
  }
  memset(pool, 0, sizeof *pool);
  pool->index = index;
  atomic_init(&pool->stop, 0);
  pthread_mutex_init(&pool->mutex, NULL);
  pthread_cond_init(&pool->work, NULL);
  pthread_cond_init(&pool->done, NULL);
  pool->host = *hs_sql_host(index->state);
  pool->places = !many ? 1 : alone ? STRETCH : PLACES;
  pool->most_bytes = alone ? MOST_BYTES_ALONE : MOST_BYTES;
  if (!alone || !index->reader) read_options(pool, rc);
  pool->jobs = sqlite3_malloc64(pool->places * sizeof *pool->jobs);
  if (!*rc && !pool->jobs) *rc = SQLITE_NOMEM;
  if (pool->jobs) memset(pool->jobs, 0, pool->places * sizeof *pool->jobs);
  if (!index->reader) open_reader(pool, rc, &pool->host, &index->reader);
  if (!*rc && !alone) start_workers(pool, rc, threads - 1);
  return pool;
}

static void drop_room(hs_index_job *job) {
  sqlite3_free(job->text);
  sqlite3_free(job->runs);
  job->text = NULL;
  job->runs = NULL;
  job->room = job->run_room = 0;
}

static void empty_job(hs_index_job *job) {
  hearsay_article_free(job->parsed);
  sqlite3_value_free(job->date);
  sqlite3_free(job->sketches);
  job->sketches = NULL;
  job->run_count = 0;
  job->parsed = NULL;
  job->date = NULL;
  job->stage = EMPTY;
}

void hs_index_pool_close(hs_index_pool *pool) {
  if (!pool) return;
  pthread_mutex_lock(&pool->mutex);
  atomic_store(&pool->stop, 1);
  pthread_cond_broadcast(&pool->work);
  pthread_mutex_unlock(&pool->mutex);
  for (int i = 0; i < pool->worker_count; i++) pthread_join(pool->workers[i].thread, NULL);
  for (size_t i = 0; pool->jobs && i < pool->places; i++) {
    empty_job(&pool->jobs[i]);
    drop_room(&pool->jobs[i]);
  }
  for (int i = 0; i < HS_INDEX_MOST_THREADS; i++) hearsay_close(pool->workers[i].reader);
  pthread_mutex_destroy(&pool->mutex);
  pthread_cond_destroy(&pool->work);
  pthread_cond_destroy(&pool->done);
  hs_sql_done(pool->index->state);
  hs_sql_options_clear(&pool->options);
  sqlite3_free(pool->jobs);
  sqlite3_free(pool);
}

/* ---- jobs --------------------------------------------------------------------------------------------------------------- */

hs_index_job *hs_index_pool_free_job(hs_index_pool *pool, size_t bytes) {
  size_t under_way = pool->submitted - pool->taken;
  if (under_way == pool->places || (under_way && pool->bytes + bytes > pool->most_bytes)) return NULL;
  return job_at(pool, pool->submitted);
}

void hs_index_pool_submit(hs_index_pool *pool, hs_index_job *job) {
  pthread_mutex_lock(&pool->mutex);
  job->stage = SUBMITTED;
  pool->submitted++;
  pool->bytes += job->bytes;
  pthread_cond_signal(&pool->work);
  pthread_mutex_unlock(&pool->mutex);
}

/* Waits for a worker, a little while. The mutex is held. */
static void wait_a_while(hs_index_pool *pool) {
  struct timespec until;
  clock_gettime(CLOCK_REALTIME, &until);
  until.tv_nsec += WAIT_NANOSECONDS;
  if (until.tv_nsec >= 1000000000L) {
    until.tv_nsec -= 1000000000L;
    until.tv_sec++;
  }
  pthread_cond_timedwait(&pool->done, &pool->mutex, &until);
}

/* Reads jobs or waits for workers, until the jobs of the next stretch are read. */
static void read_stretch(hs_index_pool *pool, int *rc) {
  hs_sql_state *state = pool->index->state;
  size_t under_way = pool->submitted - pool->taken;
  size_t stretch = pool->worker_count && under_way > 1 ? under_way / 2 : under_way;
  if (stretch > STRETCH) stretch = STRETCH;
  pthread_mutex_lock(&pool->mutex);
  while (!*rc && pool->ready < stretch) {
    if (job_at(pool, pool->taken + pool->ready)->stage == READ) {
      pool->ready++;
      continue;
    }
    if (pool->begun == pool->submitted)
      wait_a_while(pool);
    else if (read_next(pool, hs_sql_host(state), pool->index->reader) == HEARSAY_CANCELLED)
      *rc = SQLITE_INTERRUPT;
    pthread_mutex_unlock(&pool->mutex);
    if (hs_sql_interrupted(state)) *rc = SQLITE_INTERRUPT;
    pthread_mutex_lock(&pool->mutex);
  }
  pthread_mutex_unlock(&pool->mutex);
}

hs_index_job *hs_index_pool_take(hs_index_pool *pool, int *rc) {
  if (*rc || pool->taken == pool->submitted) return NULL;
  if (pool->ready == 0) read_stretch(pool, rc);
  return *rc ? NULL : job_at(pool, pool->taken);
}

void hs_index_pool_release(hs_index_pool *pool, hs_index_job *job) {
  empty_job(job);
  if (job->room + job->run_room * sizeof *job->runs > KEPT_BYTES) drop_room(job);
  pool->bytes -= job->bytes;
  pool->taken++;
  pool->ready--;
}
