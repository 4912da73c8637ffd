#pragma once
// Which entries of an encoder's dynamic table have a given name, or name and value. It may miss an
// entry where hashes crowd, which costs octets only; what it returns is compared in full. Bounded
// work for each look-up, whatever the fields are.

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "h2core/hpack/dynamic_table.hpp"
#include "h2core/hpack/text_hash.hpp"

namespace h2::hpack {

class MatchIndex {
  public:
    static constexpr std::uint32_t kNothing = 0xFFFF'FFFF;

    // Index of an entry in `table`, 0 is the newest; or kNothing. `hash` belongs to the name, or to
    // the whole field: any function of the text, the same one as for put_name() or put_field().
    [[nodiscard]] std::uint32_t find_name(const DynamicTable& table, std::uint64_t hash,
                                          std::string_view name) const;
    [[nodiscard]] std::uint32_t find_field(const DynamicTable& table, std::uint64_t hash,
                                           std::string_view name, std::string_view value) const;

    // To be called after each insertion into the table: entries are known by their numbers.
    void count_insertion(const DynamicTable& table);
    // The newest entry can now be found by this hash of its name, and no older one; or by this hash
    // of the field.
    void put_name(std::uint64_t hash) { store({tag(hash), insertions_}, true); }
    void put_field(std::uint64_t hash) { store({tag(hash), insertions_}, false); }

  private:
    struct Slot {
        std::uint32_t tag = 0;     // of the hash; its low bits say which bucket
        std::uint32_t number = 0;  // of the insertion, from 1 on
    };
    static constexpr std::uint32_t kWays = 4;
    using Bucket = std::array<Slot, kWays>;

    static constexpr std::uint32_t tag(std::uint64_t hash) {
        return static_cast<std::uint32_t>(hash >> 32);
    }
    // The index of the slot's entry; one beyond the table where it was evicted.
    [[nodiscard]] std::uint32_t age(const Slot& slot) const { return insertions_ - slot.number; }
    [[nodiscard]] const Bucket& bucket(std::uint32_t tag) const {
        return buckets_[tag & (buckets_.size() - 1)];
    }
    void store(const Slot& slot, bool replace);

    std::vector<Bucket> buckets_;  // a power of two, or none
    std::uint32_t insertions_ = 0;
};

inline std::uint32_t MatchIndex::find_name(const DynamicTable& table, std::uint64_t hash,
                                           std::string_view name) const {
    if (buckets_.empty()) {
        return kNothing;
    }
    for (const Slot& slot : bucket(tag(hash))) {
        const std::uint32_t index = age(slot);
        if (slot.tag == tag(hash) && index < table.entries() &&
            same_text(table[index].name, name)) {
            return index;
        }
    }
    return kNothing;
}

inline std::uint32_t MatchIndex::find_field(const DynamicTable& table, std::uint64_t hash,
                                            std::string_view name, std::string_view value) const {
    if (buckets_.empty()) {
        return kNothing;
    }
    for (const Slot& slot : bucket(tag(hash))) {
        const std::uint32_t index = age(slot);
        if (slot.tag == tag(hash) && index < table.entries()) {
            const DynamicTable::Entry entry = table[index];
            if (same_text(entry.name, name) && same_text(entry.value, value)) {
                return index;
            }
        }
    }
    return kNothing;
}

}  // namespace h2::hpack
