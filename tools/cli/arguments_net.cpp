// Numbers have their ranges here: windows up to 2^31-1, that of the connection from 65,535 on (RFC
// 9113 sections 6.9.1 and 6.9.2). Addresses, URLs and fields are checked by the commands.

#include "tools/cli/arguments_net.hpp"

#include <CLI/CLI.hpp>

#include "sim/text/printable.hpp"
#include "tools/cli/argument_kinds.hpp"

namespace tools {
namespace {

constexpr std::uint32_t kLargestWindow = 0x7fff'ffff;  // RFC 9113 section 6.9.1
constexpr std::uint32_t kMostStreams = 1'000'000;
constexpr double kLongestTimeout = 86'400;  // seconds

constexpr Choices<RaceArguments::Modes, 3> kModes{{{"both", RaceArguments::Modes::both},
                                                   {"park", RaceArguments::Modes::park},
                                                   {"saturate", RaceArguments::Modes::saturate}}};

constexpr Choices<ProbeArguments::Level, 3> kProbeLevels{{{"must", ProbeArguments::Level::must},
                                                          {"should", ProbeArguments::Level::should},
                                                          {"may", ProbeArguments::Level::may}}};

// Of all alike. `live`: the option that names the file of JSON lines.
template <class Arguments>
void add_log(CLI::App& command, Arguments& arguments, const char* live, std::string& live_file) {
    command.add_flag("-v,--verbose", arguments.verbose, "Write every frame to standard error");
    command.add_option(live, live_file, "Write what happened to a file, as JSON lines")
        ->type_name("FILE|-");
    command
        .add_option("--octets-out", arguments.octets_out,
                    "Write the octets of each connection, decrypted, to FILE.1.client and "
                    "FILE.1.server, FILE.2.client …")
        ->type_name("FILE");
    command
        .add_option("--pcapng-out", arguments.pcapng_out,
                    "Write the octets of all connections, decrypted, as Wireshark opens them")
        ->type_name("FILE");
}

void add_timeout(CLI::App& command, double& timeout, const std::string& help) {
    command.add_option("--timeout", timeout, help)
        ->check(CLI::Range(0.0, kLongestTimeout))
        ->type_name("S");
}

void add_window(CLI::App& command, std::uint32_t& window) {
    command.add_option("--window", window, "Octets each stream may send us unread")
        ->check(CLI::Range(0U, kLargestWindow))
        ->type_name("N")
        ->capture_default_str();
}

// Of a client.
template <class Arguments>
void add_trust(CLI::App& command, Arguments& arguments) {
    command.add_flag("-k,--insecure", arguments.insecure, "Take any certificate");
    command
        .add_option("--cafile", arguments.ca_file,
                    "Authorities to trust (PEM; default: the system's)")
        ->type_name("FILE");
}

void add_headers(CLI::App& command, std::vector<std::string>& headers) {
    command.add_option("-H,--header", headers, "Another field: 'name: value'")
        ->type_name("FIELD")
        ->allow_extra_args(false);
}

}  // namespace

void add_serve(CLI::App& command, ServeArguments& serve) {
    command.add_option("--listen", serve.listen, "Address and port; port 0: any that is free")
        ->type_name("HOST:PORT")
        ->capture_default_str();
    command.add_flag("--tls", serve.tls,
                     "TLS with ALPN h2, with --cert and --key or --self-signed");
    command.add_flag("--self-signed", serve.self_signed,
                     "TLS with a certificate for localhost made on the spot");
    command.add_option("--cert", serve.certificate, "Certificate chain (PEM)")->type_name("FILE");
    command.add_option("--key", serve.key, "Its private key (PEM)")->type_name("FILE");
    command.add_option("--profile", serve.profile, "Behave as this profile (h2sim list profiles)")
        ->type_name("PROFILE");
    command
        .add_option("--set", serve.changes,
                    "Change a value of the policy: over_limit=…, budgets.fields=…")
        ->type_name("POLICY=VALUE")
        ->allow_extra_args(false);
    command
        .add_option("--max-concurrent-streams", serve.max_concurrent_streams,
                    "SETTINGS_MAX_CONCURRENT_STREAMS")
        ->check(CLI::Range(0U, kMostStreams))
        ->type_name("N")
        ->capture_default_str();
    add_window(command, serve.window);
    command
        .add_option("--connection-window", serve.connection_window,
                    "The same for all streams together (default: as --window, at least 65535)")
        ->check(CLI::Range(65'535U, kLargestWindow))
        ->type_name("N");
    add_timeout(command, serve.timeout,
                "Close a connection after so many seconds of silence (default 60, 0: never)");
    add_log(command, serve, "--trace-out", serve.trace_out);
}

void add_get(CLI::App& command, GetArguments& get) {
    command.add_option("urls", get.urls, "http:// (prior knowledge) and https:// URLs")
        ->required()
        ->type_name("URL");
    command.add_option("-X,--method", get.method, "Method (default GET, with --data POST)")
        ->type_name("METHOD");
    add_headers(command, get.headers);
    command
        .add_option_function<std::string>(
            "-d,--data",
            [&get](const std::string& data) {
                get.data = data;
                get.has_data = true;
            },
            "Send this, or the content of a file (@FILE, @- is standard input)")
        ->type_name("DATA");
    add_trust(command, get);
    command.add_option("--max-streams", get.max_streams, "Requests at the same time, at most")
        ->check(CLI::Range(1U, kMostStreams))
        ->type_name("N")
        ->capture_default_str();
    add_window(command, get.window);
    command.add_option("-n,--count", get.count, "Request each URL so often and say how it went")
        ->check(CLI::Range(1U, 100'000'000U))
        ->type_name("N");
    command.add_flag("-f,--fail", get.fail, "A status of 400 and above is a failure");
    command.add_option("-o,--output", get.output, "Write what comes to this file")
        ->type_name("FILE");
    add_timeout(command, get.timeout,
                "Give up after so many seconds without an octet (default 30, 0: never)");
    add_log(command, get, "--trace-out", get.trace_out);
}

// What is requested, and how often.
void add_race_requests(CLI::App& command, RaceArguments& race) {
    command
        .add_option("targets", race.targets,
                    "HOST:PORT, or http:// and https:// URLs of one server (default path: /)")
        ->type_name("TARGET");
    command
        .add_option(
            "--launch", race.launch,
            "Start this server, in which, as in targets, {port} is a free port; where it is "
            "not refused by itself, hold the server after its writes (strace)")
        ->type_name("COMMAND");
    command
        .add_option("--url", race.paths,
                    "Another path of that server; {n} in it stands for each of --sizes")
        ->type_name("PATH")
        ->allow_extra_args(false);
    command.add_option("--sizes", race.sizes, "Octets that take the place of {n}")
        ->type_name("N,...")
        ->capture_default_str();
    command
        .add_option("--profile", race.profile,
                    "Show what the design of this profile predicts for each cell")
        ->type_name("PROFILE");
    add_headers(command, race.headers);
    add_trust(command, race);
    add_choice(command, "--mode", race.modes, kModes,
               "Hold limit-1 streams and cycle one, or cycle all (default both)");
    command
        .add_option("--race", race.races,
                    "Which races, by name, or all; --race list says what each is and needs")
        ->type_name("NAME,...|list")
        ->capture_default_str();
    command.add_flag("--no-resets", race.no_resets, "Without the cells in which we reset");
    command.add_option("--max-cycles", race.cycles, "Streams to open in each cell")
        ->check(CLI::Range(1U, 100'000'000U))
        ->type_name("N")
        ->capture_default_str();
    command.add_option("--connections", race.connections, "… on so many connections in turn")
        ->check(CLI::Range(1U, 100'000U))
        ->type_name("N")
        ->capture_default_str();
    command.add_option("--max-streams", race.max_streams, "Streams at the same time, at most")
        ->check(CLI::Range(1U, kMostStreams))
        ->type_name("N")
        ->capture_default_str();
    command.add_option("--max-time", race.max_time, "End after so many seconds (default 60)")
        ->check(CLI::Range(0.1, kLongestTimeout))
        ->type_name("S");
    command
        .add_option("--patience", race.patience,
                    "Give a connection up after so many seconds without an answer (default 2)")
        ->check(CLI::Range(0.05, kLongestTimeout))
        ->type_name("S");
    command.add_flag("--stop-at-first", race.stop_at_first, "End with the first refusal");
    command.add_flag("--strict", race.strict,
                     "REFUSED_STREAM within the limit is wrong too (I1 instead of I1w)");
}

void add_race(CLI::App& command, RaceArguments& race) {
    add_race_requests(command, race);
    CLI::Option* json = command.add_flag("--json", race.json, "Print one JSON object");
    command.add_flag("--md", race.markdown, "Print Markdown, for an issue")->excludes(json);
    command.add_option("--junit", race.junit, "Write JUnit XML: a test case for each cell")
        ->type_name("FILE|-");
    command
        .add_option("--scenario-out", race.scenario_out,
                    "Write a scenario of a known design that explains a refusal")
        ->type_name("FILE|-");
    command
        .add_option("--trace-out", race.trace_out,
                    "Write its shortest interleaving that ends so, for replay and emit")
        ->type_name("FILE|-");
    add_log(command, race, "--live-out", race.live_out);
}

void add_probe(CLI::App& command, ProbeArguments& probe) {
    command.add_option("role", probe.role, "What is asked: server")
        ->required()
        ->check([](const std::string& given) {
            return given == "server" ? "" : sim::in_quotes(given) + " is not server";
        })
        ->type_name("server");
    command
        .add_option("words", probe.words,
                    "HOST:PORT or a URL; and which cases: RFCs, sections, ids (default: all)")
        ->type_name("TARGET|CASE");
    command
        .add_option("--launch", probe.launch,
                    "Start this server, in which {port} is a free port; again after a crash")
        ->type_name("COMMAND");
    command
        .add_option("--url", probe.paths,
                    "Where it has what cases need: page=PATH, body=PATH (64 octets or more), "
                    "post=PATH (takes content)")
        ->type_name("KIND=PATH")
        ->allow_extra_args(false);
    add_filters(command, probe.filters, "PART", "Only cases with this in their id; ! without it");
    add_choice(command, "--level", probe.level, kProbeLevels,
               "Only cases of this level and those above it (default may: all)");
    add_trust(command, probe);
    command
        .add_option("--timeout", probe.timeout,
                    "No answer is what has not come after so many seconds (default 2)")
        ->check(CLI::Range(0.05, kLongestTimeout))
        ->type_name("S");
    command.add_option("-j,--jobs", probe.jobs, "Connections at the same time (default 4)")
        ->check(CLI::Range(1U, 256U))
        ->type_name("N");
    command.add_option("--repeat", probe.repeat, "Run each case so often; tell which flake")
        ->check(CLI::Range(1U, 10'000U))
        ->type_name("N");
    command.add_flag("--fail-fast", probe.fail_fast, "Stop at the first failure");
    command.add_flag("--list", probe.list, "Only list the cases");
    command.add_flag("-v,--verbose", probe.verbose, "Show the frames of each case that failed");
    add_json(command, probe.json);
    command.add_option("--junit", probe.junit, "Write JUnit XML: a test case for each case")
        ->type_name("FILE|-");
    command.add_option("--md", probe.markdown, "Write Markdown, for an issue")->type_name("FILE|-");
}

}  // namespace tools
