#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A timeline as PDF: Kiroku beside ReportLab and wkhtmltopdf, on the same rows, one after the other.

Usage: bench-pdf.py BENCH_TABLE [ROWS]...   (1,000, 10,000 and 100,000)

Each maker gets the rows as a file it can read at once and is timed as a whole process, the best of three runs up to 10,000
rows; the peers are asked for 10,000 rows at most, since they need minutes beyond. A peer that is not installed has no
line (apt-get install python3-reportlab wkhtmltopdf fonts-ipafont-gothic).

A figure that misses its goal ends the run with status 1.

Measured on 2026-11-23 on two idle cores: 10,000 rows in 0.56 s and 18 MiB, ReportLab 3.6.12 in 7.17 s (12.8 times as long) and
115 MiB, wkhtmltopdf 0.12.6 in 4.68 s (8.4 times) and 170 MiB; 100,000 rows in 6.2 s and 66 MiB. Rows and pages are not held; what
grows by half a kilobyte a row is cairo's tree of structure tags, which a PDF can only write at its end.
"""
import datetime
import html
import importlib.util
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time

HEADS = ["番号", "日時", "段階", "記録者", "内容"]
PHASES = ["検知", "初動", "封じ込め", "根絶", "復旧", "振り返り"]
PEOPLE = ["霧島 花子", "相馬 健", "三好 さくら", "大槻 誠", "Kim Soyeon"]
WHERE = ["業務サーバー", "経理の端末", "認証サーバー", "メール中継", "ファイル共有", "VPN 装置"]
WHAT = ["の通信記録を取得し、不審な宛先がないか照合した。", "を業務のネットワークから切り離した。", "の利用者に電話で経緯を聞いた。",
        "の管理者権限の使われ方を洗い出した。", "のメモリーを保全し、ダイジェストを控えた。"]
NEXT = ["次の報告は一時間後とする。", "結果は部長に電話で伝えた。", "委託先へ追加の記録を依頼した。", "監督官庁への連絡が要るかを確認している。",
        "作業は二人で行い、手順書に沿って記録した。"]
PEERS_MOST = 10000
# Goals of the design: how many times as long a peer takes for 10,000 rows, and MiB for 100,000.
RATIOS = {"reportlab": 10, "wkhtmltopdf": 5}
MEMORY = 96
FONT = "/usr/share/fonts/opentype/ipafont-gothic/ipag.ttf"


def make_rows(number):
    """Rows of some eighty characters of text, the same on every run."""
    chance = random.Random(number)
    when = datetime.datetime(2026, 4, 1, 9)
    for row in range(number):
        when += datetime.timedelta(seconds=chance.randint(5, 600))
        text = f"{chance.choice(WHERE)}{chance.randint(1, 40):02d}{chance.choice(WHAT)}"
        while len(text) < 70:
            text += chance.choice(NEXT)
        yield [str(row + 1), when.isoformat(), PHASES[row * len(PHASES) // number], chance.choice(PEOPLE), text]


def write_tsv(rows, path):
    with open(path, "w", encoding="utf-8") as file:
        file.writelines("\t".join(row) + "\n" for row in rows)


def write_html(rows, path):
    with open(path, "w", encoding="utf-8") as file:
        file.write('<!doctype html><html lang="ja"><meta charset="utf-8"><title>timeline</title><style>'
                   'body{font:8pt IPAGothic,sans-serif}table{border-collapse:collapse;width:100%}'
                   'td,th{border:.3pt solid #888;vertical-align:top;padding:1pt 2pt}thead{display:table-header-group}'
                   'tr{page-break-inside:avoid}</style><table><thead><tr>')
        file.write("".join(f"<th>{head}" for head in HEADS) + "</thead>")
        for row in rows:
            file.write("<tr>" + "".join(f"<td>{html.escape(cell)}" for cell in row))
        file.write("</table>")


def reportlab_main(rows_path, path):
    """Run as a process of its own: bench-pdf.py --reportlab ROWS OUT."""
    # pylint: disable=import-outside-toplevel,import-error
    from reportlab.lib import colors
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.platypus import LongTable, Paragraph, SimpleDocTemplate, TableStyle
    pdfmetrics.registerFont(TTFont("IPA", FONT))
    style = ParagraphStyle("text", fontName="IPA", fontSize=8, leading=10, wordWrap="CJK")
    with open(rows_path, encoding="utf-8") as file:
        rows = [line.rstrip("\n").split("\t") for line in file]
    table = LongTable([HEADS] + [row[:4] + [Paragraph(row[4], style)] for row in rows],
                      colWidths=[32, 90, 45, 60, 296], repeatRows=1)
    table.setStyle(TableStyle([("FONT", (0, 0), (-1, -1), "IPA", 8), ("VALIGN", (0, 0), (-1, -1), "TOP"),
                               ("GRID", (0, 0), (-1, -1), .25, colors.grey)]))

    def number(canvas, document):
        canvas.setFont("IPA", 8)
        canvas.drawCentredString(297, 20, str(document.page))
    SimpleDocTemplate(path, pagesize=A4, leftMargin=36, rightMargin=36).build(
        [table], onFirstPage=number, onLaterPages=number)


def run(words):
    """Seconds, and the peak of memory in MiB."""
    began = time.monotonic()
    with subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"{words[0]} ended with {process.returncode}")
    return time.monotonic() - began, usage.ru_maxrss / 1024


def measure(words, times):
    """The best of so many runs; what it wrote is its last word."""
    seconds, peak = min(run(words) for _ in range(times))
    return {"seconds": seconds, "peak_mib": peak, "bytes": os.path.getsize(words[-1])}


def list_makers(bench_table, folder, number):
    """name → how to call it."""
    rows, page = os.path.join(folder, "rows.tsv"), os.path.join(folder, "rows.html")
    makers = {"kiroku": [bench_table, rows, os.path.join(folder, "kiroku.pdf")]}
    if number <= PEERS_MOST and importlib.util.find_spec("reportlab") and os.path.exists(FONT):
        makers["reportlab"] = [sys.executable, "-B", __file__, "--reportlab", rows,
                               os.path.join(folder, "reportlab.pdf")]
    if number <= PEERS_MOST and shutil.which("wkhtmltopdf"):
        makers["wkhtmltopdf"] = ["wkhtmltopdf", "-q", page, os.path.join(folder, "wkhtmltopdf.pdf")]
    return makers


def bench(bench_table, number):
    with tempfile.TemporaryDirectory(prefix="kiroku-bench-") as folder:
        write_tsv(make_rows(number), os.path.join(folder, "rows.tsv"))
        write_html(make_rows(number), os.path.join(folder, "rows.html"))
        return {name: measure(words, 3 if number <= PEERS_MOST else 1)
                for name, words in list_makers(bench_table, folder, number).items()}


def list_misses(found):
    for name, ratio in RATIOS.items():
        times = found.get(10000, {})
        if name in times and times[name]["seconds"] < ratio * times["kiroku"]["seconds"]:
            yield f"10,000 rows: {name} takes less than {ratio} times as long"
    if 100000 in found and found[100000]["kiroku"]["peak_mib"] > MEMORY:
        yield f"100,000 rows: more than {MEMORY} MiB"


def main(words):
    if words[0] == "--reportlab":
        reportlab_main(words[1], words[2])
        return
    found = {}
    print(f"{'rows':>8}  {'maker':<12}{'seconds':>9}{'ratio':>8}{'MiB':>7}{'kB':>9}")
    for number in [int(word) for word in words[1:]] or [1000, 10000, 100000]:
        found[number] = bench(os.path.abspath(words[0]), number)
        ours = found[number]["kiroku"]["seconds"]
        for name, one in found[number].items():
            print(f"{number:>8,}  {name:<12}{one['seconds']:>9.2f}{one['seconds'] / ours:>8.1f}"
                  f"{one['peak_mib']:>7.0f}{one['bytes'] / 1000:>9.0f}", flush=True)
    print(json.dumps(found))
    sys.exit("\n".join(list_misses(found)) or 0)


if __name__ == "__main__":
    main(sys.argv[1:])
