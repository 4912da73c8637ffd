// The table of sections; what failed, each with what was seen and what is right.

#include "tools/probe/probe_report.hpp"

#include <algorithm>
#include <map>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "h2core/ledger.hpp"
#include "sim/text/printable.hpp"
#include "sim/text/xml_text.hpp"
#include "tools/system/wording.hpp"
#include "tools/tables/prose.hpp"
#include "tools/wire/finding_text.hpp"

namespace tools {
namespace {

using sim::xml_text;

std::string score_text(const ProbeScore& score) {
    return score.total == 0 ? "-" : fmt::format("{}/{}", score.passed, score.total);
}

Tone tone_of(const ProbeScore& score) {
    return score.total == 0 ? Tone::plain : score.passed == score.total ? Tone::good : Tone::bad;
}

Table sections_table(const ProbeReport& report) {
    Table table{{{"section"},
                 {"about", Align::left, Fit::cut},
                 {"MUST", Align::right},
                 {"SHOULD", Align::right},
                 {"MAY", Align::right},
                 {"not asked", Align::right}}};
    for (const ProbeSection& section : report.sections) {
        std::vector<Cell> cells = {section.id, section.title};
        for (const h2::Level level : {h2::Level::must, h2::Level::should, h2::Level::may}) {
            const ProbeScore score = score_of(report, level, section.id);
            cells.emplace_back(score_text(score), tone_of(score));
        }
        std::size_t left_out = 0;
        for (std::size_t i = 0; i < report.cases.size(); ++i) {
            left_out +=
                report.cases[i].section == section.id && !counts(report.found.results[i].grade) ? 1
                                                                                                : 0;
        }
        cells.emplace_back(left_out == 0 ? "-" : std::to_string(left_out));
        table.add(std::move(cells));
    }
    return table;
}

bool is_failure(const ProbeResult& result) {
    return counts(result.grade) && !result.passed();
}

std::string level_text(h2::Level level) {
    return level == h2::Level::must ? "MUST" : level == h2::Level::should ? "SHOULD" : "MAY";
}

std::string requirement(const std::string& slug) {
    static const std::vector<h2::Rule> rows = h2::ledger();
    const auto row = std::find_if(rows.begin(), rows.end(),
                                  [&](const h2::Rule& each) { return each.slug == slug; });
    return row == rows.end() ? slug : fmt::format("{}: {}", slug, row->text);
}

std::vector<std::string> lines_of(const ProbeCase& asked, const ProbeResult& result) {
    std::vector<std::string> lines = {fmt::format("saw       {}", result.saw),
                                      fmt::format("expected  {}", expected_text(asked))};
    if (!result.note.empty()) {
        lines.push_back(fmt::format("note      {}", sim::printable(result.note, 400)));
    }
    for (const std::string& rule : asked.rules) {
        lines.push_back(fmt::format("rule      {}", requirement(rule)));
    }
    for (const h2::Finding& finding : result.findings) {
        lines.push_back(fmt::format("witness   {}", finding_text(finding)));
    }
    if (result.flaky()) {
        std::vector<std::string> grades;
        for (const ProbeGrade grade : result.grades) {
            grades.emplace_back(name(grade));
        }
        lines.push_back(fmt::format("flaky     {}", joined(grades)));
    }
    return lines;
}

std::string first_line(const ProbeCase& asked, const ProbeResult& result) {
    const std::string grade{is_pass(result.grade) && !result.passed() ? "broke another rule"
                                                                      : name(result.grade)};
    return fmt::format("{} {}: {}, {}", level_text(asked.level), asked.id, asked.title, grade);
}

std::string last_line(const ProbeReport& report) {
    const ProbeScore must = score_of(report, h2::Level::must);
    std::size_t flaky = 0;
    for (const ProbeResult& result : report.found.results) {
        flaky += result.flaky() ? 1 : 0;
    }
    return fmt::format(
        "{} of {} MUSTs passed{}{}", must.passed, must.total,
        flaky == 0 ? "" : fmt::format(", {} flaky", flaky),
        report.found.trouble.empty() ? "" : fmt::format(" ({})", report.found.trouble));
}

}  // namespace

ProbeScore score_of(const ProbeReport& report, h2::Level level, const std::string& section) {
    ProbeScore score;
    for (std::size_t i = 0; i < report.cases.size(); ++i) {
        const ProbeCase& asked = report.cases[i];
        const ProbeResult& result = report.found.results[i];
        if (asked.level == level && counts(result.grade) &&
            (section.empty() || section == asked.section)) {
            ++score.total;
            score.passed += result.passed() ? 1 : 0;
        }
    }
    return score;
}

std::string probe_text(const ProbeReport& report, const TextStyle& style, bool frames) {
    std::string text = to_text(sections_table(report), style);
    for (std::size_t i = 0; i < report.cases.size(); ++i) {
        const ProbeResult& result = report.found.results[i];
        if (!is_failure(result) && !result.flaky()) {
            continue;
        }
        text += "\n" + folded(first_line(report.cases[i], result) + "\n", style.width);
        for (const std::string& line : lines_of(report.cases[i], result)) {
            text += folded(fmt::format("    {}\n", line), style.width);
        }
        for (const ProbeFrame& frame : result.frames) {
            text += frames ? frame.text : "";
        }
    }
    return text + "\n" + folded(last_line(report) + "\n", style.width);
}

std::string probe_markdown(const ProbeReport& report) {
    std::string text =
        fmt::format("## {}\n\n{}\n\n{}\n", markdown_text(report.target),
                    markdown_text(last_line(report)), to_markdown(sections_table(report)));
    for (std::size_t i = 0; i < report.cases.size(); ++i) {
        const ProbeResult& result = report.found.results[i];
        if (!is_failure(result) && !result.flaky()) {
            continue;
        }
        text += fmt::format("\n### {}\n\n", markdown_text(first_line(report.cases[i], result)));
        for (const std::string& line : lines_of(report.cases[i], result)) {
            text += fmt::format("- {}\n", markdown_text(line));
        }
    }
    return text;
}

nlohmann::json probe_json(const ProbeReport& report) {
    nlohmann::json cases = nlohmann::json::array();
    std::map<std::string, std::size_t> grades;
    for (std::size_t i = 0; i < report.cases.size(); ++i) {
        const ProbeCase& asked = report.cases[i];
        const ProbeResult& result = report.found.results[i];
        ++grades[std::string{name(result.grade)}];
        nlohmann::json findings = nlohmann::json::array();
        for (const h2::Finding& finding : result.findings) {
            findings.push_back(json_of(finding));
        }
        nlohmann::json runs = nlohmann::json::array();
        for (const ProbeGrade grade : result.grades) {
            runs.push_back(name(grade));
        }
        cases.push_back({{"id", asked.id},
                         {"title", asked.title},
                         {"section", asked.section},
                         {"level", level_text(asked.level)},
                         {"grade", name(result.grade)},
                         {"passed", result.passed()},
                         {"rules", asked.rules},
                         {"saw", result.saw},
                         {"expected", expected_text(asked)},
                         {"note", result.note},
                         {"findings", findings},
                         {"grades", runs}});
    }
    const ProbeScore must = score_of(report, h2::Level::must);
    return {{"h2sim_probe", 1},
            {"target", report.target},
            {"role", "server"},
            {"trouble", report.found.trouble},
            {"score", {{"must_passed", must.passed}, {"must_total", must.total}}},
            {"grades", grades},
            {"cases", cases}};
}

std::string probe_junit(const ProbeReport& report) {
    std::size_t failures = 0;
    std::size_t skipped = 0;
    std::string testcases;
    for (std::size_t i = 0; i < report.cases.size(); ++i) {
        const ProbeCase& asked = report.cases[i];
        const ProbeResult& result = report.found.results[i];
        std::string inside;
        if (!counts(result.grade)) {
            ++skipped;
            inside = fmt::format(
                "      <skipped message=\"{}\"/>\n",
                xml_text(result.note.empty() ? std::string{name(result.grade)} : result.note));
        } else if (!result.passed()) {
            ++failures;
            std::string body;
            for (const std::string& line : lines_of(asked, result)) {
                body += line + "\n";
            }
            inside = fmt::format("      <failure type=\"{}\" message=\"{}\">{}</failure>\n",
                                 name(result.grade), xml_text(first_line(asked, result)),
                                 xml_text(body));
        }
        const std::string tag =
            fmt::format("    <testcase classname=\"{}\" name=\"{}\" file=\"{}\"",
                        xml_text(asked.section), xml_text(asked.id), xml_text(asked.file));
        testcases += inside.empty() ? tag + "/>\n" : tag + ">\n" + inside + "    </testcase>\n";
    }
    const std::string numbers =
        fmt::format("tests=\"{}\" failures=\"{}\" errors=\"0\" skipped=\"{}\"", report.cases.size(),
                    failures, skipped);
    return fmt::format(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        "<testsuites name=\"h2sim\" {0}>\n"
        "  <testsuite name=\"h2sim probe server\" {0}>\n{1}  </testsuite>\n</testsuites>\n",
        numbers, testcases);
}

}  // namespace tools
