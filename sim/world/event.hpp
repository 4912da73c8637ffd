#pragma once
// The events of a World. Each is one atomic step of one actor; everything that another actor may
// do in between is a separate event, because the design under test lets it happen there.

#include <cstdint>
#include <span>
#include <string_view>

namespace sim {

enum class EventKind : std::uint8_t {
    // client
    client_receive,  // takes the next frame from the transport and processes it
    client_control,  // writes the next frame its core has queued (ACK, WINDOW_UPDATE)
    client_write,    // its writer writes the oldest frame that waits (stream)
    client_ping,     // writes a PING; here and below: or queues it, as ClientDesign::writes says
    client_check,    // a caller sees a free slot (caller)
    client_open,     // writes HEADERS of a new request
    client_body,     // writes the request's DATA with END_STREAM (stream)
    client_reset,    // writes RST_STREAM(CANCEL) (stream)
    client_goaway,   // writes GOAWAY: it expects nothing of the server but what it has requested
    client_take,     // a caller takes its response (stream)
    client_script,   // writes, or has seen, the next line of its script
    // server: inwards
    reader_read,   // the reader takes a frame from the transport into its hand-off
    loop_process,  // the core hears the frame that was read (first a posted completion, where the
                   // design drains or waits)
    loop_block,    // the loop begins to wait for the outstanding write
    // server: outwards
    loop_complete,   // the loop takes the posted completion: the core hears write_completed
    loop_take,       // the loop takes the oldest frame a request function has handed over
    writer_write,    // one frame becomes visible to the client
    writer_post,     // the writer posts "that write has finished"
    writer_remove,   // the writer takes the removal of a stream from its queue (stream)
    request_step,    // a request function hands over its next frame (stream)
    request_return,  // a cancelled request function returns (stream)
    reader_write,    // locked: the reader takes the lock to write a frame of its own
    // server: by itself
    server_settings,  // announces its SETTINGS, or the new limit
    server_shutdown,  // begins the graceful shutdown
    server_close,     // closes the transport
    net_rule,         // a rule of the server's net (rule; stream: which of the items it may take)
    // time
    clock_advance,  // virtual time passes to the next timer
};

// The two ends of the connection, and what belongs to neither.
enum class Role : std::uint8_t { client, server, time };

constexpr Role role_of(EventKind kind) {
    switch (kind) {
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
        case EventKind::client_script: return Role::client;
        case EventKind::reader_read:
        case EventKind::loop_process:
        case EventKind::loop_block:
        case EventKind::loop_complete:
        case EventKind::loop_take:
        case EventKind::writer_write:
        case EventKind::writer_post:
        case EventKind::writer_remove:
        case EventKind::request_step:
        case EventKind::request_return:
        case EventKind::reader_write:
        case EventKind::server_settings:
        case EventKind::server_shutdown:
        case EventKind::server_close:
        case EventKind::net_rule: return Role::server;
        case EventKind::clock_advance: return Role::time;
    }
    return Role::time;
}

struct Event {
    constexpr Event() = default;
    constexpr Event(EventKind happens, std::uint32_t of_stream, std::uint8_t of_rule = 0)
        : kind{happens}, rule{of_rule}, stream{of_stream} {}

    EventKind kind = EventKind::client_receive;
    std::uint8_t rule = 0;     // net_rule
    std::uint32_t stream = 0;  // where the kind names one; client_check: the caller, from 1
    bool operator==(const Event&) const = default;
};

// What an event means, for people.
struct EventMeaning {
    EventKind kind;
    std::string_view name;     // "loop_process"
    std::string_view meaning;  // one sentence or two
    std::string_view words;    // as traces say it; a line for each way
};

std::span<const EventMeaning> all_events();  // in the order of EventKind

std::string_view name(EventKind kind);

}  // namespace sim
