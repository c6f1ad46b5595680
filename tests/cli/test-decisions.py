#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who decided what of a duty, whom they named, and who signed it.

Usage: test-decisions.py KIROKU_CLI [PART OF A NAME]...   (TAP; run with TZ=Asia/Tokyo)
"""
import os

from kiroku import contains, equal, main, read_pdf, test

RULE = "jp_ppc_prelim"


def decide(kiroku, case, *words):
    return kiroku.json("deadline", "decide", case, RULE, "not-applicable", "--reason=対象外", *words)["id"]


def row_of(kiroku, case):
    return next(row for row in kiroku.json("deadline", "list", case) if row["rule"] == RULE)


@test("/cli/decisions/who-was-named-is-not-said-to-have-approved-and-who-signed-is")
def named(kiroku):
    case = kiroku.new_case("--author=花子")
    first = decide(kiroku, case, "--approver=法務部")
    row = row_of(kiroku, case)
    contains(row["explanation"], "Named as approver, not signed: 法務部.")
    equal("decision_approvals" in row, False, row)

    kiroku.run("approve", case, first, "--reason=確認済み", "--author=部長")
    kiroku.run("key", "vouch", case, "部長", "--author=花子")
    kiroku.run("approve", case, first, "--refuse", "--reason=R", "--author=通りすがり")
    row = row_of(kiroku, case)
    contains(row["explanation"], "Named as approver, not signed: 法務部.", "approved, signed by 部長, 20",
             "refused, signed by 通りすがり", "does not count: not vouched for")
    equal(row["decision_approver"], "法務部")
    timeline = next(line for line in kiroku.json("timeline", case) if line["id"] == first)
    equal(row["decision_approvals"], timeline["approvals"], "as the timeline says")
    equal([(word["by"], word["counts"]) for word in row["decision_approvals"]], [("部長", True), ("通りすがり", False)])
    contains(kiroku.run("deadline", "show", case, row["rule"]).out, "not signed: 法務部", "signed by 部長")


@test("/cli/decisions/what-no-longer-stands-and-who-has-not-signed-is-said")
def replaced(kiroku):
    case = kiroku.new_case()
    first = kiroku.run("deadline", "decide", case, RULE, "not-applicable", "--reason=対象外", "--author=花子", "--approver=部長").out
    entry = first.split()[0]
    contains(first, "部長 is written down as approver and has signed nothing", f"kiroku-cli approve {case} {entry[:12]}")
    assert "replaces" not in first, first
    second = kiroku.run("deadline", "decide", case, RULE, "applies", "--reason=対象").out
    contains(second, "This replaces the decision of 花子 that it does not apply (対象外)")
    assert "written down" not in second, second


@test("/cli/decisions/who-was-named-and-signed-is-told-of-once-and-a-new-decision-needs-a-new-word")
def signed(kiroku):
    case = kiroku.new_case("--author=花子")
    first = decide(kiroku, case, "--approver=部長")
    kiroku.run("approve", case, first, "--author=部長")
    contains(row_of(kiroku, case)["explanation"], "not signed: 部長")  # nobody vouches for that key
    kiroku.run("key", "vouch", case, "部長", "--author=花子")
    row = row_of(kiroku, case)
    contains(row["explanation"], "approved, signed by 部長")
    equal("not signed" in row["explanation"], False, row["explanation"])

    decide(kiroku, case, "--approver=部長")
    row = row_of(kiroku, case)
    contains(row["explanation"], "not signed: 部長")
    equal(("signed by" in row["explanation"], "decision_approvals" in row), (False, False), "of another decision")


def send(kiroku, case, *withheld):
    """What another case book says that has the case without these values."""
    path, book = os.path.join(kiroku.home, "p.zip"), f"--database={kiroku.home}/other.db"
    kiroku.run("export", case, f"--output={path}", *(f"--withhold={one}" for one in withheld))
    kiroku.run("import", path, book, warns=True)
    return lambda *words: kiroku.run(*words, book, warns=True)


def sheet(there, kiroku, case, language):
    path = os.path.join(kiroku.home, f"{language}.pdf")
    there("report", case, "--kind=situation", f"--lang={language}", f"--output={path}")
    return "".join(read_pdf(path).split())


@test("/cli/decisions/one-that-is-withheld-frees-nobody-nor-does-the-one-before-it-stand")
def withheld(kiroku):
    case = kiroku.new_case("--author=花子", "--known=2026-11-21 10:00", kind="ransomware")
    decide(kiroku, case)
    second = kiroku.json("deadline", "decide", case, RULE, "applies", "--reason=見つかった", "--approver=部長")["id"]
    erased = kiroku.json("deadline", "decide", case, "jp_my_prelim", "not-applicable", "--reason=消す理由")["id"]
    kiroku.run("set", case, "leak.categories", "none")
    kiroku.run("erase", case, erased, "reason", "--law=法律", "--reason=請求", warns=True)
    own = kiroku.json("deadline", "add", case, "--recipient=委託元", "--due=2099-11-24 10:00", "--text=第一報")["id"]
    there = send(kiroku, case, f"{second}:decision", f"{second}:approver", f"{own}:due", f"{own}:recipient")

    row = next(row for row in there("--json", "deadline", "list", case).data if row["rule"] == RULE)
    equal((row["state"], row["decision_withheld"], row["decision_reason"]), ("undecided", True, "見つかった"), row)
    contains(row["explanation"], "What was decided about whether it applies is withheld; the reason: 見つかった.")
    contains(there("deadline", "show", case, own[:8]).out, "By when it is due is withheld.", "(withheld)")
    contains(there("deadline", "show", case, "jp_my_prelim").out, "does not apply: (erased by law).")
    ja, en = (sheet(there, kiroku, case, language) for language in ("ja", "en"))
    contains(ja, "（開示されない）―見つかった（花子。承認者として記入：（開示されない））", "該当しない―（法令により消去）（花子）", "（開示されない）（開示されない）第一報")
    contains(en, "(withheld)—見つかった(花子.namedasapprover:(withheld))", "doesnotapply—(erasedbylaw)(花子)", "(withheld):(withheld):第一報")
    assert "(withheld)" not in ja and "（開示されない）" not in en and "該当しない―対象外" not in ja, ja + en
    path = os.path.join(kiroku.home, "m.pdf")
    there("report", case, "--kind=management", "--lang=en", f"--output={path}")
    page = "".join(read_pdf(path).split())
    contains(page, "第一報(withheld)")


if __name__ == "__main__":
    main()
