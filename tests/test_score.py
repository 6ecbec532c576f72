"""The scorer, on two small articles where every figure can be counted by hand."""

import copy
import io
import json

import pytest

import score

TEXT = (
    '"We will win," the mayor said on Monday. "It is late," said Ann Lee, "but not too late."\n'
    'The union said that talks had failed. He called it "a bad day" for all.'
)


def at(words, nth=0):
    """[start, end) of the nth occurrence of some words in TEXT."""
    start = -1
    for _ in range(nth + 1):
        start = TEXT.index(words, start + 1)
    return [start, start + len(words)]


def quote(kind, *pieces, cue=None, speaker=None, name=None):
    spans = [at(piece) for piece in pieces]
    row = {
        "start": spans[0][0],
        "end": spans[-1][1],
        "kind": kind,
        "cue": cue,
        "speaker": speaker,
        "speaker_text": None,
        "speaker_name": name,
    }
    return dict(row, spans=spans) if len(spans) > 1 else row


def mention(words, label, entity=None, nth=0):
    start, end = at(words, nth)
    return {"start": start, "end": end, "label": label, "entity": entity}


def gold():
    return {
        "a": {
            "id": "a",
            "text": TEXT,
            "quotes": [
                quote("direct", '"We will win,"', cue=at("said"), speaker=at("the mayor"), name="Bob Ray"),
                quote(
                    "direct",
                    '"It is late,"',
                    '"but not too late."',
                    cue=at("said", 1),
                    speaker=at("Ann Lee"),
                    name="Ann Lee",
                ),
                quote("indirect", "that talks had failed", cue=at("said", 2), speaker=at("The union")),
                quote("mixed", 'it "a bad day" for all', cue=at("called"), speaker=at("He"), name="Bob Ray"),
            ],
            "mentions": [mention("Ann Lee", "PERSON", "Ann Lee"), mention("The union", "ORG", "The union")],
        }
    }


def changed(change, kinds=score.KINDS):
    """The score of predictions that are gold but for a change of the article's prediction."""
    pred = copy.deepcopy(gold())
    change(pred["a"])
    return score.score(gold(), pred, kinds)


def attribution(change, kinds=score.KINDS):
    return changed(change, kinds)["quotes"]["attribution"]


def all_figures(result):
    figures = [row["f1"] for how in ("exact", "overlap", "chars") for row in result["quotes"][how].values()]
    figures += [row.get("f1", row.get("acc")) for row in result["quotes"]["attribution"].values()]
    return set(figures + [row["f1"] for row in result["mentions"].values()])


def test_gold_against_itself_is_100():
    assert all_figures(changed(lambda article: None)) == {100.0}


def test_nothing_found_is_0():
    assert all_figures(changed(lambda article: article.update(quotes=[], mentions=[]))) == {0.0}


def test_an_article_that_is_missing_counts_as_empty():
    result = score.score(gold(), {})
    assert all_figures(result) == {0.0}
    assert (result["missing"], result["extra"]) == (1, 0)


def test_an_article_that_gold_lacks_is_left_out():
    pred = dict(gold(), b={"id": "b", "text": "x", "quotes": [{"start": 0, "end": 1}], "mentions": []})
    result = score.score(gold(), pred)
    assert all_figures(result) == {100.0}
    assert result["extra"] == 1


def test_another_text_is_an_error():
    with pytest.raises(ValueError, match="another text"):
        changed(lambda article: article.update(text=TEXT + " "))


def test_an_empty_set_has_no_figures():
    result = score.score({"a": {"id": "a", "text": "x"}}, {})
    assert (result["quotes"], result["mentions"]) == (None, None)


def test_marks_and_the_final_comma_do_not_matter():
    def bare(article):
        article["quotes"][0].update(start=1, end=12)

    assert TEXT[1:12] == "We will win"
    assert changed(bare)["quotes"]["exact"]["all"]["f1"] == 100.0


def test_a_span_a_little_off_overlaps_but_is_not_exact():
    def without_that(article):
        article["quotes"][2]["start"] += len("that ")

    quotes = changed(without_that)["quotes"]
    assert quotes["exact"]["indirect"]["f1"] == 0.0
    assert quotes["exact"]["all"]["f1"] == 75.0
    assert quotes["overlap"]["indirect"]["f1"] == 100.0
    assert (quotes["chars"]["indirect"]["p"], quotes["chars"]["indirect"]["r"]) == (
        100.0,
        round(1600 / 21, 2),
    )


def test_less_than_half_is_no_match():
    def a_third(article):
        article["quotes"][2]["start"] += 14

    quotes = changed(a_third)["quotes"]
    assert quotes["overlap"]["indirect"]["f1"] == 0.0
    assert quotes["attribution"]["end-to-end"]["f1"] == 75.0


@pytest.mark.parametrize("end, f1", [(10, 100.0), (9, 0.0)])
def test_half_is_enough(end, f1):
    def article(stop):
        return {"a": {"id": "a", "text": "x" * 40, "quotes": [{"start": 0, "end": stop, "kind": "indirect"}]}}

    assert score.score(article(20), article(end))["quotes"]["overlap"]["all"]["f1"] == f1


def test_the_pieces_count_not_what_lies_between():
    def hull(article):
        del article["quotes"][1]["spans"]

    assert changed(hull)["quotes"]["exact"]["direct"]["r"] == 50.0
    assert score.Quote(TEXT, gold()["a"]["quotes"][1]).size == len("It is late") + len("but not too late")


def test_two_quotations_for_the_pieces_of_one():
    def halves(article):
        whole = article["quotes"].pop(1)
        article["quotes"] += [dict(whole, start=s, end=e, spans=None) for s, e in whole["spans"]]

    quotes = changed(halves)["quotes"]
    assert (quotes["overlap"]["direct"]["pred"], quotes["overlap"]["direct"]["gold"]) == (3, 2)
    assert (quotes["overlap"]["direct"]["p"], quotes["overlap"]["direct"]["r"]) == (66.67, 100.0)
    assert quotes["chars"]["all"]["f1"] == 100.0


def test_a_quotation_is_matched_once():
    def twice(article):
        article["quotes"].append(copy.deepcopy(article["quotes"][0]))

    row = changed(twice)["quotes"]["overlap"]["all"]
    assert (row["p"], row["r"]) == (80.0, 100.0)


def test_a_wrong_kind_costs_only_kind():
    def wrong(article):
        article["quotes"][3]["kind"] = "direct"

    quotes = changed(wrong)["quotes"]
    assert quotes["overlap"]["all"]["f1"] == 100.0
    assert quotes["attribution"]["kind"] == {"acc": 75.0, "n": 3, "of": 4}


def test_one_kind_only():
    quotes = changed(lambda article: article["quotes"].pop(0), kinds=("direct",))["quotes"]
    assert set(quotes["overlap"]) == {"direct", "all"}
    assert (quotes["overlap"]["all"]["r"], quotes["attribution"]["end-to-end"]["gold"]) == (50.0, 2)


def test_speakers():
    def speakers(article):
        for row, speaker in zip(article["quotes"], (at("mayor"), at("Lee"), at("Ann Lee"), None)):
            row["speaker"] = speaker

    figures = attribution(speakers)
    assert figures["speaker"] == {"acc": 50.0, "n": 2, "of": 4}
    assert figures["speaker strict"]["acc"] == 25.0  # `mayor` is `the mayor`; `Lee` is not `Ann Lee`
    assert figures["speaker given"]["acc"] == 75.0
    assert (figures["end-to-end"]["p"], figures["end-to-end"]["r"]) == (66.67, 50.0)
    assert (figures["e2e strict"]["p"], figures["e2e strict"]["r"]) == (33.33, 25.0)


def test_cue_pieces():
    want = gold()
    want["a"]["quotes"][0].update(cue=at("We"), cue_spans=[at("We"), at("said")])
    figures = score.score(want, gold())["quotes"]["attribution"]
    assert figures["cue"]["acc"] == 100.0


def test_cue_missing():
    assert attribution(lambda article: article["quotes"][0].update(cue=None))["cue"]["acc"] == 75.0


@pytest.mark.parametrize(
    "want, got, same",
    [
        ("Ann Lee", "Ann Lee", True),
        ("Ann Lee", "Ms. Ann B. Lee", True),
        ("Ann Lee", "Lee", False),
        ("Ann Lee", None, False),
        ("Ann Lee", "the very old Ms Ann Lee", False),
        ("Ann Lee", "LEE, Ann", True),
        ("Oslo's mayor", "mayor of Oslo", True),
        ("", "Ann", False),
        (None, None, False),
    ],
)
def test_same_name(want, got, same):
    assert score.same_name(want, got) is same


def test_names():
    def names(article):
        for row, name in zip(article["quotes"], ("Mayor Bob Ray", "Bob Ray", "a union", None)):
            row["speaker_name"] = name

    figures = attribution(names)
    assert figures["name"] == {"acc": 33.33, "n": 1, "of": 3}
    # `a union` has a name where gold has none: it counts against precision.
    assert (figures["e2e name"]["pred"], figures["e2e name"]["gold"]) == (3, 3)


def test_mentions():
    def other(article):
        article["mentions"] = [mention("Lee", "PERSON"), mention("union", "ORG"), mention("Monday", "MISC")]

    figures = changed(other)["mentions"]
    assert (figures["micro"]["f1"], figures["ORG"]["f1"]) == (0.0, 0.0)
    assert (figures["trimmed"]["p"], figures["trimmed"]["r"]) == (33.33, 50.0)


def test_a_wrong_label_is_right_as_a_span():
    figures = changed(lambda article: article["mentions"][0].update(label="ORG"))["mentions"]
    assert (figures["micro"]["f1"], figures["span only"]["f1"]) == (50.0, 100.0)


def test_entities_are_b_cubed():
    text = "A B C D"

    def article(*entities):
        return {
            "a": {
                "id": "a",
                "text": text,
                "mentions": [
                    {"start": 2 * i, "end": 2 * i + 1, "label": "PERSON", "entity": entity}
                    for i, entity in enumerate(entities)
                    if entity != "-"
                ],
            }
        }

    together = score.score(article("x", "x", "y", "y"), article("1", "1", "1", "1"))["mentions"]["entities"]
    assert (together["p"], together["r"]) == (50.0, 100.0)
    missed = score.score(article("x", "x", "y", "y"), article("1", "-", "2", "2"))["mentions"]["entities"]
    assert (missed["p"], missed["r"]) == (100.0, 62.5)
    assert "entities" not in score.score(article(None, None), article("1", "1"))["mentions"]


def test_command_line(tmp_path, capsys):
    path = tmp_path / "gold.jsonl"
    path.write_text(json.dumps(gold()["a"]) + "\n\n", encoding="utf-8")
    score.main([str(path), str(path), "--json"])
    assert json.loads(capsys.readouterr().out)["quotes"]["overlap"]["all"]["f1"] == 100.0
    score.main([str(path), str(path), "--kinds", "direct"])
    assert "end-to-end" in capsys.readouterr().out
    with pytest.raises(SystemExit):
        score.main([str(path), str(path), "--kinds", "spoken"])
    assert "--kinds takes" in capsys.readouterr().err


def test_show_prints_nothing_that_is_not_there():
    out = io.StringIO()
    score.show({"documents": 0, "missing": 0, "extra": 0, "quotes": None, "mentions": None}, out)
    assert out.getvalue() == "0 documents (0 missing in PRED, 0 extra)\n"
