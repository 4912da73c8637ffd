#pragma once
// An action as a trace carries it: names and texts in the notation of frames, so that it can be
// compared by any later version of this program, whatever its words for it are by then.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "sim/text/json_check.hpp"
#include "sim/world/action.hpp"

namespace sim {

struct ActionRecord {
    std::string actor;         // the role: "client", "server", "time"
    std::string thread;        // "reader"
    std::uint32_t number = 0;  // of a caller or a request function
    std::string verb;          // "process"
    std::string rule;          // "fire": the name of the net's rule
    std::uint32_t stream = 0;
    std::string frame;  // "HEADERS 3 END_STREAM"; what a request function hands over; "" if none
    std::string completes;  // what is completed before; "buffer" for a flush
    std::uint32_t count = 0;
    std::uint32_t limit = 0;
    std::vector<std::string> from;  // names of places, in the order of Place; then a net's own
    std::vector<std::string> to;
    bool operator==(const ActionRecord&) const = default;
};

ActionRecord record_of(const Action& action);

// Keys without a value are left out.
nlohmann::json to_json(const ActionRecord& record);

// What to_json() writes; `any_name`: with names that this program does not know.
JsonForm action_form(bool any_name);
// Of JSON that has the form.
ActionRecord record_of(const nlohmann::json& object);

// How `found` differs from what a trace has recorded: "its thread is \"writer\" in the trace and
// \"loop\" in this world"; nothing if it does not. `places`: where it takes and puts counts too.
std::optional<std::string> difference(const ActionRecord& recorded, const ActionRecord& found,
                                      bool places);

}  // namespace sim
