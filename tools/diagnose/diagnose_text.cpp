// A paragraph for each connection.

#include <algorithm>

#include <fmt/format.h>

#include "tools/diagnose/diagnose_report.hpp"
#include "tools/system/wording.hpp"
#include "tools/tables/prose.hpp"
#include "tools/wire/finding_text.hpp"

namespace tools {
namespace {

constexpr std::size_t kMostListed = 20;
constexpr std::string_view kIndent = "  ";

Tone tone_of(Blame blame) {
    switch (blame) {
        case Blame::nobody: return Tone::good;
        case Blame::undecidable: return Tone::open;
        case Blame::client:
        case Blame::server:
        case Blame::both: return Tone::bad;
    }
    return Tone::plain;
}

// Charges of one kind: the first, and how many there are.
struct Listed {
    const Charge* first = nullptr;
    std::size_t times = 1;
};

bool alike(const h2::Finding& a, const h2::Finding& b) {
    return a.rule == b.rule && a.who == b.who && a.certainty == b.certainty;
}

std::string charge_line(const Listed& listed, const ConnectionFacts& facts) {
    const std::string more =
        listed.times > 1 ? fmt::format(" (and {} more)", grouped(listed.times - 1)) : "";
    return fmt::format("{}{}: {}", place_of(*listed.first, facts), more,
                       finding_text(listed.first->finding));
}

// What is broken for sure, by kind, each where it was first; or all charges one by one.
std::vector<Listed> listed(const Diagnosed& connection, bool all) {
    std::vector<Listed> some;
    for (const Charge& charge : connection.facts.charges) {
        if (all) {
            some.push_back({&charge});
            continue;
        }
        const auto same = std::find_if(some.begin(), some.end(), [&](const Listed& one) {
            return alike(one.first->finding, charge.finding);
        });
        if (same != some.end()) {
            ++same->times;
        } else if (charge.finding.certainty == h2::Certainty::broken && some.size() < kMostListed) {
            some.push_back({&charge});
        }
    }
    return some;
}

std::string paragraph(const std::string& text, std::size_t width) {
    return folded(std::string{kIndent} + text, width) + "\n";
}

}  // namespace

std::string title_of(const Diagnosed& connection, bool with_file) {
    const ConnectionFacts& facts = connection.facts;
    const auto named = [](const std::string& name, std::string_view role) {
        return name.empty() ? std::string{role} : name;
    };
    std::string title =
        fmt::format("{} → {}", named(facts.client, "client"), named(facts.server, "server"));
    if (facts.secured) {
        title += " (TLS)";
    }
    return with_file ? fmt::format("{}: {}", connection.file, title) : title;
}

std::string diagnose_text(const std::vector<Diagnosed>& connections, bool all, TextStyle style) {
    const bool files =
        std::any_of(connections.begin(), connections.end(),
                    [&](const Diagnosed& one) { return one.file != connections.front().file; });
    std::string text;
    for (const Diagnosed& connection : connections) {
        const Verdict& verdict = connection.verdict;
        text += text.empty() ? "" : "\n";
        text += fmt::format("{}  {}\n", title_of(connection, files),
                            toned(name(verdict.blame), tone_of(verdict.blame), style.colour));
        text += paragraph(verdict.sentence, style.width);
        if (!verdict.advice.empty()) {
            text += paragraph("To know: " + verdict.advice, style.width);
        }
        for (const Listed& charge : listed(connection, all)) {
            text += paragraph("- " + charge_line(charge, connection.facts), style.width);
        }
        const auto plot = count_plot(connection.facts, style.width - kIndent.size());
        if (!plot.empty()) {
            text += fmt::format("{}Open streams as each sees them{}:\n", kIndent,
                                connection.facts.limit
                                    ? fmt::format(", limit {}", *connection.facts.limit)
                                    : std::string{});
        }
        for (const std::string& line : plot) {
            text += fmt::format("{}{}\n", kIndent, line);
        }
    }
    return text;
}

std::string diagnose_markdown(const std::vector<Diagnosed>& connections) {
    constexpr std::size_t kPlotWidth = 76;
    std::string text;
    for (const Diagnosed& connection : connections) {
        const Verdict& verdict = connection.verdict;
        text += fmt::format("{}### {}: {}\n\n{}.\n", text.empty() ? "" : "\n",
                            markdown_text(title_of(connection, true)), name(verdict.blame),
                            markdown_text(verdict.sentence));
        if (!verdict.advice.empty()) {
            text += fmt::format("\nTo know: {}.\n", markdown_text(verdict.advice));
        }
        Table table{{{"first"}, {"times", Align::right}, {"who"}, {"rule"}}};
        for (const Listed& charge : listed(connection, false)) {
            const h2::Finding& finding = charge.first->finding;
            const h2::Rule& rule = h2::rule(finding.rule);
            table.add({place_of(*charge.first, connection.facts), grouped(charge.times),
                       std::string{name_of(finding.who)},
                       fmt::format("{}: {}", rule.slug, rule.text)});
        }
        if (!table.rows.empty()) {
            text += "\n" + to_markdown(table);
        }
        const auto plot = count_plot(connection.facts, kPlotWidth);
        if (!plot.empty()) {
            text += "\nOpen streams as each sees them:\n\n```\n";
            for (const std::string& line : plot) {
                text += line + "\n";
            }
            text += "```\n";
        }
    }
    return text;
}

}  // namespace tools
