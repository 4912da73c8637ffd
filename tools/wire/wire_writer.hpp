#pragma once
// Frames as JSON (tools/wire/wire_json.hpp) → octets. Fields are encoded as one encoder with its
// default choices does it, from the first frame to the last; where a frame has a "payload" its
// fields go through the encoder too, so that those of later frames stay the same.

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include <nlohmann/json.hpp>

#include "h2core/hpack/encoder.hpp"

namespace tools {

class WireWriter {
  public:
    using Octets = std::vector<std::byte>;

    // Appends one element for each frame. `frames` is an array of valid frames (check_wire()); a
    // field block must not go on in a later call.
    void write(const nlohmann::json& frames, std::vector<Octets>& out);

  private:
    void write_block(std::span<const nlohmann::json> group, std::vector<Octets>& out);

    Octets encode_fields(std::span<const nlohmann::json> group);

    h2::hpack::Encoder encoder_;
};

}  // namespace tools
