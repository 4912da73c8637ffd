// Joins the cookie fields of a section into one (RFC 9113 section 8.2.3).

#include "h2core/message/cookie.hpp"

namespace h2 {

std::optional<std::string> join_cookies(std::span<const Field> fields) {
    std::optional<std::string> joined;
    for (const Field& field : fields) {
        if (field.name != "cookie") {
            continue;
        }
        if (joined) {
            joined->append("; ").append(field.value);
        } else {
            joined.emplace(field.value);
        }
    }
    return joined;
}

}  // namespace h2
