# SPDX-License-Identifier: GPL-3.0-or-later
"""What a backup and a restore do with files of evidence that are elsewhere, missing or damaged.

Usage: test-backup-evidence.py KIROKU_CLI   (TAP)
"""
import os

from kiroku import Kiroku, contains, equal, main, test


def in_home(kiroku, *names):
    return os.path.join(kiroku.home, *names)


def a_book(kiroku, *texts):
    """The digests of files with these texts, which were taken in."""
    case = kiroku.new_case()
    os.makedirs(in_home(kiroku, "disk"))
    for text in texts:
        with open(in_home(kiroku, text), "w", encoding="ascii") as file:
            file.write(text)
        kiroku.run("evidence", "add", case, in_home(kiroku, text))
    return [item["sha256"] for item in kiroku.json("evidence", "list", case)]


def change(path):
    os.chmod(path, 0o600)
    with open(path, "wb") as file:
        file.write(b"changed")


def counts(data):
    return data["evidence_missing"], data["evidence_damaged"]


@test("/cli/backup-evidence/a-database-known-by-a-link-is-backed-up-with-its-evidence")
def linked(kiroku):
    item, = a_book(kiroku, "abc")
    os.symlink(kiroku.database, in_home(kiroku, "link.db"))
    data = kiroku.json("backup", in_home(kiroku, "disk"), "--database=" + in_home(kiroku, "link.db"))
    equal(os.listdir(os.path.join(data["file"], "evidence")), [item], "evidence")
    equal(counts(data), (0, 0), "missing, damaged")


@test("/cli/backup-evidence/what-is-missing-or-damaged-is-counted-and-said")
def counted(kiroku):
    first, second = a_book(kiroku, "one", "two")
    os.unlink(os.path.join(kiroku.database + "-evidence", first))
    change(os.path.join(kiroku.database + "-evidence", second))
    equal(counts(kiroku.json("backup", in_home(kiroku, "disk"))), (1, 1), "missing, damaged")
    os.makedirs(in_home(kiroku, "again"))
    contains(kiroku.run("backup", in_home(kiroku, "again")).out, "missing: 1", "taken in: 1")


@test("/cli/backup-evidence/restore-puts-no-damaged-file-anywhere-and-keeps-what-is-there")
def restored(kiroku):
    first, second, third = a_book(kiroku, "one", "two", "three")
    change(os.path.join(kiroku.database + "-evidence", second))
    kiroku.run("profile", "set", "org.name", "old")
    source = kiroku.json("backup", in_home(kiroku, "disk"))["file"]
    other = Kiroku(kiroku.program, in_home(kiroku, "other"))
    evidence = other.database + "-evidence"
    os.makedirs(evidence)
    there = {os.path.join(evidence, third): "there",
             os.path.join(other.folder, "profile.ini"): "[profile]\norg.name=new\n"}
    for path, text in there.items():
        with open(path, "w", encoding="ascii") as file:
            file.write(text)
    data = other.json("restore", source)
    equal(counts(data), (0, 1), "missing, damaged")
    equal(sorted(os.listdir(evidence)), sorted([first, third]), "evidence")
    for path, text in there.items():
        with open(path, encoding="ascii") as file:
            equal(file.read(), text, path)


@test("/cli/backup-evidence/what-a-package-left-out-is-not-missed-and-is-left-out-again")
def withheld(kiroku):
    item, _ = a_book(kiroku, "one", "two")
    package, again = in_home(kiroku, "a.zip"), in_home(kiroku, "b.zip")
    case = kiroku.json("case", "list")[0]["number"]
    kiroku.run("export", case, f"--output={package}", f"--withhold-file={item}")
    other = Kiroku(kiroku.program, in_home(kiroku, "other"))
    other.run("import", package)
    equal(counts(other.json("backup", in_home(kiroku, "disk"))), (0, 0), "missing, damaged")
    equal(other.json("export", case, f"--output={again}")["withheld"], 1, "withheld")
    found = other.json("verify", f"--package={again}", status=None)
    assert found["exit"] in (0, 1), found


if __name__ == "__main__":
    main()
