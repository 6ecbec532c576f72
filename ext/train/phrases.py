#!/usr/bin/env python3
"""Tokens with their labels for the trainer of noun phrases (ext/train/phrases.c), out of the treebanks' trees (trees.py).

    python3 ext/train/phrases.py train DATA_DIR
    python3 ext/train/phrases.py dev DATA_DIR ewt|gum

Tokens (ext/train/gold_tokens.h): a line each, `form TAB 1 if a space follows, else 0 TAB tag SPACE label`; an empty line behind
a sentence. The tag is the treebank's, as a label of the tagger (ext/language/tag_labels.h; "-" for quotation marks); the label
is B at the first token of a noun phrase, I inside, O outside.
"""
import sys

import tags
import trees


def tag_of(sentence, t):
    form, penn = sentence.forms[t], sentence.xpos[t]
    if penn in tags.MARKS:
        return "-"
    label = tags.label_of(form, penn, sentence.upos[t])
    before_noun = trees.base(sentence.relations[t]) in ("amod", "compound", "nummod")
    if "-" in form[1:-1] and form[0].isalpha() and (before_noun or penn in ("VBN", "VBG")):
        return "NNP/ADJ" if penn.startswith("NNP") else "JJ/ADJ"  # as tags.hyphens_joined
    return label


def labels_of(sentence):
    labels = ["O"] * len(sentence)
    for phrase in sentence.phrases:
        labels[phrase.first:phrase.last] = ["B"] + ["I"] * (phrase.last - phrase.first - 1)
    return labels


def write(sentence):
    labels = labels_of(sentence)
    for t, form in enumerate(sentence.forms):
        print("%s\t%d\t%s %s" % (form.replace(" ", "\u00a0"), sentence.space_after[t], tag_of(sentence, t), labels[t]))
    print()


def main():
    if len(sys.argv) == 3 and sys.argv[1] == "train":
        paths = ["%s/treebank/en_%s-train.conllu.xz" % (sys.argv[2], name) for name in ("ewt", "gum")]
    elif len(sys.argv) == 4 and sys.argv[1] == "dev":
        paths = ["%s/treebank/en_%s-ud-dev.conllu.xz" % (sys.argv[2], sys.argv[3])]
    else:
        sys.exit(__doc__)
    for path in paths:
        for sentence in trees.read(path, training=sys.argv[1] == "train", joined=True):
            write(sentence)


if __name__ == "__main__":
    main()
