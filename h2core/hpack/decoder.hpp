#pragma once
// Field blocks → field sections (RFC 7541 section 3). One decoder for each direction of a
// connection; every block must go through it, in the order of the wire, whatever becomes of its
// stream.

#include <cstddef>
#include <cstdint>
#include <span>

#include "h2core/hpack/dynamic_table.hpp"
#include "h2core/hpack/field_section.hpp"
#include "h2core/rules.hpp"

namespace h2::hpack {

class Decoder {
  public:
    // SETTINGS_HEADER_TABLE_SIZE of ours that the peer has acknowledged: the most that a size
    // update may ask for (section 6.3). When it falls below the table's present size, the next
    // block must begin with a size update (section 4.2).
    void set_limit(std::uint32_t octets);

    // Decodes one whole block into `section`, which is emptied first. RuleId::none, or the rule the
    // block breaks: a connection error COMPRESSION_ERROR (RFC 9113 section 4.3), after which the
    // decoder is of no more use. A section beyond section.limits() is decoded to its end all the
    // same, so that the table stays in step; section.excess() tells.
    RuleId decode(std::span<const std::byte> block, FieldSection& section);

    [[nodiscard]] const DynamicTable& table() const { return table_; }

  private:
    DynamicTable table_;
    std::uint32_t limit_ = 4'096;
    bool reduction_due_ = false;
};

}  // namespace h2::hpack
