"""Every command that reads a file is given files no one would write on purpose, and every command
that writes one is given a disk that is full and a pipe that nobody reads.

A command that --help lists and this file does not know is a failure: see READERS and OTHERS.

usage: hostile_test.py H2SIM SOURCE [LESS]

LESS: files are so many times smaller, and so many times fewer are damaged at random (an odd number:
both kinds of file come up).
"""

import json
import os
import pathlib
import pwd
import random
import resource
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree

H2SIM, SOURCE = os.path.abspath(sys.argv[1]), pathlib.Path(sys.argv[2]).absolute()
LESS = int(sys.argv[3]) if len(sys.argv) > 3 else 1
TRACE = SOURCE / "scenarios/traces/go-42777-landed.no-false-refusal.trace.json"
OTHER_TRACE = SOURCE / "scenarios/traces/go-42777-before.no-false-refusal.trace.json"
RACE = SOURCE / "scenarios/races/go-42777-landed.json"

# What each command is called with; FILE is the file. `-` stands for the same on standard input.
READERS = {
    "check": ["check", "FILE"],
    "check --expectations": ["check", str(RACE), "--expectations", "FILE"],
    "explore": ["explore", "FILE"],
    "explore --from": ["explore", "--from", "FILE"],
    "compare": ["compare", "FILE", "--vary", "limit=1,2"],
    "diff first": ["diff", "FILE", str(TRACE)],
    "diff second": ["diff", str(TRACE), "FILE"],
    "merge": ["merge", "FILE"],
    "minimize": ["minimize", "FILE"],
    "replay": ["replay", "FILE"],
    "replay --format svg": ["replay", "FILE", "--format", "svg"],
    "validate": ["validate", "FILE"],
    "net": ["net", "FILE"],
    "decode": ["decode", "FILE"],
    "decode --hex": ["decode", "--hex", "FILE"],
    "decode --input dump": ["decode", "--input", "dump", "FILE"],
    "decode --input source": ["decode", "--input", "source", "FILE"],
    "diagnose": ["diagnose", "FILE"],
    "diagnose --json": ["diagnose", "--json", "FILE"],
    "encode": ["encode", "FILE"],
    "emit": ["emit", "FILE", "--python"],
}
# They read no file of the user's.
OTHERS = {"schema", "list", "rules", "get", "new", "explain", "help"}
# Their files are keys and certificates, which are tried where there is a network (tests/net).
OTHERS |= {"serve", "race", "probe"}

# Octets have a verdict, whatever they are.
CODES = {"decode": {0, 1, 2}, "diagnose": {0, 1, 2, 4, 5}}
USAGE = {2}
SECONDS = 60
DEPTH = 100_000 // LESS


def run(arguments, **options):
    """The code and what was written; a crash, a hang or a sanitizer's report is a failure."""
    done = subprocess.run([H2SIM, *arguments], stdout=options.pop("stdout", subprocess.PIPE),
                          stderr=subprocess.PIPE, timeout=SECONDS, check=False,
                          env={"PATH": os.environ["PATH"], "HOME": "/nonexistent",
                               "H2SIM_LANG": "C"}, **options)
    return done.returncode, done.stdout or b"", done.stderr


def commands():
    listed = run(["complete", ""])[1].decode().splitlines()[1:]
    return {line.split("\t")[0] for line in listed}


def damaged(text, seed):
    """The text with some of its octets changed, removed or doubled."""
    draw = random.Random(seed)
    octets = bytearray(text)
    for _ in range(draw.randint(1, 20)):
        at = draw.randrange(len(octets))
        octets[at:at + 1] = draw.choice([b"", bytes([draw.randrange(256)]), octets[at:at + 1] * 2])
    return bytes(octets)


def bad_files(folder):
    """Pairs of what is wrong with it and a path."""
    trace = TRACE.read_bytes()
    contents = {
        "empty": b"",
        "NUL octets": b"\0" * 4096,
        "binary": random.Random(1).randbytes(100_000),
        "escapes": b"\x1b[2J\x1b]0;owned\x07 </script> %s %n \xff\xfe",
        "deep arrays": b"[" * DEPTH,
        "deep arrays, closed": b"[" * DEPTH + b"]" * DEPTH,
        "deep objects": b'{"a":' * DEPTH,
        "deep in a scenario": b'{"id": "a/b", "server": ' + b'{"a":' * DEPTH + b"0" + b"}" * DEPTH,
        "one long line": b'{"' + b"x" * (3_000_000 // LESS),
        "a number": b"1e999999999",
        "UTF-16": '{"id": "races/x"}'.encode("utf-16"),
        "an unknown version": trace.replace(b"h2sim-trace/1", b"h2sim-trace/99"),
        "hostile names": trace.replace(b'"name": "', b'"name": "\\u001b[31m</script>\\u0000', 1),
        "half of a trace": trace[:len(trace) // 2],
        "half of a scenario": RACE.read_bytes()[:300],
    }
    for name, octets in contents.items():
        path = folder / (name.replace(" ", "-") + ".json")
        path.write_bytes(octets)
        yield name, path
    huge = folder / "huge.json"
    with huge.open("wb") as file:
        file.truncate(1 << 30)  # sparse
    yield "a gigabyte", huge
    yield "missing", folder / "missing.json"
    yield "behind a file", folder / "empty.json" / "x.json"
    yield "a folder", folder
    yield "a name with escapes", folder / "\x1b[31mred\n</script>.json"


class Readers(unittest.TestCase):
    def assertHandled(self, name, arguments, what, **options):
        code, out, err = run(arguments, **options)
        allowed = CODES.get(name.split()[0], USAGE) | ({4} if what == "a folder" else set())
        about = f"{name}, {what}: {code}\n{out[-500:]}\n{err[-2000:]}"
        self.assertIn(code, allowed, about)
        for written in (out, err):
            if not written.startswith(b"{"):  # JSON escapes by itself
                self.assertFalse(set(written) & (set(range(32)) - {9, 10} | {127}), about)
        self.assertNotIn(b"Sanitizer", err, about)
        self.assertTrue(code in (0, 1) or err.strip(), about)
        self.assertLess(len(err), 100_000, about)

    def test_every_command_is_here(self):
        self.assertEqual(commands(), {name.split()[0] for name in READERS} | OTHERS)

    def test_bad_files(self):
        with tempfile.TemporaryDirectory() as folder:
            for what, path in bad_files(pathlib.Path(folder)):
                for name, arguments in READERS.items():
                    words = [str(path) if word == "FILE" else word for word in arguments]
                    with self.subTest(command=name, file=what):
                        self.assertHandled(name, words, what)

    def test_standard_input(self):
        for what, octets in {"empty": b"", "NUL": b"\0" * 100, "deep": b"[" * DEPTH}.items():
            for name, arguments in READERS.items():
                words = ["-" if word == "FILE" else word for word in arguments]
                with self.subTest(command=name, input=what):
                    self.assertHandled(name, words, what, input=octets)

    def test_damaged_files(self):
        """A good file, hit at random: never worse than a message."""
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "damaged.json"
            for seed in range(0, 40, LESS):
                good = (TRACE if seed % 2 else RACE).read_bytes()
                path.write_bytes(damaged(good, seed))
                for name in ("explore", "replay", "validate", "minimize", "diff"):
                    words = [name, str(path)] + (["--max-states", "2000"]
                                                 if name in ("explore", "minimize") else
                                                 [str(TRACE)] if name == "diff" else [])
                    with self.subTest(command=name, seed=seed):
                        code, _, err = run(words)
                        self.assertIn(code, {0, 1, 2, 5, 7}, err[-2000:])

    @unittest.skipUnless(os.geteuid() == 0 or os.name == "posix", "needs file permissions")
    def test_unreadable(self):
        options = {}
        if os.geteuid() == 0:  # root may read everything
            nobody = pwd.getpwnam("nobody").pw_uid
            options["preexec_fn"] = lambda: os.setuid(nobody)
        with tempfile.TemporaryDirectory() as folder:
            os.chmod(folder, 0o755)
            path = pathlib.Path(folder) / "secret.json"
            path.write_bytes(TRACE.read_bytes())
            os.chmod(path, 0)
            try:
                reached = run(["--version"], **options)[0] == 0
            except PermissionError:
                reached = False
            if not reached:
                self.skipTest("the checkout is not readable by everyone")
            for name in ("explore", "replay", "minimize", "validate", "merge", "encode"):
                with self.subTest(command=name):
                    code, _, err = run([name, str(path)], **options)
                    self.assertEqual(code, 2, err)
                    self.assertIn(b"Permission denied", err)


# Commands that write a file; OUT is its name.
WRITERS = {
    "check --json": ["check", str(RACE), "--json", "OUT"],
    "check --junit": ["check", str(RACE), "--junit", "OUT"],
    "check --md": ["check", str(RACE), "--md", "OUT"],
    "explore --json": ["explore", str(RACE), "--json", "OUT"],
    "explore --trace-out": ["explore", str(RACE), "--trace-out", "OUT"],
    "compare html": ["compare", str(RACE), "--vary", "limit=1,2", "--format", "html", "-o", "OUT"],
    "diff text": ["diff", str(TRACE), str(OTHER_TRACE), "-o", "OUT"],
    "diff json": ["diff", str(TRACE), str(OTHER_TRACE), "--json", "-o", "OUT"],
    "emit -o": ["emit", str(TRACE), "--python", "-o", "OUT"],
    "list --json": ["list", "properties", "--json", "OUT"],
    "minimize -o": ["minimize", str(TRACE), "-o", "OUT"],
    "new -o": ["new", "--force", "-o", "OUT"],
    "replay svg": ["replay", str(TRACE), "--format", "svg", "-o", "OUT"],
    "replay json": ["replay", str(TRACE), "--format", "json", "-o", "OUT"],
    "replay jsonl": ["replay", str(TRACE), "--format", "jsonl", "-o", "OUT"],
    "replay mermaid": ["replay", str(TRACE), "--format", "mermaid", "-o", "OUT"],
    "replay text": ["replay", str(TRACE), "-o", "OUT"],
}


def small_files_only():
    """A disk that is full after ten octets."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (10, 10))


class Writers(unittest.TestCase):
    def test_a_full_disk_leaves_nothing(self):
        with tempfile.TemporaryDirectory() as folder:
            for name, arguments in WRITERS.items():
                with self.subTest(command=name):
                    out = os.path.join(folder, "out")
                    words = [out if word == "OUT" else word for word in arguments]
                    code, _, err = run(words, preexec_fn=small_files_only)
                    self.assertEqual(code, 2, err)
                    self.assertIn(b"cannot be written", err)
                    self.assertEqual(os.listdir(folder), [])

    def test_a_full_disk_keeps_what_was_there(self):
        with tempfile.TemporaryDirectory() as folder:
            out = pathlib.Path(folder) / "out"
            for name, arguments in WRITERS.items():
                with self.subTest(command=name):
                    out.write_text("what was there before", encoding="utf-8")
                    words = [str(out) if word == "OUT" else word for word in arguments]
                    self.assertEqual(run(words, preexec_fn=small_files_only)[0], 2)
                    self.assertEqual(out.read_text(encoding="utf-8"), "what was there before")
                    self.assertEqual(os.listdir(folder), ["out"])

    def test_standard_output_that_takes_nothing(self):
        for name, arguments in WRITERS.items():
            words = ["-" if word == "OUT" else word for word in arguments]
            with self.subTest(command=name, output="full"), open("/dev/full", "wb") as full:
                code, _, err = run(words, stdout=full)
                self.assertEqual(code, 2, err)
                self.assertIn(b"No space left on device", err)
            with self.subTest(command=name, output="closed pipe"):
                reading, writing = os.pipe()
                os.close(reading)
                code, _, err = run(words, stdout=writing)
                os.close(writing)
                self.assertEqual(code, 141, err)
                self.assertNotIn(b"error", err)


class HostileNames(unittest.TestCase):
    """A scenario that is valid and whose texts are not what a terminal or a browser should see."""

    NASTY = "\x1b[31m</script><script>alert(1)</script>\0]]>&\"'|`%0A::error::\u202e\r\n"

    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        scenario = json.loads(RACE.read_text(encoding="utf-8"))
        scenario.update(title=self.NASTY, why=self.NASTY, refs=[self.NASTY], rfc=[])
        scenario["$schema"] = self.NASTY
        self.here = ["--scenarios", self.folder.name]
        profile = json.loads((SOURCE / "scenarios/profiles/jetty.json").read_text(encoding="utf-8"))
        profile.update(name="nasty", stack=self.NASTY, version=self.NASTY, why=self.NASTY,
                       source=self.NASTY)
        os.mkdir(os.path.join(self.folder.name, "profiles"))
        pathlib.Path(self.folder.name, "profiles/nasty.json").write_text(json.dumps(profile),
                                                                         encoding="utf-8")
        net = json.loads((SOURCE / "scenarios/nets/two-locks.json").read_text(encoding="utf-8"))
        net.update(name="nasty", title=self.NASTY, why=self.NASTY, words=[self.NASTY])
        net["rules"][0]["about"] = net["places"]["queue"]["about"] = self.NASTY
        os.mkdir(os.path.join(self.folder.name, "nets"))
        pathlib.Path(self.folder.name, "nets/nasty.json").write_text(json.dumps(net),
                                                                     encoding="utf-8")
        self.scenario = os.path.join(self.folder.name, "nasty.json")
        scenario["id"] = "nasty"
        pathlib.Path(self.scenario).write_text(json.dumps(scenario), encoding="utf-8")
        self.trace = os.path.join(self.folder.name, "nasty.trace.json")
        code, _, err = run(["explore", self.scenario, "--trace-out", self.trace])
        self.assertEqual(code, 0, err)

    def tearDown(self):
        self.folder.cleanup()

    def output(self, *arguments, code=0):
        found, out, err = run(arguments)
        self.assertEqual(found, code, err)
        self.assertFalse(set(out) & (set(range(32)) - {9, 10} | {127}), arguments)
        return out.decode("utf-8")

    def shown(self, *arguments, code=0):
        """For people: nothing turns the line around, either."""
        text = self.output(*arguments, code=code)
        self.assertNotIn("\u202e", text)
        return text

    def test_text(self):
        for command in (["explore", self.scenario], ["check", self.scenario],
                        ["replay", self.trace], ["minimize", self.trace],
                        ["validate", self.scenario, self.trace],
                        ["check", self.scenario, "--list"], ["list", "scenarios", *self.here],
                        ["list", "profiles", *self.here], ["explain", "nasty", *self.here],
                        ["new", "--profile", "nasty", *self.here],
                        ["list", "nets", *self.here], ["net", "nasty", *self.here],
                        ["net", "nasty", "--format", "mermaid", *self.here],
                        ["net", "nasty", "--format", "svg", *self.here],
                        ["explore", "--from", self.trace + "@2"],
                        ["emit", self.trace, "--python"],
                        ["compare", self.scenario, "--vary", "limit=1,2"]):
            with self.subTest(command=command):
                self.shown(*command)

    def test_difference(self):
        self.assertIn("script", self.shown("diff", self.trace, str(TRACE), "--full", code=1))
        json.loads(self.output("diff", self.trace, str(TRACE), "--json", code=1))

    def test_json(self):
        for command in (["explore", self.scenario, "--json", "-"],
                        ["check", self.scenario, "--json", "-"],
                        ["compare", self.scenario, "--vary", "limit=1,2", "--format", "json"],
                        ["explain", "nasty", "--json", *self.here],
                        ["replay", self.trace, "--format", "json"]):
            with self.subTest(command=command):
                json.loads(self.output(*command))
        for line in self.output("replay", self.trace, "--format", "jsonl").splitlines():
            json.loads(line)

    def test_xml(self):
        for command in (["check", self.scenario, "--junit", "-"],
                        ["compare", self.scenario, "--vary", "limit=1,2", "--format", "html"],
                        ["replay", self.trace, "--format", "svg"]):
            with self.subTest(command=command):
                tree = xml.etree.ElementTree.fromstring(self.shown(*command))
                self.assertFalse([each for each in tree.iter() if "script" in each.tag])

    def test_markup(self):
        for command in (["check", self.scenario, "--md", "-"],
                        ["compare", self.scenario, "--vary", "limit=1,2", "--format", "md"],
                        ["replay", self.trace, "--format", "mermaid"]):
            with self.subTest(command=command):
                self.assertNotIn("<script", self.shown(*command))


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=0)
