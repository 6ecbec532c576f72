"""make bench-index: the index over many articles, against the analyser alone. ARTICLES=100000 sets how many.

    index_speed.py [ARTICLES] [--size 4000] [--threads 1,2] [--json]

The articles, of --size bytes, are made by articles.py. What is printed (--json: as one object): the speed of
'rebuild' with each number of threads, and of the analyser by itself on a sample, right before and behind it; memory;
the size of the index; the time to the first row of a speaker; what a trigger adds to an insert of one article more,
with SQLite's cache of 2 MB and with one of 64 MB and temporary files in memory.
"""

import argparse
import json
import os
import shutil
import sys
import tempfile
import time

import articles
import figures
import peer

import database

EXCHANGE = 0.8  # of the longer words, or quotations would be the same in many articles
SAMPLE = 2000  # articles that the analyser reads alone, at most
INSERTS = 200
MB = 1e6


def timed(db, sql, *params, clock=time.perf_counter):
    start = clock()
    rows = db.rows(sql, *params)
    return clock() - start, rows


def fill(db, count, size):
    """A table of so many articles; returns their bytes."""
    db.rows("PRAGMA journal_mode = WAL")
    db.rows("CREATE TABLE articles(id INTEGER PRIMARY KEY, body TEXT, published TEXT)")
    db.rows("BEGIN")
    total = 0
    for i, text in enumerate(articles.make_texts(count, size=size, exchange=EXCHANGE)):
        total += len(text.encode())
        date = "INSERT INTO articles(body, published) VALUES (?, date('2020-01-01', '+' || ? || ' days'))"
        db.rows(date, text, i * 2000 // count)
    db.rows("COMMIT")
    return total


def beside_the_analyser(db, step, *arguments):
    """What a step gives, and the analyser's bytes a second before and behind it: the machine is not always as fast."""
    sample = "SELECT body FROM articles LIMIT %d" % SAMPLE
    size = db.one("SELECT sum(length(CAST(body AS BLOB))) FROM (%s)" % sample)

    def analyse(times):
        return [timed(db, "SELECT count(*) FROM (%s), hearsay_quotes(body)" % sample)[0] for _ in range(times)]

    seconds = analyse(3)[1:]  # the first one warms up
    given = step(db, *arguments)
    seconds += analyse(2)
    return given, size * len(seconds) / sum(seconds)


def create(db):
    db.rows("CREATE VIRTUAL TABLE press USING hearsay(content=articles, text=body, date=published, sync=trigger)")


def rebuild(db, threads):
    """Seconds of wall time and of processor time, and the bytes of memory that it takes beyond what the process had
    (None where there is no /proc)."""
    db.rows("INSERT INTO press(press, argument) VALUES ('threads', ?)", threads)
    before = peer.status_bytes(os.getpid(), "VmRSS")
    peer.reset_peak(os.getpid())
    began = time.process_time()
    seconds = timed(db, "INSERT INTO press(press) VALUES ('rebuild')")[0]
    return seconds, time.process_time() - began, before and peer.status_bytes(os.getpid(), "VmHWM") - before


def look_ups(db):
    """Seconds to the first row of each of the hundred who say most, and to count what the first of them says since a
    date."""
    most = "SELECT person FROM press_person WHERE quotes > 0 ORDER BY quotes DESC LIMIT 100"
    speakers = [row[0] for row in db.rows(most)]
    first = [
        timed(db, "SELECT article, quote FROM press WHERE speaker = ? LIMIT 1", speaker)[0] for speaker in speakers
    ]
    since, rows = timed(db, "SELECT count(*) FROM press WHERE speaker = ? AND date >= '2024-01-01'", speakers[0])
    return first, since, rows[0][0]


def inserts(db, size, seed):
    """Seconds of processor time for the analysis of some articles, and for inserts of as many others into the index,
    which read them too, by turns, in one transaction."""
    texts = list(articles.make_texts(2 * INSERTS, seed=seed, size=size, exchange=EXCHANGE))
    db.rows("BEGIN")
    clock = time.process_time
    analysed = inserted = 0
    for one, other in zip(texts[:INSERTS], texts[INSERTS:]):
        analysed += timed(db, "SELECT count(*) FROM hearsay_quotes(?)", one, clock=clock)[0]
        inserted += timed(db, "INSERT INTO articles(body) VALUES (?)", other, clock=clock)[0]
    db.rows("COMMIT")
    return analysed, inserted


def measure(count, size, threads):
    with tempfile.TemporaryDirectory(prefix="hearsay-bench-") as folder:
        filled, path = (os.path.join(folder, name) for name in ("articles.db", "press.db"))
        db = database.connect(filled)
        found = {"articles": count, "MB": fill(db, count, size) / MB}
        db.close()
        for number in threads:
            shutil.copyfile(filled, path)
            db = database.connect(path)
            pages = db.one("PRAGMA page_count")
            create(db)
            (seconds, cpu, memory), alone = beside_the_analyser(db, rebuild, number)
            found["rebuild s, %d threads" % number] = seconds
            found["analyser MB/s, %d threads" % number] = alone / MB
            if number == threads[0]:
                found["rebuild cpu s"] = cpu
                found["memory MB"] = memory and memory / MB
                found["index MB"] = (db.one("PRAGMA page_count") - pages) * db.one("PRAGMA page_size") / MB
            if number != threads[-1]:
                db.close()
        first, since, quotations = look_ups(db)
        found["first row ms"], found["first row at most ms"] = figures.median(first) * 1e3, max(first) * 1e3
        found["since a date ms"], found["since a date"] = since * 1e3, quotations
        analysed, inserted = inserts(db, size, seed=2)
        found["insert ms"], found["insert of its analysis"] = inserted / INSERTS * 1e3, inserted / analysed
        db.rows("PRAGMA cache_size = -64000")
        db.rows("PRAGMA temp_store = memory")
        analysed, inserted = inserts(db, size, seed=3)
        found["insert of its analysis, 64 MB of cache"] = inserted / analysed
        db.close()
    return found


def show(found, threads):
    print("%d articles, %.1f MB" % (found["articles"], found["MB"]))
    for number in threads:
        speed, alone = found["MB"] / found["rebuild s, %d threads" % number], found["analyser MB/s, %d threads" % number]
        share = "%.2f of the analyser alone, %.3f MB/s" % (speed / alone, alone)
        print("rebuild, %2d threads       %6.3f MB/s   %s" % (number, speed, share))
    print("index                     %6.2f of the articles' bytes" % (found["index MB"] / found["MB"]))
    if found["memory MB"]:
        print("memory of a rebuild       %6.1f MB" % found["memory MB"])
    print(
        "first row of a speaker    %6.2f ms, at most %.2f ms" % (found["first row ms"], found["first row at most ms"])
    )
    print("a speaker since a date    %6.2f ms for %d quotations" % (found["since a date ms"], found["since a date"]))
    wide = found["insert of its analysis, 64 MB of cache"]
    print("insert with sync=trigger  %6.2f of its analysis, %.2f with 64 MB of cache" % (found["insert of its analysis"], wide))


def main(argv=None):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", type=int, nargs="?", default=100000)
    parser.add_argument("--size", type=int, default=4000)
    parser.add_argument("--threads", default="1,2")
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args(argv)
    threads = [int(number) for number in arguments.threads.split(",")]
    found = measure(arguments.articles, arguments.size, threads)
    if arguments.json:
        json.dump(found, sys.stdout)
    else:
        show(found, threads)


if __name__ == "__main__":
    main()
