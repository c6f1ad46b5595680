#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is to become better after a case: measures with class, owner, due time and proof, across cases.

Usage: test-improvements.py KIROKU_CLI [PART OF A NAME]...   (TAP; run with TZ=Asia/Tokyo)
"""
import os
import re
import subprocess

from kiroku import USAGE, contains, equal, main, test


def add(kiroku, case, text, *words):
    return kiroku.json("measure", "add", case, text, *words)["id"]


@test("/cli/improvements/one-has-class-owner-due-time-lesson-and-proof")
def one(kiroku):
    case = kiroku.new_case()
    first = add(kiroku, case, "VPNの更新手順を作る", "--class=prevent", "--owner=花子", "--due=2096-12-01 17:00",
                "--lesson=lessons.corrective")
    kiroku.run("measure", "set", case, first[:8], "done", "--proof=規程第3版", "--reason=取締役会で承認")
    equal(kiroku.json("measure", "list", case), [
        dict(kiroku.json("measure", "list", case)[0], id=first, case=case, text="VPNの更新手順を作る", state="done",
             owner="花子", due="2096-12-01T17:00:00+09:00", overdue=False, proof="規程第3版", reason="取締役会で承認",
             lesson="lessons.corrective", form=None, filing=None, **{"class": "prevent"})])
    texts = [line["text"] for line in kiroku.json("timeline", case) if line["kind"] == "measure.set"]
    equal(texts, ["Prevent: VPNの更新手順を作る (to be done by: 花子) (due: 2096-12-01 17:00 +09:00)",
                  "Done: Prevent: VPNの更新手順を作る (to be done by: 花子) (due: 2096-12-01 17:00 +09:00) — 取締役会で承認"])


@test("/cli/improvements/they-stay-open-after-the-case-is-closed-and-are-listed-across-cases")
def across(kiroku):
    cases = [kiroku.new_case(title=title) for title in ("A", "B")]
    add(kiroku, cases[0], "監視を強化する", "--class=detect", "--due=2020-01-01")
    done = add(kiroku, cases[1], "訓練する", "--class=respond")
    kiroku.run("close", cases[0])
    kiroku.run("measure", "set", cases[1], done, "done", "--proof=訓練の記録")
    everything = kiroku.json("measure", "list")
    equal([(one["case"], one["text"], one["state"], one["overdue"]) for one in everything],
          [(cases[0], "監視を強化する", "open", True), (cases[1], "訓練する", "done", False)])
    equal([one["text"] for one in kiroku.json("measure", "list", "--open")], ["監視を強化する"])
    contains(kiroku.run("measure", "list", "--open").out, cases[0], "⚠ 2020-01-01")
    kiroku.run("measure", "set", cases[0], "1", "open", "--owner=太郎")
    add(kiroku, cases[0], "復旧の手順を試す", "--class=recover")
    equal([(one["text"], one["owner"]) for one in kiroku.json("measure", "list", cases[0])],
          [("監視を強化する", "太郎"), ("復旧の手順を試す", None)])


@test("/cli/improvements/one-names-the-filed-form-that-promised-it")
def promised(kiroku):
    case = kiroku.new_case()
    filed = kiroku.json("form", "file", case, "F00", "--method=web")["id"]
    add(kiroku, case, "多要素認証を必須にする", "--class=prevent", f"--filing={filed[:10]}")
    one_of_them = kiroku.json("measure", "list", case)[0]
    equal((one_of_them["form"], one_of_them["filing"]), ("F00", filed))
    note = kiroku.json("log", case, "text")["id"]
    contains(kiroku.run("measure", "set", case, "1", "open", f"--filing={note}", status=1).err, "filed form")


@test("/cli/improvements/done-needs-a-proof-and-dropped-a-reason")
def needs(kiroku):
    case = kiroku.new_case()
    add(kiroku, case, "A", "--class=prevent")
    contains(kiroku.run("measure", "set", case, "1", "done", status=USAGE).err, "--proof")
    contains(kiroku.run("measure", "set", case, "1", "dropped", status=USAGE).err, "--reason")
    kiroku.run("measure", "set", case, "1", "dropped", "--reason=費用に見合わない")
    equal(kiroku.json("measure", "list", case)[0]["state"], "dropped")
    contains(kiroku.run("measure", "add", case, "A", status=USAGE).err, "--class")
    contains(kiroku.run("measure", "add", case, "A", "--class=better", status=USAGE).err, "better")
    contains(kiroku.run("measure", "add", case, "A", "--class=detect", "--lesson=nothing", status=USAGE).err, "nothing")
    kiroku.run("measure", "set", case, "9", "open", status=1)


@test("/cli/improvements/the-management-report-lists-them")
def report(kiroku):
    case = kiroku.new_case()
    filed = kiroku.json("form", "file", case, "F00", "--method=web")["id"]
    add(kiroku, case, "監視を強化する", "--class=detect", "--owner=花子", "--due=2020-01-01 09:00", f"--filing={filed}",
        "--lesson=lessons.tools")
    add(kiroku, case, "訓練する", "--class=respond", "--proof=実施記録")
    kiroku.run("measure", "set", case, "2", "done")
    path = os.path.join(kiroku.home, "report.pdf")
    kiroku.run("report", case, f"--output={path}", "--kind=management", "--lang=ja")
    done = subprocess.run(["pdftotext", "-layout", path, "-"], check=True, capture_output=True)
    text = re.sub(r"\s", "", done.stdout.decode())
    contains(text, "改善策", "発見監視を強化する花子", "2020-01-0109:00", "超過", "教訓：追加で必要な手段", "F00で届け出た措置",
             "対処訓練する", "実施：実施記録")


@test("/cli/improvements/as-of-then-it-was-open")
def as_of(kiroku):
    case = kiroku.new_case()
    add(kiroku, case, "A", "--class=prevent")
    then = kiroku.json("timeline", case)[-1]["recorded"]
    kiroku.run("measure", "set", case, "1", "done", "--proof=P")
    equal(kiroku.json("measure", "list", case, f"--as-of={then}")[0]["state"], "open")


@test("/cli/improvements/what-is-withheld-of-one-is-said-and-never-empty")
def withheld(kiroku):
    case = kiroku.new_case("--author=花子")
    entry = add(kiroku, case, "極秘の改善", "--class=prevent", "--owner=極秘の人")
    path = os.path.join(kiroku.home, "out.zip")
    kiroku.run("export", case, f"--output={path}", f"--withhold={entry}:text", f"--withhold={entry}:owner")
    other = type(kiroku)(kiroku.program, os.path.join(kiroku.home, "other"))
    os.makedirs(other.home)
    other.run("import", path, "--author=受領者", warns=True)
    contains(other.run("measure", "list").out, "(withheld)", "@ (withheld)")
    equal([(one["text"], one["owner"]) for one in other.json("measure", "list")], [(None, None)])
    text = [line["text"] for line in other.json("timeline", case) if line["kind"] == "measure.set"]
    equal(text, ["Prevent: (withheld) (to be done by: (withheld))"])


@test("/cli/improvements/what-is-withheld-is-neither-guessed-nor-signed-by-a-change")
def not_guessed(kiroku):
    case = kiroku.new_case("--author=花子")
    entry = add(kiroku, case, "監視を強化する", "--class=detect", "--owner=花子", "--due=2020-01-01")
    path = os.path.join(kiroku.home, "out.zip")
    words = [f"--withhold={entry}:{name}" for name in ("class", "state", "owner")]
    kiroku.run("export", case, f"--output={path}", *words, warns=True)
    other = type(kiroku)(kiroku.program, os.path.join(kiroku.home, "other"))
    os.makedirs(other.home)
    other.run("import", path, "--author=受領者", warns=True)
    shown = other.run("measure", "list", case).out
    contains(shown, "(withheld)  (withheld)  監視を強化する")
    assert "⚠" not in shown and "Prevent" not in shown and "Open" not in shown, shown
    equal([(one["class"], one["state"], one["overdue"]) for one in other.json("measure", "list", "--open")],
          [(None, None, False)])
    pdf = os.path.join(kiroku.home, "report.pdf")
    other.run("report", case, f"--output={pdf}", "--kind=management", "--lang=ja")
    done = subprocess.run(["pdftotext", "-layout", pdf, "-"], check=True, capture_output=True)
    text = re.sub(r"\s", "", done.stdout.decode())
    assert "予防監視" not in text and "未了" not in text[text.index("監視を強化する"):][:80], text
    contains(other.run("measure", "set", case, "1", "open", status=USAGE).err, "--class")
    contains(other.run("measure", "set", case, "1", "open", "--class=detect", status=USAGE).err, "--owner")
    other.run("measure", "set", case, "1", "open", "--class=detect", "--owner=太郎")
    equal([(one["class"], one["owner"], one["due"][:10]) for one in other.json("measure", "list")],
          [("detect", "太郎", "2020-01-01")])


def receive(kiroku, case, *withheld):
    """The case as somebody has it who was sent a package without @withheld."""
    path = os.path.join(kiroku.home, "out.zip")
    kiroku.run("export", case, f"--output={path}", *[f"--withhold={one}" for one in withheld])
    other = type(kiroku)(kiroku.program, os.path.join(kiroku.home, "other"))
    os.makedirs(other.home)
    other.run("import", path, "--author=受領者", warns=True)
    return other


@test("/cli/improvements/overdue-is-only-what-is-known-to-be-open")
def overdue(kiroku):
    case = kiroku.new_case("--author=花子")
    entry = add(kiroku, case, "監視を強化する", "--class=detect", "--due=2020-01-01")
    equal(kiroku.json("measure", "list")[0]["overdue"], True)
    equal(receive(kiroku, case, f"{entry}:state").json("measure", "list")[0]["overdue"], False)


@test("/cli/improvements/what-is-withheld-of-one-goes-from-all-that-repeat-it")
def follows(kiroku):
    case = kiroku.new_case("--author=花子")
    first = add(kiroku, case, "極秘の改善", "--class=prevent", "--owner=極秘の人")
    add(kiroku, case, "訓練する", "--class=respond", "--owner=太郎")
    second = kiroku.json("measure", "set", case, "1", "open", "--due=2096-01-01")["id"]
    kiroku.run("measure", "set", case, "1", "done", "--proof=規程")
    told = receive(kiroku, case, f"{second}:text", f"{second}:owner")
    equal([(one["text"], one["owner"], one["proof"]) for one in told.json("measure", "list")],
          [(None, None, "規程"), ("訓練する", "太郎", None)])
    out = told.run("--json", "timeline", case).out
    equal([word for word in ("極秘の改善", "極秘の人") if word in out], [])
    path = os.path.join(kiroku.home, "report.pdf")
    kiroku.run("report", case, f"--output={path}", f"--withhold={first}:text", "--lang=en")
    done = subprocess.run(["pdftotext", path, "-"], check=True, capture_output=True)
    equal("極秘の改善" in re.sub(r"\s", "", done.stdout.decode()), False)


if __name__ == "__main__":
    main()
