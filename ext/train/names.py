#!/usr/bin/env python3
"""Annotated articles for the trainer of names (ext/train/names.c).

    python3 ext/train/names.py train DATA_DIR [--free] | build/train/names ext/model/names.weights
    python3 ext/train/names.py dev CORPUS.jsonl [upper|heading] > dev.txt

`train` writes the training parts of en-worldwide-newswire (Stanford) and CoNLL-2003 as corrected by CrossWeigh; with --free
only sets whose licences allow it (GUM, CrossNER, Universal NER). Some articles stand there once more in capitals, and some
in the capitals of a headline: the model has to find names where capitals say nothing. Same data, same bytes.

CORPUS is in the format of tests/score.py: text, and mentions with start, end (characters) and label.
"""
import json
import re
import sys
import zlib

LABELS = {"PERSON": 0, "ORG": 1, "PLACE": 2, "MISC": 3}
FOLDS = 4
# file, weight
CORPORA = (("ner/worldwide.train.jsonl", 1.0), ("ner/conllpp.train.jsonl", 1.0))
FREE = (("ner/gum.news.jsonl", 1.0), ("ner/gum.free_nonnews.jsonl", 0.5), ("ner/crossner.pollit.jsonl", 1.0),
        ("ner/uner_pud.jsonl", 1.0))
UPPER_SHARE, HEADING_SHARE = 5, 5   # every fifth article once more in capitals, another fifth as a headline
NOISE_WEIGHT = 0.5
RENAMED_SHARE, RENAMED_WEIGHT = 4, 0.5   # every fourth with invented names
SMALL = set("a an the and or but nor of in on at to for by from with as is are was be vs via".split())


def upper(text):
    """In capitals, character by character: offsets stay."""
    return "".join(c.upper() if len(c.upper()) == 1 else c for c in text)


def heading(text):
    """A capital on every word but the small ones, as headlines have them."""
    out, start = list(text), None
    for i, c in enumerate(text + " "):
        if c.isalpha() or (c in "'\u2019" and start is not None):
            start = i if start is None else start
            continue
        if start is not None and text[start:i].lower() not in SMALL and len(text[start].upper()) == 1:
            out[start] = text[start].upper()
        start = None
    return "".join(out)


WORD = re.compile(r"[A-Z][a-z]{2,}(?![\w-])")


class Renamer:
    """Articles once more with words of their names exchanged for words that nobody has ever seen ("Okorvik"): what a name
    is has to be told from what is around it and from the words that stay ("the Okorvik Bank", "the River Okorvik")."""

    def __init__(self, articles):
        self.small = set(word for a in articles for word in re.findall(r"(?<![\w-])[a-z]+", a["text"]))
        found = set()
        for article in articles:
            for m in article["mentions"]:
                found.update(w for w in WORD.findall(article["text"][m["start"]:m["end"]]) if self.is_name(w))
        self.names = sorted(found)

    def is_name(self, word):
        return word.lower() not in self.small

    def invent(self, word, seed):
        """The beginning of one name and the end of another."""
        a, b = (self.names[zlib.crc32(("%s %s %d" % (seed, word, i)).encode()) % len(self.names)] for i in range(2))
        return a[:(len(a) + 1) // 2] + b[len(b) // 2:]

    def rename(self, article, seed):
        """The words of names, wherever they stand in the article."""
        text, names = article["text"], set()
        for m in article["mentions"]:
            names.update(w for w in WORD.findall(text[m["start"]:m["end"]]) if self.is_name(w))
        out, moved, at = [], [0] * (len(text) + 1), 0
        length = 0
        for match in re.finditer(WORD, text):
            if match.group() not in names or (match.start() and (text[match.start() - 1].isalnum() or text[match.start() - 1] == "-")):
                continue
            for i in range(at, match.start()):
                moved[i] = length + i - at
            out.append(text[at:match.start()])
            length += match.start() - at
            for i in range(match.start(), match.end()):
                moved[i] = length
            out.append(self.invent(match.group(), seed))
            length += len(out[-1])
            at = match.end()
        for i in range(at, len(text) + 1):
            moved[i] = length + i - at
        out.append(text[at:])
        mentions = [dict(m, start=moved[m["start"]], end=moved[m["end"]]) for m in article["mentions"]]
        return dict(article, text="".join(out), mentions=mentions)


CASES = {"plain": lambda text: text, "upper": upper, "heading": heading}


def read(path):
    with open(path, encoding="utf-8") as f:
        for line in f:
            if line.strip():
                yield json.loads(line)


def write(article, weight=1.0, fold=0, case="plain", out=None):
    text = CASES[case](article["text"])
    names, end = [], 0
    for m in sorted(article["mentions"], key=lambda m: (m["start"], -m["end"])):
        if m["start"] < end:
            continue   # inside another: the outermost counts
        end = m["end"]
        names.append("%d %d %d\n" % (m["start"], m["end"], LABELS[m["label"]]))
    data = text.encode()
    head = "%d %d %g %d\n" % (len(data), len(names), weight, fold)
    (out or sys.stdout.buffer).write(head.encode() + data + b"\n" + "".join(names).encode())


def main():
    free = "--free" in sys.argv
    what, path, *more = [a for a in sys.argv[1:] if not a.startswith("--")]
    if what == "dev":
        for article in read(path):
            write(article, case=(more or ["plain"])[0])
    elif what == "train":
        for corpus, weight in FREE if free else CORPORA:
            articles = list(read("%s/%s" % (path, corpus)))
            renamer = Renamer(articles)
            for number, article in enumerate(articles):
                fold = number % FOLDS
                write(article, weight, fold)
                if number % RENAMED_SHARE == 2:
                    write(renamer.rename(article, number), weight * RENAMED_WEIGHT, fold)
                if number % UPPER_SHARE == 0:
                    write(article, weight * NOISE_WEIGHT, fold, "upper")
                if number % HEADING_SHARE == 1:
                    write(article, weight * NOISE_WEIGHT, fold, "heading")
    else:
        sys.exit(__doc__)


if __name__ == "__main__":
    main()
