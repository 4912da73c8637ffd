// --set key=value.

#include <memory>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "tests/sim/scenario/scenario_fixture.hpp"

namespace {

using fixture::kSmall;
using fixture::parse;
using fixture::patched;
using h2::WriteStage;

sim::Scenario scenario_with(const std::string& text, const std::vector<std::string>& overrides) {
    const auto result = parse(text, overrides);
    if (!result) {
        FAIL(sim::to_text(result.error()));
    }
    return result->scenario;
}

sim::Scenario small_with(const std::vector<std::string>& overrides) {
    return scenario_with(std::string{kSmall}, overrides);
}

sim::InputError override_error(const std::string& override, std::string_view text = kSmall) {
    const auto result = parse(text, {override});
    REQUIRE_FALSE(result);
    REQUIRE(result.error().size() == 1);
    return result.error().front();
}

}  // namespace

TEST_CASE("--set: values of every kind, in objects that are not there yet", "[override]") {
    const auto scenario = small_with(
        {"limit=3", "requests=6", "pipes.to_client=2", "response.body=4096", "response.early=false",
         "server.loop=locked", "server.reset_memory.streams=unlimited", "title=1 = 1",
         "client.behaviour=write-first", "server.new_limit=0"});
    CHECK(scenario.limit == 3);
    CHECK(scenario.requests == 6);
    CHECK(scenario.pipes.to_client == 2);
    CHECK(scenario.pipes.to_server == 1);
    CHECK(scenario.response.body == 4096);
    CHECK(scenario.server.loop == sim::Loop::locked);
    CHECK(scenario.server.policy.reset_memory == h2::kUnlimited);
    CHECK(scenario.title == "1 = 1");
    CHECK(scenario.client.behaviour == sim::Behaviour::write_first);
    CHECK(scenario.server.new_limit == std::optional<std::uint32_t>{0});
}

TEST_CASE("--set: texts need no quotes and may have them", "[override]") {
    CHECK(small_with({"title=42"}).title == "42");
    CHECK(small_with({"title=\"42\""}).title == "42");
    CHECK(small_with({"title=[not JSON"}).title == "[not JSON");
    CHECK(small_with({"server.loop=\"single\""}).server.loop == sim::Loop::single);
}

TEST_CASE("--set: later ones win", "[override]") {
    CHECK(small_with({"limit=3", "limit=4"}).limit == 4);
}

TEST_CASE("--set: whole objects and arrays", "[override]") {
    const auto scenario =
        small_with({R"(client={"behaviour": "scripted", "script": ["PING", "HEADERS 1"]})",
                    R"(rfc=["9113/5.1"])"});
    CHECK(scenario.client.script == std::vector<std::string>{"PING", "HEADERS 1"});
    CHECK(scenario.rfc == std::vector<std::string>{"9113/5.1"});
}

TEST_CASE("--set: elements by index, the next one appends", "[override]") {
    const auto text = patched(R"({"client": {"behaviour": "scripted", "script": ["PING"]}})");
    CHECK(scenario_with(text, {"client.script.0=HEADERS 1"}).client.script ==
          std::vector<std::string>{"HEADERS 1"});
    CHECK(
        scenario_with(text, {"client.script.1=HEADERS 1", "client.script.2=PING"}).client.script ==
        std::vector<std::string>{"PING", "HEADERS 1", "PING"});
    CHECK(small_with({"properties.0.expect=violated"}).properties.front().expect ==
          sim::Expected::violated);
    CHECK(small_with({"properties.1.name=reaches-limit", "properties.1.expect=reached"})
              .properties.size() == 2);
    CHECK(small_with({"refs.0=a"}).refs == std::vector<std::string>{"a"});
}

TEST_CASE("--set: one release point where the file gives one for all", "[override]") {
    const auto text = patched(R"({"server": {"release_at": "encoded"}, "response": {"body": 1}})");
    const h2::ReleasePoints expected{WriteStage::encoded, WriteStage::app_done, WriteStage::encoded,
                                     WriteStage::encoded};
    CHECK(scenario_with(text, {"server.release_at.data=app_done"}).server.policy.release ==
          expected);
    const auto profile = small_with(
        {"server.profile=stack-1", "server.release_at.data=app_done", "response.body=1"});
    CHECK(profile.server.policy.release == expected);
    CHECK(scenario_with(text, {"server.release_at.data=app_done", "server.release_at=enqueued"})
              .server.policy.release.data == WriteStage::enqueued);
}

TEST_CASE("--set: the profile, and values beside it", "[override]") {
    const auto scenario = small_with({"server.profile=stack-1", "server.slack=1"});
    CHECK(scenario.server.before_read == sim::BeforeRead::drain);
    CHECK(scenario.server.policy.slack == 1);
}

TEST_CASE("--set: null removes a key, so that its default or the profile's value counts",
          "[override]") {
    const auto text = patched(R"({"client": {"behaviour": "cancelling", "cancels": 2},
                                  "server": {"profile": "stack-1", "slack": 9}})");
    const auto scenario = scenario_with(
        text, {"client.cancels=null", "client.behaviour=saturating", "server.slack=null"});
    CHECK(scenario.client.cancels == 1);
    CHECK(scenario.server.policy.slack == 3);
    CHECK(override_error("limit=null").message == "the key \"limit\" is missing");
    CHECK(override_error("properties.0=null").message == "\"properties.0\" is null");
    CHECK(small_with({"server.slack=null"}).server.policy.slack == 0);
}

TEST_CASE("--set: pinned counts are dropped when the world changes", "[override]") {
    const auto text = patched(R"({"pinned": {"states": 5, "transitions": 9}})");
    CHECK(scenario_with(text, {}).pinned.states == std::optional<std::uint64_t>{5});
    CHECK(scenario_with(text, {"limit=2"}).pinned == sim::Pinned{});
    CHECK(scenario_with(text, {"bounds.max_states=2", "title=x"}).pinned.states ==
          std::optional<std::uint64_t>{5});
    const auto both = scenario_with(text, {"pinned.states=7", "limit=2"});
    CHECK(both.pinned.states == std::optional<std::uint64_t>{7});
    CHECK_FALSE(both.pinned.transitions.has_value());
    CHECK(scenario_with(text, {"limit=2"}).properties.size() == 1);
}

TEST_CASE("--set: unknown keys, with the nearest valid name and the place in the argument",
          "[override][bad]") {
    const auto top = override_error("limt=3");
    CHECK(top.file == "--set");
    CHECK(top.line == 0);
    CHECK(top.column == 1);
    CHECK(top.source_line == "limt=3");
    CHECK(top.hint == "did you mean \"limit\"?");
    const auto inner = override_error("server.before_red=drain");
    CHECK(inner.message == "unknown key \"server.before_red\"");
    CHECK(inner.column == 8);
    CHECK(inner.hint == "did you mean \"before_read\"?");
    CHECK(override_error("properties.0.nam=x").hint == "did you mean \"name\"?");
    CHECK(override_error("server.=x").message == "unknown key \"server.\"");
    CHECK(override_error("limit.x=1").message == "\"limit\" has no keys below it");
}

TEST_CASE("--set: texts that are no assignment", "[override][bad]") {
    CHECK(override_error("limit").message == "not of the form key=value");
    CHECK(override_error("=3").message == "not of the form key=value");
    CHECK(override_error("").message == "not of the form key=value");
}

TEST_CASE("--set: elements that are not there", "[override][bad]") {
    for (const char* override :
         {"properties.2.name=x", "properties.-1.name=x", "properties.x.name=x",
          "properties.99999999999999999999.name=x", "properties.0x1.name=x"}) {
        INFO(override);
        const auto error = override_error(override);
        CHECK(error.message.find("\"properties\" has no element") == 0);
        CHECK(error.expected == "an index from 0 to 1 (which appends)");
        CHECK(error.column == 12);
    }
}

TEST_CASE("--set: wrong values point into the argument", "[override][bad]") {
    const auto range = override_error("pipes.to_client=0");
    CHECK(range.file == "--set");
    CHECK(range.line == 0);
    CHECK(range.column == 17);
    CHECK(range.pointer == "/pipes/to_client");
    CHECK(range.expected == "an integer from 1 to 1024");
    CHECK(override_error("limit=three").message == "\"limit\" is \"three\"");
    CHECK(override_error("server.loop=3").message == "\"server.loop\" is \"3\"");
    const auto inside =
        override_error(R"(client={"behaviour": "scripted", "script": ["PING", 7]})");
    CHECK(inside.pointer == "/client/script/1");
    CHECK(inside.column == 53);
    CHECK(override_error("server.profile=stack-2").hint == "did you mean \"stack-1\"?");
    CHECK(override_error("client=" + std::string(100'000, '[')).pointer == "/client");
}

TEST_CASE("--set: a contradiction with the profile points at the argument", "[override][bad]") {
    const auto result = parse(kSmall, {"server.profile=stack-1", "server.loop=single"});
    REQUIRE_FALSE(result);
    CHECK(result.error().front().file == "--set");
    CHECK(result.error().front().source_line == "server.loop=single");
    CHECK(result.error().front().pointer == "/server/loop");
}

TEST_CASE("--set: what is not an object stays an error of the file", "[override][bad]") {
    const auto result = parse(patched(R"({"client": 5})"), {"client.pings=1"});
    REQUIRE_FALSE(result);
    CHECK(result.error().front().message == "\"client\" is not an object");
    CHECK_FALSE(parse("[1]", {"limit=1"}));
    CHECK_FALSE(parse("3", {"limit=1"}));
}

TEST_CASE("document: what replaced a value is not taken for what it replaced", "[override]") {
    const auto located = sim::parse_located_json("{\"a\": {\n \"b\": 1}}", "f.json");
    REQUIRE(located);
    sim::Document document{*located};
    const auto where = [&] {
        const auto error = document.error_at("/a/b", sim::At::value);
        return error.file + ':' + std::to_string(error.line);
    };
    CHECK(where() == "f.json:2");
    const auto source =
        std::make_shared<const sim::SourceText>(sim::SourceText{"other.json", "{}", true});
    document.put("/a", nlohmann::json::object(), {source, {}});
    CHECK(where() == "other.json:1");
}
