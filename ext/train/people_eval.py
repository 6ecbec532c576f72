#!/usr/bin/env python3
"""Who is meant, end to end, on GUM's news: three measures that tests/score.py cannot take.

    HEARSAY_EXTENSION=./hearsay.so build/venv/bin/python ext/train/people_eval.py CORPORA [--errors]

CORPORA has ner/gum.news.jsonl (with every mention's entity in meta.coref) and quotes/gum_news.jsonl.

entities    B-cubed over names, as in tests/score.py, three times. `as annotated`: by exact spans. `by convention`: spans without a
            leading article and a final 's; nationalities ("Afghan"), which GUM does not annotate, are left out on both sides;
            and a person's name that ends a longer annotated mention ("curator | Ada Reed"), which the names of GUM leave out, is
            a name of that mention's entity. `of shared names`: of those, the names that both sides have: how well they are joined.
speakers    quotations that pair with an annotated one (at least half of the characters in either are in both) and whose
            annotated speaker has a name: is it the right one? GUM names many by the title of their article in Wikipedia. So a
            speaker is right when its name has every word of the annotated name and at most three more, or when it has
            the words of one of the fullest names that the article calls the annotated entity by, titles left out.
end to end  the same, of the quotations whose found speaker mention shares a character with the annotated one.
pronouns    the same, of the quotations whose annotated speaker mention is a pronoun.
mentions    every pronoun annotated (he, she, they, it, ... and their forms) that we resolve: does the entity that we give have a name
            or a description in common with the annotated one?
"""

import argparse
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "tests"))
import database  # noqa: E402
import predict  # noqa: E402
import score  # noqa: E402

PRONOUNS = {
    "he him his himself": "he",
    "she her hers herself": "she",
    "they them their theirs themselves": "they",
    "it its itself": "it",
    "i me my mine myself": "i",
    "we us our ours ourselves": "we",
    "you your yours who": "other",
}
PRONOUN = {word: kind for words, kind in PRONOUNS.items() for word in words.split()}
MENTIONS = "SELECT start, length, entity_id, entity, mention_kind FROM hearsay_mentions(?) ORDER BY start"
ALIASES = "SELECT entity_id, entity, aliases FROM hearsay_entities(?)"


def first_column(name):
    """The words of a list of ext/lexicon/, in small letters."""
    with open(os.path.join(database.ROOT, "ext", "lexicon", name), encoding="utf-8") as lines:
        return {line.split("\t")[0].strip().casefold().rstrip(".") for line in lines if not line.startswith("#")}


def is_pronoun(mention):
    return mention.lower() in PRONOUN and (len(mention) == 1 or not mention.isupper())  # WHO is none


# ---- entities ------------------------------------------------------------------------------------------------------


def trimmed(text, mention):
    start, end = score.without_article(text, (mention["start"], mention["end"]))
    return dict(mention, start=start, end=end)


def by_convention(article, guess, nationalities):
    text = article["text"]
    gold = [trimmed(text, m) for m in article["mentions"]]
    found = [trimmed(text, m) for m in guess["mentions"]]
    spans = {(m["start"], m["end"]) for m in gold}
    ends = {}
    for mention in article["meta"]["coref"]:
        if mention["kind"] == "nominal" and mention["etype"] == "person":
            ends.setdefault(mention["end"], []).append(mention)
    for name in found:
        if (name["start"], name["end"]) in spans or name["label"] != "PERSON":
            continue
        longer = [m for m in ends.get(name["end"], []) if m["start"] < name["start"]]
        if longer:
            shortest = max(longer, key=lambda m: m["start"])
            gold.append(dict(name, entity=shortest["entity"]))
    kept = lambda mentions: [m for m in mentions if text[m["start"] : m["end"]].casefold() not in nationalities]
    return dict(article, mentions=kept(gold)), dict(guess, mentions=kept(found))


def shared(article, other):
    """The article with those of its names only that the other has too."""
    spans = {(m["start"], m["end"]) for m in other["mentions"]}
    return dict(article, mentions=[m for m in article["mentions"] if (m["start"], m["end"]) in spans])


def print_entities(articles, guesses):
    nationalities = first_column("demonyms.tsv")
    pairs = {key: by_convention(article, guesses[key], nationalities) for key, article in articles.items()}
    for name, gold, found in (
        ("as annotated", articles, guesses),
        ("by convention", {k: p[0] for k, p in pairs.items()}, {k: p[1] for k, p in pairs.items()}),
        ("of shared names", {k: shared(*p) for k, p in pairs.items()}, {k: shared(*p[::-1]) for k, p in pairs.items()}),
    ):
        figures = score.score(gold, found)["mentions"]["entities"]
        print("entities, %-15s precision %.2f recall %.2f F1 %.2f" % (name, figures["p"], figures["r"], figures["f1"]))


# ---- speakers --------------------------------------------------------------------------------------------------------


def entity_at(article, span):
    """The annotated entity whose mention has this span, or the mention that shares most with it; None when there is none."""
    best, most = None, 0.0
    for mention in article["meta"]["coref"]:
        both = min(span[1], mention["end"]) - max(span[0], mention["start"])
        either = max(span[1], mention["end"]) - min(span[0], mention["start"])
        if both > 0 and both / either > most:
            best, most = mention["entity"], both / either
    return best


def without_titles(words, titles):
    return frozenset(words) - titles - {"the"}


def fullest(article, entity, titles):
    """The names by which the article calls an annotated entity, as sets of words that are not part of one another."""
    text = article["text"]
    names = [m for m in article["meta"]["coref"] if m["entity"] == entity and m["kind"] == "name"]
    names += [m for m in article["mentions"] if m.get("entity") == entity]
    found = {without_titles(score.words_of(text[m["start"] : m["end"]]), titles) for m in names}
    return {words for words in found if words and not any(words < other for other in found)}


def is_right(article, quote, name, titles):
    if score.same_name(quote.name, name):
        return True
    entity = entity_at(article, quote.speaker) if quote.speaker and article else None
    return entity is not None and without_titles(score.words_of(name or ""), titles) in fullest(article, entity, titles)


def print_speakers(documents, articles, guesses, errors):
    counts, titles = {}, first_column("titles.tsv")
    for key, document in documents.items():
        text, article = document["text"], articles.get(key)
        gold = [score.Quote(text, q) for q in document["quotes"]]
        found = [score.Quote(text, q) for q in guesses[key]["quotes"]]
        for quote, guess in score.pair(gold, found, score.Quote.agreement, 0.5):
            if not quote.name or not quote.speaker:
                continue
            mention = text[slice(*quote.speaker)]
            right = is_right(article, quote, guess.name, titles)
            hit = guess.speaker is not None and score.touch([quote.speaker], [guess.speaker])
            for kind in ["speakers"] + ["end to end"] * hit + ["pronouns"] * is_pronoun(mention):
                total = counts.setdefault(kind, [0, 0])
                total[0] += right
                total[1] += 1
            if errors and not right:
                print("  %s %s: %s (%s), found %s" % (kind, key, quote.name, mention, guess.name))
    for kind, (right, total) in counts.items():
        print("%-10s %.1f   (%d of %d)" % (kind, 100.0 * right / total, right, total))


# ---- pronouns ------------------------------------------------------------------------------------------------------------


def named_by(article):
    """Of each annotated entity: the spans of its names and descriptions, by their ends' words."""
    spans = {}
    for mention in article["meta"]["coref"]:
        if mention["kind"] != "pronoun":
            spans.setdefault(mention["entity"], []).append((mention["start"], mention["end"]))
    return spans


def print_pronouns(db, articles, errors):
    counts = {}
    for key, article in articles.items():
        text, spans = article["text"], named_by(article)
        rows = db.rows(MENTIONS, text)
        found, ours = {}, {}
        for start, length, number, name, kind in rows:
            found[(start - 1, start - 1 + length)] = (number, name)
            if kind != "pronoun":
                ours.setdefault(number, []).append((start - 1, start - 1 + length))
        for mention in article["meta"]["coref"]:
            word = text[mention["start"] : mention["end"]].lower()
            guess = found.get((mention["start"], mention["end"]))
            if word not in PRONOUN or mention["entity"] not in spans:
                continue
            total = counts.setdefault(PRONOUN[word], [0, 0, 0])
            total[2] += 1
            if not guess:
                continue
            gold = spans[mention["entity"]]
            right = any(s >= a and e <= b for s, e in ours.get(guess[0], []) for a, b in gold)
            total[0] += right
            total[1] += 1
            if errors and not right:
                around = text[max(0, mention["start"] - 90) : mention["end"] + 30].replace("\n", "/")
                print("  %s: %s > %s | %s" % (key, word, guess[1], around))
    for kind, (right, given, total) in sorted(counts.items()):
        print("mentions, %-5s right %d of %d given, %d annotated" % (kind, right, given, total))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpora", metavar="CORPORA")
    parser.add_argument("--errors", action="store_true", help="print what is wrong")
    arguments = parser.parse_args()
    db = database.connect()
    articles = score.load(os.path.join(arguments.corpora, "ner", "gum.news.jsonl"))
    documents = score.load(os.path.join(arguments.corpora, "quotes", "gum_news.jsonl"))
    print_entities(articles, {key: predict.predict(db, article) for key, article in articles.items()})
    guesses = {key: predict.predict(db, document) for key, document in documents.items()}
    print_speakers(documents, articles, guesses, arguments.errors)
    print_pronouns(db, articles, arguments.errors)


if __name__ == "__main__":
    main()
