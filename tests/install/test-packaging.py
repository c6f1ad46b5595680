#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The packaging says what the program needs and asks for no more. TAP on standard output.

Usage: test-packaging.py SOURCE_ROOT
"""
import re
import sys
from pathlib import Path
from xml.etree import ElementTree

import yaml

APP_ID = "org.kiroku.Kiroku"
SVG = "{http://www.w3.org/2000/svg}"


def manifest(root):
    return yaml.safe_load((root / "flatpak" / f"{APP_ID}.yml").read_text(encoding="utf-8"))


def sources(module):
    """Every source of a module and of the modules inside it."""
    yield from module.get("sources", [])
    for inner in module.get("modules", []):
        yield from sources(inner)


def manifest_names_app_and_pinned_runtime(root):
    m = manifest(root)
    assert m["id"] == APP_ID, m["id"]
    assert m["sdk"] == "org.gnome.Sdk", m["sdk"]
    assert m["runtime"] == "org.gnome.Platform", m["runtime"]
    assert int(m["runtime-version"]) >= 43, m["runtime-version"]


def manifest_opens_no_hole(root):
    """No file, no bus: what a user did not hand over stays out of reach. The network is for time stamps."""
    allowed = {"--share=ipc", "--share=network", "--socket=wayland", "--socket=fallback-x11", "--device=dri"}
    args = set(manifest(root)["finish-args"])
    assert args <= allowed, args - allowed


def manifest_pins_every_download(root):
    found = 0
    for module in manifest(root)["modules"]:
        for source in sources(module):
            if "url" not in source:
                assert source["type"] in ("dir", "shell", "script"), source
                continue
            found += 1
            assert source["url"].startswith("https://"), source["url"]
            assert re.fullmatch(r"[0-9a-f]{64}", source["sha256"]), source["url"]
    assert found > 0, "no download is listed"


def metainfo_is_in_both_languages(root):
    tree = ElementTree.parse(root / "resources" / f"{APP_ID}.metainfo.xml")
    lang = "{http://www.w3.org/XML/1998/namespace}lang"
    for tag in ("name", "summary", "p", "li", "developer_name"):
        nodes = list(tree.iter(tag))
        english = [n for n in nodes if lang not in n.attrib]
        japanese = [n for n in nodes if n.attrib.get(lang) == "ja"]
        assert english, tag
        assert tag == "developer_name" or len(english) == len(japanese), tag


def metainfo_has_this_version(root):
    version = re.search(r"version: '([^']+)'", (root / "meson.build").read_text()).group(1)
    tree = ElementTree.parse(root / "resources" / f"{APP_ID}.metainfo.xml")
    newest = tree.find("releases/release").attrib["version"]
    assert newest == version, f"metainfo says {newest}, meson.build {version}"
    for page in ("man/kiroku-cli.1", "man/ja/kiroku-cli.1"):
        assert f".Os Kiroku {version}\n" in (root / page).read_text(encoding="utf-8"), page


def desktop_entry_is_in_both_languages(root):
    text = (root / "resources" / f"{APP_ID}.desktop").read_text(encoding="utf-8")
    for key in ("Name", "GenericName", "Comment", "Keywords"):
        assert re.search(rf"^{key}=.", text, re.M), key
        assert re.search(rf"^{key}\[ja\]=.", text, re.M), key
    assert f"\nIcon={APP_ID}\n" in text


def man_pages_name_the_same_commands(root):
    def commands(page):
        text = (root / page).read_text(encoding="utf-8")
        return re.findall(r"^\.It Ic (.*)$", text, re.M)

    english, japanese = commands("man/kiroku-cli.1"), commands("man/ja/kiroku-cli.1")
    assert len(english) > 20, len(english)
    assert english == japanese, set(english) ^ set(japanese)


def icons_have_the_right_size_and_need_nothing_else(root):
    for folder, name, size in (("scalable", APP_ID, "128"), ("symbolic", f"{APP_ID}-symbolic", "16")):
        svg = ElementTree.parse(root / "resources/icons/hicolor" / folder / "apps" / f"{name}.svg").getroot()
        assert svg.tag == f"{SVG}svg" and svg.attrib["viewBox"] == f"0 0 {size} {size}", name
        tags = {node.tag.removeprefix(SVG) for node in svg.iter()}
        assert not tags & {"image", "script", "text", "foreignObject", "use"}, (name, tags)
        fills = {node.attrib["fill"] for node in svg.iter() if "fill" in node.attrib}
        assert folder == "scalable" or fills == {"#2e3436"}, fills


def core_resources_list_the_whole_pack(root):
    tree = ElementTree.parse(root / "resources/kiroku-core.gresource.xml")
    listed = {node.text for node in tree.iter("file") if node.text.startswith("pack/")}
    there = {str(p.relative_to(root / "resources")) for p in (root / "resources/pack").rglob("*.xml")}
    assert listed == there, listed ^ there


PROMISES = {
    "/packaging/flatpak/names-app-and-pinned-runtime": manifest_names_app_and_pinned_runtime,
    "/packaging/flatpak/opens-no-hole": manifest_opens_no_hole,
    "/packaging/flatpak/pins-every-download": manifest_pins_every_download,
    "/packaging/metainfo/is-in-both-languages": metainfo_is_in_both_languages,
    "/packaging/metainfo/has-this-version": metainfo_has_this_version,
    "/packaging/desktop-entry/is-in-both-languages": desktop_entry_is_in_both_languages,
    "/packaging/man/pages-name-the-same-commands": man_pages_name_the_same_commands,
    "/packaging/icons/right-size-and-self-contained": icons_have_the_right_size_and_need_nothing_else,
    "/packaging/resources/list-the-whole-pack": core_resources_list_the_whole_pack,
}


def main():
    root = Path(sys.argv[1])
    failed = 0
    print(f"1..{len(PROMISES)}")
    for number, (name, promise) in enumerate(PROMISES.items(), 1):
        try:
            promise(root)
            print(f"ok {number} {name}")
        except Exception as error:  # a test that cannot run has failed
            failed += 1
            print(f"not ok {number} {name}\n# {type(error).__name__}: {error}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
