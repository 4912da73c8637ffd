// A connection with a monitor on its wire.

#include "sim/judge/judged_world.hpp"

#include "sim/judge/judge.hpp"

namespace sim {

JudgedWorld::JudgedWorld(const Model& new_model) : ConnectionWorld{new_model} {
    const Scenario& scenario = new_model.scenario();
    if (scenario.start == Start::established) {
        monitor.begin(scenario.limit, scenario.client.initial_window);
    }
}

Observations JudgedWorld::step(Event event) {
    const std::uint32_t counted = server.core.peer_count();
    monitor.forget_faults();
    ConnectionWorld::step(event);
    observed = judge_step(*this, event, counted);
    happened.clear();
    return observed;
}

bool JudgedWorld::satisfied() const {
    const bool scripted = model->scenario().client.behaviour == Behaviour::scripted;
    return ConnectionWorld::satisfied() && (!scripted || monitor.open_for_client() == 0);
}

bool JudgedWorld::operator==(const JudgedWorld& other) const {
    return ConnectionWorld::operator==(other) && monitor == other.monitor;
}

}  // namespace sim
