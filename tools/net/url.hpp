#pragma once
// URLs as `h2sim get` takes them (RFC 3986, RFC 9110 section 4.2): http and https, ASCII.

#include <string>
#include <string_view>

#include "h2core/result.hpp"
#include "tools/net/sockets.hpp"

namespace tools::net {

struct Url {
    bool tls = false;
    Address address;        // port 80 or 443 where none is given
    std::string authority;  // as written: host, and port unless it is the scheme's own
    std::string path;       // and query; at least "/", never a fragment

    [[nodiscard]] std::string_view scheme() const { return tls ? "https" : "http"; }
    // One connection serves all URLs that agree in these.
    [[nodiscard]] std::string origin() const {
        return std::string{scheme()} + "://" + to_text(address);
    }
};

// The error says what is wrong with it.
h2::Result<Url, std::string> parse_url(std::string_view text);

// The same of a server on a command line, which may be HOST:PORT alone, in cleartext. Throws
// Failure (exit code 2).
Url url_of_target(const std::string& target);

}  // namespace tools::net
