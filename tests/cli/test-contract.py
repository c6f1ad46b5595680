#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The contract of the command line: every command, its two outputs and its exit statuses.

Usage: test-contract.py KIROKU_CLI [PART OF A NAME]...   (TAP; run with TZ=Asia/Tokyo)
"""
import csv
import hashlib
import base64
import io
import json
import os
import stat
import subprocess
import time
import zipfile

from kiroku import EXACT, HASH, ISO, USAGE, contains, equal, keys, main, test

ENTRY = "id seq key clock"
SUMMARY = ("id number title type level exercise closed phase since opened open_tasks next_deadline")
SHOWN = SUMMARY + " links hold erasure_due conflicts phases measures facts tasks contacts_told deadlines"
LINE = ("id seq key clock author kind class time precision stated recorded text")
TASK = "id step phase text state reason set_at source"
DEADLINE = ("case rule label recipient form due due_from due_at due_kind kind state clock clock_rule clock_started zone "
            "explanation source confidence as_of undecided_facts recipient_facts")
VERDICT = "verdict exit entries unanchored withheld warnings"


def check_entry(entry):
    keys(entry, ENTRY)
    assert HASH.match(entry["id"]) and HASH.match(entry["key"]), entry
    assert isinstance(entry["seq"], int) and isinstance(entry["clock"], int), entry


def find(rows, **members):
    """The one object of a list with these members."""
    found = [row for row in rows if all(row[name] == value for name, value in members.items())]
    equal(len(found), 1, f"objects with {members} in {rows}")
    return found[0]


def timeline(kiroku, case, *words):
    return kiroku.json("timeline", case, *words)


# --- Words and options ---

@test("/cli/words/help-and-version-say-themselves")
def help_and_version(kiroku):
    contains(kiroku.run("--version").out, "kiroku-cli 0.")
    contains(kiroku.run("--help").out, "case new", "timeline", "deadline decide", "pack check")
    for words, listed in ((("deadline", "add"), ["deadline add"]), (("set", "2026-001"), ["set"]),
                          (("enquiry",), ["enquiry list", "enquiry add", "enquiry answer", "enquiry correct"])):
        for asked in ((*words, "--help"), ("help", *words)):
            shown = [line[2:] for line in kiroku.run(*asked).out.splitlines() if line.startswith("  ")]
            equal([next(name for name in listed if line.startswith(name)) for line in shown], listed, asked)
    assert not os.path.exists(kiroku.folder)


@test("/cli/words/mistakes-of-usage-give-64-and-touch-nothing")
def usage(kiroku):
    for words in [(), ("nonsense",), ("case",), ("case", "nonsense"), ("case", "show"), ("log",),
                  ("log", "X"), ("log", "X", "a", "b"), ("case", "list", "more"), ("-x",),
                  ("case", "list", "--nonsense"), ("case", "list", "--csv"), ("log", "X", "-x"),
                  ("case", "list", "--json=yes"), ("case", "list", "--database"),
                  ("case", "new", "--title=T"), ("case", "new", "--type=third_party"),
                  ("case", "new", "--title=T", "--type=ransomware", "--level=4"),
                  ("case", "new", "--title=T", "--type=ransomware", "--level=-1"),
                  ("case", "new", "--title", "T", "--type=ransomware"),
                  ("log", "X", "text", "--class=gossip"), ("timeline", "X", "--class=gossip"),
                  ("phase", "X", "nirvana"), ("task", "set", "X", "1", "never"),
                  ("task", "set", "X", "1", "skipped"), ("set", "X", "k", "v", "--state=maybe"),
                  ("contact", "list", "--phase=nirvana"), ("contact", "told", "X", "c", "--by=pigeon"),
                  ("deadline", "decide", "X", "r", "perhaps", "--reason=R"),
                  ("deadline", "decide", "X", "r", "applies"), ("correct", "X", "E", "text")]:
        kiroku.run(*words, status=USAGE)
    contains(kiroku.run("deadline", "decide", "X", "r", "--not-applicable", status=USAGE).err,
             "--not-applicable is no option", "usage: kiroku-cli deadline decide CASE RULE")
    assert not os.path.exists(kiroku.folder)


@test("/cli/words/options-stand-anywhere-before-a-double-dash")
def options_anywhere(kiroku):
    case = kiroku.run("--type=third_party", "case", "--title=T", "new").out.strip()
    other = os.path.join(kiroku.home, "other.db")
    for words in [("--json", "log", case, "a"), ("log", "--json", case, "b"),
                  ("log", case, "--json", "c"), ("log", case, "d", "--json")]:
        check_entry(kiroku.run(*words).data)
    equal(kiroku.notes(case), list("abcd"), "notes")
    equal(kiroku.json("case", "list", f"--database={other}"), [], "another database")
    assert os.path.exists(other)


@test("/cli/words/after-a-double-dash-all-is-literal")
def literal(kiroku):
    case = kiroku.new_case()
    kiroku.run("log", case, "--", "--json")
    kiroku.run("log", "--", case, "-x")
    kiroku.run("log", case, "--", "--")
    kiroku.run("log", case, "-x", status=USAGE)
    equal(kiroku.notes(case), ["--json", "-x", "--"], "notes")


@test("/cli/words/unknown-case-entry-and-task-give-1")
def unknown_things(kiroku):
    case = kiroku.new_case()
    for words in [("case", "show", "2026-999"), ("log", "X", "text"), ("timeline", "?"),
                  ("phase", "X", "triage"), ("close", "X"), ("reopen", "X"), ("get", "X"),
                  ("set", "X", "leak.count", "1"), ("task", "list", "X"), ("task", "add", "X", "t"),
                  ("deadline", "list", "X"), ("contact", "told", "X", "ppc"),
                  ("correct", case, "0" * 64, "t", "--reason=R"),
                  ("correct", case, "0" * 7, "t", "--reason=R"),
                  ("task", "set", case, "999", "done"), ("task", "set", case, "0", "done")]:
        kiroku.run(*words, status=1)


@test("/cli/words/unknown-type-key-desk-and-rule-give-64")
def unknown_names(kiroku):
    case = kiroku.new_case()
    for words in [("case", "new", "--title=T", "--type=plague"), ("set", case, "no.such", "1"),
                  ("get", case, "no.such"), ("contact", "list", "--type=plague"),
                  ("contact", "told", case, "nobody"), ("profile", "get", "no.such"),
                  ("profile", "set", "no.such", "x"), ("profile", "set", "leak.count", "1"),
                  ("deadline", "decide", case, "no_such", "applies", "--reason=R")]:
        kiroku.run(*words, status=USAGE)
    contains(kiroku.run("case", "new", "--title=T", "--type=plague", status=USAGE).err, "ransomware")
    equal(len(kiroku.json("case", "list")), 1, "cases")


@test("/cli/words/an-output-that-cannot-be-written-is-told")
def output_full(kiroku):
    case = kiroku.new_case()
    with open("/dev/full", "wb") as full:
        done = subprocess.run(kiroku.command("timeline", case), env=kiroku.environment, stdout=full,
                              stderr=subprocess.PIPE, check=False)
    equal(done.returncode, 1, "status")
    contains(done.stderr.decode(), "output")


# --- Cases ---

@test("/cli/case/new-prints-its-number")
def case_new(kiroku):
    case = kiroku.run("case", "new", "--title= 題名 ", "--type=ransomware", "--level=２").out
    year = time.strftime("%Y")
    equal(case, f"{year}-001\n", "number")
    second = kiroku.json("case", "new", "--title=B", "--type=third_party")
    keys(second, "id number")
    equal(second["number"], f"{year}-002", "number")
    first = kiroku.json("case", "show", case.strip())
    equal((first["title"], first["type"], first["level"]), ("題名", "ransomware", 2), "case")
    equal(kiroku.json("case", "show", second["id"])["number"], second["number"], "by id")


@test("/cli/case/list-and-show-have-their-members")
def case_shapes(kiroku):
    equal(kiroku.json("case", "list"), [], "no case")
    equal(kiroku.run("case", "list").out, "", "no case")
    case = kiroku.new_case("--known=2026-11-21T10:00:00+09:00", kind="ransomware", title="題名")
    (row,) = kiroku.json("case", "list")
    keys(row, SUMMARY)
    keys(row["next_deadline"], DEADLINE)
    shown = kiroku.json("case", "show", case)
    keys(shown, SHOWN)
    equal({name: shown[name] for name in row}, row, "the summary")
    equal((row["phase"], row["level"], row["exercise"], row["closed"]), ("detect", 0, False, False),
          "a new case")
    equal(row["open_tasks"], len(shown["tasks"]), "open tasks")
    assert ISO.match(row["opened"]) and ISO.match(row["since"]), row
    keys(shown["phases"][0], "phase start end stated reason approver entry")
    keys(shown["tasks"][0], TASK)
    keys(shown["facts"][0], "key value state entry")
    contains(kiroku.run("case", "list").out, case, "題名")
    contains(kiroku.run("case", "show", case).out, case, "題名", "t.known")


@test("/cli/case/an-exercise-has-an-x-and-its-own-numbers")
def exercise(kiroku):
    year = time.strftime("%Y")
    real = kiroku.new_case()
    drill = kiroku.new_case("--exercise")
    equal((real, drill, kiroku.new_case()), (f"{year}-001", f"X{year}-001", f"{year}-002"), "numbers")
    equal(kiroku.json("case", "show", drill)["exercise"], True, "exercise")
    equal(kiroku.json("case", "show", real)["exercise"], False, "exercise")


@test("/cli/case/full-width-numbers-are-read")
def full_width_number(kiroku):
    case = kiroku.new_case()
    wide = case.translate({ord(c): ord(c) + 0xFEE0 for c in "0123456789-"})
    equal(kiroku.json("case", "show", wide)["number"], case, wide)
    equal(kiroku.json("case", "show", f" {wide}　")["number"], case, "with blanks")
    equal(kiroku.json("case", "show", case.replace("-", "−"))["number"], case, "with a minus sign")


@test("/cli/case/close-and-reopen")
def close_and_reopen(kiroku):
    case = kiroku.new_case()
    kiroku.new_case(title="other")
    check_entry(kiroku.json("close", case, "--reason=終了"))
    equal(kiroku.json("case", "show", case)["closed"], True, "closed")
    equal(kiroku.json("case", "list")[-1]["number"], case, "closed cases come last")
    contains(kiroku.run("case", "list").out, "[closed]")
    check_entry(kiroku.json("reopen", case))
    equal(kiroku.json("case", "show", case)["closed"], False, "reopened")


@test("/cli/case/an-empty-title-opens-nothing")
def empty_title(kiroku):
    for title in ("", "  ", "　"):
        kiroku.run("case", "new", f"--title={title}", "--type=third_party", status=1)
    equal(kiroku.json("case", "list"), [], "cases")


# --- The log ---

@test("/cli/log/prints-the-entry")
def log_entry(kiroku):
    case = kiroku.new_case()
    entry = kiroku.json("log", case, "最初")
    check_entry(entry)
    printed = kiroku.run("log", case, "次", "--class=decision").out
    assert HASH.match(printed.strip()) and printed.endswith("\n"), printed
    first, second = timeline(kiroku, case)[-2:]
    keys(first, LINE)
    equal({name: first[name] for name in entry}, entry, "the entry")
    equal((first["text"], first["kind"], first["class"], first["stated"]),
          ("最初", "note", "action", False), "the first note")
    equal((second["id"], second["class"], second["seq"]),
          (printed.strip(), "decision", first["seq"] + 1), "the second")


@test("/cli/log/at-is-when-it-happened-not-when-it-was-recorded")
def log_at(kiroku):
    case = kiroku.new_case()
    kiroku.run("log", case, "x", "--at=2026-11-21T14:05:00+09:00")
    line = timeline(kiroku, case)[-1]
    equal((line["time"], line["stated"], line["precision"]),
          ("2026-11-21T14:05:00+09:00", True, "second"), "what was stated")
    assert EXACT.match(line["recorded"]) and line["recorded"] != line["time"], line


@test("/cli/log/times-are-local-or-carry-an-offset")
def log_times(kiroku):
    case = kiroku.new_case()
    for zone, typed, wanted, precision in [
            ("Asia/Tokyo", "2026-11-21T14:05", "2026-11-21T14:05:00+09:00", "minute"),
            ("Asia/Tokyo", "2026-11-21 14:05:07", "2026-11-21T14:05:07+09:00", "second"),
            ("Asia/Tokyo", "2026-11-21", "2026-11-21T00:00:00+09:00", "day"),
            ("Asia/Tokyo", "２０２６／１１／２１　１４：０５", "2026-11-21T14:05:00+09:00", "minute"),
            ("Asia/Tokyo", "２０２６－１１－２１Ｔ１４：０５：０７＋０１：００", "2026-11-21T22:05:07+09:00",
             "second"),
            ("Asia/Tokyo", "2026年11月21日14時05分", "2026-11-21T14:05:00+09:00", "minute"),
            ("Asia/Tokyo", "2026-11-21T05:05:00Z", "2026-11-21T14:05:00+09:00", "second"),
            ("America/New_York", "2026-11-21 14:05", "2026-11-22T04:05:00+09:00", "minute"),
            ("America/New_York", "2026-07-21 14:05", "2026-07-22T03:05:00+09:00", "minute")]:
        kiroku.run("log", case, "x", f"--at={typed}", env={"TZ": zone})
        line = timeline(kiroku, case)[-1]
        equal((line["time"], line["precision"]), (wanted, precision), f"{typed} in {zone}")


@test("/cli/log/impossible-and-ambiguous-times-are-refused")
def bad_times(kiroku):
    case = kiroku.new_case()
    before = timeline(kiroku, case)
    for typed in ["", "soon", "14:99", "2026-02-30", "2026-11-21T14:05+99:00", "2026-11-21 14:05 x",
                  "2026-13-01 00:00", "24:30"]:
        kiroku.run("log", case, "x", f"--at={typed}", status=USAGE)
    new_york = {"TZ": "America/New_York"}
    for typed in ("2026-11-01 01:30", "2026-03-08 02:30"):
        contains(kiroku.run("log", case, "x", f"--at={typed}", env=new_york, status=USAGE).err,
                 "-04:00", "-05:00")
    for words in [("case", "show", case, "--as-of=x"), ("timeline", case, "--from=x"),
                  ("deadline", "list", "--now=x"), ("phase", case, "triage", "--at=x"),
                  ("case", "new", "--title=T", "--type=third_party", "--known=x")]:
        kiroku.run(*words, status=USAGE)
    equal(timeline(kiroku, case), before, "nothing was written")


@test("/cli/log/texts-that-cannot-enter-the-record-are-refused")
def bad_texts(kiroku):
    case = kiroku.new_case()
    for text in ("", " ", "\n\t", "　"):
        kiroku.run("log", case, text, status=1)
    contains(kiroku.run("log", case, b"\xff\xfe", status=USAGE).err, "UTF-8")
    for line, part in [(b"\x83\x4c\x83\x8d\x83\x4e", "UTF-8"), (b"a\0b", "NUL"),
                       (b"\xed\xa0\x80", "UTF-8"), (b"x" * (1024 * 1024 + 1), "1048577")]:
        contains(kiroku.run("log", case, "-", stdin=line + b"\n", status=1).err, "line 1", part)
    equal(kiroku.notes(case), [], "notes")
    long = "長" * 30000
    kiroku.run("log", case, "-", stdin=("x" * 1000000 + "\n").encode())
    kiroku.run("log", case, long)
    equal(kiroku.notes(case), ["x" * 1000000, long], "long notes")


@test("/cli/log/controls-are-made-visible-to-people-and-kept-in-the-record")
def controls(kiroku):
    nasty = "a\x1b[31mb\x07\x7f\u009b\u202ec\u2028d\re"
    forged = "x\n2026-01-01 00:00:00  Action  X  forged"
    case = kiroku.new_case(title=f"t{nasty}")
    kiroku.run("log", case, nasty)
    kiroku.run("log", case, forged)
    kiroku.run("set", case, "cause.summary", nasty)
    kiroku.run("task", "add", case, nasty)
    for words in [("timeline", case), ("case", "list"), ("case", "show", case), ("get", case),
                  ("get", case, "cause.summary"), ("task", "list", case)]:
        out = kiroku.run(*words).out
        for control in "\x1b\x07\x7f\u009b\u202e\u2028\r":
            assert control not in out, (words, control)
        contains(out, "‹U+001B›[31m")
    assert not any(line.startswith("2026-01-01") for line in
                   kiroku.run("timeline", case).out.splitlines()), "a line was forged"
    err = kiroku.run("case", "show", nasty, status=1).err
    assert "\x1b" not in err and "\u009b" not in err, err
    equal(kiroku.notes(case), [nasty, forged], "what was recorded")
    equal(kiroku.json("case", "show", case)["title"], f"t{nasty}", "title")


@test("/cli/log/characters-beyond-the-basic-plane-survive")
def astral(kiroku):
    texts = ["𠮟る🔥", "か\u3099が", "\u007f\ue000\U0010ffff", "\\n\"'", "a\tb"]
    case = kiroku.new_case()
    for text in texts:
        kiroku.run("log", case, text)
    equal(kiroku.notes(case), texts, "notes")


@test("/cli/log/standard-input-gives-an-entry-a-line-in-order")
def log_lines(kiroku):
    case = kiroku.new_case()
    texts = [f"行 {number}" for number in range(250)]
    out = kiroku.run("log", case, "-", "--class=observation", "--at=2026-11-21 10:00",
                     stdin="\n".join(texts).encode()).out
    lines = timeline(kiroku, case, "--class=observation")
    equal([line["text"] for line in lines], texts, "texts")
    equal(out.split(), [line["id"] for line in lines], "printed")
    equal({line["time"] for line in lines}, {"2026-11-21T10:00:00+09:00"}, "times")
    entries = kiroku.json("log", case, "-", stdin=b"x\r\ny\r\n")
    equal(len(entries), 2, "entries")
    for entry in entries:
        check_entry(entry)
    equal(kiroku.notes(case)[-2:], ["x", "y"], "the last two")
    equal(kiroku.json("log", case, "-"), [], "no line")
    equal(kiroku.run("log", case, "-").out, "", "no line")


@test("/cli/log/standard-input-stops-at-the-first-failure-and-keeps-what-came-before")
def log_lines_fail(kiroku):
    case = kiroku.new_case()
    for good in (0, 3, 100, 130):
        before = len(kiroku.notes(case))
        lines = [f"good {number}".encode() for number in range(good)]
        result = kiroku.run("log", case, "-", stdin=b"\n".join([*lines, b"\xff", b"after", b""]),
                            status=1)
        contains(result.err, f"line {good + 1}:")
        equal(kiroku.notes(case)[before:], [line.decode() for line in lines], "notes")
        equal(len(result.out.split()), good, "printed")
    result = kiroku.run("--json", "log", case, "-", stdin=b"a\n\n\xff\nb\n", status=1)
    contains(result.err, "line 3:")
    equal(len(result.data), 1, "printed")


@test("/cli/log/blank-lines-between-paragraphs-are-left-out")
def log_paragraphs(kiroku):
    case = kiroku.new_case()
    equal(len(kiroku.json("log", case, "-", stdin="第一報\n\n　\n第二報\n\n".encode())), 2, "entries")
    equal(kiroku.notes(case), ["第一報", "第二報"], "notes")


# --- Corrections ---

@test("/cli/correct/the-original-stays-legible")
def correct(kiroku):
    case = kiroku.new_case("--author=記録 花子")
    note = kiroku.json("log", case, "10台")["id"]
    check_entry(kiroku.json("correct", case, note[:8], "12台", "--reason=数え直した"))
    original, correction = timeline(kiroku, case)[-2:]
    keys(original, LINE + " original correction_reason corrected_by")
    equal((original["text"], original["original"], original["correction_reason"],
           original["corrected_by"]), ("12台", "10台", "数え直した", "記録 花子"), "the note")
    equal((correction["kind"], correction["about"]), ("correct", note), "the correction")
    contains(kiroku.run("timeline", case).out, "12台", "10台", "数え直した")
    kiroku.run("correct", case, correction["id"], "13台", "--reason=もう一度")
    original, _, second = timeline(kiroku, case)[-3:]
    equal((original["text"], original["original"], second["about"]), ("13台", "10台", note),
          "a correction of the correction")


@test("/cli/correct/what-may-not-be-corrected-is-refused")
def correct_refused(kiroku):
    case, other = kiroku.new_case(), kiroku.new_case()
    note = kiroku.json("log", case, "x")["id"]
    opening = timeline(kiroku, case)[0]["id"]
    before = timeline(kiroku, case)
    for words, status in [((case, note, "y"), USAGE), ((case, note, "y", "--reason="), USAGE),
                          ((case, note, "", "--reason=R"), 1), ((other, note, "y", "--reason=R"), 1),
                          ((case, note[:7], "y", "--reason=R"), 1),
                          ((case, opening, "y", "--reason=R"), 1)]:
        kiroku.run("correct", *words, status=status)
    equal(timeline(kiroku, case), before, "nothing was written")


# --- The timeline ---

@test("/cli/timeline/finds-and-filters")
def filters(kiroku):
    case = kiroku.new_case()
    for klass, at, text in [("action", "10:00", "遮断した"), ("decision", "11:00", "支払わない"),
                            ("observation", "12:00", "100% 'quoted' _"), ("communication", "13:00",
                                                                         "遮断を連絡")]:
        kiroku.run("log", case, text, f"--class={klass}", f"--at=2026-11-21 {at}")
    equal(kiroku.notes(case, "--find=遮断"), ["遮断した", "遮断を連絡"], "two characters")
    equal(kiroku.notes(case, "--find=% '"), ["100% 'quoted' _"], "special characters")
    equal(kiroku.notes(case, "--find=%連"), [], "no wildcards")
    equal(kiroku.notes(case, "--class=decision"), ["支払わない"], "class")
    equal(kiroku.notes(case, "--from=2026-11-21 11:00", "--to=2026-11-21 12:00"),
          ["支払わない", "100% 'quoted' _"], "from and to")
    equal(kiroku.notes(case, "--from=2026-11-21T12:00:00+00:00"), [], "an offset")


@test("/cli/timeline/says-what-every-kind-of-entry-did")
def kinds(kiroku):
    case = kiroku.new_case("--known=2026-11-21 10:00", "--author=花子", title="題名")
    task = kiroku.json("task", "list", case)[0]["text"]
    for kind, words, parts in [
            ("case.set", ("set", case, "leak.count", "5", "--state=estimate"),
             ["Number of persons", "5", "Estimate"]),
            ("case.phase", ("phase", case, "triage", "--reason=R1"), ["Triage", "R1"]),
            ("task.add", ("task", "add", case, "T1"), ["T1"]),
            ("task.set", ("task", "set", case, "1", "skipped", "--reason=R2"), ["Skipped", task, "R2"]),
            ("contact.told", ("contact", "told", case, "jpcert_ir", "--outcome=O1"), ["JPCERT", "O1"]),
            ("obligation.decide", ("deadline", "decide", case, "jp_my_prelim", "applies",
                                   "--reason=R3"), ["My Number", "applies", "R3"]),
            ("case.close", ("close", case, "--reason=R4"), ["R4"]),
            ("case.reopen", ("reopen", case, "--reason=R5"), ["R5"])]:
        entry = kiroku.json(*words)["id"]
        line = find(timeline(kiroku, case), id=entry)
        equal((line["kind"], line["class"], line["author"]), (kind, None, "花子"), kind)
        contains(line["text"], *parts)
    first = timeline(kiroku, case)[:3]
    equal([line["kind"] for line in first], ["journal.open", "case.open", "case.set"], "the beginning")
    contains(first[1]["text"], "題名", case)


@test("/cli/timeline/no-control-character-hides-a-text")
def controls_hide_nothing(kiroku):
    case = kiroku.new_case()
    texts = {code: f"before{chr(code)}after {code}" for code in [*range(1, 32), 127]}
    # a line break ends a text on standard input
    kiroku.run("log", case, "-", stdin="".join(f"{text}\n" for code, text in texts.items() if code not in (10, 13)).encode())
    for code in (10, 13):
        kiroku.run("log", case, texts[code])
    for code in (1, 8, 10, 13, 27, 127):
        kiroku.run("set", case, "cause.summary", texts[code])
    lines = [line["text"] for line in timeline(kiroku, case)[3:]]
    for code in [*texts, 1, 8, 10, 13, 27, 127]:
        found = [text for text in lines if "before" in text and text.endswith(f"after {code}")]
        assert found, f"{code} is not among {lines}"
        lines.remove(found[0])


@test("/cli/timeline/csv-cannot-run-formulas")
def csv_formulas(kiroku):
    case = kiroku.new_case()
    texts = ["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "＝1+1", "＋1", "－1", "＠x", "a,\"b\"\nc",
             "普通"]
    for text in texts:
        kiroku.run("log", case, "--", text)
    out = kiroku.run("timeline", case, "--csv").out
    rows = list(csv.reader(io.StringIO(out, newline="")))
    equal(rows[0], ["time", "recorded", "kind", "class", "author", "text", "id"], "heading")
    equal({len(row) for row in rows}, {7}, "columns")
    notes = [row[5] for row in rows if row[2] == "note"]
    equal(notes, ["'" + text for text in texts[:8]] + texts[8:], "texts")
    equal(len(rows) - 1, len(timeline(kiroku, case)), "rows")
    assert out.endswith("\r\n") and ISO.match(rows[1][0]), out[-200:]


def next_second():
    """Waits until the clock shows another second; returns it."""
    now = int(time.time())
    while int(time.time()) == now:
        time.sleep(0.01)
    return time.strftime("%Y-%m-%dT%H:%M:%S%z", time.localtime(now + 1))


@test("/cli/timeline/as-of-shows-what-was-known-then")
def as_of(kiroku):
    case = kiroku.new_case()
    first = kiroku.json("log", case, "before")["id"]
    kiroku.run("set", case, "leak.count", "10")
    task = kiroku.json("task", "list", case)[0]["id"]
    then = next_second()
    kiroku.run("log", case, "after", "--at=2026-01-01 00:00")
    kiroku.run("correct", case, first, "corrected", "--reason=R")
    kiroku.run("set", case, "leak.count", "20")
    kiroku.run("phase", case, "triage")
    kiroku.run("task", "set", case, task, "done")
    kiroku.run("close", case)
    moment = f"--as-of={then}"
    equal(kiroku.notes(case, moment), ["before"], "notes as of then")
    equal(kiroku.notes(case), ["corrected", "after"], "notes now")
    old, new = kiroku.json("case", "show", case, moment), kiroku.json("case", "show", case)
    for data, wanted in [(old, ("detect", False, "10", "open")), (new, ("triage", True, "20", "done"))]:
        equal((data["phase"], data["closed"], find(data["facts"], key="leak.count")["value"],
               find(data["tasks"], id=task)["state"]), wanted, "the case")
    at_first = find(timeline(kiroku, case), id=first)["recorded"]
    equal(kiroku.notes(case, f"--as-of={at_first}"), ["before"], "notes as of an entry's own moment")
    kiroku.run("case", "show", case, "--as-of=2020-01-01", status=1)
    equal(timeline(kiroku, case, "--as-of=2020-01-01"), [], "before there was anything")


# --- Phases and measures ---

@test("/cli/phase/going-back-needs-a-reason")
def phases(kiroku):
    case = kiroku.new_case()
    check_entry(kiroku.json("phase", case, "containment", "--approver=部長"))
    contains(kiroku.run("phase", case, "triage", status=1).err, "reason")
    kiroku.run("phase", case, "triage", "--reason=", status=1)
    kiroku.run("phase", case, "triage", "--reason=見落とし")
    shown = kiroku.json("case", "show", case)
    equal([visit["phase"] for visit in shown["phases"]], ["detect", "containment", "triage"], "visits")
    equal((shown["phases"][1]["approver"], shown["phases"][2]["reason"]), ("部長", "見落とし"),
          "who and why")
    equal((shown["phase"], shown["phases"][1]["end"]), ("triage", shown["phases"][2]["start"]), "phase")


@test("/cli/phase/measures-follow-from-the-log")
def measures(kiroku):
    case = kiroku.new_case("--occurred=2026-11-20 08:00", "--detected=2026-11-20 10:00")
    for phase, at in [("triage", "10:10"), ("containment", "10:40"), ("triage", "11:00"),
                      ("containment", "11:30"), ("eradication", "13:00"), ("recovery", "15:00"),
                      ("review", "20:00")]:
        kiroku.run("phase", case, phase, f"--at=2026-11-20 {at}", "--reason=R")
    measured = kiroku.json("case", "show", case)["measures"]
    for name, minutes in [("detect", 120), ("triage", 90), ("contain", 180), ("eradicate", 300),
                          ("recover", 600)]:
        equal(measured[f"time_to_{name}"], {"seconds": minutes * 60, "rests_on": "stated"}, name)
    within = measured["seconds_in_phase"]
    equal({name: within[name] for name in within if name != "review"},
          {"detect": 600, "triage": 3600, "containment": 110 * 60, "eradication": 7200,
           "recovery": 18000}, "seconds in each phase")
    contains(kiroku.run("case", "show", case).out, "Time to contain", "stated times")
    plain = kiroku.new_case("--detected=2026-11-20 10:00")
    kiroku.run("phase", plain, "containment")
    measured = kiroku.json("case", "show", plain)["measures"]
    equal(measured["time_to_triage"]["rests_on"], "recorded", "a recorded time")
    assert "time_to_contain" not in measured and "time_to_detect" not in measured, measured


# --- Facts and the profile ---

@test("/cli/set/values-take-the-type-of-their-fact")
def facts(kiroku):
    case = kiroku.new_case()
    for key, typed, stored in [("leak.count", "１２００", "1200"), ("leak.count", "0", "0"),
                               ("publication.date", "２０２６／１１／２１", "2026-11-21"),
                               ("t.known", "2026-11-21 10:00", "2026-11-21T10:00:00+09:00"),
                               ("leak.categories", "4,1,3", "1,3,4"), ("leak.mynumber", "yes", "yes"),
                               ("cause.summary", "一行目\n二行目", "一行目\n二行目"),
                               ("leak.count", "", "")]:
        check_entry(kiroku.json("set", case, key, typed))
        fact = kiroku.json("get", case, key)
        keys(fact, "key value state name entry")
        equal((fact["key"], fact["value"]), (key, stored), typed)
        equal(kiroku.run("get", case, key).out, stored + "\n", typed)
    before = kiroku.json("get", case)
    for key, typed in [("leak.count", "many"), ("leak.count", "1.5"), ("publication.date", "soon"),
                       ("t.known", "soon"), ("leak.categories", "5"), ("leak.mynumber", "perhaps")]:
        err = kiroku.run("set", case, key, typed, status=USAGE).err
        equal(err.count(f"{key}: "), 1, f"the key stands once in {err!r}")
    equal(kiroku.json("get", case), before, "nothing was written")


@test("/cli/get/what-nobody-has-stated-is-listed-by-name")
def unset(kiroku):
    case = kiroku.new_case()
    before = kiroku.json("get", case, "--unset")
    equal({fact["state"] for fact in before} | {fact["value"] for fact in before}, {"unasked", ""})
    contains(kiroku.run("get", case, "--unset").out, "lessons.happened: ", "leak.count: ")
    kiroku.run("set", case, "leak.count", "5")
    equal({fact["key"] for fact in before} - {fact["key"] for fact in kiroku.json("get", case, "--unset")}, {"leak.count"})
    kiroku.run("get", case, "leak.count", "--unset", status=USAGE)


@test("/cli/set/a-fact-has-a-state")
def fact_states(kiroku):
    case = kiroku.new_case()
    equal(kiroku.json("get", case, "leak.count"),
          {"key": "leak.count", "value": "", "state": "unasked", "name": "Number of persons",
           "entry": None}, "never asked")
    kiroku.run("set", case, "leak.count", "5")
    equal(kiroku.json("get", case, "leak.count")["state"], "confirmed", "without a state")
    for state in ("unasked", "investigating", "unknown", "none", "estimate", "confirmed"):
        kiroku.run("set", case, "leak.count", "7", f"--state={state}", warns=state in ("unknown", "none"))
        equal(kiroku.json("get", case, "leak.count")["state"], state, "state")
    kiroku.run("set", case, "leak.count", "")
    equal(kiroku.json("get", case, "leak.count")["state"], "unasked", "cleared")
    equal([fact["key"] for fact in kiroku.json("get", case)], ["leak.count"], "all facts")
    contains(kiroku.run("get", case).out, "leak.count = ")


@test("/cli/profile/is-copied-into-a-new-case")
def profile(kiroku):
    old = kiroku.new_case()
    equal(kiroku.json("profile", "get"), {}, "empty")
    kiroku.run("profile", "set", "org.name", "例示 商事")
    equal(kiroku.json("profile", "set", "reporter.name", "花子"), {"reporter.name": "花子"}, "set")
    equal(kiroku.json("profile", "get"), {"org.name": "例示 商事", "reporter.name": "花子"}, "get")
    equal(kiroku.json("profile", "get", "org.name"), {"org.name": "例示 商事"}, "get one")
    contains(kiroku.run("profile", "get").out, "org.name = 例示 商事\n")
    case = kiroku.new_case()
    kiroku.run("profile", "set", "org.name", "")
    equal(kiroku.json("profile", "get"), {"reporter.name": "花子"}, "cleared")
    equal(kiroku.run("get", case, "org.name").out, "例示 商事\n", "a case keeps its copy")
    equal(kiroku.run("get", old, "org.name").out, "\n", "an older case has none")


# --- Tasks ---

@test("/cli/task/is-set-by-id-step-or-number")
def tasks(kiroku):
    case = kiroku.new_case()
    listed = kiroku.json("task", "list", case)
    for task in listed:
        keys(task, TASK)
    kiroku.run("task", "set", case, listed[0]["id"], "done")
    kiroku.run("task", "set", case, listed[1]["step"], "skipped", "--reason=不要")
    check_entry(kiroku.json("task", "set", case, "3", "done"))
    kiroku.run("task", "set", case, listed[3]["id"][:8], "done")
    kiroku.run("task", "set", case, listed[3]["id"][:8], "open")
    after = kiroku.json("task", "list", case)
    equal([(task["state"], task["reason"]) for task in after[:4]],
          [("done", None), ("skipped", "不要"), ("done", None), ("open", None)], "states")
    equal([task["id"] for task in after], [task["id"] for task in listed], "order")
    assert ISO.match(after[0]["set_at"]) and listed[0]["set_at"] is None, after[0]
    equal(kiroku.json("case", "show", case)["open_tasks"], len(listed) - 3, "open tasks")
    contains(kiroku.run("task", "list", case).out, listed[0]["text"], "不要")


@test("/cli/task/own-tasks-are-added")
def task_add(kiroku):
    case = kiroku.new_case()
    entry = kiroku.json("task", "add", case, " 社長に説明 ")
    check_entry(entry)
    task = kiroku.json("task", "list", case)[-1]
    equal((task["id"], task["text"], task["state"], task["phase"], task["step"], task["source"]),
          (entry["id"], "社長に説明", "open", None, None, None), "the task")
    kiroku.run("task", "add", case, " ", status=USAGE)


# --- Contacts ---

@test("/cli/contact/superseded-numbers-are-never-the-number-to-call")
def contacts(kiroku):
    desks = kiroku.json("contact", "list")
    superseded = set()
    for desk in desks:
        keys(desk, "id name purpose phone hours hours_now hours_until hours_confidence hours_source ready note own "
                   "order phones emails urls phases source confidence as_of")
        for phone in desk["phones"]:
            keys(phone, "number status note confidence as_of checked_on wrong_since stated_by")
        current = [phone["number"] for phone in desk["phones"] if phone["status"] == "current"]
        assert desk["phone"] is None or desk["phone"] in current, desk
        superseded |= {phone["number"] for phone in desk["phones"] if phone["status"] != "current"}
    contains(superseded, "03-3431-8109", "03-6811-0610", "03-3518-2177")
    out = kiroku.run("contact", "list").out
    equal([number for number in superseded if number in out], [], "superseded numbers shown")
    contains(out, "03-6271-8901")


@test("/cli/contact/list-is-by-type-and-phase")
def contact_filter(kiroku):
    everyone = {desk["id"] for desk in kiroku.json("contact", "list")}
    mine = kiroku.json("contact", "list", "--type=ransomware", "--phase=containment")
    assert {desk["id"] for desk in mine} < everyone and mine, "a part of all"
    for desk in mine:
        contains(desk["phases"], "containment")
    theirs = kiroku.json("contact", "list", "--type=dos_ddos", "--phase=containment")
    assert [desk["id"] for desk in theirs] != [desk["id"] for desk in mine], "types differ"


@test("/cli/contact/told-is-recorded")
def contact_told(kiroku):
    case = kiroku.new_case()
    check_entry(kiroku.json("contact", "told", case, "jpcert_ir", "--person=担当者", "--outcome=受付",
                            "--at=2026-11-21 10:00"))
    kiroku.run("contact", "told", case, "jpcert_ir", "--by=mail")
    first, second = kiroku.json("case", "show", case)["contacts_told"]
    keys(first, "contact name by number person outcome time entry")
    equal((first["contact"], first["by"], first["number"], first["person"], first["outcome"],
           first["time"]), ("jpcert_ir", "phone", "03-6271-8901", "担当者", "受付",
                            "2026-11-21T10:00:00+09:00"), "by phone")
    equal((second["by"], second["number"]), ("mail", None), "by mail")


# --- Deadlines ---

@test("/cli/deadline/days-are-counted-in-the-zone-of-the-rule")
def deadlines(kiroku):
    # Known on 21 November in Tokyo, which in New York is the evening of the 20th.
    new_york = {"TZ": "America/New_York"}
    for known, categories, rule, due in [
            ("2026-11-21T08:00:00+09:00", "4", "jp_ppc_final30", "2026-12-21"),
            ("2026-11-21T08:00:00+09:00", "3", "jp_ppc_final60", "2027-01-19"),
            ("2026-12-01T00:30:00+09:00", "1,2", "jp_ppc_final30", "2027-01-04"),
            ("2027-04-01T23:30:00+09:00", "3,4", "jp_ppc_final60", "2027-05-31")]:
        case = kiroku.new_case(f"--known={known}", kind="ransomware")
        kiroku.run("set", case, "leak.categories", categories)
        for zone in ({}, new_york):
            listed = kiroku.json("deadline", "list", case, "--now=2026-11-25T00:00:00+09:00", env=zone)
            row = find(listed, rule=rule)
            keys(row, DEADLINE)
            equal((row["due"], row["due_kind"], row["due_from"], row["kind"], row["zone"],
                   row["state"]), (due, "date", None, "hard", "Asia/Tokyo", "running"), f"{rule} {zone}")
        contains(kiroku.run("deadline", "list", case).out, rule, due)


@test("/cli/deadline/now-is-an-argument")
def deadline_now(kiroku):
    case = kiroku.new_case("--known=2026-11-21 10:00", kind="ransomware")
    kiroku.run("set", case, "leak.categories", "4")
    for now, state in [("2026-12-01T12:00:00+09:00", "running"), ("2026-12-20T23:59:00+09:00", "due-soon"),
                       ("2026-12-21T00:01:00+09:00", "due-today"), ("2026-12-21T23:59:00+09:00", "due-today"),
                       ("2026-12-22T00:01:00+09:00", "overdue")]:
        listed = kiroku.json("deadline", "list", f"--now={now}", env={"TZ": "America/New_York"})
        equal(find(listed, rule="jp_ppc_final30")["state"], state, now)


@test("/cli/deadline/a-target-has-a-range-and-promptly-has-no-date")
def deadline_kinds(kiroku):
    case = kiroku.new_case("--known=2026-11-21 10:00", kind="ransomware")
    kiroku.run("set", case, "leak.categories", "4")
    listed = kiroku.json("deadline", "list", case)
    target, prompt = find(listed, rule="jp_ppc_prelim"), find(listed, rule="jp_ppc_subject")
    equal((target["due_from"], target["due"], target["kind"]), ("2026-11-23", "2026-11-25", "target"),
          "a range")
    equal((prompt["due"], prompt["due_kind"]), (None, "promptly"), "promptly")
    equal(target["clock_started"], "2026-11-21T10:00:00+09:00", "clock")
    undecided = find(listed, rule="jp_my_prelim")
    equal((undecided["state"], undecided["undecided_facts"]), ("undecided", ["leak.mynumber"]),
          "what is not known")


@test("/cli/deadline/a-decision-is-recorded")
def deadline_decide(kiroku):
    case = kiroku.new_case("--known=2026-11-21 10:00", kind="ransomware")
    check_entry(kiroku.json("deadline", "decide", case, "jp_my_prelim", "not-applicable",
                            "--reason=番号なし", "--approver=部長"))
    row = find(kiroku.json("deadline", "list", case), rule="jp_my_prelim")
    keys(row, DEADLINE + " decision_reason decision_approver")
    equal((row["state"], row["decision_reason"], row["decision_approver"]),
          ("not-applicable", "番号なし", "部長"), "decided")
    kiroku.run("deadline", "decide", case, "jp_my_prelim", "applies", "--reason=見つかった")
    row = find(kiroku.json("deadline", "list", case), rule="jp_my_prelim")
    assert row["state"] != "not-applicable" and row["due"] is not None, row


@test("/cli/deadline/closed-cases-are-not-listed-among-all")
def deadline_closed(kiroku):
    case = kiroku.new_case("--known=2026-11-21 10:00", kind="ransomware")
    equal({row["case"] for row in kiroku.json("deadline", "list")}, {case}, "cases")
    kiroku.run("close", case)
    equal(kiroku.json("deadline", "list"), [], "all open cases")
    assert kiroku.json("deadline", "list", case), "the case itself"


# --- Verify, rebuild, key, pack ---

@test("/cli/verify/an-intact-case-gives-1")
def verify(kiroku):
    case = kiroku.new_case()
    other = kiroku.new_case()
    one = kiroku.json("verify", case, status=1)
    lines = timeline(kiroku, case)
    keys(one, VERDICT + " cases")
    equal((one["verdict"], one["exit"], one["entries"], one["unanchored"], one["withheld"]),
          ("intact", 1, len(lines), len(lines), 0), "one case")
    assert one["warnings"], "it says what is missing to 0"
    (inner,) = one["cases"]
    keys(inner, VERDICT + " case")
    both = kiroku.json("verify", status=1)
    equal(len(both["cases"]), 2, "cases")
    equal(both["entries"], sum(row["entries"] for row in both["cases"]), "the sum")
    equal(kiroku.json("verify", kiroku.json("case", "show", other)["id"], status=1)["exit"], 1, "by id")
    contains(kiroku.run("verify", status=1).out, "intact")


@test("/cli/verify/an-unknown-case-gives-5")
def verify_unknown(kiroku):
    equal(kiroku.json("verify", status=5)["verdict"], "unknown", "no case at all")
    kiroku.new_case()
    for case in ("2026-999", "6f1c2a44-9d3e-4b7a-8c55-0e1f2a3b4c5d"):
        data = kiroku.json("verify", case, status=5)
        equal((data["exit"], data["verdict"]), (5, "unknown"), case)
        kiroku.run("verify", case, status=5)
    kiroku.run("verify", "a", "b", status=USAGE)


def picture(kiroku, case):
    """All that is shown of a case, without what only the time of day changes."""
    shown = kiroku.json("case", "show", case)
    del shown["measures"]["seconds_in_phase"]
    return shown, timeline(kiroku, case), kiroku.run("timeline", case, "--csv").out


@test("/cli/rebuild/changes-nothing-that-is-shown")
def rebuild(kiroku):
    kiroku.run("profile", "set", "org.name", "例示商事")
    case = kiroku.new_case("--known=2026-01-05 10:00", "--detected=2026-01-05 09:00", kind="ransomware")
    note = kiroku.json("log", case, "x")["id"]
    kiroku.run("correct", case, note, "y", "--reason=R")
    kiroku.run("set", case, "leak.count", "3", "--state=estimate")
    kiroku.run("phase", case, "triage", "--at=2026-01-05 11:00")
    kiroku.run("task", "set", case, "1", "done")
    kiroku.run("contact", "told", case, "jpcert_ir")
    kiroku.run("deadline", "decide", case, "jp_my_prelim", "not-applicable", "--reason=R")
    kiroku.run("close", case)
    before = picture(kiroku, case)
    entries = kiroku.json("verify", status=1)["entries"]
    equal(kiroku.json("rebuild"), {"entries": entries, "removed": []}, "rebuilt")
    equal(picture(kiroku, case), before, "after a rebuild")
    contains(kiroku.run("rebuild").out, str(entries))


@test("/cli/key/each-author-has-one")
def key_show(kiroku):
    key = kiroku.json("key", "show", "--author=記録 花子")
    keys(key, "key author spki path passphrase disk people journals")
    equal(key["key"], hashlib.sha256(base64.b64decode(key["spki"])).hexdigest(), "the key's name")
    equal((key["author"], key["passphrase"], key["path"]),
          ("記録 花子", False, os.path.join(kiroku.folder, "key.p8")), "key")
    equal(stat.S_IMODE(os.stat(key["path"]).st_mode), 0o600, "mode of the key")
    equal(stat.S_IMODE(os.stat(kiroku.folder).st_mode), 0o700, "mode of the folder")
    for name in os.listdir(kiroku.folder):
        equal(stat.S_IMODE(os.stat(os.path.join(kiroku.folder, name)).st_mode), 0o600, name)
    contains(kiroku.run("key", "show").out, "記録 花子", "passphrase", "0600")
    case = kiroku.new_case()
    equal(timeline(kiroku, case)[-1]["author"], "記録 花子", "author")
    equal(kiroku.json("log", case, "x")["key"], key["key"], "the same key")
    other = kiroku.json("log", case, "x", "--author=別人")
    assert other["key"] != key["key"], "another author signs with another key"
    equal([(row["author"], row["opener"], row["vouched"]) for row in
           kiroku.json("key", "show", case)["journals"]],
          [("記録 花子", True, True), ("別人", False, False)], "journals of the case")
    kiroku.run("key", "vouch", case, "別人")
    equal([row["vouched"] for row in kiroku.json("key", "show", case)["journals"]], [True, True],
          "vouched for")


@test("/cli/key-show/disk-as-on-record")
def disk(kiroku):
    """What the disk is depends on the computer; that it is said alike everywhere does not."""
    case = kiroku.new_case()
    disk = kiroku.json("key", "show")["disk"]
    assert disk in (None, "plain", "encrypted"), disk
    words = {None: "cannot be seen", "plain": "is not encrypted", "encrypted": "is on an encrypted disk"}
    contains(kiroku.run("key", "show").out, words[disk])
    journal = kiroku.run("timeline", case).out.splitlines()[1]
    equal("not encrypted" in journal, disk == "plain", journal)
    kiroku.run("export", case, f"--output={os.path.join(kiroku.folder, 'c.zip')}")
    with zipfile.ZipFile(os.path.join(kiroku.folder, 'c.zip')) as package:
        name = next(name for name in package.namelist() if "/journals/" in name)
        opening = json.loads(package.read(name).splitlines()[0])
    equal(opening["b"].get("disk", (None, None))[1], disk, "on record")


@test("/cli/approve/takes-another-key")
def approve(kiroku):
    case = kiroku.new_case("--author=記録 花子")
    phase = kiroku.json("phase", case, "triage", "--approver=部長")["id"]
    contains(kiroku.run("approve", case, phase, status=1).err, "your own", "--author")
    kiroku.run("approve", case, phase, "--refuse", "--author=部長", status=USAGE)
    saved = kiroku.json("approve", case, phase, "--reason=急ぐため", "--author=部長")
    keys(saved, ENTRY)
    line = [line for line in timeline(kiroku, case) if line["id"] == phase][0]
    equal((line["approval"], line["approval_by"]), ("approved", "部長"), "approval")
    contains(line["text"], "部長")
    fact = kiroku.json("set", case, "leak.count", "3")["id"]
    contains(kiroku.run("approve", case, fact, "--author=部長", status=1).err, "“Fact”")


@test("/cli/pack/check-says-file-and-mistake")
def pack_check(kiroku):
    equal(kiroku.json("pack", "check"), [], "the pack that is built in")
    folder = os.path.join(kiroku.home, "pack")
    os.mkdir(folder)
    with open(os.path.join(folder, "types.xml"), "w", encoding="utf-8") as file:
        file.write("<types><type/></types>")
    problems = kiroku.json("pack", "check", folder, status=1)
    assert problems and any("types.xml" in problem for problem in problems), problems
    contains(kiroku.run("pack", "check", folder, status=1).out, "types.xml")


@test("/cli/language/texts-of-the-pack-are-in-both")
def language(kiroku):
    case = kiroku.new_case(kind="ransomware")
    english = kiroku.json("task", "list", case)[0]["text"]
    japanese = kiroku.json("task", "list", case, env={"LANGUAGE": "ja"})[0]["text"]
    assert english.isascii() and not japanese.isascii(), (english, japanese)


@test("/cli/contract/no-line-of-a-list-ends-with-a-blank")
def blanks(kiroku):
    case = kiroku.new_case()
    for words in (("--help",), ("contact", "list"), ("evidence", "list", case), ("task", "list", case)):
        out = kiroku.run(*words).out
        equal([line for line in out.splitlines() if line != line.rstrip()], [], words)


if __name__ == "__main__":
    main()
