"""What an index was made with, read off the schema."""

from __future__ import annotations

import pytest
from conftest import make

from sqlite_hearsay.definition import arguments_of, find_definition, find_indexes


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ("content=articles, text=body", {"content": "articles", "text": "body"}),
        ('content = "my ""news""", text=\'b\'\'s\'', {"content": 'my "news"', "text": "b's"}),
        ("content=[a b], text=(lede, `body`)", {"content": "a b", "text": "(lede, `body`)"}),
        (
            """content=a, text="b", options='{"titles": ["Dr, Prof"], "cues": []}'""",
            {"content": "a", "text": "b", "options": '{"titles": ["Dr, Prof"], "cues": []}'},
        ),
    ],
)
def test_arguments(arguments, expected):
    for name in ["press", '"the press"', "[the press]"]:
        assert arguments_of(f"CREATE VIRTUAL TABLE {name} USING hearsay({arguments})") == expected
    assert arguments_of(f"CREATE VIRTUAL TABLE press USING fts5({arguments})") is None


def test_renamed_tables_and_columns(tmp_path):
    db = make(tmp_path / "news.db", "content=articles, text=(body, published), headline=title, date=published")
    db.execute("ALTER TABLE articles RENAME TO 'old stories'")
    db.execute("ALTER TABLE 'old stories' RENAME COLUMN id TO number")
    db.execute("ALTER TABLE 'old stories' RENAME COLUMN body TO 'the \"words\"'")
    found = find_definition(db, "PRESS")
    assert find_indexes(db) == ["press"]
    assert (found.name, found.content, found.key) == ("press", "old stories", "number")
    assert (found.texts, found.headline, found.date) == (('the "words"', "published"), "title", "published")
    assert found.column_of("body") == 'the "words"'
    assert found.column_of("title") == "title"
    assert find_definition(db, "old stories") is None
    assert find_definition(db, "nothing") is None


def test_an_index_over_a_view(tmp_path):
    db = make(tmp_path / "news.db", arguments="")
    db.execute("CREATE VIEW recent AS SELECT * FROM articles")
    db.execute("CREATE VIRTUAL TABLE press USING hearsay(content=recent, content_rowid=id, text=body, sync=manual)")
    found = find_definition(db, "press")
    assert (found.content, found.key, found.texts, found.headline) == ("recent", "id", ("body",), None)
