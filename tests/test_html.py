"""hearsay_html(): what it looks like, that elements nest, and that no article can put markup into it."""

import re
from html.parser import HTMLParser

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

ROLES = {"headline", "byline", "dateline", "caption", "credit", "body"}
LABELS = {"person", "organization", "place", "other"}
ATTRIBUTES = {
    "p": {"class"},
    "span": {"class", "data-quote-id", "data-speaker", "data-speaker-id", "title"},
    "mark": {"class", "data-entity", "data-entity-id", "title"},
}
CLASSES = re.compile(
    r"hearsay-(%s)|hearsay-quote hearsay-(direct|mixed|indirect)|"
    r"hearsay-mention hearsay-(%s) hearsay-(name|nominal|pronoun)" % ("|".join(ROLES), "|".join(LABELS))
)


class Fragment(HTMLParser):
    """Reads a fragment strictly: our elements and attributes only, closed in order, paragraphs on top."""

    def __init__(self, html):
        super().__init__(convert_charrefs=True)
        self.open = []
        self.paragraphs = []  # (role, text)
        self.elements = []  # (attributes, text so far)
        self.pieces = []
        assert not re.search(r"<(?!/?(p|span|mark)\b)", html), html
        assert re.sub(r"<[^<>]*>", "", html).count(">") == 0
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attributes):
        names = [name for name, _ in attributes]
        assert set(names) <= ATTRIBUTES[tag] and len(names) == len(set(names))
        assert CLASSES.fullmatch(dict(attributes)["class"])
        assert (tag == "p") == (not self.open), "paragraphs, and the others inside them"
        if tag == "p":
            self.paragraphs.append((dict(attributes)["class"].replace("hearsay-", ""), ""))
        else:
            self.elements.append([dict(attributes), ""])
        self.open.append((tag, len(self.elements) - 1))

    def handle_endtag(self, tag):
        assert self.open.pop()[0] == tag

    def handle_data(self, data):
        if not self.open:
            assert data.strip() == ""
            return
        role, text = self.paragraphs[-1]
        self.paragraphs[-1] = (role, text + data)
        for tag, index in self.open:
            if tag != "p":
                self.elements[index][1] += data

    def handle_comment(self, data):
        raise AssertionError("a comment: " + data)

    handle_decl = handle_pi = unknown_decl = handle_comment


def test_an_article(db):
    text = 'No new fare\n\n"We won\'t <pay>," said Maria Lopez of Springfield.'
    html = db.one("SELECT hearsay_html(?)", text)
    assert html.startswith('<p class="hearsay-headline">')
    assert "We won&#39;t &lt;pay&gt;" in html
    fragment = Fragment(html)
    assert [text for _, text in fragment.paragraphs] == text.split("\n\n")
    quotes = [
        (a["data-speaker"], a["title"], words) for a, words in fragment.elements if "data-quote-id" in a
    ]
    assert quotes == [("Maria Lopez", "Maria Lopez", '"We won\'t <pay>,"')]
    mentions = [(a["class"], a["data-entity"], words) for a, words in fragment.elements if "data-entity" in a]
    assert ("hearsay-mention hearsay-place hearsay-name", "Springfield", "Springfield") in mentions


def test_a_split_quote_is_marked_in_pieces(db):
    fragment = Fragment(db.one("SELECT hearsay_html(?)", '"No," said Ann Smith on Monday. "Not now."'))
    quotes = [(a["data-quote-id"], words) for a, words in fragment.elements if "data-quote-id" in a]
    assert quotes == [("1", '"No,"'), ("1", '"Not now."')]


def test_nothing_in_nothing_out(db):
    assert db.one("SELECT hearsay_html('')") == ""
    assert db.one("SELECT hearsay_html(' \n\n ')") == ""


def check(db, text):
    """Strict HTML whose text is the article's paragraphs and whose elements are its quotes and mentions."""
    fragment = Fragment(db.one("SELECT hearsay_html(?)", text))
    paragraphs = db.rows("SELECT role, text FROM hearsay_paragraphs(?)", text)
    controls = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f]")
    assert fragment.paragraphs == [
        (role, controls.sub("\N{REPLACEMENT CHARACTER}", said)) for role, said in paragraphs
    ]
    marked = {int(a["data-quote-id"]) for a, _ in fragment.elements if "data-quote-id" in a}
    assert marked == {quote for quote, in db.rows("SELECT quote_id FROM hearsay_quotes(?)", text)}
    marked = {int(a["data-entity-id"]) for a, _ in fragment.elements if "data-entity-id" in a}
    assert marked == {entity for entity, in db.rows("SELECT entity_id FROM hearsay_mentions(?)", text)}


def test_the_fixtures(db, articles):
    for article in articles:
        check(db, article["text"])


ATTACKS = [
    '"<script>alert(1)</script>," said <img src=x onerror=alert(1)> Smith.',
    "</p></span></mark><script>alert('x')</script>",
    "said \"Ann \\\" onclick=alert(1) Smith\" of O'Brien' title='x",
    '<!-- Ann Smith said --> <![CDATA[ "No" ]]> <?php ?> <!DOCTYPE html>',
    "&lt;script&gt; &amp; &#60;script&#62; &nbsp; said &copy",
    '"No," said Ann "<b onmouseover=alert(1)>" Smith. Ann said she would. Smith agreed.',
    "javascript:alert(1) said data:text/html,<script>alert(1)</script>",
    "\x00\x01\x1b[31m\x7f Ann Smith said \x08no\x0b.",
    "\N{FULLWIDTH LESS-THAN SIGN}script\N{FULLWIDTH GREATER-THAN SIGN} \u2028 \ufeff \u202e said",
]


def test_attacks(db):
    for text in ATTACKS:
        db.rows("CREATE TEMP TABLE IF NOT EXISTS attack(t)")
        Fragment(db.one("SELECT hearsay_html(?)", text))
        if "\x00" not in text:
            check(db, text)


def test_malformed_bytes(db):
    html = db.one("SELECT hearsay_html(CAST(x'41FF42C3E28243EDA080' AS TEXT))")
    assert re.sub("<[^>]*>", "", html).strip() == "A&#xFFFD;B" + 3 * "&#xFFFD;" + "C" + 3 * "&#xFFFD;"


PIECES = st.sampled_from(
    [
        '"',
        "'",
        "\u201c",
        "\u201d",
        "<",
        ">",
        "&",
        "<script>",
        "</p>",
        " said ",
        "Ann Smith",
        "she",
        "the mayor",
        ". ",
        ", ",
        "\n\n",
        "\n",
        " ",
        "told",
        "No",
        "according to ",
        "Q: ",
        "\u2014",
        "x",
        "(",
        ")",
        "é",
        "😀",
    ]
)


@settings(max_examples=300, deadline=None, database=None, suppress_health_check=list(HealthCheck))
@given(
    text=st.lists(PIECES | st.text(max_size=3), max_size=60).map("".join).filter(lambda t: "\x00" not in t)
)
def test_any_text(db, text):
    check(db, text)
