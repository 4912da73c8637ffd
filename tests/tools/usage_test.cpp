// The command line itself: help, version, and what is said about words it does not know.

#include <catch2/catch.hpp>

#include "tests/support/places.hpp"
#include "tests/tools/command.hpp"
#include "tests/tools/workspace.hpp"

using Catch::Contains;
using command::h2sim;
using command::Result;

TEST_CASE("usage: --version and --help are results", "[tools][usage]") {
    const Result version = h2sim({"--version"});
    CHECK(version.code == 0);
    CHECK(version.out == "h2sim 0.1.0\n");
    CHECK(version.err.empty());

    const Result help = h2sim({"--help"});
    CHECK(help.code == 0);
    CHECK(help.err.empty());
    for (const std::string command :
         {"check", "explore", "replay", "validate", "schema", "list", "Exit codes", "Examples"}) {
        CHECK_THAT(help.out, Contains(command));
    }
}

TEST_CASE("usage: every command explains itself with examples", "[tools][usage]") {
    for (const std::string command :
         {"check", "explore", "compare", "replay", "validate", "schema", "list"}) {
        CAPTURE(command);
        const Result help = h2sim({command, "--help"});
        CHECK(help.code == 0);
        CHECK_THAT(help.out, Contains("Example"));
        CHECK_THAT(help.out, Contains("  h2sim " + command));
    }
}

TEST_CASE("usage: errors are exit code 2, on standard error, with a way on", "[tools][usage]") {
    struct Case {
        std::vector<std::string> arguments;
        std::string message;
    };
    const std::vector<Case> cases = {
        {{}, "which command?\n  see h2sim --help"},
        {{"--json", "-"}, "unknown option \"--json\"\n  see h2sim --help"},
        {{"chekc"}, "unknown command \"chekc\"; did you mean \"check\"?\n  see h2sim --help"},
        {{"--quite", "check"}, "unknown option \"--quite\"; did you mean \"--quiet\"?"},
        {{"explore", "x", "--max-state=3"},
         "unknown option \"--max-state\"; did you mean \"--max-states\"?\n"
         "  see h2sim explore --help"},
        {{"explore", "x", "--starategy", "dfs"}, "did you mean \"--strategy\"?"},
        {{"replay", "x", "--untill", "3"}, "did you mean \"--until\"?"},
        {{"explore", "x", "y"}, "unexpected argument \"y\""},
        {{"check", "--junit=", "--list"}, "--junit= has no value\n  see h2sim --help"},
        {{"schema", "x"}, "unexpected argument \"x\""},
        {{"explore"},
         "scenario is required: a file, an id, or --from TRACE@STEP\n  see h2sim explore --help"},
        {{"replay"}, "trace is required"},
        {{"validate"}, "files is required"},
        {{"list"}, "subject is required"},
        {{"list", "profile"}, "\"profile\" is not one of nets|profiles|properties|scenarios"},
        {{"explore", "x", "--strategy", "best"}, "\"best\" is not one of bfs|dfs"},
        {{"explore", "x", "--max-states", "0"}, "\"0\" is no number above 0"},
        {{"explore", "x", "--max-states", "-5"}, "\"-5\" is no number above 0"},
        {{"explore", "x", "--max-depth", "many"}, "\"many\" is no number above 0"},
        {{"explore", "x", "--max-depth", "1.5"}, "--max-depth"},
        {{"explore", "x", "--set"}, "--set"},
        {{"check", "--jobs", "0"}, "--jobs"},
        {{"check", "--jobs", "x"}, "--jobs"},
        {{"check", "--color", "red"}, "\"red\" is not one of auto|always|never"},
        {{"replay", "x", "--format", "xml"}, "\"xml\" is not one of text|json"},
        {{"check", "--scenarios", "/nowhere"}, "--scenarios: there is no folder \"/nowhere\""},
    };
    for (const auto& [arguments, message] : cases) {
        CAPTURE(arguments);
        const Result result = h2sim(arguments);
        CHECK(result.code == 2);
        CHECK(result.out.empty());
        CHECK_THAT(result.err, Contains("h2sim: error: "));
        CHECK_THAT(result.err, Contains(message));
        CHECK(result.err.ends_with('\n'));
    }
}

TEST_CASE("usage: common options stand before or after the command", "[tools][usage]") {
    CHECK(h2sim({"--color", "never", "list", "properties"}).code == 0);
    CHECK(h2sim({"list", "properties", "--color=never", "-q"}).code == 0);
}

TEST_CASE("usage: the schema is the one of the source tree", "[tools][usage]") {
    const Result result = h2sim({"schema"});
    CHECK(result.code == 0);
    CHECK(result.out == read_file(source_root() + "/scenarios/schema.json"));
}
