// The file format of traces: {"schema": "h2sim-trace/1", "property", "verdict", "shortest",
// "steps": [{"pick", "name", "action"?, "digest"?}], "scenario": {…}, "h2sim"?, "states"?}. An
// action is {"actor", "thread", "verb", "number"?, "stream"?, "frame"?, "completes"?, "count"?,
// "limit"?, "from"?, "to"?}.

#include <fmt/format.h>

#include "sim/promises/properties.hpp"
#include "sim/text/json_check.hpp"
#include "sim/text/located_json.hpp"
#include "sim/trace/trace.hpp"
#include "sim/world/version.hpp"

namespace sim {
namespace {

constexpr std::string_view kTraceFormat = "h2sim-trace";

bool is_digest(const std::string& text) {
    return text.size() == 32 && text.find_first_not_of("0123456789abcdef") == std::string::npos;
}

JsonForm format_of_traces() {
    return a_format(kTraceFormat, kTraceVersion, "record it again with h2sim explore --trace-out");
}

// `newer`: of a trace that a newer h2sim has written, which may know more names than this one.
JsonForm trace_form(bool newer) {
    const JsonForm digest =
        a_text_that("32 hexadecimal digits, lower case", ErrorCode::wrong_form, is_digest);
    const JsonForm step = an_object({{"pick", an_integer(0, 65'535)},
                                     {"name", a_text()},
                                     maybe("digest", digest),
                                     maybe("action", action_form(newer))})
                              .called("{\"pick\": 0, \"name\": \"…\"}");
    const JsonForm writer =
        a_text_that(fmt::format("the version of h2sim that wrote it: \"{}\"", version()),
                    ErrorCode::wrong_form, is_version);
    return an_object({{"schema", format_of_traces()},
                      maybe("h2sim", writer),
                      maybe("states", an_integer(1, 65'535)),
                      {"property", one_of(property_names())},
                      {"verdict", one_of({"violated", "reached", "unknown"})},
                      {"shortest", a_flag()},
                      {"steps", a_list("an array of {\"pick\", \"name\"}", step)},
                      {"scenario", anything().called("the scenario, as an object")}});
}

TraceStep step_of(const nlohmann::json& value) {
    TraceStep step;
    step.pick = value.at("pick").get<Pick>();
    step.name = value.at("name").get<std::string>();
    step.digest = value.value("digest", "");
    if (const auto action = value.find("action"); action != value.end()) {
        step.action = record_of(*action);
    }
    return step;
}

// Of a document that has the form, but for its scenario.
Trace trace_of(const nlohmann::json& file) {
    Trace trace;
    trace.property = file.at("property").get<std::string>();
    for (const PropertyVerdict verdict : {PropertyVerdict::reached, PropertyVerdict::unknown}) {
        trace.verdict = file.at("verdict") == name(verdict) ? verdict : trace.verdict;
    }
    trace.shortest = file.at("shortest").get<bool>();
    for (const nlohmann::json& step : file.at("steps")) {
        trace.steps.push_back(step_of(step));
    }
    trace.h2sim = file.value("h2sim", "");
    trace.states = file.value("states", 0U);
    return trace;
}

// Whether it says that it was written by a newer h2sim than this one.
bool is_of_newer(const nlohmann::json& file) {
    const auto writer = file.find("h2sim");
    return writer != file.end() && writer->is_string() &&
           is_newer(writer->get_ref<const std::string&>(), version());
}

// What this program does not understand in a trace of a newer one may be right there.
InputErrors newer_needed(const nlohmann::json& file, InputErrors errors) {
    if (!is_of_newer(file)) {
        return errors;
    }
    for (InputError& error : errors) {
        error.hint += fmt::format("{}h2sim {} wrote this trace, this is h2sim {}: read it there",
                                  error.hint.empty() ? "" : "; ",
                                  file.at("h2sim").get_ref<const std::string&>(), version());
    }
    return errors;
}

}  // namespace

std::string to_json_text(const Trace& trace) {
    nlohmann::json steps = nlohmann::json::array();
    for (const TraceStep& step : trace.steps) {
        nlohmann::json entry = {{"pick", step.pick}, {"name", step.name}};
        if (!step.digest.empty()) {
            entry["digest"] = step.digest;
        }
        if (step.action) {
            entry["action"] = to_json(*step.action);
        }
        steps.push_back(std::move(entry));
    }
    nlohmann::json file = {
        {"schema", fmt::format("{}/{}", kTraceFormat, kTraceVersion)},
        {"property", trace.property},
        {"verdict", name(trace.verdict)},
        {"shortest", trace.shortest},
        {"steps", std::move(steps)},
        {"scenario", trace.document},
    };
    if (!trace.h2sim.empty()) {
        file["h2sim"] = trace.h2sim;
    }
    if (trace.states > 0) {
        file["states"] = trace.states;
    }
    return file.dump(2) + "\n";
}

h2::Result<Trace, InputErrors> parse_trace(std::string_view text, std::string_view file) {
    const auto json = parse_located_json(text, file);
    if (!json) {
        return InputErrors{json.error()};
    }
    const nlohmann::json& document = json->value;
    JsonCheck check{*json};
    if (!document.is_object() || (!document.contains("schema") && !document.contains("steps"))) {
        check.complain(ErrorCode::wrong_kind, "", "not a trace",
                       "an object with \"schema\", \"steps\" and \"scenario\"");
        return check.take();
    }
    const auto schema = document.find("schema");
    if (schema != document.end() && !check.fits({*schema, "/schema"}, format_of_traces())) {
        return check.take();  // of another version, all else may be otherwise
    }
    const bool newer = is_of_newer(document);
    if (newer) {
        check.ignore_unknown_keys();
    }
    if (!check.fits({document, ""}, trace_form(newer))) {
        return newer_needed(document, in_order(check.take()));
    }
    auto scenario = parse_scenario_at(*json, "/scenario", ProfileLookup{});
    if (!scenario) {
        return newer_needed(document, scenario.error());
    }
    Trace trace = trace_of(document);
    trace.ignored = check.ignored();
    trace.document = std::move(scenario->document);
    trace.scenario = std::move(scenario->scenario);
    return trace;
}

}  // namespace sim
