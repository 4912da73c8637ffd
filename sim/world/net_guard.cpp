// When a rule of a net may happen: what it takes is there, its guard is met, and there is room.

#include <algorithm>
#include <limits>

#include "sim/world/server_net.hpp"

namespace sim {
namespace {

constexpr std::uint32_t kNoBound = std::numeric_limits<std::uint32_t>::max();

// The frame would open a stream above the limit, by the core's count.
bool opens_beyond_limit(const ServerState& server, const h2::Frame& frame) {
    const auto* headers = std::get_if<h2::Headers>(&frame);
    if (headers == nullptr || headers->stream <= server.core.highest_peer_stream()) {
        return false;
    }
    return std::uint64_t{server.core.admission_count()} + 1 >
           std::uint64_t{server.core.limit_in_force()} + server.core.policy().slack;
}

NetItem front_of_transport(const ConnectionWorld& world) {
    const h2::Frame& frame = world.to_server.frames.front();
    return {kToServer, ItemKind::read, h2::stream_of(frame), frame};
}

// What a condition on the place is about: the item that the rule would take, else the next one.
std::optional<NetItem> subject(const ConnectionWorld& world, PlaceIndex place,
                               const NetItem* item) {
    if (item != nullptr && item->place == place) {
        return *item;
    }
    if (place == kToServer) {
        return world.to_server.frames.empty() ? std::nullopt
                                              : std::optional{front_of_transport(world)};
    }
    if (place == kFunctions) {
        return std::nullopt;
    }
    const ItemIndices next = takable_in(world, {place, ItemClass::any, 1});
    return next.empty() ? std::nullopt : std::optional{world.server.items[next.front()]};
}

std::uint32_t count_of(const ConnectionWorld& world, const NetCondition& condition) {
    if (condition.place == kToServer) {
        return static_cast<std::uint32_t>(std::count_if(
            world.to_server.frames.begin(), world.to_server.frames.end(),
            [&](const h2::Frame& frame) {
                return is_of(world, {kToServer, ItemKind::read, h2::stream_of(frame), frame},
                             condition.only);
            }));
    }
    return static_cast<std::uint32_t>(std::count_if(
        world.server.items.begin(), world.server.items.end(), [&](const NetItem& item) {
            return item.place == condition.place && is_of(world, item, condition.only);
        }));
}

bool is_admitted(const ConnectionWorld& world, h2::StreamId stream) {
    const RequestFunction* request = find_request(world.server, stream);
    return request == nullptr || window_admits(world, *request);
}

bool holds(const ConnectionWorld& world, const NetCondition& condition, const NetItem* item) {
    switch (condition.kind) {
        case NetCondition::Kind::empty: return count_of(world, condition) == 0;
        case NetCondition::Kind::holds: return count_of(world, condition) >= condition.count;
        case NetCondition::Kind::next: {
            const auto next = subject(world, condition.place, item);
            return next && is_of(world, *next, condition.only);
        }
        case NetCondition::Kind::at_limit: {
            const auto next = subject(world, condition.place, item);
            return next && next->kind == ItemKind::read &&
                   opens_beyond_limit(world.server, next->frame);
        }
        case NetCondition::Kind::fits: {
            const auto next = subject(world, condition.place, item);
            return next && next->kind == ItemKind::frame &&
                   h2::wire_size(next->frame) <= free_octets(world, condition.buffer);
        }
        case NetCondition::Kind::sendable: {
            const auto next = subject(world, condition.place, item);
            return next && is_admitted(world, next->stream);
        }
    }
    return false;
}

bool shows(const NetRule& rule) {
    return std::find(rule.does.begin(), rule.does.end(), NetVerb::show) != rule.does.end();
}

std::uint32_t room_in_transport(const ConnectionWorld& world) {
    const std::uint32_t capacity = world.model->scenario().pipes.to_client;
    return capacity - std::min(capacity, world.to_client.frames.size());
}

// Items for which there is room where the rule puts them, but for the transport.
std::uint32_t room_behind(const ConnectionWorld& world, const NetRule& rule) {
    std::uint32_t room = kNoBound;
    for (const NetPut& put : rule.puts) {
        const std::uint32_t capacity = world.model->net()->places[put.place].capacity;
        if (capacity == 0) {
            continue;
        }
        const std::uint32_t free = capacity - std::min(capacity, count_in(world.server, put.place));
        if (put.token && free == 0) {
            return 0;
        }
        room = put.token ? room : std::min(room, free);
    }
    return room;
}

// What it takes beside its first is there, and there is room for what it puts.
bool has_the_rest(const ConnectionWorld& world, const NetRule& rule) {
    return room_behind(world, rule) > 0 &&
           std::all_of(rule.takes.begin() + 1, rule.takes.end(),
                       [&](const NetTake& take) { return !takable_in(world, take).empty(); });
}

ItemIndices choices_but_for_transport(const ConnectionWorld& world, const NetRule& rule,
                                      bool guarded) {
    const NetTake& take = rule.takes.front();
    ItemIndices choices;
    const auto offer = [&](const NetItem& item, std::uint32_t choice) {
        if (!is_of(world, item, take.only)) {
            return;
        }
        if (!guarded || is_met(world, rule.when, &item)) {
            choices.push_back(choice);
        } else {
            const std::vector<NetRule>& rules = world.model->net()->rules;
            world.model->net_watch().held_back(static_cast<std::size_t>(&rule - rules.data()));
        }
    };
    if (take.place == kToServer) {
        if (!world.to_server.frames.empty()) {
            offer(front_of_transport(world), 0);
        }
    } else if (take.place == kFunctions) {
        for (const RequestFunction& request : world.server.requests) {
            if (may_step(world, request)) {
                offer({kFunctions, ItemKind::turn, request.stream, {}}, request.stream.value());
            }
        }
    } else {
        const ItemIndices items = takable_in(world, take);
        const bool any = world.model->net()->places[take.place].order == PlaceOrder::any;
        for (const std::uint32_t i : items) {
            const bool chosen = any && take.most == 1;
            const bool again =
                i > 0 && chosen && world.server.items[i - 1] == world.server.items[i];
            if (!again) {
                offer(world.server.items[i], chosen ? i : 0);
            }
            if (!chosen) {
                break;
            }
        }
    }
    return choices;
}

}  // namespace

bool is_met(const ConnectionWorld& world, const NetGuard& guard, const NetItem* item) {
    return std::all_of(guard.begin(), guard.end(), [&](const std::vector<NetCondition>& any) {
        return std::any_of(any.begin(), any.end(), [&](const NetCondition& condition) {
            return holds(world, condition, item) != condition.negated;
        });
    });
}

ItemIndices choices_of(const ConnectionWorld& world, const NetRule& rule, bool guarded) {
    if ((shows(rule) && room_in_transport(world) == 0) || !has_the_rest(world, rule)) {
        return {};
    }
    return choices_but_for_transport(world, rule, guarded);
}

bool is_parked(const ConnectionWorld& world, std::uint8_t thread) {
    const PlaceIndex place = world.model->net()->threads[thread].waits_in;
    return place != kNoPlace && count_in(world.server, place) > 0;
}

bool thread_may(const ConnectionWorld& world, std::uint8_t rule) {
    const Net& net = *world.model->net();
    const NetRule& own = net.rules[rule];
    const NetThread& thread = net.threads[own.thread];
    if (is_parked(world, own.thread) &&
        std::none_of(own.takes.begin(), own.takes.end(),
                     [&](const NetTake& take) { return take.place == thread.waits_in; })) {
        return false;
    }
    return std::find(thread.prefers.begin(), thread.prefers.end(), rule) != thread.prefers.end() ||
           std::none_of(thread.prefers.begin(), thread.prefers.end(), [&](std::uint8_t preferred) {
               return !choices_of(world, net.rules[preferred]).empty();
           });
}

ItemIndices first_items(const ConnectionWorld& world, const NetRule& rule, std::uint32_t choice) {
    const NetTake& take = rule.takes.front();
    const bool chosen =
        world.model->net()->places[take.place].order == PlaceOrder::any && take.most == 1;
    if (chosen) {
        return {choice};
    }
    const ItemIndices there = takable_in(world, take);
    const std::uint32_t most =
        std::min({take.most == 0 ? kNoBound : take.most, room_behind(world, rule),
                  shows(rule) ? room_in_transport(world) : kNoBound});
    ItemIndices items;
    for (std::uint32_t i = 0; i < there.size() && i < most; ++i) {
        items.push_back(there[i]);
    }
    return items;
}

bool waits_for_transport(const ConnectionWorld& world) {
    if (room_in_transport(world) > 0) {
        return false;
    }
    const std::vector<NetRule>& rules = world.model->net()->rules;
    return std::any_of(rules.begin(), rules.end(), [&](const NetRule& rule) {
        return shows(rule) && has_the_rest(world, rule) &&
               !choices_but_for_transport(world, rule, true).empty();
    });
}

}  // namespace sim
