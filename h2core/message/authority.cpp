// Takes an authority apart (RFC 3986 section 3.2) and compares it with a Host field (RFC 9113
// section 8.3.1).

#include "h2core/message/authority.hpp"

#include "h2core/message/octet_class.hpp"

namespace h2 {

namespace {

using octet_class::equal_ignoring_case;

constexpr auto kNone = std::string_view::npos;

struct HostPort {
    std::string_view host;
    std::string_view port;
    bool has_port = false;
};

// An IPv6 address has colons of its own, within brackets.
HostPort split(std::string_view authority) {
    const std::size_t colon = authority.rfind(':');
    const std::size_t bracket = authority.rfind(']');
    if (colon == kNone || (bracket != kNone && colon < bracket)) {
        return {authority, {}, false};
    }
    return {authority.substr(0, colon), authority.substr(colon + 1), true};
}

std::string_view without_userinfo(std::string_view authority) {
    const std::size_t at = authority.rfind('@');
    return at == kNone ? authority : authority.substr(at + 1);
}

std::string_view default_port(std::string_view scheme) {
    if (equal_ignoring_case(scheme, "https")) {
        return "443";
    }
    return equal_ignoring_case(scheme, "http") ? "80" : "";
}

}  // namespace

bool is_valid_scheme(std::string_view scheme) {
    const bool begins_with_letter = !scheme.empty() && octet_class::to_lower(scheme[0]) >= 'a' &&
                                    octet_class::to_lower(scheme[0]) <= 'z';
    return begins_with_letter && octet_class::all_of(scheme, octet_class::kScheme);
}

bool is_valid_authority(std::string_view authority) {
    return octet_class::all_of(authority, octet_class::kAuthority);
}

bool is_http_scheme(std::string_view scheme) {
    return equal_ignoring_case(scheme, "https") || equal_ignoring_case(scheme, "http");
}

bool has_userinfo(std::string_view authority) {
    return authority.find('@') != kNone;
}

bool is_host_and_port(std::string_view authority) {
    const auto [host, port, has_port] = split(authority);
    if (!has_port || host.empty() || port.empty() || has_userinfo(authority) ||
        !octet_class::all_of(port, octet_class::kDigit)) {
        return false;
    }
    unsigned number = 0;
    for (const char digit : port) {
        number = number * 10 + static_cast<unsigned>(digit - '0');
        if (number > 65'535) {
            return false;
        }
    }
    return true;
}

bool same_entity(std::string_view authority, std::string_view host, std::string_view scheme) {
    if (authority == host) {
        return true;
    }
    const HostPort a = split(without_userinfo(authority));
    const HostPort b = split(host);
    const auto port = [scheme](const HostPort& entity) {
        return entity.port.empty() ? default_port(scheme) : entity.port;
    };
    return equal_ignoring_case(a.host, b.host) && port(a) == port(b);
}

}  // namespace h2
