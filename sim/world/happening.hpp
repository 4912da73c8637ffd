#pragma once
// What happens in a step, as the world notes it down: facts in the order in which they came about,
// without a judgement. They are no part of the state. Who judges them does so after the step
// (sim/judge/judged_world.hpp).

#include <cstdint>
#include <variant>

#include "h2core/frame.hpp"
#include "h2core/inline_vector.hpp"
#include "h2core/rules.hpp"
#include "h2core/stream_id.hpp"

namespace sim {

// The client's frame is in the transport.
struct ClientSent {
    h2::Frame frame;
};

// The client has taken the frame out of the transport and heard it.
struct ClientReceived {
    h2::Frame frame;
};

// A caller got an error in place of its complete response.
struct ResponseOverridden {
    h2::StreamId stream;
};

// The server's core has heard the frame; its verdict is ConnectionWorld::last_verdict.
struct ServerProcessed {
    h2::Frame frame;
    // Just before:
    std::uint32_t counted = 0;   // streams that it compared with its limit
    std::uint32_t allowed = 0;   // … the limit in force, with slack
    bool opens = false;          // HEADERS of a new stream
    std::uint32_t running = 0;   // request functions, where it opens a stream …
    bool after_reset = false;    // … one of them for a stream that was reset
    bool stream_closed = false;  // the stream was closed for it, or is beyond its GOAWAY
    bool goaway_sent = false;
    bool beyond_goaway = false;  // the graceful shutdown has announced a last stream below it
};

// The server's core has accepted a request.
struct ServerAdmitted {
    h2::StreamId stream;
    std::uint32_t limit = 0;  // in force
};

// The server holds a stream for closed and tells nobody; by this rule.
struct ServerDropped {
    h2::StreamId stream;
    h2::RuleId rule = h2::RuleId::none;
};

// A request function has begun.
struct RequestStarted {
    std::uint32_t running = 0;  // with this one
    std::uint64_t allowed = 0;  // the limit in force, with slack
};

// A frame of the server has become visible.
struct ServerShowed {
    h2::Frame frame;
    // Of DATA, what the core may still send, where it keeps accounts (not after an error):
    bool accounts = false;
    bool has_stream = false;  // the stream is in its table
    std::int32_t stream_window = 0;
    std::int32_t connection_window = 0;
};

// DATA was processed and the connection's window given back as the design does it.
struct WindowCredited {
    std::int32_t window = 0;  // of the connection, after that
    bool accounts = false;    // the core still keeps them
};

// After a frame was processed, the server counts as many streams as its limit or more.
struct LimitReached {};

// A write has begun while the transport was full.
struct WriteBlocked {};

// The server has closed the transport.
struct TransportClosed {
    bool graceful = false;
};

using Happening = std::variant<ClientSent, ClientReceived, ResponseOverridden, ServerProcessed,
                               ServerAdmitted, ServerDropped, RequestStarted, ServerShowed,
                               WindowCredited, LimitReached, WriteBlocked, TransportClosed>;

// What one step usually brings needs no heap.
using Happenings = h2::InlineVector<Happening, 4>;

}  // namespace sim
