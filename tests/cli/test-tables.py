#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Screens and documents are made from tables that nobody signed: who changes them is found out.

Usage: test-tables.py KIROKU_CLI   (TAP)
"""
import contextlib
import os
import sqlite3

from kiroku import contains, equal, main, test


def change(kiroku, sql, *values):
    """As sqlite3 does it that is at hand: the triggers guard other tables."""
    with contextlib.closing(sqlite3.connect(kiroku.database)) as db:
        equal(db.execute(sql, values).rowcount, 1, sql)
        db.commit()


def open_book(kiroku):
    """A case with a note, a fact and a file of evidence; returns its number and the three entries."""
    case = kiroku.new_case()
    note = kiroku.json("log", case, "端末を隔離した")
    fact = kiroku.json("set", case, "leak.count", "120")
    source = os.path.join(kiroku.home, "証拠.bin")
    with open(source, "wb") as file:
        file.write(b"evidence")
    return case, note, fact, kiroku.json("evidence", "add", case, source)


def check_found(kiroku, case, entry, table):
    """verify names the table and the entry; a rebuild heals what was changed."""
    bad = kiroku.json("verify", case, status=2)["first_bad"]
    equal((bad["hash"], bad["journal"], bad["seq"]), (entry["id"], entry["key"], entry["seq"]), table)
    contains(bad["what"], f"“{table}”", "kiroku-cli rebuild", "entries themselves are intact")
    kiroku.run("verify", status=2)
    kiroku.run("rebuild")
    assert "first_bad" not in kiroku.json("verify", case, status=1), table


@test("/cli/tables/a-changed-row-is-found-and-a-rebuild-heals-it")
def changed(kiroku):
    case, note, fact, _ = open_book(kiroku)
    change(kiroku, "UPDATE line SET text = '何も起きていない' WHERE hash = ?", note["id"])
    check_found(kiroku, case, note, "line")
    equal(kiroku.notes(case), ["端末を隔離した"], "what is shown")
    change(kiroku, "UPDATE fact SET value = '3' WHERE hash = ?", fact["id"])
    check_found(kiroku, case, fact, "fact")


@test("/cli/tables/a-deleted-row-is-found-and-a-rebuild-heals-it")
def deleted(kiroku):
    case, _, fact, item = open_book(kiroku)
    change(kiroku, "DELETE FROM fact WHERE hash = ?", fact["id"])
    check_found(kiroku, case, fact, "fact")
    change(kiroku, "DELETE FROM evidence_item WHERE hash = ?", item["id"])
    check_found(kiroku, case, item, "evidence_item")


@test("/cli/tables/a-row-that-stands-twice-or-in-another-case-is-found")
def moved(kiroku):
    case, note, _, _ = open_book(kiroku)
    other = kiroku.json("case", "show", kiroku.new_case())["id"]
    change(kiroku, "INSERT INTO line SELECT * FROM line WHERE hash = ?", note["id"])
    check_found(kiroku, case, note, "line")
    change(kiroku, f"UPDATE line SET case_id = '{other}' WHERE hash = ?", note["id"])
    contains(kiroku.json("verify", other, status=2)["first_bad"]["what"], "“line”", "not in the record")
    check_found(kiroku, case, note, "line")


@test("/cli/tables/a-row-that-no-entry-stands-behind-is-found")
def invented(kiroku):
    case, note, _, _ = open_book(kiroku)
    change(kiroku, "INSERT INTO line SELECT case_id, rec, clock, key, seq + 1, ?, at, stated, precision,"
           " kind, class, '何も起きていない', detail, extra, subject FROM line WHERE hash = ?",
           "0" * 64, note["id"])
    bad = kiroku.json("verify", case, status=2)["first_bad"]
    equal((bad["hash"], bad["seq"]), ("0" * 64, -1), "no entry")
    contains(bad["what"], "“line”", "not in the record", "kiroku-cli rebuild")
    kiroku.run("rebuild")
    kiroku.run("verify", case, status=1)


@test("/cli/tables/what-was-erased-by-law-is-no-change")
def erased(kiroku):
    case, note, _, _ = open_book(kiroku)
    kiroku.run("erase", case, note["id"], "text", "--law=個人情報保護法", "--reason=本人の請求")
    assert "first_bad" not in kiroku.json("verify", case, status=1), "after an erasure"


if __name__ == "__main__":
    main()
