#!/usr/bin/env python3
"""Annotated quotations for the trainer of attribution (ext/train/attribution.c).

    python3 ext/train/attribution.py ARTICLES.jsonl | build/train/attribution MODEL_DIR [DEV]

ARTICLES are in the format of tests/score.py: text, and quotes with spans, cue and speaker (characters). Each article is
written as `BYTES QUOTES FOLD`, the text, and for each quote a line of numbers: how many pieces content, cue and source
have, then the first and last character of each piece. Same data, same bytes.
"""
import json
import sys
import zlib

FOLDS = 6


def spans(quote, several, one):
    return quote.get(several) or ([quote[one]] if quote.get(one) else [])


def main():
    out = sys.stdout.buffer
    with open(sys.argv[1], encoding="utf-8") as lines:
        for line in lines:
            article = json.loads(line)
            text = article["text"].encode()
            out.write(b"%d %d %d\n%s\n" % (len(text), len(article["quotes"]), zlib.crc32(text) % FOLDS, text))
            for quote in article["quotes"]:
                parts = [quote.get("spans") or [[quote["start"], quote["end"]]], spans(quote, "cue_spans", "cue"),
                         spans(quote, "speaker_spans", "speaker")]
                numbers = [len(p) for p in parts] + [n for p in parts for span in p for n in span]
                out.write((" ".join(map(str, numbers)) + "\n").encode())


if __name__ == "__main__":
    main()
