#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Screens and documents are made from tables that nobody signed: who changes them is found out.

Usage: test-tables.py KIROKU_CLI   (TAP)
"""
import contextlib
import hashlib
import json
import os
import shutil
import sqlite3
import zipfile

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
    with contextlib.closing(sqlite3.connect(kiroku.database)) as db:
        names = ", ".join(name for (name,) in db.execute(
            "SELECT name FROM pragma_table_info ('line') WHERE name <> 'id'"))
    change(kiroku, f"INSERT INTO line ({names}) SELECT {names} FROM line WHERE hash = ?", note["id"])
    check_found(kiroku, case, note, "line")
    change(kiroku, f"UPDATE line SET case_id = '{other}' WHERE hash = ?", note["id"])
    contains(kiroku.json("verify", other, status=2)["first_bad"]["what"], "“line”", "not in the record")
    check_found(kiroku, case, note, "line")


@test("/cli/tables/a-row-that-no-entry-stands-behind-is-found")
def invented(kiroku):
    case, note, _, _ = open_book(kiroku)
    change(kiroku, "INSERT INTO line SELECT NULL, case_id, rec, clock, key, seq + 1, ?, at, stated, precision,"
           " kind, class, '何も起きていない', detail, extra, subject, named, corrects, reason FROM line WHERE hash = ?",
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


# --- What goes out ---

def count_entries(kiroku):
    with contextlib.closing(sqlite3.connect(kiroku.database)) as db:
        return db.execute("SELECT count(*) FROM entry").fetchone()[0]


def check_refused(kiroku, table, *command):
    """Nothing is printed or recorded before a rebuild; @command writes to the path it is given last."""
    path = os.path.join(kiroku.home, "出力.pdf")
    before = count_entries(kiroku)
    refused = kiroku.run(*command, f"--output={path}", status=1)
    contains(refused.err, f"“{table}”", "kiroku-cli rebuild", "nothing is printed or filed")
    assert not os.path.exists(path), command
    equal(count_entries(kiroku), before, "what was recorded")
    kiroku.run("rebuild")
    kiroku.run(*command, f"--output={path}")
    os.remove(path)


@test("/cli/tables/nothing-is-printed-with-a-root-that-was-not-signed")
def printed(kiroku):
    case, note, fact, item = open_book(kiroku)
    change(kiroku, "UPDATE line SET text = '何も起きていない' WHERE hash = ?", note["id"])
    check_refused(kiroku, "line", "report", case)
    change(kiroku, "UPDATE evidence_item SET name = '別.bin' WHERE hash = ?", item["id"])
    check_refused(kiroku, "evidence_item", "report", case, "--kind=evidence")
    change(kiroku, "UPDATE fact SET value = '3' WHERE hash = ?", fact["id"])
    check_refused(kiroku, "fact", "form", "fill", case, "F01", "--copy=submission")


@test("/cli/tables/the-sheet-with-the-root-is-not-printed-either")
def sheet(kiroku):
    case, _, _, _ = open_book(kiroku)
    change(kiroku, "UPDATE opening SET title = '別の件'")
    for name in "紙.pdf", "紙.txt":
        path = os.path.join(kiroku.home, name)
        contains(kiroku.run("checkpoint", case, f"--output={path}", status=1).err, "kiroku-cli rebuild")
        assert not os.path.exists(path), name


@test("/cli/tables/nothing-is-filed-or-approved-that-was-not-signed")
def filed(kiroku):
    case, _, fact, _ = open_book(kiroku)
    kiroku.run("set", case, "report.stage", "preliminary")
    change(kiroku, "UPDATE fact SET value = '3' WHERE hash = ?", fact["id"])
    before = count_entries(kiroku)
    for command in (["form", "file", case, "F01", "--method=web"],
                    ["form", "approve", case, "F01", "--author=承認者"]):
        contains(kiroku.run(*command, status=1).err, "“fact”", "kiroku-cli rebuild")
        equal(count_entries(kiroku), before, "what was recorded")
    kiroku.run("rebuild")
    kiroku.run("form", "file", case, "F01", "--method=web")


@test("/cli/tables/a-package-is-made-from-the-entries")
def packed(kiroku):
    case, note, fact, _ = open_book(kiroku)
    change(kiroku, "UPDATE line SET text = '何も起きていない' WHERE hash = ?", note["id"])
    change(kiroku, "UPDATE fact SET value = '3' WHERE hash = ?", fact["id"])
    path = os.path.join(kiroku.home, "x.zip")
    kiroku.run("export", case, f"--output={path}")
    with zipfile.ZipFile(path) as package:
        name, = [name for name in package.namelist() if name.endswith("/data/case.json")]
        shown = json.loads(package.read(name))
    equal([fact["value"] for fact in shown["facts"] if fact["key"] == "leak.count"], ["120"], "case.json")


@test("/cli/tables/an-entry-that-was-altered-or-taken-away-is-not-printed-around")
def entries(kiroku):
    case, note, _, _ = open_book(kiroku)
    path = os.path.join(kiroku.home, "出力.pdf")
    kiroku.run("report", case, f"--output={path}")
    with contextlib.closing(sqlite3.connect(kiroku.database)) as db:
        for name, in db.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            db.execute(f"DROP TRIGGER {name}")
        db.execute("DELETE FROM entry WHERE hash = ?", (note["id"],))
        db.execute("DELETE FROM field WHERE hash = ?", (note["id"],))
        db.commit()
    kiroku.run("rebuild")
    os.remove(path)
    contains(kiroku.run("report", case, f"--output={path}", status=1).err, "taken away", "verify")
    assert not os.path.exists(path), "printed"


def take_later(kiroku, case, note, header, digest):
    """An entry of another version of the record, as far as its header says, in the place of a note or behind all."""
    kiroku.run("rebuild")
    path = os.path.join(kiroku.home, "出力.pdf")
    with contextlib.closing(sqlite3.connect(kiroku.database)) as db:
        if digest is None:
            db.execute("DROP TRIGGER entry_no_update")
            db.execute("UPDATE entry SET header = ? WHERE hash = ?", (header, note["id"]))
        else:
            db.execute("INSERT INTO entry SELECT NULL, ?, case_id, key, max (seq) + 1, hash, id, kind, clock, rec, ?, sig"
                       " FROM entry WHERE key = ? AND case_id = (SELECT case_id FROM entry WHERE hash = ?)",
                       (digest, header, note["key"], note["id"]))
        db.commit()
    kiroku.run("rebuild")
    refused = kiroku.run("report", case, f"--output={path}", status=1).err
    assert not os.path.exists(path), "printed"
    return refused


@test("/cli/tables/bytes-that-call-themselves-a-later-version-are-not-printed-around")
def relabelled(kiroku):
    case, note, _, _ = open_book(kiroku)
    contains(take_later(kiroku, case, note, '{"v":"2"}', None), "taken away", note["id"][:12])
    bad = kiroku.json("verify", case, status=2)["first_bad"]
    equal(bad["hash"], note["id"])


@test("/cli/tables/an-entry-of-a-later-version-is-not-printed-around")
def later(kiroku):
    case, note, _, _ = open_book(kiroku)
    header = '{"v":"2"}'
    digest = hashlib.sha256(b"\0" + header.encode()).hexdigest()
    contains(take_later(kiroku, case, note, header, digest), "newer Kiroku", "Update Kiroku", digest[:12])
    kiroku.run("verify", case, status=5)


def without_index(kiroku, name, change_to, value):
    """Changes rows, which the index notes, then takes it out of the list of what there is; gives its line there."""
    with contextlib.closing(sqlite3.connect(kiroku.database, isolation_level=None)) as db:
        row = db.execute("SELECT type, name, tbl_name, rootpage, sql FROM sqlite_master WHERE name = ?",
                         (name,)).fetchone()
        db.execute(change_to, (value,))
        db.execute("PRAGMA writable_schema = ON")
        db.execute("DELETE FROM sqlite_master WHERE name = ?", (name,))
        db.execute("PRAGMA schema_version = 88888")
    return row


@test("/cli/tables/an-index-that-says-something-else-than-its-table-is-found")
def torn(kiroku):
    """As somebody would do it who knows that rows are compared, but looked up by an index."""
    case, note, _, _ = open_book(kiroku)
    other = kiroku.json("log", case, "攻撃者は役員の端末から入った")
    kiroku.run("correct", case, note["id"], "何も起きていない", "--reason=誤認")
    take = "UPDATE line SET corrects = ? WHERE kind = 'correct'"
    row = without_index(kiroku, "line_corrects", take, other["id"])
    with contextlib.closing(sqlite3.connect(kiroku.database, isolation_level=None)) as db:
        db.execute(take, (note["id"],))
        db.execute("PRAGMA writable_schema = ON")
        db.execute("INSERT INTO sqlite_master VALUES (?, ?, ?, ?, ?)", row)
        db.execute("PRAGMA schema_version = 99999")
    found = kiroku.json("verify", case, status=2)
    contains(found["first_bad"]["what"], "“line”", "kiroku-cli rebuild")
    path = os.path.join(kiroku.home, "x.pdf")
    contains(kiroku.run("report", case, f"--output={path}", status=1).err, "“line”", "kiroku-cli rebuild")
    assert not os.path.exists(path), "printed"
    kiroku.run("rebuild")
    kiroku.run("verify", case, status=1)
    kiroku.run("report", case, f"--output={path}")


# --- What else there is in the file ---

def sql(kiroku, *statements):
    with contextlib.closing(sqlite3.connect(kiroku.database, isolation_level=None)) as db:
        for statement in statements:
            db.execute(statement)


TRIGGER = "CREATE TRIGGER line_text AFTER INSERT ON line BEGIN UPDATE line SET text = 'x' WHERE hash = NEW.hash; END"


@test("/cli/tables/nothing-is-recorded-while-a-foreign-trigger-acts-and-a-rebuild-takes-it-away")
def trigger(kiroku):
    case, _, _, _ = open_book(kiroku)
    package = os.path.join(kiroku.home, "x.zip")
    kiroku.run("export", case, f"--output={package}")
    sql(kiroku, TRIGGER)
    before = count_entries(kiroku)
    for command in (["log", case, "x"], ["case", "new", "--title=T", "--type=third_party"], ["import", package],
                    ["checkpoint", case], ["export", case, f"--output={package}"]):
        contains(kiroku.run(*command, status=1).err, "nothing is recorded", "“line_text”", "“line”", "kiroku-cli rebuild")
    equal(count_entries(kiroku), before)
    try:
        kiroku.run("case", "list")
        raise RuntimeError("not told of")
    except AssertionError as told:
        contains(str(told), "a success complains", "“line_text”", "kiroku-cli rebuild")
    bad = kiroku.json("verify", case, status=2)["first_bad"]
    contains(bad["what"], "“line_text”", "“line”", "kiroku-cli rebuild")
    kiroku.run("rebuild")
    kiroku.json("verify", case, status=1)
    kiroku.run("log", case, "続き")
    equal(kiroku.notes(case), ["端末を隔離した", "続き"])


@test("/cli/tables/a-trigger-of-kiroku-that-was-changed-is-found")
def disarmed(kiroku):
    case, _, _, _ = open_book(kiroku)
    sql(kiroku, "DROP TRIGGER entry_no_delete",
        "CREATE TRIGGER entry_no_delete BEFORE DELETE ON entry WHEN 0 BEGIN SELECT 1; END")
    contains(kiroku.run("log", case, "x", status=1).err, "“entry_no_delete”", "not as Kiroku makes it")
    kiroku.json("verify", case, status=2)
    kiroku.run("rebuild")
    kiroku.json("verify", case, status=1)
    try:
        sql(kiroku, "DELETE FROM entry")
    except sqlite3.IntegrityError as error:
        contains(str(error), "never deleted")
    else:
        raise AssertionError("not made anew")


@test("/cli/tables/a-table-with-other-columns-or-none-is-found")
def columns(kiroku):
    case, _, _, _ = open_book(kiroku)
    path = os.path.join(kiroku.home, "x.pdf")
    for statement in "ALTER TABLE fact ADD COLUMN more TEXT", "DROP TABLE fact":
        sql(kiroku, statement)
        bad = kiroku.json("verify", case, status=2)["first_bad"]
        contains(bad["what"], "“fact”", "kiroku-cli rebuild")
        kiroku.run("rebuild")
        kiroku.run("verify", case, status=1)
    sql(kiroku, "ALTER TABLE line ADD COLUMN more TEXT")
    contains(kiroku.run("report", case, f"--output={path}", status=1).err, "“line”", "kiroku-cli rebuild")


@test("/cli/tables/a-view-an-index-and-what-is-missing-are-warned-of-and-a-rebuild-mends-them")
def besides(kiroku):
    case, _, _, _ = open_book(kiroku)
    count = len(kiroku.json("verify", case, status=1)["warnings"])
    sql(kiroku, "DROP TRIGGER field_no_update", "DROP INDEX line_case", 'CREATE VIEW "a ""b" AS SELECT * FROM line',
        "CREATE INDEX note_at ON line (at)", "CREATE TABLE mine (a TEXT)")
    warnings = kiroku.json("verify", case, status=1)["warnings"][count:]
    for part in ('view “a "b”', "“field_no_update” is missing", "“line_case” is missing", "index “note_at” on “line”"):
        equal([part in text and "kiroku-cli rebuild" in text for text in warnings].count(True), 1, part)
    equal(len(warnings), 4, "nothing reads a further table")
    kiroku.run("log", case, "続き")
    kiroku.run("rebuild")
    equal(len(kiroku.json("verify", case, status=1)["warnings"]), count)


@test("/cli/tables/nothing-is-recorded-into-a-table-of-the-record-that-was-changed")
def swallowing(kiroku):
    for table, old, new in (("entry", "sig TEXT NOT NULL", "sig TEXT NOT NULL, UNIQUE (id, hash) ON CONFLICT IGNORE"),
                            ("field", "value TEXT NOT NULL", "value TEXT NOT NULL ON CONFLICT IGNORE")):
        case = kiroku.new_case()
        with contextlib.closing(sqlite3.connect(kiroku.database, isolation_level=None)) as db:
            made = [row[0] for row in db.execute("SELECT sql FROM sqlite_master WHERE tbl_name = ? AND sql IS NOT NULL"
                                                 " ORDER BY type = 'table' DESC", (table,))]
            db.execute(f"CREATE TEMP TABLE kept AS SELECT * FROM {table}")
            db.execute(f"DROP TABLE main.{table}")
            db.execute(made[0].replace(old, new))
            db.execute(f"INSERT INTO main.{table} SELECT * FROM kept")
            for statement in made[1:]:
                db.execute(statement)
        before = count_entries(kiroku)
        contains(kiroku.run("log", case, "x", status=1).err, "nothing is recorded", f"“{table}”", "Restore a backup")
        equal(count_entries(kiroku), before)
        contains(str(kiroku.json("verify", case, status=2)["first_bad"]), f"“{table}”")
        status, _, told = kiroku.execute(["rebuild"], kiroku.environment, b"")
        equal(status, 0, "rebuild")
        contains(told.decode(), f"“{table}”", "Restore a backup")
        contains(kiroku.run("log", case, "x", status=1).err, "nothing is recorded", f"“{table}”")
        shutil.rmtree(kiroku.folder)


def list_triggers(kiroku):
    with contextlib.closing(sqlite3.connect(kiroku.database)) as db:
        return [name for name, in db.execute("SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE TRIGGER%' ORDER BY 1")]


def check_mended(kiroku, case, triggers):
    """Nothing is recorded and verify gives 2 until a rebuild; then @triggers are all there are."""
    contains(kiroku.run("log", case, "x", status=1).err, "nothing is recorded", "kiroku-cli rebuild")
    kiroku.json("verify", case, status=2)
    kiroku.run("rebuild")
    equal(list_triggers(kiroku), triggers)
    kiroku.json("verify", case, status=1)
    kiroku.run("log", case, "続き")
    equal(kiroku.notes(case)[-1], "続き")


@test("/cli/tables/a-trigger-that-is-listed-as-something-else-acts-and-a-rebuild-takes-it-away")
def disguised(kiroku):
    case, _, _, _ = open_book(kiroku)
    triggers = list_triggers(kiroku)
    for kind, name in ("TRIGGER", "line_text"), ("Trigger", "Line_Text"), ("trigger", "LINE_TEXT"):
        sql(kiroku, TRIGGER, "PRAGMA writable_schema = ON",
            f"UPDATE sqlite_master SET type = '{kind}', name = '{name}' WHERE name = 'line_text'")
        check_mended(kiroku, case, triggers)
    sql(kiroku, TRIGGER, "PRAGMA writable_schema = ON", "UPDATE sqlite_master SET sql = replace (sql, 'CREATE ', 'create/**/')"
        " WHERE name = 'line_text'")
    check_mended(kiroku, case, triggers)
    sql(kiroku, "PRAGMA writable_schema = ON", "UPDATE sqlite_master SET type = upper (type)"
        " WHERE name IN ('line_case', 'entry_id', 'entry', 'line', 'field_no_update')")
    check_mended(kiroku, case, triggers)


@test("/cli/tables/what-cannot-be-taken-away-is-not-mended-by-halves")
def halves(kiroku):
    case, _, _, _ = open_book(kiroku)
    sql(kiroku, TRIGGER, "CREATE INDEX note_at ON line (at)", "PRAGMA writable_schema = ON",
        "UPDATE sqlite_master SET name = 'Note_At' WHERE name = 'note_at'")
    contains(kiroku.run("rebuild", status=1).err, "“Note_At”", "nothing was changed", "Restore a backup")
    contains(kiroku.run("log", case, "x", status=1).err, "nothing is recorded", "“line_text”")


@test("/cli/tables/a-trigger-with-the-name-of-an-index-of-kiroku-is-taken-away")
def namesake(kiroku):
    case, _, _, _ = open_book(kiroku)
    triggers = list_triggers(kiroku)
    for name in "line_case", "entry_id", "line", "entry":
        sql(kiroku, TRIGGER.replace("line_text", name))
        check_mended(kiroku, case, triggers)


@test("/cli/tables/an-upgrade-does-not-take-away-what-somebody-left-behind-anybodys-back")
def upgraded(kiroku):
    case, _, _, _ = open_book(kiroku)
    triggers = list_triggers(kiroku)
    sql(kiroku, TRIGGER, "UPDATE progress SET value = 0 WHERE name LIKE 'fold.%'")
    for command in ["case", "list"], ["log", case, "x"], ["timeline", case]:
        contains(kiroku.run(*command, status=1).err, "nothing was changed", "“line_text”", "kiroku-cli rebuild")
    contains(kiroku.json("verify", case, status=2)["first_bad"]["what"], "“line_text”")
    equal(list_triggers(kiroku), sorted([*triggers, "line_text"]))
    equal(kiroku.json("rebuild")["removed"], [{"type": "trigger", "name": "line_text", "table": "line"}])
    equal(kiroku.json("rebuild")["removed"], [])
    sql(kiroku, TRIGGER)
    contains(kiroku.run("rebuild").out, "taken away", "trigger “line_text” on “line”")
    equal(list_triggers(kiroku), triggers)
    kiroku.run("log", case, "続き")


if __name__ == "__main__":
    main()
