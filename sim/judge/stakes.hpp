#pragma once
// What puts a property at stake: the situations in which it could be broken, seen from the outside.
// A property that holds without ever having been at stake says nothing about the design.

#include "sim/judge/judged_world.hpp"

namespace sim {

// `highest`: the client's streams before the frame was sent; the monitor has heard of the frame.
Observations stakes(const JudgedWorld& world, const ClientSent& sent, h2::StreamId highest);
// The monitor has heard of the frame, and not yet what became of it.
Observations stakes(const JudgedWorld& world, const ServerProcessed& heard);
// The monitor has not heard of these yet.
Observations stakes(const Monitor& monitor, const ClientReceived& received);
Observations stakes(const Monitor& monitor, const ServerShowed& showed);
Observations stakes(const Monitor& monitor, const TransportClosed& closed);

// In this state something cannot go on before something else has.
bool somebody_waits(const JudgedWorld& world);

}  // namespace sim
