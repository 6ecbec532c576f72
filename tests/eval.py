#!/usr/bin/env python3
"""make eval: how good the extension is, on the project's own articles and on the annotated corpora where
they are.

First the targets, each beside today's figure and the last one kept in tests/figures.json, then all figures:
F1 in per cent (`speaker`, `cue`, `name` and `pronoun` are shares of the quotations found), with the
difference from the kept figure when there is one. What is worse than that by more than 0.1 is marked with "!".
`--update` keeps today's. Corpora are looked for in the folder that HEARSAY_CORPORA names (default
../shared/data, beside the checkout); sets that are not there are left out.

`pronoun`, and how well confidence is calibrated: tests/measures.py. Everything else: tests/score.py.
"""

import argparse
import glob
import json
import os
import sys

import database
import fixtures
import measures
import predict
import score

FIGURES = os.path.join(database.ROOT, "tests", "figures.json")
CORPORA = os.path.join(database.ROOT, os.environ.get("HEARSAY_CORPORA") or "../shared/data")

sys.path.append(os.path.join(database.ROOT, "ext", "train"))
import names  # noqa: E402  the trainer's articles: capitals and headlines

# name, file in the corpora folder or pattern of our own fixtures, what of it is measured, how its text is
# written
SETS = (
    ("fixtures", "fixtures/*.txt", ("quotes", "mentions"), "plain"),
    ("seed variants", "fixtures/envoy_variant_*.txt", ("quotes", "mentions"), "plain"),
    ("seed article", "../seed/article.gold.jsonl", ("quotes", "mentions"), "plain"),
    ("PolNeAR dev", "quotes/polnear.dev.jsonl", ("quotes",), "plain"),
    ("GUM news", "quotes/gum_news.jsonl", ("quotes",), "plain"),
    ("GUM interview", "quotes/gum_interview.jsonl", ("quotes",), "plain"),
    ("GUM news, names", "ner/gum.news.jsonl", ("mentions",), "plain"),
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
    ("speaker", ("quotes", "attribution", "speaker", "acc")),
    ("cue", ("quotes", "attribution", "cue", "acc")),
    ("e2e", ("quotes", "attribution", "end-to-end", "f1")),
    ("strict", ("quotes", "attribution", "e2e strict", "f1")),
    ("name", ("quotes", "attribution", "name", "acc")),
    ("e2e name", ("quotes", "attribution", "e2e name", "f1")),
    ("pronoun", ("quotes", "pronoun", "acc")),
    ("micro", ("mentions", "micro", "f1")),
    ("PERSON", ("mentions", "PERSON", "f1")),
    ("ORG", ("mentions", "ORG", "f1")),
    ("PLACE", ("mentions", "PLACE", "f1")),
    ("MISC", ("mentions", "MISC", "f1")),
    ("trimmed", ("mentions", "trimmed", "f1")),
    ("entities", ("mentions", "entities", "f1")),
)

# Not columns: figures of the targets alone.
CONFIDENT = 0.8
EXTRAS = (
    ("confident p", ("quotes", "confident", "p")),
    ("confident r", ("quotes", "confident", "r")),
    ("pronoun of", ("quotes", "pronoun", "of")),
    ("entities, people", ("mentions", "people", "f1")),
    ("calibration error", ("quotes", "calibration", "all")),
    ("calibration error, direct", ("quotes", "calibration", "direct")),
    ("calibration error, mixed", ("quotes", "calibration", "mixed")),
    ("calibration error, indirect", ("quotes", "calibration", "indirect")),
)

# set, measure, which figure of the set, at least (of what is in AT_MOST: at most)
TARGETS = (
    ("PolNeAR dev", "content overlap F1, all", "overlap", 74),
    ("PolNeAR dev", "content overlap F1, direct", "direct", 93),
    ("PolNeAR dev", "content overlap F1, indirect", "indirect", 62),
    ("PolNeAR dev", "speaker given content", "speaker", 94),
    ("PolNeAR dev", "cue given content", "cue", 95),
    ("PolNeAR dev", "end to end F1", "e2e", 71),
    ("PolNeAR dev", "confidence >= %.1f: end to end precision" % CONFIDENT, "confident p", 88),
    ("PolNeAR dev", "confidence >= %.1f: end to end recall" % CONFIDENT, "confident r", 50),
    ("PolNeAR dev", "calibration error of confidence", "calibration error", 0.03),
    ("PolNeAR dev", "  direct", "calibration error, direct", None),
    ("PolNeAR dev", "  mixed", "calibration error, mixed", None),
    ("PolNeAR dev", "  indirect", "calibration error, indirect", None),
    ("GUM news", "end to end F1", "e2e", 72),
    ("GUM news", "end to end F1, resolved names", "e2e name", 60),
    ("GUM news", "pronoun speakers resolved rightly", "pronoun", 88),
    ("GUM news, names", "B-cubed end to end", "entities", 85),
    ("GUM news, names", "  people only", "entities, people", None),
    ("fixtures", "end to end F1", "e2e", 93),
    ("fixtures", "end to end F1, resolved names", "e2e name", 90),
    ("seed article", "the least of its figures", "least", 100),
    ("seed variants", "the least of its figures", "least", 100),
    ("weights", "MB of ext/model/*.weights", "MB", 12),
)
AT_MOST = {"calibration error", "MB"}


def gold_of(path):
    """{id: document} of a set, or None when its file is not there."""
    if path.startswith("fixtures/"):
        own = map(fixtures.read, sorted(glob.glob(os.path.join(database.ROOT, path))))
        return {document["id"]: document for document in own}
    path = os.path.join(CORPORA, path)
    return score.load(path) if os.path.exists(path) else None


def measure(gold, guesses, parts):
    """What score() returns and tests/measures.py adds; the quotations judged, for the reliability table."""
    result = score.score(gold, guesses)
    if result["mentions"]:
        people = score.score(measures.people(gold), measures.people(guesses))["mentions"]
        result["mentions"]["people"] = (people or {}).get("entities")
    if "quotes" not in parts or not result["quotes"]:
        return result, []
    rows = measures.judged(gold, guesses)
    sure = score.score(gold, measures.confident(guesses, CONFIDENT))["quotes"]["attribution"]["end-to-end"]
    by_kind = {kind: [row for row in rows if row[2] == kind] for kind in score.KINDS}
    errors = {kind: measures.calibration_error(of) for kind, of in [("all", rows), *by_kind.items()]}
    result["quotes"]["confident"] = sure
    result["quotes"]["calibration"] = {k: v if v is None else round(v, 4) for k, v in errors.items()}
    result["quotes"]["pronoun"] = measures.pronouns(gold, guesses)
    return result, rows


def figures_of(result, parts):
    """{column: figure} of what score() returned; columns that the set says nothing about are left out."""
    figures = {}
    for column, path in COLUMNS + EXTRAS:
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
    if not (result["quotes"] or {}).get("pronoun", {}).get("of"):
        figures.pop("pronoun", None)
        figures.pop("pronoun of", None)
    return figures


def is_worse(value, kept, column):
    """By more than 0.1 per cent (of calibration errors, which are no per cent, 0.001)."""
    if column.startswith("calibration"):
        return value > kept + 0.001
    return value > kept + 0.1 if column in AT_MOST else value < kept - 0.1


def cell(figures, before, column):
    if column not in figures:
        return ""
    text = "%.1f" % figures[column]
    change = figures[column] - before.get(column, figures[column])
    mark = "!" if change and is_worse(figures[column], before[column], column) else ""
    return text if abs(change) < 0.05 else "%s %+.1f%s" % (text, change, mark)


def print_table(rows, out, left):
    """The first `left` columns from the left, the others from the right."""
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    for row in rows:
        cells = [v.ljust(w) if i < left else v.rjust(w) for i, (v, w) in enumerate(zip(row, widths))]
        print("  ".join(cells).rstrip(), file=out)
    print(file=out)


def target_row(measured, before, target):
    name, words, column, goal = target
    precise = "%.3f" if column.startswith("calibration") else "%.1f"
    value, kept = (figures.get(name, {}).get(column) for figures in (measured, before))
    shown = ["-" if v is None else precise % v for v in (value, kept)]
    bound = "" if goal is None else ("at most %g" if column in AT_MOST else "%g") % goal
    notes = []
    if value is not None and goal is not None:
        lacks = value - goal if column in AT_MOST else goal - value
        notes.append((precise % lacks) + " short" if lacks > 0 else "ok")
    if value is not None and kept is not None and is_worse(value, kept, column):
        notes.append("! worse")
    if column == "pronoun" and value is not None:
        words += " (of %d)" % measured[name]["pronoun of"]
    if column == "least" and value is not None and value < goal:
        words += " (%s)" % least(measured[name])
    return [name, words, *shown, bound, ", ".join(notes)]


def show_targets(measured, before, out):
    rows = [["targets", "measure", "now", "kept", "at least", ""]]
    for target in TARGETS:
        rows.append(target_row(measured, before, target))
    print_table(rows, out, 2)


def least(figures):
    """The column whose figure is the least."""
    return min((column for column, _ in COLUMNS if column in figures), key=figures.get)


def megabytes():
    files = glob.glob(os.path.join(database.ROOT, "ext", "model", "*.weights"))
    return round(sum(map(os.path.getsize, files)) / 1e6, 2)


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
        print_table(rows, out, 1)


def show_reliability(rows, error, out):
    print("Confidence of PolNeAR dev's quotations; # is what is right, ! the mean confidence:\n", file=out)
    print(measures.reliability_table(rows), file=out)
    with_speaker = [row for row in rows if row[3]]
    print(
        "\ncalibration error %.4f of %d quotations; %.4f of the %d that have a speaker\n"
        % (error, len(rows), measures.calibration_error(with_speaker) or 0, len(with_speaker)),
        file=out,
    )


def measure_all(db):
    """({set: figures}, [sets that are not here], the judged quotations of PolNeAR dev)."""
    measured, absent, reliability = {}, [], []
    for name, path, parts, case in SETS:
        gold = gold_of(path)
        if gold is None:
            absent.append(name)
            continue
        for document in gold.values():
            document["text"] = names.CASES[case](document["text"])
        guesses = {key: predict.predict(db, document) for key, document in gold.items()}
        result, rows = measure(gold, guesses, parts)
        measured[name] = figures_of(result, parts)
        if name.startswith("seed"):
            measured[name]["least"] = measured[name][least(measured[name])]
        if name == "PolNeAR dev":
            reliability = rows
    measured["weights"] = {"MB": megabytes()}
    return measured, absent, reliability


def main(argv=None):
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--update", action="store_true", help="keep the figures in tests/figures.json")
    parser.add_argument("--reliability", action="store_true", help="show the bins of confidence (Markdown)")
    parser.add_argument("--svg", metavar="FILE", help="write the bins of confidence as a drawing")
    arguments = parser.parse_args(argv)
    before = {}
    if os.path.exists(FIGURES):
        with open(FIGURES, encoding="utf-8") as file:
            before = json.load(file)
    measured, absent, reliability = measure_all(database.connect())
    show_targets(measured, before, sys.stdout)
    show(measured, before, sys.stdout)
    if arguments.reliability and reliability:
        show_reliability(reliability, measured["PolNeAR dev"]["calibration error"], sys.stdout)
    if arguments.svg and reliability:
        with open(arguments.svg, "w", encoding="utf-8") as file:
            file.write(measures.reliability_svg(reliability, "PolNeAR dev: confidence of quotations"))
    if absent:
        print("not measured, for want of the corpora (set HEARSAY_CORPORA): " + "; ".join(absent))
    if (arguments.reliability or arguments.svg) and not reliability:
        print("no bins of confidence, for want of PolNeAR dev")
    print("speed: make bench")
    if arguments.update:
        with open(FIGURES, "w", encoding="utf-8") as file:
            json.dump({**before, **measured}, file, indent=1)
            file.write("\n")
        print("tests/figures.json written")
    elif before:
        print("+ and -: beside the kept figures; ! worse by more than 0.1; `make eval UPDATE=1` keeps these")


if __name__ == "__main__":
    main()
