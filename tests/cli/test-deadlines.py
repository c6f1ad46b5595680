#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which rules are asked about, which apply, and how they are shown.

Usage: test-deadlines.py KIROKU_CLI [PART OF A NAME]...   (TAP; run with TZ=Asia/Tokyo)
"""
from kiroku import contains, equal, main, test

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
    set_all(kiroku, case, scope__foreign="eu")
    shown = rows(kiroku, case)
    equal(shown["eu_gdpr"]["state"], "undecided", "state")
    equal(shown["eu_gdpr"]["due"], "2026-11-23T02:00:00+01:00", "as if it applied")
    equal(shown["eu_gdpr"]["undecided_facts"], ["eu.personal_data", "breach.risk"], "what to answer")
    assert not any(rule.startswith(("us_", "sg_", "uk_")) for rule in shown)
    set_all(kiroku, case, scope__foreign="none")
    assert "eu_gdpr" not in rows(kiroku, case)


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


main()
