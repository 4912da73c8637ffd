// The house rules (tests/support/tidy.hpp), held against every file of the project.

#include "tests/support/tidy.hpp"

#include <set>
#include <string>

#include <catch2/catch.hpp>

#include "tests/support/places.hpp"

namespace {

using tidy::Findings;
using tidy::Text;
using tidy::Tree;

const Tree& project() {
    static const Tree tree = tidy::read_tree(source_root());
    return tree;
}

template <class Check>
Findings in_all_files(const Check& check) {
    Findings all;
    for (const auto& [path, content] : project()) {
        const Findings found = check(Text{path, content});
        all.insert(all.end(), found.begin(), found.end());
    }
    return all;
}

}  // namespace

TEST_CASE("tidy: the whole project is looked at", "[tidy]") {
    const std::set<std::string> expected = {
        "LICENSE", "meson.build",         "h2core/meson.build", "h2core/connection.hpp",
        ".ci/run", "tests/tidy_test.cpp", "tools/bootstrap",    "examples/own_world.cpp",
    };
    for (const std::string& path : expected) {
        CAPTURE(path);
        CHECK(project().contains(path));
    }
    for (const auto& [path, content] : project()) {
        CAPTURE(path);
        CHECK_FALSE(path.starts_with(".git/"));
        CHECK_FALSE(path.starts_with("build"));
    }
}

TEST_CASE("tidy: a layer sees only the layers below it", "[tidy]") {
    CHECK(in_all_files(tidy::check_layers) == Findings{});

    using tidy::check_layers;
    CHECK(check_layers({"h2core/a.hpp", "#include \"h2core/b.hpp\"\n#include <vector>\n"}).empty());
    CHECK(check_layers({"h2core/a.hpp", "\n#include \"sim/world/world.hpp\"\n"}) ==
          Findings{"h2core/a.hpp:2: h2core includes another layer"});
    CHECK(check_layers({"h2core/a.hpp", "#include \"b.hpp\"\n"}).size() == 1);
    CHECK(check_layers({"h2core/a.cpp", "#include <fmt/core.h>\n"}).size() == 1);
    CHECK(check_layers({"h2core/a.cpp", "#include <xxhash.h>\n"}).size() == 1);
    CHECK(check_layers({"sim/a.cpp", "#include <fmt/core.h>\n#include \"sim/b.hpp\"\n"}).empty());
    CHECK(check_layers({"sim/a.cpp", "#include \"tools/main.hpp\"\n"}).size() == 1);
    CHECK(check_layers({"sim/a.cpp", "#include \"tests/support/a.hpp\"\n"}).size() == 1);
    CHECK(check_layers({"tools/a.cpp", "#include \"sim/b.hpp\"\n#include \"h2core/a.hpp\"\n"})
              .empty());
    CHECK(check_layers({"tools/a.cpp", "#include \"tests/support/a.hpp\"\n"}).size() == 1);
    CHECK(check_layers({"examples/a.cpp", "#include \"sim/b.hpp\"\n#include <vector>\n"}).empty());
    CHECK(check_layers({"examples/a.cpp", "#include \"tools/main.hpp\"\n"}).size() == 1);
    CHECK(check_layers({"examples/a.cpp", "#include \"b.hpp\"\n"}).size() == 1);
}

TEST_CASE("tidy: a room sees only the rooms below it", "[tidy]") {
    CHECK(in_all_files(tidy::check_rooms) == Findings{});

    using tidy::check_rooms;
    const std::string from_search = "#include <map>\n#include \"sim/search/a.hpp\"\n";
    CHECK(check_rooms({"sim/world/b.cpp", from_search}) ==
          Findings{"sim/world/b.cpp:2: includes a room above its own: sim/search/a.hpp"});
    CHECK(check_rooms({"sim/search/b.cpp", from_search}).empty());
    CHECK(check_rooms({"sim/trace/b.hpp", from_search}).empty());
    CHECK(check_rooms({"tools/runs/b.hpp", from_search}).empty());
    CHECK(check_rooms({"tools/runs/b.hpp", "#include \"tools/cli/arguments.hpp\"\n"}).size() == 1);
    CHECK(check_rooms({"tools/runs/b.cpp", "#include \"tools/net/tls.hpp\"\n"}).size() == 1);
    CHECK(check_rooms({"tools/commands/b.cpp", "#include \"tools/net/tls.hpp\"\n"}).empty());
    CHECK(check_rooms({"tools/main.cpp", "#include \"tools/commands/a.hpp\"\n"}).empty());
    CHECK(check_rooms({"sim/attic/b.cpp", ""}) ==
          Findings{"sim/attic/b.cpp:1: a room without a place in the order"});
    CHECK(check_rooms({"sim/pch/sim.hpp", ""}).empty());
}

TEST_CASE("tidy: h2core and sim see no clock, thread, file or hash order", "[tidy]") {
    CHECK(in_all_files(tidy::check_determinism) == Findings{});

    using tidy::check_determinism;
    for (const std::string header : {"chrono", "thread", "mutex", "random", "iostream", "fstream",
                                     "unordered_map", "unordered_set", "filesystem"}) {
        CAPTURE(header);
        const std::string line = "#include <" + header + ">\n";
        CHECK(check_determinism({"h2core/a.hpp", line}).size() == 1);
        CHECK(check_determinism({"sim/a.cpp", line}).size() == 1);
        CHECK(check_determinism({"tools/a.cpp", line}).empty());
    }
    CHECK(check_determinism({"sim/a.cpp", "#include <map>\n"}).empty());
    CHECK(check_determinism({"sim/a.cpp", "const auto h = std::hash<int>{}(1);\n"}).size() == 1);
    CHECK(check_determinism({"sim/a.cpp", "int std::hashed;  // not std::hash\n"}).empty());
    CHECK(check_determinism({"h2core/a.cpp", "    throw Error{};\n"}).size() == 1);
    CHECK(check_determinism({"h2core/a.cpp", "    double share = 0.5;\n"}).size() == 1);
    CHECK(check_determinism({"h2core/a.cpp", "    int retry = 1;  // we try again\n"}).empty());
}

TEST_CASE("tidy: lines have at most 100 columns and files at most 400 lines", "[tidy]") {
    CHECK(in_all_files(tidy::check_size) == Findings{});

    using tidy::check_size;
    const std::string hundred(100, 'x');
    std::string beyond_ascii;
    std::string lines;
    for (int i = 0; i < 100; ++i) {
        beyond_ascii += "…";
        lines += "\n\n\n\n";
    }
    CHECK(check_size({"sim/a.cpp", hundred + "\n"}).empty());
    CHECK(check_size({"sim/a.cpp", beyond_ascii + "\n"}).empty());
    CHECK(check_size({"sim/a.cpp", "\n" + hundred + "x\n"}) ==
          Findings{"sim/a.cpp:2: more than 100 columns"});
    CHECK(check_size({"sim/a.cpp", beyond_ascii + "…\n"}).size() == 1);
    CHECK(check_size({"tools/run", "#!/bin/sh\n" + hundred + "x\n"}).size() == 1);
    CHECK(check_size({"a.md", hundred + "x\n"}).empty());
    CHECK(check_size({"sim/a.hpp", lines}).empty());
    CHECK(check_size({"sim/a.hpp", lines + "\n"}) ==
          Findings{"sim/a.hpp:401: more than 400 lines"});
}

TEST_CASE("tidy: a switch decides about every enumerator", "[tidy]") {
    CHECK(in_all_files(tidy::check_switches) == Findings{});

    using tidy::check_switches;
    CHECK(check_switches({"sim/a.cpp", "{\n        default: return;\n"}) ==
          Findings{"sim/a.cpp:2: a default that does not say over what"});
    CHECK(check_switches({"tools/a.hpp", "default:\n"}).size() == 1);
    CHECK(check_switches({"h2core/a.cpp", "    default: return 0;  // a size\n"}).empty());
    CHECK(check_switches({"sim/a.cpp", "    A() = default;\n"}).empty());
    CHECK(check_switches({"tests/a.cpp", "    default: return 0;\n"}).empty());
}

TEST_CASE("tidy: white space", "[tidy]") {
    CHECK(in_all_files(tidy::check_white_space) == Findings{});

    using tidy::check_white_space;
    CHECK(check_white_space({"a", ""}).empty());
    CHECK(check_white_space({"a", "x\n\ny\n"}).empty());
    CHECK(check_white_space({"a", "x\ny"}) == Findings{"a:2: no newline at the end"});
    CHECK(check_white_space({"a", "x \n"}).size() == 1);
    CHECK(check_white_space({"a", "x\r\n"}).size() == 1);
    CHECK(check_white_space({"a", "\tx\n"}).size() == 1);
    CHECK(check_white_space({"a", "x\n\n"}).size() == 1);
}

TEST_CASE("tidy: nothing is marked as unfinished", "[tidy]") {
    CHECK(in_all_files(tidy::check_finished) == Findings{});

    const std::string mark = std::string{"TO"} + "DO";
    CHECK(tidy::check_finished({"a.cpp", "x\n// " + mark + ": later\n"}) ==
          Findings{"a.cpp:2: marked as unfinished"});
    CHECK(tidy::check_finished({"a.md", std::string{"FIX"} + "ME"}).size() == 1);
    CHECK(tidy::check_finished({"a.cpp", "int " + mark + "S;\n"}).empty());
}

TEST_CASE("tidy: no file names a directory of somebody's machine", "[tidy]") {
    CHECK(in_all_files(tidy::check_places) == Findings{});

    const std::string place = std::string{"/ho"} + "me/";
    CHECK(tidy::check_places({"a.md", "cd " + place + "me\n"}).size() == 1);
    CHECK(tidy::check_places({"a.md", "see scenarios" + place + "x.json\n"}).empty());
}

TEST_CASE("tidy: every document that is named exists", "[tidy]") {
    const Tree& tree = project();
    CHECK(in_all_files([&](const Text& text) { return tidy::check_documents(text, tree); }) ==
          Findings{});

    const Tree small = {{"CHANGELOG.md", ""}};
    const std::string gone = std::string{"PLANS"};
    CHECK(tidy::check_documents({"a", "see CHANGELOG.md and CHANGELOG §3, RFC §4"}, small).empty());
    CHECK(tidy::check_documents({"a", "see " + gone + ".md\n"}, small) ==
          Findings{"a:1: names a missing document, PLANS"});
    CHECK(tidy::check_documents({"a", "see " + gone + " §3\n"}, small).size() == 1);
}

TEST_CASE("tidy: every source that a document names exists", "[tidy]") {
    const Tree& tree = project();
    CHECK(in_all_files([&](const Text& text) { return tidy::check_sources(text, tree); }) ==
          Findings{});

    const Tree small = {{"sim/world/client.cpp", ""}};
    const auto check = [&](const char* line) { return tidy::check_sources({"a.md", line}, small); };
    CHECK(check("see `client.cpp`, `world/client.cpp`, `client*.cpp` and `other.py`\n").empty());
    CHECK(check("see `a b.cpp` or other.cpp\n").empty());
    CHECK(check("see `lient.cpp`\n") == Findings{"a.md:1: names a missing source, lient.cpp"});
    CHECK(check("`client.cpp` and `gone.hpp`\n") ==
          Findings{"a.md:1: names a missing source, gone.hpp"});
    CHECK(check("an open `quote\n").empty());
    CHECK(tidy::check_sources({"a.txt", "`gone.hpp`\n"}, small).empty());
}

TEST_CASE("tidy: every source is built", "[tidy]") {
    CHECK(tidy::check_listed(project()) == Findings{});

    const Tree small = {{"sim/a.cpp", ""},
                        {"sim/b.cpp", ""},
                        {"sim/meson.build", "library('sim', 'a.cpp', 'world/c.cpp')"},
                        {"sim/world/a.cpp", ""},
                        {"sim/world/c.cpp", ""}};
    CHECK(tidy::check_listed(small) == Findings{"sim/b.cpp: not listed in a meson.build",
                                                "sim/world/a.cpp: not listed in a meson.build"});
}

TEST_CASE("tidy: the id of a scenario is its path", "[tidy]") {
    CHECK(in_all_files(tidy::check_scenario_id) == Findings{});

    using tidy::check_scenario_id;
    CHECK(check_scenario_id({"scenarios/races/a.json", R"({"id": "races/a"})"}).empty());
    CHECK(check_scenario_id({"scenarios/races/a.json", R"({"id": "races/b"})"}).size() == 1);
    CHECK(check_scenario_id({"scenarios/races/a.json", R"({"title": "a"})"}).size() == 1);
    CHECK(check_scenario_id({"scenarios/races/a.json", "{"}).size() == 1);
    CHECK(check_scenario_id({"scenarios/profiles/a.json", "{}"}).empty());
    CHECK(check_scenario_id({"scenarios/schema.json", "{}"}).empty());
    CHECK(check_scenario_id({"scenarios/profiles.schema.json", "{}"}).empty());
}
