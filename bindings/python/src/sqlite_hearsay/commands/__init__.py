"""The command ``hearsay``. Each of its commands is a module of this package; ``program.py`` lists them."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command. It needs click, Jinja2 and rich, which load() does not."""
    try:
        import click  # noqa: F401
        import jinja2  # noqa: F401
        import rich  # noqa: F401
    except ImportError as error:
        sys.exit(f"hearsay: the command needs {error.name}: pip install 'sqlite-hearsay[cli]'")
    from .program import program

    program(prog_name="hearsay")
