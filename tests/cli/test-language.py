#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A document is in the language of its reader, whatever that of the person who makes it.

Usage: test-language.py KIROKU_CLI [PART OF A NAME]...   (TAP; run with TZ=Asia/Tokyo)
"""
import os
import re
import subprocess

from kiroku import Skip, contains, main, test

JAPANESE = {"LC_ALL": "C.UTF-8", "LANGUAGE": "ja"}
# Kana, kanji, and the marks that stand with them.
OURS_JA = re.compile("[\u3001-\u30ff\u3400-\u9fff\uff01-\uff60]+")
# Words of English; what is also written so in Japanese is taken out first.
OURS_EN = re.compile(r"[A-Za-z]{2,}")
BOTH = re.compile(r"kiroku-cli .*|python3 .*|--[a-z]+|\b[0-9a-f]+\b|[0-9a-f]{6,}|"
                  r"\b(?:Kiroku|SHA-?(?:256|512)|UTC|QR|PDF|TLP:[A-Z+]+|TLP|JST|Asia/Tokyo|IP|CSV|ID|Log|ROOT|Python|intact|CSIRT|CISO|VPN|EDR|Active Directory|"
                  r"OS|IPA|JPCERT/CC|NISC|URL|Web|hxxps?|PPC|verify\.py|[\w.-]+@[\w.-]+|\S+\.(?:db|pdf|txt|zip)|F\d\d|AMBER)\b", re.ASCII)


def a_case(kiroku, text):
    """A case with a line of every kind; every text in it is @text."""
    case = kiroku.new_case("--known=2026-11-20 10:00", "--occurred=2026-11-19 10:00", f"--author={text}",
                           title=text, kind="ransomware")
    run = kiroku.run
    note = kiroku.json("log", case, text)["id"]
    for klass in ("observation", "decision", "communication"):
        run("log", case, text, f"--class={klass}")
    run("correct", case, note, text + text, f"--reason={text}")
    phase = kiroku.json("phase", case, "containment", f"--reason={text}", f"--approver={text}")["id"]
    run("approve", case, phase, f"--author={text}2", f"--reason={text}")
    run("set", case, "leak.categories", "1")
    run("set", case, "leak.count", "12", "--state=estimate")
    run("set", case, "cause.summary", "")
    run("task", "add", case, text, f"--owner={text}", "--due=2026-12-01 10:00")
    run("task", "add", case, text, "--due=2026-12-02 10:00")
    run("measure", "add", case, text, "--class=prevent", f"--owner={text}", "--due=2026-12-03")
    run("task", "set", case, "1", "done", f"--reason={text}")
    # The name of a desk stands in the record as it was read.
    run("contact", "told", case, "mpd_cyber", f"--person={text}", f"--outcome={text}",
        env=JAPANESE if text == "＃１" else {})
    run("deadline", "decide", case, "jp_ppc_prelim", "applies", f"--reason={text}", f"--approver={text}")
    run("deadline", "add", case, f"--recipient={text}", "--due=2026-12-01", f"--text={text}", warns=True)
    path = os.path.join(kiroku.home, "１" if "＃" in text else "1")
    with open(path, "wb") as file:
        file.write(b"1")
    item = kiroku.json("evidence", "add", case, path, f"--source={text}", f"--host={text}", "--tlp=amber",
                       "--from=2026-11-18T10:00:00+01:00", "--to=2026-11-19")["id"]
    run("evidence", "set", case, item, f"--note={text}", "--gaps=", "--clock-error=1200")
    run("evidence", "move", case, item, f"--from={text}", f"--to={text}", f"--where={text}", f"--purpose={text}")
    run("evidence", "check", case)
    run("asset", "set", case, text, "--state=contained")
    run("indicator", "set", case, "192.0.2.1", "--state=withdrawn")
    run("hold", case, "set", f"--reason={text}")
    run("hold", case, "lift", f"--reason={text}")
    other = kiroku.new_case(title=text)
    run("case", "link", case, other, "--as=duplicate", f"--reason={text}")
    run("set", case, "report.stage", "preliminary")
    run("form", "approve", case, "F01", f"--author={text}2")
    run("form", "file", case, "F01", "--method=web", f"--to={text}", "--receipt=1")
    erased = kiroku.json("log", case, text)["id"]
    run("erase", case, erased, "text", f"--law={text}", f"--reason={text}", warns=True)
    run("key", "vouch", case, f"{text}2", f"--reason={text}")
    run("log", case, text, f"--author={text}3")
    run("key", "revoke", case, f"{text}3", f"--reason={text}")
    run("anchor", "add", case, kiroku.json("checkpoint", case)["root"], f"--note={text}")
    run("close", case, f"--reason={text}")
    run("reopen", case, f"--reason={text}")
    return case


def is_installed(kiroku):
    """Whether the program finds its translation."""
    return OURS_JA.search(kiroku.run("--help", env=JAPANESE).out) is not None


def papers(kiroku, case, language, env):
    """The text of every PDF that can be made of the case, by its name."""
    orders = {"timeline": ("report", case), "evidence": ("report", case, "--kind=evidence"),
              "management": ("report", case, "--kind=management"), "situation": ("report", case, "--kind=situation"),
              "F01": ("form", "fill", case, "F01"), "F01 submission": ("form", "fill", case, "F01", "--copy=submission"),
              "F13": ("form", "fill", case, "F13"), "heads": ("checkpoint", case), "verification": ("verify", case)}
    found = {}
    for name, order in orders.items():
        path = os.path.join(kiroku.home, f"{name}.{language}.pdf")
        kiroku.run(*order, f"--output={path}", f"--lang={language}", env=env, status=None)
        done = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=False)
        if done.returncode:
            raise AssertionError(f"{name}: {done.stderr}")
        found[name] = done.stdout
    return found


@test("/cli/language/an-english-document-has-no-japanese-word")
def english(kiroku):
    if not is_installed(kiroku):
        raise Skip("the Japanese translation is not installed beside this build")
    case = a_case(kiroku, "#1")
    for name, text in papers(kiroku, case, "en", JAPANESE).items():
        strange = sorted(set(OURS_JA.findall(text)))
        assert not strange, f"{name}: {strange}"


@test("/cli/language/a-japanese-document-has-no-english-word")
def japanese(kiroku):
    case = a_case(kiroku, "＃１")
    made = papers(kiroku, case, "ja", {})
    contains(made["timeline"], "痕跡情報", "リーガル", "インシデント対応 時系列報告")
    if not is_installed(kiroku):
        del made["verification"]  # what was found is told by the program itself
    for name, text in made.items():
        strange = sorted(set(OURS_EN.findall(BOTH.sub("", text))))
        assert not strange, f"{name}: {strange}\n{text}"


def sheet(kiroku, *words):
    path = os.path.join(kiroku.home, "sheet.pdf")
    kiroku.run("contact", "list", *words, f"--output={path}", "--lang=ja")
    return subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True).stdout


@test("/cli/language/years-stand-in-eras-where-the-organisation-asks-for-it")
def eras(kiroku):
    kiroku.run("profile", "set", "org.calendar", "japanese")
    case = a_case(kiroku, "＃１")
    western = re.compile("20[0-9]{2}年|20[0-9]{2}-[0-9]{2}(?![0-9])")  # "2026-001" is a case
    made = papers(kiroku, case, "ja", {})
    made["call sheet"] = sheet(kiroku, f"--case={case}")
    made["call sheet of no case"] = sheet(kiroku, "--type=ransomware")
    for name, text in made.items():
        text = "".join(text.split())
        contains(text, "令和")
        assert not western.search(text), f"{name}: {western.findall(text)}"
    contains("".join(made["F01"].split()), "令和8年11月19日10時00分")
    contains("".join(made["call sheet"].split()), "R02[")
    contains("".join(made["timeline"].split()), "（期限：R08.12.0110:00+09:00）", "（期限：R08.12.03）")
    contains("".join(made["evidence"].split()), "R08.11.1810:00")
    for name, text in papers(kiroku, case, "en", JAPANESE).items():
        assert "令和" not in text, name
    # It goes into each case when that is opened: who reads it later reads the same.
    kiroku.run("profile", "set", "org.calendar", "western")
    path = os.path.join(kiroku.home, "again.pdf")
    kiroku.run("report", case, f"--output={path}", "--lang=ja")
    contains(subprocess.run(["pdftotext", path, "-"], check=True, capture_output=True, text=True).stdout, "令和")


if __name__ == "__main__":
    main()
