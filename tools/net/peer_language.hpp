#pragma once
// Who speaks no HTTP/2 may speak something that can be told by its first octets.

#include <string>
#include <string_view>

#include "h2core/role.hpp"

namespace tools::net {

// "HTTP/1", "TLS", "SSH", "SMTP or FTP"; empty where the octets are of none of these. `ours`: our
// role, the octets are the peer's.
std::string language_of(std::string_view first, h2::Role ours);
// "the peer speaks SSH, not HTTP/2", with what to do about it where something can be done.
std::string speaks(std::string_view language, h2::Role ours);
// A few octets for people: in quotes, or as hex.
std::string shown(std::string_view octets);

}  // namespace tools::net
