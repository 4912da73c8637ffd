// A form for each kind of part, and the whole.

#include "sim/net/net_shape.hpp"

#include <string>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "sim/net/net_reader.hpp"
#include "sim/net/net_words.hpp"
#include "sim/text/file_name.hpp"
#include "sim/text/located_json.hpp"
#include "sim/text/printable.hpp"

namespace sim {
namespace {

using nlohmann::json;

constexpr std::uint64_t kMostItems = 1000;
constexpr std::uint64_t kMostBufferOctets = 16U << 20U;
constexpr std::size_t kMostWords = 20;  // takes, conditions, verbs, puts of a rule

// A text, or an array of them.
JsonForm texts(std::string words) {
    return either([](const json& value) { return value.is_string(); }, a_text(1),
                  a_list("", a_text(1), 0, kMostWords))
        .called(std::move(words));
}

// Of a guard: a text, or an array of texts of which one is enough.
JsonForm conditions() {
    const JsonForm one = either([](const json& value) { return value.is_string(); }, a_text(1),
                                a_list("", a_text(1), 1, kMostWords))
                             .called("a condition, or an array of conditions of which one is met");
    return either([](const json& value) { return value.is_string(); }, a_text(1),
                  a_list("", one, 0, kMostWords))
        .called("a condition, or an array of conditions");
}

JsonForm class_names() {
    return either(
               [](const json& value) { return value.is_string(); },
               a_text_that("\"fifo\" or \"any\", or an array of classes", ErrorCode::unknown_name,
                           [](const std::string& text) { return text == "fifo" || text == "any"; },
                           {"fifo", "any"}),
               a_list("", one_of(item_class_names()), 1, kMostWords))
        .called("\"fifo\", \"any\", or an array of the classes that go first");
}

// An object whose keys are words of the author's own, each with a value of the form.
JsonForm named_objects(std::string expected, JsonForm form, std::size_t most) {
    return {std::move(expected),
            [form = std::move(form), most](JsonCheck& check, const JsonPart& part) {
                if (!part.value.is_object()) {
                    return check.wrong(ErrorCode::wrong_type, part);
                }
                if (part.value.size() > most) {
                    return check.complain(ErrorCode::out_of_range, part.pointer,
                                          fmt::format("there are {} of them", part.value.size()),
                                          fmt::format("at most {}", most));
                }
                for (const auto& [key, value] : part.value.items()) {
                    const std::string pointer = child_pointer(part.pointer, key);
                    if (!is_net_word(key)) {
                        check.complain(ErrorCode::wrong_form, pointer,
                                       fmt::format("{} is no name", in_quotes(key)),
                                       "lower case letters, digits and '-', beginning with a "
                                       "letter, at most 40",
                                       "", At::key);
                        continue;
                    }
                    check.fits({value, pointer}, form);
                }
            }};
}

JsonForm place_form() {
    return an_object({maybe("about", a_text()), maybe("capacity", an_integer(1, kMostItems)),
                      maybe("order", class_names()), maybe("tokens", an_integer(0, kMostItems)),
                      maybe("octets", an_integer(1, kMostBufferOctets)),
                      maybe("overflows_to", a_text(1))})
        .called("an object with about, capacity, order, tokens, octets, overflows_to");
}

JsonForm thread_form() {
    return an_object({maybe("about", a_text()), maybe("per_stream", a_flag()),
                      maybe("waits_in", a_text(1)), maybe("prefers", texts("rules of the thread"))})
        .called("an object with about, per_stream, waits_in, prefers");
}

JsonForm verbs() {
    return either([](const json& value) { return value.is_string(); }, one_of(net_verb_names()),
                  a_list("", one_of(net_verb_names()), 0, kMostWords))
        .called("a verb, or an array of verbs");
}

JsonForm rule_form() {
    return an_object(
               {{"name", a_text_that("letters, digits, spaces and -_.,'()/+, at most 60 octets",
                                     ErrorCode::wrong_form,
                                     [](const std::string& text) { return is_rule_name(text); })},
                {"thread", a_text(1)},
                {"take", texts("what it takes, or an array")},
                maybe("about", a_text()),
                maybe("when", conditions()),
                maybe("do", verbs()),
                maybe("put", texts("where it puts that, or an array")),
                maybe("urgent", a_flag()),
                maybe("then", a_text(1))})
        .called("an object with name, thread, take, when, do, put, urgent, then, about");
}

JsonForm emit_form() {
    const JsonForm one =
        an_object(
            {maybe("frames", one_of(item_class_names())), {"to", a_text(1)}, maybe("do", verbs())})
            .called("an object with frames, to, do");
    return either([](const json& value) { return value.is_string(); }, a_text(1),
                  a_list("", one, 1, kMostWords))
        .called("a place, or an array of objects with frames, to, do");
}

}  // namespace

const JsonForm& net_form() {
    static const JsonForm form =
        an_object(
            {maybe("$schema", a_text()),
             {"name", a_text_that("letters, digits, '.', '_' and '-', not beginning with '.'",
                                  ErrorCode::wrong_form,
                                  [](const std::string& text) { return is_file_name(text); })},
             {"title", a_text(1)},
             maybe("why", a_text()),
             maybe("refs", a_list("", a_text(1), 0, 100)),
             maybe("words", a_list("", a_text(1), 0, 100)),
             {"places",
              named_objects("an object with the places by name", place_form(), kMostPlaces)},
             maybe("threads",
                   named_objects("an object with threads by name", thread_form(), kMostRules)),
             {"emit", emit_form()},
             maybe("functions", an_object({maybe("wait", one_of(function_waits_names())),
                                           maybe("return_to", a_text(1))})
                                    .called("an object with wait, return_to")),
             maybe("own_thread", a_text(1)),
             maybe("close_when", conditions()),
             {"rules", a_list("", rule_form(), 1, kMostRules)}})
            .called("a net");
    return form;
}

}  // namespace sim
