#pragma once
// The records of a TLS connection (RFC 8446 section 5.1, RFC 5246 section 6.2.1) in the order in
// which they passed: what they have inside is enciphered, where each of them ends is not.

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tools/capture/recording.hpp"

namespace tools {

// Whether a connection that begins with these octets is TLS: a record of a handshake, or of what
// follows one.
bool begins_tls(std::span<const std::byte> octets);

inline constexpr std::uint8_t kTlsHandshake = 22;
inline constexpr std::uint8_t kTlsApplicationData = 23;

struct TlsRecord {
    End sender = End::first;
    std::uint8_t type = 0;     // as its header says; 0: the rest of the direction is not known
    std::uint16_t length = 0;  // octets, enciphered
    std::uint16_t inside = 0;  // octets, deciphered; set by who deciphers it
    bool is_deciphered = false;
    // Its last octet came with this packet, when all before it were there.
    std::uint64_t complete = 0;
    std::uint64_t end = 0;  // octets of the direction up to its last one
    // When its last octet passed; `received` is that of its first: what was inside had been
    // decided then.
    Moment moment;
};

// A connection of them.
struct TlsConnection {
    std::size_t number = 0;
    Connected connected;
    std::string how;  // it ended
    std::vector<TlsRecord> records;
    // Octets that were not recorded, or are no records: nothing after them can be deciphered.
    std::array<bool, 2> is_broken{};
    std::array<std::uint64_t, 2> unknown{};  // octets after that
};

// Cuts the octets of both directions into records.
class TlsRecords {
  public:
    TlsRecords(std::size_t number, const Connected& connected);
    void add(End sender, std::span<const std::byte> octets, const Moment& moment);
    void miss(End sender, std::uint64_t octets, const Moment& moment);

    TlsConnection connection;

  private:
    struct Direction {
        std::array<std::byte, 5> header{};
        std::size_t in_header = 0;
        std::size_t rest = 0;  // of the record, after its header
        std::uint64_t end = 0;
        std::uint64_t complete = 0;
        std::uint64_t received = 0;  // at the first octet of the record
    };
    void finish_record(End sender, const Moment& moment);
    void give_up(End sender, std::uint64_t octets, const Moment& moment);

    std::array<Direction, 2> directions_;
};

}  // namespace tools
