#pragma once
// The server runtime around its core: what its threads may do next and what each step does. The
// three kinds of runtime share the request functions, the way effects of the core are carried out
// and the moment a frame becomes visible; they differ in who calls the core, and when.

#include "sim/world/world.hpp"

namespace sim {

// server.cpp: all runtimes
void server_enabled(const ConnectionWorld& world, EventSink& out);
void server_step(ConnectionWorld& world, Event event);
Action server_action(const ConnectionWorld& world, Event event);
[[nodiscard]] bool server_quiet(const ConnectionWorld& world);  // nothing is under way
void announce_settings(ConnectionWorld& world, const h2::SettingList* list);
void close_transport(ConnectionWorld& world);
// Every request that was sent in ignorance of the shutdown should have arrived: the last stream is
// announced. Nothing happens after that, or where no graceful shutdown has begun.
void end_shutdown_notice(ConnectionWorld& world);

// server_effects.cpp: what all runtimes do alike
// The core processes a frame of the client: verdict, properties, effects.
void process(ConnectionWorld& world, const h2::Frame& frame);
void apply_server(ConnectionWorld& world, const h2::Effects& effects);
// The transport has the frame.
void make_visible(ConnectionWorld& world, const h2::Frame& frame);
// The core hears that a write has finished; the request function that waited for it goes on.
void complete(ConnectionWorld& world, const h2::Frame& frame);
// The frame leaves the queue; the removals behind it move up.
h2::Frame take_queued(ServerState& server, std::uint32_t index);
// The next thing in the writer's queue is a removal: no frame is begun before it is taken.
[[nodiscard]] inline bool removal_next(const ServerState& server) {
    return !server.removals.empty() && server.removals.front().ahead == 0;
}
void take_removal(ConnectionWorld& world);
// Everything the core has accepted is visible.
[[nodiscard]] bool all_visible(const ServerState& server);
// The stream leaves the table, if it has not done so in another way meanwhile.
void remove_stream(ConnectionWorld& world, h2::StreamId stream);

// What the runtimes' actions have in common: the thread and what it does, about a frame, about the
// write that is under way, about what a request function hands over.
Action acts(Thread thread, Verb verb, const h2::Frame& frame);
Action acts(Thread thread, Verb verb, const Writer& writer);
Action acts(Thread thread, Verb verb, const ConnectionWorld& world, h2::StreamId stream);

// What the core and its effects touch: when it hears a frame, and when it hears that a write has
// begun or has finished.
[[nodiscard]] PlaceSet heard_places(const ConnectionWorld& world);
inline constexpr PlaceSet kBegun{Place::streams, Place::slots};
inline constexpr PlaceSet kFinished{Place::streams, Place::slots, Place::functions};

// Closing the transport forgets all but what the client can still read.
inline constexpr PlaceSet kForgotten{Place::to_server,   Place::hand_off, Place::functions,
                                     Place::handed_over, Place::removals, Place::streams,
                                     Place::slots,       Place::windows,  Place::running,
                                     Place::server_plan, Place::timers};

// request_function.cpp
// The frames that the function hands over next.
[[nodiscard]] std::span<const PlannedFrame> next_frames(const Model& model,
                                                        const RequestFunction& request);
void start_request(ConnectionWorld& world, h2::StreamId stream);
void cancel_request(ConnectionWorld& world, h2::StreamId stream);
void return_request(ConnectionWorld& world, h2::StreamId stream);
// The core hears that the function has returned.
void hear_returned(ConnectionWorld& world, h2::StreamId stream);
// The function hands over its next frame; the last one is its return.
void hand_over(ConnectionWorld& world, RequestFunction& request);
[[nodiscard]] bool has_handed_over_all(const ConnectionWorld& world, h2::StreamId stream);
// What a function on the stream was waiting for has happened to its frame.
void go_on(ConnectionWorld& world, const h2::Frame& frame);
// Submits the next frame of the function on `stream` to the core. A frame that the windows do not
// admit stalls until they do.
void submit_next(ConnectionWorld& world, h2::StreamId stream);
void retry_stalled(ConnectionWorld& world);
// May the function hand over its next frame: it has one, and the request is complete or the
// response early.
[[nodiscard]] bool may_step(const ConnectionWorld& world, const RequestFunction& request);
// Whether the windows admit the function's next frame now.
[[nodiscard]] bool window_admits(const ConnectionWorld& world, const RequestFunction& request);
// Null if none runs on the stream.
const RequestFunction* find_request(const ServerState& server, h2::StreamId stream);
RequestFunction* find_request(ServerState& server, h2::StreamId stream);

// The events of a server: those of its runtime's threads (not every runtime has each of them), and
// those of the server by itself, after which a runtime sees to the frames that have been queued.
enum class ServerEvent : std::uint8_t {
    read,
    process,
    block,
    complete,
    take,
    write,
    post,
    remove,
    request,
    reader_write,
    come_back,
    settings,
    shutdown,
    close,
};

// One set for each runtime: server_split.cpp, server_single.cpp, server_locked.cpp. The stream is
// that of the event.
void split_enabled(const ConnectionWorld& world, EventSink& out);
void split_step(ConnectionWorld& world, ServerEvent event, h2::StreamId stream);
Action split_action(const ConnectionWorld& world, ServerEvent event, h2::StreamId stream);
// The loop would take the posted completion before the frame that was read.
[[nodiscard]] bool completes_before_read(const ConnectionWorld& world);
void split_emit(ConnectionWorld& world, const h2::Frame& frame);
void single_enabled(const ConnectionWorld& world, EventSink& out);
void single_step(ConnectionWorld& world, ServerEvent event, h2::StreamId stream);
Action single_action(const ConnectionWorld& world, ServerEvent event, h2::StreamId stream);
void single_emit(ConnectionWorld& world, const h2::Frame& frame);
void locked_enabled(const ConnectionWorld& world, EventSink& out);
void locked_step(ConnectionWorld& world, ServerEvent event, h2::StreamId stream);
Action locked_action(const ConnectionWorld& world, ServerEvent event, h2::StreamId stream);
void locked_emit(ConnectionWorld& world, const h2::Frame& frame);

}  // namespace sim
