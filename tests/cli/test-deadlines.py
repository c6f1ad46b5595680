#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which rules are asked about, which apply, and how they are shown.

Usage: test-deadlines.py KIROKU_CLI [PART OF A NAME]...   (TAP; run with TZ=Asia/Tokyo)
"""
import os
import re

from kiroku import USAGE, contains, equal, main, test

KNOWN = "--known=2026-11-20 10:00"


def rows(kiroku, case, *words):
    """Those of the case by their rule."""
    return {row["rule"]: row for row in kiroku.json("deadline", "list", case, *words)}


def set_all(kiroku, case, **facts):
    for key, value in facts.items():
        kiroku.run("set", case, key.replace("__", "."), value)


@test("/cli/deadlines/a-foreign-rule-is-asked-about-only-where-its-country-is-concerned")
def asked(kiroku):
    case = kiroku.new_case(KNOWN, kind="ransomware")
    equal({row["rule"][:3] for row in rows(kiroku, case).values()}, {"jp_"}, "before")
    question = f"more rules may be listed once this is answered:\n    answer: kiroku-cli set {case} scope.foreign VALUE  # "
    contains(kiroku.run("deadline", "list", case).out, question)
    set_all(kiroku, case, scope__foreign="eu")
    shown = rows(kiroku, case)
    equal(shown["eu_gdpr"]["state"], "undecided", "state")
    equal(shown["eu_gdpr"]["due"], "2026-11-23T02:00:00+01:00", "as if it applied")
    equal(shown["eu_gdpr"]["undecided_facts"], ["eu.personal_data", "breach.risk"], "what to answer")
    assert not any(rule.startswith(("us_", "sg_", "uk_")) for rule in shown)
    set_all(kiroku, case, scope__foreign="none")
    assert "eu_gdpr" not in rows(kiroku, case)
    assert "may be listed" not in kiroku.run("deadline", "list", case).out


@test("/cli/deadlines/an-undecided-rule-says-what-to-answer-and-how")
def answer(kiroku):
    case = kiroku.new_case(KNOWN, kind="ransomware")
    line = f"    answer: kiroku-cli set {case} leak.categories VALUE  # Category under rule 7\n"
    contains(kiroku.run("deadline", "list", case).out, line)
    equal(rows(kiroku, case)["jp_ppc_final30"]["undecided_facts"], ["leak.categories"], "JSON")
    set_all(kiroku, case, leak__categories="1")
    assert line not in kiroku.run("deadline", "list", case).out


@test("/cli/deadlines/a-report-goes-to-whom-the-answers-and-the-regulators-say")
def routed(kiroku):
    case = kiroku.new_case(KNOWN, kind="loss_theft")
    breach = ("jp_ppc_prelim", "jp_ppc_final60")

    def recipients(*words):
        return {rows(kiroku, case, *words)[rule]["recipient"] for rule in breach}

    def asks(key):
        line = f"    to know to whom it goes: kiroku-cli set {case} {key} VALUE  # "
        return (kiroku.run("deadline", "list", case).out.count(line), rows(kiroku, case)[breach[1]]["recipient_facts"])

    assert asks("org.delegated") == (0, []), "asked before it is known to apply"
    set_all(kiroku, case, leak__categories="3", report__stage="preliminary")
    equal((recipients(), asks("org.delegated")), ({"PPC / delegated ministry"}, (1, ["org.delegated", "org.regulators"])),
          "nobody answered")
    set_all(kiroku, case, org__delegated="no")
    equal((recipients(), asks("org.delegated")), ({"Personal Information Protection Commission (PPC)"}, (0, [])), "no")
    set_all(kiroku, case, org__delegated="yes")
    equal((recipients(), asks("org.regulators")), ({"Competent minister (by delegation)"}, (1, ["org.regulators"])), "yes")
    set_all(kiroku, case, org__regulators="meti")
    equal((recipients(), asks("org.regulators")), ({"Competent minister (by delegation)"}, (0, [])), "another ministry")
    set_all(kiroku, case, org__regulators="fsa")
    equal(recipients(), {"FSA / Local Finance Bureau (not confirmed)"}, "FSA")
    equal(kiroku.json("form", "show", case, "F01")["recipient"], "FSA / Local Finance Bureau", "the form")
    field = {field["fact"]: field for field in kiroku.json("form", "show", case, "F01")["fields"]}["report.recipient"]
    equal((field["value"], field["origin"], field["origin_key"]), ("minister", "other_fact", "org.delegated"), "prefilled")
    for to in ("関東財務局", "金融庁"):
        kiroku.run("form", "file", case, "F01", "--method=web", f"--to={to}")
    for to in ("個人情報保護委員会", "ppc"):
        err = kiroku.run("form", "file", case, "F01", "--method=web", f"--to={to}", warns=True).err
        contains(err, f"form F01 goes to FSA / Local Finance Bureau (not confirmed), not to “{to}”")
    set_all(kiroku, case, report__recipient="ppc")
    equal(recipients(), {"Personal Information Protection Commission (PPC)"}, "what people answer stands over it")
    set_all(kiroku, case, report__recipient="minister")
    equal(recipients(), {"FSA / Local Finance Bureau (not confirmed)"}, "the same")
    kiroku.run("form", "set", case, "F01", "report.recipient", "ppc")
    equal((recipients(), kiroku.json("form", "show", case, "F01")["recipient"]),
          ({"Personal Information Protection Commission (PPC)"}, "Personal Information Protection Commission (PPC)"),
          "so does what they answer for the form alone")
    kiroku.run("form", "file", case, "F01", "--method=web", "--to=個人情報保護委員会")
    other = kiroku.new_case(KNOWN, kind="loss_theft")
    set_all(kiroku, other, leak__categories="3", report__recipient="minister")
    equal(rows(kiroku, other)[breach[0]]["recipient"], "Competent minister (by delegation)", "without knowing more")


@test("/cli/deadlines/why-an-answer-that-nobody-knows-counts-is-explained")
def unknown_counts(kiroku):
    case = kiroku.new_case(KNOWN, kind="loss_theft")
    why = "The commission asks to answer as if it did when it is unknown."
    for answer, says in (("unknown", True), ("yes", False)):
        set_all(kiroku, case, leak__mynumber=answer)
        equal(why in rows(kiroku, case)["jp_my_prelim"]["explanation"], says, answer)


@test("/cli/deadlines/what-is-known-to-apply-shows-whatever-was-answered-about-countries")
def applies(kiroku):
    case = kiroku.new_case(KNOWN, kind="bec_fraud")
    set_all(kiroku, case, eu__personal_data="yes", breach__risk="high", scope__foreign="none")
    shown = rows(kiroku, case, "--now=2026-11-23 10:00:01")
    equal((shown["eu_gdpr"]["state"], shown["eu_gdpr_subject"]["due_kind"]), ("overdue", "promptly"), "GDPR")
    equal(shown["eu_gdpr"]["confidence"], "found-2nd", "confidence")
    set_all(kiroku, case, breach__risk="unlikely")
    equal(rows(kiroku, case).get("eu_gdpr", {}).get("state"), None, "not needed")


@test("/cli/deadlines/what-is-not-in-force-yet-is-never-due")
def watch(kiroku):
    case = kiroku.new_case(KNOWN, kind="ransomware")
    set_all(kiroku, case, scope__foreign="us", org__us_circia="yes", circia__covered="yes", org__us_nydfs="no",
            org__us_bank="no", leak__categories="none", leak__mynumber="no")
    row = rows(kiroku, case, "--now=2026-12-20 10:00")["us_circia"]
    equal((row["state"], row["kind"]), ("watch", "target"), "state")
    contains(row["explanation"], "not in force yet")
    contains(kiroku.run("deadline", "list", case).out, "[Not in force yet]")
    following = kiroku.json("case", "show", case)["next_deadline"]
    assert not following or following["rule"] != "us_circia", following


@test("/cli/deadlines/rules-for-financial-and-telecommunications-businesses")
def domestic(kiroku):
    case = kiroku.new_case(KNOWN, "--detected=2026-11-20 09:00", "--occurred=2026-11-19 22:00", kind="dos_ddos")
    shown = rows(kiroku, case)
    equal({shown[rule]["state"] for rule in ("jp_fsa_first", "jp_fsa_month", "jp_cdca_final", "jp_mic_30")},
          {"undecided"}, "before anything is answered")
    set_all(kiroku, case, org__regulators="fsa,mic", cause__known="no", org__critical="yes", cdca__infringement="yes",
            org__telecom="yes", telecom__accident="serious")
    shown = rows(kiroku, case, "--now=2026-11-20 11:00")
    equal((shown["jp_fsa_first"]["state"], shown["jp_fsa_first"]["due"], shown["jp_fsa_first"]["due_kind"]),
          ("running", None, "immediately"), "first report")
    equal(shown["jp_fsa_month"]["due"], "2026-12-20", "a target in months does not move off a Sunday")
    # 19 December is a Saturday
    equal(shown["jp_cdca_final"]["due"], "2026-12-21", "30 days from the day of knowing")
    equal(shown["jp_mic_30"]["due"], "2026-12-21", "30 days after 19 November")
    equal(shown["jp_fsa_recovery"]["state"], "waiting", "recovery")
    equal(shown["jp_mic_osore"]["state"], "not-applicable", "near miss")
    set_all(kiroku, case, cause__known="yes")
    equal(rows(kiroku, case)["jp_fsa_month"]["state"], "not-applicable", "the cause is known")


@test("/cli/deadlines/a-filing-starts-the-clock-of-the-report-that-follows-it")
def chain(kiroku):
    case = kiroku.new_case(KNOWN, kind="ransomware")
    set_all(kiroku, case, org__eu_dora="yes", dora__major="yes", org__dora_kind="other", t__classified="2026-11-20 12:00")
    first = rows(kiroku, case)["eu_dora_init"]
    equal((first["due"], first["clock"], first["clock_rule"]), ("2026-11-20T08:00:00+01:00", "t.classified", None), "initial")
    equal(rows(kiroku, case)["eu_dora_mid"]["state"], "waiting", "before")
    contains(rows(kiroku, case)["eu_dora_mid"]["explanation"], "has not been filed yet")
    contains(kiroku.run("deadline", "list", case).out, "eu_dora_init")
    kiroku.run("set", case, "report.intl_stage", "initial")
    kiroku.run("form", "file", case, "I03", "--method=web", "--at=2026-11-20 16:30")
    row = rows(kiroku, case, "--now=2026-11-20 17:00")["eu_dora_mid"]
    equal((row["state"], row["due"], row["due_kind"]), ("running", "2026-11-23T08:30:00+01:00", "time"),
          "intermediate")


@test("/cli/deadlines/until-it-is-classified-the-other-clock-is-the-latest-end")
def capped(kiroku):
    case = kiroku.new_case("--known=2026-11-18 18:00", kind="ransomware")
    set_all(kiroku, case, org__eu_dora="yes", dora__major="yes")
    row = rows(kiroku, case)["eu_dora_init"]
    equal((row["due"], row["clock_started"]), ("2026-11-19T10:00:00+01:00", None), "as the latest")
    contains(row["explanation"], "as the latest", "It is not known that closed days move it")
    set_all(kiroku, case, t__classified="2026-11-20 18:00")
    equal(rows(kiroku, case)["eu_dora_init"]["due"], "2026-11-20T14:00:00+01:00", "classified even later")


@test("/cli/deadlines/each-rule-is-one-line-under-its-heading-and-more-is-shown-alone")
def grouped(kiroku):
    case = kiroku.new_case(KNOWN, kind="ransomware")
    set_all(kiroku, case, leak__categories="1", leak__mynumber="no")
    listed = kiroku.run("deadline", "list", case).out.splitlines()
    for rule, row in rows(kiroku, case).items():
        equal(len([line for line in listed if line.endswith(f"  {rule}")]), 1, rule)
        assert not any(row["explanation"] in line for line in listed), rule
    heads = [line for line in listed if not line.startswith(" ")]
    contains(" / ".join(heads), "Due / Undecided, with the date as if it applied / Does not apply")
    row = rows(kiroku, case)["jp_ppc_final30"]
    contains(kiroku.run("deadline", "show", case, "jp_ppc_final30").out, row["explanation"], row["due"])
    equal(kiroku.json("deadline", "show", case, "jp_ppc_final30"), row, "the same")
    kiroku.run("deadline", "show", case, "no_such", status=64)


@test("/cli/deadlines/an-undecided-rule-past-its-date-is-marked")
def past(kiroku):
    case = kiroku.new_case(KNOWN, kind="ransomware")
    for now, mark in ("2026-11-24 12:00", False), ("2026-12-28 12:00", True):
        row = rows(kiroku, case, f"--now={now}")["jp_ppc_final30"]
        equal((row["state"], row.get("past_if_it_applies", False)), ("undecided", mark), now)
        line = [line for line in kiroku.run("deadline", "list", case, f"--now={now}").out.splitlines()
                if line.endswith("jp_ppc_final30")][0]
        contains(line, "[Undecided, date past]" if mark else "[Undecided]")


@test("/cli/deadlines/business-days-of-the-united-states")
def business(kiroku):
    case = kiroku.new_case(KNOWN, kind="ransomware")
    set_all(kiroku, case, org__us_sec="domestic", us__sec_material="yes", t__material_determined="2026-11-25 08:00")
    # still 24 November there; Thanksgiving is closed
    for now, state in ("2026-12-02 07:29", "due-today"), ("2026-12-02 07:31", "overdue"):
        row = rows(kiroku, case, f"--now={now}")["us_sec"]
        equal((row["due"], row["due_at"], row["state"]), ("2026-12-01", "2026-12-01T17:30:00-05:00", state), now)
    contains(row["explanation"], "4 business days after 2026-11-24 end on 2026-12-01", "17:30")
    contains(kiroku.run("deadline", "list", case).out, "2026-12-01 17:30 America/New_York (here: 2026-12-02 07:30)")
    equal(rows(kiroku, case)["jp_ppc_final30"]["due_at"], None, "a whole day")


@test("/cli/deadlines/a-changed-start-counts-anew-and-says-what-was-before")
def changed(kiroku):
    case = kiroku.new_case("--known=2026-11-21 10:00", kind="ransomware")
    set_all(kiroku, case, leak__categories="1")
    row = rows(kiroku, case)["jp_ppc_final30"]
    equal(row["due"], "2026-12-21", "before")
    assert "changed" not in row["explanation"], row["explanation"]
    set_all(kiroku, case, t__known="2026-11-21 10:00")
    equal(rows(kiroku, case)["jp_ppc_final30"], row, "the same again is no change")
    set_all(kiroku, case, t__known="2026-12-01 10:00")
    shown = rows(kiroku, case)
    equal(shown["jp_ppc_final30"]["due"], "2027-01-04", "counted anew")
    contains(shown["jp_ppc_final30"]["explanation"],
             "The start was changed: before it was 2026-11-21 10:00, and the end 2026-12-21.")
    contains(shown["jp_ppc_subject"]["explanation"], "The start was changed: before it was 2026-11-21 10:00.")
    kiroku.run("rebuild")
    equal(rows(kiroku, case), shown, "after a rebuild")


@test("/cli/deadlines/says-by-what-it-applies-and-who-decided")
def reasons(kiroku):
    case = kiroku.new_case(KNOWN, "--author=花子", kind="ransomware")
    set_all(kiroku, case, leak__categories="1", leak__mynumber="no")
    contains(rows(kiroku, case)["jp_ppc_final30"]["explanation"], "It applies by what was stated of: Category under rule 7.")
    kiroku.run("deadline", "decide", case, "jp_tse", "applies", "--reason=it is material", "--author=花子")
    explanation = rows(kiroku, case)["jp_tse"]["explanation"]
    contains(explanation, "Decided that it applies: it is material.", "Decided by 花子.")
    assert "It applies by" not in explanation


@test("/cli/deadlines/met-in-time-or-late")
def met(kiroku):
    for at, late, name in ("2026-11-24 23:59", False, "Met in time"), ("2026-11-25 00:00", True, "Met late"):
        case = kiroku.new_case(KNOWN, kind="ransomware")
        set_all(kiroku, case, leak__categories="1", report__stage="preliminary")
        kiroku.run("form", "file", case, "F01", "--method=web", f"--at={at}", warns=True)
        row = rows(kiroku, case)["jp_ppc_prelim"]
        equal((row["state"], row["met_late"]), ("met", late), at)
        contains(kiroku.run("deadline", "list", case).out, f"[{name}]")


@test("/cli/deadlines/what-does-not-apply-waits-for-no-clock")
def no_clock(kiroku):
    case = kiroku.new_case("--author=花子")
    kiroku.run("deadline", "decide", case, "jp_fsa_month", "not-applicable", "--reason=R")
    shown = kiroku.run("deadline", "show", case, "jp_fsa_month").out
    contains(shown, "[Does not apply]")
    equal("not started" in shown, False, shown)


@test("/cli/deadlines/what-somebody-stated-is-corrected-with-a-reason")
def corrected(kiroku):
    case = kiroku.new_case(KNOWN, "--author=花子")
    rule = kiroku.json("deadline", "add", case, "--recipient=保険会社", "--text=第一報", "--due=2026-12-01 17:00",
                       "--reason=保険契約 第7条")["id"]
    other = kiroku.json("deadline", "add", case, "--recipient=親会社", "--text=報告", "--due=2026-12-05")["id"]
    before = rows(kiroku, case)[other]
    contains(kiroku.run("deadline", "add", case, f"--corrects={rule}", "--due=2026-12-02", status=USAGE).err, "--reason")
    contains(kiroku.run("deadline", "add", case, f"--corrects={rule}", "--due=", "--reason=R", status=USAGE).err, "--due")
    note = kiroku.json("log", case, "電話した")["id"]
    contains(kiroku.run("deadline", "add", case, f"--corrects={note}", "--text=x", "--reason=R", status=1).err, "--corrects")
    again = kiroku.json("deadline", "add", case, f"--corrects={rule[:8]}", "--due=2026-12-02 09:00",
                        "--reason=契約の変更")["id"]
    shown = rows(kiroku, case)
    row = shown[rule]
    equal((row["recipient"], row["label"], row["due"]), ("保険会社", "第一報", "2026-12-02T09:00:00+09:00"), "what stays")
    contains(kiroku.run("deadline", "show", case, rule).out, "契約の変更")
    equal((again in shown, shown[other]["due"]), (False, before["due"]), "no other one")
    kiroku.run("deadline", "add", case, f"--corrects={rule}", "--recipient=共済", "--text=通知", "--reason=誤記")
    row = rows(kiroku, case)[rule]
    equal((row["recipient"], row["label"], row["due"]), ("共済", "通知", "2026-12-02T09:00:00+09:00"), "what stays of a correction")
    contains(kiroku.run("timeline", case).out, "誤記")
    kiroku.run("rebuild")
    equal(rows(kiroku, case)[rule], row, "after a rebuild")


@test("/cli/deadlines/who-has-until-a-time-is-in-time-at-it")
def met_at_the_time(kiroku):
    for at, late in ("2026-11-24 17:00", False), ("2026-11-24 17:01", True):
        case = kiroku.new_case(KNOWN, kind="ransomware")
        set_all(kiroku, case, report__stage="preliminary")
        rule = kiroku.json("deadline", "add", case, "--recipient=保険会社", "--text=連絡", "--due=2026-11-24 17:00")["id"]
        kiroku.run("form", "file", case, "F01", "--method=web", f"--at={at}", f"--meets={rule}", warns=True)
        row = rows(kiroku, case)[rule]
        equal((row["state"], row["met_late"]), ("met", late), at)


@test("/cli/deadlines/standing-duties-of-the-organisation-come-from-its-own-pack")
def overlay(kiroku):
    folder = os.path.join(kiroku.folder, "pack")
    os.makedirs(folder)
    with open(os.path.join(folder, "obligations.xml"), "w", encoding="utf-8") as file:
        file.write(OWN_RULES)
    with open(os.path.join(folder, "holidays.xml"), "w", encoding="utf-8") as file:
        file.write(OWN_DAYS)
    case = kiroku.new_case(KNOWN, kind="bec_fraud")
    shown = rows(kiroku, case, "--now=2026-11-20 12:00")
    row = shown["own_insurer"]
    equal((row["due"], row["state"], row["kind"], row["recipient"]),
          ("2026-11-21T10:00:00+09:00", "running", "hard", "Insurer"), "an own rule in hours")
    # People read all times in one form.
    contains(row["explanation"], "from 2026-11-20 10:00 +09:00 end at 2026-11-21 10:00 +09:00")
    contains(kiroku.run("deadline", "list", case).out, "2026-11-21 10:00  ")
    contains(kiroku.run("case", "show", case).out, "2026-11-21 10:00")
    for words in (("list", case), ("show", case, "own_insurer")):
        equal(re.findall(r"\dT\d\d:", kiroku.run("deadline", *words).out), [], words)
    contains(row["source"], "保険証券")
    equal(shown["own_parent"]["due"], "2026-12-28", "an own calendar: the company is closed for a month")
    contains(shown["own_parent"]["explanation"], "year-end shutdown")
    equal(kiroku.json("case", "show", case)["next_deadline"]["rule"], "own_insurer", "next")


OWN_RULES = """<obligations source="保険証券 第1条 (insurance policy, art. 1)" confidence="found" as-of="2026-04-01">
  <obligation id="own_insurer" jurisdiction="JP" kind="hard" applies-if="always" clock="t.known" unit="hour" amount="24"
              zone="Asia/Tokyo" remind="2h">
    <recipient><ja>保険会社</ja><en>Insurer</en></recipient>
    <label><ja>保険会社への通知（24時間）</ja><en>Notice to the insurer (24 hours)</en></label>
  </obligation>
  <obligation id="own_parent" jurisdiction="JP" kind="hard" applies-if="always" clock="t.known" unit="business-day"
              amount="3" first-day="not-counted" working-days="OWN" zone="Asia/Tokyo">
    <recipient><ja>親会社</ja><en>Parent company</en></recipient>
    <label><ja>親会社への報告（3営業日）</ja><en>Report to the parent company (3 business days)</en></label>
  </obligation>
</obligations>
"""
OWN_DAYS = """<holidays source="就業規則 (work rules)" confidence="found" as-of="2026-04-01">
  <calendar id="OWN"><name><ja>年末休業</ja><en>year-end shutdown</en></name>
    <weekly day="saturday"><name><ja>土曜日</ja><en>Saturday</en></name></weekly>
    <weekly day="sunday"><name><ja>日曜日</ja><en>Sunday</en></name></weekly>
    <yearly-range from="11-25" to="12-27"><name><ja>年末休業</ja><en>year-end shutdown</en></name></yearly-range>
  </calendar>
</holidays>
"""

main()
