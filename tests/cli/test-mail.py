#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Forms as mails that are still to be sent, read by a parser of RFC 5322 and MIME.

Usage: test-mail.py KIROKU_CLI [PART OF A NAME]...   (TAP; run with TZ=Asia/Tokyo)
"""
import email
import email.policy
import os

from kiroku import USAGE, contains, equal, main, test


def write(kiroku, case, form, *words):
    path = os.path.join(kiroku.home, "draft.eml")
    kiroku.run("form", "fill", case, form, f"--output={path}", *words)
    with open(path, "rb") as file:
        data = file.read()
    assert b"\n" not in data.replace(b"\r\n", b""), "lines end in CRLF"
    assert all(len(line) <= 998 for line in data.split(b"\r\n")), "a line is too long"
    data[:data.index(b"\r\n\r\n")].decode("ascii")
    return email.message_from_bytes(data, policy=email.policy.default)


@test("/cli/mail/goes-where-the-rule-pack-says-with-the-text-of-the-form")
def text(kiroku):
    for key, value in (("org.name", "見本商事株式会社"), ("reporter.name", "見本太郎"), ("reporter.email", "taro@example.jp")):
        kiroku.run("profile", "set", key, value)
    case = kiroku.new_case("--author=花子", title="偽サイト", kind="phishing_spoofing")
    kiroku.run("set", case, "timeline.summary", "偽サイトを見つけた。\n二つある。")
    kiroku.run("set", case, "phishing.url", "https://login.mihon-bank.example/")
    for form, address, name in (("F12", "info@jpcert.or.jp", "JPCERT/CC"), ("F15", "info@antiphishing.jp", "フィッシング")):
        mail = write(kiroku, case, form, "--lang=ja")
        equal((mail["To"], mail["X-Unsent"], mail["From"]), (address, "1", None), form)
        contains(mail["Subject"], case, name)
        body = mail.get_body(("plain",)).get_content()
        shown = kiroku.json("form", "show", case, form, "--lang=ja")
        said = [field["shown"] for field in shown["fields"] if field["shown"]]
        assert said, form
        for value in said:
            contains(body.replace("\r\n", "\n"), value)
    assert "To" not in write(kiroku, case, "F01"), "the pack states no address"


@test("/cli/mail/takes-files-along-byte-for-byte")
def attached(kiroku):
    case = kiroku.new_case("--author=花子")
    files = {"検体の一覧.txt": "一行目\n二行目".encode("utf-8"), "sample.bin": bytes(range(256)) * 40, "empty": b""}
    for name, data in files.items():
        with open(os.path.join(kiroku.home, name), "wb") as file:
            file.write(data)
    mail = write(kiroku, case, "F12", *(f"--attach={os.path.join(kiroku.home, name)}" for name in files))
    equal({part.get_filename(): part.get_payload(decode=True) for part in mail.iter_attachments()}, files)
    missing = kiroku.run("form", "fill", case, "F12", f"--output={kiroku.home}/x.eml", f"--attach={kiroku.home}/none", status=1)
    contains(missing.err, "none")
    assert not os.path.exists(f"{kiroku.home}/x.eml"), "nothing half"


@test("/cli/mail/a-letter-says-no-more-than-its-page")
def letter(kiroku):
    case = kiroku.new_case("--author=花子", title="社内向けの題名")
    kiroku.run("set", case, "leak.items", "name")
    kiroku.run("contact", "told", case, "mpd_cyber", "--by=phone", "--outcome=相談した")
    for form in ("F03", "F04"):
        body = write(kiroku, case, form, "--lang=ja").get_body(("plain",)).get_content()
        assert "社内向けの題名" not in body and "警視庁" not in body, body
    contains(write(kiroku, case, "F12", "--lang=ja").get_body(("plain",)).get_content(), "社内向けの題名")


@test("/cli/mail/an-exercise-says-so-first")
def exercise(kiroku):
    case = kiroku.new_case("--exercise")
    mail = write(kiroku, case, "F12")
    contains(mail["Subject"], "訓練", "EXERCISE")
    contains(mail.get_body(("plain",)).get_content().splitlines()[0], "EXERCISE")


@test("/cli/mail/options-of-a-pdf-are-refused")
def usage(kiroku):
    case = kiroku.new_case()
    for words in (("--output=x.eml", "--sign"), ("--output=x.eml", "--copy=submission"), ("--output=x.eml", "--marking=M"),
                  ("--output=x.pdf", "--attach=x")):
        kiroku.run("form", "fill", case, "F12", *words, status=USAGE)


if __name__ == "__main__":
    main()
