#!/usr/bin/env python3
"""B-cubed of the names of one entity, given where the names are: `entities` of tests/score.py.

    python3 ext/train/entities_eval.py build/train/entities_eval DATA/ner/gum.news.jsonl
"""
import io
import os
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "tests"))
import names  # noqa: E402
import score  # noqa: E402


def main():
    program, path = sys.argv[1:]
    articles = list(names.read(path))
    stream = io.BytesIO()
    for article in articles:
        names.write(article, out=stream)
    lines = subprocess.run([program], input=stream.getvalue(), stdout=subprocess.PIPE, check=True).stdout.decode()
    guesses = [[] for _ in articles]
    for line in lines.splitlines():
        number, start, end, entity = map(int, line.split())
        guesses[number].append({"start": start, "end": end, "label": "PERSON", "entity": entity + 1})
    gold, found = {}, {}
    for article, guess in zip(articles, guesses):
        given = {(m["start"], m["end"]) for m in guess}
        gold[article["id"]] = dict(article, mentions=[m for m in article["mentions"] if (m["start"], m["end"]) in given])
        found[article["id"]] = {"text": article["text"], "mentions": guess}
    result = score.score(gold, found)["mentions"]["entities"]
    print("entities, given the names: precision %.2f recall %.2f F1 %.2f" % (result["p"], result["r"], result["f1"]))


if __name__ == "__main__":
    main()
