#pragma once
// What decode prints: frames in order, and what a witness finds in them.

#include <array>
#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "tools/wire/wire_reader.hpp"

namespace tools {

class DecodeListing {
  public:
    DecodeListing() = default;
    DecodeListing(const DecodeListing&) = delete;
    DecodeListing& operator=(const DecodeListing&) = delete;
    virtual ~DecodeListing() = default;

    virtual void begin(const WireReader::Preface& preface) = 0;
    virtual void add(const WireReader::Item& item) = 0;
    virtual void add(h2::Role sender, const WireReader::Rest& rest) = 0;
    // Nothing more comes; `owed`: what somebody should have sent.
    virtual void end(std::span<const h2::Finding> owed) = 0;
};

// For people, as `nghttp -v` does it: "[client 24] SETTINGS frame <length=0, …>".
std::unique_ptr<DecodeListing> decode_as_text(bool colour);
// One object, as tools/wire/wire_json.hpp has it: {"frames": […], "preface", "rest"} of one
// direction, which encode reads; {"exchange": […], …} of both.
std::unique_ptr<DecodeListing> decode_as_json(
    const std::array<std::span<const std::byte>, 2>& sent);

// Standard output in pieces that are worth a write.
class PiecedOutput {
  public:
    void add(std::string_view text);
    void flush();

  private:
    std::string text_;
};

}  // namespace tools
