// Nothing is checked here: whether an id, a profile or a name is good is said by the command.

#include "tools/cli/arguments_authoring.hpp"

#include <CLI/CLI.hpp>

namespace tools {

void add_new(CLI::App& command, NewArguments& arguments) {
    command.add_option("id", arguments.id, "Its id (default: from the name of the file)")
        ->type_name("NEW-ID");
    command
        .add_option("--profile", arguments.profile,
                    "Take the server of this profile (see h2sim list profiles)")
        ->type_name("PROFILE");
    command.add_option("-o,--out", arguments.out, "Write to a file (default -: standard output)")
        ->type_name("FILE|-");
    command.add_flag("--force", arguments.force, "Overwrite the file if there is one");
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
