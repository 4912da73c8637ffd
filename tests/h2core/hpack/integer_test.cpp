#include "h2core/hpack/integer.hpp"

#include <catch2/catch.hpp>

#include "tests/h2core/hpack/hpack_support.hpp"

using namespace h2;
using namespace h2::hpack;
using namespace test;

namespace {

struct Read {
    RuleId rule;
    std::uint32_t value;
    std::size_t left;  // octets
    bool operator==(const Read&) const = default;
};

Read read(std::string_view hexadecimal, unsigned prefix) {
    const Octets block = octets(hexadecimal);
    const auto* begin = reinterpret_cast<const std::uint8_t*>(block.data());
    Cursor in{begin, begin + block.size()};
    std::uint32_t value = 0;
    const RuleId rule = read_integer(in, prefix, value);
    return {rule, rule == RuleId::none ? value : 0, in.left()};
}

std::string written(std::uint8_t pattern, unsigned prefix, std::uint32_t value) {
    Octets block(kMaxIntegerOctets);
    auto* begin = reinterpret_cast<std::uint8_t*>(block.data());
    block.resize(static_cast<std::size_t>(write_integer(begin, pattern, prefix, value) - begin));
    return hex(block);
}

}  // namespace

TEST_CASE("7541/C.1 integers", "[hpack]") {
    CHECK(written(0, 5, 10) == "0a");        // C.1.1
    CHECK(written(0, 5, 1337) == "1f9a0a");  // C.1.2
    CHECK(written(0, 8, 42) == "2a");        // C.1.3
    CHECK(read("0a", 5) == Read{RuleId::none, 10, 0});
    CHECK(read("1f9a0a", 5) == Read{RuleId::none, 1337, 0});
    CHECK(read("2a", 8) == Read{RuleId::none, 42, 0});
    // The bits above the prefix belong to somebody else.
    CHECK(written(0xE0, 5, 1337) == "ff9a0a");
    CHECK(read("ff9a0aff", 5) == Read{RuleId::none, 1337, 1});
}

TEST_CASE("7541/5.1 every value comes back, with every prefix", "[7541/5.1/integer]") {
    for (unsigned prefix = 1; prefix <= 8; ++prefix) {
        const std::uint32_t full = (1U << prefix) - 1;
        for (unsigned shift = 0; shift < 32; ++shift) {
            for (const std::uint32_t around : {0U, 1U, 2U, full, full + 127, full + 128}) {
                const std::uint32_t value = (0xFFFF'FFFFU >> shift) - around;
                INFO(prefix << " bits, " << value);
                CHECK(read(written(0, prefix, value), prefix) == Read{RuleId::none, value, 0});
            }
        }
    }
}

TEST_CASE("7541/5.1 an integer beyond the limits is an error", "[7541/5.1/integer]") {
    CHECK(read("1fe0ffffff0f", 5) == Read{RuleId::none, 0xFFFF'FFFF, 0});
    CHECK(read("1fe1ffffff0f", 5).rule == RuleId::hpack_integer);  // 2^32
    CHECK(read("1fffffffff7f", 5).rule == RuleId::hpack_integer);
    CHECK(read("1fe0ffffff1f", 5).rule == RuleId::hpack_integer);
    // Zeros in front do not change the value, but are octets: five of them, not six.
    CHECK(read("1f8080808000", 5) == Read{RuleId::none, 31, 0});
    CHECK(read("1f808080808000", 5).rule == RuleId::hpack_integer);
    CHECK(read("1f8080808080", 5).rule == RuleId::hpack_integer);  // whatever follows

    // Wherever an integer stands in a block.
    CHECK(decode("ff808080808000") == RuleId::hpack_integer);    // an index
    CHECK(decode("7f808080808000") == RuleId::hpack_integer);    // an index of a name
    CHECK(decode("3f808080808000") == RuleId::hpack_integer);    // a size
    CHECK(decode("007f808080808000") == RuleId::hpack_integer);  // the length of a name
    CHECK(decode("047f808080808000") == RuleId::hpack_integer);  // the length of a value
}

TEST_CASE("7541/5.1 an integer that does not end", "[7541/3.2/truncated]") {
    CHECK(read("", 5).rule == RuleId::hpack_truncated);
    CHECK(read("1f", 5).rule == RuleId::hpack_truncated);
    CHECK(read("1f80", 5).rule == RuleId::hpack_truncated);
    CHECK(read("1f80808080", 5).rule == RuleId::hpack_truncated);
}
