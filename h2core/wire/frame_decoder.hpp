#pragma once
// Octets in any segmentation → frames, each with its whole payload (RFC 9113 section 4.1). The only
// place that remembers partial input. What it keeps is what has arrived: a length in a header
// reserves nothing.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "h2core/wire/frame_header.hpp"

namespace h2 {

class FrameDecoder {
  public:
    // Frames longer than `octets` are not read: SETTINGS_MAX_FRAME_SIZE as the peer has
    // acknowledged it (section 4.2), 2^14 … 2^24-1.
    void set_max_frame_size(std::uint32_t octets) { max_frame_size_ = octets; }

    enum class Outcome : std::uint8_t {
        need_more,  // all input was taken and no frame is complete
        frame,      // `header` and `payload` are one frame
        too_long,   // `header` announces more than the maximum; nothing more can be read
    };
    struct Output {
        Outcome outcome = Outcome::need_more;
        FrameHeader header;
        // Part of the input when the frame was whole in it, else of this decoder: valid until the
        // next call.
        std::span<const std::byte> payload;
    };

    // Takes octets from the front of `input`, up to the end of the next frame. Of a frame that is
    // too long the nine octets of its header are taken; further calls take nothing and say the
    // same.
    Output next(std::span<const std::byte>& input);

    // The header of a frame of which more is to come, once its nine octets are there.
    [[nodiscard]] std::optional<FrameHeader> header_ahead() const {
        if (handed_out_ || partial_.size() < kFrameHeaderSize) {
            return std::nullopt;
        }
        return load_frame_header(std::span{partial_}.first<kFrameHeaderSize>());
    }
    // Octets taken that belong to a frame not yet complete.
    [[nodiscard]] std::size_t pending() const { return handed_out_ ? 0 : partial_.size(); }

  private:
    Output next_slowly(std::span<const std::byte>& input);
    Output next_of_partial(std::span<const std::byte>& input);
    bool take_until(std::size_t size, std::span<const std::byte>& input);

    std::uint32_t max_frame_size_ = 16'384;
    bool handed_out_ = false;  // partial_ holds the frame returned last
    std::vector<std::byte> partial_;
};

// Inline where the frame is whole in the input: this runs once for every frame.
inline FrameDecoder::Output FrameDecoder::next(std::span<const std::byte>& input) {
    if (!partial_.empty() || input.size() < kFrameHeaderSize) {
        return next_slowly(input);
    }
    // Filled where it stands: a header that is put together and then copied stalls the reading.
    Output output{Outcome::frame, load_frame_header(input.first<kFrameHeaderSize>()), {}};
    const std::size_t size = kFrameHeaderSize + output.header.length;
    if (output.header.length > max_frame_size_ || input.size() < size) {
        return next_slowly(input);
    }
    output.payload = input.subspan(kFrameHeaderSize, output.header.length);
    input = input.subspan(size);
    return output;
}

}  // namespace h2
