"""The manual page hearsay(1), which is in the wheel, says what the command takes."""

from __future__ import annotations

import re
import sys
from pathlib import Path

from test_command import hearsay

PAGE = Path(sys.prefix) / "share" / "man" / "man1" / "hearsay.1"


def helped(*command: str) -> str:
    done = hearsay(*command, "--help")
    assert done.returncode == 0
    return done.stdout


def test_the_manual_has_every_command_and_option():
    page = PAGE.read_text(encoding="utf-8")
    sections = dict(re.findall(r"^\.Ss hearsay (\w+)\n(.*?)(?=^\.S[hs] )", page, re.DOTALL | re.MULTILINE))
    commands = re.findall(r"^  (\w+) ", helped().split("Commands:")[1], re.MULTILINE)
    assert len(commands) >= 3
    assert sorted(sections) == sorted(commands)
    for command in commands:
        options = set(re.findall(r"(?<=[\s,])(--?[a-z-]+)(?=[\s,])", helped(command).split("Options:")[1]))
        items = re.findall(r"^\.It (Fl .*)$", sections[command], re.MULTILINE)
        assert {"-" + flag for item in items for flag in re.findall(r"Fl (\S+)", item)} == options, command
        for metavar in re.findall(r"Ar (\w+)", "\n".join(items)):
            assert metavar.isupper()
