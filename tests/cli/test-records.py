#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Records of the decisions to contain and to reopen: forms of the organisation itself, filled from facts.

Usage: test-records.py KIROKU_CLI [PART OF A NAME]...   (TAP; run with TZ=Asia/Tokyo)
"""
import os
import re
import subprocess

from kiroku import contains, equal, main, test

RECORDS = {"R1": ("封じ込めの判断記録", "Containment decision record"),
           "R2": ("業務再開の判断記録", "Reopening decision record")}


def print_record(kiroku, case, form, language, copy, *words):
    path = os.path.join(kiroku.home, f"{form}-{language}-{copy}.pdf")
    kiroku.run(*words, "form", "fill", case, form, f"--output={path}", f"--lang={language}", f"--copy={copy}")
    done = subprocess.run(["pdftotext", "-raw", path, "-"], check=True, capture_output=True)
    return re.sub(r"\s", "", done.stdout.decode())


def set_all(kiroku, case, facts):
    for key, value in facts.items():
        kiroku.run("set", case, key, value)


@test("/cli/records/every-type-of-incident-offers-both")
def offered(kiroku):
    for kind in ("ransomware", "loss_theft", "scam_abuse", "system_outage"):
        case = kiroku.new_case(kind=kind)
        names = {form["id"]: (form["name_ja"], form["name_en"]) for form in kiroku.json("form", "list", f"--case={case}")}
        equal({form: names.get(form) for form in RECORDS}, RECORDS, kind)


@test("/cli/records/the-containment-decision-says-who-what-how-long-and-in-which-order")
def containment(kiroku):
    case = kiroku.new_case(kind="ransomware")
    set_all(kiroku, case, {
        "containment.decided": "2026-11-21T15:00:00+09:00", "containment.authority": "CISO 朝霧太郎",
        "containment.action": "VPN接続を遮断", "containment.hours": "18時から翌6時", "containment.duration": "24時間",
        "containment.services": "受注サービス", "containment.impact": "出荷が止まる",
        "containment.alternative": "電話とFAXで受注", "containment.order": "evidence",
        "containment.order_reason": "痕跡が消えるため"})
    for copy in ("working", "submission"):
        text = print_record(kiroku, case, "R1", "ja", copy)
        contains(text, "CISO朝霧太郎", "VPN接続を遮断", "18時から翌6時", "24時間", "受注サービス", "出荷が止まる",
                 "電話とFAXで受注", "☑証拠保全を優先", "□封じ込めを優先", "痕跡が消えるため", "2026年11月21日")
    contains(print_record(kiroku, case, "R1", "en", "working"), "☑Evidencefirst")


@test("/cli/records/the-reopening-decision-sets-the-target-against-what-was-reached")
def reopening(kiroku):
    case = kiroku.new_case(kind="ransomware")
    set_all(kiroku, case, {
        "reopening.authority": "代表取締役", "reopening.cause": "yes", "reopening.backups": "no",
        "reopening.checked": "unknown", "reopening.target_time": "8時間", "reopening.actual_time": "31時間",
        "reopening.target_level": "全業務", "reopening.actual_level": "受注のみ"})
    text = print_record(kiroku, case, "R2", "ja", "working")
    contains(text, "代表取締役", "目標8時間", "31時間", "全業務", "受注のみ", "確認☑はい□いいえ□不明",
             "確認□はい☑いいえ□不明", "確認□はい□いいえ☑不明")


@test("/cli/records/they-say-that-they-are-internal-and-no-form-of-an-authority")
def internal(kiroku):
    case = kiroku.new_case(kind="ransomware")
    for form in RECORDS:
        for copy in ("working", "submission"):
            text = print_record(kiroku, case, form, "ja", copy)
            contains(text, "社内記録（官庁等の様式ではありません）")
            assert "整理票" not in text, text
            contains(print_record(kiroku, case, form, "en", copy), "internalrecord—noformofanauthority")


@test("/cli/records/only-another-key-approves-what-one-stated")
def four_eyes(kiroku):
    case = kiroku.new_case("--author=花子", kind="ransomware")
    kiroku.run("--author=花子", "set", case, "containment.authority", "CISO")
    kiroku.run("--author=花子", "form", "approve", case, "R1", status=1)
    kiroku.run("--author=太郎", "form", "approve", case, "R1")
    equal(kiroku.json("timeline", case)[-1]["kind"], "form.approve")


@test("/cli/records/are-filed-with-nobody")
def unfiled(kiroku):
    case = kiroku.new_case(kind="ransomware")
    before = len(kiroku.json("timeline", case))
    for form in RECORDS:
        contains(kiroku.run("form", "file", case, form, "--method=mail", status=1).err, form, "organisation itself")
    equal(len(kiroku.json("timeline", case)), before, "entries")


if __name__ == "__main__":
    main()
