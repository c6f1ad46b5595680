#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A letter reads as one: no boxes and no labels of a form, and it is not printed in silence when it is empty."""
import os

from kiroku import contains, equal, main, read_pdf, test

WARNING = "says nothing yet"


def fill(kiroku, case, form, copy="submission"):
    path = os.path.join(kiroku.home, f"{form}.pdf")
    said = kiroku.run("form", "fill", case, form, f"--output={path}", f"--copy={copy}", "--lang=ja", warns=True).err
    return "".join(read_pdf(path).split()), said


@test("/letters/an-empty-one-is-warned-of")
def empty(kiroku):
    case = kiroku.new_case(kind="web_data_theft")
    for form in ("F03", "F04"):
        contains(fill(kiroku, case, form)[1], WARNING, form)
    assert WARNING not in fill(kiroku, case, "F01")[1], "a form shows that it is empty"
    kiroku.run("set", case, "cause.summary", "設定の誤りでした。")
    equal("says nothing" in fill(kiroku, case, "F03")[1], False, "one item is something")


@test("/letters/an-answer-stands-without-the-label-of-its-box")
def labels(kiroku):
    case = kiroku.new_case(kind="web_data_theft")
    for key, value in (("secondary_damage", "yes"), ("secondary_damage.detail", "不審な電話にご注意ください。"),
                       ("leak.count", "120"), ("cause.actor", "self"), ("cause.kind", "misdelivery"),
                       ("cause.summary", "宛先を誤りました。"), ("subject_notice.state", "done")):
        kiroku.run("set", case, key, value, status=None)
    text = fill(kiroku, case, "F04")[0]
    contains(text, "あり不審な電話にご注意ください。", "総数：120", "宛先を誤りました。")
    for label in ("有無：", "内容：", "詳細：", "実施状況："):
        assert label not in text, (label, text)
    contains(fill(kiroku, case, "F04", "working")[0], "有無", "詳細")


if __name__ == "__main__":
    main()
