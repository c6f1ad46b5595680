#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The report for management: what is in it was recorded, and what was recorded is in it.

Usage: test-management.py KIROKU_CLI [PART OF A NAME]...   (TAP; run with TZ=Asia/Tokyo)
"""
import os
import shutil
import subprocess

from kiroku import USAGE, Skip, contains, equal, main, test


def report(kiroku, case, *words):
    path = os.path.join(kiroku.home, "management.pdf")
    kiroku.run("report", case, "--kind=management", f"--output={path}", *words)
    if shutil.which("pdftotext") is None:
        raise Skip("pdftotext is missing: apt-get install poppler-utils")
    done = subprocess.run(["pdftotext", "-raw", path, "-"], check=True, stdout=subprocess.PIPE)
    return "".join(done.stdout.decode("utf-8").split())


def in_order(text, *parts):
    place = 0
    for part in parts:
        found = text.find("".join(part.split()), place)
        assert found >= 0, f"“{part}” does not follow in: {text[place:]}"
        place = found + len("".join(part.split()))


@test("/cli/report/management-holds-decisions-filings-and-lessons-with-their-proof")
def management(kiroku):
    case = kiroku.new_case("--author=花子")
    kiroku.run("set", case, "t.detected", "2026-11-01T09:00+09:00")
    kiroku.run("set", case, "timeline.summary", "受注サーバーが停止した。")
    kiroku.run("set", case, "leak.suspected", "yes")
    kiroku.run("set", case, "leak.categories", "3")
    kiroku.run("set", case, "report.stage", "preliminary")
    kiroku.run("phase", case, "containment", "--approver=部長")
    kiroku.run("log", case, "回線を切ると決めた。", "--class=decision")
    kiroku.run("form", "file", case, "F01", "--method=web", "--receipt=PPC-0042",
               "--at=2026-11-03T10:00+09:00", warns=True)
    kiroku.run("deadline", "add", case, "--recipient=取引先", "--due=2026-11-02T12:00+09:00", "--text=契約による報告")
    kiroku.run("contact", "told", case, "mpd_cyber", "--by=phone", "--person=山田")
    kiroku.run("set", case, "lessons.hindrance", "手順書が古かった。")
    in_order(report(kiroku, case, "--lang=ja"), "経営報告", "1 概要", "受注サーバーが停止した。", "被害額（円）未記入",
             "守れなかった期限", "取引先：契約による報告", "2 経過", "部長", "4 判断と承認", "D1", "回線を切ると決めた。",
             "承認の記録なし", "5 報告と連絡", "期限を過ぎても提出の記録なし", "提出した書類", "F1", "受付番号PPC-0042",
             "T1", "山田", "7 教訓", "手順書が古かった。", "8 記録との照合", "付録 全記録", "回線を切ると決めた。")
    in_order(report(kiroku, case, "--lang=en"), "Incident report for management", "1 Summary", "Deadlines missed",
             "4 Decisions and approvals", "no approval recorded", "receipt PPC-0042",
             "7 Lessons", "8 Check against the record", "Annex: the log")


@test("/cli/report/of-an-unknown-kind-is-refused")
def unknown(kiroku):
    case = kiroku.new_case()
    result = kiroku.run("report", case, "--kind=board", f"--output={kiroku.home}/x.pdf", status=USAGE)
    contains(result.err, "timeline, management, evidence or situation")
    equal(os.path.exists(f"{kiroku.home}/x.pdf"), False, "nothing is written")


if __name__ == "__main__":
    main()
