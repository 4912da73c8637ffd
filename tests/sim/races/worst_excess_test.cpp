// The table of scenarios/worst-excess.md, row by row, against the search.

#include <fstream>
#include <string>
#include <vector>

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "tests/sim/races/races.hpp"
#include "tests/support/places.hpp"

namespace {

std::vector<std::string> rows_of_the_table() {
    std::ifstream file{source_root() + "/scenarios/worst-excess.md"};
    REQUIRE(file);
    std::vector<std::string> rows;
    for (std::string line; std::getline(file, line);) {
        if (line.starts_with("| `")) {
            rows.push_back(line);
        }
    }
    return rows;
}

unsigned worst(const std::string& profile, unsigned limit, unsigned body) {
    const sim::Scenario scenario = races::load(
        "stacks/nginx",
        races::sized({limit, 4},
                     {"server.profile=" + profile, "client.behaviour=greedy",
                      fmt::format("response.body={}", body), races::asking({"no-deadlock"})}));
    return races::explore(scenario).most.value();
}

}  // namespace

TEST_CASE("9113/5.1.2 the worst excess of every profile is what the document says", "[verdict]") {
    std::vector<std::string> expected;
    for (const std::string& profile : races::profile_names()) {
        expected.push_back(fmt::format("| `{}` | {} | {} | {} | {} |", profile,
                                       worst(profile, 1, 0), worst(profile, 2, 0),
                                       worst(profile, 1, 4096), worst(profile, 2, 4096)));
    }
    CHECK(rows_of_the_table() == expected);
}
