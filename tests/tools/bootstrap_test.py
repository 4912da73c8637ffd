"""tools/bootstrap with a meson, a compiler and a ninja that only write down how they are called:
what is too old is told before anything is built, and `check` needs no test library.

usage: bootstrap_test.py SOURCE
"""

import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

SOURCE = pathlib.Path(sys.argv[1]).absolute()

CALLS = """#!/bin/sh
echo "$(basename "$0") $*" >> "{log}"
{rest}
"""


class Bootstrap(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = pathlib.Path(folder.name).resolve() / "checkout"
        self.log = self.root.parent / "log"
        self.binaries = self.root.parent / "bin"
        self.binaries.mkdir()
        (self.root / "tools").mkdir(parents=True)
        shutil.copy(SOURCE / "tools/bootstrap", self.root / "tools/bootstrap")
        self.command("ninja")
        self.command("apt-get", "exit 100")
        self.command("sudo", '"$@"')
        self.command("pkg-config", "case $* in *catch2*) exit 1 ;; esac")
        self.compiler("c++", "c++ (Debian 12.2.0-14+deb12u1) 12.2.0")
        self.meson("1.0.1")

    def command(self, name, rest=""):
        path = self.binaries / name
        path.write_text(CALLS.format(log=self.log, rest=rest), encoding="utf-8")
        path.chmod(0o755)

    def meson(self, version, tests="true"):
        options = json.dumps([{"name": "tests", "value": tests == "true"}])
        self.command("meson", f"case $1 in --version) echo {version} ;; "
                              f"introspect) echo '{options}' ;; esac")

    def compiler(self, name, words):
        self.command(name, f'echo "{words}"\necho "Copyright (C) 2022"')

    def bootstrap(self, *arguments, **environment):
        done = subprocess.run(
            [str(self.root / "tools/bootstrap"), *arguments], capture_output=True, text=True,
            check=False, env={"PATH": f"{self.binaries}:{os.environ['PATH']}", **environment})
        return done.returncode, done.stderr

    def calls(self, name):
        lines = self.log.read_text(encoding="utf-8").splitlines() if self.log.exists() else []
        return [line for line in lines if line.startswith(name + " ")]

    def refused(self, *words, **environment):
        code, err = self.bootstrap("check", **environment)
        self.assertEqual(code, 2, err)
        for word in words:
            self.assertIn(word, err)
        self.assertEqual(self.calls("ninja"), [])
        self.assertNotIn("meson setup", " ".join(self.calls("meson")))

    def test_an_old_meson(self):
        self.meson("0.56.2")
        self.refused("meson 0.56.2 is too old, h2sim needs 1.0", "pipx install meson")

    def test_an_old_compiler(self):
        for words, name in (("c++ (Debian 10.2.1-6) 10.2.1 20210110", "g++ 10"),
                            ("g++ (Ubuntu 11.4.0-1ubuntu1~22.04) 11.4.0", "g++ 11"),
                            ("Debian clang version 14.0.6", "clang 14")):
            with self.subTest(words=words):
                self.compiler("c++", words)
                self.refused(f"c++ is {name}, which is too old", "g++ 12", "clang 19", "CXX=")
        self.compiler("old++", "old++ (GCC) 9.1.0")
        self.refused("old++ is g++ 9", CXX="old++")

    def test_what_will_do(self):
        for words in ("c++ (Debian 12.2.0-14+deb12u1) 12.2.0", "Debian clang version 19.1.7 (3)",
                      "Apple clang version 15.0.0 (clang-1500.3.9.4)", "another compiler 1.0",
                      "g++ (GCC) 13.2.1 20230801 (Red Hat 13.2.1-6)"):
            with self.subTest(words=words):
                self.compiler("c++", words)
                self.assertEqual(self.bootstrap("build")[0], 0)

    def test_h2sim_alone_needs_no_test_library(self):
        code, err = self.bootstrap("build")
        self.assertEqual(code, 0, err)
        self.assertEqual(self.calls("apt-get"), [])
        self.assertIn(" -Dtests=false ", self.calls("meson")[-1])
        self.assertEqual(self.calls("ninja"), [f"ninja -C {self.root}/build tools/h2sim"])

    def test_the_tests_need_one(self):
        code, err = self.bootstrap("test")
        self.assertEqual(code, 2)
        self.assertIn("could not install: ", err)
        self.assertRegex(self.calls("apt-get")[-1], r"install .*\bcatch2\b")

    def test_a_build_without_tests_gets_them(self):
        build = self.root / "build"
        for folder in ("meson-private", "meson-info"):
            (build / folder).mkdir(parents=True)
        (build / "build.ninja").touch()
        (build / "meson-private/coredata.dat").touch()
        (build / "meson-info/meson-info.json").write_text(json.dumps(
            {"directories": {"source": str(self.root), "build": str(build)},
             "meson_version": {"full": "1.0.1"}, "error": False}), encoding="utf-8")
        self.command("pkg-config")
        for name in ("nghttp", "nghttpd", "curl", "nginx"):
            self.command(name)
        configured = f"meson configure {build} -Dtests=true"
        for tests, command in (("false", "build"), ("true", "test"), ("false", "test")):
            self.meson("1.0.1", tests)
            self.bootstrap(command)
            self.assertEqual(configured in self.calls("meson"),
                             (tests, command) == ("false", "test"))


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
