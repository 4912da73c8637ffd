// The encoder of h2core writes the frame; then its header is written again with the type, the
// flags, the stream and the reserved bit of the entry. The frames of a field block are one group:
// its fields are encoded once, and cut at the lengths that the entries give.

#include "tools/wire/wire_writer.hpp"

#include <algorithm>
#include <deque>
#include <string>

#include "h2core/wire/frame_encoder.hpp"
#include "h2core/wire/frame_header.hpp"
#include "h2core/wire/octet_order.hpp"
#include "tools/wire/octet_text.hpp"
#include "tools/wire/wire_entry.hpp"

namespace tools {
namespace {

using h2::FrameType;
using nlohmann::json;
using Octets = WireWriter::Octets;

constexpr std::uint32_t kUsualFrameSize = 16'384;
constexpr std::uint32_t kLargestFrame = 0xff'ffff;

// Writes the header of the frame that begins `octets` anew: as its entry says, its length apart.
void settle_header(const json& frame, std::uint8_t flags, Octets& octets) {
    const auto room = std::span{octets}.first<h2::kFrameHeaderSize>();
    h2::FrameHeader header = h2::load_frame_header(room);
    header.type = entry::type(frame);
    header.flags = flags;
    header.stream = entry::stream(frame);
    h2::store_frame_header(header, room);
    if (frame.value("reserved", false)) {
        octets[5] |= std::byte{0x80};
    }
}

Octets raw_frame(const json& frame, std::uint8_t flags, std::span<const std::byte> payload) {
    Octets octets;
    h2::encode_frame(
        h2::UnknownFrame{{}, 0, 0, {payload.data(), static_cast<std::uint32_t>(payload.size())}},
        {}, kLargestFrame, octets);
    settle_header(frame, flags, octets);
    return octets;
}

bool is_raw(const json& frame) {
    return frame.contains("payload");
}

Octets raw_frame(const json& frame) {
    const std::string payload = octets_of_hex(frame.at("payload").get_ref<const std::string&>());
    Octets octets = raw_frame(frame, entry::flags(frame).value_or(0), bytes_of(payload));
    if (frame.value("truncated", false)) {
        h2::store_u24(octets.data(), entry::length(frame).value_or(0));
    }
    return octets;
}

// A frame that is no part of a field block.
Octets plain_frame(const json& frame) {
    const entry::TypedFrame typed{frame};
    Octets octets;
    h2::encode_frame(typed.frame(), {}, kLargestFrame, octets);
    const unsigned flags = std::to_integer<unsigned>(octets[4]) | entry::flags(frame).value_or(0);
    settle_header(frame, static_cast<std::uint8_t>(flags), octets);
    return octets;
}

// HEADERS or PUSH_PROMISE with a whole block, and CONTINUATION where it does not fit.
Octets whole_block(const json& frame, std::span<const std::byte> block) {
    const entry::TypedFrame typed{frame};
    Octets octets;
    h2::encode_frame(typed.frame(), block, kUsualFrameSize, octets);
    const unsigned given = entry::flags(frame).value_or(0) & ~unsigned{h2::flag::END_HEADERS};
    settle_header(frame, static_cast<std::uint8_t>(std::to_integer<unsigned>(octets[4]) | given),
                  octets);
    return octets;
}

// One frame of a block in several.
Octets part_of_block(const json& frame, std::span<const std::byte> fragment, bool end_headers) {
    const std::uint8_t end = end_headers ? h2::flag::END_HEADERS : std::uint8_t{0};
    if (entry::is(frame, FrameType::CONTINUATION)) {
        return raw_frame(frame, entry::flags(frame).value_or(end), fragment);
    }
    const entry::TypedFrame typed{frame};
    Octets octets;
    h2::encode_frame(typed.frame(), fragment, kLargestFrame, octets);
    const unsigned implied =
        std::to_integer<unsigned>(octets[4]) & ~unsigned{h2::flag::END_HEADERS};
    const unsigned flags = implied | end | entry::flags(frame).value_or(0);
    settle_header(frame, static_cast<std::uint8_t>(flags), octets);
    return octets;
}

// The octets of a frame's payload that are no part of its field block.
std::uint32_t overhead(const json& frame) {
    if (entry::is(frame, FrameType::CONTINUATION)) {
        return 0;
    }
    return entry::padding(frame) + (entry::is(frame, FrameType::PUSH_PROMISE) ? 4U : 0U) +
           (entry::has_priority(frame) ? 5U : 0U);
}

std::size_t fragment_size(const json& frame) {
    const std::uint32_t length = entry::length(frame).value_or(kUsualFrameSize);
    return length - std::min(length, overhead(frame));
}

bool begins_block(const json& frame) {
    return entry::is(frame, FrameType::HEADERS) || entry::is(frame, FrameType::PUSH_PROMISE) ||
           entry::is(frame, FrameType::CONTINUATION);
}

// The entries from `first` on that are one field block. Where flags are given they say where it
// ends; else it goes on as long as CONTINUATION of the same stream follows.
std::span<const json> block_at(std::span<const json> frames, std::size_t first) {
    const h2::StreamId id = entry::stream(frames[first]);
    for (std::size_t i = first;; ++i) {
        const bool more = i + 1 < frames.size() &&
                          entry::is(frames[i + 1], FrameType::CONTINUATION) &&
                          entry::stream(frames[i + 1]) == id;
        const bool ends = entry::has_flag(frames[i], h2::flag::END_HEADERS);
        if (!more || ends) {
            return frames.subspan(first, i + 1 - first);
        }
    }
}

}  // namespace

void WireWriter::write(const json& frames, std::vector<Octets>& out) {
    const std::span<const json> all{frames.get_ref<const json::array_t&>()};
    for (std::size_t i = 0; i < all.size();) {
        const std::span<const json> group =
            begins_block(all[i]) ? block_at(all, i) : all.subspan(i, 1);
        if (begins_block(all[i])) {
            write_block(group, out);
        } else {
            out.push_back(is_raw(all[i]) ? raw_frame(all[i]) : plain_frame(all[i]));
        }
        i += group.size();
    }
}

void WireWriter::write_block(std::span<const json> group, std::vector<Octets>& out) {
    const Octets block = encode_fields(group);
    std::span<const std::byte> left = block;
    for (std::size_t i = 0; i < group.size(); ++i) {
        const json& frame = group[i];
        const bool last = i + 1 == group.size();
        const bool end_headers =
            last && entry::flags(frame).value_or(h2::flag::END_HEADERS) & h2::flag::END_HEADERS;
        const std::size_t size = last ? left.size() : std::min(fragment_size(frame), left.size());
        if (is_raw(frame)) {
            out.push_back(raw_frame(frame));
        } else if (group.size() == 1 && end_headers && !entry::is(frame, FrameType::CONTINUATION)) {
            out.push_back(whole_block(frame, left));
        } else {
            out.push_back(part_of_block(frame, left.first(size), end_headers));
        }
        left = left.subspan(size);
    }
}

// The fields stand in any frame of the block, usually the first or the last.
WireWriter::Octets WireWriter::encode_fields(std::span<const json> group) {
    Octets block;
    std::deque<std::string> texts;
    std::vector<h2::Field> fields;
    bool present = false;
    for (const json& frame : group) {
        const auto headers = frame.find("headers");
        if (headers == frame.end()) {
            continue;
        }
        present = true;
        for (const json& one : *headers) {
            const std::string& name = texts.emplace_back(octets_of_json(one.at("name")));
            const std::string& value = texts.emplace_back(octets_of_json(one.at("value")));
            fields.push_back({name, value, one.value("never_indexed", false)});
        }
    }
    if (present) {
        encoder_.encode(fields, block);
    }
    return block;
}

}  // namespace tools
