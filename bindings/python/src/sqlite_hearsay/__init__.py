"""Who said what, in which words, and who is mentioned: the SQLite extension hearsay for Python.

    import sqlite3, sqlite_hearsay
    db = sqlite3.connect("press.db")
    sqlite_hearsay.load(db)
    for speaker, quote in db.execute("SELECT speaker, quote FROM articles, hearsay_quotes(articles.body)"):
        print(speaker, quote)

Errors of the extension are those of the connection's own module, with the extension's words:
``sqlite3.OperationalError: hearsay: unknown option "cuse"``.
"""

from importlib.metadata import version as _version

from .loading import Connection, LoadError, load, loadable_path

__all__ = ["Connection", "LoadError", "__version__", "load", "loadable_path"]

__version__: str = _version("sqlite-hearsay")
