// What a connection answers when it is asked: streams, limits in force, windows, equality. The
// verbs are in connection_receive*.cpp, connection_submit.cpp and connection_report.cpp.

#include "h2core/connection.hpp"

#include <algorithm>

#include "h2core/lifecycle.hpp"

namespace h2 {

Connection::Connection(Role role, const Policy& policy)
    : role_{role}, policy_{&policy}, next_local_{StreamId::first(role)} {}

Connection Connection::established(Role role, const Settings& local, const Settings& peer,
                                   const Policy& policy) {
    Connection connection{role, policy};
    connection.local_ = local;
    connection.peer_ = peer;
    connection.settings_received_ = true;
    return connection;
}

const Stream* Connection::find(StreamId id) const {
    // A few streams are found faster from the front: what the explorer does all the time.
    constexpr std::uint32_t kFew = 16;
    const Stream* stream = streams_.begin();
    if (streams_.size() > kFew) {
        stream = std::lower_bound(stream, streams_.end(), id,
                                  [](const Stream& s, StreamId wanted) { return s.id < wanted; });
    }
    while (stream != streams_.end() && stream->id < id) {
        ++stream;
    }
    return stream != streams_.end() && stream->id == id ? stream : nullptr;
}

std::uint32_t Connection::submitted_limit() const {
    std::uint32_t limit = local_.max_concurrent_streams;
    for (const SettingList* list : unacked_) {
        if (list == nullptr) {
            continue;
        }
        for (const Setting& setting : list->values) {
            if (setting.id == SettingId::MAX_CONCURRENT_STREAMS) {
                limit = setting.value;
            }
        }
    }
    return limit;
}

std::uint32_t Connection::limit_in_force() const {
    switch (policy_->limit_in_force) {
        case LimitInForce::acked: break;
        case LimitInForce::submitted: return submitted_limit();
        case LimitInForce::both: return std::min(local_.max_concurrent_streams, submitted_limit());
    }
    return local_.max_concurrent_streams;
}

bool Connection::can_open() const {
    return role_ == Role::client && !closed_ && !goaway_sent_ && !goaway_received_ &&
           !next_local_.names_connection() &&
           (policy_->open_beyond_limit || local_count_ < peer_.max_concurrent_streams);
}

std::int32_t Connection::sendable(StreamId id) const {
    const Stream* stream = find(id);
    if (stream == nullptr || stream->outbound != MessagePhase::body ||
        on_send(stream->lifecycle, StreamInput::data).kind != Cell::Kind::to) {
        return 0;
    }
    return std::min(stream->send_window.size(), send_window_.size());
}

bool Connection::credits(const Verdict& verdict) const {
    if (const Discard* discard = std::get_if<Discard>(&verdict)) {
        return discard->rule != RuleId::after_goaway_ignored ||
               policy_->after_goaway != AfterGoAway::discard_uncredited;
    }
    return !std::holds_alternative<ConnectionError>(verdict);
}

bool Connection::operator==(const Connection& other) const {
    return streams_ == other.streams_ && local_ == other.local_ && peer_ == other.peer_ &&
           unacked_ == other.unacked_ && remembered_resets_ == other.remembered_resets_ &&
           send_window_ == other.send_window_ && receive_window_ == other.receive_window_ &&
           next_local_ == other.next_local_ && highest_peer_ == other.highest_peer_ &&
           peer_count_ == other.peer_count_ && local_count_ == other.local_count_ &&
           closing_count_ == other.closing_count_ && running_requests_ == other.running_requests_ &&
           settings_received_ == other.settings_received_ && goaway_sent_ == other.goaway_sent_ &&
           goaway_received_ == other.goaway_received_ && closed_ == other.closed_ &&
           announced_last_ == other.announced_last_ && peer_last_ == other.peer_last_;
}

}  // namespace h2
