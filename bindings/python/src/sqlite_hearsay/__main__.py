"""``python -m sqlite_hearsay`` is the command ``hearsay``."""

from .commands import main

main()
