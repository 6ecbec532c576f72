"""sqlite-utils with the wheel installed."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import sqlite_utils

PROGRAM = Path(sys.executable).with_name("sqlite-utils")


def test_the_command_has_the_functions(press):
    sql = "SELECT speaker, quote FROM press WHERE article = 3"
    done = subprocess.run([PROGRAM, press, sql], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == [{"speaker": "Ann Lee", "quote": 'the report "a work of fiction"'}]
    assert done.stderr == ""
    listed = json.loads(subprocess.run([PROGRAM, "plugins"], capture_output=True, text=True, check=True).stdout)
    assert {"sqlite-hearsay"} == {plugin["name"] for plugin in listed}


def test_the_library_has_them_too():
    db = sqlite_utils.Database(memory=True)
    db["articles"].insert({"id": 1, "body": "Mayor Ann Lee said it was late."}, pk="id")
    rows = list(db.query("SELECT q.speaker, q.quote FROM articles, hearsay_quotes(body) AS q"))
    assert rows == [{"speaker": "Ann Lee", "quote": "it was late"}]


def test_an_index_follows_what_sqlite_utils_does_to_a_table(press):
    db = sqlite_utils.Database(press)
    db["articles"].transform(rename={"body": "words"}, drop={"published"})
    db["articles"].insert({"title": "", "words": "Jo Tan said no."})
    db.close()
