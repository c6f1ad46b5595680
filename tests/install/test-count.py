#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The count at the end of a test run hides no failure. TAP on standard output.

Usage: test-count.py COUNT_PY
"""
import json
import subprocess
import sys
import tempfile
from pathlib import Path


def program(result, stdout="", status=0, stderr=""):
    return {"name": "p", "result": result, "returncode": status, "stdout": stdout, "stderr": stderr}


def count(runs):
    """The last line, the exit status and standard error for runs given as (status, programs or None)."""
    with tempfile.TemporaryDirectory() as folder:
        arguments = []
        for number, (status, programs) in enumerate(runs):
            log = Path(folder) / f"{number}.json"
            if programs is not None:
                log.write_text("".join(json.dumps(p) + "\n" for p in programs), encoding="utf-8")
            arguments.append(f"run{number},{status},{log}")
        done = subprocess.run([sys.executable, "-B", sys.argv[1], *arguments],
                              capture_output=True, text=True, check=False)
        return done.stdout, done.returncode, done.stderr


# promise: runs, what is printed, exit status[, what stands on standard error]
PROMISES = {
    "/count/points-of-tap-are-summed-over-runs":
        ([(0, [program("OK", "1..2\nok 1 /a\nok 2 /b\n")]), (0, [program("OK", "ok 1 /c\n1..1\n")])],
         "3 passed, 0 failed\n", 0),
    "/count/program-without-points-is-one": ([(0, [program("OK", "fine\n")])], "1 passed, 0 failed\n", 0),
    "/count/failed-point-fails": ([(1, [program("FAIL", "ok 1 /a\nnot ok 2 /b\n")])], "1 passed, 1 failed\n", 1),
    "/count/crash-after-good-points-fails":
        ([(1, [program("ERROR", "1..9\nok 1 /a\n", -11)])], "1 passed, 1 failed\n", 1),
    "/count/what-failed-is-quoted-at-the-end":
        ([(1, [program("ERROR", "ok 1 /a\n", -5, "ERROR: waited in vain\n"), program("OK", "ok 1 /b\n")])],
         "2 passed, 1 failed\n", 1,
         "-- p ended so:\nok 1 /a\nERROR: waited in vain\nFAILED p: ended with ERROR, status -5\n"),
    "/count/timeout-fails": ([(1, [program("TIMEOUT", "", -15)])], "0 passed, 1 failed\n", 1),
    "/count/skipped-is-neither": ([(0, [program("OK", "ok 1 /a # SKIP no\nok 2 /b\n")])], "1 passed, 0 failed\n", 0),
    "/count/only-skipped-is-no-success": ([(0, [program("SKIP", "", 77)])], "0 passed, 0 failed\n", 1),
    "/count/run-without-log-fails": ([(0, [program("OK")]), (0, None)], "1 passed, 1 failed\n", 1),
    "/count/run-without-tests-fails": ([(0, [program("OK")]), (0, [])], "1 passed, 1 failed\n", 1),
    "/count/bad-status-alone-fails": ([(3, [program("OK")])], "1 passed, 1 failed\n", 1),
    "/count/no-run-is-no-success": ([], "0 passed, 0 failed\n", 1),
}


def main():
    failed = 0
    print(f"1..{len(PROMISES)}")
    for number, (name, (runs, line, status, *errors)) in enumerate(PROMISES.items(), 1):
        got = count(runs)
        good = got[:2] == (line, status) and errors in ([], [got[2]])
        failed += not good
        print(f"{'ok' if good else 'not ok'} {number} {name}" + ("" if good else f"\n# got {got}"))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
