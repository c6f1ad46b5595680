# SPDX-License-Identifier: GPL-3.0-or-later
"""Apache PDFBox preflight, which knows what a PDF for an archive is."""
import os
import shutil
import subprocess

from kiroku import Skip

JARS = ["preflight", "pdfbox2", "fontbox2", "xmpbox", "commons-logging", "jaxb-api", "javax.activation"]
FOLDER = "/usr/share/java"


def judge(folder):
    """What Apache PDFBox preflight says of each PDF in the folder, against PDF/A-1b: name → its words."""
    paths = [os.path.join(FOLDER, name + ".jar") for name in JARS]
    if shutil.which("java") is None or not all(map(os.path.exists, paths)):
        raise Skip("preflight is missing: apt-get install default-jre-headless libpdfbox2-java libactivation-java "
                   "libjaxb-api-java")
    said = {}
    for name in sorted(os.listdir(folder)):
        done = subprocess.run(["java", "-XX:TieredStopAtLevel=1", "-cp", ":".join(paths),
                               "org.apache.pdfbox.preflight.Validator_A1b", os.path.join(folder, name)], check=False,
                              stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        said[name] = done.stdout.strip()
    return said
