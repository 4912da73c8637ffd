// Who says what about a frame; findings.

#include "h2core/witness/account.hpp"

#include <algorithm>

#include "h2core/overloaded.hpp"

namespace h2 {

std::string_view name(Certainty certainty) {
    switch (certainty) {
        case Certainty::broken: return "broken";
        case Certainty::unless_crossed: return "unless-crossed";
        case Certainty::unknown: return "unknown";
    }
    return {};
}

Account::Account(const Beginning& beginning) : order_{beginning.order} {
    for (std::size_t role = 0; role < 2; ++role) {
        const Beginning::Peer& peer = beginning.peers[role];
        Side& side = sides_[role];
        side.record = peer.record;
        side.ahead = peer.ahead || order_ == Order::possible;
        side.begun = peer.record != Record::whole || peer.in_force.has_value();
        side.settings_begun = side.begun;
        if (peer.in_force) {
            side.announced = AnnouncedSettings{*peer.in_force};
        } else if (side.begun) {
            side.announced = AnnouncedSettings::unknown();
        }
    }
    if (beginning.after_http1) {
        WitnessStream* stream = streams_.open(StreamId::first(Role::client));
        stream->of(Role::client).known = false;
    }
}

void Account::add(const Passing& at, RuleId rule, StreamId stream, Certainty certainty) {
    if (rule != RuleId::none) {
        findings_.push_back({rule, at.sender, certainty, stream, at.offset});
        doubt(at.sender, stream, certainty == Certainty::broken);
    }
}

void Account::add_unknown(const Passing& at, RuleId rule, StreamId stream) {
    doubt(at.sender, stream, false);
    if (side(at.sender).unknown.insert(rule).second) {
        add(at, rule, stream, Certainty::unknown);
    }
}

void Account::misses(Role sender) {
    Side& side = this->side(sender);
    side.record = Record::piece;
    side.begun = true;
    side.settings_begun = true;
    side.announced = AnnouncedSettings::unknown();
    this->side(peer_of(sender)).announced.lose_acks();  // some may have been in it
    side.incomplete.reset();
    MessageBook& book = sender == Role::client ? requests_ : responses_;
    streams_.for_each([&](WitnessStream& stream) {
        stream.of(sender).known = false;
        book.forget(stream.id);
        if (sender == Role::server) {
            stream.request_seen = false;  // as if the response that follows were to any request
        }
    });
}

void Account::proves(Role receiver, std::uint64_t octets) {
    if (octets > side(receiver).heard) {
        side(receiver).heard = octets;
        for (Side& opener : sides_) {
            opener.seen[static_cast<std::size_t>(receiver)].receives(octets);
        }
    }
}

// Section 3.4: the first frame is SETTINGS, and no ACK.
void Account::first_frame(const Passing& at, const FrameHeader& header) {
    if (!side(at.sender).begun) {
        side(at.sender).begun = true;
        if (!header.is(FrameType::SETTINGS) || header.has(flag::ACK)) {
            add(at, RuleId::settings_first, header.stream);
        }
    }
}

void Account::begins(const Passing& at, const Frame& frame) {
    if (const auto* headers = std::get_if<Headers>(&frame)) {
        if (at.sender == Role::client && !headers->stream.opened_by(Role::client)) {
            add(at, RuleId::stream_id_parity, headers->stream);
        } else if (at.sender == Role::server && is_idle(headers->stream)) {
            add(at, RuleId::idle_stream, headers->stream);
        }
        if (headers->has_priority) {
            priority_signal(at, headers->stream);
            doubt_signal(at, headers->stream, headers->priority);
        }
    } else if (const auto* push = std::get_if<PushPromise>(&frame)) {
        const auto forbids = &Settings::enable_push;  // once the ACK has been sent
        if (at.sender == Role::client || side(Role::client).announced.greatest(forbids) == 0) {
            add(at, RuleId::push_disabled, push->stream);
        }
    }
}

void Account::judge(const Passing& at, const Frame& frame, bool readable) {
    std::visit(
        overloaded{
            [&](const Data& data) { this->data(at, data); },
            [&](const Headers& headers) { this->headers(at, headers, readable); },
            [&](const Priority& priority) {
                priority_signal(at, priority.stream);
                doubt_signal(at, priority.stream, priority.signal);
            },
            [&](const RstStream& reset) { rst_stream(at, reset); },
            [&](const SettingsFrame& settings) { this->settings(at, settings); },
            [&](const PushPromise& push) { push_promise(at, push, readable); },
            [&](const Ping& ping) { this->ping(at, ping); },
            [&](const GoAway& goaway) { this->goaway(at, goaway); },
            [&](const WindowUpdate& update) { window_update(at, update); },
            [&](const Continuation& alone) { add(at, RuleId::continuation_alone, alone.stream); },
            [](const UnknownFrame&) {},
            [&](const PriorityUpdate& update) { priority_update(at, update); },
            [](const AltSvc&) {},
            [](const Origin&) {},
        },
        frame);
}

// Whoever has received SETTINGS or a PING for sure and has not answered may still be about to.
void Account::end() {
    for (const Role role : {Role::client, Role::server}) {
        const Role other = peer_of(role);
        const Passing at{role, 0, 0};
        const AnnouncedSettings& theirs = side(other).announced;
        if (theirs.outstanding() && side(role).heard >= theirs.oldest_end()) {
            add(at, RuleId::settings_acknowledged, {}, Certainty::unless_crossed);
        }
        if (!side(other).pings.empty() && side(role).heard >= side(other).pings.front().end) {
            add(at, RuleId::ping_answered, {}, Certainty::unless_crossed);
        }
    }
    for (const Accusation& accusation : accusations_) {
        pass_judgement(accusation);
    }
    accusations_.clear();
}

}  // namespace h2
