#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The page that says how sure a form's items are is left out of the copy for submission only on record."""
import os

from kiroku import USAGE, contains, equal, main, read_pdf, test

LAST_PAGE = "About this print"


def fill(kiroku, case, form, *words, status=0):
    path = os.path.join(kiroku.home, "x.pdf")
    kiroku.run("form", "fill", case, form, f"--output={path}", "--lang=en", *words, status=status, warns=True)
    return read_pdf(path) if status == 0 else os.path.exists(path)


@test("/bare-copy/the-page-is-left-out-and-an-entry-says-why")
def left_out(kiroku):
    case = kiroku.new_case(kind="ransomware")
    contains(fill(kiroku, case, "F06", "--copy=submission"), LAST_PAGE, "worksheet — not the official form")
    equal(kiroku.notes(case), [], "the whole copy needs no entry")
    text = fill(kiroku, case, "F06", "--copy=submission", "--without-tags=the office asked for the form alone")
    assert LAST_PAGE not in text, text
    contains(text, "worksheet — not the official form")
    said = kiroku.notes(case)
    equal(len(said), 1)
    contains(said[0], "F06", "the office asked for the form alone")
    line = [line for line in kiroku.json("timeline", case) if line["kind"] == "note"][0]
    equal(line["class"], "decision")


@test("/bare-copy/without-a-reason-and-elsewhere-it-is-refused-and-nothing-recorded")
def refused(kiroku):
    case = kiroku.new_case(kind="ransomware")
    for form, words in (("F06", ("--copy=submission", "--without-tags=")), ("F06", ("--without-tags=R",)),
                        ("F06", ("--copy=working", "--without-tags=R")),
                        ("F03", ("--copy=submission", "--without-tags=R"))):
        equal(fill(kiroku, case, form, *words, status=USAGE), False, f"{form} {words}")
    equal(kiroku.notes(case), [])


if __name__ == "__main__":
    main()
