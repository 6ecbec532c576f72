"""'resolve' by descriptions and company, what a person counts, and that looking at changes only finds what looking at all does.

HEARSAY_EXAMPLES sets how many random histories each SQLite goes through.
"""

import os
import random

import pytest

import database
import people
from index import command, create
from test_index_people import groups, read, said

EXAMPLES = int(os.environ.get("HEARSAY_EXAMPLES", "40"))

# ---- descriptions ----------------------------------------------------------------------------------------------------------

PAREDES = "Luis Paredes, the finance minister of Peru, said on Monday that taxes would fall."


@pytest.mark.parametrize(
    "short, joined",
    [
        ("Paredes, Peru's finance minister, said that taxes would rise.", True),
        ("The Peruvian finance minister, Paredes, said that taxes would rise.", True),
        ("L. Paredes, the finance minister of Peru, said that taxes would rise.", True),
        ("Paredes, the finance minister of Chile, said that taxes would rise.", False),
        ("Paredes, a farmer, said that it would rain.", False),
        ("Minister Paredes said that taxes would rise.", False),
        ("Paredes said that taxes would rise.", False),
    ],
)
def test_descriptions(db, short, joined):
    read(db, [PAREDES, short])
    assert len([names for names in groups(db) if len(names) == 2]) == joined


def test_a_middle_name_may_be_left_out(db):
    texts = [
        "William James Tarrant, a senator from Ohio, said the bill would pass.",
        "William Tarrant, the Ohio senator, said the vote was near.",
    ]
    read(db, texts)
    assert groups(db)[-1] == ["William James Tarrant", "William Tarrant"]


def test_two_who_are_described_alike_are_nobody_s_full_name(db):
    read(db, [PAREDES, PAREDES.replace("Luis", "Rosa"), "Paredes, Peru's finance minister, said that taxes would rise."])
    assert ["Paredes"] in groups(db)


def test_the_description_is_the_one_of_most_articles(db):
    texts = [PAREDES, PAREDES.replace("the finance minister of Peru", "a lawyer"), PAREDES, said("Luis Paredes")]
    read(db, texts)
    assert db.rows("SELECT description FROM press_person WHERE person = 'Luis Paredes'") == [("the finance minister of Peru",)]
    db.rows("DELETE FROM articles WHERE id IN (1, 3)")
    command(db, "sync")
    assert db.rows("SELECT description FROM press_person WHERE person = 'Luis Paredes'") == [("a lawyer",)]


# ---- company ---------------------------------------------------------------------------------------------------------------

FULL = "Nils Brandt said the bridge at Tvedal was safe. Kari Solheim of Haugland Marine did not agree."
SHORT = "Brandt said the bridge at Tvedal was old. Kari Solheim of Haugland Marine agreed."


def test_company(db):
    read(db, [FULL, SHORT, said("Eva Brandt")])
    assert ["Brandt", "Nils Brandt"] in groups(db)


def test_other_company(db):
    read(db, [FULL, "Brandt said the court in Hamburg was closed. Jens Vogt of Elbe Law agreed."])
    assert ["Brandt"] in groups(db)


def test_company_of_two(db):
    read(db, [FULL, SHORT, FULL.replace("Nils", "Eva")])
    assert ["Brandt"] in groups(db)


def test_a_name_that_is_in_one_article_of_other_company_is_nobody_s(db):
    read(db, [FULL, SHORT, said("Brandt")])
    assert ["Brandt"] in groups(db)


def test_who_stands_beside_it_is_somebody_else(db):
    read(db, [FULL, SHORT + " Nils Brandt, Jr., said nothing.", SHORT.replace("Brandt", "Eva Brandt")])
    assert all("Nils Brandt" not in names or "Eva Brandt" not in names for names in groups(db))


def test_company_that_is_everywhere_counts_nothing(db):
    texts = [FULL, SHORT] + ["Kari Solheim of Haugland Marine said it rained at Tvedal."] * 12
    read(db, texts)
    assert ["Brandt"] in groups(db)


def test_an_acronym_in_like_company(db):
    texts = [
        "The National Lighthouse Trust said the lamps at Skarnes would burn. Olav Myhre and Liv Tangen were glad.",
        "The NLT said it had no money for Skarnes. Olav Myhre and Liv Tangen were not glad.",
    ]
    read(db, texts)
    assert ["NLT", "National Lighthouse Trust"] in groups(db)


def test_articles_of_our_own(db):
    """Pairs of names in tests/data/people; python tests/people.py prints those that are wrong or missed."""
    articles = people.read_articles()
    right, found, wanted, errors, missing = people.compare(articles, people.resolve(db, articles))
    assert missing == []
    assert right / found >= 0.98, errors
    assert right / wanted >= 0.65, errors


# ---- what a person counts ----------------------------------------------------------------------------------------------------

COUNTS = "SELECT person, articles, mentions, quotes, first_date, last_date FROM press_person WHERE same_as IS NULL"


def test_a_person_counts_all_its_names(db):
    read(db, [said("Ambassador Zhang Jun"), said("Ambassador ZHANG Jun"), said("Ambassador ZHANG Jun", "Ambassador Zhang Jun")])
    before = db.rows(COUNTS)
    assert [row[1:4] + row[4:] for row in before] == [(3, 4, 4, "2026-07-01", "2026-07-03")]
    db.rows("INSERT INTO articles(body, published) VALUES (?, '2026-06-01')", said("Ambassador ZHANG Jun"))
    command(db, "sync")
    command(db, "integrity-check")
    assert [row[1:] for row in db.rows(COUNTS)] == [(4, 5, 5, "2026-06-01", "2026-07-03")]
    db.rows("DELETE FROM articles WHERE id > 2")
    command(db, "sync")
    command(db, "integrity-check")
    assert [row[1:] for row in db.rows(COUNTS)] == [(2, 2, 2, "2026-07-01", "2026-07-02")]
    db.rows("UPDATE articles SET published = '2026-09-09' WHERE id = 2")
    command(db, "sync")
    command(db, "integrity-check")
    assert [row[1:] for row in db.rows(COUNTS)] == [(2, 2, 2, "2026-07-01", "2026-09-09")]


def test_a_name_s_own_counts_are_in_its_own_row(db):
    read(db, [said("Ambassador Zhang Jun")] * 2 + [said("Ambassador ZHANG Jun")])
    assert db.rows("SELECT person, articles FROM press_person ORDER BY same_as") == [("Zhang Jun", 3), ("ZHANG Jun", 1)]


# ---- asking by name ------------------------------------------------------------------------------------------------------------


def test_match_is_everybody_of_that_name_with_all_names(db):
    read(db, [FULL, SHORT, said("Eva Brandt"), "Two officials said that it would rain."])

    def match(name):
        return db.rows("SELECT article, speaker FROM press WHERE speaker MATCH ? ORDER BY article", name)

    assert match("Nils Brandt") == [(1, "Nils Brandt"), (2, "Brandt")]
    assert match("Brandt, Nils") == match("Brandt") == match("Nils Brandt")
    assert match("Eva Brandt") == [(3, "Eva Brandt")]
    assert match("Two officials") == [(4, "Two officials")]
    assert match("Nobody Here") == match("") == match(None) == []
    assert db.rows("SELECT article FROM press WHERE speaker MATCH 'Nils Brandt' AND date > '2026-07-01'") == [(2,)]
    assert db.rows("SELECT article FROM press WHERE speaker = 'Nils Brandt'") == [(1,)]


def test_match_with_a_name_from_another_table(db):
    read(db, [FULL, SHORT, said("Eva Brandt")])
    db.rows("CREATE TABLE wanted(name)")
    db.rows("INSERT INTO wanted VALUES ('Nils Brandt'), ('Eva Brandt')")
    rows = db.rows("SELECT name, article FROM wanted, press WHERE speaker MATCH name ORDER BY article")
    assert rows == [("Nils Brandt", 1), ("Nils Brandt", 2), ("Eva Brandt", 3)]


def test_match_is_for_the_speaker_only(db):
    read(db, [FULL])
    assert "MATCH" in db.error("SELECT * FROM press WHERE quote MATCH 'bridge'")


# ---- looking at changes only -----------------------------------------------------------------------------------------------------

NAMES = "Jun Zhang|Zhang Jun|Zhang Wei|Zhang|Mr. Zhang|Ann Maria Lee|Ann Lee|A. Lee|Lee|John Smith|Smith".split("|")
TITLES = ("", "", "Finance Minister ", "Mayor ")
DESCRIPTIONS = (
    "",
    "",
    ", the finance minister of Peru,",
    ", Peru's finance minister,",
    ", the finance minister of Chile,",
    ", a harbour workers union leader,",
    ", leader of the harbour workers union,",
)
BODIES = (
    "The National Roads Agency (NRA)",
    "The NRA",
    "The Northern Rail Authority (NRA)",
    "The International Energy Agency (IEA)",
    "The International Energy Association (IEA)",
    "The IEA",
)
PLACES = ("Lima", "Callao", "Huancayo", "Oslo", "Bergen")
OTHERS = ("Carla Gomez", "Bob Ray", "Greta Lindholm", "Kwame Osei", "Marta Oyarzun")


def make_text(chance):
    parts = [
        "%s%s%s said on Monday that it would rain." % (chance.choice(TITLES), chance.choice(NAMES), chance.choice(DESCRIPTIONS))
        for _ in range(chance.randint(1, 2))
    ]
    parts += ["%s denied it in %s." % (chance.choice(BODIES), chance.choice(PLACES)) for _ in range(chance.randint(0, 2))]
    parts += [
        "%s told reporters in %s that the bridge was late." % (chance.choice(OTHERS), chance.choice(PLACES))
        for _ in range(chance.randint(0, 3))
    ]
    chance.shuffle(parts)
    return "\n\n".join(parts)


def found_by_resolve(db):
    return (
        groups(db),
        db.rows("SELECT person, label, kind, form FROM press_form LEFT JOIN press_name USING (person_id) ORDER BY 1, 2, 3, 4"),
        db.rows(COUNTS + " ORDER BY 1, 2, 3, 4"),
        db.rows("SELECT name_key, person FROM press_decision ORDER BY 1"),
    )


def change(db, chance, texts, articles):
    what = chance.random()
    if what < 0.6:
        row = (chance.randint(1, articles), chance.choice(texts), "2026-01-%02d" % chance.randint(1, 9))
        db.rows("REPLACE INTO articles VALUES (?, ?, ?)", *row)
    elif what < 0.85:
        db.rows("DELETE FROM articles WHERE id = ?", chance.randint(1, articles))
    elif what < 0.9:
        db.rows("UPDATE articles SET day = ? WHERE id = ?", "2026-02-01", chance.randint(1, articles))
    else:
        db.rows("DELETE FROM decisions WHERE rowid = ?", chance.randint(1, 4))
        row = (chance.choice(NAMES + ["NRA", "IEA"]), chance.choice(["X", "Y", "Zhang Jun"]))
        db.rows("INSERT INTO decisions VALUES (?, ?)", *row)


@pytest.mark.parametrize("seed", range(EXAMPLES))
def test_looking_at_changes_finds_what_looking_at_all_does(seed):
    chance = random.Random(seed)
    db = database.KINDS[list(database.KINDS)[seed % len(database.KINDS)]]()
    db.rows("CREATE TABLE articles(id INTEGER PRIMARY KEY, body TEXT, day)")
    db.rows("CREATE TABLE decisions(name, person)")
    create(db, "content=articles, text=body, date=day, authority=decisions")
    texts, articles = [make_text(chance) for _ in range(12)], chance.choice((8, 20))
    for step in range(chance.randint(3, 8)):
        for _ in range(chance.randint(1, 4) if step else 15):
            change(db, chance, texts, articles)
        command(db, "sync")
        command(db, "integrity-check")
        if chance.random() < 0.7:
            command(db, "resolve")
            command(db, "integrity-check")
            found = found_by_resolve(db)
            db.rows("SAVEPOINT before")
            db.rows("UPDATE press_config SET value = 0 WHERE name = 'resolved_size'")
            command(db, "resolve")
            assert found_by_resolve(db) == found
            db.rows("ROLLBACK TO before")
            db.rows("RELEASE before")
    db.close()


def test_a_resolve_that_is_rolled_back_has_not_been(db):
    read(db, [FULL, SHORT])
    before = found_by_resolve(db)
    db.rows("BEGIN")
    db.rows("DELETE FROM articles WHERE id = 1")
    command(db, "sync")
    command(db, "resolve")
    assert found_by_resolve(db) != before
    db.rows("ROLLBACK")
    command(db, "integrity-check")
    assert found_by_resolve(db) == before
    db.rows("INSERT INTO articles(body) VALUES (?)", FULL.replace("Nils", "Eva"))
    command(db, "sync")
    command(db, "resolve")
    assert ["Brandt"] in groups(db)
