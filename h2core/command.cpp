// The names of refusals, as logs and messages have them.

#include "h2core/command.hpp"

namespace h2 {

std::string_view name(Refusal refusal) {
    switch (refusal) {
        case Refusal::stream_not_open: return "stream_not_open";
        case Refusal::out_of_order: return "out_of_order";
        case Refusal::concurrency_limit: return "concurrency_limit";
        case Refusal::window_exhausted: return "window_exhausted";
        case Refusal::going_away: return "going_away";
        case Refusal::stream_ids_exhausted: return "stream_ids_exhausted";
        case Refusal::invalid_argument: return "invalid_argument";
        case Refusal::connection_closed: return "connection_closed";
    }
    return "unknown";
}

}  // namespace h2
