"""Names: where they begin and end, whether a person's, a body's, a place's or another's, and which of them are one's."""

import json

import pytest

from examples import cases


def names(db, text, options=None):
    """The names in a text, as 'mention = label', with '= entity' where that is not the words themselves."""
    rows = db.rows(
        "SELECT mention, label, entity FROM hearsay_mentions(?, ?) WHERE mention_kind = 'name'", text, options
    )
    return ["%s = %s" % row[:2] if row[0] == row[2] else "%s = %s = %s" % row for row in rows]


# ---- names -------------------------------------------------------------------------------------------------------

NAMES = [
    ("people", "Ana Lima met Tom Reed.", ["Ana Lima = person", "Tom Reed = person"]),
    ("titles stay outside", "Mr Tom Reed and Sen. Ada Cruz met.", ["Tom Reed = person", "Ada Cruz = person"]),
    (
        "places",
        "They flew from Kenya to Lisbon.",
        ["Kenya = place", "Lisbon = place"],
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
        "a list of what a body is for",
        "The Ministry of Agriculture, Forestry and Fisheries wrote to the Committee on Banking, Housing, and Urban Affairs.",
        [
            "Ministry of Agriculture, Forestry and Fisheries = organization",
            "Committee on Banking, Housing, and Urban Affairs = organization",
        ],
    ),
    (
        "bodies in a list",
        "The Department of Energy, Congress and the White House met Boeing.",
        ["Department of Energy = organization", "Congress = organization", "White House = organization", "Boeing = organization"],
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


# ---- names: where the letters, the line or the words around say little ---------------------------------------------

CAPITALS = [
    (
        "a minister",
        "PRESIDENT RUTO MEETS ANGELA MERKEL IN BERLIN",
        ["RUTO = person", "ANGELA MERKEL = person", "BERLIN = place"],
    ),
    (
        "two countries and a bank",
        "KENYA AND UGANDA SIGN DEAL WITH THE WORLD BANK",
        ["KENYA = place", "UGANDA = place", "WORLD BANK = organization"],
    ),
    (
        "a sentence",
        "THE MAYOR, TOM REED, SAID THE BRIDGE IN DUBLIN WAS SAFE.",
        ["TOM REED = person", "DUBLIN = place"],
    ),
    (
        "a body, and who speaks for it",
        "DOCTORS WILL GO TO GHANA, SAID DAVID OKORO OF THE WORLD HEALTH ORGANIZATION.",
        ["GHANA = place", "DAVID OKORO = person", "WORLD HEALTH ORGANIZATION = organization"],
    ),
    ("words that are no names", "STORM KILLS NINE AS ROADS FLOOD", []),
]

TITLE_CASE = [
    ("a mayor", "Mayor Ann Lee Opens New Bridge in Oslo", ["Ann Lee = person", "Oslo = place"]),
    (
        "a bank",
        "World Bank Lends 300 Million Dollars to Kenya for Roads",
        ["World Bank = organization", "Kenya = place"],
    ),
    (
        "a chief",
        "Bank Chief Tom Reed Denies Wrongdoing Over Missing Funds",
        ["Tom Reed = person"],
    ),
    (
        "verbs and nouns with capitals are no names",
        "Thousands Flee as River Floods Villages Near Lagos",
        ["Lagos = place"],
    ),
]

# Wrapped at a length of line, so that a line's end is no paragraph's.
LINE_BREAKS = [
    (
        "a person",
        "The delegation from the north of the country was led for the first time by Lin\n"
        "Jun, who arrived from Geneva on Monday and left again on Tuesday night for\n"
        "Paris.",
        ["Lin\nJun = person = Lin Jun", "Geneva = place", "Paris = place"],
    ),
    (
        "a person, a sea and a body",
        "The harbour of the old town was closed on Monday by order of Maria\n"
        "Lopez, the mayor, because the storm that had come in from the North\n"
        "Sea overnight had broken the quay in two places, she told the World\n"
        "Health Organization.",
        [
            "Maria\nLopez = person = Maria Lopez",
            "North\nSea = place = North Sea",
            "World\nHealth Organization = organization = World Health Organization",
        ],
    ),
    ("a space that does not break", "Ana\u00a0Lima left.", ["Ana\u00a0Lima = person = Ana Lima"]),
    ("a tab", "Ana\tLima left.", ["Ana\tLima = person = Ana Lima"]),
]

ACRONYMS = [
    (
        "a body of states",
        "The Economic Community of West African States (ECOWAS) met in Abuja. ECOWAS sent troops.",
        [
            "Economic Community of West African States = organization",
            "ECOWAS = organization = Economic Community of West African States",
            "Abuja = place",
            "ECOWAS = organization = Economic Community of West African States",
        ],
    ),
    (
        "two bodies",
        "The African Union (AU) and the European Central Bank (ECB) signed. The ECB paid.",
        [
            "African Union = organization",
            "AU = organization = African Union",
            "European Central Bank = organization",
            "ECB = organization = European Central Bank",
            "ECB = organization = European Central Bank",
        ],
    ),
    (
        "before a noun",
        "The Kenya Wildlife Service (KWS) counted the lions. KWS rangers were proud.",
        [
            "Kenya Wildlife Service = organization",
            "KWS = organization = Kenya Wildlife Service",
            "KWS = organization = Kenya Wildlife Service",
        ],
    ),
    (
        "small words have no letter in it",
        "The International Committee of the Red Cross (ICRC) sent a ship to Yemen.",
        [
            "International Committee of the Red Cross = organization",
            "ICRC = organization = International Committee of the Red Cross",
            "Yemen = place",
        ],
    ),
]

# The outermost name counts; those inside it are no mentions of their own.
NESTED = [
    ("a university", "She teaches at the University of Nairobi.", ["University of Nairobi = organization"]),
    (
        "of two words",
        "The University of Cape Town did not reopen.",
        ["University of Cape Town = organization"],
    ),
    ("a court", "The Supreme Court of India heard the case.", ["Supreme Court of India = organization"]),
    (
        "of ... of",
        "The Ministry of Foreign Affairs of Norway replied.",
        ["Ministry of Foreign Affairs of Norway = organization"],
    ),
    (
        "a bank and an embassy",
        "The Bank of Ghana and the Embassy of Japan closed.",
        ["Bank of Ghana = organization", "Embassy of Japan = organization"],
    ),
]

SURNAMES = [
    (
        "the surname alone",
        "Marta Olsen runs the port. Olsen said the fire was small. Olsen's deputy left.",
        ["Marta Olsen = person", "Olsen = person = Marta Olsen", "Olsen = person = Marta Olsen"],
    ),
    (
        "paragraphs later",
        "Grace Mensah, the harbour master, was at the quay at dawn.\n\nIt rained.\n\nMensah blamed the pilots.",
        ["Grace Mensah = person", "Mensah = person = Grace Mensah"],
    ),
]

# A person whose name is also a place's, and the place.
PERSON_AND_PLACE = [
    (
        "Chad",
        "Chad Morris lives in Chad. Morris likes Chad.",
        ["Chad Morris = person", "Chad = place", "Morris = person = Chad Morris", "Chad = place"],
    ),
    (
        "Washington",
        "Washington Okumu flew to Washington. Okumu was tired.",
        ["Washington Okumu = person", "Washington = place", "Okumu = person = Washington Okumu"],
    ),
    (
        "Sydney",
        "Sydney Brown left Sydney. Brown said Sydney was wet.",
        ["Sydney Brown = person", "Sydney = place", "Brown = person = Sydney Brown", "Sydney = place"],
    ),
    (
        "Florence",
        "Florence Wanjiru arrived in Florence on Friday. Wanjiru was late.",
        ["Florence Wanjiru = person", "Florence = place", "Wanjiru = person = Florence Wanjiru"],
    ),
    (
        "Lincoln",
        "Mr Lincoln drove to Lincoln, Nebraska. Mr Lincoln was late.",
        ["Lincoln = person", "Lincoln = place", "Nebraska = place", "Lincoln = person"],
    ),
    (
        "Virginia",
        "Ms Virginia Wood was born in Virginia.",
        ["Virginia Wood = person", "Virginia = place"],
    ),
    (
        "a surname that is a city's",
        "Valeska Paris, an engineer, left the ship. Paris also claims it was cold. She lives in Paris. Paris was ill.",
        [
            "Valeska Paris = person",
            "Paris = person = Valeska Paris",
            "Paris = place",
            "Paris = person = Valeska Paris",
        ],
    ),
    (
        "a word that only a person in the text has",
        "Ada Wardeny took pictures. The Wardeny collection went to Oslo.",
        ["Ada Wardeny = person", "Wardeny = person = Ada Wardeny", "Oslo = place"],
    ),
    (
        "a given name that is a country's",
        'Kenya Moore spoke on Monday. "I am happy," Kenya said.',
        ["Kenya Moore = person", "Kenya = person = Kenya Moore"],
    ),
    (
        "from two towns",
        "Valeska Paris left the ship. She flew from Lyon and Paris on Monday.",
        ["Valeska Paris = person", "Lyon = place", "Paris = place"],
    ),
    (
        "a town and its country",
        "Valeska Paris left the ship. Paris, France, was cold on Monday.",
        ["Valeska Paris = person", "Paris = place", "France = place"],
    ),
    (
        "according to her",
        "Valeska Paris left the ship. According to Paris, it was cold.",
        ["Valeska Paris = person", "Paris = person = Valeska Paris"],
    ),
    (
        "her father",
        "Valeska Paris left the ship. Paris's father was ill.",
        ["Valeska Paris = person", "Paris = person = Valeska Paris"],
    ),
    (
        "a writer and his town",
        "Jack London wrote in London. London wrote books. He saw London.",
        ["Jack London = person", "London = place", "London = person = Jack London", "London = place"],
    ),
    (
        "three towns",
        "Jack London wrote. He went to Oslo, London and Rome.",
        ["Jack London = person", "Oslo = place", "London = place", "Rome = place"],
    ),
    (
        "a given name that is a city's, behind said",
        'Florence Reed spoke on Monday. "It is late," said Florence. She lives in Rome.',
        ["Florence Reed = person", "Florence = person = Florence Reed", "Rome = place"],
    ),
    (
        "the pictures of somebody",
        "Ada Wardeny took pictures. They had an interest in Wardeny's pictures.",
        ["Ada Wardeny = person", "Wardeny = person = Ada Wardeny"],
    ),
    (
        "a word that begins the sentence and is told who it is",
        "Paredes, Peru's finance minister, said that taxes would rise.",
        ["Paredes = person", "Peru = place"],
    ),
    ("a town of a country", "Lima, Peru's capital, is large.", ["Lima = place", "Peru = place"]),
    (
        "a person's word that is a place's elsewhere in the text",
        "Ada Wardeny took pictures. They went to Wardeny on Monday. The Wardeny council is there.",
        ["Ada Wardeny = person", "Wardeny = place", "Wardeny = place"],
    ),
]


@cases(CAPITALS)
def test_names_in_capitals(db, text, expected):
    assert names(db, text) == expected


@cases(TITLE_CASE)
def test_names_in_a_headline(db, text, expected):
    assert names(db, text) == expected


@cases(LINE_BREAKS)
def test_names_across_white_space(db, text, expected):
    assert names(db, text) == expected


@cases(ACRONYMS)
def test_acronyms_in_brackets(db, text, expected):
    assert names(db, text) == expected


@cases(NESTED)
def test_the_outermost_name(db, text, expected):
    assert names(db, text) == expected


@cases(SURNAMES)
def test_the_surname_after_the_full_name(db, text, expected):
    assert names(db, text) == expected


@cases(PERSON_AND_PLACE)
def test_a_person_and_a_place(db, text, expected):
    assert names(db, text) == expected


def test_a_person_and_a_place_of_one_name_are_two_entities(db):
    text = "Mr Lincoln drove to Lincoln, Nebraska. Mr Lincoln was late."
    rows = db.rows("SELECT label, mentions FROM hearsay_entities(?) WHERE entity = 'Lincoln' ORDER BY label", text)
    assert [label for label, _ in rows] == ["person", "place"]
    assert dict(rows)["place"] == 1


# ---- the user's own names win over the model -----------------------------------------------------------------------

KNOWN = [
    (
        "in capitals",
        "KENYA AND UGANDA SIGN DEAL WITH THE WORLD BANK",
        {"name": "World Bank Group", "label": "organization", "aliases": ["World Bank"]},
        ["KENYA = place", "UGANDA = place", "WORLD BANK = organization = World Bank Group"],
    ),
    (
        "in a headline, where it would not begin or end",
        "Bank Chief Tom Reed Denies Wrongdoing Over Missing Funds",
        {"name": "Missing Funds", "label": "other"},
        ["Tom Reed = person", "Missing Funds = other"],
    ),
    (
        "across a line break",
        "The delegation from the north of the country was led for the first time by Lin\n"
        "Jun, who arrived from Geneva on Monday and left again on Tuesday night for\n"
        "Paris.",
        {"name": "Lin, Jun (Q1)", "label": "person", "aliases": ["Lin Jun"]},
        ["Lin\nJun = person = Lin, Jun (Q1)", "Geneva = place", "Paris = place"],
    ),
    (
        "an acronym",
        "The Economic Community of West African States (ECOWAS) met in Abuja.",
        {"name": "ECOWAS (Q2)", "label": "organization", "aliases": ["ECOWAS"]},
        [
            "Economic Community of West African States = organization = ECOWAS (Q2)",
            "ECOWAS = organization = ECOWAS (Q2)",
            "Abuja = place",
        ],
    ),
    (
        "the longer one of two of the user's",
        "She teaches at the University of Nairobi.",
        {"name": "UoN", "label": "organization", "aliases": ["University of Nairobi", "Nairobi"]},
        ["University of Nairobi = organization = UoN"],
    ),
    (
        "the surname alone",
        "Marta Olsen runs the port. Olsen said the fire was small.",
        {"name": "Olsen, Marta", "label": "person", "aliases": ["Marta Olsen", "Olsen"]},
        ["Marta Olsen = person = Olsen, Marta", "Olsen = person = Olsen, Marta"],
    ),
    (
        "a person where the model has a place",
        "They went from Chad to Lagos.",
        {"name": "Chad", "label": "person"},
        ["Chad = person", "Lagos = place"],
    ),
    (
        "a place where the model has a person",
        "Ana Lima met Tom Reed.",
        {"name": "Ana Lima", "label": "place"},
        ["Ana Lima = place", "Tom Reed = person"],
    ),
    (
        "words that are no name to the model",
        "The old bridge fell into the river.",
        {"name": "Old Bridge", "label": "place", "aliases": ["the old bridge"]},
        ["The old bridge = place = Old Bridge"],
    ),
]


@pytest.mark.parametrize("text, entity, expected", [pytest.param(*row[1:], id=row[0]) for row in KNOWN])
def test_the_users_names_win(db, text, entity, expected):
    assert names(db, text, json.dumps({"entities": [entity]})) == expected


def test_the_users_names_are_sure(db):
    options = json.dumps({"entities": [{"name": "Glimmer", "label": "organization"}]})
    assert db.rows("SELECT mention, confidence FROM hearsay_mentions(?, ?)", "Then Glimmer fell.", options) == [
        ("Glimmer", 1.0)
    ]


# ---- confidence ------------------------------------------------------------------------------------------------------


def confidence(db, text, mention):
    return db.one("SELECT max(confidence) FROM hearsay_mentions(?) WHERE mention = ?", text, mention)


@pytest.mark.parametrize(
    "sure, doubtful, mention",
    [
        ("Mr Lincoln drove home.", "They admired Lincoln.", "Lincoln"),
        ("She flew from Lagos to Oslo on Friday.", "FLOODS HIT LAGOS AND OSLO", ("Lagos", "LAGOS")),
    ],
    ids=["title or none", "small letters or capitals"],
)
def test_a_doubtful_name_is_less_sure(db, sure, doubtful, mention):
    first, second = mention if isinstance(mention, tuple) else (mention, mention)
    high, low = confidence(db, sure, first), confidence(db, doubtful, second)
    assert high > 0.9
    assert 0 < low < high


def test_confidence_is_a_chance(db):
    """Between 0 and 1, whatever the name, in all the texts above."""
    texts = [row[1] for table in (NAMES, CAPITALS, TITLE_CASE, LINE_BREAKS, ACRONYMS, NESTED) for row in table]
    for text in texts:
        for mention, value in db.rows("SELECT mention, confidence FROM hearsay_mentions(?)", text):
            assert isinstance(value, float) and 0 < value <= 1, mention


def test_min_confidence_leaves_the_doubtful_out(db):
    text = "The Amazon flooded, and Amazon shares fell."
    every = dict(db.rows("SELECT start, confidence FROM hearsay_mentions(?)", text))
    limit = sum(every.values()) / len(every)
    rows = db.rows("SELECT start FROM hearsay_mentions(?, ?)", text, json.dumps({"min_confidence": limit}))
    assert {start for start, in rows} == {start for start, value in every.items() if value >= limit}
    assert 0 < len(rows) < len(every)


# ---- texts with little in them, or odd ones ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    ["", " ", "\n\n", ".", '"', "'s", "\0", "a", "1", "()", "Mr", "Mr.", "The", "THE", "\u200b", "\U0001f600", "((((("],
)
def test_no_names_in_it(db, text):
    assert names(db, text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Ana Lima",
        "ANA LIMA",
        "\ufeffAna Lima left.",
        "\U0001f600 Ana Lima \U0001f600",
        "(Ana Lima)",
        "Ana Lima, Ana Lima and Ana Lima",
        "\n\n\nAna Lima\n\n\n",
    ],
)
def test_a_name_and_little_else(db, text):
    assert {name.casefold() for name in names(db, text)} == {"ana lima = person"}


@pytest.mark.parametrize(
    "text",
    ["Ana " * 500, "A" * 5000, "Mr " * 500, "A. " * 500, "Bank of " * 500, "(UN" * 500, "\u0410\u043d\u0430 " * 500],
    ids=["one name on and on", "one word", "titles", "initials", "of", "brackets", "another script"],
)
def test_odd_texts(db, text):
    """Whatever it finds lies in the text and does not overlap."""
    rows = db.rows(
        "SELECT start, length, mention, confidence FROM hearsay_mentions(?) WHERE mention_kind = 'name' ORDER BY start",
        text,
    )
    end = 1
    for start, length, mention, value in rows:
        assert start >= end and length > 0
        assert text[start - 1 : start - 1 + length] == mention
        assert 0 <= value <= 1
        end = start + length
    assert end <= len(text) + 1


def test_the_in_capitals_is_outside(db):
    text = "THE BANK OF GHANA HAS TOLD PRESIDENT NANA AKUFO-ADDO THAT PRICES ROSE."
    assert not [name for name in names(db, text) if name.startswith("THE ")]


def test_what_is_left_beside_the_users_own_name_is_no_name(db):
    options = '{"entities": [{"name": "Ghana (Q117)", "label": "place", "aliases": ["Ghana"]}]}'
    assert names(db, "The Bank of Ghana raised rates.", options) == ["Ghana = place = Ghana (Q117)"]
