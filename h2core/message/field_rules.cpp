// Examines the names and values of fields (RFC 9113 sections 8.2, 8.2.1 and 8.2.2).

#include "h2core/message/field_rules.hpp"

#include <cstdint>
#include <cstring>

#include "h2core/message/octet_class.hpp"

namespace h2 {

namespace {

constexpr bool is_white_space(char c) {
    return c == ' ' || c == '\t';
}

// Section 8.2.2; by length first, because almost every field is none of these.
bool is_connection_specific(std::string_view name) {
    switch (name.size()) {
        case 7: return name == "upgrade";
        case 10: return name == "connection" || name == "keep-alive";
        case 16: return name == "proxy-connection";
        case 17: return name == "transfer-encoding";
        default: return false;  // a size
    }
}

constexpr std::uint64_t kEach = 0x0101'0101'0101'0101U;

// Whether one of the eight octets is 0: the borrow of its subtraction reaches its highest bit.
constexpr bool has_zero(std::uint64_t octets) {
    return ((octets - kEach) & ~octets & (kEach << 7U)) != 0;
}

// Eight octets at a time: values are long, and every octet of a request is looked at here.
bool is_field_content(std::string_view value) {
    while (value.size() >= sizeof(std::uint64_t)) {
        std::uint64_t octets = 0;
        std::memcpy(&octets, value.data(), sizeof octets);
        if (has_zero(octets) || has_zero(octets ^ (kEach * '\n')) ||
            has_zero(octets ^ (kEach * '\r'))) {
            return false;
        }
        value.remove_prefix(sizeof octets);
    }
    return octet_class::all_of(value, octet_class::kValue);
}

}  // namespace

bool is_valid_name(std::string_view name) {
    if (!name.empty() && name.front() == ':') {
        name.remove_prefix(1);
    }
    return !name.empty() && octet_class::all_of(name, octet_class::kName);
}

bool is_valid_value(std::string_view value) {
    return value.empty() || (!is_white_space(value.front()) && !is_white_space(value.back()) &&
                             is_field_content(value));
}

RuleId examine_field(const Field& field) {
    if (!is_valid_name(field.name)) {
        return RuleId::field_name;
    }
    if (!is_valid_value(field.value)) {
        return RuleId::field_value;
    }
    if (is_connection_specific(field.name)) {
        return RuleId::connection_specific;
    }
    if (field.name == "te" && !octet_class::equal_ignoring_case(field.value, "trailers")) {
        return RuleId::te_other_than_trailers;
    }
    return RuleId::none;
}

}  // namespace h2
