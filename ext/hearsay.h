/*
** hearsay.h: who said what, in which words, and who is mentioned, in the text of a news article.
**
** This is the analyser's C interface. There is no SQLite in it: the SQLite functions (ext/sqlite/), the tests and the
** trainers are its hosts. A reader is made once from options and reads any number of articles, one at a time:
**
**     hearsay_reader *reader;
**     hearsay_article *article;
**     if (hearsay_open(NULL, NULL, &reader) == HEARSAY_OK &&
**         hearsay_read(reader, text, strlen(text), HEARSAY_UPTO_ALL, &article) == HEARSAY_OK) {
**       for (size_t i = 0; i < hearsay_quote_count(article); i++) {
**         const hearsay_quote *quote = hearsay_quotes(article) + i;
**         printf("%.*s\n", (int)quote->words.bytes, quote->words.data);
**       }
**       hearsay_article_free(article);
**     }
**     hearsay_close(reader);
**
** Units. A span counts characters (Unicode code points) of the text exactly as it was given, from 0, half open. They are
** counted as SQLite's substr() counts them, also in malformed text: a lead byte and all continuation bytes behind it are
** one character. `hearsay_byte_offset` turns characters into bytes.
**
** Ownership. Everything that an article returns lives until hearsay_article_free. The text given to hearsay_read is not
** copied: it must live as long as the article. An article may outlive neither its reader nor its text.
**
** Threads. A reader reads on one thread at a time; different readers are independent. An article, too, belongs to one thread
** at a time; once it has been read to the end (HEARSAY_UPTO_ALL) that thread may be another than its reader's.
*/
#ifndef HEARSAY_H
#define HEARSAY_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define HEARSAY_VERSION "0.1.0"

/* What a call returns. */
typedef enum hearsay_status {
  HEARSAY_OK = 0,
  HEARSAY_NOMEM,      /* the allocator returned NULL */
  HEARSAY_TOOBIG,     /* the text is longer than options.max_bytes or 2^31-1 bytes */
  HEARSAY_CANCELLED,  /* host.cancelled returned non-zero */
  HEARSAY_BAD_OPTION, /* an empty cue, title or name, or a confidence outside 0..1 */
  HEARSAY_INTERNAL    /* pcre2 failed in a way that memory does not explain */
} hearsay_status;

/*
** The host: where memory comes from and when to stop. Every pointer may be NULL, as may the host itself: the C library's
** allocator, never cancelled. The host is copied; `context` is passed to each call. `resize(context, NULL, n)` allocates.
** `cancelled` is asked at least every few milliseconds of work.
*/
typedef struct hearsay_host {
  void *(*resize)(void *context, void *block, size_t bytes);
  void (*release)(void *context, void *block);
  int (*cancelled)(void *context);
  void *context;
  /* How stray continuation bytes (0x80..0xBF with no lead byte before them) count: 0, each is a character, as for
  ** SQLite's substr() before 3.54; 1, a run of them is one, as for SQLite 3.54 and newer. */
  int loose_runs;
} hearsay_host;

/* Bytes of text, UTF-8 where the article is; not terminated. data is NULL when there is none. */
typedef struct hearsay_text {
  const char *data;
  size_t bytes;
} hearsay_text;

/* Characters start..end-1 of the text. start == end: none. */
typedef struct hearsay_span {
  uint32_t start, end;
} hearsay_span;

typedef enum hearsay_label { HEARSAY_PERSON, HEARSAY_ORGANIZATION, HEARSAY_PLACE, HEARSAY_OTHER } hearsay_label;

typedef enum hearsay_mention_kind {
  HEARSAY_NO_MENTION, /* a quotation whose source is not named at that place */
  HEARSAY_NAME,       /* a proper name or an acronym */
  HEARSAY_NOMINAL,    /* the envoy */
  HEARSAY_PRONOUN     /* she */
} hearsay_mention_kind;

typedef enum hearsay_quote_kind {
  HEARSAY_DIRECT,  /* all words are inside quotation marks */
  HEARSAY_MIXED,   /* some are */
  HEARSAY_INDIRECT /* none is */
} hearsay_quote_kind;

typedef enum hearsay_cue_class {
  HEARSAY_SPEECH,    /* said, told, according to */
  HEARSAY_WRITING,   /* wrote, tweeted, reported */
  HEARSAY_BELIEF,    /* thinks, fears */
  HEARSAY_INTENTION, /* plans to, wants */
  HEARSAY_OTHER_CUE  /* seems, shows */
} hearsay_cue_class;

typedef enum hearsay_gender { HEARSAY_UNKNOWN, HEARSAY_FEMALE, HEARSAY_MALE } hearsay_gender;

typedef enum hearsay_role {
  HEARSAY_HEADLINE,
  HEARSAY_BYLINE,
  HEARSAY_DATELINE,
  HEARSAY_CAPTION,
  HEARSAY_CREDIT,
  HEARSAY_BODY
} hearsay_role;

/* Universal part-of-speech tags (universaldependencies.org), in alphabetical order. */
typedef enum hearsay_tag {
  HEARSAY_ADJ,
  HEARSAY_ADP,
  HEARSAY_ADV,
  HEARSAY_AUX,
  HEARSAY_CCONJ,
  HEARSAY_DET,
  HEARSAY_INTJ,
  HEARSAY_NOUN,
  HEARSAY_NUM,
  HEARSAY_PART,
  HEARSAY_PRON,
  HEARSAY_PROPN,
  HEARSAY_PUNCT,
  HEARSAY_SCONJ,
  HEARSAY_SYM,
  HEARSAY_VERB,
  HEARSAY_X
} hearsay_tag;

#define HEARSAY_NONE UINT32_MAX /* no index */

typedef struct hearsay_paragraph {
  hearsay_span span;
  hearsay_role role;
} hearsay_paragraph;

typedef struct hearsay_sentence {
  hearsay_span span;
  uint32_t paragraph; /* index of the paragraph */
} hearsay_sentence;

/* One token, as hearsay_get_token fills it in. sentence needs HEARSAY_UPTO_SENTENCES, tag and lemma HEARSAY_UPTO_TAGS. */
typedef struct hearsay_token {
  hearsay_span span;
  uint32_t sentence; /* index of the sentence; HEARSAY_NONE when it is not read so far */
  hearsay_tag tag;
  hearsay_text lemma;   /* lower case, except of names */
  uint32_t head;        /* index of the governing token; HEARSAY_NONE at the root, and always until there is a parser */
  const char *relation; /* its universal dependency relation; NULL until there is a parser */
} hearsay_token;

typedef struct hearsay_mention {
  hearsay_span span;
  hearsay_label label;
  hearsay_mention_kind kind; /* never HEARSAY_NO_MENTION */
  uint32_t entity;           /* index of the entity; always one */
  uint32_t paragraph, sentence;
  double confidence; /* 0..1 */
} hearsay_mention;

typedef struct hearsay_entity {
  hearsay_text
      name; /* the fullest form, white space as single spaces; of an unnamed source its words without article */
  hearsay_label label;
  hearsay_gender gender;    /* only from the article's own words: he, Mrs, spokeswoman */
  hearsay_text description; /* "China's permanent representative to the United Nations"; data NULL when there is none */
  const hearsay_text *aliases; /* the other names it goes by here, in order of appearance */
  uint32_t alias_count;
  uint32_t mentions;      /* mentions of any kind */
  uint32_t quotes, words; /* quotations it speaks, and words in them */
} hearsay_entity;

typedef struct hearsay_quote {
  hearsay_span span;         /* the whole stretch, outer marks included */
  const hearsay_span *spans; /* its pieces in order, outer marks included; one when it is not split */
  uint32_t span_count;
  hearsay_text words; /* without the outer marks, pieces joined by one space */
  hearsay_quote_kind kind;
  uint32_t speaker; /* index of the entity that speaks, HEARSAY_NONE when nobody is given */
  hearsay_span mention;
  hearsay_mention_kind mention_kind;
  hearsay_span cue;
  hearsay_cue_class cue_class;
  uint32_t paragraph, sentence; /* where it starts */
  const char *rule;             /* what attributed it; the list is in README.md */
  double confidence;            /* 0..1 */
} hearsay_quote;

/* The user's own authority list: a name, its other forms and its label win over what the analyser would find. */
typedef struct hearsay_known {
  hearsay_text name;
  hearsay_label label;
  const hearsay_text *aliases;
  size_t alias_count;
} hearsay_known;

typedef struct hearsay_options {
  const hearsay_text *cues; /* extra reporting verbs (any form of theirs counts) or phrases */
  size_t cue_count;
  const hearsay_text *titles; /* extra titles that stand before names */
  size_t title_count;
  const hearsay_known *entities;
  size_t entity_count;
  double min_confidence; /* quotations and mentions below are left out; 0..1 */
  size_t max_bytes;      /* longer texts are HEARSAY_TOOBIG; 0: HEARSAY_DEFAULT_MAX_BYTES */
} hearsay_options;

#define HEARSAY_DEFAULT_MAX_BYTES ((size_t)256 * 1024 * 1024)

/* How far to read: each step includes the ones before it. */
typedef enum hearsay_upto {
  HEARSAY_UPTO_TOKENS,    /* where tokens are */
  HEARSAY_UPTO_SENTENCES, /* sentences, paragraphs and their roles */
  HEARSAY_UPTO_TAGS,      /* parts of speech and lemmas */
  HEARSAY_UPTO_ALL        /* mentions, quotations, entities */
} hearsay_upto;

typedef struct hearsay_reader hearsay_reader;
typedef struct hearsay_article hearsay_article;

/*
** Makes a reader. Host and options may be NULL; options are copied. *reader is NULL unless HEARSAY_OK is returned.
*/
hearsay_status hearsay_open(const hearsay_host *host, const hearsay_options *options, hearsay_reader **reader);
void hearsay_close(hearsay_reader *reader); /* NULL is ignored */

/*
** Reads a text of any bytes, NULs and malformed UTF-8 included, as far as asked. *article is NULL unless HEARSAY_OK is
** returned.
*/
hearsay_status hearsay_read(hearsay_reader *reader, const char *text, size_t bytes, hearsay_upto upto,
                            hearsay_article **article);
/* Reads on, when less was asked for at first. After a failure the article can only be freed. */
hearsay_status hearsay_read_on(hearsay_article *article, hearsay_upto upto);
/*
** How many articles a reader has read, how many of them on to sentences, to tags, and to the end, since it was opened; those that failed under way
** count. For hosts that want to know that they ask for no more than they need: what is not asked for is not run.
*/
typedef struct hearsay_reads {
  uint64_t tokens, sentences, tags, all;
} hearsay_reads;
hearsay_reads hearsay_reader_reads(const hearsay_reader *reader);
void hearsay_article_free(hearsay_article *article);          /* NULL is ignored */
size_t hearsay_article_bytes(const hearsay_article *article); /* memory that it holds, in bytes */

/* Byte offset (from 0) of a character; the number of characters gives the number of bytes. */
size_t hearsay_byte_offset(const hearsay_article *article, uint32_t character);
uint32_t hearsay_character_count(const hearsay_article *article);
/* The text of a span, in place. */
hearsay_text hearsay_span_text(const hearsay_article *article, hearsay_span span);

/* What was read. Counts are 0 for what was not asked for. Everything is in the order of the text. */
size_t hearsay_paragraph_count(const hearsay_article *article);
const hearsay_paragraph *hearsay_paragraphs(const hearsay_article *article);
size_t hearsay_sentence_count(const hearsay_article *article);
const hearsay_sentence *hearsay_sentences(const hearsay_article *article);
size_t hearsay_token_count(const hearsay_article *article);
/*
** index < hearsay_token_count. The lemma is written to scratch when it is not a piece of the text or of a table; it is not
** worked out when scratch is NULL.
*/
#define HEARSAY_LEMMA_MAX 64
void hearsay_get_token(const hearsay_article *article, size_t index, char scratch[HEARSAY_LEMMA_MAX],
                       hearsay_token *token);
size_t hearsay_mention_count(const hearsay_article *article);
const hearsay_mention *hearsay_mentions(const hearsay_article *article);
size_t hearsay_entity_count(const hearsay_article *article);
const hearsay_entity *hearsay_entities(const hearsay_article *article);
size_t hearsay_quote_count(const hearsay_article *article);
const hearsay_quote *hearsay_quotes(const hearsay_article *article);

/* Names of the values above, as SQL shows them: "person", "mixed", "NOUN" … */
const char *hearsay_label_name(hearsay_label label);
const char *hearsay_mention_kind_name(hearsay_mention_kind kind); /* "none" for HEARSAY_NO_MENTION */
const char *hearsay_quote_kind_name(hearsay_quote_kind kind);
const char *hearsay_cue_class_name(hearsay_cue_class cue_class);
const char *hearsay_gender_name(hearsay_gender gender); /* NULL for HEARSAY_UNKNOWN */
const char *hearsay_role_name(hearsay_role role);
const char *hearsay_tag_name(hearsay_tag tag);

/*
** Keys to join articles by. Each writes into a block from the host's allocator that the caller releases with the host's
** release (the C library's free without a host), and its length in bytes.
**
** name_key: spellings of one name are equal ("Lin, Jun", "LIN Jun", "Mr. Jun Lin"). quote_key: the fingerprint of a
** quotation's words. Any bytes are taken; the result is UTF-8, empty when there is no letter or digit in it.
*/
hearsay_status hearsay_name_key(const hearsay_host *host, const char *name, size_t bytes, char **key,
                                size_t *key_bytes);
hearsay_status hearsay_quote_key(const hearsay_host *host, const char *quote, size_t bytes, char **key,
                                 size_t *key_bytes);
/* How much of the shorter quotation is in the longer one: 0 nothing, 1 all of it (a trimmed copy), less for a few words, which are
** in many. From 0.7 on they are the same quotation. */
hearsay_status hearsay_quote_similarity(const hearsay_host *host, const char *a, size_t a_bytes, const char *b,
                                        size_t b_bytes, double *similarity);

/* An id of the language data built in (lexicon and weights), for hearsay_debug() and the index. */
const char *hearsay_model_id(void);

#ifdef __cplusplus
}
#endif
#endif /* HEARSAY_H */
