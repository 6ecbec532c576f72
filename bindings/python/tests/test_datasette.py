"""The plugin of Datasette, by Datasette's own test client."""

from __future__ import annotations

import asyncio
import html
import re
import sqlite3
from html.parser import HTMLParser

import pytest
from conftest import make
from datasette.app import Datasette

import sqlite_hearsay


class Page(HTMLParser):
    """What a page has: its text, its links, its marks as (title, text), its elements."""

    def __init__(self, response):
        super().__init__()
        self.status, self.text, self.links, self.marks, self.elements = response.status_code, "", [], [], []
        self.in_mark = False
        self.feed(response.text)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        self.elements.append(tag)
        if tag == "a":
            self.links.append(attributes.get("href"))
        if tag == "mark":
            self.marks.append([attributes["title"], ""])
            self.in_mark = True

    def handle_endtag(self, tag):
        self.in_mark = self.in_mark and tag != "mark"

    def handle_data(self, data):
        self.text += data
        if self.in_mark:
            self.marks[-1][1] += data


def get(path, address, *, actor=None, immutable=False, **settings):
    """The page at that address, of a Datasette with this one database, asked by this visitor."""

    async def ask():
        datasette = Datasette([] if immutable else [str(path)], immutables=[str(path)] if immutable else [], **settings)
        cookies = {"ds_actor": datasette.sign({"a": actor}, "actor")} if actor else {}
        response = await datasette.client.get(address, cookies=cookies)
        for database in datasette.databases.values():
            database.close()
        return response

    return asyncio.run(ask())


def page(path, address, **settings):
    return Page(get(path, address, **settings))


def change(path, *statements):
    db = sqlite3.connect(path, isolation_level=None)
    sqlite_hearsay.load(db)
    for statement in statements:
        db.execute(*statement) if isinstance(statement, tuple) else db.execute(statement)
    db.close()


def test_the_functions_are_there(press):
    response = get(press, "/news.json?sql=SELECT+hearsay_version()&_shape=arrayfirst")
    assert response.json() == [sqlite_hearsay.__version__]
    plugins = get(press, "/-/plugins.json").json()
    assert [(plugin["name"], plugin["version"]) for plugin in plugins] == [
        ("sqlite-hearsay", sqlite_hearsay.__version__)
    ]


def test_errors_have_the_extensions_words(press):
    response = get(press, """/news.json?sql=SELECT+*+FROM+hearsay_quotes('','{"cuse":1}')""")
    assert response.json()["error"] == 'hearsay: unknown option "cuse"'


@pytest.mark.parametrize("immutable", [False, True])
def test_who_speaks(press, immutable):
    shown = page(press, "/-/hearsay/news/press", immutable=immutable)
    assert shown.status == 200
    assert "3 articles" in shown.text
    assert shown.elements.count("svg") == 1
    assert re.search(r"Ann Lee, 2026-03: \d", shown.text)
    assert re.search(r"Ann Lee, 2026-05: 1", shown.text)
    assert "Ann Lee, 2026-04" not in shown.text
    assert "2026-04" in shown.text
    assert "/-/hearsay/news/press/3" in shown.links
    assert "Roads agency: <b>no cracks</b>" in shown.text
    assert "b" not in shown.elements
    assert "Two people familiar with the matter" in shown.text


def test_the_numbers_are_those_of_the_index(press):
    shown = page(press, "/-/hearsay/news/press")
    counts = dict(re.findall(r"(Ann Lee|Bob Ray)\s+person\s+(\d+)", shown.text))
    db = sqlite3.connect(press)
    sqlite_hearsay.load(db)
    sql = "SELECT speaker, CAST(count(*) AS TEXT) FROM press WHERE speaker IN ('Ann Lee', 'Bob Ray') GROUP BY speaker"
    assert counts == dict(db.execute(sql))
    in_chart = sum(int(n) for n in re.findall(r"[^\n>]+, 2026-0\d: (\d+)", shown.text))
    assert in_chart == db.execute("SELECT count(*) FROM press").fetchone()[0]
    db.close()


def test_a_speaker_and_the_names_that_resolve_has_joined(press):
    change(
        press,
        ("INSERT INTO articles(published, body) VALUES ('2026-06-01', ?)", ('"No," Anne Lee said.',)),
        "CREATE TABLE names(name, person)",
        "INSERT INTO names VALUES ('Anne Lee', 'Ann Lee')",
        "DROP TABLE press",
        "CREATE VIRTUAL TABLE press USING hearsay(content=articles, text=body, date=published, authority=names)",
        "INSERT INTO press(press) VALUES ('sync')",
        "INSERT INTO press(press) VALUES ('resolve')",
    )
    listed = page(press, "/-/hearsay/news/press")
    [link] = {link for link in listed.links if link and "?speaker=" in link and "Ann Lee" in page(press, link).text}
    shown = page(press, link)
    assert "also Anne Lee" in shown.text
    assert "We are late, But we are not lost." in shown.text
    assert "Bob Ray" not in shown.text
    quotations = re.search(r"(\d+) quotations", shown.text).group(1)
    db = sqlite3.connect(press)
    sqlite_hearsay.load(db)
    assert db.execute("SELECT count(*) FROM press WHERE speaker LIKE 'Ann% Lee'").fetchone() == (int(quotations),)
    db.close()


def test_an_article(press):
    shown = page(press, "/-/hearsay/news/press/1")
    assert shown.status == 200
    marked = [(title.split(" · ")[0], text) for title, text in shown.marks]
    assert ("Ann Lee", '"We are late,"') in marked
    assert ("Ann Lee", '"But we are not lost."') in marked
    assert any(who == "Bob Ray" and "known of the cracks" in text for who, text in marked)
    assert "/news/articles/1" in shown.links
    anchors = {link[1:] for link in shown.links if link and link.startswith("#")}
    assert anchors
    assert anchors <= set(re.findall(r' id="([^"]+)"', get(press, "/-/hearsay/news/press/1").text))


def test_an_article_cannot_put_markup_into_the_page(tmp_path):
    options = '{"entities": [{"name": "<i>Bob</i>", "label": "person", "aliases": ["Bob Ray"]}]}'
    path = tmp_path / "news.db"
    db = make(path, f"content=articles, text=body, headline=title, date=published, options='{options}'")
    new = (
        "<img src=x onerror=alert(1)>",
        "<u>3</u>",
        "\"The <s>steel</s> came from 'Oslo' & Rome,\" said Bob Ray. So <b>they</b> say.",
    )
    db.execute("INSERT INTO articles(id, title, published, body) VALUES (8, ?, ?, ?)", new)
    db.execute("INSERT INTO press(press) VALUES ('sync')")
    person = db.execute("SELECT speaker_id FROM press WHERE speaker = '<i>Bob</i>'").fetchone()[0]
    db.close()
    for address in ["/-/hearsay/news/press/8", "/-/hearsay/news/press", f"/-/hearsay/news/press?speaker={person}"]:
        shown = page(path, address)
        assert not {"img", "i", "b", "s", "u"} & set(shown.elements)
        assert shown.elements.count("script") == 1  # Datasette's
        assert all(
            written in shown.text
            for written in ["<i>Bob</i>", "<u>3</u>", "<img src=x onerror=alert(1)>", "<s>steel</s>"]
        )
    assert [title.split(" · ")[0] for title, _ in page(path, "/-/hearsay/news/press/8").marks][:1] == ["<i>Bob</i>"]
    assert "<b>they</b>" in page(path, "/-/hearsay/news/press/8").text


def test_the_whole_text_is_shown_as_it_is(press):
    body = "Über alles 🙂\r\n\r\n“We are late,” Mayor Ann Lee said. 'Tis <b>so</b> &amp; so.\r\n\r\nEnd."
    change(press, ("INSERT INTO articles(id, body) VALUES (9, ?)", (body,)), "INSERT INTO press(press) VALUES ('sync')")
    shown = page(press, "/-/hearsay/news/press/9")
    assert [text for _, text in shown.marks] == ["“We are late,”"]
    joined = re.sub(r"<sup>.*?</sup>|</?mark[^>]*>", "", get(press, "/-/hearsay/news/press/9").text)
    assert html.escape(body).replace("&#x27;", "&#39;") in joined.replace("\r\n", "\n").replace("\n", "\r\n")


@pytest.mark.parametrize("bad", [b"\x80\xff", b"\xed\xa0\x80", b"Oslo\x00"])
def test_texts_that_are_not_well_formed_are_left_whole(press, bad):
    body = bad + b" It was late, Ann Lee said."
    change(press, ("INSERT INTO articles(id, body) VALUES (9, CAST(? AS TEXT))", (body,)))
    change(press, "INSERT INTO press(press) VALUES ('sync')")
    shown = page(press, "/-/hearsay/news/press/9")
    assert "Its body is not well-formed text" in shown.text
    assert shown.marks == []
    assert "It was late, Ann Lee said." in shown.text


def test_a_database_in_utf_16(tmp_path):
    db = sqlite3.connect(tmp_path / "news.db", isolation_level=None)
    db.execute("PRAGMA encoding = 'UTF-16le'")
    db.close()
    make(tmp_path / "news.db").close()
    assert '"We are late,"' in [text for _, text in page(tmp_path / "news.db", "/-/hearsay/news/press/1").marks]


def test_articles_that_have_changed_or_were_not_read(press):
    change(
        press,
        "UPDATE articles SET body = 'Other. ' || body WHERE id = 1",
        "INSERT INTO articles(id, body) VALUES (7, 'Jo Tan said no.')",
    )
    shown = page(press, "/-/hearsay/news/press/1")
    assert "has changed since it was read" in shown.text
    assert "Other. The harbour bridge" in shown.text
    assert shown.marks == []
    assert "has not read this article yet" in page(press, "/-/hearsay/news/press/7").text
    assert "2 articles have changed" in page(press, "/-/hearsay/news/press").text


def test_renamed_tables(press):
    change(
        press,
        "ALTER TABLE articles RENAME TO 'old/stories'",
        "ALTER TABLE 'old/stories' RENAME COLUMN body TO 'the words'",
        "ALTER TABLE press RENAME TO 'who says?'",
    )
    shown = page(press, "/-/hearsay/news/who~20says~3F/1")
    assert ["Ann Lee", '"We are late,"'] in [[title.split(" · ")[0], text] for title, text in shown.marks]
    assert "/news/old~2Fstories/1" in shown.links
    assert page(press, "/-/hearsay/news/WHO~20SAYS~3F").status == 200


def test_an_index_without_dates_and_one_without_quotations(tmp_path):
    make(tmp_path / "a.db", "content=articles, text=body").close()
    shown = page(tmp_path / "a.db", "/-/hearsay/a/press")
    assert "keeps no dates" in shown.text
    assert "svg" not in shown.elements
    assert "article 3" in shown.text
    db = make(tmp_path / "b.db", "content=articles, text=body, date=published")
    db.execute("DELETE FROM articles")
    db.execute("INSERT INTO press(press) VALUES ('sync')")
    db.close()
    assert "Nobody with a name is quoted yet." in page(tmp_path / "b.db", "/-/hearsay/b/press").text


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/-/hearsay/olds/press", 404),
        ("/-/hearsay/news/nothing", 404),
        ("/-/hearsay/news/articles", 404),
        ("/-/hearsay/news/press/99", 404),
        ("/-/hearsay/news/press/9223372036854775808", 404),
        ("/-/hearsay/news/press/x", 404),
        ("/-/hearsay/news/press?speaker=99", 404),
        ("/-/hearsay/news/press?speaker=x", 404),
        ("/-/hearsay/news/press?page=0", 404),
        ("/-/hearsay/news/press?page=99", 200),
        ("/-/hearsay/news/press?speaker=1&page=99", 200),
    ],
)
def test_what_is_not_there(press, address, status):
    assert get(press, address).status_code == status


PAGES = ["/-/hearsay/news/press", "/-/hearsay/news/press?speaker=1", "/-/hearsay/news/press/1"]


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize(
    "allow",
    [
        {"allow": {"id": "ann"}},
        {"databases": {"news": {"allow": {"id": "ann"}}}},
        {"databases": {"news": {"tables": {"press": {"allow": {"id": "ann"}}}}}},
        {"databases": {"news": {"tables": {"articles": {"allow": {"id": "ann"}}}}}},
    ],
)
def test_permissions(press, address, allow):
    assert get(press, address, metadata=allow).status_code == 403
    assert get(press, address, metadata=allow, actor={"id": "bob"}).status_code == 403
    assert get(press, address, metadata=allow, actor={"id": "ann"}).status_code == 200
    secret = {"databases": {"news": {"allow": {"id": "ann"}}}}
    assert get(press, "/-/hearsay/news/nothing", metadata=secret).status_code == 403


def test_the_page_of_the_index_as_a_table_has_a_link(press):
    assert "/-/hearsay/news/press" in page(press, "/news/press").links
    assert "/-/hearsay/news/articles" not in page(press, "/news/articles").links


def test_a_base_url(press):
    shown = page(press, "/-/hearsay/news/press", settings={"base_url": "/data/"})
    assert "/data/-/hearsay/news/press/3" in shown.links
    assert "/-/hearsay/news/press/3" not in shown.links


def test_the_time_limit_counts(press):
    body = "\n\n".join(f"Ann Lee said the number was {i}." for i in range(3000))
    change(press, ("INSERT INTO articles(body) VALUES (?)", (body,)), "INSERT INTO press(press) VALUES ('sync')")
    response = get(press, "/-/hearsay/news/press", settings={"sql_time_limit_ms": 1})
    assert (response.status_code, "sql_time_limit_ms" in response.text) == (503, True)


def test_a_python_without_extension_loading_warns(press, monkeypatch):
    from sqlite_hearsay import datasette_plugin, loading, sqlite_utils_plugin

    def fail(_connection):
        raise sqlite_hearsay.LoadError("hearsay: built without")

    monkeypatch.setattr(loading, "load", fail)
    for plugin in (datasette_plugin, sqlite_utils_plugin):
        with pytest.warns(RuntimeWarning, match="hearsay: built without"):
            plugin.prepare_connection(conn=sqlite3.connect(":memory:"))
