#!/usr/bin/env python3
"""What the extension finds in annotated articles, in the same format, for tests/score.py.

    build/venv/bin/python tests/predict.py GOLD.jsonl > PRED.jsonl

Of the input only `id` and `text` are read. Of the mentions, the names are written.
"""

import argparse
import json
import sys

import database

LABELS = {"person": "PERSON", "organization": "ORG", "place": "PLACE", "other": "MISC"}

QUOTES = """SELECT start, length, spans, kind, cue_start, cue_length, mention_start, mention_length, mention,
                   speaker, cue_class, rule, confidence
            FROM hearsay_quotes(?) ORDER BY start, quote_id"""
MENTIONS = """SELECT start, length, label, entity, confidence
              FROM hearsay_mentions(?) WHERE mention_kind = 'name' ORDER BY start"""


def span(start, length):
    """[start, end) from 0 of SQL's start and length from 1; None for NULL."""
    return None if start is None or not length else [start - 1, start - 1 + length]


def quote(row):
    start, length, spans, kind, cue_start, cue_length, mention_start, mention_length, mention = row[:9]
    speaker, cue_class, rule, confidence = row[9:]
    out = {
        "start": start - 1,
        "end": start - 1 + length,
        "kind": kind,
        "cue": span(cue_start, cue_length),
        "speaker": span(mention_start, mention_length),
        "speaker_text": mention,
        "speaker_name": speaker,
        "cue_class": cue_class,
        "rule": rule,
        "confidence": confidence,
    }
    pieces = [span(*piece) for piece in json.loads(spans)] if spans else []
    if len(pieces) > 1:
        out["spans"] = pieces
    return out


def mention(row):
    start, length, label, entity, confidence = row
    return {
        "start": start - 1,
        "end": start - 1 + length,
        "label": LABELS[label],
        "entity": entity,
        "confidence": confidence,
    }


def predict(db, document):
    """db: a database with the extension; document: {"id", "text"}."""
    text = document["text"]
    return {
        "id": document["id"],
        "text": text,
        "quotes": [quote(row) for row in db.rows(QUOTES, text)],
        "mentions": [mention(row) for row in db.rows(MENTIONS, text)],
    }


def main(argv=None):
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("gold", metavar="GOLD.jsonl", nargs="?", help="default: standard input")
    arguments = parser.parse_args(argv)
    db = database.connect()
    with open(arguments.gold, encoding="utf-8") if arguments.gold else sys.stdin as lines:
        for line in filter(str.strip, lines):
            print(json.dumps(predict(db, json.loads(line)), ensure_ascii=False))


if __name__ == "__main__":
    main()
