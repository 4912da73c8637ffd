#pragma once
// Strings in the Huffman code (RFC 7541 section 5.2).

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "h2core/rules.hpp"

namespace h2::hpack {

// Room that huffman_decode() wants for `octets` of code: the shortest code has 5 bits; and one
// octet more, for it writes in pairs.
constexpr std::size_t huffman_decode_room(std::size_t octets) {
    return octets / 5 * 8 + octets % 5 * 8 / 5 + 1;
}

struct HuffmanDecoded {
    RuleId rule = RuleId::none;  // or hpack_huffman_padding, hpack_huffman_eos
    std::size_t size = 0;        // octets written; of no use where a rule is broken
};

HuffmanDecoded huffman_decode(const std::uint8_t* code, std::size_t octets, char* out);

// How many octets the code of `text` has, padding included.
std::size_t huffman_size(std::string_view text);

// Writes huffman_size(text) octets. Returns their end.
std::uint8_t* huffman_encode(std::string_view text, std::uint8_t* out);

}  // namespace h2::hpack
