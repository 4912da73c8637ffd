#include "h2core/message/field_rules.hpp"

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
        default: return false;
    }
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
                             octet_class::all_of(value, octet_class::kValue));
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
