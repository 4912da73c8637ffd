// Writes the scenario as text, so that its keys stand in the order in which a person reads them.
// "$schema" names a schema of scenarios in the file's folder or one above it, else one that is
// written beside the file.

#include <algorithm>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "sim/scenario/scenario_keys.hpp"
#include "sim/text/nearest_name.hpp"
#include "sim/text/printable.hpp"
#include "tools/commands/commands.hpp"
#include "tools/runs/net_files.hpp"
#include "tools/runs/scenario_files.hpp"
#include "tools/system/descriptors.hpp"
#include "tools/system/embedded.hpp"
#include "tools/system/failure.hpp"
#include "tools/system/files.hpp"
#include "tools/system/wording.hpp"

namespace tools {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr const char* kUsualId = "my-server";
constexpr const char* kSchemaBeside = "h2sim.schema.json";

// Keys of "server" that everybody who describes one decides; the others have defaults that fit.
constexpr std::string_view kServerKeys[] = {
    "loop",         "release_at",           "before_read",
    "over_limit",   "limit_in_force",       "closing_counter",
    "slack",        "received_reset_frees", "handler_limit",
    "write_buffer", "graceful_shutdown"};

// What a server that is in order keeps, in every order; and one that shows the limit was reached.
constexpr std::string_view kPromises[] = {"no-false-refusal",       "no-deadlock",
                                          "every-request-answered", "admitted-within-limit",
                                          "count-matches-streams",  "legal-emission"};

// The letters an id may have, '-' for all others.
std::string as_id(const std::string& text) {
    std::string id;
    for (const char letter : text) {
        const bool capital = letter >= 'A' && letter <= 'Z';
        const bool allowed = (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9') ||
                             letter == '.' || letter == '_' || letter == '/';
        id += capital ? static_cast<char>(letter - 'A' + 'a') : allowed ? letter : '-';
    }
    return id;
}

// The file's path below the nearest folder "scenarios", else its name; without ".json".
std::string id_of(const std::string& file) {
    if (file == "-") {
        return kUsualId;
    }
    fs::path path = fs::absolute(file).lexically_normal();
    if (path.extension() == ".json") {
        path.replace_extension();
    }
    fs::path below = path.filename();
    for (fs::path above = path.parent_path(); above != above.parent_path();
         above = above.parent_path()) {
        if (above.filename() == "scenarios") {
            below = path.lexically_relative(above);
            break;
        }
    }
    return as_id(below.generic_string());
}

std::string checked_id(const NewArguments& arguments) {
    if (arguments.id.empty()) {
        return id_of(arguments.out);
    }
    const std::string& id = arguments.id;
    const bool parted = id.front() == '/' || id.back() == '/' || id.find("//") != std::string::npos;
    if (parted || as_id(id) != id) {
        throw Failure{ExitCode::invalid,
                      fmt::format("h2sim: error: {} is no id: small letters, digits, '.', '_', '-' "
                                  "and single '/' make one, \"races/my-server\"",
                                  sim::in_quotes(id))};
    }
    return id;
}

void check_profile(const ScenarioFiles& files, const NewArguments& arguments) {
    if (arguments.profile.empty()) {
        return;
    }
    const std::vector<KnownFile> found = known_files_in(files.profile_folders(arguments.out));
    std::vector<std::string_view> names;
    names.reserve(found.size());
    for (const KnownFile& each : found) {
        names.emplace_back(each.name);
    }
    if (std::find(names.begin(), names.end(), arguments.profile) == names.end()) {
        const std::string near = sim::did_you_mean(arguments.profile, names);
        throw Failure{ExitCode::invalid, fmt::format("h2sim: error: no profile is called {}{}\n"
                                                     "  h2sim list profiles has all names",
                                                     sim::in_quotes(arguments.profile),
                                                     near.empty() ? "" : "; " + near)};
    }
}

bool is_scenario_schema(const fs::path& file) {
    std::error_code error;
    if (!fs::is_regular_file(file, error)) {
        return false;
    }
    const auto text = read_text(file.string());
    const json schema = text ? json::parse(*text, nullptr, /*allow_exceptions=*/false) : json{};
    return schema.is_object() && schema.value("title", "") == "h2sim scenario";
}

// The schema's place as the file spells it, in its folder or one above; empty if there is none. A
// place elsewhere would be missing on the next machine.
std::string schema_above(const std::string& out) {
    const fs::path file = fs::absolute(out == "-" ? "stdin" : out).lexically_normal();
    fs::path way;
    for (fs::path above = file.parent_path();; above = above.parent_path(), way /= "..") {
        for (const char* at : {"schema.json", "scenarios/schema.json", kSchemaBeside}) {
            if (is_scenario_schema(above / at)) {
                return (way / at).generic_string();
            }
        }
        if (above == above.parent_path()) {
            return "";
        }
    }
}

// Puts the schema beside the file, and returns its place there; empty if there is no room for it.
std::string write_schema_beside(const std::string& out) {
    const fs::path schema = fs::path{out}.parent_path() / kSchemaBeside;
    if (out == "-" || is_there(schema.string())) {
        return "";
    }
    write_text(schema.string(), scenario_schema());
    return kSchemaBeside;
}

// The server's keys with their defaults.
std::string server_block() {
    const sim::Keys keys = find_key(sim::scenario_root().members, "server")->members;
    std::string text;
    for (const std::string_view key : kServerKeys) {
        text += fmt::format("{}    \"{}\": {}", text.empty() ? "" : ",\n", key,
                            find_key(keys, key)->fallback);
    }
    return fmt::format("{{\n{}\n  }}", text);
}

// The net's file as it stands, one level deeper and without its "$schema".
std::string net_block(const std::string& text) {
    std::string block;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        const std::string_view line = std::string_view{text}.substr(at, end - at);
        if (line.find("\"$schema\"") == std::string_view::npos) {
            block += (block.empty() ? "" : "\n    ") + std::string{line};
        }
        at = end + 1;
    }
    return block;
}

std::string server_of(const std::string& profile, const std::string& net) {
    if (!profile.empty()) {
        return fmt::format(R"({{"profile": {}}})", json(profile).dump());
    }
    if (!net.empty()) {
        return fmt::format(
            "{{\n    \"release_at\": \"completion_processed\",\n    \"net\": {}\n  }}",
            net_block(net));
    }
    return server_block();
}

std::string compose(const std::string& id, const NewArguments& arguments, const std::string& net,
                    const std::string& schema) {
    const std::string& like = arguments.profile.empty() ? arguments.net : arguments.profile;
    std::string text = "{\n";
    if (!schema.empty()) {
        text += fmt::format("  \"$schema\": {},\n", json(schema).dump());
    }
    text += fmt::format("  \"id\": {},\n", json(id).dump());
    text += fmt::format("  \"title\": {},\n",
                        json(like.empty() ? "My server" : "My server, like " + like).dump());
    text += "  \"limit\": 2,\n  \"requests\": 3,\n";
    text += fmt::format("  \"server\": {},\n", server_of(arguments.profile, net));
    text +=
        "  \"client\": {\"behaviour\": \"saturating\"},\n"
        "  \"response\": {\"headers\": 40, \"body\": 4096},\n"
        "  \"pipes\": {\"to_client\": 1, \"to_server\": 1},\n"
        "  \"properties\": [\n";
    for (const std::string_view promise : kPromises) {
        text += fmt::format("    {{\"name\": \"{}\", \"expect\": \"holds\"}},\n", promise);
    }
    return text + "    {\"name\": \"reaches-limit\", \"expect\": \"reached\"}\n  ]\n}\n";
}

std::string what_next(const std::string& file, bool with_schema) {
    const std::string word = path_word(file);
    return fmt::format(
        "{}: a scenario{}\n"
        "  h2sim explore {}    every order: a proof or a counterexample\n"
        "  h2sim explain server.release_at    what a key means; so does your editor\n"
        "  h2sim validate {}    after a change\n",
        sim::printable(file, 400),
        with_schema ? fmt::format(", and beside it {}, by which editors complete it", kSchemaBeside)
                    : "",
        word, word);
}

}  // namespace

ExitCode run_command(const CommonArguments& common, const NewArguments& arguments) {
    const ScenarioFiles files{common.scenarios};
    const std::string id = checked_id(arguments);
    check_profile(files, arguments);
    const std::string net = arguments.net.empty() ? "" : find_net(files, arguments.net).text;
    require_folder_of(arguments.out);
    std::error_code error;
    if (arguments.out != "-" && !arguments.force && fs::exists(arguments.out, error)) {
        throw Failure{ExitCode::invalid,
                      fmt::format("h2sim: error: {} exists; --force overwrites it",
                                  sim::in_quotes(arguments.out, 400))};
    }
    const std::string above = schema_above(arguments.out);
    const std::string schema = above.empty() ? write_schema_beside(arguments.out) : above;
    write_text(arguments.out, compose(id, arguments, net, schema));
    if (schema.empty() && arguments.out != "-" && !common.quiet) {
        write_err(
            "h2sim: note: there is no schema.json above for editors; h2sim schema prints it\n");
    }
    if (arguments.out != "-" && !common.quiet) {
        write_out(what_next(arguments.out, schema != above));
    }
    return ExitCode::ok;
}

}  // namespace tools
