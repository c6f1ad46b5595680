#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes what the long tests found into tests/LONG.md, a line a test; ./dev test --long calls it.

Usage: long.py FOLDER LOG...

FOLDER is where the tests keep how far they have come (tests/cli/progress.py). LOG is meson's log of a run in JSON lines;
from it come those that keep nothing, with what they said themselves (their TAP diagnostics). A test that is in neither
keeps its line. Only tests that do more with KIROKU_TEST_LONG=1 have one.
"""
import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path

PAGE = Path(__file__).with_name("LONG.md")
# The test, and the whole of it where it does not keep that itself.
LONG = {
    "attacks": "every position of 1,000 entries, every bit of them",
    "cli-backup": "60 kills",
}
HEAD = """# The long tests

What the long tests did last, written by `tests/long.py`, which `./dev test --long` calls. Where less was done than the whole, the run was cut short;
it goes on from there on the same commit. A “+” after a commit: that commit with the tests as they came after it.

| test | the whole of it | done | result | minutes | date | commit |
|---|---|---|---|---|---|---|
"""


def read_rows():
    if not PAGE.exists():
        return {}
    lines = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("| ")]
    return {line.split(" | ")[0].strip("| "): line for line in lines[1:]}


def make_row(name, whole, done, result, seconds, date, commit):
    cells = [name, whole, done, result, f"{seconds / 60:.0f}", date, commit]
    return "| " + " | ".join(cell.replace("|", "/").replace("\n", " ") for cell in cells) + " |"


def read_progress(path):
    """The line of a test that keeps how far it has come."""
    state = json.loads(path.read_text(encoding="utf-8"))
    done = f"{state['done']:,}"
    more = [f"{name}: {number:,}" for name, number in {**state["notes"], **state["counts"]}.items()]
    result = "failed: " + state["failed"][:200] if state["failed"] else "passed"
    if not state["failed"] and state["done"] < state["whole"]:
        result = "passed so far"
    return make_row(state["test"], f"{state['whole']:,} {state['unit']}", "<br>".join([done, *more]), result,
                    state["seconds"], state["date"], state["commit"])


def name_of(test):
    """Meson has project:suite / name."""
    return test["name"].split(" / ")[-1]


def read_test(test, commit):
    """The line of a test that only says what it did."""
    said = [line[2:].strip() for line in (test.get("stdout") or "").splitlines()
            if re.match(r"# (?!random seed|Start of|End of).*\d", line)]
    whole = "all of it" if os.environ.get("KIROKU_TEST_LONG") else "what ./dev test does"
    result = "passed" if test["result"] in ("OK", "EXPECTEDFAIL") else test["result"].lower()
    return make_row(name_of(test), LONG[name_of(test)], "<br>".join(said[:8]) or whole, result, test["duration"],
                    time.strftime("%Y-%m-%d"), commit)


def main(folder, logs):
    commit = subprocess.run(["git", "-C", PAGE.parent, "rev-parse", "--short", "HEAD"], check=True,
                            capture_output=True, text=True).stdout.strip()
    rows = read_rows()
    for path in sorted(Path(folder).glob("*.json")):
        rows[path.stem] = read_progress(path)
    for log in logs:
        path = Path(log)
        for line in path.read_text(encoding="utf-8").splitlines() if path.is_file() else []:
            test = json.loads(line)
            if name_of(test) in LONG:
                rows[name_of(test)] = read_test(test, commit)
    PAGE.write_text(HEAD + "".join(f"{rows[name]}\n" for name in sorted(rows)), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
