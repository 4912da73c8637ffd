// What our side of an endpoint wants, and what becomes of its frames.

#include "h2core/endpoint.hpp"

#include <algorithm>

#include "h2core/invariant.hpp"
#include "h2core/stream_book.hpp"
#include "h2core/wire/frame_encoder.hpp"

namespace h2 {

namespace {

bool takes_data(const Stream* stream) {
    return stream != nullptr && stream->inbound != MessagePhase::done &&
           (stream->lifecycle == Lifecycle::open ||
            stream->lifecycle == Lifecycle::half_closed_local);
}

}  // namespace

Endpoint::Endpoint(Role role, const Policy& policy, const hpack::EncoderOptions& options)
    : connection_{role, policy}, encoder_{options}, messages_{role}, guard_{policy.budgets, role} {
    section_.set_limits({policy.budgets.fields, policy.budgets.field_list_octets});
}

void Endpoint::start_from(const Connection& connection) {
    H2_INVARIANT(connection.role() == connection_.role());
    preface_done_ = true;
    preface_sent_ = true;
    connection_ = connection;
    frames_.set_max_frame_size(connection.acked_settings().max_frame_size);
    decoder_.set_limit(connection.acked_settings().header_table_size);
    messages_.start_above(connection.highest_peer_stream());
    closed_.start_above(connection.highest_peer_stream());
    if (const std::uint32_t next = connection.next_stream_id().value(); next > 2) {
        closed_.start_above(StreamId::from_wire(next - 2));
    }
}

// Nothing is kept for a stream that is closed.
void Endpoint::settle(StreamId id) {
    const Stream* stream = connection_.find(id);
    if (stream == nullptr || is_closed(stream->lifecycle)) {
        messages_.forget(id);
        replenisher_.forget(id);
    }
}

Effects Endpoint::give_back(StreamId stream, const Replenisher::Due& due) {
    Effects effects;
    const auto add = [&](StreamId id, std::uint32_t increment) {
        if (increment > 0) {
            if (const auto update = connection_.submit(SubmitWindowUpdate{id, increment})) {
                effects.push_back(update->front());
            }
        }
    };
    add({}, due.connection);
    add(stream, due.stream);
    return effects;
}

Effects Endpoint::consume(StreamId stream, std::uint32_t octets) {
    const std::uint32_t window =
        takes_data(connection_.find(stream)) ? connection_.acked_settings().initial_window_size : 0;
    return give_back(stream, replenisher_.consumed(stream, octets, window));
}

Result<Effects, Refusal> Endpoint::submit(const Command& command) {
    const bool request = std::holds_alternative<SubmitHeaders>(command) &&
                         connection_.role() == Role::client &&
                         connection_.find(std::get<SubmitHeaders>(command).stream) == nullptr;
    Result<Effects, Refusal> outcome = connection_.submit(command);
    if (!outcome) {
        return outcome;
    }
    if (const auto* headers = std::get_if<SubmitHeaders>(&command); headers != nullptr && request) {
        const FieldList* list = headers->fields.list;
        messages_.sent_request(headers->stream,
                               list == nullptr ? std::span<const Field>{} : list->fields);
    } else if (const auto* settings = std::get_if<SubmitSettings>(&command)) {
        if (settings->list != nullptr) {
            for (const Setting& setting : settings->list->values) {
                if (setting.id == SettingId::ENABLE_CONNECT_PROTOCOL) {
                    messages_.set_extended_connect(setting.value == 1);
                }
            }
        }
    } else if (const auto* reset = std::get_if<SubmitReset>(&command)) {
        closed_.reset(reset->stream);
        settle(reset->stream);
    } else if (const auto* update = std::get_if<SubmitWindowUpdate>(&command)) {
        if (update->stream.names_connection()) {
            replenisher_.widen_connection(update->increment);
        }
    }
    return outcome;
}

Effects Endpoint::report(WriteStage stage, const Frame& frame) {
    if (stage == WriteStage::completion) {
        guard_.written(frame);
    }
    Effects effects = connection_.report(stage, frame);
    if (!effects.empty()) {  // our early answer has reset the stream
        closed_.reset(stream_of(frame));
        settle(stream_of(frame));
    }
    return effects;
}

void Endpoint::withdraw(const Frame& frame) {
    const RstStream* reset = std::get_if<RstStream>(&frame);
    if (reset == nullptr) {
        connection_.withdraw(frame);
        return;
    }
    guard_.written(frame);  // no answer waits any more
    if (connection_.closed()) {
        return;
    }
    StreamBook book{connection_};
    book.forget_reset(reset->stream);
    if (Stream* stream = book.find(reset->stream)) {  // it still held its slot
        stream->lifecycle = Lifecycle::closed_rst_received;
        book.settle(*stream);
    }
}

void Endpoint::encode(const Frame& frame, std::vector<std::byte>& out) {
    if (!preface_sent_) {
        preface_sent_ = true;
        if (connection_.role() == Role::client) {
            const auto* magic = reinterpret_cast<const std::byte*>(kClientPreface.data());
            out.insert(out.end(), magic, magic + kClientPreface.size());
        }
    }
    const FieldList* list = nullptr;
    if (const Headers* headers = std::get_if<Headers>(&frame)) {
        list = headers->fields.list;
    } else if (const PushPromise* push = std::get_if<PushPromise>(&frame)) {
        list = push->fields.list;
    }
    encoded_block_.clear();
    if (list != nullptr) {
        encoder_.encode(list->fields, encoded_block_);
    }
    const Data* data = std::get_if<Data>(&frame);
    const std::uint32_t max_frame_size =
        data == nullptr ? kSmallestMaxFrameSize
                        : std::max(kSmallestMaxFrameSize, data->flow_controlled());
    encode_frame(frame, encoded_block_, max_frame_size, out);
    const SettingsFrame* settings = std::get_if<SettingsFrame>(&frame);
    if (settings != nullptr && settings->ack) {
        take_over_table_size();
    }
}

// With our acknowledgment the peer knows that we keep its table size (RFC 7541 section 4.2).
void Endpoint::take_over_table_size() {
    if (table_sizes_.empty()) {
        return;
    }
    const TableSizes sizes = table_sizes_.front();
    table_sizes_.erase(table_sizes_.begin());
    if (sizes.given) {
        encoder_.set_limit(sizes.smallest);
        encoder_.set_limit(sizes.last);
    }
}

void Endpoint::seconds_passed(std::uint32_t seconds) {
    guard_.seconds_passed(seconds);
}

}  // namespace h2
