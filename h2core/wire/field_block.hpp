#pragma once
// A field block over HEADERS or PUSH_PROMISE and its CONTINUATIONs (RFC 9113 sections 4.3 and
// 6.10), bounded in octets and in frames: an empty CONTINUATION costs the peer nine octets, so
// octets alone would be no bound.

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "h2core/budgets.hpp"
#include "h2core/wire/frame_payload.hpp"

namespace h2 {

class FieldBlock {
  public:
    // Between HEADERS without END_HEADERS and the CONTINUATION with it nothing else may arrive.
    [[nodiscard]] bool is_open() const { return open_; }
    [[nodiscard]] StreamId stream() const;

    // Both return RuleId::none, or field_block_octets / field_block_frames when a budget is
    // exceeded (then the block is given up). Whether a part may follow at all is the caller's to
    // check: is_open() and the stream.
    RuleId begin(const FieldBlockStart& start, const Budgets& budgets);
    RuleId add(const FieldBlockPart& part, const Budgets& budgets);

    // After END_HEADERS: the frame without its fields, and the whole block. The block refers to the
    // one fragment itself when there was only one; valid until the next begin().
    [[nodiscard]] const Frame& frame() const { return frame_; }
    [[nodiscard]] std::span<const std::byte> octets() const {
        return gathered_.empty() ? fragment_ : gathered_;
    }

  private:
    RuleId take(std::span<const std::byte> fragment, bool end_headers, const Budgets& budgets);

    Frame frame_;
    bool open_ = false;
    std::uint32_t frames_ = 0;
    std::span<const std::byte> fragment_;  // of a block in one frame …
    std::vector<std::byte> gathered_;      // … and of one in several
};

}  // namespace h2
