// Properties, profiles and rules: what is promised, who decides how, and what the RFCs ask for.

#include <algorithm>
#include <map>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "h2core/ledger.hpp"
#include "sim/promises/properties.hpp"
#include "tools/explain/explain.hpp"
#include "tools/system/files.hpp"
#include "tools/system/rule_mentions.hpp"
#include "tools/system/wording.hpp"

namespace tools {
namespace {

using nlohmann::json;

using ScenarioIds = std::map<std::string, std::string>;  // by property

// Whether a scenario may ask for a property that none before it has asked for, or show one that
// none has shown: to read a whole scenario takes ten times as long as to see that it does not.
bool may_tell_more(const std::string& text, const ScenarioIds& decided, const ScenarioIds& asked) {
    const auto document = json::parse(text, nullptr, /*allow_exceptions=*/false);
    const json none = json::array();
    const json& properties =
        document.is_object() && document.contains("properties") ? document["properties"] : none;
    return std::any_of(properties.begin(), properties.end(), [&](const json& each) {
        if (!each.is_object() || !each.contains("name") || !each["name"].is_string()) {
            return false;
        }
        const std::string& name = each["name"].get_ref<const std::string&>();
        const bool may_show = !each.contains("expect") || each["expect"] != "holds";
        return !decided.contains(name) && (may_show || !asked.contains(name));
    });
}

// By property: a scenario that asks for it, rather one in which it is violated or reached.
ScenarioIds scenarios_by_property(const ScenarioFiles& files) {
    ScenarioIds decided;
    ScenarioIds asked;
    const FolderList list = list_json_files(files.default_folder());
    for (const std::string& file : list.files) {
        const auto text = read_text(file);
        if (!text || !may_tell_more(*text, decided, asked)) {
            continue;
        }
        const auto scenario = files.parse(*text, file, {});
        if (!scenario) {
            continue;
        }
        const std::string& id = scenario->scenario.id;
        for (const sim::ExpectedProperty& each : scenario->scenario.properties) {
            const bool shows =
                each.expect == sim::Expected::violated || each.expect == sim::Expected::reached;
            (shows ? decided : asked).emplace(each.name, id);
        }
    }
    decided.merge(asked);
    return decided;
}

std::string_view meaning_of(sim::PropertyKind kind) {
    switch (kind) {
        case sim::PropertyKind::always: return "always: holds in every step of every order, or not";
        case sim::PropertyKind::sometimes: return "sometimes: some order reaches it, or none does";
        case sim::PropertyKind::no_deadlock: return "no-deadlock: about every reachable state";
        case sim::PropertyKind::eventually:
            return "eventually: from every reachable state a way must lead there";
    }
    return "";
}

}  // namespace

void explain_properties(Explanations& all) {
    for (const sim::Property& property : sim::all_properties()) {
        Explanation each{kPropertyKind, property.name, property.meaning};
        each.section = property.section;
        each.facts.emplace_back("kind", meaning_of(property.kind));
        if (!property.invariant.empty()) {
            each.facts.emplace_back("invariant", property.invariant);
            each.also.emplace_back(property.invariant);
        }
        each.also.emplace_back(property.section);
        if (!property.at_stake.empty()) {
            each.facts.emplace_back("stake", property.at_stake);
        }
        const bool some = property.kind == sim::PropertyKind::sometimes;
        each.example.push_back(fmt::format(R"("properties": [{{"name": "{}", "expect": "{}"}}])",
                                           property.name, some ? "reached" : "holds"));
        all.push_back(std::move(each));
    }
}

void add_scenarios(Explanations& all, const ScenarioFiles& files) {
    const ScenarioIds scenarios = scenarios_by_property(files);
    for (Explanation& each : all) {
        if (each.kind == kPropertyKind) {
            const auto found = scenarios.find(each.name);
            each.example.push_back(fmt::format(
                "h2sim explore {} --property {}",
                found == scenarios.end() ? "my-server.json" : found->second, each.name));
        }
    }
}

void explain_profiles(Explanations& all, const ScenarioFiles& files) {
    for (const auto& [name, file] : known_files_in(files.profile_folders("-"))) {
        const auto profile = parsed_file(file, sim::parse_profile);
        if (!profile) {
            continue;
        }
        Explanation each{"profile", name, profile->why};
        each.facts = {{"stack", profile->stack + ", " + profile->version},
                      {"source", profile->source},
                      {"known by", profile->confidence},
                      {"server", profile->server.dump()}};
        each.example = {fmt::format(R"("server": {{"profile": "{}"}})", name),
                        fmt::format("h2sim new --profile {} | h2sim explore -", shell_word(name))};
        all.push_back(std::move(each));
    }
}

void explain_rules(Explanations& all) {
    std::map<std::string_view, std::uint64_t> tests;
    for (const RuleMention& mention : rule_mentions()) {
        ++tests[mention.slug];
    }
    for (const h2::Rule& rule : h2::ledger()) {
        Explanation each{"rule", rule.slug, rule.text};
        each.section = rule.section;
        const bool cited = rule.id != h2::RuleId::none;
        each.facts = {{"level", std::string{name(rule.level)}},
                      {"seen by", std::string{name(rule.observer)}},
                      {"cited by verdicts", cited ? "yes" : "no"},
                      {"tests, scenarios", grouped(tests[rule.slug])}};
        each.example = {fmt::format("h2sim rules {}", rule.slug)};
        all.push_back(std::move(each));
    }
}

}  // namespace tools
