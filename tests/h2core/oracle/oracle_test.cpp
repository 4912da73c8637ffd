// The same octets into an Endpoint and into nghttp2, frame by frame: no difference but the listed
// ones (differences.hpp).

#include <set>
#include <string_view>

#include "tests/h2core/oracle/compare.hpp"
#include "tests/h2core/oracle/generator.hpp"
#include "tests/h2core/oracle/mutator.hpp"
#include "tests/support/frames.hpp"

using namespace oracle;

namespace {

constexpr h2::Role kRoles[] = {h2::Role::server, h2::Role::client};

struct Total {
    std::uint64_t frames = 0;  // compared
    std::uint64_t errors = 0;  // of these, that both found
    std::uint64_t unlisted = 0;
    std::set<std::string_view> listed;
};

void add(Total& total, const Script& script) {
    const Comparison result = compare(script);
    total.frames += result.compared;
    total.errors += result.errors;
    for (const Difference* difference : result.listed) {
        total.listed.insert(difference->name);
    }
    constexpr std::uint64_t kEnough = 3;  // scripts to print
    if (!result.unlisted.empty() && ++total.unlisted <= kEnough) {
        FAIL_CHECK(result.unlisted);
    }
}

}  // namespace

TEST_CASE("connections that keep the rules are accepted by both", "[oracle]") {
    for (const h2::Role role : kRoles) {
        Total total;
        for (std::uint64_t seed = 0; seed < 5'000; ++seed) {
            add(total, generate(role, seed, {}));
        }
        CHECK(total.unlisted == 0);
        CHECK(total.errors == 0);
        CHECK(total.listed.empty());
        CHECK(total.frames > 50'000);
    }
}

TEST_CASE("messages that are odd or malformed", "[oracle]") {
    for (const h2::Role role : kRoles) {
        Total total;
        for (std::uint64_t seed = 0; seed < 10'000; ++seed) {
            Manners manners;
            manners.odd_one_in = 3;
            add(total, generate(role, seed, manners));
        }
        CHECK(total.unlisted == 0);
        CHECK(total.errors > 4'000);
    }
}

TEST_CASE("peers that heed neither states nor limits", "[oracle]") {
    for (const h2::Role role : kRoles) {
        Total total;
        for (std::uint64_t seed = 0; seed < 10'000; ++seed) {
            Manners manners;
            manners.reckless_one_in = 5;
            add(total, generate(role, seed, manners));
        }
        CHECK(total.unlisted == 0);
        CHECK(total.errors > 4'000);
    }
}

TEST_CASE("connections that were damaged", "[oracle]") {
    for (const h2::Role role : kRoles) {
        Total total;
        for (std::uint64_t seed = 0; seed < 20'000; ++seed) {
            support::SplitMix64 random{seed};
            Manners manners;
            manners.odd_one_in = 40;
            manners.reckless_one_in = 40;
            Script script = generate(role, seed, manners);
            mutate(script, random);
            add(total, script);
        }
        CHECK(total.unlisted == 0);
        CHECK(total.errors > 10'000);
    }
}
