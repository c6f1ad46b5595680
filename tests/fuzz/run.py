#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs one target of libFuzzer and tells the outcome as a TAP point.

Usage: run.py PROGRAM CORPUS

CORPUS is a folder of inputs to begin with; it is not changed. The program runs for KIROKU_FUZZ_SECONDS (30),
or with KIROKU_TEST_LONG=1 until it has had 10,000,000 inputs. An input that it does not survive is printed.
"""
import os
import re
import subprocess
import sys
import tempfile

SECONDS = os.environ.get("KIROKU_FUZZ_SECONDS") or "30"
RUNS = 10_000_000
END = re.compile(rb"^stat::number_of_executed_units:\s*(\d+)", re.MULTILINE)


def main(program, corpus):
    name = os.path.basename(program)
    limit = f"-runs={RUNS}" if os.environ.get("KIROKU_TEST_LONG") else f"-max_total_time={SECONDS}"
    with tempfile.TemporaryDirectory(prefix="kiroku-fuzz-") as found:
        done = subprocess.run(
            [program, limit, "-print_final_stats=1", "-rss_limit_mb=4096", "-timeout=60",
             "-max_len=65536", f"-artifact_prefix={found}/", found, corpus],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    inputs = END.search(done.stdout)
    count = int(inputs.group(1)) if inputs else 0
    well = done.returncode == 0 and count > 0
    print("1..1")
    if not well:
        for line in done.stdout.decode(errors="replace").splitlines()[-60:]:
            print(f"# {line}")
    print(f"# {count} inputs")
    print(f"{'ok' if well else 'not ok'} 1 /{name.replace('-', '/', 1)}/every-input-is-judged")
    return 0 if well else 1


if __name__ == "__main__":
    sys.exit(main(os.path.abspath(sys.argv[1]), sys.argv[2]))
