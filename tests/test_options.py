"""The options argument: what it changes, and how mistakes in it are told."""

import json

import pytest

# (options, what is wrong with them)
MISTAKES = [
    ("", "options are not valid JSON"),
    ("{", "options are not valid JSON"),
    ("{cues: []}", "options are not valid JSON"),
    ("{'cues': []}", "options are not valid JSON"),
    ('{"cues": [],}', "options are not valid JSON"),
    ('{"cues": []} x', "options are not valid JSON"),
    ('{"cues": ["a", ]}', "options are not valid JSON"),
    ("[]", "options must be a JSON object"),
    ("null", "options must be a JSON object"),
    ("1", "options must be a JSON object"),
    ('"cues"', "options must be a JSON object"),
    ('{"cuse": []}', 'unknown option "cuse"'),
    ('{"": []}', 'unknown option ""'),
    ('{"Cues": []}', 'unknown option "Cues"'),
    ('{"cues": [], "cues": []}', 'option "cues" is given twice'),
    ('{"cues": [], "c\\u0075es": []}', 'option "cues" is given twice'),
    ('{"cues": "quipped"}', 'option "cues" must be an array of strings'),
    ('{"cues": {"a": "b"}}', 'option "cues" must be an array of strings'),
    ('{"cues": null}', 'option "cues" must be an array of strings'),
    ('{"cues": [1]}', 'option "cues" must be an array of strings'),
    ('{"cues": [["a"]]}', 'option "cues" must be an array of strings'),
    ('{"cues": ["a", null]}', 'option "cues" must be an array of strings'),
    ('{"cues": [""]}', 'option "cues" must be an array of strings, none of them empty'),
    ('{"titles": "Alhaji"}', 'option "titles" must be an array of strings'),
    ('{"titles": [true]}', 'option "titles" must be an array of strings'),
    ('{"titles": [""]}', 'option "titles" must be an array of strings, none of them empty'),
    ('{"entities": {}}', 'option "entities" must be an array of objects'),
    ('{"entities": ["Zhang Jun"]}', 'option "entities" must be an array of objects'),
    ('{"entities": [{}]}', 'every entity in option "entities" must have a "name"'),
    ('{"entities": [{"label": "person"}]}', 'every entity in option "entities" must have a "name"'),
    ('{"entities": [{"name": "A"}]}', 'every entity in option "entities" must have a "label"'),
    (
        '{"entities": [{"name": "A"}, {"name": "B", "label": "person"}]}',
        'every entity in option "entities" must have a "label"',
    ),
    (
        '{"entities": [{"name": "A", "label": "human"}]}',
        '"label" in option "entities" must be person, organization, place or other',
    ),
    (
        '{"entities": [{"name": "A", "label": ["person"]}]}',
        '"label" in option "entities" must be person, organization, place or other',
    ),
    ('{"entities": [{"name": 1, "label": "person"}]}', 'option "entities" must have strings as names'),
    (
        '{"entities": [{"name": "", "label": "person"}]}',
        'option "entities" must have strings as names, none of them empty',
    ),
    ('{"entities": [{"nmae": "A"}]}', 'unknown key "nmae" in option "entities"'),
    ('{"entities": [{"name": "A", "name": "B"}]}', 'an entity in option "entities" has "name" twice'),
    (
        '{"entities": [{"name": "A", "label": "person", "aliases": "B"}]}',
        '"aliases" in option "entities" must be an array of strings',
    ),
    (
        '{"entities": [{"name": "A", "label": "person", "aliases": [1]}]}',
        'option "entities" must have arrays of strings as aliases',
    ),
    ('{"min_confidence": "0.5"}', 'option "min_confidence" must be a number from 0 to 1'),
    ('{"min_confidence": -0.1}', 'option "min_confidence" must be a number from 0 to 1'),
    ('{"min_confidence": 1.1}', 'option "min_confidence" must be a number from 0 to 1'),
    ('{"min_confidence": true}', 'option "min_confidence" must be a number from 0 to 1'),
    ('{"max_bytes": 0}', 'option "max_bytes" must be a positive integer'),
    ('{"max_bytes": -5}', 'option "max_bytes" must be a positive integer'),
    ('{"max_bytes": 1.5}', 'option "max_bytes" must be a positive integer'),
    ('{"max_bytes": "5"}', 'option "max_bytes" must be a positive integer'),
    ('{"max_bytes": 99999999999999999999}', 'option "max_bytes" must be a positive integer'),
]


@pytest.mark.parametrize("options, message", MISTAKES)
def test_mistakes_are_named(db, options, message):
    for sql in (
        "SELECT * FROM hearsay_quotes('Some text.', ?)",
        "SELECT * FROM hearsay_sentences('Some text.', ?)",
        "SELECT hearsay('Some text.', ?)",
        "SELECT hearsay_html('Some text.', ?)",
    ):
        assert db.error(sql, options) == "hearsay: " + message


def test_a_nul_is_not_json(db):
    assert db.error("SELECT hearsay('x', '{}' || char(0) || 'y')") == "hearsay: options are not valid JSON"


def test_malformed_text_is_not_a_crash(db):
    """SQLite's JSON functions take such strings, and so do we."""
    options = "CAST(x'7B2263756573223A5B22FF7A225D7D' AS TEXT)"  # {"cues":["\xFFz"]}
    assert db.one("SELECT count(*) FROM hearsay_quotes('He went.', %s)" % options) == 0


def test_a_number_or_a_blob_is_read_as_text(db):
    assert db.error("SELECT hearsay('x', 5)") == "hearsay: options must be a JSON object"
    assert db.one("SELECT count(*) FROM hearsay_sentences('x.', CAST('{\"cues\": []}' AS BLOB))") == 1


@pytest.mark.parametrize(
    "options", [None, "{}", " { } ", '{"cues": [], "titles": [], "entities": []}', '{"min_confidence": 0}']
)
def test_options_that_change_nothing(db, articles, options):
    text = articles[0]["text"]
    assert db.one("SELECT hearsay(?, ?)", text, options) == db.one("SELECT hearsay(?)", text)


def test_cues(db):
    text = 'The bill was late. "It is on its way," Maria Lopez zorbled. Lopez zorbles that nobody will pay.'
    sql = "SELECT speaker, cue, confidence FROM hearsay_quotes(?, ?)"
    before = {cue: confidence for _, cue, confidence in db.rows(sql, text, None)}
    after = db.rows(sql, text, '{"cues": ["zorble"]}')
    assert [row[:2] for row in after] == [("Maria Lopez", "zorbled"), ("Maria Lopez", "zorbles")]
    assert all(confidence > before.get(cue, 0) for _, cue, confidence in after), "what the user says is surer"


def test_titles(db):
    text = "It rained. Wombatmeister Zondo Quill spoke. Quill left."
    sql = "SELECT mention FROM hearsay_mentions(?, ?) WHERE mention_kind = 'name'"
    assert ("Zondo Quill",) in db.rows(sql, text, '{"titles": ["Wombatmeister"]}')
    assert ("Wombatmeister",) not in db.rows(sql, text, '{"titles": ["Wombatmeister"]}')


@pytest.mark.parametrize(
    "cue, cues",
    [
        ("zorble", ["zorbled", "zorbles"]),
        ("zor\u00adble ", ["zorbled", "zorbles"]),  # a soft hyphen and a space are no letters
        ("zorble on  record", ["zorbled on record", "zorbles"]),
        ("zorble on record with us", ["zorbled", "zorbles"]),
    ],
)
def test_a_cue_as_it_may_be_written(db, cue, cues):
    text = 'The bill was late. "It is on its way," Maria Lopez zorbled on record. Lopez zorbles that nobody will pay.'
    assert db.rows("SELECT cue FROM hearsay_quotes(?, ?)", text, json.dumps({"cues": [cue]})) == [(c,) for c in cues]


@pytest.mark.parametrize("title", ["Alhaji", "alhaji.", "Al\u00adhaji "])
def test_a_title_as_it_may_be_written(db, title):
    text = "Then Alhaji Quill said it was late."
    assert db.one("SELECT entity FROM hearsay_entities(?, ?)", text, json.dumps({"titles": [title]})) == "Quill"


@pytest.mark.parametrize("option", ["cues", "titles"])
@pytest.mark.parametrize("words", [" ", "\u00ad", "a" * 70])
def test_words_that_are_none(db, option, words):
    message = "hearsay: a string in the options is blank or too long, or a number out of its range"
    assert db.error("SELECT hearsay('', ?)", json.dumps({option: [words]})) == message


def test_a_cue_of_too_many_words(db):
    message = "hearsay: a string in the options is blank or too long, or a number out of its range"
    assert db.error("SELECT hearsay('', ?)", '{"cues": ["said so to each and every one"]}') == message
    assert db.one("SELECT hearsay('', ?)", '{"cues": ["said so to each and every"]}')


def test_entities_win(db):
    """Cambridge is a place to everybody but this user, to whom it and Blueshirts are one club."""
    text = "Cambridge lost again. The Blueshirts said they were sorry."
    options = {
        "entities": [
            {"name": "Cambridge United", "label": "organization", "aliases": ["Cambridge", "Blueshirts"]}
        ]
    }
    rows = db.rows("SELECT mention, entity, label FROM hearsay_mentions(?, ?)", text, json.dumps(options))
    assert ("Cambridge", "Cambridge United", "organization") in rows
    assert [row[1:] for row in rows if "Blueshirts" in row[0]] == [("Cambridge United", "organization")]


def test_many_entities(db):
    """An authority list may be long, and its order does not matter."""
    entities = [
        {"name": "Person %d" % i, "label": "person", "aliases": ["P%d" % i, "Alias %d" % i]}
        for i in range(5000)
    ]
    options = json.dumps({"entities": entities})
    assert db.one("SELECT count(*) FROM hearsay_sentences('One. Two.', ?)", options) == 2


def test_min_confidence(db, articles):
    """What is below is left out, and what is left is what was there."""
    for article in articles[:8]:
        for table in ("hearsay_quotes", "hearsay_mentions"):
            sql = "SELECT start, length FROM %s(?, ?)" % table
            kept = db.rows(sql, article["text"], '{"min_confidence": 0.6}')
            assert kept == db.rows(sql + " WHERE confidence >= 0.6", article["text"], None)
    assert (
        db.rows(
            "SELECT * FROM hearsay_quotes(?, '{\"min_confidence\": 1}') WHERE confidence < 1",
            articles[0]["text"],
        )
        == []
    )


def test_max_bytes(db):
    message = "hearsay: article of 6 bytes is longer than max_bytes (5)"
    for sql in ("SELECT * FROM hearsay_tokens(?, ?)", "SELECT hearsay(?, ?)", "SELECT hearsay_html(?, ?)"):
        assert db.error(sql, "äöü", '{"max_bytes": 5}') == message
        db.rows(sql, "äöü", '{"max_bytes": 6}')
        db.rows(sql, "äöü", '{"max_bytes": 9223372036854775807}')


def test_an_error_is_not_remembered(db):
    """After a failure the same call says the same, and other calls work."""
    for _ in range(3):
        assert "unknown option" in db.error("SELECT hearsay('One.', '{\"x\": 1}')")
        assert db.one("SELECT count(*) FROM hearsay_sentences('One.')") == 1


def test_an_entity_behind_a_title_is_the_users(db):
    """The authority list wins, whether the name stands alone or behind a title."""
    rows = db.rows(
        "SELECT mention, speaker FROM hearsay_quotes(?, ?)",
        "Mayor Ann Lee said it was late. Ann Lee said it was over.",
        '{"entities": [{"name": "Lee, Ann (Q42)", "label": "person", "aliases": ["Ann Lee"]}]}',
    )
    assert [speaker for _, speaker in rows] == ["Lee, Ann (Q42)", "Lee, Ann (Q42)"]
