#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What authorities ask and what they are answered is kept as pairs, and is due until it is answered.

Usage: test-enquiries.py KIROKU_CLI [PART OF A NAME]...   (TAP; run with TZ=Asia/Tokyo)
"""
import os

from kiroku import USAGE, contains, equal, main, read_pdf, test

QUESTION = "漏えいした件数の根拠を示してください"
ANSWER = "アクセスログの行数です"


def ask(kiroku, case, *words):
    return kiroku.json("enquiry", "add", case, QUESTION, "--from=個人情報保護委員会", *words)["id"]


def deadline(kiroku, case, rule, now):
    found, = [row for row in kiroku.json("deadline", "list", case, f"--now={now}") if row["rule"] == rule]
    return found


@test("/cli/enquiries/a-question-and-its-answers-are-a-pair")
def pairs(kiroku):
    case = kiroku.new_case()
    asked = ask(kiroku, case, "--person=見本 太郎", "--method=phone", "--at=2026-11-21 10:00", "--author=花子")
    ask(kiroku, case, "--at=2026-11-21 11:00")
    kiroku.run("enquiry", "answer", case, asked[:8].upper(), ANSWER, "--by=次郎", "--method=mail",
               "--at=2026-11-21 15:00", "--author=花子")
    first, second = kiroku.json("enquiry", "list", case)
    equal((first["id"], first["from"], first["person"], first["method"], first["text"], first["author"], first["time"]),
          (asked, "個人情報保護委員会", "見本 太郎", "phone", QUESTION, "花子", "2026-11-21T10:00:00+09:00"), "asked")
    answer, = first["answers"]
    equal((answer["text"], answer["by"], answer["method"], answer["author"], answer["time"]),
          (ANSWER, "次郎", "mail", "花子", "2026-11-21T15:00:00+09:00"), "answered")
    equal((second["answers"], second["due"]), ([], None), "the other")
    contains(kiroku.run("enquiry", "list", case).out, QUESTION, f"by 次郎: {ANSWER}", "not answered")
    texts = [row["text"] for row in kiroku.json("timeline", case)]
    assert f"個人情報保護委員会 asks: {QUESTION}" in texts and f"Answered by 次郎: {ANSWER}" in texts, texts
    before = kiroku.json("enquiry", "list", case)
    kiroku.run("rebuild")
    equal(kiroku.json("enquiry", "list", case), before, "after a rebuild")


@test("/cli/enquiries/one-with-a-date-is-due-until-it-is-answered")
def due(kiroku):
    case = kiroku.new_case()
    asked = ask(kiroku, case, "--due=2026-11-24", "--at=2026-11-21 10:00")
    ask(kiroku, case)
    row = deadline(kiroku, case, asked, "2026-11-23 10:00")
    equal((row["recipient"], row["due"][:10]), ("個人情報保護委員会", "2026-11-24"), "due")
    contains(row["label"], QUESTION)
    equal(deadline(kiroku, case, asked, "2026-11-25 10:00")["state"], "overdue", "overdue")
    kiroku.run("enquiry", "answer", case, asked, ANSWER, "--at=2026-11-22 15:00")
    row = deadline(kiroku, case, asked, "2026-11-25 10:00")
    equal((row["state"], row["met"]), ("met", "2026-11-22T15:00:00+09:00"), "met")
    equal(sum("enquiry" in row["label"] for row in kiroku.json("deadline", "list", case)), 1, "only one with a date")


@test("/cli/enquiries/the-log-has-every-pair")
def printed(kiroku):
    case = kiroku.new_case()
    path = os.path.join(kiroku.home, "e.pdf")
    kiroku.run("report", case, "--kind=enquiries", "--lang=en", f"--output={path}")
    contains(read_pdf(path), "No enquiry was recorded.")
    asked = ask(kiroku, case, "--due=2026-11-24", "--method=phone", "--at=2026-11-21 10:00")
    kiroku.run("enquiry", "add", case, "添付の https://evil.example/a は何ですか", "--from=警察")
    kiroku.run("enquiry", "answer", case, asked, ANSWER, "--by=次郎", "--at=2026-11-21 15:00")
    kiroku.run("report", case, "--kind=enquiries", "--lang=ja", f"--output={path}")
    text = read_pdf(path).replace(" ", "")
    contains(text, "照会・回答記録", "2件（未回答1件）", "個人情報保護委員会", "電話", "2026年11月21日10時00分",
             "回答期限：2026年11月24日", "次郎", "（未回答）", "警察")
    assert "https://evil.example" not in text and "23時59分" not in text, text


@test("/cli/enquiries/what-is-no-enquiry-is-refused")
def refused(kiroku):
    case = kiroku.new_case()
    asked = ask(kiroku, case)
    before = len(kiroku.json("timeline", case))
    kiroku.run("enquiry", "add", case, QUESTION, status=USAGE)
    kiroku.run("enquiry", "add", case, " ", "--from=A", status=USAGE)
    kiroku.run("enquiry", "add", case, QUESTION, "--from=A", "--method=pigeon", status=USAGE)
    kiroku.run("enquiry", "answer", case, "0" * 8, ANSWER, status=1)
    kiroku.run("enquiry", "answer", case, asked[:7], ANSWER, status=1)
    equal(len(kiroku.json("timeline", case)), before, "entries")


if __name__ == "__main__":
    main()
