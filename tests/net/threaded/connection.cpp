// The loop: takes frames and completions, and decides what is written. Between the writer's send()
// and the completion's processing lies the window of golang/go#42777.

#include "tests/net/threaded/connection.hpp"

#include <algorithm>
#include <utility>

#include <sys/socket.h>
#include <unistd.h>

#include "h2core/wire/frame_header.hpp"
#include "tests/net/threaded/socket_threads.hpp"

namespace threaded {

Connection::Connection(int socket, std::uint32_t number, const Options& options,
                       const h2::Policy& policy)
    : socket_{socket},
      options_{options},
      settings_{1, {{h2::SettingId::MAX_CONCURRENT_STREAMS, options.limit}}},
      endpoint_{h2::Role::server, policy},
      random_{number},
      reader_{[this] { read_frames(socket_, mailbox_); }},
      writer_{[this] { write_octets(socket_, options_.hold, mailbox_); }},
      loop_{[this] { loop(); }} {}

Connection::~Connection() {
    shutdown(socket_, SHUT_RDWR);  // the reader hands over the end, at which the loop stops
    loop_.join();
    reader_.join();
    writer_.join();
    close(socket_);
}

void Connection::loop() {
    submit(h2::SubmitSettings{&settings_});
    do {
        schedule();
    } while (step());
    shutdown(socket_, SHUT_RDWR);
    mailbox_.stop();
    ended_ = true;
}

// One turn, as a select over both channels. False: the connection ends.
bool Connection::step() {
    const Ready ready = mailbox_.wait();
    const bool coin = random_() % 2 == 0;
    if (ready.completion && (!ready.frame || coin)) {
        return complete();
    }
    return process_frame();
}

bool Connection::process_frame() {
    const ByteVector& octets = mailbox_.frame();
    if (octets.empty()) {
        return false;
    }
    if (waits_for_completion(octets)) {
        mailbox_.wait_for_completion();
    }
    const bool completes_first = options_.design != Design::before;
    if (completes_first && mailbox_.ready().completion) {
        if (!complete()) {
            return false;
        }
        schedule();  // the next write begins before the frame is looked at
    }
    process(octets);
    end_after_requests();
    mailbox_.frame_processed();
    return true;
}

void Connection::end_after_requests() {
    const std::uint32_t newest = endpoint_.connection().highest_peer_stream().value();
    if (!away_ && options_.requests > 0 && newest + 1 >= 2 * options_.requests) {
        away_ = true;
        submit(h2::SubmitGoAway{});
    }
}

// HEADERS that open a stream above the limit, by a count that the outstanding write will lower.
bool Connection::waits_for_completion(std::span<const std::byte> octets) const {
    if (options_.design != Design::wait_at_limit || !in_write_ ||
        octets.size() < h2::kFrameHeaderSize) {
        return false;
    }
    const h2::Connection& core = endpoint_.connection();
    const h2::FrameHeader header = h2::load_frame_header(octets.first<h2::kFrameHeaderSize>());
    return header.is(h2::FrameType::HEADERS) && header.stream > core.highest_peer_stream() &&
           core.admission_count() >= core.limit_in_force();
}

void Connection::process(std::span<const std::byte> octets) {
    while (!octets.empty()) {
        const h2::Reception reception = endpoint_.receive(octets);
        octets = octets.subspan(reception.consumed);
        handle(reception.step.effects);
        if (const auto* reset = std::get_if<h2::RstStream>(&reception.frame)) {
            drop(reset->stream);  // also a RST_STREAM of ours (RFC 9113 section 5.4.2)
        }
    }
}

// Processes the completion that is posted. False: the peer is gone.
bool Connection::complete() {
    const bool written = mailbox_.take_completion();
    writing_ = false;
    if (const auto frame = std::exchange(in_write_, std::nullopt); frame && written) {
        handle(endpoint_.report(h2::WriteStage::completion, *frame));
    }
    return written;
}

void Connection::handle(const h2::Effects& effects) {
    for (const h2::Effect& effect : effects) {
        handle(effect);
    }
}

void Connection::handle(const h2::Effect& effect) {
    if (const auto* wish = std::get_if<h2::SendFrame>(&effect)) {
        if (const auto* reset = std::get_if<h2::RstStream>(&wish->frame)) {
            drop(reset->stream);
        }
        queue_.push_back(wish->frame);
    } else if (const auto* headers = std::get_if<h2::DeliverHeaders>(&effect)) {
        if (!headers->trailers && headers->fields.list != nullptr) {
            responses_.begin(headers->stream, *headers->fields.list, headers->end_stream);
        } else if (headers->end_stream) {
            responses_.request_ends(headers->stream);
        }
    } else if (const auto* start = std::get_if<h2::StartRequest>(&effect)) {
        responses_.start(start->stream);
    } else if (const auto* data = std::get_if<h2::DeliverData>(&effect)) {
        if (data->end_stream) {
            responses_.request_ends(data->stream);
        }
        handle(endpoint_.consume(data->stream, data->payload.size));
    } else if (const auto* reset = std::get_if<h2::DeliverReset>(&effect)) {
        drop(reset->stream);
    } else if (std::holds_alternative<h2::CloseTransport>(effect)) {
        close_wanted_ = true;
    }
}

// Nothing that waits is sent on that stream any more.
void Connection::drop(h2::StreamId stream) {
    responses_.drop(stream);
    std::erase_if(queue_, [&](const h2::Frame& frame) {
        const bool drops = h2::stream_of(frame) == stream;
        if (drops) {
            endpoint_.withdraw(frame);
        }
        return drops;
    });
}

void Connection::submit(const h2::Command& command) {
    if (const auto outcome = endpoint_.submit(command)) {
        handle(*outcome);
    }
}

// After each turn of the loop: the next write begins when none is outstanding.
void Connection::schedule() {
    while (!writing_) {
        if (!queue_.empty()) {
            const h2::Frame frame = queue_.front();
            queue_.pop_front();
            start_frame(frame);
        } else if (!queue_more()) {
            return;
        }
    }
}

// Heads of responses; then what is in the buffer is flushed; then DATA, which so finds it empty.
// False: there is nothing to write.
bool Connection::queue_more() {
    if (close_wanted_) {
        if (!buffer_.empty()) {
            start_write(std::exchange(buffer_, {}));
            return true;
        }
        if (!std::exchange(closed_, true)) {
            shutdown(socket_, SHUT_WR);  // the reader goes on, so that the peer sees the GOAWAY
        }
        return false;
    }
    while (const auto stream = responses_.next_done()) {
        submit(h2::RequestDone{*stream});
    }
    if (const auto head = responses_.next_head()) {
        submit(*head);
    } else if (!buffer_.empty()) {
        start_write(std::exchange(buffer_, {}));
    } else if (const auto body = responses_.next_body(endpoint_.connection())) {
        submit(*body);
    } else {
        return false;
    }
    return true;
}

// As Go's bufio.Writer: a frame that fits into what is free is complete before it is visible. Of
// one that does not, what exceeds a full buffer stays there if it is less than a buffer, and then
// the frame's end is not visible with this write.
void Connection::start_frame(const h2::Frame& frame) {
    const std::size_t before = buffer_.size();
    endpoint_.encode(frame, buffer_);
    handle(endpoint_.report(h2::WriteStage::encoded, frame));
    handle(endpoint_.report(h2::WriteStage::write_start, frame));
    if (buffer_.size() <= options_.buffer) {
        handle(endpoint_.report(h2::WriteStage::completion, frame));
        return;
    }
    in_write_ = frame;
    const bool end_stays = before > 0 && buffer_.size() - options_.buffer <= options_.buffer;
    ByteVector rest;
    if (end_stays) {
        const auto full = buffer_.begin() + static_cast<std::ptrdiff_t>(options_.buffer);
        rest.assign(full, buffer_.end());
        buffer_.erase(full, buffer_.end());
    }
    start_write(std::exchange(buffer_, std::move(rest)));
}

void Connection::start_write(ByteVector octets) {
    writing_ = true;
    mailbox_.start_write(std::move(octets));
}

}  // namespace threaded
