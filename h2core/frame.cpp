// What every frame has: a name, a stream, END_STREAM, a size on the wire (RFC 9113 section 4.1).

#include "h2core/frame.hpp"

#include "h2core/overloaded.hpp"
#include "h2core/wire/frame_names.hpp"

namespace h2 {

namespace {

constexpr std::uint32_t kFrameHeader = 9;     // section 4.1
constexpr std::uint32_t kPrioritySignal = 5;  // section 6.3
constexpr std::uint32_t kSetting = 6;         // section 6.5.1

std::uint32_t payload_size(const Frame& frame) {
    return std::visit(
        overloaded{
            [](const Data& data) { return data.flow_controlled(); },
            [](const Headers& headers) {
                return headers.fields.octets() + headers.padding +
                       (headers.has_priority ? kPrioritySignal : 0U);
            },
            [](const Priority&) { return kPrioritySignal; },
            [](const RstStream&) { return 4U; },
            [](const SettingsFrame& settings) {
                return settings.list == nullptr
                           ? 0U
                           : kSetting * static_cast<std::uint32_t>(settings.list->values.size());
            },
            [](const PushPromise& push) { return 4U + push.fields.octets() + push.padding; },
            [](const Ping&) { return 8U; },
            [](const GoAway& goaway) { return 8U + goaway.debug.size; },
            [](const WindowUpdate&) { return 4U; },
            [](const Continuation&) { return 0U; },  // its octets belong to the field section
            [](const UnknownFrame& unknown) { return unknown.payload.size; },
            [](const PriorityUpdate& update) { return 4U + update.value.size; },
            [](const AltSvc& service) { return 2U + service.payload.size; },
            [](const Origin& origin) { return origin.entries.size; },
        },
        frame);
}

}  // namespace

std::string_view name(const Frame& frame) {
    return std::visit(overloaded{
                          [](const Data&) { return name(FrameType::DATA); },
                          [](const Headers&) { return name(FrameType::HEADERS); },
                          [](const Priority&) { return name(FrameType::PRIORITY); },
                          [](const RstStream&) { return name(FrameType::RST_STREAM); },
                          [](const SettingsFrame&) { return name(FrameType::SETTINGS); },
                          [](const PushPromise&) { return name(FrameType::PUSH_PROMISE); },
                          [](const Ping&) { return name(FrameType::PING); },
                          [](const GoAway&) { return name(FrameType::GOAWAY); },
                          [](const WindowUpdate&) { return name(FrameType::WINDOW_UPDATE); },
                          [](const Continuation&) { return name(FrameType::CONTINUATION); },
                          [](const UnknownFrame&) { return std::string_view{"UNKNOWN"}; },
                          [](const PriorityUpdate&) { return name(FrameType::PRIORITY_UPDATE); },
                          [](const AltSvc&) { return name(FrameType::ALTSVC); },
                          [](const Origin&) { return name(FrameType::ORIGIN); },
                      },
                      frame);
}

StreamId stream_of(const Frame& frame) {
    return std::visit(overloaded{
                          [](const Data& data) { return data.stream; },
                          [](const Headers& headers) { return headers.stream; },
                          [](const Priority& priority) { return priority.stream; },
                          [](const RstStream& reset) { return reset.stream; },
                          [](const SettingsFrame&) { return StreamId{}; },
                          [](const PushPromise& push) { return push.stream; },
                          [](const Ping&) { return StreamId{}; },
                          [](const GoAway&) { return StreamId{}; },
                          [](const WindowUpdate& update) { return update.stream; },
                          [](const Continuation& continuation) { return continuation.stream; },
                          [](const UnknownFrame& unknown) { return unknown.stream; },
                          [](const PriorityUpdate&) { return StreamId{}; },
                          [](const AltSvc& service) { return service.stream; },
                          [](const Origin& origin) { return origin.stream; },
                      },
                      frame);
}

bool ends_stream(const Frame& frame) {
    if (const Data* data = std::get_if<Data>(&frame)) {
        return data->end_stream;
    }
    const Headers* headers = std::get_if<Headers>(&frame);
    return headers != nullptr && headers->end_stream;  // no other frame has the flag
}

std::uint32_t wire_size(const Frame& frame) {
    return kFrameHeader + payload_size(frame);
}

}  // namespace h2
