#pragma once
// What is still known of streams that a connection has closed and forgotten: whether an identifier
// was used or skipped, and whether its stream was reset. Bounded: of what is too long ago the
// answer is that it is not known.

#include <array>
#include <cstdint>

#include "h2core/inline_vector.hpp"
#include "h2core/rules.hpp"
#include "h2core/stream_id.hpp"

namespace h2 {

class ClosedStreams {
  public:
    // Of that stream and those before it, by the same opener, nothing is known.
    void start_above(StreamId id) { unknown(unknown_up_to_, id); }
    // The peer's first stream (`previous` 0), or the next new one that it uses.
    void opened(StreamId previous, StreamId id);
    // By either side.
    void reset(StreamId id);

    // Of a closed stream: the rule that DATA or HEADERS on it break. None: the identifier was
    // skipped, or nothing is known of it.
    [[nodiscard]] RuleId rule_for(StreamId id) const;

  private:
    using Limits = std::array<StreamId, 2>;  // by opener: even, odd
    struct Gap {                             // identifiers of one opener that were skipped
        StreamId first;
        StreamId last;
    };
    static void unknown(Limits& limits, StreamId id);
    static bool is_within(const Limits& limits, StreamId id);

    static constexpr std::uint32_t kMostGaps = 16;
    static constexpr std::uint32_t kMostResets = 64;
    InlineVector<Gap, kMostGaps> gaps_;           // the oldest first
    InlineVector<StreamId, kMostResets> resets_;  // likewise
    Limits unknown_up_to_;                        // whether these were used
    Limits unsure_up_to_;                         // whether these were reset
};

}  // namespace h2
