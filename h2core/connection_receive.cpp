// Received frames that belong to a stream. Those of the connection: connection_receive_control.cpp.

#include "h2core/invariant.hpp"
#include "h2core/receiver.hpp"

namespace h2 {

namespace {

// Flow-controlled octets arrived (section 6.9.1). False if the window does not admit them.
bool debit(Window& window, std::uint32_t octets) {
    return window.admits(octets) && window.change(-std::int64_t{octets});
}

// A 1xx response; without fields it counts as final.
bool is_informational(const Fields& fields) {
    if (fields.list == nullptr) {
        return false;
    }
    for (const Field& field : fields.list->fields) {
        if (field.name == ":status") {
            return !field.value.empty() && field.value.front() == '1';
        }
    }
    return false;
}

MessageInput message_input(Role receiver, const Headers& headers) {
    if (receiver == Role::client && is_informational(headers.fields)) {
        return headers.end_stream ? MessageInput::informational_end_stream
                                  : MessageInput::informational;
    }
    return headers.end_stream ? MessageInput::headers_end_stream : MessageInput::headers;
}

}  // namespace

Step Connection::receive(const Frame& frame, RuleId malformed) {
    if (closed_) {
        return Step{Discard{RuleId::connection_closed}};
    }
    Receiver receiver{*this, malformed};
    if (!settings_received_) {
        const SettingsFrame* settings = std::get_if<SettingsFrame>(&frame);
        if (settings == nullptr || settings->ack) {
            return receiver.connection_error(ErrorCode::PROTOCOL_ERROR, RuleId::settings_first);
        }
    }
    return std::visit(receiver, frame);
}

Step Connection::receive_broken(const StreamError& error) {
    if (closed_) {
        return Step{Discard{RuleId::connection_closed}};
    }
    Receiver receiver{*this, RuleId::none};
    return settings_received_
               ? receiver.broken(error)
               : receiver.connection_error(ErrorCode::PROTOCOL_ERROR, RuleId::settings_first);
}

Step Connection::receive_broken(const ConnectionError& error, StreamId stream) {
    if (closed_) {
        return Step{Discard{RuleId::connection_closed}};
    }
    if (stream.opened_by(peer_of(role_)) && stream > highest_peer_ && !goaway_sent_) {
        highest_peer_ = stream;
    }
    return Receiver{*this, RuleId::none}.connection_error(error.code, error.rule);
}

Step Receiver::broken(const StreamError& error) {
    const Lifecycle lifecycle = book_.lifecycle_of(error.stream, book_.find(error.stream));
    if (lifecycle == Lifecycle::idle) {
        return connection_error(error.code, error.rule);
    }
    return is_closed(lifecycle) || after_goaway(error.stream)
               ? discard(error.rule)
               : stream_error(error.stream, error.code, error.rule);
}

// A message that breaks section 8, or is larger than we are willing to keep.
Step Receiver::malformed(StreamId id) {
    const bool too_large =
        malformed_ == RuleId::header_list_size || malformed_ == RuleId::field_count;
    return stream_error(id, too_large ? ErrorCode::ENHANCE_YOUR_CALM : ErrorCode::PROTOCOL_ERROR,
                        malformed_);
}

Step Receiver::operator()(const Data& data) {
    if (data.stream.names_connection()) {
        return connection_error(ErrorCode::PROTOCOL_ERROR, RuleId::stream_id_required);
    }
    // "Always account for its contribution […] even if the frame is in error" (section 6.9).
    if (!debit(c_.receive_window_, data.flow_controlled())) {
        return connection_error(ErrorCode::FLOW_CONTROL_ERROR, RuleId::flow_control_connection);
    }
    if (ignored(data.stream)) {
        return discard(RuleId::after_goaway_ignored);
    }
    Stream* stream = book_.find(data.stream);
    const Cell& cell = on_receive(book_.lifecycle_of(data.stream, stream), StreamInput::data);
    if (cell.kind != Cell::Kind::to) {
        return late(cell, data.stream, stream, data.end_stream);
    }
    if (!debit(stream->receive_window, data.flow_controlled())) {
        return stream_error(data.stream, ErrorCode::FLOW_CONTROL_ERROR,
                            RuleId::flow_control_stream);
    }
    const PhaseStep phase = advance(
        stream->inbound, data.end_stream ? MessageInput::data_end_stream : MessageInput::data);
    if (phase.broken != RuleId::none) {
        return stream_error(data.stream, ErrorCode::PROTOCOL_ERROR, phase.broken);
    }
    if (malformed_ != RuleId::none) {
        return malformed(data.stream);
    }
    stream->inbound = phase.next;
    const bool removal = data.end_stream && book_.end_remote(*stream);
    Step step = accept_with<DeliverData>(data.stream, data.payload, data.end_stream);
    if (removal) {
        step.effects.emplace_back(std::in_place_type<QueueRemoval>, data.stream);
    }
    return step;
}

Step Receiver::operator()(const Headers& headers) {
    if (headers.stream.names_connection()) {
        return connection_error(ErrorCode::PROTOCOL_ERROR, RuleId::stream_id_required);
    }
    if (after_goaway(headers.stream)) {
        return discard(RuleId::after_goaway_ignored);
    }
    Stream* stream = book_.find(headers.stream);
    const Lifecycle lifecycle = book_.lifecycle_of(headers.stream, stream);
    if (lifecycle == Lifecycle::idle) {
        return open(headers);
    }
    const Cell& cell = on_receive(lifecycle, StreamInput::headers);
    if (cell.kind != Cell::Kind::to) {
        return late(cell, headers.stream, stream, headers.end_stream);
    }
    const bool trailers = stream->inbound == MessagePhase::body;
    const PhaseStep phase = advance(stream->inbound, message_input(c_.role_, headers));
    if (phase.broken != RuleId::none) {
        return stream_error(headers.stream, ErrorCode::PROTOCOL_ERROR, phase.broken);
    }
    if (malformed_ != RuleId::none) {
        return malformed(headers.stream);
    }
    if (lifecycle == Lifecycle::reserved_remote) {  // the promised stream begins to count now
        if (const std::optional<Excess> over = excess()) {
            return refuse(headers.stream, *over);
        }
        book_.take_slot(*stream);
    }
    stream->lifecycle = cell.next;
    stream->inbound = phase.next;
    const bool removal = headers.end_stream && book_.end_remote(*stream);
    Step step =
        accept_with<DeliverHeaders>(headers.stream, headers.fields, trailers, headers.end_stream);
    if (removal) {
        step.effects.emplace_back(std::in_place_type<QueueRemoval>, headers.stream);
    }
    return step;
}

// HEADERS on an idle stream (sections 5.1, 5.1.1, 5.1.2).
Step Receiver::open(const Headers& headers) {
    if (c_.role_ == Role::client) {
        return connection_error(ErrorCode::PROTOCOL_ERROR, RuleId::idle_stream);
    }
    if (!headers.stream.opened_by(Role::client)) {
        return connection_error(ErrorCode::PROTOCOL_ERROR, RuleId::stream_id_parity);
    }
    c_.highest_peer_ = headers.stream;  // a refused identifier is used up too
    if (const std::optional<Excess> over = excess()) {
        return refuse(headers.stream, *over);
    }
    if (malformed_ != RuleId::none) {
        return malformed(headers.stream);
    }
    return admit(headers);
}

Step Receiver::admit(const Headers& headers) {
    Stream& stream =
        book_.add(headers.stream, on_receive(Lifecycle::idle, StreamInput::headers).next);
    stream.inbound = advance(stream.inbound, message_input(c_.role_, headers)).next;
    book_.take_slot(stream);
    stream.request = RequestState::waiting;
    if (headers.end_stream) {
        (void)book_.end_remote(stream);  // our side has not ended: the stream is not closed
    }
    Step step =
        accept_with<DeliverHeaders>(headers.stream, headers.fields, false, headers.end_stream);
    if (c_.running_requests_ < c_.policy_->handler_limit) {
        stream.request = RequestState::running;
        ++c_.running_requests_;
        step.effects.emplace_back(std::in_place_type<StartRequest>, headers.stream);
    }
    return step;
}

Step Receiver::operator()(const Priority& priority) {
    if (priority.stream.names_connection()) {
        return connection_error(ErrorCode::PROTOCOL_ERROR, RuleId::stream_id_required);
    }
    return after_goaway(priority.stream) ? discard(RuleId::after_goaway_ignored) : accept();
}

Step Receiver::operator()(const RstStream& reset) {
    if (reset.stream.names_connection()) {
        return connection_error(ErrorCode::PROTOCOL_ERROR, RuleId::stream_id_required);
    }
    if (ignored(reset.stream)) {
        return discard(RuleId::after_goaway_ignored);
    }
    Stream* stream = book_.find(reset.stream);
    Lifecycle lifecycle = book_.lifecycle_of(reset.stream, stream);
    if (lifecycle == Lifecycle::closed_end_stream && stream != nullptr && stream->counted) {
        // Our END_STREAM is submitted but, as this connection counts, not out: to the peer the
        // stream is still half-closed, and the RST_STREAM is no late one.
        lifecycle = Lifecycle::half_closed_remote;
    }
    const Cell& cell = on_receive(lifecycle, StreamInput::rst_stream);
    if (cell.kind != Cell::Kind::to) {
        return objection(cell, reset.stream);
    }
    H2_INVARIANT(stream != nullptr);  // only streams in the table move
    stream->lifecycle = cell.next;
    const bool removal = book_.reset_by_peer(*stream);
    Step step = accept_with<DeliverReset>(reset.stream, reset.code);
    if (removal) {
        step.effects.emplace_back(std::in_place_type<QueueRemoval>, reset.stream);
    }
    return step;
}

Step Receiver::operator()(const PushPromise& push) {
    if (c_.role_ == Role::server || c_.local_.enable_push == 0) {
        return connection_error(ErrorCode::PROTOCOL_ERROR, RuleId::push_disabled);
    }
    if (push.stream.names_connection()) {
        return connection_error(ErrorCode::PROTOCOL_ERROR, RuleId::stream_id_required);
    }
    const Cell& parent = on_receive(book_.lifecycle_of(push.stream, book_.find(push.stream)),
                                    StreamInput::push_promise);
    if (parent.kind != Cell::Kind::to) {
        return objection(parent, push.stream);
    }
    if (push.stream.opened_by(Role::server)) {  // "only […] on a peer-initiated stream"
        return connection_error(ErrorCode::PROTOCOL_ERROR, RuleId::push_parent);
    }
    if (after_goaway(push.promised)) {
        return discard(RuleId::after_goaway_ignored);
    }
    if (!push.promised.opened_by(Role::server)) {
        return connection_error(ErrorCode::PROTOCOL_ERROR, RuleId::push_promised_id);
    }
    const Cell& promised = on_receive(book_.lifecycle_of(push.promised, book_.find(push.promised)),
                                      StreamInput::promised);
    if (promised.kind != Cell::Kind::to) {
        return objection(promised, push.promised);
    }
    c_.highest_peer_ = push.promised;
    if (malformed_ != RuleId::none) {  // the promised stream is refused, not the one it came on
        return malformed(push.promised);
    }
    book_.add(push.promised, promised.next).outbound = MessagePhase::done;
    return accept_with<DeliverPush>(push.stream, push.promised, push.fields);
}

Step Receiver::operator()(const WindowUpdate& update) {
    if (update.stream.names_connection()) {
        return connection_window_update(update.increment);
    }
    if (ignored(update.stream)) {
        return discard(RuleId::after_goaway_ignored);
    }
    Stream* stream = book_.find(update.stream);
    const Cell& cell =
        on_receive(book_.lifecycle_of(update.stream, stream), StreamInput::window_update);
    if (cell.kind != Cell::Kind::to) {
        return objection(cell, update.stream);
    }
    if (update.increment == 0) {
        return stream_error(update.stream, ErrorCode::PROTOCOL_ERROR,
                            RuleId::window_update_zero_stream);
    }
    if (!stream->send_window.change(update.increment)) {
        return stream_error(update.stream, ErrorCode::FLOW_CONTROL_ERROR,
                            RuleId::window_overflow_stream);
    }
    return accept();
}

// DATA or HEADERS that do not fit the stream's state.
Step Receiver::late(const Cell& cell, StreamId id, Stream* stream, bool end_stream) {
    // The peer has ended its side while our RST_STREAM after a complete response still waits: both
    // sides of the message are complete, and to the peer the stream is closed.
    if (end_stream && stream != nullptr && cell.kind == Cell::Kind::discard &&
        stream->outbound == MessagePhase::done && stream->inbound != MessagePhase::done &&
        c_.policy_->end_stream_counts_while_reset_queued) {
        stream->inbound = MessagePhase::done;
        book_.free_slot(*stream);
        book_.settle(*stream);
    }
    return objection(cell, id);
}

}  // namespace h2
