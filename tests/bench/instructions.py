"""make bench-instructions, make check-instructions: how many instructions reading a fixed input takes, by stage.

    instructions.py --compiler CC --flags CFLAGS [--check] [--update]

Some of the fixtures are read once by the program stages (stages.c) under callgrind; only what is done inside
read_texts counts. Counts do not depend on how busy a machine is, so a change that makes the analyser slower shows.
tests/bench/instructions.json has the counts kept (--update writes them) and for what they hold: compiler, flags, C
library, SQLite, kind of processor. Under other conditions nothing is compared, and that is said. --check fails when
the total is more than 5 per cent above the kept one.
"""

import argparse
import ctypes.util
import hashlib
import json
import os
import platform
import re
import shlex
import sqlite3
import subprocess
import sys

import articles

KEPT = os.path.join(articles.ROOT, "tests", "bench", "instructions.json")
STAGES = os.path.join(articles.ROOT, "tests", "bench", "stages.def")
BUILD = os.path.join(articles.ROOT, os.environ.get("HEARSAY_BUILD") or "build")
TOLERANCE = 0.05
COUNTED = "read_texts"
OUTSIDE = "SQLite"
# A dozen of the fixtures, which differ in style, marks and length.
INPUT = (
    "african_election",
    "american_senate",
    "british_council",
    "business_earnings",
    "court_trial",
    "east_asia_tech",
    "envoy_variant_a",
    "eu_brussels",
    "football_report",
    "hard_wrapped",
    "hospital_inquiry",
    "indian_farmers",
)


class CountError(Exception):
    """The counts cannot be taken or compared; the message says why."""


# ---- taking counts ---------------------------------------------------------------------------------------------------


def stage_names(definition):
    """{function: stage} of stages.def."""
    return dict(re.findall(r'^STAGE\((\w+), "([^"]+)"\)', definition, re.M))


def read_callgrind(lines, stages):
    """{"total": n, stage: n, …} of callgrind's output (--compress-strings=no): of each stage what its functions and
    all that they call take. What is outside of every stage is "SQLite"."""
    counts = {"total": 0, **dict.fromkeys(stages.values(), 0), OUTSIDE: 0}
    called, inclusive = None, False
    for line in lines:
        if line.startswith("cfn="):
            called = line[4:].strip().partition("'")[0]
        elif line.startswith("calls="):
            inclusive = True  # the next line says what the call took
        elif line.startswith("totals:"):
            counts["total"] = int(line.split()[1])
        elif inclusive:
            inclusive = False
            if called in stages:
                counts[stages[called]] += int(line.split()[1])
    if not counts["total"]:
        raise CountError("callgrind has counted nothing inside %s" % COUNTED)
    missing = [function for function, stage in stages.items() if not counts[stage]]
    if missing:
        raise CountError("never called: %s; stages.def is out of date" % ", ".join(missing))
    counts[OUTSIDE] = counts["total"] - sum(counts[stage] for stage in set(stages.values()))
    return counts


def write_input(names):
    """Paths of the fixtures' texts, their bytes, and a hash of them all."""
    folder = os.path.join(BUILD, "bench", "instructions")
    os.makedirs(folder, exist_ok=True)
    digest, size, paths = hashlib.sha256(), 0, []
    for article in articles.own_articles():
        if article["id"] in names:
            data = article["text"].encode()
            digest.update(data)
            size += len(data)
            paths.append(os.path.join(folder, article["id"] + ".txt"))
            with open(paths[-1], "wb") as file:
                file.write(data)
    if len(paths) != len(names):
        raise CountError("not all of these are fixtures: %s" % ", ".join(names))
    return paths, size, digest.hexdigest()


def count(paths):
    output = os.path.join(BUILD, "bench", "instructions", "callgrind.out")
    command = ["valgrind", "--tool=callgrind", "--compress-strings=no", "--compress-pos=no"]
    command.append("--toggle-collect=" + COUNTED)
    command += ["--callgrind-out-file=" + output, os.path.join(BUILD, "tests", "bench", "stages"), "1", *paths]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode != 0:
        raise CountError("%s: exit status %d\n%s" % (shlex.join(command[:2]), done.returncode, done.stdout[-2000:]))
    with open(STAGES, encoding="utf-8") as file:
        stages = stage_names(file.read())
    with open(output, encoding="utf-8", errors="replace") as file:
        return read_callgrind(file, stages)


def conditions(compiler, flags):
    """What the counts depend on besides the sources."""
    command = [*shlex.split(compiler), "--version"]
    version = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
    cpu = ""
    if os.path.exists("/proc/cpuinfo"):
        with open("/proc/cpuinfo") as file:
            cpu = file.read()
    return {
        "compiler": re.sub(r"^\S*cc ", "gcc ", version.splitlines()[0]),  # cc, gcc and gcc-12 are one
        "flags": flags,
        "C library": " ".join(platform.libc_ver()),
        "SQLite": sqlite_version(),
        "machine": platform.machine(),
        "avx2": " avx2 " in cpu,  # the C library chooses its functions by it
    }


def sqlite_version():
    """Of the library that the program is linked with, which need not be Python's own."""
    name = ctypes.util.find_library("sqlite3")
    if not name:
        return sqlite3.sqlite_version
    library = ctypes.CDLL(name)
    library.sqlite3_libversion.restype = ctypes.c_char_p
    return library.sqlite3_libversion().decode()


# ---- comparing -------------------------------------------------------------------------------------------------------


def differing(kept, now):
    """Of the conditions, those that are not the same, in words."""
    return ["%s: %s, here %s" % (key, kept.get(key), now[key]) for key in now if kept.get(key) != now[key]]


def growth(kept, counts):
    """{name: share by which it has grown}; infinite for a stage that was not there."""
    return {name: n / kept[name] - 1 if kept.get(name) else float("inf") for name, n in counts.items()}


def verdict(kept, counts):
    """(good, what there is to say): not good when the total has grown by more than 5 per cent."""
    grown = growth(kept, counts)
    worse = sorted(
        (name for name in counts if name != "total" and grown[name] > TOLERANCE),
        key=lambda n: -counts[n] * min(grown[n], 1e9),
    )
    which = "; ".join("%s %+.1f%%" % (name, 100 * grown[name]) for name in worse)
    total = "%+.1f%% instructions in all" % (100 * grown["total"])
    if counts["total"] > kept["total"] * (1 + TOLERANCE):
        return False, "%s, %d%% are allowed; grown: %s" % (total, 100 * TOLERANCE, which or "all stages alike")
    if grown["total"] < -TOLERANCE:
        return True, total + "; keep that with `make bench-instructions UPDATE=1`"
    return True, total + ("; grown: " + which if which else "")


def show(counts, kept, size, out):
    print("%-24s %14s %8s %10s %9s" % ("instructions", "", "share", "a byte", "kept"), file=out)
    grown = growth(kept, counts) if kept else {}
    for name, n in sorted(counts.items(), key=lambda item: -item[1]):
        change = "%+.1f%%" % (100 * grown[name]) if name in grown else ""
        print(
            "%-24s %14s %7.1f%% %10.1f %9s" % (name, f"{n:,}", 100 * n / counts["total"], n / size, change),
            file=out,
        )


def load():
    if not os.path.exists(KEPT):
        return None
    with open(KEPT, encoding="utf-8") as file:
        return json.load(file)


def main(argv=None):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--compiler", default="cc")
    parser.add_argument("--flags", default="-O2 -g")
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--update", action="store_true")
    arguments = parser.parse_args(argv)
    kept = load()
    now = conditions(arguments.compiler, arguments.flags)
    others = differing(kept["conditions"], now) if kept else []
    if others and arguments.check and not arguments.update:
        print("check-instructions: SKIPPED, the counts kept are for other conditions: " + "; ".join(others))
        return
    try:
        paths, size, digest = write_input(INPUT)
        counts = count(paths)
    except (CountError, OSError) as error:
        sys.exit("instructions: %s" % error)
    show(counts, kept["instructions"] if kept and not others else None, size, sys.stdout)
    if arguments.update:
        row = {"conditions": now, "input": INPUT, "bytes": size, "sha256": digest, "instructions": counts}
        with open(KEPT, "w", encoding="utf-8") as file:
            json.dump(row, file, indent=1)
            file.write("\n")
        print("tests/bench/instructions.json written")
    elif others:
        print("not compared, the counts kept are for other conditions: " + "; ".join(others))
    elif not kept or kept["sha256"] != digest:
        words = "no counts are kept" if not kept else "the counts kept are for another input"
        print("instructions: %s; write them with `make bench-instructions UPDATE=1`" % words)
        sys.exit(1 if arguments.check else 0)
    else:
        good, words = verdict(kept["instructions"], counts)
        print(words)
        if arguments.check and not good:
            sys.exit("check-instructions: FAILED")


if __name__ == "__main__":
    main()
