#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Lets each call by which kiroku-cli reaches the disk fail, or kills the program there: while it opens a
case, logs, takes in evidence, exports and backs up.

Usage: test-faults.py KIROKU_CLI   (TAP)

The calls of one run are recorded first. Then the same is done again and again, with one fault at one
call: killed before it, killed when half is written, EIO, a full disk from there on. As many as fit into
KIROKU_FAULTS_SECONDS for each command (10), in an order that KIROKU_TEST_SEED repeats, those first that
promise something; with KIROKU_TEST_LONG=1 all of them, and a run that was cut short goes on (progress.py).
"""
import contextlib
import itertools
import os
import random
import re
import shutil
import signal
import sqlite3
import time

import disk
from authority import Authority
from kiroku import Kiroku, Result, Skip, equal, main, memory, say, test
from progress import Progress, add_up, halves, side_by_side
from served import Served, Server

SECONDS = (float("inf") if os.environ.get("KIROKU_TEST_LONG")
           else float(os.environ.get("KIROKU_FAULTS_SECONDS") or 10))
SECRET = {"KIROKU_PASSPHRASE": "馬と電池 horse"}
KINDS = ["kill", "torn", "eio", "enospc"]
OLD = b"what stood there before"
OUT = "out"
OUTCOMES = {0: "done", 1: "failed", -signal.SIGKILL: "killed"}
# Faults after which it is noted how far the test has come.
PART = 100
# What failed, and why.
CLEAR = re.compile(r"kiroku-cli: .{20,}")


class Bench:
    """A folder with a case book, of which each round gets a copy; and the command that meets the faults."""

    def __init__(self, kiroku, words=(), env=None):
        if kiroku.with_leaks is not None:
            raise Skip("a sanitized program takes no library before its own")
        self.program, self.words, self.env = kiroku.program, words, env or {}
        self.top = os.path.realpath(kiroku.home)
        self.base = Kiroku(kiroku.program, os.path.join(self.top, "base"))
        self.told = set()
        os.mkdir(self.base.home)
        os.mkdir(os.path.join(self.base.home, OUT))

    def calls_of_a_run(self):
        """The calls of a run in which nothing fails."""
        log = os.path.join(self.top, "calls")
        with Rounds(self, "all") as rounds:
            rounds.begin()
            rounds.act(log=log, status=0)
        return disk.read_log(log)


class Rounds:
    """A place where rounds of a bench are made, one after the other. What runs there is forked from a program that
    has been loaded once."""

    def __init__(self, bench, name):
        self.bench, self.home = bench, os.path.join(bench.top, f"round-{name}")
        library = os.environ.get("KIROKU_DISK_LIBRARY", "")
        os.mkdir(self.home + "-server")
        self.server = Server(self.home + "-server", {"LD_PRELOAD": library})
        self.round = self.book_in(self.home)

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.server.__exit__(*error)
        shutil.rmtree(self.home)
        shutil.rmtree(self.home + "-server")

    def book_in(self, home):
        return Served(self.server, self.bench.program, home, forked=True)

    def path(self, *names):
        return os.path.join(self.home, *names)

    def begin(self):
        shutil.rmtree(self.home, ignore_errors=True)
        shutil.copytree(self.bench.base.home, self.home)

    def act(self, log=None, fault=None, status=None):
        """Runs the command in the round's folder; its paths may begin with {home}."""
        words = ["--json", *(word.format(home=self.home) for word in self.bench.words)]
        env = dict(self.round.environment, **self.bench.env, **disk.environment("", self.home, log, fault))
        env["LD_PRELOAD"] = os.environ.get("KIROKU_DISK_LIBRARY", "")
        done, out, err = self.round.execute(words, env, b"")
        result = Result(words, done, out.decode(), err.decode())
        assert status in (None, result.status), f"expected status {status}: {result}"
        return result


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


def list_faults(calls, dice, wanted):
    """Every fault at every call, of those wanted: (kind, number of the call); what promises something comes first."""
    def name(number):
        call = calls[number]
        return call.op, re.sub(r"[.-][A-Za-z0-9]{6}$", "", call.path)

    groups = [list(group) for _, group in itertools.groupby(range(len(calls)), key=name)]
    chosen = {number for group in groups for number in (group[0], group[-1])}
    faults = [(number in chosen, dice.random(), kind, number + 1)
              for number, call in enumerate(calls) for kind in KINDS
              if kind != "torn" or call.op == "w" and len(call.data) > 1]
    faults.sort(key=lambda fault: (not fault[0], fault[1]))
    return [(kind, number) for _, _, kind, number in faults if wanted(kind, calls[number - 1])]


# --- What must be true afterwards ---

def check_end(result, kind):
    """It was killed, it failed with a clear line, or it was done; one line before may say what else went
    wrong."""
    wanted = (0, 1) if kind in ("eio", "enospc") else (0, 1, -signal.SIGKILL)
    assert result.status in wanted, f"it ended with {result}"
    lines = result.err.splitlines()
    assert all(CLEAR.match(line) for line in lines), f"no clear message: {result}"
    assert (1 if result.status == 1 else 0) <= len(lines) <= 2, f"lines of {result}"


def check_record(book, told, status=1):
    """Everything told is there, without a gap; verify also compares each file of evidence."""
    book.run("verify", status=status)
    with contextlib.closing(sqlite3.connect(book.database)) as db:
        equal(db.execute("PRAGMA integrity_check").fetchall(), [("ok",)], "the file")
        equal(db.execute("SELECT key FROM entry GROUP BY case_id, key HAVING max(seq) <> count(*) - 1")
              .fetchall(), [], "journals with a gap")
        stored = {name for (name,) in db.execute("SELECT hash FROM entry")}
    equal(told - stored, set(), "lost entries")
    return stored


def check_out(rounds, result, fault, is_whole):
    """Under the final name stands what stood there, or the whole of the new; and nothing else, unless
    the program was killed or could not even remove it."""
    name = rounds.path(OUT, "it")
    assert os.path.exists(name), "what stood there is gone"
    with open(name, "rb") as file:
        is_old = file.read() == OLD
    assert not (is_old and result.status == 0), f"it says it was done: {result}"
    assert is_old or is_whole(rounds, name), "half of it stands under the final name"
    if result.status == 1 and not fault[2].op == "u":
        equal(os.listdir(rounds.path(OUT)), ["it"], f"files beside it after {fault}: {result}")


def run_round(rounds, calls, kind, number, check):
    """One fault; the exit status of what met it."""
    rounds.begin()
    result = rounds.act(fault=f"{kind}:{number}")
    check_end(result, kind)
    told = set(rounds.bench.told)
    if result.status == 0 and "id" in result.data:
        told.add(result.data["id"])
    check(rounds, result, (kind, number, calls[number - 1]), told)
    return OUTCOMES[result.status]


def run_part(part, bench, calls, faults, check, until):
    """The rounds of these numbers, while there is time; how many ended how."""
    counts = {}
    with Rounds(bench, str(part.start % 2)) as rounds:
        for place in part:
            kind, number = faults[place]
            if time.monotonic() > until:
                break
            try:
                outcome = run_round(rounds, calls, kind, number, check)
            except AssertionError as error:
                raise AssertionError(f"{kind} at call {number} of {len(calls)} "
                                     f"({calls[number - 1]}):\n{error}") from error
            counts[outcome] = counts.get(outcome, 0) + 1
    return counts


def run_all(bench, name, check, wanted=lambda _kind, _call: True):
    """Every fault, or as many as there is time for, of those wanted."""
    calls = bench.calls_of_a_run()
    seed = int(os.environ.get("KIROKU_TEST_SEED") or random.randrange(1 << 32))
    faults = list_faults(calls, random.Random(seed), wanted)
    progress = Progress(f"cli-faults-{name}", len(faults), "faults")
    # A run that goes on takes the faults in the order in which it began.
    faults = list_faults(calls, random.Random(progress.state["notes"].setdefault("seed", seed)), wanted)
    progress.state["notes"]["calls"] = len(calls)
    until = time.monotonic() + SECONDS
    while progress.done < len(faults) and time.monotonic() < until:
        part = halves(progress.done, min(progress.done + PART, len(faults)))
        try:
            counts = add_up(*side_by_side(run_part, part, bench, calls, faults, check, until))
        except AssertionError as error:
            progress.fail(error)
            raise AssertionError(f"seed {progress.state['notes']['seed']}, {error}") from error
        progress.add(sum(counts.values()), counts)
    say(f"{name}: seed {progress.state['notes']['seed']}, {len(calls)} calls, {progress.done} of {len(faults)} "
        f"faults: {progress.counts}")
    assert progress.counts.get("failed") or progress.counts.get("killed"), "no fault was met"


# --- The commands ---

def check_opened(rounds, result, _fault, _told):
    case = rounds.round.new_case()
    told = {rounds.round.json("log", case, "afterwards")["id"]}
    check_record(rounds.round, told)
    cases = [one["id"] for one in rounds.round.json("case", "list")]
    assert result.status != 0 or result.data["id"] in cases, "the case is not there"


def check_appended(rounds, _result, _fault, told):
    """And the same can be done afterwards."""
    check_record(rounds.round, told)
    told.add(rounds.act(status=0).data["id"])
    check_record(rounds.round, told)


def is_whole_package(rounds, name):
    return rounds.round.run("verify", f"--package={name}", status=None).status == 1


def check_exported(rounds, result, fault, told):
    check_out(rounds, result, fault, is_whole_package)
    check_record(rounds.round, told)
    rounds.act(status=0)
    assert is_whole_package(rounds, rounds.path(OUT, "it")), "the next one is not whole"


def is_whole_backup(rounds, name):
    other = rounds.book_in(rounds.path("other"))
    return other.run("restore", name, status=None, env=SECRET).status == 0


def check_backed_up(rounds, result, fault, told):
    check_out(rounds, result, fault, is_whole_backup)
    check_record(rounds.round, told)


@test("/cli/faults/a-case-being-opened")
def open_case(kiroku):
    run_all(Bench(kiroku, ["case", "new", "--title=T", "--type=third_party"]), "open", check_opened)


@test("/cli/faults/an-entry-being-logged")
def log(kiroku):
    bench = Bench(kiroku)
    bench.words = ["log", prepare(bench), "the entry"]
    run_all(bench, "log", check_appended)


@test("/cli/faults/evidence-being-taken-in")
def intake(kiroku):
    bench = Bench(kiroku)
    bench.words = ["evidence", "add", prepare(bench), "{home}/collected"]
    run_all(bench, "intake", check_appended)


def put_old(bench):
    with open(os.path.join(bench.base.home, OUT, "it"), "wb") as file:
        file.write(OLD)


@test("/cli/faults/a-case-being-exported")
def export(kiroku):
    bench = Bench(kiroku)
    bench.words = ["export", prepare(bench), "--output={home}/out/it"]
    put_old(bench)
    run_all(bench, "export", check_exported)


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
    bench = Bench(kiroku, ["import", "{home}/in.zip"])
    case = make_package(bench.top, kiroku.program, os.path.join(bench.base.home, "in.zip"))
    bench.base.run("key", "show", "--author=three")

    def check(rounds, _result, _fault, _told):
        left = rounds.round.json("verify", case, status=None)
        assert left["exit"] in (1, 5), f"cut short it is not what it is: {left}"
        handed = rounds.round.run("export", case, f"--output={rounds.path('on.zip')}", status=None)
        if handed.status == 0:
            rounds.round.run("verify", f"--package={rounds.path('on.zip')}", status=1)
        rounds.act(status=0)
        equal(rounds.round.json("verify", case, status=1)["withheld"], 2, "values that are absent")
        rounds.round.run("export", case, f"--output={rounds.path('on.zip')}")
        equal(rounds.round.json("verify", f"--package={rounds.path('on.zip')}", status=1)["withheld"], 2, "handed on")
        check_record(rounds.round, set())

    # In a short time between its transactions: what happens within one is much as in the other commands.
    run_all(bench, "import", check, lambda kind, call: SECONDS == float("inf")
            or kind == "kill" and call.op == "s" and call.path.endswith("-wal"))


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
    for name, words in (("value", (entry, "text")), ("file", (f"--file={item}",))):
        bench.words = ("erase", case, *words, "--law=L", "--reason=R")

        def check(rounds, _result, _fault, _told, gone=secret.encode() if words[0] == entry else collected):
            # If it was recorded, whoever writes all anew finishes it, and so does asking once more.
            rounds.round.run("rebuild")
            before = len([line for line in rounds.round.json("timeline", case) if line["kind"] == "erase"])
            left = files_with(rounds.round.folder, [gone])
            equal(before > 0, left == [], f"recorded, and what is left: {left}")
            check_record(rounds.round, set())

        run_all(bench, f"erase-{name}", check, lambda kind, call: kind in ("kill", "eio") and call.op in "swu")


@test("/cli/faults/time-stamps-being-fetched")
def stamps(kiroku):
    bench = Bench(kiroku, ["anchor", "send"])
    authority = Authority(os.path.join(bench.top, "tsa"), "TSA")
    case = prepare(bench)

    def check(rounds, _result, _fault, _told):
        rounds.round.run("anchor", "send")
        anchors = [one["type"] for one in rounds.round.json("anchor", "list", case)]
        equal(anchors, ["token"], "each answer is recorded once")
        waiting = os.listdir(os.path.join(rounds.round.folder, "anchors"))
        equal([name for name in waiting if name.endswith(".request")], [], "nobody waits for it any more")
        equal(rounds.round.json("anchor", "send"), [], "nothing is left to do")
        check_record(rounds.round, set(), status=0)  # the profile names whom to trust

    with authority.listen() as url:
        for name, value in (("url", url), ("name", "TSA"), ("ca", authority.ca)):
            bench.base.run("profile", "set", f"tsa.1.{name}", value)
        bench.base.run("anchor", "request", case)
        run_all(bench, "stamps", check, lambda kind, call: kind in ("kill", "eio") and call.op in "swur")


@test("/cli/faults/a-backup-being-made")
def backup(kiroku):
    bench = Bench(kiroku, env=SECRET)
    prepare(bench)
    bench.words = ["backup", "{home}/out/it"]
    put_old(bench)
    run_all(bench, "backup", check_backed_up)


if __name__ == "__main__":
    main(memory())
