// Sentences are folded at the width of the style, and verdicts stand in a table. The rows of a
// trace come from replaying it; that a trace that was just recorded replays is an invariant.

#include "tools/reports/report_text.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include <fmt/format.h>

#include "sim/scenario/scenario_names.hpp"
#include "sim/text/printable.hpp"
#include "tools/reports/trace_report.hpp"
#include "tools/system/wording.hpp"
#include "tools/tables/prose.hpp"

namespace tools {
namespace {

constexpr std::size_t kLongestName = 200;  // characters shown

std::string how_to_go_on(const std::string& bound) {
    if (bound == "memory") {
        return "; --max-memory raises it as far as this machine goes";
    }
    if (bound == "states" || bound == "depth" || bound == "time") {
        return fmt::format("; --max-{} raises it", bound);
    }
    return "";
}

std::string reach(const Run& run) {
    const sim::Exploration& exploration = run.outcome.exploration;
    if (exploration.complete) {
        return fmt::format("complete: every order of events, {}",
                           exploration.states == 1 ? std::string{"in the only state"}
                                                   : fmt::format("in every one of {} states",
                                                                 grouped(exploration.states)));
    }
    if (run.interrupted()) {
        return "incomplete: interrupted";
    }
    if (exploration.bound == sim::Bound::answered ||
        exploration.bound == sim::Bound::first_violation) {
        return exploration.bound == sim::Bound::answered
                   ? "answered: the search ended with the answer, before it knew every state"
                   : "stopped at the first violation: of what is unknown, nothing is claimed";
    }
    return fmt::format("incomplete: stopped at the bound of {}{}", run.bound,
                       how_to_go_on(run.bound));
}

std::string timing(const Run& run) {
    const double states = static_cast<double>(run.outcome.exploration.states);
    const double seconds = std::max(run.seconds, 1e-9);
    return fmt::format(", {:.2f} s, {} states/s", run.seconds,
                       grouped(static_cast<std::uint64_t>(states / seconds)));
}

std::string most_admitted(const Run& run) {
    const sim::Exploration& exploration = run.outcome.exploration;
    const char* const so_far = exploration.complete ? "" : " so far";
    return fmt::format("  most admitted at once{}: {} (limit {})\n", so_far,
                       exploration.most.value_or(0), run.model->scenario().limit);
}

}  // namespace

std::string heading(const sim::Scenario& scenario, TextStyle style) {
    const std::string profile =
        scenario.server.profile.empty() ? std::string{"own values"} : scenario.server.profile;
    std::string text = fmt::format(
        "{}: {}\n  server {}, limit {}, {}, client {}, pipes {} to the client and {} to the "
        "server\n",
        sim::printable(scenario.id, kLongestName), sim::printable(scenario.title, kLongestName),
        profile, scenario.limit, counted(scenario.requests, "request"),
        sim::to_text(scenario.client.behaviour), scenario.pipes.to_client,
        scenario.pipes.to_server);
    if (scenario.server.orders != sim::Orders::all) {
        text += fmt::format("  assumption: not all orders, only those of \"{}\"\n",
                            sim::to_text(scenario.server.orders));
    }
    return folded(text, style.width);
}

std::string coverage(const Run& run, TextStyle style) {
    const sim::Exploration& exploration = run.outcome.exploration;
    const std::string text =
        fmt::format("{}\n  {}, {}, depth {}, peak memory {}{}\n", reach(run),
                    counted(exploration.states, "state"),
                    counted(exploration.transitions, "transition"), grouped(exploration.depth),
                    megabytes(exploration.peak_memory), style.timing ? timing(run) : "");
    return folded(text + most_admitted(run), style.width);
}

std::string property_table(const Run& run, TextStyle style) {
    Table table{{{"property", Align::left, Fit::inside},
                 {"expected"},
                 {"verdict"},
                 {"steps", Align::right},
                 {"result"}}};
    for (const sim::PropertyOutcome& property : run.outcome.properties) {
        const sim::PropertyResult& result = property.result;
        table.add({result.spec.name,
                   property.expected ? std::string{sim::to_text(*property.expected)} : "-",
                   std::string{name(result.verdict)},
                   has_trace(result) ? grouped(result.picks.size()) : std::string{"-"},
                   mark_of(property)});
    }
    return to_text(table, style);
}

Cell mark_of(const sim::PropertyOutcome& property) {
    if (!property.expected) {
        return {"", Tone::plain};
    }
    if (property.as_expected()) {
        return {"as expected", Tone::good};
    }
    return property.result.verdict == sim::PropertyVerdict::unknown
               ? Cell{"no answer", Tone::open}
               : Cell{"NOT AS EXPECTED", Tone::bad};
}

std::string complaints_text(const std::vector<std::string>& complaints, TextStyle style) {
    std::string text = complaints.empty() ? "" : "\n";
    for (const std::string& complaint : complaints) {
        text += fmt::format("{}: {}\n", toned("failed", Tone::bad, style.colour), complaint);
    }
    return text;
}

std::string command_text(const std::string& command, TextStyle style) {
    return folded_command(command, 2, style.width);
}

std::string summary(const sim::ScenarioOutcome& outcome) {
    using enum sim::PropertyVerdict;
    std::string text;
    const auto add = [&text](const std::string& part) {
        text += (text.empty() ? "" : ", ") + part;
    };
    for (const sim::PropertyOutcome& property : outcome.properties) {
        if (property.result.verdict == violated) {
            add(fmt::format("{} violated", property.result.spec.name));
        }
    }
    constexpr std::array kCounted{std::pair{holds, "hold"}, std::pair{reached, "reached"},
                                  std::pair{unreached, "unreached"}, std::pair{vacuous, "vacuous"},
                                  std::pair{unknown, "unknown"}};
    for (const auto& [verdict, word] : kCounted) {
        const auto number = std::count_if(
            outcome.properties.begin(), outcome.properties.end(),
            [wanted = verdict](const auto& each) { return each.result.verdict == wanted; });
        if (number > 0) {
            add(fmt::format("{} {}{}", number, word, verdict == holds && number == 1 ? "s" : ""));
        }
    }
    return text;
}

std::string trace_text(const sim::Model& model, const sim::Trace& trace, TextStyle style) {
    std::vector<sim::TraceRow> rows;
    sim::JudgedWorld last{model};
    const sim::ReplayOutcome replayed = sim::replay(model, trace, [&](const sim::ReplayStep& step) {
        rows.push_back(sim::make_row(model, step));
        last = step.after;
    });
    H2_INVARIANT(!replayed.divergence);  // it was recorded a moment ago
    return to_text(trace_table(rows, model.scenario().limit), style) +
           folded(sim::conclusion(trace, rows, last), style.width);
}

}  // namespace tools
