// Reads the files, judges each connection, and looks for designs that explain a refusal.

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <unistd.h>

#include "sim/text/input_error.hpp"
#include "tools/commands/commands.hpp"
#include "tools/diagnose/case_file.hpp"
#include "tools/diagnose/designs.hpp"
#include "tools/system/descriptors.hpp"
#include "tools/system/failure.hpp"
#include "tools/system/files.hpp"
#include "tools/system/wording.hpp"
#include "tools/tables/prose.hpp"
#include "tools/terminal/terminal.hpp"

namespace tools {
namespace {

void check_places(const DiagnoseArguments& arguments) {
    require_folder_of(arguments.svg);
    require_folder_of(arguments.trace_out);
    if (std::count(arguments.files.begin(), arguments.files.end(), "-") > 1) {
        throw Failure{ExitCode::invalid, "h2sim: error: standard input can be read once only"};
    }
    if (arguments.svg == "-" && arguments.trace_out == "-") {
        throw Failure{ExitCode::invalid,
                      "h2sim: error: --svg - and --trace-out - both want standard output"};
    }
}

CaseSource source_of(const DiagnoseArguments& arguments) {
    CaseSource source;
    source.files = arguments.files;
    source.key_log = arguments.key_log;
    source.log_format = arguments.log_format;
    for (const std::string& file : arguments.log_formats) {
        const auto text = read_text(file);
        if (!text) {
            throw Failure{ExitCode::invalid, sim::to_text(text.error())};
        }
        const sim::InputErrors errors = source.formats.add(*text, input_name(file));
        if (!errors.empty()) {
            throw Failure{ExitCode::invalid, sim::to_text(errors)};
        }
    }
    return source;
}

// Of the first connection that shows a refusal.
std::optional<KnownDesigns> designs_of(const CaseFile& found, const ScenarioFiles& files) {
    for (const Diagnosed& connection : found.connections) {
        if (auto known = find_designs(connection.facts, files)) {
            return known;
        }
    }
    return std::nullopt;
}

std::string designs_text(const KnownDesigns& known, const DiagnoseArguments& arguments,
                         std::size_t width) {
    const std::string world = fmt::format("({})", known.world);
    if (known.designs.empty()) {
        return folded(fmt::format("None of {} refuses so {}.", counted(known.tried, "known design"),
                                  world),
                      width) +
               "\n";
    }
    std::string text = folded(fmt::format("{} of {} refuse so {}:", known.designs.size(),
                                          counted(known.tried, "known design"), world),
                              width) +
                       "\n";
    for (const Design& design : known.designs) {
        text += folded(fmt::format("  {}: {} {}, after {}", design.profile, design.stack,
                                   design.version, counted(design.trace.steps.size(), "step")),
                       width) +
                "\n";
    }
    if (arguments.trace_out.empty()) {
        text += "  --trace-out FILE writes the shortest interleaving, h2sim replay FILE walks it\n";
    } else if (arguments.trace_out != "-") {
        text += fmt::format("  h2sim replay {}\n", path_word(arguments.trace_out));
    }
    return text;
}

nlohmann::json designs_json(const KnownDesigns& known) {
    nlohmann::json designs = nlohmann::json::array();
    for (const Design& design : known.designs) {
        designs.push_back({{"profile", design.profile},
                           {"stack", design.stack},
                           {"version", design.version},
                           {"steps", design.trace.steps.size()}});
    }
    return {{"world", known.world}, {"tried", known.tried}, {"designs", designs}};
}

void write_results(const CommonArguments& common, const DiagnoseArguments& arguments,
                   const CaseFile& found, const std::optional<KnownDesigns>& known) {
    const auto& connections = found.connections;
    if (!arguments.svg.empty()) {
        write_text(arguments.svg, diagnose_svg(connections));
    }
    if (known && !known->designs.empty() && !arguments.trace_out.empty()) {
        write_text(arguments.trace_out, sim::to_json_text(known->designs.front().trace));
    }
    if (arguments.svg == "-" || arguments.trace_out == "-") {
        return;  // standard output is theirs
    }
    if (arguments.json) {
        nlohmann::json document = diagnose_json(connections);
        if (known) {
            document["explained_by"] = designs_json(*known);
        }
        write_out(document.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n");
    } else if (arguments.markdown) {
        write_out(diagnose_markdown(connections));
    } else {
        TextStyle style;
        style.colour = use_colour(common.colour, STDOUT_FILENO);
        style.width = output_width();
        std::string text = diagnose_text(connections, arguments.all, style);
        if (known) {
            text += "\n" + designs_text(*known, arguments, style.width);
        }
        write_out(text);
    }
}

// Somebody was wrong; else it is not known of all; else nobody was.
ExitCode exit_code_of(const CaseFile& found) {
    ExitCode code = ExitCode::ok;
    for (const Diagnosed& connection : found.connections) {
        const Blame blame = connection.verdict.blame;
        const bool known = blame != Blame::undecidable;
        code = worst(code, blame == Blame::nobody ? ExitCode::ok
                           : known                ? ExitCode::failed
                                                  : ExitCode::incomplete);
    }
    return code;
}

}  // namespace

ExitCode run_command(const CommonArguments& common, const DiagnoseArguments& arguments) {
    check_places(arguments);
    const ScenarioFiles files{common.scenarios};
    const CaseFile found = gather(source_of(arguments));
    if (!common.quiet) {
        for (const std::string& note : found.notes) {
            write_err(fmt::format("h2sim: note: {}\n", note));
        }
    }
    if (found.connections.empty()) {
        write_err("h2sim: error: no connection in HTTP/2 was found\n");
        if (arguments.json) {
            write_out("{\"connections\": []}\n");
        }
        return ExitCode::nothing_selected;
    }
    write_results(common, arguments, found, designs_of(found, files));
    return exit_code_of(found);
}

}  // namespace tools
