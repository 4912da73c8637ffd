// Whose fault is it? Each known bug of a client against servers that are right: what they refuse
// they refuse rightly, and the monitor names the client. Its fix is never refused by any of them.

#include <algorithm>

#include <catch2/catch.hpp>

#include "sim/judge/judged_world.hpp"
#include "sim/world/model.hpp"
#include "tests/sim/races/races.hpp"

namespace {

struct Pair {
    const char* bug;
    const char* fix;
    const char* property;
    h2::RuleId rule;  // that the client breaks
};

constexpr Pair kLimits[] = {
    {"client-frees-slot-early", "client-frees-slot-when-written", "client-within-limit",
     h2::RuleId::concurrency_limit},
    {"client-opens-when-queued", "client-opens-when-written", "client-obeys-settings",
     h2::RuleId::concurrency_limit},
    {"client-settings-at-ack", "client-settings-when-received", "client-obeys-settings",
     h2::RuleId::concurrency_limit},
    {"client-check-then-reserve", "client-reserve-then-write", "client-within-limit",
     h2::RuleId::concurrency_limit},
};

constexpr Pair kAnswers = {"client-reset-overrides-response", "client-reset-keeps-response",
                           "response-kept", h2::RuleId::response_discarded};

// Servers that enforce what is acknowledged and release their slots in time.
constexpr const char* kServers[] = {"hyper-h2",        "kestrel", "netty",  "haproxy",
                                    "closing-counter", "jetty",   "varnish"};

// nghttp2 also refuses what a limit forbids that it has announced, with the weakest answer.
constexpr const char* kTwoLevels = "nghttp2";

races::Sets against(const char* server, std::initializer_list<std::string_view> properties) {
    return {std::string{"server.profile="} + server, races::asking(properties)};
}

// Goes the way of the property's counterexample.
sim::JudgedWorld broken_world(const sim::Model& model, const sim::Exploration& exploration,
                              std::string_view property) {
    sim::JudgedWorld world{model};
    for (const sim::PropertyResult& result : exploration.properties) {
        if (result.spec.name != property) {
            continue;
        }
        for (const sim::Pick pick : result.picks) {
            REQUIRE(world.monitor.client().kept());  // the last step is the first that is wrong
            sim::EventList<sim::JudgedWorld> events;
            world.enabled(events);
            (void)world.step(events[pick]);
        }
    }
    return world;
}

void check_blame(const sim::Scenario& scenario, const Pair& pair) {
    const sim::Model model{scenario};
    const sim::JudgedWorld world = broken_world(model, races::explore(scenario), pair.property);
    CHECK(world.monitor.client().broken == pair.rule);
    CHECK(world.monitor.server().kept());
}

}  // namespace

TEST_CASE("9113/5.1.2 clients: a right server refuses what a client opens beyond its limit",
          "[verdict][client]") {
    for (const Pair& pair : kLimits) {
        for (const char* server : kServers) {
            CAPTURE(pair.bug, server);
            const sim::Scenario bug = races::load(
                pair.bug, against(server, {pair.property, "refusal-seen", "no-false-refusal",
                                           "every-request-answered"}));
            const sim::Exploration found = races::explore(bug);
            CHECK(races::verdict(found, pair.property) == "violated");
            CHECK(races::verdict(found, "refusal-seen") == "reached");
            CHECK(races::verdict_at_size(found, "no-false-refusal") == "holds");
            CHECK(races::verdict(found, "every-request-answered") == "holds");
            check_blame(bug, pair);

            const sim::Exploration fixed = races::explore(
                pair.fix, against(server, {"client-within-limit", "client-obeys-settings",
                                           "refusal-seen", "every-request-answered"}));
            CHECK(races::verdict_at_size(fixed, "client-within-limit") == "holds");
            CHECK(races::verdict_at_size(fixed, "client-obeys-settings") == "holds");
            CHECK(races::verdict(fixed, "refusal-seen") == "unreached");
            CHECK(races::verdict(fixed, "every-request-answered") == "holds");
        }
    }
}

TEST_CASE("9113/5.1.2 clients: a server with two levels refuses strongly only who broke the limit",
          "[verdict][client]") {
    for (const Pair& pair : kLimits) {
        CAPTURE(pair.bug);
        const races::Sets sets =
            against(kTwoLevels, {"client-within-limit", "refusal-seen", "no-false-refusal-weak"});
        const sim::Exploration bug = races::explore(pair.bug, sets);
        CHECK(races::verdict(bug, "client-within-limit") == "violated");
        CHECK(races::verdict(bug, "refusal-seen") == "reached");
        CHECK(races::verdict_at_size(bug, "no-false-refusal-weak") == "holds");
        const sim::Exploration fix = races::explore(pair.fix, sets);
        CHECK(races::verdict_at_size(fix, "client-within-limit") == "holds");
        CHECK(races::verdict_at_size(fix, "no-false-refusal-weak") == "holds");
    }
}

// A bug that nobody can have here: the client's limit is the one it was given in the beginning.
TEST_CASE("9113/6.5.3 clients: without new SETTINGS these designs are right", "[verdict][client]") {
    for (const char* name : {"client-opens-when-queued", "client-settings-at-ack"}) {
        CAPTURE(name);
        sim::Scenario scenario = races::load(name);
        scenario.server.new_limit.reset();
        CHECK(races::verdict_at_size(races::explore(scenario), "client-within-limit") == "holds");
        scenario.server.new_limit = 3;  // nor do they err where the limit rises
        CHECK(races::verdict_at_size(races::explore(scenario), "client-within-limit") == "holds");
    }
}

TEST_CASE(
    "9113/8.1 clients: the server that ends early keeps the RFC, the client that discards "
    "does not",
    "[verdict][client][9113/8.1/response-before-reset]") {
    for (const char* server : {"release-at-write-start", "hyper-h2", "kestrel"}) {
        CAPTURE(server);
        const races::Sets sets =
            against(server, {"response-kept", "legal-emission", "no-false-refusal"});
        const sim::Scenario bug = races::load(kAnswers.bug, sets);
        const sim::Exploration found = races::explore(bug);
        CHECK(races::verdict(found, "response-kept") == "violated");
        CHECK(races::verdict(found, "legal-emission") == "holds");
        check_blame(bug, kAnswers);
        CHECK(races::verdict(races::explore(kAnswers.fix, sets), "response-kept") == "holds");
    }
}
