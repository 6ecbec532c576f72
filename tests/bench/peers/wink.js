// wink-nlp with its light English model: tokens, sentences, parts of speech, dates and numbers. It finds neither
// quotations nor names, so what is timed is that its tags and entities are there.
'use strict';
const { serve } = require('./protocol');

serve(() => {
  const wink = require('wink-nlp')(require('wink-eng-lite-web-model'));
  return (text) => {
    const doc = wink.readDoc(text);
    doc.tokens().out(wink.its.pos);
    doc.entities().out(wink.its.type);
    return {};
  };
});
