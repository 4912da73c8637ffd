// Octets in: through the endpoint to the application. session_output.cpp has the way out.

#include "tools/net/session.hpp"

#include <utility>

#include <fmt/format.h>

#include "tools/net/peer_language.hpp"
#include "tools/wire/frame_text.hpp"

namespace tools::net {
namespace {

constexpr std::size_t kReadRoom = 32 * 1024;  // octets
// A peer that takes its answers may cause many of them with one write: so many are written before
// more is looked at. One that does not take them within two ticks is left to the flood budgets.
constexpr std::uint32_t kMostUnreadTicks = 2;
constexpr std::size_t kAnswersAtOnce = 256;  // frames
constexpr std::size_t kMostQueued = 16'384;  // frames; beyond, the peer is not read
constexpr Milliseconds kMostFinish{5'000};   // for the last octets to be written

bool is_optional(h2::WriteStage stage) {
    return stage == h2::WriteStage::encoded || stage == h2::WriteStage::visible;
}

bool has_optional_stage(const h2::ReleasePoints& points) {
    return is_optional(points.headers) || is_optional(points.data) ||
           is_optional(points.trailers) || is_optional(points.rst_stream);
}

}  // namespace

Session::Session(Loop& loop, std::unique_ptr<ByteStream> stream, h2::Role role,
                 const h2::Policy& policy, SessionOptions options, LiveLog& log,
                 Application& application)
    : loop_{loop},
      stream_{std::move(stream)},
      endpoint_{role, policy},
      role_{role},
      options_{std::move(options)},
      log_{log},
      application_{&application},
      linger_{loop},
      reports_optional_stages_{has_optional_stage(policy.release)} {}

void Session::start() {
    stream_->open([self = shared_from_this()](const std::error_code& error) {
        if (self->alive()) {
            self->opened(error);
        }
    });
}

void Session::opened(const std::error_code& error) {
    if (error) {
        const std::string text = message_of(error);
        const bool no_tls = text.find("wrong version number") != text.npos;
        end({End::Kind::tls_failed,
             fmt::format("{}TLS handshake: {}", no_tls ? "the peer speaks no TLS; " : "", text)});
        return;
    }
    const std::string protocol = stream_->protocol();
    if (!protocol.empty() && protocol != "h2") {
        stream_->finish();
        end({End::Kind::no_http2, "the peer does not agree to h2 by ALPN"});
        return;
    }
    silent_for_ = Milliseconds{0};
    if (options_.acknowledge_at_once) {
        stream_->acknowledge_at_once();
    }
    log_.agreed(options_.number, stream_->local(), stream_->remote());
    submit(h2::SubmitSettings{&options_.settings});
    constexpr std::uint32_t kInitialWindow = 65'535;  // RFC 9113 section 6.9.2
    if (options_.connection_window > kInitialWindow) {
        submit(h2::SubmitWindowUpdate{h2::StreamId{}, options_.connection_window - kInitialWindow});
    }
    room_.resize(kReadRoom);
    read();
    application_->ready();
}

std::optional<h2::Refusal> Session::submit(const h2::Command& command, const SharedFields& fields) {
    const auto outcome = endpoint_.submit(command);
    if (!outcome) {
        return outcome.error();
    }
    handle(*outcome, fields);
    return std::nullopt;
}

void Session::consume(h2::StreamId stream, std::uint32_t octets) {
    handle(endpoint_.consume(stream, octets));
}

void Session::read() {
    if (reading_ || held_ || peer_done_ || !unread_.empty() || queue_.size() > kMostQueued) {
        return;
    }
    reading_ = true;
    stream_->read(room_,
                  [self = shared_from_this()](const std::error_code& error, std::size_t octets) {
                      self->reading_ = false;
                      self->silent_for_ = Milliseconds{0};
                      if (error) {
                          self->half_closed(error);
                          return;
                      }
                      if (self->held_) {
                          self->held_octets_ = octets;
                      } else {
                          self->take(octets);
                      }
                  });
}

// Octets that are in the room.
void Session::take(std::size_t octets) {
    if (alive()) {
        log_.octets(options_.number, Direction::received, std::span{room_}.first(octets));
    }
    if (alive() && !lingering_) {
        pump_due_ = true;  // below
        feed(std::span{room_}.first(octets));
        pump();
    }
    if (alive()) {
        read();
    }
}

void Session::hold_reading(bool held) {
    if (std::exchange(held_, held) == held || held) {
        return;
    }
    // What was submitted meanwhile is written first.
    loop_.post([self = shared_from_this()] {
        if (!self->alive() || self->held_) {
            return;
        }
        self->pump();
        if (const std::size_t octets = std::exchange(self->held_octets_, 0); octets > 0) {
            self->take(octets);
        } else {
            self->read();
        }
    });
}

void Session::feed(std::span<const std::byte> octets) {
    if (first_size_ < first_.size()) {
        note_beginning(octets);
    }
    while (!octets.empty() && alive()) {
        const h2::Reception reception = endpoint_.receive(octets);
        octets = octets.subspan(reception.consumed);
        if (reception.kind == h2::Reception::Kind::need_more) {
            return;
        }
        if (log_.wants_frames()) {
            log_.received(options_.number, reception);
        }
        judge(reception);
        handle(reception.step.effects);
        if (alive()) {
            answer(reception);
        }
        if (queue_.size() >= kAnswersAtOnce && unread_for_ < kMostUnreadTicks) {
            unread_ = octets;
            return;
        }
    }
}

// What was left when there were enough answers to be written first.
void Session::feed_unread() {
    if (!unread_.empty()) {
        pump_due_ = true;  // by who calls
        feed(std::exchange(unread_, {}));
    }
}

// What a frame means for frames of ours that wait.
void Session::answer(const h2::Reception& reception) {
    if (const auto* update = std::get_if<h2::WindowUpdate>(&reception.frame)) {
        if (update->stream.names_connection()) {
            wake();  // who waits for that window has kept its place
        } else {
            application_->window_opened(update->stream);
        }
    } else if (const auto* reset = std::get_if<h2::RstStream>(&reception.frame);
               reset != nullptr && std::holds_alternative<h2::Discard>(reception.step.verdict)) {
        withdraw_reset(reset->stream);
        drop_queued(reset->stream);  // we have ended it, but not yet sent that
    }
}

void Session::handle(const h2::Effects& effects, const SharedFields& fields) {
    for (const h2::Effect& effect : effects) {
        if (const auto* wish = std::get_if<h2::SendFrame>(&effect)) {
            send(wish->frame, fields);
        } else if (std::holds_alternative<h2::CloseTransport>(effect)) {
            finish(pending_end_.value_or(End{}));
        } else if (const auto* removal = std::get_if<h2::QueueRemoval>(&effect)) {
            removals_.push_back(removal->stream);
            wake();
        } else if (alive()) {
            application_->handle(effect);
            if (std::holds_alternative<h2::SettingsApplied>(effect) && alive()) {
                application_->window_opened(h2::StreamId{});
            }
        }
    }
}

void Session::finish(End end) {
    if (finishing_) {
        return;
    }
    finishing_ = true;
    pending_end_ = std::move(end);
    wake();
}

// A client that sends nothing more may still want its answers.
void Session::half_closed(const std::error_code& error) {
    if (role_ == h2::Role::client || !is_end(error) || !alive() || lingering_) {
        failed(error);
        return;
    }
    peer_done_ = true;
    end_of_peer_ = end_for(error);
    pump();
}

void Session::failed(const std::error_code& error) {
    if (!alive()) {
        return;
    }
    if (pending_end_) {
        end(*pending_end_);
        return;
    }
    end(end_for(error));
}

End Session::end_for(const std::error_code& error) const {
    const bool midway = is_end(error) && endpoint_.pending() > 0;
    if (std::string other = language_of(beginning(), role_);
        !settings_received_ && !other.empty()) {
        return {End::Kind::no_http2, speaks(other, role_)};
    }
    const char* where = is_end(error) && endpoint_.in_field_block()
                            ? " in the middle of a field block"
                        : midway                    ? " in the middle of a frame"
                        : settings_received_        ? ""
                        : role_ == h2::Role::client ? ", without a word of HTTP/2"
                                                    : "";
    return {End::Kind::peer_closed, message_of(error) + where};
}

void Session::abort(const End& reason) {
    if (alive()) {
        end(reason);
    }
}

void Session::end(const End& end) {
    Application* application = std::exchange(application_, nullptr);
    linger_.cancel();
    stream_->close();
    log_.closed(options_.number, end.text.empty() ? "done" : end.text,
                end.kind != End::Kind::no_http2);
    application->ended(end);
}

void Session::tick(Milliseconds passed) {
    if (!alive() || lingering_) {
        return;
    }
    if (!unread_.empty() && ++unread_for_ >= kMostUnreadTicks) {
        feed_unread();
        pump();
        if (!alive()) {
            return;
        }
        read();
    }
    const bool ours = application_->busy() && !finishing_ && !writing_;
    silent_for_ = ours ? Milliseconds{0} : silent_for_ + passed;
    if (finishing_ && silent_for_ > kMostFinish) {
        end(*pending_end_);
    } else if (!finishing_ && options_.timeout.count() > 0 && silent_for_ > options_.timeout) {
        time_out();
    }
}

void Session::time_out() {
    const char* what = room_.empty() ? "the TLS handshake is not done"
                       : writing_    ? "the peer has read nothing"
                                     : "the peer has sent nothing";
    const End reason{
        End::Kind::timed_out,
        fmt::format("{} for {} s", what, static_cast<double>(options_.timeout.count()) / 1000)};
    if (role_ == h2::Role::client || writing_ || !settings_received_) {
        end(reason);
        return;
    }
    const bool settled = connection().unacked_settings() == 0;  // RFC 9113 section 6.5.3
    submit(h2::SubmitGoAway{settled ? h2::ErrorCode::NO_ERROR : h2::ErrorCode::SETTINGS_TIMEOUT});
    finish(reason);
}

}  // namespace tools::net
