"""Quotations: an article goes in, who said what comes out. Each case is a text and the rows of it, written as

    speaker | kind | quote | mention | cue

with - for NULL. The difficulties are those of news copy: marks, kinds, cues, where the speaker stands."""

import pytest

from examples import cases


def said(db, text, options=None):
    """The quotations of a text, in order, as lines."""
    rows = db.rows(
        "SELECT speaker, kind, quote, mention, cue FROM hearsay_quotes(?, ?) ORDER BY quote_id", text, options
    )
    return [" | ".join("-" if value is None else value for value in row) for row in rows]


# ---- kinds, and where the speaker stands -------------------------------------------------------------------

KINDS = [
    (
        "said after",
        'Officials met in Nairobi. "The bridge is closed," Grace Njoroge said on Monday.',
        ["Grace Njoroge | direct | The bridge is closed, | Grace Njoroge | said"],
    ),
    (
        "inverted",
        '"The bridge is closed," said Grace Njoroge, the county engineer.',
        ["Grace Njoroge | direct | The bridge is closed, | Grace Njoroge, the county engineer | said"],
    ),
    (
        "said before, comma",
        'Grace Njoroge said, "The bridge is closed."',
        ["Grace Njoroge | direct | The bridge is closed. | Grace Njoroge | said"],
    ),
    (
        "said before, colon",
        'Grace Njoroge said: "The bridge is closed."',
        ["Grace Njoroge | direct | The bridge is closed. | Grace Njoroge | said"],
    ),
    (
        "indirect with that",
        "Grace Njoroge said on Monday that the bridge would stay closed.",
        ["Grace Njoroge | indirect | that the bridge would stay closed | Grace Njoroge | said"],
    ),
    (
        "indirect without that",
        "Grace Njoroge said the bridge would stay closed.",
        ["Grace Njoroge | indirect | the bridge would stay closed | Grace Njoroge | said"],
    ),
    (
        "indirect, speaker last",
        "The bridge will stay closed until June, Grace Njoroge said.",
        ["Grace Njoroge | indirect | The bridge will stay closed until June | Grace Njoroge | said"],
    ),
    (
        "indirect, inverted",
        "The bridge will stay closed until June, said Grace Njoroge.",
        ["Grace Njoroge | indirect | The bridge will stay closed until June | Grace Njoroge | said"],
    ),
    (
        "indirect, speaker in the middle",
        "The bridge, Grace Njoroge said, will stay closed until June.",
        ["Grace Njoroge | indirect | The bridge will stay closed until June | Grace Njoroge | said"],
    ),
    (
        "mixed",
        'Grace Njoroge said the bridge was "a danger to everyone" and would stay closed.',
        [
            'Grace Njoroge | mixed | the bridge was "a danger to everyone" and would stay closed'
            " | Grace Njoroge | said"
        ],
    ),
    (
        "mixed, the quote starts in mid-sentence",
        'Grace Njoroge said that the county "cannot keep a bridge open on prayers."',
        [
            'Grace Njoroge | mixed | that the county "cannot keep a bridge open on prayers." | Grace Njoroge | said'
        ],
    ),
    (
        "described as",
        'Grace Njoroge described the bridge as "a danger to everyone".',
        ['Grace Njoroge | mixed | the bridge as "a danger to everyone" | Grace Njoroge | described'],
    ),
    (
        "called",
        'Grace Njoroge called the bridge "a danger to everyone".',
        ['Grace Njoroge | mixed | the bridge "a danger to everyone" | Grace Njoroge | called'],
    ),
    (
        "urged, without whom",
        "Grace Njoroge urged drivers to take the old road.",
        ["Grace Njoroge | indirect | to take the old road | Grace Njoroge | urged"],
    ),
    (
        "a wish",
        "Grace Njoroge hopes to open the bridge by June.",
        ["Grace Njoroge | indirect | to open the bridge by June | Grace Njoroge | hopes"],
    ),
    (
        "a question",
        "Grace Njoroge asked whether the bridge could be opened to cyclists.",
        ["Grace Njoroge | indirect | whether the bridge could be opened to cyclists | Grace Njoroge | asked"],
    ),
    (
        "a question in marks",
        '"Who will pay for the bridge?" asked Grace Njoroge.',
        ["Grace Njoroge | direct | Who will pay for the bridge? | Grace Njoroge | asked"],
    ),
    (
        "two verbs, one speaker",
        "Grace Njoroge said the bridge was unsafe and warned that it could fall.",
        [
            "Grace Njoroge | indirect | the bridge was unsafe | Grace Njoroge | said",
            "Grace Njoroge | indirect | that it could fall | Grace Njoroge | warned",
        ],
    ),
    (
        "adding that",
        "Grace Njoroge said the bridge was unsafe, adding that it could fall.",
        [
            "Grace Njoroge | indirect | the bridge was unsafe | Grace Njoroge | said",
            "Grace Njoroge | indirect | that it could fall | Grace Njoroge | adding",
        ],
    ),
    (
        "nobody speaks",
        "The bridge was built in 1962. It carries 4,000 cars a day and was painted twice.",
        [],
    ),
    ("declined to comment", "Grace Njoroge declined to comment.", []),
]


@cases(KINDS)
def test_kinds(db, text, expected):
    assert said(db, text) == expected


# ---- split, continued, over paragraphs ---------------------------------------------------------------------

PIECES = [
    (
        "one sentence in two pieces",
        '"The sea," Ana Lima said, "does not read maps."',
        ["Ana Lima | direct | The sea, does not read maps. | Ana Lima | said"],
    ),
    (
        "two sentences",
        '"The sea does not read maps," said Ana Lima. "We learned that in March."',
        ["Ana Lima | direct | The sea does not read maps, We learned that in March. | Ana Lima | said"],
    ),
    (
        "split with a semicolon of curly marks",
        "“The sea,” said Ana Lima, a pilot, “does not read maps.”",
        ["Ana Lima | direct | The sea, does not read maps. | Ana Lima, a pilot | said"],
    ),
    (
        "a paragraph without a cue goes on",
        '"The sea does not read maps," said Ana Lima.\n\n"We learned that in March."',
        [
            "Ana Lima | direct | The sea does not read maps, | Ana Lima | said",
            "Ana Lima | direct | We learned that in March. | - | -",
        ],
    ),
    (
        "a quote after a sentence about the speaker",
        'Ana Lima said the harbour was too shallow. "The sea does not read maps."',
        [
            "Ana Lima | indirect | the harbour was too shallow | Ana Lima | said",
            "Ana Lima | direct | The sea does not read maps. | - | -",
        ],
    ),
    (
        "marks opened again in each paragraph",
        "Ana Lima said: “The sea does not read maps.\n\n“We learned that in March.\n\n“Nobody else has.”\n\nShe left.",
        [
            "Ana Lima | direct | The sea does not read maps. We learned that in March. Nobody else has."
            " | Ana Lima | said"
        ],
    ),
    (
        "opened in one paragraph and closed in the next",
        'Ana Lima said: "The sea does not read maps.\n\nWe learned that in March, all of us."\n\nShe left.',
        ["Ana Lima | direct | The sea does not read maps. We learned that in March, all of us. | Ana Lima | said"],
    ),
    (
        "reopened, the cue behind the first sentence",
        '"The sea does not read maps," Ana Lima said. "We learned that in March.\n\n"Nobody else has."',
        [
            "Ana Lima | direct | The sea does not read maps, We learned that in March. Nobody else has."
            " | Ana Lima | said"
        ],
    ),
    (
        "two speakers take turns",
        '"You are late," said Ana Lima.\n\n"The tide was late," replied Tom Reed.\n\n"Tides are not late," Lima said.',
        [
            "Ana Lima | direct | You are late, | Ana Lima | said",
            "Tom Reed | direct | The tide was late, | Tom Reed | replied",
            "Ana Lima | direct | Tides are not late, | Lima | said",
        ],
    ),
    (
        "two speakers in one paragraph",
        '"You are late," Ana Lima told him. "The tide was late," Tom Reed said.',
        [
            "Ana Lima | direct | You are late, | Ana Lima | told",
            "Tom Reed | direct | The tide was late, | Tom Reed | said",
        ],
    ),
    (
        "an interview",
        "The sea does not read maps\n\nInterview by Tom Reed\n\nAna Lima has been a pilot for forty years.\n\n"
        "Q: Why did you leave the port?\n\nA: Because the port left me.",
        [
            "Tom Reed | direct | Why did you leave the port? | Q | :",
            "Ana Lima | direct | Because the port left me. | A | :",
        ],
    ),
    (
        "a transcript",
        "LIMA: The sea does not read maps.\n\nREED: Nor do pilots.",
        [
            "LIMA | direct | The sea does not read maps. | LIMA | :",
            "REED | direct | Nor do pilots. | REED | :",
        ],
    ),
]


@cases(PIECES)
def test_pieces(db, text, expected):
    assert said(db, text) == expected


def test_spans_are_the_pieces(db):
    text = '"The sea," Ana Lima said, "does not read maps."'
    assert db.one("SELECT start, length, spans FROM hearsay_quotes(?)", text) == (
        1,
        len(text),
        "[[1,10],[27,21]]",
    )


def test_spans_over_paragraphs(db):
    text = "Ana Lima said: “The sea is wide.\n\n“We know it.”"
    start = text.index("“") + 1
    second = text.rindex("“") + 1
    assert db.one("SELECT start, length, spans, paragraph FROM hearsay_quotes(?)", text) == (
        start,
        len(text) - start + 1,
        "[[%d,17],[%d,13]]" % (start, second),
        1,
    )


# ---- marks ---------------------------------------------------------------------------------------------------

# Every pair of marks around the same words.
MARKS = ["“ ”", '" "', "‘ ’", "' '", "„ “", "„ ”", "« »", "» «", "「 」", "『 』", "`` ''", "'' ''", "‹ ›", "＂ ＂"]


@pytest.mark.parametrize("marks", MARKS)
def test_marks(db, marks):
    opening, closing = marks.split()
    text = "Ana Lima said: %sThe sea does not read maps.%s" % (opening, closing)
    assert said(db, text) == ["Ana Lima | direct | The sea does not read maps. | Ana Lima | said"]
    start, length = db.one("SELECT start, length FROM hearsay_quotes(?)", text)
    assert text[start - 1 : start - 1 + length] == text[len("Ana Lima said: ") :], "with its marks"


MARKS_IN_TEXT = [
    (
        "guillemets with spaces inside",
        "« La mer ne lit pas les cartes », said Ana Lima.",
        ["Ana Lima | direct | La mer ne lit pas les cartes | Ana Lima | said"],
    ),
    (
        "comma after the mark",
        '"The sea does not read maps", Ana Lima said.',
        ["Ana Lima | direct | The sea does not read maps | Ana Lima | said"],
    ),
    (
        "apostrophes inside single marks",
        "‘We can’t and we won’t, it’s the fishermen’s harbour,’ said Ana Lima.",
        ["Ana Lima | direct | We can’t and we won’t, it’s the fishermen’s harbour, | Ana Lima | said"],
    ),
    (
        "apostrophes inside straight single marks",
        "'We can't, it's the fishermen's harbour,' said Ana Lima. 'Ask the pilots' union.'",
        [
            "Ana Lima | direct | We can't, it's the fishermen's harbour, Ask the pilots' union. | Ana Lima | said"
        ],
    ),
    (
        "apostrophes that are not marks",
        "The pilots' union and the dockers' friends met in the '90s. Rock 'n' roll was played at O'Hara's.",
        [],
    ),
    (
        "an apostrophe before a quote",
        "The pilots' leader, Ana Lima, said: 'The sea does not read maps.'",
        [
            "Ana Lima | direct | The sea does not read maps. | The pilots' leader, Ana Lima | said",
        ],
    ),
    ("feet and inches", "The boat is 20' 6\" long and the mast 31' 2\" high. It was sold.", []),
    (
        "quote in a quote",
        'Ana Lima said: "My father told me, \'Never trust a map,\' and I never have."',
        ["Ana Lima | direct | My father told me, 'Never trust a map,' and I never have. | Ana Lima | said"],
    ),
    (
        "nested curly",
        "“He shouted ‘Stop!’ and we stopped,” said Ana Lima.",
        ["Ana Lima | direct | He shouted ‘Stop!’ and we stopped, | Ana Lima | said"],
    ),
    (
        "nested, British",
        "‘He shouted “Stop!” and we stopped,’ said Ana Lima.",
        ["Ana Lima | direct | He shouted “Stop!” and we stopped, | Ana Lima | said"],
    ),
    (
        "a mark that is never closed harms its paragraph only",
        '"The boat was sold on Friday.\n\nIt was old.\n\n"We know," Ana Lima said. "We live here."',
        [
            "- | direct | The boat was sold on Friday. | - | -",
            "Ana Lima | direct | We know, We live here. | Ana Lima | said",
        ],
    ),
    (
        "a stray closing mark",
        'The boat was sold." Nobody wept.\n\n"We know," Ana Lima said.',
        ["Ana Lima | direct | We know, | Ana Lima | said"],
    ),
    (
        "HTML entities",
        "&quot;The sea doesn&#39;t read maps,&quot; Ana Lima said.",
        ["Ana Lima | direct | The sea doesn&#39;t read maps, | Ana Lima | said"],
    ),
    (
        "curly HTML entities",
        "&ldquo;The sea is wide,&rdquo; Ana Lima said.",
        ["Ana Lima | direct | The sea is wide, | Ana Lima | said"],
    ),
    (
        "72 columns",
        'LISBON (Maré) - "The sea does not read maps, and the pilots who\nused to read them have retired," '
        "Ana Lima, the president of the\nharbour board, told reporters on Tuesday.\n",
        [
            "Ana Lima | direct | The sea does not read maps, and the pilots who\nused to read them have retired,"
            " | Ana Lima, the president of the\nharbour board | told"
        ],
    ),
]


@cases(MARKS_IN_TEXT)
def test_marks_in_text(db, text, expected):
    assert said(db, text) == expected


NOT_SPEECH = [
    ("a title", 'The film "The Salt Cellar" opened in Porto on Friday.'),
    ("a meeting's title", 'The forum "Our Neighbours\' Seas and Our Own" was held in Porto on Friday.'),
    ("a title, curly", "Her novel “An Inventory of Spoons” was sold in nine countries."),
    ("a nickname", 'Sam "The Wall" Okoro played his last match on Friday.'),
    ("a nickname with single marks", "Sam 'The Wall' Okoro played his last match on Friday."),
    ("a scare quote", 'The "reform" cost the town two schools.'),
    ("so-called", 'The so-called "smart meter" was neither.'),
    ("a word as a word", 'The word "sorry" occurs eleven times in the film.'),
    ("known as", 'The road, known as "the Snake", was closed for a week.'),
]


@pytest.mark.parametrize("text", [text for _, text in NOT_SPEECH], ids=[name for name, _ in NOT_SPEECH])
def test_marks_that_are_not_speech(db, text):
    assert said(db, text) == []


# ---- cues ------------------------------------------------------------------------------------------------------

CUES = [
    (
        "according to, before",
        "According to Ana Lima, the harbour has lost nine pilots.",
        ["Ana Lima | indirect | the harbour has lost nine pilots | Ana Lima | According to"],
    ),
    (
        "according to, behind",
        "The harbour has lost nine pilots, according to Ana Lima.",
        ["Ana Lima | indirect | The harbour has lost nine pilots | Ana Lima | according to"],
    ),
    (
        "according to a report",
        "According to a report by the harbour board, the pilots are too old.",
        [
            "report by the harbour board | indirect | the pilots are too old | a report by the harbour board"
            " | According to"
        ],
    ),
    (
        "in a statement",
        "Ana Lima said in a statement that the harbour would close.",
        ["Ana Lima | indirect | that the harbour would close | Ana Lima | said"],
    ),
    (
        "in a statement, behind",
        '"The harbour will close," Ana Lima said in a statement on Friday.',
        ["Ana Lima | direct | The harbour will close, | Ana Lima | said"],
    ),
    (
        "told Reuters",
        "Ana Lima told Reuters that the harbour would close.",
        ["Ana Lima | indirect | that the harbour would close | Ana Lima | told"],
    ),
    (
        "told a paper, with a quote",
        '"The harbour will close," Ana Lima told the Lisbon Courier.',
        ["Ana Lima | direct | The harbour will close, | Ana Lima | told"],
    ),
    (
        "tweeted",
        'Ana Lima tweeted: "The harbour will close."',
        ["Ana Lima | direct | The harbour will close. | Ana Lima | tweeted"],
    ),
    (
        "wrote",
        '"The harbour will close," Ana Lima wrote on her blog.',
        ["Ana Lima | direct | The harbour will close, | Ana Lima | wrote"],
    ),
    (
        "was quoted as saying",
        'Ana Lima was quoted as saying: "The harbour is finished."',
        ["Ana Lima | direct | The harbour is finished. | Ana Lima | was quoted as saying"],
    ),
    (
        "a dash",
        "“The harbour is finished.” — Commissioner Ana Lima",
        ["Ana Lima | direct | The harbour is finished. | Commissioner Ana Lima | —"],
    ),
    (
        "a dash on a line of its own",
        "“The harbour is finished.”\n— Commissioner Ana Lima",
        ["Ana Lima | direct | The harbour is finished. | Commissioner Ana Lima | —"],
    ),
    (
        "two hyphens",
        '"The harbour is finished." -- Ana Lima, pilot',
        ["Ana Lima | direct | The harbour is finished. | Ana Lima, pilot | --"],
    ),
    (
        "denied that",
        "Ana Lima denied that the harbour would close.",
        ["Ana Lima | indirect | that the harbour would close | Ana Lima | denied"],
    ),
    (
        "would not say",
        "Ana Lima would not say whether the harbour would close.",
        ["Ana Lima | indirect | whether the harbour would close | Ana Lima | would not say"],
    ),
    (
        "refused to say",
        "Ana Lima refused to say who had paid the pilots.",
        ["Ana Lima | indirect | who had paid the pilots | Ana Lima | refused to say"],
    ),
    (
        "declined to say",
        "Ana Lima declined to say when the harbour would close.",
        ["Ana Lima | indirect | when the harbour would close | Ana Lima | declined to say"],
    ),
    (
        "did not say",
        "Ana Lima did not say when the harbour would close.",
        ["Ana Lima | indirect | when the harbour would close | Ana Lima | did not say"],
    ),
    (
        "has refused to say",
        "Police have repeatedly refused to say whether the harbour would close.",
        ["Police | indirect | whether the harbour would close | Police | have repeatedly refused to say"],
    ),
    (
        "had declined to say",
        "The ministry had declined to say when the harbour would close.",
        ["ministry | indirect | when the harbour would close | The ministry | had declined to say"],
    ),
    (
        "accused of",
        "Ana Lima accused the pilots of lying.",
        ["Ana Lima | indirect | of lying | Ana Lima | accused"],
    ),
    (
        "appealed to",
        "Ana Lima appealed to the pilots to stay at sea until Monday.",
        ["Ana Lima | indirect | to stay at sea until Monday | Ana Lima | appealed"],
    ),
    (
        "asked somebody who",
        "The judge asked Ana Lima who had closed the harbour.",
        ["judge | indirect | who had closed the harbour | The judge | asked"],
    ),
    (
        "expects something to",
        "Ana Lima expects the harbour to silt up by the end of the year.",
        ["Ana Lima | indirect | the harbour to silt up by the end of the year | Ana Lima | expects"],
    ),
    (
        "refused to say",
        "Ana Lima refused to say whether the harbour would close.",
        ["Ana Lima | indirect | whether the harbour would close | Ana Lima | refused to say"],
    ),
    (
        "that, and that",
        "Ana Lima said that the harbour would close, and that it would not open again.",
        [
            "Ana Lima | indirect | that the harbour would close, and that it would not open again | Ana Lima | said"
        ],
    ),
    (
        "according to, without a comma",
        "According to a report by the harbour board the pilots are too old.",
        [
            "report by the harbour board | indirect | the pilots are too old | a report by the harbour board"
            " | According to"
        ],
    ),
    ("a credit", "Photograph: Ana Lima", []),
    ("an appearance", "Ana Lima speaks at the meeting on the harbour in Lisbon.", []),
    ("a pronoun alone", "Ana Lima sold the harbour. She never liked it.", []),
    (
        "fears",
        "Ana Lima fears that the harbour will silt up.",
        ["Ana Lima | indirect | that the harbour will silt up | Ana Lima | fears"],
    ),
    (
        "a verb rarely seen",
        '"The harbour is finished," Ana Lima sighed.',
        ["Ana Lima | direct | The harbour is finished, | Ana Lima | sighed"],
    ),
    (
        "has said",
        "Ana Lima has said the harbour can be saved.",
        ["Ana Lima | indirect | the harbour can be saved | Ana Lima | has said"],
    ),
    (
        "went on to say",
        'Ana Lima continued: "Nobody dredges it."',
        ["Ana Lima | direct | Nobody dredges it. | Ana Lima | continued"],
    ),
    (
        "a headline",
        "Harbour will close, says pilots' union\n\nThe harbour of Lisbon has 40 pilots.",
        ["pilots' union | indirect | Harbour will close | pilots' union | says"],
    ),
    (
        "a headline without is",
        "Harbour safe, says Tom Reed\n\nThe harbour of Lisbon has 40 pilots.",
        ["Tom Reed | indirect | Harbour safe | Tom Reed | says"],
    ),
    (
        "a headline with to, for will",
        "Harbour to reopen in May, says board leader Ana Lima\n\nThe harbour of Lisbon has 40 pilots.",
        ["Ana Lima | indirect | Harbour to reopen in May | board leader Ana Lima | says"],
    ),
    (
        "a headline that goes on behind the speaker",
        "Pilots too old, voters say in poll\n\nThe harbour of Lisbon has 40 pilots.",
        ["voters | indirect | Pilots too old | voters | say"],
    ),
    (
        "a question mark before the speaker",
        '"Is the harbour closed?" Ana Lima asked.',
        ["Ana Lima | direct | Is the harbour closed? | Ana Lima | asked"],
    ),
    (
        "an ellipsis before the speaker",
        '"We may…" Ana Lima said.',
        ["Ana Lima | direct | We may… | Ana Lima | said"],
    ),
    (
        "accuses of",
        "Ana Lima accuses the pilots of closing the harbour.",
        ["Ana Lima | indirect | of closing the harbour | Ana Lima | accuses"],
    ),
    (
        "in the words of",
        'In the words of Ana Lima, the harbour is "a danger to everyone".',
        ['Ana Lima | mixed | the harbour is "a danger to everyone" | Ana Lima | In the words of'],
    ),
    (
        "quoted by a paper as saying",
        "Ana Lima was quoted by the Courier as saying that the harbour was a danger.",
        ["Ana Lima | indirect | that the harbour was a danger | Ana Lima | as saying"],
    ),
    (
        "a paper quoted somebody as saying",
        "The Courier quoted Ana Lima as saying that the harbour was a danger.",
        ["Ana Lima | indirect | that the harbour was a danger | Ana Lima | as saying"],
    ),
    (
        "cites somebody as saying",
        "The report cites Ana Lima as saying that the harbour was a danger.",
        ["Ana Lima | indirect | that the harbour was a danger | Ana Lima | as saying"],
    ),
    (
        "called on",
        "Ana Lima called on pilots to take the old canal.",
        ["Ana Lima | indirect | to take the old canal | Ana Lima | called on"],
    ),
    (
        "said, as somebody left",
        "Ana Lima said, as she left, that the harbour was a danger.",
        ["Ana Lima | indirect | that the harbour was a danger | Ana Lima | said"],
    ),
    (
        "said while",
        '"The harbour is finished," Ana Lima said while she waited.',
        ["Ana Lima | direct | The harbour is finished, | Ana Lima | said"],
    ),
    (
        "told somebody to",
        "Ana Lima told pilots to take the old canal.",
        ["Ana Lima | indirect | to take the old canal | Ana Lima | told"],
    ),
    (
        "then also said",
        "The pilot then also said the harbour was a danger.",
        ["pilot | indirect | the harbour was a danger | The pilot | said"],
    ),
    (
        "adding that",
        '"The harbour is finished," Ana Lima said, adding that it would close.',
        [
            "Ana Lima | direct | The harbour is finished, | Ana Lima | said",
            "Ana Lima | indirect | that it would close | Ana Lima | adding",
        ],
    ),
    (
        "in the middle, and on with but",
        "The harbour is a danger, Ana Lima says, but the canal is not, although it is old.",
        ["Ana Lima | indirect | The harbour is a danger but the canal is not, although it is old | Ana Lima | says"],
    ),
    (
        "in brackets",
        "The harbour is a danger (according to Ana Lima).",
        ["Ana Lima | indirect | The harbour is a danger | Ana Lima | according to"],
    ),
    (
        "up to a semicolon",
        "Ana Lima said the harbour was a danger; the canal was not.",
        ["Ana Lima | indirect | the harbour was a danger | Ana Lima | said"],
    ),
    (
        "fears of nobody",
        "There were fears that the harbour would close.",
        ["- | indirect | that the harbour would close | - | fears"],
    ),
]


@cases(CUES)
def test_cues(db, text, expected):
    assert said(db, text) == expected


# How far a source reaches.
SOURCES = [
    (
        "an age",
        "Ana Lima, 52, said the harbour was a danger.",
        ["Ana Lima | indirect | the harbour was a danger | Ana Lima, 52 | said"],
    ),
    (
        "an age in brackets",
        "Ana Lima (52) said the harbour was a danger.",
        ["Ana Lima | indirect | the harbour was a danger | Ana Lima (52) | said"],
    ),
    (
        "who has done something",
        "Ana Lima, who was the harbour master for ten years, said the harbour was a danger.",
        ["Ana Lima | indirect | the harbour was a danger | Ana Lima, who was the harbour master for ten years | said"],
    ),
    (
        "an office and a report",
        "The harbour is a danger, according to Ana Lima, the harbour master, who wrote the report.",
        [
            "Ana Lima | indirect | The harbour is a danger | Ana Lima, the harbour master, who wrote the report | according to",
        ],
    ),
    (
        "a report from somebody",
        "A report from the pilots says the harbour is a danger.",
        ["report from the pilots | indirect | the harbour is a danger | A report from the pilots | says"],
    ),
    (
        "something in between",
        "The pilot, in a letter to the council, wrote that the harbour was a danger.",
        ["pilot | indirect | that the harbour was a danger | The pilot, in a letter to the council | wrote"],
    ),
    (
        "dated, to somebody",
        '"The harbour is a danger," the pilot wrote in a letter, dated May 4, to the council.',
        ["pilot | direct | The harbour is a danger, | the pilot | wrote"],
    ),
    (
        "before the name",
        'Said the pilot: "The harbour is a danger."',
        ["pilot | direct | The harbour is a danger. | the pilot | Said"],
    ),
    (
        "whose report",
        "The pilot's report said the harbour was a danger.",
        ["pilot's report | indirect | the harbour was a danger | The pilot's report | said"],
    ),
]


@cases(SOURCES)
def test_sources(db, text, expected):
    assert said(db, text) == expected


@pytest.mark.parametrize(
    "text, cue_class",
    [
        ('"The harbour is finished," Ana Lima said.', "speech"),
        ('"The harbour is finished," Ana Lima wrote.', "writing"),
        ("Ana Lima believes that the harbour is finished.", "belief"),
    ],
)
def test_cue_class(db, text, cue_class):
    assert db.one("SELECT cue_class FROM hearsay_quotes(?)", text) == cue_class


@pytest.mark.parametrize(
    "text", [row[1] for table in (KINDS, PIECES, CUES) for row in table if row[2]][::4]
)
def test_every_row_says_why(db, text):
    """A rule in words, a confidence from 0 to 1, and spans that are what the row says."""
    for rule, confidence, mention, said_mention, cue, said_cue, sentence, found in db.rows(
        "SELECT rule, confidence, mention, substr(?1, mention_start, mention_length), cue, "
        "substr(?1, cue_start, cue_length), sentence, (SELECT count(*) FROM hearsay_sentences(?1) s "
        "WHERE s.sentence = q.sentence AND q.start BETWEEN s.start AND s.start + s.length - 1) "
        "FROM hearsay_quotes(?1) q",
        text,
    ):
        assert rule and rule.strip() == rule
        assert 0 < confidence <= 1
        assert mention == said_mention
        assert cue == said_cue
        assert found == 1


def test_plain_speech_is_surer_than_a_guess(db):
    sure = db.one("SELECT confidence FROM hearsay_quotes(?)", '"The harbour is finished," Ana Lima said.')
    text = 'Ana Lima looked at the harbour.\n\n"It is finished."'
    guess = db.one("SELECT max(confidence) FROM hearsay_quotes(?)", text)
    assert guess is None or sure > guess


# ---- options -----------------------------------------------------------------------------------------------------


def test_a_cue_of_the_users_own(db):
    text = "Ana Lima averrates that the harbour is finished."
    assert said(db, text, '{"cues": ["averrate"]}') == [
        "Ana Lima | indirect | that the harbour is finished | Ana Lima | averrates"
    ]


def test_a_cue_of_several_words(db):
    text = '"The harbour is finished," Ana Lima made plain.'
    assert said(db, text, '{"cues": ["made plain"]}') == [
        "Ana Lima | direct | The harbour is finished, | Ana Lima | made plain"
    ]


@pytest.mark.parametrize(
    "text",
    ['"" Ana Lima said.', "Ana Lima said \u201c\u201d and left.", 'Ana Lima said. \u201e&quot;The harbour is finished."'],
)
def test_marks_with_nothing_between_them(db, text):
    """Found by fuzzing: an empty quotation."""
    assert said(db, text) == []
