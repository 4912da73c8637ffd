#include "sim/scenario/scenario_reader.hpp"

#include <string>
#include <type_traits>
#include <utility>

#include "sim/scenario/scenario_names.hpp"

namespace sim {
namespace {

using nlohmann::json;

void assign(const json& value, std::string& target) {
    target = value.get<std::string>();
}
void assign(const json& value, bool& target) {
    target = value.get<bool>();
}
void assign(const json& value, std::uint64_t& target) {
    target = value.get<std::uint64_t>();
}

void assign(const json& value, std::uint32_t& target) {
    target = value.is_string() ? h2::kUnlimited : value.get<std::uint32_t>();
}

void assign(const json& value, std::vector<std::string>& target) {
    target = value.get<std::vector<std::string>>();
}

template <class Enum>
    requires std::is_enum_v<Enum>
void assign(const json& value, Enum& target) {
    target = *from_text<Enum>(value.get_ref<const std::string&>());
}

template <class T>
void assign(const json& value, std::optional<T>& target) {
    assign(value, target.emplace());
}

void assign(const json& value, h2::ReleasePoints& target);
void assign(const json& value, ServerSpec& target);
void assign(const json& value, ClientDesign& target);
void assign(const json& value, ClientSpec& target);
void assign(const json& value, RequestSpec& target);
void assign(const json& value, ResponseSpec& target);
void assign(const json& value, PipesSpec& target);
void assign(const json& value, std::vector<ExpectedProperty>& target);
void assign(const json& value, BoundsSpec& target);
void assign(const json& value, Pinned& target);

// The target keeps its default where the key is not given.
template <class T>
void take(const json& object, const char* key, T& target) {
    if (const auto found = object.find(key); found != object.end()) {
        assign(*found, target);
    }
}

void assign(const json& value, h2::ReleasePoints& target) {
    if (value.is_string()) {
        h2::WriteStage stage{};
        assign(value, stage);
        target = {stage, stage, stage, stage};
        return;
    }
    take(value, "headers", target.headers);
    take(value, "data", target.data);
    take(value, "trailers", target.trailers);
    take(value, "rst_stream", target.rst_stream);
}

void assign(const json& value, ServerSpec& target) {
    h2::Policy& policy = target.policy;
    take(value, "profile", target.profile);
    take(value, "loop", target.loop);
    take(value, "release_at", policy.release);
    take(value, "before_read", target.before_read);
    take(value, "orders", target.orders);
    take(value, "over_limit", policy.over_limit);
    take(value, "over_limit_unacked", policy.over_limit_unacked);
    take(value, "limit_in_force", policy.limit_in_force);
    take(value, "closing_counter", policy.closing_counter);
    take(value, "slack", policy.slack);
    if (const auto memory = value.find("reset_memory"); memory != value.end()) {
        take(*memory, "streams", policy.reset_memory);
        take(*memory, "ticks", target.reset_memory_ticks);
    }
    take(value, "received_reset_frees", policy.received_reset_frees);
    take(value, "received_end_frees", policy.received_end_frees);
    take(value, "handler_limit", policy.handler_limit);
    take(value, "debit_at", policy.debit_at);
    take(value, "reset_after_early_response", policy.reset_after_early_response);
    take(value, "end_stream_counts_while_reset_queued",
         policy.end_stream_counts_while_reset_queued);
    take(value, "write_buffer", target.write_buffer);
    take(value, "handler_buffer", target.handler_buffer);
    take(value, "initial_window", target.initial_window);
    take(value, "replenish", target.replenish);
    take(value, "flush_queue_on_close", target.flush_queue_on_close);
    take(value, "after_goaway", policy.after_goaway);
    take(value, "goaway_ignores_initiator", policy.goaway_ignores_initiator);
    take(value, "graceful_shutdown", target.graceful_shutdown);
    take(value, "shutdown_notice", target.shutdown_notice);
    take(value, "shutdown_timeout", target.shutdown_timeout);
    take(value, "new_limit", target.new_limit);
}

void assign(const json& value, ClientDesign& target) {
    take(value, "writes", target.writes);
    take(value, "opens", target.opens);
    take(value, "callers", target.callers);
    take(value, "slot_freed_at", target.slot_freed_at);
    take(value, "settings_applied", target.settings_applied);
    take(value, "responses", target.responses);
    take(value, "reset_after_end", target.reset_after_end);
}

void assign(const json& value, ClientSpec& target) {
    take(value, "behaviour", target.behaviour);
    take(value, "pings", target.pings);
    take(value, "cancels", target.cancels);
    take(value, "read_every", target.read_every);
    take(value, "initial_window", target.initial_window);
    take(value, "window_updates", target.window_updates);
    take(value, "goaway", target.goaway);
    take(value, "design", target.design);
    take(value, "script", target.script);
}

void assign(const json& value, RequestSpec& target) {
    take(value, "headers", target.headers);
    take(value, "body", target.body);
}

void assign(const json& value, ResponseSpec& target) {
    take(value, "headers", target.headers);
    take(value, "body", target.body);
    take(value, "write_size", target.write_size);
    take(value, "trailers", target.trailers);
    take(value, "headers_flushed", target.headers_flushed);
    take(value, "early", target.early);
}

void assign(const json& value, PipesSpec& target) {
    take(value, "to_client", target.to_client);
    take(value, "to_server", target.to_server);
}

void assign(const json& value, std::vector<ExpectedProperty>& target) {
    for (const json& element : value) {
        ExpectedProperty property;
        take(element, "name", property.name);
        take(element, "expect", property.expect);
        target.push_back(std::move(property));
    }
}

void assign(const json& value, BoundsSpec& target) {
    take(value, "max_states", target.max_states);
    take(value, "max_depth", target.max_depth);
    take(value, "max_memory_mb", target.max_memory_mb);
    take(value, "max_seconds", target.max_seconds);
}

void assign(const json& value, Pinned& target) {
    take(value, "states", target.states);
    take(value, "transitions", target.transitions);
    take(value, "shortest", target.shortest);
}

}  // namespace

Scenario read_scenario(const json& document) {
    Scenario scenario;
    take(document, "id", scenario.id);
    take(document, "title", scenario.title);
    take(document, "why", scenario.why);
    take(document, "refs", scenario.refs);
    take(document, "rfc", scenario.rfc);
    take(document, "start", scenario.start);
    take(document, "limit", scenario.limit);
    take(document, "requests", scenario.requests);
    take(document, "server", scenario.server);
    take(document, "client", scenario.client);
    take(document, "request", scenario.request);
    take(document, "response", scenario.response);
    take(document, "pipes", scenario.pipes);
    take(document, "properties", scenario.properties);
    take(document, "bounds", scenario.bounds);
    take(document, "pinned", scenario.pinned);
    return scenario;
}

}  // namespace sim
