// The account of the wire. What the client does to it: monitor_client.cpp, and the server:
// monitor_server.cpp.

#include "sim/judge/monitor.hpp"

#include <algorithm>

#include "sim/judge/last_setting.hpp"

namespace sim {
namespace {

// The server side is done when its closing frames are out, or it has heard the client's reset.
bool server_done(const WireStream& s) {
    return s.has_all(WireStream::server_ended | WireStream::client_ended) ||
           s.has(WireStream::server_reset | WireStream::server_saw_reset);
}

}  // namespace

void Monitor::begin(std::uint32_t limit, std::uint32_t initial_window) {
    acked_limit_ = limit;
    at_client_.begin();
    at_server_.begin(initial_window);
}

const WireStream* Monitor::find(h2::StreamId id) const {
    for (const WireStream& stream : streams_) {
        if (stream.id == id) {
            return &stream;
        }
    }
    return nullptr;
}

WireStream* Monitor::seek(h2::StreamId id) {
    return const_cast<WireStream*>(find(id));
}

std::uint32_t Monitor::open_for_client() const {
    return static_cast<std::uint32_t>(std::count_if(
        streams_.begin(), streams_.end(), [](const auto& s) { return s.open_for_client(); }));
}

std::uint32_t Monitor::open_on_wire() const {
    return static_cast<std::uint32_t>(std::count_if(
        streams_.begin(), streams_.end(), [](const auto& s) { return s.open_on_wire(); }));
}

std::uint32_t Monitor::admitted_open() const {
    return static_cast<std::uint32_t>(std::count_if(
        streams_.begin(), streams_.end(),
        [](const WireStream& s) { return s.has(WireStream::admitted) && s.open_on_wire(); }));
}

std::uint32_t Monitor::client_limit() const {
    std::uint32_t applied = acked_limit_;
    for (const h2::SettingList* list : acks_in_flight_) {
        applied = last_setting(list, h2::SettingId::MAX_CONCURRENT_STREAMS, applied);
    }
    std::uint32_t limit = applied;
    for (std::uint32_t i = 0; i < seen_settings_; ++i) {
        applied = last_setting(settings_[i], h2::SettingId::MAX_CONCURRENT_STREAMS, applied);
        limit = std::max(limit, applied);
    }
    return limit;
}

Monitor::Limits Monitor::limits_under_way() const {
    std::uint32_t applied = acked_limit_;
    Limits limits{applied, applied};
    const auto widen = [&](const SettingLists& lists) {
        for (const h2::SettingList* list : lists) {
            applied = last_setting(list, h2::SettingId::MAX_CONCURRENT_STREAMS, applied);
            limits = {std::min(limits.least, applied), std::max(limits.greatest, applied)};
        }
    };
    widen(acks_in_flight_);
    widen(settings_);
    return limits;
}

Observations Monitor::breaks(Peer peer, h2::RuleId rule, h2::StreamId on, Observations shows) {
    if (rule == h2::RuleId::none) {
        return 0;
    }
    const bool client = peer == Peer::client;
    const h2::Level level = h2::rule(rule).level;
    const Observation broke =
        client ? Observation::client_broke_rule : Observation::server_broke_rule;
    faults_.list.push_back({peer, rule, on, shows | seen_if(level == h2::Level::must, broke)});
    if (level != h2::Level::should) {
        (client ? client_ : server_).breaks(rule, on);
    }
    return shows;
}

// INITIAL_WINDOW_SIZE changes what is granted on every stream (section 6.9.2).
void Monitor::shift_windows(std::uint32_t before) {
    const std::int64_t delta =
        std::int64_t{at_server_.granted_initial_window()} - std::int64_t{before};
    for (WireStream& stream : streams_) {
        if (!stream.has(WireStream::server_saw_reset) && !stream.window.change(delta)) {
            breaks(Peer::client, h2::RuleId::settings_window_overflow, stream.id);
        }
    }
}

// A stream that is closed for both leaves no trace, but for one: after the client's RST_STREAM the
// end of what the server had begun to send may still become visible.
void Monitor::forget_closed() {
    constexpr std::uint16_t kCancelled = WireStream::client_reset | WireStream::server_saw_reset;
    for (std::uint32_t i = 0; i < streams_.size();) {
        WireStream& stream = streams_[i];
        if (stream.open_for_client() || !server_done(stream)) {
            ++i;
        } else if (stream.has_all(kCancelled) &&
                   !stream.has(WireStream::server_ended | WireStream::server_reset)) {
            stream.marks = kCancelled;
            stream.window = h2::Window{0};
            ++i;
        } else {
            streams_.erase(i);
        }
    }
}

}  // namespace sim
