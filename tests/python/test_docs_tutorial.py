"""docs/tutorial.md: every file that it shows is written, every command is run, and prints what is shown."""

import re

from conftest import REPOSITORY
from reader import Reader

TUTORIAL = (REPOSITORY / "docs" / "tutorial.md").read_text(encoding="utf-8")


def test_tutorial(tmp_path):
    """From the raw table to the pull request."""
    reader = Reader(tmp_path)
    reader.follow(TUTORIAL)
    job = (reader.folder / ".github" / "workflows" / "dbt.yml").read_text(encoding="utf-8")
    steps = re.findall(r"- run: (.*)", job)
    # What the job does after it has installed dbt is what the page did here.
    assert steps[1:] == ["dbt deps", "dbt build"]
    for step in steps[1:]:
        assert f"\n$ {step}\n" in TUTORIAL
