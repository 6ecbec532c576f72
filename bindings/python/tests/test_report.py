"""`hearsay report`: what the page says is what the index has, and what cannot be reported is said."""

from __future__ import annotations

import base64
import datetime
import hashlib
import json
import os
import re
import resource
import sqlite3
import subprocess
import sys
import zlib
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import pytest
from conftest import make
from newspaper import HOSTILE, LONG, make_hostile

import sqlite_hearsay
from sqlite_hearsay.commands.report import FORMAT
from sqlite_hearsay.report import stories
from sqlite_hearsay.report.counts import Article, Person, Press, Quotation, Range, date_of
from sqlite_hearsay.report.gender import spread
from sqlite_hearsay.report.network import network_of
from sqlite_hearsay.report.page import _share, _span
from sqlite_hearsay.report.timeline import timeline_of

PROGRAM = Path(sys.executable).with_name("hearsay")


def hearsay(*arguments, **environment):
    return subprocess.run(
        [PROGRAM, *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        encoding="utf-8",
        env={**os.environ, "COLUMNS": "100", **environment},
    )


def connect(path):
    db = sqlite3.connect(path, isolation_level=None)
    sqlite_hearsay.load(db)
    return db


class Page(HTMLParser):
    """A page: its elements with their attributes, the text of each script and style, tables, and packs of articles."""

    def __init__(self, text):
        super().__init__()
        self.source, self.elements, self.raw, self.tables, self.text, self.marks = text, [], [], {}, "", []
        self.section, self.open, self.skipped = None, [], 0
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        self.elements.append((tag, attributes))
        if tag == "section":
            self.section = attributes["id"]
        if tag in ("script", "style"):
            self.raw.append((tag, attributes, ""))
        if tag == "table":
            self.tables.setdefault(self.section, [])
        if tag == "tr":
            self.tables[self.section].append([])
        if tag in ("th", "td"):
            self.tables[self.section][-1].append("")
        if tag == "mark":
            self.marks.append("")
        if tag not in ("meta", "input", "line", "rect", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        if tag in self.open:
            while self.open.pop() != tag:
                pass

    def handle_data(self, data):
        if self.open[-1:] in (["script"], ["style"]):
            tag, attributes, text = self.raw[-1]
            self.raw[-1] = (tag, attributes, text + data)
            return
        self.text += data
        if "svg" in self.open:
            return
        if "mark" in self.open:
            self.marks[-1] += data
        if {"th", "td"} & set(self.open) and self.tables.get(self.section):
            self.tables[self.section][-1][-1] += data

    def unpack(self, name):
        [text] = [text for tag, attributes, text in self.raw if attributes.get("id") == name]
        return json.loads(zlib.decompress(base64.b64decode(text)))

    def articles(self):
        """The HTML of each article of the packs, by its key."""
        found = {}
        for key, title, date, quotes, pack, place in self.unpack("catalogue"):
            found[key] = (title, date, quotes, self.unpack(f"pack-{pack}")[place])
        return found


def report(path, *arguments, **environment):
    """The page that the command writes, which says nothing else."""
    output = path.with_name("report.html")
    done = hearsay("report", path, "-o", output, *arguments, **environment)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"{output}: ")
    return Page(output.read_text(encoding="utf-8"))


def cells(rows):
    return [[" ".join(cell.split()) for cell in row] for row in rows]


# ---- the numbers ---------------------------------------------------------------------------------------------------


def test_share_of_voice_is_all_quotations(press):
    db = connect(press)
    named = dict(db.execute("SELECT speaker, count(*) FROM press WHERE speaker_id IS NOT NULL GROUP BY 1"))
    unnamed, nobody, total = db.execute(
        "SELECT sum(speaker_id IS NULL AND speaker IS NOT NULL), sum(speaker IS NULL), count(*) FROM press"
    ).fetchone()
    assert unnamed > 0
    heading, *rows = cells(report(press).tables["voices"])
    assert heading == ["Who", "Quotations", "Of all", "Articles"]
    shown = {row[0]: row[1] for row in rows}
    assert {name: str(count) for name, count in named.items()}.items() <= {
        next((name for name in named if who.startswith(name)), who): count for who, count in shown.items()
    }.items()
    assert shown["Sources without a name"] == str(unnamed)
    assert shown.get("Nobody given", "0") == str(nobody)
    assert sum(int(count) for count in shown.values()) == total
    db.close()


def test_names_that_resolve_has_joined_are_one(press):
    db = connect(press)
    db.execute("INSERT INTO articles(published, body) VALUES ('2026-06-01', ?)", ('"No," Anne Lee said.',))
    db.execute("CREATE TABLE names(name, person)")
    db.execute("INSERT INTO names VALUES ('Anne Lee', 'Ann Lee')")
    db.execute("DROP TABLE press")
    db.execute("CREATE VIRTUAL TABLE press USING hearsay(content=articles, text=body, date=published, authority=names)")
    db.execute("INSERT INTO press(press) VALUES ('sync')")
    db.execute("INSERT INTO press(press) VALUES ('resolve')")
    [(count,)] = db.execute("SELECT count(*) FROM press WHERE speaker LIKE 'Ann% Lee'")
    db.close()
    page = report(press)
    rows = {row[0]: row[1] for row in cells(page.tables["voices"])}
    assert "Anne Lee" not in "".join(rows)
    assert next(number for who, number in rows.items() if who.startswith("Ann Lee")) == str(count)


def test_the_timeline_has_every_day_between(press):
    heading, *rows = cells(report(press).tables["timeline"])
    db = connect(press)
    counts = dict(db.execute("SELECT date, count(*) FROM press GROUP BY date"))
    db.close()
    assert heading[:2] == ["Week", "All"]
    assert (rows[0][0], rows[-1][0], len(rows)) == ("week of 2 March 2026", "week of 4 May 2026", 10)
    days = ("2026-03-02", "2026-03-20", "2026-05-04")
    assert [int(row[1]) for row in rows if row[1] != "0"] == [counts[day] for day in days]


def test_who_is_quoted_beside_whom(press):
    assert cells(report(press).tables["network"]) == [["Who", "Beside whom", "Articles"], ["Ann Lee", "Bob Ray", "1"]]


def test_gender_is_what_hearsay_speakers_says(press):
    db = connect(press)
    db.execute("""UPDATE articles SET body = body || ' "Never," said Mr Bob Ray.' WHERE id = 2""")
    db.execute("INSERT INTO press(press) VALUES ('sync')")
    told = Counter()
    for gender, quotes in db.execute(
        "SELECT coalesce(s.gender, 'not told'), s.quotes FROM articles, hearsay_speakers(trim(title || char(10, 10) || "
        "body, char(10))) AS s WHERE s.label = 'person'"
    ):
        told[gender] += quotes
    total = db.execute("SELECT count(*) FROM press").fetchone()[0]
    db.close()
    assert min(told["female"], told["male"], told["not told"]) > 0
    page = report(press)
    rows = {row[0]: int(row[1]) for row in cells(page.tables["gender"])[1:]}
    assert rows == {"Women": told["female"], "Men": told["male"], "Not told": told["not told"]}
    assert (f"Not counted there: {total - sum(rows.values())} quotation" in page.text) == (total > sum(rows.values()))
    assert "All 3 articles with quotations were looked at" in page.text
    page = report(press, "--gender-articles", "1")
    assert "1 of 3 articles were looked at, evenly spread" in page.text
    assert "No article was looked at" in report(press, "--gender-articles", "0").text


def test_the_most_repeated_quotation(press):
    db = connect(press)
    words = "We will not close the harbour, not now and not ever, whatever the council decides."
    for day, cut in [(7, words), (5, words), (9, words.replace(", not now and not ever", ""))]:
        db.execute(
            "INSERT INTO articles(title, published, body) VALUES (?, ?, ?)",
            (f"Paper {day}", f"2026-04-0{day}", f'"{cut}" said Ann Lee.'),
        )
    db.execute("INSERT INTO press(press) VALUES ('sync')")
    db.close()
    text = " ".join(report(press).text.split())
    assert f"3 articles {words} Ann Lee, 5–9 April 2026 Paper 5Paper 7Paper 9" in text
    assert "One quotation is in several articles" in text
    page = report(press, "--articles", "4")
    assert sorted(page.articles()) == [1, 4, 5, 6]  # what is named can be read
    links = {attributes["href"] for tag, attributes in page.elements if tag == "a"}
    assert {"#article-4", "#article-5", "#article-6"} <= links


def test_dates(press):
    db = connect(press)
    db.execute(
        "INSERT INTO articles(published, body) VALUES ('last week', 'Jo Tan said no.'), (NULL, 'Jo Tan agreed.')"
    )
    db.execute("INSERT INTO press(press) VALUES ('sync')")
    db.close()
    assert "2 articles have no date that can be read" in report(press).text
    page = report(press, "--from", "2026-03-03", "--to", "2026-04-01")
    assert "Only those from 3 March 2026 on until 1 April 2026: 4 others were left out, 2 of them" in page.text
    assert list(page.articles()) == [2]
    assert {row[0].split(" ")[0] for row in cells(page.tables["voices"])} >= {"Bob"}
    assert "Ann Lee" not in page.text
    assert "In 0 articles, hearsay found no quotations" in " ".join(report(press, "--from", "2030-01-01").text.split())


# ---- articles ------------------------------------------------------------------------------------------------------


def test_articles_have_their_quotations_marked(press):
    page = report(press)
    found = page.articles()
    assert [(title, date) for title, date, _, _ in found.values()] == [
        ("Bridge late, mayor admits", "2 March 2026"),
        ("Roads agency: <b>no cracks</b>", "20 March 2026"),
        ("Article 3", "4 May 2026"),
    ]
    db = connect(press)
    assert {key: quotes for key, (_, _, quotes, _) in found.items()} == dict(
        db.execute("SELECT article, count(*) FROM press GROUP BY article")
    )
    db.close()
    first = Page(found[1][3])
    assert page.source.count(found[1][3].strip()) == 1  # the first can be read without JavaScript
    assert first.marks == [
        "Bridge late",
        "The harbour bridge will not open in June",
        '"We are late,"',
        '"But we are not lost."',
        "that the agency had known of the cracks",
    ]
    notes = " ".join(first.text.split("What was found in it")[1].split())
    assert re.search(
        r"SpeakerAnn LeeCalled heresheCuetoldKinddirectConfidence0\.\d\d"
        "Rulequotation before the cue; subject of the cue",
        notes,
    )
    ids = [attributes["id"] for _, attributes in first.elements if "id" in attributes]
    links = [attributes["href"][1:] for tag, attributes in first.elements if tag == "a"]
    assert len(ids) == len(set(ids))
    assert set(links) <= set(ids)
    assert {attributes["data-note"] for tag, attributes in first.elements if tag == "mark"} <= set(ids)


def test_how_many_articles(press):
    page = report(press, "--articles", "1")
    assert list(page.articles()) == [1]
    assert "1 of 3 articles: those named above, and those with most quotations. 2 were left out" in page.text
    page = report(press, "--articles", "0")
    assert "This file has none of the articles" in page.text
    assert "articles" not in page.tables
    assert not any(attributes.get("id") in ("articles", "catalogue") for _, attributes in page.elements)


def test_as_many_articles_as_there_is_room_for(press, monkeypatch):
    from sqlite_hearsay.commands.report import report as command

    db = connect(press)
    said = ("It was late.", "We saw no ship.", "The bridge was cold.")
    db.executemany(
        "INSERT INTO articles(body) VALUES (?)",
        [(f'"{said[i % 3]} {i}," Ann Lee said in {1900 + i}.',) for i in range(40)],
    )
    long = " ".join(f'"It was {i}," Ann Lee said.' for i in range(40))
    [(key,)] = db.execute("INSERT INTO articles(body) VALUES (?) RETURNING id", (long,)).fetchall()
    db.execute("INSERT INTO press(press) VALUES ('sync')")
    db.close()
    monkeypatch.setattr(stories, "SIZE", 8000)
    monkeypatch.setattr(stories, "_PACK", 100)
    output = press.with_name("small.html")
    command.main([str(press), "-o", str(output)], standalone_mode=False)
    page = Page(output.read_text(encoding="utf-8"))
    packs = [len(text) for _, attributes, text in page.raw if attributes.get("id", "").startswith("pack-")]
    assert 8000 <= sum(packs) < 8000 + max(packs)
    found = page.articles()
    assert {1, 2} <= found.keys()
    assert key not in found  # it has most quotations, and no room
    assert 3 < len(found) == len(packs) < 40
    assert f"{44 - len(found)} were left out to keep it small" in page.text


def test_text_that_is_malformed_is_shown_unmarked(press):
    db = connect(press)
    db.execute("UPDATE articles SET body = CAST(CAST('Ann Lee said no. ' AS BLOB) || x'ff' AS TEXT) WHERE id = 3")
    db.execute("INSERT INTO press(press) VALUES ('sync')")
    db.close()
    article = Page(report(press).articles()[3][3])
    assert article.marks == []
    assert "Ann Lee said no. \ufffd" in article.text
    assert "Some of the text is malformed" in article.text


def test_an_article_that_has_changed_without_the_index_is_shown_unmarked(tmp_path):
    path = tmp_path / "news.db"
    db = make(path, "content=articles, text=body, headline=title, date=published, sync=manual")
    db.execute("UPDATE articles SET body = 'A word. ' || body WHERE id = 1")
    db.close()
    article = Page(report(path).articles()[1][3])
    assert article.marks == []
    assert "has changed since it was read" in article.text


# ---- one file, which cannot be made to do anything else ------------------------------------------------------------


def test_nothing_but_the_page_itself_runs_or_is_fetched(press):
    page = report(press)
    [policy] = [a["content"] for tag, a in page.elements if a.get("http-equiv") == "Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; ")
    scripts = [text for tag, attributes, text in page.raw if tag == "script" and "type" not in attributes]
    styles = [text for tag, _, text in page.raw if tag == "style"]
    for kind, [text] in [("script-src", scripts), ("style-src", styles)]:
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"{kind} 'sha256-{digest}'" in policy
    for tag, attributes in page.elements:
        assert tag not in ("img", "link", "iframe", "object", "embed", "base", "form")
        assert not {name for name in attributes if name.startswith("on") or name in ("src", "style", "action")}
        assert attributes.get("href", "#").startswith("#")
    assert "url(" not in styles[0]
    assert "@import" not in styles[0]


def test_hostile_articles_and_names(tmp_path):
    path = tmp_path / "<script>alert(3)<.db"
    make_hostile(path)
    page = report(path, "--title", HOSTILE)
    scripts = [(attributes.get("type"), attributes.get("id")) for tag, attributes, _ in page.raw if tag == "script"]
    assert scripts == [("application/octet-stream", "catalogue"), ("application/octet-stream", "pack-0"), (None, None)]
    shown = [*page.elements]
    for _, _, _, html in page.articles().values():
        article = Page(html)
        shown += article.elements
        assert HOSTILE in article.text
    assert not {tag for tag, _ in shown} & {"img"}
    assert sum(tag == "script" for tag, _ in shown) == len(scripts)
    assert [row[0] for row in cells(page.tables["voices"])][1:3] == ["<script>alert(5)</script>Mayor", LONG]
    assert HOSTILE in page.text


# ---- what cannot be reported ---------------------------------------------------------------------------------------


def refused(path, *arguments, output=None, **environment):
    """What the command says when it fails; nothing is written, and what was there is left."""
    output = output or path.with_name("report.html")
    if not output.exists() and output.parent.is_dir():
        output.write_text("before", encoding="utf-8")
    before = output.read_bytes() if output.is_file() else None
    names = sorted(os.listdir(path.parent))
    done = hearsay("report", path, "-o", output, *arguments, **environment)
    assert done.returncode in (1, 2)
    assert "Traceback" not in done.stderr
    assert (output.read_bytes() if output.is_file() else None) == before
    assert sorted(os.listdir(path.parent)) == names
    return done.stderr.strip().splitlines()[-1]


def test_no_database(tmp_path):
    missing, text = tmp_path / "none.db", tmp_path / "text.db"
    text.write_text("This is no database, Ann Lee said. " * 100, encoding="utf-8")
    assert refused(missing) == f"Error: there is no file {missing}"
    assert refused(text) == f"Error: {text}: file is not a database"


def test_no_index(articles):
    assert refused(articles) == "Error: there is no index: make one with hearsay index DB TABLE --text COLUMN"


def test_which_index(press):
    assert refused(press, "--index", "other") == "Error: there is no index other; there is press"
    assert refused(press, "--index", "articles") == "Error: there is no index articles; there is press"
    db = connect(press)
    db.execute("CREATE VIRTUAL TABLE second USING hearsay(content=articles, text=title)")
    db.execute("INSERT INTO second(second) VALUES ('sync')")
    db.close()
    assert refused(press) == "Error: there are several indexes, press, second: say which with --index"
    assert "from the index second of news.db" in " ".join(report(press, "--index", "second").text.split())


def test_not_in_step(press):
    db = connect(press)
    db.execute("UPDATE articles SET body = body || '.' WHERE id < 3")
    said = refused(press)
    assert said == (
        "Error: press is not in step with articles: 2 articles are queued. Read them first, with hearsay index or "
        """INSERT INTO "press"("press") VALUES ('sync')"""
    )
    db.execute("""INSERT INTO "press"("press") VALUES ('sync')""")
    db.close()
    report(press)


def test_not_in_step_without_triggers(tmp_path):
    path = tmp_path / "news.db"
    db = make(path, "content=articles, text=body, sync=manual")
    report(path)
    path.with_name("report.html").unlink()
    db.execute("INSERT INTO articles(body) VALUES ('Jo Tan said no.')")
    db.close()
    said = "Error: press is not in step with articles: it has read 3 articles, and there are 4. Read them first"
    assert refused(path).startswith(said)


def test_another_format(press):
    db = connect(press)
    assert dict(db.execute("SELECT name, value FROM press_config"))["format"] == FORMAT
    db.execute("UPDATE press_config SET value = 2 WHERE name = 'format'")
    db.close()
    assert refused(press) == (
        f"Error: press is of format 2, this version has format {FORMAT}: DROP it and create it again"
    )


def test_a_locked_database(press):
    db = connect(press)
    db.execute("BEGIN EXCLUSIVE")
    assert "database is locked by another program for 0.2 seconds" in refused(press, HEARSAY_BUSY_SECONDS="0.2")
    db.close()


def test_where_to_write(press, tmp_path):
    assert refused(press, output=tmp_path / "none" / "report.html") == f"Error: there is no folder {tmp_path / 'none'}"
    assert refused(press, output=tmp_path) == f"Error: {tmp_path} is a folder: give a file's name with -o"
    assert refused(press, output=press) == f"Error: {press} is the database: give another file's name with -o"


def test_a_disk_that_is_full_leaves_the_file_before(press):
    output = press.with_name("report.html")
    output.write_text("before", encoding="utf-8")
    done = subprocess.run(
        [PROGRAM, "report", press, "-o", output],
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, 10_000)),
    )
    assert (done.returncode, done.stderr) == (1, f"Error: {output}: file too large\n")
    assert output.read_text(encoding="utf-8") == "before"
    assert [name for name in os.listdir(press.parent) if "report" in name] == ["report.html"]


def test_options_that_are_wrong(press):
    assert "'yesterday' is no date like 2026-03-02" in refused(press, "--from", "yesterday")
    assert refused(press, "--from", "2026-03-02", "--to", "2026-03-01") == (
        "Error: --from 2026-03-02 is after --to 2026-03-01"
    )
    assert "-1 is not in the range" in refused(press, "--articles", "-1")


def test_days_of_an_index_without_dates(tmp_path):
    path = tmp_path / "news.db"
    make(path, "content=articles, text=body").close()
    said = "Error: press keeps no dates: --from and --to need an index made with --date"
    assert refused(path, "--to", "2026-03-01") == said


def test_the_file_before_is_replaced_and_keeps_its_permissions(press):
    output = press.with_name("report.html")
    output.write_text("before", encoding="utf-8")
    output.chmod(0o640)
    report(press)
    assert output.stat().st_mode & 0o777 == 0o640
    assert [name for name in os.listdir(press.parent) if "report" in name] == ["report.html"]


def test_nothing_is_written_to_the_database(press):
    before = press.read_bytes()
    press.chmod(0o444)
    report(press)
    assert press.read_bytes() == before


# ---- indexes of all kinds ------------------------------------------------------------------------------------------


def test_no_articles_and_no_quotations(tmp_path):
    path = tmp_path / "news.db"
    db = connect(path)
    db.execute("CREATE TABLE articles(id INTEGER PRIMARY KEY, body TEXT)")
    db.execute("CREATE VIRTUAL TABLE press USING hearsay(content=articles, text=body)")
    page = report(path)
    assert "In 0 articles, hearsay found no quotations" in " ".join(page.text.split())
    db.execute("INSERT INTO articles(body) VALUES ('It was raining in Oslo.')")
    db.execute("INSERT INTO press(press) VALUES ('sync')")
    db.close()
    page = report(path)
    assert "In 1 article, hearsay found no quotations" in " ".join(page.text.split())
    assert list(page.articles()) == [1]


def test_no_dates_and_nobody_named(tmp_path):
    path = tmp_path / "news.db"
    db = connect(path)
    db.execute("CREATE TABLE articles(id INTEGER PRIMARY KEY, body TEXT)")
    db.execute("INSERT INTO articles(body) VALUES ('Two people familiar with the matter said it was late.')")
    db.execute("CREATE VIRTUAL TABLE press USING hearsay(content=articles, text=body)")
    db.execute("INSERT INTO press(press) VALUES ('sync')")
    db.close()
    text = " ".join(report(path).text.split())
    assert "None of them is by somebody with a name" in text
    assert "The index keeps no dates" in text
    assert "Nobody is quoted beside another" in text


def test_renamed_columns_and_awkward_names(tmp_path):
    path = tmp_path / "news.db"
    db = connect(path)
    db.execute("""CREATE TABLE "my ""news\"""(id INTEGER PRIMARY KEY, "the text" TEXT, "it's" TEXT, head TEXT)""")
    said = ("Ann Lee said it was late.", "Jo Tan said it was over.", "Bob Ray said it was early.")
    db.execute("""INSERT INTO "my ""news\""" VALUES (1, ?, ?, ?)""", said)
    db.execute(
        """CREATE VIRTUAL TABLE "who ""says\""" USING hearsay(content="my ""news\""", text=("the text", "it's"), """
        "headline=head)"
    )
    db.execute("""INSERT INTO "who ""says\"""("who ""says\""") VALUES ('sync')""")
    db.execute("""ALTER TABLE "my ""news\""" RENAME COLUMN "the text" TO a""")
    db.execute("""ALTER TABLE "my ""news\""" RENAME TO b""")
    db.close()
    page = report(path, "--index", 'who "says"')
    [(title, _, quotes, html)] = page.articles().values()
    assert (title, quotes, Page(html).marks) == (
        "Bob Ray said it was early.",
        3,
        ["it was early", "it was late", "it was over"],
    )


# ---- the parts -----------------------------------------------------------------------------------------------------


def press_of(*said, first=datetime.date(2026, 1, 1)):
    """Articles a day apart, in each of which those people are quoted once."""
    press = Press({}, [], {}, 0)
    for key, people in enumerate(said, start=1):
        date = first + datetime.timedelta(key - 1)
        press.articles[key] = Article(key, date, False, len(people))
        for person in people:
            press.people[person] = Person(person, f"Person {person}", "person")
            press.quotations.append(Quotation(len(press.quotations), key, person, True, None, 0.9))
    press.said = Counter(quote.person for quote in press.quotations)
    return press


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-03-02", (datetime.date(2026, 3, 2), False)),
        ("2026-03-02T10:00:00Z", (datetime.date(2026, 3, 2), False)),
        ("2026-03", (datetime.date(2026, 3, 1), True)),
        ("2026-02-30", (None, False)),
        ("2026-13-01", (None, False)),
        ("2026-03-021", (None, False)),
        ("20260302", (None, False)),
        ("March 2026", (None, False)),
        (None, (None, False)),
    ],
)
def test_date_of(text, expected):
    assert date_of(text) == expected


def test_ranges():
    day = datetime.date(2026, 3, 2)
    assert Range().has(None)
    assert not Range(first=day).has(None)
    assert Range(first=day, last=day).has(day)
    assert not Range(last=day).has(datetime.date(2026, 3, 3))


@pytest.mark.parametrize(
    ("days", "unit", "labels"),
    [
        (2, "day", ["1 January 2026", "2 January 2026"]),
        (63, "week", ["week of 29 December 2025", "week of 5 January 2026"]),
        (500, "month", ["January 2026", "February 2026"]),
        (4000, "year", ["2026", "2027"]),
    ],
)
def test_units_of_time(days, unit, labels):
    timeline = timeline_of(press_of(*([[1]] * days)))
    assert timeline.unit == unit
    assert [label for label, _ in timeline.table[:2]] == labels
    assert sum(numbers[0] for _, numbers in timeline.table) == days
    assert all(bar.x >= 0 and bar.x + bar.width <= 100.001 and bar.height <= 150 for bar in timeline.bars)
    assert sum(tick.is_few for tick in timeline.ticks) <= 3 < 8 > len(timeline.ticks)


@pytest.mark.parametrize("first", [datetime.date(1, 1, 1), datetime.date(9999, 12, 1)])
def test_the_ends_of_time(first):
    assert sum(numbers[0] for _, numbers in timeline_of(press_of([1], [1], first=first)).table) == 2


def test_those_who_belong_together_are_near_each_other():
    network = network_of(press_of([1, 2, 3], [4, 5, 6], [1, 2, 3], [4, 5, 6], [1, 4]))
    assert [(pair.one.id, pair.other.id, pair.articles) for pair in network.pairs] == [
        (1, 2, 2), (1, 3, 2), (4, 5, 2), (4, 6, 2), (2, 3, 2), (5, 6, 2), (1, 4, 1),
    ]  # fmt: skip
    assert (network.together, network.alone, network.is_tie) == (5, 0, True)
    for drawing in network.drawings:
        order = [node.person.id for node in drawing.nodes]
        assert {frozenset(order[:3]), frozenset(order[3:])} == {frozenset({1, 2, 3}), frozenset({4, 5, 6})}
        assert {order[2], order[3]} == {1, 4}
        assert len(drawing.arcs) == 7
        assert all(arc.x <= drawing.width for arc in drawing.arcs)


def test_a_network_has_no_more_than_there_is_room_for():
    network = network_of(press_of(list(range(1, 60))))
    assert (len(network.drawings[0].nodes), network.shown, network.total) == (22, 50, 59 * 58 // 2)
    assert network_of(press_of([1], [2])) is None


def test_a_sample_is_evenly_spread():
    assert spread(list(range(10)), 20) == list(range(10))
    assert spread(list(range(100)), 4) == [0, 25, 50, 75]
    assert spread(list(range(5)), 0) == []


@pytest.mark.parametrize(
    ("number", "total", "expected"),
    [(0, 0, "–"), (0, 9, "0%"), (1, 3, "33%"), (99, 1000, "9.9%"), (1, 30, "3.3%"), (1, 10000, "under 0.1%")],
)
def test_shares(number, total, expected):
    assert _share(number, total) == expected


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("2026-03-02", "2026-03-02", "2 March 2026"),
        ("2026-03-02", "2026-03-14", "2–14 March 2026"),
        ("2026-03-02", "2026-04-14", "2 March – 14 April 2026"),
        ("2025-03-02", "2026-04-14", "2 March 2025 – 14 April 2026"),
    ],
)
def test_spans_of_dates(first, last, expected):
    assert _span(*map(datetime.date.fromisoformat, (first, last))) == expected
