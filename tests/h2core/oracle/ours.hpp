#pragma once
// h2::Endpoint under a script.

#include <functional>
#include <optional>
#include <set>

#include "h2core/endpoint.hpp"
#include "tests/h2core/oracle/outcome.hpp"
#include "tests/h2core/oracle/script.hpp"

namespace oracle {

class Ours {
  public:
    // `on_sent` is called with the octets of each frame that we send.
    explicit Ours(const Script& script,
                  std::function<void(std::span<const std::byte>)> on_sent = {});

    // Octets up to the end of a frame, or the last ones.
    Outcome receive(std::span<const std::byte> octets);
    void act(const Request& request);
    void act(const Respond& respond);
    void act(const Reset& reset);
    void act(const GoAway& goaway);

    [[nodiscard]] bool in_field_block() const { return endpoint_.in_field_block(); }
    // Whether CONNECT was our request on that stream.
    [[nodiscard]] bool is_tunnel(h2::StreamId stream) const { return tunnels_.contains(stream); }
    // The last frame received, and the rule that its verdict cites. Valid until receive().
    [[nodiscard]] const h2::Frame* frame() const { return frame_ ? &*frame_ : nullptr; }
    [[nodiscard]] h2::RuleId rule() const { return rule_; }

  private:
    void submit(const h2::Command& command);
    void write(const h2::Effects& effects);

    std::function<void(std::span<const std::byte>)> on_sent_;
    h2::SettingList settings_;
    h2::Endpoint endpoint_;
    std::optional<h2::Frame> frame_;
    h2::RuleId rule_ = h2::RuleId::none;
    std::set<h2::StreamId> tunnels_;
    Octets out_;
    h2::FieldList request_;
    h2::FieldList response_;
};

}  // namespace oracle
