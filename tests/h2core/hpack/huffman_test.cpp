#include "h2core/hpack/huffman.hpp"

#include <catch2/catch.hpp>

#include "h2core/hpack/huffman_code.hpp"
#include "tests/h2core/hpack/hpack_support.hpp"
#include "tests/support/split_mix64.hpp"

using namespace h2;
using namespace h2::hpack;
using namespace test;
using support::SplitMix64;

namespace {

// The text, or the slug of the rule that the code breaks.
std::string decode_code(const Octets& code) {
    std::string text(huffman_decode_room(code.size()), '\0');
    const HuffmanDecoded decoded = huffman_decode(
        reinterpret_cast<const std::uint8_t*>(code.data()), code.size(), text.data());
    text.resize(decoded.size);
    return decoded.rule == RuleId::none ? text : std::string{rule(decoded.rule).slug};
}

std::string bits_of(const Octets& code) {
    std::string bits;
    for (const std::byte octet : code) {
        for (unsigned bit = 8; bit-- > 0;) {
            bits += (std::to_integer<unsigned>(octet) >> bit & 1U) != 0 ? '1' : '0';
        }
    }
    return bits;
}

Octets octets_of(std::string bits) {
    bits.resize((bits.size() + 7) / 8 * 8, '1');
    Octets code;
    for (std::size_t i = 0; i < bits.size(); i += 8) {
        code.push_back(static_cast<std::byte>(std::stoi(bits.substr(i, 8), nullptr, 2)));
    }
    return code;
}

std::string bits_of(std::size_t symbol) {
    std::string bits;
    for (unsigned bit = kHuffmanCodes[symbol].bits; bit-- > 0;) {
        bits += (kHuffmanCodes[symbol].code >> bit & 1U) != 0 ? '1' : '0';
    }
    return bits;
}

// Section 5.2 word by word, a bit at a time.
class Reference {
  public:
    Reference() {
        for (std::size_t symbol = 0; symbol < kHuffmanCodes.size(); ++symbol) {
            std::size_t node = 0;
            for (const char bit : bits_of(symbol)) {
                std::size_t& next = nodes_[node].next[bit == '1' ? 1 : 0];
                if (next == 0) {
                    next = nodes_.size();
                    const std::size_t made = next;
                    nodes_.emplace_back();
                    node = made;
                } else {
                    node = next;
                }
            }
            nodes_[node].symbol = static_cast<int>(symbol);
        }
    }

    [[nodiscard]] std::string decode(const Octets& code) const {
        std::string text;
        std::size_t node = 0;
        std::string padding;
        for (const char bit : bits_of(code)) {
            padding += bit;
            node = nodes_[node].next[bit == '1' ? 1 : 0];
            if (nodes_[node].symbol == static_cast<int>(kHuffmanEos)) {
                return "7541/5.2/eos";
            }
            if (nodes_[node].symbol >= 0) {
                text += static_cast<char>(nodes_[node].symbol);
                node = 0;
                padding.clear();
            }
        }
        const bool good = padding.size() < 8 && padding.find('0') == std::string::npos;
        return good ? text : "7541/5.2/padding";
    }

  private:
    struct Node {
        std::size_t next[2] = {0, 0};
        int symbol = -1;
    };
    std::vector<Node> nodes_ = std::vector<Node>(1);
};

std::string encode_text(std::string_view text) {
    Octets code(huffman_size(text));
    auto* begin = reinterpret_cast<std::uint8_t*>(code.data());
    CHECK(huffman_encode(text, begin) == begin + code.size());
    return hex(code);
}

}  // namespace

TEST_CASE("7541/B every octet has its code", "[hpack]") {
    for (std::size_t symbol = 0; symbol < 256; ++symbol) {
        // With others around it, so that it begins at every bit of an octet.
        for (std::size_t before = 0; before < 8; ++before) {
            std::string text(before, '0');
            text += static_cast<char>(symbol);
            text += "ab";
            std::string bits;
            for (const char letter : text) {
                bits += bits_of(static_cast<unsigned char>(letter));
            }
            INFO(symbol << " after " << before);
            CHECK(encode_text(text) == hex(octets_of(bits)));
            CHECK(decode_code(octets_of(bits)) == text);
        }
    }
    CHECK(encode_text("").empty());
    CHECK(decode_code({}).empty());
}

TEST_CASE("7541/B every pair of octets", "[hpack]") {
    std::string text(2, '\0');
    std::size_t wrong = 0;
    for (unsigned pair = 0; pair < 65'536; ++pair) {
        text[0] = static_cast<char>(pair >> 8U);
        text[1] = static_cast<char>(pair);
        Octets code(huffman_size(text));
        huffman_encode(text, reinterpret_cast<std::uint8_t*>(code.data()));
        wrong += decode_code(code) == text ? 0 : 1;
    }
    CHECK(wrong == 0);
}

TEST_CASE("7541/5.2 every code of up to two octets, and many longer ones", "[hpack]") {
    const Reference reference;
    std::size_t wrong = 0;
    for (unsigned code = 0; code < 65'536; ++code) {
        const Octets two = {static_cast<std::byte>(code >> 8U), static_cast<std::byte>(code)};
        wrong += decode_code(two) == reference.decode(two) ? 0 : 1;
    }
    for (unsigned code = 0; code < 256; ++code) {
        const Octets one = {static_cast<std::byte>(code)};
        wrong += decode_code(one) == reference.decode(one) ? 0 : 1;
    }
    CHECK(wrong == 0);

    SplitMix64 random{7};
    for (int i = 0; i < 20'000; ++i) {
        Octets code(random.next() % 24);
        for (std::byte& octet : code) {
            // Ones are what long codes, EOS and padding are made of.
            octet =
                random.next() % 3 == 0 ? std::byte{0xFF} : static_cast<std::byte>(random.next());
        }
        wrong += decode_code(code) == reference.decode(code) ? 0 : 1;
    }
    CHECK(wrong == 0);
}

TEST_CASE("7541/5.2 padding is shorter than 8 bits", "[7541/5.2/padding]") {
    CHECK(decode_code(octets("1f")) == "a");                   // 00011 111
    CHECK(decode_code(octets("1fff")) == "7541/5.2/padding");  // eleven ones
    CHECK(decode_code(octets("ff")) == "7541/5.2/padding");
    CHECK(decode_code(octets("ffffff")) == "7541/5.2/padding");
    // "&" has 8 bits: the code after it is padding only as a whole octet.
    CHECK(decode_code(octets("f8")) == "&");
    CHECK(decode_code(octets("f8ff")) == "7541/5.2/padding");
    // In a block, with the code as a name and as a value.
    CHECK(decode("00821fff0161") == RuleId::hpack_huffman_padding);
    CHECK(decode("0481ff") == RuleId::hpack_huffman_padding);
    CHECK(decode("04811f") == RuleId::none);
}

TEST_CASE("7541/5.2 padding is made of ones", "[7541/5.2/padding]") {
    CHECK(decode_code(octets("1e")) == "7541/5.2/padding");  // 00011 110
    CHECK(decode_code(octets("18")) == "7541/5.2/padding");  // 00011 000
    CHECK(decode("04811e") == RuleId::hpack_huffman_padding);
    // The last code is complete, but for its last bit.
    CHECK(decode_code(octets("fe")) == "7541/5.2/padding");
}

TEST_CASE("7541/5.2 EOS is an error, wherever it stands", "[7541/5.2/eos]") {
    const std::string eos = bits_of(kHuffmanEos);
    CHECK(decode_code(octets_of(eos)) == "7541/5.2/eos");
    CHECK(decode_code(octets("ffffffff")) == "7541/5.2/eos");
    for (std::size_t before = 0; before < 20; ++before) {
        for (const std::string_view after : {"", "0", "a\x01z"}) {
            std::string bits;
            for (std::size_t i = 0; i < before; ++i) {
                bits += bits_of('a');
            }
            bits += eos;
            for (const char letter : after) {
                bits += bits_of(static_cast<unsigned char>(letter));
            }
            CHECK(decode_code(octets_of(bits)) == "7541/5.2/eos");
        }
    }
    CHECK(decode("0484ffffffff") == RuleId::hpack_huffman_eos);
    CHECK(decode("0084ffffffff0161") == RuleId::hpack_huffman_eos);
}

TEST_CASE("7541/5.2 code of every length ends where the room ends", "[hpack]") {
    // '0' has the shortest code: the text is as long as it can be. A sanitizer watches the rest.
    for (std::size_t length = 0; length < 80; ++length) {
        const std::string text(length, '0');
        const Octets code = octets(encode_text(text));
        CHECK(huffman_decode_room(code.size()) >= length + 1);
        std::vector<char> room(huffman_decode_room(code.size()));
        const auto decoded = huffman_decode(reinterpret_cast<const std::uint8_t*>(code.data()),
                                            code.size(), room.data());
        CHECK(std::string_view{room.data(), decoded.size} == text);
    }
}
