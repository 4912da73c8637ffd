// Programs as children: their output, their end, what they say.

#include "tools/system/child_process.hpp"

#include <array>

#include <catch2/catch.hpp>
#include <unistd.h>

using tools::run_child;

TEST_CASE("child: output, exit code, last words", "[capture]") {
    const tools::OwnedDescriptor output = tools::temporary_file();
    REQUIRE(output.get() >= 0);
    const auto end = run_child({"sh", "-c", "echo $WHO; cat; echo no >&2; exit 7"},
                               {{"WHO", "somebody"}}, output.get());
    CHECK(end.code == 7);
    CHECK_FALSE(end.is_missing);
    CHECK(end.said == "no\n");
    std::array<char, 20> written{};
    CHECK(pread(output.get(), written.data(), written.size(), 0) == 9);
    CHECK(std::string{written.data()} == "somebody\n");
    CHECK(run_child({"sh", "-c", "kill -9 $$"}, {}, output.get()).code == 137);
}

TEST_CASE("child: a program that is not there", "[capture]") {
    const tools::OwnedDescriptor output = tools::temporary_file();
    const auto end = run_child({"h2sim-has-no-such-program"}, {}, output.get());
    CHECK(end.is_missing);
    CHECK(end.code == -1);
}
