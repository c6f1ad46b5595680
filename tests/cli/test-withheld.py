#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is withheld from a package stands nowhere in it: not in what corrects it, nor where it is stated anew.

Usage: test-withheld.py KIROKU_CLI [PART OF A NAME]...   (TAP; run with TZ=Asia/Tokyo)
"""
import os
import zipfile

from kiroku import USAGE, Kiroku, contains, equal, main, read_pdf, test

SECRET = "協力会社の山田太郎"
WHY = "--reason=R"


def export(kiroku, case, *names):
    """The answer, and the package."""
    path = os.path.join(kiroku.home, "p.zip")
    return kiroku.json("export", case, f"--output={path}", *(f"--withhold={name}" for name in names)), path


def texts_of(kiroku, path):
    """Every file of the package as text, by its name."""
    texts = {}
    with zipfile.ZipFile(path) as bag:
        for name in bag.namelist():
            texts[name] = bag.read(name).decode("utf-8", "replace")
            if name.endswith(".pdf"):
                page = os.path.join(kiroku.home, "page.pdf")
                with open(page, "wb") as file:
                    file.write(bag.read(name))
                texts[name] = read_pdf(page)
    return texts


def is_nowhere(kiroku, path, *secrets):
    """A number needs nine digits here: five stand in one of ten packages by chance, among the digits of a digest."""
    for name, text in texts_of(kiroku, path).items():
        for secret in secrets:
            assert secret.replace(" ", "") not in text.replace(" ", ""), f"{secret} stands in {name}"


def stands(kiroku, path, secret):
    equal(any(secret in text for text in texts_of(kiroku, path).values()), True, secret)


@test("/cli/withheld/what-is-withheld-is-listed-as-many-as-are-counted")
def listed(kiroku):
    case = kiroku.new_case("--author=花子")
    first = kiroku.json("set", case, "leak.count", "987654321")["id"]
    second = kiroku.json("set", case, "leak.count", "987654322")["id"]
    note = kiroku.json("log", case, SECRET)["id"]
    fixed = kiroku.json("correct", case, note, "別の言葉", WHY)["id"]
    paper = os.path.join(kiroku.home, "paper.pdf")
    with open(paper, "wb") as file:
        file.write(b"%PDF paper")
    item = kiroku.json("evidence", "add", case, paper)
    gone = kiroku.json("log", case, "消される言葉")["id"]
    kiroku.run("erase", case, gone, "text", "--law=法律", "--reason=請求", warns=True)
    path = os.path.join(kiroku.home, "l.zip")
    out = kiroku.run("export", case, f"--output={path}", "--withhold=leak.count", f"--withhold={note}:text",
                     f"--withhold-file={item['id']}").out
    rows = [line for line in out.splitlines() if line.startswith("  withheld")]
    for entry, name in ((first, "leak.count"), (second, "leak.count"), (note, "text"), (gone, "text")):
        row, = [row for row in rows if f"({entry[:12]})" in row]
        contains(row, name, "Note" if name == "text" else "Fact")
    equal("not in this case book" in [row for row in rows if gone[:12] in row][0], True, "was erased")
    equal(len([row for row in rows if f"{fixed[:12]}:text" in row]), 1, "what was implied stands once")
    equal(len([row for row in rows if "the file" in row]), 1, "the file")
    contains(out, f"withheld: {len(rows)}\n")
    sent = kiroku.run("export", case, f"--output={path}").out
    equal(len([line for line in sent.splitlines() if line.startswith("  withheld")]), 1, "what was erased alone")


@test("/cli/withheld/the-folder-is-named-by-the-number-of-the-case-while-that-is-shown")
def folder_name(kiroku):
    case = kiroku.new_case()
    opening = next(line["id"] for line in kiroku.json("timeline", case) if line["kind"] == "case.open")
    kiroku.run("contact", "add", "--name=委託先", "--number=03-1234-5678")
    told = kiroku.json("contact", "told", case, "own.1", "--by=phone")["id"]
    for entry, named in ((told, True), (opening, False)):
        path = os.path.join(kiroku.home, f"{entry[:8]}.zip")
        kiroku.run("export", case, f"--output={path}", f"--withhold={entry}:number")
        with zipfile.ZipFile(path) as bag:
            equal(case in bag.namelist()[0].split("/")[0], named, entry)
    kiroku.run("export", case, f"--output={path}", *(f"--withhold={opening}:{name}" for name in ("number", "type")))
    other = Kiroku(kiroku.program, os.path.join(kiroku.home, "other"))
    other.run("import", path, warns=True)
    shown, = other.json("case", "list")
    equal(shown["number"], "~" + shown["id"][:4], "some of its id stands for it")
    for words in (("log", "遮断した"), ("close", "--reason=終了")):
        other.run(words[0], shown["number"], *words[1:], status=None)
    equal(other.notes(shown["number"]), ["遮断した"])
    paper = os.path.join(kiroku.home, "paper.pdf")
    for kind in ("timeline", "management", "situation", "evidence"):
        other.run("report", shown["number"], f"--kind={kind}", f"--output={paper}")
        contains(read_pdf(paper).replace(" ", ""), shown["number"])


@test("/cli/withheld/no-correction-of-a-note-gives-its-text-away")
def corrected(kiroku):
    case = kiroku.new_case("--author=花子")
    note = kiroku.json("log", case, SECRET)["id"]
    kiroku.run("log", case, "残るもの")
    retimed = kiroku.json("correct", case, note, "--at=2025-11-21 13:05", WHY)["id"]
    reworded = kiroku.json("correct", case, note, f"{SECRET}と鈴木", WHY)["id"]
    chain = {note, retimed, reworded}
    for named in (note, retimed, reworded):
        answer, path = export(kiroku, case, f"{named}:text")
        is_nowhere(kiroku, path, SECRET)
        stands(kiroku, path, "残るもの")
        equal(answer["withheld_too"], sorted(f"{other}:text" for other in chain - {named}), "told")
        equal(answer["withheld"], 3)
        kiroku.run("verify", f"--package={path}", status=1)
    answer, _ = export(kiroku, case, *(f"{one}:text" for one in sorted(chain)))
    assert "withheld_too" not in answer, "all of it was named"
    out = kiroku.run("export", case, f"--output={path}", f"--withhold={note}:text").out
    contains(out, "withheld, too, for it tells a withheld value", f"{retimed[:12]}:text", f"{reworded[:12]}:text")


@test("/cli/withheld/no-further-statement-of-a-contact-gives-it-away")
def contact(kiroku):
    case = kiroku.new_case("--author=花子")
    told = ("contact", "told", case, "mpd_cyber")
    first = kiroku.json(*told, f"--person={SECRET}", "--outcome=済み")["id"]
    again = kiroku.json(*told, f"--person={SECRET}", "--outcome=未了", f"--corrects={first}", WHY)["id"]
    for named, other in ((first, again), (again, first)):
        answer, path = export(kiroku, case, f"{named}:person")
        is_nowhere(kiroku, path, SECRET)
        equal(answer["withheld_too"], [f"{other}:person"])


@test("/cli/withheld/no-further-statement-of-a-hand-over-gives-it-away")
def hand_over(kiroku):
    case = kiroku.new_case("--author=花子")
    path = os.path.join(kiroku.home, "disk.img")
    with open(path, "wb") as file:
        file.write(b"disk")
    item = kiroku.json("evidence", "add", case, path)["id"]
    move = ("evidence", "move", case, item, "--from=花子", "--where=W", "--purpose=P", f"--to={SECRET}")
    first = kiroku.json(*move)["id"]
    again = kiroku.json(*move, f"--corrects={first}", WHY)["id"]
    for named, other in ((first, again), (again, first)):
        answer, path = export(kiroku, case, f"{named}:to")
        is_nowhere(kiroku, path, SECRET)
        equal(answer["withheld_too"], [f"{other}:to"])


def as_received(kiroku, path, case, kind):
    """What the report says to whoever was sent the package, without blanks."""
    other = Kiroku(kiroku.program, os.path.join(kiroku.home, kind))
    other.run("import", path, warns=True)
    page = os.path.join(kiroku.home, f"{kind}.pdf")
    other.run("report", case, f"--kind={kind}", "--lang=ja", f"--output={page}")
    return read_pdf(page).replace(" ", ""), other.run("task", "list", case).out, \
        other.run("timeline", case).out


@test("/cli/withheld/the-text-the-owner-and-the-reason-of-a-task-stand-as-withheld")
def tasks(kiroku):
    case = kiroku.new_case("--author=花子")
    nameless, owned, skipped, plain = (kiroku.json("task", "add", case, text)["id"]
                                       for text in ("内密の作業", "隔離する", "見送る", "見合わせる"))
    kiroku.run("task", "set", case, nameless, "open", "--owner=次郎")
    owner = kiroku.json("task", "set", case, owned, "open", "--owner=山田太郎")["id"]
    reason = kiroku.json("task", "set", case, skipped, "skipped", "--reason=内密の理由")["id"]
    kiroku.run("task", "set", case, plain, "skipped", "--reason=不要")
    _, path = export(kiroku, case, f"{nameless}:text_ja", f"{nameless}:text_en", f"{owner}:owner", f"{reason}:reason")
    page, listed, lines = as_received(kiroku, path, case, "situation")
    contains(page, "次郎（1件）：（開示されない）", "（開示されない）（1件）：隔離する")
    contains(listed, "(withheld) @ 次郎", "隔離する @ (withheld)", "見送る — (withheld)", "見合わせる — 不要")
    contains(lines, "  (withheld)  [", "  Open: (withheld) (to be done by: 次郎)")
    page, _, _ = as_received(kiroku, path, case, "management")
    contains(page, "次郎（開示されない）", "1（開示されない）", "1不要")
    equal("理由の記載なし" in page, False, "a reason was stated")


@test("/cli/withheld/no-further-statement-of-a-filing-gives-it-away")
def filing(kiroku):
    case = kiroku.new_case("--author=花子")
    kiroku.run("set", case, "report.stage", "preliminary")
    file = ("form", "file", case, "F01", "--method=web", f"--by={SECRET}")
    first = kiroku.json(*file)["id"]
    again = kiroku.json(*file, f"--corrects={first}", WHY)["id"]
    answer, path = export(kiroku, case, f"{first}:by")
    is_nowhere(kiroku, path, SECRET)
    equal(answer["withheld_too"], [f"{again}:by"])


@test("/cli/withheld/the-opening-and-the-state-of-a-task-are-not-read-as-what-would-stand-without-them")
def opening(kiroku):
    case = kiroku.new_case("--author=花子", "--level=3", "--exercise", title=SECRET)
    step = kiroku.json("task", "list", case)[0]["id"]
    kiroku.run("task", "set", case, step, "done")
    kiroku.run("set", case, "report.stage", "preliminary")
    opened = [line["id"] for line in kiroku.json("timeline", case) if line["kind"] == "case.open"][0]
    set_ = [line["id"] for line in kiroku.json("timeline", case) if line["kind"] == "task.set"][0]
    _, path = export(kiroku, case, f"{opened}:level", f"{opened}:exercise", f"{opened}:title", f"{set_}:state")
    other = Kiroku(kiroku.program, os.path.join(kiroku.home, "other"))
    os.mkdir(other.home)
    other.run("import", path, "--author=受領者", warns=True)
    shown = other.json("case", "show", case)
    equal((shown["exercise"], shown.get("level")), (True, None), "an exercise stays one, and no level is made up")
    equal([row["state"] for row in other.json("task", "list", case) if row["id"] == step], ["withheld"], "the task")
    contains(other.run("form", "file", case, "F03", "--method=mail", status=1).err, "exercise")
    fields = {field["fact"]: field for field in other.json("form", "show", case, "F03")["fields"]}
    equal((fields["timeline.summary"]["value"], fields["timeline.summary"]["state"]), ("", "withheld"), "the title")
    for language, word, not_this in (("ja", "開示されない", "(withheld)"), ("en", "(withheld)", "開示されない")):
        paper = os.path.join(other.home, f"{language}.pdf")
        other.run("report", case, f"--lang={language}", f"--output={paper}")
        text = read_pdf(paper)
        contains(text, word)
        assert not_this not in text, f"{not_this} stands in the report in {language}"
    other.run("report", case, "--kind=management", "--lang=ja", f"--output={paper}")
    contains(read_pdf(paper).replace(" ", ""), "状態が開示されない作業1件")


@test("/cli/withheld/nobody-corrects-what-is-not-all-here")
def half_here(kiroku):
    case = kiroku.new_case("--author=花子", kind="ransomware")
    kiroku.run("set", case, "report.stage", "preliminary")
    kiroku.run("set", case, "leak.count", "120")
    filed = kiroku.json("form", "file", case, "F01", "--method=web", "--receipt=R1")["id"]
    told = kiroku.json("contact", "told", case, "mpd_cyber", "--by=phone", f"--outcome={SECRET}")["id"]
    _, path = export(kiroku, case, "leak.count", f"{told}:outcome")
    other = Kiroku(kiroku.program, os.path.join(kiroku.home, "other"))
    os.mkdir(other.home)
    other.run("import", path, "--author=受領者", warns=True)
    before = len(other.json("timeline", case))
    contains(other.run("form", "file", case, "F01", f"--corrects={filed}", "--receipt=R2", WHY, status=1).err,
             "leak.count", "would be lost")
    contains(other.run("contact", "told", case, "mpd_cyber", f"--corrects={told}", "--person=山田", WHY, status=1).err,
             "outcome", "would be lost")
    equal(len(other.json("timeline", case)), before, "nothing was recorded")
    other.run("contact", "told", case, "mpd_cyber", f"--corrects={told}", "--outcome=不在", WHY, warns=True)


@test("/cli/withheld/a-value-of-a-fact-is-nowhere-it-was-stated")
def fact(kiroku):
    case = kiroku.new_case("--author=花子")
    kiroku.run("set", case, "report.stage", "preliminary")
    first = kiroku.json("set", case, "leak.count", "987654321")["id"]
    sent = os.path.join(kiroku.home, "sent.pdf")
    with open(sent, "wb") as file:
        file.write(b"%PDF 987654321")
    filed = kiroku.json("form", "file", case, "F01", "--method=web", f"--file={sent}")["id"]
    again = kiroku.json("set", case, "leak.count", "987654321")["id"]
    kiroku.run("set", case, "leak.count", "543210987")
    for named, other in ((first, again), (again, first)):
        answer, path = export(kiroku, case, f"{named}:leak.count")
        is_nowhere(kiroku, path, "987654321")
        stands(kiroku, path, "543210987")
        told = [one for one in answer["withheld_too"] if ":" in one]
        equal(told, sorted([f"{filed}:value.leak.count", f"{other}:leak.count"]))
        equal(len(answer["withheld_too"]), len(told) + 1, "and the file that was sent")
    answer, path = export(kiroku, case, "leak.count", f"{first}:leak.count")
    is_nowhere(kiroku, path, "987654321", "543210987")
    equal(len(answer["withheld_too"]), 1, "withheld as a fact wherever it stands: only the file is told of")


@test("/cli/withheld/an-answer-for-one-form-alone-is-withheld-with-the-fact-of-its-key")
def own_answer(kiroku):
    case = kiroku.new_case("--author=花子")
    kiroku.run("form", "set", case, "F01", "org.address", SECRET)
    note = kiroku.json("log", case, f"{SECRET}と話した")["id"]
    kiroku.run("export", case, f"--output={os.path.join(kiroku.home, 'x.zip')}", "--withhold=reporter.fax", status=USAGE)
    path = os.path.join(kiroku.home, "p.zip")
    told = kiroku.run("--json", "export", case, f"--output={path}", "--withhold=org.address", warns=True)
    equal(told.data["same_words"], [f"{note}:text"])
    export(kiroku, case, "org.address", f"{note}:text")
    is_nowhere(kiroku, path, SECRET)


@test("/cli/withheld/what-only-repeats-the-words-goes-out-and-is-told-of")
def repeated(kiroku):
    case = kiroku.new_case("--author=花子")
    kiroku.run("set", case, "reporter.name", SECRET)
    talk = kiroku.json("log", case, f"{SECRET}と話した")["id"]
    kiroku.run("set", case, "leak.count", "12")
    kiroku.run("log", case, "12時に始めた")
    path = os.path.join(kiroku.home, "told.zip")
    told = kiroku.run("--json", "export", case, f"--output={path}", "--withhold=reporter.name", "--withhold=leak.count",
                      warns=True)
    equal(told.data["same_words"], [f"{talk}:text"], "a number is found everywhere")
    contains(told.err, f"--withhold={talk[:12]}:text")
    stands(kiroku, path, SECRET)
    answer, path = export(kiroku, case, "reporter.name", f"{talk}:text")
    is_nowhere(kiroku, path, SECRET)
    assert "same_words" not in answer, "nothing holds them any more"


if __name__ == "__main__":
    main()
