#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The manual (help/) says what the program does, and the same in each language. TAP on standard output.

Usage: test-manual.py KIROKU_CLI SOURCE_ROOT
"""
import importlib.util
import re
import shlex
import sys
import tempfile
from pathlib import Path
from xml.etree import ElementTree

MALLARD = "{http://projectmallard.org/1.0/}"
LANGUAGES = ("en", "ja")
# Keys that widgets have by themselves, or that belong to one field.
KEYS_OF_WIDGETS = {"Enter", "Esc", "Shift+Enter", "Ctrl+Enter"}
# Sections of the page on trouble whose terms are what the program says.
QUOTED = ("open", "write", "paper", "verify")


def load(name):
    """A test program whose name is no name of a module."""
    spec = importlib.util.spec_from_file_location(name.replace("-", "_"), Path(__file__).parent / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


man = load("test-man")


def text_of(node):
    return "".join(node.itertext())


class Page:
    """A page of one language."""

    def __init__(self, path):
        self.id = path.stem
        self.root = ElementTree.parse(path).getroot()
        assert self.root.attrib["id"] == self.id, f"{path} calls itself {self.root.attrib['id']}"

    def all(self, tag):
        return list(self.root.iter(MALLARD + tag))

    def sections(self):
        return self.root.findall(MALLARD + "section")

    def links(self):
        return [link.attrib["xref"].partition("#")[0] for link in self.all("link")]

    def groups(self):
        """Of the index: page → where its sections list it."""
        return {link.attrib["xref"]: f"index#{part.attrib['id']}"
                for part in self.sections() for link in part.iter(MALLARD + "link")}

    def parts(self):
        """What of its build must be the same in each language: sections, and how much of what is in each."""
        counted = ("item", "note", "screen", "section")
        return [(part.get("id"), [len(list(part.iter(MALLARD + tag))) for tag in counted],
                 sorted(link.attrib["xref"] for link in part.iter(MALLARD + "link")),
                 sorted(map(text_of, part.iter(MALLARD + "key"))))
                for part in [self.root, *self.sections()]]


class Manual:
    """Both languages, and what they are held against."""

    def __init__(self, program, root):
        self.program = program
        self.root = Path(root)
        self.pages = {language: {path.stem: Page(path) for path in sorted((self.root / "help" / language).glob("*.page"))}
                      for language in LANGUAGES}
        self.said = self.read_catalogue()

    def read_catalogue(self):
        """What the program says, as pairs of English and Japanese; the former with mnemonics taken out, too."""
        pairs = []
        text = (self.root / "po/ja.po").read_text(encoding="utf-8")
        for block in text.split("\n\n"):
            found = [re.search(rf'^{word} ((?:"(?:[^"\\]|\\.)*"\s*)+)', block, re.M)
                     for word in ("msgid", r"msgstr(?:\[0\])?")]
            if all(found):
                pairs.append(tuple("".join(re.findall(r'"((?:[^"\\]|\\.)*)"', part[1])).replace('\\"', '"').replace("\\n", "\n")
                                   for part in found))
        assert len(pairs) > 1000, len(pairs)
        return pairs

    def labels(self):
        """English label → its Japanese ones, as they are seen."""
        found = {}
        for english, japanese in self.said:
            found.setdefault(english.replace("_", ""), set()).add(re.sub(r"\(_.\)", "", japanese))
        return found

    def each(self):
        for language, pages in self.pages.items():
            for page in pages.values():
                yield language, page


# --- The promises ---

def languages_have_the_same_pages_and_sections(manual):
    english, japanese = (manual.pages[language] for language in LANGUAGES)
    assert len(english) > 20, len(english)
    assert english.keys() == japanese.keys(), english.keys() ^ japanese.keys()
    for name, page in english.items():
        for mine, other in zip(page.parts(), japanese[name].parts(), strict=True):
            assert mine == other, f"{name}: {mine} in English, {other} in Japanese"


def every_page_is_listed_and_every_link_leads_to_one(manual):
    build = (manual.root / "help/meson.build").read_text()
    inside = ElementTree.parse(manual.root / "help/kiroku-help.gresource.xml")
    embedded = {node.text for node in inside.iter("file")}
    for language, pages in manual.pages.items():
        topics = pages["index"].links()
        assert sorted(topics) == sorted(pages.keys() - {"index"}), set(topics) ^ (pages.keys() - {"index"})
        assert {f"{language}/{name}.page" for name in pages} == {name for name in embedded if name.startswith(language)}
        groups = pages["index"].groups()
        for page in pages.values():
            listed = [link.attrib["xref"] for link in page.all("link") if link.get("type") == "guide"]
            assert page.id == "index" or listed == [groups[page.id]], f"{language} {page.id}: {listed}"
            assert f"'{page.id}'" in build, page.id
            assert set(page.links()) <= pages.keys(), (language, page.id, set(page.links()) - pages.keys())


def label_pairs(manual):
    """For each section of each page: the labels it names in English and in Japanese."""
    for name, page in manual.pages["en"].items():
        other = manual.pages["ja"][name]
        for mine, theirs in zip([page.root, *page.sections()], [other.root, *other.sections()]):
            yield (f"{name}#{mine.get('id')}", {text_of(node) for node in mine.iter(MALLARD + "gui")},
                   {text_of(node) for node in theirs.iter(MALLARD + "gui")})


def every_label_is_one_of_the_program(manual):
    labels = manual.labels()
    seen = 0
    for where, english, japanese in label_pairs(manual):
        for label in english:
            assert label in labels, f"{where}: the program says no “{label}”"
            assert labels[label] & japanese, f"{where}: “{label}” is {labels[label]}, of which the Japanese page names none"
            seen += 1
        for label in japanese:
            assert any(label in labels[word] for word in english), f"{where}: “{label}” is none of {english} in Japanese"
    assert seen > 80, seen


def every_quoted_message_is_one_of_the_program(manual):
    for column, language in enumerate(LANGUAGES):
        quoted = [text_of(item.find(MALLARD + "title")) for section in manual.pages[language]["trouble"].sections()
                  if section.get("id") in QUOTED for item in section.iter(MALLARD + "item")]
        assert len(quoted) > 10, quoted
        for text in quoted: # “…” stands for what differs each time
            parts = re.compile(".*".join(re.escape(part.strip()) for part in text.split("…")))
            assert any(parts.search(pair[column]) for pair in manual.said), f"{language}: nothing says “{text}”"


def parse_command(words, commands):
    """The command that @words begin with, and what follows it."""
    for n in (3, 2, 1):
        head = " ".join(words[:n])
        if head in commands:
            return head, words[n:]
    raise AssertionError(f"no command: {' '.join(words)}")


def check_command(line, commands, alternatives, whole):
    """@alternatives: options that stand for others. @whole: the line is meant to be typed as it stands; else it
    may name the command alone."""
    head, rest = parse_command(shlex.split(line)[1:], commands)
    needed, most, options = commands[head]
    given = [word for word in rest if not word.startswith("--")]
    stated = [word.split("=", 1) for word in rest if word.startswith("--")]
    for name, *value in stated:
        if name == "--passphrase-file":
            continue # of every command
        assert name in options, f"{line}: {head} has no {name}"
        assert options[name][0] == bool(value), f"{line}: {name} and its value"
    if whole:
        assert needed <= len(given) <= most, f"{line}: {len(given)} words, {needed} to {most} are taken"
        left_out = {name for name, (_value, must) in options.items() if must} - {name for name, *_ in stated}
        left_out -= alternatives
        assert not left_out, f"{line}: lacks {left_out}"


def every_command_is_one_of_the_program(manual):
    commands = man.commands_of_help(manual.program)
    alternatives = set(re.findall(r"\| (--[a-z-]+)", manual.program.run("--help")))
    seen = 0
    for _language, page in manual.each():
        for node in page.all("screen"):
            for line in text_of(node).splitlines():
                if line.startswith("kiroku-cli ") and line != "kiroku-cli --help":
                    check_command(line, commands, alternatives, True)
                    seen += 1
        for node in page.all("cmd"):
            if text_of(node).startswith("kiroku-cli "):
                check_command(text_of(node), commands, alternatives, False)
                seen += 1
    assert seen > 40, seen


def the_walk_through_the_command_line_works(manual):
    """Each line of it is carried out as it stands, with the number that the program gives."""
    for _language, page in ((language, pages["command-line"]) for language, pages in manual.pages.items()):
        with tempfile.TemporaryDirectory(prefix="kiroku-manual-") as folder:
            program = man.Program(manual.program.path, folder)
            section = next(part for part in page.sections() if part.get("id") == "first")
            number = "2026-001"
            for line in text_of(section.find(MALLARD + "screen")).splitlines():
                words = [word.replace("2026-001", number) for word in shlex.split(line)[1:]]
                words = [re.sub(r"^--output=", f"--output={folder}/", word) for word in words]
                said = program.run(*words)
                if words[:2] == ["case", "new"]:
                    number = said.split()[0]
            assert (Path(folder) / "timeline.pdf").read_bytes().startswith(b"%PDF"), "no report"


def every_key_is_one_of_the_window(manual):
    source = (manual.root / "ui/kiroku-application.c").read_text()
    bound = set(re.findall(r'\{ "((?:<\w+>)*\w+)"', source))
    for language, page in manual.each():
        sequences = ["+".join(map(text_of, node)) for node in page.all("keyseq")]
        within = {id(key) for node in page.all("keyseq") for key in node}
        sequences += [text_of(node) for node in page.all("key") if id(node) not in within]
        for keys in set(sequences) - KEYS_OF_WIDGETS:
            *held, key = keys.replace("Ctrl", "Control").split("+")
            name = "".join(f"<{word}>" for word in held) + (key.lower() if len(key) == 1 else key)
            assert name in bound, f"{language} {page.id}: no key {keys}"


def the_help_key_knows_pages_and_widgets(manual):
    source = (manual.root / "ui/help/kiroku-help.c").read_text()
    subjects = re.findall(r'\{ "(Kiroku\w+)", "([a-z-]+)" \}', source)
    assert len(subjects) > 20, subjects
    declared = set(re.findall(r"G_DECLARE_FINAL_TYPE \(\s*(Kiroku\w+),",
                              " ".join(path.read_text() for path in (manual.root / "ui").rglob("*.h"))))
    for widget, page in subjects:
        assert page in manual.pages["en"], page
        assert widget in declared, f"there is no {widget}"


PROMISES = {
    "/manual/languages-have-the-same-pages-and-sections": languages_have_the_same_pages_and_sections,
    "/manual/every-page-is-listed-and-every-link-leads-to-one": every_page_is_listed_and_every_link_leads_to_one,
    "/manual/every-label-is-one-of-the-program": every_label_is_one_of_the_program,
    "/manual/every-quoted-message-is-one-of-the-program": every_quoted_message_is_one_of_the_program,
    "/manual/every-command-is-one-of-the-program": every_command_is_one_of_the_program,
    "/manual/the-walk-through-the-command-line-works": the_walk_through_the_command_line_works,
    "/manual/every-key-is-one-of-the-window": every_key_is_one_of_the_window,
    "/manual/the-help-key-knows-pages-and-widgets": the_help_key_knows_pages_and_widgets,
}


def main():
    with tempfile.TemporaryDirectory(prefix="kiroku-manual-") as folder:
        manual = Manual(man.Program(sys.argv[1], folder), sys.argv[2])
        failed = 0
        print(f"1..{len(PROMISES)}")
        for i, (name, promise) in enumerate(PROMISES.items(), 1):
            try:
                promise(manual)
                print(f"ok {i} {name}")
            except Exception as error:  # whatever it is, the others are still looked at
                failed += 1
                print(f"not ok {i} {name}")
                print("\n".join(f"# {line}" for line in (str(error) or repr(error)).splitlines()))
        return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
