// h2sim compare_limits --threshold: the value at which a verdict flips, held against formulas that
// are known.

#include <catch2/catch.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "tests/support/places.hpp"
#include "tests/tools/command.hpp"
#include "tests/tools/scenario_texts.hpp"
#include "tests/tools/workspace.hpp"

using Catch::Contains;
using command::h2sim;
using command::Result;
using nlohmann::json;

namespace {

using Words = std::vector<std::string>;

Result compare_limits(const Words& arguments) {
    Words words{"compare"};
    words.insert(words.end(), arguments.begin(), arguments.end());
    command::Setting setting;
    setting.folder = source_root();
    return h2sim(words, setting);
}

json scans(Words arguments, int code = 0) {
    arguments.insert(arguments.end(), {"--format", "json"});
    const Result result = compare_limits(arguments);
    CHECK(result.code == code);
    CHECK(result.err.empty());
    return json::parse(result.out).at("threshold").at("scans");
}

// "before|after" of a property's flip; empty if it has none.
std::string flip(const json& scan, const std::string& property) {
    for (const json& each : scan.at("flips")) {
        if (each.at("property") == property) {
            const auto side = [](const json& end) {
                return fmt::format("{} {}", end.at("value").get<std::string>(),
                                   end.at("verdict").get<std::string>());
            };
            return side(each.at("before")) + "|" + side(each.at("after"));
        }
    }
    return "";
}

}  // namespace

// min(limit, requests) + pings >= to_client + to_server + 3, as in tests/sim.
TEST_CASE("9113/6.7 threshold: PINGs until blocking-drain deadlocks", "[tools][compare]") {
    const json all = scans({"races/blocking-drain-pings", "--threshold", "client.pings", "--vary",
                            "requests=1,2", "--vary", "pipes.to_server=1,2", "--set", "limit=2"});
    REQUIRE(all.size() == 4);
    for (const json& scan : all) {
        const bool two_requests = scan.at("set")[0] == "requests=2";
        const bool two_places = scan.at("set")[1] == "pipes.to_server=2";
        const int pings = 1 + 1 + 3 - 1 - (two_requests ? 1 : 0) + (two_places ? 1 : 0);
        CHECK(scan.at("end") == "flip");
        CHECK(scan.at("first") == "0");
        CHECK(scan.at("last") == std::to_string(pings));
        CHECK(flip(scan, "no-deadlock") == fmt::format("{} holds|{} violated", pings - 1, pings));
        CHECK(flip(scan, "no-false-refusal").empty());
    }
}

TEST_CASE("9113/5.2.2 threshold: the limit from which blocking-drain deadlocks",
          "[tools][compare]") {
    const Result result = compare_limits({"races/blocking-drain", "--threshold", "limit"});
    CHECK(result.code == 0);
    CHECK_THAT(result.out,
               Contains("\nThreshold of limit:\n"
                        "  writer-blocked: unreached up to limit 1, reached from limit 2 (12 "
                        "steps)\n"
                        "  no-deadlock: holds up to limit 4, violated from limit 5 (16 steps)\n"));
    CHECK_THAT(result.out, Contains("\n  no-false-refusal: holds from limit 1 to 5\n"));
    CHECK_THAT(result.out, Contains("\n  What comes after limit 5 was not explored; a verdict may "
                                    "change again.\n"));
}

TEST_CASE("threshold: want of a further request is none", "[tools][compare]") {
    const Words words{"races/worker-pool", "--threshold", "limit", "--set", "requests=4"};
    const json all = scans(words);
    CHECK(flip(all[0], "no-false-refusal") == "3 violated|4 vacuous");
    CHECK_THAT(compare_limits(words).out,
               Contains(", vacuous from limit 4 (nothing puts it at stake)\n"));
}

TEST_CASE("threshold: what is merely reached ends a scan only if it was asked for",
          "[tools][compare]") {
    const json asked =
        scans({"races/blocking-drain", "--threshold", "limit", "--property", "writer-blocked"});
    CHECK(asked[0].at("last") == "2");
    CHECK(flip(asked[0], "writer-blocked") == "1 unreached|2 reached");
    const json all = scans({"races/blocking-drain", "--threshold", "limit", "--max", "3"});
    CHECK(all[0].at("end") == "last-value");
    CHECK(all[0].at("last") == "3");
    CHECK(flip(all[0], "writer-blocked") == "1 unreached|2 reached");
}

// 9 + 4,087 octets fit into the write buffer of 4,096; one more goes out at once. From 4,097 on the
// request function's own buffer of 4,096 is emptied before, and what is left fits again.
TEST_CASE("threshold: the listed values in the order given", "[tools][compare]") {
    const json up = scans({"races/go-42777-buffered", "--vary", "response.body=4085..4097",
                           "--threshold", "response.body", "--property", "no-false-refusal"});
    REQUIRE(up.size() == 1);
    CHECK(flip(up[0], "no-false-refusal") == "4087 holds|4088 violated");
    const json down = scans({"races/go-42777-buffered", "--vary", "response.body=4097,4090,4085",
                             "--threshold", "response.body", "--property", "no-false-refusal"});
    CHECK(flip(down[0], "no-false-refusal") == "4097 holds|4090 violated");
}

TEST_CASE("threshold: a search that hits a bound ends the scan", "[tools][compare]") {
    const Words words{"races/blocking-drain", "--threshold", "limit", "--max-states", "100000"};
    const json all = scans(words, 5);
    CHECK(all[0].at("end") == "incomplete");
    CHECK(all[0].at("last") == "5");
    CHECK(flip(all[0], "no-deadlock").empty());
    CHECK_THAT(compare_limits(words).out, Contains("  no-deadlock: holds from limit 1 to 4\n"));
    CHECK_THAT(compare_limits(words).out,
               Contains("  The search stopped at the bound of states for limit 5; nothing after "
                        "it was explored.\n"));
}

TEST_CASE("threshold: where a scan of each ends does not move the others", "[tools][compare]") {
    const Words words{"races/blocking-drain-pings", "--threshold", "client.pings", "--vary",
                      "pipes.to_client=1..3"};
    const json all = scans(words);
    for (std::size_t i = 0; i < 3; ++i) {
        CHECK(flip(all[i], "no-deadlock") == fmt::format("{} holds|{} violated", 3 + i, 4 + i));
    }
    Words one = words;
    one.insert(one.end(), {"--jobs", "1"});
    Words four = words;
    four.insert(four.end(), {"--jobs", "4"});
    CHECK(compare_limits(one).out == compare_limits(four).out);
}
