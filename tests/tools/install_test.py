"""meson install into an empty folder: the installed h2sim finds its scenarios, and programs of
somebody else's compile against h2core and h2sim by their pkg-config files.

usage: install_test.py BUILD SOURCE BINDIR DATADIR LIBDIR INCLUDEDIR VERSION COMPILER...
"""

import itertools
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

BUILD, SOURCE, BINDIR, DATADIR, LIBDIR, INCLUDEDIR, VERSION = sys.argv[1:8]
COMPILER = sys.argv[8:]

PROGRAM = """
#include <cstddef>
#include <cstdio>
#include <span>
#include <string>
#include "h2core/endpoint.hpp"

int main() {
    const std::string request = "GET / HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n";
    const h2::Policy policy;
    h2::Endpoint server{h2::Role::server, policy};
    const h2::Reception reception = server.receive(std::as_bytes(std::span{request}));
    std::puts(reception.kind == h2::Reception::Kind::undecodable ? "refused" : "taken");
}
"""


def run(arguments, **options):
    environment = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", **options.pop("env", {})}
    done = subprocess.run(arguments, capture_output=True, text=True, env=environment, **options)
    return done.returncode, done.stdout, done.stderr


class Installed(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.root = pathlib.Path(cls.folder.name) / "root"
        code, out, err = run(["meson", "install", "-C", BUILD, "--no-rebuild", "--quiet",
                              "--destdir", str(cls.root)])
        assert code == 0, out + err

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def at(self, place):
        return self.root / pathlib.Path(place).relative_to("/")

    def h2sim(self, *arguments):
        empty = pathlib.Path(self.folder.name) / "empty"
        empty.mkdir(exist_ok=True)
        return run([str(self.at(BINDIR) / "h2sim"), *arguments], cwd=empty)

    def test_scenarios_are_found(self):
        self.assertEqual(self.h2sim("--version"), (0, f"h2sim {VERSION}\n", ""))
        code, out, err = self.h2sim("check", "--list")
        self.assertEqual((code, err), (0, ""))
        self.assertIn("races/go-42777-landed  ", out)
        code, out, err = self.h2sim("check", "--filter", "races/go-42777-before")
        self.assertEqual((code, err), (0, ""))
        self.assertTrue(out.endswith("1 passed, 0 failed, 0 skipped\n"), out)
        self.assertIn("go-x-net-2021", self.h2sim("list", "profiles")[1])
        code, out, err = self.h2sim("explore", "races/go-42777-landed", "--property",
                                    "no-false-refusal")
        self.assertEqual(code, 0, err)

    def test_files_are_where_they_are_looked_for(self):
        data = self.at(DATADIR)
        for place in ("h2sim/scenarios/schema.json", "h2sim/scenarios/profiles.schema.json",
                      "bash-completion/completions/h2sim", "zsh/site-functions/_h2sim",
                      "fish/vendor_completions.d/h2sim.fish"):
            self.assertTrue((data / place).is_file(), place)
        self.assertTrue(list(self.root.rglob("man1/h2sim.1*")))
        schema = (data / "h2sim/scenarios/schema.json").read_text(encoding="utf-8")
        self.assertEqual(self.h2sim("schema")[1], schema)

    def test_every_header_is_there(self):
        source = pathlib.Path(SOURCE)
        there = self.at(INCLUDEDIR)
        def headers(folder, *patterns):
            return sorted(str(path.relative_to(folder)) for pattern in patterns
                          for path in folder.glob(pattern) if path.parent.name != "pch")
        self.assertEqual(headers(there, "h2core/**/*.hpp"), headers(source, "h2core/**/*.hpp"),
                         "listed in h2core/meson.build, install_headers")
        rooms = [f"sim/{room}/*.hpp" for room in ("judge", "promises", "search", "world")]
        self.assertEqual(headers(there, *rooms), headers(source, *rooms))
        # Whatever they include comes with them, and no other file does.
        for header in headers(there, "**/*.hpp"):
            for name in re.findall(r'#include "([^"]+)"', (there / header).read_text()):
                self.assertTrue((there / name).is_file(), f"{header} includes {name}")
        self.assertFalse([path for path in there.rglob("*") if path.suffix not in ("", ".hpp")])

    def test_a_program_compiles(self):
        self.assertEqual(self.pkg_config("h2core", "--modversion"), [VERSION])
        self.assertEqual(self.run_source("h2core", PROGRAM), "refused\n")

    def test_the_example_explores_its_world(self):
        self.assertEqual(self.pkg_config("h2sim", "--modversion"), [VERSION])
        examples = self.at(DATADIR) / "doc/h2sim/examples"
        self.assertEqual(self.run_source("h2sim", (examples / "own_world.cpp").read_text("utf-8")),
                         (examples / "own_world.txt").read_text("utf-8"))

    def test_the_program_in_the_explanation(self):
        lines = (self.at(INCLUDEDIR) / "sim/search/explorer.hpp").read_text("utf-8").splitlines()
        first = next(i for i, line in enumerate(lines) if line.startswith("//     #include"))
        program = itertools.takewhile(re.compile("//(     |$)").match, lines[first:])
        self.assertEqual(self.run_source("h2sim", "\n".join(line[7:] for line in program) + "\n"),
                         "nothing-lost violated\nno-deadlock holds\n")

    def pkg_config(self, library, *what):
        if shutil.which("pkg-config") is None:
            self.skipTest("no pkg-config")
        code, out, err = run(
            ["pkg-config", f"--define-variable=prefix={self.prefix()}", *what, library],
            env={"PKG_CONFIG_PATH": str(self.at(LIBDIR) / "pkgconfig")})
        self.assertEqual(code, 0, err)
        return out.split()

    # What the program prints, compiled against the library.
    def run_source(self, library, text):
        with tempfile.TemporaryDirectory(dir=self.folder.name) as folder:
            source = pathlib.Path(folder) / "program.cpp"
            source.write_text(text, encoding="utf-8")
            program = source.with_suffix("")
            code, _, err = run([*COMPILER, "-std=c++20", "-Wall", "-Wextra", "-Werror", str(source),
                                *self.pkg_config(library, "--cflags", "--libs"),
                                "-o", str(program)],
                               env={"HOME": folder})  # ccache wants one
            self.assertEqual((code, err), (0, ""))
            code, out, err = run([str(program)])
            self.assertEqual((code, err), (0, ""))
            return out

    def prefix(self):
        return self.root / os.path.relpath(os.path.commonpath([BINDIR, LIBDIR, INCLUDEDIR]), "/")


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
