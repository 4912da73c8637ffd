#pragma once
// What the encoder's look-ups compare: hashes of names and values, and the texts themselves, most
// of which are too short for a call of memcmp. The hash function is fixed: the same fields
// give the same octets everywhere. It looks at the length and at most 48 octets (16 each of the
// beginning, the middle and the end); whoever uses it compares the whole text, and bounds how many
// candidates it compares.

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <type_traits>

namespace h2::hpack {

// The octets text[from, from + N), the first in the lowest bits; N is 4 or 8.
template <std::size_t N>
constexpr std::uint64_t load_little(const char* from) {
    if (std::is_constant_evaluated() || std::endian::native != std::endian::little) {
        std::uint64_t word = 0;
        for (std::size_t i = N; i-- > 0;) {
            word = word << 8 | static_cast<unsigned char>(from[i]);
        }
        return word;
    }
    std::conditional_t<N == 8, std::uint64_t, std::uint32_t> word = 0;
    std::memcpy(&word, from, N);
    return word;
}

constexpr std::uint64_t mix(std::uint64_t left, std::uint64_t right) {
    const std::uint64_t sum =
        left * 0x9E37'79B9'7F4A'7C15U ^ std::rotl(right * 0xD6E8'FEB8'6659'FD93U, 32);
    return (sum ^ sum >> 32) * 0xA076'1D64'78BD'642FU;
}

constexpr std::uint64_t text_hash(std::string_view text) {
    const char* const data = text.data();
    const std::size_t size = text.size();
    std::uint64_t word = size;
    if (size > 16) {
        word += mix(load_little<8>(data + 8), load_little<8>(data + size - 16));
        if (size > 32) {
            const char* const middle = data + size / 2 - 8;
            word += mix(load_little<8>(middle), load_little<8>(middle + 8));
        }
    }
    if (size >= 8) {
        return mix(load_little<8>(data) + word, load_little<8>(data + size - 8));
    }
    if (size >= 4) {
        return mix(load_little<4>(data) + (word << 32), load_little<4>(data + size - 4));
    }
    for (const char letter : text) {
        word = word << 8 | static_cast<unsigned char>(letter);
    }
    return mix(word, 0);
}

inline bool same_text(std::string_view left, std::string_view right) {
    const std::size_t size = left.size();
    if (size != right.size()) {
        return false;
    }
    const char* const a = left.data();
    const char* const b = right.data();
    if (size >= 8) {
        for (std::size_t i = 0; i + 8 < size; i += 8) {
            if (load_little<8>(a + i) != load_little<8>(b + i)) {
                return false;
            }
        }
        return load_little<8>(a + size - 8) == load_little<8>(b + size - 8);
    }
    if (size >= 4) {
        return load_little<4>(a) == load_little<4>(b) &&
               load_little<4>(a + size - 4) == load_little<4>(b + size - 4);
    }
    for (std::size_t i = 0; i < size; ++i) {
        if (a[i] != b[i]) {
            return false;
        }
    }
    return true;
}

}  // namespace h2::hpack
