// The verdict and the sentence that says it.

#include "tools/race/race_report.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "h2core/error_code.hpp"
#include "tools/race/wilson.hpp"
#include "tools/system/wording.hpp"

namespace tools {
namespace {

struct Totals {
    std::uint64_t opened = 0;
    std::uint64_t wrong = 0;
    std::uint64_t turned_away = 0;
    std::uint64_t unproven = 0;
};

Totals totals_of(const RaceReport& report) {
    Totals totals;
    for (const RaceCellResult& cell : report.found.cells) {
        totals.opened += cell.counts.opened;
        totals.wrong += wrong_in(report, cell.counts);
        totals.turned_away += cell.counts.turned_away;
        totals.unproven += cell.counts.unproven;
    }
    return totals;
}

// The cell with the greatest rate of refusals.
const RaceCellResult* worst_cell(const RaceReport& report) {
    const auto& cells = report.found.cells;
    const auto worst = std::max_element(
        cells.begin(), cells.end(), [&](const RaceCellResult& a, const RaceCellResult& b) {
            const auto rate = [&](const RaceCellResult& cell) {
                return wilson(wrong_in(report, cell.counts), cell.counts.opened).rate;
            };
            return rate(a) < rate(b);
        });
    return worst == cells.end() || wrong_in(report, worst->counts) == 0 ? nullptr : &*worst;
}

// Of a race that is not about slots.
std::string wrong_trials_sentence(const RaceReport& report, const RaceCellResult& cell) {
    const RaceRow& row = row_of(cell.cell.race);
    const RaceCase& first = *cell.first;
    return fmt::format(
        "{} blames a client that is in the right, with {}({}) (race {}: {}): {} times in {} ({} "
        "{}). The client is proven to have broken no rule "
        "there, so this is wrong by RFC 9113 section {}.",
        report.target, frame_of_case(first), h2::name(first.code), row.name, row.about,
        grouped(wrong_in(report, cell.counts)), counted(cell.counts.opened, "stream"),
        cell.cell.method, cell.cell.path, row.section);
}

std::string wrong_sentence(const RaceReport& report) {
    const RaceCellResult& cell = *worst_cell(report);
    const RaceCase& first = *cell.first;
    if (row_of(cell.cell.race).trials) {
        return wrong_trials_sentence(report, cell);
    }
    const Rate rate = wilson(wrong_in(report, cell.counts), cell.counts.opened);
    const bool may_repeat = first.code == h2::ErrorCode::REFUSED_STREAM;
    std::string text = fmt::format(
        "{} refuses streams of a client that keeps its limit of {}: {} of {} streams ({:.1f} %) "
        "that took the place of one that had ended were answered with {}({}) ({} {}, {}).",
        report.target, grouped(report.found.limit.value_or(0)),
        grouped(wrong_in(report, cell.counts)), grouped(cell.counts.opened), 100 * rate.rate,
        first.whole_connection ? "GOAWAY" : "RST_STREAM", h2::name(first.code), cell.cell.method,
        cell.cell.path, name(cell.cell.mode));
    text += report.found.client_proven
                ? " The client is proven to have kept the limit and every other rule, so this is "
                  "wrong by RFC 9113 section 5.1.2"
                : " In each of these cases the client is proven to have kept the limit, so this is "
                  "wrong by RFC 9113 section 5.1.2";
    text += may_repeat ? "; the requests may be sent again (section 8.7)."
                       : "; a client must not send such a request again by itself (section 8.7).";
    return text;
}

std::string not_seen_sentence(const RaceReport& report, const Totals& totals) {
    const Rate rate = wilson(0, totals.opened);
    const auto& cells = report.found.cells;
    if (std::all_of(cells.begin(), cells.end(),
                    [](const auto& each) { return row_of(each.cell.race).trials; })) {
        return fmt::format(
            "{} blamed a client that is in the right in none of {}: with 95 % confidence it does "
            "so in at most 1 in {}.",
            report.target, counted(totals.opened, "stream"),
            grouped(static_cast<std::uint64_t>(1 / rate.high)));
    }
    std::string text = fmt::format(
        "{} refused none of {} that a client opened within the limit of {}, each into a place that "
        "another one had just left: with 95 % confidence it is at most 1 in {}.",
        report.target, counted(totals.opened, "stream"), grouped(report.found.limit.value_or(0)),
        grouped(static_cast<std::uint64_t>(1 / rate.high)));
    if (totals.turned_away > 0) {
        text = fmt::format(
            "{} wrongly refused none of {} that a client opened within the limit of {}; {} were "
            "answered with REFUSED_STREAM, which a server may do at any time (RFC 9113 section "
            "8.7; --strict counts them).",
            report.target, counted(totals.opened, "stream"),
            grouped(report.found.limit.value_or(0)), grouped(totals.turned_away));
    }
    return text;
}

std::string cannot_sentence(const RaceReport& report, const Totals& totals) {
    std::string why = report.found.trouble;
    if (totals.unproven > 0) {
        why = fmt::format(
            "{} were refused with an error of which the client is not proven innocent (fields of "
            "the request that some read more strictly, or what else the server may mean)",
            counted(totals.unproven, "stream"));
    }
    for (const RaceCellResult& cell : report.found.cells) {
        why = why.empty() ? cell.trouble : why;
    }
    return fmt::format("{} cannot be shown to race, nor not to: {}.", report.target,
                       why.empty() ? "no stream was opened at its limit" : why);
}

}  // namespace

std::string_view name(RaceVerdict verdict) {
    switch (verdict) {
        case RaceVerdict::server_wrong: return "server-wrong";
        case RaceVerdict::not_seen: return "not-seen";
        case RaceVerdict::cannot_show: return "cannot-show";
    }
    return {};
}

std::string_view frame_of_case(const RaceCase& found) {
    return found.whole_connection ? "GOAWAY" : "RST_STREAM";
}

std::uint64_t wrong_in(const RaceReport& report, const RaceCounts& counts) {
    // Of those that are turned away no witness says that the client is innocent: all of it must be.
    const bool all = report.strict && report.found.client_proven;
    return counts.refused + (all ? counts.turned_away : 0);
}

std::optional<bool> prediction(const RaceReport& report, std::size_t cell) {
    return cell < report.predictions.size() ? report.predictions[cell] : std::nullopt;
}

bool contradicts(const RaceReport& report) {
    for (std::size_t i = 0; i < report.found.cells.size(); ++i) {
        const RaceCounts& counts = report.found.cells[i].counts;
        if (prediction(report, i) == false && counts.refused + counts.turned_away > 0) {
            return true;
        }
    }
    return false;
}

std::optional<std::size_t> cell_of_case(const RaceReport& report) {
    const auto& cells = report.found.cells;
    const auto found = std::find_if(cells.begin(), cells.end(), [&](const RaceCellResult& each) {
        return each.first && wrong_in(report, each.counts) > 0;
    });
    return found == cells.end() ? std::nullopt
                                : std::optional{static_cast<std::size_t>(found - cells.begin())};
}

RaceVerdict verdict_of(const RaceReport& report) {
    const Totals totals = totals_of(report);
    if (totals.wrong > 0) {
        return RaceVerdict::server_wrong;
    }
    return totals.opened > 0 && totals.unproven == 0 ? RaceVerdict::not_seen
                                                     : RaceVerdict::cannot_show;
}

std::string sentence_of(const RaceReport& report) {
    switch (verdict_of(report)) {
        case RaceVerdict::server_wrong: return wrong_sentence(report);
        case RaceVerdict::not_seen: return not_seen_sentence(report, totals_of(report));
        case RaceVerdict::cannot_show: return cannot_sentence(report, totals_of(report));
    }
    return {};
}

}  // namespace tools
