"""Many connections in many threads and processes: see threads/threads.c. `make tsan` runs this file under ThreadSanitizer."""

import os
import shutil
import subprocess

import pytest

import database
from building import CC

SCENES = ["connections", "shared_cache", "one_connection", "reload", "closed_with_statements", "interrupted", "processes"]

pytestmark = [
    pytest.mark.skipif(not shutil.which(CC.split()[0]), reason="needs a C compiler"),
    pytest.mark.xdist_group("threads"),  # they take all cores by themselves
]


@pytest.fixture(scope="module")
def program(tmp_path_factory):
    if os.environ.get("LD_PRELOAD"):
        pytest.skip("the program is not built for these sanitizers")
    path = str(tmp_path_factory.mktemp("threads") / "threads")
    source = os.path.join(database.ROOT, "tests", "threads", "threads.c")
    flags = ["-std=gnu11", "-Wall", "-Wextra", "-Werror", "-O1", "-g"]
    subprocess.run([*CC.split(), *flags, "-o", path, source, "-lsqlite3", "-pthread"], check=True)
    return path


@pytest.mark.parametrize("scene", SCENES)
def test_threads(program, scene, tmp_path):
    arguments = [database.extension_path(), str(tmp_path / "press.db"), scene]
    done = subprocess.run([program, *arguments], capture_output=True, text=True, timeout=900, check=False)
    assert (done.stdout, done.stderr, done.returncode) == ("", "", 0)
