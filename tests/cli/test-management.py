#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The report for management: what is in it was recorded, and what was recorded is in it.

Usage: test-management.py KIROKU_CLI [PART OF A NAME]...   (TAP; run with TZ=Asia/Tokyo)
"""
import json
import os
import re
import shutil
import subprocess

from kiroku import USAGE, Kiroku, Skip, contains, equal, main, test


def pages_of(path):
    """Their texts without any blanks."""
    if shutil.which("pdftotext") is None:
        raise Skip("pdftotext is missing: apt-get install poppler-utils")
    done = subprocess.run(["pdftotext", "-raw", path, "-"], check=True, stdout=subprocess.PIPE)
    return ["".join(page.split()) for page in done.stdout.decode("utf-8").split("\f")[:-1]]


def report(kiroku, case, *words):
    path = os.path.join(kiroku.home, "management.pdf")
    kiroku.run("report", case, "--kind=management", f"--output={path}", *words)
    return "".join(pages_of(path))


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
    kiroku.run("deadline", "add", case, "--recipient=取引先", "--due=2026-11-02T12:00+09:00", "--text=契約による報告", warns=True)
    asked = kiroku.run("enquiry", "add", case, "原因は判明しましたか。", "--from=保健所", "--due=2026-11-05", "--at=2026-11-04T10:00+09:00",
                       warns=True).out.split()[0]
    for words in (("調査中です。", "--interim", "--at=2026-11-04T11:00+09:00"), ("判明しました。", "--by=次郎", "--at=2026-11-04T15:00+09:00")):
        kiroku.run("enquiry", "answer", case, asked, *words)
    kiroku.run("contact", "told", case, "mpd_cyber", "--by=phone", "--person=山田")
    kiroku.run("set", case, "lessons.hindrance", "手順書が古かった。")
    in_order(report(kiroku, case, "--lang=ja"), "経営報告", "1 概要", "受注サーバーが停止した。", "被害額（円）", "未記入",
             "守れなかった期限", "取引先：契約による報告", "2 経過", "部長", "4 判断と承認", "D1", "回線を切ると決めた。",
             "承認の記載なし", "5 報告と連絡", "期限を過ぎても提出の記録なし", "照会に回答：原因は判明しましたか。", "期限内に提出", "15:00の回答（次郎）", "提出した書類", "F1", "受付番号PPC-0042",
             "T1", "警視庁", "山田", "6 教訓", "手順書が古かった。", "7 改善と残る作業", "8 記録との照合", "付録 全記録", "回線を切ると決めた。")
    in_order(report(kiroku, case, "--lang=en"), "Incident report for management", "1 Summary", "Deadlines missed",
             "4 Decisions and approvals", "no approval stated", "receipt PPC-0042",
             "6 Lessons", "7 Improvement and open work", "8 Check against the record", "Annex: the log")


@test("/cli/report/names-recipient-and-marking-on-every-page")
def recipient(kiroku):
    case = kiroku.new_case()
    for number in range(60):
        kiroku.run("log", case, f"記録{number}")
    for kind in ("timeline", "management", "evidence", "situation"):
        path = os.path.join(kiroku.home, "x.pdf")
        kiroku.run("report", case, f"--kind={kind}", "--recipient=取締役会", "--marking=社外秘", "--lang=ja",
                   f"--output={path}")
        pages = pages_of(path)
        for number, page in enumerate(pages, 1):
            contains(page, "宛先：取締役会", "社外秘", f"{number}/{len(pages)}")


@test("/cli/report/every-paper-carries-recipient-and-marking-but-what-was-approved-without-them")
def marking(kiroku):
    case = kiroku.new_case(kind="ransomware")
    path = os.path.join(kiroku.home, "x.pdf")
    for words, status in ((("handover", case, "--to=一郎"), 0), (("contact", "list", f"--case={case}"), 0),
                          (("contact", "list", "--type=ransomware"), 0), (("checkpoint", case), 0),
                          (("form", "fill", case, "F01"), 0), (("form", "fill", case, "F03"), 0),
                          (("verify", case), 1)):
        kiroku.run(*words, "--marking=TLP:AMBER 社外秘", "--recipient=取締役会", "--lang=ja", f"--output={path}",
                   status=status, warns="--to=一郎" in words or "F03" in words)
        pages = pages_of(path)
        for number, page in enumerate(pages, 1):
            contains(page, "宛先：取締役会", "TLP:AMBER社外秘", f"{number}/{len(pages)}")
    for option in ("--marking=社外秘", "--recipient=取締役会"):
        contains(kiroku.run("form", "fill", case, "F01", "--copy=submission", option, f"--output={path}",
                            status=USAGE).err, "working copy", option.split("=")[0])


@test("/cli/report/recipient-and-marking-without-pages-are-refused")
def no_pages(kiroku):
    case = kiroku.new_case(kind="ransomware")
    text = os.path.join(kiroku.home, "x.txt")
    cards = os.path.join(kiroku.home, "x.vcf")
    entries = len(kiroku.json("timeline", case))
    for option in ("--marking=社外秘", "--recipient=取締役会"):
        for words in (("handover", case, "--to=一郎"), ("contact", "list", f"--case={case}"),
                      ("contact", "list", f"--case={case}", f"--output={cards}"), ("checkpoint", case),
                      ("checkpoint", case, f"--output={text}"), ("verify", case)):
            contains(kiroku.run(*words, option, status=USAGE).err, option.split("=")[0])
    equal(len(kiroku.json("timeline", case)), entries)
    assert not os.path.exists(text) and not os.path.exists(cards)


@test("/cli/report/what-is-known-to-be-due-stands-before-what-nobody-decided")
def decided_first(kiroku):
    case = kiroku.new_case("--known=2026-11-20 10:00", kind="ransomware")
    kiroku.run("set", case, "leak.categories", "3")
    kiroku.run("set", case, "scope.foreign", "eu")  # 72 hours, if it applies: sooner than anything of the law on personal data
    path = os.path.join(kiroku.home, "x.pdf")
    kiroku.run("report", case, "--kind=situation", "--lang=ja", f"--output={path}")
    text = "".join(pages_of(path))
    deadlines = text[text.index("次の期限"):text.index("決めたこと")]
    order = [deadlines.index(part) for part in ("速報（速やかに", "確報（60日", "本人通知", "該当するか未判定")]
    equal(order, sorted(order), deadlines)
    unknown = text[text.index("わかっていないこと"):text.index("次の期限")]
    contains(unknown, "漏えい等報告（F01）", "本人通知（F03）")
    assert "GDPR" not in unknown, unknown


@test("/cli/report/what-is-not-here-is-not-called-not-stated")
def not_here(kiroku):
    case = kiroku.new_case("--author=花子")
    kiroku.run("set", case, "report.stage", "preliminary")
    filed = kiroku.json("form", "file", case, "F01", "--method=web", "--receipt=R-17", "--by=花子")["id"]
    told = kiroku.json("contact", "told", case, "mpd_cyber", "--person=山本", "--outcome=相談した")["id"]
    phase = kiroku.json("phase", case, "triage", "--reason=山田の報告", "--approver=部長")["id"]
    judged = kiroku.json("deadline", "decide", case, "jp_ppc_prelim", "not-applicable", "--reason=対象外",
                         "--approver=局長")["id"]
    package, path = (os.path.join(kiroku.home, name) for name in ("x.zip", "x.pdf"))
    with open(path, "wb") as file:
        file.write(b"log")
    item = kiroku.json("evidence", "add", case, path, "--author=次郎")["id"]
    kiroku.run("evidence", "check", case, item, "--author=次郎")
    moved = kiroku.json("evidence", "move", case, item, "--from=佐藤", "--to=花子", "--where=金庫",
                        "--purpose=保管", "--author=次郎")["id"]
    opened = next(line["id"] for line in kiroku.json("timeline", case)
                  if line["kind"] == "journal.open" and line["author"] == "次郎")
    kiroku.run("export", case, f"--output={package}", warns=True,
               *(f"--withhold={entry}:{field}" for entry, field in
                 ((filed, "receipt"), (filed, "method"), (told, "person"), (told, "outcome"), (phase, "reason"),
                  (phase, "approver"), (judged, "approver"), (filed, "sha256"), (moved, "where"), (opened, "name"))))
    other = Kiroku(kiroku.program, os.path.join(kiroku.home, "other"))
    other.run("import", package)
    other.run("report", case, "--kind=management", "--lang=ja", f"--output={path}")
    text = "".join(pages_of(path))
    contains(text, "受付番号（開示されない）", "電話（開示されない）")
    for word in ("受付番号の記載なし", "方法の記録なし"):
        equal(word in text, False, word)
    contains(text, "記録（開示されない）花子（開示されない）", "SHA-256（開示されない）")
    decided = text[text.index("4判断と承認"):text.index("5報告と連絡")]
    contains(decided, "対象外花子（開示されない）")
    equal("承認の記載なし" in decided, False, decided)
    other.run("report", case, "--kind=situation", "--lang=ja", f"--output={path}")
    contains("".join(pages_of(path)), "（相談）―（開示されない）―（開示されない）", "を提出―（開示されない）")
    other.run("report", case, "--kind=evidence", "--lang=ja", f"--output={path}")
    text = "".join(pages_of(path))
    contains(text, "佐藤花子（開示されない）保管（開示されない）")
    equal(("null" in text, "次郎" in text), (False, False), text)
    kiroku.run("erase", case, filed, "receipt", "--law=法", "--reason=理由", warns=True)
    kiroku.run("report", case, "--kind=management", "--lang=ja", f"--output={path}")
    contains("".join(pages_of(path)), "受付番号（法令により消去）")


def words_of(path):
    """Each word with its page and where it stands, in points from the left and from above."""
    done = subprocess.run(["pdftotext", "-bbox", path, "-"], check=True, stdout=subprocess.PIPE)
    page = 0
    for line in done.stdout.decode("utf-8").splitlines():
        page += "<page " in line
        word = re.search(r'xMin="([\d.]+)" yMin="([\d.]+)".*>([^<]+)</word>', line)
        if word is not None:
            yield page, float(word[1]), float(word[2]), word[3]


def links_to(path, name):
    """The rectangle of each link to @name: left, bottom, right, top."""
    done = subprocess.run(["qpdf", "--json", path], check=True, stdout=subprocess.PIPE)
    data = json.loads(done.stdout)
    for item in (data["objects"] if "objects" in data else data["qpdf"][1]).values():
        item = item.get("value", item) if isinstance(item, dict) else item
        if isinstance(item, dict) and item.get("/Subtype") == "/Link" and item.get("/Dest") == f"u:{name}":
            yield item["/Rect"]


@test("/cli/report/the-proof-of-a-duty-leads-to-what-was-filed")
def proof(kiroku):
    if any(shutil.which(tool) is None for tool in ("pdftotext", "pdfinfo", "qpdf")):
        raise Skip("poppler-utils or qpdf is missing: apt-get install poppler-utils qpdf")
    case = kiroku.new_case("--known=2026-11-20 10:00")
    kiroku.run("set", case, "leak.categories", "3")
    kiroku.run("set", case, "report.stage", "preliminary")
    kiroku.run("form", "file", case, "F01", "--method=web", "--receipt=R-17", warns=True)
    path = os.path.join(kiroku.home, "x.pdf")
    kiroku.run("report", case, "--kind=management", "--lang=ja", f"--output={path}")
    height = 841.89
    [(page, x, y)] = [word[:3] for word in words_of(path) if word[3].startswith("F1（受付番号")]
    [(left, bottom, right, top)] = links_to(path, "F1")
    assert left - 1 <= x <= right and height - top - 1 <= y <= height - bottom, (left, bottom, right, top, x, y)
    # The row of what was filed is the last on that page that begins with this number.
    row = [word for word in words_of(path) if word[3] == "F1" and word[1] < 70][-1]
    dests = subprocess.run(["pdfinfo", "-dests", path], check=True, stdout=subprocess.PIPE).stdout.decode()
    to = re.search(r"(\d+) \[ XYZ +\d+ +(\d+) .*\"F1\"", dests)
    equal(int(to[1]), row[0], "its page")
    assert 0 <= row[2] - (height - int(to[2])) < 20, (to[0], row, page)


@test("/cli/report/withheld-values-are-not-in-the-file")
def withheld(kiroku):
    case = kiroku.new_case()
    kiroku.run("set", case, "cause.summary", "山田の端末から広がった。")
    kiroku.run("set", case, "timeline.summary", "受注サーバーが停止した。")
    note = kiroku.json("log", case, "山田に連絡した。", "--class=decision")["id"]
    options = ["--withhold=cause.summary", f"--withhold={note}:text", "--lang=ja"]
    for kind in ("management", "timeline"):
        path = os.path.join(kiroku.home, f"{kind}.pdf")
        kiroku.run("report", case, f"--kind={kind}", f"--output={path}", *options)
        pages = pages_of(path)
        text = "".join(pages)
        contains(text, "受注サーバーが停止した。", "（開示されない）")
        assert "山田" not in text, text
        for page in pages:
            contains(page, "一部非開示")
        kiroku.run("anchor", "add", case, re.search("照合値）([0-9a-f]{64})", text).group(1))
    left = [name for name in os.listdir(os.path.dirname(kiroku.database)) if "export" in name]
    equal(left, [], "nothing is left behind")


@test("/cli/report/what-cannot-be-withheld-is-refused-and-nothing-is-written")
def mistyped(kiroku):
    case = kiroku.new_case()
    path = os.path.join(kiroku.home, "x.pdf")
    kiroku.run("report", case, "--withhold=no.such.fact", f"--output={path}", status=USAGE)
    equal(os.path.exists(path), False, "nothing is written")


@test("/cli/report/of-an-unknown-kind-is-refused")
def unknown(kiroku):
    case = kiroku.new_case()
    result = kiroku.run("report", case, "--kind=board", f"--output={kiroku.home}/x.pdf", status=USAGE)
    contains(result.err, "timeline, management, evidence, situation, contacts, indicators or enquiries")
    equal(os.path.exists(f"{kiroku.home}/x.pdf"), False, "nothing is written")


if __name__ == "__main__":
    main()
