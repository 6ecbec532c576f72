"""What `make eval` measures beside tests/score.py, by the same pairs of quotations and the same comparison of
names: pronouns as speakers, and whether `confidence` is how likely a quotation is right.

Calibration. A predicted quotation is right when it is an end-to-end match: it pairs with an annotated one
by overlap, and the two mentions of the speaker share a character. One without a speaker is none. Quotations
fall into ten bins by confidence (0 to under 0.1, ...; 1 is in the last). The expected calibration error is
the mean, over the quotations, of how far the mean confidence of a bin is from the share of it that is right
(Naeini, Cooper and Hauskrecht 2015).
"""

import score

BINS = 10
PRONOUNS = frozenset("i me we us you he him she her it they them one".split())


def pairs_of(document, guess):
    """[(annotated row, predicted row, both as score.Quote)] of one article."""
    want = [score.Quote(document["text"], row) for row in document.get("quotes") or []]
    got = [score.Quote(document["text"], row) for row in guess.get("quotes") or []]
    rows = dict(zip(map(id, want + got), (document.get("quotes") or []) + (guess.get("quotes") or [])))
    return [(rows[id(g)], rows[id(p)], g, p) for g, p in score.pair(want, got, score.Quote.agreement, 0.5)]


def confident(guesses, least):
    """The predictions without the quotations whose confidence is below `least`."""
    return {
        key: dict(guess, quotes=[row for row in guess["quotes"] if row["confidence"] >= least])
        for key, guess in guesses.items()
    }


def people(documents):
    """The documents with those mentions only whose label is PERSON."""
    return {
        key: dict(document, mentions=[m for m in document.get("mentions") or [] if m["label"] == "PERSON"])
        for key, document in documents.items()
    }


def pronouns(gold, guesses):
    """Of the annotated quotations whose speaker is a personal pronoun and has a resolved name, and that pair
    with a predicted one: how many have the right name there (score.same_name)."""
    right = of = 0
    for key, document in gold.items():
        for row, _, g, p in pairs_of(document, guesses[key]):
            if g.name and (row.get("speaker_text") or "").strip().lower() in PRONOUNS:
                of += 1
                right += score.same_name(g.name, p.name)
    return score.share(right, of)


def judged(gold, guesses):
    """[(confidence, right, kind, has a speaker)] of each predicted quotation."""
    out = []
    for key, document in gold.items():
        right = {
            id(row)
            for _, row, g, p in pairs_of(document, guesses[key])
            if g.speaker and p.speaker and score.touch([g.speaker], [p.speaker])
        }
        out += [
            (row["confidence"], id(row) in right, row["kind"], row["speaker"] is not None)
            for row in guesses[key]["quotes"]
        ]
    return out


# ---- calibration -----------------------------------------------------------------------------------------


def mean(values):
    values = list(values)
    return sum(values) / len(values)


def bins(rows):
    """Of each bin that has quotations: (number, how many, mean confidence, share that is right)."""
    filled = [[] for _ in range(BINS)]
    for confidence, right, *_ in rows:
        filled[min(int(confidence * BINS), BINS - 1)].append((confidence, right))
    return [
        (i, len(members), mean(c for c, _ in members), mean(r for _, r in members))
        for i, members in enumerate(filled)
        if members
    ]


def calibration_error(rows):
    """0..1; None of no quotations."""
    if not rows:
        return None
    return sum(count * abs(confidence - right) for _, count, confidence, right in bins(rows)) / len(rows)


def reliability_table(rows):
    """The bins in Markdown, with a bar of what is right (#) and where the mean confidence lies (|)."""
    lines = ["| confidence | quotations | mean | right | |", "|---|---|---|---|---|"]
    for i, count, confidence, right in bins(rows):
        bar = list("#" * round(20 * right) + "." * (20 - round(20 * right)))
        bar[min(int(20 * confidence), 19)] = "!"
        lines.append(
            "| %.1f to %.1f | %d | %.3f | %.3f | `%s` |"
            % (i / BINS, (i + 1) / BINS, count, confidence, right, "".join(bar))
        )
    return "\n".join(lines)


def reliability_svg(rows, title):
    """The same drawn: a disc a bin, as large as its share of the quotations, beside the diagonal."""
    size, left, top = 300, 50, 30
    x, y = (lambda v: left + size * v), (lambda v: top + size * (1 - v))
    parts = [
        '<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" font-family="sans-serif" '
        'font-size="12">'
        % (size + left + 20, size + top + 45),
        '<rect width="100%" height="100%" fill="#fff"/>',
        '<text x="%g" y="18">%s</text>' % (left, title.replace("&", "&amp;").replace("<", "&lt;")),
        '<path d="M%g %gH%gV%gH%gZ" fill="none" stroke="#888"/>' % (x(0), y(0), x(1), y(1), x(0)),
        '<path d="M%g %gL%g %g" stroke="#888" stroke-dasharray="4"/>' % (x(0), y(0), x(1), y(1)),
    ]
    for tick in range(0, 11, 2):
        at = tick / 10
        parts.append('<text x="%g" y="%g" text-anchor="middle">%g</text>' % (x(at), y(0) + 16, at))
        parts.append('<text x="%g" y="%g" text-anchor="end">%g</text>' % (x(0) - 5, y(at) + 4, at))
    parts.append('<text x="%g" y="%g" text-anchor="middle">confidence</text>' % (x(0.5), y(0) + 34))
    parts.append('<text transform="translate(14 %g) rotate(-90)" text-anchor="middle">right</text>' % y(0.5))
    points = [(x(confidence), y(right)) for _, _, confidence, right in bins(rows)]
    line = " ".join("%.1f,%.1f" % point for point in points)
    parts.append('<polyline points="%s" fill="none" stroke="#06c"/>' % line)
    for (_, count, _, _), point in zip(bins(rows), points):
        radius = 2 + 14 * (count / len(rows)) ** 0.5
        disc = '<circle cx="%.1f" cy="%.1f" r="%.1f" fill="#06c" fill-opacity="0.5"/>'
        parts.append(disc % (*point, radius))
    return "\n".join(parts + ["</svg>"]) + "\n"
