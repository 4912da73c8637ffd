// What a property has no value for is null and not left out. A trace that begins elsewhere than in
// the initial state is never said to be the shortest.

#include "tools/reports/report_json.hpp"

#include <algorithm>

#include "sim/promises/observation.hpp"
#include "sim/scenario/scenario_names.hpp"

namespace tools {
namespace {

using nlohmann::json;

json report_of(const Run& run, const sim::PropertyOutcome& property) {
    const sim::PropertyResult& result = property.result;
    const bool traced = has_trace(result);
    return {
        {"name", result.spec.name},
        {"expectation", expectation_name(result.spec.kind)},
        {"expected", property.expected ? json(sim::to_text(*property.expected)) : json(nullptr)},
        {"verdict", name(result.verdict)},
        {"steps", traced ? json(result.picks.size()) : json(nullptr)},
        {"shortest", traced ? json(result.shortest && run.outcome.start.empty()) : json(nullptr)},
        {"trace", traced ? steps_of(trace_of(run, result)) : json(nullptr)},
    };
}

}  // namespace

std::string expectation_name(sim::PropertyKind kind) {
    std::string text{name(kind)};
    std::replace(text.begin(), text.end(), '-', '_');
    return text;
}

json steps_of(const sim::Trace& trace) {
    json steps = json::array();
    for (const sim::TraceStep& step : trace.steps) {
        steps.push_back({{"pick", step.pick}, {"name", step.name}});
    }
    return steps;
}

json report_of(const Run& run) {
    const sim::Exploration& exploration = run.outcome.exploration;
    json properties = json::array();
    for (const sim::PropertyOutcome& property : run.outcome.properties) {
        properties.push_back(report_of(run, property));
    }
    json breaches = json::array();
    if ((exploration.observed & sim::bit(sim::Observation::client_broke_rule)) != 0) {
        breaches.push_back("client");
    }
    if ((exploration.observed & sim::bit(sim::Observation::server_broke_rule)) != 0) {
        breaches.push_back("server");
    }
    json report = {
        {"rfc_broken_by", std::move(breaches)},
        {"complete", exploration.complete},
        {"bound", run.bound},
        {"states", exploration.states},
        {"transitions", exploration.transitions},
        {"depth", exploration.depth},
        {"peak_memory", exploration.peak_memory},
        {"limit", run.model->scenario().limit},
        {"most_admitted", exploration.most.value_or(0)},
        {"status", name(run.outcome.status)},
        {"complaints", run.outcome.complaints},
        {"properties", std::move(properties)},
    };
    if (run.model->net() != nullptr) {
        const sim::NeverHappened& never = run.outcome.never;
        report["never"] = {
            {"rules", never.rules}, {"places", never.places}, {"guards", never.guards}};
    }
    return report;
}

json report_of(const sim::InputError& error) {
    return {
        {"file", error.file},       {"line", error.line},       {"column", error.column},
        {"pointer", error.pointer}, {"message", error.message}, {"expected", error.expected},
        {"hint", error.hint},       {"code", name(error.code)},
    };
}

}  // namespace tools
