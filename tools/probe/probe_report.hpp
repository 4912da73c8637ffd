#pragma once
// What the cases have shown of a server, as text, JSON, JUnit XML and Markdown.
//
// JSON: {"h2sim_probe": 1, "target": "127.0.0.1:8080", "role": "server", "trouble": "",
//  "score": {"must_passed", "must_total"}, "grades": {"conform": 160, …},
//  "cases": [{"id", "title", "section", "level", "grade", "passed", "rules": [], "saw",
//   "expected", "note", "findings": [{"who", "rule", "level", "certainty", "stream", "text"}],
//   "grades": []}]}
// "grades" of a case has one for each run. Two runs give the same octets where the server does.

#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "tools/probe/probe.hpp"
#include "tools/tables/table.hpp"

namespace tools {

struct ProbeReport {
    std::string target;                  // "127.0.0.1:8080", or the command that is launched
    std::vector<ProbeSection> sections;  // with the cases that were selected
    std::vector<ProbeCase> cases;        // all of them, in the order of the results
    ProbeFound found;
};

struct ProbeScore {
    std::size_t passed = 0;
    std::size_t total = 0;
};
// Of cases that say something about the server. Of a section, if one is named.
ProbeScore score_of(const ProbeReport& report, h2::Level level, const std::string& section = "");

// `frames`: with those of each case that failed.
std::string probe_text(const ProbeReport& report, const TextStyle& style, bool frames);
std::string probe_markdown(const ProbeReport& report);
nlohmann::json probe_json(const ProbeReport& report);
std::string probe_junit(const ProbeReport& report);

}  // namespace tools
