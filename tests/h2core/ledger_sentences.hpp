#pragma once
// What makes the completeness of the ledger checkable without the RFCs at hand: every key word
// (MUST, MUST NOT, SHOULD, SHOULD NOT, RECOMMENDED) of RFC 7541, 8441, 9113 and 9218 in the order
// of the text, with the rows of the ledger that hold its requirement, or why no row does. Beside
// that, how often each key word occurs in each section: counted in the text, whatever was made of
// it.

#include <array>
#include <span>
#include <string_view>

namespace test {

enum class KeyWord { must, must_not, should, should_not, recommended, not_recommended };

// Why a sentence has no row.
inline constexpr std::string_view kKeyWords = "says what the key words mean";
inline constexpr std::string_view kExtensionDesign = "addresses who writes extensions";
inline constexpr std::string_view kHttp3 = "about HTTP/3";
inline constexpr std::string_view kQuic = "quoted from RFC 9002, about QUIC";

struct Sentence {
    std::string_view section;
    KeyWord word;
    std::string_view rows;           // slugs, separated by a space; empty: left out
    std::string_view left_out = "";  // the reason; empty: it has rows
};

std::span<const Sentence> sentences_of_9113_frames();    // sections 2 to 6
std::span<const Sentence> sentences_of_9113_messages();  // sections 7 to 10
std::span<const Sentence> sentences_of_others();         // RFC 7541, RFC 8441, RFC 9218

struct SectionCount {
    std::string_view section;
    std::array<int, 6> occurrences;  // of each KeyWord
};

std::span<const SectionCount> section_counts();

}  // namespace test
