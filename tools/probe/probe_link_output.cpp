// Writing: frames in JSON with the peer's values filled in, and requests that need no table.

#include <algorithm>

#include <fmt/format.h>

#include "h2core/wire/frame_encoder.hpp"
#include "h2core/wire/octet_order.hpp"
#include "tools/probe/probe_link.hpp"
#include "tools/probe/probe_values.hpp"
#include "tools/wire/frame_text.hpp"
#include "tools/wire/octet_text.hpp"

namespace tools {
namespace {

constexpr std::uint32_t kLargestOddStream = 0x7fff'ffff;
constexpr std::uint32_t kLargestFrameSize = 0xff'ffff;
constexpr std::uint32_t kUsualWindow = 65'535;
constexpr std::size_t kMostSent = 200;  // that are kept for a report

// A request in a block that neither reads the dynamic table nor adds to it: what a case has done to
// the tables changes nothing. `method`: as it stands in the block.
std::string plain_block(const ProbeTarget& target, std::string_view method) {
    std::string block{method};
    block += target.scheme == "https" ? '\x87' : '\x86';
    const auto add = [&block](char index, const std::string& value) {
        block += index;
        if (value.size() < 127) {
            block += static_cast<char>(value.size());
        } else {
            block += '\x7f';
            std::size_t rest = value.size() - 127;
            for (; rest >= 128; rest /= 128) {
                block += static_cast<char>(rest % 128 + 128);
            }
            block += static_cast<char>(rest);
        }
        block += value;
    };
    add('\x01', target.authority);
    add('\x04', target.paths.at("page"));
    return block;
}

nlohmann::json holes_of(const ProbeTarget& target) {
    nlohmann::json holes = target.paths;
    holes["scheme"] = target.scheme;
    holes["authority"] = target.authority;
    holes["base"] = to_hex(plain_block(target, "\x82"));
    return holes;
}

}  // namespace

void ProbeLink::send_frames(const nlohmann::json& frames) {
    const nlohmann::json filled = fill_holes(frames, holes_of(target_));
    std::vector<WireWriter::Octets> each;
    writer_.write(filled, each);
    std::vector<std::byte> all;
    for (const WireWriter::Octets& octets : each) {
        all.insert(all.end(), octets.begin(), octets.end());
    }
    for (const nlohmann::json& frame : filled) {
        const auto stream = frame.value("stream", 0U);
        if (stream % 2 == 1) {
            highest_stream_ = std::max(highest_stream_, stream);
        }
        const bool ack =
            frame.value("flags", nlohmann::json::array()) == nlohmann::json::array({"ACK"});
        if (frame.at("type") == "PING" && frame.contains("opaque") && !ack) {
            const std::string sent = octets_of_hex(frame.at("opaque").get<std::string>());
            pinged_.insert(h2::load_u64(bytes_of(sent).data()));
        }
        if (frame.at("type") == "SETTINGS" && !ack) {
            ++settings_sent_;
            note_settings(frame.value("settings", nlohmann::json::array()));
        }
    }
    send(all);
}

void ProbeLink::note_settings(const nlohmann::json& settings) {
    for (const nlohmann::json& setting : settings) {
        if (setting.at("id") == "INITIAL_WINDOW_SIZE") {
            window_ = setting.at("value").get<std::uint32_t>();
        }
    }
}

void ProbeLink::send_filled(const ProbeStep& step) {
    std::size_t size = step.number;
    if (size == 0) {
        size = std::size_t{largest_frame_} + 1;
        if (size > kLargestFrameSize) {
            end_.trouble = "the peer takes frames of any size";
            finish({ProbeSight::alive, {}, "", ""});
            return;
        }
    }
    nlohmann::json frame = step.frames.front();
    frame["payload"] = std::string(2 * size, '0');
    send_frames(nlohmann::json::array({std::move(frame)}));
}

void ProbeLink::send_ping(std::uint64_t opaque) {
    send_frames(
        nlohmann::json::array({{{"type", "PING"}, {"opaque", fmt::format("{:016x}", opaque)}}}));
}

void ProbeLink::send_request() {
    if (highest_stream_ >= kLargestOddStream - 1) {
        highest_stream_ = 0;  // there is no identifier left
        return;
    }
    highest_stream_ += highest_stream_ == 0 ? 1 : 2;
    h2::Headers headers;
    headers.stream = h2::StreamId::from_wire(highest_stream_);
    headers.end_stream = true;
    std::vector<std::byte> octets;
    const std::string block = plain_block(target_, "\x02\x04HEAD");
    h2::encode_frame(headers, bytes_of(block), kLargestFrameSize, octets);
    if (window_ < kUsualWindow) {
        // Some end even a response without content with DATA, which waits for credit.
        h2::encode_frame(h2::WindowUpdate{headers.stream, kUsualWindow}, {}, kLargestFrameSize,
                         octets);
    }
    send(octets);
}

void ProbeLink::send_text(std::string_view octets) {
    const auto bytes = bytes_of(octets);
    send({bytes.begin(), bytes.end()});
}

void ProbeLink::send(const std::vector<std::byte>& octets) {
    if (ended_ || stage_ == Stage::done || octets.empty()) {
        return;
    }
    witness_.proves(h2::Role::client, witness_.octets_sent(h2::Role::server));
    std::span<const std::byte> rest = octets;
    while (true) {
        const h2::Sight sight = witness_.sent(h2::Role::client, rest);
        rest = rest.subspan(sight.consumed);
        for (const h2::Finding& finding : sight.findings) {
            if (finding.who == h2::Role::client && finding.rule == h2::RuleId::closed_sends) {
                sent_on_closed_.insert(finding.stream.value());
            }
        }
        if (sight.frame && end_.frames.size() < kMostSent) {
            end_.frames.push_back({true, frame_text(Direction::sent, sight.header, *sight.frame)});
        }
        if (sight.kind == h2::Sight::Kind::need_more) {
            break;
        }
    }
    if (segment_ > 0) {
        for (std::size_t at = 0; at < octets.size(); at += segment_) {
            const std::size_t size = std::min<std::size_t>(segment_, octets.size() - at);
            const auto part = std::span{octets}.subspan(at, size);
            out_.emplace_back(part.begin(), part.end());
        }
    } else if (out_.empty()) {
        out_.push_back(octets);
    } else {
        out_.back().insert(out_.back().end(), octets.begin(), octets.end());
    }
    // What is sent in one go is written in one go.
    loop_.post([self = shared_from_this()] { self->write(); });
}

void ProbeLink::write() {
    if (!writing_.empty() || out_.empty() || stage_ == Stage::done) {
        return;
    }
    writing_ = std::move(out_.front());
    out_.pop_front();
    stream_->write(writing_, [self = shared_from_this()](const std::error_code& error) {
        self->writing_.clear();
        if (!error) {
            self->silent_for_ = net::Milliseconds{0};
            self->write();
        }
    });
}

}  // namespace tools
