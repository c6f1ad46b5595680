#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What can be clicked in a PDF, read back by foreign programs: each link leads to the page that has its text.

Usage: test-links.py KIROKU_CLI   (TAP)
"""
import json
import os
import re
import subprocess
import tempfile

from kiroku import contains, equal, main, test
from preflight import judge

FOLDER = tempfile.TemporaryDirectory(prefix="kiroku-links-")  # pylint: disable=consider-using-with
DECIDED = "VPN接続を全社で停止すると決めた。"
PRINTED = 4  # the flag of an annotation that is printed (ISO 32000-1, 12.5.3)
# What a row of the summary is called → the heading it leads to.
CHAPTERS = {"事案の概要": "2　経過", "判断": "4　判断と承認", "期限のある報告義務": "5　報告と連絡", "教訓": "6　教訓",
            "残る作業": "7　改善と残る作業"}


class Pdf:
    """Pages, names and links of a PDF as qpdf has them, and its text as poppler has it."""

    def __init__(self, path):
        self.path = path
        out = subprocess.run(["qpdf", "--json=1", path], check=True, capture_output=True, text=True).stdout
        whole = json.loads(out)
        self.objects = whole["objects"]
        self.pages = [page["object"] for page in whole["pages"]]
        self.names = {}
        names = self.get(self.get(self.objects["trailer"]["/Root"]).get("/Names"))
        listed = self.get(names["/Dests"])["/Names"] if names else []
        for name, aim in zip(listed[::2], listed[1::2]):
            self.names[name] = self.get(aim)
        self.sorted = listed[::2] == sorted(listed[::2])

    def get(self, value):
        return self.objects[value] if isinstance(value, str) and value.endswith(" R") else value

    def text(self, page, left, top, width, height):
        """What stands there, in points from the upper left corner; @page from 0."""
        box = [str(int(n)) for n in (left, top, width, height)]
        out = subprocess.run(["pdftotext", "-raw", "-f", str(page + 1), "-l", str(page + 1), "-x", box[0], "-y", box[1], "-W",
                              box[2], "-H", box[3], self.path, "-"], check=True, capture_output=True, text=True).stdout
        return re.sub(r"\s+", "", out.replace("\f", ""))

    def links(self):
        """Each link: what stands there, its name or address, and its dictionary."""
        for number, page in enumerate(map(self.get, self.pages)):
            height = page["/MediaBox"][3]
            for link in map(self.get, self.get(page.get("/Annots")) or []):
                x0, y0, x1, y1 = link["/Rect"]
                y0, y1 = min(y0, y1), max(y0, y1)
                action = self.get(link.get("/A")) or {}
                yield (self.text(number, x0 - 1, height - y1, x1 - x0 + 2, y1 - y0), link.get("/Dest") or action.get("/URI"),
                       link)

    def aim(self, name, height=40):
        """What stands where the name leads, over the width of the page."""
        page, kind, _, top = self.names[name][:4]
        equal(kind, "/XYZ")
        number = self.pages.index(page)
        return self.text(number, 0, self.get(page)["/MediaBox"][3] - top, 595, height)

    def structure(self):
        return subprocess.run(["pdfinfo", "-struct-text", self.path], check=True, capture_output=True, text=True).stdout


def make(kiroku, name, *words):
    path = os.path.join(FOLDER.name, name + ".pdf")
    kiroku.run(*words, f"--output={path}", "--lang=ja")
    return Pdf(path)


def new_case(kiroku):
    case = kiroku.new_case("--author=霧島 花子", kind="ransomware")
    kiroku.run("log", case, "端末の画面に脅迫文が出ている。 https://evil.example/ へ誘導された。")
    for i in range(3):
        kiroku.run("log", case, f"{i}回目：" + "端末の電源を確かめた。" * 120)
    kiroku.run("log", case, "--class=decision", DECIDED)
    kiroku.run("set", case, "leak.suspected", "yes")
    kiroku.run("set", case, "t.known", "2026-11-20T10:00:00+09:00")
    return case


def report(kiroku, kind):
    """Made once, and read by several tests."""
    path = os.path.join(FOLDER.name, kind + ".pdf")
    return Pdf(path) if os.path.exists(path) else make(kiroku, kind, "report", new_case(kiroku), f"--kind={kind}")


def calls(kiroku):
    return make(kiroku, "calls", "contact", "list", "--type=ransomware")


def check(pdf):
    """What holds of every link."""
    links = list(pdf.links())
    equal(pdf.sorted, True, "names in their order, in which readers search them")
    equal({link["/F"] for _, _, link in links}, {PRINTED})
    for _, aim, _ in links:
        equal(aim in pdf.names or aim.startswith(("https://", "http://", "mailto:")), True, aim)
        equal("evil" in aim, False, "what the log quotes is no link")
    contains(subprocess.run(["qpdf", "--check", pdf.path], check=True, capture_output=True, text=True).stdout,
             "No syntax or stream encoding errors")
    return links


@test("/cli/links/the-summary-leads-to-its-chapters-and-a-decision-to-its-entry")
def management(kiroku):
    pdf = report(kiroku, "management")
    links = check(pdf)
    found = {text: aim for text, aim, _ in links}
    for text, chapter in CHAPTERS.items():
        contains(pdf.aim(found[text]), re.sub(r"\s", "", chapter))
    number = found["D1"].removeprefix("log-")
    entry = pdf.aim(found["D1"])
    equal(entry.startswith(number), True, entry)
    contains(entry, DECIDED[:8])
    equal(pdf.pages.index(pdf.names[found["D1"]][0]) > 2, True, "in the annex, which is some pages long")


@test("/cli/links/no-text-is-lost-from-the-structure-beside-a-link")
def structure(kiroku):
    """cairo 1.16 leaves out what stands beside an element and is in none."""
    text = report(kiroku, "management").structure()
    contains(text, "Link (inline)", '"D1"', "承認の記載なし", "期限内に提出")
    contains(text.replace('"\n', "").replace(" ", ""), "VPN接続")


@test("/cli/links/the-nearest-deadline-leads-to-its-rule")
def deadlines(kiroku):
    pdf = report(kiroku, "timeline")
    links = check(pdf)
    text, aim = next((text, aim) for text, aim, _ in links if aim.startswith("rule-"))
    contains(text, "個人情報保護委員会")
    contains(text, "特定個人情報速報", "2026-11-22")
    contains(pdf.aim(aim, 15), "個人情報保護委員会", "特定個人情報速報", "2026-11-22")


@test("/cli/links/the-address-of-a-desk-opens-it")
def desks(kiroku):
    pdf = calls(kiroku)
    links = check(pdf)
    equal({"https", "mailto"} <= {aim.split(":")[0] for _, aim, _ in links}, True, "an address of both kinds")
    equal(len(links) > 3, True, "also of the desks that come first")
    for text, aim, _ in links:
        equal(text.replace("@", ""), aim.removeprefix("mailto:").replace("@", ""), "what is read is where it leads")


@test("/cli/links/with-links-it-is-still-a-pdf-for-an-archive")
def archive(kiroku):
    report(kiroku, "management")
    calls(kiroku)
    for words in judge(FOLDER.name).values():
        contains(words, "is a valid PDF/A-1b file")


if __name__ == "__main__":
    main()
