#pragma once
// A capture of packets (pcap, pcapng) told as the connections in it.

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <string>
#include <string_view>
#include <vector>

#include "h2core/result.hpp"
#include "sim/text/input_error.hpp"
#include "tools/capture/recording.hpp"

namespace tools {

struct CaptureSource {
    std::string file;     // "-" is standard input
    std::string key_log;  // secrets of TLS as SSLKEYLOGFILE has them; empty: none
};

struct CaptureSummary {
    std::uint64_t packets = 0;
    std::size_t connections = 0;     // that were told
    std::size_t without_octets = 0;  // TCP connections of which no octets were recorded
    bool cut = false;                // reading stopped before the end of the file
    // For people, a sentence each without a full stop: what was not read, and what to do about it.
    std::vector<std::string> notes;
};

// Whether a file that begins with these octets is a capture; 16 of them are enough.
bool is_capture(std::string_view first_octets);

// Tells every connection to `recording`. Errors: the file cannot be read, is no capture, or has
// packets of a kind that is not read; nothing was told then. A file that is cut is told up to
// there.
h2::Result<CaptureSummary, sim::InputError> read_capture(const CaptureSource& source,
                                                         Recording& recording);

// The same of an open stream, which it takes over. TLS is not deciphered.
h2::Result<CaptureSummary, sim::InputError> read_capture(std::FILE* stream, const std::string& name,
                                                         Recording& recording);

}  // namespace tools
