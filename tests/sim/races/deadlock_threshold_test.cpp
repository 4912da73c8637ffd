// When waiting for the outstanding write deadlocks. The loop waits before every frame, the client
// does not read while it has something to write. Frames of the client that can be neither sent nor
// handled fill the path: one answered by each frame the pipe to the client holds, one by the frame
// in the writer, one in the hand-off, one per place of the pipe to the server, and one that the
// client still wants to write. A request frees no slot before the client reads, so at most
// min(limit, requests) of these frames are requests; the others are PINGs (section 6.7), each of
// which is answered as well. Hence a deadlock exists exactly if
//
//     min(limit, requests) + pings >= to_client + to_server + 3.

#include <algorithm>
#include <string>
#include <vector>

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "tests/sim/races/races.hpp"

namespace {

struct Case {
    unsigned limit, requests, pings, to_client, to_server;

    [[nodiscard]] bool beyond_threshold() const {
        return std::min(limit, requests) + pings >= to_client + to_server + 3;
    }
};

std::string deadlock_verdict(const char* file, const Case& c, const char* behaviour,
                             sim::Options options = {}) {
    const races::Sets sets = races::sized(
        {c.limit, c.requests, c.to_client, c.to_server},
        {fmt::format("client.pings={}", c.pings), fmt::format("client.behaviour={}", behaviour),
         R"(response={"headers": 4200})", races::asking({"no-deadlock"})});
    return races::verdict_at_size(races::explore(file, sets, std::move(options)), "no-deadlock");
}

// Whether some order deadlocks; the search ends where it finds one.
void check_threshold(const Case& c) {
    CAPTURE(c.limit, c.requests, c.pings, c.to_client, c.to_server);
    sim::Options options;
    options.stop_at_first_violation = true;
    CHECK(deadlock_verdict("blocking-drain", c, "write-first", options) ==
          (c.beyond_threshold() ? "violated" : "holds"));
}

void check_requests_alone(unsigned to_client, unsigned to_server) {
    const unsigned threshold = to_client + to_server + 3;
    for (const unsigned limit : {threshold - 1, threshold}) {
        for (const unsigned requests : {threshold - 1, threshold}) {
            check_threshold({limit, requests, 0, to_client, to_server});
        }
    }
}

template <class Check>
void for_all_pipes(const Check& check) {
    for (const unsigned to_client : {1U, 2U}) {
        for (const unsigned to_server : {1U, 2U}) {
            check(to_client, to_server);
        }
    }
}

}  // namespace

TEST_CASE("9113/5.2.2 requests alone: deadlock from min(limit, requests) = pipes + 3",
          "[verdict]") {
    check_requests_alone(1, 1);
    check_requests_alone(1, 2);
    check_requests_alone(2, 1);
}

TEST_CASE("9113/5.2.2 requests alone, pipes of two", "[verdict][sweep]") {
    check_requests_alone(2, 2);
}

TEST_CASE("9113/6.7 PINGs: deadlock from min(limit, requests) + pings = pipes + 3", "[verdict]") {
    for_all_pipes([](unsigned to_client, unsigned to_server) {
        for (unsigned requests = 1; requests <= 4; ++requests) {
            for (unsigned limit = 1; limit <= std::min(requests, 3U); ++limit) {
                const unsigned threshold = to_client + to_server + 3 - limit;
                for (unsigned pings = threshold - 2; pings <= threshold + 1; ++pings) {
                    check_threshold({limit, requests, pings, to_client, to_server});
                }
            }
        }
    });
}

TEST_CASE("9113/5.2.2 the committed scenarios lie at the threshold and just below", "[verdict]") {
    const auto at = [](const char* name) {
        const sim::Scenario s = races::load(name);
        CHECK(s.server.before_read == sim::BeforeRead::wait);
        CHECK(s.client.behaviour == sim::Behaviour::write_first);
        return static_cast<int>(std::min(s.limit, s.requests) + s.client.pings) -
               static_cast<int>(s.pipes.to_client + s.pipes.to_server + 3);
    };
    CHECK(at("blocking-drain") == 0);
    CHECK(at("blocking-drain-pings") == 0);
    CHECK(at("blocking-drain-below") == -1);
}

TEST_CASE("9113/5.2.2 a client that always reads is never part of a deadlock", "[verdict]") {
    for_all_pipes([](unsigned to_client, unsigned to_server) {
        for (unsigned limit = 1; limit <= 2; ++limit) {
            const unsigned pings = to_client + to_server + 3 - limit;
            const Case c{limit, limit + 1, pings, to_client, to_server};
            CAPTURE(limit, pings, to_client, to_server);
            CHECK(deadlock_verdict("blocking-drain", c, "saturating") == "holds");
        }
    });
    CHECK(deadlock_verdict("blocking-drain", {5, 5, 0, 1, 1}, "saturating") == "holds");
    CHECK(deadlock_verdict("blocking-drain", {5, 6, 0, 1, 1}, "saturating") == "holds");
}

TEST_CASE("9113/5.2.2 waiting only at the limit, or parking, never deadlocks", "[verdict]") {
    for (const char* file : {"wait-at-limit", "park-at-limit"}) {
        for_all_pipes([&](unsigned to_client, unsigned to_server) {
            for (unsigned limit = 1; limit <= 2; ++limit) {
                const unsigned pings = to_client + to_server + 3 - limit;
                const Case c{limit, limit + 1, pings, to_client, to_server};
                CAPTURE(file, limit, pings, to_client, to_server);
                CHECK(deadlock_verdict(file, c, "write-first") == "holds");
            }
        });
        CHECK(deadlock_verdict(file, {5, 5, 0, 1, 1}, "write-first") == "holds");
        CHECK(deadlock_verdict(file, {5, 6, 0, 1, 1}, "write-first") == "holds");
    }
}

TEST_CASE("9113/5.2.2 nor do they with longer pipes", "[verdict][sweep]") {
    for (const char* file : {"wait-at-limit", "park-at-limit"}) {
        CAPTURE(file);
        CHECK(deadlock_verdict(file, {6, 6, 0, 1, 2}, "write-first") == "holds");
        CHECK(deadlock_verdict(file, {6, 6, 0, 2, 1}, "write-first") == "holds");
        CHECK(deadlock_verdict(file, {3, 4, 3, 1, 1}, "write-first") == "holds");
    }
}
