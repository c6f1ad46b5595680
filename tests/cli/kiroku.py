# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tests of the command line share: a program run in a data folder of its own, and TAP.

A test program decorates its functions with @test ("/cli/what/promise") and ends with main (). Each
function gets a Kiroku in a new folder; what it raises makes its point "not ok".
"""
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import traceback

USAGE = 64
HASH = re.compile(r"[0-9a-f]{64}\Z")
ISO = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d\Z")
EXACT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}[+-]\d\d:\d\d\Z")

# Looking for leaks takes a sanitized program many times as long as all else, so each command is run
# with it once for each exit status; everything else the sanitizers look for is looked for always.
WITHOUT_LEAKS = "detect_leaks=0:fast_unwind_on_malloc=1"
# What is said when a key was made for one more person.
NEWCOMER = "signs here for the first time"
FURTHER_KEY = "you go on with a new key"
# What is said of a PDF that could not be made fit for an archive.
ORDINARY = "as an ordinary one"
# What is said where a test states a time that this computer's clock has not reached.
FUTURE = "ahead of this computer’s clock"
# What is said where a test states an end that this computer's clock has passed.
PAST = "that time is past already"
HELD = "is held already as"
EARLY = "lies before the item was taken"
# What is said where a phase is entered before what should be true first.
GATE = "not recorded as true before this phase"
# What is said where a case enters the phase it is in.
AGAIN = "the case was in this phase already"
# What is said where a filed form has another answer.
FILED = "was filed with another answer to"
# What is said of a form that is not all answered.
UNANSWERED = "not answered yet"
UNANSWERED_JA = "まだ記入されていない項目"
# Commands of two words.
GROUPS = {"anchor", "asset", "case", "contact", "deadline", "enquiry", "evidence", "form", "indicator", "key", "measure", "pack", "profile", "task"}

tests = []
HOMES = None
# Commands that were already run with leak checking, each with its exit status.
leak_checked = set()


class Skip(Exception):
    """The test cannot be made here; its text says why."""


class Result:
    """What a run gave: status, out and err as text."""

    def __init__(self, words, status, out, err):
        self.words, self.status, self.out, self.err = words, status, out, err

    def __str__(self):
        return f"{self.words}: status {self.status}\nout: {self.out[:2000]}\nerr: {self.err[:2000]}"

    @property
    def data(self):
        return json.loads(self.out)


class Kiroku:
    """kiroku-cli with a data folder of its own."""

    def __init__(self, program, home):
        self.program, self.home = program, home
        self.folder = os.path.join(home, "kiroku")
        self.database = os.path.join(self.folder, "kiroku.db")
        self.environment = dict(os.environ, XDG_DATA_HOME=home)
        self.environment.pop("LANGUAGE", None)
        self.with_leaks = self.environment.get("ASAN_OPTIONS")
        if self.with_leaks is not None:
            self.environment["ASAN_OPTIONS"] = f"{self.with_leaks}:{WITHOUT_LEAKS}"

    def command(self, *words):
        return [self.program, *words]

    def start(self, *words, **options):
        """A process of the program; its standard output and error are pipes."""
        return subprocess.Popen(self.command(*words), env=self.environment, stdin=options.pop(
            "stdin", subprocess.DEVNULL), stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options)

    def run(self, *words, status=0, stdin=None, env=None, warns=False, **options):
        """Runs the program to its end and insists on its exit status; None takes any. warns: a success
        may say lines that begin "warning:"."""
        env = dict(self.environment, **(env or {}))
        if self.with_leaks is not None and is_first_time(words, status):
            env["ASAN_OPTIONS"] = self.with_leaks
        done, out, err = self.execute(words, env, stdin if stdin is not None else b"", **options)
        result = Result(words, done, out.decode("utf-8"), err.decode("utf-8"))
        if status is not None and result.status != status:
            raise AssertionError(f"expected status {status}\n{result}")
        check_errors(result, warns)
        return result

    def execute(self, words, env, stdin, **options):
        """Its exit status, and what went to standard output and error."""
        done = subprocess.run(self.command(*words), env=env, input=stdin, check=False,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options)
        return done.returncode, done.stdout, done.stderr

    def json(self, *words, **options):
        """The one JSON document the program prints."""
        return self.run("--json", *words, **options).data

    def new_case(self, *words, title="試験", kind="third_party"):
        """The number of a new case."""
        return self.run("case", "new", f"--title={title}", f"--type={kind}", *words).out.strip()

    def notes(self, case, *words):
        """The texts of the notes of a case, in order."""
        return [line["text"] for line in self.json("timeline", case, *words)
                if line["kind"] == "note"]


def is_first_time(words, status):
    """Whether this command is run with this outcome for the first time."""
    names = [word for word in words if not str(word).startswith("-")][:2]
    command = (tuple(names if names[:1] and names[0] in GROUPS else names[:1]), status)
    known = command in leak_checked
    leak_checked.add(command)
    return not known


def check_errors(result, warns=False):
    """A failure says one line on standard error; a success says nothing there but that somebody new
    signs, or somebody known with a further key, that a PDF is an ordinary one, that a stated time has
    not come or an end is past, that a file is held already or changed hands before it was taken, what should be true before a phase or that it was entered already,
    that a filed form has another answer or one lacks some, and what it is expected to warn of."""
    lines = [line for line in result.err.splitlines()
             if not any(part in line for part in (NEWCOMER, FURTHER_KEY, ORDINARY, FUTURE, PAST, HELD, EARLY, GATE, AGAIN, FILED, UNANSWERED, UNANSWERED_JA))
             and not (warns and line.startswith("kiroku-cli: warning: "))]
    if result.status == 0 and lines:
        raise AssertionError(f"a success complains\n{result}")
    if result.status in (1, USAGE) and "verify" not in result.words and len(lines) != 1 \
            and "check" not in result.words:
        raise AssertionError(f"a failure does not say one line\n{result}")
    for line in lines:
        if not line.startswith("kiroku-cli: "):
            raise AssertionError(f"a stranger speaks on standard error\n{result}")


def equal(got, wanted, what=""):
    if got != wanted:
        raise AssertionError(f"{what}: got {got!r}, wanted {wanted!r}")


def contains(text, *parts):
    for part in parts:
        if part not in text:
            raise AssertionError(f"{part!r} is not in {text!r}")


def keys(data, wanted):
    """The object has exactly these members, given as words separated by blanks."""
    equal(sorted(data), sorted(wanted.split()), "members")


def read_pdf(path):
    """Its text, where every run of white space is one blank."""
    if shutil.which("pdftotext") is None:
        raise Skip("pdftotext is missing: apt-get install poppler-utils")
    done = subprocess.run(["pdftotext", "-layout", path, "-"], check=True, stdout=subprocess.PIPE)
    return " ".join(done.stdout.decode("utf-8").split())


def say(text):
    """A diagnostic line of TAP."""
    for line in str(text).splitlines():
        print(f"# {line}", flush=True)


def test(name):
    def add(function):
        tests.append((name, function))
        return function
    return add


def memory():
    """A folder whose files are in memory, for what is thrown away by the thousand; None takes the usual
    one."""
    folder = "/dev/shm"
    return folder if os.access(folder, os.W_OK) and shutil.disk_usage(folder).free > 2 << 30 else None


def run_one(program, name, function):
    """The outcome of a test as the tail of its TAP line, or None when it failed."""
    home = tempfile.mkdtemp(prefix="kiroku-cli-", dir=HOMES)
    try:
        function(Kiroku(program, home))
        return name
    except Skip as reason:
        return f"{name} # SKIP {reason}"
    except Exception:  # pylint: disable=broad-except
        say(traceback.format_exc())
        return None
    finally:
        shutil.rmtree(home, ignore_errors=True)


def main(homes=None):
    """Runs the tests whose names contain the words after the program's path, or all; their folders stand
    in @homes."""
    global HOMES  # pylint: disable=global-statement
    HOMES = homes
    program, wanted = os.path.abspath(sys.argv[1]), sys.argv[2:]
    chosen = [(name, function) for name, function in tests
              if not wanted or any(word in name for word in wanted)]
    failed = False
    print(f"1..{len(chosen)}", flush=True)
    for number, (name, function) in enumerate(chosen, 1):
        tail = run_one(program, name, function)
        failed = failed or tail is None
        print(f"{'ok' if tail else 'not ok'} {number} {tail or name}", flush=True)
    sys.exit(1 if failed else 0)
