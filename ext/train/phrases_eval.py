#!/usr/bin/env python3
"""How good the noun phrases are, against those of a treebank's trees (trees.py).

    python3 ext/train/phrases_eval.py build/train/phrases_eval FILE.conllu[.xz] [-g] [-s] [-v NUMBER]

FILE is read with its own tokens and sentences, but for hyphenated words, which are one token as in hearsay (-s: in pieces as in
the treebank). A phrase is right when both its ends are. -g puts in the treebank's tags.
Prints precision, recall and F1, by what the head is, and the commonest kinds of disagreement; -v so many examples of them.
"""
import collections
import random
import subprocess
import sys

import trees


def found(program, sentences, flags):
    text = "".join(trees.conllu(sentences)).encode()
    out = subprocess.run([program] + flags, input=text, stdout=subprocess.PIPE, check=True).stdout.decode()
    for line in out.split("\n")[:-1]:
        phrases = [item.split(":") for item in line.split()]
        yield [(int(first), int(last), kind) for first, last, kind in phrases]


def comparable(sentence, own):
    """The tree does not say what is one name: a name over a preposition becomes its parts, as the tree has them."""
    gold = {(p.first, p.last) for p in sentence.phrases}
    for first, last, kind in own:
        parts = [[first, first]]
        for t in range(first, last):
            if sentence.upos[t] in ("ADP", "CCONJ") and sentence.forms[t] != "&":
                parts.append([t + 1, t + 1])
            else:
                parts[-1][1] = t + 1
        over = any(sentence.upos[t] == "ADP" for t in range(first, last))
        if kind == "name" and over and (first, last) not in gold:
            yield from ((a, b) for a, b in parts if a < b)
        else:
            yield first, last


def f1(right, gold, own):
    p, r = 100 * right / max(own, 1), 100 * right / max(gold, 1)
    return f"{p:.1f}/{r:.1f}/{2 * p * r / max(p + r, 1e-9):.1f}"


def groups(gold, own):
    """The spans of both that overlap and differ, as ([gold], [own])."""
    spans = sorted([(a, b, 0) for a, b in gold] + [(a, b, 1) for a, b in own])
    group, end = ([], []), -1
    for a, b, side in spans:
        if a >= end and (group[0] or group[1]):
            if group[0] != group[1]:
                yield group
            group = ([], [])
        group[side].append((a, b))
        end = max(end, b)
    if group[0] != group[1]:
        yield group


def words(sentence, first, last):
    return " ".join(sentence.xpos[first:last])


def kind(sentence, gold, own):
    if not own:
        return f"missed: {words(sentence, *gold[0])}" if gold[0][1] - gold[0][0] < 3 else "missed: a long one"
    if not gold:
        return f"none there: {words(sentence, *own[0])}" if own[0][1] - own[0][0] < 3 else "none there: a long one"
    if len(gold) == len(own) == 1:
        (a, b), (c, d) = gold[0], own[0]
        if b == d:
            return f"too long at the left: {words(sentence, c, a)}" if c < a else f"cut at the left: {words(sentence, a, c)}"
        if a == c:
            return f"too long at the right: {words(sentence, b, d)}" if d > b else f"cut at the right: {words(sentence, d, b)}"
        return "both ends differ"
    if len(own) == 1:
        inside = range(gold[0][1], gold[-1][0])
        between = [t for i in range(len(gold) - 1) for t in range(gold[i][1], gold[i + 1][0])]
        if len(inside) and between:
            return "taken together over: " + " ".join(sentence.xpos[t] for t in between)
        return "taken together, nothing between"
    if len(gold) == 1:
        between = [t for i in range(len(own) - 1) for t in range(own[i][1], own[i + 1][0])]
        return "torn apart at: " + (" ".join(sentence.xpos[t] for t in between) or "nothing")
    return "otherwise"


def shown(sentence, gold, own):
    def bracketed(spans):
        opens, closes = {a for a, _ in spans}, {b for _, b in spans}
        low, high = min(a for a, _ in gold + own), max(b for _, b in gold + own)
        low, high = max(0, low - 4), min(len(sentence), high + 4)
        return " ".join(("[" if t in opens else "") + sentence.forms[t] + ("]" if t + 1 in closes else "")
                        for t in range(low, high))
    return f"  tree {bracketed(gold)}\n   own {bracketed(own)}"


def main():
    program, path = sys.argv[1:3]
    flags = ["-g"] if "-g" in sys.argv else []
    examples = int(sys.argv[sys.argv.index("-v") + 1]) if "-v" in sys.argv else 0
    total, by_head = [0, 0, 0], collections.defaultdict(lambda: [0, 0])
    kinds, seen = collections.Counter(), []
    sentences = list(trees.read(path, joined="-s" not in sys.argv))
    for sentence, own in zip(sentences, found(program, sentences, flags), strict=True):
        gold, own = [(p.first, p.last) for p in sentence.phrases], list(comparable(sentence, own))
        both = set(gold) & set(own)
        for i, n in enumerate((len(both), len(gold), len(own))):
            total[i] += n
        for phrase in sentence.phrases:
            by_head[sentence.upos[phrase.head]][0] += (phrase.first, phrase.last) in both
            by_head[sentence.upos[phrase.head]][1] += 1
        for g, o in groups(gold, own):
            kinds[kind(sentence, g, o)] += 1
            seen.append((kind(sentence, g, o), shown(sentence, g, o)))
    print(f"{total[1]} phrases: {f1(*total)} (precision, recall, F1)")
    print("found of those with the head " +
          ", ".join(f"{tag} {100 * r / n:.1f} of {n}" for tag, (r, n) in sorted(by_head.items(), key=lambda x: -x[1][1])))
    for name, n in kinds.most_common(25 if examples else 12):
        print(f"{n:6}  {name}")
    for name, text in random.Random(1).sample(seen, min(examples, len(seen))):
        print(f"{name}\n{text}")


if __name__ == "__main__":
    main()
