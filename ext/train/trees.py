"""Universal Dependencies trees as base noun phrases and clauses: the gold of the chunker.

    import trees
    for sentence in trees.read(path, training=True, joined=True):
        sentence.forms, sentence.xpos, sentence.heads, sentence.relations, ...
        sentence.phrases    # [Phrase(first, last, head)], in order, never overlapping
        sentence.clauses    # [Clause(first, last, head, relation)], outer ones first
        sentence.begins[t]  # how many clauses begin right before token t
        sentence.ends[t]    # how many clauses end right behind token t

Ranges are tokens first..last-1 from 0, as hs_range; `heads` are indices, -1 at the root. `read` takes .conllu and .conllu.xz;
with training=True the documents that may not be trained on are left out (LEFT_OUT); with joined=True "well-known" is one
token, as in hearsay, and not three, as in the treebanks. Standard library only.

Noun phrases, as ext/language/phrases.h describes them. [] is a phrase:

    [Oslo's deputy mayor] told [the city's 20 most senior officials] in [Room 12] that [he] would leave.

  - Every noun, name, pronoun and number with a noun's place in the sentence has one, predicates too ("is [the mayor]"); an
    adjective only as a subject, an object, with a determiner or for a quantity ("[the poor]", "[Many] said", "of [many]", but
    not "in general", "at least"), a determiner when it stands for a noun ("[some] of [them]").
  - To the left go determiners, numbers, adjectives, compounds, titles and owners with everything below them, as far as it is
    without a gap: "[a trade and finance minister]", "[more than 20 people]", "[an easy to use form]", "[how many people]",
    "[the mayor of Oslo's office]", "[Minister of Trade Ann Lee]". An adverb that belongs to the noun counts between two words
    of the phrase and before a number only: "[the then mayor]", "[only two people]", but "only [the mayor]", "not [a lie]".
  - To the right go the rest of a name, numbers, and a name without a comma: "[Ann Lee]", "[Chapter 3]", "[3 May]",
    "[$5 million]", "[my brother Bob]".
  - Prepositional phrases, appositions behind a mark, participles, clauses and coordinated nouns are phrases of their own:
    "[the head] of [the union]", "[Bob Ray], [an envoy]", "[Ann] and [Bob]", "[the man] accused of [fraud]", "[Sept. 3],
    [2020]". But "&" joins names: "[Lee & Ray]". The tree does not say what is one name: "[the Bank] of [Norway]".
  - Relative and interrogative words alone are none ("who", "which", "what he said"), nor is "there" of "there is"; "it"
    always is one. "which minister", "whose envoy" are.
  - Marks at the edges are outside ("([NRA])"), inside they belong to it, a quotation mark with its partner ("[the \\"war\\"]").
  - Addresses are phrases as subjects only; "etc." and numbers of lists and notes are none.
  - An owner without the thing owned is without its 's: "is [Ann]'s".
  - What lies inside a larger phrase is none.

Clauses. () is one:

    (He said (that the mayor, (who resigned), wanted (to talk))) (and added (it was late) (after the vote ended)).

  - The heads are the root and what is ccomp, csubj, advcl, acl, parataxis, or xcomp with a verb ("to talk", not "looked
    tired"), and what is joined to such a one by conj and is a verb or has a subject or copula.
  - A clause goes over all below its head, without what is joined to it: in "he came and went" the first clause ends at
    "came", the second is "and went". Likewise a parataxis at its edge is not inside it: "(It is late), (she said)."
  - It begins with its conjunction, pronoun or preposition ("that", "to", "and", "for whom", "what he said"). Marks at its
    edges are outside and no gaps; a clause with a gap ("The bridge, she said, will open") has several ranges.
  - Only a clause's own words count: a range that is nothing but marks is left out.
"""
import collections
import lzma
import re

# Of GUM's texts, wikiHow's and the fiction are for non-commercial use: as in tags.py, they are not trained on.
LEFT_OUT = {"whow", "fiction"}

# As the pattern in ext/text/tokens.c.
JOINED = re.compile(r"[^\W\d_][^\W_]*(-[^\W_]+)+|\d[\d.,:/]*(-[^\W\d_]+)+")

Phrase = collections.namedtuple("Phrase", "first last head")
Clause = collections.namedtuple("Clause", "first last head relation")

NOMINAL = {"nsubj", "obj", "iobj", "obl", "nmod", "appos", "vocative", "dislocated", "expl"}
# Of heads with a noun's tag: these are parts of something else, or no phrase.
NEVER = {"flat", "fixed", "goeswith", "compound", "case", "cc", "mark", "advmod", "punct", "discourse", "amod", "det",
         "nummod", "aux", "cop"}
LEFT = {"det", "amod", "nummod", "compound", "nmod:poss", "nmod:desc", "nmod:unmarked", "flat", "goeswith"}
RIGHT = {"flat", "fixed", "compound", "goeswith", "nummod", "nmod:desc"}
QUOTES = {"``", "''"}
QUESTION = {"WP", "WDT", "WP$", "WRB", "EX"}
ETC = {"etc", "etc.", "ect", "ect.", "al", "al."}
QUANTITIES = {"many", "few", "several", "more", "most", "much", "less", "least", "enough", "other", "such", "own"}

CLAUSAL = {"root", "ccomp", "csubj", "advcl", "acl", "parataxis"}


def base(relation):
    return relation.split(":")[0]


class Sentence:
    def __init__(self, document, paragraph, rows):
        """rows: (form, lemma, UPOS, XPOS, head from 1, relation, whether a space follows)"""
        self.document, self.paragraph = document, paragraph  # paragraph: whether it begins one
        self.forms, self.lemmas, self.upos, self.xpos, heads, self.relations, self.space_after = map(list, zip(*rows))
        self.heads = [h - 1 for h in heads]
        self.children = [[] for _ in rows]
        for t, h in enumerate(self.heads):
            if h >= 0:
                self.children[h].append(t)
        self._below = [None] * len(rows)
        self.phrases = _phrases(self)
        self.clauses = _clauses(self)
        self.begins, self.ends = [0] * len(rows), [0] * len(rows)
        for clause in self.clauses:
            self.begins[clause.first] += 1
            self.ends[clause.last - 1] += 1

    def __len__(self):
        return len(self.forms)

    def below(self, t):
        """The tokens of t's subtree, in order."""
        if self._below[t] is None:
            found, todo = set(), [t]
            while todo:
                x = todo.pop()
                if x not in found:
                    found.add(x)
                    todo += self.children[x]
            self._below[t] = sorted(found)
        return self._below[t]

    def has(self, t, *relations):
        return any(base(self.relations[c]) in relations for c in self.children[t])

    def is_mark(self, t):
        return self.upos[t] == "PUNCT"

    def role(self, t):
        """The relation of t, or of the word that it is joined to."""
        for _ in range(len(self)):
            if self.relations[t] != "conj" or self.heads[t] < 0:
                break
            t = self.heads[t]
        return self.relations[t]


# ---- noun phrases ---------------------------------------------------------------------------------------------------


def _whole(s, t):
    """(first, last) of t's subtree when it has no gap, else None."""
    tokens = s.below(t)
    return (tokens[0], tokens[-1] + 1) if tokens[-1] - tokens[0] + 1 == len(tokens) else None


def _heads_phrase(s, t):
    upos, xpos, relation = s.upos[t], s.xpos[t], s.relations[t]
    role = base(s.role(t))
    if xpos in QUESTION or xpos == "LS" or base(relation) in NEVER:
        return False
    if role in NEVER and not s.has(t, "case"):
        return False
    if (xpos == "ADD" and role != "nsubj") or s.forms[t].lower() in ETC:
        return False
    if t + 1 < len(s) and s.xpos[t + 1] == "HYPH" and s.heads[t] > t + 1 and role not in ("nsubj", "obj"):
        return False  # ghost-written
    if upos in ("NOUN", "PROPN", "PRON"):
        return True
    if upos in ("NUM", "SYM", "X"):
        return role in NOMINAL or s.has(t, "cop") or (upos == "NUM" and s.has(t, "nmod"))
    if upos in ("ADJ", "DET"):
        if s.has(t, "det"):
            return True
        if upos == "ADJ" and role in ("obl", "nmod", "appos"):
            return s.forms[t].lower() in QUANTITIES and not (s.xpos[t] == "JJS" and s.has(t, "case"))  # at least
        return role in NOMINAL or (upos == "DET" and s.has(t, "nmod", "cop"))
    return False


def _left_edge(s, t):
    first = edge = t
    for c in reversed([c for c in s.children[t] if c < t]):
        span = _whole(s, c)
        if not span or span[1] != edge:
            break
        relation = s.relations[c]
        if relation in LEFT or base(relation) == "det":
            first = edge = span[0]
        elif base(relation) in ("advmod", "punct"):
            number = s.xpos[edge] == "CD" and s.upos[c] == "ADV"  # only two people
            edge = span[0]                                        # else only when more comes to its left
            first = edge if number else first
        else:
            break
    return first


def _joins_right(s, t, c, edge):
    """Whether c, which begins at `edge`, goes on the phrase of t."""
    relation = s.relations[c]
    if relation in RIGHT and not s.has(c, "case"):
        return True
    if relation in ("nmod:unmarked", "dep"):
        return "NUM" in (s.upos[c], s.upos[t]) and c == edge and s.upos[c] != "PRON"
    if relation == "appos":  # my brother Bob
        return s.upos[c] == "PROPN" and s.upos[t] in ("NOUN", "PROPN") and not s.has(c, "det", "case", "punct")
    if relation == "conj":  # Lee & Ray
        return s.upos[c] == "PROPN" and s.forms[edge] == "&"
    return False


def _right_edge(s, t):
    last = t + 1
    for c in (c for c in s.children[t] if c > t):
        span = _whole(s, c)
        first = span[0] if span else c
        if first != last or not _joins_right(s, t, c, last):
            if s.is_mark(c) and s.xpos[c] == "HYPH" and c == last:
                continue
            break
        if s.relations[c] in ("appos", "conj"):
            last = _right_edge(s, c)
        elif span:
            last = span[1]
        else:
            last = c + 1
    return last


def _phrase(s, t):
    first, last = _left_edge(s, t), _right_edge(s, t)
    while first < t and (s.is_mark(first) or s.upos[first] == "CCONJ"):
        first += 1
    while last > t + 1 and s.is_mark(last - 1):
        last -= 1
    if sum(s.xpos[x] in QUOTES for x in range(first, last)) % 2:  # the other one of a pair
        if first and s.xpos[first - 1] in QUOTES:
            first -= 1
        elif last < len(s) and s.xpos[last] in QUOTES:
            last += 1
    return Phrase(first, last, t)


def _phrases(s):
    found = sorted((_phrase(s, t) for t in range(len(s)) if _heads_phrase(s, t)), key=lambda p: (p.first, -p.last))
    kept = []
    for phrase in found:
        if not kept or phrase.first >= kept[-1].last:
            kept.append(phrase)
    return kept


# ---- clauses --------------------------------------------------------------------------------------------------------


def _is_verbal(s, t):
    return s.upos[t] in ("VERB", "AUX") or s.has(t, "cop", "nsubj", "csubj", "expl")


def _is_clause_head(s, t):
    relation = s.relations[t]
    if base(relation) in CLAUSAL:
        return True
    if base(relation) == "xcomp":
        return s.upos[t] in ("VERB", "AUX") or s.has(t, "mark", "cop")
    if base(relation) == "conj" and s.heads[t] >= 0:
        return _is_verbal(s, t) and _is_clause_head(s, s.heads[t])
    return False


def _runs(s, tokens):
    """The tokens as ranges; marks between are no gaps, marks at the edges are outside."""
    words = [t for t in tokens if not s.is_mark(t)]
    runs = []
    for t in words:
        if runs and all(s.is_mark(x) for x in range(runs[-1][1], t)):
            runs[-1][1] = t + 1
        else:
            runs.append([t, t + 1])
    return runs


def _clauses(s):
    heads = [t for t in range(len(s)) if _is_clause_head(s, t)]
    clauses = []
    for t in heads:
        own = s.below(t)
        for c in s.children[t]:
            if c in heads and base(s.relations[c]) in ("conj", "parataxis"):
                # what is joined to it, and whatever stands outside at the edge
                inner = s.below(c)
                if s.relations[c].startswith("conj") or inner[-1] == _last_word(s, own) or inner[0] == own[0]:
                    own = [x for x in own if x not in set(inner)]
        h = s.heads[t]
        if s.relations[t].endswith("relcl") and s.xpos[h] in QUESTION and h + 1 == own[0]:
            own = [h] + own  # what he said
        clauses += [Clause(first, last, t, s.relations[t]) for first, last in _runs(s, own)]
    return sorted(clauses, key=lambda c: (c.first, -c.last))


def _last_word(s, tokens):
    return next((t for t in reversed(tokens) if not s.is_mark(t)), -1)


# ---- reading --------------------------------------------------------------------------------------------------------


def _lines(path):
    opener = lzma.open if str(path).endswith(".xz") else open
    with opener(path, "rt", encoding="utf-8") as lines:
        yield from lines


def _hyphenated(rows, t):
    """Where the longest token that hearsay would have from t on ends."""
    end = t + 1
    while end + 1 < len(rows) and rows[end][0] == "-" and not rows[end - 1][6] and not rows[end][6]:
        end += 2
    while end > t + 1 and not JOINED.fullmatch("".join(row[0] for row in rows[t:end])):
        end -= 2
    return end


def _join(rows):
    """Rows with hyphenated words as one token, which hangs where the uppermost of its parts did and has its tag."""
    depth = []
    for row in rows:
        n, head = 0, row[4]
        while head:
            n, head = n + 1, rows[head - 1][4]
        depth.append(n)
    pieces, t = [], 0
    while t < len(rows):
        pieces.append(range(t, _hyphenated(rows, t)))
        t = pieces[-1].stop
    place = {t: i for i, piece in enumerate(pieces) for t in piece}
    result = []
    for piece in pieces:
        top = rows[min(piece, key=lambda t: (depth[t], -t))]
        form, lemma = ("".join(rows[t][i] for t in piece) for i in (0, 1))
        head = place[top[4] - 1] + 1 if top[4] else 0
        result.append((form, lemma, top[2], top[3], head, top[5], rows[piece[-1]][6]))
    return result


def read(path, training=False, joined=False):
    """The sentences of a CoNLL-U file; see above."""
    rows, wanted, document, paragraph = [], True, "", False
    last, glued = 0, False  # the last word of a multiword token, and whether no space follows it
    for line in _lines(path):
        if line.startswith("# newdoc id = "):
            document = line[14:].strip()
            wanted = not (training and document.startswith("GUM_") and document.split("_")[1] in LEFT_OUT)
        paragraph = paragraph or line.startswith("# newpar")
        column = line.rstrip("\n").split("\t")
        if len(column) == 10 and column[0].isdigit():
            number, space = int(column[0]), "SpaceAfter=No" not in column[9]
            if number <= last:
                space = number == last and not glued
            rows.append((column[1], column[2], column[3], column[4], int(column[6]), column[7], space))
        elif len(column) == 10 and "-" in column[0]:
            last, glued = int(column[0].split("-")[1]), "SpaceAfter=No" in column[9]
        elif rows and not line.strip():
            if wanted:
                yield Sentence(document, paragraph, _join(rows) if joined else rows)
            rows, last, paragraph = [], 0, False


def conllu(sentences):
    """CoNLL-U again: what ext/train/treebank.h reads of it."""
    document = None
    for s in sentences:
        if s.document != document:
            document = s.document
            yield f"# newdoc id = {document}\n"
        if s.paragraph:
            yield "# newpar\n"
        for t in range(len(s)):
            space = "_" if s.space_after[t] else "SpaceAfter=No"
            yield "\t".join((str(t + 1), s.forms[t], s.lemmas[t], s.upos[t], s.xpos[t], "_", str(s.heads[t] + 1),
                             s.relations[t], "_", space)) + "\n"
        yield "\n"
