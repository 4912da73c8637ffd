#pragma once
// One frame as JSON (tools/wire/wire_json.hpp, valid) → what it says.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include <nlohmann/json.hpp>

#include "h2core/frame.hpp"
#include "h2core/wire/frame_header.hpp"

namespace tools::entry {

std::uint8_t type(const nlohmann::json& entry);
bool is(const nlohmann::json& entry, h2::FrameType type);
h2::StreamId stream(const nlohmann::json& entry);
// Empty where the entry leaves them to us.
std::optional<std::uint8_t> flags(const nlohmann::json& entry);
bool has_flag(const nlohmann::json& entry, std::uint8_t bits);
// The Pad Length field and the padding; 0 for a frame that is not padded.
std::uint16_t padding(const nlohmann::json& entry);
// HEADERS with a priority signal.
bool has_priority(const nlohmann::json& entry);
std::optional<std::uint32_t> length(const nlohmann::json& entry);

// The typed frame of an entry, without fields, and the octets that it refers to.
class TypedFrame {
  public:
    explicit TypedFrame(const nlohmann::json& entry) : frame_{make(entry)} {}
    TypedFrame(const TypedFrame&) = delete;
    TypedFrame& operator=(const TypedFrame&) = delete;
    ~TypedFrame() = default;

    [[nodiscard]] const h2::Frame& frame() const { return frame_; }

  private:
    h2::Frame make(const nlohmann::json& entry);
    h2::Frame settings(const nlohmann::json& entry);
    h2::Frame altsvc(const nlohmann::json& entry);
    h2::Frame origins(const nlohmann::json& entry);
    h2::Octets octets(const nlohmann::json& entry, const char* key);
    [[nodiscard]] h2::Octets kept() const;

    std::string text_;
    h2::SettingList settings_;
    h2::Frame frame_;  // made of the others
};

}  // namespace tools::entry
