#pragma once
// The command line as plain values. Only arguments.cpp knows the library that parses it. What runs
// and reports are told by it is declared beside them.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "h2core/role.hpp"
#include "tools/cli/complete_arguments.hpp"
#include "tools/cli/net_arguments.hpp"
#include "tools/emit/emit.hpp"
#include "tools/input/input_form.hpp"
#include "tools/reports/report_places.hpp"
#include "tools/runs/common_arguments.hpp"
#include "tools/runs/explore_arguments.hpp"
#include "tools/runs/limits.hpp"
#include "tools/runs/replay_arguments.hpp"
#include "tools/runs/shard.hpp"
#include "tools/terminal/colour.hpp"

namespace tools {

struct CheckArguments {
    std::vector<std::string> paths;    // empty: the default folder
    std::vector<std::string> filters;  // parts of ids; "!part": without it
    Limits limits;                     // of each scenario
    unsigned jobs = 1;                 // scenarios explored at the same time
    bool list = false;
    bool fail_fast = false;
    bool durations = false;
    std::size_t slowest = 0;     // --durations=N
    std::optional<Shard> shard;  // all of them if not given
    bool last_failed = false;
    bool update_pinned = false;
    std::string expectations;  // file, or empty
    std::string traces_out;    // folder, or empty
    ReportFiles reports;
};

struct MergeArguments {
    std::vector<std::string> files;
    ReportFiles reports;
};

struct CompareArguments {
    enum class Format : std::uint8_t { text, markdown, json, html };
    std::string scenario;
    std::vector<std::string> vary;  // "key=a,b,c"
    std::vector<std::string> overrides;
    std::string threshold;             // key; empty: the whole table
    std::optional<std::uint64_t> max;  // the threshold key's largest value
    std::string property;              // the only one looked at; empty: all
    Limits limits;
    unsigned jobs = 1;  // variants explored at the same time
    Format format = Format::text;
    std::string out = "-";
};

struct MinimizeArguments {
    std::string trace;
    std::string out;  // empty: none
    std::optional<std::uint64_t> max_states;
    std::optional<double> max_seconds;
};

struct DiffArguments {
    std::string first;  // traces; one of them may be "-"
    std::string second;
    bool full = false;  // every common step
    bool json = false;
    std::string out = "-";
};

struct ValidateArguments {
    std::vector<std::string> files;
};

struct SchemaArguments {};

struct NetArguments {
    enum class Format : std::uint8_t { text, json, svg, mermaid };
    std::string name;  // of a net, a file, a scenario; empty: list them
    Format format = Format::text;
    std::string out = "-";
};

struct ListArguments {
    enum class Subject : std::uint8_t { nets, profiles, properties, scenarios };
    Subject subject = Subject::scenarios;
    std::vector<std::string> filters;  // as those of check
    std::string json;
};

struct NewArguments {
    std::string id;       // empty: of the file's name
    std::string profile;  // empty: the server's values are written out
    std::string net;      // of which the server is made, written out; empty: none
    std::string out = "-";
    bool force = false;  // overwrite
};

struct ExplainArguments {
    std::vector<std::string> names;  // empty: which kinds there are
    bool list = false;               // all names
    bool json = false;
};

struct RulesArguments {
    enum class Format : std::uint8_t { text, markdown, json };
    std::vector<std::string> parts;  // RFCs, sections, rules; empty: all
    Format format = Format::text;
    bool uncovered = false;  // only those that no test and no scenario touches
};

struct DecodeArguments {
    std::string file = "-";
    InputForm input = InputForm::automatic;
    bool hex = false;              // the input is hex digits, in pairs wherever blanks stand
    std::optional<h2::Role> role;  // of the endpoint that receives the octets
    std::string client;            // files of both directions, in place of `file`
    std::string server;
    bool piece = false;    // the octets begin in the middle of the connection
    std::string settings;  // of the peer whose octets are not there (settings_text.hpp)
    bool json = false;
};

struct EncodeArguments {
    std::string file = "-";
    bool hex = false;  // the output is hex digits
    std::string out = "-";
};

struct DiagnoseArguments {
    std::vector<std::string> files;
    std::string key_log;                   // secrets of TLS
    std::vector<std::string> log_formats;  // files of patterns
    std::string log_format;                // the name of the one that is meant
    bool all = false;                      // findings that convict nobody, too
    bool json = false;
    bool markdown = false;
    std::string svg;        // file of a picture
    std::string trace_out;  // file of the shortest interleaving that explains a refusal
};

struct EmitArguments {
    std::string file;  // a trace or a race report; "-": standard input
    std::optional<EmitLanguage> language;
    EmitWishes wishes;
    std::string out = "-";
};

struct ShowText {  // --help, --version
    std::string text;
};

struct UsageError {
    std::string message;  // what is wrong, with the nearest valid name and where to find help
};

using CommandArguments =
    std::variant<CheckArguments, MergeArguments, ExploreArguments, CompareArguments,
                 ReplayArguments, MinimizeArguments, DiffArguments, NewArguments, NetArguments,
                 ExplainArguments, ValidateArguments, SchemaArguments, ListArguments,
                 RulesArguments, DecodeArguments, EncodeArguments, DiagnoseArguments, EmitArguments,
                 ServeArguments, GetArguments, RaceArguments, ProbeArguments, CompleteArguments,
                 ShowText, UsageError>;

struct Arguments {
    CommonArguments common;
    CommandArguments command;
};

Arguments parse_arguments(int argc, const char* const* argv);

}  // namespace tools
