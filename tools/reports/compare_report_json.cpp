// The JSON form ("h2sim-compare/1"). Variants are counted from 1. What a variant has no value for,
// because it was not run or not to its end, is null and not left out.

#include <fmt/format.h>

#include "tools/reports/compare_report.hpp"

namespace tools {
namespace {

using nlohmann::json;

json sets_of(const Comparison& comparison, const ComparedVariant& variant, std::size_t keys) {
    json sets = json::array();
    for (std::size_t i = 0; i < keys; ++i) {
        sets.push_back(comparison.keys[i] + "=" + variant.values[i]);
    }
    return sets;
}

json cell_verdict(const ComparedCell& cell) {
    return {{"verdict", cell.verdict ? json(name(*cell.verdict)) : json(nullptr)},
            {"steps", cell.steps ? json(*cell.steps) : json(nullptr)}};
}

json variant_json(const Comparison& comparison, std::size_t number) {
    const ComparedVariant& variant = comparison.variants[number];
    const bool complete = variant.status == VariantStatus::complete;
    const bool ran = complete || variant.status == VariantStatus::incomplete;
    const auto if_ran = [&](auto value) { return ran ? json(value) : json(nullptr); };
    json properties = json::array();
    for (std::size_t i = 0; i < variant.cells.size(); ++i) {
        const ComparedCell& cell = variant.cells[i];
        json entry = cell_verdict(cell);
        entry["name"] = comparison.properties[i];
        entry["command"] = cell.command.empty() ? json(nullptr) : json(cell.command);
        properties.push_back(std::move(entry));
    }
    return {
        {"variant", number + 1},
        {"set", sets_of(comparison, variant, comparison.keys.size())},
        {"status", name(variant.status)},
        {"bound", if_ran(variant.bound)},
        {"states", if_ran(variant.states)},
        {"transitions", if_ran(variant.transitions)},
        {"depth", if_ran(variant.depth)},
        {"most_admitted", if_ran(variant.most_admitted)},
        {"fingerprint", complete ? json(fmt::format("{:016x}{:016x}", variant.fingerprint.high,
                                                    variant.fingerprint.low))
                                 : json(nullptr)},
        {"same_states", variant.same_states.empty() ? json(nullptr) : json(variant.same_states)},
        {"properties", std::move(properties)},
    };
}

json groups_json(const Comparison& comparison) {
    json groups = json::array();
    for (const SameStates& group : groups_of(comparison.variants)) {
        json numbers = json::array();
        for (const std::size_t variant : group.variants) {
            numbers.push_back(variant + 1);
        }
        groups.push_back({{"label", group.label},
                          {"variants", std::move(numbers)},
                          {"states", comparison.variants[group.variants.front()].states}});
    }
    return groups;
}

json flip_json(const Comparison& comparison, const Flip& flip) {
    const auto side = [&](std::size_t number) {
        const ComparedVariant& variant = comparison.variants[number];
        json entry = cell_verdict(variant.cells[flip.property]);
        entry["value"] = variant.values.back();
        return entry;
    };
    return {{"property", comparison.properties[flip.property]},
            {"before", side(flip.before)},
            {"after", side(flip.after)}};
}

json threshold_json(const Comparison& comparison) {
    if (!comparison.has_threshold) {
        return nullptr;
    }
    json scans = json::array();
    for (const Scan& scan : comparison.scans) {
        const ComparedVariant& first = comparison.variants[scan.first];
        json flips = json::array();
        for (const Flip& flip : scan.flips) {
            flips.push_back(flip_json(comparison, flip));
        }
        scans.push_back({
            {"set", sets_of(comparison, first, comparison.keys.size() - 1)},
            {"first", first.values.back()},
            {"last", comparison.variants[scan.first + scan.size - 1].values.back()},
            {"end", name(scan.end)},
            {"flips", std::move(flips)},
        });
    }
    return {{"key", comparison.keys.back()}, {"scans", std::move(scans)}};
}

}  // namespace

json compare_json(const Comparison& comparison) {
    json variants = json::array();
    for (std::size_t i = 0; i < comparison.variants.size(); ++i) {
        variants.push_back(variant_json(comparison, i));
    }
    return {
        {"schema", "h2sim-compare/1"},
        {"version", H2SIM_VERSION},
        {"scenario", comparison.scenario},
        {"title", comparison.title},
        {"set", comparison.sets},
        {"vary", comparison.keys},
        {"properties", comparison.properties},
        {"variants", std::move(variants)},
        {"same_states", groups_json(comparison)},
        {"threshold", threshold_json(comparison)},
        {"exit_code", static_cast<int>(comparison.exit_code)},
    };
}

}  // namespace tools
