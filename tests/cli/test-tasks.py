#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tasks have somebody to do them and a time by which, and say so wherever they stand.

Usage: test-tasks.py KIROKU_CLI [PART OF A NAME]...   (TAP; run with TZ=Asia/Tokyo)
"""
import os
import re
import subprocess
import zipfile

from kiroku import USAGE, contains, equal, main, test


def own_task(kiroku, case):
    return kiroku.json("task", "list", case)[-1]


def last_line(kiroku, case):
    return kiroku.json("timeline", case)[-1]["text"]


def print_text(kiroku, case, *words):
    path = os.path.join(kiroku.home, "paper.pdf")
    kiroku.run(*words, f"--output={path}")
    done = subprocess.run(["pdftotext", "-raw", path, "-"], check=True, capture_output=True)
    return re.sub(r"\s", "", done.stdout.decode())


@test("/cli/tasks/what-is-due-on-a-day-has-all-of-it-also-where-clocks-are-put-back")
def whole_day(kiroku):
    there = {"TZ": "America/New_York"}
    case = kiroku.new_case()
    for day, end in (("2027-11-07", "2027-11-07T23:59:59-05:00"), ("2027-03-14", "2027-03-14T23:59:59-04:00")):
        kiroku.run("task", "add", case, day, f"--due={day}", env=there)
        [task] = [task for task in kiroku.json("task", "list", case, env=there) if day in task["text"]]
        equal(task["due"], end)
        contains(kiroku.run("task", "list", case, env=there).out, day)
        kiroku.run("deadline", "add", case, "--recipient=R", f"--text={day}", f"--due={day}", env=there)
        [row] = [row for row in kiroku.json("deadline", "list", case, env=there) if row["label"] == day]
        equal(row["due"], end)
        equal("23:59" in kiroku.run("deadline", "list", case, env=there).out, False, "a day is shown as a day")


@test("/cli/tasks/a-step-of-ones-own-has-phase-owner-and-due-time")
def own(kiroku):
    case = kiroku.new_case()
    kiroku.run("task", "add", case, "保険会社へ連絡", "--phase=triage", "--owner=花子", "--due=2026-11-25 17:00")
    task = own_task(kiroku, case)
    equal((task["text"], task["phase"], task["owner"], task["due"], task["step"]),
          ("保険会社へ連絡", "triage", "花子", "2026-11-25T17:00:00+09:00", None))
    contains(last_line(kiroku, case), "保険会社へ連絡 (to be done by: 花子) (due: 2026-11-25 17:00 +09:00)")


@test("/cli/tasks/owner-and-due-time-stay-until-somebody-says-otherwise")
def stay(kiroku):
    case = kiroku.new_case()
    number = str(len(kiroku.json("task", "list", case)))
    kiroku.run("task", "set", case, number, "open", "--owner=太郎", "--due=2026-11-26 09:00")
    kiroku.run("task", "set", case, number, "open", "--due=2026-11-27")
    task = own_task(kiroku, case)
    equal((task["owner"], task["due"]), ("太郎", "2026-11-27T23:59:59+09:00"), "a day ends with the day")
    kiroku.run("task", "set", case, number, "open", "--due=")
    task = own_task(kiroku, case)
    equal((task["owner"], task.get("due")), ("太郎", None))


def texts(kiroku, case, *words):
    return [task["text"] for task in kiroku.json("task", "list", case, *words) if task["step"] is None]


@test("/cli/tasks/one-is-put-before-or-after-another")
def moved(kiroku):
    case = kiroku.new_case()
    ids = [kiroku.json("task", "add", case, text)["id"] for text in "甲乙丙丁"]
    kiroku.run("task", "move", case, ids[3], f"--before={ids[0]}")
    equal(texts(kiroku, case), list("丁甲乙丙"))
    contains(last_line(kiroku, case), "Put in another place: 丁")
    kiroku.run("task", "move", case, ids[0][:8], f"--after={ids[2][:8]}")
    equal(texts(kiroku, case), list("丁乙丙甲"))
    kiroku.run("task", "move", case, ids[3], f"--after={ids[1]}")
    equal(texts(kiroku, case), list("乙丁丙甲"))
    first = next(i for i, task in enumerate(kiroku.json("task", "list", case), 1) if task["id"] == ids[1])
    kiroku.run("task", "move", case, str(first + 2), f"--before={first}")
    equal(texts(kiroku, case), list("丙乙丁甲"), "by the numbers of the list")
    kiroku.run("rebuild")
    equal(texts(kiroku, case), list("丙乙丁甲"), "after a rebuild")


@test("/cli/tasks/what-cannot-be-moved-is-refused")
def not_moved(kiroku):
    case = kiroku.new_case()
    task = kiroku.json("task", "add", case, "甲")["id"]
    contains(kiroku.run("task", "move", case, task, f"--before={task}", status=1).err, "itself")
    contains(kiroku.run("task", "move", case, task, status=USAGE).err, "--before")
    kiroku.run("task", "move", case, task, "--before=1", "--after=2", status=USAGE)
    kiroku.run("task", "move", case, task, "--before=ffffffff", status=1)


@test("/cli/tasks/what-is-late-and-open-is-overdue")
def overdue(kiroku):
    case = kiroku.new_case()
    kiroku.run("task", "add", case, "A", "--due=2020-01-01 09:00")
    equal(own_task(kiroku, case)["overdue"], True)
    contains(kiroku.run("task", "list", case).out, "overdue")
    number = str(len(kiroku.json("task", "list", case)))
    kiroku.run("task", "set", case, number, "done")
    equal(own_task(kiroku, case)["overdue"], False, "done")
    assert "overdue" not in kiroku.run("task", "list", case).out


@test("/cli/tasks/a-time-alone-is-the-next-one-to-come")
def next_one(kiroku):
    case = kiroku.new_case()
    for due in ("00:00", "12:00", "23:59"):
        kiroku.run("task", "add", case, due, f"--due={due}")
        equal((own_task(kiroku, case)["due"][11:16], own_task(kiroku, case)["overdue"]), (due, False))


@test("/cli/tasks/what-is-no-time-or-phase-is-refused")
def refused(kiroku):
    case = kiroku.new_case()
    contains(kiroku.run("task", "add", case, "A", "--due=soon", status=USAGE).err, "--due")
    contains(kiroku.run("task", "add", case, "A", "--phase=later", status=USAGE).err, "--phase")
    contains(kiroku.run("task", "set", case, "1", "open", "--due=tomorrow", status=USAGE).err, "--due")


@test("/cli/tasks/hand-over-and-reports-name-owner-and-due-time")
def papers(kiroku):
    case = kiroku.new_case()
    kiroku.run("task", "add", case, "保険会社へ連絡", "--owner=花子", "--due=2020-11-25 17:00")
    kiroku.run("task", "add", case, "証拠を移送", "--due=2096-11-25 17:00")
    for words in (("handover", case), ("report", case, "--kind=situation", "--lang=ja")):
        text = print_text(kiroku, case, *words, *([] if "--lang=ja" in words else ["--lang=ja"]))
        contains(text, "花子（1件）：保険会社へ連絡（期限超過：2020-11-2517:00）", "証拠を移送（期限2096-11-2517:00）")
    text = print_text(kiroku, case, "report", case, "--kind=management", "--lang=ja")
    contains(text, "超過：2020-11-2517:00", "2096-11-2517:00")


@test("/cli/tasks/the-timeline-on-paper-names-owner-and-due-time")
def paper(kiroku):
    case = kiroku.new_case()
    kiroku.run("task", "add", case, "保険会社へ連絡", "--owner=花子", "--due=2026-11-25 17:00")
    number = str(len(kiroku.json("task", "list", case)))
    kiroku.run("task", "set", case, number, "done", "--owner=太郎", "--due=2026-11-26 09:00", "--reason=電話した")
    contains(print_text(kiroku, case, "report", case, "--lang=ja"),
             "保険会社へ連絡（担当：花子）（期限：2026-11-2517:00+09:00）",
             "保険会社へ連絡（担当：太郎）（期限：2026-11-2609:00+09:00）", "電話した")


@test("/cli/tasks/what-is-withheld-of-a-task-is-said-in-the-log")
def withheld(kiroku):
    case = kiroku.new_case("--author=花子")
    number = str(len(kiroku.json("task", "list", case)))
    entry = kiroku.json("task", "set", case, number, "skipped", "--reason=極秘の事情", "--owner=極秘の人",
                        "--due=2026-11-26 09:00")["id"]
    path = os.path.join(kiroku.home, "out.zip")
    kiroku.run("export", case, f"--output={path}", *(f"--withhold={entry}:{field}" for field in ("reason", "owner", "due")))
    with zipfile.ZipFile(path) as package:
        assert "極秘" not in "".join(package.read(name).decode("utf-8", "replace") for name in package.namelist())
    other = type(kiroku)(kiroku.program, os.path.join(kiroku.home, "other"))
    os.makedirs(other.home)
    other.run("import", path, "--author=受領者", warns=True)
    case = other.json("case", "list")[0]["number"]
    line = [line for line in other.json("timeline", case) if line["kind"] == "task.set"][0]["text"]
    contains(line, "Skipped", "(to be done by: (withheld))", "(due: (withheld))", "— (withheld)")
    task = own_task(other, case)
    equal((task.get("owner"), task.get("due"), task["reason"]), (None, None, None))
    contains(other.run("task", "list", case).out, "(due: (withheld))", "@ (withheld)")


if __name__ == "__main__":
    main()
