#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What others can protect themselves with, and that it does not say whom it hit.

Usage: test-sharing.py KIROKU_CLI [PART OF A NAME]...   (TAP; run with TZ=Asia/Tokyo)
"""
import csv
import os

from kiroku import USAGE, contains, equal, main, read_pdf, test

SECRETS = ("見本商事", "山田", "mihon.example", "FS01", "192.0.2.1 ", "侵入経路は秘密", "社外秘の題名")


def case_of(kiroku):
    """A case with indicators to share and not to share."""
    for key, value in (("org.name", "見本商事"), ("reporter.name", "山田太郎"), ("reporter.email", "yamada@mihon.example")):
        kiroku.run("profile", "set", key, value)
    case = kiroku.new_case("--author=山田太郎", title="社外秘の題名")
    kiroku.run("asset", "set", case, "FS01", "--address=192.0.2.1", "--owner=山田")
    for value, *words in (("203.0.113.5", "--tlp=green", "--technique=T1190", "--first-seen=2025-11-21 14:05", "--note=侵入経路は秘密"),
                          ("http://evil.example/a", "--tlp=clear", "--technique=T1190", "--first-seen=2025-11-21 13:05"),
                          ("192.0.2.10", "--tlp=green", "--technique=T1021.001"), ("198.51.100.7", "--tlp=amber"),
                          ("198.51.100.8",), ("198.51.100.9", "--tlp=clear", "--state=withdrawn"), ("192.0.2.1", "--tlp=clear"),
                          ("vpn.mihon.example", "--tlp=clear"), ("FS01-payload.exe", "--type=file", "--tlp=clear")):
        kiroku.run("indicator", "set", case, value, *words)
    return case


def table(kiroku, case, tlp):
    path = os.path.join(kiroku.home, "sheet.csv")
    kiroku.run("report", case, "--kind=indicators", f"--tlp={tlp}", f"--output={path}")
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.reader(file)), path


@test("/cli/sharing/only-what-may-be-shared-so-far-stands-there")
def limit(kiroku):
    case = case_of(kiroku)
    rows, _ = table(kiroku, case, "green")
    equal(rows, [["type", "value", "technique", "first_seen", "tlp"],
                 ["ipv4", "203[.]0[.]113[.]5", "T1190", "2025-11-21T14:05:00+09:00", "TLP:GREEN"],
                 ["url", "hxxp[:]//evil[.]example/a", "T1190", "2025-11-21T13:05:00+09:00", "TLP:CLEAR"],
                 ["ipv4", "192[.]0[.]2[.]10", "T1021.001", "", "TLP:GREEN"]])
    equal([row[1] for row in table(kiroku, case, "clear")[0][1:]], ["hxxp[:]//evil[.]example/a"])
    equal(len(table(kiroku, case, "amber")[0]), 5)
    equal("198[.]51[.]100[.]8" in str(table(kiroku, case, "red")[0]), False, "nobody said with whom")


@test("/cli/sharing/nothing-says-whom-it-hit")
def nobody(kiroku):
    case = case_of(kiroku)
    for language, words in (("ja", ("攻撃手口・侵害指標の共有", "2025-11-2113:05", "共有範囲")),
                            ("en", ("Techniquesandindicatorstoshare", "Firstseen"))):
        path = os.path.join(kiroku.home, "sheet.pdf")
        kiroku.run("report", case, "--kind=indicators", "--tlp=green", f"--lang={language}", f"--output={path}")
        text = read_pdf(path)
        contains(text.replace(" ", ""), "T1190", "T1021.001", "203[.]0[.]113[.]5", "TLP:GREEN", *words)
        with open(path, "rb") as file:
            raw = file.read()
        for secret in SECRETS:
            assert secret.replace(" ", "") not in text.split() and (secret.endswith(" ") or secret not in text), secret
            assert secret.replace(".", "[.]") not in text, secret
            assert secret.encode("utf-8") not in raw and secret.encode("utf-16-be") not in raw, secret
    with open(table(kiroku, case, "red")[1], encoding="utf-8") as file:
        text = file.read()
    for secret in SECRETS:
        assert secret not in text and secret.strip().replace(".", "[.]") not in text.replace('"', "").split(","), secret


@test("/cli/sharing/an-address-of-the-victims-is-one-in-a-url-and-in-its-network-too")
def hosts(kiroku):
    case = kiroku.new_case()
    kiroku.run("set", case, "org.helpdesk", "help@mihon.example（9～17時） sos@second.example")
    kiroku.run("asset", "set", case, "Web", "--address=203.0.113.5, fs01.mihon.invalid")
    kiroku.run("asset", "set", case, "LAN", "--address=192.0.2.0/24")
    ours = ("http://203.0.113.5/shell.php", "https://fs01.mihon.invalid:8443/x", "192.0.2.77", "http://192.0.2.78/a",
            "root@mihon.example", "http://www.second.example/")
    theirs = ("http://203.0.113.50/", "198.51.100.7", "mallory@evil.example")
    for value in ours + theirs:
        kiroku.run("indicator", "set", case, value, "--tlp=clear")
    equal(len(table(kiroku, case, "clear")[0]) - 1, len(theirs))


@test("/cli/sharing/the-victims-hosts-with-a-port-parent-domains-short-names-and-telephones-are-recognised")
def spellings(kiroku):
    for key, value in (("reporter.email", "soc@mail.mihon.co.jp"), ("reporter.phone", "+81 3-1234-5678 / 090-1111-2222"),
                       ("reporter.name", "山田　太郎"), ("org.helpdesk", "０１２０（１２３）４５６ (9:00-17:00)")):
        kiroku.run("profile", "set", key, value)
    case = kiroku.new_case()
    kiroku.run("asset", "set", case, "Web", "--address=203.0.113.5, fs01.mihon.invalid")
    kiroku.run("asset", "set", case, "PC7", "--owner=林")
    kiroku.run("asset", "set", case, "PC8", "--owner=小林 一")
    ours = ("203.0.113.5:8443", "fs01.mihon.invalid:443", "fs01.mihon.invalid/shell.php", "www.mihon.co.jp",
            "mihon.co.jp", "03-1234-5678", "0312345678", "0120-123-456", "090-1111-2222", "1 03-1234-5678", "山田.docx", "小林のPC.zip", "ＷＷＷ.mihon.co.jp")
    theirs = ("203.0.113.50:8443", "other.co.jp", "03-1234-5679", "山本.docx", "林.docx")
    for value in ours + theirs:
        kiroku.run("indicator", "set", case, value, "--type=other", "--tlp=clear")
    rows, _ = table(kiroku, case, "clear")
    equal([row[1].replace("[", "").replace("]", "") for row in rows[1:]], list(theirs))


@test("/cli/sharing/a-copy-without-the-victims-names-says-that-it-cannot-know-them")
def blind(kiroku):
    case = case_of(kiroku)
    asset = [line for line in kiroku.json("timeline", case) if line["kind"] == "asset.set"][0]["id"]
    path = os.path.join(kiroku.home, "sheet.pdf")
    for number, withheld in enumerate((None, "org.name", f"{asset}:owner", f"{asset}:asset")):
        package = os.path.join(kiroku.home, f"{number}.zip")
        kiroku.run("export", case, f"--output={package}", *([f"--withhold={withheld}"] if withheld else []), warns=True)
        other = type(kiroku)(kiroku.program, os.path.join(kiroku.home, f"other{number}"))
        os.makedirs(other.home)
        other.run("import", package, "--author=受領者", warns=True)
        other.run("report", case, "--kind=indicators", "--tlp=green", "--lang=en", f"--output={path}", warns=True)
        equal("must check it" in " ".join(read_pdf(path).split()), withheld is not None, str(withheld))


@test("/cli/sharing/with-whom-must-be-said-and-nobody-signs")
def usage(kiroku):
    case = case_of(kiroku)
    for words in (("--kind=indicators",), ("--kind=indicators", "--tlp=pink"), ("--kind=timeline", "--tlp=red"),
                  ("--kind=indicators", "--tlp=red", "--sign")):
        kiroku.run("report", case, "--output=x.pdf", *words, status=USAGE)
    for end in ("csv", "pdf"):
        kiroku.run("report", case, "--kind=indicators", "--tlp=red", "--withhold=leak.count", f"--output=x.{end}",
                   status=USAGE)
    empty = kiroku.new_case()
    equal(len(table(kiroku, empty, "red")[0]), 1, "nothing but the head")


if __name__ == "__main__":
    main()
