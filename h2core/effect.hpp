#pragma once
// What the caller of the core must now do, in this order. The core itself does nothing: it has no
// socket, no thread and no clock.

#include <cstdint>
#include <variant>

#include "h2core/frame.hpp"
#include "h2core/inline_vector.hpp"

namespace h2 {

struct SendFrame {  // queue this frame for the peer, after all that were returned before
    Frame frame;
    bool operator==(const SendFrame&) const = default;
};
struct DeliverHeaders {  // a field section for the application: a request, a response or trailers
    StreamId stream;
    Fields fields;
    bool trailers = false;
    bool end_stream = false;
    bool operator==(const DeliverHeaders&) const = default;
};
struct StartRequest {  // server: run the request function of this stream now
    StreamId stream;   // (after DeliverHeaders; later when Policy::handler_limit held it back)
    bool operator==(const StartRequest&) const = default;
};
struct DeliverData {
    StreamId stream;
    Octets payload;
    bool end_stream = false;
    bool operator==(const DeliverData&) const = default;
};
struct DeliverReset {  // the peer reset the stream: drop what is still queued for it
    StreamId stream;
    ErrorCode code;
    bool operator==(const DeliverReset&) const = default;
};
struct DeliverGoAway {  // the peer will process no stream above `last_stream`
    StreamId last_stream;
    ErrorCode code;
    bool operator==(const DeliverGoAway&) const = default;
};
struct DeliverPingAck {
    std::uint64_t opaque;
    bool operator==(const DeliverPingAck&) const = default;
};
struct DeliverPush {  // client: the peer reserved a stream
    StreamId parent;
    StreamId promised;
    Fields fields;
    bool operator==(const DeliverPush&) const = default;
};
struct SettingsApplied {  // the peer's SETTINGS are in force for us (its ACK is queued before this)
    bool operator==(const SettingsApplied&) const = default;
};
struct QueueRemoval {  // the writer is to remove this stream after all frames that were returned
    StreamId stream;   // before; when it gets there: RemovalTaken. Until then the stream counts
    bool operator==(const QueueRemoval&) const = default;
};
struct CloseTransport {  // close after everything queued has been handed to the transport
    ErrorCode code;
    bool operator==(const CloseTransport&) const = default;
};

using Effect =
    std::variant<SendFrame, DeliverHeaders, StartRequest, DeliverData, DeliverReset, DeliverGoAway,
                 DeliverPingAck, DeliverPush, SettingsApplied, QueueRemoval, CloseTransport>;
using Effects = InlineVector<Effect, 4>;

}  // namespace h2
