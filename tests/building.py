"""Running make and looking at what it leaves, for the tests that build and install."""

import glob
import os
import shutil
import subprocess

import database

ROOT = database.ROOT
CC = os.environ.get("CC") or "cc"


def run(*command, cwd=ROOT, environment=None, **more):
    """Runs a command and returns what it prints; a failure shows all of it. The make that runs the tests,
    if any, is kept out of the makes that they run."""
    kept = {
        k: v for k, v in os.environ.items() if k not in ("MAKEFLAGS", "MFLAGS", "MAKELEVEL", "MAKEOVERRIDES")
    }
    done = subprocess.run(
        command,
        cwd=cwd,
        env={**kept, **(environment or {})},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        **more,
    )
    assert done.returncode == 0, done.stdout
    return done.stdout


def needed(path):
    """The shared libraries that a file asks for."""
    return {
        line.split("[")[1].rstrip("]")
        for line in run("readelf", "-d", path).splitlines()
        if "(NEEDED)" in line
    }


def exported(path):
    return {line.split()[-1] for line in run("nm", "-D", "--defined-only", path).splitlines()}


def version():
    with open(os.path.join(ROOT, "ext", "hearsay.h"), encoding="utf-8") as file:
        return next(line.split('"')[1] for line in file if line.startswith("#define HEARSAY_VERSION "))


def sources():
    """The extension's own sources, the analyser's aside."""
    return ["ext/hearsay.c"] + sorted(
        os.path.relpath(path, ROOT) for path in glob.glob(ROOT + "/ext/sqlite/*.c")
    )


def copy_tree(folder):
    """The checkout without what was built in it."""
    for name in ("ext", "tests", "sql", "fixtures", "docs"):
        shutil.copytree(os.path.join(ROOT, name), folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(os.path.join(ROOT, "Makefile"), folder)
