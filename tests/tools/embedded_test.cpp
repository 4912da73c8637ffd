// The program has its scenarios, profiles, schemas and traces in itself: a copy of it needs nothing
// else. What lies in folders adds to them, and wins.

#include "tools/system/embedded.hpp"

#include <filesystem>
#include <map>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "tests/support/places.hpp"
#include "tests/tools/command.hpp"
#include "tests/tools/scenario_texts.hpp"
#include "tests/tools/workspace.hpp"
#include "tools/system/files.hpp"

using Catch::Contains;
using Catch::EndsWith;
using Catch::StartsWith;
using command::h2sim;
using command::Result;
using command::Setting;
using nlohmann::json;

namespace {

namespace fs = std::filesystem;

// A copy of the program, and an empty folder to run it in.
Setting copied(const Workspace& workspace) {
    Setting setting;
    setting.program = workspace.path("elsewhere/h2sim");
    fs::create_directories(workspace.path("elsewhere"));
    fs::copy_file(h2sim_program(), setting.program);
    fs::create_directories(workspace.path("here"));
    setting.folder = workspace.path("here");
    return setting;
}

std::map<std::string, std::string> files_of_the_folder() {
    std::map<std::string, std::string> files;
    const std::string folder = source_root() + "/scenarios";
    for (const auto& entry : fs::recursive_directory_iterator{folder}) {
        if (entry.path().extension() == ".json") {
            files.emplace(entry.path().lexically_relative(folder).generic_string(),
                          read_file(entry.path().string()));
        }
    }
    return files;
}

}  // namespace

TEST_CASE("embedded: what the folder has, to the octet", "[tools][embedded]") {
    std::map<std::string, std::string> embedded;
    for (const tools::EmbeddedFile& file : tools::embedded_files()) {
        CHECK(embedded.emplace(file.path, file.text).second);
    }
    const std::map<std::string, std::string> files = files_of_the_folder();
    CHECK(embedded.size() == files.size());
    for (const auto& [path, text] : files) {
        CAPTURE(path);
        CHECK(embedded[path] == text);
    }
}

TEST_CASE("embedded: names", "[tools][embedded]") {
    CHECK(tools::is_embedded("embedded:"));
    CHECK(tools::is_embedded("embedded:/races/late-data.json"));
    CHECK_FALSE(tools::is_embedded("embedded:races"));
    CHECK_FALSE(tools::is_embedded("./embedded:/races"));
    CHECK(tools::embedded_text("embedded:/races/late-data.json").value_or("").starts_with("{\n"));
    CHECK_FALSE(tools::embedded_text("embedded:/races"));
    CHECK_FALSE(tools::embedded_text("embedded:/races/late-data"));
    CHECK_FALSE(tools::embedded_text("races/late-data.json"));
    CHECK(tools::is_folder("embedded:"));
    CHECK(tools::is_folder("embedded:/races/stacks"));
    CHECK_FALSE(tools::is_folder("embedded:/race"));
    CHECK_FALSE(tools::is_folder("embedded:/races/late-data.json"));
    CHECK(tools::list_json_files("embedded:").files.size() == tools::embedded_files().size());
    for (const std::string& file : tools::list_json_files("embedded:/races/stacks").files) {
        CHECK_THAT(file, StartsWith("embedded:/races/stacks/"));
    }
}

TEST_CASE("embedded: a copy of the program is complete", "[tools][embedded]") {
    const Workspace workspace;
    const Setting setting = copied(workspace);

    const Result explored = h2sim({"explore", "races/go-42777-landed"}, setting);
    CHECK(explored.code == 0);
    CHECK_THAT(explored.out, Contains("in every one of 76 states"));

    const Result checked = h2sim({"check", "--filter", "races/go", "--json", "-"}, setting);
    CHECK(checked.code == 0);
    const json report = json::parse(checked.out);
    CHECK(report.at("passed").get<int>() >= 4);
    CHECK(report.at("scenarios")[0].at("file") == "embedded:/races/go-42777-before.json");
    CHECK_THAT(h2sim({"check", "races/stacks/envoy", "races/late-data"}, setting).out,
               EndsWith("2 passed, 0 failed, 0 skipped\n"));

    CHECK_THAT(h2sim({"list", "scenarios"}, setting).out,
               Contains("races/go-42777-landed ") && Contains(" embedded "));
    CHECK_THAT(h2sim({"list", "profiles"}, setting).out, Contains("go-x-net-2021 "));
    CHECK(h2sim({"validate", "embedded:", "--quiet"}, setting).code == 0);
    CHECK_THAT(h2sim({"replay", "traces/go-42777-landed.no-false-refusal.trace.json"}, setting).out,
               Contains("The trace replays: 16 steps"));
    CHECK(h2sim({"schema"}, setting).out == read_file(source_root() + "/scenarios/schema.json"));
    CHECK_THAT(h2sim({"explain", "jetty"}, setting).out, Contains("profile"));
    CHECK(fs::is_empty(setting.folder));
}

TEST_CASE("embedded: folders add to it and win", "[tools][embedded]") {
    const Workspace workspace;
    const Setting setting = copied(workspace);
    workspace.write("here/scenarios/t/safe.json", texts::safe("t/safe"));
    workspace.write("here/scenarios/races/late-data.json", texts::safe("races/late-data"));
    json profile = json::parse(texts::kProfile);
    profile["name"] = "jetty";
    profile["stack"] = "jetty of our own";
    workspace.write("here/scenarios/profiles/jetty.json", profile.dump());

    CHECK_THAT(h2sim({"explore", "races/late-data"}, setting).out, Contains("loses the race"));
    CHECK(h2sim({"explore", "races/go-42777-landed"}, setting).code == 0);
    const json listed = json::parse(h2sim({"list", "scenarios", "--json", "-"}, setting).out);
    std::map<std::string, std::string> file_of;
    for (const json& each : listed.at("scenarios")) {
        CHECK(file_of.emplace(each.at("id"), each.at("file")).second);
    }
    CHECK(file_of.at("t/safe") == "scenarios/t/safe.json");
    CHECK(file_of.at("races/late-data") == "scenarios/races/late-data.json");
    CHECK(file_of.at("races/late-data-remembered") == "embedded:/races/late-data-remembered.json");
    CHECK_THAT(h2sim({"list", "profiles"}, setting).out,
               Contains("jetty of our own") && Contains("go-x-net-2021"));
    CHECK_THAT(h2sim({"explain", "jetty"}, setting).out, Contains("jetty of our own"));
    // What is checked when nothing is named is somebody's own work alone.
    CHECK_THAT(h2sim({"check"}, setting).out, EndsWith("2 passed, 0 failed, 0 skipped\n"));
    CHECK_THAT(h2sim({"check", "embedded:", "--filter", "races/late-data-r"}, setting).out,
               EndsWith("1 passed, 0 failed, 0 skipped\n"));
}

TEST_CASE("embedded: a wrong id gets the nearest, and where it was looked for",
          "[tools][embedded]") {
    const Workspace workspace;
    const Setting setting = copied(workspace);
    workspace.write("here/scenarios/t/safe.json", texts::safe("t/safe"));
    for (const char* command : {"explore", "check", "validate", "compare"}) {
        CAPTURE(command);
        const auto said = [&](const char* id) {
            std::vector<std::string> words{command, id};
            if (std::string{"compare"} == command) {
                words.insert(words.end(), {"--vary", "limit=1,2"});
            }
            const Result result = h2sim(words, setting);
            CHECK(result.code == 2);
            return result.err;
        };
        CHECK_THAT(said("races/go-42777-lnaded"),
                   Contains("did you mean \"races/go-42777-landed\"?") &&
                       Contains("no scenario in scenarios, embedded: has it as its id"));
        CHECK_THAT(said("scenarios/t/save.json"), Contains("did you mean \"t/safe\"?"));
        CHECK_THAT(said("something/else"), !Contains("did you mean"));
        // Only the last part, and only its beginning.
        CHECK_THAT(said("go-42777"), Contains("did you mean \"races/go-42777-before\"?"));
        CHECK_THAT(said("late-dtaa"), Contains("did you mean \"races/late-data\"?"));
    }
}

TEST_CASE("embedded: is never written", "[tools][embedded]") {
    const Workspace workspace;
    const Setting setting = copied(workspace);
    const Result result = h2sim({"schema"}, setting);
    CHECK(h2sim({"new", "-o", "embedded:/mine.json"}, setting).code == 2);
    CHECK_THAT(h2sim({"explore", "races/late-data", "--json", "embedded:/x"}, setting).err,
               Contains("embedded:/x: cannot be written: it is a part of h2sim"));
}

TEST_CASE("check: profiles beside scenarios are validated", "[tools][check]") {
    const Workspace workspace;
    const Setting setting = copied(workspace);
    workspace.write("here/scenarios/t/safe.json", texts::safe("t/safe"));
    workspace.write("here/scenarios/profiles/racy-1.json", texts::kProfile);
    CHECK(h2sim({"check"}, setting).code == 0);

    json profile = json::parse(texts::kProfile);
    SECTION("not JSON") {
        workspace.write("here/scenarios/profiles/bad.json", "{\n  \"name\": \"bad\",\n}\n");
    }
    SECTION("a key that is none") {
        profile["name"] = "bad";
        profile["server"]["loop_"] = "split";
        workspace.write("here/scenarios/profiles/bad.json", profile.dump(2));
    }
    SECTION("nothing that says it is a profile") {
        workspace.write("here/scenarios/profiles/bad.json", R"({"server": {"loop": "split"}})");
    }
    SECTION("another name") {
        workspace.write("here/scenarios/profiles/bad.json", profile.dump(2));
    }
    const Result result = h2sim({"check", "--json", "report"}, setting);
    CHECK(result.code == 2);
    CHECK_THAT(result.err, Contains("scenarios/profiles/bad.json"));
    CHECK_THAT(result.out, EndsWith("1 passed, 1 failed, 0 skipped\n"));
    const json row = json::parse(read_file(workspace.path("here/report"))).at("scenarios")[0];
    CHECK(row.at("file") == "scenarios/profiles/bad.json");
    CHECK(row.at("status") == "invalid");
    CHECK_FALSE(row.at("findings").empty());
    CHECK(h2sim({"validate", "scenarios", "--quiet"}, setting).code == 2);
    CHECK_THAT(h2sim({"validate", "scenarios/profiles/bad.json"}, setting).err,
               Contains("scenarios/profiles/bad.json"));
}
