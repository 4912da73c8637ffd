// A file is taken once, whatever paths lead to it. What goes wrong with a file, in it or in the
// program while it is read, becomes an entry with that error, and the other files are still read.

#include "tools/runs/selection.hpp"

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "sim/text/printable.hpp"
#include "tools/system/files.hpp"
#include "tools/system/internal_error.hpp"
#include "tools/system/interrupt.hpp"

namespace tools {
namespace {

namespace fs = std::filesystem;

class Selector {
  public:
    Selector(const ScenarioFiles& files, const std::vector<std::string>& filters)
        : files_{files}, filters_{filters} {}

    void add_path(const std::string& named) {
        const std::string path = files_.file_of(named);
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
            if (is_profile_file(file)) {
                add_checked(file, profile_errors);
            } else if (is_net_file(file)) {
                add_checked(file, net_errors);
            } else if (is_scenario_file(
                           fs::path{file}.lexically_relative(folder).generic_string())) {
                add_file(file, /*named=*/false);
            }
        }
    }

    void add_file(const std::string& file, bool named) {
        add(file, [&](const std::string& text) { read_scenario(file, text, named); });
    }

    // Only one that is not valid is kept, so that it does not wait for a scenario to name it.
    template <class Errors>
    void add_checked(const std::string& file, const Errors& errors_of) {
        add(file, [&](const std::string& text) {
            sim::InputErrors errors = errors_of(text, file);
            if (!errors.empty()) {
                keep({file, std::move(errors), text});
            }
        });
    }

    // Hands the text over, once; what fails over it in the program is kept as that.
    template <class Read>
    void add(const std::string& file, const Read& read) {
        std::error_code error;
        const fs::path canonical = fs::weakly_canonical(file, error);
        if (!seen_.insert(error ? file : canonical.string()).second) {
            return;
        }
        try {
            const auto text = interrupted_by() == 0 ? files_.read(file) : std::string{};
            if (interrupted_by() != 0) {  // perhaps while it waited for the text
                keep({file, sim::InputErrors{}, ""});
            } else if (text) {
                read(*text);
            } else {
                keep({file, sim::InputErrors{text.error()}, ""});
            }
        } catch (...) {
            keep({file, sim::InputErrors{}, "", 0, current_internal_error()});
        }
    }

    void read_scenario(const std::string& file, const std::string& text, bool named) {
        sim::ScenarioResult parsed = files_.parse(text, file, {});
        if (!parsed && !named && nlohmann::json::accept(text) &&
            kind_of_content(text) != ContentKind::scenario) {
            selection_.notes.push_back(
                fmt::format("{}: no scenario, left out", sim::printable(file, 400)));
            return;
        }
        keep({file, std::move(parsed), text});
    }

    void keep(SelectedScenario scenario) {
        selection_.labels.push_back(scenario.label());
        if (passes(scenario.label(), filters_)) {
            scenario.position = selection_.scenarios.size();
            selection_.scenarios.push_back(std::move(scenario));
        }
    }

    const ScenarioFiles& files_;
    const std::vector<std::string>& filters_;
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
                           const std::vector<std::string>& filters) {
    Selector selector{files, filters};
    for (const std::string& path : paths) {
        selector.add_path(path);
    }
    return selector.take();
}

bool passes(std::string_view label, const std::vector<std::string>& filters) {
    bool wanted = true;  // until a filter says what is
    bool asked = false;
    for (const std::string& filter : filters) {
        if (filter.starts_with('!')) {
            if (label.find(std::string_view{filter}.substr(1)) != std::string_view::npos) {
                return false;
            }
            continue;
        }
        wanted = (asked && wanted) || label.find(filter) != std::string_view::npos;
        asked = true;
    }
    return wanted;
}

}  // namespace tools
