// Gives transfers streams, sends their content and takes what comes for them.

#include "tools/net/client_connection.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "tools/net/response_status.hpp"

namespace tools::net {
namespace {

constexpr std::uint32_t kMostAttempts = 5;
constexpr std::uint16_t kFirstFailure = 400;  // RFC 9110 section 15
constexpr std::uint64_t kLastPing = 0x6832'7369'6d20'6279;
constexpr Milliseconds kLongestRoundTrip{1'000};

// What the end of a connection means for a request that was under way.
ExitCode code_of(End::Kind kind) {
    switch (kind) {
        case End::Kind::peer_broke:
        case End::Kind::peer_gave_up: return ExitCode::failed;
        case End::Kind::finished:
        case End::Kind::peer_closed:
        case End::Kind::timed_out:
        case End::Kind::tls_failed:
        case End::Kind::no_http2: return ExitCode::unreachable;
    }
    return ExitCode::unreachable;
}

End gave_up(h2::ErrorCode code) {
    return {End::Kind::peer_gave_up, fmt::format("the server went away: {}", h2::name(code))};
}

}  // namespace

void ClientConnection::start(std::shared_ptr<Session> session) {
    session_ = std::move(session);
    session_->start();
}

void ClientConnection::handle(const h2::Effect& effect) {
    if (const auto* headers = std::get_if<h2::DeliverHeaders>(&effect)) {
        received(*headers);
    } else if (const auto* data = std::get_if<h2::DeliverData>(&effect)) {
        received(*data);
    } else if (const auto* reset = std::get_if<h2::DeliverReset>(&effect)) {
        was_reset(*reset);
    } else if (const auto* away = std::get_if<h2::DeliverGoAway>(&effect)) {
        going_away(*away);
    } else if (std::holds_alternative<h2::SettingsApplied>(effect)) {
        open_streams();
    } else if (const auto* ack = std::get_if<h2::DeliverPingAck>(&effect)) {
        if (ack->opaque == kLastPing && round_trip_.is_pending()) {
            round_trip_done(/*answered=*/true);
        }
    }
}

// Before the peer's SETTINGS have come only one request is sent: its limit is not known yet.
void ClientConnection::open_streams() {
    if (peer_going_away_ || session_->finishing()) {
        finish_if_idle();
        return;
    }
    open_some();
    finish_if_idle();
}

bool ClientConnection::open_some() {
    const std::size_t most = session_->settings_received() ? shared_.max_streams : 1;
    bool opened = false;
    while (!shared_.waiting.empty() && !peer_going_away_ && active_.size() < most &&
           session_->connection().can_open() && open_one()) {
        opened = true;
    }
    return opened;
}

bool ClientConnection::open_one() {
    Transfer& transfer = *shared_.waiting.front();
    const h2::StreamId stream = session_->connection().next_stream_id();
    const SharedFields& fields = transfer.request->fields;
    const bool uploads = shared_.has_content && !shared_.content.empty();
    if (session_->submit(h2::SubmitHeaders{stream, fields->fields(), !uploads, false}, fields)) {
        return false;
    }
    shared_.waiting.pop_front();
    ++transfer.attempts;
    Active& active = active_[stream.value()];
    active.transfer = &transfer;
    active.uploading = uploads;
    if (uploads) {
        active.queued = true;
        ready_.push_back(stream);
        session_->wake();
    }
    return true;
}

void ClientConnection::received(const h2::DeliverHeaders& headers) {
    const auto found = active_.find(headers.stream.value());
    if (found == active_.end()) {
        return;
    }
    Active& active = found->second;
    if (!headers.trailers && headers.fields.list != nullptr) {
        const std::uint16_t status = status_of(headers.fields);
        if (status >= kFirstFinal) {
            active.answered = true;
            active.transfer->status = status;
        }
    }
    if (headers.end_stream) {
        complete(headers.stream);
    }
}

void ClientConnection::received(const h2::DeliverData& data) {
    const auto found = active_.find(data.stream.value());
    if (found == active_.end()) {
        session_->consume(data.stream, data.payload.size);
        return;
    }
    Active& active = found->second;
    Transfer& transfer = *active.transfer;
    transfer.octets += data.payload.size;
    const bool unwanted = shared_.fail_on_status && transfer.status >= kFirstFailure;
    const bool written =
        unwanted || shared_.writer->add(transfer, {data.payload.data, data.payload.size});
    if (written || shared_.holds_nothing_back) {
        session_->consume(data.stream, data.payload.size);
    } else {
        active.held += data.payload.size;
    }
    if (data.end_stream) {
        complete(data.stream);
    }
}

void ClientConnection::release(const Transfer& transfer) {
    for (auto& [id, active] : active_) {
        if ((active.transfer == &transfer || shared_.holds_nothing_back) && active.held > 0) {
            session_->consume(h2::StreamId::from_wire(id), std::exchange(active.held, 0));
        }
    }
}

void ClientConnection::complete(h2::StreamId stream) {
    const auto found = active_.find(stream.value());
    const Active active = found->second;
    active_.erase(found);
    ++completed_;
    if (active.held > 0) {
        session_->consume(stream, active.held);
    }
    if (active.uploading) {  // answered early (RFC 9113 section 8.1): nobody wants the rest
        session_->submit(h2::SubmitReset{stream, h2::ErrorCode::NO_ERROR});
    }
    Transfer& transfer = *active.transfer;
    if (shared_.fail_on_status && transfer.status >= kFirstFailure) {
        fail(transfer, fmt::format("status {}", transfer.status), ExitCode::failed);
    } else {
        transfer.done = true;
        shared_.completed(transfer);
    }
    open_streams();
}

void ClientConnection::fail(Transfer& transfer, std::string trouble, ExitCode code) const {
    transfer.done = true;
    transfer.trouble = std::move(trouble);
    transfer.code = code;
    shared_.completed(transfer);
}

// The peer has not processed it (sections 6.8 and 8.7): it is safe to send it again.
void ClientConnection::retry(Transfer& transfer, std::string_view why) {
    if (transfer.attempts >= kMostAttempts) {
        fail(transfer, fmt::format("{}, {} times", why, transfer.attempts), ExitCode::failed);
        return;
    }
    shared_.holds_nothing_back = true;
    release(transfer);
    shared_.waiting.push_front(&transfer);
}

void ClientConnection::was_reset(const h2::DeliverReset& reset) {
    session_->drop_queued(reset.stream);
    const auto found = active_.find(reset.stream.value());
    if (found == active_.end()) {
        return;
    }
    const Active active = found->second;
    active_.erase(found);
    if (active.held > 0) {
        session_->consume(reset.stream, active.held);
    }
    if (reset.code == h2::ErrorCode::REFUSED_STREAM && !active.answered) {
        retry(*active.transfer, "the server refused the stream");
    } else {
        fail(*active.transfer, fmt::format("the server reset the stream: {}", h2::name(reset.code)),
             ExitCode::failed);
    }
    open_streams();
}

void ClientConnection::stream_reset(h2::StreamId stream) {
    const auto found = active_.find(stream.value());
    if (found == active_.end()) {
        return;
    }
    Transfer& transfer = *found->second.transfer;
    active_.erase(found);
    fail(transfer,
         fmt::format("stream {} was reset: the server broke the protocol (--verbose says "
                     "which rule)",
                     stream.value()),
         ExitCode::failed);
    open_streams();
}

void ClientConnection::going_away(const h2::DeliverGoAway& away) {
    peer_going_away_ = true;
    away_code_ = away.code;
    std::vector<std::uint32_t> unprocessed;
    for (const auto& [id, active] : active_) {
        if (id > away.last_stream.value() && !active.answered) {
            unprocessed.push_back(id);
        }
    }
    std::sort(unprocessed.rbegin(), unprocessed.rend());  // each goes to the front
    for (const std::uint32_t id : unprocessed) {
        Transfer& transfer = *active_.at(id).transfer;
        active_.erase(id);
        if (away.code == h2::ErrorCode::NO_ERROR) {
            retry(transfer, "the server went away");
        } else {
            fail(transfer, gave_up(away.code).text, ExitCode::failed);
        }
    }
    finish_if_idle();
}

void ClientConnection::finish_if_idle() {
    if (!active_.empty() || session_->finishing() ||
        !(shared_.waiting.empty() || peer_going_away_)) {
        return;
    }
    if (!last_words_ && shared_.waiting.empty() && away_code_ == h2::ErrorCode::NO_ERROR) {
        await_round_trip();
    } else if (!round_trip_.is_pending()) {
        session_->submit(h2::SubmitGoAway{});
        session_->finish(away_code_ == h2::ErrorCode::NO_ERROR ? End{} : gave_up(away_code_));
    }
}

void ClientConnection::await_round_trip() {
    last_words_ = true;
    session_->submit(h2::SubmitPing{kLastPing});
    round_trip_.after(kLongestRoundTrip, [this] { round_trip_done(/*answered=*/false); });
}

// The answer to a PING may have gone before the ACK of SETTINGS (section 6.7): that has the rest of
// the time to come.
void ClientConnection::round_trip_done(bool answered) {
    const bool unacknowledged = session_->connection().unacked_settings() > 0;
    if (answered && unacknowledged) {
        return;
    }
    round_trip_.cancel();
    if (unacknowledged) {  // "immediately", section 6.5.3
        complaint_ =
            "the server has answered requests, but never acknowledged SETTINGS (9113/6.5.3)";
    }
    finish_if_idle();
}

void ClientConnection::window_opened(h2::StreamId stream) {
    for (auto& [id, active] : active_) {
        if (active.uploading && !active.queued &&
            (stream.names_connection() || stream.value() == id)) {
            active.queued = true;
            ready_.push_back(h2::StreamId::from_wire(id));
        }
    }
}

bool ClientConnection::send_some() {
    if (open_some()) {  // a RST_STREAM of ours is written, or need not be: its stream counts no
                        // more
        return true;
    }
    while (!ready_.empty()) {
        const h2::StreamId stream = ready_.front();
        const auto found = active_.find(stream.value());
        if (found == active_.end() || !found->second.uploading) {
            ready_.pop_front();
            continue;
        }
        if (session_->connection().connection_send_window() <= 0) {
            return false;
        }
        ready_.pop_front();
        found->second.queued = false;
        if (upload(stream, found->second)) {
            return true;
        }
    }
    return false;
}

bool ClientConnection::upload(h2::StreamId stream, Active& active) {
    const h2::Connection& connection = session_->connection();
    const std::int32_t window =
        std::min(connection.sendable(stream), connection.connection_send_window());
    const std::size_t left = shared_.content.size() - active.sent;
    const auto octets = static_cast<std::uint32_t>(std::min<std::size_t>(
        left, static_cast<std::size_t>(std::clamp<std::int32_t>(window, 0, kMostInDataFrame))));
    if (octets == 0) {
        return false;
    }
    const auto* data = reinterpret_cast<const std::byte*>(shared_.content.data()) + active.sent;
    const bool last = octets == left;
    if (session_->submit(h2::SubmitData{stream, {data, octets}, last})) {
        return false;
    }
    active.sent += octets;
    active.uploading = !last;
    if (!last) {
        active.queued = true;
        ready_.push_back(stream);
    }
    return true;
}

void ClientConnection::ended(const End& end) {
    const bool by_peer = end.kind == End::Kind::peer_closed && peer_going_away_ &&
                         away_code_ != h2::ErrorCode::NO_ERROR;
    const bool all_said = end.kind == End::Kind::peer_closed && round_trip_.is_pending();
    const End told = by_peer ? gave_up(away_code_) : all_said ? End{} : end;
    round_trip_.cancel();
    if (end.kind == End::Kind::peer_broke && active_.empty() && shared_.waiting.empty()) {
        complaint_ = "the server broke the protocol after its last response: " + end.text;
    }
    std::vector<Transfer*> lost;
    lost.reserve(active_.size());
    for (const auto& [id, active] : active_) {
        lost.push_back(active.transfer);
    }
    active_.clear();
    ready_.clear();
    for (Transfer* transfer : lost) {
        fail(*transfer, told.text, code_of(told.kind));
    }
    gone_(told);
}

}  // namespace tools::net
