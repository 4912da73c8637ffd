// SETTINGS, PING, GOAWAY and the two kinds of priority: frames that concern the connection.

#include <algorithm>

#include "h2core/window.hpp"
#include "h2core/witness/account.hpp"

namespace h2 {

namespace {

constexpr std::int64_t kMostWindow = Window::kMax;
constexpr std::size_t kMostPings = 1'024;  // outstanding ones that are remembered
constexpr std::size_t kMostPrioritized = 1'024;

}  // namespace

void Account::settings(const Passing& at, const SettingsFrame& settings) {
    if (settings.ack) {
        acknowledgment(at);
        return;
    }
    if (settings.list != nullptr) {
        settings_values(at, *settings.list);
    }
    side(at.sender).settings_begun = true;
    side(at.sender).announced.announce(settings.list, at.end);
}

void Account::settings_values(const Passing& at, const SettingList& list) {
    Settings values = side(at.sender).announced.latest();
    for (const Setting& setting : list.values) {
        if (const auto error = validate(setting, at.sender == Role::server)) {
            add(at, error->rule, {});
            continue;
        }
        if (setting.id == SettingId::ENABLE_CONNECT_PROTOCOL && setting.value == 0 &&
            values.enable_connect_protocol == 1 && side(at.sender).announced.knows(setting.id)) {
            add(at, RuleId::settings_connect_protocol_withdrawn, {});
        }
        if (setting.id == SettingId::NO_RFC7540_PRIORITIES) {
            no_priorities(at, setting.value, values.no_rfc7540_priorities);
        }
        if (setting.id == SettingId::INITIAL_WINDOW_SIZE) {
            windows_widen(at, setting.value);
        }
        values.apply(setting);
    }
}

// RFC 9218 section 2.1: in the first SETTINGS or not at all, and then it stays.
void Account::no_priorities(const Passing& at, std::uint32_t value, std::uint32_t before) {
    Side& sender = side(at.sender);
    if (!sender.settings_begun) {
        sender.no_priorities_in_first = true;
    } else if (sender.announced.knows(SettingId::NO_RFC7540_PRIORITIES)) {
        if (value != before) {
            add(at, RuleId::settings_no_priorities_changed, {});
        } else if (sender.record == Record::whole && !sender.no_priorities_in_first) {
            add(at, RuleId::no_priorities_first_frame, {});
        }
    }
}

// Section 6.9.2. The sender has received no more of the DATA than what has passed.
void Account::windows_widen(const Passing& at, std::uint32_t initial) {
    constexpr std::size_t kFew = 4'096;  // of more it would be too much to look at all
    if (!both_whole() || streams_.size() > kFew) {
        return;
    }
    const Role other = peer_of(at.sender);
    StreamId first;
    streams_.for_each([&](WitnessStream& stream) {
        const HalfStream& half = stream.of(other);
        if (!stream.closed() && initial + half.balance > kMostWindow &&
            (first.names_connection() || stream.id < first)) {
            first = stream.id;
        }
    });
    if (!first.names_connection()) {
        add(at, RuleId::settings_window_overflow, first);
    }
}

void Account::acknowledgment(const Passing& at) {
    Side& other = side(peer_of(at.sender));
    if (other.announced.acknowledge()) {
        proves(at.sender, other.announced.acknowledged_end());
    } else if (other.record == Record::whole && other.announced.acks_known()) {
        add(at, RuleId::settings_ack_unexpected, {});
    }
}

void Account::ping(const Passing& at, const Ping& ping) {
    if (!ping.ack) {
        std::deque<Outstanding>& pings = side(at.sender).pings;
        pings.push_back({ping.opaque, at.end});
        if (pings.size() > kMostPings) {
            pings.pop_front();
        }
        return;
    }
    Side& other = side(peer_of(at.sender));
    const auto answered =
        std::find_if(other.pings.begin(), other.pings.end(),
                     [&](const Outstanding& sent) { return sent.opaque == ping.opaque; });
    if (answered == other.pings.end()) {
        // "with an identical frame payload"; but it may answer nothing, on which the RFC is silent,
        // and the answer may follow.
        if (other.record == Record::whole && !other.pings.empty() &&
            other.pings.size() < kMostPings) {
            add_unknown(at, RuleId::ping_answered, {});
        }
        return;
    }
    proves(at.sender, answered->end);
    if (other.announced.outstanding() && other.announced.oldest_end() <= answered->end) {
        // They came before the PING, and their ACK is to be sent at once; but answers to PING go
        // before all other frames (section 6.7), so it may still follow.
        add_unknown(at, RuleId::settings_acknowledged, {});
    }
    other.pings.erase(answered);
}

void Account::goaway(const Passing& at, const GoAway& goaway) {
    Side& sender = side(at.sender);
    const bool error = goaway.code != ErrorCode::NO_ERROR;
    if (sender.goaway_sent && goaway.last_stream > sender.last_stream) {
        add(at, RuleId::goaway_last_id_rises, goaway.last_stream);
    }
    if (sender.error_sent) {
        add(at, RuleId::one_goaway, {});
    }
    if (!sender.goaway_sent) {
        sender.goaway_at = at.end;
    }
    accuse(at, goaway.code, {});
    sender.goaway_sent = true;
    sender.error_sent = sender.error_sent || error;
    sender.last_stream = goaway.last_stream;
}

// RFC 9218 section 2.1.1: once the client has acknowledged SETTINGS with NO_RFC7540_PRIORITIES.
void Account::priority_signal(const Passing& at, StreamId stream) {
    const AnnouncedSettings& server = side(Role::server).announced;
    if (at.sender == Role::client && server.knows(SettingId::NO_RFC7540_PRIORITIES) &&
        server.acknowledged().no_rfc7540_priorities == 1) {
        add(at, RuleId::no_old_signals, stream);
    }
}

void Account::priority_update(const Passing& at, const PriorityUpdate& update) {
    const StreamId id = update.prioritized;
    if (at.sender == Role::server) {
        add(at, RuleId::priority_update_from_server, {});
        return;
    }
    const AnnouncedSettings& server = side(Role::server).announced;
    if (whole(Role::server) && server.acknowledged_end() > 0 &&
        server.acknowledged().no_rfc7540_priorities == 0) {
        add(at, RuleId::no_new_signals, id);
    }
    const bool request = id.opened_by(Role::client);
    const StreamTable::Place place = streams_.locate(id, whole(request ? at.sender : Role::server));
    if (place.state == StreamTable::State::known) {
        const WitnessStream& stream = *place.stream;
        const HalfStream& answer = stream.of(Role::server);
        if (stream.of(Role::client).reset || answer.over()) {
            const bool own = stream.of(Role::client).reset;
            const std::uint64_t known_at = answer.reset ? answer.reset_at : answer.ended_at;
            add(at,
                request ? RuleId::priority_update_request_state
                        : RuleId::priority_update_push_state,
                id, own ? Certainty::broken : crossing(at, known_at));
        }
    } else if (place.state == StreamTable::State::idle) {
        if (!request) {
            add(at, RuleId::priority_update_prioritized, id);
            return;
        }
        std::set<StreamId>& waiting = side(at.sender).prioritized;
        waiting.insert(id);
        waiting.erase(waiting.begin(), waiting.upper_bound(streams_.highest(Role::client)));
        const std::size_t places = waiting.size() + streams_.open_count(Role::client);
        if (places > server.greatest(&Settings::max_concurrent_streams)) {
            add(at, RuleId::priority_update_idle_limit, id);
        } else if (places > server.latest().max_concurrent_streams) {
            doubt(at.sender, id, false);  // some go by a limit that is not acknowledged
        }
        if (waiting.size() > kMostPrioritized) {
            waiting.erase(waiting.begin());
        }
    }
}

}  // namespace h2
