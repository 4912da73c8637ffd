#pragma once
// Octets of one direction of a connection, or of both → frames with what a witness finds in them.

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "h2core/witness/two_directions.hpp"

namespace tools {

// What is there to read, and what is known beside it.
struct WireInput {
    // By Role; empty: nothing of it is there.
    std::array<std::span<const std::byte>, 2> sent;
    bool piece = false;        // the octets do not begin where the connection does
    bool after_http1 = false;  // HTTP/1.1 stood before them
    // What had been announced, and acknowledged, by the peer whose octets are not there.
    std::optional<h2::Settings> other_settings;
};

// With a SETTINGS frame, as a server's do: the header is enough.
bool begins_with_settings(std::span<const std::byte> octets);

// A client's octets are whole if they begin with its preface, a server's with SETTINGS.
h2::Beginning beginning_of(const WireInput& input);

// Who has probably sent the octets: the one who would break fewer rules by them; the client where
// they tell nothing.
h2::Role likely_sender(std::span<const std::byte> octets);

class WireReader {
  public:
    // The octets outlive the reader.
    explicit WireReader(const WireInput& input);

    struct Item {
        h2::Role sender = h2::Role::client;
        std::uint64_t offset = 0;  // of the frame's first octet, in what its sender has sent
        h2::FrameHeader header;
        std::span<const std::byte> payload;
        bool block_goes_on = false;  // HEADERS, PUSH_PROMISE or CONTINUATION without END_HEADERS
        // With the fields of the whole block in its last frame. Empty where the octets make none.
        // Valid until the next call, as the findings are.
        std::optional<h2::Frame> frame;
        std::span<const h2::Finding> findings;
    };
    // Empty at the end.
    std::optional<Item> next();

    // The client's preface: how many of its octets are there, and what is wrong with it.
    struct Preface {
        std::size_t octets = 0;
        std::vector<h2::Finding> findings;
    };
    // Once it has been read.
    [[nodiscard]] const std::optional<Preface>& preface() const { return preface_; }

    // At the end: octets of that direction that make no frame, or a field block that does not end.
    struct Rest {
        std::uint64_t offset = 0;
        std::size_t octets = 0;
        // "incomplete frame", "incomplete preface", "not read", "incomplete field block"
        std::string_view reason;
        std::vector<h2::Finding> findings;
    };
    [[nodiscard]] std::optional<Rest> rest(h2::Role sender) const;
    // What is owed at the end of both.
    std::vector<h2::Finding> end();

  private:
    WireInput input_;
    h2::TwoDirections both_;
    std::optional<Preface> preface_;
    std::array<std::vector<h2::Finding>, 2> of_rest_;
};

}  // namespace tools
