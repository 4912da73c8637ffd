#pragma once
// The canonical form of a state: fixed-width little-endian octets, written by a Sink and read back
// by a Source. One function serves both directions, so that what is remembered of a state and what
// is restored cannot drift apart:
//
//     template <class Self, class Archive> static void transfer(Self& self, Archive& archive) {
//         archive.scalar(self.open_);
//         archive.reference(self.fields_);
//         if constexpr (Archive::kReading) { /* rebuild what is derived */ }
//     }
//
// Two states are the same state exactly when their canonical octets are equal. Whatever is not
// transferred (a scenario's constants) is not part of the state and must never change.

#include <bit>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <span>
#include <type_traits>

#include "h2core/field_list.hpp"
#include "h2core/frame.hpp"
#include "h2core/invariant.hpp"
#include "h2core/settings.hpp"
#include "h2core/stream_id.hpp"
#include "h2core/window.hpp"

namespace sim {

// A value of at most eight octets without padding; StreamId and Window are integers in a class.
template <class T>
concept Scalar = std::integral<T> || std::is_enum_v<T> || std::same_as<T, h2::StreamId> ||
                 std::same_as<T, h2::Window>;

// The immutable lists that references of a world point to. A list's `id` is its index here plus
// one; 0 stands for "none". At most 65,535 of each.
struct Interned {
    std::span<const h2::FieldList* const> fields;
    std::span<const h2::SettingList* const> settings;
};

namespace detail {

// Octet order differs from a plain copy only on big-endian machines.
template <std::size_t size>
void copy_little_endian(std::byte* to, const std::byte* from) {
    if constexpr (std::endian::native == std::endian::little) {
        std::memcpy(to, from, size);
    } else {
        for (std::size_t i = 0; i < size; ++i) {
            to[i] = from[size - 1 - i];
        }
    }
}

inline std::uint16_t checked_id(std::uint32_t id) {
    H2_INVARIANT(id >= 1 && id <= 0xffff);
    return static_cast<std::uint16_t>(id);
}

}  // namespace detail

// Appends octets to a buffer that is reused: after the first few states it allocates no more.
class Sink {
  public:
    static constexpr bool kReading = false;

    Sink() = default;
    Sink(const Sink&) = delete;
    Sink& operator=(const Sink&) = delete;

    void clear() { size_ = 0; }
    [[nodiscard]] std::size_t size() const { return size_; }
    // Valid until the next write.
    [[nodiscard]] std::span<const std::byte> octets() const { return {data_.get(), size_}; }

    template <Scalar T>
    void scalar(const T& value) {
        scalars(value);
    }
    // Several at once, one after the other: room is asked for only once. Called for every field of
    // every state.
    template <Scalar... Ts>
    [[gnu::always_inline]] void scalars(const Ts&... values) {
        std::byte* room = take((sizeof(Ts) + ...));
        ((detail::copy_little_endian<sizeof(Ts)>(room, reinterpret_cast<const std::byte*>(&values)),
          room += sizeof(Ts)),
         ...);
    }
    void reference(const h2::Fields& fields) {
        scalar(fields.list == nullptr ? std::uint16_t{0} : detail::checked_id(fields.list->id));
    }
    // Worlds count octets and do not look at them: only the length is state.
    void reference(const h2::Octets& octets) {
        H2_INVARIANT(octets.data == nullptr);
        scalar(octets.size);
    }
    void reference(const h2::SettingList* const& list) {
        scalar(list == nullptr ? std::uint16_t{0} : detail::checked_id(list->id));
    }

  private:
    [[gnu::always_inline]] std::byte* take(std::size_t size) {
        if (capacity_ - size_ < size) [[unlikely]] {
            grow(size);
        }
        std::byte* room = data_.get() + size_;
        size_ += size;
        return room;
    }
    [[gnu::noinline, gnu::cold]] void grow(std::size_t size) {
        const std::size_t capacity = 2 * (capacity_ + size) + 1024;
        std::unique_ptr<std::byte[]> bigger{new std::byte[capacity]};
        if (size_ > 0) {
            std::memcpy(bigger.get(), data_.get(), size_);
        }
        data_ = std::move(bigger);
        capacity_ = capacity;
    }

    std::unique_ptr<std::byte[]> data_;
    std::size_t size_ = 0;
    std::size_t capacity_ = 0;
};

// Reads what a Sink wrote. Octets that end early or name an unknown list are a failed invariant:
// they never come from outside the process.
class Source {
  public:
    static constexpr bool kReading = true;

    explicit Source(std::span<const std::byte> octets, const Interned& interned = {})
        : octets_{octets}, interned_{interned} {}

    // True once everything has been read.
    [[nodiscard]] bool exhausted() const { return position_ == octets_.size(); }

    template <Scalar T>
    void scalar(T& value) {
        scalars(value);
    }
    template <Scalar... Ts>
    [[gnu::always_inline]] void scalars(Ts&... values) {
        constexpr std::size_t kSize = (sizeof(Ts) + ...);
        H2_INVARIANT(octets_.size() - position_ >= kSize);
        const std::byte* from = octets_.data() + position_;
        ((detail::copy_little_endian<sizeof(Ts)>(reinterpret_cast<std::byte*>(&values), from),
          from += sizeof(Ts)),
         ...);
        position_ += kSize;
    }
    void reference(h2::Fields& fields) { fields.list = listed(interned_.fields); }
    void reference(h2::Octets& octets) {
        octets.data = nullptr;
        scalar(octets.size);
    }
    void reference(const h2::SettingList*& list) { list = listed(interned_.settings); }

  private:
    template <class List>
    const List* listed(std::span<const List* const> lists) {
        std::uint16_t id = 0;
        scalar(id);
        H2_INVARIANT(id <= lists.size());
        return id == 0 ? nullptr : lists[id - 1U];
    }

    std::span<const std::byte> octets_;
    Interned interned_;
    std::size_t position_ = 0;
};

}  // namespace sim
