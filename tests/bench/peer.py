"""A peer: a program that reads the articles that hearsay reads, and how it is run and measured.

A peer's program is started as

    PROGRAM... ARTICLES RESULTS SECONDS

and talks with the harness by lines:

    1. It loads what it needs, then all of ARTICLES (JSONL: "id", "text"), prints "ready" and waits for a line.
    2. It reads the articles in turn, and stops after the first that ends later than SECONDS of wall time after the
       start.
    3. It prints "done" and waits for the end of its input. Its memory is looked at in 1 and 3.

RESULTS gets one JSON object a line: first {"load": [wall, cpu]}, then for each article {"id", "seconds": [wall,
cpu]}, in seconds, cpu being that of all threads of the process; and what it found, in the format of
tests/fixtures.py: "quotes" (also [] where there is none) when it finds quotations, "mentions" when it finds names.
Finding is inside the time, writing is not. The programs are in peers/, protocol.py and protocol.js do the talking.
All run on one core, with one thread where they let us say so.
"""

import json
import os
import shutil
import subprocess
import threading
import time
from dataclasses import dataclass, field

ONE_THREAD = dict.fromkeys(
    ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS", "NUMEXPR_NUM_THREADS"), "1"
)
START_SECONDS = 300  # the longest that loading may take
LAST_LINES = 12  # of what a peer that failed said


class PeerError(Exception):
    """A peer cannot be installed or has failed; the message says why."""


@dataclass
class Run:
    """One run of a peer. Seconds are [wall, cpu]; memory is in bytes, None where there is no /proc."""

    load: list = None
    start: float = None  # seconds from the start of the process until it was ready
    ready_memory: int = None  # resident, before the first article
    ready_private: int = None  # of that, what is shared with no other process or file
    peak_memory: int = None
    peak_reading: int = None  # since it was ready
    rows: list = field(default_factory=list)  # of RESULTS, without the first


def core():
    """The one that is measured on: the last of those we may use. None where that cannot be chosen."""
    if not hasattr(os, "sched_getaffinity") or not shutil.which("taskset"):
        return None
    return max(os.sched_getaffinity(0))


def status_bytes(pid, key):
    """A figure of /proc/PID/status in bytes."""
    try:
        with open("/proc/%d/status" % pid) as file:
            return next(int(line.split()[1]) * 1024 for line in file if line.startswith(key + ":"))
    except FileNotFoundError:
        return None


def private_bytes(pid):
    try:
        with open("/proc/%d/smaps_rollup" % pid) as file:
            return sum(int(line.split()[1]) * 1024 for line in file if line.startswith("Private_"))
    except FileNotFoundError:
        return None


def reset_peak(pid):
    """The peak of memory counts from here on."""
    try:
        with open("/proc/%d/clear_refs" % pid, "w") as file:
            file.write("5")
    except FileNotFoundError:
        pass


def last_lines(path):
    with open(path, encoding="utf-8", errors="replace") as file:
        return "".join(file.readlines()[-LAST_LINES:]).strip()


def expect(process, word, log):
    line = process.stdout.readline().strip()
    if line != word:
        process.kill()
        process.wait()
        what = "said %r for %r" % (line, word) if line else "ended before it was %s" % word
        raise PeerError("%s, exit status %s: %s" % (what, process.returncode, last_lines(log)))


def run(command, articles, results, seconds, environment=None, on_core=True):
    """Runs a peer's program on a JSONL file of articles. A failure, and a peer that hangs, is a PeerError."""
    pinned = ["taskset", "-c", str(core())] if on_core and core() is not None else []
    log = results + ".log"
    measured = Run()
    with open(log, "w") as errors:
        began = time.perf_counter()
        process = subprocess.Popen(
            [*pinned, *command, articles, results, str(seconds)],
            env={**os.environ, **ONE_THREAD, **(environment or {})},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        )
        watch = threading.Timer(START_SECONDS + 2 * seconds + 300, process.kill)
        watch.start()
        try:
            expect(process, "ready", log)
            measured.start = time.perf_counter() - began
            measured.ready_memory = status_bytes(process.pid, "VmRSS")
            measured.ready_private = private_bytes(process.pid)
            before = status_bytes(process.pid, "VmHWM")
            reset_peak(process.pid)
            process.stdin.write("go\n")
            process.stdin.flush()
            expect(process, "done", log)
            measured.peak_reading = status_bytes(process.pid, "VmHWM")
            measured.peak_memory = before and max(before, measured.peak_reading)
            process.stdin.close()
            if process.wait() != 0:
                raise PeerError("exit status %d: %s" % (process.returncode, last_lines(log)))
        except BrokenPipeError:
            process.kill()
            process.wait()
            raise PeerError("stopped, exit status %s: %s" % (process.returncode, last_lines(log))) from None
        finally:
            watch.cancel()
            process.stdout.close()
    with open(results, encoding="utf-8") as file:
        lines = [json.loads(line) for line in file]
    measured.load, measured.rows = lines[0]["load"], lines[1:]
    return measured
