#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Kills kiroku-cli again and again while it writes, and looks at what is left.

Usage: test-kill.py KIROKU_CLI   (TAP)

300 processes are killed, or 10,000 with KIROKU_TEST_LONG=1, in several cases side by side. KIROKU_TEST_SEED repeats the moments; the
seed is printed. A long run that was cut short goes on (progress.py). What was written stays in memory: to be killed
is not to lose power.
"""
import contextlib
import json
import os
import random
import shutil
import signal
import sqlite3
import tempfile
import time

from kiroku import Kiroku, equal, main, memory, say, test
from progress import Progress, add_up, side_by_side

KILLS = 10000 if os.environ.get("KIROKU_TEST_LONG") else 300
# Rounds in one case, after which it is looked at and the next begins.
PER_CASE = 25
# Cases after which it is noted how far the test has come.
PART = 4
# Lines that one process takes from its standard input; more than one transaction.
STREAM = 150
PHASES = ["before the write", "in the write", "after COMMIT, before it was told", "after it was told",
          "not at all: it ended first"]


class Life:
    """What one process was given, and what became of it."""

    def __init__(self, texts, told, killed, writing):
        self.texts = texts      # what it was to log, in order
        self.told = told        # ids it printed
        self.killed = killed
        self.writing = writing  # it had begun to write when it died


def wal_state(kiroku):
    """What changes when something is written; a write-ahead log may be left from the last kill."""
    with contextlib.suppress(FileNotFoundError):
        wal = os.stat(kiroku.database + "-wal")
        return (wal.st_size, wal.st_mtime_ns) if wal.st_size > 0 else None
    return None


def spin_until(moment, child):
    """Waits without giving the processor away, so that the moment is met; False if the child ended."""
    while time.monotonic() < moment:
        if child.poll() is not None:
            return False
    return True


def wait_for_write(kiroku, before, child):
    while wal_state(kiroku) == before and child.poll() is None:
        pass


def live_and_die(kiroku, dice, case, number, span):
    """Starts one process and kills it at a random moment. Half the moments lie anywhere in the life of
    a process, half within a few milliseconds of its first write."""
    streaming = number % 5 == 4
    texts = [f"{number}.{line}" for line in range(STREAM if streaming else 1)]
    words = ["log", "--json", case, "-" if streaming else texts[0]]
    with open(os.path.join(kiroku.home, "lines"), "w+b") as lines:
        lines.write("".join(f"{text}\n" for text in texts).encode())
        lines.seek(0)
        before, started = wal_state(kiroku), time.monotonic()
        child = kiroku.start(*words, stdin=lines)
        if dice.random() < 0.5:
            spin_until(started + dice.uniform(0, span * (4 if streaming else 1.2)), child)
        else:
            wait_for_write(kiroku, before, child)
            spin_until(time.monotonic() + dice.uniform(0, 0.008), child)
        child.send_signal(signal.SIGKILL)
        out, err = child.communicate()
    killed = child.returncode == -signal.SIGKILL
    if not killed:
        equal((child.returncode, err), (0, b""), "a process that was not killed")
    return Life(texts, read_told(out, streaming), killed,
                killed and wal_state(kiroku) not in (before, None))


def read_told(out, streaming):
    """The ids in what was printed; a document that was cut short told nothing."""
    try:
        told = json.loads(out)
    except ValueError:
        return []
    return [entry["id"] for entry in (told if streaming else [told])]


def look_at_case(kiroku, case, lives, counts):
    """Everything told is there, in order and without a gap, and the record is intact."""
    lines = kiroku.json("timeline", case)
    equal([line["seq"] for line in lines], list(range(len(lines))), "numbers of the entries")
    ids = {line["id"]: line["text"] for line in lines}
    notes = [line["text"] for line in lines if line["kind"] == "note"]
    expected = []
    for life in lives:
        saved = [text for text in life.texts if text in set(notes)]
        equal(saved, life.texts[:len(saved)], "what was saved of one process, from its beginning")
        expected += saved
        equal([ids.get(told) for told in life.told], life.texts[:len(life.told)], "what was told")
        if not life.killed:
            equal(len(life.told), len(life.texts), "what a process that lived has told")
        counts[classify(life, saved)] += 1
    equal(notes, expected, "all notes, in order")
    verdict = kiroku.json("verify", case, status=1)
    equal((verdict["verdict"], verdict["entries"]), ("intact", len(lines)), "verdict")


def classify(life, saved):
    if not life.killed:
        return PHASES[4]
    if life.told:
        return PHASES[3]
    if len(saved) == len(life.texts):
        return PHASES[2]
    return PHASES[1] if life.writing else PHASES[0]


def look_at_file(kiroku):
    with contextlib.closing(sqlite3.connect(kiroku.database)) as db:
        equal(db.execute("PRAGMA integrity_check").fetchall(), [("ok",)], "the file")
        equal(db.execute("SELECT count(*) FROM field WHERE hash NOT IN (SELECT hash FROM entry)")
              .fetchone(), (0,), "fields without an entry")


def measure_span(kiroku, case):
    """How long one process takes, in seconds."""
    started = time.monotonic()
    for number in range(3):
        kiroku.run("log", case, f"warm {number}")
    return (time.monotonic() - started) / 3


def kill_in_case(number, kiroku, seed, span):
    """So many rounds in a case of its own; how many processes were killed when."""
    dice = random.Random(f"{seed} {number}")
    book = Kiroku(kiroku.program, tempfile.mkdtemp(prefix=f"case-{number}-", dir=kiroku.home))
    counts, case = dict.fromkeys(PHASES, 0), book.new_case()
    try:
        lives = [live_and_die(book, dice, case, life, span) for life in range(PER_CASE)]
        look_at_case(book, case, lives, counts)
        look_at_file(book)
        equal(book.json("verify", status=1)["exit"], 1, "all cases")
    except AssertionError as error:
        raise AssertionError(f"seed {seed}, case {number}:\n{error}") from error
    shutil.rmtree(book.home)
    return counts


@test("/cli/kill/no-told-entry-is-lost-and-no-gap-is-left")
def kill(kiroku):
    seed = int(os.environ.get("KIROKU_TEST_SEED") or random.randrange(1 << 32))
    span = measure_span(kiroku, kiroku.new_case())
    progress, cases = Progress("cli-kill", KILLS, "kills"), 0
    say(f"seed {seed}, {KILLS} kills, a process lives {span * 1000:.0f} ms")
    while progress.done < KILLS:
        try:
            counts = add_up(*side_by_side(kill_in_case, range(cases, cases + PART), kiroku, seed, span))
        except AssertionError as error:
            progress.fail(error)
            raise
        cases += PART
        progress.add(PART * PER_CASE - counts[PHASES[4]], counts)
    for phase, count in progress.counts.items():
        say(f"killed {phase}: {count}")
    met = sum(progress.counts.get(phase, 0) for phase in PHASES[1:3])
    assert met >= KILLS // 20, "too few kills met the write"


@test("/cli/kill/a-key-being-made-survives")
def kill_first_use(kiroku):
    dice = random.Random(7)
    started = time.monotonic()
    kiroku.new_case()
    span = time.monotonic() - started
    for number in range(min(KILLS, 1000) // 10):
        fresh = Kiroku(kiroku.program, os.path.join(kiroku.home, str(number)))
        child = fresh.start("case", "new", "--title=T", "--type=third_party")
        spin_until(time.monotonic() + dice.uniform(0, span), child)
        child.kill()
        child.communicate()
        fresh.run("log", fresh.new_case(), "x")
        equal(fresh.json("verify", status=1)["exit"], 1, "all cases")
        look_at_file(fresh)


if __name__ == "__main__":
    main(memory())
