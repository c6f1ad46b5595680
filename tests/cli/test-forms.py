#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every form that can be filled in, from a case in which everything is known and from one in which nothing is, in both
languages and both copies: each PDF says what the facts say."""
import configparser
import functools
import os
import re
import subprocess
import xml.etree.ElementTree as ElementTree
from concurrent.futures import ThreadPoolExecutor

from kiroku import *
from served import Served, Server

FACTS = os.path.join(os.environ["KIROKU_PACK_DIR"], "facts.xml")
ALL_PRINTS = [(language, copy) for language in ("ja", "en") for copy in ("working", "submission")]
BOXES = ("choice", "choices", "yes-no")
# What the record itself fills in.
RECORDED = ("timeline", "assets", "ioc", "reports_made", "report.subject", "incident.kind")
LETTERS = ("F03", "F04")


def read_values():
    """Of the case in which everything is known; tests/core/test-form-pages.c makes the same."""
    case = configparser.RawConfigParser(delimiters="=")
    case.optionxform = str
    case.read(os.path.join(os.path.dirname(os.path.abspath(__file__)), "../data/rich-case.ini"), encoding="utf-8")
    return case["facts"]


VALUES = read_values()


def read_facts():
    """Of each fact its type and its choices, as the rule pack has them."""
    facts = {}
    for fact in ElementTree.parse(FACTS).getroot():
        choices = [choice.get("id") for choice in fact.iter("choice")]
        facts[fact.get("key")] = (fact.get("type"), choices or ["yes", "no", "unknown"])
    return facts


def read_choices():
    """(fact, language): id and name of each choice."""
    return {(fact.get("key"), language): {choice.get("id"): choice.find(language).text for choice in fact.iter("choice")}
            for fact in ElementTree.parse(FACTS).getroot() for language in ("ja", "en")}


CHOICES = read_choices()


def make_value(key, kind, choices):
    if key in VALUES:
        return VALUES[key]
    if kind == "integer":
        return str(1000 + sum(key.encode()))
    if kind == "time":
        return "2026-11-22T09:15:00+09:00"
    if kind == "date":
        return "2026-11-25"
    if kind == "choices":
        return ",".join(choices[:2])
    if kind in BOXES:
        return choices[0]
    return f"「{key}」の記入例"


def make_recorded(kiroku):
    """A case with what forms list: assets, indicators, who was told, and what was handed in."""
    case = kiroku.new_case(title="ファイルサーバーの暗号化", kind="ransomware")
    kiroku.run("log", case, "ファイルサーバー2台をネットワークから切り離した。")
    kiroku.run("asset", "set", case, "FS-01", "--type=server", "--state=contained", "--address=192.168.1.10",
               "--owner=製造部", "--tlp=amber")
    kiroku.run("asset", "set", case, "PC-99", "--type=host", "--state=withdrawn")
    kiroku.run("indicator", "set", case, "hxxp://evil[.]example/a", "--technique=T1190", "--tlp=green")
    kiroku.run("contact", "told", case, "jpcert_ir", "--by=mail", "--outcome=受付番号をもらった",
               "--at=2026-11-21T16:00:00+09:00")
    kiroku.run("form", "file", case, "F00", "--method=web", "--to=架空市役所", "--receipt=A-17",
               "--at=2026-11-21T17:00:00+09:00")
    return case


def make_rich(kiroku):
    case = make_recorded(kiroku)
    for key, (kind, choices) in read_facts().items():
        if key not in RECORDED:
            kiroku.run("set", case, key, make_value(key, kind, choices))
    return case


def ready_forms(kiroku):
    return [form["id"] for form in kiroku.json("form", "list") if form["status"] == "ready"]


def without_space(text):
    return re.sub(r"\s", "", text)


def in_server(function):
    """The commands of a test run in one process: there are hundreds of them."""
    @functools.wraps(function)
    def run(kiroku):
        with Server(kiroku.home) as server:
            function(Served(server, kiroku.program))
    return run


def read_text(path):
    """The text of a PDF in the order of its content, without white space, which the breaking of lines brings in."""
    done = subprocess.run(["pdftotext", "-raw", path, "-"], check=True, capture_output=True)
    os.unlink(path)
    return "\f".join(without_space(page) for page in done.stdout.decode().split("\f"))


def print_form(kiroku, case, form, language, copy):
    path = os.path.join(kiroku.home, f"{form}-{language}-{copy}.pdf")
    kiroku.run("form", "fill", case, form, f"--output={path}", f"--lang={language}", f"--copy={copy}",
               warns=form in LETTERS)
    return read_text(path)


def read_pages(kiroku, case, copy):
    """The text of each page of F06."""
    return print_form(kiroku, case, "F06", "ja", copy).split("\f")[:-1]


def print_all(kiroku, case, prints):
    """(form, language, copy) and the text of each PDF."""
    todo = [(form, *one) for form in ready_forms(kiroku) for one in prints]
    with ThreadPoolExecutor(1) as pool:
        texts = []
        for form, language, copy in todo:
            path = os.path.join(kiroku.home, f"{form}-{language}-{copy}.pdf")
            kiroku.run("form", "fill", case, form, f"--output={path}", f"--lang={language}", f"--copy={copy}",
                       warns=form in LETTERS)
            texts.append(pool.submit(read_text, path))
        return [(one, text.result()) for one, text in zip(todo, texts)]


def choice_names(field, language):
    """Of the choices a field shows, without white space."""
    words = {"yes": ("はい", "Yes"), "no": ("いいえ", "No"), "unknown": ("不明", "Unknown")}
    names = {choice: pair[language == "en"] for choice, pair in words.items()}
    names.update(CHOICES[field["fact"], language] if field["type"] != "yes-no" else {})
    return [without_space(names[choice]) for choice in field["value"].split(",") if choice]


def check_field(field, text, what, letter):
    if field["type"] not in BOXES or letter:
        spoken = {"はい": "あり", "いいえ": "なし"}.get(field["shown"], field["shown"]) if letter else field["shown"]
        if without_space(spoken) not in text:
            raise AssertionError(f"{what}: {field['fact']}: {field['shown']!r} is not in {text!r}")
        return
    for name in choice_names(field, what.split()[1]):
        if "☑" + name not in text:
            raise AssertionError(f"{what}: {field['fact']}: {name!r} is not ticked")


def check_values(shown, text, what):
    """That the PDF says what `form show` says; a letter that goes out has no boxes, and neither how it is sent nor what
    nobody wrote for it."""
    form, _, copy = what.split()
    for field in shown["fields"]:
        letter = form in LETTERS and copy == "submission"
        if not letter or field["fact"] != "subject_notice.method" and field["origin"] not in ("case", "log"):
            check_field(field, text, what, letter)


@test("/cli/forms/every-value-stands-in-the-pdf")
@in_server
def every_value(kiroku):
    case = make_rich(kiroku)
    shown = {(form, language): kiroku.json("form", "show", case, form, f"--lang={language}")
             for form in ready_forms(kiroku) for language in ("ja", "en")}
    for (form, language, copy), text in print_all(kiroku, case, ALL_PRINTS):
        check_values(shown[form, language], text, f"{form} {language} {copy}")


@test("/cli/forms/a-letter-says-nothing-of-the-program")
@in_server
def letters(kiroku):
    case = make_recorded(kiroku)
    kiroku.run("set", case, "third_party.name", "株式会社ゆうなぎ商事")
    kiroku.run("set", case, "t.occurred", "2026-11-20T10:00:00+09:00")
    kiroku.run("set", case, "cause.summary", "誤送付")
    texts = {copy: print_form(kiroku, case, "F04", "ja", copy) for copy in ("working", "submission")}
    contains(texts["submission"], "株式会社ゆうなぎ商事御中", "個人データの漏えい等に関するご通知", "記", "1概要",
             "2原因誤送付", "以上")
    for word in ("事案2026", "規則", "様式", "要確認", "F04", "本人の数", "☐", "□"):
        if word in texts["submission"]:
            raise AssertionError(f"{word!r} is in {texts['submission']!r}")
    contains(texts["working"], "2原因誤送付", "要確認", "未記入です")


@test("/cli/forms/the-copy-to-submit-is-clean-until-its-last-page")
@in_server
def clean(kiroku):
    case = make_recorded(kiroku)
    working, submission = (read_pages(kiroku, case, copy) for copy in ("working", "submission"))
    standing = without_space(kiroku.json("form", "show", case, "F06", "--lang=ja")["standing"])
    contains(working[0], standing, "独自項目", "伝聞")
    for page in submission[:-1]:
        contains(page, "整理票（公式の様式ではありません）")
        for word in (standing, "独自項目", "伝聞", "枠や"):
            if word in page:
                raise AssertionError(f"{word!r} is in {page!r}")
    contains(submission[-1], standing, "R2暗号化されたファイルの拡張子伝聞", "R6バックアップ・復旧の可否独自項目")


@test("/cli/forms/nothing-known-says-nothing")
@in_server
def nothing_known(kiroku):
    case = kiroku.new_case(title="Trial", kind="third_party")
    for (form, language, copy), text in print_all(kiroku, case, (("ja", "working"), ("en", "submission"))):
        if "☑" in text:
            raise AssertionError(f"{form} {language} {copy}: a box is ticked")
        for word in ("調査中", "現時点で不明", "underinvestigation", "unknownatpresent"):
            if word in text:
                raise AssertionError(f"{form} {language} {copy}: {word}")
        if language == "en" and re.search("[ぁ-ヿ一-鿿]", text):
            raise AssertionError(f"{form}: Japanese in English: {text}")


@test("/cli/forms/lists-come-from-the-record")
@in_server
def lists(kiroku):
    case = make_recorded(kiroku)
    fields = {field["fact"]: field for field in kiroku.json("form", "show", case, "F06", "--lang=ja")["fields"]}
    equal(fields["assets"]["shown"], "FS-01（サーバー・封じ込め済み）　192.168.1.10　管理：製造部　TLP:AMBER")
    contains(fields["ioc"]["shown"], "hxxp[:]//evil[.]example/a", "T1190", "TLP:GREEN")
    lines = fields["reports_made"]["shown"].split("\n")
    equal(len(lines), 2)
    contains(lines[0], "2026年11月21日 16時00分", "メール")
    contains(lines[1], "2026年11月21日 17時00分", "架空市役所", "受付：A-17")
    equal({fields[key]["origin"] for key in ("assets", "ioc", "reports_made")}, {"log"})
    kiroku.run("set", case, "assets", "手で書いた一覧")
    written = {field["fact"]: field for field in kiroku.json("form", "show", case, "F06")["fields"]}["assets"]
    equal((written["shown"], written["origin"]), ("手で書いた一覧", "fact"))


@test("/cli/forms/what-the-organisation-keeps-to-itself-goes-to-nobody")
@in_server
def own_affairs(kiroku):
    """Notes on assets and indicators, what came of a call, what is marked for nobody else; in a letter the title, too."""
    case = kiroku.new_case(title="極秘の題名", kind="ransomware")
    kiroku.run("log", case, "極秘の経過")
    kiroku.run("asset", "set", case, "FS-01", "--note=極秘の備考", "--tlp=amber")
    kiroku.run("asset", "set", case, "極秘のサーバー", "--tlp=red")
    kiroku.run("indicator", "set", case, "198.51.100.7", "--note=極秘の備考", "--tlp=green")
    kiroku.run("indicator", "set", case, "198.51.100.8", "--tlp=amber+strict")
    kiroku.run("contact", "told", case, "jpcert_ir", "--outcome=極秘：顧客を疑っている")
    fields = {field["fact"]: field for field in kiroku.json("form", "show", case, "F06", "--lang=ja")["fields"]}
    contains(fields["assets"]["shown"], "FS-01", "1件は記載しません")
    contains(fields["ioc"]["shown"].replace("[.]", "."), "198.51.100.7", "1件は記載しません")
    for key in ("assets", "ioc", "reports_made"):
        assert "極秘" not in fields[key]["shown"] and "100.8" not in fields[key]["shown"].replace("[.]", "."), fields[key]
    for form in ("F03", "F04"):
        for copy in ("working", "submission"):
            letter = print_form(kiroku, case, form, "ja", copy).split("\f")[0]
            contains(letter, "以上")
            assert "極秘" not in letter, f"{form} {copy}: {letter}"
        assert "極秘" not in print_form(kiroku, case, form, "ja", "submission"), form


@test("/cli/form/what-is-unknown-ticks-that-box-where-the-form-has-it")
def unknown(kiroku):
    case = kiroku.new_case()
    path = os.path.join(kiroku.home, "x.pdf")
    for state, box in (("unknown", "☑不明"), ("investigating", "□不明")):
        kiroku.run("set", case, "cause.actor", f"--state={state}")
        kiroku.run("form", "fill", case, "F01", f"--output={path}", "--lang=ja")
        contains("".join(read_pdf(path).split()), "□報告者□委託先" + box)
    kiroku.run("set", case, "cause.kind", "--state=unknown")  # has no such box
    kiroku.run("form", "fill", case, "F01", f"--output={path}", "--lang=ja")
    contains("".join(read_pdf(path).split()), "□不正アクセス", "現時点で不明")


@test("/cli/form/says-how-many-fields-nobody-has-answered")
def unanswered(kiroku):
    case = kiroku.new_case()
    path = os.path.join(kiroku.home, "x.pdf")
    n = sum(field["state"] == "unasked" and not field["value"]
            for field in kiroku.json("form", "show", case, "F01")["fields"])
    said = kiroku.run("form", "fill", case, "F01", f"--output={path}").err
    contains(said, f"F01: {n} fields are not answered yet")
    contains(kiroku.run("form", "show", case, "F01").out, f"{n} fields are not answered\n")
    kiroku.run("set", case, "leak.count", "120")
    contains(kiroku.run("form", "fill", case, "F01", f"--output={path}").err, f"F01: {n - 1} fields are not")
    kiroku.run("set", case, "report.stage", "final")
    out = kiroku.run("form", "fill", case, "F01", f"--output={path}")
    equal("not answered yet" in out.err, False, "a final report names each of them")
    contains(out.out, "Still open: ")


if __name__ == "__main__":
    main()
