"""make bench-index: the index over many articles, against the analyser alone. ARTICLES=100000 sets how many.

Articles of 4 KB are put together from those of fixtures/ with other people's names in them, some of whom are named often,
most seldom, and other words: most of the longer ones are exchanged for others with the same ending. What is printed: the
speed of the analyser by itself on a sample, of 'rebuild' with one and with two threads; memory; the size of the index; the
time to the first row of a speaker; what a trigger adds to an insert.
"""

import os
import random
import re
import resource
import statistics
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))

import database
import fixtures

COUNT = int(os.environ.get("ARTICLES", "100000"))
BYTES = 4000
SAMPLE = min(COUNT, 2000)


def words_of(path, least):
    """Names of a word list of the lexicon."""
    with open(os.path.join(database.ROOT, "ext", "lexicon", path), encoding="utf-8") as file:
        words = [line.split("\t")[0].strip() for line in file if line.strip() and not line.startswith("#")]
    return [word.capitalize() for word in words if word.isalpha() and len(word) >= least]


def make_articles(count, seed=1):
    """The same articles for the same seed."""
    chance = random.Random(seed)
    given, family = words_of("given_names.tsv", 3), words_of("surnames.txt", 4)
    people = [(chance.choice(given), chance.choice(family)) for _ in range(50000)]  # the first are named most
    db = database.connect()
    sources = []
    for article in fixtures.read_all(os.path.join(database.ROOT, "fixtures")):
        found = db.rows("SELECT entity FROM hearsay_entities(?) WHERE label = 'person'", article["text"])
        names = [row[0].split() for row in found if len(row[0].split()) == 2]
        sources.append(([p for p in article["text"].split("\n\n") if len(p) > 40], names))
    db.close()
    by_ending = {}
    for source, _ in sources:
        for word in re.findall(r"\b[a-z]{5,}\b", " ".join(source)):
            by_ending.setdefault(word[-2:], []).append(word)

    def other_word(match):
        word = match.group()
        return chance.choice(by_ending[word[-2:]]) if chance.random() < 0.8 and word[-2:] in by_ending else word

    for _ in range(count):
        paragraphs, size = [], 0
        while size < BYTES:
            source, names = chance.choice(sources)
            text = "\n\n".join(source)
            for first, last in names:
                new = people[int(len(people) ** chance.random()) - 1]
                text = text.replace(first, new[0]).replace(last, new[1])
            text = re.sub(r"\b[a-z]{5,}\b", other_word, text)[: BYTES - size]
            paragraphs.append(text)
            size += len(text.encode()) + 2
        yield "\n\n".join(paragraphs)


def timed(db, sql, *params, clock=time.perf_counter):
    start = clock()
    rows = db.rows(sql, *params)
    return clock() - start, rows


def main():
    folder = tempfile.mkdtemp(prefix="hearsay-bench-")
    path = os.path.join(folder, "press.db")
    db = database.connect(path)
    db.rows("PRAGMA journal_mode = WAL")
    db.rows("CREATE TABLE articles(id INTEGER PRIMARY KEY, body TEXT, published TEXT)")
    db.rows("BEGIN")
    total = 0
    for i, text in enumerate(make_articles(COUNT)):
        total += len(text.encode())
        db.rows("INSERT INTO articles(body, published) VALUES (?, date('2020-01-01', '+' || ? || ' days'))", text, i * 2000 // COUNT)
    db.rows("COMMIT")
    print("%d articles, %.1f MB" % (COUNT, total / 1e6))

    sample = db.one("SELECT sum(length(CAST(body AS BLOB))) FROM (SELECT body FROM articles LIMIT %d)" % SAMPLE)
    alone = min(
        timed(db, "SELECT count(*) FROM (SELECT body FROM articles LIMIT %d), hearsay_quotes(body)" % SAMPLE)[0] for _ in range(2)
    )
    print("analyser alone            %6.3f MB/s" % (sample / alone / 1e6))
    pages = db.one("PRAGMA page_count")
    db.rows("CREATE VIRTUAL TABLE press USING hearsay(content=articles, text=body, date=published, sync=manual)")
    for threads in (1, 2):
        db.rows("INSERT INTO press(press, argument) VALUES ('threads', ?)", threads)
        used = timed(db, "INSERT INTO press(press) VALUES ('rebuild')")[0]
        speed = total / used / 1e6
        print("rebuild, %d thread%s        %6.3f MB/s   %.2f of the analyser" % (threads, "s"[: threads - 1] or " ", speed, speed * alone * 1e6 / sample))
        if threads == 1:
            size = (db.one("PRAGMA page_count") - pages) * db.one("PRAGMA page_size")
    print("index                     %6.2f of the articles' bytes" % (size / total))
    print("peak memory               %6d MB" % (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024))
    speakers = [row[0] for row in db.rows("SELECT person FROM press_person WHERE quotes > 0 ORDER BY quotes DESC LIMIT 100")]
    times = []
    for speaker in speakers:
        times.append(timed(db, "SELECT article, quote FROM press WHERE speaker = ? LIMIT 1", speaker)[0])
    print("first row of a speaker    %6.2f ms, at most %.2f ms" % (statistics.median(times) * 1e3, max(times) * 1e3))
    used, rows = timed(db, "SELECT count(*) FROM press WHERE speaker = ? AND date >= '2024-01-01'", speakers[0])
    print("a speaker since a date    %6.2f ms for %d quotations" % (used * 1e3, rows[0][0]))
    db.rows("DROP TABLE press")

    texts = list(make_articles(200, seed=2))
    db.rows("CREATE VIRTUAL TABLE press USING hearsay(content=articles, text=body, date=published, sync=trigger)")
    db.rows("BEGIN")
    analysed = sum(timed(db, "SELECT count(*) FROM hearsay_quotes(?)", text)[0] for text in texts)
    inserted = sum(timed(db, "INSERT INTO articles(body) VALUES (?)", text)[0] for text in texts)
    print("insert with sync=trigger  %6.2f of its analysis" % (inserted / analysed))
    db.close()
    for name in os.listdir(folder):
        os.remove(os.path.join(folder, name))
    os.rmdir(folder)


main()
