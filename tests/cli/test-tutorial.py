#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The tutorial of CONTRIBUTING.md, “A form of your own”, does what it says: its blocks are read from there, its files
written and its commands run as they stand."""
import os
import re
import subprocess

from kiroku import contains, equal, main, read_pdf, test

GUIDE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "CONTRIBUTING.md")
BLOCK = re.compile(r"(?:`([a-zA-Z0-9_/]+\.xml)`:\n\n)?^   ```(sh|xml)\n(.*?)^   ```$", re.M | re.S)


def read_steps():
    """(file or None, text) in their order."""
    with open(GUIDE, encoding="utf-8") as file:
        text = file.read()
    part = text.split("**A form of your own, in ten minutes, without C.**")[1].split("\n**")[0]
    return [(name or None, re.sub(r"^   ", "", body, flags=re.M)) for name, _, body in BLOCK.findall(part)]


def run_shell(kiroku, script):
    """With kiroku-cli found as whoever installed it finds it. What it printed."""
    tools = os.path.join(kiroku.home, "bin")
    os.makedirs(tools, exist_ok=True)
    if not os.path.lexists(os.path.join(tools, "kiroku-cli")):
        os.symlink(os.path.abspath(kiroku.program), os.path.join(tools, "kiroku-cli"))
    env = dict(kiroku.environment, PATH=f"{tools}:{os.environ['PATH']}")
    done = subprocess.run(["sh", "-eu", "-c", script], env=env, cwd=kiroku.home, capture_output=True, text=True, check=False)
    equal(done.returncode, 0, done.stdout + done.stderr)
    return done.stdout


def follow(kiroku, steps):
    """Returns what its last commands printed."""
    said = ""
    for name, body in steps:
        if name is None:
            said = run_shell(kiroku, body)
        else:
            with open(os.path.join(kiroku.folder, "pack", name), "w", encoding="utf-8") as file:
                file.write(body)
    return said


@test("/tutorial/its-steps-give-a-form-a-duty-and-a-closed-day")
def whole(kiroku):
    steps = read_steps()
    equal([name for name, _ in steps],
          [None, "facts.xml", "forms/X01.xml", "forms.xml", "obligations.xml", "holidays.xml", None])
    said = follow(kiroku, steps)
    contains(said, "no mistakes", "own_insurer")
    case = kiroku.json("case", "list")[0]["number"]
    rule = {line["rule"]: line for line in kiroku.json("deadline", "list", case)}["own_insurer"]
    # the 14th day is Monday 7 December, which the override closes
    equal((rule["due"], rule["form"]), ("2026-12-08", "X01"))
    contains(read_pdf(os.path.join(kiroku.home, "notice.pdf")), "Notice of a loss to the insurer", "K-0001", "2026-11-23")
    assert "X01" in [form["id"] for form in kiroku.json("form", "list", f"--case={case}")]


@test("/tutorial/a-mistake-in-it-is-named")
def mistake(kiroku):
    steps = [(name, body.replace("own.policy_no", "own.policy") if name == "forms/X01.xml" else body)
             for name, body in read_steps()]
    follow(kiroku, steps[:-1])
    contains(kiroku.run("pack", "check", status=None).err + kiroku.run("pack", "check", status=None).out, "forms/X01.xml:", "own.policy")


if __name__ == "__main__":
    main()
