// Finds the cases and the server, asks, and reports.

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "sim/text/printable.hpp"
#include "tools/commands/commands.hpp"
#include "tools/probe/probe_files.hpp"
#include "tools/probe/probe_report.hpp"
#include "tools/system/descriptors.hpp"
#include "tools/system/failure.hpp"
#include "tools/system/files.hpp"
#include "tools/system/json_text.hpp"
#include "tools/terminal/terminal.hpp"

namespace tools {
namespace {

constexpr const char* kLaunchedHere = "http://127.0.0.1:{port}";

// HOST:PORT or a URL, not a part of an RFC.
bool is_target(const std::string& word) {
    return word.find("://") != std::string::npos || word.find(':') != std::string::npos;
}

std::map<std::string, std::string> paths_of(const ProbeArguments& arguments, const net::Url& url) {
    std::map<std::string, std::string> paths = {
        {"page", url.path}, {"body", "/bytes/4096"}, {"post", "/echo"}};
    for (const std::string& given : arguments.paths) {
        const std::size_t equals = given.find('=');
        const std::string kind = given.substr(0, equals);
        if (equals == std::string::npos || !paths.contains(kind) || given[equals + 1] != '/') {
            refuse_arguments(fmt::format("--url {}: expected page=PATH, body=PATH or post=PATH",
                                         sim::in_quotes(given)));
        }
        paths[kind] = given.substr(equals + 1);
    }
    return paths;
}

ProbeOptions options_of_probe(const ProbeArguments& arguments, const std::string& target) {
    ProbeOptions options;
    options.urls.push_back(net::url_of_target(with_port(target, 1)));  // launch() has another
    options.paths = paths_of(arguments, options.urls.front());
    options.launch = arguments.launch;
    net::TlsResult tls = net::client_tls(arguments.ca_file, arguments.insecure);
    if (!tls) {
        refuse_arguments(tls.error());
    }
    options.tls = std::move(*tls);
    options.limit = net::Milliseconds{static_cast<int>(arguments.timeout * 1000)};
    options.jobs = arguments.jobs;
    options.repeat = arguments.repeat;
    options.fail_fast = arguments.fail_fast;
    return options;
}

void write_probe_report(const CommonArguments& common, const ProbeArguments& arguments,
                        const ProbeReport& report) {
    if (!arguments.json.empty()) {
        write_text(arguments.json, json_text(probe_json(report)));
    }
    if (!arguments.junit.empty()) {
        write_text(arguments.junit, probe_junit(report));
    }
    if (!arguments.markdown.empty()) {
        write_text(arguments.markdown, probe_markdown(report));
    }
    if (arguments.json != "-" && arguments.junit != "-" && arguments.markdown != "-") {
        write_out(probe_text(report, output_style(common.colour), arguments.verbose));
    }
}

void check_report_places(const ProbeArguments& arguments) {
    std::size_t to_standard_output = 0;
    for (const std::string* file : {&arguments.json, &arguments.junit, &arguments.markdown}) {
        require_folder_of(*file);
        to_standard_output += *file == "-" ? 1 : 0;
    }
    if (to_standard_output > 1) {
        refuse_arguments("only one report can go to standard output");
    }
}

std::string take_target(std::vector<std::string>& words, const std::string& launch) {
    const auto named = std::find_if(words.begin(), words.end(), is_target);
    if (named == words.end() && launch.empty()) {
        refuse_arguments("probe: which server? HOST:PORT, a URL, or --launch COMMAND");
    }
    if (!launch.empty()) {
        require_port_in(launch);
    }
    if (named == words.end()) {
        return kLaunchedHere;
    }
    std::string target = *named;
    words.erase(named);
    if (std::any_of(words.begin(), words.end(), is_target)) {
        refuse_arguments("probe asks one server");
    }
    return target;
}

}  // namespace

ExitCode run_command(const CommonArguments& common, const ProbeArguments& arguments) {
    check_report_places(arguments);
    ProbeWishes wishes;
    wishes.parts = arguments.words;
    const std::string target =
        arguments.list && std::none_of(wishes.parts.begin(), wishes.parts.end(), is_target)
            ? kLaunchedHere
            : take_target(wishes.parts, arguments.launch);
    wishes.filters = arguments.filters;
    wishes.only_must = arguments.level == ProbeArguments::Level::must;
    wishes.with_may = arguments.level == ProbeArguments::Level::may;
    const ScenarioFiles files{common.scenarios};
    ProbeReport report;
    report.sections = select_probe_cases(all_probe_sections(files), wishes);
    if (report.sections.empty()) {
        throw Failure{ExitCode::nothing_selected, "h2sim: error: nothing selected: no case"};
    }
    for (const ProbeSection& section : report.sections) {
        report.cases.insert(report.cases.end(), section.cases.begin(), section.cases.end());
    }
    if (arguments.list) {
        for (const ProbeCase& each : report.cases) {
            write_out(fmt::format("{}\n", each.id));
        }
        return ExitCode::ok;
    }
    ProbeOptions options = options_of_probe(arguments, target);
    report.target =
        arguments.launch.empty() ? net::to_text(options.urls.front().address) : arguments.launch;
    ProgressLine progress{common.quiet};
    Probe probe{std::move(options), report.cases, [&](const std::string& text) {
                    if (progress.due()) {
                        progress.show(text);
                    }
                }};
    report.found = probe.run();
    progress.clear();
    write_probe_report(common, arguments, report);
    const ProbeScore must = score_of(report, h2::Level::must);
    return worst(report.found.code, must.passed == must.total ? ExitCode::ok : ExitCode::failed);
}

}  // namespace tools
