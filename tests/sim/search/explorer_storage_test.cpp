// The archive, the frontiers and the budget: what goes in comes out.

#include <array>
#include <vector>

#include <catch2/catch.hpp>

#include "sim/search/chunked_vector.hpp"
#include "sim/search/frontier.hpp"
#include "sim/world/archive.hpp"
#include "tests/support/split_mix64.hpp"

using sim::Interned;
using sim::MemoryBudget;
using sim::Sink;
using sim::Source;

namespace {

std::vector<unsigned> numbers_in(std::span<const std::byte> octets) {
    std::vector<unsigned> numbers;
    for (const std::byte octet : octets) {
        numbers.push_back(std::to_integer<unsigned>(octet));
    }
    return numbers;
}

enum class Colour : std::uint16_t { red = 0x1234 };

}  // namespace

TEST_CASE("archive: scalars are little-endian and as wide as their type", "[archive]") {
    Sink sink;
    std::uint32_t word = 0x0a0b'0c0d;
    bool flag = true;
    Colour colour = Colour::red;
    std::int16_t negative = -2;

    sink.scalar(word);
    sink.scalar(flag);
    sink.scalar(colour);
    sink.scalar(negative);

    CHECK(numbers_in(sink.octets()) ==
          std::vector<unsigned>{0x0d, 0x0c, 0x0b, 0x0a, 1, 0x34, 0x12, 0xfe, 0xff});
}

TEST_CASE("archive: a Source reads back what a Sink wrote", "[archive]") {
    Sink sink;
    sink.scalar(std::uint64_t{0x0123'4567'89ab'cdef});
    sink.scalar(std::int32_t{-5});
    sink.scalar(false);
    sink.scalar(Colour::red);

    Source source{sink.octets()};
    std::uint64_t wide = 0;
    std::int32_t narrow = 0;
    bool flag = true;
    Colour colour{};
    source.scalar(wide);
    source.scalar(narrow);
    source.scalar(flag);
    CHECK_FALSE(source.exhausted());
    source.scalar(colour);

    CHECK(wide == 0x0123'4567'89ab'cdefULL);
    CHECK(narrow == -5);
    CHECK_FALSE(flag);
    CHECK(colour == Colour::red);
    CHECK(source.exhausted());
}

TEST_CASE("archive: references travel as ids, octets as lengths", "[archive]") {
    const h2::FieldList first{1, 10, {}};
    const h2::FieldList second{2, 20, {}};
    const h2::SettingList settings{1, {}};
    const std::array<const h2::FieldList*, 2> fields{&first, &second};
    const std::array<const h2::SettingList*, 1> lists{&settings};
    h2::Fields used{&second};
    h2::Fields none;
    h2::Octets octets{nullptr, 4096};
    const h2::SettingList* list = &settings;
    Sink sink;

    sink.reference(used);
    sink.reference(none);
    sink.reference(octets);
    sink.reference(list);
    CHECK(numbers_in(sink.octets()) == std::vector<unsigned>{2, 0, 0, 0, 0, 16, 0, 0, 1, 0});

    Source source{sink.octets(), Interned{fields, lists}};
    h2::Fields used_again;
    h2::Fields none_again{&first};
    h2::Octets octets_again;
    const h2::SettingList* list_again = nullptr;
    source.reference(used_again);
    source.reference(none_again);
    source.reference(octets_again);
    source.reference(list_again);
    CHECK(used_again.list == &second);
    CHECK(none_again.list == nullptr);
    CHECK(octets_again == octets);
    CHECK(list_again == &settings);
    CHECK(source.exhausted());
}

TEST_CASE("archive: a sink grows without losing what it holds", "[archive]") {
    Sink sink;
    for (std::uint32_t i = 0; i < 100'000; ++i) {
        sink.scalar(i);
    }

    Source source{sink.octets()};
    for (std::uint32_t i = 0; i < 100'000; ++i) {
        std::uint32_t read = 0;
        source.scalar(read);
        REQUIRE(read == i);
    }
    sink.clear();
    CHECK(sink.size() == 0);
}

TEMPLATE_TEST_CASE("frontier: records come out in the order promised", "[frontier]",
                   sim::QueueFrontier, sim::StackFrontier) {
    MemoryBudget budget{~0ULL};
    TestType frontier{budget};
    support::SplitMix64 random{7541};
    std::vector<std::vector<std::byte>> model;  // by number; pushed in order
    std::vector<sim::StateNumber> waiting;

    for (int round = 0; round < 20'000; ++round) {
        if (waiting.empty() || random.below(5) < 3) {
            const std::size_t size = random.chance(500) ? 70'000 : random.below(200);
            model.emplace_back(size, static_cast<std::byte>(random.next()));
            const auto number = static_cast<sim::StateNumber>(model.size());
            waiting.push_back(number);
            REQUIRE(frontier.push(number, number + 7, model.back()));
            continue;
        }
        const auto next = TestType::kLastIsNext ? waiting.end() - 1 : waiting.begin();
        const sim::Pending pending = frontier.pop();
        REQUIRE(pending.number == *next);
        REQUIRE(pending.depth == *next + 7);
        const std::vector<std::byte>& expected = model[*next - 1];
        REQUIRE(std::equal(expected.begin(), expected.end(), pending.octets.begin(),
                           pending.octets.end()));
        waiting.erase(next);
        REQUIRE(frontier.size() == waiting.size());
        REQUIRE(frontier.empty() == waiting.empty());
    }
    CHECK(budget.peak() > budget.used() / 2);
}

TEMPLATE_TEST_CASE("frontier: memory is asked for, and given back", "[frontier]",
                   sim::QueueFrontier, sim::StackFrontier) {
    MemoryBudget budget{3 * 65'536};
    TestType frontier{budget};
    const std::vector<std::byte> octets(1000);

    sim::StateNumber pushed = 0;
    while (frontier.push(pushed + 1, 0, octets)) {
        ++pushed;
    }
    CHECK(pushed == 3 * (65'536 / 1012));
    CHECK(budget.used() == 3 * 65'536);
    for (sim::StateNumber i = 0; i < pushed; ++i) {
        static_cast<void>(frontier.pop());
    }
    CHECK(frontier.empty());
    CHECK(budget.used() <= 65'536);
}

TEST_CASE("budget: the limit is never passed, nor by overflow", "[frontier]") {
    MemoryBudget budget{100};

    CHECK(budget.take(60));
    CHECK_FALSE(budget.take(41));
    CHECK_FALSE(budget.take(~0ULL));
    CHECK(budget.take(40));
    budget.give(70);

    CHECK(budget.used() == 30);
    CHECK(budget.peak() == 100);
}

TEST_CASE("chunked vector: items stay where they were put", "[frontier]") {
    MemoryBudget budget{~0ULL};
    sim::ChunkedVector<std::uint16_t> items{budget};
    for (std::uint32_t i = 0; i < 100'000; ++i) {
        REQUIRE(items.push_back(static_cast<std::uint16_t>(i * 7)));
    }

    CHECK(items.size() == 100'000);
    for (std::uint32_t i = 0; i < 100'000; ++i) {
        REQUIRE(items[i] == static_cast<std::uint16_t>(i * 7));
    }
    CHECK(budget.used() >= 200'000);
    CHECK(budget.used() <= 200'000 + 65'536 + 64);
}
