#include "sim/world/model.hpp"

#include <algorithm>
#include <utility>

#include "h2core/invariant.hpp"
#include "sim/scenario/notation.hpp"

namespace sim {
namespace {

constexpr std::uint32_t kMaxFrameSize = 16'384;  // RFC 9113 section 6.5.2, the initial value

using Kind = PlannedFrame::Kind;

// One payload, cut where it exceeds the largest frame.
void add_data(std::vector<PlannedFrame>& plan, std::uint32_t octets, std::uint32_t max_frame_size) {
    while (octets > max_frame_size) {
        plan.push_back({Kind::data, max_frame_size, false, false});
        octets -= max_frame_size;
    }
    plan.push_back({Kind::data, octets, false, false});
}

// The function's writes: all of the body at once, or in pieces.
std::vector<std::uint32_t> writes_of(const ResponseSpec& response) {
    const std::uint32_t piece = response.write_size == 0 ? response.body : response.write_size;
    std::vector<std::uint32_t> writes;
    for (std::uint32_t left = response.body; left > 0;) {
        writes.push_back(std::min(piece, left));
        left -= writes.back();
    }
    return writes;
}

// bufio.Writer of the handler: fills up, flushes when more comes than fits; returns what is left.
std::uint32_t collect(std::vector<PlannedFrame>& plan, const std::vector<std::uint32_t>& writes,
                      std::uint32_t buffer, std::uint32_t max_frame_size) {
    std::uint32_t held = 0;
    for (std::uint32_t write : writes) {
        while (write > buffer - held) {
            const std::uint32_t chunk = held == 0 ? write : buffer;
            write -= chunk - held;
            add_data(plan, chunk, max_frame_size);
            held = 0;
        }
        held += write;
    }
    return held;
}

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

std::vector<PlannedFrame> plan_response(const ResponseSpec& response, std::uint32_t handler_buffer,
                                        std::uint32_t max_frame_size) {
    std::vector<PlannedFrame> plan = {{Kind::headers, response.headers, false, false}};
    const std::vector<std::uint32_t> writes = writes_of(response);
    if (handler_buffer > 0) {
        const std::uint32_t held = collect(plan, writes, handler_buffer, max_frame_size);
        if (held > 0 || (!writes.empty() && response.trailers == 0)) {
            add_data(plan, held, max_frame_size);
        }
    } else {
        for (const std::uint32_t write : writes) {
            add_data(plan, write, max_frame_size);
        }
    }
    if (response.trailers > 0) {
        plan.push_back({Kind::trailers, response.trailers, false, false});
    }
    plan.back().end_stream = true;
    plan.front().with_next = !response.headers_flushed && plan.size() > 1;
    return plan;
}

Model::Model(Scenario scenario)
    : scenario_{std::move(scenario)},
      client_policy_{policy_of_client(scenario_.client.design)},
      response_{plan_response(scenario_.response, scenario_.server.handler_buffer, kMaxFrameSize)} {
    if (scenario_.server.loop != Loop::split) {
        response_.front().with_next = false;  // nothing else could get between the two
    }
    H2_INVARIANT(response_.size() < 256);
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
