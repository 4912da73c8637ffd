#pragma once
// What stays the same in every state of one World: the scenario, the interned field sections and
// settings that frames refer to, and the frames a response consists of.

#include <deque>
#include <vector>

#include "h2core/field_list.hpp"
#include "h2core/settings.hpp"
#include "sim/scenario/notation.hpp"
#include "sim/scenario/response_plan.hpp"
#include "sim/scenario/scenario.hpp"

namespace sim {

class Model {
  public:
    explicit Model(Scenario scenario);
    Model(const Model&) = delete;  // states refer to it by address
    Model& operator=(const Model&) = delete;

    [[nodiscard]] const Scenario& scenario() const { return scenario_; }
    [[nodiscard]] const h2::Policy& server_policy() const { return scenario_.server.policy; }
    [[nodiscard]] const h2::Policy& client_policy() const { return client_policy_; }
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
    std::deque<h2::FieldList> field_storage_;
    std::deque<h2::SettingList> setting_storage_;
    std::vector<const h2::FieldList*> field_lists_;
    std::vector<const h2::SettingList*> setting_lists_;
    std::vector<ScriptLine> script_;
};

}  // namespace sim
