/*
** script.h: statements that use an index in every way, for the programs that let something fail meanwhile (format codes are
** for `sync` and `threads`); and statements that call each function, each by itself.
*/
#ifndef FAULTS_SCRIPT_H
#define FAULTS_SCRIPT_H

#include <sqlite3.h>
#include <stdio.h>

#define QUOTED "\"We are late and nobody knows what to do about the harbour bridge,\" "
#define BESIDE " said Kari Solheim of Haugland Marine, and Tvedal was dark.\"'"
static const char *const script[] = {
    "CREATE TABLE articles(id INTEGER PRIMARY KEY, url UNIQUE, title, body, day)",
    "CREATE TABLE decisions(name, person)",
    "INSERT INTO decisions VALUES ('Zoe Fox', 'Z. Fox')",
    "INSERT INTO articles(url, title, body, day) VALUES ('u1', 'Late', '" QUOTED
    "Mayor Ann Lee told reporters.', '2026-01-01'),"
    " ('u2', NULL, '" QUOTED "said Bob Ray, a spokesman for the Harbour Agency.', '2026-01-02')",
    "CREATE VIRTUAL TABLE press USING hearsay(content=articles, text=body, "
    "headline=title, date=day, sync=%s, threads=%s, authority=decisions,"
    " options='{\"titles\": [\"Alhaji\"]}')",
    "INSERT INTO press(press) VALUES ('sync')",
    "UPDATE articles SET body = 'Zoe Fox said it would rain.' WHERE id = 1",
    "INSERT INTO press(press) VALUES ('sync')",
    "REPLACE INTO articles(url, body) VALUES ('u2', 'Zoe Fox said it would snow.')",
    "INSERT INTO press(press) VALUES ('rebuild')",
    "INSERT INTO articles(body) VALUES ('Nils Brandt, a pilot of Tvedal Air, "
    "said it was late. \"So be it,\"" BESIDE "), ('\"It was cold,\" Brandt told Zoe Fox. \"No,\"" BESIDE
    "), ('N. Brandt, the Tvedal Air pilot, said it rained.')",
    "INSERT INTO press(press) VALUES ('sync')",
    "INSERT INTO press(press) VALUES ('resolve')",
    "UPDATE articles SET body = 'Nils Brandt said it rained.', day = 5 WHERE id > 4",
    "DELETE FROM decisions",
    "INSERT INTO press(press) VALUES ('sync')",
    "INSERT INTO press(press) VALUES ('resolve')",
    "SELECT * FROM press_person",
    "SELECT quote FROM press WHERE speaker MATCH 'Brandt, Nils'",
    "SELECT * FROM press WHERE speaker = 'Zoe Fox' AND date > '2000' ORDER BY date",
    "INSERT INTO press(press) VALUES ('integrity-check')",
    "ALTER TABLE press RENAME TO news",
    "ALTER TABLE news RENAME TO press",
    "DELETE FROM articles WHERE id = 1",
    "INSERT INTO press(press) VALUES ('sync')",
    "INSERT INTO press(press) VALUES ('integrity-check')",
    NULL};

#define ARTICLE                                                                                                        \
  "'OSLO, May 4 (Fjord News) -- The harbour bridge will open in June, Mayor Ann Lee said on Monday.\n\n\"We are "      \
  "late,\" she told "                                                                                                  \
  "reporters. \"But we are not lost.\"\n\nBob Ray, a spokesman for the National Roads Agency (NRA), denied that the "  \
  "agency had known "                                                                                                  \
  "of the cracks. Dr. M\u00fcller e-mailed: &ldquo;No.&rdquo; https://example.org/a?b=c'"
#define OPTIONS                                                                                                        \
  "'{\"cues\": [\"e-mailed\"], \"titles\": [\"Dr.\"], \"min_confidence\": 0.1, \"max_bytes\": 100000, \"entities\": "  \
  "[{\"name\": \"National Roads Agency\", \"label\": \"organization\", \"aliases\": [\"NRA\", \"the agency\"]}]}'"
static const char *const functions[] = {
    "SELECT * FROM hearsay_quotes(" ARTICLE ")",
    "SELECT * FROM hearsay_quotes(" ARTICLE ", " OPTIONS ")",
    "SELECT * FROM hearsay_speakers(" ARTICLE ", " OPTIONS ")",
    "SELECT * FROM hearsay_mentions(" ARTICLE ") WHERE label = 'person'",
    "SELECT * FROM hearsay_entities(" ARTICLE ")",
    "SELECT * FROM hearsay_paragraphs(" ARTICLE ")",
    "SELECT * FROM hearsay_sentences(" ARTICLE ") WHERE sentence = 2",
    "SELECT token FROM hearsay_tokens(" ARTICLE ")",
    "SELECT * FROM hearsay_tokens(" ARTICLE ")",
    "SELECT s.speaker, q.quote FROM hearsay_speakers(" ARTICLE ") s JOIN hearsay_quotes(" ARTICLE
    ") q USING (speaker_id)",
    "SELECT count(*) FROM hearsay_sentences(" ARTICLE ") s, hearsay_tokens(" ARTICLE
    ") t WHERE t.sentence = s.sentence",
    "SELECT hearsay(" ARTICLE "), hearsay_html(" ARTICLE ")",
    "SELECT hearsay(" ARTICLE ", " OPTIONS "), hearsay_html(" ARTICLE ", " OPTIONS ")",
    "SELECT hearsay_name_key('Malensky, Sergei'), hearsay_name_key('\xd0\x9c\xd0\xb0\xd0\xbb\xd1\x8f')",
    "SELECT hearsay_quote_key(" ARTICLE "), hearsay_quote_similarity(" ARTICLE ", 'the harbour bridge will open')",
    "SELECT hearsay_version(), hearsay_debug() IS NULL, hearsay_debug('reads') IS NULL",
    "SELECT hearsay(CAST(" ARTICLE " AS BLOB)), hearsay(x'ff00fe'), hearsay(''), hearsay(NULL), hearsay(17)",
    "SELECT * FROM hearsay_quotes(" ARTICLE ", '{\"cues\": [\"unfinished')",
    "SELECT hearsay(" ARTICLE ", '{\"entities\": [{\"name\": 5}]}')",
    "SELECT hearsay(" ARTICLE ", '{\"max_bytes\": 5}')",
    "SELECT * FROM hearsay_tokens",
    NULL};

/* Statement `at` of the script with its options; sqlite3_malloc's, NULL for want of memory. */
static char *script_sql(int at, const char *sync, const char *threads) {
  return sqlite3_mprintf(script[at], sync, threads);
}

#endif /* FAULTS_SCRIPT_H */
