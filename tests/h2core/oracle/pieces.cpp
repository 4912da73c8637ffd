#include "tests/h2core/oracle/pieces.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace oracle {

namespace {

using h2::FrameType;
using h2::SettingId;
namespace flag = h2::flag;

std::uint32_t below(support::SplitMix64& random, std::uint64_t bound) {
    return static_cast<std::uint32_t>(random.below(bound));
}

std::ptrdiff_t at(std::size_t position) {
    return static_cast<std::ptrdiff_t>(position);
}

}  // namespace

std::vector<Octets> cut_block(support::SplitMix64& random, FrameType type, unsigned flags,
                              std::uint32_t stream, const Octets& prefix, const Octets& block) {
    Octets payload;
    const std::size_t first = random.chance(3) ? below(random, block.size() + 1) : block.size();
    std::optional<std::uint32_t> padding;
    if (random.chance(5)) {
        padding = below(random, 20);
        append(payload, octets({*padding}));
        flags |= flag::PADDED;
    }
    if (type == FrameType::HEADERS && random.chance(5)) {
        append(payload, u32(2 * stream + below(random, 100)));
        append(payload, octets({below(random, 256)}));
        flags |= flag::PRIORITY;
    }
    append(payload, prefix);
    append(payload, std::span{block}.first(first));
    payload.resize(payload.size() + padding.value_or(0));
    flags |= first == block.size() ? flag::END_HEADERS : 0U;
    std::vector<Octets> pieces = {frame(type, flags, stream, payload)};
    for (std::size_t begin = first; begin < block.size();) {
        const std::size_t end = std::min(block.size(), begin + block.size() / 3 + 1);
        pieces.push_back(frame(FrameType::CONTINUATION,
                               end == block.size() ? flag::END_HEADERS : 0U, stream,
                               {block.begin() + at(begin), block.begin() + at(end)}));
        begin = end;
    }
    return pieces;
}

Octets some_settings(support::SplitMix64& random, h2::Role role) {
    Octets payload;
    const auto maybe = [&](SettingId id, std::uint32_t value) {
        if (random.chance(3)) {
            append(payload, setting(id, value));
        }
    };
    maybe(SettingId::HEADER_TABLE_SIZE, below(random, 10'000));
    maybe(SettingId::ENABLE_PUSH, role == h2::Role::server ? below(random, 2) : 0);
    maybe(SettingId::MAX_CONCURRENT_STREAMS, 50 + below(random, 100));
    maybe(SettingId::INITIAL_WINDOW_SIZE, below(random, 100'000));
    maybe(SettingId::MAX_FRAME_SIZE, 16'384 + below(random, 10'000));
    maybe(SettingId::MAX_HEADER_LIST_SIZE, below(random, 100'000));
    maybe(static_cast<SettingId>(0xf0f0U + below(random, 100)), below(random, 1'000));
    return frame(FrameType::SETTINGS, 0, 0, payload);
}

Octets reckless_frame(support::SplitMix64& random, std::uint32_t stream) {
    constexpr std::array kExtremes = {
        0U, 1U, 2U, 16'383U, 65'536U, 0x7fff'0000U, 0x7fff'ffffU, 0x8000'0000U, 0xffff'ffffU};
    const std::uint32_t extreme = kExtremes[below(random, kExtremes.size())];
    switch (below(random, 6)) {
        case 0:
            return frame(FrameType::SETTINGS, 0, 0,
                         setting(static_cast<SettingId>(below(random, 11)), extreme));
        case 1: return frame(FrameType::WINDOW_UPDATE, 0, stream, u32(extreme));
        case 2: return frame(FrameType::RST_STREAM, 0, stream, u32(below(random, 16)));
        case 3:
            return frame(FrameType::DATA, below(random, 2), stream,
                         Octets(random.chance(4) ? 16'384 : 3));
        case 4: {
            const std::uint32_t last = random.chance(2) ? extreme : stream;
            Octets payload = u32(random.chance(8) ? last : last & ~1U);  // of a server, mostly
            append(payload, u32(below(random, 14)));
            return frame(FrameType::GOAWAY, 0, 0, payload);
        }
        default: return frame(FrameType::SETTINGS, flag::ACK, 0);
    }
}

}  // namespace oracle
