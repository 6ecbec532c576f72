"""docs/reference.toml, from which the pages of the reference are made, is what the extension declares, accepts and says."""

import json
import os
import re

import pytest

import database
import reference
from index import command

REFERENCE = reference.read()
OFFSETS = reference.names(REFERENCE, ["offsets"])
TABLES = REFERENCE["table"]
ERRORS = REFERENCE["error"]


@pytest.fixture
def press(db):
    """A database as the errors have it: articles, and an index over them."""
    for sql in (
        "CREATE TABLE articles(id INTEGER PRIMARY KEY, title, published, body)",
        "INSERT INTO articles(title, body) VALUES ('Bridge', 'The bridge will open in June, Mayor Ann Lee said.')",
        "CREATE VIRTUAL TABLE press USING hearsay(content=articles, text=body)",
        "INSERT INTO press(press) VALUES ('sync')",
    ):
        db.rows(sql)
    return db


def test_functions(db):
    declared = db.rows("SELECT DISTINCT name, narg FROM pragma_function_list WHERE name LIKE 'hearsay%'")
    written = set()
    for function in REFERENCE["function"]:
        needed = [argument for argument in function["arguments"] if not argument.endswith("?")]
        written |= {(function["name"], count) for count in range(len(needed), len(function["arguments"]) + 1)}
    assert written == set(declared)


def test_tables(db):
    declared = db.rows("SELECT name FROM pragma_module_list WHERE name LIKE 'hearsay%'")
    assert {table["name"] for table in TABLES} | {"hearsay"} == {name for name, in declared}


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table["name"])
def test_columns(db, table):
    declared = db.rows("SELECT name, type FROM pragma_table_xinfo(?) WHERE NOT hidden", table["name"])
    assert [tuple(column[:2]) for column in reference.columns(REFERENCE, table["columns"])] == declared
    assert db.rows("SELECT name FROM pragma_table_xinfo(?) WHERE hidden", table["name"]) == [("article",), ("options",)]


def test_columns_of_the_index(press):
    index = REFERENCE["index"]
    listed = [*index["before"], "quotes", *index["after"]]
    declared = press.rows("SELECT name, type FROM pragma_table_xinfo('press') WHERE NOT hidden")
    assert [tuple(column[:2]) for column in reference.columns(REFERENCE, listed)] == declared
    hidden = press.rows("SELECT name FROM pragma_table_xinfo('press') WHERE hidden")
    assert index["hidden"] == [name for name, in hidden]


def test_tables_of_the_index(press):
    declared = press.rows("SELECT name FROM sqlite_schema WHERE type IN ('table', 'view') AND name LIKE 'press\\_%' ESCAPE '\\'")
    written = [table["name"] for table in REFERENCE["shadow"]] + REFERENCE["internal"]["tables"]
    assert sorted(written) == sorted(name for name, in declared)
    for table in REFERENCE["shadow"]:
        found = press.rows("SELECT name FROM pragma_table_info(?)", table["name"])
        assert reference.names(REFERENCE, table["columns"]) == [name for name, in found], table["name"]


def test_options(db):
    assert [option["name"] for option in REFERENCE["option"]] == reference.words("ext/sqlite/options.c", "option_names")
    for option in REFERENCE["option"]:
        assert list(json.loads(option["example"])) == [option["name"]]
        db.rows("SELECT * FROM hearsay_quotes('Ann Lee said it was late.', ?)", option["example"])


def test_options_of_the_index(press):
    written = [option["name"] for option in REFERENCE["index_option"]]
    assert sorted(written) == sorted(reference.words("ext/sqlite/index_options.c", "keys"))
    press.rows("CREATE TABLE who_is_who(name, person)")
    for option in REFERENCE["index_option"]:
        needed = {"content": "content=articles", "text": "text=body"}
        needed[option["name"]] = option["example"]
        press.rows("CREATE VIRTUAL TABLE other USING hearsay(%s)" % ", ".join(needed.values()))
        press.rows("DROP TABLE other")


def test_commands(press):
    said = press.error("INSERT INTO press(press) VALUES ('what is there')").split("there are ")[1]
    assert sorted(known["name"] for known in REFERENCE["command"]) == sorted(re.split(", | and ", said))
    for known in REFERENCE["command"]:
        command(press, known["name"], 1) if known["name"] == "threads" else command(press, known["name"])


@pytest.mark.parametrize("error", [error for error in ERRORS if "sql" in error], ids=lambda error: error["message"])
def test_an_error_says_what_is_written(press, error):
    *before, last = error["sql"].split("; ")
    if "BEGIN " in error["sql"]:
        before, (trigger, last) = before[:1], error["sql"].split("; ", 1)[1].rsplit("; ", 1)
        before.append(trigger)
    for sql in before:
        press.rows(sql)
    assert press.error(last) == error["message"]


def test_every_message_is_written_down():
    """Each format of the sources fits a message of the reference."""
    missing = []
    for path, message in reference.formats():
        fits = reference.pattern(message)
        for error in ERRORS:
            like = error.get("like", [])
            if fits.search(error["message"]) or path == like or message in like:
                break
        else:
            missing.append("%s: %s" % (path, message))
    assert not missing


def test_the_formats_are_found():
    found = [message for path, message in reference.formats()]
    assert len(found) > 70
    assert "hearsay: options are not valid JSON" in found
    assert "press_band has the quotation %lld, press_said has not" in found
    assert "%s is no plain table: name its integer key with content_rowid" in found


# ---- README.md -------------------------------------------------------------------------------------------------------


def rows_of_readme():
    """Tables of README.md: the names of the first cell, and what stands in backticks in the last."""
    with open(os.path.join(database.ROOT, "README.md"), encoding="utf-8") as file:
        for line in file:
            if line.startswith("| `"):
                cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
                for name in re.findall(r"`(\w+)", cells[0]):
                    yield name, re.findall(r"`([^`]+)`", cells[-1])


README = dict(rows_of_readme())


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table["name"])
def test_readme_has_the_columns(table):
    meanings = " ".join(column[2] for column in table["columns"] if column != "offsets")
    written = README[table["name"]]
    wanted = [name for name in reference.names(REFERENCE, table["columns"]) if name not in OFFSETS]
    assert [name for name in wanted if name not in written] == []
    assert [name for name in written if name not in wanted and "`%s`" % name not in meanings] == []


@pytest.mark.parametrize("table", REFERENCE["shadow"], ids=lambda table: table["name"])
def test_readme_has_the_tables_of_the_index(table):
    written = README[table["name"]]
    wanted = [column[0] for column in table["columns"] if column != "quotes"]
    assert [name for name in wanted if name not in written] == []


def test_readme_has_the_rules():
    with open(os.path.join(database.ROOT, "README.md"), encoding="utf-8") as file:
        section = file.read().split("### What `rule` says\n")[1].split("\n`confidence`")[0]
    cells = [line.split("|")[1] for line in section.splitlines() if line.startswith("| `")]
    alone = section.split("Alone: ")[1]
    assert set(re.findall("`([^`]+)`", " ".join([*cells, alone]))) == reference.rules()


def test_readme_has_the_options_and_commands():
    for kind in ("option", "index_option", "function"):
        assert [entry["name"] for entry in REFERENCE[kind] if entry["name"] not in README] == []
    with open(os.path.join(database.ROOT, "README.md"), encoding="utf-8") as file:
        text = file.read()
    assert [entry["name"] for entry in REFERENCE["command"] if "| `'%s'` |" % entry["name"] not in text] == []
