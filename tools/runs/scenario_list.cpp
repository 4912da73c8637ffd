// Table and JSON are filled in one pass. A file that is not valid has no entry and makes the exit
// code worse.

#include "tools/runs/scenario_list.hpp"

#include "sim/text/printable.hpp"
#include "tools/system/descriptors.hpp"
#include "tools/system/files.hpp"
#include "tools/system/interrupt.hpp"
#include "tools/system/json_text.hpp"
#include "tools/system/wording.hpp"

namespace tools {

ExitCode list_scenarios(const Selection& selection, const std::string& json, TextStyle style,
                        ListOf kind) {
    ExitCode code = selection.scenarios.empty() ? ExitCode::nothing_selected : ExitCode::ok;
    Table table{{{"scenario", Align::left, Fit::inside},
                 {"from", Align::left, Fit::inside},
                 {"title", Align::left, Fit::cut}}};
    nlohmann::json entries = nlohmann::json::array();
    for (const SelectedScenario& each : selection.scenarios) {
        if (!each.parsed) {
            code = worst(code, each.crash.empty() ? ExitCode::invalid : ExitCode::internal);
            continue;
        }
        const sim::Scenario& scenario = each.parsed->scenario;
        table.add({scenario.id,
                   kind == ListOf::all ? origin_of(each.file, scenario.id + ".json") : "",
                   scenario.title});
        entries.push_back({{"id", scenario.id}, {"title", scenario.title}, {"file", each.file}});
    }
    if (!json.empty()) {
        write_list(json, "scenarios", std::move(entries));
    }
    if (json != "-") {
        write_out(table.rows.empty() ? "" : to_text(table, style));
    }
    return worst(code, interrupt_code());
}

void write_list(const std::string& json, const std::string& key, nlohmann::json entries) {
    write_text(json, json_text({{"schema", "h2sim-list/1"}, {key, std::move(entries)}}));
}

}  // namespace tools
