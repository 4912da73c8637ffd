// In which keys two scenarios differ: each of them by its name, defaults where a file is silent.

#include "sim/scenario/scenario_difference.hpp"

#include <algorithm>

#include <catch2/catch.hpp>

#include "tests/sim/scenario/scenario_fixture.hpp"

namespace {

using sim::KeyDifference;

nlohmann::json resolved(std::string_view patch, const std::vector<std::string>& sets = {}) {
    const auto parsed = fixture::parse(fixture::patched(patch), sets);
    if (!parsed) {
        FAIL(sim::to_text(parsed.error()));
    }
    return parsed->document;
}

std::vector<KeyDifference> between(std::string_view first, std::string_view second) {
    return sim::differences(resolved(first), resolved(second));
}

using Found = std::vector<KeyDifference>;

}  // namespace

TEST_CASE("scenario difference: a key that is left out has its default", "[scenario][diff]") {
    CHECK(between("{}", "{}").empty());
    CHECK(between(R"({"server": {"slack": 0, "loop": "split"}})", "{}").empty());
    CHECK(between("{}", R"({"server": {"handler_limit": "unlimited"}})").empty());
    CHECK(between(R"({"pipes": {"to_client": 2}})", "{}") ==
          Found{{"pipes.to_client", 2, 1, true}});
    CHECK(between("{}", R"({"server": {"slack": 3}})") == Found{{"server.slack", 0, 3, true}});
    // Nothing stands for a new limit, and nothing for words that are not there.
    CHECK(between("{}", R"({"server": {"new_limit": 2}})") ==
          Found{{"server.new_limit", nullptr, 2, true}});
    CHECK(between(R"({"why": "so"})", "{}") == Found{{"why", "so", nullptr, false}});
}

TEST_CASE("scenario difference: one value for all kinds of frames, or one for each",
          "[scenario][diff]") {
    constexpr auto kOne = R"({"server": {"release_at": "encoded"}})";
    CHECK(between(kOne, R"({"server": {"release_at": "write_start"}})") ==
          Found{{"server.release_at", "encoded", "write_start", true}});
    CHECK(between(kOne, R"({"server": {"release_at": {"headers": "encoded", "data": "encoded",
                             "trailers": "encoded", "rst_stream": "write_start"}}})") ==
          Found{{"server.release_at.rst_stream", "encoded", "write_start", true}});
}

TEST_CASE("scenario difference: texts of lists by their places", "[scenario][diff]") {
    constexpr auto kShort = R"({"client": {"behaviour": "scripted", "script": ["PING"]}})";
    constexpr auto kLong =
        R"({"client": {"behaviour": "scripted", "script": ["HEADERS 1 END_STREAM", "PING"]}})";
    CHECK(between(kShort, kLong) == Found{{"client.script.0", "PING", "HEADERS 1 END_STREAM", true},
                                          {"client.script.1", nullptr, "PING", true}});
    CHECK(between("{}", R"({"properties": [{"name": "no-deadlock", "expect": "violated"}]})") ==
          Found{{"properties.no-deadlock.expect", "holds", "violated", false}});
}

TEST_CASE("scenario difference: properties by their names, wherever they stand",
          "[scenario][diff]") {
    constexpr auto kTwo = R"({"properties": [{"name": "legal-emission", "expect": "holds"},
                                             {"name": "no-deadlock", "expect": "holds"}]})";
    CHECK(between("{}", kTwo) ==
          Found{{"properties.legal-emission.expect", nullptr, "holds", false}});
    CHECK(between(kTwo, "{}") ==
          Found{{"properties.legal-emission.expect", "holds", nullptr, false}});
}

TEST_CASE("scenario difference: what worlds depend on comes first, what is told of a file last",
          "[scenario][diff]") {
    const Found found =
        between(R"({"id": "t/other", "title": "other", "bounds": {"max_depth": 3}})",
                R"({"limit": 2, "response": {"body": 8}})");
    std::vector<std::string> keys;
    for (const KeyDifference& each : found) {
        keys.push_back(each.key);
    }
    CHECK(keys ==
          std::vector<std::string>{"limit", "response.body", "id", "title", "bounds.max_depth"});
    CHECK(std::count_if(found.begin(), found.end(),
                        [](const KeyDifference& each) { return each.of_world; }) == 2);
}

TEST_CASE("scenario difference: of a profile its values count, not its name", "[scenario][diff]") {
    const nlohmann::json by_profile = resolved("{}", {"server.profile=stack-1"});
    const nlohmann::json by_hand =
        resolved(R"({"server": {"release_at": "encoded", "before_read": "drain", "slack": 3,
                                "reset_memory": {"streams": 7}}})");
    CHECK(sim::differences(by_profile, by_hand) ==
          Found{{"server.profile", "stack-1", nullptr, false}});
}
