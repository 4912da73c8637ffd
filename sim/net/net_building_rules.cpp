// What rules say: places get their numbers where one mentions them first.

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "sim/net/net_building.hpp"
#include "sim/net/net_words.hpp"
#include "sim/text/nearest_name.hpp"
#include "sim/text/printable.hpp"

namespace sim {

PlacedTexts listed_texts(const nlohmann::json& object, const char* key,
                         const std::string& pointer) {
    PlacedTexts texts;
    const auto found = object.find(key);
    if (found == object.end()) {
        return texts;
    }
    const std::string own = child_pointer(pointer, key);
    if (found->is_string()) {
        return {{found->get<std::string>(), own}};
    }
    for (std::size_t i = 0; i < found->size(); ++i) {
        texts.emplace_back((*found)[i].get<std::string>(), child_pointer(own, i));
    }
    return texts;
}

std::optional<PlaceIndex> NetReader::place(const std::string& name, const std::string& pointer,
                                           bool built_in) {
    if (built_in && name == "to-server") {
        return kToServer;
    }
    if (built_in && name == "functions") {
        return kFunctions;
    }
    for (std::size_t i = 0; i < net_.places.size(); ++i) {
        if (net_.places[i].name == name) {
            return static_cast<PlaceIndex>(i);
        }
    }
    if (value().at("places").contains(name)) {
        net_.places.push_back({.name = name});
        return static_cast<PlaceIndex>(net_.places.size() - 1);
    }
    std::vector<std::string_view> names;
    for (const auto& [key, each] : value().at("places").items()) {
        names.push_back(key);
    }
    if (built_in) {
        names.insert(names.end(), {"to-server", "functions"});
    }
    const bool misplaced = name == "to-server" || name == "functions" || name == "to-client";
    check_.complain(ErrorCode::unknown_name, pointer,
                    fmt::format("unknown place {}", in_quotes(name)),
                    fmt::format("one of {}", fmt::join(names, ", ")),
                    name == "to-client" ? "what the transport takes is said by the verb \"show\""
                    : misplaced         ? "it can only be taken from"
                                        : did_you_mean(name, names));
    return std::nullopt;
}

std::uint8_t NetReader::thread(const std::string& name) {
    for (std::size_t i = 0; i < net_.threads.size(); ++i) {
        if (net_.threads[i].name == name) {
            return static_cast<std::uint8_t>(i);
        }
    }
    net_.threads.push_back({.name = name});
    return static_cast<std::uint8_t>(net_.threads.size() - 1);
}

std::optional<std::uint8_t> NetReader::rule(const std::string& name, const std::string& pointer) {
    std::vector<std::string_view> names;
    for (std::size_t i = 0; i < net_.rules.size(); ++i) {
        if (net_.rules[i].name == name) {
            return static_cast<std::uint8_t>(i);
        }
        names.push_back(net_.rules[i].name);
    }
    check_.complain(ErrorCode::unknown_name, pointer,
                    fmt::format("unknown rule {}", in_quotes(name)),
                    fmt::format("one of {}", fmt::join(names, ", ")), did_you_mean(name, names));
    return std::nullopt;
}

void NetReader::read_take(NetRule& rule, const std::string& text, const std::string& pointer) {
    const auto words = parse_take(text);
    if (!words) {
        return check_.complain(ErrorCode::wrong_form, pointer,
                               fmt::format("{} cannot be taken", in_quotes(text)), words.error());
    }
    if (const auto from = place(words->place, pointer, true)) {
        rule.takes.push_back({*from, words->only, words->most});
    }
}

std::optional<NetCondition> NetReader::condition(const std::string& text,
                                                 const std::string& pointer) {
    const auto words = parse_condition(text);
    if (!words) {
        check_.complain(ErrorCode::wrong_form, pointer,
                        fmt::format("{} is no condition", in_quotes(text)), words.error());
        return std::nullopt;
    }
    const auto about = place(words->place, pointer, true);
    const auto buffer =
        words->buffer.empty() ? std::optional{kNoPlace} : place(words->buffer, pointer, false);
    if (!about || !buffer) {
        return std::nullopt;
    }
    return NetCondition{words->kind, words->negated, *about, words->only, words->count, *buffer};
}

NetGuard NetReader::guard(const nlohmann::json& object, const char* key,
                          const std::string& pointer) {
    NetGuard guard;
    const auto found = object.find(key);
    if (found == object.end()) {
        return guard;
    }
    const std::string own = child_pointer(pointer, key);
    const auto add = [&](const nlohmann::json& text, const std::string& where, auto& all) {
        if (const auto read = condition(text.get<std::string>(), where)) {
            all.push_back(*read);
        }
    };
    if (found->is_string()) {
        add(*found, own, guard.emplace_back());
        return guard;
    }
    for (std::size_t i = 0; i < found->size(); ++i) {
        const nlohmann::json& each = (*found)[i];
        const std::string where = child_pointer(own, i);
        auto& any = guard.emplace_back();
        if (each.is_string()) {
            add(each, where, any);
            continue;
        }
        for (std::size_t k = 0; k < each.size(); ++k) {
            add(each[k], child_pointer(where, k), any);
        }
    }
    return guard;
}

void NetReader::read_rule(const nlohmann::json& object, const std::string& pointer) {
    NetRule rule;
    rule.name = object.at("name").get<std::string>();
    rule.about = object.value("about", "");
    const auto name = object.at("thread").get<std::string>();
    if (!is_net_word(name)) {
        check_.complain(ErrorCode::wrong_form, child_pointer(pointer, "thread"),
                        fmt::format("{} is no name", in_quotes(name)),
                        "lower case letters, digits and '-', beginning with a letter, at most 40");
    }
    if (std::any_of(net_.rules.begin(), net_.rules.end(),
                    [&](const NetRule& other) { return other.name == rule.name; })) {
        check_.complain(ErrorCode::listed_twice, child_pointer(pointer, "name"),
                        fmt::format("there are two rules {}", in_quotes(rule.name)),
                        "a name for each rule");
    }
    rule.thread = thread(name);
    for (const auto& [text, where] : listed_texts(object, "take", pointer)) {
        read_take(rule, text, where);
    }
    rule.when = guard(object, "when", pointer);
    for (const auto& [text, where] : listed_texts(object, "do", pointer)) {
        rule.does.push_back(*net_verb_of(text));
    }
    for (const auto& [text, where] : listed_texts(object, "put", pointer)) {
        const auto words = parse_put(text);
        if (!words) {
            check_.complain(ErrorCode::wrong_form, where,
                            fmt::format("{} is no place to put something", in_quotes(text)),
                            words.error());
        } else if (const auto to = place(words->place, where, false)) {
            rule.puts.push_back({*to, words->token});
        }
    }
    rule.urgent = object.value("urgent", false);
    net_.rules.push_back(std::move(rule));
}

}  // namespace sim
