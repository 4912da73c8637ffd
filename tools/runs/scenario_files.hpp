#pragma once
// Where scenarios, profiles and nets are found, and how a scenario file becomes a scenario.
//
// Profiles are files NAME.json in folders; the first folder that has the name wins:
//  1. DIR/profiles for --scenarios DIR,
//  2. `profiles` beside the scenario file, or beside a folder above it, the nearest first,
//  3. DIR/profiles for the environment variable H2SIM_SCENARIOS,
//  4. scenarios/profiles in the current folder,
//  5. those that are part of the program.
// Scenarios are files in the same folders DIR, and their id is the path below DIR without ".json";
// here too the first folder that has the id wins.

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/scenario/profile.hpp"
#include "sim/scenario/scenario_json.hpp"
#include "tools/system/files.hpp"

namespace tools {

class ScenarioFiles {
  public:
    // `option` is the value of --scenarios, empty if not given. Throws Failure if it or the
    // environment names no folder.
    explicit ScenarioFiles(const std::string& option);

    // The folders of scenarios: --scenarios, the environment, the current folder's, and last what
    // is part of the program.
    [[nodiscard]] std::vector<std::string> folders() const;

    // The first of them: what is checked when nothing is named.
    [[nodiscard]] std::string default_folder() const { return folders().front(); }

    // Folders with profiles for a scenario in this file, in the order of the search.
    [[nodiscard]] std::vector<std::filesystem::path> profile_folders(
        const std::string& scenario_file) const;

    // The same for nets: folders `nets` in the same places.
    [[nodiscard]] std::vector<std::filesystem::path> net_folders(
        const std::string& scenario_file) const;

    // The file or folder that a person names: a path, or an id below one of the folders
    // ("races/go-42777-landed", "races/stacks"). What is neither is returned as it is.
    [[nodiscard]] std::string file_of(const std::string& named) const;

    // Reads a file of that name. Where there is none the error says which ids are like it, and
    // where they were looked for.
    [[nodiscard]] h2::Result<std::string, sim::InputError> read(const std::string& file) const;

    // Reads and parses what is so named; "-" is standard input.
    [[nodiscard]] sim::ScenarioResult load(const std::string& named,
                                           const std::vector<std::string>& overrides) const;

    // The same with a text that has been read.
    [[nodiscard]] sim::ScenarioResult parse(const std::string& text, const std::string& file,
                                            const std::vector<std::string>& overrides) const;

    // What a profile (none if empty) and changes of keys below "server" decide for the core.
    [[nodiscard]] h2::Result<h2::Policy, sim::InputErrors> policy(
        const std::string& profile, const std::vector<std::string>& changes) const;

  private:
    [[nodiscard]] std::vector<std::filesystem::path> folders_called(
        const std::string& name, const std::string& scenario_file) const;

    std::vector<std::filesystem::path> before_;  // folders of scenarios, searched before those
    std::vector<std::filesystem::path> after_;   // near the file, and after them
};

// The names of the profiles, or nets, in these folders, sorted, and the file of each.
struct KnownFile {
    std::string name;
    std::string file;
    bool operator==(const KnownFile&) const = default;
};
std::vector<KnownFile> known_files_in(const std::vector<std::filesystem::path>& folders);

// What `parse` makes of a file's text and name, or that it cannot be read.
template <class Parse>
auto parsed_file(const std::string& file, const Parse& parse)
    -> decltype(parse(std::string_view{}, std::string_view{})) {
    const auto text = read_text(file);
    if (!text) {
        return sim::InputErrors{text.error()};
    }
    return parse(*text, file);
}

// Whether a file at this path below a folder of scenarios is meant to be one: it is no schema
// (*schema.json), trace (*.trace.json, or below a folder `traces`), profile, net or cases of probe.
bool is_scenario_file(const std::string& below_folder);

// Whether a file is meant to hold cases of `h2sim probe`: it lies in a folder "rfc9113" or the
// like.
bool is_probe_file(const std::string& path);

// Whether a file is meant to be a profile: it lies in a folder of that name.
bool is_profile_file(const std::string& file);

// The same for nets.
bool is_net_file(const std::string& file);

// Where a file comes from, for people: "embedded", or the folder of scenarios that it lies in at
// this path below it.
std::string origin_of(const std::string& file, const std::string& below_folder);

// What is wrong with a profile; its name must be that of its file.
sim::InputErrors profile_errors(const std::string& text, const std::string& file);

// The same for a net.
sim::InputErrors net_errors(const std::string& text, const std::string& file);

// What a JSON text is meant to be, judged by its keys. `unknown`: not JSON, or none of these.
enum class ContentKind : std::uint8_t { scenario, profile, net, trace, schema, unknown };
ContentKind kind_of_content(const std::string& text);

}  // namespace tools
