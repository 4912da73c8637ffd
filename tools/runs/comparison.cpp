// Variants have the same states if the number of states and the fingerprint of the set agree. Flips
// are looked for at the last variant of a scan, each time the scan has become longer by one.

#include "tools/runs/comparison.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <tuple>

#include "sim/text/printable.hpp"

namespace tools {
namespace {

VariantStatus status_of(const CheckResult& result) {
    if (result.status == CheckStatus::crashed) {
        return VariantStatus::crashed;
    }
    if (!result.run || result.run->interrupted()) {
        return VariantStatus::not_run;
    }
    return result.run->outcome.exploration.complete ? VariantStatus::complete
                                                    : VariantStatus::incomplete;
}

ComparedCell cell_of(const Run& run, const std::string& property) {
    for (const sim::PropertyResult& result : run.outcome.exploration.properties) {
        if (result.spec.name == property) {
            ComparedCell cell;
            cell.verdict = result.verdict;
            if (has_trace(result)) {
                cell.steps = result.picks.size();
            }
            return cell;
        }
    }
    return {};
}

// 0, 1, … are "A", …, "Z", "AA", …
std::string letters(std::size_t number) {
    std::string text;
    for (++number; number > 0; number = (number - 1) / 26) {
        text.insert(text.begin(), static_cast<char>('A' + (number - 1) % 26));
    }
    return text;
}

}  // namespace

std::string_view name(VariantStatus status) {
    constexpr std::array<std::string_view, 4> kNames{"complete", "incomplete", "not run",
                                                     "crashed"};
    return kNames[static_cast<std::size_t>(status)];
}

std::string_view name(Scan::End end) {
    constexpr std::array<std::string_view, 5> kNames{"flip", "last-value", "incomplete",
                                                     "interrupted", "crashed"};
    return kNames[static_cast<std::size_t>(end)];
}

ComparedVariant variant_of(const CheckResult& result, const std::vector<std::string>& properties) {
    ComparedVariant variant;
    variant.status = status_of(result);
    variant.crash = result.crash;
    variant.cells.resize(properties.size());
    if (variant.status != VariantStatus::complete && variant.status != VariantStatus::incomplete) {
        return variant;
    }
    const sim::Exploration& exploration = result.run->outcome.exploration;
    variant.bound = result.run->bound;
    variant.states = exploration.states;
    variant.transitions = exploration.transitions;
    variant.most_admitted = exploration.most.value_or(0);
    variant.depth = exploration.depth;
    variant.fingerprint = exploration.fingerprint;
    std::transform(properties.begin(), properties.end(), variant.cells.begin(),
                   [&](const std::string& property) { return cell_of(*result.run, property); });
    return variant;
}

void mark_same_states(std::vector<ComparedVariant>& variants) {
    std::map<std::tuple<std::uint64_t, std::uint64_t, std::uint64_t>, std::vector<std::size_t>>
        members;
    const auto key = [](const ComparedVariant& variant) {
        return std::tuple{variant.states, variant.fingerprint.high, variant.fingerprint.low};
    };
    for (std::size_t i = 0; i < variants.size(); ++i) {
        if (variants[i].status == VariantStatus::complete) {
            members[key(variants[i])].push_back(i);
        }
    }
    std::size_t groups = 0;
    for (const ComparedVariant& variant : variants) {
        if (variant.status != VariantStatus::complete || !variant.same_states.empty()) {
            continue;
        }
        const std::vector<std::size_t>& same = members.at(key(variant));
        if (same.size() > 1) {
            const std::string label = letters(groups++);
            for (const std::size_t member : same) {
                variants[member].same_states = label;
            }
        }
    }
}

std::vector<Flip> flips_at_end(const Comparison& comparison, const Scan& scan) {
    std::vector<Flip> flips;
    const std::size_t last = scan.first + scan.size - 1;
    for (std::size_t property = 0; property < comparison.properties.size(); ++property) {
        const auto verdict = [&](std::size_t variant) {
            return comparison.variants[variant].cells[property].verdict;
        };
        // What was not at stake yet was no verdict: a scan may begin with it.
        std::size_t begin = scan.first;
        while (begin < last && verdict(begin) == sim::PropertyVerdict::vacuous) {
            ++begin;
        }
        const auto flipped = [&, first = verdict(begin)](std::size_t variant) {
            return first && verdict(variant) && verdict(variant) != first;
        };
        bool earlier = false;
        for (std::size_t variant = begin; variant < last; ++variant) {
            earlier = earlier || flipped(variant);
        }
        if (!earlier && flipped(last)) {
            flips.push_back({property, last - 1, last});
        }
    }
    return flips;
}

std::vector<SameStates> groups_of(const std::vector<ComparedVariant>& variants) {
    std::vector<SameStates> groups;
    for (std::size_t i = 0; i < variants.size(); ++i) {
        const std::string& label = variants[i].same_states;
        if (label.empty()) {
            continue;
        }
        const auto known = std::find_if(groups.begin(), groups.end(), [&](const SameStates& group) {
            return group.label == label;
        });
        if (known == groups.end()) {
            groups.push_back({label, {i}});
        } else {
            known->variants.push_back(i);
        }
    }
    return groups;
}

std::string shown_value(const std::string& value) {
    return sim::printable(value, kMostOfAValue);
}

}  // namespace tools
