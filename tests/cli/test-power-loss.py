#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Records what kiroku-cli asks of the disk while it is used, and looks at what a power failure after
any of these calls may leave: every entry that was told is there, and the record is intact.

Usage: test-power-loss.py KIROKU_CLI   (TAP)

1,000 states, or 50,000 with KIROKU_TEST_LONG=1; KIROKU_POWER_STATES takes another number. KIROKU_TEST_SEED
repeats the fates; the seed is printed. A long run that was cut short goes on (progress.py).
"""
import contextlib
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile

import disk
from kiroku import Kiroku, Skip, equal, main, memory, say, test
from progress import Progress, halves, side_by_side
from served import Served, Server, same_answer

STATES = int(os.environ.get("KIROKU_POWER_STATES")
             or (50000 if os.environ.get("KIROKU_TEST_LONG") else 1000))
# So many of them also take a further entry.
GOES_ON = 8
# So many of them are also judged by a process of its own.
COMPARED = 250
# States of one recording, and of one step after which it is noted how far the test has come.
PER_RECORDING, PART = 5000, 500
# Enough that the write-ahead log is moved into the database while others have it open.
STREAM = 150
# Keeps the database open, so that the write-ahead log outlives the command that wrote to it.
HOLDER = """
import sqlite3, sys
db = sqlite3.connect(sys.argv[1])
db.execute("SELECT count(*) FROM entry").fetchone()
print(flush=True)
sys.stdin.read()
db.close()
"""


class Recording:
    """The calls of a run in a folder, and who was told what when."""

    def __init__(self, kiroku, home):
        library = os.environ.get("KIROKU_DISK_LIBRARY", "")
        if kiroku.with_leaks is not None:
            raise Skip("a sanitized program takes no library before its own")
        self.home = os.path.realpath(home)
        self.log = self.home + ".log"
        self.kiroku = Kiroku(kiroku.program, self.home)
        self.folder = self.kiroku.folder
        self.kiroku.environment.update(disk.environment(library, self.folder, self.log))
        self.told, self.calls = [], []

    def tell(self, *ids):
        """These entries were acknowledged now."""
        self.told += [(os.path.getsize(self.log), told) for told in ids]

    def finish(self):
        self.calls = disk.read_log(self.log)
        os.unlink(self.log)

    def told_before(self, number):
        """The entries that were told before the call of this number was made."""
        end = self.calls[number - 1].end if number > 0 else 0
        return [told for size, told in self.told if size <= end]

    @contextlib.contextmanager
    def held_open(self):
        with subprocess.Popen([sys.executable, "-c", HOLDER, self.kiroku.database],
                              env=self.kiroku.environment, stdin=subprocess.PIPE,
                              stdout=subprocess.PIPE) as holder:
            holder.stdout.readline()
            yield
            holder.stdin.close()
            holder.wait()


def use(recording):
    """An ordinary day, in short."""
    kiroku, case = recording.kiroku, recording.kiroku.new_case()
    path = os.path.join(recording.home, "collected")

    def run(*words, **options):
        recording.tell(kiroku.json(*words, **options)["id"])

    for number in range(4):
        run("log", case, f"alone {number}")
    with recording.held_open():
        for number in range(12):
            run("log", case, f"with another {number}")
        with open(path, "wb") as file:
            file.write(b"collected\n" * 5000)
        run("evidence", "add", case, path)
        lines = "".join(f"line {number}\n" for number in range(STREAM)).encode()
        recording.tell(*[one["id"] for one in kiroku.json("log", case, "-", stdin=lines)])
        for number in range(12):
            run("log", case, f"afterwards {number}")
    with open(path, "wb") as file:
        file.write(b"another\n")
    run("evidence", "add", case, path)
    run("log", case, "at last")
    recording.finish()
    return case


@contextlib.contextmanager
def recorded(kiroku):
    """In a folder of its own: the model of the disk knows of nothing that was there before."""
    with tempfile.TemporaryDirectory(prefix="recording-", dir=kiroku.home) as home:
        recording = Recording(kiroku, home)
        try:
            yield recording, use(recording)
        finally:
            with contextlib.suppress(FileNotFoundError):
                os.unlink(recording.log)


class Fates:
    """What becomes of each state, by its number alone: any of them can be looked at again."""

    def __init__(self, calls, seed):
        self.calls, self.seed = calls, seed
        self.near = [number + step for number, call in enumerate(calls) if call.op in "sdfrlu"
                     for step in (0, 1)]

    def choose(self, state):
        """After how many calls the power fails, anywhere or around the calls that promise something; and the dice
        that decide what survives."""
        dice = random.Random(f"{self.seed} {state}")
        moment = dice.choice(self.near) if dice.random() < 0.5 else dice.randint(0, len(self.calls))
        return moment, dice


def read_entries(database):
    """Their ids, and whether no journal has a gap; the file is sound."""
    if not os.path.exists(database):
        return set()
    with contextlib.closing(sqlite3.connect(database)) as db:
        equal(db.execute("PRAGMA integrity_check").fetchall(), [("ok",)], "the file")
        if db.execute("SELECT count(*) FROM sqlite_master WHERE name = 'entry'").fetchone() == (0,):
            return set()
        for key, count, last in db.execute("SELECT key, count(*), max(seq) FROM entry "
                                           "GROUP BY case_id, key"):
            equal(last, count - 1, f"the last number in {key}")
        return {name for (name,) in db.execute("SELECT hash FROM entry")}


def judge(book, told, case, goes_on):
    """Opens what was left in the folder, insists that it is whole, and perhaps writes to it."""
    if told:
        verdict = book.json("verify", status=None)
        equal((verdict["exit"], verdict["verdict"]), (1, "intact"), "verdict")
        equal(set(told) - read_entries(book.database), set(), "lost entries")
    else:
        case = book.new_case()
    if goes_on:
        book.run("log", case, "after the power came back")
        book.run("verify", status=1)


def judge_both(book, kiroku, told, copy):
    """A process of its own says the same of the same files."""
    if told:
        alone = Kiroku(kiroku.program, copy)
        shutil.copytree(book.folder, alone.folder)
        same_answer(alone, book, "--json", "verify")
        shutil.rmtree(copy)


def judge_state(book, kiroku, recording, moment, case, state):
    """What is wrong with what was left, or None."""
    told = recording.told_before(moment)
    try:
        if state % COMPARED == 0:
            judge_both(book, kiroku, told, book.home + "-copy")
        judge(book, told, case, state % GOES_ON == 0)
        return None
    except AssertionError as error:
        before = "; ".join(map(str, recording.calls[max(0, moment - 3):moment]))
        return f"state {state}, after call {moment} of {len(recording.calls)} ({before}):\n{error}"


def judge_states(states, kiroku, recording, case, seed):
    """What is wrong with each of these states that is not whole. Each is made in memory, one after the other in the
    order of their moments, and judged by a program that lives on."""
    home = tempfile.mkdtemp(prefix="kiroku-states-", dir=kiroku.home)
    fates, model, done, wrong = Fates(recording.calls, seed), disk.Disk(recording.folder), 0, []
    with Server(home) as server:
        book = Served(server, kiroku.program)
        for state in sorted(states, key=lambda state: fates.choose(state)[0]):
            moment, dice = fates.choose(state)
            for call in recording.calls[done:moment]:
                model.do(call)
            done = moment
            disk.put_on_disk(model.survive(dice), recording.folder, book.folder)
            wrong.append(judge_state(book, kiroku, recording, moment, case, state))
            shutil.rmtree(book.folder, ignore_errors=True)
    return [what for what in wrong if what is not None]


def fail_power(kiroku, recording, case, states, seed):
    """What is wrong with each of the states that is not whole."""
    return sum(side_by_side(judge_states, halves(states.start, states.stop), kiroku, recording, case, seed), [])


@test("/cli/power-loss/no-told-entry-is-lost-and-the-record-is-intact")
def power_loss(kiroku):
    seed = int(os.environ.get("KIROKU_TEST_SEED") or random.randrange(1 << 32))
    progress = Progress("cli-power-loss", STATES, "states")
    while progress.done < STATES:
        with recorded(kiroku) as (recording, case):
            end = min(progress.done + PER_RECORDING, STATES)
            say(f"seed {seed}, states {progress.done} to {end - 1} of {len(recording.calls)} calls, "
                f"{len(recording.told)} entries told")
            progress.add(0, {"recordings": 1})
            while progress.done < end:
                part = range(progress.done, min(progress.done + PART, end))
                damaged = fail_power(kiroku, recording, case, part, seed)
                if damaged:
                    progress.fail(damaged[0])
                    say(f"{len(damaged)} of these {len(part)} states are not whole")
                    raise AssertionError(damaged[0])
                progress.add(len(part), {"states that are not whole": 0})
    say(f"{progress.done} states, 0 are not whole")


def without_durable_commits(calls):
    """The calls as synchronous=NORMAL would have made them: the write-ahead log is waited for only
    before it is moved into the database."""
    kept, next_written = [], ""
    for call in reversed(calls):
        if call.op == "w":
            next_written = call.path
        if call.op != "s" or not call.path.endswith("-wal") or call.path == next_written + "-wal":
            kept.append(call)
    return kept[::-1]


@test("/cli/power-loss/without-waiting-for-the-log-entries-would-be-lost")
def teeth(kiroku):
    with recorded(kiroku) as (recording, case):
        recording.calls = without_durable_commits(recording.calls)
        damaged = fail_power(kiroku, recording, case, range(60), 1)
        say(f"{len(damaged)} of 60 states are not whole")
        assert any("lost entries" in wrong or "truncated" in wrong for wrong in damaged), \
            "this test would not find a lost entry"


if __name__ == "__main__":
    main(memory())
