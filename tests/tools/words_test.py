"""What is written about h2sim outside of it: completions complete, the man page is that of the
parser, pictures are drawn again, and the files for pipelines and hooks are well-formed and call
h2sim as it is.

usage: words_test.py H2SIM SOURCE
"""

import json
import os
import pathlib
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import unittest

H2SIM, SOURCE = os.path.abspath(sys.argv[1]), pathlib.Path(sys.argv[2])
TOOLS = SOURCE / "tools"


def run(arguments, **options):
    done = subprocess.run(arguments, capture_output=True, text=True, check=False, **options)
    return done.returncode, done.stdout, done.stderr


def candidates(*words):
    """What `h2sim complete` offers for the last of the words."""
    code, out, err = run([H2SIM, "complete", *words], cwd=SOURCE)
    assert (code, err) == (0, ""), err
    return [line.split("\t")[0] for line in out.splitlines()[1:]]


def options_of(command):
    """Those of a command's --help; "" is h2sim itself."""
    text = run([H2SIM, *([command] if command else []), "--help"])[1]
    return {name for line in re.findall(r"(?m)^  (-.*)", text)
            for name in re.findall(r"(?:^|, )(--?[A-Za-z][a-z-]*)", line)}


def commands():
    return candidates("")


class Bash(unittest.TestCase):
    def complete(self, line, cwd=SOURCE):
        """What bash offers for the last word of the line, split as readline splits it."""
        words = [word for word in re.split(r"(=)|\s+", line) if word]
        if line.endswith((" ", "=")):
            words.append("" if line.endswith(" ") else "=")
            if line.endswith("="):
                words.pop(-2)
        script = 'source "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _h2sim; ' \
                 'printf "%s\\n" "${COMPREPLY[@]}"'
        code, out, err = run(["bash", "-uc", script, "bash",
                              str(TOOLS / "completions/h2sim.bash"), H2SIM, *words[1:]],
                             cwd=cwd)
        self.assertEqual((code, err), (0, ""))
        return set(out.split("\n")) - {""}

    def test_commands(self):
        self.assertEqual(self.complete("h2sim "), set(commands()))
        self.assertEqual(self.complete("h2sim e"), {"explore", "emit", "encode", "explain"})
        self.assertEqual(self.complete("h2sim --quiet me"), {"merge"})
        self.assertEqual(self.complete("h2sim --color never me"), {"merge"})
        self.assertEqual(self.complete("h2sim --color=never me"), {"merge"})
        self.assertEqual(self.complete("h2sim schema "), set())

    def test_options(self):
        for command in commands():
            self.assertEqual(self.complete(f"h2sim {command} -"), options_of(command), command)
        self.assertEqual(self.complete("h2sim -"), options_of(""))
        self.assertEqual(self.complete("h2sim check --update"), {"--update-pinned"})

    def test_values(self):
        self.assertEqual(self.complete("h2sim check --color a"), {"auto", "always"})
        self.assertEqual(self.complete("h2sim check --color="), {"auto", "always", "never"})
        self.assertEqual(self.complete("h2sim --color=n"), {"never"})
        self.assertEqual(self.complete("h2sim explore --strategy "),
                         {"bfs", "dfs", "random", "pct", "pos"})
        self.assertEqual(self.complete("h2sim check --jobs "), set())
        self.assertIn("no-false-refusal", self.complete("h2sim explore --property no-f"))
        self.assertIn("go-x-net-2021", self.complete("h2sim serve --profile go-"))
        self.assertIn("scenarios", self.complete("h2sim check --scenarios sc"))
        self.assertIn("meson.build", self.complete("h2sim check --json meson.b"))
        self.assertIn("README.md", self.complete("h2sim check --quiet README"))

    def test_names(self):
        self.assertEqual(self.complete("h2sim list "), {"nets", "profiles", "properties", "scenarios"})
        found = self.complete("h2sim explore races/go-42777")
        self.assertIn("races/go-42777-landed", found)
        self.assertTrue(all(name.startswith("races/go-42777") for name in found))
        self.assertIn("races/late-data", self.complete("h2sim compare races/late"))
        self.assertIn("races/late-data", self.complete("h2sim check --filter races/late"))
        self.assertIn("server.release_at", self.complete("h2sim explain server.rel"))
        self.assertIn("9113/5.1.2", self.complete("h2sim rules 9113/5.1")
                      | {name.rsplit("/", 1)[0] for name in self.complete("h2sim rules 9113/5.1")})
        self.assertEqual(self.complete("h2sim help ex"), {"explore", "explain"})
        self.assertEqual(self.complete("h2sim no-such-command x"), set())

    def test_keys_and_values(self):
        self.assertEqual(self.complete("h2sim explore x --set server.lo"), {"server.loop="})
        self.assertEqual(self.complete("h2sim explore x --set server.loop="),
                         {"split", "single", "locked"})
        self.assertEqual(self.complete("h2sim explore x --set server.loop=s"), {"split", "single"})
        self.assertEqual(self.complete("h2sim explore x --set=server.loop=l"), {"locked"})
        self.assertEqual(self.complete("h2sim compare x --vary server.loop=split,l"),
                         {"split,locked"})
        self.assertEqual(self.complete("h2sim compare x --threshold requests"), {"requests"})
        self.assertIn("go-x-net-2021", self.complete("h2sim compare x --vary server.profile=go-"))
        self.assertIn("mailbox-actor", self.complete("h2sim explore x --set server.net=mail"))
        self.assertIn("mailbox-actor", self.complete("h2sim net mail"))
        self.assertIn("over_limit=", self.complete("h2sim serve --set over"))
        self.assertIn("goaway_protocol_error", self.complete("h2sim serve --set over_limit=goaway"))
        self.assertEqual(self.complete("h2sim explore x --set nothing.here="), set())

    def test_every_key_is_offered(self):
        explained = json.loads(run([H2SIM, "explain", "--json"], cwd=SOURCE)[1])["explanations"]
        keys = {each["name"] for each in explained
                if each["kind"] == "key" and not each["name"].startswith("properties.")}
        offered = set(candidates("compare", "x", "--threshold", ""))
        self.assertLessEqual(offered, keys)
        objects = {each["name"] for each in explained
                   if each["facts"].get("value", "").startswith("an object")}
        self.assertLessEqual(keys - objects - {"properties"}, offered)

    def test_names_are_not_commands(self):
        with tempfile.TemporaryDirectory() as folder:
            (pathlib.Path(folder) / "profiles").mkdir()
            text = (SOURCE / "scenarios/profiles/jetty.json").read_text(encoding="utf-8")
            for name in ("$(touch ran)", "`touch ran`", "plain"):
                (pathlib.Path(folder) / "profiles" / f"{name}.json").write_text(
                    text.replace('"jetty"', json.dumps(name), 1), encoding="utf-8")
            os.environ["H2SIM_SCENARIOS"] = folder
            self.addCleanup(os.environ.pop, "H2SIM_SCENARIOS")
            self.assertIn("plain", self.complete("h2sim serve --profile ", cwd=folder))
            self.assertIn("plain", self.complete("h2sim explain pla", cwd=folder))
            self.assertFalse((pathlib.Path(folder) / "ran").exists())


class OtherShells(unittest.TestCase):
    def test_syntax(self):
        for shell, name in (("zsh", "_h2sim"), ("fish", "h2sim.fish")):
            with self.subTest(shell=shell):
                if shutil.which(shell) is None:
                    self.skipTest(f"no {shell}")
                code, _, err = run([shell, "-n", str(TOOLS / "completions" / name)])
                self.assertEqual((code, err), (0, ""))

    def test_no_list_of_their_own(self):
        for path in (TOOLS / "completions").iterdir():
            text = path.read_text(encoding="utf-8")
            self.assertIn(" complete ", text)
            for word in ("explore", "compare", "--property", "profiles"):
                self.assertNotIn(word, text)


class ManPage(unittest.TestCase):
    page = TOOLS / "man/h2sim.1"

    def test_it_is_what_the_parser_knows(self):
        code, out, err = run([H2SIM, "man"])
        self.assertEqual((code, err), (0, ""))
        self.assertEqual(self.page.read_text(encoding="utf-8"), out,
                         "run: h2sim man > tools/man/h2sim.1")

    def test_every_command_and_exit_code(self):
        plain = self.page.read_text(encoding="utf-8").replace("\\-", "-")
        for command in commands():
            self.assertRegex(plain, rf"(?m)^\.SS {command}$")
        for option in options_of("check") | options_of("serve"):
            self.assertIn(f"\\fB{option}\\fP", plain)
        codes = re.search(r"(?s)\.SH EXIT STATUS(.*?)\.SH", plain).group(1)
        header = (TOOLS / "system/exit_code.hpp").read_text(encoding="utf-8")
        for code in re.findall(r"= (\d+),", header):
            self.assertRegex(codes, rf"(?m)^\.B {code}$")

    def test_it_is_formatted_without_complaint(self):
        if shutil.which("man") is None:
            self.skipTest("no man")
        code, out, err = run(["man", "--warnings", "-l", str(self.page)],
                             env={"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "MANWIDTH": "100"})
        self.assertEqual((code, err), (0, ""))
        self.assertIn("EXIT STATUS", out)


class Help(unittest.TestCase):
    def test_commands_in_groups(self):
        text = run([H2SIM, "--help"])[1]
        self.assertEqual(run([H2SIM, "help"])[1], text)
        places = [text.index(f"\n{group}:\n") for group in
                  ("Find a race", "Follow a trace", "Describe a design", "In CI", "Live peers",
                   "On the wire", "Options of all commands", "Examples")]
        self.assertEqual(places, sorted(places))
        for command in commands():
            self.assertRegex(text, rf"(?m)^  {command} +[A-Z]")

    def test_help_of_each(self):
        for command in commands():
            with self.subTest(command=command):
                text = run([H2SIM, command, "--help"])[1]
                self.assertEqual(run([H2SIM, "help", command])[1], text)
                self.assertIn(f"\nUsage: h2sim {command} [OPTIONS]", text)
                self.assertRegex(text, rf"\nExamples?:\n(  .*\n)*  (.* )?h2sim {command}")
                for noise in ("REQUIRED", "TEXT", "Excludes", "SUBCOMMAND", " ..."):
                    self.assertNotIn(noise, text)
                for line in text.splitlines():
                    self.assertLessEqual(len(line), 80, line)
        code, out, err = run([H2SIM, "help", "explor"])
        self.assertEqual((code, out), (2, ""))
        self.assertIn('did you mean "explore"?', err)


class Pictures(unittest.TestCase):
    def test_they_are_drawn_by_h2sim(self):
        pictures = sorted((SOURCE / "pictures").iterdir())
        self.assertTrue(pictures)
        readme = (SOURCE / "README.md").read_text(encoding="utf-8")
        for picture in pictures:
            with self.subTest(picture=picture.name):
                trace = SOURCE / "scenarios/traces" / f"{picture.stem}.trace.json"
                code, out, err = run([H2SIM, "replay", str(trace), "--format", "svg"])
                self.assertEqual((code, err), (0, ""))
                self.assertEqual(picture.read_text(encoding="utf-8"), out,
                                 f"run: h2sim replay {trace} --format svg -o {picture}")
                self.assertIn("prefers-color-scheme: dark", out)
                self.assertIn(f"(pictures/{picture.name})", readme)


class CiFiles(unittest.TestCase):
    files = sorted([SOURCE / ".pre-commit-hooks.yaml",
                    *(path for path in (TOOLS / "ci").rglob("*") if path.is_file())])

    def test_all_of_them_are_looked_at(self):
        names = [str(path.relative_to(SOURCE)) for path in self.files]
        self.assertEqual(names, [".pre-commit-hooks.yaml", "tools/ci/github/action.yml",
                                 "tools/ci/gitlab-ci.yml", "tools/ci/pre-commit"])

    def test_yaml(self):
        for path in self.files:
            if path.suffix not in (".yml", ".yaml"):
                continue
            with self.subTest(path=path):
                text = path.read_text(encoding="utf-8")
                for line in text.splitlines():
                    indent = len(line) - len(line.lstrip(" "))
                    self.assertNotIn("\t", line)
                    self.assertEqual(indent % 2, 0, line)
                try:
                    import yaml
                except ImportError:
                    continue
                document = yaml.safe_load(text)
                self.assertTrue(document)
                if path.name == "action.yml":
                    self.check_action(document)
                if path.name == ".pre-commit-hooks.yaml":
                    for hook in document:
                        self.assertLessEqual({"id", "name", "entry", "language", "files"},
                                             set(hook))
                        re.compile(hook["files"])
                        re.compile(hook["exclude"])

    def check_action(self, document):
        self.assertEqual(document["runs"]["using"], "composite")
        text = str(document["runs"])
        for name in document["inputs"]:
            self.assertIn(f"inputs.{name}", text)
        self.assertLessEqual(set(re.findall(r"inputs\.(\w+)", text)), set(document["inputs"]))
        for step in document["runs"]["steps"]:
            if "uses" in step:
                self.assertRegex(step["uses"], r"^[\w-]+/[\w-]+@v\d+$")
                continue
            self.assertEqual(step["shell"], "bash")
            self.assertNotIn("${{", step["run"])  # inputs reach scripts through env only
            code, _, err = run(["bash", "-n"], input=step["run"])
            self.assertEqual((code, err), (0, ""))

    def test_pipelines_build_h2sim_alone_and_keep_what_was_compiled(self):
        for path in self.files:
            text = path.read_text(encoding="utf-8")
            if path.suffix != ".yml":
                continue
            with self.subTest(path=path):
                self.assertEqual(re.findall(r"tools/bootstrap\W+(\w+)", text), ["build"])
                self.assertIn("cache", text)
                self.assertRegex(text, r"apt-get [^\n]* install [^\n]*\bccache\b")
                self.assertNotRegex(text, r"\b(meson|ninja) ")

    def test_scripts(self):
        for path in self.files:
            if path.read_text(encoding="utf-8").startswith("#!"):
                self.assertTrue(os.access(path, os.X_OK))
                self.assertEqual(run(["bash", "-n", str(path)])[::2], (0, ""))

    def command_lines(self):
        for path in self.files:
            for line in path.read_text(encoding="utf-8").splitlines():
                found = re.match(r"\s*(?:- |entry: )?(h2sim (?:%s)\b.*)" % "|".join(commands()),
                                 line)
                if found:
                    yield path.name, found.group(1)

    def test_command_lines(self):
        lines = list(self.command_lines())
        self.assertEqual(len(lines), 7, lines)
        stand_ins = {"$CI_NODE_INDEX/$CI_NODE_TOTAL": "1/4", "${paths[@]}": "scenarios",
                     "${staged[@]}": "scenarios", "${scenarios[@]}": "scenarios",
                     "${options[@]}": "--shard=1/2"}
        for name, line in lines:
            with self.subTest(file=name, line=line), tempfile.TemporaryDirectory() as folder:
                words = [stand_ins.get(word, word) for word in shlex.split(line)[1:]]
                words = [re.sub(r"^.*\$(\w+)(.*)$", folder + r"/\1\2", word) for word in words]
                used = {word.split("=")[0] for word in words if word.startswith("-")} - {"--"}
                self.assertLessEqual(used, options_of(words[0]))
                extra = "--list" if words[0] == "check" else "--help"
                words.insert(1, extra)
                words = [folder + "/" + word if re.fullmatch(r"[\w*-]+\.(json|xml|md)", word)
                         else word for word in words]
                code, out, err = run([H2SIM, *words], cwd=SOURCE)
                self.assertEqual((code, err), (0, ""))
                self.assertTrue(out)

    def test_options_in_scripts(self):
        text = (TOOLS / "ci/github/action.yml").read_text(encoding="utf-8")
        for option in re.findall(r"(?<=[( ])(--[a-z-]+) \"\$", text):
            self.assertIn(option, options_of("check"))

    def repository(self, scenarios):
        """A repository of somebody else, who has nothing of ours but a program on the PATH."""
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        root = pathlib.Path(folder.name)
        self.work = root / "work"
        (self.work / scenarios / "races").mkdir(parents=True)
        (root / "bin").mkdir()
        shutil.copy(H2SIM, root / "bin/h2sim")
        self.environment = {"PATH": f"{root / 'bin'}:{os.environ['PATH']}", "HOME": str(root),
                            "GIT_CONFIG_NOSYSTEM": "1"}
        self.git("init", "-q")
        return self.work / scenarios

    def git(self, *arguments):
        code, out, err = run(["git", *arguments], cwd=self.work, env=self.environment)
        self.assertEqual(code, 0, err)
        return out

    def check_hook(self, hook, scenarios):
        """The hook says nothing of other files, and neither of what is right."""
        self.assertEqual(hook(), (0, "", ""))
        (self.work / "notes.json").write_text("{", encoding="utf-8")
        self.assertEqual(hook(), (0, "", ""))
        text = (SOURCE / "scenarios/races/go-42777-landed.json").read_text(encoding="utf-8")
        scenario = scenarios / "races/late data.json"
        scenario.write_text(text, encoding="utf-8")
        code, out, err = hook()
        self.assertEqual((code, err), (0, ""))
        self.assertIn("1 passed, 0 failed, 0 skipped", out)
        wrong = {**json.loads(text), "pinned": {"states": 3}}
        scenario.write_text(json.dumps(wrong), encoding="utf-8")
        self.assertEqual(hook()[0], 1)
        scenario.write_text("{", encoding="utf-8")
        self.assertEqual(hook()[0], 2)
        scenario.unlink()
        (scenarios / "profiles").mkdir()
        (scenarios / "profiles/mine.json").write_text("{}", encoding="utf-8")
        self.assertEqual(hook()[0], 2)

    @unittest.skipIf(shutil.which("git") is None, "no git")
    def test_the_hook_of_git(self):
        scenarios = self.repository("scenarios")
        path = self.work / ".git/hooks/pre-commit"
        shutil.copy(TOOLS / "ci/pre-commit", path)

        def hook():
            self.git("add", "-A")
            return run([str(path)], cwd=self.work, env=self.environment)

        self.check_hook(hook, scenarios)
        shutil.move(scenarios, self.work / "mine")
        self.assertEqual(hook(), (0, "", ""))
        self.git("config", "h2sim.scenarios", "mine")
        self.assertEqual(hook()[0], 2)
        os.remove(self.environment["PATH"].split(":")[0] + "/h2sim")
        self.assertEqual(hook(), (1, "", "pre-commit: h2sim is not on the PATH\n"))

    @unittest.skipIf(shutil.which("git") is None, "no git")
    def test_the_hooks_of_pre_commit(self):
        """As https://pre-commit.com runs them: with the staged files that fit each hook."""
        try:
            import yaml
        except ImportError:
            self.skipTest("no yaml")
        hooks = yaml.safe_load((SOURCE / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
        scenarios = self.repository("scenarios")

        def hook():
            self.git("add", "-A")
            staged = self.git("diff", "--cached", "--name-only", "-z").split("\0")[:-1]
            worst, said = 0, ["", ""]
            for each in hooks:
                files = [name for name in staged
                         if re.search(each["files"], name) and not re.search(each["exclude"], name)]
                if files:
                    code, *texts = run([*shlex.split(each["entry"]), *files], cwd=self.work,
                                       env=self.environment)
                    worst = max(worst, code)
                    said = [one + other for one, other in zip(said, texts)]
            return worst, *said

        self.check_hook(hook, scenarios)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
