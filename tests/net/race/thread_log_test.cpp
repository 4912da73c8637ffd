// Who reads and who writes, by logs of strace.

#include "tools/race/thread_log.hpp"

#include <sstream>

#include <catch2/catch.hpp>

namespace {

tools::Readers readers(const std::string& text) {
    std::istringstream log{text};
    return tools::readers_in(log);
}

}  // namespace

TEST_CASE("race: a loop that reads and writes by itself is the one that is held", "[net][race]") {
    CHECK(readers("10 read(7, \"\"..., 4096) = 57\n"
                  "10 write(7, \"\"..., 4105) = 4105 (DELAYED)\n"
                  "11 write(3, \"\"..., 8) = 8\n"
                  "12 read(4, \"\"..., 8) = 8\n") == tools::Readers::same);
    // It is woken up by another one.
    CHECK(readers("10 read(7, \"\"..., 4096) = 57\n"
                  "10 write(7, \"\"..., 4105) = 4105 (DELAYED)\n"
                  "11 write(5, \"\"..., 8) = 8\n"
                  "10 read(5, \"\"..., 8) = 8\n") == tools::Readers::same);
    // Each thread has connections of its own.
    CHECK(readers("10 recvfrom(7, \"\"..., 4096, 0, NULL, NULL) = 57\n"
                  "10 writev(7, [{iov_base=\"\"...}], 2) = 4105\n"
                  "11 recvfrom(8, \"\"..., 4096, 0, NULL, NULL) = 57\n"
                  "11 sendmsg(8, {msg_name=NULL}, 0) = 4105\n") == tools::Readers::same);
}

TEST_CASE("race: a reader beside the writer goes on while it is held", "[net][race]") {
    CHECK(readers("10 read(7, \"\"..., 4096) = 57\n"
                  "11 write(7, \"\"..., 4105 <unfinished ...>\n"
                  "10 read(7, \"\"..., 4096) = 57\n"
                  "11 <... write resumed>) = 4105 (DELAYED)\n") == tools::Readers::apart);
}

TEST_CASE("race: of nothing nothing is known", "[net][race]") {
    CHECK(readers("") == tools::Readers::unknown);
    CHECK(readers("10 write(1, \"\"..., 9) = 9\n10 +++ exited with 0 +++\nnonsense\n") ==
          tools::Readers::unknown);
}
