// Events in words. The words are the names of steps in traces, so they must be there for every
// event and tell apart all that can happen in one state.

#include "sim/trace/describe.hpp"

#include <set>

#include "tests/sim/races/races.hpp"
#include "tests/sim/world/world_fixture.hpp"
#include "tests/support/frames.hpp"

using fixture::Names;
using fixture::Run;

namespace {

Names described(const Run& run) {
    Names names;
    for (const sim::Event event : fixture::events_of(run.world)) {
        names.push_back(sim::step_name(run.world, event));
    }
    return names;
}

}  // namespace

TEST_CASE("describe: the events of a state have different names", "[world][describe]") {
    const std::set<std::string> actors = {"client",   "client writer", "caller 1",
                                          "caller 2", "reader",        "loop",
                                          "writer",   "server",        "clock"};
    for (const std::string& name : races::names()) {
        CAPTURE(name);
        const sim::Model model{races::load(name)};
        support::SplitMix64 random{21};
        for (int i = 0; i < 10; ++i) {
            sim::JudgedWorld world{model};
            fixture::walk(world, random, 200, [&](const auto&, sim::Event, const auto& after) {
                std::set<std::string> names;
                for (const sim::Event event : fixture::events_of(after)) {
                    const sim::EventText text = sim::describe(after, event);
                    if (!actors.contains(text.actor) && !text.actor.starts_with("request ")) {
                        FAIL("no such actor: " << text.actor);
                    }
                    REQUIRE_FALSE(text.action.empty());
                    names.insert(sim::step_name(after, event));
                }
                REQUIRE(names.size() == fixture::events_of(after).size());
            });
        }
    }
}

TEST_CASE("describe: who acts depends on the runtime", "[world][describe]") {
    sim::Scenario scenario;
    scenario.server.loop = sim::Loop::single;
    Run single{scenario};
    CHECK(described(single) == Names{"client: sends HEADERS 1 END_STREAM"});
    single.go({"client_open 1"});
    CHECK(described(single) == Names{"loop: processes HEADERS 1 END_STREAM"});
    single.go({"loop_process", "request_step 1"});
    CHECK(described(single) == Names{"loop: makes HEADERS 1 END_STREAM visible"});

    scenario.server.loop = sim::Loop::locked;
    Run locked{scenario};
    locked.go({"client_open 1"});
    CHECK(described(locked) == Names{"reader: processes HEADERS 1 END_STREAM"});
    locked.go({"loop_process"});
    CHECK(described(locked) == Names{"request 1: hands over HEADERS len=40 END_STREAM"});
    locked.go({"request_step 1"});
    CHECK(described(locked) ==
          Names{"request 1: takes the lock, begins to write HEADERS len=40 END_STREAM"});
    locked.go({"request_step 1", "writer_write"});
    CHECK(described(locked) == Names{"client: receives HEADERS 1 END_STREAM",
                                     "writer: hears that HEADERS 1 END_STREAM is written"});
}

TEST_CASE("describe: who acts at the client depends on its design", "[world][describe]") {
    sim::Scenario scenario;
    scenario.server.loop = sim::Loop::single;
    scenario.client.design.writes = sim::ClientWrites::lock;
    scenario.client.design.opens = sim::ClientOpens::check_then_reserve;
    Run run{scenario};
    CHECK(described(run) == Names{"caller 1: sees 0 of 1 streams open"});
    run.go({"client_check 1"});
    CHECK(described(run) ==
          Names{"caller 2: sees 0 of 1 streams open", "caller 1: queues HEADERS 1 END_STREAM"});
    run.go({"client_open 1"});
    CHECK(described(run) == Names{"client writer: sends HEADERS 1 END_STREAM"});

    scenario.client.design = {};
    scenario.client.design.responses = sim::Responses::taken_later;
    scenario.client.design.reset_after_end = sim::ResetAfterEnd::overrides;
    scenario.request.body = 10;
    scenario.response.early = true;
    Run taken{scenario};
    taken.go({"client_open 1", "loop_process", "request_step 1", "writer_write", "client_receive"});
    CHECK(described(taken)[1] == "client: gives the response on stream 1 to its caller");
    taken.go({"writer_write", "client_receive"});
    CHECK(described(taken).back() ==
          "client: reports an error for stream 1, whose response is complete");
}

TEST_CASE("describe: a completion that is taken with a frame is named", "[world][describe]") {
    sim::Scenario scenario;
    scenario.server.before_read = sim::BeforeRead::drain;
    scenario.server.policy.release.headers = h2::WriteStage::completion;
    Run run{scenario};
    run.go({"client_open 1", "reader_read", "loop_process", "request_step 1", "loop_take 1",
            "writer_write", "client_receive", "client_open 3", "reader_read"});
    CHECK(described(run) == Names{"loop: processes HEADERS 3 END_STREAM",
                                  "writer: posts the completion of HEADERS 1 END_STREAM"});
    run.go({"writer_post"});
    CHECK(described(run) == Names{"loop: takes the completion of HEADERS 1 END_STREAM, processes "
                                  "HEADERS 3 END_STREAM",
                                  "loop: hears that HEADERS 1 END_STREAM is written"});
}

TEST_CASE("describe: verdicts name their section", "[world][describe]") {
    CHECK(sim::to_text(test::accepted()) == "accept");
    CHECK(sim::to_text(test::discarded(h2::RuleId::unknown_frame_ignored)) == "discard 9113/5.5");
    CHECK(sim::to_text(test::stream_error(1, h2::ErrorCode::REFUSED_STREAM,
                                          h2::RuleId::concurrency_limit)) ==
          "stream error REFUSED_STREAM 9113/5.1.2");
    CHECK(sim::to_text(test::connection_error(h2::ErrorCode::FLOW_CONTROL_ERROR,
                                              h2::RuleId::window_overflow_stream)) ==
          "connection error FLOW_CONTROL_ERROR 9113/6.9.1");
}
