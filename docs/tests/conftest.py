"""A folder that is like a checkout after `make demo`, and the list of what is not run."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections import Counter

import blocks
import pytest

NOT_RUN: list[tuple[str, str]] = []
COUNTS: list[int] = []
STORY = '"We are late," Mayor Ann Lee told reporters. "But we are not lost."\n'


@pytest.fixture(scope="session")
def demo(tmp_path_factory):
    """What `make demo` leaves, made once."""
    folder = tmp_path_factory.mktemp("demo")
    (folder / "tests").mkdir()
    for name in ("demo", "plain.awk"):
        shutil.copy(blocks.ROOT / "tests" / name, folder / "tests")
    for name in ("sql", "fixtures", "ext"):
        os.symlink(blocks.ROOT / name, folder / name)
    extension = blocks.ROOT / os.environ.get("HEARSAY_EXTENSION", "hearsay.so")
    shutil.copy(extension, folder)
    os.symlink(extension.with_name("libhearsay.a"), folder / "libhearsay.a")
    subprocess.run(["tests/demo"], cwd=folder, check=True, stdout=subprocess.DEVNULL)
    return folder


@pytest.fixture
def checkout(demo, tmp_path):
    folder = tmp_path / "hearsay"
    shutil.copytree(demo, folder, symlinks=True)
    # What the pages call the reader's own.
    shutil.copy(folder / "demo.db", folder / "press.db")
    (folder / "story.txt").write_text(STORY, encoding="utf-8")
    return folder


def pytest_terminal_summary(terminalreporter):
    terminalreporter.write_line("%d blocks run; not run, %d:" % (sum(COUNTS), len(NOT_RUN)))
    for why, count in Counter(why for _, why in NOT_RUN).most_common():
        what = "; ".join(dict.fromkeys(what for what, of in NOT_RUN if of == why))
        terminalreporter.write_line("    %2d  %s: %s" % (count, why, what))
