// The part of the search that does not depend on the world's type: the ledger of hits. A run's hits
// count once the run is over, and of all runs that hit a property the shortest beginning that does
// so is kept, the earlier one of two as short.

#include "sim/search/random_search.hpp"

#include <array>
#include <cstddef>

#include "h2core/invariant.hpp"

namespace sim {
namespace {}  // namespace

std::string_view name(Scheduler scheduler) {
    constexpr std::array<std::string_view, 3> kNames{"random", "pct", "pos"};
    return kNames[static_cast<std::size_t>(scheduler)];
}

RandomLedger::RandomLedger(const std::vector<PropertySpec>& specs) : at_(specs.size()) {
    for (const PropertySpec& spec : specs) {
        H2_INVARIANT(spec.observation_bit < 64);
        hits_.push_back({spec, 0, {}});
        asked_ |= observation_of(spec);
    }
}

void RandomLedger::begin_run() {
    std::fill(at_.begin(), at_.end(), std::nullopt);
    open_ = asked_;
}

void RandomLedger::note(Observations bits, std::size_t step) {
    open_ &= ~bits;
    for (std::size_t i = 0; i < hits_.size(); ++i) {
        if ((bits & observation_of(hits_[i].spec)) != 0) {
            at_[i] = step;
        }
    }
}

void RandomLedger::ended(bool finished, bool satisfied, std::size_t steps) {
    for (std::size_t i = 0; i < hits_.size(); ++i) {
        const PropertyKind kind = hits_[i].spec.kind;
        if ((kind == PropertyKind::no_deadlock && !finished) ||
            (kind == PropertyKind::eventually && !satisfied)) {
            at_[i] = steps;
        }
    }
}

void RandomLedger::count_run(std::span<const Pick> picks) {
    for (std::size_t i = 0; i < hits_.size(); ++i) {
        if (!at_[i]) {
            continue;
        }
        RandomHits& property = hits_[i];
        if (property.hits == 0 || *at_[i] < property.picks.size()) {
            const auto end = picks.begin() + static_cast<std::ptrdiff_t>(*at_[i]);
            property.picks.assign(picks.begin(), end);
        }
        ++property.hits;
    }
}

}  // namespace sim
