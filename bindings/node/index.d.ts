/** The extension cannot be loaded; the message says why, and what to do about it. */
export class LoadError extends Error {
  constructor(message: string, options?: ErrorOptions);
}

/** What a connection must have: those of better-sqlite3 and node:sqlite do. */
export interface Connection {
  loadExtension(path: string): unknown;
}

/**
 * The path of the extension, for `loadExtension()` and SQLite's `.load`.
 *
 * @throws {LoadError} when there is no package for this machine, or it is not installed.
 */
export function getLoadablePath(): string;

/**
 * Loads the extension into a Database of better-sqlite3 or a DatabaseSync of node:sqlite; the latter has to be opened with
 * `{ allowExtension: true }`. A connection may be loaded twice, and connections of both may be open at once.
 *
 * @throws {LoadError} when it cannot be loaded; `cause` is the error of the connection's own module.
 * @throws {TypeError} when `db` is no such connection.
 */
export function load(db: Connection): void;
