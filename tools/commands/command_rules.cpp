// Joins the rules of the ledger with the tests and scenarios that mention them, by the rule's name.
// A part that names no rule is an error before anything is printed.

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "h2core/ledger.hpp"
#include "sim/text/nearest_name.hpp"
#include "sim/text/printable.hpp"
#include "tools/commands/commands.hpp"
#include "tools/reports/report_json.hpp"
#include "tools/system/descriptors.hpp"
#include "tools/system/failure.hpp"
#include "tools/system/rule_mentions.hpp"
#include "tools/system/wording.hpp"
#include "tools/tables/table.hpp"
#include "tools/terminal/terminal.hpp"

namespace tools {
namespace {

// A row of the ledger with what touches it.
struct Entry {
    h2::Rule rule{};
    std::vector<std::string> tests;
    std::vector<std::string> scenarios;

    [[nodiscard]] bool cited() const { return rule.id != h2::RuleId::none; }
    // Nothing tests it; the reason is why_uncited().
    [[nodiscard]] bool uncovered() const { return tests.empty() && scenarios.empty(); }
};

using Entries = std::vector<Entry>;

bool names(std::string_view part, const h2::Rule& rule) {
    return h2::holds(part, rule.slug) || h2::holds(part, rule.section);
}

// What a person can have meant by a part that names nothing.
std::string unknown_part(const std::string& part, const std::vector<h2::Rule>& rows) {
    std::vector<std::string_view> known;
    for (const h2::Rule& row : rows) {
        known.insert(known.end(), {row.slug, row.section});
    }
    const std::string suggestion = sim::did_you_mean(part, known);
    return fmt::format("h2sim: error: the ledger has no rule of {}{}", sim::in_quotes(part),
                       suggestion.empty() ? "" : "; " + suggestion);
}

Entries select(const std::vector<std::string>& parts) {
    const std::vector<h2::Rule> rows = h2::ledger();
    for (const std::string& part : parts) {
        if (std::none_of(rows.begin(), rows.end(),
                         [&part](const h2::Rule& row) { return names(part, row); })) {
            throw Failure{ExitCode::nothing_selected, unknown_part(part, rows)};
        }
    }
    Entries entries;
    for (const h2::Rule& row : rows) {
        if (parts.empty() ||
            std::any_of(parts.begin(), parts.end(),
                        [&row](const std::string& part) { return names(part, row); })) {
            entries.push_back({row, {}, {}});
        }
    }
    return entries;
}

void add_mentions(Entries& entries) {
    for (const RuleMention& mention : rule_mentions()) {
        const auto entry =
            std::find_if(entries.begin(), entries.end(),
                         [&mention](const Entry& each) { return each.rule.slug == mention.slug; });
        if (entry != entries.end()) {
            const bool is_test = mention.kind == RuleMention::Kind::test;
            (is_test ? entry->tests : entry->scenarios).emplace_back(mention.where);
        }
    }
}

std::string as_json(const Entries& entries) {
    nlohmann::json rules = nlohmann::json::array();
    for (const Entry& entry : entries) {
        rules.push_back({{"id", entry.rule.slug},
                         {"section", entry.rule.section},
                         {"level", name(entry.rule.level)},
                         {"observer", name(entry.rule.observer)},
                         {"text", entry.rule.text},
                         {"cited_by_core", entry.cited()},
                         {"why_uncited", h2::why_uncited(entry.rule)},
                         {"tests", entry.tests},
                         {"scenarios", entry.scenarios}});
    }
    return json_text({{"schema", "h2sim-rules/1"}, {"rules", std::move(rules)}});
}

// One entry on a line.
std::string lines_of(const std::vector<std::string>& texts) {
    std::string lines;
    for (const std::string& text : texts) {
        lines += (lines.empty() ? "" : "\n") + text;
    }
    return lines;
}

std::string as_markdown(const Entries& entries) {
    Table table{{{"Rule"},
                 {"Level"},
                 {"Observer"},
                 {"Requirement"},
                 {"Cited by the core"},
                 {"Tests"},
                 {"Scenarios"}}};
    for (const Entry& entry : entries) {
        table.add({std::string{entry.rule.slug}, std::string{name(entry.rule.level)},
                   std::string{name(entry.rule.observer)}, std::string{entry.rule.text},
                   entry.cited() ? "yes" : "no", lines_of(entry.tests), lines_of(entry.scenarios)});
    }
    return to_markdown(table);
}

std::string totals(const Entries& entries) {
    const auto count = [&entries](const auto& predicate) {
        return std::count_if(entries.begin(), entries.end(), predicate);
    };
    return fmt::format("{}: {} cited by the core, {} without a test or scenario\n",
                       counted(entries.size(), "rule"),
                       count([](const Entry& entry) { return entry.cited(); }),
                       count([](const Entry& entry) { return entry.uncovered(); }));
}

std::string as_text(const Entries& entries, TextStyle style) {
    Table table{{{"rule", Align::left, Fit::inside},
                 {"level"},
                 {"observer"},
                 {"verdicts"},
                 {"requirement", Align::left, Fit::below}}};
    table.below_from = 1;
    for (const Entry& entry : entries) {
        table.add({std::string{entry.rule.slug}, std::string{name(entry.rule.level)},
                   std::string{name(entry.rule.observer)}, entry.cited() ? "cited" : "-",
                   std::string{entry.rule.text}});
        std::vector<std::string>& notes = table.rows.back().notes;
        if (entry.uncovered() && !h2::why_uncited(entry.rule).empty()) {
            notes.push_back("why       " + std::string{h2::why_uncited(entry.rule)});
        }
        for (const std::string& test : entry.tests) {
            notes.push_back("test      " + test);
        }
        for (const std::string& scenario : entry.scenarios) {
            notes.push_back("scenario  " + scenario);
        }
    }
    return (entries.empty() ? "" : to_text(table, style)) + totals(entries);
}

}  // namespace

ExitCode run_command(const CommonArguments& common, const RulesArguments& arguments) {
    Entries entries = select(arguments.parts);
    add_mentions(entries);
    if (arguments.uncovered) {
        entries.erase(std::remove_if(entries.begin(), entries.end(),
                                     [](const Entry& entry) { return !entry.uncovered(); }),
                      entries.end());
    }
    switch (arguments.format) {
        case RulesArguments::Format::text:
            write_out(as_text(entries, output_style(common.colour)));
            break;
        case RulesArguments::Format::markdown: write_out(as_markdown(entries)); break;
        case RulesArguments::Format::json: write_out(as_json(entries)); break;
    }
    return ExitCode::ok;
}

}  // namespace tools
