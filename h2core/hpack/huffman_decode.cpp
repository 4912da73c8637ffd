// Decodes Huffman code (RFC 7541 section 5.2) by a table of windows that the compiler makes from
// appendix B.

#include <array>
#include <bit>
#include <cstring>

#include "h2core/hpack/huffman.hpp"
#include "h2core/hpack/huffman_code.hpp"

namespace h2::hpack {

namespace {

// The decoder looks at 12 bits at once: up to two symbols, for most have 5 to 8 bits. Codes longer
// than that are rare in fields and take a second way.
constexpr int kWindow = 12;

// What a window begins with.
struct Step {
    std::array<char, 2> symbols{};
    std::uint8_t first : 4 = 0;  // bits of the first symbol
    std::uint8_t bits : 4 = 0;   // of all symbols
    std::uint8_t count = 0;      // 0 where the code is longer than the window, 1, 2
};

using Steps = std::array<Step, std::size_t{1} << kWindow>;

constexpr Steps one_symbol_steps() {
    Steps steps{};
    for (std::size_t symbol = 0; symbol < kHuffmanEos; ++symbol) {
        const auto [code, bits] = kHuffmanCodes[symbol];
        if (bits <= kWindow) {
            const std::size_t rest = std::size_t{1} << (kWindow - bits);
            for (std::size_t i = 0; i < rest; ++i) {
                Step& step = steps[code * rest + i];
                step.symbols[0] = static_cast<char>(symbol);
                step.first = bits & 0xFU;
                step.bits = bits & 0xFU;
                step.count = 1;
            }
        }
    }
    return steps;
}

constexpr Steps two_symbol_steps() {
    const Steps single = one_symbol_steps();
    Steps steps = single;
    for (std::size_t window = 0; window < steps.size(); ++window) {
        Step& step = steps[window];
        const Step& second = single[(window << step.first) % steps.size()];
        if (step.count == 1 && second.count == 1 && step.first + second.first <= kWindow) {
            step.symbols[1] = second.symbols[0];
            step.bits = (step.first + second.first) & 0xFU;
            step.count = 2;
        }
    }
    return steps;
}

constexpr Steps kSteps = two_symbol_steps();

// Longer codes: of all codes of one length, the lower ones belong to a symbol each and the others
// are the beginnings of longer codes. `end` is the first of those, aligned on bit 31.
struct Length {
    std::uint64_t end = 0;
    std::uint32_t begin = 0;  // the first code of this length, aligned on bit 31
    std::uint16_t base = 0;   // where its symbol stands in LongCodes::symbols
    std::uint8_t bits = 0;
};

struct LongCodes {
    std::array<Length, 18> lengths{};  // 13 … 30; unused ones have end == begin
    std::array<std::uint16_t, kHuffmanCodes.size()> symbols{};
};

constexpr std::uint32_t aligned(const HuffmanCode& code) {
    return code.code << (32 - code.bits);
}

constexpr LongCodes long_codes() {
    LongCodes all;
    std::uint16_t base = 0;
    std::uint64_t next = 0;
    for (const HuffmanCode& code : kHuffmanCodes) {
        next += code.bits <= kWindow ? std::uint64_t{1} << (32 - code.bits) : 0;
    }
    for (std::size_t i = 0; i < all.lengths.size(); ++i) {
        Length& length = all.lengths[i];
        length.bits = static_cast<std::uint8_t>(kWindow + 1 + i);
        length.begin = static_cast<std::uint32_t>(next);
        length.base = base;
        for (std::size_t symbol = 0; symbol < kHuffmanCodes.size(); ++symbol) {
            if (kHuffmanCodes[symbol].bits == length.bits) {
                const std::uint32_t order =
                    (aligned(kHuffmanCodes[symbol]) - length.begin) >> (32 - length.bits);
                all.symbols[base + order] = static_cast<std::uint16_t>(symbol);
                next += std::uint64_t{1} << (32 - length.bits);
            }
        }
        length.end = next;
        base =
            static_cast<std::uint16_t>(base + ((length.end - length.begin) >> (32 - length.bits)));
    }
    return all;
}

constexpr LongCodes kLong = long_codes();

// The code is canonical from 13 bits on, and complete.
constexpr bool finds_every_long_code() {
    for (std::size_t symbol = 0; symbol < kHuffmanCodes.size(); ++symbol) {
        const HuffmanCode& code = kHuffmanCodes[symbol];
        if (code.bits > kWindow) {
            const Length& length = kLong.lengths[code.bits - kWindow - 1U];
            const std::uint32_t window = aligned(code);
            if (window < length.begin || window >= length.end ||
                kLong.symbols[length.base + ((window - length.begin) >> (32 - code.bits))] !=
                    symbol) {
                return false;
            }
        }
    }
    return kLong.lengths.back().end == std::uint64_t{1} << 32;
}
static_assert(finds_every_long_code());

struct LongSymbol {
    std::uint32_t symbol;
    int bits;
};

LongSymbol long_symbol(std::uint32_t window) {
    const Length* length = kLong.lengths.data();
    while (window >= length->end) {
        ++length;
    }
    const std::uint32_t order = (window - length->begin) >> (32 - length->bits);
    return {kLong.symbols[length->base + order], length->bits};
}

// Bits not yet decoded: the first is the highest of `word`, `count` are there. Those below are
// the next bits of the code or zero, so that reading them again changes nothing.
class BitReader {
  public:
    BitReader(const std::uint8_t* code, std::size_t octets) : at_{code}, end_{code + octets} {}

    // Makes it 56 bits or more, or all that are left. False where no octets are left.
    bool refill() {
        if (end_ - at_ >= 8) [[likely]] {
            std::uint64_t next = 0;
            std::memcpy(&next, at_, 8);
            if constexpr (std::endian::native == std::endian::little) {
                next = __builtin_bswap64(next);
            }
            word_ |= next >> count_;
            at_ += (63 - count_) / 8;
            count_ |= 56;
            return true;
        }
        while (count_ < 56 && at_ != end_) {
            word_ |= std::uint64_t{*at_++} << (56 - count_);
            count_ += 8;
        }
        return at_ != end_;
    }
    [[nodiscard]] int count() const { return count_; }
    [[nodiscard]] std::uint32_t first32() const { return static_cast<std::uint32_t>(word_ >> 32); }
    [[nodiscard]] const Step& step() const { return kSteps[word_ >> (64 - kWindow)]; }
    void skip(int bits) {
        word_ <<= bits;
        count_ -= bits;
    }
    // Behind the last octet: ones follow, which no symbol but EOS is made of.
    void pad() { word_ |= ~std::uint64_t{0} >> count_; }
    [[nodiscard]] bool all_ones() const { return word_ == ~std::uint64_t{0}; }

  private:
    const std::uint8_t* at_;
    const std::uint8_t* end_;
    std::uint64_t word_ = 0;
    int count_ = 0;
};

char* put(const Step& step, char* out) {
    std::memcpy(out, step.symbols.data(), 2);
    return out + step.count;
}

// Decodes as long as a whole code is certain to be there. False: EOS.
bool decode_body(BitReader& bits, char*& out) {
    bool more = true;
    while (more || bits.count() >= 30) {
        more = bits.refill();
        while (bits.count() >= 30) {
            const Step& step = bits.step();
            if (step.count == 0) [[unlikely]] {
                const LongSymbol found = long_symbol(bits.first32());
                if (found.symbol == kHuffmanEos) {
                    return false;
                }
                *out++ = static_cast<char>(found.symbol);
                bits.skip(found.bits);
            } else {
                out = put(step, out);
                bits.skip(step.bits);
            }
        }
    }
    return true;
}

// The last bits, fewer than 30: an incomplete code at the end is padding. False: bad padding.
bool decode_end(BitReader& bits, char*& out) {
    bits.pad();
    for (;;) {
        const Step& step = bits.step();
        LongSymbol found{static_cast<unsigned char>(step.symbols[0]), step.first};
        if (step.count == 0) {
            found = long_symbol(bits.first32());
        }
        if (step.count == 2 && step.bits <= bits.count()) {
            out = put(step, out);
            bits.skip(step.bits);
        } else if (found.bits <= bits.count()) {
            *out++ = static_cast<char>(found.symbol);
            bits.skip(found.bits);
        } else {
            return bits.count() < 8 && bits.all_ones();
        }
        bits.pad();
    }
}

}  // namespace

HuffmanDecoded huffman_decode(const std::uint8_t* code, std::size_t octets, char* out) {
    char* const begin = out;
    BitReader bits{code, octets};
    if (!decode_body(bits, out)) {
        return {RuleId::hpack_huffman_eos, 0};
    }
    if (!decode_end(bits, out)) {
        return {RuleId::hpack_huffman_padding, 0};
    }
    return {RuleId::none, static_cast<std::size_t>(out - begin)};
}

}  // namespace h2::hpack
