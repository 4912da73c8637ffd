// The shape of a file first, then its words, then what it means as a whole: each only where nothing
// was wrong before. Places get their numbers where the rules mention them first.

#include "sim/net/net_reader.hpp"

#include <algorithm>
#include <limits>
#include <optional>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "sim/net/net_building.hpp"
#include "sim/net/net_sense.hpp"
#include "sim/net/net_shape.hpp"
#include "sim/net/net_words.hpp"
#include "sim/text/located_json.hpp"
#include "sim/text/nearest_name.hpp"
#include "sim/text/printable.hpp"

namespace sim {

void NetReader::read_emit() {
    const nlohmann::json& emit = value().at("emit");
    const std::string pointer = at("emit");
    if (emit.is_string()) {
        if (const auto to = place(emit.get<std::string>(), pointer, false)) {
            net_.emissions.push_back({ItemClass::any, *to, {}});
        }
        return;
    }
    for (std::size_t i = 0; i < emit.size(); ++i) {
        const std::string where = child_pointer(pointer, i);
        const bool last = i + 1 == emit.size();
        const bool all = !emit[i].contains("frames");
        if (last != all) {
            check_.complain(ErrorCode::contradiction, where,
                            last ? "the last of these is for some frames only"
                                 : "nothing comes to those behind it: this one is for all frames",
                            "the last one, and only that, without \"frames\"");
            continue;
        }
        NetEmission emission;
        emission.frames =
            all ? ItemClass::any : *item_class_of(emit[i].at("frames").get<std::string>());
        for (const auto& [text, at_verb] : listed_texts(emit[i], "do", where)) {
            emission.does.push_back(*net_verb_of(text));
            if (text != "encoded" && text != "write-start") {
                check_.complain(ErrorCode::contradiction, at_verb,
                                fmt::format("\"{}\" is done where the core accepts a frame", text),
                                "\"encoded\" or \"write-start\": the rest is done by rules");
            }
        }
        if (const auto to =
                place(emit[i].at("to").get<std::string>(), child_pointer(where, "to"), false)) {
            emission.to = *to;
            net_.emissions.push_back(std::move(emission));
        }
    }
}

void NetReader::read_functions() {
    const auto found = value().find("functions");
    if (found == value().end()) {
        return;
    }
    if (const auto wait = found->find("wait"); wait != found->end()) {
        net_.functions_wait = *function_waits_of(wait->get<std::string>());
    }
    if (const auto back = found->find("return_to"); back != found->end()) {
        net_.returns_to =
            place(back->get<std::string>(), child_pointer(at("functions"), "return_to"), false)
                .value_or(kNoPlace);
    }
}

void NetReader::describe_places() {
    std::size_t i = 0;  // `overflows_to` may mention another, which is then the last
    while (i < net_.places.size()) {
        const nlohmann::json& object = value().at("places").at(net_.places[i].name);
        const std::string pointer = child_pointer(at("places"), net_.places[i].name);
        NetPlace described{.name = net_.places[i].name};
        described.about = object.value("about", "");
        described.capacity = object.value("capacity", 0U);
        described.tokens = object.value("tokens", 0U);
        described.octets = object.value("octets", 0U);
        if (const auto order = object.find("order"); order != object.end()) {
            if (order->is_array()) {
                described.order = PlaceOrder::by_class;
                for (const nlohmann::json& each : *order) {
                    described.first.push_back(*item_class_of(each.get<std::string>()));
                }
            } else if (*order == "any") {
                described.order = PlaceOrder::any;
            }
        }
        if (const auto to = object.find("overflows_to"); to != object.end()) {
            described.overflows_to =
                place(to->get<std::string>(), child_pointer(pointer, "overflows_to"), false)
                    .value_or(kNoPlace);
        }
        net_.places[i++] = std::move(described);
    }
}

void NetReader::describe_threads() {
    const auto found = value().find("threads");
    const nlohmann::json none = nlohmann::json::object();
    for (const auto& [name, object] : (found == value().end() ? none : *found).items()) {
        const std::string pointer = child_pointer(at("threads"), name);
        const auto own =
            std::find_if(net_.threads.begin(), net_.threads.end(),
                         [&wanted = name](const NetThread& each) { return each.name == wanted; });
        if (own == net_.threads.end()) {
            check_.complain(ErrorCode::contradiction, pointer,
                            fmt::format("no rule is of a thread {}", in_quotes(name)),
                            "a thread of some rule", "", At::key);
            continue;
        }
        own->per_stream = object.value("per_stream", false);
        if (const auto waits = object.find("waits_in"); waits != object.end()) {
            own->waits_in =
                place(waits->get<std::string>(), child_pointer(pointer, "waits_in"), false)
                    .value_or(kNoPlace);
        }
        for (const auto& [text, where] : listed_texts(object, "prefers", pointer)) {
            const auto preferred = rule(text, where);
            if (preferred && net_.rules[*preferred].thread != own - net_.threads.begin()) {
                check_.complain(ErrorCode::contradiction, where,
                                fmt::format("{} is a rule of another thread", in_quotes(text)),
                                fmt::format("a rule of {}", in_quotes(name)));
            } else if (preferred) {
                own->prefers.push_back(*preferred);
            }
        }
    }
}

void NetReader::link_rules() {
    const nlohmann::json& rules = value().at("rules");
    for (std::size_t i = 0; i < net_.rules.size(); ++i) {
        if (const auto then = rules[i].find("then"); then != rules[i].end()) {
            net_.rules[i].then = rule(then->get<std::string>(),
                                      child_pointer(child_pointer(at("rules"), i), "then"));
        }
    }
    const auto own = value().find("own_thread");
    if (own == value().end()) {
        const auto hears =
            std::find_if(net_.rules.begin(), net_.rules.end(), [](const NetRule& each) {
                return std::find(each.does.begin(), each.does.end(), NetVerb::receive) !=
                       each.does.end();
            });
        net_.own_thread = hears == net_.rules.end() ? std::uint8_t{0} : hears->thread;
        return;
    }
    const auto name = own->get<std::string>();
    std::vector<std::string_view> names;
    for (std::size_t i = 0; i < net_.threads.size(); ++i) {
        names.push_back(net_.threads[i].name);
        if (net_.threads[i].name == name) {
            net_.own_thread = static_cast<std::uint8_t>(i);
            return;
        }
    }
    check_.complain(ErrorCode::unknown_name, at("own_thread"),
                    fmt::format("unknown thread {}", in_quotes(name)),
                    fmt::format("one of {}", fmt::join(names, ", ")), did_you_mean(name, names));
}

void NetReader::unread_places() {
    for (const auto& [name, object] : value().at("places").items()) {
        if (std::none_of(net_.places.begin(), net_.places.end(),
                         [&wanted = name](const NetPlace& each) { return each.name == wanted; })) {
            check_.complain(
                ErrorCode::contradiction, child_pointer(at("places"), name),
                fmt::format("nothing in the net is about the place {}", in_quotes(name)),
                "a rule that takes from it or puts into it", "", At::key);
        }
    }
}

Net NetReader::read() {
    if (!check_.fits(part_, net_form())) {
        return {};
    }
    net_.name = value().at("name").get<std::string>();
    net_.title = value().at("title").get<std::string>();
    net_.why = value().value("why", "");
    if (value().contains("words")) {
        net_.words = value().at("words").get<std::vector<std::string>>();
    }
    if (value().contains("refs")) {
        net_.refs = value().at("refs").get<std::vector<std::string>>();
    }
    const nlohmann::json& rules = value().at("rules");
    for (std::size_t i = 0; i < rules.size() && !check_.full(); ++i) {
        read_rule(rules[i], child_pointer(at("rules"), i));
    }
    read_emit();
    read_functions();
    if (value().contains("close_when")) {
        net_.close_when = guard(value(), "close_when", part_.pointer);
    }
    describe_threads();
    link_rules();
    describe_places();
    unread_places();
    if (!check_.failed()) {
        check_net_sense(check_, net_, part_.pointer);
    }
    return std::move(net_);
}

namespace {

// Where errors come from that are not told.
struct Nowhere {
    InputError error_at(const std::string& /*pointer*/, At /*at*/) const { return {}; }
};

}  // namespace

Net read_net(JsonCheck& check, const JsonPart& part) {
    return NetReader{check, part}.read();
}

Net net_of_checked(const nlohmann::json& value) {
    const Nowhere nowhere;
    JsonCheck check{nowhere};
    return read_net(check, {value, ""});
}

h2::Result<Net, InputErrors> parse_net(std::string_view text, std::string_view file) {
    const auto located = parse_located_json(text, file);
    if (!located) {
        return InputErrors{located.error()};
    }
    JsonCheck check{*located};
    Net net = read_net(check, {located->value, ""});
    if (check.failed()) {
        return in_order(check.take());
    }
    return net;
}

}  // namespace sim
