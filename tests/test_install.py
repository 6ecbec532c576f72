"""`make install`: what comes where, programs built with what was installed, and its manual pages."""

import os
import re

import pytest

import database
from building import CC, ROOT, run, version

pytestmark = pytest.mark.xdist_group("build")

SUFFIX = os.path.splitext(database.extension_path())[1]


def read(*path):
    with open(os.path.join(ROOT, *path), encoding="utf-8") as file:
        return file.read()


def manual(name):
    """A manual page's source."""
    return read("docs", "man", name)


# ---- what comes where --------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def installed(built, tmp_path_factory):
    """Where PREFIX is, below DESTDIR."""
    folder = tmp_path_factory.mktemp("installed")
    run("make", "install", *built[1], "DESTDIR=%s" % folder, "PREFIX=/opt/hearsay")
    return folder / "opt" / "hearsay"


def files(folder):
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


@pytest.mark.build
def test_install_and_uninstall(built, tmp_path):
    where = built[1] + ["DESTDIR=%s" % tmp_path, "PREFIX=/opt/hearsay", "LIBDIR=/opt/hearsay/lib/here"]
    run("make", "install", *where)
    assert files(tmp_path / "opt" / "hearsay") == {
        "lib/here/hearsay" + SUFFIX,
        "lib/here/libhearsay.a",
        "lib/here/pkgconfig/hearsay.pc",
        "include/hearsay.h",
        "share/man/man3/hearsay.3",
        "share/man/man7/hearsay.7",
    }
    assert all(
        path.stat().st_mode & 0o777 in (0o644, 0o755) for path in tmp_path.rglob("*") if path.is_file()
    )
    run("make", "uninstall", *where)
    assert files(tmp_path) == set()


@pytest.mark.build
def test_what_pkg_config_says(installed):
    def ask(*what):
        environment = {"PKG_CONFIG_PATH": str(installed / "lib" / "pkgconfig")}
        return run("pkg-config", *what, "hearsay", environment=environment).strip()

    assert ask("--modversion") == version()
    assert ask("--variable=libdir") == "/opt/hearsay/lib"
    assert ask("--variable=includedir") == "/opt/hearsay/include"
    assert ask("--print-errors", "--validate") == ""


EXAMPLES = {
    "README.md": lambda: re.search(r"## From C\n.*?```c[^\n]*\n(.*?)```", read("README.md"), re.DOTALL)[1],
    "hearsay.3": lambda: re.search(
        r"^\.Bd -literal\n(.*?)^\.Ed", manual("hearsay.3"), re.DOTALL | re.MULTILINE
    )[1].replace("\\e", "\\"),
}


@pytest.mark.build
@pytest.mark.parametrize("example", EXAMPLES)
def test_the_examples_compile_by_pkg_config(installed, tmp_path, example):
    """Against what was installed, moved to where it lies."""
    (tmp_path / "example.c").write_text(EXAMPLES[example](), encoding="utf-8")
    environment = {"PKG_CONFIG_PATH": str(installed / "lib" / "pkgconfig")}
    flags = run(
        "pkg-config", "--define-prefix", "--cflags", "--libs", "hearsay", environment=environment
    ).split()
    assert "-I%s/include" % installed in flags
    program = str(tmp_path / "example")
    run(CC, "-std=c11", "-Wall", "-Wextra", "-Werror", "-o", program, str(tmp_path / "example.c"), *flags)
    assert run(program) == "We are late,\n"


# ---- manual pages ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["hearsay.1", "hearsay.3", "hearsay.7"])
def test_manual_pages_are_well_formed(name):
    assert run("mandoc", "-T", "lint", "-W", "warning", os.path.join(ROOT, "docs", "man", name)) == ""


def test_the_manual_of_the_library_has_all_its_functions():
    synopsis = re.findall(r"^\.Fn (hearsay_\w+)", manual("hearsay.3"), re.MULTILINE)
    header = re.sub(r"/\*.*?\*/", "", read("ext", "hearsay.h"), flags=re.DOTALL)
    declared = set(re.findall(r"\b(hearsay_\w+)\(", header))
    assert declared and set(synopsis) == declared
    statuses = re.findall(
        r"^  (HEARSAY_\w+)", re.search(r"enum hearsay_status \{(.*?)\}", header, re.DOTALL)[1], re.MULTILINE
    )
    assert len(statuses) == 6
    assert [status for status in statuses if ".It Dv %s" % status not in manual("hearsay.3")] == [
        "HEARSAY_OK"
    ]


def test_the_manual_of_sql_has_all_functions_and_columns(db):
    said = {}
    for item in re.split(r"^\.It Fn ", manual("hearsay.7"), flags=re.MULTILINE)[1:]:
        said[item.split()[0]] = set(
            re.findall(r"^\.Va (\w+)", re.split(r"^\.E", item, flags=re.MULTILINE)[0], re.MULTILINE)
        )
    tables = [
        name
        for (name,) in db.rows("SELECT name FROM pragma_module_list WHERE name LIKE 'hearsay%'")
        if name != "hearsay"
    ]
    scalars = {
        name for (name,) in db.rows("SELECT name FROM pragma_function_list WHERE name LIKE 'hearsay%'")
    }
    assert len(tables) == 7 and scalars
    assert set(said) == set(tables) | scalars
    for table in tables:
        columns = {name for (name,) in db.rows("SELECT name FROM pragma_table_xinfo(?)", table)}
        offsets = {"start", "length", "byte_start", "byte_length"}
        assert said[table] == columns - offsets - {"article", "options"}, table


def test_the_example_of_sql_is_right(db):
    example = re.search(r"^\.Bd -literal\n(.*?)^\.Ed", manual("hearsay.7"), re.DOTALL | re.MULTILINE)[1]
    statements = re.findall(r"^(SELECT .*)\n-- (.*)$", example, re.MULTILINE)
    assert len(statements) == 2
    for statement, shown in statements:
        assert ["|".join(map(str, row)) for row in db.rows(statement)] == [shown]


def test_the_manual_of_sql_has_all_options(db):
    """An option that the page names is none that is unknown."""
    options = re.findall(r"^\.It Li (\w+)", manual("hearsay.7"), re.MULTILINE)
    assert len(options) == 5
    for option in options:
        assert "unknown option" not in db.error(
            "SELECT * FROM hearsay_quotes('', ?)", '{"%s": null}' % option
        )
