#include "h2core/inline_vector.hpp"

#include <cstdint>
#include <utility>
#include <vector>

#include "tests/support/frames.hpp"

using Vector = h2::InlineVector<std::uint32_t, 4>;

namespace {

Vector counting_up(std::uint32_t size) {
    Vector vector;
    for (std::uint32_t i = 0; i < size; ++i) {
        vector.push_back(i);
    }
    return vector;
}

std::vector<std::uint32_t> elements(const Vector& vector) {
    return {vector.begin(), vector.end()};
}

std::vector<std::uint32_t> counted(std::uint32_t size) {
    std::vector<std::uint32_t> expected;
    for (std::uint32_t i = 0; i < size; ++i) {
        expected.push_back(i);
    }
    return expected;
}

}  // namespace

TEST_CASE("InlineVector keeps the order of insertion, inside and on the heap") {
    const std::uint32_t size = GENERATE(0U, 1U, 4U, 5U, 9U);
    const Vector vector = counting_up(size);

    CHECK(elements(vector) == counted(size));
    CHECK(vector.size() == size);
    CHECK(vector.empty() == (size == 0));
    CHECK((vector.capacity() > 4) == (size > 4));
    CHECK(vector.capacity() >= size);
}

TEST_CASE("InlineVector copies and moves between every pair of sizes") {
    const std::uint32_t from = GENERATE(0U, 3U, 4U, 5U, 20U);
    const std::uint32_t to = GENERATE(0U, 4U, 5U, 20U);
    CAPTURE(from, to);
    Vector source = counting_up(from);

    Vector copied = counting_up(to);
    copied = source;
    CHECK(elements(copied) == counted(from));
    CHECK(elements(source) == counted(from));
    copied.push_back(99);
    CHECK(source.size() == from);

    const Vector constructed = source;
    CHECK(constructed == source);
    CHECK((constructed.capacity() > 4) == (from > 4));

    Vector moved = counting_up(to);
    moved = std::move(source);
    CHECK(elements(moved) == counted(from));
    source = moved;
    CHECK(elements(source) == counted(from));

    const Vector taken{std::move(moved)};
    CHECK(taken == source);
}

TEST_CASE("InlineVector assigned to itself stays as it is") {
    const std::uint32_t size = GENERATE(3U, 7U);
    Vector vector = counting_up(size);
    Vector& alias = vector;

    vector = alias;
    CHECK(elements(vector) == counted(size));
    vector = std::move(alias);
    CHECK(elements(vector) == counted(size));
}

TEST_CASE("InlineVector inserts and erases anywhere") {
    const std::uint32_t size = GENERATE(1U, 3U, 4U, 6U, 8U);
    for (std::uint32_t position = 0; position <= size; ++position) {
        CAPTURE(size, position);
        Vector vector = counting_up(size);
        std::vector<std::uint32_t> expected = counted(size);

        vector.insert(position, 77);
        expected.insert(expected.begin() + position, 77);
        CHECK(elements(vector) == expected);

        vector.erase(position);
        CHECK(elements(vector) == counted(size));
    }
}

TEST_CASE("InlineVector takes its own elements while it grows") {
    Vector vector = counting_up(4);

    vector.push_back(vector[2]);
    vector.insert(0, vector[3]);

    CHECK(elements(vector) == std::vector<std::uint32_t>{3, 0, 1, 2, 3, 2});
}

TEST_CASE("InlineVector resizes with zeros, and shrinks") {
    Vector vector = counting_up(3);
    vector.resize(6);
    CHECK(elements(vector) == std::vector<std::uint32_t>{0, 1, 2, 0, 0, 0});
    vector.resize(2);
    CHECK(elements(vector) == std::vector<std::uint32_t>{0, 1});
    vector.resize(3);
    CHECK(elements(vector) == std::vector<std::uint32_t>{0, 1, 0});
    vector.pop_back();
    CHECK(vector.back() == 1);
    CHECK(vector.front() == 0);
    vector.clear();
    CHECK(vector.empty());
}

TEST_CASE("InlineVector compares elements, never spare room") {
    Vector grown = counting_up(9);
    grown.resize(2);
    CHECK(grown == Vector{0, 1});
    CHECK_FALSE(grown == Vector{0, 2});
    CHECK_FALSE(grown == Vector{0, 1, 2});
}
