// A trace is about one order of events in a model. A client outside cannot force that order, but it
// can bring a real server into its place again and again: the limit reached, a stream that ends,
// the next HEADERS at once. So only traces about a false refusal make a test, and only those whose
// refusal such a client can meet.

#include <fmt/format.h>

#include "sim/text/printable.hpp"
#include "sim/trace/trace.hpp"
#include "tools/emit/plan_sources.hpp"
#include "tools/system/failure.hpp"

namespace tools {
namespace {

constexpr std::uint32_t kUsualContent = 4'096;  // octets; where the scenario's responses have none

[[noreturn]] void no_test(const std::string& file, const std::string& why) {
    refuse_arguments(
        fmt::format("{}: no test is made of this trace: {}", sim::printable(file, 400), why));
}

void require_false_refusal(const std::string& file, const sim::Trace& trace) {
    if (trace.verdict != sim::PropertyVerdict::violated ||
        (trace.property != "no-false-refusal" && trace.property != "no-false-refusal-weak")) {
        no_test(file, fmt::format("it is about {}; a client sees from outside only whether "
                                  "no-false-refusal is violated",
                                  sim::printable(trace.property)));
    }
}

// What the emitted client does not do.
void require_steady_limit(const std::string& file, const sim::Scenario& scenario) {
    if (scenario.server.new_limit) {
        no_test(file,
                "its server changes the limit (server.new_limit), which no client can ask for");
    }
    if (scenario.start == sim::Start::preface) {
        no_test(file, "its refusal comes before the SETTINGS are acknowledged (start)");
    }
    if (scenario.client.behaviour == sim::Behaviour::scripted) {
        no_test(file, "its client follows a script (client.script)");
    }
    if (scenario.request.body > 0) {
        no_test(file, "its requests have content (request.body), and the test's have none");
    }
}

std::string end_of(const sim::Scenario& scenario) {
    if (scenario.client.behaviour == sim::Behaviour::cancelling) {
        return "reset";
    }
    if (scenario.response.trailers > 0) {
        return "trailers";
    }
    return scenario.response.body > 0 ? "data" : "headers";
}

}  // namespace

EmitPlan plan_of_trace(const sim::Trace& trace, const std::string& file) {
    const sim::Scenario& scenario = trace.scenario;
    require_false_refusal(file, trace);
    require_steady_limit(file, scenario);

    EmitPlan plan;
    plan.title = plain_text(scenario.title.empty() ? scenario.id : scenario.title);
    plan.mode = "park";
    plan.end = end_of(scenario);
    plan.limit = scenario.limit;
    plan.cycles = kEmitCycles;
    plan.connections = kEmitConnections;
    const std::uint32_t content =
        scenario.response.body > 0 ? scenario.response.body : kUsualContent;
    plan.parked_path = fmt::format("/bytes/{}", content);
    if (plan.end == "headers") {
        plan.path = "/bytes/0";
        plan.octets = 0;
    } else {
        plan.path = fmt::format("/{}/{}", plan.end == "trailers" ? "trailers" : "bytes", content);
        plan.octets = content;
    }
    plan.origin = fmt::format(
        "Made by h2sim emit of a trace of {}: {} is violated in {} steps by the design described "
        "there, at a limit of {}.",
        plain_text(scenario.id), trace.property, trace.steps.size(), scenario.limit);
    return plan;
}

}  // namespace tools
