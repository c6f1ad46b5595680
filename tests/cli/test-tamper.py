#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What somebody with access to the database file can do to it, and how it is found out.

Usage: test-tamper.py KIROKU_CLI   (TAP)
"""
import contextlib
import functools
import json
import os
import resource
import shutil
import signal
import sqlite3
import subprocess

from kiroku import Kiroku, Skip, contains, equal, main, test

NOBODY = 65534
TEXTS = ["最初の記録", "二番目の記録", "三番目の記録", "最後の記録"]


def open_book(kiroku):
    """A case with notes; returns its number and the entries of the notes."""
    case = kiroku.new_case()
    return case, [kiroku.json("log", case, text) for text in TEXTS]


@contextlib.contextmanager
def database(kiroku, triggers=False):
    """The database file, opened by another program, without the triggers that protect it."""
    with contextlib.closing(sqlite3.connect(kiroku.database)) as db:
        if not triggers:
            for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
                db.execute(f"DROP TRIGGER {name}")
        yield db
        db.commit()


def check_bad(kiroku, case, status, **bad):
    """verify gives this status, alone and for all cases, and names the first bad entry."""
    verdict = kiroku.json("verify", case, status=status)
    equal((verdict["exit"], verdict["verdict"]),
          (status, {2: "altered", 3: "truncated"}[status]), "verdict")
    equal(sorted(verdict["first_bad"]), ["hash", "journal", "seq", "what"], "members of first_bad")
    equal({name: verdict["first_bad"][name] for name in bad}, bad, "the first bad entry")
    assert verdict["first_bad"]["what"], verdict
    kiroku.run("verify", status=status)
    assert kiroku.run("verify", case, status=status).out.count("\n") >= 3


def update(kiroku, entry, **columns):
    with database(kiroku) as db:
        for name, value in columns.items():
            done = db.execute(f"UPDATE entry SET {name} = ? WHERE hash = ?", (value, entry["id"]))
            equal(done.rowcount, 1, name)


def read(kiroku, entry, column):
    with contextlib.closing(sqlite3.connect(kiroku.database)) as db:
        return db.execute(f"SELECT {column} FROM entry WHERE hash = ?", (entry["id"],)).fetchone()[0]


# --- What the database itself refuses ---

@test("/cli/tamper/the-database-refuses-what-is-no-append")
def triggers(kiroku):
    case, notes = open_book(kiroku)
    row = f"(SELECT * FROM entry WHERE hash = '{notes[1]['id']}')"
    field = f"hash = '{notes[1]['id']}' AND name = 'text'"
    with database(kiroku, triggers=True) as db:
        for sql in ["UPDATE entry SET rec = 0", "UPDATE entry SET hash = hash", "DELETE FROM entry",
                    f"INSERT OR REPLACE INTO entry SELECT * FROM {row}",
                    f"REPLACE INTO entry SELECT * FROM {row}",
                    f"INSERT OR REPLACE INTO entry SELECT arrival, 'x', case_id, key, seq, prev, id, "
                    f"kind, clock, rec, header, sig FROM {row}",
                    "UPDATE OR REPLACE entry SET hash = 'x'", "UPDATE field SET value = '\"x\"'",
                    "DELETE FROM field", f"DELETE FROM field WHERE {field}",
                    f"INSERT OR REPLACE INTO field SELECT hash, name, salt, '\"x\"' FROM field "
                    f"WHERE {field}"]:
            try:
                db.execute(sql)
            except sqlite3.IntegrityError as error:
                contains(str(error), "kiroku:")
            else:
                raise AssertionError(f"not refused: {sql}")
    equal(kiroku.notes(case), TEXTS, "notes")
    kiroku.run("verify", status=1)


# --- What verify finds ---

@test("/cli/tamper/a-changed-text-is-found")
def text_changed(kiroku):
    case, notes = open_book(kiroku)
    with database(kiroku) as db:
        db.execute("UPDATE field SET value = ? WHERE hash = ? AND name = 'text'",
                   (json.dumps("書き換え", ensure_ascii=False), notes[1]["id"]))
    check_bad(kiroku, case, 2, hash=notes[1]["id"], seq=notes[1]["seq"], journal=notes[1]["key"])


@test("/cli/tamper/a-changed-salt-and-a-removed-or-added-value-are-found")
def field_changed(kiroku):
    case, notes = open_book(kiroku)
    whole = kiroku.database + ".whole"
    shutil.copy(kiroku.database, whole)
    for sql in ["UPDATE field SET salt = '00' || substr (salt, 3) WHERE hash = :id AND name = 'text'",
                "DELETE FROM field WHERE hash = :id AND name = 'text'",
                "INSERT INTO field SELECT hash, 'more', salt, value FROM field WHERE hash = :id LIMIT 1",
                "UPDATE field SET value = '\"x' WHERE hash = :id AND name = 'text'"]:
        with database(kiroku) as db:
            assert db.execute(sql, {"id": notes[1]["id"]}).rowcount == 1, sql
        check_bad(kiroku, case, 2, hash=notes[1]["id"])
        shutil.copy(whole, kiroku.database)
    kiroku.run("verify", status=1)


@test("/cli/tamper/a-changed-time-is-found")
def time_changed(kiroku):
    case, notes = open_book(kiroku)
    earlier = read(kiroku, notes[1], "rec") - 3600 * 1000000
    header = json.loads(read(kiroku, notes[1], "header"))
    header["rec"] = earlier
    bytes_ = json.dumps(header, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    update(kiroku, notes[1], rec=earlier, header=bytes_)
    check_bad(kiroku, case, 2, seq=notes[1]["seq"])


@test("/cli/tamper/a-changed-index-is-found")
def index_changed(kiroku):
    case, notes = open_book(kiroku)
    whole = kiroku.database + ".whole"
    shutil.copy(kiroku.database, whole)
    for column, value in [("rec", 1), ("clock", 1), ("kind", "anchor"), ("prev", "0" * 64),
                          ("id", "6f1c2a44-9d3e-4b7a-8c55-0e1f2a3b4c5d"), ("seq", 1000)]:
        update(kiroku, notes[1], **{column: value})
        check_bad(kiroku, case, 2)
        shutil.copy(whole, kiroku.database)
    update(kiroku, notes[3], hash="0" * 64)
    check_bad(kiroku, case, 2)


@test("/cli/tamper/a-deleted-entry-is-found")
def deleted(kiroku):
    case, notes = open_book(kiroku)
    with database(kiroku) as db:
        for table in ("entry", "field"):
            db.execute(f"DELETE FROM {table} WHERE hash = ?", (notes[1]["id"],))
    check_bad(kiroku, case, 2, hash=notes[2]["id"], seq=notes[2]["seq"])


@test("/cli/tamper/swapped-entries-are-found")
def swapped(kiroku):
    case, notes = open_book(kiroku)
    whole = kiroku.database + ".whole"
    shutil.copy(kiroku.database, whole)
    update(kiroku, notes[1], seq=notes[2]["seq"])
    update(kiroku, notes[2], seq=notes[1]["seq"])
    check_bad(kiroku, case, 2)
    shutil.copy(whole, kiroku.database)
    with database(kiroku) as db:
        for old, new in [(notes[1]["id"], "x"), (notes[2]["id"], notes[1]["id"]),
                         ("x", notes[2]["id"])]:
            db.execute("UPDATE field SET hash = ? WHERE hash = ?", (new, old))
    check_bad(kiroku, case, 2, hash=notes[1]["id"])


@test("/cli/tamper/a-swapped-signature-is-found")
def signature(kiroku):
    case, notes = open_book(kiroku)
    update(kiroku, notes[1], sig=read(kiroku, notes[2], "sig"))
    check_bad(kiroku, case, 2, hash=notes[1]["id"], seq=notes[1]["seq"])


@test("/cli/tamper/a-record-exchanged-for-that-of-another-key-is-found")
def other_key(kiroku):
    case_id = kiroku.json("case", "show", open_book(kiroku)[0])["id"]
    stranger = Kiroku(kiroku.program, os.path.join(kiroku.home, "stranger"))
    open_book(stranger)
    with database(kiroku) as db:
        db.execute("ATTACH ? AS stranger", (stranger.database,))
        for table in ("entry", "field"):
            db.execute(f"DELETE FROM {table}")
        db.execute("INSERT INTO entry SELECT * FROM stranger.entry")
        db.execute("INSERT INTO field SELECT * FROM stranger.field")
    # The whole record was exchanged: what this computer has written is gone.
    equal(kiroku.json("verify", case_id, status=3)["verdict"], "truncated", "verdict")


@test("/cli/tamper/a-cut-tail-is-found")
def cut_tail(kiroku):
    for cut in (1, 3):
        book = Kiroku(kiroku.program, os.path.join(kiroku.home, str(cut)))
        case, notes = open_book(book)
        with database(book) as db:
            for note in notes[-cut:]:
                for table in ("entry", "field"):
                    db.execute(f"DELETE FROM {table} WHERE hash = ?", (note["id"],))
        check_bad(book, case, 3, hash=notes[-1]["id"], seq=notes[-1]["seq"], journal=notes[-1]["key"])


@test("/cli/tamper/a-whole-case-that-is-gone-is-found")
def case_gone(kiroku):
    case, notes = open_book(kiroku)
    case_id = kiroku.json("case", "show", case)["id"]
    other = kiroku.new_case()
    with database(kiroku) as db:
        db.execute("DELETE FROM field WHERE hash IN (SELECT hash FROM entry WHERE case_id = ?)",
                   (case_id,))
        db.execute("DELETE FROM entry WHERE case_id = ?", (case_id,))
    kiroku.run("rebuild")
    equal(kiroku.json("verify", case_id, status=3)["first_bad"]["hash"], notes[-1]["id"], "by its id")
    kiroku.run("verify", other, status=1)


# --- A database put back to an earlier state ---

@test("/cli/tamper/after-an-older-copy-a-new-key-goes-on-and-says-why")
def rolled_back(kiroku):
    case, _ = open_book(kiroku)
    other = kiroku.new_case()
    older = kiroku.database + ".older"
    shutil.copy(kiroku.database, older)
    last = kiroku.json("log", case, "after the copy")
    shutil.copy(older, kiroku.database)
    equal(kiroku.notes(case), TEXTS, "what it holds is legible")
    check_bad(kiroku, case, 3, hash=last["id"], seq=last["seq"])
    entry = kiroku.json("log", case, "goes on")
    assert entry["key"] != last["key"], entry
    journal = [row for row in kiroku.json("key", "show", case)["journals"]
               if row["key"] == entry["key"]][0]
    equal((journal["previous"], journal["vouched"]), (last["key"], False), "the new journal")
    contains(journal["reason"], "earlier state", str(last["seq"]))
    check_bad(kiroku, case, 3, hash=last["id"], seq=last["seq"])
    equal(kiroku.json("log", other, "other cases go on as before")["key"], last["key"], "key")


# --- Files that are no case book, or cannot be written ---

def refused(kiroku, *parts, run=None):
    """Every command is refused with one line that names the file; its bytes stay the same."""
    before = open(kiroku.database, "rb").read()
    for words in [("case", "list"), ("case", "new", "--title=T", "--type=third_party"), ("rebuild",)]:
        result = (run or kiroku.run)(*words, status=1)
        contains(result.err, kiroku.database, *parts)
        assert len(result.err.splitlines()) == 1, result
        equal(open(kiroku.database, "rb").read() == before, True, f"the file after {words}")


@test("/cli/tamper/a-book-of-a-newer-version-is-left-alone")
def newer(kiroku):
    open_book(kiroku)
    with database(kiroku, triggers=True) as db:
        db.execute("PRAGMA user_version = 99")
    refused(kiroku, "newer", "99", "install")
    kiroku.run("verify", status=5)


@test("/cli/tamper/a-database-of-another-program-is-left-alone")
def foreign(kiroku):
    os.makedirs(kiroku.folder)
    for pragma in ("application_id = 0", "application_id = 1234"):
        with contextlib.suppress(FileNotFoundError):
            os.remove(kiroku.database)
        with contextlib.closing(sqlite3.connect(kiroku.database)) as db:
            db.execute("CREATE TABLE bookmarks (url TEXT)")
            db.execute(f"PRAGMA {pragma}")
            db.commit()
        refused(kiroku, "another program", "choose another file")
        kiroku.run("verify", status=5)


@test("/cli/tamper/a-file-that-is-no-database-is-left-alone")
def garbage(kiroku):
    os.makedirs(kiroku.folder)
    for content in (b"not a database, but a text\n" * 100, bytes(range(256)) * 64,
                    b"SQLite format 3\0" + b"\xff" * 4080):
        with open(kiroku.database, "wb") as file:
            file.write(content)
        refused(kiroku, "nothing was changed", "restore a backup")
        kiroku.run("verify", status=5)


@test("/cli/tamper/a-damaged-book-is-told")
def damaged(kiroku):
    case, _ = open_book(kiroku)
    size = os.path.getsize(kiroku.database)
    with open(kiroku.database, "r+b") as file:
        file.seek(4096)
        file.write(b"\xaa" * (size - 4096))
    refused(kiroku, "damaged", "restore a backup")
    kiroku.run("verify", case, status=5)


def run_as_nobody(kiroku, *words, status):
    """Runs the program as a user for whom permissions count."""
    if os.getuid() != 0:
        return kiroku.run(*words, status=status)
    other = Kiroku("setpriv", kiroku.home)
    return other.run(f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups", "--", kiroku.program,
                     *words, status=status)


def give_away(kiroku):
    """Makes the data folder that of the user the program will run as."""
    if os.getuid() != 0:
        return
    for folder, _, files in os.walk(kiroku.home):
        for path in [folder, *(os.path.join(folder, name) for name in files)]:
            os.chown(path, NOBODY, NOBODY)
    try:
        run_as_nobody(kiroku, "--version", status=0)
    except (AssertionError, FileNotFoundError) as error:
        raise Skip(f"the program cannot be run as another user: {error!r:.60}") from error


@test("/cli/tamper/a-book-that-may-not-be-written-is-told")
def read_only(kiroku):
    case, _ = open_book(kiroku)
    give_away(kiroku)
    runner = functools.partial(run_as_nobody, kiroku)
    os.chmod(kiroku.database, 0o400)
    refused(kiroku, "check", run=runner)
    os.chmod(kiroku.database, 0o600)
    os.chmod(kiroku.folder, 0o500)
    before = open(kiroku.database, "rb").read()
    contains(runner("log", case, "x", status=1).err, kiroku.folder, "check")
    equal(open(kiroku.database, "rb").read() == before, True, "the file is as it was")
    os.chmod(kiroku.folder, 0o700)
    runner("log", case, "x", status=0)


def limit_files():
    """No file may grow beyond this; the signal that would say so is ignored."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (64 * 1024, 64 * 1024))


@test("/cli/tamper/a-write-that-fails-saves-nothing")
def write_fails(kiroku):
    case, _ = open_book(kiroku)
    before = open(kiroku.database, "rb").read()
    lines = kiroku.json("timeline", case)
    result = kiroku.run("log", case, "x" * 100000, status=1, preexec_fn=limit_files,
                        restore_signals=False)
    contains(result.err, kiroku.database, "disk")
    equal(open(kiroku.database, "rb").read() == before, True, "the file is as it was")
    equal(kiroku.json("timeline", case), lines, "what it holds")
    kiroku.run("verify", status=1)
    kiroku.run("log", case, "x" * 100000)


FILL_AND_LOG = """
set -e
mount -t tmpfs -o size=2m tmpfs "$1"
cp -r "$2" "$1/kiroku"
dd if=/dev/zero of="$1/rest" bs=4096 2>"$1/../dd" || true
truncate --size="-$6" "$1/rest"
cp "$1/kiroku/kiroku.db" "$1/../before"
status=0
XDG_DATA_HOME=$1 "$3" log "$4" "$5" || status=$?
cmp "$1/kiroku/kiroku.db" "$1/../before" || status=98
rm "$1/rest"
XDG_DATA_HOME=$1 "$3" verify >"$1/../verdict" || [ $? -eq 1 ]
XDG_DATA_HOME=$1 "$3" timeline "$4" >"$1/../timeline"
exit $status
"""


@test("/cli/tamper/a-full-disk-is-told-and-nothing-is-changed")
def disk_full(kiroku):
    case, _ = open_book(kiroku)
    small = os.path.join(kiroku.home, "small")
    os.mkdir(small)
    book = os.path.join(small, "kiroku", "kiroku.db")
    probe = ["unshare", "-m", "mount", "-t", "tmpfs", "tmpfs", small]
    if os.getuid() != 0 or subprocess.run(probe, check=False, stderr=subprocess.DEVNULL).returncode:
        raise Skip("a small disk can be made by root only")
    for left, parts in [("0", ["disk"]), ("160K", ["full", "free some space"])]:
        done = subprocess.run(["unshare", "-m", "sh", "-c", FILL_AND_LOG, "sh", small, kiroku.folder,
                               kiroku.program, case, "x" * 100000, left], check=False,
                              stderr=subprocess.PIPE, stdout=subprocess.PIPE, env=kiroku.environment)
        err = done.stderr.decode()
        equal(done.returncode, 1, f"status with {left} left ({err})")
        contains(err, book, *parts)
        contains(open(os.path.join(kiroku.home, "verdict"), encoding="utf-8").read(), "intact")
        contains(open(os.path.join(kiroku.home, "timeline"), encoding="utf-8").read(), *TEXTS)


if __name__ == "__main__":
    main()
