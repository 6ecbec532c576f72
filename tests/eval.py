#!/usr/bin/env python3
"""make eval: how good the extension is, on the project's own articles and on the annotated corpora where
they are.

The table shows F1 in per cent (`cue` and `name` are shares of the quotations found), with the difference
from the last figures kept in tests/figures.json when there is one. `--update` keeps today's. Corpora are
looked for in the folder that HEARSAY_CORPORA names (default ../shared/data, beside the checkout); sets that
are not there are left out.
"""

import argparse
import json
import os
import sys

import database
import fixtures
import predict
import score

FIGURES = os.path.join(database.ROOT, "tests", "figures.json")
CORPORA = os.path.join(database.ROOT, os.environ.get("HEARSAY_CORPORA") or "../shared/data")

sys.path.append(os.path.join(database.ROOT, "ext", "train"))
import names  # noqa: E402  the trainer's articles: capitals and headlines

# name, file in the corpora folder (None: our own fixtures), what of it is measured, how its text is written
SETS = (
    ("fixtures", None, ("quotes", "mentions"), "plain"),
    ("seed article", "../seed/article.gold.jsonl", ("quotes", "mentions"), "plain"),
    ("PolNeAR dev", "quotes/polnear.dev.jsonl", ("quotes",), "plain"),
    ("GUM news", "quotes/gum_news.jsonl", ("quotes",), "plain"),
    ("GUM interview", "quotes/gum_interview.jsonl", ("quotes",), "plain"),
    ("Worldwide dev", "ner/worldwide.dev.jsonl", ("mentions",), "plain"),
    ("CoNLL++ dev", "ner/conllpp.dev.jsonl", ("mentions",), "plain"),
    ("Worldwide, CAPITALS", "ner/worldwide.dev.jsonl", ("mentions",), "upper"),
    ("Worldwide, Headline", "ner/worldwide.dev.jsonl", ("mentions",), "heading"),
    ("CoNLL++, CAPITALS", "ner/conllpp.dev.jsonl", ("mentions",), "upper"),
    ("CoNLL++, Headline", "ner/conllpp.dev.jsonl", ("mentions",), "heading"),
)

# column, where score() has it
COLUMNS = (
    ("overlap", ("quotes", "overlap", "all", "f1")),
    ("direct", ("quotes", "overlap", "direct", "f1")),
    ("mixed", ("quotes", "overlap", "mixed", "f1")),
    ("indirect", ("quotes", "overlap", "indirect", "f1")),
    ("exact", ("quotes", "exact", "all", "f1")),
    ("cue", ("quotes", "attribution", "cue", "acc")),
    ("e2e", ("quotes", "attribution", "end-to-end", "f1")),
    ("strict", ("quotes", "attribution", "e2e strict", "f1")),
    ("name", ("quotes", "attribution", "name", "acc")),
    ("e2e name", ("quotes", "attribution", "e2e name", "f1")),
    ("micro", ("mentions", "micro", "f1")),
    ("PERSON", ("mentions", "PERSON", "f1")),
    ("ORG", ("mentions", "ORG", "f1")),
    ("PLACE", ("mentions", "PLACE", "f1")),
    ("MISC", ("mentions", "MISC", "f1")),
    ("trimmed", ("mentions", "trimmed", "f1")),
    ("entities", ("mentions", "entities", "f1")),
)


def gold_of(path):
    """{id: document} of a set, or None when its file is not there."""
    if path is None:
        return {d["id"]: d for d in fixtures.read_all(os.path.join(database.ROOT, "fixtures"))}
    path = os.path.join(CORPORA, path)
    return score.load(path) if os.path.exists(path) else None


def figures_of(result, parts):
    """{column: figure} of what score() returned; columns that the set says nothing about are left out."""
    figures = {}
    for column, path in COLUMNS:
        value = result if path[0] in parts else None
        for key in path:
            value = value.get(key) if value else None
        if value is not None:
            figures[column] = value
    # A set without names, or without resolved ones, has 0 of 0: that is no figure.
    attribution = (result["quotes"] or {}).get("attribution", {})
    if not attribution.get("name", {}).get("of") and not attribution.get("e2e name", {}).get("gold"):
        figures.pop("name", None)
        figures.pop("e2e name", None)
    return figures


def cell(figures, before, column):
    if column not in figures:
        return ""
    text = "%.1f" % figures[column]
    change = figures[column] - before.get(column, figures[column])
    return text if abs(change) < 0.05 else "%s %+.1f" % (text, change)


def show(measured, before, out):
    """One table for quotations, one for mentions; a difference from before stands behind the figure."""
    for part in ("quotes", "mentions"):
        columns = [column for column, path in COLUMNS if path[0] == part]
        rows = [
            [name] + [cell(figures, before.get(name, {}), column) for column in columns]
            for name, figures in measured.items()
            if any(column in figures for column in columns)
        ]
        rows.insert(0, [part] + columns)
        widths = [max(len(row[i]) for row in rows) for i in range(len(columns) + 1)]
        for row in rows:
            print(
                "  ".join(
                    value.ljust(width) if i == 0 else value.rjust(width)
                    for i, (value, width) in enumerate(zip(row, widths))
                ).rstrip(),
                file=out,
            )
        print(file=out)


def main(argv=None):
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--update", action="store_true", help="keep the figures in tests/figures.json")
    arguments = parser.parse_args(argv)
    before = {}
    if os.path.exists(FIGURES):
        with open(FIGURES, encoding="utf-8") as file:
            before = json.load(file)
    db = database.connect()
    measured, absent = {}, []
    for name, path, parts, case in SETS:
        gold = gold_of(path)
        if gold is None:
            absent.append(name)
            continue
        for document in gold.values():
            document["text"] = names.CASES[case](document["text"])
        guesses = {key: predict.predict(db, document) for key, document in gold.items()}
        measured[name] = figures_of(score.score(gold, guesses), parts)
    show(measured, before, sys.stdout)
    if absent:
        print("not measured, for want of the corpora (set HEARSAY_CORPORA): " + ", ".join(absent))
    if arguments.update:
        with open(FIGURES, "w", encoding="utf-8") as file:
            json.dump({**before, **measured}, file, indent=1)
            file.write("\n")
        print("tests/figures.json written")
    elif before:
        print("+ and -: beside the last kept figures; `make eval UPDATE=1` keeps these")


if __name__ == "__main__":
    main()
