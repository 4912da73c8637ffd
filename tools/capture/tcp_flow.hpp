#pragma once
// One direction of a TCP connection: segments, in the order in which they were recorded, become
// octets in the order of their stream (RFC 9293 section 3.4). The first transmission wins, and what
// it acknowledged stays with its octets. One limit is in the nature of captures: where the first
// copy was lost before it came here, and nothing that was sent after it came before the second, the
// second looks like the first. That needs a loss between the sender and the place of the capture.

#include <cstddef>
#include <cstdint>
#include <list>
#include <map>
#include <optional>
#include <span>
#include <vector>

#include "tools/capture/recording.hpp"

namespace tools {

// Octets of a stream, or a gap in it.
struct StreamPiece {
    std::vector<std::byte> octets;
    std::uint64_t missing = 0;  // octets after them that were not recorded
    Moment moment;
};

class TcpFlow {
  public:
    // Sequence numbers further apart are not of the same window (RFC 7323 section 2.3).
    static constexpr std::int64_t kLargestWindow = std::int64_t{1} << 30U;
    static constexpr std::size_t kPieceCost = 160;  // octets of memory that a held piece takes

    // --- sequence numbers ---
    [[nodiscard]] bool is_known() const { return known_; }
    [[nodiscard]] bool is_exact() const { return exact_; }
    [[nodiscard]] std::uint32_t base() const { return base_; }
    // The first octet has this number; `exact`: from SYN, or from what acknowledged it. Else it is
    // the first that was recorded, and may turn out to be another one while nothing was.
    void begin_at(std::uint32_t sequence, bool exact);
    // Offset of a number near what is expected next; negative: before the first octet.
    [[nodiscard]] std::int64_t offset_of(std::uint32_t sequence) const;

    // --- what was recorded ---
    // `moment.received` is the acknowledgment number of the segment, as octets of the other end.
    // Octets in order are appended to `ready`, others are held. Returns whether any were new.
    bool add(std::int64_t offset, std::span<const std::byte> octets, std::uint64_t missing,
             Moment moment);
    // The other end has acknowledged this number. Returns how many octets it has for sure.
    std::uint64_t acknowledge(std::uint32_t sequence);
    void finish_at(std::int64_t offset);  // FIN: the stream has so many octets
    // What is missing next is given up: up to what is held, what was acknowledged, or FIN. False:
    // there is nothing to give up.
    bool give_up(const Moment& moment);

    [[nodiscard]] std::uint64_t next() const { return next_; }  // in order up to here
    [[nodiscard]] bool has_any() const { return any_; }         // octets were recorded
    [[nodiscard]] bool has_held() const { return !held_.empty(); }
    // Octets that the other end has, and that were not recorded until now.
    [[nodiscard]] bool has_hole() const { return acked_ > next_; }
    [[nodiscard]] std::optional<std::uint64_t> finished() const { return fin_; }
    // Memory that is held, in octets, those that are ready included.
    [[nodiscard]] std::size_t cost() const { return cost_; }

    // --- in order, not told yet ---
    [[nodiscard]] const std::list<StreamPiece>& ready() const { return ready_; }
    StreamPiece take_ready();

  private:
    struct Held {
        StreamPiece piece;
        bool late = false;
    };
    void accept(StreamPiece piece, bool late);
    void release_held();

    std::uint32_t base_ = 0;
    bool known_ = false;
    bool exact_ = false;
    bool any_ = false;
    std::uint64_t next_ = 0;
    std::uint64_t seen_ = 0;  // the end of the furthest octets that were recorded
    std::uint64_t acked_ = 0;
    std::uint64_t received_ = 0;  // of the other end, before the octets at next_ were sent
    std::optional<std::uint64_t> fin_;
    std::multimap<std::uint64_t, Held> held_;  // by offset
    std::list<StreamPiece> ready_;
    std::size_t cost_ = 0;
};

}  // namespace tools
