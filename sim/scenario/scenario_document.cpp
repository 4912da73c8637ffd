// Keeps for each JSON pointer (RFC 6901) the text and the place that its value comes from. Writing
// a value forgets the origins below it; an error about a value without an origin takes that of the
// nearest value around it.

#include "sim/scenario/scenario_document.hpp"

#include <utility>

namespace sim {
namespace {

using nlohmann::json;

bool is_below(std::string_view pointer, std::string_view root) {
    return pointer.substr(0, root.size()) == root &&
           (pointer.size() == root.size() || pointer[root.size()] == '/');
}

}  // namespace

Document::Document(const LocatedJson& located, std::string_view pointer)
    : own_{std::make_shared<const SourceText>(SourceText{located.file, located.text, true})},
      prefix_{pointer},
      value_(located.value.at(json::json_pointer{prefix_})) {
    for (const auto& [place_pointer, places] : located.places) {
        if (is_below(place_pointer, prefix_)) {
            origins_[place_pointer.substr(prefix_.size())] = {own_, places};
        }
    }
    const json* merged = find("/server/profile_merged");
    recorded_ = !prefix_.empty() || (merged != nullptr && *merged == json(true));
}

bool Document::is_own(const std::string& pointer) const {
    const auto found = origins_.find(pointer);
    return found != origins_.end() && found->second.source != nullptr &&
           (found->second.source == own_ || !found->second.source->has_lines);
}

bool Document::is_asked_for(const std::string& pointer) const {
    const auto found = origins_.find(pointer);
    if (found == origins_.end() || found->second.source == nullptr) {
        return false;
    }
    return is_set(pointer) || (found->second.source == own_ && !recorded_);
}

bool Document::is_set(const std::string& pointer) const {
    const auto found = origins_.find(pointer);
    return found != origins_.end() && found->second.source != nullptr &&
           !found->second.source->has_lines;
}

const json* Document::find(const std::string& pointer) const {
    const json::json_pointer where{pointer};
    return value_.contains(where) ? &value_.at(where) : nullptr;
}

void Document::put(const std::string& pointer, json value, const Origin& origin) {
    forget(pointer);
    value_[json::json_pointer{pointer}] = std::move(value);
    origins_[pointer] = origin;
}

void Document::graft(const std::string& pointer, const Document& from,
                     const std::string& from_pointer) {
    forget(pointer);
    value_[json::json_pointer{pointer}] = from.value_.at(json::json_pointer{from_pointer});
    for (const auto& [below, origin] : from.origins_) {
        if (is_below(below, from_pointer)) {
            origins_[pointer + below.substr(from_pointer.size())] = origin;
        }
    }
}

void Document::derive(const std::string& pointer, json value, const std::string& from) {
    const auto found = origins_.find(from);
    put(pointer, std::move(value), found == origins_.end() ? Origin{} : Origin{found->second});
}

void Document::erase(const std::string& pointer) {
    if (find(pointer) == nullptr || pointer.empty()) {
        return;
    }
    json& parent = value_[json::json_pointer{std::string{parent_pointer(pointer)}}];
    if (parent.is_object()) {
        parent.erase(last_token(pointer));
        forget(pointer);
    }
}

InputError Document::error_at(const std::string& pointer, At at) const {
    std::string written = pointer;
    auto found = origins_.find(written);
    while ((found == origins_.end() || found->second.source == nullptr) && !written.empty()) {
        written = std::string{parent_pointer(written)};
        found = origins_.find(written);
    }
    InputError error;
    if (found != origins_.end() && found->second.source != nullptr) {
        const auto& [source, places] = found->second;
        error =
            sim::error_at(source->file, source->text, at == At::key ? places.key : places.value);
        error.line = source->has_lines ? error.line : 0;
    }
    error.pointer = prefix_ + pointer;
    return error;
}

void Document::forget(const std::string& pointer) {
    for (auto at = origins_.lower_bound(pointer); at != origins_.end();) {
        if (is_below(at->first, pointer)) {
            at = origins_.erase(at);
        } else if (at->first.substr(0, pointer.size()) == pointer) {
            ++at;
        } else {
            break;
        }
    }
}

}  // namespace sim
