// Which frames wait for something of the other direction: an ACK for what it acknowledges, a
// response for its request, DATA and new streams for room, credit for the DATA that it gives back.

#include <algorithm>

#include "h2core/window.hpp"
#include "h2core/wire/octet_order.hpp"
#include "h2core/witness/account.hpp"

namespace h2 {

namespace {

constexpr std::size_t kPingSize = 8;
constexpr std::size_t kIncrementSize = 4;

}  // namespace

bool Account::window_admits(Role sender, const FrameHeader& header) const {
    const Role other = peer_of(sender);
    if (!both_whole() || header.length == 0) {
        return true;
    }
    const std::int64_t octets = header.length;
    const WitnessStream* stream = streams_.find(header.stream);
    const std::int64_t initial = side(other).announced.greatest(&Settings::initial_window_size);
    const bool in_stream = stream == nullptr || octets <= initial + stream->of(sender).balance;
    return in_stream && octets <= Window::kInitial + side(sender).balance;
}

bool Account::credit_fits(Role sender, const FrameHeader& header, std::uint32_t increment) const {
    const Role other = peer_of(sender);
    if (!both_whole()) {
        return true;
    }
    if (header.stream.names_connection()) {
        return Window::kInitial + side(other).balance + increment <= Window::kMax;
    }
    const WitnessStream* stream = streams_.find(header.stream);
    return stream == nullptr || side(sender).announced.latest().initial_window_size +
                                        stream->of(other).balance + increment <=
                                    Window::kMax;
}

// What it acknowledges, or the stream that the other one is to open.
bool Account::has_cause(Role sender, const FrameHeader& header,
                        std::span<const std::byte> payload) const {
    const Side& other = side(peer_of(sender));
    switch (static_cast<FrameType>(header.type)) {
        case FrameType::SETTINGS:
            return !header.has(flag::ACK) || other.record != Record::whole ||
                   other.announced.outstanding();
        case FrameType::PING:
            return !header.has(flag::ACK) || other.record != Record::whole ||
                   payload.size() != kPingSize ||
                   std::any_of(other.pings.begin(), other.pings.end(),
                               [&](const Outstanding& sent) {
                                   return sent.opaque == load_u64(payload.data());
                               });
        case FrameType::DATA:
        case FrameType::HEADERS:
        case FrameType::RST_STREAM:
        case FrameType::PUSH_PROMISE:
        case FrameType::WINDOW_UPDATE: {
            const Role opener = opener_of(header.stream);
            return opener == sender || header.stream.names_connection() || !whole(opener) ||
                   header.stream <= streams_.highest(opener);
        }
        case FrameType::PRIORITY:
        case FrameType::GOAWAY:
        case FrameType::CONTINUATION:
        case FrameType::ALTSVC:
        case FrameType::ORIGIN:
        case FrameType::PRIORITY_UPDATE: return true;
    }
    return true;
}

bool Account::has_room(Role sender, const FrameHeader& header,
                       std::span<const std::byte> payload) const {
    const AnnouncedSettings& limits = side(peer_of(sender)).announced;
    if (header.length > limits.greatest(&Settings::max_frame_size)) {
        return false;
    }
    if (header.is(FrameType::DATA)) {
        return window_admits(sender, header);
    }
    if (header.is(FrameType::WINDOW_UPDATE) && payload.size() == kIncrementSize) {
        return credit_fits(sender, header, load_u32(payload.data()) & StreamId::kMax);
    }
    const bool opens = header.is(FrameType::HEADERS) && sender == Role::client &&
                       header.stream.opened_by(sender) && header.stream > streams_.highest(sender);
    return !opens ||
           streams_.open_count(sender) < limits.greatest(&Settings::max_concurrent_streams);
}

Account::Readiness Account::readiness(Role sender, const FrameHeader& header,
                                      std::span<const std::byte> payload) const {
    if (!has_cause(sender, header, payload)) {
        return Readiness::needs_cause;
    }
    return has_room(sender, header, payload) ? Readiness::ready : Readiness::needs_room;
}

}  // namespace h2
