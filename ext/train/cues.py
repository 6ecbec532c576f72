#!/usr/bin/env python3
"""Makes ext/lexicon/cues.tsv: how often each word is a cue in each frame, counted on annotated articles.

    python3 ext/train/cues.py COUNTER ARTICLES.jsonl CLASSES.txt > ext/lexicon/cues.tsv

COUNTER is the program made of ext/train/cue_counts.c: it names every candidate with its lemma and frame, by the
analyser's own code. ARTICLES are in the format of tests/score.py with `cue` spans. The chance of a lemma in a frame is
(cues + K * prior) / (candidates + K); the prior puts the lemma's and the frame's log-odds together. A verb of CLASSES that
is too seldom a cue there has the figures of its class.
"""
import collections
import json
import math
import subprocess
import sys

WORDS = ("verb", "noun", "adjective")
FRAMES = ("quote-before", "quote-after", "that", "clause", "to", "whether", "parenthesis", "preposition", "object",
          "quote-near", "none", "passive")
STRENGTH = 4.0   # K: how many candidates the prior is worth
LEAST_CUES = 3   # a lemma that is a cue less often has no row
HEAD = """# Cues: a word, what it is, the class of its attributions, and for each frame how often in a hundred it is a cue.
# Frames: %s.
# Made by ext/train/cues.py from PolNeAR's training articles (figures only) and cue_classes.txt; * is any other verb.
# A line may be edited or added by hand; the next build takes it in.""" % ", ".join(FRAMES)


def read_articles(path):
    with open(path, encoding="utf-8") as f:
        return [json.loads(line) for line in f if line.strip()]


def cue_characters(article):
    """The characters that are in some cue."""
    inside = set()
    for quote in article["quotes"]:
        for start, end in quote.get("cue_spans") or ([quote["cue"]] if quote.get("cue") else []):
            inside.update(range(start, end))
    return inside


def count(counter, articles):
    """{(lemma, word): [[cues, candidates] a frame]}, and the articles' quotes by lemma with marks."""
    data = b"".join(b"%d\n%s" % (len(t), t) for t in (a["text"].encode() for a in articles))
    lines = subprocess.run([counter], input=data, capture_output=True, check=True).stdout.decode().splitlines()
    inside = [cue_characters(a) for a in articles]
    counts = collections.defaultdict(lambda: [[0, 0] for _ in FRAMES])
    for line in lines:
        number, start, end, lemma, word, frame = line.split("\t")
        cell = counts[lemma, int(word)][int(frame)]
        cell[1] += 1
        cell[0] += any(c in inside[int(number)] for c in range(int(start), int(end)))
    return counts


def read_classes(path):
    """{lemma: class}; the first line that has a word wins."""
    classes = {}
    with open(path, encoding="utf-8") as f:
        for line in f:
            if line.strip() and not line.startswith("#"):
                name, words = line.split(":")
                for word in words.split():
                    classes.setdefault(word, name)
    return classes


def log_odds(cues, candidates):
    p = (cues + 0.5) / (candidates + 1.0)
    return math.log(p / (1 - p))


def frame_totals(counts, word, keys):
    totals = [[0, 0] for _ in FRAMES]
    for key in keys:
        if key[1] == word:
            for total, cell in zip(totals, counts[key]):
                total[0] += cell[0]
                total[1] += cell[1]
    return totals


def chances(cells, totals):
    """The chance in a hundred of each frame."""
    seen = [(c, n) for c, n in cells if n]
    # the lemma's own log-odds, with what its frames would give an average lemma taken out
    expected = sum(n / (1 + math.exp(-log_odds(*t))) for (_, n), t in zip(cells, totals))
    own = log_odds(sum(c for c, _ in seen), sum(n for _, n in seen)) - log_odds(expected, sum(n for _, n in seen))
    out = []
    for (cues, candidates), total in zip(cells, totals):
        odds = log_odds(*total) + own
        prior = 1 / (1 + math.exp(-odds))
        out.append(round(100 * (cues + STRENGTH * prior) / (candidates + STRENGTH)))
    return out


def class_rows(counts, listed, classes):
    """Rows for verbs of cue_classes.txt that the articles have too seldom to count: the figures of their class."""
    verbs = [k for k in listed if k[1] == 0]
    for name in ("speech", "writing", "belief"):
        totals = frame_totals(counts, 0, [k for k in verbs if classes.get(k[0]) == name])
        figures = [round(100 * (c + 0.5) / (n + 5)) for c, n in totals]
        for word in sorted(w for w, c in classes.items() if c == name and (w, 0) in counts and (w, 0) not in listed):
            yield [word, WORDS[0], name] + [str(f) for f in figures]


def main():
    counter, articles, classes = sys.argv[1], read_articles(sys.argv[2]), read_classes(sys.argv[3])
    counts = count(counter, articles)
    listed = [k for k, cells in counts.items() if sum(c for c, _ in cells) >= LEAST_CUES]
    rest = [k for k in counts if k not in set(listed)]
    print(HEAD)
    for word in range(len(WORDS)):
        totals = frame_totals(counts, word, listed)
        for key in sorted(k for k in listed if k[1] == word):
            cells = counts[key]
            quoted = sum(c for c, _ in cells[:2])
            default = "speech" if quoted > 0.3 * sum(c for c, _ in cells) else "other"
            print("\t".join([key[0], WORDS[word], classes.get(key[0], default)] + [str(c) for c in chances(cells, totals)]))
        if word == 0:
            unknown = frame_totals(counts, word, rest)
            figures = [round(100 * (c + 0.5) / (n + 5)) for c, n in unknown]
            print("\t".join(["*", "verb", "speech"] + [str(f) for f in figures]))
            for row in class_rows(counts, set(listed), classes):
                print("\t".join(row))


if __name__ == "__main__":
    main()
