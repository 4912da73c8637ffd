#pragma once
// What race measures: cells, each a way to let a stream take the slot that another one has left.
//
// A client may have as many streams open as the server's SETTINGS_MAX_CONCURRENT_STREAMS says; a
// stream is open until its END_STREAM of both sides or a RST_STREAM (RFC 9113 sections 5.1 and
// 5.1.2). So a client that has received the end of one stream may open the next at once. A server
// that has written that end, but still counts the stream, refuses the next one falsely.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "h2core/error_code.hpp"
#include "h2core/role.hpp"
#include "h2core/stream_id.hpp"
#include "h2core/wire/frame_header.hpp"
#include "tools/race/race_rows.hpp"

namespace tools {

enum class RaceMode : std::uint8_t {
    park,      // limit-1 streams wait for credit that never comes, one after the other takes the
               // last slot: the writer of the server has nothing else to do
    saturate,  // as many streams as the limit allows, each replaced when it ends
};
std::string_view name(RaceMode mode);

// What ends a stream, and frees its slot.
enum class SlotEnd : std::uint8_t {
    headers,   // HEADERS with END_STREAM: a response without content
    data,      // DATA with END_STREAM
    trailers,  // HEADERS with END_STREAM after DATA
    reset,     // RST_STREAM of the client
};
std::string_view name(SlotEnd end);

// A response as it came.
struct SeenResponse {
    std::uint16_t status = 0;
    std::uint64_t head = 0;     // octets of its field block
    std::uint64_t content = 0;  // octets, without padding
    std::uint64_t last = 0;     // octets of the frame that ended it
    SlotEnd end = SlotEnd::data;
};

struct RaceCell {
    std::string path;
    std::string method = "GET";
    RaceMode mode = RaceMode::park;
    RaceKind race = RaceKind::slot;
    std::uint32_t delay = 0;  // microseconds by which writes of the server return late
    // The client resets each stream when its response has begun.
    [[nodiscard]] bool resets() const { return race == RaceKind::reset; }
};

// Streams of one cell.
struct RaceCounts {
    std::uint64_t streams = 0;      // that have taken the place of another one
    std::uint64_t opened = 0;       // … which had ended, rather than been refused
    std::uint64_t refused = 0;      // … and refused, the client within the limit for sure
    std::uint64_t turned_away = 0;  // … with REFUSED_STREAM, which a server may always do
    std::uint64_t unproven = 0;     // … refused, but what the witness saw does not prove it wrong
    std::uint64_t ended = 0;        // … and answered, or reset by us as the cell wants it
};

// A frame on the wire of the connection of a case.
struct RaceFrame {
    h2::Role sender = h2::Role::client;
    std::uint64_t offset = 0;  // in octets since `sender` began to send
    h2::FrameHeader header;
    h2::ErrorCode code = h2::ErrorCode::NO_ERROR;  // of RST_STREAM and GOAWAY
};

// The first stream that was refused, and the frames that lead there.
struct RaceCase {
    std::uint64_t connection = 0;  // number
    h2::StreamId stream;           // that was refused
    h2::StreamId freed;            // that had left the slot
    h2::ErrorCode code = h2::ErrorCode::PROTOCOL_ERROR;
    bool whole_connection = false;  // by GOAWAY
    std::uint32_t open = 0;         // streams, with the refused one, as the client saw them
    std::uint32_t limit = 0;
    std::vector<RaceFrame> frames;
};

struct RaceCellResult {
    RaceCell cell;
    SlotEnd end = SlotEnd::data;
    std::optional<SeenResponse> response;
    RaceCounts counts;
    std::uint32_t connections = 0;
    std::optional<RaceCase> first;
    std::string trouble;  // why it shows less than it should; empty: nothing in the way
};

}  // namespace tools
