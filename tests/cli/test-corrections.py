#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a note said and says now, when it happened, and what of the log is folded away.

Usage: test-corrections.py KIROKU_CLI [PART OF A NAME]...   (TAP; run with TZ=Asia/Tokyo)
"""
import csv
import io

from kiroku import USAGE, contains, equal, main, test

PAST = "--at=2025-11-21 14:05"


def line_of(kiroku, case, entry):
    return next(line for line in kiroku.json("timeline", case) if line["id"] == entry)


@test("/cli/correct/the-stated-time-alone-is-corrected-and-both-stay-legible")
def retimed(kiroku):
    case = kiroku.new_case("--author=花子")
    note = kiroku.json("log", case, "サーバー停止", PAST)["id"]
    kiroku.run("correct", case, note, "--at=2025-11-21 13:05", "--reason=サーバーの時計は1時間進んでいた")
    line = line_of(kiroku, case, note)
    equal((line["time"][:16], line["corrected_time"][:16]), ("2025-11-21T14:05", "2025-11-21T13:05"), "old and new")
    equal((line["text"], line["original"]), ("サーバー停止", "サーバー停止"), "its text is as it was")
    contains(kiroku.run("timeline", case).out, "2025-11-21 13:05  Action", "サーバー停止, 2025-11-21 14:05",
             "サーバーの時計は1時間進んでいた")
    rows = list(csv.reader(io.StringIO(kiroku.run("timeline", case, "--csv").out, newline="")))
    equal(next(row[0] for row in rows if row[6] == note)[:16], "2025-11-21T13:05", "as it reads now")

    kiroku.run("correct", case, note, "ファイルサーバー停止", "--reason=R")
    line = line_of(kiroku, case, note)
    equal((line["text"], line["corrected_time"][:16]), ("ファイルサーバー停止", "2025-11-21T13:05"), "its time stays")
    kiroku.run("correct", case, note, "--at=2025-11-21 12:05", "--reason=R")
    equal(line_of(kiroku, case, note)["text"], "ファイルサーバー停止", "its text stays")


@test("/cli/correct/what-is-corrected-must-be-said")
def unsaid(kiroku):
    case = kiroku.new_case()
    note = kiroku.json("log", case, "x")["id"]
    before = len(kiroku.json("timeline", case))
    contains(kiroku.run("correct", case, note, "--reason=R", status=USAGE).err, "--at")
    kiroku.run("correct", case, note, "--at=whenever", "--reason=R", status=USAGE)
    kiroku.run("erase", case, note, "text", "--law=L", "--reason=R")
    contains(kiroku.run("correct", case, note, PAST, "--reason=R", status=1).err, "TEXT")
    equal(len(kiroku.json("timeline", case)), before + 1, "only the erasure was recorded")


@test("/cli/future/a-time-that-has-not-come-is-warned-of-and-recorded")
def future(kiroku):
    case, ahead = kiroku.new_case(), "--at=2098-01-02 03:04"
    note = kiroku.run("--json", "log", case, "x", ahead)
    for said in [note, kiroku.run("phase", case, "triage", ahead),
                 kiroku.run("correct", case, note.data["id"], ahead, "--reason=R"),
                 kiroku.run("contact", "told", case, "mpd_cyber", ahead)]:
        contains(said.err, "kiroku-cli: warning: --at: The stated time lies ", "ahead of this computer’s clock")
        equal(said.err.count("\n"), 1, "one line")
    equal(line_of(kiroku, case, note.data["id"])["time"][:16], "2098-01-02T03:04", "recorded")
    equal(kiroku.run("log", case, "x", PAST).err, "", "what has happened")


@test("/cli/timeline/tasks-of-the-playbook-are-one-line-and-nothing-is-lost")
def folded(kiroku):
    case = kiroku.new_case(kind="ransomware")
    steps = [line for line in kiroku.json("timeline", case) if line["kind"] == "task.add"]
    assert len(steps) > 20, steps
    kiroku.run("task", "add", case, "自分で書いた作業")
    text = kiroku.run("timeline", case).out
    contains(text, f"\n({len(steps)} tasks from the playbook)\n", "自分で書いた作業")
    equal(text.count("  Task  "), 1, "the one somebody wrote")
    equal(kiroku.run("timeline", case, "--csv").out.count('"task.add"'), len(steps) + 1, "CSV has all")
    words = steps[0]["text"]
    contains(kiroku.run("timeline", case, f"--find={words}").out, words)


if __name__ == "__main__":
    main()
