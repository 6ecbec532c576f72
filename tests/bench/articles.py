"""The articles that are measured: made of the project's fixtures by a seeded generator, or a JSONL file of the user's.

An article is {"id", "text"}; a JSONL file has one a line. "id" may be left out, and there may be "quotes" and
"mentions" as tests/fixtures.py writes them: then accuracy is scored on it too. Made articles are ends of fixtures
with other people's names in them, of whom some are named often, most seldom. The same seed gives the same articles,
whatever hearsay finds in them.
"""

import json
import os
import random
import re
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(ROOT, "tests"))

import fixtures  # noqa: E402

PEOPLE = 50000  # that articles may be about
LEAST_PARAGRAPH = 40  # characters; shorter ones are bylines and datelines
LONG_WORD = re.compile(r"\b[a-z]{5,}\b")
CUES = ("said", "told reporters", "added", "warned", "insisted", "wrote")
PLACES = ("Oslo", "Lagos", "Manila", "Lima", "Leeds", "Jaipur", "Accra", "Quito")


def words_of(name, least):
    """The words of a list of the lexicon that have at least so many letters."""
    with open(os.path.join(ROOT, "ext", "lexicon", name), encoding="utf-8") as file:
        words = [line.split("\t")[0].strip() for line in file if line.strip() and not line.startswith("#")]
    return [word.capitalize() for word in words if word.isalpha() and len(word) >= least]


def own_articles():
    """The fixtures with their annotation."""
    return fixtures.read_all(os.path.join(ROOT, "fixtures"))


def full_names(article):
    """Annotated people of one first and one family name, as pairs."""
    people = {m["entity"] for m in article["mentions"] if m["label"] == "PERSON"}
    return sorted(tuple(name.split()) for name in people if len(name.split()) == 2)


class Source:
    """One fixture: its paragraphs, and the names in them that are exchanged."""

    def __init__(self, article):
        self.gap = "\n\n" if "\n\n" in article["text"] else "\n"
        self.paragraphs = [p for p in article["text"].split(self.gap) if len(p) > LEAST_PARAGRAPH]
        self.names = full_names(article)
        parts = sorted({part for name in self.names for part in name}, key=lambda part: (-len(part), part))
        self.pattern = re.compile(r"\b(?:%s)\b" % "|".join(map(re.escape, parts))) if parts else None

    def from_paragraph(self, first, new_person):
        """The article from a paragraph on, with new_person() for each of the people."""
        text = self.gap.join(self.paragraphs[first:])
        new = {}
        for name in self.names:
            new.update(zip(name, new_person()))
        return self.pattern.sub(lambda found: new[found.group()], text) if self.pattern else text


class Maker:
    """Makes articles. exchange: the share of the longer words for which another with the same ending is put, so that
    few sentences are the same twice; the text is then no more than a likeness of English."""

    def __init__(self, seed=1, exchange=0.0):
        self.chance = random.Random(seed)
        self.exchange = exchange
        given, family = words_of("given_names.tsv", 3), words_of("surnames.txt", 4)
        self.people = [(self.chance.choice(given), self.chance.choice(family)) for _ in range(PEOPLE)]
        self.sources = [source for source in map(Source, own_articles()) if source.paragraphs]
        self.by_ending = {}
        for source in self.sources:
            for word in LONG_WORD.findall(" ".join(source.paragraphs)):
                self.by_ending.setdefault(word[-2:], []).append(word)

    def person(self):
        """A first and a family name; the first of the people come most often."""
        return self.people[int(len(self.people) ** self.chance.random()) - 1]

    def other_word(self, found):
        word = found.group()
        return self.chance.choice(self.by_ending[word[-2:]]) if self.chance.random() < self.exchange else word

    def part(self):
        """The end of one fixture, from a paragraph of its first half on, with other people."""
        source = self.chance.choice(self.sources)
        first = self.chance.randrange((len(source.paragraphs) + 1) // 2)
        text = source.from_paragraph(first, self.person)
        return LONG_WORD.sub(self.other_word, text) if self.exchange else text

    def text(self, size):
        """One article of at most `size` bytes, and not much less: ends of fixtures, the last one cut at a word."""
        parts, left = [], size
        while left > 0:
            part = self.part().encode()
            if len(part) > left:
                part = part[:left].rpartition(b" ")[0] or part[:left]
                left = 0
            parts.append(part.decode(errors="ignore"))
            left -= len(part) + 2
        return "\n\n".join(parts).rstrip()


def make_texts(count, seed=1, size=4000, exchange=0.0):
    """`count` texts of about `size` bytes."""
    maker = Maker(seed, exchange)
    for _ in range(count):
        yield maker.text(size)


def make_articles(count, seed=1, size=4000, exchange=0.0):
    return [{"id": str(i + 1), "text": text} for i, text in enumerate(make_texts(count, seed, size, exchange))]


def with_quotes(count, seed=1):
    """A text with so many direct quotations, of twenty people, each in a paragraph of its own."""
    maker = Maker(seed)
    words = [
        article["text"][quote["start"] + 1 : quote["end"] - 1].rstrip(",.”’\"' ")
        for article in own_articles()
        for quote in article["quotes"]
        if quote["kind"] == "direct" and "spans" not in quote
    ]
    speakers = [" ".join(maker.person()) for _ in range(20)]
    choose = maker.chance.choice
    return "\n\n".join("“%s,” %s %s." % (choose(words), choose(speakers), choose(CUES)) for _ in range(count))


def with_names(count, seed=1):
    """A text that names so many people, each of them once."""
    maker = Maker(seed)
    given, family = words_of("given_names.tsv", 3), words_of("surnames.txt", 4)
    pairs = maker.chance.sample(range(len(given) * len(family)), count)
    names = ["%s %s" % (given[pair % len(given)], family[pair // len(given)]) for pair in pairs]
    return "\n\n".join("%s came to %s by train on Monday." % (name, maker.chance.choice(PLACES)) for name in names)


def read(path):
    """The articles of a JSONL file; an error names the line that is wrong."""
    articles = []
    with open(path, encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            if not line.strip():
                continue
            try:
                article = json.loads(line)
            except ValueError as error:
                raise ValueError("%s:%d: not JSON (%s)" % (path, number, error)) from None
            if not isinstance(article, dict) or not isinstance(article.get("text"), str):
                raise ValueError('%s:%d: expected an object with a string "text"' % (path, number))
            articles.append({**article, "id": str(article.get("id", number))})
    if not articles:
        raise ValueError("%s: no articles" % path)
    return articles


def write(path, articles):
    """Writes what a peer may see of articles: "id" and "text"."""
    with open(path, "w", encoding="utf-8") as file:
        for article in articles:
            file.write(json.dumps({"id": article["id"], "text": article["text"]}, ensure_ascii=False) + "\n")


def size_of(article):
    return len(article["text"].encode())
