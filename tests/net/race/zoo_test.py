"""tools/zoo/run: what profiles predict beside what was seen, of servers whose design is known.

usage: zoo_test.py H2SIM THREADED_SERVER SOURCE
"""
import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

H2SIM, THREADED, SOURCE = sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3])


def server(name, profile, launch):
    return {"name": name, "package": "none", "profile": profile, "version": ["sh", "-c", "echo 1"],
            "launch": launch}


class Zoo(unittest.TestCase):
    def run_zoo(self, servers, *names):
        """Exit code, output, entries, Markdown."""
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            (folder / "servers.json").write_text(json.dumps(servers))
            run = subprocess.run(
                [SOURCE / "tools/zoo/run", "--h2sim", H2SIM, "--max-cycles", "40", "--servers",
                 folder / "servers.json", "--json", folder / "out.json", "--md", folder / "out.md",
                 *names], capture_output=True, text=True, check=False)
            entries = json.loads((folder / "out.json").read_text()) if run.returncode < 2 else []
            page = (folder / "out.md").read_text() if run.returncode < 2 else ""
            return run.returncode, run.stdout + run.stderr, entries, page

    def test_prediction_and_observation(self):
        drains = f"exec {THREADED} --port {{port}} --design drain --limit 3 --hold 5000"
        code, out, entries, page = self.run_zoo([server("drains", "go-x-net-2021", drains)])
        self.assertEqual(code, 0, out)
        self.assertEqual(entries[0]["report"]["verdict"], "server-wrong")
        self.assertIn("| GET /bytes/4096 park, data |", page)
        self.assertIn("| can |", page)

    def test_a_profile_that_excludes_what_was_seen(self):
        drains = f"exec {THREADED} --port {{port}} --design drain --limit 3 --hold 5000"
        code, out, _, page = self.run_zoo([server("drains", "nghttp2", drains)])
        self.assertEqual(code, 1, out)
        self.assertIn("| never |", page)

    def test_servers_that_are_not_there(self):
        absent = server("absent", "", "exec true {port}") | {"program": "no-such-program"}
        ends = server("ends", "", "exec true {port}")
        code, out, entries, _ = self.run_zoo([absent, ends])
        self.assertEqual(code, 0, out)
        self.assertIn("absent: not here (apt-get install none)", out)
        self.assertEqual([entry["name"] for entry in entries], ["ends"])
        self.assertIn("has ended", out)
        self.assertEqual(self.run_zoo([ends], "begins")[0], 2)

    def test_the_list(self):
        servers = json.loads((SOURCE / "tools/zoo/servers.json").read_text())
        listed = subprocess.run([H2SIM, "list", "profiles", "--json", "-"], capture_output=True,
                                text=True, check=True).stdout
        for each in servers:
            self.assertIn("{port}", each["launch"] + "".join(each.get("files", {}).values()))
            if each["profile"]:
                self.assertIn(f'"{each["profile"]}"', listed)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
