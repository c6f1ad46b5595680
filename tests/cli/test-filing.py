#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is filed with whom: stated deadlines, linked cases, forms approved and filed.

Usage: test-filing.py KIROKU_CLI [PART OF A NAME]...   (TAP; run with TZ=Asia/Tokyo)
"""
from kiroku import USAGE, contains, equal, keys, main, test

ENTRY = "id seq key clock"


def find(rows, **members):
    """The one object of a list with these members."""
    found = [row for row in rows if all(row.get(name) == value for name, value in members.items())]
    equal(len(found), 1, f"objects with {members} in {rows}")
    return found[0]


# --- Stated deadlines ---

def add_deadline(kiroku, case, *words, recipient="取引先A", due="2026-11-21 14:00", text="第一報を送る"):
    return kiroku.json("deadline", "add", case, f"--recipient={recipient}", f"--due={due}",
                       f"--text={text}", *words)


@test("/cli/deadline-add/is-due-like-any-other-duty")
def deadline_add(kiroku):
    case = kiroku.new_case("--author=記録 花子")
    entry = add_deadline(kiroku, case, "--reason=契約第5条")
    keys(entry, ENTRY)
    row = find(kiroku.json("deadline", "list", case, "--now=2026-11-21 13:00"), rule=entry["id"])
    equal((row["recipient"], row["label"], row["due"], row["due_kind"], row["state"], row["kind"]),
          ("取引先A", "第一報を送る", "2026-11-21T14:00:00+09:00", "time", "due-today", "hard"), "the duty")
    equal((row["source"], row["confidence"]), ("記録 花子", "stated"), "who says so")
    equal((row["clock"], row["clock_started"], row["form"]), (None, None, None), "no rule's")
    equal(find(kiroku.json("deadline", "list", case, "--now=2026-11-21 15:00"),
               rule=entry["id"])["state"], "overdue", "state")
    text = kiroku.run("deadline", "list", case).out
    contains(text, "第一報を送る", "取引先A", entry["id"][:8], "記録 花子", "stated by a person")
    assert entry["id"] not in text, text
    contains(kiroku.run("case", "list").out, "第一報を送る")
    equal(find(kiroku.json("case", "show", case)["deadlines"], rule=entry["id"])["label"],
          "第一報を送る", "case show")
    line = find(kiroku.json("timeline", case), id=entry["id"])
    equal(line["kind"], "obligation.add", "kind")
    contains(line["text"], "取引先A", "第一報を送る", "契約第5条")


@test("/cli/deadline-add/is-withdrawn-by-a-decision")
def deadline_withdraw(kiroku):
    case = kiroku.new_case()
    entry = add_deadline(kiroku, case)["id"]
    decision = kiroku.json("deadline", "decide", case, entry[:8], "not-applicable", "--reason=合意した")
    row = find(kiroku.json("deadline", "list", case), rule=entry)
    equal((row["state"], row["decision_reason"]), ("not-applicable", "合意した"), "withdrawn")
    contains(find(kiroku.json("timeline", case), id=decision["id"])["text"], entry[:8], "合意した")
    kiroku.run("deadline", "decide", case, entry, "applies", "--reason=やはり必要")
    equal(find(kiroku.json("deadline", "list", case), rule=entry)["state"], "overdue", "again")
    kiroku.run("deadline", "decide", case, entry[:7], "applies", "--reason=R", status=USAGE)
    other = kiroku.new_case()
    kiroku.run("deadline", "decide", other, entry, "applies", "--reason=R", status=USAGE)


@test("/cli/deadline-add/a-day-alone-is-a-whole-day")
def deadline_day(kiroku):
    case = kiroku.new_case()
    entry = add_deadline(kiroku, case, due="２０２６-１１-２１")["id"]
    for now, state in [("2026-11-21 23:59", "due-today"), ("2026-11-22 00:00", "overdue"),
                       ("2026-11-20 12:00", "running")]:
        equal(find(kiroku.json("deadline", "list", case, f"--now={now}"), rule=entry)["state"],
              state, now)


@test("/cli/deadline-add/needs-all-three-and-no-text-passes-for-a-line")
def deadline_usage(kiroku):
    case = kiroku.new_case()
    for words in [("--recipient=R", "--due=2026-11-21"), ("--recipient=R", "--text=T"),
                  ("--due=2026-11-21", "--text=T"), ("--recipient= ", "--due=2026-11-21", "--text=T"),
                  ("--recipient=R", "--due=someday", "--text=T")]:
        kiroku.run("deadline", "add", case, *words, status=USAGE)
    kiroku.run("deadline", "add", "X", "--recipient=R", "--due=2026-11-21", "--text=T", status=1)
    before = len(kiroku.run("deadline", "list", case).out.splitlines())
    add_deadline(kiroku, case, text="a\nb", recipient="c\nd")
    equal(len(kiroku.run("deadline", "list", case).out.splitlines()), before + 4, "lines")


@test("/cli/deadline-add/a-rebuild-shows-the-same")
def deadline_rebuild(kiroku):
    case = kiroku.new_case()
    add_deadline(kiroku, case)
    before = kiroku.json("deadline", "list", case, "--now=2026-11-21 13:00")
    kiroku.run("rebuild")
    equal(kiroku.json("deadline", "list", case, "--now=2026-11-21 13:00"), before, "after a rebuild")


if __name__ == "__main__":
    main()
