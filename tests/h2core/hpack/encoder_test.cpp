#include <catch2/catch.hpp>

#include "tests/h2core/hpack/hpack_support.hpp"

using namespace h2;
using namespace h2::hpack;
using namespace test;

namespace {

std::string encoded(Encoder& encoder, std::string_view fields) {
    return hex(encode(encoder, fields));
}

Encoder plain(IndexingChoice indexing, std::uint32_t table_size = 4'096) {
    return Encoder{{HuffmanChoice::never, indexing, table_size}};
}

}  // namespace

TEST_CASE("7541/6.1 what a table holds is an index", "[hpack]") {
    Encoder encoder = plain(IndexingChoice::incremental);
    CHECK(encoded(encoder, ":method: GET\n:status: 500\naccept-encoding: gzip, deflate\n") ==
          "828e90");
    CHECK(encoded(encoder, "cookie: \n") == "a0");  // the static entry with its empty value
    CHECK(encoded(encoder, "a: b\n") == "4001610162");
    CHECK(encoded(encoder, "a: b\n") == "be");
    CHECK(encoded(encoder, "a: c\n") == "7e0163");
    CHECK(encoded(encoder, "a: b\na: c\n") == "bfbe");
    CHECK(encoded(encoder, "a: d\n") == "7e0164");  // the newest entry of that name
}

TEST_CASE("7541/6.2.3 a never-indexed field is a never-indexed literal",
          "[hpack][7541/6.2.3/never-indexed]") {
    for (const IndexingChoice indexing :
         {IndexingChoice::incremental, IndexingChoice::all, IndexingChoice::nothing}) {
        Encoder encoder = plain(indexing);
        CHECK(encoded(encoder, "! a: b\n") == "1001610162");
        CHECK(encoded(encoder, "! :method: GET\n") == "1203474554");  // though there is an index
        CHECK(encoder.table().entries() == 0);
    }
    Encoder encoder = plain(IndexingChoice::all);
    CHECK(encoded(encoder, "a: b\n! a: b\n") == "40016101621f2f0162");
    CHECK(to_text(encoder.table()) == "a: b\n");
}

TEST_CASE("7541/7.1 what is indexed is a choice", "[hpack]") {
    Encoder nothing = plain(IndexingChoice::nothing);
    CHECK(encoded(nothing, "a: b\na: b\n:method: GET\nserver: x\n") ==
          "0001610162000161016282"
          "0f270178");
    CHECK(nothing.table().entries() == 0);

    Encoder incremental = plain(IndexingChoice::incremental);
    CHECK(encoded(incremental, ":path: /x\nset-cookie: c\nserver: x\n") ==
          "04022f78"
          "0f280163"
          "760178");
    CHECK(to_text(incremental.table()) == "server: x\n");

    Encoder all = plain(IndexingChoice::all);
    CHECK(encoded(all, ":path: /x\n") == "44022f78");
    CHECK(to_text(all.table()) == ":path: /x\n");
}

TEST_CASE("7541/4.4 an entry that would empty the table is not indexed", "[hpack]") {
    const auto table_after = [](IndexingChoice indexing, std::size_t size) {
        Encoder encoder = plain(indexing);
        (void)encode(encoder, "server: x\nn: " + std::string(size - 32 - 1, 'v') + "\n");
        return encoder.table().entries();
    };
    CHECK(table_after(IndexingChoice::incremental, 3'072) == 2);  // three quarters
    CHECK(table_after(IndexingChoice::incremental, 3'073) == 1);
    CHECK(table_after(IndexingChoice::all, 4'096 - 39) == 2);
    CHECK(table_after(IndexingChoice::all, 4'096) == 1);  // it alone
    CHECK(table_after(IndexingChoice::all, 4'097) == 1);  // the other
}

TEST_CASE("7541/5.2 Huffman code where it is chosen", "[hpack]") {
    const auto value = [](HuffmanChoice huffman, const std::string& text) {
        Encoder encoder{{huffman, IndexingChoice::nothing, 4'096}};
        return encoded(encoder, ":path: " + text + "\n");
    };
    CHECK(value(HuffmanChoice::never, "abc") == "0403616263");
    CHECK(value(HuffmanChoice::always, "abc") == "04821c64");  // 00011 100011 00100
    CHECK(value(HuffmanChoice::shorter, "00000000") == "04850000000000");
    CHECK(value(HuffmanChoice::shorter, "307") == "0403333037");  // as long in the code
    CHECK(value(HuffmanChoice::always, "307") == "0483640eff");
    CHECK(value(HuffmanChoice::shorter, "|||") == "04037c7c7c");  // longer in the code
    CHECK(value(HuffmanChoice::always, "|") == "0482ff9f");
    CHECK(value(HuffmanChoice::always, "") == "0480");
}

TEST_CASE("7541/6 a block is appended", "[hpack]") {
    Encoder encoder;
    Octets block = octets("0102");
    encoder.encode(to_fields(":method: GET\n"), block);
    encoder.encode({}, block);
    CHECK(hex(block) == "010282");
}

TEST_CASE("7541/4.2 the first block tells of a table that is not the default", "[hpack]") {
    Encoder none = plain(IndexingChoice::all, 0);
    CHECK(encoded(none, "a: b\n") == "200001610162");
    CHECK(encoded(none, "a: b\n") == "0001610162");
    // A larger one needs the peer's leave.
    Encoder large = plain(IndexingChoice::all, 65'536);
    CHECK(encoded(large, ":method: GET\n") == "82");
    CHECK(large.table().capacity() == 4'096);
    large.set_limit(10'000);
    CHECK(encoded(large, ":method: GET\n") == "3ff14d82");
    CHECK(large.table().capacity() == 10'000);
}

TEST_CASE("7541/4.2 the smallest and the last size are signalled", "[hpack][7541/4.2/missing]") {
    const auto after = [](const std::vector<std::uint32_t>& limits) {
        Encoder encoder = plain(IndexingChoice::all);
        (void)encode(encoder, "a: b\nc: d\n");
        for (const std::uint32_t limit : limits) {
            encoder.set_limit(limit);
        }
        const std::string block = encoded(encoder, ":method: GET\n");
        CHECK(encoded(encoder, ":method: GET\n") == "82");  // once
        return block + " " + to_text(encoder.table());
    };
    CHECK(after({}) == "82 c: d\na: b\n");
    CHECK(after({4'096}) == "82 c: d\na: b\n");
    CHECK(after({65'536}) == "82 c: d\na: b\n");  // more than we want
    CHECK(after({65'536, 5'000}) == "82 c: d\na: b\n");
    CHECK(after({40}) == "3f0982 c: d\n");
    CHECK(after({40, 50}) == "3f093f1382 c: d\n");
    CHECK(after({50, 40}) == "3f0982 c: d\n");
    CHECK(after({40, 4'096}) == "3f093fe11f82 c: d\n");
    CHECK(after({0, 4'096, 50, 60}) == "203f1d82 ");
    CHECK(after({0, 65'536}) == "203fe11f82 ");
}

TEST_CASE("7541/4.2 a limit of 4 GB is not taken", "[hpack]") {
    Encoder encoder;
    encoder.set_limit(0xFFFF'FFFF);
    CHECK(encoder.table().capacity() == 4'096);
    CHECK(encoder.table().memory() == 0);
    Encoder greedy{{HuffmanChoice::shorter, IndexingChoice::all, 0xFFFF'FFFF}};
    greedy.set_limit(0xFFFF'FFFF);
    (void)encode(greedy, "a: b\n");
    CHECK(greedy.table().capacity() == 0xFFFF'FFFF);
    CHECK(greedy.table().memory() < 2'000);
}

TEST_CASE("7541/2.3.2 entries are found in a table of any size", "[hpack]") {
    Encoder encoder = plain(IndexingChoice::all, 1'000'000);
    Decoder decoder;
    encoder.set_limit(1'000'000);
    decoder.set_limit(1'000'000);
    const auto all = [&] {
        std::size_t octets = 0;
        for (int block = 0; block < 10; ++block) {
            std::string fields;
            for (int i = 0; i < 500; ++i) {
                fields += "name-" + std::to_string(i) + ": " + std::to_string(block) + "\n";
            }
            const Octets octets_now = encode(encoder, fields);
            CHECK((decoded(decoder, octets_now) == fields));
            octets += octets_now.size();
        }
        return octets;
    };
    all();
    REQUIRE(encoder.table().entries() == 5'000);
    CHECK(all() < 5'000 * 3 * 102 / 100);  // at most a few are not found
    CHECK(encoder.table().entries() < 5'000 * 102 / 100);
    CHECK((to_text(encoder.table()) == to_text(decoder.table())));
}

TEST_CASE("7541/2.3.2 fields with one hash are still told apart", "[hpack]") {
    // They differ where the hash does not look.
    std::string fields;
    for (char letter = 'a'; letter <= 'z'; ++letter) {
        std::string value(300, 'v');
        value[60] = letter;
        fields += to_text({{"name", value, false}, {value, std::string(1, letter), false}});
    }
    Encoder encoder{{HuffmanChoice::shorter, IndexingChoice::all, 65'536}};
    Decoder decoder;
    encoder.set_limit(65'536);
    decoder.set_limit(65'536);
    for (int i = 0; i < 3; ++i) {
        CHECK((decoded(decoder, encode(encoder, fields)) == fields));
        CHECK((to_text(encoder.table()) == to_text(decoder.table())));
    }
}
