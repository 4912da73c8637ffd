// The table of races.

#include "tools/race/race_rows.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "sim/text/nearest_name.hpp"
#include "sim/text/printable.hpp"
#include "tools/system/failure.hpp"

namespace tools {
namespace {

constexpr std::string_view kAllRaces = "all";

constexpr std::array<RaceRow, 6> kRows{{
    {.race = RaceKind::slot,
     .name = "slot",
     .about = "a stream takes the slot of one that the server has just ended",
     .needs = "a limit; responses with content for --mode park",
     .section = "5.1.2"},
    {.race = RaceKind::reset,
     .name = "reset",
     .about = "a stream takes the slot of one that we have just reset",
     .needs = "a limit, responses with content",
     .section = "5.1.2"},
    {.race = RaceKind::flow_control,
     .name = "flow-control",
     .about = "credit for DATA is there before the server has taken that DATA off its windows, "
              "which are at 2^31-1",
     .needs = "responses with content",
     .section = "6.9.1",
     .trials = true,
     .credits = true},
    {.race = RaceKind::early_response,
     .name = "early-response",
     .about = "a response ends before its request does; the request ends, and the next takes its "
              "slot, at the limit",
     .needs = "a path that answers POST before its END_STREAM",
     .section = "5.1.2",
     .trials = true,
     .content = true},
    {.race = RaceKind::goaway_crossing,
     .name = "goaway-crossing",
     .about = "HEADERS and then DATA of requests cross a GOAWAY(NO_ERROR) below them",
     .needs = "a server that ends connections after so many requests",
     .section = "6.8",
     .trials = true,
     .content = true,
     .blind = true,
     .goaway = true},
    {.race = RaceKind::late_frames,
     .name = "late-frames",
     .about = "WINDOW_UPDATE, DATA and RST_STREAM, 40 ms late, cross the server's END_STREAM or "
              "RST_STREAM, on up to 8 streams at a time",
     .needs = "nothing; a path that answers POST early shows more",
     .section = "5.1",
     .trials = true,
     .content = true,
     .blind = true,
     .late = true},
}};

}  // namespace

std::span<const RaceRow> race_rows() {
    return kRows;
}

const RaceRow& row_of(RaceKind race) {
    return kRows[static_cast<std::size_t>(race)];
}

std::string_view name(RaceKind race) {
    return row_of(race).name;
}

std::string race_list() {
    std::string text;
    for (const RaceRow& row : kRows) {
        text += fmt::format("{:15}  {} (RFC 9113 section {}); needs: {}\n", row.name, row.about,
                            row.section, row.needs);
    }
    return text;
}

std::vector<RaceKind> races_of(std::string_view list) {
    std::vector<RaceKind> races;
    for (std::size_t begin = 0; begin <= list.size();) {
        const std::size_t end = std::min(list.find(',', begin), list.size());
        const std::string_view word = list.substr(begin, end - begin);
        begin = end + 1;
        bool known = word == kAllRaces;
        std::vector<std::string_view> names;
        for (const RaceRow& row : kRows) {
            names.push_back(row.name);
            if ((word == kAllRaces || word == row.name) &&
                std::find(races.begin(), races.end(), row.race) == races.end()) {
                races.push_back(row.race);
            }
            known = known || word == row.name;
        }
        if (!known) {
            const std::string nearest = sim::did_you_mean(word, names);
            refuse_arguments(fmt::format("--race: there is no race {}; {}", sim::in_quotes(word),
                                         nearest.empty() ? "see h2sim race --race list" : nearest));
        }
    }
    return races;
}

}  // namespace tools
