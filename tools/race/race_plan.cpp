// Which cells there are, and what a connection does for one.

#include <algorithm>
#include <utility>

#include "tools/race/race.hpp"

namespace tools {
namespace {

constexpr std::uint64_t kNearlyAll = 95;  // percent of the cycles of a cell …
constexpr std::uint64_t kEnough = 20;     // … if it has so many
constexpr std::uint32_t kMostHeld = 200;  // of a cell with writes that return late

bool has_content(const SeenResponse& response) {
    return response.end != SlotEnd::headers && response.content > 0;
}

}  // namespace

net::SharedFields Race::fields_for(const std::string& path, std::string_view method) const {
    net::Url url = options_.urls.front();
    url.path = path;
    return net::request_fields(url, method, {}, options_.headers);
}

// Those first in which servers are known to race.
void Race::plan_cells() {
    if (options_.park && races(RaceKind::slot)) {
        for (const net::Url& url : options_.urls) {
            add_ends(url, 0);
        }
    }
    for (const net::Url& url : options_.urls) {
        const auto seen = found_.responses.find(url.path);
        if (seen == found_.responses.end()) {
            continue;
        }
        if (options_.saturate && races(RaceKind::slot)) {
            add_cell({.path = url.path, .mode = RaceMode::saturate}, seen->second);
        }
        if (options_.park && races(RaceKind::reset) && has_content(seen->second)) {
            add_cell({.path = url.path, .race = RaceKind::reset}, seen->second);
        }
        add_trials(url, seen->second);
    }
}

void Race::add_trials(const net::Url& url, const SeenResponse& response) {
    for (const RaceKind race : options_.races) {
        const RaceRow& row = row_of(race);
        if (row.trials) {
            add_cell({.path = url.path,
                      .method = row.content ? "POST" : "GET",
                      .mode = RaceMode::saturate,
                      .race = race},
                     response);
        }
    }
}

// The response as it is, and its head alone.
void Race::add_ends(const net::Url& url, std::uint32_t delay) {
    const auto seen = found_.responses.find(url.path);
    if (seen == found_.responses.end()) {
        return;
    }
    add_cell({.path = url.path, .delay = delay}, seen->second);
    if (has_content(seen->second)) {
        add_cell({.path = url.path, .method = "HEAD", .delay = delay}, seen->second);
    }
}

void Race::add_cell(RaceCell cell, const SeenResponse& response) {
    RaceCellResult result;
    result.response = response;
    if (cell.method == "HEAD") {
        result.response->content = 0;
        result.response->end = SlotEnd::headers;
    }
    result.end = cell.resets() ? SlotEnd::reset : result.response->end;
    result.cell = std::move(cell);
    found_.cells.push_back(std::move(result));
}

// A delay that holds the reader with the writer shows nothing: what it has not shown is no result.
void Race::forget_vain_cells() {
    if (options_.launched->in_vain()) {
        std::erase_if(found_.cells, [](const RaceCellResult& each) {
            return each.cell.delay > 0 && each.counts.refused == 0;
        });
        cell_ = found_.cells.size();
    }
}

// More cells, in which the server is held after its writes. False: there are none.
bool Race::perturb() {
    if (!races(RaceKind::slot)) {
        return false;
    }
    const bool shown =
        std::any_of(found_.cells.begin(), found_.cells.end(), [](const RaceCellResult& each) {
            const RaceCounts& counts = each.counts;
            return counts.opened >= kEnough && counts.refused * 100 >= counts.opened * kNearlyAll;
        });
    const bool hit = options_.stop_at_first &&
                     std::any_of(found_.cells.begin(), found_.cells.end(),
                                 [](const auto& each) { return each.counts.refused > 0; });
    if (shown || hit || options_.launched == nullptr) {
        return false;
    }
    const auto delay = options_.launched->next();
    if (!delay) {
        forget_vain_cells();
        return false;
    }
    for (const net::Url& url : options_.urls) {
        add_ends(url, static_cast<std::uint32_t>(delay->count()));
    }
    return cell_ < found_.cells.size();
}

std::uint64_t Race::wanted(const RaceCell& cell) const {
    const RaceRow& row = row_of(cell.race);
    const bool few = cell.resets() || row.late;
    return few              ? std::min(options_.cycles, kMostResets)
           : cell.delay > 0 ? std::min(options_.cycles, kMostHeld)
                            : options_.cycles;
}

RaceTask Race::task_for(const RaceCellResult& result) const {
    RaceTask task;
    task.mode = result.cell.mode;
    task.race = result.cell.race;
    task.reset = result.cell.resets();
    task.stop_at_first = options_.stop_at_first;
    if (options_.launched != nullptr) {
        task.at_limit = [launched = options_.launched] { launched->watch(); };
    }
    task.credit_at_once = credit_at_once_;
    task.cycled.push_back(fields_for(result.cell.path, result.cell.method));
    // Any response with content holds its stream open; best the same.
    const auto own = found_.responses.find(result.cell.path);
    const auto any = std::find_if(found_.responses.begin(), found_.responses.end(),
                                  [](const auto& each) { return has_content(each.second); });
    const bool holds = own != found_.responses.end() && has_content(own->second);
    if (holds || any != found_.responses.end()) {
        task.parked = fields_for(holds ? own->first : any->first, "GET");
    }
    const std::uint64_t all = wanted(result.cell);
    const std::uint64_t left = all - std::min(all, result.counts.streams);
    const std::uint64_t share = (all + options_.connections - 1) / options_.connections;
    // Who ends connections after so many requests must get as many.
    task.cycles = row_of(task.race).goaway ? left : std::min(left, share);
    return task;
}

}  // namespace tools
