#pragma once
// The world that is explored: a connection with a monitor on the wire. Its step() is that of the
// connection; what has happened in it is judged after it, in one place (judge.hpp), and never
// influences what can happen next.

#include <cstdint>

#include "sim/judge/monitor.hpp"
#include "sim/promises/observation.hpp"
#include "sim/world/world.hpp"

namespace sim {

class JudgedWorld : public ConnectionWorld {
  public:
    // Observations that break or show something; the others only say what is at stake.
    static constexpr Observations kDecisive = bit(Observation::slot_needed) - 1;

    // The model outlives every copy.
    explicit JudgedWorld(const Model& model);

    Observations step(Event event);
    // Every outstanding request has been answered; of a scripted client as the wire shows it.
    [[nodiscard]] bool satisfied() const;
    // Streams the server has admitted that are not closed on the wire.
    [[nodiscard]] std::uint32_t gauge() const { return monitor.admitted_open(); }
    template <class Self, class Archive>
    static void transfer(Self& self, Archive& archive);  // defined in sim/judge/judged_transfer.hpp
    bool operator==(const JudgedWorld&) const;

    Monitor monitor;
    // Not part of the state: what the last step has shown. The monitor has its faults.
    Observations observed = 0;
};

}  // namespace sim
