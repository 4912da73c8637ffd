// Each profile in each shape of response that was raced.

#include "tools/race/race_designs.hpp"

#include <algorithm>
#include <map>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "sim/text/nearest_name.hpp"
#include "sim/text/printable.hpp"
#include "tools/runs/design_trial.hpp"
#include "tools/system/failure.hpp"

namespace tools {
namespace {

ResponseShape shape_of(const RaceCellResult& cell) {
    ResponseShape shape{40, 0, false};
    if (cell.response) {
        shape = {cell.response->head, cell.response->content,
                 cell.response->end == SlotEnd::trailers};
    }
    return shape;
}

// Whether the cell says something about the end of a response.
bool speaks(const RaceCellResult& cell) {
    return cell.cell.race == RaceKind::slot && cell.counts.ended + cell.counts.refused > 0;
}

KnownFile profile_named(const std::string& profile, const ScenarioFiles& files) {
    const std::vector<KnownFile> all = known_files_in(files.profile_folders("-"));
    std::vector<std::string_view> names;
    for (const KnownFile& each : all) {
        if (each.name == profile) {
            return each;
        }
        names.emplace_back(each.name);
    }
    const std::string nearest = sim::did_you_mean(profile, names);
    refuse_arguments(fmt::format("--profile: there is no profile {}{}", sim::in_quotes(profile),
                                 nearest.empty() ? "; see h2sim list profiles" : "; " + nearest));
}

}  // namespace

std::optional<RaceDesigns> find_race_designs(const std::vector<RaceCellResult>& cells,
                                             const ScenarioFiles& files) {
    std::map<ResponseShape, bool> hit;  // by shape
    std::optional<RefusalForm> form;
    std::optional<ResponseShape> first;
    for (const RaceCellResult& cell : cells) {
        if (!speaks(cell)) {
            continue;
        }
        const bool refused = cell.counts.refused > 0 && cell.first;
        hit[shape_of(cell)] |= refused;
        if (refused && !form) {
            form = RefusalForm{cell.first->code, cell.first->whole_connection};
            first = shape_of(cell);
        }
    }
    if (!form) {
        return std::nullopt;
    }
    RaceDesigns found;
    found.cells = hit.size();
    for (const KnownFile& profile : known_files_in(files.profile_folders("-"))) {
        ++found.tried;
        auto trial = try_design(profile, *first, *form, files);
        if (!trial) {
            continue;
        }
        bool explains = true;
        bool exact = true;
        for (const auto& [shape, seen] : hit) {
            const bool can = shape == *first || try_design(profile, shape, *form, files);
            explains = explains && (can || !seen);
            exact = exact && can == seen;
        }
        if (explains) {
            found.designs.push_back(
                {profile.name, exact, std::move(trial->scenario), std::move(trial->trace)});
        }
    }
    std::sort(found.designs.begin(), found.designs.end(),
              [](const RaceDesign& a, const RaceDesign& b) {
                  return a.exact != b.exact ? a.exact : a.profile < b.profile;
              });
    return found;
}

std::vector<std::optional<bool>> predict_cells(const std::vector<RaceCellResult>& cells,
                                               const std::string& profile,
                                               const ScenarioFiles& files) {
    const KnownFile wanted = profile_named(profile, files);
    std::vector<std::optional<bool>> predictions;
    predictions.reserve(cells.size());
    for (const RaceCellResult& cell : cells) {
        predictions.push_back(cell.cell.race != RaceKind::slot || !cell.response
                                  ? std::nullopt
                                  : can_refuse(wanted, shape_of(cell), files));
    }
    return predictions;
}

void require_profile(const std::string& profile, const ScenarioFiles& files) {
    static_cast<void>(profile_named(profile, files));
}

}  // namespace tools
