#pragma once
// Scenario files for the tests of the command.

#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

namespace texts {

// A server whose loop may process a new HEADERS before it hears that the old stream's last frame
// is written: no-false-refusal is violated.
inline constexpr std::string_view kRacy = R"({
  "id": "t/racy",
  "title": "loses the race",
  "limit": 1,
  "requests": 2,
  "server": {"loop": "split", "release_at": "completion_processed", "before_read": "drain"},
  "client": {},
  "properties": [
    {"name": "no-false-refusal", "expect": "violated"},
    {"name": "no-deadlock", "expect": "holds"},
    {"name": "reaches-limit", "expect": "reached"}
  ]
})";

// The same server as a profile "racy-1".
inline constexpr std::string_view kProfile = R"({
  "name": "racy-1", "stack": "Stack", "version": "1", "source": "s.c: f", "confidence": "read",
  "why": "an example",
  "server": {"loop": "split", "release_at": "completion_processed", "before_read": "drain"}
})";

// kRacy with a JSON merge patch applied.
inline std::string racy(std::string_view patch = "{}") {
    nlohmann::json document = nlohmann::json::parse(kRacy);
    document.merge_patch(nlohmann::json::parse(patch));
    return document.dump(2) + "\n";
}

// Expected to hold, and does: the slot is free before the octets are visible.
inline std::string safe(const std::string& id = "t/safe") {
    nlohmann::json document = nlohmann::json::parse(kRacy);
    document["id"] = id;
    document["server"]["release_at"] = "write_start";
    document["properties"][0]["expect"] = "holds";
    return document.dump(2) + "\n";
}

// The same design for so many streams that no test waits for its end.
inline std::string endless(const std::string& id = "t/endless") {
    nlohmann::json document = nlohmann::json::parse(safe(id));
    document["limit"] = 8;
    document["requests"] = 40;
    document["pipes"] = {{"to_client", 2}, {"to_server", 2}};
    return document.dump(2) + "\n";
}

}  // namespace texts
