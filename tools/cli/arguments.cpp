// Adds every command to the parser with a value of its own to fill, which is handed out if the
// command is named. Errors about words are put in words of ours, with the nearest valid name.
// `man` and `complete` are seen to before anything is parsed.

#include "tools/cli/arguments.hpp"

#include <functional>
#include <map>
#include <memory>
#include <sstream>
#include <string_view>
#include <type_traits>
#include <utility>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "sim/text/nearest_name.hpp"
#include "sim/text/printable.hpp"
#include "tools/cli/argument_kinds.hpp"
#include "tools/cli/arguments_authoring.hpp"
#include "tools/cli/arguments_check.hpp"
#include "tools/cli/arguments_compare.hpp"
#include "tools/cli/arguments_emit.hpp"
#include "tools/cli/arguments_explore.hpp"
#include "tools/cli/arguments_net.hpp"
#include "tools/cli/arguments_trace.hpp"
#include "tools/cli/completion.hpp"
#include "tools/cli/help.hpp"
#include "tools/cli/help_emit.hpp"
#include "tools/cli/help_live.hpp"
#include "tools/cli/help_pages.hpp"
#include "tools/terminal/terminal.hpp"

namespace tools {
namespace {

using Names = std::vector<std::string_view>;

struct HelpArguments {
    std::string command;  // empty: the program
};

constexpr Choices<Colour, 3> kColours{
    {{"auto", Colour::automatic}, {"always", Colour::always}, {"never", Colour::never}}};
constexpr Choices<ListArguments::Subject, 4> kSubjects{
    {{"nets", ListArguments::Subject::nets},
     {"profiles", ListArguments::Subject::profiles},
     {"properties", ListArguments::Subject::properties},
     {"scenarios", ListArguments::Subject::scenarios}}};
constexpr Choices<InputForm, 6> kInputForms{{{"auto", InputForm::automatic},
                                             {"raw", InputForm::raw},
                                             {"hex", InputForm::hex},
                                             {"dump", InputForm::dump},
                                             {"source", InputForm::source},
                                             {"base64", InputForm::base64}}};
constexpr Choices<h2::Role, 2> kRoles{{{"client", h2::Role::client}, {"server", h2::Role::server}}};
constexpr Choices<RulesArguments::Format, 3> kRulesFormats{
    {{"text", RulesArguments::Format::text},
     {"md", RulesArguments::Format::markdown},
     {"json", RulesArguments::Format::json}}};

void add_common(CLI::App& app, CommonArguments& common) {
    add_choice(app, "--color", common.colour, kColours,
               "Colours (default auto: on terminals, see NO_COLOR and FORCE_COLOR)")
        ->group(kCommonGroup);
    app.add_flag("-q,--quiet", common.quiet, "No progress and no notes")->group(kCommonGroup);
    app.add_option("--scenarios", common.scenarios,
                   "Folder with scenarios, and profiles in its folder profiles")
        ->type_name("DIR")
        ->group(kCommonGroup);
}

void add_validate(CLI::App& command, ValidateArguments& validate) {
    command.add_option("files", validate.files, "Files and folders, or - for standard input")
        ->required()
        ->type_name("FILE|-");
}

void add_help(CLI::App& command, HelpArguments& about) {
    command
        .add_option("command", about.command,
                    "What to explain (default: all commands in a line each)")
        ->type_name("COMMAND");
}

void add_list(CLI::App& command, ListArguments& list) {
    add_choice(command, "subject", list.subject, kSubjects, "What to list")->required();
    add_filters(command, list.filters, "NAME",
                "Only names with this, or one of several, in them; !NAME: without it");
    add_json(command, list.json);
}

void add_schema(CLI::App& /*command*/, SchemaArguments& /*schema*/) {}

void add_rules(CLI::App& command, RulesArguments& rules) {
    command
        .add_option("parts", rules.parts, "RFCs, sections or rules (9113, 9113/6.9; default: all)")
        ->type_name("RULE");
    command.add_flag("--uncovered", rules.uncovered, "Only rules that no test or scenario touches");
    add_choice(command, "--format", rules.format, kRulesFormats,
               "Form of the output (default text)");
}

void add_decode(CLI::App& command, DecodeArguments& decode) {
    CLI::Option* file =
        command
            .add_option("file", decode.file,
                        "Octets, or a text that stands for them, or - for standard input (default)")
            ->type_name("FILE|-");
    CLI::Option* form = add_choice(command, "--input", decode.input, kInputForms,
                                   "Form of the input (default auto: what it is, if that is sure)");
    command.add_flag("--hex", decode.hex, "The input is hex digits; # begins a comment")
        ->excludes(form);
    CLI::Option* role =
        add_choice(command, "--role", decode.role, kRoles,
                   "Who receives the octets (default: whose rules they would break less)");
    CLI::Option* client =
        command.add_option("--client", decode.client, "What the client has sent; with --server")
            ->type_name("FILE|-");
    CLI::Option* server =
        command.add_option("--server", decode.server, "What the server has sent; with --client")
            ->type_name("FILE|-");
    client->needs(server)->excludes(role)->excludes(file);
    server->needs(client)->excludes(role)->excludes(file);
    command.add_flag("--piece", decode.piece, "The octets begin in the middle of a connection");
    command
        .add_option("--settings", decode.settings,
                    "SETTINGS of the peer whose octets are not there, acknowledged")
        ->type_name("NAME=N,...")
        ->excludes(client);
    command.add_flag("--json", decode.json, "Print one JSON object");
}

void add_diagnose(CLI::App& command, DiagnoseArguments& diagnose) {
    command
        .add_option("files", diagnose.files,
                    "Captures (pcap, pcapng), logs, or octets of both directions; - for standard "
                    "input")
        ->type_name("FILE")
        ->required();
    command
        .add_option("--keylog", diagnose.key_log,
                    "Secrets of TLS, as SSLKEYLOGFILE has them (needs tshark)")
        ->type_name("FILE");
    command
        .add_option("--log-format", diagnose.log_formats,
                    "Patterns of a log that is not known (repeatable)")
        ->type_name("FILE");
    command
        .add_option("--log", diagnose.log_format,
                    "Which log it is (default: the one whose lines it has)")
        ->type_name("NAME");
    command.add_flag("--all", diagnose.all, "Every finding, also those that convict nobody");
    CLI::Option* json = command.add_flag("--json", diagnose.json, "Print one JSON object");
    command.add_flag("--md", diagnose.markdown, "Print Markdown, for an issue")->excludes(json);
    command.add_option("--svg", diagnose.svg, "Draw the open streams of each connection")
        ->type_name("FILE|-");
    command
        .add_option("--trace-out", diagnose.trace_out,
                    "Write the shortest interleaving of a known design that explains a refusal")
        ->type_name("FILE|-");
}

void add_encode(CLI::App& command, EncodeArguments& encode) {
    command.add_option("file", encode.file, "Frames in JSON, or - for standard input (default)")
        ->type_name("FILE|-");
    command.add_flag("--hex", encode.hex, "Write hex digits");
    command.add_option("-o,--out", encode.out, "Write to a file (default -: standard output)")
        ->type_name("FILE|-");
}

std::vector<std::string> long_options(const CLI::App& app) {
    std::vector<std::string> names;
    for (const CLI::Option* option : app.get_options()) {
        for (const std::string& name : option->get_lnames()) {
            names.push_back("--" + name);
        }
    }
    return names;
}

std::string with_suggestion(std::string message, std::string_view word, const Names& names) {
    const std::string suggestion = sim::did_you_mean(word, names);
    return suggestion.empty() ? message : fmt::format("{}; {}", message, suggestion);
}

std::string unknown_word(const std::string& word, const CLI::App& command, bool command_expected) {
    if (word.starts_with('-')) {
        const std::string option = word.substr(0, word.find('='));
        const std::vector<std::string> names = long_options(command);
        return with_suggestion(fmt::format("unknown option {}", sim::in_quotes(option)), option,
                               {names.begin(), names.end()});
    }
    if (!command_expected) {
        return fmt::format("unexpected argument {}", sim::in_quotes(word));
    }
    Names names;
    for (const CLI::App* each : command.get_subcommands([](const CLI::App*) { return true; })) {
        names.emplace_back(each->get_name());
    }
    return with_suggestion(fmt::format("unknown command {}", sim::in_quotes(word)), word, names);
}

// The option of the first `--option=` with nothing behind it, for which the library would take the
// next word. Empty if there is none.
std::string option_without_value(int argc, const char* const* argv) {
    for (int i = 1; i < argc && std::string_view{argv[i]} != "--"; ++i) {
        const std::string_view word{argv[i]};
        if (word.starts_with("--") && word.find('=') == word.size() - 1) {
            return std::string{word.substr(0, word.size() - 1)};
        }
    }
    return {};
}

// `h2sim help COMMAND` is `h2sim COMMAND --help`.
CommandArguments help_about(const CLI::App& app, const std::string& name) {
    if (name.empty()) {
        return ShowText{help_page(app, output_width())};
    }
    const CLI::App* const command = command_named(app, name);
    return command == nullptr ? CommandArguments{UsageError{fmt::format(
                                    "h2sim: error: {}\n  see h2sim help\n",
                                    unknown_word(name, app, /*command_expected=*/true))}}
                              : CommandArguments{ShowText{help_page(*command, output_width())}};
}

// The commands of the parser, in groups, each with the value that it fills.
class Commands {
  public:
    Commands(CLI::App& app, CommonArguments& common) : app_{app}, common_{common} {}

    void begin(std::string group) { group_ = std::move(group); }

    template <class Filled>
    void add(const CommandHelp& help, void (*add_options)(CLI::App&, Filled&)) {
        CLI::App& command = *app_.add_subcommand(std::string{help.name}, std::string{help.purpose});
        command.group(group_)->footer(std::string{help.examples});
        const auto filled = std::make_shared<Filled>();
        add_options(command, *filled);
        command.get_help_ptr()->group(kCommonGroup);
        add_common(command, common_);
        taken_[&command] = [this, filled] { return take(*filled); };
    }

    [[nodiscard]] CommandArguments chosen() const {
        return taken_.at(app_.get_subcommands().front())();
    }

  private:
    template <class Filled>
    [[nodiscard]] CommandArguments take(Filled& filled) const {
        if constexpr (std::is_same_v<Filled, HelpArguments>) {
            return help_about(app_, filled.command);
        } else {
            return std::move(filled);
        }
    }

    CLI::App& app_;
    CommonArguments& common_;
    std::string group_;
    std::map<const CLI::App*, std::function<CommandArguments()>> taken_;
};

void add_commands(Commands& commands) {
    commands.begin("Find a race");
    commands.add(kExploreHelp, add_explore);
    commands.add(kCompareHelp, add_compare);
    commands.begin("Follow a trace");
    commands.add(kReplayHelp, add_replay);
    commands.add(kMinimizeHelp, add_minimize);
    commands.add(kDiffHelp, add_diff);
    commands.add(kEmitHelp, add_emit);
    commands.begin("Describe a design");
    commands.add(kNewHelp, add_new);
    commands.add(kNetHelp, add_net);
    commands.add(kExplainHelp, add_explain);
    commands.add(kValidateHelp, add_validate);
    commands.add(kListHelp, add_list);
    commands.add(kSchemaHelp, add_schema);
    commands.begin("In CI");
    commands.add(kCheckHelp, add_check);
    commands.add(kMergeHelp, add_merge);
    commands.begin("Live peers");
    commands.add(kServeHelp, add_serve);
    commands.add(kGetHelp, add_get);
    commands.add(kRaceHelp, add_race);
    commands.add(kProbeHelp, add_probe);
    commands.begin("On the wire");
    commands.add(kDiagnoseHelp, add_diagnose);
    commands.add(kDecodeHelp, add_decode);
    commands.add(kEncodeHelp, add_encode);
    commands.add(kRulesHelp, add_rules);
    commands.begin("Help");
    commands.add(kHelpHelp, add_help);
}

void set_up(CLI::App& app, CommonArguments& common) {
    app.set_help_flag("-h,--help", "Show this page")->group(kCommonGroup);
    app.set_version_flag("--version", fmt::format("h2sim {}", H2SIM_VERSION), "Show the version")
        ->group(kCommonGroup);
    app.formatter_fn([](const CLI::App* page, const std::string&, CLI::AppFormatMode) {
        return help_page(*page, output_width());
    });
    app.require_subcommand(1);
    add_common(app, common);
    app.footer(general_help());
}

UsageError usage_error(const CLI::App& app, const std::string& reason) {
    const auto parsed = app.get_subcommands();
    const CLI::App& command = parsed.empty() ? app : *parsed.front();
    const std::vector<std::string> extras = app.remaining(/*recurse=*/true);
    const std::string help =
        parsed.empty() ? "h2sim --help" : fmt::format("h2sim {} --help", command.get_name());
    std::string message = reason;
    if (!extras.empty()) {
        message = unknown_word(extras.front(), command, parsed.empty());
    } else if (parsed.empty()) {
        message = "which command?";
    }
    return {fmt::format("h2sim: error: {}\n  see {}\n", message, help)};
}

}  // namespace

Arguments parse_arguments(int argc, const char* const* argv) {
    CLI::App app{"h2sim: every order of an HTTP/2 endpoint's events, and what each of them breaks.",
                 "h2sim"};
    CommonArguments common;
    set_up(app, common);
    Commands commands{app, common};
    add_commands(commands);
    if (const std::string option = option_without_value(argc, argv); !option.empty()) {
        return {common,
                UsageError{fmt::format("h2sim: error: {}= has no value\n  see h2sim --help\n",
                                       sim::printable(option))}};
    }
    if (argc > 1 && std::string_view{argv[1]} == "man") {
        return {common, ShowText{man_page(app)}};
    }
    if (argc > 1 && std::string_view{argv[1]} == "complete") {
        return {common, wanted_at(app, {argv + 2, argv + argc})};
    }
    try {
        app.parse(argc, argv);
    } catch (const CLI::Success& error) {  // --help, --version
        std::ostringstream text;
        app.exit(error, text, text);
        return {common, ShowText{text.str()}};
    } catch (const CLI::ParseError& error) {
        return {common, usage_error(app, error.what())};
    }
    return {common, commands.chosen()};
}

}  // namespace tools
