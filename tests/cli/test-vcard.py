#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The directory as vCards, read by a parser of RFC 2426 that takes nothing else.

Usage: test-vcard.py KIROKU_CLI [PART OF A NAME]...   (TAP)
"""
import os
import re

from kiroku import contains, equal, main, test

OVERLAY = """<?xml version="1.0" encoding="UTF-8"?>
<contacts>
  <contact id="vendor" kind="own" section="case" source="契約書; 2026 (Contract, 2026)" confidence="recalled" as-of="2026-04-01">
    <name><ja>保守；業者, 株式会社;夜間窓口の名前がとても長くて一行に収まらないときも文字の途中では折り返さない</ja><en>A vendor; night, desk\\n</en></name>
    <purpose><ja>障害</ja><en>Faults</en></purpose>
    <phone number="06-0000-1234" status="current"/>
    <phone number="06-0000-9999" status="superseded"/>
    <email address="old@example.jp" status="superseded"/>
    <types>*</types>
    <phases>containment</phases>
  </contact>
</contacts>
"""
PROPERTY = re.compile(r"([A-Z]+)((?:;[A-Z]+=[A-Z]+(?:,[A-Z]+)*)*):(.*)", re.S)


def unescape(value):
    """The parts of a value that a bare semicolon divides."""
    parts, at = [""], 0
    while at < len(value):
        if value[at] == "\\":
            assert value[at + 1] in "\\,;n", value
            parts[-1] += "\n" if value[at + 1] == "n" else value[at + 1]
            at += 2
            continue
        if value[at] == ";":
            parts.append("")
        else:
            assert value[at] not in ",\n\r", value
            parts[-1] += value[at]
        at += 1
    return parts


def parse(data):
    """The cards as lists of (name, parameters, parts)."""
    assert data.endswith(b"\r\n") and b"\n" not in data.replace(b"\r\n", b""), "each line ends in CRLF"
    lines = data[:-2].split(b"\r\n")
    assert all(len(line) <= 75 for line in lines), "a line of more than 75 octets"
    for line in lines:
        line.decode("utf-8")  # not folded within a character
    cards = []
    for line in data[:-2].replace(b"\r\n ", b"").decode("utf-8").split("\r\n"):
        name, parameters, value = PROPERTY.fullmatch(line).groups()
        if name == "BEGIN":
            cards.append([])
        cards[-1].append((name, parameters, [value] if name == "URL" else unescape(value)))
    for card in cards:
        equal([card[0], card[1], card[-1]],
              [("BEGIN", "", ["VCARD"]), ("VERSION", "", ["3.0"]), ("END", "", ["VCARD"])], "the frame")
        for name in ("FN", "N", "UID"):
            equal(sum(line[0] == name for line in card), 1, name)
    return cards


def values(card, name):
    return ["".join(parts) for found, _, parts in card if found == name]


def write(kiroku, *words):
    path = os.path.join(kiroku.home, "desks.vcf")
    kiroku.run("contact", "list", f"--output={path}", *words)
    with open(path, "rb") as file:
        return {values(card, "UID")[0].removeprefix("kiroku:"): card for card in parse(file.read())}


@test("/cli/vcard/holds-every-desk-that-can-be-reached-and-only-what-is-in-force")
def all_desks(kiroku):
    cards = write(kiroku, "--lang=ja")
    desks = {desk["id"]: desk for desk in kiroku.json("contact", "list")}
    for ident, desk in desks.items():
        current = [[item[key] for item in desk[many] if item["status"] == "current"]
                   for many, key in (("phones", "number"), ("emails", "address"), ("urls", "href"))]
        equal(ident in cards, any(current), ident)
        if ident in cards:
            equal([values(cards[ident], name) for name in ("TEL", "EMAIL", "URL")], current, ident)
    contains(values(cards["mpd_cyber"], "NOTE")[0], "平日 8:30～17:15", "都クイックリスト2020")
    equal(values(cards["mpd_cyber"], "TEL"), ["03-5805-1731"])


@test("/cli/vcard/what-would-end-a-value-does-not")
def escapes(kiroku):
    pack = os.path.join(kiroku.home, "kiroku", "pack")
    os.makedirs(pack)
    with open(os.path.join(pack, "contacts.xml"), "w", encoding="utf-8") as file:
        file.write(OVERLAY)
    card = write(kiroku, "--lang=ja")["vendor"]
    contains(values(card, "FN")[0], "保守；業者, 株式会社;夜間窓口", "折り返さない")
    equal([parts for name, _, parts in card if name == "N"], [values(card, "FN")], "one part")
    equal((values(card, "TEL"), values(card, "EMAIL")), (["06-0000-1234"], []), "in force")
    equal(values(write(kiroku, "--lang=en")["vendor"], "FN"), ["A vendor; night, desk\\n"], "as it is")


@test("/cli/vcard/how-sure-it-is-stands-in-the-language-that-was-asked-for")
def language(kiroku):
    for language, word, other in (("ja", "独自項目", "proposed"), ("en", "our own proposal", "独自項目")):
        note = values(write(kiroku, f"--lang={language}")["mpd_cyber"], "NOTE")[0]
        contains(note, f"({word}: 「平日」を")
        assert f"({other}" not in note, note


@test("/cli/vcard/of-a-type-and-phase-those-of-the-list")
def chosen(kiroku):
    chosen = [desk["id"] for desk in kiroku.json("contact", "list", "--type=phishing_spoofing", "--phase=triage")]
    cards = write(kiroku, "--type=phishing_spoofing", "--phase=triage")
    equal([ident for ident in chosen if ident in cards], list(cards), "the same, in that order")
    assert len(cards) > 1, cards


if __name__ == "__main__":
    main()
