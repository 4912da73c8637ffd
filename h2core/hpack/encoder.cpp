// Chooses a representation for each field (RFC 7541 section 6) and writes it.

#include "h2core/hpack/encoder.hpp"

#include <algorithm>
#include <string>

#include "h2core/hpack/huffman.hpp"
#include "h2core/hpack/integer.hpp"
#include "h2core/hpack/static_table.hpp"
#include "h2core/hpack/text_hash.hpp"

namespace h2::hpack {

namespace {

// What a representation begins with (section 6).
struct Pattern {
    std::uint8_t octet;
    unsigned prefix;  // bits of the index
};
constexpr Pattern kIndexedField{0x80, 7};
constexpr Pattern kIncrementalField{0x40, 6};
constexpr Pattern kNewTableSize{0x20, 5};
constexpr Pattern kNeverIndexedField{0x10, 4};
constexpr Pattern kNotIndexedField{0x00, 4};

constexpr std::uint8_t kHuffmanBit = 0x80;

// Fields of the static table whose values differ from message to message.
constexpr std::uint64_t seldom_repeating() {
    std::uint64_t set = 0;
    for (std::uint32_t index = 1; index <= kStaticEntries; ++index) {
        const std::string_view name = kStaticTable[index - 1].name;
        for (const std::string_view one :
             {":path", "age", "content-length", "content-range", "etag", "if-modified-since",
              "if-none-match", "if-range", "if-unmodified-since", "location", "set-cookie"}) {
            set |= std::uint64_t{name == one} << index;
        }
    }
    return set;
}
constexpr std::uint64_t kSeldomRepeating = seldom_repeating();

}  // namespace

// The block that grows at the end of the caller's octets.
class Encoder::Block {
  public:
    Block(std::vector<std::byte>& octets, HuffmanChoice huffman)
        : octets_{octets}, size_{octets.size()}, huffman_{huffman} {}

    void finish() { octets_.resize(size_); }

    void integer(Pattern pattern, std::uint32_t value) {
        std::uint8_t* const begin = room(kMaxIntegerOctets);
        size_ += static_cast<std::size_t>(
            write_integer(begin, pattern.octet, pattern.prefix, value) - begin);
    }

    void string(std::string_view text) {
        std::size_t coded = 0;
        bool huffman = huffman_ != HuffmanChoice::never;
        if (huffman) {
            coded = huffman_size(text);
            huffman = huffman_ == HuffmanChoice::always || coded < text.size();
        }
        const std::size_t size = huffman ? coded : text.size();
        integer({huffman ? kHuffmanBit : std::uint8_t{0}, 7}, static_cast<std::uint32_t>(size));
        std::uint8_t* const out = room(size);
        if (huffman) {
            huffman_encode(text, out);
        } else {
            std::char_traits<char>::copy(reinterpret_cast<char*>(out), text.data(), text.size());
        }
        size_ += size;
    }

  private:
    std::uint8_t* room(std::size_t more) {
        if (octets_.size() - size_ < more) {
            octets_.resize(size_ + std::max(more, kStep));
        }
        return reinterpret_cast<std::uint8_t*>(octets_.data()) + size_;
    }

    static constexpr std::size_t kStep = 64;

    std::vector<std::byte>& octets_;
    std::size_t size_;  // those written
    HuffmanChoice huffman_;
};

Encoder::Encoder(const EncoderOptions& options) : options_{options} {
    set_limit(kDefaultTableSize);
}

void Encoder::set_limit(std::uint32_t octets) {
    const std::uint32_t capacity = std::min(octets, options_.table_size);
    if (capacity == table_.capacity()) {
        return;
    }
    smallest_ = update_due_ ? std::min(smallest_, capacity) : capacity;
    update_due_ = true;
    table_.set_capacity(capacity);
}

void Encoder::encode(std::span<const Field> fields, std::vector<std::byte>& block) {
    Block out{block, options_.huffman};
    if (update_due_) {
        encode_size_updates(out);
    }
    for (const Field& field : fields) {
        encode_field(field, out);
    }
    out.finish();
}

void Encoder::encode_size_updates(Block& block) {
    if (smallest_ < table_.capacity()) {
        block.integer(kNewTableSize, smallest_);
    }
    block.integer(kNewTableSize, table_.capacity());
    update_due_ = false;
}

void Encoder::encode_field(const Field& field, Block& block) {
    const std::uint64_t name_hash = text_hash(field.name);
    const StaticRange known = find_static(field.name, name_hash);
    std::uint64_t field_hash = 0;
    if (!field.never_indexed) {
        for (std::uint32_t i = known.first; i < known.first + known.count; ++i) {
            if (same_text(kStaticTable[i - 1].value, field.value)) {
                return block.integer(kIndexedField, i);
            }
        }
        field_hash = mix(name_hash, text_hash(field.value));
        const std::uint32_t match =
            matches_.find_field(table_, field_hash, field.name, field.value);
        if (match != MatchIndex::kNothing) {
            return block.integer(kIndexedField, kStaticEntries + 1 + match);
        }
    }
    std::uint32_t name_index = known.first;
    if (name_index == 0) {
        const std::uint32_t match = matches_.find_name(table_, name_hash, field.name);
        name_index = match == MatchIndex::kNothing ? 0 : kStaticEntries + 1 + match;
    }
    const bool incremental = wants_index(field, known.first);
    block.integer(incremental           ? kIncrementalField
                  : field.never_indexed ? kNeverIndexedField
                                        : kNotIndexedField,
                  name_index);
    if (name_index == 0) {
        block.string(field.name);
    }
    block.string(field.value);
    if (incremental) {
        table_.insert(field.name, field.value);
        matches_.count_insertion(table_);
        matches_.put_field(field_hash);
        if (known.first == 0) {
            matches_.put_name(name_hash);
        }
    }
}

bool Encoder::wants_index(const Field& field, std::uint32_t static_index) const {
    if (field.never_indexed || options_.indexing == IndexingChoice::nothing) {
        return false;
    }
    const std::size_t size = field.name.size() + field.value.size() + kEntryOverhead;
    const std::size_t capacity = table_.capacity();
    if (options_.indexing == IndexingChoice::all) {
        return size <= capacity;
    }
    return size * 4 <= capacity * 3 && (kSeldomRepeating >> static_index & 1U) == 0;
}

}  // namespace h2::hpack
