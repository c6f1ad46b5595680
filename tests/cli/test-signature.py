#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A signed PDF is whole and signed to foreign readers: pdfsig, qpdf, PDFBox preflight, and openssl for its stamp.

Usage: test-signature.py KIROKU_CLI   (TAP)
"""
import hashlib
import os
import re
import shutil
import subprocess

from authority import Authority, openssl
from kiroku import Skip, contains, equal, main, test
from preflight import judge

AUTHOR = "霧島 花子"
# What stands in a PDF before a signature; a title may say the same.
TITLE = "/ByteRange [0 " + " " * 32 + "] /Contents <" + "0" * 40 + ">"
STAMP = bytes.fromhex("060b2a864886f70d010910020e")  # id-aa-signatureTimeStampToken (RFC 3161, appendix A)
SIGNING_TIME = bytes.fromhex("06092a864886f70d010905")  # RFC 5652, 11.3


def path_of(kiroku, name):
    return os.path.join(kiroku.home, name)


def pdfsig(path):
    if shutil.which("pdfsig") is None:
        raise Skip("pdfsig is missing: apt-get install poppler-utils")
    return subprocess.run(["pdfsig", path], check=False, capture_output=True, text=True).stdout


def is_signed(path):
    said = pdfsig(path)
    return "Signature is Valid." in said and "Total document signed" in said and "Signature #2" not in said


def read_cms(path):
    """The CMS in the PDF, and where its room begins and ends in the file."""
    with open(path, "rb") as file:
        data = file.read()
    found = re.search(rb"/ByteRange \[0 (\d+) +(\d+) +(\d+) *\]", data[data.rindex(b"/Type /Sig "):])
    before, after, rest = map(int, found.groups())
    equal(after + rest, len(data))
    padded = bytes.fromhex(data[before + 1:after - 1].decode())
    return padded[:der_end(padded, 0)], before, after


def der_start(data, at):
    """Where the contents of the DER value at @at begin, and how long they are."""
    length = data[at + 1]
    if length < 128:
        return at + 2, length
    n = length - 128
    return at + 2 + n, int.from_bytes(data[at + 2:at + 2 + n], "big")


def der_end(data, at):
    return sum(der_start(data, at))


def der_list(data, at):
    """Where each value in the one at @at begins."""
    start, length = der_start(data, at)
    end, found = start + length, []
    while start < end:
        found.append(start)
        start = der_end(data, start)
    return found


def read_signature(cms):
    """The signature's value: the last octet string of the one signer (RFC 5652, 5.3)."""
    signed = der_list(cms, der_list(cms, 0)[1])[0]
    signers = der_list(cms, signed)[-1]
    values = [at for at in der_list(cms, der_list(cms, signers)[0]) if cms[at] == 0x04]
    start, length = der_start(cms, values[-1])
    return cms[start:start + length]


@test("/cli/signature/every-signed-pdf-is-valid-to-foreign-readers")
def every_pdf(kiroku):
    folder = path_of(kiroku, "pdf")
    os.mkdir(folder)
    kiroku.run("profile", "set", "org.name", "例示銀行株式会社")
    case = kiroku.new_case(f"--author={AUTHOR}", title=TITLE, kind="ransomware")
    for language in ("ja", "en"):
        for words in (["report", case], ["report", case, "--kind=evidence"], ["form", "fill", case, "F01"]):
            name = f"{len(os.listdir(folder))}.pdf"
            kiroku.run(*words, f"--output={os.path.join(folder, name)}", f"--lang={language}", "--sign")
    for name in os.listdir(folder):
        said = pdfsig(os.path.join(folder, name))
        contains(said, "Signature is Valid.", "Total document signed", "ETSI.CAdES.detached",
                 f"CN={AUTHOR},O=例示銀行株式会社")
        if shutil.which("qpdf") is not None:
            contains(subprocess.run(["qpdf", "--check", os.path.join(folder, name)], check=True, capture_output=True,
                                    text=True).stdout, "No syntax or stream encoding errors")
    for name, words in judge(folder).items():
        contains(words, f"The file {name} is a valid PDF/A-1b file")


@test("/cli/signature/no-byte-can-be-changed")
def every_byte(kiroku):
    case = kiroku.new_case(f"--author={AUTHOR}")
    path, other = path_of(kiroku, "x.pdf"), path_of(kiroku, "y.pdf")
    kiroku.run("report", case, f"--output={path}", "--sign")
    equal(is_signed(path), True)
    with open(path, "rb") as file:
        data = file.read()
    _, before, after = read_cms(path)
    places = [data.index(b"/MediaBox") + 12, data.index(b"stream") + 40, before - 40, data.rindex(b"/AP") + 1,
              data.index(b"<rdf:li") + 3, data.index(b"/Reference" if b"/Reference" in data else b"/Type") + 2]
    for place in places:
        equal(before <= place < after, False)
        with open(other, "wb") as file:
            file.write(data[:place] + bytes([data[place] ^ 1]) + data[place + 1:])
        equal(is_signed(other), False)
    with open(other, "wb") as file:  # what is added behind is not signed
        file.write(data + b"\n%more\n")
    equal("Total document signed" in pdfsig(other), False)


@test("/cli/signature/certificate-holds-the-key-that-the-record-has")
def same_key(kiroku):
    case = kiroku.new_case(f"--author={AUTHOR}")
    path = path_of(kiroku, "x.pdf")
    kiroku.run("report", case, f"--output={path}", "--sign")
    cms, _, _ = read_cms(path)
    certificate = subprocess.run(["openssl", "pkcs7", "-inform", "DER", "-print_certs"], check=True, input=cms,
                                 capture_output=True).stdout
    public = subprocess.run(["openssl", "x509", "-pubkey", "-noout"], check=True, input=certificate,
                            capture_output=True).stdout
    spki = subprocess.run(["openssl", "pkey", "-pubin", "-outform", "DER"], check=True, input=public,
                          capture_output=True).stdout
    equal(SIGNING_TIME in cms, False)  # it stands beside, and not in both places
    entry = kiroku.run("timeline", case, "--json").data[0]
    equal(hashlib.sha256(spki).hexdigest(), entry["key"])
    # Its own certificate has no end, and says what the key is for.
    text = subprocess.run(["openssl", "x509", "-text", "-noout"], check=True, input=certificate,
                          capture_output=True).stdout.decode()
    contains(text, "Dec 31 23:59:59 9999 GMT", "CA:FALSE", "Digital Signature, Non Repudiation")


def make_certificate(kiroku, days="30"):
    """A key and its certificate, as others would hand them out."""
    key, certificate = path_of(kiroku, "k.pem"), path_of(kiroku, "c.pem")
    openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", certificate, "-utf8",
            "-subj", "/C=JP/O=例示銀行/CN=代表印", "-days", days)
    return key, certificate


@test("/cli/signature/certificate-comes-from-a-file")
def from_file(kiroku):
    case = kiroku.new_case(f"--author={AUTHOR}")
    key, certificate = make_certificate(kiroku)
    words = {"new": "秘密の言葉", "old": "old words"}
    for name, word in words.items():
        with open(path_of(kiroku, name), "w", encoding="utf-8") as file:
            file.write(word + "\n")
        openssl("pkcs12", "-export", *(["-legacy"] if name == "old" else []), "-inkey", key, "-in", certificate,
                "-passout", f"pass:{word}", "-out", path_of(kiroku, name + ".p12"))
    with open(path_of(kiroku, "both.pem"), "wb") as file:
        for part in (certificate, key):
            with open(part, "rb") as source:
                file.write(source.read())

    openssl("pkcs12", "-export", "-nomac", "-inkey", key, "-in", certificate, "-passout", f"pass:{words['new']}",
            "-out", path_of(kiroku, "nomac.p12"))
    openssl("req", "-x509", "-key", key, "-out", path_of(kiroku, "ca.pem"), "-utf8", "-subj", "/CN=局", "-addext",
            "keyUsage=critical,keyCertSign")
    with open(key, "rb") as source, open(path_of(kiroku, "ca.pem"), "ab") as file:
        file.write(source.read())

    def sign(name, word=None, **options):
        out = path_of(kiroku, "x.pdf")
        return out, kiroku.run("report", case, f"--output={out}", "--sign", f"--certificate={path_of(kiroku, name)}",
                               *([f"--certificate-passphrase-file={path_of(kiroku, word)}"] if word else []),
                               **options)
    for given in (("new.p12", "new"), ("old.p12", "old"), ("both.pem",)):
        out, _ = sign(*given)
        equal(is_signed(out), True)
        contains(pdfsig(out), "CN=代表印,O=例示銀行")
        os.unlink(out)
    for given, why in ((("new.p12",), "give its passphrase"), (("new.p12", "old"), "does not open"),
                       (("old.p12", "new"), "does not open"), (("c.pem",), "holds no certificate"),
                       (("k.pem",), "holds no certificate"), (("nowhere.p12",), "nowhere.p12"),
                       (("ca.pem",), "not one to sign with"), (("nomac.p12", "new"), "cannot read")):
        out, done = sign(*given, status=1)
        contains(done.err, why)
        equal(os.path.exists(out), False)


@test("/cli/signature/certificate-that-is-over-signs-nothing")
def expired(kiroku):
    case = kiroku.new_case(f"--author={AUTHOR}")
    key, certificate = path_of(kiroku, "k.pem"), path_of(kiroku, "c.pem")
    make_certificate(kiroku, "30")
    openssl("x509", "-in", certificate, "-signkey", key, "-days", "-1", "-out", certificate + ".old")
    with open(path_of(kiroku, "old.pem"), "wb") as file:
        for part in (certificate + ".old", key):
            with open(part, "rb") as source:
                file.write(source.read())
    done = kiroku.run("report", case, f"--output={path_of(kiroku, 'x.pdf')}", "--sign",
                      f"--certificate={path_of(kiroku, 'old.pem')}", status=1)
    contains(done.err, "is valid from", "not now")
    equal(os.path.exists(path_of(kiroku, "x.pdf")), False)


@test("/cli/signature/options-go-together")
def usage(kiroku):
    case = kiroku.new_case(f"--author={AUTHOR}")
    out = f"--output={path_of(kiroku, 'x.pdf')}"
    for words in (["--certificate=c.p12"], ["--stamp"], ["--sign", "--certificate-passphrase-file=p"]):
        contains(kiroku.run("report", case, out, *words, status=64).err, "--sign")
    equal(os.path.exists(path_of(kiroku, "x.pdf")), False)


@test("/cli/signature/signature-is-stamped-by-an-authority")
def stamped(kiroku):
    case = kiroku.new_case(f"--author={AUTHOR}")
    path = path_of(kiroku, "x.pdf")
    contains(kiroku.run("report", case, f"--output={path}", "--sign", "--stamp", status=1).err, "tsa.1.url")
    authority = Authority(path_of(kiroku, "tsa"), "局")
    with authority.listen() as url:
        kiroku.run("profile", "set", "tsa.1.url", url)
        kiroku.run("profile", "set", "tsa.1.ca", authority.ca)
        kiroku.run("report", case, f"--output={path}", "--sign", "--stamp")
    equal(is_signed(path), True)
    cms, _, _ = read_cms(path)
    at = cms.index(STAMP) + len(STAMP)
    token, _ = der_start(cms, at)
    with open(path_of(kiroku, "token"), "wb") as file:
        file.write(cms[token:der_end(cms, token)])

    def check(digest):
        return subprocess.run(["openssl", "ts", "-verify", "-in", path_of(kiroku, "token"), "-token_in", "-digest",
                               digest, "-CAfile", authority.ca], check=False, capture_output=True).returncode
    equal(check(hashlib.sha256(read_signature(cms)).hexdigest()), 0)
    equal(check(hashlib.sha256(b"another").hexdigest()) != 0, True)
    # Nobody answers any more: nothing is written rather than something without its stamp.
    os.unlink(path)
    contains(kiroku.run("report", case, f"--output={path}", "--sign", "--stamp", status=1).err, "no time stamp")
    equal(os.path.exists(path), False)


if __name__ == "__main__":
    main()
