// Texts nobody would write on purpose: an error or a scenario, never a crash.

#include <string>

#include <catch2/catch.hpp>

#include "tests/sim/scenario/scenario_fixture.hpp"
#include "tests/support/instrumented.hpp"

namespace {

const std::string kText = R"({"id":"t","title":"é\n","limit":1,"requests":2,"rfc":["9113/5.1"],)"
                          R"("server":{"profile":"stack-1","release_at":{"data":"encoded"}},)"
                          R"("client":{"pings":3},"response":{"body":17,"early":false},)"
                          R"("properties":[{"name":"no-deadlock","expect":"holds"}]})";

// An error must say where it is and what is wrong, in harmless text.
bool is_sound(const sim::ScenarioResult& result) {
    if (result) {
        return !result->scenario.id.empty() && !result->scenario.properties.empty();
    }
    for (const sim::InputError& error : result.error()) {
        const std::string text = sim::to_text(error);
        const bool harmless =
            text.find('\x1b') == std::string::npos && text.find('\0') == std::string::npos;
        if (!harmless || error.message.empty() || error.file.empty() || error.line == 0) {
            return false;
        }
    }
    return !result.error().empty();
}

}  // namespace

TEST_CASE("fuzz: the text itself is a scenario", "[fuzz]") {
    REQUIRE(fixture::parse(kText));
}

TEST_CASE("fuzz: every truncation is an error", "[fuzz]") {
    for (std::size_t size = 0; size < kText.size(); ++size) {
        const auto result = fixture::parse(kText.substr(0, size));
        INFO(size);
        REQUIRE_FALSE(result);
        REQUIRE(is_sound(result));
        REQUIRE(result.error().size() == 1);
    }
}

TEST_CASE("fuzz: any single byte may be any other", "[fuzz]") {
    for (std::size_t i = 0; i < kText.size() * 256; i += support::kStride) {
        const std::size_t at = i / 256;
        const std::size_t byte = i % 256;
        std::string text = kText;
        text[at] = static_cast<char>(byte);
        const auto result = fixture::parse(text);
        if (!is_sound(result)) {
            INFO("byte " << byte << " at " << at);
            REQUIRE(is_sound(result));
        }
    }
    SUCCEED();
}

TEST_CASE("fuzz: any single byte may be missing or doubled", "[fuzz]") {
    for (std::size_t at = 0; at < kText.size(); ++at) {
        std::string shorter = kText;
        shorter.erase(at, 1);
        REQUIRE(is_sound(fixture::parse(shorter)));
        std::string longer = kText;
        longer.insert(at, 1, kText[at]);
        REQUIRE(is_sound(fixture::parse(longer)));
    }
}

TEST_CASE("fuzz: any value may be of any other kind", "[fuzz]") {
    const auto document = nlohmann::json::parse(kText);
    const nlohmann::json kinds[] = {nullptr,
                                    true,
                                    -1,
                                    1.5,
                                    "text",
                                    nlohmann::json::array(),
                                    {{"a", 1}},
                                    nlohmann::json::array({nlohmann::json::object()}),
                                    18446744073709551615U};
    const auto leaves = document.flatten();
    for (const auto& [pointer, old_value] : leaves.items()) {
        for (const nlohmann::json& kind : kinds) {
            // the value itself, and what contains it
            for (const std::string& where : {pointer, std::string{sim::parent_pointer(pointer)}}) {
                nlohmann::json changed = document;
                changed[nlohmann::json::json_pointer{where}] = kind;
                INFO(where << " = " << kind);
                REQUIRE(is_sound(fixture::parse(changed.dump())));
            }
        }
    }
}

TEST_CASE("fuzz: any --set on any file", "[fuzz]") {
    const char* texts[] = {"{}",
                           "[]",
                           "{\"server\": 1}",
                           "{\"properties\": {}}",
                           "{\"server\": {\"release_at\": []}}",
                           "{\"client\": {\"script\": 1}}",
                           "{\"server\": {\"profile\": []}}",
                           "{\"server\": {\"profile_merged\": 3, \"profile\": \"stack-1\"}}"};
    const char* overrides[] = {"server.loop=split",
                               "server={}",
                               "server.release_at.data=encoded",
                               "server.profile=stack-1",
                               "client.script.0=PING",
                               "properties=[]",
                               "properties.0.name=x",
                               "=",
                               "a.b.c=1",
                               "server=null",
                               "server.release_at=null",
                               "server.profile_merged=true"};
    for (const char* text : texts) {
        for (const char* override : overrides) {
            INFO(text << " --set " << override);
            CHECK_FALSE(fixture::parse(text, {override}));
        }
    }
}
