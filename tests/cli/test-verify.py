#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What verify says when somebody outside holds a case root.

Usage: test-verify.py KIROKU_CLI   (TAP)
"""
import re
import shutil

from kiroku import USAGE, contains, equal, main, test


def read_root(kiroku, case, status=1):
    """The case root as the heads stand, as a person would note it down."""
    return re.search(r"case root: ([0-9a-f]{64})", kiroku.run("verify", case, status=status).out)[1]


@test("/cli/verify/without-an-outside-head-nothing-is-proven")
def unanchored(kiroku):
    case = kiroku.new_case()
    entry = kiroku.json("log", case, "記録")
    result = kiroku.json("verify", case, status=1)
    equal((result["verdict"], result["unanchored"]), ("intact", result["entries"]), "verdict")
    contains(result["warnings"][0], "unanchored since 20", f"{result['entries']} entries")
    assert "first_bad" not in result, entry


@test("/cli/verify/a-head-kept-outside-proves-what-lies-before-it")
def covered(kiroku):
    case = kiroku.new_case()
    kiroku.run("log", case, "前")
    root = read_root(kiroku, case)
    contains(kiroku.run("verify", case, f"--head={root}").out, "intact and anchored")
    grouped = "-".join(root[i:i + 8] for i in range(0, 64, 8)).upper()
    result = kiroku.json("verify", case, f"--head=kiroku:root:{grouped}")
    equal((result["exit"], result["unanchored"], result["warnings"]), (0, 0, []), "typed by hand")


@test("/cli/verify/a-head-this-record-never-had-is-a-rollback")
def unknown_head(kiroku):
    case = kiroku.new_case()
    kiroku.run("log", case, "前")
    older = kiroku.database + ".older"
    shutil.copy(kiroku.database, older)
    kiroku.run("log", case, "後")
    root = read_root(kiroku, case)
    shutil.copy(older, kiroku.database)
    result = kiroku.json("verify", case, f"--head={root}", status=3)
    equal(result["verdict"], "truncated", "verdict")
    contains(kiroku.run("verify", case, "--head=" + "0" * 64, status=3).out, "000000", "another case")


@test("/cli/verify/what-is-no-head-is-refused")
def usage(kiroku):
    case = kiroku.new_case()
    for words in [(case, "--head=0123"), (case, "--head=" + "g" * 64), ("--head=" + "0" * 64,),
                  (case, "--head")]:
        kiroku.run("verify", *words, status=USAGE)
    result = kiroku.run("verify", case, "--ca=/nowhere/ca.pem", status=None)
    equal(result.status in (1, 5), True, result)


if __name__ == "__main__":
    main()
