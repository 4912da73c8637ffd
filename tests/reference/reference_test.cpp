// The abstract machine: counts that were worked out by hand or pinned after two implementations
// agreed, the verdict of every design over a grid, and the deadlock threshold of a blocking loop.

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <string>

#include <catch2/catch.hpp>
#include <sys/wait.h>

#include "tests/reference/reference_run.hpp"

using reference::Client;
using reference::Design;
using reference::Figures;
using reference::Parameters;

namespace {

constexpr std::array kDesigns{Design::none,  Design::drain, Design::prio, Design::block,
                              Design::early, Design::lazy,  Design::defer};
constexpr std::array kClients{Client::duplex, Client::wfirst};

bool can_refuse(Design design) {
    return design == Design::none || design == Design::drain || design == Design::prio;
}

// What the program prints, its standard error included, and its exit code behind a '|'.
std::string run_program(const std::string& arguments) {
    const std::string command = std::string{REFERENCE_COUNTS " "} + arguments + " 2>&1";
    std::FILE* pipe = popen(command.c_str(), "r");
    REQUIRE(pipe != nullptr);
    std::string output;
    std::array<char, 256> part{};
    while (std::fgets(part.data(), static_cast<int>(part.size()), pipe) != nullptr) {
        output += part.data();
    }
    const int status = pclose(pipe);
    return output + "|" + std::to_string(WEXITSTATUS(status));
}

}  // namespace

// One request: send, read, admit, finish, take the want and put the frame are six states with one
// step each. From there the client receives while the writer posts and the loop takes the
// completion: 2 x 3 states with 2*2 + 3*1 steps between them. The last one has its self-loop.
TEST_CASE("reference: one request has 6 + 2*3 states and 6 + 7 + 1 transitions", "[reference]") {
    for (const Design design : kDesigns) {
        for (const Client client : kClients) {
            const Figures figures = reference::run({1, 1, 1, 1, design, client});

            CHECK(figures == Figures{true, 12, 14, std::nullopt, false});
        }
    }
}

// Limit 1: six steps until the first response is in the pipe; the client receives it, sends the
// next, the reader and the loop take it: refused at step 10. Post, take the completion (starts the
// reset), put, receive: 14. Each further stream under the limit costs send, read and admit.
TEST_CASE("reference: the shortest false refusal takes 11 + 3N steps", "[reference]") {
    const auto limit = GENERATE(range(1U, 5U));
    const Design design = GENERATE(Design::none, Design::drain, Design::prio);
    const Client client = GENERATE(Client::duplex, Client::wfirst);

    CHECK(reference::run({limit, limit + 1, 1, 1, design, client}).shortest == 11 + 3 * limit);
}

TEST_CASE("reference: pinned counts", "[reference]") {
    struct Pinned {
        Parameters parameters;
        const char* line;
    };
    const Pinned pinned = GENERATE(values<Pinned>({
        {{1, 2, 1, 1, Design::none, Client::duplex},
         "states=36 transitions=48 no_false_refusal=violated shortest=14 deadlock=no"},
        {{1, 2, 1, 1, Design::lazy, Client::duplex},
         "states=29 transitions=39 no_false_refusal=holds shortest=- deadlock=no"},
        {{1, 4, 1, 1, Design::none, Client::duplex},
         "states=137 transitions=201 no_false_refusal=violated shortest=14 deadlock=no"},
        {{2, 4, 1, 1, Design::none, Client::duplex},
         "states=980 transitions=2007 no_false_refusal=violated shortest=17 deadlock=no"},
        {{2, 4, 1, 1, Design::drain, Client::duplex},
         "states=980 transitions=2007 no_false_refusal=violated shortest=17 deadlock=no"},
        {{2, 4, 1, 1, Design::prio, Client::duplex},
         "states=980 transitions=1880 no_false_refusal=violated shortest=17 deadlock=no"},
        {{2, 4, 1, 1, Design::block, Client::duplex},
         "states=588 transitions=1211 no_false_refusal=holds shortest=- deadlock=no"},
        {{2, 4, 1, 1, Design::early, Client::duplex},
         "states=648 transitions=1385 no_false_refusal=holds shortest=- deadlock=no"},
        {{2, 4, 1, 1, Design::lazy, Client::duplex},
         "states=552 transitions=1157 no_false_refusal=holds shortest=- deadlock=no"},
        {{2, 4, 1, 1, Design::defer, Client::duplex},
         "states=516 transitions=1091 no_false_refusal=holds shortest=- deadlock=no"},
        {{2, 4, 1, 1, Design::none, Client::wfirst},
         "states=958 transitions=1940 no_false_refusal=violated shortest=17 deadlock=no"},
        {{3, 5, 2, 1, Design::prio, Client::wfirst},
         "states=10249 transitions=23362 no_false_refusal=violated shortest=20 deadlock=no"},
        {{3, 5, 1, 2, Design::drain, Client::duplex},
         "states=9087 transitions=22613 no_false_refusal=violated shortest=20 deadlock=no"},
        {{5, 5, 1, 1, Design::block, Client::wfirst},
         "states=26016 transitions=72024 no_false_refusal=holds shortest=- deadlock=yes"},
        {{3, 6, 2, 2, Design::defer, Client::wfirst},
         "states=10651 transitions=27983 no_false_refusal=holds shortest=- deadlock=no"},
        {{4, 6, 2, 2, Design::early, Client::duplex},
         "states=62157 transitions=181239 no_false_refusal=holds shortest=- deadlock=no"},
    }));

    CHECK(reference::line(reference::run(pinned.parameters)) == pinned.line);
}

// A false refusal needs a stream beyond the limit. Draining without waiting and serving completions
// first remove no reachable state: they change nothing but the number of ways to get there.
TEST_CASE("reference: verdicts of every design", "[reference]") {
    const auto limit = GENERATE(range(1U, 4U));
    const auto requests = GENERATE(range(1U, 6U));
    const auto capacities = GENERATE(values<std::array<unsigned, 2>>({{1, 1}, {2, 1}, {1, 2}}));
    for (const Client client : kClients) {
        Parameters parameters{limit, requests, capacities[0], capacities[1], Design::none, client};
        const Figures none = reference::run(parameters);
        for (const Design design : kDesigns) {
            parameters.design = design;
            const Figures figures = reference::run(parameters);
            CAPTURE(limit, requests, static_cast<int>(design), static_cast<int>(client));

            CHECK(figures.complete);
            CHECK(figures.shortest.has_value() == (can_refuse(design) && requests > limit));
            CHECK_FALSE(figures.deadlock);
            if (can_refuse(design)) {
                CHECK(figures.states == none.states);
                CHECK(figures.shortest == none.shortest);
            }
        }
    }
}

// The loop waits for a write that waits for room in s2c (CAPS frames and the one in hand), the
// client sends before it receives and waits for room in c2s (CAPC ids and the one in the slot): all
// of these are open, and the client wants to open one more.
TEST_CASE(
    "reference: a blocking loop and a client that writes first deadlock from "
    "CAPS + CAPC + 3 streams on",
    "[reference]") {
    const auto server_capacity = GENERATE(1U, 2U);
    const auto client_capacity = GENERATE(1U, 2U);
    const unsigned threshold = server_capacity + client_capacity + 3;
    for (const unsigned limit : {threshold - 1, threshold}) {
        for (const unsigned requests : {threshold - 1, threshold}) {
            Parameters parameters{limit,           requests,      server_capacity,
                                  client_capacity, Design::block, Client::wfirst};
            CAPTURE(limit, requests, server_capacity, client_capacity);

            CHECK(reference::run(parameters).deadlock == (std::min(limit, requests) == threshold));
        }
    }
}

TEST_CASE("reference: at the threshold only blocking with write-first deadlocks", "[reference]") {
    for (const Design design : kDesigns) {
        for (const Client client : kClients) {
            CAPTURE(static_cast<int>(design), static_cast<int>(client));
            const Figures figures = reference::run({5, 5, 1, 1, design, client});

            CHECK(figures.deadlock == (design == Design::block && client == Client::wfirst));
        }
    }
}

TEST_CASE("reference_counts prints one line of figures", "[reference]") {
    CHECK(run_program("2 4 1 1 none duplex") ==
          "states=980 transitions=2007 no_false_refusal=violated shortest=17 deadlock=no\n|0");
    CHECK(run_program("5 5 1 1 block wfirst") ==
          "states=26016 transitions=72024 no_false_refusal=holds shortest=- deadlock=yes\n|0");
}

TEST_CASE("reference_counts: bad arguments get the usage and exit 2", "[reference]") {
    const std::string arguments = GENERATE(
        as<std::string>{}, "", "1 1 1 1 none", "1 1 1 1 none duplex more", "0 1 1 1 none duplex",
        "1 65 1 1 none duplex", "1 1 x 1 none duplex", "1 1 1 1x none duplex",
        "-1 1 1 1 none duplex", "1 1 1 1 nothing duplex", "1 1 1 1 none simplex");
    CAPTURE(arguments);

    const std::string output = run_program(arguments);

    CHECK(output.starts_with("usage: reference_counts N R CAPS CAPC DESIGN CLIENT\n"));
    CHECK(output.ends_with("|2"));
}
