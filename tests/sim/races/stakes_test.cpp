// What "holds" is worth: each property has a world in which nothing puts it at stake, one in which
// it is at stake and holds, and one in which it is violated.

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "sim/promises/properties.hpp"
#include "tests/sim/races/races.hpp"

namespace {

struct World {
    const char* name = nullptr;  // null: there is none
    races::Sets sets;
};

struct StakesRow {
    const char* property;
    World vacuous;
    World holds;
    World violated;
};

// A client that asks for nothing.
const World kIdle{"scripted-over-limit", {"client.script=[\"PING\",\"await PING ACK\"]"}};
const World kGo{"go-42777-before", {}};
const World kEarlyRelease{"release-at-write-start", {}};
const World kNothingWaits{
    "go-42777-before",
    {"limit=1", "requests=1", "pipes.to_client=4", "pipes.to_server=4", "response.body=0"}};

const std::vector<StakesRow>& rows() {
    static const std::vector<StakesRow> all{
        {"no-false-refusal",
         {"release-at-write-start", {"limit=2", "requests=2"}},
         {"release-at-write-start", {"limit=2", "requests=3"}},
         kGo},
        {"no-false-refusal-weak",
         {"refused-stream", {"limit=2", "requests=2"}},
         {"refused-stream", {}},
         kGo},
        {"admitted-within-limit",
         {"release-at-write-start", {"limit=3", "requests=2"}},
         kEarlyRelease,
         {"release-at-write-start-greedy", {}}},
        {"count-matches-streams", kIdle, kGo, {"cancel-leaks", {}}},
        {"bounded-work", kGo, {"rapid-reset-handler-limit", {}}, {"rapid-reset", {}}},
        {"connection-window-conserved",
         {"goaway-credit", {"server.initial_window=0", "response.early=true"}},  // no DATA is sent
         {"goaway-credit", {}},
         {"goaway-no-credit", {}}},
        {"debit-before-visible",
         {"debit-at-submit", {"response.body=0", "client.window_updates=null"}},
         {"debit-at-submit", {}},
         {"debit-at-completion", {}}},
        {"settings-in-sync", kGo, {"preface", {}}, {"limit-lowered-enforced-early", {}}},
        {"legal-emission", kIdle, kGo, {}},  // tests/sim/judge/monitor_server_test.cpp
        {"no-silent-close",
         kEarlyRelease,
         {"goaway-right-initiator", {}},
         {"goaway-wrong-initiator", {}}},
        {"late-frames-tolerated", kGo, {"late-data-remembered", {}}, {"late-data", {}}},
        {"no-close-before-flush", kGo, kEarlyRelease, {"release-at-return", {}}},
        {"no-request-lost-in-shutdown",
         kGo,
         {"shutdown-two-goaways", {}},
         {"shutdown-single-goaway", {}}},
        {"client-within-limit",
         {"client-reserve-then-write", {"limit=3", "requests=3"}},
         {"client-reserve-then-write", {}},
         {"client-check-then-reserve", {}}},
        {"client-obeys-settings",
         kGo,
         {"client-opens-when-written", {}},
         {"client-settings-at-ack", {}}},
        {"response-kept",
         kGo,
         {"client-reset-keeps-response", {}},
         {"client-reset-overrides-response", {}}},
        {"client-keeps-rfc",
         {"scripted-over-limit", {"client.script=[\"await PING\"]"}},
         kGo,
         {"client-check-then-reserve", {}}},
        {"server-keeps-rfc",
         {"scripted-over-limit", {"client.script=[\"PRIORITY 1\"]"}},
         kEarlyRelease,
         kGo},
        {"no-deadlock", kNothingWaits, kGo, {"blocking-drain-pings", {}}},
        {"every-request-answered", kIdle, kGo, {"blocking-drain-pings", {}}},
    };
    return all;
}

void check(const World& world, const char* property, const char* expected) {
    if (world.name == nullptr) {
        return;
    }
    CAPTURE(world.name, property);
    races::Sets sets = world.sets;
    sets.push_back(races::asking({property}));
    CHECK(races::verdict(races::explore(world.name, sets), property) == expected);
}

}  // namespace

TEST_CASE("stakes: each property can be vacuous, hold and be violated", "[verdict]") {
    for (const StakesRow& row : rows()) {
        check(row.vacuous, row.property, "vacuous");
        check(row.holds, row.property, "holds");
        check(row.violated, row.property, "violated");
    }
}

TEST_CASE("stakes: what is violated was at stake", "[verdict]") {
    for (const StakesRow& row : rows()) {
        if (row.violated.name == nullptr) {
            continue;
        }
        CAPTURE(row.property, row.violated.name);
        races::Sets sets = row.violated.sets;
        sets.push_back(races::asking({row.property}));
        const sim::Property* const property = sim::find_property(row.property);
        REQUIRE(property != nullptr);
        CHECK((races::explore(row.violated.name, sets).observed & sim::bit(*property->stake)) != 0);
    }
}

TEST_CASE("stakes: every property about all orders says what puts it at stake", "[verdict]") {
    std::set<std::string> listed;
    for (const StakesRow& row : rows()) {
        CHECK(listed.insert(row.property).second);
    }
    for (const sim::Property& property : sim::all_properties()) {
        CAPTURE(property.name);
        const bool about_all = property.kind != sim::PropertyKind::sometimes;
        CHECK(listed.contains(std::string{property.name}) == about_all);
        CHECK(property.stake.has_value() == about_all);
        CHECK(property.at_stake.starts_with("At stake ") == about_all);
    }
}

TEST_CASE("stakes: what holds only for want of a further request is vacuous", "[verdict]") {
    // Requests up to limit and slack need no slot twice, whatever the server does with it.
    for (const unsigned requests : {3U, 4U, 5U}) {
        CAPTURE(requests);
        for (const char* const read : {"nothing", "wait-at-limit"}) {
            const bool races = std::string{read} == "nothing";
            const std::string verdict = races::verdict(
                races::explore(
                    "go-42777-before",
                    {"limit=3", "requests=" + std::to_string(requests),
                     races ? "server.profile=go-x-net-2020" : "server.profile=wait-at-limit",
                     races::asking({"no-false-refusal"})}),
                "no-false-refusal");
            CHECK(verdict == (requests <= 3 ? "vacuous" : races ? "violated" : "holds"));
        }
    }
}
