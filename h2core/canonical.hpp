#pragma once
// The canonical form of everything that is state: transfer(archive, x) hands every part of x to the
// archive, in declaration order, so that equal values are written equally on every machine. The
// same function writes (digests, snapshots) and reads (snapshots).
//
// An archive has
//   static constexpr bool kReading;      whether it overwrites what it is handed
//   void scalars(T&...)                  bool, integers, enums, StreamId, Window
//   void reference(Fields&)              interned values: the archive knows their owner and
//   void reference(Octets&)              decides what stands for them
//   void reference(const SettingList*&)
// A reading archive must be handed what a writing one wrote for a value of the same type. A writing
// one leaves everything as it is, although it is handed references that are not const.

#include <array>
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
    archive.scalars(id);
}

template <class Archive>
void transfer(Archive& archive, const SettingList*& list) {
    archive.reference(list);
}

// One octet says which values differ from the initial ones of section 6.5.2; those follow.
template <class Archive>
void transfer(Archive& archive, Settings& settings) {
    constexpr std::array kValues = {
        &Settings::header_table_size,       &Settings::enable_push,
        &Settings::max_concurrent_streams,  &Settings::initial_window_size,
        &Settings::max_frame_size,          &Settings::max_header_list_size,
        &Settings::enable_connect_protocol, &Settings::no_rfc7540_priorities,
    };
    constexpr Settings kInitial;
    std::uint8_t changed = 0;
    for (std::size_t i = 0; i < kValues.size(); ++i) {
        changed |= static_cast<std::uint8_t>((settings.*kValues[i] != kInitial.*kValues[i]) << i);
    }
    archive.scalars(changed);
    if constexpr (Archive::kReading) {
        settings = kInitial;
    }
    for (std::size_t i = 0; i < kValues.size(); ++i) {
        if ((changed >> i & 1U) != 0) {
            archive.scalars(settings.*kValues[i]);
        }
    }
}

template <class Archive>
void transfer(Archive& archive, Stream& stream) {
    archive.scalars(stream.id, stream.lifecycle, stream.inbound, stream.outbound,
                    stream.receive_window, stream.send_window, stream.request, stream.counted,
                    stream.closing, stream.closing_frame, stream.closing_stage);
}

// The alternatives of Frame.

template <class Archive>
void transfer(Archive& archive, Data& data) {
    archive.scalars(data.stream);
    archive.reference(data.payload);
    archive.scalars(data.padding, data.end_stream);
}

template <class Archive>
void transfer(Archive& archive, PrioritySignal& signal) {
    archive.scalars(signal.dependency, signal.weight, signal.exclusive);
}

template <class Archive>
void transfer(Archive& archive, Headers& headers) {
    archive.scalars(headers.stream);
    archive.reference(headers.fields);
    archive.scalars(headers.end_stream, headers.has_priority, headers.padding);
    if (headers.has_priority) {
        transfer(archive, headers.priority);
    }
}

template <class Archive>
void transfer(Archive& archive, Priority& priority) {
    archive.scalars(priority.stream);
    transfer(archive, priority.signal);
}

template <class Archive>
void transfer(Archive& archive, RstStream& reset) {
    archive.scalars(reset.stream, reset.code);
}

template <class Archive>
void transfer(Archive& archive, SettingsFrame& settings) {
    archive.scalars(settings.ack);
    archive.reference(settings.list);
}

template <class Archive>
void transfer(Archive& archive, PushPromise& push) {
    archive.scalars(push.stream, push.promised);
    archive.reference(push.fields);
    archive.scalars(push.padding);
}

template <class Archive>
void transfer(Archive& archive, Ping& ping) {
    archive.scalars(ping.opaque, ping.ack);
}

template <class Archive>
void transfer(Archive& archive, GoAway& goaway) {
    archive.scalars(goaway.last_stream, goaway.code);
    archive.reference(goaway.debug);
}

template <class Archive>
void transfer(Archive& archive, WindowUpdate& update) {
    archive.scalars(update.stream, update.increment);
}

template <class Archive>
void transfer(Archive& archive, Continuation& continuation) {
    archive.scalars(continuation.stream);
}

template <class Archive>
void transfer(Archive& archive, UnknownFrame& unknown) {
    archive.scalars(unknown.stream, unknown.type, unknown.flags);
    archive.reference(unknown.payload);
}

template <class Archive>
void transfer(Archive& archive, PriorityUpdate& update) {
    archive.scalars(update.prioritized);
    archive.reference(update.value);
}

template <class Archive>
void transfer(Archive& archive, AltSvc& service) {
    archive.scalars(service.stream, service.origin_size);
    archive.reference(service.payload);
}

template <class Archive>
void transfer(Archive& archive, Origin& origin) {
    archive.scalars(origin.stream);
    archive.reference(origin.entries);
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
    archive.scalars(index);
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
    archive.scalars(size);
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
    archive.scalars(send_window_, receive_window_, next_local_, highest_peer_, peer_count_,
                    local_count_, closing_count_, running_requests_, settings_received_,
                    goaway_sent_, goaway_received_, closed_, announced_last_, peer_last_);
}

template <class Archive>
void transfer(Archive& archive, Connection& connection) {
    connection.transfer(archive);
}

}  // namespace h2
