// Remembers gaps between identifiers and resets, a few of each: all other identifiers were used,
// and their streams ended by END_STREAM both ways.

#include "h2core/closed_streams.hpp"

#include <algorithm>

namespace h2 {

void ClosedStreams::unknown(Limits& limits, StreamId id) {
    StreamId& limit = limits[id.value() % 2];
    limit = std::max(limit, id);
}

bool ClosedStreams::is_within(const Limits& limits, StreamId id) {
    return id <= limits[id.value() % 2];
}

void ClosedStreams::opened(StreamId previous, StreamId id) {
    const StreamId expected =
        previous.names_connection() ? StreamId::from_wire(2 - id.value() % 2) : previous.next();
    if (id == expected) {
        return;
    }
    if (gaps_.size() == kMostGaps) {
        unknown(unknown_up_to_, gaps_.front().last);
        gaps_.erase(0);
    }
    gaps_.push_back({expected, StreamId::from_wire(id.value() - 2)});
}

void ClosedStreams::reset(StreamId id) {
    if (resets_.size() == kMostResets) {
        unknown(unsure_up_to_, resets_.front());
        resets_.erase(0);
    }
    resets_.push_back(id);
}

RuleId ClosedStreams::rule_for(StreamId id) const {
    const bool skipped = std::any_of(gaps_.begin(), gaps_.end(), [&](const Gap& gap) {
        return id.value() % 2 == gap.first.value() % 2 && gap.first <= id && id <= gap.last;
    });
    if (skipped || is_within(unknown_up_to_, id)) {
        return RuleId::none;
    }
    if (std::find(resets_.begin(), resets_.end(), id) != resets_.end()) {
        return RuleId::closed_after_reset;
    }
    return is_within(unsure_up_to_, id) ? RuleId::implicitly_closed
                                        : RuleId::closed_after_end_stream;
}

}  // namespace h2
