#!/usr/bin/env python3
"""Where the quotations that are found differ from those that people have marked: classes of errors with their counts.

    build/venv/bin/python tests/errors.py GOLD.jsonl [PRED.jsonl] [--examples N]

Without PRED.jsonl the extension is asked (tests/predict.py). A quotation is right as in tests/score.py: its content shares
at least half of its characters with a marked one's, and its speaker's words a character. --examples prints N of each class,
for looking at on one's own machine: the corpora's sentences go nowhere else.
"""

import argparse
import collections
import sys

import database
import predict
import score


def best(one, others):
    return max(others, key=one.agreement, default=None)


def touches(spans, others):
    return bool(spans and others) and score.touch(spans, others)


def classify(one, others):
    """The class of an error of `one`, which is marked and `others` are found, or the other way round; None: it is right."""
    nearest = best(one, others)
    if nearest and one.agreement(nearest) >= 0.5:
        speakers = [quote.speaker for quote in (one, nearest) if quote.speaker]
        if not speakers or (len(speakers) == 2 and score.touch(speakers[:1], speakers[1:])):
            return None
        return "other source" if len(speakers) == 2 else "a source on one side only"
    if any(touches(one.cues, other.cues) for other in others):
        return "same cue, other content"
    if any(touches(one.cues, other.content) for other in others):
        return "cue inside another's content"
    if any(touches(other.cues, one.content) for other in others):
        return "another's cue inside its content"
    return "overlaps another" if nearest and one.agreement(nearest) > 0 else "nothing there"


def compare(gold, guess, counts, examples):
    text = gold["text"]
    marked = [score.Quote(text, row) for row in gold["quotes"]]
    found = [score.Quote(text, row) for row in guess["quotes"]]
    for side, ones, others in (("missed", marked, found), ("wrong", found, marked)):
        for one in ones:
            name = classify(one, others)
            counts[side, "all"][one.kind] += 1
            if name:
                counts[side, name][one.kind] += 1
                examples[side, name].append("%s: %s" % (gold["id"], " ... ".join(text[s:e] for s, e in one.pieces)))


def main(argv=None):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", metavar="GOLD.jsonl")
    parser.add_argument("guess", metavar="PRED.jsonl", nargs="?")
    parser.add_argument("--examples", type=int, default=0, metavar="N")
    arguments = parser.parse_args(argv)
    gold = score.load(arguments.gold)
    guess = score.load(arguments.guess) if arguments.guess else None
    db = None if guess else database.connect()
    counts, examples = collections.defaultdict(collections.Counter), collections.defaultdict(list)
    for key, document in gold.items():
        compare(document, guess[key] if guess else predict.predict(db, document), counts, examples)
    print("| | class | direct | mixed | indirect | all |\n|---|---|---|---|---|---|")
    for (side, name), kinds in sorted(counts.items(), key=lambda item: (item[0][0], -sum(item[1].values()))):
        row = [kinds[kind] for kind in ("direct", "mixed", "indirect")]
        print("| %s | %s | %s | %d |" % (side, name, " | ".join(map(str, row)), sum(row)))
        for example in examples[side, name][: arguments.examples]:
            print("    " + example)


if __name__ == "__main__":
    sys.exit(main())
