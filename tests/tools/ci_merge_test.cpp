// check --shard and merge: the parts make the whole, to the octet, or are refused.

#include <catch2/catch.hpp>

#include "tests/tools/ci_scenarios.hpp"
#include "tools/runs/shard.hpp"

using Catch::Contains;
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
    CHECK_THAT(refusal(workspace, {"part-1", "part-3"}), Contains("missing: shard 2/3\n"));
    CHECK_THAT(refusal(workspace, {"part-2"}), Contains("missing: shards 1/3, 3/3\n"));
    CHECK_THAT(refusal(workspace, {"part-1", "part-2", "part-3", "part-2"}),
               Contains("shard 2 is there twice: part-2 and part-2"));
    CHECK(refusal(workspace, {"part-1", "nowhere"}) ==
          "nowhere: error[unreadable]: cannot be read: No such file or directory\n");
    CHECK_THAT(refusal(workspace, {}), Contains("files is required"));

    workspace.write("whole", h2sim({"check", "--json", "-"}, ci::in(workspace)).out);
    CHECK_THAT(refusal(workspace, {"whole"}), Contains("whole: the result of a run without"));
    h2sim({"check", "--shard", "1/2", "--json", "other-n"}, ci::in(workspace));
    CHECK_THAT(refusal(workspace, {"other-n", "part-2", "part-3"}),
               Contains("other-n and part-2 are not of one run: number of shards 2 and 3"));
    h2sim({"check", "--filter", "t/a", "--shard", "1/3", "--json", "filtered"}, ci::in(workspace));
    CHECK_THAT(refusal(workspace, {"part-2", "part-3", "filtered"}), Contains("other scenarios"));
    workspace.write("scenarios/t/a.json", ci::with_id("t/a"));  // the same id, other contents
    h2sim({"check", "--shard", "1/3", "--json", "edited"}, ci::in(workspace));
    CHECK_THAT(refusal(workspace, {"edited", "part-2", "part-3"}), Contains("or other contents"));
    change(workspace, "part-1", R"({"version": "9.9.9"})");
    CHECK_THAT(refusal(workspace, files), Contains("of h2sim 9.9.9 and "));
}

TEST_CASE("merge: files that are no result of a shard", "[tools][ci]") {
    const Workspace workspace;
    ci::fill_bad(workspace);
    for (const char* foreign :
         {"", "{", "[]", "null", "{}", "\xff\xfe", R"({"schema": 1})",
          R"({"schema": "h2sim-check/2"})", R"({"schema": "h2sim-list/1"})"}) {
        workspace.write("foreign", foreign);
        CHECK_THAT(refusal(workspace, {"foreign"}),
                   Contains("foreign: no result of \"h2sim check --json\""));
    }
    for (const char* patch :
         {R"({"shard": 1})", R"({"shard": {"index": 0}})", R"({"shard": {"index": "1"}})",
          R"({"shard": {"count": 0}})", R"({"shard": {"index": 1e300}})",
          R"({"shard": {"count": 4294967297}})", R"({"version": null})", R"({"selection": 1})",
          R"({"selection": {"digest": 3}})", R"({"scenarios": null})", R"({"scenarios": [1]})",
          R"({"scenarios": [{}]})", R"({"exit_code": 42})", R"({"exit_code": "0"})",
          R"({"scenarios": [{"id": "t/zz", "file": "x", "status": "odd"}]})"}) {
        CAPTURE(patch);
        run_parts(workspace, 1);
        change(workspace, "part-1", patch);
        CHECK_THAT(refusal(workspace, {"part-1"}),
                   Contains("part-1: not as \"h2sim check --shard\" writes it: "));
    }
    run_parts(workspace, 1);  // a part with scenarios taken out, or with those of another
    change(workspace, "part-1", R"({"scenarios": []})");
    CHECK_THAT(refusal(workspace, {"part-1"}), Contains("0 scenarios instead of 6"));
    run_parts(workspace, 2);
    json second = json::parse(read_file(workspace.path("part-2")));
    second["shard"]["index"] = 1;
    if (!second["scenarios"].empty()) {
        workspace.write("part-1", second.dump());
        CHECK_THAT(refusal(workspace, {"part-1", "part-2"}), Contains("belongs to another shard"));
    }
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
