# SPDX-License-Identifier: GPL-3.0-or-later
"""No command writes over the case book from which it reads.

Usage: test-target.py KIROKU_CLI   (TAP)
"""
import os

from kiroku import USAGE, contains, equal, main, test

SECRET = {"KIROKU_PASSPHRASE": "馬と電池"}


def read(path):
    with open(path, "rb") as file:
        return file.read()


def a_book(kiroku):
    """A case with one item; the numbers of both."""
    case = kiroku.new_case()
    source = os.path.join(kiroku.home, "a.txt")
    with open(source, "wb") as file:
        file.write(b"abc")
    kiroku.run("evidence", "add", case, source)
    return case, kiroku.json("evidence", "list", case)[0]["sha256"]


def writers(case, item):
    """Every command that writes to a file, without the file's name."""
    return [["export", case, "--output="], ["report", case, "--output="],
            ["report", case, "--kind=evidence", "--output="],
            ["form", "fill", case, "ppc-report", "--output="],
            ["evidence", "save", case, item, "--output="],
            ["evidence", "save", case, item, "--archive", "--output="],
            ["anchor", "request", case, "--output="], ["verify", case, "--output="],
            ["backup", ""]]


def run_at(kiroku, words, target):
    return kiroku.run(*words[:-1], words[-1] + target, status=USAGE, env=SECRET)


def files_of(kiroku):
    return {name: read(os.path.join(root, name)) for root, _, names in os.walk(kiroku.folder)
            for name in names if not name.endswith(("-wal", "-shm"))}


@test("/cli/target/no-command-writes-over-the-open-case-book")
def database(kiroku):
    case, item = a_book(kiroku)
    before = files_of(kiroku)
    for words in writers(case, item):
        contains(run_at(kiroku, words, kiroku.database).err, "belongs to the case book")
        equal(files_of(kiroku), before, words)


@test("/cli/target/nothing-that-belongs-to-the-case-book-is-a-target-by-any-name")
def names(kiroku):
    case, item = a_book(kiroku)
    os.makedirs(os.path.join(kiroku.folder, "keys"), exist_ok=True)
    link, hard, other = (os.path.join(kiroku.home, name) for name in ("link", "hard", "other"))
    os.symlink(kiroku.database, link)
    os.link(kiroku.database, hard)
    os.symlink(kiroku.folder, other)
    targets = [link, hard, os.path.join(other, "kiroku.db"), kiroku.database + "-evidence",
               os.path.join(kiroku.folder, "keys/../kiroku.db")]
    targets += [os.path.join(kiroku.folder, name) for name in (
        "kiroku.db-wal", "kiroku.db-shm", "key.p8", "pins", "people.ini", "profile.ini", "keys",
        "keys/new.p8", f"kiroku.db-evidence/{item}", "kiroku.db-evidence/new.pdf")]
    before = files_of(kiroku)
    for target in targets:
        run_at(kiroku, ["export", case, "--output="], target)
        run_at(kiroku, ["backup", ""], target)
        equal(files_of(kiroku), before, target)
    run_at(kiroku, ["export", case, f"--database={link}", "--output="], kiroku.database)
    kiroku.run("export", case, f"--output={kiroku.home}/good.zip")
    kiroku.run("backup", f"{kiroku.folder}/good.age", env=SECRET)


@test("/cli/target/a-paper-takes-no-name-of-another-format")
def other_format(kiroku):
    case, _ = a_book(kiroku)
    for words in (["report", case], ["form", "fill", case, "F01"], ["verify", case]):
        for name in ("paper.docx", "paper.HTML"):
            path = os.path.join(kiroku.home, name)
            contains(kiroku.run(*words, f"--output={path}", status=USAGE).err, name, ".pdf")
            equal(os.path.exists(path), False, name)
    kiroku.run("report", case, f"--output={os.path.join(kiroku.home, 'paper')}")


if __name__ == "__main__":
    main()
