#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which deadlines a filing meets: those of its form, and those that whoever files it names.

Usage: test-meets.py KIROKU_CLI [PART OF A NAME]...   (TAP; run with TZ=Asia/Tokyo)
"""
import os
import shutil
import subprocess

from kiroku import Skip, contains, equal, main, test


def case_with_deadline(kiroku, due="2026-11-21 14:00"):
    """A case with a deadline stated by hand, and its id."""
    case = kiroku.new_case("--known=2026-11-20 10:00", "--author=花子", kind="ransomware")
    kiroku.run("set", case, "leak.categories", "1")
    return case, kiroku.json("deadline", "add", case, "--recipient=取引先A", f"--due={due}", "--text=第一報", warns=True)["id"]


def deadline(kiroku, case, rule, *words):
    """That one of the list."""
    found, = [row for row in kiroku.json("deadline", "list", case, *words) if row["rule"] == rule]
    return found


def state(kiroku, case, rule):
    return deadline(kiroku, case, rule, "--now=2026-11-22 10:00")["state"]


def entries(kiroku, case):
    return len(kiroku.json("timeline", case))


@test("/cli/meets/a-stated-deadline-is-met-by-what-is-filed-for-it")
def stated(kiroku):
    case, duty = case_with_deadline(kiroku)
    equal(state(kiroku, case, duty), "overdue", "before")
    entry = kiroku.json("form", "file", case, "F00", "--method=mail", "--at=2026-11-21 13:00", "--receipt=R-7",
                        f"--meets={duty[:8].upper()}")
    equal(entry["rules"], [duty], "rules")
    row = deadline(kiroku, case, duty)
    equal((row["state"], row["met"]), ("met", "2026-11-21T13:00:00+09:00"), "met")
    contains(kiroku.run("deadline", "show", case, duty).out, "Met: filed at 2026-11-21 13:00")
    assert (kiroku.json("case", "show", case)["next_deadline"] or {}).get("rule") != duty
    equal(kiroku.json("form", "show", case, "F01")["state"], "draft", "another form")
    kiroku.run("rebuild")
    equal(deadline(kiroku, case, duty), row, "after a rebuild")


@test("/cli/meets/the-report-for-management-has-the-proof")
def proof(kiroku):
    if shutil.which("pdftotext") is None:
        raise Skip("pdftotext is missing: apt-get install poppler-utils")
    case, duty = case_with_deadline(kiroku)
    kiroku.run("form", "file", case, "F00", "--method=mail", "--at=2026-11-21 13:00", "--receipt=R-7",
               f"--meets={duty}")
    path = os.path.join(kiroku.home, "m.pdf")
    kiroku.run("report", case, "--kind=management", "--lang=en", f"--output={path}")
    text = subprocess.run(["pdftotext", "-layout", path, "-"], check=True, capture_output=True, text=True).stdout
    row, = [line for line in text.splitlines() if "取引先A: 第一報" in line and "F1" in line]
    contains(row, "receipt R-7")
    contains(text, "filed in time", "Other report or notice")


@test("/cli/meets/several-and-those-of-the-form-besides")
def several(kiroku):
    case, duty = case_with_deadline(kiroku)
    other = kiroku.json("deadline", "add", case, "--recipient=取引先B", "--due=2026-11-25", "--text=T", warns=True)["id"]
    kiroku.run("set", case, "report.stage", "preliminary")
    entry = kiroku.json("form", "file", case, "F01", "--method=web", f"--meets={duty}", f"--meets={other[:10]}",
                        "--meets=jp_ppc_prelim")
    equal(entry["rules"], ["jp_ppc_prelim", duty, other], "rules")
    equal([state(kiroku, case, rule) for rule in entry["rules"]], ["met"] * 3, "states")


@test("/cli/meets/what-is-no-deadline-of-the-case-is-refused-and-nothing-recorded")
def refused(kiroku):
    case, duty = case_with_deadline(kiroku)
    elsewhere, foreign = case_with_deadline(kiroku)
    before = entries(kiroku, case)
    for name in [foreign, duty[:7], "jp_nothing", "", kiroku.json("log", case, "a note")["id"]]:
        contains(kiroku.run("form", "file", case, "F00", "--method=mail", f"--meets={name}", f"--file={__file__}",
                            status=1).err, "no deadline of this case")
    kiroku.run("deadline", "decide", case, duty, "not-applicable", "--reason=R")
    contains(kiroku.run("form", "file", case, "F00", "--method=mail", f"--meets={duty}", status=1).err,
             "does not apply")
    equal(entries(kiroku, case), before + 2, "entries")
    equal(kiroku.json("case", "show", elsewhere)["number"], elsewhere, "the other case")


@test("/cli/meets/a-correction-names-others-or-leaves-them")
def corrected(kiroku):
    case, duty = case_with_deadline(kiroku)
    other = kiroku.json("deadline", "add", case, "--recipient=取引先B", "--due=2026-11-25", "--text=T", warns=True)["id"]
    filed = kiroku.json("form", "file", case, "F00", "--method=mail", f"--meets={duty}", f"--meets={other}")["id"]

    def correct(*words):
        return kiroku.json("form", "file", case, "F00", f"--corrects={filed}", "--reason=R", *words)
    equal(sorted(correct("--receipt=A-1")["rules"]), sorted([duty, other]), "what is not given stays")
    equal((state(kiroku, case, duty), state(kiroku, case, other)), ("met", "met"), "states")
    equal(correct(f"--meets={other}")["rules"], [other], "what is named")
    equal((state(kiroku, case, duty), state(kiroku, case, other)), ("overdue", "met"), "states")


@test("/cli/meets/a-corrected-filing-meets-what-it-was-filed-as-whatever-the-next-is")
def corrected_stage(kiroku):
    case, _ = case_with_deadline(kiroku)
    kiroku.run("set", case, "report.stage", "preliminary")
    filed = kiroku.json("form", "file", case, "F01", "--method=web")["id"]
    kiroku.run("set", case, "report.stage", "final")
    entry = kiroku.json("form", "file", case, "F01", f"--corrects={filed}", "--reason=R", "--receipt=A-1")
    equal((entry["rules"], entry["undecided_facts"]), (["jp_ppc_prelim"], []), "rules")
    equal((state(kiroku, case, "jp_ppc_prelim"), state(kiroku, case, "jp_ppc_final30")), ("met", "running"), "states")


# --- What a filing must know first ---

@test("/cli/form-file/what-its-deadline-depends-on-is-asked-before-anything-is-recorded")
def asked(kiroku):
    case, duty = case_with_deadline(kiroku)
    before = entries(kiroku, case)
    error = kiroku.run("form", "file", case, "F01", "--method=web", f"--file={__file__}", f"--meets={duty}",
                       status=1).err
    contains(error, f"kiroku-cli set {case} report.stage", "preliminary (", "final (", "nothing was recorded")
    equal(entries(kiroku, case), before, "entries")
    equal(kiroku.json("evidence", "list", case), [], "evidence")
    kiroku.run("set", case, "report.stage", "preliminary")
    equal(kiroku.json("form", "file", case, "F01", "--method=web")["rules"], ["jp_ppc_prelim"], "rules")
    other, _ = case_with_deadline(kiroku)
    entry = kiroku.json("form", "file", other, "F01", "--method=web", "--meets=jp_ppc_final30")
    equal((entry["rules"], entry["undecided_facts"]), (["jp_ppc_final30"], []), "said with --meets")


@test("/cli/form-file/a-filing-that-met-nothing-is-repaired-by-a-correction-of-it")
def repaired(kiroku):
    case, duty = case_with_deadline(kiroku)
    filed = kiroku.json("form", "file", case, "F01", "--method=web", "--at=2026-11-21 09:00",
                        "--meets=jp_ppc_prelim")["id"]
    again = ("form", "file", case, "F01", f"--corrects={filed}", "--reason=R")
    equal(kiroku.json(*again, f"--meets={duty}")["rules"], [duty], "met by mistake")
    equal(state(kiroku, case, "jp_ppc_prelim"), "running", "the duty")
    entry = kiroku.json(*again)
    equal((entry["rules"], entry["undecided_facts"]), ([duty], ["report.stage"]), "nobody said yet")
    contains(kiroku.run(*again).out, f"kiroku-cli set {case} report.stage")
    kiroku.run("set", case, "report.stage", "preliminary")
    equal(sorted(kiroku.json(*again)["rules"]), sorted(["jp_ppc_prelim", duty]), "its rules are found anew")
    row = deadline(kiroku, case, "jp_ppc_prelim")
    equal((row["state"], row["met"]), ("met", "2026-11-21T09:00:00+09:00"), "when it was filed")
    equal(len(kiroku.json("form", "show", case, "F01")["filed"]), 1, "filed once")


@test("/cli/form-file/a-working-copy-that-is-said-to-have-been-sent-is-warned-of")
def working_copy(kiroku):
    case, _ = case_with_deadline(kiroku)
    kiroku.run("set", case, "report.stage", "preliminary")
    for language in ["ja", "en"]:
        for copy, warned in [("working", True), ("submission", False)]:
            path = os.path.join(kiroku.home, f"{copy}-{language}.pdf")
            kiroku.run("form", "fill", case, "F01", f"--copy={copy}", f"--lang={language}", f"--output={path}")
            error = kiroku.run("form", "file", case, "F01", "--method=web", f"--file={path}", warns=True).err
            equal("working copy" in error, warned, f"{copy} {language}: {error!r}")


@test("/cli/form-file/an-approval-signed-after-what-it-approves-was-filed-is-warned-of")
def approved_late(kiroku):
    case, _ = case_with_deadline(kiroku)
    kiroku.run("set", case, "report.stage", "preliminary")
    kiroku.run("form", "approve", case, "F01", "--author=太郎", f"--database={kiroku.database}",
               env={"XDG_DATA_HOME": os.path.join(kiroku.home, "colleague")})
    contains(kiroku.run("form", "file", case, "F01", "--method=web", "--at=2026-11-20 11:00", warns=True).err,
             "approved", "after")
    assert "after" not in kiroku.run("form", "file", case, "F01", "--method=web").err


if __name__ == "__main__":
    main()
