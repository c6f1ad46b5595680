#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A case goes from one person to another: handed over by the one, taken over by the other.

Usage: test-handover.py KIROKU_CLI [PART OF A NAME]...   (TAP; run with TZ=Asia/Tokyo)
"""
from kiroku import USAGE, contains, equal, keys, main, test

HANAKO, ICHIRO = "--author=花子", "--author=一郎"


def open_case(kiroku, *others):
    """A case of 花子's, who vouches for others that wrote in it."""
    case = kiroku.new_case(HANAKO)
    for name in others:
        kiroku.run("log", case, "交代で入ります。", f"--author={name}")
        kiroku.run("key", "vouch", case, name, HANAKO)
    return case


def hand_over(kiroku, case, *words):
    return kiroku.json("handover", case, HANAKO, *words)["id"]


def line_of(kiroku, case, entry):
    return next(line for line in kiroku.json("timeline", case) if line["id"] == entry)


@test("/cli/handover/both-sign-and-the-log-says-who-took-over-and-when")
def accepted(kiroku):
    case = open_case(kiroku, "一郎")
    answer = kiroku.json("handover", case, "--to=一郎", "--text=夜間の監視をお願いします。", HANAKO)
    keys(answer, "id seq key clock")
    before = line_of(kiroku, case, answer["id"])
    equal((before["kind"], "acceptances" in before), ("handover", False))
    contains(before["text"], "handed over to 一郎", "夜間の監視をお願いします。")
    taken = kiroku.json("handover", case, f"--accept={answer['id'][:12]}", "--text=了解", ICHIRO)
    line = line_of(kiroku, case, answer["id"])
    equal(line["accepted_by"], "一郎")
    equal([(word["entry"], word["decision"], word["by"], word["counts"], word["reason"])
           for word in line["acceptances"]], [(taken["id"], "accepted", "一郎", True, "了解")])
    own = line_of(kiroku, case, taken["id"])
    equal((own["author"], own["about"]), ("一郎", answer["id"]))
    contains(own["text"], "took over from 花子", "了解")
    contains(kiroku.run("timeline", case).out, "Hand-over", "accepted, signed by 一郎, 20")
    contains(kiroku.run("timeline", case, "--csv").out, "accepted, signed by 一郎")
    equal("does not count" in kiroku.run("timeline", case).out, False)


@test("/cli/handover/only-whom-it-is-meant-for-takes-over-and-only-once")
def refused(kiroku):
    case = open_case(kiroku, "一郎", "三郎太")
    entry = hand_over(kiroku, case, "--to=一 郎")  # blanks in names do not matter
    contains(kiroku.run("handover", case, f"--accept={entry}", HANAKO, status=1).err, "somebody else")
    contains(kiroku.run("handover", case, f"--accept={entry}", "--author=三郎太", status=1).err,
             "一 郎, not to 三郎太")
    equal("acceptances" in line_of(kiroku, case, entry), False, "nothing was recorded")
    taken = kiroku.json("handover", case, f"--accept={entry}", ICHIRO)["id"]
    contains(kiroku.run("handover", case, f"--accept={entry}", ICHIRO, status=1).err, "already")
    for wrong in (taken, kiroku.json("log", case, "x")["id"]):
        contains(kiroku.run("handover", case, f"--accept={wrong}", "--author=三郎太", status=1).err, "hands nothing over")
    contains(kiroku.run("handover", case, "--to=花　子", HANAKO, status=1).err, "yourself")
    kiroku.run("handover", case, "--to= ", HANAKO, status=1)
    kiroku.run("handover", case, "--to=一郎", f"--accept={entry}", status=USAGE)
    kiroku.run("handover", case, "--accept=00000000", ICHIRO, status=1)
    contains(kiroku.run("correct", case, entry, "x", "--reason=R", status=1).err, "over again")


@test("/cli/handover/an-acceptance-by-whom-nobody-vouches-for-is-shown-and-does-not-count-until-somebody-does")
def unvouched(kiroku):
    case = open_case(kiroku)
    entry = hand_over(kiroku, case)  # to nobody by name
    contains(line_of(kiroku, case, entry)["text"], "handed over")
    kiroku.run("handover", case, f"--accept={entry}", ICHIRO)
    line = line_of(kiroku, case, entry)
    equal((line["accepted_by"], line["acceptances"][0]["lacks"]), (None, ["unvouched"]))
    contains(kiroku.run("timeline", case).out, "accepted, signed by 一郎", "does not count: not vouched for")
    kiroku.run("key", "vouch", case, "一郎", HANAKO)
    equal(line_of(kiroku, case, entry)["accepted_by"], "一郎")


@test("/cli/handover/the-heads-are-noted-with-it-and-the-record-stays-intact")
def noted(kiroku):
    case = open_case(kiroku, "一郎")
    entry = hand_over(kiroku, case, "--to=一郎")
    lines = kiroku.json("timeline", case)
    place = next(i for i, line in enumerate(lines) if line["id"] == entry)
    equal(lines[place + 1]["kind"], "checkpoint")
    contains(lines[place + 1]["text"], "hand-over")
    kiroku.run("handover", case, f"--accept={entry}", ICHIRO)
    equal(kiroku.json("verify", case, status=1)["verdict"], "intact")


@test("/cli/handover/what-is-erased-of-it-reads-as-erased-and-an-acceptance-then-cannot-be-judged")
def erased(kiroku):
    case = open_case(kiroku, "一郎")
    entry = hand_over(kiroku, case, "--to=一郎", "--text=病気のため")
    kiroku.run("handover", case, f"--accept={entry}", ICHIRO)
    for field in ("text", "to"):
        kiroku.run("erase", case, entry, field, "--law=個人情報保護法", "--reason=請求", HANAKO)
    line = line_of(kiroku, case, entry)
    equal("病気" in line["text"] or "一郎" in line["text"], False, line["text"])
    contains(line["text"], "erased by law")
    equal((line["accepted_by"], line["acceptances"][0]["lacks"]), (None, ["recipient_withheld"]))


if __name__ == "__main__":
    main()
