// Interns in a fixed order what frames can refer to, so that the same scenario gives the same ids
// in every run. The policy of the client's core follows from the client's design.

#include "sim/world/model.hpp"

#include <utility>

#include "h2core/invariant.hpp"
#include "sim/scenario/notation.hpp"

namespace sim {
namespace {

h2::Policy policy_of_client(const ClientDesign& design) {
    h2::Policy policy;
    policy.reset_memory = h2::kUnlimited;  // a correct client tolerates what crossed its reset
    policy.open_beyond_limit = design.opens == ClientOpens::check_then_reserve;
    if (design.slot_freed_at == SlotFreedAt::cancelled) {
        policy.release.rst_stream = h2::WriteStage::enqueued;
    }
    return policy;
}

}  // namespace

Model::Model(Scenario scenario)
    : scenario_{std::move(scenario)},
      client_policy_{policy_of_client(scenario_.client.design)},
      response_{plan_response(scenario_.response, scenario_.server.handler_buffer)} {
    if (net() != nullptr) {
        outbound_ = outbound_places(*net());
        waiting_ = waiting_places(*net());
    } else if (scenario_.server.loop != Loop::split) {
        response_.front().with_next = false;  // nothing else could get between the two
    }
    H2_INVARIANT(response_.size() <= kMostResponseFrames);  // the scenario was validated
    intern({{":method", "GET", false}, {":scheme", "https", false}, {":path", "/", false}},
           scenario_.request.headers);
    intern({{":status", "200", false}}, scenario_.response.headers);
    intern({{"grpc-status", "0", false}}, scenario_.response.trailers);
    using enum h2::SettingId;
    std::vector<h2::Setting> announced = {{MAX_CONCURRENT_STREAMS, scenario_.limit}};
    if (scenario_.server.initial_window != h2::Settings{}.initial_window_size) {
        announced.push_back({INITIAL_WINDOW_SIZE, scenario_.server.initial_window});
    }
    intern(std::move(announced));
    intern({{INITIAL_WINDOW_SIZE, scenario_.client.initial_window}});
    intern({{MAX_CONCURRENT_STREAMS, scenario_.server.new_limit.value_or(scenario_.limit)}});
    for (const std::string& text : scenario_.client.script) {
        auto line = parse_script_line(text);
        H2_INVARIANT(line.has_value());  // the scenario was validated
        if (auto* settings = std::get_if<h2::SettingsFrame>(&line->frame);
            settings != nullptr && !settings->ack) {
            settings->list = intern(line->settings);
        } else if (auto* headers = std::get_if<h2::Headers>(&line->frame)) {
            headers->fields = request_fields();
        }
        script_.push_back(*line);
    }
}

const h2::SettingList* Model::intern(std::vector<h2::Setting> values) {
    const auto id = static_cast<std::uint32_t>(setting_lists_.size() + 1);
    setting_storage_.push_back({id, std::move(values)});
    setting_lists_.push_back(&setting_storage_.back());
    return setting_lists_.back();
}

const h2::FieldList* Model::intern(std::vector<h2::Field> fields, std::uint32_t octets) {
    const auto id = static_cast<std::uint32_t>(field_lists_.size() + 1);
    field_storage_.push_back({id, octets, std::move(fields)});
    field_lists_.push_back(&field_storage_.back());
    return field_lists_.back();
}

}  // namespace sim
