// Enumerators are written by their names, frames in the notation. difference() compares one field
// after the other, who acts before what happens, and tells the first that differs.

#include "sim/trace/action_record.hpp"

#include <array>
#include <limits>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include "sim/scenario/notation.hpp"
#include "sim/text/enumerators.hpp"
#include "sim/text/printable.hpp"

namespace sim {
namespace {

std::vector<std::string> names_of(PlaceSet places) {
    std::vector<std::string> names;
    for (const Place place : all_places()) {
        if (places.has(place)) {
            names.emplace_back(name(place));
        }
    }
    return names;
}

template <class Value>
void add(nlohmann::json& object, const char* key, const Value& value) {
    if (value != Value{}) {
        object[key] = value;
    }
}

std::string text_of(const std::string& value) {
    return value.empty() ? std::string{"nothing"} : in_quotes(value, 120);
}
std::string text_of(std::uint32_t value) {
    return fmt::format("{}", value);
}
std::string text_of(const std::vector<std::string>& value) {
    return value.empty() ? std::string{"nothing"}
                         : printable(fmt::format("{}", fmt::join(value, ", ")), 400);
}

// Places of the net's own: those that every server has are in the action.
void add_place(std::vector<std::string>& names, const Net& net, PlaceIndex place) {
    if (place < net.places.size()) {
        names.push_back(net.places[place].name);
    }
}

}  // namespace

ActionRecord record_of(const Action& action) {
    ActionRecord record;
    record.actor = name(role_of(action.actor.thread));
    record.thread = action.actor.name.empty() ? name(action.actor.thread) : action.actor.name;
    record.number = action.actor.number;
    record.verb = name(action.verb);
    record.stream = action.stream.value();
    record.frame = action.frame ? to_text(*action.frame) : to_text(action.planned);
    if (action.first) {
        record.completes = action.first->frame ? to_text(*action.first->frame) : "buffer";
    }
    record.count = action.count;
    record.limit = action.limit;
    record.from = names_of(action.from);
    record.to = names_of(action.to);
    if (action.rule != nullptr) {
        record.rule = action.rule->name;
        for (const NetTake& take : action.rule->takes) {
            add_place(record.from, *action.net, take.place);
        }
        for (const NetPut& put : action.rule->puts) {
            add_place(record.to, *action.net, put.place);
        }
    }
    return record;
}

nlohmann::json to_json(const ActionRecord& record) {
    nlohmann::json object = {
        {"actor", record.actor}, {"thread", record.thread}, {"verb", record.verb}};
    add(object, "rule", record.rule);
    add(object, "number", record.number);
    add(object, "stream", record.stream);
    add(object, "frame", record.frame);
    add(object, "completes", record.completes);
    add(object, "count", record.count);
    add(object, "limit", record.limit);
    add(object, "from", record.from);
    add(object, "to", record.to);
    return object;
}

namespace {

JsonForm action_form_with(bool any_name, bool of_net) {
    const auto known = [any_name](const std::vector<std::string_view>& names) {
        return any_name ? a_text() : one_of(names);
    };
    const auto unless_of_net = [&](const std::vector<std::string_view>& names) {
        return of_net ? a_text(1) : known(names);
    };
    const JsonForm count = an_integer(0, std::numeric_limits<std::uint32_t>::max());
    const JsonForm places = a_list("an array of places", unless_of_net(all_names(all_places())));
    return an_object({
        {"actor", known(all_names(std::array{Role::client, Role::server, Role::time}))},
        {"thread", unless_of_net(all_names(all_threads()))},
        {"verb", known(all_names(all_verbs()))},
        maybe("rule", a_text(1)),
        maybe("number", count),
        maybe("stream", count),
        maybe("frame", a_text()),
        maybe("completes", a_text()),
        maybe("count", count),
        maybe("limit", count),
        maybe("from", places),
        maybe("to", places),
    });
}

}  // namespace

// Threads and places of a rule are named by its net, whatever they are.
JsonForm action_form(bool any_name) {
    const auto has_rule = [](const nlohmann::json& value) {
        return value.is_object() && value.contains("rule");
    };
    return either(has_rule, action_form_with(any_name, true), action_form_with(any_name, false));
}

ActionRecord record_of(const nlohmann::json& object) {
    ActionRecord record;
    record.actor = object.at("actor").get<std::string>();
    record.thread = object.at("thread").get<std::string>();
    record.verb = object.at("verb").get<std::string>();
    record.rule = object.value("rule", record.rule);
    record.number = object.value("number", record.number);
    record.stream = object.value("stream", record.stream);
    record.frame = object.value("frame", record.frame);
    record.completes = object.value("completes", record.completes);
    record.count = object.value("count", record.count);
    record.limit = object.value("limit", record.limit);
    record.from = object.value("from", record.from);
    record.to = object.value("to", record.to);
    return record;
}

std::optional<std::string> difference(const ActionRecord& recorded, const ActionRecord& found,
                                      bool places) {
    std::optional<std::string> text;
    const auto compare = [&](const char* what, const auto& in_trace, const auto& here) {
        if (!text && in_trace != here) {
            text = fmt::format("its {} is {} in the trace and {} in this world", what,
                               text_of(in_trace), text_of(here));
        }
    };
    compare("actor", recorded.actor, found.actor);
    compare("thread", recorded.thread, found.thread);
    compare("number", recorded.number, found.number);
    compare("verb", recorded.verb, found.verb);
    compare("rule", recorded.rule, found.rule);
    compare("stream", recorded.stream, found.stream);
    compare("frame", recorded.frame, found.frame);
    compare("completion", recorded.completes, found.completes);
    compare("count", recorded.count, found.count);
    compare("limit", recorded.limit, found.limit);
    if (places) {
        compare("\"from\"", recorded.from, found.from);
        compare("\"to\"", recorded.to, found.to);
    }
    return text;
}

}  // namespace sim
