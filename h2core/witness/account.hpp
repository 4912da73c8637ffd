#pragma once
// The account of both peers of a connection: what each may send now, by what both have sent so far.
// Frames go in, in the order in which they passed one point between the two (or in one that is
// known to be possible); findings come out. It never stops: after a fault it goes on as if the
// faulty frame had been let pass.
//
// What binds a peer and how sure a finding is:
//   - what it has sent itself: broken;
//   - what the other one has allowed (windows, limits, SETTINGS): seen before counts as received,
//     since it may have been; what is not allowed then is broken;
//   - what the other one has forbidden (RST_STREAM, GOAWAY, the end of a stream): unless-crossed,
//     until the peer has shown that it had received it, by an ACK of SETTINGS or PING or an answer
//     to a request, or somebody tells (proves());
//   - SETTINGS that allow less bind from the ACK on, which is among what the peer sends;
//   - an error that it accuses the other one of: broken where the other one has broken no rule.
// Where the record of a direction is not whole, what it would take to tell is taken for allowed.

#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <vector>

#include "h2core/frame.hpp"
#include "h2core/message/message_book.hpp"
#include "h2core/wire/frame_header.hpp"
#include "h2core/witness/announced_settings.hpp"
#include "h2core/witness/finding.hpp"
#include "h2core/witness/open_as_seen.hpp"
#include "h2core/witness/stream_table.hpp"

namespace h2 {

// What there is of the octets that a peer has sent.
enum class Record : std::uint8_t {
    whole,   // from the beginning of the connection on
    piece,   // from somewhere on
    absent,  // nothing
};

// What is known of the order of frames of the two directions.
enum class Order : std::uint8_t {
    passed,    // so they passed one point between the two
    possible,  // so they can have gone; also in other orders
};

// What is known of a connection before its octets.
struct Beginning {
    struct Peer {
        Record record = Record::whole;
        // Its frames stand before the moment when it sent them, as in a log of its own, which is
        // written before the socket is: others may not have come after.
        bool ahead = false;
        // What it had announced, and the other one acknowledged; the initial values for a whole
        // record, unknown for others, unless it is said here.
        std::optional<Settings> in_force;
    };
    std::array<Peer, 2> peers;  // by Role
    // HTTP/1.1 stood before it: stream 1 may be the request of an Upgrade (RFC 7540 section 3.2),
    // and is half-closed by the client then.
    bool after_http1 = false;
    Order order = Order::passed;
    [[nodiscard]] Peer& of(Role role) { return peers[static_cast<std::size_t>(role)]; }
};

class Account {
  public:
    explicit Account(const Beginning& beginning);

    // A frame on its way. `end`: the offset of the octet after it.
    struct Passing {
        Role sender = Role::client;
        std::uint64_t offset = 0;
        std::uint64_t end = 0;
    };
    // To be called for every frame first, whatever becomes of it.
    void first_frame(const Passing& at, const FrameHeader& header);
    // The first frame of a field block is there, its fields are not: what no field can make right.
    // To be called before judge() of HEADERS and PUSH_PROMISE.
    void begins(const Passing& at, const Frame& frame);
    // The frame with its fields. `readable`: they are there; else they could not be decoded.
    void judge(const Passing& at, const Frame& frame, bool readable = true);
    // What `receiver` sends from now on it has sent after it had received so many octets of the
    // other one. From acknowledgment numbers, or because it is us.
    void proves(Role receiver, std::uint64_t octets);
    // Whether the next frame of `sender` can follow now, or needs something that the other one has
    // still to send to be right. For who does not know in which order frames of both went.
    enum class Readiness : std::uint8_t {
        ready,
        needs_room,   // a window, a slot, a longer frame; or DATA that credit gives back
        needs_cause,  // what it acknowledges, the request that it answers
    };
    [[nodiscard]] Readiness readiness(Role sender, const FrameHeader& header,
                                      std::span<const std::byte> payload) const;
    // Of what `sender` has sent, a frame is incomplete: its header is there, the rest is not.
    void incomplete(Role sender, std::optional<StreamId> stream) {
        side(sender).incomplete = stream;
    }
    // So many octets of it are not there: from now on its record is a piece.
    void misses(Role sender);
    // Nothing more comes: what is owed, and what waits for judgement.
    void end();

    // Octets were not sent as they had to be: for those who decode them.
    void add(const Passing& at, RuleId rule, StreamId stream,
             Certainty certainty = Certainty::broken);
    // Once for each rule and peer.
    void add_unknown(const Passing& at, RuleId rule, StreamId stream);

    // Whether RST_STREAM or GOAWAY with that code says that the other one has broken a rule (RFC
    // 9113 section 7). With others an endpoint may end what it likes.
    static bool accuses(ErrorCode code);

    // Since they were forgotten last, in order.
    [[nodiscard]] const std::vector<Finding>& findings() const { return findings_; }
    void forget_findings() { findings_.clear(); }

    [[nodiscard]] Record record(Role role) const { return side(role).record; }
    [[nodiscard]] const AnnouncedSettings& announced(Role role) const {
        return side(role).announced;
    }
    // Streams that the peer has opened and that are open by what both have sent.
    [[nodiscard]] std::uint32_t open_streams(Role opener) const {
        return streams_.open_count(opener);
    }
    // … and are open by what `viewer` has sent and received for sure.
    [[nodiscard]] std::uint32_t open_as_seen(Role opener, Role viewer) const {
        return side(opener).seen[static_cast<std::size_t>(viewer)].count();
    }
    // How it kept the other one's MAX_CONCURRENT_STREAMS.
    struct LimitKept {
        std::uint64_t opened = 0;    // streams
        std::uint32_t most = 0;      // open at once, as it saw them itself
        std::uint64_t unproven = 0;  // opened when it may have had too many by what it had received
    };
    [[nodiscard]] const LimitKept& limit_kept(Role opener) const { return side(opener).limit; }

  private:
    // What a peer may be accused of for; true: what it has broken for sure.
    struct Doubts {
        std::optional<bool> anywhere;
        std::optional<bool> connection;
        std::map<StreamId, bool> streams;
        bool unreadable = false;  // fields that nobody could read
    };
    struct Accusation {
        Passing at;
        RuleId rule = RuleId::none;
        ErrorCode code = ErrorCode::NO_ERROR;
        StreamId stream;
    };
    struct Outstanding {  // a PING
        std::uint64_t opaque;
        std::uint64_t end;
    };
    struct Side {
        Record record = Record::whole;
        AnnouncedSettings announced;
        bool begun = false;                   // its first frame has been seen
        bool settings_begun = false;          // … its first SETTINGS
        bool no_priorities_in_first = false;  // with NO_RFC7540_PRIORITIES
        std::uint64_t heard = 0;   // octets of the other one that it has received for sure
        std::int64_t balance = 0;  // the window for its DATA is 65,535 and this
        bool goaway_sent = false;
        bool error_sent = false;      // … with an error
        StreamId last_stream;         // … of it
        std::uint64_t goaway_at = 0;  // … the offset after it
        std::deque<Outstanding> pings;
        std::set<StreamId> prioritized;  // idle streams of it with a PRIORITY_UPDATE
        std::set<RuleId> unknown;        // said of it
        bool ahead = false;
        bool answered = false;  // it has sent HEADERS on a stream of the other one
        std::optional<StreamId> incomplete;
        Doubts doubts;
        LimitKept limit;
        std::array<OpenAsSeen, 2> seen;  // its streams, by the role of who sees them
    };

    [[nodiscard]] Side& side(Role role) { return sides_[static_cast<std::size_t>(role)]; }
    [[nodiscard]] const Side& side(Role role) const {
        return sides_[static_cast<std::size_t>(role)];
    }
    [[nodiscard]] bool whole(Role role) const { return side(role).record == Record::whole; }
    [[nodiscard]] bool both_whole() const { return whole(Role::client) && whole(Role::server); }
    // Of what the sender must not do once it has received the other one's octets up to there.
    [[nodiscard]] Certainty crossing(const Passing& at, std::uint64_t end) const {
        return side(at.sender).heard >= end ? Certainty::broken : Certainty::unless_crossed;
    }

    // account_control.cpp: frames of the connection
    void settings(const Passing& at, const SettingsFrame& settings);
    void settings_values(const Passing& at, const SettingList& list);
    void no_priorities(const Passing& at, std::uint32_t value, std::uint32_t before);
    void acknowledgment(const Passing& at);
    void windows_widen(const Passing& at, std::uint32_t initial);
    void ping(const Passing& at, const Ping& ping);
    void goaway(const Passing& at, const GoAway& goaway);
    void priority_signal(const Passing& at, StreamId stream);
    void priority_update(const Passing& at, const PriorityUpdate& update);

    // account_streams.cpp: frames of streams
    WitnessStream* uses(const Passing& at, StreamId id, const Frame& frame);
    WitnessStream* first_seen(StreamId id);
    [[nodiscard]] bool is_idle(StreamId id);
    bool permitted(const Passing& at, const WitnessStream& stream, const Frame& frame);
    void headers(const Passing& at, const Headers& headers, bool readable);
    WitnessStream* opens(const Passing& at, const Headers& headers);
    void count(const Passing& at, WitnessStream& stream);
    void count_no_more(const WitnessStream& stream);
    void data(const Passing& at, const Data& data);
    void rst_stream(const Passing& at, const RstStream& reset);
    void push_promise(const Passing& at, const PushPromise& push, bool readable);
    void advance_half(const Passing& at, WitnessStream& stream, MessageInput input);
    void end_half(const Passing& at, WitnessStream& stream);
    void close(WitnessStream& stream);

    // account_ready.cpp: what the other one has yet to send
    [[nodiscard]] bool has_cause(Role sender, const FrameHeader& header,
                                 std::span<const std::byte> payload) const;
    [[nodiscard]] bool has_room(Role sender, const FrameHeader& header,
                                std::span<const std::byte> payload) const;
    [[nodiscard]] bool credit_fits(Role sender, const FrameHeader& header,
                                   std::uint32_t increment) const;
    [[nodiscard]] bool window_admits(Role sender, const FrameHeader& header) const;

    // account_windows.cpp: flow control
    void debit(const Passing& at, const Data& data, WitnessStream* stream);
    void window_update(const Passing& at, const WindowUpdate& update);

    // account_messages.cpp: what HTTP says
    void request(const Passing& at, WitnessStream& stream, const Headers& headers, bool opening);
    void response(const Passing& at, WitnessStream& stream, const Headers& headers);
    void content(const Passing& at, WitnessStream& stream, const Data& data);
    void promised_request(const Passing& at, WitnessStream* promised, const PushPromise& push);
    void single_fields(const Passing& at, StreamId stream, const Fields& fields);
    void malformed(const Passing& at, const WitnessStream& stream, RuleId rule);

    // account_accusations.cpp: errors that one holds against the other
    void doubt(Role accused, StreamId stream, bool broken);
    [[nodiscard]] std::optional<bool> doubted(Role accused, StreamId stream) const;
    void doubt_signal(const Passing& at, StreamId stream, const PrioritySignal& signal);
    void doubt_fields(const Passing& at, StreamId stream, const Fields& fields);
    [[nodiscard]] bool limit_at_stake(Role refuser, StreamId id) const;
    [[nodiscard]] bool readable(Role accused, StreamId id) const;
    [[nodiscard]] bool certain(const Accusation& accusation) const;
    void accuse(const Passing& at, ErrorCode code, StreamId stream);
    void pass_judgement(const Accusation& accusation);

    Order order_ = Order::passed;
    std::array<Side, 2> sides_;
    StreamTable streams_;
    MessageBook requests_{Role::server};
    MessageBook responses_{Role::client};
    std::vector<Finding> findings_;
    std::vector<Accusation> accusations_;  // that are judged at the end
};

}  // namespace h2
