#pragma once
// The two ends of an HTTP/2 connection (RFC 9113 section 2.2).

#include <cstdint>

namespace h2 {

enum class Role : std::uint8_t { client, server };

constexpr Role peer_of(Role role) {
    return role == Role::client ? Role::server : Role::client;
}

}  // namespace h2
