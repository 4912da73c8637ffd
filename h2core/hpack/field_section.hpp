#pragma once
// What a decoder fills: fields and the octets they refer to, in storage that is used again for the
// next section. Bounded by limits, whatever a block expands to.

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "h2core/field_list.hpp"
#include "h2core/rules.hpp"

namespace h2::hpack {

struct SectionLimits {
    std::uint32_t fields = 1'000;
    std::uint32_t list_octets = 65'536;  // names, values and 32 for each field (RFC 9113, 6.5.2)
};

class FieldSection {
  public:
    [[nodiscard]] const SectionLimits& limits() const { return limits_; }
    void set_limits(const SectionLimits& limits) { limits_ = limits; }

    // The fields of the last block, in order; valid until the next clear(). Addresses of the list
    // itself stay the same. `octets` is the length of the encoded block.
    [[nodiscard]] const FieldList& list() const { return list_; }
    // RuleId::none, or header_list_size / field_count: the list holds only what came before.
    [[nodiscard]] RuleId excess() const { return excess_; }
    // Names, values and 32 for each field, those beyond the limits included (saturates).
    [[nodiscard]] std::uint32_t list_octets() const { return list_octets_; }

    // For the decoder.
    void clear();
    // Copies name and value, unless a limit is exceeded: then only counts.
    void add(std::string_view name, std::string_view value, bool never_indexed);
    void set_block_octets(std::uint32_t octets) { list_.octets = octets; }

  private:
    SectionLimits limits_;
    FieldList list_;
    RuleId excess_ = RuleId::none;
    std::uint32_t list_octets_ = 0;
    std::vector<char> octets_;  // never moved while fields refer to it
};

}  // namespace h2::hpack
