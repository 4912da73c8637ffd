#pragma once
// Field blocks → field sections (RFC 7541 section 3). One decoder for each direction of a
// connection; every block must go through it, in the order of the wire, whatever becomes of its
// stream.

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "h2core/hpack/dynamic_table.hpp"
#include "h2core/hpack/field_section.hpp"
#include "h2core/hpack/integer.hpp"
#include "h2core/rules.hpp"

namespace h2::hpack {

class Decoder {
  public:
    // SETTINGS_HEADER_TABLE_SIZE of ours that the peer has acknowledged: the most that a size
    // update may ask for (section 6.3). When it falls below the table's present capacity, the next
    // block must begin with a size update, to no more than the smallest such limit (section 4.2).
    void set_limit(std::uint32_t octets);

    // Decodes one whole block into `section`, which is emptied first. RuleId::none, or the rule the
    // block breaks: a connection error COMPRESSION_ERROR (RFC 9113 section 4.3), after which the
    // decoder is of no more use. A section beyond section.limits() is decoded to its end all the
    // same, so that the table stays in step; section.excess() tells.
    RuleId decode(std::span<const std::byte> block, FieldSection& section);

    // For who only looks on (h2core/witness). Blocks have been missed, or one could not be decoded:
    // the table holds entries that nobody knows. An index beyond those that have been inserted
    // since stands for a field whose name and value are not known.
    void forget();
    // At least so many octets are allowed; what may have been owed has been given, or never will.
    void allow(std::uint32_t octets) {
        limit_ = octets > limit_ ? octets : limit_;
        duty_ = kNoDuty;
    }
    // Of a larger table only so much is kept, and what is not kept is not known any more.
    void keep_at_most(std::uint32_t octets) { most_kept_ = octets; }

    [[nodiscard]] const DynamicTable& table() const { return table_; }

  private:
    RuleId size_updates(Cursor& in);
    RuleId representation(Cursor& in, FieldSection& section);
    RuleId indexed(Cursor& in, FieldSection& section);
    RuleId literal(Cursor& in, unsigned prefix, bool never_indexed, FieldSection& section,
                   Field& field);
    RuleId literal_name(Cursor& in, std::uint32_t index, FieldSection& section, Field& field);
    // Entry number `number` of the dynamic table is one of those that nobody knows.
    [[nodiscard]] bool is_unknown(std::uint32_t number) const;

    static constexpr std::uint32_t kNoDuty = 0xFFFF'FFFF;

    DynamicTable table_;
    std::uint32_t limit_ = kDefaultTableSize;
    // The smallest limit since the last block, if the table was larger: the next block must begin
    // with an update to no more than this.
    std::uint32_t duty_ = kNoDuty;
    std::uint32_t most_kept_ = 0xFFFF'FFFF;
    bool partial_ = false;  // entries are missing
};

}  // namespace h2::hpack
