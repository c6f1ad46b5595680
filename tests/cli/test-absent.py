#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What may be absent, and where: what a package left out excuses nothing in the copy of whoever had it.

Usage: test-absent.py KIROKU_CLI   (TAP)
"""
import contextlib
import glob
import hashlib
import os
import random
import sqlite3

import packages
from kiroku import Kiroku, contains, equal, main, test
from packages import judge


def machine(kiroku, name):
    """Another machine with a user of that name."""
    home = os.path.join(kiroku.home, name)
    os.mkdir(home)
    other = Kiroku(kiroku.program, home)
    other.run("key", "show", f"--author={name}")
    return other


def send(case, sender, receiver, *options, name="package.zip"):
    path = os.path.join(sender.home, name)
    sender.run("export", case, f"--output={path}", *options)
    receiver.run("import", path)
    return path


def tamper(kiroku, sql, *values):
    """Writes past Kiroku, as whoever may write the file can; the triggers come back."""
    with contextlib.closing(sqlite3.connect(kiroku.database)) as db:
        triggers = db.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _ in triggers:
            db.execute(f'DROP TRIGGER "{name}"')
        done = db.execute(sql, values).rowcount
        for _, text in triggers:
            db.execute(text)
        db.commit()
    assert done > 0, sql


def drop_field(kiroku, entry, name="text"):
    tamper(kiroku, "DELETE FROM field WHERE hash = ? AND name = ?", entry, name)


def drop_file(kiroku, sha256):
    (path,) = glob.glob(os.path.join(kiroku.folder, "**", sha256), recursive=True)
    os.remove(path)


def round_trip(kiroku):
    """Alice withholds a value and a file from Bob, who writes and hands the case back, and is vouched for."""
    alice, bob = machine(kiroku, "alice"), machine(kiroku, "bob")
    case = alice.new_case()
    entry = alice.json("log", case, "後で明かす本文")["id"]
    path = packages.write(os.path.join(alice.home, "通信.log"), b"GET /\n" * 500)
    alice.run("evidence", "add", case, path)
    sha256 = hashlib.sha256(b"GET /\n" * 500).hexdigest()
    send(case, alice, bob, f"--withhold={entry}:text", f"--withhold-file={sha256}")
    equal(bob.json("verify", case, status=1)["withheld"], 2, "in the copy of bob both are withheld")
    bob.run("log", case, "ボブの記録")
    back = send(case, bob, alice)
    equal(judge(bob, back)["withheld"], 2, "in his package they are, too")
    alice.run("key", "vouch", case, "bob")
    return alice, bob, case, entry, sha256


@test("/cli/absent/after-a-round-trip-with-withholding-a-dropped-value-is-altered")
def value(kiroku):
    alice, bob, case, entry, _ = round_trip(kiroku)
    equal(alice.json("verify", case, status=1)["withheld"], 0, "nothing is absent")
    drop_field(alice, entry)
    equal(alice.json("verify", case, status=2)["first_bad"]["hash"], entry, "named")
    failed = alice.run("export", case, f"--output={alice.home}/Z.zip", status=1).err
    contains(failed, entry[:12], "altered")
    assert not os.path.exists(f"{alice.home}/Z.zip")
    shown = alice.run("verify", case, status=2).out
    assert "anchor send" not in shown, shown
    equal(bob.json("verify", case, status=1)["withheld"], 2, "bob's copy is as it was")


@test("/cli/absent/after-a-round-trip-with-withholding-a-dropped-file-is-missing")
def file(kiroku):
    alice, bob, case, _, sha256 = round_trip(kiroku)
    drop_file(alice, sha256)
    equal(alice.json("verify", case, status=4)["verdict"], "evidence", "verdict")
    contains(alice.run("evidence", "check", case, status=4).out, "Missing")
    told = alice.json("backup", alice.home)
    equal(told["evidence_missing"], 1, told)
    told = bob.json("backup", bob.home)
    equal(told["evidence_missing"], 0, told)


@test("/cli/absent/what-a-package-left-out-is-missing-once-nobody-vouches-for-its-signer")
def unvouched(kiroku):
    """Alice vouches for Bob, he for Carol, who leaves a file out of what Dave takes in; then Bob's key is revoked."""
    alice, bob, carol, dave = (machine(kiroku, name) for name in ("alice", "bob", "carol", "dave"))
    case = alice.new_case()
    send(case, alice, bob)
    bob.run("log", case, "ボブの記録")
    send(case, bob, carol)
    carol.run("log", case, "キャロルの記録")
    send(case, carol, bob)
    bob.run("key", "vouch", case, "carol")
    send(case, bob, alice)
    alice.run("key", "vouch", case, "bob")
    send(case, alice, carol)
    carol.run("evidence", "add", case, packages.write(os.path.join(carol.home, "通信.log"), b"GET /\n" * 500))
    sha256 = hashlib.sha256(b"GET /\n" * 500).hexdigest()
    send(case, carol, dave, f"--withhold-file={sha256}")
    equal(dave.json("verify", case, status=1)["withheld"], 1, "carol may say so")
    contains(dave.run("evidence", "check", case).out, "withheld by the sender")
    equal(dave.json("backup", dave.home)["evidence_missing"], 0, "so it is not missing")

    alice.run("key", "revoke", case, "bob", "--reason=鍵を紛失した")
    send(case, alice, dave)
    equal(dave.json("verify", case, status=4)["verdict"], "evidence", "nobody vouches for carol any more")
    contains(dave.run("evidence", "check", case, status=4).out, "Missing")
    equal(dave.json("backup", dave.home)["evidence_missing"], 1, "so it is")


@test("/cli/absent/a-row-of-a-package-on-its-way-in-excuses-nothing-unsigned-or-of-its-own")
def arriving(kiroku):
    alice, _, case, entry, sha256 = round_trip(kiroku)
    drop_field(alice, entry)
    with contextlib.closing(sqlite3.connect(alice.database)) as db:
        ((case_id, key, seq),) = db.execute("SELECT case_id, key, seq FROM entry WHERE hash = ?", (entry,))
    head = f"journal {key} {seq + 1000} {'f' * 64}\n"
    made = f"kiroku.checkpoint.v1\ncase {case_id}\n{head}time 1795237260000000\nwithheld {entry} text\n"
    sent = packages.read_zip(os.path.join(alice.home, "package.zip"))["data/checkpoint.txt"].decode()
    for checkpoint in (made, made + f"signed {key} AAAA\n", sent):
        tamper(alice, "INSERT INTO arriving VALUES (?, ?, 'x.zip', ?, 0)",
               hashlib.sha256(checkpoint.encode()).hexdigest(), case_id, checkpoint)
        equal(alice.json("verify", case, status=None)["exit"], 2, checkpoint)
    drop_file(alice, sha256)
    answer = alice.json("verify", case, status=2)
    equal(answer["withheld"], 0, "nothing is withheld")


def plant(kiroku, case, checkpoint):
    """A row as an import that was cut short leaves it."""
    case_id = kiroku.json("case", "show", case)["id"]
    tamper(kiroku, "INSERT INTO arriving VALUES (?, ?, 'x.zip', ?, 0)",
           hashlib.sha256(checkpoint.encode()).hexdigest(), case_id, checkpoint)


@test("/cli/absent/nobody-signs-unknowingly-that-an-own-value-which-was-dropped-was-withheld")
def settled(kiroku):
    alice, _, case, entry, sha256 = round_trip(kiroku)
    drop_field(alice, entry)
    drop_file(alice, sha256)
    plant(alice, case, packages.read_zip(os.path.join(alice.home, "package.zip"))["data/checkpoint.txt"].decode())
    failed = alice.run("export", case, f"--output={alice.home}/Z.zip", status=1).err
    contains(failed, entry[:12], "altered")
    answer = alice.json("verify", case, status=2)
    equal((answer["withheld"], answer["first_bad"]["hash"]), (0, entry), "after the export")


# --- An import that was cut short, of a package that is lost ---

def cut_short(kiroku, *options):
    """Bob has what alice sent first, and of what she sent then only the note that it was on its way."""
    alice, bob = machine(kiroku, "alice"), machine(kiroku, "bob")
    case = alice.new_case()
    entry = alice.json("log", case, "前の記録")["id"]
    send(case, alice, bob)
    bob.run("log", case, "ボブの記録")
    alice.run("log", case, "後の記録")
    path = os.path.join(alice.home, "later.zip")
    alice.run("export", case, f"--output={path}", *[option % entry for option in options])
    plant(bob, case, packages.read_zip(path)["data/checkpoint.txt"].decode())
    return alice, bob, case, entry, path


def warnings(kiroku, case, word, status=1):
    return [line for line in kiroku.json("verify", case, status=status)["warnings"] if word in line]


@test("/cli/absent/a-package-that-is-lost-is-given-up-and-the-gap-is-told")
def abandoned(kiroku):
    _, bob, case, _, path = cut_short(kiroku)
    out = os.path.join(bob.home, "out.zip")
    contains(bob.run("export", case, f"--output={out}", status=1).err, "not taken in to its end")
    bob.run("import", "--abandon", case)
    equal(warnings(bob, case, "not taken in to its end: import"), [], "no more")
    equal(len(warnings(bob, case, "given up")), 1, "told")
    contains(bob.run("timeline", case).out, "given up before it was taken in to its end")
    bob.run("export", case, f"--output={out}")
    equal(len([line for line in judge(bob, out)["warnings"] if "given up" in line]), 1, "in the package")
    contains(bob.run("import", "--abandon", case, status=1).err, "nothing to give up")
    bob.run("import", path)
    equal(warnings(bob, case, "given up"), [], "it came after all")
    bob.run("export", case, f"--output={out}")
    assert not [line for line in judge(bob, out)["warnings"] if "given up" in line]


@test("/cli/absent/nothing-is-given-up-while-a-value-is-absent-that-nothing-explains")
def unexplained(kiroku):
    _, bob, case, entry, _ = cut_short(kiroku)
    before = len(bob.json("timeline", case))
    drop_field(bob, entry)
    contains(bob.run("import", "--abandon", case, status=1).err, "nothing was given up")
    bob.run("rebuild")
    equal(bob.json("verify", case, status=2)["first_bad"]["hash"], entry, "it was here")
    contains(bob.run("import", "--abandon", case, status=1).err, "nothing was given up", "newer one")
    equal(len(bob.json("timeline", case)), before, "nothing is recorded")


@test("/cli/absent/what-came-with-a-package-that-was-cut-short-may-be-explained-by-its-rest")
def halfway(kiroku):
    """Bob has what came of the only package so far: a value is missing, and nothing tells of an import."""
    alice, bob = machine(kiroku, "alice"), machine(kiroku, "bob")
    case = alice.new_case()
    entry = alice.json("log", case, "本文")["id"]
    bob.new_case(title="別の件")
    with contextlib.closing(sqlite3.connect(bob.database)) as db:
        db.execute("ATTACH ? AS alice", (alice.database,))
        rest = "hash, case_id, key, seq, prev, id, kind, clock, rec, header, sig"
        db.execute(f"INSERT INTO entry ({rest}) SELECT {rest} FROM alice.entry ORDER BY arrival")
        db.execute("INSERT INTO field SELECT * FROM alice.field WHERE NOT (hash = ? AND name = 'text')", (entry,))
        db.commit()
    bob.run("rebuild")
    identity = alice.json("case", "show", case)["id"]
    alice.run("log", case, "後の記録")
    path = os.path.join(alice.home, "later.zip")
    alice.run("export", case, f"--output={path}")
    checkpoint = packages.read_zip(path)["data/checkpoint.txt"].decode()
    tamper(bob, "INSERT INTO arriving VALUES (?, ?, 'x.zip', ?, 0)", "0" * 64, identity, checkpoint)
    equal(bob.json("verify", identity, status=5)["first_bad"]["hash"], entry, "it may be explained")
    contains(bob.run("import", "--abandon", identity, status=1).err, "nothing was given up")
    bob.run("import", path)
    assert "first_bad" not in bob.json("verify", identity, status=1), "it came"


def give_again(kiroku):
    """Bob has all that alice sent. Later she sends a package that withholds a value and a file of it."""
    alice, bob = machine(kiroku, "alice"), machine(kiroku, "bob")
    case = alice.new_case()
    entry = alice.json("log", case, "本文")["id"]
    source = packages.write(os.path.join(alice.home, "通信.log"), b"GET /\n" * 500)
    alice.run("evidence", "add", case, source)
    sha256 = hashlib.sha256(b"GET /\n" * 500).hexdigest()
    send(case, alice, bob)
    path = os.path.join(alice.home, "later.zip")
    alice.run("log", case, "後の記録")
    alice.run("export", case, f"--output={path}", f"--withhold={entry}:text", f"--withhold-file={sha256}")
    return bob, case, entry, sha256, path


@test("/cli/absent/a-value-of-others-that-was-taken-in-is-excused-by-no-row-that-somebody-leaves")
def planted(kiroku):
    bob, case, entry, sha256, path = give_again(kiroku)
    checkpoint = packages.read_zip(path)["data/checkpoint.txt"].decode()
    drop_field(bob, entry)
    bob.run("rebuild")
    plant(bob, case, checkpoint)
    answer = bob.json("verify", case, status=2)
    equal((answer["first_bad"]["hash"], answer["withheld"]), (entry, 0))


@test("/cli/absent/a-file-of-others-that-was-taken-in-is-excused-by-no-row-that-somebody-leaves")
def planted_file(kiroku):
    bob, case, _, sha256, path = give_again(kiroku)
    drop_file(bob, sha256)
    plant(bob, case, packages.read_zip(path)["data/checkpoint.txt"].decode())
    answer = bob.json("verify", case, status=4)
    equal((answer["verdict"], answer["withheld"]), ("evidence", 0))


@test("/cli/absent/nobody-signs-that-a-value-of-others-which-was-dropped-never-came")
def dropped_before(kiroku):
    bob, case, entry, sha256, path = give_again(kiroku)
    drop_field(bob, entry)
    drop_file(bob, sha256)
    bob.run("rebuild")
    bob.run("import", path)
    answer = bob.json("verify", case, status=2)
    equal((answer["first_bad"]["hash"], answer["withheld"]), (entry, 0), "dropped before a package came without it")


@test("/cli/absent/what-is-given-up-excuses-nothing-of-its-own")
def excuses_nothing(kiroku):
    alice, bob = machine(kiroku, "alice"), machine(kiroku, "bob")
    case = alice.new_case()
    entry = alice.json("log", case, "前の記録")["id"]
    send(case, alice, bob)
    own = bob.json("log", case, "ボブの記録")["id"]
    send(case, bob, alice)
    alice.run("log", case, "後の記録")
    path = os.path.join(alice.home, "later.zip")
    alice.run("export", case, f"--output={path}", f"--withhold={entry}:text", f"--withhold={own}:text")
    drop_field(bob, own)
    bob.run("rebuild")
    plant(bob, case, packages.read_zip(path)["data/checkpoint.txt"].decode())
    equal(bob.json("verify", case, status=2)["first_bad"]["hash"], own, "his own is excused by nothing")
    bob.run("import", "--abandon", case, status=1)
    bob.run("import", path)
    bob.run("verify", case, status=2)


@test("/cli/absent/what-was-given-up-excuses-nothing-that-goes-later")
def later(kiroku):
    _, bob, case, entry, _ = cut_short(kiroku, "--withhold=%s:text")
    bob.run("import", "--abandon", case)
    equal(bob.json("verify", case, status=1)["withheld"], 0, "nothing is absent")
    drop_field(bob, entry)
    bob.run("rebuild")
    equal(bob.json("verify", case, status=2)["first_bad"]["hash"], entry, "it was there")


AUTHORS = [packages.Author(name) for name in ("山田", "鈴木")]


def make():
    """A case of two authors; the second took a package of the first in that lacked a note's text."""
    first, second = AUTHORS
    case = packages.Case(random.Random(7))
    case.add(first, "journal.open", {"spki": first.spki, "name": first.name, "role": ""})
    case.add(first, "case.open", {"number": "2026-001", "title": "試験", "type": "third_party", "level": 0,
                                  "exercise": 0, "pack": "1"})
    note = case.add(first, "note", {"class": "action", "text": "隔離した"})
    files = case.files()
    packages.sign_checkpoint(files, first, case.root_lines(), withheld=[(note, "text")])
    return case, note, files["data/checkpoint.txt"].decode()


@test("/cli/absent/both-agree-on-whom-an-import-speaks-for-and-of-what")
def both(kiroku):
    first, second = AUTHORS
    line = "withheld %s text\n"
    for author, signer, absent, status in (
            (second, second, line, 1), (second, first, line, 2), (first, second, line, 2),
            (second, second, "", 2), (second, second, None, 1), (second, first, None, 2)):
        case, note, checkpoint = make()
        body = {"format": "package", "file": "x.zip", "sha256": "0" * 64, "entries": 3, "checkpoint": checkpoint}
        if absent is not None:
            body["absent"] = absent % note if absent else ""
        case.add(author, "import", body)
        case.add(second, "note", {"class": "action", "text": "続き"})
        del case.lines[first.key][2][2]["b"]["text"]
        files = case.files()
        packages.sign_checkpoint(files, signer, case.root_lines())
        packages.add_tags(files)
        path = packages.write(os.path.join(kiroku.home, "P.zip"), packages.zip_bytes(files))
        equal(judge(kiroku, path)["exit"], status, (author.name, signer.name, absent))


main()
