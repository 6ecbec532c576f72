"""make bench-spark: sqlite_hearsay.spark on a standalone cluster of one worker, and of two.

    spark.py [--articles 8000] [--rounds 3] [--results FOLDER]

A worker has one core, and so one executor and one Python process that reads. The master, the workers and the driver are
processes on this machine: with two cores two workers have no core for themselves. Articles of 4 KB are read from Parquet and
their quotations written to Parquet; a round that is not counted comes first, as starting is paid once.

    seconds         wall time of a job, the median of the rounds
    core seconds    processor time that the workers' processes took for it; it depends less on what else runs. Python's is
                    that of the processes that read, the rest is Java's
    memory          the most that a Python process and an executor's Java have held at once, in MB (10^6 bytes)

The same articles are also read by one process without Spark, in turn with the rounds. Results go to spark.json.
"""

import argparse
import json
import os
import resource
import sqlite3
import sys
import tempfile
import time
from pathlib import Path

import articles
import compare
import figures
import pyarrow as pa
import pyarrow.parquet

sys.path.insert(0, os.path.join(articles.ROOT, "bindings", "python", "tests", "spark"))

from cluster import Cluster, open_session  # noqa: E402

import sqlite_hearsay  # noqa: E402
from sqlite_hearsay import spark as hearsay  # noqa: E402

FILES = 8  # each of them is a task. PySpark takes a tenth of a second for one, so that they should not be small
TICK = os.sysconf("SC_CLK_TCK")
MB = 1e6
PYTHON, JAVA = "pyspark.daemon", "CoarseGrainedExecutorBackend"


def note(message):
    print(message, file=sys.stderr, flush=True)


def write_articles(folder, texts):
    os.mkdir(folder)
    for file in range(FILES):
        rows = range(file, len(texts), FILES)
        table = pa.table({"id": [*rows], "body": [texts[row] for row in rows]})
        pyarrow.parquet.write_table(table, os.path.join(folder, "%03d.parquet" % file), compression="zstd")


# ---- the cluster's processes -----------------------------------------------------------------------------------------


def processes(cluster):
    """The Java and Python processes of the workers: {id: (command, path in /proc)}."""
    sessions = {str(worker.pid) for worker in cluster.workers}
    found = {}
    for path in Path("/proc").iterdir():
        try:
            if path.name.isdigit() and stat_of(path)[3] in sessions:
                found[path.name] = ((path / "cmdline").read_text().replace("\0", " "), path)
        except OSError:  # has ended
            continue
    return found


def stat_of(path):
    """The fields of /proc/ID/stat from the third on."""
    return (path / "stat").read_text().rpartition(")")[2].split()


def core_seconds(cluster, word=""):
    """Processor time of those with this word in their command, with their children that have ended."""
    found = [path for command, path in processes(cluster).values() if word in command]
    return sum(sum(map(int, stat_of(path)[11:15])) for path in found) / TICK


def most_memory(cluster, word):
    """The most that one of these has held, in MB."""
    held = [0.0]
    for command, path in processes(cluster).values():
        if word in command:
            [line] = [line for line in (path / "status").read_text().splitlines() if line.startswith("VmHWM:")]
            held.append(int(line.split()[1]) * 1024 / MB)
    return max(held)


# ---- what is measured ------------------------------------------------------------------------------------------------


def alone(texts):
    """Seconds of processor time of this process for the same without Spark."""
    db = sqlite3.connect(":memory:")
    sqlite_hearsay.load(db)
    before = resource.getrusage(resource.RUSAGE_SELF)
    for text in texts:
        db.execute("SELECT * FROM hearsay_quotes(?)", (text,)).fetchall()
    after = resource.getrusage(resource.RUSAGE_SELF)
    db.close()
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def bytes_in(folder):
    return sum(path.stat().st_size for path in Path(folder).glob("*.parquet"))


class Measured:
    def __init__(self, folder, workers):
        logs = Path(folder) / ("%d workers" % workers)
        logs.mkdir()
        self.written = str(logs / "written")
        self.cluster = Cluster(logs, workers, memory="2g")
        try:
            self.session = open_session(
                self.cluster.url,
                executors=workers,
                **{"spark.executor.memory": "1g", "spark.sql.files.openCostInBytes": str(1 << 30)},
            )
        except BaseException:
            self.cluster.close()
            raise
        self.articles = self.session.read.parquet(os.path.join(folder, "articles"))
        assert self.articles.rdd.getNumPartitions() == FILES

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.session.stop()
        self.cluster.close()

    def run(self, function):
        """One job: seconds of wall time, of all cores, of Python's, and bytes written."""
        before = time.monotonic(), core_seconds(self.cluster), core_seconds(self.cluster, PYTHON)
        function(self.articles).write.mode("overwrite").parquet(self.written)
        after = time.monotonic(), core_seconds(self.cluster), core_seconds(self.cluster, PYTHON)
        return (*(end - start for start, end in zip(before, after)), bytes_in(self.written))


def as_dict(run):
    return dict(zip(("seconds", "core seconds", "core seconds of Python", "bytes"), run))


def measure(folder, workers, texts, rounds):
    with Measured(folder, workers) as measured:
        measured.run(hearsay.quotes)
        runs, plain = [], []
        for _ in range(rounds):
            runs.append(measured.run(hearsay.quotes))
            plain.append(alone(texts))
            note("%d workers: %s; without Spark %.1f seconds" % (workers, as_dict(runs[-1]), plain[-1]))
        others = {
            function.__name__: as_dict(measured.run(function)) for function in (hearsay.mentions, hearsay.speakers)
        }
        memory = most_memory(measured.cluster, PYTHON), most_memory(measured.cluster, JAVA)
    return {
        "workers": workers,
        "quotes": as_dict([figures.median(values) for values in zip(*runs)]),
        **others,
        "core seconds without Spark": figures.median(plain),
        "MB of Python": memory[0],
        "MB of Java": memory[1],
    }


def main(argv=None):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=8000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--results", default=compare.RESULTS)
    arguments = parser.parse_args(argv)
    about = compare.machine()
    texts = list(articles.make_texts(arguments.articles, exchange=0.5))
    with tempfile.TemporaryDirectory() as folder:
        write_articles(os.path.join(folder, "articles"), texts)
        about.update(
            {
                "articles": len(texts),
                "bytes": sum(len(text.encode()) for text in texts),
                "Parquet bytes": bytes_in(os.path.join(folder, "articles")),
                "rounds": arguments.rounds,
                "tasks": FILES,
                "version": sqlite_hearsay.__version__,
            }
        )
        about["clusters"] = [measure(folder, workers, texts, arguments.rounds) for workers in (1, 2)]
    compare.write_conditions(os.path.join(arguments.results, "spark.json"), about)
    print(json.dumps(about, indent=2))


if __name__ == "__main__":
    main()
