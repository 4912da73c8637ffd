// RFC 8441 (extended CONNECT) and RFC 9218 (priorities): what no verdict cites.

#include <array>

#include "h2core/ledger_tables.hpp"

namespace h2::ledger_tables {
namespace {

using enum Level;
using enum Observer;

constexpr std::array kExtensionRows = {
    row("8441/4/no-tunnel", must, application,
        "CONNECT with :protocol makes no TCP tunnel to the host in :authority"),
    row("8441/5/websocket", must, receiver,
        "a WebSocket is asked for by CONNECT with the :protocol websocket",
        "whether a client wants a WebSocket is not in the octets"),
    row("8441/5/no-upgrade-fields", must, receiver,
        "a CONNECT for a WebSocket has neither Connection nor Upgrade",
        "such fields are cited by 9113/8.2.2/connection-specific"),
    row("9218/2.1/signals-ignored", must, prober,
        "a server that got NO_RFC7540_PRIORITIES of 1 ignores the signals of RFC 7540"),
    row("9218/2.1.1/both-signals", should, receiver,
        "before the server's SETTINGS a client sends the old and the new signals",
        "whether a client wants to signal a priority at all is not in the octets"),
    row("9218/4/defaults", should, self,
        "a request without priority parameters is served by their default values"),
    row("9218/4/unknown-ignored", must, prober,
        "priority parameters that are unknown, out of range or of wrong type are ignored"),
    row("9218/4.1/default-urgency", should, application,
        "a client gives the main resource of a document the default urgency"),
    row("9218/4.1/background", should, application,
        "the urgency for background transfers is for nothing that a user waits for"),
    row("9218/7/buffered", should, self,
        "the latest PRIORITY_UPDATE of a stream not yet open is kept until it opens"),
    row("9218/10/urgency", should, prober, "responses of higher urgency go first"),
    row("9218/10/incremental", should, prober, "the incremental parameter is respected"),
    row("9218/10/sequential", should, prober,
        "responses that are not incremental go one after another in the order of requests"),
    row("9218/10/shared", should, prober,
        "incremental responses of one urgency share the bandwidth"),
    row("9218/10/starvation", should, prober, "no response is starved by others"),
    row("9218/10.1/tunnels", should, prober, "tunnels get some of the bandwidth"),
    row("9218/13.2/coalesced", should, application,
        "a server behind an intermediary follows priorities only where it knows whose they are"),
};

}  // namespace

std::span<const Rule> extensions() {
    return kExtensionRows;
}

}  // namespace h2::ledger_tables
