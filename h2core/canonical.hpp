#pragma once
// The canonical form of everything that is state: transfer(archive, x) hands every part of x to the
// archive, in declaration order, so that equal values are written equally on every machine. The
// same function writes (digests, snapshots) and reads (snapshots).
//
// An archive has
//   static constexpr bool kReading;      whether it overwrites what it is handed
//   void scalar(T&)                      bool, integers, enums
//   void reference(Fields&)              interned values: the archive knows their owner and
//   void reference(Octets&)              decides what stands for them
//   void reference(const SettingList*&)
// A reading archive must be handed what a writing one wrote for a value of the same type. A writing
// one leaves everything as it is, although it is handed references that are not const.

#include <cstddef>
#include <cstdint>
#include <utility>
#include <variant>

#include "h2core/connection.hpp"
#include "h2core/frame.hpp"
#include "h2core/inline_vector.hpp"
#include "h2core/invariant.hpp"
#include "h2core/stream.hpp"

namespace h2 {

template <class Archive>
void transfer(Archive& archive, StreamId& id) {
    std::uint32_t raw = id.value();
    archive.scalar(raw);
    if constexpr (Archive::kReading) {
        id = StreamId::from_wire(raw);
    }
}

template <class Archive>
void transfer(Archive& archive, Window& window) {
    std::int32_t size = window.size();
    archive.scalar(size);
    if constexpr (Archive::kReading) {
        window = Window{size};
    }
}

template <class Archive>
void transfer(Archive& archive, const SettingList*& list) {
    archive.reference(list);
}

template <class Archive>
void transfer(Archive& archive, Settings& settings) {
    archive.scalar(settings.header_table_size);
    archive.scalar(settings.enable_push);
    archive.scalar(settings.max_concurrent_streams);
    archive.scalar(settings.initial_window_size);
    archive.scalar(settings.max_frame_size);
    archive.scalar(settings.max_header_list_size);
}

template <class Archive>
void transfer(Archive& archive, Stream& stream) {
    transfer(archive, stream.id);
    archive.scalar(stream.lifecycle);
    archive.scalar(stream.inbound);
    archive.scalar(stream.outbound);
    transfer(archive, stream.receive_window);
    transfer(archive, stream.send_window);
    archive.scalar(stream.request);
    archive.scalar(stream.counted);
    archive.scalar(stream.closing);
    archive.scalar(stream.closing_frame);
    archive.scalar(stream.closing_stage);
}

// The alternatives of Frame.

template <class Archive>
void transfer(Archive& archive, Data& data) {
    transfer(archive, data.stream);
    archive.reference(data.payload);
    archive.scalar(data.padding);
    archive.scalar(data.end_stream);
}

template <class Archive>
void transfer(Archive& archive, PrioritySignal& signal) {
    transfer(archive, signal.dependency);
    archive.scalar(signal.weight);
    archive.scalar(signal.exclusive);
}

template <class Archive>
void transfer(Archive& archive, Headers& headers) {
    transfer(archive, headers.stream);
    archive.reference(headers.fields);
    archive.scalar(headers.end_stream);
    archive.scalar(headers.has_priority);
    archive.scalar(headers.padding);
    transfer(archive, headers.priority);
}

template <class Archive>
void transfer(Archive& archive, Priority& priority) {
    transfer(archive, priority.stream);
    transfer(archive, priority.signal);
}

template <class Archive>
void transfer(Archive& archive, RstStream& reset) {
    transfer(archive, reset.stream);
    archive.scalar(reset.code);
}

template <class Archive>
void transfer(Archive& archive, SettingsFrame& settings) {
    archive.scalar(settings.ack);
    archive.reference(settings.list);
}

template <class Archive>
void transfer(Archive& archive, PushPromise& push) {
    transfer(archive, push.stream);
    transfer(archive, push.promised);
    archive.reference(push.fields);
}

template <class Archive>
void transfer(Archive& archive, Ping& ping) {
    archive.scalar(ping.opaque);
    archive.scalar(ping.ack);
}

template <class Archive>
void transfer(Archive& archive, GoAway& goaway) {
    transfer(archive, goaway.last_stream);
    archive.scalar(goaway.code);
    archive.reference(goaway.debug);
}

template <class Archive>
void transfer(Archive& archive, WindowUpdate& update) {
    transfer(archive, update.stream);
    archive.scalar(update.increment);
}

template <class Archive>
void transfer(Archive& archive, Continuation& continuation) {
    transfer(archive, continuation.stream);
}

template <class Archive>
void transfer(Archive& archive, UnknownFrame& unknown) {
    transfer(archive, unknown.stream);
    archive.scalar(unknown.type);
    archive.scalar(unknown.flags);
    archive.reference(unknown.payload);
}

namespace detail {

// Makes `frame` hold its alternative number `index`, value-initialized.
template <std::size_t... I>
void emplace_alternative(Frame& frame, std::size_t index, std::index_sequence<I...>) {
    H2_INVARIANT(index < sizeof...(I));
    (void)((index == I && (frame.emplace<I>(), true)) || ...);
}

}  // namespace detail

// The index of the alternative as one octet, then its members.
template <class Archive>
void transfer(Archive& archive, Frame& frame) {
    auto index = static_cast<std::uint8_t>(frame.index());
    archive.scalar(index);
    if constexpr (Archive::kReading) {
        detail::emplace_alternative(frame, index,
                                    std::make_index_sequence<std::variant_size_v<Frame>>{});
    }
    std::visit([&archive](auto& alternative) { transfer(archive, alternative); }, frame);
}

// The size as two octets, then the elements.
template <class Archive, class T, std::uint32_t N>
void transfer(Archive& archive, InlineVector<T, N>& items) {
    H2_INVARIANT(items.size() < 65'536);
    auto size = static_cast<std::uint16_t>(items.size());
    archive.scalar(size);
    if constexpr (Archive::kReading) {
        items.resize(size);
    }
    for (T& item : items) {
        transfer(archive, item);
    }
}

template <class Archive>
void Connection::transfer(Archive& archive) {
    h2::transfer(archive, local_);
    h2::transfer(archive, peer_);
    h2::transfer(archive, unacked_);
    h2::transfer(archive, streams_);
    h2::transfer(archive, remembered_resets_);
    h2::transfer(archive, send_window_);
    h2::transfer(archive, receive_window_);
    h2::transfer(archive, next_local_);
    h2::transfer(archive, highest_peer_);
    archive.scalar(peer_count_);
    archive.scalar(local_count_);
    archive.scalar(closing_count_);
    archive.scalar(running_requests_);
    archive.scalar(settings_received_);
    archive.scalar(goaway_sent_);
    archive.scalar(goaway_received_);
    archive.scalar(closed_);
    h2::transfer(archive, announced_last_);
    h2::transfer(archive, peer_last_);
}

template <class Archive>
void transfer(Archive& archive, Connection& connection) {
    connection.transfer(archive);
}

}  // namespace h2
