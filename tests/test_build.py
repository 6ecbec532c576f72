"""What `make` leaves behind: the libraries' names, what they need and export, and the ways of linking them
in."""

import glob
import sqlite3
import sys

import pytest

import database
from building import CC, copy_tree, exported, needed, run, sources, version

pytestmark = pytest.mark.xdist_group("build")  # one of the cores builds what they share

LINUX = pytest.mark.skipif(sys.platform == "darwin", reason="reads ELF files")


def test_the_version_is_the_header_s(db):
    assert db.one("SELECT hearsay_version()") == version()


def test_loading_twice_is_fine(db):
    db.load()
    assert db.one("SELECT hearsay_version()") == version()


@LINUX
def test_only_the_entry_point_is_exported():
    assert exported(database.extension_path()) == {"sqlite3_hearsay_init"}


@LINUX
@pytest.mark.build
def test_it_needs_nothing_but_its_two_libraries(built):
    path = built[0] / "hearsay.so"
    assert needed(path) - {"libm.so.6"} == {"libc.so.6", "libutf8proc.so.2", "libpcre2-8.so.0"}
    assert exported(path) == {"sqlite3_hearsay_init"}


@LINUX
@pytest.mark.build
def test_the_extension_is_hardened(built):
    """SECURITY.md: relocations are read-only before anything runs, the stack is no code and is watched."""
    library = str(built[0] / "hearsay.so")
    segments = {line.split()[0]: line.split() for line in run("readelf", "-lW", library).splitlines() if line.split()}
    assert "GNU_RELRO" in segments
    assert segments["GNU_STACK"][6] == "RW"
    assert "BIND_NOW" in run("readelf", "-dW", library)
    asked = {line.split()[-1].split("@")[0] for line in run("nm", "-D", "--undefined-only", library).splitlines()}
    assert "__stack_chk_fail" in asked
    assert [name for name in asked if name.endswith("_chk")], "no fortified function"


@LINUX
@pytest.mark.build
def test_static_needs_only_the_c_library(built, tmp_path):
    run("make", "-j2", "static", built[1][0], "OUT=%s" % tmp_path)
    path = str(tmp_path / "hearsay.so")
    assert needed(path) - {"libm.so.6"} == {"libc.so.6"}
    assert exported(path) == {"sqlite3_hearsay_init"}
    db = sqlite3.connect(":memory:")
    db.enable_load_extension(True)
    db.load_extension(path)
    assert db.execute("SELECT quote FROM hearsay_quotes(?)", ('"Go," said Ann Lee.',)).fetchall() == [
        ("Go,",)
    ]


@pytest.mark.build
def test_it_builds_the_same_bytes_anywhere(tmp_path):
    built = []
    for name in ("here", "somewhere_else"):
        (tmp_path / name).mkdir()
        copy_tree(tmp_path / name)
        run("make", "-j2", cwd=tmp_path / name)
        built.append(
            [open(path, "rb").read() for path in sorted(glob.glob("%s/%s/*hearsay.*" % (tmp_path, name)))]
        )
    assert len(built[0]) == 2
    assert built[0] == built[1]


MAIN = r"""
#include <sqlite3.h>
#include <stdio.h>
int sqlite3_hearsay_init(sqlite3 *, char **, const void *);
int main(void) {
  sqlite3 *db;
  sqlite3_stmt *row;
  if (sqlite3_auto_extension((void (*)(void))sqlite3_hearsay_init) || sqlite3_open(":memory:", &db)) return 1;
  if (sqlite3_prepare_v2(db, "SELECT hearsay_version()", -1, &row, 0) ||
      sqlite3_step(row) != SQLITE_ROW) return 2;
  puts((const char *)sqlite3_column_text(row, 0));
  sqlite3_finalize(row);
  return sqlite3_close(db);
}
"""


@pytest.mark.build
def test_it_can_be_linked_into_a_program(built, tmp_path):
    """-DSQLITE_CORE: no extension loading, SQLite called directly."""
    (tmp_path / "main.c").write_text(MAIN)
    program = str(tmp_path / "main")
    run(
        CC,
        "-std=c11",
        "-Wall",
        "-Wextra",
        "-Werror",
        "-DSQLITE_CORE",
        "-Iext",
        "-I%s/build" % built[0],
        "-o",
        program,
        str(tmp_path / "main.c"),
        *sources(),
        str(built[0] / "libhearsay.a"),
        "-lsqlite3",
        "-lutf8proc",
        "-lpcre2-8",
        "-lm",
    )
    assert run(program).strip() == version()


@LINUX
@pytest.mark.build
def test_the_library_has_no_sqlite_in_it(built):
    symbols = run("nm", str(built[0] / "libhearsay.a"))
    assert "sqlite3_" not in symbols
    assert " T hearsay_read\n" in symbols


@pytest.mark.build
def test_flags_are_honoured_and_remembered(tmp_path):
    one = ["BUILD=%s" % tmp_path, "%s/ext/hearsay.o" % tmp_path]
    said = run("make", "CFLAGS=-O0", "CPPFLAGS=-DSEEN_BY_THE_TEST", *one)
    assert "-DSEEN_BY_THE_TEST -O0" in said and "-O3" not in said
    assert "ext/hearsay.c" not in run("make", "CFLAGS=-O0", "CPPFLAGS=-DSEEN_BY_THE_TEST", *one)
    assert "-O1" in run("make", "CFLAGS=-O1", *one)


@pytest.mark.build
def test_the_demo_and_what_it_says_to_try_next(tmp_path):
    copy_tree(tmp_path)
    said = run("make", "demo", cwd=tmp_path)
    assert "\033" not in said, "colour that nobody sees"
    for heading in ("Who said what", "Who speaks most", "Who is mentioned", "Try next"):
        assert heading in said
    commands = [
        line.strip() for line in said.split("Try next")[1].splitlines() if line.strip().startswith("sqlite3")
    ]
    assert len(commands) == 3
    for command in commands:
        assert "rror" not in run("sh", "-c", command, cwd=tmp_path)
