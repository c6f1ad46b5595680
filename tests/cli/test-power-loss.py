#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Records what kiroku-cli asks of the disk while it is used, and looks at what a power failure after
any of these calls may leave: every entry that was told is there, and the record is intact.

Usage: test-power-loss.py KIROKU_CLI   (TAP)

400 states, or 50,000 with KIROKU_TEST_LONG=1; KIROKU_POWER_STATES takes another number. KIROKU_TEST_SEED
repeats a run; the seed is printed.
"""
import bisect
import concurrent.futures
import contextlib
import os
import random
import shutil
import sqlite3
import subprocess
import sys

import disk
from kiroku import Kiroku, Skip, equal, main, say, test

STATES = int(os.environ.get("KIROKU_POWER_STATES")
             or (50000 if os.environ.get("KIROKU_TEST_LONG") else 400))
# So many of them also take a further entry.
GOES_ON = 8
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

    def __init__(self, kiroku):
        library = os.environ.get("KIROKU_DISK_LIBRARY", "")
        if kiroku.with_leaks is not None:
            raise Skip("a sanitized program takes no library before its own")
        self.home = os.path.realpath(kiroku.home)
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
    recording = Recording(kiroku)
    try:
        yield recording, use(recording)
    finally:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(recording.log)


def choose_moments(calls, states, dice):
    """After how many calls the power fails: anywhere, and around the calls that promise something."""
    near = [number + step for number, call in enumerate(calls) if call.op in "sdfrlu"
            for step in (0, 1)]
    return sorted(dice.choice(near) if dice.random() < 0.5 else dice.randint(0, len(calls))
                  for _ in range(states))


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


def judge(program, home, told, case, goes_on):
    """Opens what was left in the folder, insists that it is whole, and perhaps writes to it."""
    book = Kiroku(program, home)
    if told:
        verdict = book.json("verify", status=None)
        equal((verdict["exit"], verdict["verdict"]), (1, "intact"), "verdict")
        equal(set(told) - read_entries(book.database), set(), "lost entries")
    else:
        case = book.new_case()
    if goes_on:
        book.run("log", case, "after the power came back")
        book.run("verify", status=1)


def judge_state(program, home, recording, moment, case, state):
    """What is wrong with what was left, or None."""
    try:
        judge(program, home, recording.told_before(moment), case, state % GOES_ON == 0)
        return None
    except AssertionError as error:
        before = "; ".join(map(str, recording.calls[max(0, moment - 3):moment]))
        return f"state {state}, after call {moment} of {len(recording.calls)} ({before}):\n{error}"
    finally:
        shutil.rmtree(home, ignore_errors=True)


def fail_power(kiroku, recording, case, states, seed):
    """What is wrong with each of so many states that is not whole."""
    dice = random.Random(seed)
    model, done, judged = disk.Disk(recording.folder), 0, []
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        for state, moment in enumerate(choose_moments(recording.calls, states, dice)):
            for call in recording.calls[done:moment]:
                model.do(call)
            done = moment
            home = os.path.join(kiroku.home, f"state-{state}")
            disk.put_on_disk(model.survive(dice), recording.folder, os.path.join(home, "kiroku"))
            judged.append(pool.submit(judge_state, kiroku.program, home, recording, moment, case,
                                      state))
            if state >= 8:
                judged[state - 8].result()
    return [wrong.result() for wrong in judged if wrong.result() is not None]


@test("/cli/power-loss/no-told-entry-is-lost-and-the-record-is-intact")
def power_loss(kiroku):
    seed = int(os.environ.get("KIROKU_TEST_SEED") or random.randrange(1 << 32))
    with recorded(kiroku) as (recording, case):
        say(f"seed {seed}, {STATES} states of {len(recording.calls)} calls, "
            f"{len(recording.told)} entries told")
        damaged = fail_power(kiroku, recording, case, STATES, seed)
        say(f"{len(damaged)} states are not whole")
        assert not damaged, damaged[0]


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
        damaged = fail_power(kiroku, recording, case, 60, 1)
        say(f"{len(damaged)} of 60 states are not whole")
        assert any("lost entries" in wrong or "truncated" in wrong for wrong in damaged), \
            "this test would not find a lost entry"


if __name__ == "__main__":
    main()
