// Makes the traces and pictures of unexpected verdicts, and files of them that stay in one folder.

#include "tools/reports/evidence.hpp"

#include <filesystem>
#include <set>

#include <fmt/format.h>

#include "sim/text/printable.hpp"
#include "sim/trace/trace.hpp"
#include "tools/reports/replay_report.hpp"
#include "tools/system/failure.hpp"
#include "tools/system/files.hpp"

namespace tools {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail(const fs::path& path, const std::string& reason) {
    throw Failure{ExitCode::invalid, fmt::format("h2sim: error: --traces-out: {}: {}",
                                                 sim::printable(path.string(), 400), reason)};
}

// "races/late-data.no-deadlock". Folders of an id that are "." or ".." are no folders here.
fs::path name_of(const std::string& id, const std::string& property) {
    const fs::path whole{fmt::format("{}.{}", id, property)};
    fs::path name;
    for (const fs::path& part : whole) {
        const bool leads_away = part == "." || part == ".." || part == "/";
        name /= leads_away ? fs::path{"_"} : part;
    }
    return name;
}

// Whether the file would be in the folder, whatever links there are on the way.
bool is_inside(const fs::path& file, const fs::path& folder) {
    const fs::path way =
        fs::weakly_canonical(file).lexically_relative(fs::weakly_canonical(folder));
    return !way.empty() && *way.begin() != "..";
}

void write_inside(const fs::path& file, const fs::path& folder, const std::string& text) {
    if (!is_inside(file, folder)) {
        fail(file, "leads out of the folder by a link");
    }
    fs::create_directories(file.parent_path());
    write_text(file.string(), text);
}

// Two scenarios with one id have one name: those after the first get a number.
std::string free_name(const std::string& name, std::set<std::string>& taken) {
    std::string free = name;
    for (int number = 2; !taken.insert(free).second; ++number) {
        free = fmt::format("{}.{}", name, number);
    }
    return free;
}

}  // namespace

std::vector<Evidence> evidence_of(const CheckResult& result) {
    std::vector<Evidence> found;
    if (!result.run || !counts_as_failed(result.status)) {
        return found;
    }
    for (const sim::PropertyOutcome& property : result.run->outcome.properties) {
        if (!has_trace(property.result) || property.as_expected()) {
            continue;
        }
        const sim::Trace trace = trace_of(*result.run, property.result);
        const Walk walked = walk(*result.run->model, trace, 0);
        found.push_back({property.result.spec.name, sim::to_json_text(trace),
                         replay_report(walked, ReplayArguments::Format::svg, TextStyle{}), ""});
    }
    return found;
}

void require_evidence_folder(const std::string& folder) {
    if (folder.empty() || is_folder(folder)) {
        return;
    }
    if (is_there(folder)) {
        fail(folder, "it is no folder");
    }
    std::error_code error;
    fs::create_directory(folder, error);
    if (error) {
        require_folder_of(folder);  // says more where it can
        fail(folder, "cannot be made: " + error.message());
    }
    fs::remove(folder, error);  // made again for the first file in it
}

void write_evidence(CheckResults& results, const std::string& folder) {
    std::set<std::string> taken;
    try {
        for (CheckResult& result : results) {
            for (Evidence& evidence : result.evidence) {
                const fs::path name = name_of(result.scenario->label(), evidence.property);
                const fs::path at = fs::path{folder} / free_name(name.generic_string(), taken);
                evidence.file = at.generic_string() + ".trace.json";
                write_inside(evidence.file, folder, evidence.trace);
                write_inside(at.generic_string() + ".svg", folder, evidence.picture);
            }
        }
    } catch (const fs::filesystem_error& error) {
        fail(folder, error.code().message());
    }
}

}  // namespace tools
