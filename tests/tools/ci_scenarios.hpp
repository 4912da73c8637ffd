#pragma once
// A folder of scenarios that pass, fail, end at a bound and are no scenarios, for the tests of what
// CI systems get.

#include <string>

#include <nlohmann/json.hpp>

#include "tests/tools/command.hpp"
#include "tests/tools/scenario_texts.hpp"
#include "tests/tools/workspace.hpp"

namespace ci {

inline constexpr const char* kUnexpected = R"({"properties": [
  {"name": "no-false-refusal", "expect": "holds"},
  {"name": "no-deadlock", "expect": "holds"}]})";

inline std::string with_id(const std::string& id, const char* patch = "{}") {
    nlohmann::json scenario = nlohmann::json::parse(texts::racy(patch));
    scenario["id"] = id;
    return scenario.dump(2) + "\n";
}

inline std::string incomplete(const std::string& id) {
    nlohmann::json scenario = nlohmann::json::parse(texts::endless(id));
    scenario["bounds"] = {{"max_states", 1000}};
    return scenario.dump(2) + "\n";
}

// Two that pass; exit code 0.
inline void fill_good(const Workspace& workspace) {
    workspace.write("scenarios/t/a.json", texts::safe("t/a"));
    workspace.write("scenarios/t/b.json", with_id("t/b"));
}

// Those, and one of each kind of failure; exit code 2.
inline void fill_bad(const Workspace& workspace) {
    fill_good(workspace);
    workspace.write("scenarios/t/c.json", with_id("t/c", kUnexpected));
    workspace.write("scenarios/t/d.json", with_id("t/d", R"({"pinned": {"states": 3}})"));
    workspace.write("scenarios/t/e.json", incomplete("t/e"));
    workspace.write("scenarios/t/f.json", "{\n  \"id\": \"t/f\",\n}\n");
}

inline command::Setting in(const Workspace& workspace) {
    command::Setting setting;
    setting.folder = workspace.folder();
    return setting;
}

inline command::Setting with(const Workspace& workspace, const std::string& variable,
                             const std::string& value) {
    command::Setting setting = in(workspace);
    setting.environment.emplace_back(variable, value);
    return setting;
}

}  // namespace ci
