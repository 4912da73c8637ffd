// Our frames on their way out: what the connection learns when one of them reaches a station.

#include "h2core/connection.hpp"
#include "h2core/invariant.hpp"
#include "h2core/stream_book.hpp"

namespace h2 {

namespace {

bool debits(DebitAt debit_at, WriteStage stage) {
    switch (debit_at) {
        case DebitAt::enqueued: return false;  // done by submit()
        case DebitAt::write_start: return stage == WriteStage::write_start;
        case DebitAt::completion: return stage == WriteStage::completion;
    }
    return false;
}

// Whether this frame is the one that ends our side of the stream: its RST_STREAM once there is
// one, else the only frame of ours with END_STREAM.
bool is_closing_frame(const Frame& frame, const Stream& stream) {
    if (stream.closing_frame == ClosingFrame::rst_stream) {
        return std::holds_alternative<RstStream>(frame);
    }
    return stream.closing_frame != ClosingFrame::none && ends_stream(frame);
}

}  // namespace

Effects Connection::report(WriteStage stage, const Frame& frame) {
    H2_INVARIANT(stage > WriteStage::enqueued);  // submit() is the report of `enqueued`
    if (closed_) {
        return {};
    }
    StreamBook book{*this};
    Stream* stream = book.find(stream_of(frame));
    if (const Data* data = std::get_if<Data>(&frame);
        data != nullptr && debits(policy_->debit_at, stage)) {
        const std::int64_t octets = data->flow_controlled();
        const bool debited = send_window_.change(-octets) &&
                             (stream == nullptr || stream->send_window.change(-octets));
        H2_INVARIANT(debited);
    }
    if (stream == nullptr || !is_closing_frame(frame, *stream)) {
        return {};
    }
    if (stage > stream->closing_stage) {
        stream->closing_stage = stage;
    }
    // Our response is complete and out, the request is not (section 8.1).
    if (stage == WriteStage::completion && role_ == Role::server &&
        stream->lifecycle == Lifecycle::half_closed_local && policy_->reset_after_early_response) {
        const RstStream reset{stream->id, ErrorCode::NO_ERROR};
        book.reset(*stream);
        return {SendFrame{reset}};
    }
    book.settle(*stream);
    return {};
}

void Connection::withdraw(const Frame& frame) {
    const Data* data = std::get_if<Data>(&frame);
    if (data == nullptr || policy_->debit_at != DebitAt::enqueued || closed_) {
        return;
    }
    const std::int64_t octets = data->flow_controlled();
    H2_INVARIANT(send_window_.change(octets));
    if (Stream* stream = StreamBook{*this}.find(data->stream)) {
        H2_INVARIANT(stream->send_window.change(octets));
    }
}

}  // namespace h2
