"""Every block of SQL, shell and Python of the pages is run, and prints what the page shows.

UPDATE=1 puts what is printed into the pages: look at the difference before it is committed.
"""

from __future__ import annotations

import os

import blocks
import conftest
import pytest


@pytest.mark.parametrize("path", blocks.PAGES, ids=lambda path: str(path.relative_to(blocks.ROOT)))
def test_page(path, checkout):
    report = blocks.run(path, checkout, str(path.relative_to(blocks.ROOT)))
    conftest.COUNTS.append(report.run)
    conftest.NOT_RUN.extend(report.not_run)
    if os.environ.get("UPDATE"):
        blocks.update(path, report)
    assert not report.wrong, "\n\n".join(report.wrong)


def test_what_is_not_run_is_in_the_pages():
    """The list has nothing that no page has any more."""
    everything = "\n".join(path.read_text(encoding="utf-8") for path in blocks.PAGES)
    assert [entry for entry in blocks.NOT_RUN["block"] if entry.get("begins", entry.get("is")) not in everything] == []


def test_a_wrong_page_is_noticed(checkout, tmp_path):
    """Each kind of block that prints something else, and one that fails."""
    for text in (
        "```sql\nSELECT 1;\n-- 2\n```",
        "```sql\n.mode list\n.headers off\nSELECT 1;\n```\n\n```text\n2\n```",
        "```sql\nSELECT 1;\n-- 1\nSELECT 2;\n```",
        "```python\nprint(1)\n# 2\n```",
        "```python\nprint(1)\n```\n\n```text\n2\n```",
        "```python\nraise ValueError\n```",
        "```sh\necho 1\n```\n\n```text\n2\n```",
        "```sh\nfalse\n```",
        "    false",
        "```ruby\nputs 1\n```",
    ):
        path = tmp_path / "page.md"
        path.write_text("\n%s\n" % text, encoding="utf-8")
        assert len(blocks.run(path, checkout, "page.md").wrong) == 1, text
        good = text.replace("2\n```", "1\n```").replace("SELECT 2", "SELECT 1").replace("false", "true")
        if good != text and "SELECT 1;\n-- 1" not in text:
            path.write_text("\n%s\n" % good, encoding="utf-8")
            assert blocks.run(path, checkout, "page.md").wrong == [], good
