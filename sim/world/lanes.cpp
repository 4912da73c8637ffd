#include "sim/world/lanes.hpp"

namespace sim {
namespace {

// Of the kinds that share a lane, the one that names it.
EventKind first_of_lane(EventKind kind) {
    switch (kind) {
        case EventKind::loop_block: return EventKind::loop_process;
        case EventKind::writer_post: return EventKind::writer_write;
        case EventKind::request_return: return EventKind::request_step;
        default: return kind;
    }
}

// Events of such a kind are enabled for several streams at once.
bool has_lane_by_stream(EventKind kind) {
    return kind == EventKind::client_write || kind == EventKind::client_body ||
           kind == EventKind::client_reset || kind == EventKind::client_take ||
           kind == EventKind::request_step;
}

}  // namespace

Lane lane_of(Event event) {
    const EventKind kind = first_of_lane(event.kind);
    const std::uint64_t stream = has_lane_by_stream(kind) ? event.stream : 0;
    return stream << 8U | static_cast<std::uint64_t>(kind);
}

}  // namespace sim
