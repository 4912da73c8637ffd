#pragma once
// The client's way out: what lies between "its core has accepted a frame" and "the transport has
// it", as ClientDesign::writes says. Internal to client*.cpp.

#include "sim/world/world.hpp"

namespace sim {

// Whether frames wait for a writer or a lock; else whoever makes one writes it in the same step.
[[nodiscard]] bool has_writer(const ConnectionWorld& world);
// Whether a frame that is made now may be written now, before the next step.
[[nodiscard]] bool may_write_at_once(const ConnectionWorld& world);

// `frame` is one that the core has returned.
void write(ConnectionWorld& world, const h2::Frame& frame);  // it passes all stations at once
void send(ConnectionWorld& world, const h2::Frame& frame);   // written, or left to the writer

// The client_write events: the frames among which the next one is chosen, by stream.
void writer_enabled(const ConnectionWorld& world, EventSink& out);
// The frame that {client_write, stream} writes.
[[nodiscard]] const h2::Frame& next_of(const ClientState& client, h2::StreamId stream);
void write_next_of(ConnectionWorld& world, h2::StreamId stream);

// The core has processed `heard`: drops what waits and may no longer be sent.
void drop_late(ConnectionWorld& world, const h2::Frame& heard);

}  // namespace sim
