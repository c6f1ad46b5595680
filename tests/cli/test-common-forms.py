#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The common forms of the ministries meet the duties of the recipients they are sent to, and no other."""
from kiroku import contains, equal, main, test


def new_bank(kiroku, *words, kind="ransomware"):
    case = kiroku.new_case("--detected=2026-11-02T09:00+09:00", "--known=2026-11-02T09:30+09:00", *words, kind=kind)
    kiroku.run("set", case, "org.regulators", "fsa")
    return case


def read_rule(kiroku, case, rule):
    return {line["rule"]: line for line in kiroku.json("deadline", "list", case)}[rule]


def file(kiroku, case, form):
    return kiroku.json("form", "file", case, form, "--method=web", "--at=2026-11-02T10:00+09:00")


@test("/common-forms/the-form-offered-to-the-agency-follows-the-attack")
def offered(kiroku):
    for kind, form in (("ransomware", "F06"), ("dos_ddos", "F05"), ("unauthorized_access", "F07"),
                       ("system_outage", "F07"), ("banking_card_fraud", "F07")):
        equal(read_rule(kiroku, new_bank(kiroku, kind=kind), "jp_fsa_first")["form"], form, kind)


@test("/common-forms/sent-to-the-agency-it-meets-the-first-report")
def meets(kiroku):
    case = new_bank(kiroku)
    kiroku.run("set", case, "report.recipients", "fsa")
    kiroku.run("set", case, "report.step", "first")
    equal(file(kiroku, case, "F06")["rules"], ["jp_fsa_first"])
    equal(read_rule(kiroku, case, "jp_fsa_first")["state"], "met")


@test("/common-forms/sent-to-the-police-it-meets-no-other-duty")
def police(kiroku):
    case = new_bank(kiroku)
    kiroku.run("set", case, "report.recipients", "police")
    kiroku.run("set", case, "report.step", "first")
    equal(file(kiroku, case, "F06")["rules"], [])
    equal(read_rule(kiroku, case, "jp_fsa_first")["state"], "running")


@test("/common-forms/where-it-goes-is-asked-before-it-is-filed")
def asked(kiroku):
    case = new_bank(kiroku)
    contains(kiroku.run("form", "file", case, "F06", "--method=web", status=1).err, "report.recipients")
    other = kiroku.new_case(kind="ransomware")
    equal(file(kiroku, other, "F06")["rules"], [])


@test("/common-forms/the-older-form-still-meets-it")
def older(kiroku):
    case = new_bank(kiroku)
    kiroku.run("set", case, "report.fsa_stage", "first")
    equal(file(kiroku, case, "F08")["rules"], ["jp_fsa_first"])


@test("/common-forms/several-recipients-are-several-duties-met-at-once")
def several(kiroku):
    case = new_bank(kiroku)
    for key, value in (("org.critical", "yes"), ("cdca.infringement", "yes"), ("leak.categories", "3"),
                       ("report.recipients", "fsa,cdca,ppc"), ("report.step", "first"),
                       ("report.stage", "preliminary")):
        kiroku.run("set", case, key, value)
    equal(sorted(file(kiroku, case, "F06")["rules"]), ["jp_cdca_first", "jp_fsa_first", "jp_ppc_prelim"])


@test("/common-forms/a-regulator-abroad-brings-its-form-to-the-list")
def abroad(kiroku):
    case = kiroku.new_case("--known=2026-11-02T09:30+09:00", kind="ransomware")

    def listed():
        return [form["id"] for form in kiroku.json("form", "list", f"--case={case}")]
    before = listed()
    equal([form for form in before if form.startswith("I")], [])
    for key, value in (("scope.foreign", "eu"), ("eu.personal_data", "yes")):
        kiroku.run("set", case, key, value)
    equal("I01" in listed(), True)
    equal(set(before) <= set(listed()), True)


@test("/common-forms/what-cannot-be-filled-in-says-why")
def why(kiroku):
    case = kiroku.new_case(kind="ransomware")
    for form, reason in (("F18", "No items of a form are known"), ("I05", "final rule")):
        contains(kiroku.run("form", "fill", case, form, "--output=x.pdf", status=None).err, reason)
        contains(kiroku.run("form", "list").out, reason)


if __name__ == "__main__":
    main()
