#pragma once
// The messages that are under way from the peer, held against RFC 9113 section 8: content-length
// against the octets of DATA on every way a message can end, responses without content, tunnels.
// One entry for each stream whose inbound message has begun and not ended.
//
// Identifiers of new streams only rise (section 5.1.1), so a field section on one that is not above
// all before begins no message, and a frame that the connection discards leaves nothing behind but,
// for a stream that it does not admit, an entry for forget().
//
// Trailers on the stream of a CONNECT request break connect_frames whether or not we have answered:
// such a request has no content (RFC 9110 section 9.3.6), and its sender cannot know when the
// tunnel begins. Content-Length means nothing there (the same section), nor in responses to HEAD,
// 204 and 304 (RFC 9113 section 8.1.1). In trailers it is a field like others.

#include <cstdint>
#include <span>

#include "h2core/frame.hpp"
#include "h2core/message/message_head.hpp"
#include "h2core/role.hpp"
#include "h2core/stream_map.hpp"

namespace h2 {

class MessageBook {
  public:
    // `role` is ours. `extended_connect`: our SETTINGS_ENABLE_CONNECT_PROTOCOL.
    explicit MessageBook(Role role) : role_{role} {}
    void set_extended_connect(bool enabled) { extended_connect_ = enabled; }

    // Streams of the peer up to that one began before this book: they are not looked at.
    void start_above(StreamId highest) { highest_begun_ = highest; }

    // Our request on that stream, as a client: the response depends on its method. Streams of
    // which this is not told have no entry, and their responses are not looked at.
    void sent_request(StreamId stream, std::span<const Field> fields);
    // A request of which nothing is known: the response is looked at as one to GET. What depends on
    // the method (content and Content-Length) is for the caller to doubt.
    void sent_unknown_request(StreamId stream) { (void)entries_.insert(stream); }

    // A complete frame of the peer, before the connection sees it. RuleId::none, or the rule that
    // makes its message malformed: a stream error PROTOCOL_ERROR (section 8.1.1) wherever the
    // stream's state lets the frame pass. Only HEADERS, PUSH_PROMISE and DATA are looked at, and
    // only counted for streams that have an entry. What breaks the order of a message's frames is
    // left to Connection (message_phase.hpp): DATA before HEADERS, a second field section without
    // END_STREAM, a 1xx response with it.
    RuleId received(const Frame& frame);

    // The stream is closed or was never opened: its entry goes.
    void forget(StreamId stream) { entries_.erase(stream); }

    [[nodiscard]] std::size_t size() const { return entries_.size(); }

  private:
    struct Entry {
        std::uint64_t length = 0;  // announced
        std::uint64_t octets = 0;  // of DATA so far, padding not counted
        Method method = Method::other;
        bool head_seen = false;   // the final response or the request: what follows is trailers
        bool no_content = false;  // response to HEAD, 204, 304
        bool tunnel = false;      // of CONNECT: DATA is no content
        bool counts = false;      // content-length was given
    };

    RuleId on_headers(const Headers& headers);
    RuleId on_data(const Data& data);
    RuleId on_promise(const PushPromise& push);
    RuleId begin_request(const Headers& headers);
    RuleId respond(Entry& entry, const Headers& headers);
    RuleId end(StreamId stream, const Entry& entry);

    Role role_;
    bool extended_connect_ = false;
    StreamId highest_begun_;  // by the peer: requests at a server, promises at a client
    StreamMap<Entry> entries_;
};

}  // namespace h2
