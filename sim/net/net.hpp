#pragma once
// A net: what the threads of a server do with frames, as places that hold items and rules that move
// them. A rule is one atomic step of one thread; between two rules any other thread may act, and
// that is where races live. The words are those of Petri nets; what a verb does is the core's.
//
// A scenario names a net ("server": {"net": "split"}) or carries one. Files: scenarios/nets; how
// they are read and what is wrong with one: sim/net/net_reader.hpp; how a world moves by one:
// sim/world/server_net.hpp. The notation, by example:
//
//   {"name": "flush", "thread": "writer", "urgent": true,
//    "take": "all queue", "when": ["batch empty"], "do": ["write-start"], "put": "batch"}

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sim {

// Places are numbered in the order in which the rules mention them, rules and threads in theirs.
using PlaceIndex = std::uint8_t;
inline constexpr std::size_t kMostPlaces = 64;
inline constexpr std::size_t kMostRules = 100;
// Places that every server has. Frames come out of the first; request functions that may hand over
// their next frame stand in the second.
inline constexpr PlaceIndex kToServer = 255;
inline constexpr PlaceIndex kFunctions = 254;
inline constexpr PlaceIndex kNoPlace = 253;

enum class ItemKind : std::uint8_t {
    token,    // a lock, a sign that something is under way
    read,     // a frame of the client
    frame,    // a frame of the server that the core has accepted
    turn,     // what a request function has handed over: the core has yet to hear of it
    exit,     // a request function has returned: the core has yet to hear of it
    removal,  // a stream that the peer has closed and that leaves the table only now
};

// What a rule may ask of an item.
enum class ItemClass : std::uint8_t {
    any,
    token,
    read,
    frame,
    turn,
    exit,
    removal,
    headers,      // frames of either side, by type
    data,         //
    reset,        // RST_STREAM
    trailers,     // HEADERS that end a response with content
    response,     // HEADERS or DATA
    connection,   // a frame on stream 0
    closing,      // END_STREAM or RST_STREAM
    counted,      // closing, and the server still counts its stream
    early_reset,  // RST_STREAM(NO_ERROR), behind a complete response to an unfinished request
};

// What a rule does with each item that it has taken first, in this order.
enum class NetVerb : std::uint8_t {
    receive,    // the core hears the frame that was read
    hand_over,  // the function hands over its next frame, or frames
    submit,     // the core hears what was handed over, if the windows admit it
    returned,   // the core hears that the function has returned
    encoded,    // stations of a frame on its way out (h2core/policy.hpp): the policy says at which
    write_start,  // of them the stream's slot is given back
    show,         // the transport takes the frame: the client can see it
    completed,    // that write has finished
    remove,       // the stream leaves the table
};

enum class PlaceOrder : std::uint8_t {
    fifo,      // the oldest is taken
    any,       // whichever: each is a choice
    by_class,  // the oldest of the first class in NetPlace::first that is there, else the oldest
};

struct NetPlace {
    std::string name{};
    std::string about{};         // for people
    std::uint32_t capacity = 0;  // items; 0: no bound. A rule waits for room.
    PlaceOrder order = PlaceOrder::fifo;
    std::vector<ItemClass> first{};
    std::uint32_t tokens = 0;  // at the beginning
    // A buffer of so many octets in front of `overflows_to` (Go's bufio.Writer). What does not fit
    // pushes all that is in it there; of the frame that overflows the rest stays, if it fits.
    std::uint32_t octets = 0;  // 0: none
    PlaceIndex overflows_to = kNoPlace;
    bool operator==(const NetPlace&) const = default;
};

struct NetTake {
    PlaceIndex place = kNoPlace;
    ItemClass only = ItemClass::any;  // the next item is of this class
    std::uint32_t most = 1;           // 0: all
    bool operator==(const NetTake&) const = default;
};

struct NetCondition {
    enum class Kind : std::uint8_t {
        empty,
        holds,     // `count` items of the class, or more
        next,      // the next item is of the class
        at_limit,  // the next frame would open a stream above the limit and its slack
        fits,      // the next frame fits into what is free of `buffer`
        sendable,  // the windows admit what the function hands over next
    };
    Kind kind = Kind::empty;
    bool negated = false;
    PlaceIndex place = kNoPlace;
    ItemClass only = ItemClass::any;
    std::uint32_t count = 1;
    PlaceIndex buffer = kNoPlace;
    bool operator==(const NetCondition&) const = default;
};

// All of these have to be met; of each, one.
using NetGuard = std::vector<std::vector<NetCondition>>;

struct NetPut {
    PlaceIndex place = kNoPlace;
    bool token = false;  // a new token instead of what was taken
    bool operator==(const NetPut&) const = default;
};

struct NetRule {
    std::string name{};   // what the thread does: "takes the completion"
    std::string about{};  // for people
    std::uint8_t thread = 0;
    std::vector<NetTake> takes;  // the verbs are done with the items of the first
    NetGuard when;
    std::vector<NetVerb> does;
    std::vector<NetPut> puts;
    bool urgent = false;  // happens in the step of its own thread that enabled it
    // The rule that goes on in the same step, if what it takes is there; its guard is not asked.
    std::optional<std::uint8_t> then;
    bool operator==(const NetRule&) const = default;
};

struct NetThread {
    std::string name{};
    bool per_stream = false;              // one for each stream
    PlaceIndex waits_in = kNoPlace;       // while it holds something, only rules that take it out
    std::vector<std::uint8_t> prefers{};  // rules without which the others of the thread wait
    bool operator==(const NetThread&) const = default;
};

// Where a frame goes that the core has accepted.
struct NetEmission {
    ItemClass frames = ItemClass::any;
    PlaceIndex to = kNoPlace;
    std::vector<NetVerb> does;
    bool operator==(const NetEmission&) const = default;
};

// What a request function waits for before it hands over its next frame.
enum class FunctionWaits : std::uint8_t {
    completed,  // its last one has been written, and the server has heard of it
    visible,    // the transport has it
    accepted,   // the core has accepted it
    nothing,
};

struct Net {
    std::string name{};
    std::string title;
    std::string why;
    std::vector<std::string> refs;
    std::vector<std::string> words;  // what people call it
    std::vector<NetThread> threads;
    std::vector<NetPlace> places;
    std::vector<NetRule> rules;
    std::vector<NetEmission> emissions;  // the first that fits
    FunctionWaits functions_wait = FunctionWaits::completed;
    PlaceIndex returns_to = kNoPlace;  // exits; kNoPlace: the core hears of them at once
    // Of a server that shuts down or has found an error, beside what the core asks; by default
    // nothing of the server's is under way any longer.
    std::optional<NetGuard> close_when;
    std::uint8_t own_thread = 0;  // announces SETTINGS, shuts down, closes
    bool operator==(const Net&) const = default;
};

// A net that several scenarios may share, or none; equal by value.
class NetRef {
  public:
    NetRef() = default;
    explicit NetRef(Net net) : net_{std::make_shared<const Net>(std::move(net))} {}
    [[nodiscard]] const Net* get() const { return net_.get(); }
    bool operator==(const NetRef& other) const {
        return net_ == other.net_ || (net_ && other.net_ && *net_ == *other.net_);
    }

  private:
    std::shared_ptr<const Net> net_;
};

// Places where frames of the server may be on their way: what they are put into first, and where
// rules move them.
std::vector<bool> outbound_places(const Net& net);
// Places with octets.
std::uint32_t count_of_buffers(const Net& net);
// Places whose frames no write has begun of: a reset of their stream takes them out.
std::vector<bool> waiting_places(const Net& net);

// Of threads, places or rules.
template <class Parts>
std::vector<std::string> names_of(const std::vector<Parts>& parts) {
    std::vector<std::string> names;
    names.reserve(parts.size());
    for (const Parts& each : parts) {
        names.push_back(each.name);
    }
    return names;
}

// Names as files spell them.
std::string_view name(ItemClass value);
std::string_view name(NetVerb value);
std::string_view name(FunctionWaits value);
std::string_view name_of(const Net& net, PlaceIndex place);
// As a file has them: "all closing from queue", "not hand-off at limit", "token lock".
std::string to_text(const Net& net, const NetTake& take);
std::string to_text(const Net& net, const NetCondition& condition);
std::string to_text(const Net& net, const NetPut& put);

}  // namespace sim
