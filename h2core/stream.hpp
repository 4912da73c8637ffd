#pragma once
// A stream as a product of small machines (life cycle × message phase per direction × two windows)
// and what the concurrency bookkeeping needs to know of it. Plain data; Connection moves it.

#include <cstdint>

#include "h2core/lifecycle.hpp"
#include "h2core/message_phase.hpp"
#include "h2core/policy.hpp"
#include "h2core/stream_id.hpp"
#include "h2core/window.hpp"

namespace h2 {

// The kind of our frame that ends our side of the stream; Policy::release has a point for each.
// of_peer: the peer's frame closed the stream and the writer is to remove it (QueueRemoval).
enum class ClosingFrame : std::uint8_t { none, headers, data, trailers, rst_stream, of_peer };

enum class RequestState : std::uint8_t {
    none,     // client side, or the request function has returned
    waiting,  // admitted, held back by Policy::handler_limit
    running,
};

struct Stream {
    StreamId id;
    Lifecycle lifecycle = Lifecycle::idle;
    MessagePhase inbound = MessagePhase::expect_headers;
    MessagePhase outbound = MessagePhase::expect_headers;
    Window receive_window;
    Window send_window;
    RequestState request = RequestState::none;
    bool counted = false;  // holds a concurrency slot (section 5.1.2)
    bool closing = false;  // counted, but its closing frame is being written (ClosingCounter)
    ClosingFrame closing_frame = ClosingFrame::none;  // the frame that ended our side …
    WriteStage closing_stage = WriteStage::app_done;  // … and how far it has come
    bool operator==(const Stream&) const = default;
};
static_assert(sizeof(Stream) <= 24);

}  // namespace h2
