#pragma once
// Scenario texts for the tests of the reader.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "sim/scenario/scenario_json.hpp"

namespace fixture {

// The smallest scenario, one key per line.
inline constexpr std::string_view kSmall = R"({
  "id": "t/small",
  "title": "small",
  "limit": 1,
  "requests": 2,
  "server": {},
  "client": {},
  "properties": [{"name": "no-deadlock", "expect": "holds"}]
})";

inline constexpr std::string_view kProfile = R"({
  "name": "stack-1", "stack": "Stack", "version": "1", "source": "s.c: f", "confidence": "read",
  "why": "an example",
  "server": {"loop": "split", "release_at": "encoded", "before_read": "drain", "slack": 3,
             "reset_memory": {"streams": 7}}
})";

// Knows kProfile as "stack-1" and a profile "broken" that is none.
inline sim::ProfileLookup profiles() {
    sim::ProfileLookup lookup;
    lookup.names = {"broken", "stack-1"};
    lookup.find = [](std::string_view name) -> std::optional<sim::ProfileText> {
        if (name == "stack-1") {
            return sim::ProfileText{"profiles/stack-1.json", std::string{kProfile}};
        }
        if (name == "broken") {
            return sim::ProfileText{"profiles/broken.json", "{\n  \"name\": \"broken\",}"};
        }
        return std::nullopt;
    };
    return lookup;
}

inline sim::ScenarioResult parse(std::string_view text,
                                 const std::vector<std::string>& overrides = {}) {
    return sim::parse_scenario(text, "t.json", profiles(), overrides);
}

// kSmall with a JSON merge patch applied (null removes), on lines of its own.
inline std::string patched(std::string_view patch) {
    nlohmann::json document = nlohmann::json::parse(kSmall);
    document.merge_patch(nlohmann::json::parse(patch));
    return document.dump(2);
}

}  // namespace fixture
