// Octets in: through the endpoint to the application. session_output.cpp has the way out.

#include "tools/net/session.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "h2core/rules.hpp"
#include "tools/wire/frame_text.hpp"

namespace tools::net {
namespace {

constexpr std::size_t kReadRoom = 32 * 1024;  // octets
constexpr std::size_t kMostQueued = 16'384;   // frames; beyond, the peer is not read
constexpr Milliseconds kMostFinish{5'000};    // for the last octets to be written

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
        end({End::Kind::tls_failed, fmt::format("TLS handshake: {}", message_of(error))});
        return;
    }
    const std::string protocol = stream_->protocol();
    if (!protocol.empty() && protocol != "h2") {
        stream_->finish();
        end({End::Kind::no_http2, "the peer does not agree to h2 by ALPN"});
        return;
    }
    silent_for_ = Milliseconds{0};
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
    if (reading_ || peer_done_ || queue_.size() > kMostQueued) {
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
                      if (self->alive() && !self->lingering_) {
                          self->pump_due_ = true;  // below
                          self->feed(std::span{self->room_}.first(octets));
                          self->pump();
                      }
                      if (self->alive()) {
                          self->read();
                      }
                  });
}

void Session::note_beginning(std::span<const std::byte> octets) {
    const std::size_t more = std::min(octets.size(), first_.size() - first_size_);
    std::transform(octets.begin(), octets.begin() + static_cast<std::ptrdiff_t>(more),
                   first_.begin() + static_cast<std::ptrdiff_t>(first_size_),
                   [](std::byte octet) { return static_cast<char>(octet); });
    first_size_ += more;
}

bool Session::spoke_http1() const {
    const std::string_view text{first_.data(), first_size_};
    if (role_ == h2::Role::client) {
        return text.starts_with("HTTP/1");
    }
    const std::size_t space = text.find(' ');
    return space != std::string_view::npos && space > 0 && !text.starts_with("PRI") &&
           std::all_of(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(space),
                       [](char letter) { return letter >= 'A' && letter <= 'Z'; });
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
        if (const auto* update = std::get_if<h2::WindowUpdate>(&reception.frame);
            update != nullptr && alive()) {
            application_->window_opened(update->stream);
        }
    }
}

// What is worth more than a line of the log.
void Session::judge(const h2::Reception& reception) {
    if (std::holds_alternative<h2::SettingsFrame>(reception.frame)) {
        settings_received_ = true;
    }
    if (!std::holds_alternative<h2::ConnectionError>(reception.step.verdict) || pending_end_) {
        return;
    }
    if (!settings_received_ && spoke_http1()) {
        pending_end_ = {End::Kind::no_http2, "the peer speaks HTTP/1, not HTTP/2"};
    } else {
        pending_end_ = {End::Kind::peer_broke, verdict_text(reception.step.verdict)};
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
    const char* where = is_end(error) && endpoint_.in_field_block()
                            ? " in the middle of a field block"
                        : midway ? " in the middle of a frame"
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
    log_.closed(options_.number, end.text.empty() ? "done" : end.text);
    application->ended(end);
}

void Session::tick(Milliseconds passed) {
    if (!alive() || lingering_) {
        return;
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
