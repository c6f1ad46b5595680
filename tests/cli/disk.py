# SPDX-License-Identifier: GPL-3.0-or-later
"""What a program asked of the disk, recorded by the library of disk.c, and what is left of it when
the power fails.

The model knows no file system and trusts none: until somebody waited for the disk (fsync, fdatasync),
each sector of 512 bytes that was written may be there or not, whatever was written before or after it.
A name that was made, changed or removed stands only once its folder was waited for; what was done to
the names of one folder reaches the disk in order, as on every file system with a journal. A folder
that was made is there as soon as anything in it is.
"""
import os
import struct

SECTOR = 512
HEADER = struct.Struct("<c3xIIIQq")


class Call:
    """One call: op is w(rite), t(runcate), c(reate), s(ync), d(irectory synced), f(ile system synced),
    r(ename), l(ink), u(nlink), m(kdir)."""

    def __init__(self, op, path, other=None, inode=0, offset=0, data=b"", end=0):
        self.op, self.path, self.other = op, path, other
        self.inode, self.offset, self.data = inode, offset, data
        self.end = end  # where it ends in the log, in bytes

    def __str__(self):
        return f"{self.op} {self.path} {self.other or ''} {len(self.data)} bytes"


def environment(library, folder, log=None, fault=None):
    """What loads the library into a program: calls below folder are appended to the file log; fault is
    as in disk.c, "kill:3"."""
    added = {"LD_PRELOAD": library, "KIROKU_DISK_FOLDER": folder}
    if log is not None:
        added["KIROKU_DISK_LOG"] = log
    if fault is not None:
        added["KIROKU_DISK_FAULT"] = fault
    return added


def read_log(path):
    """The calls in the file, in order."""
    with open(path, "rb") as file:
        raw = file.read()
    calls, place = [], 0
    while place < len(raw):
        op, first, second, length, inode, offset = HEADER.unpack_from(raw, place)
        place += HEADER.size
        path = os.fsdecode(raw[place:place + first])
        other = os.fsdecode(raw[place + first:place + first + second]) or None
        place += first + second
        data = raw[place:place + length]
        place += length
        calls.append(Call(op.decode(), path, other, inode, offset, data, place))
    return calls


class File:
    """The bytes of one inode: those on the disk for certain, and what came since."""

    def __init__(self):
        self.safe, self.waiting = bytearray(), []

    def sync(self):
        for call in self.waiting:
            apply(self.safe, call)
        self.waiting = []

    def survive(self, dice):
        """Its bytes after a power failure."""
        if not self.waiting:
            return self.safe
        left = bytearray(self.safe)
        fate = dice.random()
        end = dice.randint(0, len(self.waiting)) if fate < 0.5 else len(self.waiting)
        for number, call in enumerate(self.waiting[:end]):
            if fate < 0.1:
                break
            torn = fate >= 0.75 or number == end - 1
            if fate < 0.5 or dice.random() < 0.5:
                apply(left, call, dice if torn else None)
        return left


def apply(data, call, dice=None):
    """Does to the bytes what the call did; with dice only some of its sectors."""
    if call.op == "t":
        del data[call.offset:]
        data.extend(bytes(call.offset - len(data)))
        return
    place = call.offset
    while place < call.offset + len(call.data):
        stop = min(place - place % SECTOR + SECTOR, call.offset + len(call.data))
        if dice is None or dice.random() < 0.5:
            data.extend(bytes(max(0, stop - len(data))))
            data[place:stop] = call.data[place - call.offset:stop - call.offset]
        place = stop


class Folder:
    """The names in one folder: those on the disk for certain, and what was done since, each step a
    dictionary of names and numbers of files, None for a name that goes."""

    def __init__(self):
        self.safe, self.waiting = {}, []

    def sync(self):
        for step in self.waiting:
            self.safe.update(step)
        self.waiting = []

    def survive(self, dice):
        left = dict(self.safe)
        # None, all or some: each finds mistakes of its own.
        for step in self.waiting[:dice.choice([0, len(self.waiting),
                                               dice.randint(0, len(self.waiting))])]:
            left.update(step)
        return {name: number for name, number in left.items() if number is not None}


class Disk:
    """Takes calls one after the other; survive() says what a power failure after the last leaves."""

    def __init__(self, top):
        self.now = {}           # path: our number of the file
        self.files = []         # by our number; the file system's come again
        self.numbers = {}       # the file system's number: ours
        self.folders = {top: Folder()}

    def do(self, call):
        getattr(self, "do_" + call.op)(call)

    def set_names(self, step):
        """Changes names, path: number or None; those of one folder at once."""
        self.now.update(step)
        for folder in {os.path.dirname(path) for path in step}:
            self.folders[folder].waiting.append(
                {os.path.basename(path): number for path, number in step.items()
                 if os.path.dirname(path) == folder})

    def do_c(self, call):
        self.numbers[call.inode] = len(self.files)
        self.set_names({call.path: len(self.files)})
        self.files.append(File())

    def do_w(self, call):
        self.files[self.numbers[call.inode]].waiting.append(call)

    do_t = do_w

    def do_s(self, call):
        self.files[self.numbers[call.inode]].sync()

    def do_d(self, call):
        if call.path in self.folders:
            self.folders[call.path].sync()

    def do_f(self, _call):
        for part in [*self.files, *self.folders.values()]:
            part.sync()

    def do_m(self, call):
        self.folders[call.path] = Folder()

    def do_r(self, call):
        self.set_names({call.path: None, call.other: self.now[call.path]})

    def do_l(self, call):
        self.set_names({call.other: self.now[call.path]})

    def do_u(self, call):
        if call.path not in self.folders:
            self.set_names({call.path: None})

    def survive(self, dice):
        """The files after a power failure, path: bytes."""
        left, bytes_of = {}, {}
        for folder, content in self.folders.items():
            for name, number in content.survive(dice).items():
                if number not in bytes_of:
                    bytes_of[number] = self.files[number].survive(dice)
                left[os.path.join(folder, name)] = bytes_of[number]
        return left


def put_on_disk(files, top, folder):
    """Writes files, as survive() gives them, whose paths lie below top, to the same places below the
    folder."""
    for path, data in files.items():
        path = os.path.join(folder, os.path.relpath(path, top))
        os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(data)
