#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What people read of the log: who approved, why it reads otherwise now, whose key it was.

Usage: test-log-text.py KIROKU_CLI [PART OF A NAME]...   (TAP; run with TZ=Asia/Tokyo)
"""
import os

from kiroku import contains, equal, main, read_pdf, test


def rows(kiroku, case):
    """The log as people read it: each entry without its time and id, indented what stands below it."""
    found = []
    for line in kiroku.run("timeline", case).out.splitlines():
        found.append(line if line.startswith((" ", "(")) else line.split("  ", 1)[1].rsplit("  [", 1)[0])
    return found


@test("/cli/log-text/a-decision-and-a-legal-hold-name-their-approver")
def approver(kiroku):
    case = kiroku.new_case("--author=Hanako", kind="ransomware")
    kiroku.run("deadline", "decide", case, "jp_ppc_prelim", "applies", "--reason=R", "--approver=部長")
    contains(rows(kiroku, case)[-1], "applies (approver named: 部長) — R")
    contains(kiroku.json("timeline", case)[-1]["text"], "(approver named: 部長)")
    kiroku.run("phase", case, "triage", "--reason=P", "--approver=課長")
    contains("\n".join(rows(kiroku, case)), "Triage (approver named: 課長) — P")
    kiroku.run("hold", case, "set", "--reason=H", "--approver=法務")
    contains(rows(kiroku, case)[-1], "set (approver named: 法務) — H")
    equal([line["kind"] for line in kiroku.json("timeline", case, "--find=部長")], ["obligation.decide"], "found")


@test("/cli/log-text/each-reading-has-its-own-reason")
def reasons(kiroku):
    case = kiroku.new_case()
    note = kiroku.run("log", case, "one").out.strip()
    kiroku.run("correct", case, note, "two", "--reason=R1")
    kiroku.run("correct", case, note, "three", "--reason=R2")
    said = rows(kiroku, case)[-5:]
    assert said[0].endswith("  three") and said[1].startswith("    corrected by ") and said[1].endswith(": R2 (and 1 earlier correction)"), said
    equal(said[2], "    as recorded it read: one")
    assert said[3].endswith("  two — R1") and said[4].endswith("  three — R2"), said
    equal(kiroku.json("timeline", case, "--find=one")[0]["correction_reason"], "R2", "of what stands")


@test("/cli/log-text/the-order-is-said-to-people")
def order(kiroku):
    case = kiroku.new_case()
    kiroku.run("log", case, "late", "--at=2026-11-21 14:05")
    kiroku.run("log", case, "early", "--at=2026-11-21 13:05")
    equal(rows(kiroku, case)[0], "(in the order of recording; each begins with when it happened)")
    assert "order of recording" not in kiroku.run("timeline", case, "--csv").out, "of CSV the first row are names"
    equal(kiroku.run("timeline", case, "--find=nothing such").out, "", "nothing, no order")


@test("/cli/log-text/a-revoked-key-is-told-by-its-owner")
def revoked(kiroku):
    case = kiroku.new_case("--author=Hanako")
    kiroku.run("log", case, "x", "--author=Taro")
    kiroku.run("key", "vouch", case, "Taro", "--author=Hanako")
    key = [line["key"] for line in kiroku.json("timeline", case) if line["text"] == "x"][0]
    contains(rows(kiroku, case)[-1], f"vouched for: Taro ({key[:12]})")
    kiroku.run("key", "revoke", case, "Taro", "--reason=left", "--author=Hanako")
    contains(rows(kiroku, case)[-1], f"revoked: the key of Taro ({key[:12]}) — left")


@test("/cli/log-text/checkpoints-are-counted-not-listed")
def checkpoints(kiroku):
    case = kiroku.new_case()
    for number in range(3):
        kiroku.run("report", case, f"--output={kiroku.home}/{number}.pdf")
    kiroku.run("checkpoint", case, f"--output={kiroku.home}/root.pdf")
    assert not [line for line in rows(kiroku, case)[:-1] if "Checkpoint" in line], rows(kiroku, case)
    contains(kiroku.run("timeline", case).out.splitlines()[-1], "4 checkpoints", "left out")
    equal(len([line for line in kiroku.json("timeline", case) if line["kind"] == "checkpoint"]), 4)
    equal(kiroku.run("timeline", case, "--csv").out.count('"checkpoint"'), 4)


@test("/cli/log-text/addresses-are-live-in-the-record-and-in-json-only")
def addresses(kiroku):
    case = kiroku.new_case()
    live, safe = "http://evil.example.com/a", "hxxp[:]//evil[.]example[.]com/a"
    note = kiroku.run("log", case, f"{live} から evil.log").out.strip()
    kiroku.run("correct", case, note, f"{live} と 192.0.2.1", f"--reason={live} を確認")
    file = os.path.join(kiroku.home, "evil.example.com")
    with open(file, "wb") as out:
        out.write(b"x")
    kiroku.run("evidence", "add", case, file)
    text = kiroku.run("timeline", case).out
    assert live not in text and "192.0.2.1" not in text, text
    contains(text, f"{safe} と 192[.]0[.]2[.]1", f"it read: {safe} から evil.log", f": {safe} を確認",
             "evil.example.com (SHA-256")
    (line,) = [line for line in kiroku.json("timeline", case) if line["id"] == note]
    equal((line["text"], line["original"], line["correction_reason"]),
          (f"{live} と 192.0.2.1", f"{live} から evil.log", f"{live} を確認"))
    path = os.path.join(kiroku.home, "log.pdf")
    kiroku.run("report", case, f"--output={path}", "--lang=ja")
    page = read_pdf(path).replace(" ", "")
    assert live not in page and "192.0.2.1" not in page, page
    contains(page, safe, "192[.]0[.]2[.]1", "evil.example.com")


if __name__ == "__main__":
    main()
