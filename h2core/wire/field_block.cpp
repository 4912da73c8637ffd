// Puts a field block together from HEADERS or PUSH_PROMISE and CONTINUATION (RFC 9113 section 4.3),
// within the budgets.

#include "h2core/wire/field_block.hpp"

#include "h2core/invariant.hpp"

namespace h2 {

StreamId FieldBlock::stream() const {
    return stream_of(frame_);
}

RuleId FieldBlock::begin(const FieldBlockStart& start, const Budgets& budgets) {
    frame_ = start.frame;
    frames_ = 0;
    fragment_ = {};
    gathered_.clear();
    return take(start.fragment, start.end_headers, budgets);
}

RuleId FieldBlock::add(const FieldBlockPart& part, const Budgets& budgets) {
    H2_INVARIANT(open_ && part.stream == stream());
    return take(part.fragment, part.end_headers, budgets);
}

RuleId FieldBlock::take(std::span<const std::byte> fragment, bool end_headers,
                        const Budgets& budgets) {
    open_ = false;
    if (gathered_.size() + fragment.size() > budgets.field_block_octets) {
        return RuleId::field_block_octets;
    }
    if (++frames_ > budgets.field_block_frames) {
        return RuleId::field_block_frames;
    }
    open_ = !end_headers;
    if (end_headers && frames_ == 1) {
        fragment_ = fragment;
    } else {
        gathered_.insert(gathered_.end(), fragment.begin(), fragment.end());
    }
    return RuleId::none;
}

}  // namespace h2
