#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Adds up test runs and prints one line: N passed, N failed.

Usage: count.py [NAME,STATUS,LOG]...

NAME is a suite, STATUS the exit status of its run, LOG meson's log of it in JSON lines (empty for
a step that is no test run, such as a build). A test program that speaks TAP counts by its points, any
other as one. A program that ended badly without reporting a failed point counts as one failure, and
so does a run that left no test behind. On standard error stand the last lines of each program that
failed, then all failures. Exit 0 only if something passed and nothing failed.
"""
import json
import re
import sys
from pathlib import Path

POINT = re.compile(r"^(not )?ok\b([^#]*)(#\s*(skip|todo))?", re.IGNORECASE)
GOOD = {"OK", "EXPECTEDFAIL", "SKIP"}
LAST_LINES = 40


def points(stdout):
    """The TAP points of an output: names of those that passed and of those that failed."""
    passed, failed = [], []
    for line in stdout.splitlines():
        match = POINT.match(line)
        if match and not match.group(4):
            (failed if match.group(1) else passed).append(match.group(2).strip())
    return passed, failed


def count_program(test):
    """Passed and failed points of one entry of the log."""
    passed, failed = points(test.get("stdout") or "")
    if test["result"] not in GOOD and not failed:
        failed = [f"ended with {test['result']}, status {test.get('returncode')}"]
    if not passed and not failed and test["result"] in ("OK", "EXPECTEDFAIL"):
        passed = [""]
    return len(passed), [f"{test['name']}: {name}" for name in failed]


def last_words(test):
    """What a program that failed said at its end."""
    said = (test.get("stdout") or "").splitlines() + (test.get("stderr") or "").splitlines()
    return [f"-- {test['name']} ended so:", *said[-LAST_LINES:]]


def count_run(name, status, log):
    """Passed points, named failures and the last words of what failed of one run."""
    path = Path(log) if log else None
    lines = path.read_text(encoding="utf-8").splitlines() if path and path.is_file() else []
    tests = [json.loads(line) for line in lines]
    results = [count_program(test) for test in tests]
    words = [line for test, (_, named) in zip(tests, results) if named for line in last_words(test)]
    passed = sum(count for count, _ in results)
    failures = [failure for _, named in results for failure in named]
    if not results:
        failures.append(f"{name}: nothing ran (status {status})")
    elif status != 0 and not failures:
        failures.append(f"{name}: the run ended with status {status}")
    return passed, failures, words


def main(arguments):
    passed, failures = 0, []
    for argument in arguments:
        name, status, log = argument.split(",", 2)
        count, named, words = count_run(name, int(status), log)
        passed += count
        failures += named
        for line in words:
            print(line, file=sys.stderr)
    for failure in failures:
        print(f"FAILED {failure}", file=sys.stderr)
    print(f"{passed} passed, {len(failures)} failed")
    return 0 if passed and not failures else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
