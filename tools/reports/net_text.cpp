// Conditions of which one is enough are joined by "or", all others by commas.

#include "tools/reports/net_text.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "sim/text/printable.hpp"
#include "tools/reports/net_layout.hpp"
#include "tools/system/wording.hpp"
#include "tools/tables/prose.hpp"

namespace tools {
namespace {

template <class Parts>
std::string told(const sim::Net& net, const Parts& parts) {
    std::vector<std::string> texts;
    for (const auto& part : parts) {
        texts.push_back(to_text(net, part));
    }
    return joined(texts);
}

std::string guard_text(const sim::Net& net, const sim::NetGuard& guard) {
    std::vector<std::string> all;
    for (const auto& any : guard) {
        std::vector<std::string> texts;
        for (const sim::NetCondition& condition : any) {
            texts.push_back(to_text(net, condition));
        }
        all.push_back(fmt::format("{}", fmt::join(texts, " or ")));
    }
    return joined(all);
}

std::string verbs_text(const std::vector<sim::NetVerb>& verbs) {
    std::vector<std::string> names;
    for (const sim::NetVerb verb : verbs) {
        names.emplace_back(name(verb));
    }
    return joined(names);
}

std::string rule_text(const sim::Net& net, const sim::NetRule& rule) {
    std::string text = "takes " + told(net, rule.takes);
    const auto add = [&text](const char* what, const std::string& words) {
        text += words.empty() ? "" : fmt::format("; {} {}", what, words);
    };
    add("when", guard_text(net, rule.when));
    add("does", verbs_text(rule.does));
    add("puts", told(net, rule.puts));
    if (rule.then) {
        add("then", net.rules[*rule.then].name);
    }
    return text + (rule.urgent ? "; urgent" : "");
}

std::string order_text(const sim::NetPlace& place) {
    switch (place.order) {
        case sim::PlaceOrder::fifo: return "oldest first";
        case sim::PlaceOrder::any: return "any";
        case sim::PlaceOrder::by_class: break;
    }
    std::vector<std::string> names;
    for (const sim::ItemClass each : place.first) {
        names.emplace_back(name(each));
    }
    return joined(names) + " first";
}

std::string place_text(const sim::Net& net, const sim::NetPlace& place) {
    std::vector<std::string> parts;
    if (place.tokens > 0) {
        parts.push_back(place.tokens == 1 ? "one token" : fmt::format("{} tokens", place.tokens));
    }
    if (place.capacity > 0) {
        parts.push_back(fmt::format("at most {}", place.capacity));
    }
    if (place.octets > 0) {
        parts.push_back(fmt::format("{} octets, then into {}", grouped(place.octets),
                                    name_of(net, place.overflows_to)));
    }
    if (!place.about.empty()) {
        parts.push_back(place.about);
    }
    return fmt::format("{}", fmt::join(parts, "; "));
}

Table places_of(const sim::Net& net) {
    Table table{{{"place"}, {"order"}, {"what", Align::left, Fit::wrapped}}};
    for (const sim::NetPlace& place : net.places) {
        table.add({sim::printable(place.name), order_text(place),
                   sim::printable(place_text(net, place), 400)});
    }
    return table;
}

Table rules_of(const sim::Net& net, const h2::Policy* policy) {
    const std::vector<bool> releasing = releasing_rules(net, policy);
    Table table{{{"thread"}, {"rule"}, {"step", Align::left, Fit::wrapped}, {"slot"}}};
    for (std::size_t i = 0; i < net.rules.size(); ++i) {
        const sim::NetRule& rule = net.rules[i];
        table.add({sim::printable(net.threads[rule.thread].name), sim::printable(rule.name),
                   sim::printable(rule_text(net, rule), 1000), releasing[i] ? "freed" : "-"});
    }
    return table;
}

std::string emission_text(const sim::Net& net) {
    std::vector<std::string> parts;
    for (const sim::NetEmission& emission : net.emissions) {
        const std::string frames = emission.frames == sim::ItemClass::any
                                       ? std::string{"frames of the core"}
                                       : std::string{name(emission.frames)};
        parts.push_back(fmt::format("{} go to {}{}", frames, name_of(net, emission.to),
                                    emission.does.empty() ? "" : ", " + verbs_text(emission.does)));
    }
    return fmt::format("{}", fmt::join(parts, "; "));
}

}  // namespace

std::string net_text(const sim::Net& net, const h2::Policy* policy, TextStyle style) {
    std::string text =
        folded(fmt::format("{}: {}\n", net.name, sim::printable(net.title, 400)), style.width);
    if (!net.why.empty()) {
        text += folded(fmt::format("  {}\n", sim::printable(net.why, 2000)), style.width);
    }
    text += folded(
        fmt::format("  {}; a function waits until its frame is {}\n", emission_text(net),
                    net.functions_wait == sim::FunctionWaits::nothing ? "handed over"
                                                                      : name(net.functions_wait)),
        style.width);
    return text + "\n" + to_text(places_of(net), style) + "\n" +
           to_text(rules_of(net, policy), style);
}

}  // namespace tools
