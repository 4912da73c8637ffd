// A kind is its own lane unless it shares that of another kind of the same thread. Kinds that are
// enabled for several streams at once have a lane for each stream. Both switches name every kind.

#include "sim/world/lanes.hpp"

namespace sim {
namespace {

// Of the kinds that share a lane, the one that names it.
EventKind first_of_lane(EventKind kind) {
    switch (kind) {
        case EventKind::loop_block: return EventKind::loop_process;
        case EventKind::writer_post: return EventKind::writer_write;
        case EventKind::request_return: return EventKind::request_step;
        case EventKind::client_receive:
        case EventKind::client_control:
        case EventKind::client_write:
        case EventKind::client_ping:
        case EventKind::client_check:
        case EventKind::client_open:
        case EventKind::client_body:
        case EventKind::client_reset:
        case EventKind::client_goaway:
        case EventKind::client_take:
        case EventKind::client_script:
        case EventKind::reader_read:
        case EventKind::loop_process:
        case EventKind::loop_complete:
        case EventKind::loop_take:
        case EventKind::writer_write:
        case EventKind::writer_remove:
        case EventKind::request_step:
        case EventKind::reader_write:
        case EventKind::server_settings:
        case EventKind::server_shutdown:
        case EventKind::server_close:
        case EventKind::net_rule:
        case EventKind::clock_advance: return kind;
    }
    return kind;
}

// Events of such a kind are enabled for several streams at once.
bool has_lane_by_stream(EventKind kind) {
    switch (kind) {
        case EventKind::client_write:
        case EventKind::client_body:
        case EventKind::client_reset:
        case EventKind::client_take:
        case EventKind::request_step:
        case EventKind::net_rule: return true;
        case EventKind::client_receive:
        case EventKind::client_control:
        case EventKind::client_ping:
        case EventKind::client_check:
        case EventKind::client_open:
        case EventKind::client_goaway:
        case EventKind::client_script:
        case EventKind::reader_read:
        case EventKind::loop_process:
        case EventKind::loop_block:
        case EventKind::loop_complete:
        case EventKind::loop_take:
        case EventKind::writer_write:
        case EventKind::writer_post:
        case EventKind::writer_remove:
        case EventKind::request_return:
        case EventKind::reader_write:
        case EventKind::server_settings:
        case EventKind::server_shutdown:
        case EventKind::server_close:
        case EventKind::clock_advance: return false;
    }
    return false;
}

}  // namespace

Lane lane_of(Event event) {
    const EventKind kind = first_of_lane(event.kind);
    const std::uint64_t stream = has_lane_by_stream(kind) ? event.stream : 0;
    return stream << 16U | std::uint64_t{event.rule} << 8U | static_cast<std::uint64_t>(kind);
}

}  // namespace sim
