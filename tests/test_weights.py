"""The files of ext/model/ on their way into C: what build/tools/weights and build/tools/tables take, and what stops
the build with a message that names the file."""

import glob
import os
import re
import shutil
import struct
import subprocess
import zlib

import pytest

import database
from test_build import run

MODEL = os.path.join(database.ROOT, "ext", "model")
# Those of the language, of which there is a free variant too, and those of attribution.
LANGUAGE = ("tags", "names", "phrases")
MODELS = LANGUAGE + ("stretches", "cues", "cues_again", "contents", "proposals", "sources", "verdicts")
MAGIC = b"hearsay weights\n"
VERSION, LABELS, FEATURES, WEIGHTS = range(4)


# ---- files of weights: their form is in ext/train/crf.h ------------------------------------------------------------


def read(name):
    with open(os.path.join(MODEL, name), "rb") as file:
        return file.read()


def labels_of(name):
    """The number of labels of a committed model."""
    return struct.unpack_from("<4I", read(name + ".weights"), len(MAGIC))[LABELS]


def sealed(inside):
    """A file with the right checksum, whatever is in it."""
    return inside + struct.pack("<I", zlib.crc32(inside))


def weights_file(labels, features, version=1, head=None, steps=None, more=b""):
    """A file of weights. features: [(key, [(label, value), ...]), ...]; head: numbers to say instead of the right
    ones, by place; more: bytes behind the last feature."""
    numbers = [version, labels, len(features), sum(len(weights) for _, weights in features)]
    for place, number in (head or {}).items():
        numbers[place] = number
    inside = MAGIC + struct.pack("<4I", *numbers)
    inside += bytes((labels + 1) ** 2) if steps is None else steps
    for key, weights in features:
        inside += struct.pack("<IB", key, len(weights))
        inside += b"".join(struct.pack("<Bb", label, value) for label, value in weights)
    return sealed(inside + more)


GOOD = [(7, [(0, 3), (2, -127)]), (8, [(1, 127)]), (0xFFFFFFFF, [(0, 1)])]
GOOD_ALONE = [(7, [(0, 3)]), (8, [(0, 127)]), (0xFFFFFFFF, [(0, 1)])]


def good_features(name):
    """Three features, of a model with one label or with several."""
    return GOOD if labels_of(name) > 1 else GOOD_ALONE


@pytest.fixture(scope="module")
def tools(tmp_path_factory):
    """The folder of the two programs."""
    folder = tmp_path_factory.mktemp("tools")
    run("make", "BUILD=%s" % folder, *("%s/tools/%s" % (folder, name) for name in ("weights", "tables")))
    return folder / "tools"


@pytest.fixture
def small(tmp_path):
    """An ext/ of its own whose models have three features each, so that a test takes no time; and where the
    tables go."""
    (tmp_path / "out").mkdir()
    (tmp_path / "ext" / "model").mkdir(parents=True)
    for name in MODELS:
        path = tmp_path / "ext" / "model" / (name + ".weights")
        path.write_bytes(weights_file(labels_of(name), good_features(name)))
    return tmp_path


def call(tools, program, folder, ext=None, model=None):
    """Runs one of the two: its exit status and what it says."""
    ext = str(ext or folder / "ext")
    done = subprocess.run(
        [str(tools / program), str(folder / "out"), ext, str(model or os.path.join(ext, "model"))],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    return done.returncode, done.stdout


def refused(tools, folder, name, content, why):
    """That a file is refused: no crash, its path in the message, the reason in it too, and no table made of it."""
    path = folder / "ext" / "model" / (name + ".weights")
    if content is None:
        path.unlink()
    else:
        path.write_bytes(content)
    status, said = call(tools, "weights", folder)
    assert status == 1, said
    assert said.startswith("%s: " % path)
    assert re.search(why, said), said
    assert not (folder / "out" / (name + "_weights.c")).exists()


def numbers(folder, name, table):
    """A table of numbers in what was made."""
    text = (folder / "out" / (name + "_weights.c")).read_text()
    found = re.search(r"hs_%s_%s\[\](?:\[HS_WIDE\])? = \{([^;]*)\};" % (name, table), text)
    return [int(number, 0) for number in re.findall(r"-?(?:0x)?[0-9a-f]+", found[1])]


# ---- what is committed ---------------------------------------------------------------------------------------------


COMMITTED = sorted(os.path.relpath(path, MODEL) for path in glob.glob(MODEL + "/**/*.weights", recursive=True))


@pytest.mark.parametrize("name", COMMITTED)
def test_a_committed_model_is_whole(name):
    content = read(name)
    assert content.startswith(MAGIC)
    assert content[-4:] == struct.pack("<I", zlib.crc32(content[:-4]))
    assert struct.unpack_from("<I", content, len(MAGIC)) == (1,)


def test_a_model_has_the_labels_that_the_code_knows():
    """The tags of ext/language/tag_labels.h; for the others no more than chances are worked out for."""
    with open(os.path.join(database.ROOT, "ext", "language", "tag_labels.h"), encoding="utf-8") as file:
        assert labels_of("tags") == len(re.findall(r'^  X\(\w+, "', file.read(), re.M))
    with open(os.path.join(MODEL, "sequence.h"), encoding="utf-8") as file:
        most = int(re.search(r"HS_MOST_CHOICES = (\d+)", file.read())[1])
    assert 1 < labels_of("names") <= most
    assert 1 < labels_of("phrases") <= most


def test_no_model_is_missing_and_there_is_no_other():
    for folder in {os.path.dirname(name) for name in COMMITTED}:
        assert {name for name in COMMITTED if os.path.dirname(name) == folder} == {
            os.path.join(folder, model + ".weights") for model in (LANGUAGE if folder else MODELS)
        }


def test_the_models_are_small():
    files = glob.glob(MODEL + "/*.weights") + glob.glob(MODEL + "/*.tsv")
    assert len(files) >= 5
    assert sum(os.path.getsize(path) for path in files) <= 12_000_000


@pytest.mark.build
def test_the_same_bytes_twice(tools, tmp_path):
    made = []
    for name in ("one", "two"):
        (tmp_path / name / "out").mkdir(parents=True)
        for program in ("weights", "tables"):
            assert call(tools, program, tmp_path / name, os.path.join(database.ROOT, "ext")) == (0, "")
        out = tmp_path / name / "out"
        made.append({path.name: path.read_bytes() for path in out.iterdir()})
    assert set(made[0]) == {m + "_weights.c" for m in MODELS} | {"exponentials.c", "lexicon_tables.c"}
    assert made[0] == made[1]


# ---- weights -------------------------------------------------------------------------------------------------------


def from_file(key):
    """A key as the tables have it: hs_key_from_file."""
    key = (key ^ key >> 16) * pow(0xC2B2AE35, -1, 2**32) % 2**32
    return (key ^ key >> 15 ^ key >> 30) * pow(0x85EBCA6B, -1, 2**32) % 2**32


def row_of(small, name, key):
    """The number of the row of a key as the tables have it, as hs_row_of says, and what is in the row."""
    text = (small / "out" / (name + "_weights.c")).read_text()
    shift = int(re.search(r"_pilot_shift = (\d+)", text)[1])
    count = int(re.search(r"_row_count = (\d+)", text)[1])
    hashed = key * 0x2C1B3C6D % 2**32
    pilot = numbers(small, name, "pilots")[hashed >> shift]
    row = ((hashed ^ pilot * 0xC2B2AE35 % 2**32) * 0x85EBCA6B % 2**32) * count >> 32
    length, rest = divmod(len(numbers(small, name, "rows")), count + 1)
    assert not rest
    return row, numbers(small, name, "rows")[row * length : (row + 1) * length]


def weights_in(small, name, row):
    """What a row says: [(label, value), ...]."""
    labels, values = labels_of(name), row[1:]
    if labels <= 12:
        assert not any(values[labels:])
        return [(label, value) for label, value in enumerate(values) if value]
    if values[0] == 255:
        wide = values[1] + 256 * values[2] + 65536 * values[3]
        return [(label, value) for label, value in enumerate(numbers(small, name, "wide")[64 * wide :][:64]) if value]
    return [(label, value) for label, value in zip(values[:6], values[6:]) if label < 64]


@pytest.mark.build
@pytest.mark.parametrize("name", ["tags", "names", "phrases", "contents", "cues"])
def test_a_small_model(tools, small, name):
    """Its numbers are in the tables: each feature's weights are in the row that its key leads to."""
    labels = labels_of(name)
    steps = [i % 256 - 128 for i in range((labels + 1) ** 2)]
    features = [(0, [(0, 9)])] + good_features(name)
    if labels > 12:
        features.insert(1, (5, [(label, 1 + label) for label in range(0, labels, 3)]))
    path = small / "ext" / "model" / (name + ".weights")
    path.write_bytes(weights_file(labels, features, steps=struct.pack("%db" % len(steps), *steps)))
    assert call(tools, "weights", small) == (0, "")
    assert numbers(small, name, "steps") == steps
    for key, weights in features:
        row = row_of(small, name, from_file(key))[1]
        assert (row[0], weights_in(small, name, row)) == (from_file(key), weights)


@pytest.mark.build
def test_features_whose_keys_are_alike(tools, small):
    """Each has a row of its own."""
    features = [(number << 20 | 0xFFFFF, [(0, number)]) for number in range(1, 60)]
    (small / "ext" / "model" / "tags.weights").write_bytes(weights_file(labels_of("tags"), features))
    assert call(tools, "weights", small) == (0, "")
    rows = [row_of(small, "tags", from_file(key)) for key, _ in features]
    assert [row[0] for _, row in rows] == [from_file(key) for key, _ in features]
    assert len({place for place, _ in rows}) == len(features)


@pytest.mark.build
def test_a_model_without_features(tools, small):
    for name in MODELS:
        (small / "ext" / "model" / (name + ".weights")).write_bytes(weights_file(labels_of(name), []))
    assert call(tools, "weights", small) == (0, "")


# Where in a file, of its length: in the magic, the version, the numbers, the steps, among the features, the checksum.
PLACES = [0, 9, 15, 16, 20, 24, 28, 31, 32, 40, 0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99, -5, -4, -3, -1]


def place_in(content, place):
    return int(place * len(content)) if isinstance(place, float) else place % len(content)


@pytest.mark.build
@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("name", MODELS)
def test_cut_short(tools, small, name, place):
    content = read(name + ".weights")
    refused(tools, small, name, content[: place_in(content, place)], "no file of weights|cut short")


@pytest.mark.build
@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("name", MODELS)
def test_a_flipped_bit(tools, small, name, place):
    content = bytearray(read(name + ".weights"))
    at = place_in(content, place)
    content[at] ^= 1 << at % 8
    refused(tools, small, name, content, "no file of weights" if at < len(MAGIC) else "altered")


@pytest.mark.build
@pytest.mark.parametrize("name", MODELS)
def test_missing(tools, small, name):
    refused(tools, small, name, None, "No such file")


@pytest.mark.build
@pytest.mark.parametrize("name", MODELS)
@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n",
        MAGIC,
        sealed(MAGIC),
        sealed(b""),
        b"version https://git-lfs.github.com/spec/v1\noid sha256:0\n" + bytes(99),
    ],
    ids=["empty", "a line", "nothing but its name", "and a checksum", "nothing but a checksum", "another file"],
)
def test_no_file_of_weights(tools, small, name, content):
    refused(tools, small, name, content, "no file of weights|cut short")


@pytest.mark.build
def test_bytes_behind_the_end(tools, small):
    refused(tools, small, "phrases", weights_file(labels_of("phrases"), GOOD) + bytes(4), "altered")


# With a right checksum: what a trainer of another version, or with a mistake, would write.
WRONG = [
    ("a later version", dict(version=2), "version 2, not 1"),
    ("no version", dict(version=0), "version 0, not 1"),
    ("no labels", dict(head={LABELS: 0}), "0 labels"),
    ("too many labels", dict(head={LABELS: 64}, steps=bytes(65 * 65)), "64 labels"),
    ("2^32 - 1 labels: (labels + 1) ** 2 would be 0", dict(head={LABELS: 2**32 - 1}), "labels"),
    ("too many features", dict(head={FEATURES: (1 << 24) + 1}), "too many"),
    ("too many weights", dict(head={WEIGHTS: 1 << 26}), "too many"),
    ("2^32 - 1 weights", dict(head={WEIGHTS: 2**32 - 1}), "too many"),
    ("fewer features than it says", dict(head={FEATURES: 4}), "cut short"),
    ("more features than it says", dict(head={FEATURES: 2}), "more or less"),
    ("fewer weights than it says", dict(head={WEIGHTS: 5}), "more or less"),
    ("more weights than it says", dict(head={WEIGHTS: 3}), "wrong number of weights"),
    ("no steps", dict(steps=b""), "cut short|not in order|wrong number"),
    ("more behind the features", dict(more=b"\0"), "more or less"),
    ("a feature cut short", dict(head={FEATURES: 4}, more=b"\xff\xff"), "cut short"),
    ("features not in order", dict(features=[GOOD[1], GOOD[0]]), "not in order"),
    ("a feature twice", dict(features=[GOOD[0], GOOD[0]]), "not in order"),
    ("a feature without weights", dict(features=[(7, [])]), "wrong number of weights"),
    ("a label out of range", dict(features=[(7, [(0, 1), (255, 1)])]), "label 255 of"),
]


@pytest.mark.build
@pytest.mark.parametrize("name", LANGUAGE + ("contents",))
@pytest.mark.parametrize("change, why", [pytest.param(*row[1:], id=row[0]) for row in WRONG])
def test_wrong_inside(tools, small, name, change, why):
    change = dict(features=GOOD) | change
    refused(tools, small, name, weights_file(labels_of(name), **change), why)


@pytest.mark.build
@pytest.mark.parametrize("name", MODELS)
def test_a_label_just_out_of_range(tools, small, name):
    labels = labels_of(name)
    refused(tools, small, name, weights_file(labels, [(7, [(labels, 1)])]), "label %d of %d" % (labels, labels))


@pytest.mark.build
@pytest.mark.parametrize("name", MODELS)
def test_more_weights_than_labels(tools, small, name):
    labels = labels_of(name)
    feature = (7, [(0, 1)] * (labels + 1))
    refused(tools, small, name, weights_file(labels, [feature]), "wrong number of weights")


# ---- tables --------------------------------------------------------------------------------------------------------


@pytest.fixture
def lists(tmp_path):
    """An ext/ of its own with the word lists and small files of ours beside them."""
    (tmp_path / "out").mkdir()
    shutil.copytree(os.path.join(database.ROOT, "ext", "lexicon"), tmp_path / "ext" / "lexicon")
    (tmp_path / "ext" / "model").mkdir()
    (tmp_path / "ext" / "model" / "tag_dictionary.tsv").write_text("# words\nrun\tsmall\tNN/NOUN VB/VERB +\n")
    (tmp_path / "ext" / "model" / "word_classes.tsv").write_text("# words\nrun\t0\nwalk\t1023\n")
    return tmp_path


BAD_LINES = [
    ("tag_dictionary.tsv", "walk\tsmall\tNN/VERB", '"NN/VERB" is no label'),
    ("tag_dictionary.tsv", "walk\tsmall\tNN", '"NN" is no label'),
    ("tag_dictionary.tsv", "walk\tsmall\t+", "no labels"),
    ("tag_dictionary.tsv", "walk\tupper\tNN/NOUN", '"upper" is no form'),
    ("tag_dictionary.tsv", "run\tsmall\tNN/NOUN", '"run" twice'),
    ("tag_dictionary.tsv", "walk\tsmall", "3 columns expected"),
    ("tag_dictionary.tsv", "walk", "3 columns expected"),
    ("tag_dictionary.tsv", "walk\tsmall\tNN/NOUN\t12", "3 columns expected"),
    ("tag_dictionary.tsv", "", "an empty line"),
    ("tag_dictionary.tsv", "walk\tsmall\tNN/NOUN ", "white space"),
    ("word_classes.tsv", "jog\t1024", '"1024" is no class: 0..1023'),
    ("word_classes.tsv", "jog\t-1", '"-1" is no class'),
    ("word_classes.tsv", "jog\t99999999999999999999", "is no class"),
    ("word_classes.tsv", "jog\ttwelve", '"twelve" is no class'),
    ("word_classes.tsv", "jog\t12b", '"12b" is no class'),
    ("word_classes.tsv", "run\t3", '"run" twice'),
    ("word_classes.tsv", "jog", "2 columns expected"),
    ("word_classes.tsv", "jog\t3\t4", "2 columns expected"),
]


@pytest.mark.build
@pytest.mark.parametrize("file, line, why", BAD_LINES, ids=range(len(BAD_LINES)))
def test_a_bad_line(tools, lists, file, line, why):
    """The message has the file and the number of the line."""
    path = lists / "ext" / "model" / file
    count = len(path.read_text().splitlines())
    with open(path, "a") as out:
        out.write(line + "\n")
    status, said = call(tools, "tables", lists)
    assert status == 1, said
    assert said.startswith(str(lists)) and "/%s:%d: " % (file, count + 1) in said
    assert why in said
    assert not (lists / "out" / "lexicon_tables.c").exists()


@pytest.mark.build
@pytest.mark.parametrize("file", ["tag_dictionary.tsv", "word_classes.tsv"])
def test_a_list_that_is_missing(tools, lists, file):
    (lists / "ext" / "model" / file).unlink()
    status, said = call(tools, "tables", lists)
    assert status == 1
    assert file in said and "No such file" in said


@pytest.mark.build
@pytest.mark.parametrize("file", ["tag_dictionary.tsv", "word_classes.tsv"])
def test_a_list_without_its_last_line_end(tools, lists, file):
    path = lists / "ext" / "model" / file
    path.write_text(path.read_text().rstrip("\n"))
    status, said = call(tools, "tables", lists)
    assert status == 1
    assert file in said


@pytest.mark.build
def test_what_is_right_is_taken(tools, lists):
    assert call(tools, "tables", lists) == (0, "")
    with open(lists / "ext" / "model" / "tag_dictionary.tsv", "a") as out:
        out.write("run\tcapital\tNNP/PROPN\nwalk\tsmall\tNN/NOUN\n")
    assert call(tools, "tables", lists) == (0, "")
