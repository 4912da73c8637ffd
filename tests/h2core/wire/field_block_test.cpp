#include "h2core/wire/field_block.hpp"

#include "tests/h2core/wire/wire_fixture.hpp"

using namespace h2;

namespace {

const wire::Bytes kOne = wire::hex("82");
const wire::Bytes kTwo = wire::hex("8684");
const Budgets kBudgets;

FieldBlockStart start(std::span<const std::byte> fragment, bool end_headers) {
    return {test::headers(5, true), fragment, end_headers};
}

FieldBlockPart part(std::span<const std::byte> fragment, bool end_headers) {
    return {test::stream(5), fragment, end_headers};
}

wire::Bytes octets(const FieldBlock& block) {
    return {block.octets().begin(), block.octets().end()};
}

Budgets budgets(std::uint32_t octets, std::uint32_t frames) {
    Budgets small;
    small.field_block_octets = octets;
    small.field_block_frames = frames;
    return small;
}

}  // namespace

TEST_CASE("9113/4.3 a block in one frame is referred to, not copied", "[rfc9113][4.3]") {
    FieldBlock block;
    CHECK_FALSE(block.is_open());
    CHECK(block.begin(start(kTwo, true), kBudgets) == RuleId::none);
    CHECK_FALSE(block.is_open());
    CHECK(block.frame() == test::headers(5, true));
    CHECK(block.octets().data() == kTwo.data());
    CHECK(block.octets().size() == 2);
}

TEST_CASE("9113/4.3 a block in several frames is their fragments in a row", "[rfc9113][4.3]") {
    FieldBlock block;
    {
        const wire::Bytes gone = kOne;  // its octets need not outlive the call
        CHECK(block.begin(start(gone, false), kBudgets) == RuleId::none);
    }
    CHECK(block.is_open());
    CHECK(block.stream() == test::stream(5));
    CHECK(block.add(part({}, false), kBudgets) == RuleId::none);
    CHECK(block.add(part(kTwo, false), kBudgets) == RuleId::none);
    CHECK(block.is_open());
    CHECK(block.add(part(kOne, true), kBudgets) == RuleId::none);
    CHECK_FALSE(block.is_open());
    CHECK(block.frame() == test::headers(5, true));
    CHECK(octets(block) == wire::hex("82868482"));

    SECTION("a copy has octets of its own") {
        const FieldBlock copy = block;
        CHECK(block.begin(start(kOne, false), kBudgets) == RuleId::none);
        CHECK(octets(copy) == wire::hex("82868482"));
    }
    SECTION("the next block begins anew") {
        CHECK(block.begin(start(kOne, true), kBudgets) == RuleId::none);
        CHECK(octets(block) == kOne);
    }
}

TEST_CASE("9113/6.10 a block may end with an empty CONTINUATION", "[rfc9113][6.10]") {
    FieldBlock block;
    CHECK(block.begin(start({}, false), kBudgets) == RuleId::none);
    CHECK(block.add(part({}, true), kBudgets) == RuleId::none);
    CHECK_FALSE(block.is_open());
    CHECK(block.octets().empty());
}

TEST_CASE("9113/10.5.1 a block has a bound in octets",
          "[rfc9113][10.5.1][9113/10.5.1/block-octets]") {
    FieldBlock block;
    CHECK(block.begin(start(kTwo, true), budgets(1, 9)) == RuleId::field_block_octets);
    CHECK_FALSE(block.is_open());
    CHECK(block.begin(start(kTwo, false), budgets(1, 9)) == RuleId::field_block_octets);
    CHECK_FALSE(block.is_open());
    CHECK(block.begin(start(kTwo, true), budgets(2, 9)) == RuleId::none);

    CHECK(block.begin(start(kTwo, false), budgets(4, 9)) == RuleId::none);
    CHECK(block.add(part(kTwo, false), budgets(4, 9)) == RuleId::none);
    CHECK(block.add(part(kOne, true), budgets(4, 9)) == RuleId::field_block_octets);
    CHECK_FALSE(block.is_open());
}

TEST_CASE("9113/10.5.1 a block has a bound in frames, though they are empty",
          "[rfc9113][10.5.1][9113/10.5.1/block-frames]") {
    FieldBlock block;
    CHECK(block.begin(start(kOne, false), kBudgets) == RuleId::none);
    for (std::uint32_t i = 1; i < kBudgets.field_block_frames; ++i) {
        CHECK(block.add(part({}, false), kBudgets) == RuleId::none);
    }
    CHECK(block.is_open());
    SECTION("one more is too many") {
        CHECK(block.add(part({}, false), kBudgets) == RuleId::field_block_frames);
        CHECK_FALSE(block.is_open());
    }
    SECTION("even if it were the last") {
        CHECK(block.add(part({}, true), kBudgets) == RuleId::field_block_frames);
    }
    SECTION("the count begins anew with the next block") {
        CHECK(block.begin(start(kOne, false), kBudgets) == RuleId::none);
        CHECK(block.add(part(kOne, true), kBudgets) == RuleId::none);
        CHECK(octets(block) == wire::hex("8282"));
    }
}
