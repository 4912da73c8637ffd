// A common list is one whose places in the second list rise along the first one. For each length
// the last place of a list of that length is kept, the smallest there is, and with it how it came
// about. What both lists begin and end with needs none of that.

#include "sim/trace/common_steps.hpp"

#include <algorithm>
#include <map>
#include <ranges>

namespace sim {
namespace {

using Numbers = std::span<const std::uint32_t>;

constexpr std::size_t kNoLink = ~std::size_t{0};

struct Link {
    CommonStep step;
    std::size_t before = kNoLink;  // the link of the list that is shorter by one
};

// The middles of two lists, without the beginning and the end that both share.
class Middle {
  public:
    Middle(Numbers first, Numbers second, std::size_t width)
        : first_{first}, second_{second}, width_{width} {}

    std::vector<CommonStep> common() {
        for (std::size_t i = 0; i < second_.size(); ++i) {
            places_[second_[i]].push_back(i);
        }
        std::map<std::uint32_t, std::size_t> passed;
        for (std::size_t i = 0; i < first_.size(); ++i) {
            const auto found = places_.find(first_[i]);
            if (found != places_.end()) {
                add(i, candidates(found->second, passed[first_[i]]++));
            }
        }
        std::vector<CommonStep> steps;
        for (std::size_t at = ends_.empty() ? kNoLink : ends_.back(); at != kNoLink;
             at = links_[at].before) {
            steps.push_back(links_[at].step);
        }
        std::reverse(steps.begin(), steps.end());
        return steps;
    }

  private:
    // Those places that come after about as many others.
    [[nodiscard]] std::span<const std::size_t> candidates(const std::vector<std::size_t>& places,
                                                          std::size_t passed) const {
        if (places.size() <= width_) {
            return places;
        }
        const std::size_t begin =
            std::min(passed - std::min(passed, width_ / 2), places.size() - width_);
        return std::span{places}.subspan(begin, width_);
    }

    // From the last place to the first, so that one element is in a list once.
    void add(std::size_t index, std::span<const std::size_t> places) {
        for (const std::size_t place : std::views::reverse(places)) {
            const auto longer = std::lower_bound(ends_.begin(), ends_.end(), place,
                                                 [this](std::size_t link, std::size_t second) {
                                                     return links_[link].step.second < second;
                                                 });
            if (longer != ends_.end() && links_[*longer].step.second == place) {
                continue;
            }
            const std::size_t before = longer == ends_.begin() ? kNoLink : *(longer - 1);
            if (longer == ends_.end()) {
                ends_.push_back(links_.size());
            } else {
                *longer = links_.size();
            }
            links_.push_back({{index, place}, before});
        }
    }

    Numbers first_;
    Numbers second_;
    std::size_t width_;
    std::map<std::uint32_t, std::vector<std::size_t>> places_;  // in the second list
    std::vector<Link> links_;
    std::vector<std::size_t> ends_;  // links_[ends_[n]] ends a list of n + 1
};

}  // namespace

std::vector<CommonStep> common_steps(Numbers first, Numbers second, std::size_t most_pairs) {
    const auto begins = std::mismatch(first.begin(), first.end(), second.begin(), second.end());
    const auto head = static_cast<std::size_t>(begins.first - first.begin());
    const Numbers left = first.subspan(head);
    const Numbers right = second.subspan(head);
    const auto ends = std::mismatch(left.rbegin(), left.rend(), right.rbegin(), right.rend());
    const auto tail = static_cast<std::size_t>(ends.first - left.rbegin());

    std::vector<CommonStep> steps;
    steps.reserve(head + tail);
    for (std::size_t i = 0; i < head; ++i) {
        steps.push_back({i, i});
    }
    const std::size_t width =
        std::max<std::size_t>(1, most_pairs / std::max<std::size_t>(1, left.size()));
    Middle middle{left.first(left.size() - tail), right.first(right.size() - tail), width};
    for (const CommonStep& step : middle.common()) {
        steps.push_back({head + step.first, head + step.second});
    }
    for (std::size_t i = tail; i > 0; --i) {
        steps.push_back({first.size() - i, second.size() - i});
    }
    return steps;
}

}  // namespace sim
