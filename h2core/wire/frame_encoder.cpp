// Writes each type of frame (RFC 9113 section 6) behind what is there already.

#include "h2core/wire/frame_encoder.hpp"

#include <algorithm>

#include "h2core/invariant.hpp"
#include "h2core/wire/frame_header.hpp"
#include "h2core/wire/octet_order.hpp"

namespace h2 {

namespace {

constexpr std::uint32_t kMaxPadding = 256;  // the Pad Length field and 255 octets

constexpr std::uint8_t flag_if(bool condition, std::uint8_t bits) {
    return condition ? bits : std::uint8_t{0};
}

void store_priority(std::byte* p, const PrioritySignal& signal) {
    store_u32(p, signal.dependency.value() | (signal.exclusive ? StreamId::kMax + 1 : 0U));
    p[4] = std::byte{signal.weight};
}

class Encoder {
  public:
    Encoder(std::span<const std::byte> block, std::uint32_t max_frame_size,
            std::vector<std::byte>& out)
        : block_{block}, max_frame_size_{max_frame_size}, out_{out} {}

    void operator()(const Data& data) {
        H2_INVARIANT(data.padding <= kMaxPadding);
        const std::uint32_t pad_field = data.padding > 0 ? 1 : 0;
        std::byte* p = begin(
            FrameType::DATA, flag_if(data.end_stream, flag::END_STREAM) | padded(data.padding),
            data.stream, pad_field, std::size_t{data.payload.size} + data.padding - pad_field);
        store_pad_length(p, data.padding);
        append(data.payload);
        append_zeros(data.padding - pad_field);
    }

    void operator()(const Headers& headers) {
        const std::uint8_t flags = flag_if(headers.end_stream, flag::END_STREAM) |
                                   flag_if(headers.has_priority, flag::PRIORITY) |
                                   padded(headers.padding);
        std::byte* p = begin_block(FrameType::HEADERS, flags, headers.stream, headers.padding,
                                   headers.has_priority ? 5 : 0);
        if (headers.has_priority) {
            store_priority(p, headers.priority);
        }
        append_block(headers.stream, headers.padding);
    }

    void operator()(const Priority& priority) {
        store_priority(begin(FrameType::PRIORITY, 0, priority.stream, 5), priority.signal);
    }

    void operator()(const RstStream& reset) {
        store_u32(begin(FrameType::RST_STREAM, 0, reset.stream, 4),
                  static_cast<std::uint32_t>(reset.code));
    }

    void operator()(const SettingsFrame& settings) {
        const std::size_t count = settings.list == nullptr ? 0 : settings.list->values.size();
        std::byte* p = begin(FrameType::SETTINGS, flag_if(settings.ack, flag::ACK), {}, 6 * count);
        for (std::size_t i = 0; i < count; ++i, p += 6) {
            const Setting& setting = settings.list->values[i];
            store_u16(p, static_cast<std::uint16_t>(setting.id));
            store_u32(p + 2, setting.value);
        }
    }

    void operator()(const PushPromise& push) {
        std::byte* p = begin_block(FrameType::PUSH_PROMISE, padded(push.padding), push.stream,
                                   push.padding, 4);
        store_u32(p, push.promised.value());
        append_block(push.stream, push.padding);
    }

    void operator()(const Ping& ping) {
        store_u64(begin(FrameType::PING, flag_if(ping.ack, flag::ACK), {}, 8), ping.opaque);
    }

    void operator()(const GoAway& goaway) {
        std::byte* p = begin(FrameType::GOAWAY, 0, {}, 8, goaway.debug.size);
        store_u32(p, goaway.last_stream.value());
        store_u32(p + 4, static_cast<std::uint32_t>(goaway.code));
        append(goaway.debug);
    }

    void operator()(const WindowUpdate& update) {
        H2_INVARIANT(update.increment <= StreamId::kMax);  // the same 31 bits
        store_u32(begin(FrameType::WINDOW_UPDATE, 0, update.stream, 4), update.increment);
    }

    void operator()(const Continuation& continuation) {
        begin(FrameType::CONTINUATION, flag::END_HEADERS, continuation.stream, 0);
    }

    void operator()(const UnknownFrame& unknown) {
        begin(static_cast<FrameType>(unknown.type), unknown.flags, unknown.stream, 0,
              unknown.payload.size);
        append(unknown.payload);
    }

    void operator()(const PriorityUpdate& update) {
        std::byte* p = begin(FrameType::PRIORITY_UPDATE, 0, {}, 4, update.value.size);
        store_u32(p, update.prioritized.value());
        append(update.value);
    }

    void operator()(const AltSvc& service) {
        H2_INVARIANT(service.origin_size <= service.payload.size);
        std::byte* p = begin(FrameType::ALTSVC, 0, service.stream, 2, service.payload.size);
        store_u16(p, service.origin_size);
        append(service.payload);
    }

    void operator()(const Origin& origin) {
        begin(FrameType::ORIGIN, 0, origin.stream, 0, origin.entries.size);
        append(origin.entries);
    }

  private:
    static std::uint8_t padded(std::uint16_t padding) { return flag_if(padding > 0, flag::PADDED); }
    static void store_pad_length(std::byte* p, std::uint16_t padding) {
        if (padding > 0) {
            *p = static_cast<std::byte>(padding - 1);
        }
    }

    // Appends a frame header and room for the `fixed` first octets of the payload; where they are.
    // `more` octets of payload are appended next.
    std::byte* begin(FrameType type, unsigned flags, StreamId stream, std::size_t fixed,
                     std::size_t more = 0) {
        H2_INVARIANT(fixed <= max_frame_size_ && more <= max_frame_size_ - fixed);
        const std::size_t at = out_.size();
        out_.resize(at + kFrameHeaderSize + fixed);
        const std::span<std::byte> room = std::span{out_}.subspan(at);
        store_frame_header(
            {static_cast<std::uint32_t>(fixed + more), static_cast<std::uint8_t>(type),
             static_cast<std::uint8_t>(flags), stream},
            room.first<kFrameHeaderSize>());
        return room.data() + kFrameHeaderSize;
    }

    // As begin(), for a frame with as much of the block as fits between its `fixed` octets and its
    // padding; where the fixed octets after the Pad Length field are.
    std::byte* begin_block(FrameType type, unsigned flags, StreamId stream, std::uint16_t padding,
                           std::uint32_t fixed) {
        H2_INVARIANT(padding <= kMaxPadding && padding + fixed < max_frame_size_);
        const std::uint32_t pad_field = padding > 0 ? 1 : 0;
        fragment_ = take_fragment(max_frame_size_ - padding - fixed);
        std::byte* p = begin(type, flags | flag_if(block_.empty(), flag::END_HEADERS), stream,
                             pad_field + fixed, fragment_.size() + padding - pad_field);
        store_pad_length(p, padding);
        return p + pad_field;
    }

    void append_block(StreamId stream, std::uint16_t padding) {
        append(fragment_);
        append_zeros(padding > 0 ? padding - 1U : 0U);
        while (!block_.empty()) {
            fragment_ = take_fragment(max_frame_size_);
            begin(FrameType::CONTINUATION, flag_if(block_.empty(), flag::END_HEADERS), stream, 0,
                  fragment_.size());
            append(fragment_);
        }
    }

    std::span<const std::byte> take_fragment(std::uint32_t at_most) {
        const auto fragment = block_.first(std::min<std::size_t>(at_most, block_.size()));
        block_ = block_.subspan(fragment.size());
        return fragment;
    }

    void append(std::span<const std::byte> octets) {
        out_.insert(out_.end(), octets.begin(), octets.end());
    }
    void append(const Octets& octets) {
        if (octets.data == nullptr) {
            append_zeros(octets.size);
        } else {
            append(std::span{octets.data, octets.size});
        }
    }
    void append_zeros(std::uint32_t count) { out_.resize(out_.size() + count); }

    std::span<const std::byte> block_;  // what is left of it
    std::span<const std::byte> fragment_;
    std::uint32_t max_frame_size_;
    std::vector<std::byte>& out_;
};

}  // namespace

void encode_frame(const Frame& frame, std::span<const std::byte> block,
                  std::uint32_t max_frame_size, std::vector<std::byte>& out) {
    std::visit(Encoder{block, max_frame_size, out}, frame);
}

}  // namespace h2
