#pragma once
// The authority part of a request's target (RFC 3986 section 3.2, RFC 9110 sections 4.2 and 7.2).
// Internal to h2core/message.

#include <string_view>

namespace h2 {

// Whether ":authority" (or ":scheme") holds nothing that its grammar forbids. An authority may be
// empty here.
bool is_valid_scheme(std::string_view scheme);
bool is_valid_authority(std::string_view authority);
bool is_http_scheme(std::string_view scheme);  // http or https, in any case
bool has_userinfo(std::string_view authority);

// A non-empty host and a port of 0 … 65535, no userinfo: what CONNECT names (RFC 9110 section
// 9.3.6, there is no default port).
bool is_host_and_port(std::string_view authority);

// Whether Host identifies the entity that :authority identifies (RFC 9113 section 8.3.1):
// scheme-based normalization (RFC 3986 sections 6.2.2.1 and 6.2.3), that is without regard to case,
// to userinfo (Host has none), to an empty port, and to port 80 for http and 443 for https.
// Percent-encoded octets are not decoded. `scheme` is empty for CONNECT.
bool same_entity(std::string_view authority, std::string_view host, std::string_view scheme);

}  // namespace h2
