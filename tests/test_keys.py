"""How good the keys are, on lists of our own: tests/data/*.tsv say what is in them. With pytest -s each test
prints its figures."""

import collections
import itertools
import os
import shutil
import subprocess

import pytest

import database

DATA = os.path.join(database.ROOT, "tests", "data")
THRESHOLD = 0.7  # of similarity, as in README.md


def lines(name):
    with open(os.path.join(DATA, name), encoding="utf-8") as file:
        return [line.rstrip("\n").split("\t") for line in file if not line.startswith("#")]


@pytest.fixture(scope="module")
def one():
    """The value of an expression over parameters."""
    db = database.connect()
    yield lambda expression, *params: db.one("SELECT " + expression, *params)
    db.close()


def pairs_of(sizes):
    return sum(n * (n - 1) // 2 for n in sizes)


def show(what, right, wrong, of):
    precision, recall = 100 * right / (right + wrong), 100 * right / of
    figures = (what, precision, recall, right, of, wrong)
    print("%s: precision %.1f, recall %.1f (%d of %d pairs, %d wrong)" % figures)
    return precision, recall


def name_figures(one, people):
    """Right, wrong and possible pairs of spellings with one key."""
    spellings = collections.defaultdict(collections.Counter)  # key -> person -> spellings
    for person, (_, *names) in people:
        for name in names:
            spellings[one("hearsay_name_key(?)", name)][person] += 1
    right = sum(pairs_of(persons.values()) for persons in spellings.values())
    together = pairs_of(sum(persons.values()) for persons in spellings.values())
    return right, together - right, pairs_of(len(names) for _, (_, *names) in people)


def test_names(one):
    people = list(enumerate(lines("names.tsv")))
    for language in sorted({line[0] for _, line in people}):
        some = [(i, line) for i, line in people if line[0] == language and len(line) > 2]
        if some:
            show("  " + language, *name_figures(one, some))
    assert sum(len(line) - 1 for _, line in people) > 1000
    precision, recall = show("names", *name_figures(one, people))
    assert precision >= 99.5
    assert recall >= 92


def test_names_that_nothing_was_made_for(one):
    precision, recall = show("names, unseen", *name_figures(one, list(enumerate(lines("names_unseen.tsv")))))
    assert precision >= 99
    assert recall >= 75


def test_no_spelling_is_on_two_lines():
    counts = collections.Counter(name for _, *names in lines("names.tsv") for name in names)
    assert [name for name, count in counts.items() if count > 1] == []


@pytest.fixture(scope="module")
def quotes():
    """([(how, whole, version)], [(a, b) of different quotations])"""
    said = [(whole, [v.split("|", 1) for v in versions]) for whole, *versions in lines("quotes.tsv")]
    same = [(how, whole, words) for whole, versions in said for how, words in versions]
    texts = [(i, words) for i, (whole, of) in enumerate(said) for words in [whole] + [w for _, w in of]]
    return same, [(a, b) for (i, a), (j, b) in itertools.combinations(texts, 2) if i != j]


def quote_figures(what, quotes, is_same):
    same, others = quotes
    found = collections.Counter(how for how, a, b in same if is_same(a, b))
    for how, of in collections.Counter(how for how, _, _ in same).items():
        print("  %s: %d of %d" % (how, found[how], of))
    wrong = [(a, b) for a, b in others if is_same(a, b)]
    return show(what, sum(found.values()), len(wrong), len(same)), wrong


def test_similarity_of_quotes(one, quotes):
    def is_same(a, b):
        return one("hearsay_quote_similarity(?, ?)", a, b) >= THRESHOLD

    (precision, recall), wrong = quote_figures("similarity >= %.1f" % THRESHOLD, quotes, is_same)
    assert precision >= 85
    assert recall >= 98
    # What is wrong is a stock phrase that is all of one quotation and a part of the other.
    assert all(min(len(a.split()), len(b.split())) <= 10 for a, b in wrong)


def test_keys_of_quotes(one, quotes):
    texts = {text for pair in quotes[1] for text in pair}
    key = {text: one("hearsay_quote_key(?)", text) for text in texts}
    (precision, recall), _ = quote_figures("key", quotes, lambda a, b: key[a] == key[b])
    assert precision >= 70
    assert recall >= 65
    for how, a, b in quotes[0]:  # what keeps every word keeps the key
        if how in ("marks", "spelling", "brackets", "interrupted"):
            assert key[a] == key[b], (a, b)


def test_the_two_together(one, quotes):
    equal = "hearsay_quote_key(?1) = hearsay_quote_key(?2)"

    def is_same(a, b):
        return one(equal + " AND hearsay_quote_similarity(?1, ?2) >= %s" % THRESHOLD, a, b)

    (precision, _), _ = quote_figures("key, and similarity", quotes, is_same)
    assert precision >= 80


def test_the_example_of_the_readme():
    """README.md, "The same person, the same quotation": what it says comes out."""
    with open(os.path.join(database.ROOT, "README.md"), encoding="utf-8") as file:
        section = file.read().split("### The same person, the same quotation", 1)[1]
    sql, expected = section.split("```sql\n", 1)[1].split("```", 1)[0], []
    db = database.connect()
    for statement in sql.split(";\n"):
        for row in db.rows(statement):
            expected.append("-- " + "|".join(map(str, row)))
    assert expected == [line for line in sql.splitlines() if line.startswith("-- ")]
    db.close()


# ---- the lists -------------------------------------------------------------------------------------------

BAD_LINES = [
    ("name_words.tsv", "qu\tcolour", "no kind of word: colour"),
    ("name_words.tsv", "qu", "no kind of word: qu"),
    ("name_words.tsv", "qu\ttitle\tmr", "a column too many or missing"),
    ("name_words.tsv", "qu\tgeneration", "a column too many or missing"),
    ("name_words.tsv", "al\tarticle", "there twice as the same kind: al"),
    ("name_spellings.tsv", "quill", "two columns expected"),
    ("name_spellings.tsv", "quill\tQuil", "no ASCII small letters, or too many: Quil"),
    ("name_spellings.tsv", "quill\tmohamed", "there twice as the same kind: mohamed"),
    ("short_names.tsv", "quill\tbob", "there twice as the same kind: bob"),
    ("name_letters.tsv", "nowhere\ta\tb\t3", "no place: nowhere"),
    ("name_letters.tsv", "in\ta\tbb\t3", "becomes longer: a"),
    ("name_letters.tsv", "in\taC\tCC\t3", "becomes longer: aC"),
    ("name_letters.tsv", "in\tab\tb\t1", "no number of letters: 1"),
    ("name_letters.tsv", "in\tab\tb", "four columns expected"),
]


@pytest.fixture(scope="module")
def tool(tmp_path_factory):
    folder = tmp_path_factory.mktemp("tools")
    made = ["make", "-s", "BUILD=%s" % folder, "%s/tools/name_table" % folder]
    subprocess.run(made, cwd=database.ROOT, check=True, stdout=subprocess.DEVNULL)
    return folder / "tools" / "name_table"


@pytest.mark.build
@pytest.mark.parametrize("file, line, why", BAD_LINES, ids=range(len(BAD_LINES)))
def test_a_bad_line(tool, tmp_path, file, line, why):
    shutil.copytree(os.path.join(database.ROOT, "ext", "lexicon"), tmp_path / "ext" / "lexicon")
    with open(tmp_path / "ext" / "lexicon" / file, "a") as out:
        out.write(line)  # a last line without its end is read, too
    done = subprocess.run(
        [str(tool), str(tmp_path), str(tmp_path / "ext"), "unused"], stderr=subprocess.PIPE, text=True
    )
    assert done.returncode == 1
    assert why in done.stderr
    assert not (tmp_path / "name_table.c").exists()
