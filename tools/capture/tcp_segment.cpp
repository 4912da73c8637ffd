// Addresses as people write them (RFC 5952, RFC 3986 section 3.2.2).

#include "tools/capture/tcp_segment.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>

namespace tools {

std::string to_text(const SocketAddress& address) {
    std::array<char, INET6_ADDRSTRLEN> text{};
    inet_ntop(address.is_ipv6 ? AF_INET6 : AF_INET, address.address.data(), text.data(),
              text.size());
    return address.is_ipv6 ? fmt::format("[{}]:{}", text.data(), address.port)
                           : fmt::format("{}:{}", text.data(), address.port);
}

}  // namespace tools
