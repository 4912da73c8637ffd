// Profiles: merging, resolved documents, and the files that come with the program.

#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>

#include <catch2/catch.hpp>

#include "tests/sim/scenario/scenario_fixture.hpp"
#include "tests/support/places.hpp"

namespace {

using fixture::parse;
using fixture::patched;
using h2::WriteStage;
namespace fs = std::filesystem;

const fs::path kFolder = fs::path{source_root()} / "scenarios" / "profiles";

std::string slurp(const fs::path& path) {
    std::ifstream file{path, std::ios::binary};
    REQUIRE(file);
    return {std::istreambuf_iterator<char>{file}, {}};
}

sim::ProfileLookup committed() {
    sim::ProfileLookup lookup;
    lookup.find = [](std::string_view name) -> std::optional<sim::ProfileText> {
        const std::string file = std::string{name} + ".json";
        return sim::ProfileText{file, slurp(kFolder / file)};
    };
    return lookup;
}

sim::ServerSpec server_of(const std::string& profile) {
    const auto result = sim::parse_scenario(
        patched("{\"server\": {\"profile\": \"" + profile + "\"}}"), "t.json", committed());
    if (!result) {
        FAIL(sim::to_text(result.error()));
    }
    return result->scenario.server;
}

sim::InputError error_of(const std::string& text, const sim::ProfileLookup& profiles) {
    const auto result = sim::parse_scenario(text, "t.json", profiles);
    REQUIRE_FALSE(result);
    REQUIRE(result.error().size() == 1);
    return result.error().front();
}

sim::ProfileLookup lookup_of(const std::string& text) {
    return {[text](std::string_view) { return sim::ProfileText{"profiles/p.json", text}; }, {}};
}

constexpr const char* kWithP = R"({"server": {"profile": "p"}})";

}  // namespace

TEST_CASE("profile: its values count where the scenario gives none", "[profile]") {
    const auto result = parse(patched(R"({"server": {"profile": "stack-1", "slack": 1}})"));
    REQUIRE(result);
    const sim::ServerSpec& server = result->scenario.server;
    CHECK(server.profile == "stack-1");
    CHECK(server.before_read == sim::BeforeRead::drain);
    CHECK(server.policy.release.data == WriteStage::encoded);
    CHECK(server.policy.slack == 1);
    CHECK(server.policy.reset_memory == 7);
}

TEST_CASE("profile: release points and reset memory are completed one by one", "[profile]") {
    const auto result = parse(patched(R"({"server": {"profile": "stack-1",
        "release_at": {"rst_stream": "enqueued"}, "reset_memory": {"ticks": 4}}})"));
    REQUIRE(result);
    const sim::ServerSpec& server = result->scenario.server;
    CHECK(server.policy.release == h2::ReleasePoints{WriteStage::encoded, WriteStage::encoded,
                                                     WriteStage::encoded, WriteStage::enqueued});
    CHECK(server.policy.reset_memory == 7);
    CHECK(server.reset_memory_ticks == 4);
}

TEST_CASE("profile: an unknown one, with the nearest name and the list", "[profile][bad]") {
    const auto text = patched(R"({"server": {"profile": "stack1"}})");
    const auto error = error_of(text, fixture::profiles());
    CHECK(error.message == "unknown profile \"stack1\"");
    CHECK(error.expected == "one of broken, stack-1");
    CHECK(error.hint == "did you mean \"stack-1\"?");
    CHECK(error.file == "t.json");
    CHECK(error.line == 13);
    CHECK(error.column == 16);
    CHECK(error.pointer == "/server/profile");
    CHECK(error_of(text, {}).message == "unknown profile \"stack1\"");
}

TEST_CASE("profile: names that are paths never reach the file system", "[profile][bad]") {
    bool asked = false;
    sim::ProfileLookup lookup;
    lookup.find = [&](std::string_view) -> std::optional<sim::ProfileText> {
        asked = true;
        return std::nullopt;
    };
    for (const char* name :
         {"../secret", "a/b", "/etc/passwd", ".hidden", "..", "a\\\\b", "a b", "a\\u0000b"}) {
        INFO(name);
        const auto text = patched(std::string(R"({"server": {"profile": ")") + name + "\"}}");
        CHECK(error_of(text, lookup).message.find("unknown profile") == 0);
    }
    CHECK_FALSE(asked);
}

TEST_CASE("profile: its errors point into its own file", "[profile][bad]") {
    const auto broken =
        error_of(patched(R"({"server": {"profile": "broken"}})"), fixture::profiles());
    CHECK(broken.file == "profiles/broken.json");
    CHECK(broken.line == 2);
    CHECK(broken.column == 20);

    auto document = nlohmann::json::parse(fixture::kProfile);
    document["name"] = "p";
    document["server"]["lop"] = "split";
    const auto key = error_of(patched(kWithP), lookup_of(document.dump(1)));
    CHECK(key.file == "profiles/p.json");
    CHECK(key.pointer == "/server/lop");
    CHECK(key.hint == "did you mean \"loop\"?");
    CHECK(key.line > 1);

    document["server"].erase("lop");
    document["server"]["profile"] = "another";
    CHECK(error_of(patched(kWithP), lookup_of(document.dump())).pointer == "/server/profile");

    document["server"] = {{"loop", "single"}, {"before_read", "wait"}};
    const auto contradiction = error_of(patched(kWithP), lookup_of(document.dump()));
    CHECK(contradiction.file == "profiles/p.json");
    CHECK(contradiction.pointer == "/server/before_read");
}

TEST_CASE("profile: a file that says it is another", "[profile][bad]") {
    const auto error = error_of(patched(kWithP), lookup_of(std::string{fixture::kProfile}));
    CHECK(error.pointer == "/name");
    CHECK(error.expected == "\"p\", as its file is called");
}

TEST_CASE("resolved document: parses to the same scenario without any profile", "[profile]") {
    const char* patches[] = {
        R"({})",
        R"({"$schema": "../schema.json", "server": {"profile": "stack-1"}})",
        R"({"server": {"profile": "stack-1", "release_at": {"data": "app_done"}, "slack": 0},
            "response": {"body": 4096}, "pinned": {"states": 4}, "refs": ["a"]})",
    };
    for (const char* patch : patches) {
        INFO(patch);
        const auto first = parse(patched(patch), {"requests=3"});
        REQUIRE(first);
        CHECK_FALSE(first->document.contains("$schema"));
        const auto again = sim::parse_scenario(first->document.dump(), "trace", {});
        REQUIRE(again);
        CHECK(again->scenario == first->scenario);
        CHECK(again->document == first->document);
    }
}

TEST_CASE("resolved document: values may be set, the profile may not", "[profile]") {
    const auto first = parse(patched(R"({"server": {"profile": "stack-1"}})"));
    REQUIRE(first);
    const std::string text = first->document.dump();
    const auto changed = parse(text, {"server.slack=8"});
    REQUIRE(changed);
    CHECK(changed->scenario.server.policy.slack == 8);
    CHECK(changed->scenario.server.before_read == sim::BeforeRead::drain);
    const auto refused = parse(text, {"server.profile=go"});
    REQUIRE_FALSE(refused);
    CHECK(refused.error().front().message.find("cannot be changed") != std::string::npos);
}

TEST_CASE("profiles that come with the program: each parses, and is called like its file",
          "[profile]") {
    std::set<std::string> names;
    for (const auto& entry : fs::directory_iterator{kFolder}) {
        INFO(entry.path());
        const auto profile = sim::parse_profile(slurp(entry.path()), entry.path().string());
        if (!profile) {
            FAIL(sim::to_text(profile.error()));
        }
        CHECK(profile->name == entry.path().stem().string());
        CHECK(server_of(profile->name).profile == profile->name);
        const auto document = nlohmann::json::parse(slurp(entry.path()));
        CHECK(document.value("$schema", "") == "../profiles.schema.json");
        for (const char* key : {"loop", "release_at", "over_limit", "limit_in_force"}) {
            CHECK(profile->server.contains(key));
        }
        names.insert(profile->name);
    }
    for (const char* name : {"go-x-net-2020",
                             "go-x-net-2021",
                             "completions-first",
                             "blocking-drain",
                             "wait-at-limit",
                             "park-at-limit",
                             "release-at-return",
                             "release-at-write-start",
                             "release-at-encode",
                             "closing-counter",
                             "nghttp2",
                             "hyper-h2",
                             "python-h2",
                             "kestrel",
                             "jetty",
                             "jetty-before-2018",
                             "netty",
                             "varnish",
                             "tomcat",
                             "helidon-4",
                             "grpc-go",
                             "grpc-go-before-32559e217",
                             "grpc-go-before-cd89eaf40",
                             "grpc-java-okhttp",
                             "grizzly",
                             "grizzly-before-2026",
                             "h2o",
                             "h2o-before-132",
                             "haproxy",
                             "helidon-before-12160",
                             "httpcore5",
                             "httpd",
                             "envoy",
                             "jetty-data-regression",
                             "kestrel-before-2019",
                             "netty-other-executor",
                             "nghttp2-before-2014",
                             "nginx",
                             "nginx-postponed-close",
                             "mu-server",
                             "mu-server-before-135",
                             "oghttp2",
                             "undertow",
                             "varnish-before-2923"}) {
        INFO(name);
        CHECK(names.count(name) == 1);
    }
}

TEST_CASE("profiles that come with the program: Go x/net before and after the landed fix",
          "[profile]") {
    sim::ServerSpec before;
    before.profile = "go-x-net-2020";
    before.loop = sim::Loop::split;
    before.policy.release = {WriteStage::completion, WriteStage::completion, WriteStage::completion,
                             WriteStage::completion};
    before.policy.over_limit = h2::OverLimit::rst_protocol_error;
    before.policy.over_limit_unacked = h2::OverLimit::rst_refused_stream;
    before.policy.limit_in_force = h2::LimitInForce::submitted;
    before.policy.end_stream_counts_while_reset_queued = false;
    before.write_buffer = 4096;
    before.handler_buffer = 4096;
    CHECK(server_of("go-x-net-2020") == before);

    sim::ServerSpec after = before;
    after.profile = "go-x-net-2021";
    after.before_read = sim::BeforeRead::drain;
    CHECK(server_of("go-x-net-2021") == after);
}

TEST_CASE("profiles that come with the program: the designs differ from Go's loop by one decision",
          "[profile]") {
    sim::ServerSpec go = server_of("go-x-net-2020");
    go.write_buffer = 0;
    go.handler_buffer = 0;
    const auto differs = [&](const char* name, sim::BeforeRead before_read) {
        sim::ServerSpec expected = go;
        expected.profile = name;
        expected.before_read = before_read;
        CHECK(server_of(name) == expected);
    };
    differs("completions-first", sim::BeforeRead::completions_first);
    differs("blocking-drain", sim::BeforeRead::wait);
    differs("wait-at-limit", sim::BeforeRead::wait_at_limit);
    differs("park-at-limit", sim::BeforeRead::park_at_limit);
    const auto released = [&](const char* name, WriteStage stage) {
        sim::ServerSpec expected = go;
        expected.profile = name;
        expected.policy.release = {stage, stage, stage, stage};
        CHECK(server_of(name) == expected);
    };
    released("release-at-return", WriteStage::app_done);
    released("release-at-write-start", WriteStage::write_start);
}

TEST_CASE("scenarios that come with the program: each parses, and so does its resolved document",
          "[scenario]") {
    int scenarios = 0;
    for (const auto& entry : fs::recursive_directory_iterator{kFolder.parent_path() / "races"}) {
        if (entry.is_directory()) {
            continue;
        }
        INFO(entry.path());
        const auto first =
            sim::parse_scenario(slurp(entry.path()), entry.path().string(), committed());
        if (!first) {
            FAIL(sim::to_text(first.error()));
        }
        const auto again = sim::parse_scenario(first->document.dump(), "trace", {});
        REQUIRE(again);
        CHECK(again->scenario == first->scenario);
        ++scenarios;
    }
    CHECK(scenarios > 0);
}
