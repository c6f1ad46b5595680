#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whoever goes on with another key is told so, and who can vouch for it.

Usage: test-further-key.py KIROKU_CLI   (TAP)
"""
import os
import shutil

from kiroku import contains, equal, main, test


def put_back(kiroku, case):
    """The database as it was before the last entry."""
    older = kiroku.database + ".older"
    shutil.copy(kiroku.database, older)
    kiroku.run("log", case, "失われる記録")
    shutil.copy(older, kiroku.database)


@test("/cli/further-key/a-new-key-is-told-of-with-why-and-who-can-vouch")
def told(kiroku):
    case = kiroku.new_case()
    equal(kiroku.run("log", case, "記録").err, "", "with the first key nothing is said")
    kiroku.run("--author=監査 太郎", "log", case, "立会い")
    kiroku.run("key", "vouch", case, "監査 太郎")
    put_back(kiroku, case)
    entry = kiroku.run("--json", "log", case, "続き")
    contains(entry.err, case, "new key", entry.data["key"][:12], "earlier state", "監査 太郎",
             f"kiroku-cli key vouch {case} {entry.data['key'][:12]}")
    equal(len(entry.err.splitlines()), 1, "one line")
    equal(kiroku.run("case", "show", case).err, "", "who only reads is told nothing")
    contains(kiroku.run("log", case, "さらに").err, "new key")
    kiroku.run("--author=監査 太郎", "key", "vouch", case, entry.data["key"][:12])
    equal(kiroku.run("log", case, "保証された").err, "", "once it is vouched for")


@test("/cli/further-key/when-nobody-is-left-who-can-vouch-that-is-said")
def nobody(kiroku):
    case = kiroku.new_case()
    put_back(kiroku, case)
    entry = kiroku.run("--json", "log", case, "続き")
    contains(entry.err, "new key", "Nobody is left")
    author = kiroku.json("key", "show")["author"]
    for subject in (author, entry.data["key"][:12]):
        contains(kiroku.run("key", "vouch", case, subject, status=1).err, "nobody is left")


@test("/cli/further-key/nobody-vouches-for-himself")
def oneself(kiroku):
    case = kiroku.new_case()
    other = "--author=監査 太郎"
    key = kiroku.json(other, "log", case, "立会い")["key"]
    for subject in ("監査 太郎", key[:12]):
        contains(kiroku.run(other, "key", "vouch", case, subject, status=1).err,
                 "already vouched for", kiroku.json("key", "show", case)["journals"][0]["author"])
    kiroku.run("key", "vouch", case, "監査 太郎")
    equal([row["vouched"] for row in kiroku.json("key", "show", case)["journals"]], [True, True],
          "vouched for by the opener")


def write(kiroku, name, text):
    path = os.path.join(kiroku.home, name)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text + "\n")
    return path


@test("/cli/further-key/after-a-revocation-the-passphrase-must-be-another")
def revoked(kiroku):
    case = kiroku.new_case()
    old, new = write(kiroku, "old", "以前の合言葉"), write(kiroku, "new", "新しい合言葉")
    kiroku.run("key", "protect", f"--new-passphrase-file={old}")
    first = kiroku.json("log", case, "記録", f"--passphrase-file={old}")["key"]
    kiroku.run("key", "revoke", case, first[:12], "--reason=漏えい", f"--passphrase-file={old}")
    refused = kiroku.run("log", case, "続き", f"--passphrase-file={old}", status=1)
    contains(refused.err, "revoked", "key protect --new-passphrase-file=FILE")
    equal(len(kiroku.json("key", "show", f"--passphrase-file={old}")["people"]), 1, "no key was made")
    same = kiroku.run("key", "protect", f"--passphrase-file={old}", f"--new-passphrase-file={old}",
                      status=1)
    contains(same.err, "choose another")
    kiroku.run("key", "protect", f"--passphrase-file={old}", f"--new-passphrase-file={new}")
    kiroku.run("log", case, "以前の合言葉", f"--passphrase-file={old}", status=1)
    entry = kiroku.json("log", case, "続き", f"--passphrase-file={new}")
    assert entry["key"] != first, entry
    people = kiroku.json("key", "show", f"--passphrase-file={new}")["people"]
    equal([key["passphrase"] for key in people], [True, True], "both")


@test("/cli/further-key/a-mistyped-person-is-settled-once-the-opener-revokes-the-key")
def settled(kiroku):
    case = kiroku.new_case("--author=花子")
    slip = kiroku.json("log", case, "書き間違えた名前で", "--author=はなこ")["key"]
    contains(str(kiroku.json("verify", case, status=1)["warnings"]), slip[:12], "はなこ")
    kiroku.run("key", "revoke", case, "はなこ", "--reason=名前の書き間違い", "--author=はなこ")
    contains(str(kiroku.json("verify", case, status=1)["warnings"]), slip[:12])
    kiroku.run("key", "revoke", case, "はなこ", "--reason=名前の書き間違い", "--author=花子")
    answer = kiroku.json("verify", case, status=1)
    assert slip[:12] not in str(answer["warnings"]), answer
    contains(str(answer["settled"]), slip[:12], "はなこ")
    equal(answer["cases"][0]["settled"], answer["settled"])
    contains(kiroku.run("verify", case, status=1).out, "settled: journal " + slip[:12])
    root = kiroku.json("checkpoint", case)["root"]
    equal(kiroku.json("verify", case, "--head=" + root)["verdict"], "anchored", "nothing is left to warn of")


if __name__ == "__main__":
    main()
