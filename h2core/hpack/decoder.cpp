// Decodes the representations of RFC 7541 section 6, one after the other, into a field section.

#include "h2core/hpack/decoder.hpp"

#include <algorithm>
#include <string>

#include "h2core/hpack/huffman.hpp"
#include "h2core/hpack/static_table.hpp"

namespace h2::hpack {

namespace {

// The first octet of a representation (section 6).
constexpr std::uint8_t kIndexed = 0x80;       // 1
constexpr std::uint8_t kIncremental = 0x40;   // 01
constexpr std::uint8_t kSizeUpdate = 0x20;    // 001
constexpr std::uint8_t kNeverIndexed = 0x10;  // 0001, 0000 is without indexing

constexpr std::uint8_t kHuffman = 0x80;  // of a string literal

bool is_size_update(std::uint8_t first) {
    return (first & 0xE0U) == kSizeUpdate;
}

// A string literal (section 5.2), decoded into the section's storage.
RuleId read_string(Cursor& in, FieldSection& section, std::string_view& text) {
    if (in.empty()) {
        return RuleId::hpack_truncated;
    }
    const bool huffman = (*in.at & kHuffman) != 0;
    std::uint32_t length = 0;
    if (const RuleId broken = read_integer(in, 7, length); broken != RuleId::none) {
        return broken;
    }
    if (length > in.left()) {
        return RuleId::hpack_truncated;
    }
    const std::uint8_t* const octets = in.at;
    in.at += length;
    if (!huffman) {
        std::char_traits<char>::copy(section.room(length), reinterpret_cast<const char*>(octets),
                                     length);
        text = section.keep(length);
        return RuleId::none;
    }
    const HuffmanDecoded decoded =
        huffman_decode(octets, length, section.room(huffman_decode_room(length)));
    text = section.keep(decoded.size);
    return decoded.rule;
}

}  // namespace

void Decoder::set_limit(std::uint32_t octets) {
    limit_ = octets;
    if (octets < table_.capacity()) {
        duty_ = std::min(duty_, octets);
    }
}

void Decoder::forget() {
    const std::uint32_t capacity = table_.capacity();
    table_.set_capacity(0);
    table_.set_capacity(capacity);
    partial_ = true;
    duty_ = kNoDuty;
}

// No table within the limit has more entries: each of them counts 32 octets at least.
bool Decoder::is_unknown(std::uint32_t number) const {
    return partial_ && number < std::max(limit_, table_.capacity()) / kEntryOverhead;
}

RuleId Decoder::decode(std::span<const std::byte> block, FieldSection& section) {
    section.clear();
    section.set_block_octets(static_cast<std::uint32_t>(block.size()));
    const auto* const begin = reinterpret_cast<const std::uint8_t*>(block.data());
    Cursor in{begin, begin + block.size()};
    RuleId broken = size_updates(in);
    while (broken == RuleId::none && !in.empty()) {
        broken = representation(in, section);
    }
    return broken;
}

RuleId Decoder::size_updates(Cursor& in) {
    std::uint32_t smallest = kNoDuty;
    while (!in.empty() && is_size_update(*in.at)) {
        std::uint32_t size = 0;
        if (const RuleId broken = read_integer(in, 5, size); broken != RuleId::none) {
            return broken;
        }
        if (size > limit_) {
            return RuleId::hpack_size_update_limit;
        }
        smallest = std::min(smallest, size);
        partial_ = partial_ || size > most_kept_;
        table_.set_capacity(std::min(size, most_kept_));
    }
    if (smallest > duty_) {
        return RuleId::hpack_size_update_missing;
    }
    duty_ = kNoDuty;
    return RuleId::none;
}

RuleId Decoder::representation(Cursor& in, FieldSection& section) {
    const std::uint8_t first = *in.at;
    if ((first & kIndexed) != 0) {
        return indexed(in, section);
    }
    if (is_size_update(first)) {
        return RuleId::hpack_size_update_placement;
    }
    const bool incremental = (first & kIncremental) != 0;
    const bool never_indexed = !incremental && (first & kNeverIndexed) != 0;
    Field field;
    const RuleId broken = literal(in, incremental ? 6 : 4, never_indexed, section, field);
    if (incremental && broken == RuleId::none) {
        table_.insert(field.name, field.value);
    }
    return broken;
}

RuleId Decoder::indexed(Cursor& in, FieldSection& section) {
    std::uint32_t index = 0;
    if (const RuleId broken = read_integer(in, 7, index); broken != RuleId::none) {
        return broken;
    }
    const std::uint32_t number = index - 1;  // index 0 becomes one beyond the tables
    if (number < kStaticEntries) {
        const StaticEntry& entry = kStaticTable[number];
        section.add_kept(entry.name, entry.value, false);
        return RuleId::none;
    }
    if (number - kStaticEntries >= table_.entries()) {
        if (!is_unknown(number - kStaticEntries)) {
            return RuleId::hpack_index;
        }
        section.add_kept({}, {}, false);
        section.mark_unknown(/*name=*/true, /*value=*/true);
        return RuleId::none;
    }
    const DynamicTable::Entry entry = table_[number - kStaticEntries];
    section.add(entry.name, entry.value, false);
    if (partial_ && entry.name.empty()) {  // inserted under a name that was not known
        section.mark_unknown(/*name=*/true, /*value=*/false);
    }
    return RuleId::none;
}

RuleId Decoder::literal(Cursor& in, unsigned prefix, bool never_indexed, FieldSection& section,
                        Field& field) {
    std::uint32_t index = 0;
    if (const RuleId broken = read_integer(in, prefix, index); broken != RuleId::none) {
        return broken;
    }
    field.never_indexed = never_indexed;
    if (const RuleId broken = literal_name(in, index, section, field); broken != RuleId::none) {
        return broken;
    }
    if (const RuleId broken = read_string(in, section, field.value); broken != RuleId::none) {
        return broken;
    }
    section.add_kept(field.name, field.value, never_indexed);
    if (field.name_unknown) {
        section.mark_unknown(/*name=*/true, /*value=*/false);
    }
    return RuleId::none;
}

RuleId Decoder::literal_name(Cursor& in, std::uint32_t index, FieldSection& section, Field& field) {
    std::string_view& name = field.name;
    if (index == 0) {
        return read_string(in, section, name);
    }
    if (index <= kStaticEntries) {
        name = kStaticTable[index - 1].name;
        return RuleId::none;
    }
    if (index - kStaticEntries > table_.entries()) {
        field.name_unknown = is_unknown(index - kStaticEntries - 1);
        return field.name_unknown ? RuleId::none : RuleId::hpack_index;
    }
    name = table_[index - kStaticEntries - 1].name;
    field.name_unknown = partial_ && name.empty();
    if (section.excess() == RuleId::none) {  // beyond the limits it is only for the table
        std::char_traits<char>::copy(section.room(name.size()), name.data(), name.size());
        name = section.keep(name.size());
    }
    return RuleId::none;
}

}  // namespace h2::hpack
