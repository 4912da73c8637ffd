#include "tools/net/session.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "h2core/rules.hpp"
#include "tools/frame_text.hpp"

namespace tools::net {
namespace {

constexpr std::size_t kReadRoom = 32 * 1024;     // octets
constexpr std::size_t kWriteBuffer = 64 * 1024;  // filled up to this, and one frame more
constexpr std::size_t kMostQueued = 16'384;      // frames; beyond, the peer is not read
constexpr Milliseconds kLinger{1'000};           // for the peer to read our last octets and close
constexpr Milliseconds kMostFinish{5'000};       // for the last octets to be written

bool is_optional(h2::WriteStage stage) {
    return stage == h2::WriteStage::encoded || stage == h2::WriteStage::visible;
}

bool has_optional_stage(const h2::ReleasePoints& points) {
    return is_optional(points.headers) || is_optional(points.data) ||
           is_optional(points.trailers) || is_optional(points.rst_stream);
}

// For the reports after the frame was encoded: nothing it refers to need be there any more.
h2::Frame without_references(h2::Frame frame) {
    if (auto* headers = std::get_if<h2::Headers>(&frame)) {
        headers->fields = {};
    } else if (auto* data = std::get_if<h2::Data>(&frame)) {
        data->payload.data = nullptr;
    } else if (auto* promise = std::get_if<h2::PushPromise>(&frame)) {
        promise->fields = {};
    }
    return frame;
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

std::optional<h2::Refusal> Session::submit(const h2::Command& command, SharedFields fields) {
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

void Session::wake() {
    if (pump_due_ || writing_) {
        return;
    }
    pump_due_ = true;
    loop_.post([self = shared_from_this()] { self->pump(); });
}

void Session::drop_queued(h2::StreamId stream) {
    if (!queue_.empty()) {
        dropped_.push_back(stream);
    }
}

void Session::read() {
    if (reading_ || queue_.size() > kMostQueued) {
        return;
    }
    reading_ = true;
    stream_->read(room_,
                  [self = shared_from_this()](const std::error_code& error, std::size_t octets) {
                      self->reading_ = false;
                      self->silent_for_ = Milliseconds{0};
                      if (error) {
                          self->failed(error);
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
        } else if (alive()) {
            application_->handle(effect);
            if (std::holds_alternative<h2::SettingsApplied>(effect) && alive()) {
                application_->window_opened(h2::StreamId{});
            }
        }
    }
}

void Session::send(const h2::Frame& frame, const SharedFields& fields) {
    if (const auto* reset = std::get_if<h2::RstStream>(&frame)) {
        drop_queued(reset->stream);
        if (alive()) {
            application_->stream_reset(reset->stream);
        }
    }
    queue_.push_back({frame, fields});
    wake();
}

void Session::pump() {
    if (writing_ || !alive() || room_.empty()) {  // no room: not open yet
        pump_due_ = false;
        return;
    }
    pump_due_ = true;  // what is queued meanwhile is taken at once
    const bool filled = fill();
    pump_due_ = false;
    if (filled) {
        write();
    } else if (finishing_ && !lingering_) {
        close_in_order();
    }
}

// False: there is nothing to write.
bool Session::fill() {
    buffer_.clear();
    in_buffer_.clear();
    while (buffer_.size() < kWriteBuffer) {
        if (!queue_.empty()) {
            const Queued queued = std::move(queue_.front());
            queue_.pop_front();
            encode(queued);
        } else if (finishing_ || !application_->send_some()) {
            break;
        }
    }
    if (queue_.empty()) {
        dropped_.clear();
    }
    return !buffer_.empty();
}

void Session::encode(const Queued& queued) {
    const h2::StreamId stream = h2::stream_of(queued.frame);
    if (!dropped_.empty() && !std::holds_alternative<h2::RstStream>(queued.frame) &&
        std::find(dropped_.begin(), dropped_.end(), stream) != dropped_.end()) {
        endpoint_.withdraw(queued.frame);
        return;
    }
    std::size_t begin = buffer_.size();
    endpoint_.encode(queued.frame, buffer_);
    if (!preface_encoded_) {
        preface_encoded_ = true;
        begin += role_ == h2::Role::client ? h2::kClientPreface.size() : 0;
    }
    if (log_.wants_frames()) {
        log_.sent(options_.number, std::span{buffer_}.subspan(begin), queued.frame);
    }
    in_buffer_.push_back(without_references(queued.frame));
    if (reports_optional_stages_) {
        handle(endpoint_.report(h2::WriteStage::encoded, queued.frame));
    }
}

void Session::report(h2::WriteStage stage) {
    for (const h2::Frame& frame : in_buffer_) {
        handle(endpoint_.report(stage, frame));
    }
}

void Session::write() {
    writing_ = true;
    report(h2::WriteStage::write_start);
    if (log_.wants_frames()) {
        log_.write_started(options_.number, in_buffer_.size());
    }
    stream_->write(buffer_, [self = shared_from_this()](const std::error_code& error) {
        self->writing_ = false;
        self->written(error);
    });
}

void Session::written(const std::error_code& error) {
    silent_for_ = Milliseconds{0};
    if (!alive()) {
        return;
    }
    if (error) {
        failed(error);
        return;
    }
    if (log_.wants_frames()) {
        log_.written(options_.number, in_buffer_.size());
    }
    if (reports_optional_stages_) {
        report(h2::WriteStage::visible);
    }
    report(h2::WriteStage::completion);
    pump();
    if (alive()) {
        read();  // in case too much was queued
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

// Everything is written. A client may still be sending: closing now could cost it our last octets
// (a TCP reset), so what it sends is read and ignored for a while.
void Session::close_in_order() {
    lingering_ = true;
    stream_->finish();
    if (role_ == h2::Role::client) {
        end(*pending_end_);
        return;
    }
    linger_.after(kLinger, [this] { end(*pending_end_); });
}

void Session::failed(const std::error_code& error) {
    if (!alive()) {
        return;
    }
    if (pending_end_) {
        end(*pending_end_);
        return;
    }
    const bool midway = is_end(error) && endpoint_.in_field_block();
    end({End::Kind::peer_closed,
         message_of(error) + (midway ? " in the middle of a field block" : "")});
}

void Session::abort(End reason) {
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
    silent_for_ += passed;
    if (finishing_ && silent_for_ > kMostFinish) {
        end(*pending_end_);
    } else if (options_.timeout.count() > 0 && silent_for_ > options_.timeout &&
               !application_->busy()) {
        const char* what = room_.empty() ? "the TLS handshake is not done"
                           : writing_    ? "the peer has read nothing"
                                         : "the peer has sent nothing";
        end({End::Kind::timed_out,
             fmt::format("{} for {} s", what,
                         static_cast<double>(options_.timeout.count()) / 1000)});
    }
}

}  // namespace tools::net
