"use strict";

const assert = require("node:assert/strict");
const { spawnSync } = require("node:child_process");
const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");
const { test } = require("node:test");
const { Worker } = require("node:worker_threads");

const Database = require("better-sqlite3");
const hearsay = require("sqlite-hearsay");

const sqlite = nodeSqlite();
const PACKAGE = path.dirname(require.resolve("sqlite-hearsay"));
const QUOTE = "SELECT speaker, quote FROM hearsay_quotes('Mayor Ann Lee said it was late.')";
const SAID = [{ speaker: "Ann Lee", quote: "it was late" }];

// Whatever has connections here: what makes one, its class of errors, and their code.
const MODULES = {
  "better-sqlite3": { open: (file = ":memory:") => new Database(file, { timeout: 100 }), code: "SQLITE_ERROR" },
  ...(sqlite && {
    "node:sqlite": {
      open: (file = ":memory:") => new sqlite.DatabaseSync(file, { allowExtension: true }),
      code: "ERR_SQLITE_ERROR",
    },
  }),
};

/** node:sqlite, or undefined: it came with Node 22.5. */
function nodeSqlite() {
  try {
    return require("node:sqlite");
  } catch (error) {
    if (error.code !== "ERR_UNKNOWN_BUILTIN_MODULE") throw error;
    return undefined;
  }
}

/** Plain objects: node:sqlite's have no prototype. */
const rows = (db, sql, ...values) =>
  db
    .prepare(sql)
    .all(...values)
    .map((row) => ({ ...row }));

/** What a Node of its own prints. */
function run(code, { cwd = __dirname, env = {}, module = false } = {}) {
  const done = spawnSync(process.execPath, ["--no-warnings", ...(module ? ["--input-type=module"] : []), "-e", code], {
    cwd,
    env: { ...process.env, ...env },
    encoding: "utf8",
  });
  assert.deepEqual([done.status, done.stderr], [0, ""]);
  return done.stdout;
}

test("it is the installed package", () => {
  const { version } = require("sqlite-hearsay/package.json");
  assert.equal(path.basename(path.dirname(PACKAGE)), "node_modules");
  assert.equal(version, process.env.HEARSAY_VERSION);
  assert.equal(rows(connect("better-sqlite3"), "SELECT hearsay_version() AS version")[0].version, version);
  const { optionalDependencies } = require("sqlite-hearsay/package.json");
  assert.deepEqual(new Set(Object.values(optionalDependencies)), new Set([version]));
  for (const folder of [PACKAGE, path.dirname(hearsay.getLoadablePath())]) {
    assert.deepEqual(fs.readdirSync(path.join(folder, "licenses")), ["hearsay.txt", "pcre2.txt", "utf8proc.txt"]);
  }
});

function connect(module) {
  const db = MODULES[module].open();
  hearsay.load(db);
  return db;
}

for (const [module, { open, code }] of Object.entries(MODULES)) {
  test(`${module}: who said what`, () => {
    const db = connect(module);
    hearsay.load(db); // twice is fine
    assert.deepEqual(rows(db, QUOTE), SAID);
    assert.deepEqual(rows(connect(module), QUOTE), SAID);
    assert.deepEqual(rows(db, QUOTE), SAID);
  });

  test(`${module}: NULL, numbers and bytes`, () => {
    const db = connect(module);
    const speakers = (article) => rows(db, "SELECT speaker FROM hearsay_quotes(?)", article).map((row) => row.speaker);
    assert.deepEqual(speakers(null), []);
    assert.deepEqual(speakers(42), []);
    assert.deepEqual(speakers(Buffer.from("Ann Lee said no.")), ["Ann Lee"]);
    assert.deepEqual(speakers(Buffer.from([0xff, 0x00, 0xc3, 0x28])), []);
  });

  test(`${module}: errors are its own, in the extension's words`, () => {
    const db = connect(module);
    const fails = (sql, message) => assert.throws(() => db.prepare(sql).all(), { message, code });
    fails(`SELECT * FROM hearsay_quotes('', '{"cuse": []}')`, 'hearsay: unknown option "cuse"');
    fails("SELECT hearsay_name_key()", "wrong number of arguments to function hearsay_name_key()");
    db.exec("CREATE TABLE articles(id INTEGER PRIMARY KEY, body)");
    assert.throws(() => db.exec("CREATE VIRTUAL TABLE press USING hearsay(content=articles, text=story)"), {
      message: /^hearsay: .*"story"/,
    });
    assert.deepEqual(rows(db, QUOTE), SAID);
  });

  test(`${module}: an index, and a database that another connection has locked`, (t) => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), "hearsay-test-"));
    t.after(() => fs.rmSync(folder, { recursive: true }));
    const file = path.join(folder, "press.db");
    const db = open(file);
    hearsay.load(db);
    db.exec(`CREATE TABLE articles(id INTEGER PRIMARY KEY, body);
      INSERT INTO articles(body) VALUES ('Ann Lee said no.'), (NULL), (x'ff00');
      CREATE VIRTUAL TABLE press USING hearsay(content=articles, text=body)`);
    const other = open(file);
    other.exec("BEGIN IMMEDIATE");
    assert.throws(() => db.exec("INSERT INTO press(press) VALUES ('sync')"), { message: /database is locked/ });
    other.exec("COMMIT");
    db.exec("INSERT INTO press(press) VALUES ('sync')");
    assert.deepEqual(rows(db, "SELECT article, speaker, quote FROM press"), [
      { article: 1, speaker: "Ann Lee", quote: "no." },
    ]);
    db.close();
    other.close();
  });

  test(`${module}: a closed connection`, () => {
    const db = open();
    db.close();
    assert.throws(
      () => hearsay.load(db),
      (error) => {
        assert.ok(error instanceof hearsay.LoadError);
        assert.match(error.message, /^hearsay: the extension cannot be loaded: .*not open/);
        assert.match(error.cause.message, /not open/);
        return true;
      },
    );
  });

  test(`${module}: the path is for its own loadExtension()`, () => {
    const opened = {
      "better-sqlite3": `new (require("better-sqlite3"))(":memory:")`,
      "node:sqlite": `new (require("node:sqlite").DatabaseSync)(":memory:", { allowExtension: true })`,
    }[module];
    const code = `const db = ${opened}; db.loadExtension(require("sqlite-hearsay").getLoadablePath());
      console.log(JSON.stringify(db.prepare(${JSON.stringify(QUOTE)}).all()))`;
    assert.deepEqual(JSON.parse(run(code)), SAID);
  });
}

test("it can be imported", () => {
  const code = `import Database from "better-sqlite3";
    import hearsay, { load, getLoadablePath, LoadError } from "sqlite-hearsay";
    const db = new Database(":memory:"); load(db);
    console.log(hearsay.load === load, getLoadablePath() === hearsay.getLoadablePath(), LoadError.name,
      db.prepare(${JSON.stringify(QUOTE)}).all().length)`;
  assert.equal(run(code, { module: true }), "true true LoadError 1\n");
});

test("the examples of the README run", () => {
  const readme = fs.readFileSync(path.join(PACKAGE, "README.md"), "utf8");
  const examples = [...readme.matchAll(/```js\n(.*?)```/gs)].map((match) => match[1]);
  assert.equal(examples.length, 2);
  const folder = fs.mkdtempSync(path.join(__dirname, "readme-"));
  try {
    const db = new Database(path.join(folder, "press.db"));
    db.exec("CREATE TABLE articles(body); INSERT INTO articles VALUES ('Mayor Ann Lee said it was late.')");
    db.close();
    assert.equal(run(examples[0], { cwd: folder }), "Ann Lee it was late\n");
    if (sqlite)
      assert.match(run(examples[1], { cwd: folder, module: true }), /speaker: 'Ann Lee', quote: 'it was late'/);
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
});

// ---- several SQLites in one process ------------------------------------------------------------------------------

// A second copy of better-sqlite3, as two versions in one node_modules would be, has a SQLite of its own.
const SEVERAL = `
  const fs = require("node:fs"), path = require("node:path"), hearsay = require("sqlite-hearsay");
  const elsewhere = fs.mkdtempSync(path.join(process.cwd(), "elsewhere-"));
  process.on("exit", () => fs.rmSync(elsewhere, { recursive: true }));
  fs.cpSync("node_modules", path.join(elsewhere, "node_modules"), { recursive: true });
  const open = [require("better-sqlite3"), require(path.join(elsewhere, "node_modules", "better-sqlite3"))]
    .map((Database) => () => new Database(":memory:"));
  try {
    const { DatabaseSync } = require("node:sqlite");
    open.push(() => new DatabaseSync(":memory:", { allowExtension: true }));
  } catch (error) {
    if (error.code !== "ERR_UNKNOWN_BUILTIN_MODULE") throw error;
  }
`;

test("several SQLites in one process", () => {
  const code = `${SEVERAL}
    const dbs = [...open, ...open.reverse()].map((each) => each());
    for (const db of dbs) hearsay.load(db);
    for (let time = 0; time < 3; time++) {
      for (const db of dbs) {
        db.exec("DROP TABLE IF EXISTS press; DROP TABLE IF EXISTS articles; " +
          "CREATE TABLE articles(id INTEGER PRIMARY KEY, body); INSERT INTO articles(body) VALUES ('Ann Lee said no.');" +
          "CREATE VIRTUAL TABLE press USING hearsay(content=articles, text=body); INSERT INTO press(press) VALUES ('sync')");
        const [{ speaker, quote }] = db.prepare("SELECT speaker, quote FROM press").all();
        if (speaker !== "Ann Lee" || quote !== "no.") throw new Error(speaker + ": " + quote);
      }
    }
    console.log(dbs.length)`;
  assert.equal(run(code), sqlite ? "6\n" : "4\n");
});

test("the same file is refused to a second SQLite", () => {
  const code = `${SEVERAL}
    const [first, second] = open.map((each) => each());
    first.loadExtension(hearsay.getLoadablePath());
    try { second.loadExtension(hearsay.getLoadablePath()); } catch (error) { console.log(error.message); }
    hearsay.load(second); // a copy
    console.log([first, second].map((db) => db.prepare(${JSON.stringify(QUOTE)}).get().speaker).join());`;
  assert.match(run(code), /hearsay: another SQLite in this process uses this file already, .*\nAnn Lee,Ann Lee\n/);
});

test("copies are removed at the end, and made anew when they are gone", (t) => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "hearsay-test-"));
  t.after(() => fs.rmSync(folder, { recursive: true }));
  const code = `${SEVERAL}
    const copies = () => fs.readdirSync(process.env.TMPDIR).filter((name) => name.startsWith("sqlite-hearsay-"));
    const first = open[0](), second = open[1]();
    hearsay.load(first); hearsay.load(second);
    const before = copies();
    for (const name of before) fs.rmSync(path.join(process.env.TMPDIR, name), { recursive: true });
    const third = open[1]();
    hearsay.load(third);
    for (const db of [first, second, third]) db.prepare(${JSON.stringify(QUOTE)}).all();
    console.log(before.length, copies().length)`;
  assert.equal(run(code, { env: { TMPDIR: folder } }), "1 1\n");
  assert.deepEqual(fs.readdirSync(folder), []);
});

test("worker threads", async () => {
  const dbs = Object.keys(MODULES).map(connect);
  const work = `const { parentPort } = require("node:worker_threads"); const db = new (require("better-sqlite3"))(":memory:");
    require("sqlite-hearsay").load(db); parentPort.postMessage(db.prepare(${JSON.stringify(QUOTE)}).all())`;
  const answers = await Promise.all(
    [1, 2, 3].map(
      () =>
        new Promise((resolve, reject) =>
          new Worker(work, { eval: true }).once("message", resolve).once("error", reject),
        ),
    ),
  );
  assert.deepEqual(answers, [SAID, SAID, SAID]);
  for (const db of dbs) assert.deepEqual(rows(db, QUOTE), SAID);
});

// ---- when it cannot be loaded ------------------------------------------------------------------------------------

test("node:sqlite that may not load extensions", { skip: !sqlite && "this Node has no node:sqlite" }, () => {
  const closed = new sqlite.DatabaseSync(":memory:");
  const forbidden = MODULES["node:sqlite"].open();
  forbidden.enableLoadExtension(false);
  for (const db of [closed, forbidden]) {
    assert.throws(() => hearsay.load(db), {
      name: "LoadError",
      message: /^hearsay: this connection may not load extensions: open it by .*\{ allowExtension: true \}/,
    });
  }
});

for (const [thing, named] of [
  [null, "null"],
  [undefined, "undefined"],
  ["press.db", "string"],
  [{}, "Object"],
  [class Shelf {}, "function"],
  [{ loadExtension() {}, parallelize() {} }, "one of sqlite3: that has loadExtension"],
]) {
  test(`what is no connection: ${named}`, () => {
    const message = "hearsay: a Database of better-sqlite3 or a DatabaseSync of node:sqlite is needed, not ";
    assert.throws(
      () => hearsay.load(thing),
      (error) => error instanceof TypeError && error.message.startsWith(message + named),
    );
  });
}

/** The error of loading by the installed package, copied somewhere else and damaged, on a Node that says it is on `arch`. */
function damaged(t, damage, arch = process.arch) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "hearsay-test-"));
  t.after(() => fs.rmSync(folder, { recursive: true }));
  const extension = hearsay.getLoadablePath();
  for (const each of [PACKAGE, path.dirname(extension)]) {
    fs.cpSync(each, path.join(folder, "node_modules", path.basename(each)), { recursive: true });
  }
  const platform = path.join(folder, "node_modules", path.basename(path.dirname(extension)));
  damage(platform, path.join(platform, path.basename(extension)));
  const code = `const db = new (require(${JSON.stringify(require.resolve("better-sqlite3"))}))(":memory:");
    Object.defineProperty(process, "arch", { value: "${arch}" });
    const hearsay = require("sqlite-hearsay");
    try { hearsay.load(db) } catch (error) { console.log(String(error)) }`;
  return run(code, { cwd: folder });
}

test("the platform's package is missing", (t) => {
  assert.match(
    damaged(t, (platform) => fs.rmSync(platform, { recursive: true })),
    /^LoadError: hearsay: the package sqlite-hearsay-\S+, which has the extension, is not installed: install sqlite-hearsay again/,
  );
});

test("there is no package for the platform", (t) => {
  assert.match(
    damaged(t, () => {}, "mips"),
    /^LoadError: hearsay: there is no package for \w+-mips: build the extension/,
  );
});

test("the extension is of another machine", { skip: process.platform !== "linux" && "the words of Linux" }, (t) => {
  assert.match(
    damaged(t, (_, extension) => fs.writeFileSync(extension, "for another machine ".repeat(100))),
    /^LoadError: hearsay: the extension cannot be loaded: .*hearsay\.so: invalid ELF header/,
  );
});
