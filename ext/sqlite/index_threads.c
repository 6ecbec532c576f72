/*
** index_threads.c: articles are read by the analyser, on other threads or on this one.
**
** Jobs go round in a ring: filled in and submitted by the thread of the connection, read by any worker, taken and written
** by the first thread again, always in the order in which they were submitted. So what is written does not depend on the
** number of threads. Each place in the ring has a reader of its own, which makes a job independent of all others. Memory
** is bounded by the number of places and by the bytes that may be under way.
**
** Without workers the ring is read at a stretch when its first job is taken, by the connection's own reader: the analyser's
** tables and SQLite's pages would push each other out of the processor's caches at every article.
**
** Workers touch the job, the analyser and SQLite's allocator, never the connection. Interrupts and progress handlers are
** asked by the first thread while it waits, and passed on by a flag.
*/
#define _POSIX_C_SOURCE 200809L /* clock_gettime */
#include "sqlite/index.h"

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <string.h>
#include <time.h>

enum { PLACES_A_THREAD = 4, PLACES_ALONE = 64, WAIT_NANOSECONDS = 10 * 1000 * 1000 };
enum { MOST_BYTES = 4 * 1024 * 1024, MOST_BYTES_ALONE = 512 * 1024 }; /* under way */
enum { EMPTY, SUBMITTED, READ };

struct hs_index_pool {
  hs_index *index;
  hs_sql_options options;
  hearsay_host host;
  hs_index_job *jobs;
  size_t places;
  size_t submitted, begun, taken; /* jobs so far */
  size_t bytes, most_bytes;       /* under way */
  bool alone;                     /* there are no workers, and no readers but the connection's */
  atomic_int stop;
  int threads; /* started */
  pthread_mutex_t mutex;
  pthread_cond_t work, done;
  pthread_t ids[HS_INDEX_MOST_THREADS];
};

static int is_stopped(void *context) {
  return atomic_load_explicit(&((hs_index_pool *)context)->stop, memory_order_relaxed);
}

static hs_index_job *job_at(const hs_index_pool *pool, size_t number) {
  return &pool->jobs[number % pool->places];
}

static void read_job(const hs_index_pool *pool, hs_index_job *job) {
  job->status = hearsay_read(job->reader, job->text, job->bytes, HEARSAY_UPTO_ALL, &job->parsed);
  if (!job->status) job->status = hs_index_sketch_quotes(&pool->host, job);
}

static void *work(void *argument) {
  hs_index_pool *pool = argument;
  pthread_mutex_lock(&pool->mutex);
  for (;;) {
    while (pool->begun == pool->submitted && !is_stopped(pool)) pthread_cond_wait(&pool->work, &pool->mutex);
    if (is_stopped(pool)) break;
    hs_index_job *job = job_at(pool, pool->begun++);
    pthread_mutex_unlock(&pool->mutex);
    read_job(pool, job);
    pthread_mutex_lock(&pool->mutex);
    job->stage = READ;
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

static void start_threads(hs_index_pool *pool, int *rc, int count) {
  pthread_mutex_init(&pool->mutex, NULL);
  pthread_cond_init(&pool->work, NULL);
  pthread_cond_init(&pool->done, NULL);
  while (!*rc && pool->threads < count) {
    if (pthread_create(&pool->ids[pool->threads], NULL, work, pool) != 0) break;
    pool->threads++;
  }
  if (!*rc && pool->threads == 0) hs_index_fail(pool->index, rc, "no thread could be started: try threads=1");
}

hs_index_pool *hs_index_pool_open(hs_index *index, int *rc, int threads, bool many) {
  if (threads < 2 || !sqlite3_threadsafe()) threads = 0;
  hs_index_pool *pool = *rc ? NULL : sqlite3_malloc64(sizeof *pool);
  if (!pool) {
    if (!*rc) *rc = SQLITE_NOMEM;
    return NULL;
  }
  memset(pool, 0, sizeof *pool);
  pool->index = index;
  atomic_init(&pool->stop, 0);
  pool->host = *hs_sql_host(index->state);
  pool->places = threads ? (size_t)threads * PLACES_A_THREAD : many ? PLACES_ALONE : 1;
  pool->most_bytes = threads ? MOST_BYTES : MOST_BYTES_ALONE;
  pool->alone = threads == 0;
  if (threads || !index->reader) read_options(pool, rc);
  pool->jobs = sqlite3_malloc64(pool->places * sizeof *pool->jobs);
  if (!*rc && !pool->jobs) *rc = SQLITE_NOMEM;
  if (pool->jobs) memset(pool->jobs, 0, pool->places * sizeof *pool->jobs);
  if (!threads && !index->reader) open_reader(pool, rc, &pool->host, &index->reader);
  if (threads) {
    pool->host.cancelled = is_stopped;
    pool->host.context = pool;
    for (size_t i = 0; !*rc && i < pool->places; i++) open_reader(pool, rc, &pool->host, &pool->jobs[i].reader);
    start_threads(pool, rc, threads);
  }
  return pool;
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
  atomic_store(&pool->stop, 1);
  if (pool->threads) {
    pthread_mutex_lock(&pool->mutex);
    pthread_cond_broadcast(&pool->work);
    pthread_mutex_unlock(&pool->mutex);
  }
  for (int i = 0; i < pool->threads; i++) pthread_join(pool->ids[i], NULL);
  for (size_t i = 0; pool->jobs && i < pool->places; i++) {
    empty_job(&pool->jobs[i]);
    sqlite3_free(pool->jobs[i].text);
    sqlite3_free(pool->jobs[i].runs);
    if (!pool->alone) hearsay_close(pool->jobs[i].reader);
  }
  if (!pool->alone) {
    pthread_mutex_destroy(&pool->mutex);
    pthread_cond_destroy(&pool->work);
    pthread_cond_destroy(&pool->done);
  }
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
  if (pool->threads) pthread_mutex_lock(&pool->mutex);
  job->stage = SUBMITTED;
  pool->submitted++;
  pool->bytes += job->bytes;
  if (!pool->threads) return;
  pthread_cond_signal(&pool->work);
  pthread_mutex_unlock(&pool->mutex);
}

/* Waits for a worker, a little while at a time. */
static void wait_for(hs_index_pool *pool, int *rc, const hs_index_job *job) {
  pthread_mutex_lock(&pool->mutex);
  while (!*rc && job->stage != READ) {
    struct timespec until;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_nsec += WAIT_NANOSECONDS;
    if (until.tv_nsec >= 1000000000L) {
      until.tv_nsec -= 1000000000L;
      until.tv_sec++;
    }
    if (pthread_cond_timedwait(&pool->done, &pool->mutex, &until) != ETIMEDOUT) continue;
    pthread_mutex_unlock(&pool->mutex);
    if (hs_sql_interrupted(pool->index->state)) *rc = SQLITE_INTERRUPT;
    pthread_mutex_lock(&pool->mutex);
  }
  pthread_mutex_unlock(&pool->mutex);
}

/* Reads all jobs of the ring that are not read yet, on this thread. */
static void read_jobs(hs_index_pool *pool, int *rc) {
  while (!*rc && pool->begun < pool->submitted) {
    hs_index_job *job = job_at(pool, pool->begun++);
    job->reader = pool->index->reader;
    read_job(pool, job);
    job->stage = READ;
    if (job->status == HEARSAY_CANCELLED || hs_sql_interrupted(pool->index->state)) *rc = SQLITE_INTERRUPT;
  }
}

hs_index_job *hs_index_pool_take(hs_index_pool *pool, int *rc) {
  if (*rc || pool->taken == pool->submitted) return NULL;
  hs_index_job *job = job_at(pool, pool->taken);
  if (pool->threads) {
    if (hs_sql_interrupted(pool->index->state)) *rc = SQLITE_INTERRUPT;
    wait_for(pool, rc, job);
  } else {
    if (job->stage != READ) read_jobs(pool, rc);
  }
  return *rc ? NULL : job;
}

void hs_index_pool_release(hs_index_pool *pool, hs_index_job *job) {
  empty_job(job);
  pool->bytes -= job->bytes;
  pool->taken++;
}
