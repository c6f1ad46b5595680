#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The sheet of whom to call: what is printed may be dialled, and it is two pages at most.

Usage: test-call-sheet.py KIROKU_CLI [PART OF A NAME]...   (TAP; run with TZ=Asia/Tokyo)
"""
import os
import re
import shutil
import subprocess

from kiroku import USAGE, Skip, contains, equal, main, test

# Those with the most desks in one phase, and one with few.
TYPES = ("unauthorized_access", "ransomware", "malware_infection", "targeted_attack", "web_data_theft",
         "phishing_spoofing", "loss_theft", "system_outage")

OVERLAY = """<?xml version="1.0" encoding="UTF-8"?>
<contacts>
  <contact id="vendor" kind="own" section="case" source="契約書 (Contract)" confidence="recalled" as-of="2026-04-01">
    <name><ja>保守業者</ja><en>Our vendor</en></name>
    <purpose><ja>障害</ja><en>Faults</en></purpose>
    <phone number="06-0000-1234" status="current"/>
    <phone number="06-0000-9999" status="superseded"/>
    <types>*</types>
    <phases>containment</phases>
  </contact>
</contacts>
"""


def need(program):
    if shutil.which(program) is None:
        raise Skip(f"{program} is missing: apt-get install poppler-utils")


def sheet(kiroku, *words):
    """The text of the sheet without white space, and how many pages it has."""
    need("pdftotext")
    path = os.path.join(kiroku.home, "sheet.pdf")
    kiroku.run("contact", "list", f"--output={path}", *words)
    done = subprocess.run(["pdftotext", "-raw", path, "-"], check=True, stdout=subprocess.PIPE)
    text = done.stdout.decode("utf-8")
    return "".join(text.split()), text.count("\f")


@test("/cli/call-sheet/holds-the-desks-of-the-phase-first-and-needs-no-case")
def phase_first(kiroku):
    text, _ = sheet(kiroku, "--type=ransomware", "--phase=triage", "--lang=ja")
    contains(text, "連絡先シートランサムウェア（トリアージ）")
    first = text.index("この段階の窓口")
    others = text.index("この種類のほかの窓口")
    assert first < text.index("03-5805-1731") < others, text
    assert text.index("平日8:30～17:15") < others, text
    assert text.index("準備：対象端末の種類とOS") < others, text
    assert text.index("社内：インシデント対応責任者") > others, text
    contains(text, "都クイックリスト2020")
    contains(text, "［伝聞］")
    contains(text, "氏名・電話")
    text, _ = sheet(kiroku, "--type=ransomware", "--lang=en")
    contains(text, "Callsheet:Ransomware")
    contains(text, "Haveready:")


@test("/cli/call-sheet/offers-no-number-that-was-superseded-or-suspended")
def current(kiroku):
    text, _ = sheet(kiroku, "--type=ransomware", "--phase=triage", "--lang=ja")
    contains(text, "03-6271-8901")
    for number in ("03-6811-0610", "03-3518-2177", "03-3431-8109", "03-3270-3560"):
        assert number not in text, number


@test("/cli/call-sheet/is-two-pages-at-most-for-every-phase")
def two_pages(kiroku):
    for kind in TYPES:
        for phase in ((), ("--phase=triage",), ("--phase=containment",)):
            for language in ("ja", "en"):
                _, n = sheet(kiroku, f"--type={kind}", f"--lang={language}", *phase)
                assert n <= 2, f"{kind} {phase} {language}: {n} pages"


@test("/cli/call-sheet/names-the-case-its-phase-and-the-exercise")
def of_a_case(kiroku):
    case = kiroku.new_case("--type=ransomware", "--exercise", "--title=受注サーバーの訓練")
    kiroku.run("phase", case, "containment")
    text, _ = sheet(kiroku, f"--case={case}", "--lang=ja")
    contains(text, "訓練/EXERCISE")
    contains(text, "受注サーバーの訓練")
    contains(text, "連絡先シートランサムウェア（封じ込め）")


@test("/cli/call-sheet/says-what-to-say-first-from-what-the-case-knows")
def opening(kiroku):
    for key, value in (("org.name", "みなと銀行"), ("reporter.name", "霧島 花子"), ("reporter.phone", "03-0000-0000")):
        kiroku.run("profile", "set", key, value)
    case = kiroku.new_case("--type=unauthorized_access", "--detected=2026-11-21T10:30+09:00")
    kiroku.run("phase", case, "triage")
    text, n = sheet(kiroku, f"--case={case}", "--lang=ja")
    contains(text, "最初に言うこと（案）", "みなと銀行の霧島花子です。折り返しの電話番号は03-0000-0000です。"
             "2026年11月21日10時30分に気付いた", "Kirokuの案で、窓口の定めではありません")
    text, n = sheet(kiroku, f"--case={case}", "--lang=en")
    contains(text, "Sayfirst(proposed)", "Thisisみなと銀行,霧島花子,on03-0000-0000.")
    assert n <= 2, f"{n} pages"
    text, _ = sheet(kiroku, "--type=ransomware", "--lang=ja")
    contains(text, "＿＿＿＿＿＿です。折り返しの電話番号は＿＿＿＿＿＿です。")


@test("/cli/call-sheet/the-marking-of-an-exercise-is-inside-the-paper")
def marking(kiroku):
    case = kiroku.new_case("--type=ransomware", "--exercise")
    _, n = sheet(kiroku, f"--case={case}", "--lang=ja")
    done = subprocess.run(["pdftotext", "-bbox", os.path.join(kiroku.home, "sheet.pdf"), "-"], check=True,
                          stdout=subprocess.PIPE)
    words = re.findall(r'yMin="([-0-9.]+)" xMax="[-0-9.]+" yMax="([-0-9.]+)">EXERCISE<', done.stdout.decode("utf-8"))
    equal(len(words), 2 * n, "above and below on each page")
    for top, bottom in words:  # A4, and what a printer leaves white
        assert float(top) > 12 and float(bottom) < 842 - 12, (top, bottom)


@test("/cli/call-sheet/prints-a-number-of-ones-own-with-its-date-and-how-sure-it-is")
def own(kiroku):
    folder = os.path.join(kiroku.home, "kiroku", "pack")
    os.makedirs(folder)
    with open(os.path.join(folder, "contacts.xml"), "w", encoding="utf-8") as file:
        file.write(OVERLAY)
    text, _ = sheet(kiroku, "--type=ransomware", "--phase=containment", "--lang=en")
    contains(text, "06-0000-1234")
    contains(text, "2026-04-01")
    contains(text, "notconfirmed")
    assert "06-0000-9999" not in text


@test("/cli/call-sheet/without-a-type-or-with-a-language-alone-is-refused")
def refused(kiroku):
    path = os.path.join(kiroku.home, "sheet.pdf")
    contains(kiroku.run("contact", "list", f"--output={path}", status=USAGE).err, "--type=TYPE")
    contains(kiroku.run("contact", "list", "--lang=ja", status=USAGE).err, "--output")
    contains(kiroku.run("contact", "list", "--type=ransomware", "--output=sheet.docx", status=USAGE).err, ".pdf")
    equal(os.path.exists(path), False, "nothing is written")


if __name__ == "__main__":
    main()
