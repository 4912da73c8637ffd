// Any fields, options and table sizes: what the encoder writes decodes to the same fields, both
// tables stay equal, and a block is hardly longer than its fields.

#include <string>
#include <string_view>
#include <vector>

#include "h2core/hpack/decoder.hpp"
#include "h2core/hpack/encoder.hpp"
#include "tests/fuzz/fuzz.hpp"

namespace {

using h2::RuleId;
using h2::hpack::Encoder;
using h2::hpack::EncoderOptions;
using h2::hpack::HuffmanChoice;
using h2::hpack::IndexingChoice;

constexpr std::uint32_t kSizes[] = {0, 40, 64, 200, 1'000, 4'096, 8'192, 65'536};
constexpr std::string_view kNames[] = {":path",      ":method", "cookie", "content-length",
                                       "set-cookie", "x-a",     "x-b",    "authorization"};

std::string_view text(std::span<const std::byte> octets) {
    return {reinterpret_cast<const char*>(octets.data()), octets.size()};
}

std::vector<h2::Field> fields_of(fuzz::Choices& choices) {
    std::vector<h2::Field> fields(choices.below(12));
    for (h2::Field& field : fields) {
        const std::uint32_t kind = choices.octet();
        field.name = (kind & 8U) != 0 ? text(choices.octets(choices.below(40))) : kNames[kind % 8];
        field.value = text(choices.octets(choices.below((kind & 16U) != 0 ? 250 : 6)));
        field.never_indexed = (kind & 0xE0U) == 0xE0U;
    }
    return fields;
}

EncoderOptions options_of(fuzz::Choices& choices) {
    EncoderOptions options;
    options.huffman = static_cast<HuffmanChoice>(choices.below(3));
    options.indexing = static_cast<IndexingChoice>(choices.below(3));
    options.table_size = kSizes[choices.below(8)];
    return options;
}

// Literals without Huffman: two lengths of at most five octets each; two size updates.
std::size_t longest(const std::vector<h2::Field>& fields, const EncoderOptions& options) {
    const std::size_t factor = options.huffman == HuffmanChoice::always ? 4 : 1;  // 30 bits
    std::size_t octets = 12;
    for (const h2::Field& field : fields) {
        octets += 11 + factor * (field.name.size() + field.value.size());
    }
    return octets;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    fuzz::Choices choices{data, size};
    const EncoderOptions options = options_of(choices);
    Encoder encoder{options};
    h2::hpack::Decoder decoder;
    h2::hpack::FieldSection section;
    section.set_limits({1'000, 1'000'000});
    while (!choices.empty()) {
        for (std::uint32_t changes = choices.below(4); changes > 0; --changes) {
            const std::uint32_t limit = kSizes[choices.below(8)];
            encoder.set_limit(limit);
            decoder.set_limit(limit);
        }
        const std::vector<h2::Field> fields = fields_of(choices);
        std::vector<std::byte> block;
        encoder.encode(fields, block);
        FUZZ_REQUIRE(block.size() <= longest(fields, options));
        FUZZ_REQUIRE(decoder.decode(block, section) == RuleId::none);
        FUZZ_REQUIRE(section.excess() == RuleId::none);
        FUZZ_REQUIRE(section.list().fields == fields);
        const auto& ours = encoder.table();
        const auto& theirs = decoder.table();
        FUZZ_REQUIRE(ours.capacity() <= options.table_size || ours.capacity() <= 4'096);
        FUZZ_REQUIRE(ours.entries() == theirs.entries() && ours.octets() == theirs.octets());
        for (std::uint32_t i = 0; i < ours.entries(); ++i) {
            FUZZ_REQUIRE(ours[i].name == theirs[i].name && ours[i].value == theirs[i].value);
        }
    }
    return 0;
}
