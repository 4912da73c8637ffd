// The verdicts of the real world against those of the abstract machine (tests/reference), which
// shares nothing with it but the explorer. Responses are of one frame that no buffer holds back,
// as the machine has them.

#include <string>

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "tests/reference/reference_run.hpp"
#include "tests/sim/races/races.hpp"

namespace {

using reference::Client;
using reference::Design;

struct GridPair {
    Design design;
    const char* server;  // the same design as a scenario spells it
};

constexpr GridPair kGridPairs[] = {
    {Design::none, R"(server={"profile": "wait-at-limit", "before_read": "nothing"})"},
    {Design::drain, R"(server={"profile": "wait-at-limit", "before_read": "drain"})"},
    {Design::prio, R"(server={"profile": "completions-first"})"},
    {Design::block, R"(server={"profile": "blocking-drain"})"},
    {Design::early, R"(server={"profile": "release-at-write-start"})"},
    {Design::lazy, R"(server={"profile": "wait-at-limit"})"},
    {Design::defer, R"(server={"profile": "park-at-limit"})"},
};

sim::Exploration real(const GridPair& pair, const races::Size& size, Client client) {
    const char* behaviour = client == Client::duplex ? "saturating" : "write-first";
    return races::explore(
        "go-42777-before",
        races::sized(size, {pair.server, fmt::format("client.behaviour={}", behaviour),
                            R"(response={"headers": 40})",
                            races::asking({"no-false-refusal", "no-deadlock"})}));
}

void compare(const races::Size& size) {
    for (const GridPair& pair : kGridPairs) {
        for (const Client client : {Client::duplex, Client::wfirst}) {
            CAPTURE(pair.server, client, size.limit, size.requests, size.to_client, size.to_server);
            const reference::Figures machine = reference::run(
                {size.limit, size.requests, size.to_client, size.to_server, pair.design, client});
            const sim::Exploration world = real(pair, size, client);
            REQUIRE(machine.complete);
            CHECK(races::verdict_at_size(world, "no-false-refusal") ==
                  (machine.shortest ? "violated" : "holds"));
            CHECK(races::verdict_at_size(world, "no-deadlock") ==
                  (machine.deadlock ? "violated" : "holds"));
            if (!machine.shortest) {
                // The same graph: neither knows more. Final states have a self-loop there.
                CHECK(world.states == machine.states);
                CHECK(world.transitions == machine.transitions - 1);
            } else {
                // The world also knows which streams were refused, the machine how many.
                CHECK(world.states >= machine.states);
            }
        }
    }
}

void compare_all_pipes(unsigned limit, unsigned requests) {
    for (const unsigned to_client : {1U, 2U}) {
        for (const unsigned to_server : {1U, 2U}) {
            compare({limit, requests, to_client, to_server});
        }
    }
}

}  // namespace

TEST_CASE("reference: the world's verdicts are those of the abstract machine", "[verdict]") {
    for (unsigned limit = 1; limit <= 3; ++limit) {
        for (unsigned requests = limit; requests <= limit + 3 && requests <= 5; ++requests) {
            compare_all_pipes(limit, requests);
        }
    }
}

TEST_CASE("reference: the same with limit 3 and 6 requests", "[verdict][sweep]") {
    compare_all_pipes(3, 6);
}

// Five streams fill what a blocking loop and pipes of one frame can hold.
TEST_CASE("reference: the same where the blocking design deadlocks", "[verdict][sweep]") {
    compare({5, 5, 1, 1});
    compare({4, 5, 1, 1});
}
