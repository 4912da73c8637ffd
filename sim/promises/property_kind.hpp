#pragma once
// What a search can be asked, and what it can answer.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sim {

// What was observed in one step: bit i stands for the i-th observation of the world.
using Observations = std::uint64_t;

enum class PropertyKind : std::uint8_t {
    always,       // an observation that must never be made: the bit stands for "broken"
    sometimes,    // an observation that must be made in at least one order
    no_deadlock,  // a state without enabled events is finished()
    eventually,   // from every reachable state, a satisfied() state can be reached
};

struct PropertySpec {
    std::string name;
    PropertyKind kind = PropertyKind::always;
    unsigned observation_bit = 0;  // 0 … 63; used by `always` and `sometimes` only
    // The observation that puts it at stake: what holds without ever having been at stake is
    // vacuous. Without one it always is.
    std::optional<unsigned> stake_bit = std::nullopt;
    bool operator==(const PropertySpec&) const = default;
};

enum class PropertyVerdict : std::uint8_t {
    holds,      // all but `sometimes`: in every state of the whole graph
    violated,   // all but `sometimes`: a counterexample is at hand
    reached,    // `sometimes`: a witness is at hand
    unreached,  // `sometimes`: nowhere in the whole graph
    unknown,    // a bound was hit before an answer
    vacuous,    // all but `sometimes`: not violated, and nothing in the whole graph put it at stake
};

// The bit that such a property is about; none for the kinds that are about the graph.
Observations observation_of(const PropertySpec& spec);

// The names as in reports: "always", "no-deadlock"; "holds".
std::string_view name(PropertyKind kind);
std::string_view name(PropertyVerdict verdict);

}  // namespace sim
