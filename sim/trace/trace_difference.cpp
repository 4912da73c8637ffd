// Steps become numbers, the same for those that do the same. What is left of the common ones has
// moved where both traces have it, the first one left with the first one left.

#include "sim/trace/trace_difference.hpp"

#include <algorithm>
#include <array>
#include <deque>
#include <map>

#include "h2core/invariant.hpp"
#include "sim/trace/common_steps.hpp"

namespace sim {
namespace {

bool has_actions(const Trace& trace) {
    return std::all_of(trace.steps.begin(), trace.steps.end(),
                       [](const TraceStep& step) { return step.action.has_value(); });
}

// What a step does, as one text.
std::string deed(const TraceStep& step, bool by_words) {
    if (by_words) {
        return step.name;
    }
    ActionRecord record = *step.action;
    record.from.clear();
    record.to.clear();
    return to_json(record).dump();
}

using Deeds = std::vector<std::uint32_t>;

// The same text, the same number.
class DeedNumbers {
  public:
    explicit DeedNumbers(bool by_words) : by_words_{by_words} {}

    Deeds of(const Trace& trace) {
        Deeds deeds;
        deeds.reserve(trace.steps.size());
        for (const TraceStep& step : trace.steps) {
            const auto next = static_cast<std::uint32_t>(numbers_.size());
            deeds.push_back(numbers_.emplace(deed(step, by_words_), next).first->second);
        }
        return deeds;
    }

  private:
    bool by_words_;
    std::map<std::string, std::uint32_t> numbers_;
};

// For each step of one trace its place in the other, from 1; 0: it is not there.
using Partners = std::vector<std::size_t>;

// Pairs steps that are in both traces and not among the common ones.
void pair_moved(const Deeds& first, const Deeds& second, Partners& in_second, Partners& in_first) {
    std::map<std::uint32_t, std::deque<std::size_t>> left;
    for (std::size_t i = 0; i < second.size(); ++i) {
        if (in_first[i] == 0) {
            left[second[i]].push_back(i);
        }
    }
    for (std::size_t i = 0; i < first.size(); ++i) {
        const auto found = left.find(first[i]);
        if (in_second[i] == 0 && found != left.end() && !found->second.empty()) {
            in_second[i] = found->second.front() + 1;
            in_first[found->second.front()] = i + 1;
            found->second.pop_front();
        }
    }
}

// Between two common steps come those of the first trace, then those of the second.
std::vector<ComparedStep> compared(const Deeds& first, const Deeds& second) {
    std::vector<CommonStep> common = common_steps(first, second);
    Partners in_second(first.size(), 0);
    Partners in_first(second.size(), 0);
    for (const CommonStep& step : common) {
        in_second[step.first] = step.second + 1;
        in_first[step.second] = step.first + 1;
    }
    pair_moved(first, second, in_second, in_first);
    common.push_back({first.size(), second.size()});  // the end
    std::vector<ComparedStep> steps;
    std::size_t i = 0;
    std::size_t j = 0;
    for (const CommonStep& next : common) {
        for (; i < next.first; ++i) {
            const bool moved = in_second[i] != 0;
            steps.push_back(
                {moved ? StepChange::moved_away : StepChange::removed, i + 1, in_second[i]});
        }
        for (; j < next.second; ++j) {
            const bool moved = in_first[j] != 0;
            steps.push_back(
                {moved ? StepChange::moved_here : StepChange::added, in_first[j], j + 1});
        }
        if (i < first.size() && j < second.size()) {
            steps.push_back({StepChange::same, ++i, ++j});
        }
    }
    return steps;
}

void count_differences(const TraceStep& first, const TraceStep& second, CommonDifferences& found) {
    found.words += first.name != second.name ? 1 : 0;
    found.picks += first.pick != second.pick ? 1 : 0;
    const bool places = first.action && second.action;
    found.places += places && (first.action->from != second.action->from ||
                               first.action->to != second.action->to)
                        ? 1
                        : 0;
    const bool digests = !first.digest.empty() && !second.digest.empty();
    found.digests += digests && first.digest != second.digest ? 1 : 0;
}

std::vector<ClaimDifference> claims_of(const Trace& first, const Trace& second) {
    std::vector<ClaimDifference> found;
    const auto compare = [&](const char* name, std::string left, std::string right) {
        if (left != right) {
            found.push_back({name, std::move(left), std::move(right)});
        }
    };
    const auto states = [](const Trace& trace) {
        return trace.states == 0 ? std::string{} : std::to_string(trace.states);
    };
    compare("property", first.property, second.property);
    compare("verdict", std::string{name(first.verdict)}, std::string{name(second.verdict)});
    compare("shortest", first.shortest ? "true" : "false", second.shortest ? "true" : "false");
    compare("h2sim", first.h2sim, second.h2sim);
    compare("states", states(first), states(second));
    return found;
}

}  // namespace

std::string_view name(StepChange change) {
    constexpr std::array<std::string_view, 5> kNames = {"same", "removed", "added", "moved-away",
                                                        "moved-here"};
    return kNames.at(static_cast<std::size_t>(change));
}

bool TraceDifference::same_world() const {
    return std::none_of(scenario.begin(), scenario.end(),
                        [](const KeyDifference& each) { return each.of_world; });
}

std::size_t TraceDifference::count(StepChange change) const {
    return static_cast<std::size_t>(
        std::count_if(steps.begin(), steps.end(),
                      [change](const ComparedStep& step) { return step.change == change; }));
}

bool TraceDifference::none() const {
    return claims.empty() && scenario.empty() && count(StepChange::same) == steps.size() &&
           common == CommonDifferences{};
}

TraceDifference difference(const Trace& first, const Trace& second) {
    TraceDifference found;
    found.claims = claims_of(first, second);
    found.scenario = differences(first.document, second.document);
    found.by_words = !has_actions(first) || !has_actions(second);
    DeedNumbers numbers{found.by_words};
    const Deeds left = numbers.of(first);
    const Deeds right = numbers.of(second);
    found.steps = compared(left, right);
    for (const ComparedStep& step : found.steps) {
        if (step.change == StepChange::same) {
            count_differences(first.steps[step.first - 1], second.steps[step.second - 1],
                              found.common);
        }
    }
    return found;
}

}  // namespace sim
