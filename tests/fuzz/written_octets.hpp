#pragma once
// Reads what an endpoint writes as its peer must be able to: frames that decode, field blocks that
// decode with the table size that was agreed upon, DATA within the connection's window. Knows of
// the endpoint only what both sides have put on the wire.

#include <cstdint>
#include <deque>
#include <vector>

#include "h2core/endpoint.hpp"
#include "h2core/wire/frame_payload.hpp"
#include "tests/fuzz/fuzz.hpp"

namespace fuzz {

class WrittenOctets {
  public:
    // Something of the peer's that the endpoint has processed.
    void peer(const h2::Reception& reception) {
        if (!std::holds_alternative<h2::Accept>(reception.step.verdict) ||
            reception.kind != h2::Reception::Kind::frame) {
            return;
        }
        if (const auto* settings = std::get_if<h2::SettingsFrame>(&reception.frame)) {
            if (!settings->ack) {
                peer_settings_.push_back(settings->list == nullptr ? h2::SettingList{}
                                                                   : *settings->list);
            }
        } else if (const auto* update = std::get_if<h2::WindowUpdate>(&reception.frame)) {
            window_ += update->stream.names_connection() ? update->increment : 0;
        } else if (const auto* ping = std::get_if<h2::Ping>(&reception.frame)) {
            if (!ping->ack) {
                pings_.push_back(ping->opaque);
            }
        }
    }

    // The next octets that the endpoint has written; `role` is the endpoint's.
    void ours(std::span<const std::byte> octets, h2::Role role) {
        if (role == h2::Role::client && !octets.empty()) {
            FUZZ_REQUIRE(preface_.next(octets) == h2::PrefaceReader::Outcome::complete);
        }
        while (true) {
            const h2::FrameDecoder::Output wire = frames_.next(octets);
            FUZZ_REQUIRE(wire.outcome != h2::FrameDecoder::Outcome::too_long);
            if (wire.outcome == h2::FrameDecoder::Outcome::need_more) {
                FUZZ_REQUIRE(frames_.pending() == 0);  // frames are written whole
                return;
            }
            FUZZ_REQUIRE(!first_ || wire.header.is(h2::FrameType::SETTINGS));
            first_ = false;
            frame(wire);
        }
    }

  private:
    void frame(const h2::FrameDecoder::Output& wire) {
        const h2::Payload payload = h2::decode_payload(wire.header, wire.payload, settings_);
        if (const auto* start = std::get_if<h2::FieldBlockStart>(&payload)) {
            FUZZ_REQUIRE(!block_.is_open());
            FUZZ_REQUIRE(block_.begin(*start, budgets_) == h2::RuleId::none);
            end_of_block(start->end_headers);
        } else if (const auto* part = std::get_if<h2::FieldBlockPart>(&payload)) {
            FUZZ_REQUIRE(block_.is_open() && block_.stream() == part->stream);
            FUZZ_REQUIRE(block_.add(*part, budgets_) == h2::RuleId::none);
            end_of_block(part->end_headers);
        } else {
            FUZZ_REQUIRE(!block_.is_open());
            FUZZ_REQUIRE(std::holds_alternative<h2::Frame>(payload));
            typed(std::get<h2::Frame>(payload));
        }
    }

    void end_of_block(bool end_headers) {
        if (end_headers) {
            h2::hpack::FieldSection section;
            FUZZ_REQUIRE(decoder_.decode(block_.octets(), section) == h2::RuleId::none);
            FUZZ_REQUIRE(!section.list().fields.empty());
        }
    }

    void typed(const h2::Frame& frame) {
        if (const auto* data = std::get_if<h2::Data>(&frame)) {
            FUZZ_REQUIRE(data->flow_controlled() == 0 || data->flow_controlled() <= window_);
            window_ -= data->flow_controlled();
        } else if (const auto* settings = std::get_if<h2::SettingsFrame>(&frame)) {
            if (settings->ack) {
                FUZZ_REQUIRE(!peer_settings_.empty());  // one for each, in order
                agree_on_table_size();
            }
        } else if (const auto* ping = std::get_if<h2::Ping>(&frame)) {
            if (ping->ack) {
                FUZZ_REQUIRE(!pings_.empty() && pings_.front() == ping->opaque);
                pings_.pop_front();
            }
        }
    }

    void agree_on_table_size() {
        for (const h2::Setting& setting : peer_settings_.front().values) {
            if (setting.id == h2::SettingId::HEADER_TABLE_SIZE) {
                decoder_.set_limit(setting.value);
            }
        }
        peer_settings_.pop_front();
    }

    h2::Budgets budgets_;
    h2::PrefaceReader preface_;
    h2::FrameDecoder frames_;
    h2::SettingList settings_;
    h2::FieldBlock block_;
    h2::hpack::Decoder decoder_;
    std::int64_t window_ = 65'535;               // of the connection, as the peer has granted it
    std::deque<h2::SettingList> peer_settings_;  // processed and not acknowledged
    std::deque<std::uint64_t> pings_;            // processed and not answered
    bool first_ = true;
};

}  // namespace fuzz
