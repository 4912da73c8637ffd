// Ends become roles, octets become frames.

#include "tools/diagnose/connection_watch.hpp"

#include <algorithm>
#include <utility>

#include "h2core/witness/two_directions.hpp"
#include "tools/diagnose/frame_start.hpp"
#include "tools/wire/octet_text.hpp"

namespace tools {
namespace {

std::size_t index(End end) {
    return static_cast<std::size_t>(end);
}

}  // namespace

ConnectionWatch::ConnectionWatch(const Connected& connected) : connected_{connected} {
    facts_.first_record = connected.record;
    facts_.secured = connected.secured;
    facts_.vantage = connected.vantage;
}

void ConnectionWatch::sends(End sender, std::span<const std::byte> octets, const Moment& moment) {
    if (!foreign_.empty() || octets.empty()) {
        return;
    }
    if (settled_) {
        feed(role_of(sender), octets, moment);
        return;
    }
    Event event;
    event.sender = sender;
    event.octets = text_of(octets);
    event.moment = moment;
    if (!broken_off_[index(sender)]) {
        beginnings_[index(sender)] += event.octets;
    }
    unclear_ += octets.size();
    keep(std::move(event));
}

void ConnectionWatch::misses(End sender, std::uint64_t octets, const Moment& moment) {
    if (!foreign_.empty()) {
        return;
    }
    if (settled_) {
        gap(role_of(sender), octets, moment);
        return;
    }
    Event event;
    event.sender = sender;
    event.missing = octets;
    event.moment = moment;
    broken_off_[index(sender)] = true;
    keep(std::move(event));
}

void ConnectionWatch::logs(End sender, const h2::FrameHeader& header, const h2::Frame& frame,
                           bool values_known, const Moment& moment) {
    Event event;
    event.sender = sender;
    event.header = header;
    event.frame = frame;
    event.values_known = values_known;
    event.moment = moment;
    if (!settled_) {
        const auto* settings = std::get_if<h2::SettingsFrame>(&frame);
        if (settings != nullptr && settings->list != nullptr) {
            event.settings = *settings->list;  // what the frame refers to lasts for the call only
        }
        const auto client = client_in_log(event);
        keep(std::move(event));
        if (client) {
            Roles roles;
            roles.client = *client;
            roles.records.fill(connected_.from_the_start ? h2::Record::whole : h2::Record::piece);
            take_roles(roles);
        }
        return;
    }
    tell(role_of(sender), event);
}

// A log may say who has written it. Else a stream tells: the first HEADERS on it are a request; in
// the middle of a connection only where the other end answers.
std::optional<End> ConnectionWatch::client_in_log(const Event& event) {
    if (connected_.first_role) {
        return *connected_.first_role == h2::Role::client ? End::first : End::second;
    }
    const h2::StreamId stream = event.header.stream;
    if (!std::holds_alternative<h2::Headers>(*event.frame) || !stream.opened_by(h2::Role::client)) {
        return std::nullopt;
    }
    if (connected_.from_the_start) {
        return event.sender;
    }
    const auto [begun, first] = begun_by_.try_emplace(stream, event.sender);
    return first || begun->second == event.sender ? std::nullopt : std::optional{begun->second};
}

void ConnectionWatch::keep(Event event) {
    const bool of_log = event.frame.has_value();
    waiting_.push_back(std::move(event));
    if (!of_log) {
        settle(unclear_ > kMostUnclear);
    }
}

void ConnectionWatch::settle(bool final) {
    Beginnings beginnings;
    beginnings.octets = {beginnings_[0], beginnings_[1]};
    beginnings.from_the_start = connected_.from_the_start && !broken_off_[0] && !broken_off_[1];
    beginnings.first_opened = connected_.from_the_start && connected_.vantage == Vantage::wire;
    beginnings.final = final;
    beginnings.ports = {port_of(connected_.first), port_of(connected_.second)};
    const auto found = find_roles(beginnings);
    if (const auto* foreign = std::get_if<NotHttp2>(&found)) {
        foreign_ = foreign->name;
        waiting_ = {};
        beginnings_ = {};
    } else if (const auto* roles = std::get_if<Roles>(&found)) {
        take_roles(*roles);
    }
}

void ConnectionWatch::take_roles(const Roles& roles) {
    settled_ = true;
    client_ = roles.client;
    const bool client_first = client_ == End::first;
    facts_.client = client_first ? connected_.first : connected_.second;
    facts_.server = client_first ? connected_.second : connected_.first;
    facts_.records = roles.records;
    for (const h2::Role role : {h2::Role::client, h2::Role::server}) {
        of(role).skipped = of(role).to_skip = roles.skipped[static_cast<std::size_t>(role)];
        beginning_.of(role).record = facts_.record_of(role);
    }
    beginning_.after_http1 = roles.after_http1;
    if (connected_.vantage == Vantage::first || connected_.vantage == Vantage::second) {
        facts_.logged_by = role_of(connected_.vantage == Vantage::first ? End::first : End::second);
        beginning_.of(facts_.logged_by).ahead = true;
    }
    witness_.emplace(beginning_);
    beginnings_ = {};
    for (const Event& event : std::exchange(waiting_, {})) {
        play(event);
    }
}

void ConnectionWatch::play(const Event& event) {
    const h2::Role sender = role_of(event.sender);
    if (event.frame) {
        tell(sender, event);
    } else if (event.missing > 0) {
        gap(sender, event.missing, event.moment);
    } else {
        feed(sender, bytes_of(event.octets), event.moment);
    }
}

void ConnectionWatch::feed(h2::Role sender, std::span<const std::byte> octets,
                           const Moment& moment) {
    Direction& direction = of(sender);
    const std::size_t skipped = std::min<std::uint64_t>(direction.to_skip, octets.size());
    direction.to_skip -= skipped;
    octets = octets.subspan(skipped);
    if (octets.empty()) {
        return;
    }
    if (direction.skipped > 0 && facts_.record_of(sender) != h2::Record::whole) {
        // Of the other one frames may have passed while these were not read.
        witness_->misses(sender, std::exchange(direction.skipped, 0));
    }
    if (connected_.vantage == Vantage::none) {
        if (direction.kept.size() + octets.size() <= kMostKept) {
            direction.kept += text_of(octets);
        } else {
            gap(sender, octets.size(), moment);
        }
    } else if (direction.seeking) {
        seek(sender, octets, moment);
    } else {
        watch(sender, octets, moment);
    }
}

// After a gap: until frames are found again.
void ConnectionWatch::seek(h2::Role sender, std::span<const std::byte> octets,
                           const Moment& moment) {
    Direction& direction = of(sender);
    const std::size_t before = direction.kept.size();
    if (before == 0) {
        direction.kept_received = moment.received;
    }
    direction.kept += text_of(octets);
    // It is looked for each time when there are twice as many, and where a packet may begin a
    // frame.
    if (before > 0 && direction.kept.size() / 1'024 == before / 1'024 && before > 4'096) {
        return;
    }
    if (const auto start = find_frames(bytes_of(direction.kept), false)) {
        const std::string kept = std::exchange(direction.kept, {});
        direction.seeking = false;
        witness_->misses(sender, *start);
        watch(sender, bytes_of(kept).subspan(*start),
              {moment.record, moment.nanoseconds, direction.kept_received});
    } else if (direction.kept.size() > kMostUnclear) {
        witness_->misses(sender, direction.kept.size());
        direction.kept.clear();
    }
}

// What a frame's sender has received is told by the packet in which the frame begins.
void ConnectionWatch::watch(h2::Role sender, std::span<const std::byte> octets,
                            const Moment& moment) {
    for (;;) {
        if (witness_->pending(sender) == 0 && !witness_->in_field_block(sender)) {
            prove(sender, moment);
        }
        const h2::Sight sight = witness_->sent(sender, octets);
        octets = octets.subspan(sight.consumed);
        if (sight.kind != h2::Sight::Kind::need_more || !sight.findings.empty()) {
            notes_.add(sender, sight, witness_->account(), moment);
        }
        if (octets.empty()) {
            return;
        }
    }
}

void ConnectionWatch::prove(h2::Role sender, const Moment& moment) {
    const h2::Role other = h2::peer_of(sender);
    if (connected_.vantage == Vantage::first || connected_.vantage == Vantage::second) {
        if (sender == facts_.logged_by) {
            witness_->proves(sender, witness_->octets_sent(other));
        }
    } else if (moment.received > of(other).skipped) {
        facts_.acknowledged = true;
        witness_->proves(sender, moment.received - of(other).skipped);
    }
}

void ConnectionWatch::gap(h2::Role sender, std::uint64_t octets, const Moment& moment) {
    Direction& direction = of(sender);
    const std::uint64_t skipped = std::min(direction.to_skip, octets);
    direction.to_skip -= skipped;
    octets -= skipped;
    if (octets == 0) {
        return;
    }
    facts_.gap = facts_.gap.value_or(moment.record);
    facts_.records[static_cast<std::size_t>(sender)] = h2::Record::piece;
    if (connected_.vantage == Vantage::none) {
        return;  // what the other one answers may be in it: finish_unordered()
    }
    const std::uint64_t of_frame = direction.seeking ? 0 : witness_->outstanding(sender);
    if (octets <= of_frame) {  // the next frame begins where this one would have ended
        direction.to_skip = of_frame - octets;
        witness_->misses(sender, of_frame);
        return;
    }
    witness_->misses(sender, octets + std::exchange(direction.kept, {}).size());
    direction.seeking = true;
}

void ConnectionWatch::tell(h2::Role sender, const Event& event) {
    h2::Frame frame = *event.frame;
    if (auto* settings = std::get_if<h2::SettingsFrame>(&frame); settings && event.settings) {
        settings->list = &*event.settings;
    }
    prove(sender, event.moment);
    const auto findings = witness_->told(sender, event.header, frame, event.values_known);
    facts_.records[static_cast<std::size_t>(sender)] = witness_->account().record(sender);
    notes_.add(sender, event.header, &frame, findings, witness_->account(), event.moment);
}

// Where octets are missing nobody is judged: an order that is possible would not be known.
void ConnectionWatch::finish_unordered() {
    if (facts_.gap) {
        notes_.end({}, witness_->account());
        return;
    }
    h2::TwoDirections both{
        beginning_, {bytes_of(of(h2::Role::client).kept), bytes_of(of(h2::Role::server).kept)}};
    while (const auto next = both.next()) {
        if (next->sight.kind != h2::Sight::Kind::need_more || !next->sight.findings.empty()) {
            notes_.add(next->sender, next->sight, both.witness().account(),
                       {facts_.frames + 1, -1, 0});
        }
    }
    const auto owed = both.end();
    notes_.end(owed, both.witness().account());
    for (const h2::Role role : {h2::Role::client, h2::Role::server}) {
        if (both.witness().pending(role) > 0 || both.witness().in_field_block(role)) {
            cut_off(role);
        }
    }
}

// Octets that end within a frame go on: what the other one answers may be in the rest.
void ConnectionWatch::cut_off(h2::Role sender) {
    facts_.records[static_cast<std::size_t>(sender)] = h2::Record::piece;
    facts_.gap = facts_.gap.value_or(0);
    for (Charge& charge : facts_.charges) {
        if (charge.finding.who != sender) {
            charge.finding.certainty = h2::Certainty::unknown;
        }
    }
}

std::optional<ConnectionFacts> ConnectionWatch::finish() {
    if (!settled_ && foreign_.empty()) {
        if (!waiting_.empty() && waiting_.front().frame) {
            Roles roles;
            roles.records.fill(h2::Record::piece);
            take_roles(roles);
        } else {
            settle(true);
        }
    }
    if (!settled_) {
        return std::nullopt;
    }
    if (connected_.vantage == Vantage::none) {
        finish_unordered();
    } else {
        const auto owed = witness_->end();
        notes_.end(owed, witness_->account());
    }
    return std::move(facts_);
}

}  // namespace tools
