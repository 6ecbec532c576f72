#!/usr/bin/env python3
"""Makes the tagger's figures: ext/model/tags.tsv, tag_suffixes.tsv, tag_sequences.tsv.

    python3 ext/train/tags.py DATA_DIR MODEL_DIR

DATA_DIR has treebank/en_ewt-train.conllu.xz, treebank/en_gum-train.conllu.xz and
quotes/polnear.train.parse.jsonl.xz. Same data, same bytes. Only single word forms and figures are written.

The model is that of TnT (Brants 2000): the tag of a word depends on the two tags before it; of a word that is not in the
lexicon its ending tells. A word has separate figures in small letters and with a capital, since "may" and "May", "us"
and "US" differ; a capital at the start of a sentence does not count. Quotation marks are left out of the sequence.

A cost is -16 ln p, rounded. Of words and endings p is P(tag | word) / P(tag), best tag 0.
"""
import collections
import json
import lzma
import math
import os
import sys
import unicodedata

TAGS = ("CC CD DT EX FW IN JJ JJR JJS LS MD NN NNP NNPS NNS PDT POS PRP PRP$ RB RBR RBS RP SYM TO UH VB VBD VBG VBN "
        "VBP VBZ WDT WP WP$ WRB , . : () - <> BE HAVE DO SUB").split()
EDGE = "<>"
# States of their own, because what follows them differs: finite auxiliaries, and conjunctions among the prepositions.
FINITE = {"VBZ", "VBP", "VBD"}
SPLIT = {"BE": "is are was were am 's 're 'm s re m".split(), "HAVE": "has have had 've 'd ve".split(),
         "DO": "do does did".split()}
SUBORDINATORS = set("that if because although though while whilst whereas whether unless once lest so 'cause cause".split())
OTHER = {"AFX": "JJ", "GW": "FW", "XX": "FW", "ADD": "SYM", "$": "SYM", "#": "SYM", "NFP": ":", "HYPH": "-",
         "-LRB-": "()", "-RRB-": "()"}
MARKS = {"``", "''"}
# Of GUM's texts, wikiHow's and the fiction are for non-commercial use: they are left out.
LEFT_OUT = {"whow", "fiction"}
NEWS_WEIGHT = 0.5  # of CoreNLP's tags, which are automatic, against those that people made
SCALE = 16
RARE = 25          # words up to this often tell what endings mean
KEEP = 0.004       # tags of a word below this share are dropped


def fold(text):
    """Lower-case letters without marks, as ext/text/fold.c; None when something is not ASCII then."""
    out = []
    for c in text.lower():
        if ord(c) >= 128:
            if c in "\u2019\u2018":
                c = "'"
            elif c in "\u2010\u2011":
                c = "-"
            else:
                c = unicodedata.normalize("NFKD", c)[0]
        if not 32 < ord(c) < 127:
            return None
        out.append(c)
    return "".join(out)


def treebank(path):
    """Sentences as lists of (form, Penn tag, lemma)."""
    sentence, wanted = [], True
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            if line.startswith("# newdoc id = GUM_"):
                wanted = line.split("_")[1] not in LEFT_OUT
            column = line.rstrip("\n").split("\t")
            if len(column) == 10 and column[0].isdigit():
                sentence.append((column[1], column[4], column[2]))
            elif sentence and not line.strip():
                if wanted:
                    yield sentence
                sentence = []


def parsed_news(path):
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            for tokens, _ in json.loads(line)[1]:
                yield [(t[0], t[3], t[5]) for t in tokens]


def state(form, tag):
    word = form.lower().replace("\u2019", "'")
    if word == "to":
        return "TO"  # UD has IN for the preposition
    if tag == "IN" and word in SUBORDINATORS:
        return "SUB"
    if tag in FINITE:
        for name, words in SPLIT.items():
            if word in words:
                return name
    tag = OTHER.get(tag, tag)
    return tag if tag in TAGS else "FW"


def is_heading(words):
    """Nothing but capitals, or a capital on nearly every word: capitals say nothing there."""
    long = [w for w in words if len(w) > 3 and w[0].isalpha()]
    return len(long) > 2 and sum(w[0].isupper() for w in long) >= 0.8 * len(long)


class Counts:
    def __init__(self):
        self.words = [collections.defaultdict(collections.Counter) for _ in range(2)]  # small, capital
        self.one, self.two, self.three = collections.Counter(), collections.Counter(), collections.Counter()
        self.verbs = collections.Counter()  # lemmas

    def add(self, sentence, weight):
        for _, tag, lemma in sentence:
            if tag.startswith("VB") and lemma.isascii() and lemma.isalpha() and lemma.islower():
                self.verbs[lemma] += weight
        sentence = [(w, state(w, t)) for w, t, _ in sentence if t not in MARKS]
        heading = is_heading([w for w, _ in sentence])
        a = b = EDGE
        first = True
        for form, tag in sentence + [("", EDGE)]:
            self.one[tag] += weight
            self.two[b, tag] += weight
            self.three[a, b, tag] += weight
            a, b = b, tag
            if not form[:1].isalpha() and not form.startswith("'"):
                continue
            word = fold(form)
            if word and not heading and len(word) < 60:
                small = form[0].islower() or not form[0].isalpha()
                named = tag in ("NNP", "NNPS") or word == "i"
                self.words[0 if small or (first and not named) else 1][word][tag] += weight
            first = False


    def add_verbs(self):
        """A verb that was seen in other forms can be seen in its own."""
        for verb, n in self.verbs.items():
            if n >= 2:
                tags = self.words[0][verb]
                for tag in ("VB", "VBP"):
                    if not tags[tag]:
                        tags[tag] += min(1, 0.1 * n)


def kind_of(word, capital):
    if not capital:
        return "hyphen" if "-" in word[1:-1] else "small"
    return "capital"


class Endings:
    """P(tag | ending), from the longest ending that was seen, smoothed by the shorter ones."""

    def __init__(self, counts):
        self.counts = collections.defaultdict(lambda: collections.defaultdict(collections.Counter))
        for capital in (0, 1):
            for word, tags in sorted(counts.words[capital].items()):
                if sum(tags.values()) > RARE or not any(c.isalpha() for c in word):
                    continue
                kinds = [kind_of(word, capital), "any"]
                for kind in kinds:
                    for n in range(0, 6):
                        if n <= len(word) - (1 if n else 0):
                            self.counts[kind][word[len(word) - n:]].update(tags)
        for kind in self.counts.values():
            for ending in [e for e, t in kind.items() if e and sum(t.values()) < 4]:
                del kind[ending]
        self.cache = {}

    def share(self, kind, ending):
        key = kind, ending
        if key in self.cache:
            return self.cache[key]
        tags = self.counts[kind].get(ending)
        shorter = self.share(kind, ending[1:]) if ending else None
        if tags is None:
            result = shorter
        else:
            total = sum(tags.values())
            if shorter is None:
                result = {t: n / total for t, n in tags.items()}
            else:
                spread = len(tags) * 0.5
                result = {t: (tags.get(t, 0) + spread * p) / (total + spread) for t, p in shorter.items()}
        self.cache[key] = result
        return result

    def of(self, word, capital):
        return self.share(kind_of(word, capital), word[-5:])

    def lines(self, one):
        for kind in ("small", "capital", "hyphen", "any"):
            for ending in sorted(self.counts[kind], key=lambda e: (len(e), e)):
                own = self.share(kind, ending)
                if ending and far(own, self.share(kind, ending[1:])) < 0.05:
                    continue
                yield f"{kind}\t{ending or '*'}\t{costs(own, one, 0.01)}"


def far(p, q):
    return sum(abs(p.get(t, 0) - q.get(t, 0)) for t in TAGS)


def costs(share, one, keep):
    """The tags of a distribution with their costs, the likeliest first."""
    total = sum(share.values())
    likely = sorted(((p / total, t) for t, p in share.items() if p / total >= keep), key=lambda x: (-x[0], x[1]))[:10]
    whole = sum(one.values())
    cost = {t: -SCALE * math.log(p / (one[t] / whole)) for p, t in likely}
    least = min(cost.values())
    return " ".join(f"{t} {min(255, round(cost[t] - least))}" for _, t in likely)


def word_lines(counts, endings):
    for word in sorted(set(counts.words[0]) | set(counts.words[1])):
        small, capital = counts.words[0].get(word, {}), counts.words[1].get(word, {})
        if sum(small.values()) + sum(capital.values()) < 2 and counts.verbs[word] < 2:
            continue
        every = collections.Counter()
        for name, tags, big in (("small", small, 0), ("capital", capital, 1)):
            if not tags:
                continue
            every.update(tags)
            yield f"{word}\t{name}\t{costs(smooth(word, tags, endings.of(word, big)), counts.one, KEEP)}"
        if small and capital:
            yield f"{word}\tany\t{costs(smooth(word, every, {}), counts.one, KEEP)}"


def smooth(word, tags, guess):
    """Rare words get a little of what their ending would say."""
    total = sum(tags.values())
    result = dict(tags)
    if total <= 20:
        for tag, p in guess.items():
            if p > 0.02 or tag in result:
                result[tag] = result.get(tag, 0) + 0.5 * p
    return result


def sequence_lines(counts):
    """Trigrams, smoothed by deleted interpolation (Brants 2000)."""
    one, two, three = counts.one, counts.two, counts.three
    whole = sum(one.values())
    weight = [0.0, 0.0, 0.0]
    context = collections.Counter()
    for (a, b, _), n in three.items():
        context[a, b] += n
    first = collections.Counter()
    for (b, _), n in two.items():
        first[b] += n
    for (a, b, c), n in sorted(three.items()):
        shares = [(one[c] - 1) / (whole - 1),
                  (two[b, c] - 1) / (first[b] - 1) if first[b] > 1 else 0,
                  (n - 1) / (context[a, b] - 1) if context[a, b] > 1 else 0]
        weight[shares.index(max(shares))] += n
    weight = [w / sum(weight) for w in weight]

    def p(a, b, c):
        uni = one[c] / whole
        bi = two[b, c] / first[b] if first[b] else uni
        tri = three[a, b, c] / context[a, b] if a and context[a, b] else bi
        return weight[0] * uni + weight[1] * bi + weight[2] * tri

    def row(a, b):
        return " ".join(str(min(255, round(-SCALE * math.log(max(p(a, b, c), 1e-9))))) for c in TAGS)

    for b in TAGS:
        yield f"*\t{b}\t{row(None, b)}"
    for a in TAGS:
        for b in TAGS:
            if context[a, b]:
                yield f"{a}\t{b}\t{row(a, b)}"


def write(path, what, lines):
    with open(path, "w", encoding="utf-8", newline="\n") as out:
        out.write("# Made by ext/train/tags.py: do not edit. Data and licences: ext/model/README.md.\n# " + what + "\n")
        count = 0
        for line in lines:
            out.write(line + "\n")
            count += 1
    print(f"{path}: {count} lines, {os.path.getsize(path)} bytes", file=sys.stderr)


def main():
    data, model = sys.argv[1:3]
    counts = Counts()
    for name in ("ewt", "gum"):
        for sentence in treebank(f"{data}/treebank/en_{name}-train.conllu.xz"):
            counts.add(sentence, 1)
    for sentence in parsed_news(f"{data}/quotes/polnear.train.parse.jsonl.xz"):
        counts.add(sentence, NEWS_WEIGHT)
    counts.add_verbs()
    endings = Endings(counts)
    write(f"{model}/tags.tsv", "Word, form, tags with costs.", word_lines(counts, endings))
    write(f"{model}/tag_suffixes.tsv", "Form, ending, tags with costs.", endings.lines(counts.one))
    write(f"{model}/tag_sequences.tsv", "Two tags, costs of each next: " + " ".join(TAGS), sequence_lines(counts))


if __name__ == "__main__":
    main()
