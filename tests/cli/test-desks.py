#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What an organisation itself knows of desks: its own, and whether a number was right.

Usage: test-desks.py KIROKU_CLI [PART OF A NAME]...   (TAP; run with TZ=Asia/Tokyo)
"""
import json
import os
import subprocess

from kiroku import USAGE, contains, equal, keys, main, read_pdf, test

LEAD = ("--name=山田 太郎", "--role=責任者", "--number=06-0000-1111", "--night=090-0000-1111", "--hours=平日 9時～18時",
        "--mail=yamada@example.jp", "--author=花子")


def desks(kiroku, *words):
    return {desk["id"]: desk for desk in kiroku.json("contact", "list", *words)}


def numbers(desk, status="current"):
    return [phone["number"] for phone in desk["phones"] if phone["status"] == status]


def today():
    return subprocess.run(["date", "+%F"], check=True, stdout=subprocess.PIPE, env={"TZ": "Asia/Tokyo"}).stdout.decode().strip()


@test("/cli/desks/own-ones-come-first-in-their-order-in-every-case")
def own(kiroku):
    first = kiroku.json("contact", "add", *LEAD)
    keys(first, "contact")
    second = kiroku.run("contact", "add", "--name=鈴木 次郎", "--number=06-0000-2222").out.strip()
    equal((first["contact"], second), ("own.1", "own.2"))
    for words in ((), ("--type=ransomware",), ("--type=phishing_spoofing", "--phase=recovery")):
        equal([desk["id"] for desk in kiroku.json("contact", "list", *words)][:2], ["own.1", "own.2"], words)
    desk = desks(kiroku)["own.1"]
    equal((desk["name"], desk["purpose"], desk["hours"], desk["own"], desk["order"], desk["phone"]),
          ("山田 太郎", "責任者", "平日 9時～18時", True, 1, "06-0000-1111"))
    equal([(one["number"], one["note"], one["confidence"]) for one in desk["phones"]],
          [("06-0000-1111", "by day", "stated"), ("090-0000-1111", "24 h", "stated")])
    kiroku.run("contact", "edit", "own.2", "--order=1")
    kiroku.run("contact", "edit", "own.1", "--order=2")
    equal([desk["id"] for desk in kiroku.json("contact", "list")][:2], ["own.2", "own.1"], "the order was changed")
    case = kiroku.new_case()
    kiroku.run("contact", "told", case, "own.1", "--outcome=済み")
    equal([(one["name"], one["number"]) for one in kiroku.json("contact", "log", case)], [("山田 太郎", "06-0000-1111")])


@test("/cli/desks/a-number-that-was-changed-stays-in-the-history-and-is-not-offered")
def history(kiroku):
    kiroku.run("contact", "add", *LEAD)
    kiroku.run("contact", "edit", "own.1", "--number=06-0000-3333", "--author=次郎")
    desk = desks(kiroku)["own.1"]
    equal((numbers(desk), numbers(desk, "superseded"), desk["name"]),
          (["06-0000-3333", "090-0000-1111"], ["06-0000-1111"], "山田 太郎"), "what was not said stays")
    past, = (phone for phone in desk["phones"] if phone["status"] == "superseded")
    equal((past["wrong_since"], past["stated_by"]), (today(), "次郎"))
    told = kiroku.json("contact", "history", "own.1")
    equal([(one["act"], one["stated_by"], one["number"]) for one in told],
          [("set", "花子", "06-0000-1111"), ("set", "次郎", "06-0000-3333")])
    contains(kiroku.run("contact", "history").out, "own.1", "06-0000-1111", "06-0000-3333")
    kiroku.run("contact", "remove", "own.1")
    assert "own.1" not in desks(kiroku)
    equal([one["act"] for one in kiroku.json("contact", "history", "own.1")], ["set", "set", "remove"])
    equal(kiroku.run("contact", "add", "--name=新").out.strip(), "own.2", "no id is used again")


@test("/cli/desks/the-hours-of-an-own-desk-are-reckoned-with-as-those-of-the-pack")
def hours(kiroku):
    kiroku.run("contact", "add", *LEAD, "--open=９：00～12:00, 13:00–18:00 JP_GOV_CLOSED")
    kiroku.run("contact", "add", "--name=当直", "--number=1", "--open=0:00-24:00")
    kiroku.run("contact", "add", "--name=Paris", "--number=2", "--open=09:00-17:00 zone=Europe/Paris")
    equal([one["open"] for one in kiroku.json("contact", "history")],
          ["09:00-12:00 13:00-18:00 JP_GOV_CLOSED zone=Asia/Tokyo", "00:00-24:00 zone=Asia/Tokyo",
           "09:00-17:00 zone=Europe/Paris"])
    desk = desks(kiroku)["own.1"]
    assert desk["hours_now"] in ("open", "closed") and desk["hours_until"] is not None, desk
    equal((desk["hours_confidence"], desk["hours_source"]), ("stated", "花子"))
    equal(desk["hours_until"][16:], ":00+09:00", "to the minute, in the zone of the reader")
    equal((desks(kiroku)["own.2"]["hours_now"], desks(kiroku)["own.2"]["hours_until"]), ("open", None), "at any hour")
    for wrong in ("18:00-09:00", "9-18", "09:00-18:00 NO_SUCH", "09:00-24:30", "JP_GOV_CLOSED", "09:00-18:00 zone=Nowhere/At"):
        contains(kiroku.run("contact", "edit", "own.1", f"--open={wrong}", status=USAGE).err, "write")
    kiroku.run("contact", "edit", "own.1", "--open=")
    desk = desks(kiroku)["own.1"]
    equal((desk["hours_now"], desk["hours"]), ("unknown", "平日 9時～18時"))


@test("/cli/desks/the-own-desks-of-the-rule-pack-are-filled-in")
def filled(kiroku):
    kiroku.run("contact", "edit", "vendor", "--name=保守業者 夜間窓口", "--number=06-0000-4444")
    desk = desks(kiroku)["vendor"]
    equal((desk["name"], desk["phone"], desk["purpose"]),
          ("保守業者 夜間窓口", "06-0000-4444", "Check own environment; ask outside experts (4.2 step 7)"))
    contains(kiroku.run("contact", "edit", "mpd_cyber", "--number=1", status=USAGE).err, "contact wrong")
    contains(kiroku.run("contact", "list").out, "contact edit internal_ciso --number=N")


@test("/cli/desks/what-is-stated-of-an-own-desk-is-dialled-before-the-number-of-an-own-pack")
def over_pack(kiroku):
    pack = os.path.join(kiroku.folder, "pack")
    os.makedirs(pack)
    with open(os.path.join(pack, "contacts.xml"), "w", encoding="utf-8") as file:
        file.write('<contacts source="S" confidence="found" as-of="2026-01-01"><contact id="vendor" kind="own" section="case">'
                   "<name><ja>業者</ja><en>Vendor</en></name><purpose><ja>保守</ja><en>Care</en></purpose>"
                   '<types>system_outage targeted_attack ransomware malware_infection unauthorized_access web_data_theft website_defacement dos_ddos iot_compromise</types><phases>triage containment eradication recovery</phases><phone number="06-0000-7777" status="current"/></contact></contacts>')
    equal(desks(kiroku)["vendor"]["phone"], "06-0000-7777")
    kiroku.run("contact", "edit", "vendor", "--number=06-0000-4444", "--night=06-0000-5555")
    desk = desks(kiroku)["vendor"]
    equal([desk["phone"]] + [one["number"] for one in desk["phones"]],
          ["06-0000-4444", "06-0000-4444", "06-0000-5555", "06-0000-7777"])


@test("/cli/desks/checked-today-is-shown-with-date-and-person")
def checked(kiroku):
    equal(kiroku.json("contact", "check", "mpd_cyber", "--author=花子"), {"contact": "mpd_cyber"})
    phone, = (one for one in desks(kiroku)["mpd_cyber"]["phones"] if one["number"] == "03-5805-1731")
    equal((phone["status"], phone["checked_on"], phone["stated_by"]), ("current", today(), "花子"))
    contains(kiroku.run("contact", "list").out, f"03-5805-1731  (checked on {today()}, 花子)")
    path = os.path.join(kiroku.home, "sheet.pdf")
    kiroku.run("contact", "list", "--type=ransomware", f"--output={path}", "--lang=ja")
    contains(read_pdf(path).replace(" ", ""), f"{today()}確認")
    kiroku.run("contact", "check", "mpd_cyber", "00-0000-0000", status=USAGE)
    kiroku.run("contact", "check", "nobody", status=USAGE)
    kiroku.run("contact", "check", "internal_ciso", status=USAGE)


@test("/cli/desks/a-wrong-number-is-nowhere-offered-and-the-right-one-stands-in-its-place")
def wrong(kiroku):
    kiroku.run("contact", "wrong", "mpd_cyber", "--instead=03-0000-5555", "--author=花子")
    desk = desks(kiroku)["mpd_cyber"]
    equal((desk["phone"], numbers(desk)), ("03-0000-5555", ["03-0000-5555"]))
    old, = (one for one in desk["phones"] if one["number"] == "03-5805-1731")
    equal((old["status"], old["wrong_since"], old["stated_by"]), ("superseded", today(), "花子"))
    contains(kiroku.run("contact", "list").out, f"03-5805-1731  (not right since {today()}, 花子)")
    path = os.path.join(kiroku.home, "sheet.pdf")
    kiroku.run("contact", "list", "--type=ransomware", f"--output={path}")
    text = read_pdf(path)
    contains(text, "03-0000-5555")
    assert "03-5805-1731" not in text, text
    kiroku.run("contact", "wrong", "mpd_cyber", "03-5805-1731", status=USAGE)
    kiroku.run("contact", "wrong", "mpd_cyber")
    equal(desks(kiroku)["mpd_cyber"]["phone"], None, "no other number is known")
    kiroku.run("contact", "check", "mpd_cyber", "03-5805-1731")
    equal(desks(kiroku)["mpd_cyber"]["phone"], "03-5805-1731", "it was right after all")
    kiroku.run("contact", "add", *LEAD)
    kiroku.run("contact", "wrong", "own.1", "--instead=06-0000-6666")
    equal(numbers(desks(kiroku)["own.1"]), ["06-0000-6666", "090-0000-1111"])


@test("/cli/desks/open-now-says-when-it-rests-on-our-own-reading")
def reading(kiroku):
    told = desks(kiroku)
    for ident in ("mpd_cyber", "found_fsa_qa"):
        equal(told[ident]["hours_confidence"], "proposed", ident)
        contains(told[ident]["hours_source"], "「平日」")
    equal({desk["hours_source"] for desk in told.values() if desk["hours_confidence"] is None}, {None})
    lines = kiroku.run("contact", "list").out.splitlines()
    equal(sum("now" in line and "「平日」" in line for line in lines), 2, "said where it is said")


@test("/cli/desks/forms-keep-the-version-of-the-rules")
def version(kiroku):
    before = kiroku.json("case", "show", kiroku.new_case())
    kiroku.run("contact", "add", *LEAD)
    after = kiroku.json("case", "show", kiroku.new_case())
    equal({key: before[key] for key in before if "pack" in key}, {key: after[key] for key in after if "pack" in key})


@test("/cli/desks/a-damaged-file-is-named-and-stays-as-it-is")
def damaged(kiroku):
    kiroku.run("contact", "add", *LEAD)
    path = os.path.join(kiroku.folder, "desks.jsonl")
    with open(path, "a", encoding="utf-8") as file:
        file.write('{"act":"set"}\n')
    with open(path, "rb") as file:
        before = file.read()
    contains(kiroku.run("contact", "list", status=1).err, "desks.jsonl", "line 2")
    kiroku.run("contact", "add", "--name=N", status=1)
    with open(path, "rb") as file:
        equal(file.read(), before)
    whole = before.replace(b'{"act":"set"}\n', b"")
    for act in (b"check", b"wrong"):
        with open(path, "wb") as file:
            file.write(whole + b'{"act":"%s","at":1764000000000000,"by":"N","desk":"mpd_cyber"}\n' % act)
        contains(kiroku.run("contact", "list", status=1).err, "desks.jsonl", "line 2")


@test("/cli/desks/what-a-later-version-wrote-stays")
def later_version(kiroku):
    kiroku.run("contact", "add", *LEAD)
    path = os.path.join(kiroku.folder, "desks.jsonl")
    with open(path, encoding="utf-8") as file:
        first = json.loads(file.readline())
    line = json.dumps({**first, "later": "夜間も可"}, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    with open(path, "w", encoding="utf-8") as file:
        file.write(line)
    kiroku.run("contact", "add", "--name=夜間窓口")
    with open(path, encoding="utf-8") as file:
        lines = file.read().splitlines()
    equal((lines[0], len(lines)), (line, 2), "as it stood, and what was added")
    contains(kiroku.run("contact", "list").out, "夜間窓口")


@test("/cli/desks/what-makes-no-sense-is-refused")
def refused(kiroku):
    for words in (("add", "--role=R"), ("add",), ("add", "--name="), ("add", "--name=N", "--order=0"),
                  ("add", "--name=N", "--order=100"), ("add", "--name=" + "あ" * 400), ("edit", "own.9", "--name=N"),
                  ("remove", "mpd_cyber"), ("remove", "own.9"), ("history", "own.9")):
        kiroku.run("contact", *words, status=USAGE)
    assert not os.path.exists(os.path.join(kiroku.folder, "desks.jsonl"))


if __name__ == "__main__":
    main()
