#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Two people work apart on one case; then the entries of one are laid into the other's database.

Usage: test-conflicts.py KIROKU_CLI [PART OF A NAME]...   (TAP; run with TZ=Asia/Tokyo)
"""
import contextlib
import os
import shutil
import sqlite3

from kiroku import EXACT, Kiroku, contains, equal, keys, main, read_pdf, test


def colleague(kiroku):
    """Somebody with a key of their own and a copy of the database."""
    home = os.path.join(kiroku.home, "colleague")
    other = Kiroku(kiroku.program, home)
    os.makedirs(other.folder, mode=0o700)
    with contextlib.closing(sqlite3.connect(kiroku.database)) as database, database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copy(kiroku.database, other.database)
    other.run("key", "show", "--author=Ichiro")
    return other


def bring(source, target):
    """What @source has and @target lacks."""
    with contextlib.closing(sqlite3.connect(target.database)) as database, database:
        database.execute("ATTACH ? AS source", (source.database,))
        names = [row[1] for row in database.execute("PRAGMA table_info(entry)") if row[1] != "arrival"]
        columns = ", ".join(names)
        missing = "hash NOT IN (SELECT hash FROM main.entry)"
        fields = database.execute(f"SELECT hash, name, salt, value FROM source.field WHERE {missing}").fetchall()
        database.execute(f"INSERT INTO main.entry ({columns}) SELECT {columns} FROM source.entry"
                         f" WHERE {missing} ORDER BY arrival")
        database.executemany("INSERT INTO main.field (hash, name, salt, value) VALUES (?, ?, ?, ?)", fields)
    target.run("rebuild")


@test("/cli/conflict/is-shown-with-all-values-until-somebody-settles-it")
def conflict(kiroku):
    case = kiroku.new_case("--author=Hanako")
    equal(kiroku.json("case", "show", case)["conflicts"], [], "none")
    other = colleague(kiroku)
    kiroku.run("set", case, "leak.count", "120")
    other.run("set", case, "leak.count", "350", "--state=estimate")
    other.run("set", case, "cause.summary", "x")
    bring(other, kiroku)
    (found,) = kiroku.json("case", "show", case)["conflicts"]
    keys(found, "subject rivals")
    equal(found["subject"], "leak.count", "subject")
    keys(found["rivals"][0], "value state author key recorded entry")
    equal([(row["value"], row["state"], row["author"]) for row in found["rivals"]],
          [("350", "estimate", "Ichiro"), ("120", None, "Hanako")], "what stands comes first")
    assert all(EXACT.match(row["recorded"]) for row in found["rivals"]), found
    fact = kiroku.json("get", case, "leak.count")
    equal((fact["value"], fact["rivals"]), ("350", ["120"]), "the fact")
    assert "rivals" not in kiroku.json("get", case, "cause.summary")
    contains(kiroku.run("get", case).out, "leak.count = 350", "120")
    contains(kiroku.run("case", "show", case).out, "350", "120", "Ichiro")
    kiroku.run("set", case, "leak.count", "351", "--state=confirmed")
    equal(kiroku.json("case", "show", case)["conflicts"], [], "settled")
    assert "rivals" not in kiroku.json("get", case, "leak.count")


@test("/cli/conflict/the-report-says-which-entry-settled-one")
def settled(kiroku):
    case = kiroku.new_case("--author=Hanako")
    path = os.path.join(kiroku.home, "X.pdf")

    def print_report(language):
        kiroku.run("report", case, f"--output={path}", f"--lang={language}")
        return read_pdf(path)

    other = colleague(kiroku)
    kiroku.run("set", case, "leak.count", "120")
    kiroku.run("set", case, "leak.count", "121")
    other.run("set", case, "leak.count", "350")
    other.run("phase", case, "triage")
    bring(other, kiroku)
    assert "differently" not in print_report("en"), "nobody has settled it"
    kiroku.run("set", case, "leak.count", "200")
    kiroku.run("set", case, "leak.count", "201")
    kiroku.run("phase", case, "containment")
    text = print_report("en")
    equal(text.count("stated differently by"), 1, "one entry did")
    contains(text, "Hanako, Ichiro")
    contains(print_report("ja"), "記録の食い違いを解消")


@test("/cli/conflict/a-deadline-starts-at-the-earlier-of-two-moments")
def deadline(kiroku):
    case = kiroku.new_case("--author=Hanako", kind="ransomware")
    other = colleague(kiroku)
    kiroku.run("set", case, "t.known", "2026-11-20T10:00:00+09:00")
    other.run("set", case, "t.known", "2026-11-22T10:00:00+09:00")
    for person, known in ((kiroku, "2026-11-20"), (other, "2026-11-22")):
        (rule,) = [row for row in person.json("deadline", "list", case) if row["rule"] == "jp_ppc_prelim"]
        contains(str(rule["clock_started"]), known)
    bring(other, kiroku)
    equal(kiroku.json("get", case, "t.known")["value"], "2026-11-22T10:00:00+09:00", "the later stands")
    (rule,) = [row for row in kiroku.json("deadline", "list", case) if row["rule"] == "jp_ppc_prelim"]
    contains(rule["clock_started"], "2026-11-20T10:00:00")


if __name__ == "__main__":
    main()
