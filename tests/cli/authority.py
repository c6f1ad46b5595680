# SPDX-License-Identifier: GPL-3.0-or-later
"""A time-stamping authority (RFC 3161) for tests, made with openssl, that answers on 127.0.0.1."""
import contextlib
import http.server
import os
import subprocess
import threading

CONFIG = """
[req]
distinguished_name = name
prompt = no
utf8 = yes
string_mask = utf8only
[name]
CN = {name}
[ca]
basicConstraints = critical,CA:TRUE
[tsa]
extendedKeyUsage = critical,timeStamping
[tsa_config]
serial = {folder}/serial
crypto_device = builtin
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
accuracy = secs:1
ess_cert_id_chain = no
ess_cert_id_alg = sha256
"""


def openssl(*words, **options):
    return subprocess.run(["openssl", *words], check=True, capture_output=True, **options).stdout


class Authority:
    """A time-stamping authority with a certificate of its own; `fault` spoils its answers."""

    def __init__(self, folder, name, rsa=False):
        self.folder, self.name, self.fault, self.asked = folder, name, None, 0
        os.makedirs(folder)
        self.config, self.ca = self.path("config"), self.path("ca.pem")
        with open(self.config, "w", encoding="utf-8") as file:
            file.write(CONFIG.format(folder=folder, name=name))
        with open(self.path("serial"), "w", encoding="ascii") as file:
            file.write("01")
        kind = ["-newkey", "rsa:2048"] if rsa else ["-newkey", "ec", "-pkeyopt",
                                                    "ec_paramgen_curve:prime256v1"]
        openssl("req", "-x509", *kind, "-nodes", "-keyout", self.path("ca.key"), "-out", self.ca,
                "-days", "30", "-subj", f"/CN={name} CA", "-config", self.config, "-extensions",
                "ca")
        openssl("req", *kind, "-nodes", "-keyout", self.path("tsa.key"), "-out",
                self.path("tsa.csr"), "-config", self.config)
        openssl("x509", "-req", "-in", self.path("tsa.csr"), "-CA", self.ca, "-CAkey",
                self.path("ca.key"), "-set_serial", "2", "-days", "30", "-out",
                self.path("tsa.pem"), "-extfile", self.config, "-extensions", "tsa")

    def path(self, name):
        return os.path.join(self.folder, name)

    def answer(self, query):
        with open(self.path("query"), "wb") as file:
            file.write(query)
        return openssl("ts", "-reply", "-config", self.config, "-section", "tsa_config",
                       "-queryfile", self.path("query"), "-inkey", self.path("tsa.key"), "-signer",
                       self.path("tsa.pem"))

    @contextlib.contextmanager
    def listen(self):
        """Its address while it answers."""
        authority = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):  # pylint: disable=invalid-name
                authority.asked += 1
                query = self.rfile.read(int(self.headers["Content-Length"]))
                assert self.headers["Content-Type"] == "application/timestamp-query"
                status, kind, answer = 200, "application/timestamp-reply", authority.answer(query)
                if authority.fault is not None:
                    status, kind, answer = authority.fault(status, kind, answer)
                self.send_response(status)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                with contextlib.suppress(OSError):
                    self.wfile.write(answer)

            def log_message(self, *_):  # pylint: disable=arguments-differ
                pass

        server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/tsa"
        finally:
            server.shutdown()
            thread.join()
            server.server_close()
