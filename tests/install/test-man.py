#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The manual pages say what the program does: commands, options, JSON keys, files. TAP on standard output.

Usage: test-man.py KIROKU_CLI SOURCE_ROOT
"""
import hashlib
import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

PAGES = ("man/kiroku-cli.1", "man/ja/kiroku-cli.1")
# What --help does not list: it is how one comes to the list.
ASIDE = {"--help", "--version"}
# What stands in the JSON of verify and rebuild only where the file is damaged, or somebody was revoked.
DAMAGE = {"forked", "settled", "first_bad", "journal", "seq", "hash", "what", "table"}
# What stands in the JSON of export only where something else tells what is withheld, or holds its words.
IMPLIED = {"withheld_too", "same_words"}
# What stands in the JSON of deadlines only where a decision is withheld.
WITHHELD = {"decision_withheld"}
# What stands there only where people contradict each other.
CONFLICT = {"subject", "rivals"}


class Program:
    """kiroku-cli with a data folder of its own."""

    def __init__(self, path, folder):
        self.path = path
        self.folder = Path(folder)
        self.env = dict(os.environ, XDG_DATA_HOME=folder, LC_ALL="C.UTF-8", LANGUAGE="en", TZ="Asia/Tokyo")

    def run(self, *words, status=0):
        done = subprocess.run([self.path, *words], env=self.env, capture_output=True, text=True, check=False)
        assert done.returncode == status, (words, done.returncode, done.stderr)
        return done.stdout

    def json(self, *words, status=0):
        return json.loads(self.run("--json", *words, status=status))


# --- The two sources ---

def words_of(line):
    """A line of mdoc as the words a reader sees."""
    text = ""
    space = True
    for word in line.split():
        if word == "Ns":
            space = False
        elif word in ("Ic", "Ar", "Cm", "Pc"):
            pass
        elif word in ("Op", "Oo"):
            text += " ["
            space = False
        elif word == "Oc":
            text += "]"
        elif word == "Fl":
            text += " -" if space else "-"
            space = False
        else:
            text += (" " if space else "") + word
            space = True
    # "Op" reaches to the end of the line.
    return (text + "]" * (text.count("[") - text.count("]"))).strip()


def shape(synopsis):
    """A synopsis as: the words of the command, how many arguments it needs and takes, its options.
    The names of arguments are for people and left out."""
    head, *_ = re.split(r" (?=[A-Z\[-])|$", synopsis, maxsplit=1)
    rest = synopsis[len(head):]
    options = {}
    for bracket, name, value in re.findall(r"(\[?)(--[a-z-]+)(=?)", rest):
        options[name] = (bool(value), not bracket)
    arguments = [word for word in re.sub(r"\[?--[a-z-]+(=[^\] ]+)?\]?", "", rest).split()
                 if word not in ("]", "|", "…", "...")]
    needed = [word for word in arguments if not word.startswith("[")]
    return head, (len(needed), len(arguments), options)


def shapes(lines):
    found = {}
    for line in lines:
        head, body = shape(line)
        assert head not in found, f"“{head}” stands twice"
        found[head] = body
    return found


def commands_of_help(program):
    return shapes(line.strip() for line in program.run("--help").splitlines() if line.startswith("  "))


def commands_of_page(text):
    return shapes(words_of(line) for line in re.findall(r"^\.It Ic (.*)$", text, re.M))


def options_of_page(text):
    """Every option the page names, wherever it does."""
    return {f"--{name}" for name in re.findall(r"\bFl Fl ([a-z-]+)", text)}


def keys_of_page(text):
    """The JSON keys the page names."""
    found = set()
    for words in re.findall(r"\bVa (.*)$", text, re.M):
        found.update(re.findall(r"[a-z_][a-z0-9_]*", words))
    return found


def keys_of(document):
    if isinstance(document, list):
        return set().union(*map(keys_of, document))
    if isinstance(document, dict):
        return set(document).union(*map(keys_of, document.values()))
    return set()


# --- A case in which every key stands ---

def open_case(program):
    case = program.json("case", "new", "--title=T", "--type=ransomware", "--occurred=2026-11-20T09:00",
                        "--detected=2026-11-21T09:00", "--known=2026-11-21T09:30")
    number = case["number"]
    for hour, phase in enumerate(("triage", "containment", "eradication", "recovery", "review"), 10):
        last = program.json("phase", number, phase, f"--at=2026-11-21T{hour}:00")["id"]
    program.run("phase", number, "review", f"--corrects={last}", "--at=2026-11-21T16:00", "--reason=R")
    return case, number


def all_keys(program):
    case, number = open_case(program)
    saved = program.json("log", number, "text")
    program.run("correct", number, saved["id"], "other text", "--reason=R")
    program.run("approve", number, saved["id"], "--author=Somebody else")
    program.run("key", "vouch", number, "Somebody else")
    last = program.json("log", number, "text", "--author=Somebody else")["id"]
    program.run("log", number, "text", "--author=Somebody else")
    program.run("key", "revoke", number, "Somebody else", f"--last={last}", "--reason=R")
    program.run("log", number, "text", "--author=A stranger")
    program.run("approve", number, program.json("log", number, "text")["id"], "--author=A stranger")
    program.run("correct", number, program.json("log", number, "text")["id"], "other text", "--reason=R", "--author=A stranger")
    program.run("contact", "told", number, "mpd_cyber")
    desk = program.json("contact", "add", "--name=N", "--role=R", "--number=1", "--night=2", "--hours=H", "--mail=A", "--note=N", "--order=1")
    program.run("contact", "wrong", "own.1", "--instead=3")
    decided = program.json("deadline", "decide", number, "jp_ppc_prelim", "applies", "--reason=R")["id"]
    program.run("approve", number, decided, "--author=A stranger")
    program.run("measure", "add", number, "Better", "--class=prevent")
    entered = program.json("phase", number, "review", "--reason=R", "--gates")
    handed = program.json("handover", number, "--output=" + os.path.join(program.folder, "sheet.pdf"))
    program.run("task", "set", number, "1", "open", "--owner=Somebody else", "--due=2026-11-25")
    program.run("handover", number, "--accept=" + handed["id"], "--author=A stranger")
    corrected = program.json("log", number, "text")["id"]
    program.run("correct", number, corrected, "other text", "--reason=R")
    related = program.json("erase", number, corrected)
    fact = program.json("set", number, "leak.count", "2")["id"]
    program.run("erase", number, fact, "leak.count", "--law=L", "--reason=R")
    erased = program.json("get", number, "leak.count")
    file = program.folder / "file"
    file.write_text("text")
    item = program.json("evidence", "add", number, str(file))["id"]
    again = program.json("evidence", "add", number, str(file))
    moved = program.json("evidence", "move", number, item, "--from=A", "--to=B", "--where=W", "--purpose=P")["id"]
    program.run("evidence", "move", number, item, "--to=C", f"--corrects={moved}", "--reason=R")
    checked = program.json("evidence", "check", number)
    (kept,) = program.folder.rglob(hashlib.sha256(b"text").hexdigest())
    kept.chmod(0o600)
    kept.write_text("changed")
    replaced = program.json("evidence", "add", number, str(file))
    file.write_text("erased")
    gone = program.json("evidence", "add", number, str(file))["id"]
    program.run("erase", number, f"--file={gone}", "--law=L", "--reason=R")
    program.run("asset", "set", number, "FS01")
    program.run("indicator", "set", number, "192.0.2.1")
    other = program.json("case", "new", "--title=O", "--type=ransomware")["number"]
    program.run("case", "link", number, other)
    program.run("set", number, "report.stage", "preliminary")
    program.run("set", number, "leak.items", "name", "--state=estimate", "--basis=B")
    program.run("set", number, "cause.summary", "", "--state=investigating", "--expected=2026-11-25")
    program.run("form", "set", number, "F01", "org.name", "N")
    program.run("set", number, "org.address", "A", "--state=estimate")
    approved = program.json("form", "approve", number, "F01", "--author=An approver")
    filed = program.json("form", "file", number, "F01", "--method=web")
    program.run("set", number, "leak.count", "1")
    program.run("set", number, "org.address", "A")
    output = f"--output={program.folder / 'paper.pdf'}"
    program.run("profile", "set", "tsa.1.url", "http://127.0.0.1:9/")  # where nobody answers
    root = program.json("checkpoint", number)
    program.run("anchor", "add", number, root["root"])
    asked = program.json("enquiry", "add", number, "Q", "--from=A", "--due=2030-01-01")["id"]
    program.run("enquiry", "answer", number, asked, "T")
    documents = [program.json("enquiry", "list", number), case, saved, entered, handed, related, erased, replaced, again, approved, filed, program.json("case", "list"),
                 program.json("case", "show", number),
                 program.json("timeline", number), program.json("get", number),
                 program.json("task", "list", number), program.json("measure", "list"), program.json("contact", "list"),
                 program.json("contact", "log", number), program.json("contact", "history"), desk,
                 program.json("deadline", "list", number), program.json("deadline", "list", number, "--now=2027-06-01"),
                 program.json("form", "list", f"--case={number}"),
                 program.json("export", number, f"--output={program.folder / 'case.zip'}"),
                 program.json("form", "show", number, "F01"), program.json("report", number, output),
                 checked, program.json("evidence", "list", number),
                 program.json("asset", "list", number), program.json("indicator", "list", number),
                 program.json("indicator", "find", "192.0.2.1"),
                 root, program.json("anchor", "request", number), program.json("anchor", "send", status=1),
                 program.json("anchor", "list", number),
                 program.json("backup", str(program.folder)),
                 program.json("import", str(program.folder / "case.zip")),
                 program.json("verify", status=2), program.json("rebuild"), program.json("key", "show", number)]
    phases = {"detect", "triage", "containment", "eradication", "recovery", "review"}
    return keys_of(documents) - phases


# --- Promises ---

def same(page, got, wanted):
    missing, other = sorted(wanted - got), sorted(got - wanted)
    assert not missing and not other, f"{page}: missing {missing}, not of the program {other}"


def commands_are_those_of_help(program, pages):
    known = commands_of_help(program)
    assert len(known) > 20, known
    for page, text in pages.items():
        found = commands_of_page(text)
        same(page, set(found), set(known))
        for command, body in known.items():
            assert found[command] == body, f"{page}: {command}: {found[command]}, --help says {body}"


def options_are_those_of_help(program, pages):
    known = set(re.findall(r"--[a-z-]+", program.run("--help"))) | ASIDE
    for option in ASIDE:
        program.run(option)
    for page, text in pages.items():
        same(page, options_of_page(text), known)


def json_keys_are_those_printed(program, pages):
    known = all_keys(program) | DAMAGE | IMPLIED | WITHHELD | CONFLICT
    for page, text in pages.items():
        same(page, keys_of_page(text), known)


def files_are_those_written(program, pages):
    """What a data folder holds after work is named, but for locks."""
    program.run("profile", "set", "org.name", "O")
    open_case(program)
    written = {path.name for path in (program.folder / "kiroku").iterdir() if path.suffix != ".lock"}
    assert "key.p8" in written, written
    for page, text in pages.items():
        for name in written:
            assert f"$XDG_DATA_HOME/kiroku/{name}\n" in text, f"{page}: no {name}"


def quotes_hold_what_is_typed(program, pages):
    """.Ql quotes all of its line: words about it there would be quoted as if one typed them."""
    for page, text in pages.items():
        found = re.findall(r"^.*\bQl .*[^\x00-\x7f].*$", text, re.M)
        assert not found, f"{page}: {found}"


PROMISES = {
    "/man/quotes/hold-only-what-is-typed": quotes_hold_what_is_typed,
    "/man/commands/are-those-of-help": commands_are_those_of_help,
    "/man/options/are-those-of-help": options_are_those_of_help,
    "/man/json/keys-are-those-printed": json_keys_are_those_printed,
    "/man/files/are-those-written": files_are_those_written,
}


def main():
    pages = {page: (Path(sys.argv[2]) / page).read_text(encoding="utf-8") for page in PAGES}
    failed = 0
    print(f"1..{len(PROMISES)}")
    for number, (name, promise) in enumerate(PROMISES.items(), 1):
        try:
            with tempfile.TemporaryDirectory(prefix="kiroku-man-") as folder:
                promise(Program(sys.argv[1], folder), pages)
            print(f"ok {number} {name}")
        except Exception as error:  # a test that cannot run has failed
            failed += 1
            print(f"not ok {number} {name}\n# {type(error).__name__}: {error}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
