"""The parser of tagged articles, and the articles themselves: enough of them, and every difficulty in two."""

import json
import os
import re
import subprocess
from collections import Counter

import pytest

import database
import fixtures

FOLDER = os.path.join(database.ROOT, "fixtures")

# What makes reading the news hard, as the `# difficulties:` lines call it. Each is in two articles.
DIFFICULTIES = {
    word.strip()
    for word in """
    pronoun, nominal, cataphora, same surname, titles before names, nickname, acronym, two speakers,
    mixed, indirect, split, continuation, several paragraphs, nested, unbalanced mark, title, scare quotes,
    according to, statement, told, tweeted, quoted as saying, dash attribution, denial, refusal,
    body speaks, document speaks, unnamed source,
    curly marks, single marks, low marks, guillemets, corner marks, apostrophes,
    caption, dateline, byline, headline caps, hard wrap, entities (HTML)
""".split(",")
}
# Of these one article is enough, by their nature.
ONCE = {"no quotes", "many quotes"}
# What an article shows without being told.
SEEN = {
    "straight marks": lambda article: '"' in article["text"],
    "curly marks": lambda article: "\u201c" in article["text"],
    "single marks": lambda article: re.search("(^|\\s)\u2018[^\u2018]*\u2019[\\s.,]", article["text"]),
    "low marks": lambda article: "\u201e" in article["text"],
    "guillemets": lambda article: "\u00ab" in article["text"],
    "corner marks": lambda article: "\u300c" in article["text"],
    "entities": lambda article: re.search(r"&(quot|amp|nbsp|#\d+);", article["text"]),
    "kinds": lambda article: {row["kind"] for row in article["quotes"]} == set(fixtures.KINDS),
    "cue before source": lambda article: any(
        row["cue"] and row["speaker"] and row["cue"] < row["speaker"] for row in article["quotes"]
    ),
    "cue in two pieces": lambda article: any("cue_spans" in row for row in article["quotes"]),
    "quotation in pieces": lambda article: any("spans" in row for row in article["quotes"]),
    "nobody said to speak": lambda article: any(not row["speaker"] for row in article["quotes"]),
}


def tagged(body, header="# genre: test\n# difficulties: told, split\n\n"):
    return header + body


def article(body):
    return fixtures.parse(tagged(body), "some/where.txt")


def error(source):
    with pytest.raises(fixtures.FixtureError) as caught:
        fixtures.parse(source, "x.txt")
    return str(caught.value)


# ---- the parser ------------------------------------------------------------------------------------------


def test_a_whole_article():
    assert article(
        '<q1 direct Ann Lee>"Go,"</q1> <c1>said</c1> <s1>{Ann Lee|person}, the mayor of {Lagos|place}</s1>.\n'
    ) == {
        "id": "where",
        "text": '"Go," said Ann Lee, the mayor of Lagos.',
        "quotes": [
            {
                "start": 0,
                "end": 5,
                "kind": "direct",
                "cue": [6, 10],
                "speaker": [11, 38],
                "speaker_text": "Ann Lee, the mayor of Lagos",
                "speaker_name": "Ann Lee",
            }
        ],
        "mentions": [
            {"start": 11, "end": 18, "label": "PERSON", "raw_label": "person", "entity": "Ann Lee"},
            {"start": 33, "end": 38, "label": "PLACE", "raw_label": "place", "entity": "Lagos"},
        ],
        "meta": {"genre": "test", "difficulties": ["told", "split"]},
    }


def test_a_quotation_in_two_pieces():
    row = article('<q7 mixed Lee>"A,"</q7> he said, <q7>"B"</q7>.')["quotes"][0]
    assert (row["start"], row["end"], row["spans"]) == (0, 17, [[0, 4], [14, 17]])
    assert (row["cue"], row["speaker"], row["speaker_text"], row["speaker_name"]) == (None, None, None, "Lee")


def test_one_source_and_cue_for_two_quotations():
    both = article("<s1,2>He</s1,2> <c1,2>said</c1,2> <q1 indirect Lee>a</q1> and <q2 indirect Lee>b</q2>")[
        "quotes"
    ]
    assert [(row["speaker"], row["cue"]) for row in both] == [([0, 2], [3, 7])] * 2


def test_a_cue_in_two_pieces():
    row = article('It <c1>quoted</c1> <s1>him</s1> <c1>as saying</c1> <q1 direct Lee>"A"</q1>')["quotes"][0]
    assert (row["cue"], row["cue_spans"]) == ([3, 9], [[3, 9], [14, 23]])


def test_nobody_speaks():
    assert article('<q1 direct ->"A"</q1>')["quotes"][0]["speaker_name"] is None


def test_quotations_come_in_the_order_of_the_text():
    rows = article("<q9 direct ->x</q9> <q2 indirect Lee>y</q2>")["quotes"]
    assert [row["kind"] for row in rows] == ["direct", "indirect"]


def test_tags_nest():
    got = article('<q1 direct Lee>"The {UN|organization|United Nations} is late"</q1>')
    assert got["text"] == '"The UN is late"'
    assert got["mentions"][0]["entity"] == "United Nations"


@pytest.mark.parametrize(
    "label, short", [("person", "PERSON"), ("organization", "ORG"), ("place", "PLACE"), ("other", "MISC")]
)
def test_labels(label, short):
    assert article("{X|%s}" % label)["mentions"][0]["label"] == short


def test_a_name_over_a_line_break():
    got = article("{World Health\nOrganization|organization} met.")
    assert got["text"] == "World Health\nOrganization met."
    assert got["mentions"][0]["entity"] == "World Health Organization"
    assert got["mentions"][0]["end"] == 25


def test_escapes():
    got = article(r"\<b> \{x|y} \\ } > | {A\{B|other}")
    assert got["text"] == r"<b> {x|y} \ } > | A{B"
    assert got["mentions"][0]["entity"] == "A{B"


def test_offsets_count_characters():
    got = article("\u201c\U0001f600\u201d <s1>{\u00c9va|person}</s1> <q1 indirect \u00c9va>x</q1>")
    assert got["quotes"][0]["speaker"] == [4, 7]
    assert got["text"][4:7] == "\u00c9va"


@pytest.mark.parametrize(
    "body, message",
    [
        ("<q1 spoken Lee>x</q1>", "x.txt:4: 'spoken' is not a kind"),
        ("a\nb\n<q1 direct>x</q1>", "x.txt:6: <q1 direct ...> has no speaker"),
        ("<q1>x</q1>", "the first <q1> must give kind and speaker"),
        ("<q1 direct A>x</q1> <q1 direct A>y</q1>", "was given before"),
        ("<q1,2 direct A>x</q1,2>", "takes one number"),
        ("<q1 direct A>x <q2 direct B>y</q2></q1>", "a quotation inside a quotation"),
        ("<q1 direct A>x", "x.txt:4: <q1> is not closed"),
        ("<q1 direct A>x</q2>", "does not close the tag opened last"),
        ("x</s1>", "does not close the tag opened last"),
        ("<q1 direct A></q1>", "nothing inside </q1>"),
        ("<s1>x</s1>", "<s1> belongs to no quotation"),
        ("\n<c4>x</c4>", "x.txt:5: <c4> belongs to no quotation"),
        ("<s1>he</s1> <s1>x</s1> <q1 direct A>x</q1>", "quotation 1 has two <s>"),
        ("<s1>he</s1> <q1 direct ->x</q1>", "has a source but its speaker is given as -"),
        ("<s1 he>x</s1>", "takes numbers only"),
        ("1 < 2", "not a tag"),
        ("<b>bold</b>", "not a tag"),
        ("{x}", "not a name"),
        ("{x|person", "not a name"),
        ("{a {b|place}|place}", "not a name"),
        ("{x|planet}", "'planet' is not a label"),
        ("{ x|person}", "must have words"),
        ("{x|person|}", "must have words"),
        ("a\\b", "a backslash stands only before"),
    ],
)
def test_mistakes_name_the_place(body, message):
    assert message in error(tagged(body))


@pytest.mark.parametrize(
    "header, message",
    [
        ("", "x.txt:1: the header has no '# genre:' line"),
        ("# genre: a\n\n", "x.txt:2: the header has no '# difficulties:' line"),
        ("# genre: a\n# genre: b\n\n", "x.txt:2: expected one"),
        ("# genre: a\n# date: b\n\n", "x.txt:2: expected one"),
        ("# genre: a\n# difficulties: b\n", "x.txt:3: an empty line must follow"),
    ],
)
def test_mistakes_in_the_header(header, message):
    assert message in error(tagged("text", header))


def test_command_line(tmp_path, capsys):
    good, bad = tmp_path / "good.txt", tmp_path / "bad.txt"
    good.write_text(tagged("{X|place}\n"), encoding="utf-8")
    bad.write_text(tagged("{X"), encoding="utf-8")
    assert fixtures.main([str(good)]) == 0
    assert json.loads(capsys.readouterr().out)["text"] == "X"
    assert fixtures.main(["--plain", str(good)]) == 0
    assert capsys.readouterr().out == "X\n"
    assert fixtures.main([str(bad), str(good)]) == 1
    captured = capsys.readouterr()
    assert "bad.txt:4: not a name" in captured.err
    assert json.loads(captured.out)["id"] == "good"


# ---- the articles ----------------------------------------------------------------------------------------


def test_there_are_enough_articles(articles):
    assert len(articles) >= 24
    assert sum(document["id"].startswith("envoy_variant") for document in articles) == 3


def test_articles_are_as_long_as_news(articles):
    longer = ("interview", "forty_quotes")
    lengths = {document["id"]: len(document["text"].split()) for document in articles}
    assert {
        name: n for name, n in lengths.items() if not 300 <= n <= (1400 if name.startswith(longer) else 900)
    } == {}


def test_offsets_slice_right(articles):
    for document in articles:
        text = document["text"]
        for row in document["quotes"]:
            for start, end in row.get("spans") or [[row["start"], row["end"]]]:
                assert 0 <= start < end <= len(text)
                assert text[start:end] == text[start:end].strip(), (document["id"], text[start:end])
            if row["speaker"]:
                assert text[slice(*row["speaker"])] == row["speaker_text"]
        for row in document["mentions"]:
            words = text[row["start"] : row["end"]]
            assert words and words == words.strip(), (document["id"], words)


def test_direct_speech_stands_in_marks(articles):
    """Of a direct quotation the marks belong to the span; one that runs over paragraphs closes at its last.
    In an interview, Q: and A: stand for them."""
    marks = "\"'`\u2018\u2019\u201a\u201c\u201d\u201e\u00ab\u00bb\u2039\u203a\u300c\u300d\u300e\u300f&"
    wrong = [
        (document["id"], document["text"][row["start"] : row["start"] + 30])
        for document in articles
        for row in document["quotes"]
        if row["kind"] == "direct"
        and document["text"][row["start"]] not in marks
        and not document["id"].startswith("interview")
    ]
    assert wrong == []


def test_difficulties_are_known_by_these_words(articles):
    used = {word for document in articles for word in document["meta"]["difficulties"]}
    assert used - DIFFICULTIES - ONCE == set()


def test_every_difficulty_occurs_twice(articles):
    seen = Counter(word for document in articles for word in set(document["meta"]["difficulties"]))
    assert {word: seen[word] for word in DIFFICULTIES if seen[word] < 2} == {}
    assert {word: seen[word] for word in ONCE if seen[word] < 1} == {}


@pytest.mark.parametrize("what", SEEN)
def test_what_can_be_seen_occurs_twice(what, articles):
    assert sum(bool(SEEN[what](document)) for document in articles) >= 2


def test_the_demo_takes_tags_out_the_same_way(articles):
    """tests/plain.awk, which needs no Python, and the parser agree."""
    for document in articles:
        path = os.path.join(FOLDER, document["id"] + ".txt")
        plain = subprocess.run(
            ["awk", "-f", os.path.join(database.ROOT, "tests", "plain.awk"), path],
            check=True,
            capture_output=True,
        ).stdout
        assert plain.decode("utf-8") == document["text"] + "\n"
