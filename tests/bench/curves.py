"""make bench-curves: how the time and the memory of hearsay grow.

    curves.py [--longest 64] [--largest 10000] [--most 10000] [--size 4000] [--threads 2] [--repeat 3]
              [--only article,index,threads] [--results FOLDER] [--check]

Against the length of one article (1 KB to so many MB), its quotations and the people that it names (10 to so many),
the articles of --size bytes in an index (10 to --most), and threads. For each curve the exponent is given: the slope
of log y against log x over the points whose x is within a factor of 64 of the largest, as below the cost of any call
outweighs the rest. A line through the origin has 1, what does not grow has 0. Time is processor time (of look-ups and
threads wall time), and the least of --repeat runs; memory is what reading takes at most beyond what reading an article
of 4 KB does. With --only the other curves stay what the results say. --check fails when an exponent is 0.1 or more
above what it should be.
"""

import argparse
import json
import os
import subprocess
import sys
from dataclasses import dataclass

import articles
import compare
import figures
import peer
import peers

MB = 1e6
TOLERANCE = 0.1
TWICE = 0.152  # by which the exponent of threads may be below 1: two then do 1.8 times the work of one
LEAST_MB = 2  # of memory: less is found, in good part, among what the article of 4 KB has left
BYTES_FOR_THREADS = 20 * 10**6
INDEX = os.path.join(articles.ROOT, "tests", "bench", "index_speed.py")


@dataclass
class Curve:
    name: str
    x: str
    y: str
    expected: float
    points: list

    def exponent(self):
        """None when the curve has one point only."""
        points = [(x, y) for x, y in figures.upper(self.points) if y and y > 0]
        return figures.exponent(points) if len({x for x, _ in points}) > 1 else None

    def state(self):
        slope = self.exponent()
        if slope is None:
            return "not measured"
        # More threads should be faster, all else no slower than a line.
        short = slope < self.expected - TWICE if self.x == "threads" else slope > self.expected + TOLERANCE
        return "SHORT" if short else "ok"


def note(message):
    print(message, file=sys.stderr, flush=True)


def steps(first, last, factor):
    """first, first * factor, … up to last, which is one of them."""
    out = []
    while first < last:
        out.append(first)
        first *= factor
    return [*out, last]


# ---- one article -----------------------------------------------------------------------------------------------------


def read_one(text, repeat):
    """Seconds and bytes of memory for one article, the least of several processes. Each has read another article
    before, so that what is loaded on the way is not part of it; text None: the memory when that other one is all."""
    path = os.path.join(peers.FOLDER, "curve.jsonl")
    results = os.path.join(peers.FOLDER, "curve.results.jsonl")
    texts = [next(articles.make_texts(1, seed=3)), text]
    articles.write(path, [{"id": str(i), "text": t} for i, t in enumerate(texts) if t is not None])
    command = peers.hearsay_command("SELECT count(*) FROM hearsay_quotes(?1);")
    runs = [peer.run(command, path, results, 3600) for _ in range(repeat)]
    seconds = min(run.rows[-1]["seconds"][1] for run in runs)
    memory = [run.peak_reading - run.ready_memory for run in runs if run.peak_reading]
    return seconds, min(memory) if memory else None


def article_curves(name, x_label, sizes, make, repeat, measure_x):
    """Two curves, time and memory, against measure_x(text)."""
    times, memory = [], []
    _, base = read_one(None, repeat)
    for size in sizes:
        text = make(size)
        x = measure_x(text, size)
        seconds, taken = read_one(text, repeat)
        more = None if taken is None else (taken - base) / MB
        note("%s %g: %.4f s, %s MB" % (name, x, seconds, figures.short(more)))
        times.append((x, seconds))
        memory += [(x, more)] if more and more > LEAST_MB else []
    yield Curve(name + ", time", x_label, "seconds", 1, times)
    if memory:
        yield Curve(name + ", memory", x_label, "MB", 1, memory)


def of_one_article(arguments):
    """A fixed seed: the same texts each time."""
    lengths = steps(1000, arguments.longest * 1000000, 4)
    counts = steps(10, arguments.largest, 4)
    repeat = arguments.repeat

    def size_of(text, _):
        return len(text.encode())

    def as_asked(_, count):
        return count

    yield from article_curves("length", "bytes", lengths, articles.Maker().text, repeat, size_of)
    yield from article_curves("quotations", "quotations", counts, articles.with_quotes, repeat, as_asked)
    yield from article_curves("names", "people named", counts, articles.with_names, repeat, as_asked)


# ---- the index -------------------------------------------------------------------------------------------------------


def measure_index(count, size, threads="1"):
    command = [sys.executable, INDEX, str(count), "--size", str(size), "--threads", threads, "--json"]
    return json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout)


def of_the_index(arguments):
    found = []
    for count in steps(10, arguments.most, 10):
        found.append(measure_index(count, arguments.size))
        note("index of %d articles: rebuilt in %.2f s" % (count, found[-1]["rebuild s, 1 threads"]))
    for name, key, unit, expected in (
        ("index, rebuild", "rebuild cpu s", "seconds", 1),
        ("index, memory of a rebuild", "memory MB", "MB", 0),
        ("index, size", "index MB", "MB", 1),
        ("index, first row of a speaker", "first row ms", "ms", 0),
        ("index, one insert", "insert ms", "ms", 0),
    ):
        yield Curve(name, "articles", unit, expected, [(row["articles"], row[key]) for row in found])


def of_threads(arguments):
    threads = list(range(1, arguments.threads + 1))
    count = min(arguments.most, BYTES_FOR_THREADS // arguments.size)
    found = measure_index(count, arguments.size, ",".join(map(str, threads)))
    alone = found["rebuild s, 1 threads"]
    times = [(n, alone / found["rebuild s, %d threads" % n]) for n in threads]
    note("threads: " + ", ".join("%d: %.2f times as fast" % point for point in times))
    yield Curve("threads, rebuild", "threads", "times the speed of one", 1, times)


# ---- all of it -------------------------------------------------------------------------------------------------------

GROUPS = {"article": of_one_article, "index": of_the_index, "threads": of_threads}


def kept(folder):
    """The curves of an earlier run, their numbers written as they were."""
    points = {}
    for row in figures.read_csv(os.path.join(folder, "curves.csv")):
        if row["y"]:
            points.setdefault(row["curve"], []).append((json.loads(row["x"]), json.loads(row["y"])))
    return [
        Curve(row["curve"], row["against"], row["unit"], json.loads(row["expected"]), points[row["curve"]])
        for row in figures.read_csv(os.path.join(folder, "exponents.csv"))
    ]


def table(curves):
    """Rows for exponents.csv and the README."""
    return [
        {
            "curve": curve.name,
            "against": curve.x,
            "from": min(x for x, _ in curve.points),
            "to": max(x for x, _ in curve.points),
            "at the end": curve.points[-1][1],
            "unit": curve.y,
            "exponent": "" if curve.exponent() is None else round(curve.exponent(), 3),
            "expected": curve.expected,
        }
        for curve in curves
    ]


def main(argv=None):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, default in (
        ("longest", 64),
        ("largest", 10000),
        ("most", 10000),
        ("size", 4000),
        ("threads", os.cpu_count()),
        ("repeat", 3),
    ):
        parser.add_argument("--" + name, type=int, default=default)
    parser.add_argument("--only", default=",".join(GROUPS))
    parser.add_argument("--results", default=compare.RESULTS)
    parser.add_argument("--check", action="store_true")
    arguments = parser.parse_args(argv)
    only = arguments.only.split(",")
    if not set(only) <= set(GROUPS):
        parser.error("--only takes some of %s" % ", ".join(GROUPS))
    os.makedirs(peers.FOLDER, exist_ok=True)
    about = {**compare.machine(), "bytes an article": arguments.size}
    try:
        curves = [curve for name in GROUPS if name in only for curve in GROUPS[name](arguments)]
    except peer.PeerError as error:
        sys.exit("bench-curves: %s" % error)
    if len(only) < len(GROUPS):
        new = {curve.name: curve for curve in curves}
        curves = [new.get(curve.name, curve) for curve in kept(arguments.results)]
        about["only"] = ", ".join(only)
    points = [{"curve": c.name, "x": x, "y": y} for c in curves for x, y in c.points]
    figures.write_csv(os.path.join(arguments.results, "curves.csv"), points)
    figures.write_csv(os.path.join(arguments.results, "exponents.csv"), table(curves))
    compare.write_conditions(os.path.join(arguments.results, "curves.json"), about)
    panels = [(c.name, c.x, c.y, [(x, y) for x, y in c.points if y], c.exponent(), c.expected) for c in curves]
    figures.plot_curves(os.path.join(arguments.results, "curves.png"), panels)
    print("%-32s %12s %12s %12s %10s %10s" % ("", "from", "to", "at the end", "exponent", "should be"))
    for curve, row in zip(curves, table(curves)):
        end = "%s %s" % (figures.short(row["at the end"]), curve.y if len(curve.y) < 8 else "times")
        print(
            "%-32s %12g %12g %12s %10s %10g  %s"
            % (curve.name, row["from"], row["to"], end, figures.short(row["exponent"]), curve.expected, curve.state())
        )
    if arguments.check and any(curve.state() == "SHORT" for curve in curves):
        sys.exit(1)


if __name__ == "__main__":
    main()
