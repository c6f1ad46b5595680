#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What verify says when somebody outside holds a case root.

Usage: test-verify.py KIROKU_CLI   (TAP)
"""
import contextlib
import os
import re
import shutil
import sqlite3
import subprocess

from kiroku import USAGE, Skip, contains, equal, main, test


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


@test("/cli/verify/authorities-that-cannot-be-read-are-not-trusted")
def unread_authorities(kiroku):
    case = kiroku.new_case()
    package = os.path.join(kiroku.home, "p.zip")
    kiroku.run("export", case, f"--output={package}")
    for words in (("verify", case), ("verify",), ("verify", f"--package={package}"), ("anchor", "list", case)):
        contains(kiroku.run(*words, "--ca=/nowhere/ca.pem", status=USAGE).err, "--ca: ", "/nowhere/ca.pem")
        contains(kiroku.run(*words, f"--ca={package}", status=USAGE).err, "holds no certificate")


# --- Evidence ---

def take_in(kiroku, case, content):
    """Takes a file in; returns its entry and where it is kept."""
    source = os.path.join(kiroku.home, "証拠.bin")
    with open(source, "wb") as file:
        file.write(content)
    entry = kiroku.json("evidence", "add", case, source)
    folder = kiroku.database + "-evidence"
    kept = [name for name in os.listdir(folder) if re.fullmatch("[0-9a-f]{64}", name)]
    return entry, [os.path.join(folder, name) for name in sorted(kept)]


@test("/cli/verify/evidence-that-is-missing-or-changed-is-named")
def evidence(kiroku):
    case = kiroku.new_case()
    entry, (path,) = take_in(kiroku, case, b"evidence")
    kiroku.run("log", case, "後")
    kiroku.run("verify", case, status=1)
    os.chmod(path, 0o600)
    with open(path, "wb") as file:
        file.write(b"evidencf")
    for what in ("changed", "missing"):
        result = kiroku.json("verify", case, status=4)
        equal((result["verdict"], result["first_bad"]["hash"]), ("evidence", entry["id"]), what)
        contains(result["first_bad"]["what"], what)
        if what == "changed":
            os.remove(path)


@test("/cli/verify/a-file-that-no-entry-names-is-a-warning")
def extra(kiroku):
    case, other = kiroku.new_case(), kiroku.new_case()
    _, (path,) = take_in(kiroku, case, b"evidence")
    root = read_root(kiroku, other)
    kiroku.run("verify", other, f"--head={root}")  # what another case names is none
    stray = os.path.join(os.path.dirname(path), "0" * 64)
    shutil.copy(path, stray)
    result = kiroku.json("verify", case, status=1)
    contains(" ".join(result["warnings"]), "0" * 64, "no entry names")
    equal(kiroku.json("verify", other, f"--head={root}", status=1)["unanchored"], 0, "not proven")


# --- On paper ---

def read_pdf(path):
    """The text of a PDF, without line breaks."""
    if shutil.which("pdftotext") is None:
        raise Skip("pdftotext is not installed")
    text = subprocess.run(["pdftotext", path, "-"], check=True, stdout=subprocess.PIPE).stdout.decode()
    return text.replace("\n", "")


@test("/cli/verify/the-report-says-the-verdict-and-what-it-rests-on")
def report(kiroku):
    case = kiroku.new_case()
    entry = kiroku.json("log", case, "前")
    root = read_root(kiroku, case)
    path = os.path.join(kiroku.home, "検証.pdf")
    kiroku.run("verify", case, f"--head={root}", f"--output={path}", "--lang=ja")
    contains(read_pdf(path), "記録の検証報告", "改変なし・裏付けあり", case, root[:8], "検証者の控え")
    with contextlib.closing(sqlite3.connect(kiroku.database)) as db:
        db.execute("DROP TRIGGER field_no_update")
        db.execute("UPDATE field SET value = '\"後\"' WHERE hash = ? AND name = 'text'", (entry["id"],))
        db.commit()
    kiroku.run("verify", case, f"--output={path}", "--lang=en", status=2)
    contains(read_pdf(path), "ALTERED", entry["id"][:8], "number %d" % entry["seq"])
    kiroku.run("verify", case, f"--output={path}", "--lang=ja", status=2)
    page = read_pdf(path)
    contains(page, "改変あり")
    equal("altered" in page, False, "an id stands in a report that people read")
    package = os.path.join(kiroku.home, "p.zip")
    other = kiroku.new_case()
    kiroku.run("export", other, f"--output={package}")
    kiroku.run("verify", f"--package={package}", f"--output={path}", "--lang=en", status=1)
    contains(read_pdf(path), "intact", package, "--package=FILE")
    for words in [(f"--output={path}",), (case, "--lang=ja"), (case, f"--output={path}", "--lang=fr")]:
        kiroku.run("verify", *words, status=USAGE)


if __name__ == "__main__":
    main()
