#pragma once
// The command line of serve, get, race and probe as plain values.

#include <cstdint>
#include <string>
#include <vector>

namespace tools {

struct ServeArguments {
    std::string listen = "127.0.0.1:8080";
    bool tls = false;  // --tls, --self-signed or --cert
    bool self_signed = false;
    std::string certificate;
    std::string key;
    std::string profile;
    std::vector<std::string> changes;  // --set
    std::uint32_t max_concurrent_streams = 100;
    std::uint32_t window = 65'535;        // of a stream
    std::uint32_t connection_window = 0;  // 0: as large as a stream's
    double timeout = 60;                  // seconds; 0: none
    bool verbose = false;
    std::string trace_out;
    std::string octets_out;  // the beginning of file names
    std::string pcapng_out;
};

struct GetArguments {
    std::vector<std::string> urls;
    std::string method;                // empty: GET, or POST with data
    std::vector<std::string> headers;  // "name: value"
    std::string data;                  // "@file" is the content of a file
    bool has_data = false;
    bool insecure = false;
    std::string ca_file;
    std::uint32_t max_streams = 100;
    std::uint32_t window = 262'144;  // of a stream
    std::uint32_t count = 1;         // of requests for each URL
    double timeout = 30;             // seconds without an octet; 0: none
    bool fail = false;               // status 400 and above is a failure
    std::string output;              // empty: standard output
    bool verbose = false;
    std::string trace_out;
    std::string octets_out;  // the beginning of file names
    std::string pcapng_out;
};

struct RaceArguments {
    enum class Modes : std::uint8_t { both, park, saturate };
    std::vector<std::string> targets;  // HOST:PORT or URLs, of one origin
    std::string profile;               // whose predictions are shown
    std::string launch;                // command of a server; empty: it is there
    std::vector<std::string> paths;    // --url; "{n}" stands for each of the sizes
    std::string sizes = "5,4087,4088,4096,4097,8192";
    std::vector<std::string> headers;  // "name: value"
    bool insecure = false;
    std::string ca_file;
    std::string races = "slot,reset";  // names of rows
    Modes modes = Modes::both;
    bool no_resets = false;
    std::uint32_t cycles = 1'000;   // streams of each cell
    std::uint32_t connections = 4;  // of each cell
    std::uint32_t max_streams = 10'000;
    double max_time = 60;  // seconds
    double patience = 2;   // seconds without an answer
    bool stop_at_first = false;
    bool strict = false;
    bool verbose = false;
    bool json = false;
    bool markdown = false;
    std::string junit;         // files, or empty
    std::string scenario_out;  // of the design that explains it
    std::string trace_out;     // likewise
    std::string live_out;
    std::string octets_out;  // the beginning of file names
    std::string pcapng_out;
};

struct ProbeArguments {
    enum class Level : std::uint8_t { must, should, may };  // and those before it
    std::string role = "server";
    std::vector<std::string> words;  // HOST:PORT or a URL; sections and ids of cases
    std::string launch;              // command of a server; empty: it is there
    std::vector<std::string> paths;  // --url KIND=PATH
    std::vector<std::string> filters;
    Level level = Level::may;
    bool insecure = false;
    std::string ca_file;
    double timeout = 2;  // seconds without an answer
    unsigned jobs = 4;
    std::uint32_t repeat = 1;
    bool fail_fast = false;
    bool list = false;
    bool verbose = false;  // the frames of what failed
    std::string json;      // files, or empty
    std::string junit;
    std::string markdown;
};

}  // namespace tools
