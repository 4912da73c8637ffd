// What is used of a report must be there as check writes it; keys that are not used are carried
// along, since a newer h2sim may write more of them.

#include "tools/reports/shard_report.hpp"

#include <algorithm>
#include <limits>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "sim/text/json_check.hpp"
#include "sim/text/located_json.hpp"
#include "sim/text/printable.hpp"
#include "tools/reports/check_report.hpp"
#include "tools/system/failure.hpp"
#include "tools/system/files.hpp"

namespace tools {
namespace {

using nlohmann::json;
using sim::an_object;
using sim::ErrorCode;
using sim::JsonCheck;
using sim::JsonForm;
using sim::maybe;

const JsonForm& a_count() {
    static const JsonForm form = sim::an_integer(0, std::numeric_limits<std::uint64_t>::max());
    return form;
}

JsonForm an_exit_code() {
    std::vector<int> codes;
    for (const ExitCode code : kWorstFirst) {
        codes.push_back(static_cast<int>(code));
    }
    std::sort(codes.begin(), codes.end());
    return sim::a_value_that(
        fmt::format("one of {}", fmt::join(codes, ", ")),
        [](const json& value) { return value.is_number_integer(); }, ErrorCode::out_of_range,
        [codes](const json& value) {
            return std::find(codes.begin(), codes.end(), value) != codes.end();
        });
}

JsonForm or_null(const JsonForm& form) {
    return sim::either([](const json& value) { return !value.is_null(); }, form,
                       sim::anything().called("null"));
}

// What is used of a scenario's result; `explored`: it has been searched.
JsonForm result_form(bool explored) {
    const JsonForm seconds = sim::a_value_that("a number of seconds",
                                               [](const json& value) { return value.is_number(); });
    const JsonForm property =
        an_object({{"verdict", sim::a_text()}, {"steps", or_null(a_count())}});
    const JsonForm finding = an_object({{"line", a_count()}, {"message", sim::a_text()}});
    const JsonForm command = an_object({{"shows", sim::a_text()}, {"command", sim::a_text()}});
    return an_object({{"position", a_count()},
                      {"file", sim::a_text()},
                      {"id", or_null(sim::a_text())},
                      {"status", sim::one_of(status_names())},
                      {"states", a_count(), explored},
                      {"properties", sim::a_list("an array", property), explored},
                      {"verdicts", sim::a_text(), explored},
                      maybe("seconds", seconds),
                      maybe("reason", sim::a_text()),
                      {"findings", sim::a_list("an array", finding)},
                      {"commands", sim::a_list("an array", command)}});
}

JsonForm format_of_reports() {
    return sim::a_format("h2sim-check", 1, "as h2sim check --json writes it");
}

// What is used of the report of one shard.
JsonForm report_form() {
    const JsonForm number = sim::an_integer(1, kMostShards);
    const JsonForm shard =
        an_object({{"index", number}, {"count", number}})
            .called(
                "the part that it is, {\"index\", \"count\"}, of a run with --shard: else "
                "there is nothing to merge");
    const JsonForm result = sim::either([](const json& value) { return value.contains("states"); },
                                        result_form(true), result_form(false))
                                .called("an object");
    return an_object(
        {{"schema", format_of_reports()},
         {"version", sim::a_text()},
         {"exit_code", an_exit_code()},
         {"shard", shard},
         {"selection", an_object({{"scenarios", a_count()}, {"digest", sim::a_text()}})},
         {"scenarios", sim::a_list("an array", result)}});
}

bool has_format(JsonCheck& check, const json& report) {
    if (report.is_object() && report.contains("schema")) {
        return check.fits({report.at("schema"), "/schema"}, format_of_reports());
    }
    check.complain(ErrorCode::wrong_kind, "", "not the result of h2sim check --json",
                   fmt::format("an object with \"schema\": {}", format_of_reports().expected));
    return false;
}

Shard shard_of(const json& report) {
    const json& shard = report.at("shard");
    return {shard.at("index").get<std::uint32_t>(), shard.at("count").get<std::uint32_t>()};
}

// Each scenario of a report is one of its shard, at a place that the run has.
void look_at_scenarios(JsonCheck& check, const json& report) {
    const Shard shard = shard_of(report);
    if (shard.index > shard.count) {
        return check.complain(ErrorCode::out_of_range, "/shard/index",
                              fmt::format("\"shard.index\" is {}", shard.index),
                              fmt::format("an integer from 1 to {}, its \"count\"", shard.count));
    }
    const JsonForm place =
        sim::an_integer(0, report.at("selection").at("scenarios").get<std::uint64_t>() - 1);
    const CheckCases cases = cases_of(report);
    for (std::size_t i = 0; i < cases.size(); ++i) {
        const std::string pointer = sim::child_pointer("/scenarios", i);
        const std::uint32_t index = shard_index(cases[i].label, shard.count);
        if (index != shard.index) {
            check.complain(ErrorCode::contradiction, pointer + "/id",
                           fmt::format("{} belongs to shard {}/{}", sim::in_quotes(cases[i].label),
                                       index, shard.count),
                           fmt::format("a scenario of shard {}/{}", shard.index, shard.count));
        }
        check.fits({report.at("scenarios")[i].at("position"), pointer + "/position"}, place);
    }
}

}  // namespace

ShardReport read_shard_report(const std::string& file) {
    sim::LocatedJson document = read_json(file);
    json& report = document.value;
    JsonCheck check{document};
    check.ignore_unknown_keys();
    // In a file of another kind all else would be wrong as well.
    if (has_format(check, report) && check.fits({report, ""}, report_form())) {
        look_at_scenarios(check, report);
    }
    if (check.failed()) {
        throw Failure{ExitCode::invalid, sim::to_text(sim::in_order(check.take()))};
    }
    return {file, shard_of(report), std::move(report)};
}

}  // namespace tools
