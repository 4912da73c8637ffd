// Findings, the commands that show more, and the whole document.

#include "tools/reports/check_json.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "sim/text/located_json.hpp"
#include "tools/reports/check_report.hpp"
#include "tools/reports/report_json.hpp"
#include "tools/runs/scenario_files.hpp"
#include "tools/system/embedded.hpp"
#include "tools/system/internal_error.hpp"
#include "tools/system/wording.hpp"

namespace tools {
namespace {

using nlohmann::json;

json finding(std::uint64_t line, const std::string& message) {
    return {{"line", line}, {"message", message}};
}

json command(const std::string& shows, const std::string& words) {
    return {{"shows", shows}, {"command", words}};
}

// Knows on which line of a scenario's file a value stands.
class Lines {
  public:
    explicit Lines(const SelectedScenario& scenario)
        : json_{sim::parse_located_json(scenario.text, scenario.file)} {}

    // The line of the value; that of what contains it where there is no such value.
    [[nodiscard]] std::uint64_t of(std::string_view pointer) const {
        return json_ ? json_->places_of(pointer).key.line : 0;
    }

  private:
    h2::Result<sim::LocatedJson, sim::InputError> json_;
};

// "pinned states is 3, found 76" is about /pinned/states; a property's complaint begins with its
// name.
std::string place_of(const std::string& complaint, const Run& run) {
    for (const char* count : {"states", "transitions", "shortest"}) {
        if (complaint.starts_with(fmt::format("pinned {} ", count))) {
            return fmt::format("/pinned/{}", count);
        }
    }
    const auto& properties = run.outcome.properties;
    for (std::size_t i = 0; i < properties.size(); ++i) {
        if (complaint.starts_with(properties[i].result.spec.name + " ")) {
            return fmt::format("/properties/{}", i);
        }
    }
    return "";
}

void tell_findings(const CheckResult& result, json& entry) {
    json& findings = entry["findings"] = json::array();
    if (result.status == CheckStatus::passed || result.status == CheckStatus::skipped) {
        return;
    }
    const Lines lines{*result.scenario};
    if (result.status == CheckStatus::crashed) {
        findings.push_back(finding(lines.of("/id"), result.crash));
        return;
    }
    if (!result.scenario->parsed) {
        for (const sim::InputError& error : result.scenario->parsed.error()) {
            findings.push_back(finding(error.line, error.message));
        }
        return;
    }
    for (const std::string& complaint : result.run->outcome.complaints) {
        findings.push_back(finding(lines.of(place_of(complaint, *result.run)), complaint));
    }
    for (const std::string& complaint : result.complaints) {
        findings.push_back(finding(lines.of("/id"), complaint));
    }
    if (!result.run->outcome.exploration.complete) {
        findings.push_back(finding(lines.of(fmt::format("/bounds/max_{}", result.run->bound)),
                                   fmt::format("stopped at the bound of {}", result.run->bound)));
    }
}

// As a person names it: what is part of the command by its id, where that leads to it.
std::string typed(const SelectedScenario& scenario, const std::string& folder) {
    const std::string id = scenario.label();
    const bool leads =
        is_embedded(scenario.file) && ScenarioFiles{folder}.file_of(id) == scenario.file;
    return leads ? id : scenario.file;
}

void tell_commands(const CheckResult& result, const CheckContext& context, json& entry) {
    json& commands = entry["commands"] = json::array();
    if (result.status == CheckStatus::passed || result.status == CheckStatus::skipped) {
        return;
    }
    const std::string file = path_word(typed(*result.scenario, context.scenarios));
    const std::string folder =
        context.scenarios.empty() ? "" : " --scenarios " + shell_word(context.scenarios);
    if (!result.scenario->parsed) {
        commands.push_back(command("to see where", "h2sim validate " + file + folder));
        return;
    }
    const std::string explore = "h2sim explore " + file + folder;
    if (result.run) {
        for (const sim::PropertyOutcome& property : result.run->outcome.properties) {
            if (has_trace(property.result) && !property.as_expected()) {
                const std::string& name = property.result.spec.name;
                commands.push_back(command(
                    fmt::format("{} in {}", name, counted(property.result.picks.size(), "step")),
                    fmt::format("{} --property {}", explore, name)));
            }
        }
    }
    for (const Evidence& evidence : result.evidence) {
        if (!evidence.file.empty()) {
            commands.push_back(command(evidence.property + " step by step",
                                       "h2sim replay " + path_word(evidence.file)));
        }
    }
    commands.push_back(command("to see more", explore));
}

json told(const CheckResult& result, const CheckContext& context) {
    json entry = result.run ? report_of(*result.run) : json::object();
    const SelectedScenario& scenario = *result.scenario;
    entry["status"] = name(result.status);
    entry["file"] = scenario.file;
    entry["position"] = scenario.position;
    entry["id"] = scenario.parsed ? json(scenario.label()) : json(nullptr);
    if (!scenario.parsed) {
        entry["errors"] = json::array();
        for (const sim::InputError& error : scenario.parsed.error()) {
            entry["errors"].push_back(report_of(error));
        }
    }
    if (result.status == CheckStatus::crashed) {
        entry["crash"] = result.crash;
    }
    if (!result.reason.empty()) {
        entry["reason"] = result.reason;
    }
    if (result.run) {
        entry["verdicts"] = summary(result.run->outcome);
        if (context.durations) {
            entry["seconds"] = result.run->seconds;
        }
    }
    tell_findings(result, entry);
    tell_commands(result, context, entry);
    return entry;
}

json entry_of(CheckResult& result, const CheckContext& context) {
    try {
        return told(result, context);
    } catch (...) {
        result = CheckResult::crashed(result.scenario, current_internal_error());
        return told(result, context);
    }
}

}  // namespace

json check_json(CheckResults& results, CheckContext& context) {
    json entries = json::array();
    context.exit_code =
        worst(context.exit_code, context.selected == 0 ? ExitCode::nothing_selected : ExitCode::ok);
    for (CheckResult& result : results) {
        entries.push_back(entry_of(result, context));
        context.exit_code = worst(context.exit_code, code_of(result.status));
    }
    json report{{"schema", "h2sim-check/1"},
                {"version", H2SIM_VERSION},
                {"exit_code", static_cast<int>(context.exit_code)},
                {"shard", context.shard ? json{{"index", context.shard->index},
                                               {"count", context.shard->count}}
                                        : json(nullptr)},
                {"selection", {{"scenarios", context.selected}, {"digest", context.selection}}},
                {"scenarios", std::move(entries)}};
    add_counts(report);
    return report;
}

}  // namespace tools
