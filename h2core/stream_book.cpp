// Every change of a stream in the table ends in settle(): here slots are taken and given back (RFC
// 9113 section 5.1.2).

#include "h2core/stream_book.hpp"

#include <utility>

#include "h2core/invariant.hpp"

namespace h2 {

Stream* StreamBook::find(StreamId id) {
    return const_cast<Stream*>(std::as_const(connection_).find(id));
}

Lifecycle StreamBook::lifecycle_of(StreamId id, const Stream* stream) const {
    if (stream != nullptr) {
        return stream->lifecycle;
    }
    const Connection& connection = connection_;
    if (id.opened_by(peer_of(connection.role_))) {
        if (id > connection.highest_peer_) {
            return Lifecycle::idle;
        }
    } else if (!connection.next_local_.names_connection() && id >= connection.next_local_) {
        return Lifecycle::idle;
    }
    return remembers_reset(id) ? Lifecycle::closed_rst_sent : Lifecycle::closed_implicitly;
}

Stream& StreamBook::add(StreamId id, Lifecycle lifecycle) {
    InlineVector<Stream, 8>& streams = connection_.streams_;
    std::uint32_t position = streams.size();
    while (position > 0 && streams[position - 1].id > id) {
        --position;
    }
    H2_INVARIANT(position == 0 || streams[position - 1].id != id);
    if (position == streams.size()) {
        streams.emplace_back();
    } else {
        streams.insert(position, Stream{});
    }
    Stream& stream = streams[position];
    stream.id = id;
    stream.lifecycle = lifecycle;
    stream.receive_window =
        Window{static_cast<std::int32_t>(connection_.local_.initial_window_size)};
    stream.send_window = Window{static_cast<std::int32_t>(connection_.peer_.initial_window_size)};
    return stream;
}

void StreamBook::drop(Stream& stream) {
    free_slot(stream);
    erase(stream);
}

std::uint32_t& StreamBook::counter(StreamId id) {
    return id.opened_by(connection_.role_) ? connection_.local_count_ : connection_.peer_count_;
}

void StreamBook::take_slot(Stream& stream) {
    H2_INVARIANT(!stream.counted);
    stream.counted = true;
    ++counter(stream.id);
}

void StreamBook::free_slot(Stream& stream) {
    if (!stream.counted) {
        return;
    }
    stream.counted = false;
    const bool leaks = stream.lifecycle == Lifecycle::closed_rst_received &&
                       connection_.policy_->received_reset_frees == ResetFrees::never;
    if (!leaks) {
        std::uint32_t& count = counter(stream.id);
        H2_INVARIANT(count > 0);
        --count;
    }
    if (stream.closing) {
        stream.closing = false;
        H2_INVARIANT(connection_.closing_count_ > 0);
        --connection_.closing_count_;
    }
}

void StreamBook::settle(Stream& stream) {
    if (!is_closed(stream.lifecycle)) {
        return;
    }
    if (stream.counted) {
        count_as_closing(stream);
        if (slot_is_due(stream)) {
            free_slot(stream);
        }
    }
    if (!stream.counted && stream.request == RequestState::none) {
        erase(stream);
    }
}

bool StreamBook::slot_is_due(const Stream& stream) const {
    if (stream.closing_frame == ClosingFrame::of_peer) {
        return false;  // removal_taken() frees it
    }
    const Policy& policy = *connection_.policy_;
    switch (stream.lifecycle) {
        case Lifecycle::closed_end_stream:
        case Lifecycle::closed_rst_sent:
        case Lifecycle::closed_rst_forgotten:
            return reached(stream, release_point(stream.closing_frame));
        case Lifecycle::closed_rst_received:
            return policy.received_reset_frees != ResetFrees::when_request_returns ||
                   stream.request != RequestState::running;
        case Lifecycle::idle:
        case Lifecycle::reserved_local:
        case Lifecycle::reserved_remote:
        case Lifecycle::open:
        case Lifecycle::half_closed_local:
        case Lifecycle::half_closed_remote:
        case Lifecycle::closed_implicitly: return false;
    }
    return false;
}

bool StreamBook::reached(const Stream& stream, WriteStage point) const {
    if (stream.closing_frame == ClosingFrame::none) {
        return true;  // a pushed stream at the client: nothing of ours ends it
    }
    return point == WriteStage::app_done ? stream.request == RequestState::none
                                         : stream.closing_stage >= point;
}

WriteStage StreamBook::release_point(ClosingFrame kind) const {
    const ReleasePoints& release = connection_.policy_->release;
    switch (kind) {
        case ClosingFrame::headers: return release.headers;
        case ClosingFrame::trailers: return release.trailers;
        case ClosingFrame::rst_stream: return release.rst_stream;
        case ClosingFrame::data:
        case ClosingFrame::of_peer:
        case ClosingFrame::none: break;  // not known (yet): that of DATA stands for it
    }
    return release.data;
}

void StreamBook::count_as_closing(Stream& stream) {
    if (connection_.policy_->closing_counter == ClosingCounter::none || stream.closing ||
        stream.closing_stage < WriteStage::write_start ||
        stream.lifecycle == Lifecycle::closed_rst_received ||
        stream.id.opened_by(connection_.role_)) {
        return;
    }
    stream.closing = true;
    ++connection_.closing_count_;
}

void StreamBook::erase(Stream& stream) {
    connection_.streams_.erase(static_cast<std::size_t>(&stream - connection_.streams_.begin()));
}

void StreamBook::end_local(Stream& stream, ClosingFrame kind) {
    const Cell& cell = on_send(stream.lifecycle, StreamInput::end_stream);
    H2_INVARIANT(cell.kind == Cell::Kind::to);
    stream.lifecycle = cell.next;
    stream.closing_frame = kind;
    stream.closing_stage = WriteStage::enqueued;
    settle(stream);
}

bool StreamBook::end_remote(Stream& stream) {
    const Cell& cell = on_receive(stream.lifecycle, StreamInput::end_stream);
    H2_INVARIANT(cell.kind == Cell::Kind::to);
    stream.lifecycle = cell.next;
    const bool left = leave_to_writer(
        stream, connection_.policy_->received_end_frees == EndFrees::when_writer_removes);
    settle(stream);
    return left;
}

bool StreamBook::reset_by_peer(Stream& stream) {
    if (stream.request == RequestState::waiting) {
        stream.request = RequestState::none;  // nothing is left to be started
    }
    const bool left = leave_to_writer(
        stream, connection_.policy_->received_reset_frees == ResetFrees::when_writer_removes);
    settle(stream);
    return left;
}

bool StreamBook::leave_to_writer(Stream& stream, bool by_writer) {
    const bool left = by_writer && is_closed(stream.lifecycle) && stream.counted &&
                      stream.closing_frame != ClosingFrame::of_peer;
    if (left) {
        stream.closing_frame = ClosingFrame::of_peer;
    }
    return left;
}

bool StreamBook::removal_taken(StreamId id) {
    Stream* stream = find(id);
    if (stream == nullptr || stream->closing_frame != ClosingFrame::of_peer || !stream->counted) {
        return false;
    }
    free_slot(*stream);
    settle(*stream);
    return true;
}

void StreamBook::reset(Stream& stream) {
    stream.lifecycle = Lifecycle::closed_rst_sent;
    stream.closing_frame = ClosingFrame::rst_stream;
    stream.closing_stage = WriteStage::enqueued;
    if (stream.request == RequestState::waiting) {
        stream.request = RequestState::none;  // nothing is left to be started
    }
    remember_reset(stream.id);
    settle(stream);
}

void StreamBook::request_returned(Stream& stream) {
    stream.request = RequestState::none;
    if (stream.closing_frame != ClosingFrame::of_peer &&
        release_point(stream.closing_frame) == WriteStage::app_done) {
        free_slot(stream);
    }
    settle(stream);
}

void StreamBook::remember_reset(StreamId id) {
    const std::uint32_t memory = connection_.policy_->reset_memory;
    InlineVector<StreamId, 4>& remembered = connection_.remembered_resets_;
    if (memory == 0) {
        mark_forgotten(id);
        return;
    }
    if (memory != kUnlimited && remembered.size() >= memory) {
        forget_reset(remembered.front());
    }
    remembered.push_back(id);
}

void StreamBook::mark_forgotten(StreamId id) {
    Stream* stream = find(id);
    if (stream != nullptr) {
        stream->lifecycle = Lifecycle::closed_rst_forgotten;
    }
}

bool StreamBook::remembers_reset(StreamId id) const {
    for (const StreamId remembered : connection_.remembered_resets_) {
        if (remembered == id) {
            return true;
        }
    }
    return false;
}

bool StreamBook::forget_reset(StreamId id) {
    InlineVector<StreamId, 4>& remembered = connection_.remembered_resets_;
    for (std::uint32_t i = 0; i < remembered.size(); ++i) {
        if (remembered[i] == id) {
            remembered.erase(i);
            mark_forgotten(id);
            return true;
        }
    }
    return false;
}

bool StreamBook::shift_windows(Window Stream::* window, std::int64_t delta) {
    for (Stream& stream : connection_.streams_) {
        if (!is_closed(stream.lifecycle) && !(stream.*window).change(delta)) {
            return false;
        }
    }
    return true;
}

}  // namespace h2
