"""docs/reference.toml, and what the extension's C sources say there is."""

import glob
import os
import re
import tomllib

import database

LITERAL = r'"(?:[^"\\]|\\.)*"'
LITERALS = re.compile(r"(?:%s\s*)+" % LITERAL)
# Where a message stands: behind `hearsay: `, as an argument of hs_index_fail, or as a fault that the check finds.
FAIL = re.compile(r"hs_index_fail\(\s*[\w>-]+,\s*&?[\w>-]+,\s*(?:\w+\s*\?\s*)?(?:%s\s*:\s*)?$" % LITERAL)
FAULT = re.compile(r"(?:fault = |\{|mprintf\()\s*$")
# These only put "hearsay:" and a name in front of another message.
FRAMES = {"hearsay: ", "hearsay: %s", "hearsay: %s: %s", "integrity-check of %s: %s"}


def read():
    with open(os.path.join(database.ROOT, "docs", "reference.toml"), "rb") as file:
        return tomllib.load(file)


def source(path):
    with open(os.path.join(database.ROOT, path), encoding="utf-8") as file:
        return file.read()


def words(path, name):
    """The strings of a C array."""
    found = re.search(r"%s\[\w*\] = \{(.*?)\}" % name, source(path), re.S)
    return re.findall(r'"(\w+)"', found.group(1))


def columns(reference, listed):
    """The columns of a list, with those that `offsets` and `quotes` stand for."""
    for column in listed:
        if column == "offsets":
            yield from reference["offsets"]["columns"]
        elif column == "quotes":
            yield from columns(reference, reference["table"][0]["columns"])
        else:
            yield column


def names(reference, listed):
    return [column[0] for column in columns(reference, listed)]


def formats():
    """The format of each message that the sources have, as (file, format)."""
    paths = ["ext/hearsay.c", *(os.path.relpath(path, database.ROOT) for path in glob.glob(database.ROOT + "/ext/sqlite/*.c"))]
    for path in sorted(paths):
        text = source(path)
        for literal in LITERALS.finditer(text):
            message = "".join(part[1:-1] for part in re.findall(LITERAL, literal.group()))
            message = message.replace('\\"', '"')
            before = text[max(0, literal.start() - 200) : literal.start()]
            is_fault = path.endswith("index_check.c") and FAULT.search(before) and not message.startswith("SELECT ")
            if message in FRAMES or not (message.startswith("hearsay: ") or FAIL.search(before) or is_fault):
                continue
            yield os.path.basename(path), message


def rules():
    """What the column `rule` may have, by the sources: alone, or as one of two parts."""
    text = "".join(source(path) for path in ("ext/speech/sources.c", "ext/speech/attribution.c", "ext/speech/window.c"))
    found = set(re.findall(r'rule = "([^"]+)"', text)) | set(re.findall(r'rule = \w+ \? "([^"]+)" : ', text))
    found |= set(re.findall(r'rule = \w+ \? "[^"]+" : "([^"]+)"', text))
    verdict = source("ext/speech/verdict.c")
    return found | set(re.findall(r'HS_FRAME_\w+\] = "([^"]+)"', verdict)) | set(re.findall(r'"(phrase \w+ the cue)"', verdict))


def pattern(message):
    """What a printf format may become."""
    return re.compile("".join(".+" if piece.startswith("%") else re.escape(piece) for piece in re.split(r"(%[!.*\d]*(?:ll)?[sdu])", message)))
