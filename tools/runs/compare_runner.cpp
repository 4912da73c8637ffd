// Scans go up together: each round explores the next value of every scan that is not over. Variants
// that no scan came to are taken out at the end, and the indices of scans and flips are moved.

#include "tools/runs/compare_runner.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

#include "sim/promises/properties.hpp"

namespace tools {
namespace {

// Explores variants and puts what was found into the comparison.
class Comparer {
  public:
    Comparer(Comparison& comparison, const Selection& selection, const CheckSettings& settings)
        : comparison_{comparison}, selection_{selection}, settings_{settings} {}

    void run_all() {
        std::vector<std::size_t> all(comparison_.variants.size());
        std::iota(all.begin(), all.end(), std::size_t{0});
        explore(all);
    }

    // Goes up through `size` values of the last key for each combination of the others; what comes
    // after the end of a scan is taken out of the comparison.
    void find_thresholds(std::size_t size) {
        for (std::size_t first = 0; first < comparison_.variants.size(); first += size) {
            comparison_.scans.push_back({first, 0, Scan::End::last_value, {}});
        }
        std::vector<Scan*> open;
        open.reserve(comparison_.scans.size());
        for (Scan& scan : comparison_.scans) {
            open.push_back(&scan);
        }
        while (!open.empty()) {
            std::vector<std::size_t> next;
            next.reserve(open.size());
            for (Scan* const scan : open) {
                next.push_back(scan->first + scan->size++);
            }
            explore(next);
            open.erase(std::remove_if(open.begin(), open.end(),
                                      [&](Scan* scan) { return is_over(*scan, size); }),
                       open.end());
        }
        keep_explored();
    }

  private:
    void explore(const std::vector<std::size_t>& variants) {
        Selection part;
        for (const std::size_t variant : variants) {
            part.scenarios.push_back(selection_.scenarios[variant]);
        }
        const CheckResults results = check_all(part, settings_);
        for (std::size_t i = 0; i < variants.size(); ++i) {
            ComparedVariant& variant = comparison_.variants[variants[i]];
            std::vector<std::string> values = std::move(variant.values);
            variant = variant_of(results[i], comparison_.properties);
            variant.values = std::move(values);
        }
    }

    bool is_over(Scan& scan, std::size_t size) const {
        switch (comparison_.variants[scan.first + scan.size - 1].status) {
            case VariantStatus::not_run: scan.end = Scan::End::interrupted; return true;
            case VariantStatus::crashed: scan.end = Scan::End::crashed; return true;
            case VariantStatus::incomplete: scan.end = Scan::End::incomplete; return true;
            case VariantStatus::complete: break;
        }
        for (const Flip& flip : flips_at_end(comparison_, scan)) {
            scan.flips.push_back(flip);
            if (ends_scan(comparison_.properties[flip.property])) {
                scan.end = Scan::End::flip;
            }
        }
        return scan.end == Scan::End::flip || scan.size == size;
    }

    // A promise does; what is merely reached does if nothing else is looked at.
    [[nodiscard]] bool ends_scan(const std::string& property) const {
        const auto is_promise = [](const std::string& name) {
            return sim::find_property(name)->kind != sim::PropertyKind::sometimes;
        };
        return is_promise(property) || std::none_of(comparison_.properties.begin(),
                                                    comparison_.properties.end(), is_promise);
    }

    void keep_explored() {
        std::vector<ComparedVariant> kept;
        for (Scan& scan : comparison_.scans) {
            const std::size_t first = kept.size();
            for (std::size_t i = 0; i < scan.size; ++i) {
                kept.push_back(std::move(comparison_.variants[scan.first + i]));
            }
            for (Flip& flip : scan.flips) {
                flip.before += first - scan.first;
                flip.after += first - scan.first;
            }
            scan.first = first;
        }
        comparison_.variants = std::move(kept);
    }

    Comparison& comparison_;
    const Selection& selection_;
    const CheckSettings& settings_;
};

}  // namespace

void explore_variants(Comparison& comparison, const Selection& variants,
                      const CheckSettings& settings, std::size_t threshold_values) {
    Comparer comparer{comparison, variants, settings};
    if (threshold_values == 0) {
        comparer.run_all();
    } else {
        comparer.find_thresholds(threshold_values);
    }
}

}  // namespace tools
