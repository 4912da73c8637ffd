// A race report tells what was seen from outside, so its test does the same again. Keys that are
// not known are no error: the report is for people and programs that want other things of it.

#include <algorithm>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "sim/text/json_check.hpp"
#include "sim/text/located_json.hpp"
#include "sim/text/printable.hpp"
#include "tools/emit/plan_sources.hpp"
#include "tools/system/failure.hpp"

namespace tools {
namespace {

using nlohmann::json;

constexpr std::uint64_t kMostStreams = std::uint64_t{1} << 40U;
constexpr std::uint64_t kMostOctets = 0x7fff'ffff;

struct ReportedCell {
    std::string url;
    std::string method = "GET";
    std::string mode = "park";
    std::string end = "data";
    std::uint64_t octets = 0;
    std::uint64_t opened = 0;
    std::uint64_t refused = 0;
};

sim::JsonForm or_null(sim::JsonForm form) {
    const std::string words = form.expected + ", or null";
    return sim::either([](const json& value) { return value.is_null(); }, sim::anything(),
                       std::move(form))
        .called(words);
}

sim::JsonForm race_report_form() {
    const sim::JsonForm count = sim::an_integer(0, kMostStreams);
    const sim::JsonForm cell =
        sim::an_object({{"url", sim::a_text(1)},
                        sim::maybe("method", sim::a_text(1)),
                        sim::maybe("mode", sim::a_text(1)),
                        sim::maybe("end", sim::a_text(1)),
                        sim::maybe("octets", sim::an_integer(0, kMostOctets)),
                        sim::maybe("opened", count),
                        sim::maybe("refused", count)})
            .called("an object with \"url\"");
    return sim::an_object(
        {{"h2sim_race", sim::an_integer(1, 1).called("1, the version of the report")},
         sim::maybe("target", sim::a_text()),
         sim::maybe("tls", sim::a_flag()),
         sim::maybe("limit", or_null(sim::an_integer(0, 0xffff'ffff))),
         {"cells", sim::a_list("an array with a cell", cell, 1)}});
}

// "/path" of "http://host:port/path".
std::string path_part(const std::string& url) {
    const std::size_t scheme = url.find("://");
    if (scheme == url.npos) {
        return url;
    }
    const std::size_t slash = url.find('/', scheme + 3);
    return slash == url.npos ? "/" : url.substr(slash);
}

ReportedCell cell_of(const json& entry) {
    ReportedCell cell;
    cell.url = path_part(entry.at("url").get<std::string>());
    cell.method = entry.value("method", cell.method);
    cell.mode = entry.value("mode", cell.mode);
    cell.end = entry.value("end", cell.end);
    cell.octets = entry.value("octets", std::uint64_t{0});
    cell.opened = entry.value("opened", std::uint64_t{0});
    cell.refused = std::min(entry.value("refused", std::uint64_t{0}), cell.opened);
    return cell;
}

// Empty, or the key of what the emitted client does not do.
std::string unknown_in(const ReportedCell& cell) {
    constexpr std::string_view kEnds[] = {"data", "headers", "trailers", "reset"};
    if (cell.mode != "park" && cell.mode != "saturate") {
        return "mode";
    }
    if (cell.method != "GET" && cell.method != "HEAD") {
        return "method";
    }
    return std::ranges::find(kEnds, cell.end) == std::end(kEnds) ? "end" : "";
}

// a.refused / a.opened > b.refused / b.opened, in integers.
bool worse(const ReportedCell& a, const ReportedCell& b) {
    const std::uint64_t a_scaled = a.opened == 0 ? 0 : (a.refused << 20U) / a.opened;
    const std::uint64_t b_scaled = b.opened == 0 ? 0 : (b.refused << 20U) / b.opened;
    return a_scaled > b_scaled;
}

std::size_t chosen(const std::vector<ReportedCell>& cells, std::optional<std::uint32_t> wanted,
                   const sim::LocatedJson& report) {
    if (wanted) {
        if (*wanted >= cells.size()) {
            refuse_arguments(fmt::format("--cell: {} is no cell of {}: it has 0 to {}", *wanted,
                                         sim::printable(report.file, 400), cells.size() - 1));
        }
        return *wanted;
    }
    std::optional<std::size_t> best;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        if (unknown_in(cells[i]).empty() && (!best || worse(cells[i], cells[*best]))) {
            best = i;
        }
    }
    return best.value_or(0);
}

[[noreturn]] void refuse_part(const sim::LocatedJson& report, const std::string& pointer,
                              std::string message, std::string expected) {
    sim::InputError error = report.error_at(pointer, sim::At::value);
    error.code = sim::ErrorCode::out_of_range;
    error.message = std::move(message);
    error.expected = std::move(expected);
    throw Failure{ExitCode::invalid, sim::to_text(error)};
}

// So many that the race is lost for sure if it is lost as often as it was.
std::uint32_t cycles_for(const ReportedCell& cell) {
    constexpr std::uint64_t kLostSoOften = 40;
    constexpr std::uint64_t kLeast = 1'000;
    constexpr std::uint64_t kMost = 50'000;
    if (cell.refused == 0) {
        return kEmitCycles;
    }
    return static_cast<std::uint32_t>(
        std::clamp(kLostSoOften * cell.opened / cell.refused, kLeast, kMost));
}

// A path whose responses have content, so that they can wait for credit.
std::string parked_path_of(const std::vector<ReportedCell>& cells, const ReportedCell& cell) {
    if (cell.octets > 0) {
        return cell.url;
    }
    const auto with_content = std::ranges::find_if(
        cells, [](const ReportedCell& one) { return one.octets > 0 && one.method == "GET"; });
    return with_content == cells.end() ? "/bytes/4096" : with_content->url;
}

}  // namespace

EmitPlan plan_of_report(const sim::LocatedJson& report, std::optional<std::uint32_t> cell) {
    sim::JsonCheck check{report};
    check.ignore_unknown_keys();
    if (!check.fits({report.value, ""}, race_report_form())) {
        throw Failure{ExitCode::invalid, sim::to_text(sim::in_order(check.take()))};
    }
    std::vector<ReportedCell> cells;
    for (const json& entry : report.value.at("cells")) {
        cells.push_back(cell_of(entry));
    }
    const std::size_t index = chosen(cells, cell, report);
    const ReportedCell& taken = cells[index];
    if (const std::string key = unknown_in(taken); !key.empty()) {
        refuse_part(report, fmt::format("/cells/{}/{}", index, key), "no test is made of this cell",
                    "mode park or saturate; end data, headers, trailers or reset; method GET or "
                    "HEAD");
    }

    EmitPlan plan;
    const std::string target = report.value.value("target", "");
    const json limit = report.value.value("limit", json{});
    plan.limit = limit.is_number() ? limit.get<std::uint32_t>() : 0;
    if (!target.empty()) {
        require_plain_target(target, report.file);
        plan.target = report.value.value("tls", false) && target.find("://") == target.npos
                          ? "https://" + target
                          : target;
    }
    require_plain_path(taken.url, report.file);
    plan.parked_path = parked_path_of(cells, taken);
    require_plain_path(plan.parked_path, report.file);
    plan.method = taken.method;
    plan.path = taken.url;
    plan.mode = taken.mode;
    plan.end = taken.end;
    plan.octets = taken.end == "reset" ? std::optional<std::uint32_t>{}
                                       : static_cast<std::uint32_t>(taken.octets);
    plan.cycles = cycles_for(taken);
    plan.connections = kEmitConnections;
    plan.title = "A stream within the limit is not refused";
    plan.origin = fmt::format(
        "Made by h2sim emit of a race report: {}{} refused {} of {} streams of {} {} ({}, ends by "
        "{}).",
        target.empty() ? "a server" : plain_text(target),
        plan.limit == 0 ? "" : fmt::format(" at a limit of {}", plan.limit), taken.refused,
        taken.opened, taken.method, taken.url, taken.mode == "park" ? "parked" : "saturating",
        taken.end);
    return plan;
}

}  // namespace tools
