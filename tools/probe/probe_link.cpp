// Reading, what is remembered of it, and what to do next.

#include "tools/probe/probe_link.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "tools/wire/frame_text.hpp"
#include "tools/wire/octet_text.hpp"

namespace tools {
namespace {

constexpr std::size_t kRoom = 32'768;
constexpr std::size_t kMostFrames = 200;  // that are kept for a report
constexpr std::size_t kMostFindings = 20;
constexpr int kMostLimits = 10;  // a case takes no longer, however much the peer says
constexpr std::string_view kPreface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
constexpr std::uint64_t kStepPing = 0x6832'7369'6d20'7374;
constexpr std::uint64_t kFirstPing = 0x6832'7369'6d20'7072;
constexpr std::uint64_t kLastPing = 0x6832'7369'6d20'656e;

bool is_barrier(ProbeStep::Kind kind) {
    using enum ProbeStep::Kind;
    return kind != send && kind != octets && kind != fill && kind != segments;
}

}  // namespace

ProbeLink::ProbeLink(net::Loop& loop, std::unique_ptr<net::ByteStream> stream,
                     const ProbeCase& asked, const ProbeTarget& target, net::Milliseconds limit,
                     Done done)
    : loop_{loop},
      stream_{std::move(stream)},
      asked_{asked},
      target_{target},
      limit_{limit},
      done_{std::move(done)},
      room_(kRoom) {}

void ProbeLink::start() {
    stream_->open(
        [self = shared_from_this()](const std::error_code& error) { self->opened(error); });
}

void ProbeLink::opened(const std::error_code& error) {
    if (stage_ == Stage::done) {
        return;
    }
    if (error || stream_->protocol() == "none") {
        end_.trouble = error ? net::message_of(error) : "TLS without ALPN h2";
        finish({ProbeSight::close, {}, "", ""});
        return;
    }
    read();
    begin();
    advance();
}

void ProbeLink::begin() {
    if (asked_.begin == ProbeBegin::nothing) {
        stage_ = Stage::steps;
        return;
    }
    send_text(kPreface);
    send_frames(nlohmann::json::array({{{"type", "SETTINGS"}, {"settings", asked_.settings}}}));
    stage_ = asked_.begin == ProbeBegin::settled ? Stage::settling : Stage::steps;
}

void ProbeLink::read() {
    stream_->read(room_,
                  [self = shared_from_this()](const std::error_code& error, std::size_t octets) {
                      if (self->stage_ == Stage::done) {
                          return;
                      }
                      if (error) {
                          self->peer_ended();
                          return;
                      }
                      self->received(std::span{self->room_}.first(octets));
                      self->advance();
                      if (self->stage_ != Stage::done) {
                          self->read();
                      }
                  });
}

void ProbeLink::received(std::span<const std::byte> octets) {
    silent_for_ = net::Milliseconds{0};
    constexpr std::size_t kTypeAt = 3;
    const bool first = witness_.octets_sent(h2::Role::server) == 0;
    if (first && octets.size() > kTypeAt && octets[kTypeAt] != std::byte{4}) {
        other_protocol_ = text_of(octets).starts_with("HTTP/");
    }
    while (!other_protocol_) {
        const h2::Sight sight = witness_.sent(h2::Role::server, octets);
        octets = octets.subspan(sight.consumed);
        for (const h2::Finding& finding : sight.findings) {
            if (finding.who == h2::Role::server && finding.certainty == h2::Certainty::broken &&
                !is_excused(finding) && end_.findings.size() < kMostFindings) {
                end_.findings.push_back(finding);
            }
        }
        if (sight.kind == h2::Sight::Kind::need_more) {
            return;
        }
        take(sight);
    }
}

// A RST_STREAM that answers what we have sent after our own does not answer that one.
bool ProbeLink::is_excused(const h2::Finding& finding) const {
    return finding.rule == h2::RuleId::no_reset_for_reset &&
           sent_on_closed_.contains(finding.stream.value());
}

void ProbeLink::take(const h2::Sight& sight) {
    if (!sight.frame) {
        return;
    }
    if (end_.frames.size() < kMostFrames) {
        end_.frames.push_back({false, frame_text(Direction::received, sight.header, *sight.frame)});
    }
    note(*sight.frame);
}

void ProbeLink::note(const h2::Frame& frame) {
    const bool answers = asked_.begin != ProbeBegin::nothing &&
                         !witness_.in_field_block(h2::Role::client) && !goaway_;
    if (const auto* settings = std::get_if<h2::SettingsFrame>(&frame)) {
        settings_received_ = settings_received_ || !settings->ack;
        if (settings->list != nullptr) {
            for (const h2::Setting& setting : settings->list->values) {
                largest_frame_ =
                    setting.id == h2::SettingId::MAX_FRAME_SIZE ? setting.value : largest_frame_;
            }
        }
        settings_acknowledged_ += settings->ack ? 1 : 0;
        if (!settings->ack && answers) {
            send_frames(nlohmann::json::array({{{"type", "SETTINGS"}, {"flags", {"ACK"}}}}));
        }
    } else if (const auto* ping = std::get_if<h2::Ping>(&frame)) {
        ping_answered_ = ping->ack ? ping->opaque : ping_answered_;
        unasked_ = unasked_ || (ping->ack && !pinged_.contains(ping->opaque));
        if (!ping->ack && answers) {
            send_frames(
                nlohmann::json::array({{{"type", "PING"},
                                        {"flags", {"ACK"}},
                                        {"opaque", fmt::format("{:016x}", ping->opaque)}}}));
        }
    } else if (const auto* away = std::get_if<h2::GoAway>(&frame)) {
        // One of a graceful end may come before one with an error.
        goaway_ = goaway_.value_or(h2::ErrorCode::NO_ERROR) == h2::ErrorCode::NO_ERROR ? away->code
                                                                                       : *goaway_;
    } else if (const auto* reset = std::get_if<h2::RstStream>(&frame)) {
        StreamSeen& seen = streams_[reset->stream.value()];
        const bool early = seen.ended && reset->code == h2::ErrorCode::NO_ERROR;
        if (!seen.reset && !early) {
            seen.reset = reset->code;
        }
    } else if (const auto* headers = std::get_if<h2::Headers>(&frame)) {
        note(*headers);
    } else if (const auto* data = std::get_if<h2::Data>(&frame)) {
        StreamSeen& seen = streams_[data->stream.value()];
        seen.data = true;
        seen.octets += data->payload.size;
        seen.ended = seen.ended || data->end_stream;
    }
}

void ProbeLink::note(const h2::Headers& headers) {
    StreamSeen& seen = streams_[headers.stream.value()];
    if (headers.fields.list != nullptr) {
        for (const h2::Field& field : headers.fields.list->fields) {
            const bool final = field.name == ":status" && !field.value.starts_with('1');
            if (final && seen.status.empty()) {
                seen.status = std::string{field.value};
            }
        }
    }
    seen.ended = seen.ended || headers.end_stream;
}

// An error of the peer's: what is left of the case would say nothing.
bool ProbeLink::has_failed() const {
    return ended_ || other_protocol_ ||
           goaway_.value_or(h2::ErrorCode::NO_ERROR) != h2::ErrorCode{};
}

void ProbeLink::advance() {
    while (stage_ != Stage::done && stage_ != Stage::opening) {
        const bool wants_end = stage_ == Stage::steps && step_ < asked_.steps.size() &&
                               asked_.steps[step_].kind == ProbeStep::Kind::close && !ended_ &&
                               !other_protocol_;
        if (has_failed() && !wants_end) {
            finish(reaction());
            return;
        }
        if (!next_stage()) {
            return;
        }
    }
}

// Whether something has come to its end, so that there is more to do.
bool ProbeLink::next_stage() {
    switch (stage_) {
        case Stage::settling:
            if (!settings_received_ || settings_acknowledged_ < settings_sent_) {
                return false;
            }
            stage_ = Stage::steps;
            return true;
        case Stage::steps:
            if (step_ < asked_.steps.size()) {
                return step();
            }
            if (asked_.quiet) {
                if (!asked_.steps.empty() && is_barrier(asked_.steps.back().kind)) {
                    finish(reaction());
                }
                return false;
            }
            stage_ = Stage::ping;
            send_ping(kFirstPing);
            return true;
        case Stage::ping:
            if (ping_answered_ != kFirstPing) {
                return false;
            }
            stage_ = Stage::stream;
            return true;
        case Stage::stream:
            if (asks_about_stream() && !of_case().over()) {
                return false;
            }
            stage_ = Stage::request;
            send_request();
            return true;
        case Stage::request:
            if (highest_stream_ != 0 && !streams_[highest_stream_].over()) {
                return false;
            }
            stage_ = Stage::last;
            send_ping(kLastPing);
            return true;
        case Stage::last:
            if (ping_answered_ == kLastPing) {
                finish(reaction());
            }
            return false;
        case Stage::opening:
        case Stage::done: break;
    }
    return false;
}

bool ProbeLink::step() {
    const ProbeStep& now = asked_.steps[step_];
    end_.early = of_case().over();
    switch (now.kind) {
        case ProbeStep::Kind::send: send_frames(now.frames); break;
        case ProbeStep::Kind::octets: send_text(now.octets); break;
        case ProbeStep::Kind::fill: send_filled(now); break;
        case ProbeStep::Kind::segments: segment_ = now.number; break;
        case ProbeStep::Kind::ping:
            if (!step_begun_) {
                step_begun_ = true;
                send_ping(kStepPing + step_);
            }
            [[fallthrough]];
        case ProbeStep::Kind::head:
        case ProbeStep::Kind::data:
        case ProbeStep::Kind::end:
        case ProbeStep::Kind::reset:
        case ProbeStep::Kind::settled:
        case ProbeStep::Kind::close:
            if (!awaited(now)) {
                return false;
            }
            break;
    }
    ++step_;
    step_begun_ = false;
    return true;
}

bool ProbeLink::awaited(const ProbeStep& step) {
    const StreamSeen& seen = streams_[step.number];
    switch (step.kind) {
        case ProbeStep::Kind::head: return !seen.status.empty();
        case ProbeStep::Kind::data: return seen.data;
        case ProbeStep::Kind::end: return seen.over();
        case ProbeStep::Kind::reset: return seen.reset.has_value();
        case ProbeStep::Kind::ping: return ping_answered_ == kStepPing + step_;
        case ProbeStep::Kind::settled: return settings_acknowledged_ >= settings_sent_;
        case ProbeStep::Kind::close: return ended_;
        case ProbeStep::Kind::send:
        case ProbeStep::Kind::octets:
        case ProbeStep::Kind::fill:
        case ProbeStep::Kind::segments: break;
    }
    return true;
}

void ProbeLink::peer_ended() {
    ended_ = true;
    advance();
}

void ProbeLink::tick(net::Milliseconds passed) {
    silent_for_ += passed;
    lasted_ += passed;
    if (stage_ != Stage::done && (silent_for_ >= limit_ || lasted_ >= kMostLimits * limit_)) {
        give_up();
    }
}

// What has been seen for sure is no less sure when nothing follows.
void ProbeLink::give_up() {
    ProbeReaction seen = reaction();
    const bool sure = seen.sight == ProbeSight::reset || seen.sight == ProbeSight::goaway;
    if (!sure || (stage_ == Stage::steps && step_ < asked_.steps.size())) {
        seen = {ProbeSight::no_answer, {}, "", waiting()};
    }
    finish(std::move(seen));
}

void ProbeLink::finish(ProbeReaction reaction) {
    if (stage_ == Stage::done) {
        return;
    }
    const bool asked = stage_ != Stage::opening && stage_ != Stage::settling;
    if (!asked && end_.trouble.empty()) {
        end_.trouble =
            fmt::format("{} before the case began: {}",
                        other_protocol_ ? "another protocol" : "trouble", text_of(reaction));
    }
    stage_ = Stage::done;
    end_.octets = of_case().octets;
    end_.reaction = std::move(reaction);
    stream_->close();
    loop_.post([self = shared_from_this()] { self->done_(std::move(self->end_)); });
}

}  // namespace tools
