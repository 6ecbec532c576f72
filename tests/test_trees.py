"""ext/train/trees.py: noun phrases and clauses out of trees. A word is FORM/XPOS/HEAD/RELATION, heads count from 1."""

import os
import sys

import pytest

import database

sys.path.insert(0, os.path.join(database.ROOT, "ext", "train"))
import trees  # noqa: E402

UNIVERSAL = {
    "NN": "NOUN", "NNS": "NOUN", "NNP": "PROPN", "PRP": "PRON", "PRP$": "PRON", "WP": "PRON", "CD": "NUM", "DT": "DET",
    "JJ": "ADJ", "RB": "ADV", "IN": "ADP", "CC": "CCONJ", "POS": "PART", "TO": "PART", "MD": "AUX", "$": "SYM",
    ",": "PUNCT", ".": "PUNCT", "``": "PUNCT", "''": "PUNCT", "HYPH": "PUNCT",
}  # fmt: skip


def sentence(text):
    rows = []
    for word in text.split():
        form, tag, head, relation = word.rsplit("/", 3)
        rows.append((form, form.lower(), UNIVERSAL.get(tag, "VERB"), tag, int(head), relation, True))
    return trees.Sentence("", False, rows)


def phrases(s):
    first, last = {p.first for p in s.phrases}, {p.last - 1 for p in s.phrases}
    return " ".join("[" * (t in first) + form + "]" * (t in last) for t, form in enumerate(s.forms))


def clauses(s):
    return " ".join("(" * s.begins[t] + form + ")" * s.ends[t] for t, form in enumerate(s.forms))


@pytest.mark.parametrize(
    "text, answer",
    [
        ("Oslo/NNP/4/nmod:poss 's/POS/1/case deputy/JJ/4/amod mayor/NN/5/nsubj left/VBD/0/root", "[Oslo 's deputy mayor] left"),
        ("the/DT/2/det head/NN/5/nsubj of/IN/4/case unions/NNS/2/nmod left/VBD/0/root", "[the head] of [unions] left"),
        ("Ann/NNP/4/nsubj and/CC/3/cc Bob/NNP/1/conj left/VBD/0/root", "[Ann] and [Bob] left"),
        ("a/DT/5/det trade/NN/5/compound and/CC/4/cc farm/NN/2/conj envoy/NN/6/nsubj left/VBD/0/root", "[a trade and farm envoy] left"),
        ("only/RB/3/advmod the/DT/3/det mayor/NN/4/nsubj left/VBD/0/root", "only [the mayor] left"),
        ("only/RB/3/advmod two/CD/3/nummod envoys/NNS/4/nsubj left/VBD/0/root", "[only two envoys] left"),
        ("Bob/NNP/5/nsubj ,/,/4/punct an/DT/4/det envoy/NN/1/appos left/VBD/0/root", "[Bob] , [an envoy] left"),
        ("my/PRP$/2/nmod:poss brother/NN/4/nsubj Bob/NNP/2/appos left/VBD/0/root", "[my brother Bob] left"),
        ("the/DT/3/det ``/``/3/punct war/NN/5/nsubj ''/''/3/punct ended/VBD/0/root", "[the `` war ''] ended"),
        ("they/PRP/2/nsubj paid/VBD/0/root $/$/2/obj 5/CD/5/compound million/CD/3/nummod", "[they] paid [$ 5 million]"),
        ("Ann/NNP/4/nsubj ,/,/1/punct who/WP/4/nsubj left/VBD/0/root", "[Ann] , who left"),
    ],
)  # fmt: skip
def test_phrases(text, answer):
    assert phrases(sentence(text)) == answer


@pytest.mark.parametrize(
    "text, answer",
    [
        ("he/PRP/2/nsubj said/VBD/0/root it/PRP/4/nsubj rained/VBD/2/ccomp", "(he said (it rained))"),
        ("he/PRP/2/nsubj came/VBD/0/root and/CC/4/cc went/VBD/2/conj", "(he came) (and went)"),
        ("it/PRP/2/nsubj rained/VBD/0/root ,/,/5/punct she/PRP/5/nsubj said/VBD/2/parataxis", "(it rained) , (she said)"),
        ("Ann/NNP/6/nsubj ,/,/4/punct who/WP/4/nsubj left/VBD/1/acl:relcl ,/,/4/punct wept/VBD/0/root", "(Ann , (who left) , wept)"),
        ("she/PRP/2/nsubj knows/VBZ/0/root what/WP/2/obj he/PRP/5/nsubj said/VBD/3/acl:relcl", "(she knows (what he said))"),
        ("she/PRP/2/nsubj wants/VBZ/0/root to/TO/4/mark go/VB/2/xcomp", "(she wants (to go))"),
        ("it/PRP/6/nsubj ,/,/4/punct she/PRP/4/nsubj said/VBD/0/root ,/,/4/punct rained/VBD/4/ccomp",
         "((it) , she said , (rained))"),
    ],
)  # fmt: skip
def test_clauses(text, answer):
    assert clauses(sentence(text)) == answer


def test_hyphenated_words_are_joined_as_hearsay_does(tmp_path):
    words = [("a", "DT", 7, "det", ""), ("19", "CD", 4, "nummod", "No"), ("-", "HYPH", 2, "punct", "No"),
             ("year", "NN", 6, "obl:unmarked", "No"), ("-", "HYPH", 4, "punct", "No"), ("old", "JJ", 7, "amod", ""),
             ("law", "NN", 0, "root", "")]  # fmt: skip
    lines = ["# newdoc id = GUM_news_own"]
    for number, (form, tag, head, relation, glued) in enumerate(words, 1):
        upos = UNIVERSAL[tag]
        space = "SpaceAfter=No" if glued else "_"
        lines.append("\t".join([str(number), form, form, upos, tag, "_", str(head), relation, "_", space]))
    path = tmp_path / "own.conllu"
    path.write_text("\n".join(lines) + "\n\n")
    (joined,) = trees.read(str(path), joined=True)
    assert (joined.forms, joined.heads, joined.xpos[1]) == (["a", "19-year-old", "law"], [2, 2, -1], "JJ")
    (again,) = trees.read(str(path))
    assert again.forms == [word[0] for word in words]
    path.write_text(path.read_text().replace("GUM_news", "GUM_fiction"))
    assert not list(trees.read(str(path), training=True))
