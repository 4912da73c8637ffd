#pragma once
// The field section of a request of ours (RFC 9113 section 8.3.1), and fields as people write them.

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tools/net/field_texts.hpp"
#include "tools/net/url.hpp"

namespace tools::net {

using HeaderField = std::pair<std::string, std::string>;  // the name in lower case

// "Name: value". Throws Failure (exit code 2) for what a request of HTTP/2 cannot have (RFC 9113
// section 8.2).
HeaderField parse_header(const std::string& text);

// With user-agent and accept unless they are among `headers`, which come last.
// `length`: of the content, in decimal; empty: there is none.
SharedFields request_fields(const Url& url, std::string_view method, std::string_view length,
                            const std::vector<HeaderField>& headers);

}  // namespace tools::net
