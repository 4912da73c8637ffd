#pragma once
// What went over each connection, decrypted, for --octets-out: two files a connection, one for each
// peer, FILE.1.client and FILE.1.server for the first, as `h2sim decode` reads them.

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>

#include "h2core/role.hpp"

namespace tools::net {

class OctetFiles {
  public:
    // `base` empty: nothing is written.
    explicit OctetFiles(std::string base) : base_{std::move(base)} {}
    OctetFiles(const OctetFiles&) = delete;
    OctetFiles& operator=(const OctetFiles&) = delete;
    ~OctetFiles();

    // Octets of that peer. A failure to write ends all files and is told once on standard error.
    void add(std::uint64_t connection, h2::Role sender, std::span<const std::byte> octets);
    void closed(std::uint64_t connection);

  private:
    struct Pair {
        int client = -1;  // descriptors
        int server = -1;
    };
    Pair* open_pair(std::uint64_t connection);
    void give_up(const std::string& file, int error);

    std::string base_;
    std::map<std::uint64_t, Pair> open_;
};

}  // namespace tools::net
