#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What authorities ask and what they are answered is kept as pairs, and is due until it is answered.

Usage: test-enquiries.py KIROKU_CLI [PART OF A NAME]...   (TAP; run with TZ=Asia/Tokyo)
"""
import datetime
import json
import os
import zipfile
from zoneinfo import ZoneInfo

from kiroku import USAGE, contains, equal, main, read_pdf, test

QUESTION = "漏えいした件数の根拠を示してください"
ANSWER = "アクセスログの行数です"


def ask(kiroku, case, *words):
    return kiroku.json("enquiry", "add", case, QUESTION, "--from=個人情報保護委員会", *words, warns=True)["id"]


def deadline(kiroku, case, rule, now):
    found, = [row for row in kiroku.json("deadline", "list", case, f"--now={now}") if row["rule"] == rule]
    return found


@test("/cli/enquiries/an-answer-too-many-or-too-early-is-warned-of-and-recorded")
def doubtful(kiroku):
    case = kiroku.new_case()
    asked = ask(kiroku, case, "--at=2026-11-21 10:00")
    first = kiroku.run("enquiry", "answer", case, asked, "調査中", "--interim", "--at=2026-11-21 09:00", warns=True).err
    equal(("before the enquiry" in first, "answered already" in first), (True, False), first)
    equal(kiroku.run("enquiry", "answer", case, asked, ANSWER, "--at=2026-11-21 15:00", warns=True).err, "", "the end")
    contains(kiroku.run("enquiry", "answer", case, asked, ANSWER, "--at=2026-11-21 16:00", warns=True).err,
             "answered already")
    found, = kiroku.json("enquiry", "list", case)
    equal(len(found["answers"]), 3)


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
    contains(kiroku.run("enquiry", "list", case).out, "個人情報保護委員会 (見本 太郎, Telephone): " + QUESTION,
             f"by 次郎 (E-mail): {ANSWER}", "not answered")
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
    kiroku.run("report", case, "--kind=management", "--lang=ja", f"--output={path}")
    contains("".join(read_pdf(path).split()), "照会に回答：")  # in the language of the paper


@test("/cli/enquiries/an-interim-answer-leaves-it-open")
def interim(kiroku):
    case = kiroku.new_case()
    asked = ask(kiroku, case, "--due=2026-11-24", "--at=2026-11-21 10:00")
    kiroku.run("enquiry", "answer", case, asked, "調査中です", "--interim", "--at=2026-11-22 09:00")
    equal(deadline(kiroku, case, asked, "2026-11-25 10:00")["state"], "overdue", "still due")
    found, = kiroku.json("enquiry", "list", case)
    equal(found["answers"][0]["interim"], True)
    contains(kiroku.run("enquiry", "list", case).out, "interim answer", "not answered, due")
    contains(str(kiroku.json("timeline", case)), "Interim answer: 調査中です")
    path = os.path.join(kiroku.home, "e.pdf")
    kiroku.run("report", case, "--kind=enquiries", "--lang=ja", f"--output={path}")
    contains(read_pdf(path).replace(" ", ""), "1件（未回答1件）", "中間回答")
    kiroku.run("enquiry", "answer", case, asked, ANSWER, "--at=2026-11-23 09:00")
    row = deadline(kiroku, case, asked, "2026-11-25 10:00")
    equal((row["state"], row["met"]), ("met", "2026-11-23T09:00:00+09:00"), "the last answer met it")


@test("/cli/enquiries/what-is-withheld-is-neither-the-author-nor-nothing")
def withheld(kiroku):
    case = kiroku.new_case("--author=花子")
    asked = ask(kiroku, case, "--due=2099-11-24")
    said = kiroku.json("enquiry", "answer", case, asked, "調査中です", "--by=次郎", "--interim")["id"]
    path = os.path.join(kiroku.home, "x.zip")
    kiroku.run("export", case, f"--output={path}", f"--withhold={asked}:due", f"--withhold={said}:by", warns=True)
    with zipfile.ZipFile(path) as file:
        name, = [name for name in file.namelist() if name.endswith("/case.json")]
        enquiry, = json.loads(file.read(name))["enquiries"]
    equal((enquiry["due"], enquiry["due_withheld"], enquiry["answers"][0]["by_withheld"]), (None, True, True))
    kiroku.run("import", path, f"--database={kiroku.home}/other.db", warns=True)

    def there(*words):
        return kiroku.run(*words, f"--database={kiroku.home}/other.db", warns=True).out
    text = there("enquiry", "list", case)
    contains(text, "by (withheld): 調査中です", "not answered, due (withheld)")
    assert "花子" not in text, text
    contains(there("timeline", case), "Interim answer by")
    contains(there("deadline", "list", case), QUESTION)
    contains(there("deadline", "show", case, asked[:8]), "withheld")
    kiroku.run("enquiry", "correct", case, said, "訂正", "--reason=R", f"--database={kiroku.home}/other.db", status=USAGE)
    there("enquiry", "correct", case, said, "訂正", "--by=三郎", "--reason=R")
    kiroku.run("enquiry", "correct", case, asked, "訂正", "--reason=R", f"--database={kiroku.home}/other.db", status=USAGE)
    there("enquiry", "correct", case, asked, "--due=", "--reason=期限はなかった")
    assert "not answered, due" not in there("enquiry", "list", case), "a time that is withheld is said to be none"


@test("/cli/enquiries/a-correction-takes-its-place-and-the-original-stays-legible")
def corrected(kiroku):
    case = kiroku.new_case("--author=花子")
    asked = ask(kiroku, case, "--due=2026-11-24", "--at=2026-11-21 10:00", "--method=phone")
    said = kiroku.json("enquiry", "answer", case, asked, ANSWER, "--by=次郎", "--at=2026-11-21 15:00")["id"]
    kiroku.run("enquiry", "correct", case, asked[:8], "--due=2099-11-30", "--from=金融庁", "--reason=聞き違い")
    kiroku.run("enquiry", "correct", case, said[:8], "推計です", "--interim", "--reason=書き違い")
    kiroku.run("enquiry", "correct", case, said[:8], "概数です", "--reason=もう一度")
    before = kiroku.json("enquiry", "list", case)
    enquiry, = before
    equal((enquiry["id"], enquiry["from"], enquiry["text"], enquiry["method"], enquiry["time"], enquiry["due"][:10],
           enquiry["corrected_because"]),
          (asked, "金融庁", QUESTION, "phone", "2026-11-21T10:00:00+09:00", "2099-11-30", "聞き違い"))
    answer, = enquiry["answers"]
    equal((answer["id"], answer["text"], answer["by"], answer["interim"], answer["time"], answer["corrected_because"]),
          (said, "概数です", "次郎", True, "2026-11-21T15:00:00+09:00", "もう一度"))
    equal(deadline(kiroku, case, asked, "2026-11-25 10:00")["recipient"], "金融庁", "still one duty, and open")
    texts = " ".join(row["text"] for row in kiroku.json("timeline", case))
    contains(texts, QUESTION, "Correction: 金融庁 asks", "聞き違い")
    for language, words in (("ja", ["訂正の理由：聞き違い", "訂正の理由：もう一度", "個人情報保護委員会", "推計です", ANSWER]),
                            ("en", ["corrected because: 聞き違い".replace(" ", "")])):
        path = os.path.join(kiroku.home, "e.pdf")
        kiroku.run("report", case, "--kind=enquiries", f"--lang={language}", f"--output={path}")
        contains("".join(read_pdf(path).split()), *words)
    kiroku.run("rebuild")
    equal(kiroku.json("enquiry", "list", case), before, "after a rebuild")
    kiroku.run("enquiry", "correct", case, asked, "--due=", "--reason=期限はなかった")
    enquiry, = kiroku.json("enquiry", "list", case)
    equal((enquiry["due"], enquiry["due_withheld"], enquiry["from"]), (None, False, "金融庁"), "no time any more")
    equal([row["rule"] for row in kiroku.json("deadline", "list", case) if row["rule"] == asked], [], "and no duty")
    kiroku.run("enquiry", "correct", case, asked, "--due=2099-12-01", "--reason=改めて")
    equal(kiroku.json("enquiry", "list", case)[0]["due"][:10], "2099-12-01", "a time again")
    kiroku.run("enquiry", "correct", case, said, "--reason= ", status=USAGE)
    kiroku.run("enquiry", "correct", case, said, "--from=A", "--reason=R", status=USAGE)
    kiroku.run("enquiry", "correct", case, asked, "--interim", "--reason=R", status=USAGE)
    kiroku.run("enquiry", "correct", case, said, "--interim", "--final", "--reason=R", status=USAGE)
    contains(kiroku.run("correct", case, said, "T", "--reason=R", status=1).err, "enquiry correct")
    note = kiroku.json("log", case, "x")["id"]
    kiroku.run("enquiry", "correct", case, note, "T", "--reason=R", status=1)


@test("/cli/enquiries/a-time-alone-is-the-next-one-and-a-past-one-is-warned-of")
def next_time(kiroku):
    case = kiroku.new_case()
    now = datetime.datetime.now(ZoneInfo("Asia/Tokyo"))
    for ahead in (datetime.timedelta(hours=2), datetime.timedelta(hours=22)):
        wanted = (now + ahead).replace(second=0, microsecond=0)
        for words in (("enquiry", "add", case, QUESTION, "--from=A"),
                      ("deadline", "add", case, "--recipient=A", "--text=T")):
            entry = kiroku.json(*words, f"--due={wanted:%H:%M}")["id"]
            equal(deadline(kiroku, case, entry, now.isoformat(timespec="seconds"))["due"], wanted.isoformat(), words[0])
    for words in (("enquiry", "add", case, QUESTION, "--from=A"), ("deadline", "add", case, "--recipient=A", "--text=T")):
        contains(kiroku.run(*words, "--due=2020-01-01 10:00", warns=True).err, "warning: --due", "past")


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
