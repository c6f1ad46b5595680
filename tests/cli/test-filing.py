#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is filed with whom: stated deadlines, linked cases, forms approved and filed.

Usage: test-filing.py KIROKU_CLI [PART OF A NAME]...   (TAP; run with TZ=Asia/Tokyo)
"""
import hashlib
import os
import shutil
import subprocess

from kiroku import USAGE, Skip, contains, equal, keys, main, read_pdf, test

ENTRY = "id seq key clock"


def find(rows, **members):
    """The one object of a list with these members."""
    found = [row for row in rows if all(row.get(name) == value for name, value in members.items())]
    equal(len(found), 1, f"objects with {members} in {rows}")
    return found[0]


# --- Stated deadlines ---

def add_deadline(kiroku, case, *words, recipient="取引先A", due="2026-11-21 14:00", text="第一報を送る"):
    return kiroku.json("deadline", "add", case, f"--recipient={recipient}", f"--due={due}",
                       f"--text={text}", *words, warns=True)


@test("/cli/deadline-add/is-due-like-any-other-duty")
def deadline_add(kiroku):
    case = kiroku.new_case("--author=記録 花子")
    entry = add_deadline(kiroku, case, "--reason=契約第5条")
    keys(entry, ENTRY)
    row = find(kiroku.json("deadline", "list", case, "--now=2026-11-21 13:00"), rule=entry["id"])
    equal((row["recipient"], row["label"], row["due"], row["due_kind"], row["state"], row["kind"]),
          ("取引先A", "第一報を送る", "2026-11-21T14:00:00+09:00", "time", "due-today", "hard"), "the duty")
    equal((row["source"], row["confidence"]), ("記録 花子", "stated"), "who says so")
    equal((row["clock"], row["clock_started"], row["form"]), (None, None, None), "no rule's")
    equal(find(kiroku.json("deadline", "list", case, "--now=2026-11-21 15:00"),
               rule=entry["id"])["state"], "overdue", "state")
    text = kiroku.run("deadline", "list", case).out
    contains(text, "第一報を送る", "取引先A", entry["id"][:8])
    contains(kiroku.run("deadline", "show", case, entry["id"][:8]).out, "記録 花子", "stated by a person")
    assert entry["id"] not in text, text
    contains(kiroku.run("case", "list").out, "第一報を送る")
    equal(find(kiroku.json("case", "show", case)["deadlines"], rule=entry["id"])["label"],
          "第一報を送る", "case show")
    line = find(kiroku.json("timeline", case), id=entry["id"])
    equal(line["kind"], "obligation.add", "kind")
    contains(line["text"], "取引先A", "第一報を送る", "契約第5条")


@test("/cli/deadline-add/is-withdrawn-by-a-decision")
def deadline_withdraw(kiroku):
    case = kiroku.new_case()
    entry = add_deadline(kiroku, case)["id"]
    decision = kiroku.json("deadline", "decide", case, entry[:8], "not-applicable", "--reason=合意した")
    row = find(kiroku.json("deadline", "list", case), rule=entry)
    equal((row["state"], row["decision_reason"]), ("not-applicable", "合意した"), "withdrawn")
    contains(find(kiroku.json("timeline", case), id=decision["id"])["text"], entry[:8], "合意した")
    kiroku.run("deadline", "decide", case, entry, "applies", "--reason=やはり必要")
    equal(find(kiroku.json("deadline", "list", case), rule=entry)["state"], "overdue", "again")
    kiroku.run("deadline", "decide", case, entry[:7], "applies", "--reason=R", status=USAGE)
    other = kiroku.new_case()
    kiroku.run("deadline", "decide", other, entry, "applies", "--reason=R", status=USAGE)


@test("/cli/deadline-add/a-day-alone-is-a-whole-day")
def deadline_day(kiroku):
    case = kiroku.new_case()
    entry = add_deadline(kiroku, case, due="２０２６-１１-２１")["id"]
    for now, state in [("2026-11-21 23:59", "due-today"), ("2026-11-22 00:00", "overdue"),
                       ("2026-11-20 12:00", "due-soon"), ("2026-11-14 08:59", "running")]:
        equal(find(kiroku.json("deadline", "list", case, f"--now={now}"), rule=entry)["state"],
              state, now)


@test("/cli/deadline-add/a-day-alone-is-shown-as-a-day")
def deadline_day_text(kiroku):
    case = kiroku.new_case()
    entry = add_deadline(kiroku, case, due="2099-11-21")["id"]
    for words in [("deadline", "list", case), ("case", "list"), ("case", "show", case)]:
        out = kiroku.run(*words).out
        contains(out, "2099-11-21")
        assert "2099-11-21 23:59" not in out, out
    equal(find(kiroku.json("deadline", "list", case), rule=entry)["due"], "2099-11-21T23:59:59+09:00", "JSON")
    for kind in ["management", "situation"]:
        path = os.path.join(kiroku.home, f"{kind}.pdf")
        kiroku.run("report", case, f"--kind={kind}", "--lang=ja", f"--output={path}")
        words = words_of(path)
        words = words.replace(" ", "")
        assert "2099年11月21日" in words or "2099-11-21" in words, words
        assert "2099年11月21日23時59分" not in words and "2099-11-2123:59" not in words, words
    out = kiroku.run("close", case, "--reason=R", status=None)
    assert "2099-11-21 23:59" not in out.out + out.err, str(out)
    add_deadline(kiroku, case, due="2099-11-21 23:59")
    contains(kiroku.run("deadline", "list", case).out, "2099-11-21 23:59")


@test("/cli/deadline-add/needs-all-three-and-no-text-passes-for-a-line")
def deadline_usage(kiroku):
    case = kiroku.new_case()
    for words in [("--recipient=R", "--due=2026-11-21"), ("--recipient=R", "--text=T"),
                  ("--due=2026-11-21", "--text=T"), ("--recipient= ", "--due=2026-11-21", "--text=T"),
                  ("--recipient=R", "--due=someday", "--text=T")]:
        kiroku.run("deadline", "add", case, *words, status=USAGE)
    kiroku.run("deadline", "add", "X", "--recipient=R", "--due=2026-11-21", "--text=T", status=1)
    before = len(kiroku.run("deadline", "list", case).out.splitlines())
    add_deadline(kiroku, case, text="a\nb", recipient="c\nd")
    equal(len(kiroku.run("deadline", "list", case).out.splitlines()), before + 2, "its heading and its line")


@test("/cli/deadline-add/a-rebuild-shows-the-same")
def deadline_rebuild(kiroku):
    case = kiroku.new_case()
    add_deadline(kiroku, case)
    before = kiroku.json("deadline", "list", case, "--now=2026-11-21 13:00")
    kiroku.run("rebuild")
    equal(kiroku.json("deadline", "list", case, "--now=2026-11-21 13:00"), before, "after a rebuild")


# --- Linked cases ---

def links(kiroku, case):
    return [(link["number"], link["as"], link["reason"])
            for link in kiroku.json("case", "show", case)["links"]]


@test("/cli/case-link/both-cases-show-it")
def case_link(kiroku):
    first, second, third = (kiroku.new_case(title=title) for title in "ABC")
    entry = kiroku.json("case", "link", first, second, "--as=duplicate", "--reason=同じ端末")
    keys(entry, ENTRY)
    kiroku.run("case", "link", first, third, "--as=parent")
    kiroku.run("case", "link", second, third)
    equal(links(kiroku, first), [(second, "duplicate", "同じ端末"), (third, "parent", None)], first)
    equal(links(kiroku, second), [(first, "original", "同じ端末"), (third, "related", None)], second)
    equal(links(kiroku, third), [(first, "child", None), (second, "related", None)], third)
    shown = kiroku.json("case", "show", first)
    equal(shown["links"][0]["id"], kiroku.json("case", "show", second)["id"], "id")
    contains(kiroku.run("case", "show", first).out, f"Duplicate of {second}", "同じ端末")
    contains(kiroku.run("case", "show", second).out, f"Has the duplicate {first}")
    line = find(kiroku.json("timeline", first), id=entry["id"])
    equal((line["kind"], line["text"]), ("case.link", f"Duplicate of {second} — 同じ端末"), "the log")
    equal([line for line in kiroku.json("timeline", second) if line["kind"] == "case.link"
           and "Duplicate" in line["text"]], [], "the other's log")


@test("/cli/case-link/the-last-word-stands-and-a-rebuild-shows-the-same")
def case_link_again(kiroku):
    first, second = kiroku.new_case(), kiroku.new_case()
    kiroku.run("case", "link", first, second, "--as=duplicate")
    kiroku.run("case", "link", second, first, "--as=parent")
    equal(links(kiroku, first), [(second, "child", None)], first)
    equal(links(kiroku, second), [(first, "parent", None)], second)
    kiroku.run("rebuild")
    equal(links(kiroku, first), [(second, "child", None)], "after a rebuild")


@test("/cli/case-link/never-with-itself-nor-with-what-is-not-there")
def case_link_usage(kiroku):
    case = kiroku.new_case()
    kiroku.run("case", "link", case, case, status=USAGE)
    kiroku.run("case", "link", case, kiroku.json("case", "show", case)["id"], status=USAGE)
    kiroku.run("case", "link", case, "X", status=1)
    kiroku.run("case", "link", "X", case, status=1)
    kiroku.run("case", "link", case, "X", "--as=child", status=USAGE)
    equal(links(kiroku, case), [], "links")


# --- Forms ---

def words_of(path):
    """The words of a PDF."""
    if shutil.which("pdftotext") is None:
        raise Skip("pdftotext is missing: apt-get install poppler-utils")
    return subprocess.run(["pdftotext", "-layout", path, "-"], check=True, capture_output=True,
                          text=True).stdout


@test("/cli/form-fill/a-submission-holds-the-form-alone")
def form_copy(kiroku):
    case = kiroku.new_case(kind="ransomware")
    texts = {}
    for copy in ["working", "submission", None]:
        path = os.path.join(kiroku.home, f"{copy}.pdf")
        kiroku.run("form", "fill", case, "F01", f"--output={path}", "--lang=en",
                   *([f"--copy={copy}"] if copy else []))
        texts[copy] = words_of(path)
    contains(texts["working"], "Working copy")
    assert "Working copy" not in texts["submission"], texts["submission"]
    contains(texts["submission"], "Personal data breach report")
    contains(texts[None], "Working copy")
    kiroku.run("form", "fill", case, "F01", "--output=x.pdf", "--copy=carbon", status=USAGE)


@test("/cli/form-fill/whoever-stated-only-since-when-it-is-known-is-told-what-the-form-asks-for")
def mistaken(kiroku):
    case = kiroku.new_case("--known=2026-11-20 10:00", kind="ransomware")
    path = os.path.join(kiroku.home, "x.pdf")
    for language, words in (("ja", ["t.detected", "発覚日時"]), ("en", ["t.detected", "Discovered"])):
        for words_of_command in (("fill", case, "F01", f"--output={path}"), ("show", case, "F01")):
            contains(kiroku.run("form", *words_of_command, f"--lang={language}").out, "t.known", *words)
    kiroku.run("set", case, "t.detected", "2026-11-20 09:00")
    assert "t.known" not in kiroku.run("form", "fill", case, "F01", f"--output={path}").out
    assert "t.known" not in kiroku.run("form", "fill", kiroku.new_case(), "F01", f"--output={path}").out


# --- Approving and filing ---

class Colleague:
    """Somebody else with a key of their own, at the same database."""

    def __init__(self, kiroku):
        self.kiroku = kiroku
        self.env = {"XDG_DATA_HOME": os.path.join(kiroku.home, "colleague")}

    def json(self, *words, **options):
        return self.kiroku.json(*words, f"--database={self.kiroku.database}", env=self.env, **options)

    def run(self, *words, **options):
        return self.kiroku.run(*words, f"--database={self.kiroku.database}", env=self.env, **options)


def breach(kiroku, *words):
    """A case with a leak whose clocks have started."""
    case = kiroku.new_case("--known=2026-11-20 10:00", "--author=花子", *words, kind="ransomware")
    kiroku.run("set", case, "leak.categories", "1")
    return case


def states(kiroku, case):
    return {row["rule"]: row["state"]
            for row in kiroku.json("deadline", "list", case, "--now=2026-11-22 10:00")}


@test("/cli/form-approve/counts-only-by-another-key-and-until-a-fact-changes")
def approve(kiroku):
    case = breach(kiroku)
    shown = kiroku.json("form", "show", case, "F01")
    equal((shown["state"], shown["approver"], shown["filed"]), ("draft", None, []), "before")
    before = len(kiroku.json("timeline", case))
    contains(kiroku.run("form", "approve", case, "F01", status=1).err, "yourself", "--author")
    equal(len(kiroku.json("timeline", case)), before, "one's own approval is not recorded")

    other = Colleague(kiroku)
    entry = other.json("form", "approve", case, "F01", "--author=太郎")
    keys(entry, ENTRY + " sha256 four_eyes")
    equal(entry["four_eyes"], True, "by somebody else")
    kiroku.run("log", case, "the log goes on")
    shown = kiroku.json("form", "show", case, "F01")
    equal((shown["state"], shown["approver"], shown["four_eyes"], shown["stale"]),
          ("approved", "太郎", True, False), "approved")
    kiroku.run("set", case, "t.contained", "2026-11-21 10:00")
    equal(kiroku.json("form", "show", case, "F01")["state"], "approved", "a fact it does not use")
    kiroku.run("set", case, "leak.count", "120")
    shown = kiroku.json("form", "show", case, "F01")
    equal((shown["state"], shown["stale"]), ("draft", True), "changed since")
    other.run("set", case, "leak.count", "130")
    other.run("form", "approve", case, "F01", "--author=太郎", status=1)  # who prepared it now
    equal(kiroku.json("form", "approve", case, "F01")["four_eyes"], True, "and the first did not")
    line = find(kiroku.json("timeline", case), id=entry["id"])
    equal((line["kind"], line["text"]), ("form.approve", "F01: approved"), "the log")


@test("/cli/form-approve/counts-in-whatever-language-the-form-is-read")
def approved_abroad(kiroku):
    case = kiroku.new_case(kind="ransomware")
    kiroku.run("set", case, "org.name", "見本銀行")
    Colleague(kiroku).run("form", "approve", case, "F13", "--lang=ja", "--author=太郎")
    for language in ("ja", "en"):
        kiroku.environment["LANGUAGE"] = language
        shown = kiroku.json("form", "show", case, "F13")
        equal((shown["state"], shown["stale"]), ("approved", False), language)
    kiroku.run("form", "file", case, "F13", "--method=mail")
    for language in ("ja", "en"):
        kiroku.environment["LANGUAGE"] = language
        equal(kiroku.json("form", "show", case, "F13")["filed"][-1]["contradicts"], [], language)
    kiroku.environment.pop("LANGUAGE")
    kiroku.run("set", case, "incident.kind", "別のこと")
    equal(kiroku.json("form", "show", case, "F13")["stale"], True, "another word is another answer")


@test("/cli/form-file/meets-the-rule-of-its-stage-alone")
def file_meets(kiroku):
    case = breach(kiroku)
    kiroku.run("set", case, "report.stage", "preliminary")
    entry = kiroku.json("form", "file", case, "F01", "--method=web", "--at=2026-11-21 15:00")
    keys(entry, ENTRY + " approved rules undecided_facts")
    equal((entry["approved"], entry["undecided_facts"]), (False, []), "nobody else approved it")
    contains(kiroku.run("form", "file", case, "F01", "--method=web").out, "Nobody else")
    equal(entry["rules"], ["jp_ppc_prelim"], "rules")
    now = states(kiroku, case)
    equal((now["jp_ppc_prelim"], now["jp_ppc_final30"]), ("met", "running"), "the duties")
    row = find(kiroku.json("deadline", "list", case), rule="jp_ppc_prelim")
    equal((row["met"], row["due"]), ("2026-11-21T15:00:00+09:00", "2026-11-24"), "when")
    assert kiroku.json("case", "show", case)["next_deadline"]["rule"] != "jp_ppc_prelim"

    kiroku.run("set", case, "report.stage", "final")
    equal(kiroku.json("form", "file", case, "F01", "--method=post")["rules"], ["jp_ppc_final30"], "rules")
    equal(states(kiroku, case)["jp_ppc_final30"], "met", "the duty")
    kiroku.run("rebuild")
    equal(find(kiroku.json("deadline", "list", case), rule="jp_ppc_prelim")["met"], row["met"],
          "after a rebuild")


@test("/cli/form-file/a-form-known-by-name-meets-its-duty-too")
def file_named(kiroku):
    case = breach(kiroku)
    equal(kiroku.json("form", "file", case, "F03", "--method=mail")["rules"], ["jp_ppc_subject"], "rules")
    equal(states(kiroku, case)["jp_ppc_subject"], "met", "the duty")


@test("/cli/form-file/records-how-and-what-later-contradicts-it")
def file_details(kiroku):
    case = breach(kiroku)
    kiroku.run("set", case, "report.stage", "preliminary")
    kiroku.run("set", case, "leak.count", "120")
    Colleague(kiroku).run("form", "approve", case, "F01", "--author=太郎")
    sent = os.path.join(kiroku.home, "sent.pdf")
    with open(sent, "wb") as file:
        file.write(b"%PDF-1.5 sent")
    entry = kiroku.json("form", "file", case, "F01", "--method=fax", "--to=個人情報保護委員会", "--by=次郎",
                        "--at=2026-11-21 15:00", "--receipt=R-17", f"--file={sent}", warns=True)
    equal(entry["approved"], True, "approved")
    shown = kiroku.json("form", "show", case, "F01")
    equal(shown["filed"][0]["other_file"], True, "what was sent is not what was approved")
    contains(kiroku.run("form", "show", case, "F01").out, "another file than the copy that was approved")
    paper = os.path.join(kiroku.home, "m.pdf")
    kiroku.run("report", case, "--kind=management", "--lang=ja", f"--output={paper}")
    contains("".join(read_pdf(paper).split()), "承認されたものとは別のファイル")
    equal((shown["state"], shown["contradicts"]), ("filed", []), "filed")
    filed, = shown["filed"]
    keys(filed, "entry author time method to by receipt sha256 approved other_file rules contradicts")
    equal((filed["entry"], filed["author"], filed["time"], filed["method"], filed["to"], filed["by"],
           filed["receipt"], filed["approved"]),
          (entry["id"], "花子", "2026-11-21T15:00:00+09:00", "fax", "個人情報保護委員会", "次郎", "R-17", True),
          "details")
    with open(sent, "rb") as file:
        equal(filed["sha256"], hashlib.sha256(file.read()).hexdigest(), "digest")
    find(kiroku.json("timeline", case), kind="evidence.add")
    line = find(kiroku.json("timeline", case), id=entry["id"])
    contains(line["text"], "F01", "R-17", "個人情報保護委員会")

    said = kiroku.run("set", case, "leak.count", "12400", "--state=estimate").err
    contains(said, "F01 was filed with another answer to leak.count")
    equal(kiroku.run("set", case, "leak.count", "120", warns=True).err.count("was filed"), 0, "as it was filed")
    equal(kiroku.run("set", case, "leak.count", "12400", "--state=estimate").err, said, "again")
    kiroku.run("set", case, "cause.summary", "脆弱性")
    shown = kiroku.json("form", "show", case, "F01")
    wanted = [{"fact": "cause.summary", "filed": "", "now": "脆弱性"},
              {"fact": "leak.count", "filed": "120", "now": "12400"}]
    equal(shown["contradicts"], wanted, "what it contradicts")
    equal(shown["filed"][0]["contradicts"], wanted, "what it contradicts")
    contains(kiroku.run("form", "show", case, "F01").out, "leak.count", "“120”", "12,400", "How: Fax",
             "To: 個人情報保護委員会", "Handed in by: 次郎")
    equal(kiroku.json("form", "file", case, "F01", "--method=fax")["approved"], False, "changed since")
    Colleague(kiroku).run("form", "approve", case, "F01", "--author=太郎")
    kiroku.run("form", "file", case, "F01", "--method=phone")
    contains(kiroku.run("form", "show", case, "F01").out, "How: By telephone")
    last = kiroku.json("form", "show", case, "F01")["filed"][-1]
    equal((last["approved"], last["other_file"]), (True, False), "the copy that was approved")


@test("/cli/form-file/what-was-filed-in-another-state-is-another-answer")
def filed_states(kiroku):
    case = breach(kiroku)
    kiroku.run("set", case, "report.stage", "preliminary")
    kiroku.run("set", case, "leak.count", "120", "--state=estimate", "--basis=ログの件数")
    kiroku.run("set", case, "cause.summary", "--state=investigating")
    kiroku.run("form", "file", case, "F01", "--method=web")
    equal(kiroku.json("form", "show", case, "F01")["contradicts"], [], "as it was filed")
    kiroku.run("set", case, "leak.count", "120", "--state=confirmed")
    kiroku.run("set", case, "cause.summary", "脆弱性")
    equal(kiroku.json("form", "show", case, "F01")["contradicts"],
          [{"fact": "cause.summary", "filed": "", "now": "脆弱性"},
           {"fact": "leak.count", "filed": "120", "now": "120", "filed_state": "estimate",
            "now_state": "confirmed"}], "what it contradicts")
    contains(kiroku.run("form", "show", case, "F01", "--lang=ja").out, "filed “120（概数）”, now “120”",
             "filed “調査中”, now “脆弱性”")
    path = os.path.join(kiroku.home, "working.pdf")
    kiroku.run("form", "fill", case, "F01", f"--output={path}", "--lang=ja")
    text = "".join(words_of(path).split())
    contains(text, "前回は「120（概数）」", "前回は「調査中」")
    kiroku.run("rebuild")
    equal(len(kiroku.json("form", "show", case, "F01")["contradicts"]), 2, "after a rebuild")


@test("/cli/form-show/what-changed-is-said-in-the-words-of-the-form-and-the-receipt-is-there")
def shown_words(kiroku):
    case = breach(kiroku)
    kiroku.run("set", case, "report.stage", "preliminary")
    kiroku.run("set", case, "publication.state", "planned")
    kiroku.run("set", case, "leak.count", "2000")
    kiroku.run("form", "file", case, "F01", "--method=web", "--receipt=PPC-0042")
    kiroku.run("set", case, "report.stage", "final")
    kiroku.run("set", case, "publication.state", "done")
    kiroku.run("set", case, "leak.count", "--state=investigating")
    out = kiroku.run("form", "show", case, "F01", "--lang=ja").out
    contains(out, "PPC-0042", "[publication.state]: filed “実施予定”, now “実施済み”",
             "[leak.count]: filed “2,000”, now without a value")
    row, = [line for line in out.splitlines() if "filed “実施予定”" in line]
    field, = [line for line in out.splitlines() if "[publication.state] " in line]
    contains(row, field.split(" [publication.state]")[0].split(maxsplit=1)[-1])
    assert "[report.stage]: filed" not in out, "the next report says another stage, and nothing is wrong"


@test("/cli/set/a-choice-is-named-by-its-words-and-a-wrong-one-lists-them")
def choices(kiroku):
    case = kiroku.new_case()

    def value(key, typed):
        kiroku.run("set", case, key, typed)
        return kiroku.run("get", case, key).out.strip()
    equal(value("report.stage", "確報"), "final", "Japanese")
    equal(value("report.stage", " preliminary REPORT "), "preliminary", "English")
    equal(value("report.stage", "final"), "final", "its id")
    error = kiroku.run("set", case, "report.stage", "interim", status=USAGE).err
    contains(error, "report.stage", "“interim”", "preliminary (Preliminary report)", "final (Final report)")
    labels = [line for line in kiroku.run("set", case, "leak.subject_kind", "x", status=USAGE).err.split("use ")[1].split("), ")]
    first, second = [label.split(" (", 1) for label in labels[:2]]
    equal(value("leak.subject_kind", f"{second[1]}、{first[0]}"), f"{first[0]},{second[0]}", "several")


@test("/cli/form-file/an-exercise-files-nothing")
def file_exercise(kiroku):
    case = breach(kiroku, "--exercise")
    equal(Colleague(kiroku).json("form", "approve", case, "F01", "--author=太郎")["four_eyes"], True,
          "approving is exercised")
    before = len(kiroku.json("timeline", case))
    contains(kiroku.run("form", "file", case, "F01", "--method=web", f"--file={__file__}", status=1).err,
             "exercise")
    equal(len(kiroku.json("timeline", case)), before, "entries")


@test("/cli/form-file/mistakes-are-told-and-nothing-is-recorded")
def file_usage(kiroku):
    case = breach(kiroku)
    before = len(kiroku.json("timeline", case))
    for words in [(case, "F01"), (case, "F01", "--method=pigeon"), (case, "F99", "--method=web"),
                  (case, "F01", "--method=web", "--at=someday")]:
        kiroku.run("form", "file", *words, status=USAGE)
    kiroku.run("form", "file", "X", "F01", "--method=web", status=1)
    kiroku.run("form", "file", case, "F01", "--method=web", "--file=/no/such.pdf", status=1)
    kiroku.run("form", "approve", case, "F18", status=USAGE)
    kiroku.run("form", "approve", "X", "F01", status=1)
    equal(len(kiroku.json("timeline", case)), before, "entries")


if __name__ == "__main__":
    main()
