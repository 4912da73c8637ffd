// Encodes with the Huffman code of RFC 7541 appendix B, and tells beforehand how long it will be.

#include <array>

#include "h2core/hpack/huffman.hpp"
#include "h2core/hpack/huffman_code.hpp"

namespace h2::hpack {

namespace {

constexpr std::array<std::uint8_t, 256> bits_of_octets() {
    std::array<std::uint8_t, 256> bits{};
    for (std::size_t octet = 0; octet < bits.size(); ++octet) {
        bits[octet] = kHuffmanCodes[octet].bits;
    }
    return bits;
}

constexpr std::array<std::uint8_t, 256> kBits = bits_of_octets();

}  // namespace

std::size_t huffman_size(std::string_view text) {
    std::size_t bits = 0;
    for (const char letter : text) {
        bits += kBits[static_cast<unsigned char>(letter)];
    }
    return (bits + 7) / 8;
}

std::uint8_t* huffman_encode(std::string_view text, std::uint8_t* out) {
    std::uint64_t word = 0;  // bits not yet written are the lowest `count`, fewer than 32
    unsigned count = 0;
    for (const char letter : text) {
        const auto [code, bits] = kHuffmanCodes[static_cast<unsigned char>(letter)];
        word = word << bits | code;
        count += bits;
        if (count >= 32) {
            count -= 32;
            const auto full = static_cast<std::uint32_t>(word >> count);
            out[0] = static_cast<std::uint8_t>(full >> 24);
            out[1] = static_cast<std::uint8_t>(full >> 16);
            out[2] = static_cast<std::uint8_t>(full >> 8);
            out[3] = static_cast<std::uint8_t>(full);
            out += 4;
        }
    }
    for (; count >= 8; count -= 8) {
        *out++ = static_cast<std::uint8_t>(word >> (count - 8));
    }
    if (count > 0) {
        *out++ = static_cast<std::uint8_t>(word << (8 - count) | 0xFFU >> count);
    }
    return out;
}

}  // namespace h2::hpack
