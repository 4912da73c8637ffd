#pragma once
// What a file tells of connections: a capture of packets, or a log of one of the two ends. Whoever
// reads one tells it to a Recording, connection by connection, in the order in which it passed
// the place where it was recorded. Who is client and who is server is left to whoever listens.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "h2core/frame.hpp"
#include "h2core/role.hpp"
#include "h2core/wire/frame_header.hpp"

namespace tools {

// An end of a connection: the one that began it (it sent SYN, or the first octets) and the other.
enum class End : std::uint8_t { first, second };
constexpr End other_end(End end) {
    return end == End::first ? End::second : End::first;
}

// Where the order between the two directions comes from.
enum class Vantage : std::uint8_t {
    wire,    // one point between the two: who passes it later has been sent later, or had crossed
    first,   // a log of the first end, of what it had read and what it was about to write
    second,  // … of the second one
    none,    // no order between them is known
};

struct Connected {
    std::string first;           // "10.0.0.1:50312", or what a log calls it
    std::string second;          // "" where it has no name
    std::uint64_t record = 0;    // number of the packet or line it begins with, from 1
    bool from_the_start = true;  // its SYN was recorded, or the log has the connection's beginning
    bool secured = false;        // the octets were deciphered
    Vantage vantage = Vantage::wire;
    std::optional<h2::Role> first_role;  // of the first end, where the file says it
};

// What is told with octets and frames.
struct Moment {
    std::uint64_t record = 0;       // number of the packet or line, from 1, as Wireshark counts
    std::int64_t nanoseconds = -1;  // since the first record of the file; -1: not known
    // Octets of the other end, from the first that was told of it (or would have been, in gaps),
    // that this end had received for sure before it sent these. From acknowledgment numbers of
    // first transmissions; 0 where there are none.
    std::uint64_t received = 0;
};

class Recording {
  public:
    Recording() = default;
    Recording(const Recording&) = delete;
    Recording& operator=(const Recording&) = delete;
    virtual ~Recording() = default;

    // A new connection, before anything else of it; `connection` counts from 0 in a file, in the
    // order of their first octets. Those that are deciphered are told when all others have ended,
    // so numbers need not go up.
    virtual void begins(std::size_t connection, const Connected& connected) = 0;
    // A connection of which nothing else is told: its octets are enciphered, say. `reason` is for
    // people: what it is, and what to do about it.
    virtual void cannot_read(std::size_t connection, const Connected& connected,
                             std::string_view reason) = 0;
    // Octets in the order of their stream; the span is valid for the call.
    virtual void sends(std::size_t connection, End sender, std::span<const std::byte> octets,
                       const Moment& moment) = 0;
    // So many octets of the stream were not recorded.
    virtual void misses(std::size_t connection, End sender, std::uint64_t octets,
                        const Moment& moment) = 0;
    // A frame of a log. `values_known`: the log has what stands in the payload of its type (values
    // of SETTINGS, an error code, an increment …), of DATA and HEADERS the flags, of DATA how long
    // it is; else only type and stream are to be believed. Field lists may be absent, and lengths
    // of HEADERS and PUSH_PROMISE 0.
    virtual void logs(std::size_t connection, End sender, const h2::FrameHeader& header,
                      const h2::Frame& frame, bool values_known, const Moment& moment) = 0;
    // It is over, "closed", "reset", or the file "ends" before.
    virtual void ends(std::size_t connection, std::string_view how) = 0;
};

}  // namespace tools
