#pragma once
// One exploration of the abstract machine, reduced to the figures that are compared.

#include <cstdint>
#include <optional>
#include <string>

#include "tests/reference/abstract_machine.hpp"

namespace reference {

struct Figures {
    bool complete = false;
    std::uint64_t states = 0;
    std::uint64_t transitions = 0;
    // Steps of the shortest path to a state in which the client has counted an error; empty when
    // no false refusal is possible.
    std::optional<std::uint64_t> shortest;
    bool deadlock = false;
    bool operator==(const Figures&) const = default;
};

Figures run(const Parameters& parameters);

// "states=… transitions=… no_false_refusal=holds|violated shortest=… deadlock=no|yes"
std::string line(const Figures& figures);

}  // namespace reference
