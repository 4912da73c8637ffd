// Each profile in each shape of response that was raced.

#include "tools/race/race_designs.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "tools/runs/design_trial.hpp"

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
    return !cell.cell.reset && cell.counts.ended + cell.counts.refused > 0;
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
    for (const ProfileFile& profile : profiles_in(files.profile_folders("-"))) {
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

}  // namespace tools
