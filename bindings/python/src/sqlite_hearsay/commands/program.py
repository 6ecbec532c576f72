"""The list of commands."""

from __future__ import annotations

import click

from .. import __version__
from .index import index
from .quotes import quotes
from .report import report


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="hearsay")
def program() -> None:
    """Read news articles: who said what, in which words."""


program.add_command(quotes)
program.add_command(index)
program.add_command(report)
