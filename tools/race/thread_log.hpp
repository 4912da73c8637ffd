#pragma once
// Which threads of a server read and write its sockets, by the log of strace (-f -o): whether a
// thread that is held after a write leaves another one to read meanwhile.

#include <cstdint>
#include <istream>

namespace tools {

enum class Readers : std::uint8_t {
    unknown,  // nothing was both read and written
    apart,    // somewhere another thread reads than the one that writes
    same,     // nowhere: whoever is held would have been the one to read
};

// Lines as "1234 write(7, ""..., 4096) = 4096"; others are passed over, and so are descriptors over
// which nothing as long as a frame has gone.
Readers readers_in(std::istream& log);

}  // namespace tools
