#pragma once
// The compliance monitor: an observer on the wire, independent of both endpoints. It sees frames
// become visible and being received, keeps its own small account of every stream, and says for
// each peer whether it has kept to RFC 9113 so far, and if not, the rule it broke. The properties
// that compare what a server does with what its client was entitled to are decided here.
//
// What a peer must obey is judged by what is known at its end (client_view.hpp, server_view.hpp). A
// value of SETTINGS that allows more may be used once it has been received; one that allows less
// binds from the ACK on (section 6.5.3). What compares the two ends is judged here. An end is told
// more than it sees in two places, to keep the state small: which streams are idle is known to the
// server as soon as the client has opened them, and which ones a GOAWAY leaves out to the client
// (which has received one) as soon as a further one is visible.

#include <cstdint>

#include "h2core/frame.hpp"
#include "h2core/inline_vector.hpp"
#include "h2core/rules.hpp"
#include "sim/judge/client_view.hpp"
#include "sim/judge/server_view.hpp"
#include "sim/judge/wire_stream.hpp"
#include "sim/promises/observation.hpp"

namespace sim {

enum class Peer : std::uint8_t { client, server };

// A peer did other than a rule says: h2::rule(rule).level tells whether it had to.
struct Fault {
    Peer peer = Peer::client;
    h2::RuleId rule = h2::RuleId::none;
    h2::StreamId stream;
    Observations shows = 0;  // what was observed because of it
    bool operator==(const Fault&) const = default;
};

// The faults of one step; no part of the state.
struct Faults {
    h2::InlineVector<Fault, 2> list;
    bool operator==(const Faults&) const { return true; }
};

// The first rule a peer broke, RuleId::none while it is compliant. What the RFC only recommends
// (SHOULD) is no breach.
struct Compliance {
    h2::RuleId broken = h2::RuleId::none;
    h2::StreamId stream;
    [[nodiscard]] bool kept() const { return broken == h2::RuleId::none; }
    void breaks(h2::RuleId rule, h2::StreamId on) {
        if (kept()) {
            broken = rule;
            stream = on;
        }
    }
    bool operator==(const Compliance&) const = default;
};

class Monitor {
  public:
    // SETTINGS have been exchanged: the limit and the window that hold from the start, see Start.
    void begin(std::uint32_t limit, std::uint32_t initial_window);

    // Each returns what it has observed, and adds to faults(). `frame` is the frame on the wire.
    Observations client_sent(const h2::Frame& frame);      // put into the transport
    Observations client_received(const h2::Frame& frame);  // taken out and processed
    // The caller got an error: RST_STREAM(NO_ERROR) followed the complete response.
    Observations client_discarded(h2::StreamId id);
    Observations server_sent(const h2::Frame& frame);  // became visible
    void server_received(const h2::Frame& frame);      // processed by the core
    // The server's decision about a request. `limit`: what it enforces now.
    Observations server_admitted(h2::StreamId id, std::uint32_t limit);
    // `retryable`: RST_STREAM(REFUSED_STREAM), the weakest answer.
    Observations server_refused(h2::StreamId id, bool retryable);
    // A connection error that has nothing to do with the number of streams. `rule`: what the server
    // breaks with it, if the client has broken none.
    Observations server_condemned(h2::StreamId id, h2::RuleId rule);
    // HEADERS of a request are ignored: the stream is above the last one of the server's GOAWAY.
    Observations server_ignored(h2::StreamId id);
    // The server holds the stream for closed and tells nobody: its fault, by this rule, unless the
    // client holds it for closed too.
    Observations server_dropped(h2::StreamId id, h2::RuleId rule);
    // A graceful close of the transport: every admitted response must be visible.
    [[nodiscard]] Observations transport_closed();

    // What was wrong since they were forgotten last, in order.
    [[nodiscard]] const h2::InlineVector<Fault, 2>& faults() const { return faults_.list; }
    void forget_faults() { faults_.list.clear(); }

    [[nodiscard]] const Compliance& client() const { return client_; }
    [[nodiscard]] const Compliance& server() const { return server_; }
    [[nodiscard]] const WireStream* find(h2::StreamId id) const;
    [[nodiscard]] const h2::InlineVector<WireStream, 8>& streams() const { return streams_; }
    [[nodiscard]] std::uint32_t open_for_client() const;
    [[nodiscard]] std::uint32_t open_on_wire() const;
    // Of those, the ones that the server has admitted (I2).
    [[nodiscard]] std::uint32_t admitted_open() const;
    // What the server may still send by what the client has granted and the server has heard.
    [[nodiscard]] std::int32_t connection_window() const { return at_server_.window().size(); }
    // How many streams the client may have open: the greatest of the value it has acknowledged
    // last and those it has received since.
    [[nodiscard]] std::uint32_t client_limit() const;
    // The least and the greatest limit that the SETTINGS under way between the two and the value
    // acknowledged last allow: the same one when none are under way.
    struct Limits {
        std::uint32_t least;
        std::uint32_t greatest;
    };
    [[nodiscard]] Limits limits_under_way() const;
    // The client has acknowledged SETTINGS since begin().
    [[nodiscard]] bool client_has_acknowledged() const { return at_client_.has_acknowledged(); }
    // Of the client's streams.
    [[nodiscard]] h2::StreamId highest_opened() const { return at_client_.highest_opened(); }

    bool operator==(const Monitor&) const = default;
    template <class Self, class Archive>
    static void transfer(Self& self, Archive& archive);  // defined in sim/judge/judged_transfer.hpp

  private:
    using SettingLists = h2::InlineVector<const h2::SettingList*, 4>;

    // monitor.cpp: the account
    WireStream* seek(h2::StreamId id);
    // Notes the fault and returns what it shows, but for what any broken MUST does. No rule, no
    // fault.
    Observations breaks(Peer peer, h2::RuleId rule, h2::StreamId on, Observations shows = 0);
    void forget_closed();
    void shift_windows(std::uint32_t before);
    // monitor_client.cpp: what the client does
    Observations client_opens(h2::StreamId id, bool end_stream);
    void client_uses(h2::StreamId id, const h2::Frame& frame);
    void client_frame(const h2::Frame& frame);
    Observations client_settings(const h2::SettingsFrame& settings);
    // monitor_server.cpp: what the server does
    Observations server_uses(h2::StreamId id, const h2::Frame& frame);
    Observations server_settings(const h2::SettingsFrame& settings);
    Observations debit(const h2::Data& data);
    void credit(const h2::WindowUpdate& update);
    Observations lost(const WireStream& stream);

    ClientView at_client_;
    ServerView at_server_;
    h2::InlineVector<WireStream, 8> streams_;  // by ascending id; forgotten when both are done
    // SETTINGS of the server that are visible and not yet acknowledged on the wire, oldest first;
    // the client has received the first `seen_settings_` of them.
    SettingLists settings_;
    // What the ACKs on their way to the server acknowledge.
    SettingLists acks_in_flight_;
    std::uint8_t seen_settings_ = 0;
    std::uint32_t acked_limit_ = h2::kUnlimited;  // the server has processed its ACK
    Compliance client_;
    Compliance server_;
    Faults faults_;
};

}  // namespace sim
