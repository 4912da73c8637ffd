// Each entry of the document becomes a case. The table, the counts and the details of failures are
// made of cases alone.

#include "tools/reports/check_report.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "sim/text/printable.hpp"
#include "tools/system/wording.hpp"
#include "tools/tables/prose.hpp"

namespace tools {
namespace {

using nlohmann::json;

Tone tone_of(CheckStatus status) {
    switch (status) {
        case CheckStatus::passed:
        case CheckStatus::xfailed: return Tone::good;
        case CheckStatus::incomplete:
        case CheckStatus::skipped: return Tone::open;
        case CheckStatus::failed:
        case CheckStatus::invalid:
        case CheckStatus::crashed:
        case CheckStatus::xpassed: return Tone::bad;
    }
    return Tone::bad;
}

// Steps of the first counterexample, which is what "pinned.shortest" is about.
std::optional<std::uint64_t> shortest_of(const json& entry) {
    for (const json& property : entry.at("properties")) {
        if (property.at("verdict") == "violated" && !property.at("steps").is_null()) {
            return property.at("steps").get<std::uint64_t>();
        }
    }
    return std::nullopt;
}

CheckStatus status_in(const json& entry) {
    return status_named(entry.at("status").get<std::string>()).value_or(CheckStatus::crashed);
}

CheckCase case_of(const json& entry) {
    CheckCase found;
    found.file = entry.at("file").get<std::string>();
    const json& id = entry.at("id");
    found.label = id.is_null() ? sim::printable(found.file, 400) : id.get<std::string>();
    found.status = status_in(entry);
    found.explored = entry.contains("states");
    if (found.explored) {
        found.states = entry.at("states").get<std::uint64_t>();
        found.shortest = shortest_of(entry);
        found.verdicts = entry.at("verdicts").get<std::string>();
    }
    if (entry.contains("seconds")) {
        found.seconds = entry.at("seconds").get<double>();
    }
    found.reason = entry.value("reason", "");
    for (const json& finding : entry.at("findings")) {
        found.findings.push_back(
            {finding.at("line").get<std::uint64_t>(), finding.at("message").get<std::string>()});
    }
    for (const json& command : entry.at("commands")) {
        found.commands.push_back(
            {command.at("shows").get<std::string>(), command.at("command").get<std::string>()});
    }
    return found;
}

Row row_of(const CheckCase& each) {
    Cell status{std::string{name(each.status)}, tone_of(each.status)};
    status.strong = counts_as_failed(each.status);
    const bool plain = each.status == CheckStatus::passed;
    return {{each.label, each.explored ? grouped(each.states) : "-",
             each.shortest ? grouped(*each.shortest) : "-",
             each.seconds ? fmt::format("{:.2f} s", *each.seconds) : "-", std::move(status),
             each.reason.empty() ? each.verdicts : "a known failure: " + each.reason},
            plain ? Tone::plain : tone_of(each.status),
            {}};
}

// What is wrong with one scenario, and the commands that show more.
std::string details(const CheckCase& each, TextStyle style) {
    if (each.status == CheckStatus::passed || each.status == CheckStatus::skipped) {
        return "";
    }
    std::string text = fmt::format("\n{} {}\n", toned(each.label, Tone::heading, style.colour),
                                   toned(name(each.status), tone_of(each.status), style.colour));
    std::string words;
    if (!each.reason.empty()) {
        words += fmt::format("  a known failure: {}\n", sim::printable(each.reason, 400));
    }
    for (const CheckFinding& finding : each.findings) {
        words += fmt::format("  {}\n", finding.message);
    }
    text += folded(words, style.width);
    for (const CheckCommand& command : each.commands) {
        text += folded(fmt::format("  {}:\n", command.shows), style.width) +
                folded_command(command.command, 4, style.width);
    }
    return text;
}

std::string slowest_text(const CheckCases& cases, std::size_t number, TextStyle style) {
    std::vector<const CheckCase*> timed;
    for (const CheckCase& each : cases) {
        if (each.seconds) {
            timed.push_back(&each);
        }
    }
    std::sort(timed.begin(), timed.end(), [](const CheckCase* left, const CheckCase* right) {
        return *left->seconds != *right->seconds ? *left->seconds > *right->seconds
                                                 : left < right;  // both are elements of `cases`
    });
    timed.resize(std::min(timed.size(), number));
    Table table{{{"slowest", Align::left, Fit::inside}, {"time", Align::right}}};
    for (const CheckCase* each : timed) {
        table.add({each->label, fmt::format("{:.2f} s", *each->seconds)});
    }
    return timed.empty() ? "" : "\n" + to_text(table, style);
}

}  // namespace

CheckCases cases_of(const json& report) {
    CheckCases cases;
    for (const json& entry : report.at("scenarios")) {
        cases.push_back(case_of(entry));
    }
    return cases;
}

CheckCounts count(const CheckCases& cases) {
    CheckCounts counts;
    for (const CheckCase& each : cases) {
        const bool failed = counts_as_failed(each.status);
        const bool skipped = each.status == CheckStatus::skipped;
        counts.failed += failed ? 1U : 0U;
        counts.skipped += skipped ? 1U : 0U;
        counts.passed += failed || skipped ? 0U : 1U;
        counts.xfailed += each.status == CheckStatus::xfailed ? 1U : 0U;
    }
    return counts;
}

void add_counts(json& report) {
    CheckCases cases;
    for (const json& entry : report.at("scenarios")) {
        cases.emplace_back().status = status_in(entry);
    }
    const CheckCounts counts = count(cases);
    report["passed"] = counts.passed;
    report["failed"] = counts.failed;
    report["skipped"] = counts.skipped;
    report["xfailed"] = counts.xfailed;
}

std::string counts_text(const CheckCounts& counts) {
    return fmt::format("{} passed, {} failed, {} skipped", counts.passed, counts.failed,
                       counts.skipped);
}

Table check_table(const CheckCases& cases) {
    Table table{{{"scenario", Align::left, Fit::inside},
                 {"states", Align::right},
                 {"shortest", Align::right},
                 {"time", Align::right},
                 {"result"},
                 {"verdicts", Align::left, Fit::cut}}};
    const bool timed = std::any_of(cases.begin(), cases.end(),
                                   [](const CheckCase& each) { return each.seconds.has_value(); });
    if (!timed) {
        table.columns.erase(table.columns.begin() + 3);
    }
    for (const CheckCase& each : cases) {
        Row row = row_of(each);
        if (!timed) {
            row.cells.erase(row.cells.begin() + 3);
        }
        table.rows.push_back(std::move(row));
    }
    return table;
}

std::string check_text(const CheckCases& cases, TextStyle style, std::size_t slowest) {
    std::string text = cases.empty() ? "" : to_text(check_table(cases), style);
    for (const CheckCase& each : cases) {
        text += details(each, style);
    }
    text += slowest_text(cases, slowest, style);
    const CheckCounts counts = count(cases);
    text += cases.empty() ? "" : "\n";
    if (counts.xfailed > 0) {
        text += fmt::format("{} of those that passed: a known failure\n", counts.xfailed);
    }
    return text + counts_text(counts) + "\n";
}

}  // namespace tools
