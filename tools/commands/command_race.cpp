// Makes URLs of the targets, races, explains what was seen by known designs, and reports.

#include <algorithm>
#include <charconv>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <unistd.h>

#include "sim/text/printable.hpp"
#include "tools/commands/commands.hpp"
#include "tools/race/perturbation.hpp"
#include "tools/race/race_report.hpp"
#include "tools/system/descriptors.hpp"
#include "tools/system/failure.hpp"
#include "tools/system/files.hpp"
#include "tools/system/wording.hpp"
#include "tools/terminal/terminal.hpp"

namespace tools {
namespace {

constexpr std::string_view kHole = "{n}";

std::vector<std::string> sizes_of(const std::string& list) {
    std::vector<std::string> sizes;
    for (std::size_t begin = 0; begin <= list.size();) {
        const std::size_t end = std::min(list.find(',', begin), list.size());
        const std::string word = list.substr(begin, end - begin);
        std::uint32_t number = 0;
        const auto [last, error] = std::from_chars(word.data(), word.data() + word.size(), number);
        if (error != std::errc{} || last != word.data() + word.size()) {
            refuse_arguments(fmt::format("--sizes: {} is no number of octets (expected N,N,...)",
                                         sim::in_quotes(word)));
        }
        sizes.push_back(std::to_string(number));
        begin = end + 1;
    }
    return sizes;
}

// The path, or one for each size.
std::vector<std::string> filled(const std::string& path, const std::vector<std::string>& sizes) {
    const std::size_t hole = path.find(kHole);
    if (hole == std::string::npos) {
        return {path};
    }
    std::vector<std::string> paths;
    for (const std::string& size : sizes) {
        std::string each = path;
        paths.push_back(each.replace(hole, kHole.size(), size));
    }
    return paths;
}

void add_url(std::vector<net::Url>& urls, net::Url url) {
    if (!urls.empty() && url.origin() != urls.front().origin()) {
        refuse_arguments(fmt::format("{} and {} are two servers: race asks one",
                                     urls.front().origin(), url.origin()));
    }
    if (std::none_of(urls.begin(), urls.end(),
                     [&](const net::Url& each) { return each.path == url.path; })) {
        urls.push_back(std::move(url));
    }
}

// `port`: of a server that was launched.
std::vector<net::Url> urls_of(const RaceArguments& arguments, std::optional<std::uint16_t> port) {
    const std::vector<std::string> sizes = sizes_of(arguments.sizes);
    std::vector<std::string> targets = arguments.targets;
    if (targets.empty() && port) {
        targets.emplace_back("127.0.0.1:{port}");
    }
    if (targets.empty()) {
        refuse_arguments("race: which server? HOST:PORT, a URL, or --launch COMMAND");
    }
    std::vector<net::Url> urls;
    for (const std::string& target : targets) {
        for (const std::string& each : filled(port ? with_port(target, *port) : target, sizes)) {
            add_url(urls, net::url_of_target(each));
        }
    }
    const net::Url origin = urls.front();
    if (!arguments.paths.empty() && urls.size() == 1 && origin.path == "/") {
        urls.clear();  // it only says where
    }
    for (const std::string& path : arguments.paths) {
        if (!path.starts_with('/')) {
            refuse_arguments(fmt::format("--url {}: expected a path, such as /bytes/{{n}}",
                                         sim::in_quotes(path)));
        }
        for (const std::string& each : filled(path, sizes)) {
            add_url(urls, net::url_of_target(origin.origin() + each));
        }
    }
    for (net::Url& url : urls) {
        url.authority = origin.authority;
    }
    return urls;
}

net::Milliseconds milliseconds(double seconds) {
    return net::Milliseconds{static_cast<net::Milliseconds::rep>(seconds * 1000)};
}

RaceOptions options_of(const RaceArguments& arguments, std::optional<std::uint16_t> port) {
    RaceOptions options;
    options.urls = urls_of(arguments, port);
    for (const std::string& header : arguments.headers) {
        options.headers.push_back(net::parse_header(header));
    }
    net::TlsResult tls = net::client_tls(arguments.ca_file, arguments.insecure);
    if (!tls) {
        refuse_arguments(tls.error());
    }
    options.tls = std::move(*tls);
    options.park = arguments.modes != RaceArguments::Modes::saturate;
    options.saturate = arguments.modes != RaceArguments::Modes::park;
    options.races = races_of(arguments.races);
    if (arguments.no_resets) {
        std::erase(options.races, RaceKind::reset);
    }
    options.cycles = arguments.cycles;
    options.connections = arguments.connections;
    options.most_streams = arguments.max_streams;
    options.patience = milliseconds(arguments.patience);
    options.most_time = milliseconds(arguments.max_time);
    options.stop_at_first = arguments.stop_at_first;
    return options;
}

void check_places(const RaceArguments& arguments) {
    std::size_t to_standard_output = arguments.json || arguments.markdown ? 1 : 0;
    for (const std::string* file :
         {&arguments.junit, &arguments.scenario_out, &arguments.trace_out, &arguments.live_out,
          &arguments.octets_out, &arguments.pcapng_out}) {
        require_folder_of(*file);
        to_standard_output += *file == "-" ? 1 : 0;
    }
    if (to_standard_output > 1) {
        refuse_arguments("only one report can go to standard output");
    }
}

void write_report(const CommonArguments& common, const RaceArguments& arguments,
                  const RaceReport& report) {
    if (report.designs && !report.designs->designs.empty()) {
        const RaceDesign& design = report.designs->designs.front();
        if (!arguments.scenario_out.empty()) {
            write_text(arguments.scenario_out, design.scenario);
        }
        if (!arguments.trace_out.empty()) {
            write_text(arguments.trace_out, sim::to_json_text(design.trace));
        }
    } else if (!arguments.scenario_out.empty() || !arguments.trace_out.empty()) {
        write_err("h2sim: note: no known design explains a refusal: no scenario, no trace\n");
    }
    if (!arguments.junit.empty()) {
        write_text(arguments.junit, race_junit(report));
    }
    if (arguments.json) {
        write_out(race_json(report).dump(2, ' ', false, nlohmann::json::error_handler_t::replace) +
                  "\n");
    } else if (arguments.markdown) {
        write_out(race_markdown(report));
    } else if (arguments.junit != "-" && arguments.scenario_out != "-" &&
               arguments.trace_out != "-" && arguments.live_out != "-") {
        write_out(race_text(report, output_style(common.colour)));
    }
}

ExitCode exit_code_of(const RaceReport& report) {
    switch (verdict_of(report)) {
        case RaceVerdict::server_wrong: return worst(report.found.code, ExitCode::failed);
        case RaceVerdict::not_seen:
            return worst(report.found.code,
                         report.found.out_of_time ? ExitCode::incomplete : ExitCode::ok);
        case RaceVerdict::cannot_show: break;
    }
    return worst(report.found.code,
                 report.found.code == ExitCode::ok ? ExitCode::incomplete : ExitCode::ok);
}

std::string announcement(const RaceOptions& options) {
    std::size_t full = 0;
    std::size_t resets = 0;
    for (const RaceKind race : options.races) {
        const RaceRow& row = row_of(race);
        const std::size_t parked = options.park ? 2 : 0;  // the response, and its head alone
        const bool few = race == RaceKind::reset || row.late;
        const std::size_t cells = race == RaceKind::slot ? parked + (options.saturate ? 1 : 0)
                                  : row.trials           ? 1
                                                         : parked / 2;
        (few ? resets : full) += options.urls.size() * cells;
    }
    const std::uint64_t requests = std::uint64_t{options.cycles} * full +
                                   std::uint64_t{std::min(options.cycles, kMostResets)} * resets;
    return fmt::format("h2sim: {}: up to {} in {}, and those that wait beside them, at most {} s\n",
                       net::to_text(options.urls.front().address), counted(requests, "request"),
                       counted(full + resets, "cell"),
                       static_cast<double>(options.most_time.count()) / 1000);
}

}  // namespace

ExitCode run_command(const CommonArguments& common, const RaceArguments& arguments) {
    if (arguments.races == "list") {
        write_out(race_list());
        return ExitCode::ok;
    }
    check_places(arguments);
    const ScenarioFiles files{common.scenarios};
    if (!arguments.profile.empty()) {
        require_profile(arguments.profile, files);
    }
    std::optional<std::uint16_t> port;
    if (!arguments.launch.empty()) {
        require_port_in(arguments.launch);
        port = free_port();
    }
    RaceOptions options = options_of(arguments, port);
    std::optional<Perturbation> launched;
    if (port) {
        options.launched = &launched.emplace(arguments.launch, *port);
    }
    if (!common.quiet) {
        write_err(announcement(options));
    }
    ProgressLine progress{common.quiet};
    net::LiveLog::Options log;
    log.verbose = arguments.verbose;
    log.quiet = true;
    log.numbered = true;
    log.trace_file = arguments.live_out;
    log.octets_file = arguments.octets_out;
    log.pcapng_file = arguments.pcapng_out;
    log.role = h2::Role::client;
    Race race{options, log, [&](const std::string& text) {
                  if (progress.due()) {
                      progress.show(text);
                  }
              }};
    RaceReport report;
    report.target = net::to_text(options.urls.front().address);
    report.tls = options.urls.front().tls;
    report.strict = arguments.strict;
    report.found = race.run();
    report.perturbation = launched ? launched->note() : "";
    report.designs = find_race_designs(report.found.cells, files);
    if (!arguments.profile.empty()) {
        report.profile = arguments.profile;
        report.predictions = predict_cells(report.found.cells, arguments.profile, files);
    }
    progress.clear();
    write_report(common, arguments, report);
    return exit_code_of(report);
}

}  // namespace tools
