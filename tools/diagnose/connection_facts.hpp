#pragma once
// What is known of one connection once all of it has been read: who was held against what, and how
// much of it there is to judge by.

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "h2core/witness/account.hpp"
#include "tools/capture/recording.hpp"
#include "tools/runs/design_trial.hpp"

namespace tools {

// A finding, and the frame that shows it.
struct Charge {
    h2::Finding finding;
    std::uint64_t record = 0;  // number of the packet or line; 0: there are none
    std::string frame;         // "RST_STREAM(PROTOCOL_ERROR)"; "" at the end of all
};

// How many streams that the client has opened are open, after a frame that changed it.
struct CountPoint {
    std::uint64_t record = 0;
    std::uint32_t client = 0;  // by what it has sent, and has received for sure
    std::uint32_t wire = 0;    // by what has passed
    std::uint32_t server = 0;  // by what it has sent, and has received for sure
};

struct ConnectionFacts {
    std::string client;  // "10.0.0.1:50312"
    std::string server;
    std::uint64_t first_record = 0;
    bool secured = false;
    Vantage vantage = Vantage::wire;
    h2::Role logged_by = h2::Role::client;  // where the vantage is a log
    std::string not_read;                   // why none of it could be; empty: it was
    // By Role; a gap makes a whole record a piece.
    std::array<h2::Record, 2> records{};
    std::optional<std::uint64_t> gap;  // the first packet after octets that were not recorded
    std::uint64_t frames = 0;
    bool acknowledged = false;  // packets say what their senders had received

    std::vector<Charge> charges;         // in order
    std::uint64_t more_charges = 0;      // than are kept
    h2::Account::LimitKept kept;         // by the client
    std::optional<std::uint32_t> limit;  // MAX_CONCURRENT_STREAMS of the server, announced last
    std::vector<CountPoint> counts;
    // The response that ended last before the first charge of the server.
    std::optional<ResponseShape> answered;

    [[nodiscard]] h2::Record record_of(h2::Role role) const {
        return records[static_cast<std::size_t>(role)];
    }
};

}  // namespace tools
