#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes what the long tests found into tests/LONG.md, a line a test; ./dev test --long calls it.

Usage: long.py LOG...

LOG is meson's log of a run in JSON lines. Only tests that do more with KIROKU_TEST_LONG=1 are taken from it; a test
that is in no LOG keeps its line. What a test did is what it said itself (its TAP diagnostics).
"""
import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path

PAGE = Path(__file__).with_name("LONG.md")
# The test: what the whole of it is.
LONG = {
    "attacks": "every position of 1,000 entries, every bit of them",
    "cli-backup": "60 kills",
    "cli-faults": "every fault at every call",
    "cli-kill": "10,000 kills",
    "cli-package": "20,000 altered packages",
    "cli-power-loss": "50,000 states",
    "fuzz-canonical": "10,000,000 inputs",
    "fuzz-checkpoint": "10,000,000 inputs",
    "fuzz-entry": "10,000,000 inputs",
    "fuzz-pack": "10,000,000 inputs",
    "fuzz-package": "10,000,000 inputs",
    "fuzz-wire": "10,000,000 inputs",
}
HEAD = """# The long tests

What the long tests found last, written by `tests/long.py`, which `./dev test --long` calls. The third column is what a test said it did: where that is
less than the whole, it was run for a shorter time.

| test | the whole of it | done | result | minutes | date | commit |
|---|---|---|---|---|---|---|
"""

def read_rows():
    if not PAGE.exists():
        return {}
    lines = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("| ")]
    return {line.split(" | ")[0].strip("| "): line for line in lines[1:]}


def name_of(test):
    """Meson has project:suite / name."""
    return test["name"].split(" / ")[-1]


def make_row(test, commit):
    name = name_of(test)
    said = [line[2:].strip() for line in (test.get("stdout") or "").splitlines()
            if re.match(r"# (?!random seed|Start of|End of).*\d", line)]
    whole = "all of it" if os.environ.get("KIROKU_TEST_LONG") else "what ./dev test does"
    done = "<br>".join(said[:8]).replace("|", "/") or whole
    result = "passed" if test["result"] in ("OK", "EXPECTEDFAIL") else test["result"].lower()
    return (f"| {name} | {LONG[name]} | {done} | {result} | {test['duration'] / 60:.0f} | "
            f"{time.strftime('%Y-%m-%d')} | {commit} |")


def main(logs):
    commit = subprocess.run(["git", "-C", PAGE.parent, "rev-parse", "--short", "HEAD"], check=True,
                            capture_output=True, text=True).stdout.strip()
    rows = read_rows()
    for log in logs:
        path = Path(log)
        for line in path.read_text(encoding="utf-8").splitlines() if path.is_file() else []:
            test = json.loads(line)
            if name_of(test) in LONG:
                rows[name_of(test)] = make_row(test, commit)
    PAGE.write_text(HEAD + "".join(f"{rows[name]}\n" for name in sorted(rows)), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
