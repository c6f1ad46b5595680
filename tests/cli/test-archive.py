#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every PDF is one for the archive: a foreign program judges each kind that the command line makes, in both languages.

Usage: test-archive.py KIROKU_CLI   (TAP)
"""
import os
import re
import shutil
import subprocess

from kiroku import Skip, contains, equal, main, test
from preflight import judge


def make_all(kiroku, folder):
    """A case with some of everything, and every kind of PDF of it."""
    case = kiroku.new_case("--author=霧島 花子", title="𠮷野家の端末 🚒 <不正侵入> & (調査)", kind="ransomware")
    kiroku.run("log", case, "https://files.example.com/ を遮断した ☑ □ ½")
    path = os.path.join(kiroku.home, "fw.log")
    with open(path, "w", encoding="utf-8") as file:
        file.write("deny\n")
    kiroku.run("evidence", "add", case, path)
    for language in ("ja", "en"):
        def to(name, end=language):
            return f"--output={os.path.join(folder, name)}.{end}.pdf"
        kiroku.run("report", case, to("timeline"), f"--lang={language}")
        kiroku.run("report", case, to("evidence"), f"--lang={language}", "--kind=evidence")
        kiroku.run("checkpoint", case, to("sheet"), f"--lang={language}")
        kiroku.run("verify", case, to("verify"), f"--lang={language}", status=1)
        for copy in ("working", "submission"):
            kiroku.run("form", "fill", case, "F01", to(f"form-{copy}"), f"--lang={language}", f"--copy={copy}")
    return case


@test("/cli/archive/every-pdf-is-pdf-a-1b-to-a-foreign-judge")
def every_pdf(kiroku):
    folder = os.path.join(kiroku.home, "pdf")
    os.mkdir(folder)
    make_all(kiroku, folder)
    said = judge(folder)
    equal(len(said), 12)
    for name, words in said.items():
        contains(words, f"The file {name} is a valid PDF/A-1b file")


@test("/cli/archive/judge-refuses-what-is-none")
def judge_can_refuse(kiroku):
    """Without what is written behind it, the same PDF is none."""
    folder = os.path.join(kiroku.home, "pdf")
    os.mkdir(folder)
    case = kiroku.new_case("--author=霧島 花子")
    path = os.path.join(folder, "x.pdf")
    kiroku.run("report", case, f"--output={path}")
    with open(path, "rb") as file:
        data = file.read()
    with open(path, "wb") as file:
        file.write(data[:data.index(b"%%EOF") + 6])
    contains(judge(folder)["x.pdf"], "is not a valid PDF/A-1b file", "Metadata", "transparency")


@test("/cli/archive/the-colour-profile-is-read-in-a-moment")
def profile(kiroku):
    """Readers search each curve of it through for every page they show; one of 256 values is as exact."""
    path = os.path.join(kiroku.home, "sheet.pdf")
    kiroku.run("checkpoint", kiroku.new_case(), f"--output={path}")
    with open(path, "rb") as file:
        number = re.findall(rb"/DestOutputProfile (\d+) 0 R", file.read())[-1].decode()
    icc = subprocess.run(["qpdf", f"--show-object={number}", "--filtered-stream-data", path], check=True,
                         stdout=subprocess.PIPE).stdout
    equal(icc[36:40], b"acsp", "an ICC profile")
    tags = {icc[at:at + 4]: int.from_bytes(icc[at + 4:at + 8], "big")
            for at in range(132, 132 + 12 * int.from_bytes(icc[128:132], "big"), 12)}
    for name in (b"rTRC", b"gTRC", b"bTRC"):
        at = tags[name]
        equal((icc[at:at + 4], int.from_bytes(icc[at + 8:at + 12], "big")), (b"curv", 256), name)


@test("/cli/archive/metadata-say-the-same-in-both-places")
def metadata(kiroku):
    if shutil.which("pdfinfo") is None:
        raise Skip("pdfinfo is missing: apt-get install poppler-utils")
    case = kiroku.new_case("--author=霧島 花子", title="<不正侵入> & (調査)")
    path = os.path.join(kiroku.home, "x.pdf")
    kiroku.run("report", case, f"--output={path}")

    def info(*words):
        return subprocess.run(["pdfinfo", *words, path], check=True, capture_output=True, text=True).stdout
    plain, xmp = info("-isodates"), info("-meta")
    contains(xmp, "<pdfaid:part>1</pdfaid:part>", "&lt;不正侵入&gt; &amp; (調査)", "霧島 花子")
    contains(plain, "<不正侵入> & (調査)", "霧島 花子", "Tagged:          yes")
    stated = plain.split("CreationDate:")[1].split()[0].replace("+00", "Z").replace("Z:00", "Z")
    contains(xmp, f"<xmp:CreateDate>{stated}")


if __name__ == "__main__":
    main()
