// The JSON Schema of nets: what editors offer and check while one is written. The texts of rules
// are patterns there; what they name is checked by the reader.

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include "sim/net/net_reader.hpp"
#include "sim/net/net_words.hpp"

// Of its own, so that its short names meet no others.
namespace sim::net_schema_parts {
namespace {

using Schema = nlohmann::ordered_json;

constexpr const char* kWord = "[a-z][a-z0-9-]*";

std::string classes_pattern() {
    return fmt::format("({})", fmt::join(item_class_names(), "|"));
}

Schema text_like(const std::string& pattern, std::string_view meaning) {
    return {{"description", meaning}, {"type", "string"}, {"pattern", "^" + pattern + "$"}};
}

Schema text(std::string_view meaning) {
    return {{"description", meaning}, {"type", "string"}};
}

Schema words(std::string_view meaning, const std::vector<std::string_view>& names) {
    Schema schema{{"description", meaning}, {"type", "string"}};
    for (const std::string_view each : names) {
        schema["enum"].push_back(each);
    }
    return schema;
}

// One of these, or an array of them.
Schema one_or_more(const Schema& one) {
    Schema schema;
    if (one.contains("description")) {
        schema["description"] = one["description"];
    }
    schema["anyOf"] =
        Schema::array({one, Schema{{"type", "array"}, {"items", one}, {"maxItems", 20}}});
    return schema;
}

Schema integer(std::string_view meaning, std::uint64_t least, std::uint64_t most) {
    return {{"description", meaning}, {"type", "integer"}, {"minimum", least}, {"maximum", most}};
}

Schema object(std::string_view meaning, Schema properties,
              const std::vector<std::string>& required = {}) {
    Schema schema{{"description", meaning}, {"type", "object"}, {"additionalProperties", false}};
    if (!required.empty()) {
        schema["required"] = required;
    }
    schema["properties"] = std::move(properties);
    return schema;
}

Schema named(std::string_view meaning, const Schema& each, std::size_t most) {
    return {{"description", meaning},
            {"type", "object"},
            {"maxProperties", most},
            {"propertyNames", {{"pattern", fmt::format("^{}$", kWord)}}},
            {"additionalProperties", each}};
}

Schema condition() {
    const std::string pattern =
        fmt::format("(not )?{0} (empty|holds( [0-9]+)?( {1})?|next {1}|at limit|fits {0}|sendable)",
                    kWord, classes_pattern());
    return text_like(pattern, "What is true of a place.");
}

Schema guard(std::string_view meaning) {
    Schema schema{{"description", meaning}};
    schema["anyOf"] = Schema::array(
        {condition(), Schema{{"type", "array"}, {"items", one_or_more(condition())}}});
    return schema;
}

Schema place() {
    Schema order{{"description",
                  "Which item is taken: the oldest, any of them, or the oldest of "
                  "the first of these classes that is there, else the oldest."}};
    order["anyOf"] = Schema::array(
        {Schema{{"enum", {"fifo", "any"}}},
         Schema{{"type", "array"}, {"items", words("A class.", item_class_names())}}});
    return object(
        "Where items wait.",
        {{"about", text("For people.")},
         {"capacity", integer("Items; a rule waits for room. Not given: no bound.", 1, 1000)},
         {"order", order},
         {"tokens", integer("That are there at the beginning: a lock has one.", 0, 1000)},
         {"octets", integer("A write buffer of so many octets.", 1, 16U << 20U)},
         {"overflows_to", text_like(kWord, "Where that goes that does not fit.")}});
}

Schema thread() {
    return object(
        "What is to be said about a thread beside its rules.",
        {{"about", text("For people.")},
         {"per_stream", {{"description", "There is one for each stream."}, {"type", "boolean"}}},
         {"waits_in", text_like(kWord,
                                "While this place holds something, the thread does nothing "
                                "but what takes it out.")},
         {"prefers", one_or_more(text("While one of these rules can happen, no other of the thread "
                                      "does."))}});
}

Schema take() {
    return text_like(fmt::format("(all |up to [0-9]+ )?({} from )?{}", classes_pattern(), kWord),
                     "Taken from a place; the verbs are done with what is taken first.");
}

Schema rule() {
    return object(
        "One step of one thread.",
        {{"name", text("What the thread does, as traces say it.")},
         {"thread", text_like(kWord, "Who does it.")},
         {"about", text("For people.")},
         {"urgent",
          {{"description", "Happens in the step of its own thread that enabled it."},
           {"type", "boolean"}}},
         {"take", one_or_more(take())},
         {"when", guard("All of these; of an array in the array, one.")},
         {"do", one_or_more(words("Done with each item.", net_verb_names()))},
         {"put", one_or_more(text_like(fmt::format("(token )?{}", kWord),
                                       "Where what was taken first goes, or a new token."))},
         {"then", text("The rule that goes on in the same step, its guard not asked.")}},
        {"name", "thread", "take"});
}

Schema emit() {
    Schema schema{{"description",
                   "Where a frame goes that the core has accepted: the first of "
                   "these that is for it, the last for all."}};
    const Schema one = object("For some frames.",
                              {{"frames", words("Of this class.", item_class_names())},
                               {"to", text_like(kWord, "A place.")},
                               {"do", one_or_more(words("At once.", {"encoded", "write-start"}))}},
                              {"to"});
    schema["anyOf"] = Schema::array(
        {text_like(kWord, "A place."), Schema{{"type", "array"}, {"items", one}, {"minItems", 1}}});
    return schema;
}

Schema whole() {
    const Schema schema = object(
        "What the threads of a server do with frames, as places that hold items and rules that "
        "move them.",
        {{"$schema", text("Path of this schema, for editors.")},
         {"name", text_like("[A-Za-z0-9_-][A-Za-z0-9._-]*", "The file's name without \".json\".")},
         {"title", text("One line.")},
         {"why", text("What is special about it.")},
         {"refs",
          {{"description", "Issues and sources."},
           {"type", "array"},
           {"items", {{"type", "string"}}}}},
         {"words",
          {{"description", "What people call it, for h2sim explain."},
           {"type", "array"},
           {"items", {{"type", "string"}}}}},
         {"emit", emit()},
         {"functions",
          object("Request functions.",
                 {{"wait", words("What a function waits for before it hands over its next frame.",
                                 function_waits_names())},
                  {"return_to", text_like(kWord,
                                          "Where the message goes that one has returned; "
                                          "not given: the core hears of it at once.")}})},
         {"own_thread", text_like(kWord,
                                  "Which thread announces SETTINGS and shuts down; by "
                                  "default the one that does \"receive\".")},
         {"close_when", guard("When a server that shuts down, and counts no stream, closes; by "
                              "default when nothing of it is on its way.")},
         {"threads", named("By name.", thread(), kMostRules)},
         {"places",
          named("By name. \"to-server\" and \"functions\" are there.", place(), kMostPlaces)},
         {"rules",
          {{"description", "In the order in which they are tried and listed."},
           {"type", "array"},
           {"items", rule()},
           {"minItems", 1},
           {"maxItems", kMostRules}}}},
        {"name", "title", "emit", "places", "rules"});
    Schema titled{{"$schema", "http://json-schema.org/draft-07/schema#"}, {"title", "h2sim net"}};
    titled.update(schema);
    return titled;
}

}  // namespace
}  // namespace sim::net_schema_parts

namespace sim {

std::string net_schema() {
    return net_schema_parts::whole().dump(2) + "\n";
}

}  // namespace sim
