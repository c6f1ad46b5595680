# SPDX-License-Identifier: GPL-3.0-or-later
"""Long tests in parts: a run that is cut short goes on where it was, and the parts add up.

With KIROKU_TEST_PROGRESS=FOLDER each test keeps there, in NAME.json, how much of its whole it has done, since when and
on which commit; tests/long.py makes a page of them. A later run goes on from there if it is of the same commit and
program, and begins anew when the whole was done. Without the variable nothing is kept.
"""
import concurrent.futures
import json
import multiprocessing
import os
import subprocess
import time

PROCESSES = 2
# What side_by_side() is doing: a fork knows it without being sent it.
WORK = []


def find_commit():
    """What is tested: the commit, and "+" where it was changed."""
    here = os.path.dirname(os.path.abspath(__file__))

    def git(*words):
        return subprocess.run(["git", "-C", here, *words], check=False, stdout=subprocess.PIPE,
                              stderr=subprocess.DEVNULL, text=True).stdout.strip()
    return (git("rev-parse", "--short", "HEAD") or "unknown") + ("+" if git("status", "--porcelain") else "")


class Progress:
    """How far a test of @whole things (@unit: what they are called) has come."""

    def __init__(self, name, whole, unit):
        folder = os.environ.get("KIROKU_TEST_PROGRESS")
        self.path = os.path.join(folder, name + ".json") if folder else None
        self.state = {"test": name, "whole": whole, "unit": unit, "done": 0, "counts": {}, "seconds": 0,
                      "commit": find_commit() if folder else "", "notes": {}, "failed": ""}
        self.load()
        self.since = time.monotonic()

    def load(self):
        """Takes up what an earlier run left, unless that is of something else, failed or whole."""
        if not self.path or not os.path.exists(self.path):
            return
        with open(self.path, encoding="utf-8") as file:
            old = json.load(file)
        same = all(old[key] == self.state[key] for key in ("whole", "unit", "commit"))
        if same and not old["failed"] and old["done"] < old["whole"]:
            self.state = old

    @property
    def done(self):
        return self.state["done"]

    @property
    def counts(self):
        return self.state["counts"]

    def add(self, done, counts):
        """So many more are done, with what they gave, name: number."""
        self.state["done"] += done
        for name, number in counts.items():
            self.counts[str(name)] = self.counts.get(str(name), 0) + number
        self.save()

    def fail(self, what):
        self.state["failed"] = str(what)
        self.save()

    def save(self):
        now = time.monotonic()
        self.state["seconds"] += now - self.since
        self.since = now
        self.state["date"] = time.strftime("%Y-%m-%d")
        if self.path:
            os.makedirs(os.path.dirname(self.path), exist_ok=True)
            with open(self.path + ".new", "w", encoding="utf-8") as file:
                json.dump(self.state, file, ensure_ascii=False, indent=1, sort_keys=True)
            os.replace(self.path + ".new", self.path)


def call_work(place):
    function, parts, words = WORK[-1]
    return function(parts[place], *words)


def side_by_side(function, parts, *words):
    """Calls function (part, *words) for each part, in forks of this process, so many at a time; gives what they
    return, in order. What one raises is raised here, once those that run have ended."""
    context = multiprocessing.get_context("fork")
    WORK.append((function, list(parts), words))
    with concurrent.futures.ProcessPoolExecutor(PROCESSES, mp_context=context) as pool:
        running = [pool.submit(call_work, place) for place in range(len(WORK[-1][1]))]
        try:
            return [one.result() for one in running]
        except BaseException:
            for one in running:
                one.cancel()
            raise
        finally:
            WORK.pop()


def add_up(*counted):
    """The sum of several dictionaries of numbers."""
    total = {}
    for counts in counted:
        for name, number in counts.items():
            total[name] = total.get(name, 0) + number
    return total


def halves(first, end):
    """The numbers from first to before end, shared out among the processes."""
    return [range(first + place, end, PROCESSES) for place in range(min(PROCESSES, end - first))]
