// Octets of the peer → frames, verdicts and effects.

#include <algorithm>

#include "h2core/endpoint.hpp"

namespace h2 {

namespace {

using Kind = Reception::Kind;
using Wire = Reception::Wire;

constexpr FrameHeader kNoHeader;

// What no field can make right: the rest of the field block need not be waited for.
bool is_wrong_already(const Connection& connection, const Frame& start) {
    if (std::holds_alternative<PushPromise>(start)) {
        return connection.role() == Role::server || connection.acked_settings().enable_push == 0;
    }
    const StreamId id = stream_of(start);
    if (id.opened_by(connection.role())) {  // one of ours that we have not opened
        return !connection.next_stream_id().names_connection() && id >= connection.next_stream_id();
    }
    return connection.role() == Role::client && !connection.goaway_sent() &&
           id > connection.highest_peer_stream();
}

void append(Effects& to, const Effects& from) {
    for (const Effect& effect : from) {
        to.push_back(effect);
    }
}

}  // namespace

Reception Endpoint::receive(std::span<const std::byte> octets) {
    if (connection_.closed()) {
        received_ += octets.size();
        return Reception{Kind::need_more, {octets.size(), kNoHeader, received_}};
    }
    if (!preface_done_ && connection_.role() == Role::server) {
        return read_preface(octets);
    }
    std::span<const std::byte> rest = octets;
    const FrameDecoder::Output output = frames_.next(rest);
    const std::size_t consumed = octets.size() - rest.size();
    received_ += consumed;
    if (output.outcome == FrameDecoder::Outcome::need_more) {
        return Reception{Kind::need_more, {consumed, kNoHeader, received_}};
    }
    const Wire wire = {consumed, output.header,
                       received_ - kFrameHeaderSize - output.payload.size()};
    if (output.outcome == FrameDecoder::Outcome::too_long) {
        return undecodable(wire, {ErrorCode::FRAME_SIZE_ERROR, RuleId::frame_size_max});
    }
    if (block_.is_open() &&
        (!output.header.is(FrameType::CONTINUATION) || output.header.stream != block_.stream())) {
        return undecodable(wire, {ErrorCode::PROTOCOL_ERROR, RuleId::continuation_expected});
    }
    const Payload payload = decode_payload(output.header, output.payload, settings_);
    if (const Frame* frame = std::get_if<Frame>(&payload)) {
        return typed(wire, *frame, messages_.received(*frame));
    }
    return read_other(wire, payload);
}

Reception Endpoint::read_preface(std::span<const std::byte> octets) {
    std::span<const std::byte> rest = octets;
    const PrefaceReader::Outcome outcome = preface_.next(rest);
    const std::size_t consumed = octets.size() - rest.size();
    received_ += consumed;
    if (outcome == PrefaceReader::Outcome::mismatch) {
        return undecodable({consumed, kNoHeader, received_},
                           {ErrorCode::PROTOCOL_ERROR, RuleId::preface_magic});
    }
    preface_done_ = outcome == PrefaceReader::Outcome::complete;
    return Reception{preface_done_ ? Kind::preface : Kind::need_more,
                     {consumed, kNoHeader, received_}};
}

// What is not a frame yet, or will not be one.
Reception Endpoint::read_other(const Wire& wire, const Payload& payload) {
    if (const auto* start = std::get_if<FieldBlockStart>(&payload)) {
        if (is_wrong_already(connection_, start->frame)) {
            return typed(wire, start->frame, RuleId::none);
        }
        return take_fragment(wire, block_.begin(*start, budgets()), start->end_headers);
    }
    if (const auto* part = std::get_if<FieldBlockPart>(&payload)) {
        return block_.is_open()
                   ? take_fragment(wire, block_.add(*part, budgets()), part->end_headers)
                   : typed(wire, Continuation{part->stream}, RuleId::none);
    }
    if (const auto* error = std::get_if<StreamError>(&payload)) {
        const Frame frame = UnknownFrame{error->stream, wire.header.type, 0, {}};
        return {Kind::undecodable, wire, frame, [&] {
                    Step step = connection_.receive_broken(*error);
                    account(frame, nullptr, step);
                    return step;
                }};
    }
    return undecodable(wire, std::get<ConnectionError>(payload));
}

Reception Endpoint::typed(const Wire& wire, const Frame& frame, RuleId malformed) {
    return {Kind::frame, wire, frame, [&] { return process(frame, malformed); }};
}

// A connection error before there was a typed frame.
Reception Endpoint::undecodable(const Wire& wire, const ConnectionError& error) {
    return {Kind::undecodable, wire, {}, [&] {
                return connection_.receive_broken(error, wire.header.stream);
            }};
}

// `exceeded`: the budget that this part of a field block is too much for.
Reception Endpoint::take_fragment(const Wire& wire, RuleId exceeded, bool end_headers) {
    if (exceeded != RuleId::none) {
        return undecodable(wire, {ErrorCode::ENHANCE_YOUR_CALM, exceeded});
    }
    if (!end_headers) {
        return Reception{Kind::fragment, wire};
    }
    // Before anything is known of the stream: the table must stay in step (section 4.3).
    const RuleId broken = decoder_.decode(block_.octets(), section_);
    if (broken != RuleId::none) {
        return undecodable(wire, {ErrorCode::COMPRESSION_ERROR, broken});
    }
    Frame frame = block_.frame();
    if (Headers* headers = std::get_if<Headers>(&frame)) {
        headers->fields = {&section_.list()};
    } else if (PushPromise* push = std::get_if<PushPromise>(&frame)) {
        push->fields = {&section_.list()};
    }
    const RuleId malformed = messages_.received(frame);
    const RuleId excess = section_.excess();
    return typed(wire, frame, excess == RuleId::none ? malformed : excess);
}

Step Endpoint::process(const Frame& frame, RuleId malformed) {
    // Whether a request was answered is known before its reset only.
    Stream before;
    const Stream* known = nullptr;
    if (const RstStream* reset = std::get_if<RstStream>(&frame)) {
        known = connection_.find(reset->stream);
        if (known != nullptr) {
            before = *known;
            known = &before;
        }
    }
    const StreamId highest = connection_.highest_peer_stream();
    Step step = connection_.receive(frame, malformed);
    if (connection_.highest_peer_stream() != highest) {
        closed_.opened(highest, connection_.highest_peer_stream());
    }
    const bool nothing_to_account =
        std::holds_alternative<WindowUpdate>(frame) && std::holds_alternative<Accept>(step.verdict);
    if (!nothing_to_account) {
        account(frame, known, step);
    }
    return step;
}

// DATA or HEADERS on a stream that the connection has forgotten: what is still known of it. Not a
// new identifier out of order (section 5.1.1) but a frame on a closed stream (section 5.1).
void Endpoint::name_closed(const Frame& frame, Step& step) const {
    const auto* error = std::get_if<ConnectionError>(&step.verdict);
    if (error == nullptr ||
        (error->rule != RuleId::stream_id_order && error->rule != RuleId::implicitly_closed)) {
        return;
    }
    const RuleId known = closed_.rule_for(stream_of(frame));
    if (known != RuleId::none) {
        constexpr ErrorCode kCode = ErrorCode::STREAM_CLOSED;
        step = {ConnectionError{kCode, known},
                {SendFrame{GoAway{connection_.announced_last_stream(), kCode, {}}},
                 CloseTransport{kCode}}};
    }
}

void Endpoint::account(const Frame& frame, const Stream* before, Step& step) {
    name_closed(frame, step);
    if (limit_floods(frame, step, before)) {
        return;
    }
    if (const Data* data = std::get_if<Data>(&frame)) {
        credit(*data, step);
    } else if (const SettingsFrame* settings = std::get_if<SettingsFrame>(&frame)) {
        settings_processed(*settings, step);
    } else if (const PriorityUpdate* update = std::get_if<PriorityUpdate>(&frame)) {
        hold_priority(*update, step);
    } else if (const PushPromise* push = std::get_if<PushPromise>(&frame)) {
        settle(push->promised);
    }
    const bool reset = std::holds_alternative<RstStream>(frame);
    if (reset && std::holds_alternative<Accept>(step.verdict)) {
        closed_.reset(stream_of(frame));
    }
    if (ends_stream(frame) || reset || std::holds_alternative<Discard>(step.verdict)) {
        settle(stream_of(frame));
    }
    if (const StreamError* error = std::get_if<StreamError>(&step.verdict)) {
        closed_.reset(error->stream);
        settle(error->stream);
    }
}

// Whether the frame was one too many: then `step` is the connection error.
bool Endpoint::limit_floods(const Frame& frame, Step& step, const Stream* before) {
    const RuleId exceeded = guard_.received(frame, step, before);
    if (exceeded != RuleId::none && !connection_.closed()) {
        step =
            connection_.receive_broken(ConnectionError{ErrorCode::ENHANCE_YOUR_CALM, exceeded}, {});
    }
    return exceeded != RuleId::none;
}

// DATA that nobody will consume is consumed at once, padding too (section 6.9.1).
void Endpoint::credit(const Data& data, Step& step) {
    if (std::holds_alternative<Accept>(step.verdict)) {
        if (data.padding > 0) {
            append(step.effects, consume(data.stream, data.padding));
        }
    } else if (connection_.credits(step.verdict)) {
        append(step.effects,
               give_back(data.stream, replenisher_.discarded(data.flow_controlled())));
    }
}

// A priority for a stream that is not open yet takes the place of a stream (RFC 9218 section 7.1).
void Endpoint::hold_priority(const PriorityUpdate& update, Step& step) {
    const auto opened = [&](StreamId id) { return id <= connection_.highest_peer_stream(); };
    if (!std::holds_alternative<Accept>(step.verdict) || opened(update.prioritized)) {
        return;
    }
    std::erase_if(prioritized_, opened);
    if (std::find(prioritized_.begin(), prioritized_.end(), update.prioritized) ==
        prioritized_.end()) {
        prioritized_.push_back(update.prioritized);
    }
    if (prioritized_.size() + std::size_t{connection_.peer_count()} >
        connection_.limit_in_force()) {
        step = connection_.receive_broken(
            ConnectionError{ErrorCode::PROTOCOL_ERROR, RuleId::priority_update_idle_limit}, {});
    }
}

void Endpoint::settings_processed(const SettingsFrame& settings, Step& step) {
    if (!std::holds_alternative<Accept>(step.verdict)) {
        return;
    }
    if (settings.ack) {  // what we announced is in force now
        const Settings& ours = connection_.acked_settings();
        frames_.set_max_frame_size(ours.max_frame_size);
        decoder_.set_limit(ours.header_table_size);
        replenisher_.lower(ours.initial_window_size, [&](StreamId stream, std::uint32_t octets) {
            append(step.effects, give_back(stream, {0, octets}));
        });
        return;
    }
    TableSizes sizes;
    if (settings.list != nullptr) {
        for (const Setting& setting : settings.list->values) {
            if (setting.id == SettingId::HEADER_TABLE_SIZE) {
                sizes.smallest = std::min(sizes.smallest, setting.value);
                sizes.last = setting.value;
                sizes.given = true;
            }
        }
    }
    table_sizes_.push_back(sizes);
}

}  // namespace h2
