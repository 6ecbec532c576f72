// What every peer in JavaScript does: see ../peer.py.
'use strict';
const fs = require('fs');

const now = () => {
  const { user, system } = process.cpuUsage();
  return [Number(process.hrtime.bigint()) / 1e9, (user + system) / 1e6];
};
const since = (start) => now().map((time, i) => Number((time - start[i]).toFixed(7)));

// Blocks until there is a line, or the end of the input.
const waitForLine = () => {
  const byte = Buffer.alloc(1);
  for (;;) {
    try {
      if (fs.readSync(0, byte, 0, 1) === 0 || byte[0] === 10) return;
    } catch (error) {
      if (error.code !== 'EAGAIN') throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
};

// JavaScript counts UTF-16 units; offsets are characters. Gives a function from the one to the other.
exports.characters = (text) => {
  if (!/[\ud800-\udbff]/.test(text)) return (unit) => unit;
  return (unit) => Array.from(text.slice(0, unit)).length;
};

// load() gives a function from a text to what is found in it, {quotes, mentions}.
exports.serve = (load) => {
  const [articlesPath, resultsPath, limit] = process.argv.slice(2);
  let start = now();
  const read = load();
  const took = since(start);
  const articles = fs.readFileSync(articlesPath, 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line));
  const results = fs.openSync(resultsPath, 'w');
  const write = (row) => fs.writeSync(results, JSON.stringify(row) + '\n');
  write({ load: took });
  fs.writeSync(1, 'ready\n');
  waitForLine();
  const first = now();
  for (const { id, text } of articles) {
    start = now();
    const found = read(text);
    const seconds = since(start);
    write({ id, seconds, ...found });
    if (since(first)[0] > Number(limit)) break;
  }
  fs.closeSync(results);
  fs.writeSync(1, 'done\n');
  waitForLine();
};
