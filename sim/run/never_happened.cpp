// Reads what a model has noted down about its net (NetWatch).

#include "sim/run/never_happened.hpp"

namespace sim {

NeverHappened never_happened(const Model& model) {
    NeverHappened never;
    const Net* const net = model.net();
    if (net == nullptr) {
        return never;
    }
    const NetWatch& watch = model.net_watch();
    for (std::size_t i = 0; i < net->rules.size(); ++i) {
        const NetRule& rule = net->rules[i];
        if (!watch.has_fired(i)) {
            never.rules.push_back(rule.name);
        } else if (!rule.when.empty() && !watch.was_held_back(i)) {
            never.guards.push_back(rule.name);
        }
    }
    for (std::size_t i = 0; i < net->places.size(); ++i) {
        if (!watch.was_filled(static_cast<PlaceIndex>(i))) {
            never.places.push_back(net->places[i].name);
        }
    }
    return never;
}

}  // namespace sim
