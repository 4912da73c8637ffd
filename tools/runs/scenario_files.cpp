// Folders are searched in two lists: those before the folders near the scenario's file and those
// after them. A profile is read when a scenario names it; if it cannot be read, that error joins
// those of the scenario.

#include "tools/runs/scenario_files.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include <fmt/format.h>

#include "sim/net/net_reader.hpp"
#include "sim/text/nearest_name.hpp"
#include "sim/text/printable.hpp"
#include "tools/system/embedded.hpp"
#include "tools/system/environment.hpp"
#include "tools/system/failure.hpp"
#include "tools/system/files.hpp"
#include "tools/system/wording.hpp"

namespace tools {
namespace {

namespace fs = std::filesystem;

constexpr const char* kFolderName = "scenarios";

fs::path required_folder(const std::string& given, const char* where) {
    if (!is_folder(given)) {
        throw Failure{ExitCode::invalid, fmt::format("h2sim: error: {}: there is no folder {}",
                                                     where, sim::in_quotes(given, 400))};
    }
    return given;
}

fs::path whole(const fs::path& path) {
    return is_embedded(path.string()) ? path : fs::absolute(path).lexically_normal();
}

void add_folder(std::vector<fs::path>& folders, const fs::path& folder) {
    if (is_folder(folder) && std::find(folders.begin(), folders.end(), folder) == folders.end()) {
        folders.push_back(folder);
    }
}

// The shortest way to write a folder: relative where it lies below the current one.
fs::path spelled(const fs::path& folder) {
    std::error_code error;
    const fs::path relative = folder.lexically_relative(fs::current_path(error));
    return relative.empty() || relative.begin()->string() == ".." ? folder : relative;
}

// A path as somebody might have spelled an id: without "scenarios/" and ".json".
std::string as_id(fs::path file) {
    if (file.extension() == ".json") {
        file.replace_extension();
    }
    const std::string name = file.generic_string();
    const std::string folder = std::string{kFolderName} + "/";
    return name.starts_with(folder) ? name.substr(folder.size()) : name;
}

std::vector<std::string> ids_in(const std::vector<std::string>& folders) {
    std::vector<std::string> ids;
    for (const std::string& folder : folders) {
        for (const std::string& file : list_json_files(folder).files) {
            const fs::path below = fs::path{file}.lexically_relative(folder);
            if (is_scenario_file(below.generic_string())) {
                ids.push_back(as_id(below));
            }
        }
    }
    return ids;
}

// The id that was meant: the whole of it mistyped, or only its last part, as files are called.
std::string near_id(const std::string& named, const std::vector<std::string>& ids) {
    const std::vector<std::string_view> whole{ids.begin(), ids.end()};
    if (std::string near = sim::did_you_mean(named, whole); !near.empty()) {
        return near;
    }
    std::vector<std::string> names;
    names.reserve(ids.size());
    for (const std::string& id : ids) {
        names.push_back(fs::path{id}.filename().string());
    }
    const std::vector<std::string_view> last{names.begin(), names.end()};
    const std::string_view name = sim::nearest_name(fs::path{named}.filename().string(), last);
    const auto found = std::find(last.begin(), last.end(), name);
    return found == last.end() ? std::string{}
                               : fmt::format("did you mean \"{}\"?",
                                             ids[static_cast<std::size_t>(found - last.begin())]);
}

// What is wrong with something that is called as its file is.
template <class Parsed>
sim::InputErrors errors_of_named(const char* what, const Parsed& parsed, const std::string& file) {
    if (!parsed) {
        return parsed.error();
    }
    if (file != "standard input" && parsed->name != fs::path{file}.stem().string()) {
        return {file_error(sim::ErrorCode::contradiction, file,
                           fmt::format("the {}'s name is {}, not that of its file", what,
                                       sim::in_quotes(parsed->name)))};
    }
    return {};
}

// Files of one kind on disk, by their names; remembers what it could not read.
class FilesOfKind {
  public:
    FilesOfKind(std::vector<fs::path> folders, std::string pointer)
        : folders_{std::move(folders)},
          pointer_{std::move(pointer)},
          files_{known_files_in(folders_)} {}

    [[nodiscard]] std::vector<std::string> names() const {
        std::vector<std::string> names;
        names.reserve(files_.size());
        for (const KnownFile& each : files_) {
            names.push_back(each.name);
        }
        return names;
    }

    std::optional<sim::ProfileText> find(std::string_view name) {
        for (const KnownFile& each : files_) {
            if (each.name == name) {
                auto text = read_text(each.file);
                if (text) {
                    return sim::ProfileText{each.file, std::move(*text)};
                }
                unreadable_.push_back(text.error());
            }
        }
        return std::nullopt;
    }

    void explain(sim::InputErrors& errors) const {
        for (sim::InputError& error : errors) {
            if (error.code == sim::ErrorCode::unknown_name && error.pointer == pointer_) {
                error.hint += fmt::format("{}{}", error.hint.empty() ? "" : " ", where());
            }
        }
        errors.insert(errors.end(), unreadable_.begin(), unreadable_.end());
    }

  private:
    [[nodiscard]] std::string where() const {
        std::vector<std::string> names;
        names.reserve(folders_.size());
        for (const fs::path& folder : folders_) {
            names.push_back(sim::printable(spelled(folder).generic_string(), 400));
        }
        return "looked in " + joined(names);
    }

    std::vector<fs::path> folders_;
    std::string pointer_;  // of the key that names one
    std::vector<KnownFile> files_;
    sim::InputErrors unreadable_;
};

// What the reader of scenarios asks for.
class FilesOnDisk {
  public:
    FilesOnDisk(const ScenarioFiles& files, const std::string& scenario_file)
        : profiles_{files.profile_folders(scenario_file), "/server/profile"},
          nets_{files.net_folders(scenario_file), "/server/net"} {}

    sim::ProfileLookup lookup() {
        return {.find = [this](std::string_view name) { return profiles_.find(name); },
                .names = profiles_.names(),
                .find_net = [this](std::string_view name) { return nets_.find(name); },
                .net_names = nets_.names()};
    }

    void explain(sim::InputErrors& errors) const {
        profiles_.explain(errors);
        nets_.explain(errors);
    }

  private:
    FilesOfKind profiles_;
    FilesOfKind nets_;
};

}  // namespace

ScenarioFiles::ScenarioFiles(const std::string& option) {
    if (!option.empty()) {
        before_.push_back(required_folder(option, "--scenarios"));
    }
    if (const std::string_view folder = environment("H2SIM_SCENARIOS"); !folder.empty()) {
        after_.push_back(required_folder(std::string{folder}, "H2SIM_SCENARIOS"));
    }
    if (is_folder(kFolderName)) {
        after_.emplace_back(kFolderName);
    }
    after_.emplace_back(kEmbeddedFolder);
}

std::vector<std::string> ScenarioFiles::folders() const {
    std::vector<std::string> folders;
    for (const std::vector<fs::path>& part : {before_, after_}) {
        for (const fs::path& folder : part) {
            folders.push_back(folder.string());
        }
    }
    return folders;
}

std::vector<fs::path> ScenarioFiles::profile_folders(const std::string& scenario_file) const {
    return folders_called("profiles", scenario_file);
}

std::vector<fs::path> ScenarioFiles::net_folders(const std::string& scenario_file) const {
    return folders_called("nets", scenario_file);
}

std::vector<fs::path> ScenarioFiles::folders_called(const std::string& name,
                                                    const std::string& scenario_file) const {
    std::vector<fs::path> folders;
    for (const fs::path& folder : before_) {
        add_folder(folders, whole(folder / name));
    }
    if (!is_embedded(scenario_file)) {
        const fs::path file = scenario_file == "-" ? "stdin" : scenario_file;
        fs::path above = whole(file).parent_path();
        add_folder(folders, above / name);
        while (above != above.parent_path()) {
            above = above.parent_path();
            add_folder(folders, above / name);
        }
    }
    for (const fs::path& folder : after_) {
        add_folder(folders, whole(folder / name));
    }
    return folders;
}

std::string ScenarioFiles::file_of(const std::string& named) const {
    if (named == "-" || named.empty() || is_there(named)) {
        return named;
    }
    for (const std::string& folder : folders()) {
        for (const std::string& name : {named + ".json", named}) {
            const std::string file = (fs::path{folder} / name).generic_string();
            if (is_there(file)) {
                return file;
            }
        }
    }
    return named;
}

h2::Result<std::string, sim::InputError> ScenarioFiles::read(const std::string& file) const {
    auto text = read_text(file);
    if (text || file == "-" || is_there(file)) {
        return text;
    }
    const std::vector<std::string> ids = ids_in(folders());
    const std::string near = near_id(as_id(file), ids);
    sim::InputError error = text.error();
    error.hint = fmt::format("{}{}no scenario in {} has it as its id; h2sim list scenarios", near,
                             near.empty() ? "" : " ", sim::printable(joined(folders()), 400));
    return error;
}

sim::ScenarioResult ScenarioFiles::load(const std::string& named,
                                        const std::vector<std::string>& overrides) const {
    const std::string file = file_of(named);
    const auto text = read(file);
    if (!text) {
        return sim::InputErrors{text.error()};
    }
    return parse(*text, file, overrides);
}

sim::ScenarioResult ScenarioFiles::parse(const std::string& text, const std::string& file,
                                         const std::vector<std::string>& overrides) const {
    const std::string shown = input_name(file);
    FilesOnDisk files{*this, file};
    sim::ScenarioResult result = sim::parse_scenario(text, shown, files.lookup(), overrides);
    if (result) {
        return result;
    }
    if (kind_of_content(text) == ContentKind::trace) {
        return sim::InputErrors{file_error(sim::ErrorCode::wrong_kind, shown,
                                           "a trace, not a scenario", "h2sim replay takes traces")};
    }
    sim::InputErrors errors = result.error();
    files.explain(errors);
    return errors;
}

h2::Result<h2::Policy, sim::InputErrors> ScenarioFiles::policy(
    const std::string& profile, const std::vector<std::string>& changes) const {
    FilesOnDisk files{*this, "-"};
    auto result = sim::parse_policy(profile, files.lookup(), changes);
    if (result) {
        return result;
    }
    sim::InputErrors errors = result.error();
    files.explain(errors);
    return errors;
}

std::vector<KnownFile> known_files_in(const std::vector<fs::path>& folders) {
    std::map<std::string, std::string> file_of;
    for (const fs::path& folder : folders) {
        const fs::path shown = spelled(folder);
        for (const std::string& each : list_json_files(shown.string()).files) {
            const fs::path file = each;
            if (file.parent_path() == shown) {
                file_of.emplace(file.stem().string(), each);
            }
        }
    }
    std::vector<KnownFile> found;
    found.reserve(file_of.size());
    for (const auto& [name, file] : file_of) {
        found.push_back({name, file});
    }
    return found;
}

bool is_scenario_file(const std::string& below_folder) {
    const fs::path file = below_folder;
    const std::string name = file.filename().string();
    if (name.ends_with("schema.json") || name.ends_with(".trace.json")) {
        return false;
    }
    const fs::path folders = file.parent_path();
    return !is_probe_file(below_folder) &&
           std::none_of(folders.begin(), folders.end(), [](const fs::path& folder) {
               return folder == "profiles" || folder == "nets" || folder == "traces";
           });
}

bool is_probe_file(const std::string& path) {
    const fs::path folder = fs::path{path}.parent_path().filename();
    const std::string name = folder.string();
    return name.size() > 3 && name.starts_with("rfc") &&
           name.find_first_not_of("0123456789", 3) == std::string::npos && path.ends_with(".json");
}

bool is_profile_file(const std::string& file) {
    return fs::path{file}.parent_path().filename() == "profiles";
}

bool is_net_file(const std::string& file) {
    return fs::path{file}.parent_path().filename() == "nets";
}

std::string origin_of(const std::string& file, const std::string& below_folder) {
    if (is_embedded(file)) {
        return "embedded";
    }
    const std::string end = "/" + below_folder;
    return file.ends_with(end) ? file.substr(0, file.size() - end.size()) : file;
}

sim::InputErrors profile_errors(const std::string& text, const std::string& file) {
    return errors_of_named("profile", sim::parse_profile(text, file), file);
}

sim::InputErrors net_errors(const std::string& text, const std::string& file) {
    return errors_of_named("net", sim::parse_net(text, file), file);
}

}  // namespace tools
