#pragma once
// Which end of a connection is the client, and where HTTP/2 begins in what each of them has sent.

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

#include "h2core/witness/account.hpp"
#include "tools/capture/recording.hpp"

namespace tools {

struct Roles {
    End client = End::first;
    std::array<std::size_t, 2> skipped{};  // octets before it, by Role
    std::array<h2::Record, 2> records{};   // by Role
    bool after_http1 = false;
};
struct NotHttp2 {
    std::string_view name;  // what it is: "TLS"
};
struct TooEarly {};  // more octets are needed

// What is there to tell by.
struct Beginnings {
    std::array<std::string_view, 2> octets;  // of each End, from its first on
    bool from_the_start = true;              // of the connection
    bool first_opened = false;               // the first end has opened it for sure
    bool final = false;                      // no more comes, or there is enough
    std::array<std::uint16_t, 2> ports{};    // 0: not known
};

// A connection whose beginning is there is told by the preface. In the middle of one the client is
// who breaks fewer rules by having sent its octets; where that tells nothing, the higher port.
std::variant<Roles, NotHttp2, TooEarly> find_roles(const Beginnings& beginnings);

// Whether octets begin as those of a client or a server do: with the preface, or with SETTINGS.
bool begins_connection(std::string_view octets);

// "10.0.0.1:443", "[::1]:443" → 443; 0: there is none.
std::uint16_t port_of(std::string_view address);

}  // namespace tools
