// Parks, cycles, and counts what becomes of each stream.

#include "tools/race/race_connection.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "tools/net/response_status.hpp"
#include "tools/system/wording.hpp"

namespace tools {
namespace {

constexpr std::uint64_t kQuiet = 0x6832'7369'6d20'7175;  // … between two that are looked at
constexpr std::uint32_t kCredit = 0x4000'0000;           // octets for each stream that is cycled
constexpr std::uint32_t kGiveBackAt = 0x1000'0000;       // octets of the connection's window

}  // namespace

void RaceConnection::handle(const h2::Effect& effect) {
    if (phase_ == Phase::settling) {
        settle(effect);
    } else if (const auto* headers = std::get_if<h2::DeliverHeaders>(&effect)) {
        received(*headers);
    } else if (const auto* data = std::get_if<h2::DeliverData>(&effect)) {
        received(*data);
    } else if (const auto* reset = std::get_if<h2::DeliverReset>(&effect)) {
        was_reset(*reset);
    } else if (const auto* away = std::get_if<h2::DeliverGoAway>(&effect)) {
        going_away(*away);
    } else if (const auto* ack = std::get_if<h2::DeliverPingAck>(&effect)) {
        if (phase_ == Phase::cycling && ack->opaque == kQuiet) {
            open_next();
        }
    } else if (std::holds_alternative<h2::SettingsApplied>(effect)) {
        watch_limit();
    }
}

void RaceConnection::watch_limit() {
    const std::uint32_t limit = session_->connection().peer_settings().max_concurrent_streams;
    if (!task_.look && phase_ != Phase::done && outcome_.limit && *outcome_.limit != limit) {
        outcome_.limit_changed = true;
        finish({});
    }
}

void RaceConnection::begin() {
    if (task_.look && outcome_.limit == 0) {
        finish({});
    } else if (task_.look) {
        phase_ = Phase::cycling;
        outcome_.responses.resize(task_.cycled.size());
        open_next();
    } else if (outcome_.limit.value_or(0) == 0) {
        outcome_.limit_changed = true;  // since it was looked at
        finish({});
    } else {
        phase_ = Phase::parking;
        park(task_.mode == RaceMode::park ? *outcome_.limit - 1 : 0);
    }
}

void RaceConnection::park(std::uint32_t count) {
    to_park_ = count;
    for (std::uint32_t i = 0; i < count && phase_ == Phase::parking; ++i) {
        if (const auto stream = open(task_.parked, /*whole=*/true)) {
            parked_[stream->value()] = false;
        }
    }
    if (phase_ == Phase::parking && (count == 0 || task_.credit_at_once)) {
        all_parked();
    }
}

void RaceConnection::all_parked() {
    phase_ = Phase::cycling;
    if (task_.at_limit) {
        task_.at_limit();
    }
    for (std::uint32_t i = slots(); i > 0 && phase_ == Phase::cycling; --i) {
        open_next();
    }
}

// For the streams that take turns.
std::uint32_t RaceConnection::slots() const {
    return task_.mode == RaceMode::park ? 1 : *outcome_.limit;
}

void RaceConnection::open_next(h2::StreamId freed, bool on_end) {
    const std::size_t which = turn_++ % task_.cycled.size();
    if (const auto stream = open(task_.cycled[which], /*whole=*/true)) {
        turns_[stream->value()] = {which, freed, on_end, /*begun=*/false};
        if (task_.credit_at_once && task_.mode == RaceMode::park) {
            session_->submit(h2::SubmitWindowUpdate{*stream, kCredit});
        }
        outcome_.counts.streams += freed.names_connection() ? 0 : 1;
        outcome_.counts.opened += on_end ? 1 : 0;
    }
}

void RaceConnection::received(const h2::DeliverHeaders& headers) {
    if (!headers.trailers && net::status_of(headers.fields) < net::kFirstFinal) {
        return;  // informational
    }
    stuck_for_ = net::Milliseconds{0};
    if (headers.end_stream) {
        response_ended(headers.stream);
    } else if (!headers.trailers) {
        response_begun(headers.stream);
    }
}

void RaceConnection::received(const h2::DeliverData& data) {
    stuck_for_ = net::Milliseconds{0};
    give_back(data.payload.size);
    if (data.end_stream) {
        response_ended(data.stream);
    }
}

void RaceConnection::response_begun(h2::StreamId stream) {
    if (const auto waiting = parked_.find(stream.value()); waiting != parked_.end()) {
        waiting->second = true;
        if (++begun_ == to_park_ && phase_ == Phase::parking) {
            all_parked();
        }
        return;
    }
    const auto turn = turns_.find(stream.value());
    if (turn == turns_.end()) {
        return;
    }
    turn->second.begun = true;
    if (task_.reset) {
        session_->submit(h2::SubmitReset{stream, h2::ErrorCode::CANCEL});
        ++outcome_.counts.ended;
        turn_done(stream);
    } else if (task_.mode == RaceMode::park && !task_.look && !task_.credit_at_once) {
        session_->submit(h2::SubmitWindowUpdate{stream, kCredit});
    }
}

void RaceConnection::response_ended(h2::StreamId stream) {
    if (parked_.contains(stream.value())) {
        finish("the response ends without credit: it cannot hold its stream open");
        return;
    }
    const auto turn = turns_.find(stream.value());
    if (turn == turns_.end()) {
        return;
    }
    if (task_.look) {
        outcome_.responses[turn->second.which] = *observer_.response(stream);
        looked({});
        return;
    }
    if (task_.reset) {
        finish("the response ends with its HEADERS: there is nothing to reset");
        return;
    }
    ++outcome_.counts.ended;
    turn_done(stream);
}

// Its slot is free: the next one takes it, in the same step.
void RaceConnection::turn_done(h2::StreamId stream, bool refused) {
    turns_.erase(stream.value());
    if (phase_ != Phase::cycling) {
        return;
    }
    if (outcome_.counts.streams < task_.cycles) {
        open_next(stream, !refused);
    } else if (turns_.empty()) {
        finish({});
    }
}

// The server is done with that one when it answers a PING.
void RaceConnection::looked(std::string trouble) {
    turns_.clear();
    if (outcome_.trouble.empty()) {
        outcome_.trouble = std::move(trouble);
    }
    if (turn_ < task_.cycled.size()) {
        session_->submit(h2::SubmitPing{kQuiet});
    } else {
        finish({});
    }
}

void RaceConnection::was_reset(const h2::DeliverReset& reset) {
    stuck_for_ = net::Milliseconds{0};
    if (parked_.contains(reset.stream.value())) {
        finish(fmt::format("the server resets a stream that waits for credit: {}",
                           h2::name(reset.code)));
        return;
    }
    const auto found = turns_.find(reset.stream.value());
    if (found == turns_.end()) {
        return;
    }
    const Turn turn = found->second;
    if (task_.look) {
        looked(fmt::format("a request on a quiet connection is reset: {}", h2::name(reset.code)));
        return;
    }
    if (turn.begun) {
        finish(fmt::format("the server resets a response that it has begun: {}",
                           h2::name(reset.code)));
        return;
    }
    count_refusal(reset.stream, turn, reset.code, /*whole=*/false);
    if (task_.stop_at_first && outcome_.counts.refused > 0) {
        finish({});
    } else {
        turn_done(reset.stream, /*refused=*/true);
    }
}

void RaceConnection::count_refusal(h2::StreamId refused, const Turn& turn, h2::ErrorCode code,
                                   bool whole) {
    const RefusalKind kind = observer_.refusal(whole ? h2::StreamId{} : refused);
    outcome_.counts.opened += turn.on_end ? 0 : 1;  // not counted before
    switch (kind) {
        case RefusalKind::turned_away: ++outcome_.counts.turned_away; break;
        case RefusalKind::unproven: ++outcome_.counts.unproven; return;
        case RefusalKind::wrong: ++outcome_.counts.refused; break;
    }
    const bool better = outcome_.first && kind == RefusalKind::wrong &&
                        outcome_.first->code == h2::ErrorCode::REFUSED_STREAM;
    if (!outcome_.first || better) {
        outcome_.first = {number_,
                          refused,
                          turn.freed,
                          code,
                          whole,
                          static_cast<std::uint32_t>(parked_.size() + turns_.size()),
                          outcome_.limit.value_or(0),
                          observer_.frames_around(turn.freed, refused)};
    }
}

void RaceConnection::going_away(const h2::DeliverGoAway& away) {
    if (away.code == h2::ErrorCode::NO_ERROR) {
        outcome_.sent_away = true;
        finish({});
        return;
    }
    const bool innocent = observer_.refusal({}) == RefusalKind::wrong;
    const auto newest =
        std::max_element(turns_.begin(), turns_.end(),
                         [](const auto& a, const auto& b) { return a.first < b.first; });
    if (innocent && newest != turns_.end() && phase_ == Phase::cycling) {
        outcome_.refused_as_a_whole = true;
        count_refusal(h2::StreamId::from_wire(newest->first), newest->second, away.code,
                      /*whole=*/true);
    } else {
        outcome_.trouble = fmt::format("the server ends the connection: {}", h2::name(away.code));
    }
    finish({});
}

void RaceConnection::stream_reset(h2::StreamId stream) {
    if (task_.look && turns_.contains(stream.value())) {
        looked("a response breaks a rule of HTTP/2");
    } else if (!task_.reset &&
               (turns_.contains(stream.value()) || parked_.contains(stream.value()))) {
        finish("a response breaks a rule of HTTP/2");
    }
}

void RaceConnection::give_back(std::uint32_t octets) {
    received_ += octets;
    if (received_ >= kGiveBackAt) {
        session_->submit(h2::SubmitWindowUpdate{h2::StreamId{}, std::exchange(received_, 0)});
    }
}

void RaceConnection::out_of_patience(net::Milliseconds patience) {
    switch (phase_) {
        case Phase::parking:
            // It may keep a worker for each, queue requests, or say nothing before it may say all.
            outcome_.silent_without_credit = true;
            finish({});
            break;
        case Phase::cycling:
            finish(fmt::format("no answer for {} ms, with {} open{}", patience.count(),
                               counted(parked_.size() + turns_.size(), "stream"),
                               parked_.empty() ? ""
                                               : ": the server keeps a worker for each that waits, "
                                                 "or queues requests"));
            break;
        case Phase::settling:
        case Phase::done: break;
    }
}

}  // namespace tools
