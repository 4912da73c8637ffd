// RFC 9113 sections 6.9 and 6.9.1: credit is given once, and never too late.

#include "h2core/replenisher.hpp"

#include <utility>
#include <vector>

#include "tests/support/frames.hpp"
#include "tests/support/split_mix64.hpp"

using namespace h2;
using test::stream;
using Due = Replenisher::Due;

namespace h2 {
inline std::ostream& operator<<(std::ostream& out, const Due& due) {
    return out << due.connection << '/' << due.stream;
}
}  // namespace h2

TEST_CASE("9113/6.9 half of a window is given back at once", "[replenisher]") {
    Replenisher replenisher;
    CHECK(replenisher.consumed(stream(1), 49, 100) == Due{0, 0});
    CHECK(replenisher.consumed(stream(1), 1, 100) == Due{0, 50});
    CHECK(replenisher.consumed(stream(1), 49, 100) == Due{0, 0});
    CHECK(replenisher.consumed(stream(3), 49, 100) == Due{0, 0});  // each stream by itself
    CHECK(replenisher.consumed(stream(1), 1'000, 100) == Due{0, 1'049});
    CHECK(replenisher.consumed(stream(5), 0, 100) == Due{0, 0});
}

TEST_CASE("9113/6.9.1 the connection is credited for all", "[replenisher]") {
    Replenisher replenisher;
    CHECK(replenisher.consumed(stream(1), 20'000, 65'535) == Due{0, 0});
    CHECK(replenisher.discarded(12'767) == Due{0, 0});
    CHECK(replenisher.discarded(1) == Due{32'768, 0});
    CHECK(replenisher.discarded(32'767) == Due{0, 0});
    replenisher.widen_connection(100'000);
    CHECK(replenisher.consumed(stream(1), 12'767, 65'535) == Due{0, 0});
    CHECK(replenisher.consumed(stream(1), 1, 65'535) == Due{0, 32'768});
    CHECK(replenisher.discarded(37'232) == Due{0, 0});
    CHECK(replenisher.discarded(1) == Due{82'768, 0});
}

TEST_CASE("9113/6.9 a stream that takes no more gets nothing back", "[replenisher]") {
    Replenisher replenisher;
    CHECK(replenisher.consumed(stream(1), 40, 100).stream == 0);
    CHECK(replenisher.consumed(stream(1), 40, 0) == Due{0, 0});
    CHECK(replenisher.consumed(stream(1), 49, 100).stream == 0);  // the 40 are gone
    replenisher.forget(stream(1));
    CHECK(replenisher.consumed(stream(1), 49, 100).stream == 0);
    CHECK(replenisher.consumed(stream(1), 1, 100).stream == 50);
}

TEST_CASE("9113/6.9.2 a lowered window makes more due", "[replenisher]") {
    Replenisher replenisher;
    (void)replenisher.consumed(stream(1), 49, 100);
    (void)replenisher.consumed(stream(3), 10, 100);
    (void)replenisher.consumed(stream(5), 20, 100);
    (void)replenisher.consumed(stream(7), 49, 100);
    replenisher.forget(stream(7));
    std::vector<std::pair<std::uint32_t, std::uint32_t>> given;
    const auto give_back = [&](StreamId id, std::uint32_t octets) {
        given.emplace_back(id.value(), octets);
    };
    replenisher.lower(40, give_back);
    CHECK(given == std::vector<std::pair<std::uint32_t, std::uint32_t>>{{1, 49}, {5, 20}});
    replenisher.lower(40, give_back);
    CHECK(given.size() == 2);
    CHECK(replenisher.consumed(stream(3), 10, 40).stream == 20);
}

TEST_CASE("9113/6.9 nobody waits for ever, whatever becomes of the window", "[replenisher]") {
    for (std::uint64_t seed = 0; seed < 50; ++seed) {
        support::SplitMix64 random{seed};
        Replenisher replenisher;
        std::int64_t window = 100;  // as announced
        std::int64_t room = window;
        for (int i = 0; i < 1'000; ++i) {
            if (random.chance(3)) {
                const auto changed = static_cast<std::int64_t>(1 + random.below(200));
                room += changed - window;
                window = changed;
                replenisher.lower(static_cast<std::uint32_t>(window),
                                  [&](StreamId, std::uint32_t octets) { room += octets; });
            }
            REQUIRE(room > 0);  // all that was sent has been consumed
            REQUIRE(room <= window);
            const auto octets =
                static_cast<std::uint32_t>(random.below(static_cast<std::uint64_t>(room) + 1));
            room -= octets;
            room +=
                replenisher.consumed(stream(1), octets, static_cast<std::uint32_t>(window)).stream;
        }
    }
}

TEST_CASE("9113/6.9.1 no increment beyond 2^31-1", "[replenisher]") {
    constexpr std::uint32_t kMax = 0x7fff'ffff;
    Replenisher replenisher;
    replenisher.widen_connection(kMax - 65'535);
    CHECK(replenisher.consumed(stream(1), 1'073'741'823, kMax) == Due{0, 0});
    CHECK(replenisher.consumed(stream(1), kMax, kMax) == Due{kMax, kMax});
    CHECK(replenisher.consumed(stream(1), 1, kMax) == Due{1'073'741'824, 1'073'741'824});
}

TEST_CASE("9113/6.9 every octet comes back once, and nobody waits for ever", "[replenisher]") {
    for (std::uint32_t window = 1; window <= 70; ++window) {
        support::SplitMix64 random{window};
        Replenisher replenisher;
        std::uint64_t sent = 0;
        std::uint64_t given = 0;
        std::uint64_t given_to_connection = 0;
        for (int i = 0; i < 500; ++i) {
            const std::uint64_t room = window - (sent - given);
            REQUIRE(room > 0);  // all that was sent has been consumed
            const auto octets = static_cast<std::uint32_t>(1 + random.below(room));
            sent += octets;
            const Due due = replenisher.consumed(stream(1), octets, window);
            given += due.stream;
            given_to_connection += due.connection;
            REQUIRE(given <= sent);
            REQUIRE(given_to_connection <= sent);
            REQUIRE(sent - given_to_connection < 32'768);
        }
    }
}
