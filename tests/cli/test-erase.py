#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Erasing by law: what is erased is in no file, the rest stays checkable, and a legal hold forbids it.

Usage: test-erase.py KIROKU_CLI   (TAP)
"""
import contextlib
import ctypes
import hashlib
import os
import random
import sqlite3

from kiroku import USAGE, Kiroku, contains, equal, keys, main, read_pdf, test

SECRET = "山田太郎 東京都千代田区1-2-3"
LAW = "--law=個人情報の保護に関する法律第35条"
WHY = "--reason=本人の請求"


def pairs(text):
    """As the search index has the text: some of its words, of letters beyond ASCII in a row."""
    return [a + b for a, b in zip(text, text[1:]) if ord(a) > 0x80 and ord(b) > 0x80]


def files_with_pairs(kiroku, text):
    return [(pair, name) for pair in pairs(text) for name in files_with(kiroku, pair)]


def files_with(kiroku, text):
    """The files of the data folder that hold the text."""
    found = []
    for folder, _, names in os.walk(kiroku.home):
        for name in names:
            with open(os.path.join(folder, name), "rb") as file:
                if text.encode() in file.read():
                    found.append(name)
    return found


def columns(db, table):
    """All but the number that a line has by its arrival."""
    return ", ".join(name for _, name, _, _, _, key in db.execute(f'PRAGMA table_info("{table}")') if not (name == "id" and key))


def folded(kiroku):
    """Every folded table, each sorted."""
    with contextlib.closing(sqlite3.connect(kiroku.database)) as db, db:
        names = [name for (name,) in db.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT IN"
            " ('entry', 'field', 'progress', 'quarantine', 'erasure') AND name NOT LIKE 'words%' ORDER BY name")]
        return {name: sorted(map(repr, db.execute(f'SELECT {columns(db, name)} FROM "{name}"'))) for name in names}


def note(kiroku, case, text):
    return kiroku.json("log", case, text)["id"]


@test("/cli/erase/the-value-is-in-no-file-and-the-rest-stays-checkable")
def erases(kiroku):
    case = kiroku.new_case()
    entry = note(kiroku, case, SECRET)
    note(kiroku, case, "その後の記録")
    contains(" ".join(files_with(kiroku, SECRET)), "kiroku.db")
    equal([line["id"] for line in kiroku.json("timeline", case, "--find=山田太郎")], [entry])
    for pair in pairs(SECRET):
        contains(" ".join(files_with(kiroku, pair)), "kiroku.db")
    before = kiroku.run("verify", "--json", case, status=None).data

    kiroku.run("erase", case, entry[:10], "text", LAW, WHY, "--approver=法務 花子")
    equal(files_with(kiroku, SECRET), [])
    equal(files_with_pairs(kiroku, SECRET), [])
    equal(kiroku.json("timeline", case, "--find=山田"), [])
    after = kiroku.run("verify", "--json", case, status=before["exit"]).data
    equal(after["withheld"], before["withheld"] + 1, "withheld")
    equal("first_bad" in after, False, "altered")
    line = next(line for line in kiroku.json("timeline", case) if line["id"] == entry)
    equal(line["text"], "(erased by law)", line)
    equal(kiroku.notes(case)[-1], "その後の記録")


@test("/cli/erase/no-copy-is-left-where-rows-were-moved")
def moved(kiroku):
    for seed in range(100 if os.environ.get("KIROKU_TEST_LONG") else 3):
        dice, case = random.Random(seed), kiroku.new_case()
        for _ in range(3):
            lines = [f"秘密{number:04d}番" * dice.randrange(1, 900) if dice.random() < 0.2
                     else "記" * dice.randrange(1, 3000) for number in range(dice.randrange(5, 60))]
            kiroku.run("log", case, "-", stdin="\n".join(lines).encode())
            for line in kiroku.json("timeline", case, "--find=秘密"):
                kiroku.run("erase", case, line["id"], "text", LAW, WHY)
            equal(files_with(kiroku, "秘密"), [], f"seed {seed}")


@test("/cli/erase/a-rebuild-gives-the-same-tables")
def rebuilds(kiroku):
    case = kiroku.new_case()
    entry = note(kiroku, case, SECRET)
    kiroku.run("set", case, "t.known", "2026-11-21T14:05:00+09:00")
    kept = note(kiroku, case, "続きの記録")
    kiroku.run("erase", case, entry, "text", LAW, WHY)
    before = folded(kiroku)
    kiroku.run("rebuild")
    equal(folded(kiroku), before)
    equal([line["id"] for line in kiroku.json("timeline", case, "--find=きの記")], [kept])
    equal(kiroku.json("timeline", case, "--find=山田"), [])
    later = note(kiroku, case, "記録の続き")
    equal([line["id"] for line in kiroku.json("timeline", case, "--find=記録")], [kept, later])


@test("/cli/erase/a-title-goes-but-not-what-the-checks-need")
def kept(kiroku):
    case = kiroku.new_case(title=SECRET)
    lines = kiroku.json("timeline", case)
    opening = next(line["id"] for line in lines if line["kind"] == "case.open")
    journal = next(line["id"] for line in lines if line["kind"] == "journal.open")
    for entry, field in [(opening, "number"), (opening, "type"), (opening, "level"),
                         (opening, "exercise"), (opening, "pack"), (journal, "spki")]:
        contains(kiroku.run("erase", case, entry, field, LAW, WHY, status=1).err, field)
    contains(kiroku.run("erase", case, opening, "none", LAW, WHY, status=1).err, "title")
    kiroku.run("erase", case, opening, "title", LAW, WHY)
    equal(files_with(kiroku, SECRET), [])
    contains(kiroku.run("case", "show", case).out, case)
    contains(kiroku.run("erase", case, opening, "title", LAW, WHY, status=1).err, "before")
    kiroku.run("verify", case, status=1)


@test("/cli/erase/an-evidence-file-goes-unless-another-case-needs-it")
def evidence(kiroku):
    cases = [kiroku.new_case(), kiroku.new_case()]
    path = os.path.join(kiroku.home, "証拠.log")
    with open(path, "w", encoding="utf-8") as file:
        file.write(SECRET)
    for case in cases:
        kiroku.run("evidence", "add", case, path)
    os.unlink(path)
    item = kiroku.json("evidence", "list", cases[0])[0]["sha256"]
    kiroku.run("erase", cases[0], f"--file={item[:12]}", LAW, WHY)
    equal(files_with(kiroku, SECRET), [item])
    kiroku.run("verify", cases[1], status=1)
    equal([row["result"] for row in kiroku.json("evidence", "check", cases[1])], ["intact"])
    kiroku.run("erase", cases[1], f"--file={item[:12]}", LAW, WHY)
    equal(files_with(kiroku, SECRET), [])
    equal(kiroku.json("evidence", "list", cases[1])[0]["erased"], True)
    for case in cases:
        kiroku.run("verify", case, status=1)


def take(kiroku, case, name, text):
    """Takes a file in that is then nowhere else; its SHA-256."""
    path = os.path.join(kiroku.home, name)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
    kiroku.run("evidence", "add", case, path)
    os.unlink(path)
    return hashlib.sha256(text.encode()).hexdigest()


@test("/cli/erase/an-erased-file-is-a-state-of-its-own-everywhere")
def erased_file(kiroku):
    case = kiroku.new_case()
    item = take(kiroku, case, "証拠.log", SECRET)
    take(kiroku, case, "b.log", "他の証拠")
    kiroku.run("evidence", "check", case)
    before = kiroku.json("evidence", "list", case)[0]
    equal((before["checked"]["result"], before["erasure"]), ("intact", None))
    kiroku.run("erase", case, f"--file={item[:12]}", LAW, WHY, "--approver=法務 花子")

    shown = kiroku.json("evidence", "list", case)[0]
    keys(shown["erasure"], "law time author entry")
    equal((shown["erased"], shown["checked"], shown["erasure"]["law"]), (True, None, LAW[6:]))
    contains(kiroku.run("evidence", "list", case).out, f"erased by law ({LAW[6:]})")
    equal([one["result"] for one in kiroku.json("evidence", "check", case)], ["erased", "intact"])
    contains(kiroku.run("evidence", "check", case, item[:12]).out, "erased by law")
    output = os.path.join(kiroku.home, "copy")
    failed = kiroku.run("evidence", "save", case, item[:12], f"--output={output}", status=1).err
    contains(failed, "erased by law", LAW[6:])
    if "take it from" in failed or os.path.exists(output):
        raise AssertionError(failed)
    checks = [line for line in kiroku.json("timeline", case) if line["kind"] == "evidence.check"]
    equal(len(checks), 3, "checks of what is there")


@test("/cli/erase/paper-says-by-what-law-a-file-was-erased")
def erased_on_paper(kiroku):
    case = kiroku.new_case()
    item = take(kiroku, case, "a.log", SECRET)
    kiroku.run("evidence", "check", case)
    kiroku.run("erase", case, f"--file={item[:12]}", LAW, WHY)
    output = os.path.join(kiroku.home, "list.pdf")
    kiroku.run("report", case, "--kind=evidence", "--lang=ja", f"--output={output}")
    text = read_pdf(output).replace(" ", "")
    contains(text, "法令により消去", "個人情報の保護に")
    if "変更なし" in text:
        raise AssertionError(text)


@test("/cli/erase/what-an-intake-left-of-the-file-goes-too")
def leftovers(kiroku):
    case = kiroku.new_case()
    folder = kiroku.database + "-evidence"
    item = hashlib.sha256(SECRET.encode()).hexdigest()
    take(kiroku, case, "b.log", "他の証拠")
    for name in (item, ".intake-Q1w2E3", ".intake-other"):
        with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
            file.write("他" if name.endswith("other") else SECRET)
    take(kiroku, case, "c.log", "三つ目")
    equal(take(kiroku, case, "証拠.log", SECRET), item)
    with open(os.path.join(folder, "unclaimed", f"{item}.1"), "w", encoding="utf-8") as file:
        file.write(SECRET + "（変更された写し）")
    with open(os.path.join(folder, ".intake-R4t5Y6"), "w", encoding="utf-8") as file:
        file.write(SECRET)
    kiroku.run("erase", case, f"--file={item[:12]}", LAW, WHY)
    equal(files_with(kiroku, SECRET), [])
    equal(os.listdir(os.path.join(folder, "unclaimed")), ["intake-other"])


def due(kiroku):
    with contextlib.closing(sqlite3.connect(kiroku.database)) as db, db:
        return db.execute("SELECT value FROM progress WHERE name = 'erasures.due'").fetchall()


@test("/cli/erase/who-only-reads-does-not-finish-what-was-cut-short")
def cut_short(kiroku):
    case = kiroku.new_case()
    kiroku.run("erase", case, note(kiroku, case, SECRET), "text", LAW, WHY)
    equal(due(kiroku), [])
    with contextlib.closing(sqlite3.connect(kiroku.database)) as db, db:
        db.execute("INSERT INTO progress VALUES ('erasures.due', 1)")
    for words in (("case", "list"), ("timeline", case), ("verify", case)):
        kiroku.run(*words, status=None)
        equal(due(kiroku), [(1,)], words)
    equal(kiroku.json("case", "show", case)["erasure_due"], True, "told")
    contains(kiroku.run("case", "show", case).out, "traces of what was erased", "kiroku-cli rebuild")
    kiroku.run("rebuild")
    equal(due(kiroku), [])
    equal(kiroku.json("case", "show", case)["erasure_due"], False, "done")
    assert "traces" not in kiroku.run("case", "show", case).out


@test("/cli/erase/what-is-laid-aside-meanwhile-stays-in-the-data-folder")
def laid_aside(kiroku):
    case = kiroku.new_case()
    kiroku.run("log", case, "-", stdin="\n".join(["記" * 2000] * 2000).encode())
    entry = note(kiroku, case, SECRET)
    libc = ctypes.CDLL(None, use_errno=True)
    watch = libc.inotify_init1(os.O_NONBLOCK)
    assert libc.inotify_add_watch(watch, kiroku.folder.encode(), 0x100) >= 0, "IN_CREATE"
    kiroku.run("erase", case, entry, "text", LAW, WHY)
    seen = os.read(watch, 1 << 16)
    os.close(watch)
    assert b"etilqs_" in seen, seen


@test("/cli/erase/asking-once-more-finishes-what-was-cut-short")
def once_more(kiroku):
    case = kiroku.new_case()
    entry = note(kiroku, case, SECRET)
    kiroku.run("erase", case, entry, "text", LAW, WHY)
    with contextlib.closing(sqlite3.connect(kiroku.database)) as db, db:
        db.execute("INSERT INTO progress VALUES ('erasures.due', 1)")
    kiroku.run("erase", case, entry, "text", LAW, WHY, status=1)
    equal(due(kiroku), [])


@test("/cli/erase/without-a-field-it-says-what-can-be-erased")
def listed(kiroku):
    case = kiroku.new_case(title=SECRET)
    opening = next(line["id"] for line in kiroku.json("timeline", case) if line["kind"] == "case.open")
    equal(kiroku.json("erase", case, opening)["fields"], ["title"])
    entry = note(kiroku, case, "別の記録")
    before = len(kiroku.json("timeline", case))
    equal(kiroku.run("erase", case, entry[:12]).out.split(), ["class", "text"])
    equal(len(kiroku.json("timeline", case)), before, "nothing is written")
    kiroku.run("erase", case, "12345678", status=1)


@test("/cli/erase/what-corrects-it-or-is-corrected-by-it-is-named-and-stays")
def corrected(kiroku):
    case = kiroku.new_case()
    entry, other = note(kiroku, case, SECRET), note(kiroku, case, "別の記録")
    first = kiroku.json("correct", case, entry, SECRET + "様", "--reason=R")["id"]
    second = kiroku.json("correct", case, entry, "氏名は伏せる", f"--reason={SECRET}")["id"]
    kiroku.run("correct", case, other, "別の記録2", "--reason=R")
    kiroku.run("approve", case, entry, "--author=部長")

    preview = kiroku.run("--json", "erase", case, entry, warns=True)
    kin = [{"id": one, "kind": "correct", "relation": "corrects", "fields": ["reason", "text"]}
           for one in (first, second)]
    equal(preview.data["related"], kin, "nothing of the other note")
    contains(preview.err, first[:12], second[:12])
    equal(kiroku.run("erase", case, entry, warns=True).out.split(), ["class", "text"], "as before")

    erased = kiroku.run("--json", "erase", case, entry, "text", LAW, WHY, warns=True)
    equal(erased.data["related"], [dict(kin[0], fields=["text"]), dict(kin[1], fields=["text", "reason"])],
          "the text of each, and the reason that has its words")
    contains(erased.err, first[:12], second[:12], "the text (text), the reason (reason)")
    contains(" ".join(files_with(kiroku, SECRET)), "kiroku.db")  # nothing was erased unasked
    equal([row["id"] for row in kiroku.json("erase", case, second, warns=True)["related"]], [first], "from the other side")

    kiroku.run("erase", case, first, "text", LAW, WHY, warns=True)
    kiroku.run("erase", case, second, "text", LAW, WHY, warns=True)
    left = kiroku.json("erase", case, second, "reason", LAW, WHY, warns=True)["related"]
    equal(left, [dict(kin[0], fields=["reason"])], "what is left")
    equal(files_with(kiroku, SECRET), [])
    assert "related" not in kiroku.json("erase", case, first, "reason", LAW, WHY), "nothing is left"


@test("/cli/erase/forms-that-state-the-same-fact-and-the-file-that-was-sent-are-named")
def stated(kiroku):
    case = kiroku.new_case()
    kiroku.run("set", case, "report.stage", "preliminary")
    kiroku.run("set", case, "org.name", "別の会社")
    kiroku.run("set", case, "reporter.name", "別の人")  # another fact
    fact = kiroku.json("set", case, "org.name", SECRET)["id"]
    approved = kiroku.json("form", "approve", case, "F01", "--author=部長")["id"]
    paper = os.path.join(kiroku.home, "F01.pdf")
    kiroku.run("form", "fill", case, "F01", "--copy=submission", f"--output={paper}")
    filed = kiroku.json("form", "file", case, "F01", "--method=web", f"--file={paper}")["id"]
    kiroku.run("set", case, "org.name", "その後の会社")
    later = kiroku.json("form", "file", case, "F01", "--method=web")["id"]
    again = kiroku.json("set", case, "org.name", SECRET)["id"]
    with open(paper, "rb") as file:
        sent = hashlib.sha256(file.read()).hexdigest()

    same = [{"id": approved, "kind": "form.approve", "relation": "states", "fields": ["value.org.name"]},
            {"id": filed, "kind": "form.file", "relation": "states", "fields": ["value.org.name"], "file": sent},
            {"id": again, "kind": "case.set", "relation": "states", "fields": ["org.name"]}]
    preview = kiroku.run("--json", "erase", case, fact, warns=True)
    equal(preview.data["related"], same, "neither another fact nor another value")
    contains(preview.err, approved[:12], filed[:12], again[:12], "value.org.name", sent[:12])
    erased = kiroku.run("--json", "erase", case, fact, "org.name", LAW, WHY, warns=True)
    equal(erased.data["related"], same, "named again")
    contains(erased.err, filed[:12], "value.org.name", sent[:12])
    contains(kiroku.run("form", "show", case, "F01").out, SECRET)  # nothing was erased unasked

    left = kiroku.json("erase", case, fact, warns=True)["related"]
    equal([row["id"] for row in left], [approved, filed], "what stood in between: the value is gone")
    assert later not in [row["id"] for row in left], "filed with another value"
    kiroku.run("erase", case, approved, "value.org.name", LAW, WHY, warns=True)
    last = kiroku.json("erase", case, filed, "value.org.name", LAW, WHY, warns=True)["related"]
    equal(last, [dict(same[1], fields=[]), same[2]], "the file of the filing itself, too")
    kiroku.run("erase", case, f"--file={sent}", LAW, WHY)
    assert "related" not in kiroku.json("erase", case, fact), "nothing is left"


@test("/cli/erase/what-only-repeats-the-words-is-named-too")
def repeated(kiroku):
    case = kiroku.new_case(title="山田太郎の持ち出し")
    kiroku.run("set", case, "report.stage", "preliminary")
    opening = next(line["id"] for line in kiroku.json("timeline", case) if line["kind"] == "case.open")
    fact = kiroku.json("set", case, "reporter.name", "山田太郎")["id"]
    kiroku.run("set", case, "leak.count", "12")
    talk = note(kiroku, case, "12時に「山田太郎」と話した")
    first = note(kiroku, case, "誰かと話した")
    fixed = kiroku.json("correct", case, first, "同僚と話した", "--reason=山田太郎ではない")["id"]
    filed = kiroku.json("form", "file", case, "F01", "--method=web", "--by=山田太郎")["id"]
    kiroku.run("set", case, "org.name", "山田商店")

    related = kiroku.json("erase", case, fact, warns=True)["related"]
    equal([(one["id"], one["relation"], one["fields"]) for one in related],
          [(filed, "states", ["value.reporter.name"]), (opening, "repeats", ["title"]), (talk, "repeats", ["text"]),
           (fixed, "repeats", ["reason"]), (filed, "repeats", ["by"])])
    erased = kiroku.run("erase", case, fact, "reporter.name", LAW, WHY, warns=True)
    contains(erased.err, f"{talk[:12]} (Note) holds the same words: the text (text)")


@test("/cli/erase/an-id-out-of-a-list-is-no-words")
def no_words(kiroku):
    case = kiroku.new_case(kind="ransomware")
    fact = kiroku.json("set", case, "attack.kind", "ransomware")["id"]
    note(kiroku, case, "ransomware らしい")
    assert "related" not in kiroku.json("erase", case, fact), "neither the steps of the playbook nor the note"
    told = ("contact", "told", case, "mpd_cyber")
    first = kiroku.json(*told, "--by=phone", "--person=山田太郎")["id"]
    second = kiroku.json(*told, "--by=phone", "--person=山田太郎")["id"]
    related = kiroku.json("erase", case, first, warns=True)["related"]
    equal([one["id"] for one in related], [second])
    equal(related[0]["fields"], ["name", "number", "person"], "not by what means, nor the id of the desk")


@test("/cli/erase/of-hundreds-of-places-thirty-are-said")
def many(kiroku):
    case = kiroku.new_case()
    fact = kiroku.json("set", case, "reporter.name", "山田太郎")["id"]
    kiroku.run("log", case, "-", stdin="\n".join(f"山田太郎 {n}" for n in range(300)).encode())
    asked = kiroku.run("--json", "erase", case, fact, warns=True)
    equal(len(asked.data["related"]), 300)
    equal(len(asked.err.splitlines()), 31)
    contains(asked.err, "270 more such places")


@test("/cli/erase/the-log-says-what-was-erased-by-whom-and-on-what-ground")
def told(kiroku):
    case = kiroku.new_case()
    entry, fact = note(kiroku, case, SECRET), kiroku.json("set", case, "leak.count", "120")["id"]
    item = take(kiroku, case, "証拠.log", SECRET)
    erase = kiroku.json("erase", case, entry, "text", LAW, WHY, "--approver=法務 花子")["id"]
    kiroku.run("erase", case, fact, "leak.count", LAW, WHY)
    kiroku.run("erase", case, f"--file={item[:12]}", LAW, WHY, "--approver=法務 花子")
    lines = kiroku.json("timeline", case)
    line = next(line for line in lines if line["id"] == entry)
    equal(line["text"], "(erased by law)")
    keys(line["erasures"][0], "entry of field sha256 law time author approver carried_out")
    equal([line["erasures"][0][key] for key in ("entry", "of", "field", "law", "approver", "carried_out")],
          [erase, entry, "text", LAW[6:], "法務 花子", True])
    contains(next(line["text"] for line in lines if line["id"] == fact), "(erased by law)")
    own = [line["erasures"][0] for line in lines if line["kind"] == "erase"]
    equal([(one["of"], one["field"], one["sha256"]) for one in own],
          [(entry, "text", None), (fact, "leak.count", None), (None, None, item)])

    text = kiroku.run("timeline", case).out
    contains(text, f"Erased by law: the text; ground: {LAW[6:]}", "approver named: 法務 花子",
             f"What it names: the text of “Action”", f"[{entry[:12]}]", "“Number of persons” of “Fact”",
             f"the file of 証拠.log, SHA-256 {item}")
    output = os.path.join(kiroku.home, "log.pdf")
    kiroku.run("report", case, "--lang=en", f"--output={output}")
    contains(read_pdf(output), "(erased by law)", "Erased by law: the text", "What it names: the text")


@test("/cli/erase/an-erased-fact-and-an-erased-title-are-called-so-everywhere")
def called(kiroku):
    case = kiroku.new_case(title=SECRET)
    opening = next(line["id"] for line in kiroku.json("timeline", case) if line["kind"] == "case.open")
    fact = kiroku.json("set", case, "leak.count", "120")["id"]
    kiroku.run("erase", case, fact, "leak.count", LAW, WHY)
    kiroku.run("erase", case, opening, "title", LAW, WHY)
    equal(kiroku.run("get", case, "leak.count").out, "(erased by law)\n")
    row = kiroku.json("get", case, "leak.count")
    equal((row["value"], row["state"], row["erased"]), ("", "withheld", True), "get")
    contains(kiroku.run("get", case).out, "erased by law")
    shown = kiroku.run("case", "show", case).out
    contains(shown, "(erased by law)", "leak.count =  (erased by law)")
    assert "withheld" not in shown, shown
    field = next(row for row in kiroku.json("form", "show", case, "F01")["fields"] if row["fact"] == "leak.count")
    equal((field["shown"], field["missing"]), ("erased by law", False), "form")
    path = os.path.join(kiroku.home, "report.pdf")
    kiroku.run("report", case, f"--output={path}", "--lang=en")
    assert "(withheld)" not in read_pdf(path), "the overview"


@test("/cli/erase/what-was-withheld-is-not-called-erased-by-law")
def withheld(kiroku):
    case = kiroku.new_case()
    entry = note(kiroku, case, SECRET)
    package = os.path.join(kiroku.home, "x.zip")
    kiroku.run("export", case, f"--output={package}", f"--withhold={entry}:text")
    kiroku.run("erase", case, entry, "text", LAW, WHY)
    other = Kiroku(kiroku.program, os.path.join(kiroku.home, "other"))
    os.makedirs(other.home)
    other.run("import", package)
    line = next(line for line in other.json("timeline", case) if line["id"] == entry)
    equal((line["text"], "erasures" in line), ("(withheld)", False))
    erased = os.path.join(kiroku.home, "y.zip")
    kiroku.run("export", case, f"--output={erased}")
    other.run("import", erased)
    line = next(line for line in other.json("timeline", case) if line["id"] == entry)
    equal((line["text"], line["erasures"][0]["law"]), ("(erased by law)", LAW[6:]))


@test("/cli/erase/verify-tells-what-was-withheld-from-what-was-erased")
def told_apart(kiroku):
    case = kiroku.new_case()
    entries = [note(kiroku, case, text) for text in ("一", "二", "三")]
    item = take(kiroku, case, "証拠.log", SECRET)
    kiroku.run("erase", case, entries[0], "text", LAW, WHY)
    kiroku.run("erase", case, f"--file={item[:12]}", LAW, WHY)
    contains(kiroku.run("verify", case, status=1).out, "withheld: 2\n    of these withheld on an export: 0, erased by law: 2")
    package = os.path.join(kiroku.home, "x.zip")
    kiroku.run("export", case, f"--output={package}", f"--withhold={entries[1]}:text")
    found = kiroku.run("verify", f"--package={package}", status=1)
    contains(found.out, "withheld: 3\n    of these withheld on an export: 1, erased by law: 2")


@test("/cli/erase/a-legal-hold-forbids-it-and-says-whose")
def hold(kiroku):
    case = kiroku.new_case()
    entry = note(kiroku, case, SECRET)
    equal(kiroku.json("case", "show", case)["hold"], None)
    kiroku.run("hold", case, "set", "--reason=訴訟に備える", "--approver=法務部長",
               "--author=" + kiroku.json("key", "show")["author"])
    contains(kiroku.run("case", "show", case).out, "訴訟に備える")
    equal(kiroku.json("case", "show", case)["hold"]["approver"], "法務部長")
    failed = kiroku.run("erase", case, entry, "text", LAW, WHY, status=1).err
    contains(failed, "訴訟に備える", kiroku.json("key", "show")["author"])
    contains(" ".join(files_with(kiroku, SECRET)), "kiroku.db")
    kiroku.run("hold", case, "set", "--reason=二度目", status=1)
    stranger = kiroku.run("hold", case, "lift", "--reason=和解した", "--author=通りすがり", status=1).err
    contains(stranger, "vouched for", "key vouch")
    assert kiroku.json("case", "show", case)["hold"] is not None
    kiroku.run("hold", case, "lift", "--reason=和解した")
    kiroku.run("hold", case, "lift", "--reason=二度目", status=1)
    kiroku.run("erase", case, entry, "text", LAW, WHY)
    equal(files_with(kiroku, SECRET), [])


@test("/cli/erase/law-and-reason-are-asked-for")
def usage(kiroku):
    case = kiroku.new_case()
    entry = note(kiroku, case, "本文")
    for words in [(entry, "text"), (entry, "text", LAW), (entry, "text", WHY), (entry, LAW, WHY),
                  (LAW, WHY), (entry, "text", "--file=12345678", LAW, WHY)]:
        kiroku.run("erase", case, *words, status=USAGE)
    kiroku.run("erase", case, entry, "text", "--law= ", WHY, status=1)
    kiroku.run("hold", case, "set", status=USAGE)
    kiroku.run("hold", case, "on", "--reason=x", status=USAGE)
    kiroku.run("erase", case, "12345678", "text", LAW, WHY, status=1)


@test("/cli/erase/what-is-missing-is-said-and-nothing-else")
def missing(kiroku):
    case = kiroku.new_case()
    entry = note(kiroku, case, SECRET)
    for words, wanted, unsaid in (((entry, "text", LAW), "--reason=R", "--law"), ((entry, "text", WHY), "--law=L", "--reason"),
                                  ((entry, "text"), "--law=L and --reason=R", "FIELD"),
                                  ((entry, LAW, WHY), "ENTRY FIELD or --file=ITEM", "--law"),
                                  ((entry, "text", "--file=12345678", LAW, WHY), "one thing at a time", "--law")):
        said = kiroku.run("erase", case, *words, status=USAGE).err
        contains(said, wanted)
        assert unsaid not in said, said


@test("/cli/erase/of-the-correction-of-a-filing-only-what-tells-the-same-value-is-named")
def of_a_filing(kiroku):
    case = kiroku.new_case()
    kiroku.run("set", case, "report.stage", "preliminary")
    file = ("form", "file", case, "F01", "--method=web")
    first = kiroku.json(*file, "--receipt=受付1234", "--to=個情委")["id"]
    second = kiroku.json(*file, "--receipt=受付1235", f"--corrects={first}", "--reason=受付1234の誤記")["id"]
    related = kiroku.json("erase", case, first, "receipt", LAW, WHY, warns=True)["related"]
    equal([(row["id"], row["relation"], row["fields"]) for row in related],
          [(second, "corrects", ["receipt", "reason"])])


@test("/cli/erase/kinds-and-values-are-told-in-words")
def in_words(kiroku):
    case = kiroku.new_case("--author=花子")
    entry = note(kiroku, case, SECRET)
    correction = kiroku.json("correct", case, entry, SECRET + "様", WHY)["id"]
    said = kiroku.run("erase", case, entry, warns=True).err
    contains(said, f"entry {correction[:12]} (Correction), ", "the text (text)", "the reason (reason)")
    contains(kiroku.run("erase", case, correction, warns=True).err, f"entry {entry[:12]} (Note), ", "says: the text (text);")
    kiroku.run("set", case, "org.name", SECRET)
    fact = kiroku.json("set", case, "org.name", SECRET)["id"]
    said = kiroku.run("erase", case, fact, warns=True).err
    contains(said, " (Fact) states the same: ", " (org.name);")
    assert "case.set" not in said and "“org.name”" not in said, said
    task = kiroku.json("task", "add", case, "作業")["id"]
    contains(kiroku.run("approve", case, task, "--author=次郎", status=1).err, "“Task” is nothing to approve")


main()
