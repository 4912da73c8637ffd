// RFC 7541 appendix C, from C.2 on: decoding and encoding, with the table after each step.

#include "tests/h2core/hpack/appendix_c.hpp"

#include <catch2/catch.hpp>

#include "tests/h2core/hpack/hpack_support.hpp"

using namespace h2;
using namespace h2::hpack;
using namespace test;

namespace {

std::vector<Example> examples(std::string_view section) {
    std::vector<Example> found;
    for (const Example& example : kExamples) {
        if (example.section.starts_with(section)) {
            found.push_back(example);
        }
    }
    return found;
}

// Sections C.5 and C.6 take a table of 256 octets for granted; ours says so in the first block.
const std::string k256 = "3fe101";

void decodes(std::string_view section, std::string prefix) {
    Decoder decoder;
    const std::vector<Example> all = examples(section);
    REQUIRE_FALSE(all.empty());
    for (const Example& example : all) {
        INFO(example.section);
        const Octets block = octets(prefix + std::string{example.wire});
        prefix.clear();
        FieldSection fields;
        CHECK(decoder.decode(block, fields) == RuleId::none);
        CHECK(to_text(fields.list().fields) == example.fields);
        CHECK(fields.list().octets == block.size());
        CHECK(to_text(decoder.table()) == example.table);
        CHECK(decoder.table().octets() == example.octets);
    }
}

void encodes(std::string_view section, const EncoderOptions& options, std::string prefix) {
    Encoder encoder{options};
    const std::vector<Example> all = examples(section);
    REQUIRE_FALSE(all.empty());
    for (const Example& example : all) {
        INFO(example.section);
        CHECK(hex(encode(encoder, example.fields)) == prefix + std::string{example.wire});
        prefix.clear();
        CHECK(to_text(encoder.table()) == example.table);
        CHECK(encoder.table().octets() == example.octets);
    }
}

constexpr EncoderOptions kPlain{HuffmanChoice::never, IndexingChoice::all, 4'096};
constexpr EncoderOptions kCoded{HuffmanChoice::always, IndexingChoice::all, 4'096};

}  // namespace

TEST_CASE("7541/C.2 the representations are decoded", "[hpack]") {
    Decoder decoder;
    CHECK(decoded(decoder, octets(examples("C.2.1")[0].wire)) == "custom-key: custom-header\n");
    CHECK(to_text(decoder.table()) == "custom-key: custom-header\n");
    CHECK(decoder.table().octets() == 55);

    Decoder fresh;
    CHECK(decoded(fresh, octets(examples("C.2.2")[0].wire)) == ":path: /sample/path\n");
    CHECK(decoded(fresh, octets(examples("C.2.3")[0].wire)) == "! password: secret\n");
    CHECK(decoded(fresh, octets(examples("C.2.4")[0].wire)) == ":method: GET\n");
    CHECK(fresh.table().entries() == 0);
}

TEST_CASE("7541/C.2 the representations are encoded", "[hpack]") {
    encodes("C.2.1", kPlain, "");
    // What is not indexed is the encoder's choice (:path), or the caller's mark.
    encodes("C.2.2", {HuffmanChoice::never, IndexingChoice::incremental, 4'096}, "");
    encodes("C.2.4", kPlain, "");
    Encoder encoder{kPlain};
    CHECK(hex(encode(encoder, "! password: secret\n")) == examples("C.2.3")[0].wire);
    CHECK(encoder.table().entries() == 0);
}

TEST_CASE("7541/C.3 requests without Huffman coding", "[hpack]") {
    decodes("C.3", "");
    encodes("C.3", kPlain, "");
}

TEST_CASE("7541/C.4 requests with Huffman coding", "[hpack]") {
    decodes("C.4", "");
    encodes("C.4", kCoded, "");
    encodes("C.4", {}, "");  // every string is shorter in the code, and every field is worth it
}

TEST_CASE("7541/C.5 responses without Huffman coding, with evictions", "[hpack]") {
    decodes("C.5", k256);
    encodes("C.5", {HuffmanChoice::never, IndexingChoice::all, 256}, k256);
}

TEST_CASE("7541/C.6 responses with Huffman coding, with evictions", "[hpack]") {
    decodes("C.6", k256);
    // "307" has three octets either way: only HuffmanChoice::always gives those of the RFC.
    encodes("C.6", {HuffmanChoice::always, IndexingChoice::all, 256}, k256);
}

TEST_CASE("7541/3.2 every truncation of an example is found", "[7541/3.2/truncated]") {
    for (const Example& example : kExamples) {
        INFO(example.section);
        const Octets block = octets(example.wire);
        // The prefixes that end with a representation are those that decode to fewer fields.
        std::size_t complete = 0;
        for (std::size_t size = 0; size < block.size(); ++size) {
            Decoder decoder;
            for (const Example& before : examples(example.section.substr(0, 3))) {
                if (before.section < example.section) {
                    (void)decoded(decoder, octets(before.wire));
                }
            }
            FieldSection fields;
            const RuleId rule = decoder.decode({block.data(), size}, fields);
            INFO("the first " << size << " octets");
            CHECK((rule == RuleId::none || rule == RuleId::hpack_truncated));
            CHECK(example.fields.starts_with(to_text(fields.list().fields)));
            complete += rule == RuleId::none ? 1 : 0;
        }
        CHECK(complete == to_fields(example.fields).size());
    }
}
