"""Loading the extension into connections of sqlite3, pysqlite3 and apsw."""

from __future__ import annotations

import atexit
import importlib
import os
import shutil
import sys
import tempfile
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

_FILE = "hearsay.dylib" if sys.platform == "darwin" else "hearsay.so"
_ENABLE_LOAD_EXTENSION = 1005  # SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, which sqlite3 names from Python 3.12 on
_OTHER_MODULES = "pysqlite3 (pip install pysqlite3-binary) or apsw (pip install apsw)"


class LoadError(Exception):
    """The extension cannot be loaded; the message says why, and what to do about it."""


class Connection(Protocol):
    """What a connection must have: those of sqlite3, pysqlite3 and apsw do."""

    def enable_load_extension(self, enable: bool, /) -> object:
        """Allow or forbid loading."""

    def load_extension(self, name: str, /) -> object:
        """Load the file of that name."""


def loadable_path() -> str:
    """Return the path of the extension without its suffix, as SQLite's ``.load`` and ``load_extension()`` take it.

    Raises LoadError when the file is not there.
    """
    path = Path(__file__).with_name(_FILE)
    if not path.is_file():
        raise LoadError(
            f"hearsay: there is no {path}: install the wheel again (pip install --force-reinstall sqlite-hearsay)"
        )
    return str(path.with_suffix(""))


def load(connection: Connection) -> None:
    """Load the extension into a connection of sqlite3, pysqlite3 or apsw.

    Whether the connection may load extensions is afterwards as it was before. A connection may be loaded twice.

    Raises LoadError when the module was built without extension loading, when its SQLite is older than 3.35, and when
    the extension's file is missing or not for this machine; TypeError when this is no connection.
    """
    path = _path_for(connection)
    with _loading_allowed(connection):
        try:
            connection.load_extension(path)
        except Exception as error:
            raise LoadError(_explain(error)) from error


def load_or_warn(connection: Connection) -> None:
    """Load the extension, or warn why not: for plugins, whose host goes on without."""
    try:
        load(connection)
    except LoadError as error:
        warnings.warn(str(error), RuntimeWarning, stacklevel=3)


def sqlite_module() -> Any:
    """Return Python's sqlite3, or pysqlite3 when that one cannot load extensions and this one is installed."""
    import sqlite3  # not before it is asked for: there are Pythons without it, and apsw does for them

    if not hasattr(sqlite3.Connection, "enable_load_extension"):
        try:
            return importlib.import_module("pysqlite3")
        except ImportError:
            pass  # load() says what is wrong, and the remedy
    return sqlite3


# ---- whether extensions may be loaded ------------------------------------------------------------------------------


def _explain(error: Exception) -> str:
    message = str(error).split("ExtensionLoadingError: ")[-1]
    if not message.startswith("hearsay: "):
        message = f"hearsay: the extension cannot be loaded: {message}"
    if "or newer is needed" in message:
        message += f": a newer Python or {_OTHER_MODULES} has one"
    return message


def _check(connection: Connection) -> None:
    """Raise LoadError unless the module can load extensions at all."""
    if hasattr(connection, "enable_load_extension") and hasattr(connection, "load_extension"):
        return
    module = _module_of(connection)
    if module not in ("sqlite3", "pysqlite3", "apsw"):
        kind = f"{type(connection).__module__}.{type(connection).__qualname__}"
        raise TypeError(f"hearsay: a connection of sqlite3, pysqlite3 or apsw is needed, not {kind}")
    raise LoadError(
        f"hearsay: {module} of this Python ({sys.executable}) was built without extension loading; "
        f"Debian's and Homebrew's Pythons have it, and so have {_OTHER_MODULES}"
    )


@contextmanager
def _loading_allowed(connection: Any) -> Iterator[None]:
    """Allow loading inside, and put back what was before."""
    if hasattr(connection, "setconfig"):  # sqlite3, from Python 3.12 on
        before = connection.getconfig(_ENABLE_LOAD_EXTENSION)
        connection.setconfig(_ENABLE_LOAD_EXTENSION, True)
        try:
            yield
        finally:
            connection.setconfig(_ENABLE_LOAD_EXTENSION, before)
    elif hasattr(connection, "config"):  # apsw
        before = connection.config(_ENABLE_LOAD_EXTENSION, -1)
        connection.config(_ENABLE_LOAD_EXTENSION, 1)
        try:
            yield
        finally:
            connection.config(_ENABLE_LOAD_EXTENSION, before)
    else:
        before = _may_load(connection)
        connection.enable_load_extension(True)
        try:
            yield
        finally:
            if not before:
                connection.enable_load_extension(False)


def _may_load(connection: Any) -> bool:
    """Ask the SQL function, which is allowed together with the connection's method: it loads nothing for NULL."""
    try:
        connection.execute("SELECT load_extension(NULL)").close()
    except Exception as error:
        if "not authorized" in str(error):
            return False
        raise LoadError(f"hearsay: this connection cannot load extensions: {error}") from error
    return True


# ---- one file for each SQLite of the process -----------------------------------------------------------------------
#
# SQLite hands its functions to an extension through a pointer in the memory of the loaded file. sqlite3 and apsw each
# have a SQLite of their own: were both to load one file, the pointer of the first would be overwritten with that of
# the second. So each module after the first gets a copy, which the system takes for another library.

_lock = threading.Lock()
_paths: dict[str, str] = {}


def _module_of(connection: object) -> str:
    """Return the package that the connection's class comes from; of a subclass, that its base comes from."""
    bases = [base for base in type(connection).__mro__ if "execute" in vars(base)]
    return (bases[-1] if bases else type(connection)).__module__.partition(".")[0]


def _path_for(connection: Connection) -> str:
    _check(connection)
    module = _module_of(connection)
    with _lock:
        if module not in _paths:
            _paths[module] = _copy(loadable_path()) if _paths else loadable_path()
        elif not os.path.exists(_paths[module] + Path(_FILE).suffix):
            del _paths[module]
            loadable_path()
            raise LoadError(f"hearsay: the extension's copy for {module} is gone; start the program again")
        return _paths[module]


def _copy(path: str) -> str:
    folder = tempfile.mkdtemp(prefix="sqlite-hearsay-")
    owner = os.getpid()

    def remove() -> None:
        if os.getpid() == owner:  # not in a child
            shutil.rmtree(folder, ignore_errors=True)

    atexit.register(remove)
    suffix = Path(_FILE).suffix
    return str(Path(shutil.copy(path + suffix, os.path.join(folder, _FILE))).with_suffix(""))
