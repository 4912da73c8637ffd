// Rules happen here: what is taken is looked up before anything moves, each verb is one word to the
// core, and the urgent rules of the thread follow in the same step.

#include "sim/world/server_net.hpp"

#include <algorithm>

namespace sim {
namespace {

const Net& net_of(const ConnectionWorld& world) {
    return *world.model->net();
}

void fire(ConnectionWorld& world, std::uint8_t index, std::uint32_t choice);

// The function has handed over its last frame; the core hears of that now, or by an exit.
void hand_over_next(ConnectionWorld& world, h2::StreamId stream) {
    RequestFunction* request = find_request(world.server, stream);
    if (request != nullptr) {
        hand_over(world, *request);
    }
}

void report(ConnectionWorld& world, h2::WriteStage stage, const NetItem& item) {
    if (item.kind == ItemKind::frame) {
        apply_server(world, world.server.core.report(stage, item.frame));
    }
}

void do_verb(ConnectionWorld& world, NetVerb verb, const NetItem& item) {
    switch (verb) {
        case NetVerb::receive:
            if (item.kind == ItemKind::read) {
                process(world, item.frame);
            }
            return;
        case NetVerb::hand_over: return hand_over_next(world, item.stream);
        case NetVerb::submit: return submit_next(world, item.stream);
        case NetVerb::returned: return hear_returned(world, item.stream);
        case NetVerb::encoded: return report(world, h2::WriteStage::encoded, item);
        case NetVerb::write_start: return report(world, h2::WriteStage::write_start, item);
        case NetVerb::show:
            if (item.kind == ItemKind::frame) {
                make_visible(world, item.frame);
            }
            return;
        case NetVerb::completed:
            if (item.kind == ItemKind::frame) {
                complete(world, item.frame);
            }
            return;
        case NetVerb::remove: return remove_stream(world, item.stream);
    }
}

// Out of the place, the last first, so that indices stay right.
h2::InlineVector<NetItem, 4> take_items(ServerState& server, const ItemIndices& indices) {
    h2::InlineVector<NetItem, 4> items;
    for (const std::uint32_t i : indices) {
        items.push_back(server.items[i]);
    }
    ItemIndices sorted = indices;
    std::sort(sorted.begin(), sorted.end());
    for (; !sorted.empty(); sorted.pop_back()) {
        server.items.erase(sorted.back());
    }
    return items;
}

h2::InlineVector<NetItem, 4> take_first(ConnectionWorld& world, const NetRule& rule,
                                        std::uint32_t choice) {
    const PlaceIndex place = rule.takes.front().place;
    if (place == kToServer) {
        const h2::Frame frame = world.to_server.frames.front();
        world.to_server.frames.erase(0);
        return {NetItem{kToServer, ItemKind::read, h2::stream_of(frame), frame}};
    }
    if (place == kFunctions) {
        return {NetItem{kFunctions, ItemKind::turn, h2::StreamId::from_wire(choice), {}}};
    }
    auto items = take_items(world.server, first_items(world, rule, choice));
    if (net_of(world).places[place].octets > 0 && count_in(world.server, place) == 0) {
        empty_buffer(world, place);
    }
    return items;
}

void take_others(ConnectionWorld& world, const NetRule& rule) {
    for (std::size_t i = 1; i < rule.takes.size(); ++i) {
        ItemIndices there = takable_in(world, rule.takes[i]);
        const std::uint32_t most = rule.takes[i].most;
        while (most > 0 && there.size() > most) {
            there.pop_back();
        }
        (void)take_items(world.server, there);
    }
}

void put_all(ConnectionWorld& world, const NetRule& rule,
             const h2::InlineVector<NetItem, 4>& items) {
    for (const NetPut& put : rule.puts) {
        if (put.token) {
            put_token(world, put.place);
            continue;
        }
        for (const NetItem& item : items) {
            put_item(world, put.place, item);
        }
    }
}

// A function that has handed over its last frame is heard of behind that frame.
void put_exits(ConnectionWorld& world, const NetRule& rule,
               const h2::InlineVector<NetItem, 4>& items) {
    const PlaceIndex place = net_of(world).returns_to;
    if (place == kNoPlace || rule.takes.front().place != kFunctions) {
        return;
    }
    const h2::StreamId stream = items.front().stream;
    if (has_handed_over_all(world, stream)) {
        put_item(world, place, {place, ItemKind::exit, stream, {}});
    }
}

// The first urgent rule of the thread that can happen.
std::optional<std::pair<std::uint8_t, std::uint32_t>> next_urgent(const ConnectionWorld& world,
                                                                  std::uint8_t thread) {
    const std::vector<NetRule>& rules = net_of(world).rules;
    for (std::size_t i = 0; i < rules.size(); ++i) {
        const auto index = static_cast<std::uint8_t>(i);
        if (rules[i].urgent && rules[i].thread == thread && thread_may(world, index)) {
            const ItemIndices choices = choices_of(world, rules[i]);
            if (!choices.empty()) {
                return std::pair{index, choices.front()};
            }
        }
    }
    return std::nullopt;
}

// Ends: no net is read whose urgent rules feed each other (sim/net/net_sense.hpp).
void do_urgent(ConnectionWorld& world, std::uint8_t thread) {
    for (auto next = next_urgent(world, thread); next; next = next_urgent(world, thread)) {
        fire(world, next->first, next->second);
    }
}

void fire(ConnectionWorld& world, std::uint8_t index, std::uint32_t choice) {
    const NetRule& rule = net_of(world).rules[index];
    const auto items = take_first(world, rule, choice);
    take_others(world, rule);
    for (const NetItem& item : items) {
        for (const NetVerb verb : rule.does) {
            do_verb(world, verb, item);
        }
    }
    put_all(world, rule, items);
    put_exits(world, rule, items);
    world.model->net_watch().fired(index);
}

// A rule, what follows it in the same step, and what its thread does at once.
void fire_all(ConnectionWorld& world, std::uint8_t index, std::uint32_t choice) {
    const Net& net = net_of(world);
    fire(world, index, choice);
    do_urgent(world, net.rules[index].thread);
    for (auto next = net.rules[index].then; next; next = net.rules[*next].then) {
        const ItemIndices choices = choices_of(world, net.rules[*next], /*guarded=*/false);
        if (choices.empty()) {
            return;
        }
        fire(world, *next, choices.front());
        do_urgent(world, net.rules[*next].thread);
    }
}

bool does(const NetRule& rule, NetVerb verb) {
    return std::find(rule.does.begin(), rule.does.end(), verb) != rule.does.end();
}

// Of the places that every server has; those of the net are told by the rule.
PlaceSet places_taken(const NetRule& rule) {
    PlaceSet places;
    for (const NetTake& take : rule.takes) {
        if (take.place == kToServer) {
            places.add(Place::to_server);
        } else if (take.place == kFunctions) {
            places.add(Place::functions);
        }
    }
    return places;
}

PlaceSet places_put(const NetRule& rule) {
    PlaceSet places;
    for (const NetVerb verb : rule.does) {
        switch (verb) {
            case NetVerb::show: places.add(Place::to_client); break;
            case NetVerb::receive:
            case NetVerb::submit:
                places.add({Place::streams, Place::slots, Place::windows, Place::functions});
                break;
            case NetVerb::hand_over: places.add(Place::functions); break;
            case NetVerb::returned: places.add({Place::running, Place::slots}); break;
            case NetVerb::encoded:
            case NetVerb::write_start:
            case NetVerb::completed: places.add({Place::streams, Place::slots}); break;
            case NetVerb::remove: places.add(Place::streams); break;
        }
    }
    return places;
}

const NetEmission& emission_for(const ConnectionWorld& world, const NetItem& item) {
    const std::vector<NetEmission>& all = net_of(world).emissions;
    // The last one takes all (sim/net/net_reader.hpp).
    return *std::find_if(all.begin(), all.end(),
                         [&](const NetEmission& each) { return is_of(world, item, each.frames); });
}

}  // namespace

void net_start(ConnectionWorld& world) {
    const std::vector<NetPlace>& places = net_of(world).places;
    for (std::size_t i = 0; i < places.size(); ++i) {
        for (std::uint32_t token = 0; token < places[i].tokens; ++token) {
            put_token(world, static_cast<PlaceIndex>(i));
        }
        if (places[i].octets > 0) {
            world.server.octets.push_back(0);
        }
    }
}

void net_enabled(const ConnectionWorld& world, EventSink& out) {
    const std::vector<NetRule>& rules = net_of(world).rules;
    for (std::size_t i = 0; i < rules.size(); ++i) {
        const auto index = static_cast<std::uint8_t>(i);
        const ItemIndices choices = choices_of(world, rules[i]);
        if (choices.empty() || !thread_may(world, index)) {
            continue;
        }
        for (const std::uint32_t choice : choices) {
            out.push_back({EventKind::net_rule, choice, index});
        }
    }
}

void net_step(ConnectionWorld& world, Event event) {
    fire_all(world, event.rule, event.stream);
    if (waits_for_transport(world)) {
        world.happened.push_back(WriteBlocked{});
    }
}

Action net_action(const ConnectionWorld& world, Event event) {
    const Net& net = net_of(world);
    const NetRule& rule = net.rules[event.rule];
    const NetThread& thread = net.threads[rule.thread];
    Action action;
    action.verb = Verb::fire;
    action.net = &net;
    action.rule = &rule;
    const PlaceIndex place = rule.takes.front().place;
    if (place == kToServer) {
        action.frame = world.to_server.frames.front();
        action.stream = h2::stream_of(*action.frame);
    } else if (place == kFunctions) {
        action.stream = h2::StreamId::from_wire(event.stream);
    } else {
        const ItemIndices items = first_items(world, rule, event.stream);
        const NetItem& item = world.server.items[items.front()];
        action.stream = item.stream;
        action.count = items.size() > 1 ? items.size() : 0;
        if (item.kind == ItemKind::read || item.kind == ItemKind::frame) {
            action.frame = item.frame;
        }
    }
    if (const RequestFunction* request = find_request(world.server, action.stream);
        request != nullptr && (place == kFunctions || does(rule, NetVerb::submit))) {
        action.planned = next_frames(*world.model, *request);
    }
    const bool of_stream = thread.per_stream || place == kFunctions;
    action.actor = {Thread::net, of_stream ? action.stream.value() : 0, thread.name};
    return moving(action, places_taken(rule), places_put(rule));
}

void net_emit(ConnectionWorld& world, const h2::Frame& frame) {
    const NetItem item{kNoPlace, ItemKind::frame, h2::stream_of(frame), frame};
    const NetEmission& emission = emission_for(world, item);
    put_item(world, emission.to, item);
    for (const NetVerb verb : emission.does) {
        do_verb(world, verb, item);
    }
}

void net_remove_later(ConnectionWorld& world, h2::StreamId stream) {
    const NetItem item{kNoPlace, ItemKind::removal, stream, {}};
    put_item(world, emission_for(world, item).to, item);
}

void net_go_on(ConnectionWorld& world) {
    do_urgent(world, net_of(world).own_thread);
}

bool net_all_visible(const ConnectionWorld& world) {
    return std::none_of(world.server.items.begin(), world.server.items.end(),
                        [&](const NetItem& item) {
                            return world.model->is_outbound(item.place) &&
                                   (item.kind == ItemKind::frame || item.kind == ItemKind::token);
                        });
}

bool net_quiet(const ConnectionWorld& world) {
    const std::vector<NetPlace>& places = net_of(world).places;
    return world.server.requests.empty() &&
           std::all_of(world.server.items.begin(), world.server.items.end(),
                       [&](const NetItem& item) {
                           return item.kind == ItemKind::token && places[item.place].tokens > 0;
                       });
}

bool net_may_close(const ConnectionWorld& world) {
    const Net& net = net_of(world);
    return net.close_when ? is_met(world, *net.close_when) : net_all_visible(world);
}

}  // namespace sim
