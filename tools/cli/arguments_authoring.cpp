// Nothing is checked here: whether an id, a profile or a name is good is said by the command.

#include "tools/cli/arguments_authoring.hpp"

#include <CLI/CLI.hpp>

#include "tools/cli/argument_kinds.hpp"

namespace tools {
namespace {

constexpr Choices<NetArguments::Format, 4> kNetFormats{
    {{"text", NetArguments::Format::text},
     {"json", NetArguments::Format::json},
     {"svg", NetArguments::Format::svg},
     {"mermaid", NetArguments::Format::mermaid}}};

}  // namespace

void add_new(CLI::App& command, NewArguments& arguments) {
    command.add_option("id", arguments.id, "Its id (default: from the name of the file)")
        ->type_name("NEW-ID");
    command
        .add_option("--profile", arguments.profile,
                    "Take the server of this profile (see h2sim list profiles)")
        ->type_name("PROFILE");
    command
        .add_option("--from-net", arguments.net,
                    "Write the rules of this net into it (see h2sim list nets)")
        ->type_name("NET")
        ->excludes("--profile");
    command.add_option("-o,--out", arguments.out, "Write to a file (default -: standard output)")
        ->type_name("FILE|-");
    command.add_flag("--force", arguments.force, "Overwrite the file if there is one");
}

void add_net(CLI::App& command, NetArguments& arguments) {
    command
        .add_option("name", arguments.name,
                    "A net, its file, or a scenario whose server is one (default: list them)")
        ->type_name("NET");
    add_choice(command, "--format", arguments.format, kNetFormats,
               "Form of the output (default text)");
    command.add_option("-o,--out", arguments.out, "Write to a file (default -: standard output)")
        ->type_name("FILE|-");
}

void add_explain(CLI::App& command, ExplainArguments& arguments) {
    command
        .add_option("names", arguments.names,
                    "Names, sections (9113/5.1.2) or words of a trace (default: the kinds)")
        ->type_name("NAME");
    command.add_flag("--list", arguments.list, "Print all names, one on a line");
    command.add_flag("--json", arguments.json, "Print one JSON object");
}

}  // namespace tools
