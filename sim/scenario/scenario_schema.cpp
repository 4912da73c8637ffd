// The table of keys as JSON Schemas and as a table in Markdown.

#include "sim/scenario/scenario_schema.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "sim/net/net_reader.hpp"
#include "sim/promises/properties.hpp"
#include "sim/scenario/scenario_document.hpp"
#include "sim/scenario/scenario_keys.hpp"

namespace sim {
namespace {

using Ordered = nlohmann::ordered_json;  // members in the order of the table

constexpr std::string_view kDraft = "http://json-schema.org/draft-07/schema#";

void add_choices(Ordered& schema, const KeySpec& key) {
    for (const Choice& each : key.choices) {
        schema["enum"].push_back(each.name);
        schema["enumDescriptions"].push_back(each.meaning);
    }
}

void add_range(Ordered& schema, const KeySpec& key) {
    schema["type"] = "integer";
    schema["minimum"] = key.minimum;
    schema["maximum"] = key.maximum;
}

void add_members(Ordered& schema, const KeySpec& key);

void add_text(Ordered& schema, const KeySpec& key) {
    schema["type"] = "string";
    if (key.minimum > 0) {
        schema["minLength"] = key.minimum;
    }
    if (!key.pattern.empty()) {
        schema["pattern"] = key.pattern;
    }
}

void add_list(Ordered& schema, const KeySpec& key, Ordered element) {
    schema["type"] = "array";
    if (key.minimum > 0) {
        schema["minItems"] = key.minimum;
    }
    schema["maxItems"] = key.maximum;
    schema["items"] = std::move(element);
}

Ordered element_of(const KeySpec& key) {
    Ordered element;
    if (key.kind == ValueKind::objects) {
        add_members(element, key);
        return element;
    }
    element["type"] = "string";
    if (!key.pattern.empty()) {
        element["pattern"] = key.pattern;
    }
    return element;
}

void add_value(Ordered& schema, const KeySpec& key) {
    switch (key.kind) {
        case ValueKind::text: return add_text(schema, key);
        case ValueKind::texts:
        case ValueKind::objects: return add_list(schema, key, element_of(key));
        case ValueKind::flag: schema["type"] = "boolean"; return;
        case ValueKind::integer: return add_range(schema, key);
        case ValueKind::count:
            schema["anyOf"] = Ordered::array({Ordered::object(), {{"enum", {"unlimited"}}}});
            return add_range(schema["anyOf"][0], key);
        case ValueKind::choice: schema["type"] = "string"; return add_choices(schema, key);
        case ValueKind::choice_or_object:
            schema["anyOf"] = Ordered::array({Ordered::object(), Ordered::object()});
            add_choices(schema["anyOf"][0], key);
            return add_members(schema["anyOf"][1], key);
        case ValueKind::object: return add_members(schema, key);
        case ValueKind::name_or_object:
            schema["anyOf"] =
                Ordered::array({{{"$ref", key.pattern}}, {{"type", "string"}, {"minLength", 1}}});
            return;
    }
}

Ordered schema_of(const KeySpec& key) {
    Ordered schema{{"description", key.meaning}};
    add_value(schema, key);
    if (!key.fallback.empty()) {
        schema["default"] = Ordered::parse(key.fallback);
    }
    if (!key.examples.empty()) {
        schema["examples"] = Ordered::parse(fmt::format("[{}]", key.examples));
    }
    return schema;
}

void add_members(Ordered& schema, const KeySpec& key) {
    schema["type"] = "object";
    schema["additionalProperties"] = false;
    for (const KeySpec& member : key.members) {
        if (member.required) {
            schema["required"].push_back(member.name);
        }
    }
    for (const KeySpec& member : key.members) {
        schema["properties"][std::string{member.name}] = schema_of(member);
    }
}

Ordered titled(std::string_view title, const KeySpec& root) {
    Ordered schema{{"$schema", kDraft}, {"title", title}, {"description", root.meaning}};
    add_members(schema, root);
    return schema;
}

// The names that are known; any other may stand there too.
void offer_profiles(Ordered& schema, const std::vector<std::string>& profiles) {
    schema.erase("type");
    schema["anyOf"] = Ordered::array({{{"enum", profiles}}, {{"type", "string"}}});
}

void offer_properties(Ordered& schema) {
    schema.erase("minLength");
    for (const Property& property : all_properties()) {
        schema["enum"].push_back(property.name);
        schema["enumDescriptions"].push_back(
            property.invariant.empty()
                ? std::string{property.meaning}
                : fmt::format("{}: {}", property.invariant, property.meaning));
    }
}

}  // namespace

std::string scenario_schema(const std::vector<std::string>& profiles) {
    Ordered schema = titled("h2sim scenario", scenario_root());
    Ordered& keys = schema["properties"];
    offer_profiles(keys["server"]["properties"]["profile"], profiles);
    offer_properties(keys["properties"]["items"]["properties"]["name"]);
    Ordered net = Ordered::parse(net_schema());  // so that one file is enough for an editor
    net.erase("$schema");
    schema["definitions"]["net"] = std::move(net);
    return schema.dump(2) + "\n";
}

std::string profile_schema() {
    Ordered schema = titled("h2sim server profile", profile_root());
    for (auto& [name, value] : schema["properties"]["server"]["properties"].items()) {
        value = {{"$ref", fmt::format("schema.json#/properties/server/properties/{}", name)}};
    }
    return schema.dump(2) + "\n";
}

std::string key_table() {
    std::string table = "| key | default | meaning |\n|---|---|---|\n";
    each_key(scenario_root(), [&table](const std::string& pointer, const KeySpec& key) {
        const std::string name = fmt::format("`{}`", dotted(pointer));
        table +=
            fmt::format("| {} | {} | {} |\n", key.required ? fmt::format("**{}**", name) : name,
                        key.fallback.empty() ? "" : fmt::format("`{}`", key.fallback), key.meaning);
    });
    return table;
}

}  // namespace sim
