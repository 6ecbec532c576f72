#!/usr/bin/env python3
"""Fits the figures of name_figures.h: how much each rule speaks for a person, an organisation, a place, something else,
and no name at all.

    python3 ext/train/name_rules.py PROGRAM FIGURES.h CORPUS.jsonl=WEIGHT... > NEW.h

PROGRAM is made of ext/train/name_rules.c: it names every candidate with the rules that hold for it, by the analyser's own
code. FIGURES.h says which rules there are. It is a multinomial logistic regression over the rules (0 or 1), L2 = 2, by
L-BFGS, rounded to tenths. Candidates that are a part of a name or more than one name count a quarter, with the label of what
they overlap. A rule whose line says "by hand" keeps its figures. Needs numpy. The corpora are in the format of
tests/score.py.
"""
import collections
import json
import re
import subprocess
import sys

import numpy

LABELS = {"PERSON": 0, "ORG": 1, "PLACE": 2, "MISC": 3}
NO_NAME, VERDICTS = 4, 5
OVERLAPPING = 0.25
L2, MOST_STEPS, MEMORY = 2.0, 500, 20
RULE = re.compile(r"RULE\((\w+), FIGURES\((.*?)\)\)( /\* (.*) \*/)?")


def trim(text, start, end):
    """A name as the analyser gives it: without "the" before and 's behind."""
    for word in ("the ", "a ", "an "):
        if text[start:end].lower().startswith(word):
            start += len(word)
            break
    if text[start:end][-2:].lower() in ("'s", "\u2019s"):
        end -= 2
    while end > start and text[end - 1] in ",. \"\u201d\u2019'":
        end -= 1
    while start < end and text[start] in " \"\u201c\u2018'":
        start += 1
    return start, end


def run(program, argument=None, articles=()):
    texts = [article["text"].encode() for article in articles]
    stream = b"".join(b"%d\n%s" % (len(text), text) for text in texts)
    return subprocess.run([program] + ([argument] if argument else []), input=stream, stdout=subprocess.PIPE, check=True).stdout.decode().split("\n")


def read_examples(program, path, weight):
    """(rules, verdict, weight) of every candidate in a corpus."""
    with open(path, encoding="utf-8") as f:
        articles = [json.loads(line) for line in f if line.strip()]
    names, labels = [], []
    for article in articles:
        spans, characters = {}, {}
        for mention in article["mentions"]:
            start, end = trim(article["text"], mention["start"], mention["end"])
            label = LABELS[mention["label"]]
            spans[start, end] = label
            characters.update((i, label) for i in range(start, end))
        names.append(spans)
        labels.append(characters)
    for line in run(program, articles=articles):
        if not line:
            continue
        article, start, end, *rules = map(int, line.split())
        rules = tuple(rules)
        if (start, end) in names[article]:
            yield rules, names[article][start, end], weight
            continue
        inside = [labels[article][i] for i in range(start, end) if i in labels[article]]
        if inside:
            yield rules, max(sorted(set(inside)), key=inside.count), OVERLAPPING * weight
        else:
            yield rules, NO_NAME, weight


class Problem:
    """The loss and its gradient; rows are different sets of rules, with a weight for each verdict."""

    def __init__(self, examples, rules, fixed):
        rows = collections.defaultdict(lambda: numpy.zeros(VERDICTS))
        for fired, verdict, weight in examples:
            rows[fired][verdict] += weight
        keys = sorted(rows)
        self.x = numpy.zeros((len(keys), len(rules)), dtype=numpy.float32)
        for i, key in enumerate(keys):
            self.x[i, list(key)] = 1
        self.y = numpy.array([rows[key] for key in keys])
        self.fixed = numpy.zeros((len(rules), VERDICTS))
        self.free = numpy.ones((len(rules), 1))
        for rule, figures in fixed.items():
            self.fixed[rules.index(rule)] = figures
            self.free[rules.index(rule)] = 0

    def __call__(self, theta):
        scores = self.x @ (theta + self.fixed)
        scores -= scores.max(1, keepdims=True)
        log_p = scores - numpy.log(numpy.exp(scores).sum(1, keepdims=True))
        loss = -(self.y * log_p).sum() + 0.5 * L2 * (theta ** 2).sum()
        gradient = self.x.T @ (numpy.exp(log_p) * self.y.sum(1, keepdims=True) - self.y) + L2 * theta
        return loss, gradient * self.free


def minimise(function, theta):
    """L-BFGS with backtracking."""
    history = collections.deque(maxlen=MEMORY)
    loss, gradient = function(theta)
    for step_number in range(MOST_STEPS):
        direction, factors = gradient.copy(), []
        for s, y, rho in reversed(history):
            factors.append(rho * (s * direction).sum())
            direction -= factors[-1] * y
        direction *= (history[-1][0] * history[-1][1]).sum() / (history[-1][1] ** 2).sum() if history else 1e-3
        for (s, y, rho), factor in zip(history, reversed(factors)):
            direction += s * (factor - rho * (y * direction).sum())
        slope, step = -(gradient * direction).sum(), 1.0
        while True:
            new = theta - step * direction
            new_loss, new_gradient = function(new)
            if new_loss <= loss + 1e-4 * step * slope or step < 1e-8:
                break
            step /= 2
        s, y = new - theta, new_gradient - gradient
        if (s * y).sum() > 1e-10:
            history.append((s, y, 1 / (s * y).sum()))
        done = step_number > 20 and loss - new_loss < 1e-6 * abs(loss)
        theta, loss, gradient = new, new_loss, new_gradient
        if done:
            break
    return theta, loss


def main():
    program, path, corpora = sys.argv[1], sys.argv[2], sys.argv[3:]
    rules = [line for line in run(program, "names") if line]
    with open(path, encoding="utf-8") as f:
        lines = f.read().split("\n")
    fixed = {}
    for line in lines:
        match = RULE.match(line)
        if match and "by hand" in (match.group(4) or ""):
            fixed[match.group(1)] = [int(figure) / 10 for figure in match.group(2).split(",")]
    examples = []
    for corpus in corpora:
        name, _, weight = corpus.rpartition("=")
        examples.extend(read_examples(program, name, float(weight)))
    theta, loss = minimise(Problem(examples, rules, fixed), numpy.zeros((len(rules), VERDICTS)))
    sys.stderr.write("%d candidates, loss %.1f\n" % (len(examples), loss))
    theta -= theta.mean(1, keepdims=True)
    for i, line in enumerate(lines):
        match = RULE.match(line)
        if not match or match.group(1) in fixed:
            continue
        figures = ", ".join("%d" % max(-127, min(127, round(10 * figure))) for figure in theta[rules.index(match.group(1))])
        lines[i] = "RULE(%s, FIGURES(%s))%s" % (match.group(1), figures, match.group(3) or "")
    sys.stdout.write("\n".join(lines))


if __name__ == "__main__":
    main()
