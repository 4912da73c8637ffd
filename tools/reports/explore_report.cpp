// A search from a step of a trace has its own table, without what the scenario expects. Where no
// property is violated, a note tells of a peer that breaks a MUST in some order, unless the client
// is greedy and does so by design.

#include "tools/reports/explore_report.hpp"

#include <algorithm>
#include <filesystem>

#include <fmt/format.h>

#include "sim/promises/observation.hpp"
#include "sim/text/printable.hpp"
#include "tools/reports/report_json.hpp"
#include "tools/system/wording.hpp"
#include "tools/tables/prose.hpp"

namespace tools {
namespace {

// The command that writes the shown trace to a file, and the one that replays it.
std::string commands_for(const ExploreQuestion& question, const std::string& property,
                         const std::string& options, TextStyle style) {
    const auto& [common, arguments, start] = question;
    std::string file = arguments.trace_out;
    std::string text;
    if (file.empty()) {
        const std::filesystem::path id{start.parsed.scenario.id};
        file = id.filename().string() + ".trace.json";
        std::string command =
            "h2sim explore " + (arguments.from.empty() ? path_word(arguments.scenario)
                                                       : "--from " + path_word(arguments.from));
        for (const std::string& override : arguments.overrides) {
            command += " --set " + shell_word(override);
        }
        if (!common.scenarios.empty()) {
            command += " --scenarios " + shell_word(common.scenarios);
        }
        command +=
            options + " --property " + shell_word(property) + " --trace-out " + shell_word(file);
        text = command_text(command, style);
    }
    return text + command_text("h2sim replay " + path_word(file), style);
}

// Without what is expected: that is meant of the initial state.
std::string table_from_step(const Run& run, TextStyle style) {
    Table table{{{"property", Align::left, Fit::inside},
                 {"verdict from there"},
                 {"steps from there", Align::right}}};
    for (const sim::PropertyOutcome& property : run.outcome.properties) {
        const sim::PropertyResult& result = property.result;
        table.add({result.spec.name, std::string{name(result.verdict)},
                   has_trace(result) ? grouped(result.picks.size() - run.outcome.start.size())
                                     : std::string{"-"}});
    }
    return to_text(table, style);
}

// A peer that breaks a MUST in some order, where nothing that was asked says so.
std::string silent_breaches(const Run& run) {
    const auto& properties = run.outcome.properties;
    const bool told = std::any_of(properties.begin(), properties.end(), [](const auto& each) {
        return each.result.verdict == sim::PropertyVerdict::violated;
    });
    const bool greedy = run.model->scenario().client.behaviour == sim::Behaviour::greedy;
    std::string text;
    const auto add = [&](sim::Observation observation, const char* who) {
        if ((run.outcome.exploration.observed & sim::bit(observation)) != 0) {
            text += fmt::format(
                "\nnote: in some order the {0} breaks a MUST of RFC 9113 (--property "
                "{0}-keeps-rfc shows one)\n",
                who);
        }
    };
    if (!told && !greedy) {
        add(sim::Observation::client_broke_rule, "client");
        add(sim::Observation::server_broke_rule, "server");
    }
    return text;
}

// The keys that decide nothing here; `validate` says why.
std::string without_effect(const std::vector<sim::Note>& notes, TextStyle style) {
    std::string keys;
    for (const sim::Note& note : notes) {
        keys += (keys.empty() ? "" : ", ") + note.key;
    }
    return keys.empty()
               ? ""
               : folded("  no effect here (h2sim validate says why): " + keys + "\n", style.width);
}

}  // namespace

std::string explore_heading(const ExploreQuestion& question, TextStyle style) {
    const ExploreStart& start = question.start;
    std::string text = heading(start.parsed.scenario, style);
    text += without_effect(start.parsed.notes, style);
    if (!start.trace.empty()) {
        const std::string trace = sim::printable(start.trace, 400);
        text += start.is_initial()
                    ? fmt::format("  from the initial state of {}\n", trace)
                    : fmt::format(
                          "  from step {} of {}: verdicts are about what can happen after "
                          "it, and are not held against what is expected from the "
                          "beginning\n",
                          start.picks.size(), trace);
    }
    return folded(text, style.width);
}

// What no order has brought about in the server's net.
std::string never_text(const sim::NeverHappened& never) {
    std::string text;
    const auto tell = [&text](const char* what, const std::vector<std::string>& names) {
        if (!names.empty()) {
            text += fmt::format("{}{}: {}\n", text.empty() ? "\n" : "", what,
                                sim::printable(joined(names), 2000));
        }
    };
    tell("rules that happen in no order", never.rules);
    tell("places that are always empty", never.places);
    tell("guards that keep nothing back", never.guards);
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
    const std::string title = fmt::format("\nThe {}{} {} {}{}:\n\n", shortest ? "shortest " : "",
                                          violated ? "counterexample" : "witness",
                                          violated ? "of" : "for", trace.property, where);
    return folded(title, style.width) + trace_text(model, trace, style) + "\nTo see it again:\n" +
           commands_for(question, trace.property, options, style);
}

std::string text_report(const ExploreQuestion& question, const Run& run,
                        const sim::PropertyResult* shown, TextStyle style) {
    const ExploreArguments& arguments = question.arguments;
    std::string text =
        explore_heading(question, style) + "\n" + coverage(run, style) + "\n" +
        (question.start.is_initial() ? property_table(run, style) : table_from_step(run, style)) +
        complaints_text(run.outcome.complaints, style) + folded(silent_breaches(run), style.width) +
        folded(never_text(run.outcome.never), style.width);
    if (shown != nullptr) {
        const bool depth_first = arguments.limits.strategy == sim::Strategy::depth_first;
        text += shown_trace(question, *run.model, trace_of(run, *shown), shown->shortest,
                            depth_first ? " --strategy dfs" : "", style);
    } else if (arguments.properties.size() == 1) {
        text += fmt::format("\n{} has no trace to show.\n", arguments.properties.front());
    } else if (!arguments.properties.empty()) {
        text += "\nNone of these has a trace to show.\n";
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
    if (question.arguments.durations) {
        report["seconds"] = run.seconds;
    }
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
