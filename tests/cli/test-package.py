#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Packages: what goes out, and that the program and verify.py judge every package alike.

Usage: test-package.py KIROKU_CLI   (TAP). KIROKU_TEST_LONG=1: 100,000 altered packages instead of 2,000; KIROKU_TEST_SEED
repeats them, the seed is printed. A long run that was cut short goes on (progress.py).
"""
import ast
import base64
import functools
import hashlib
import io
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import zipfile

from authority import Authority, openssl
from kiroku import Kiroku, contains, equal, keys, main, memory, say, test
from packages import (START, Author, Case, add_tags, evidence_body, judge, read_zip, sign_checkpoint, verify, write,
                      zip_bytes)
from progress import Progress, add_up, halves, side_by_side
from served import Served, Server, same_answer

# Under the sanitizers each takes many times as long.
PACKAGES = 100000 if os.environ.get("KIROKU_TEST_LONG") else 500 if "ASAN_OPTIONS" in os.environ else 2000
# So many of them are also judged by a process of its own; and after so many it is noted how far the test has come.
COMPARED, PART = 200, 2000
EVIDENCE = "証拠の中身\n".encode() * 100
FIRST, SECOND, STRANGER = Author("山田"), Author("鈴木"), Author("他人")


def export(kiroku, case, *options, name="X.zip"):
    path = os.path.join(kiroku.home, name)
    return path, kiroku.json("export", case, "--output=" + path, *options)


def make(seed=1):
    """A case of two authors with evidence, and the files of its package."""
    case = Case(random.Random(seed))
    case.add(FIRST, "journal.open", {"spki": FIRST.spki, "name": FIRST.name, "role": ""})
    case.add(FIRST, "case.open", {"number": "2026-001", "title": "試験", "type": "third_party", "level": 0,
                                  "exercise": 0, "pack": "1"})
    case.add(FIRST, "key.vouch", {"key": SECOND.key, "name": SECOND.name})
    case.add(FIRST, "note", {"class": "action", "text": "隔離した"})
    case.add(SECOND, "note", {"class": "observation", "text": "通信を見た"})
    case.add(SECOND, "case.set", {"leak.count": 120})
    case.add(FIRST, "evidence.add", evidence_body(EVIDENCE))
    case.add(FIRST, "note", {"class": "decision", "text": "公表する"})
    return case, case.files([EVIDENCE])


def finish(case, files, author=FIRST, **sealed):
    sign_checkpoint(files, author, case.root_lines(), **sealed)
    add_tags(files)
    return files


def check(kiroku, files, status, *options, **bad):
    path = write(os.path.join(kiroku.home, "P.zip"), files if isinstance(files, bytes) else zip_bytes(files))
    answer = judge(kiroku, path, *options)
    equal(answer["exit"], status, "exit (%s)" % answer)
    equal({name: answer["first_bad"][name] for name in bad}, bad, "first_bad")
    return answer


def root_of(case):
    return hashlib.sha256(case.root_lines().encode()).hexdigest()


# --- What goes out ---

@test("/cli/package/what-is-exported-verifies-with-both")
def exported(kiroku):
    number = kiroku.new_case()
    for text in ("最初", "二番目", "三番目"):
        kiroku.run("log", number, text)
    path, answer = export(kiroku, number)
    keys(answer, "file sha256 root entries files withheld")
    equal(hashlib.sha256(open(path, "rb").read()).hexdigest(), answer["sha256"], "digest of the file")
    equal(os.stat(path).st_mode & 0o777, 0o600, "mode")
    verdict = judge(kiroku, path)
    equal((verdict["exit"], verdict["entries"], verdict["withheld"]), (1, answer["entries"], 0), "verdict")
    equal(judge(kiroku, path, "--head=" + answer["root"])["exit"], 0, "with the root from outside")
    equal(judge(kiroku, path, "--head=" + "0" * 64)["exit"], 3, "with another root")
    kiroku.run("log", number, "later")
    equal(kiroku.json("verify", number, "--head=" + answer["root"], status=None)["exit"], 1,
          "the root is a recorded checkpoint of the case")
    files = read_zip(path)
    for name in ("verify.py", "README.ja.txt", "README.en.txt", "case.json", "documents/timeline.ja.pdf",
                 "documents/timeline.en.pdf"):
        assert files["data/" + name], name
    equal(json.loads(files["data/case.json"])["number"], number, "case.json")
    contains(files["bag-info.txt"].decode(), "Bagging-Date", "Payload-Oxum")
    equal(sorted(name for name in os.listdir(kiroku.home) if name.startswith("X.zip")), ["X.zip"], "nothing beside")
    equal([name for name in os.listdir(kiroku.folder) if "export" in name], [], "nothing is left")


@test("/cli/package/its-manifests-are-read-by-sha512sum-and-verify-runs-from-it")
def unpacked(kiroku):
    number = kiroku.new_case()
    path, answer = export(kiroku, number)
    with zipfile.ZipFile(path) as archive:
        archive.extractall(kiroku.home)
    folder = os.path.join(kiroku.home, number)
    for manifest in ("manifest-sha512.txt", "tagmanifest-sha512.txt"):
        subprocess.run(["sha512sum", "--quiet", "--strict", "-c", manifest], cwd=folder, check=True)
    program = [sys.executable, "-B", os.path.join(folder, "data", "verify.py")]
    equal(subprocess.run([*program, "--json"], check=False, stdout=subprocess.PIPE).returncode, 1, "alone")
    equal(subprocess.run([*program, folder, "--head=" + answer["root"]], check=False,
                         stdout=subprocess.PIPE).returncode, 0, "with the root")
    equal(subprocess.run([*program, "--heads-only", "--head=" + answer["root"]], check=False,
                         stdout=subprocess.PIPE).returncode, 1, "never 0 when signatures were skipped")
    for words, status, said in ((("--nonsense",), 64, "--nonsense is no option"), ((folder, folder), 64, "one package"),
                                (("--head=1234",), 64, "--head=1234 is no case root: it has 64 digits"),
                                (("--ca=/nowhere/ca.pem",), 64, "--ca=/nowhere/ca.pem cannot be read"),
                                (("--ca=" + __file__,), 64, "holds no certificate"), (("--help",), 0, "")):
        done = subprocess.run([*program, *words], check=False, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        equal(done.returncode, status, words)
        contains(done.stderr.decode("utf-8"), said)
    contains(done.stdout.decode("utf-8"), "--heads-only", "目次")
    root = answer["root"].upper()
    groups = "-".join(" ".join(root[at:at + 4] for at in range(half, half + 32, 4)) for half in (0, 32))
    for given in (groups, "kiroku:root:" + root, groups.translate({ord(one): ord(one) + 0xfee0 for one in "0123456789ABCDEF"})):
        equal(subprocess.run([*program, folder, "--head=" + given], check=False, stdout=subprocess.PIPE).returncode, 0, given)
        kiroku.run("verify", "--package=" + path, "--head=" + given)
    said = subprocess.run([*program, folder], check=False, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          env=dict(os.environ, PYTHONIOENCODING="utf-8", TZ="Asia/Tokyo")).stdout.decode("utf-8")
    contains(said, "事案 ", "：記録 ", "+09:00: no outside head covers")
    write(os.path.join(folder, "data", "more"), b"x")
    done = subprocess.run(program, check=False, stdout=subprocess.PIPE, env=dict(os.environ, PYTHONIOENCODING="utf-8"))
    equal(done.returncode, 2, "an extra file")
    said = done.stdout.decode("utf-8").splitlines()
    equal((said[0], said[3:5]), ("ALTERED 改変あり (2)", ["first: data/more is extra: nothing that was signed names it",
                                                       "       署名された一覧にないファイルです"]))
    poor = subprocess.run(program, check=False, stdout=subprocess.PIPE, env=dict(os.environ, PYTHONIOENCODING="ascii"))
    equal((poor.returncode, poor.stdout[:8]), (2, b"ALTERED "), "where no Japanese can be shown")


def texts(node):
    """The texts that stand in an expression, as far as they are the same whatever happens."""
    return [part.value for part in ast.walk(node) if isinstance(part, ast.Constant) and isinstance(part.value, str)
            and re.search("[a-z] [a-z]", part.value)]


@test("/cli/package/every-reason-of-verify-stands-in-japanese-too-and-its-contents-are-its-headings")
def words(kiroku):
    tree = ast.parse(source := open(verify.__file__, encoding="utf-8").read())
    told = []
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
        to = ast.unparse(call.func)
        if name in ("found", "found_at", "Damaged", "Forged") or re.search(r"(warnings|settled|untrusted|faults)\.append", to):
            told += [text for argument in call.args for text in texts(argument)]
    assert len(told) > 50, told
    last = verify.REASONS_JA.splitlines()[-1][1:]
    equal([text for text in told if verify.in_japanese(text) == last and "is missing, or not" not in text], [], "only English")
    headings = [line[6:-4] for line in source.splitlines() if line.startswith("# --- ")]
    contents = re.findall(r"^    (\S.*?)   ", verify.__doc__[verify.__doc__.index("Contents"):], re.M)
    equal([heading[:len(line)] for heading, line in zip(headings, contents)], contents)
    equal(len(headings), len(contents))


@test("/cli/package/what-is-withheld-is-nowhere-in-it")
def withheld(kiroku):
    number = kiroku.new_case()
    kiroku.run("set", number, "leak.count", "987654321")
    secret = kiroku.json("log", number, "ひみつの内容")
    kiroku.run("log", number, "見せてよい内容")
    path, answer = export(kiroku, number, "--withhold=leak.count", f"--withhold={secret['id'][:12]}:text")
    equal(answer["withheld"], 2, "withheld")
    equal(judge(kiroku, path)["withheld"], 2, "withheld")
    for name, data in read_zip(path).items():
        for value in ("987654321", "ひみつ"):
            assert value.encode() not in data and value.encode("utf-16-be").hex() not in data.hex(), name
        if name.endswith(".pdf"):
            pdf = write(os.path.join(kiroku.home, "x.pdf"), data)
            text = subprocess.run(["pdftotext", pdf, "-"], check=True, stdout=subprocess.PIPE).stdout.decode()
            contains(text, "見せてよい内容")
            assert "ひみつ" not in text and "987654321" not in text and "987,654,321" not in text, name


@test("/cli/package/what-cannot-be-withheld-is-refused-and-nothing-recorded")
def refused(kiroku):
    number = kiroku.new_case()
    note = kiroku.json("log", number, "x")
    opening = [line for line in kiroku.json("timeline", number) if line["kind"] == "journal.open"]
    before = kiroku.json("verify", number, status=1)["entries"]
    wrong = ["no.such.fact", "leak.count", f"{note['id']}:nothing", "00000000:text", "abc:text"]
    wrong += [f"{line['id']}:spki" for line in opening]
    for name in wrong:
        kiroku.run("export", number, f"--output={kiroku.home}/Y.zip", f"--withhold={name}", status=64)
    kiroku.run("export", number, f"--output={kiroku.home}/Y.zip", "--withhold-file=00000000", status=64)
    kiroku.run("export", number, status=64)
    kiroku.run("export", "2999-999", f"--output={kiroku.home}/Y.zip", status=1)
    kiroku.run("export", number, f"--output={kiroku.home}/no/such/folder/Y.zip", status=1)
    assert not os.path.exists(f"{kiroku.home}/Y.zip")
    assert kiroku.json("verify", number, status=1)["entries"] <= before + 1


@test("/cli/package/a-withheld-fact-is-withheld-in-the-forms-that-used-it")
def withheld_in_forms(kiroku):
    case = kiroku.new_case("--known=2026-11-21 10:00", kind="ransomware")
    kiroku.run("set", case, "org.name", "ひみつ商事")
    kiroku.run("set", case, "report.stage", "preliminary")
    kiroku.run("form", "approve", case, "F01", "--author=部長")
    kiroku.run("form", "file", case, "F01", "--method=web")
    path = os.path.join(kiroku.home, "X.zip")
    kiroku.run("export", case, f"--output={path}", "--withhold=org.name")
    with zipfile.ZipFile(path) as package:
        holding = [name for name in package.namelist() if "ひみつ商事".encode() in package.read(name)]
    equal(holding, [], "files of the package with the value")
    equal(kiroku.json("verify", f"--package={path}", status=1)["verdict"], "intact", "verdict")


@test("/cli/package/what-is-no-package-cannot-be-judged")
def no_package(kiroku):
    for data in (b"", b"PK", b"x" * 1000, os.urandom(5000)):
        check(kiroku, data, 5)
    kiroku.run("verify", "--package=" + kiroku.home, status=5)
    kiroku.run("verify", "--package=" + kiroku.home + "/none", status=5)
    kiroku.run("verify", "2026-001", "--package=x", status=64)


# --- Packages made by hand ---

@test("/cli/package/both-agree-on-whole-ones")
def whole(kiroku):
    case, files = make()
    equal(check(kiroku, finish(case, files), 1)["unanchored"], 9, "unanchored")
    check(kiroku, files, 0, "--head=" + root_of(case))
    last = case.add(SECOND, "note", {"class": "action", "text": "x"})
    check(kiroku, finish(case, case.files([EVIDENCE]), SECOND), 1)
    # Withheld by somebody who is vouched for, and by nobody.
    for row in case.lines[SECOND.key]:
        if row[1] == last:
            del row[2]["b"]["text"]
    check(kiroku, finish(case, case.files([EVIDENCE]), withheld=[(last, "text")]), 1)
    check(kiroku, finish(case, case.files([EVIDENCE])), 2, hash=last)
    sha256 = hashlib.sha256(EVIDENCE).hexdigest()
    answer = check(kiroku, finish(case, case.files(), withheld=[(last, "text")], withheld_files=[sha256]), 1)
    equal(answer["withheld"], 2, "withheld")
    check(kiroku, finish(case, case.files(), withheld=[(last, "text")]), 4)


@test("/cli/package/both-agree-on-forks-strangers-and-revocations")
def forks(kiroku):
    case, _ = make()
    fork_point = case.lines[FIRST.key][3][1]
    case.add(FIRST, "note", {"class": "action", "text": "別の枝"}, after=fork_point, see=False)
    check(kiroku, finish(case, case.files([EVIDENCE])), 3, seq=4)
    case, _ = make()
    case.add(STRANGER, "note", {"class": "action", "text": "x"})
    check(kiroku, finish(case, case.files([EVIDENCE])), 1)
    check(kiroku, finish(case, case.files([EVIDENCE]), STRANGER), 1)
    last = case.lines[SECOND.key][-1]
    del last[2]["b"]["leak.count"]
    check(kiroku, finish(case, case.files([EVIDENCE]), withheld=[(last[1], "leak.count")]), 1)
    # Nobody has vouched for who says so.
    check(kiroku, finish(case, case.files([EVIDENCE]), STRANGER, withheld=[(last[1], "leak.count")]), 2,
          hash=last[1])
    case, _ = make()
    last = case.lines[SECOND.key][-1]
    case.add(SECOND, "key.revoke", {"key": SECOND.key, "last": "%d:%s" % last[:2], "reason": "R"})
    check(kiroku, finish(case, case.files([EVIDENCE])), 1)
    case, _ = make()
    head = case.lines[SECOND.key][1]
    case.add(FIRST, "key.revoke", {"key": SECOND.key, "last": "%d:%s" % head[:2], "reason": "R"})
    check(kiroku, finish(case, case.files([EVIDENCE])), 2, journal=SECOND.key, seq=2)


def erase(case, author, target, field):
    """@author writes that a value was erased, and it is gone."""
    case.add(author, "erase", {"field": field, "law": "個人情報保護法", "reason": "請求"}, {"entry": target[1]})
    del target[2]["b"][field]


@test("/cli/package/both-agree-on-whom-a-revoked-key-vouched-for")
def vouched_by_revoked(kiroku):
    for author, status in ((SECOND, 1), (STRANGER, 2)):
        case, _ = make()
        target = case.lines[FIRST.key][3]
        case.add(SECOND, "key.vouch", {"key": STRANGER.key, "name": STRANGER.name})
        erase(case, author, target, "text")
        equal(check(kiroku, finish(case, case.files([EVIDENCE])), 1)["withheld"], 1, "erased by somebody who may")
        last = case.lines[SECOND.key][-1]
        case.add(FIRST, "key.revoke", {"key": SECOND.key, "last": "%d:%s" % last[:2], "reason": "R"})
        check(kiroku, finish(case, case.files([EVIDENCE])), status)  # what SECOND did itself before, stands
        case.add(FIRST, "key.vouch", {"key": author.key, "name": author.name})
        check(kiroku, finish(case, case.files([EVIDENCE])), 1)
    case, _ = make()  # after the revocation nobody is vouched for, and nothing erased
    target, last = case.lines[FIRST.key][3], case.lines[SECOND.key][-1]
    case.add(FIRST, "key.revoke", {"key": SECOND.key, "last": "%d:%s" % last[:2], "reason": "R"})
    erase(case, SECOND, target, "text")
    check(kiroku, finish(case, case.files([EVIDENCE])), 2, hash=target[1])


@test("/cli/package/both-agree-on-when-somebody-nobody-vouched-for-is-settled")
def settled(kiroku):
    def revoked_by(author, key=STRANGER.key, number=None):
        seq, hash_hex, _ = case.lines[key][-1]
        last = "%d:%s" % (seq if number is None else number, hash_hex)
        case.add(author, "key.revoke", {"key": key, "last": last, "reason": "R"})

    def judged(settled, warnings, status=1, sender=FIRST):
        answer = check(kiroku, finish(case, case.files([EVIDENCE]), sender), status)
        equal([len(answer.get("settled", [])), sum("vouched" in text for text in answer["warnings"])], [settled, warnings])
    for author, expected in ((STRANGER, (0, 1)), (SECOND, (0, 1)), (FIRST, (1, 0))):
        case, _ = make()
        case.add(STRANGER, "note", {"class": "action", "text": "x"})
        revoked_by(author)
        judged(*expected)
    revoked_by(FIRST, FIRST.key)  # then anybody could have said so
    judged(0, 1, sender=SECOND)
    case, _ = make()
    case.add(STRANGER, "note", {"class": "action", "text": "x"})
    case.add(FIRST, "key.revoke", {"key": STRANGER.key, "last": "9:" + "0" * 64, "reason": "R"})
    judged(0, 1, 3)


@test("/cli/package/both-agree-on-a-fork-below-what-counts-of-a-revoked-key")
def forked_below(kiroku):
    case, _ = make()
    head, point = case.lines[SECOND.key][-1], case.lines[SECOND.key][0][1]
    case.add(FIRST, "key.revoke", {"key": SECOND.key, "last": "%d:%s" % head[:2], "reason": "R"})
    target = case.lines[FIRST.key][3]
    case.add(SECOND, "erase", {"field": "text", "law": "法", "reason": "R"}, {"entry": target[1]}, after=point, see=False)
    check(kiroku, finish(case, case.files([EVIDENCE])), 2, journal=SECOND.key, seq=1)
    del target[2]["b"]["text"]
    check(kiroku, finish(case, case.files([EVIDENCE])), 2, hash=target[1])


def open_again(case, author):
    """@author says to have opened the case long before, and revokes the key of who did."""
    opening = {"number": "2020-001", "title": "横取り", "type": "third_party", "level": 3, "exercise": 1, "pack": "1"}
    case.time -= 10**13
    spki = {"spki": author.spki, "name": author.name, "role": ""}
    case.add(author, "journal.open", spki, see=False)
    case.add(author, "case.open", opening, see=False)
    case.add(author, "key.revoke", {"key": FIRST.key, "last": "%d:%s" % case.lines[FIRST.key][0][:2], "reason": "R"},
             see=False)
    case.time += 10**13


@test("/cli/package/both-agree-on-who-opened-the-case")
def openers(kiroku):
    case, _ = make()
    other = Author("他人一")  # whose key comes before that of FIRST
    erase(case, SECOND, case.lines[FIRST.key][3], "text")
    open_again(case, other)
    for author, status in ((FIRST, 1), (SECOND, 1), (other, 2)):
        check(kiroku, finish(case, case.files([EVIDENCE]), author), status)
    # Who opened it counts for those who take it in, too, as it does for the sender.
    for author in (FIRST, SECOND):
        home = os.path.join(kiroku.home, author.key)
        there = Kiroku(kiroku.program, home)
        path = write(os.path.join(kiroku.home, "P.zip"), zip_bytes(finish(case, case.files([EVIDENCE]), author)))
        there.run("import", path)
        shown = there.json("case", "show", case.id)
        equal((shown["title"], shown["number"], shown["exercise"]), ("試験", "2026-001", False), "what was opened")
        (conflict,) = [one for one in shown["conflicts"] if one["subject"] == "case.open"]
        equal([rival["value"] for rival in conflict["rivals"]], ["試験", "横取り"], "both openings")
        equal(there.json("verify", case.id, status=None)["exit"], 1, "as it is here")


@test("/cli/package/both-agree-on-clocks")
def clocks(kiroku):
    case, _ = make()
    case.add(SECOND, "note", {"class": "action", "text": "時計が遅れている"}, rec=START)
    check(kiroku, finish(case, case.files([EVIDENCE])), 1)
    case, _ = make()
    entry = case.add(SECOND, "note", {"class": "action", "text": "x"}, rec=START, clock=START)
    check(kiroku, finish(case, case.files([EVIDENCE])), 2, hash=entry)


@test("/cli/package/both-agree-on-checkpoints-and-anchors")
def anchors(kiroku):
    case, _ = make()
    lines, root = case.root_lines(), root_of(case)
    case.add(FIRST, "checkpoint", {"text": lines + "time 1\n", "purpose": "daily"})
    case.add(FIRST, "anchor", {"type": "printed", "text": lines, "root": root})
    check(kiroku, finish(case, case.files([EVIDENCE])), 1)
    check(kiroku, finish(case, case.files([EVIDENCE])), 0, "--head=" + root)
    for body in ({"type": "printed", "text": lines, "root": "0" * 64},
                 {"type": "printed", "text": lines + "time 1\n", "root": root},
                 {"type": "token", "text": lines, "root": root, "token": "AAAA"},
                 {"type": "seen", "text": lines, "root": root}):
        case, _ = make()
        entry = case.add(FIRST, "anchor", body)
        check(kiroku, finish(case, case.files([EVIDENCE])), 2, hash=entry)
    case, _ = make()  # a time stamp that is withheld was not checked, whatever else covers the record
    last = case.add(FIRST, "anchor", {"type": "token", "text": case.root_lines(), "root": root_of(case), "token": "AAAA"})
    del case.lines[FIRST.key][-1][2]["b"]["token"]
    check(kiroku, finish(case, case.files([EVIDENCE]), withheld=[(last, "token")]), 1, "--head=" + root_of(case))
    case, _ = make()
    text = re.sub(r"journal (\S+) (\d+) \S+", r"journal \1 \2 " + "ab" * 32, case.root_lines())
    case.add(FIRST, "checkpoint", {"text": text, "purpose": "daily"})
    check(kiroku, finish(case, case.files([EVIDENCE])), 3)
    case, _ = make()
    seen = case.lines[SECOND.key][-1][1]
    case.add(FIRST, "anchor", {"type": "seen", "text": case.root_lines(), "root": root_of(case)}, {"seen": seen})
    equal(check(kiroku, finish(case, case.files([EVIDENCE])), 1)["unanchored"], 9, "nothing shows who vouches for him")
    case, _ = make()
    root = root_of(case)
    case.add(FIRST, "checkpoint", {"text": case.root_lines() + "time 1\n", "purpose": "daily"})
    seen = case.add(SECOND, "note", {"class": "action", "text": "見た"})
    case.add(FIRST, "anchor", {"type": "seen", "text": case.root_lines(), "root": root_of(case)}, {"seen": seen})
    check(kiroku, finish(case, case.files([EVIDENCE])), 0, "--head=" + root)


def stamp(kiroku, authority, alter=None, root=None, later=0):
    """A package with a time stamp of its heads, or of something else."""
    case, _ = make()
    if later:
        case.add(FIRST, "note", {"class": "action", "text": "時計が進んでいる"}, rec=later)
    lines = case.root_lines()
    stated = hashlib.sha256(lines.encode()).hexdigest()
    path = write(os.path.join(kiroku.home, "answer"), authority.answer(
        openssl("ts", "-query", "-digest", root or stated, "-sha256", "-cert")))
    token = openssl("ts", "-reply", "-in", path, "-token_out")
    token = base64.b64encode(alter(token) if alter else token).decode()
    case.add(FIRST, "anchor", {"type": "token", "text": lines, "root": stated, "token": token})
    return finish(case, case.files([EVIDENCE]))


@test("/cli/package/both-agree-on-time-stamps")
def time_stamps(kiroku):
    one = Authority(os.path.join(kiroku.home, "one"), "One")
    two = Authority(os.path.join(kiroku.home, "two"), "Two", rsa=True)
    for authority, other in ((one, two), (two, one)):
        files = stamp(kiroku, authority)
        check(kiroku, files, 0, "--ca=" + authority.ca)
        check(kiroku, files, 1, "--ca=" + other.ca)
        check(kiroku, files, 1)
    for options in ((), ("--ca=" + one.ca,)):
        check(kiroku, stamp(kiroku, one, root="ab" * 32), 2, *options)
        check(kiroku, stamp(kiroku, one, lambda token: token[:-5] + bytes([token[-5] ^ 1]) + token[-4:]), 2, *options)
        check(kiroku, stamp(kiroku, one, lambda token: token[:-3]), 2, *options)
        check(kiroku, stamp(kiroku, one, lambda token: b"x"), 2, *options)
    check(kiroku, stamp(kiroku, one, later=4000000000000000), 1, "--ca=" + one.ca)


@test("/cli/package/every-kind-of-tampering-is-found-by-both")
def tampered(kiroku):
    case, files = make()
    good = finish(case, files)
    journal = "data/journals/%s.jsonl" % FIRST.key
    evidence = "data/evidence/" + hashlib.sha256(EVIDENCE).hexdigest()

    def altered(path, data):
        return {name: data if name == path else old for name, old in good.items()
                if name != path or data is not None}

    checkpoint = "data/checkpoint.txt"
    text = good[checkpoint].decode()
    edited = good[journal].replace("隔離".encode(), "放置".encode())
    other, other_files = make(2)
    finish(other, other_files)
    payload = [
        (2, altered(journal, edited)), (2, altered(journal, None)), (4, altered(evidence, None)),
        (4, altered(evidence, b"other")), (2, altered(checkpoint, None)), (2, {**good, "data/more": b"x"}),
        (4, {**good, "data/evidence/" + "0" * 64: b"x"}),
        (2, altered(checkpoint, re.sub("signed .*\n", "", text).encode())),
        (2, altered(checkpoint, other_files[checkpoint])),
        (2, altered(checkpoint, text.replace("signed " + FIRST.key, "signed " + STRANGER.key).encode())),
        (2, altered(checkpoint, text.replace("case ", "case  ").encode())),
        (2, {"data/case2.json" if name == "data/case.json" else name: data for name, data in good.items()}),
    ]
    for status, files in payload:
        check(kiroku, files, status)
        add_tags(files)  # whoever alters a package can make the manifests fit
        check(kiroku, files, status)
    for files in ({**good, "more": b"x"}, altered("bagit.txt", b"BagIt-Version: 0.97\n"),
                  altered("manifest-sha512.txt", b""), altered("bag-info.txt", b"x"), altered("bag-info.txt", None),
                  altered("tagmanifest-sha512.txt", None)):
        check(kiroku, files, 2)
    check(kiroku, finish(case, dict(good), STRANGER), 2)
    older = case.root_lines()
    case.add(FIRST, "note", {"class": "action", "text": "later"})
    longer = case.files([EVIDENCE])
    sign_checkpoint(longer, FIRST, older)
    add_tags(longer)
    check(kiroku, longer, 2)
    case, _ = make()
    cut = {**good, journal: b"".join(good[journal].splitlines(True)[:-1])}
    finish(case, cut)  # somebody with the key, who leaves the heads as they are
    check(kiroku, cut, 3)


@test("/cli/package/a-cut-or-extended-file-is-refused-by-both")
def cut(kiroku):
    case, files = make()
    data = zip_bytes(finish(case, files))
    for length in [*range(0, len(data), 211), *range(len(data) - 30, len(data))]:
        check(kiroku, data[:length], 5)
    check(kiroku, data + b"x", 5)
    check(kiroku, b"x" + data, 5)


@test("/cli/package/a-name-that-leads-elsewhere-is-refused-by-both")
def names(kiroku):
    case, files = make()
    finish(case, files)
    for name in ("../x", "a/../../x", "/etc/x", "a\\x", "a//b", "a/./b", "C:x", "data/\x1b[2J", "data/証拠", "data/x y"):
        out = io.BytesIO(zip_bytes(files))
        with zipfile.ZipFile(out, "a") as archive:
            info = zipfile.ZipInfo("x")
            info.filename = "2026-001/" + name if not name.startswith(("/", "C:")) else name
            archive.writestr(info, b"x")
        answer = check(kiroku, out.getvalue(), 2)
        equal(answer["entries"], 0, "nothing was read")
    for top in ("", "other"):
        out = io.BytesIO(zip_bytes(files))
        with zipfile.ZipFile(out, "a") as archive:
            archive.writestr(top + "/x" if top else "x", b"x")
        check(kiroku, out.getvalue(), 5)
    out = io.BytesIO(zip_bytes(files))
    with zipfile.ZipFile(out, "a") as archive:
        link = zipfile.ZipInfo("2026-001/data/link")
        link.create_system, link.external_attr = 3, 0o120777 << 16
        archive.writestr(link, b"/etc/passwd")
    check(kiroku, out.getvalue(), 2)


# --- Many, by chance ---

def change_line(rng, line):
    """One canonical line, changed somewhere; one that was changed before may be none any more."""
    try:
        value = json.loads(line)
        part = value[rng.choice("bhh")]
        sorted(part)
    except (ValueError, TypeError, KeyError):
        return change_bytes(rng, line)
    name = rng.choice(sorted(part)) if part else None
    how = rng.randrange(5)
    if name is None or how == 0:
        value["s"] = rng.choice([value["s"][::-1], "", Author("x").sign(b"x")])
    elif how == 1:
        del part[name]
    elif how == 2:
        part[name + "x"] = part[name]
    elif isinstance(part[name], int):
        part[name] += rng.choice([-1, 1, 2**40])
    elif isinstance(part[name], str):
        part[name] = rng.choice([part[name][:-1], part[name] + "0", part[name][:-1] + rng.choice("0123456789abcdef"),
                                 "", "2"])
    elif isinstance(part[name], list):
        part[name] = rng.choice([part[name][::-1], part[name][:1], [part[name][0], "x"], "x"])
    else:
        part[name] = rng.choice([{}, "x", {**part[name], "x": "y"}])
    return verify.encode(value)


def change_bytes(rng, data):
    if not data:
        return b"x"
    at = rng.randrange(len(data))
    return rng.choice([data[:at], data[at:], data[:at] + bytes([data[at] ^ 1 << rng.randrange(8)]) + data[at + 1:],
                       data[:at] + b"\n" + data[at:], data[:at] + data[at + 1:]])


def change_journal(rng, data):
    lines = data.split(b"\n")[:-1]
    at, to = rng.randrange(len(lines)), rng.randrange(len(lines))
    how = rng.randrange(6)
    if how == 0:
        del lines[at]
    elif how == 1:
        lines[at], lines[to] = lines[to], lines[at]
    elif how == 2:
        lines.insert(to, lines[at])
    elif how == 3:
        del lines[at:]
    else:
        lines[at] = change_line(rng, lines[at])
    return b"".join(line + b"\n" for line in lines)


def change(rng, case, files):
    """A package that differs somewhere; sometimes everything that can be sealed again is."""
    for _ in range(rng.choice((1, 1, 1, 2))):
        path = rng.choice(sorted(files))
        how = rng.randrange(8)
        if how == 0:
            files[path + "2"] = files.pop(path)
        elif how == 1:
            del files[path]
        elif how == 2:
            files[path] = change_bytes(rng, files[path])
        else:
            path = rng.choice(sorted(name for name in files if "journals" in name) or [path])
            files[path] = change_journal(rng, files[path]) if files[path].count(b"\n") and "journals" in path \
                else change_bytes(rng, files[path])
    sealed = rng.randrange(4)
    if sealed > 1:
        sign_checkpoint(files, rng.choice([FIRST, SECOND, STRANGER]), case.root_lines())
    if sealed > 0:
        add_tags(files)
    return zip_bytes(files)


def make_altered(case, files, seed, number):
    """Package @number of those altered by chance, and the options it is judged with; it depends on nothing else."""
    rng = random.Random("%d %d" % (seed, number))
    if number % 4 == 0:
        data = change_bytes(rng, zip_bytes(files))
    else:
        data = change(rng, case, dict(files))
    return data, rng.choice([(), ("--head=" + root_of(case),)])


def judge_altered(numbers, kiroku, seed):
    """Both programs' common verdict of each of these packages; how many got which. In both a signature is judged once,
    and ours lives on; now and then a process of its own must say the same, and so must verify.py without memory."""
    case, files = make()
    finish(case, files)
    plain = verify.text_signature_is_valid
    verify.text_signature_is_valid = functools.lru_cache(maxsize=None)(plain)
    home, seen = tempfile.mkdtemp(prefix="altered-", dir=kiroku.home), {}
    with Server(home) as server:
        served = Served(server, kiroku.program)
        for number in numbers:
            data, options = make_altered(case, files, seed, number)
            path = write(os.path.join(home, "M.zip"), data)
            try:
                answer = judge(served, path, *options)
                if number % COMPARED == 0:
                    same_answer(kiroku, served, "--json", "verify", "--package=" + path, *options)
                    verify.text_signature_is_valid.cache_clear()
                    judge(served, path, *options)
            except AssertionError as error:
                raise AssertionError("seed %d, package %d\n%s" % (seed, number, error)) from error
            seen[answer["exit"]] = seen.get(answer["exit"], 0) + 1
    verify.text_signature_is_valid = plain
    return seen


@test("/cli/package/both-agree-on-packages-altered-by-chance")
def by_chance(kiroku):
    seed = int(os.environ.get("KIROKU_TEST_SEED") or random.randrange(1 << 32))
    progress = Progress("cli-package", PACKAGES, "altered packages")
    say("seed %d" % seed)
    while progress.done < PACKAGES:
        end = min(progress.done + PART, PACKAGES)
        try:
            seen = add_up(*side_by_side(judge_altered, halves(progress.done, end), kiroku, seed))
        except AssertionError as error:
            progress.fail(error)
            raise
        progress.add(end - progress.done, {"exit %d" % status: count for status, count in sorted(seen.items())})
    say("%d altered packages: %s" % (progress.done, progress.counts))
    met = {status for status in range(6) if progress.counts.get("exit %d" % status)}
    assert {1, 2, 3, 4, 5} <= met and progress.counts["exit 2"] > PACKAGES // 4, progress.counts


if __name__ == "__main__":
    main(memory())
