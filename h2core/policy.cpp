#include "h2core/policy.hpp"

namespace h2 {

std::string_view name(WriteStage value) {
    switch (value) {
        case WriteStage::app_done: return "app_done";
        case WriteStage::enqueued: return "enqueued";
        case WriteStage::encoded: return "encoded";
        case WriteStage::write_start: return "write_start";
        case WriteStage::visible: return "visible";
        case WriteStage::completion: return "completion";
    }
    return "unknown";
}

std::string_view name(OverLimit value) {
    switch (value) {
        case OverLimit::rst_protocol_error: return "rst_protocol_error";
        case OverLimit::rst_refused_stream: return "rst_refused_stream";
        case OverLimit::goaway_protocol_error: return "goaway_protocol_error";
        case OverLimit::goaway_refused_stream: return "goaway_refused_stream";
    }
    return "unknown";
}

std::string_view name(LimitInForce value) {
    switch (value) {
        case LimitInForce::acked: return "acked";
        case LimitInForce::submitted: return "submitted";
        case LimitInForce::both: return "both";
    }
    return "unknown";
}

std::string_view name(ClosingCounter value) {
    switch (value) {
        case ClosingCounter::none: return "none";
        case ClosingCounter::separate: return "separate";
    }
    return "unknown";
}

std::string_view name(ResetFrees value) {
    switch (value) {
        case ResetFrees::slot_now: return "slot_now";
        case ResetFrees::when_request_returns: return "when_request_returns";
        case ResetFrees::when_writer_removes: return "when_writer_removes";
        case ResetFrees::never: return "never";
    }
    return "unknown";
}

std::string_view name(EndFrees value) {
    switch (value) {
        case EndFrees::slot_now: return "slot_now";
        case EndFrees::when_writer_removes: return "when_writer_removes";
    }
    return "unknown";
}

std::string_view name(DebitAt value) {
    switch (value) {
        case DebitAt::enqueued: return "enqueued";
        case DebitAt::write_start: return "write_start";
        case DebitAt::completion: return "completion";
    }
    return "unknown";
}

std::string_view name(AfterGoAway value) {
    switch (value) {
        case AfterGoAway::discard: return "discard";
        case AfterGoAway::discard_uncredited: return "discard_uncredited";
        case AfterGoAway::idle_stream_error: return "idle_stream_error";
    }
    return "unknown";
}

}  // namespace h2
