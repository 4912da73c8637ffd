#pragma once
// Builders for scripts of a few frames, and the check that a difference shows in them.

#include <initializer_list>
#include <string_view>
#include <utility>

#include "tests/h2core/oracle/compare.hpp"
#include "tests/support/frames.hpp"

namespace oracle {

using Pair = std::pair<std::string_view, std::string_view>;

// Literals without indexing, names and values of at most 126 octets without Huffman.
inline Octets block(std::initializer_list<Pair> fields) {
    Octets result;
    for (const auto& [name, value] : fields) {
        append(result, octets({0, static_cast<unsigned>(name.size())}));
        append(result, name);
        append(result, octets({static_cast<unsigned>(value.size())}));
        append(result, value);
    }
    return result;
}
inline Octets headers(std::uint32_t stream, std::initializer_list<Pair> fields, bool end_stream) {
    return frame(h2::FrameType::HEADERS, h2::flag::END_HEADERS | (end_stream ? 1U : 0U), stream,
                 block(fields));
}
inline Octets get(std::uint32_t stream, bool end_stream = true) {
    return headers(stream,
                   {{":method", "GET"}, {":scheme", "https"}, {":authority", "a"}, {":path", "/"}},
                   end_stream);
}
inline Octets promise(std::uint32_t parent, std::uint32_t promised, std::string_view method) {
    Octets payload = u32(promised);
    append(payload,
           block({{":method", method}, {":scheme", "https"}, {":authority", "a"}, {":path", "/"}}));
    return frame(h2::FrameType::PUSH_PROMISE, h2::flag::END_HEADERS, parent, payload);
}
inline Octets data(std::uint32_t stream, std::uint32_t size, bool end_stream = false) {
    return frame(h2::FrameType::DATA, end_stream ? 1U : 0U, stream, Octets(size));
}
inline Octets window_update(std::uint32_t stream, std::uint32_t increment) {
    return frame(h2::FrameType::WINDOW_UPDATE, 0, stream, u32(increment));
}

// After the prefaces. The items may begin with requests of a client.
inline Script to_server(std::vector<Item> items, std::vector<h2::Setting> settings = {}) {
    items.insert(items.begin(), {magic(), frame(h2::FrameType::SETTINGS, 0, 0)});
    return {h2::Role::server, {1, std::move(settings)}, std::move(items)};
}
inline Script to_client(std::vector<Item> items) {
    items.insert(items.begin(), frame(h2::FrameType::SETTINGS, 0, 0));
    return {h2::Role::client, {}, std::move(items)};
}

// The last frame is judged so by us, so by nghttp2, and by no other difference than that.
inline void demonstrate(std::string_view name, const Script& script, h2::RuleId rule,
                        const Outcome& ours, const Outcome& theirs) {
    const Comparison result = compare(script);
    CHECK(result.unlisted.empty());
    CHECK(result.rule == rule);
    CHECK(result.ours == ours);
    CHECK(result.theirs == theirs);
    REQUIRE(result.listed.size() == 1);
    CHECK(result.listed.front()->name == name);
}

}  // namespace oracle
