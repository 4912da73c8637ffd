// Looks for a name in up to three passes, each only if the one before found nothing: as it is, then
// without regard to case and to '_' for '-', then as a step, by its actor and its first word.

#include "tools/explain/explain.hpp"

#include <algorithm>
#include <cctype>
#include <functional>
#include <string_view>

#include "h2core/ledger.hpp"

namespace tools {
namespace {

using Found = std::vector<const Explanation*>;

std::string without_case(std::string_view name) {
    std::string result{name};
    for (char& letter : result) {
        if (letter == '_') {
            letter = '-';
        } else if (letter >= 'A' && letter <= 'Z') {
            letter = static_cast<char>(letter - 'A' + 'a');
        }
    }
    return result;
}

// "request 3: hands over DATA …" → "request: hands": who does what, whatever it is about.
std::string deed(std::string_view step) {
    const std::size_t colon = step.find(": ");
    if (colon == std::string_view::npos) {
        return {};
    }
    const std::string_view actor = step.substr(0, step.find_first_of(" :"));
    const std::string_view action = step.substr(colon + 2);
    return std::string{actor} + ": " + std::string{action.substr(0, action.find(' '))};
}

bool goes_by(const Explanation& each, const std::string& name, const auto& form) {
    return std::any_of(each.also.begin(), each.also.end(),
                       [&](const std::string& other) { return form(other) == form(name); });
}

}  // namespace

Explanations all_explanations(const ScenarioFiles& files) {
    Explanations all;
    explain_properties(all);
    explain_keys(all);
    explain_profiles(all, files);
    explain_nets(all, files);
    explain_events(all);
    explain_results(all);
    explain_rules(all);
    return all;
}

Found find_explanations(const Explanations& all, const std::string& name) {
    const auto as_it_is = [](const std::string& text) { return text; };
    const auto matches = [&](const auto& predicate) {
        Found found;
        for (const Explanation& each : all) {
            if (predicate(each)) {
                found.push_back(&each);
            }
        }
        return found;
    };
    Found found = matches([&](const Explanation& each) {
        return each.name == name || goes_by(each, name, as_it_is) ||
               (each.kind == "rule" && h2::holds(name, each.name));
    });
    if (found.empty()) {
        found = matches([&](const Explanation& each) {
            return without_case(each.name) == without_case(name) ||
                   goes_by(each, name, without_case);
        });
    }
    if (const std::string wanted = deed(name); found.empty() && !wanted.empty()) {
        found = matches([&](const Explanation& each) {
            return each.kind == "event" &&
                   std::any_of(each.example.begin(), each.example.end(),
                               [&](const std::string& line) { return deed(line) == wanted; });
        });
    }
    return found;
}

}  // namespace tools
