// The keys of scenario files and the names that stand for values, as the table of keys tells them.

#include <algorithm>
#include <iterator>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "sim/scenario/scenario_document.hpp"
#include "sim/scenario/scenario_keys.hpp"
#include "tools/explain/explain.hpp"

namespace tools {
namespace {

using nlohmann::json;
using sim::KeySpec;
using sim::ValueKind;

// A value that shows what the key is for.
json sample(const KeySpec& key) {
    if (!key.examples.empty()) {
        return json::parse(fmt::format("[{}]", key.examples)).at(0);
    }
    const json usual = key.fallback.empty() ? json(nullptr) : json::parse(key.fallback);
    switch (key.kind) {
        case ValueKind::flag: return !usual.get<bool>();
        case ValueKind::choice:
        case ValueKind::choice_or_object: return key.choices.back().name;
        case ValueKind::integer:
        case ValueKind::count:
            return usual.is_number() && usual != 0 ? usual : json(key.minimum + 2);
        case ValueKind::text:
        case ValueKind::texts:
        case ValueKind::name_or_object:
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

void add_values(Explanations& all, const std::string& pointer, const KeySpec& key) {
    for (const sim::Choice& choice : key.choices) {
        const std::string value{choice.name};
        Explanation each{"value", fmt::format("{}={}", sim::dotted(pointer), value),
                         choice.meaning};
        each.facts = {{"value of", sim::dotted(pointer)}};
        each.example = example_of(pointer, value);
        each.also = {value};
        all.push_back(std::move(each));
    }
}

void add_key(Explanations& all, const std::string& pointer, const KeySpec& key) {
    Explanation each{"key", sim::dotted(pointer), key.meaning};
    each.facts = {{"value", describe(key)}};
    if (key.required) {
        each.facts.emplace_back("required", "yes");
    }
    if (!key.fallback.empty()) {
        each.facts.emplace_back("default", key.fallback);
    }
    for (const sim::Choice& choice : key.choices) {
        each.facts.emplace_back(choice.name, choice.meaning);
    }
    for (const sim::Need& need : key.needs) {
        each.facts.emplace_back("needs", need.reason);
    }
    each.example = example_of(pointer, sample(key));
    each.also = {sim::last_token(pointer), pointer};
    all.push_back(std::move(each));
}

// Depth first, each key before those in it. `named`: the values of what contains them have been
// explained there.
void add_keys(Explanations& all, const KeySpec& object, const std::string& around, bool named) {
    for (const KeySpec& key : object.members) {
        const std::string pointer = sim::child_pointer(around, key.name);
        add_key(all, pointer, key);
        if (!named) {
            add_values(all, pointer, key);
        }
        add_keys(all, key, pointer, named || key.kind == ValueKind::choice_or_object);
    }
}

}  // namespace

void explain_keys(Explanations& all) {
    Explanations found;
    add_keys(found, sim::scenario_root(), "", false);
    for (const char* kind : {"key", "value"}) {
        std::copy_if(found.begin(), found.end(), std::back_inserter(all),
                     [&](const Explanation& each) { return each.kind == kind; });
    }
}

}  // namespace tools
