#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the program remarks so that nobody is misled: a name that is new, a file it has already, what is
still open, what was withheld, what is no package.

Usage: test-remarks.py KIROKU_CLI [PART OF A NAME]...   (TAP; run with TZ=Asia/Tokyo)
"""
import contextlib
import hashlib
import os
import sqlite3
import zipfile

from kiroku import NEWCOMER, USAGE, Kiroku, contains, equal, main, test


def in_home(kiroku, name, data=None):
    """The path of a file in the test's own folder, made when there is something to write."""
    path = os.path.join(kiroku.home, name)
    if data is not None:
        with open(path, "wb") as file:
            file.write(data)
    return path


def another(kiroku, name):
    return Kiroku(kiroku.program, os.path.join(kiroku.home, name))


# --- Names ---

@test("/cli/remarks/somebody-new-is-told-of-and-the-first-person-is-not")
def newcomer(kiroku):
    first = kiroku.run("case", "new", "--title=T", "--type=third_party", "--author=山田 太郎")
    equal(first.err, "", "the first person")
    case = first.out.strip()
    equal(kiroku.run("log", case, "x", "--author=山田 太郎").err, "", "known")
    other = kiroku.run("log", case, "x", "--author=Suzuki Hanako").err
    contains(other, NEWCOMER, "Suzuki Hanako")
    equal(kiroku.run("log", case, "x", "--author=Suzuki Hanako").err, "", "told once")
    kiroku.run("key", "add", "佐藤 花子", "--author=山田 太郎")
    equal(kiroku.run("log", case, "x", "--author=佐藤 花子").err, "", "asked for")
    equal(kiroku.run("case", "list", "--author=Yamada Taro").err, "", "who only looks makes no key")


@test("/cli/remarks/a-mistyped-author-signs-nothing")
def mistyped(kiroku):
    case = kiroku.new_case("--author=山田 太郎")
    for words in (("log", case, "x"), ("set", case, "leak.count", "1"), ("key", "show"),
                  ("case", "new", "--title=T", "--type=third_party")):
        refused = kiroku.run(*words, "--author=山田太朗", status=1).err
        contains(refused, "山田太朗", "“山田 太郎”", "key add")
    equal(len(kiroku.json("case", "list", "--author=山田太朗")), 1, "looking is free, and nothing was opened")
    equal(kiroku.notes(case), [])
    equal([person["author"] for person in kiroku.json("key", "show")["people"]], ["山田 太郎"], "no key was made")
    kiroku.run("key", "add", "山田太朗")
    equal(kiroku.run("log", case, "x", "--author=山田太朗").err, "", "meant")


@test("/cli/remarks/names-that-differ-by-their-number-are-two-people")
def numbered(kiroku):
    case = kiroku.new_case("--author=当番1")
    for name in ("当番2", "当番12", "当番３"):
        contains(kiroku.run("log", case, "x", f"--author={name}").err, NEWCOMER)
    kiroku.run("log", case, "x", "--author=当晩1", status=1)


# --- Evidence ---

@test("/cli/remarks/a-file-taken-in-twice-is-remarked")
def twice(kiroku):
    case = kiroku.new_case()
    path = in_home(kiroku, "a.log", b"GET /\n")
    equal(list(kiroku.json("evidence", "add", case, path)), ["id", "seq", "key", "clock"])
    first = kiroku.json("evidence", "list", case)[0]["id"]
    again = kiroku.json("evidence", "add", case, path, "--name=b.log")
    equal(again["already_held"], [first])
    third = kiroku.run("evidence", "add", case, path)
    text = third.err.splitlines()
    equal(len(text), 2, "both before it")
    contains(text[0], first[:12], "a.log", third.out[:12])
    contains(text[1], again["id"][:12], "b.log")


@test("/cli/remarks/a-file-taken-in-twice-is-one-file-and-two-items")
def file_or_item(kiroku):
    case = kiroku.new_case()
    path = in_home(kiroku, "a.log", b"GET /\n")
    items = [kiroku.json("evidence", "add", case, path)["id"] for _ in range(2)]
    sha256 = hashlib.sha256(b"GET /\n").hexdigest()
    refused = kiroku.run("evidence", "set", case, sha256, "--host=web01", status=1).err
    contains(refused, "more than one item", items[0][:12], items[1][:12])
    package = in_home(kiroku, "X.zip")
    kiroku.run("export", case, f"--output={package}", f"--withhold-file={sha256[:8].upper()}")
    with zipfile.ZipFile(package) as archive:
        assert not [name for name in archive.namelist() if "/evidence/" in name], archive.namelist()
    unknown = {kiroku.run("evidence", "set", case, "0" * 8, "--host=web01", status=1).err,
               kiroku.run("export", case, f"--output={package}", "--withhold-file=00000000", status=USAGE).err,
               kiroku.run("erase", case, "--file=00000000", "--law=L", "--reason=R", status=1).err}
    short = {kiroku.run("evidence", "set", case, sha256[:7], "--host=web01", status=1).err,
             kiroku.run("export", case, f"--output={package}", f"--withhold-file={sha256[:7]}", status=USAGE).err,
             kiroku.run("erase", case, f"--file={sha256[:7]}", "--law=L", "--reason=R", status=1).err}
    equal([len({line.split(": ", 1)[1] for line in lines}) for lines in (unknown, short)], [1, 1],
          "the same words")
    kiroku.run("erase", case, f"--file={sha256}", "--law=L", "--reason=R")
    equal([item["erased"] for item in kiroku.json("evidence", "list", case)], [True, True])
    other = kiroku.new_case()
    equal(len(kiroku.run("evidence", "add", other, path).out.splitlines()), 1, "of another case")


@test("/cli/remarks/a-withheld-file-is-not-missing-and-nobody-signs-that-it-is")
def withheld_file(kiroku):
    case = kiroku.new_case("--author=花子")
    for name in ("kept", "left"):
        kiroku.run("evidence", "add", case, in_home(kiroku, name, name.encode()))
    left = hashlib.sha256(b"left").hexdigest()
    package = in_home(kiroku, "p.zip")
    kiroku.run("export", case, f"--output={package}", f"--withhold-file={left}")
    taro = another(kiroku, "taro")
    taro.run("import", package, "--author=太郎")
    found = {one["name"]: one["result"] for one in taro.json("evidence", "check", case, "--author=太郎")}
    equal(found, {"kept": "intact", "left": "withheld"})
    contains(taro.run("evidence", "check", case, left[:8], "--author=太郎").out, "withheld by the sender")
    signed = [line["text"] for line in taro.json("timeline", case) if line["kind"] == "evidence.check"]
    equal(len(signed), 1, "checks that were signed")
    os.remove(os.path.join(taro.database + "-evidence", hashlib.sha256(b"kept").hexdigest()))
    found = {one["name"]: one["result"]
             for one in taro.json("evidence", "check", case, "--author=太郎", status=4)}
    equal(found, {"kept": "missing", "left": "withheld"})


@test("/cli/remarks/a-withheld-file-is-listed-as-such-whatever-its-sender-found")
def listed_file(kiroku):
    case = kiroku.new_case("--author=花子")
    kiroku.run("evidence", "add", case, in_home(kiroku, "left", b"left"))
    kiroku.run("evidence", "check", case)
    contains(kiroku.run("evidence", "list", case).out, "Intact")
    package = in_home(kiroku, "p.zip")
    kiroku.run("export", case, f"--output={package}", f"--withhold-file={hashlib.sha256(b'left').hexdigest()}")
    taro = another(kiroku, "taro")
    taro.run("import", package, "--author=太郎")
    out = taro.run("evidence", "list", case).out
    contains(out, "withheld by the sender")
    assert "Intact" not in out, out
    equal(taro.json("evidence", "list", case)[0]["withheld"], ["file"])
    whole = in_home(kiroku, "whole.zip")
    kiroku.run("export", case, f"--output={whole}")
    taro.run("import", whole, "--author=太郎")
    contains(taro.run("evidence", "list", case).out, "Intact")
    equal(taro.json("evidence", "list", case)[0]["withheld"], [])


# --- Withholding ---

@test("/cli/remarks/export-import-and-verify-count-alike-what-is-withheld")
def one_count(kiroku):
    case = kiroku.new_case("--author=花子")
    path = in_home(kiroku, "one", b"one")
    for _ in range(2):
        kiroku.run("evidence", "add", case, path)
        kiroku.run("set", case, "leak.count", "12")
    note = kiroku.json("log", case, "本文")["id"]
    package, again = in_home(kiroku, "p.zip"), in_home(kiroku, "q.zip")
    taro = another(kiroku, "taro")

    counts = [kiroku.json("export", case, f"--output={package}", "--withhold=leak.count",
                          f"--withhold={note}:text",
                          f"--withhold-file={hashlib.sha256(b'one').hexdigest()}"),
              kiroku.json("verify", f"--package={package}", status=1),
              taro.json("import", package, "--author=太郎"),
              taro.json("verify", case, status=1),
              taro.json("export", case, f"--output={again}", "--author=太郎"),
              taro.json("verify", f"--package={again}", status=1)]
    equal([one["withheld"] for one in counts], [5] * len(counts))
    contains(taro.run("import", again, "--author=太郎").out, "withheld: 5")


@test("/cli/remarks/a-filed-form-that-shows-a-withheld-fact-stays-here")
def filed_form(kiroku):
    case = kiroku.new_case("--author=花子", kind="third_party")
    kiroku.run("set", case, "report.stage", "preliminary")
    kiroku.run("set", case, "leak.count", "987654321")  # shorter ones turn up in digests by chance
    sent, other = in_home(kiroku, "sent.pdf", b"%PDF 987654321"), in_home(kiroku, "other.pdf", b"%PDF other")
    kiroku.run("form", "file", case, "F01", "--method=web", f"--file={sent}")
    kiroku.run("evidence", "add", case, other)
    package = in_home(kiroku, "p.zip")
    made = kiroku.json("export", case, f"--output={package}", "--withhold=leak.count")
    digest = hashlib.sha256(b"%PDF 987654321").hexdigest()
    equal((made["withheld_too"], made["files"]), ([digest], 1))
    with zipfile.ZipFile(package) as bag:
        for name in bag.namelist():
            assert b"987654321" not in bag.read(name), name
        text = bag.read(next(name for name in bag.namelist() if name.endswith("/checkpoint.txt"))).decode()
    contains(text, f"withheld-file {digest}\n")
    kiroku.run("verify", f"--package={package}", status=1)
    text = kiroku.run("export", case, f"--output={package}", "--withhold=leak.count").out
    contains(text, digest[:12], "filed form")
    kiroku.run("set", case, "t.contained", "2026-11-21 10:00")
    other = kiroku.json("export", case, f"--output={package}", "--withhold=t.contained")
    assert "withheld_too" not in other, "a fact that the form does not show"
    equal(kiroku.json("export", case, f"--output={package}")["files"], 2, "with nothing withheld")


# --- Verification ---

@test("/cli/remarks/what-is-no-package-is-told-in-plain-words")
def no_package(kiroku):
    case = kiroku.new_case()
    whole = in_home(kiroku, "p.zip")
    kiroku.run("export", case, f"--output={whole}")
    with open(whole, "rb") as file:
        cut = in_home(kiroku, "cut.zip", file.read()[:3000])
    folder = in_home(kiroku, "folder")
    os.mkdir(folder)
    for path, words in [(cut, "cut off"), (in_home(kiroku, "a.txt", b"some text that is long enough"), "not a ZIP"),
                        (in_home(kiroku, "empty", b""), "not a ZIP"), (folder, "folder"),
                        (in_home(kiroku, "none"), "No such file")]:
        out = kiroku.run("verify", f"--package={path}", status=5).out
        equal((len(out.splitlines()), out.split(": ")[0]), (2, path), "its name, then why")
        contains(out, "cannot be judged", words)
        equal(kiroku.json("verify", f"--package={path}", status=5)["exit"], 5)
        contains(kiroku.run("import", path, status=1).err, words)


@test("/cli/remarks/whoever-reads-unanchored-reads-what-mends-it")
def advice(kiroku):
    case = kiroku.new_case()
    contains(kiroku.run("verify", case, status=1).out, "unanchored", "anchor send", "checkpoint")
    package = in_home(kiroku, "p.zip")
    root = kiroku.json("export", case, f"--output={package}")["root"]
    contains(kiroku.run("verify", f"--package={package}", status=1).out, "--head=ROOT", "telephone")
    assert "--head" not in kiroku.run("verify", f"--package={package}", f"--head={root}").out


@test("/cli/remarks/whoever-has-printed-the-root-is-asked-for-it")
def printed_advice(kiroku):
    case = kiroku.new_case("--author=霧島 花子")
    root = kiroku.json("checkpoint", case)["root"]
    kiroku.run("anchor", "add", case, root, "--as=printed")
    out = kiroku.run("verify", case, status=1).out
    identity = kiroku.json("case", "show", case)["id"]
    contains(out, f"{case} ({identity[:8]}): intact", "Printed", "printed, sent or saved elsewhere with --head=ROOT")
    assert "anchor send" not in out and identity not in out and root not in out.replace(f"case root: {root}", ""), out
    given = kiroku.run("verify", case, f"--head={root}").out
    contains(given, "the case root that was given", "Printed")
    assert "to mend it" not in given, given
    kiroku.run("log", case, "後の記録")
    contains(kiroku.run("verify", case, f"--head={root}", status=1).out, "anchor send")


@test("/cli/remarks/what-is-altered-is-told-with-whose-it-is")
def whose(kiroku):
    case = kiroku.new_case("--author=霧島 花子")
    note = kiroku.json("log", case, "x")
    with contextlib.closing(sqlite3.connect(kiroku.database)) as db:
        db.execute("UPDATE line SET text = 'y' WHERE hash = ?", (note["id"],))
        db.commit()
    contains(kiroku.run("verify", case, status=2).out, f"first: entry {note['seq']} of 霧島 花子 ({note['id'][:12]}, journal")


# --- The rest ---

@test("/cli/remarks/half-a-command-is-told-its-other-half")
def half(kiroku):
    contains(kiroku.run("profile", status=USAGE).err, "“profile”", "get, list, set")
    contains(kiroku.run("key", "lst", status=USAGE).err, "show, add")
    contains(kiroku.run("nothing", status=USAGE).err, "no such command “nothing”")
    kiroku.run("profile", "set", "org.name", "霧島商事")
    equal(kiroku.json("profile", "list"), kiroku.json("profile", "get"))


@test("/cli/remarks/what-is-no-case-root-and-no-file-is-told-so")
def no_root(kiroku):
    case = kiroku.new_case()
    for words in (), ("--as=printed",):
        contains(kiroku.run("anchor", "add", case, "1234", *words, status=1).err, "“1234” is no case root", "64 digits",
                 "no file of that name")


@test("/cli/remarks/the-fact-that-starts-a-clock-is-named-by-its-key")
def clock(kiroku):
    case = kiroku.new_case()
    contains(kiroku.run("deadline", "show", case, "jp_ppc_final30").out, f"its clock starts with t.known (kiroku-cli set {case} t.known TIME)")
    kiroku.run("set", case, "t.known", "2026-11-20 10:00")
    contains(kiroku.run("deadline", "show", case, "jp_ppc_final30").out, "its clock started with t.known: 2026-11-20 10:00")


@test("/cli/remarks/nothing-is-recorded-for-what-cannot-be-written")
def unwritable(kiroku):
    case = kiroku.new_case()
    before = len(kiroku.json("timeline", case))
    folder = in_home(kiroku, "sheet.pdf")
    os.mkdir(folder)
    for path in folder, in_home(kiroku, "nowhere/sheet.pdf"):
        for command in ("checkpoint", case), ("anchor", "request", case):
            contains(kiroku.run(*command, f"--output={path}", status=1).err, path)
    with contextlib.closing(sqlite3.connect(kiroku.database)) as db:
        db.execute("UPDATE line SET kind = 'x'")
        db.commit()
    kiroku.run("checkpoint", case, "--output=" + in_home(kiroku, "other.pdf"), status=1)
    equal(len(kiroku.json("timeline", case)), before)


@test("/cli/remarks/closing-says-what-is-still-open")
def closing(kiroku):
    case = kiroku.new_case("--known=2026-11-20 10:00")
    kiroku.run("set", case, "leak.categories", "1")
    out = kiroku.run("close", case).out.splitlines()
    contains("\n".join(out), "still open: ", "tasks")
    labels = [row["label"] for row in kiroku.json("deadline", "list", case)
              if row["state"] not in ("met", "not-applicable")]
    equal(len(out), 1 + len(labels) + 1, "the entry, each deadline, the tasks")


@test("/cli/remarks/an-indicator-of-no-form-is-told-which-types-there-are")
def indicator(kiroku):
    case = kiroku.new_case()
    contains(kiroku.run("indicator", "set", case, "evil stuff", status=USAGE).err, "--type=", "ipv4", "sha256",
             "file", "other")


if __name__ == "__main__":
    main()
