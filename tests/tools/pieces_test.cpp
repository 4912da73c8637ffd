// Parts of the command that are easier to see alone.

#include <array>
#include <cstdint>
#include <limits>
#include <string>

#include <catch2/catch.hpp>
#include <sys/wait.h>
#include <unistd.h>

#include "h2core/invariant.hpp"
#include "tests/tools/workspace.hpp"
#include "tools/runs/scenario_files.hpp"
#include "tools/system/exit_code.hpp"
#include "tools/system/internal_error.hpp"
#include "tools/system/memory_limit.hpp"
#include "tools/system/wording.hpp"
#include "tools/terminal/screen.hpp"

using namespace tools;

TEST_CASE("exit code: the worst one wins, whichever comes first", "[tools]") {
    for (std::size_t i = 0; i < kWorstFirst.size(); ++i) {
        for (std::size_t j = i; j < kWorstFirst.size(); ++j) {
            CHECK(worst(kWorstFirst[i], kWorstFirst[j]) == kWorstFirst[i]);
            CHECK(worst(kWorstFirst[j], kWorstFirst[i]) == kWorstFirst[i]);
        }
    }
    CHECK(worst(ExitCode::incomplete, ExitCode::failed) == ExitCode::failed);
    CHECK(worst(ExitCode::invalid, ExitCode::failed) == ExitCode::invalid);
    CHECK(worst(ExitCode::ok, ExitCode::nothing_selected) == ExitCode::nothing_selected);
    CHECK(worst(ExitCode::interrupted, ExitCode::failed) == ExitCode::interrupted);
}

TEST_CASE("internal error: a broken invariant is told, exit code 3", "[tools]") {
    std::array<int, 2> ends{};
    REQUIRE(pipe(ends.data()) == 0);
    const pid_t child = fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        dup2(ends[1], STDERR_FILENO);
        report_internal_errors(Screen::leave_any);
        [&]() noexcept { H2_INVARIANT(ends.empty()); }();
        _exit(0);
    }
    close(ends[1]);
    std::array<char, 200> said{};
    const ssize_t length = read(ends[0], said.data(), said.size());
    close(ends[0]);
    int status = 0;
    REQUIRE(waitpid(child, &status, 0) == child);

    CHECK(WEXITSTATUS(status) == 3);
    REQUIRE(length > 0);
    CHECK_THAT(std::string(said.data(), static_cast<std::size_t>(length)),
               Catch::StartsWith("h2sim: internal error at ") &&
                   Catch::EndsWith(": ends.empty() does not hold\n"));
}

TEST_CASE("wording: numbers", "[tools]") {
    CHECK(grouped(0) == "0");
    CHECK(grouped(999) == "999");
    CHECK(grouped(1000) == "1,000");
    CHECK(grouped(1'234'567) == "1,234,567");
    CHECK(grouped(~std::uint64_t{0}) == "18,446,744,073,709,551,615");
    CHECK(megabytes(0) == "0.0 MB");
    CHECK(megabytes(12'345'678) == "12.3 MB");
    CHECK(counted(1, "step") == "1 step");
    CHECK(counted(2, "step") == "2 steps");
}

TEST_CASE("wording: words for a shell", "[tools]") {
    CHECK(shell_word("scenarios/races/a.json") == "scenarios/races/a.json");
    CHECK(shell_word("limit=3") == "limit=3");
    CHECK(shell_word("a b") == "'a b'");
    CHECK(shell_word("it's") == "'it'\\''s'");
    CHECK(shell_word("$(x)") == "'$(x)'");
    CHECK(shell_word("~") == "'~'");
    CHECK(shell_word("") == "''");
    CHECK(shell_word("gr\u00fc\u00dfe") == "'gr\u00fc\u00dfe'");
    CHECK(shell_word("a\x1b'\xff\\") == R"($'a\x1b\x27\xff\x5c')");
    CHECK(shell_word("a\u202e.b") == R"($'a\xe2\x80\xae.b')");
}

TEST_CASE("content: scenarios, profiles, traces and schemas are told apart", "[tools]") {
    CHECK(kind_of_content(R"({"id": "x", "limit": 1})") == ContentKind::scenario);
    CHECK(kind_of_content(R"({"$schema": "../schema.json", "server": {}})") ==
          ContentKind::scenario);
    CHECK(kind_of_content(R"({"name": "x", "stack": "y", "server": {}})") == ContentKind::profile);
    CHECK(kind_of_content(R"({"schema": "h2sim-trace/9"})") == ContentKind::trace);
    CHECK(kind_of_content(R"({"steps": [], "scenario": {"id": "x"}})") == ContentKind::trace);
    CHECK(kind_of_content(R"({"$schema": "http://json-schema.org/draft-07/schema#"})") ==
          ContentKind::schema);
    CHECK(kind_of_content(R"({"version": 3})") == ContentKind::unknown);
    CHECK(kind_of_content("[]") == ContentKind::unknown);
    CHECK(kind_of_content("{") == ContentKind::unknown);
    CHECK(kind_of_content("") == ContentKind::unknown);
}

TEST_CASE("memory limit: the smallest of the groups around this process", "[tools]") {
    const Workspace root;
    const auto limit = [&] { return memory_of_control_groups(root.folder()); };
    constexpr auto kNone = std::numeric_limits<std::uint64_t>::max();
    CHECK(limit() == kNone);  // there are no groups
    root.write("proc/self/cgroup", "0::/user.slice/a.scope\n");
    CHECK(limit() == kNone);
    root.write("sys/fs/cgroup/user.slice/a.scope/memory.max", "max\n");
    CHECK(limit() == kNone);
    root.write("sys/fs/cgroup/user.slice/a.scope/memory.max", "3000\n");
    CHECK(limit() == 3000);
    root.write("sys/fs/cgroup/user.slice/memory.max", "2000\n");
    CHECK(limit() == 2000);
    root.write("sys/fs/cgroup/memory.max", "1000\n");  // in a container, its own
    CHECK(limit() == 1000);
    root.write("sys/fs/cgroup/other.slice/memory.max", "1\n");
    CHECK(limit() == 1000);

    // Version 1, where each controller has a tree of its own.
    root.write("proc/self/cgroup", "12:cpu,cpuacct:/x\n7:pids:/docker/c\n4:memory:/docker/c\n");
    CHECK(limit() == kNone);
    root.write("sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n");
    root.write("sys/fs/cgroup/memory/docker/c/memory.limit_in_bytes", "500\n");
    CHECK(limit() == 500);
    root.write("proc/self/cgroup", "4:hugetlb,memory:/docker/c:d\n0::/\n");  // both at once
    CHECK(limit() == 1000);

    // Paths that lead out of the tree, and lines of no form.
    root.write("sys/memory.max", "7\n");
    root.write("proc/self/cgroup", "0::/../..\n\n:\n0\n::\n");
    CHECK(limit() == 1000);
    CHECK(memory_limit() > 0);
}
