#pragma once
// The witnesses of the connections of serve and get, one for each (h2core/witness/witness.hpp).
// They are told what goes over the wire at our end, so what we write we have written after all that
// we had read; what the peer has received of ours only its ACKs and answers tell.

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "h2core/witness/witness.hpp"

namespace tools::net {

// Somebody who looks on: everything that a witness sees, of both peers, as it passes.
using OnSight = std::function<void(std::uint64_t connection, h2::Role sender,
                                   const h2::Sight& sight, const h2::Account& account)>;

class LiveWitness {
  public:
    explicit LiveWitness(h2::Role ours, OnSight on_sight = {})
        : ours_{ours}, on_sight_{std::move(on_sight)} {}

    // Octets of that peer.
    void add(std::uint64_t connection, h2::Role sender, std::span<const std::byte> octets);
    // What was found in frames of the peer that begin at that offset or before, since it was asked
    // for last.
    std::vector<h2::Finding> take(std::uint64_t connection, std::uint64_t offset);
    // The connection is over: what is held against the peer, a sentence for each rule, with how
    // often: "the server did not follow 9113/5.4.2/one-reset: a stream is reset once (8 times)".
    // What may have crossed, or is not known, is left out. Nothing, where it was no HTTP/2.
    std::vector<std::pair<h2::RuleId, std::string>> closed(std::uint64_t connection,
                                                           bool spoke_http2);

    // A peer has broken a MUST, for sure, on a connection that is over.
    [[nodiscard]] bool convicted() const { return convicted_; }

  private:
    struct Watched {
        h2::Witness witness;
        bool over = false;  // what comes now is not looked at: one frame could take 16 MiB
        std::deque<h2::Finding> waiting;             // about the peer: not taken yet
        std::map<h2::RuleId, std::uint64_t> broken;  // by the peer, how often
    };
    void keep(Watched& watched, std::span<const h2::Finding> findings) const;

    h2::Role ours_;
    OnSight on_sight_;
    bool convicted_ = false;
    std::map<std::uint64_t, Watched> connections_;
};

}  // namespace tools::net
