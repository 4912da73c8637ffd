#pragma once
// The committed traces, scenarios/traces/*.trace.json.

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "sim/trace/trace.hpp"
#include "tests/support/places.hpp"

namespace traces {

namespace fs = std::filesystem;

inline const fs::path kFolder = fs::path{source_root()} / "scenarios" / "traces";

inline std::vector<std::string> names() {
    std::vector<std::string> found;
    for (const auto& entry : fs::directory_iterator{kFolder}) {
        found.push_back(entry.path().filename().string());
    }
    std::sort(found.begin(), found.end());
    return found;
}

inline std::string text_of(const std::string& name) {
    std::ifstream file{kFolder / name, std::ios::binary};
    REQUIRE(file);
    return {std::istreambuf_iterator<char>{file}, {}};
}

inline sim::Trace parse(const std::string& text) {
    const auto trace = sim::parse_trace(text, "t.json");
    if (!trace) {
        FAIL(sim::to_text(trace.error()));
    }
    return *trace;
}

}  // namespace traces
