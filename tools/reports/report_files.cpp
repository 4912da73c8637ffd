// All forms are made from the text of the JSON form, read back, since that is all that merge has.
// That two reports want one file is found out before anything is explored.

#include "tools/reports/report_files.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "sim/text/printable.hpp"
#include "tools/reports/annotations.hpp"
#include "tools/reports/check_report.hpp"
#include "tools/reports/report_json.hpp"
#include "tools/reports/report_junit.hpp"
#include "tools/reports/report_markdown.hpp"
#include "tools/system/descriptors.hpp"
#include "tools/system/failure.hpp"
#include "tools/system/files.hpp"
#include "tools/terminal/terminal.hpp"

namespace tools {
namespace {

struct NamedFile {
    const char* option;
    const std::string& file;
};

constexpr std::size_t kKinds = 4;

std::array<NamedFile, kKinds> named(const ReportFiles& files) {
    return {{{"--json", files.json},
             {"--junit", files.junit},
             {"--md", files.markdown},
             {"--html", files.html}}};
}

bool takes_standard_output(const ReportFiles& files) {
    const std::array<NamedFile, kKinds> all = named(files);
    return std::any_of(all.begin(), all.end(),
                       [](const NamedFile& each) { return each.file == "-"; });
}

}  // namespace

void check_report_files(const ReportFiles& files) {
    const std::array<NamedFile, kKinds> all = named(files);
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
                   const nlohmann::json& report, std::size_t slowest, Annotate annotate,
                   const std::vector<std::vector<Picture>>& pictures) {
    // As a reader of the file gets it: `merge` has nothing else.
    const std::string json = json_text(report);
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
    if (!files.html.empty()) {
        write_text(files.html, html_report(cases, pictures));
    }
    if (!takes_standard_output(files)) {
        const bool annotated = annotate != Annotate::never && wants_annotations();
        write_out((annotated ? annotations_text(cases) : "") +
                  check_text(cases, output_style(common.colour), slowest));
    }
}

}  // namespace tools
