// Where scenarios and profiles are found (tools/runs/scenario_files.hpp).

#include "tests/support/places.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "tests/tools/command.hpp"
#include "tests/tools/scenario_texts.hpp"
#include "tests/tools/workspace.hpp"

using Catch::Contains;
using Catch::StartsWith;
using command::h2sim;
using command::Result;
using command::Setting;
using nlohmann::json;

namespace {

// A profile "p" whose file can be told by the number of octets in its write buffer.
std::string profile(int buffer) {
    json document = json::parse(texts::kProfile);
    document["name"] = "p";
    document["server"]["write_buffer"] = buffer;
    return document.dump();
}

std::string with_profile() {
    return texts::racy(R"({"server": {"profile": "p", "loop": null, "release_at": null,
                                      "before_read": null}})");
}

// The buffer of the profile that an exploration took.
int buffer_of(const Result& result, const std::string& trace) {
    CAPTURE(result.err);
    REQUIRE(result.code == 0);
    return json::parse(read_file(trace)).at("scenario").at("server").at("write_buffer");
}

}  // namespace

TEST_CASE("places: the first folder with the profile wins", "[tools][places]") {
    const Workspace workspace;
    const std::string file = workspace.write("home/sub/s.json", with_profile());
    const std::string trace = workspace.path("t.json");
    std::filesystem::create_directories(workspace.path("elsewhere"));
    std::filesystem::create_directories(workspace.path("option"));
    std::filesystem::create_directories(workspace.path("environment"));
    Setting setting;
    setting.folder = workspace.path("elsewhere");
    setting.environment = {{"H2SIM_SCENARIOS", workspace.path("environment")}};
    const auto taken = [&] {
        return buffer_of(h2sim({"explore", file, "--property", "reaches-limit", "--trace-out",
                                trace, "--scenarios", workspace.path("option")},
                               setting),
                         trace);
    };

    workspace.write("elsewhere/scenarios/profiles/p.json", profile(5));
    CHECK(taken() == 5);
    workspace.write("environment/profiles/p.json", profile(4));
    CHECK(taken() == 4);
    workspace.write("home/profiles/p.json", profile(3));
    CHECK(taken() == 3);
    workspace.write("home/sub/profiles/p.json", profile(2));
    CHECK(taken() == 2);
    workspace.write("option/profiles/p.json", profile(1));
    CHECK(taken() == 1);
}

TEST_CASE("places: lists show what is there", "[tools][places]") {
    const Workspace workspace;
    workspace.write("mine/t/racy.json", texts::kRacy);
    workspace.write("mine/profiles/racy-1.json", texts::kProfile);
    const Result scenarios = h2sim({"list", "scenarios", "--scenarios", workspace.path("mine")});
    CHECK(scenarios.code == 0);
    CHECK_THAT(scenarios.out,
               StartsWith("scenario ") && Contains(" from ") && Contains("\nt/racy ") &&
                   Contains(workspace.path("mine") + "  ") && Contains("  loses the race\n"));
    const json profiles = json::parse(
        h2sim({"list", "profiles", "--json", "-", "--scenarios", workspace.path("mine")}).out);
    CHECK(profiles.at("schema") == "h2sim-list/1");
    bool found = false;
    for (const json& each : profiles.at("profiles")) {
        found = found || (each.at("name") == "racy-1" && each.at("stack") == "Stack");
    }
    CHECK(found);
    const json properties =
        json::parse(h2sim({"list", "properties", "--json", "-"}).out).at("properties");
    CHECK(properties[0].at("name") == "no-false-refusal");
    CHECK(properties[0].at("invariant") == "I1");
    CHECK_THAT(h2sim({"list", "properties"}).out, Contains("no-deadlock"));

    workspace.write("mine/profiles/broken.json", "{");
    CHECK(h2sim({"list", "profiles", "--scenarios", workspace.path("mine")}).code == 2);
}

TEST_CASE("places: a scenario on standard input", "[tools][places]") {
    Setting setting;
    setting.input = texts::kRacy;
    CHECK_THAT(h2sim({"explore", "-"}, setting).out, Contains("t/racy"));
    CHECK(h2sim({"check", "-"}, setting).code == 0);
    CHECK(h2sim({"validate", "-"}, setting).out == "-: valid scenario t/racy\n");
    setting.input = "{";
    CHECK_THAT(h2sim({"explore", "-"}, setting).err, Contains("standard input:1:2: error["));
}

TEST_CASE("places: explore takes a scenario's id as well as its file", "[tools]") {
    const Workspace workspace;
    workspace.write("s/t/safe.json", texts::safe("t/safe"));

    const Result named = h2sim({"explore", "t/safe", "--scenarios", workspace.path("s")});

    CHECK(named.code == 0);
    CHECK_THAT(named.out, StartsWith("t/safe: "));
    CHECK(h2sim({"explore", "t/unsafe", "--scenarios", workspace.path("s")}).code == 2);
}
