"""The index when memory runs out: see index_memory.c."""

import os
import shutil
import subprocess

import pytest

import database

CC = os.environ.get("CC") or "cc"
STEP = int(os.environ.get("HEARSAY_MEMORY_STEP", "4001"))  # 1: every allocation


@pytest.fixture(scope="module")
def program(tmp_path_factory):
    if os.environ.get("LD_PRELOAD"):
        pytest.skip("the program is not built for the sanitizers")
    path = tmp_path_factory.mktemp("memory") / "index_memory"
    source = os.path.join(database.ROOT, "tests", "index_memory.c")
    subprocess.run([*CC.split(), "-O1", "-o", str(path), source, "-lsqlite3"], check=True)
    return str(path)


@pytest.mark.skipif(not shutil.which(CC.split()[0]), reason="needs a C compiler")
@pytest.mark.parametrize("forever", ["0", "1"])
@pytest.mark.parametrize("threads", ["1", "2"])
@pytest.mark.parametrize("mode", ["queue", "trigger", "manual"])
def test_out_of_memory(program, mode, threads, forever):
    extension = database.extension_path().rsplit(".", 1)[0]
    command = [program, extension, "7", str(STEP), forever, mode, threads]
    done = subprocess.run(command, capture_output=True, text=True, timeout=600, check=False)
    assert (done.stdout, done.stderr, done.returncode) == ("", "", 0)
