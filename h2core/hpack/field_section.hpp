#pragma once
// What a decoder fills: fields and the octets they refer to, in storage that is used again for the
// next section. Bounded by limits, whatever a block expands to.

#include <cstddef>
#include <cstdint>
#include <memory>
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
    FieldSection() = default;
    ~FieldSection() = default;
    // A copy has octets of its own.
    FieldSection(const FieldSection& other) { *this = other; }
    FieldSection& operator=(const FieldSection& other);

    [[nodiscard]] const SectionLimits& limits() const { return limits_; }
    void set_limits(const SectionLimits& limits) { limits_ = limits; }

    // The fields of the last block, in order; valid until the next clear(). Addresses of the list
    // itself stay the same. `octets` is the length of the encoded block.
    [[nodiscard]] const FieldList& list() const { return list_; }
    // RuleId::none, or header_list_size / field_count: the list holds only what came before.
    [[nodiscard]] RuleId excess() const { return excess_; }
    // Names, values and 32 for each field, those beyond the limits included (saturates).
    [[nodiscard]] std::uint32_t list_octets() const;

    // For the decoder.
    void clear();
    // Copies name and value, unless a limit is exceeded: then only counts.
    void add(std::string_view name, std::string_view value, bool never_indexed);
    void set_block_octets(std::uint32_t octets) { list_.octets = octets; }

    // For the decoder: a field whose octets need no copy, because they are static or were put into
    // room() and kept. The next room() is over what was kept for a field beyond the limits.
    void add_kept(std::string_view name, std::string_view value, bool never_indexed);
    // The field added last is not known as far as these say.
    void mark_unknown(bool name, bool value);
    // A place for so many octets, until the next call of room().
    char* room(std::size_t octets);
    // The first octets of the last room() are now text of the section.
    std::string_view keep(std::size_t octets);

  private:
    struct Chunk {
        std::unique_ptr<char[]> octets;
        std::size_t size;
    };

    bool admit(std::size_t octets);
    void open_chunk(std::size_t size);

    SectionLimits limits_;
    FieldList list_;
    RuleId excess_ = RuleId::none;
    std::uint64_t list_octets_ = 0;
    std::vector<Chunk> chunks_;  // never moved while fields refer to them; the last one is filled
    char* at_ = nullptr;         // what is free in it
    char* end_ = nullptr;
    char* committed_ = nullptr;  // the end of what fields refer to in it
};

inline char* FieldSection::room(std::size_t octets) {
    if (static_cast<std::size_t>(end_ - at_) < octets) [[unlikely]] {
        open_chunk(octets);
    }
    return at_;
}

inline std::string_view FieldSection::keep(std::size_t octets) {
    const std::string_view text{at_, octets};
    at_ += octets;
    return text;
}

// Counts a field. False where it is beyond a limit.
inline bool FieldSection::admit(std::size_t octets) {
    list_octets_ += octets + 32;
    if (excess_ == RuleId::none) [[likely]] {
        if (list_octets_ > limits_.list_octets) {
            excess_ = RuleId::header_list_size;
        } else if (list_.fields.size() >= limits_.fields) {
            excess_ = RuleId::field_count;
        }
    }
    return excess_ == RuleId::none;
}

inline void FieldSection::add_kept(std::string_view name, std::string_view value,
                                   bool never_indexed) {
    if (admit(name.size() + value.size())) [[likely]] {
        list_.fields.push_back({name, value, never_indexed});
        committed_ = at_;
    } else {
        at_ = committed_;
    }
}

inline void FieldSection::mark_unknown(bool name, bool value) {
    if (excess_ == RuleId::none && !list_.fields.empty()) {
        list_.fields.back().name_unknown = name;
        list_.fields.back().value_unknown = value;
    }
}

}  // namespace h2::hpack
