// The explorer's typed frames and octets are two ways into the same Connection: every committed
// trace is run once as recorded and once more with each frame encoded by its sender's Endpoint and
// read by its receiver's, HPACK, messages, budgets and all. Frames and verdicts must be the same.

#include <array>
#include <span>
#include <vector>

#include <catch2/catch.hpp>

#include "h2core/endpoint.hpp"
#include "sim/scenario/notation.hpp"
#include "sim/trace/replay.hpp"
#include "tests/sim/trace/traces.hpp"

namespace {

bool same_fields(h2::Fields a, h2::Fields b) {
    return (a.list == nullptr || b.list == nullptr) ? a.list == b.list
                                                    : a.list->fields == b.list->fields;
}

// Frames of two owners: content instead of addresses; the world's DATA has no octets to look at,
// and its field blocks are as long as the scenario says.
bool same_frame(const h2::Frame& typed, h2::Frame read) {
    if (auto* data = std::get_if<h2::Data>(&read)) {
        data->payload.data = nullptr;
    } else if (auto* goaway = std::get_if<h2::GoAway>(&read)) {
        if (goaway->debug.size == 0) {
            goaway->debug.data = nullptr;
        }
    } else if (auto* headers = std::get_if<h2::Headers>(&read)) {
        const auto* other = std::get_if<h2::Headers>(&typed);
        if (other == nullptr || !same_fields(headers->fields, other->fields)) {
            return false;
        }
        headers->fields = other->fields;
    } else if (auto* settings = std::get_if<h2::SettingsFrame>(&read)) {
        const auto* other = std::get_if<h2::SettingsFrame>(&typed);
        const std::vector<h2::Setting> none;
        const auto values = [&](const h2::SettingsFrame& f) {
            return f.list == nullptr ? none : f.list->values;
        };
        if (other == nullptr || values(*settings) != values(*other)) {
            return false;
        }
        settings->list = other->list;
    }
    return read == typed;
}

// One direction of the connection in octets.
struct Direction {
    h2::Endpoint sender;
    h2::Endpoint receiver;
    std::vector<std::byte> octets;
    std::vector<h2::Frame> frames;  // the same, typed, oldest first
    std::size_t taken = 0;          // octets read …
    std::size_t heard = 0;          // … and frames

    void write(const h2::Frame& frame) {
        sender.encode(frame, octets);
        frames.push_back(frame);
    }
};

class BothWays {
  public:
    explicit BothWays(const sim::Model& model)
        : directions_{{make(h2::Role::client, model), make(h2::Role::server, model)}} {}

    void step(const sim::ReplayStep& step) {
        written(step.before.to_server, step.after.to_server, directions_[0]);
        if (step.event.kind == sim::EventKind::client_receive) {
            if (step.before.model->scenario().client.behaviour == sim::Behaviour::scripted) {
                return;  // has no core
            }
            heard(step, directions_[1], step.before.client.core);
            return;
        }
        written(step.before.to_client, step.after.to_client, directions_[1]);
        if (processed(step)) {
            h2::Connection core = step.before.server.core;
            const sim::Writer& writer = step.before.server.writer;
            if (writer.stage == sim::Writer::Stage::posted && writer.has_frame &&
                step.after.server.writer.stage != sim::Writer::Stage::posted) {
                (void)core.report(h2::WriteStage::completion, writer.frame);
            }
            heard(step, directions_[0], core);
        }
    }

    std::size_t compared = 0;

  private:
    static Direction make(h2::Role sender, const sim::Model& model) {
        const auto endpoint = [&model](h2::Role role) {
            const h2::Policy& policy = model.scenario().server.policy;
            h2::Endpoint made{role, policy};
            made.start_from(h2::Connection::established(role, {}, {}, policy));
            return made;
        };
        return {endpoint(sender), endpoint(h2::peer_of(sender)), {}, {}, 0, 0};
    }

    // Of one step either the writer or the reader of a pipe acts.
    static void written(const sim::Pipe& before, const sim::Pipe& after, Direction& direction) {
        for (std::uint32_t i = before.frames.size(); i < after.frames.size(); ++i) {
            direction.write(after.frames[i]);
        }
    }

    static bool processed(const sim::ReplayStep& step) {
        if (step.before.model->scenario().server.loop == sim::Loop::split) {
            return step.event.kind == sim::EventKind::loop_process && step.before.server.read &&
                   !step.after.server.read;
        }
        return step.before.to_server.frames.size() > step.after.to_server.frames.size();
    }

    void heard(const sim::ReplayStep& step, Direction& direction, const h2::Connection& core) {
        CAPTURE(step.number);
        REQUIRE(direction.heard < direction.frames.size());
        const h2::Frame typed = direction.frames[direction.heard++];
        h2::Connection by_frames = core;
        const h2::Step expected = by_frames.receive(typed);

        direction.receiver.start_from(core);
        const h2::Reception read =
            direction.receiver.receive(std::span{direction.octets}.subspan(direction.taken));
        direction.taken += read.consumed;

        REQUIRE(read.kind == h2::Reception::Kind::frame);
        CHECK(same_frame(typed, read.frame));
        CHECK(read.step.verdict == expected.verdict);
        CHECK(read.step.effects.size() == expected.effects.size());
        CHECK(direction.receiver.connection() == by_frames);
        CHECK(step.after.last_verdict == expected.verdict);
        ++compared;
    }

    std::array<Direction, 2> directions_;  // of the client's octets, of the server's
};

}  // namespace

TEST_CASE("every trace by frames and by octets", "[trace][endpoint]") {
    std::size_t compared = 0;
    for (const std::string& name : traces::names()) {
        CAPTURE(name);
        const sim::Trace trace = traces::parse(traces::text_of(name));
        if (trace.scenario.client.behaviour == sim::Behaviour::greedy) {
            continue;  // does not hear what the server announces
        }
        const sim::Model model{trace.scenario};
        BothWays ways{model};
        const auto outcome =
            sim::replay(model, trace, [&](const sim::ReplayStep& step) { ways.step(step); });
        CHECK_FALSE(outcome.divergence.has_value());
        compared += ways.compared;
    }
    CHECK(compared > traces::names().size());
}
