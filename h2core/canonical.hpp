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
// one is content with a const value: the list of parts is the same, and const is what x is.

#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <utility>
#include <variant>

#include "h2core/connection.hpp"
#include "h2core/frame.hpp"
#include "h2core/inline_vector.hpp"
#include "h2core/invariant.hpp"
#include "h2core/stream.hpp"

namespace h2 {

// A Value that may be overwritten, or one that is only written down.
template <class T, class Value>
concept MaybeConst = std::same_as<std::remove_const_t<T>, Value>;

template <class Archive, MaybeConst<StreamId> T>
void transfer(Archive& archive, T& id) {
    archive.scalars(id);
}

template <class Archive, MaybeConst<const SettingList*> T>
void transfer(Archive& archive, T& list) {
    archive.reference(list);
}

// One octet says which values differ from the initial ones of section 6.5.2; those follow.
template <class Archive, MaybeConst<Settings> T>
void transfer(Archive& archive, T& settings) {
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

template <class Archive, MaybeConst<Stream> T>
void transfer(Archive& archive, T& stream) {
    archive.scalars(stream.id, stream.lifecycle, stream.inbound, stream.outbound,
                    stream.receive_window, stream.send_window, stream.request, stream.counted,
                    stream.closing, stream.closing_frame, stream.closing_stage);
}

// The alternatives of Frame.

template <class Archive, MaybeConst<Data> T>
void transfer(Archive& archive, T& data) {
    archive.scalars(data.stream);
    archive.reference(data.payload);
    archive.scalars(data.padding, data.end_stream);
}

template <class Archive, MaybeConst<PrioritySignal> T>
void transfer(Archive& archive, T& signal) {
    archive.scalars(signal.dependency, signal.weight, signal.exclusive);
}

template <class Archive, MaybeConst<Headers> T>
void transfer(Archive& archive, T& headers) {
    archive.scalars(headers.stream);
    archive.reference(headers.fields);
    archive.scalars(headers.end_stream, headers.has_priority, headers.padding);
    if (headers.has_priority) {
        transfer(archive, headers.priority);
    }
}

template <class Archive, MaybeConst<Priority> T>
void transfer(Archive& archive, T& priority) {
    archive.scalars(priority.stream);
    transfer(archive, priority.signal);
}

template <class Archive, MaybeConst<RstStream> T>
void transfer(Archive& archive, T& reset) {
    archive.scalars(reset.stream, reset.code);
}

template <class Archive, MaybeConst<SettingsFrame> T>
void transfer(Archive& archive, T& settings) {
    archive.scalars(settings.ack);
    archive.reference(settings.list);
}

template <class Archive, MaybeConst<PushPromise> T>
void transfer(Archive& archive, T& push) {
    archive.scalars(push.stream, push.promised);
    archive.reference(push.fields);
    archive.scalars(push.padding);
}

template <class Archive, MaybeConst<Ping> T>
void transfer(Archive& archive, T& ping) {
    archive.scalars(ping.opaque, ping.ack);
}

template <class Archive, MaybeConst<GoAway> T>
void transfer(Archive& archive, T& goaway) {
    archive.scalars(goaway.last_stream, goaway.code);
    archive.reference(goaway.debug);
}

template <class Archive, MaybeConst<WindowUpdate> T>
void transfer(Archive& archive, T& update) {
    archive.scalars(update.stream, update.increment);
}

template <class Archive, MaybeConst<Continuation> T>
void transfer(Archive& archive, T& continuation) {
    archive.scalars(continuation.stream);
}

template <class Archive, MaybeConst<UnknownFrame> T>
void transfer(Archive& archive, T& unknown) {
    archive.scalars(unknown.stream, unknown.type, unknown.flags);
    archive.reference(unknown.payload);
}

template <class Archive, MaybeConst<PriorityUpdate> T>
void transfer(Archive& archive, T& update) {
    archive.scalars(update.prioritized);
    archive.reference(update.value);
}

template <class Archive, MaybeConst<AltSvc> T>
void transfer(Archive& archive, T& service) {
    archive.scalars(service.stream, service.origin_size);
    archive.reference(service.payload);
}

template <class Archive, MaybeConst<Origin> T>
void transfer(Archive& archive, T& origin) {
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
template <class Archive, MaybeConst<Frame> T>
void transfer(Archive& archive, T& frame) {
    auto index = static_cast<std::uint8_t>(frame.index());
    archive.scalars(index);
    if constexpr (Archive::kReading) {
        detail::emplace_alternative(frame, index,
                                    std::make_index_sequence<std::variant_size_v<Frame>>{});
    }
    std::visit([&archive](auto& alternative) { transfer(archive, alternative); }, frame);
}

namespace detail {

template <class Archive, class Items>
[[gnu::noinline]] void transfer_each(Archive& archive, Items& items) {
    for (auto& item : items) {
        transfer(archive, item);
    }
}

// Most lists of a state are empty: only the others are worth a call.
template <class Archive, class Items>
[[gnu::always_inline]] inline void transfer_items(Archive& archive, Items& items) {
    H2_INVARIANT(items.size() < 65'536);
    auto size = static_cast<std::uint16_t>(items.size());
    archive.scalars(size);
    if constexpr (Archive::kReading) {
        items.resize(size);
    }
    if (size > 0) {
        transfer_each(archive, items);
    }
}

}  // namespace detail

// The size as two octets, then the elements.
template <class Archive, class T, std::uint32_t N>
void transfer(Archive& archive, InlineVector<T, N>& items) {
    detail::transfer_items(archive, items);
}
template <class Archive, class T, std::uint32_t N>
void transfer(Archive& archive, const InlineVector<T, N>& items) {
    detail::transfer_items(archive, items);
}

template <class Self, class Archive>
void Connection::transfer(Self& self, Archive& archive) {
    h2::transfer(archive, self.local_);
    h2::transfer(archive, self.peer_);
    h2::transfer(archive, self.unacked_);
    h2::transfer(archive, self.streams_);
    h2::transfer(archive, self.remembered_resets_);
    archive.scalars(self.send_window_, self.receive_window_, self.next_local_, self.highest_peer_,
                    self.peer_count_, self.local_count_, self.closing_count_,
                    self.running_requests_, self.settings_received_, self.goaway_sent_,
                    self.goaway_received_, self.closed_, self.announced_last_, self.peer_last_);
}

template <class Archive, MaybeConst<Connection> T>
void transfer(Archive& archive, T& connection) {
    Connection::transfer(connection, archive);
}

}  // namespace h2
