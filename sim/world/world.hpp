#pragma once
// A connection: one client, one server with its runtime, and the two pipes between them. Plain
// data: copy it to branch, compare or digest it to merge. It has two verbs, enabled() and step(),
// and no other source of change. What happens in a step it notes down and does not judge: the
// world that is explored is a JudgedWorld (sim/judge/judged_world.hpp).
//
// Enabled events come in this order: client (receive, control, write by stream, ping, check, open,
// body by stream, reset by stream, goaway, take by stream, script), server (read, process or block,
// complete, take, write, post, remove, reader's own write, request functions' frames by stream,
// their returns by stream, settings, shutdown, close), clock.

#include <cstdint>

#include "h2core/connection.hpp"
#include "h2core/inline_vector.hpp"
#include "sim/net/net.hpp"
#include "sim/world/action.hpp"
#include "sim/world/event.hpp"
#include "sim/world/happening.hpp"
#include "sim/world/model.hpp"
#include "sim/world/world_concept.hpp"

namespace sim {

// One direction of the transport: a bounded first-in first-out queue of frames. A frame is in it
// from the moment its last octet was handed over (visible) until the peer reads it.
struct Pipe {
    h2::InlineVector<h2::Frame, 2> frames;
    bool operator==(const Pipe&) const = default;
};

// A complete response that its caller has not taken yet.
struct Answer {
    h2::StreamId stream;
    bool overridden = false;  // the caller will get an error instead
    bool operator==(const Answer&) const = default;
};

struct ClientState {
    explicit ClientState(const h2::Connection& connection) : core{connection} {}

    h2::Connection core;
    // Frames its core has accepted that are not yet written, oldest first; with
    // ClientWrites::direct only those it answers with (ACK, WINDOW_UPDATE).
    h2::InlineVector<h2::Frame, 2> outgoing;
    std::uint32_t opened = 0;  // requests made so far
    std::uint32_t pings_left = 0;
    std::uint32_t resets_left = 0;
    std::uint32_t script_line = 0;
    std::uint64_t awaited = 0;  // scripted: bit i = the await of line i has been seen
    bool may_read = true;       // slow_reader: its timer has fired
    // State only where the ClientDesign has such a thing.
    h2::InlineVector<const h2::SettingList*, 1> unapplied;  // SETTINGS received, ACK not written
    h2::InlineVector<Answer, 1> answers;                    // not yet taken, by stream
    std::uint8_t passed = 0;  // bit i: caller i + 1 has seen a free slot and not yet taken it
    bool operator==(const ClientState&) const = default;
};

// A request function on the server, from the moment it is started until it has returned and its
// last frame was taken.
struct RequestFunction {
    enum class Stage : std::uint8_t {
        running,    // may hand over its next frame
        handed,     // its frame waits to be taken
        waiting,    // its frame is being written
        stalled,    // its frame waits for a flow-control window
        cancelled,  // its stream was reset; it has not returned yet
    };
    h2::StreamId stream;
    Stage stage = Stage::running;
    std::uint8_t next = 0;     // index into Model::response() of the next frame
    std::uint8_t pending = 0;  // its frames that are accepted and not yet complete
    bool returned = false;     // the function has returned, its last frame is still handed over
    // FunctionWaits::nothing: handed over and heard of, but a window keeps them from the core.
    std::uint8_t due = 0;
    bool operator==(const RequestFunction&) const = default;
};

// The writer: one write (or flush) at a time.
struct Writer {
    enum class Stage : std::uint8_t {
        idle,
        started,  // begun; `outgoing` is not yet all visible
        written,  // all visible; the completion is not yet posted
        posted,   // the loop can take the completion
    };
    Stage stage = Stage::idle;
    bool has_frame = false;  // the write is of `frame`; false for a flush of the buffer
    bool by_reader = false;  // locked: the reader thread is writing a frame of its own
    h2::Frame frame;         // its completion is reported to the core
    h2::InlineVector<h2::Frame, 2> outgoing;  // become visible in this order
    bool operator==(const Writer&) const = default;
};

// The writer's queue holds frames (ServerState::queue) and, in designs that leave it to the writer,
// removals of streams that the peer has closed.
struct Removal {
    h2::StreamId stream;
    std::uint32_t ahead = 0;  // frames of the queue that come before it
    bool operator==(const Removal&) const = default;
};

// What stands in a place of a net.
struct NetItem {
    PlaceIndex place = kNoPlace;
    ItemKind kind = ItemKind::token;
    h2::StreamId stream;
    h2::Frame frame;  // of `read` and `frame`
    bool operator==(const NetItem&) const = default;
};

struct ServerState {
    explicit ServerState(const h2::Connection& connection) : core{connection} {}

    h2::Connection core;
    bool read = false;                         // a frame was read and not yet processed …
    h2::Frame hand_off;                        // … this one
    bool blocked = false;                      // the loop waits for the outstanding write
    h2::InlineVector<h2::StreamId, 8> handed;  // frames handed over, oldest first (by stream)
    h2::InlineVector<h2::Frame, 4> queue;      // accepted by the core, not yet started
    h2::InlineVector<Removal, 2> removals;     // in the same queue, oldest first
    h2::InlineVector<h2::Frame, 2> buffered;   // their last octet is in the write buffer
    std::uint32_t buffered_octets = 0;
    h2::InlineVector<h2::Frame, 2> uncompleted;  // single: visible, completion not yet heard
    Writer writer;
    h2::InlineVector<RequestFunction, 8> requests;  // by ascending stream
    // A server that is a net has these instead of what is above, but for the core and the requests.
    h2::InlineVector<NetItem, 4> items;         // by place, in each in its order
    h2::InlineVector<std::uint32_t, 2> octets;  // in the buffers among the places
    bool settings_pending = false;              // new SETTINGS still to be announced
    bool shutdown_pending = false;              // the graceful shutdown has not begun
    bool shutting_down = false;
    bool closing = false;  // after a connection error: close once everything is out
    bool closed = false;   // the transport is closed
    bool operator==(const ServerState&) const = default;
};

struct Timer {
    enum class Kind : std::uint8_t {
        client_reads,
        shutdown_timeout,
        forget_reset,
        shutdown_notice
    };
    Kind kind = Kind::client_reads;
    h2::StreamId stream;
    std::uint32_t ticks = 0;  // until it fires; at least 1
    bool operator==(const Timer&) const = default;
};

class ConnectionWorld {
  public:
    using Event = sim::Event;

    // The model outlives every copy.
    explicit ConnectionWorld(const Model& model);

    void enabled(EventList<ConnectionWorld>& out) const;
    // What has happened in it is in `happened`.
    void step(Event event);
    [[nodiscard]] bool finished() const;
    // Every request is made and answered, as the client's core tells; of a scripted client, which
    // has none: its script is done.
    [[nodiscard]] bool satisfied() const;
    [[nodiscard]] Interned interned() const {
        return {model->field_lists(), model->setting_lists()};
    }
    // The state in two halves; what comes between them in a JudgedWorld is the monitor.
    template <class Self, class Archive>
    static void transfer_ends(Self& self, Archive& archive);
    template <class Self, class Archive>
    static void transfer_timers(Self& self, Archive& archive);
    bool operator==(const ConnectionWorld&) const;

    // The parts, for the files that move them (client.cpp, server*.cpp) and those that show them.
    const Model* model;
    ClientState client;
    ServerState server;
    Pipe to_server;
    Pipe to_client;
    h2::InlineVector<Timer, 2> timers;  // by kind, then stream
    // Not part of the state: what has happened in this step, the last verdict of each core, and
    // virtual time. They explain a step and never influence one.
    Happenings happened;
    h2::Verdict last_verdict;
    std::uint64_t now = 0;
};

// A closed stream may wait for the writer to remove it.
[[nodiscard]] inline bool leaves_to_writer(const h2::Policy& policy) {
    return policy.received_reset_frees == h2::ResetFrees::when_writer_removes ||
           policy.received_end_frees == h2::EndFrees::when_writer_removes;
}

// Room for one more frame.
[[nodiscard]] inline bool has_room(const Pipe& pipe, std::uint32_t capacity) {
    return pipe.frames.size() < capacity;
}

// Keeps the timers in canonical order.
void start_timer(ConnectionWorld& world, Timer timer);

using EventSink = EventList<ConnectionWorld>;

// What an enabled event is about to do.
Action action_of(const ConnectionWorld& world, Event event);

// client.cpp
void client_enabled(const ConnectionWorld& world, EventSink& out);
void client_step(ConnectionWorld& world, Event event);
Action client_action(const ConnectionWorld& world, Event event);  // client_action.cpp
[[nodiscard]] bool client_finished(const ConnectionWorld& world);
[[nodiscard]] bool client_satisfied(const ConnectionWorld& world);

}  // namespace sim
