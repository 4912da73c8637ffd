// Lists the files of all folders first. Each file is judged by its place and its keys as profile,
// trace, cases of probe or scenario, schemas are passed over, and an invalid file keeps no other
// from being judged.

#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "sim/net/net_reader.hpp"
#include "sim/scenario/profile.hpp"
#include "sim/text/printable.hpp"
#include "sim/trace/trace.hpp"
#include "tools/commands/commands.hpp"
#include "tools/probe/probe_form.hpp"
#include "tools/runs/scenario_files.hpp"
#include "tools/system/descriptors.hpp"
#include "tools/system/files.hpp"
#include "tools/system/interrupt.hpp"
#include "tools/system/wording.hpp"
#include "tools/tables/prose.hpp"
#include "tools/terminal/terminal.hpp"

namespace tools {
namespace {

struct Judgement {
    std::string what;         // "scenario races/x"; empty if it is a schema and was not judged
    sim::InputErrors errors;  // empty: valid
    std::vector<sim::Note> notes{};
};

Judgement judge_profile(const std::string& text, const std::string& file) {
    sim::InputErrors errors = profile_errors(text, file);
    if (!errors.empty()) {
        return {"profile", std::move(errors)};
    }
    return {"profile " + sim::parse_profile(text, file)->name, {}};
}

Judgement judge_net(const std::string& text, const std::string& file) {
    sim::InputErrors errors = net_errors(text, file);
    if (!errors.empty()) {
        return {"net", std::move(errors)};
    }
    return {"net " + sim::parse_net(text, file)->name, {}};
}

Judgement judge_trace(const std::string& text, const std::string& file) {
    const auto trace = sim::parse_trace(text, file);
    if (!trace) {
        return {"trace", trace.error()};
    }
    return {fmt::format("trace of {}, {} {}", trace->scenario.id, trace->property,
                        name(trace->verdict)),
            {}};
}

Judgement judge_scenario(const ScenarioFiles& files, const std::string& text,
                         const std::string& file) {
    const auto scenario = files.parse(text, file, {});
    if (!scenario) {
        return {"scenario", scenario.error()};
    }
    return {"scenario " + scenario->scenario.id, {}, scenario->notes};
}

Judgement judge(const ScenarioFiles& files, const std::string& file) {
    const auto text = files.read(file);
    if (!text) {
        return {"file", {text.error()}};
    }
    const std::string shown = input_name(file);
    if (is_probe_file(file)) {
        const auto section = parse_probe_section(*text, shown);
        return section ? Judgement{fmt::format("cases of {}, {}", section->id,
                                               counted(section->cases.size(), "case")),
                                   {}}
                       : Judgement{"cases", section.error()};
    }
    if (is_profile_file(file)) {
        return judge_profile(*text, shown);
    }
    if (is_net_file(file)) {
        return judge_net(*text, shown);
    }
    switch (kind_of_content(*text)) {
        case ContentKind::schema: return {};
        case ContentKind::profile: return judge_profile(*text, shown);
        case ContentKind::net: return judge_net(*text, shown);
        case ContentKind::trace: return judge_trace(*text, shown);
        case ContentKind::scenario:
        case ContentKind::unknown: return judge_scenario(files, *text, file);
    }
    return {};
}

}  // namespace

ExitCode run_command(const CommonArguments& common, const ValidateArguments& arguments) {
    const ScenarioFiles files{common.scenarios};
    std::vector<std::string> paths;
    ExitCode code = ExitCode::ok;
    for (const std::string& named : arguments.files) {
        const std::string path = files.file_of(named);
        if (path == "-" || !is_folder(path)) {
            paths.push_back(path);
            continue;
        }
        const FolderList list = list_json_files(path);
        paths.insert(paths.end(), list.files.begin(), list.files.end());
        if (!list.errors.empty()) {
            write_err(sim::to_text(list.errors));
            code = ExitCode::invalid;
        }
    }
    const std::size_t width = output_width();
    std::size_t judged = 0;
    for (const std::string& path : paths) {
        const Judgement judgement = judge(files, path);
        if (interrupted_by() != 0) {
            return interrupt_code();
        }
        if (judgement.what.empty()) {
            continue;
        }
        ++judged;
        if (!judgement.errors.empty()) {
            write_err(sim::to_text(judgement.errors));
            code = ExitCode::invalid;
        } else if (!common.quiet) {
            write_out(folded(
                fmt::format("{}: valid {}\n", sim::printable(path, 400), judgement.what), width));
            for (const sim::Note& note : judgement.notes) {
                write_out(folded(fmt::format("  note: {}\n", note.sentence), width));
            }
        }
    }
    if (judged == 0 && code == ExitCode::ok) {
        write_err("h2sim: error: nothing selected: no scenario, profile, net or trace\n");
        return ExitCode::nothing_selected;
    }
    return code;
}

}  // namespace tools
