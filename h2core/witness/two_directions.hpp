#pragma once
// Both directions of a connection of which the order between them is not known, only that of each:
// put together in an order that is possible. A frame comes as soon as nothing that the other one
// has still to send is needed to make it right (Account::ready()), those that allow something
// before those that use it. So whatever is wrong in that order because something of the other
// direction is missing is wrong in every order.

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "h2core/witness/witness.hpp"

namespace h2 {

class TwoDirections {
  public:
    // By Role. The octets outlive it.
    TwoDirections(const Beginning& beginning, const std::array<std::span<const std::byte>, 2>& sent)
        : witness_{in_possible_order(beginning)}, left_{sent} {}

    struct Next {
        Role sender = Role::client;
        Sight sight;  // valid until the next call
    };
    // The next frame or preface; at the end nothing. What is left of a direction makes no frame.
    std::optional<Next> next();

    [[nodiscard]] const Witness& witness() const { return witness_; }
    // Findings at the end of all.
    std::span<const Finding> end() { return witness_.end(); }
    [[nodiscard]] std::span<const std::byte> left(Role sender) const {
        return left_[static_cast<std::size_t>(sender)];
    }

  private:
    enum class Turn : std::uint8_t { allows, uses, needs_room, needs_cause, over };
    static Beginning in_possible_order(Beginning beginning) {
        beginning.order = Order::possible;
        return beginning;
    }
    [[nodiscard]] Turn turn_of(Role sender) const;

    Witness witness_;
    std::array<std::span<const std::byte>, 2> left_;
    std::vector<Finding> doubted_;
};

}  // namespace h2
