// StreamMap against std::map, in every order that streams come and go.

#include "h2core/stream_map.hpp"

#include <map>
#include <vector>

#include "tests/support/frames.hpp"
#include "tests/support/split_mix64.hpp"

using namespace h2;
using test::stream;

TEST_CASE("a stream map does what a map does", "[stream-map]") {
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
        support::SplitMix64 random{seed};
        StreamMap<std::uint64_t> map;
        std::map<std::uint32_t, std::uint64_t> model;
        std::uint32_t highest = 1;
        for (int i = 0; i < 3'000; ++i) {
            highest += random.chance(2) ? 2 : 0;
            const auto id =
                static_cast<std::uint32_t>(random.chance(2) ? highest : 1 + random.below(highest));
            if (random.below(5) < 2 + seed % 2) {
                map.insert(stream(id)) += static_cast<std::uint64_t>(i);
                model[id] += static_cast<std::uint64_t>(i);
            } else {
                const auto oldest = model.begin();
                const std::uint32_t victim =
                    random.chance(2) && oldest != model.end() ? oldest->first : id;
                CHECK(map.erase(stream(victim)) == (model.erase(victim) == 1));
            }
            REQUIRE(map.size() == model.size());
            const std::uint64_t* found = map.find(stream(id));
            const auto expected = model.find(id);
            REQUIRE((found != nullptr) == (expected != model.end()));
            if (found != nullptr) {
                REQUIRE(*found == expected->second);
            }
        }
        for (const auto& [id, value] : model) {
            REQUIRE(map.find(stream(id)) != nullptr);
            CHECK(*map.find(stream(id)) == value);
        }
    }
}

TEST_CASE("an entry that comes again begins anew", "[stream-map]") {
    StreamMap<int> map;
    map.insert(stream(1)) = 7;
    map.insert(stream(3)) = 8;
    CHECK(map.erase(stream(1)));
    CHECK_FALSE(map.erase(stream(1)));
    CHECK(map.find(stream(1)) == nullptr);
    CHECK(map.insert(stream(1)) == 0);
    CHECK(*map.find(stream(3)) == 8);
    CHECK(map.find(stream(5)) == nullptr);
    CHECK_FALSE(map.erase(stream(5)));
}
