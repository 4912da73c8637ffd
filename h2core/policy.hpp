#pragma once
// The decisions RFC 9113 leaves open and real stacks take differently, as data. A known bug of a
// real stack is a Policy too, so that the harness can be held against it. Sources of the claims
// about stacks are named at each value.

#include <cstdint>
#include <string_view>

#include "h2core/budgets.hpp"
#include "h2core/settings.hpp"

namespace h2 {

// Stations of one frame on its way out. The runtime that drives the core reports those after
// `enqueued` with Connection::report; a slot is released by the first report that is at or past
// the policy's station. `app_done` is not a station of the frame: it is RequestDone, whatever has
// become of the frame.
enum class WriteStage : std::uint8_t {
    app_done,     // the request function returned (Kestrel before 2019, aspnetcore#12628)
    enqueued,     // the core accepted the frame (python-hyper/h2; oghttp2 for RST_STREAM)
    encoded,      // in the user-space buffer (hyperium/h2 pop_frame, HAProxy h2s_close, grpc-go)
    write_start,  // the write begins (Kestrel, Varnish, Tomcat DATA; nghttp2 mem_send)
    visible,      // the transport has it, same step (Netty on one event loop, nginx)
    completion,   // the loop has processed "that write has finished" (Go x/net, Jetty before 2018)
};

// When the stream's concurrency slot is released, by the kind of our frame that closes it.
struct ReleasePoints {
    WriteStage headers = WriteStage::write_start;
    WriteStage data = WriteStage::write_start;
    WriteStage trailers = WriteStage::write_start;
    WriteStage rst_stream = WriteStage::write_start;
    bool operator==(const ReleasePoints&) const = default;
};

// What HEADERS above the limit is answered with (section 5.1.2 allows PROTOCOL_ERROR and
// REFUSED_STREAM as a stream error).
enum class OverLimit : std::uint8_t {
    rst_protocol_error,     // Go x/net when its SETTINGS are acknowledged
    rst_refused_stream,     // most stacks
    goaway_protocol_error,  // nghttp2, oghttp2, python-hyper/h2 above the acknowledged limit
    goaway_refused_stream,  // Helidon 4, Grizzly before 2026
};

// Which value of MAX_CONCURRENT_STREAMS is enforced while a new one is not yet acknowledged.
enum class LimitInForce : std::uint8_t {
    acked,      // only what the peer has acknowledged (section 6.5.3; Netty)
    submitted,  // the newest sent, acknowledged or not (Go x/net; unsafe with a strong answer)
    both,       // above acked: over_limit; between: over_limit_unacked (nghttp2, oghttp2)
};

enum class ClosingCounter : std::uint8_t {
    none,
    separate,  // a stream whose closing frame is being written no longer counts (Jetty since 2018)
};

// What a received RST_STREAM frees.
enum class ResetFrees : std::uint8_t {
    slot_now,              // most stacks
    when_request_returns,  // Kestrel before 2019 (aspnetcore#12628)
    when_writer_removes,   // grpc-go before 32559e217: see QueueRemoval (effect.hpp)
    never,                 // Tomcat before 2022 (commit 2362172583): the leak
};

// When the peer's END_STREAM frees the slot of a stream that our side had already ended.
enum class EndFrees : std::uint8_t {
    slot_now,             // as soon as our closing frame is at its release point: most stacks
    when_writer_removes,  // mu-server (review of PR #135)
};

// When DATA is subtracted from the send windows.
enum class DebitAt : std::uint8_t {
    enqueued,  // the core accepted it
    write_start,
    completion,  // httpcore before 2017 (8f1b4f6d), nghttp2 after_frame_sent
};

// What becomes of frames on a stream above the last one that our GOAWAY announced (section 6.8).
enum class AfterGoAway : std::uint8_t {
    discard,             // ignored, but counted and given back to the connection's window
    discard_uncredited,  // … and not given back (Go x/net before c6301000, golang/go#55846)
    idle_stream_error,   // HEADERS are ignored and forgotten, so that what follows them is an error
                         // on an idle stream (Go x/net before 39120d07, golang/go#32112)
};

struct Policy {
    ReleasePoints release;
    OverLimit over_limit = OverLimit::rst_refused_stream;
    // The answer while our newest SETTINGS is unacknowledged and the acknowledged limit would
    // still admit the stream (limit_in_force `submitted` or `both`).
    OverLimit over_limit_unacked = OverLimit::rst_refused_stream;
    LimitInForce limit_in_force = LimitInForce::acked;
    ClosingCounter closing_counter = ClosingCounter::none;
    // Streams admitted beyond the limit (Jetty PR #2378 proposed 2·max+1).
    std::uint32_t slack = 0;
    // How many streams that we reset are remembered, oldest forgotten first (hyperium/h2: 50,
    // Kestrel: at least 100). 0: forgotten at once, so that late frames are errors.
    std::uint32_t reset_memory = 100;
    ResetFrees received_reset_frees = ResetFrees::slot_now;
    EndFrees received_end_frees = EndFrees::slot_now;
    // Request functions that run at once; further admitted requests wait for one to return (Go
    // since b225e7ca, CVE-2023-39325). kUnlimited: no such limit.
    std::uint32_t handler_limit = kUnlimited;
    DebitAt debit_at = DebitAt::enqueued;
    // After a complete response to an unfinished request, send RST_STREAM(NO_ERROR) (section 8.1;
    // Go, nginx): queued when the closing frame's completion is reported.
    bool reset_after_early_response = true;
    // The peer's END_STREAM is processed although our RST_STREAM(NO_ERROR) is still queued. False:
    // ignored until the RST_STREAM is written (Go x/net processData, resetQueued).
    bool end_stream_counts_while_reset_queued = true;
    AfterGoAway after_goaway = AfterGoAway::discard;
    // A received GOAWAY drops every stream above its last one, also those that its sender opened
    // (hyperium/h2 before f5f1594, okhttp before cd221133).
    bool goaway_ignores_initiator = false;
    // False: SubmitHeaders beyond the peer's limit is refused (section 5.1.2). True: it is carried
    // out; whoever submits has looked before, in a step of its own (Go x/net Transport before
    // 943fd674).
    bool open_beyond_limit = false;
    Budgets budgets;  // kept by Endpoint; a Connection by itself counts nothing
    bool operator==(const Policy&) const = default;
};

// The names above; scenario files have longer ones for two stages
// (sim/scenario/scenario_names.hpp).
std::string_view name(WriteStage value);
std::string_view name(OverLimit value);
std::string_view name(LimitInForce value);
std::string_view name(ClosingCounter value);
std::string_view name(ResetFrees value);
std::string_view name(EndFrees value);
std::string_view name(DebitAt value);
std::string_view name(AfterGoAway value);

}  // namespace h2
