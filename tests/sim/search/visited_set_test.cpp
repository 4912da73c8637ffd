// The visited sets: what goes in is found again, under its number, and nothing else is.

#include "sim/search/visited_set.hpp"

#include <string>
#include <string_view>
#include <vector>

#include <catch2/catch.hpp>

using sim::Digest;
using sim::DigestSet;
using sim::ExactSet;
using sim::MemoryBudget;
using sim::StateNumber;

namespace {

std::span<const std::byte> text_octets(std::string_view text) {
    return std::as_bytes(std::span{text.data(), text.size()});
}

Digest digest_of_number(std::uint64_t number) {
    return sim::digest_of(std::as_bytes(std::span{&number, 1}));
}

}  // namespace

TEST_CASE("the digest is XXH3-128 with seed 0, on every machine", "[digest]") {
    std::string long_text;
    for (int i = 0; i < 1000; ++i) {
        long_text += static_cast<char>('a' + i % 26);
    }

    CHECK(sim::digest_of({}) == Digest{0x6001c324468d497fULL, 0x99aa06d3014798d8ULL});
    CHECK(sim::digest_of(text_octets("abc")) ==
          Digest{0x78af5f94892f3950ULL, 0x06b05ab6733a6185ULL});
    CHECK(sim::digest_of(text_octets("deterministic protocol simulator")) ==
          Digest{0x60bc5f97aca7b46dULL, 0xd8158819de8501a6ULL});
    CHECK(sim::digest_of(text_octets(long_text)) ==
          Digest{0xe153425558d7da5dULL, 0xb68384db4f7b6231ULL});
}

TEMPLATE_TEST_CASE("a state is new once and keeps its number", "[visited]", DigestSet, ExactSet) {
    MemoryBudget budget{~0ULL};
    TestType set{budget};
    constexpr std::uint32_t kStates = 200'000;  // several doublings of every shard

    for (std::uint32_t i = 1; i <= kStates; ++i) {
        const std::uint64_t content = i;
        const sim::Found found =
            set.find_or_insert(digest_of_number(i), std::as_bytes(std::span{&content, 1}), i);
        REQUIRE(found.is_new);
        REQUIRE(found.number == i);
    }
    for (std::uint32_t i = kStates; i >= 1; --i) {
        const std::uint64_t content = i;
        const sim::Found found = set.find_or_insert(
            digest_of_number(i), std::as_bytes(std::span{&content, 1}), kStates + 1);
        REQUIRE_FALSE(found.is_new);
        REQUIRE(found.number == i);
    }
}

TEST_CASE("digests that differ in one bit are two states", "[visited]") {
    MemoryBudget budget{~0ULL};
    DigestSet set{budget};
    const Digest base{0x0123'4567'89ab'cdefULL, 0xfedc'ba98'7654'3210ULL};
    REQUIRE(set.find_or_insert(base, {}, 1).is_new);

    for (unsigned bit = 0; bit < 128; ++bit) {
        CAPTURE(bit);
        Digest other = base;
        (bit < 64 ? other.low : other.high) ^= 1ULL << (bit % 64U);
        const sim::Found found = set.find_or_insert(other, {}, bit + 2);
        CHECK(found.is_new);
        CHECK(found.number == bit + 2);
    }
    CHECK(set.find_or_insert(base, {}, 999).number == 1);
}

TEST_CASE("digests that want the same place live next to each other", "[visited]") {
    MemoryBudget budget{~0ULL};
    DigestSet set{budget};
    for (std::uint32_t i = 1; i <= 5000; ++i) {  // one shard, one place, through all doublings
        REQUIRE(set.find_or_insert(Digest{7, i}, {}, i).is_new);
    }
    for (std::uint32_t i = 1; i <= 5000; ++i) {
        REQUIRE(set.find_or_insert(Digest{7, i}, {}, 9999).number == i);
    }
}

TEST_CASE("exact: states that share a digest stay two states", "[visited]") {
    MemoryBudget budget{~0ULL};
    ExactSet exact{budget};
    DigestSet digests{budget};
    const Digest shared{1, 2};

    CHECK(exact.find_or_insert(shared, text_octets("one"), 1).is_new);
    CHECK(exact.find_or_insert(shared, text_octets("two"), 2).is_new);
    CHECK(exact.find_or_insert(shared, text_octets("on"), 3).is_new);
    CHECK(exact.find_or_insert(shared, text_octets("one "), 4).is_new);
    CHECK(exact.find_or_insert(shared, text_octets(""), 5).is_new);
    CHECK(exact.find_or_insert(shared, text_octets("two"), 6).number == 2);
    CHECK(exact.find_or_insert(shared, text_octets("one"), 6).number == 1);
    CHECK(exact.find_or_insert(shared, text_octets(""), 6).number == 5);
    CHECK(digests.find_or_insert(shared, text_octets("one"), 1).is_new);
    CHECK_FALSE(digests.find_or_insert(shared, text_octets("two"), 2).is_new);
}

TEST_CASE("exact: whole states are kept across chunks of the arena", "[visited]") {
    MemoryBudget budget{~0ULL};
    ExactSet exact{budget};
    const auto content = [](std::uint32_t i) {
        return std::vector<std::byte>(700 + i % 3, static_cast<std::byte>(i));
    };
    const auto digest = [](std::uint32_t i) { return Digest{i % 256, i / 256}; };

    for (std::uint32_t i = 1; i <= 1000; ++i) {
        REQUIRE(exact.find_or_insert(digest(i), content(i), i).is_new);
    }
    for (std::uint32_t i = 1; i <= 1000; ++i) {
        REQUIRE(exact.find_or_insert(digest(i), content(i), 1001).number == i);
    }
}

TEMPLATE_TEST_CASE("memory is asked for before it is taken", "[visited]", DigestSet, ExactSet) {
    MemoryBudget budget{200'000};
    TestType set{budget};
    std::uint32_t inserted = 0;

    for (;; ++inserted) {
        const std::uint64_t content = inserted + 1;
        const sim::Found found = set.find_or_insert(
            digest_of_number(content), std::as_bytes(std::span{&content, 1}), inserted + 1);
        REQUIRE(found.is_new);
        if (found.number == sim::kNoState) {
            break;
        }
    }

    CHECK(inserted > 1000);
    CHECK(inserted < 10'000);
    CHECK(budget.peak() <= 200'000);
}

TEST_CASE("a digest entry takes 20 octets and the table is at least 3/8 full", "[visited]") {
    MemoryBudget budget{~0ULL};
    DigestSet set{budget};
    constexpr std::uint32_t kStates = 500'000;

    for (std::uint32_t i = 1; i <= kStates; ++i) {
        REQUIRE(set.find_or_insert(digest_of_number(i), {}, i).is_new);
    }

    CHECK(budget.used() >= std::uint64_t{kStates} * 20 * 4 / 3);
    CHECK(budget.used() <= std::uint64_t{kStates} * 20 * 8 / 3);
    CHECK(budget.peak() <= budget.used() + budget.used() / 32);
}
