// The same octets into an Endpoint and into nghttp2.

#include <map>

#include "tests/h2core/oracle/compare.hpp"
#include "tests/h2core/oracle/generator.hpp"
#include "tests/h2core/oracle/mutator.hpp"
#include "tests/support/frames.hpp"

using namespace oracle;

namespace {

struct Total {
    std::uint64_t compared = 0;
    std::uint64_t errors = 0;
    std::uint64_t unlisted = 0;
    std::map<std::string_view, std::uint64_t> listed;
};

void add(Total& total, const Script& script) {
    const Comparison result = compare(script);
    total.compared += result.compared;
    total.errors += result.errors;
    for (const Difference* difference : result.listed) {
        ++total.listed[difference->name];
    }
    if (!result.unlisted.empty() && ++total.unlisted <= 3) {
        FAIL_CHECK(result.unlisted);
    }
}

void show(const Total& total) {
    std::string text = std::to_string(total.compared) +
                       " frames compared, errors both found: " + std::to_string(total.errors) +
                       ", unlisted: " + std::to_string(total.unlisted);
    for (const auto& [name, count] : total.listed) {
        text += "\n  " + std::to_string(count) + " " + std::string{name};
    }
    WARN(text);
}

}  // namespace

TEST_CASE("sessions that keep the rules are accepted by both", "[oracle]") {
    for (const h2::Role role : {h2::Role::server, h2::Role::client}) {
        Total total;
        for (std::uint64_t seed = 0; seed < 1'000; ++seed) {
            const Script script = generate(role, seed, 0);
            add(total, script);
        }
        show(total);
    }
}

TEST_CASE("messages that are odd or malformed", "[oracle]") {
    for (const h2::Role role : {h2::Role::server, h2::Role::client}) {
        Total total;
        for (std::uint64_t seed = 0; seed < 5'000; ++seed) {
            add(total, generate(role, seed, 3));
        }
        show(total);
    }
}

TEST_CASE("sessions that were damaged", "[oracle]") {
    for (const h2::Role role : {h2::Role::server, h2::Role::client}) {
        Total total;
        for (std::uint64_t seed = 0; seed < 5'000; ++seed) {
            support::SplitMix64 random{seed};
            Script script = generate(role, seed, 40);
            mutate(script, random);
            add(total, script);
        }
        show(total);
    }
}
