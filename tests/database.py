"""Databases with the extension loaded, over two SQLites behind one interface: the system's, through
Python's own sqlite3 module ("system"), and a newer one that the apsw wheel carries ("new")."""

import atexit
import functools
import os
import shutil
import sqlite3
import sys
import tempfile

import apsw

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def extension_path():
    """The extension under test: HEARSAY_EXTENSION, else what `make` leaves at the top of the checkout."""
    suffix = ".dylib" if sys.platform == "darwin" else ".so"
    return os.path.join(ROOT, os.environ.get("HEARSAY_EXTENSION") or "hearsay" + suffix)


@functools.lru_cache(maxsize=None)
def extension_copy():
    """A copy of it: two SQLites in one process may not load the same file."""
    folder = tempfile.mkdtemp(prefix="hearsay-tests-")
    owner = os.getpid()
    atexit.register(lambda: os.getpid() == owner and shutil.rmtree(folder))
    return shutil.copy(extension_path(), folder)


class Database:
    """What the tests use of a connection. `raw` is the module's own connection object, `kind` "system" or
    "new"."""

    def load(self):
        self.raw.enable_load_extension(True)
        self.raw.load_extension(self.extension())

    def rows(self, sql, *params):
        """All rows, as a list of tuples."""
        return [tuple(row) for row in self.raw.execute(sql, params)]

    def one(self, sql, *params):
        """The value of the one row's one column, or the row when it has more columns."""
        rows = self.rows(sql, *params)
        assert len(rows) == 1, "%d rows: %s" % (len(rows), sql)
        return rows[0][0] if len(rows[0]) == 1 else rows[0]

    def error(self, sql, *params):
        """The message of the error that this must be."""
        try:
            rows = self.rows(sql, *params)
        except self.Error as error:
            message = str(error)
            return message.split("Error: ", 1)[1] if message.split(":")[0].endswith("Error") else message
        raise AssertionError("no error but %d rows: %s" % (len(rows), sql))

    def close(self):
        self.raw.close()


class SystemDatabase(Database):
    kind = "system"
    Error = sqlite3.Error
    version = sqlite3.sqlite_version
    extension = staticmethod(extension_path)

    def __init__(self, path=":memory:", load=True):
        self.raw = sqlite3.connect(path, isolation_level=None)
        if load:
            self.load()


class NewDatabase(Database):
    kind = "new"
    Error = apsw.Error
    version = apsw.sqlite_lib_version()
    extension = staticmethod(extension_copy)

    def __init__(self, path=":memory:", load=True):
        self.raw = apsw.Connection(path)
        if load:
            self.load()


KINDS = {kind.kind: kind for kind in (SystemDatabase, NewDatabase)}


def connect(path=":memory:"):
    """A database for the tools, over whichever SQLite can load extensions here."""
    if hasattr(sqlite3.Connection, "enable_load_extension"):
        return SystemDatabase(path)
    return NewDatabase(path)
