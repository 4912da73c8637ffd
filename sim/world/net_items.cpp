// Items stand in one list, by place and in each place in its order: first in, first out, or sorted
// where any of them may be taken, so that equal contents are equal states.

#include <algorithm>
#include <tuple>

#include "sim/world/server_net.hpp"

namespace sim {
namespace {

std::uint32_t first_in(const ServerState& server, PlaceIndex place) {
    std::uint32_t first = 0;
    while (first < server.items.size() && server.items[first].place < place) {
        ++first;
    }
    return first;
}

bool closes(const h2::Frame& frame) {
    return h2::ends_stream(frame) || std::holds_alternative<h2::RstStream>(frame);
}

bool is_counted(const ServerState& server, const h2::Frame& frame) {
    const h2::Stream* stream = server.core.find(h2::stream_of(frame));
    return closes(frame) && stream != nullptr && stream->counted;
}

// The place of the first class that the item belongs to; behind them all if to none.
std::size_t class_of(const ConnectionWorld& world, const NetPlace& place, const NetItem& item) {
    const auto found = std::find_if(place.first.begin(), place.first.end(),
                                    [&](ItemClass each) { return is_of(world, item, each); });
    return static_cast<std::size_t>(found - place.first.begin());
}

// The number of a buffer among those of the net.
std::uint32_t buffer_of(const Net& net, PlaceIndex place) {
    std::uint32_t number = 0;
    for (PlaceIndex i = 0; i < place; ++i) {
        number += net.places[i].octets > 0 ? 1 : 0;
    }
    return number;
}

void insert(ConnectionWorld& world, const NetItem& item) {
    ServerState& server = world.server;
    std::uint32_t at = first_in(server, item.place);
    const bool sorted = world.model->net()->places[item.place].order == PlaceOrder::any;
    while (at < server.items.size() && server.items[at].place == item.place &&
           (!sorted || std::tie(server.items[at].kind, server.items[at].stream) <=
                           std::tie(item.kind, item.stream))) {
        ++at;
    }
    server.items.insert(at, item);
    world.model->net_watch().filled(item.place);
}

// As bufio.Writer: what is in the buffer and the beginning of the frame go on; the rest of the
// frame stays if it fits, else all of it goes.
void overflow(ConnectionWorld& world, const NetPlace& buffer, NetItem item) {
    ServerState& server = world.server;
    std::uint32_t& used = server.octets[buffer_of(*world.model->net(), item.place)];
    const std::uint32_t size = h2::wire_size(item.frame);
    if (size <= buffer.octets - used) {
        used += size;
        return insert(world, item);
    }
    const std::uint32_t rest = used == 0 ? size : size - (buffer.octets - used);
    const PlaceIndex place = item.place;
    for (std::uint32_t i = first_in(server, place);
         i < server.items.size() && server.items[i].place == place;) {
        const NetItem moved = server.items[i];
        server.items.erase(i);
        put_item(world, buffer.overflows_to, moved);
        i = first_in(server, place);
    }
    used = 0;
    if (rest <= buffer.octets) {
        used = rest;
        insert(world, item);
    } else {
        put_item(world, buffer.overflows_to, item);
    }
}

}  // namespace

std::uint32_t count_in(const ServerState& server, PlaceIndex place) {
    std::uint32_t count = 0;
    for (std::uint32_t i = first_in(server, place);
         i < server.items.size() && server.items[i].place == place; ++i) {
        ++count;
    }
    return count;
}

bool is_of(const ConnectionWorld& world, const NetItem& item, ItemClass only) {
    const h2::Frame& frame = item.frame;
    const bool has_frame = item.kind == ItemKind::read || item.kind == ItemKind::frame;
    switch (only) {
        case ItemClass::any: return true;
        case ItemClass::token: return item.kind == ItemKind::token;
        case ItemClass::read: return item.kind == ItemKind::read;
        case ItemClass::frame: return item.kind == ItemKind::frame;
        case ItemClass::turn: return item.kind == ItemKind::turn;
        case ItemClass::exit: return item.kind == ItemKind::exit;
        case ItemClass::removal: return item.kind == ItemKind::removal;
        case ItemClass::headers: return has_frame && std::holds_alternative<h2::Headers>(frame);
        case ItemClass::data: return has_frame && std::holds_alternative<h2::Data>(frame);
        case ItemClass::reset: return has_frame && std::holds_alternative<h2::RstStream>(frame);
        case ItemClass::trailers: {
            const auto* headers = has_frame ? std::get_if<h2::Headers>(&frame) : nullptr;
            return headers != nullptr && headers->fields == world.model->trailer_fields();
        }
        case ItemClass::response:
            return has_frame && (std::holds_alternative<h2::Headers>(frame) ||
                                 std::holds_alternative<h2::Data>(frame));
        case ItemClass::connection: return has_frame && h2::stream_of(frame).names_connection();
        case ItemClass::closing: return has_frame && closes(frame);
        case ItemClass::counted: return has_frame && is_counted(world.server, frame);
        case ItemClass::early_reset: {
            const auto* reset = has_frame ? std::get_if<h2::RstStream>(&frame) : nullptr;
            return reset != nullptr && reset->code == h2::ErrorCode::NO_ERROR;
        }
    }
    return false;
}

ItemIndices takable_in(const ConnectionWorld& world, const NetTake& take) {
    const ServerState& server = world.server;
    const NetPlace& place = world.model->net()->places[take.place];
    ItemIndices found;
    // Of a place without classes all items are of one.
    for (std::size_t its_class = 0; its_class <= place.first.size(); ++its_class) {
        for (std::uint32_t i = first_in(server, take.place);
             i < server.items.size() && server.items[i].place == take.place; ++i) {
            if (!place.first.empty() && class_of(world, place, server.items[i]) != its_class) {
                continue;
            }
            if (is_of(world, server.items[i], take.only)) {
                found.push_back(i);
            } else if (place.order != PlaceOrder::any) {
                return found;  // it is in the way of those behind it
            }
        }
        if (place.first.empty()) {
            break;
        }
    }
    return found;
}

void put_item(ConnectionWorld& world, PlaceIndex place, NetItem item) {
    item.place = place;
    const NetPlace& target = world.model->net()->places[place];
    if (target.octets > 0 && item.kind == ItemKind::frame) {
        return overflow(world, target, item);
    }
    insert(world, item);
}

void put_token(ConnectionWorld& world, PlaceIndex place) {
    put_item(world, place, NetItem{});
}

void withdraw_items(ConnectionWorld& world, h2::StreamId stream) {
    ServerState& server = world.server;
    for (std::uint32_t i = 0; i < server.items.size();) {
        const NetItem& item = server.items[i];
        const bool waits = item.kind == ItemKind::frame && world.model->is_waiting(item.place) &&
                           !std::holds_alternative<h2::RstStream>(item.frame);
        if (item.stream != stream || !(waits || item.kind == ItemKind::turn)) {
            ++i;
            continue;
        }
        if (waits) {
            server.core.withdraw(item.frame);
        }
        server.items.erase(i);
    }
}

void empty_buffer(ConnectionWorld& world, PlaceIndex buffer) {
    world.server.octets[buffer_of(*world.model->net(), buffer)] = 0;
}

std::uint32_t free_octets(const ConnectionWorld& world, PlaceIndex buffer) {
    const Net& net = *world.model->net();
    return net.places[buffer].octets - world.server.octets[buffer_of(net, buffer)];
}

}  // namespace sim
