#pragma once
// What went over all connections, decrypted, for --pcapng-out: one file that Wireshark opens.

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "h2core/role.hpp"
#include "tools/capture/pcapng_writer.hpp"

namespace tools::net {

class PacketFile {
  public:
    // `file` empty: nothing is written. Throws Failure (exit code 2) if it cannot be written.
    explicit PacketFile(std::string file);
    PacketFile(const PacketFile&) = delete;
    PacketFile& operator=(const PacketFile&) = delete;
    ~PacketFile();

    void connected(std::uint64_t connection, const TcpEnd& client, const TcpEnd& server);
    // Octets of that peer. Written when a frame of theirs is whole. A failure to write ends the
    // file and is told once on standard error.
    void add(std::uint64_t connection, h2::Role sender, std::span<const std::byte> octets);
    void closed(std::uint64_t connection);

  private:
    struct Side {
        TcpEnd end;
        std::vector<std::byte> waiting;  // of a frame that is not whole
        bool begun = false;              // its preface is not waited for
    };
    struct Watched {
        std::array<Side, 2> sides;  // by h2::Role
    };
    void write_frames(Side& from, const Side& to, bool all);
    void write(std::string_view text);
    void close_file();

    std::string file_;
    int descriptor_ = -1;
    std::map<std::uint64_t, Watched> watched_;
};

}  // namespace tools::net
