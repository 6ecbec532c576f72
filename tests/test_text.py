"""Tokens, sentences, paragraphs and their roles: text in, pieces out."""

import pytest


def column(db, what, text):
    table, name = what.split(".")
    return [value for value, in db.rows("SELECT %s FROM hearsay_%s(?)" % (name, table), text)]


# ---- tokens --------------------------------------------------------------------------------------------------

TOKENS = [
    ("She went home.", "She went home ."),
    ("Don't go, it's John's.", "Do n't go , it 's John 's ."),
    ("Don’t go.", "Do n’t go ."),
    ("It rose 3.5% to $1,200.50.", "It rose 3.5 % to $ 1,200.50 ."),
    ("The well-known U.S. envoy", "The well-known U.S. envoy"),
    ("Mr. Smith and Dr. Jones", "Mr. Smith and Dr. Jones"),
    ("“Yes,” he said — “no…”", "“ Yes , ” he said — “ no … ”"),
    ("Visit https://example.org/a?b=1.", "Visit https://example.org/a?b=1 ."),
    ("Write to ana@example.org, now", "Write to ana@example.org , now"),
    ("ana.lima+post@mail.example.org is down", "ana.lima+post@mail.example.org is down"),
    ("It is at www.ana@example.org now", "It is at www.ana@example.org now"),
    ("Only ana@home, @ noon", "Only ana @home , @ noon"),
    ("@analima said #harbour", "@analima said #harbour"),
    ("Yes and/or no, 3/4 of it", "Yes and / or no , 3/4 of it"),
    ("It is over.Nobody came", "It is over . Nobody came"),
    ("J.K.L. Berg and a.b left", "J.K.L. Berg and a . b left"),
    ("at 5.30 p.m. on Monday", "at 5.30 p.m. on Monday"),
    ("José Muñoz, naïve", "José Muñoz , naïve"),
    ("Jose\u0301 left.", "Jose\u0301 left ."),
    # signs as they are written elsewhere
    ("（Ann Lee）said：no！", "（ Ann Lee ） said ： no ！"),
    ("Ann＇s boat", "Ann ＇s boat"),
    ("Ann‐Marie’s boat", "Ann‐Marie ’s boat"),
    ("‚No‘ he said", "‚ No ‘ he said"),
    ("one\u2028two\u2029three", "one two three"),
]


@pytest.mark.parametrize("text, expected", TOKENS)
def test_tokens(db, text, expected):
    assert " ".join(column(db, "tokens.token", text)) == expected


@pytest.mark.parametrize(
    "text, tags",
    [
        ("The envoy said it was late.", "DET NOUN VERB PRON AUX ADJ PUNCT"),
        ("Zhang Jun will not resign.", "PROPN PROPN AUX PART VERB PUNCT"),
        ("She paid 300 dollars in May.", "PRON VERB NUM NOUN ADP PROPN PUNCT"),
    ],
)
def test_tags(db, text, tags):
    assert " ".join(column(db, "tokens.tag", text)) == tags


# What a word is by the words around it: the word/TAG pairs of a sentence that must be right. Others are not looked at.
AMBIGUITIES = {
    "that": [
        ("The envoy said that talks had failed.", "that/SCONJ talks/NOUN"),
        ("He knew that she left.", "that/SCONJ"),
        ("She is so tired that she fell asleep.", "that/SCONJ"),
        ("That ship is old.", "That/DET"),
        ("Nobody believes that story.", "that/DET"),
        ("That is wrong.", "That/PRON"),
        ("The ship that sank was old.", "that/PRON"),
    ],
    "to": [
        ("They went to Lagos.", "to/ADP"),
        ("They want to leave.", "to/PART leave/VERB"),
        ("It was sold to the highest bidder, and he hopes to buy it.", "to/ADP to/PART buy/VERB"),
        ("From Monday to Friday they try to sleep.", "to/ADP to/PART sleep/VERB"),
    ],
    "her": [
        ("I saw her.", "her/PRON"),
        ("Her boat sank.", "Her/PRON boat/NOUN"),
        ("They gave her the keys to her car.", "her/PRON the/DET her/PRON car/NOUN"),
    ],
    "'s": [
        ("Kenya's president spoke.", "'s/PART"),
        ("It's late.", "'s/AUX"),
        ("She's gone.", "'s/AUX"),
        ("The minister's aide says he's busy.", "'s/PART aide/NOUN 's/AUX busy/ADJ"),
        ("Let's go.", "'s/PRON"),
    ],
    "have": [
        ("She has left.", "has/AUX"),
        ("I have been there.", "have/AUX been/AUX"),
        ("She has a boat.", "has/VERB"),
        ("We have two boats.", "have/VERB"),
        ("She had to leave.", "had/VERB"),
        ("They were having dinner.", "were/AUX having/VERB"),
    ],
    "be": [
        ("He is a pilot.", "is/AUX"),
        ("He is sleeping.", "is/AUX sleeping/VERB"),
        ("There is a ship.", "There/PRON is/VERB"),
        ("He was fired by the board.", "was/AUX fired/VERB"),
    ],
    "do": [
        ("They do not know.", "do/AUX not/PART"),
        ("Did he call?", "Did/AUX call/VERB"),
        ("They do the work.", "do/VERB work/NOUN"),
        ("He did it.", "did/VERB"),
    ],
    "-ing": [
        ("They are sailing home.", "sailing/VERB"),
        ("He denied stealing it.", "stealing/VERB"),
        ("They are meeting in Oslo.", "meeting/VERB"),
        ("The meeting ended.", "meeting/NOUN"),
        ("The missing boat was found.", "missing/ADJ found/VERB"),
    ],
    "plans": [
        ("The government plans a new road.", "plans/VERB"),
        ("He plans to resign.", "plans/VERB"),
        ("The plans failed.", "plans/NOUN"),
    ],
    "talks": [
        ("She talks fast.", "talks/VERB"),
        ("The talks failed.", "talks/NOUN"),
        ("Talks between the two sides failed on Monday.", "Talks/NOUN failed/VERB"),
    ],
    "report": [
        ("They report to the board.", "report/VERB"),
        ("Police report two deaths.", "report/VERB"),
        ("The report was late.", "report/NOUN"),
        ("The board wants a report.", "wants/VERB report/NOUN"),
    ],
    "hopes": [("He hopes the hopes of others matter.", "hopes/VERB hopes/NOUN")],
    "can": [("The can is empty.", "can/NOUN"), ("He can't swim.", "ca/AUX n't/PART swim/VERB")],
    "before": [("Before the war he left.", "Before/ADP"), ("Before he left he called.", "Before/SCONJ")],
    "as": [("It is as cold as ice.", "as/ADV as/ADP"), ("He came as he was.", "as/SCONJ")],
    "which": [("Which boat sank?", "Which/DET"), ("The boat which sank was old.", "which/PRON")],
    "hard": [("He works hard.", "hard/ADV"), ("It is hard work.", "hard/ADJ work/NOUN")],
    "these": [("These are old.", "These/PRON"), ("These boats are old.", "These/DET")],
    "no": [("No boats left.", "No/DET"), ("Oh, no!", "Oh/INTJ no/INTJ")],
    "up": [("She ran up the hill.", "up/ADP"), ("He looked it up.", "up/ADP")],
}

# National and New are adjectives inside a name, as in the treebanks.
NAMES_AND_SIGNS = [
    ("The National Assembly voted.", "DET ADJ PROPN VERB PUNCT"),
    ("The Security Council met in New York.", "DET PROPN PROPN VERB ADP ADJ PROPN PUNCT"),
    ("He met President Paul Biya on Monday.", "PRON VERB PROPN PROPN PROPN ADP PROPN PUNCT"),
    ("It rose 3.5% in 2019.", "PRON VERB NUM SYM ADP NUM PUNCT"),
    ("It cost $300.", "PRON VERB SYM NUM PUNCT"),
    ("He paid £20 and 30 euros.", "PRON VERB SYM NUM CCONJ NUM NOUN PUNCT"),
    ("Two of the three died.", "NUM ADP DET NUM VERB PUNCT"),
    ("It was the first of 12 ships.", "PRON AUX DET ADJ ADP NUM NOUN PUNCT"),
    ("The well-known singer left.", "DET ADJ NOUN VERB PUNCT"),
    ("A 12-year-old boy left.", "DET ADJ NOUN VERB PUNCT"),
    ("The UK-based firm closed.", "DET ADJ NOUN VERB PUNCT"),
    ("The talks — long and hard — failed.", "DET NOUN PUNCT ADJ CCONJ ADJ PUNCT VERB PUNCT"),
    ("Write to ana@example.org.", "VERB ADP PROPN PUNCT"),
    ("It is at https://example.org/a?b=1 now.", "PRON AUX ADP PROPN ADV PUNCT"),
    ("@analima likes #harbour.", "PROPN VERB PROPN PUNCT"),
    ("We won 😀!", "PRON VERB SYM PUNCT"),
    ("😀", "SYM"),
    ("李明 在 北京", "X X X"),
    ("...", "PUNCT"),
    ("( )", "PUNCT PUNCT"),
]


@pytest.mark.parametrize(
    "text, expected",
    [pytest.param(*case, id="%s: %s" % (word, case[0])) for word, cases in AMBIGUITIES.items() for case in cases],
)
def test_what_a_word_is_here(db, text, expected):
    wanted = expected.split()
    words = {pair.rsplit("/", 1)[0] for pair in wanted}
    rows = db.rows("SELECT token, tag FROM hearsay_tokens(?)", text)
    assert ["%s/%s" % row for row in rows if row[0] in words] == wanted


@pytest.mark.parametrize("text, tags", NAMES_AND_SIGNS)
def test_tags_of_names_numbers_and_signs(db, text, tags):
    assert " ".join(column(db, "tokens.tag", text)) == tags


@pytest.mark.parametrize(
    "text, lemmas",
    [
        ("She said.", "she say ."),
        ("They told ministers.", "they tell minister ."),
        ("He was thinking.", "he be think ."),
        ("Women wrote stories.", "woman write story ."),
        ("He denied and stopped.", "he deny and stop ."),
        ("They are canoeing.", "they be canoe ."),
        ("They had colluded; he has backpedalled.", "they have collude ; he have backpedal ."),
        ("She travelled and was fulfilled.", "she travel and be fulfill ."),
        ("He overpaid and was re-elected.", "he overpay and be re-elect ."),
        ("The children were lying on the shelves.", "the child be lie on the shelf ."),
        ("She told him, but the thieves ran.", "she tell he , but the thief run ."),
        ("HER HEADQUARTERS HAD BEEN SEIZED.", "her headquarters have be seize ."),
        ("It's been a year and he's late.", "it have be a year and he be late ."),
        ("It&rsquo;s been late; they don&#8217;t mind Kim&rsquo;s car.", "it have be late ; they do not mind kim 's car ."),
        ("They found a club but can't say where.", "they find a club but can not say where ."),
        ("Their grandchildren took buses in the 1990s.", "their grandchild take bus in the 1990s ."),
        ("The police said the species had heroes.", "the police say the species have hero ."),
    ],
)
def test_lemmas(db, text, lemmas):
    assert " ".join(column(db, "tokens.lemma", text)).lower() == lemmas


# ---- sentences -----------------------------------------------------------------------------------------------

# Sentences, with | between them where they must be parted.
SENTENCES = [
    "He left.| She stayed.",
    "Mr. Smith met Dr. Jones at St. Mary's Hospital.| Both left.",
    "Sen. Ada Cruz met Gen. Paul Roe and Rep. Lee.| They talked.",
    "J. K. Rowling and George W. Bush met.| They talked.",
    "The U.S. Senate voted.| The House did not.",
    "It works for the U.S.| The others wait.",
    "It fell 3.5 percent to $1.20 a share.| It rose later.",
    "It closed at 5 p.m.| Nobody complained.",
    "It closed at 5 p.m. on Monday.",
    "Acme Inc. bought Bolt Co. for No. 5 and Vol. 2 of the set.| It was cheap.",
    "He paused... and went on.| She waited.",
    "He paused …| She waited.",
    "Who will pay?| Nobody!| Really?!| Yes.",
    '"Stop!" he said.| "Why?" she asked.',
    '"It is late," he said.| "Go home."',
    "“It is late.”| She left.",
    "He left (it was late).| She stayed.",
    "(He left.)| She stayed.",
    "Visit example.com for more.| It is free.",
    "He was born on Jan. 3, 1950, in Ft. Worth.| He died in Oct. 2001.",
    "They met vs. Ghana, e.g. in Accra, i.e. at home.| They lost.",
    "The ship, the H.M.S. Hood, sank.| It rests there.",
    "他走了。|她留下来。",
]


@pytest.mark.parametrize("marked", SENTENCES)
def test_sentences(db, marked):
    expected = [sentence.strip() for sentence in marked.split("|")]
    assert column(db, "sentences.text", marked.replace("|", "")) == expected


def test_a_sentence_ends_with_its_paragraph(db):
    assert column(db, "sentences.text", "No full stop here\n\nA second paragraph\n\nA third") == [
        "No full stop here",
        "A second paragraph",
        "A third",
    ]


def test_a_sentence_runs_over_line_breaks(db):
    text = (
        "The harbour board of the town met for the ninth time this year on\n"
        "Tuesday evening, and parted for the ninth time without a decision, as\n"
        "Mr. Reed had said it would. Nobody was surprised by that, and least\n"
        "of all the pilots.\n"
    )
    assert len(column(db, "paragraphs.text", text)) == 1
    assert len(column(db, "sentences.text", text)) == 2


# ---- paragraphs and roles --------------------------------------------------------------------------------------

BODY = "The harbour board met on Tuesday and agreed to close the eastern basin for the winter, its chairman said."

# Each line is a paragraph: its role, a colon, its text.
ROLES = [
    ["headline: Harbour to close for the winter", "body: " + BODY],
    ["headline: HARBOUR TO CLOSE FOR THE WINTER", "body: " + BODY],
    ["headline: Harbour to close for the winter", "byline: By Ana Lima", "body: " + BODY],
    ["headline: Harbour to close for the winter", "byline: By Ana Lima and Tom Reed in Lisbon", "body: " + BODY],
    ["headline: Harbour to close for the winter", "byline: BY ANA LIMA", "body: " + BODY],
    ["headline: Harbour to close", "byline: Ana Lima, Staff Writer", "body: " + BODY],
    ["headline: Harbour to close", "dateline: LISBON, March 3 (Reuters)", "body: " + BODY],
    ["headline: Harbour to close", "dateline: Lisbon, 3 March 2026", "body: " + BODY],
    ["body: LISBON (Reuters) - " + BODY, "body: " + BODY],
    ["body: " + BODY, "credit: Reporting by Ana Lima; editing by Tom Reed"],
    ["body: " + BODY, "credit: © 2026 Lisbon Courier. All rights reserved."],
    ["body: " + BODY, "credit: Additional reporting by Tom Reed in Porto"],
    ["body: " + BODY, "credit: (With reporting by Tom Reed in Porto)"],
    ["body: " + BODY, "credit: Writing by Ana Lima; editing by Tom Reed"],
    ["body: " + BODY, "credit: Copyright 2026 Lisbon Courier"],
    ["body: " + BODY, "credit: This is of the Lisbon Courier, all rights reserved."],
    ["headline: Harbour to close", "byline: Words by Ana Lima", "body: " + BODY],
    ["headline: Harbour to close", "caption: FILE PHOTO: " + BODY, "body: " + BODY],
    ["body: LISBON, March 3 -- " + BODY, "body: " + BODY],
    [
        "caption: Pilots wait beside the eastern basin in Lisbon on Tuesday. (Ana Lima/Maré)",
        "headline: Harbour to close for the winter",
        "body: " + BODY,
    ],
    [
        "headline: Harbour to close for the winter",
        "caption: Pilots wait beside the eastern basin on Tuesday. Photo: Ana Lima/Reuters",
        "body: " + BODY,
    ],
    ["headline: Harbour to close for the winter", "credit: Photo: Ana Lima/Reuters", "body: " + BODY],
    ["body: " + BODY, 'body: "It is cold," he said.', "body: The pilots left."],
]


@pytest.mark.parametrize("paragraphs", ROLES)
def test_roles(db, paragraphs):
    """The roles of paragraphs, parted by empty lines and by the line ends of Windows."""
    for gap in ("\n\n", "\r\n\r\n"):
        text = gap.join(paragraph.split(": ", 1)[1] for paragraph in paragraphs)
        rows = db.rows("SELECT role || ': ' || text FROM hearsay_paragraphs(?)", text)
        assert [row for row, in rows] == paragraphs


@pytest.mark.parametrize(
    "text, count",
    [
        ("", 0),
        (" \n\n \n", 0),
        ("One.", 1),
        ("One.\n\nTwo.", 2),
        ("One.\n\n\n\n\nTwo.\n", 2),
        ("One.\r\n\r\nTwo.", 2),
        ("One.\n \t\nTwo.", 2),
        ("\ufeffOne.\n\nTwo.", 2),
        ("One paragraph is here on its line.\nAnother paragraph is on this.\nAnd this is a third one.", 3),
    ],
)
def test_number_of_paragraphs(db, text, count):
    assert db.one("SELECT count(*) FROM hearsay_paragraphs(?)", text) == count
