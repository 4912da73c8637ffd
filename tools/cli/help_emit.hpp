#pragma once
// What help pages say of emit.

#include "tools/cli/command_help.hpp"

namespace tools {

inline constexpr CommandHelp kEmitHelp{
    "emit", "Write a test for your own suite: it fails where a server has the bug, else passes",
    R"(Examples:
  h2sim emit traces/go-42777-landed.no-false-refusal.trace.json --python -o race_test.py
  h2sim race 127.0.0.1:8443 --json | h2sim emit - --go -o race_test.go
  h2sim emit report.json --cell 2 --go -o race_test.go
  h2sim emit landed.trace.json --python --url /static/4k.bin --target 127.0.0.1:8080

The test plays the client with frames of its own: it holds all streams but one that the server's
limit allows, without credit, cycles one, and opens the next whenever it has seen one end. It keeps
every limit, sleeps nowhere, waits for SETTINGS and PING to be acknowledged, and needs nothing but
the language. Where a stream is refused it fails, with the stream, the cycle and the error code;
where it cannot test (no limit, another path, no answer) it says so and does not pass.
A race report says which responses to ask for. A trace says how its streams end and how large their
responses are: the test then asks for /bytes/N or /trailers/N, unless --url or H2_PATH names a path
of your server whose response ends likewise.
Exit code 2 if the file is neither, or is about something that no client sees from outside.)"};

}  // namespace tools
