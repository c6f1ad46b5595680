#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Evidence on the command line: what is taken in, known, checked and handed on."""
import contextlib
import hashlib
import os
import shutil
import stat
import subprocess
import sqlite3
import zipfile

from kiroku import USAGE, Skip, contains, equal, keys, main, read_pdf, test

LIST = ("id name size sha256 sha512 source host address from to zone clock_error taken_by tool gaps note tlp "
        "taken_at precision recorded recorded_by erased erasure custody checked withheld")


def put(kiroku, name, content=b"abc"):
    """A file of the outside world."""
    path = os.path.join(kiroku.home, name)
    with open(path, "wb") as file:
        file.write(content)
    return path


def kept(kiroku, sha256):
    return os.path.join(kiroku.database + "-evidence", sha256)


def only(kiroku, case):
    items = kiroku.json("evidence", "list", case)
    equal(len(items), 1, "items")
    return items[0]


@test("/cli/evidence/list-of-collected-logs")
def collected(kiroku):
    case = kiroku.new_case()
    path = put(kiroku, "maillog", b"Nov 20 09:00:00 mail postfix: \n")
    saved = kiroku.json("evidence", "add", case, path, "--source=メールサーバー", "--host=mail1",
                        "--address=192.0.2.25", "--from=2026-11-20T09:00+09:00", "--to=2026-11-21 10:30",
                        "--zone=UTC", "--clock-error=-１５００", "--taken-by=情報 太郎",
                        "--at=2026-11-21T11:00:00+09:00", "--tool=scp", "--gaps=11/20 12:00-13:00",
                        "--note=圧縮なし", "--tlp=amber+strict")
    item = only(kiroku, case)
    keys(item, LIST)
    content = open(path, "rb").read()
    wanted = {"id": saved["id"], "name": "maillog", "size": len(content),
              "sha256": hashlib.sha256(content).hexdigest(), "sha512": hashlib.sha512(content).hexdigest(),
              "source": "メールサーバー", "host": "mail1", "address": "192.0.2.25",
              "from": "2026-11-20T09:00:00+09:00", "to": "2026-11-21T10:30:00+09:00", "zone": "UTC",
              "clock_error": -1500, "taken_by": "情報 太郎", "tool": "scp", "gaps": "11/20 12:00-13:00",
              "note": "圧縮なし", "tlp": "amber+strict", "taken_at": "2026-11-21T11:00:00+09:00",
              "precision": "second", "custody": [], "checked": None, "withheld": []}
    equal({key: item[key] for key in wanted}, wanted)
    with open(kept(kiroku, item["sha256"]), "rb") as file:
        equal(file.read(), content)
    contains(kiroku.run("evidence", "list", case).out, "maillog", "mail1", "Covers until", "not checked")


@test("/cli/evidence/a-hand-over-is-listed-with-its-witness-and-a-size-in-words")
def witness(kiroku):
    case = kiroku.new_case()
    item = kiroku.json("evidence", "add", case, put(kiroku, "x", b"x" * 56))["id"]
    move = ("evidence", "move", case, item, "--from=花子", "--to=太郎", "--where=金庫", "--purpose=保管")
    kiroku.run(*move)
    out = kiroku.run("evidence", "list", case).out
    contains(out, "  56 bytes  ")
    assert "Witness" not in out, "nobody was named"
    kiroku.run(*move, "--witness=立会次郎", "--tool=書き込み防止装置")
    contains(kiroku.run("evidence", "list", case).out, "Witness: 立会次郎\n", "Tool: 書き込み防止装置\n")
    kiroku.run("evidence", "add", case, put(kiroku, "y", b"y"))
    contains(kiroku.run("evidence", "list", case).out, "  1 byte  ")


@test("/cli/evidence/names-are-shown-safely-and-lead-nowhere")
def names(kiroku):
    case = kiroku.new_case()
    for name in ("改ざんされた 設定①.conf", "a\nb", "請求書\u202efdp.exe", "x" * 250, "..."):
        kiroku.run("evidence", "add", case, put(kiroku, name, os.fsencode(name)))
    put(kiroku, "outside")
    kiroku.run("evidence", "add", case, os.path.join(kiroku.home, "kiroku", "..", "outside"))
    got = [item["name"] for item in kiroku.json("evidence", "list", case)]
    equal(got, ["改ざんされた 設定①.conf", "a\nb", "請求書\u202efdp.exe", "x" * 250, "...", "outside"])
    out = kiroku.run("evidence", "list", case).out
    contains(out, "a ⏎ b", "請求書‹U+202E›fdp.exe")
    equal("\u202e" in out, False, "a bidi control is obeyed")
    equal(len(out.splitlines()), 6, "lines")
    equal(sorted(len(name) for name in os.listdir(kiroku.database + "-evidence")), [5] + [64] * 6)


@test("/cli/evidence/empty-file-and-standard-input")
def empty(kiroku):
    case = kiroku.new_case()
    kiroku.run("evidence", "add", case, put(kiroku, "empty", b""))
    kiroku.run("evidence", "add", case, "-", "--name=出力.txt", stdin="ps の出力\n".encode())
    items = kiroku.json("evidence", "list", case)
    equal((items[0]["size"], items[0]["sha256"]), (0, hashlib.sha256(b"").hexdigest()))
    equal((items[1]["size"], items[1]["name"]), (len("ps の出力\n".encode()), "出力.txt"))
    equal([finding["result"] for finding in kiroku.json("evidence", "check", case)], ["intact"] * 2)


@test("/cli/evidence/check-says-which-and-exits-4")
def check(kiroku):
    case = kiroku.new_case()
    for name in ("a", "b", "c"):
        kiroku.run("evidence", "add", case, put(kiroku, name, name.encode()))
    first, second, third = kiroku.json("evidence", "list", case)
    equal(kiroku.run("evidence", "check", case).out.count("Intact"), 3)
    os.chmod(kept(kiroku, second["sha256"]), 0o600)
    with open(kept(kiroku, second["sha256"]), "wb") as file:
        file.write(b"B")
    os.unlink(kept(kiroku, third["sha256"]))
    findings = kiroku.json("evidence", "check", case, status=4)
    keys(findings[0], "id name sha256 result found")
    equal([(one["id"], one["result"], one["found"]) for one in findings],
          [(first["id"], "intact", None), (second["id"], "changed", hashlib.sha256(b"B").hexdigest()),
           (third["id"], "missing", None)])
    kiroku.run("evidence", "check", case, first["sha256"][:8])
    contains(kiroku.run("evidence", "check", case, third["id"][:8], status=4).out, "Missing", "c")
    checked = [item["checked"] for item in kiroku.json("evidence", "list", case)]
    equal([one["result"] for one in checked], ["intact", "changed", "missing"])
    keys(checked[0], "result found time author entry")


@test("/cli/evidence/a-changed-copy-does-not-heal-silently-when-the-file-is-taken-in-again")
def healed(kiroku):
    case = kiroku.new_case()
    path, other = put(kiroku, "a"), put(kiroku, "b", b"b")
    first, again = (kiroku.json("evidence", "add", case, path)["id"] for _ in range(2))
    kiroku.run("evidence", "add", case, other)
    sha256 = hashlib.sha256(b"abc").hexdigest()
    os.chmod(kept(kiroku, sha256), 0o600)
    with open(kept(kiroku, sha256), "wb") as file:
        file.write(b"abd")
    before = len(kiroku.json("timeline", case))
    done = kiroku.run("--json", "evidence", "add", case, path, warns=True)
    moved = done.data["replaced"]
    with open(moved, "rb") as file:
        equal(file.read(), b"abd", "it is kept")
    contains(done.err, "had been changed", moved)

    checks, added = kiroku.json("timeline", case)[before:-1], kiroku.json("timeline", case)[-1]
    equal([(line["kind"], line["about"]) for line in checks],
          [("evidence.check", first), ("evidence.check", again)], "of the items that had it, and of no other")
    equal(added["id"], done.data["id"])
    contains(checks[0]["text"], "a", "Changed")
    checked = [item["checked"] for item in kiroku.json("evidence", "list", case)]
    equal([one and (one["result"], one["found"]) for one in checked],
          [("changed", hashlib.sha256(b"abd").hexdigest())] * 2 + [None, None])
    kiroku.run("evidence", "check", case)
    once = kiroku.run("--json", "evidence", "add", case, path)
    equal("replaced" in once.data, False, "as it should be")
    kiroku.run("verify", case, status=1)


@test("/cli/evidence/custody-and-facts-are-history")
def custody(kiroku):
    case = kiroku.new_case()
    kiroku.run("evidence", "add", case, put(kiroku, "disk.img"))
    item = only(kiroku, case)["sha256"][:8]
    for words in ((), ("--from=A", "--to=B", "--where=W"), ("--from=", "--to=B", "--where=W", "--purpose=P")):
        kiroku.run("evidence", "move", case, item, *words, status=USAGE)
    kiroku.run("evidence", "move", case, item, "--from=花子", "--to=太郎", "--where=金庫", "--purpose=保全",
               "--witness=次郎", "--at=2026-11-21T12:00:00+09:00")
    kiroku.run("evidence", "set", case, item, "--host=pc1", "--taken-by=花子")
    kiroku.run("evidence", "set", case, item, "--host=")
    known = only(kiroku, case)
    equal((known["host"], known["taken_by"]), (None, "花子"))
    move = known["custody"][0]
    keys(move, "from to where purpose tool witness time author entry corrected")
    equal((move["from"], move["to"], move["where"], move["purpose"], move["tool"], move["witness"], move["time"]),
          ("花子", "太郎", "金庫", "保全", None, "次郎", "2026-11-21T12:00:00+09:00"))
    contains(kiroku.run("evidence", "list", case).out, "花子 → 太郎, 金庫 (保全)")


@test("/cli/evidence/log-says-what-happened")
def log(kiroku):
    case = kiroku.new_case()
    kiroku.run("evidence", "add", case, put(kiroku, "disk.img"), "--source=端末", "--host=pc1", "--zone=UTC")
    item = only(kiroku, case)
    kiroku.run("evidence", "move", case, item["id"], "--from=花子", "--to=太郎", "--where=金庫", "--purpose=保全")
    kiroku.run("evidence", "check", case)
    lines = [line for line in kiroku.json("timeline", case) if line["kind"].startswith("evidence.")]
    equal([line["text"] for line in lines],
          [f"disk.img (SHA-256 {item['sha256']}) — 端末", "disk.img\nHost: pc1\nTime zone: UTC",
           "disk.img\nFrom: 花子\nTo: 太郎\nKept at: 金庫\nPurpose: 保全", "disk.img: Intact"])
    equal([line.get("about") for line in lines], [None] + [item["id"]] * 3)
    equal(len(kiroku.json("timeline", case, f"--find={item['sha256'][:20]}")), 1)


@test("/cli/evidence/what-cannot-be-recorded-is-refused")
def refused(kiroku):
    case = kiroku.new_case()
    path = put(kiroku, "a")
    for word in ("--zone=Nowhere/Land", "--clock-error=1.5", "--tlp=white", "--from=yesterday", "--at=x", "--size=3"):
        kiroku.run("evidence", "add", case, path, word, status=USAGE)
    fifo = os.path.join(kiroku.home, "fifo")
    os.mkfifo(fifo)
    for source in (fifo, kiroku.home, "/dev/zero", os.path.join(kiroku.home, "none")):
        contains(kiroku.run("evidence", "add", case, source, status=1).err, source)
    equal(kiroku.json("evidence", "list", case), [])
    kiroku.run("evidence", "add", case, path)
    kiroku.run("evidence", "set", case, "ba7816bf", status=USAGE)
    for item in ("ba7816b", "00000000", "../../../etc/passwd"):
        kiroku.run("evidence", "save", case, item, f"--output={kiroku.home}/out", status=1)
    kiroku.run("evidence", "add", case, path)
    contains(kiroku.run("evidence", "check", case, "ba7816bf", status=1).err, only_ids(kiroku, case)[1][:12])


def only_ids(kiroku, case):
    return [item["id"] for item in kiroku.json("evidence", "list", case)]


@test("/cli/evidence/copy-is-the-file-or-nothing")
def save(kiroku):
    case = kiroku.new_case()
    content = os.urandom(3 << 20)
    kiroku.run("evidence", "add", case, put(kiroku, "malware.exe", content))
    item = only(kiroku, case)["sha256"]
    output = os.path.join(kiroku.home, "copy")
    equal(kiroku.json("evidence", "save", case, item, f"--output={output}"), {"output": output})
    with open(output, "rb") as file:
        equal(file.read() == content, True, "the copy")
    equal(stat.S_IMODE(os.stat(output).st_mode), 0o600)
    os.chmod(kept(kiroku, item), 0o600)
    with open(kept(kiroku, item), "ab") as file:
        file.write(b"!")
    kiroku.run("evidence", "save", case, item, f"--output={output}.2", status=1)
    secret = put(kiroku, "secret", b"four words and more\n")
    kiroku.run("evidence", "save", case, item, f"--output={output}.2", "--archive", f"--passphrase-file={secret}",
               status=1)
    equal([name for name in os.listdir(kiroku.home) if name.startswith("copy")], ["copy"])


def unpack(archive, folder, passphrase):
    """The exit status of another program that opens it."""
    return subprocess.run(["7zz", "x", "-y", f"-p{passphrase}", f"-o{folder}", archive], check=False,
                          stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode


@test("/cli/evidence/archive-opens-only-with-the-passphrase")
def archive(kiroku):
    case = kiroku.new_case()
    content = b"X5O!P%@AP is not all of it" * 1000
    kiroku.run("evidence", "add", case, put(kiroku, "検体.exe", content), "--at=2026-11-21T11:00:00+09:00")
    item = only(kiroku, case)["sha256"]
    output = os.path.join(kiroku.home, "検体.zip")
    words = ("evidence", "save", case, item, f"--output={output}")
    kiroku.run(*words, "--archive", status=USAGE)
    kiroku.run(*words, "--passphrase-file=x", status=USAGE)
    kiroku.run(*words, "--archive", f"--passphrase-file={kiroku.home}/none", status=1)
    kiroku.run(*words, "--archive", f"--passphrase-file={put(kiroku, 'nothing', b'')}", status=1)
    equal(os.path.exists(output), False)
    secret = put(kiroku, "secret", "春 夏 秋 冬\r\n".encode())
    kiroku.run(*words, "--archive", f"--passphrase-file={secret}")
    with open(output, "rb") as file:
        equal(content[:20] in file.read(), False, "it is in the clear")
    member = zipfile.ZipFile(output).infolist()[0]
    # Method 99 with the vendor's field is WinZip AES; strength 3 is 256 bits.
    equal((member.filename, member.compress_type, member.flag_bits & 1), (item, 99, 1))
    extra = member.extra[member.extra.index(b"\x01\x99"):]
    equal((extra[6:8], extra[8]), (b"AE", 3))
    folder = os.path.join(kiroku.home, "unpacked")
    equal(unpack(output, folder, "wrong") != 0, True, "it opens with another passphrase")
    equal(unpack(output, folder, "春 夏 秋 冬"), 0)
    with open(os.path.join(folder, item), "rb") as file:
        equal(file.read() == content, True)


@test("/cli/evidence/tables-are-made-again-as-they-were")
def rebuild(kiroku):
    case = kiroku.new_case()
    kiroku.run("evidence", "add", case, put(kiroku, "a"), "--host=h")
    kiroku.run("evidence", "check", case)
    before = kiroku.json("evidence", "list", case)
    with contextlib.closing(sqlite3.connect(kiroku.database)) as database, database:
        database.execute("DELETE FROM evidence_fact")
    database.close()
    kiroku.run("rebuild")
    equal(kiroku.json("evidence", "list", case), before)


@test("/cli/evidence/leftovers-are-moved-aside-never-deleted")
def leftovers(kiroku):
    case = kiroku.new_case()
    kiroku.run("evidence", "add", case, put(kiroku, "a"))
    folder = kiroku.database + "-evidence"
    for name in ("0" * 64, ".intake-Q1w2E3", "memo.txt"):
        with open(os.path.join(folder, name), "wb") as file:
            file.write(b"left")
    kiroku.run("evidence", "add", case, put(kiroku, "b", b"b"))
    equal(sorted(os.listdir(os.path.join(folder, "unclaimed"))), ["0" * 64, "intake-Q1w2E3"])
    equal(os.path.exists(os.path.join(folder, "memo.txt")), True)
    equal([one["result"] for one in kiroku.json("evidence", "check", case)], ["intact"] * 2)


@test("/cli/evidence/what-is-known-is-said-as-a-person-would")
def said(kiroku):
    case = kiroku.new_case()
    kiroku.run("evidence", "add", case, put(kiroku, "a.log"), "--tlp=amber", "--clock-error=90s", "--host=fs02")
    for shown in (kiroku.run("timeline", case).out, kiroku.run("evidence", "list", case).out):
        contains(shown, "TLP:AMBER", "clock 1 min 30 s ahead", "Host: fs02")
        assert "TLP: " not in shown and "ms" not in shown, shown


@test("/cli/evidence/zone-and-clock-error-are-taken-as-people-write-them")
def as_written(kiroku):
    case = kiroku.new_case()
    item = kiroku.json("evidence", "add", case, put(kiroku, "a.log"), "--zone=JST", "--clock-error=5min")["id"]
    equal([kiroku.json("evidence", "list", case)[0][key] for key in ("zone", "clock_error")], ["Asia/Tokyo", 300000])
    for given, zone in (("utc", "UTC"), ("Z", "UTC"), ("GMT", "GMT"), ("Europe/Paris", "Europe/Paris"), ("+09:00", "+09:00")):
        kiroku.run("evidence", "set", case, item, f"--zone={given}")
        equal(kiroku.json("evidence", "list", case)[0]["zone"], zone)
    for given, ms in (("30s", 30000), ("-2m", -120000), ("1h", 3600000), ("1500", 1500), ("＋２分", 120000), ("-7 ms", -7),
                      ("1h30m", 5400000), ("-1 min 30 s", -90000)):
        kiroku.run("evidence", "set", case, item, f"--clock-error={given}")
        equal(kiroku.json("evidence", "list", case)[0]["clock_error"], ms, given)
    for zone in ("IST", "CST", "Tokyo"):
        contains(kiroku.run("evidence", "set", case, item, f"--zone={zone}", status=USAGE).err, "JST", "Asia/Tokyo", "+09:00")
    for length in ("1.5", "5 days", "m", "--2m", "1m30", "m30s", "99999999999h"):
        contains(kiroku.run("evidence", "set", case, item, f"--clock-error={length}", status=USAGE).err, "5min", "1h30m", "-2m")


@test("/cli/evidence/custody-before-the-intake-is-told-and-stands-in-order")
def early(kiroku):
    case = kiroku.new_case()
    item = kiroku.json("evidence", "add", case, put(kiroku, "a.log"), "--at=2026-11-20T12:00")["id"]
    move = ("evidence", "move", case, item, "--where=W", "--purpose=P", "--from=A")
    kiroku.run(*move, "--to=B", "--at=2026-11-20T13:00")
    early = kiroku.run(*move, "--to=C", "--at=2026-11-19T13:00", warns=True)
    contains(early.err, "before the item was taken", "2026-11-19 13:00")
    equal(len(early.out.split()), 1, "standard output holds the id alone")
    kiroku.json(*move, "--to=D", "--at=2026-11-20T12:30")
    equal([step["to"] for step in kiroku.json("evidence", "list", case)[0]["custody"]], ["C", "D", "B"])


@test("/cli/evidence/list-of-what-was-collected-says-all-that-is-known")
def report(kiroku):
    case = kiroku.new_case()
    output = os.path.join(kiroku.home, "list.pdf")
    kiroku.run("evidence", "add", case, put(kiroku, "vpn.log"), "--source=VPN", "--host=gate01",
               "--from=2026-11-20T00:00:00+09:00", "--to=2026-11-21T06:00:00+09:00", "--zone=UTC",
               "--clock-error=-3500", "--taken-by=見本", "--gaps=再起動", "--tlp=amber")
    item = kiroku.json("evidence", "list", case)[0]
    kiroku.run("evidence", "move", case, item["id"], "--from=記録", "--to=鑑定", "--where=金庫",
               "--purpose=解析", "--witness=立会")
    kiroku.run("evidence", "check", case)
    kiroku.run("report", case, "--kind=evidence", "--lang=ja", f"--output={output}")
    text = read_pdf(output)
    for words in ("vpn.log", "VPN", "gate01", "2026-11-20 00:00", "2026-11-21 06:00", "+09:00", "UTC",
                  "3.5", "遅れ", "見本", "再起動", "TLP:AMBER", item["sha256"][:16], "変更なし",
                  "記録", "鑑定", "金庫", "解析", "立会"):
        contains(text, words)
    for digest, columns in ((item["sha256"], 2), (item["sha512"], 4)):
        groups = [digest[i:i + 16] for i in range(0, len(digest), 16)]
        for i in range(0, len(groups), columns):
            contains(text, " ".join(groups[i:i + columns]))
    equal(text.count("証拠番号 名称"), 3, "what was collected, its digests, its custody")
    kiroku.run("report", case, "--kind=evidence", "--lang=en", f"--output={output}")
    contains(read_pdf(output), "clock 3.5 s", "behind", "Intact")
    kiroku.run("report", case, "--kind=other", f"--output={output}", status=USAGE)


main()
