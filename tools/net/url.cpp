// Takes a URL apart and says where it is wrong.

#include "tools/net/url.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "sim/text/printable.hpp"
#include "tools/system/failure.hpp"

namespace tools::net {

h2::Result<Url, std::string> parse_url(std::string_view text) {
    constexpr std::size_t kLongestShown = 200;
    const auto error = [&](std::string_view what) {
        return fmt::format("{}: {}", sim::in_quotes(text, kLongestShown), what);
    };
    const bool visible = std::all_of(text.begin(), text.end(),
                                     [](char each) { return each > ' ' && each < '\x7f'; });
    if (!visible) {
        return error("a URL has no spaces, control characters or letters beyond ASCII");
    }
    Url url;
    url.tls = text.starts_with("https://");
    if (!url.tls && !text.starts_with("http://")) {
        return error("expected a URL that begins with http:// or https://");
    }
    std::string_view rest = text.substr(url.scheme().size() + 3);
    rest = rest.substr(0, rest.find('#'));
    const std::string_view authority = rest.substr(0, rest.find_first_of("/?"));
    url.path = rest.substr(authority.size());
    if (!url.path.starts_with('/')) {
        url.path.insert(0, "/");
    }
    if (authority.find('@') != std::string_view::npos) {
        return error("user names in URLs are not sent");  // RFC 9113 section 8.3.1
    }
    const bool has_port = authority.find(':', authority.rfind(']') == std::string_view::npos
                                                  ? 0
                                                  : authority.rfind(']')) != std::string_view::npos;
    const std::string port = has_port ? "" : url.tls ? ":443" : ":80";
    const auto address = parse_address(std::string{authority} + port);
    if (!address || address->port == 0) {
        return error("expected a host and perhaps a port, such as localhost:8080 or [::1]");
    }
    url.address = *address;
    url.authority =
        url.address.port == (url.tls ? 443 : 80)
            ? authority.substr(
                  0, authority.size() - (has_port ? authority.size() - authority.rfind(':') : 0))
            : authority;
    return url;
}

Url url_of_target(const std::string& target) {
    const bool has_scheme = target.find("://") != std::string::npos;
    auto url = parse_url(has_scheme ? target : "http://" + target);
    if (!url) {
        refuse_arguments(url.error());
    }
    return std::move(*url);
}

}  // namespace tools::net
