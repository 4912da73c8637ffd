// check --shard and merge: the parts make the whole, to the octet, or are refused.

#include <algorithm>

#include <catch2/catch.hpp>

#include "tests/tools/ci_scenarios.hpp"
#include "tools/runs/shard.hpp"

using Catch::Contains;
using Catch::StartsWith;
using command::h2sim;
using command::Result;
using nlohmann::json;

namespace {

using Words = std::vector<std::string>;

Words operator+(Words left, const Words& right) {
    left.insert(left.end(), right.begin(), right.end());
    return left;
}

// The results of all parts, as files part-1, part-2, …
Words run_parts(const Workspace& workspace, unsigned count, const Words& options = {}) {
    Words files;
    for (unsigned i = 1; i <= count; ++i) {
        files.push_back("part-" + std::to_string(i));
        h2sim(Words{"check", "--shard", std::to_string(i) + "/" + std::to_string(count), "--json",
                    files.back()} +
                  options,
              ci::in(workspace));
    }
    return files;
}

std::string refusal(const Workspace& workspace, const Words& files) {
    const Result result = h2sim(Words{"merge"} + files, ci::in(workspace));
    CHECK(result.code == 2);
    CHECK(result.out.empty());
    return result.err;
}

void change(const Workspace& workspace, const std::string& file, const char* patch) {
    json document = json::parse(read_file(workspace.path(file)));
    document.merge_patch(json::parse(patch));
    workspace.write(file, document.dump());
}

}  // namespace

TEST_CASE("shard: the hash of an id is pinned", "[tools][ci]") {
    // Moving a scenario would break everybody's caches of timings: XXH3-64 modulo n, plus 1.
    CHECK(tools::shard_index("races/go-42777-landed", 1) == 1);
    CHECK(tools::shard_index("", 1000) == 0x2d06800538d394c2ULL % 1000 + 1);  // XXH3-64 of nothing
    CHECK(tools::parse_shard("2/5") == tools::Shard{2, 5});
    CHECK(tools::parse_shard("100000/100000") == tools::Shard{100'000, 100'000});
    for (const char* wrong : {"",
                              "/",
                              "1",
                              "1/",
                              "/1",
                              "0/0",
                              "0/1",
                              "3/2",
                              "a/b",
                              "1/b",
                              "-1/2",
                              "+1/2",
                              "1/2/3",
                              " 1/2",
                              "1 /2",
                              "1/2 ",
                              "1.0/2",
                              "0x1/2",
                              "1/100001",
                              "1/99999999999999999999",
                              "99999999999999999999/99999999999999999999"}) {
        CAPTURE(wrong);
        CHECK_FALSE(tools::parse_shard(wrong));
        const Result result = h2sim({"check", "--shard", wrong});
        CHECK(result.code == 2);
        CHECK_THAT(result.err, Contains("--shard"));
    }
}

TEST_CASE("shard: every scenario is in one part, and stays there", "[tools][ci]") {
    const Workspace workspace;
    for (const std::string id : {"a", "b", "c", "d", "e", "f", "g"}) {
        workspace.write("scenarios/t/" + id + ".json", texts::safe("t/" + id));
    }
    const auto list = [&](const std::string& shard) {
        return h2sim({"check", "--list", "--shard", shard}, ci::in(workspace)).out;
    };
    const std::string all = h2sim({"check", "--list"}, ci::in(workspace)).out;
    const Words before{list("1/3"), list("2/3"), list("3/3")};
    const std::string head = "scenario  title\n";  // of each part
    CHECK((before[0] + before[1] + before[2]).size() == all.size() + 2 * head.size());
    CHECK(list("1/1") == all);

    workspace.write("scenarios/t/0new.json", texts::safe("t/0new"));
    for (int i = 0; i < 3; ++i) {
        std::string now = list(std::to_string(i + 1) + "/3");
        const std::size_t added = now.find("t/0new");
        if (added != std::string::npos) {
            now.erase(added, now.find('\n', added) - added + 1);
            CHECK(static_cast<std::uint32_t>(i + 1) == tools::shard_index("t/0new", 3));
        }
        // Columns may be wider: compare the ids.
        for (const std::string id : {"t/a", "t/b", "t/c", "t/d", "t/e", "t/f", "t/g"}) {
            const auto at = static_cast<std::size_t>(i);
            CHECK((now.find(id) == std::string::npos) ==
                  (before[at].find(id) == std::string::npos));
        }
    }
}

TEST_CASE("merge: what an unsharded run writes, to the octet", "[tools][ci]") {
    const Workspace workspace;
    const bool good = GENERATE(true, false);
    good ? ci::fill_good(workspace) : ci::fill_bad(workspace);
    workspace.write("known.json", R"([{"id": "t/b", "reason": "not so"}])");
    const Words options = GENERATE(Words{}, Words{"--filter", "t/"}, Words{"--filter", "t/a"},
                                   Words{"--expectations", "known.json"}, Words{"--filter", "no"});
    const unsigned parts = GENERATE(1U, 3U, 8U);  // with 8 some are empty
    const Words files = run_parts(workspace, parts, options);
    for (const std::string report : {"--json", "--junit", "--md"}) {
        const Result whole = h2sim(Words{"check", report, "-"} + options, ci::in(workspace));
        const Result merged = h2sim(Words{"merge", report, "-"} + files, ci::in(workspace));
        CHECK(merged.out == whole.out);
        CHECK(merged.code == whole.code);
    }
    const Result whole = h2sim(Words{"check"} + options, ci::in(workspace));
    const Words backwards{files.rbegin(), files.rend()};
    CHECK(h2sim(Words{"merge"} + backwards, ci::in(workspace)).out == whole.out);
    // The parts have told GitHub already.
    CHECK(h2sim(Words{"merge"} + files, ci::with(workspace, "GITHUB_ACTIONS", "true")).out ==
          whole.out);
}

TEST_CASE("merge: refuses what does not belong together", "[tools][ci]") {
    const Workspace workspace;
    ci::fill_bad(workspace);
    const Words files = run_parts(workspace, 3);
    CHECK_THAT(refusal(workspace, {"part-1", "part-3"}),
               Contains("h2sim: error: shard 2/3 is missing\n"));
    CHECK_THAT(refusal(workspace, {"part-2"}),
               Contains("h2sim: error: shards 1/3, 3/3 are missing\n"));
    CHECK_THAT(refusal(workspace, {"part-1", "part-2", "part-3", "part-2"}),
               Contains("shard 2/3 is there twice: part-2 and part-2"));
    CHECK(refusal(workspace, {"part-1", "nowhere"}) ==
          "nowhere: error[unreadable]: cannot be read: No such file or directory\n");
    CHECK_THAT(refusal(workspace, {}), Contains("files is required"));

    workspace.write("whole", h2sim({"check", "--json", "-"}, ci::in(workspace)).out);
    CHECK_THAT(refusal(workspace, {"whole"}), Contains("error[wrong-type]: \"shard\" is null\n") &&
                                                  StartsWith("whole:") &&
                                                  Contains("of a run with --shard"));
    h2sim({"check", "--shard", "1/2", "--json", "other-n"}, ci::in(workspace));
    CHECK_THAT(
        refusal(workspace, {"other-n", "part-2", "part-3"}),
        Contains("other-n and part-2 are not of one run: the one is of 2 shards, the other of "
                 "3 shards\n"));
    h2sim({"check", "--filter", "t/a", "--shard", "1/3", "--json", "filtered"}, ci::in(workspace));
    CHECK_THAT(refusal(workspace, {"part-2", "part-3", "filtered"}),
               Contains("they are about other scenarios"));
    workspace.write("scenarios/t/a.json", ci::with_id("t/a"));  // the same id, other contents
    h2sim({"check", "--shard", "1/3", "--json", "edited"}, ci::in(workspace));
    CHECK_THAT(refusal(workspace, {"edited", "part-2", "part-3"}),
               Contains("or the same with other contents\n"));
    change(workspace, "part-1", R"({"version": "9.9.9"})");
    CHECK_THAT(refusal(workspace, files),
               Contains("not of one run: h2sim 9.9.9 wrote the one, h2sim "));
}

TEST_CASE("merge: files that are no result of a shard", "[tools][ci]") {
    const Workspace workspace;
    ci::fill_bad(workspace);
    const auto [foreign, message] = GENERATE(table<std::string, std::string>({
        {"", "foreign:1:1: error[syntax]: not JSON: "},
        {"{", "foreign:1:2: error[syntax]: not JSON: "},
        {"{\"schema\": \"h2sim-check/1\",\n \"shard\": 1,\n \"shard\": 2}",
         "foreign:3:2: error[duplicate-key]: duplicate key \"shard\""},
        {"\xff\xfe", "foreign:1:1: error[syntax]: not JSON: "},
        {"[]", "foreign:1:1: error[wrong-kind]: not the result of h2sim check --json\n"},
        {"null", "foreign:1:1: error[wrong-kind]: not the result of h2sim check --json\n"},
        {"{}", "foreign:1:1: error[wrong-kind]: not the result of h2sim check --json\n"},
        {R"({"schema": 1})", "foreign:1:12: error[wrong-type]: \"schema\" is 1\n"},
        {R"({"schema": "h2sim-check/2"})",
         "foreign:1:12: error[wrong-version]: \"schema\" is \"h2sim-check/2\"\n"},
        {R"({"schema": "h2sim-list/1"})",
         "foreign:1:12: error[wrong-kind]: \"schema\" is \"h2sim-list/1\"\n"},
        {R"({"schema": "h2sim-check/1", "shard": {"index": 1, "count": 1}})",
         "error[missing-key]: the key \"scenarios\" is missing\n"},
    }));
    workspace.write("foreign", foreign);
    CHECK_THAT(refusal(workspace, {"foreign"}), Contains(message));
}

TEST_CASE("merge: reports that say something wrong, with the place", "[tools][ci]") {
    const Workspace workspace;
    ci::fill_bad(workspace);
    run_parts(workspace, 1);
    struct Case {
        const char* pointer;  // of what is replaced
        const char* value;    // by what; null: it is taken out
        std::string message;  // with its code
        std::string expected;
    };
    const std::string any = "an integer from 0 to 18446744073709551615";
    const Case cases[] = {
        {"/shard", "1", R"(wrong-type]: "shard" is 1)",
         R"(the part that it is, {"index", "count"}, of a run with)"},
        {"/shard/index", "0", R"(out-of-range]: "shard.index" is 0)", "an integer from 1 to"},
        {"/shard/index", "2", R"(out-of-range]: "shard.index" is 2)", "an integer from 1 to 1,"},
        {"/shard/index", "\"1\"", R"(wrong-type]: "shard.index" is "1")", "an integer from 1"},
        {"/shard/index", "1.0", R"(wrong-type]: "shard.index" is 1.0)", "an integer from 1"},
        {"/shard/index", "1e3", R"(wrong-type]: "shard.index" is 1000.0)", "an integer from 1"},
        {"/shard/index", "true", R"(wrong-type]: "shard.index" is true)", "an integer from 1"},
        {"/shard/count", "-0", R"(out-of-range]: "shard.count" is 0)", "an integer from 1"},
        {"/shard/count", "18446744073709551616", "out-of-range]: \"shard.count\" is ",
         "an integer from 1 to 100000"},
        {"/version", nullptr, R"(missing-key]: the key "version" is missing)",
         R"("version": a text)"},
        {"/exit_code", "42", R"(out-of-range]: "exit_code" is 42)", "one of 0, 1, 2"},
        {"/exit_code", "\"0\"", R"(wrong-type]: "exit_code" is "0")", "one of 0, 1, 2"},
        {"/selection", "1", R"(wrong-type]: "selection" is 1)", "an object"},
        {"/selection/digest", "3", R"(wrong-type]: "selection.digest" is 3)", "a text"},
        {"/selection/scenarios", "-1", R"(out-of-range]: "selection.scenarios" is -1)", any},
        {"/scenarios", nullptr, R"(missing-key]: the key "scenarios" is missing)",
         R"("scenarios": an array)"},
        {"/scenarios", "{}", R"(wrong-type]: "scenarios" is an object)", "an array"},
        {"/scenarios/0", "1", R"(wrong-type]: "scenarios.0" is 1)", "an object"},
        {"/scenarios/0/id", "7", R"(wrong-type]: "scenarios.0.id" is 7)", "a text, or null"},
        {"/scenarios/0/status", "\"pased\"", R"(unknown-name]: "scenarios.0.status" is "pased")",
         "one of passed, failed, "},
        {"/scenarios/0/position", "-1", R"(out-of-range]: "scenarios.0.position" is -1)", any},
        {"/scenarios/0/position", "6", R"(out-of-range]: "scenarios.0.position" is 6)",
         "an integer from 0 to 5\n"},
        {"/scenarios/0/states", "2.5", R"(wrong-type]: "scenarios.0.states" is 2.5)", any},
        {"/scenarios/0/verdicts", nullptr,
         R"(missing-key]: the key "scenarios.0.verdicts" is missing)", R"("verdicts": a text)"},
        {"/scenarios/0/properties/0/verdict", "true",
         R"(wrong-type]: "scenarios.0.properties.0.verdict" is true)", "a text"},
        {"/scenarios/0/findings", "{}", R"(wrong-type]: "scenarios.0.findings" is an object)",
         "an array"},
        {"/scenarios/0/seconds", "\"1\"", R"(wrong-type]: "scenarios.0.seconds" is "1")",
         "a number of seconds"},
    };
    const json good = json::parse(read_file(workspace.path("part-1")));
    for (const Case& each : cases) {
        CAPTURE(each.pointer, each.message);
        const json::json_pointer pointer{each.pointer};
        json bad = good;
        if (each.value != nullptr) {
            bad[pointer] = json::parse(each.value);
        } else {
            bad[pointer.parent_pointer()].erase(pointer.back());
        }
        workspace.write("part-1", bad.dump(1));
        const std::string told = refusal(workspace, {"part-1"});
        CHECK_THAT(told, StartsWith("part-1:") && Contains(": error[" + each.message) &&
                             Contains("  expected " + each.expected));
        const bool whole = each.value == nullptr && pointer.parent_pointer().empty();
        const std::string at =
            each.value == nullptr ? pointer.parent_pointer().to_string() : pointer.to_string();
        CHECK((whole || told.find("  at " + at + "\n") != std::string::npos));
        CHECK(told.find("error[") == told.rfind("error["));  // and nothing that follows from it
    }
    workspace.write("part-1", good.dump(1));
    CHECK(h2sim({"merge", "part-1"}, ci::in(workspace)).code == good.at("exit_code"));
}

TEST_CASE("merge: the line and the column are those of the value", "[tools][ci]") {
    const Workspace workspace;
    ci::fill_bad(workspace);
    run_parts(workspace, 1);
    std::string text = read_file(workspace.path("part-1"));
    const std::string key = "\"digest\": \"";
    const std::size_t at = text.find(key);
    text.replace(at, key.size(), "\"digest\": 7, \"more\": \"");
    workspace.write("part-1", text);
    const auto line =
        std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '\n');
    const std::size_t column = at - text.rfind('\n', at) + std::string{"\"digest\": "}.size();
    CHECK_THAT(refusal(workspace, {"part-1"}),
               StartsWith("part-1:" + std::to_string(line + 1) + ":" + std::to_string(column) +
                          ": error[wrong-type]: \"selection.digest\" is 7\n"));
}

TEST_CASE("merge: a key that is nearly right is named; others are carried along", "[tools][ci]") {
    const Workspace workspace;
    ci::fill_bad(workspace);
    run_parts(workspace, 1);
    change(workspace, "part-1", R"({"more": {"a": 1}})");
    const Result merged = h2sim({"merge", "part-1", "--json", "-"}, ci::in(workspace));
    CHECK(json::parse(merged.out).at("more") == json{{"a", 1}});
    change(workspace, "part-1", R"({"exit_code": null, "exitcode": 0})");
    CHECK_THAT(refusal(workspace, {"part-1"}), Contains("the key \"exit_code\" is missing\n") &&
                                                   Contains("  hint: there is \"exitcode\"\n"));
}

TEST_CASE("merge: scenarios that are missing, twice, or of another shard", "[tools][ci]") {
    const Workspace workspace;
    ci::fill_bad(workspace);
    run_parts(workspace, 1);  // a part with scenarios taken out, or with those of another
    const json good = json::parse(read_file(workspace.path("part-1")));
    json bad = good;
    bad["scenarios"].erase(1);
    workspace.write("part-1", bad.dump());
    CHECK(refusal(workspace, {"part-1"}) ==
          "h2sim: error: 5 of 6 scenarios are there; no report has number 2\n");
    bad["scenarios"] = json::array();
    workspace.write("part-1", bad.dump());
    CHECK_THAT(refusal(workspace, {"part-1"}), Contains("0 of 6 scenarios are there"));
    bad["selection"]["scenarios"] = 18446744073709551615U;
    workspace.write("part-1", bad.dump());
    CHECK_THAT(refusal(workspace, {"part-1"}),
               Contains("0 of 18,446,744,073,709,551,615 scenarios"));
    bad = good;
    bad["scenarios"][2]["position"] = 0;
    workspace.write("part-1", bad.dump());
    CHECK(refusal(workspace, {"part-1"}) ==
          "h2sim: error: scenario 1 of 6 is there twice: in part-1 and in part-1\n");

    run_parts(workspace, 2);
    json second = json::parse(read_file(workspace.path("part-2")));
    second["shard"]["index"] = 1;
    REQUIRE_FALSE(second["scenarios"].empty());
    workspace.write("part-1", second.dump());
    CHECK_THAT(refusal(workspace, {"part-1", "part-2"}),
               Contains("error[contradiction]: ") && Contains("belongs to shard 2/2\n") &&
                   Contains("  at /scenarios/0/id\n  expected a scenario of shard 1/2\n"));
}

TEST_CASE("merge: an interrupted part is no pass", "[tools][ci]") {
    const Workspace workspace;
    workspace.write("scenarios/t/endless.json", texts::endless());
    command::Setting interrupted = ci::in(workspace);
    interrupted.signal = 2;
    h2sim({"check", "--shard", "1/1", "--json", "part-1"}, interrupted);
    const Result merged = h2sim({"merge", "part-1"}, ci::in(workspace));
    CHECK(merged.code == 130);
    CHECK(merged.out.ends_with("\n0 passed, 0 failed, 1 skipped\n"));
}
