#pragma once
// All TCP connections of a capture: segments in, as they were recorded; connections out.

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <utility>

#include "tools/capture/recording.hpp"
#include "tools/capture/tcp_connection.hpp"
#include "tools/capture/tcp_segment.hpp"

namespace tools {

class TcpStreams {
  public:
    static constexpr std::size_t kMostConnections = 100'000;  // at the same time
    // A connection that is closed is over when so many packets of the file have passed: those of
    // the other direction, and those that were recorded a little late, belong to it.
    static constexpr std::uint64_t kLinger = 1'000;

    explicit TcpStreams(Recording& out, std::size_t most_connections = kMostConnections)
        : shared_{out}, most_{most_connections} {}

    void add(const TcpSegment& segment);
    // Octets that were exported without TCP: in order, between two addresses.
    void add_exported(const TcpSegment& segment);
    void end();  // of the file

    [[nodiscard]] std::size_t connections() const { return shared_.connections; }
    [[nodiscard]] std::size_t without_octets() const { return without_octets_; }
    // Segments of connections beyond the most there may be, which were not looked at.
    [[nodiscard]] std::uint64_t left_out() const { return left_out_; }

  private:
    using Ends = std::pair<SocketAddress, SocketAddress>;  // the lower one first
    using Connections = std::map<Ends, std::unique_ptr<TcpConnection>>;
    struct Exported {
        std::size_t number = 0;
        SocketAddress first;
    };
    struct Closing {
        std::uint64_t due = 0;  // segments of the file
        Ends ends;
        std::uint64_t record = 0;  // that the connection begins with
    };

    TcpConnection* connection_of(const TcpSegment& segment, const Ends& ends, std::size_t side);
    bool make_room();
    void end_lingering();
    void end(TcpConnection& connection);

    TcpShared shared_;
    std::size_t most_ = kMostConnections;
    Connections connections_;
    Connections::iterator last_ = connections_.end();  // looked up
    std::map<Ends, Exported> exported_;
    std::deque<Closing> closing_;
    std::uint64_t segments_ = 0;
    std::uint64_t full_until_ = 0;  // segments; before, nobody looks for room again
    std::uint64_t left_out_ = 0;
    std::size_t without_octets_ = 0;
};

}  // namespace tools
