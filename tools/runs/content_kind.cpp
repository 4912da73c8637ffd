// What a JSON text is meant to be, by the keys that only one kind of file has.

#include <nlohmann/json.hpp>

#include "tools/runs/scenario_files.hpp"

namespace tools {

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
    if (json.contains("rules") && json.contains("places")) {
        return ContentKind::net;
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
