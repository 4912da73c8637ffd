// The monitor of the worlds and the witness of octets judge by two accounts, one small enough to be
// part of every state, one that knows everything about a connection. Here both see the same frames:
// whatever the monitor holds against a peer that frames on a wire can show, the witness reports as
// broken, and the other way round.

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "h2core/witness/account.hpp"
#include "sim/judge/judge.hpp"
#include "tests/sim/judge/conversations.hpp"
#include "tests/sim/races/races.hpp"
#include "tests/sim/trace/traces.hpp"
#include "tests/sim/world/world_fixture.hpp"
#include "tests/support/instrumented.hpp"

namespace agreement {

using h2::RuleId;

// What the monitor compares with what the server has decided, not with what it has sent.
const std::set<RuleId> kDecisions = {
    RuleId::refused_within_limit, RuleId::error_without_cause, RuleId::closed_silently,
    RuleId::goaway_initiator,     RuleId::goaway_graceful,     RuleId::response_discarded,
    RuleId::after_goaway_ignored,
};

// What the witness sees of them, once the error is written.
const std::set<RuleId> kAccusations = {
    RuleId::refused_within_limit,
    RuleId::error_without_cause,
};

struct Held {
    sim::Peer peer = sim::Peer::client;
    RuleId rule = RuleId::none;
    auto operator<=>(const Held&) const = default;
};

// An account beside a world, told of the world's happenings.
class Beside {
  public:
    explicit Beside(const sim::JudgedWorld& world) : account_{beginning_of(world)} {}

    std::set<Held> held(const sim::Happenings& happened) {
        account_.forget_findings();
        for (const sim::Happening& happening : happened) {
            if (const auto* sent = std::get_if<sim::ClientSent>(&happening)) {
                send(h2::Role::client, sent->frame);
            } else if (const auto* showed = std::get_if<sim::ServerShowed>(&happening)) {
                send(h2::Role::server, showed->frame);
            } else if (std::holds_alternative<sim::ClientReceived>(happening)) {
                account_.proves(h2::Role::client, ++received_[0]);
            } else if (std::holds_alternative<sim::ServerProcessed>(happening)) {
                account_.proves(h2::Role::server, ++received_[1]);
            }
        }
        std::set<Held> all;
        for (const h2::Finding& finding : account_.findings()) {
            if (kAccusations.contains(finding.rule)) {
                accused += finding.certainty == h2::Certainty::broken ? 1 : 0;
            } else if (finding.certainty == h2::Certainty::broken) {
                all.insert({finding.who == h2::Role::client ? sim::Peer::client : sim::Peer::server,
                            finding.rule});
            }
        }
        return all;
    }

    int accused = 0;  // falsely, as the wire shows it
    int decided = 0;  // … as the monitor has seen when the server decided to

  private:
    static h2::Beginning beginning_of(const sim::JudgedWorld& world) {
        h2::Beginning beginning;
        const sim::Scenario& scenario = world.model->scenario();
        if (scenario.start == sim::Start::established) {
            h2::Settings of_server;
            of_server.max_concurrent_streams = scenario.limit;
            h2::Settings of_client;
            of_client.initial_window_size = scenario.client.initial_window;
            beginning.of(h2::Role::server).in_force = of_server;
            beginning.of(h2::Role::client).in_force = of_client;
        }
        return beginning;
    }
    // A frame counts as one octet.
    void send(h2::Role sender, const h2::Frame& frame) {
        std::uint64_t& sent = sent_[static_cast<std::size_t>(sender)];
        const h2::Account::Passing at = {sender, sent, sent + 1};
        ++sent;
        const auto* settings = std::get_if<h2::SettingsFrame>(&frame);
        h2::FrameHeader header;
        header.type = static_cast<std::uint8_t>(settings != nullptr ? h2::FrameType::SETTINGS
                                                                    : h2::FrameType::PING);
        header.flags = settings != nullptr && settings->ack ? h2::flag::ACK : 0;
        account_.first_frame(at, header);
        account_.begins(at, frame);
        account_.judge(at, frame);
    }

    h2::Account account_;
    std::array<std::uint64_t, 2> sent_{};
    std::array<std::uint64_t, 2> received_{};
};

std::set<Held> held_by_monitor(const sim::Monitor& monitor) {
    std::set<Held> all;
    for (const sim::Fault& fault : monitor.faults()) {
        if (!kDecisions.contains(fault.rule)) {
            all.insert({fault.peer, fault.rule});
        }
    }
    return all;
}

std::string text(const std::set<Held>& all) {
    std::string words;
    for (const Held& held : all) {
        words += std::string{held.peer == sim::Peer::client ? "client " : "server "} +
                 std::string{h2::rule(held.rule).slug} + "; ";
    }
    return words;
}

// Where they may differ, and why.
//  - The monitor knows what the client has not received yet; the wire cannot show that it opened a
//    stream before the end of another arrived.
//  - A server's RST_STREAM and WINDOW_UPDATE on a stream that is closed, and the rest of what it
//  was
//    sending when a RST_STREAM arrived, are no concern of the monitor's.
const std::set<Held> kOnlyMonitor = {{sim::Peer::client, RuleId::concurrency_limit}};
const std::set<Held> kOnlyWitness = {{sim::Peer::server, RuleId::closed_sends},
                                     {sim::Peer::server, RuleId::nothing_after_reset}};

std::set<Held> without(std::set<Held> all, const std::set<Held>& others) {
    std::erase_if(all, [&](const Held& held) { return others.contains(held); });
    return all;
}

// One step of both; what both hold against the peers in it.
std::set<Held> step(sim::JudgedWorld& world, Beside& beside, sim::Event event) {
    const std::uint32_t counted = world.server.core.peer_count();
    world.monitor.forget_faults();
    world.ConnectionWorld::step(event);
    const std::set<Held> witness = beside.held(world.happened);
    (void)sim::judge_step(world, event, counted);
    world.happened.clear();
    const std::set<Held> monitor = held_by_monitor(world.monitor);
    for (const sim::Fault& fault : world.monitor.faults()) {
        beside.decided += kDecisions.contains(fault.rule) ? 1 : 0;
    }
    REQUIRE(beside.accused <= beside.decided);
    CAPTURE(fixture::name_of(event), text(monitor), text(witness));
    REQUIRE(text(without(without(monitor, witness), kOnlyMonitor)) == "");
    REQUIRE(text(without(without(witness, monitor), kOnlyWitness)) == "");
    return monitor;
}

TEST_CASE("monitor and witness agree about random walks of every scenario", "[witness]") {
    std::set<Held> seen;
    int accused = 0;
    for (const std::string& name : races::names()) {
        CAPTURE(name);
        const sim::Model model{races::load(name)};
        support::SplitMix64 random{31};
        for (int i = 0; i < 40; i += static_cast<int>(support::kStride)) {
            sim::JudgedWorld world{model};
            Beside beside{world};
            for (int steps = 0; steps < 300; ++steps) {
                const auto events = fixture::events_of(world);
                if (events.empty()) {
                    break;
                }
                const auto pick = static_cast<std::uint32_t>(random.below(events.size()));
                seen.merge(step(world, beside, events[pick]));
            }
            accused += beside.accused;
        }
    }
    CHECK_FALSE(seen.empty());
    CHECK(accused > 0);
}

TEST_CASE("monitor and witness agree about every committed trace", "[witness]") {
    for (const std::string& name : traces::names()) {
        CAPTURE(name);
        const sim::Trace trace = traces::parse(traces::text_of(name));
        const sim::Model model{trace.scenario};
        sim::JudgedWorld world{model};
        Beside beside{world};
        for (const sim::TraceStep& recorded : trace.steps) {
            const auto events = fixture::events_of(world);
            REQUIRE(recorded.pick < events.size());
            (void)step(world, beside, events[recorded.pick]);
        }
    }
}

// What a closed stream's frames break is one question.
std::string kind_of(RuleId rule) {
    const std::set<RuleId> closed = {
        RuleId::implicitly_closed,  RuleId::closed_after_reset, RuleId::half_closed_remote,
        RuleId::closed_sends,       RuleId::one_reset,          RuleId::nothing_after_reset,
        RuleId::no_reset_for_reset,
    };
    if (rule == RuleId::rst_stream_idle) {  // the same of section 6.4
        rule = RuleId::idle_stream;
    }
    return closed.contains(rule) ? "closed" : std::string{h2::rule(rule).slug};
}

// Of the order of a message's frames the monitor only asks whether DATA come before HEADERS; and
// what a server sends on a stream that the client has reset, see kOnlyWitness.
std::set<std::string> seen_by_both(std::set<std::string> witness) {
    if (witness.contains("server closed")) {
        return {};
    }
    witness.erase("client 9113/8.1/trailers-end-stream");
    witness.erase("server 9113/8.1/trailers-end-stream");
    return witness;
}

// A conversation with both watching, in which every frame arrives at once: then what an end knows
// is what the wire shows. Up to the first fault, since they get over faults in different ways.
class Together {
  public:
    Together() : account_{beginning()} { monitor_.begin(2, 40); }

    // What both have found: "client 9113/5.1.2/limit"; empty if nothing was.
    std::string play(const conversation::Conversation& talk, support::SplitMix64& random) {
        std::vector<h2::Frame> left[2] = {sent_by(talk.client), sent_by(talk.server)};
        while (!left[0].empty() || !left[1].empty()) {
            const bool client = !left[0].empty() && (left[1].empty() || random.chance(2));
            std::vector<h2::Frame>& frames = left[client ? 0 : 1];
            const h2::Frame frame = frames.back();
            frames.pop_back();
            pass(client, frame);
            const std::set<std::string> monitor = by_monitor();
            const std::set<std::string> witness = by_witness();
            CAPTURE(h2::name(frame), h2::stream_of(frame).value());
            if (!monitor.empty() || !witness.empty()) {
                REQUIRE((seen_by_both(witness).empty() || monitor == seen_by_both(witness)));
                REQUIRE(
                    std::includes(witness.begin(), witness.end(), monitor.begin(), monitor.end()));
                return *witness.begin();
            }
        }
        return {};
    }

  private:
    static h2::Beginning beginning() {
        h2::Beginning beginning;
        beginning.of(h2::Role::server).in_force = h2::Settings{};
        beginning.of(h2::Role::server).in_force->max_concurrent_streams = 2;
        beginning.of(h2::Role::client).in_force = h2::Settings{};
        beginning.of(h2::Role::client).in_force->initial_window_size = 40;
        return beginning;
    }
    // The last one first.
    static std::vector<h2::Frame> sent_by(const conversation::Turns& turns) {
        std::vector<h2::Frame> frames;
        for (const conversation::Turn& turn : turns) {
            if (turn.sends) {
                frames.insert(frames.begin(), turn.frame);
            }
        }
        return frames;
    }
    void pass(bool client, const h2::Frame& frame) {
        if (client) {
            (void)monitor_.client_sent(frame);
            monitor_.server_received(frame);
        } else {
            (void)monitor_.server_sent(frame);
            (void)monitor_.client_received(frame);
        }
        const h2::Role role = client ? h2::Role::client : h2::Role::server;
        std::uint64_t& sent = sent_[client ? 0 : 1];
        const h2::Account::Passing passing = {role, sent, sent + 1};
        account_.begins(passing, frame);
        account_.judge(passing, frame);
        account_.proves(h2::peer_of(role), ++sent);
    }
    [[nodiscard]] std::set<std::string> by_monitor() const {
        std::set<std::string> all;
        for (const sim::Fault& fault : monitor_.faults()) {
            all.insert((fault.peer == sim::Peer::client ? "client " : "server ") +
                       kind_of(fault.rule));
        }
        return all;
    }
    [[nodiscard]] std::set<std::string> by_witness() const {
        std::set<std::string> all;
        for (const h2::Finding& finding : account_.findings()) {
            if (finding.certainty == h2::Certainty::broken) {
                all.insert((finding.who == h2::Role::client ? "client " : "server ") +
                           kind_of(finding.rule));
            }
        }
        return all;
    }

    sim::Monitor monitor_;
    h2::Account account_;
    std::uint64_t sent_[2] = {};
};

TEST_CASE("monitor and witness agree about conversations that break rules", "[witness]") {
    std::map<std::string, int> found;
    for (std::uint64_t seed = 0; seed < 3'000; seed += support::kStride) {
        conversation::Talkers talkers{seed};
        const conversation::Conversation talk = talkers.draw();
        support::SplitMix64 random{seed};
        CAPTURE(seed);
        ++found[Together{}.play(talk, random)];
    }
    CHECK(found.size() >= 7);  // kinds of faults, and none
}

}  // namespace agreement
