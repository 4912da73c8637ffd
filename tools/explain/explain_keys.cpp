// The keys of scenario files and the names that stand for values, as scenarios/schema.json
// describes them.

#include <algorithm>
#include <iterator>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "sim/scenario/scenario_document.hpp"
#include "sim/scenario/scenario_keys.hpp"
#include "tools/explain/explain.hpp"
#include "tools/system/embedded.hpp"

namespace tools {
namespace {

using nlohmann::json;
using sim::KeySpec;
using sim::ValueKind;

// A key of the table and what the schema says about it.
struct Key {
    std::string pointer;  // "/server/release_at"; elements of lists have no index
    const KeySpec* spec = nullptr;
    const json* written = nullptr;  // where its own description stands
};

class SchemaText {
  public:
    SchemaText() : root_(json::parse(kScenarioSchema)) {}

    [[nodiscard]] const json& root() const { return root_; }

    // With references followed.
    [[nodiscard]] const json& resolved(const json& schema) const {
        if (schema.contains("allOf")) {
            return resolved(schema.at("allOf").at(0));
        }
        if (!schema.contains("$ref")) {
            return schema;
        }
        const auto reference = schema.at("$ref").get<std::string>();
        return resolved(root_.at(json::json_pointer{reference.substr(1)}));
    }

    // The object that has the members of a value: itself, its elements, or its second form.
    [[nodiscard]] const json& members(const json& schema) const {
        const json& value = resolved(schema);
        if (value.contains("items")) {
            return resolved(value.at("items"));
        }
        return value.contains("anyOf") ? value.at("anyOf").at(1) : value;
    }

    // The part that has "enum", if one has.
    [[nodiscard]] const json* choices(const json& schema) const {
        const json& value = resolved(schema);
        const json& one = value.contains("anyOf") ? resolved(value.at("anyOf").at(0)) : value;
        return one.contains("enumDescriptions") ? &one : nullptr;
    }

    [[nodiscard]] std::string description(const json& schema) const {
        const json& from = schema.contains("description") ? schema : resolved(schema);
        return from.value("description", "");
    }

  private:
    json root_;
};

// A value that shows what the key is for.
json sample(const Key& key, const SchemaText& schema) {
    const json& value = *key.written;
    const json& all = schema.resolved(value);
    for (const json* from : {&value, &all}) {
        if (from->contains("examples")) {
            return from->at("examples").at(0);
        }
    }
    switch (key.spec->kind) {
        case ValueKind::flag: return !value.value("default", false);
        case ValueKind::choice:
        case ValueKind::choice_or_object: return std::string{key.spec->choices.back()};
        case ValueKind::integer:
        case ValueKind::count: {
            const json usual = value.value("default", json(nullptr));
            return usual.is_number() && usual != 0 ? usual : json(key.spec->minimum + 2);
        }
        case ValueKind::text:
        case ValueKind::texts:
        case ValueKind::object:
        case ValueKind::objects: return nullptr;
    }
    return nullptr;
}

// `"server": {"loop": "split"}` and the same for --set.
std::vector<std::string> example_of(const std::string& pointer, const json& value) {
    if (pointer == "/properties/name" || pointer == "/properties/expect") {
        const bool some = value == "reached" || value == "unreached";
        const std::string expect = pointer == "/properties/name" ? "holds" : value;
        return {fmt::format(R"("properties": [{{"name": "{}", "expect": "{}"}}])",
                            some ? "reaches-limit" : "no-deadlock", expect)};
    }
    if (value.is_null()) {
        return {};
    }
    std::string text = value.dump();
    for (std::string at = pointer; !at.empty(); at = std::string{sim::parent_pointer(at)}) {
        text = fmt::format("\"{}\": {}", sim::last_token(at), text);
        if (!sim::parent_pointer(at).empty()) {
            text = fmt::format("{{{}}}", text);
        }
    }
    std::vector<std::string> example{text};
    if (value.is_primitive()) {
        const std::string shown = value.is_string() ? value.get<std::string>() : value.dump();
        example.push_back(
            fmt::format("h2sim explore my-server.json --set {}={}", sim::dotted(pointer), shown));
    }
    return example;
}

std::string example_value(const json& value) {
    return value.is_string() ? value.get<std::string>() : value.dump();
}

void add_values(Explanations& all, const Key& key, const json& choices) {
    const json& names = choices.at("enum");
    for (std::size_t i = 0; i < names.size(); ++i) {
        const std::string value = example_value(names.at(i));
        Explanation each{"value", fmt::format("{}={}", sim::dotted(key.pointer), value),
                         choices.at("enumDescriptions").at(i).get<std::string>()};
        each.facts = {{"value of", sim::dotted(key.pointer)}};
        each.example = example_of(key.pointer, names.at(i));
        each.also = {value};
        all.push_back(std::move(each));
    }
}

void add_key(Explanations& all, const Key& key, const SchemaText& schema) {
    Explanation each{"key", sim::dotted(key.pointer), schema.description(*key.written)};
    each.facts = {{"value", describe(*key.spec)}};
    if (key.spec->required) {
        each.facts.emplace_back("required", "yes");
    }
    if (key.written->contains("default")) {
        each.facts.emplace_back("default", key.written->at("default").dump());
    }
    const json* choices = schema.choices(*key.written);
    if (choices != nullptr && key.spec->kind != ValueKind::text) {
        for (std::size_t i = 0; i < choices->at("enum").size(); ++i) {
            each.facts.emplace_back(example_value(choices->at("enum").at(i)),
                                    choices->at("enumDescriptions").at(i).get<std::string>());
        }
    }
    each.example = example_of(key.pointer, sample(key, schema));
    each.also = {sim::last_token(key.pointer), key.pointer};
    all.push_back(std::move(each));
}

// Depth first, each key before those in it. `named`: the values of what contains them have been
// explained there.
void add_keys(Explanations& all, const SchemaText& schema, const Key& object, bool named) {
    for (const KeySpec& spec : object.spec->members) {
        const json& written =
            schema.members(*object.written).at("properties").at(std::string{spec.name});
        const Key key{sim::child_pointer(object.pointer, spec.name), &spec, &written};
        add_key(all, key, schema);
        const json* choices = schema.choices(written);
        if (choices != nullptr && spec.kind != ValueKind::text && !named) {
            add_values(all, key, *choices);
        }
        add_keys(all, schema, key, named || spec.kind == ValueKind::choice_or_object);
    }
}

}  // namespace

void explain_keys(Explanations& all) {
    const SchemaText schema;
    Explanations found;
    add_keys(found, schema, {"", &sim::scenario_root(), &schema.root()}, false);
    for (const char* kind : {"key", "value"}) {
        std::copy_if(found.begin(), found.end(), std::back_inserter(all),
                     [&](const Explanation& each) { return each.kind == kind; });
    }
}

}  // namespace tools
