// Compiled, never run: what the types allow, and what they do not.
import { DatabaseSync } from "node:sqlite";
import Database from "better-sqlite3";
import * as hearsay from "..";
import { getLoadablePath, load, LoadError, type Connection } from "..";

load(new Database("press.db"));
load(new DatabaseSync("press.db", { allowExtension: true }));
hearsay.load({ loadExtension: (path: string) => path.length } satisfies Connection);
getLoadablePath().toUpperCase();
try {
  load(new Database());
} catch (error) {
  if (error instanceof LoadError) console.log(error.message, error.cause);
}

// @ts-expect-error
load("press.db");
// @ts-expect-error
load(null);
// @ts-expect-error
load({ loadExtension: (path: number) => path });
// @ts-expect-error
const path: number = getLoadablePath();
