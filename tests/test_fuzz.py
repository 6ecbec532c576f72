"""What fuzzing has found stays mended: each input in fuzz/found/TARGET, and those that it begins with, run by its target.

`make fuzz` looks for more; fuzz/run.py says how.
"""

import os
import subprocess

import pytest

import database

FUZZ = os.path.join(database.ROOT, "tests", "fuzz")
TARGETS = ("article", "differential", "options", "sql", "corrupt")


def inputs(target, *folders):
    for folder in folders:
        path = os.path.join(FUZZ, folder, target)
        for name in sorted(os.listdir(path)) if os.path.isdir(path) else []:
            yield os.path.join(path, name)


def run(target, files):
    program = os.path.join(database.ROOT, os.environ.get("HEARSAY_BUILD") or "build", "tests", "fuzz", target)
    if not os.path.exists(program):
        pytest.skip("make builds it")
    environment = {name: value for name, value in os.environ.items() if name != "LD_PRELOAD"}
    return subprocess.run([program, *files], capture_output=True, env=environment, timeout=600, check=False)


def assert_passes(target, files):
    done = run(target, files)
    assert done.returncode == 0, (done.stdout[-300:], done.stderr[-3000:])
    assert done.stdout.decode().splitlines() == files


@pytest.mark.parametrize("target", TARGETS)
def test_found(target):
    assert_passes(target, list(inputs(target, "found", "seeds")))


@pytest.mark.parametrize("target", TARGETS)
def test_every_short_input(target, tmp_path):
    """Nothing, and each byte by itself."""
    files = []
    for name, data in [("empty", b"")] + [("%02x" % byte, bytes([byte])) for byte in range(256)]:
        path = tmp_path / name
        path.write_bytes(data)
        files.append(str(path))
    assert_passes(target, files)


@pytest.mark.parametrize("target", ["article", "differential"])
def test_fixtures(target, articles, tmp_path):
    files = []
    for article in articles:
        path = tmp_path / article["id"]
        path.write_bytes(article["text"].encode())
        files.append(str(path))
    assert_passes(target, files)


def test_a_failure_is_seen(tmp_path):
    """An input that cannot be read ends a target, as a finding does."""
    assert run("article", [str(tmp_path / "missing")]).returncode != 0
