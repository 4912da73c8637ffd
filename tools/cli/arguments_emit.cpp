// One language has to be named, by its own flag; the command says so where none is.

#include "tools/cli/arguments_emit.hpp"

#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "tools/cli/argument_kinds.hpp"

namespace tools {

void add_emit(CLI::App& command, EmitArguments& emit) {
    command
        .add_option("file", emit.file, "Trace, or JSON report of h2sim race; - for standard input")
        ->required()
        ->type_name("TRACE|RACE-REPORT|-");
    std::vector<CLI::Option*> languages;
    const auto language = [&](const std::string& name, EmitLanguage value,
                              const std::string& help) {
        CLI::Option* const option =
            command.add_flag_callback(name, [&emit, value] { emit.language = value; }, help);
        for (CLI::Option* const other : languages) {
            option->excludes(other);
        }
        languages.push_back(option);
    };
    language("--python", EmitLanguage::python, "Python: a unittest that is a script, too");
    language("--go", EmitLanguage::go,
             "Go: hosts net/http's server itself, unless H2_TARGET is set");
    language("--java", EmitLanguage::java, "Java 11: one file with a main function");
    language("--rust", EmitLanguage::rust, "Rust, std only: a file for tests/, cleartext");
    command.add_option("--url", emit.wishes.path, "Path that is asked for on your server")
        ->type_name("PATH");
    command.add_option("--target", emit.wishes.target, "Server the test is about if none is given")
        ->type_name("HOST:PORT");
    add_bound(command, "--cycles", emit.wishes.cycles, "Streams that the test opens");
    command
        .add_option_function<std::uint32_t>(
            "--cell", [&emit](const std::uint32_t& cell) { emit.wishes.cell = cell; },
            "Cell of the race report, from 0 (default: the one with the most refusals)")
        ->type_name("N");
    command.add_option("-o,--out", emit.out, "Write to a file (default -: standard output)")
        ->type_name("FILE|-");
}

}  // namespace tools
