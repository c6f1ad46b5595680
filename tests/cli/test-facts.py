#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is known of an answer besides the answer: when it is expected, and what an estimate rests on.

Usage: test-facts.py KIROKU_CLI [PART OF A NAME]...   (TAP; run with TZ=Asia/Tokyo)
"""
import os
import zipfile

from kiroku import USAGE, contains, equal, main, read_pdf, test

BASIS = "入室記録の行数による"


def field(kiroku, case, fact, form="F01"):
    found, = [row for row in kiroku.json("form", "show", case, form)["fields"] if row["fact"] == fact]
    return found


def print_form(kiroku, case, copy):
    path = os.path.join(kiroku.home, "f.pdf")
    kiroku.run("form", "fill", case, "F01", "--lang=ja", f"--copy={copy}", f"--output={path}")
    return read_pdf(path).replace(" ", "")


@test("/cli/facts/a-value-beside-a-state-that-says-there-is-none-is-warned-of-and-recorded")
def contradictory(kiroku):
    case = kiroku.new_case()
    for state, doubtful in (("none", True), ("unknown", True), ("estimate", False), ("investigating", False)):
        said = kiroku.run("set", case, "leak.count", "120", f"--state={state}", warns=True).err
        equal("a value stands beside a state" in said, doubtful, state)
    equal(kiroku.run("set", case, "leak.count", "--state=none").err, "", "no value")


@test("/cli/facts/what-an-estimate-rests-on-is-kept-shown-and-printed")
def estimate(kiroku):
    case = kiroku.new_case()
    kiroku.run("set", case, "leak.count", "12400", "--state=estimate", f"--basis={BASIS}")
    equal(kiroku.json("get", case, "leak.count")["basis"], BASIS, "get")
    contains(kiroku.run("get", case).out, f"based on: {BASIS}")
    equal(field(kiroku, case, "leak.count")["basis"], BASIS, "form show")
    line = kiroku.json("timeline", case)[-1]
    contains(line["text"], f"Estimate, based on: {BASIS}")
    equal([row["id"] for row in kiroku.json("timeline", case, f"--find={BASIS}")], [line["id"]], "find")
    for copy in ("working", "submission"):
        contains(print_form(kiroku, case, copy), f"12,400（概数、根拠：{BASIS}）")
    path = os.path.join(kiroku.home, "t.pdf")
    kiroku.run("report", case, "--lang=ja", f"--output={path}")
    contains(read_pdf(path).replace(" ", ""), f"根拠：{BASIS}")
    kiroku.run("rebuild")
    equal(kiroku.json("get", case, "leak.count")["basis"], BASIS, "after a rebuild")
    kiroku.run("set", case, "leak.count", "12400", "--state=estimate")
    equal("basis" in kiroku.json("get", case, "leak.count"), False, "set again without one")


@test("/cli/facts/what-is-estimated-in-words-is-no-number")
def words(kiroku):
    case = kiroku.new_case()
    kiroku.run("set", case, "cause.summary", "設定漏れの疑い", "--state=estimate", f"--basis={BASIS}")
    contains(print_form(kiroku, case, "submission"), f"設定漏れの疑い（推定、根拠：{BASIS}）")
    contains(kiroku.run("form", "show", case, "F01", "--lang=en").out, f"(estimate, basis: {BASIS})")
    path = os.path.join(kiroku.home, "m.pdf")
    kiroku.run("report", case, "--kind=management", "--lang=ja", f"--output={path}")
    contains(read_pdf(path).replace(" ", "").replace("\n", ""), "設定漏れの疑い（推定、根拠")
    for form, fact in (("F03", "leak.count"), ("F03", "cause.summary")):
        kiroku.run("set", case, fact, "12", "--state=estimate", f"--basis={BASIS}")
        kiroku.run("form", "fill", case, form, "--lang=ja", "--copy=submission", f"--output={path}")
        letter = read_pdf(path).replace(" ", "").replace("\n", "")
        assert BASIS not in letter and "根拠：" not in letter, letter
    contains(letter, "（推定）")


@test("/cli/facts/an-answer-that-there-is-none-is-not-an-empty-line")
def none(kiroku):
    case = kiroku.new_case()
    equal(kiroku.run("get", case, "leak.count").out, "\n", "not asked")
    kiroku.run("set", case, "leak.count", "--state=none")
    equal(kiroku.run("get", case, "leak.count").out, "(None)\n", "none")
    equal(kiroku.json("get", case, "leak.count")["value"], "", "JSON")


@test("/cli/facts/an-estimate-is-not-confirmed-without-a-word")
def confirmed(kiroku):
    case = kiroku.new_case()
    said = "leak.count was an estimate, is now confirmed: --state=estimate keeps it one"
    kiroku.run("set", case, "leak.count", "100", "--state=estimate")
    kiroku.run("set", case, "leak.count", "1100", "--state=estimate")
    contains(kiroku.run("set", case, "leak.count", "1200", warns=True).err, said)
    equal(kiroku.json("get", case, "leak.count")["state"], "confirmed", "state")
    for words in (["1300"], ["1400", "--state=estimate"], ["1500", "--state=confirmed"], ["1600", "--state=estimate"],
                  [""]):
        equal(kiroku.run("set", case, "leak.count", *words).err, "", words)


@test("/cli/facts/when-an-answer-is-expected-is-a-day-or-a-time")
def expected(kiroku):
    case = kiroku.new_case()
    for typed, kept, shown in (("2026-11-25", "2026-11-25", "2026年11月25日頃判明見込み"),
                               ("2026-11-25 17:00", "2026-11-25T17:00:00+09:00", "2026年11月25日17時00分頃判明見込み")):
        kiroku.run("set", case, "cause.summary", "", "--state=investigating", f"--expected={typed}")
        equal(kiroku.json("get", case, "cause.summary")["expected"], kept, typed)
        contains(print_form(kiroku, case, "submission"), f"調査中（{shown}）")
    path = os.path.join(kiroku.home, "s.pdf")
    kiroku.run("report", case, "--kind=situation", "--lang=ja", f"--output={path}")
    contains(read_pdf(path).replace(" ", ""), "調査中、2026年11月25日17時00分頃判明見込み")


@test("/cli/facts/a-remark-without-its-state-is-refused")
def refused(kiroku):
    case = kiroku.new_case()
    before = len(kiroku.json("timeline", case))
    for words in (["--basis=B"], ["--expected=2026-11-25"], ["--state=estimate", "--expected=2026-11-25"],
                  ["--state=investigating", "--basis=B"], ["--state=investigating", "--expected=soon"],
                  ["--state=estimate", "--basis=B", "--expected=2026-11-25"], ["--state=none", "--basis=B"]):
        kiroku.run("set", case, "leak.count", "5", *words, status=USAGE)
    equal(len(kiroku.json("timeline", case)), before, "entries")


@test("/cli/facts/a-withheld-fact-takes-what-it-rests-on-with-it")
def withheld(kiroku):
    case = kiroku.new_case()
    entry = kiroku.json("set", case, "leak.count", "12400", "--state=estimate", f"--basis={BASIS}")["id"]
    for name, path in (("leak.count", "a.zip"), (f"{entry}:basis.leak.count", "b.zip")):
        path = os.path.join(kiroku.home, path)
        kiroku.run("export", case, f"--output={path}", f"--withhold={name}")
        with zipfile.ZipFile(path) as bag:
            for member in bag.namelist():
                assert BASIS not in bag.read(member).decode("utf-8", "replace"), member
        kiroku.run("verify", f"--package={path}", status=1)


@test("/cli/facts/a-basis-erased-by-law-is-shown-as-erased")
def erased(kiroku):
    case = kiroku.new_case()
    entry = kiroku.json("set", case, "leak.count", "12400", "--state=estimate", f"--basis={BASIS}")["id"]
    kiroku.run("erase", case, entry, "basis.leak.count", "--law=法律", "--reason=請求", warns=True)
    row = kiroku.json("get", case, "leak.count")
    equal((row["value"], row["state"], "basis" in row), ("12400", "estimate", False), "get")
    contains(kiroku.run("get", case).out, "(erased by law)")
    equal(kiroku.json("timeline", case, f"--find={BASIS}"), [], "find")
    contains(print_form(kiroku, case, "submission"), "12,400（概数、根拠：法令により消去）")


@test("/cli/facts/a-missing-answer-holds-nothing-up-and-a-final-report-lists-what-is-open")
def still_open(kiroku):
    case = kiroku.new_case(kind="ransomware")
    kiroku.run("set", case, "leak.count", "12400", "--state=estimate")
    kiroku.run("set", case, "cause.summary", "", "--state=investigating", "--expected=2026-11-25")
    kiroku.run("set", case, "leak.items", "", "--state=none")
    assert "(cleared)" not in kiroku.run("timeline", case).out, "nothing was there to clear"
    kiroku.run("set", case, "leak.items", "氏名")
    kiroku.run("set", case, "leak.items", "")
    contains(kiroku.run("timeline", case).out, "(cleared)")
    kiroku.run("set", case, "leak.items", "", "--state=none")
    kiroku.run("set", case, "report.stage", "preliminary")
    contains(print_form(kiroku, case, "working"), "速報です。")
    assert "Still open" not in kiroku.run("form", "show", case, "F01", "--lang=en").out
    kiroku.run("set", case, "report.stage", "final")
    for words in (["form", "show", case, "F01"], ["form", "fill", case, "F01", f"--output={kiroku.home}/o.pdf"]):
        shown = kiroku.json(*words, "--lang=ja")
        why = {row["fact"]: row["why"] for row in shown["open"]}
        equal(shown["stage"], "final", "stage")
        equal((why["leak.count"], why["cause.summary"], why["secondary_damage"]),
              ("概数", "調査中（2026年11月25日頃判明見込み）", "未記入"), "why")
        assert not {"leak.items", "report.stage"} & set(why), why
        contains(kiroku.run(*words, "--lang=en").out, "[leak.count]: estimate")
    text = print_form(kiroku, case, "working")
    contains(text, f"確報です。未記入や確定していない項目が{len(why)}件あります。", "確定していません：概数。",
             "確定していません：調査中（2026年11月25日頃判明見込み）。")
    assert "確定していません" not in print_form(kiroku, case, "submission")


@test("/cli/facts/an-answer-says-whose-it-is-and-since-when")
def sources(kiroku):
    kiroku.run("profile", "set", "org.name", "例示商事", "--author=花子")
    case = kiroku.new_case("--author=花子", kind="ransomware")
    entry = kiroku.json("set", case, "leak.count", "5", "--author=太郎")
    row = field(kiroku, case, "leak.count")
    equal((row["origin"], row["entry"], row["author"], row["from_profile"]), ("fact", entry["id"], "太郎", False), "fact")
    assert row["time"].endswith("+09:00"), row
    row = field(kiroku, case, "org.name")
    equal((row["value"], row["author"], row["from_profile"]), ("例示商事", "花子", True), "profile")
    kiroku.run("set", case, "org.name", "見本商事", "--author=太郎")
    row = field(kiroku, case, "org.name")
    equal((row["author"], row["from_profile"]), ("太郎", False), "set since")


@test("/cli/facts/an-answer-for-one-form-alone-changes-no-other")
def own(kiroku):
    case = kiroku.new_case(kind="ransomware")
    kiroku.run("set", case, "leak.count", "12400", "--author=花子")
    entry = kiroku.json("form", "set", case, "F01", "leak.count", "１２，５００", "--author=太郎")
    row = field(kiroku, case, "leak.count")
    equal((row["value"], row["origin"], row["instead_of"], row["author"], row["entry"]),
          ("12500", "form", "12,400", "太郎", entry["id"]), "the form")
    equal(field(kiroku, case, "leak.count", "F02")["value"], "12400", "another form")
    equal(kiroku.json("get", case, "leak.count")["value"], "12400", "the fact")
    contains(print_form(kiroku, case, "working"), "12,500", "この様式だけの記入です。")
    contains(kiroku.json("timeline", case)[-1]["text"], "F01: answered for this form alone: Number of persons")
    kiroku.run("rebuild")
    equal(field(kiroku, case, "leak.count"), row, "after a rebuild")
    kiroku.run("form", "set", case, "F01", "leak.count", "")
    row = field(kiroku, case, "leak.count")
    equal((row["value"], row["origin"], "instead_of" in row), ("12400", "fact", False), "taken back")


@test("/cli/facts/an-answer-for-one-form-alone-is-approved-and-filed-with-it")
def own_filed(kiroku):
    case = kiroku.new_case(kind="ransomware")
    kiroku.run("set", case, "leak.count", "12400", "--author=花子")
    kiroku.run("set", case, "report.stage", "preliminary", "--author=花子")
    kiroku.run("form", "set", case, "F01", "leak.count", "12500", "--author=太郎")
    kiroku.run("form", "approve", case, "F01", "--author=太郎", status=1)
    kiroku.run("form", "approve", case, "F01", "--author=花子")
    equal(kiroku.json("form", "show", case, "F01")["state"], "approved", "state")
    kiroku.run("form", "file", case, "F01", "--method=web", "--author=花子")
    kiroku.run("form", "set", case, "F01", "leak.count", "12600", "--author=太郎")
    equal(kiroku.json("form", "show", case, "F01")["contradicts"],
          [{"fact": "leak.count", "filed": "12500", "now": "12600"}], "contradicts")


@test("/cli/facts/what-the-form-does-not-show-cannot-be-answered-for-it")
def own_refused(kiroku):
    case = kiroku.new_case(kind="ransomware")
    before = len(kiroku.json("timeline", case))
    kiroku.run("form", "set", case, "F01", "t.contained", "2026-11-21", status=USAGE)
    kiroku.run("form", "set", case, "F01", "leak.count", "many", status=USAGE)
    kiroku.run("form", "set", case, "F99", "leak.count", "5", status=USAGE)
    equal(len(kiroku.json("timeline", case)), before, "entries")


@test("/cli/facts/a-withheld-fact-takes-its-answer-for-one-form-with-it")
def own_withheld(kiroku):
    case = kiroku.new_case(kind="ransomware")
    kiroku.run("set", case, "leak.count", "123456789")
    kiroku.run("form", "set", case, "F01", "leak.count", "987654321")
    path = os.path.join(kiroku.home, "a.zip")
    kiroku.run("export", case, f"--output={path}", "--withhold=leak.count")
    with zipfile.ZipFile(path) as bag:
        for member in bag.namelist():
            text = bag.read(member).decode("utf-8", "replace")
            assert "987654321" not in text and "123456789" not in text, member


@test("/cli/facts/a-later-change-lists-every-filed-form-it-contradicts")
def contradicted(kiroku):
    case = kiroku.new_case("--known=2026-11-20 10:00", kind="ransomware")
    for fact, value in (("leak.categories", "1"), ("report.stage", "preliminary"), ("leak.count", "5")):
        kiroku.run("set", case, fact, value)
    for form in ("F01", "F02"):
        kiroku.run("form", "file", case, form, "--method=web", "--at=2026-11-21 09:00")
    rows = {row["id"]: row for row in kiroku.json("form", "list", f"--case={case}")}
    equal((rows["F01"]["state"], rows["F01"]["contradicts"]), ("filed", []), "before")
    kiroku.run("set", case, "leak.count", "7")
    change = [{"fact": "leak.count", "filed": "5", "now": "7"}]
    rows = {row["id"]: row for row in kiroku.json("form", "list", f"--case={case}")}
    equal((rows["F01"]["contradicts"], rows["F02"]["contradicts"]), (change, change), "forms")
    contains(kiroku.run("form", "list", f"--case={case}").out, "[leak.count]: filed “5”, now “7”")
    row, = [row for row in kiroku.json("deadline", "list", case) if row["rule"] == "jp_ppc_prelim"]
    equal(row["contradicts"], change, "deadline")
    contains(kiroku.run("deadline", "list", case).out, "[leak.count]: filed “5”, now “7”")
    equal("state" in kiroku.json("form", "list")[0], False, "without a case")


@test("/cli/facts/a-follow-up-marks-what-changed-since-the-form-was-filed")
def follow_up(kiroku):
    case = kiroku.new_case(kind="ransomware")
    for fact, value in (("report.stage", "preliminary"), ("leak.count", "5"), ("leak.kind", "leak")):
        kiroku.run("set", case, fact, value)
    equal(field(kiroku, case, "leak.count")["changed"], False, "never filed")
    kiroku.run("form", "file", case, "F01", "--method=web", "--at=2026-11-21 09:00")
    kiroku.run("set", case, "leak.count", "7")
    kiroku.run("set", case, "cause.summary", "脆弱性")
    row, other, new = (field(kiroku, case, fact) for fact in ("leak.count", "leak.kind", "cause.summary"))
    equal((row["changed"], row["before"]), (True, "5"), "changed")
    equal((other["changed"], "before" in other), (False, False), "as it was")
    equal((new["changed"], new["before"]), (True, ""), "new")
    text = print_form(kiroku, case, "working")
    contains(text, "前回から変更］", "前回の提出から変更：前回は「5」。", "前回の提出から変更：前回は記入なし。")
    assert "前回から変更" not in print_form(kiroku, case, "submission")
    kiroku.run("form", "file", case, "F01", "--method=web", "--at=2026-11-21 10:00")
    equal(field(kiroku, case, "leak.count")["changed"], False, "filed anew")


@test("/cli/facts/whoever-types-the-name-of-a-state-is-told-how-to-say-it")
def named_state(kiroku):
    case = kiroku.new_case()
    for fact, typed, state in (("leak.mynumber", "調査中", "investigating"), ("leak.count", "不明", "unknown"),
                               ("t.detected", "under investigation", "investigating")):
        contains(kiroku.run("set", case, fact, typed, status=USAGE).err, f"“{typed}” is a state", f"--state={state}")
    for typed in ("many", "known"):
        contains(kiroku.run("set", case, "leak.count", typed, status=USAGE).err, "not a number")
    contains(kiroku.run("get", case, "leak.number", status=USAGE).err, "kiroku-cli get CASE --unset")
    contains(kiroku.run("level", status=USAGE).err, "did you mean", "case level")


@test("/cli/facts/a-time-that-cannot-well-be-is-recorded-and-said")
def doubted(kiroku):
    ahead, turned = "ahead of this computer’s clock", "“Occurred” lies after “Discovered”"

    def says(*words):
        return kiroku.run(*words, warns=True).err

    contains(says("case", "new", "--title=x", "--type=ransomware", "--known=2099-01-01"), "--known: The stated time lies", ahead)
    case = kiroku.new_case("--occurred=2026-11-20 10:00", kind="ransomware")
    kiroku.run("set", case, "t.detected", "2026-11-20")  # the day is enough
    contains(says("set", case, "t.detected", "2026-11-19"), turned)
    contains(says("set", case, "t.detected", "2026-11-20 09:59:59"), turned)
    kiroku.run("set", case, "t.detected", "2026-11-20 11:00")
    contains(says("set", case, "t.occurred", "2026-11-20 11:00:01"), turned)
    contains(says("set", case, "t.recovered", "2098-11-20 12:02"), ahead)
    kiroku.run("set", case, "t.fix_available", "2098-01-01")  # a day that is announced
    equal(kiroku.json("get", case, "t.recovered")["value"], "2098-11-20T12:02:00+09:00", "recorded")


if __name__ == "__main__":
    main()
