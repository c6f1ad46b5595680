#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A case goes from one person to another: handed over by the one, taken over by the other.

Usage: test-handover.py KIROKU_CLI [PART OF A NAME]...   (TAP; run with TZ=Asia/Tokyo)
"""
import datetime
import os
import re
import subprocess

from kiroku import USAGE, contains, equal, keys, main, read_pdf, test

HANAKO, ICHIRO = "--author=花子", "--author=一郎"


def open_case(kiroku, *others):
    """A case of 花子's, who vouches for others that wrote in it."""
    case = kiroku.new_case(HANAKO)
    for name in others:
        kiroku.run("log", case, "交代で入ります。", f"--author={name}")
        kiroku.run("key", "vouch", case, name, HANAKO)
    return case


def hand_over(kiroku, case, *words):
    return kiroku.json("handover", case, HANAKO, *words)["id"]


def line_of(kiroku, case, entry):
    return next(line for line in kiroku.json("timeline", case) if line["id"] == entry)


@test("/cli/handover/both-sign-and-the-log-says-who-took-over-and-when")
def accepted(kiroku):
    case = open_case(kiroku, "一郎")
    answer = kiroku.json("handover", case, "--to=一郎", "--text=夜間の監視をお願いします。", HANAKO)
    keys(answer, "id seq key clock")
    before = line_of(kiroku, case, answer["id"])
    equal((before["kind"], "acceptances" in before), ("handover", False))
    contains(before["text"], "handed over to 一郎", "夜間の監視をお願いします。")
    taken = kiroku.json("handover", case, f"--accept={answer['id'][:12]}", "--text=了解", ICHIRO)
    line = line_of(kiroku, case, answer["id"])
    equal(line["accepted_by"], "一郎")
    equal([(word["entry"], word["decision"], word["by"], word["counts"], word["reason"])
           for word in line["acceptances"]], [(taken["id"], "accepted", "一郎", True, "了解")])
    own = line_of(kiroku, case, taken["id"])
    equal((own["author"], own["about"]), ("一郎", answer["id"]))
    contains(own["text"], "took over from 花子", "了解")
    contains(kiroku.run("timeline", case).out, "Hand-over", "accepted, signed by 一郎, 20")
    contains(kiroku.run("timeline", case, "--csv").out, "accepted, signed by 一郎")
    equal("does not count" in kiroku.run("timeline", case).out, False)


@test("/cli/handover/a-slip-in-the-name-is-refused-and-whoever-is-not-known-is-warned-of")
def mistyped(kiroku):
    case = open_case(kiroku, "山田 太郎")
    before = len(kiroku.json("timeline", case))
    contains(kiroku.run("handover", case, "--to=山田 太朗", HANAKO, status=1).err, "“山田 太朗”", "“山田 太郎”")
    equal(len(kiroku.json("timeline", case)), before, "nothing was recorded")
    asked = kiroku.run("--json", "handover", case, "--to=外部の人物", HANAKO, warns=True)
    contains(asked.err, "kiroku-cli: warning: ", "“外部の人物” is not known here")
    contains(line_of(kiroku, case, asked.data["id"])["text"], "handed over to 外部の人物")
    for name in ("山田　太郎", "山田太郎"):
        hand_over(kiroku, case, f"--to={name}")
    hand_over(kiroku, case)


@test("/cli/handover/only-whom-it-is-meant-for-takes-over-and-only-once")
def refused(kiroku):
    case = open_case(kiroku, "一郎", "三郎太")
    entry = hand_over(kiroku, case, "--to=一 郎")  # blanks in names do not matter
    contains(kiroku.run("handover", case, f"--accept={entry}", HANAKO, status=1).err, "somebody else")
    contains(kiroku.run("handover", case, f"--accept={entry}", "--author=三郎太", status=1).err,
             "一 郎, not to 三郎太")
    equal("acceptances" in line_of(kiroku, case, entry), False, "nothing was recorded")
    taken = kiroku.json("handover", case, f"--accept={entry}", ICHIRO)["id"]
    contains(kiroku.run("handover", case, f"--accept={entry}", ICHIRO, status=1).err, "already")
    for wrong in (taken, kiroku.json("log", case, "x")["id"]):
        contains(kiroku.run("handover", case, f"--accept={wrong}", "--author=三郎太", status=1).err, "hands nothing over")
    contains(kiroku.run("handover", case, "--to=花　子", HANAKO, status=1).err, "yourself")
    kiroku.run("handover", case, "--to= ", HANAKO, status=1)
    kiroku.run("handover", case, "--to=一郎", f"--accept={entry}", status=USAGE)
    kiroku.run("handover", case, "--accept=00000000", ICHIRO, status=1)
    first, second = hand_over(kiroku, case, "--to=一郎"), hand_over(kiroku, case, "--to=三郎太")
    contains(kiroku.run("handover", case, f"--accept={first}", ICHIRO, status=1).err, "again since", second[:12])
    contains(kiroku.run("correct", case, entry, "x", "--reason=R", status=1).err, "over again")


@test("/cli/handover/an-acceptance-by-whom-nobody-vouches-for-is-shown-and-does-not-count-until-somebody-does")
def unvouched(kiroku):
    case = open_case(kiroku)
    entry = hand_over(kiroku, case)  # to nobody by name
    contains(line_of(kiroku, case, entry)["text"], "handed over")
    kiroku.run("handover", case, f"--accept={entry}", ICHIRO)
    line = line_of(kiroku, case, entry)
    equal((line["accepted_by"], line["acceptances"][0]["lacks"]), (None, ["unvouched"]))
    contains(kiroku.run("timeline", case).out, "accepted, signed by 一郎", "does not count: not vouched for")
    kiroku.run("key", "vouch", case, "一郎", HANAKO)
    equal(line_of(kiroku, case, entry)["accepted_by"], "一郎")


@test("/cli/handover/the-heads-are-noted-with-it-and-the-record-stays-intact")
def noted(kiroku):
    case = open_case(kiroku, "一郎")
    entry = hand_over(kiroku, case, "--to=一郎")
    lines = kiroku.json("timeline", case)
    place = next(i for i, line in enumerate(lines) if line["id"] == entry)
    equal(lines[place + 1]["kind"], "checkpoint")
    contains(lines[place + 1]["text"], "hand-over")
    kiroku.run("handover", case, f"--accept={entry}", ICHIRO)
    equal(kiroku.json("verify", case, status=1)["verdict"], "intact")


@test("/cli/handover/what-is-erased-of-it-reads-as-erased-and-an-acceptance-then-cannot-be-judged")
def erased(kiroku):
    case = open_case(kiroku, "一郎")
    entry = hand_over(kiroku, case, "--to=一郎", "--text=病気のため")
    kiroku.run("handover", case, f"--accept={entry}", ICHIRO)
    for field in ("text", "to"):
        kiroku.run("erase", case, entry, field, "--law=個人情報保護法", "--reason=請求", HANAKO, warns=True)
    line = line_of(kiroku, case, entry)
    equal("病気" in line["text"] or "一郎" in line["text"], False, line["text"])
    contains(line["text"], "erased by law")
    equal((line["accepted_by"], line["acceptances"][0]["lacks"]), (None, ["recipient_withheld"]))


# --- The sheet ---

def sheet_of(kiroku, path, case, *words):
    """Its text; it is one page."""
    output = os.path.join(kiroku.home, path)
    answer = kiroku.json(*words[:1], case, f"--output={output}", *words[1:])
    equal(answer["output"], output)
    pages = subprocess.run(["pdfinfo", output], check=True, stdout=subprocess.PIPE).stdout.decode()
    contains(" ".join(pages.split()), "Pages: 1 ")
    return read_pdf(output)


@test("/cli/handover/the-sheet-says-how-the-case-stands-in-both-languages-and-its-root-is-recorded")
def sheet(kiroku):
    case = open_case(kiroku, "一郎")
    known = datetime.datetime.now().astimezone() - datetime.timedelta(hours=1)
    kiroku.run("set", case, "t.known", known.isoformat("T", "seconds"), HANAKO)
    kiroku.run("set", case, "leak.suspected", "yes", HANAKO)
    kiroku.run("set", case, "leak.categories", "1", HANAKO)
    kiroku.run("set", case, "leak.count", "1250", "--state=estimate", HANAKO)
    kiroku.run("set", case, "cause.kind", "", "--state=investigating", HANAKO)
    kiroku.run("log", case, "--class=decision", "身代金は支払わない", HANAKO)
    kiroku.run("phase", case, "triage", "--approver=部長", HANAKO)
    kiroku.run("task", "add", case, "業者へ電話する", HANAKO)
    kiroku.run("task", "set", case, kiroku.json("task", "list", case)[-1]["id"], "open", "--owner=鈴木", HANAKO)
    kiroku.run("contact", "told", case, "jpcert_ir", "--person=窓口の方", HANAKO)
    ja = sheet_of(kiroku, "ja.pdf", case, "handover", "--to=一郎", "--text=21時に電話がある", "--lang=ja", HANAKO)
    contains(ja, "状況報告・引き継ぎ書", "花子 → 一郎", "21時に電話がある", "トリアージ", "1,250（概", "調査中", "未記入の",
             "身代金は支払わない", "署名待ち：段階「トリアージ」へ（部長）", "鈴木（1件）：業者へ電話する", "担当未定（", "窓口の方",
             "残り", "変更点", "時計")
    en = sheet_of(kiroku, "en.pdf", case, "report", "--kind=situation", "--lang=en")
    contains(en, "Situation report and hand-over", "花子 → 一郎", "not accepted yet", "Triage", "1,250 (estimate)",
             "under investigation", "To be signed: phase Triage (部長)", "鈴木 (1): 業者へ電話する", "Nobody yet (")
    purposes = [line["text"] for line in kiroku.json("timeline", case) if line["kind"] == "checkpoint"]
    equal(purposes[-3:], ["for a hand-over", "for a hand-over", "for a paper"])
    root = "".join(read_pdf(os.path.join(kiroku.home, "en.pdf")).split("Case root")[1].split()[:8])
    equal(len(root), 64)
    kiroku.run("verify", case, f"--head={root}")


@test("/cli/handover/what-does-not-fit-on-the-page-is-counted")
def full(kiroku):
    case = open_case(kiroku, "一郎")
    for i in range(30):
        kiroku.run("task", "add", case, f"作業その{i} " + "長い説明" * 40, HANAKO)
    notes = "\n".join(f"記録その{i} " + "長い文" * 60 for i in range(60))
    kiroku.run("log", case, "-", "--class=decision", HANAKO, stdin=notes.encode())
    text = sheet_of(kiroku, "x.pdf", case, "handover", f"--text={'申し送り' * 900}", "--lang=ja", HANAKO)
    tasks = sum(task["state"] == "open" for task in kiroku.json("task", "list", case))
    contains(text, f"担当未定（{tasks}件）", "記録その59", "…")
    shown = len(set(re.findall(r"・20[-\d: ]+ 記録その\d+", text)))
    assert 1 <= shown < 60, shown
    contains(text, f"ほか{60 - shown}件")


@test("/cli/handover/an-empty-case-has-a-sheet-that-says-so")
def empty(kiroku):
    case = kiroku.new_case(HANAKO)
    text = sheet_of(kiroku, "x.pdf", case, "report", "--kind=situation", "--lang=ja")
    contains(text, "状況報告", "記録された項目はない", "検知")
    equal("引き継" in text, False, "nobody handed over")


@test("/cli/handover/changes-are-those-since-somebody-took-over-or-the-time-that-is-given")
def changes(kiroku):
    case = open_case(kiroku, "一郎")
    kiroku.run("log", case, "交代の前", HANAKO)
    first = hand_over(kiroku, case)
    text = sheet_of(kiroku, "a.pdf", case, "report", "--kind=situation", "--lang=ja")
    contains(text, "交代の前")  # nobody took over yet
    kiroku.run("handover", case, f"--accept={first}", ICHIRO)
    kiroku.run("log", case, "交代の後", ICHIRO)
    text = sheet_of(kiroku, "b.pdf", case, "report", "--kind=situation", "--lang=ja")
    contains(text, "交代の後")
    equal("交代の前" in text, False)
    text = sheet_of(kiroku, "c.pdf", case, "report", "--kind=situation", "--lang=ja", "--since=2026-01-01")
    contains(text, "交代の前", "交代の後")
    kiroku.run("report", case, "--output=x.pdf", "--since=2026-01-01", status=USAGE)
    kiroku.run("handover", case, "--lang=ja", HANAKO, status=USAGE)


@test("/cli/handover/nothing-is-recorded-for-a-sheet-that-cannot-be-written")
def no_sheet(kiroku):
    case = open_case(kiroku)
    before = len(kiroku.json("timeline", case))
    kiroku.run("handover", case, "--output=/nowhere/x.pdf", HANAKO, status=1)
    kiroku.run("handover", case, "--output=x.pdf", "--lang=fr", HANAKO, status=USAGE)
    equal(len(kiroku.json("timeline", case)), before)


@test("/cli/task/who-is-to-do-it-stays-until-somebody-says-otherwise")
def owner(kiroku):
    case = kiroku.new_case()
    kiroku.run("task", "set", case, "1", "open", "--owner=鈴木")
    kiroku.run("task", "set", case, "1", "done")
    equal(kiroku.json("task", "list", case)[0]["owner"], "鈴木")
    contains(kiroku.run("task", "list", case).out, "鈴木")
    contains(kiroku.run("timeline", case).out, "to be done by: 鈴木")
    kiroku.run("task", "set", case, "1", "open", "--owner=")
    equal("owner" in kiroku.json("task", "list", case)[0], False)


if __name__ == "__main__":
    main()
