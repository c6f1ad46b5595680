#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks tests/data/record-vectors.json by app/journal/FORMAT.md alone.

Shares nothing with the program, so that the program, the specification and this reader can disagree.
Python >= 3.8, standard library only. Prints TAP."""

import base64
import datetime
import functools
import hashlib
import json
import os
import re
import sys

INTEGER_MAX = 2**53 - 1
TEXT_MAX = 1024 * 1024
DEPTH_MAX = 3


class Refused(Exception):
    """The bytes are not of this format."""


class Newer(Exception):
    """A record of another version: cannot be judged."""


# --- 1. Canonical JSON ---

SHORT = {'"': '\\"', "\\": "\\\\", "\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r"}


def encode_string(text):
    out = []
    for character in text:
        if character in SHORT:
            out.append(SHORT[character])
        elif character < " ":
            out.append("\\u%04x" % ord(character))
        else:
            out.append(character)
    return '"' + "".join(out) + '"'


def encode(value):
    if isinstance(value, str):
        return encode_string(value)
    if isinstance(value, int):
        return str(value)
    if isinstance(value, list):
        return "[" + ",".join(encode(element) for element in value) + "]"
    return "{" + ",".join(encode_string(k) + ":" + encode(value[k]) for k in sorted(value)) + "}"


def refuse(what):
    raise Refused(what)


def unique(pairs):
    names = [name for name, _ in pairs]
    if len(set(names)) != len(names) or not all(name.isascii() for name in names):
        raise Refused("names")
    return dict(pairs)


def check_value(value, depth):
    if isinstance(value, bool) or value is None:
        raise Refused("true, false or null")
    if isinstance(value, int) and abs(value) > INTEGER_MAX:
        raise Refused("integer")
    if isinstance(value, str) and "\0" in value:
        raise Refused("U+0000")
    if isinstance(value, (dict, list)):
        if depth == 0:
            raise Refused("depth")
        if isinstance(value, dict):
            for name in value:
                check_value(name, depth - 1)
        for child in value.values() if isinstance(value, dict) else value:
            check_value(child, depth - 1)


def parse(data):
    """What the bytes say, if they are the one canonical form of it."""
    try:
        value = json.loads(data.decode("utf-8"), object_pairs_hook=unique, parse_float=refuse,
                           parse_constant=refuse)
        check_value(value, DEPTH_MAX)
        again = encode(value).encode("utf-8")
    except (ValueError, RecursionError) as error:
        raise Refused(str(error))
    if again != data:
        raise Refused("not canonical")
    return value


# --- 2. Hash, commitment, signature ---


def entry_hash(header):
    return hashlib.sha256(b"\0" + header).hexdigest()


def lp(data):
    return len(data).to_bytes(4, "big") + data


def commitment(name, salt, value):
    parts = (b"kiroku.field.v1", name.encode(), bytes.fromhex(salt), value.encode("utf-8"))
    return hashlib.sha256(b"".join(lp(part) for part in parts)).hexdigest()


P = 2**256 - 2**224 + 2**192 + 2**96 - 1
N = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
B = 0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B
G = (0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
     0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5)
SPKI_START = bytes.fromhex("3059301306072a8648ce3d020106082a8648ce3d03010703420004")


def add(a, b):
    if a is None or b is None:
        return b if a is None else a
    if a[0] == b[0]:
        if (a[1] + b[1]) % P == 0:
            return None
        slope = 3 * (a[0] * a[0] - 1) * pow(2 * a[1], -1, P)  # the curve's a is -3
    else:
        slope = (b[1] - a[1]) * pow(b[0] - a[0], -1, P)
    x = (slope * slope - a[0] - b[0]) % P
    return x, (slope * (a[0] - x) - a[1]) % P


def multiply(factor, point):
    result = None
    for bit in bin(factor)[2:]:
        result = add(result, result)
        if bit == "1":
            result = add(result, point)
    return result


def public_key(spki):
    """The point of a base64 SubjectPublicKeyInfo in its one encoding, and its id; or None."""
    try:
        der = base64.b64decode(spki, validate=True)
    except ValueError:
        return None
    if len(der) != 91 or der[:27] != SPKI_START or base64.b64encode(der).decode() != spki:
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


@functools.lru_cache(maxsize=None)
def signature_is_valid(point, hash_hex, signature):
    return text_signature_is_valid(point, b"kiroku.entry.v1\n" + bytes.fromhex(hash_hex), signature)


def text_signature_is_valid(point, text, signature):
    try:
        der = base64.b64decode(signature, validate=True)
        if base64.b64encode(der).decode() != signature or der[:1] != b"0" or der[1] != len(der) - 2:
            return False
        r, rest = der_integer(der[2:])
        s, rest = der_integer(rest)
    except (ValueError, IndexError):
        return False
    if rest or not (0 < r < N and 0 < s < N):
        return False
    digest = hashlib.sha256(text).digest()
    w = pow(s, -1, N)
    sum_ = add(multiply(int.from_bytes(digest, "big") * w % N, G), multiply(r * w % N, point))
    return sum_ is not None and sum_[0] % N == r


# --- 3. The header ---

UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
HEX64 = re.compile(r"[0-9a-f]{64}")
NAME = re.compile(r"[a-z][a-z0-9_.]{0,63}")
HEAD = re.compile(r"(0|[1-9][0-9]{0,15}):([0-9a-f]{64})")
OCC = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2})([+-])([0-9]{2}):([0-9]{2})")
REC_LIMIT = 4102444800000000


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
    return lambda value: (isinstance(value, dict) and (may_be_empty or value)
                          and all(name_check(k) and value_check(v) for k, v in value.items()))


REQUIRED = {
    "v": is_text,
    "case": matches(UUID),
    "key": matches(HEX64),
    "seq": between(0, INTEGER_MAX),
    "prev": matches(HEX64),
    "id": matches(UUID),
    "kind": lambda value: is_text(value) and value != "",
    "clock": between(0, INTEGER_MAX),
    "rec": between(0, REC_LIMIT - 1),
    "com": is_map(matches(NAME), matches(HEX64), True),
    "app": is_text,
}
OPTIONAL = {
    "refs": is_map(matches(NAME), matches(HEX64), False),
    "seen": is_map(matches(HEX64), is_head, False),
    "boot": matches(UUID),
    "mono": between(0, INTEGER_MAX),
    "sync": between(0, 1),
    "maxerr": between(0, INTEGER_MAX),
    "occ": is_occ,
    "occ_prec": lambda value: value in ("second", "minute", "hour", "day", "about"),
    "tz": lambda value: is_text(value) and 0 < len(value.encode("utf-8")) < 64,
}


def read_header(data):
    header = parse(data)
    if not isinstance(header, dict):
        raise Refused("no object")
    if isinstance(header.get("v"), str) and header["v"] != "1":
        raise Newer(header["v"])
    for name, check in REQUIRED.items():
        if name not in header or not check(header[name]):
            raise Refused(name)
    for name, value in header.items():
        if name not in REQUIRED and not OPTIONAL.get(name, lambda _: False)(value):
            raise Refused(name)
    if ("occ" in header) != ("occ_prec" in header) or ("tz" in header and "occ" not in header):
        raise Refused("occ")
    if header["key"] in header.get("seen", {}):
        raise Refused("seen")
    if header["seq"] == 0 and header["prev"] != "0" * 64:
        raise Refused("prev")
    return header


# --- 4. A case ---


class Finding:
    """The worst finding, and of that kind the first. From worst: 2, 3, 4, 5, 1."""

    def __init__(self):
        self.verdict, self.bad = 1, None

    def found(self, verdict, key, seq, hash_hex):
        order = [1, 5, 4, 3, 2]
        if self.bad is None or order.index(verdict) > order.index(self.verdict):
            self.verdict, self.bad = verdict, {"journal": key, "seq": seq, "hash": hash_hex}


def read_lines(key, lines):
    rows = []
    for line in lines:
        value = parse(line.encode("utf-8"))
        header = encode(value["h"]).encode("utf-8")
        rows.append((value["h"]["seq"], entry_hash(header), header, value["b"], value["s"]))
    return sorted(rows, key=lambda row: row[:2])


def fields_fit(header, body):
    for name, (salt, value) in body.items():
        too_long = isinstance(value, str) and len(value.encode("utf-8")) > TEXT_MAX
        if not isinstance(value, (str, int)) or too_long or re.fullmatch("[0-9a-f]{32}", salt) is None:
            return False
        if header["com"].get(name) != commitment(name, salt, encode(value)):
            return False
    return set(body) == set(header["com"])


class Case:
    def __init__(self, case_id, journals):
        self.case_id, self.finding = case_id, Finding()
        self.places, self.unjudged, self.linked, self.entries = {}, set(), [], 0
        for key in sorted(journals):
            self.check_journal(key, read_lines(key, journals[key]))
        for key, header, hash_hex in self.linked:
            self.check_seen(key, header, hash_hex)

    def check_journal(self, key, rows):
        point, numbers = None, set()
        for seq, hash_hex, data, body, signature in rows:
            self.entries += 1
            bad = (key, seq, hash_hex)
            try:
                header = read_header(data)
            except Newer:
                self.unjudged.add(hash_hex)
                self.finding.found(5, *bad)
                continue
            except Refused:
                self.finding.found(2, *bad)
                continue
            if header["key"] != key or header["case"] != self.case_id:
                self.finding.found(2, *bad)
                continue
            if seq in numbers:
                self.finding.found(3, *bad)
            if not fields_fit(header, body):
                self.finding.found(2, *bad)
                continue
            if seq == 0:
                point = self.open_journal(header, body, bad)
            self.check_chain(header, bad)
            if point is not None and not signature_is_valid(point, hash_hex, signature):
                self.finding.found(2, *bad)
            numbers.add(seq)
            self.places[hash_hex] = (key, seq, header["clock"])

    def open_journal(self, header, body, bad):
        key = public_key(body["spki"][1]) if header["kind"] == "journal.open" and "spki" in body else None
        if key is None or key[1] != header["key"]:
            self.finding.found(2, *bad)
            return None
        return key[0]

    def check_chain(self, header, bad):
        if header["prev"] in self.unjudged:
            return
        previous = self.places.get(header["prev"])
        if header["seq"] > 0 and (previous is None or previous[:2] != (header["key"], header["seq"] - 1)):
            self.finding.found(2, *bad)
        elif "seen" in header:
            self.linked.append((bad[0], header, bad[2]))
        elif header["clock"] != max(header["rec"], previous[2] + 1 if previous else 0):
            self.finding.found(2, *bad)

    def check_seen(self, key, header, hash_hex):
        previous = self.places.get(header["prev"])
        clock = max(header["rec"], previous[2] + 1 if previous else 0)
        for other, head in sorted(header["seen"].items()):
            seq, seen = head.split(":")
            if seen in self.unjudged:
                return
            if seen not in self.places:
                self.finding.found(3, other, int(seq), seen)
                return
            if self.places[seen][:2] != (other, int(seq)):
                self.finding.found(2, key, header["seq"], hash_hex)
                return
            clock = max(clock, self.places[seen][2] + 1)
        if header["clock"] != clock:
            self.finding.found(2, key, header["seq"], hash_hex)


# --- 5. A checkpoint ---

NUMBER = "(0|[1-9][0-9]{0,15})"
ROOT_LINES = re.compile("kiroku\\.checkpoint\\.v1\ncase (%s)\n(journal [0-9a-f]{64} %s [0-9a-f]{64}\n)+" % (
    UUID.pattern, NUMBER))
CHECKPOINT = re.compile(ROOT_LINES.pattern + "(time %s\n(file [0-9a-f]{64} [!-~]+\n)*"
                        "(withheld [0-9a-f]{64} [!-~]+\n)*(withheld-file [0-9a-f]{64}\n)*"
                        "(?P<signed>signed [0-9a-f]{64} [!-~]+\n)?)?" % NUMBER)


def read_checkpoint(text):
    """The case root, and what the signature says, (key id, base64, lines before it), or None."""
    found = CHECKPOINT.fullmatch(text)
    if found is None or any(int(n) > INTEGER_MAX for n in re.findall("(?m)^(?:journal [0-9a-f]+|time) ([0-9]+)",
                                                                     text)):
        raise Refused("checkpoint")
    lines = text.splitlines()
    for word in ("journal", "file", "withheld", "withheld-file"):
        group = [line.encode() for line in lines if line.startswith(word + " ")]
        if group != sorted(set(group)):
            raise Refused(word)
    root = hashlib.sha256(ROOT_LINES.match(text)[0].encode()).hexdigest()
    if found["signed"] is None:
        return root, None
    _, key, signature = found["signed"].split()
    return root, (key, signature, text[:found.start("signed")].encode())


def checkpoint_is_signed(text, spki):
    point, key_id = public_key(spki)
    _, signed = read_checkpoint(text)
    return (signed is not None and signed[0] == key_id
            and text_signature_is_valid(point, signed[2], signed[1]))


# --- The vectors ---


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


def refuses(function, *arguments):
    try:
        function(*arguments)
    except Refused:
        return True
    return False


def checks(vectors):
    for text in vectors["canonical"]["good"]:
        data = text.encode("utf-8")
        yield "canonical good " + ascii(text), encode(parse(data)).encode("utf-8") == data
    for bad in vectors["canonical"]["bad"]:
        data = bytes.fromhex(bad["hex"]) if "hex" in bad else bad["text"].encode("utf-8")
        yield "canonical bad: " + bad["why"], refuses(parse, data)
    for case in vectors["commitments"]:
        yield "commitment of " + case["name"], (
            commitment(case["name"], case["salt"], case["value"]) == case["commitment"])
    for case in vectors["headers"]["good"]:
        data = case["header"].encode("utf-8")
        yield "header: " + case["why"], read_header(data) and entry_hash(data) == case["hash"]
    for case in vectors["headers"]["bad"]:
        try:
            read_header(case["header"].encode("utf-8"))
            verdict = 1
        except Newer:
            verdict = 5
        except Refused:
            verdict = 2
        yield "header refused: " + case["why"], verdict == case["verdict"]
    for case in vectors["public_keys"]:
        key = public_key(case["spki"])
        yield "public key: " + case["why"], (key[1] if key else None) == case.get("id")
    for case in vectors["signatures"]:
        point = public_key(case["spki"])[0]
        yield "signature: " + case["why"], (
            signature_is_valid(point, case["hash"], case["sig"]) == case["valid"])
    for case in vectors["checkpoints"]["good"]:
        yield "checkpoint: " + case["why"], read_checkpoint(case["text"])[0] == case["root"]
    for case in vectors["checkpoints"]["bad"]:
        yield "checkpoint refused: " + case["why"], refuses(read_checkpoint, case["text"])
    for case in vectors["checkpoints"]["signed"]:
        yield "checkpoint: " + case["why"], (
            checkpoint_is_signed(case["text"], case["spki"]) == case["valid"])
    case_id, journals = vectors["case"]["id"], vectors["case"]["journals"]
    intact = Case(case_id, journals)
    yield "case intact", (intact.finding.verdict, intact.finding.bad, intact.entries) == (
        1, None, vectors["case"]["entries"])
    for change in vectors["case"]["changes"]:
        finding = Case(case_id, apply_change(journals, change)).finding
        yield "case: " + change["why"], (finding.verdict, finding.bad) == (
            change["verdict"], change.get("first_bad"))


def main():
    folder = os.environ.get("KIROKU_TEST_DATA", os.path.join(os.path.dirname(__file__), "..", "data"))
    with open(os.path.join(folder, "record-vectors.json"), encoding="utf-8") as file:
        vectors = json.load(file)
    number = 0
    for number, (name, passed) in enumerate(checks(vectors), 1):
        print("%s %d - %s" % ("ok" if passed else "not ok", number, name.replace("#", "no.")))
    print("1..%d" % number)
    return 0 if number > 0 else 1


if __name__ == "__main__":
    sys.exit(main())
