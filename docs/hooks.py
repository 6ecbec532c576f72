"""What mkdocs asks while it builds: pages are Jinja templates, which know the reference and the figures that were measured.

    {{ f1('PolNeAR dev', 'e2e') }}          a figure of tests/figures.json, to one digit
    {{ peer('spacy', 'MB/s') }}             one of tests/bench/results/peers.csv
    {{ columns('hearsay_quotes') }}         tables of docs/reference.toml; the functions below say which there are

What there is not fails the build, and so does a page that would ask another host for anything.
"""

from __future__ import annotations

import csv
import json
import re
import tomllib
from collections.abc import Callable
from pathlib import Path

import jinja2
from mkdocs.exceptions import PluginError

ROOT = Path(__file__).resolve().parents[1]


def read(path: str) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


REFERENCE = tomllib.loads(read("docs/reference.toml"))
FIGURES = json.loads(read("tests/figures.json"))
PEERS = {row["peer"]: row for row in csv.DictReader(read("tests/bench/results/peers.csv").splitlines())}

ENVIRONMENT = jinja2.Environment(undefined=jinja2.StrictUndefined, autoescape=False, keep_trailing_newline=True)


def known(function: Callable[..., str]) -> Callable[..., str]:
    """Pages may call it."""
    ENVIRONMENT.globals[function.__name__] = function
    return function


# ---- figures -------------------------------------------------------------------------------------------------------------


@known
def f1(group: str, name: str) -> str:
    return "%.1f" % FIGURES[group][name]


@known
def in_ten(group: str, name: str) -> str:
    """A share in words that does not promise more than it knows: 71.4 is 7 in ten."""
    return "%d in ten" % round(FIGURES[group][name] / 10)


def digits(value: str, count: int = 2) -> str:
    """To so many significant digits, without an exponent."""
    number = float("%.*g" % (count, float(value)))
    return format(int(number), ",") if number >= 10 ** (count - 1) else repr(number)


@known
def peer(name: str, column: str, digit_count: int = 2) -> str:
    value = PEERS[name][column]
    return digits(value, digit_count) if value else "–"


@known
def score(name: str, column: str) -> str:
    """An F1 of a peer, on our own articles."""
    value = PEERS[name]["%s F1, fixtures" % column]
    return "%.1f" % float(value) if value else "–"


@known
def rate(name: str) -> str:
    """Articles of 4 KB a second."""
    return digits(float(PEERS[name]["MB/s"]) * 1e6 / 4000)


@known
def error(group: str) -> str:
    """By how much confidence is off."""
    return "%.2f" % FIGURES[group]["calibration error"]


@known
def elsewhere(who: str, what: str) -> str:
    """What README.md says of annotators, Citron and textacy on PolNeAR dev: they are no part of what `make eval` measures."""
    pair = r"(\d+\.\d) and (\d+\.\d)"
    pattern = r"one annotator against another is %s;.*?Citron[^;]*?%s; spaCy with textacy %s\." % (pair, pair, pair)
    found = re.search(pattern, read("README.md"), re.S).groups()
    return found[2 * ["annotators", "Citron", "textacy"].index(who) + ["words", "words and speaker"].index(what)]


@known
def times(name: str) -> str:
    """How many times the speed of a peer ours is."""
    return digits(float(PEERS["hearsay"]["MB/s"]) / float(PEERS[name]["MB/s"]))


# ---- the reference -------------------------------------------------------------------------------------------------------


def table(header: list[str], rows: list[list[str]]) -> str:
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join("| %s |" % " | ".join(cell.replace("|", "\\|") for cell in line) for line in lines)


def code(text: str) -> str:
    return "`%s`" % text if text else ""


def listed(columns: list) -> list[list[str]]:
    rows = []
    for column in columns:
        if column == "offsets":
            rows.append(["`start`, `length`, `byte_start`, `byte_length`", "INTEGER", "[Where it is](#offsets)."])
        elif column == "quotes":
            rows.append(["those of `hearsay_quotes`", "", "See [Tables](tables.md#hearsay_quotes)."])
        else:
            name, *kind, meaning = column
            rows.append([code(name), kind[0] if kind else "", meaning])
    return rows


@known
def columns(name: str) -> str:
    if name == "offsets":
        return table(["column", "type", ""], listed(REFERENCE["offsets"]["columns"]))
    found = next(entry for entry in REFERENCE["table"] if entry["name"] == name)
    return "A row is %s.\n\n%s" % (found["row"], table(["column", "type", ""], listed(found["columns"])))


@known
def tables() -> str:
    return "\n\n".join("## %s\n\n%s" % (entry["name"], columns(entry["name"])) for entry in REFERENCE["table"])


def call(function: dict) -> str:
    needed = [argument for argument in function["arguments"] if not argument.endswith("?")]
    other = [argument[:-1] for argument in function["arguments"] if argument.endswith("?")]
    if not other:
        return "%s(%s)" % (function["name"], ", ".join(needed))
    return "%s(%s%s)" % (
        function["name"],
        needed[0] + " " if needed else "",
        "[%s%s]" % (", " if needed else "", other[0]),
    )


@known
def functions() -> str:
    return table(["function", "gives"], [[code(call(entry)), entry["gives"]] for entry in REFERENCE["function"]])


@known
def options() -> str:
    rows = [
        [code(entry["name"]), entry["value"], entry["meaning"], code(entry["example"])] for entry in REFERENCE["option"]
    ]
    return table(["key", "value", "", "example"], rows)


@known
def index_options() -> str:
    rows = [
        [code(entry["name"]), entry["meaning"], code(entry["example"].strip())] for entry in REFERENCE["index_option"]
    ]
    return table(["option", "", "example"], rows)


@known
def index_columns() -> str:
    index = REFERENCE["index"]
    rows = listed([*index["before"], "quotes", *index["after"]])
    rows.insert(2, ["of them `speaker_id`", "INTEGER", index["person"]])
    return table(["column", "type", ""], rows)


@known
def commands() -> str:
    rows = [[code("'%s'" % entry["name"]), entry["argument"], entry["meaning"]] for entry in REFERENCE["command"]]
    return table(["command", "argument", ""], rows)


@known
def shadows() -> str:
    parts = []
    for entry in REFERENCE["shadow"]:
        rows = [[name, meaning] for name, _, meaning in listed(entry["columns"])]
        parts.append("### %s\n\nA row is %s.\n\n%s" % (entry["name"], entry["row"], table(["column", ""], rows)))
    return "\n\n".join(parts)


@known
def internal() -> str:
    return ", ".join(code(name) for name in REFERENCE["internal"]["tables"])


@known
def errors() -> str:
    parts = []
    for group in dict.fromkeys(entry["group"] for entry in REFERENCE["error"]):
        entries = [entry for entry in REFERENCE["error"] if entry["group"] == group]
        parts.append("## %s" % group)
        parts += ["%s\n:   %s" % (code(entry["message"]), entry["do"]) for entry in entries]
    return "\n\n".join(parts)


@known
def readme(heading: str, path: str = "README.md") -> str:
    """What stands under a heading of a README, up to the next one."""
    return re.search(r"^#+ %s\n(.*?)(?=^#|\Z)" % re.escape(heading), read(path), re.M | re.S).group(1).strip()


# ---- mkdocs --------------------------------------------------------------------------------------------------------------

# A page must be whole without a network: nothing of another host may be asked for.
FOREIGN = re.compile(
    r"""<(?:script|img|iframe|source)\b[^>]*\bsrc=["']?(?:https?:)?//|<link\b(?![^>]*canonical)[^>]*\bhref=["']?(?:https?:)?//"""
)


def on_post_page(output: str, page: object, **_: object) -> str:
    found = FOREIGN.search(output)
    if found:
        raise PluginError("%s asks another host: %s" % (page, output[found.start() : found.start() + 200]))
    return output


def on_page_markdown(markdown: str, **_: object) -> str:
    return ENVIRONMENT.from_string(markdown).render()
