#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whoever goes on with another key is told so, and who can vouch for it.

Usage: test-further-key.py KIROKU_CLI   (TAP)
"""
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


if __name__ == "__main__":
    main()
