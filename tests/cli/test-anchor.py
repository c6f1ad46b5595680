#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checkpoints, anchors and time-stamping authorities, which are made here with openssl and answer on
127.0.0.1.

Usage: test-anchor.py KIROKU_CLI [PART OF A NAME]...   (TAP; run with TZ=Asia/Tokyo)
"""
import base64
import contextlib
import hashlib
import http.server
import os
import re
import sqlite3
import subprocess

from authority import Authority, openssl
from kiroku import HASH, ISO, USAGE, contains, equal, keys, main, test
from packages import judge

ANCHOR = "id type root time recorded key authority note trust why"
OUTCOME = "case root authority state id why"

def closed_port():
    """An address at which nobody answers."""
    server = http.server.HTTPServer(("127.0.0.1", 0), http.server.BaseHTTPRequestHandler)
    port = server.server_port
    server.server_close()
    return f"http://127.0.0.1:{port}/tsa"


def use(kiroku, number, url, authority, with_ca=True):
    kiroku.run("profile", "set", f"tsa.{number}.url", url)
    kiroku.run("profile", "set", f"tsa.{number}.name", authority.name)
    if with_ca:
        kiroku.run("profile", "set", f"tsa.{number}.ca", authority.ca)


def waiting(kiroku):
    folder = os.path.join(kiroku.folder, "anchors")
    return sorted(os.listdir(folder)) if os.path.isdir(folder) else []


def kinds(kiroku, case):
    return [line["kind"] for line in kiroku.json("timeline", case)]


def body(kiroku, kind):
    """The fields of each entry of this kind, in the order in which they came."""
    with contextlib.closing(sqlite3.connect(kiroku.database)) as database:
        hashes = [row[0] for row in database.execute(
            "SELECT hash FROM entry WHERE kind = ? ORDER BY arrival", (kind,))]
        return [dict(database.execute("SELECT name, value FROM field WHERE hash = ?", (one,)))
                for one in hashes]


def unanchored(kiroku, case, *options):
    """What `anchor list` counts, which is what `verify` counts, too."""
    text = kiroku.run("anchor", "list", case, *options).out
    counted = int(re.search(r"^(\d+) entr", text, re.M).group(1)) if "not anchored" in text else 0
    found = kiroku.run("--json", "verify", case, *options, status=None).data["unanchored"]
    equal(counted, found, "anchor list and verify")
    return counted


def stamp_all(kiroku, case):
    """An authority that the profile trusts stamps the case as it is."""
    authority = Authority(os.path.join(kiroku.home, "stamps"), "局")
    with authority.listen() as url:
        use(kiroku, 1, url, authority)
        kiroku.run("anchor", "request", case)
        equal(kiroku.json("anchor", "send", case)[0]["state"], "stamped")


# --- Checkpoints ---

@test("/cli/checkpoint/root-is-the-digest-of-the-heads")
def checkpoint(kiroku):
    case = kiroku.new_case()
    last = kiroku.json("log", case, "隔離した")
    data = kiroku.json("checkpoint", case)
    keys(data, "root id seq heads")
    equal(data["heads"], [{"key": last["key"], "seq": last["seq"], "hash": last["id"]}])
    case_id = kiroku.json("case", "show", case)["id"]
    lines = (f"kiroku.checkpoint.v1\ncase {case_id}\n"
             f"journal {last['key']} {last['seq']} {last['id']}\n")
    equal(data["root"], hashlib.sha256(lines.encode()).hexdigest())
    equal(data["seq"], last["seq"] + 1)
    assert HASH.match(data["id"]), data
    text = kiroku.run("checkpoint", case).out
    assert HASH.match(text.strip()) and text.strip() != data["root"], text
    kiroku.run("checkpoint", "X", status=1)


@test("/cli/checkpoint/closing-records-one-after-it")
def closing(kiroku):
    case = kiroku.new_case()
    entry = kiroku.json("close", case, "--reason=済")
    equal(kinds(kiroku, case)[-2:], ["case.close", "checkpoint"])
    found = body(kiroku, "checkpoint")[0]
    contains(found["text"], f" {entry['seq']} {entry['id']}")
    equal(found["purpose"], '"close"')
    contains(kiroku.json("timeline", case)[-1]["text"], "at the close")


# --- Anchors ---

@test("/cli/anchor/printed-root-is-recorded-in-any-writing")
def printed(kiroku):
    case = kiroku.new_case()
    root = kiroku.json("checkpoint", case)["root"]
    kiroku.run("log", case, "あとで")
    groups = " ".join(root[i:i + 8].upper() for i in range(0, 64, 8))
    for word in (root, groups, f"kiroku:root:{root}"):
        keys(kiroku.json("anchor", "add", case, word, "--note=金庫"), "id seq key clock")
    kiroku.run("anchor", "add", case, root, "--as=mail")
    listed = kiroku.json("anchor", "list", case)
    equal([one["type"] for one in listed], ["printed"] * 3 + ["mail"])
    for one in listed:
        keys(one, ANCHOR)
        equal(one["root"], root)
        equal(one["trust"], None)
        assert ISO.match(one["time"]), one
    equal(listed[0]["note"], "金庫")
    count = unanchored(kiroku, case)
    contains(kiroku.run("anchor", "list", case).out,
             f"of these {count - 2} are said to be kept outside")  # the checkpoint and what followed
    equal(kiroku.json("verify", case, f"--head={root}", status=1)["unanchored"], 2)
    contains(kiroku.run("timeline", case).out, "金庫")
    for fields in body(kiroku, "anchor"):
        contains(fields["text"], "kiroku.checkpoint.v1\\ncase ")
        assert "time" not in fields["text"], fields


@test("/cli/anchor/root-that-was-never-the-case-s-is-refused")
def foreign(kiroku):
    case, other = kiroku.new_case(), kiroku.new_case()
    root = kiroku.json("checkpoint", other)["root"]
    for word in (root, "0" * 64):
        contains(kiroku.run("anchor", "add", case, word, status=1).err, "no checkpoint")
    kiroku.run("anchor", "add", case, "/nonexistent", status=1)
    kiroku.run("anchor", "add", case, root, "--as=pigeon", status=USAGE)
    kiroku.run("anchor", "add", case, root, "--as=seen", status=1)
    kiroku.run("anchor", "add", case, root, "--as=token", status=1)
    equal(kiroku.json("anchor", "list", case), [])


@test("/cli/anchor/somebody-else-s-entry-bears-out-what-they-had-seen")
def seen(kiroku):
    case = kiroku.new_case("--author=記録 花子")
    own = kiroku.json("log", case, "隔離した")["id"]
    other = kiroku.json("log", case, "見た", "--author=監査 太郎")["id"]
    contains(kiroku.run("anchor", "add", case, own, "--as=seen", status=1).err, "your own")
    saved = kiroku.json("anchor", "add", case, other, "--as=seen")["id"]
    equal([(row["id"], row["type"]) for row in kiroku.json("anchor", "list", case)]
          [-1:], [(saved, "seen")], "listed")
    verdict = kiroku.json("verify", case, status=1)
    assert verdict["unanchored"] > 0, verdict  # nobody vouches for the witness
    equal(unanchored(kiroku, case), verdict["unanchored"])
    kiroku.run("key", "vouch", case, "監査 太郎")
    witness = kiroku.json("log", case, "もう一度見た", "--author=監査 太郎")["id"]
    saved = kiroku.json("anchor", "add", case, witness, "--as=seen")["id"]
    (row,) = [row for row in kiroku.json("anchor", "list", case) if row["id"] == saved]
    contains(row["why"], "監査 太郎", "once a time stamp")
    verdict = kiroku.json("verify", case, status=1)
    assert verdict["unanchored"] > 0, verdict  # nothing shows that the opener vouched for the witness
    equal(unanchored(kiroku, case), verdict["unanchored"])
    contains(kiroku.run("verify", case, status=1).out, row["why"])
    stamp_all(kiroku, case)
    witness = kiroku.json("log", case, "三度見た", "--author=監査 太郎")["id"]
    saved = kiroku.json("anchor", "add", case, witness, "--as=seen")["id"]
    equal([row["why"] for row in kiroku.json("anchor", "list", case) if row["id"] == saved], [None], "why")
    equal([kiroku.json("verify", case)[key] for key in ("verdict", "exit", "unanchored")],
          ["anchored", 0, 0], "verdict")
    kiroku.run("log", case, "その後")
    equal(unanchored(kiroku, case), 2, "the anchor and what came after")
    kiroku.run("key", "revoke", case, "監査 太郎", f"--last={other}", "--reason=紛失")
    assert unanchored(kiroku, case) > 2, "the witness came after the revocation"
    package = os.path.join(kiroku.home, "x.zip")
    kiroku.run("export", case, f"--output={package}")
    assert judge(kiroku, package)["unanchored"] > 2, "nor does verify.py believe it"


@test("/cli/anchor/saved-head-file-is-taken")
def head_file(kiroku):
    case, other = kiroku.new_case(), kiroku.new_case()
    data = kiroku.json("checkpoint", case)
    case_id = kiroku.json("case", "show", case)["id"]
    head = data["heads"][0]
    path = os.path.join(kiroku.home, "head.txt")
    with open(path, "w", encoding="ascii") as file:
        file.write(f"kiroku.checkpoint.v1\ncase {case_id}\njournal {head['key']} {head['seq']} "
                   f"{head['hash']}\n")
    kiroku.run("anchor", "add", case, path)
    equal([one["type"] for one in kiroku.json("anchor", "list", case)], ["file"])
    contains(kiroku.run("anchor", "add", other, path, status=1).err, "another case")
    with open(path, "a", encoding="ascii") as file:
        file.write("more\n")
    kiroku.run("anchor", "add", case, path, status=1)


# --- Authorities ---

@test("/cli/anchor/request-made-offline-is-answered-later-by-both-authorities")
def offline(kiroku):
    one = Authority(os.path.join(kiroku.home, "one"), "One")
    two = Authority(os.path.join(kiroku.home, "two"), "二", rsa=True)
    case = kiroku.new_case()
    use(kiroku, 1, closed_port(), one)
    with two.listen() as url:
        use(kiroku, 2, url, two)
        asked = kiroku.json("anchor", "request", case)
        keys(asked, "root output authorities")
        equal(asked["authorities"], ["One", "二"])
        equal(kiroku.json("anchor", "request", case)["root"], asked["root"])
        equal(len(waiting(kiroku)), 2)
        sent = kiroku.json("anchor", "send", case)
        for row in sent:
            keys(row, OUTCOME)
        equal(sorted((row["authority"], row["state"]) for row in sent),
              [("One", "waiting"), ("二", "stamped")])
        equal(len(waiting(kiroku)), 1)
        result = kiroku.run("anchor", "send", status=1)  # of what is left nothing can be sent
        contains(result.out, "still waits for One", "127.0.0.1")
        contains(result.err, "nothing could be sent")
    listed = kiroku.json("anchor", "list", case, f"--ca={two.ca}")
    equal([(row["type"], row["authority"], row["trust"], row["root"]) for row in listed],
          [("token", "二", "trusted", asked["root"])])
    equal(kiroku.json("anchor", "list", case, f"--ca={one.ca}")[0]["trust"], "untrusted")
    equal(kiroku.json("anchor", "list", case)[0]["trust"], "trusted")  # the profile names it
    contains(kiroku.run("anchor", "list", case).out, "every entry is anchored")
    equal(unanchored(kiroku, case), 0)
    assert unanchored(kiroku, case, f"--ca={one.ca}") > 0
    contains(kiroku.run("verify", case).out, f"authorities trusted: {one.ca}",
             f"authorities trusted: {two.ca}")
    kiroku.run("profile", "set", "tsa.2.ca", "")
    equal(kiroku.json("anchor", "list", case)[0]["trust"], "untrusted")
    assert unanchored(kiroku, case) > 0
    kiroku.run("profile", "set", "tsa.2.ca", two.ca)
    kiroku.run("profile", "set", "tsa.2.url", "")  # it is not asked any more, but trusted
    equal(kiroku.json("verify", case)["exit"], 0)
    # The token itself, checked by openssl against the root.
    token = body(kiroku, "anchor")[0]["token"].strip('"')
    path = os.path.join(kiroku.home, "token.der")
    with open(path, "wb") as file:
        file.write(base64.b64decode(token))
    openssl("ts", "-verify", "-digest", asked["root"], "-in", path, "-token_in", "-CAfile", two.ca)
    with open(two.ca, "w", encoding="ascii"):
        pass
    verdict = kiroku.json("verify", case, status=1)
    contains(" ".join(verdict["warnings"]), "not trusted", two.ca)
    try:
        kiroku.run("anchor", "list", case)
        raise RuntimeError("not told")
    except AssertionError as told:
        contains(str(told), "a success complains", f"{verdict['unanchored']} entries are not anchored",
                 "kiroku-cli: a time-stamp authority of the profile is not trusted", two.ca)


@test("/cli/anchor/what-waits-is-answered-when-the-authority-is-back")
def back_again(kiroku):
    authority = Authority(os.path.join(kiroku.home, "tsa"), "局")
    case = kiroku.new_case()

    def unavailable(_status, _kind, _answer):
        return 503, "text/plain", b"later"

    with authority.listen() as url:
        use(kiroku, 1, url, authority)
        root = kiroku.json("anchor", "request", case)["root"]
        authority.fault = unavailable
        equal(kiroku.json("anchor", "send", case, status=1)[0]["state"], "waiting")
        kiroku.run("log", case, "その間に")
        authority.fault = None
        sent = kiroku.json("anchor", "send")
        equal([(row["state"], row["root"]) for row in sent], [("stamped", root)])
        equal(kiroku.json("anchor", "send"), [])
        equal(authority.asked, 2)
    equal(waiting(kiroku), [])
    equal(unanchored(kiroku, case), 2)


@test("/cli/anchor/bad-answer-is-refused-and-the-request-kept")
def bad_answer(kiroku):
    authority = Authority(os.path.join(kiroku.home, "tsa"), "局")
    stranger = Authority(os.path.join(kiroku.home, "stranger"), "他")
    case = kiroku.new_case()
    other = openssl("ts", "-query", "-digest", "0" * 64, "-sha256", "-cert")

    faults = [
        lambda status, kind, answer: (200, kind, b""),
        lambda status, kind, answer: (200, kind, answer[:-1] + bytes([answer[-1] ^ 1])),
        lambda status, kind, answer: (200, kind, authority.answer(other)),
        lambda status, kind, answer: (200, kind, b"x" * (1024 * 1024 + 1)),
        lambda status, kind, answer: (200, "text/html", answer),
        lambda status, kind, answer: (404, kind, answer),
        lambda status, kind, answer: (302, kind, answer),
    ]
    with authority.listen() as url:
        use(kiroku, 1, url, authority)
        kiroku.run("anchor", "request", case)
        before = waiting(kiroku)
        for fault in faults:
            authority.fault = fault
            result = kiroku.run("--json", "anchor", "send", case, status=1)
            equal([row["state"] for row in result.data], ["refused"])
            equal(waiting(kiroku), before)
        equal(kiroku.json("anchor", "list", case), [])
        # An answer of somebody else than whose certificates were given.
        authority.fault = None
        kiroku.run("profile", "set", "tsa.1.ca", stranger.ca)
        kiroku.run("anchor", "send", case, status=1)
        equal(kiroku.json("anchor", "list", case), [])
        kiroku.run("profile", "set", "tsa.1.ca", authority.ca)
        equal(kiroku.json("anchor", "send", case)[0]["state"], "stamped")


@test("/cli/anchor/answer-is-checked-though-its-authority-left-the-profile")
def left_the_profile(kiroku):
    authority = Authority(os.path.join(kiroku.home, "tsa"), "局")
    stranger = Authority(os.path.join(kiroku.home, "stranger"), "他")
    case = kiroku.new_case()
    with authority.listen() as url:
        use(kiroku, 1, url, stranger)
        kiroku.run("anchor", "request", case)
        kiroku.run("profile", "set", "tsa.1.url", "")
        kiroku.run("profile", "set", "tsa.1.ca", "")
        equal(kiroku.json("anchor", "send", case, status=1)[0]["state"], "refused")
        equal(kiroku.json("anchor", "list", case), [])
        path = os.path.join(kiroku.folder, "anchors", waiting(kiroku)[0])
        with open(path, encoding="utf-8") as file:
            lines = [line for line in file if not line.startswith("ca=")]
        with open(path, "w", encoding="utf-8") as file:
            file.writelines(lines)  # as an earlier version wrote it
        asked = authority.asked
        contains(kiroku.run("anchor", "send", case, status=1).err, "not in the profile any more")
        equal(authority.asked, asked)
        use(kiroku, 1, url, authority)
        equal(kiroku.json("anchor", "send", case)[0]["state"], "stamped")


@test("/cli/anchor/broken-request-is-named-and-the-others-are-sent")
def broken(kiroku):
    authority = Authority(os.path.join(kiroku.home, "tsa"), "局")
    case = kiroku.new_case()
    with authority.listen() as url:
        use(kiroku, 1, url, authority)
        kiroku.run("anchor", "request", case)
        path = os.path.join(kiroku.folder, "anchors", "0.request")
        with open(path, "w", encoding="ascii") as file:
            file.write("[request]\ncase=")
        result = kiroku.run("--json", "anchor", "send", case, status=1)
        equal([(row["state"], row["case"] is None) for row in result.data],
              [("broken", True), ("stamped", False)])
        contains(result.err, path)
        contains(kiroku.run("anchor", "send", status=1).out, path)
    os.remove(path)
    kiroku.run("anchor", "send")


@test("/cli/anchor/a-broken-request-is-told-of-with-its-own-case")
def broken_of(kiroku):
    authority = Authority(os.path.join(kiroku.home, "tsa"), "局")
    case, other = kiroku.new_case(), kiroku.new_case()
    with authority.listen() as url:
        use(kiroku, 1, url, authority)
        kiroku.run("anchor", "request", case)
        name, = os.listdir(os.path.join(kiroku.folder, "anchors"))
        path = os.path.join(kiroku.folder, "anchors", name)
        with open(path, encoding="utf-8") as file:
            text = file.read()
        with open(path, "w", encoding="utf-8") as file:
            file.write("".join(line for line in text.splitlines(True) if not line.startswith("query=")))
        equal(kiroku.json("anchor", "send", other), [], "of the other case none waits")
        result = kiroku.run("--json", "anchor", "send", case, status=1)
        equal([(row["state"], row["case"]) for row in result.data],
              [("broken", kiroku.json("case", "show", case)["id"])])


@test("/cli/anchor/a-request-that-cannot-be-taken-out-hides-no-outcome")
def stays(kiroku):
    authority = Authority(os.path.join(kiroku.home, "tsa"), "局")
    case = kiroku.new_case()
    anchors = os.path.join(kiroku.folder, "anchors")
    with authority.listen() as url:
        use(kiroku, 1, url, authority)
        kiroku.run("anchor", "request", case)
        name, = os.listdir(anchors)
        path = os.path.join(anchors, name)
        answer = authority.answer

        def put_folder(query):  # meanwhile something stands in its place that cannot be removed so
            os.remove(path)
            os.mkdir(path)
            return answer(query)
        authority.answer = put_folder
        result = kiroku.run("--json", "anchor", "send", case, status=1)
        equal([row["state"] for row in result.data], ["stamped"])
        contains(result.err, "is recorded, but its request stays", path)


@test("/cli/anchor/file-for-another-computer-and-its-answer")
def by_file(kiroku):
    authority = Authority(os.path.join(kiroku.home, "tsa"), "局")
    case = kiroku.new_case()
    contains(kiroku.run("anchor", "request", case, status=1).err, "tsa.1.url", "--output")
    path = os.path.join(kiroku.home, "x.tsq")
    asked = kiroku.json("anchor", "request", case, f"--output={path}")
    equal(asked["output"], path)
    with open(path, "rb") as file:
        answer = authority.answer(file.read())
    for name, content in [("x.tsr", answer), ("x.b64", base64.encodebytes(answer))]:
        reply = os.path.join(kiroku.home, name)
        with open(reply, "wb") as file:
            file.write(content)
        kiroku.run("anchor", "add", case, reply)
    listed = kiroku.json("anchor", "list", case, f"--ca={authority.ca}")
    equal([(row["type"], row["authority"], row["trust"], row["root"]) for row in listed],
          [("token", "局", "trusted", asked["root"])] * 2)
    kiroku.run("anchor", "add", case, reply, "--as=mail", status=1)
    other = kiroku.new_case()
    kiroku.run("anchor", "add", other, reply, status=1)
    with open(reply, "wb") as file:
        file.write(answer[:-1] + bytes([answer[-1] ^ 1]))
    kiroku.run("anchor", "add", case, reply, status=1)


@test("/cli/profile/authorities-are-kept-and-checked")
def profile(kiroku):
    kiroku.new_case()
    for key, value in [("tsa.1.url", "ftp://x"), ("tsa.1.url", "nonsense"), ("tsa.0.url", "http://x"),
                       ("tsa.10.url", "http://x"), ("tsa.1.ca", "/nonexistent"),
                       ("tsa.1.more", "x")]:
        kiroku.run("profile", "set", key, value, status=USAGE)
    kiroku.run("profile", "set", "tsa.2.url", "https://tsa.example/")
    equal(kiroku.json("profile", "get", "tsa.2.url"), {"tsa.2.url": "https://tsa.example/"})
    kiroku.run("profile", "set", "tsa.2.url", "")
    equal(kiroku.json("profile", "get"), {})


main()
