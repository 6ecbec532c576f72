"""How well 'resolve' joins names across articles: python tests/people.py prints it.

tests/data/people/*.jsonl are short articles of our own: date, text, and who some of their names are ("people": name to person).
All are put into one index. Counted are pairs of names that are not spelt alike, each in an article of its own: a pair is right
when both are one person and 'resolve' has joined them.
"""

import glob
import itertools
import json
import os
import sys

import database
from index import command, create

FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "data", "people")


def read_articles():
    articles = []
    for path in sorted(glob.glob(os.path.join(FOLDER, "*.jsonl"))):
        with open(path, encoding="utf-8") as file:
            articles += [json.loads(line) for line in file]
    return articles


def resolve(db, articles):
    """The index of the articles, and for each labelled name of each article the group that it is in."""
    db.rows("CREATE TABLE articles(id INTEGER PRIMARY KEY, body TEXT, day TEXT)")
    for article in articles:
        db.rows("INSERT INTO articles(body, day) VALUES (?, ?)", article["text"], article["date"])
    create(db, "content=articles, text=body, date=day")
    command(db, "sync")
    command(db, "resolve")
    groups = {}
    for article, name, group in db.rows(
        "SELECT w.article, n.person, coalesce(n.same_as, n.person_id) "
        "FROM press_appearance AS w JOIN press_person AS n USING (person_id) WHERE n.label IN ('person', 'organization')"
    ):
        groups[article, name] = group
    return groups


def compare(articles, groups):
    """Pairs that are right, found, to be found; and those that are wrong or missed, as text."""
    names, missing = [], []
    for number, article in enumerate(articles, 1):
        for name, person in article["people"].items():
            if (number, name) in groups:
                names.append((number, name, person, groups[number, name]))
            else:
                missing.append("article %d has no name %s" % (number, name))
    right, found, wanted, errors = 0, 0, 0, []
    for (a, name, person, group), (b, other, same, joined) in itertools.combinations(names, 2):
        if a == b or name == other:
            continue
        is_one, is_joined = person == same, group == joined
        right, found, wanted = right + (is_one and is_joined), found + is_joined, wanted + is_one
        if is_one != is_joined:
            errors.append("%s: %s (article %d), %s (article %d)" % ("missed" if is_one else "wrong", name, a, other, b))
    return right, found, wanted, errors, missing


def main():
    db = database.connect()
    articles = read_articles()
    right, found, wanted, errors, missing = compare(articles, resolve(db, articles))
    db.close()
    print("\n".join(errors + missing))
    print(
        "%d articles, %d pairs of names that are one: precision %.3f, recall %.3f"
        % (len(articles), wanted, right / max(found, 1), right / wanted)
    )
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
