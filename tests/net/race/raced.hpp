#pragma once
// `h2sim race` against a server, and its report.

#include <string>
#include <utility>
#include <vector>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "tests/net/served.hpp"
#include "tests/tools/command.hpp"

// With --json.
inline std::pair<int, nlohmann::json> raced(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {"race", "--json", "-q"});
    const command::Result result = command::h2sim(arguments);
    CAPTURE(arguments, result.err, result.out);
    REQUIRE(nlohmann::json::accept(result.out));
    return {result.code, nlohmann::json::parse(result.out)};
}

inline Served threaded_server(std::vector<std::string> options) {
    options.insert(options.begin(), threaded_server_program());
    return Served{options, "listening on "};
}

// The first cell of that path with those values.
inline nlohmann::json cell_of(const nlohmann::json& report, const std::string& path,
                              const std::string& mode, const std::string& end = "data") {
    for (const nlohmann::json& cell : report.at("cells")) {
        if (cell.at("url") == path && cell.at("mode") == mode && cell.at("end") == end) {
            return cell;
        }
    }
    FAIL("no cell " << path << " " << mode << " " << end);
    return {};
}
