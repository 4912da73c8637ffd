#include "tools/runs/scenario_files.hpp"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <utility>

#include <fmt/format.h>

#include "sim/text/printable.hpp"
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

// scenarios/ of the source tree the program was built in (build/tools/h2sim), or of its
// installation (bin/h2sim, share/h2sim/scenarios).
std::optional<fs::path> folder_of_program() {
    std::error_code error;
    const fs::path program = fs::read_symlink("/proc/self/exe", error);
    if (error) {
        return std::nullopt;
    }
    for (fs::path above = program.parent_path(); above != above.parent_path();
         above = above.parent_path()) {
        for (const fs::path& folder :
             {above / "share" / "h2sim" / kFolderName, above / kFolderName}) {
            if (is_folder(folder / "profiles")) {
                return folder;
            }
        }
    }
    return std::nullopt;
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

// Profiles on disk as the reader of scenarios asks for them; remembers what it could not read.
class ProfilesOnDisk {
  public:
    explicit ProfilesOnDisk(std::vector<fs::path> folders)
        : folders_{std::move(folders)}, files_{profiles_in(folders_)} {}

    sim::ProfileLookup lookup() {
        sim::ProfileLookup lookup;
        for (const ProfileFile& profile : files_) {
            lookup.names.push_back(profile.name);
        }
        lookup.find = [this](std::string_view name) { return find(name); };
        return lookup;
    }

    void explain(sim::InputErrors& errors) {
        for (sim::InputError& error : errors) {
            if (error.code == sim::ErrorCode::unknown_name && error.pointer == "/server/profile") {
                error.hint += fmt::format("{}{}", error.hint.empty() ? "" : " ", where());
            }
        }
        errors.insert(errors.end(), unreadable_.begin(), unreadable_.end());
    }

  private:
    std::optional<sim::ProfileText> find(std::string_view name) {
        for (const ProfileFile& profile : files_) {
            if (profile.name == name) {
                auto text = read_text(profile.file);
                if (text) {
                    return sim::ProfileText{profile.file, std::move(*text)};
                }
                unreadable_.push_back(text.error());
            }
        }
        return std::nullopt;
    }

    [[nodiscard]] std::string where() const {
        std::vector<std::string> names;
        names.reserve(folders_.size());
        for (const fs::path& folder : folders_) {
            names.push_back(sim::printable(spelled(folder).generic_string(), 400));
        }
        return names.empty() ? "no folder with profiles was found; name one with --scenarios"
                             : "looked in " + joined(names);
    }

    std::vector<fs::path> folders_;
    std::vector<ProfileFile> files_;
    sim::InputErrors unreadable_;
};

}  // namespace

ScenarioFiles::ScenarioFiles(const std::string& option) {
    if (!option.empty()) {
        before_.push_back(required_folder(option, "--scenarios"));
    }
    const char* environment = std::getenv("H2SIM_SCENARIOS");
    if (environment != nullptr && *environment != '\0') {
        after_.push_back(required_folder(environment, "H2SIM_SCENARIOS"));
    }
    if (is_folder(kFolderName)) {
        after_.emplace_back(kFolderName);
    }
    if (const std::optional<fs::path> own = folder_of_program()) {
        after_.push_back(spelled(*own));
    }
}

std::string ScenarioFiles::default_folder() const {
    if (!before_.empty()) {
        return before_.front().string();
    }
    return after_.empty() ? std::string{} : after_.front().string();
}

std::vector<fs::path> ScenarioFiles::profile_folders(const std::string& scenario_file) const {
    std::vector<fs::path> folders;
    for (const fs::path& folder : before_) {
        add_folder(folders, fs::absolute(folder / "profiles").lexically_normal());
    }
    const fs::path file = scenario_file == "-" ? "stdin" : scenario_file;
    fs::path above = fs::absolute(file).lexically_normal().parent_path();
    add_folder(folders, above / "profiles");
    while (above != above.parent_path()) {
        above = above.parent_path();
        add_folder(folders, above / "profiles");
    }
    for (const fs::path& folder : after_) {
        add_folder(folders, fs::absolute(folder / "profiles").lexically_normal());
    }
    return folders;
}

std::string ScenarioFiles::file_of(const std::string& named) const {
    std::error_code error;
    if (named == "-" || fs::exists(named, error) || default_folder().empty()) {
        return named;
    }
    const fs::path by_id = fs::path{default_folder()} / (named + ".json");
    return fs::exists(by_id, error) ? by_id.generic_string() : named;
}

sim::ScenarioResult ScenarioFiles::load(const std::string& named,
                                        const std::vector<std::string>& overrides) const {
    const std::string file = file_of(named);
    const auto text = read_text(file);
    if (!text) {
        return sim::InputErrors{text.error()};
    }
    return parse(*text, file, overrides);
}

sim::ScenarioResult ScenarioFiles::parse(const std::string& text, const std::string& file,
                                         const std::vector<std::string>& overrides) const {
    const std::string shown = file == "-" ? "standard input" : file;
    if (kind_of_content(text) == ContentKind::trace) {
        return sim::InputErrors{file_error(sim::ErrorCode::wrong_kind, shown,
                                           "a trace, not a scenario", "h2sim replay takes traces")};
    }
    ProfilesOnDisk profiles{profile_folders(file)};
    sim::ScenarioResult result = sim::parse_scenario(text, shown, profiles.lookup(), overrides);
    if (result) {
        return result;
    }
    sim::InputErrors errors = result.error();
    profiles.explain(errors);
    return errors;
}

h2::Result<h2::Policy, sim::InputErrors> ScenarioFiles::policy(
    const std::string& profile, const std::vector<std::string>& changes) const {
    ProfilesOnDisk profiles{profile_folders("-")};
    auto result = sim::parse_policy(profile, profiles.lookup(), changes);
    if (result) {
        return result;
    }
    sim::InputErrors errors = result.error();
    profiles.explain(errors);
    return errors;
}

std::vector<ProfileFile> profiles_in(const std::vector<fs::path>& folders) {
    std::map<std::string, std::string> file_of;
    for (const fs::path& folder : folders) {
        std::error_code error;
        auto entry = fs::directory_iterator{spelled(folder), error};
        for (; !error && entry != fs::directory_iterator{}; entry.increment(error)) {
            const fs::path& file = entry->path();
            if (file.extension() == ".json" && !file.filename().string().starts_with('.')) {
                file_of.emplace(file.stem().string(), file.generic_string());
            }
        }
    }
    std::vector<ProfileFile> profiles;
    profiles.reserve(file_of.size());
    for (const auto& [name, file] : file_of) {
        profiles.push_back({name, file});
    }
    return profiles;
}

ContentKind kind_of_content(const std::string& text) {
    const auto json = nlohmann::json::parse(text, nullptr, /*allow_exceptions=*/false);
    if (!json.is_object()) {
        return ContentKind::unknown;
    }
    const auto schema = json.find("schema");
    if ((schema != json.end() && schema->is_string() &&
         schema->get_ref<const std::string&>().starts_with("h2sim-trace/")) ||
        (json.contains("steps") && json.contains("scenario"))) {
        return ContentKind::trace;
    }
    if (json.contains("stack") || (json.contains("confidence") && json.contains("name"))) {
        return ContentKind::profile;
    }
    for (const char* key : {"id", "limit", "requests", "server", "client"}) {
        if (json.contains(key)) {
            return ContentKind::scenario;
        }
    }
    const auto draft = json.find("$schema");
    const bool is_schema =
        draft != json.end() && draft->is_string() &&
        draft->get_ref<const std::string&>().find("json-schema.org") != std::string::npos;
    return is_schema ? ContentKind::schema : ContentKind::unknown;
}

}  // namespace tools
