#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Deadlines as a calendar file, read by a parser that takes nothing but what RFC 5545 allows.

Usage: test-ics.py KIROKU_CLI [PART OF A NAME]...   (TAP; run with TZ=Asia/Tokyo)
"""
import datetime
import os
import re

from kiroku import contains, equal, main, test

NAME = re.compile(r"[A-Z][A-Z0-9-]*\Z")
MOMENT = re.compile(r"\d{8}T\d{6}Z\Z")
DAY = re.compile(r"\d{8}\Z")
# Of each component: what must stand once, what may stand once.
PROPERTIES = {
    "VCALENDAR": ({"PRODID", "VERSION"}, {"CALSCALE", "METHOD"}),
    "VEVENT": ({"UID", "DTSTAMP", "DTSTART"}, {"DTEND", "SUMMARY", "DESCRIPTION", "STATUS", "TRANSP"}),
    "VALARM": ({"ACTION", "TRIGGER", "DESCRIPTION"}, set()),
}
PARENTS = {"VCALENDAR": None, "VEVENT": "VCALENDAR", "VALARM": "VEVENT"}
NOW = "--now=2026-11-20 12:00"


class Component:
    def __init__(self, name):
        self.name, self.values, self.parts = name, {}, []

    def __getitem__(self, name):
        return self.values[name]


def unfold(data):
    """The lines, joined again."""
    assert data.endswith(b"\r\n"), "the last line does not end"
    physical = data[:-2].split(b"\r\n")
    lines = []
    for line in physical:
        assert b"\r" not in line and b"\n" not in line, f"a bare line end in {line!r}"
        assert len(line) <= 75, f"{len(line)} octets: {line!r}"
        line.decode("utf-8")  # no letter is torn apart
        if line[:1] == b" ":
            assert lines and len(line) > 1, "nothing to go on with"
            lines[-1] += line[1:]
        else:
            lines.append(line)
    text = [line.decode("utf-8") for line in lines]
    assert all(not any(ord(c) < 32 or ord(c) == 127 for c in line) for line in text), "a control character"
    return text


def unescape(value):
    assert not re.search(r"(?<!\\)(?:\\\\)*[;,]", value), f"a bare ; or , in {value!r}"
    assert re.fullmatch(r"(?:[^\\]|\\[\\;,nN])*", value), f"a bad escape in {value!r}"
    return re.sub(r"\\(.)", lambda m: "\n" if m[1] in "nN" else m[1], value)


def read_value(component, name, parameters, value):
    if name in ("DTSTART", "DTEND") and parameters == ["VALUE=DATE"]:
        assert DAY.match(value), value
        return datetime.datetime.strptime(value, "%Y%m%d").date()
    if name in ("DTSTART", "DTEND", "DTSTAMP", "TRIGGER"):
        assert parameters == (["VALUE=DATE-TIME"] if name == "TRIGGER" else []), (name, parameters)
        assert MOMENT.match(value), value
        return datetime.datetime.strptime(value, "%Y%m%dT%H%M%SZ").replace(tzinfo=datetime.timezone.utc)
    assert parameters == [], (name, parameters)
    return unescape(value) if name in ("SUMMARY", "DESCRIPTION") else value


def close(component):
    required, optional = PROPERTIES[component.name]
    assert required <= set(component.values) <= required | optional, (component.name, set(component.values))


def parse(data):
    """The calendar."""
    stack, root = [], None
    for line in unfold(data):
        head, _, value = line.partition(":")
        name, *parameters = head.split(";")
        assert NAME.match(name) and ":" in line, line
        if name == "BEGIN":
            assert (stack[-1].name if stack else None) == PARENTS[value], line
            assert root is None or stack, "more than one calendar"
            component = Component(value)
            (stack[-1].parts if stack else []).append(component)
            root = root or component
            stack.append(component)
        elif name == "END":
            equal(value, stack[-1].name, "end")
            close(stack.pop())
        else:
            assert name not in stack[-1].values, f"{name} twice"
            stack[-1].values[name] = read_value(stack[-1], name, parameters, value)
    assert not stack and root is not None, "it does not end"
    equal((root["VERSION"], root.values.get("CALSCALE", "GREGORIAN")), ("2.0", "GREGORIAN"), "version")
    uids = [event["UID"] for event in root.parts]
    equal(len(uids), len(set(uids)), "UIDs")
    return root


def export(kiroku, *words, name="due.ics", **options):
    """The events of the file, and its bytes."""
    path = os.path.join(kiroku.home, name)
    equal(kiroku.run("deadline", "list", *words, f"--output={path}", **options).out.strip(), path, "path")
    with open(path, "rb") as file:
        data = file.read()
    return parse(data).parts, data


def breach(kiroku):
    case = kiroku.new_case("--known=2026-11-20 10:00", title="秘密の題", kind="ransomware")
    kiroku.run("set", case, "leak.categories", "1")
    kiroku.run("set", case, "leak.mynumber", "no")
    return case


def about(events, part):
    found, = [event for event in events if part in event["SUMMARY"]]
    return found


@test("/cli/ics/a-day-is-a-day-and-a-moment-a-moment")
def kinds(kiroku):
    case = breach(kiroku)
    kiroku.run("set", case, "eu.personal_data", "yes")
    kiroku.run("set", case, "breach.risk", "risk")
    events, _ = export(kiroku, case, NOW)
    final = about(events, "Final report (30 days)")
    equal((final["DTSTART"], final["DTEND"]), (datetime.date(2026, 12, 21), datetime.date(2026, 12, 22)), "a day")
    equal([alarm["TRIGGER"].strftime("%m-%dT%H:%M") for alarm in final.parts],
          ["12-10T00:00", "12-16T00:00", "12-18T00:00", "12-21T00:00"], "alarms at nine in Tokyo")
    gdpr = about(events, "GDPR")
    equal(gdpr["DTSTART"].isoformat(), "2026-11-23T01:00:00+00:00", "a moment")
    assert "DTEND" not in gdpr.values
    equal(gdpr.parts[-1]["TRIGGER"].isoformat(), "2026-11-23T00:45:00+00:00", "a quarter of an hour before")
    equal((final["STATUS"], gdpr["TRANSP"]), ("CONFIRMED", "TRANSPARENT"), "status")
    assert not any("promptly" in event["SUMMARY"] and "about" not in event["SUMMARY"] for event in events)


@test("/cli/ics/a-day-that-ends-before-midnight-is-a-moment")
def ends_early(kiroku):
    case = breach(kiroku)
    kiroku.run("set", case, "org.us_sec", "domestic")
    kiroku.run("set", case, "us.sec_material", "yes")
    kiroku.run("set", case, "t.material_determined", "2026-11-25 08:00")
    events, _ = export(kiroku, case, NOW)
    event = about(events, "Form 8-K")
    equal(event["DTSTART"].isoformat(), "2026-12-01T22:30:00+00:00", "17:30 in New York")
    assert "DTEND" not in event.values
    assert event.parts, "no alarm"


@test("/cli/ics/holds-the-number-the-label-and-the-recipient-and-nothing-else-of-the-case")
def no_text(kiroku):
    case = breach(kiroku)
    kiroku.run("log", case, "秘密の記録")
    kiroku.run("deadline", "decide", case, "jp_fsa_month", "applies", "--reason=秘密の理由", "--approver=秘密の人")
    kiroku.run("set", case, "t.detected", "2026-11-20 09:00")
    kiroku.run("deadline", "add", case, "--recipient=取引先; A, B", "--due=2026-11-25", "--text=第一報\\続報" + "長" * 60,
               "--reason=秘密の契約", warns=True)
    events, data = export(kiroku, case, NOW)
    assert "秘密" not in re.sub("\r\n ", "", data.decode("utf-8"))
    duty = about(events, "取引先")
    equal(duty["SUMMARY"], f"{case}: 第一報\\続報{'長' * 60} → 取引先; A, B", "escaped and folded")
    equal(duty["DTSTART"], datetime.date(2026, 11, 25), "a stated day")
    contains(about(events, "status report")["DESCRIPTION"], "Target: ", "not confirmed")


@test("/cli/ics/the-same-deadline-keeps-its-uid-and-the-file-is-the-same-twice")
def stable(kiroku):
    case = breach(kiroku)
    first, data = export(kiroku, case, NOW)
    _, again = export(kiroku, case, NOW, name="again.ics")
    equal(data, again, "the same moment")
    kiroku.run("set", case, "t.known", "2026-11-18 10:00")
    moved, _ = export(kiroku, case, NOW, name="moved.ics")
    old, new = about(first, "Final report (30 days)"), about(moved, "Final report (30 days)")
    equal((old["UID"], new["DTSTART"]), (new["UID"], datetime.date(2026, 12, 17)), "moved")
    other = breach(kiroku)
    events, _ = export(kiroku, NOW, name="all.ics")
    equal(len([event for event in events if "Final report (30 days)" in event["SUMMARY"]]), 2, f"{case} and {other}")


@test("/cli/ics/leaves-out-what-is-met-does-not-apply-or-is-past-its-reminders")
def left_out(kiroku):
    case = breach(kiroku)
    kiroku.run("set", case, "report.stage", "preliminary")
    kiroku.run("form", "file", case, "F01", "--method=web", "--at=2026-11-20 11:00")
    events, _ = export(kiroku, case, "--now=2026-12-18 12:00")
    assert not any("Preliminary" in event["SUMMARY"] or "60 days" in event["SUMMARY"] for event in events)
    equal(len(about(events, "Final report (30 days)").parts), 1, "alarms to come")
    equal(kiroku.json("deadline", "list", case, f"--output={kiroku.home}/x.ics")["output"], f"{kiroku.home}/x.ics", "json")
    kiroku.run("deadline", "list", case, f"--output={kiroku.home}/none/x.ics", status=1)


@test("/cli/ics/japanese-lines-are-folded-between-letters")
def folded(kiroku):
    case = breach(kiroku)
    events, data = export(kiroku, case, NOW, env={"LC_ALL": "C.UTF-8", "LANGUAGE": "ja"})
    assert any(len(line) > 70 for line in data.split(b"\r\n")), "nothing to fold"
    assert b"\r\n " in data
    contains(about(events, "確報（30日）")["SUMMARY"], "個人情報保護委員会／委任先省庁")


main()
