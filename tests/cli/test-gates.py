#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What should be true before a phase is entered is named, and never blocks.

Usage: test-gates.py KIROKU_CLI [PART OF A NAME]...   (TAP; run with TZ=Asia/Tokyo)
"""
from kiroku import contains, equal, main, test


def enter(kiroku, case, phase, *words):
    """The gates of a phase that is entered, by id."""
    return {gate["id"]: gate for gate in kiroku.json("phase", case, phase, "--gates", *words, warns=True)["gates"]}


def finish(kiroku, case, *phases):
    for number, task in enumerate(kiroku.json("task", "list", case), 1):
        if task["phase"] in phases:
            kiroku.run("task", "set", case, str(number), "done")


@test("/cli/gates/open-tasks-of-earlier-phases-are-named-until-they-are-done")
def tasks(kiroku):
    case = kiroku.new_case(kind="loss_theft")
    gate = enter(kiroku, case, "triage")["own.gate.triage.tasks"]
    n = sum(task["phase"] == "detect" for task in kiroku.json("task", "list", case))
    equal((gate["holds"], gate["open_tasks"], gate["confidence"]), ("no", n, "proposed"))
    finish(kiroku, case, "detect")
    gate = enter(kiroku, case, "triage")["own.gate.triage.tasks"]
    equal((gate["holds"], gate["open_tasks"]), ("yes", 0))


@test("/cli/gates/a-skipped-task-is-not-open")
def skipped(kiroku):
    case = kiroku.new_case(kind="loss_theft")
    for number, task in enumerate(kiroku.json("task", "list", case), 1):
        if task["phase"] == "detect":
            kiroku.run("task", "set", case, str(number), "skipped", "--reason=該当なし")
    equal(enter(kiroku, case, "triage")["own.gate.triage.tasks"]["holds"], "yes")


@test("/cli/gates/nothing-blocks-and-the-reason-stands-in-the-entry")
def reason(kiroku):
    case = kiroku.new_case(kind="loss_theft")
    done = kiroku.run("phase", case, "eradication", warns=True)
    contains(done.err, "The decision to contain is recorded", "own proposal", "--reason")
    equal(kiroku.json("case", "show", case)["phase"], "eradication")
    done = kiroku.run("phase", case, "recovery", "--reason=休日で承認待ち")
    contains(done.err, "not recorded as true before this phase", "your reason stands beside it")
    equal("--reason" in done.err, False, "whoever says why is not asked for it")
    equal(kiroku.json("case", "show", case)["phases"][-1]["reason"], "休日で承認待ち")


@test("/cli/gates/a-phase-that-is-entered-again-is-entered-and-said-to-be")
def again(kiroku):
    case = kiroku.new_case(kind="loss_theft")
    first = kiroku.run("phase", case, "triage").err
    second = kiroku.run("phase", case, "triage").err
    said = "the case was in this phase already"
    equal((said in first, said in second), (False, True), second)
    contains(second, "--corrects")
    equal([phase["phase"] for phase in kiroku.json("case", "show", case)["phases"]], ["detect", "triage", "triage"])


@test("/cli/gates/a-decision-that-is-recorded-is-seen")
def decided(kiroku):
    case = kiroku.new_case(kind="loss_theft")
    gates = enter(kiroku, case, "eradication")
    equal(gates["own.gate.eradication.decision"]["holds"], "unknown", "nobody said")
    kiroku.run("set", case, "containment.decided", "2026-11-21 15:00")
    equal(enter(kiroku, case, "eradication")["own.gate.eradication.decision"]["holds"], "yes")


@test("/cli/gates/the-guideline-is-asked-of-a-financial-institution-only")
def financial(kiroku):
    other = kiroku.new_case(kind="ransomware")
    assert not any(gate.startswith("PB-F") for gate in enter(kiroku, other, "containment")), "asked of everybody"
    kiroku.run("profile", "set", "org.regulators", "fsa")
    case = kiroku.new_case(kind="ransomware")
    gates = enter(kiroku, case, "containment")
    equal({gate: gates[gate]["confidence"] for gate in gates if gate.startswith("PB-F")},
          {f"PB-F.gate.containment.{n}": "seed" for n in (1, 2, 3)})
    contains(gates["PB-F.gate.containment.1"]["source"], "2.5.2.4①")
    assert "own.gate.containment.authority" not in gates, "the same is asked twice"
    kiroku.run("set", case, "containment.authority", "CISO")
    kiroku.run("set", case, "reopening.backups", "no")
    equal(enter(kiroku, case, "containment")["PB-F.gate.containment.1"]["holds"], "yes")
    equal(enter(kiroku, case, "review")["PB-F.gate.review.2"]["holds"], "no")


@test("/cli/gates/a-step-that-is-done-decides-where-the-facts-do-not")
def steps(kiroku):
    kiroku.run("profile", "set", "org.regulators", "fsa")
    case = kiroku.new_case(kind="targeted_attack")
    equal(enter(kiroku, case, "containment")["PB-F.gate.containment.1"]["holds"], "unknown")
    kiroku.run("task", "set", case, "PB-F.containment.1", "done")
    equal(enter(kiroku, case, "containment")["PB-F.gate.containment.1"]["holds"], "yes")
    equal(enter(kiroku, case, "recovery")["targeted_attack.gate.recovery.1"]["holds"], "no")
    kiroku.run("task", "set", case, "targeted_attack.eradication.2", "done")
    equal(enter(kiroku, case, "recovery")["targeted_attack.gate.recovery.1"]["holds"], "yes")


@test("/cli/gates/the-steps-of-the-guideline-are-tasks-of-a-financial-institution-only")
def guideline(kiroku):
    other = kiroku.new_case(kind="ransomware")
    assert not [task for task in kiroku.json("task", "list", other) if (task["step"] or "").startswith("PB-F")]
    kiroku.run("profile", "set", "org.regulators", "fsa")
    case = kiroku.new_case(kind="ransomware")
    phases = {task["phase"] for task in kiroku.json("task", "list", case) if (task["step"] or "").startswith("PB-F")}
    equal(phases, {"detect", "triage", "containment", "eradication", "recovery", "review"})
    kiroku.run("set", other, "org.regulators", "fsa")
    kiroku.run("phase", other, "triage", "--reason=開始")
    tasks_of_other = [task["step"] for task in kiroku.json("task", "list", other) if task["phase"] == "triage"]
    contains(tasks_of_other, "PB-F.triage.7")


@test("/cli/gates/correcting-a-phase-asks-nothing")
def correcting(kiroku):
    case = kiroku.new_case(kind="loss_theft")
    entry = kiroku.json("phase", case, "containment", warns=True)["id"]
    done = kiroku.json("phase", case, "triage", f"--corrects={entry[:10]}", "--reason=押し間違い", "--gates")
    equal(done["gates"], [])


if __name__ == "__main__":
    main()
