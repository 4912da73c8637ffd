#pragma once
// The two threads that touch the socket: neither knows the protocol, but where a frame ends.

#include <chrono>

#include "tests/net/threaded/mailbox.hpp"

namespace threaded {

// Reads octets, hands over the client's preface and then one frame at a time, until the socket's
// end or the mailbox's.
void read_frames(int socket, Mailbox& mailbox);

// Writes what the loop starts to write; sleeps for `hold` after each write has returned, before its
// completion is posted.
void write_octets(int socket, std::chrono::microseconds hold, Mailbox& mailbox);

}  // namespace threaded
