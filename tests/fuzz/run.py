#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs one target of libFuzzer and tells the outcome as a TAP point.

Usage: run.py PROGRAM CORPUS

CORPUS is a folder of inputs to begin with; it is not changed. The program runs for KIROKU_FUZZ_SECONDS (40),
or with KIROKU_TEST_LONG=1 until it has had 10,000,000 inputs, a million at a time: a run that was cut short goes on
(tests/cli/progress.py). An input that it does not survive is printed.
"""
import base64
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "cli"))
from progress import Progress  # pylint: disable=wrong-import-position

SECONDS = os.environ.get("KIROKU_FUZZ_SECONDS") or "40"
RUNS = 10_000_000
PART = 1_000_000
END = re.compile(rb"^stat::number_of_executed_units:\s*(\d+)", re.MULTILINE)
# What was freed is remembered up to so many MB, and of who asked for memory one function: an input is done with in a
# thousandth of a second, and one that was not survived is looked at again by hand.
SANITIZER = "quarantine_size_mb=16:malloc_context_size=1"
# Long inputs take the time of many short ones in which as much can be wrong. A package is a ZIP, and no shorter; the
# files of a pack say all they can in fewer.
LENGTHS = {"fuzz-package": 8192, "fuzz-pack": 2048}


def run(program, corpus, found, limit):
    """How many inputs it had, and what it said if it did not survive one."""
    options = ":".join(filter(None, [os.environ.get("ASAN_OPTIONS"), SANITIZER]))
    done = subprocess.run(
        [program, limit, "-print_final_stats=1", "-rss_limit_mb=4096", "-timeout=60",
         f"-max_len={LENGTHS.get(os.path.basename(program), 4096)}", "-entropic_scale_per_exec_time=1",
         f"-artifact_prefix={found}/", found, corpus], env=dict(os.environ, ASAN_OPTIONS=options),
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    inputs = END.search(done.stdout)
    count = int(inputs.group(1)) if inputs else 0
    well = done.returncode == 0 and count > 0
    return count, None if well else done.stdout.decode(errors="replace") + show_inputs(found)


def show_inputs(found):
    """What it did not survive."""
    return "".join(f"\n{path.name}: {base64.b64encode(path.read_bytes()).decode()}"
                   for path in sorted(Path(found).glob("*-*")) if path.name.split("-")[0] in (
                       "crash", "leak", "timeout", "oom"))


def main(program, corpus):
    name = os.path.basename(program)
    progress = Progress(name, RUNS, "inputs")
    wrong = None
    with tempfile.TemporaryDirectory(prefix="kiroku-fuzz-") as found:
        if os.environ.get("KIROKU_TEST_LONG"):
            while wrong is None and progress.done < RUNS:
                count, wrong = run(program, corpus, found, f"-runs={min(PART, RUNS - progress.done)}")
                progress.add(count, {})
        else:
            count, wrong = run(program, corpus, found, f"-max_total_time={SECONDS}")
            progress.add(count, {})
    print("1..1")
    if wrong is not None:
        progress.fail(wrong[-2000:])
        for line in wrong.splitlines()[-60:]:
            print(f"# {line}")
    print(f"# {progress.done} inputs")
    print(f"{'ok' if wrong is None else 'not ok'} 1 /{name.replace('-', '/', 1)}/every-input-is-judged")
    return 0 if wrong is None else 1


if __name__ == "__main__":
    sys.exit(main(os.path.abspath(sys.argv[1]), sys.argv[2]))
