#pragma once
// How a server moves that is a net (sim/net/net.hpp). A rule may happen when it finds what it
// takes, its guard is met, there is room for what it puts, and its thread may go on. It happens as
// one step: items are taken, the verbs are done with each, items are put, then what goes on with
// it, then the urgent rules of the same thread, in their order, until none can.

#include "sim/world/server.hpp"

namespace sim {

// net_items.cpp: what stands where
std::uint32_t count_in(const ServerState& server, PlaceIndex place);
// Whether the item is of the class, in this state.
[[nodiscard]] bool is_of(const ConnectionWorld& world, const NetItem& item, ItemClass only);
// The items that may be taken, as indices into ServerState::items, in the order of the place: those
// of the class that nothing else is in front of. Of a place without order each may be the next.
using ItemIndices = h2::InlineVector<std::uint32_t, 8>;
ItemIndices takable_in(const ConnectionWorld& world, const NetTake& take);
// Puts the item where the order of its place wants it.
void put_item(ConnectionWorld& world, PlaceIndex place, NetItem item);
void put_token(ConnectionWorld& world, PlaceIndex place);
// A stream was reset: what its function has handed over is gone, and so are frames of it that wait.
void withdraw_items(ConnectionWorld& world, h2::StreamId stream);
void empty_buffer(ConnectionWorld& world, PlaceIndex buffer);
// Octets free in a buffer.
std::uint32_t free_octets(const ConnectionWorld& world, PlaceIndex buffer);

// net_guard.cpp: which rules may happen
// Conditions on the place that the item stands in are about this item.
[[nodiscard]] bool is_met(const ConnectionWorld& world, const NetGuard& guard,
                          const NetItem* item = nullptr);
// What a rule may take first, in order: indices of items, streams of functions, or 0 where there is
// nothing to choose. Empty: it cannot happen. What its thread prefers and waits for is not asked.
// Not guarded: its guard is not asked either.
ItemIndices choices_of(const ConnectionWorld& world, const NetRule& rule, bool guarded = true);
// The thread is not elsewhere: in a place in which it waits, or at a rule that it prefers.
[[nodiscard]] bool thread_may(const ConnectionWorld& world, std::uint8_t rule);
// The items that it takes first: as many as there are, within its bound and the room for them.
ItemIndices first_items(const ConnectionWorld& world, const NetRule& rule, std::uint32_t choice);
// A rule that shows a frame waits for nothing but room in the transport.
[[nodiscard]] bool waits_for_transport(const ConnectionWorld& world);
[[nodiscard]] bool is_parked(const ConnectionWorld& world, std::uint8_t thread);

// server_net.cpp
void net_start(ConnectionWorld& world);  // the tokens that are there at the beginning
void net_enabled(const ConnectionWorld& world, EventSink& out);
void net_step(ConnectionWorld& world, Event event);
Action net_action(const ConnectionWorld& world, Event event);
// A frame that the core has accepted, or the removal of a stream, goes where the net says.
void net_emit(ConnectionWorld& world, const h2::Frame& frame);
void net_remove_later(ConnectionWorld& world, h2::StreamId stream);
// The server has done something by itself: the urgent rules of its own thread.
void net_go_on(ConnectionWorld& world);
[[nodiscard]] bool net_all_visible(const ConnectionWorld& world);
[[nodiscard]] bool net_quiet(const ConnectionWorld& world);
[[nodiscard]] bool net_may_close(const ConnectionWorld& world);

}  // namespace sim
