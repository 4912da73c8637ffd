#include "tools/reports/explore_report.hpp"

#include <filesystem>

#include <fmt/format.h>

#include "sim/text/printable.hpp"
#include "tools/reports/report_json.hpp"
#include "tools/system/wording.hpp"

namespace tools {
namespace {

using Align = TextTable::Align;

// The command that writes the shown trace to a file, and the one that replays it.
std::string commands_for(const ExploreQuestion& question, const std::string& property,
                         const std::string& options) {
    const auto& [common, arguments, start] = question;
    std::string file = arguments.trace_out;
    std::string text;
    if (file.empty()) {
        const std::filesystem::path id{start.parsed.scenario.id};
        file = id.filename().string() + ".trace.json";
        text =
            "  h2sim explore " + (arguments.from.empty() ? path_word(arguments.scenario)
                                                         : "--from " + path_word(arguments.from));
        for (const std::string& override : arguments.overrides) {
            text += " --set " + shell_word(override);
        }
        if (!common.scenarios.empty()) {
            text += " --scenarios " + shell_word(common.scenarios);
        }
        text += options + " --property " + shell_word(property) + " --trace-out " +
                shell_word(file) + "\n";
    }
    return text + "  h2sim replay " + path_word(file) + "\n";
}

// Without what is expected: that is meant of the initial state.
std::string table_from_step(const Run& run) {
    TextTable table{{Align::left, Align::left, Align::right}};
    table.add({"property", "verdict from there", "steps from there"});
    for (const sim::PropertyOutcome& property : run.outcome.properties) {
        const sim::PropertyResult& result = property.result;
        table.add({result.spec.name, std::string{name(result.verdict)},
                   has_trace(result) ? grouped(result.picks.size() - run.outcome.start.size())
                                     : std::string{"-"}});
    }
    return table.text();
}

std::string complaints_of(const Run& run, TextStyle style) {
    std::string text = run.outcome.complaints.empty() ? "" : "\n";
    for (const std::string& complaint : run.outcome.complaints) {
        text += fmt::format("{}: {}\n", tinted("failed", Tint::red, style.colour), complaint);
    }
    return text;
}

}  // namespace

std::string explore_heading(const ExploreQuestion& question) {
    const ExploreStart& start = question.start;
    std::string text = heading(start.parsed.scenario);
    if (!start.trace.empty()) {
        const std::string trace = sim::printable(start.trace, 400);
        text += start.is_initial()
                    ? fmt::format("  from the initial state of {}\n", trace)
                    : fmt::format(
                          "  from step {} of {}: verdicts are about what can happen after "
                          "it,\n  and are not held against what is expected from the "
                          "beginning\n",
                          start.picks.size(), trace);
    }
    return text;
}

std::string shown_trace(const ExploreQuestion& question, const sim::Model& model,
                        const sim::Trace& trace, bool shortest, const std::string& options,
                        TextStyle style) {
    const bool violated = trace.verdict == sim::PropertyVerdict::violated;
    const std::string where = question.start.is_initial()
                                  ? ""
                                  : fmt::format(" from step {} on, after the steps that lead there",
                                                question.start.picks.size());
    return fmt::format(
        "\nThe {}{} {} {}{}:\n\n{}\nTo see it again:\n{}", shortest ? "shortest " : "",
        violated ? "counterexample" : "witness", violated ? "of" : "for", trace.property, where,
        trace_text(model, trace, style), commands_for(question, trace.property, options));
}

std::string text_report(const ExploreQuestion& question, const Run& run,
                        const sim::PropertyResult* shown, TextStyle style) {
    const ExploreArguments& arguments = question.arguments;
    std::string text =
        explore_heading(question) + "\n" + coverage(run, style) + "\n" +
        (question.start.is_initial() ? property_table(run, style) : table_from_step(run)) +
        complaints_of(run, style);
    if (shown != nullptr) {
        const bool depth_first = arguments.limits.strategy == sim::Strategy::depth_first;
        text += shown_trace(question, *run.model, trace_of(run, *shown), shown->shortest,
                            depth_first ? " --strategy dfs" : "", style);
    } else if (!arguments.property.empty()) {
        text += fmt::format("\n{} has no trace to show.\n", arguments.property);
    }
    return text;
}

nlohmann::json json_from(const ExploreStart& start) {
    if (start.trace.empty()) {
        return nullptr;
    }
    return {{"trace", start.trace}, {"step", start.picks.size()}};
}

nlohmann::json json_report(const ExploreQuestion& question, const Run& run) {
    nlohmann::json report = report_of(run);
    report["schema"] = "h2sim-explore/1";
    report["scenario"] = run.model->scenario().id;
    report["seconds"] = run.seconds;
    if (question.start.trace.empty()) {
        return report;
    }
    report["from"] = json_from(question.start);
    if (!question.start.is_initial()) {
        report["status"] =
            run.outcome.status == sim::RunStatus::incomplete ? "incomplete" : "complete";
        for (nlohmann::json& property : report["properties"]) {
            property["expected"] = nullptr;
        }
    }
    return report;
}

}  // namespace tools
