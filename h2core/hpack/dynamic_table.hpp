#pragma once
// The dynamic table (RFC 7541 sections 2.3.2 and 4): entries in the order of insertion, the newest
// first, bounded in octets.

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace h2::hpack {

inline constexpr std::uint32_t kEntryOverhead = 32;  // section 4.1

class DynamicTable {
  public:
    struct Entry {
        std::string_view name;
        std::string_view value;
    };

    [[nodiscard]] std::uint32_t entries() const;   // how many
    [[nodiscard]] std::uint32_t octets() const;    // their size as section 4.1 counts
    [[nodiscard]] std::uint32_t capacity() const;  // the most octets() can become

    // Entry number `index`, 0 is the newest; index < entries(). The views end with the next
    // insertion or resizing.
    [[nodiscard]] Entry operator[](std::uint32_t index) const;

    // Evicts until the entry fits (section 4.4); an entry larger than the capacity empties the
    // table and is not kept. `name` and `value` may refer to entries of this table.
    void insert(std::string_view name, std::string_view value);
    void set_capacity(std::uint32_t octets);
};

}  // namespace h2::hpack
