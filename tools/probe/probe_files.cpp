// Folders of scenarios → sections.

#include "tools/probe/probe_files.hpp"

#include <algorithm>
#include <filesystem>
#include <map>

#include <fmt/format.h>

#include "h2core/ledger.hpp"
#include "sim/text/nearest_name.hpp"
#include "sim/text/printable.hpp"
#include "tools/probe/probe_form.hpp"
#include "tools/runs/selection.hpp"
#include "tools/system/failure.hpp"
#include "tools/system/files.hpp"

namespace tools {
namespace {

// "9113/6.10" → 9113, 6, 10: sections stand in the order of the RFC.
std::vector<unsigned long> numbers_of(const std::string& section) {
    std::vector<unsigned long> numbers;
    std::string digits;
    for (const char c : section + "/") {
        if (c >= '0' && c <= '9') {
            digits += c;
        } else if (!digits.empty()) {
            numbers.push_back(std::stoul(digits.substr(0, 9)));
            digits.clear();
        }
    }
    return numbers;
}

void require_part(const std::vector<ProbeSection>& sections, const std::string& part) {
    std::vector<std::string_view> names;
    for (const ProbeSection& section : sections) {
        names.emplace_back(section.id);
        for (const ProbeCase& each : section.cases) {
            if (h2::holds(part, each.id)) {
                return;
            }
            names.emplace_back(each.id);
        }
    }
    const std::string near = sim::did_you_mean(part, names);
    refuse_arguments(fmt::format("no case or section is called {}{}", sim::in_quotes(part),
                                 near.empty() ? "" : "; " + near));
}

}  // namespace

std::vector<ProbeSection> all_probe_sections(const ScenarioFiles& files) {
    std::map<std::string, std::string> file_of;
    for (const std::string& folder : files.folders()) {
        for (const std::string& file : list_json_files(folder).files) {
            const std::string below =
                std::filesystem::path{file}.lexically_relative(folder).generic_string();
            if (is_probe_file(below)) {
                file_of.emplace(below, file);
            }
        }
    }
    std::vector<ProbeSection> sections;
    sim::InputErrors errors;
    for (const auto& [below, file] : file_of) {
        const auto text = read_text(file);
        auto section =
            text ? parse_probe_section(*text, file)
                 : h2::Result<ProbeSection, sim::InputErrors>{sim::InputErrors{text.error()}};
        if (section) {
            sections.push_back(std::move(*section));
        } else {
            errors.insert(errors.end(), section.error().begin(), section.error().end());
        }
    }
    if (!errors.empty()) {
        throw Failure{ExitCode::invalid, sim::to_text(errors)};
    }
    std::sort(sections.begin(), sections.end(), [](const ProbeSection& a, const ProbeSection& b) {
        const auto left = numbers_of(a.id);
        const auto right = numbers_of(b.id);
        return left == right ? a.id < b.id : left < right;
    });
    return sections;
}

std::vector<ProbeSection> select_probe_cases(std::vector<ProbeSection> sections,
                                             const ProbeWishes& wishes) {
    for (const std::string& part : wishes.parts) {
        require_part(sections, part);
    }
    for (ProbeSection& section : sections) {
        std::erase_if(section.cases, [&](const ProbeCase& each) {
            const bool named =
                wishes.parts.empty() ||
                std::any_of(wishes.parts.begin(), wishes.parts.end(),
                            [&](const std::string& part) { return h2::holds(part, each.id); });
            const bool level = each.level == h2::Level::must ||
                               (each.level == h2::Level::should && !wishes.only_must) ||
                               (each.level == h2::Level::may && wishes.with_may);
            return !named || !level || !passes(each.id, wishes.filters);
        });
    }
    std::erase_if(sections, [](const ProbeSection& section) { return section.cases.empty(); });
    return sections;
}

}  // namespace tools
