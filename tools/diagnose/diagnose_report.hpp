#pragma once
// What diagnose says of the connections of its files: for people, as JSON, for an issue, as a
// picture.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "tools/diagnose/connection_facts.hpp"
#include "tools/diagnose/verdict.hpp"
#include "tools/tables/table.hpp"

namespace tools {

struct Diagnosed {
    std::string file;
    ConnectionFacts facts;
    Verdict verdict;
};

// The verdicts, what they rest on, and how many streams were open. `all`: every finding, also those
// that convict nobody.
std::string diagnose_text(const std::vector<Diagnosed>& connections, bool all, TextStyle style);

// The same for an issue or a pull request.
std::string diagnose_markdown(const std::vector<Diagnosed>& connections);

// {"connections": [{"file", "client", "server", "verdict", "client_proven", "sentence", "advice",
// "secured", "frames", "streams", "most_open", "limit", "findings": [{"who", "rule", "level",
// "certainty", "stream", "frame", "what", "text"}], "counts": [[frame, client, wire, server],
// …]}]}. `frame`: the number of the packet, or of the line of a log; null where there are none.
nlohmann::json diagnose_json(const std::vector<Diagnosed>& connections);

// A picture of each connection's open streams, one below the other.
std::string diagnose_svg(const std::vector<Diagnosed>& connections);

// "10.0.0.1:50312 → 10.0.0.2:443", with the file where there are several.
std::string title_of(const Diagnosed& connection, bool with_file);

// At most so many points of the curve, by parts of equal length: of each part the highest counts.
std::vector<CountPoint> thinned(const std::vector<CountPoint>& counts, std::size_t most);

// Three lines of blocks, "client ▁▃█ 8", for each who sees them; `width` columns at most. Empty
// where no stream was opened.
std::vector<std::string> count_plot(const ConnectionFacts& facts, std::size_t width);

}  // namespace tools
