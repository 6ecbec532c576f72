"""Any value, any bytes, any size: rows with exact offsets or a clear error, and always soon."""

import os
import threading
import time

import apsw
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import database

TABLES = ["quotes", "speakers", "mentions", "entities", "paragraphs", "sentences", "tokens"]
MB = 1000 * 1000
STEP = int(os.environ.get("HEARSAY_BYTE_STEP", "1"))  # 1: damage at every byte
# One connection serves all examples of a test, and no files are left behind.
ANY = dict(deadline=None, database=None, suppress_health_check=list(HealthCheck))


# ---- offsets -----------------------------------------------------------------------------------------------

# Every span of every table, and what the row says about it: (what, its words, start, length, byte_start,
# byte_length). Entities have no words of their own there, and a quotation in one piece has its words inside its marks.
COLUMNS = "start, length, byte_start, byte_length"
SPANS = " UNION ALL ".join(
    "SELECT '%s', %s, %s FROM hearsay_%s((SELECT t FROM a))" % row
    for row in [
        ("paragraph", "text", COLUMNS, "paragraphs"),
        ("sentence", "text", COLUMNS, "sentences"),
        ("token", "token", COLUMNS, "tokens"),
        ("mention", "mention", COLUMNS, "mentions"),
        ("entity", "NULL", COLUMNS, "entities"),
        ("speaker", "NULL", COLUMNS, "speakers"),
        ("quote", "NULL", COLUMNS, "quotes"),
        ("source", "mention", "mention_start, mention_length, NULL, NULL", "quotes"),
        ("cue", "cue", "cue_start, cue_length, NULL, NULL", "quotes"),
    ]
)

# Those that do not say what is there. SQLite's substr() on a text ends at a NUL; bytes go on.
WRONG = """
    WITH a(t) AS MATERIALIZED (SELECT CAST(?1 AS TEXT)),
    spans(what, said, start, length, byte_start, byte_length) AS (%s),
    there AS (SELECT spans.*, CAST(substr(t, start, length) AS BLOB) AS characters,
              substr(CAST(t AS BLOB), byte_start + 1, byte_length) AS bytes, instr(CAST(t AS BLOB), x'00') AS nul
              FROM a, spans WHERE start IS NOT NULL)
    SELECT what, start, length, byte_start, byte_length, CAST(said AS BLOB), characters, bytes FROM there
    WHERE (bytes IS NOT NULL AND said IS NOT NULL AND bytes <> CAST(said AS BLOB))
    OR (bytes IS NOT NULL AND length(bytes) <> byte_length) OR length < 1 OR start < 1
    OR (NOT nul AND (characters <> coalesce(CAST(said AS BLOB), bytes)))
    OR (nul AND byte_start + byte_length < nul AND characters <> bytes)""" % SPANS


def assert_exact(db, article):
    assert db.rows(WRONG, article) == [], article


def test_the_check_can_fail(db):
    """The query above finds a row whose offsets are of another text."""
    assert (
        db.rows(WRONG.replace("hearsay_tokens((SELECT t FROM a))", "hearsay_tokens('  a bcd')"), b"a b") != []
    )


def test_spans_of_the_fixtures(db, articles):
    for article in articles:
        text = article["text"].encode()
        assert_exact(db, text)
        assert_exact(db, b"\xef\xbb\xbf" + text.replace(b"\n", b"\r\n"))
        assert_exact(db, text.replace(b" ", b"\xc2\xa0"))


def test_what_a_quote_says_is_inside_its_span(db, articles):
    for article in articles:
        for quote, span, spans in db.rows(
            "SELECT quote, substr(?1, start, length), spans FROM hearsay_quotes(?1)", article["text"]
        ):
            assert quote.strip() == quote != ""
            if spans is None:
                assert quote in span
            else:
                assert all(word in span for word in quote.split())


def test_pieces_of_a_quote_lie_in_order_inside_it(db, articles):
    """spans is there for a split quote only; its pieces begin and end with the whole."""
    seen = 0
    for article in articles:
        rows = db.rows(
            """SELECT q.start, q.length, json_group_array(json_extract(value, '$[0]')),
               json_group_array(json_extract(value, '$[1]')) FROM hearsay_quotes(?) q, json_each(q.spans)
               GROUP BY quote_id""",
            article["text"],
        )
        for start, length, starts, lengths in rows:
            pieces = list(zip(*(map(int, column.strip("[]").split(",")) for column in (starts, lengths))))
            assert len(pieces) > 1 and pieces[0][0] == start and sum(pieces[-1]) == start + length
            assert all(sum(left) <= right[0] for left, right in zip(pieces, pieces[1:]))
            seen += 1
    assert seen > 5


MALFORMED = [
    b"\x80",
    b"\xbf\xbf",
    b"\xc3",
    b"\xe2\x82",
    b"\xf0\x9f\x98",
    b"\xff",
    b"\xed\xa0\x80",
    b"\xc0\x80",
    b"\xf8\x88\x80\x80\x80",
]


def test_malformed_bytes_at_every_position(db, articles):
    """Each of the malformed sequences in turn, put in at every byte and in place of every byte."""
    text = min((article["text"] for article in articles), key=len).encode()
    for i in range(0, len(text), STEP):
        bad = MALFORMED[i % len(MALFORMED)]
        assert_exact(db, text[:i] + bad + text[i + i % 2 :])


@pytest.mark.parametrize("bad", MALFORMED, ids=bytes.hex)
def test_malformed_bytes_everywhere(db, articles, bad):
    text = articles[0]["text"].encode()
    assert_exact(db, bad + text + bad)
    assert_exact(db, text.replace(b" ", bad))
    assert_exact(db, bad.join(text[i : i + 1] for i in range(len(text))))
    assert_exact(db, bad * 1000)


def test_cut_anywhere(db, articles):
    """Half characters, open marks, half words at the end."""
    text = next(article["text"] for article in articles if not article["text"].isascii()).encode()
    for end in range(0, len(text), 7 * STEP):
        assert_exact(db, text[:end])


def test_nuls(db, articles):
    text = articles[0]["text"].encode()
    assert_exact(db, b"\0")
    assert_exact(db, text.replace(b"\n\n", b"\0", 3))
    assert_exact(db, text + b"\0" + text)
    after = "SELECT CAST(token AS BLOB), byte_start FROM hearsay_tokens(CAST(x'610062' AS TEXT))"
    assert b"b" in db.rows(after)[-1][0], "the text goes on behind a NUL"


def test_random_bytes(db):
    for size in (10, 1000, 100000):
        assert_exact(db, os.urandom(size))


def test_sentences_around_the_windows(db):
    """A sentence is decoded in windows of some 256 words; one may end anywhere in them."""
    for words in [*range(245, 275), *range(500, 530)]:
        article = "So " + "they hear of it " * (words // 4) + "again " * (words % 4) + '. "No," she said.'
        assert_exact(db, article.encode())
        assert db.rows("SELECT mention FROM hearsay_quotes(?)", article) == [("she",)]


BYTES = st.lists(
    st.sampled_from(
        [
            b'"',
            b"'",
            b"\xe2\x80\x9c",
            b"\xe2\x80\x9d",
            b"\xc2\xab",
            b"\xc2\xbb",
            b"\xe3\x80\x8c",
            b" said ",
            b"Ann Smith",
            b"she",
            b" the mayor ",
            b". ",
            b", ",
            b"\n",
            b"\n\n",
            b" ",
            b"told ",
            b"&quot;",
            b"``",
            b"''",
            b"U.N.",
            b"-",
            b"\xc2\xad",
            b"\xcc\x81",
            b"\xf0\x9f\x98\x80",
            b"\xef\xbb\xbf",
            b"\r\n",
            b"\xc2\xa0",
            b"3.5",
            b"@a",
            b"http://a.b/c",
        ]
        + MALFORMED
    )
    | st.binary(max_size=4),
    max_size=80,
).map(b"".join)


@settings(max_examples=300, **ANY)
@given(text=BYTES)
def test_spans_of_any_bytes(db, text):
    assert_exact(db, text)


@settings(max_examples=200, **ANY)
@given(text=BYTES)
def test_json_of_any_bytes(db, text):
    """Valid JSON in valid UTF-8 whatever the article."""
    document = db.one("SELECT CAST(hearsay(CAST(? AS TEXT)) AS BLOB)", text)
    document.decode("utf-8")
    assert db.one("SELECT json_valid(CAST(? AS TEXT))", document) == 1
    db.one("SELECT CAST(hearsay_html(CAST(? AS TEXT)) AS BLOB)", text).decode("utf-8")


# ---- values ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("article", [None, "", " ", "\n \t\r\n", b"", b" "])
def test_no_rows(db, table, article):
    assert db.rows("SELECT * FROM hearsay_%s(?)" % table, article) == []


def test_blank_articles(db):
    empty = '{"paragraphs":[],"sentences":[],"mentions":[],"entities":[],"speakers":[],"quotes":[]}'
    for article in ("", " \n", b""):
        assert db.one("SELECT hearsay(?)", article) == empty
        assert db.one("SELECT hearsay_html(?)", article) == ""


def test_blobs_and_numbers_are_read_as_text(db):
    for article, text in ((b"One. Two.", "One."), (12, "12"), (-5, "-5"), (1.5, "1.5"), (2**60, str(2**60))):
        assert db.rows("SELECT text FROM hearsay_sentences(?)", article)[0] == (text,)
    assert db.one("SELECT count(*) FROM hearsay_tokens(zeroblob(100))") >= 0


@pytest.mark.parametrize(
    "article",
    [b"\xff\xfe", "\ufeff", "\u200b", "\u00ad", '"', "'", "-", ".", "...", '""', "\u201d\u201c", "``", "a"],
)
def test_tiny_articles(db, article):
    for table in TABLES:
        db.rows("SELECT count(*) FROM hearsay_%s(CAST(? AS TEXT))" % table, article)
    assert db.one("SELECT json_valid(hearsay(CAST(? AS TEXT)))", article) == 1
    assert_exact(db, article if isinstance(article, bytes) else article.encode())


# ---- sizes -------------------------------------------------------------------------------------------------

NESTED = 1000 * 1000
LARGE = {
    '50 MB of "': b'"' * (50 * MB),
    "50 MB without a space": b"a" * (50 * MB),
    "one million marks opened": b"\xe2\x80\x9c" * NESTED,
    "one million marks nested": b"\xe2\x80\x9c" * NESTED + b"a" + b"\xe2\x80\x9d" * NESTED,
    "two kinds of marks, nested": b"\xe2\x80\x9c\xe2\x80\x98" * (NESTED // 2)
    + b"No\xe2\x80\x99\xe2\x80\x9d" * (NESTED // 2),
    "one million guillemets nested": b"\xc2\xab a " * NESTED + b"\xc2\xbb" * NESTED,
    "spaces": b" " * (10 * MB),
    "empty lines": b"\n" * (10 * MB),
    "full stops": b"." * (10 * MB),
    "capital letters": b"A " * (2 * MB),
    "names": b"Ann Smith, " * (MB // 4),
    "abbreviations": b"U.N. " * MB,
    "ampersands": b"&quot;" * MB,
    "said": b"said " * MB,
    "he said": b'"a" he said. ' * (MB // 4),
    "one sentence of cues": b"according to Ann, she said that " * (MB // 20),
    "continuation bytes": b"\x80" * (10 * MB),
    "lead byte and its million": b"\xc3" + b"\x80" * MB,
    "NULs": b"\0" * (10 * MB),
    "combining marks": b"e" + b"\xcc\x81" * (5 * MB),
    "brackets": b"(" * (5 * MB),
    "hyphens": b"a-" * (5 * MB),
}


@pytest.mark.parametrize("name", LARGE)
def test_large_and_strange(name):
    """In time linear in the length: nothing takes more than a minute, by far."""
    db = database.connect()  # one SQLite is enough for what takes seconds
    started = time.monotonic()
    text = LARGE[name]
    for table in ("tokens", "quotes", "mentions"):
        assert db.one("SELECT count(*) FROM hearsay_%s(CAST(? AS TEXT))" % table, text) >= 0
    assert time.monotonic() - started < 60 * patience(db)
    db.close()


def test_large_keys(db):
    """The keys and the similarity take any length, too."""
    text = b"Ann said no. " * (MB // 4)
    assert db.one("SELECT length(hearsay_name_key(CAST(? AS TEXT)))", text) >= 0
    assert db.one("SELECT length(hearsay_quote_key(CAST(? AS TEXT)))", text) >= 0
    assert db.one("SELECT hearsay_quote_similarity(CAST(?1 AS TEXT), CAST(?1 AS TEXT) || 'x')", text) > 0.9


def test_longer_than_sqlite_allows():
    """A result over SQLITE_LIMIT_LENGTH is SQLite's own error."""
    import apsw

    db = database.NewDatabase()
    db.raw.limit(apsw.SQLITE_LIMIT_LENGTH, 100000)
    text = 'Ann Smith said "no" again. ' * 3000
    assert "too big" in db.error("SELECT hearsay(?)", text)
    assert "too big" in db.error("SELECT hearsay_html(?)", text)
    assert db.one("SELECT count(*) FROM hearsay_sentences(?)", text) == 3000
    db.close()


# ---- interrupts --------------------------------------------------------------------------------------------

CALLS = [
    "SELECT count(*) FROM hearsay_quotes(?)",
    "SELECT count(*) FROM hearsay_tokens(?)",
    "SELECT length(hearsay(?))",
    "SELECT length(hearsay_html(?))",
    "SELECT length(hearsay_quote_key(?))",
]


def patience(db):
    """The sanitizers make everything slower."""
    return 10 if " asan" in db.one("SELECT hearsay_debug()") else 1


@pytest.fixture(scope="module")
def large(articles):
    text = "\n\n".join(article["text"] for article in articles)
    return text * (50 * MB // len(text.encode()) + 1)


def interrupted(db, call, large, delay):
    """The seconds from sqlite3_interrupt(), `delay` seconds into the call, to its end; None: it ended before."""
    stopped = []
    timer = threading.Timer(delay, lambda: stopped.append(time.monotonic()) or db.raw.interrupt())
    timer.start()
    try:
        message = db.error(call, large)
    except AssertionError:
        timer.join()
        return None
    finished = time.monotonic()
    timer.join()
    assert "interrupt" in message.lower()
    return finished - stopped[0]


@pytest.mark.parametrize("delay", [0.2, 1, 3])
@pytest.mark.parametrize("call", CALLS)
def test_interrupt(db, large, call, delay):
    """sqlite3_interrupt() ends a call on 50 MB within 100 ms, and the connection works on.

    Of three tries the best counts: other programs on the machine may hold one up.
    """
    took = []
    while len(took) < 3 and not (took and min(took) < 0.1 * patience(db)):
        seconds = interrupted(db, call, large, delay)
        if seconds is None:
            pytest.skip("faster than the interrupt")
        took.append(seconds)
    assert min(took) < 0.1 * patience(db)
    assert db.rows("SELECT text FROM hearsay_sentences('One. Two.')") == [("One.",), ("Two.",)]


def test_progress_handler(db, large):
    """How Python, apsw and Datasette set time limits: a callback that stops the statement."""
    deadline = time.monotonic() + 0.3
    db.raw.set_progress_handler(lambda: time.monotonic() > deadline, 20)
    message = db.error("SELECT count(*) FROM hearsay_quotes(?)", large)
    late = time.monotonic() - deadline
    db.raw.set_progress_handler(None, 20)
    assert "interrupt" in message.lower()
    assert late < 0.5 * patience(db)
    assert db.one("SELECT count(*) FROM hearsay_sentences('One.')") == 1


@pytest.mark.parametrize("table", ["hearsay_tokens('One.')", "press"])
@pytest.mark.parametrize("kind", list(database.KINDS))
def test_interrupted_while_a_table_is_declared(kind, table, tmp_path):
    """SQLite calls that an error of the table, without a message: "vtable constructor failed"."""
    path = str(tmp_path / "press.db")
    db = database.KINDS[kind](path)
    db.rows("CREATE TABLE articles(id INTEGER PRIMARY KEY, body TEXT)")
    db.rows("CREATE VIRTUAL TABLE press USING hearsay(content=articles, text=body)")
    db.close()
    db = database.KINDS[kind](path)

    def interrupt(action, *_):
        if action == apsw.SQLITE_SELECT:
            db.raw.interrupt()
        return 0

    running = iter(db.raw.execute("SELECT 1 UNION ALL SELECT 2"))  # or SQLite forgets the interrupt
    assert next(running)[0] == 1
    db.raw.set_authorizer(interrupt)
    assert db.error("SELECT * FROM " + table) == "interrupted"
    db.raw.set_authorizer(None)
    del running
    assert db.one("SELECT count(*) FROM " + table) == (0 if table == "press" else 2)


@pytest.mark.parametrize("kind", list(database.KINDS))
def test_interrupted_while_a_command_connects_a_table(kind, tmp_path):
    """The rows of a quotation are put by a statement over a table of our own, which is declared for the first one."""
    path = str(tmp_path / "press.db")
    db = database.KINDS[kind](path)
    db.rows("CREATE TABLE articles(id INTEGER PRIMARY KEY, body TEXT)")
    db.rows("INSERT INTO articles VALUES (1, '\"We are late,\" Ann Lee said.')")
    db.rows("CREATE VIRTUAL TABLE press USING hearsay(content=articles, text=body)")
    db.close()
    db = database.KINDS[kind](path)

    def interrupt(action, table, *_):
        if action == apsw.SQLITE_INSERT and table == "press_said":
            db.raw.interrupt()
        return 0

    db.raw.set_authorizer(interrupt)
    assert db.error("INSERT INTO press(press) VALUES ('rebuild')") == "interrupted"
    db.raw.set_authorizer(None)
    db.rows("INSERT INTO press(press) VALUES ('rebuild')")
    assert db.one("SELECT count(*) FROM press") == 1
