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

// Hands each of the files that passes and is in order to `row`; tells what is wrong with the
// others.
template <class Parse, class Row>
ExitCode each_listed(const std::vector<KnownFile>& found, const std::vector<std::string>& filters,
                     const Parse& parse, const Row& row) {
    ExitCode code = ExitCode::ok;
    for (const KnownFile& each : found) {
        if (!passes(each.name, filters)) {
            continue;
        }
        const auto parsed = parsed_file(each.file, parse);
        if (parsed) {
            row(each, *parsed);
        } else {
            write_err(sim::to_text(parsed.error()));
            code = ExitCode::invalid;
        }
    }
    return code;
}

ExitCode list_profiles(const CommonArguments& common, const ListArguments& arguments) {
    const ScenarioFiles files{common.scenarios};
    Table table{{{"profile", Align::left, Fit::inside},
                 {"stack", Align::left, Fit::cut},
                 {"version", Align::left, Fit::cut},
                 {"confidence"},
                 {"from", Align::left, Fit::inside}}};
    nlohmann::json entries = nlohmann::json::array();
    const ExitCode code = each_listed(
        known_files_in(files.profile_folders("-")), arguments.filters, sim::parse_profile,
        [&](const KnownFile& each, const sim::Profile& profile) {
            table.add({each.name, profile.stack, profile.version, profile.confidence,
                       origin_of(each.file, fmt::format("profiles/{}.json", each.name))});
            entries.push_back({{"name", each.name},
                               {"stack", profile.stack},
                               {"version", profile.version},
                               {"source", profile.source},
                               {"confidence", profile.confidence},
                               {"why", profile.why},
                               {"file", each.file}});
        });
    return worst(code, show(common, arguments.json, "profiles", table, std::move(entries)));
}

ExitCode list_nets(const CommonArguments& common, const ListArguments& arguments) {
    const ScenarioFiles files{common.scenarios};
    Table table{{{"net", Align::left, Fit::inside},
                 {"threads", Align::left, Fit::cut},
                 {"title", Align::left, Fit::below}}};
    table.below_from = 1;
    nlohmann::json entries = nlohmann::json::array();
    const ExitCode code =
        each_listed(known_files_in(files.net_folders("-")), arguments.filters, sim::parse_net,
                    [&](const KnownFile& each, const sim::Net& net) {
                        const std::vector<std::string> threads = sim::names_of(net.threads);
                        table.add({each.name, joined(threads), net.title});
                        entries.push_back({{"name", each.name},
                                           {"title", net.title},
                                           {"why", net.why},
                                           {"threads", threads},
                                           {"places", net.places.size()},
                                           {"rules", net.rules.size()},
                                           {"file", each.file}});
                    });
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
