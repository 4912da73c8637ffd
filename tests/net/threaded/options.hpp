#pragma once
// What the threaded server is told: its design, its limit, and how long its writer is slow.

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <span>

#include "h2core/policy.hpp"

namespace threaded {

// What the loop does about an outstanding write, and when a stream's slot is given back.
enum class Design : std::uint8_t {
    before,         // release at completion; a frame or a completion, at random where both wait
    drain,          // … but a completion that is posted goes before the frame (Go's landed fix)
    fixed,          // release at write start
    wait_at_limit,  // release at completion; HEADERS above the limit wait for a closing write
};

struct Options {
    Design design = Design::before;
    std::uint16_t port = 0;      // of 127.0.0.1; 0: any
    std::uint32_t limit = 100;   // SETTINGS_MAX_CONCURRENT_STREAMS
    std::size_t buffer = 4'096;  // octets; a frame that fits is complete before it is visible
    std::chrono::microseconds hold{0};  // from the write's return to the posted completion
    h2::DebitAt debit_at = h2::DebitAt::enqueued;
    std::uint32_t reset_memory = 100;  // streams that we reset and remember
    std::uint32_t requests = 0;        // after which a GOAWAY is sent; 0: never
    h2::AfterGoAway after_goaway = h2::AfterGoAway::discard;
    h2::OverLimit over_limit = h2::OverLimit::rst_protocol_error;
};

// Prints what is wrong and exits with 2; prints the help and exits with 0 where it is asked for.
Options parse_options(std::span<char*> arguments);

h2::Policy policy_of(const Options& options);

}  // namespace threaded
