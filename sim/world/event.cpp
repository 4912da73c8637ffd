// One switch gives each kind its name, its meaning and the words of traces; the table is made of it
// at compile time.

#include "sim/world/event.hpp"

#include <array>
#include <cstddef>

namespace sim {
namespace {

using enum EventKind;

constexpr EventMeaning meaning_of(EventKind kind) {  // NOLINT(readability-function-size): a table
    switch (kind) {
        case client_receive:
            return {kind, "client_receive",
                    "The client takes the next frame from the transport and processes it.",
                    "client: receives DATA 1 len=4096 END_STREAM"};
        case client_control:
            return {kind, "client_control",
                    "The client writes the next frame its core has queued: an acknowledgment, a "
                    "WINDOW_UPDATE.",
                    "client: sends SETTINGS ACK"};
        case client_write:
            return {
                kind, "client_write",
                "The writer of a client that queues its frames writes the oldest one that waits.",
                "client writer: sends RST_STREAM 1 CANCEL"};
        case client_ping:
            return {kind, "client_ping", "The client writes a PING.",
                    "client: sends PING\n"
                    "client: queues PING"};
        case client_check:
            return {kind, "client_check",
                    "A caller sees that a slot is free. It takes the slot in a later step.",
                    "caller 1: sees 0 of 1 streams open"};
        case client_open:
            return {kind, "client_open", "The client writes HEADERS of a new request.",
                    "client: sends HEADERS 3 END_STREAM\n"
                    "client: queues HEADERS 3 END_STREAM\n"
                    "caller 1: queues HEADERS 3 END_STREAM"};
        case client_body:
            return {kind, "client_body",
                    "The client writes the request's DATA, which ends the request.",
                    "client: sends DATA 1 len=10 END_STREAM"};
        case client_reset:
            return {kind, "client_reset", "The client cancels a request.",
                    "client: sends RST_STREAM 1 CANCEL"};
        case client_goaway:
            return {kind, "client_goaway",
                    "The client writes GOAWAY: it expects nothing of the server but what it has "
                    "requested.",
                    "client: sends GOAWAY last=0 NO_ERROR"};
        case client_take:
            return {kind, "client_take", "A caller takes the response that waits for it, complete.",
                    "client: gives the response on stream 1 to its caller\n"
                    "client: reports an error for stream 1, whose response is complete"};
        case client_script:
            return {kind, "client_script",
                    "A scripted client writes, or has seen, the next line of its script.",
                    "client: sends HEADERS 5 END_STREAM"};
        case reader_read:
            return {
                kind, "reader_read",
                "The reader of a split server takes a frame from the transport into its hand-off. "
                "The core has not heard it yet.",
                "reader: reads HEADERS 3 END_STREAM"};
        case loop_process:
            return {
                kind, "loop_process",
                "The server's core hears a frame that was read: first the completion of a write, "
                "where the design drains or waits.",
                "loop: processes HEADERS 3 END_STREAM\n"
                "reader: processes HEADERS 3 END_STREAM\n"
                "loop: takes the completion of DATA 1 len=4096 END_STREAM, processes HEADERS 3 "
                "END_STREAM"};
        case loop_block:
            return {
                kind, "loop_block",
                "The loop begins to wait for the outstanding write; until it ends, the loop does "
                "nothing else.",
                "loop: waits for the write of HEADERS 1 END_STREAM"};
        case loop_complete:
            return {kind, "loop_complete",
                    "The core hears that a write has finished: the bookkeeping after the write.",
                    "loop: hears that HEADERS 1 END_STREAM is written\n"
                    "writer: hears that HEADERS 1 END_STREAM is written"};
        case loop_take:
            return {kind, "loop_take",
                    "The loop takes the oldest frame that a request function has handed over, and "
                    "begins to write it.",
                    "loop: takes stream 1's DATA len=4096 END_STREAM"};
        case writer_write:
            return {kind, "writer_write",
                    "A frame becomes visible: from now on the client may act on it.",
                    "writer: makes DATA 1 len=4096 END_STREAM visible\n"
                    "loop: makes DATA 1 len=4096 END_STREAM visible"};
        case writer_post:
            return {
                kind, "writer_post",
                "The writer of a split server posts \"that write has finished\". The core has not "
                "heard it yet.",
                "writer: posts the completion of DATA 1 len=4096 END_STREAM"};
        case writer_remove:
            return {kind, "writer_remove",
                    "The writer takes the removal of a stream that the client has closed: until "
                    "then the "
                    "stream counts.",
                    "writer: takes the removal of stream 1"};
        case request_step:
            return {
                kind, "request_step",
                "A request function hands over its next frame; on a locked server it then takes "
                "the lock and writes it itself.",
                "request 1: hands over HEADERS len=40\n"
                "request 1: takes the lock, begins to write HEADERS len=40"};
        case request_return:
            return {kind, "request_return",
                    "A request function whose stream was reset notices it and returns.",
                    "request 1: returns, its stream was reset"};
        case reader_write:
            return {
                kind, "reader_write",
                "The reader of a locked server takes the lock to write a frame of the core's own: "
                "RST_STREAM, GOAWAY, an acknowledgment.",
                "reader: takes the lock, begins to write RST_STREAM 3 PROTOCOL_ERROR"};
        case server_settings:
            return {kind, "server_settings", "The server announces its SETTINGS, or the new limit.",
                    "server: announces SETTINGS MAX_CONCURRENT_STREAMS=1"};
        case server_shutdown:
            return {kind, "server_shutdown", "The server begins the graceful shutdown.",
                    "server: begins the graceful shutdown"};
        case server_close:
            return {kind, "server_close", "The server closes the transport.",
                    "server: closes the transport"};
        case net_rule:
            return {
                kind, "net_rule",
                "A rule of the server's net happens: one step of one of its threads. Which rules "
                "there are, the net says (h2sim net).",
                "loop: process HEADERS 3 END_STREAM"};
        case clock_advance:
            return {kind, "clock_advance", "Virtual time passes to the next timer.",
                    "clock: advances to the next timer"};
    }
    return {};
}

constexpr auto kMeanings = [] {
    std::array<EventMeaning, static_cast<std::size_t>(clock_advance) + 1> all;
    for (std::size_t i = 0; i < all.size(); ++i) {
        all[i] = meaning_of(static_cast<EventKind>(i));
    }
    return all;
}();

}  // namespace

std::span<const EventMeaning> all_events() {
    return kMeanings;
}

std::string_view name(EventKind kind) {
    return kMeanings[static_cast<std::size_t>(kind)].name;
}

}  // namespace sim
