#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A consultation with the Cybersecurity Council: what is published is announced first, and what must not be
shared with an authority does not go there unnoticed."""
import os

from kiroku import contains, equal, main, test

AGAINST = "nothing is to be shared"


def council_tasks(kiroku, case):
    return [task for task in kiroku.json("task", "list", case) if task["step"] == "PB-COUNCIL.review.1"]


def consult(kiroku, case):
    kiroku.run("form", "file", case, "F14", "--method=mail", "--to=csc-anken@jpcert.or.jp", warns=True)


@test("/council/a-date-of-publication-brings-the-task-to-tell-it-first")
def publication(kiroku):
    case = kiroku.new_case(kind="targeted_attack")
    consult(kiroku, case)
    equal(council_tasks(kiroku, case), [], "nothing is planned")
    kiroku.run("set", case, "publication.date", "2026-12-01")
    first = council_tasks(kiroku, case)
    equal([task["state"] for task in first], ["open"])
    kiroku.run("set", case, "publication.date", "2026-12-02")
    equal(council_tasks(kiroku, case), first, "once")
    kiroku.run("verify", case, status=None)


@test("/council/without-a-consultation-nobody-is-to-be-told")
def alone(kiroku):
    case = kiroku.new_case(kind="targeted_attack")
    kiroku.run("set", case, "publication.date", "2026-12-01")
    equal(council_tasks(kiroku, case), [])


@test("/council/a-date-taken-back-brings-nothing")
def cleared(kiroku):
    case = kiroku.new_case(kind="targeted_attack")
    kiroku.run("set", case, "publication.date", "2026-12-01")
    kiroku.run("set", case, "publication.date", "")
    consult(kiroku, case)
    kiroku.run("set", case, "publication.date", "")
    equal(council_tasks(kiroku, case), [])


@test("/council/a-consultation-after-the-date-brings-the-task-too")
def afterwards(kiroku):
    for approve in (False, True):
        case = kiroku.new_case("--author=花子", kind="targeted_attack")
        kiroku.run("set", case, "publication.date", "2026-12-01")
        kiroku.run("set", case, "share.scope", "members")
        equal(council_tasks(kiroku, case), [])
        if approve:
            kiroku.run("form", "approve", case, "F14", "--author=太郎", warns=True)
            equal([task["state"] for task in council_tasks(kiroku, case)], ["open"], "approved")
        consult(kiroku, case)
        equal([task["state"] for task in council_tasks(kiroku, case)], ["open"], "once")


@test("/council/a-form-to-an-excluded-authority-is-warned-of")
def excluded(kiroku):
    case = kiroku.new_case(kind="targeted_attack")
    path = os.path.join(kiroku.home, "x.pdf")
    for scope, warned in ("members", False), ("no_regulator", True):
        kiroku.run("set", case, "share.scope", scope)
        for form, regulator in ("F08", True), ("F12", False), ("F14", False):
            said = kiroku.run("form", "fill", case, form, f"--output={path}", warns=True).err
            equal(AGAINST in said, warned and regulator, f"{scope} {form}")
    kiroku.run("set", case, "report.fsa_stage", "first")
    contains(kiroku.run("form", "file", case, "F08", "--method=mail", warns=True).err, AGAINST)


@test("/council/whoever-exports-is-told-of-the-scope")
def export(kiroku):
    case = kiroku.new_case(kind="targeted_attack")
    path = os.path.join(kiroku.home, "case.zip")
    equal(kiroku.run("export", case, f"--output={path}").err, "")
    kiroku.run("set", case, "share.scope", "no_regulator")
    contains(kiroku.run("export", case, f"--output={path}", warns=True).err, "Not with the supervising authority")


if __name__ == "__main__":
    main()
