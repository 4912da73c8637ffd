#include "tools/runs/selection.hpp"

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "sim/text/printable.hpp"
#include "tools/system/files.hpp"

namespace tools {
namespace {

namespace fs = std::filesystem;

bool is_other_kind_of_file(const fs::path& below_folder) {
    const std::string name = below_folder.filename().string();
    if (name.ends_with("schema.json") || name.ends_with(".trace.json")) {
        return true;
    }
    const fs::path folders = below_folder.parent_path();
    return std::any_of(folders.begin(), folders.end(), [](const fs::path& folder) {
        return folder == "profiles" || folder == "traces";
    });
}

class Selector {
  public:
    Selector(const ScenarioFiles& files, const std::string& filter)
        : files_{files}, filter_{filter} {}

    void add_path(const std::string& path) {
        if (path != "-" && is_folder(path)) {
            add_folder(path);
        } else {
            add_file(path, /*named=*/true);
        }
    }

    Selection take() {
        std::map<std::string, std::string> file_of;
        for (const SelectedScenario& scenario : selection_.scenarios) {
            const auto [first, fresh] = file_of.emplace(scenario.label(), scenario.file);
            if (!fresh) {
                selection_.notes.push_back(fmt::format("{} and {} have the same id, {}",
                                                       first->second, scenario.file,
                                                       scenario.label()));
            }
        }
        return std::move(selection_);
    }

  private:
    void add_folder(const std::string& folder) {
        const FolderList list = list_json_files(folder);
        for (const sim::InputError& error : list.errors) {
            keep({folder, sim::InputErrors{error}, ""});
        }
        for (const std::string& file : list.files) {
            if (!is_other_kind_of_file(fs::path{file}.lexically_relative(folder))) {
                add_file(file, /*named=*/false);
            }
        }
    }

    void add_file(const std::string& file, bool named) {
        std::error_code error;
        const fs::path canonical = fs::weakly_canonical(file, error);
        if (!seen_.insert(error ? file : canonical.string()).second) {
            return;
        }
        auto text = read_text(file);
        if (!text) {
            keep({file, sim::InputErrors{text.error()}, ""});
            return;
        }
        const auto json = nlohmann::json::parse(*text, nullptr, /*allow_exceptions=*/false);
        if (!named && !json.is_discarded() && kind_of_content(*text) != ContentKind::scenario) {
            selection_.notes.push_back(
                fmt::format("{}: no scenario, left out", sim::printable(file, 400)));
            return;
        }
        sim::ScenarioResult parsed = files_.parse(*text, file, {});
        keep({file, std::move(parsed), std::move(*text)});
    }

    void keep(SelectedScenario scenario) {
        selection_.labels.push_back(scenario.label());
        if (scenario.label().find(filter_) != std::string::npos) {
            scenario.position = selection_.scenarios.size();
            selection_.scenarios.push_back(std::move(scenario));
        }
    }

    const ScenarioFiles& files_;
    const std::string& filter_;
    std::set<std::string> seen_;
    Selection selection_;
};

}  // namespace

std::string SelectedScenario::label() const {
    return parsed ? parsed->scenario.id : sim::printable(file, 400);
}

void Selection::renumber() {
    for (std::size_t i = 0; i < scenarios.size(); ++i) {
        scenarios[i].position = i;
    }
}

Selection select_scenarios(const ScenarioFiles& files, const std::vector<std::string>& paths,
                           const std::string& filter) {
    Selector selector{files, filter};
    for (const std::string& path : paths) {
        selector.add_path(path);
    }
    return selector.take();
}

}  // namespace tools
