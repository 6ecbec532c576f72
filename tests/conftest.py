"""What all tests share.

db        a database in memory with the extension loaded; every test that uses it runs twice, with the
          system's SQLite and with a newer one. See database.Database: rows, one, error, raw, kind.
articles  the articles of fixtures/ with their annotation, as fixtures.parse returns them.
built     a plain build in a folder of its own: that folder, and the variables that name it to make. Its tests are in the
          group "build", which one core runs.
"""

import collections
import os

import pytest

import building
import database
import fixtures


def pytest_configure(config):
    config.addinivalue_line(
        "markers", "build: builds with other flags; left out of the run under the sanitizers"
    )


def pytest_terminal_summary(terminalreporter):
    """What tests have counted by record_property, in all."""
    totals = collections.Counter()
    for report in terminalreporter.stats.get("passed", []):
        for what, count in report.user_properties:
            totals[what] += count
    for what, count in totals.items():
        terminalreporter.write_line("%s: %d" % (what, count))


def pytest_report_header(config):
    return "hearsay: %s; SQLite %s" % (
        database.extension_path(),
        " and ".join(kind.version for kind in database.KINDS.values()),
    )


@pytest.fixture(params=list(database.KINDS))
def db(request):
    connection = database.KINDS[request.param]()
    yield connection
    connection.close()


@pytest.fixture(scope="session")
def articles():
    return fixtures.read_all(os.path.join(database.ROOT, "fixtures"))


@pytest.fixture(scope="session")
def built(tmp_path_factory):
    folder = tmp_path_factory.mktemp("built")
    variables = ["BUILD=%s/build" % folder, "OUT=%s" % folder]
    building.run("make", "-j2", *variables)
    return folder, variables
