#pragma once
// The compliance monitor: an observer on the wire, independent of both endpoints. It sees frames
// become visible and being received, keeps its own small account of every stream, and says for
// each peer whether it has kept to RFC 9113 so far, and if not, the rule it broke. The properties
// that compare what a server does with what its client was entitled to are decided here.
//
// What a peer must obey is judged by what the wire shows. A value of SETTINGS that allows more may
// be used once it has been received; one that allows less binds from the ACK on (section 6.5.3).

#include <cstdint>

#include "h2core/frame.hpp"
#include "h2core/inline_vector.hpp"
#include "h2core/rules.hpp"
#include "h2core/window.hpp"
#include "sim/promises/observation.hpp"

namespace sim {

// What has happened on the wire to one stream that the client opened.
struct WireStream {
    enum Mark : std::uint16_t {
        client_ended = 1U << 0U,      // the client has sent END_STREAM
        client_reset = 1U << 1U,      // … RST_STREAM
        server_saw_end = 1U << 2U,    // the server has processed the client's END_STREAM
        server_saw_reset = 1U << 3U,  // … RST_STREAM
        server_ended = 1U << 4U,      // the server's END_STREAM is visible
        server_reset = 1U << 5U,      // the server's RST_STREAM is visible
        client_saw_end = 1U << 6U,    // the client has received the server's END_STREAM
        client_saw_reset = 1U << 7U,  // … RST_STREAM
        admitted = 1U << 8U,          // the server has accepted the request
        within_limit = 1U << 9U,      // the client was entitled to open it when it did
        server_answered = 1U << 10U,  // the server has sent HEADERS on it
    };
    h2::StreamId id;
    std::uint16_t marks = 0;
    h2::Window window;  // what the client has granted the server on this stream

    [[nodiscard]] bool has(unsigned mark) const { return (marks & mark) != 0; }
    [[nodiscard]] bool has_all(unsigned mark) const { return (marks & mark) == mark; }
    void set(unsigned mark) { marks = static_cast<std::uint16_t>(marks | mark); }
    // Open as the client must see it (invariant I1).
    [[nodiscard]] bool open_for_client() const {
        return !has_all(client_ended | client_saw_end) && !has(client_reset | client_saw_reset);
    }
    // Open on the wire: the closing frames of both sides are not all visible (invariant I2).
    [[nodiscard]] bool open_on_wire() const {
        return !has_all(client_ended | server_ended) && !has(client_reset | server_reset);
    }
    bool operator==(const WireStream&) const = default;
};

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
    [[nodiscard]] std::int32_t connection_window() const { return connection_window_.size(); }
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
    [[nodiscard]] bool client_has_acknowledged() const { return has(client_acknowledged); }
    // Of the client's streams.
    [[nodiscard]] h2::StreamId highest_opened() const { return highest_client_; }

    bool operator==(const Monitor&) const = default;
    template <class Self, class Archive>
    static void transfer(Self& self, Archive& archive);  // defined in sim/judge/judged_transfer.hpp

  private:
    using SettingLists = h2::InlineVector<const h2::SettingList*, 4>;
    enum Flag : std::uint8_t {
        client_began = 1U << 0U,         // it has sent its SETTINGS (section 3.4)
        server_began = 1U << 1U,         // the server too
        client_acknowledged = 1U << 2U,  // the client has acknowledged SETTINGS since begin()
        goaway_heard = 1U << 3U,         // the client has received a GOAWAY
    };

    // monitor.cpp: the account, and what the client does
    WireStream* seek(h2::StreamId id);
    [[nodiscard]] bool has(Flag flag) const { return (flags_ & flag) != 0; }
    // Notes the fault and returns what it shows, but for what any broken MUST does.
    Observations client_breaks(h2::RuleId rule, h2::StreamId on, Observations shows = 0);
    Observations server_breaks(h2::RuleId rule, h2::StreamId on, Observations shows = 0);
    void set(Flag flag) { flags_ = static_cast<std::uint8_t>(flags_ | flag); }
    Observations client_opens(h2::StreamId id, bool end_stream);
    void client_uses(h2::StreamId id, const h2::Frame& frame);
    [[nodiscard]] h2::RuleId client_fault(const WireStream* stream, h2::StreamId id,
                                          const h2::Frame& frame) const;
    void client_frame(const h2::Frame& frame);
    void client_data(const h2::Data& data);
    Observations client_settings(const h2::SettingsFrame& settings);
    void forget_closed();
    // monitor_server.cpp: what the server does
    Observations server_uses(h2::StreamId id, const h2::Frame& frame);
    [[nodiscard]] h2::RuleId server_fault(const WireStream* stream, h2::StreamId id,
                                          const h2::Frame& frame) const;
    Observations server_settings(const h2::SettingsFrame& settings);
    Observations lost(const WireStream& stream);
    Observations debit(h2::StreamId id, std::uint32_t octets);
    void credit(const h2::WindowUpdate& update);
    [[nodiscard]] std::uint32_t granted_initial_window() const;
    void shift_windows(std::uint32_t before);

    h2::InlineVector<WireStream, 8> streams_;  // by ascending id; forgotten when both are done
    // SETTINGS of the server that are visible and not yet acknowledged on the wire, oldest first;
    // the client has received the first `seen_settings_` of them.
    SettingLists settings_;
    // What the ACKs on their way to the server acknowledge.
    SettingLists acks_in_flight_;
    // SETTINGS of the client that the server has processed; their ACKs are not yet visible.
    SettingLists client_settings_;
    std::uint8_t seen_settings_ = 0;
    std::uint8_t flags_ = 0;
    std::uint32_t acked_limit_ = h2::kUnlimited;   // the server has processed its ACK
    std::uint32_t acked_initial_window_ = 65'535;  // the client's; the server's ACK is visible
    h2::Window connection_window_;                 // what the client has granted the server
    // What the server has granted the client. It announces no INITIAL_WINDOW_SIZE, so no stream's
    // window is ever smaller than this one.
    h2::Window client_window_;
    h2::StreamId highest_client_;
    h2::StreamId server_last_ = h2::StreamId::from_wire(h2::StreamId::kMax);  // visible GOAWAY
    h2::StreamId client_last_ = h2::StreamId::from_wire(h2::StreamId::kMax);  // the client's
    Compliance client_;
    Compliance server_;
    Faults faults_;
};

}  // namespace sim
