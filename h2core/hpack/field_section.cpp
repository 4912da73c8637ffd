// Keeps the texts of one field section in chunks that later sections use again.

#include "h2core/hpack/field_section.hpp"

#include <algorithm>
#include <limits>
#include <string>

namespace h2::hpack {

namespace {

using Traits = std::char_traits<char>;

constexpr std::size_t kLeastChunk = 4'096;

}  // namespace

FieldSection& FieldSection::operator=(const FieldSection& other) {
    if (this == &other) {
        return *this;
    }
    clear();
    limits_ = other.limits_;
    for (const Field& field : other.list_.fields) {
        add(field.name, field.value, field.never_indexed);
    }
    list_.id = other.list_.id;
    list_.octets = other.list_.octets;
    excess_ = other.excess_;
    list_octets_ = other.list_octets_;
    return *this;
}

std::uint32_t FieldSection::list_octets() const {
    constexpr std::uint64_t most = std::numeric_limits<std::uint32_t>::max();
    return static_cast<std::uint32_t>(std::min(list_octets_, most));
}

void FieldSection::clear() {
    list_.fields.clear();
    list_.octets = 0;
    excess_ = RuleId::none;
    list_octets_ = 0;
    if (chunks_.size() > 1) {
        // The next section of this size fits in one; but no more than a section may be.
        std::size_t size = 0;
        for (const Chunk& chunk : chunks_) {
            size += chunk.size;
        }
        chunks_.clear();
        open_chunk(std::min(size, std::size_t{limits_.list_octets}));
    }
    at_ = chunks_.empty() ? nullptr : chunks_.front().octets.get();
    committed_ = at_;
}

void FieldSection::add(std::string_view name, std::string_view value, bool never_indexed) {
    if (!admit(name.size() + value.size())) {
        return;
    }
    char* const copy = room(name.size() + value.size());
    if (name.data() + name.size() == value.data()) {  // an entry of the dynamic table
        Traits::copy(copy, name.data(), name.size() + value.size());
    } else {
        Traits::copy(copy, name.data(), name.size());
        Traits::copy(copy + name.size(), value.data(), value.size());
    }
    list_.fields.push_back({keep(name.size()), keep(value.size()), never_indexed});
    committed_ = at_;
}

void FieldSection::open_chunk(std::size_t size) {
    const std::size_t last = chunks_.empty() ? 0 : chunks_.back().size;
    size = std::max({size, 2 * last, kLeastChunk});
    chunks_.push_back({std::make_unique_for_overwrite<char[]>(size), size});
    at_ = chunks_.back().octets.get();
    end_ = at_ + size;
    committed_ = at_;
}

}  // namespace h2::hpack
