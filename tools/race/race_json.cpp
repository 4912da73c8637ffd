// JSON and JUnit XML.

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "h2core/error_code.hpp"
#include "sim/text/xml_text.hpp"
#include "tools/race/race_report.hpp"
#include "tools/race/wilson.hpp"
#include "tools/wire/finding_text.hpp"
#include "tools/wire/frame_text.hpp"

namespace tools {
namespace {

using nlohmann::json;
using sim::xml_text;

json frame_json_of(const RaceFrame& frame) {
    json entry = {{"sender", name_of(frame.sender)},
                  {"offset", frame.offset},
                  {"type", frame_type_text(frame.header.type)},
                  {"stream", frame.header.stream.value()},
                  {"length", frame.header.length},
                  {"flags", frame.header.flags}};
    if (frame.header.is(h2::FrameType::RST_STREAM) || frame.header.is(h2::FrameType::GOAWAY)) {
        entry["code"] = h2::name(frame.code);
    }
    return entry;
}

json case_json(const RaceCase& found, std::size_t cell) {
    json entry = {{"cell", cell},
                  {"connection", found.connection},
                  {"stream", found.stream.value()},
                  {"freed", found.freed.value()},
                  {"code", h2::name(found.code)},
                  {"frame", frame_of_case(found)},
                  {"open", found.open},
                  {"limit", found.limit},
                  {"frames", json::array()}};
    for (const RaceFrame& frame : found.frames) {
        entry["frames"].push_back(frame_json_of(frame));
    }
    return entry;
}

json cell_json(const RaceReport& report, const RaceCellResult& result) {
    const RaceCounts& counts = result.counts;
    const Rate rate = wilson(wrong_in(report, counts), counts.opened);
    return {{"race", name(result.cell.race)},
            {"url", result.cell.path},
            {"method", result.cell.method},
            {"mode", name(result.cell.mode)},
            {"end", name(result.end)},
            {"octets", result.response ? result.response->content : 0},
            {"delay_us", result.cell.delay},
            {"streams", counts.streams},
            {"opened", counts.opened},
            {"refused", wrong_in(report, counts)},
            {"turned_away", counts.turned_away},
            {"unproven", counts.unproven},
            {"ended", counts.ended},
            {"connections", result.connections},
            {"rate", rate.rate},
            {"low", rate.low},
            {"high", rate.high},
            {"trouble", result.trouble.empty() ? json{} : json(result.trouble)}};
}

json designs_json_of(const RaceReport& report) {
    if (!report.designs) {
        return nullptr;
    }
    json designs = json::array();
    for (const RaceDesign& design : report.designs->designs) {
        designs.push_back({{"profile", design.profile},
                           {"exact", design.exact},
                           {"steps", design.trace.steps.size()}});
    }
    return {{"tried", report.designs->tried},
            {"shapes", report.designs->cells},
            {"designs", std::move(designs)}};
}

std::string test_name(const RaceCellResult& result) {
    return fmt::format(
        "{} {} {} {}{}", result.cell.method, result.cell.path,
        row_of(result.cell.race).trials ? name(result.cell.race) : name(result.cell.mode),
        name(result.end),
        result.cell.delay > 0 ? fmt::format(" held {} us", result.cell.delay) : "");
}

}  // namespace

json race_json(const RaceReport& report) {
    const RaceVerdict verdict = verdict_of(report);
    json document = {
        {"h2sim_race", 1},
        {"target", report.target},
        {"tls", report.tls},
        {"limit", report.found.limit ? json(*report.found.limit) : json{}},
        {"verdict", name(verdict)},
        {"severity", nullptr},
        {"retryable", nullptr},
        {"client_proven", report.found.client_proven},
        {"sentence", sentence_of(report)},
        {"connections", report.found.connections},
        {"complete", !report.found.out_of_time && report.found.code == ExitCode::ok},
        {"trouble", report.found.trouble},
        {"cells", json::array()},
        {"case", nullptr},
        {"designs", designs_json_of(report)},
        {"other_rules", json::array()},
        {"own_faults", report.found.own_faults},
        {"perturbation", report.perturbation},
        {"profile", report.profile.empty() ? json{} : json(report.profile)},
    };
    for (std::size_t i = 0; i < report.found.cells.size(); ++i) {
        const RaceCellResult& result = report.found.cells[i];
        document["cells"].push_back(cell_json(report, result));
        const auto predicted = prediction(report, i);
        document["cells"].back()["predicted"] = predicted ? json(*predicted) : json{};
    }
    if (const auto cell = cell_of_case(report)) {
        const RaceCase& first = *report.found.cells[*cell].first;
        document["case"] = case_json(first, *cell);
        document["severity"] = first.whole_connection ? "connection" : "stream";
        document["retryable"] = first.code == h2::ErrorCode::REFUSED_STREAM;
    }
    for (const auto& [rule, times] : report.found.broken) {
        document["other_rules"].push_back(
            {{"rule", h2::rule(rule).slug}, {"text", h2::rule(rule).text}, {"times", times}});
    }
    return document;
}

std::string race_junit(const RaceReport& report) {
    std::string cases;
    std::size_t failures = 0;
    std::size_t skipped = 0;
    for (const RaceCellResult& result : report.found.cells) {
        const std::uint64_t wrong = wrong_in(report, result.counts);
        std::string inside;
        if (wrong > 0) {
            ++failures;
            inside = fmt::format("<failure type=\"refused\" message=\"{}\"/>",
                                 xml_text(fmt::format("{} of {} streams within the limit refused",
                                                      wrong, result.counts.opened)));
        } else if (result.counts.opened == 0) {
            ++skipped;
            inside = fmt::format("<skipped message=\"{}\"/>",
                                 xml_text(result.trouble.empty() ? "not reached" : result.trouble));
        }
        cases +=
            fmt::format("    <testcase classname=\"race\" name=\"{}\" time=\"0\">{}</testcase>\n",
                        xml_text(test_name(result)), inside);
    }
    if (report.found.cells.empty()) {
        ++skipped;
        cases = fmt::format(
            "    <testcase classname=\"race\" name=\"race\" time=\"0\"><skipped "
            "message=\"{}\"/></testcase>\n",
            xml_text(sentence_of(report)));
    }
    const std::size_t all = std::max<std::size_t>(report.found.cells.size(), 1);
    return fmt::format(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        "<testsuites name=\"h2sim\" tests=\"{0}\" failures=\"{1}\" errors=\"0\" skipped=\"{2}\">\n"
        "  <testsuite name=\"{3}\" tests=\"{0}\" failures=\"{1}\" errors=\"0\" skipped=\"{2}\">\n"
        "{4}  </testsuite>\n</testsuites>\n",
        all, failures, skipped, xml_text("h2sim race " + report.target), cases);
}

}  // namespace tools
