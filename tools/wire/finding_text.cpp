// Findings in words: who, what, how sure, and the ledger's sentence.

#include "tools/wire/finding_text.hpp"

#include <algorithm>
#include <string_view>

#include <fmt/format.h>

namespace tools {
namespace {

std::string_view verb_of(h2::Level level) {
    switch (level) {
        case h2::Level::must: return "broke";
        case h2::Level::should: return "did not follow";
        case h2::Level::may: return "did what is left open by";
    }
    return {};
}

}  // namespace

std::string_view name_of(h2::Role role) {
    return role == h2::Role::client ? "client" : "server";
}

nlohmann::json json_of(const h2::Finding& finding) {
    const h2::Rule& rule = h2::rule(finding.rule);
    return {{"who", name_of(finding.who)},      {"rule", rule.slug},
            {"level", h2::name(rule.level)},    {"certainty", h2::name(finding.certainty)},
            {"stream", finding.stream.value()}, {"text", rule.text}};
}

std::string finding_text(const h2::Finding& finding) {
    const h2::Rule& rule = h2::rule(finding.rule);
    if (finding.certainty == h2::Certainty::unknown) {
        return fmt::format(
            "unknown whether the {} kept {}, that takes more of the connection than is here: {}",
            name_of(finding.who), rule.slug, rule.text);
    }
    if (is_accusation(finding.rule)) {
        return fmt::format("the {} holds an error against the {} that it has not made, {}: {}",
                           name_of(finding.who), name_of(h2::peer_of(finding.who)), rule.slug,
                           rule.text);
    }
    const bool crossed = finding.certainty == h2::Certainty::unless_crossed;
    return fmt::format("the {} {} {}{}: {}", name_of(finding.who), verb_of(rule.level), rule.slug,
                       crossed ? ", unless this crossed what the other had sent" : "", rule.text);
}

bool is_accusation(h2::RuleId rule) {
    return rule == h2::RuleId::refused_within_limit || rule == h2::RuleId::error_without_cause;
}

bool convicts(const h2::Finding& finding) {
    return finding.certainty == h2::Certainty::broken &&
           h2::rule(finding.rule).level == h2::Level::must;
}

void add_findings(nlohmann::json& entry, std::span<const h2::Finding> findings) {
    entry["verdict"] = "accept";
    if (findings.empty()) {
        return;
    }
    // Enumerators go from the surest on.
    const auto surest = std::min_element(
        findings.begin(), findings.end(),
        [](const h2::Finding& a, const h2::Finding& b) { return a.certainty < b.certainty; });
    entry["verdict"] = h2::name(surest->certainty);
    entry["rule"] = h2::rule(surest->rule).slug;
    for (const h2::Finding& finding : findings) {
        entry["findings"].push_back(json_of(finding));
    }
}

}  // namespace tools
