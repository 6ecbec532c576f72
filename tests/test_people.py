"""People and bodies: who is meant by a name, a description or a pronoun, and what an article says about them."""

import json

import pytest

from examples import cases


def speakers(db, text, options=None):
    """Who says each quotation and by which words, as 'speaker < mention'."""
    rows = db.rows("SELECT speaker, mention FROM hearsay_quotes(?, ?) ORDER BY quote_id", text, options)
    return ["%s < %s" % tuple("-" if value is None else value for value in row) for row in rows]


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
    (
        "two who speak as one",
        "Ada Osei and Greta Lind run the ferry. Osei and Lind said the boat was old.",
        ["Ada Osei and Greta Lind < Osei and Lind"],
    ),
    (
        "two descriptions before a name",
        'American academic and professor Tom Reed said: "We hope."',
        ["Tom Reed < American academic and professor Tom Reed"],
    ),
    (
        "a person who has seen the file",
        "A person who has seen the file said the bank would close.",
        ["person who has seen the file < A person who has seen the file"],
    ),
    (
        "a document introduced in passing",
        "Traders read a note to clients on Monday. The note said prices would fall.",
        ["note to clients < The note"],
    ),
    (
        "a slip in a name",
        "Lydia Buchtmann runs the board. Ms Bauchtman said salt was fine.",
        ["Lydia Buchtmann < Ms Bauchtman"],
    ),
    (
        "a slip that may be somebody else's name",
        "Karen Johnson runs the board. Ms Johnston said salt was fine.",
        ["Johnston < Ms Johnston"],
    ),
    (
        "a husband's name",
        "Teofilo Quispe Apaza owns a shop with his wife, Nelida Vargas de Quispe. Quispe said it was cold.",
        ["Teofilo Quispe Apaza < Quispe"],
    ),
    (
        "a surname without its article",
        "Mahmoud al-Sayed met reporters. Sayed said the talks were over.",
        ["Mahmoud al-Sayed < Sayed"],
    ),
    (
        "given names first",
        "Sri Wahyuni Lestari, the finance minister, met reporters. Sri Wahyuni said taxes would rise.",
        ["Sri Wahyuni Lestari < Sri Wahyuni"],
    ),
]


@cases(SPEAKERS)
def test_speakers(db, text, expected):
    assert speakers(db, text) == expected


# Who speaks in longer texts: the speakers only, in order.
WHO = [
    (
        "a source at the top, named further on",
        "A nurse who was alone on the ward told an inquiry on Monday that she rang ten times.\n\n"
        'Ada Brennan, a staff nurse, said the alarm was off. "It was very dark," the nurse said.',
        ["Ada Brennan", "Ada Brennan", "Ada Brennan"],
    ),
    (
        "a body at the top, named further on",
        "A Kyoto bus company said on Monday that it would stop.\n\n"
        "Kitaoji Transit said drivers were tired. The company said buses were old.",
        ["Kitaoji Transit", "Kitaoji Transit", "Kitaoji Transit"],
    ),
    (
        "an official stays unnamed",
        "A senior official said on Monday that the port would close.\n\nAda Reed, a farmer, said she was sad.",
        ["senior official", "Ada Reed"],
    ),
    (
        "two who speak in turn, to each other",
        '"You like lifts," said Ada Reed.\n\n"I like stairs," Tom Cole replied.\n\n"Not with you on them."',
        ["Ada Reed", "Tom Cole", "Ada Reed"],
    ),
    (
        "one who goes on",
        '"I like lifts," said Ada Reed.\n\n"I like stairs," Tom Cole said.\n\n"They are good for the heart."',
        ["Ada Reed", "Tom Cole", "Tom Cole"],
    ),
    (
        "I and you in an interview",
        "Interview with Ada Reed, who builds boats\n\nYou said that boats should be red?\n\n"
        "I think that boats should be blue.",
        ["Ada Reed", "Ada Reed"],
    ),
    (
        "I and you in an interview that the paper has",
        "The Lantern interviews Ada Reed\n\nYou said that boats should be red?\n\nI think that boats should be blue.",
        ["Ada Reed", "Ada Reed"],
    ),
    (
        "I and you of who is interviewed by a paper",
        "Ada Reed, interviewed by the Lantern\n\nYou said that boats should be red?\n\nI think that boats should be blue.",
        ["Ada Reed", "Ada Reed"],
    ),
    (
        "Q is who writes, A is who it is about",
        "By Tom Cole\n\nAda Reed builds boats. Reed talked to us.\n\nQ: Is the boat red?\n\nA: It is blue.",
        ["Tom Cole", "Ada Reed"],
    ),
    (
        "question and answer in turn",
        '"How much is a latch?" asked Tom Cole.\n\n"Four pounds," said Ada Reed.\n\n"And a lock?"\n\n"Ten pounds."',
        ["Tom Cole", "Ada Reed", "Tom Cole", "Ada Reed"],
    ),
    (
        "I inside a quotation is who says it, outside who writes",
        'By Tom Cole\n\n"I think that it is late," said Ada Reed.\n\nI think that boats should be blue.',
        ["Ada Reed", "Tom Cole"],
    ),
    (
        "I of who writes",
        "By Tom Cole\n\nI think that the boats should be blue.",
        ["Tom Cole"],
    ),
    (
        "a daughter among a son and a daughter",
        "She is survived by a son, Daniel Cole, and a daughter, Esther Cole. Her daughter said the boat was sold.",
        ["Esther Cole"],
    ),
    (
        "a teenager by age",
        'Ada Reed met Callum Ward, a 17-year-old who builds boats. "I was lucky," said the teenager.',
        ["Callum Ward"],
    ),
    (
        "the company is not the union",
        "Acme, the company that runs the mine, met the Harbour Union. The union said the shift was long. "
        "The company said it was short.",
        ["Harbour Union", "Acme"],
    ),
    (
        "a body and what it is",
        "Yonhap news agency said on Monday that the talks were over.",
        ["Yonhap"],
    ),
    (
        "titles tell two of one surname apart",
        'Nurse Ada Brennan and Dr Tom Brennan met. Ms Brennan said it was dark. "It was noisy," Dr Brennan said.',
        ["Ada Brennan", "Tom Brennan"],
    ),
    (
        "a relative said once does not take the surname over",
        "Teodor Vance was late. Vance insists that the spoons are real. "
        'His cousin, the painter Olga Vance, says two were hers. "I wanted a book," Vance said.',
        ["Teodor Vance", "Olga Vance", "Teodor Vance"],
    ),
    (
        "the subject of the main clause",
        "Tom Tessaro said the goal was good when Rui Reyes slid in on Joe Cole. He said it was a foul.",
        ["Tom Tessaro", "Tom Tessaro"],
    ),
    (
        "one of several",
        "Ali Hassan told reporters that he was calm. One of his officials gave another account. "
        '"Somebody brings a map," the official said.',
        ["Ali Hassan", "One of his officials"],
    ),
    (
        "a description that nobody was introduced by",
        'Film star Ada Reed is 34. "It is at the jeweller\'s," the brunette said.',
        ["Ada Reed"],
    ),
    (
        "any document is a text",
        "The port will close, according to a draft seen by reporters. The text says the boats are old.",
        ["draft seen by reporters", "draft seen by reporters"],
    ),
    (
        "no apposition before a verb",
        "Daniel Cole left. On the way to his mother, Cole was stopped by Ada Reed. "
        "He said the line was bad.",
        ["Daniel Cole"],
    ),
    (
        "the city",
        "Ada Reed opened a school in Porto on Monday. Porto has ninety schools. The city said it was proud.",
        ["Porto"],
    ),
    (
        "who chairs is the chairman",
        "The inquiry, chaired by Tom Cole, met in Oslo. Ada Reed said the alarm was off. The chairman said he was sad.",
        ["Ada Reed", "Tom Cole"],
    ),
    (
        "what a preposition leads to is no subject",
        "The report, by the Housing Inspectorate, says the alarms were off. It says that more are off.",
        ["report", "report"],
    ),
    (
        "who the article is about",
        "Ada Cole sold boats. Cole lived in Oslo. Cole was late.\n\nThe poet Maria Lind said boats were slow.\n\n"
        'She was made a dame but disliked it. "I sound like a bell," she said.',
        ["Maria Lind", "Ada Cole"],
    ),
    (
        "somebody introduced without a name stays without",
        "A driver was hurt. The driver said he was fine. Ada Reed, a nurse, said he was lucky.",
        ["driver", "Ada Reed"],
    ),
    (
        "another office is another person",
        "The defendant, Tom Cole, was late. The judge said he was sorry. The defendant said nothing was wrong.",
        ["judge", "Tom Cole"],
    ),
    (
        "the surname alone is who has an office",
        "President Joe Cole met Rui Cole. Cole said the talks were good. Rui Cole said he was tired.",
        ["Joe Cole", "Rui Cole"],
    ),
    (
        "a country that somebody is named after",
        "Georgia Lind spoke in Rome. Lind said taxes would fall. Georgia said it would join.",
        ["Georgia Lind", "Georgia"],
    ),
    (
        "the father, named in the next paragraph",
        "The boy's father said on Monday that he had called for help.\n\nTom Lee said the boat was old.",
        ["Tom Lee", "Tom Lee"],
    ),
    (
        "they, of two who spoke as one",
        "Tom Reed and Ada Cruz said they were tired. Reed and Cruz said the boat was old. They said it was red.",
        ["Tom Reed and Ada Cruz", "Tom Reed and Ada Cruz", "Tom Reed and Ada Cruz"],
    ),
    (
        "they, of several",
        "Tom Reed met port officials. Port officials said nine boats had sunk. Reed left. They said nobody was hurt.",
        ["Port officials", "Port officials"],
    ),
]


@cases(WHO)
def test_who_speaks(db, text, expected):
    assert [speaker for speaker, in db.rows("SELECT speaker FROM hearsay_quotes(?) ORDER BY quote_id", text)] == expected


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
        # the words of a description that are about somebody else
        ("Mr. Berg's lawyer, Alex Kim, said it was late.", None),
        ("Her husband's lawyer, Alex Kim, said it was late.", None),
        ("Alex Kim, the lawyer of Mr. Berg, said it was late.", None),
        ("Alex Kim, an aunt of the king, said it was late.", "female"),
        ("Mr. Berg's spokeswoman, Alex Kim, said it was late.", "female"),
        ("Alex Kim, Mrs. Berg's spokesman, said it was late.", "male"),
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
