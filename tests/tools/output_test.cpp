// Where results go: whole files or none, and every failure to write is told.

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <sys/stat.h>

#include "tests/tools/command.hpp"
#include "tests/tools/scenario_texts.hpp"
#include "tests/tools/workspace.hpp"

using Catch::Contains;
using command::h2sim;
using command::Result;
using command::Setting;

TEST_CASE("output: a folder that does not exist is told before the search", "[tools][output]") {
    const Workspace workspace;
    const std::string endless = workspace.write("endless.json", texts::endless());
    const std::string gone = workspace.path("gone/file.json");
    for (const std::string option : {"--json", "--trace-out"}) {
        const Result result = h2sim({"explore", endless, option, gone});
        CHECK(result.code == 2);
        CHECK(result.out.empty());
        CHECK(result.err == "h2sim: error: " + gone + ": cannot be written: there is no folder " +
                                workspace.path("gone") + "\n");
    }
    CHECK(h2sim({"check", endless, "--json", gone}).code == 2);
    CHECK(h2sim({"list", "properties", "--json", gone}).code == 2);
    // Folders that take no file, whoever asks.
    for (const std::string option : {"--json", "--trace-out"}) {
        const Result result = h2sim({"explore", endless, option, "/proc/nowhere"});
        CHECK(result.code == 2);
        CHECK_THAT(result.err, Contains("/proc/nowhere: cannot be written: "));
    }
    for (const std::string option : {"--json", "--junit", "--md", "--html", "--traces-out"}) {
        const Result result = h2sim({"check", endless, option, "/proc/nowhere"});
        CHECK(result.code == 2);
        CHECK_THAT(result.err, Contains("/proc/nowhere: cannot be "));
    }
    const Result folder = h2sim({"explore", endless, "--json", workspace.folder()});
    CHECK(folder.code == 2);
    CHECK_THAT(folder.err, Contains("it is a folder"));
}

TEST_CASE("output: files are replaced whole, links and modes stay", "[tools][output]") {
    const Workspace workspace;
    const std::string file = workspace.write("racy.json", texts::kRacy);
    const std::string target = workspace.write("out/target.json", "old");
    REQUIRE(chmod(target.c_str(), 0640) == 0);
    std::filesystem::create_symlink("out/target.json", workspace.path("link.json"));

    CHECK(h2sim({"explore", file, "--json", workspace.path("link.json")}).code == 0);

    CHECK(std::filesystem::is_symlink(workspace.path("link.json")));
    CHECK(nlohmann::json::accept(read_file(target)));
    struct stat status{};
    REQUIRE(stat(target.c_str(), &status) == 0);
    CHECK((status.st_mode & 0777U) == 0640U);
    CHECK(workspace.names() == std::vector<std::string>{"link.json", "out", "racy.json"});
    std::size_t left = 0;
    for ([[maybe_unused]] const auto& entry :
         std::filesystem::directory_iterator{workspace.path("out")}) {
        ++left;
    }
    CHECK(left == 1);  // nothing temporary remains
}

TEST_CASE("output: a write that fails half-way leaves the old file", "[tools][output]") {
    const Workspace workspace;
    const std::string file = workspace.write("racy.json", texts::kRacy);
    const std::string target = workspace.write("target.json", "old");
    Setting setting;
    setting.file_octets = 1000;

    const Result result = h2sim({"explore", file, "--json", target}, setting);

    CHECK(result.code == 2);
    CHECK(result.err == "h2sim: error: " + target + ": cannot be written: File too large\n");
    CHECK(read_file(target) == "old");
    CHECK(workspace.names() == std::vector<std::string>{"racy.json", "target.json"});
}

TEST_CASE("output: devices are written, not replaced", "[tools][output]") {
    const Workspace workspace;
    const std::string file = workspace.write("racy.json", texts::kRacy);
    const Result full = h2sim({"explore", file, "--json", "/dev/full"});
    CHECK(full.code == 2);
    CHECK_THAT(full.err, Contains("/dev/full: cannot be written: No space left on device"));
    CHECK(h2sim({"explore", file, "--json", "/dev/null"}).code == 0);
    CHECK(std::filesystem::is_character_file("/dev/null"));
}

TEST_CASE("output: a standard output that cannot be written", "[tools][output]") {
    const Workspace workspace;
    const std::string file = workspace.write("racy.json", texts::kRacy);
    Setting setting;
    std::string reason;
    SECTION("a full disk") {
        setting.output_file = "/dev/full";
        reason = "No space left on device";
    }
    SECTION("closed") {
        setting.closed_output = true;
        reason = "Bad file descriptor";
    }
    for (const std::vector<std::string>& arguments : {std::vector<std::string>{"explore", file},
                                                      {"check", file},
                                                      {"schema"},
                                                      {"--help"},
                                                      {"explore", file, "--json", "-"},
                                                      {"list", "properties"},
                                                      {"validate", file}}) {
        CAPTURE(arguments);
        const Result result = h2sim(arguments, setting);
        CHECK(result.code == 2);
        CHECK(result.err == "h2sim: error: cannot write to standard output: " + reason + "\n");
    }
}

TEST_CASE("output: a pipe that nobody reads is the end, without a word", "[tools][output]") {
    const Workspace workspace;
    const std::string file = workspace.write("racy.json", texts::kRacy);
    const std::string trace = workspace.path("trace.json");
    REQUIRE(h2sim({"explore", file, "--trace-out", trace}).code == 0);
    const std::string report = workspace.path("report.json");
    h2sim({"check", file, "--shard", "1/1", "--json", report});
    const std::string frame = workspace.write("frame.hex", "000000 04 01 00000000");
    const std::string frames = workspace.write("frames.json", R"({"frames": [{"type": "PING"}]})");
    Setting setting;
    setting.broken_pipe = true;
    for (const std::vector<std::string>& arguments :
         {std::vector<std::string>{"explore", file},
          {"explore", file, "--trace-out", "-"},
          {"explore", file, "--json", "-"},
          {"explore", file, "--strategy", "random", "--runs", "10"},
          {"check", file},
          {"check", file, "--json", "-"},
          {"check", file, "--junit", "-"},
          {"merge", report},
          {"compare", file, "--vary", "limit=1,2"},
          {"replay", trace},
          {"replay", trace, "--format", "svg"},
          {"replay", trace, "--format", "jsonl"},
          {"minimize", trace},
          {"diff", trace, trace},
          {"new"},
          {"explain", "server.release_at"},
          {"validate", file},
          {"schema"},
          {"list", "properties"},
          {"list", "scenarios"},
          {"rules"},
          {"rules", "--format", "json"},
          {"decode", "--hex", frame},
          {"decode", "--hex", "--json", frame},
          {"encode", "--hex", frames},
          {"encode", frames},
          {"man"},
          {"--version"},
          {"help", "explore"},
          {"--help"}}) {
        CAPTURE(arguments);
        const Result result = h2sim(arguments, setting);
        CHECK(result.code == 141);
        CHECK(result.err.empty());
    }
}

TEST_CASE("output: both reports cannot have standard output", "[tools][output]") {
    const Workspace workspace;
    const std::string file = workspace.write("racy.json", texts::kRacy);
    CHECK(h2sim({"explore", file, "--json", "-", "--trace-out", "-"}).code == 2);
}

TEST_CASE("output: colours", "[tools][output]") {
    const Workspace workspace;
    const std::string file = workspace.write("racy.json", texts::kRacy);
    const auto coloured = [&](const std::vector<std::string>& options,
                              std::vector<std::pair<std::string, std::string>> environment) {
        std::vector<std::string> arguments{"explore", file};
        arguments.insert(arguments.end(), options.begin(), options.end());
        Setting setting;
        setting.environment = std::move(environment);
        return h2sim(arguments, setting).out.find("\x1b[") != std::string::npos;
    };
    CHECK_FALSE(coloured({}, {}));  // a file is no terminal
    CHECK(coloured({"--color", "always"}, {}));
    CHECK(coloured({"--color", "always"}, {{"NO_COLOR", "1"}, {"TERM", "dumb"}}));
    CHECK(coloured({}, {{"FORCE_COLOR", "1"}}));
    CHECK(coloured({}, {{"CLICOLOR_FORCE", "1"}}));
    CHECK_FALSE(coloured({}, {{"FORCE_COLOR", "0"}}));
    CHECK_FALSE(coloured({}, {{"FORCE_COLOR", "1"}, {"NO_COLOR", "1"}}));
    CHECK(coloured({}, {{"FORCE_COLOR", "1"}, {"NO_COLOR", ""}}));
    CHECK_FALSE(coloured({"--color=never"}, {{"FORCE_COLOR", "1"}}));
    CHECK_FALSE(coloured({"--color=always", "--json", "-"}, {}));
}
