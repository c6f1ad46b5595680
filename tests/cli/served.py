# SPDX-License-Identifier: GPL-3.0-or-later
"""kiroku-cli without a process for each command: for tests that ask it a hundred thousand times.

The program is that of server.c: all of kiroku-cli, in one process. In it a signature is judged and the built-in rule
pack read once, and the data folder is the one it was started with.
"""
import os
import struct
import subprocess

from kiroku import Kiroku, equal

LENGTH = struct.Struct("=I")
REPLY = struct.Struct("=iII")


class Server:
    """A process that runs commands, with data below @home unless a fork is told another place."""

    def __init__(self, home, environment=None):
        self.home, self.err = home, os.path.join(home, "server-stderr")
        self.process = subprocess.Popen(  # pylint: disable=consider-using-with
            [os.environ["KIROKU_TEST_SERVER"], self.err], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            env=dict(os.environ, XDG_DATA_HOME=home, LANGUAGE="", **(environment or {})))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        status = self.process.wait()
        self.process.stdout.close()
        assert status == 0, f"the server ended with {status}: {self.read_errors()}"

    def read_errors(self):
        with open(self.err, encoding="utf-8", errors="replace") as file:
            return file.read()[-4000:]

    def read(self, length):
        data = self.process.stdout.read(length)
        if len(data) != length:
            raise AssertionError(f"the program died, status {self.process.wait()}: {self.read_errors()}")
        return data

    def ask(self, words, environment=None, forked=False):
        """Exit status (the signal below 0), output and errors of a command."""
        texts = ["fork" if forked else "here"]
        texts += [f"{name}={value}" for name, value in (environment or {}).items()]
        request = b"".join(os.fsencode(text) + b"\0" for text in [*texts, "", *map(str, words)])
        self.process.stdin.write(LENGTH.pack(len(request)) + request)
        self.process.stdin.flush()
        status, out, err = REPLY.unpack(self.read(REPLY.size))
        return status, self.read(out), self.read(err)


class Served(Kiroku):
    """The same as a Kiroku, but that a server runs its commands: here, or each in a fork of its own."""

    def __init__(self, server, program, home=None, forked=False):
        super().__init__(program, home or server.home)
        self.server, self.forked = server, forked
        assert forked or self.home == server.home, "only a fork has a folder of its own"

    def execute(self, words, env, stdin, **options):
        assert not stdin and not options, "a server gives nothing on standard input"
        changed = {name: value for name, value in env.items() if os.environ.get(name) != value}
        return self.server.ask(words, changed, self.forked)


def same_answer(kiroku, served, *words):
    """Insists that a process of its own says the same; of a command that changes nothing."""
    alone = kiroku.run(*words, status=None)
    here = served.run(*words, status=None)
    equal((here.status, here.out, here.err), (alone.status, alone.out, alone.err), f"{words} in a server")
    return here
