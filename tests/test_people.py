"""People and bodies: who is meant by a name, a description or a pronoun, and what an article says about them."""

import json

import pytest


def speakers(db, text, options=None):
    """Who says each quotation and by which words, as 'speaker < mention'."""
    rows = db.rows("SELECT speaker, mention FROM hearsay_quotes(?, ?) ORDER BY quote_id", text, options)
    return ["%s < %s" % tuple("-" if value is None else value for value in row) for row in rows]


def names(db, text, options=None):
    """The names in a text, as 'mention = label', with '= entity' where that is not the words themselves."""
    rows = db.rows(
        "SELECT mention, label, entity FROM hearsay_mentions(?, ?) WHERE mention_kind = 'name'", text, options
    )
    return ["%s = %s" % row[:2] if row[0] == row[2] else "%s = %s = %s" % row for row in rows]


def cases(table):
    return pytest.mark.parametrize("text, expected", [pytest.param(*row[1:], id=row[0]) for row in table])


# ---- who speaks ------------------------------------------------------------------------------------------------

SPEAKERS = [
    (
        "family name",
        'Zhang Jun met reporters. "We are ready," Zhang said.',
        ["Zhang Jun < Zhang"],
    ),
    (
        "he",
        'Zhang Jun met reporters on Monday. "We are ready," he said.',
        ["Zhang Jun < he"],
    ),
    (
        "the envoy",
        'Zhang Jun, the Chinese envoy, met reporters on Monday. "We are ready," the envoy said.',
        ["Zhang Jun < the envoy"],
    ),
    (
        "a description in the lede, the name later",
        "A Chinese envoy said on Monday that talks were ready to begin.\n\n"
        '"We are ready," said Zhang Jun, China\'s permanent representative to the United Nations.',
        [
            "Zhang Jun < A Chinese envoy",
            "Zhang Jun < Zhang Jun, China's permanent representative to the United Nations",
        ],
    ),
    (
        "she, of two people",
        "Maria Lopez, the mayor, met her deputy, John Reed, on Monday. "
        "Reed said the debt was too high. She said the debt would be paid.",
        ["John Reed < Reed", "Maria Lopez < She"],
    ),
    (
        "a title before the name",
        "Foreign Minister Ana Lima spoke in Lisbon. The minister said the talks had failed.",
        ["Ana Lima < The minister"],
    ),
    (
        "chief executive",
        'Acme said Ruth Klein, its chief executive, would leave. "I am tired," the chief executive said.',
        ["Acme < Acme", "Ruth Klein < the chief executive"],
    ),
    (
        "two people with one surname",
        'Ana Lima and her brother Rui Lima own the boat. "It leaks," said Ana Lima. "It floats," Rui Lima said.',
        ["Ana Lima < Ana Lima", "Rui Lima < Rui Lima"],
    ),
    (
        "Mr and Mrs of one surname",
        'Rui Lima and his wife Ana Lima own the boat. "It leaks," said Mrs Lima. "It floats," said Mr Lima.',
        ["Ana Lima < Mrs Lima", "Rui Lima < Mr Lima"],
    ),
    (
        "first name",
        'Dame Rosalind Quayle, 81, lives in York. "I like it," said Dame Rosalind.',
        ["Rosalind Quayle < Dame Rosalind"],
    ),
    (
        "Mr",
        'Peter Thwaite sells cheese. "I sell a lot," Mr Thwaite said.',
        ["Peter Thwaite < Mr Thwaite"],
    ),
    (
        "Cllr",
        'Cllr Denise Aldous chaired. "It is not popular," Cllr Aldous said.',
        ["Denise Aldous < Cllr Aldous"],
    ),
    (
        "Sen.",
        '"I can count," said Sen. Margaret Tolliver, R-Ohio. "I counted," Tolliver said.',
        ["Margaret Tolliver < Sen. Margaret Tolliver, R-Ohio", "Margaret Tolliver < Tolliver"],
    ),
    (
        "a body",
        "The Foreign Ministry said on Monday that the talks had failed. The ministry said it was sorry.",
        ["Foreign Ministry < The Foreign Ministry", "Foreign Ministry < The ministry"],
    ),
    (
        "an acronym",
        "The World Health Organization (WHO) met on Monday. The WHO said the outbreak was over.",
        ["World Health Organization < The WHO"],
    ),
    (
        "it",
        "The National Library said its roof leaked. It said repairs would take a year.",
        ["National Library < The National Library", "National Library < It"],
    ),
    (
        "a country",
        "China said on Monday that it would send two ships.",
        ["China < China"],
    ),
    (
        "two people familiar with the matter",
        "Acme is for sale, said two people familiar with the matter.",
        ["two people familiar with the matter < two people familiar with the matter"],
    ),
    (
        "a senior official",
        "A senior official said the bank would close.",
        ["senior official < A senior official"],
    ),
    (
        "officials, they",
        "Port officials said nine boats had sunk. They said nobody was hurt.",
        ["Port officials < Port officials", "Port officials < They"],
    ),
    (
        "his spokeswoman",
        "President Ali Hassan is ill, his spokeswoman, Leila Karim, said. She said he would rest.",
        ["Leila Karim < his spokeswoman, Leila Karim", "Leila Karim < She"],
    ),
    (
        "a body's spokesman",
        'Acme spokesman Tom Reed said the plant would close. "It is sad," Reed said.',
        ["Tom Reed < Acme spokesman Tom Reed", "Tom Reed < Reed"],
    ),
]


@cases(SPEAKERS)
def test_speakers(db, text, expected):
    assert speakers(db, text) == expected


@pytest.mark.parametrize(
    "full, short",
    [
        ("Xi Jinping", "Xi"),
        ("Park Geun-hye", "Park"),
        ("Shinzo Abe", "Abe"),
        ("Nguyen Phu Trong", "Trong"),
        ("Abdullah bin Rashid Al Nuaimi", "Al Nuaimi"),
        ("Mahmoud el-Sayed", "el-Sayed"),
        ("José García Márquez", "García Márquez"),
        ("Luiz Inácio Lula da Silva", "Lula"),
        ("María de los Ángeles Ortiz", "Ortiz"),
        ("Orbán Viktor", "Orbán"),
        ("Viktor Orbán", "Orbán"),
        ("Ratna Wulandari", "Wulandari"),
        ("Ursula von der Leyen", "von der Leyen"),
        ("Ngozi Okonjo-Iweala", "Okonjo-Iweala"),
        ("Siobhán O'Brien", "O'Brien"),
        ("Robert F. Kennedy Jr.", "Kennedy"),
        ("J.K. Simmons", "Simmons"),
    ],
)
def test_names_of_many_languages(db, full, short):
    text = 'The minister, %s, met reporters on Monday. "We are ready," %s said.' % (full, short)
    assert speakers(db, text) == ["%s < %s" % (full, short)]


@pytest.mark.parametrize(
    "mention, kind",
    [("Zhang", "name"), ("he", "pronoun"), ("the envoy", "nominal")],
)
def test_mention_kind(db, mention, kind):
    text = 'Zhang Jun, the envoy, met reporters on Monday. "We are ready," %s said.' % mention
    assert db.one("SELECT mention, mention_kind FROM hearsay_quotes(?)", text) == (mention, kind)


def test_no_mention(db):
    text = 'Zhang Jun met reporters. "We are ready," Zhang said.\n\n"We always were."'
    assert db.rows("SELECT speaker, mention, mention_kind FROM hearsay_quotes(?)", text)[1] == (
        "Zhang Jun",
        None,
        "none",
    )


# ---- what is known about them ------------------------------------------------------------------------------------

DESCRIPTIONS = [
    (
        '"We are ready," said Zhang Jun, China\'s permanent representative to the United Nations.',
        "Zhang Jun",
        "China's permanent representative to the United Nations",
    ),
    ('"We are ready," said Ana Lima, the mayor of Porto.', "Ana Lima", "mayor of Porto"),
    ("Foreign Minister Ana Lima said the talks had failed.", "Ana Lima", "Foreign Minister"),
    ("The chairman of the harbour board, Tom Reed, said it was cold.", "Tom Reed", "chairman of the harbour board"),
    ("Tom Reed, who has sold cheese since 1988, said it was cold.", "Tom Reed", None),
]


@pytest.mark.parametrize("text, speaker, description", DESCRIPTIONS)
def test_descriptions(db, text, speaker, description):
    found = db.one("SELECT description FROM hearsay_speakers(?) WHERE speaker = ?", text, speaker)
    assert (found and found.removeprefix("the ").removeprefix("The ")) == description


@pytest.mark.parametrize(
    "text, gender",
    [
        ('Alex Kim met reporters. "I am ready," she said.', "female"),
        ('Alex Kim met reporters. "I am ready," he said.', "male"),
        ('"I am ready," said Mrs Kim.', "female"),
        ('"I am ready," said Mr Kim.', "male"),
        ('"I am ready," said Alex Kim.', None),
        ('"I am ready," said Mary Kim.', None),
    ],
)
def test_gender_is_from_the_articles_own_words(db, text, gender):
    assert db.one("SELECT gender FROM hearsay_speakers(?)", text) == gender


def test_a_speaker(db):
    """One man under five names is one row, with the words he said counted."""
    text = (
        "Zhang Jun, the ambassador, arrived on Monday.\n\n"
        '"We are ready," Zhang said. "We are here," he added.\n\n'
        "The ambassador said the talks would go on."
    )
    speaker, label, gender, quotes, aliases = db.one(
        "SELECT speaker, label, gender, quotes, aliases FROM hearsay_speakers(?)", text
    )
    assert (speaker, label, gender, quotes) == ("Zhang Jun", "person", "male", 3)
    assert {"Zhang Jun", "Zhang"} >= set(json.loads(aliases)) >= {"Zhang"}


# ---- names -------------------------------------------------------------------------------------------------------

NAMES = [
    ("people", "Ana Lima met Tom Reed.", ["Ana Lima = person", "Tom Reed = person"]),
    ("titles stay outside", "Mr Tom Reed and Sen. Ada Cruz met.", ["Tom Reed = person", "Ada Cruz = person"]),
    (
        "places",
        "They flew from Kenya to Porto.",
        ["Kenya = place", "Porto = place"],
    ),
    (
        "bodies",
        "The World Bank and the University of Nairobi met Siemens AG.",
        [
            "World Bank = organization",
            "University of Nairobi = organization",
            "Siemens AG = organization",
        ],
    ),
    (
        "nationalities",
        "A Kenyan ship and two Danes were held.",
        ["Kenyan = other = Kenya", "Danes = other = Denmark"],
    ),
    (
        "possessive",
        "Kenya's envoy met Lopez's lawyer.",
        ["Kenya = place", "Lopez = person"],
    ),
    (
        "an acronym defined once",
        "The Natuna Fishers' Union (NFU) met. The NFU has 300 boats.",
        [
            "Natuna Fishers' Union = organization",
            "NFU = organization = Natuna Fishers' Union",
            "NFU = organization = Natuna Fishers' Union",
        ],
    ),
    (
        "an acronym defined the other way round",
        "The NFU (Natuna Fishers' Union) met.",
        ["NFU = organization = Natuna Fishers' Union", "Natuna Fishers' Union = organization"],
    ),
    (
        "an event",
        "Cyclone Hettie struck during the Olympic Games.",
        ["Cyclone Hettie = other", "Olympic Games = other"],
    ),
    ("no names", "The minister met reporters on Monday in March. They paid $300.", []),
    (
        "a company's short name",
        "Kestrel Foods plc lost money. Kestrel shares fell.",
        ["Kestrel Foods plc = organization", "Kestrel = organization = Kestrel Foods plc"],
    ),
    (
        "a town and its club",
        "The Borough Council of Harrowdale met in Harrowdale.",
        ["Borough Council of Harrowdale = organization", "Harrowdale = place"],
    ),
]


@cases(NAMES)
def test_names(db, text, expected):
    assert names(db, text) == expected


def test_entities_count_their_mentions(db):
    """Names, descriptions and pronouns of one person are its mentions."""
    text = 'Zhang Jun, the envoy, met reporters. "We are ready," Zhang said. He left. The envoy looked tired.'
    kinds = dict(
        db.rows(
            "SELECT mention_kind, count(*) FROM hearsay_mentions(?) WHERE entity = 'Zhang Jun' GROUP BY 1", text
        )
    )
    assert kinds["name"] == 2
    assert kinds["pronoun"] >= 1
    assert kinds["nominal"] >= 1
    assert db.one("SELECT mentions FROM hearsay_entities(?) WHERE entity = 'Zhang Jun'", text) == sum(
        kinds.values()
    )


# ---- options -------------------------------------------------------------------------------------------------------


def test_a_title_of_the_users_own(db):
    text = "Wombatmeister Zondo Quill met reporters. The wombatmeister said it was cold."
    assert speakers(db, text, '{"titles": ["Wombatmeister"]}') == ["Zondo Quill < The wombatmeister"]


def test_an_entity_of_the_users_own(db):
    """The user's list names the speaker, whatever the article calls him."""
    options = {"entities": [{"name": "Zhang Jun", "label": "person", "aliases": ["Ambassador Zhang", "J. Zhang"]}]}
    text = '"We are ready," J. Zhang said.'
    assert speakers(db, text, json.dumps(options)) == ["Zhang Jun < J. Zhang"]


def test_an_entity_of_the_users_own_that_is_no_name_by_form(db):
    options = {"entities": [{"name": "the regulator", "label": "organization", "aliases": ["ofwat"]}]}
    text = "Bills will rise, ofwat said."
    assert speakers(db, text, json.dumps(options)) == ["the regulator < ofwat"]
