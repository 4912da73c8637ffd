// Two traces for programs ("h2sim-diff/1").

#include "tools/reports/diff_report.hpp"

namespace tools {
namespace {

using nlohmann::json;

std::string_view end_name(sim::RunEnd end) {
    switch (end) {
        case sim::RunEnd::finished: return "finished";
        case sim::RunEnd::deadlock: return "deadlock";
        case sim::RunEnd::open: return "open";
    }
    return "";
}

json text_or_null(const std::string& text) {
    return text.empty() ? json(nullptr) : json(text);
}

json number_or_null(std::size_t number) {
    return number == 0 ? json(nullptr) : json(number);
}

json side_json(const DiffSide& side, const sim::TraceRun* run) {
    json report = {
        {"file", side.file},
        {"h2sim", text_or_null(side.trace.h2sim)},
        {"scenario", side.trace.scenario.id},
        {"property", side.trace.property},
        {"verdict", name(side.trace.verdict)},
        {"shortest", side.trace.shortest},
        {"steps", side.trace.steps.size()},
        {"divergence", nullptr},
        {"shown", nullptr},
        {"end", nullptr},
    };
    if (side.outcome.divergence) {
        report["divergence"] = {{"step", side.outcome.divergence->step},
                                {"reason", side.outcome.divergence->reason}};
    }
    if (run != nullptr) {
        json shown = json::array();
        for (const sim::ShownProperty& each : run->shown) {
            shown.push_back({{"property", each.name}, {"step", each.step}});
        }
        report["shown"] = std::move(shown);
        report["end"] = end_name(run->end);
    }
    return report;
}

json steps_json(const TraceDiff& diff) {
    json steps = json::array();
    for (const sim::ComparedStep& step : diff.written.steps) {
        const sim::TraceStep& shown = step.first != 0 ? diff.first.trace.steps[step.first - 1]
                                                      : diff.second.trace.steps[step.second - 1];
        steps.push_back({{"change", name(step.change)},
                         {"first", number_or_null(step.first)},
                         {"second", number_or_null(step.second)},
                         {"name", shown.name}});
    }
    return steps;
}

json facts_json(const std::vector<sim::Change>& changes) {
    json facts = json::array();
    for (const sim::Change& each : changes) {
        facts.push_back({{"fact", each.name}, {"first", each.before}, {"second", each.after}});
    }
    return facts;
}

json worlds_json(const sim::WorldDifference& worlds) {
    json report = {{"beginning", facts_json(worlds.beginning)},
                   {"parting", nullptr},
                   {"meeting", nullptr},
                   {"ends", facts_json(worlds.ends)}};
    if (worlds.parting) {
        report["parting"] = {{"step", worlds.parting->step},
                             {"facts", facts_json(worlds.parting->changes)}};
    }
    if (worlds.meeting) {
        report["meeting"] = {{"first", worlds.meeting->first}, {"second", worlds.meeting->second}};
    }
    return report;
}

}  // namespace

json diff_json(const TraceDiff& diff) {
    const sim::TraceDifference& written = diff.written;
    const sim::CommonDifferences& common = written.common;
    json claims = json::array();
    for (const sim::ClaimDifference& each : written.claims) {
        claims.push_back({{"name", each.name},
                          {"first", text_or_null(each.first)},
                          {"second", text_or_null(each.second)}});
    }
    json keys = json::array();
    for (const sim::KeyDifference& each : written.scenario) {
        keys.push_back({{"key", each.key},
                        {"first", each.first},
                        {"second", each.second},
                        {"of_world", each.of_world}});
    }
    return {
        {"schema", "h2sim-diff/1"},
        {"same", written.none()},
        {"first", side_json(diff.first, diff.worlds ? &diff.worlds->first : nullptr)},
        {"second", side_json(diff.second, diff.worlds ? &diff.worlds->second : nullptr)},
        {"claims", std::move(claims)},
        {"scenario", std::move(keys)},
        {"same_world", written.same_world()},
        {"by_words", written.by_words},
        {"steps", steps_json(diff)},
        {"common",
         {{"words", common.words},
          {"places", common.places},
          {"picks", common.picks},
          {"digests", common.digests}}},
        {"worlds", diff.worlds ? worlds_json(*diff.worlds) : json(nullptr)},
    };
}

}  // namespace tools
