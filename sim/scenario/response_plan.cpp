// What a request function's writes become: its own buffer collects them, the largest frame cuts
// them, the last frame carries END_STREAM.

#include "sim/scenario/response_plan.hpp"

#include <algorithm>

namespace sim {
namespace {

using Kind = PlannedFrame::Kind;

class Planner {
  public:
    Planner(const ResponseSpec& response, std::uint32_t buffer, std::uint32_t max_frame_size)
        : response_{response}, buffer_{buffer}, max_frame_size_{max_frame_size} {}

    std::vector<PlannedFrame> plan() {
        add(Kind::headers, response_.headers);
        const std::uint32_t piece =
            response_.write_size == 0 ? response_.body : response_.write_size;
        for (std::uint32_t left = response_.body; left > 0 && !too_long();) {
            const std::uint32_t octets = std::min(piece, left);
            write(octets);
            left -= octets;
        }
        const bool ends_with_data = response_.body > 0 && response_.trailers == 0;
        if (buffer_ > 0 && (held_ > 0 || ends_with_data)) {
            add_data(held_);
        }
        if (response_.trailers > 0) {
            add(Kind::trailers, response_.trailers);
        }
        plan_.back().end_stream = true;
        plan_.front().with_next = !response_.headers_flushed && plan_.size() > 1;
        return std::move(plan_);
    }

  private:
    [[nodiscard]] bool too_long() const { return plan_.size() > kMostResponseFrames; }

    void add(Kind kind, std::uint32_t octets) { plan_.push_back({kind, octets, false, false}); }

    // One write of the function: a frame where there is no buffer, else bufio.Writer: fills up,
    // flushes when more comes than fits.
    void write(std::uint32_t octets) {
        if (buffer_ == 0) {
            return add_data(octets);
        }
        while (octets > buffer_ - held_ && !too_long()) {
            const std::uint32_t chunk = held_ == 0 ? octets : buffer_;
            octets -= chunk - held_;
            add_data(chunk);
            held_ = 0;
        }
        held_ += octets;
    }

    // One payload, cut where it exceeds the largest frame.
    void add_data(std::uint32_t octets) {
        for (; octets > max_frame_size_ && !too_long(); octets -= max_frame_size_) {
            add(Kind::data, max_frame_size_);
        }
        add(Kind::data, octets);
    }

    const ResponseSpec& response_;
    std::uint32_t buffer_;
    std::uint32_t max_frame_size_;
    std::uint32_t held_ = 0;  // octets in the buffer
    std::vector<PlannedFrame> plan_;
};

}  // namespace

std::vector<PlannedFrame> plan_response(const ResponseSpec& response, std::uint32_t handler_buffer,
                                        std::uint32_t max_frame_size) {
    return Planner{response, handler_buffer, max_frame_size}.plan();
}

}  // namespace sim
