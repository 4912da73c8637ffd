#pragma once
// Tells TLS connections: octets that another program has deciphered, record by record, are put
// where the records were on the wire, so that their order and their acknowledgments are known.

#include <array>
#include <cstddef>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "tools/capture/recording.hpp"
#include "tools/capture/tls_records.hpp"
#include "tools/capture/upper_pdu.hpp"

namespace tools {

class TlsTeller {
  public:
    TlsTeller(std::vector<TlsConnection> connections, Recording& out);

    // First all that was deciphered is looked at, in its order, then all again is told.
    void align(const UpperPdu& pdu);
    void tell(const UpperPdu& pdu);
    // Ends all; those of which nothing was deciphered cannot be read, for `reason` unless they
    // have one of their own.
    void end(const std::string& reason);

    // Connections of which nothing is known about the order of the two directions.
    [[nodiscard]] std::size_t without_order() const;
    // Connections that could be deciphered up to a gap only.
    [[nodiscard]] std::size_t up_to_a_gap() const;

  private:
    struct Direction {
        std::size_t aligned = 0;   // records below were looked at by align(),
        std::size_t taken = 0;     // … by tell(),
        std::size_t counted = 0;   // … by octets_within()
        std::uint64_t octets = 0;  // deciphered, of the counted ones
    };
    struct Secured {
        TlsConnection tls;
        std::array<Direction, 2> directions;
        std::map<std::size_t, std::vector<std::byte>> waiting;  // by record
        std::size_t told = 0;                                   // records up to here
        std::string protocol;                                   // inside, where it is not HTTP/2
        bool is_begun = false;
        bool fails = false;  // what was deciphered is not what was recorded
    };

    Secured* connection_of(const UpperPdu& pdu, End& sender);
    void begin(Secured& secured);
    void tell_waiting(Secured& secured);
    std::uint64_t octets_within(Secured& secured, End sender, std::uint64_t end);

    Recording& out_;
    std::vector<Secured> all_;
    std::map<std::pair<SocketAddress, SocketAddress>, std::vector<std::size_t>> by_ends_;
};

}  // namespace tools
