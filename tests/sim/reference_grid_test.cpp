// The verdicts of the real world against those of the abstract machine (tests/reference), which
// shares nothing with it but the explorer. Responses are of one frame that no buffer holds back,
// as the machine has them.

#include <string>

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "tests/reference/reference_run.hpp"
#include "tests/sim/races.hpp"

namespace {

using reference::Client;
using reference::Design;

struct Pair {
    Design design;
    const char* server;  // the same design as a scenario spells it
};

constexpr Pair kPairs[] = {
    {Design::none, R"(server={"profile": "wait-at-limit", "before_read": "nothing"})"},
    {Design::drain, R"(server={"profile": "wait-at-limit", "before_read": "drain"})"},
    {Design::prio, R"(server={"profile": "completions-first"})"},
    {Design::block, R"(server={"profile": "blocking-drain"})"},
    {Design::early, R"(server={"profile": "release-at-write-start"})"},
    {Design::lazy, R"(server={"profile": "wait-at-limit"})"},
    {Design::defer, R"(server={"profile": "park-at-limit"})"},
};

sim::Exploration real(const Pair& pair, const races::Size& size, Client client) {
    const char* behaviour = client == Client::duplex ? "saturating" : "write-first";
    return races::explore(
        "go-42777-before",
        races::sized(size, {pair.server, fmt::format("client.behaviour={}", behaviour),
                            R"(response={"headers": 40})",
                            races::asking({"no-false-refusal", "no-deadlock"})}));
}

void compare(const races::Size& size) {
    for (const Pair& pair : kPairs) {
        for (const Client client : {Client::duplex, Client::wfirst}) {
            CAPTURE(pair.server, client, size.limit, size.requests, size.to_client, size.to_server);
            const reference::Figures machine =
                reference::run({size.limit, size.requests, size.to_client, size.to_server,
                                pair.design, client});
            const sim::Exploration world = real(pair, size, client);
            REQUIRE(machine.complete);
            CHECK(races::verdict(world, "no-false-refusal") ==
                  (machine.shortest ? "violated" : "holds"));
            CHECK(races::verdict(world, "no-deadlock") == (machine.deadlock ? "violated" : "holds"));
            WARN(world.states << " " << machine.states << " " << world.transitions << " " << machine.transitions << " " << pair.server);
        }
    }
}

}  // namespace

TEST_CASE("reference: the world's verdicts are those of the abstract machine", "[verdict]") {
    for (unsigned limit = 1; limit <= 3; ++limit) {
        for (unsigned requests = limit; requests <= limit + 2; ++requests) {
            for (unsigned to_client = 1; to_client <= 2; ++to_client) {
                for (unsigned to_server = 1; to_server <= 2; ++to_server) {
                    compare({limit, requests, to_client, to_server});
                }
            }
        }
    }
}
