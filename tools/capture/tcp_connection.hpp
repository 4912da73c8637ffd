#pragma once
// A TCP connection as it passed the place where it was recorded: both directions, told in an order
// in which what is acknowledged comes before what acknowledges it.

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "tools/capture/recording.hpp"
#include "tools/capture/tcp_flow.hpp"
#include "tools/capture/tcp_segment.hpp"

namespace tools {

// What all connections of a file share.
struct TcpShared {
    Recording& out;
    std::size_t connections = 0;  // that were told: the number of the next one
    std::size_t cost = 0;         // memory that octets of all take
};

class TcpConnection {
  public:
    // Octets behind a hole that the other end has acknowledged wait for so many packets of the
    // connection: the order of packets is a little wrong in captures of several queues.
    static constexpr std::uint64_t kPatience = 256;
    static constexpr std::size_t kMostCost = std::size_t{16} << 20U;     // octets, of a connection
    static constexpr std::size_t kMostShared = std::size_t{256} << 20U;  // of all

    // Between two addresses, of which side 0 and side 1 are.
    TcpConnection(TcpShared& shared, const SocketAddress& side_0, const SocketAddress& side_1,
                  std::uint64_t record);
    TcpConnection(const TcpConnection&) = delete;
    TcpConnection& operator=(const TcpConnection&) = delete;
    ~TcpConnection() = default;

    // Whether the segment is the SYN of another connection between the same addresses.
    [[nodiscard]] bool begins_another(const TcpSegment& segment, std::size_t side) const;
    void add(const TcpSegment& segment, std::size_t side);
    // Tells all that is there; nothing is taken any more. `how`, where neither RST nor both FIN say
    // it.
    void end(std::string_view how);

    [[nodiscard]] bool is_closing() const;  // RST, or FIN of both
    [[nodiscard]] bool is_over() const { return over_; }
    [[nodiscard]] bool has_octets() const { return flows_[0].has_any() || flows_[1].has_any(); }
    [[nodiscard]] bool is_told() const { return number_.has_value(); }
    [[nodiscard]] std::uint64_t record() const { return record_; }  // it begins with

  private:
    // The flow acknowledges more than was recorded of the other: since when, and where.
    struct Hole {
        std::uint64_t at = 0;
        std::uint64_t since = 0;  // packets of the connection; 0: there is none
        bool one_sided = false;   // nothing was ever recorded of it
    };

    void learn_starts(const TcpSegment& segment, std::size_t side);
    bool can_tell(std::size_t side) const;
    void tell(std::size_t side);
    void tell_in_order();
    void look_for_holes();
    bool give_up_something();
    void keep_limits();
    [[nodiscard]] End end_of(std::size_t side) const;

    TcpShared& shared_;
    std::array<SocketAddress, 2> addresses_;
    std::uint64_t record_ = 0;
    std::array<TcpFlow, 2> flows_;
    std::array<Hole, 2> holes_;
    std::array<std::uint64_t, 2> told_{};  // octets, those that are missing included
    std::optional<std::size_t> first_;     // the side that began
    std::optional<std::size_t> number_;    // in the recording, once something was told
    std::uint64_t packets_ = 0;
    Moment now_;  // the packet that was added last
    bool from_the_start_ = false;
    bool reset_ = false;
    bool over_ = false;
};

}  // namespace tools
