#pragma once
// Octets of one direction of a connection → frames with verdicts: what an endpoint that receives
// them says. What only the other direction could tell is taken for granted:
//   - octets that do not begin with the client's preface are a piece of a connection: SETTINGS have
//     been exchanged, with initial values, and the field tables are empty;
//   - every acknowledgment of SETTINGS answers some;
//   - a client has sent a request (GET, complete) on every stream of its that the octets name;
//   - the application reads at once, and what it causes is written at once;
//   - no clock: resets are not counted as a flood.
// Frames after a connection error are still told apart, and discarded (9113/5.4.1/closed).

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "h2core/endpoint.hpp"

namespace tools {

class WireReader {
  public:
    // `receiver`: the role of the endpoint that receives the octets, which outlive the reader.
    WireReader(h2::Role receiver, std::span<const std::byte> octets);
    WireReader(const WireReader&) = delete;  // the endpoint refers to the policy
    WireReader& operator=(const WireReader&) = delete;
    ~WireReader() = default;

    struct Item {
        std::uint64_t offset = 0;  // of the frame's first octet
        h2::FrameHeader header;
        std::span<const std::byte> payload;
        bool truncated = false;  // the payload is shorter than the header says (too long a frame)
        bool block_goes_on = false;  // HEADERS, PUSH_PROMISE or CONTINUATION without END_HEADERS
        // With the fields of the whole block in its last frame. Empty where the octets make none.
        // Valid until the next call.
        std::optional<h2::Frame> frame;
        h2::Verdict verdict;
    };
    // Empty at the end.
    std::optional<Item> next();

    // The client's preface: how many of its octets are there, and what the server says to that.
    struct Preface {
        std::size_t octets = 0;
        h2::Verdict verdict;
    };
    [[nodiscard]] const std::optional<Preface>& preface() const { return preface_; }

    // At the end: octets that make no frame.
    struct Rest {
        std::uint64_t offset = 0;
        std::size_t octets = 0;
        std::string_view reason;  // "incomplete frame", "incomplete preface", "not read"
    };
    [[nodiscard]] std::optional<Rest> rest() const;

  private:
    void read_preface();
    void send_requests();
    void carry_out(const h2::Effects& effects);
    void expect_answer(const h2::FrameHeader& header);
    Item unjudged(const h2::FrameHeader& header);
    Item item_of(const h2::Reception& reception);
    [[nodiscard]] std::optional<h2::FrameHeader> header_ahead() const;
    std::optional<Item> stop(std::string_view reason);

    std::span<const std::byte> all_;
    std::span<const std::byte> left_;
    h2::Policy policy_;
    h2::FieldList request_;
    h2::Endpoint endpoint_;
    h2::SettingList settings_;
    std::optional<Preface> preface_;
    std::string_view reason_;  // why reading stopped
};

}  // namespace tools
