#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks tests/data/record-vectors.json with verify.py, the reader that goes out with every package.

That reader is made from app/journal/FORMAT.md alone and shares nothing with the program, so that the
program, the specification and the reader can disagree. Python >= 3.8, standard library only. Prints TAP."""

import importlib.util
import json
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))


def load_verifier():
    path = os.path.join(HERE, "..", "..", "resources", "package", "verify.py")
    spec = importlib.util.spec_from_file_location("verify", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


sys.dont_write_bytecode = True
verify = load_verifier()


def apply_change(journals, change):
    """@journals with the edits of one altered case: each replaces, inserts or removes one line."""
    changed = {key: list(lines) for key, lines in journals.items()}
    for edit in change["edits"]:
        lines = changed.setdefault(edit["journal"], [])
        if edit["do"] == "remove":
            del lines[edit["line"]]
        elif edit["do"] == "replace":
            lines[edit["line"]] = edit["text"]
        else:
            lines.append(edit["text"])
    return {key: lines for key, lines in changed.items() if lines}


def in_order(lines):
    """The lines as a package has them, by number and hash."""
    def place(line):
        header = verify.parse(line)["h"]
        return header["seq"], verify.entry_hash(verify.encode(header))
    return sorted((line.encode("utf-8") for line in lines), key=place)


def judge(case_id, journals):
    """Verdict, first bad entry, number of entries."""
    run = verify.Verification(case_id, {key: in_order(lines) for key, lines in journals.items()})
    verdict, bad = run.first
    return verdict, bad and {name: bad[name] for name in ("journal", "seq", "hash")}, run.entries


def refuses(function, *arguments):
    try:
        function(*arguments)
    except verify.Refused:
        return True
    return False


def judge_header(text):
    try:
        verify.check_header(verify.parse(text.encode("utf-8")))
        return 1
    except verify.Newer:
        return 5
    except verify.Refused:
        return 2


def form_checks(vectors):
    for text in vectors["canonical"]["good"]:
        data = text.encode("utf-8")
        yield "canonical good " + ascii(text), verify.encode(verify.parse(data)) == data
    for bad in vectors["canonical"]["bad"]:
        data = bytes.fromhex(bad["hex"]) if "hex" in bad else bad["text"].encode("utf-8")
        yield "canonical bad: " + bad["why"], refuses(verify.parse, data)
    for case in vectors["commitments"]:
        yield "commitment of " + case["name"], verify.commitment(
            case["name"], case["salt"], case["value"].encode("utf-8")) == case["commitment"]
    for case in vectors["headers"]["good"]:
        data = case["header"].encode("utf-8")
        yield "header: " + case["why"], (judge_header(case["header"]) == 1
                                         and verify.entry_hash(data) == case["hash"])
    for case in vectors["headers"]["bad"]:
        yield "header refused: " + case["why"], judge_header(case["header"]) == case["verdict"]


def key_checks(vectors):
    for case in vectors["public_keys"]:
        key = verify.public_key(case["spki"])
        yield "public key: " + case["why"], (key[1] if key else None) == case.get("id")
    for case in vectors["signatures"]:
        point = verify.public_key(case["spki"])[0]
        yield "signature: " + case["why"], (
            verify.signature_is_valid(point, case["hash"], case["sig"]) == case["valid"])
    for case in vectors["checkpoints"]["good"]:
        yield "checkpoint: " + case["why"], verify.Checkpoint(case["text"]).root == case["root"]
    for case in vectors["checkpoints"]["bad"]:
        yield "checkpoint refused: " + case["why"], refuses(verify.Checkpoint, case["text"])
    for case in vectors["checkpoints"]["signed"]:
        yield "checkpoint: " + case["why"], verify.Checkpoint(case["text"]).is_signed_by(
            *verify.public_key(case["spki"])) == case["valid"]


def case_checks(vectors):
    case_id, journals = vectors["case"]["id"], vectors["case"]["journals"]
    yield "case intact", judge(case_id, journals) == (1, None, vectors["case"]["entries"])
    for change in vectors["case"]["changes"]:
        yield "case: " + change["why"], judge(case_id, apply_change(journals, change))[:2] == (
            change["verdict"], change.get("first_bad"))


def main():
    folder = os.environ.get("KIROKU_TEST_DATA", os.path.join(HERE, "..", "data"))
    with open(os.path.join(folder, "record-vectors.json"), encoding="utf-8") as file:
        vectors = json.load(file)
    number = 0
    for checks in (form_checks, key_checks, case_checks):
        for number, (name, passed) in enumerate(checks(vectors), number + 1):
            print("%s %d - %s" % ("ok" if passed else "not ok", number, name.replace("#", "no.")))
    print("1..%d" % number)
    return 0 if number > 0 else 1


if __name__ == "__main__":
    sys.exit(main())
