// Trials, round by round or one after the other.

#include "tools/race/race_trials.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "tools/net/response_status.hpp"
#include "tools/system/wording.hpp"

namespace tools {
namespace {

constexpr std::uint64_t kRound = 0x6832'7369'6d20'726f;  // opaque octets of the PING
constexpr std::uint32_t kMostInRound = 8;                // streams
constexpr net::Milliseconds kBlindFor{40};
constexpr std::array<std::byte, 1> kContent{std::byte{'x'}};

h2::SubmitData last_data(h2::StreamId stream) {
    return {stream, {kContent.data(), kContent.size()}, /*end_stream=*/true};
}

}  // namespace

void RaceTrials::begin() {
    phase_ = Phase::cycling;
    open_some(width());
}

// Streams at the same time.
std::uint32_t RaceTrials::width() const {
    const std::uint32_t limit = session_->connection().peer_settings().max_concurrent_streams;
    const bool at_limit = task_.race == RaceKind::early_response && outcome_.limit;
    return at_limit ? limit : std::min(limit, kMostInRound);
}

// A stream counts as opened when what the row is about has come to pass.
void RaceTrials::open_some(std::uint32_t count, bool replaces) {
    for (; count > 0 && outcome_.counts.streams < task_.cycles && phase_ == Phase::cycling;
         --count) {
        if (const auto stream = open(task_.request, /*whole=*/!row_.content)) {
            newest_ = stream->value();
            open_.insert(newest_);
            ++outcome_.counts.streams;
            outcome_.counts.opened += replaces || row_.late ? 1 : 0;
        }
    }
    if (row_.blind && phase_ == Phase::cycling && !open_.empty()) {
        blind_ = true;
        blind_for_ = net::Milliseconds{0};
        session_->hold_reading(true);
    }
}

void RaceTrials::passes(net::Milliseconds passed) {
    blind_for_ += passed;
    if (blind_ && blind_for_ >= kBlindFor) {
        send_rest();
    }
    if (std::exchange(drops_, false)) {  // who has not answered yet need not
        for (const std::uint32_t number : std::exchange(open_, {})) {
            session_->submit(
                h2::SubmitReset{h2::StreamId::from_wire(number), h2::ErrorCode::CANCEL});
        }
        ping_out_ = false;
        round_ends();
    }
}

// What the server may have made late by what it has sent meanwhile, unread.
void RaceTrials::send_rest() {
    bool resets = false;
    ping_out_ = true;
    const auto streams = open_;  // one that is reset is over
    for (const std::uint32_t number : streams) {
        const h2::StreamId stream = h2::StreamId::from_wire(number);
        if (row_.late) {
            session_->submit(h2::SubmitWindowUpdate{stream, 1});
            session_->submit(last_data(stream));
            if (std::exchange(resets, !resets)) {  // every other one
                session_->submit(h2::SubmitReset{stream, h2::ErrorCode::CANCEL});
            }
        } else {
            session_->submit(last_data(stream));
        }
    }
    session_->submit(h2::SubmitPing{kRound});
    blind_ = false;
    stuck_for_ = net::Milliseconds{0};
    session_->hold_reading(false);
}

void RaceTrials::handle(const h2::Effect& effect) {
    if (phase_ == Phase::settling) {
        settle(effect);
        return;
    }
    note_wrongs();
    if (const auto* headers = std::get_if<h2::DeliverHeaders>(&effect)) {
        stuck_for_ = net::Milliseconds{0};
        if (headers->end_stream) {
            answered(headers->stream);
        }
    } else if (const auto* data = std::get_if<h2::DeliverData>(&effect)) {
        received(*data);
    } else if (const auto* reset = std::get_if<h2::DeliverReset>(&effect)) {
        const bool blames =
            reset->code != h2::ErrorCode::NO_ERROR && open_.contains(reset->stream.value());
        if (blames) {
            switch (observer_.refusal(reset->stream)) {
                case RefusalKind::turned_away: ++outcome_.counts.turned_away; break;
                case RefusalKind::unproven: ++outcome_.counts.unproven; break;
                case RefusalKind::wrong: break;  // counted
            }
        }
        session_->drop_queued(reset->stream);
        over(reset->stream);
    } else if (const auto* away = std::get_if<h2::DeliverGoAway>(&effect)) {
        going_away(*away);
    } else if (const auto* ack = std::get_if<h2::DeliverPingAck>(&effect);
               ack != nullptr && ack->opaque == kRound) {
        ping_answered();
    }
}

void RaceTrials::received(const h2::DeliverData& data) {
    stuck_for_ = net::Milliseconds{0};
    if (phase_ != Phase::cycling) {
        return;
    }
    if (data.payload.size > 0) {
        session_->submit(h2::SubmitWindowUpdate{{}, data.payload.size});
        if (row_.credits && !data.end_stream) {
            session_->submit(h2::SubmitWindowUpdate{data.stream, data.payload.size});
        }
    }
    outcome_.counts.opened += row_.credits && data.end_stream ? 1 : 0;
    if (data.end_stream) {
        answered(data.stream);
    }
}

void RaceTrials::answered(h2::StreamId stream) {
    if (!open_.contains(stream.value()) || phase_ != Phase::cycling) {
        return;
    }
    ++outcome_.counts.ended;
    if (!row_.content) {
        session_->drop_queued(stream);  // credit that it needs no more
    }
    if (row_.content && !row_.blind) {
        session_->submit(last_data(stream));  // the stream is closed, and its slot free
    }
    over(stream);
}

void RaceTrials::over(h2::StreamId stream) {
    if (open_.erase(stream.value()) == 0 || phase_ != Phase::cycling) {
        return;
    }
    if (row_.blind) {
        round_ends();
    } else {
        open_some(1, /*replaces=*/!row_.credits);
        if (open_.empty()) {
            all_done();
        }
    }
}

void RaceTrials::ping_answered() {
    ping_out_ = false;
    stuck_for_ = net::Milliseconds{0};
    if (row_.late) {
        ++outcome_.counts.ended;
        ping_out_ = true;  // with the next tick: more of what has been read may end streams
        drops_ = true;
        return;
    }
    if (away_) {
        finish({});
        return;
    }
    round_ends();
}

void RaceTrials::round_ends() {
    if (ping_out_ || !open_.empty() || phase_ != Phase::cycling) {
        return;
    }
    if (outcome_.counts.streams >= task_.cycles) {
        all_done();
        return;
    }
    open_some(width());
}

void RaceTrials::all_done() {
    const RaceCounts& counts = outcome_.counts;
    const bool none = counts.opened + counts.refused == 0;
    finish(none ? fmt::format("not shown by {}: it needs {}", counted(counts.streams, "request"),
                              row_.needs)
                : std::string{});
}

void RaceTrials::going_away(const h2::DeliverGoAway& away) {
    if (away.code != h2::ErrorCode::NO_ERROR) {
        finish(outcome_.refused_as_a_whole
                   ? std::string{}
                   : fmt::format("the server ends the connection: {}", h2::name(away.code)));
        return;
    }
    outcome_.sent_away = true;
    if (!row_.goaway) {
        finish({});
        return;
    }
    std::erase_if(open_, [&](std::uint32_t each) {
        const bool ignored = each > away.last_stream.value();
        outcome_.counts.opened += ignored ? 1 : 0;
        return ignored;
    });
    away_ = true;
    if (!ping_out_ && !blind_) {
        finish({});
    }
}

// What the witness has found since.
void RaceTrials::note_wrongs() {
    const auto& wrongs = observer_.wrongs();
    for (; wrongs_ < wrongs.size(); ++wrongs_) {
        const RaceWrong& wrong = wrongs[wrongs_];
        const bool whole = wrong.stream.names_connection();
        outcome_.refused_as_a_whole |= whole;
        outcome_.counts.refused += 1;
        outcome_.counts.opened = std::max(outcome_.counts.opened, outcome_.counts.refused);
        if (!outcome_.first) {
            const h2::StreamId stream = whole ? h2::StreamId::from_wire(newest_) : wrong.stream;
            outcome_.first = {
                number_,
                stream,
                {},
                wrong.code,
                whole,
                static_cast<std::uint32_t>(open_.size()),
                outcome_.limit.value_or(0),
                whole ? observer_.last_frames() : observer_.frames_around({}, stream)};
        }
    }
    if (task_.stop_at_first && outcome_.counts.refused > 0) {
        finish({});
    }
}

// By us, for an error of the server.
void RaceTrials::stream_reset(h2::StreamId stream) {
    over(stream);
}

void RaceTrials::out_of_patience(net::Milliseconds patience) {
    if (blind_) {
        return;
    }
    finish(row_.content && !row_.blind ? "no response before the request ends"
                                       : fmt::format("no answer for {} ms", patience.count()));
}

void RaceTrials::ended(const net::End& end) {
    note_wrongs();
    RaceRun::ended(end);
}

}  // namespace tools
