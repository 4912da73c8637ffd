// What our own side asks for. The send side of a stream moves here: the order of submission is the
// order on the wire.

#include <algorithm>

#include "h2core/connection.hpp"
#include "h2core/invariant.hpp"
#include "h2core/stream_book.hpp"

namespace h2 {

using Outcome = Result<Effects, Refusal>;

class Submitter {
  public:
    explicit Submitter(Connection& connection) : c_{connection}, book_{connection} {}

    Outcome operator()(const SubmitHeaders& wish);
    Outcome operator()(const SubmitData& wish);
    Outcome operator()(const SubmitReset& wish);
    Outcome operator()(const SubmitSettings& wish);
    Outcome operator()(const SubmitPing& wish);
    Outcome operator()(const SubmitGoAway& wish);
    Outcome operator()(const SubmitWindowUpdate& wish);
    Outcome operator()(const SubmitPush& wish);
    Outcome operator()(const RequestDone& wish);
    Outcome operator()(const ForgetReset& wish);
    Outcome operator()(const RemovalTaken& wish);

  private:
    static Outcome send(const Frame& frame) { return Effects{SendFrame{frame}}; }
    static bool allowed(const Cell& cell) { return cell.kind == Cell::Kind::to; }
    Outcome open(const SubmitHeaders& wish);
    [[nodiscard]] bool at_peer_limit() const {
        return !c_.policy_->open_beyond_limit && c_.local_count_ >= c_.peer_.max_concurrent_streams;
    }

    Connection& c_;
    StreamBook book_;
};

Result<Effects, Refusal> Connection::submit(const Command& command) {
    if (closed_) {
        return Refusal::connection_closed;
    }
    return std::visit(Submitter{*this}, command);
}

namespace {

MessageInput message_input(const SubmitHeaders& wish) {
    if (wish.informational) {
        return wish.end_stream ? MessageInput::informational_end_stream
                               : MessageInput::informational;
    }
    return wish.end_stream ? MessageInput::headers_end_stream : MessageInput::headers;
}

Frame headers_frame(const SubmitHeaders& wish) {
    Headers headers;
    headers.stream = wish.stream;
    headers.fields = wish.fields;
    headers.end_stream = wish.end_stream;
    return headers;
}

}  // namespace

Outcome Submitter::operator()(const SubmitHeaders& wish) {
    Stream* stream = book_.find(wish.stream);
    if (stream == nullptr) {
        return open(wish);
    }
    if (is_closed(stream->lifecycle)) {
        return Refusal::stream_not_open;
    }
    const PhaseStep phase = advance(stream->outbound, message_input(wish));
    if (phase.broken != RuleId::none || (wish.informational && c_.role_ == Role::client)) {
        return Refusal::out_of_order;
    }
    const Cell& cell = on_send(stream->lifecycle, StreamInput::headers);
    if (!allowed(cell)) {
        return Refusal::stream_not_open;
    }
    if (stream->lifecycle == Lifecycle::reserved_local) {  // a push begins to count now
        if (at_peer_limit()) {
            return Refusal::concurrency_limit;
        }
        book_.take_slot(*stream);
    }
    const bool trailers = stream->outbound == MessagePhase::body;
    stream->lifecycle = cell.next;
    stream->outbound = phase.next;
    if (wish.end_stream) {
        book_.end_local(*stream, trailers ? ClosingFrame::trailers : ClosingFrame::headers);
    }
    return send(headers_frame(wish));
}

// A request on a new stream.
Outcome Submitter::open(const SubmitHeaders& wish) {
    if (c_.role_ == Role::server || (!wish.stream.names_connection() &&
                                     book_.lifecycle_of(wish.stream, nullptr) != Lifecycle::idle)) {
        return Refusal::stream_not_open;
    }
    if (c_.next_local_.names_connection()) {
        return Refusal::stream_ids_exhausted;
    }
    if (wish.stream != c_.next_local_ || wish.informational) {
        return Refusal::invalid_argument;
    }
    if (c_.goaway_sent_ || c_.goaway_received_) {
        return Refusal::going_away;
    }
    if (at_peer_limit()) {
        return Refusal::concurrency_limit;
    }
    c_.next_local_ = c_.next_local_.next();
    Stream& stream = book_.add(wish.stream, on_send(Lifecycle::idle, StreamInput::headers).next);
    stream.outbound = advance(stream.outbound, message_input(wish)).next;
    book_.take_slot(stream);
    if (wish.end_stream) {
        book_.end_local(stream, ClosingFrame::headers);
    }
    return send(headers_frame(wish));
}

Outcome Submitter::operator()(const SubmitData& wish) {
    Stream* stream = book_.find(wish.stream);
    if (stream == nullptr || is_closed(stream->lifecycle)) {
        return Refusal::stream_not_open;
    }
    const PhaseStep phase = advance(
        stream->outbound, wish.end_stream ? MessageInput::data_end_stream : MessageInput::data);
    if (phase.broken != RuleId::none) {
        return Refusal::out_of_order;
    }
    if (!allowed(on_send(stream->lifecycle, StreamInput::data))) {
        return Refusal::stream_not_open;
    }
    const std::uint32_t octets = wish.payload.size;
    if (!stream->send_window.admits(octets) || !c_.send_window_.admits(octets)) {
        return Refusal::window_exhausted;
    }
    if (c_.policy_->debit_at == DebitAt::enqueued) {
        const bool debited = stream->send_window.change(-std::int64_t{octets}) &&
                             c_.send_window_.change(-std::int64_t{octets});
        H2_INVARIANT(debited);
    }
    stream->outbound = phase.next;
    if (wish.end_stream) {
        book_.end_local(*stream, ClosingFrame::data);
    }
    return send(Data{wish.stream, wish.payload, 0, wish.end_stream});
}

Outcome Submitter::operator()(const SubmitReset& wish) {
    Stream* stream = book_.find(wish.stream);
    if (stream == nullptr || !allowed(on_send(stream->lifecycle, StreamInput::rst_stream))) {
        return Refusal::stream_not_open;
    }
    book_.reset(*stream);
    return send(RstStream{wish.stream, wish.code});
}

Outcome Submitter::operator()(const SubmitSettings& wish) {
    if (c_.unacked_.size() >= kMaxUnackedSettings) {
        return Refusal::invalid_argument;
    }
    if (wish.list != nullptr) {
        for (const Setting& setting : wish.list->values) {
            if (validate(setting, c_.role_ == Role::server)) {
                return Refusal::invalid_argument;
            }
        }
    }
    c_.unacked_.push_back(wish.list);
    return send(SettingsFrame{/*ack=*/false, wish.list});
}

Outcome Submitter::operator()(const SubmitPing& wish) {
    return send(Ping{wish.opaque, /*ack=*/false});
}

Outcome Submitter::operator()(const SubmitGoAway& wish) {
    if (!wish.announce_maximum) {  // never rises, section 6.8
        c_.announced_last_ = std::min(c_.announced_last_, c_.highest_peer_);
    }
    c_.goaway_sent_ = true;
    return send(GoAway{c_.announced_last_, wish.code, {}});
}

Outcome Submitter::operator()(const SubmitWindowUpdate& wish) {
    if (wish.increment == 0 || wish.increment > Window::kMax) {
        return Refusal::invalid_argument;
    }
    Window* window = &c_.receive_window_;
    if (!wish.stream.names_connection()) {
        Stream* stream = book_.find(wish.stream);
        if (stream == nullptr || !allowed(on_send(stream->lifecycle, StreamInput::window_update))) {
            return Refusal::stream_not_open;
        }
        window = &stream->receive_window;
    }
    if (!window->change(wish.increment)) {
        return Refusal::invalid_argument;
    }
    return send(WindowUpdate{wish.stream, wish.increment});
}

Outcome Submitter::operator()(const SubmitPush& wish) {
    if (c_.role_ == Role::client || c_.peer_.enable_push == 0) {
        return Refusal::invalid_argument;
    }
    const Stream* parent = book_.find(wish.parent);
    if (parent == nullptr || !parent->id.opened_by(Role::client) ||
        !allowed(on_send(parent->lifecycle, StreamInput::push_promise))) {
        return Refusal::stream_not_open;
    }
    if (c_.goaway_sent_ || c_.goaway_received_) {
        return Refusal::going_away;
    }
    const StreamId promised = c_.next_local_;
    if (promised.names_connection()) {
        return Refusal::stream_ids_exhausted;
    }
    c_.next_local_ = promised.next();
    book_.add(promised, on_send(Lifecycle::idle, StreamInput::promised).next).inbound =
        MessagePhase::done;  // a promised request has no content (section 8.4)
    return send(PushPromise{wish.parent, promised, wish.fields});
}

Outcome Submitter::operator()(const RequestDone& wish) {
    Stream* stream = book_.find(wish.stream);
    if (stream == nullptr || stream->request != RequestState::running) {
        return Refusal::stream_not_open;
    }
    H2_INVARIANT(c_.running_requests_ > 0);
    --c_.running_requests_;
    book_.request_returned(*stream);
    if (c_.policy_->handler_limit == kUnlimited) {
        return Effects{};  // nothing ever waits
    }
    for (Stream& next : c_.streams_) {
        if (next.request == RequestState::waiting) {
            next.request = RequestState::running;
            ++c_.running_requests_;
            return Effects{StartRequest{next.id}};
        }
    }
    return Effects{};
}

Outcome Submitter::operator()(const ForgetReset& wish) {
    if (!book_.forget_reset(wish.stream)) {
        return Refusal::stream_not_open;
    }
    return Effects{};
}

Outcome Submitter::operator()(const RemovalTaken& wish) {
    if (!book_.removal_taken(wish.stream)) {
        return Refusal::stream_not_open;
    }
    return Effects{};
}

}  // namespace h2
