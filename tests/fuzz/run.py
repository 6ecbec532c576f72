#!/usr/bin/env python3
"""Runs fuzz targets one after the other, and says what they did.

    run.py --seconds 7200 --keep article sql      libFuzzer, in build/fuzz
    run.py --afl --seconds 7200 --keep article    AFL++, in build/afl
    run.py --table                                the rows of tests/README.md

Without --keep it begins with few seeds each time. With it the corpus is kept, and the seconds of processor time, executions and edges are added to results.json. An input that fails is left in found/,
where the tests will run it, and ends the run.
"""

import argparse
import json
import os
import re
import resource
import shutil
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
sys.path.insert(0, os.path.dirname(HERE))

import fixtures  # noqa: E402

RESULTS = os.path.join(HERE, "results.json")
README = os.path.join(ROOT, "tests", "README.md")
TARGETS = ("article", "differential", "options", "sql", "corrupt")
LONGEST = {"article": 1200, "differential": 800, "options": 1024, "sql": 512, "corrupt": 256}
PIECE = 400  # bytes of a fixture in a seed
FEW, ALL = 40, 1 << 30  # seeds to begin with: reading them all takes longer than a short run has
OPTIONS = {
    "ASAN_OPTIONS": "abort_on_error=1:symbolize=1:detect_leaks=1:allocator_may_return_null=1",
    "UBSAN_OPTIONS": "print_stacktrace=1:abort_on_error=1:symbolize=1",
}


def pieces(text):
    """An article in pieces of whole paragraphs, and whole when it is short."""
    piece = ""
    for paragraph in text.split("\n\n"):
        if piece and len(piece) + len(paragraph) > PIECE:
            yield piece
            piece = ""
        piece += paragraph + "\n\n"
    yield piece


def seeds(target):
    """Name and bytes of each input to begin with: our own articles, small files, and what has failed before."""
    if target in ("article", "differential"):
        for article in fixtures.read_all(os.path.join(ROOT, "fixtures")):
            for i, piece in enumerate(pieces(article["text"])):
                yield "%s.%d" % (article["id"], i), piece.encode()
    for folder in ("seeds", "found"):
        path = os.path.join(HERE, folder, target)
        for name in sorted(os.listdir(path)) if os.path.isdir(path) else []:
            with open(os.path.join(path, name), "rb") as file:
                yield folder + "." + name, file.read()
    yield "short", b"said\n"


def write_seeds(target, folder, most):
    """Into a new folder; at most so many, from all of them."""
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    all_seeds = list(seeds(target))
    for name, data in all_seeds[:: len(all_seeds) // most + 1]:
        with open(os.path.join(folder, name), "wb") as file:
            file.write(data[: LONGEST[target]])
    return folder


def dictionary(target, *more):
    for name in (target, *more):
        path = os.path.join(HERE, name + ".dict")
        if os.path.exists(path):
            return path
    return None


def found(target):
    path = os.path.join(HERE, "found", target)
    os.makedirs(path, exist_ok=True)
    return path


def processor_seconds():
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def last(pattern, text):
    numbers = re.findall(pattern, text)
    return int(numbers[-1]) if numbers else 0


def libfuzzer(target, seconds, most):
    """Runs a target: executions, edges that its corpus covers, edges that there are, and whether all inputs passed."""
    build = os.path.join(ROOT, "build", "fuzz")
    corpus = os.path.join(build, "corpus" if most > FEW else "short", target)
    if most == FEW:
        shutil.rmtree(corpus, ignore_errors=True)
    os.makedirs(corpus, exist_ok=True)
    words = dictionary(target)
    command = [
        os.path.join(build, "tests", "fuzz", target),
        corpus,
        write_seeds(target, os.path.join(build, "seeds", target), most),
        "-max_total_time=%d" % seconds,
        "-max_len=%d" % LONGEST[target],
        "-timeout=60",
        "-rss_limit_mb=4096",
        "-print_final_stats=1",
        "-artifact_prefix=%s/" % found(target),
        *(["-dict=" + words] if words else []),
    ]
    path = os.path.join(build, target + ".log")
    with open(path, "w+", errors="replace") as log:
        status = subprocess.run(command, stdout=log, stderr=log, env={**os.environ, **OPTIONS}, check=False).returncode
        log.seek(0)
        said = log.read()
    if status:
        print(said[-6000:])
    executions = last(r"stat::number_of_executed_units: (\d+)", said) or last(r"#(\d+)", said)
    return executions, last(r"cov: (\d+)", said), last(r"\((\d+) inline 8-bit counters\)", said), status == 0


def afl(target, seconds, most):
    build = os.path.join(ROOT, "build", "afl")
    out = os.path.join(build, "out", target)
    shutil.rmtree(out, ignore_errors=True)
    os.makedirs(out)
    words = dictionary(target, "article" if target == "differential" else target)
    command = [
        "afl-fuzz", "-i", write_seeds(target, os.path.join(build, "seeds", target), most), "-o", out, "-V", str(seconds), "-m", "none",
        "-t", "5000", "-G", str(LONGEST[target]), *(["-x", words] if words else []), "--", os.path.join(build, "tests", "fuzz", target),
    ]  # fmt: skip
    quiet = {"AFL_NO_UI": "1", "AFL_SKIP_CPUFREQ": "1", "AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES": "1", "AFL_NO_AFFINITY": "1"}
    settings = {name: text.replace("symbolize=1", "symbolize=0").replace("detect_leaks=1", "detect_leaks=0") for name, text in OPTIONS.items()}
    with open(os.path.join(build, target + ".log"), "w") as log:
        subprocess.run(command, stdout=log, stderr=log, env={**os.environ, **quiet, **settings}, check=True)
    with open(os.path.join(out, "default", "fuzzer_stats")) as file:
        stats = dict(re.findall(r"(\w+) +: (\S+)", file.read()))
    crashes = os.path.join(out, "default", "crashes")
    failed = [name for name in sorted(os.listdir(crashes)) if name.startswith("id")]
    for name in failed:
        shutil.copy(os.path.join(crashes, name), os.path.join(found(target), "afl-" + name.split(",")[0].replace(":", "-")))
    return int(stats["execs_done"]), int(stats["edges_found"]), int(stats["total_edges"]), not failed


def read_results():
    if not os.path.exists(RESULTS):
        return {}
    with open(RESULTS) as file:
        return json.load(file)


def keep(target, engine, seconds, executions, edges, of):
    """Adds a run to the results."""
    results = read_results()
    row = results.setdefault(target, {}).setdefault(engine, {"seconds": 0, "executions": 0})
    row["seconds"] += round(seconds)
    row["executions"] += executions
    row["edges"], row["of"] = edges, of  # of the last run, which begins with what the others have kept
    with open(RESULTS + ".new", "w") as file:
        json.dump(results, file, indent=1, sort_keys=True)
        file.write("\n")
    os.replace(RESULTS + ".new", RESULTS)


def table(results):
    lines = ["| target | engine | hours of processor time | executions | edges covered |", "|---|---|---|---|---|"]
    for target in TARGETS:
        for engine, row in sorted(results.get(target, {}).items()):
            lines.append(
                "| `%s` | %s | %.1f | %s | %s of %s |"
                % (target, engine, row["seconds"] / 3600, *(format(row[key], ",") for key in ("executions", "edges", "of")))
            )
    return "\n".join(lines)


def write_table():
    with open(README) as file:
        text = file.read()
    begin, end = "<!-- fuzz -->\n", "<!-- end of fuzz -->"
    before, rest = text.split(begin)
    with open(README, "w") as file:
        file.write(before + begin + table(read_results()) + "\n" + end + rest.split(end)[1])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--keep", action="store_true")
    parser.add_argument("--afl", action="store_true")
    parser.add_argument("--table", action="store_true")
    parser.add_argument("targets", nargs="*", choices=[*TARGETS, []])
    arguments = parser.parse_args()
    if arguments.table:
        write_table()
    engine, run = ("AFL++", afl) if arguments.afl else ("libFuzzer", libfuzzer)
    for target in arguments.targets:
        before = processor_seconds()
        executions, edges, of, passed = run(target, arguments.seconds, ALL if arguments.keep else FEW)
        seconds = processor_seconds() - before
        print("%-13s %s: %d executions in %.0f s, %d of %d edges" % (target, engine, executions, seconds, edges, of), flush=True)
        if arguments.keep:
            keep(target, engine, seconds, executions, edges, of)
        if not passed:
            sys.exit("%s failed; the input is in %s" % (target, os.path.relpath(found(target), ROOT)))


if __name__ == "__main__":
    main()
