// Tries every offset; a chain of frames by their lengths is hardly ever there by chance.

#include "tools/diagnose/frame_start.hpp"

#include <algorithm>
#include <cstdint>

#include "h2core/wire/frame_payload.hpp"
#include "h2core/witness/octet_duties.hpp"
#include "tools/input/connection_start.hpp"
#include "tools/wire/octet_text.hpp"

namespace tools {
namespace {

// Frames in a row: fewer may be there by chance. The first ones may still be octets of a payload
// that lead to where a frame begins; they are passed over.
constexpr std::size_t kEnough = 5;
constexpr std::size_t kPassedOver = 2;
constexpr std::size_t kLooksFar = 64;
constexpr std::uint8_t kHighestType = 0x10;       // PRIORITY_UPDATE
constexpr std::uint32_t kApart = 1U << 16U;       // streams that are in use at the same time
constexpr std::uint32_t kHighStream = 1U << 24U;  // rarely reached

// Frames that follow each other.
class Chain {
  public:
    // Takes the next frame, if it is one as most senders make them: of a known type none but its
    // flags; no more than everybody allows (RFC 9113 section 4.2); a stream that is not too high,
    // nor far from the others.
    bool take(std::span<const std::byte> octets) {
        constexpr std::uint32_t kAllowedByAll = 16'384;
        header = h2::load_frame_header(octets.first<h2::kFrameHeaderSize>());
        const bool is_known = begins_with_frame(text_of(octets));
        if (!(is_known || header.type > kHighestType) || header.reserved ||
            h2::unused_flags(header) != 0 || header.stream.value() >= kHighStream ||
            header.length > kAllowedByAll) {
            return false;
        }
        if (is_known && !header.stream.names_connection() && !header.is(h2::FrameType::PRIORITY)) {
            lowest_ = std::min(lowest_, header.stream.value());
            highest_ = std::max(highest_, header.stream.value());
        }
        ++frames;
        whole = size() <= octets.size();
        if (whole && !is_frame(octets.subspan(h2::kFrameHeaderSize, header.length))) {
            return false;
        }
        known += is_known && whole ? 1 : 0;
        return highest_ < lowest_ || highest_ - lowest_ <= kApart;
    }
    [[nodiscard]] std::uint32_t highest() const { return highest_; }  // stream
    [[nodiscard]] std::size_t size() const { return h2::kFrameHeaderSize + header.length; }

    h2::FrameHeader header;  // of the last one
    bool whole = false;      // … all of it is there
    std::size_t frames = 0;
    std::size_t known = 0;  // of known types, and whole

  private:
    bool is_frame(std::span<const std::byte> payload) {
        const h2::Payload decoded = h2::decode_payload(header, payload, settings_);
        return !std::holds_alternative<h2::StreamError>(decoded) &&
               !std::holds_alternative<h2::ConnectionError>(decoded);
    }

    h2::SettingList settings_;
    std::uint32_t lowest_ = UINT32_MAX;
    std::uint32_t highest_ = 0;
};

// Where a frame begins, if frames follow each other from here to the end of the octets.
std::optional<std::size_t> chain_from(std::span<const std::byte> octets) {
    Chain chain;
    std::size_t at = 0;
    std::size_t begins = 0;
    while (octets.size() - at >= h2::kFrameHeaderSize && chain.frames < kLooksFar) {
        begins = chain.frames == kPassedOver ? at : begins;
        if (!chain.take(octets.subspan(at))) {
            return std::nullopt;
        }
        if (!chain.whole) {
            break;
        }
        at += chain.size();
    }
    return chain.known >= kEnough ? std::optional{begins} : std::nullopt;
}

// Several, or one that has a payload, of streams as short connections have them.
bool only_frames(std::span<const std::byte> octets) {
    Chain chain;
    while (octets.size() >= h2::kFrameHeaderSize && chain.take(octets) && chain.whole) {
        if (chain.size() == octets.size()) {
            return chain.highest() <= kApart &&
                   (chain.frames > 1 || (chain.known == 1 && chain.header.length > 0));
        }
        octets = octets.subspan(chain.size());
    }
    return false;
}

}  // namespace

std::optional<std::size_t> find_frames(std::span<const std::byte> octets, bool all) {
    if (all && only_frames(octets)) {
        return 0;
    }
    for (std::size_t offset = 0; offset + h2::kFrameHeaderSize <= octets.size(); ++offset) {
        if (const auto begins = chain_from(octets.subspan(offset))) {
            return offset + *begins;
        }
    }
    return std::nullopt;
}

}  // namespace tools
