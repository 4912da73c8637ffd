#pragma once
// The words of --help that are more than a line, of the commands that speak with live peers.

#include "tools/cli/command_help.hpp"

namespace tools {

inline constexpr CommandHelp kServeHelp{"serve", "Run an HTTP/2 server on the protocol core",
                                        R"(Examples:
  h2sim serve
  h2sim serve --listen 127.0.0.1:0 --profile nghttp2 -v
  h2sim serve --self-signed --listen [::1]:8443 --trace-out live.jsonl
  h2sim serve --set over_limit=goaway_protocol_error --set budgets.resets_received.capacity=100

Without -v, errors of peers are told in one line each, of each connection the first five stream
errors. A GOAWAY with an error holds the rule that was broken. --octets-out FILE keeps what went
over connection 1 in FILE.1.client and FILE.1.server, decrypted, for h2sim decode; --pcapng-out
FILE keeps what went over all of them, decrypted, for Wireshark; SSLKEYLOGFILE is honoured.
Paths: / /echo /bytes/N /drip?n=&delay= /slow-sink?bytes=&delay= /trailers /1xx /status/N
/reset/CODE /goaway; delays in milliseconds. Cleartext is HTTP/2 with prior knowledge only.
The first line of standard output says the address, with the port it has for port 0.
SIGINT and SIGTERM end it in order, exit code 0: GOAWAY in two steps, then what is open is served.
A second signal ends it at once: 130 or 143.)"};

inline constexpr CommandHelp kGetHelp{"get",
                                      "Send HTTP/2 requests, many at once over one connection",
                                      R"(Examples:
  h2sim get http://127.0.0.1:8080/
  h2sim get https://localhost:8443/bytes/1000 -k -v -o /dev/null
  h2sim get http://127.0.0.1:8080/echo --data @file --header 'content-type: text/plain'
  h2sim get http://127.0.0.1:8080/ -n 100000 --max-streams 100

What comes is written to standard output in the order of the URLs, with -n it is only counted.
Requests that the server has not processed (REFUSED_STREAM, or above the last stream of its GOAWAY)
are sent again, each five times at most, after a GOAWAY on a new connection: five of those in a row
at most that bring nothing.
After the last response a PING goes to and fro (for a second at most), so that what a server sends
after END_STREAM, and SETTINGS that it never acknowledges, are seen. --octets-out FILE keeps what
went over connection 1 in FILE.1.client and FILE.1.server, decrypted, for h2sim decode;
--pcapng-out FILE keeps what went over all of them, decrypted, for Wireshark; SSLKEYLOGFILE is
honoured.
Exit codes: 6 no connection, or it was lost or silent, or what answers speaks no HTTP/2 (HTTP/1,
TLS, SSH, SMTP … are named); 1 the server broke the protocol or reset a stream, or with --fail a
status of 400 and above; 2 usage.)"};

inline constexpr CommandHelp kRaceHelp{
    "race", "Keep a server at its stream limit and see whether it refuses who is within it",
    R"(Examples:
  h2sim race 127.0.0.1:8080
  h2sim race -k https://localhost:8443 --url '/bytes/{n}' --sizes 4087,4088,4096,4097
  h2sim race http://127.0.0.1:8080/page http://127.0.0.1:8080/small --json > race.json
  h2sim race 127.0.0.1:8080 --stop-at-first --pcapng-out race.pcapng
  h2sim race http://127.0.0.1:8080/bytes/60000 --race flow-control,late-frames
  h2sim race 127.0.0.1:8080 --trace-out why.trace.json; h2sim replay why.trace.json

A stream leaves its slot with its END_STREAM or RST_STREAM (RFC 9113 section 5.1.2). A server that
writes that first and counts later refuses the next stream falsely; a loaded client sees it once in
thousands, since the server is seldom idle at its limit. race is a client that keeps every rule and
brings just that about, in cells:
  park      limit-1 streams wait for credit (SETTINGS_INITIAL_WINDOW_SIZE 0), one after the other
            takes the last slot, each opened in the step in which the end before it was read;
  saturate  limit streams, each replaced when it ends;
for each URL with its response as it is, with HEAD (HEADERS end the stream), and with our RST_STREAM
as the end (at most 200 of those). First each URL is requested once, to see what its response is.
"refused" counts RST_STREAM and GOAWAY with an error of which a witness of every octet proves the
client innocent; "again" REFUSED_STREAM, which a server may send at any time (--strict counts it).
The interval is Wilson's for 95 %; of none it is at most 3/n.

--race chooses other races, each a row (--race list): flow-control, early-response, goaway-crossing,
late-frames; slot and reset are the cells above. They send POST and SETTINGS too, so
they are not asked for by themselves. What crosses does so for sure: where a row says so the client
reads nothing for 40 ms, and what it has not read does not bind it. "refused" counts errors of which
the witness proves the client innocent; "opened" the streams in which what the row is about came to
pass. Where it never did, race says what the server would need for it.

A server that says nothing of a response before it has credit (Apache) gets it with the request.
--launch starts the server in a session of its own and ends it, and nothing else. Where it is not
refused nearly every time by itself, the server is started again with writes that return late by
200 us, 1, 5 and 20 ms (strace): then its writer stands between the octets and its bookkeeping.
Where the thread that writes is the one that reads, that shows nothing, and race says so.
--profile shows what a known design predicts for each cell, and says where it is contradicted.

It speaks to the named server only, and opens no more than --max-cycles streams in a cell, for no
longer than --max-time. --trace-out and --scenario-out need a refusal that a known design explains.
Exit codes: 1 the server was wrong; 0 it was not seen to be, with the bound; 5 that could not be
shown (no limit is announced, no response has content, nothing is answered at the limit), or
--max-time came first; 6 no connection, or no HTTP/2; 2 usage.)"};

inline constexpr CommandHelp kProbeHelp{
    "probe", "Ask a server everything that RFC 9113 and RFC 7541 ask of one",
    R"(Examples:
  h2sim probe server 127.0.0.1:8080
  h2sim probe server https://localhost:8443 -k 9113/6.9 7541
  h2sim probe server --launch './my-server {port}' --url body=/big --url post=/upload
  h2sim probe server 127.0.0.1:8080 --level must --json probe.json --junit probe.xml
  h2sim probe server --list 9113/6.5

A case is a connection: what is sent, what is waited for, and which reactions are right, each with
its grade. Cases are data (rfc9113/*.json, rfc7541/*.json of the scenarios; your own folder wins):
h2sim validate says what is wrong with one. Nothing sleeps: SETTINGS are exchanged first, and a PING
and another request follow what is asked, so that a server that goes on is seen to go on. A time
limit says only that there was no answer. A witness judges every octet that the server sends in
every case; a MUST that it breaks fails the case.
Grades that pass: conform, legal-alternative, ambiguous (both readings of the RFC are possible). All
others do not: wrong-code, wrong-scope, bare-close (no GOAWAY where one is due), accepted-invalid,
rejected-valid, no-answer, crashed. unsupported and inconclusive are not counted: the server lacks
what the case needs (--url), or the case did not come to its question.
After each case a request on a new connection must be answered; where it is not, the case that did
it is named, and with --launch the server is started again.
h2sim serve has what every case needs: / for page, /bytes/4096 for body, /echo for post.
Exit codes: 0 all MUSTs passed; 1 not all; 4 no case is so called; 6 no connection, or no HTTP/2;
2 usage, or a file of cases that is not valid.)"};

}  // namespace tools
