#!/usr/bin/env python3
"""The tagger's data: ext/model/tag_dictionary.tsv, and tokens with their labels for the trainer (ext/train/tags.c).

    python3 ext/train/tags.py dictionary DATA_DIR > ext/model/tag_dictionary.tsv
    python3 ext/train/tags.py train DATA_DIR | build/train/tags ext/model/tags.weights
    python3 ext/train/tags.py dev DATA_DIR ewt|gum | build/train/tags --score

DATA_DIR has treebank/en_{ewt,gum}-train.conllu.xz, en_{ewt-ud,gum-ud}... and quotes/polnear.train.parse.jsonl.xz. The
dictionary counts the news too, unless --free; the weights are of the treebanks alone, unless --news. Same data, same bytes. Of the data only single word forms are written to the repository.

A label is a Penn and a universal tag (ext/language/tag_labels.h). The treebanks have both, made by people. The news has
Penn tags only, made by CoreNLP: there a token has all the labels that fit, and the trainer lets any of them be right.

Tokens (ext/train/gold_tokens.h): a line each, `form TAB 1 if a space follows else 0 TAB labels, by spaces`; an empty line
behind a sentence; before it `=` and a weight when it is not 1.
"""
import collections
import json
import lzma
import re
import sys
import unicodedata

LABELS_HEADER = "ext/language/tag_labels.h"
# Of GUM's texts, wikiHow's and the fiction are for non-commercial use: they are left out.
LEFT_OUT = {"whow", "fiction"}
NEWS_EVERY = 8       # with --news every eighth sentence of the news is trained on
NEWS_WEIGHT = 0.3   # of CoreNLP's tags against those that people made
CLOSED_FROM = 30    # a word seen this often has the labels that it was seen with and no others
LEAST_SHARE = 0.003  # rarer labels of a word are taken for mistakes
LEAST_COUNT = 1.2    # a word seen less often has no entry
# What CoreNLP tags after other habits than the treebanks: "National" in names, "up", hyphens. There the news tells nothing.
OTHERWISE = {"NNP", "NNPS", "RP", "RB", "RBR", "RBS", "IN", "FW", "UH", "SYM", "LS", "PDT", "CD", "ADD", ":"}
MARKS = {"``", "''"}
PENN = {"$": "SYM", "#": "SYM", "-LRB-": "()", "-RRB-": "()", "NFP": ":", "AFX": "FW", "GW": "FW", "XX": "FW",
        "LS": "LS", "ADD": "ADD"}


def read_labels():
    with open(LABELS_HEADER, encoding="utf-8") as f:
        return re.findall(r'X\(\w+, "([^"]+)"', f.read())


LABELS = read_labels()
KNOWN = set(LABELS)
BY_PENN = collections.defaultdict(list)
for _label in LABELS:
    BY_PENN[_label.split("/")[0]].append(_label)


def label_of(form, penn, universal):
    """The label of a treebank's tags; what is too rare for one of its own goes to its neighbour."""
    if form.lower() == "to" and penn in ("IN", "TO"):
        penn = "TO"
    if penn == "IN" and universal == "ADV":
        penn = "RB"
    if universal == "SYM" and penn != "NN":
        penn = "NFP" if penn == "NFP" else "SYM"
    elif universal == "X" and penn not in ("ADD", "LS"):
        penn = "FW"
    else:
        penn = PENN.get(penn, penn)
    if penn == "LS" and universal == "NUM":
        penn = "CD"
    label = penn + "/" + universal
    if label in KNOWN:
        return label
    return BY_PENN[penn][0] if penn in BY_PENN else "FW/X"


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
    word = "".join(out)
    return word[:-1] if len(word) > 1 and word.endswith(".") and "." not in word[:-1] else word


class Joined(list):
    """A sentence whose words, but for those with hyphens, have been there before."""


def hyphens_joined(sentence, relations):
    """Words as our tokens have them ("long-term"): an adjective in front of a noun, else what its last part is. None if
    there is nothing to join."""
    out, joined, i = [], False, 0
    while i < len(sentence):
        form, space, labels = sentence[i]
        end = i
        while (end + 2 < len(sentence) and not sentence[end][1] and not sentence[end + 1][1]
               and sentence[end + 1][0] in "-\u2010\u2011" and sentence[end][0][-1:].isalnum()
               and sentence[end + 2][0][:1].isalnum()):
            end += 2
        if end > i and labels:
            last = sentence[end][2][0]
            before_noun = relations[end] in ("amod", "compound", "nummod")
            if before_noun or last.startswith(("VBN", "VBG")):
                last = "NNP/ADJ" if last.startswith("NNP") else "JJ/ADJ"
            form, space, labels, joined = "".join(t[0] for t in sentence[i:end + 1]), sentence[end][1], [last], True
        out.append((form, space, labels))
        i = end + 1
    return out if joined else None


def treebank(path, free=True, joined=False):
    """Sentences as lists of (form, space after, [label]). With `joined` those with hyphens once more, a word a token."""
    sentence, relations, wanted = [], [], True
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            if line.startswith("# newdoc id = GUM_"):
                wanted = not free or line.split("_")[1] not in LEFT_OUT
            column = line.rstrip("\n").split("\t")
            if len(column) == 10 and column[0].isdigit():
                labels = None if column[4] in MARKS else [label_of(column[1], column[4], column[3])]
                sentence.append((column[1], "SpaceAfter=No" not in column[9], labels))
                relations.append(column[7].split(":")[0])
            elif sentence and not line.strip():
                if wanted:
                    yield sentence
                again = hyphens_joined(sentence, relations) if wanted and joined else None
                if again:
                    yield Joined(again)
                sentence, relations = [], []


def news(path, dictionary, careful):
    """CoreNLP's sentences. Of several labels that fit, the word has those that it has in the treebanks. Careful: what
    CoreNLP tags after other habits has any label."""
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            for tokens, _ in json.loads(line)[1]:
                sentence = []
                for i, token in enumerate(tokens):
                    form, penn = token[0], token[3]
                    form = {"-LRB-": "(", "-RRB-": ")", "-LSB-": "[", "-RSB-": "]"}.get(form, form)
                    space = i + 1 == len(tokens) or tokens[i + 1][1] > token[2]
                    labels = None
                    if penn not in MARKS:
                        if form.lower() == "to":
                            penn = "TO"
                        fit = BY_PENN.get(PENN.get(penn, penn), ["FW/X"])
                        seen = dictionary.get(fold(form), {})
                        labels = [x for x in fit if x in seen] or fit[:1]
                        if penn.startswith("VB") and not any(x in seen for x in fit):
                            labels = [penn + "/VERB"]
                        if careful and penn in OTHERWISE and form.lower() != "that":
                            labels = LABELS   # any
                    sentence.append((form, space, labels))
                yield sentence


def is_heading(words):
    """Nothing but capitals, or a capital on nearly every word: capitals say nothing there."""
    longer = [w for w in words if len(w) > 3 and w[0].isalpha()]
    return len(longer) > 2 and sum(w[0].isupper() for w in longer) >= 0.8 * len(longer)


class Dictionary:
    """How often a word has which label, in small letters and with a capital that tells something."""

    def __init__(self):
        self.words = {"small": collections.defaultdict(collections.Counter),
                      "capital": collections.defaultdict(collections.Counter)}
        self.any = collections.defaultdict(collections.Counter)

    def add(self, sentence, weight):
        heading = is_heading([form for form, _, labels in sentence if labels])
        first = True
        for form, _, labels in sentence:
            if not labels or not (form[:1].isalpha() or form[:1] in "'\u2019"):
                continue
            word = fold(form)
            again = isinstance(sentence, Joined) and "-" not in form
            if word and len(word) < 60 and not again:
                for label in labels:
                    self.any[word][label] += weight / len(labels)
                small = form[0].islower() or not form[0].isalpha()
                named = all(x.startswith("NNP") for x in labels) or word == "i"
                if small or not heading:
                    kind = "small" if small or (first and not named) else "capital"
                    for label in labels:
                        self.words[kind][word][label] += weight / len(labels)
            first = False

    def lines(self):
        for word in sorted(set(self.words["small"]) | set(self.words["capital"])):
            if sum(self.any[word].values()) < LEAST_COUNT:
                continue
            for kind in ("small", "capital"):
                tags = self.words[kind].get(word)
                if not tags:
                    continue
                whole = sum(tags.values())
                keep = [x for x in LABELS if tags[x] >= LEAST_SHARE * whole and (tags[x] >= 1 or whole < 4)]
                closed = whole >= CLOSED_FROM
                yield "%s\t%s\t%s" % (word, kind, " ".join(keep + ([] if closed else ["+"])))


def write_tokens(sentence, weight=1.0):
    out = [] if weight == 1 else ["= %g" % weight]
    out += ["%s\t%d\t%s" % (form, space, " ".join(labels or ["-"])) for form, space, labels in sentence]
    sys.stdout.write("\n".join(out) + "\n\n")


def read_training(data, with_news, every=1, careful=False):
    """(sentence, weight), the treebanks first."""
    seen = Dictionary()
    for name in ("ewt", "gum"):
        for sentence in treebank("%s/treebank/en_%s-train.conllu.xz" % (data, name), joined=True):
            seen.add(sentence, 1)
            yield sentence, 1.0
    if with_news:
        for number, sentence in enumerate(news(data + "/quotes/polnear.train.parse.jsonl.xz", seen.any, careful)):
            if number % every == 0:
                yield sentence, NEWS_WEIGHT


def main():
    free = "--free" in sys.argv
    what, data, *more = [a for a in sys.argv[1:] if not a.startswith("--")]
    if what == "dictionary":
        dictionary = Dictionary()
        for sentence, weight in read_training(data, with_news=not free):
            dictionary.add(sentence, weight)
        print("# Made by ext/train/tags.py: do not edit. Data and licences: ext/model/README.md.")
        print("# Word, form, labels (ext/language/tag_labels.h); +: others of the open classes are possible.")
        for line in dictionary.lines():
            print(line)
    elif what == "train":
        for sentence, weight in read_training(data, with_news="--news" in sys.argv, every=NEWS_EVERY, careful=True):
            write_tokens(sentence, weight)
    elif what == "dev":
        for sentence in treebank("%s/treebank/en_%s-ud-dev.conllu.xz" % (data, more[0]), free=False):
            write_tokens(sentence)
    else:
        sys.exit(__doc__)


if __name__ == "__main__":
    main()
