// What a Session writes.

#include <algorithm>
#include <utility>

#include "tools/net/session.hpp"
#include "tools/wire/frame_text.hpp"

namespace tools::net {
namespace {

constexpr std::size_t kWriteBuffer = 64 * 1024;  // filled up to this, and one frame more
constexpr Milliseconds kLinger{1'000};           // for the peer to read our last octets and close

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

void Session::send(const h2::Frame& frame, const SharedFields& fields) {
    if (const auto* reset = std::get_if<h2::RstStream>(&frame)) {
        drop_queued(reset->stream);
        if (alive()) {
            application_->stream_reset(reset->stream);
        }
    }
    queue_.push_back({frame, fields});
    if (auto* away = std::get_if<h2::GoAway>(&queue_.back().frame);
        away != nullptr && away->code != h2::ErrorCode::NO_ERROR) {
        away->debug = {reinterpret_cast<const std::byte*>(reason_.data()),
                       static_cast<std::uint32_t>(reason_.size())};
    }
    wake();
}

// The peer has reset the stream while our own RST_STREAM still waits: an answer to it would be one
// too many (RFC 9113 section 5.4.2).
void Session::withdraw_reset(h2::StreamId stream) {
    const auto waits = std::find_if(queue_.begin(), queue_.end(), [&](const Queued& queued) {
        const auto* reset = std::get_if<h2::RstStream>(&queued.frame);
        return reset != nullptr && reset->stream == stream;
    });
    if (waits != queue_.end()) {
        endpoint_.withdraw(waits->frame);
        queue_.erase(waits);
    }
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
    } else if (peer_done_ && !application_->busy()) {
        end(end_of_peer_);
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
        take_removals();
    }
    return !buffer_.empty();
}

void Session::take_removals() {
    for (const h2::StreamId stream : std::exchange(removals_, {})) {
        submit(h2::RemovalTaken{stream});
    }
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
    log_.octets(options_.number, Direction::sent, buffer_);
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
    unread_for_ = 0;
    feed_unread();
    pump();
    if (alive()) {
        read();  // in case too much was queued
    }
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

}  // namespace tools::net
