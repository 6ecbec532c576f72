"""Classes of errors: text with what is marked and what is found in, class out."""

import collections

import errors
import pytest

TEXT = "Ann said it was late. Bob said Ann had said no, and left. Who knows."


def row(content, cue="said", speaker="Ann"):
    start = TEXT.index(content)
    cue_start, speaker_start = TEXT.index(cue), TEXT.index(speaker)
    return {
        "start": start,
        "end": start + len(content),
        "kind": "indirect",
        "cue": [cue_start, cue_start + len(cue)],
        "speaker": [speaker_start, speaker_start + len(speaker)] if speaker else None,
    }


@pytest.mark.parametrize(
    "marked, found, missed",
    [
        (row("it was late"), row("it was late"), None),
        (row("it was late"), row("it was late", speaker="Bob"), "other source"),
        (row("it was late"), dict(row("it was late"), speaker=None), "a source on one side only"),
        (row("it was late"), row("late. Bob said Ann had said no, and left"), "same cue, other content"),
        (row("no", cue="had said"), row("Ann had said no, and left", cue="Bob said"), "cue inside another's content"),
        (row("Ann had said no, and left", cue="Bob said"), row("no", cue="had said"), "another's cue inside its content"),
        (row("Who knows", cue="knows"), row("it was late"), "nothing there"),
    ],
)
def test_classes(marked, found, missed):
    counts, examples = collections.defaultdict(collections.Counter), collections.defaultdict(list)
    errors.compare({"id": "a", "text": TEXT, "quotes": [marked]}, {"quotes": [found]}, counts, examples)
    classes = {name for side, name in counts if side == "missed" and name != "all"}
    assert classes == ({missed} if missed else set())
    assert counts["missed", "all"]["indirect"] == counts["wrong", "all"]["indirect"] == 1
    assert all(said.startswith("a: ") for said in examples["missed", missed])
