// Packs sqlite-hearsay and the package with the extension for the platform that this runs on:
//
//     node pack.js VERSION EXTENSION FOLDER
//
// The versions are put in here: package.json has none.
"use strict";

const { execFileSync } = require("node:child_process");
const fs = require("node:fs");
const path = require("node:path");

const [version, extension, folder] = process.argv.slice(2);
if (folder === undefined) throw new Error("usage: node pack.js VERSION EXTENSION FOLDER");

const main = JSON.parse(fs.readFileSync(path.join(__dirname, "package.json"), "utf8"));
const { name, description, license, keywords, engines, optionalDependencies } = main;
const platform = `${name}-${process.platform}-${process.arch}`;
if (!(platform in optionalDependencies)) throw new Error(`package.json has no ${platform}`);
for (const each of Object.keys(optionalDependencies)) optionalDependencies[each] = version;

fs.rmSync(folder, { recursive: true, force: true });
fs.mkdirSync(folder, { recursive: true });

pack(
  { ...main, version },
  ["index.js", "index.d.ts", "README.md"].map((file) => path.join(__dirname, file)),
);
pack(
  {
    name: platform,
    version,
    description: `${description} (the extension for ${process.platform}-${process.arch})`,
    license,
    keywords,
    files: [path.basename(extension), "licenses"],
    engines,
    os: [process.platform],
    cpu: [process.arch],
    ...(process.platform === "linux" ? { libc: ["glibc"] } : {}),
    preferUnplugged: true, // a shared library is loaded from a file, not out of an archive
  },
  [extension],
);

/** One package: its package.json, files, the licences of what is inside. */
function pack(manifest, files) {
  const staged = path.join(folder, manifest.name);
  fs.mkdirSync(staged);
  for (const file of files) place(file, path.join(staged, path.basename(file)));
  const readme = path.join(staged, "README.md");
  if (!fs.existsSync(readme)) {
    fs.writeFileSync(
      readme,
      `# ${manifest.name}\n\nThe extension for sqlite-hearsay, which brings it: install that one.\n`,
    );
  }
  const licenses = path.join(__dirname, "..", "python", "licenses");
  fs.mkdirSync(path.join(staged, "licenses"));
  for (const file of fs.readdirSync(licenses)) place(path.join(licenses, file), path.join(staged, "licenses", file));
  fs.writeFileSync(path.join(staged, "package.json"), JSON.stringify(manifest, null, 2) + "\n");
  execFileSync("npm", ["pack", "--silent", "--pack-destination", path.resolve(folder)], {
    cwd: staged,
    stdio: "inherit",
  });
  fs.rmSync(staged, { recursive: true });
}

/** A copy with the same mode wherever it is made. */
function place(from, to) {
  fs.copyFileSync(from, to);
  fs.chmodSync(to, 0o644);
}
