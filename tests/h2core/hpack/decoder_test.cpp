#include <catch2/catch.hpp>

#include "tests/h2core/hpack/hpack_support.hpp"

using namespace h2;
using namespace h2::hpack;
using namespace test;

TEST_CASE("7541/2.3.3 an index beyond the tables", "[7541/2.3.3/index]") {
    CHECK(decode("80") == RuleId::hpack_index);  // section 6.1: 0 is not used
    CHECK(decode("bd") == RuleId::none);         // 61, the last static entry
    CHECK(decode("be") == RuleId::hpack_index);
    CHECK(decode("ffffffffff0f") == RuleId::hpack_integer);
    CHECK(decode("ff80ffffff0f") == RuleId::hpack_index);  // 2^32-1

    // As the name of each literal: 61 (www-authenticate), then 62.
    for (const std::string_view literal : {"7d0161", "0f2e0161", "1f2e0161"}) {
        CHECK(decode(literal) == RuleId::none);
    }
    for (const std::string_view literal : {"7e0161", "0f2f0161", "1f2f0161"}) {
        CHECK(decode(literal) == RuleId::hpack_index);
    }

    Decoder decoder;
    CHECK(decode(decoder, "4001610162") == RuleId::none);
    CHECK(decode(decoder, "be") == RuleId::none);
    CHECK(decode(decoder, "7e0163") == RuleId::none);
    CHECK(to_text(decoder.table()) == "a: c\na: b\n");
    CHECK(decode(decoder, "bf") == RuleId::none);
    CHECK(decode(decoder, "c0") == RuleId::hpack_index);
}

TEST_CASE("7541/2.3.1 every static entry", "[hpack]") {
    Octets block;
    for (unsigned index = 1; index <= 61; ++index) {
        block.push_back(static_cast<std::byte>(0x80U | index));
    }
    Decoder decoder;
    const std::string text = decoded(decoder, block);
    CHECK(to_fields(text).size() == 61);
    // Samples against appendix A: the ends, and those in the middle of the equal names.
    const std::vector<Field> fields = to_fields(text);
    CHECK(fields[0] == Field{":authority", "", false});
    CHECK(fields[4] == Field{":path", "/index.html", false});
    CHECK(fields[13] == Field{":status", "500", false});
    CHECK(fields[15] == Field{"accept-encoding", "gzip, deflate", false});
    CHECK(fields[31] == Field{"cookie", "", false});
    CHECK(fields[60] == Field{"www-authenticate", "", false});
}

TEST_CASE("7541/6.2 which literals enter the table, which stay marked", "[hpack]") {
    Decoder decoder;
    CHECK(decoded(decoder, octets("400161016200016301640001650166")) == "a: b\nc: d\ne: f\n");
    CHECK(to_text(decoder.table()) == "a: b\n");
    CHECK(decoded(decoder, octets("1001670168")) == "! g: h\n");
    CHECK(decoded(decoder, octets("1f2f0168")) == "! a: h\n");  // the name by its index
    CHECK(to_text(decoder.table()) == "a: b\n");
}

TEST_CASE("7541/3.2 a block that ends within a representation", "[7541/3.2/truncated]") {
    CHECK(decode("") == RuleId::none);
    for (const std::string_view block :
         {"ff", "ff80", "7f", "3f", "40", "00", "10", "4001", "400161", "40016101", "4001610261",
          "04", "0482", "048161"}) {
        INFO(block);
        CHECK(decode(block) ==
              (block == "048161" ? RuleId::hpack_huffman_padding : RuleId::hpack_truncated));
    }
    CHECK(decode("047fffffff7f61") == RuleId::hpack_truncated);  // a length of 256 MB
}

TEST_CASE("7541/6.3 a size update up to the limit", "[7541/6.3/limit]") {
    Decoder decoder;
    CHECK(decode(decoder, "3fe11f") == RuleId::none);  // 4,096
    CHECK(decode("3fe21f") == RuleId::hpack_size_update_limit);
    decoder.set_limit(65'536);
    CHECK(decoder.table().capacity() == 4'096);  // until the peer says so
    CHECK(decode(decoder, "3fe1ff03") == RuleId::none);
    CHECK(decoder.table().capacity() == 65'536);
    CHECK(decode(decoder, "3fe2ff03") == RuleId::hpack_size_update_limit);

    Decoder none;
    none.set_limit(0);
    CHECK(decode(none, "20") == RuleId::none);
    CHECK(decode(none, "4001610162") == RuleId::none);
    CHECK(none.table().entries() == 0);
    CHECK(decode(none, "21") == RuleId::hpack_size_update_limit);
}

TEST_CASE("7541/4.2 size updates stand at the beginning of a block", "[7541/4.2/placement]") {
    CHECK(decode("8220") == RuleId::hpack_size_update_placement);
    CHECK(decode("208220") == RuleId::hpack_size_update_placement);
    CHECK(decode("40016101623fe11f") == RuleId::hpack_size_update_placement);
    // Several are fine, each is carried out.
    Decoder decoder;
    CHECK(decode(decoder, "4001610162") == RuleId::none);
    CHECK(decode(decoder, "203fe11f82") == RuleId::none);
    CHECK(decoder.table().entries() == 0);
    CHECK(decoder.table().capacity() == 4'096);
    CHECK(decode(decoder, "2a2b2c2d2e82") == RuleId::none);
    CHECK(decoder.table().capacity() == 14);
}

TEST_CASE("7541/4.2 a lowered limit must be signalled in the next block", "[7541/4.2/missing]") {
    const auto lowered = [](std::uint32_t limit) {
        Decoder decoder;
        decoder.set_limit(limit);
        return decoder;
    };
    for (const std::string_view block : {"82", "", "4001610162"}) {
        Decoder decoder = lowered(256);
        CHECK(decode(decoder, block) == RuleId::hpack_size_update_missing);
    }
    Decoder decoder = lowered(256);
    CHECK(decode(decoder, "3fe10182") == RuleId::none);  // 256
    CHECK(decode(decoder, "82") == RuleId::none);        // once
    CHECK(decoder.table().capacity() == 256);
    decoder.set_limit(256);
    decoder.set_limit(4'096);
    CHECK(decode(decoder, "82") == RuleId::none);  // never below the table's capacity

    // An update beyond the new limit is the other error.
    Decoder beyond = lowered(256);
    CHECK(decode(beyond, "3fe11f82") == RuleId::hpack_size_update_limit);
}

TEST_CASE("7541/4.2 the smallest of several limits must be signalled", "[7541/4.2/missing]") {
    const auto to_and_fro = [] {
        Decoder decoder;
        decoder.set_limit(10);
        decoder.set_limit(4'096);
        return decoder;
    };
    Decoder decoder = to_and_fro();
    CHECK(decode(decoder, "82") == RuleId::hpack_size_update_missing);
    decoder = to_and_fro();
    CHECK(decode(decoder, "3fe11f82") == RuleId::hpack_size_update_missing);
    decoder = to_and_fro();
    CHECK(decode(decoder, "2b3fe11f82") == RuleId::hpack_size_update_missing);  // 11
    decoder = to_and_fro();
    CHECK(decode(decoder, "2a3fe11f82") == RuleId::none);
    decoder = to_and_fro();
    CHECK(decode(decoder, "2982") == RuleId::none);  // an encoder may want less
}

TEST_CASE("9113/10.5.1 a section beyond the list size", "[9113/10.5.1/list-size]") {
    Decoder decoder;
    FieldSection section;
    section.set_limits({100, 2 * 42 + 34});
    const Octets small = octets("8282");  // :method GET counts 7 + 3 + 32
    CHECK(decoder.decode(small + octets("4001610162"), section) == RuleId::none);
    CHECK(section.excess() == RuleId::none);
    CHECK(section.list_octets() == 118);
    CHECK(section.list().fields.size() == 3);

    CHECK(decoder.decode(small + octets("400161026262"), section) == RuleId::none);
    CHECK(section.excess() == RuleId::header_list_size);
    CHECK(section.list_octets() == 119);
    CHECK(to_text(section.list().fields) == ":method: GET\n:method: GET\n");
    // The table is in step all the same.
    CHECK(to_text(decoder.table()) == "a: bb\na: b\n");

    // Behind the first field too many, a small one is not kept either; all are counted.
    CHECK(decoder.decode(octets("8282be8200017801797e0163"), section) == RuleId::none);
    CHECK(to_text(section.list().fields) == ":method: GET\n:method: GET\n");
    CHECK(section.list_octets() == 84 + 35 + 42 + 34 + 34);
    CHECK(to_text(decoder.table()) == "a: c\na: bb\na: b\n");

    CHECK(decoder.decode(octets("82"), section) == RuleId::none);
    CHECK(section.excess() == RuleId::none);  // of this section
}

TEST_CASE("9113/10.5 a section with too many fields", "[9113/10.5/field-count]") {
    Decoder decoder;
    FieldSection section;
    section.set_limits({2, 65'536});
    CHECK(decoder.decode(octets("8286"), section) == RuleId::none);
    CHECK(section.excess() == RuleId::none);
    CHECK(decoder.decode(octets("82864001610162be"), section) == RuleId::none);
    CHECK(section.excess() == RuleId::field_count);
    CHECK(to_text(section.list().fields) == ":method: GET\n:scheme: http\n");
    CHECK(section.list_octets() == 42 + 43 + 34 + 34);
    CHECK(to_text(decoder.table()) == "a: b\n");
}

TEST_CASE("9113/10.5.1 a block that expands a thousandfold stays small",
          "[9113/10.5.1/list-size]") {
    // An entry of 4,000 octets, and an index for each of 60,000 fields.
    Decoder decoder;
    FieldSection section;
    CHECK(decoder.decode(octets("400161") + octets("7fa11e") + Octets(4'000, std::byte{'v'}),
                         section) == RuleId::none);
    REQUIRE(decoder.table().entries() == 1);
    CHECK(decoder.decode(Octets(60'000, std::byte{0xBE}), section) == RuleId::none);
    CHECK(section.excess() == RuleId::header_list_size);
    CHECK(section.list_octets() == 60'000U * 4'033U);
    CHECK(section.list().fields.size() == 65'536 / 4'033);
    for (const Field& field : section.list().fields) {
        CHECK(field.value == std::string(4'000, 'v'));
    }
    // The count saturates.
    CHECK(decoder.decode(Octets(2'000'000, std::byte{0xBE}), section) == RuleId::none);
    CHECK(section.list_octets() == 0xFFFF'FFFF);
}

TEST_CASE("9113/4.3 a section lasts until the next one, through any size", "[hpack]") {
    Decoder decoder;
    FieldSection section;
    for (const std::size_t length : {10U, 3'000U, 20'000U, 1U, 60'000U, 100U}) {
        const std::string name(length, 'n');
        EncoderOptions options;
        options.indexing = IndexingChoice::nothing;
        Encoder encoder{options};
        const std::vector<Field> fields = {{"a", "b", false}, {name, "c", true}, {"d", "e", false}};
        Octets block;
        encoder.encode(fields, block);
        REQUIRE(decoder.decode(block, section) == RuleId::none);
        std::fill(block.begin(), block.end(), std::byte{0});  // nothing refers to the block
        CHECK(section.excess() == RuleId::none);
        CHECK(to_text(section.list().fields) == to_text(fields));
        const FieldSection copy = section;
        REQUIRE(decoder.decode(octets("82"), section) == RuleId::none);
        CHECK(to_text(copy.list().fields) == to_text(fields));
    }
}

TEST_CASE("7541/4.4 a name by reference to an entry that goes", "[hpack]") {
    Decoder decoder;
    // Room for one entry a: b; then one of its name, twice, the second too large for the table.
    CHECK(decoded(decoder, octets("3f034001610162")) == "a: b\n");
    CHECK(decoder.table().capacity() == 34);
    CHECK(decoded(decoder, octets("7e0163")) == "a: c\n");
    CHECK(to_text(decoder.table()) == "a: c\n");
    CHECK(decoded(decoder, octets("7e026464")) == "a: dd\n");
    CHECK(decoder.table().entries() == 0);

    // Also beyond the limits of the section, when the name is not copied before.
    FieldSection section;
    section.set_limits({0, 0});
    CHECK(decoder.decode(octets("4001610162") + octets("7e0163"), section) == RuleId::none);
    CHECK(to_text(decoder.table()) == "a: c\n");
    CHECK(section.list().fields.empty());
}
