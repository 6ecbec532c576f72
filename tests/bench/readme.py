"""make bench-readme: puts the tables of tests/bench/results into README.md, between the lines

    <!-- bench: NAME -->
    <!-- end of NAME -->

NAME is peers, stages or exponents. What there are no results for is left as it is, and said. --print shows the tables
only.
"""

import argparse
import json
import os
import re
import sys

import articles
import compare
import figures

README = os.path.join(articles.ROOT, "README.md")
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
            "%(rounds)s rounds over %(articles)s articles of %(bytes an article)s bytes (of %(made of)s) and %(starts)s more "
            "starts, on one of " % about
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
    return "%s\nOn %s.\n" % (table, machine(read_conditions(folder, "curves.json")))


BLOCKS = {"peers": peers_block, "stages": stages_block, "exponents": exponents_block}


def replaced(text, name, block):
    """The text with the block between its two lines; a text without them is a ValueError."""
    begin, end = BLOCK % name, END % name
    pattern = re.compile(re.escape(begin) + ".*?" + re.escape(end), re.S)
    if len(pattern.findall(text)) != 1:
        raise ValueError("README.md should have %r and %r once" % (begin.strip(), end.strip()))
    return pattern.sub(lambda _: begin + "\n" + block + "\n" + end, text)


def main(argv=None):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--results", default=compare.RESULTS)
    parser.add_argument("--print", action="store_true", dest="show")
    arguments = parser.parse_args(argv)
    with open(README, encoding="utf-8") as file:
        text = file.read()
    for name, make in BLOCKS.items():
        block = make(arguments.results)
        if block is None:
            print("%s: no results in %s, left as it is" % (name, os.path.relpath(arguments.results)), file=sys.stderr)
        elif arguments.show:
            print(block)
        else:
            text = replaced(text, name, block)
    if not arguments.show:
        with open(README, "w", encoding="utf-8") as file:
            file.write(text)


if __name__ == "__main__":
    main()
