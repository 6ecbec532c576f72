"""make bench: hearsay beside its peers, on the same articles, in one run.

    compare.py [--peers "spacy compromise wink corenlp"] [--articles FILE.jsonl] [--count 100] [--size 4000]
               [--rounds 5] [--seconds 120] [--starts 10] [--results FOLDER] [--check]

Peers take turns: in every round each reads the articles once, in a process of its own, and stops after so many seconds.
What is shown, of each:

    MB/s       10^6 bytes of text a second of processor time, the median of the rounds. The first articles of a process,
               in which caches fill and code is compiled, do not count
    article    wall time for one, behind those first ones: median and 99th percentile over all rounds
    first      the same for the first article of a process; besides the rounds, of so many more starts, each of them
               again for four seconds, at most 100 times, each time with another article
    load       from the start of the program's own code until it could read: imports, models, for hearsay the load of
               the extension
    memory     the most that was resident
    disk       what is installed, without the language's run time (Python, Node, Java) and without SQLite
    F1         on the fixtures, by tests/score.py: quotations (overlap) of all kinds and direct ones, who said what (end
               to end), names (span and label). With --articles whose lines have annotations, on those too

A peer that cannot be installed or fails is shown with its error, and the command fails at its end. Then come the
stages of hearsay, and its figures beside the limits that the project has set itself; --check fails when one is not
kept.
"""

import argparse
import csv
import json
import os
import platform
import subprocess
import sys
import time

import articles
import figures
import peer
import peers
import score

RESULTS = os.path.join(articles.ROOT, "tests", "bench", "results")
MB = 1e6
MOST_STARTS, STARTING = 100, 4  # in a turn, and seconds
WARM_UP = 5  # articles, at least; a tenth of them when that is more, never more than half

# Queries that need few stages, and the one whose article was read a moment before.
SHALLOW = {
    "hearsay_paragraphs": "SELECT role, text FROM hearsay_paragraphs(?1);",
    "hearsay_sentences": "SELECT text FROM hearsay_sentences(?1);",
    "hearsay_tokens, without tags": "SELECT token FROM hearsay_tokens(?1);",
}
ONCE = "SELECT (SELECT count(quote) FROM hearsay_quotes(?1));"
TWICE = "SELECT (SELECT count(quote) FROM hearsay_quotes(?1)), (SELECT count(quote) FROM hearsay_quotes(?1));"


def note(message):
    print(message, file=sys.stderr, flush=True)


# ---- measuring -------------------------------------------------------------------------------------------------------


def warm(rows):
    """The rows behind those in which a program warms up."""
    return rows[min(max(WARM_UP, len(rows) // 10), len(rows) // 2) :]


def speed(rows, sizes, clock):
    """Bytes a second; clock 0 is wall time, 1 processor time."""
    return sum(sizes[row["id"]] for row in rows) / sum(row["seconds"][clock] for row in rows)


class Measured:
    """What was measured of one peer."""

    def __init__(self, name):
        self.name = name
        self.installed = None
        self.error = None
        self.rounds = []  # Runs over all articles
        self.starts = []  # Runs over one article each
        self.accuracy = {}  # name of a set of articles -> what score() returns

    def attempt(self, step):
        """Does a step, unless an earlier one has failed; a failure is kept and shown, and ends the peer."""
        if self.error:
            return None
        try:
            return step()
        except peer.PeerError as error:
            self.error = str(error)
            self.rounds, self.starts, self.accuracy = [], [], {}
            note("\n%s FAILED: %s\n" % (self.name, self.error))
            return None


def run(measured, path, seconds):
    results = os.path.join(peers.FOLDER, measured.name + ".results.jsonl")
    return peer.run(measured.installed.command, path, results, seconds, measured.installed.environment)


def install(names):
    everyone = [Measured(name) for name in names]
    for measured in everyone:
        measured.installed = measured.attempt(peers.PEERS[measured.name].install)
    return everyone


def in_turn(everyone, turn):
    """Those that are measured, another one first each time."""
    turn %= len(everyone)
    return everyone[turn:] + everyone[:turn]


def measure_rounds(everyone, path, rounds, seconds):
    for turn in range(rounds):
        for measured in in_turn(everyone, turn):
            note("round %d of %d: %s" % (turn + 1, rounds, measured.name))
            done = measured.attempt(lambda: run(measured, path, seconds))
            if done:
                measured.rounds.append(done)


def start_often(measured, some):
    path = os.path.join(peers.FOLDER, "start.jsonl")
    begun = time.monotonic()
    for article in some:
        articles.write(path, [article])
        done = measured.attempt(lambda: run(measured, path, 1))
        if done:
            measured.starts.append(done)
        if not done or time.monotonic() - begun > STARTING:
            break


def measure_starts(everyone, corpus, starts):
    for turn in range(starts):
        some = [corpus[(turn * MOST_STARTS + i) % len(corpus)] for i in range(MOST_STARTS)]
        for measured in in_turn(everyone, turn):
            start_often(measured, some)


def annotated(corpus):
    return [a for a in corpus if a.get("quotes") is not None or a.get("mentions") is not None]


def measure_accuracy(everyone, sets):
    """sets: {name: annotated articles}. Every peer reads all of each."""
    for name, corpus in sets.items():
        path = os.path.join(peers.FOLDER, "annotated.jsonl")
        articles.write(path, corpus)
        gold = {article["id"]: article for article in corpus}
        for measured in everyone:
            note("accuracy: %s" % measured.name)
            done = measured.attempt(lambda: run(measured, path, 3600))
            if done:
                measured.accuracy[name] = accuracy(gold, done.rows)


def accuracy(gold, rows):
    """{"quotes", "direct", "who", "names"}: F1 in per cent of what the peer says anything about, else None."""
    found = {row["id"]: row for row in rows}
    result = score.score(gold, found)
    quotes = result["quotes"] if all("quotes" in row for row in rows) else None
    mentions = result["mentions"] if all("mentions" in row for row in rows) else None
    who = quotes and quotes["attribution"]["end-to-end"]
    return {
        "quotes": quotes and quotes["overlap"]["all"]["f1"],
        "direct": quotes and quotes["overlap"]["direct"]["f1"],
        "who": who["f1"] if who and who["pred"] else None,
        "names": mentions and mentions["micro"]["f1"],
    }


# ---- figures ---------------------------------------------------------------------------------------------------------


def milliseconds(rows, share=None):
    times = [row["seconds"][0] * 1e3 for row in rows]
    if not times:
        return None
    return figures.median(times) if share is None else figures.percentile(times, share)


def figures_of(measured, sizes, sets):
    """One row of peers.csv; figures that there are none of are empty."""
    row = {
        "peer": measured.name,
        "version": measured.installed.version if measured.installed else "",
        "error": measured.error or "",
    }
    runs = measured.rounds + measured.starts
    warm_rows = [r for one in measured.rounds for r in warm(one.rows)]
    cold_rows = [one.rows[0] for one in runs]
    row["articles a round"] = min((len(one.rows) for one in measured.rounds), default="")
    for key, clock in (("MB/s", 1), ("MB/s by wall time", 0)):
        row[key] = (
            figures.median([speed(warm(one.rows), sizes, clock) / MB for one in measured.rounds])
            if measured.rounds
            else ""
        )
    row["warm ms"], row["warm p99 ms"] = milliseconds(warm_rows), milliseconds(warm_rows, 0.99)
    row["cold ms"], row["cold p99 ms"], row["cold starts"] = (
        milliseconds(cold_rows),
        milliseconds(cold_rows, 0.99),
        len(cold_rows),
    )
    row["load ms"] = figures.median([one.load[0] * 1e3 for one in runs]) if runs else ""
    row["ready ms"] = figures.median([one.start * 1e3 for one in runs]) if runs else ""
    peaks = [one.peak_memory for one in measured.rounds if one.peak_memory]
    row["memory MB"] = figures.median(peaks) / MB if peaks else ""
    row["disk MB"] = measured.installed.size / MB if measured.installed else ""
    for name in sets:
        for key in ("quotes", "direct", "who", "names"):
            row["%s F1, %s" % (key, name)] = measured.accuracy.get(name, {}).get(key)
    return {key: "" if value is None else value for key, value in row.items()}


def ratio(rows, name):
    """How many times a peer's speed hearsay's is; None without either."""
    speeds = {row["peer"]: float(row["MB/s"]) for row in rows if row["MB/s"] != ""}
    return speeds["hearsay"] / speeds[name] if "hearsay" in speeds and name in speeds else None


def accuracy_sets(rows):
    """The names of the sets that accuracy was measured on, the fixtures first."""
    names = {key[len("quotes F1, ") :] for row in rows for key in row if key.startswith("quotes F1, ")}
    return sorted(names, key=lambda name: (name != "fixtures", name))


def both(row, key):
    """The median, and the 99th percentile in brackets."""
    return "%s (%s)" % (figures.short(row[key + " ms"]), figures.short(row[key + " p99 ms"]))


def peers_table(rows):
    """The table of the README, from the rows of peers.csv."""
    header = [
        "",
        "MB/s",
        "hearsay is",
        "an article, ms (99%)",
        "the first, ms (99%)",
        "load, ms",
        "memory, MB",
        "disk, MB",
    ]
    sets = accuracy_sets(rows)
    for name in sets:
        own = "" if name == "fixtures" else " (%s)" % name
        header += ["quotations" + own, "direct" + own, "who said what" + own, "names" + own]
    lines = []
    for row in rows:
        title = peers.PEERS[row["peer"]].title
        if row["error"]:
            lines.append([title, "failed: " + " ".join(row["error"].split())[:80], *["–"] * (len(header) - 2)])
            continue
        times = "" if row["peer"] == "hearsay" else "× " + figures.short(ratio(rows, row["peer"]))
        cells = [title, figures.short(row["MB/s"]), times, both(row, "warm"), both(row, "cold")]
        cells += [figures.short(row[key]) for key in ("load ms", "memory MB", "disk MB")]
        for name in sets:
            f1 = [row["%s F1, %s" % (key, name)] for key in ("quotes", "direct", "who", "names")]
            cells += ["–" if value == "" else "%.1f" % float(value) for value in f1]
        lines.append(cells)
    return figures.markdown(header, lines)


def plot(path, rows):
    good = [row for row in rows if not row["error"]]
    panels = [
        ("text a second, MB (one core)", "MB/s", True),
        ("an article of 4 KB, warm, ms", "warm ms", True),
        ("the first article of a process, ms", "cold ms", True),
        ("load, ms", "load ms", True),
        ("memory at most, MB", "memory MB", True),
        ("on the disk, MB", "disk MB", True),
        ("quotations, F1 (fixtures)", "quotes F1, fixtures", False),
        ("who said what, F1 (fixtures)", "who F1, fixtures", False),
        ("names, F1 (fixtures)", "names F1, fixtures", False),
    ]
    figures.plot_bars(path, [(title, {r["peer"]: r.get(key) or None for r in good}, log) for title, key, log in panels])


# ---- hearsay alone ---------------------------------------------------------------------------------------------------


def plain_fixtures():
    """Paths of the fixtures' texts without tags."""
    folder = os.path.join(peers.FOLDER, "texts")
    os.makedirs(folder, exist_ok=True)
    paths = []
    for article in articles.own_articles():
        paths.append(os.path.join(folder, article["id"] + ".txt"))
        with open(paths[-1], "w", encoding="utf-8", newline="") as file:
            file.write(article["text"])
    return paths


def measure_stages(rounds):
    """Rows {"stage", "seconds", "share"}, and how many bytes were read. No rows where the program cannot be linked."""
    paths = plain_fixtures()
    pinned = ["taskset", "-c", str(peer.core())] if peer.core() is not None else []
    program = os.path.join(peers.BUILD, "tests", "bench", "stages")
    if not os.path.exists(program):
        return [], 0
    printed = subprocess.run(
        [*pinned, program, str(rounds), *paths], check=True, stdout=subprocess.PIPE, text=True
    ).stdout
    return list(csv.DictReader(printed.splitlines())), sum(map(os.path.getsize, paths))


def measure_hearsay(path, sizes, rounds):
    """{name: figure} of what only hearsay has: shallow queries in MB/s, what a second query costs, memory of .load."""
    queries = {**SHALLOW, "once": ONCE, "twice": TWICE}
    speeds = {name: [] for name in queries}
    results = os.path.join(peers.FOLDER, "hearsay.alone.jsonl")
    for _ in range(rounds):
        for name, sql in queries.items():
            rows = peer.run(peers.hearsay_command(sql), path, results, 60).rows
            speeds[name].append(speed(warm(rows), sizes, 1))
    middle = {name: figures.median(values) for name, values in speeds.items()}
    found = {name: middle[name] / MB for name in SHALLOW}
    found["second query"] = middle["once"] / middle["twice"] - 1
    loaded, bare = (
        peer.run(peers.hearsay_command("SELECT ?1;", library), path, results, 1).ready_private
        for library in (None, "none")
    )
    found["private memory of .load, MB"] = (loaded - bare) / MB if loaded else None
    return found


def limits(rows, alone):
    """What the project has set itself: (what, measured, sign, limit)."""
    own = next(row for row in rows if row["peer"] == "hearsay")
    return [
        ("quotations and mentions, MB/s", own["MB/s"], ">=", 2),
        ("times spaCy with textacy", ratio(rows, "spacy"), ">=", 60),
        ("times CoreNLP", ratio(rows, "corenlp"), ">=", 300),
        ("times wink-nlp", ratio(rows, "wink"), ">=", 2),
        *((name + ", MB/s", alone[name], ">=", 40) for name in SHALLOW),
        ("an article, cold, 99th percentile, ms", own["cold p99 ms"], "<=", 3),
        ("an article, warm, 99th percentile, ms", own["warm p99 ms"], "<=", 2),
        (".load, ms", own["load ms"], "<=", 2),
        (".load, private memory, MB", alone["private memory of .load, MB"], "<=", 1),
        ("second query of one statement, share of the first", alone["second query"], "<=", 0.05),
    ]


def kept(limit):
    _, value, sign, bound = limit
    return value >= bound if sign == ">=" else value <= bound


def show_limits(all_limits, out):
    """Prints them; returns whether all are kept that were measured."""
    good = True
    print("%-52s %10s %10s" % ("limits of our own", "measured", "limit"), file=out)
    for limit in all_limits:
        name, value, sign, bound = limit
        measured = value is not None and value != ""
        word = "not measured" if not measured else "ok" if kept(limit) else "SHORT"
        good = good and word != "SHORT"
        print("%-52s %10s %10s  %s" % (name, figures.short(value, 3), "%s %g" % (sign, bound), word), file=out)
    return good


# ---- all of it -------------------------------------------------------------------------------------------------------


def machine():
    """What figures depend on besides the sources. The load says whether the machine was doing something else."""
    model = platform.processor() or platform.machine()
    if os.path.exists("/proc/cpuinfo"):
        with open("/proc/cpuinfo") as file:
            model = next((line.split(":")[1].strip() for line in file if line.startswith("model name")), model)
    return {"processor": model, "cores": os.cpu_count(), "load average before": round(os.getloadavg()[0], 2)}


def conditions(arguments, corpus):
    """What must be known to read the figures."""
    return {
        **machine(),
        "one core by taskset": "yes" if peer.core() is not None else "no",
        "articles": len(corpus),
        "bytes an article": round(sum(map(articles.size_of, corpus)) / len(corpus)),
        "made of": os.path.basename(arguments.articles) if arguments.articles else "fixtures",
        "rounds": arguments.rounds,
        "starts": arguments.starts,
        "seconds a round at most": arguments.seconds,
    }


def write_conditions(path, about):
    about["load average after"] = round(os.getloadavg()[0], 2)
    with open(path, "w", encoding="utf-8") as file:
        json.dump(about, file, indent=1)
        file.write("\n")


def show_stages(stages, size, out):
    print("\n%-24s %10s %8s" % ("hearsay, by stage", "ns/byte", "share"), file=out)
    for row in stages:
        cells = (row["stage"], float(row["seconds"]) * 1e9 / size, float(row["share"]) * 100)
        print("%-24s %10.1f %7.1f%%" % cells, file=out)
    print("" if stages else "no stage profile: it needs a linker with --wrap\n", file=out)


def write_results(folder, rows, stages, alone, about):
    """The CSV files, the conditions and the plots."""

    def path(name):
        return os.path.join(folder, name)

    figures.write_csv(path("peers.csv"), rows)
    figures.write_csv(path("hearsay.csv"), [{"figure": name, "value": value} for name, value in alone.items()])
    write_conditions(path("peers.json"), about)
    plot(path("peers.png"), rows)
    if stages:
        figures.write_csv(path("stages.csv"), stages)
        shares = {row["stage"]: float(row["share"]) * 100 for row in stages}
        figures.plot_bars(path("stages.png"), [("share of the time, %", shares, False)], columns=1)


def parse(argv):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--peers", default="spacy compromise wink")
    parser.add_argument("--articles")
    for name, default in (("count", 100), ("size", 4000), ("rounds", 5), ("seconds", 120), ("starts", 10)):
        parser.add_argument("--" + name, type=int, default=default)
    parser.add_argument("--results", default=RESULTS)
    parser.add_argument("--check", action="store_true")
    arguments = parser.parse_args(argv)
    arguments.peers = arguments.peers.split()
    unknown = set(arguments.peers) - set(peers.PEERS)
    if unknown:
        parser.error("no peer %s; there are: %s" % (", ".join(sorted(unknown)), ", ".join(peers.PEERS)))
    return arguments


def main(argv=None):
    arguments = parse(argv)
    os.makedirs(peers.FOLDER, exist_ok=True)
    try:
        corpus = (
            articles.read(arguments.articles)
            if arguments.articles
            else articles.make_articles(arguments.count, size=arguments.size)
        )
    except (OSError, ValueError) as error:
        sys.exit("bench: %s" % error)
    sizes = {article["id"]: articles.size_of(article) for article in corpus}
    if len(sizes) != len(corpus):
        sys.exit("bench: %s: two articles have one id" % arguments.articles)
    path = os.path.join(peers.FOLDER, "articles.jsonl")
    articles.write(path, corpus)
    about = conditions(arguments, corpus)

    everyone = install(["hearsay", *(name for name in arguments.peers if name != "hearsay")])
    measure_rounds(everyone, path, arguments.rounds, arguments.seconds)
    measure_starts(everyone, corpus, arguments.starts)
    sets = {"fixtures": articles.own_articles()}
    if arguments.articles and annotated(corpus):
        sets[os.path.basename(arguments.articles)] = annotated(corpus)
    measure_accuracy(everyone, sets)
    stages, stage_bytes = measure_stages(7)
    rows = [figures_of(measured, sizes, sets) for measured in everyone]
    failed = [row for row in rows if row["error"]]
    if rows[0]["error"]:
        sys.exit("bench: hearsay itself failed: %s" % rows[0]["error"])
    alone = measure_hearsay(path, sizes, arguments.rounds)

    write_results(arguments.results, rows, stages, alone, about)
    print("; ".join("%s: %s" % item for item in about.items()) + "\n")
    print(peers_table(rows))
    for row in rows[1:]:
        print("%s has no: %s" % (peers.PEERS[row["peer"]].title, peers.PEERS[row["peer"]].lacks))
    show_stages(stages, stage_bytes, sys.stdout)
    good = show_limits(limits(rows, alone), sys.stdout)
    print(
        "\nCSV and plots are in %s; `make bench-readme` puts the tables into README.md"
        % os.path.relpath(arguments.results)
    )
    for row in failed:
        print("\nFAILED, and so without figures: %s\n%s" % (row["peer"], row["error"]), file=sys.stderr)
    if failed or arguments.check and not good:
        sys.exit(1)


if __name__ == "__main__":
    main()
