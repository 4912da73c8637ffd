#include "sim/scenario/scenario_json.hpp"

#include <algorithm>
#include <iterator>
#include <tuple>
#include <utility>

#include "sim/scenario/scenario_document.hpp"
#include "sim/scenario/scenario_override.hpp"
#include "sim/scenario/scenario_reader.hpp"
#include "sim/scenario/scenario_sense.hpp"
#include "sim/scenario/scenario_shape.hpp"

namespace sim {
namespace {

constexpr std::size_t kMostErrors = 20;  // shown: a file that is no scenario has hundreds

void append(InputErrors& errors, InputErrors more) {
    std::move(more.begin(), more.end(), std::back_inserter(errors));
}

bool stands_before(const InputError& left, const InputError& right) {
    const auto place = [](const InputError& error) {  // arguments stay in the order given
        return std::tuple{std::string_view{error.file}, error.line,
                          error.line == 0 ? 0 : error.column};
    };
    return place(left) < place(right);
}

// Profiles are merged into a server of the right shape only.
bool is_about_server(const InputError& error) {
    return error.pointer.empty() || error.pointer.find("/server") != std::string::npos;
}

// Errors in one file stand together, in the order of the text.
InputErrors sorted(InputErrors errors) {
    InputErrors result;
    for (InputError& error : errors) {
        const auto at = std::upper_bound(result.begin(), result.end(), error, stands_before);
        result.insert(at, std::move(error));
    }
    if (result.size() > kMostErrors) {
        result.resize(kMostErrors);
        std::string& hint = result.back().hint;
        hint += hint.empty() ? "further errors are not shown" : "; further errors are not shown";
    }
    return result;
}

}  // namespace

ScenarioResult parse_scenario(std::string_view text, std::string_view file,
                              const ProfileLookup& profiles,
                              const std::vector<std::string>& overrides) {
    const auto located = parse_located_json(text, file);
    if (!located) {
        return InputErrors{located.error()};
    }
    return parse_scenario_at(*located, "", profiles, overrides);
}

ScenarioResult parse_scenario_at(const LocatedJson& json, std::string_view pointer,
                                 const ProfileLookup& profiles,
                                 const std::vector<std::string>& overrides) {
    Document document{json, pointer};
    InputErrors errors = apply_overrides(document, overrides);
    append(errors, check_shape(document, scenario_root()));
    append(errors, check_property_names(document));
    if (std::none_of(errors.begin(), errors.end(), is_about_server)) {
        append(errors, merge_profile(document, profiles));
    }
    if (!errors.empty()) {
        return sorted(std::move(errors));
    }
    ParsedScenario parsed{read_scenario(document.value()), document.value()};
    errors = check_sense(parsed.scenario, document);
    if (!errors.empty()) {
        return sorted(std::move(errors));
    }
    parsed.document.erase("$schema");
    return parsed;
}

}  // namespace sim
