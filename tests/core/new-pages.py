#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes the reference pages of test-pages or test-form-pages anew, as small as they can be: 16 greys, nothing
but the lines that hold something.

Usage: meson devenv -C BUILD tests/core/new-pages.py BUILD/tests/core/test-pages FOLDER
FOLDER is tests/data/pages, of test-form-pages tests/data/forms; pages that are made no more are taken away. Look
at what changed before you commit it.
"""
import os
import struct
import subprocess
import sys
import tempfile
import zlib

SIGNATURE = b"\x89PNG\r\n\x1a\n"
HERE = os.path.dirname(os.path.abspath(__file__))


def chunks(data):
    at = len(SIGNATURE)
    while at < len(data):
        length, kind = struct.unpack(">I4s", data[at:at + 8])
        yield kind, data[at + 8:at + 8 + length]
        at += length + 12


def unfilter(raw, width, height, step):
    """The rows without the filters of PNG (ISO/IEC 15948, 9.2)."""
    rows, before, stride = [], bytearray(width * step), width * step
    for y in range(height):
        kind, row = raw[y * (stride + 1)], bytearray(raw[y * (stride + 1) + 1:(y + 1) * (stride + 1)])
        for i in range(stride):
            left = row[i - step] if i >= step else 0
            up, corner = before[i], before[i - step] if i >= step else 0
            if kind == 1:
                row[i] = (row[i] + left) & 255
            elif kind == 2:
                row[i] = (row[i] + up) & 255
            elif kind == 3:
                row[i] = (row[i] + (left + up) // 2) & 255
            elif kind == 4:
                guess = left + up - corner
                nearest = min((abs(guess - left), 0, left), (abs(guess - up), 1, up),
                              (abs(guess - corner), 2, corner))[2]
                row[i] = (row[i] + nearest) & 255
        rows.append(row)
        before = row
    return rows


def read_gray(path):
    """Rows of greys, 0 to 15, of a PNG that cairo wrote."""
    with open(path, "rb") as file:
        parts = list(chunks(file.read()))
    width, height, depth, colour = struct.unpack(">IIBB", parts[0][1][:10])
    assert (depth, colour) in ((8, 2), (8, 6)), path
    step = 3 if colour == 2 else 4
    raw = zlib.decompress(b"".join(data for kind, data in parts if kind == b"IDAT"))
    return [[round(sum(row[x * step:x * step + 3]) / 51) for x in range(width)]
            for row in unfilter(raw, width, height, step)]


def write_gray(path, rows):
    def chunk(kind, data):
        return struct.pack(">I4s", len(data), kind) + data + struct.pack(">I", zlib.crc32(kind + data))

    width = len(rows[0])
    packed = b"".join(b"\0" + bytes((row + [15])[x] << 4 | (row + [15])[x + 1] for x in range(0, width, 2))
                      for row in rows)
    with open(path, "wb") as file:
        file.write(SIGNATURE + chunk(b"IHDR", struct.pack(">IIBBBBB", width, len(rows), 4, 0, 0, 0, 0))
                   + chunk(b"IDAT", zlib.compress(packed, 9)) + chunk(b"IEND", b""))


def main():
    program = os.path.abspath(sys.argv[1])
    folder = sys.argv[2]
    os.makedirs(folder, exist_ok=True)
    with tempfile.TemporaryDirectory() as drawn:
        # As in tests/core/meson.build.
        os.environ.update(KIROKU_PACK_DIR=os.path.join(HERE, "../../resources/pack"), TZ="Asia/Tokyo",
                          KIROKU_TEST_DATA=os.path.join(HERE, "../data"), LC_ALL="C.UTF-8")
        names = subprocess.run([program, "-l"], check=True, capture_output=True, text=True).stdout.split()
        looks = [word for name in names if name.endswith("-look") for word in ("-p", name)]
        subprocess.run([program, *looks], check=True, stdout=subprocess.DEVNULL,
                       env=dict(os.environ, KIROKU_TEST_PAGES=drawn))
        for name in set(os.listdir(folder)) - set(os.listdir(drawn)):
            os.unlink(os.path.join(folder, name))
        for name in sorted(os.listdir(drawn)):
            rows = read_gray(os.path.join(drawn, name))
            while len(rows) > 1 and min(rows[-1]) == 15:
                rows.pop()
            write_gray(os.path.join(folder, name), rows)


if __name__ == "__main__":
    main()
