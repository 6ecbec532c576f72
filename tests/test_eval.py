"""What `make eval` adds to the scorer, on articles where every figure can be counted by hand."""

import io
import os
import subprocess
import sys
import xml.etree.ElementTree

import pytest

import database
import eval as evaluation
import measures

TEXT = '"We are late," he said. The union said that talks had failed. "No," she said. Bob left.'


def row(words, kind, speaker, name, confidence=1.0, nth=0):
    start = TEXT.index(words)
    at = [i for i in range(len(TEXT)) if speaker and TEXT.startswith(speaker, i)]
    return {
        "start": start,
        "end": start + len(words),
        "kind": kind,
        "speaker": [at[nth], at[nth] + len(speaker)] if speaker else None,
        "speaker_text": speaker,
        "speaker_name": name,
        "confidence": confidence,
    }


GOLD = {
    "a": {
        "id": "a",
        "text": TEXT,
        "quotes": [
            row('"We are late,"', "direct", "he", "Bob Ray"),
            row("that talks had failed", "indirect", "The union", "The union"),
            row('"No,"', "direct", "she", "Ann Lee"),
        ],
    }
}
GUESSES = {
    "a": {
        "id": "a",
        "text": TEXT,
        "quotes": [
            row('"We are late,"', "direct", "he", "Bob Ray", 0.95),
            row("that talks had failed", "indirect", None, None, 0.75),
            row('"No,"', "direct", "she", "Bob Ray", 0.85),
            row("Bob left", "indirect", "she", "Bob Ray", 0.25),
        ],
    }
}


def test_pronouns_count_by_name():
    assert measures.pronouns(GOLD, GUESSES) == {"acc": 50.0, "n": 1, "of": 2}


def test_only_what_pairs_counts_for_pronouns():
    unfound = {"a": dict(GUESSES["a"], quotes=GUESSES["a"]["quotes"][1:2])}
    assert measures.pronouns(GOLD, unfound)["of"] == 0


def test_a_quotation_is_right_when_its_speaker_is():
    judged = measures.judged(GOLD, GUESSES)
    assert [right for _, right, _, _ in judged] == [True, False, True, False]
    assert [given for _, _, _, given in judged] == [True, False, True, True]


def test_confident_quotations():
    kept = measures.confident(GUESSES, 0.75)["a"]["quotes"]
    assert [quote["confidence"] for quote in kept] == [0.95, 0.75, 0.85]


def test_calibration_error():
    # In the bin of 0.8: 0.85 on the mean, half of it right. In the last: 1.0 of one that is wrong.
    rows = [(0.80, True), (0.90 - 1e-9, False), (1.0, False)]
    assert measures.calibration_error(rows) == pytest.approx((2 * 0.35 + 1.0) / 3)
    assert measures.calibration_error([(0.5, True), (0.5, False)]) == 0
    assert measures.calibration_error([]) is None


def test_bins_are_shown():
    rows = [(0.95, True), (0.95, True), (0.12, False)]
    table = measures.reliability_table(rows).splitlines()
    assert table[2:] == [
        "| 0.1 to 0.2 | 1 | 0.120 | 0.000 | `..!.................` |",
        "| 0.9 to 1.0 | 2 | 0.950 | 1.000 | `###################!` |",
    ]
    drawing = xml.etree.ElementTree.fromstring(measures.reliability_svg(rows, "a < b & c"))
    assert len(drawing.findall("{http://www.w3.org/2000/svg}circle")) == 2


def test_what_got_worse_is_marked():
    assert evaluation.cell({"e2e": 70.0}, {"e2e": 70.2}, "e2e") == "70.0 -0.2!"
    assert evaluation.cell({"e2e": 70.0}, {"e2e": 70.1}, "e2e") == "70.0 -0.1"
    assert evaluation.cell({"e2e": 70.2}, {"e2e": 70.0}, "e2e") == "70.2 +0.2"
    assert evaluation.cell({"e2e": 70.0}, {}, "e2e") == "70.0"


def target(measured, before, words):
    out = io.StringIO()
    evaluation.show_targets(measured, before, out)
    lines = [x for x in out.getvalue().splitlines() if x.startswith("PolNeAR dev") and words in x]
    assert len(lines) == 1
    return " ".join(lines[0].split())


def test_targets_stand_beside_the_figures():
    measured = {"PolNeAR dev": {"e2e": 60.0, "calibration error": 0.035}}
    before = {"PolNeAR dev": {"e2e": 61.0, "calibration error": 0.02}}
    assert target(measured, before, "end to end F1").endswith("60.0 61.0 71 11.0 short, ! worse")
    error = target(measured, before, "calibration error")
    assert error.endswith("0.035 0.020 at most 0.03 0.005 short, ! worse")
    met = target({"PolNeAR dev": {"e2e": 71.0}}, {}, "end to end F1")
    assert met.endswith("71.0 - 71 ok")


def test_every_target_is_measured():
    columns = {column for column, _ in evaluation.COLUMNS + evaluation.EXTRAS} | {"least", "MB"}
    sets = {name for name, *_ in evaluation.SETS} | {"weights"}
    for name, _, column, _ in evaluation.TARGETS:
        assert name in sets and column in columns, (name, column)


def test_without_the_corpora():
    """Our own articles are measured, and it says what is left out."""
    run = subprocess.run(
        [sys.executable, os.path.join(database.ROOT, "tests", "eval.py"), "--reliability"],
        env=dict(os.environ, HEARSAY_CORPORA="/nowhere"),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert run.returncode == 0, run.stdout
    assert "not measured, for want of the corpora" in run.stdout and "; PolNeAR dev;" in run.stdout
    assert "no bins of confidence" in run.stdout
    figures = [line.split() for line in run.stdout.splitlines() if line.startswith("fixtures")]
    assert len(figures) == 4 and all(len(line) > 6 for line in figures)
