"""Articles of an adversary, and what they cost beside ordinary text of their length.

    make attacks                       all of them, of 1 MB and of 10 MB (MEGABYTES="1 10"); fails where one is over the limits
    make attacks CALLS=quotes,index    by these calls only

No article takes more than MOST_TIME times the processor time of ordinary text of its length, in any call, nor more than
MOST_MEMORY times its size, what is returned aside. test_attacks.py asks the same of shorter ones.
"""

import argparse
import itertools
import os
import string
import sys
import time

import apsw

import database
import fixtures

MB = 1000 * 1000
MOST_TIME = 5
MOST_MEMORY = 60
TRIES = 3  # of ordinary text; and further ones of what seems over the limit: other programs may hold one up

CALLS = {
    "quotes": "SELECT count(*) FROM hearsay_quotes(?1)",
    "tokens": "SELECT count(lemma) FROM hearsay_tokens(?1)",
    "words": "SELECT count(token) FROM hearsay_tokens(?1)",
    "sentences": "SELECT count(sentence) FROM hearsay_sentences(?1)",
    "JSON": "SELECT length(hearsay(?1))",
    "HTML": "SELECT length(hearsay_html(?1))",
    "name key": "SELECT length(hearsay_name_key(?1))",
    "quote key": "SELECT length(hearsay_quote_key(?1))",
    "similarity": "SELECT hearsay_quote_similarity(?1, ?1 || ' again')",
    "index": None,  # of the two halves
    "articles": None,  # the index of it in pieces of PIECE bytes
}
PIECE = 500


def times(text):
    """Makes an article of n bytes by saying a text again and again."""
    data = text if isinstance(text, bytes) else text.encode()
    return lambda n: data * (n // len(data) + 1)


def numbered(template, numbers=None):
    """The same with another word in the place of %s each time: aab, aac, …; Aab for %S."""

    def make(n):
        words = numbers() if numbers else ("".join(letters) for letters in itertools.product(string.ascii_lowercase, repeat=5))
        pieces, size = [], 0
        for word in itertools.cycle(words) if numbers else words:
            piece = template.replace("%s", word).replace("%S", word.capitalize())
            pieces.append(piece)
            size += len(piece)
            if size >= n:
                break
        return "".join(pieces).encode()

    return make


def colliding_words():
    """Words with one value in the low 16 bits of their FNV-1a hash: they meet in one place of a table that is indexed by these."""
    factor, low = 0x01000193, 0xFFFF
    back = {}  # of states from which three letters lead to 0: the letters
    inverse = pow(factor, -1, 1 << 16)
    for letters in itertools.product(string.ascii_lowercase, repeat=3):
        state = 0
        for letter in reversed(letters):
            state = (state * inverse & low) ^ ord(letter)
        back[state] = "".join(letters)
    for letters in itertools.product(string.ascii_lowercase, repeat=4):
        state = 0x811C9DC5 & low
        for letter in letters:
            state = (state ^ ord(letter)) * factor & low
        if state in back:
            yield "".join(letters) + back[state]


def deep(opening, inside, closing):
    """Brackets, half of the article opening and half closing."""
    return lambda n: opening.encode() * (n // 2 // len(opening.encode())) + inside + closing.encode() * (n // 2 // len(closing.encode()))


ATTACKS = {
    # marks
    "all marks": times('"'),
    "opening marks": times("\u201c"),
    "closing marks": times("\u201d"),
    "opening and closing": times("\u201c\u201d"),
    "closing and opening": times("\u201da\u201c "),
    "small quotations": times('"a" '),
    "quotations of a sentence": times('"No, it is late." '),
    "single marks": times("'a' "),
    "apostrophes": times("'"),
    "words with apostrophes": times("o'a 's "),
    "marks of all kinds": times("\"'\u201c\u2018\u00ab\u300c\u201e``a''\u201d\u2019\u00bb\u300d "),
    "deep marks": deep("\u201c", b"No.", "\u201d"),
    "deep marks of two kinds": deep("\u201c\u2018", b"No.", "\u2019\u201d"),
    "deep brackets": deep("(", b"a", ")"),
    "open brackets": times("(a "),
    "square brackets": times("[a "),
    "entities": times("&quot;a "),
    "ampersands": times("&"),
    "numeric entities": times("&#8220;a&#8221; "),
    "a mark opened in each paragraph": times("\u201cWe go on and on.\n\n"),
    "a mark never closed": lambda n: b'"' + times("he said that it was late ")(n),
    # letters, words
    "one word": times("a"),
    "one word in capitals": times("A"),
    "one capital and its word": lambda n: b"A" + b"a" * n,
    "one number": times("1"),
    "one address": lambda n: b"http://" + b"a." * (n // 2),
    "one mail address": lambda n: b"a." * (n // 2) + b"@b",
    "at signs": times("a@"),
    "handles": times("@a #b "),
    "hyphens": times("a-"),
    "hyphened capitals": times("A-B-"),
    "slashes": times("a/"),
    "all dashes": times("\u2014"),
    "dashes and words": times("a \u2014 "),
    "double hyphens": times("-- "),
    "full stops": times("."),
    "dots and words": times("a... "),
    "commas": times("a, "),
    "colons": times("a: "),
    "initials": times("A. B. C. "),
    "initials without spaces": times("A.B.C."),
    "abbreviations": times("U.S. Mr. Gen. Corp. "),
    "capital letters": times("A "),
    "small letters": times("a "),
    "digits": times("1 "),
    "numbers with signs": times("1,000.5% $3-4/5 "),
    "capitals": times("THE MAYOR SAID THAT IT WAS LATE "),
    "every word with a capital": times("The Mayor Said That It Was Late "),
    "different words": numbered("%s "),
    "different words with capitals": numbered("%S "),
    "words of one hash": numbered("a %s and the %s said so. ", colliding_words),
    "names of one hash": numbered("%S met %S Lee. ", colliding_words),
    "combining marks": lambda n: b"e" + times("\u0301")(n),
    "wide characters": times("\U0001f600"),
    "continuation bytes": times(b"\x80"),
    "broken characters": times(b"\xe2\x82 "),
    "a lead byte and its bytes": lambda n: b"\xc3" + b"\x80" * n,
    "NULs": times(b"a\0"),
    "byte order marks": times("\ufeff"),
    "soft hyphens": times("a\u00ad"),
    "Chinese": times("\u4e2d\u6587\u3002"),
    # space, lines
    "spaces": times(" "),
    "no-break spaces": times("\u00a0"),
    "line breaks": times("\n"),
    "carriage returns": times("\r"),
    "a letter a paragraph": times("a\n\n"),
    "a capital a paragraph": times("A\n\n"),
    "a full stop a line": times(".\n"),
    "indented lines": times("    a\n"),
    "lines of 72 columns": times("the bridge will be late and nobody knows why it is so in this city now,\n"),
    "one paragraph": times("The mayor said that it was late, and the envoy told her so. "),
    "headlines": times("Mayor Says It Is Late\n\n"),
    "bylines": times("By Ann Lee\n\n"),
    "datelines": times("OSLO, May 4 (Reuters) -- \n\n"),
    "captions": times("Photo: Ann Lee (Reuters)\n\n"),
    "bullets": times("\u2022 a\n"),
    # names
    "one name": times("Ann Lee "),
    "names": numbered("%S Lee, "),
    "names of one family": numbered("%S Lee met Lee. "),
    "given names": numbered("Ann %S met Ann. "),
    "short names, then full ones": lambda n: numbered("Mr %S said no. ")(n // 2) + numbered("Ann %S said no. ")(n // 2),
    "names of many words": times("Ann Maria Josefa Lee de Souza y Vargas "),
    "one long name": lambda n: b"Ann " * (n // 8) + b"Lee " * (n // 8),
    "bodies": numbered("the %S Harbour Agency (%SHA) "),
    "acronyms": numbered("NRA %S "),
    "titles": times("President Minister Mayor Dr. "),
    "the titles of one man": lambda n: b"President " * (n // 10) + b"Lee said so.",
    "appositions": times("Ann Lee, the mayor, the envoy, the chief, "),
    "of": times("the head of "),
    "possessives": times("Ann's "),
    "and": times("Ann and Bob and "),
    # speech
    "said": times("said "),
    "sentences of said": times("said " * 60 + ". "),
    "long sentences of said": times("said " * 250 + ". "),
    "sentences of he said": times('"a" he said ' * 40 + ". "),
    "sentences of names and said": times("Ann said " * 60 + ". "),
    "sentences of commas": times("he said, " * 60 + ". "),
    "sentences of that": times("that he said " * 60 + ". "),
    "he said": times('"a" he said. '),
    "pronouns": times("he she they it "),
    "she said that": times("she said that "),
    "said names": numbered("%S said "),
    "according to": times("according to "),
    "one sentence of cues": times("according to Ann, she said that "),
    "quoted as saying": times("quoted him as saying "),
    "who said": times("Ann, who said "),
    "denials": times("denied not denied refused to say "),
    "questions and answers": times("Q: Is it?\nA: It is.\n"),
    "speakers with a colon": numbered("%S: no.\n"),
    "signatures": times('"No."\n\u2014 Ann Lee\n'),
    "quotations of nobody": times('"It is late and nobody knows what to do."\n\n'),
    "one quotation by many": numbered('"We are late and nobody knows what to do now," %S Lee said. '),
    "many quotations alike": numbered('"We are late and nobody knows what to do about %s," Ann Lee said. '),
    "unnamed sources": numbered("A %s official said it was late. "),
    "the envoy said": times("The envoy said. "),
    "nouns": times("bridge harbour council "),
    "adjectives": times("late "),
    "verbs": times("go "),
    "relative clauses": times("which was that who had "),
}


def ordinary(size):
    """The fixtures, as often as it takes."""
    texts = [article["text"] for article in fixtures.read_all(os.path.join(database.ROOT, "fixtures"))]
    return times("\n\n".join(texts))(size)[:size]


def pieces(data, size):
    """A text as articles of so many bytes, cut behind a full stop, a line or a word where there is one."""
    start = 0
    while start < len(data):
        end = max(data.rfind(mark, start, start + size) + 1 for mark in (b".", b"\n", b" ")) or start + size
        yield data[start:end]
        start = end


def run_index(db, articles):
    db.rows("CREATE TABLE articles(id INTEGER PRIMARY KEY, body TEXT)")
    db.raw.executemany("INSERT INTO articles(body) VALUES (?)", ((text,) for text in articles))
    db.rows("CREATE VIRTUAL TABLE press USING hearsay(content=articles, text=body)")
    for command in ("sync", "resolve", "integrity-check"):
        db.rows("INSERT INTO press(press) VALUES (?)", command)


def measure(call, data):
    """Seconds of processor time, and the most memory that SQLite held beside the text and a document that is returned."""
    db = database.NewDatabase()
    text = db.one("SELECT CAST(? AS TEXT)", data) if b"\0" not in data and is_text(data) else data
    before = apsw.memory_used()
    apsw.memory_high_water(True)
    returned = 0
    started = time.process_time()
    try:
        if CALLS[call]:
            number = db.one(CALLS[call], text)
            returned = number if call in ("JSON", "HTML") else 0
        else:
            run_index(db, pieces(data, (len(data) + 1) // 2 if call == "index" else PIECE))
    finally:
        seconds = time.process_time() - started
        highest = apsw.memory_high_water(False) - before
        db.close()
    return seconds, highest - returned


def is_text(data):
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


class Limits:
    """Ordinary text of a length, by each call, measured once."""

    def __init__(self, size):
        self.size = size
        self.text = ordinary(size)
        self.seconds = {}

    def ordinary_seconds(self, call):
        if call not in self.seconds:
            self.seconds[call] = min(measure(call, self.text)[0] for _ in range(TRIES))
        return self.seconds[call]

    def ratios(self, call, data):
        """Time beside ordinary text's, and memory beside the article's size; of several tries the best.

        A machine is at times slower than it was when ordinary text was measured, so a further try measures that again too.
        """
        shorter = self.size / len(data)
        seconds, memory = measure(call, data)
        best = seconds / self.ordinary_seconds(call) * shorter
        for _ in range(TRIES):
            if best <= MOST_TIME:
                break
            best = min(best, measure(call, data)[0] / measure(call, self.text)[0] * shorter)
        return best, memory / len(data)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("megabytes", nargs="*", type=float, default=[1, 10])
    parser.add_argument("--calls", default=",".join(CALLS), type=lambda words: words.split(","))
    arguments = parser.parse_args()
    calls = arguments.calls
    for call in set(calls) - set(CALLS):
        parser.error("no call is named %s; there are %s" % (call, ", ".join(CALLS)))
    broken = 0
    for size in arguments.megabytes:
        limits = Limits(int(size * MB))
        print("%g MB: " % size + ", ".join("%s %.2f s" % (call, limits.ordinary_seconds(call)) for call in calls))
        print("%-34s" % "times that, times its size" + "".join("%14s" % call for call in calls))
        for name, make in ATTACKS.items():
            data = make(limits.size)
            figures = [limits.ratios(call, data) for call in calls]
            over = any(slow > MOST_TIME or large > MOST_MEMORY for slow, large in figures)
            broken += over
            print("%-34s" % name + "".join("%8.2f %5.1f" % figure for figure in figures) + ("  OVER" if over else ""), flush=True)
    if broken:
        sys.exit("%d articles are over %d times the time or %d times the size" % (broken, MOST_TIME, MOST_MEMORY))


if __name__ == "__main__":
    main()
