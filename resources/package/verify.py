#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Verifies a package of an incident case recorded with Kiroku, without Kiroku.

Kiroku で記録した事案のパッケージを、Kiroku なしで検証します。Python 3.8 以降だけで動き、ほかに何も要りません。
終了コード：0 改変なし・外部の控えで裏付けあり、1 改変なし・注意あり、2 改変あり、3 切り詰めまたは分岐、4 証拠の欠落・
変更・余分、5 判定できない、64 使い方の誤り。パッケージに入っていたこのファイル自体も偽物かもしれません。発行元から受け
取り、ダイジェストを比べてから使ってください。目次は次の英文のあとにあります。

    python3 verify.py [options] PACKAGE.zip | FOLDER     (without either: the folder it stands in)
      --head=ROOT    a case root you know from elsewhere: a print, a mail, a receipt (may be repeated)
      --ca=PEM       certificates of the time-stamp authorities you trust (needs the openssl program)
      --heads-only   check one signature a journal; quick, but never a full answer
      --json         one JSON document

Exit: 0 intact and anchored, 1 intact with warnings, 2 altered, 3 truncated or forked, 4 evidence missing,
changed or extra, 5 cannot be judged, 64 wrong usage. Python 3.8 or later, standard library only.

It follows section 10 of app/journal/FORMAT.md step by step and shares no code with the program. A
program that came with a package may be forged like the rest of it: take this file from the publisher,
and compare its digest.

Contents (目次). The sections stand in this order and build on those above them; begin with verify(), the
last of the package, which is the whole in a few lines (まず「FORMAT.md 9」の最後の verify() から読んでください):

    Files                  a ZIP or a folder; Zip may be skipped where a folder that was unpacked is verified
                           （展開したフォルダーに対して実行するなら、ZIP を読む部分は読まなくてかまいません）
    FORMAT.md 1            canonical JSON
    FORMAT.md 2            the header of an entry
    FORMAT.md 3 and 4      commitments to values; the hash
    FORMAT.md 5            signatures: the arithmetic of P-256, which may be taken by its name
    FORMAT.md 8            checkpoints
    FORMAT.md 10           verifying: the constructor of Verification names the steps, each a method below it
    Time stamps            by the openssl program; asked for with --ca only
    FORMAT.md 9            the package: its files against their lists; verify()
    Words                  what is said in Japanese, and the command line
"""

import base64
import bisect
import datetime
import hashlib
import json
import os
import re
import stat
import struct
import subprocess
import sys
import tempfile
import unicodedata
import zlib

VERDICTS_JA = ("改変なし・外部の控えで裏付けあり", "改変なし・注意あり", "改変あり", "切り詰めまたは分岐", "証拠の欠落・変更・余分",
               "判定できない")
VERDICTS = ("anchored", "intact", "altered", "truncated", "evidence", "unknown")
WORST_FIRST = (2, 3, 4, 5)
INTEGER_MAX, TEXT_MAX, REC_LIMIT = 2**53 - 1, 1024 * 1024, 4102444800000000
LINE_MAX, LIST_MAX, BLOCK = 64 << 20, 512 << 20, 1 << 18


class Refused(Exception):
    """The bytes are not of this format."""


class Newer(Exception):
    """A record of another version: cannot be judged."""


class Damaged(Exception):
    """The file cannot be read, or is no package: cannot be judged."""


class Forged(Exception):
    """A name that is made to deceive."""


# --- Files: a ZIP, or a folder. Both list paths and give their bytes. ---


def check_name(name):
    """A path that can be made below a folder on any system, and nowhere else."""
    parts = name.split("/")
    if parts[-1] == "" and len(parts) > 1:
        parts.pop()
    if (not re.fullmatch("[!-~]{1,255}", name) or re.search(r'[\\:*?"<>|]', name)
            or any(part in ("", ".", "..") for part in parts)):
        raise Forged("the package holds a name that deceives: %r" % name)


def check_twins(names):
    if len({name.rstrip("/").lower() for name in names}) != len(names):
        raise Forged("the package holds two names that differ in letter case only")


class Zip:
    """A ZIP that has one reading: its members fill the file up to the directory at its end, and the two
    headers of each agree. What another program reads from it is then what is verified here."""

    def __init__(self, path):
        self.file = open(path, "rb")
        self.size = os.fstat(self.file.fileno()).st_size
        start, length, count = self.read_end()
        members, at, data = [], 0, self.get(start, length)
        for _ in range(count):
            member, size = self.read_central(data, at)
            members.append(member)
            at += size
        self.must(at == length)
        check_twins([member["name"] for member in members])
        self.must(sum(member["size"] for member in members) <= (1 << 30) + 100 * self.size)
        members.sort(key=lambda member: member["at"])
        self.must(not members or members[0]["at"] == 0)
        for member, following in zip(members, members[1:] + [{"at": start}]):
            self.check_local(member, following["at"])
        files = {member["name"]: member for member in members if not member["name"].endswith("/")}
        tops = {name.partition("/")[:2] for name in files}
        self.must(len(tops) == 1 and all(slash for _, slash in tops))
        self.files = {name.partition("/")[2]: member for name, member in files.items()}

    @staticmethod
    def must(condition):
        if not condition:
            raise Damaged("it is no package, or it is damaged: ask for it again")

    def get(self, at, length):
        self.must(0 <= at <= at + length <= self.size)
        self.file.seek(at)
        data = self.file.read(length)
        self.must(len(data) == length)
        return data

    def read_end(self):
        end = struct.unpack("<IHHHHIIH", self.get(self.size - 22, 22))
        self.must(end[:3] == (0x06054b50, 0, 0) and end[3] == end[4] and end[7] == 0)
        start, length, count, limit = end[6], end[5], end[4], self.size - 22
        locator = self.size - 42
        if locator >= 56 and self.get(locator, 4) == b"PK\6\7":
            limit = locator - 56
            self.must(struct.unpack("<IIQI", self.get(locator, 20))[1:] == (0, limit, 1))
            wide = struct.unpack("<IQHHIIQQQQ", self.get(limit, 56))
            self.must(wide[:2] == (0x06064b50, 44) and wide[4:6] == (0, 0) and wide[6] == wide[7])
            for narrow, full, most in ((count, wide[7], 0xffff), (length, wide[8], 0xffffffff),
                                       (start, wide[9], 0xffffffff)):
                self.must(narrow in (full, most))
            start, length, count = wide[9], wide[8], wide[7]
        self.must(count <= 1000000 and length <= LIST_MAX and start + length == limit)
        return start, length, count

    def widen(self, extra, *values):
        """The numbers that stand as ZIP64 in the extra field."""
        wide = b""
        while len(extra) >= 4:
            kind, length = struct.unpack_from("<HH", extra)
            self.must(length <= len(extra) - 4)
            if kind == 1 and not wide:
                wide = extra[4:4 + length]
            extra = extra[4 + length:]
        self.must(not extra)
        numbers = []
        for value in values:
            if value == 0xffffffff:
                self.must(len(wide) >= 8)
                value, wide = int.from_bytes(wide[:8], "little"), wide[8:]
                self.must(value <= (2**63 - 1) // 4)
            numbers.append(value)
        return numbers

    def read_central(self, data, at):
        self.must(len(data) - at >= 46)
        (magic, _, _, flags, method, _, _, crc, packed, size, name_length, extra_length, comment, disk, _,
         attributes, header) = struct.unpack_from("<IHHHHHHIIIHHHHHII", data, at)
        end = at + 46 + name_length + extra_length
        self.must(end + comment <= len(data) and magic == 0x02014b50 and disk == 0)
        name = data[at + 46:at + 46 + name_length].decode("latin-1")
        check_name(name)
        if stat.S_IFMT(attributes >> 16) not in (0, stat.S_IFREG, stat.S_IFDIR):
            raise Forged("the package holds a link or a device: %r" % name)
        size, packed, header = self.widen(data[end - extra_length:end], size, packed, header)
        self.must(flags & ~0x080e == 0 and method in (0, 8) and (method == 8 or packed == size))
        self.must(not name.endswith("/") or size == 0)
        return dict(name=name, flags=flags, method=method, crc=crc, packed=packed, size=size,
                    at=header), end + comment - at

    def check_local(self, member, following):
        (magic, _, flags, method, _, _, crc, packed, size, name_length, extra_length) = struct.unpack(
            "<IHHHHHIIIHH", self.get(member["at"], 30))
        rest = self.get(member["at"] + 30, name_length + extra_length)
        self.must((magic, flags, method) == (0x04034b50, member["flags"], member["method"])
                  and rest[:name_length].decode("latin-1") == member["name"])
        stated = (member["crc"], member["packed"], member["size"])
        if flags & 8:
            self.widen(rest[name_length:])
        else:
            size, packed = self.widen(rest[name_length:], size, packed)
            self.must((crc, packed, size) == stated)
        member["data"] = member["at"] + 30 + name_length + extra_length
        gap = following - member["data"] - member["packed"]
        self.must(gap in (12, 16, 20, 24) if flags & 8 else gap == 0)
        if flags & 8:  # checksum and sizes follow, with or without a signature, in 32 or 64 bits
            data, signed = self.get(following - gap, gap), gap in (16, 24)
            self.must(not signed or data[:4] == b"PK\7\10")
            self.must(struct.unpack("<III" if gap < 20 else "<IQQ", data[4 * signed:]) == stated)

    def read(self, path):
        """The bytes of a file, in pieces."""
        member = self.files[path]
        inflater = zlib.decompressobj(-15) if member["method"] == 8 else None
        at, end, given = member["data"], member["data"] + member["packed"], 0
        while at < end or (inflater and not inflater.eof):
            length = min(BLOCK, end - at)
            data = self.get(at, length)
            at += length
            try:
                while inflater and (data or not length):
                    piece = inflater.decompress(data, BLOCK)
                    data = inflater.unconsumed_tail
                    given += len(piece)
                    self.must(given <= member["size"] and (piece or inflater.eof or length))
                    self.must(not inflater.unused_data)
                    yield piece
                    if inflater.eof or not data:
                        break
            except zlib.error:
                self.must(False)
            if not inflater:
                given += length
                yield data
            elif inflater.eof:
                break
        self.must(given == member["size"] and at == end)


class Folder:
    """The same, unpacked."""

    def __init__(self, path):
        self.files, names = {}, []
        for folder, folders, files in os.walk(path):
            for name in folders + files:
                full = os.path.join(folder, name)
                short = os.path.relpath(full, path).replace(os.sep, "/")
                names.append(short)
                check_name(short)
                if os.path.islink(full) or (name in files and not os.path.isfile(full)):
                    raise Forged("the package holds a link or a device: %r" % short)
                if name in files:
                    self.files[short] = full
        check_twins(names)

    def read(self, path):
        with open(self.files[path], "rb") as file:
            yield from iter(lambda: file.read(BLOCK), b"")


# --- FORMAT.md 1: canonical JSON ---


def refuse(what):
    raise Refused(what)


def check_value(value, depth=3):
    if isinstance(value, (dict, list)):
        if depth == 0:
            refuse("depth")
        for child in value.values() if isinstance(value, dict) else value:
            check_value(child, depth - 1)
        if isinstance(value, dict) and not all(name.isascii() and "\0" not in name for name in value):
            refuse("names")
    elif isinstance(value, str):
        if "\0" in value:
            refuse("U+0000")
    elif isinstance(value, bool) or not isinstance(value, int) or abs(value) > INTEGER_MAX:
        refuse("true, false, null, or an integer out of bounds")


def encode(value):
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode("utf-8")


def parse(data):
    """What the bytes say, if they are the one canonical form of it."""
    try:
        value = json.loads(data.decode("utf-8"), parse_float=refuse, parse_constant=refuse)
        again = encode(value)
    except (ValueError, RecursionError) as error:
        raise Refused(str(error))
    if again != data:
        refuse("not canonical")
    check_value(value)
    return value


# --- FORMAT.md 2: the header ---

UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
HEX64 = re.compile(r"[0-9a-f]{64}")
NAME = re.compile(r"[a-z][a-z0-9_.]{0,63}")
HEAD = re.compile(r"(0|[1-9][0-9]{0,15}):([0-9a-f]{64})")
OCC = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2})([+-])([0-9]{2}):([0-9]{2})")


def matches(pattern):
    return lambda value: isinstance(value, str) and pattern.fullmatch(value) is not None


def between(low, high):
    return lambda value: isinstance(value, int) and low <= value <= high


def is_text(value):
    return isinstance(value, str)


def is_occ(value):
    found = OCC.fullmatch(value) if is_text(value) else None
    if found is None or found[2] + found[3] + found[4] == "-0000":
        return False
    try:
        wall = datetime.datetime.strptime(found[1], "%Y-%m-%dT%H:%M:%S")
    except ValueError:
        return False
    return 1970 <= wall.year < 2100 and wall.second < 60 and int(found[3]) <= 14 and int(found[4]) <= 59


def is_head(value):
    found = HEAD.fullmatch(value) if is_text(value) else None
    return found is not None and int(found[1]) <= INTEGER_MAX


def is_map(name_check, value_check, may_be_empty):
    return lambda value: (isinstance(value, dict) and (may_be_empty or len(value) > 0)
                          and all(name_check(k) and value_check(v) for k, v in value.items()))


REQUIRED = {
    "v": is_text, "case": matches(UUID), "key": matches(HEX64), "seq": between(0, INTEGER_MAX),
    "prev": matches(HEX64), "id": matches(UUID), "kind": lambda value: is_text(value) and value != "",
    "clock": between(0, INTEGER_MAX), "rec": between(0, REC_LIMIT - 1),
    "com": is_map(matches(NAME), matches(HEX64), True), "app": is_text,
}
OPTIONAL = {
    "refs": is_map(matches(NAME), matches(HEX64), False), "seen": is_map(matches(HEX64), is_head, False),
    "boot": matches(UUID), "mono": between(0, INTEGER_MAX), "sync": between(0, 1),
    "maxerr": between(0, INTEGER_MAX), "occ": is_occ,
    "occ_prec": lambda value: value in ("second", "minute", "hour", "day", "about"),
    "tz": lambda value: is_text(value) and 0 < len(value.encode("utf-8")) < 64,
}


def check_header(header):
    if not isinstance(header, dict):
        refuse("no object")
    if is_text(header.get("v")) and header["v"] != "1":
        raise Newer(header["v"])
    for name, check in REQUIRED.items():
        if name not in header or not check(header[name]):
            refuse("header: %s" % name)
    for name, value in header.items():
        if name not in REQUIRED and not OPTIONAL.get(name, lambda _: False)(value):
            refuse("header: %s" % name)
    if ("occ" in header) != ("occ_prec" in header) or ("tz" in header and "occ" not in header):
        refuse("header: occ")
    if header["key"] in header.get("seen", {}):
        refuse("header: seen")
    if header["seq"] == 0 and header["prev"] != "0" * 64:
        refuse("header: prev")
    return header


# --- FORMAT.md 3 and 4: commitments, hash ---


def lp(data):
    return len(data).to_bytes(4, "big") + data


def commitment(name, salt, value):
    parts = (b"kiroku.field.v1", name.encode(), bytes.fromhex(salt), value)
    return hashlib.sha256(b"".join(lp(part) for part in parts)).hexdigest()


def entry_hash(header):
    return hashlib.sha256(b"\0" + header).hexdigest()


def check_field(header, name, pair):
    salt, value = pair if isinstance(pair, list) and len(pair) == 2 else refuse("not a pair")
    if isinstance(value, (dict, list)) or not is_text(salt) or not re.fullmatch("[0-9a-f]{32}", salt):
        refuse("the value of %s" % name)
    if is_text(value) and len(value.encode("utf-8")) > TEXT_MAX:
        refuse("the value of %s is too long" % name)
    if header["com"].get(name) != commitment(name, salt, encode(value)):
        refuse("the value of %s is not the one that was signed" % name)


# --- FORMAT.md 5: signatures, ECDSA on P-256 with SHA-256 ---

P = 2**256 - 2**224 + 2**192 + 2**96 - 1
N = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
B = 0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B
G = (0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
     0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5)
SPKI_START = bytes.fromhex("3059301306072a8648ce3d020106082a8648ce3d03010703420004")
WINDOW = 8
TABLES = {}


def double(x, y, z):
    """In Jacobian coordinates: (x / z^2, y / z^3); z = 0 is the point at infinity."""
    if z == 0 or y == 0:
        return 1, 1, 0
    zz, yy = z * z % P, y * y % P
    s, m = 4 * x * yy % P, 3 * (x - zz) * (x + zz) % P  # the curve's a is -3
    x3 = (m * m - 2 * s) % P
    return x3, (m * (s - x3) - 8 * yy * yy) % P, 2 * y * z % P


def add(x1, y1, z1, x2, y2):
    """A point and one whose z is 1."""
    if z1 == 0:
        return x2, y2, 1
    zz = z1 * z1 % P
    h, r = (x2 * zz - x1) % P, (y2 * zz * z1 - y1) % P
    if h == 0:
        return double(x1, y1, z1) if r == 0 else (1, 1, 0)
    hh = h * h % P
    hhh, v = h * hh % P, x1 * hh % P
    x3 = (r * r - hhh - 2 * v) % P
    return x3, (r * (v - x3) - y1 * hhh) % P, z1 * h % P


def flatten(x, y, z):
    """The same point with z = 1."""
    i = pow(z, -1, P)
    return x * i * i % P, y * i * i * i % P


def table_of(point):
    """All multiples d * 2^(WINDOW * i) of a point, so that multiplying needs additions only."""
    if point not in TABLES:
        rows, base = [], (*point, 1)
        for _ in range(0, 256, WINDOW):
            x, y = flatten(*base)
            row = [(x, y, 1)]
            for _ in range(2, 1 << WINDOW):
                row.append(add(*row[-1], x, y))
            base = add(*row[-1], x, y)
            rows.append([None] + [flatten(*multiple) for multiple in row])
        TABLES[point] = rows
    return TABLES[point]


def multiply_add(sum_, factor, table):
    mask, row = (1 << WINDOW) - 1, 0
    x, y, z = sum_
    while factor:
        if factor & mask:
            x, y, z = add(x, y, z, *table[row][factor & mask])
        factor >>= WINDOW
        row += 1
    return x, y, z


def decode64(text):
    data = base64.b64decode(text, validate=True)
    if base64.b64encode(data).decode() != text:
        raise ValueError
    return data


def public_key(spki):
    """The point of a base64 SubjectPublicKeyInfo in its one encoding, and its id; or None."""
    try:
        der = decode64(spki)
    except ValueError:
        return None
    if len(der) != 91 or der[:27] != SPKI_START:
        return None
    x, y = int.from_bytes(der[27:59], "big"), int.from_bytes(der[59:], "big")
    if x >= P or y >= P or (y * y - x * x * x + 3 * x - B) % P != 0:
        return None
    return (x, y), hashlib.sha256(der).hexdigest()


def der_integer(data):
    if len(data) < 3 or data[0] != 2 or data[1] > 33 or not 0 < data[1] <= len(data) - 2:
        raise ValueError
    digits, rest = data[2:2 + data[1]], data[2 + data[1]:]
    if digits[0] >= 128 or (len(digits) > 1 and digits[0] == 0 and digits[1] < 128):
        raise ValueError
    return int.from_bytes(digits, "big"), rest


def text_signature_is_valid(point, text, signature):
    try:
        der = decode64(signature)
        if der[:1] != b"0" or der[1] != len(der) - 2:
            return False
        r, rest = der_integer(der[2:])
        s, rest = der_integer(rest)
    except (ValueError, IndexError):
        return False
    if rest or not (0 < r < N and 0 < s < N):
        return False
    w = pow(s, -1, N)
    sum_ = multiply_add((1, 1, 0), int.from_bytes(hashlib.sha256(text).digest(), "big") * w % N, table_of(G))
    x, _, z = multiply_add(sum_, r * w % N, table_of(point))
    zz = z * z % P
    return z != 0 and any((candidate * zz - x) % P == 0 for candidate in (r, r + N) if candidate < P)


def signature_is_valid(point, hash_hex, signature):
    return text_signature_is_valid(point, b"kiroku.entry.v1\n" + bytes.fromhex(hash_hex), signature)


# --- FORMAT.md 8: checkpoints ---

NUMBER = "(?:0|[1-9][0-9]{0,15})"
ROOT_LINES = re.compile("kiroku\\.checkpoint\\.v1\ncase (%s)\n(?:journal [0-9a-f]{64} %s [0-9a-f]{64}\n)+" % (
    UUID.pattern, NUMBER))
CHECKPOINT = re.compile(ROOT_LINES.pattern + "(?P<time>time %s\n(?:file [0-9a-f]{64} [!-~]+\n)*"
                        "(?:withheld [0-9a-f]{64} [!-~]+\n)*(?:withheld-file [0-9a-f]{64}\n)*"
                        "(?P<signed>signed [0-9a-f]{64} [!-~]+\n)?)?" % NUMBER)


class Checkpoint:
    def __init__(self, text):
        found = CHECKPOINT.fullmatch(text)
        if found is None:
            refuse("not as a checkpoint is written")
        lines = [line.split(" ") for line in text.split("\n")[:-1]]

        def group(word):
            rows = [tuple(line[1:]) for line in lines if line[0] == word]
            raw = [" ".join(row) for row in rows]
            if raw != sorted(set(raw)):
                refuse("the lines “%s” are not in order" % word)
            return rows

        self.case, self.timed = found[1], found["time"] is not None
        self.heads = [(key, int(seq), hash_hex) for key, seq, hash_hex in group("journal")]
        self.files = {path: sha256 for sha256, path in group("file")}
        self.withheld, self.withheld_files = group("withheld"), [row[0] for row in group("withheld-file")]
        if any(number > INTEGER_MAX for number in [head[1] for head in self.heads]
               + [int(row[0]) for row in group("time")]):
            refuse("a number is out of bounds")
        self.root = hashlib.sha256(ROOT_LINES.match(text)[0].encode()).hexdigest()
        self.signed = None
        if found["signed"]:
            self.signed = (*found["signed"].split()[1:], text[:found.start("signed")].encode())

    def is_signed_by(self, point, key_id):
        return (self.signed is not None and self.signed[0] == key_id
                and text_signature_is_valid(point, self.signed[2], self.signed[1]))


# --- FORMAT.md 10: verifying ---


class Entry:
    __slots__ = ("journal", "seq", "clock", "rec", "prev", "hash", "followed", "attests", "revokes",
                 "disowned", "times", "header", "body")

    def text(self, name):
        value = self.body.get(name, (None, None))[1]
        return value if is_text(value) else None


class Journal:
    def __init__(self, key):
        self.key, self.point, self.entries, self.trusted, self.covered = key, None, [], False, -1
        self.name, self.shown = None, False

    def named(self):
        """Whose it is, as the author says, and the first digits of the key."""
        return "“%s” (%.12s)" % (self.name or "?", self.key)


KEPT = ("anchor", "case.open", "checkpoint", "erase", "evidence.add", "import", "key.revoke", "key.vouch")
LATE = float("inf")


def show_time(us):
    """As a clock here shows it, with its offset."""
    when = datetime.datetime.fromtimestamp(us / 1000000, datetime.timezone.utc)
    try:
        when = when.astimezone()
    except (OSError, OverflowError, ValueError):
        pass  # this system knows no local time of that year
    return when.isoformat(timespec="seconds")


class Verification:
    """One run over the journals of a case. @journals: key → an iterable of lines, each without its LF, or
    with a last one that has none as (line, False)."""

    def __init__(self, case_id, journals, checkpoint=None, files=None, heads=(), ca=None, heads_only=False):
        self.case_id, self.checkpoint, self.files, self.ca = case_id, checkpoint, files, ca
        self.findings, self.warnings, self.settled, self.jobs = [], [], [], []
        self.entries = self.unanchored = self.withheld = 0
        self.journals, self.places, self.unjudged = {}, {}, set()
        self.kept, self.linked, self.absences, self.links = [], [], [], {}
        self.statements, self.covers, self.untrusted, self.witnesses = [], [], [], []
        for key in sorted(journals):
            self.read_journal(key, journals[key])
        if not self.journals:
            self.found(5, LATE, None, -1, None, "there is no such case")
            return
        self.check_signatures(heads_only)
        self.check_seen()
        self.check_stated(heads)
        self.check_vouching()
        self.check_absences()
        self.check_covered()
        self.check_revocations()
        self.check_evidence()

    def found(self, verdict, position, key, seq, hash_hex, what):
        self.findings.append((WORST_FIRST.index(verdict), position, len(self.findings), verdict,
                              {"journal": key, "seq": seq, "hash": hash_hex, "what": what}))

    def found_at(self, verdict, entry, what):
        self.found(verdict, LATE, entry.journal.key, entry.seq, entry.hash, what)

    @property
    def first(self):
        return min(self.findings)[3:] if self.findings else (0 if self.is_anchored() else 1, None)

    def is_anchored(self):
        return self.unanchored == 0 and not self.warnings

    # Steps 1 to 8

    def read_journal(self, key, lines):
        journal = self.journals[key] = Journal(key)
        last, numbers = (-1, ""), set()
        for number, line in enumerate(lines):
            self.entries += 1
            position, seq, hash_hex = self.entries, number, None
            try:
                if isinstance(line, tuple):
                    refuse("no line break ends it")
                value = parse(line)
                if (not isinstance(value, dict) or sorted(value) != ["b", "h", "s"] or not is_text(value["s"])
                        or not isinstance(value["h"], dict) or not isinstance(value["b"], dict)
                        or not all(isinstance(pair, list) and len(pair) == 2 and is_text(pair[0])
                                   for pair in value["b"].values())):
                    refuse("not a line of a package")
                hash_hex = entry_hash(encode(value["h"]))
                stated = value["h"].get("seq")
                if isinstance(stated, int) and stated >= 0:
                    seq = stated
                    if (seq, hash_hex) <= last:
                        refuse("the entry stands in the wrong place")
                    last = (seq, hash_hex)
                header = check_header(value["h"])
                if header["key"] != key or header["case"] != self.case_id:
                    refuse("the entry belongs to another journal or case")
                if seq in numbers:
                    self.found(3, position, key, seq, hash_hex, "two entries carry one number: a fork")
                for name, pair in value["b"].items():
                    check_field(header, name, pair)
            except Newer as newer:
                self.unjudged.add(hash_hex)
                self.found(5, position, key, seq, hash_hex, "written by a later version, %s" % newer)
                continue
            except Refused as refused:
                self.found(2, position, key, seq, hash_hex, str(refused))
                continue
            numbers.add(seq)
            self.take_entry(journal, header, value["b"], hash_hex, value["s"])

    def take_entry(self, journal, header, body, hash_hex, signature):
        entry, position = Entry(), self.entries
        bad = (2, position, journal.key, header["seq"], hash_hex)
        entry.journal, entry.hash, entry.seq = journal, hash_hex, header["seq"]
        entry.clock, entry.rec, entry.header, entry.body = header["clock"], header["rec"], header, body
        entry.times = (header.get("boot"), header.get("mono", -1), header.get("maxerr", -1))
        entry.followed, entry.attests = False, header["kind"] in ("checkpoint", "anchor")
        entry.revokes, entry.disowned = header["kind"] == "key.revoke", False
        entry.prev = self.places.get(header["prev"]) if entry.seq > 0 else None
        if entry.seq == 0:
            spki = entry.text("spki") if header["kind"] == "journal.open" else None
            key = public_key(spki) if spki is not None else None
            journal.point = key[0] if key is not None and key[1] == journal.key else None
            journal.name = entry.text("name")
            if journal.point is None:
                self.found(*bad, "the journal does not begin with the key it is named by")
        if header["prev"] not in self.unjudged:
            self.check_chain(entry, header, bad)
        if journal.point is not None:
            self.jobs.append((entry, position, signature, journal.point))
        if entry.prev is not None:
            entry.prev.followed = True
        if "seen" in header:
            self.linked.append(entry)
        self.absences += [(entry, position, name) for name in header["com"] if name not in body]
        if header["kind"] in KEPT:
            self.kept.append(entry)
        else:
            entry.body = None
            if "seen" not in header:
                entry.header = None
        journal.entries.append(entry)
        self.places.setdefault(hash_hex, entry)

    def check_chain(self, entry, header, bad):
        before = entry.prev
        if before is not None and (before.journal is not entry.journal or before.seq != entry.seq - 1):
            before = None
        if entry.seq > 0 and before is None:
            self.found(*bad, "the entry before it is missing or is not the one that was signed")
            return
        if before is not None:
            self.check_times(before, entry)
        if "seen" not in header and entry.clock != max(entry.rec, before.clock + 1 if before else 0):
            self.found(*bad, "the logical clock does not follow from the entries before")

    def check_times(self, before, entry):
        if entry.rec < before.rec:
            self.warnings.append("entry %.12s: the clock went back against the entry before" % entry.hash)
        (boot, mono, error), (boot_before, mono_before, error_before) = entry.times, before.times
        if boot is None or boot != boot_before or mono < 0 or mono_before < 0:
            return
        drift = (entry.rec - before.rec) - (mono - mono_before)
        if abs(drift) > max(error, error_before) + 1000000:
            self.warnings.append("entry %.12s: the clock was set since the entry before" % entry.hash)

    def check_signatures(self, heads_only):
        jobs = [job for job in self.jobs if not (heads_only and job[0].followed)]
        if len(jobs) < len(self.jobs):
            self.warnings.append("%d signatures were not checked (--heads-only)" % (len(self.jobs) - len(jobs)))
        for entry, position, signature, point in jobs:
            if not signature_is_valid(point, entry.hash, signature):
                self.found(2, position, entry.journal.key, entry.seq, entry.hash,
                           "the signature is not that of the journal's key")
        self.jobs = []

    def of_kind(self, kind):
        return [entry for entry in self.kept if entry.header["kind"] == kind]

    # Who is vouched for, and what may be absent (section 3)

    def first_seen(self, signer, opening):
        """Where in its journal whoever signed the package had first seen @opening."""
        if signer is None or not signer.entries:
            return LATE

        def has_seen(seq):
            return self.get_before(signer.key, seq).get(opening.journal.key, -1) >= opening.seq
        low, high = 0, signer.entries[-1].seq
        if not has_seen(high):
            return LATE
        while low < high:
            middle = (low + high) // 2
            low, high = (low, middle) if has_seen(middle) else (middle + 1, high)
        return low

    def find_opener(self):
        """Of several openings the one that whoever signed the package had seen first, for times are what an
        author says; where a root that was given covers some, of these alone: the signer could be the one who
        lies. A time stamp does not tell, for anybody can have one made of an opening of their own."""
        everybody = self.of_kind("case.open")
        opened = [entry for entry in everybody if self.is_covered(self.given, entry)] or everybody
        if not opened:
            self.warnings.append("no entry opens the case")
            return None
        signer = self.find_signer(self.checkpoint) if self.checkpoint and len(opened) > 1 else None
        order = {e: (self.first_seen(signer, e), e.clock, e.journal.key, e.seq, e.hash) for e in opened}
        opener = min(opened, key=order.get).journal
        people = {entry.journal.key: entry.journal.named() for entry in everybody}
        if len(people) > 1:
            self.warnings.append("%d people have opened this case, each apart, and only one can have: %s. What "
                                 "follows takes the opening of %s for the one that counts" % (
                                     len(people), ", ".join(people.values()), opener.named()))
        return opener.key

    def list_revocations(self):
        """Those that count: the entry, the journal of the key, and what of it counts, or None."""
        for entry in self.of_kind("key.revoke"):
            journal, last = self.journals.get(entry.text("key")), entry.text("last")
            if journal is None or entry.journal.key not in (journal.key, self.opener):
                continue
            place, before = self.places.get(last.partition(":")[2]) if is_head(last) else None, set()
            while place is not None:
                before.add(place.hash)
                place = place.prev
            yield entry, journal, before or None

    def check_vouching(self):
        self.opener = self.find_opener()
        self.revocations = list(self.list_revocations())
        revoked = {journal.key for _, journal, _ in self.revocations}
        for _, journal, before in self.revocations:
            for entry in journal.entries if before is not None else ():
                entry.disowned = entry.disowned or not (entry.revokes or entry.hash in before)
        if self.opener is None:
            return
        settled = {journal.key for entry, journal, before in self.revocations
                   if entry.journal.key == self.opener and before is not None and self.opener not in revoked}
        keys = self.follow([entry for entry in self.of_kind("key.vouch") if not entry.disowned], revoked)
        shown = self.follow([entry for entry in self.of_kind("key.vouch")
                             if not entry.disowned and self.is_covered(self.shown, entry)], revoked)
        for journal in self.journals.values():
            journal.trusted, journal.shown = journal.key in keys, journal.key in shown
            if not journal.trusted and journal.key in settled:
                self.settled.append("journal %.12s: nobody has vouched for its author, and whoever opened the case "
                                    "has revoked the key" % journal.key)
            elif not journal.trusted:
                self.warnings.append("journal %.12s: nobody has vouched for its author" % journal.key)

    def follow(self, vouches, revoked):
        keys, size = {self.opener}, 0
        while size != len(keys):
            size = len(keys)
            keys |= {entry.text("key") for entry in vouches if entry.journal.key in keys
                     and (entry.journal.key == self.opener or entry.journal.key not in revoked)}
        return keys

    def find_signer(self, checkpoint):
        journal = self.journals.get(checkpoint.signed[0]) if checkpoint.signed else None
        if (journal is not None and journal.point is not None and checkpoint.case == self.case_id
                and checkpoint.is_signed_by(journal.point, journal.key)):
            return journal
        return None

    def is_signed_too_late(self, checkpoint, signer):
        """Whether the key was revoked by somebody whose journal @checkpoint has beyond that."""
        return any(journal is signer and any(key == entry.journal.key and seq >= entry.seq
                                             for key, seq, _ in checkpoint.heads)
                   for entry, journal, _ in self.revocations)

    def may_be_withheld(self, hash_hex, name):
        """Whose key was revoked is never withheld: whoever holds it could leave that out."""
        entry = self.places.get(hash_hex)
        return name != "key" or entry is None or not entry.revokes

    def check_absences(self):
        permitted, self.permitted_files, sender = set(), set(), None

        def permit(checkpoint, lines=None):
            permitted.update(pair for pair in checkpoint.withheld if self.may_be_withheld(*pair)
                             and (lines is None or "withheld %s %s" % pair in lines))
            self.permitted_files.update(sha256 for sha256 in checkpoint.withheld_files
                                        if lines is None or "withheld-file " + sha256 in lines)
        if self.checkpoint is not None:
            sender = signer = self.find_signer(self.checkpoint)
            if signer is None:
                self.found(2, LATE, None, -1, None, "the package's checkpoint is not signed by anybody who "
                           "wrote in this case")
            elif any(journal is signer for _, journal, _ in self.revocations):
                self.found(2, -1, None, -1, None, "the package is signed with a key that was revoked, that of %s: "
                           "whoever has the key may have made it, and what it leaves out is missing" % signer.named())
            elif signer.trusted:
                permit(self.checkpoint)
            else:
                self.warnings.append("the package is signed by %s, for whom whoever opened the case has not vouched: its "
                                     "documents (PDF, case.json, verify.py) and what it leaves out rest on that person's "
                                     "word alone" % signer.named())
        for entry in self.kept:
            if entry.journal.trusted and not entry.disowned and entry.header["kind"] == "erase":
                named = entry.header.get("refs", {}).get("entry")
                permitted.add((named, entry.text("field")))
                self.permitted_files.add(entry.text("sha256"))
            if entry.header["kind"] == "import":
                self.warn_of_abandoned(entry)
            if entry.header["kind"] == "import" and entry.journal is sender:  # a package is the sender's copy
                try:
                    checkpoint = Checkpoint(entry.text("checkpoint") or "")
                except Refused:
                    continue
                signer = self.find_signer(checkpoint)
                if signer is not None and signer.trusted and not self.is_signed_too_late(checkpoint, signer):
                    permit(checkpoint, set((entry.text("absent") or "").split("\n"))
                           if "absent" in entry.header["com"] else None)
        for entry, position, name in self.absences:
            if (entry.hash, name) in permitted:
                self.withheld += 1
            else:
                self.found(2, position, entry.journal.key, entry.seq, entry.hash,
                           "the value of %s is missing, and nobody who may has erased or withheld it" % name)

    def warn_of_abandoned(self, entry):
        """A package that was given up lacks entries until all its heads are there."""
        value = entry.body.get("abandoned", (None, 0))[1]
        if not isinstance(value, int) or value == 0:
            return
        try:
            heads = Checkpoint(entry.text("checkpoint") or "").heads
        except Refused:
            heads = [(None, None, None)]
        if any(hash_hex not in self.places for _, _, hash_hex in heads):
            self.warnings.append("entry %.12s: a package was given up before it was taken in to its end: entries are "
                                 "missing that others have" % entry.hash)

    # Step 9

    def check_seen(self):
        for entry in self.linked:
            before = entry.prev
            if before is None and entry.seq > 0:
                continue
            clock = max(entry.rec, before.clock + 1 if before else 0)
            for other, head in sorted(entry.header["seen"].items()):
                seq, _, hash_hex = head.partition(":")
                seen = self.places.get(hash_hex)
                if seen is None:
                    if hash_hex not in self.unjudged:
                        self.found(3, LATE, other, int(seq), hash_hex,
                                   "entry %.12s has seen this entry, which is not here" % entry.hash)
                    break
                if (seen.journal.key, seen.seq) != (other, int(seq)):
                    self.found_at(2, entry, "the entry it has seen stands elsewhere")
                    break
                clock = max(clock, seen.clock + 1)
                self.links.setdefault(entry.journal.key, []).append((entry.seq, other, seen.seq))
            else:
                if entry.clock != clock:
                    self.found_at(2, entry, "the logical clock does not follow from the entries before")

        for links in self.links.values():
            links.sort()

    def get_before(self, key, seq):
        """For each journal the greatest number that lies before, or is, this entry."""
        before, pending = {}, [(key, seq)]
        while pending:
            key, seq = pending.pop()
            reached = before.get(key, -1)
            if seq <= reached:
                continue
            before[key] = seq
            links = self.links.get(key, [])
            for at, other, number in links[bisect.bisect(links, (reached, "~")):]:
                if at > seq:
                    break
                pending.append((other, number))
        return before

    # Step 10

    def heads_are_here(self, checkpoint, stated):
        here = True
        for key, seq, hash_hex in checkpoint.heads:
            entry = self.places.get(hash_hex)
            if entry is None and hash_hex not in self.unjudged:
                self.found(3, LATE, key, seq, hash_hex, "a checkpoint names this entry, but it is not here")
            if entry is not None and (entry.journal.key, entry.seq) != (key, seq):
                self.found_at(2, stated or entry, "a checkpoint names an entry that stands elsewhere")
                entry = None
            here = here and entry is not None
        return here

    def read_stated(self, entry):
        try:
            checkpoint = Checkpoint(entry.text("text"))
            if checkpoint.case != self.case_id:
                refuse("it is the checkpoint of another case")
            return checkpoint
        except Refused as refused:
            self.found_at(2, entry, str(refused))
            return None

    def check_stated(self, heads):
        for entry in self.kept:
            if entry.header["kind"] == "checkpoint":
                if entry.text("text") is None:
                    self.warnings.append("entry %.12s: the text of this checkpoint is withheld" % entry.hash)
                    continue
                checkpoint = self.read_stated(entry)
                if checkpoint is not None and self.heads_are_here(checkpoint, entry):
                    self.statements.append(checkpoint)
            elif entry.header["kind"] == "anchor":
                self.check_anchor(entry)
            elif entry.header["kind"] == "import":
                self.check_import(entry)
        if (self.checkpoint is not None and self.checkpoint.case == self.case_id
                and self.heads_are_here(self.checkpoint, None)):
            self.statements.append(self.checkpoint)
        present = [(journal.key, entry.seq, entry.hash) for journal in self.journals.values()
                   for entry in journal.entries if not entry.followed]
        lines = sorted("journal %s %d %s\n" % head for head in present)
        self.root = None
        if present:
            text = "kiroku.checkpoint.v1\ncase %s\n%s" % (self.case_id, "".join(lines))
            self.root = hashlib.sha256(text.encode()).hexdigest()
        stamped = len(self.covers)
        for root in heads:
            known = [one.heads for one in self.statements if one.root == root]
            known += [present] if root == self.root else []
            if known:
                self.covers += [(LATE, key, seq) for key, seq, _ in known[0]]
            else:
                self.found(3, LATE, None, -1, None, "the case root %.16s… that was given is not that of this "
                           "record, now or at any checkpoint" % root)
        # What needs nobody's word: covered by trusted time stamps and by roots that were given, or by these alone.
        self.shown, self.given = self.list_covered(self.covers), self.list_covered(self.covers[stamped:])

    def list_covered(self, covers):
        """For each journal the greatest number covered."""
        covered = {}
        for _, key, seq in covers:
            for other, number in self.get_before(key, seq).items():
                covered[other] = max(covered.get(other, -1), number)
        return covered

    @staticmethod
    def is_covered(covered, entry):
        return entry.seq <= covered.get(entry.journal.key, -1)

    def check_covered(self):
        """What outside heads cover, now that it is known whose entries bear others out."""
        for entry, seen in self.witnesses:
            # Who may be believed must be known from outside: whoever has the opener's key could make a witness.
            if (seen.journal is not entry.journal and seen.journal.shown and entry.journal.shown
                    and not seen.disowned):
                self.covers.append((LATE, seen.journal.key, seen.seq))
            elif seen.journal is not entry.journal and seen.journal.trusted and entry.journal.trusted:
                lacks = [journal.named() for journal in (entry.journal, seen.journal) if not journal.shown]
                self.untrusted += ["what another had seen covers nothing: it counts once a time stamp, or a case root "
                                   "that is given, covers the entry that vouches for %s" % name for name in lacks[:1]]
        self.count_unanchored()

    def check_import(self, entry):
        """The sender of a package told its case root: it says something once all of the package is here."""
        try:
            checkpoint = Checkpoint(entry.text("checkpoint") or "")
        except Refused:
            return
        places = [(self.places.get(hash_hex), key, seq) for key, seq, hash_hex in checkpoint.heads]
        if checkpoint.case == self.case_id and all(
                place is not None and (place.journal.key, place.seq) == (key, seq) for place, key, seq in places):
            self.statements.append(checkpoint)

    def check_anchor(self, entry):
        kind, root = entry.text("type"), entry.text("root")
        if entry.text("text") is None or root is None or kind is None:
            self.warnings.append("entry %.12s: values of this anchor are withheld" % entry.hash)
            return
        checkpoint = self.read_stated(entry)
        if checkpoint is None:
            return
        if checkpoint.timed or checkpoint.root != root:
            self.found_at(2, entry, "the case root is not that of the heads beside it")
            return
        if not self.heads_are_here(checkpoint, entry):
            return
        self.statements.append(checkpoint)
        if kind == "token" and entry.text("token") is None:
            self.warnings.append("entry %.12s: values of this anchor are withheld" % entry.hash)
        elif kind == "token":
            trust, limit = check_token(entry.text("token"), root, self.ca)
            if trust == "wrong":
                self.found_at(2, entry, "the time stamp is not of this record")
            elif trust == "trusted":
                self.covers += [(limit, key, seq) for key, seq, _ in checkpoint.heads]
            else:
                self.untrusted.append("a time stamp covers nothing: %s" % limit)
        elif kind == "seen":
            self.find_witness(entry)

    def find_witness(self, entry):
        hash_hex = entry.header.get("refs", {}).get("seen")
        seen = self.places.get(hash_hex)
        if hash_hex is None:
            self.found_at(2, entry, "the anchor names no entry")
        elif seen is None and hash_hex not in self.unjudged:
            self.found(3, LATE, None, -1, hash_hex, "an anchor names this entry, but it is not here")
        elif seen is not None:
            self.witnesses.append((entry, seen))

    def count_unanchored(self):
        cursors = dict.fromkeys(self.journals, 0)
        for limit, key, seq in sorted(self.covers, key=lambda cover: cover[0]):
            later = 0
            for other, number in self.get_before(key, seq).items():
                journal = self.journals[other]
                while cursors[other] < len(journal.entries) and journal.entries[cursors[other]].seq <= number:
                    later += journal.entries[cursors[other]].rec > limit
                    cursors[other] += 1
                journal.covered = max(journal.covered, number)
            if later:
                self.warnings.append("%d entries say that they were recorded after the time stamp that covers "
                                     "them" % later)
        since = None
        for journal in self.journals.values():
            trailing = True
            for entry in reversed(journal.entries):
                trailing = trailing and entry.attests
                if not trailing and entry.seq > journal.covered:
                    self.unanchored += 1
                    since = entry.rec if since is None else min(since, entry.rec)
        if self.unanchored:
            self.warnings += self.untrusted
            self.warnings.append("unanchored since %s: no outside head covers %d of the %d entries" % (
                show_time(since), self.unanchored, self.entries))

    def check_revocations(self):
        for entry, journal, before in self.revocations:
            last = entry.text("last")
            if last is None:
                self.warnings.append("entry %.12s: which entries of a revoked key count is withheld" % entry.hash)
            elif not is_head(last):
                self.found_at(2, entry, "the revocation names no entry")
            elif before is None:
                self.found(3, LATE, journal.key, int(last.partition(":")[0]), last.partition(":")[2],
                           "the last entry before the key was revoked is not here")
            for one in journal.entries if before is not None else ():
                if one.hash not in before and not one.revokes:
                    self.found_at(2, one, "the entry was written with a key that had been revoked")

    # Step 12

    def check_evidence(self):
        named = set()
        for entry in self.of_kind("evidence.add"):
            sha256 = entry.text("sha256")
            if sha256 is None:
                self.warnings.append("entry %.12s: the digest of this evidence is withheld" % entry.hash)
                continue
            named.add(sha256)
            if self.files is None:
                self.warnings.append("the files of the evidence were not looked at")
                continue
            there = self.files.get("data/evidence/" + sha256)
            size = entry.body.get("size", (None, None))[1]
            if there is None and sha256 in self.permitted_files:
                self.withheld += 1
            elif there is None:
                self.found_at(4, entry, "the file of this evidence is missing")
            elif (there[0] != sha256 or entry.text("sha512") not in (None, there[1])
                  or (isinstance(size, int) and size >= 0 and size != there[2])):
                self.found_at(4, entry, "the file of this evidence was changed")
        for path in sorted(self.files or {}):
            name = path[len("data/evidence/"):]
            if path.startswith("data/evidence/") and HEX64.fullmatch(name) and name not in named:
                self.found(4, LATE, None, -1, None, "“%s” is a file that no entry names" % name)


# --- Time stamps, by the openssl program ---


def check_token(token, root, ca):
    """Whether a time stamp is of @root and from somebody in @ca: "trusted" and the latest time (µs) what it
    covers may say; "untrusted" and why; or "wrong". The openssl program does it."""
    try:
        der = decode64(token)
    except ValueError:
        return "wrong", None
    if bytes.fromhex(root) not in der:
        return "wrong", None
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "token")
        with open(path, "wb") as file:
            file.write(der)
        try:
            return judge_token(path, root, ca)
        except OSError:
            return "untrusted", "the openssl program is not here"


def openssl(*words):
    done = subprocess.run(["openssl", *words], stdin=subprocess.DEVNULL, check=False, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, universal_newlines=True, errors="replace",
                          env=dict(os.environ, LC_ALL="C"))
    return done.returncode == 0, done.stdout


def judge_token(path, root, ca):
    legible, shown = openssl("ts", "-reply", "-in", path, "-token_in", "-text")
    stamp = re.search(r"^Time stamp: (\w+ +\d+ [\d:]+)(\.\d+)? (\d+) GMT", shown, re.M)
    if not legible or stamp is None:
        return "wrong", None
    signed, why = openssl("cms", "-verify", "-noverify", "-inform", "DER", "-in", path, "-binary", "-out", os.devnull)
    if not signed:
        return ("untrusted", "its signer's certificate is not there") if "certificate not found" in why else ("wrong", None)
    if ca is None:
        return "untrusted", "name the authorities you trust with --ca"
    time = datetime.datetime.strptime(stamp[1] + " " + stamp[3], "%b %d %H:%M:%S %Y").replace(
        tzinfo=datetime.timezone.utc)
    trusted, _ = openssl("ts", "-verify", "-in", path, "-token_in", "-digest", root, "-CAfile", ca, "-partial_chain",
                         "-attime", str(int(time.timestamp())))
    if not trusted:
        return "untrusted", "its authority is not among those you trust"
    latest = int(time.timestamp()) * 1000000 + int(float(stamp[2] or 0) * 1000000) + 1000000
    accuracy = re.search(r"^Accuracy: (\S+) seconds, (\S+) millis, (\S+) micros", shown, re.M)
    for unit, number in zip((1000000, 1000, 1), accuracy.groups() if accuracy else ()):
        latest += unit * int(number, 0) if number != "unspecified" else 0
    return "trusted", latest


# --- FORMAT.md 9: the package ---


class Package:
    def __init__(self, source):
        self.source, self.digests = source, {}
        try:
            self.checkpoint = Checkpoint(self.read_text("data/checkpoint.txt"))
        except Refused:
            self.checkpoint = None
        self.journals = {found[1]: path for path in source.files for found in
                         [re.fullmatch("data/journals/([0-9a-f]{64})\\.jsonl", path)] if found}
        if self.checkpoint is None and not self.journals:
            raise Damaged("it is no package of a case: it has no journals")
        for path in source.files:
            sha256, sha512, size = hashlib.sha256(), hashlib.sha512(), 0
            for piece in source.read(path):
                sha256.update(piece)
                sha512.update(piece)
                size += len(piece)
            self.digests[path] = (sha256.hexdigest(), sha512.hexdigest(), size)

    def read_text(self, path):
        if path not in self.source.files:
            refuse("%s is missing" % path)
        pieces, size = [], 0
        for piece in self.source.read(path):
            pieces.append(piece)
            size += len(piece)
            if size > LIST_MAX:
                refuse("%s is too long" % path)
        try:
            text = b"".join(pieces).decode("utf-8")
        except ValueError:
            refuse("%s is no text" % path)
        return text if "\0" not in text else refuse("%s is no text" % path)

    def read_lines(self, key):
        rest = b""
        for piece in self.source.read(self.journals[key]):
            lines = (rest + piece).split(b"\n")
            rest = lines.pop()
            yield from lines
            if len(rest) > LINE_MAX:
                raise Damaged("a line of a journal is longer than any entry")
        if rest:
            yield (rest, False)

    def find_case(self):
        if self.checkpoint is not None:
            return self.checkpoint.case
        for key in sorted(self.journals):
            for line in self.read_lines(key):
                try:
                    case = parse(line)["h"]["case"]
                    if UUID.fullmatch(case):
                        return case
                except (Refused, TypeError, KeyError, AttributeError):
                    continue
        return ""

    def read_manifest(self, name, faults):
        try:
            text = self.read_text(name)
            rows = [re.fullmatch("([0-9a-f]{128})  (.+)", line, re.S) for line in text.split("\n")[:-1]]
            table = {row[2]: row[1] for row in rows if row}
            if not text.endswith("\n") or len(table) != len(rows):
                refuse(name)
            return table
        except Refused:
            faults.append((name, "is missing, or not as such a list is written"))
            return {}

    def list_faults(self):
        """Where the bag does not agree with itself or with its checkpoint: (path, what)."""
        faults, signed = [], self.checkpoint.files if self.checkpoint else {}
        try:
            declared = self.read_text("bagit.txt")
        except Refused:
            declared = None
        if declared != "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n":
            faults.append(("bagit.txt", "is missing, or of another kind of package"))
        if "bag-info.txt" not in self.digests:
            faults.append(("bag-info.txt", "is missing"))
        manifest = self.read_manifest("manifest-sha512.txt", faults)
        tags = self.read_manifest("tagmanifest-sha512.txt", faults)
        if self.checkpoint is None:
            faults.append(("data/checkpoint.txt", "is missing, or not as a checkpoint is written"))
        for path in sorted(self.digests):
            payload = path.startswith("data/")
            for folder, end in (("data/journals/", r"\.jsonl"), ("data/evidence/", "")):
                if path.startswith(folder) and not re.fullmatch(folder + "[0-9a-f]{64}" + end, path):
                    faults.append((path, "has a name that nothing there has"))
            if path == "tagmanifest-sha512.txt":
                continue
            known = payload or path in ("bagit.txt", "bag-info.txt", "manifest-sha512.txt")
            lists = [(1, manifest if payload else tags if known else {})]
            if payload and self.checkpoint is not None and path != "data/checkpoint.txt":
                lists.append((0, signed))
            for which, expected in lists:
                if path not in expected:
                    faults.append((path, "is extra: nothing that was signed names it"))
                elif expected[path] != self.digests[path][which]:
                    faults.append((path, "was changed: its digest is another"))
        for expected in (manifest, tags, signed):
            faults += [(path, "is missing") for path in sorted(expected) if path not in self.digests]
        return faults


def verify(source, heads=(), ca=None, heads_only=False):
    """The answer as `kiroku-cli --json verify --package` gives it."""
    package = Package(source)
    run = Verification(package.find_case(), {key: package.read_lines(key) for key in package.journals},
                       package.checkpoint, package.digests, heads, ca, heads_only)
    if (package.checkpoint is not None and run.journals and all(one[3] == 4 for one in run.findings)
            and run.root != package.checkpoint.root):
        run.found(2, LATE, None, -1, None, "there are entries that the package's checkpoint does not cover")
    for path, what in package.list_faults():
        run.found(4 if path.startswith("data/evidence/") else 2, LATE, None, -1, None, "%s %s" % (path, what))
    verdict, bad = run.first
    answer = {"case": run.case_id, "verdict": VERDICTS[verdict], "exit": verdict, "entries": run.entries,
              "unanchored": run.unanchored, "withheld": run.withheld, "warnings": run.warnings}
    if run.settled:
        answer["settled"] = run.settled
    return dict(answer, first_bad=bad) if bad else answer


def answer_to(path, **options):
    try:
        return verify(Folder(path) if os.path.isdir(path) else Zip(path), **options)
    except Forged as forged:
        verdict, what = 2, str(forged)
    except (Damaged, OSError) as damaged:
        verdict, what = 5, str(damaged)
    bad = {"journal": None, "seq": -1, "hash": None, "what": what}
    return {"case": "", "verdict": VERDICTS[verdict], "exit": verdict, "entries": 0, "unanchored": 0, "withheld": 0,
            "warnings": [], "first_bad": bad}


# --- Words, and the command line ---

# A part of what is said in English, and the same in Japanese; of several that fit, the first.
# What names somebody comes first, so that no name decides.
REASONS_JA = """
signed with a key that was revoked=失効した鍵で署名されたパッケージです。伏せられた値は欠落とみなします
word alone=パッケージに署名した人に、事案を開いた人の保証がありません。書類と伏せられた値は、その人の言葉だけに基づいています
each apart=複数の人が、それぞれこの事案を開いたとしています
had seen covers nothing=他の人が見た記録は、その人を保証した記録に外部の控えがあるまで、裏付けになりません
two entries carry one number=同じ番号の記録が二つあります（分岐）
the entry before it is missing=直前の記録がないか、署名されたものと違います
is not the one that was signed=値が署名されたものと違います
is missing, and nobody who may=値がありません。消去や、伏せたことの記録もありません
later version=新しい版の記録です
signature is not that=署名が記録簿の鍵によるものではありません
signatures were not checked=確かめていない署名があります（--heads-only）
logical clock=論理時刻が前の記録と合いません
another journal or case=別の記録簿または事案の記録です
does not begin with the key=記録簿がその名の鍵で始まっていません
wrong place=記録の並びが違います
has seen this entry=他の記録が見たこの記録がありません
stands elsewhere=名指しされた記録が、別のところにあります
names this entry, but it is not here=確認点または控えにあるこの記録がありません
anchor names no entry=控えが記録を示していません
that was given is not=指定された事案ルートは、この記録のものではありません
another case=別の事案の確認点です
heads beside it=事案ルートが、並記された先頭の記録と合いません
not of this record=タイムスタンプがこの記録のものではありません
a time stamp covers nothing=信頼できないタイムスタンプは、何も裏付けません
after the time stamp=タイムスタンプより後の日時を名乗る記録があります
revocation names no entry=失効の記録が、どこまで有効かを示していません
before the key was revoked is not here=失効の前の最後の記録がありません
had been revoked=失効した鍵で書かれた記録です
has revoked the key=保証されていない人の鍵で、事案を開いた人が失効させました
has vouched=記録者がだれにも保証されていません
no entry opens the case=事案を開く記録がありません
no such case=事案がありません
does not cover=パッケージの確認点に含まれない記録があります
anybody who wrote=パッケージの確認点に、記録者の署名がありません
file of this evidence is missing=証拠ファイルがありません
file of this evidence was changed=証拠ファイルが変更されています
not looked at=証拠ファイルは調べていません
no entry names=どの記録にもないファイルです
is extra=署名された一覧にないファイルです
digest is another=ファイルが変更されています
that nothing there has=あるはずのない名前のファイルです
of another kind=別の種類のパッケージです
is withheld=値が伏せられていて、確かめられません
are withheld=値が伏せられていて、確かめられません
given up=取り込みを断念したパッケージがあり、記録が欠けています
clock went back=時計が前の記録より戻っています
clock was set=前の記録の後で時計が変更されました
unanchored since=外部の控えで裏付けられていない記録があります
or it is damaged=パッケージでないか、壊れています
is no package=パッケージではありません
longer than any entry=パッケージが壊れています
deceives=人を欺く名前のファイルがあります
letter case only=大文字と小文字だけが違う名前のファイルがあります
link or a device=リンクやデバイスが含まれています
is missing=ファイルがありません
[Errno=ファイルを読めません
=形式どおりではありません
"""


def in_japanese(what):
    pairs = (line.split("=") for line in REASONS_JA.splitlines() if line)
    return next(japanese for part, japanese in pairs if part in what)


# Controls of a terminal, and what turns its text round: with these a forged package could show a verdict.
CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")


def visible(value):
    """All texts of an answer as they may be shown."""
    if isinstance(value, dict):
        return {name: visible(child) for name, child in value.items()}
    if isinstance(value, list):
        return [visible(child) for child in value]
    return CONTROL.sub(lambda found: "‹U+%04X›" % ord(found[0]), value) if is_text(value) else value


def describe_place(bad):
    """Where it is, if it is in a journal and not in the package around them: "journal …, entry …, hash"."""
    parts = [("journal %s", bad["journal"]), ("entry %s", bad["seq"] if bad["seq"] >= 0 else None), ("%s", bad["hash"])]
    return ", ".join(text % value for text, value in parts if value is not None)


def show(answer):
    print("%s %s (%d)" % (answer["verdict"].upper(), VERDICTS_JA[answer["exit"]], answer["exit"]))
    print("case %s: %d entries, %d of them unanchored, %d values or files withheld" % (
        answer["case"], answer["entries"], answer["unanchored"], answer["withheld"]))
    print("事案 %s：記録 %d 件、うち外部の控えで裏付けられていないもの %d 件、伏せられた、または消去された値とファイル %d 件" % (
        answer["case"], answer["entries"], answer["unanchored"], answer["withheld"]))
    if "first_bad" in answer:
        what = answer["first_bad"]["what"]
        lines = [describe_place(answer["first_bad"]), what, in_japanese(what)]
        print("first: " + "\n       ".join(line for line in lines if line))
    for warning in answer["warnings"]:
        print("warning: %s\n         %s" % (warning, in_japanese(warning)))
    for settled in answer.get("settled", []):
        print("settled: %s\n         %s" % (settled, in_japanese(settled)))


def refuse_words(what, japanese):
    print("verify.py: %s\n%s" % (what, japanese), file=sys.stderr)
    return 64


def read_root(text):
    """A case root as people type or scan it: blanks and hyphens between groups, any case and width. None
    when it is none."""
    root = unicodedata.normalize("NFKC", text).lower()
    root = re.sub(r"[\s-]", "", root[len("kiroku:root:"):] if root.startswith("kiroku:root:") else root)
    return root if HEX64.fullmatch(root) else None


def find_ca_fault(path):
    """Why the file names no authority; None when it does."""
    try:
        with open(path, "rb") as file:
            if re.search(b"-----BEGIN (X509 |TRUSTED )?CERTIFICATE-----", file.read()):
                return None
    except (OSError, ValueError) as error:
        return "--ca=%s cannot be read: %s" % (path, error)
    return "--ca=%s holds no certificate: give the certificates of the time-stamp authority as PEM" % path


def main(words):
    options, paths = {"heads": []}, [word for word in words if not word.startswith("-")]
    for stream in (stream for stream in (sys.stdout, sys.stderr) if hasattr(stream, "reconfigure")):
        stream.reconfigure(errors="replace")  # a terminal that lacks a letter shall still show the rest
    for word in (word for word in words if word.startswith("-")):
        if word in ("--help", "-h"):
            print(__doc__)
            return 0
        if word.startswith("--head="):
            if read_root(word[7:]) is None:
                return refuse_words("%s is no case root: it has 64 digits from 0 to 9 and a to f" % word,
                                    "事案ルートは 0～9 と a～f の 64 桁です")
            options["heads"].append(read_root(word[7:]))
        elif word.startswith("--ca="):
            fault = find_ca_fault(word[5:])
            if fault:
                return refuse_words(visible(fault), "時刻認証局の証明書（PEM）として読めません")
            options["ca"] = word[5:]
        elif word == "--heads-only":
            options["heads_only"] = True
        elif word != "--json":
            return refuse_words("%s is no option: see --help" % word, "このオプションはありません（--help）")
    if len(paths) > 1:
        return refuse_words("give one package, or none: see --help", "パッケージは一つだけ指定してください（--help）")
    here = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    answer = answer_to(paths[0] if paths else here, **options)
    if "--json" in words:
        print(CONTROL.sub(lambda found: "\\u%04x" % ord(found[0]), json.dumps(answer, ensure_ascii=False)))
    else:
        show(visible(answer))
    return answer["exit"]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
