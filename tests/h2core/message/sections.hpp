#pragma once
// Field sections in one word each. The octets are literals of the tests.

#include <initializer_list>
#include <string_view>
#include <utility>

#include "tests/support/frames.hpp"

namespace test {

using Pair = std::pair<std::string_view, std::string_view>;

inline h2::FieldList section(std::initializer_list<Pair> pairs) {
    h2::FieldList list;
    for (const auto& [name, value] : pairs) {
        list.fields.push_back({name, value, false});
    }
    return list;
}

// `first`, then `more`.
inline h2::FieldList joined(h2::FieldList first, std::initializer_list<Pair> more) {
    for (const auto& [name, value] : more) {
        first.fields.push_back({name, value, false});
    }
    return first;
}

// A GET, a POST, a response: well-formed, and with more fields after what is mandatory.
inline h2::FieldList get(std::initializer_list<Pair> more = {}) {
    return joined(section({{":method", "GET"},
                           {":scheme", "https"},
                           {":authority", "example.com"},
                           {":path", "/"}}),
                  more);
}
inline h2::FieldList post(std::initializer_list<Pair> more = {}) {
    return joined(section({{":method", "POST"},
                           {":scheme", "https"},
                           {":authority", "example.com"},
                           {":path", "/"}}),
                  more);
}
inline h2::FieldList response(std::string_view status, std::initializer_list<Pair> more = {}) {
    return joined(section({{":status", status}}), more);
}

inline h2::Frame headers_of(std::uint32_t id, const h2::FieldList& list, bool end_stream = false) {
    return headers(id, end_stream, h2::Fields{&list});
}

}  // namespace test
