#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Counts deadlines a second time and compares: the program against this file, over some thousand starts.

Nothing is shared with the program. The rules below were typed from the reference, not read from the pack; closed
days are written out for each year (the program asks each day by its rule); the equinoxes come from the positions of
the sun (Meeus, Astronomical Algorithms, ch. 27; the program has the usual approximation); days are counted by their
place in the list of open ones. Usage: test-deadline-vectors.py PROBE. Python >= 3.9, standard library only; prints
TAP.
"""
import bisect
import calendar
import datetime
import math
import os
import random
import subprocess
import sys
from zoneinfo import ZoneInfo

YEARS = range(2024, 2050)
DAY = datetime.timedelta(days=1)
UTC = datetime.timezone.utc
TOKYO, BRUSSELS, NEW_YORK, SINGAPORE = "Asia/Tokyo", "Europe/Brussels", "America/New_York", "Asia/Singapore"
FILING = "filing:"

# id: jurisdiction, form, hard, clock, latest, unit, amounts, first day, working days, rollover, ends at (minutes), zone,
# watch, confidence
RULES = {}


def rule(name, jurisdiction, form, kind, clock, unit, confidence, zone, amount=(0, 0), first="counted", latest="-:0",
         working="-", rollover="-:0", ends=0, watch="-"):
    RULES[name] = (jurisdiction, form, kind, clock, latest, unit, f"{amount[0]}-{amount[1]}", first, working, rollover,
                   str(ends), zone, watch, confidence)


def japan(name, form, kind, clock, unit, confidence="found", **more):
    rule(name, "JP", form, kind, clock, unit, confidence, TOKYO, **more)


def fill_rules():
    closed = "JP_GOV_CLOSED:0"
    for prefix, form in ("jp_ppc", "F01"), ("jp_my", "F02"):
        japan(f"{prefix}_prelim", form, "target", "t.known", "calendar-day", amount=(3, 5), first="unclear")
        japan(f"{prefix}_final30", form, "hard", "t.known", "calendar-day", amount=(0, 30), rollover=closed)
        japan(f"{prefix}_final60", form, "hard", "t.known", "calendar-day", amount=(0, 60), rollover=closed)
    japan("jp_ppc_subject", "F03", "hard", "t.known", "promptly")
    japan("jp_my_subject", "-", "hard", "t.known", "promptly", "recalled")
    japan("jp_entruster", "F04", "hard", "t.known", "promptly")
    japan("jp_fsa_first", "F08", "hard", "t.detected", "immediately", "recalled")
    japan("jp_fsa_month", "F08", "target", "t.detected", "month", "recalled", amount=(0, 1), first="not-counted")
    japan("jp_fsa_recovery", "F08", "hard", "t.recovered", "on-event", "recalled")
    japan("jp_fsa_cause", "F08", "hard", "t.cause_found", "on-event", "recalled")
    japan("jp_cdca_first", "F09", "hard", "t.known", "promptly", "found-2nd")
    japan("jp_cdca_final", "F09", "hard", "t.known", "calendar-day", "found-2nd", amount=(0, 30), first="unclear",
          rollover=closed)
    japan("jp_mic_first", "F16", "hard", "t.occurred", "promptly")
    for name, clock in ("30", "t.occurred"), ("secrecy30", "t.known"), ("osore", "t.known"):
        japan(f"jp_mic_{name}", "F16", "hard", clock, "calendar-day", amount=(0, 30), first="not-counted",
              rollover=closed)
    japan("jp_tse", "F18", "target", "t.known", "promptly", "recalled")
    fill_europe()
    fill_others()


def fill_europe():
    def europe(name, form, clock, unit, confidence="found-2nd", **more):
        rule(name, "EU", form, "hard", clock, unit, confidence, BRUSSELS, **more)

    noon = "EU_WEEKEND:720"
    month = dict(amount=(0, 1), first="not-counted")
    europe("eu_gdpr", "I01", "t.known", "hour", amount=(0, 72))
    europe("eu_gdpr_subject", "-", "t.known", "promptly")
    europe("eu_gdpr_controller", "-", "t.known", "promptly")
    europe("eu_nis2_ew", "I02", "t.known", "hour", amount=(0, 24))
    europe("eu_nis2_notif", "I02", "t.known", "hour", amount=(0, 72))
    europe("eu_nis2_trust", "I02", "t.known", "hour", "recalled", amount=(0, 24))
    europe("eu_nis2_final", "I02", FILING + "eu_nis2_notif", "month", **month)
    europe("eu_nis2_trust_final", "I02", FILING + "eu_nis2_trust", "month", "recalled", **month)
    europe("eu_dora_init", "I03", "t.classified", "hour", amount=(0, 4), latest="t.known:24", rollover=noon)
    europe("eu_dora_mid", "I03", FILING + "eu_dora_init", "hour", amount=(0, 72), rollover=noon)
    europe("eu_dora_final", "I03", FILING + "eu_dora_mid", "month", rollover=noon, **month)
    europe("eu_cra_ew", "I04", "t.known", "hour", amount=(0, 24))
    europe("eu_cra_72", "I04", "t.known", "hour", amount=(0, 72))
    europe("eu_cra_final_vuln", "I04", "t.fix_available", "calendar-day", amount=(0, 14), first="unclear")
    europe("eu_cra_final_incident", "I04", FILING + "eu_cra_72", "month", "recalled", **month)


def fill_others():
    rule("uk_ico", "UK", "I08", "hard", "t.known", "hour", "recalled", "Europe/London", amount=(0, 72))

    def america(name, form, clock, unit, confidence, kind="hard", **more):
        rule(name, "US", form, kind, clock, unit, confidence, NEW_YORK, **more)

    america("us_sec", "I06", "t.material_determined", "business-day", "found-2nd", amount=(0, 4), first="not-counted",
            working="US_FEDERAL", ends=17 * 60 + 30)
    america("us_sec_6k", "-", "t.material_determined", "promptly", "recalled")
    america("us_bank36", "I07", "t.notification_determined", "hour", "found-2nd", amount=(0, 36))
    america("us_bank_provider", "-", "t.known", "promptly", "found-2nd")
    america("us_circia", "I05", "t.known", "hour", "found-2nd", "target", amount=(0, 72), watch="watch")
    america("us_circia_ransom", "I05", "t.ransom_paid", "hour", "recalled", "target", amount=(0, 24), watch="watch")
    america("us_nydfs", "I11", "t.known", "hour", "recalled", amount=(0, 72))
    america("us_nydfs_ransom", "I11", "t.ransom_paid", "hour", "recalled", amount=(0, 24))

    def singapore(name, form, clock, unit, confidence, kind="hard", **more):
        rule(name, "SG", form, kind, clock, unit, confidence, SINGAPORE, **more)

    singapore("sg_pdpc", "I09", "t.assessed", "calendar-day", "found", amount=(0, 3), first="not-counted")
    singapore("sg_pdpc_subject", "-", FILING + "sg_pdpc", "on-event", "recalled")
    singapore("sg_pdpc_assess", "-", "t.known", "calendar-day", "recalled", "target", amount=(0, 30), first="unclear")
    singapore("sg_mas", "I10", "t.detected", "hour", "recalled", amount=(0, 1))
    singapore("sg_mas_cause", "I10", "t.detected", "calendar-day", "recalled", amount=(0, 14), first="unclear")


# --- Closed days ---

# Amplitude, phase and rate of the periodic terms.
TERMS = [(485, 324.96, 1934.136), (203, 337.23, 32964.467), (199, 342.08, 20.186), (182, 27.85, 445267.112),
         (156, 73.14, 45036.886), (136, 171.52, 22518.443), (77, 222.54, 65928.934), (74, 296.72, 3034.906),
         (70, 243.58, 9037.513), (58, 119.81, 33718.147), (52, 297.17, 150.678), (50, 21.02, 2281.226),
         (45, 247.54, 29929.562), (44, 325.15, 31555.956), (29, 60.93, 4443.417), (18, 155.12, 67555.328),
         (17, 288.79, 4562.452), (16, 198.04, 62894.029), (14, 199.76, 31436.921), (12, 95.39, 14577.848),
         (12, 287.11, 31931.756), (12, 320.81, 34777.259), (9, 227.73, 1222.114), (8, 15.45, 16859.074)]


def equinox(year, autumn):
    """The day in Japan on which the sun stands over the equator."""
    y = (year - 2000) / 1000
    mean = (2451810.21715 + 365242.01767 * y - 0.11575 * y ** 2 + 0.00337 * y ** 3 + 0.00078 * y ** 4 if autumn else
            2451623.80984 + 365242.37404 * y + 0.05169 * y ** 2 - 0.00411 * y ** 3 - 0.00057 * y ** 4)
    t = (mean - 2451545) / 36525
    w = math.radians(35999.373 * t - 2.47)
    periodic = sum(a * math.cos(math.radians(b + c * t)) for a, b, c in TERMS)
    moment = mean + 0.00001 * periodic / (1 + 0.0334 * math.cos(w) + 0.0007 * math.cos(2 * w))
    # 2451544.5 is 2000-01-01; about 75 seconds between dynamical and civil time
    days = moment - 2451544.5 - 75 / 86400 + 9 / 24
    return datetime.date(2000, 1, 1) + math.floor(days) * DAY


def nth(year, month, weekday, n):
    """The n-th of that weekday (0 is Monday), from the end if negative."""
    days = [day for week in calendar.monthcalendar(year, month) if (day := week[weekday])]
    return datetime.date(year, month, days[n - 1 if n > 0 else n])


def japanese_holidays(year):
    fixed = [(1, 1), (2, 11), (2, 23), (4, 29), (5, 3), (5, 4), (5, 5), (8, 11), (11, 3), (11, 23)]
    days = {datetime.date(year, month, day) for month, day in fixed}
    days |= {nth(year, month, 0, n) for month, n in ((1, 2), (7, 3), (9, 3), (10, 2))}
    days |= {equinox(year, False), equinox(year, True)}
    moved = set()
    for day in days:
        if day.weekday() == 6:
            other = day
            while other in days:
                other += DAY
            moved.add(other)
    between = {day + DAY for day in days if day + 2 * DAY in days and day + DAY not in days}
    return days | moved | between


def american_holidays(year):
    days = {datetime.date(year, month, day) for month, day in ((1, 1), (6, 19), (7, 4), (11, 11), (12, 25))}
    days |= {nth(year, 1, 0, 3), nth(year, 2, 0, 3), nth(year, 5, 0, -1), nth(year, 9, 0, 1), nth(year, 10, 0, 2),
             nth(year, 11, 3, 4)}
    return days | {day - DAY for day in days if day.weekday() == 5} | {day + DAY for day in days if day.weekday() == 6}


def open_days(holidays, year_end):
    """The open days as ordinals, in order."""
    closed = set().union(*(holidays(year) for year in YEARS))
    days = (datetime.date(YEARS[0], 1, 1) + n * DAY for n in range(366 * len(YEARS)))
    return [day.toordinal() for day in days
            if day.weekday() < 5 and day not in closed
            and not (year_end and ((day.month, day.day) >= (12, 29) or (day.month, day.day) <= (1, 3)))]


OPEN = {"JP_GOV_CLOSED": open_days(japanese_holidays, True), "US_FEDERAL": open_days(american_holidays, False),
        "EU_WEEKEND": open_days(lambda year: set(), False)}


# --- Counting ---

def at(day, minutes, zone):
    """Seconds since 1970 at which it is that time of that day there."""
    return int(datetime.datetime(day.year, day.month, day.day, minutes // 60, minutes % 60,
                                 tzinfo=ZoneInfo(zone)).timestamp())


def add_month(day, n):
    year, month = divmod(day.year * 12 + day.month - 1 + n, 12)
    return datetime.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def last_day(columns, day, amount):
    """The last day of that amount, before it moves."""
    _, _, _, _, _, unit, _, first, working, *_ = columns
    if unit == "business-day":
        days = OPEN[working]
        place = bisect.bisect_right(days, day.toordinal()) if first == "not-counted" else \
            bisect.bisect_left(days, day.toordinal())
        return datetime.date.fromordinal(days[place + amount - 1])
    if unit == "month":
        return add_month(day, amount)
    return day + (amount if first == "not-counted" else amount - 1) * DAY


def roll(columns, day, rolls):
    name = columns[9].split(":")[0]
    if name == "-" or not rolls:
        return day
    days = OPEN[name]
    return datetime.date.fromordinal(days[bisect.bisect_left(days, day.toordinal())])


def expect_hours(columns, start, latest, rolls):
    """A period in hours."""
    zone, minutes = columns[11], int(columns[9].split(":")[1])
    end = start + 3600 * int(columns[6].split("-")[1])
    if latest is not None:
        cap = latest + 3600 * int(columns[4].split(":")[1])
        # art. 5(2): classified after that, the other clock no longer counts
        end = end if start > cap else min(end, cap)
    day = datetime.datetime.fromtimestamp(end, ZoneInfo(zone)).date()
    moved = roll(columns, day, rolls)
    end = end if moved == day else at(moved, minutes, zone)
    return "time", "-", iso(end, zone), end


def iso(seconds, zone):
    return datetime.datetime.fromtimestamp(seconds, ZoneInfo(zone)).isoformat()


def expect(columns, start, latest, rolls):
    """Kind, first and last day or moment, and the second at which it has expired."""
    unit, zone = columns[5], columns[11]
    if unit in ("promptly", "immediately", "on-event"):
        return unit.replace("-", "_"), "-", "-", -1
    if unit == "hour":
        return expect_hours(columns, start, latest, rolls)
    lower, amount = map(int, columns[6].split("-"))
    day = datetime.datetime.fromtimestamp(start, ZoneInfo(zone)).date()
    counted = last_day(columns, day, amount)
    due = roll(columns, counted, rolls)
    minutes, ends = int(columns[9].split(":")[1]), int(columns[10])
    if due != counted and minutes:
        return "time", "-", iso(at(due, minutes, zone), zone), at(due, minutes, zone)
    end = at(due, ends, zone) if ends else at(due + DAY, 0, zone)
    return "date", str(last_day(columns, day, lower)) if lower else "-", str(due), end


# --- Starts ---

def make_starts(zone, dice):
    """Times at which counting could go wrong, and others."""
    here = ZoneInfo(zone)
    days = [datetime.date(2026, 1, 1) + n * DAY for n in range(0, 730, 11)]
    days += [datetime.date(year, month, calendar.monthrange(year, month)[1]) for year in (2027, 2028)
             for month in range(1, 13)]
    days += [datetime.date(2026, month, day) for month, day in ((12, 29), (12, 31), (9, 18), (4, 30), (6, 18), (11, 25))]
    days += [datetime.date(2026, 1, 1) + dice.randrange(20 * 365) * DAY for _ in range(60)]
    for day in days:
        minute = dice.choice([0, 1, 539, 719, 720, 1049, 1051, 1439])
        yield datetime.datetime(day.year, day.month, day.day, minute // 60, minute % 60, dice.choice([0, 59]),
                                tzinfo=here)


def make_lines():
    """Of each: the line for the program, and what it should answer."""
    dice = random.Random(1947)
    for name, columns in RULES.items():
        for start in make_starts(columns[11], dice):
            seconds = int(start.timestamp())
            latest = None
            kind = "-"
            if columns[4] != "-:0":
                latest = seconds - dice.choice([0, 3600, 19 * 3600, 20 * 3600, 21 * 3600, 24 * 3600, 24 * 3600 + 1,
                                                90 * 3600])
            if name.startswith("eu_dora"):
                kind = dice.choice(["-", "other", "credit", "excluded", "credit,other"])
            rolls = {"eu_dora_final": kind != "-" and "excluded" not in kind}.get(name, kind == "other") \
                if name.startswith("eu_dora") else True
            # stated with an offset that is neither the rule's nor the machine's
            stated = start.astimezone(datetime.timezone(datetime.timedelta(hours=dice.choice([-7, 0, 3, 9]))))
            other = "-" if latest is None else datetime.datetime.fromtimestamp(latest, UTC).isoformat()
            yield f"{name}\t{stated.isoformat()}\t{other}\t{kind}", \
                "\t".join(map(str, (name, *expect(columns, seconds, latest, rolls))))


# What the reference itself gives, and what was counted by hand.
BY_HAND = [
    ("jp_ppc_final30", "2026-11-21T10:00:00+09:00", "-", "-", "2026-12-21"),
    ("jp_ppc_final60", "2026-11-21T10:00:00+09:00", "-", "-", "2027-01-19"),
    ("jp_ppc_final30", "2026-12-01T10:00:00+09:00", "-", "-", "2027-01-04"),
    ("jp_ppc_final60", "2027-04-01T10:00:00+09:00", "-", "-", "2027-05-31"),
    ("us_sec", "2026-07-10T11:00:00-04:00", "-", "-", "2026-07-16"),
    # Thanksgiving lies between
    ("us_sec", "2026-11-24T11:00:00-05:00", "-", "-", "2026-12-01"),
    # 4 July 2026 is a Saturday: Friday is closed
    ("us_sec", "2026-06-30T11:00:00-04:00", "-", "-", "2026-07-07"),
    # an initial notification due on a Saturday
    ("eu_dora_init", "2026-11-21T10:00:00+01:00", "2026-11-21T09:00:00+01:00", "other", "2026-11-23T12:00:00+01:00"),
    ("eu_dora_init", "2026-11-21T10:00:00+01:00", "2026-11-21T09:00:00+01:00", "credit", "2026-11-21T14:00:00+01:00"),
    ("sg_pdpc", "2026-11-20T10:00:00+08:00", "-", "-", "2026-11-23"),
    ("eu_nis2_final", "2027-01-31T10:00:00+01:00", "-", "-", "2027-02-28"),
    ("eu_gdpr", "2026-11-20T10:00:00+01:00", "-", "-", "2026-11-23T10:00:00+01:00"),
]


# --- The tests ---

def run(*words, lines=(), zone=TOKYO):
    done = subprocess.run([sys.argv[1], *words], input="".join(line + "\n" for line in lines), text=True,
                          capture_output=True, check=True, env=dict(os.environ, TZ=zone))
    return done.stdout.splitlines()


def rules_are_those_of_the_reference():
    shown = {line.split("\t")[0]: tuple(line.split("\t")[1:]) for line in run()}
    assert set(shown) == set(RULES), set(shown) ^ set(RULES)
    for name, columns in RULES.items():
        assert shown[name] == columns, f"{name}: the pack has {shown[name]}, wanted {columns}"


def by_hand():
    for *line, due in BY_HAND:
        answer, = run("--compute", lines=["\t".join(line)])
        assert answer.split("\t")[3] == due, f"{line}: got {answer!r}, wanted {due}"


def ends(zone):
    """Every rule from every start, on a machine in @zone."""
    def compare():
        pairs = list(make_lines())
        assert len(pairs) > 5000, len(pairs)
        answers = run("--compute", lines=[line for line, _ in pairs], zone=zone)
        assert len(answers) == len(pairs)
        wrong = [f"{line!r}: got {got!r}, wanted {wanted!r}" for (line, wanted), got in zip(pairs, answers)
                 if got != wanted]
        assert not wrong, f"{len(wrong)} of {len(pairs)} differ\n" + "\n".join(wrong[:5])
    return compare


def main():
    fill_rules()
    tests = [("/deadline-vectors/the-rules-of-the-pack-are-those-of-the-reference", rules_are_those_of_the_reference),
             ("/deadline-vectors/as-counted-by-hand", by_hand)]
    tests += [(f"/deadline-vectors/every-rule-ends-as-counted-here-on-a-machine-in-{zone}", ends(zone))
              for zone in (TOKYO, NEW_YORK, "Pacific/Kiritimati")]
    print(f"1..{len(tests)}")
    failed = False
    for number, (name, test) in enumerate(tests, 1):
        try:
            test()
            print(f"ok {number} {name}")
        except (AssertionError, subprocess.CalledProcessError) as problem:
            failed = True
            print("".join(f"# {line}\n" for line in str(problem).splitlines()), end="")
            print(f"not ok {number} {name}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
