// A profile is checked against its own table of keys; then each of its values goes into the
// scenario's document where that has none, and keeps the place it was written at. release_at and
// reset_memory are completed member by member.

#include "sim/scenario/profile.hpp"

#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "sim/scenario/scenario_keys.hpp"
#include "sim/scenario/scenario_shape.hpp"
#include "sim/text/file_name.hpp"
#include "sim/text/json_check.hpp"
#include "sim/text/nearest_name.hpp"
#include "sim/text/printable.hpp"

namespace sim {
namespace {

using nlohmann::json;

InputErrors unknown_profile(const Document& document, const std::string& name,
                            const ProfileLookup& profiles) {
    const std::vector<std::string_view> names{profiles.names.begin(), profiles.names.end()};
    JsonCheck check{document};
    check.complain(ErrorCode::unknown_name, "/server/profile",
                   fmt::format("unknown profile {}", in_quotes(name)),
                   names.empty() ? "" : fmt::format("one of {}", fmt::join(names, ", ")),
                   did_you_mean(name, names));
    return check.take();
}

// Takes over what the document does not say itself. `release_at` and `reset_memory` are completed
// member by member.
void merge_value(Document& document, const Document& profile, const std::string& key) {
    const std::string pointer = child_pointer("/server", key);
    const json* own = document.find(pointer);
    if (own == nullptr) {
        document.graft(pointer, profile, pointer);
        return;
    }
    if (!own->is_object()) {
        return;
    }
    const bool one_for_all = !profile.find(pointer)->is_object();
    const KeySpec* spec = find_key(find_key(profile_root().members, "server")->members, key);
    for (const KeySpec& member : spec->members) {
        const std::string member_pointer = child_pointer(pointer, member.name);
        const std::string from = one_for_all ? pointer : member_pointer;
        if (document.find(member_pointer) == nullptr && profile.find(from) != nullptr) {
            document.graft(member_pointer, profile, from);
        }
    }
}

}  // namespace

h2::Result<Document, InputErrors> parse_profile_document(std::string_view text,
                                                         std::string_view file) {
    auto located = parse_located_json(text, file);
    if (!located) {
        return InputErrors{located.error()};
    }
    Document document{*located};
    InputErrors errors = check_shape(document, profile_form());
    if (!errors.empty()) {
        return errors;
    }
    return document;
}

h2::Result<Profile, InputErrors> parse_profile(std::string_view text, std::string_view file) {
    const auto document = parse_profile_document(text, file);
    if (!document) {
        return document.error();
    }
    const json& value = document->value();
    return Profile{value["name"],       value["stack"], value["version"], value["source"],
                   value["confidence"], value["why"],   value["server"]};
}

InputErrors merge_profile(Document& document, const ProfileLookup& profiles) {
    const json* label = document.find("/server/profile");
    const json* merged = document.find("/server/profile_merged");
    if (label == nullptr || label->get_ref<const std::string&>().empty() ||
        (merged != nullptr && merged->get<bool>())) {
        return {};
    }
    const std::string name = label->get<std::string>();
    std::optional<ProfileText> found;
    if (profiles.find && is_file_name(name)) {
        found = profiles.find(name);
    }
    if (!found) {
        return unknown_profile(document, name, profiles);
    }
    auto profile = parse_profile_document(found->text, found->file);
    if (!profile) {
        return profile.error();
    }
    if (profile->value()["name"] != name) {
        JsonCheck check{*profile};
        check.complain(ErrorCode::contradiction, "/name", "the profile has another name",
                       fmt::format("\"{}\", as its file is called", name));
        return check.take();
    }
    for (const auto& [key, value] : profile->value()["server"].items()) {
        merge_value(document, *profile, key);
    }
    document.derive("/server/profile_merged", true, "/server/profile");
    return {};
}

}  // namespace sim
