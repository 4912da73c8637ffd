// An endpoint of h2core receives the octets, and whatever it wants to send or deliver is done at
// once, so that its account allows what follows. After a connection error frames are decoded
// without it.

#include "tools/wire/wire_reader.hpp"

#include <algorithm>

#include "h2core/overloaded.hpp"
#include "h2core/wire/preface.hpp"
#include "tools/wire/octet_text.hpp"

namespace tools {
namespace {

using h2::FrameType;

// Streams a client is taken to have opened; more would only be memory.
constexpr std::uint32_t kHighestStream = 1U << 21U;

h2::Policy policy_without_clock() {
    h2::Policy policy;
    policy.budgets.resets_received.capacity = h2::kUnlimited;
    policy.budgets.resets_caused.capacity = h2::kUnlimited;
    return policy;
}

// Octets that begin so cannot be frames: they would be five million octets long.
bool begins_with_preface(std::span<const std::byte> octets) {
    const std::string_view text = text_of(octets);
    return text.starts_with("PRI ") || (!text.empty() && h2::kClientPreface.starts_with(text));
}

bool is_answer(const h2::FrameHeader& header) {
    return header.is(FrameType::DATA) || header.is(FrameType::HEADERS) ||
           header.is(FrameType::RST_STREAM) || header.is(FrameType::PUSH_PROMISE) ||
           header.is(FrameType::WINDOW_UPDATE);
}

}  // namespace

WireReader::WireReader(h2::Role receiver, std::span<const std::byte> octets)
    : all_{octets},
      left_{octets},
      policy_{policy_without_clock()},
      request_{1, 0, {{":method", "GET"}, {":scheme", "https"}, {":path", "/"}}},
      endpoint_{receiver, policy_} {
    if (receiver == h2::Role::server && begins_with_preface(octets)) {
        read_preface();
        return;
    }
    endpoint_.start_from(h2::Connection::established(receiver, {}, {}, policy_));
    if (receiver == h2::Role::client) {
        send_requests();
    }
}

void WireReader::read_preface() {
    const h2::Reception reception = endpoint_.receive(left_);
    const std::size_t taken = static_cast<std::size_t>(endpoint_.octets_received());
    preface_ = Preface{taken, reception.step.verdict};
    if (reception.kind == h2::Reception::Kind::need_more) {
        reason_ = "incomplete preface";
        left_ = all_;
        preface_.reset();
        return;
    }
    left_ = all_.subspan(taken);
    if (reception.kind != h2::Reception::Kind::preface) {
        reason_ = "not read";
    }
}

std::optional<h2::FrameHeader> WireReader::header_ahead() const {
    if (left_.size() < h2::kFrameHeaderSize) {
        return std::nullopt;
    }
    return h2::load_frame_header(left_.first<h2::kFrameHeaderSize>());
}

// On all streams up to the highest one of ours that the octets answer.
void WireReader::send_requests() {
    std::uint32_t highest = 0;
    while (const auto header = header_ahead()) {
        const std::uint32_t id = header->stream.value();
        if (id % 2 == 1 && id <= kHighestStream && is_answer(*header)) {
            highest = std::max(highest, id);
        }
        const std::size_t size = h2::kFrameHeaderSize + header->length;
        left_ = left_.subspan(std::min(size, left_.size()));
    }
    left_ = all_;
    while (endpoint_.connection().next_stream_id().value() <= highest) {
        const auto sent = endpoint_.submit(
            h2::SubmitHeaders{endpoint_.connection().next_stream_id(), {&request_}, true, false});
        if (!sent) {
            return;
        }
        carry_out(*sent);
    }
}

// Frames are written and content is read as soon as there is any.
void WireReader::carry_out(const h2::Effects& effects) {
    for (const h2::Effect& effect : effects) {
        if (const auto* send = std::get_if<h2::SendFrame>(&effect)) {
            carry_out(endpoint_.report(h2::WriteStage::write_start, send->frame));
            carry_out(endpoint_.report(h2::WriteStage::completion, send->frame));
        } else if (const auto* data = std::get_if<h2::DeliverData>(&effect)) {
            carry_out(endpoint_.consume(data->stream, data->payload.size));
        }
    }
}

// An acknowledgment needs SETTINGS of ours.
void WireReader::expect_answer(const h2::FrameHeader& header) {
    if (header.is(FrameType::SETTINGS) && header.has(h2::flag::ACK) &&
        endpoint_.connection().unacked_settings() == 0) {
        if (const auto sent = endpoint_.submit(h2::SubmitSettings{nullptr})) {
            carry_out(*sent);
        }
    }
}

std::optional<WireReader::Item> WireReader::stop(std::string_view reason) {
    reason_ = reason;
    return std::nullopt;
}

std::optional<WireReader::Item> WireReader::next() {
    if (!reason_.empty() || left_.empty()) {
        return std::nullopt;
    }
    const auto header = header_ahead();
    if (!header) {
        return stop("incomplete frame");
    }
    const std::size_t size = h2::kFrameHeaderSize + header->length;
    if (endpoint_.connection().closed()) {
        return left_.size() < size ? stop("incomplete frame") : std::optional{unjudged(*header)};
    }
    expect_answer(*header);
    const h2::Reception reception = endpoint_.receive(left_);
    if (reception.kind == h2::Reception::Kind::need_more) {
        return stop("incomplete frame");
    }
    Item item = item_of(reception);
    carry_out(reception.step.effects);
    left_ = left_.subspan(std::min(size, left_.size()));
    return item;
}

WireReader::Item WireReader::item_of(const h2::Reception& reception) {
    Item item;
    item.offset = all_.size() - left_.size();
    item.header = reception.header;
    const std::span<const std::byte> behind = left_.subspan(h2::kFrameHeaderSize);
    item.payload = behind.first(std::min<std::size_t>(behind.size(), reception.header.length));
    item.truncated = item.payload.size() < reception.header.length;
    item.block_goes_on = reception.kind == h2::Reception::Kind::fragment;
    item.verdict = reception.step.verdict;
    if (reception.kind == h2::Reception::Kind::frame) {
        item.frame = reception.frame;
    } else if (item.block_goes_on) {
        const h2::Payload payload = h2::decode_payload(item.header, item.payload, settings_);
        if (const auto* start = std::get_if<h2::FieldBlockStart>(&payload)) {
            item.frame = start->frame;
        }
    }
    return item;
}

WireReader::Item WireReader::unjudged(const h2::FrameHeader& header) {
    Item item;
    item.offset = all_.size() - left_.size();
    item.header = header;
    item.payload = left_.subspan(h2::kFrameHeaderSize, header.length);
    item.verdict = h2::Discard{h2::RuleId::connection_closed};
    const h2::Payload payload = h2::decode_payload(header, item.payload, settings_);
    if (const auto* frame = std::get_if<h2::Frame>(&payload)) {
        item.frame = *frame;
    }
    left_ = left_.subspan(h2::kFrameHeaderSize + header.length);
    return item;
}

std::optional<WireReader::Rest> WireReader::rest() const {
    if (reason_.empty() || left_.empty()) {
        return std::nullopt;
    }
    return Rest{all_.size() - left_.size(), left_.size(), reason_};
}

}  // namespace tools
