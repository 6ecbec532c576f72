"""A standalone master and two workers, each in a process of its own, as on three machines.

The tests share them: the one that ends a worker comes last.
"""

from __future__ import annotations

import os
import signal
import threading
import time
from contextlib import suppress
from pathlib import Path

import pytest
from cluster import SECONDS, Cluster, open_session
from pyspark.sql.functions import col, explode, lit, sequence

from sqlite_hearsay import spark as hearsay

PARTITIONS, COPIES = 40, 12


@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    with Cluster(tmp_path_factory.mktemp("cluster"), workers=2) as started:
        yield started


@pytest.fixture(scope="module")
def spark(cluster):
    session = open_session(cluster.url, executors=2, **{"spark.task.maxFailures": "10"})
    yield session
    session.stop()


@pytest.fixture
def wire(spark, articles):
    """Every article several times, under ids of their own."""
    df = spark.createDataFrame(articles, "number long, body string")
    copies = df.withColumn("copy", explode(sequence(lit(1), lit(COPIES))))
    return copies.select((col("number") * 1000 + col("copy")).alias("id"), "body").repartition(PARTITIONS, "id")


@pytest.fixture
def expected(articles, said):
    return [
        (number * 1000 + copy, *row)
        for number, text in articles
        for copy in range(1, COPIES + 1)
        for row in said("hearsay_quotes", text)
    ]


class Job(threading.Thread):
    """Writes the quotations to a folder, while the test goes on."""

    def __init__(self, wire, folder):
        super().__init__(daemon=True)
        self.wire, self.folder, self.error = wire, str(folder), None
        self.start()

    def run(self):
        try:
            hearsay.quotes(self.wire).write.parquet(self.folder)
        except Exception as error:
            self.error = error

    def wait_for_tasks(self, spark, count):
        """Wait till so many articles' tasks are done; they are fewer than all then."""
        tracker = spark.sparkContext.statusTracker()
        for _ in range(SECONDS * 50):
            for stage in tracker.getActiveStageIds():
                info = tracker.getStageInfo(stage)
                if info and info.numTasks == PARTITIONS and count <= info.numCompletedTasks < PARTITIONS:
                    return info.stageId
            if not self.is_alive():
                break
            time.sleep(0.02)
        raise TimeoutError(f"at no time {count} tasks of {PARTITIONS} were done, and not all") from self.error

    def rows(self, spark):
        self.join(SECONDS)
        assert not self.is_alive()
        if self.error:
            raise self.error
        return sorted(map(tuple, spark.read.parquet(self.folder).collect()))


def executors(spark):
    return spark.sparkContext._jsc.sc().getExecutorMemoryStatus().size() - 1  # one is the driver


def failed_tasks(spark, stage):
    return spark.sparkContext.statusTracker().getStageInfo(stage).numFailedTasks


def python_workers(cluster):
    """The Python processes that read articles."""
    sessions = {str(worker.pid) for worker in cluster.workers}
    for process in Path("/proc").iterdir():
        try:
            command = (process / "cmdline").read_bytes()
            session = (process / "stat").read_text().rpartition(")")[2].split()[3]
        except (OSError, IndexError):
            continue
        if session in sessions and b"pyspark.daemon" in command:
            yield int(process.name)


def test_a_python_process_killed_in_mid_job_loses_nothing(cluster, spark, wire, expected, tmp_path):
    """As the system does to one that takes too much memory."""
    assert executors(spark) == 2
    job = Job(wire, tmp_path / "quotes")
    stage = job.wait_for_tasks(spark, 4)
    while job.is_alive() and not failed_tasks(spark, stage):  # between two tasks it harms none
        for process in python_workers(cluster):
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        time.sleep(0.2)
    assert failed_tasks(spark, stage) > 0
    assert job.rows(spark) == expected


def test_a_worker_killed_in_mid_job_loses_nothing(cluster, spark, wire, expected, tmp_path):
    assert executors(spark) == 2
    job = Job(wire, tmp_path / "quotes")
    job.wait_for_tasks(spark, 4)
    cluster.kill(0)
    assert job.is_alive()
    assert job.rows(spark) == expected
    assert executors(spark) == 1
