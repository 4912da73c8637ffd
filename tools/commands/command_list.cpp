// Makes the rows of the table and the entries of the JSON form in one pass for each subject. The
// commands that only print a text stand here too: schema, --help and --version, and a wrong command
// line.

#include <set>
#include <string>

#include <fmt/format.h>

#include "sim/net/net_reader.hpp"
#include "sim/promises/properties.hpp"
#include "sim/scenario/profile.hpp"
#include "sim/text/printable.hpp"
#include "tools/commands/commands.hpp"
#include "tools/runs/scenario_files.hpp"
#include "tools/runs/scenario_list.hpp"
#include "tools/system/descriptors.hpp"
#include "tools/system/embedded.hpp"
#include "tools/system/failure.hpp"
#include "tools/system/files.hpp"
#include "tools/system/wording.hpp"
#include "tools/tables/table.hpp"
#include "tools/terminal/terminal.hpp"

namespace tools {
namespace {

ExitCode show(const CommonArguments& common, const std::string& json_file, const std::string& key,
              const Table& table, nlohmann::json entries) {
    const bool nothing = entries.empty();
    if (!json_file.empty()) {
        write_list(json_file, key, std::move(entries));
    }
    if (json_file != "-") {
        write_out(table.rows.empty() ? "" : to_text(table, output_style(common.colour)));
    }
    return nothing ? ExitCode::nothing_selected : ExitCode::ok;
}

ExitCode list_properties(const CommonArguments& common, const ListArguments& arguments) {
    Table table{{{"property", Align::left, Fit::inside},
                 {"invariant"},
                 {"kind"},
                 {"section"},
                 {"meaning", Align::left, Fit::below}}};
    table.below_from = 1;
    nlohmann::json entries = nlohmann::json::array();
    for (const sim::Property& property : sim::all_properties()) {
        if (!passes(property.name, arguments.filters)) {
            continue;
        }
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
    return show(common, arguments.json, "properties", table, std::move(entries));
}

ExitCode list_profiles(const CommonArguments& common, const ListArguments& arguments) {
    const ScenarioFiles files{common.scenarios};
    const std::vector<ProfileFile> found = profiles_in(files.profile_folders("-"));
    Table table{{{"profile", Align::left, Fit::inside},
                 {"stack", Align::left, Fit::cut},
                 {"version", Align::left, Fit::cut},
                 {"confidence"},
                 {"from", Align::left, Fit::inside}}};
    nlohmann::json entries = nlohmann::json::array();
    ExitCode code = ExitCode::ok;
    for (const auto& [name, file] : found) {
        if (!passes(name, arguments.filters)) {
            continue;
        }
        const auto text = read_text(file);
        const auto profile =
            text ? sim::parse_profile(*text, file)
                 : h2::Result<sim::Profile, sim::InputErrors>{sim::InputErrors{text.error()}};
        if (!profile) {
            write_err(sim::to_text(profile.error()));
            code = ExitCode::invalid;
            continue;
        }
        table.add({name, profile->stack, profile->version, profile->confidence,
                   origin_of(file, fmt::format("profiles/{}.json", name))});
        entries.push_back({{"name", name},
                           {"stack", profile->stack},
                           {"version", profile->version},
                           {"source", profile->source},
                           {"confidence", profile->confidence},
                           {"why", profile->why},
                           {"file", file}});
    }
    return worst(code, show(common, arguments.json, "profiles", table, std::move(entries)));
}

ExitCode list_nets(const CommonArguments& common, const ListArguments& arguments) {
    const ScenarioFiles files{common.scenarios};
    Table table{{{"net", Align::left, Fit::inside},
                 {"threads", Align::left, Fit::cut},
                 {"title", Align::left, Fit::below}}};
    table.below_from = 1;
    nlohmann::json entries = nlohmann::json::array();
    ExitCode code = ExitCode::ok;
    for (const auto& [name, file] : profiles_in(files.net_folders("-"))) {
        if (!passes(name, arguments.filters)) {
            continue;
        }
        const auto text = read_text(file);
        const auto net =
            text ? sim::parse_net(*text, file)
                 : h2::Result<sim::Net, sim::InputErrors>{sim::InputErrors{text.error()}};
        if (!net) {
            write_err(sim::to_text(net.error()));
            code = ExitCode::invalid;
            continue;
        }
        std::vector<std::string> threads;
        for (const sim::NetThread& thread : net->threads) {
            threads.push_back(thread.name);
        }
        table.add({name, joined(threads), net->title});
        entries.push_back({{"name", name},
                           {"title", net->title},
                           {"why", net->why},
                           {"threads", threads},
                           {"places", net->places.size()},
                           {"rules", net->rules.size()},
                           {"file", file}});
    }
    return worst(code, show(common, arguments.json, "nets", table, std::move(entries)));
}

// Of all folders; of several scenarios with one id that of the first folder, which is the one that
// commands take.
ExitCode list_all_scenarios(const CommonArguments& common, const ListArguments& arguments) {
    const ScenarioFiles files{common.scenarios};
    Selection all;
    std::set<std::string> ids;
    for (const std::string& folder : files.folders()) {
        for (SelectedScenario& each :
             select_scenarios(files, {folder}, arguments.filters).scenarios) {
            if (!each.parsed) {
                write_err(sim::to_text(each.parsed.error()));
            }
            if (ids.insert(each.label()).second) {
                all.scenarios.push_back(std::move(each));
            }
        }
    }
    return list_scenarios(all, arguments.json, output_style(common.colour), ListOf::all);
}

}  // namespace

ExitCode run_command(const CommonArguments& common, const ListArguments& arguments) {
    require_folder_of(arguments.json);
    switch (arguments.subject) {
        case ListArguments::Subject::properties: return list_properties(common, arguments);
        case ListArguments::Subject::nets: return list_nets(common, arguments);
        case ListArguments::Subject::profiles: return list_profiles(common, arguments);
        case ListArguments::Subject::scenarios: return list_all_scenarios(common, arguments);
    }
    return ExitCode::internal;
}

ExitCode run_command(const CommonArguments& /*common*/, const SchemaArguments& /*arguments*/) {
    write_out(scenario_schema());
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
