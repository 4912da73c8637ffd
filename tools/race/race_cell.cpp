// The names of cells.

#include "tools/race/race_cell.hpp"

namespace tools {

std::string_view name(RaceMode mode) {
    switch (mode) {
        case RaceMode::park: return "park";
        case RaceMode::saturate: return "saturate";
    }
    return {};
}

std::string_view name(SlotEnd end) {
    switch (end) {
        case SlotEnd::headers: return "headers";
        case SlotEnd::data: return "data";
        case SlotEnd::trailers: return "trailers";
        case SlotEnd::reset: return "reset";
    }
    return {};
}

}  // namespace tools
