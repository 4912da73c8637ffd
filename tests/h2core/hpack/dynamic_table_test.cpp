#include <deque>

#include <catch2/catch.hpp>

#include "tests/h2core/hpack/hpack_support.hpp"
#include "tests/support/split_mix64.hpp"

using namespace h2;
using namespace h2::hpack;
using namespace test;

namespace {

// Section 4 word by word.
struct Model {
    std::deque<std::pair<std::string, std::string>> entries;  // the newest first
    std::uint64_t capacity = 4'096;

    [[nodiscard]] std::uint64_t octets() const {
        std::uint64_t sum = 0;
        for (const auto& [name, value] : entries) {
            sum += name.size() + value.size() + 32;
        }
        return sum;
    }
    void insert(const std::string& name, const std::string& value) {
        const std::uint64_t size = name.size() + value.size() + 32;
        while (!entries.empty() && octets() + size > capacity) {
            entries.pop_back();
        }
        if (size <= capacity) {
            entries.emplace_front(name, value);
        }
    }
    void set_capacity(std::uint64_t octets_now) {
        capacity = octets_now;
        while (octets() > capacity) {
            entries.pop_back();
        }
    }
    [[nodiscard]] std::string text() const {
        std::string all;
        for (const auto& [name, value] : entries) {
            all.append(name).append(": ").append(value).append("\n");
        }
        return all;
    }
};

}  // namespace

TEST_CASE("7541/4.1 an entry counts its octets and 32", "[hpack]") {
    DynamicTable table;
    CHECK(table.capacity() == 4'096);
    CHECK(table.octets() == 0);
    CHECK(table.entries() == 0);
    table.insert("a", "bc");
    CHECK(table.octets() == 35);
    table.insert("", "");
    CHECK(table.octets() == 67);
    CHECK(table.entries() == 2);
    CHECK(to_text(table) == ": \na: bc\n");
}

TEST_CASE("7541/4.4 the oldest entries go until the new one fits, no more", "[hpack]") {
    DynamicTable table;
    table.set_capacity(3 * 34);
    table.insert("a", "1");
    table.insert("b", "2");
    table.insert("c", "3");
    CHECK(to_text(table) == "c: 3\nb: 2\na: 1\n");  // exactly full
    table.insert("d", "4");
    CHECK(to_text(table) == "d: 4\nc: 3\nb: 2\n");
    table.insert("e", "55");  // one octet too many: two must go
    CHECK(to_text(table) == "e: 55\nd: 4\n");
    CHECK(table.octets() == 69);
}

TEST_CASE("7541/4.4 an entry as large as the table, and one larger", "[hpack]") {
    DynamicTable table;
    table.set_capacity(40);
    table.insert("name", "valu");
    CHECK(to_text(table) == "name: valu\n");
    table.insert("abcd", "efgh");
    CHECK(to_text(table) == "abcd: efgh\n");
    table.insert("abcd", "efghi");
    CHECK(table.entries() == 0);
    CHECK(table.octets() == 0);
    table.insert("name", "");  // and it still works
    CHECK(to_text(table) == "name: \n");
    table.set_capacity(0);
    CHECK(table.entries() == 0);
    table.insert("", "");
    CHECK(table.entries() == 0);
    table.set_capacity(32);
    table.insert("", "");
    CHECK(table.entries() == 1);
}

TEST_CASE("7541/4.3 a lower capacity evicts, a higher one does not", "[hpack]") {
    DynamicTable table;
    table.insert("a", "1");
    table.insert("b", "2");
    table.insert("c", "3");
    table.set_capacity(102);
    CHECK(table.entries() == 3);
    table.set_capacity(101);
    CHECK(to_text(table) == "c: 3\nb: 2\n");
    table.set_capacity(4'096);
    CHECK(to_text(table) == "c: 3\nb: 2\n");
    table.set_capacity(0);
    CHECK(table.octets() == 0);
}

TEST_CASE("7541/4.4 name and value of an entry that the insertion evicts", "[hpack]") {
    for (const std::size_t length : {1U, 7U, 30U, 200U}) {
        const std::string name(length, 'n');
        const std::string value(length + 3, 'v');
        const std::string line = to_text({{name, value, false}});
        DynamicTable table;
        table.set_capacity(static_cast<std::uint32_t>(2 * length + 3 + 32));  // one entry
        table.insert(name, value);
        for (int i = 0; i < 10; ++i) {  // the same text moves through the ring
            table.insert(table[0].name, value);
            CHECK(to_text(table) == line);
            table.insert(table[0].name, table[0].value);
            CHECK(to_text(table) == line);
        }
        table.insert(table[0].value, table[0].name);  // each lies where the other goes
        CHECK(to_text(table) == to_text({{value, name, false}}));
        table.insert(table[0].name.substr(1), table[0].name.substr(2));
        CHECK(table.entries() == (2 * (length + 3) - 3 <= 2 * length + 3 ? 1U : 0U));
    }
}

TEST_CASE("7541/4 the table is the model, through any life", "[hpack]") {
    for (std::uint64_t seed = 0; seed < 40; ++seed) {
        support::SplitMix64 random{seed};
        DynamicTable table;
        Model model;
        const std::uint64_t longest = seed % 2 == 0 ? 20 : 900;
        for (int step = 0; step < 400; ++step) {
            if (random.chance(40)) {
                const std::uint64_t octets = random.below(seed % 3 == 0 ? 300 : 20'000);
                table.set_capacity(static_cast<std::uint32_t>(octets));
                model.set_capacity(octets);
            } else {
                std::string name(random.below(longest), static_cast<char>('a' + step % 26));
                const std::string value(random.below(longest), static_cast<char>('A' + step % 26));
                if (table.entries() > 0 && random.chance(2)) {
                    const auto index = static_cast<std::uint32_t>(random.below(table.entries()));
                    name = table[index].name;
                    table.insert(table[index].name, value);
                } else {
                    table.insert(name, value);
                }
                model.insert(name, value);
            }
            INFO("seed " << seed << ", step " << step);
            REQUIRE(to_text(table) == model.text());
            REQUIRE(table.octets() == model.octets());
            REQUIRE(table.capacity() == model.capacity);
        }
    }
}

TEST_CASE("7541/4 entries that fill the memory to the last octet", "[hpack]") {
    // Eight texts of 64 octets are the first memory a table takes; then there is room for a short
    // one, or not, or only in place of an old one.
    for (std::uint32_t capacity = 600; capacity < 1'000; ++capacity) {
        DynamicTable table;
        Model model;
        table.set_capacity(capacity);
        model.set_capacity(capacity);
        for (int i = 0; i < 40; ++i) {
            const std::size_t length = i % 10 == 9 ? capacity % 64 : 63;
            const std::string value(length, static_cast<char>('A' + i));
            table.insert("n", value);
            model.insert("n", value);
            INFO("capacity " << capacity << ", step " << i);
            REQUIRE(to_text(table) == model.text());
        }
    }
}

TEST_CASE("7541/4.2 memory follows the entries, not the capacity", "[hpack]") {
    DynamicTable table;
    table.set_capacity(0xFFFF'FFFF);
    CHECK(table.memory() == 0);
    table.insert("name", "value");
    CHECK(table.memory() < 2'000);

    for (const std::uint32_t capacity : {4'096U, 65'536U}) {
        table.set_capacity(capacity);
        for (int i = 0; i < 20'000; ++i) {
            table.insert(std::string(static_cast<std::size_t>(i) % 97, 'n'), "value");
            REQUIRE(table.memory() <= 3 * std::size_t{capacity});
        }
    }
    // A table that becomes small gives its memory back.
    table.set_capacity(100);
    CHECK(table.memory() <= 3 * 4'096);
}

TEST_CASE("7541/4 a copy of a table is a table of its own", "[hpack]") {
    DynamicTable table;
    table.insert("a", "1");
    DynamicTable copy = table;
    table.insert("b", "2");
    CHECK(to_text(copy) == "a: 1\n");
    copy.insert("c", "3");
    CHECK(to_text(copy) == "c: 3\na: 1\n");
    CHECK(to_text(table) == "b: 2\na: 1\n");
}
