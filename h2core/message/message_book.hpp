#pragma once
// The messages that are under way from the peer, held against RFC 9113 section 8: content-length
// against the octets of DATA on every way a message can end, responses without content, tunnels.
// One entry for each stream whose inbound message has begun and not ended.

#include <cstdint>
#include <vector>

#include "h2core/frame.hpp"
#include "h2core/message/message_head.hpp"
#include "h2core/role.hpp"

namespace h2 {

class MessageBook {
  public:
    // `role` is ours. `extended_connect`: our SETTINGS_ENABLE_CONNECT_PROTOCOL.
    explicit MessageBook(Role role) : role_{role} {}
    void set_extended_connect(bool enabled) { extended_connect_ = enabled; }

    // Our request on that stream, as a client: the response depends on its method.
    void sent_request(StreamId stream, std::span<const Field> fields);

    // A complete frame of the peer, before the connection sees it. RuleId::none, or the rule that
    // makes its message malformed: a stream error PROTOCOL_ERROR (section 8.1.1) wherever the
    // stream's state lets the frame pass. Only HEADERS, PUSH_PROMISE and DATA are looked at, and
    // only counted for streams that have an entry.
    RuleId received(const Frame& frame);

    // The stream is closed or was never opened: its entry goes.
    void forget(StreamId stream);

    [[nodiscard]] std::size_t size() const { return entries_.size(); }

  private:
    struct Entry {
        StreamId stream;
        Method method = Method::other;
        bool head_seen = false;    // the final response or the request: what follows is trailers
        bool no_content = false;   // response to HEAD, 204, 304
        bool counts = false;       // content-length was given
        std::uint64_t length = 0;  // announced
        std::uint64_t octets = 0;  // of DATA so far, padding not counted
    };

    Role role_;
    bool extended_connect_ = false;
    std::vector<Entry> entries_;  // by ascending stream
};

}  // namespace h2
