#pragma once
// A stream identifier (RFC 9113 section 5.1.1): 31 bits, 0 names the connection itself, odd ones
// are opened by the client and even ones by the server. No raw integer stands for a stream past
// this type.

#include <compare>
#include <cstdint>

#include "h2core/role.hpp"

namespace h2 {

class StreamId {
  public:
    static constexpr std::uint32_t kMax = 0x7fff'ffffU;

    constexpr StreamId() = default;  // the connection, stream 0
    // The reserved bit is ignored on receipt (section 4.1).
    static constexpr StreamId from_wire(std::uint32_t raw) { return StreamId{raw & kMax}; }
    // The first identifier an endpoint may open.
    static constexpr StreamId first(Role opener) {
        return StreamId{opener == Role::client ? 1U : 2U};
    }

    [[nodiscard]] constexpr std::uint32_t value() const { return value_; }
    [[nodiscard]] constexpr bool names_connection() const { return value_ == 0; }
    [[nodiscard]] constexpr bool opened_by(Role role) const {
        return value_ != 0 && (value_ % 2 == 1) == (role == Role::client);
    }
    // The next identifier of the same opener; wraps to 0 after the last one (section 5.1.1: an
    // endpoint that has used them all needs a new connection).
    [[nodiscard]] constexpr StreamId next() const {
        return value_ + 2 > kMax ? StreamId{} : StreamId{value_ + 2};
    }

    constexpr auto operator<=>(const StreamId&) const = default;

  private:
    explicit constexpr StreamId(std::uint32_t value) : value_{value} {}
    std::uint32_t value_ = 0;
};

static_assert(StreamId::from_wire(0x8000'0001U).opened_by(Role::client));
static_assert(!StreamId{}.opened_by(Role::server));

}  // namespace h2
