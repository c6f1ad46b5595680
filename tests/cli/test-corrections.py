#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a note said and says now, when it happened, and what of the log is folded away.

Usage: test-corrections.py KIROKU_CLI [PART OF A NAME]...   (TAP; run with TZ=Asia/Tokyo)
"""
import csv
import io
import os
import re

from kiroku import USAGE, contains, equal, main, read_pdf, test

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
    contains(kiroku.run("timeline", case).out, "2025-11-21 13:05  Action", "as recorded it read: 2025-11-21 14:05\n",
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
    for said in [note, kiroku.run("phase", case, "triage", ahead, "--reason=R"),
                 kiroku.run("correct", case, note.data["id"], ahead, "--reason=R"),
                 kiroku.run("contact", "told", case, "mpd_cyber", ahead)]:
        contains(said.err, "kiroku-cli: warning: --at: The stated time lies ", "ahead of this computer’s clock")
        equal(said.err.count("ahead of this computer"), 1, "one line")
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


def correction(kiroku, case, entry, *words, **options):
    return kiroku.run("--json", *words, f"--corrects={entry}", **options)


@test("/cli/correct/a-call-a-hand-over-and-a-filing-are-stated-anew-and-stay-legible")
def restated(kiroku):
    case = kiroku.new_case("--author=花子")
    path = os.path.join(kiroku.home, "disk.img")
    with open(path, "w", encoding="utf-8") as file:
        file.write("x")
    item = kiroku.json("evidence", "add", case, path)["id"]
    kiroku.run("set", case, "report.stage", "preliminary")
    kinds = [
        ("contact.told", ("contact", "told", case, "mpd_cyber"), ["--person=佐藤", PAST, "--outcome=受理番号は12"],
         "--person=斎藤", "佐藤", "斎藤", "受理番号は12"),
        ("evidence.move", ("evidence", "move", case, item),
         ["--from=花子", "--to=太朗", "--where=金庫", "--purpose=保管", PAST], "--to=太郎", "太朗", "太郎", "金庫"),
        ("form.file", ("form", "file", case, "F01"), ["--method=web", "--receipt=A-1", PAST, "--to=個情委"],
         "--receipt=A-2", "A-1", "A-2", "個情委"),
    ]
    for kind, words, first, change, before, after, kept in kinds:
        entry = kiroku.json(*words, *first)["id"]
        wrong = correction(kiroku, case, entry, *words, change, status=1)
        contains(wrong.err, "--reason")
        kiroku.run(*words, *first, "--reason=R", status=1)
        contains(kiroku.run("correct", case, entry, "x", "--reason=R", status=1).err, " ".join(words[:2]),
                 f"--corrects={entry[:12]}")
        once = correction(kiroku, case, entry, *words, change + "?", "--reason=誤記", "--author=次郎").data["id"]
        twice = correction(kiroku, case, once, *words, change, "--reason=再確認").data["id"]
        line = line_of(kiroku, case, entry)
        equal((line["kind"], line["corrected_by"], line["correction_reason"]), (kind, "花子", "再確認"))
        contains(line["text"], after, kept)
        contains(line["original"], before, kept)
        assert after + "?" not in line["text"] and "誤記" not in line["original"], line
        equal("corrected_time" in line, False, "its time stays")
        retimed = correction(kiroku, case, entry, *words, "--at=2025-11-21 13:05", "--reason=時刻の誤り").data["id"]
        line = line_of(kiroku, case, entry)
        equal(line["corrected_time"][:16], "2025-11-21T13:05")
        contains(line["text"], after, kept)
        contains(line_of(kiroku, case, retimed)["text"], "時刻の誤り")
        contains(line_of(kiroku, case, twice)["text"], "Correction: ", after, "再確認")
        contains(kiroku.run("timeline", case).out, "as recorded it read: ", before, "誤記", "再確認")
        equal(len(kiroku.json("timeline", case, f"--find={after}")), 4, "found by what it reads, too")

    custody = next(row for row in kiroku.json("evidence", "list", case) if row["id"] == item)["custody"]
    equal([(row["to"], row["corrected"], row.get("correction_reason")) for row in custody],
          [("太郎", False, "時刻の誤り"), ("太朗", True, None), ("太郎?", True, "誤記"), ("太郎", True, "再確認")])
    shown = kiroku.json("form", "show", case, "F01")
    equal([row["receipt"] for row in shown["filed"]], ["A-2"], "filed once")
    output = os.path.join(kiroku.home, "x.pdf")
    kiroku.run("report", case, f"--output={output}", "--lang=ja")
    contains(read_pdf(output), "A-1", "A-2", "再確認", "佐藤", "斎藤")
    kiroku.run("rebuild")
    kiroku.run("verify", case, status=1)


@test("/cli/correct/how-and-when-somebody-was-told-stays-legible-when-it-is-corrected")
def means(kiroku):
    case = kiroku.new_case()
    told = ("contact", "told", case, "jpcert_ir", "--outcome=受付")
    first = kiroku.json(*told, "--by=mail")["id"]
    was = line_of(kiroku, case, first)
    contains(kiroku.run("correct", case, first, "x", "--reason=R", status=1).err,
             f"kiroku-cli contact told {case} jpcert_ir --corrects={first[:12]} ")
    contains(was["text"], "(by e-mail) — 受付")
    correction(kiroku, case, first, *told, "--by=phone", "--person=担当者", "--at=2025-11-21 13:05", "--reason=誤記")
    line = line_of(kiroku, case, first)
    contains(line["text"], "(by telephone 03-6271-8901, spoke to: 担当者) — 受付")
    equal(line["original"], was["text"])
    shown = kiroku.run("timeline", case).out
    contains(shown, "as recorded it read: " + was["text"] + ", " + was["recorded"][:10])
    output = os.path.join(kiroku.home, "x.pdf")
    kiroku.run("report", case, f"--output={output}", "--lang=en")
    contains(read_pdf(output), "by e-mail", "by telephone", "03-6271-8901")

    second = kiroku.json(*told, "--by=mail")["id"]
    correction(kiroku, case, second, "contact", "told", case, "mpd_cyber", "--reason=誤記")
    text = line_of(kiroku, case, second)["text"]
    contains(text, "(by e-mail) — 受付")
    assert "by telephone" not in text, text


@test("/cli/timeline/who-begins-to-write-is-named-once")
def begins(kiroku):
    case = kiroku.new_case("--author=花子")
    line = next(line for line in kiroku.json("timeline", case) if line["kind"] == "journal.open")
    equal((line["author"], line["text"].partition(" (")[0]), ("花子", "began to write in this case"))


@test("/cli/timeline/a-hand-over-of-evidence-reads-from-whom-to-whom-where-and-why")
def in_order(kiroku):
    case = kiroku.new_case()
    path = os.path.join(kiroku.home, "a")
    with open(path, "w", encoding="utf-8") as file:
        file.write("a")
    item = kiroku.json("evidence", "add", case, path)["id"]
    move = kiroku.json("evidence", "move", case, item, "--purpose=P5", "--witness=P7", "--tool=P6", "--to=P3", "--from=P2",
                       "--where=P4")["id"]
    said = line_of(kiroku, case, move)["text"]
    equal(re.findall("P[0-9]", said), ["P2", "P3", "P4", "P5", "P6", "P7"])
    known = kiroku.json("evidence", "set", case, item, "--note=Q3", "--host=Q2", "--source=Q1")["id"]
    equal(re.findall("Q[0-9]", line_of(kiroku, case, known)["text"]), ["Q1", "Q2", "Q3"])


@test("/cli/correct/a-correction-is-no-filing-anew-and-makes-no-approval-count")
def refiled(kiroku):
    case = kiroku.new_case("--author=花子")
    kiroku.run("set", case, "report.stage", "preliminary")
    first = kiroku.json("form", "file", case, "F01", "--method=web", PAST)
    kiroku.run("form", "approve", case, "F01", "--author=部長")
    kiroku.run("set", case, "leak.count", "5", "--author=花子")
    entry = correction(kiroku, case, first["id"], "form", "file", case, "F01", "--method=mail", "--reason=R").data["id"]
    filed = kiroku.json("form", "show", case, "F01")["filed"]
    equal([(row["entry"], row["method"], row["approved"], row["time"][:16]) for row in filed],
          [(entry, "mail", False, "2025-11-21T14:05")], "as it was when it was filed")
    contains(str(filed[0]["contradicts"]), "leak.count")


@test("/cli/correct/a-hand-over-is-listed-with-its-correction")
def custody(kiroku):
    case = kiroku.new_case()
    path = os.path.join(kiroku.home, "a")
    with open(path, "w", encoding="utf-8") as file:
        file.write("a")
    item = kiroku.json("evidence", "add", case, path)["id"]
    move = ("evidence", "move", case, item, "--from=花子", "--where=金庫", "--purpose=保全")
    first = kiroku.json(*move, "--to=次郎")["id"]
    kiroku.run(*move, "--to=次朗", f"--corrects={first}", "--reason=字の誤り")
    lines = kiroku.run("evidence", "list", case).out.splitlines()
    contains(next(line for line in lines if "次郎" in line), "[corrected below]")
    right = next(n for n, line in enumerate(lines) if "次朗" in line)
    equal("corrected" in lines[right], False)
    contains(lines[right + 1], "correction: 字の誤り")


@test("/cli/correct/only-the-same-kind-item-and-form-is-stated-anew-and-a-fact-is-set-again")
def mistaken(kiroku):
    case = kiroku.new_case()
    kiroku.run("set", case, "report.stage", "preliminary")
    note = kiroku.json("log", case, "x")["id"]
    fact = kiroku.json("set", case, "leak.count", "5")["id"]
    items = []
    for name in ("a", "b"):
        path = os.path.join(kiroku.home, name)
        with open(path, "w", encoding="utf-8") as file:
            file.write(name)
        items.append(kiroku.json("evidence", "add", case, path)["id"])
    move = kiroku.json("evidence", "move", case, items[0], "--from=A", "--to=B", "--where=W", "--purpose=P")["id"]
    filed = kiroku.json("form", "file", case, "F01", "--method=web")["id"]
    before = len(kiroku.json("timeline", case))
    why = "--reason=R"
    contains(correction(kiroku, case, note, "contact", "told", case, "mpd_cyber", why, status=1).err, "note")
    contains(correction(kiroku, case, move, "evidence", "move", case, items[1], "--to=C", why, status=1).err, "item")
    contains(correction(kiroku, case, filed, "form", "file", case, "F02", "--to=C", why, status=1).err, "F01")
    contains(kiroku.run("correct", case, fact, "6", why, status=1).err, "kiroku-cli set CASE KEY VALUE")
    equal(len(kiroku.json("timeline", case)), before, "nothing was recorded")


if __name__ == "__main__":
    main()
