#include "tools/check_results.hpp"

#include <array>

#include <fmt/format.h>

#include "tools/report_json.hpp"
#include "tools/wording.hpp"

namespace tools {
namespace {

using Align = TextTable::Align;

Tint tint_of(CheckStatus status) {
    switch (status) {
        case CheckStatus::passed: return Tint::green;
        case CheckStatus::incomplete:
        case CheckStatus::skipped: return Tint::yellow;
        case CheckStatus::failed:
        case CheckStatus::invalid:
        case CheckStatus::crashed: return Tint::red;
    }
    return Tint::red;
}

ExitCode code_of(CheckStatus status) {
    switch (status) {
        case CheckStatus::passed:
        case CheckStatus::skipped: return ExitCode::ok;
        case CheckStatus::failed: return ExitCode::failed;
        case CheckStatus::incomplete: return ExitCode::incomplete;
        case CheckStatus::invalid: return ExitCode::invalid;
        case CheckStatus::crashed: return ExitCode::internal;
    }
    return ExitCode::internal;
}

// Steps of the first counterexample, which is what "pinned.shortest" is about.
std::string shortest(const Run& run) {
    for (const sim::PropertyOutcome& property : run.outcome.properties) {
        if (property.result.verdict == sim::PropertyVerdict::violated) {
            return grouped(property.result.picks.size());
        }
    }
    return "-";
}

std::vector<std::string> row_of(const CheckResult& result, TextStyle style) {
    std::vector<std::string> row{result.scenario->label(), "-", "-"};
    if (style.timing) {
        row.push_back(result.run ? fmt::format("{:.2f} s", result.run->seconds) : "-");
    }
    if (result.run) {
        row[1] = grouped(result.run->outcome.exploration.states);
        row[2] = shortest(*result.run);
    }
    row.emplace_back(name(result.status));
    row.push_back(result.run ? summary(result.run->outcome) : "");
    return row;
}

std::string table(const CheckResults& results, TextStyle style) {
    std::vector<Align> columns{Align::left, Align::right, Align::right, Align::left, Align::left};
    std::vector<std::string> head{"scenario", "states", "shortest", "result", "verdicts"};
    if (style.timing) {
        columns.insert(columns.begin() + 3, Align::right);
        head.insert(head.begin() + 3, "time");
    }
    TextTable table{columns};
    table.add(head);
    for (const CheckResult& result : results) {
        table.add(row_of(result, style));
    }
    std::vector<std::string> lines = table.lines();
    std::string text = tinted(lines[0], Tint::bold, style.colour) + "\n";
    for (std::size_t i = 0; i < results.size(); ++i) {
        const CheckStatus status = results[i].status;
        const bool plain = status == CheckStatus::passed;
        text += (plain ? lines[i + 1] : tinted(lines[i + 1], tint_of(status), style.colour)) + "\n";
    }
    return text;
}

// What is wrong with one scenario, and the command that shows more.
std::string details(const CheckResult& result, TextStyle style) {
    if (result.status == CheckStatus::passed || result.status == CheckStatus::skipped) {
        return "";
    }
    std::string text =
        fmt::format("\n{} {}\n", tinted(result.scenario->label(), Tint::bold, style.colour),
                    tinted(name(result.status), tint_of(result.status), style.colour));
    if (!result.scenario->parsed) {
        for (const sim::InputError& error : result.scenario->parsed.error()) {
            text += fmt::format("  {}\n", error.message);
        }
        return text + fmt::format("  to see where: h2sim validate {}\n",
                                  shell_word(result.scenario->file));
    }
    if (result.status == CheckStatus::crashed) {
        return text + fmt::format("  internal error: {}\n", result.crash);
    }
    for (const std::string& complaint : result.run->outcome.complaints) {
        text += fmt::format("  {}\n", complaint);
    }
    if (!result.run->outcome.exploration.complete) {
        text += fmt::format("  stopped at the bound of {}\n", result.run->bound);
    }
    const std::string command = "h2sim explore " + shell_word(result.scenario->file);
    for (const sim::PropertyOutcome& property : result.run->outcome.properties) {
        if (has_trace(property.result) && !property.as_expected()) {
            text += fmt::format("  {} in {}: {} --property {}\n", property.result.spec.name,
                                counted(property.result.picks.size(), "step"), command,
                                property.result.spec.name);
        }
    }
    return text + fmt::format("  to see more: {}\n", command);
}

}  // namespace

std::string_view name(CheckStatus status) {
    constexpr std::array<std::string_view, 6> kNames{"passed",  "failed",  "incomplete",
                                                     "invalid", "crashed", "skipped"};
    return kNames[static_cast<std::size_t>(status)];
}

CheckCounts count(const CheckResults& results) {
    CheckCounts counts;
    for (const CheckResult& result : results) {
        switch (result.status) {
            case CheckStatus::passed: ++counts.passed; break;
            case CheckStatus::skipped: ++counts.skipped; break;
            case CheckStatus::failed:
            case CheckStatus::incomplete:
            case CheckStatus::invalid:
            case CheckStatus::crashed: ++counts.failed; break;
        }
    }
    return counts;
}

ExitCode code_of(const CheckResults& results) {
    ExitCode code = results.empty() ? ExitCode::nothing_selected : ExitCode::ok;
    for (const CheckResult& result : results) {
        code = worst(code, code_of(result.status));
    }
    return code;
}

std::string check_text(const CheckResults& results, TextStyle style) {
    std::string text = results.empty() ? "" : table(results, style);
    for (const CheckResult& result : results) {
        text += details(result, style);
    }
    const CheckCounts counts = count(results);
    return text + fmt::format("{}{} passed, {} failed, {} skipped\n", results.empty() ? "" : "\n",
                              counts.passed, counts.failed, counts.skipped);
}

nlohmann::json check_json(const CheckResults& results, bool durations) {
    nlohmann::json scenarios = nlohmann::json::array();
    for (const CheckResult& result : results) {
        nlohmann::json entry = result.run ? report_of(*result.run) : nlohmann::json::object();
        entry["status"] = name(result.status);
        entry["file"] = result.scenario->file;
        entry["id"] = result.scenario->parsed ? nlohmann::json(result.scenario->label())
                                              : nlohmann::json(nullptr);
        if (!result.scenario->parsed) {
            entry["errors"] = nlohmann::json::array();
            for (const sim::InputError& error : result.scenario->parsed.error()) {
                entry["errors"].push_back(report_of(error));
            }
        }
        if (result.status == CheckStatus::crashed) {
            entry["crash"] = result.crash;
        }
        if (durations && result.run) {
            entry["seconds"] = result.run->seconds;
        }
        scenarios.push_back(std::move(entry));
    }
    const CheckCounts counts = count(results);
    return {
        {"schema", "h2sim-check/1"}, {"passed", counts.passed},           {"failed", counts.failed},
        {"skipped", counts.skipped}, {"scenarios", std::move(scenarios)},
    };
}

}  // namespace tools
