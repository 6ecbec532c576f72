"""A standalone Spark cluster on this machine: a master and workers of one core each, in processes of their own."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pyspark
from pyspark.sql import SparkSession

SECONDS = 300  # that a process may take to start, and a job to end, on a machine that is busy
ADDRESS = ["--host", "127.0.0.1", "--webui-port", "0"]
SPARK = Path(pyspark.__file__).parent


class Cluster:
    """Runs until it is closed; ``logs`` is a folder for what its processes say and write."""

    def __init__(self, logs: Path, workers: int = 2, memory: str = "1g") -> None:
        self.logs, self.workers, self._processes = logs, [], []
        try:
            self._start("master", "master.Master", "--port", "0")
            self.url = self._wait("master", r"Starting Spark master at (spark://\S+)")
            for number in range(workers):
                name = f"worker{number}"
                self.workers.append(
                    self._start(name, "worker.Worker", "-c", "1", "-m", memory, "-d", str(logs / name), self.url)
                )
            for number in range(workers):
                self._wait(f"worker{number}", r"Successfully registered with master (\S+)")
        except BaseException:
            self.close()
            raise

    def _start(self, name: str, program: str, *arguments: str) -> subprocess.Popen[bytes]:
        with (self.logs / f"{name}.log").open("wb") as log:
            process = subprocess.Popen(
                [SPARK / "bin" / "spark-class", f"org.apache.spark.deploy.{program}", *ADDRESS, *arguments],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                env={**os.environ, "SPARK_HOME": str(SPARK), "SPARK_LOCAL_IP": "127.0.0.1"},
            )
        self._processes.append(process)
        return process

    def _wait(self, name: str, pattern: str) -> str:
        log = self.logs / f"{name}.log"
        for _ in range(SECONDS * 10):
            found = re.search(pattern, log.read_text(errors="replace"))
            if found:
                return found.group(1)
            time.sleep(0.1)
        raise TimeoutError(f"{name} did not start:\n{log.read_text(errors='replace')}")

    def kill(self, number: int) -> None:
        """End a worker and the executors that it has started, at once, as when its machine is gone."""
        os.killpg(self.workers[number].pid, signal.SIGKILL)
        self.workers[number].wait()

    def close(self) -> None:
        """End what is left of it."""
        for process in reversed(self._processes):
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGTERM)
        for process in reversed(self._processes):
            process.wait(timeout=SECONDS)

    def __enter__(self) -> Cluster:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def open_session(master: str, executors: int = 0, **settings: Any) -> SparkSession:
    """Return a session on a master; it begins no job before it has so many executors."""
    os.environ["PYSPARK_PYTHON"] = sys.executable
    builder = SparkSession.builder.master(master).appName("hearsay")
    defaults = {
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1",
        "spark.executor.cores": "1",
        "spark.executor.memory": "512m",
        "spark.scheduler.maxRegisteredResourcesWaitingTime": f"{SECONDS}s",
        "spark.scheduler.minRegisteredResourcesRatio": "1.0",
        "spark.sql.shuffle.partitions": "4",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
    }
    if executors:
        defaults["spark.cores.max"] = str(executors)
    for name, value in {**defaults, **settings}.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    return session
