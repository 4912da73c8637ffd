#pragma once
// What stays the same in every state of one World: the scenario, the interned field sections and
// settings that frames refer to, and the frames a response consists of.

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <vector>

#include "h2core/field_list.hpp"
#include "h2core/settings.hpp"
#include "sim/scenario/notation.hpp"
#include "sim/scenario/response_plan.hpp"
#include "sim/scenario/scenario.hpp"

namespace sim {

// What has happened in some world of a model since it was made: no part of any state, and nothing
// that happens depends on it.
class NetWatch {
  public:
    void fired(std::size_t rule) { set(fired_[rule / 64], rule % 64); }
    // It found what it takes, and its guard kept it back.
    void held_back(std::size_t rule) { set(held_back_[rule / 64], rule % 64); }
    void filled(PlaceIndex place) { set(filled_, place); }
    [[nodiscard]] bool has_fired(std::size_t rule) const {
        return has(fired_[rule / 64], rule % 64);
    }
    [[nodiscard]] bool was_held_back(std::size_t rule) const {
        return has(held_back_[rule / 64], rule % 64);
    }
    [[nodiscard]] bool was_filled(PlaceIndex place) const { return has(filled_, place); }

  private:
    using Bits = std::atomic<std::uint64_t>;
    static bool has(const Bits& bits, std::size_t bit) {
        return (bits.load(std::memory_order_relaxed) >> bit & 1U) != 0;
    }
    static void set(Bits& bits, std::size_t bit) {
        if (!has(bits, bit)) {
            bits.fetch_or(std::uint64_t{1} << bit, std::memory_order_relaxed);
        }
    }
    std::array<Bits, 2> fired_{};
    std::array<Bits, 2> held_back_{};
    Bits filled_{0};
};
static_assert(kMostRules <= 128 && kMostPlaces <= 64);

class Model {
  public:
    explicit Model(Scenario scenario);
    Model(const Model&) = delete;  // states refer to it by address
    Model& operator=(const Model&) = delete;

    [[nodiscard]] const Scenario& scenario() const { return scenario_; }
    [[nodiscard]] const h2::Policy& server_policy() const { return scenario_.server.policy; }
    [[nodiscard]] const h2::Policy& client_policy() const { return client_policy_; }
    // Null where the server is one of the runtimes.
    [[nodiscard]] const Net* net() const { return scenario_.server.net.get(); }
    // Whether frames of the server may be on their way in the place, and whether a write of those
    // that are there has not begun (sim/net/net.hpp).
    [[nodiscard]] bool is_outbound(PlaceIndex place) const { return outbound_[place]; }
    [[nodiscard]] bool is_waiting(PlaceIndex place) const { return waiting_[place]; }
    [[nodiscard]] NetWatch& net_watch() const { return net_watch_; }
    [[nodiscard]] const std::vector<PlannedFrame>& response() const { return response_; }

    [[nodiscard]] h2::Fields request_fields() const { return {field_lists_[0]}; }
    [[nodiscard]] h2::Fields response_fields() const { return {field_lists_[1]}; }
    [[nodiscard]] h2::Fields trailer_fields() const { return {field_lists_[2]}; }
    [[nodiscard]] const h2::SettingList* server_settings() const { return setting_lists_[0]; }
    [[nodiscard]] const h2::SettingList* client_settings() const { return setting_lists_[1]; }
    [[nodiscard]] const h2::SettingList* new_settings() const { return setting_lists_[2]; }

    // Interned values by id - 1, for reading snapshots back.
    [[nodiscard]] const std::vector<const h2::FieldList*>& field_lists() const {
        return field_lists_;
    }
    [[nodiscard]] const std::vector<const h2::SettingList*>& setting_lists() const {
        return setting_lists_;
    }
    // The parsed script of a scripted client; empty otherwise.
    [[nodiscard]] const std::vector<ScriptLine>& script() const { return script_; }

  private:
    const h2::SettingList* intern(std::vector<h2::Setting> values);
    const h2::FieldList* intern(std::vector<h2::Field> fields, std::uint32_t octets);

    Scenario scenario_;
    h2::Policy client_policy_;
    std::vector<PlannedFrame> response_;
    std::vector<bool> outbound_;
    std::vector<bool> waiting_;
    mutable NetWatch net_watch_;
    std::deque<h2::FieldList> field_storage_;
    std::deque<h2::SettingList> setting_storage_;
    std::vector<const h2::FieldList*> field_lists_;
    std::vector<const h2::SettingList*> setting_lists_;
    std::vector<ScriptLine> script_;
};

}  // namespace sim
