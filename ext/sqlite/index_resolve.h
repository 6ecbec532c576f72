/*
** index_resolve.h: what the files of 'resolve' share: index_forms.c, index_company.c, index_resolve.c.
*/
#ifndef HS_INDEX_RESOLVE_H
#define HS_INDEX_RESOLVE_H

#include "sqlite/index.h"

/* press_form.kind */
enum {
  HS_FORM_NAME = 1, /* a further name that an article gives: IEA */
  HS_FORM_SHORT = 2 /* the name key of a shorter form: of Ann Maria Lee those of Lee, Ann Lee, A. Lee */
};

/* Statements of the resolver; ?1 is a person_id unless it says otherwise. */
typedef enum hs_resolver_statement {
  HS_RESOLVER_LOAD,             /* -> person, label, name_key, articles, mentions, same_as, seen, decision, person_id */
  HS_RESOLVER_SPELT,            /* -> names with its key and label */
  HS_RESOLVER_DECIDED,          /* -> names that the user has given to the same person */
  HS_RESOLVER_GOES_BY,          /* -> names that are further names of it */
  HS_RESOLVER_CALLED,           /* -> names that it is a further name of */
  HS_RESOLVER_FITTING,          /* -> names that may be short for it */
  HS_RESOLVER_FITS,             /* -> names that it may be short for */
  HS_RESOLVER_WENT_BY,          /* -> as GOES_BY, of a name that may be gone */
  HS_RESOLVER_PEERS,            /* -> names that it stands for */
  HS_RESOLVER_LINK,             /* -> the full name that it is short for */
  HS_RESOLVER_LINKED,           /* -> names that are short for it */
  HS_RESOLVER_ARTICLES,         /* ?2 at most -> articles that it is in */
  HS_RESOLVER_SIBLINGS,         /* -> names with its key, whatever their labels are */
  HS_RESOLVER_SIBLING_ARTICLES, /* -> all articles that they are in */
  HS_RESOLVER_NOTES,            /* -> names, of each article that gives some */
  HS_RESOLVER_DESCRIPTIONS,     /* -> the descriptions that most articles give */
  HS_RESOLVER_DESCRIBED,        /* ?2 article -> its description there */
  HS_RESOLVER_MEET,             /* ?2 another -> 1 when they are in one article */
  HS_RESOLVER_DELETE_FORMS,     /* ?2 kind */
  HS_RESOLVER_PUT_LINK,         /* ?2 the full name */
  HS_RESOLVER_DELETE_LINK,
  HS_RESOLVER_ADD_COMPANY, /* ?2 article */
  HS_RESOLVER_DELETE_COMPANY,
  HS_RESOLVER_COMPANY, /* ?1 article -> short names that were decided by it */
  HS_RESOLVER_JOIN,    /* ?2 same_as */
  HS_RESOLVER_SEE,     /* seen: articles, so that the next 'resolve' knows how many there were */
  HS_RESOLVER_UNGROUP, /* takes its row of press_group away */
  HS_RESOLVER_GROUP,   /* makes it when it stands for others */
  HS_RESOLVER_FIRST,   /* ?2 another -> 1 when it comes first by name and label */
  HS_RESOLVER_KEYED,   /* ?1 name_key -> names */
  HS_RESOLVER_STATEMENTS
} hs_resolver_statement;

/* A row of press_name, or one that is gone. */
typedef struct hs_resolver_name {
  sqlite3_int64 id, articles, mentions;
  sqlite3_int64 seen;     /* articles at the last 'resolve', -1: it was not there */
  sqlite3_int64 same_as;  /* as it is in the table; 0: none */
  sqlite3_int64 decision; /* the user's person, 0: none; of a root: of all */
  uint64_t order;         /* by what it says, not by its id */
  size_t named, next;     /* names that are one by decisions, spellings, further names: a forest, and a ring */
  size_t group;           /* those that are one after all: a forest */
  size_t chosen;          /* of a group's root: who stands for it */
  enum { HS_NAME_OF_PERSON, HS_NAME_OF_BODY, HS_NAME_OF_OTHER } label;
  bool exists;
  bool full;    /* of a person: more than a family name, with or without Mr. before it */
  bool changed; /* is in other articles than at the last 'resolve' */
  bool touched, spread, expanded, judged, reached;
  bool stands;  /* for others, now */
  uint64_t has; /* when all are looked at: a bit for each statement that may have rows (seldom[] in index_resolve.c) */
} hs_resolver_name;

enum { HS_RESOLVER_ARTICLES_KEPT = 16 };

/* An article and its people; in the order of their ids. */
typedef struct hs_resolver_article {
  sqlite3_int64 article;
  hs_index_people people;
  bool is_loaded;
} hs_resolver_article;

/* A row of press_form that is to be written. */
typedef struct hs_resolver_form {
  sqlite3_int64 id;
  int kind;
  size_t start, bytes; /* in form_texts */
} hs_resolver_form;

typedef struct hs_resolver {
  hs_index *index;
  int *rc;
  sqlite3_stmt *statements[HS_RESOLVER_STATEMENTS];
  hs_resolver_name *names; /* those that have been looked at */
  size_t count, room;
  size_t *slots; /* a hash table of them: number + 1, 0: free */
  size_t slot_count;
  hs_index_ids scratch;
  hs_resolver_form *forms;
  char *form_texts;
  size_t form_count, form_room, form_bytes, form_text_room;
  hs_resolver_article
      kept[HS_RESOLVER_ARTICLES_KEPT]; /* looked at last: names of one article come one after the other */
  size_t next_kept;
  int size;       /* 4^size articles are as many as there are, or more */
  bool whole;     /* nothing is left of an earlier 'resolve' */
  bool decisions; /* the user has made some */
} hs_resolver;

/* ---- index_resolve.c --------------------------------------------------------------------------------------------- */

/* A statement, reset, with the id bound. NULL when *rc is set. */
sqlite3_stmt *hs_resolver_use(hs_resolver *r, hs_resolver_statement which, sqlite3_int64 id);
void hs_resolver_run(hs_resolver *r, hs_resolver_statement which, sqlite3_int64 id, sqlite3_int64 second);
/* The first column of the first row, 0 when there is none. */
sqlite3_int64 hs_resolver_number(hs_resolver *r, hs_resolver_statement which, sqlite3_int64 id, sqlite3_int64 second);
/* Adds the first column of all rows to a list. */
void hs_resolver_list(hs_resolver *r, hs_resolver_statement which, sqlite3_int64 id, hs_index_ids *ids);
/* The same of a name of which it is often known that there are no rows. */
void hs_resolver_list_some(hs_resolver *r, hs_resolver_statement which, size_t name, hs_index_ids *ids);
/* The number of a name, which is loaded when it has not been. 0 when *rc is set: never to be used then. */
size_t hs_resolver_name_of(hs_resolver *r, sqlite3_int64 id);
/* Decides which names are one with this one by decisions, spellings and further names. */
void hs_resolver_expand(hs_resolver *r, size_t name);
/* The name that stands for those; expands first. */
size_t hs_resolver_root(hs_resolver *r, size_t name);

/* ---- index_forms.c ----------------------------------------------------------------------------------------------- */

/* The name key of a text, "" of none; to be freed by sqlite3_free, NULL when *rc is set. */
char *hs_resolver_key(hs_resolver *r, const char *name, size_t bytes);
/*
** Rows of press_form; they are kept back until there are many, or hs_resolver_write_forms() asks for them.
*/

/* What a name may be short for depends on nothing but the name. `row` is its row, as HS_RESOLVER_LOAD gives it. */
void hs_resolver_add_short_forms(hs_resolver *r, const hs_resolver_name *name, sqlite3_stmt *row);
/* The first column of `row` is what one article calls somebody, or NULL: a name a line. */
void hs_resolver_add_further_names(hs_resolver *r, const hs_resolver_name *name, sqlite3_stmt *row);
/* Writes all of them of a name anew. */
void hs_resolver_refresh_forms(hs_resolver *r, size_t name);
void hs_resolver_write_forms(hs_resolver *r);

/* ---- index_company.c --------------------------------------------------------------------------------------------- */

/* How much it says that a name is in two articles, when it is in so many: 0..4. */
int hs_resolver_weight(const hs_resolver *r, sqlite3_int64 articles);
/* Marks as judged the short names in articles in whose company this one is. */
void hs_resolver_judge_neighbours(hs_resolver *r, sqlite3_int64 article);
/* Marks as judged the short names in articles that a name is in, under any label. */
void hs_resolver_judge_company(hs_resolver *r, sqlite3_int64 name);
/* Frees what is kept of articles. */
void hs_resolver_forget_articles(hs_resolver *r);
/* The person_id of the full name that a short name stands for; 0: it is not sure. Keeps by which articles it was decided. */
sqlite3_int64 hs_resolver_full_name(hs_resolver *r, size_t name);

#endif /* HS_INDEX_RESOLVE_H */
