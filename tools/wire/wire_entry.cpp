// In a typed frame a member that is not given is 0, empty or NO_ERROR. A typed frame only refers to
// its octets and settings, so they are kept beside it in one object.

#include "tools/wire/wire_entry.hpp"

#include "h2core/wire/octet_order.hpp"
#include "tools/wire/octet_text.hpp"
#include "tools/wire/wire_names.hpp"

namespace tools::entry {
namespace {

using h2::FrameType;
using nlohmann::json;

std::uint32_t number(const json& entry, const char* key) {
    const auto member = entry.find(key);
    return member == entry.end() ? 0 : member->get<std::uint32_t>();
}

h2::StreamId stream_at(const json& entry, const char* key) {
    return h2::StreamId::from_wire(number(entry, key));
}

h2::PrioritySignal priority_of(const json& entry) {
    const auto member = entry.find("priority");
    if (member == entry.end()) {
        return {};
    }
    return {stream_at(*member, "dependency"),
            static_cast<std::uint8_t>(number(*member, "weight_field")),
            member->value("exclusive", false)};
}

h2::ErrorCode error_code(const json& entry) {
    const auto member = entry.find("error_code");
    if (member == entry.end()) {
        return h2::ErrorCode::NO_ERROR;
    }
    return member->is_string()
               ? error_code_of(member->get_ref<const std::string&>()).value_or(h2::ErrorCode{})
               : static_cast<h2::ErrorCode>(member->get<std::uint32_t>());
}

h2::Setting setting(const json& entry) {
    const json& id = entry.at("id");
    return {id.is_string() ? setting_of(id.get_ref<const std::string&>()).value_or(h2::SettingId{})
                           : static_cast<h2::SettingId>(id.get<std::uint16_t>()),
            number(entry, "value")};
}

h2::Frame headers(const json& entry) {
    h2::Headers frame;
    frame.stream = stream(entry);
    frame.end_stream = has_flag(entry, h2::flag::END_STREAM);
    frame.has_priority = has_priority(entry);
    frame.padding = padding(entry);
    frame.priority = priority_of(entry);
    return frame;
}

h2::Frame ping(const json& entry) {
    h2::Ping frame;
    frame.ack = has_flag(entry, h2::flag::ACK);
    if (entry.contains("opaque")) {
        const std::string octets = octets_of_hex(entry.at("opaque").get_ref<const std::string&>());
        frame.opaque = h2::load_u64(bytes_of(octets).data());
    }
    return frame;
}

}  // namespace

std::uint8_t type(const json& entry) {
    const json& type = entry.at("type");
    return type.is_string() ? frame_type_of(type.get_ref<const std::string&>()).value_or(0)
                            : type.get<std::uint8_t>();
}

bool is(const json& entry, FrameType type) {
    return tools::entry::type(entry) == static_cast<std::uint8_t>(type);
}

h2::StreamId stream(const json& entry) {
    return stream_at(entry, "stream");
}

std::optional<std::uint8_t> flags(const json& entry) {
    const auto member = entry.find("flags");
    if (member == entry.end()) {
        return std::nullopt;
    }
    if (member->is_number()) {
        return member->get<std::uint8_t>();
    }
    unsigned flags = 0;
    for (const json& flag : *member) {
        flags |= flag_of(type(entry), flag.get_ref<const std::string&>()).value_or(0);
    }
    return static_cast<std::uint8_t>(flags);
}

bool has_flag(const json& entry, std::uint8_t bits) {
    return (flags(entry).value_or(0) & bits) != 0;
}

std::uint16_t padding(const json& entry) {
    const bool padded = entry.contains("pad_length") || has_flag(entry, h2::flag::PADDED);
    return static_cast<std::uint16_t>(padded ? number(entry, "pad_length") + 1 : 0);
}

bool has_priority(const json& entry) {
    return is(entry, FrameType::HEADERS) &&
           (entry.contains("priority") || has_flag(entry, h2::flag::PRIORITY));
}

std::optional<std::uint32_t> length(const json& entry) {
    return entry.contains("length") ? std::optional{number(entry, "length")} : std::nullopt;
}

h2::Frame TypedFrame::make(const json& entry) {
    const h2::StreamId id = stream(entry);
    switch (static_cast<FrameType>(type(entry))) {
        case FrameType::DATA:
            return h2::Data{id, octets(entry, "data"), padding(entry),
                            has_flag(entry, h2::flag::END_STREAM)};
        case FrameType::HEADERS: return headers(entry);
        case FrameType::PRIORITY: return h2::Priority{id, priority_of(entry)};
        case FrameType::RST_STREAM: return h2::RstStream{id, error_code(entry)};
        case FrameType::SETTINGS: return settings(entry);
        case FrameType::PUSH_PROMISE:
            return h2::PushPromise{id, stream_at(entry, "promised"), {}, padding(entry)};
        case FrameType::PING: return ping(entry);
        case FrameType::GOAWAY:
            return h2::GoAway{stream_at(entry, "last_stream"), error_code(entry),
                              octets(entry, "debug")};
        case FrameType::WINDOW_UPDATE: return h2::WindowUpdate{id, number(entry, "increment")};
        case FrameType::ALTSVC: return altsvc(entry);
        case FrameType::ORIGIN: return origins(entry);
        case FrameType::PRIORITY_UPDATE:
            return h2::PriorityUpdate{stream_at(entry, "prioritized"), octets(entry, "value")};
        case FrameType::CONTINUATION: break;
    }
    return h2::UnknownFrame{id, type(entry), flags(entry).value_or(0), {}};
}

h2::Frame TypedFrame::settings(const json& entry) {
    if (entry.contains("settings")) {
        for (const json& one : entry.at("settings")) {
            settings_.values.push_back(setting(one));
        }
    }
    return h2::SettingsFrame{has_flag(entry, h2::flag::ACK), &settings_};
}

h2::Frame TypedFrame::altsvc(const json& entry) {
    const h2::Octets origin = octets(entry, "origin");
    text_ += entry.contains("value") ? octets_of_json(entry.at("value")) : "";
    return h2::AltSvc{stream(entry), static_cast<std::uint16_t>(origin.size), kept()};
}

h2::Frame TypedFrame::origins(const json& entry) {
    if (entry.contains("origins")) {
        for (const json& origin : entry.at("origins")) {
            const std::string octets = octets_of_json(origin);
            text_ += static_cast<char>(octets.size() >> 8U);
            text_ += static_cast<char>(octets.size());
            text_ += octets;
        }
    }
    return h2::Origin{stream(entry), kept()};
}

h2::Octets TypedFrame::octets(const json& entry, const char* key) {
    text_ = entry.contains(key) ? octets_of_json(entry.at(key)) : "";
    return kept();
}

h2::Octets TypedFrame::kept() const {
    return {bytes_of(text_).data(), static_cast<std::uint32_t>(text_.size())};
}

}  // namespace tools::entry
