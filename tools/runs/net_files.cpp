// Names first, then files, then scenarios: a net's name is short and has no slash.

#include "tools/runs/net_files.hpp"

#include <fmt/format.h>

#include "sim/net/net_reader.hpp"
#include "sim/scenario/key_net.hpp"
#include "sim/text/compact_json.hpp"
#include "sim/text/nearest_name.hpp"
#include "sim/text/printable.hpp"
#include "tools/system/failure.hpp"
#include "tools/system/files.hpp"
#include "tools/system/wording.hpp"

namespace tools {
namespace {

FoundNet checked(const std::string& text, const std::string& file) {
    auto net = sim::parse_net(text, file);
    if (!net) {
        throw Failure{ExitCode::invalid, sim::to_text(net.error())};
    }
    return {std::move(*net), text, std::nullopt};
}

FoundNet of_scenario(const sim::ParsedScenario& parsed) {
    const sim::ServerSpec& server = parsed.scenario.server;
    if (const sim::Net* const net = server.net.get(); net != nullptr) {
        return {*net, sim::compact_json(parsed.document.at("server").at("net")), server.policy};
    }
    const auto net = sim::net_of_keys(server);
    if (!net) {
        throw Failure{ExitCode::invalid,
                      fmt::format("h2sim: error: no net says what the server of {} does: it has "
                                  "\"flush_queue_on_close\"\n"
                                  "  h2sim list nets has those that there are",
                                  sim::in_quotes(parsed.scenario.id))};
    }
    return {sim::net_of_checked(nlohmann::json(*net)), sim::compact_json(*net), server.policy};
}

[[noreturn]] void nothing_like(const std::vector<KnownFile>& nets, const std::string& named) {
    std::vector<std::string_view> names;
    names.reserve(nets.size());
    for (const KnownFile& each : nets) {
        names.emplace_back(each.name);
    }
    const std::string near = sim::did_you_mean(named, names);
    throw Failure{ExitCode::invalid,
                  fmt::format("h2sim: error: no net, file or scenario is called {}{}\n"
                              "  h2sim list nets has all names",
                              sim::in_quotes(named), near.empty() ? "" : "; " + near)};
}

}  // namespace

FoundNet find_net(const ScenarioFiles& files, const std::string& named) {
    const std::vector<KnownFile> nets = known_files_in(files.net_folders("-"));
    std::string file = files.file_of(named);
    for (const KnownFile& each : nets) {
        if (each.name == named) {
            file = each.file;
        }
    }
    if (file != "-" && !is_there(file)) {
        nothing_like(nets, named);
    }
    const auto text = files.read(file);
    if (!text) {
        throw Failure{ExitCode::invalid, sim::to_text(text.error())};
    }
    if (is_net_file(file) || kind_of_content(*text) == ContentKind::net) {
        return checked(*text, input_name(file));
    }
    const auto scenario = files.parse(*text, file, {});
    if (!scenario) {
        throw Failure{ExitCode::invalid, sim::to_text(scenario.error())};
    }
    return of_scenario(*scenario);
}

}  // namespace tools
