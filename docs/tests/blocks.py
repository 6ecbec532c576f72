"""The blocks of a page, run as a reader would run them, and what they print beside what the page shows.

    sql      goes to the sqlite3 shell with the extension loaded; consecutive blocks to one shell
    python   one after the other, in one process
    sh       one after the other, in a folder that is like a checkout after `make demo`; so do lines that are indented by four
    title="NAME"   makes the block, whatever it is, a file that later blocks may use

What a block prints stands in the fence right behind it (```text), or as comments at a line's start right behind the statement. A
block that shows nothing is run, and not compared; one that shows something must show all of it.

    <!-- database: NAME -->   SQL goes to this file from here on; without it to demo.db
"""

from __future__ import annotations

import difflib
import os
import pty
import re
import sqlite3
import subprocess
import sys
import threading
import tomllib
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", ROOT / "bindings/python/README.md", *sorted((ROOT / "docs/pages").rglob("*.md"))]
NOT_RUN = tomllib.loads(Path(__file__).with_name("not_run.toml").read_text(encoding="utf-8"))

FENCE = re.compile(r"^```(\w*)(.*)$")
TITLE = re.compile(r'title="([^"]+)"')
DATABASE = re.compile(r"^<!-- database: (\S+) -->$")
OUTPUT = {"", "text"}
SECONDS = 40  # that a block may take
MARK = "=== block %d ==="
# What the shell puts before a message, and behind it, depends on its version.
SHELL_ERROR = re.compile(
    r"^(?:Runtime error|Parse error|Error)(?: near line \d+)?: (?:stepping, |in prepare, )?(.*?)(?: \(\d+\))?$", re.M
)


@dataclass
class Block:
    """A block of code, and where it stands: lines[first:last] of its page, without the fence's own lines."""

    language: str
    info: str
    first: int
    last: int
    lines: list[str]
    database: str = "demo.db"
    shown: Block | None = None  # the fence behind it

    @property
    def text(self) -> str:
        return "\n".join(self.lines)

    @property
    def title(self) -> str | None:
        found = TITLE.search(self.info)
        return found.group(1) if found else None


@dataclass
class Report:
    """What has come of a page."""

    run: int = 0
    not_run: list[tuple[str, str]] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    edits: list[tuple[int, int, list[str]]] = field(default_factory=list)


def read(path: Path) -> list[Block]:
    """The blocks of a page, fenced or indented."""
    lines = path.read_text(encoding="utf-8").split("\n")
    blocks: list[Block] = []
    database = "demo.db"
    at = 0
    while at < len(lines):
        fence = FENCE.match(lines[at])
        if fence:
            end = lines.index("```", at + 1)
            block = Block(fence.group(1), fence.group(2), at + 1, end, lines[at + 1 : end], database)
            before = blocks[-1] if blocks else None
            is_output = block.language in OUTPUT and not block.title
            if is_output and before and not before.shown and not "".join(lines[before.last + 1 : at]):
                before.shown = block
            else:
                blocks.append(block)
            at = end
        elif lines[at].startswith("    ") and at and not lines[at - 1].strip():
            end = at
            while lines[end].startswith("    "):
                end += 1
            blocks.append(Block("sh", "", at, end, [line[4:] for line in lines[at:end]], database))
            at = end
        found = DATABASE.match(lines[at])
        database = found.group(1) if found else database
        at += 1
    return blocks


def strip(text: str) -> list[str]:
    return [line.rstrip() for line in text.strip("\n").split("\n")] if text.strip("\n") else []


# ---- SQL ---------------------------------------------------------------------------------------------------------------


@dataclass
class Statement:
    lines: list[str]
    shown: list[str]


def statements(block: Block) -> list[Statement]:
    """The statements and dot commands of a block, each with the comments right behind it."""
    found: list[Statement] = []
    part: list[str] = []
    behind = False
    for line in block.lines:
        if behind and line.startswith("--") and not block.shown:
            found[-1].shown.append(line[3:])
            continue
        behind = False
        part.append(line)
        code = "\n".join(line for line in part if not line.startswith("--")).strip()
        if code.startswith(".") or (line.rstrip().endswith(";") and sqlite3.complete_statement(code)):
            found.append(Statement(part, []))
            part, behind = [], True
    if "".join(part).strip():
        raise ValueError("line %d: the last statement has no end" % block.last)
    return found


def shell(folder: Path, database: str, script: str) -> str:
    """What the sqlite3 shell says, errors where they come: to a terminal, so that it does not keep lines back."""
    ours, theirs = pty.openpty()
    said: list[bytes] = []

    def listen() -> None:
        while True:
            try:
                piece = os.read(ours, 65536)
            except OSError:  # Linux says so that the other side has closed
                return
            if not piece:
                return
            said.append(piece)

    listener = threading.Thread(target=listen)
    listener.start()
    program = subprocess.Popen(["sqlite3", database], cwd=folder, stdin=subprocess.PIPE, stdout=theirs, stderr=theirs)
    os.close(theirs)
    program.communicate(script.encode(), timeout=SECONDS)
    listener.join(10)
    os.close(ours)
    return b"".join(said).decode().replace("\r\n", "\n")


def run_sql(folder: Path, run: list[Block], report: Report) -> None:
    """Consecutive blocks on one database."""
    script, parts = [".load ./hearsay"], []
    for block in run:
        script += [".headers on", ".mode box --wordwrap on"] if block.shown else [".headers off", ".mode list"]
        for statement in statements(block):
            script += [".print '%s'" % (MARK % len(parts)), *statement.lines]
            parts.append((block, statement))
    script.append(".print '%s'" % (MARK % len(parts)))
    said = SHELL_ERROR.sub(r"Error: \1", shell(folder, run[0].database, "\n".join(script) + "\n"))
    pieces = re.split("^" + (MARK % 0).replace("0", r"\d+") + "\n", said, flags=re.M)
    if len(pieces) != len(parts) + 2:
        raise ValueError("the shell has not come to the end: %s" % said[-2000:])
    for block in run:
        report.run += 1
        printed = [
            (statement, strip(piece)) for (of, statement), piece in zip(parts, pieces[1:-1], strict=True) if of is block
        ]
        if block.shown:
            compare(report, block.shown, [line for _, piece in printed for line in piece])
        elif any(statement.shown for statement, _ in printed):
            lines = []
            for statement, piece in printed:
                lines += [*statement.lines, *("-- " + line for line in piece)]
            compare(report, block, lines)


def compare(report: Report, place: Block, printed: list[str]) -> None:
    """What stands at a place beside what should."""
    shown, printed = [line.rstrip() for line in place.lines], [line.rstrip() for line in printed]
    if shown != printed:
        lines = difflib.unified_diff(shown, printed, "the page", "what is printed", lineterm="", n=1)
        report.wrong.append("line %d:\n%s" % (place.first, "\n".join(lines)))
        report.edits.append((place.first, place.last, printed))


# ---- Python and the shell ------------------------------------------------------------------------------------------------


def run_python(folder: Path, earlier: list[Block], block: Block, environment: dict[str, str], report: Report) -> None:
    """All earlier blocks again, as their names are needed, and then this one."""
    program = "\n".join([*(of.text for of in earlier), "print(%r, flush=True)" % (MARK % 0), block.text])
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", program],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=SECONDS,
    )
    report.run += 1
    said = done.stdout.split((MARK % 0) + "\n")[-1] + done.stderr
    if done.returncode:
        report.wrong.append("line %d: fails\n%s" % (block.first, said))
    elif block.shown:
        compare(report, block.shown, strip(said))
    elif any(line.startswith("# ") for line in block.lines):
        code = [line for line in block.lines if not line.startswith("# ")]
        compare(report, block, [*code, *("# " + line for line in strip(said))])


def not_run(page: str, text: str) -> str | None:
    """The reason why a block or line is not run, if it is not."""
    for entry in NOT_RUN["block"]:
        meant = text.startswith(entry["begins"]) if "begins" in entry else text.split(" #")[0].strip() == entry["is"]
        if meant and entry.get("page") in (None, page):
            return entry["why"]
    return None


def commands(block: Block) -> list[str]:
    """Lines, with those that go on; a here-document is one of them."""
    found: list[str] = []
    end = None
    for line in block.lines:
        if found and (end or found[-1].endswith("\\")):
            found[-1] += "\n" + line
        else:
            found.append(line)
        document = re.search(r"<<'?(\w+)'?", line)
        end = document.group(1) if document else (None if line == end else end)
    return [line for line in found if line.strip()]


def run_shell(folder: Path, page: str, block: Block, environment: dict[str, str], report: Report) -> None:
    lines = []
    for line in commands(block):
        why = not_run(page, line)
        if why:
            report.not_run.append((line.split("\n")[0].split(" #")[0].strip(), why))
        else:
            lines.append(line)
    if not lines:
        return
    report.run += 1
    try:
        done = subprocess.run(
            ["sh", "-ec", "\n".join(lines)],
            cwd=folder,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            text=True,
            timeout=SECONDS,
        )
    except subprocess.TimeoutExpired:
        report.wrong.append("line %d: has not ended in %d seconds\n%s" % (block.first, SECONDS, "\n".join(lines)))
        return
    fails = bool(block.shown) and "rror" in block.shown.text
    if bool(done.returncode) != fails:
        report.wrong.append("line %d: ends with %d\n%s" % (block.first, done.returncode, done.stdout))
    elif block.shown:
        compare(report, block.shown, strip(done.stdout))


# ---- a page ----------------------------------------------------------------------------------------------------------------


def run(path: Path, folder: Path, page: str) -> Report:
    """Runs the blocks of a page in a folder made by conftest.checkout; `page` is what the list of what is not run calls it."""
    report = Report()
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("MAKE") and name != "MFLAGS"},
        "PATH": "%s:%s" % (Path(sys.executable).parent, os.environ["PATH"]),
        "COLUMNS": "100",
        "NO_COLOR": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    python: list[Block] = []
    waiting: list[Block] = []  # SQL for one shell
    for block in [*read(path), None]:
        goes_on = block is not None and block.language in ("sql", *OUTPUT)
        if waiting and not (goes_on and block.database == waiting[0].database):
            run_sql(folder, waiting, report)
            waiting = []
        if block is None:
            break
        if block.title:
            (folder / block.title).write_text(block.text + "\n", encoding="utf-8")
        elif block.language == "sql":
            waiting.append(block)
        elif block.language == "sh":
            run_shell(folder, page, block, environment, report)
        elif why := not_run(page, block.text):
            report.not_run.append((page, why))
        elif block.language == "python":
            run_python(folder, python, block, environment, report)
            python.append(block)
        elif block.language not in {*OUTPUT, "json", "html"}:
            report.wrong.append("line %d: nobody knows how to run %s" % (block.first, block.language))
    return report


def update(path: Path, report: Report) -> None:
    """Puts what was printed in the place of what the page shows."""
    lines = path.read_text(encoding="utf-8").split("\n")
    for first, last, new in sorted(report.edits, reverse=True):
        lines[first:last] = new
    path.write_text("\n".join(lines), encoding="utf-8")
