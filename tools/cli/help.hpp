#pragma once
// The words of --help that are more than a line.

#include <string>
#include <string_view>

#include "tools/cli/command_help.hpp"

namespace tools {

inline constexpr CommandHelp kCheckHelp{
    "check", "Explore scenarios and hold them against the verdicts they expect",
    R"(Examples:
  h2sim check
  h2sim check scenarios/races --filter go-42777
  h2sim check my-server.json --jobs 1 --json report.json

  h2sim check --filter races/ --filter '!races/stacks' --max-time 60
  h2sim check --shard 2/5 --json part-2.json
  h2sim check --html report.html --traces-out traces
  h2sim check --junit junit.xml --md "$GITHUB_STEP_SUMMARY" --expectations known.json

Folders are searched for *.json; profiles, traces and schemas are left out. The last line is
"N passed, N failed, N skipped": a file that is not valid and a search that ended at a bound
(incomplete) count as failed; what --fail-fast or Ctrl-C left undone counts as skipped. A scenario
on which h2sim itself fails counts as failed too (crashed): the others are explored, and all reports
are written. Of the exit codes of all scenarios the worst is that of check: 3 before 2, 1 and 5.
Without a folder scenarios here, those that are part of h2sim are checked: the folder embedded:.
A path may also be an id. Profiles in the folders are validated, and failures if they are not valid.
--max-time and --max-memory hold for each scenario by itself.

--shard: the id alone decides (XXH3-64 of it, modulo N), so a new scenario never moves another. A
part may be empty and passes then; merge notices parts that are missing.
--expectations: [{"id": "races/x", "property": "no-deadlock", "reason": "issue 12"}, …]; without
"property" the scenario may fail in any way. What is listed and fails is "xfailed" and counts as
passed, what is listed and does not is "xpassed" and counts as failed. Incomplete searches, invalid
files and crashes are never excused. An id that is not in these files is an error.
--traces-out: DIR/ID.PROPERTY.trace.json and .svg of each verdict that makes a scenario fail;
nothing is written, and no folder made, where all is as expected.
--last-failed: kept in $XDG_STATE_HOME/h2sim (~/.local/state/h2sim), by the current folder.
--update-pinned: refused where CI is set to anything but nothing, false or 0.
Times only with --durations: without, two runs write the same octets.
With GITHUB_ACTIONS=true findings are also printed as ::error commands, unless a report goes to
standard output.)"};

inline constexpr CommandHelp kMergeHelp{"merge", "Put the results of check --shard together again",
                                        R"(Examples:
  h2sim merge part-*.json
  h2sim merge part-1.json part-2.json --junit junit.xml --json all.json

The reports and the exit code are those of check without --shard. Exit code 2 if a part is missing
or there twice, or if parts are not of one run: another N, version of h2sim or set of scenarios.)"};

inline constexpr CommandHelp kExploreHelp{
    "explore", "Explore one scenario in every order and show the shortest counterexample",
    R"(Examples:
  h2sim explore scenarios/races/go-42777-landed.json
  h2sim explore scenarios/races/go-42777-landed.json --trace-out landed.trace.json
  h2sim explore scenarios/races/go-42777-landed.json --set limit=3
  h2sim explore my-server.json --max-time 60 --max-memory 2000 --json -
  h2sim explore --from landed.trace.json@12
  h2sim explore my-server.json --strategy pos --seed 7 --runs 100000

A property that is violated as the scenario expects is a success (exit code 0). With --json - or
--trace-out - nothing else is written to standard output.

--property asks for that property alone, also for one that the scenario does not list (of which
nothing is expected). The search then ends as soon as everything that was asked is answered: a
violation at the first, "holds" only at the end. --stop-at-first ends it at the first violation of
any property; of what was open then nothing is said. Pinned counts are compared only where the
search was complete.

--from begins in the state after so many steps of the trace (- is standard input; 0 is the beginning
of its scenario, which is in the trace; without @STEP it is the end). Verdicts, "shortest" and
--max-depth are then about what can happen from there on, and traces that are written lead there
first. Unless STEP is 0, nothing is held against what the scenario expects or has pinned: the exit
code is 0 when every property has an answer, else 5. It is 7 if the trace no longer replays so
far.

--strategy random, pct and pos make --runs runs at random, each until nothing is enabled or for
--max-depth steps (default 10000). They find and never prove: a property is "not found" and never
"holds". Exit code 1 if something was found that is expected to hold or to be unreached; 0 only if
all runs were made, all properties are expected to be violated or reached, and all were; else 5.
  random  every enabled event is as likely as the others
  pct     threads with random priorities that change at --pct-depth minus 1 steps (Burckhardt and
          others, ASPLOS 2010); what it guarantees is printed with what that assumes
  pos     events with random priorities, drawn again by those in a race (Yuan and others, CAV 2018)
A run says of "every request is answered" only that it has ended without; not that it never will.
Run i of a seed depends on these two numbers alone. Intervals are those of Clopper and Pearson.)"};

inline constexpr CommandHelp kCompareHelp{
    "compare", "Explore variants of one scenario and show their verdicts side by side",
    R"(Examples:
  h2sim compare races/go-42777-before --vary server.profile=go-x-net-2020,go-x-net-2021
  h2sim compare races/go-42777-landed --vary server.before_read=nothing,drain,wait --vary limit=1,2
  h2sim compare races/go-42777-landed --vary response.body=4080..4100 --property no-false-refusal
  h2sim compare races/blocking-drain --threshold limit --set requests=9
  h2sim compare races/blocking-drain-pings --threshold client.pings --vary limit=1,2
  h2sim compare my-server.json --vary 'response={"body": 1, "headers": 40},{"body": 5000}'
  h2sim compare my-server.json --vary limit=1..4 --format html -o limits.html

Values are put in place as --set puts them, after --set; several --vary give all combinations, 1000
at most. 1..8 stands for 1,2,…,8. A value that begins with {, [ or " is JSON: commas in it do not
separate. With server.profile varied, the values that the scenario's own "server" gives stay.

Same states: variants with one letter reach the same set of canonical states, whatever the key says:
as many states, and the same 128-bit fingerprint of all of them. What may differ is how they go from
one to the other. Only variants that were explored completely are marked. The limit is part of every
state, so variants of it never have a letter in common.

--threshold goes through the values of a key from the smallest on (the first 32, up to --max, or
those its --vary lists, in that order) for each combination of the others. It ends where a promise
is kept or broken otherwise than at the first value, or where a bound is hit; what is merely reached
or not is told and ends nothing. Verdicts may change again further on.

Exit code 0 if every variant was explored completely, whatever the verdicts; 5 if not, which is
never a pass; 2 if one of the variants is not valid: then none is explored.)"};

inline constexpr CommandHelp kReplayHelp{
    "replay", "Go along a trace, check everything it says, and show each step",
    R"(Examples:
  h2sim replay landed.trace.json
  h2sim replay landed.trace.json --until 8
  h2sim replay landed.trace.json --format json
  h2sim replay landed.trace.json --format svg -o landed.svg
  h2sim replay landed.trace.json --at-point-of-no-return
  h2sim replay landed.trace.json --step
  h2sim replay landed.trace.json --set server.before_read=completions_first \\
      --trace-out as-far.trace.json

jsonl has one line for each step, mermaid is a sequenceDiagram, svg a picture of who did what when,
with the frames on their way. The point of no return is the last step from which some order still
keeps the property; after it, every order breaks it.
--step goes forward, back and aside on a terminal of at least 40x10: what each step changed, what
else could have happened, and a run of one's own from there, written with w as a trace; ? lists the
keys. What a trace of another version of h2sim says of states is not held against it: the events and
the verdict decide.
--set takes the steps in a changed design, each by what it does, until one of them is not possible
there: that is what the change prevents. h2sim explore --from goes on from --trace-out.
Exit code 7 if the trace no longer replays, or the changed design leaves it, with the first step
that differs and why; 5 if the point of no return was not found among --max-states.)"};

inline constexpr CommandHelp kMinimizeHelp{
    "minimize", "Make a trace as short and as easy to follow as it can be",
    R"(Examples:
  h2sim minimize long.trace.json
  h2sim minimize long.trace.json -o short.trace.json
  h2sim minimize long.trace.json --max-time 60 -o - | h2sim replay -

The fewest steps first, then the fewest changes of the actor from step to step, then the fewest
actors. Within the bounds all orders of the trace's scenario are searched, and the result is proven.
Where a bound is hit, steps are left out as long as the rest still shows the property: the trace is
written all the same, with exit code 5. Exit code 7 if the trace no longer replays.)"};

inline constexpr CommandHelp kDiffHelp{
    "diff", "Show how two traces differ: what they claim, their designs, steps and states",
    R"(Examples:
  h2sim diff before.trace.json after.trace.json
  h2sim diff before.trace.json after.trace.json --full
  h2sim diff before.trace.json after.trace.json --json
  h2sim minimize long.trace.json -o - | h2sim diff long.trace.json -

First what differs beside the steps: claims, and keys of the scenarios, with the default where one
of them leaves a key out. Then the steps: - only in the first trace, + only in the second, ~ in both
but in another order. A step is known by what it does, not by its words or its number; where a trace
does not say that, by its words. Then the states, if both traces replay: the first step after which
they differ and in what, whether they become the same again, and how each trace ends. Of two designs
only what they have in common is compared.
Exit code 0 if nothing differs that is written in them, 1 if something does, 2 if one of them is no
trace. A trace that no longer replays is compared by what is written in it, which is told; replay
says why.)"};

inline constexpr CommandHelp kNewHelp{
    "new", "Write a small scenario that runs at once, to be changed into your own",
    R"(Examples:
  h2sim new
  h2sim new -o my-server.json
  h2sim new -o scenarios/mine/landed.json --profile go-x-net-2021
  h2sim new -o my-actor.json --from-net mailbox-actor

The id is taken from the file: its path below a folder scenarios, else its name. Without --profile
the server's keys are written out, with values that hold; an editor explains each of them by the
"$schema", and so does h2sim explain KEY. Every promise is expected to hold: explore ends with exit
code 1 and the shortest counterexample where the design breaks one.)"};

inline constexpr CommandHelp kNetHelp{
    "net", "Print or draw a net: the threads of a server, its places, its rules",
    R"(Examples:
  h2sim net
  h2sim net batching-writer
  h2sim net split --format svg -o split.svg
  h2sim net idioms/mailbox-actor --format svg -o actor.svg
  h2sim net single --format mermaid
  h2sim net two-locks --format json > nets/my-locks.json

A net is what the threads of a server do with frames: places in which they wait, and rules that move
them, each of which is one step of one thread. Threads are lanes in the picture, places circles,
rules bars. Of a scenario the rules are marked at which its release_at gives a slot back. A file of
your own in a folder nets beside your scenarios is found by its name. json prints the file.)"};

inline constexpr CommandHelp kExplainHelp{
    "explain", "Say what a name means: of a property, a key, a value, an exit code, an error, …",
    R"(Examples:
  h2sim explain
  h2sim explain no-false-refusal
  h2sim explain server.release_at completion_processed
  h2sim explain 9113/5.1.2
  h2sim explain 5
  h2sim explain unknown-key
  h2sim explain "writer: posts the completion of DATA 1"

Without a name: the kinds of names, how many there are of each, and one of them. A section of an RFC
stands for the rules and properties about it; words of a trace for the event.)"};

inline constexpr CommandHelp kValidateHelp{
    "validate", "Check the form of scenarios, profiles and traces without exploring",
    R"(Examples:
  h2sim validate my-server.json
  h2sim validate scenarios

What a file is meant to be is seen from its contents. Schemas are left out.)"};

inline constexpr CommandHelp kSchemaHelp{"schema",
                                         "Print the JSON schema of scenario files, for editors",
                                         R"(Example:
  h2sim schema > scenario.schema.json)"};

inline constexpr CommandHelp kListHelp{"list", "List nets, profiles, properties or scenarios",
                                       R"(Examples:
  h2sim list properties
  h2sim list profiles
  h2sim list nets
  h2sim list scenarios --json -)"};

inline constexpr CommandHelp kRulesHelp{
    "rules", "List the rules of the RFCs with the tests and scenarios that touch each",
    R"(Examples:
  h2sim rules
  h2sim rules 9113/6.9
  h2sim rules 7541 --uncovered
  h2sim rules --format md > rules.md
  h2sim rules 9113/5.1.2/limit --format json

Columns: the rule, its level, who can see it kept or broken, whether verdicts cite it, and what it
asks for in one line. Observers: receiver (the octets show it), prober (the answer shows it, or that
there is none), self (nobody else), application (above), transport (TLS and TCP, below) and
intermediary (it takes both sides of it).)"};

inline constexpr CommandHelp kDecodeHelp{
    "decode", "Show the frames in octets of a connection, and what their senders did wrong",
    R"(Examples:
  h2sim decode client.bin
  tshark -r FILE -q -z follow,tcp,raw,0 | h2sim decode
  h2sim decode --client client.bin --server server.bin
  echo '00 00 08 06 00 00 00 00 00  01 02 03 04 05 06 07 08  # PING' | h2sim decode
  h2sim decode --role client --json server.bin > server.json
  h2sim decode --piece --settings MAX_FRAME_SIZE=32768 server.bin

A witness reads the octets: it belongs to neither side, and goes on after every fault. It says that
a peer "broke" a rule (MUST) or "did not follow" it (SHOULD) where nothing could make it right;
"unless this crossed" where it would be right if what the other had sent had not yet arrived; and
"unknown" where it takes octets that are not here.

Of one direction, a client's octets are whole if they begin with its preface, a server's if they
begin with SETTINGS; all others are a piece from the middle of a connection, of which settings,
streams and field tables are not known (fields that stand there as an index are shown as unknown).
--piece says so of octets that look whole. --role is that of the endpoint that receives them; else
it is guessed by whose rules they keep. --settings gives what the other peer had announced.

--client and --server give both directions. The order between them is not in the octets: frames are
put in an order in which everybody is right, where there is one. What is an error then is one.

The input is octets, or a text that stands for them: hex digits (blanks, commas, colons, 0x and \x
between them), a dump of od -t x1, hexdump -C, xxd, Wireshark or tshark, Wireshark's Follow (of both
directions --role takes one), an array or a string of C or a language like it, base64. A note says
what was recognised; what can be read in two ways is refused, and --input decides. What stands
before a connection preface and is no frame, like an Upgrade request, is skipped with a note, and so
is the head of the HTTP/1.1 response before a server's first SETTINGS; offsets count from behind it.
Input that is no HTTP/2 (HTTP/1.1, TLS, a capture) is named. --input raw takes octets as they are.

In JSON, octets (values, names, data) are strings where they are valid UTF-8, else {"hex": "c328"}.
A frame has "payload", in hex, where the other members do not say all of it. "encode" reads this
form and makes the same octets of it.

Exit code 1 if a MUST was broken for sure, or if octets are left that make no frame or end within a
field block; 2 if the input is ambiguous, or no HTTP/2.)"};

inline constexpr CommandHelp kDiagnoseHelp{
    "diagnose", "Say who was wrong on the connections of a capture or a log, by which rule",
    R"(Examples:
  tcpdump -i any -s 0 -w race.pcap tcp port 8443
  h2sim diagnose race.pcap
  h2sim diagnose --keylog keys.txt --svg race.svg race.pcap
  h2sim diagnose --json race.pcapng > verdicts.json
  GODEBUG=http2debug=2 ./client 2> client.log; h2sim diagnose client.log
  h2sim diagnose client.bin server.bin
  h2sim diagnose --trace-out why.trace.json race.pcap; h2sim replay why.trace.json

A witness reads both directions of every connection in HTTP/2, on whatever port; the others are
named in a note. The verdict is one sentence with its clause, to paste into an issue:

  server-wrong    it broke a MUST for sure, or holds an error (PROTOCOL_ERROR, STREAM_CLOSED …)
                  against a peer that has broken no rule; so client-wrong and both-wrong
  nobody-wrong    all octets are there, from the beginning of the connection on, and all is right
  undecidable     it takes more than the file has; what to capture instead is said

What a peer knew when it sent something is proved by the acknowledgment numbers of its packets, when
they were sent first: a client is proven to have kept the limit of streams where each that it opened
is covered by ends that it had acknowledged. Of who refuses a stream it counts what had passed. What
only may have crossed convicts nobody. REFUSED_STREAM accuses nobody. (In a capture at the server, a
packet that was lost before it and sent again, with nothing behind it, passes for a first one: what
is proven of the client is so where the capture is taken at the client.)

Captures are pcap or pcapng (Ethernet, VLANs, Linux cooked, loopback, raw IP, and what get and serve
write with --pcapng-out); TLS is deciphered by tshark, with --keylog or secrets inside the file.
Logs: Go (http2debug=2), nghttp and nghttpd (-v), Netty, Envoy (trace), NetLog of Chromium, curl and
others; --log-format adds patterns of one's own. A log has no octets, so fields are not judged; a
server's is written before its frames are sent. Of two files of octets the order between the
directions is not known: only what is wrong in every order convicts.

What --log-format takes is JSON; patterns are those of RE2, each value of a frame a group:

  {"format": "h2sim-log-format/1", "name": "mine", "title": "my server",
   "sent": ["out"], "received": ["in"], "frames":
     ["(?P<direction>in|out) (?P<type>[A-Z_]+) (?P<stream>\\d+)$"]}

A wrong name of a group or key is answered by all that there are.

Where a server refuses a stream that kept the limit, every profile is explored in the smallest world
with such responses, and those that refuse so are listed; --trace-out writes the shortest
interleaving. The plot, and --svg, show how many streams are open for the client (by what it had
received for sure), on the wire, and for the server.

In JSON "frame" is the number of the packet, as Wireshark has it, or of the line of a log.

Exit code 1 if somebody was wrong, 5 if that is undecidable for a connection and nobody else was, 0
if nobody was; 4 if there is no connection in HTTP/2; 2 if a file is none of these.)"};

inline constexpr CommandHelp kEncodeHelp{
    "encode", "Make octets of frames in JSON, as decode --json prints them",
    R"(Examples:
  h2sim decode --json client.bin | h2sim encode -o same.bin
  echo '{"frames": [{"type": "PING", "opaque": "0000000000000001"}]}' | h2sim encode --hex
  echo '{"preface": true, "frames": [{"type": "SETTINGS"}, {"type": "HEADERS", "stream": 1,
    "flags": ["END_STREAM", "END_HEADERS"], "headers": [{"name": ":method", "value": "GET"}]}]}' |
    h2sim encode --hex

Everything but "type" may be left out: stream 0, no flags (but END_HEADERS, PADDED and PRIORITY
where the frame needs them), numbers 0, texts empty. Where a frame has "payload" (hex), it is
written as it is, and the other members only pass through the field encoder. offset, verdict, code
and rule mean nothing here; length only says where a field block is cut into CONTINUATION.)"};

inline constexpr CommandHelp kHelpHelp{"help", "Show what a command does, as COMMAND --help does",
                                       R"(Examples:
  h2sim help
  h2sim help explore)"};

inline constexpr std::string_view kHelpExamples =
    R"(Examples:
  h2sim check
  h2sim explore scenarios/races/go-42777-landed.json --trace-out landed.trace.json
  h2sim replay landed.trace.json)";

inline constexpr std::string_view kHelpStreams =
    R"(Results go to standard output; progress, notes and errors to standard error.
H2SIM_SCENARIOS names the folder of scenarios and profiles, as --scenarios does.)";

// The two above with the exit codes between them.
std::string general_help();

}  // namespace tools
