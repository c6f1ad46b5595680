#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A PDF that cannot be made fit for an archive is made all the same, and whoever made it is told.

Usage: test-ordinary-pdf.py KIROKU_CLI [PART OF A NAME]...   (TAP; run with TZ=Asia/Tokyo)
"""
import os

from kiroku import UNANSWERED, Skip, contains, equal, main, test

WORDS = ("ordinary", "PDF/A")


def without_archive(kiroku):
    """The environment in which what cairo wrote reads otherwise than expected."""
    library = os.environ.get("KIROKU_ORDINARY_LIBRARY", "")
    if not os.path.exists(library):
        raise Skip("KIROKU_ORDINARY_LIBRARY names no library: run it with meson")
    # A sanitizer that comes behind the library finds what it looks for all the same.
    options = ":".join(filter(None, [kiroku.environment.get("ASAN_OPTIONS"), "verify_asan_link_order=0"]))
    return {"LD_PRELOAD": library, "ASAN_OPTIONS": options}


def check(kiroku, name, *words, status=0):
    """Makes the paper in both ways."""
    path = os.path.join(kiroku.home, name)
    fit = kiroku.run(*words, f"--output={path}", status=status)
    others = [line for line in fit.err.splitlines() if UNANSWERED in line]
    equal(fit.err.splitlines(), others, "nothing to tell of one that is fit for an archive")
    with open(path, "rb") as file:
        equal(b"pdfaid" in file.read(), True, "it says that it is")
    told = kiroku.run(*words, f"--output={path}", status=status, env=without_archive(kiroku))
    contains(told.err, *WORDS)
    equal(told.err.count("\n"), 1 + len(others), "once")
    with open(path, "rb") as file:
        text = file.read()
    equal(text.startswith(b"%PDF-"), True, "it is there")
    equal(b"pdfaid" in text, False, "and does not say that it is more")


@test("/cli/ordinary-pdf/a-form-that-is-no-pdf-a-is-told")
def form(kiroku):
    case = kiroku.new_case()
    check(kiroku, "form.pdf", "form", "fill", case, "F01")


@test("/cli/ordinary-pdf/a-report-that-is-no-pdf-a-is-told")
def report(kiroku):
    case = kiroku.new_case()
    check(kiroku, "report.pdf", "report", case)


@test("/cli/ordinary-pdf/a-sheet-that-is-no-pdf-a-is-told")
def sheet(kiroku):
    case = kiroku.new_case()
    check(kiroku, "root.pdf", "checkpoint", case)


@test("/cli/ordinary-pdf/a-verification-that-is-no-pdf-a-is-told")
def verification(kiroku):
    case = kiroku.new_case()
    check(kiroku, "verify.pdf", "verify", case, status=1)


if __name__ == "__main__":
    main()
