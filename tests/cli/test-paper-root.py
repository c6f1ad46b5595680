#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Case roots on paper: what a camera and a person read there is what was recorded.

Usage: test-paper-root.py KIROKU_CLI [PART OF A NAME]...   (TAP; run with TZ=Asia/Tokyo)
"""
import contextlib
import hashlib
import json
import os
import re
import shutil
import sqlite3
import subprocess
import zipfile

from kiroku import HASH, USAGE, Skip, contains, equal, keys, main, test


def need(*programs):
    for program, package in programs:
        if shutil.which(program) is None:
            raise Skip(f"{program} is missing: apt-get install {package}")


def scan(path):
    """What a camera reads on the first page; at 150 dpi, as a poor scanner would give it."""
    need(("pdftoppm", "poppler-utils"), ("zbarimg", "zbar-tools"))
    subprocess.run(["pdftoppm", "-png", "-r", "150", "-singlefile", path, path], check=True)
    done = subprocess.run(["zbarimg", "-q", "--raw", "--nodbus", f"{path}.png"], check=True,
                          stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    return done.stdout.decode().strip()


def words_of(path):
    """The text without any blanks, as the digits stand in groups."""
    need(("pdftotext", "poppler-utils"))
    text = subprocess.run(["pdftotext", "-raw", path, "-"], check=True, capture_output=True,
                          text=True).stdout
    return "".join(text.split())


def checkpoints(kiroku):
    """Root and purpose of each, in the order in which they were recorded."""
    with contextlib.closing(sqlite3.connect(kiroku.database)) as database:
        hashes = [row[0] for row in database.execute(
            "SELECT hash FROM entry WHERE kind = 'checkpoint' ORDER BY arrival")]
        bodies = [dict(database.execute("SELECT name, value FROM field WHERE hash = ?", (one,)))
                  for one in hashes]
    found = []
    for body in bodies:
        lines = json.loads(body["text"]).splitlines(keepends=True)
        covered = [line for line in lines if not line.startswith("time ")]
        found.append((hashlib.sha256("".join(covered).encode()).hexdigest(),
                      json.loads(body["purpose"])))
    return found


def output(kiroku, name):
    return os.path.join(kiroku.home, name)


def accepts(kiroku, case, code):
    """The root covers all that there is, so the case is intact and anchored."""
    result = kiroku.json("verify", case, f"--head={code}")
    equal((result["exit"], result["unanchored"]), (0, 0), result)


@test("/cli/paper-root/sheet-is-read-by-a-camera-and-accepted")
def sheet(kiroku):
    case = kiroku.new_case("--author=霧島 花子", title="不正侵入")
    kiroku.run("log", case, "遮断した", "--author=監査 太郎")
    for language, words in [("ja", ["事案ルートの控え", "署名・押印", "不正侵入"]),
                            ("en", ["Caserootsheet", "Signatureorseal"])]:
        path = output(kiroku, f"sheet.{language}.pdf")
        data = kiroku.json("checkpoint", case, f"--output={path}", f"--lang={language}")
        keys(data, "root id seq heads output")
        equal(data["output"], path)
        equal(checkpoints(kiroku)[-1], (data["root"], "report"))
        text = words_of(path)
        contains(text, data["root"], "霧島花子", "監査太郎", "--head=ROOT", case, *words)
        for head in data["heads"]:
            contains(text, head["key"][:12], head["hash"])
        equal(scan(path), f"kiroku:root:{data['root']}")
        found = kiroku.run("verify", case, f"--head={scan(path)}", status=None)
        contains(found.out, f"{data['root'][:16]}")
    kiroku.run("checkpoint", case, "--lang=fr", status=USAGE)
    kiroku.run("checkpoint", case, "--output=/nonexistent/x.pdf", status=1)
    assert HASH.match(kiroku.run("checkpoint", case).out.strip())


@test("/cli/paper-root/verification-shows-the-root-of-what-it-looked-at")
def verification(kiroku):
    case = kiroku.new_case("--author=霧島 花子", title="不正侵入")
    path = output(kiroku, "verify.pdf")
    root = re.search("case root: (.*)", kiroku.run("verify", case, f"--output={path}", status=1).out)[1]
    equal(scan(path), f"kiroku:root:{root}")
    contains(words_of(path), root)
    accepts(kiroku, case, scan(path))


@test("/cli/paper-root/sheet-of-six-authors-is-one-page")
def one_page(kiroku):
    case = kiroku.new_case("--author=霧島 花子", title="不正侵入の疑い" * 8)
    for author in ("監査 太郎", "鈴木 一郎", "佐藤 次郎", "高橋 三郎", "伊藤 四郎"):
        kiroku.run("log", case, "遮断した", f"--author={author}")
    for language in ("ja", "en"):
        path = output(kiroku, f"sheet.{language}.pdf")
        data = kiroku.json("checkpoint", case, f"--output={path}", f"--lang={language}")
        equal(len(data["heads"]), 6)
        contains(words_of(path), "1/1", *(head["hash"] for head in data["heads"]))


@test("/cli/paper-root/a-root-that-was-recorded-and-given-stands-once-in-what-verifying-found")
def given_once(kiroku):
    case = kiroku.new_case("--author=霧島 花子")
    root = kiroku.run("checkpoint", case).out.strip()
    kiroku.run("anchor", "add", case, root)
    path = output(kiroku, "verify.pdf")
    kiroku.run("verify", case, f"--head={root}", f"--output={path}", status=None)
    equal(words_of(path).count(root), 1)
    kiroku.run("verify", case, f"--head={'0' * 64}", f"--output={path}", status=None)
    text = words_of(path)
    equal((text.count(root), text.count("0" * 64)), (1, 1), "another one has a line of its own")


@test("/cli/paper-root/small-file-is-read-by-people-and-taken-back")
def small_file(kiroku):
    case = kiroku.new_case("--author=霧島 花子", title="不正侵入")
    other = kiroku.new_case(title="別の事案")
    for language, word in [("ja", "記録の控え"), ("en", "Head of the record")]:
        path = output(kiroku, f"head.{language}.txt")
        root = kiroku.json("checkpoint", case, f"--output={path}", f"--lang={language}")["root"]
        with open(path, encoding="utf-8", newline="") as file:
            text = file.read()
        contains(text, word, case, "kiroku.checkpoint.v1\ncase ", "--head=ROOT")
        contains("".join(text.split()), root)
        for secret in ("不正侵入", "霧島"):
            assert secret not in text, secret
        contains(kiroku.run("anchor", "add", other, path, status=1).err, "another case")
        with open(path, "w", encoding="utf-8", newline="") as file:  # as some mail programs leave it
            file.write(text.replace("\n", "\r\n"))
        kiroku.run("anchor", "add", case, path)
        anchor = kiroku.json("anchor", "list", case)[-1]
        equal((anchor["type"], anchor["root"]), ("file", root))
    with open(path, "w", encoding="utf-8", newline="") as file:
        file.write(text.replace("journal ", "journal  "))
    kiroku.run("anchor", "add", case, path, status=1)


@test("/cli/paper-root/a-large-file-is-no-head")
def large(kiroku):
    case = kiroku.new_case()
    path = output(kiroku, "image.dd")
    with open(path, "wb") as file:
        file.truncate(17 << 20)
    contains(kiroku.run("anchor", "add", case, path, status=1).err, "too large")


@test("/cli/paper-root/report-shows-what-it-records-and-not-that-it-did")
def report(kiroku):
    case = kiroku.new_case()
    kiroku.run("log", case, "遮断した")
    for kind in ("timeline", "evidence"):
        for language in ("ja", "en"):
            path = output(kiroku, f"{kind}.{language}.pdf")
            lines = len(kiroku.json("timeline", case))
            before = checkpoints(kiroku)
            kiroku.run("report", case, f"--kind={kind}", f"--output={path}", f"--lang={language}")
            after = checkpoints(kiroku)
            equal(after[:-1], before)
            root, purpose = after[-1]
            equal(purpose, "report")
            text = words_of(path)
            contains(text, root)
            if kind == "timeline":
                contains(text, f"（{lines}件）" if language == "ja" else f"({lines}entries)")
            equal(scan(path), f"kiroku:root:{root}")
            accepts(kiroku, case, scan(path))
            kiroku.run("anchor", "add", case, scan(path))


@test("/cli/paper-root/report-that-is-not-written-records-nothing")
def unwritten(kiroku):
    case = kiroku.new_case()
    kiroku.run("report", case, "--output=/nonexistent/x.pdf", status=1)
    kiroku.run("report", case, f"--output={output(kiroku, 'x.pdf')}", "--lang=fr", status=USAGE)
    equal(checkpoints(kiroku), [])


def fill_in(kiroku, *words):
    """A case with a form that somebody else may approve, and how they work."""
    case = kiroku.new_case("--known=2026-11-20 10:00", "--author=花子", *words, kind="ransomware")
    kiroku.run("set", case, "leak.categories", "1")
    kiroku.run("set", case, "report.stage", "preliminary")
    env = {"XDG_DATA_HOME": output(kiroku, "colleague")}

    def other(*more, **options):
        return kiroku.json(*more, f"--database={kiroku.database}", "--author=太郎", env=env, **options)
    return case, other


def submission(kiroku, case, language, form="F01", name="copy.pdf"):
    path = output(kiroku, name)
    kiroku.run("form", "fill", case, form, "--copy=submission", f"--lang={language}", f"--output={path}",
               warns=True)
    with open(path, "rb") as file:
        return path, hashlib.sha256(file.read()).hexdigest()


@test("/cli/paper-root/a-copy-for-submission-shows-a-root-that-is-recorded")
def submission_root(kiroku):
    case, _ = fill_in(kiroku)
    for language, words in (("ja", ["事案ルート", "整理票（公式の様式ではありません）", "規則"]),
                            ("en", ["Caseroot", "worksheet—nottheofficialform", "rules"])):
        before = checkpoints(kiroku)
        path, _ = submission(kiroku, case, language)
        after = checkpoints(kiroku)
        equal(after[:-1], before)
        root, purpose = after[-1]
        equal((scan(path), purpose), (f"kiroku:root:{root}", "report"))
        contains(words_of(path), root, *words)
        accepts(kiroku, case, scan(path))
    count = len(after)
    kiroku.run("form", "fill", case, "F01", "--copy=submission", "--output=/nonexistent/x.pdf", status=1)
    kiroku.run("form", "fill", case, "F01", f"--output={path}")
    submission(kiroku, case, "ja", form="F03")
    equal(scan_nothing(path), "", "a letter has no code")
    equal(len(checkpoints(kiroku)), count, "nothing, a working copy or a letter shows none")


def scan_nothing(path):
    """What is read where there may be nothing."""
    subprocess.run(["pdftoppm", "-png", "-r", "150", "-singlefile", path, path], check=True)
    return subprocess.run(["zbarimg", "-q", "--raw", "--nodbus", f"{path}.png"], check=False,
                          stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout.decode().strip()


@test("/cli/paper-root/what-was-approved-is-filed-byte-for-byte-until-what-it-says-changes")
def approved_copy(kiroku):
    for language in ("ja", "en"):
        case, other = fill_in(kiroku)
        kiroku.run("set", case, "leak.count", "120", "--state=estimate")
        kiroku.run("asset", "set", case, "FS-01", "--kind=server", status=None)
        approval = other("form", "approve", case, "F01", f"--lang={language}")
        root = checkpoints(kiroku)[-1][0]
        kiroku.run("log", case, "the log goes on")
        kiroku.run("indicator", "set", case, "evil.example", "--kind=domain", status=None)
        kiroku.run("contact", "told", case, "mpd_cyber", "--by=phone")
        path, digest = submission(kiroku, case, language)
        equal((digest, scan(path)), (approval["sha256"], f"kiroku:root:{root}"), "what goes out")
        equal(checkpoints(kiroku)[-1][0], root, "and its root was recorded before")
        kiroku.run("form", "file", case, "F01", "--method=web")
        filed = kiroku.json("form", "show", case, "F01")["filed"][-1]
        equal((filed["approved"], filed["sha256"]), (True, approval["sha256"]), "what is kept")
        contains(str(kiroku.json("evidence", "list", case)), approval["sha256"])
        equal(kiroku.json("verify", case, status=1)["exit"], 1, "nothing but what is unanchored")

        kiroku.run("set", case, "leak.count", "120", "--state=confirmed")
        out = kiroku.run("form", "file", case, "F01", "--method=web").out
        contains(out, "太郎", "leak.count")
        filed = kiroku.json("form", "show", case, "F01")["filed"][-1]
        equal(filed["approved"], False, "another state")
        assert filed["sha256"] != approval["sha256"]


@test("/cli/paper-root/another-basis-needs-another-approval")
def another_basis(kiroku):
    case, other = fill_in(kiroku)

    def state():
        return kiroku.json("form", "show", case, "F01")["state"]

    def estimate(basis):
        kiroku.run("set", case, "leak.count", "120", "--state=estimate", f"--basis={basis}")

    estimate("ログの件数")
    approval = other("form", "approve", case, "F01", "--lang=ja")
    equal(state(), "approved")
    estimate("ログの件数")
    equal(state(), "approved", "the same said again")
    estimate("担当者の記憶")
    equal(state(), "draft", "it rests on something else, and the copy says so")
    contains(kiroku.run("form", "show", case, "F01").out, "太郎")
    _, digest = submission(kiroku, case, "ja")
    assert digest != approval["sha256"]
    contains(kiroku.run("form", "file", case, "F01", "--method=web").out, "太郎")
    equal(kiroku.json("form", "show", case, "F01")["filed"][-1]["approved"], False)

    other("form", "approve", case, "F01", "--lang=ja")
    kiroku.run("form", "file", case, "F01", "--method=web")
    estimate("ログの件数")
    filed = kiroku.json("form", "show", case, "F01")["filed"][-1]
    kiroku.run("form", "file", case, "F01", "--method=web", "--receipt=受付 1", "--corrects=" + filed["entry"],
               "--reason=番号")
    filed = kiroku.json("form", "show", case, "F01")["filed"][-1]
    equal((filed["receipt"], filed["approved"]), ("受付 1", True), "what is corrected later was filed before")


@test("/cli/paper-root/a-record-cut-short-is-told-by-the-paper")
def cut(kiroku):
    case = kiroku.new_case()
    copy = output(kiroku, "copy.db")
    with contextlib.closing(sqlite3.connect(kiroku.database)) as database, \
            contextlib.closing(sqlite3.connect(copy)) as target:
        database.backup(target)
    kiroku.run("log", case, "遮断した")
    path = output(kiroku, "report.pdf")
    kiroku.run("report", case, f"--output={path}")
    root = scan(path)
    for name in ("kiroku.db-wal", "kiroku.db-shm"):
        with contextlib.suppress(FileNotFoundError):
            os.unlink(os.path.join(kiroku.folder, name))
    shutil.copy(copy, kiroku.database)
    equal(kiroku.json("verify", case, f"--head={root}", status=3)["exit"], 3)


@test("/cli/paper-root/an-exercise-is-marked-on-the-sheet")
def exercise(kiroku):
    case = kiroku.new_case("--exercise")
    path = output(kiroku, "sheet.pdf")
    kiroku.run("checkpoint", case, f"--output={path}", "--lang=ja")
    contains(words_of(path), "訓練")


@test("/cli/paper-root/documents-of-a-package-show-its-root")
def package(kiroku):
    case = kiroku.new_case()
    path = output(kiroku, "x.zip")
    root = kiroku.json("export", case, f"--output={path}")["root"]
    with zipfile.ZipFile(path) as file:
        names = [name for name in file.namelist() if name.endswith(".pdf")]
        equal(len(names), 2)
        for name in names:
            equal(scan(file.extract(name, kiroku.home)), f"kiroku:root:{root}")


main()
