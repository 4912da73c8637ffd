// Overrides come first, then the shape, the profile, the values and their sense. A profile is
// merged only where nothing is wrong with "server".

#include "sim/scenario/scenario_json.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "sim/net/net_reader.hpp"
#include "sim/scenario/scenario_document.hpp"
#include "sim/scenario/scenario_override.hpp"
#include "sim/scenario/scenario_reader.hpp"
#include "sim/scenario/scenario_sense.hpp"
#include "sim/scenario/scenario_shape.hpp"
#include "sim/text/file_name.hpp"
#include "sim/text/nearest_name.hpp"
#include "sim/text/printable.hpp"

namespace sim {
namespace {

constexpr const char* kNet = "/server/net";

void append(InputErrors& errors, InputErrors more) {
    std::move(more.begin(), more.end(), std::back_inserter(errors));
}

// Profiles are merged into a server of the right shape only.
bool is_about_server(const InputError& error) {
    return error.pointer.empty() || error.pointer.find("/server") != std::string::npos;
}

InputErrors unknown_net(const Document& document, const std::string& name,
                        const ProfileLookup& files) {
    const std::vector<std::string_view> names{files.net_names.begin(), files.net_names.end()};
    JsonCheck check{document};
    check.complain(ErrorCode::unknown_name, kNet, fmt::format("unknown net {}", in_quotes(name)),
                   names.empty() ? "" : fmt::format("one of {}", fmt::join(names, ", ")),
                   did_you_mean(name, names));
    return check.take();
}

// Writes the net that "server.net" names into the document, where it is read like one that the
// scenario carries.
InputErrors resolve_net(Document& document, const ProfileLookup& files) {
    const nlohmann::json* value = document.find(kNet);
    if (value == nullptr) {
        return {};
    }
    if (value->is_string()) {
        const auto name = value->get<std::string>();
        const auto found =
            files.find_net && is_file_name(name) ? files.find_net(name) : std::nullopt;
        if (!found) {
            return unknown_net(document, name, files);
        }
        const auto located = parse_located_json(found->text, found->file);
        if (!located) {
            return InputErrors{located.error()};
        }
        document.graft(kNet, Document{*located}, "");
    }
    document.erase(std::string{kNet} + "/$schema");
    JsonCheck check{document};
    (void)read_net(check, {*document.find(kNet), kNet});
    return check.take();
}

// Overrides applied, the profile's values written out: what can be read, or what is wrong.
InputErrors resolve(Document& document, const ProfileLookup& profiles,
                    const std::vector<std::string>& overrides) {
    InputErrors errors = apply_overrides(document, overrides);
    append(errors, check_shape(document, scenario_form()));
    append(errors, check_property_names(document));
    if (std::none_of(errors.begin(), errors.end(), is_about_server)) {
        append(errors, merge_profile(document, profiles));
        if (std::none_of(errors.begin(), errors.end(), is_about_server)) {
            append(errors, resolve_net(document, profiles));
        }
    }
    return errors;
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
    InputErrors errors = resolve(document, profiles, overrides);
    if (!errors.empty()) {
        return in_order(std::move(errors));
    }
    ParsedScenario parsed{read_scenario(document.value()), document.value(), {}};
    Sense sense = check_sense(parsed.scenario, document);
    if (!sense.errors.empty()) {
        return in_order(std::move(sense.errors));
    }
    parsed.document.erase("$schema");
    parsed.notes = std::move(sense.notes);
    return parsed;
}

h2::Result<h2::Policy, InputErrors> parse_policy(std::string_view profile,
                                                 const ProfileLookup& profiles,
                                                 const std::vector<std::string>& overrides) {
    nlohmann::json world = {
        {"id", "policy"},
        {"title", "a policy"},
        {"limit", 1},
        {"requests", 1},
        {"server", nlohmann::json::object()},
        {"client", nlohmann::json::object()},
        {"properties", {{{"name", "no-deadlock"}, {"expect", "holds"}}}},
    };
    std::vector<std::string> all;
    if (!profile.empty()) {
        using Handler = nlohmann::json::error_handler_t;
        all.push_back("server.profile=" +
                      nlohmann::json(profile).dump(-1, ' ', false, Handler::replace));
    }
    for (const std::string& override : overrides) {
        all.push_back("server." + override);
    }
    Document document{*parse_located_json(world.dump(), "--set")};
    if (InputErrors errors = resolve(document, profiles, all); !errors.empty()) {
        return in_order(std::move(errors));
    }
    return read_scenario(document.value()).server.policy;
}

}  // namespace sim
