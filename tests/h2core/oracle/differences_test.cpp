#include "tests/h2core/oracle/compare.hpp"
#include "tests/support/frames.hpp"

TEST_CASE("x") {
    CHECK(!oracle::all_differences().empty());
}
