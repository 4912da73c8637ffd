// Collects the pseudo-header fields of a head (RFC 9113 section 8.3) and the fields that say how
// long its content is.

#include "h2core/message/pseudo_fields.hpp"

#include <limits>

#include "h2core/message/field_rules.hpp"
#include "h2core/message/octet_class.hpp"

namespace h2 {

namespace {

std::optional<Pseudo> pseudo_of(std::string_view name) {
    switch (name.size()) {
        case 5: return name == ":path" ? std::optional{Pseudo::path} : std::nullopt;
        case 7:
            if (name == ":method") {
                return Pseudo::method;
            }
            if (name == ":scheme") {
                return Pseudo::scheme;
            }
            return name == ":status" ? std::optional{Pseudo::status} : std::nullopt;
        case 9: return name == ":protocol" ? std::optional{Pseudo::protocol} : std::nullopt;
        case 10: return name == ":authority" ? std::optional{Pseudo::authority} : std::nullopt;
        default: return std::nullopt;  // a size
    }
}

// Saturates (RFC 9110 section 8.6: no limit on the number).
std::optional<std::uint64_t> parse_content_length(std::string_view value) {
    if (value.empty() || !octet_class::all_of(value, octet_class::kDigit)) {
        return std::nullopt;
    }
    constexpr std::uint64_t kMax = std::numeric_limits<std::uint64_t>::max();
    std::uint64_t length = 0;
    for (const char c : value) {
        const auto digit = static_cast<std::uint64_t>(c - '0');
        if (length > (kMax - digit) / 10) {
            return kMax;
        }
        length = length * 10 + digit;
    }
    return length;
}

}  // namespace

HeadFields HeadFields::of_request(std::span<const Field> fields, bool extended_connect) {
    const Set defined = bit(Pseudo::method) | bit(Pseudo::scheme) | bit(Pseudo::authority) |
                        bit(Pseudo::path) | bit(Pseudo::protocol);
    HeadFields head;
    head.take_all(fields, defined);
    if (!extended_connect && head.has(Pseudo::protocol)) {
        head.broken_ = RuleId::extended_connect_disabled;
    }
    return head;
}

HeadFields HeadFields::of_response(std::span<const Field> fields, bool to_connect) {
    HeadFields head;
    head.to_connect_ = to_connect;
    head.take_all(fields, bit(Pseudo::status));
    return head;
}

void HeadFields::take_all(std::span<const Field> fields, Set defined) {
    for (const Field& field : fields) {
        broken_ = examine_field(field);
        if (broken_ == RuleId::none) {
            broken_ = take(field, defined);
        }
        if (broken_ != RuleId::none) {
            return;
        }
    }
}

RuleId HeadFields::take(const Field& field, Set defined) {
    if (field.name.front() == ':') {
        return take_pseudo(field, defined);
    }
    regular_seen_ = true;
    if (field.name == "content-length" && !opens_tunnel()) {
        const std::optional<std::uint64_t> length = parse_content_length(field.value);
        if (content_length_ || !length) {
            return RuleId::content_length_syntax;
        }
        content_length_ = length;
    } else if (field.name == "host") {
        has_host_ = true;
    }
    return RuleId::none;
}

bool HeadFields::opens_tunnel() const {
    return to_connect_ && (*this)[Pseudo::status].starts_with('2');
}

RuleId HeadFields::take_pseudo(const Field& field, Set defined) {
    const std::optional<Pseudo> pseudo = pseudo_of(field.name);
    if (!pseudo || (defined & bit(*pseudo)) == 0) {
        return RuleId::pseudo_undefined;
    }
    if (regular_seen_) {
        return RuleId::pseudo_after_regular;
    }
    if (has(*pseudo)) {
        return RuleId::pseudo_repeated;
    }
    fields_[static_cast<std::size_t>(*pseudo)] = &field;
    return RuleId::none;
}

}  // namespace h2
