#!/usr/bin/env python3
"""How well predicted quotations, speakers and mentions agree with annotated ones.

    python3 tests/score.py GOLD.jsonl PRED.jsonl [--kinds direct,mixed] [--json]

Both files have one JSON object a line, as tests/fixtures.py and tests/predict.py write them: {"id", "text",
"quotes", "mentions"}, all offsets [start, end) in characters. Documents are aligned by id; one that PRED
lacks counts as empty.

Quotations. The content of a quotation is the characters of its pieces, each piece without outer white space
and quotation marks and without a final comma or full stop.
  exact      the pieces are the same
  overlap    at least half of the characters in either are in both; best pairs first, each quotation used once
  chars      all content characters of an article as one set
Precision of a kind is the share of predicted quotations of that kind that pair with an annotated one of any
kind; recall the other way round. A wrong kind costs nothing there; `kind` shows it.

Attribution, over the pairs by overlap: `speaker` (the two mentions share a character), `speaker strict`
(the same words, a leading determiner aside), `speaker given`, `cue` (shares a character), `kind`, `name`
(the predicted name has every word of the annotated one and at most three more). `end-to-end`, `e2e strict`
and `e2e name` count a quotation as right when it pairs and its speaker is right, and measure precision and
recall over all quotations with a speaker (a name).

Mentions: same span and label, by label and `micro`; `span only`; `trimmed` (without a leading the/a/an and
a trailing 's). `entities` is B-cubed over the mentions whose entity is annotated.

Every figure is per cent; nothing out of nothing is 0.
"""

import argparse
import json
import sys
from collections import Counter

KINDS = ("direct", "mixed", "indirect")
MARKS = "\"'`\u2018\u2019\u201a\u201b\u201c\u201d\u201e\u201f\u00ab\u00bb"
DETERMINERS = {"the", "a", "an", "this", "that", "these", "those"}
ARTICLES = ("the ", "a ", "an ")
POSSESSIVES = ("'s", "\u2019s")


# ---- spans -----------------------------------------------------------------------------------------------


def strip_span(text, span, left="", right=""):
    """The span without white space and the given characters at its ends."""
    start, end = span
    while start < end and (text[start].isspace() or text[start] in left):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in right):
        end -= 1
    return start, end


def without_determiner(text, span):
    start, end = strip_span(text, span)
    words = text[start:end].split(None, 1)
    if len(words) == 2 and words[0].lower() in DETERMINERS:
        start = end - len(words[1])
    return strip_span(text, (start, end))


def without_article(text, span):
    """A mention without a leading article and a trailing possessive: guidelines differ in these."""
    start, end = strip_span(text, span)
    for article in ARTICLES:
        if text[start:end].lower().startswith(article):
            start += len(article)
            break
    if text[start:end].lower().endswith(POSSESSIVES):
        end -= 2
    return strip_span(text, (start, end))


def merged(spans):
    """The same characters as sorted spans that neither touch nor overlap."""
    out = []
    for start, end in sorted(spans):
        if start >= end:
            continue
        if out and start <= out[-1][1]:
            out[-1] = (out[-1][0], max(out[-1][1], end))
        else:
            out.append((start, end))
    return out


def characters(spans):
    return sum(end - start for start, end in spans)


def shared(left, right):
    """Characters in both of two merged lists."""
    count = i = j = 0
    while i < len(left) and j < len(right):
        count += max(0, min(left[i][1], right[j][1]) - max(left[i][0], right[j][0]))
        if left[i][1] <= right[j][1]:
            i += 1
        else:
            j += 1
    return count


def touch(left, right):
    return shared(merged(left), merged(right)) > 0


# ---- names -----------------------------------------------------------------------------------------------


def words_of(name):
    name = name.lower()
    for possessive in ("\u2019s ", "'s "):
        name = name.replace(possessive, " ")
    return set("".join(c if c.isalnum() else " " for c in name).split())


def same_name(gold, pred):
    want, got = words_of(gold or ""), words_of(pred or "")
    return bool(want) and want <= got and len(got) <= len(want) + 3


# ---- quotations ------------------------------------------------------------------------------------------


class Quote:
    """One quotation, trimmed for comparison."""

    def __init__(self, text, row):
        trimmed = [
            strip_span(text, span, MARKS, MARKS + ",.")
            for span in row.get("spans") or [(row["start"], row["end"])]
        ]
        self.pieces = sorted(span for span in trimmed if span[0] < span[1])
        self.content = merged(self.pieces)
        self.size = characters(self.content)
        self.kind = row.get("kind") or "direct"
        self.name = row.get("speaker_name") or None
        self.cues = row.get("cue_spans") or [cue for cue in [row.get("cue")] if cue]
        self.speaker = row.get("speaker") or None
        self.strict = without_determiner(text, self.speaker) if self.speaker else None

    def agreement(self, other):
        both = shared(self.content, other.content)
        return both / (self.size + other.size - both) if both else 0.0

    def same_pieces(self, other):
        return float(bool(self.pieces) and self.pieces == other.pieces)


def pair(gold, pred, agreement, least):
    """One-to-one pairs of indices whose agreement is at least `least`, taken best first."""
    candidates = []
    for i, g in enumerate(gold):
        for j, p in enumerate(pred):
            value = agreement(g, p)
            if value >= least:
                candidates.append((-value, i, j))
    taken_gold, taken_pred, pairs = set(), set(), []
    for _, i, j in sorted(candidates):
        if i not in taken_gold and j not in taken_pred:
            taken_gold.add(i)
            taken_pred.add(j)
            pairs.append((gold[i], pred[j]))
    return pairs


def count_quotes(n, text, gold, pred, kinds):
    """Adds one article's quotations to the counts n."""
    gold = [Quote(text, row) for row in gold]
    pred = [Quote(text, row) for row in pred]
    n.update(("gold", g.kind) for g in gold)
    n.update(("pred", p.kind) for p in pred)
    by_overlap = pair(gold, pred, Quote.agreement, 0.5)
    for how, pairs in (("exact", pair(gold, pred, Quote.same_pieces, 1.0)), ("overlap", by_overlap)):
        n.update((how, "gold", g.kind) for g, _ in pairs)
        n.update((how, "pred", p.kind) for _, p in pairs)
    count_characters(n, gold, pred, kinds)
    count_attribution(n, gold, pred, by_overlap, kinds)


def count_characters(n, gold, pred, kinds):
    everything = {
        "gold": merged(s for q in gold for s in q.pieces),
        "pred": merged(s for q in pred for s in q.pieces),
    }
    for side, quotes, other in (("gold", gold, "pred"), ("pred", pred, "gold")):
        for row, keep in [(kind, (kind,)) for kind in KINDS] + [("all", kinds)]:
            content = merged(s for q in quotes if q.kind in keep for s in q.pieces)
            n["chars", side, row] += characters(content)
            n["chars hit", side, row] += shared(content, everything[other])


def count_attribution(n, gold, pred, pairs, kinds):
    n["gold speaker"] += sum(1 for g in gold if g.kind in kinds and g.speaker)
    n["gold name"] += sum(1 for g in gold if g.kind in kinds and g.name)
    n["pred speaker"] += sum(1 for p in pred if p.kind in kinds and p.speaker)
    if any(g.name for g in gold):  # an article without names cannot tell whether a name is wrong
        n["pred name"] += sum(1 for p in pred if p.kind in kinds and p.name)
    for g, p in pairs:
        both = g.speaker and p.speaker
        near = bool(both) and touch([g.speaker], [p.speaker])
        same = bool(both) and g.strict == p.strict
        if p.kind in kinds:
            n["pred end-to-end"] += near
            n["pred e2e strict"] += same
        if g.kind not in kinds:
            continue
        n["pairs"] += 1
        n["kind"] += g.kind == p.kind
        if g.speaker:
            n["pairs, speaker"] += 1
            n["speaker given"] += p.speaker is not None
            n["speaker"] += near
            n["speaker strict"] += same
        if g.name:
            n["pairs, name"] += 1
            n["name"] += same_name(g.name, p.name)
        if g.cues:
            n["pairs, cue"] += 1
            n["cue"] += touch(g.cues, p.cues)


def quote_figures(n, kinds):
    shown = [kind for kind in KINDS if kind in kinds]
    figures = {}
    for how in ("exact", "overlap"):
        figures[how] = {
            kind: rates(n[how, "pred", kind], n["pred", kind], n[how, "gold", kind], n["gold", kind])
            for kind in shown
        }
        figures[how]["all"] = rates(
            *[
                sum(n[key + (kind,)] for kind in kinds)
                for key in ((how, "pred"), ("pred",), (how, "gold"), ("gold",))
            ]
        )
    figures["chars"] = {
        row: rates(
            n["chars hit", "pred", row],
            n["chars", "pred", row],
            n["chars hit", "gold", row],
            n["chars", "gold", row],
        )
        for row in shown + ["all"]
    }
    figures["attribution"] = {
        "kind": share(n["kind"], n["pairs"]),
        "speaker": share(n["speaker"], n["pairs, speaker"]),
        "speaker strict": share(n["speaker strict"], n["pairs, speaker"]),
        "speaker given": share(n["speaker given"], n["pairs, speaker"]),
        "cue": share(n["cue"], n["pairs, cue"]),
        "name": share(n["name"], n["pairs, name"]),
        "end-to-end": rates(n["pred end-to-end"], n["pred speaker"], n["speaker"], n["gold speaker"]),
        "e2e strict": rates(n["pred e2e strict"], n["pred speaker"], n["speaker strict"], n["gold speaker"]),
        "e2e name": rates(n["name"], n["pred name"], n["name"], n["gold name"]),
    }
    return figures


# ---- mentions --------------------------------------------------------------------------------------------


def count_mentions(n, text, gold, pred):
    """Adds one article's mentions to the counts n."""
    spans = {
        "gold": {(m["start"], m["end"], m["label"]) for m in gold},
        "pred": {(m["start"], m["end"], m["label"]) for m in pred},
    }
    views = {"span only": lambda m: m[:2], "trimmed": lambda m: without_article(text, m[:2]) + m[2:]}
    for side, found in spans.items():
        n.update((side, label) for _, _, label in found)
    n.update(("hit", label) for _, _, label in spans["gold"] & spans["pred"])
    for name, view in views.items():
        seen = {side: set(map(view, found)) for side, found in spans.items()}
        n["gold", name] += len(seen["gold"])
        n["pred", name] += len(seen["pred"])
        n["hit", name] += len(seen["gold"] & seen["pred"])
    count_clusters(n, gold, pred)


def count_clusters(n, gold, pred):
    """B-cubed: for each mention, how much of its cluster is one cluster on the other side too."""
    of_gold = {(m["start"], m["end"]): m["entity"] for m in gold if m.get("entity")}
    if not of_gold:
        return
    of_pred = {(m["start"], m["end"]): m.get("entity") or (m["start"], m["end"]) for m in pred}
    together = Counter((of_gold[span], of_pred[span]) for span in of_gold if span in of_pred)
    for side, clusters in (("r", of_gold), ("p", of_pred)):
        sizes = Counter(clusters.values())
        n["b3", side, "of"] += len(clusters)
        n["b3", side, "sum"] += sum(
            together[of_gold[span], of_pred[span]] / sizes[clusters[span]]
            for span in of_gold
            if span in of_pred
        )


def mention_figures(n):
    special = ("span only", "trimmed")
    labels = sorted({key[1] for key in n if key[0] in ("gold", "pred")} - set(special))
    figures = {
        label: rates(n["hit", label], n["pred", label], n["hit", label], n["gold", label])
        for label in labels + list(special)
    }
    hit, pred, gold = (sum(n[side, label] for label in labels) for side in ("hit", "pred", "gold"))
    figures["micro"] = rates(hit, pred, hit, gold)
    if n["b3", "r", "of"]:
        figures["entities"] = rates(
            n["b3", "p", "sum"], n["b3", "p", "of"], n["b3", "r", "sum"], n["b3", "r", "of"]
        )
    return figures


# ---- figures ---------------------------------------------------------------------------------------------


def rates(right_pred, pred, right_gold, gold):
    """Precision, recall and F1 with the numbers that they are out of."""
    p = 100.0 * right_pred / pred if pred else 0.0
    r = 100.0 * right_gold / gold if gold else 0.0
    f1 = 2 * p * r / (p + r) if p + r else 0.0
    return {"p": round(p, 2), "r": round(r, 2), "f1": round(f1, 2), "pred": pred, "gold": gold}


def share(right, of):
    return {"acc": round(100.0 * right / of, 2) if of else 0.0, "n": right, "of": of}


def score(gold, pred, kinds=KINDS):
    """gold, pred: {id: document}. Returns {"documents", "missing", "extra", "quotes", "mentions"}; the last
    two are None when gold has none. A document whose text differs from gold's is a ValueError: its offsets
    mean nothing."""
    quotes, mentions = Counter(), Counter()
    for key, document in gold.items():
        guess = pred.get(key, {})
        if guess.get("text", document["text"]) != document["text"]:
            raise ValueError("document %s has another text in the predictions" % key)
        count_quotes(quotes, document["text"], document.get("quotes") or [], guess.get("quotes") or [], kinds)
        count_mentions(
            mentions, document["text"], document.get("mentions") or [], guess.get("mentions") or []
        )
    return {
        "documents": len(gold),
        "missing": len(set(gold) - set(pred)),
        "extra": len(set(pred) - set(gold)),
        "quotes": quote_figures(quotes, kinds) if any(d.get("quotes") for d in gold.values()) else None,
        "mentions": mention_figures(mentions) if any(d.get("mentions") for d in gold.values()) else None,
    }


def load(path):
    """{id: document} of a JSONL file."""
    with open(path, encoding="utf-8") as file:
        return {str(row["id"]): row for row in map(json.loads, filter(str.strip, file))}


def show(result, out):
    """Prints what score() returned."""

    def table(title, rows):
        print("%-18s %6s %6s %6s %7s %6s" % (title, "P", "R", "F1", "pred", "gold"), file=out)
        for name, row in rows:
            print(
                "  %-16s %6.2f %6.2f %6.2f %7d %6d"
                % (name, row["p"], row["r"], row["f1"], row["pred"], row["gold"]),
                file=out,
            )

    print("%(documents)d documents (%(missing)d missing in PRED, %(extra)d extra)" % result, file=out)
    if result["quotes"]:
        for how in ("exact", "overlap", "chars"):
            table("quotes, " + how, result["quotes"][how].items())
        attribution = result["quotes"]["attribution"]
        print("attribution", file=out)
        for name, row in attribution.items():
            if "acc" in row:
                print("  %-16s %6.2f (%d of %d)" % (name, row["acc"], row["n"], row["of"]), file=out)
        table("", [(name, row) for name, row in attribution.items() if "f1" in row])
    if result["mentions"]:
        table("mentions", result["mentions"].items())


def main(argv=None):
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("gold", metavar="GOLD.jsonl")
    parser.add_argument("pred", metavar="PRED.jsonl")
    parser.add_argument(
        "--kinds", default=",".join(KINDS), help="the kinds of quotation that count (default: all)"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    arguments = parser.parse_args(argv)
    kinds = tuple(kind.strip() for kind in arguments.kinds.split(","))
    if not set(kinds) <= set(KINDS):
        parser.error("--kinds takes " + ", ".join(KINDS))
    try:
        result = score(load(arguments.gold), load(arguments.pred), kinds)
    except ValueError as error:
        parser.error(str(error))
    if arguments.json:
        print(json.dumps(result))
    else:
        show(result, sys.stdout)


if __name__ == "__main__":
    main()
