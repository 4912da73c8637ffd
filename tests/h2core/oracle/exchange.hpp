#pragma once
// Requests and responses that two peers exchange: what a stream carries follows from its number, so
// that both ends and the test agree about it.

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "tests/support/split_mix64.hpp"

namespace oracle {

struct Message {
    std::vector<std::pair<std::string, std::string>> fields;
    std::size_t content = 0;  // octets of DATA
    bool ended = false;
    bool operator==(const Message&) const = default;
};
using Messages = std::map<std::uint32_t, Message>;  // by stream

namespace exchange {

inline void add_fields(Message& message, support::SplitMix64& random) {
    for (std::uint64_t left = random.below(6); left > 0; --left) {
        // Some come again and again, some are new each time.
        const std::uint64_t which = random.below(40);
        message.fields.emplace_back(
            "x-field-" + std::to_string(which),
            std::string(1 + random.below(60), static_cast<char>('a' + which % 26)));
    }
    if (random.chance(10)) {
        message.fields.emplace_back("x-long", std::string(30'000, 'x'));  // needs CONTINUATION
    }
    constexpr std::size_t kSizes[] = {0, 1, 5'000, 100'000};
    message.content = kSizes[random.below(4)];
    message.ended = true;
}

inline Message request(std::uint64_t seed, std::uint32_t stream) {
    support::SplitMix64 random{seed * 1'000 + stream};
    Message message;
    message.fields = {{":method", "POST"},
                      {":scheme", "https"},
                      {":authority", "example.com"},
                      {":path", "/" + std::to_string(stream)}};
    add_fields(message, random);
    return message;
}
inline Message response(std::uint64_t seed, std::uint32_t stream) {
    support::SplitMix64 random{seed * 1'000 + stream + 500};
    Message message;
    message.fields = {{":status", random.chance(2) ? "200" : "404"}};
    add_fields(message, random);
    message.fields.emplace_back("content-length", std::to_string(message.content));
    return message;
}

}  // namespace exchange
}  // namespace oracle
