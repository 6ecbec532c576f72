"""load() and loadable_path(), with every module that has connections."""

from __future__ import annotations

import importlib.metadata
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

import sqlite_hearsay

QUOTE = "SELECT speaker, quote FROM hearsay_quotes('Mayor Ann Lee said it was late.')"
SAID = ("Ann Lee", "it was late")


def run(code: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run code in a Python of its own: only one SQLite is loaded there, unless the code loads more."""
    return subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **environment},
    )


def test_it_is_the_installed_wheel():
    assert Path(sqlite_hearsay.__file__).is_relative_to(sys.prefix)
    assert importlib.metadata.version("sqlite-hearsay") == sqlite_hearsay.__version__
    header = (Path(__file__).parents[3] / "ext" / "hearsay.h").read_text(encoding="utf-8")
    assert f'#define HEARSAY_VERSION "{sqlite_hearsay.__version__}"' in header
    wheel = importlib.metadata.distribution("sqlite-hearsay").read_text("WHEEL")
    assert wheel is not None
    assert re.search(r"^Root-Is-Purelib: false$", wheel, re.MULTILINE)
    assert re.search(r"^Tag: py3-none-(manylinux|macosx)", wheel, re.MULTILINE)


@pytest.mark.skipif(sys.platform != "linux", reason="reads ELF")
def test_the_extension_needs_the_c_library_only():
    needed = subprocess.run(
        ["readelf", "-d", sqlite_hearsay.loadable_path() + ".so"], capture_output=True, text=True, check=True
    )
    assert set(re.findall(r"NEEDED.*\[(.*)\]", needed.stdout)) <= {"libc.so.6", "libm.so.6"}


def test_licences_of_what_is_inside_are_in_the_wheel():
    files = [file.name for file in importlib.metadata.files("sqlite-hearsay") or [] if "licenses" in file.parts]
    assert sorted(files) == ["hearsay.txt", "pcre2.txt", "utf8proc.txt"]


def test_loadable_path_is_for_sqlites_own_function():
    db = sqlite3.connect(":memory:")
    db.enable_load_extension(True)
    db.execute("SELECT load_extension(?)", (sqlite_hearsay.loadable_path(),))
    assert db.execute(QUOTE).fetchall() == [SAID]


CONNECTIONS = {
    "sqlite3": "import sqlite3; db = sqlite3.connect(':memory:')",
    "sqlite3 subclass": "import sqlite3 as s; db = s.connect(':memory:', factory=type('My', (s.Connection,), {}))",
    "pysqlite3": "import pysqlite3; db = pysqlite3.connect(':memory:')",
    "apsw": "import apsw; db = apsw.Connection(':memory:')",
}


@pytest.mark.parametrize("allowed", [False, True])
@pytest.mark.parametrize("module", CONNECTIONS)
def test_load_leaves_the_permission_as_it_was(module, allowed):
    done = run(f"""{CONNECTIONS[module]}
import sqlite_hearsay
db.enable_load_extension({allowed})
for time in range(2):
    sqlite_hearsay.load(db)
    assert list(db.execute({QUOTE!r})) == [{SAID!r}]
    try:
        db.load_extension(sqlite_hearsay.loadable_path())
        by_method = True
    except Exception as error:
        assert 'not authorized' in str(error), error
        by_method = False
    try:
        list(db.execute("SELECT load_extension(NULL)"))
        by_sql = True
    except Exception as error:
        assert 'not authorized' in str(error), error
        by_sql = False
    assert by_method == by_sql == {allowed}
""")
    assert (done.returncode, done.stderr) == (0, "")


def test_several_sqlites_in_one_process():
    """Each has a pointer to its own functions: connections of all go on working in turn."""
    done = run(f"""
import apsw, pysqlite3, sqlite3, sqlite_hearsay, threading
dbs = [sqlite3.connect(':memory:'), apsw.Connection(':memory:'), pysqlite3.connect(':memory:')]
assert len({{list(db.execute('SELECT sqlite_source_id()'))[0] for db in dbs}}) > 1
for db in dbs:
    sqlite_hearsay.load(db)
dbs += [apsw.Connection(':memory:'), sqlite3.connect(':memory:')]
for db in dbs[3:]:
    sqlite_hearsay.load(db)
for time in range(3):
    for db in dbs:
        assert list(db.execute({QUOTE!r})) == [{SAID!r}]
        db.execute('DROP TABLE IF EXISTS press'); db.execute('DROP TABLE IF EXISTS a')
        db.execute('CREATE TABLE a(id INTEGER PRIMARY KEY, body)')
        db.execute("INSERT INTO a(body) VALUES ('Ann Lee said no.')")
        db.execute('CREATE VIRTUAL TABLE press USING hearsay(content=a, text=body)')
        db.execute("INSERT INTO press(press) VALUES ('sync')")
        assert list(db.execute('SELECT speaker, quote FROM press')) == [('Ann Lee', 'no.')], db
""")
    assert (done.returncode, done.stderr) == (0, "")


def test_copies_are_removed_at_the_end(tmp_path):
    code = """
import apsw, glob, sqlite3, sqlite_hearsay, tempfile
for connection in sqlite3.connect(':memory:'), apsw.Connection(':memory:'):
    sqlite_hearsay.load(connection)
print(len(glob.glob(tempfile.gettempdir() + '/sqlite-hearsay-*')))
"""
    done = run(code, TMPDIR=str(tmp_path))
    assert (done.stdout, done.stderr) == ("1\n", "")
    assert list(tmp_path.iterdir()) == []


def test_errors_are_those_of_the_module_in_the_extensions_words():
    for module, error in [
        ("sqlite3", "sqlite3.OperationalError"),
        ("pysqlite3", "pysqlite3.dbapi2.OperationalError"),
        ("apsw", "apsw.SQLError"),
    ]:
        done = run(f"""{CONNECTIONS[module]}
import {module}, sqlite_hearsay
sqlite_hearsay.load(db)
try:
    list(db.execute('''SELECT * FROM hearsay_quotes('', '{{"cuse": []}}')'''))
except {error} as error:
    print(str(error).split('Error: ')[-1])
""")
        assert (done.stdout, done.stderr) == ('hearsay: unknown option "cuse"\n', "")


# ---- when it cannot be loaded --------------------------------------------------------------------------------------


def test_a_python_without_extension_loading():
    class Connection:
        """As in a Python that was built so: sqlite3.Connection without the two methods."""

        def execute(self, sql):
            raise AssertionError(sql)

    Connection.__module__ = "sqlite3"
    with pytest.raises(sqlite_hearsay.LoadError, match=r"built without extension loading; .* pysqlite3-binary.* apsw"):
        sqlite_hearsay.load(Connection())


def find_python_without_loading() -> str | None:
    for name in ["python3", *(f"python3.{minor}" for minor in range(9, 20))]:
        for folder in os.environ["PATH"].split(os.pathsep):
            python = os.path.join(folder, name)
            code = (
                "import sqlite3, sys; print(sys.version_info >= (3, 9), hasattr(sqlite3.Connection, 'load_extension'))"
            )
            if os.access(python, os.X_OK):
                done = subprocess.run([python, "-c", code], capture_output=True, text=True, check=False)
                if done.stdout == "True False\n":
                    return python
    return None


@pytest.mark.skipif(not find_python_without_loading(), reason="every Python here loads extensions")
def test_a_real_python_without_extension_loading():
    packages = str(Path(sqlite_hearsay.__file__).parents[1])
    code = "import sqlite3, sqlite_hearsay; sqlite_hearsay.load(sqlite3.connect(':memory:'))"
    done = subprocess.run(
        [str(find_python_without_loading()), "-c", code],
        env={"PYTHONPATH": packages},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "LoadError: hearsay: sqlite3 of this Python" in done.stderr
    assert "pip install pysqlite3-binary" in done.stderr


def test_an_old_sqlite():
    class Old(sqlite3.Connection):
        def load_extension(self, name, /):  # what ext/hearsay.c says there
            raise sqlite3.OperationalError("hearsay: this is SQLite 3.31.1, version 3.35 or newer is needed")

    db = sqlite3.connect(":memory:", factory=Old)
    with pytest.raises(
        sqlite_hearsay.LoadError, match=r"^hearsay: this is SQLite 3\.31\.1, .* is needed: a newer Python or pysqlite3 "
    ):
        sqlite_hearsay.load(db)
    with pytest.raises(sqlite3.OperationalError, match="not authorized"):
        db.execute("SELECT load_extension(NULL)")


@pytest.fixture
def copied_package(tmp_path):
    """The installed package somewhere else, to be damaged."""
    source = Path(sqlite_hearsay.__file__).parent
    shutil.copytree(source, tmp_path / "sqlite_hearsay")
    [info] = source.parent.glob("sqlite_hearsay-*.dist-info")
    shutil.copytree(info, tmp_path / info.name)
    return tmp_path


@pytest.mark.skipif(sys.platform != "linux", reason="the words of Linux")
@pytest.mark.parametrize("damage", ["missing", "other"])
def test_a_damaged_installation(copied_package, damage):
    [extension] = (copied_package / "sqlite_hearsay").glob("hearsay.*")
    if damage == "missing":
        extension.unlink()
    else:
        extension.write_bytes(b"for another machine " * 100)
    done = run(
        "import sqlite3, sqlite_hearsay\ntry: sqlite_hearsay.load(sqlite3.connect(':memory:'))\n"
        "except sqlite_hearsay.LoadError as error: print(error)",
        PYTHONPATH=str(copied_package),
    )
    assert done.stderr == ""
    expected = {
        "missing": f"hearsay: there is no {extension}: install the wheel again",
        "other": f"hearsay: the extension cannot be loaded: {extension}: invalid ELF header",
    }
    assert done.stdout.startswith(expected[damage])


@pytest.mark.parametrize("thing", [None, "news.db", object()])
def test_what_is_no_connection(thing):
    with pytest.raises(TypeError, match="a connection of sqlite3, pysqlite3 or apsw is needed, not builtins"):
        sqlite_hearsay.load(thing)
