// A net is found by its name, its file or a scenario; what is printed is the value, but for json,
// which is the file.

#include "sim/net/net_reader.hpp"
#include "tools/commands/commands.hpp"
#include "tools/reports/net_layout.hpp"
#include "tools/reports/net_text.hpp"
#include "tools/runs/net_files.hpp"
#include "tools/system/descriptors.hpp"
#include "tools/system/files.hpp"
#include "tools/terminal/terminal.hpp"

namespace tools {
namespace {

std::string shown(const FoundNet& found, NetArguments::Format format, TextStyle style) {
    const h2::Policy* const policy = found.policy ? &*found.policy : nullptr;
    switch (format) {
        case NetArguments::Format::text: return net_text(found.net, policy, style);
        case NetArguments::Format::json: return found.text;
        case NetArguments::Format::svg: return net_svg(found.net, policy);
        case NetArguments::Format::mermaid: return net_mermaid(found.net, policy);
    }
    return {};
}

}  // namespace

ExitCode run_command(const CommonArguments& common, const NetArguments& arguments) {
    if (arguments.name.empty()) {
        ListArguments list;
        list.subject = ListArguments::Subject::nets;
        return run_command(common, list);
    }
    require_folder_of(arguments.out);
    const ScenarioFiles files{common.scenarios};
    const FoundNet found = find_net(files, arguments.name);
    const TextStyle style = arguments.out == "-" ? output_style(common.colour) : TextStyle{};
    write_text(arguments.out, shown(found, arguments.format, style));
    return ExitCode::ok;
}

}  // namespace tools
