"""Nets on the command line: the page about them is done to the letter, each is printed in every form,
and a net of one's own is found beside the scenarios.

nets_test.py H2SIM SOURCE
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
import xml.etree.ElementTree

H2SIM, SOURCE = os.path.abspath(sys.argv[1]), pathlib.Path(sys.argv[2]).absolute()
SCENARIOS = SOURCE / "scenarios"
PAGE = (SCENARIOS / "nets.md").read_text(encoding="utf-8")
NETS = sorted(path.stem for path in (SCENARIOS / "nets").glob("*.json"))


def h2sim(*arguments, given="", cwd=None):
    done = subprocess.run([H2SIM, *arguments], input=given, capture_output=True, text=True,
                          check=False, cwd=cwd, env={**os.environ, "COLUMNS": "80"})
    return done.returncode, done.stdout, done.stderr


class Folder(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def write(self, name, value):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(value if isinstance(value, str) else json.dumps(value), encoding="utf-8")
        return str(path)


class Page(Folder):
    def test_every_command(self):
        codes = {}
        for block in re.findall(r"(?ms)^```sh\n(.*?)^```$", PAGE):
            for line in block.splitlines():
                words = shlex.split(line)
                self.assertEqual(words[0], "h2sim", line)
                words = [str(SOURCE / word) if word == "scenarios/idioms" else word
                         for word in words[1:]]
                code, out, err = h2sim(*words, cwd=self.folder)
                self.assertNotIn("error", err, line)
                self.assertTrue(out or "-o" in words, line)
                codes[line] = code
        self.assertGreaterEqual(len(codes), 9)
        self.assertEqual([line for line, code in codes.items() if code != 0], [])
        self.assertTrue((self.folder / "actor.svg").exists())

    def test_its_net_is_the_server_that_it_describes(self):
        net = json.loads(re.search(r"(?ms)^```json\n(.*?)^```$", PAGE).group(1))
        scenario = json.loads((SCENARIOS / "idioms/batching-writer.json").read_text("utf-8"))
        scenario.pop("$schema")
        committed = h2sim("explore", "idioms/batching-writer", "--json", "-")[1]
        for own in (net, "my-writer"):  # carried, and named
            self.write("nets/my-writer.json", net)
            scenario["server"]["net"] = own
            path = self.write("mine.json", scenario)
            code, out, err = h2sim("explore", path, "--json", "-", cwd=self.folder)
            self.assertEqual(code, 0, err)
            found, known = json.loads(out), json.loads(committed)
            for key in ("states", "transitions", "complaints"):
                self.assertEqual(found[key], known[key])
        self.assertEqual(known["properties"][0]["verdict"], "violated")
        self.assertIn(f"*violated* in {known['properties'][0]['steps']} steps", PAGE)

    def test_links_and_names(self):
        headings = {re.sub(r"[^\w -]", "", text.lower()).replace(" ", "-")
                    for text in re.findall(r"(?m)^#+ (.*)$", PAGE)}
        for target in re.findall(r"\]\(([^)]+)\)", PAGE):
            if target.startswith("#"):
                self.assertIn(target[1:], headings)
            else:
                self.assertTrue((SCENARIOS / target).exists(), target)
        idioms = PAGE.split("## Idioms", 1)[1].split("\n## ", 1)[0]
        for path in (SCENARIOS / "idioms").glob("*.json"):
            if path.stem not in ("batching-writer-bounded", "batching-writer-at-once"):
                self.assertIn(f"(idioms/{path.name})", idioms)
        self.assertIn("(nets.md)", (SCENARIOS / "README.md").read_text("utf-8"))

    def test_the_schema_takes_every_net(self):
        try:
            import jsonschema
        except ImportError:
            self.skipTest("python3-jsonschema is not installed")
        schema = json.loads((SCENARIOS / "nets.schema.json").read_text("utf-8"))
        for name in NETS:
            jsonschema.validate(json.loads((SCENARIOS / f"nets/{name}.json").read_text("utf-8")),
                                schema)
        with self.assertRaises(jsonschema.ValidationError):
            jsonschema.validate({"name": "n", "title": "t", "emit": "q", "places": {"q": {}},
                                 "rules": [{"name": "r", "thread": "t", "take": "3 q"}]}, schema)


class Printed(Folder):
    def test_each_net_in_each_form(self):
        self.assertGreaterEqual(len(NETS), 24)
        for name in NETS:
            committed = json.loads((SCENARIOS / f"nets/{name}.json").read_text("utf-8"))
            rules = [rule["name"] for rule in committed["rules"]]
            code, out, err = h2sim("net", name)
            self.assertEqual((code, err), (0, ""))
            self.assertLessEqual(max(map(len, out.splitlines())), 80, name)
            self.assertEqual(json.loads(h2sim("net", name, "--format", "json")[1]), committed)
            picture = xml.etree.ElementTree.fromstring(h2sim("net", name, "--format", "svg")[1])
            words = [text.strip(" !") for text in picture.itertext()]
            mermaid = h2sim("net", name, "--format", "mermaid")[1]
            self.assertTrue(mermaid.startswith("flowchart LR\n"))
            for rule in rules:
                self.assertIn(rule, words)
                self.assertIn(f'["{rule}"]', mermaid)
            for place in committed["places"]:
                self.assertIn(place, words)

    def test_what_keys_stand_for_is_a_net_that_does_the_same(self):
        for scenario in ("races/go-42777-before", "races/stacks/nghttp2", "races/jetty-2349"):
            net = json.loads(h2sim("net", scenario, "--format", "json")[1])
            self.assertEqual(h2sim("validate", "-", given=json.dumps(net))[0], 0)
            known = json.loads(h2sim("explore", scenario, "--json", "-")[1])
            trace = str(self.folder / "t.json")
            h2sim("explore", scenario, "--trace-out", trace, "--property", "no-false-refusal")
            document = json.loads((SCENARIOS / f"{scenario}.json").read_text("utf-8"))
            if os.path.exists(trace):  # a trace has the profile's values written out
                document = json.loads(pathlib.Path(trace).read_text("utf-8"))["scenario"]
                os.remove(trace)
            document.pop("$schema", None)
            for key in ("loop", "before_read", "write_buffer", "orders"):
                document["server"].pop(key, None)
            if "profile_merged" not in document["server"]:
                continue
            document["server"]["net"] = net
            code, out, err = h2sim("explore", self.write("n.json", document), "--json", "-")
            self.assertEqual(code, 0, err)
            self.assertEqual(json.loads(out)["states"], known["states"])

    def test_the_slot_is_marked_where_the_scenario_gives_it_back(self):
        out = h2sim("net", "idioms/completion-queue")[1]
        self.assertRegex(out, r"(?m)^loop +complete .* freed$")
        self.assertEqual(out.count("freed"), 1)
        self.assertNotIn("freed", h2sim("net", "completion-queue")[1])
        self.assertIn('class="free"', h2sim("net", "idioms/mailbox-actor", "--format", "svg")[1])

    def test_new_from_a_net(self):
        for name in ("mailbox-actor", "split-buffered"):
            code, out, err = h2sim("new", "--from-net", name)
            self.assertEqual((code, err), (0, ""))
            committed = json.loads((SCENARIOS / f"nets/{name}.json").read_text("utf-8"))
            committed.pop("$schema")
            self.assertEqual(json.loads(out)["server"]["net"], committed)
            self.assertEqual(h2sim("validate", "-", given=out)[0], 0)

    def test_people_s_words_lead_to_a_net(self):
        for word in ("mailbox", "batch", "actor", "io_uring", "worker pool", "lock", "goroutine",
                     "event loop"):
            out = h2sim("explain", word)[1]
            self.assertRegex(out, r"(?m)^net [a-z-]+$", word)
            self.assertIn("h2sim new --from-net", out)
        self.assertIn("net verb", h2sim("explain", "hand-over")[1])


class Wrong(Folder):
    def test_names_that_are_none(self):
        code, out, err = h2sim("net", "mailbox-acter")
        self.assertEqual((code, out), (2, ""))
        self.assertIn('did you mean "mailbox-actor"?', err)
        code, _, err = h2sim("explore", "idioms/two-locks", "--set", 'server.net="two-lock"')
        self.assertEqual(code, 2)
        self.assertIn('unknown net "two-lock"', err)
        self.assertIn('did you mean "two-locks"?', err)
        self.assertIn("looked in", err)
        self.assertEqual(h2sim("new", "--from-net", "nothing")[0], 2)
        self.assertEqual(h2sim("new", "--from-net", "split", "--profile", "nginx")[0], 2)

    def test_keys_that_the_net_stands_for(self):
        for key in ("loop=single", "before_read=drain", "write_buffer=100", "loop=split"):
            code, _, err = h2sim("explore", "idioms/two-locks", "--set", f"server.{key}")
            self.assertEqual(code, 2, key)
            self.assertIn("the net says what threads there are", err)

    def test_a_net_that_is_wrong_is_told_wherever_it_is_met(self):
        net = json.loads((SCENARIOS / "nets/two-locks.json").read_text("utf-8"))
        net["rules"][0]["take"] = "to-sever"
        bad = self.write("nets/two-locks.json", net)
        for arguments in (("validate", bad), ("net", bad), ("check", str(self.folder))):
            code, _, err = h2sim(*arguments, cwd=self.folder)
            self.assertIn(code, (1, 2), arguments)
            self.assertIn('unknown place "to-sever"', err + _)
        scenario = json.loads((SCENARIOS / "idioms/two-locks.json").read_text("utf-8"))
        scenario.pop("$schema")
        code, _, err = h2sim("explore", self.write("mine.json", scenario), cwd=self.folder)
        self.assertEqual(code, 2)
        self.assertIn("nets/two-locks.json:", err)
        self.assertIn("at /rules/0/take", err.replace("/server/net", ""))
        net["name"] = "other"
        net["rules"][0]["take"] = "to-server"
        self.assertEqual(h2sim("validate", self.write("nets/two-locks.json", net))[0], 2)


class Explored(Folder):
    def test_what_never_happened(self):
        report = json.loads(h2sim("explore", "idioms/closes-on-count", "--json", "-")[1])
        self.assertEqual(report["never"]["rules"], ["remove"])
        self.assertIn("rules that happen in no order: remove",
                      h2sim("explore", "idioms/closes-on-count")[1])
        self.assertNotIn("never", json.loads(h2sim("explore", "races/jetty-2349", "--json", "-")[1]))

    def test_a_deadlock_says_who_holds_what(self):
        out = h2sim("explore", "idioms/two-locks", "--property", "no-deadlock")[1]
        for line in ("write-lock: is taken", "state-lock: is taken",
                     "applying: the client's PING waits there"):
            self.assertIn(line, out)

    def test_a_trace_carries_its_net_and_replays(self):
        trace = str(self.folder / "t.json")
        h2sim("explore", "idioms/mailbox-actor", "--property", "no-false-refusal", "--trace-out",
              trace)
        document = json.loads(pathlib.Path(trace).read_text("utf-8"))
        self.assertEqual(document["scenario"]["server"]["net"]["name"], "mailbox-actor")
        self.assertIn({"fire"}, [{step["action"]["verb"]} for step in document["steps"]])
        empty = self.folder / "empty"
        empty.mkdir()
        code, out, err = h2sim("replay", trace, cwd=empty)
        self.assertEqual(code, 0, err)
        self.assertIn("connection", out)
        picture = xml.etree.ElementTree.fromstring(
            h2sim("replay", trace, "--format", "svg", "-o", "-")[1])
        words = list(picture.itertext())
        for lane in ("reader", "connection", "actor 1"):
            self.assertIn(lane, words)
        step = next(each for each in document["steps"] if each["action"]["verb"] == "fire")
        step["action"]["rule"] = "no such rule"
        self.write("t.json", document)
        self.assertEqual(h2sim("replay", trace)[0], 7)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=1)
