"""'resolve': which rows of press_person are one person or body, and what follows from it."""

import pytest

from index import OPTIONS, assert_fresh, command, create, fill


def said(*names):
    """An article in which each says something."""
    return "\n\n".join("%s said on Monday that it would rain." % name for name in names)


def read(db, texts, options=OPTIONS):
    fill(db, texts)
    create(db, options)
    command(db, "rebuild")
    command(db, "resolve")
    command(db, "integrity-check")


def groups(db):
    """Sets of names that are one person."""
    found = {}
    for key, person in db.rows("SELECT coalesce(same_as, person_id), person FROM press_person"):
        found.setdefault(key, set()).add(person)
    return sorted(sorted(names) for names in found.values())


def test_spellings_are_one(db):
    read(db, [said("Ambassador Zhang Jun"), said("Ambassador ZHANG Jun"), said("Ambassador Zhang Jun")])
    assert groups(db) == [["ZHANG Jun", "Zhang Jun"]]
    main = db.one("SELECT person_id FROM press_person WHERE same_as IS NULL")
    assert db.one("SELECT person FROM press_person WHERE person_id = ?", main) == "Zhang Jun"
    assert db.rows("SELECT article, speaker FROM press WHERE speaker_id = ? ORDER BY article", main) == [
        (1, "Zhang Jun"),
        (2, "ZHANG Jun"),
        (3, "Zhang Jun"),
    ]
    assert db.rows("SELECT DISTINCT speaker_id FROM press") == [(main,)]
    other = db.one("SELECT person_id FROM press_person WHERE same_as IS NOT NULL")
    assert db.rows("SELECT * FROM press WHERE speaker_id = ?", other) == []
    assert [row[0] for row in db.rows("SELECT speaker_id FROM press ORDER BY speaker_id, article")] == [main] * 3


def test_a_surname_joins_nothing(db):
    read(db, [said("Zhang Jun"), said("Mr. Zhang"), said("Mr. ZHANG"), said("Zhang Wei")])
    assert all(len(names) == 1 for names in groups(db))
    assert len(groups(db)) >= 3


AGENCY = "The International Energy Agency (IEA) said on Monday that oil would be scarce. The IEA said prices would rise."


def test_an_acronym_is_the_body_that_goes_by_it(db):
    read(db, [AGENCY, said("The IEA")])
    assert ["IEA", "International Energy Agency"] in groups(db)
    assert len(db.rows("SELECT DISTINCT speaker_id FROM press WHERE speaker_id IS NOT NULL")) == 1


def test_an_acronym_of_two_bodies_is_neither(db):
    other = AGENCY.replace("International Energy Agency", "Irish Environment Authority")
    read(db, [AGENCY, other, said("The IEA")])
    assert ["IEA"] in groups(db)
    assert ["International Energy Agency"] in groups(db)


def authority(db, *rows):
    db.rows("CREATE TABLE decisions(name TEXT, person TEXT)")
    for row in rows:
        db.rows("INSERT INTO decisions VALUES (?, ?)", *row)


def test_the_user_s_decisions_join(db):
    authority(db, ("Elton John", "Reginald Dwight"), ("R. K. Dwight", "Reginald Dwight"), ("Nobody Here", "Reginald Dwight"))
    read(db, [said("Reginald Dwight"), said("Elton John"), said("Ann Lee")], OPTIONS + ", authority=decisions")
    assert groups(db) == [["Ann Lee"], ["Elton John", "Reginald Dwight"]]


def test_the_user_s_decisions_part(db):
    read_by_itself = [AGENCY, said("The IEA")]
    authority(db, ("IEA", "Irish Environment Authority"), ("International Energy Agency", "the agency in Paris"))
    read(db, read_by_itself, OPTIONS + ", authority=decisions")
    assert ["IEA"] in groups(db) and ["International Energy Agency"] in groups(db)


def test_decisions_survive_rebuilds_and_are_read_again(db):
    authority(db, ("Elton John", "Reginald Dwight"))
    read(db, [said("Reginald Dwight"), said("Elton John")], OPTIONS + ", authority=decisions")
    assert groups(db) == [["Elton John", "Reginald Dwight"]]
    command(db, "rebuild")
    assert groups(db) == [["Elton John", "Reginald Dwight"]]
    db.rows("DELETE FROM decisions")
    command(db, "resolve")
    assert groups(db) == [["Elton John"], ["Reginald Dwight"]]
    assert_fresh(db, OPTIONS)


def test_who_stood_for_others_may_go(db):
    read(db, [said("Ambassador Zhang Jun")] * 2 + [said("Ambassador ZHANG Jun")])
    db.rows("DELETE FROM articles WHERE id < 3")
    command(db, "sync")
    command(db, "integrity-check")
    assert db.rows("SELECT person, same_as FROM press_person") == [("ZHANG Jun", None)]


def test_the_order_of_articles_does_not_matter(db, articles):
    texts = [article["text"] for article in articles] + [AGENCY, said("The IEA"), said("Zhang Jun"), said("ZHANG Jun")]
    read(db, texts)
    expected = groups(db)
    assert any(len(names) > 1 for names in expected)
    db.rows("DROP TABLE press")
    db.rows("DROP TABLE articles")
    read(db, texts[::-1])
    assert groups(db) == expected


def test_a_table_of_decisions_that_is_gone_is_an_error(db):
    authority(db)
    read(db, [said("Ann Lee")], OPTIONS + ", authority=decisions")
    db.rows("DROP TABLE decisions")
    assert db.error("INSERT INTO press(press) VALUES ('resolve')") == "hearsay: no such table: main.decisions"
    command(db, "integrity-check")
