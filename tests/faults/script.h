/*
** script.h: statements that use an index in every way, for the programs that let something fail meanwhile. Format codes are
** for `sync` and `threads`.
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

/* Statement `at` of the script with its options; sqlite3_malloc's, NULL for want of memory. */
static char *script_sql(int at, const char *sync, const char *threads) {
  return sqlite3_mprintf(script[at], sync, threads);
}

#endif /* FAULTS_SCRIPT_H */
