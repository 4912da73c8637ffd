"""Writing a scenario of one's own: what scenarios/README.md says is done to the letter, every name
that a person meets is explained, and editors get what they need.

usage: authoring_test.py H2SIM SOURCE
"""

import json
import os
import pathlib
import re
import shlex
import subprocess
import sys
import tempfile
import unittest
import warnings
import xml.etree.ElementTree

H2SIM, SOURCE = os.path.abspath(sys.argv[1]), pathlib.Path(sys.argv[2]).absolute()
SCENARIOS = SOURCE / "scenarios"
README = (SCENARIOS / "README.md").read_text(encoding="utf-8")
SCHEMA = json.loads((SCENARIOS / "schema.json").read_text(encoding="utf-8"))


def run(arguments, **options):
    environment = {"PATH": f"{os.path.dirname(H2SIM)}:{os.environ['PATH']}",
                   "H2SIM_SCENARIOS": str(SCENARIOS), **options.pop("env", {})}
    done = subprocess.run(arguments, capture_output=True, text=True, check=False, env=environment,
                          **options)
    return done.returncode, done.stdout, done.stderr


def h2sim(*arguments, **options):
    return run([H2SIM, *arguments], **options)


def shell(line, **options):
    return run(["bash", "-c", line], **options)


def blocks(language):
    return re.findall(rf"(?ms)^```{language}\n(.*?)^```$", README)


def resolved(schema):
    while "allOf" in schema or "$ref" in schema:
        if "allOf" in schema:
            schema = schema["allOf"][0]
        else:
            place, schema = schema["$ref"], SCHEMA
            for part in place[2:].split("/"):
                schema = schema[part]
    return schema


def keys(schema=None, prefix=""):
    """Every key with the schema that stands there: ("server.loop", {...}, required)."""
    schema = SCHEMA if schema is None else schema
    for name, written in schema["properties"].items():
        yield prefix + name, written, name in schema.get("required", [])
        below = resolved(written)
        if "items" in below:
            below = resolved(below["items"])
        elif "anyOf" in below:
            below = resolved(below["anyOf"][1])
        if "properties" in below:
            yield from keys(below, f"{prefix}{name}.")


def described(written):
    return written.get("description", resolved(written).get("description", ""))


class Walkthrough(unittest.TestCase):
    """Section "A first scenario in ten minutes": each command in an empty folder, in order."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def test_the_steps(self):
        part = README.split("## A first scenario in ten minutes", 1)[1].split("\n## ", 1)[0]
        commands = [line for block in re.findall(r"(?ms)^```sh\n(.*?)^```$", part)
                    for line in block.splitlines()]
        model = re.search(r"(?ms)^```json\n(.*?)^```$", part).group(1)
        self.assertLess(len(model.splitlines()), 40)
        codes = {}
        for line in commands:
            words = shlex.split(line)
            self.assertEqual(words[0], "h2sim", line)
            code, out, err = h2sim(*words[1:], cwd=self.folder)
            self.assertNotIn("error", err, line)
            codes[line] = code
            if words[1] == "explore" and "--trace-out" in words:
                self.assertRegex(out, r"no-false-refusal +holds +violated +15 +NOT AS EXPECTED")
                self.assertIn("in every one of 577 states", out)
            if "--set" in words:
                self.assertIn("in every one of 481 states", out)
            if line == "h2sim explore worker-pool.json":  # what `new` wrote has had its turn
                (self.folder / "worker-pool.json").write_text(model, encoding="utf-8")
        self.assertEqual(sorted(set(line.split()[1] for line in commands)),
                         ["explore", "minimize", "new", "replay", "validate"])
        self.assertEqual([line for line, code in codes.items() if code != 0],
                         ["h2sim explore worker-pool.json --trace-out race.trace.json"])
        self.assertEqual(list(codes.values()).count(1), 1)
        self.check_results()

    def check_results(self):
        race, short = (json.loads((self.folder / name).read_text(encoding="utf-8"))
                       for name in ("race.trace.json", "short.trace.json"))
        self.assertEqual(len(short["steps"]), len(race["steps"]))

        def switches(trace):
            actors = [step["name"].split(":")[0] for step in trace["steps"]]
            return sum(one != other for one, other in zip(actors, actors[1:]))

        self.assertLess(switches(short), switches(race))
        picture = xml.etree.ElementTree.parse(self.folder / "race.svg")
        text = " ".join(picture.getroot().itertext())
        self.assertTrue(picture.getroot().tag.endswith("svg"))
        self.assertIn("9113/5.1.2", text)

    def test_what_is_printed_there(self):
        """Blocks of output are lines h2sim really prints."""
        model = json.loads(blocks("json")[0])
        path = self.folder / "worker-pool.json"
        path.write_text(json.dumps(model), encoding="utf-8")
        printed = (h2sim("explore", str(path))[1] +
                   h2sim("explore", str(path), "--set", "server.release_at=write_start")[1])
        shown = [line for block in blocks("") for line in block.splitlines()
                 if line.startswith(("complete:", "property ", "no-false-refusal "))]
        self.assertEqual(len(shown), 4)
        for line in shown:
            self.assertIn(line + "\n", printed)

    def test_it_is_the_committed_scenario(self):
        model = json.loads(blocks("json")[0])
        for name, stage in (("worker-pool", "completion_processed"),
                            ("worker-pool-fixed", "write_start")):
            kept = json.loads((SCENARIOS / "races" / f"{name}.json").read_text(encoding="utf-8"))
            for key in ("limit", "requests", "client", "response"):
                self.assertEqual(kept[key], model[key])
            self.assertEqual(kept["server"], {**model["server"], "release_at": stage})
            self.assertEqual([each["name"] for each in kept["properties"]],
                             [each["name"] for each in model["properties"]])
            lines = (SCENARIOS / "races" / f"{name}.json").read_text(encoding="utf-8").splitlines()
            self.assertLess(len(lines), 40)


class Readme(unittest.TestCase):
    def test_every_key_has_its_line(self):
        """The table says what the schema says; a key that is new needs the line shown here."""
        missing = []
        for name, written, required in keys():
            default = f"`{json.dumps(written['default'])}`" if "default" in written else ""
            shown = f"**`{name}`**" if required else f"`{name}`"
            line = f"| {shown} | {default} | {described(written)} |"
            if line + "\n" not in README:
                missing.append(line)
        self.assertEqual(missing, [], "to be added to the table of scenarios/README.md, in order")
        rows = re.findall(r"(?m)^\| \**`([^`]+)`\** \| [^|]* \| [^|]* \|$", README)
        self.assertEqual(rows, [name for name, _, _ in keys()])

    def test_links_lead_somewhere(self):
        targets = re.findall(r"\]\(([^)]+)\)", README)
        headings = {re.sub(r"[^\w -]", "", text.lower()).replace(" ", "-")
                    for text in re.findall(r"(?m)^#+ (.*)$", README)}
        for target in targets:
            if target.startswith("#"):
                self.assertIn(target[1:], headings)
            else:
                self.assertTrue((SCENARIOS / target).exists(), target)
        front = (SOURCE / "README.md").read_text(encoding="utf-8")
        self.assertTrue("(scenarios/README.md)" in front)

    def test_names_and_commands_are_real(self):
        names = set(h2sim("explain", "--list")[1].split("\n"))
        for word in set(re.findall(r"`([a-z]+(?:[_-][a-z]+)+)`", README)):
            values = {name.split("=")[-1] for name in names} | {n.split(".")[-1] for n in names}
            self.assertIn(word, values)
        for scenario in re.findall(r"`(races/[\w-]+)`", README):
            self.assertTrue((SCENARIOS / f"{scenario}.json").exists(), scenario)
        for command, rest in re.findall(r"h2sim (\w+)([^`\n]*)", README):
            known = h2sim(command, "--help")
            self.assertEqual(known[0], 0, command)
            for option in re.findall(r" (--[a-z-]+)", rest):
                self.assertIn(option, known[1], command)


class Explained(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.all = json.loads(h2sim("explain", "--json")[1])["explanations"]

    def names(self, kind):
        return [each["name"] for each in self.all if each["kind"] == kind]

    def test_everything_there_is(self):
        def listed(what):
            return [each["name"] for each in json.loads(h2sim("list", what, "--json", "-")[1])[what]]

        def enumerators(file, pattern):
            text = (SOURCE / file).read_text(encoding="utf-8")
            return re.findall(pattern, re.search(r"(?s)enum class.*?};", text).group(0))

        self.assertEqual(self.names("property"), listed("properties"))
        self.assertEqual(self.names("profile"), listed("profiles"))
        self.assertEqual(self.names("key"), [name for name, _, _ in keys()])
        rules = json.loads(h2sim("rules", "--format", "json")[1])["rules"]
        self.assertEqual(self.names("rule"), [rule["id"] for rule in rules])
        self.assertEqual(self.names("event"),
                         enumerators("sim/world/event.hpp", r"(?m)^    (\w+),"))
        self.assertEqual(sorted(self.names("exit code")),
                         sorted(enumerators("tools/system/exit_code.hpp", r"= (\d+),")))
        self.assertEqual(self.names("error code"),
                         [name.replace("_", "-") for name in
                          enumerators("sim/text/error_code.hpp", r"(?m)^    (\w+),")[1:]])

    def test_each_has_a_meaning_and_where_promised_an_example(self):
        bare = {"key": {name for name, written, _ in keys()
                        if resolved(written).get("type") in ("object", "array", "string")},
                "exit code": {"3", "7", "130", "141"}}
        for each in self.all:
            with self.subTest(name=each["name"]):
                self.assertGreaterEqual(len(each["meaning"]), 6)
                self.assertNotIn("\n", each["meaning"])
                if each["kind"] != "word" and each["name"] not in bare.get(each["kind"], set()):
                    self.assertTrue(each["example"])
                if each["kind"] in ("property", "rule"):
                    self.assertRegex(each["section"], r"^\d+/[\dA-C.]+$")

    def test_every_value_that_has_a_name(self):
        values = set(self.names("value"))
        for name, written, _ in keys():
            choices = resolved(written)
            if "anyOf" in choices:
                choices = resolved(choices["anyOf"][0])
            if name.count(".") < 2 and "enum" in choices and name not in (
                    "server.profile", "properties.name"):
                self.assertLessEqual({f"{name}={value}" for value in choices["enum"]}, values)

    def test_by_its_other_names(self):
        for name, found in (("I1", "no-false-refusal"), ("release_at", "server.release_at"),
                            ("/server/release_at", "server.release_at"),
                            ("RELEASE-AT", "server.release_at"), ("incomplete", "exit code 5"),
                            ("write_start", "server.release_at=write_start"),
                            ("writer: posts the completion of DATA 7 len=1", "writer_post"),
                            ("request 3: hands over HEADERS len=40", "request_step"),
                            ("9113/5.1.2/limit", "9113/5.1.2/limit"),
                            ("9113/5.1.2", "no-false-refusal"), ("9113/5.1.2", "within-limit"),
                            ("shortest", "pinned.shortest")):
            with self.subTest(name=name):
                code, out, err = h2sim("explain", name)
                self.assertEqual((code, err), (0, ""))
                self.assertIn(found, out)

    def test_profiles_of_others(self):
        """What stands in a file reaches the terminal as text only."""
        profile = json.loads((SCENARIOS / "profiles/jetty.json").read_text(encoding="utf-8"))
        with tempfile.TemporaryDirectory() as folder:
            (pathlib.Path(folder) / "profiles").mkdir()
            name = "evil\x1b[2J"
            path = pathlib.Path(folder) / "profiles" / f"{name}.json"
            path.write_text(json.dumps({**profile, "name": name, "why": "\x1b]0;x\x07 why",
                                        "stack": "\u202estack"}), encoding="utf-8")
            (pathlib.Path(folder) / "profiles/broken.json").write_text("{", encoding="utf-8")
            for arguments in ([name], ["--list"], []):
                code, out, err = h2sim("explain", "--scenarios", folder, *arguments)
                self.assertEqual((code, err), (0, ""))
                for harmful in ("\x1b", "\x07", "\u202e"):
                    self.assertNotIn(harmful, out)
            self.assertIn("\\u202estack", h2sim("explain", "--scenarios", folder, name)[1])

    def test_unknown_names(self):
        code, out, err = h2sim("explain", "no-false-refuse")
        self.assertEqual((code, out), (2, ""))
        self.assertIn('did you mean "no-false-refusal"', err)
        code, out, err = h2sim("explain", "5", "\x1b]0;x\x07")
        self.assertEqual((code, out), (2, ""))
        self.assertIn("\\x1b]0;x", err)
        self.assertNotIn("\x1b", err)

    def test_kinds(self):
        code, out, err = h2sim("explain")
        self.assertEqual((code, err), (0, ""))
        for line in out.splitlines()[1:]:  # below the header
            kind, count, command = re.match(r"(\w+(?: \w+)?) +([\d,]+)  (h2sim explain .*)$",
                                            line).groups()
            self.assertEqual(len(self.names(kind)), int(count.replace(",", "")))
            code, shown, _ = h2sim(*shlex.split(command)[1:])
            self.assertEqual(code, 0, command)
            self.assertIn(kind, shown)
        self.assertEqual(h2sim("explain", "--list")[1].splitlines(),
                         [each["name"] for each in self.all])
        for line in h2sim("explain", "server.release_at")[1].splitlines():
            self.assertLessEqual(len(line), 80)

    def test_examples_of_exit_codes(self):
        for each in self.all:
            if each["kind"] == "exit code" and each["example"] and each["name"] not in "6 143":
                code = shell(each["example"][0])[1].splitlines()[-1]
                self.assertEqual(code, each["name"])

    def test_examples_of_error_codes(self):
        for each in self.all:
            if each["kind"] != "error code":
                continue
            with self.subTest(code=each["name"]):
                wrong, right = each["example"]
                code, _, err = shell("set -o pipefail; " + wrong)
                self.assertEqual(code, 2, err)
                self.assertIn(f"error[{each['name']}]: ", err)
                self.assertNotIn("error", shell(right)[2])

    def test_examples_of_others(self):
        for each in self.all:
            if each["kind"] == "property":
                self.assertEqual(shell(each["example"][1])[2], "")
            if each["kind"] == "value":
                words = [word for word in each["name"].split("=")]
                self.assertIn(words[1], each["example"][0])
                json.loads("{" + each["example"][0] + "}")
            if each["kind"] == "key" and each["example"]:
                json.loads("{" + each["example"][0] + "}")

    def test_words_of_events(self):
        """What a step of a committed trace is called leads to an event."""
        said = {line.split()[0] + " " + line.split(": ")[1].split()[0]
                for each in self.all if each["kind"] == "event" for line in each["example"]}
        said = {re.sub(r" \d+| ", " ", words).replace(":", "") for words in said}
        for path in sorted((SCENARIOS / "traces").glob("*.trace.json")):
            for step in json.loads(path.read_text(encoding="utf-8"))["steps"]:
                actor, action = step["name"].split(": ", 1)
                self.assertIn(f"{actor.split()[0]} {action.split()[0]}", said, step["name"])


class New(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def test_runs_at_once(self):
        code, out, err = h2sim("new", "-o", "mine.json", cwd=self.folder)
        self.assertEqual((code, err), (0, ""))
        self.assertIn("h2sim explore mine.json", out)
        for command in ("validate", "explore"):
            code, out, err = h2sim(command, "mine.json", cwd=self.folder)
            self.assertEqual((code, err), (0, ""))
        self.assertIn("complete: every order", out)
        self.assertEqual(h2sim("check", "mine.json", cwd=self.folder)[0], 0)
        document = json.loads((self.folder / "mine.json").read_text(encoding="utf-8"))
        self.assertEqual(document["id"], "mine")
        self.assertTrue((self.folder / document["$schema"]).is_file())
        self.assertGreaterEqual(len(document["server"]), 10)

    def test_with_every_profile(self):
        profiles = [each["name"] for each in
                    json.loads(h2sim("list", "profiles", "--json", "-")[1])["profiles"]]
        self.assertTrue(profiles)
        for profile in profiles:
            with self.subTest(profile=profile):
                code, text, err = h2sim("new", "--profile", profile, cwd=self.folder)
                self.assertEqual((code, err), (0, ""))
                self.assertEqual(json.loads(text)["server"], {"profile": profile})
                code, out, err = h2sim("explore", "-", input=text)
                self.assertIn(code, (0, 1))
                self.assertEqual(err, "")
                self.assertIn("complete: every order", out)
                self.assertNotRegex(out, r"reaches-limit +reached +unreached")

    def test_ids_and_schemas_follow_the_file(self):
        nested = self.folder / "scenarios/mine"
        nested.mkdir(parents=True)
        (self.folder / "scenarios/schema.json").write_text(json.dumps(SCHEMA), encoding="utf-8")
        code, _, err = h2sim("new", "-o", "scenarios/mine/A b.json", cwd=self.folder)
        self.assertEqual((code, err), (0, ""))
        document = json.loads((nested / "A b.json").read_text(encoding="utf-8"))
        self.assertEqual((document["id"], document["$schema"]), ("mine/a-b", "../schema.json"))
        text = h2sim("new", "races/own", cwd=self.folder)[1]
        document = json.loads(text)
        self.assertEqual((document["id"], document["$schema"]),
                         ("races/own", "scenarios/schema.json"))

    def test_nothing_is_overwritten(self):
        path = self.folder / "mine.json"
        path.write_text("precious", encoding="utf-8")
        code, out, err = h2sim("new", "-o", str(path))
        self.assertEqual((code, out), (2, ""))
        self.assertIn("exists; --force overwrites it", err)
        self.assertEqual(path.read_text(encoding="utf-8"), "precious")
        self.assertEqual(h2sim("new", "-q", "--force", "-o", str(path)), (0, "", ""))
        self.assertEqual(h2sim("validate", "-q", str(path)), (0, "", ""))

    def test_what_cannot_be(self):
        for arguments, message in ((["--profile", "jety"], 'did you mean "jetty"?'),
                                   (["My Server"], '"My Server" is no id'),
                                   (["a//b"], '"a//b" is no id'),
                                   (["--profile", "\x1b[2J"], "\\x1b[2J"),
                                   (["-o", "no/where.json"], "there is no folder")):
            code, out, err = h2sim("new", *arguments, cwd=self.folder)
            self.assertEqual((code, out), (2, ""))
            self.assertIn(message, err)
            self.assertNotIn("\x1b", err)
            self.assertEqual(list(self.folder.iterdir()), [])


GOOD = """{
  "id": "t/x",
  "title": "T",
  "limit": 2,
  "requests": 3,
  "server": {"loop": "locked"},
  "client": {"behaviour": "saturating"},
  "properties": [
    {"name": "no-deadlock", "expect": "holds"}
  ]
}
"""


class Validate(unittest.TestCase):
    """Mistakes people make in JSON: where, which one, and what to do."""

    def complaint(self, old, new):
        self.assertIn(old, GOOD)
        text = GOOD.replace(old, new, 1)
        done = subprocess.run([H2SIM, "validate", "-"], input=text.encode("utf-8"),
                              capture_output=True, check=False,
                              env={"H2SIM_SCENARIOS": str(SCENARIOS)})
        err = done.stderr.decode("utf-8")
        self.assertEqual(done.returncode, 2, err)
        return err

    def test_syntax(self):
        for old, new, place, hint in (
                ('"holds"}\n', '"holds"},\n', "10:3", "remove the comma before it"),
                ('"holds"}\n', '"holds",}\n', "9:47", "remove the comma before it"),
                ('  "limit"', '  // two\n  "limit"', "4:3", "JSON has no comments"),
                ('  "limit"', '  /* two */ "limit"', "4:3", "JSON has no comments"),
                ('  "limit"', '  # two\n  "limit"', "4:3", "JSON has no comments"),
                ('"T"', "'T'", "3:12", "straight double quotes"),
                ('"T"', "“T”", "3:12", "straight double quotes"),
                ('"limit"', "limit", "4:3", 'between double quotes: "limit"'),
                ("2,", "NaN,", "4:12", "no such number"),
                ("2,", "-Infinity,", "4:12", "JSON has no such number"),
                ("2,", "True,", "4:12", "JSON writes true"),
                ("2,", "None,", "4:12", "JSON writes null"),
                ("2,", "+2,", "4:12", "begins with a digit"),
                ("2,", "02,", "4:13", "without zeros"),
                ("2,", "0x2,", "4:13", "a number is decimal"),
                ("2,", "2", "5:3", "a comma is missing before it"),
                ('"limit": 2', '"limit" 2', "4:11", "a colon stands between"),
                ('"limit": 2', '"limit" = 2', "4:11", "a colon stands between"),
                ("  ]\n}\n", "", "10:1", "what begins at line 8 is not closed"),
                ("  ]\n}\n", "  ]\n}\n{}\n", "12:1", "one document in a file"),
                ('"T"', '"T', "3:12", "")):
            with self.subTest(new=new):
                err = self.complaint(old, new)
                self.assertRegex(err, rf"^standard input:{place}: error\[syntax\]: not JSON: ")
                self.assertIn(hint, err)

    def test_values(self):
        for old, new, messages in (
                ("2,", "2.0,", ["4:12: error[wrong-type]", "write it in digits, without fraction"]),
                ("2,", '"2",', ["4:12: error[wrong-type]", "write the number without quotes"]),
                ("2,", "-2,", ["4:12: error[out-of-range]", "an integer from 1 to 1000"]),
                ('"locked"', '"Locked"', ["6:22: error[unknown-name]", 'did you mean "locked"?']),
                ('{"loop": "locked"}', '{"profile": "jety"}',
                 ["6:25: error[unknown-name]", 'did you mean "jetty"? looked in ']),
                ('{"name": "no-deadlock", "expect": "holds"}', '"no-deadlock"',
                 ["9:5: error[wrong-type]", "with the keys name, expect"]),
                ('"holds"}', '"holds"}, {"name": "no-deadlock", "expect": "holds"}',
                 ["9:58: error[listed-twice]", "at /properties/1/name"]),
                ("2,", '2, "limit": 3,', ["4:15: error[duplicate-key]", "first at line 4"])):
            with self.subTest(new=new):
                err = self.complaint(old, new)
                for message in messages:
                    self.assertIn(message, err)

    def test_all_errors_at_once(self):
        text = (GOOD.replace("2,", "0,").replace("locked", "lockd")
                .replace("no-deadlock", "No-Deadlock").replace("saturating", "saturated")
                .replace('"T"', '"T", "colour": 1'))
        code, out, err = h2sim("validate", "-", input=text)
        self.assertEqual((code, out), (2, ""))
        self.assertEqual(re.findall(r"(?m)^standard input:(\d+:\d+): error\[([\w-]+)\]", err),
                         [("3:17", "unknown-key"), ("4:12", "out-of-range"),
                          ("6:22", "unknown-name"), ("7:27", "unknown-name"),
                          ("9:14", "unknown-name")])
        text = GOOD.replace("2,", "0,").replace('"loop": "locked"', '"profile": "jety"')
        self.assertEqual(h2sim("validate", "-", input=text)[2].count("error["), 2)

    def test_the_caret_stands_below(self):
        for title in ("T", "サーバー", "e\u0301", "한글 ＡＢ", "🚀", "x" * 300):
            with self.subTest(title=title):
                err = self.complaint('"T",\n  "limit": 2', f'"{title}", "limit": 0')
                source, caret = err.splitlines()[1:3]
                left = source[:source.index('0,')]

                def width(text):
                    import unicodedata
                    return sum(0 if unicodedata.combining(letter) else
                               2 if unicodedata.east_asian_width(letter) in "WF" else 1
                               for letter in text)

                self.assertEqual(caret, " " * width(left) + "^")
                self.assertLess(width(source), 120)
        err = self.complaint('  "limit": 2', '\t \t"limit": 0')  # a tab is shown as a space
        self.assertEqual([line.strip(" ") for line in err.splitlines()[1:3]], ['"limit": 0,', "^"])
        source, caret = err.splitlines()[1:3]
        self.assertEqual(caret.index("^"), source.index("0,"))

    def test_utf_16(self):
        done = subprocess.run([H2SIM, "validate", "-"], input=GOOD.encode("utf-16"),
                              capture_output=True, check=False)
        self.assertEqual(done.returncode, 2)
        self.assertIn(b"this is UTF-16; save it as UTF-8", done.stderr)
        done = subprocess.run([H2SIM, "validate", "-"], input=b"\xef\xbb\xbf" + GOOD.encode(),
                              capture_output=True, check=False)
        self.assertEqual((done.returncode, done.stderr), (0, b""))


class Editors(unittest.TestCase):
    def test_settings(self):
        settings = json.loads((SOURCE / ".vscode/settings.json").read_text(encoding="utf-8"))
        matched = set()
        for entry in settings["json.schemas"]:
            schema = SOURCE / entry["url"]
            self.assertIn("json-schema.org", json.loads(
                schema.read_text(encoding="utf-8"))["$schema"])
            files = [path for glob in entry["fileMatch"] if not glob.startswith("!")
                     for path in (SOURCE.glob(glob[1:]) if glob.startswith("/")
                                  else SCENARIOS.rglob(glob))]
            self.assertTrue(files)
            matched.update(files)
        for folder in ("races", "idioms", "nets", "profiles", "traces"):
            self.assertLessEqual(set((SCENARIOS / folder).rglob("*.json")), matched)

    def test_every_key_is_described(self):
        for name, written, _ in keys():
            with self.subTest(key=name):
                self.assertGreaterEqual(len(described(written).split()), 2)
                choices = resolved(written)
                if "enum" in choices:
                    self.assertEqual(len(choices["enumDescriptions"]), len(choices["enum"]))
                if choices.get("type") in ("integer", "boolean"):
                    self.assertTrue({"default", "examples"} & {*written, *choices}, name)

    def test_the_schema_of_traces(self):
        """What the program writes has all of its keys; older traces have fewer, none has another."""
        schema = json.loads((SCENARIOS / "traces.schema.json").read_text(encoding="utf-8"))
        written = json.loads(h2sim("explore", str(SCENARIOS / "races/go-42777-landed.json"),
                                   "--trace-out", "-")[1])
        self.assertEqual(set(written), set(schema["properties"]))
        steps = schema["properties"]["steps"]["items"]
        for path in sorted((SCENARIOS / "traces").glob("*.json")):
            trace = json.loads(path.read_text(encoding="utf-8"))
            self.assertLessEqual(set(schema["required"]), set(trace), path)
            self.assertLessEqual(set(trace), set(schema["properties"]), path)
            self.assertIn(trace["schema"], schema["properties"]["schema"]["enum"])
            self.assertIn(trace["verdict"], schema["properties"]["verdict"]["enum"])
            for step in trace["steps"]:
                self.assertLessEqual(set(steps["required"]), set(step))
                self.assertLessEqual(set(step), set(steps["properties"]))

    def test_the_schemas_accept_what_is_committed(self):
        try:
            import jsonschema
        except ImportError:
            self.skipTest("no jsonschema")
        validator = jsonschema.Draft7Validator(SCHEMA)
        jsonschema.Draft7Validator.check_schema(SCHEMA)
        for path in sorted(SCENARIOS.glob("*/*.json")):
            document = json.loads(path.read_text(encoding="utf-8"))
            if document.get("$schema") == "../schema.json":
                with self.subTest(path=path):
                    self.assertEqual([error.message for error in validator.iter_errors(document)],
                                     [])
        store = {path.name: json.loads(path.read_text(encoding="utf-8"))
                 for path in SCENARIOS.glob("*.schema.json")}
        for folder in ("nets", "profiles", "traces"):
            schema = store[f"{folder}.schema.json"]
            jsonschema.Draft7Validator.check_schema(schema)
            with warnings.catch_warnings():  # newer versions have another way, older ones only this
                warnings.simplefilter("ignore", DeprecationWarning)
                resolver = jsonschema.RefResolver("", schema, {"schema.json": SCHEMA})
            one = jsonschema.Draft7Validator(schema, resolver=resolver)
            for path in sorted((SCENARIOS / folder).glob("*.json")):
                document = json.loads(path.read_text(encoding="utf-8"))
                with self.subTest(path=path):
                    self.assertEqual([error.message for error in one.iter_errors(document)], [])
        self.assertTrue(list(validator.iter_errors({**json.loads(h2sim("new")[1]), "limt": 2})))


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
