// The table of keys as forms of JSON, made once for each kind of file.

#include "sim/scenario/scenario_shape.hpp"

#include <nlohmann/json.hpp>

#include "sim/scenario/scenario_keys.hpp"

namespace sim {
namespace {

using nlohmann::json;

JsonForm form_of(const KeySpec& key);

JsonForm object_of(Keys keys) {
    std::vector<JsonMember> members;
    members.reserve(keys.size());
    for (const KeySpec& key : keys) {
        members.push_back({key.name, form_of(key), key.required});
    }
    return an_object(std::move(members));
}

JsonForm choice_of(Choices choices) {
    std::vector<std::string_view> names;
    names.reserve(choices.size());
    for (const Choice& choice : choices) {
        names.push_back(choice.name);
    }
    return one_of(names);
}

JsonForm plain_form_of(const KeySpec& key) {
    switch (key.kind) {
        case ValueKind::text: return a_text(key.minimum);
        case ValueKind::texts: return a_list("", a_text(), key.minimum, key.maximum);
        case ValueKind::flag: return a_flag();
        case ValueKind::integer: return an_integer(key.minimum, key.maximum);
        case ValueKind::count:
            return either([](const json& value) { return value == "unlimited"; }, anything(),
                          an_integer(key.minimum, key.maximum));
        case ValueKind::choice: return choice_of(key.choices);
        case ValueKind::choice_or_object:
            return either([](const json& value) { return value.is_object(); },
                          object_of(key.members), choice_of(key.choices));
        case ValueKind::object: return object_of(key.members);
        case ValueKind::name_or_object:
            return either([](const json& value) { return value.is_object(); }, anything(),
                          a_text(1));
        case ValueKind::objects:
            return a_list("", object_of(key.members), key.minimum, key.maximum);
    }
    return anything();
}

JsonForm form_of(const KeySpec& key) {
    return plain_form_of(key).called(describe(key));
}

}  // namespace

const JsonForm& scenario_form() {
    static const JsonForm form = form_of(scenario_root());
    return form;
}

const JsonForm& profile_form() {
    static const JsonForm form = form_of(profile_root());
    return form;
}

InputErrors check_shape(const Document& document, const JsonForm& form) {
    JsonCheck check{document};
    check.fits({document.value(), ""}, form);
    return check.take();
}

}  // namespace sim
