#!/usr/bin/env python3
"""The tagged articles of fixtures/, as plain text with their annotation.

    python3 tests/fixtures.py fixtures/*.txt > gold.jsonl       one JSON object a line, for tests/score.py
    python3 tests/fixtures.py --plain fixtures/seven.txt        the article without its tags

The tags are described in fixtures/README.md. Parsing is strict: mistakes are errors with file and line.
"""

import argparse
import json
import os
import re
import sys

KINDS = ("direct", "mixed", "indirect")
LABELS = {"person": "PERSON", "organization": "ORG", "place": "PLACE", "other": "MISC"}
HEADERS = ("genre", "difficulties")

TAG = re.compile(r"<(/?)([qsc])(\d+(?:,\d+)*)(?: ([^<>\n]*))?>")
NAME = re.compile(r"\{((?:[^\\{}|<]|\\.)*)\|([^{}|\n]*)(?:\|([^{}|]*))?\}", re.S)


class FixtureError(ValueError):
    """A tag that cannot be read; the message starts with file:line."""


def parse(source, name="fixture"):
    """Reads one tagged article.

    source: the whole file's text. name: what errors call it; its stem becomes the id.
    Returns {"id", "text", "quotes", "mentions", "meta"}; meta has the header's values, difficulties as a
    list.
    """
    return _Parser(source, name).document()


class _Parser:
    def __init__(self, source, name):
        self.source = source.rstrip("\n") + "\n"  # the text ends with its last line
        self.name = name
        self.at = 0  # where we are in the source
        self.out = []  # pieces of plain text
        self.length = 0  # their length
        self.open = []  # tags to close: (letter, numbers, start in the text, place in the source)
        self.quotes = {}  # number -> {"kind", "name", "pieces", "place"}
        self.links = {
            "s": {},
            "c": {},
        }  # number -> [(start, end, place)]; a cue may have pieces: quoted X as saying
        self.mentions = []

    def fail(self, why, at=None):
        line = self.source.count("\n", 0, self.at if at is None else at) + 1
        raise FixtureError("%s:%d: %s" % (self.name, line, why))

    def document(self):
        meta = self.header()
        while self.at < len(self.source):
            self.step()
        if self.open:
            letter, numbers, _, place = self.open[-1]
            self.fail("<%s%s> is not closed" % (letter, ",".join(map(str, numbers))), place)
        text = "".join(self.out)[:-1]
        return {
            "id": os.path.splitext(os.path.basename(self.name))[0],
            "text": text,
            "quotes": self.resolved_quotes(text),
            "mentions": self.mentions,
            "meta": meta,
        }

    def header(self):
        meta = {}
        while self.source.startswith("#", self.at):
            end = self.source.find("\n", self.at)
            line = self.source[self.at :] if end < 0 else self.source[self.at : end]
            key, colon, value = line[1:].partition(":")
            key = key.strip()
            if not colon or key not in HEADERS or key in meta:
                self.fail("expected one '# genre: ...' and one '# difficulties: ...', got %r" % line)
            meta[key] = value.strip()
            self.at = len(self.source) if end < 0 else end + 1
        for key in HEADERS:
            if key not in meta:
                self.fail("the header has no '# %s:' line" % key)
        if not self.source.startswith("\n", self.at):
            self.fail("an empty line must follow the header")
        self.at += 1
        meta["difficulties"] = [d.strip() for d in meta["difficulties"].split(",") if d.strip()]
        return meta

    def step(self):
        """Reads one tag, name, escape or stretch of plain text."""
        mark = self.source[self.at]
        if mark == "\\":
            escaped = self.source[self.at + 1 : self.at + 2]
            if escaped not in ("<", "{", "\\"):
                self.fail("a backslash stands only before <, { and another backslash")
            self.emit(escaped)
            self.at += 2
        elif mark == "<":
            self.tag()
        elif mark == "{":
            self.entity()
        else:
            plain = re.compile(r"[^\\<{]+").match(self.source, self.at).group()
            self.emit(plain)
            self.at += len(plain)

    def emit(self, text):
        self.out.append(text)
        self.length += len(text)

    def tag(self):
        found = TAG.match(self.source, self.at)
        if not found:
            self.fail("not a tag (write \\< for the character): %r" % self.source[self.at : self.at + 30])
        closing, letter, numbers, rest = found.groups()
        numbers = tuple(int(n) for n in numbers.split(","))
        if closing:
            self.close(letter, numbers, rest)
        elif letter == "q":
            self.open_quote(numbers, rest)
        elif rest is not None:
            self.fail("<%s...> takes numbers only" % letter)
        if not closing:
            self.open.append((letter, numbers, self.length, self.at))
        self.at = found.end()

    def open_quote(self, numbers, rest):
        if len(numbers) != 1:
            self.fail("<q...> takes one number")
        if any(letter == "q" for letter, _, _, _ in self.open):
            self.fail("a quotation inside a quotation: only the outermost is annotated")
        number, known = numbers[0], numbers[0] in self.quotes
        if rest is None:
            if not known:
                self.fail("the first <q%d> must give kind and speaker" % number)
            return
        if known:
            self.fail("<q%d> was given before; a further piece is <q%d> alone" % (number, number))
        kind, _, speaker = rest.partition(" ")
        speaker = speaker.strip()
        if kind not in KINDS:
            self.fail("%r is not a kind; the kinds are %s" % (kind, ", ".join(KINDS)))
        if not speaker:
            self.fail("<q%d %s ...> has no speaker (write - for nobody)" % (number, kind))
        self.quotes[number] = {
            "kind": kind,
            "name": None if speaker == "-" else speaker,
            "pieces": [],
            "place": self.at,
        }

    def close(self, letter, numbers, rest):
        name = "</%s%s>" % (letter, ",".join(map(str, numbers)))
        if rest is not None or not self.open or self.open[-1][:2] != (letter, numbers):
            self.fail("%s does not close the tag opened last" % name)
        _, _, start, place = self.open.pop()
        if start == self.length:
            self.fail("nothing inside %s" % name, place)
        if letter == "q":
            self.quotes[numbers[0]]["pieces"].append([start, self.length])
            return
        for number in numbers:
            if letter == "s" and number in self.links["s"]:
                self.fail("quotation %d has two <s>" % number, place)
            self.links[letter].setdefault(number, []).append((start, self.length, place))

    def entity(self):
        found = NAME.match(self.source, self.at)
        if not found:
            self.fail(
                "not a name {words|label} (write \\{ for the character): %r"
                % self.source[self.at : self.at + 30]
            )
        words, label, entity = found.groups()
        words = re.sub(r"\\(.)", r"\1", words, flags=re.S)
        if label not in LABELS:
            self.fail("%r is not a label; the labels are %s" % (label, ", ".join(LABELS)))
        if not words.strip() or words != words.strip() or entity is not None and not entity.strip():
            self.fail("a name must have words, without white space around them")
        entity = " ".join((words if entity is None else entity).split())
        self.mentions.append(
            {
                "start": self.length,
                "end": self.length + len(words),
                "label": LABELS[label],
                "raw_label": label,
                "entity": entity,
            }
        )
        self.emit(words)
        self.at = found.end()

    def resolved_quotes(self, text):
        for letter, links in self.links.items():
            for number, pieces in links.items():
                if number not in self.quotes:
                    self.fail("<%s%d> belongs to no quotation" % (letter, number), pieces[0][2])
        return sorted(
            (self.resolved(text, number, quote) for number, quote in self.quotes.items()),
            key=lambda quote: (quote["start"], quote["end"]),
        )

    def resolved(self, text, number, quote):
        """One quotation with its source and cue."""
        cues = [[start, end] for start, end, _ in self.links["c"].get(number, [])]
        sources = [[start, end] for start, end, _ in self.links["s"].get(number, [])]
        if sources and not quote["name"]:
            self.fail("quotation %d has a source but its speaker is given as -" % number, quote["place"])
        source = sources[0] if sources else None
        row = {
            "start": quote["pieces"][0][0],
            "end": quote["pieces"][-1][1],
            "kind": quote["kind"],
            "cue": cues[0] if cues else None,
            "speaker": source,
            "speaker_text": text[source[0] : source[1]] if source else None,
            "speaker_name": quote["name"],
        }
        if len(quote["pieces"]) > 1:
            row["spans"] = quote["pieces"]
        if len(cues) > 1:
            row["cue_spans"] = cues
        return row


def read(path):
    """Parses the fixture at path; returns what parse() returns."""
    with open(path, encoding="utf-8", newline="") as file:
        try:
            return parse(file.read(), path)
        except UnicodeDecodeError as error:
            raise FixtureError("%s:1: not UTF-8 (%s)" % (path, error)) from None


def read_all(folder):
    """Parses every .txt of a folder, in the order of their names."""
    return [read(os.path.join(folder, name)) for name in sorted(os.listdir(folder)) if name.endswith(".txt")]


def main(argv=None):
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", nargs="+", metavar="FILE")
    parser.add_argument("--plain", action="store_true", help="print the text without tags instead of JSON")
    arguments = parser.parse_args(argv)
    status = 0
    for path in arguments.files:
        try:
            article = read(path)
        except (FixtureError, OSError) as error:
            print(error, file=sys.stderr)
            status = 1
            continue
        if arguments.plain:
            sys.stdout.write(article["text"] + "\n")
        else:
            print(json.dumps(article, ensure_ascii=False))
    return status


if __name__ == "__main__":
    sys.exit(main())
