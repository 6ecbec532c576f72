"""How good the extension must be on the project's own articles. `make eval` shows the figures."""

import pytest

import database
import predict
import score


@pytest.fixture(scope="module")
def guesses(articles):
    db = database.connect()
    yield {document["id"]: predict.predict(db, document) for document in articles}
    db.close()


@pytest.fixture(scope="module")
def attribution(articles, guesses):
    return score.score({document["id"]: document for document in articles}, guesses)["quotes"]["attribution"]


def test_who_is_found_where_the_text_says_it(attribution):
    assert attribution["end-to-end"]["f1"] >= 85


def test_who_is_found_by_name(attribution):
    assert attribution["e2e name"]["f1"] >= 80


@pytest.mark.parametrize("variant", "abc")
def test_the_envoy_under_other_names(variant, articles, guesses):
    """The envoy's article with other people, bodies, places, titles and pronouns: nothing may depend on the
    words."""
    key = "envoy_variant_" + variant
    gold = {document["id"]: document for document in articles if document["id"] == key}
    result = score.score(gold, guesses)
    attribution = result["quotes"]["attribution"]
    assert len(gold[key]["quotes"]) == 24
    assert missing(gold[key], guesses[key]) == []
    assert result["quotes"]["overlap"]["all"]["f1"] == 100.0, "a quotation too many"
    for figure in ("kind", "cue", "speaker", "name"):
        assert attribution[figure]["acc"] == 100.0, figure
    assert result["mentions"]["micro"]["f1"] >= 95


def missing(gold, guess):
    """The words of the quotations that were not found, or not with that kind, cue, source and speaker."""
    text = gold["text"]
    want = [score.Quote(text, row) for row in gold["quotes"]]
    pairs = score.pair(want, [score.Quote(text, row) for row in guess["quotes"]], score.Quote.agreement, 0.5)
    right = {
        id(g)
        for g, p in pairs
        if g.kind == p.kind
        and score.same_name(g.name, p.name)
        and (not g.cues or score.touch(g.cues, p.cues))
        and (not g.speaker or p.speaker and score.touch([g.speaker], [p.speaker]))
    }
    return [text[g.content[0][0] : g.content[-1][1]] for g in want if id(g) not in right]
