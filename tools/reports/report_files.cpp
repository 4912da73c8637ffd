#include "tools/reports/report_files.hpp"

#include <array>

#include <fmt/format.h>
#include <unistd.h>

#include "sim/text/printable.hpp"
#include "tools/reports/annotations.hpp"
#include "tools/reports/check_report.hpp"
#include "tools/reports/report_json.hpp"
#include "tools/reports/report_junit.hpp"
#include "tools/reports/report_markdown.hpp"
#include "tools/system/descriptors.hpp"
#include "tools/system/failure.hpp"
#include "tools/system/files.hpp"

namespace tools {
namespace {

struct NamedFile {
    const char* option;
    const std::string& file;
};

std::array<NamedFile, 3> named(const ReportFiles& files) {
    return {{{"--json", files.json}, {"--junit", files.junit}, {"--md", files.markdown}}};
}

}  // namespace

void check_report_files(const ReportFiles& files) {
    const std::array<NamedFile, 3> all = named(files);
    for (auto each = all.begin(); each != all.end(); ++each) {
        require_folder_of(each->file);
        for (auto other = all.begin(); other != each; ++other) {
            if (!each->file.empty() && each->file == other->file) {
                throw Failure{
                    ExitCode::invalid,
                    fmt::format(
                        "h2sim: error: {} and {} both want {}", other->option, each->option,
                        each->file == "-" ? "standard output" : sim::printable(each->file, 400))};
            }
        }
    }
}

void write_reports(const CommonArguments& common, const ReportFiles& files,
                   const nlohmann::json& report, const Durations& durations, Annotate annotate) {
    nlohmann::json written = report;
    for (nlohmann::json& entry : written.at("scenarios")) {
        if (!durations.in_files) {
            entry.erase("seconds");
        }
    }
    // As a reader of the file gets it: `merge` has nothing else.
    const std::string json = json_text(written);
    const CheckCases cases = cases_of(nlohmann::json::parse(json));
    if (!files.json.empty()) {
        write_text(files.json, json);
    }
    if (!files.junit.empty()) {
        write_text(files.junit, junit_text(cases));
    }
    if (!files.markdown.empty()) {
        write_text(files.markdown, markdown_report(cases));
    }
    if (files.json != "-" && files.junit != "-" && files.markdown != "-") {
        const CheckCases timed = cases_of(nlohmann::json::parse(json_text(report)));
        const TextStyle style{use_colour(common.colour, STDOUT_FILENO), durations.in_text};
        const bool annotated = annotate != Annotate::never && wants_annotations();
        write_out((annotated ? annotations_text(cases) : "") +
                  check_text(timed, style, durations.slowest));
    }
}

}  // namespace tools
