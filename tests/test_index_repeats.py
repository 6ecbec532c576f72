"""press_quote.same_as: the same quotation in many articles.

HEARSAY_EXAMPLES sets how long a history of copies is (`make test-index` sets it high).
"""

import os
import random

import pytest

import database
from index import OPTIONS, assert_fresh, command, create, fill

LONG = (
    "We have looked at every bolt of the harbour bridge, and nobody should cross it before the engineers have finished their "
    "work in the summer"
)


def quoted(words, name="Ann Lee"):
    return '%s told reporters: "%s."' % (name, words)


def groups(db):
    found = {}
    for group, article in db.rows("SELECT same_as, article FROM press WHERE same_as IS NOT NULL ORDER BY article"):
        found.setdefault(group, []).append(article)
    return sorted(found.values())


def read(db, texts):
    fill(db, texts)
    create(db)
    command(db, "rebuild")


def test_copies_and_trimmed_ones_are_one(db):
    read(
        db,
        [
            quoted(LONG),
            quoted("Nobody knows what the winter will bring to the people of the northern islands", "Bob Ray"),
            quoted(LONG.replace("harbour", "HARBOUR").replace("bridge, and", "bridge,\nand"), "The mayor"),
            quoted("nobody should cross it before the engineers have finished their work in the summer"),
            quoted("We have looked at every bolt of the harbour bridge, and nobody should cross it"),
            quoted("The ships of the northern islands will bring nobody what people want this winter"),
        ],
    )
    assert groups(db) == [[1, 3, 4, 5]]
    first = db.one("SELECT min(rowid) FROM press WHERE article = 1")
    assert db.rows("SELECT DISTINCT same_as FROM press WHERE same_as IS NOT NULL") == [(first,)]
    assert db.rows("SELECT count(*) FROM press WHERE same_as = ?", first) == [(4,)]


def test_few_words_and_one_article_are_no_repetition(db):
    read(db, [quoted("We are late"), quoted("We are late"), quoted(LONG) + "\n\n" + quoted(LONG, "Bob Ray")])
    assert groups(db) == []


def test_a_group_is_made_anew_when_a_member_goes(db):
    """The middle one holds the others together."""
    for year in ("spring", "summer", "autumn", "winter"):  # that two are compared is likely, not certain
        first = "The harbour bridge will never close again before %s ends this year" % year
        last = "nobody could afford another %s without proper repairs around here" % year
        read(db, [quoted(first), quoted(first + ", because " + last), quoted(last), quoted(last)])
        if groups(db) == [[1, 2, 3, 4]]:
            break
        db.rows("DROP TABLE press")
        db.rows("DROP TABLE articles")
    db.rows("DELETE FROM articles WHERE id = 2")
    command(db, "sync")
    assert groups(db) == [[3, 4]]
    assert_fresh(db, OPTIONS)
    db.rows("INSERT INTO articles(id, body) VALUES (9, ?)", quoted(first + ", because " + last))
    command(db, "sync")
    assert groups(db) == [[1, 3, 4, 9]]
    db.rows("UPDATE articles SET body = ? WHERE id = 3", quoted(first))
    command(db, "sync")
    assert_fresh(db, OPTIONS)
    db.rows("DELETE FROM articles WHERE id > 3")
    command(db, "sync")
    assert groups(db) == [[1, 3]]
    command(db, "integrity-check")


def test_shortened_copies_are_found(db):
    """Of copies that have kept half of a long quotation or more nine in ten are found; chance gives no pair."""
    chance = random.Random(5)
    words = ["%s%s" % (a, b) for a in ("bel", "cor", "dun", "fal", "gim", "hos", "jun") for b in ("ava", "ero", "ito", "una", "yst")]
    texts = []
    for _ in range(60):
        sentence = [chance.choice(words) for _ in range(24)]
        kept = chance.randrange(12, 24)
        start = chance.randrange(0, 24 - kept)
        texts += [quoted(" ".join(sentence)), quoted(" ".join(sentence[start : start + kept]))]
    read(db, texts)
    found = groups(db)
    assert all(len(pair) == 2 and pair[0] % 2 == 1 and pair[1] == pair[0] + 1 for pair in found)
    assert len(found) >= 50



SPEECH = " ".join("the %s of the northern harbour %d" % (word, i) for i in range(20) for word in ("engineers", "council", "bridges"))


@pytest.mark.parametrize(
    "words",
    ["Harbour bridges … never again … engineers … northern islands … winter … council", SPEECH],
    ids=["in pieces of less than three words", "of more words than are kept"],
)
def test_quotations_of_which_the_texts_are_compared(db, words):
    """By a command that reads all, by one that finds the first in the tables, and when the first goes."""
    other = "Nobody knows what the winter will bring to the people of the northern islands"
    fill(db, [quoted(words), quoted(words + ". And that is all"), quoted(other, "Bob Ray"), quoted(words, "The mayor")])
    create(db, OPTIONS + ", sync=manual")
    command(db, "rebuild")
    assert groups(db) == [[1, 2, 4]]
    db.rows("INSERT INTO articles(id, body) VALUES (5, ?)", quoted(words, "Eve Fox"))
    command(db, "sync")
    assert groups(db) == [[1, 2, 4, 5]]
    db.rows("DELETE FROM articles WHERE id = 1")
    command(db, "sync")
    assert groups(db) == [[2, 4, 5]]
    command(db, "integrity-check")


@pytest.mark.parametrize("copies", [400])
def test_agency_copy_in_hundreds_of_papers(db, copies):
    read(db, [quoted(LONG, "Ann Lee") for _ in range(copies)])
    assert groups(db) == [list(range(1, copies + 1))]
    db.rows("DELETE FROM articles WHERE id % 2 = 1")
    command(db, "sync")
    assert groups(db) == [list(range(2, copies + 1, 2))]
    command(db, "integrity-check")


def test_many_with_one_phrase_are_grouped_alike_at_once_and_one_by_one(db):
    """A rebuild compares them when all are there, a trigger each as it comes; some are twice in an article, some long."""
    chance = random.Random(7)
    phrase = "engineers harbour bridge inspection certificate"
    words = "water winter market council teacher village railway hospital festival election mountain library".split()
    ends = [" ".join(chance.choices(words, k=9)) for _ in range(6)]
    texts = []
    for i in range(45):
        own = [phrase + " " + chance.choice(ends) for _ in range(chance.choice((1, 1, 2)))]
        if i % 11 == 3:
            own.append(phrase + " " + " ".join(chance.choices(words, k=300)))
        texts.append("\n\n".join(quoted(quote.capitalize(), name) for quote, name in zip(own, ("Ann Lee", "Bob Ray", "Zoe Fox"))))
    read(db, texts)
    at_once = groups(db)
    assert sum(len(group) for group in at_once) > 30
    db.rows("DROP TABLE press")
    db.rows("DELETE FROM articles")
    create(db, OPTIONS + ", sync=trigger")
    for i, text in enumerate(texts):
        db.rows("INSERT INTO articles(id, title, body, published) VALUES (?, ?, ?, '2026-07-01')", i + 1, "Story %d" % (i + 1), text)
    assert groups(db) == at_once
    command(db, "integrity-check")


def a_copy(chance):
    """Two of the article's three quotations, trimmed, or with words of its own."""
    quotations = []
    for words in chance.sample((LONG, LONG.replace("bridge", "school").replace("harbour", "river"), LONG[::-1]), 2):
        words = words.split()[chance.randrange(6) : 22 - chance.randrange(6)]
        for _ in range(chance.choice((0, 0, 3))):
            words[chance.randrange(len(words))] = chance.choice(("never", "some", "seven"))
        quotations.append(quoted(" ".join(words)))
    return "\n\n".join(quotations)


def test_histories_of_copies(db):
    """Many come, go and change before each 'sync': what is together is what a fresh index finds."""
    chance = random.Random(3)
    read(db, [])
    for step in range(int(os.environ.get("HEARSAY_EXAMPLES", "40"))):
        ids = [id for (id,) in db.rows("SELECT id FROM articles")]
        for id in chance.sample(ids, len(ids) // 2):
            if chance.random() < 0.5:
                db.rows("DELETE FROM articles WHERE id = ?", id)
            else:
                db.rows("UPDATE articles SET body = ? WHERE id = ?", a_copy(chance), id)
        for _ in range(chance.randrange(5)):
            db.rows("INSERT INTO articles(body) VALUES (?)", a_copy(chance))
        command(db, "sync")
        assert_fresh(db, OPTIONS)


def test_a_connection_closes_after_long_quotations():
    """Comparing them asks whether to stop, by a statement; one left open would keep the connection from closing."""
    db = database.NewDatabase()
    long = "\u201c" + "We are late and nobody knows why. " * 20000 + "\u201d Mayor Ann Lee said."
    fill(db, [long, long])
    create(db)
    command(db, "sync")
    assert db.one("SELECT count(*) FROM press WHERE same_as IS NOT NULL") == 2
    db.close()
