// The words of reports for kinds of properties and for verdicts.

#include "sim/promises/property_kind.hpp"

#include "h2core/invariant.hpp"

namespace sim {

Observations observation_of(const PropertySpec& spec) {
    const bool is_observed =
        spec.kind == PropertyKind::always || spec.kind == PropertyKind::sometimes;
    return is_observed ? Observations{1} << spec.observation_bit : 0;
}

std::string_view name(PropertyKind kind) {
    switch (kind) {
        case PropertyKind::always: return "always";
        case PropertyKind::sometimes: return "sometimes";
        case PropertyKind::no_deadlock: return "no-deadlock";
        case PropertyKind::eventually: return "eventually";
    }
    H2_INVARIANT(false && "not a kind of property");
}

std::string_view name(PropertyVerdict verdict) {
    switch (verdict) {
        case PropertyVerdict::holds: return "holds";
        case PropertyVerdict::violated: return "violated";
        case PropertyVerdict::reached: return "reached";
        case PropertyVerdict::unreached: return "unreached";
        case PropertyVerdict::unknown: return "unknown";
        case PropertyVerdict::vacuous: return "vacuous";
    }
    H2_INVARIANT(false && "not a verdict");
}

}  // namespace sim
