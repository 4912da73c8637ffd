#pragma once
// What happens in a step, as a value: who does what with which frame, what it takes it out of and
// where it puts it. Whoever enables an event says so (client_action.cpp, server*.cpp). Sentences,
// lanes of pictures, context switches and the steps of traces are functions of it; no step depends
// on it, and the search does not make any.

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "h2core/frame.hpp"
#include "h2core/stream_id.hpp"
#include "sim/world/event.hpp"
#include "sim/world/model.hpp"

namespace sim {

// What runs by itself, one step at a time.
enum class Thread : std::uint8_t {
    client,         // a client that is one thread; of others what is neither writer nor caller
    client_writer,  // writes what the client has queued
    caller,         // makes requests; numbered from 1
    reader,         // split, locked
    loop,           // split, single
    writer,         // split; locked: whoever holds the connection's lock
    request,        // a request function; its number is its stream
    server,         // whoever reconfigures or stops the server
    net,            // one of a net: Actor::name says which
    clock,
};

struct Actor {
    Thread thread = Thread::clock;
    std::uint32_t number = 0;  // of a caller or a request function
    std::string_view name{};   // of a net's thread, as the net has it
    auto operator<=>(const Actor&) const = default;
};

enum class Verb : std::uint8_t {
    receive,         // the client takes a frame from the transport and processes it
    send,            // a frame of the client is visible to the server
    queue,           // a frame is left to the client's writer
    check,           // a caller sees how many slots are taken
    give,            // a response goes to its caller
    report_error,    // instead of a complete response
    read,            // from the transport into the hand-off
    process,         // the core hears a frame
    wait,            // for the outstanding write
    complete,        // the core hears that a write has finished
    take,            // what a request function has handed over
    drop,            // the same, of a stream that is gone
    show,            // a frame of the server is visible to the client
    post,            // a completion, for the loop
    remove,          // a stream, from the writer's queue
    hand_over,       // by a request function
    begin_write,     // having taken the lock
    come_back,       // a request function whose stream was reset
    announce,        // SETTINGS
    begin_shutdown,  // the graceful one
    close,           // the transport
    fire,            // a rule of a net, of which Action::rule tells more
    advance,         // virtual time
};

// Where things wait, and what is counted. What a step takes and puts is its footprint: two steps
// that share no place commute.
enum class Place : std::uint8_t {
    to_server,         // the transport, both directions
    to_client,         //
    client_plan,       // what the client still wants to do: requests, PINGs, resets, its script
    client_streams,    // what its core knows of its streams and of the connection
    client_slots,      // its count of open streams
    client_windows,    // both ways
    client_queue,      // frames that its core has accepted and that are not written
    client_callers,    // who has seen a free slot
    client_settings,   // received, not yet applied
    client_responses,  // complete, not yet taken
    client_reading,    // whether a slow reader may read
    hand_off,          // the frame that was read
    loop_waiting,      // whether the loop waits for a write
    functions,         // running request functions
    handed_over,       // what they have handed over
    queue,             // frames that the server's core has accepted, no write of them has begun
    removals,          // in the same queue
    buffer,            // of the writer, in user space
    write,             // the one that is under way
    completion,        // of a write, posted and not yet heard
    streams,           // what the server's core knows of its streams and of the connection
    slots,             // its count of streams
    windows,           // both ways
    running,           // its count of request functions
    server_plan,       // new SETTINGS, a shutdown: whether they are still to come
    timers,
};

// A set of places.
class PlaceSet {
  public:
    constexpr PlaceSet() = default;
    constexpr PlaceSet(std::initializer_list<Place> places) {
        for (const Place place : places) {
            add(place);
        }
    }
    constexpr void add(Place place) { bits_ |= 1U << static_cast<unsigned>(place); }
    constexpr void add(PlaceSet places) { bits_ |= places.bits_; }
    [[nodiscard]] constexpr bool has(Place place) const {
        return (bits_ >> static_cast<unsigned>(place) & 1U) != 0;
    }
    [[nodiscard]] constexpr PlaceSet without(PlaceSet others) const {
        PlaceSet left = *this;
        left.bits_ &= ~others.bits_;
        return left;
    }
    [[nodiscard]] constexpr bool empty() const { return bits_ == 0; }
    bool operator==(const PlaceSet&) const = default;

  private:
    std::uint32_t bits_ = 0;
};

constexpr PlaceSet operator|(PlaceSet left, PlaceSet right) {
    left.add(right);
    return left;
}

// A write as its completion names it: that of a frame, or a flush of the buffer.
struct Written {
    std::optional<h2::Frame> frame;
    bool operator==(const Written&) const = default;
};

struct Action {
    Actor actor;
    Verb verb = Verb::advance;
    h2::StreamId stream;  // it is about this one; 0: the connection, or nothing that has a stream
    // What is read, written, processed; of wait, complete and post the frame whose write it is,
    // none for a flush of the buffer.
    std::optional<h2::Frame> frame;
    std::span<const PlannedFrame> planned;  // hand_over, take, begin_write: frames of a function
    std::optional<Written> first;           // process: the completion that is taken before
    std::uint32_t count = 0;                // check: slots taken; complete: frames, if not one
    std::uint32_t limit = 0;                // check: slots there are
    PlaceSet from;                          // what it takes something out of
    PlaceSet to;                            // what it puts something into
    const Net* net = nullptr;               // fire: of this net …
    const NetRule* rule = nullptr;          // … this rule
};

// The action with its places.
inline Action moving(Action action, PlaceSet from, PlaceSet to) {
    action.from.add(from);
    action.to.add(to);
    return action;
}

// The same, of places whose things it may take as well as put.
inline Action touching(const Action& action, PlaceSet places) {
    return moving(action, places, places);
}

// Whether the same thing happens. What it touches follows from it and from the state.
bool operator==(const Action& left, const Action& right);

Role role_of(Thread thread);

// "client", "time"; "client writer", "request"; "begin-write"; "to-server", "hand-off".
std::string_view name(Role role);
std::string_view name(Thread thread);
std::string_view name(Verb verb);
std::string_view name(Place place);

std::span<const Thread> all_threads();
std::span<const Verb> all_verbs();
std::span<const Place> all_places();

// "client", "client writer", "caller 2", "reader", "request 5".
std::string to_text(Actor actor);
// "HEADERS len=40 and DATA len=4096 END_STREAM"; empty for none.
std::string to_text(std::span<const PlannedFrame> planned);
// What the actor does, without the actor: "processes HEADERS 3 END_STREAM".
std::string to_text(const Action& action);

}  // namespace sim
