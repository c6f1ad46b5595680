#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Cases go from one machine to another as packages: each data folder is a machine of its own.

Usage: test-import.py KIROKU_CLI   (TAP)
"""
import contextlib
import hashlib
import os
import random
import shutil
import signal
import sqlite3
import time
import zipfile

import packages
from kiroku import USAGE, Kiroku, contains, equal, main, test
from packages import judge


def machine(kiroku, name):
    """Another machine with a user of that name."""
    home = os.path.join(kiroku.home, name)
    os.mkdir(home)
    other = Kiroku(kiroku.program, home)
    other.run("key", "show", f"--author={name}")
    return other


def send(case, sender, receiver, name="package.zip"):
    """Exports the case and imports it; what the import says."""
    path = os.path.join(sender.home, name)
    sender.run("export", case, f"--output={path}")
    return receiver.json("import", path)


def record(kiroku):
    """All of the record that makes a case: its entries with their values, in fold order."""
    with contextlib.closing(sqlite3.connect(kiroku.database)) as db:
        return db.execute("SELECT e.hash, e.header, f.name, f.value FROM entry e LEFT JOIN field f"
                          " ON f.hash = e.hash ORDER BY e.clock, e.key, e.seq, e.hash, f.name"
                          ).fetchall()


def count(kiroku, table):
    with contextlib.closing(sqlite3.connect(kiroku.database)) as db:
        return db.execute(f"SELECT count(*) FROM {table}").fetchone()[0]


def kinds(kiroku, case):
    return [line["kind"] for line in kiroku.json("timeline", case)]


def rewrite(path, change):
    """Writes the ZIP again; change (name, bytes) gives the new bytes, or None to leave it out."""
    copy = path + ".new"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(copy, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.infolist():
            data = change(item.filename, old.read(item))
            if data is not None:
                new.writestr(item, data)
    os.replace(copy, path)


@test("/cli/import/two-machines-come-to-the-same-case")
def both_ways(kiroku):
    hanako, taro = machine(kiroku, "hanako"), machine(kiroku, "taro")
    case = hanako.new_case(title="両方で記録する事案")
    hanako.run("log", case, "花子の一")
    told = send(case, hanako, taro)
    equal((told["number"], told["waiting"], told["refused"], told["warnings"]), (case, 0, 0, []))
    equal(told["entries"] > 3, True, told)
    equal(taro.notes(case), ["花子の一"])
    taro.run("log", case, "太郎の一")
    hanako.run("log", case, "花子の二")
    equal(send(case, taro, hanako)["known"] > 3, True)
    send(case, hanako, taro)
    equal(hanako.notes(case), taro.notes(case))
    equal(sorted(taro.notes(case)), sorted(["花子の一", "太郎の一", "花子の二"]))
    # What each of them adds by taking in goes on; when nothing is new nothing is written.
    for _ in range(3):
        send(case, taro, hanako)
        send(case, hanako, taro)
    for one in (hanako, taro):
        one.run("verify", status=1)
    lines = [[line["text"] for line in one.json("timeline", case) if line["kind"] in ("note", "case.open")]
             for one in (hanako, taro)]
    equal(lines[0], lines[1])



@test("/cli/import/says-who-is-unknown-and-what-is-contradicted")
def doubts(kiroku):
    hanako, taro = machine(kiroku, "hanako"), machine(kiroku, "taro")
    case = hanako.new_case()
    told = send(case, hanako, taro)
    equal((told["conflicts"], told["unvouched"]), ([], []), "taro knows who he is himself")
    hanako.run("set", case, "leak.count", "120")
    taro.run("set", case, "leak.count", "350")
    told = send(case, taro, hanako)
    equal([found["subject"] for found in told["conflicts"]], ["leak.count"])
    equal(told["conflicts"], hanako.json("case", "show", case)["conflicts"])
    (stranger,) = told["unvouched"]
    key = taro.json("key", "show")["key"]
    equal((stranger["key"], stranger["author"]), (key, taro.json("key", "show")["author"]))
    package = os.path.join(taro.home, "again.zip")
    taro.run("export", case, f"--output={package}")
    text = hanako.run("import", package).out
    contains(text, f"1 contradiction, see kiroku-cli case show {case}", "nobody has vouched for",
             f"kiroku-cli key vouch {case} {key[:12]}")
    hanako.run("key", "vouch", case, key[:12])
    hanako.run("set", case, "leak.count", "351")
    text = hanako.run("import", package).out
    assert "vouched" not in text and "contradiction" not in text, text


@test("/cli/import/what-is-known-is-not-written-again")
def again(kiroku):
    hanako, taro = machine(kiroku, "hanako"), machine(kiroku, "taro")
    case = hanako.new_case()
    path = os.path.join(hanako.home, "package.zip")
    hanako.run("export", case, f"--output={path}")
    first = taro.json("import", path)
    equal(kinds(taro, case).count("import"), 1)
    before = record(taro)
    second = taro.json("import", path)
    equal((second["entries"], second["known"]), (0, first["entries"]))
    equal(record(taro), before)


@test("/cli/import/evidence-comes-along")
def evidence(kiroku):
    hanako, taro = machine(kiroku, "hanako"), machine(kiroku, "taro")
    case = hanako.new_case()
    path = os.path.join(hanako.home, "通信.log")
    with open(path, "wb") as file:
        file.write(b"GET /\n" * 5000)
    hanako.run("evidence", "add", case, path)
    equal(send(case, hanako, taro)["evidence"], 1)
    found = taro.json("evidence", "check", case)
    contains(str(found), "intact")
    equal(send(case, hanako, taro, "second.zip")["evidence"], 0)
    taro.run("verify", case, status=1)


@test("/cli/import/a-kept-copy-that-had-been-changed-is-told-of")
def evidence_changed(kiroku):
    hanako, taro = machine(kiroku, "花子"), machine(kiroku, "太郎")
    case = hanako.new_case()
    path = os.path.join(hanako.home, "a.log")
    with open(path, "wb") as file:
        file.write(b"GET /")
    sha256 = hashlib.sha256(b"GET /").hexdigest()
    hanako.run("evidence", "add", case, path)
    equal(send(case, hanako, taro)["warnings"], [], "nothing to tell")
    (kept,) = [os.path.join(folder, sha256) for folder, _, names in os.walk(taro.home) if sha256 in names]
    os.chmod(kept, 0o600)
    with open(kept, "wb") as file:
        file.write(b"POST /")
    (warning,) = send(case, hanako, taro, "second.zip")["warnings"]
    contains(warning, sha256[:12], "had been changed", os.path.join("unclaimed", sha256))
    taro.run("evidence", "check", case)


@test("/cli/import/evidence-that-the-sender-lacks-is-told-and-keeps-nothing-out")
def evidence_lost(kiroku):
    case = packages.Case(random.Random(1))
    author = packages.Author("山田")
    case.add(author, "journal.open", {"spki": author.spki, "name": author.name, "role": ""})
    case.add(author, "case.open", {"number": "2026-001", "title": "試験", "type": "third_party", "level": 0,
                                   "exercise": 0, "pack": "1"})
    entry = case.add(author, "evidence.add", packages.evidence_body(b"x"))
    files = case.files()
    packages.sign_checkpoint(files, author, case.root_lines())
    packages.add_tags(files)
    told = kiroku.json("import", packages.write(os.path.join(kiroku.home, "P.zip"), packages.zip_bytes(files)))
    contains(" ".join(told["warnings"]), entry[:12], "missing")
    equal(kiroku.json("verify", case.id, status=4)["first_bad"]["hash"], entry, "what verify finds")


@test("/cli/import/what-was-withheld-comes-later")
def withheld(kiroku):
    hanako, taro = machine(kiroku, "hanako"), machine(kiroku, "taro")
    case = hanako.new_case()
    entry = hanako.json("log", case, "後で明かす本文")["id"]
    path = os.path.join(hanako.home, "part.zip")
    hanako.run("export", case, f"--output={path}", f"--withhold={entry}:text")
    taro.run("import", path)
    verdict = taro.json("verify", case, status=1)
    equal(verdict["withheld"], 1, verdict)
    equal(taro.json("timeline", case, "--find=後で明かす"), [])
    again = os.path.join(taro.home, "again.zip")
    taro.run("export", case, f"--output={again}")
    equal(judge(taro, again)["withheld"], 1, "handed on by somebody whom nobody vouched for")
    told = send(case, hanako, taro)
    equal(told["completed"], 1, told)
    equal(taro.notes(case), ["後で明かす本文"])
    equal(taro.json("verify", case, status=1)["withheld"], 0)


@test("/cli/import/a-withheld-fact-is-printed-as-withheld")
def withheld_fact(kiroku):
    hanako, taro = machine(kiroku, "hanako"), machine(kiroku, "taro")
    case = hanako.new_case()
    hanako.run("set", case, "leak.count", "1250")
    path = os.path.join(hanako.home, "part.zip")
    hanako.run("export", case, f"--output={path}", "--withhold=leak.count")
    taro.run("import", path)
    equal(taro.run("get", case, "leak.count").out, "(withheld)\n")
    contains(taro.run("get", case).out, "leak.count =  (withheld)\n")


@test("/cli/import/a-forged-package-changes-nothing")
def forged(kiroku):
    hanako, taro = machine(kiroku, "hanako"), machine(kiroku, "taro")
    case = hanako.new_case()
    hanako.run("log", case, "本文その一")
    good = os.path.join(hanako.home, "good.zip")
    hanako.run("export", case, f"--output={good}")
    bad = os.path.join(hanako.home, "bad.zip")

    def edited(name, data):
        return data.replace("本文その一".encode(), "本文その二".encode()) if ".jsonl" in name else data

    def dropped(name, data):
        return None if ".jsonl" in name else data

    def unsigned(name, data):
        return data.split(b"signed ")[0] if name.endswith("checkpoint.txt") else data

    for change in (edited, dropped, unsigned):
        shutil.copy(good, bad)
        rewrite(bad, change)
        contains(taro.run("import", bad, status=1).err, "bad.zip")
        equal(count(taro, "entry"), 0, change.__name__)
    with open(good, "rb") as file:
        data = file.read()
    for length in (0, 100, len(data) // 2, len(data) - 10):
        with open(bad, "wb") as file:
            file.write(data[:length])
        taro.run("import", bad, status=1)
        equal((count(taro, "entry"), count(taro, "quarantine")), (0, 0), length)
    taro.run("import", os.path.join(hanako.home, "none.zip"), status=1)
    taro.run("import", good)
    equal(taro.notes(case), ["本文その一"])


@test("/cli/import/what-was-erased-does-not-come-back-and-goes-elsewhere-too")
def erased(kiroku):
    hanako, taro = machine(kiroku, "hanako"), machine(kiroku, "taro")
    case = hanako.new_case()
    entry = hanako.json("log", case, "山田太郎の住所")["id"]
    send(case, hanako, taro, "old.zip")
    equal(taro.notes(case), ["山田太郎の住所"])
    hanako.run("erase", case, entry, "text", "--law=法", "--reason=請求")
    hanako.run("import", os.path.join(hanako.home, "old.zip"))
    equal(hanako.json("timeline", case, "--find=山田"), [])
    send(case, hanako, taro)
    equal(taro.json("timeline", case, "--find=山田"), [])
    with open(taro.database, "rb") as file:
        equal("山田太郎の住所".encode() in file.read(), False, "the value is in the file")
    for one in (hanako, taro):
        equal(one.json("verify", case, status=1)["withheld"], 1)


@test("/cli/import/two-cases-with-one-number-are-told-apart")
def numbers(kiroku):
    hanako, taro = machine(kiroku, "hanako"), machine(kiroku, "taro")
    case = hanako.new_case(title="花子の事案")
    equal(taro.new_case(title="太郎の事案"), case)
    told = send(case, hanako, taro)
    equal(told["number"], f"{case}~{told['case'][:4]}")
    listed = {item["number"]: item["title"] for item in taro.json("case", "list")}
    equal(sorted(listed.values()), sorted(["花子の事案", "太郎の事案"]))
    failed = taro.run("case", "show", case, status=1).err
    contains(failed, *listed)
    for number, title in listed.items():
        equal(taro.json("case", "show", number)["title"], title)
        equal(taro.json("case", "show", number.upper())["title"], title)
    equal(taro.new_case() in listed, False)


@test("/cli/import/both-branches-of-a-fork-are-taken-in")
def fork(kiroku):
    hanako, taro = machine(kiroku, "hanako"), machine(kiroku, "taro")
    case = hanako.new_case()
    twin = Kiroku(kiroku.program, os.path.join(kiroku.home, "twin"))
    shutil.copytree(hanako.home, twin.home)
    hanako.run("log", case, "一方")
    twin.run("log", case, "他方")
    send(case, hanako, taro)
    send(case, twin, taro)
    equal(sorted(taro.notes(case)), sorted(["一方", "他方"]))
    taro.run("verify", case, status=3)
    path = os.path.join(taro.home, "fork.zip")
    taro.run("export", case, f"--output={path}")
    third = machine(kiroku, "jiro")
    third.run("import", path)
    equal(sorted(third.notes(case)), sorted(["一方", "他方"]))


@test("/cli/import/killed-at-any-moment-and-done-again-it-is-complete")
def killed(kiroku):
    hanako = machine(kiroku, "hanako")
    case = hanako.new_case()
    hanako.run("log", case, "-", stdin="\n".join(f"記録 {i}" for i in range(400)).encode())
    path = os.path.join(hanako.home, "package.zip")
    hanako.run("export", case, f"--output={path}")
    whole = machine(kiroku, "whole")
    began = time.monotonic()
    whole.run("import", path)
    span = time.monotonic() - began
    for part in (1, 4, 8) if "ASAN_OPTIONS" in os.environ else range(1, 9):
        taro = machine(kiroku, f"taro{part}")
        child = taro.start("import", path)
        with contextlib.suppress(Exception):
            child.wait(timeout=span * part / 9)
        child.send_signal(signal.SIGKILL)
        child.communicate()
        taro.run("import", path)
        equal(taro.notes(case), whole.notes(case))
        taro.run("verify", case, status=1)
        equal(count(taro, "quarantine"), 0)


@test("/cli/import/usage")
def usage(kiroku):
    kiroku.run("import", status=USAGE)
    kiroku.run("import", "x.zip", "--format=none", status=USAGE)


@test("/cli/import/the-root-that-the-sender-told-is-known-where-it-was-taken-in")
def root_of_the_sender(kiroku):
    hanako, taro = machine(kiroku, "花子"), machine(kiroku, "太郎")
    case = hanako.new_case()
    hanako.run("log", case, "社内へ連絡した")
    root = hanako.json("export", case, f"--output={hanako.home}/x.zip")["root"]
    hanako.run("log", case, "そのあとのこと")
    taro.run("import", f"{hanako.home}/x.zip")
    taro.run("log", case, "受け取った")
    found = taro.json("verify", case, f"--head={root}", status=None)
    equal(found["exit"], 1, found)
    assert found["unanchored"] < found["entries"], found
    equal(taro.json("verify", case, f"--head={'0' * 64}", status=None)["exit"], 3)
    taro.run("anchor", "add", case, root, "--as=mail")
    equal(taro.json("anchor", "list", case)[-1]["root"], root)
    taro.run("export", case, f"--output={taro.home}/y.zip")
    equal(judge(taro, f"{taro.home}/y.zip", f"--head={root}")["exit"], 1)


@test("/cli/import/many-files-that-are-missing-keep-no-package-out")
def many_files(kiroku):
    """More than there are findings kept."""
    case, author = packages.Case(random.Random(1)), packages.Author("山田")
    case.add(author, "journal.open", {"spki": author.spki, "name": author.name, "role": ""})
    case.add(author, "case.open", {"number": "2026-001", "title": "試験", "type": "third_party", "level": 0,
                                   "exercise": 0, "pack": "1"})
    for number in range(101):
        case.add(author, "evidence.add", packages.evidence_body(b"x%d" % number))
    files = case.files()
    packages.sign_checkpoint(files, author, case.root_lines())
    packages.add_tags(files)
    path = packages.write(os.path.join(kiroku.home, "x.zip"), packages.zip_bytes(files))
    equal(kiroku.json("import", path)["entries"], 103)


main()
