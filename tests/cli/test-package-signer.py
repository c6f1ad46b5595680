#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who signed a package, and what that may vouch for; the program and verify.py say the same of each.

Usage: test-package-signer.py KIROKU_CLI   (TAP)
"""
import base64
import hashlib
import json
import os
import random
import re
import subprocess
import sys

from authority import Authority, openssl
from kiroku import FURTHER_KEY, Kiroku, contains, equal, main, test
from packages import ROOT, Author, Case, add_tags, judge, sign_checkpoint, verify, write, zip_bytes

FIRST, SECOND, STRANGER = Author("山田"), Author("鈴木"), Author("他人")
OPENING = {"number": "2026-001", "title": "試験", "type": "third_party", "level": 0, "exercise": 0, "pack": "1"}


def make():
    """A case that FIRST opened, who vouches for SECOND; the last entry is a note of SECOND."""
    case = Case(random.Random(1))
    case.add(FIRST, "journal.open", {"spki": FIRST.spki, "name": FIRST.name, "role": ""})
    case.add(FIRST, "case.open", OPENING)
    case.add(FIRST, "key.vouch", {"key": SECOND.key, "name": SECOND.name})
    case.add(FIRST, "note", {"class": "action", "text": "隔離した"})
    case.add(SECOND, "note", {"class": "observation", "text": "通信を見た"})
    return case


def root_of(lines):
    return hashlib.sha256(lines.encode()).hexdigest()


def revoke(case, author, key):
    seq, last, _ = case.lines[key][-1]
    case.add(author, "key.revoke", {"key": key, "last": "%d:%s" % (seq, last), "reason": "盗難"})


def leave_out(case, key, kind="note", field="text"):
    """Takes the value out of the entry; what a checkpoint must say to excuse it."""
    (row,) = [row for row in case.lines[key] if row[2]["h"]["kind"] == kind]
    del row[2]["b"][field]
    return [(row[1], field)]


def seal(kiroku, case, author, withheld=(), name="P.zip"):
    files = case.files()
    sign_checkpoint(files, author, case.root_lines(), withheld=sorted(withheld))
    add_tags(files)
    return write(os.path.join(kiroku.home, name), zip_bytes(files))


def both(kiroku, path, *options):
    """What both say: the answer of the program, and all the text that each shows."""
    ours = judge(kiroku, path, *options)
    cas = [option[5:] for option in options if option.startswith("--ca=")]
    theirs = verify.answer_to(path, heads=[option[7:] for option in options if option.startswith("--head=")],
                              ca=cas[0] if cas else None)

    def words(answer):
        return "\n".join([answer["first_bad"]["what"] if answer.get("first_bad") else "", *answer["warnings"]])
    return ours, words(ours), words(theirs)


def check(kiroku, path, status, *said, options=()):
    answer, *shown = both(kiroku, path, *options)
    equal(answer["exit"], status, "exit (%s)" % answer)
    for text in shown:
        contains(text, *said)
    return answer


# --- A key that was revoked ---

@test("/cli/package-signer/a-revoked-key-signs-nothing-and-excuses-nothing")
def revoked(kiroku):
    for author in (FIRST, SECOND):  # whoever opened the case, or the owner of the key
        case = make()
        revoke(case, author, SECOND.key)
        check(kiroku, seal(kiroku, case, FIRST), 1)
        check(kiroku, seal(kiroku, case, SECOND), 2, "signed with a key that was revoked", "鈴木", SECOND.key[:12])
        withheld = leave_out(case, FIRST.key)
        equal(check(kiroku, seal(kiroku, case, FIRST, withheld), 1)["withheld"], 1, "whoever may")
        path = seal(kiroku, case, SECOND, withheld)
        equal(check(kiroku, path, 2, "signed with a key that was revoked")["withheld"], 0, "whoever may not")
        check(kiroku, path, 2, options=("--head=" + root_of(case.root_lines()),))
    case = make()  # what somebody says of whom it does not concern is none
    case.add(STRANGER, "note", {"class": "action", "text": "x"})
    revoke(case, STRANGER, SECOND.key)
    check(kiroku, seal(kiroku, case, SECOND, leave_out(case, FIRST.key)), 1)


@test("/cli/package-signer/whose-key-was-revoked-cannot-be-withheld")
def hidden(kiroku):
    for signer in (FIRST, SECOND):
        case = make()
        revoke(case, FIRST, SECOND.key)
        withheld = leave_out(case, FIRST.key, "key.revoke", "key")
        answer = check(kiroku, seal(kiroku, case, signer, withheld), 2)
        equal(answer["first_bad"]["hash"], withheld[0][0], "named")
    number = kiroku.new_case()
    kiroku.run("log", number, "x", "--author=次郎")
    kiroku.run("key", "revoke", number, "次郎", "--reason=紛失")
    (entry,) = [line["id"] for line in kiroku.json("timeline", number) if line["kind"] == "key.revoke"]
    contains(kiroku.run("export", number, f"--output={kiroku.home}/X.zip", f"--withhold={entry}:key", status=64).err,
             "whose key was revoked")


@test("/cli/package-signer/a-package-of-a-revoked-key-is-not-taken-in")
def not_taken_in(kiroku):
    case = make()
    there = Kiroku(kiroku.program, os.path.join(kiroku.home, "there"))
    there.run("import", seal(kiroku, case, SECOND))  # before
    before = there.json("verify", case.id, status=1)
    revoke(case, FIRST, SECOND.key)
    for withheld in ((), leave_out(case, FIRST.key)):
        refused = there.run("import", seal(kiroku, case, SECOND, withheld), status=1).err
        contains(refused, "nothing was changed", "signed with a key that was revoked", "鈴木")
        equal(there.json("verify", case.id, status=1), before, "as it was")
    there.run("import", seal(kiroku, make(), SECOND, name="again.zip"))  # what it signed before stands


@test("/cli/package-signer/what-was-taken-in-from-a-key-counts-until-it-was-revoked")
def taken_in(kiroku):
    for late, status in ((False, 1), (True, 2)):
        case = make()
        withheld = leave_out(case, FIRST.key)
        if late:
            revoke(case, FIRST, SECOND.key)
        files = case.files()
        sign_checkpoint(files, SECOND, case.root_lines(), withheld=withheld)
        if not late:
            revoke(case, FIRST, SECOND.key)
        case.add(FIRST, "import", {"format": "package", "file": "x.zip", "sha256": "0" * 64, "entries": 1,
                                   "checkpoint": files["data/checkpoint.txt"].decode(),
                                   "absent": "withheld %s %s\n" % withheld[0]})
        check(kiroku, seal(kiroku, case, FIRST), status)


@test("/cli/package-signer/who-goes-on-with-a-new-key-signs-with-it")
def goes_on(kiroku):
    number = kiroku.new_case()
    key = kiroku.json("log", number, "x")["key"]
    kiroku.run("key", "revoke", number, key[:12], "--reason=盗難")
    path = os.path.join(kiroku.home, "X.zip")
    contains(kiroku.run("export", number, f"--output={path}").err, FURTHER_KEY)
    check(kiroku, path, 1)


# --- A stranger ---

def between(case, before, opens=False):
    """STRANGER enters a case as it stood, and states its root, with the name of who opened it; or opens it, too."""
    case.time += -10**12 if opens else 0
    case.add(STRANGER, "journal.open", {"spki": STRANGER.spki, "name": FIRST.name, "role": ""}, see=not opens)
    if opens:
        case.add(STRANGER, "case.open", OPENING, see=False)
        case.add(STRANGER, "key.vouch", {"key": FIRST.key, "name": "x"}, see=False)
        case.add(STRANGER, "key.vouch", {"key": SECOND.key, "name": "x"}, see=False)
        case.time += 10**12
    case.add(STRANGER, "checkpoint", {"text": before + "time 1\n", "purpose": "export"})


@test("/cli/package-signer/a-stranger-who-signs-is-named-and-excuses-nothing")
def stranger(kiroku):
    case = make()
    genuine = case.root_lines()
    between(case, genuine)
    said = "signed by “山田” (%s)" % STRANGER.key[:12], "that person's word alone", "case.json"
    for options in ((), ("--head=" + root_of(genuine),)):
        check(kiroku, seal(kiroku, case, STRANGER), 1, *said, options=options)
    _, *shown = both(kiroku, seal(kiroku, case, SECOND))
    assert not any("word alone" in text for text in shown), shown
    withheld = leave_out(case, FIRST.key)
    check(kiroku, seal(kiroku, case, STRANGER, withheld), 2, *said)
    check(kiroku, seal(kiroku, case, SECOND, withheld), 1)


@test("/cli/package-signer/whom-a-given-root-covers-opened-the-case")
def usurped(kiroku):
    case = make()
    genuine = case.root_lines()
    between(case, genuine, opens=True)
    both_openers = ["“山田” (%s)" % author.key[:12] for author in (FIRST, STRANGER)]
    withheld = leave_out(case, FIRST.key)
    path = seal(kiroku, case, STRANGER, withheld)

    def counts(which):
        return "the opening of %s for the one that counts" % both_openers[which]
    check(kiroku, path, 1, *both_openers, counts(1))  # as its signer says
    answer = check(kiroku, path, 2, *both_openers, counts(0), "signed by " + both_openers[1],
                   options=("--head=" + root_of(genuine),))
    equal(answer["first_bad"]["hash"], withheld[0][0], "what the usurper left out is missing")
    # A root that covers both decides nothing; nor does it matter how it is found who signed.
    check(kiroku, path, 1, counts(1), options=("--head=" + root_of(case.root_lines()),))
    check(kiroku, seal(kiroku, case, FIRST, withheld), 1, *both_openers, counts(0))


@test("/cli/package-signer/a-time-stamp-of-ones-own-takes-no-case-over")
def stamped(kiroku):
    case = make()
    between(case, case.root_lines(), opens=True)
    revoke(case, STRANGER, FIRST.key)
    authority = Authority(os.path.join(kiroku.home, "tsa"), "局")
    seq, last, _ = case.lines[STRANGER.key][1]
    lines = "kiroku.checkpoint.v1\ncase %s\njournal %s %d %s\n" % (case.id, STRANGER.key, seq, last)
    query = openssl("ts", "-query", "-digest", root_of(lines), "-sha256", "-cert")
    path = write(os.path.join(kiroku.home, "answer"), authority.answer(query))
    token = base64.b64encode(openssl("ts", "-reply", "-in", path, "-token_out")).decode()
    case.add(STRANGER, "anchor", {"type": "token", "text": lines, "root": root_of(lines), "token": token})
    for options in ((), ("--ca=" + authority.ca,)):
        check(kiroku, seal(kiroku, case, FIRST), 1, "the opening of “山田” (%s)" % FIRST.key[:12], options=options)


# --- A witness of one's own ---

def bear_out(case, witness, note=FIRST):
    """WITNESS says to have seen it all, and @note notes it."""
    seen = case.add(witness, "note", {"class": "observation", "text": "見た"})
    lines = case.root_lines()
    case.add(note, "anchor", {"type": "seen", "text": lines, "root": root_of(lines)}, {"seen": seen})


@test("/cli/package-signer/a-witness-counts-once-a-head-from-outside-shows-who-vouches-for-it")
def puppet(kiroku):
    case = make()
    genuine = case.root_lines()
    case.add(FIRST, "checkpoint", {"text": genuine + "time 1\n", "purpose": "report"})
    case.add(FIRST, "note", {"class": "action", "text": "偽の記録"})
    case.add(FIRST, "key.vouch", {"key": STRANGER.key, "name": "証人"})
    bear_out(case, STRANGER)
    answer = check(kiroku, seal(kiroku, case, FIRST), 1)
    equal(answer["unanchored"], answer["entries"] - 1, "but for the anchor at the end")
    _, _, theirs = both(kiroku, seal(kiroku, case, FIRST))
    contains(theirs, "vouches for “他人”")
    given = "--head=" + root_of(genuine)
    equal(check(kiroku, seal(kiroku, case, FIRST), 1, "unanchored since", options=(given,))["unanchored"], 5, "since then")
    bear_out(case, STRANGER, note=SECOND)  # one of the two is not enough, nor one who bears out the other
    check(kiroku, seal(kiroku, case, FIRST), 1, "unanchored since", options=(given,))
    bear_out(case, SECOND, note=STRANGER)
    check(kiroku, seal(kiroku, case, FIRST), 1, "unanchored since", options=(given,))
    bear_out(case, SECOND)  # who was vouched for before; now that is true of the other, too
    check(kiroku, seal(kiroku, case, FIRST), 0, options=(given,))
    check(kiroku, seal(kiroku, case, FIRST), 1)


# --- Bytes that would show something else ---

EVIL = "\x1b[2J\x1b[HANCHORED (0)\x1b[8m\x7f\x9b1m\u202e\u2066\u200f\u061c\u2028"
CONTROLS = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")


def forge(change):
    """The files of a package whose first line is another."""
    case = make()
    change(case.lines[FIRST.key][0][2])
    files = case.files()
    sign_checkpoint(files, FIRST, case.root_lines())
    add_tags(files)
    return files


@test("/cli/package-signer/nothing-in-a-package-acts-on-a-terminal")
def terminal(kiroku):
    case = make()
    case.add(STRANGER, "journal.open", {"spki": STRANGER.spki, "name": EVIL, "role": ""})
    files = forge(lambda line: None)
    files["manifest-sha512.txt"] += ("%s  !%s\n" % ("0" * 128, EVIL)).encode()
    packages = [
        (forge(lambda line: line["h"].update({EVIL.encode("ascii", "ignore").decode(): "x"})), 2),
        (forge(lambda line: line["b"].update({"x" + EVIL.encode("ascii", "ignore").decode(): ["0" * 32, "x"]})), 2),
        (files, 2)]
    paths = [(write(os.path.join(kiroku.home, "%d.zip" % i), zip_bytes(files)), status)
             for i, (files, status) in enumerate(packages)]
    paths.append((seal(kiroku, case, STRANGER), 1))
    newer = make()
    newer.add(Author("三郎"), "journal.open", {"name": "x"}, v="9 " + EVIL)
    paths.insert(0, (seal(kiroku, newer, FIRST, name="newer.zip"), 5))
    for path, status in paths:
        equal(judge(kiroku, path)["exit"], status, path)
        for options in ((), ("--json",)):
            done = subprocess.run([sys.executable, "-B", os.path.join(ROOT, "resources/package/verify.py"), path, *options],
                                  check=False, stdout=subprocess.PIPE, env=dict(os.environ, PYTHONIOENCODING="utf-8"))
            said = done.stdout.decode("utf-8")
            equal((done.returncode, CONTROLS.findall(said)), (status, []), said)
            if options:
                equal(json.loads(said)["exit"], status, "still JSON")
        equal(CONTROLS.findall(kiroku.run("verify", "--package=" + path, status=status).out), [], "the program")
    contains(said, "ANCHORED (0)")  # the name is shown, and what is in it


if __name__ == "__main__":
    main()
