#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Lets each call by which kiroku-cli reaches the disk fail, or kills the program there: while it opens a
case, logs, takes in evidence, exports and backs up.

Usage: test-faults.py KIROKU_CLI   (TAP)

The calls of one run are recorded first. Then the same is done again and again, with one fault at one
call: killed before it, killed when half is written, EIO, a full disk from there on. As many as fit into
KIROKU_FAULTS_SECONDS for each command (22), in an order that KIROKU_TEST_SEED repeats, those first that
promise something; with KIROKU_TEST_LONG=1 all of them.
"""
import contextlib
import itertools
import os
import random
import re
import shutil
import signal
import sqlite3
import subprocess
import time

import disk
from authority import Authority
from kiroku import Kiroku, Result, Skip, equal, main, say, test

SECONDS = (float("inf") if os.environ.get("KIROKU_TEST_LONG")
           else float(os.environ.get("KIROKU_FAULTS_SECONDS") or 22))
SECRET = {"KIROKU_PASSPHRASE": "馬と電池 horse"}
KINDS = ["kill", "torn", "eio", "enospc"]
OLD = b"what stood there before"
OUT = "out"
# What failed, and why.
CLEAR = re.compile(r"kiroku-cli: .{20,}")


class Bench:
    """A folder with a case book, of which each round gets a copy."""

    def __init__(self, kiroku, *words, env=None):
        if kiroku.with_leaks is not None:
            raise Skip("a sanitized program takes no library before its own")
        self.kiroku, self.words, self.env = kiroku, words, env or {}
        self.top = os.path.realpath(kiroku.home)
        self.base = Kiroku(kiroku.program, os.path.join(self.top, "base"))
        self.round = Kiroku(kiroku.program, os.path.join(self.top, "round"))
        self.told = set()
        os.mkdir(self.base.home)
        os.mkdir(os.path.join(self.base.home, OUT))

    def in_round(self, *names):
        return os.path.join(self.round.home, *names)

    def begin_round(self):
        shutil.rmtree(self.round.home, ignore_errors=True)
        shutil.copytree(self.base.home, self.round.home)

    def act(self, log=None, fault=None, status=None):
        """Runs the command in the round's folder; its paths may begin with {home}."""
        library = os.environ.get("KIROKU_DISK_LIBRARY", "")
        words = [word.format(home=self.round.home) for word in self.words]
        env = dict(self.round.environment, **self.env,
                   **disk.environment(library, self.round.home, log, fault))
        done = subprocess.run(self.round.command("--json", *words), env=env, check=False,
                              stdin=subprocess.DEVNULL, capture_output=True)
        result = Result(words, done.returncode, done.stdout.decode(), done.stderr.decode())
        assert status in (None, result.status), f"expected status {status}: {result}"
        return result

    def record(self):
        """The calls of a run in which nothing fails."""
        log = os.path.join(self.top, "calls")
        self.begin_round()
        self.act(log=log, status=0)
        return disk.read_log(log)


def prepare(bench):
    """A case with some entries and a file of evidence; its number."""
    case = bench.base.new_case()
    for number in range(3):
        bench.told.add(bench.base.json("log", case, f"before {number}")["id"])
    path = os.path.join(bench.base.home, "collected")
    with open(path, "wb") as file:
        file.write(b"collected\n" * 9000)
    bench.told.add(bench.base.json("evidence", "add", case, path)["id"])
    with open(path, "wb") as file:
        file.write(b"something else\n" * 9000)
    return case


def list_faults(calls, dice):
    """Every fault at every call, (kind, number of the call); what promises something comes first."""
    def name(number):
        call = calls[number]
        return call.op, re.sub(r"[.-][A-Za-z0-9]{6}$", "", call.path)

    groups = [list(group) for _, group in itertools.groupby(range(len(calls)), key=name)]
    chosen = {number for group in groups for number in (group[0], group[-1])}
    faults = [(number in chosen, dice.random(), kind, number + 1)
              for number, call in enumerate(calls) for kind in KINDS
              if kind != "torn" or call.op == "w" and len(call.data) > 1]
    faults.sort(key=lambda fault: (not fault[0], fault[1]))
    return [(kind, number) for _, _, kind, number in faults]


# --- What must be true afterwards ---

def check_end(result, kind):
    """It was killed, it failed with a clear line, or it was done; one line before may say what else went
    wrong."""
    wanted = (0, 1) if kind in ("eio", "enospc") else (0, 1, -signal.SIGKILL)
    assert result.status in wanted, f"it ended with {result}"
    lines = result.err.splitlines()
    assert all(CLEAR.match(line) for line in lines), f"no clear message: {result}"
    assert (1 if result.status == 1 else 0) <= len(lines) <= 2, f"lines of {result}"


def check_record(book, told):
    """Everything told is there, without a gap; verify also compares each file of evidence."""
    book.run("verify", status=1)
    with contextlib.closing(sqlite3.connect(book.database)) as db:
        equal(db.execute("PRAGMA integrity_check").fetchall(), [("ok",)], "the file")
        equal(db.execute("SELECT key FROM entry GROUP BY case_id, key HAVING max(seq) <> count(*) - 1")
              .fetchall(), [], "journals with a gap")
        stored = {name for (name,) in db.execute("SELECT hash FROM entry")}
    equal(told - stored, set(), "lost entries")
    return stored


def check_out(bench, result, fault, is_whole):
    """Under the final name stands what stood there, or the whole of the new; and nothing else, unless
    the program was killed or could not even remove it."""
    name = bench.in_round(OUT, "it")
    assert os.path.exists(name), "what stood there is gone"
    with open(name, "rb") as file:
        is_old = file.read() == OLD
    assert not (is_old and result.status == 0), f"it says it was done: {result}"
    assert is_old or is_whole(name), "half of it stands under the final name"
    if result.status == 1 and not fault[2].op == "u":
        equal(os.listdir(bench.in_round(OUT)), ["it"], f"files beside it after {fault}: {result}")


def run_round(bench, calls, kind, number, check):
    """One fault; the exit status of what met it."""
    bench.begin_round()
    result = bench.act(fault=f"{kind}:{number}")
    check_end(result, kind)
    told = set(bench.told)
    if result.status == 0 and "id" in result.data:
        told.add(result.data["id"])
    check(result, (kind, number, calls[number - 1]), told)
    return result.status


def run_all(bench, check, wanted=lambda _kind, _call: True):
    """As many faults as there is time for, of those wanted."""
    seed = int(os.environ.get("KIROKU_TEST_SEED") or random.randrange(1 << 32))
    calls, counts, done = bench.record(), {}, 0
    faults = [(kind, number) for kind, number in list_faults(calls, random.Random(seed))
              if wanted(kind, calls[number - 1])]
    until = time.monotonic() + SECONDS
    for kind, number in faults:
        if time.monotonic() > until:
            break
        try:
            status = run_round(bench, calls, kind, number, check)
        except AssertionError as error:
            raise AssertionError(f"seed {seed}, {kind} at call {number} of {len(calls)} "
                                 f"({calls[number - 1]}):\n{error}") from error
        counts[status] = counts.get(status, 0) + 1
        done += 1
    say(f"seed {seed}: {len(calls)} calls, {done} of {len(faults)} faults: " + ", ".join(
        f"{count} {dict([(0, 'done'), (1, 'failed'), (-9, 'killed')])[status]}"
        for status, count in sorted(counts.items())))
    assert counts.get(1) or counts.get(-signal.SIGKILL), "no fault was met"


# --- The commands ---

@test("/cli/faults/a-case-being-opened")
def open_case(kiroku):
    bench = Bench(kiroku, "case", "new", "--title=T", "--type=third_party")

    def check(result, _fault, _told):
        case = bench.round.new_case()
        told = {bench.round.json("log", case, "afterwards")["id"]}
        check_record(bench.round, told)
        cases = [one["id"] for one in bench.round.json("case", "list")]
        assert result.status != 0 or result.data["id"] in cases, "the case is not there"

    run_all(bench, check)


@test("/cli/faults/an-entry-being-logged")
def log(kiroku):
    bench = Bench(kiroku, "log", "2026-001", "the entry")
    bench.words = ("log", prepare(bench), "the entry")

    def check(_result, _fault, told):
        check_record(bench.round, told)
        told.add(bench.act(status=0).data["id"])
        check_record(bench.round, told)

    run_all(bench, check)


@test("/cli/faults/evidence-being-taken-in")
def intake(kiroku):
    bench = Bench(kiroku)
    bench.words = ("evidence", "add", prepare(bench), "{home}/collected")

    def check(_result, _fault, told):
        check_record(bench.round, told)
        told.add(bench.act(status=0).data["id"])
        check_record(bench.round, told)

    run_all(bench, check)


def put_old(bench):
    with open(os.path.join(bench.base.home, OUT, "it"), "wb") as file:
        file.write(OLD)


@test("/cli/faults/a-case-being-exported")
def export(kiroku):
    bench = Bench(kiroku)
    bench.words = ("export", prepare(bench), "--output={home}/out/it")
    put_old(bench)

    def is_whole(name):
        return bench.round.run("verify", f"--package={name}", status=None).status == 1

    def check(result, fault, told):
        check_out(bench, result, fault, is_whole)
        check_record(bench.round, told)
        bench.act(status=0)
        assert is_whole(bench.in_round(OUT, "it")), "the next one is not whole"

    run_all(bench, check)


def make_package(top, program, path):
    """A package of two people's journals: what one of them erased of the other's, and what it withholds."""
    one, two = (Kiroku(program, os.path.join(top, name)) for name in ("one", "two"))
    for person in (one, two):
        os.mkdir(person.home)
    passed = os.path.join(top, "passed.zip")
    case = one.new_case("--author=one")
    notes = [one.json("log", case, f"記録 {number}")["id"] for number in range(2)]
    one.run("log", case, "-", stdin="\n".join(f"続き {number}" for number in range(300)).encode())
    one.run("export", case, f"--output={passed}")
    two.run("import", passed, "--author=two")
    two.run("log", case, "鈴木です")
    two.run("export", case, f"--output={passed}")
    one.run("import", passed)
    one.run("key", "vouch", case, "two")
    one.run("export", case, f"--output={passed}")
    two.run("import", passed)
    two.run("erase", case, notes[0], "text", "--law=L", "--reason=R")
    two.run("export", case, f"--output={passed}")
    one.run("import", passed)
    one.run("export", case, f"--output={path}", f"--withhold={notes[1][:12]}:text")
    return case


@test("/cli/faults/a-package-being-taken-in")
def take_in(kiroku):
    bench = Bench(kiroku, "import", "{home}/in.zip")
    case = make_package(bench.top, kiroku.program, os.path.join(bench.base.home, "in.zip"))
    bench.base.run("key", "show", "--author=three")

    def check(_result, _fault, _told):
        left = bench.round.json("verify", case, status=None)
        assert left["exit"] in (1, 5), f"cut short it is not what it is: {left}"
        handed = bench.round.run("export", case, f"--output={bench.in_round('on.zip')}", status=None)
        if handed.status == 0:
            bench.round.run("verify", f"--package={bench.in_round('on.zip')}", status=1)
        bench.act(status=0)
        equal(bench.round.json("verify", case, status=1)["withheld"], 2, "values that are absent")
        bench.round.run("export", case, f"--output={bench.in_round('on.zip')}")
        equal(bench.round.json("verify", f"--package={bench.in_round('on.zip')}", status=1)["withheld"], 2, "handed on")
        check_record(bench.round, set())

    # Between its transactions: what happens within one is the same as in the other commands.
    run_all(bench, check, lambda kind, call: kind == "kill" and call.op == "s" and call.path.endswith("-wal"))


def files_with(folder, words):
    """The files below the folder with any of these texts, and how they are named."""
    found = []
    for top, _, names in os.walk(folder):
        for name in names:
            with open(os.path.join(top, name), "rb") as file:
                data = file.read()
            found += [name for word in words if word in data]
    return found


@test("/cli/faults/an-erasure-being-carried-out")
def erase(kiroku):
    secret, collected = "けしてほしい言葉", b"collected\n"
    bench = Bench(kiroku)
    case = prepare(bench)
    os.remove(os.path.join(bench.base.home, "collected"))
    entry = bench.base.json("log", case, secret)["id"]
    item = bench.base.json("evidence", "list", case)[0]["id"]
    for words in ((entry, "text"), (f"--file={item}",)):
        bench.words = ("erase", case, *words, "--law=L", "--reason=R")

        def check(_result, _fault, _told, gone=secret.encode() if words[0] == entry else collected):
            # Whatever is done next finishes it, if it was recorded.
            before = len([line for line in bench.round.json("timeline", case) if line["kind"] == "erase"])
            left = files_with(bench.round.folder, [gone])
            equal(before > 0, left == [], f"recorded, and what is left: {left}")
            check_record(bench.round, set())

        run_all(bench, check, lambda kind, call: kind in ("kill", "eio") and call.op in "swu")


@test("/cli/faults/time-stamps-being-fetched")
def stamps(kiroku):
    bench = Bench(kiroku, "anchor", "send")
    authority = Authority(os.path.join(bench.top, "tsa"), "TSA")
    case = prepare(bench)

    def check(_result, _fault, _told):
        bench.round.run("anchor", "send")
        anchors = [one["type"] for one in bench.round.json("anchor", "list", case)]
        equal(anchors, ["token"], "each answer is recorded once")
        waiting = os.listdir(os.path.join(bench.round.folder, "anchors"))
        equal([name for name in waiting if name.endswith(".request")], [], "nobody waits for it any more")
        equal(bench.round.json("anchor", "send"), [], "nothing is left to do")
        check_record(bench.round, set())

    with authority.listen() as url:
        for name, value in (("url", url), ("name", "TSA"), ("ca", authority.ca)):
            bench.base.run("profile", "set", f"tsa.1.{name}", value)
        bench.base.run("anchor", "request", case)
        run_all(bench, check, lambda kind, call: kind in ("kill", "eio") and call.op in "swur")


@test("/cli/faults/a-backup-being-made")
def backup(kiroku):
    bench = Bench(kiroku, env=SECRET)
    prepare(bench)
    bench.words = ("backup", "{home}/out/it")
    put_old(bench)

    def is_whole(name):
        other = Kiroku(kiroku.program, bench.in_round("other"))
        return other.run("restore", name, status=None, env=SECRET).status == 0

    def check(result, fault, told):
        check_out(bench, result, fault, is_whole)
        check_record(bench.round, told)

    run_all(bench, check)


if __name__ == "__main__":
    main()
