"use strict";

const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");
const { optionalDependencies } = require("./package.json");

const FILE = process.platform === "darwin" ? "hearsay.dylib" : "hearsay.so";

/** The extension cannot be loaded; the message says why, and what to do about it. */
class LoadError extends Error {
  /**
   * @param {string} message
   * @param {ErrorOptions} [options]
   */
  constructor(message, options) {
    super(message, options);
    this.name = "LoadError";
  }
}

/** @type {typeof import(".").getLoadablePath} */
function getLoadablePath() {
  const platform = `${process.platform}-${process.arch}`;
  const name = `sqlite-hearsay-${platform}`;
  if (!(name in optionalDependencies) || hasMusl()) {
    throw new LoadError(
      `hearsay: there is no package for ${platform}${hasMusl() ? " with musl" : ""}: ` +
        "build the extension from its source (make static), and give its path to loadExtension()",
    );
  }
  try {
    return require.resolve(`${name}/${FILE}`);
  } catch (error) {
    throw new LoadError(
      `hearsay: the package ${name}, which has the extension, is not installed: ` +
        "install sqlite-hearsay again on this machine, without --omit=optional",
      { cause: error },
    );
  }
}

/** Whether this is a Linux without the GNU C library. */
function hasMusl() {
  if (process.platform !== "linux") return false;
  const { header } = /** @type {{ header: object }} */ (process.report.getReport());
  return !("glibcVersionRuntime" in header);
}

/** @type {typeof import(".").load} */
function load(db) {
  check(db);
  for (let i = 0; ; i++) {
    const isNew = i === paths.length || !fs.existsSync(paths[i]);
    if (isNew) paths[i] = i === 0 ? getLoadablePath() : copy(getLoadablePath());
    try {
      db.loadExtension(paths[i].slice(0, -path.extname(FILE).length)); // SQLite's errors are about the name that it adds one to
      return;
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      if (!message.includes("hearsay: another SQLite in this process") || (isNew && i > 0)) {
        throw new LoadError(explain(message), { cause: error });
      }
    }
  }
}

/** @param {unknown} db */
function check(db) {
  const wanted = "hearsay: a Database of better-sqlite3 or a DatabaseSync of node:sqlite is needed, not ";
  if (typeof db !== "object" || db === null || !("loadExtension" in db)) {
    throw new TypeError(wanted + (typeof db === "object" ? (db?.constructor?.name ?? "null") : typeof db));
  }
  if ("parallelize" in db) {
    throw new TypeError(`${wanted}one of sqlite3: that has loadExtension(getLoadablePath(), callback)`);
  }
}

/** @param {string} message */
function explain(message) {
  const reason = message.replace(/^error during initialization: /, "");
  if (/not allowed|not authorized/.test(reason)) {
    return (
      "hearsay: this connection may not load extensions: " +
      "open it by new DatabaseSync(path, { allowExtension: true }), and do not forbid it by enableLoadExtension(false)"
    );
  }
  return reason.startsWith("hearsay: ") ? reason : `hearsay: the extension cannot be loaded: ${reason}`;
}

// ---- one file for each SQLite of the process ---------------------------------------------------------------------
//
// node:sqlite and each copy of better-sqlite3 have a SQLite of their own. The extension refuses a second one, as its file
// has one pointer to SQLite's functions; a copy of the file has another.

/** @type {string[]} */
const paths = [];
/** @type {string | undefined} */
let folder;

/** @param {string} original */
function copy(original) {
  if (folder === undefined || !fs.existsSync(folder)) {
    const made = (folder = fs.mkdtempSync(path.join(os.tmpdir(), "sqlite-hearsay-")));
    process.on("exit", () => fs.rmSync(made, { recursive: true, force: true }));
  }
  const place = path.join(fs.mkdtempSync(path.join(folder, "copy-")), FILE);
  fs.copyFileSync(original, place);
  return place;
}

module.exports = { getLoadablePath, load, LoadError };
