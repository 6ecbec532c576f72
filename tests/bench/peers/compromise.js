// compromise: words in quotation marks, people, places and organizations. It gives no speakers.
'use strict';
const { characters, serve } = require('./protocol');

const LABELS = { people: 'PERSON', places: 'PLACE', organizations: 'ORG' };

// Where the words stand nearest to where compromise says, as its offsets leave out some punctuation; -1: nowhere.
const nearest = (text, words, offset) => {
  const before = text.lastIndexOf(words, offset);
  const after = text.indexOf(words, offset);
  return before < 0 || (after >= 0 && after - offset < offset - before) ? after : before;
};

// A name comes with the punctuation behind it.
const bare = (words) => words.trim().replace(/(['’]s)?[\p{P}\s]*$/u, '');

serve(() => {
  const nlp = require('compromise');
  return (text) => {
    const at = characters(text);
    const doc = nlp(text);
    const spans = (view, trim) => {
      const out = [];
      for (const { text: words, offset } of view.json({ offset: true, terms: false })) {
        const trimmed = trim(words);
        const start = trimmed ? nearest(text, trimmed, offset.start) : -1;
        if (start >= 0) out.push({ start: at(start), end: at(start + trimmed.length) });
      }
      return out;
    };
    const quotes = spans(doc.quotations(), (words) => words.trim()).map((span) => ({ ...span, kind: 'direct' }));
    const mentions = Object.entries(LABELS).flatMap(([list, label]) =>
      spans(doc[list](), bare).map((span) => ({ ...span, label })),
    );
    return { quotes, mentions };
  };
});
