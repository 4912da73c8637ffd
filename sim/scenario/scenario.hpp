#pragma once
// A scenario as a value: one world (server design, client behaviour, responses, pipes), the
// properties to check in it and what is expected of them. It is what scenarios/**/*.json say
// after the profile has been merged in; scenarios/schema.json documents every key. Names of
// enumerators are those of the files with '_' for '-'.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "h2core/policy.hpp"
#include "sim/net/net.hpp"

namespace sim {

// Which threads the server runtime has (ARCHITECTURE.md, "The server runtime").
enum class Loop : std::uint8_t {
    split,   // reader, loop and asynchronous writer are three threads (Go x/net)
    single,  // reads, writes and bookkeeping in one thread (nghttp2, hyperium/h2, nginx)
    locked,  // a thread per request writes under a connection lock; one reader (Jetty, Tomcat)
};

// What the loop does about outstanding writes before it handles a frame that was read.
enum class BeforeRead : std::uint8_t {
    nothing,            // Go x/net before 60bc85c4
    drain,              // takes a posted completion without waiting (60bc85c4, the landed fix)
    completions_first,  // handles nothing else while a completion is posted
    wait,               // waits for the outstanding write
    wait_at_limit,      // waits only if the count is at the limit and the write ends a stream
    park_at_limit,      // in that case leaves the frame and keeps serving
};

// Restricts the orders that are explored: an assumption, printed with the verdict.
enum class Orders : std::uint8_t {
    all,
    // No frame is handled between "the octets are visible" and "the completion is posted".
    completion_posted_before_handling,
};

// What a graceful shutdown sends before the GOAWAY with the last stream it serves (section 6.8).
enum class ShutdownNotice : std::uint8_t {
    none,   // nothing: a request that crosses the GOAWAY is lost
    ping,   // GOAWAY(2^31-1), PING; the last GOAWAY follows the PING's ACK (grpc-java bdecdaea)
    timer,  // GOAWAY(2^31-1); the last GOAWAY one tick later, whatever is still on its way
};

struct ServerSpec {
    std::string profile;  // name of the file in scenarios/profiles, empty if none
    // What its threads do with frames; null: what `loop` and the keys that belong to it say.
    NetRef net;
    Loop loop = Loop::split;
    h2::Policy policy;  // release_at, over_limit, limit_in_force, slack, reset_memory, …
    BeforeRead before_read = BeforeRead::nothing;
    Orders orders = Orders::all;
    // Octets of the user-space write buffer. A frame that fits into what is free of it is complete
    // before it is visible; one that does not goes to the transport first. 0: no buffer.
    std::uint32_t write_buffer = 0;
    // Octets a request function's own buffer collects before a DATA frame is made of them
    // (net/http: 4,096). 0: every write is a frame.
    std::uint32_t handler_buffer = 0;
    std::uint32_t initial_window = 65'535;  // SETTINGS_INITIAL_WINDOW_SIZE it announces
    // Functions read at once: DATA is given back by WINDOW_UPDATE when it is processed or
    // discarded. False: they read nothing.
    bool replenish = false;
    // A RST_STREAM that cannot be written at once is dropped with the rest of its stream's queue
    // when the stream is closed (Go x/net before 3d9a20a7, golang/go#18111).
    bool flush_queue_on_close = false;
    bool graceful_shutdown = false;  // may begin at any moment, once: GOAWAY, serve what is open,
                                     // close when the server counts no stream
    ShutdownNotice shutdown_notice = ShutdownNotice::none;
    std::uint32_t shutdown_timeout = 0;      // ticks after which it closes regardless; 0: never
    std::optional<std::uint32_t> new_limit;  // SETTINGS with this limit is sent once, at any moment
    std::uint32_t reset_memory_ticks = 0;    // a reset stream is forgotten after so long; 0: never
    bool operator==(const ServerSpec&) const = default;
};

enum class Behaviour : std::uint8_t {
    saturating,   // opens the next stream as soon as its own correct count allows
    write_first,  // the same, and does not read while it has something to write
    cancelling,   // the same, and may reset any of its open streams at any moment
    slow_reader,  // the same, and reads one frame every `read_every` ticks
    scripted,     // sends exactly `script`, right or wrong
    greedy,       // opens streams whatever the limit is
};

enum class WindowUpdates : std::uint8_t {
    never,
    half,  // when half of a window has been used (most stacks)
    each,  // after every DATA frame
};

// How a frame that the client's core has accepted gets into the transport.
enum class ClientWrites : std::uint8_t {
    direct,              // in the step that accepts it: nothing of the client races with itself
    queue,               // through one first-in first-out queue and a writer (grpc-go's loopy)
    queue_urgent_first,  // the same, but frames of the connection overtake: ACKs, PINGs (hyper h2)
    lock,                // each waits for the connection's write lock, whoever gets it goes next;
                         // of one stream in order, and streams open in order (.NET, Go Transport)
};

// When the client decides that a request may open its stream, and when it takes the slot.
enum class ClientOpens : std::uint8_t {
    when_written,        // both when the HEADERS are written (hyper h2 since ee04292)
    when_queued,         // both when the HEADERS are queued (hyper h2 before)
    check_then_reserve,  // decides in one step, takes the slot in another: any of its callers may
                         // do the same in between (Go Transport before 943fd674)
};

// When a stream that the client cancels stops counting.
enum class SlotFreedAt : std::uint8_t {
    written,    // its RST_STREAM is written
    cancelled,  // at once, its RST_STREAM still waits (.NET SocketsHttpHandler, corefx#40663)
};

// When the server's SETTINGS bind the client.
enum class SettingsApplied : std::uint8_t {
    when_received,     // before their ACK is queued
    when_ack_written,  // grpc-go before #1624
};

// When the caller of a request gets its response.
enum class Responses : std::uint8_t {
    taken_at_once,
    taken_later,  // a complete response waits until its caller takes it, at any moment
};

// What RST_STREAM(NO_ERROR) does to a complete response that waits (section 8.1).
enum class ResetAfterEnd : std::uint8_t {
    keeps_response,
    overrides,  // the caller gets an error (hyper h2 before a823490, Go Transport before 6a13c67c)
};

// What may come between the client's decisions and its writes. A known bug is a value of it.
struct ClientDesign {
    ClientWrites writes = ClientWrites::direct;
    ClientOpens opens = ClientOpens::when_written;
    std::uint32_t callers = 2;  // check_then_reserve: requests that are made at the same time
    SlotFreedAt slot_freed_at = SlotFreedAt::written;
    SettingsApplied settings_applied = SettingsApplied::when_received;
    Responses responses = Responses::taken_at_once;
    ResetAfterEnd reset_after_end = ResetAfterEnd::keeps_response;
    bool operator==(const ClientDesign&) const = default;
};

struct ClientSpec {
    Behaviour behaviour = Behaviour::saturating;
    std::uint32_t pings = 0;                // PINGs it wants to send, at any moments
    std::uint32_t cancels = 1;              // cancelling: resets it sends at most
    std::uint32_t read_every = 1;           // slow_reader: ticks between reads
    std::uint32_t initial_window = 65'535;  // SETTINGS_INITIAL_WINDOW_SIZE it announces
    WindowUpdates window_updates = WindowUpdates::half;
    bool goaway = false;  // it may send GOAWAY at any moment, once; its requests go on
    ClientDesign design;
    std::vector<std::string> script;  // notation: "HEADERS 1 END_STREAM", "await RST_STREAM 1"
    bool operator==(const ClientSpec&) const = default;
};

struct RequestSpec {
    std::uint32_t headers = 40;  // octets of the field block
    std::uint32_t body = 0;      // octets; 0: HEADERS carries END_STREAM, else one DATA frame does
    bool operator==(const RequestSpec&) const = default;
};

struct ResponseSpec {
    std::uint32_t headers = 40;    // octets of the field block
    std::uint32_t body = 0;        // octets in all
    std::uint32_t write_size = 0;  // octets per write of the request function; 0: one write
    std::uint32_t trailers = 0;    // octets of the trailer section; 0: none
    // False: HEADERS and the first DATA are handed over together, so that they share the buffer.
    bool headers_flushed = true;
    bool early = false;  // may answer before the request has ended
    bool operator==(const ResponseSpec&) const = default;
};

struct PipesSpec {  // frames that each direction of the transport can hold
    std::uint32_t to_client = 1;
    std::uint32_t to_server = 1;
    bool operator==(const PipesSpec&) const = default;
};

enum class Start : std::uint8_t {
    established,  // SETTINGS exchanged and acknowledged
    preface,      // both ends' SETTINGS are still to be sent
};

enum class Expected : std::uint8_t { holds, violated, reached, unreached, vacuous };

struct ExpectedProperty {
    std::string name;  // as in sim/promises/properties.hpp
    Expected expect = Expected::holds;
    bool operator==(const ExpectedProperty&) const = default;
};

struct BoundsSpec {  // the search stops with "incomplete" at the first one reached
    std::uint64_t max_states = 50'000'000;
    std::uint32_t max_depth = 0;  // steps; 0: none
    std::uint64_t max_memory_mb = 8192;
    std::uint32_t max_seconds = 0;  // 0: none
    bool operator==(const BoundsSpec&) const = default;
};

struct Pinned {  // counts that a run must reproduce
    std::optional<std::uint64_t> states;
    std::optional<std::uint64_t> transitions;
    std::optional<std::uint64_t> shortest;  // steps, for the first property listed as violated
    bool operator==(const Pinned&) const = default;
};

struct Scenario {
    std::string id;
    std::string title;
    std::string why;
    std::vector<std::string> refs;
    std::vector<std::string> rfc;  // "9113/5.1.2"
    Start start = Start::established;
    std::uint32_t limit = 1;     // SETTINGS_MAX_CONCURRENT_STREAMS of the server
    std::uint32_t requests = 2;  // the client makes so many in all
    ServerSpec server;
    ClientSpec client;
    RequestSpec request;
    ResponseSpec response;
    PipesSpec pipes;
    std::vector<ExpectedProperty> properties;
    BoundsSpec bounds;
    Pinned pinned;
    bool operator==(const Scenario&) const = default;
};

}  // namespace sim
