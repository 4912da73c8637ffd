#pragma once
// The frames of a connection through a witness: what it finds, with the packet or line where it
// stands, and how the number of open streams changes.

#include <cstdint>
#include <map>
#include <string>

#include "h2core/witness/two_directions.hpp"
#include "tools/diagnose/connection_facts.hpp"

namespace tools {

// Notes down what a witness sees, wherever the frames come from.
class FrameNotes {
  public:
    explicit FrameNotes(ConnectionFacts& facts) : facts_{facts} {}

    // A frame, or what stands in its place.
    void add(h2::Role sender, const h2::Sight& sight, const h2::Account& account,
             const Moment& moment);
    void add(h2::Role sender, const h2::FrameHeader& header, const h2::Frame* frame,
             std::span<const h2::Finding> findings, const h2::Account& account,
             const Moment& moment);
    // Nothing more comes.
    void end(std::span<const h2::Finding> owed, const h2::Account& account);

  private:
    void charge(std::span<const h2::Finding> findings, const std::string& frame,
                const Moment& moment);
    void count(const h2::Account& account, const Moment& moment);
    void measure(const h2::FrameHeader& header, const h2::Frame& frame);

    ConnectionFacts& facts_;
    bool server_charged_ = false;
    std::map<h2::StreamId, ResponseShape> responses_;  // that have begun
};

// "RST_STREAM(PROTOCOL_ERROR)", "SETTINGS ACK", "HEADERS".
std::string short_name(const h2::FrameHeader& header, const h2::Frame* frame);

}  // namespace tools
