"""Tests that h2sim emits, run: they fail against a server that loses the race and pass against one
that does not; they break no rule themselves; what cannot be tested is no pass; and what they are
made of may be anything.

usage: emit_test.py H2SIM THREADED_SERVER SOURCE
"""

import ast
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

H2SIM, SERVER, SOURCE = (os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2]),
                         pathlib.Path(sys.argv[3]).absolute())
TRACES = SOURCE / "scenarios/traces"
LANDED = TRACES / "go-42777-landed.no-false-refusal.trace.json"
LANGUAGES = ("--python", "--go", "--java", "--rust")
SECONDS = 120


def run(arguments, **options):
    done = subprocess.run(arguments, capture_output=True, text=True, timeout=SECONDS, check=False,
                          **options)
    return done.returncode, done.stdout, done.stderr


def emit(*arguments, text=None):
    return run([H2SIM, "emit", *map(str, arguments)], input=text)


def report(**changes):
    cell = {"url": "/bytes/4096", "mode": "park", "end": "data", "octets": 4096, "opened": 5000,
            "refused": 1192, "rate": 0.2384, "low": 0.227, "high": 0.25}
    cell.update(changes)
    return json.dumps({"h2sim_race": 1, "target": "127.0.0.1:8080", "tls": False, "limit": 250,
                       "verdict": "server-wrong", "client_proven": True, "cells": [cell]})


class Server:
    """A program that says on its first line where it listens."""

    def __init__(self, *arguments):
        self.arguments = [str(word) for word in arguments]

    def __enter__(self):
        self.process = subprocess.Popen(self.arguments, stdout=subprocess.PIPE, text=True)
        line = self.process.stdout.readline()
        self.place = re.search(r"127\.0\.0\.1:\d+", line).group()
        return self

    def __exit__(self, *unused):
        self.process.terminate()
        self.process.wait(SECONDS)
        self.process.stdout.close()


def threaded(design, *options):
    return Server(SERVER, "--design", design, *options)


class Emitted(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def script(self, *arguments, text=None):
        """A test in Python, as a file."""
        file = self.folder / "race_test.py"
        code, out, err = emit(*arguments, "--python", "-o", file, text=text)
        self.assertEqual((code, out, err), (0, "", ""))
        return file

    def play(self, file, place, cycles=2000, **environment):
        return run([sys.executable, str(file), place],
                   env={**os.environ, "H2_CYCLES": str(cycles), **environment})


class Python(Emitted):
    REFUSED = r"^FAILED: stream \d+, cycle \d+: RST_STREAM with {} \({}\)\. " \
              r"This client had {} of {} streams open"

    def assert_refused(self, done, limit, name="PROTOCOL_ERROR", number=1):
        code, out, err = done
        self.assertEqual((code, err), (1, ""), out)
        self.assertRegex(out, self.REFUSED.format(name, number, limit, limit))

    def assert_passes(self, done):
        code, out, err = done
        self.assertEqual((code, err), (0, ""), out)
        self.assertRegex(out, r"^passed: \d+ streams on 10 connections at a limit of \d+, none")

    def test_a_trace(self):
        file = self.script(LANDED)
        for design in ("before", "drain"):
            for limit in (1, 8, 100):
                with self.subTest(design=design, limit=limit), \
                        threaded(design, "--limit", limit, "--hold", 1000) as server:
                    self.assert_refused(self.play(file, server.place), limit)
        for design in ("fixed", "wait-at-limit"):
            for limit in (1, 8, 100):
                with self.subTest(design=design, limit=limit), \
                        threaded(design, "--limit", limit) as server:
                    self.assert_passes(self.play(file, server.place, 300))

    def test_without_a_slow_writer(self):
        """The race is lost by itself, too, if less often."""
        file = self.script(LANDED)
        with threaded("drain", "--limit", 8) as server:
            self.assert_refused(self.play(file, server.place, 50_000), 8)

    def test_every_cell_of_a_report(self):
        for mode in ("park", "saturate"):
            for path, end, octets in (("/bytes/4096", "data", 4096), ("/empty", "headers", 0),
                                      ("/trailers/70000", "trailers", 70000)):
                text = report(url=path, end=end, octets=octets, mode=mode)
                file = self.script("-", text=text)
                options = ("--limit", 3, "--buffer", 0)
                with self.subTest(mode=mode, end=end):
                    with threaded("drain", *options, "--hold", 1000) as server:
                        self.assert_refused(self.play(file, server.place), 3)
                    with threaded("fixed", *options) as server:
                        self.assert_passes(self.play(file, server.place, 200))

    def test_resets(self):
        """The client's own RST_STREAM frees the slot at once here, so nobody is refused."""
        file = self.script("-", text=report(end="reset"))
        with threaded("drain", "--limit", 3, "--hold", 1000) as server:
            self.assert_passes(self.play(file, server.place, 200))
        # A server that frees it never: the first after it is refused.
        with Server(H2SIM, "serve", "--listen", "127.0.0.1:0", "--max-concurrent-streams", 3,
                    "--set", "received_reset_frees=never") as server:
            self.assert_refused(self.play(file, server.place, 200), 3, "REFUSED_STREAM", 7)

    def test_other_answers_over_the_limit(self):
        file = self.script(LANDED)
        hold = ("--limit", 2, "--hold", 1000)
        with threaded("drain", *hold, "--over-limit", "refused-stream") as server:
            self.assert_refused(self.play(file, server.place), 2, "REFUSED_STREAM", 7)
        with threaded("drain", *hold, "--over-limit", "goaway") as server:
            code, out, _ = self.play(file, server.place)
            self.assertEqual(code, 1)
            self.assertRegex(out, r"^FAILED: stream \d+, cycle \d+: GOAWAY with PROTOCOL_ERROR")

    def test_as_a_unittest(self):
        self.script(LANDED)

        def played(**environment):
            return run([sys.executable, "-m", "unittest", "race_test"], cwd=self.folder,
                       env={**os.environ, "H2_CYCLES": "300", **environment})

        code, _, err = played()
        self.assertEqual(code, 0)
        self.assertIn("OK (skipped=1)", err)
        with threaded("before", "--limit", 2, "--hold", 1000) as server:
            code, _, err = played(H2_TARGET=server.place)
            self.assertEqual(code, 1)
            self.assertRegex(err, r"race_test\.Refused: stream \d+, cycle \d+: RST_STREAM")
        with threaded("fixed", "--limit", 2) as server:
            code, _, err = played(H2_TARGET=server.place)
            self.assertEqual(code, 0, err)
            self.assertRegex(err, r"Ran 1 test in .*\n\nOK\n")

    def test_it_breaks_no_rule(self):
        """The witness has all octets of both directions, and accuses nobody."""
        cells = [("/bytes/4096", "data", 4096), ("/bytes/0", "headers", 0),
                 ("/bytes/4096", "reset", 4096), ("/bytes/70000", "data", 70000)]
        for mode in ("park", "saturate"):
            for path, end, octets in cells:
                with self.subTest(mode=mode, path=path, end=end):
                    file = self.script("-", text=report(url=path, end=end, octets=octets,
                                                        mode=mode))
                    kept = self.folder / f"kept-{mode}-{end}-{octets}"
                    with Server(H2SIM, "serve", "--listen", "127.0.0.1:0", "--octets-out", kept,
                                "--max-concurrent-streams", 5) as server:
                        self.assert_passes(self.play(file, server.place, 100))
                    clients = sorted(self.folder.glob(kept.name + "*client*"))
                    servers = sorted(self.folder.glob(kept.name + "*server*"))
                    self.assertEqual((len(clients), len(servers)), (10, 10))
                    code, out, err = run([H2SIM, "decode", "--client", clients[0], "--server",
                                          servers[0]])
                    self.assertEqual((code, err), (0, ""), out[-2000:])

    def test_what_cannot_be_tested_is_no_pass(self):
        file = self.script(LANDED)

        def not_tested(place, words, **environment):
            code, out, err = self.play(file, place, 100, **environment)
            self.assertEqual((code, out), (2, ""))
            self.assertRegex(err, r"^not tested: .*" + words)

        with threaded("fixed", "--limit", 5) as server:
            not_tested(server.place, "does not end with data", H2_PATH="/nowhere")
            not_tested(server.place, "has 5 octets of content, not 7", H2_PATH="/bytes/5",
                       H2_OCTETS="7")
        with threaded("fixed", "--limit", 0) as server:
            not_tested(server.place, "a limit of 0")
        not_tested(server.place, "cannot connect")
        not_tested("nonsense", "cannot connect")
        code, _, err = run([sys.executable, str(file)])
        self.assertEqual(code, 2)
        self.assertIn("HOST:PORT", err)


class Go(Emitted):
    """Debian's Go has the bug in net/http, and x/net with the fix that landed."""

    XNET = pathlib.Path("/usr/share/gocode/src/golang.org/x")

    @classmethod
    def setUpClass(cls):
        try:
            version = run(["go", "version"])[1]
        except OSError:
            raise unittest.SkipTest("there is no go") from None
        cls.version = tuple(map(int, re.search(r"go(\d+)\.(\d+)", version).groups()))
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.place = pathlib.Path(folder.name)
        file = cls.place / "race_test.go"
        code, _, err = emit(LANDED, "--go", "-o", file)
        assert code == 0, err
        code, _, err = cls.go("test", "-vet=off", "-c", "-o", "race.test", file)
        assert code == 0, err

    @classmethod
    def go(cls, *arguments, gopath="/nonexistent"):
        return run(["go", *map(str, arguments)], cwd=cls.place,
                   env={"PATH": os.environ["PATH"], "HOME": str(cls.place), "GO111MODULE": "off",
                        "GOFLAGS": "", "GOPATH": str(gopath), "GOTOOLCHAIN": "local",
                        "GOCACHE": str(cls.place / "cache")})

    def play_go(self, **environment):
        """The test of the trace, compiled; what it says stands in its output."""
        code, out, err = run([str(self.place / "race.test"), "-test.v"],
                             env={**os.environ, **environment})
        self.assertEqual(err, "")
        return code, out

    def test_net_http_is_caught(self):
        if self.version > (1, 26):
            self.skipTest("nobody has looked at net/http of this version")
        code, out = self.play_go()
        self.assertEqual(code, 1, out)
        self.assertRegex(out, r"stream \d+, cycle \d+: RST_STREAM with PROTOCOL_ERROR \(1\)\. "
                              r"This client had 250 of 250 streams open")

    def test_formatted_and_vetted(self):
        for text in (None, report(end="trailers", mode="saturate")):
            file = self.folder / "race_test.go"
            code, _, err = emit("-" if text else LANDED, "--go", "-o", file, text=text)
            self.assertEqual(code, 0, err)
            self.assertEqual(run(["gofmt", "-d", str(file)]), (0, "", ""))
            self.assertEqual(self.go("vet", file), (0, "", ""))

    def test_other_servers(self):
        with threaded("drain", "--limit", 8, "--hold", 1000) as server:
            code, out = self.play_go(H2_TARGET=server.place)
            self.assertEqual(code, 1)
            self.assertRegex(out, r"stream \d+, cycle \d+: RST_STREAM with PROTOCOL_ERROR")
        with threaded("fixed", "--limit", 8) as server:
            code, out = self.play_go(H2_TARGET=server.place, H2_CYCLES="500")
            self.assertEqual(code, 0, out)
            self.assertIn("500 streams on 10 connections at a limit of 8, none refused", out)
        code, out = self.play_go(H2_TARGET=server.place)
        self.assertEqual(code, 1)
        self.assertIn("not tested: dial tcp", out)

    def xnet_server(self, name, change):
        """x/net's server from a copy of its sources, changed."""
        if not (self.XNET / "net/http2/server.go").exists():
            self.skipTest("golang-golang-x-net-dev is not installed")
        gopath = self.folder / name
        packages = gopath / "src/golang.org/x"
        packages.mkdir(parents=True)
        run(["cp", "-r", self.XNET / "net", self.XNET / "text", packages])
        source = packages / "net/http2/server.go"
        before = source.read_text(encoding="utf-8")
        after = change(before)
        source.chmod(0o644)
        source.write_text(after, encoding="utf-8")
        program = self.folder / f"{name}-server"
        code, out, err = self.go("build", "-o", program,
                                 SOURCE / "tests/tools/emit/xnet_server.go", gopath=gopath)
        self.assertEqual(code, 0, out + err)
        return program

    def test_x_net_before_and_after(self):
        poll = re.compile(r"(case wroteRes := <-sc\.wroteFrameCh:\s*sc\.wroteFrame\(wroteRes\)\n)"
                          r"\s*default:\n")

        def wait(text):
            changed, times = poll.subn(r"\1", text)
            self.assertEqual(times, 1, "the poll that landed for golang/go#42777")
            return changed

        with Server(self.xnet_server("landed", lambda text: text)) as server:
            code, out = self.play_go(H2_TARGET=server.place)
            self.assertEqual(code, 1, out)
            self.assertRegex(out, r"stream \d+, cycle \d+: RST_STREAM with PROTOCOL_ERROR")
        with Server(self.xnet_server("waits", wait)) as server:
            code, out = self.play_go(H2_TARGET=server.place)
            self.assertEqual(code, 0, out)


class Compiled(Emitted):
    """Languages whose tests are a program for a server that runs elsewhere."""

    def compiled(self, compiler, *arguments, **options):
        try:
            done = run([compiler, *map(str, arguments)], cwd=self.folder, **options)
        except OSError:
            self.skipTest(f"there is no {compiler}")
        self.assertEqual(done, (0, "", ""))

    def write(self, language, name, *arguments, text=None):
        file = self.folder / name
        self.assertEqual(emit(*arguments, language, "-o", file, text=text), (0, "", ""))
        return file

    def check(self, command, refused):
        """`command`: what runs it against the place where a server listens."""
        with threaded("drain", "--limit", 8, "--hold", 1000) as server:
            words, environment = command(server.place)
            code, out, err = run(words, env={**os.environ, **environment})
            self.assertEqual(code, refused, out + err)
            self.assertRegex(out + err, r"stream \d+, cycle \d+: RST_STREAM with PROTOCOL_ERROR "
                                        r"\(1\)\. This client had 8 of 8 streams open")
        with threaded("fixed", "--limit", 8) as server:
            words, environment = command(server.place)
            code, out, err = run(words, env={**os.environ, **environment, "H2_CYCLES": "300"})
            self.assertEqual(code, 0, out + err)
        code, out, err = run(words, env={**os.environ, **environment})
        self.assertNotEqual(code, 0)
        self.assertIn("not tested: ", out + err)

    def test_java(self):
        file = self.write("--java", "RaceTest.java", LANDED)
        self.compiled("javac", "--release", "11", "-Xlint:all", "-Werror", file)
        self.check(lambda place: (["java", "-cp", str(self.folder), "RaceTest", place], {}), 1)
        for cell in ({"end": "trailers", "mode": "saturate"}, {"end": "reset"}):
            file = self.write("--java", "RaceTest.java", "-", text=report(**cell))
            self.compiled("javac", "--release", "11", "-d", self.folder, file)

    def test_rust(self):
        file = self.write("--rust", "race_test.rs", LANDED)
        program = self.folder / "race"
        self.compiled("rustc", "--edition", "2021", "-D", "warnings", "--test", file, "-o", program)
        self.check(lambda place: ([str(program)], {"H2_TARGET": place}), 101)
        for cell in ({"end": "trailers", "mode": "saturate"}, {"end": "reset"}):
            file = self.write("--rust", "race_test.rs", "-", text=report(**cell))
            self.compiled("rustc", "--edition", "2021", "--test", file, "-o", program)


class Sources(unittest.TestCase):
    def test_every_trace_makes_a_test_or_says_why_not(self):
        made = []
        for trace in sorted(TRACES.glob("*.json")):
            with self.subTest(trace=trace.name):
                code, out, err = emit(trace, "--python")
                self.assertIn(code, (0, 2))
                if code == 0:
                    ast.parse(out)
                    self.assertIn("no-false-refusal", trace.name)
                    made.append(trace.name)
                else:
                    self.assertIn("no test is made of this trace: ", err)
        self.assertGreater(len(made), 30)

    def test_the_same_octets_each_time(self):
        for language in LANGUAGES:
            self.assertEqual(emit(LANDED, language), emit(LANDED, language))
            self.assertEqual(emit("-", language, text=report()), emit("-", language, text=report()))

    def test_no_hole_is_left(self):
        for language in LANGUAGES:
            out = emit("-", language, text=report())[1]
            self.assertEqual(re.findall(r"@[A-Z_]*@", out), [])

    def test_what_is_recorded(self):
        out = emit("-", "--python", text=report())[1]
        for line in ('TARGET = os.environ.get("H2_TARGET", "127.0.0.1:8080")',
                     'PATH = os.environ.get("H2_PATH", "/bytes/4096")',
                     'CYCLES = int(os.environ.get("H2_CYCLES", 1000))',
                     "250 refused 1192 of 5000 streams"):
            self.assertIn(line, " ".join(out.replace("\n", " ").split()))
        out = emit("-", "--python", "--url", "/x?y=1", "--target", "https://[::1]:443",
                   "--cycles", "7", text=report())[1]
        self.assertIn('"H2_PATH", "/x?y=1"', out)
        self.assertIn('"H2_TARGET", "https://[::1]:443"', out)
        self.assertIn('"H2_CYCLES", 7)', out)

    def test_the_worst_cell_is_taken(self):
        document = json.loads(report())
        document["cells"] = [{"url": "/a"}, {"url": "/odd", "mode": "diagonal"},
                             {"url": "/b", "opened": 9, "refused": 1, "octets": 5},
                             {"url": "/c", "opened": 4, "refused": 1, "octets": 5},
                             {"url": "http://h:1/d", "opened": 9, "refused": 2, "octets": 5}]
        text = json.dumps(document)
        self.assertIn('"H2_PATH", "/c"', emit("-", "--python", text=text)[1])
        self.assertIn('"H2_PATH", "/d"', emit("-", "--python", "--cell", 4, text=text)[1])
        code, _, err = emit("-", "--python", "--cell", 1, text=text)
        self.assertEqual(code, 2)
        self.assertIn("at /cells/1/mode", err)

    def test_texts_of_others_stay_in_the_comment(self):
        text = LANDED.read_text(encoding="utf-8")
        nasty = text.replace('"title": "', '"title": "\\"\\"\\"\\nimport os\\nos.abort()\\n\\u202e'
                             '*/ @PATH@ \\\\', 1)
        self.assertNotEqual(nasty, text)
        code, out, err = emit("-", "--python", text=nasty)
        self.assertEqual((code, err), (0, ""))
        self.assertNotIn("import os", ast.get_docstring(ast.parse(out)).splitlines())
        self.assertEqual([type(node).__name__ for node in ast.parse(out).body][:2],
                         ["Expr", "Import"])
        for language, code_begins in (("--go", "\npackage race"), ("--java", "\nimport "),
                                      ("--rust", "\nuse ")):
            code, out, err = emit("-", language, text=nasty)
            self.assertEqual((code, err), (0, ""))
            self.assertTrue(all(line.startswith("//") or not line
                                for line in out[:out.index(code_begins)].splitlines()))

    def test_bad_input(self):
        for words, text, expected in (
                ([], LANDED.read_text(encoding="utf-8"), "name a language"),
                (["--python"], "{}", "neither a trace nor a race report"),
                (["--python"], "[]", "not a trace"),
                (["--python"], "", "not JSON"),
                (["--python"], '{"h2sim_race": 2, "cells": [{"url": "/"}]}', "at /h2sim_race"),
                (["--python"], '{"h2sim_race": 1}', 'the key "cells" is missing'),
                (["--python"], '{"h2sim_race": 1, "cells": []}', "at /cells"),
                (["--python"], report(url=7), "at /cells/0/url"),
                (["--python"], report(opened=-1), "at /cells/0/opened"),
                (["--python"], report(octets=2 ** 31), "at /cells/0/octets"),
                (["--python"], report(end="later"), "at /cells/0/end"),
                (["--python"], report(url='/"'), "is no path that a test could have"),
                (["--python"], report().replace("127.0.0.1:8080", "a b"), "is no server"),
                (["--python", "--cell", "1"], report(), "is no cell of standard input"),
                (["--python", "--cell", "0"], LANDED.read_text(encoding="utf-8"), "only a race"),
                (["--python", "--url", "x"], report(), "--url"),
                (["--python", "--target", "x"], report(), "--target"),
                (["--python", "--go"], report(), "excludes")):
            with self.subTest(words=words, text=text[:60]):
                code, out, err = emit("-", *words, text=text)
                self.assertEqual((code, out), (2, ""))
                self.assertIn(expected, err)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1] + sys.argv[4:])
