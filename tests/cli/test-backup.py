# SPDX-License-Identifier: GPL-3.0-or-later
"""Backs up and restores while others write, while disks fill and while processes are killed.

Usage: test-backup.py KIROKU_CLI   (TAP)

KIROKU_TEST_SEED repeats a run; the seed is printed. What concerns the program `age` is skipped where
it is not installed.
"""
import contextlib
import hashlib
import io
import os
import pty
import random
import resource
import shutil
import signal
import subprocess
import tarfile
import threading
import time

from kiroku import USAGE, Kiroku, Skip, contains, equal, keys, main, say, test

PASSPHRASE = "馬と電池 horse"
SECRET = {"KIROKU_PASSPHRASE": PASSPHRASE}
ROUNDS = 60 if os.environ.get("KIROKU_TEST_LONG") else 6


def in_home(kiroku, name):
    return os.path.join(kiroku.home, name)


def machine(kiroku, name):
    """Another computer, on which there is nothing yet."""
    return Kiroku(kiroku.program, in_home(kiroku, name))


def backup(kiroku, target, **options):
    return kiroku.run("--json", "backup", target, env=SECRET, **options)


def restore(kiroku, source, **options):
    return kiroku.run("--json", "restore", source, env=SECRET, **options)


def add_evidence(kiroku, data=b"evidence" * 50000):
    """A file as it lies beside the case book; its name."""
    folder = kiroku.database + "-evidence"
    os.makedirs(folder, exist_ok=True)
    name = hashlib.sha256(data).hexdigest()
    with open(os.path.join(folder, name), "wb") as file:
        file.write(data)
    return name


def a_case(kiroku, *texts):
    case = kiroku.new_case()
    for text in texts or ("first",):
        kiroku.run("log", case, text)
    return case


def files_under(folder):
    return sorted(os.path.relpath(os.path.join(root, name), folder)
                  for root, _, names in os.walk(folder) for name in names)


def no_leftovers(kiroku):
    """No half-made file is beside the case book or in the home."""
    names = [name for name in files_under(kiroku.home) if ".backup-" in name or ".restore-" in name
             or ".age." in name or "kiroku-backup-" in name.split("/")[0]]
    equal(names, [], "leftovers")


def no_book(kiroku):
    equal([name for name in files_under(kiroku.home) if not name.startswith("libgda")], [],
          "what is on a computer where nothing was restored")


def age(*words):
    """Runs age, which asks at a terminal for the passphrase."""
    if shutil.which("age") is None:
        raise Skip("age is not installed")
    child, terminal = pty.fork()
    if child == 0:
        os.execvp("age", ["age", *words])
    seen = answered = b""
    with contextlib.suppress(OSError):
        while True:
            seen += os.read(terminal, 1000)
            if seen.endswith(b": ") and seen != answered:
                answered = seen
                os.write(terminal, PASSPHRASE.encode() + b"\n")
    equal(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), 0, seen)
    os.close(terminal)


@test("/cli/backup/what-was-saved-before-it-began-is-in-it-while-another-logs")
def concurrent(kiroku):
    case, total, told = a_case(kiroku), 200, []
    enough = threading.Event()

    def write():
        for number in range(total):
            kiroku.run("log", case, str(number))
            told.append(str(number))
            if number == 30:
                enough.set()

    writer = threading.Thread(target=write)
    writer.start()
    enough.wait()
    before = len(told)
    result = backup(kiroku, in_home(kiroku, "b.age")).data
    during = len(told) - before
    writer.join()
    say(f"{before} entries before, {during} while it was made")
    assert during > 0, "nobody wrote meanwhile"
    other = machine(kiroku, "other")
    restored = restore(other, in_home(kiroku, "b.age")).data
    equal(restored["entries"], result["entries"], "entries")
    notes = other.notes(case)
    equal(notes, ["first"] + [str(number) for number in range(len(notes) - 1)], "notes, in order")
    assert len(notes) - 1 >= before, "a saved entry is not in the backup"
    equal(other.json("verify", status=1)["verdict"], "intact", "verdict")


@test("/cli/backup/says-what-it-holds-and-is-private")
def shape(kiroku):
    a_case(kiroku)
    add_evidence(kiroku)
    kiroku.run("profile", "set", "org.name", "架空株式会社")
    target = in_home(kiroku, "b.age")
    kiroku.run("key", "add", "other")
    data = backup(kiroku, target).data
    keys(data, "file bytes files entries made keys_left_out evidence_missing evidence_damaged checked")
    equal((data["file"], data["files"], data["checked"]), (target, 9, True), "result")
    equal(oct(os.stat(target).st_mode & 0o777), "0o600", "mode")
    with open(target, "rb") as file:
        contents = file.read()
    assert contents.startswith(b"age-encryption.org/v1\n-> scrypt "), "not an age file"
    assert "架空".encode() not in contents and b"SQLite" not in contents, "readable"
    contains(kiroku.run("backup", target, env=SECRET).out, target)
    no_leftovers(kiroku)


@test("/cli/backup/a-restored-book-goes-on-with-the-same-key")
def goes_on(kiroku):
    case = a_case(kiroku, "one", "two")
    name = add_evidence(kiroku)
    kiroku.run("profile", "set", "org.name", "架空株式会社")
    kiroku.run("contact", "add", "--name=夜間の当番", "--number=03-0000-0001")
    os.makedirs(os.path.join(kiroku.folder, "keys"))
    shutil.copy(os.path.join(kiroku.folder, "key.p8"), os.path.join(kiroku.folder, "keys/b.p8"))
    key, before = kiroku.json("key", "show")["key"], kiroku.json("timeline", case)
    backup(kiroku, in_home(kiroku, "b.age"))
    other = machine(kiroku, "other")
    restore(other, in_home(kiroku, "b.age"))
    equal(other.json("timeline", case), before, "log")
    equal(other.json("key", "show")["key"], key, "key")
    contains(other.run("profile", "get", "org.name").out, "架空株式会社")
    contains(other.run("contact", "list").out, "夜間の当番")
    contains(files_under(other.folder), f"kiroku.db-evidence/{name}", "keys/b.p8", "people.ini",
             "pins")
    entry = other.json("log", case, "three")
    equal((entry["key"], entry["seq"]), (key, before[-1]["seq"] + 1), "the next entry")
    equal(other.json("verify", status=1)["verdict"], "intact", "verdict")


@test("/cli/backup/a-restore-over-newer-pins-is-seen-as-rolled-back")
def rolled_back(kiroku):
    case = a_case(kiroku)
    backup(kiroku, in_home(kiroku, "b.age"))
    kiroku.run("log", case, "after the backup")
    with open(os.path.join(kiroku.folder, "pins"), encoding="ascii") as file:
        pins = file.read()
    for suffix in ("", "-wal", "-shm"):
        with contextlib.suppress(FileNotFoundError):
            os.unlink(kiroku.database + suffix)
    restore(kiroku, in_home(kiroku, "b.age"))
    with open(os.path.join(kiroku.folder, "pins"), encoding="ascii") as file:
        equal(file.read(), pins, "pins are never lowered")
    equal(kiroku.json("verify", status=3)["exit"], 3, "verdict")


@test("/cli/backup/into-a-folder-holds-no-key-that-is-not-protected")
def folder(kiroku):
    case, disk = a_case(kiroku), in_home(kiroku, "disk")
    add_evidence(kiroku)
    os.mkdir(disk)
    key = os.path.join(kiroku.folder, "key.p8")
    os.makedirs(os.path.join(kiroku.folder, "keys"))
    subprocess.run(["openssl", "pkcs8", "-topk8", "-scrypt", "-in", key, "-passout", "pass:x", "-out",
                    os.path.join(kiroku.folder, "keys", "wrapped.p8")], check=True)
    data = kiroku.json("backup", disk)
    equal(os.path.dirname(data["file"]), disk, "where it is")
    equal(data["keys_left_out"], 1, "keys left out")
    names = files_under(data["file"])
    assert "key.p8" not in names and "keys/wrapped.p8" in names, names
    for root, folders, names in os.walk(data["file"]):
        for name in folders + names:
            equal(os.stat(os.path.join(root, name)).st_mode & 0o077, 0, name)
    subprocess.run(["sha256sum", "--quiet", "--strict", "-c", "manifest-sha256.txt"],
                   cwd=data["file"], check=True)
    other = machine(kiroku, "other")
    other.run("restore", data["file"])
    equal(other.notes(case), ["first"], "notes")
    with open(os.path.join(data["file"], "pins"), "ab") as file:
        file.write(b"\n")
    third = machine(kiroku, "third")
    contains(third.run("restore", data["file"], status=1).err, "damaged", "pins")
    no_book(third)
    contains(kiroku.run("backup", disk, "--passphrase-file=-", status=USAGE).err, "not encrypted")


@test("/cli/backup/the-folder-it-was-put-into-names-it-while-it-is-the-only-one")
def outer_folder(kiroku):
    case, disk = a_case(kiroku), in_home(kiroku, "disk")
    os.mkdir(disk)
    other = machine(kiroku, "other")
    contains(other.run("restore", disk, status=1).err, disk, "no backup")
    inner = kiroku.json("backup", disk)["file"]
    equal(other.json("restore", disk)["file"], inner, "what was restored")
    equal(other.notes(case), ["first"], "notes")
    second = os.path.join(disk, "kiroku-backup-20260101-000000")
    shutil.copytree(inner, second)
    third = machine(kiroku, "third")
    contains(third.run("restore", disk, status=1).err, os.path.basename(inner),
             os.path.basename(second), "name one of them")
    no_book(third)
    third.run("restore", second)


@test("/cli/backup/a-second-one-in-the-same-second-gets-a-number")
def same_second(kiroku):
    case, disk = a_case(kiroku), in_home(kiroku, "disk")
    now = int(time.time())
    # Wherever the second falls while the test runs, there is one already.
    for second in range(now, now + 120):
        name = time.strftime("kiroku-backup-%Y%m%d-%H%M%S", time.localtime(second))
        os.makedirs(os.path.join(disk, name, "older"))
    inner = kiroku.json("backup", disk)["file"]
    assert inner.endswith("-2"), inner
    equal(os.listdir(inner.removesuffix("-2")), ["older"], "the other one is as it was")
    other = machine(kiroku, "other")
    other.run("restore", inner)
    equal(other.notes(case), ["first"], "notes")


@test("/cli/backup/restore-says-in-its-own-words-that-the-case-book-is-damaged")
def damaged_book(kiroku):
    a_case(kiroku)
    disk = in_home(kiroku, "disk")
    os.mkdir(disk)
    inner = kiroku.json("backup", disk)["file"]
    database = os.path.join(inner, "kiroku.db")
    with open(database, "r+b") as file:
        file.seek(4096)
        file.write(b"\xff" * 8192)
    with open(os.path.join(inner, "manifest-sha256.txt"), "r+", encoding="ascii") as file:
        lines = file.read().splitlines()
        with open(database, "rb") as book:
            digest = hashlib.sha256(book.read()).hexdigest()
        lines = [f"{digest}  kiroku.db" if line.endswith("  kiroku.db") else line for line in lines]
        file.seek(0)
        file.write("\n".join(lines) + "\n")
    other = machine(kiroku, "other")
    error = other.run("restore", inner, status=1).err
    contains(error, f"in the backup “{inner}” is damaged", "restore an older backup")
    assert "keep the older backups" not in error, error
    no_book(other)


@test("/cli/backup/the-passphrase-comes-from-a-file-standard-input-or-the-environment")
def passphrase(kiroku):
    a_case(kiroku)
    target, words = in_home(kiroku, "b.age"), in_home(kiroku, "words")
    with open(words, "wb") as file:
        file.write(f"{PASSPHRASE}\r\nmore\n".encode())
    kiroku.run("backup", target, f"--passphrase-file={words}")
    machine(kiroku, "a").run("restore", target, "--passphrase-file=-",
                             stdin=f"{PASSPHRASE}\n".encode())
    restore(machine(kiroku, "b"), target)
    for command in ("backup", "restore"):
        contains(kiroku.run(command, target, status=USAGE).err, "--passphrase-file")
        kiroku.run(command, target, env={"KIROKU_PASSPHRASE": ""}, status=USAGE)
        kiroku.run(command, target, "--passphrase-file=-", stdin=b"\n", status=1)
        kiroku.run(command, target, "--passphrase-file=-", stdin=b"\xff\n", status=1)
        contains(kiroku.run(command, target, "--passphrase-file=/nonexistent", status=1).err,
                 "/nonexistent")
    kiroku.run("backup", status=USAGE)


@test("/cli/backup/a-wrong-passphrase-is-told-from-damage-and-changes-nothing")
def refused(kiroku):
    a_case(kiroku)
    target = in_home(kiroku, "b.age")
    backup(kiroku, target)
    other = machine(kiroku, "other")
    contains(other.run("restore", target, env={"KIROKU_PASSPHRASE": "x"}, status=1).err,
             target, "passphrase is wrong")
    no_book(other)
    with open(target, "rb") as file:
        good = file.read()
    dice = random.Random(5)
    for place in [200, len(good) - 1, *(dice.randrange(300, len(good)) for _ in range(3))]:
        bad = bytearray(good)
        bad[place] ^= 1 << dice.randrange(8)
        with open(target, "wb") as file:
            file.write(bad)
        contains(restore(other, target, status=1).err, target, "damaged")
        no_book(other)
    for length in (0, 100, len(good) // 2, len(good) - 1):
        with open(target, "wb") as file:
            file.write(good[:length])
        restore(other, target, status=1)
        no_book(other)
    with open(target, "wb") as file:
        file.write(good)
    restore(other, target)


@test("/cli/backup/nothing-that-is-there-is-overwritten-by-a-restore")
def occupied(kiroku):
    case = a_case(kiroku)
    target = in_home(kiroku, "b.age")
    backup(kiroku, target)
    contains(restore(kiroku, target, status=1).err, kiroku.database)
    equal(kiroku.notes(case), ["first"], "notes")
    # A log without its database would be read into the one that is put there.
    other = machine(kiroku, "other")
    os.makedirs(other.folder)
    with open(other.database + "-wal", "wb") as file:
        file.write(b"x")
    contains(restore(other, target, status=1).err, other.database + "-wal")
    os.unlink(other.database + "-wal")
    with open(os.path.join(other.folder, "key.p8"), "wb") as file:
        file.write(b"another")
    contains(restore(other, target, status=1).err, "key.p8", "XDG_DATA_HOME")
    equal([name for name in files_under(other.folder) if not name.endswith(".lock")], ["key.p8"],
          "what is there")
    elsewhere = os.path.join(other.home, "sub", "x.db")
    third = machine(kiroku, "third")
    restore(third, target, status=0)
    fourth = machine(kiroku, "fourth")
    fourth.run("restore", target, f"--database={elsewhere}", env=SECRET)
    equal(fourth.json("timeline", case, f"--database={elsewhere}"), kiroku.json("timeline", case),
          "log")


def limit(size):
    """A disk that takes no file of more than @size bytes."""
    def set_limit():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
    return set_limit


@test("/cli/backup/a-full-disk-is-said-and-leaves-nothing")
def full(kiroku):
    a_case(kiroku)
    target, disk = in_home(kiroku, "b.age"), in_home(kiroku, "disk")
    os.mkdir(disk)
    size = os.stat(kiroku.database).st_size
    add_evidence(kiroku, os.urandom(size))
    # The copy of the database does not fit; then it does, and the backup does not.
    for room in (size // 4, size + size // 2):
        result = backup(kiroku, target, status=1, preexec_fn=limit(room))
        say(result.err)
        assert not os.path.exists(target), "a half-made backup"
        no_leftovers(kiroku)
    contains(result.err, f"“{target}”", "free some space")
    kiroku.run("backup", disk, status=1, preexec_fn=limit(size // 2))
    equal(os.listdir(disk), [], "what is in the folder")
    good = backup(kiroku, target).data["bytes"]
    with open(target, "rb") as file:
        before = file.read()
    backup(kiroku, target, status=1, preexec_fn=limit(size + size // 2))
    with open(target, "rb") as file:
        assert file.read() == before, "the older backup was touched"
    other = machine(kiroku, "other")
    restore(other, target, status=1, preexec_fn=limit(good // 4))
    no_book(other)
    restore(other, target)


def run_and_kill(kiroku, dice, span, *words):
    child = kiroku.start(*words)
    time.sleep(dice.uniform(0, span))
    child.kill()
    child.communicate()
    return child.returncode == -signal.SIGKILL


def measure(action):
    started = time.monotonic()
    action()
    return time.monotonic() - started


@test("/cli/backup/killed-at-any-moment-it-leaves-no-file-that-does-not-restore")
def killed(kiroku):
    seed = int(os.environ.get("KIROKU_TEST_SEED") or random.randrange(1 << 32))
    dice = random.Random(seed)
    case, target = a_case(kiroku), in_home(kiroku, "b.age")
    kiroku.environment.update(SECRET)
    add_evidence(kiroku, os.urandom(20_000_000))
    span = measure(lambda: backup(kiroku, target))
    os.unlink(target)
    whole = kills = 0
    for number in range(ROUNDS):
        kills += run_and_kill(kiroku, dice, span * 1.3, "backup", target)
        if os.path.exists(target):
            whole += 1
            other = machine(kiroku, f"other{number}")
            restore(other, target)
            equal(other.notes(case), ["first"], "notes")
            os.unlink(target)
    say(f"seed {seed}: {kills} of {ROUNDS} were killed, {whole} had come to their end")
    assert kills >= ROUNDS // 4, "too few were killed"
    # The copies of the database that they left behind go with the next one.
    backup(kiroku, target)
    equal([name for name in os.listdir(kiroku.folder) if ".backup-" in name], [], "copies")


@test("/cli/backup/a-restore-that-was-killed-can-be-done-again")
def killed_restore(kiroku):
    dice = random.Random(11)
    case, target = a_case(kiroku), in_home(kiroku, "b.age")
    add_evidence(kiroku, os.urandom(20_000_000))
    backup(kiroku, target)
    kiroku.environment.update(SECRET)
    span = measure(lambda: restore(machine(kiroku, "measure"), target))
    for number in range(ROUNDS):
        other = machine(kiroku, f"other{number}")
        other.environment.update(SECRET)
        run_and_kill(other, dice, span * 1.2, "restore", target)
        if not os.path.exists(other.database):
            restore(other, target)
        equal(other.notes(case), ["first"], "notes")
        equal(other.json("verify", status=1)["verdict"], "intact", "verdict")
        shutil.rmtree(other.home)


@test("/cli/backup/age-opens-it-and-what-age-made-is-restored")
def with_age(kiroku):
    case, plain = a_case(kiroku), in_home(kiroku, "b.tar")
    add_evidence(kiroku, os.urandom(300_000))
    backup(kiroku, in_home(kiroku, "b.age"))
    age("-d", "-o", plain, in_home(kiroku, "b.age"))
    out = in_home(kiroku, "out")
    os.mkdir(out)
    subprocess.run(["tar", "xf", plain, "-C", out, "--strip-components=1"], check=True)
    subprocess.run(["sha256sum", "--quiet", "--strict", "-c", "manifest-sha256.txt"], cwd=out,
                   check=True)
    age("-p", "-o", in_home(kiroku, "c.age"), plain)
    other = machine(kiroku, "other")
    restore(other, in_home(kiroku, "c.age"))
    equal(other.notes(case), ["first"], "notes")


def change_archive(source, target, change):
    """Copies a tar archive; change(member) may rename it or give None to leave it out."""
    with tarfile.open(source) as old, tarfile.open(target, "w") as new:
        for member in old:
            data = old.extractfile(member).read()
            if change(member) is None:
                continue
            new.addfile(member, io.BytesIO(data))


def renamed(old, new):
    def change(member):
        if member.name.endswith(old):
            member.name = new if new is None else member.name.replace(old, new)
            return member.name
        return member
    return change


def linked(member):
    if member.name.endswith("/pins"):
        member.type, member.linkname, member.size = tarfile.SYMTYPE, "/etc/passwd", 0
    return member


@test("/cli/backup/an-archive-that-is-not-exact-is-refused")
def hostile(kiroku):
    a_case(kiroku)
    plain, bad = in_home(kiroku, "b.tar"), in_home(kiroku, "bad.tar")
    backup(kiroku, in_home(kiroku, "b.age"))
    age("-d", "-o", plain, in_home(kiroku, "b.age"))
    other = machine(kiroku, "other")
    for change in (renamed("pins", "../../pins"), renamed("pins", "stranger"), renamed("pins", None),
                   renamed("manifest-sha256.txt", None), renamed("kiroku.db", None), linked):
        change_archive(plain, bad, change)
        with contextlib.suppress(FileNotFoundError):
            os.unlink(in_home(kiroku, "bad.age"))
        age("-p", "-o", in_home(kiroku, "bad.age"), bad)
        restore(other, in_home(kiroku, "bad.age"), status=1)
        no_book(other)


if __name__ == "__main__":
    main()
