// Bugs of real servers around resets and shutdowns, each as two scenarios that differ in the bug
// alone: one breaks a promise, the other keeps it.

#include <algorithm>

#include <catch2/catch.hpp>

#include "h2core/rules.hpp"
#include "sim/judge/judged_world.hpp"
#include "sim/world/model.hpp"
#include "tests/sim/races/races.hpp"

namespace {

struct ShutdownPair {
    const char* bug;
    const char* fix;
    const char* property;
    h2::RuleId blamed;  // what the server breaks at the end of the counterexample
};

const ShutdownPair kShutdownPairs[] = {
    {"reset-flushed-on-close", "reset-written-before-close", "no-silent-close",
     h2::RuleId::closed_silently},
    {"goaway-wrong-initiator", "goaway-right-initiator", "no-silent-close",
     h2::RuleId::goaway_initiator},
    {"shutdown-single-goaway", "shutdown-two-goaways", "no-request-lost-in-shutdown",
     h2::RuleId::goaway_graceful},
    {"shutdown-short-notice", "shutdown-two-goaways", "no-request-lost-in-shutdown",
     h2::RuleId::goaway_graceful},
    {"goaway-late-frames-error", "goaway-late-frames-tolerated", "late-frames-tolerated",
     h2::RuleId::after_goaway_ignored},
    {"goaway-no-credit", "goaway-credit", "connection-window-conserved", h2::RuleId::none},
};

// The fix's scenario with the bug's decisions.
sim::Scenario with_bug(sim::Scenario scenario, const sim::Scenario& bug) {
    h2::Policy& policy = scenario.server.policy;
    policy.after_goaway = bug.server.policy.after_goaway;
    policy.goaway_ignores_initiator = bug.server.policy.goaway_ignores_initiator;
    policy.release.rst_stream = bug.server.policy.release.rst_stream;
    scenario.server.flush_queue_on_close = bug.server.flush_queue_on_close;
    scenario.server.shutdown_notice = bug.server.shutdown_notice;
    return scenario;
}

}  // namespace

TEST_CASE("shutdown: each bug breaks the promise that its fix keeps", "[verdict]") {
    for (const ShutdownPair& pair : kShutdownPairs) {
        CAPTURE(pair.bug);
        CHECK(races::verdict(races::explore(pair.bug, {}), pair.property) == "violated");
        CHECK(races::verdict(races::explore(pair.fix, {}), pair.property) == "holds");

        const sim::Scenario bug = races::load(pair.bug);
        const sim::Scenario fix = with_bug(races::load(pair.fix), bug);
        CHECK(fix.server == bug.server);  // nothing else differs
        CHECK(fix.client == bug.client);
        CHECK(fix.request == bug.request);
        CHECK(fix.response == bug.response);
        CHECK(fix.limit == bug.limit);
        CHECK(fix.requests == bug.requests);
    }
}

TEST_CASE(
    "shutdown: the server is at fault in the last step of each counterexample, and not before",
    "[verdict]") {
    for (const ShutdownPair& pair : kShutdownPairs) {
        CAPTURE(pair.bug);
        const sim::Scenario scenario = races::load(pair.bug);
        const sim::Exploration exploration = races::explore(scenario);
        const auto found =
            std::find_if(exploration.properties.begin(), exploration.properties.end(),
                         [&pair](const sim::PropertyResult& result) {
                             return result.spec.name == pair.property;
                         });
        REQUIRE(found != exploration.properties.end());
        REQUIRE_FALSE(found->picks.empty());
        const sim::Model model{scenario};
        sim::JudgedWorld world{model};
        for (const sim::Pick pick : found->picks) {
            for (const sim::Fault& fault : world.monitor.faults()) {
                CHECK(fault.rule != pair.blamed);
            }
            sim::EventList<sim::JudgedWorld> events;
            world.enabled(events);
            REQUIRE(pick < events.size());
            (void)world.step(events[pick]);
        }
        const auto& faults = world.monitor.faults();
        CHECK(faults.size() == (pair.blamed == h2::RuleId::none ? 0 : 1));
        for (const sim::Fault& fault : faults) {
            CHECK(fault.peer == sim::Peer::server);
            CHECK(fault.rule == pair.blamed);
        }
    }
}
