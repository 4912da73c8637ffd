"""Same input, same octets: of every scenario, trace and report, run twice, with one job and with
two; or by every program that is named (built by another compiler, or with other optimization).

usage: same_bytes_test.py SOURCE H2SIM [H2SIM...]

With SAME_BYTES=jobs in the environment one program is only asked what it may share out among jobs:
for a run that asks everything of several programs afterwards, which differ where one is not sure.
"""

import concurrent.futures
import difflib
import json
import os
import pathlib
import subprocess
import sys
import tempfile

SOURCE = pathlib.Path(sys.argv[1]).absolute()
SHARED_OUT = ("check", "compare")
PROGRAMS = [os.path.abspath(each) for each in sys.argv[2:]]


def output(program, *arguments):
    """What a command prints, and the files that it writes where an argument says "FOLDER"."""
    with tempfile.TemporaryDirectory() as folder:
        words = [word.replace("FOLDER", folder) for word in arguments]
        done = subprocess.run([program, *words], cwd=SOURCE, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, timeout=300, check=False,
                              env={"PATH": os.environ["PATH"], "HOME": "/nonexistent"})
        files = [b"%s\n%s" % (path.name.encode(), path.read_bytes())
                 for path in sorted(pathlib.Path(folder).iterdir())]
    assert len(files) == sum("FOLDER" in word for word in arguments), (arguments, done.stderr)
    return b"%s\nexit code %d\n%s" % (b"\n".join([done.stdout, *files]), done.returncode,
                                      done.stderr.replace(folder.encode(), b"FOLDER"))


def questions():
    """Names and arguments of all that is compared."""
    listed = subprocess.run([PROGRAMS[0], "check", "--list", "--json", "-"], cwd=SOURCE,
                            capture_output=True, text=True, check=True).stdout
    for each in (entry["id"] for entry in json.loads(listed)["scenarios"]):
        yield "explore", each, "--json", "-"
        yield "explore", each
    for trace in sorted((SOURCE / "scenarios/traces").glob("*.json")):
        name = str(trace.relative_to(SOURCE))
        for form in ("text", "json", "jsonl", "mermaid", "svg"):
            yield "replay", name, "--format", form
        yield "minimize", name
        yield "diff", name, "traces/go-42777-landed.no-false-refusal.trace.json"
        yield "diff", name, "traces/blocking-drain.no-deadlock.trace.json", "--json"
        yield "explore", "--from", name + "@3", "--json", "-"
    for language in ("--python", "--go", "--java", "--rust"):
        yield "emit", "traces/go-42777-landed.no-false-refusal.trace.json", language
    for strategy in ("random", "pct", "pos"):
        yield ("explore", "races/go-42777-landed", "--strategy", strategy, "--json", "-", "--set",
               'properties=[{"name": "no-false-refusal", "expect": "violated"}]')
    for form in ("text", "md", "json", "html"):
        yield ("compare", "races/go-42777-landed", "--vary", "server.before_read=nothing,drain,wait",
               "--vary", "requests=1..3", "--format", form)
    yield ("check", "--json", "FOLDER/report.json", "--junit", "FOLDER/report.xml",
           "--md", "FOLDER/report.md", "--html", "FOLDER/report.html")
    for subject in ("profiles", "properties", "scenarios"):
        yield "list", subject, "--json", "-"
    for form in ("text", "md", "json"):
        yield "rules", "--format", form
    yield ("schema",)
    yield ("--help",)


def difference(arguments, first, second, who):
    lines = difflib.unified_diff(first.decode(errors="replace").splitlines(),
                                 second.decode(errors="replace").splitlines(), *who, lineterm="",
                                 n=0)
    print("DIFFERENT:", " ".join(arguments), *list(lines)[:12], sep="\n  ")


def answers(arguments):
    """What the first program says, and for each of the others who it is and what it says."""
    jobs = ("--jobs", "1") if arguments[0] in SHARED_OUT else ()
    others = [(program, jobs) for program in PROGRAMS[1:]]
    others = others or [(PROGRAMS[0], ("--jobs", "2") if jobs else ())]
    return output(PROGRAMS[0], *arguments, *jobs), [
        (" ".join((program, *more)), output(program, *arguments, *more))
        for program, more in others]


def main():
    asked = list(questions())
    if len(PROGRAMS) == 1 and os.environ.get("SAME_BYTES") == "jobs":
        asked = [arguments for arguments in asked if arguments[0] in SHARED_OUT]
    differing = count = 0
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for arguments, (first, others) in zip(asked, pool.map(answers, asked)):
            codes = (0, 1) if arguments[0] == "diff" else (0,)
            if not any(b"\nexit code %d\n" % code in first for code in codes):
                # two equal errors would prove nothing
                print("FAILED:", " ".join(arguments), first.decode(errors="replace")[-500:])
                pool.shutdown(cancel_futures=True)
                return 1
            for who, second in others:
                count += 1
                if second != first:
                    differing += 1
                    difference(arguments, first, second, (PROGRAMS[0], who))
    print(f"{count} comparisons, {differing} differ")
    return 1 if differing or not count else 0


sys.exit(main())
