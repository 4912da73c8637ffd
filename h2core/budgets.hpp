#pragma once
// Bounds on what a peer can make us do without breaking the letter of RFC 9113 (section 10.5).
// Part of Policy. A peer that exceeds one gets a connection error ENHANCE_YOUR_CALM, or, for a
// field section that is merely too large, a stream error.

#include <cstdint>

namespace h2 {

// A bucket of tokens: what it is named for takes one, and FloodGuard says what gives them back.
struct TokenBudget {
    std::uint32_t capacity = 1'000;
    std::uint32_t per_second = 33;  // given back by Endpoint::seconds_passed, the core has no clock
    bool operator==(const TokenBudget&) const = default;
};

struct Budgets {
    // Field blocks (CVE-2023-45288 and its kin, CVE-2026-33871, CVE-2026-49975).
    std::uint32_t field_block_octets = 131'072;  // encoded, per block
    std::uint32_t field_block_frames = 32;       // HEADERS and CONTINUATION, per block
    std::uint32_t field_list_octets = 65'536;    // decoded, 32 more per field (section 6.5.2)
    std::uint32_t fields = 1'000;                // per section, cookie crumbs count
    // Answers the peer has caused (PING and SETTINGS acknowledgments, RST_STREAM) and that are not
    // written yet (CVE-2019-9512, -9514, -9515, -9517).
    std::uint32_t control_frames_queued = 1'000;
    // Frames in a row that carry nothing: empty DATA without END_STREAM (CVE-2019-9518).
    std::uint32_t empty_frames = 100;
    // RST_STREAM received for a request not yet answered (CVE-2023-44487) …
    TokenBudget resets_received;
    // … and stream errors the peer has caused (CVE-2025-8671).
    TokenBudget resets_caused;
    bool operator==(const Budgets&) const = default;
};

}  // namespace h2
