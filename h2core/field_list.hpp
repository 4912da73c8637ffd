#pragma once
// A decoded field section (RFC 9113 section 8.2) as an interned, immutable value: frames refer to
// it by address, so a HEADERS frame is a few words and is copied without touching the heap. The
// owner of the lists (a world, a server) keeps them alive and unchanged while frames refer to them,
// and the octets of names and values too.

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace h2 {

struct Field {
    std::string_view name;  // lower case (section 8.2.1), pseudo-fields with their colon
    std::string_view value;
    bool never_indexed = false;  // RFC 7541 section 7.1.3
    // What an index stands for in a table whose beginning was not seen: then these are empty.
    bool name_unknown = false;
    bool value_unknown = false;
    [[nodiscard]] bool known() const { return !name_unknown && !value_unknown; }
    bool operator==(const Field&) const = default;
};

struct FieldList {
    std::uint32_t id = 0;      // unique among the lists of one owner; stands for it in digests
    std::uint32_t octets = 0;  // length of the encoded field block on the wire
    std::vector<Field> fields;
    bool operator==(const FieldList&) const = default;
};

// A reference to a list; null means "no fields". Two references are equal when they name the same
// list of the same owner: an owner interns, so equal content has one address.
struct Fields {
    const FieldList* list = nullptr;
    [[nodiscard]] std::uint32_t octets() const { return list == nullptr ? 0 : list->octets; }
    [[nodiscard]] std::uint32_t id() const { return list == nullptr ? 0 : list->id; }
    bool operator==(const Fields&) const = default;
};

inline std::span<const Field> fields_of(const Fields& fields) {
    return fields.list == nullptr ? std::span<const Field>{} : fields.list->fields;
}

}  // namespace h2
