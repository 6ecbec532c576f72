"""make bench-readme: puts the tables of tests/bench/results into README.md and docs/pages/spark.md, between the lines

    <!-- bench: NAME -->
    <!-- end of NAME -->

NAME is peers, stages or exponents, on the page of Spark cluster or plan. What there are no results for is left as it
is, and said. --print shows the tables only.
"""

import argparse
import json
import os
import re
import sys

import articles
import compare
import figures

BLOCK = "<!-- bench: %s -->\n"
END = "<!-- end of %s -->\n"


def read(folder, name):
    """A CSV file of the results, or None."""
    path = os.path.join(folder, name)
    return figures.read_csv(path) if os.path.exists(path) else None


def peers_block(folder):
    rows = read(folder, "peers.csv")
    if not rows:
        return None
    about = read_conditions(folder, "peers.json")
    versions = "; ".join(row["version"] for row in rows[1:])
    return "%s\n%s Versions: hearsay %s; %s.\n" % (
        compare.peers_table(rows),
        conditions(about),
        rows[0]["version"],
        versions,
    )


def read_conditions(folder, name):
    with open(os.path.join(folder, name), encoding="utf-8") as file:
        return json.load(file)


def machine(about):
    return (
        "%(cores)s cores (%(processor)s), load average %(load average before)s before and %(load average after)s after"
        % about
    )


def conditions(about):
    return (
        (
            "%(rounds)s rounds over %(articles)s articles of %(bytes an article)s bytes (of %(made of)s) and at least %(starts)s "
            "more starts, on one of " % about
        )
        + machine(about)
        + "."
    )


def stages_block(folder):
    rows = read(folder, "stages.csv")
    if not rows:
        return None
    header = [row["stage"] for row in rows]
    return figures.markdown(header, [["%.1f%%" % (100 * float(row["share"])) for row in rows]])


def exponents_block(folder):
    rows = read(folder, "exponents.csv")
    if not rows:
        return None
    lines = [
        [
            row["curve"],
            "{:,.0f} to {:,.0f} {}".format(float(row["from"]), float(row["to"]), row["against"]),
            "%s %s" % (figures.short(row["at the end"]), row["unit"]),
            "–" if row["exponent"] == "" else "%.2f" % float(row["exponent"]),
            row["expected"],
        ]
        for row in rows
    ]
    table = figures.markdown(["", "from … to", "at the end", "exponent", "should be"], lines)
    about = read_conditions(folder, "curves.json")
    by_itself = " (of the run that measured %(only)s by themselves)" % about if "only" in about else ""
    size = "Articles of an index are of %(bytes an article)s bytes." % about
    return "%s\nOn %s%s. %s\n" % (table, machine(about), by_itself, size)


# ---- docs/pages/spark.md ---------------------------------------------------------------------------------------------------

PLANNED = 200e6  # articles
CORES = (64, 256, 1024)
PRICE = 0.05  # of a core for an hour, as an example
GB = 1e9
SPLIT = 128 * 2**20  # bytes, what Spark reads in a task by default
BUSY = (
    " Other programs kept the cores busy, and a worker had a share of one only, two workers two such shares: seconds and "
    "speed are worth little, core seconds more."
)


def clusters_of(folder):
    """What make bench-spark has found, or None."""
    return read_conditions(folder, "spark.json") if os.path.exists(os.path.join(folder, "spark.json")) else None


def core_hours(about, function="quotes"):
    """For a million of the articles, on a worker of one core."""
    return about["clusters"][0][function]["core seconds"] / about["articles"] * 1e6 / 3600


def cluster_block(folder):
    about = clusters_of(folder)
    if not about:
        return None
    first = about["clusters"][0]["quotes"]["seconds"]
    lines = [
        [
            str(found["workers"]),
            "%.1f" % found["quotes"]["seconds"],
            "%.2f" % (first / found["quotes"]["seconds"]),
            figures.short(about["articles"] / found["quotes"]["seconds"], 3),
            "%.1f" % found["quotes"]["core seconds"],
            "%.1f" % found["quotes"]["core seconds of Python"],
            "%.1f" % found["core seconds without Spark"],
            figures.short(found["MB of Python"]),
            figures.short(found["MB of Java"]),
        ]
        for found in about["clusters"]
    ]
    header = ["workers", "seconds", "speed", "articles a second", "core seconds", "of them Python's", "without Spark"]
    return "%s\n%s%s\n" % (
        figures.markdown([*header, "Python, MB", "Java, MB"], lines),
        "The median of %d rounds over %s articles of %s bytes, in %s tasks; master, workers and driver on %s."
        % (
            about["rounds"],
            format(about["articles"], ","),
            format(round(about["bytes"] / about["articles"]), ","),
            about["tasks"],
            machine(about),
        ),
        BUSY if about["load average before"] > about["cores"] else "",
    )


def plan_block(folder):
    about = clusters_of(folder)
    if not about:
        return None
    lines = []
    for function in ("quotes", "mentions", "speakers"):
        hours = core_hours(about, function)
        written = about["clusters"][0][function]["bytes"] / about["articles"]
        lines.append(
            [
                "`%s`" % function,
                "%.2f" % hours,
                "%.3f" % (hours * PRICE),
                "%.1f" % (written * 1e6 / GB),
                figures.short(hours * PLANNED / 1e6),
                *(figures.short(hours * PLANNED / 1e6 / cores) for cores in CORES),
                figures.short(hours * PRICE * PLANNED / 1e6),
                figures.short(written * PLANNED / GB),
            ]
        )
    header = ["", "core hours a million", "price", "GB written", "core hours of 200 million"]
    each = about["Parquet bytes"] / about["articles"]
    return "%s\n%s\n" % (
        figures.markdown(
            [*header, *("hours on %s cores" % format(cores, ",") for cores in CORES), "price", "GB written"], lines
        ),
        "At %.2f for a core and an hour. The 200 million are %s GB of text; when they compress as the benchmark's do, %s GB "
        "of Parquet, which Spark cuts into %s tasks of %d MB."
        % (
            PRICE,
            figures.short(about["bytes"] / about["articles"] * PLANNED / GB),
            figures.short(each * PLANNED / GB),
            figures.short(each * PLANNED / SPLIT),
            SPLIT / 2**20,
        ),
    )


PAGES = {
    "README.md": {"peers": peers_block, "stages": stages_block, "exponents": exponents_block},
    os.path.join("docs", "pages", "spark.md"): {"cluster": cluster_block, "plan": plan_block},
}


def replaced(text, name, block):
    """The text with the block between its two lines; a text without them is a ValueError."""
    begin, end = BLOCK % name, END % name
    pattern = re.compile(re.escape(begin) + ".*?" + re.escape(end), re.S)
    if len(pattern.findall(text)) != 1:
        raise ValueError("the page should have %r and %r once" % (begin.strip(), end.strip()))
    return pattern.sub(lambda _: begin + "\n" + block + "\n" + end, text)


def main(argv=None):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--results", default=compare.RESULTS)
    parser.add_argument("--print", action="store_true", dest="show")
    arguments = parser.parse_args(argv)
    for page, blocks in PAGES.items():
        with open(os.path.join(articles.ROOT, page), encoding="utf-8") as file:
            text = file.read()
        for name, make in blocks.items():
            block = make(arguments.results)
            if block is None:
                where = os.path.relpath(arguments.results)
                print("%s: no results in %s, left as it is" % (name, where), file=sys.stderr)
            elif arguments.show:
                print(block)
            else:
                text = replaced(text, name, block)
        if not arguments.show:
            with open(os.path.join(articles.ROOT, page), "w", encoding="utf-8") as file:
                file.write(text)


if __name__ == "__main__":
    main()
