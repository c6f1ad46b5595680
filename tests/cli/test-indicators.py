#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Assets and indicators on the command line. Addresses are of RFC 5737, names of RFC 2606.

Usage: test-indicators.py KIROKU_CLI [PART OF A NAME]...   (TAP; run with TZ=Asia/Tokyo)
"""
from kiroku import HASH, ISO, USAGE, contains, equal, keys, main, test

ASSET = "name type state address owner note tlp set_at entry"
INDICATOR = "type value defanged state tlp technique note first_seen found_in set_at entry"


def shown(row, words):
    return tuple(row[name] for name in words.split())


# --- Assets ---

@test("/cli/asset/what-is-not-given-stays-and-empty-clears")
def asset_set(kiroku):
    case = kiroku.new_case()
    entry = kiroku.json("asset", "set", case, " ファイルサーバ ", "--type=server", "--address=192.0.2.7",
                        "--owner=情報システム部", "--tlp=amber+strict")
    keys(entry, "id seq key clock")
    (asset,) = kiroku.json("asset", "list", case)
    keys(asset, ASSET)
    equal(shown(asset, "name type state address owner note tlp"),
          ("ファイルサーバ", "server", "suspected", "192.0.2.7", "情報システム部", None, "amber+strict"),
          "the asset")
    assert asset["entry"] == entry["id"] and ISO.match(asset["set_at"]), asset
    kiroku.run("asset", "set", case, "PC-12")
    kiroku.run("asset", "set", case, "ファイルサーバ", "--state=contained", "--owner=", "--tlp=", "--note=隔離")
    first, second = kiroku.json("asset", "list", case)
    equal(shown(first, "name type state address owner note tlp"),
          ("ファイルサーバ", "server", "contained", "192.0.2.7", None, "隔離", None), "set again")
    equal(shown(second, "name type state"), ("PC-12", "other", "suspected"), "defaults")
    contains(kiroku.run("asset", "list", case).out, "ファイルサーバ", "192.0.2.7", "隔離", "PC-12")


@test("/cli/asset/as-of-shows-what-was-known")
def asset_as_of(kiroku):
    case = kiroku.new_case()
    equal(kiroku.json("asset", "list", case), [], "none")
    kiroku.run("asset", "set", case, "A", "--state=compromised")
    before = kiroku.json("timeline", case)[-1]["recorded"]
    kiroku.run("asset", "set", case, "A", "--state=clean")
    kiroku.run("asset", "set", case, "B")
    equal([shown(row, "name state") for row in kiroku.json("asset", "list", case, f"--as-of={before}")],
          [("A", "compromised")], "then")
    equal([shown(row, "name state") for row in kiroku.json("asset", "list", case)],
          [("A", "clean"), ("B", "suspected")], "now")


# --- Indicators ---

@test("/cli/indicator/recorded-as-it-is-and-shown-so-that-nobody-follows-it")
def indicator_set(kiroku):
    case = kiroku.new_case()
    note = kiroku.json("log", case, "不審な通信")["id"]
    entry = kiroku.json("indicator", "set", case, "hxxps://EVIL[.]example/A?b=c", "--tlp=red", "--note=C2",
                        "--technique=t1071.001", "--first-seen=2026-11-21T14:05:00+09:00",
                        f"--entry={note[:10]}")
    (row,) = kiroku.json("indicator", "list", case)
    keys(row, INDICATOR)
    equal(shown(row, INDICATOR),
          ("url", "https://evil.example/A?b=c", "hxxps[:]//evil[.]example/A?b=c", "active", "red",
           "T1071.001", "C2", "2026-11-21T14:05:00+09:00", note, row["set_at"], entry["id"]), "it")
    for words in [("indicator", "list", case), ("timeline", case)]:
        out = kiroku.run(*words).out
        contains(out, "hxxps[:]//evil[.]example/A?b=c", "C2")
        assert "https://evil.example" not in out, out
    contains(kiroku.run("indicator", "list", case, "--raw").out, "https://evil.example/A?b=c")
    line = kiroku.json("timeline", case)[-1]
    equal(shown(line, "kind about text"), ("indicator.set", note, "hxxps[:]//evil[.]example/A?b=c — C2"),
          "the line")
    assert kiroku.json("timeline", case, "--find=evil.example/A"), "found as it is"


@test("/cli/indicator/one-value-however-written-is-one-indicator")
def indicator_once(kiroku):
    case = kiroku.new_case()
    for typed in ("192.0.2.1", "192[.]0[.]2[.]1", "１９２．０．２．１", " 192.0.2.1:8080 "):
        kiroku.run("indicator", "set", case, typed)
    kiroku.run("indicator", "set", case, "192.0.2.1", "--technique=T1071", "--first-seen=2026-11-21T14:05")
    kiroku.run("indicator", "set", case, "192.0.2.1", "--state=withdrawn")
    (row,) = kiroku.json("indicator", "list", case)
    equal(shown(row, "type value state technique first_seen"),
          ("ipv4", "192.0.2.1", "withdrawn", "T1071", "2026-11-21T14:05:00+09:00"), "the one")
    equal(len([line for line in kiroku.json("timeline", case) if line["kind"] == "indicator.set"]), 6,
          "entries")
    contains(kiroku.run("timeline", case).out, "192[.]0[.]2[.]1: Withdrawn")


@test("/cli/indicator/what-cannot-be-told-needs-its-type")
def indicator_type(kiroku):
    case = kiroku.new_case()
    contains(kiroku.run("indicator", "set", case, "report.pdf", status=USAGE).err, "report.pdf", "type")
    kiroku.run("indicator", "set", case, "report.pdf", "--type=file")
    kiroku.run("indicator", "set", case, "c2.internal", "--type=domain")
    equal([shown(row, "type value defanged") for row in kiroku.json("indicator", "list", case)],
          [("file", "report.pdf", "report.pdf"), ("domain", "c2.internal", "c2[.]internal")], "types")


@test("/cli/indicator/find-offers-and-records-nothing")
def indicator_find(kiroku):
    text = "「hxxp://evil[.]example/aへ接続」と192.0.2.1、版1.2.3.4.5、12:30:45、report.pdf"
    found = kiroku.json("indicator", "find", text)
    keys(found[0], "type value defanged offset length")
    equal([shown(row, "type value") for row in found],
          [("url", "http://evil.example/a"), ("ipv4", "192.0.2.1")], "found")
    equal([text[row["offset"]:row["offset"] + row["length"]] for row in found],
          ["hxxp://evil[.]example/a", "192.0.2.1"], "where")
    equal(kiroku.json("indicator", "find", "-", stdin=text.encode()), found, "standard input")
    contains(kiroku.run("indicator", "find", text).out, "hxxp[:]//evil[.]example/a", "192[.]0[.]2[.]1")
    equal(kiroku.json("indicator", "find", "何もない"), [], "nothing")
    kiroku.run("indicator", "find", "-", stdin=b"\xff\xfe", status=1)
    equal(kiroku.json("case", "list"), [], "nothing was recorded")


@test("/cli/indicator/mistakes-are-refused-and-record-nothing")
def mistakes(kiroku):
    case = kiroku.new_case()
    before = kiroku.json("timeline", case)
    for words in [("asset", "set", case), ("asset", "set", case, " "),
                  ("asset", "set", case, "A", "--type=toaster"), ("asset", "set", case, "A", "--state=dead"),
                  ("asset", "set", case, "A", "--tlp=white"), ("asset", "list"),
                  ("asset", "list", case, "--as-of=x"), ("indicator", "set", case, ""),
                  ("indicator", "set", case, "evil.example", "--type=ipv4"),
                  ("indicator", "set", case, "evil.example", "--type=smell"),
                  ("indicator", "set", case, "evil.example", "--state=asleep"),
                  ("indicator", "set", case, "evil.example", "--tlp=RED"),
                  ("indicator", "set", case, "evil.example", "--technique=T15"),
                  ("indicator", "set", case, "evil.example", "--first-seen=soon"), ("indicator", "find")]:
        kiroku.run(*words, status=USAGE)
    for words in [("asset", "set", "X", "A"), ("asset", "list", "X"), ("indicator", "list", "X"),
                  ("indicator", "set", "X", "evil.example"),
                  ("indicator", "set", case, "evil.example", "--entry=" + "0" * 64)]:
        kiroku.run(*words, status=1)
    equal(kiroku.json("timeline", case), before, "nothing was recorded")


@test("/cli/indicator/controls-are-made-visible")
def controls(kiroku):
    case = kiroku.new_case()
    nasty = "a\x1b[31mb\u202e"
    kiroku.run("asset", "set", case, nasty, f"--note={nasty}")
    kiroku.run("indicator", "set", case, nasty, "--type=file", f"--note={nasty}")
    for words in [("asset", "list", case), ("indicator", "list", case, "--raw"), ("timeline", case)]:
        out = kiroku.run(*words).out
        assert "\x1b" not in out and "\u202e" not in out, out
        contains(out, "‹U+001B›[31m")
    equal(kiroku.json("asset", "list", case)[0]["name"], nasty, "what was recorded")


@test("/cli/indicator/a-rebuild-gives-the-same")
def rebuild(kiroku):
    case = kiroku.new_case()
    kiroku.run("asset", "set", case, "A", "--note=x")
    kiroku.run("indicator", "set", case, "evil.example", "--first-seen=2026-11-21")
    before = kiroku.json("asset", "list", case), kiroku.json("indicator", "list", case)
    kiroku.run("rebuild")
    equal((kiroku.json("asset", "list", case), kiroku.json("indicator", "list", case)), before, "rebuilt")
    assert HASH.match(before[0][0]["entry"]), before


if __name__ == "__main__":
    main()
