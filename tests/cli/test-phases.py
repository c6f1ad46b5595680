#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Phases entered by mistake are corrected, and who approved one is shown; how grave a case is may change.

Usage: test-phases.py KIROKU_CLI [PART OF A NAME]...   (TAP; run with TZ=Asia/Tokyo)
"""
import os
import subprocess

from kiroku import contains, equal, main, test


def enter(kiroku, case, phase, *words):
    return kiroku.json("phase", case, phase, *words)["id"]


def stays(kiroku, case, *words):
    """The phases of a case, each with the hour and minute at which it was entered."""
    return [(stay["phase"], stay["start"][11:16]) for stay in kiroku.json("case", "show", case, *words)["phases"][1:]]


def a_case(kiroku):
    """Triage at 10:00, then containment, entered as eradication by mistake, at 11:00, recovery at 12:00."""
    case = kiroku.new_case("--detected=2026-11-21 09:00", "--author=花子")
    enter(kiroku, case, "triage", "--at=2026-11-21 10:00")
    mistake = enter(kiroku, case, "eradication", "--at=2026-11-21 11:00")
    enter(kiroku, case, "recovery", "--at=2026-11-21 12:00")
    return case, mistake


def report(kiroku, case, language, kind="timeline"):
    path = os.path.join(kiroku.home, "report.pdf")
    kiroku.run("report", case, f"--output={path}", f"--lang={language}", f"--kind={kind}")
    text = subprocess.run(["pdftotext", "-raw", path, "-"], check=True, capture_output=True, text=True).stdout
    return text.replace("\n", "")


def management(kiroku, case):
    return report(kiroku, case, "ja", "management")


@test("/cli/phases/a-mistaken-phase-becomes-another-and-the-measures-follow")
def another(kiroku):
    case, mistake = a_case(kiroku)
    before = kiroku.json("case", "show", case)["measures"]
    then = kiroku.json("timeline", case)[-1]["recorded"]
    fix = enter(kiroku, case, "containment", f"--corrects={mistake[:10]}", "--reason=押し間違い")
    equal(stays(kiroku, case), [("triage", "10:00"), ("containment", "11:00"), ("recovery", "12:00")], "stays")
    after = kiroku.json("case", "show", case)
    equal(after["phase"], "recovery", "nothing new was entered")
    equal(after["measures"]["seconds_in_phase"]["containment"], 3600, "time in it")
    assert "eradication" not in after["measures"]["seconds_in_phase"], after["measures"]
    assert "eradication" in before["seconds_in_phase"], before
    equal(stays(kiroku, case, f"--as-of={then}")[1], ("eradication", "11:00"), "as of then")
    # A time alone, and a correction of the correction.
    enter(kiroku, case, "containment", f"--corrects={fix}", "--at=2026-11-21 11:30", "--reason=時刻")
    equal(stays(kiroku, case)[1], ("containment", "11:30"), "the last correction stands")
    kiroku.run("rebuild")
    equal(stays(kiroku, case)[1], ("containment", "11:30"), "after a rebuild")


@test("/cli/level/it-changes-with-a-reason-and-stays-legible")
def level(kiroku):
    case = kiroku.new_case("--level=1", "--author=花子")
    then = kiroku.json("timeline", case)[-1]["recorded"]
    kiroku.run("case", "level", case, "4", "--reason=R", status=64)
    kiroku.run("case", "level", case, "2", status=64)
    contains(kiroku.run("case", "level", case, "1", "--reason=R", status=1).err, "level 1 already")
    entry = kiroku.json("case", "level", case, "３", "--reason=顧客に及んだため")["id"]
    line = kiroku.json("timeline", case)[-1]
    equal((line["kind"], line["text"]), ("case.level", "Level 3 — 顧客に及んだため"), "the log")
    equal([kiroku.json("case", "show", case, *words)["level"] for words in ((), (f"--as-of={then}",))], [3, 1])
    equal(kiroku.json("case", "list")[0]["level"], 3, "the list")
    contains(kiroku.run("case", "show", case).out, "level 3")
    kiroku.run("rebuild")
    equal(kiroku.json("case", "show", case)["level"], 3, "after a rebuild")
    # It is a decision, which somebody else approves; the level is never erased, the reason is.
    kiroku.run("approve", case, entry, "--author=部長")
    text = management(kiroku, case)
    contains(text, "レベル3（0～3）", "顧客に及んだため")
    kiroku.run("erase", case, entry, "level", "--law=L", "--reason=R", status=1)
    kiroku.run("erase", case, entry, "reason", "--law=L", "--reason=R", warns=True)
    equal(kiroku.json("case", "show", case)["level"], 3, "the reason alone is gone")
    assert "顧客に及んだため" not in management(kiroku, case)


@test("/cli/phases/one-that-should-not-have-been-is-no-stay")
def withdrawn(kiroku):
    case, mistake = a_case(kiroku)
    enter(kiroku, case, "triage", f"--corrects={mistake}", "--reason=入っていない")
    equal(stays(kiroku, case), [("triage", "10:00"), ("recovery", "12:00")], "stays")
    equal(kiroku.json("case", "show", case)["measures"]["seconds_in_phase"]["triage"], 7200, "time")


@test("/cli/phases/log-and-report-show-both-readings")
def shown(kiroku):
    case, mistake = a_case(kiroku)
    enter(kiroku, case, "containment", f"--corrects={mistake}", "--reason=wrong button")
    text = kiroku.run("timeline", case).out
    contains(text, "corrected by 花子: wrong button", "as recorded it read: Eradication", "Correction of a phase: Containment")
    contains(kiroku.run("case", "show", case).out, "corrected by 花子: wrong button")
    contains(report(kiroku, case, "ja"), "［訂正：花子 ― 理由：wrong button］")
    contains(report(kiroku, case, "en"), "Correction of a phase: Containment")


@test("/cli/phases/a-corrected-time-shows-with-the-old")
def times(kiroku):
    case, mistake = a_case(kiroku)
    enter(kiroku, case, "eradication", f"--corrects={mistake}", "--at=2026-11-21 11:30", "--reason=wrong clock")
    text = kiroku.run("timeline", case).out
    contains(text, "2026-11-21 11:30  Phase", "corrected by 花子: wrong clock", "as recorded it read: 2026-11-21 11:00\n")
    line = next(line for line in kiroku.json("timeline", case) if line["id"] == mistake)
    equal((line["time"][11:16], line["corrected_time"][11:16]), ("11:00", "11:30"), "old and new")


@test("/cli/phases/the-report-shows-who-signed-an-approval")
def signed(kiroku):
    case, mistake = a_case(kiroku)
    kiroku.run("approve", case, mistake, "--author=部長")
    contains(kiroku.run("case", "show", case).out, "approved, signed by 部長 (not vouched for)")
    text = kiroku.run("timeline", case).out
    contains(text, "    approved, signed by 部長, 20", "; does not count: not vouched for\n")
    contains(report(kiroku, case, "ja"), "部長（未保証）（署名）")
    kiroku.run("key", "vouch", case, "部長")
    contains(kiroku.run("case", "show", case).out, "approved, signed by 部長\n")
    contains(report(kiroku, case, "ja"), "部長（署名）")
    enter(kiroku, case, "containment", f"--corrects={mistake}", "--reason=R")
    assert "signed by" not in kiroku.run("case", "show", case).out, "what was approved was another phase"


@test("/cli/phases/what-was-approved-is-what-was-read")
def approved_words(kiroku):
    case, mistake = a_case(kiroku)
    note = kiroku.json("log", case, "身代金は支払わない", "--class=decision")["id"]
    kiroku.run("approve", case, note, "--author=部長")
    contains(kiroku.run("timeline", case).out, "身代金は支払わない", "    approved, signed by 部長", "approved: “身代金は支払わない”")
    kiroku.run("correct", case, note, "身代金を支払う", "--reason=R")
    text = kiroku.run("timeline", case).out
    contains(text, "身代金を支払う", "approved: “身代金は支払わない”",
             "; does not count: not vouched for, it was said of other words: they were corrected")
    line = next(line for line in kiroku.json("timeline", case) if line["id"] == note)
    assert "approval" not in line, "other words were approved"
    contains(kiroku.run("approve", case, note, status=1).err, "your own")  # whoever corrected it
    kiroku.run("approve", case, note, "--author=部長")
    contains(kiroku.run("timeline", case).out, "身代金を支払う", "approved: “身代金を支払う”")
    enter(kiroku, case, "containment", f"--corrects={mistake}", "--reason=R")
    kiroku.run("approve", case, mistake, "--author=部長")
    contains(kiroku.run("case", "show", case).out, "approved, signed by 部長")
    contains(kiroku.run("timeline", case).out, "Containment", "approved: “Containment”")


@test("/cli/phases/every-approval-is-told-and-an-outsider-replaces-none")
def every_approval(kiroku):
    case, phase = a_case(kiroku)
    kiroku.run("approve", case, phase, "--author=部長")
    kiroku.run("key", "vouch", case, "部長")
    kiroku.run("approve", case, phase, "--refuse", "--reason=悪意", "--author=通りすがり")
    line = next(line for line in kiroku.json("timeline", case) if line["id"] == phase)
    equal((line["approval"], line["approval_by"]), ("approved", "部長"), "what stands")
    assert "approval_unvouched" not in line, line
    equal([(word["decision"], word["by"], word["reason"], word["counts"], word["lacks"])
           for word in line["approvals"]],
          [("approved", "部長", None, True, []), ("refused", "通りすがり", "悪意", False, ["unvouched"])], "all")
    assert "signed" not in line["text"], "the words only"
    contains(kiroku.run("case", "show", case).out, "approved, signed by 部長\n")
    shown = ("approved, signed by 部長, ", "refused, signed by 通りすがり, ", "does not count: not vouched for")
    contains(kiroku.run("timeline", case).out, *shown)
    contains(kiroku.run("timeline", case, "--csv").out, *shown)
    contains(report(kiroku, case, "en").replace("\n", " "), "signed by 部長", "signed by 通りすがり", "does not count")


@test("/cli/phases/mistakes-are-told-and-nothing-is-recorded")
def usage(kiroku):
    case, mistake = a_case(kiroku)
    note = kiroku.json("log", case, "x")["id"]
    before = len(kiroku.json("timeline", case))
    contains(kiroku.run("phase", case, "triage", f"--corrects={mistake}", status=1).err, "reason")
    contains(kiroku.run("phase", case, "triage", f"--corrects={note}", "--reason=R", status=1).err, "note")
    kiroku.run("phase", case, "triage", "--corrects=00000000", "--reason=R", status=1)
    contains(kiroku.run("correct", case, mistake, "containment", "--reason=R", status=1).err, "--corrects=", mistake[:12])
    equal(len(kiroku.json("timeline", case)), before, "entries")


if __name__ == "__main__":
    main()
