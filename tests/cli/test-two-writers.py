#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Several kiroku-cli write into one database at once.

Usage: test-two-writers.py KIROKU_CLI   (TAP)
"""
import threading
import time

from kiroku import contains, equal, main, say, test

WRITERS = 4
EACH = 15
STREAM = 120


def together(work):
    """Runs work (0) … work (WRITERS - 1) at once and passes on what one of them raised."""
    gate, raised = threading.Barrier(WRITERS), []

    def run(writer):
        try:
            gate.wait()
            work(writer)
        except BaseException as error:  # pylint: disable=broad-except
            raised.append(error)

    threads = [threading.Thread(target=run, args=(writer,)) for writer in range(WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if raised:
        raise raised[0]


def look_at_case(kiroku, case, told):
    """The told ids are there once, each writer's in its own order, and the record is intact."""
    lines = kiroku.json("timeline", case)
    equal([line["seq"] for line in lines], list(range(len(lines))), "numbers of the entries")
    clocks = [line["clock"] for line in lines]
    equal(clocks, sorted(set(clocks)), "logical clocks rise")
    notes = {line["id"]: line["text"] for line in lines if line["kind"] == "note"}
    equal(sorted(notes), sorted(sum(told.values(), [])), "entries")
    for writer, ids in told.items():
        equal([line["text"] for line in lines if line["text"].startswith(f"{writer}.")],
              [notes[told_id] for told_id in ids], f"the order of writer {writer}")
    verdict = kiroku.json("verify", case, status=1)
    equal((verdict["verdict"], verdict["entries"]), ("intact", len(lines)), "verdict")


def log_each(kiroku, case, writer):
    return [kiroku.json("log", case, f"{writer}.{number}")["id"] for number in range(EACH)]


@test("/cli/two-writers/one-case-takes-all")
def one_case(kiroku):
    case, told = kiroku.new_case(), {}
    started = time.monotonic()
    together(lambda writer: told.update({writer: log_each(kiroku, case, writer)}))
    say(f"{WRITERS * EACH} processes in {time.monotonic() - started:.1f} s")
    look_at_case(kiroku, case, told)


@test("/cli/two-writers/different-cases-of-one-database")
def different_cases(kiroku):
    cases = [kiroku.new_case() for _ in range(WRITERS)]
    told = {}
    together(lambda writer: told.update({writer: log_each(kiroku, cases[writer], writer)}))
    for writer, case in enumerate(cases):
        look_at_case(kiroku, case, {writer: told[writer]})


@test("/cli/two-writers/streams-into-one-case")
def streams(kiroku):
    case, told = kiroku.new_case(), {}

    def stream(writer):
        lines = "".join(f"{writer}.{number}\n" for number in range(STREAM))
        told[writer] = [entry["id"] for entry in kiroku.json("log", case, "-", stdin=lines.encode())]

    together(stream)
    equal({writer: len(ids) for writer, ids in told.items()}, dict.fromkeys(range(WRITERS), STREAM),
          "lines told")
    look_at_case(kiroku, case, told)


@test("/cli/two-writers/a-rebuild-beside-a-writer-loses-nothing")
def rebuild_beside(kiroku):
    case, told = kiroku.new_case(), {0: []}

    def log(number):
        told[0].append(kiroku.json("log", case, f"0.{number}")["id"])

    def work(writer):
        for number in range(EACH):
            if writer == 0:
                log(number)
            elif writer == 1 and number < EACH // 3:
                kiroku.run("rebuild")
            elif writer > 1:
                kiroku.run("verify", status=1)

    together(work)
    look_at_case(kiroku, case, told)


@test("/cli/two-writers/each-name-gets-a-key-of-its-own")
def own_names(kiroku):
    done = {}

    def open_case(writer):
        done[writer] = kiroku.run("case", "new", f"--author=Writer {writer}", "--title=T",
                                  "--type=third_party", status=None)

    together(open_case)
    equal([result.err for result in done.values() if result.status], [], "every case was opened")
    cases = [kiroku.json("timeline", case["id"]) for case in kiroku.json("case", "list")]
    equal({frozenset(line["author"] for line in lines) for lines in cases},
          {frozenset([f"Writer {writer}"]) for writer in range(WRITERS)}, "one author a case")
    equal(len({lines[0]["key"] for lines in cases}), WRITERS, "keys")


@test("/cli/two-writers/the-profile-keeps-what-all-set")
def profile_of_all(kiroku):
    keys = ["org.name", "org.industry", "org.address", "org.representative"]

    def set_one(writer):
        kiroku.run("profile", "set", keys[writer % len(keys)], f"value {writer % len(keys)}")

    together(set_one)
    equal(kiroku.json("profile", "get"), {key: f"value {i}" for i, key in enumerate(keys)}, "profile")


@test("/cli/two-writers/the-first-use-by-several-at-once")
def first_use(kiroku):
    numbers, ids = {}, {}

    def open_case(writer):
        made = kiroku.json("case", "new", f"--title={writer}", "--type=third_party")
        numbers[writer], ids[writer] = made["number"], made["id"]

    together(open_case)
    year = time.strftime("%Y")
    equal(sorted(numbers.values()), [f"{year}-{number + 1:03}" for number in range(WRITERS)], "numbers")
    equal(sorted(case["id"] for case in kiroku.json("case", "list")), sorted(ids.values()), "cases")
    equal({kiroku.json("timeline", case)[0]["key"] for case in ids.values()},
          {kiroku.json("key", "show")["key"]}, "one key signed all")
    equal(kiroku.json("verify", status=1)["verdict"], "intact", "verdict")


if __name__ == "__main__":
    main()
