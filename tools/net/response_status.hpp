#pragma once
// The status of a response (RFC 9113 section 8.3.2).

#include <charconv>
#include <cstdint>

#include "h2core/field_list.hpp"

namespace tools::net {

inline constexpr std::uint16_t kFirstFinal = 200;  // below, a response is informational (RFC 9110)

// 0 where there is none.
inline std::uint16_t status_of(const h2::Fields& fields) {
    std::uint16_t status = 0;
    for (const h2::Field& field : fields_of(fields)) {
        if (field.name == ":status") {
            std::from_chars(field.value.data(), field.value.data() + field.value.size(), status);
        }
    }
    return status;
}

}  // namespace tools::net
