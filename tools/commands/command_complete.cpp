// What the completions of the shells (tools/completions) are made of: a line that says whether
// files ("files", "folders") may come as well ("words" if not), then a candidate on each line, with
// a tab and its meaning where it has one.

#include <algorithm>

#include <fmt/format.h>

#include "h2core/ledger.hpp"
#include "sim/promises/properties.hpp"
#include "sim/scenario/scenario_keys.hpp"
#include "sim/text/printable.hpp"
#include "tools/commands/commands.hpp"
#include "tools/commands/policy_keys.hpp"
#include "tools/explain/explain.hpp"
#include "tools/runs/scenario_files.hpp"
#include "tools/runs/selection.hpp"
#include "tools/system/descriptors.hpp"

namespace tools {
namespace {

using Kind = CompleteArguments::Kind;
using Candidates = std::vector<std::pair<std::string, std::string>>;

void add_keys(Candidates& found, sim::Keys keys, const std::string& folder, const char* end) {
    for (const sim::KeySpec& key : keys) {
        const std::string name = folder + std::string{key.name};
        if (key.kind == sim::ValueKind::objects) {
            continue;  // its elements are numbered
        }
        if (key.kind != sim::ValueKind::object) {
            found.emplace_back(name + end, sim::describe(key));
        }
        add_keys(found, key.members, name + ".", end);
    }
}

const sim::KeySpec* key_named(const std::string& dotted) {
    const sim::KeySpec* key = &sim::scenario_root();
    for (std::size_t at = 0; key != nullptr && at < dotted.size();) {
        const std::size_t end = std::min(dotted.find('.', at), dotted.size());
        key = sim::find_key(key->members, std::string_view{dotted}.substr(at, end - at));
        at = end + 1;
    }
    return key;
}

void add_profiles(Candidates& found, const ScenarioFiles& files) {
    for (const auto& [name, file] : known_files_in(files.profile_folders("-"))) {
        found.emplace_back(name, "");
    }
}

void add_nets(Candidates& found, const ScenarioFiles& files) {
    for (const auto& [name, file] : known_files_in(files.net_folders("-"))) {
        found.emplace_back(name, "");
    }
}

void add_values(Candidates& found, const std::string& dotted, const ScenarioFiles& files) {
    if (dotted == "server.profile") {
        add_profiles(found, files);
    }
    if (dotted == "server.net") {
        add_nets(found, files);
    }
    const sim::KeySpec* const key = key_named(dotted);
    if (key == nullptr) {
        return;
    }
    for (const sim::Choice& choice : key->choices) {
        found.emplace_back(choice.name, "");
    }
    if (key->kind == sim::ValueKind::flag) {
        found.insert(found.end(), {{"true", ""}, {"false", ""}});
    }
    if (key->kind == sim::ValueKind::count) {
        found.emplace_back("unlimited", "");
    }
}

// Of `serve --set`: what a profile says about a policy.
void add_policies(Candidates& found) {
    for (const std::string_view key : policy_keys()) {
        found.emplace_back(std::string{key} + "=", "");
    }
}

void add_scenarios(Candidates& found, const ScenarioFiles& files) {
    const std::string folder = files.default_folder();
    if (folder.empty()) {
        return;
    }
    for (const SelectedScenario& each : select_scenarios(files, {folder}, {}).scenarios) {
        if (each.parsed) {
            found.emplace_back(each.parsed->scenario.id, each.parsed->scenario.title);
        }
    }
}

Candidates candidates_for(const CompleteArguments& wanted, const ScenarioFiles& files) {
    Candidates found = wanted.words;
    switch (wanted.kind) {
        case Kind::words:
        case Kind::files:
        case Kind::folders: break;
        case Kind::scenarios: add_scenarios(found, files); break;
        case Kind::nets: add_nets(found, files); break;
        case Kind::profiles: add_profiles(found, files); break;
        case Kind::properties:
            for (const sim::Property& property : sim::all_properties()) {
                found.emplace_back(property.name, property.meaning);
            }
            break;
        case Kind::keys: add_keys(found, sim::scenario_root().members, "", "="); break;
        case Kind::key_only: add_keys(found, sim::scenario_root().members, "", ""); break;
        case Kind::values: add_values(found, wanted.key, files); break;
        case Kind::policies: add_policies(found); break;
        case Kind::rules:
            for (const h2::Rule& rule : h2::ledger()) {
                found.emplace_back(rule.slug, rule.text);
            }
            break;
        case Kind::names:
            for (const Explanation& each : all_explanations(files)) {
                found.emplace_back(each.name, each.kind);
            }
            break;
    }
    return found;
}

// A name from somebody's file must be one word of a line, and nothing that a terminal obeys.
bool is_harmless(const std::string& text) {
    return sim::printable(text, text.size()) == text;
}

}  // namespace

ExitCode run_command(const CommonArguments& common, const CompleteArguments& wanted) {
    const bool files = wanted.kind == Kind::files || wanted.kind == Kind::scenarios;
    std::string text = files ? "files\n" : wanted.kind == Kind::folders ? "folders\n" : "words\n";
    for (const auto& [word, meaning] : candidates_for(wanted, ScenarioFiles{common.scenarios})) {
        if (word.starts_with(wanted.begun) && is_harmless(word)) {
            text += fmt::format("{}{}{}{}\n", wanted.before, word, meaning.empty() ? "" : "\t",
                                sim::printable(meaning, 200));
        }
    }
    write_out(text);
    return ExitCode::ok;
}

}  // namespace tools
