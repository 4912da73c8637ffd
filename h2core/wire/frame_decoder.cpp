// The frames that do not lie whole in one input: their octets are kept until the rest has come.

#include "h2core/wire/frame_decoder.hpp"

#include <algorithm>

namespace h2 {

namespace {

FrameHeader header_at(std::span<const std::byte> octets) {
    return load_frame_header(octets.first<kFrameHeaderSize>());
}

}  // namespace

FrameDecoder::Output FrameDecoder::next_slowly(std::span<const std::byte>& input) {
    if (handed_out_) {
        partial_.clear();
        handed_out_ = false;
        return next(input);
    }
    return next_of_partial(input);
}

// A frame that began in an earlier input, or goes on in a later one. The header is completed first:
// a frame too long is known by it, before any of its payload is kept.
FrameDecoder::Output FrameDecoder::next_of_partial(std::span<const std::byte>& input) {
    if (!take_until(kFrameHeaderSize, input)) {
        return {};
    }
    const FrameHeader header = header_at(partial_);
    if (header.length > max_frame_size_) {
        return {Outcome::too_long, header, {}};
    }
    if (!take_until(kFrameHeaderSize + header.length, input)) {
        return {};
    }
    handed_out_ = true;
    return {Outcome::frame, header, std::span{partial_}.subspan(kFrameHeaderSize)};
}

// Whether partial_ has `size` octets now.
bool FrameDecoder::take_until(std::size_t size, std::span<const std::byte>& input) {
    if (partial_.size() < size) {
        const std::size_t count = std::min(size - partial_.size(), input.size());
        const std::span<const std::byte> taken = input.first(count);
        partial_.insert(partial_.end(), taken.begin(), taken.end());
        input = input.subspan(count);
    }
    return partial_.size() >= size;
}

}  // namespace h2
