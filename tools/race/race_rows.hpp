#pragma once
// The races by name, each a row of data: what the client does that a server which keeps its books
// late can hold against it, or answer wrongly.
//
// "slot" and "reset" are about the stream limit (race_connection.hpp). The client of the others
// (race_trials.hpp) does what the row says, and is innocent by what it has read: where the row is
// blind it reads nothing meanwhile, so that what the server sends cannot bind it yet. Wrong is an
// error that the server holds against it and of which the witness proves it innocent.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tools {

enum class RaceKind : std::uint8_t {
    slot,
    reset,
    flow_control,
    early_response,
    goaway_crossing,
    late_frames,
};

struct RaceRow {
    RaceKind race = RaceKind::slot;
    std::string_view name;
    std::string_view about;    // a sentence
    std::string_view needs;    // of the server
    std::string_view section;  // of RFC 9113
    bool trials = false;       // else a race for slots
    bool content = false;      // requests whose END_STREAM comes later
    bool blind = false;        // between HEADERS and the rest nothing is read
    bool late = false;         // the rest is WINDOW_UPDATE, DATA and RST_STREAM
    bool credits = false;      // all DATA is given back at once
    bool goaway = false;       // counts only where a GOAWAY(NO_ERROR) has crossed HEADERS
};

std::span<const RaceRow> race_rows();
const RaceRow& row_of(RaceKind race);
std::string_view name(RaceKind race);
// For `--race list`.
std::string race_list();
// "slot,late-frames"; throws an argument error for a name that there is not.
std::vector<RaceKind> races_of(std::string_view list);

}  // namespace tools
