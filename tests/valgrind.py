"""make valgrind: the tests under valgrind's memcheck, each file in a process of its own.

    valgrind.py [--jobs 2] [FILE...]

An error counts when the code that makes it is in the extension, or was called from there: Python reads behind the ends of its own
strings, by vector instructions, which is no fault of ours. Leaks are looked for by the unit tests and by `make asan`, as Python leaks by
design. Left out are tests that measure time or memory, that build, or that run programs of their own; the last of these
`make valgrind` runs by themselves. Of what runs twice, the run with Debian's SQLite: our code is the same with a newer one.
"""

import argparse
import glob
import os
import subprocess
import sys
import xml.etree.ElementTree as xml
from concurrent.futures import ThreadPoolExecutor

import database

TESTS = os.path.join(database.ROOT, "tests")
LEFT_OUT = {"attacks", "bench", "build", "fuzz", "index_faults", "index_kill", "install", "release", "threads"}
SLOW = "not interrupt and not progress and not memory and not build and not linear and not large and not [new"
FEWER = {"HEARSAY_EXAMPLES": "5", "HEARSAY_BYTE_STEP": "37"}


def frames(error):
    """The files whose code was running, the innermost first."""
    return [frame.findtext("obj") or "" for frame in error.find("stack").iter("frame")]


def is_ours(error):
    """Whether the extension made the error: it, or what it called, and not the program that called it."""
    for file in frames(error):
        name = os.path.basename(file)
        if name.startswith("hearsay"):
            return True
        if name.startswith("python"):
            return False
    return False


def say(error):
    where = error.find("stack").findall("frame")
    what = error.findtext("what") or error.findtext("xwhat/text")
    lines = ["%s (%s:%s)" % tuple(f.findtext(key) or "?" for key in ("fn", "file", "line")) for f in where[:8]]
    return "\n    ".join([what, *lines])


def run(path, folder):
    """The name of a file, its closing line, and the errors of the extension in it."""
    name = os.path.basename(path)[5:-3]
    log, report = (os.path.join(folder, name + end) for end in (".log", ".xml"))
    memcheck = ["valgrind", "--quiet", "--leak-check=no", "--num-callers=40", "--xml=yes", "--xml-file=" + report]
    pytest = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-m", "not build", "-k", SLOW, path]
    with open(log, "w", encoding="utf-8") as out:
        environment = {**os.environ, **FEWER, "PYTHONMALLOC": "malloc"}
        code = subprocess.run([*memcheck, *pytest], stdout=out, stderr=out, env=environment, cwd=database.ROOT).returncode
    with open(log, encoding="utf-8") as file:
        closing = (file.read().strip().splitlines() or ["nothing was said"])[-1]
    errors = [say(error) for error in xml.parse(report).iter("error") if is_ours(error)]
    print("%-20s %3d errors  %s" % (name, len(errors), closing), flush=True)
    for error in errors:
        print("  " + error, flush=True)
    return bool(errors) or code not in (0, 5)  # 5: no test is left


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--folder", default=os.path.join(database.ROOT, "build", "valgrind"))
    arguments = parser.parse_args()
    os.makedirs(arguments.folder, exist_ok=True)
    every = sorted(glob.glob(os.path.join(TESTS, "test_*.py")))
    files = arguments.files or [path for path in every if os.path.basename(path)[5:-3] not in LEFT_OUT]
    with ThreadPoolExecutor(arguments.jobs) as pool:
        failed = list(pool.map(lambda path: run(path, arguments.folder), files))
    print("%d files, %d with errors" % (len(files), sum(failed)))
    sys.exit(any(failed))


if __name__ == "__main__":
    main()
