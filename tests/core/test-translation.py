#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks that the Japanese translation (po/ja.po) is complete and can be used as it is.

Usage: test-translation.py [SOURCE_ROOT]. Needs xgettext and msgfmt. Prints TAP."""

import ast
import os
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree

# What GLib's macros mark; the same as the "glib" preset of Meson's i18n module.
KEYWORDS = ("_", "N_", "C_:1c,2", "NC_:1c,2", "g_dcgettext:2", "g_dngettext:2,3",
            "g_dpgettext2:2c,3")
MARKED = re.compile(r"\b(?:_|N_|C_|NC_|ngettext|g_dngettext|g_dpgettext2)\s*\(\s*(?:NULL,\s*)?\"")
FORMAT = re.compile(r"%(?:(\d+)\$)?([-+ #0']*[\d.]*(?:hh|h|ll|l|z|j|t)?[diouxXeEfFgGscp])")
JAPANESE = re.compile("[\u3041-\u30ff\u3400-\u9fff]")
OPTION = re.compile(r"--[a-z][a-z-]*|<[a-z-]+>|\b[a-z-]+\.xml\b|kiroku-cli(?: --[a-z]+"
                    r"| (?:case|contact|deadline|form|task) [a-z]+| (?:get|set|timeline|verify))?")
# Translations without a Japanese word: examples of what can be typed, marks, names.
SAME = {"%u / %u", "%s to %s", "2026-11-21", "2026-11-21 14:05", "translator-credits",
        "%s (SHA-256 %s)", "%s of %s", "TLP", "URL", "SHA-256", "SHA-1", "MD5"}


class Message:
    """One message of a PO file."""

    def __init__(self, block):
        self.context = field(block, "msgctxt")
        self.id = field(block, "msgid")
        self.plural = field(block, "msgid_plural")
        self.text = field(block, "msgstr" if self.plural is None else "msgstr[0]")
        self.is_fuzzy = re.search(r"^#,.*\bfuzzy\b", block, re.M) is not None
        self.is_c_format = re.search(r"^#,.*(?<!no-)\bc-format\b", block, re.M) is not None

    def __str__(self):
        return repr(self.id) if self.context is None else f"{self.context}|{self.id!r}"


def field(block, name):
    """The string that stands behind @name, None when there is none."""
    match = re.search(rf'^{re.escape(name)} ((?:"(?:[^"\\]|\\.)*"\s*)+)', block, re.M)
    if match is None:
        return None
    return "".join(ast.literal_eval(line) for line in match.group(1).strip().splitlines())


def parse(text):
    """The messages of a PO file, without its header and its obsolete ones."""
    blocks = [block for block in text.split("\n\n") if re.search(r"^msgid ", block, re.M)]
    return [message for message in map(Message, blocks) if message.id]


def sources(root):
    """Every .c and .ui file of the program, from its root."""
    for room in ("app", "ui"):
        for folder, _folders, names in os.walk(os.path.join(root, room)):
            for name in names:
                if name.endswith((".c", ".ui")):
                    yield os.path.relpath(os.path.join(folder, name), root)


def is_translatable(root, path):
    """Whether a file has a string for the translator."""
    full = os.path.join(root, path)
    if path.endswith(".ui"):
        return any(element.get("translatable") in ("yes", "true")
                   for element in ElementTree.parse(full).iter())
    with open(full, encoding="utf-8") as file:
        return MARKED.search(file.read()) is not None


def formats(text):
    """Place and conversion of each argument that @text prints."""
    found = FORMAT.findall(text.replace("%%", ""))
    return sorted((int(place) if place else i, conversion)
                  for i, (place, conversion) in enumerate(found, 1))


class Catalogue:
    """What the checks look at."""

    def __init__(self, root):
        self.root = root
        self.po = os.path.join(root, "po", "ja.po")
        with open(os.path.join(root, "po", "POTFILES"), encoding="utf-8") as file:
            self.listed = [line.strip() for line in file if line.strip() and line[0] != "#"]
        with open(self.po, encoding="utf-8") as file:
            self.source = file.read()
        self.messages = parse(self.source)

    def extract(self):
        """The messages of the sources as they are now."""
        keywords = [f"--keyword={keyword}" for keyword in KEYWORDS]
        listed = [path for path in self.listed if os.path.exists(os.path.join(self.root, path))]
        run = subprocess.run(
            ["xgettext", "--from-code=UTF-8", *keywords, "--output=-", *listed], cwd=self.root,
            capture_output=True, text=True, encoding="utf-8", check=True)
        return parse(run.stdout)

    def having(self, wrong):
        """The messages that @wrong tells something of, each with it."""
        told = ((message, wrong(message)) for message in self.messages)
        return [f"{message}: {what}" for message, what in told if what]


# --- The promises; each returns what is wrong ---

def check_listed(catalogue):
    """every-source-with-a-string-is-listed"""
    expected = {path for path in sources(catalogue.root) if is_translatable(catalogue.root, path)}
    return [f"missing in POTFILES: {path}" for path in sorted(expected - set(catalogue.listed))]


def check_exists(catalogue):
    """nothing-listed-is-absent-or-listed-twice"""
    absent = [path for path in catalogue.listed
              if not os.path.isfile(os.path.join(catalogue.root, path))]
    twice = [path for path in set(catalogue.listed) if catalogue.listed.count(path) > 1]
    return [f"no such file: {path}" for path in absent] + [f"listed twice: {path}" for path in twice]


def check_extracted(catalogue):
    """every-string-of-the-sources-is-in-the-catalogue"""
    known = {(message.context, message.id, message.plural) for message in catalogue.messages}
    return [f"not in ja.po: {message}" for message in catalogue.extract()
            if (message.context, message.id, message.plural) not in known]


def check_current(catalogue):
    """the-catalogue-holds-no-string-that-is-gone"""
    current = {(message.context, message.id) for message in catalogue.extract()}
    gone = [f"no longer in the sources: {message}" for message in catalogue.messages
            if (message.context, message.id) not in current]
    return gone + re.findall(r"^#~ msgid.*", catalogue.source, re.M)


def check_complete(catalogue):
    """nothing-is-untranslated-or-fuzzy"""
    return catalogue.having(lambda message: "untranslated" if not message.text
                            else "fuzzy" if message.is_fuzzy else None)


def check_valid(catalogue):
    """msgfmt-accepts-the-catalogue"""
    with tempfile.TemporaryDirectory() as folder:
        run = subprocess.run(
            ["msgfmt", "--check", "--statistics", "-o", os.path.join(folder, "ja.mo"), catalogue.po],
            capture_output=True, text=True, env={**os.environ, "LC_ALL": "C", "LANGUAGE": "C"},
            check=False)
    wrong = run.returncode != 0 or "fuzzy" in run.stderr or "untranslated" in run.stderr
    return run.stderr.splitlines() if wrong else []


def check_formats(catalogue):
    """every-translation-prints-the-same-arguments"""
    def wrong(message):
        wanted = formats(message.id if message.plural is None else message.plural)
        if not message.is_c_format or formats(message.text) == wanted:
            return None
        return f"{formats(message.text)} instead of {wanted}"
    return catalogue.having(wrong)


def check_japanese(catalogue):
    """no-translation-is-the-english-text"""
    def wrong(message):
        has_words = re.search("[A-Za-z]{2}", FORMAT.sub("", message.id)) is not None
        if not has_words or message.id in SAME or JAPANESE.search(message.text):
            return None
        return f"no Japanese in {message.text!r}"
    return catalogue.having(wrong)


def check_edges(catalogue):
    """line-breaks-blanks-and-ellipses-stay-at-their-ends"""
    def wrong(message):
        source, text = message.id, message.text
        if source.endswith("\n") != text.endswith("\n"):
            return "the line break at the end"
        if source.startswith("  ") and not text.startswith(re.match(" +", source).group()):
            return "the indent"
        if re.search(r"\w…$", source) and not text.endswith("…"):
            return "the ellipsis at the end"
        return "a blank at the end" if text.endswith(" ") else None
    return catalogue.having(wrong)


def check_accelerators(catalogue):
    """an-accelerator-stands-in-brackets-at-the-end"""
    def wrong(message):
        source = re.findall(r"_([A-Za-z])", message.id) if not message.is_c_format else []
        if len(source) != 1 or re.search(r"\W_\W|[A-Za-z]_[A-Za-z]", message.id):
            return None
        wanted = f"(_{source[0].upper()})"
        return None if message.text.rstrip("…").endswith(wanted) else f"{wanted} is not at the end"
    return catalogue.having(wrong)


def check_colons(catalogue):
    """marks-are-full-width-beside-japanese"""
    def wrong(message):
        text = message.text
        if re.search(r"[“”]", text):
            return "use 「 and 」 instead of “ and ”"
        if not JAPANESE.search(text):
            return None
        if re.search(r":(?=\s|$)", text):
            return "use ： instead of a colon with a blank"
        if re.search("[\u3041-\u30ff\u3400-\u9fff][,.!?;]", text):
            return "use 、 or 。"
        return "use （ and ）" if re.search(r"[\u3041-\u30ff\u3400-\u9fff]\((?!_)", text) else None
    return catalogue.having(wrong)


def check_sentences(catalogue):
    """a-sentence-ends-with-a-stop-where-the-english-does-or-there-are-two"""
    def wrong(message):
        text = message.text.rstrip()
        if message.id.endswith(".") and not text.endswith("。"):
            return "no 。 at the end"
        is_open = "。" in text and not text.endswith(("。", "：", "%s"))
        return "the last sentence has no 。" if is_open else None
    return catalogue.having(wrong)


def check_options(catalogue):
    """options-commands-and-files-keep-their-names"""
    def wrong(message):
        missing = [name for name in set(OPTION.findall(message.id)) if name not in message.text]
        return f"lacks {missing}" if missing else None
    return catalogue.having(wrong)


def check_header(catalogue):
    """the-header-names-language-plurals-and-no-mail-address"""
    header = field(catalogue.source, "msgstr")
    wanted = ("Language: ja\n", "Plural-Forms: nplurals=1; plural=0;\n", "charset=UTF-8\n")
    missing = [f"the header lacks {line!r}" for line in wanted if line not in header]
    return missing + (["the header has a mail address"] if "@" in header else [])


CHECKS = (check_listed, check_exists, check_extracted, check_current, check_complete, check_valid,
          check_formats, check_japanese, check_edges, check_accelerators, check_colons,
          check_sentences, check_options, check_header)


def main():
    """Runs every check and prints TAP; the exit status tells whether all hold."""
    here = os.path.dirname(os.path.abspath(__file__))
    catalogue = Catalogue(sys.argv[1] if len(sys.argv) > 1 else os.path.join(here, "../.."))
    failed = 0
    print(f"1..{len(CHECKS)}")
    for number, check in enumerate(CHECKS, 1):
        wrong = check(catalogue)
        failed += bool(wrong)
        print(f"{'not ok' if wrong else 'ok'} {number} /translation/ja/{check.__doc__}")
        for line in wrong:
            print(f"# {line}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
