#pragma once
// The command line of serve and get as plain values.

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

}  // namespace tools
