// Keeps what is still undecided also as a mask of bits, so that a step is tested for news at once.
// What is open at the end gets a verdict only from a complete search: unreached, vacuous if its
// stake was never seen, else holds.

#include "sim/search/property_ledger.hpp"

#include <utility>

#include "h2core/invariant.hpp"

namespace sim {
namespace {

Observations stake_of(const PropertySpec& spec) {
    return spec.stake_bit ? Observations{1} << *spec.stake_bit : 0;
}

}  // namespace

PropertyLedger::PropertyLedger(const std::vector<PropertySpec>& specs,
                               std::function<void(const PropertyResult&)> found)
    : found_{std::move(found)}, open_{specs.size()} {
    for (const PropertySpec& spec : specs) {
        H2_INVARIANT(spec.observation_bit < 64 && spec.stake_bit.value_or(0) < 64);
        PropertyResult result;
        result.spec = spec;
        results_.push_back(std::move(result));
        undecided_ |= observation_of(spec);
        unseen_stakes_ |= stake_of(spec);
        open_about_progress_ += spec.kind == PropertyKind::eventually ? 1 : 0;
        asks_progress_ = open_about_progress_ > 0;
    }
}

void PropertyLedger::decide(PropertyResult& result, PropertyVerdict verdict,
                            std::vector<Pick> picks) {
    result.verdict = verdict;
    result.picks = std::move(picks);
    violated_ = violated_ || verdict == PropertyVerdict::violated;
    --open_;
    open_about_progress_ -= result.spec.kind == PropertyKind::eventually ? 1 : 0;
    if (found_) {
        found_(result);
    }
}

void PropertyLedger::observed(Observations bits, const SearchTree& tree, StateNumber from,
                              Pick pick) {
    unseen_stakes_ &= ~bits;
    bits &= undecided_;
    undecided_ &= ~bits;
    for (PropertyResult& result : results_) {
        if ((bits & observation_of(result.spec)) == 0) {
            continue;
        }
        std::vector<Pick> picks = tree.path_to(from);
        picks.push_back(pick);
        const bool always = result.spec.kind == PropertyKind::always;
        decide(result, always ? PropertyVerdict::violated : PropertyVerdict::reached,
               std::move(picks));
    }
}

void PropertyLedger::deadlocked(const SearchTree& tree, StateNumber state) {
    for (PropertyResult& result : results_) {
        if (result.spec.kind == PropertyKind::no_deadlock &&
            result.verdict == PropertyVerdict::unknown) {
            decide(result, PropertyVerdict::violated, tree.path_to(state));
        }
    }
}

void PropertyLedger::stuck(const SearchTree& tree, StateNumber state) {
    for (PropertyResult& result : results_) {
        if (result.spec.kind == PropertyKind::eventually) {
            decide(result, PropertyVerdict::violated, tree.path_to(state));
        }
    }
}

std::vector<PropertyResult> PropertyLedger::results(bool complete, bool shortest) const {
    std::vector<PropertyResult> results = results_;
    for (PropertyResult& result : results) {
        if (result.verdict != PropertyVerdict::unknown) {
            // In a partial graph an earlier state may be stuck as well without showing it yet.
            const bool settled = complete || result.spec.kind != PropertyKind::eventually;
            result.shortest = shortest && settled;
        } else if (complete) {
            result.verdict =
                result.spec.kind == PropertyKind::sometimes     ? PropertyVerdict::unreached
                : (unseen_stakes_ & stake_of(result.spec)) != 0 ? PropertyVerdict::vacuous
                                                                : PropertyVerdict::holds;
        }
    }
    return results;
}

}  // namespace sim
