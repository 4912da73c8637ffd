// Each check is about what no order of events could make right: it looks at which rules put where,
// never at a state.

#include "sim/net/net_sense.hpp"

#include <algorithm>
#include <functional>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "sim/text/located_json.hpp"
#include "sim/text/printable.hpp"

namespace sim {
namespace {

class NetSense {
  public:
    NetSense(JsonCheck& check, const Net& net, const std::string& pointer)
        : check_{check}, net_{net}, pointer_{pointer} {}

    void look() {
        for (std::size_t i = 0; i < net_.rules.size(); ++i) {
            look_at_rule(i);
        }
        for (std::size_t i = 0; i < net_.places.size(); ++i) {
            look_at_place(static_cast<PlaceIndex>(i));
        }
        look_at_ways();
        look_at_urgency();
        look_at_waits();
    }

  private:
    std::string at_rule(std::size_t rule, std::string_view key) const {
        return child_pointer(child_pointer(child_pointer(pointer_, "rules"), rule), key);
    }
    std::string at_place(PlaceIndex place) const {
        return child_pointer(child_pointer(pointer_, "places"), net_.places[place].name);
    }
    void contradiction(const std::string& pointer, std::string message, std::string expected,
                       std::string hint = "") {
        check_.complain(ErrorCode::contradiction, pointer, std::move(message), std::move(expected),
                        std::move(hint));
    }
    static bool does(const NetRule& rule, NetVerb verb) {
        return std::find(rule.does.begin(), rule.does.end(), verb) != rule.does.end();
    }
    static bool takes(const NetRule& rule, PlaceIndex place) {
        return std::any_of(rule.takes.begin(), rule.takes.end(),
                           [place](const NetTake& take) { return take.place == place; });
    }
    static bool puts(const NetRule& rule, PlaceIndex place) {
        return std::any_of(rule.puts.begin(), rule.puts.end(),
                           [place](const NetPut& put) { return put.place == place; });
    }
    bool is_filled(PlaceIndex place) const;
    bool has_choice(const NetTake& take) const;
    void look_at_rule(std::size_t index);
    void look_at_choice(std::size_t index);
    void look_at_takes(std::size_t index);
    void look_at_items(std::size_t index);
    void look_at_place(PlaceIndex place);
    void look_at_ways();
    void look_at_urgency();
    void look_at_waits();

    JsonCheck& check_;
    const Net& net_;
    const std::string& pointer_;
};

bool NetSense::is_filled(PlaceIndex place) const {
    const NetPlace& described = net_.places[place];
    return described.tokens > 0 || net_.returns_to == place ||
           std::any_of(net_.rules.begin(), net_.rules.end(),
                       [&](const NetRule& rule) { return puts(rule, place); }) ||
           std::any_of(net_.emissions.begin(), net_.emissions.end(),
                       [&](const NetEmission& each) { return each.to == place; }) ||
           std::any_of(net_.places.begin(), net_.places.end(),
                       [&](const NetPlace& each) { return each.overflows_to == place; });
}

void NetSense::look_at_takes(std::size_t index) {
    const NetRule& rule = net_.rules[index];
    if (rule.takes.empty()) {
        return contradiction(at_rule(index, "take"), "the rule takes nothing",
                             "at least one place: a rule that takes nothing never ends");
    }
    for (std::size_t i = 0; i < rule.takes.size(); ++i) {
        const NetTake& take = rule.takes[i];
        const bool outer = take.place == kToServer || take.place == kFunctions;
        const bool again =
            std::count_if(rule.takes.begin(), rule.takes.end(),
                          [&](const NetTake& other) { return other.place == take.place; }) > 1;
        if (again && i > 0) {
            contradiction(at_rule(index, "take"),
                          fmt::format("\"{}\" is taken from twice", name_of(net_, take.place)),
                          "each place once; \"up to N\" takes several");
        } else if (outer && i > 0) {
            contradiction(
                at_rule(index, "take"),
                fmt::format("\"{}\" is not what it takes first", name_of(net_, take.place)),
                "frames of the client and functions first: the verbs are done with them");
        } else if (outer &&
                   (take.most != 1 || (take.place == kFunctions && take.only != ItemClass::any))) {
            contradiction(at_rule(index, "take"),
                          fmt::format("\"{}\" gives one at a time", name_of(net_, take.place)),
                          fmt::format("\"{}\"", name_of(net_, take.place)));
        } else if (!outer && net_.places[take.place].octets > 0 && take.most != 0) {
            contradiction(at_rule(index, "take"),
                          fmt::format("\"{}\" is a buffer of octets", name_of(net_, take.place)),
                          fmt::format("\"all {}\": a buffer is flushed as a whole",
                                      name_of(net_, take.place)));
        }
    }
}

// What happens to what it takes first: it is put somewhere, or a verb is its end.
void NetSense::look_at_items(std::size_t index) {
    const NetRule& rule = net_.rules[index];
    const NetTake& take = rule.takes.front();
    const bool functions = take.place == kFunctions;
    const bool moved = std::any_of(rule.puts.begin(), rule.puts.end(),
                                   [](const NetPut& put) { return !put.token; });
    if (functions != does(rule, NetVerb::hand_over)) {
        contradiction(at_rule(index, "do"),
                      functions ? "a function is taken that hands nothing over"
                                : "\"hand-over\" is done with something else than a function",
                      "\"take\": \"functions\" and \"do\": \"hand-over\" together");
    }
    if (functions && !moved && !does(rule, NetVerb::submit)) {
        contradiction(
            at_rule(index, "put"), "what the function hands over is lost",
            "\"do\": [\"hand-over\", \"submit\"], or \"put\" with the place where it waits");
    }
    if (does(rule, NetVerb::receive) && moved) {
        contradiction(at_rule(index, "put"),
                      "the core has heard the frame, and it is put elsewhere",
                      "\"put\" with nothing but tokens");
    }
    const bool is_read = take.place == kToServer || take.only == ItemClass::read;
    if (is_read && !moved && !does(rule, NetVerb::receive)) {
        contradiction(at_rule(index, "do"), "a frame that was read is lost",
                      "\"do\": \"receive\", or \"put\" with the place where it waits");
    }
}

// Which of several is taken is for the search to try, one after the other.
bool NetSense::has_choice(const NetTake& take) const {
    return take.place == kFunctions || (take.place < net_.places.size() && take.most != 0 &&
                                        net_.places[take.place].order == PlaceOrder::any);
}

// What happens within another rule's step, and what is taken beside the first, is one thing: if
// there were a choice, all orders but one would be left out without a word.
void NetSense::look_at_choice(std::size_t index) {
    const NetRule& rule = net_.rules[index];
    const bool follows =
        rule.urgent || std::any_of(net_.rules.begin(), net_.rules.end(), [&](const NetRule& other) {
            return other.then && *other.then == index;
        });
    for (std::size_t i = 0; i < rule.takes.size(); ++i) {
        if ((i > 0 || follows) && has_choice(rule.takes[i])) {
            contradiction(
                at_rule(index, "take"),
                fmt::format(
                    "\"{}\" gives a choice, and the rule {}", name_of(net_, rule.takes[i].place),
                    i > 0 ? "takes from it beside the first" : "happens in the step of another"),
                i > 0 ? "a place with an order, or \"all\"; what is chosen is taken first"
                      : "a place with an order, or \"all\"; else a rule that is a step of its own");
        }
    }
}

void NetSense::look_at_rule(std::size_t index) {
    const NetRule& rule = net_.rules[index];
    look_at_takes(index);
    if (rule.takes.empty()) {
        return;
    }
    look_at_items(index);
    look_at_choice(index);
    if (rule.then && *rule.then == index) {
        contradiction(at_rule(index, "then"), "the rule goes on with itself",
                      "another rule; \"up to N\" or \"all\" takes several");
    }
    const std::size_t own = net_.rules[index].thread;
    if (rule.then && net_.rules[*rule.then].thread != own) {
        contradiction(
            at_rule(index, "then"),
            fmt::format("\"{}\" is a rule of another thread", net_.rules[*rule.then].name),
            fmt::format("a rule of \"{}\": no thread acts in another's step",
                        net_.threads[own].name));
    }
    for (const NetTake& take : rule.takes) {
        if (take.place < net_.places.size() && !is_filled(take.place)) {
            contradiction(at_rule(index, "take"),
                          fmt::format("the rule can never happen: nothing ever comes into \"{}\"",
                                      name_of(net_, take.place)),
                          "a rule that puts something there, \"emit\", or \"tokens\"");
        }
    }
}

void NetSense::look_at_place(PlaceIndex place) {
    const NetPlace& described = net_.places[place];
    if ((described.octets > 0) != (described.overflows_to != kNoPlace)) {
        contradiction(at_place(place), "a buffer has \"octets\" and \"overflows_to\", or neither",
                      "both: so many octets, and where those go that do not fit");
    }
    if (described.overflows_to == place ||
        (described.overflows_to != kNoPlace && net_.places[described.overflows_to].octets > 0)) {
        contradiction(at_place(place), "a buffer overflows into a buffer",
                      "a place without \"octets\"");
    }
    if (described.capacity > 0 && described.tokens > described.capacity) {
        contradiction(at_place(place),
                      fmt::format("{} tokens are more than the capacity of {}", described.tokens,
                                  described.capacity),
                      "a capacity for all of them");
    }
    const bool bounded_emission =
        described.capacity > 0 &&
        (net_.returns_to == place ||
         std::any_of(net_.emissions.begin(), net_.emissions.end(),
                     [&](const NetEmission& each) { return each.to == place; }));
    if (bounded_emission) {
        contradiction(at_place(place), "the core's frames come here, and they do not wait for room",
                      "no \"capacity\": a rule of its own moves them into a place that has one");
    }
    if (is_filled(place) && std::none_of(net_.rules.begin(), net_.rules.end(),
                                         [&](const NetRule& rule) { return takes(rule, place); })) {
        contradiction(at_place(place),
                      fmt::format("what comes into \"{}\" never leaves it", described.name),
                      "a rule that takes from it");
    }
}

// There is a way for a frame of the client to the core, and for frames of the core to the client.
void NetSense::look_at_ways() {
    const auto some = [&](NetVerb verb) {
        return std::any_of(net_.rules.begin(), net_.rules.end(),
                           [&](const NetRule& rule) { return does(rule, verb); });
    };
    const std::string rules = child_pointer(pointer_, "rules");
    if (!some(NetVerb::receive)) {
        contradiction(rules, "no frame of the client ever comes to the core",
                      "a rule with \"do\": \"receive\"");
    }
    if (!some(NetVerb::show)) {
        contradiction(rules, "the client never sees a frame", "a rule with \"do\": \"show\"");
    }
    if (!some(NetVerb::hand_over) || !some(NetVerb::submit)) {
        contradiction(rules, "no function ever answers a request",
                      "rules that do \"hand-over\" and \"submit\"");
    }
    if (net_.functions_wait == FunctionWaits::completed && !some(NetVerb::completed)) {
        contradiction(
            rules, "functions wait until their frame is completed, and no rule does \"completed\"",
            "a rule with \"do\": \"completed\", or another \"functions.wait\"");
    }
    if ((net_.returns_to != kNoPlace) != some(NetVerb::returned)) {
        contradiction(rules,
                      net_.returns_to != kNoPlace
                          ? "nobody hears that a function has returned"
                          : "\"returned\" is done, but functions return to no place",
                      "\"functions\": {\"return_to\": PLACE} and a rule with \"do\": \"returned\"");
    }
}

// Urgent rules of a thread that put what the next one takes, round in a circle.
void NetSense::look_at_urgency() {
    const std::size_t count = net_.rules.size();
    std::vector<std::uint8_t> seen(count);  // 1: on the way, 2: done
    std::vector<std::size_t> way;
    const auto feeds = [&](std::size_t from, std::size_t to) {
        const NetRule& first = net_.rules[from];
        const NetRule& second = net_.rules[to];
        return second.urgent && second.thread == first.thread &&
               std::any_of(second.takes.begin(), second.takes.end(), [&](const NetTake& take) {
                   return take.place < net_.places.size() &&
                          (puts(first, take.place) ||
                           std::any_of(
                               first.puts.begin(), first.puts.end(),
                               [&](const NetPut& put) {
                                   return net_.places[put.place].overflows_to == take.place;
                               }));
               });
    };
    const std::function<bool(std::size_t)> circles = [&](std::size_t rule) {
        seen[rule] = 1;
        way.push_back(rule);
        for (std::size_t next = 0; next < count; ++next) {
            if (!feeds(rule, next) || seen[next] == 2) {
                continue;
            }
            if (seen[next] == 1) {
                way.erase(way.begin(), std::find(way.begin(), way.end(), next));
                way.push_back(next);
                return true;
            }
            if (circles(next)) {
                return true;
            }
        }
        way.pop_back();
        seen[rule] = 2;
        return false;
    };
    for (std::size_t i = 0; i < count; ++i) {
        if (net_.rules[i].urgent && seen[i] == 0 && circles(i)) {
            std::vector<std::string> names;
            names.reserve(way.size());
            for (const std::size_t rule : way) {
                names.push_back(net_.rules[rule].name);
            }
            return contradiction(at_rule(way.front(), "urgent"),
                                 fmt::format("urgency never ends: {}", fmt::join(names, " -> ")),
                                 "one of these without \"urgent\"");
        }
    }
}

// A thread that waits in a place is let out by another one, or by what it waits for.
void NetSense::look_at_waits() {
    for (const NetThread& thread : net_.threads) {
        if (thread.waits_in == kNoPlace) {
            continue;
        }
        if (std::none_of(net_.rules.begin(), net_.rules.end(),
                         [&](const NetRule& rule) { return takes(rule, thread.waits_in); })) {
            contradiction(
                child_pointer(child_pointer(child_pointer(pointer_, "threads"), thread.name),
                              "waits_in"),
                fmt::format("the thread waits for itself: no rule takes from \"{}\"",
                            name_of(net_, thread.waits_in)),
                "a rule that takes the token out");
        }
    }
}

}  // namespace

void check_net_sense(JsonCheck& check, const Net& net, const std::string& pointer) {
    NetSense{check, net, pointer}.look();
}

}  // namespace sim
