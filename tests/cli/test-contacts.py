#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who was told, as a list and on paper.

Usage: test-contacts.py KIROKU_CLI [PART OF A NAME]...   (TAP; run with TZ=Asia/Tokyo)
"""
import os

from kiroku import ISO, USAGE, Kiroku, contains, equal, keys, main, read_pdf, test

WHY = "--reason=番号を取り違えた"


def told(kiroku):
    """A case in which three desks were told, one of them recorded wrongly first: its number and entries."""
    case = kiroku.new_case("--author=花子")
    last = kiroku.json("contact", "told", case, "jpcert_ir", "--by=mail", "--at=2025-11-21 15:00",
                       "--outcome=検体を送った")["id"]
    wrong = kiroku.json("contact", "told", case, "mpd_cyber", "--person=佐藤", "--at=2025-11-21 13:05",
                        "--outcome=遮断を頼まれた")["id"]
    right = kiroku.json("contact", "told", case, "mpd_cyber", f"--corrects={wrong}", WHY,
                        "--at=2025-11-21 14:05", "--outcome=ログの保全を頼まれた", "--author=次郎")["id"]
    return case, last, wrong, right


def paper(kiroku, case, language):
    path = os.path.join(kiroku.home, f"{language}.pdf")
    kiroku.run("report", case, "--kind=contacts", f"--lang={language}", f"--output={path}")
    return read_pdf(path)


@test("/cli/contacts/log-tells-who-was-told-when-how-by-whom-and-what-was-said")
def listed(kiroku):
    case, last, wrong, right = told(kiroku)
    log = kiroku.json("contact", "log", case)
    equal([one["entry"] for one in log], [wrong, right, last], "by the time of telling")
    for one in log:
        keys(one, "contact name by number person outcome time recorded author vouched corrected corrects reason "
                  "withheld erased entry")
        assert ISO.fullmatch(one["recorded"]) and ISO.fullmatch(one["time"]) and one["recorded"] > one["time"], one
    equal([(one["corrected"], one["corrects"], one["reason"], one["author"], one["vouched"]) for one in log],
          [(True, None, None, "花子", True), (False, wrong, "番号を取り違えた", "次郎", False),
           (False, None, None, "花子", True)])
    equal([(one["by"], one["number"], one["person"], one["outcome"]) for one in log],
          [("phone", "03-5805-1731", "佐藤", "遮断を頼まれた"),
           ("phone", "03-5805-1731", "佐藤", "ログの保全を頼まれた"), ("mail", None, None, "検体を送った")])
    lines = kiroku.run("contact", "log", case).out.splitlines()
    contains(lines[0], "2025-11-21 13:05", "03-5805-1731", "佐藤", "遮断を頼まれた", "花子")
    contains(lines[1], "no longer holds")
    contains(lines[3], "番号を取り違えた")
    equal(kiroku.json("contact", "log", case, "--as-of=2025-01-01 00:00"), [], "nothing was recorded by then")
    kiroku.run("contact", "log", "2001-999", status=1)


@test("/cli/contacts/paper-tells-the-same-in-both-languages")
def printed(kiroku):
    case = told(kiroku)[0]
    japanese = paper(kiroku, case, "ja")
    contains(japanese.replace(" ", ""), "連絡の記録", "2025-11-2113:05", "2025-11-2114:05", "遮断を頼まれた",
             "ログの保全を頼まれた", "03-5805-1731", "電話（佐藤）", "番号を取り違えた", "検体を送った", "2件")
    english = paper(kiroku, case, "en")
    contains(english, "Who was told", "Telephone", "corrected because", "recorded 20", "Times told")
    contains(paper(kiroku, kiroku.new_case("--author=花子"), "en"), "Nobody told is recorded.")


@test("/cli/contacts/what-is-withheld-is-said-to-be")
def withheld(kiroku):
    case, last, _, right = told(kiroku)
    path = os.path.join(kiroku.home, "p.zip")
    asset = kiroku.json("asset", "set", case, "FS-01", "--address=192.168.1.10", "--tlp=amber")["id"]
    secret = kiroku.json("asset", "set", case, "PC-99", "--tlp=red")["id"]
    filed = kiroku.json("form", "file", case, "F00", "--method=web", "--to=市役所", "--receipt=A-17")["id"]
    kiroku.run("export", case, f"--output={path}", f"--withhold={right}:person", f"--withhold={last}:outcome",
               f"--withhold={last}:by", f"--withhold={asset}:address", f"--withhold={secret}:tlp",
               f"--withhold={filed}:receipt")
    other = Kiroku(kiroku.program, os.path.join(kiroku.home, "other"))
    other.run("import", path, warns=True)
    log = {one["entry"]: one for one in other.json("contact", "log", case)}
    equal([(log[last]["outcome"], log[last]["withheld"]), (log[right]["person"], log[right]["withheld"])],
          [(None, ["by", "outcome"]), (None, ["person"])])
    contains(other.run("contact", "log", case).out, "(withheld)")
    text = paper(other, case, "ja").replace(" ", "")
    contains(text, "（開示されない）", "ログの保全を頼まれた")
    assert "佐藤" not in text and "検体" not in text, text
    fields = {field["fact"]: field["shown"] for field in other.json("form", "show", case, "F06", "--lang=en")["fields"]}
    equal(fields["assets"], "FS-01 (Other, Suspected)  withheld  TLP:AMBER\n"
                            "(1 whose TLP mark is not known here are not stated.)", "in the lists of a form, too")
    contains(fields["reports_made"], "(withheld)", "receipt: withheld")
    kiroku.run("erase", case, last, "outcome", "--law=法律", "--reason=請求", warns=True)
    equal({one["entry"]: one["erased"] for one in kiroku.json("contact", "log", case)}[last], ["outcome"])
    contains(paper(kiroku, case, "en"), "(erased by law)")


@test("/cli/contacts/an-unknown-kind-of-report-names-this-one")
def usage(kiroku):
    case = kiroku.new_case()
    contains(kiroku.run("report", case, "--kind=calls", "--output=x.pdf", status=USAGE).err, "contacts")


if __name__ == "__main__":
    main()
