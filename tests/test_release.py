"""The version stands in ext/hearsay.h alone; what is released follows it."""

import json
import os
import re
import subprocess

import pytest

from building import ROOT, version

# Where a version is that of the time: measured, or packed with.
DATED = ("README.md", "tests/bench/results/", "bindings/python/requirements.txt")


def read(path):
    with open(os.path.join(ROOT, path), encoding="utf-8", errors="replace") as file:
        return file.read()


@pytest.mark.skipif(not os.path.exists(os.path.join(ROOT, ".git")), reason="asks git for the files")
def test_the_version_stands_once():
    files = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.splitlines()
    assert "ext/hearsay.h" in files
    said = [
        path
        for path in files
        if not path.startswith(DATED)
        and os.path.isfile(os.path.join(ROOT, path))
        and re.search(r"(?<![\d.])%s(?![\d.]*\d)" % re.escape(version()), read(path))
    ]
    assert said == ["CHANGELOG.md", "ext/hearsay.h"]


def test_the_version_is_semantic_and_the_newest_of_the_changelog():
    assert re.fullmatch(r"\d+\.\d+\.\d+", version())
    assert re.findall(r"^## (\S+)", read("CHANGELOG.md"), re.MULTILINE)[0] == version()


def test_sqlpkg_names_all_functions(db):
    """Its registry shows them as symbols."""
    names = {
        name
        for table in ("pragma_function_list", "pragma_module_list")
        for (name,) in db.rows("SELECT name FROM %s WHERE name LIKE 'hearsay%%'" % table)
    }
    assert json.loads(read("bindings/sqlpkg/sqlpkg.json"))["symbols"] == sorted(names)


def test_licences_are_the_project_s():
    assert read("bindings/python/licenses/hearsay.txt") == read("LICENSE")
