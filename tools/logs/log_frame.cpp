// Lengths that a log leaves out are those that the type has with these values (RFC 9113 section 6).

#include "tools/logs/log_frame.hpp"

namespace tools {
namespace {

using h2::FrameType;
using h2::StreamId;

constexpr std::uint32_t kSettingSize = 6;  // octets

std::uint32_t settings_size(const LogFrame& frame) {
    return frame.settings ? static_cast<std::uint32_t>(frame.settings->size()) * kSettingSize : 0;
}

std::uint32_t usual_length(const LogFrame& frame) {
    const std::uint32_t content = frame.content.value_or(0);
    switch (static_cast<FrameType>(frame.type)) {
        case FrameType::DATA: return content + frame.padding;
        case FrameType::PRIORITY: return 5;
        case FrameType::RST_STREAM:
        case FrameType::WINDOW_UPDATE: return 4;
        case FrameType::SETTINGS: return settings_size(frame);
        case FrameType::PING: return 8;
        case FrameType::GOAWAY: return 8 + content;
        case FrameType::HEADERS:
        case FrameType::PUSH_PROMISE:
        case FrameType::CONTINUATION:
        case FrameType::ALTSVC:
        case FrameType::ORIGIN:
        case FrameType::PRIORITY_UPDATE: break;
    }
    return content;
}

bool knows_settings(const LogFrame& frame) {
    return frame.has(h2::flag::ACK) || (frame.settings && !frame.settings_unknown &&
                                        (!frame.length || *frame.length == settings_size(frame)));
}

bool knows_values(const LogFrame& frame) {
    switch (static_cast<FrameType>(frame.type)) {
        case FrameType::DATA: return frame.flags.has_value() && (frame.length || frame.content);
        case FrameType::HEADERS: return frame.flags.has_value();
        case FrameType::PRIORITY: return frame.dependency.has_value();
        case FrameType::RST_STREAM: return frame.error.has_value();
        case FrameType::SETTINGS: return knows_settings(frame);
        case FrameType::PUSH_PROMISE: return frame.promised.has_value();
        case FrameType::PING: return frame.opaque.has_value();
        case FrameType::GOAWAY: return frame.error && frame.last;
        case FrameType::WINDOW_UPDATE: return frame.increment.has_value();
        case FrameType::CONTINUATION: return true;
        case FrameType::ALTSVC:
        case FrameType::ORIGIN:
        case FrameType::PRIORITY_UPDATE: break;
    }
    return false;
}

}  // namespace

void LogFrame::complete_flags(bool may_be_unknown) {
    if (!flags && !end_stream && !end_headers && !ack && may_be_unknown) {
        return;
    }
    unsigned bits = flags.value_or(0);
    const auto add = [&](bool set, std::uint8_t bit) { bits |= set ? bit : 0U; };
    add(end_stream.value_or(false), h2::flag::END_STREAM);
    add(end_headers.value_or(false), h2::flag::END_HEADERS);
    add(ack.value_or(false), h2::flag::ACK);
    if (is(FrameType::DATA) || is(FrameType::HEADERS) || is(FrameType::PUSH_PROMISE)) {
        add(padding > 0, h2::flag::PADDED);
    }
    add(is(FrameType::HEADERS) && dependency.has_value(), h2::flag::PRIORITY);
    flags = static_cast<std::uint8_t>(bits);
}

LoggedFrame::LoggedFrame(const LogFrame& frame, std::uint32_t number)
    : settings_{number, frame.settings.value_or(std::vector<h2::Setting>{})},
      fields_{number, 0, {}},
      header_{frame.length.value_or(usual_length(frame)), frame.type, frame.flags.value_or(0),
              StreamId::from_wire(frame.stream), false},
      values_known_{knows_values(frame)},
      frame_{make(frame)} {}

h2::Frame LoggedFrame::make(const LogFrame& frame) {
    const StreamId stream = header_.stream;
    h2::Fields fields;
    if (frame.fields) {
        for (const auto& [name, value] : *frame.fields) {
            fields_.fields.push_back({.name = name, .value = value});
        }
        fields_.octets = header_.length;
        fields.list = &fields_;
    }
    const h2::PrioritySignal signal{StreamId::from_wire(frame.dependency.value_or(0)), frame.weight,
                                    frame.exclusive};
    const std::uint32_t padding = frame.padding < header_.length ? frame.padding : 0;
    const auto padded = static_cast<std::uint16_t>(padding);
    switch (static_cast<FrameType>(frame.type)) {
        case FrameType::DATA:
            return h2::Data{stream,
                            {nullptr, header_.length - padding},
                            padded,
                            frame.has(h2::flag::END_STREAM)};
        case FrameType::HEADERS:
            return h2::Headers{stream,
                               fields,
                               frame.has(h2::flag::END_STREAM),
                               frame.has(h2::flag::PRIORITY),
                               frame.padding,
                               signal};
        case FrameType::PRIORITY: return h2::Priority{stream, signal};
        case FrameType::RST_STREAM:
            return h2::RstStream{stream, frame.error.value_or(h2::ErrorCode::NO_ERROR)};
        case FrameType::SETTINGS:
            return h2::SettingsFrame{frame.has(h2::flag::ACK),
                                     settings_.values.empty() ? nullptr : &settings_};
        case FrameType::PUSH_PROMISE:
            return h2::PushPromise{stream, StreamId::from_wire(frame.promised.value_or(0)), fields,
                                   frame.padding};
        case FrameType::PING: return h2::Ping{frame.opaque.value_or(0), frame.has(h2::flag::ACK)};
        case FrameType::GOAWAY:
            return h2::GoAway{StreamId::from_wire(frame.last.value_or(0)),
                              frame.error.value_or(h2::ErrorCode::NO_ERROR),
                              {nullptr, header_.length > 8 ? header_.length - 8 : 0}};
        case FrameType::WINDOW_UPDATE: return h2::WindowUpdate{stream, frame.increment.value_or(0)};
        case FrameType::CONTINUATION: return h2::Continuation{stream};
        case FrameType::ALTSVC:
        case FrameType::ORIGIN:
        case FrameType::PRIORITY_UPDATE: break;
    }
    return h2::UnknownFrame{stream, frame.type, header_.flags, {nullptr, header_.length}};
}

}  // namespace tools
