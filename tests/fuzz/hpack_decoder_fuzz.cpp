// Any octets as field blocks: bounded fields, a bounded table, the same result for a copy; and what
// decodes is encoded and decoded to the same fields.

#include <algorithm>
#include <string>
#include <vector>

#include "h2core/hpack/decoder.hpp"
#include "h2core/hpack/encoder.hpp"
#include "tests/fuzz/fuzz.hpp"

namespace {

using h2::RuleId;
using h2::hpack::Decoder;
using h2::hpack::DynamicTable;
using h2::hpack::Encoder;
using h2::hpack::FieldSection;

constexpr std::uint32_t kLimits[] = {0, 33, 100, 4'096, 65'536};

bool same_table(const DynamicTable& left, const DynamicTable& right) {
    if (left.entries() != right.entries() || left.octets() != right.octets() ||
        left.capacity() != right.capacity()) {
        return false;
    }
    for (std::uint32_t i = 0; i < left.entries(); ++i) {
        if (left[i].name != right[i].name || left[i].value != right[i].value) {
            return false;
        }
    }
    return true;
}

void check_table(const DynamicTable& table, std::uint32_t largest_limit) {
    FUZZ_REQUIRE(table.octets() <= table.capacity());
    FUZZ_REQUIRE(table.capacity() <= largest_limit);
    FUZZ_REQUIRE(table.memory() <= 4 * std::size_t{largest_limit} + 1'024);
    std::size_t octets = 0;
    for (std::uint32_t i = 0; i < table.entries(); ++i) {
        octets += table[i].name.size() + table[i].value.size() + h2::hpack::kEntryOverhead;
    }
    FUZZ_REQUIRE(octets == table.octets());
}

// The fields are within the limits, and read to the end they would be as many octets as is said.
void check_section(const FieldSection& section, RuleId outcome) {
    std::size_t octets = 0;
    for (const h2::Field& field : section.list().fields) {
        octets += field.name.size() + field.value.size() + 32;
    }
    FUZZ_REQUIRE(octets <= section.limits().list_octets);
    FUZZ_REQUIRE(section.list().fields.size() <= section.limits().fields);
    if (outcome == RuleId::none && section.excess() == RuleId::none) {
        FUZZ_REQUIRE(octets == section.list_octets());
    }
}

void check_round_trip(const FieldSection& section, Encoder& encoder, Decoder& back) {
    std::vector<std::byte> block;
    encoder.encode(section.list().fields, block);
    FieldSection again;
    again.set_limits(section.limits());
    FUZZ_REQUIRE(back.decode(block, again) == RuleId::none);
    FUZZ_REQUIRE(again.excess() == RuleId::none);
    FUZZ_REQUIRE(again.list().fields == section.list().fields);
    FUZZ_REQUIRE(again.list().octets == block.size());
    FUZZ_REQUIRE(same_table(encoder.table(), back.table()));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    fuzz::Choices choices{data, size};
    const std::uint32_t setup = choices.octet();
    FieldSection section;
    section.set_limits({(setup & 1U) != 0 ? 1'000U : 5U, (setup & 2U) != 0 ? 65'536U : 300U});
    Encoder encoder;
    Decoder back;
    Decoder decoder;
    std::uint32_t largest_limit = h2::hpack::kDefaultTableSize;
    while (!choices.empty()) {
        const std::uint32_t length = choices.octet();
        if (length > 250) {
            const std::uint32_t limit = kLimits[length - 251];
            decoder.set_limit(limit);
            largest_limit = std::max(largest_limit, limit);
            continue;
        }
        const std::span<const std::byte> block = choices.octets(length);
        Decoder copy = decoder;
        FieldSection of_copy;
        of_copy.set_limits(section.limits());
        const RuleId outcome = decoder.decode(block, section);
        FUZZ_REQUIRE(copy.decode(block, of_copy) == outcome);
        FUZZ_REQUIRE(of_copy.list().fields == section.list().fields);
        FUZZ_REQUIRE(same_table(copy.table(), decoder.table()));
        check_table(decoder.table(), largest_limit);
        check_section(section, outcome);
        if (outcome != RuleId::none) {
            return 0;  // the connection would be over
        }
        check_round_trip(section, encoder, back);
    }
    return 0;
}
