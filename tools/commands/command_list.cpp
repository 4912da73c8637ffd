#include <fmt/format.h>

#include "sim/judge/properties.hpp"
#include "sim/scenario/profile.hpp"
#include "sim/text/printable.hpp"
#include "tools/commands/commands.hpp"
#include "tools/runs/scenario_files.hpp"
#include "tools/runs/scenario_list.hpp"
#include "tools/system/descriptors.hpp"
#include "tools/system/embedded.hpp"
#include "tools/system/failure.hpp"
#include "tools/system/files.hpp"
#include "tools/tables/table.hpp"
#include "tools/terminal/terminal.hpp"

namespace tools {
namespace {

void show(const CommonArguments& common, const std::string& json, const std::string& key,
          const Table& table, nlohmann::json entries) {
    if (!json.empty()) {
        write_list(json, key, std::move(entries));
    }
    if (json != "-") {
        write_out(table.rows.empty() ? "" : to_text(table, output_style(common.colour)));
    }
}

ExitCode list_properties(const CommonArguments& common, const std::string& json) {
    Table table{{{"property", Align::left, Fit::inside},
                 {"invariant"},
                 {"kind"},
                 {"section"},
                 {"meaning", Align::left, Fit::below}}};
    table.below_from = 1;
    nlohmann::json entries = nlohmann::json::array();
    for (const sim::Property& property : sim::all_properties()) {
        const std::string kind{name(property.kind)};
        const std::string invariant{property.invariant};
        table.add({std::string{property.name}, invariant, kind, std::string{property.section},
                   std::string{property.meaning}});
        entries.push_back(
            {{"name", property.name},
             {"invariant", invariant.empty() ? nlohmann::json(nullptr) : nlohmann::json(invariant)},
             {"kind", kind},
             {"section", property.section},
             {"meaning", property.meaning}});
    }
    show(common, json, "properties", table, std::move(entries));
    return ExitCode::ok;
}

ExitCode list_profiles(const CommonArguments& common, const std::string& json) {
    const ScenarioFiles files{common.scenarios};
    const std::vector<ProfileFile> found = profiles_in(files.profile_folders("-"));
    Table table{{{"profile", Align::left, Fit::inside},
                 {"stack", Align::left, Fit::cut},
                 {"version", Align::left, Fit::cut},
                 {"confidence"}}};
    nlohmann::json entries = nlohmann::json::array();
    ExitCode code = found.empty() ? ExitCode::nothing_selected : ExitCode::ok;
    for (const auto& [name, file] : found) {
        const auto text = read_text(file);
        const auto profile =
            text ? sim::parse_profile(*text, file)
                 : h2::Result<sim::Profile, sim::InputErrors>{sim::InputErrors{text.error()}};
        if (!profile) {
            write_err(sim::to_text(profile.error()));
            code = ExitCode::invalid;
            continue;
        }
        table.add({name, profile->stack, profile->version, profile->confidence});
        entries.push_back({{"name", name},
                           {"stack", profile->stack},
                           {"version", profile->version},
                           {"source", profile->source},
                           {"confidence", profile->confidence},
                           {"why", profile->why},
                           {"file", file}});
    }
    if (found.empty()) {
        write_err("h2sim: error: no profiles found; name their folder with --scenarios\n");
    }
    show(common, json, "profiles", table, std::move(entries));
    return code;
}

ExitCode list_all_scenarios(const CommonArguments& common, const std::string& json) {
    const ScenarioFiles files{common.scenarios};
    const std::string folder = files.default_folder();
    if (folder.empty()) {
        throw Failure{ExitCode::nothing_selected,
                      "h2sim: error: no scenarios found; name their folder with --scenarios"};
    }
    const Selection selection = select_scenarios(files, {folder}, "");
    for (const SelectedScenario& scenario : selection.scenarios) {
        if (!scenario.parsed) {
            write_err(sim::to_text(scenario.parsed.error()));
        }
    }
    return list_scenarios(selection, json, output_style(common.colour));
}

}  // namespace

ExitCode run_command(const CommonArguments& common, const ListArguments& arguments) {
    require_folder_of(arguments.json);
    switch (arguments.subject) {
        case ListArguments::Subject::properties: return list_properties(common, arguments.json);
        case ListArguments::Subject::profiles: return list_profiles(common, arguments.json);
        case ListArguments::Subject::scenarios: return list_all_scenarios(common, arguments.json);
    }
    return ExitCode::internal;
}

ExitCode run_command(const CommonArguments& /*common*/, const SchemaArguments& /*arguments*/) {
    write_out(kScenarioSchema);
    return ExitCode::ok;
}

ExitCode run_command(const CommonArguments& /*common*/, const ShowText& arguments) {
    write_out(arguments.text);
    return ExitCode::ok;
}

ExitCode run_command(const CommonArguments& /*common*/, const UsageError& arguments) {
    write_err(arguments.message);
    return ExitCode::invalid;
}

}  // namespace tools
