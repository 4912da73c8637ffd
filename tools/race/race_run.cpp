// The beginning and the end of a connection that is raced on.

#include "tools/race/race_run.hpp"

#include <utility>

#include <fmt/format.h>

namespace tools {
namespace {

constexpr std::uint64_t kSettled = 0x6832'7369'6d20'7261;  // opaque octets of the PING

}  // namespace

void RaceRun::start(std::shared_ptr<net::Session> session) {
    session_ = std::move(session);
    session_->start();
}

void RaceRun::ready() {
    session_->submit(h2::SubmitPing{kSettled});
}

// The server knows what we allow and we what it allows, and it knows that we do.
void RaceRun::settle(const h2::Effect& effect) {
    const auto* ack = std::get_if<h2::DeliverPingAck>(&effect);
    ping_answered_ = ping_answered_ || (ack != nullptr && ack->opaque == kSettled);
    if (phase_ != Phase::settling || !ping_answered_ || !session_->settings_received() ||
        session_->connection().unacked_settings() > 0) {
        return;
    }
    outcome_.settled = true;
    const std::uint32_t limit = session_->connection().peer_settings().max_concurrent_streams;
    if (limit != h2::Settings{}.max_concurrent_streams) {
        outcome_.limit = limit;
    }
    stuck_for_ = net::Milliseconds{0};
    begin();
}

// `whole`: HEADERS are the request.
std::optional<h2::StreamId> RaceRun::open(const net::SharedFields& fields, bool whole) {
    const h2::StreamId stream = session_->connection().next_stream_id();
    if (const auto refusal = session_->submit(
            h2::SubmitHeaders{stream, fields->fields(), /*end_stream=*/whole, false}, fields)) {
        const bool used_up = *refusal == h2::Refusal::stream_ids_exhausted;
        finish(used_up ? std::string{} : fmt::format("no stream: {}", h2::name(*refusal)));
        return std::nullopt;
    }
    return stream;
}

void RaceRun::tick(net::Milliseconds passed, net::Milliseconds patience) {
    session_->tick(passed);
    stuck_for_ += passed;
    if (phase_ != Phase::done && session_->alive()) {
        passes(passed);
    }
    if (phase_ == Phase::done || !session_->alive() || stuck_for_ < patience) {
        return;
    }
    if (phase_ == Phase::settling) {
        finish(session_->settings_received() ? "our SETTINGS or PING are not answered"
                                             : "the server sends no SETTINGS");
    } else {
        out_of_patience(patience);
    }
}

void RaceRun::finish(std::string trouble) {
    if (phase_ == Phase::done) {
        return;
    }
    phase_ = Phase::done;
    if (outcome_.trouble.empty()) {
        outcome_.trouble = std::move(trouble);
    }
    if (session_->alive()) {
        session_->finish();
    }
}

void RaceRun::ended(const net::End& end) {
    outcome_.end = end;
    gone_(std::move(outcome_));
}

}  // namespace tools
