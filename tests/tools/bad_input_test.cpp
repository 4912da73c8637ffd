// Whatever a scenario file contains, the answer is a message with its place and exit code 2.

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/support/instrumented.hpp"
#include "tests/tools/command.hpp"
#include "tests/tools/scenario_texts.hpp"
#include "tests/tools/workspace.hpp"

using Catch::Contains;
using command::h2sim;
using command::Result;

namespace {

// explore, check and validate agree about a file that is no scenario.
void expect_invalid(const std::string& file, const std::string& message) {
    const Result explored = h2sim({"explore", file});
    CHECK(explored.code == 2);
    CHECK(explored.out.empty());
    CHECK_THAT(explored.err, Contains(message));
    const Result checked = h2sim({"check", file});
    CHECK(checked.code == 2);
    CHECK_THAT(checked.err, Contains(message));
    CHECK_THAT(checked.out, Contains("0 passed, 1 failed, 0 skipped\n"));
    const Result validated = h2sim({"validate", file});
    CHECK(validated.code == 2);
    CHECK_THAT(validated.err, Contains(message));
}

}  // namespace

TEST_CASE("bad input: scenario files", "[tools][bad-input]") {
    const Workspace workspace;
    const auto [text, message] = GENERATE(table<std::string, std::string>({
        {"", "bad.json:1:1: error["},
        {"nothing like it", "bad.json:1:"},
        {"{\"id\": \"t/x\",\n \"title\": }", "bad.json:2:11: error[syntax]: "},
        {"{\"id\": \"t/x\",\n \"id\": \"t/y\"}", "bad.json:2:2: error[duplicate-key]: "},
        {std::string("\0\1\2\xff\xfe", 5), "bad.json:1:1: error["},
        {"[1, 2]", "bad.json:1:1: error["},
        {texts::racy(R"({"limt": 1})"), "did you mean \"limit\"?"},
        {texts::racy(R"({"limit": "one"})"), "\"limit\" is \"one\""},
        {texts::racy(R"({"limit": null})"), "limit"},
        {texts::racy(R"({"server": {"loop": "splt"}})"), "did you mean \"split\"?"},
        {texts::racy(R"({"server": {"loop": "single", "before_read": "wait"}})"), "before_read"},
        {texts::racy(R"({"server": {"profile": "nobody-7"}})"), "unknown profile \"nobody-7\""},
        {texts::racy(R"({"server": {"profile": "../../etc/passwd"}})"), "unknown profile"},
        {texts::racy(R"({"properties": [{"name": "no-deadlok", "expect": "holds"}]})"),
         "did you mean \"no-deadlock\"?"},
    }));
    CAPTURE(text);
    expect_invalid(workspace.write("bad.json", text), message);
}

TEST_CASE("bad input: duplicate keys are named", "[tools][bad-input]") {
    const Workspace workspace;
    const std::string file = workspace.write("bad.json", "{\"id\": \"t/x\",\n \"id\": \"t/y\"}");
    CHECK_THAT(h2sim({"explore", file}).err, Contains("\"id\""));
}

TEST_CASE("bad input: an unknown profile says where was looked", "[tools][bad-input]") {
    const Workspace workspace;
    workspace.write("profiles/racy-1.json", texts::kProfile);
    const std::string file =
        workspace.write("x/bad.json", texts::racy(R"({"server": {"profile": "racy-2"}})"));
    const Result result = h2sim({"explore", file});
    CHECK(result.code == 2);
    CHECK_THAT(result.err, Contains("did you mean \"racy-1\"? looked in "));
    CHECK_THAT(result.err, Contains(workspace.path("profiles")));
}

TEST_CASE("bad input: an invalid profile is reported in its own file", "[tools][bad-input]") {
    const Workspace workspace;
    workspace.write("profiles/half.json", "{\n  \"name\": \"half\",\n  \"stak\": 1\n}\n");
    const std::string file =
        workspace.write("bad.json", texts::racy(R"({"server": {"profile": "half"}})"));
    expect_invalid(file, "profiles/half.json:3:3: error[unknown-key]: unknown key \"stak\"");
}

TEST_CASE("bad input: files that cannot be read", "[tools][bad-input]") {
    const Workspace workspace;
    const std::string loop = workspace.path("loop.json");
    std::filesystem::create_symlink(loop, loop);  // nobody can, not even root
    expect_invalid(loop, "loop.json: error[unreadable]: cannot be read: ");
    expect_invalid(workspace.path("missing.json"), "cannot be read: No such file or directory");
    expect_invalid(workspace.write("file", "") + "/x.json", "cannot be read: Not a directory");

    const Result folder = h2sim({"explore", workspace.folder()});
    CHECK(folder.code == 2);
    CHECK_THAT(folder.err, Contains("cannot be read: Is a directory"));
    CHECK(h2sim({"replay", workspace.folder()}).code == 2);

    const std::string secret = workspace.write("secret.json", texts::kRacy);
    REQUIRE(chmod(secret.c_str(), 0) == 0);
    if (geteuid() != 0) {
        expect_invalid(secret, "cannot be read: Permission denied");
    }
}

TEST_CASE("bad input: an enormous file is refused before it is read", "[tools][bad-input]") {
    const Workspace workspace;
    const std::string file = workspace.write("big.json", "{");
    std::filesystem::resize_file(file, std::uintmax_t{3} << 30U);  // sparse
    const Result result = h2sim({"explore", file});
    CHECK(result.code == 2);
    CHECK_THAT(result.err, Contains("big.json: error[unreadable]: larger than 64 MiB"));
    CHECK((support::kInstrumented || result.peak_kb < 100'000));
    const Result endless = h2sim({"replay", "/dev/zero"});
    CHECK(endless.code == 2);
    CHECK_THAT(endless.err, Contains("larger than 64 MiB"));
}

TEST_CASE("bad input: a name cannot write escapes to the terminal", "[tools][bad-input]") {
    const Workspace workspace;
    const std::string file = workspace.write("a\x1b[31mb.json", "{");
    for (const std::string command : {"explore", "check", "validate"}) {
        const Result result = h2sim({command, file});
        CHECK(result.code == 2);
        CHECK_THAT(result.out + result.err, !Contains("\x1b"));
    }
    CHECK_THAT(h2sim({"chec\x1b[31mk"}).err, !Contains("\x1b"));
}

TEST_CASE("bad input: a trace where a scenario is wanted", "[tools][bad-input]") {
    const Workspace workspace;
    const std::string file = workspace.write("x.json", R"({"schema": "h2sim-trace/1"})");
    const Result result = h2sim({"explore", file});
    CHECK(result.code == 2);
    CHECK_THAT(result.err, Contains("a trace, not a scenario"));
    CHECK_THAT(result.err, Contains("hint: h2sim replay takes traces"));
}

TEST_CASE("bad input: --set", "[tools][bad-input]") {
    const Workspace workspace;
    const std::string file = workspace.write("racy.json", texts::kRacy);
    const auto [override, message] = GENERATE(table<std::string, std::string>({
        {"limit", "limit"},
        {"limit=", "limit"},
        {"limit=0", "\"limit\" is 0"},
        {"servr.loop=single", "unknown key"},
        {"server.profile=nobody", "unknown profile \"nobody\""},
        {"properties.9.expect=holds", "properties.9"},
    }));
    CAPTURE(override);
    const Result result = h2sim({"explore", file, "--set", override});
    CHECK(result.code == 2);
    CHECK(result.out.empty());
    CHECK_THAT(result.err, Contains(message));
}

TEST_CASE("bad input: validate looks at everything and goes by content", "[tools][bad-input]") {
    const Workspace workspace;
    workspace.write("w/a.json", texts::kRacy);
    workspace.write("w/profiles/racy-1.json", texts::kProfile);
    workspace.write("w/schema.json", R"({"$schema": "http://json-schema.org/draft-07/schema#"})");
    const Result valid = h2sim({"validate", workspace.path("w")});
    CHECK(valid.code == 0);
    CHECK(valid.err.empty());
    CHECK(valid.out == workspace.path("w/a.json") + ": valid scenario t/racy\n" +
                           workspace.path("w/profiles/racy-1.json") + ": valid profile racy-1\n");

    workspace.write("w/b.json", "{");
    workspace.write("w/profiles/other.json", texts::kProfile);
    const Result invalid = h2sim({"validate", workspace.path("w")});
    CHECK(invalid.code == 2);
    CHECK(invalid.out == valid.out);
    CHECK_THAT(invalid.err, Contains("w/b.json:1:2: error[syntax]: "));
    CHECK_THAT(invalid.err, Contains("the profile's name is \"racy-1\", not that of its file"));

    CHECK(h2sim({"validate", "--quiet", workspace.path("w/a.json")}).out.empty());
    std::filesystem::create_directories(workspace.path("empty"));
    CHECK(h2sim({"validate", workspace.path("empty")}).code == 4);
}

TEST_CASE("bad input: no memory to read a file is an internal error", "[tools][bad-input]") {
    if (support::kInstrumented) {
        return;
    }
    const Workspace workspace;
    const std::string file = workspace.write("big.json", "{");
    std::filesystem::resize_file(file, std::uintmax_t{60} << 20U);
    command::Setting setting;
    setting.memory_mb = 64;
    const Result result = h2sim({"explore", file}, setting);
    CHECK(result.code == 3);
    CHECK(result.err == "h2sim: internal error: out of memory\n");
}

TEST_CASE("bad input: a scenario larger than the process may be stops too", "[tools][bad-input]") {
    if (support::kInstrumented) {
        return;
    }
    const Workspace workspace;
    const std::string file = workspace.write("endless.json", texts::endless());
    command::Setting setting;
    setting.memory_mb = 160;
    const Result result = h2sim({"explore", file}, setting);
    CHECK(result.code == 5);
    CHECK_THAT(result.out, Contains("incomplete: stopped at the bound of memory"));
    CHECK(h2sim({"check", file, "--jobs", "1"}, setting).code == 5);
}

TEST_CASE("bad input: a scenario larger than its memory stops in time", "[tools][bad-input]") {
    const Workspace workspace;
    nlohmann::json endless = nlohmann::json::parse(texts::endless());
    endless["bounds"] = {{"max_memory_mb", 40}};
    const std::string file = workspace.write("endless.json", endless.dump());

    const Result result = h2sim({"explore", file, "--json", "-"});

    CHECK(result.code == 5);
    const auto report = nlohmann::json::parse(result.out);
    CHECK(report.at("bound") == "memory");
    CHECK(report.at("states").get<int>() > 10'000);
    CHECK(report.at("peak_memory").get<std::uint64_t>() <= 40'000'000);
    CHECK((support::kInstrumented || result.peak_kb < 120'000));
}
