# SPDX-License-Identifier: GPL-3.0-or-later
"""Packages made by hand (app/journal/FORMAT.md), so that tests can make any: by keys of their own, whole
or altered, with everything sealed again or not. It stands on what verify.py knows of the format."""
import base64
import hashlib
import importlib.util
import io
import json
import os
import uuid
import zipfile

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")


def load_verifier():
    spec = importlib.util.spec_from_file_location("verify", os.path.join(ROOT, "resources/package/verify.py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


verify = load_verifier()
TOP = "2026-001"
START = 1795237260000000


def der_integer(value):
    data = value.to_bytes((value.bit_length() + 8) // 8, "big")
    return b"\2" + bytes([len(data)]) + data


class Author:
    """A signing key, made from a name."""

    def __init__(self, name):
        self.name = name
        self.secret = int.from_bytes(hashlib.sha256(name.encode()).digest(), "big") % verify.N
        x, y = self.multiply(self.secret)
        der = verify.SPKI_START + x.to_bytes(32, "big") + y.to_bytes(32, "big")
        self.spki, self.key = base64.b64encode(der).decode(), hashlib.sha256(der).hexdigest()

    @staticmethod
    def multiply(factor):
        return verify.flatten(*verify.multiply_add((1, 1, 0), factor, verify.table_of(verify.G)))

    def sign(self, text):
        digest = hashlib.sha256(text).digest()
        nonce = int.from_bytes(hashlib.sha256(b"nonce" + digest + self.key.encode()).digest(), "big") % verify.N
        r = self.multiply(nonce)[0] % verify.N
        s = pow(nonce, -1, verify.N) * (int.from_bytes(digest, "big") + r * self.secret) % verify.N
        body = der_integer(r) + der_integer(s)
        return base64.b64encode(b"0" + bytes([len(body)]) + body).decode()


class Case:
    """A case that grows by entries; any author may write after any entry."""

    def __init__(self, random):
        self.random = random
        self.id = str(uuid.UUID(int=random.getrandbits(128), version=4))
        self.time, self.lines, self.heads, self.known = START, {}, {}, {}

    def add(self, author, kind, body=None, refs=None, after=None, see=True, **changes):
        """Appends an entry by @author, after entry @after or the last one; its hash."""
        self.time += 1000000
        before = after if after is not None else self.heads.get(author.key)
        if before is None and kind != "journal.open":
            before = self.add(author, "journal.open", {"spki": author.spki, "name": author.name, "role": ""})
        fields = {name: ["%032x" % self.random.getrandbits(128), value]
                  for name, value in (body or {}).items()}
        seq, clock = (self.known[before][1] + 1, self.known[before][2] + 1) if before else (0, 0)
        header = {"v": "1", "case": self.id, "key": author.key, "seq": seq, "prev": before or "0" * 64,
                  "id": str(uuid.UUID(int=self.random.getrandbits(128), version=4)), "kind": kind, "rec": self.time,
                  "app": "test", "com": {name: verify.commitment(name, salt, verify.encode(value))
                                         for name, (salt, value) in fields.items()}}
        if refs:
            header["refs"] = refs
        seen = {key: "%d:%s" % (self.known[head][1], head) for key, head in self.heads.items()
                if key != author.key and see}
        if seen:
            header["seen"] = seen
            clock = max([clock] + [self.known[head.split(":")[1]][2] + 1 for head in seen.values()])
        header["clock"] = max(clock, changes.get("rec", self.time))
        header.update(changes)
        hash_hex = verify.entry_hash(verify.encode(header))
        line = {"b": fields, "h": header, "s": author.sign(b"kiroku.entry.v1\n" + bytes.fromhex(hash_hex))}
        self.lines.setdefault(author.key, []).append((seq, hash_hex, line))
        self.known[hash_hex] = (author.key, seq, header["clock"])
        self.heads[author.key] = hash_hex
        return hash_hex

    def root_lines(self):
        prevs = {line["h"]["prev"] for lines in self.lines.values() for _, _, line in lines}
        heads = sorted("journal %s %d %s\n" % (key, seq, hash_hex) for key, lines in self.lines.items()
                       for seq, hash_hex, _ in lines if hash_hex not in prevs)
        return "kiroku.checkpoint.v1\ncase %s\n%s" % (self.id, "".join(heads))

    def files(self, evidence=()):
        """The payload without its checkpoint."""
        files = {"data/journals/%s.jsonl" % key:
                 b"".join(verify.encode(line) + b"\n" for _, _, line in sorted(lines, key=lambda line: line[:2]))
                 for key, lines in self.lines.items()}
        for data in evidence:
            files["data/evidence/" + hashlib.sha256(data).hexdigest()] = data
        files["data/case.json"] = b"{}\n"
        return files


def evidence_body(data, name="証拠.log"):
    return {"sha256": hashlib.sha256(data).hexdigest(), "sha512": hashlib.sha512(data).hexdigest(),
            "size": len(data), "name": name}


def sign_checkpoint(files, author, root_lines, withheld=(), withheld_files=()):
    """Adds the signed checkpoint over what is in @files."""
    lines = ["time %d\n" % (START + 10**9)]
    lines += sorted("file %s %s\n" % (hashlib.sha256(data).hexdigest(), path) for path, data in files.items()
                    if path.startswith("data/") and path != "data/checkpoint.txt")
    lines += sorted("withheld %s %s\n" % pair for pair in withheld)
    lines += sorted("withheld-file %s\n" % sha256 for sha256 in withheld_files)
    text = root_lines + "".join(lines)
    files["data/checkpoint.txt"] = (text + "signed %s %s\n" % (author.key, author.sign(text.encode()))).encode()


def add_tags(files):
    """Makes a bag of @files: anybody can do that."""
    files["bagit.txt"] = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
    files["bag-info.txt"] = b"Bagging-Date: 2026-11-22\n"

    def manifest(paths):
        return "".join("%s  %s\n" % (hashlib.sha512(files[path]).hexdigest(), path) for path in sorted(paths)).encode()
    files["manifest-sha512.txt"] = manifest(path for path in files if path.startswith("data/"))
    files["tagmanifest-sha512.txt"] = manifest(["bagit.txt", "bag-info.txt", "manifest-sha512.txt"])


def zip_bytes(files, top=TOP):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, data in files.items():
            archive.writestr(zipfile.ZipInfo("%s/%s" % (top, path) if top else path, (2026, 11, 22, 0, 0, 0)), data,
                             zipfile.ZIP_DEFLATED)
    return out.getvalue()


def read_zip(path):
    with zipfile.ZipFile(path) as archive:
        return {info.filename.partition("/")[2]: archive.read(info) for info in archive.infolist()}


def write(path, data):
    with open(path, "wb") as file:
        file.write(data)
    return path


def judge(kiroku, path, *options):
    """What program and verify.py both say of a package; they must say the same."""
    ours = kiroku.json("verify", "--package=" + path, *options, status=None)
    return agree(ours, path, *options)


def agree(ours, path, *options):
    """Insists that verify.py says what the program said (@ours)."""
    given = [option[7:] for option in options if option.startswith("--head=")]
    cas = [option[5:] for option in options if option.startswith("--ca=")]
    theirs = verify.answer_to(path, heads=given, ca=cas[0] if cas else None)

    def gist(answer):
        bad = answer.get("first_bad")
        return json.dumps([answer["verdict"], answer["exit"], answer["entries"], answer["unanchored"],
                           answer["withheld"], len(answer.get("settled", [])), bad and [bad["journal"], bad["seq"], bad["hash"]]])
    if gist(ours) != gist(theirs):
        raise AssertionError("program: %s\nverify.py: %s" % (ours, theirs))
    return ours
