#include "h2core/window.hpp"

#include "tests/support/frames.hpp"

using namespace h2;

TEST_CASE("9113/6.9.1 a window never passes 2^31-1", "[rfc9113][6.9.1]") {
    Window window{0x7fff'fffe};

    CHECK(window.change(1));
    CHECK(window.size() == 0x7fff'ffff);
    CHECK_FALSE(window.change(1));
    CHECK_FALSE(window.change(0x7fff'ffff));
    CHECK(window.size() == 0x7fff'ffff);
}

TEST_CASE("9113/6.9.2 a window may be negative, down to -2^31",
          "[rfc9113][6.9.2][9113/6.9.2/negative]") {
    Window window{16'384 - 61'440};
    CHECK(window.size() == -45'056);
    CHECK_FALSE(window.admits(1));

    CHECK(window.change(-(std::int64_t{1} << 31) + 45'056));
    CHECK(std::int64_t{window.size()} == -(std::int64_t{1} << 31));
    CHECK_FALSE(window.change(-1));
    CHECK(window.change((std::int64_t{1} << 31) + 10));
    CHECK(window.size() == 10);
}

TEST_CASE("9113/6.9.1 DATA fits in the window; empty DATA always does",
          "[rfc9113][6.9.1][9113/6.9.1/exceeded-stream]") {
    CHECK(Window{}.size() == 65'535);
    CHECK(Window{10}.admits(10));
    CHECK_FALSE(Window{10}.admits(11));
    CHECK_FALSE(Window{10}.admits(0xffff'ffffU));
    CHECK(Window{0}.admits(0));
    CHECK(Window{-5}.admits(0));
}
