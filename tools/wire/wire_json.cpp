// A frame gets the members of its type and no others, without pad_length if it is not padded and
// without priority if it has no signal. Types, settings and error codes are written by their names
// where they have one.

#include "tools/wire/wire_json.hpp"

#include <string_view>

#include <fmt/format.h>

#include "h2core/overloaded.hpp"
#include "h2core/rules.hpp"
#include "h2core/wire/octet_order.hpp"
#include "tools/wire/octet_text.hpp"
#include "tools/wire/wire_names.hpp"

namespace tools {
namespace {

using nlohmann::json;

std::string_view view(const h2::Octets& octets) {
    return octets.data == nullptr ? std::string_view{} : text_of({octets.data, octets.size});
}

json json_of(const h2::PrioritySignal& signal) {
    return {{"dependency", signal.dependency.value()},
            {"weight_field", signal.weight},
            {"exclusive", signal.exclusive}};
}

json json_of(const h2::SettingList* list) {
    json settings = json::array();
    if (list != nullptr) {
        for (const h2::Setting& setting : list->values) {
            settings.push_back({{"id", tools::json_of(setting.id)}, {"value", setting.value}});
        }
    }
    return settings;
}

void add_padding(json& entry, std::uint16_t padding) {
    if (padding > 0) {
        entry["pad_length"] = padding - 1;
    }
}

json json_of_origins(std::string_view entries) {
    json origins = json::array();
    while (entries.size() >= 2) {
        const std::size_t size = h2::load_u16(bytes_of(entries).data());
        origins.push_back(json_of_octets(entries.substr(2, size)));
        entries.remove_prefix(2 + size);
    }
    return origins;
}

}  // namespace

json json_of(const h2::FrameHeader& header) {
    return {{"type", json_name_of_type(header.type)},
            {"stream", header.stream.value()},
            {"flags", json_of_flags(header.type, header.flags)},
            {"length", header.length}};
}

const h2::FieldList* fields_of(const h2::Frame& frame) {
    if (const auto* headers = std::get_if<h2::Headers>(&frame)) {
        return headers->fields.list;
    }
    const auto* push = std::get_if<h2::PushPromise>(&frame);
    return push == nullptr ? nullptr : push->fields.list;
}

void add_fields(json& entry, const h2::FieldList& fields) {
    json headers = json::array();
    for (const h2::Field& field : fields.fields) {
        json one = {{"name", json_of_octets(field.name)}, {"value", json_of_octets(field.value)}};
        if (field.never_indexed) {
            one["never_indexed"] = true;
        }
        if (field.name_unknown) {
            one["unknown"].push_back("name");
        }
        if (field.value_unknown) {
            one["unknown"].push_back("value");
        }
        headers.push_back(std::move(one));
    }
    entry["headers"] = std::move(headers);
}

void add_members(json& entry, const h2::Frame& frame) {
    if (const h2::FieldList* fields = fields_of(frame)) {
        add_fields(entry, *fields);
    }
    std::visit(
        h2::overloaded{
            [&](const h2::Data& data) {
                entry["data"] = json_of_octets(view(data.payload));
                add_padding(entry, data.padding);
            },
            [&](const h2::Headers& headers) {
                add_padding(entry, headers.padding);
                if (headers.has_priority) {
                    entry["priority"] = json_of(headers.priority);
                }
            },
            [&](const h2::Priority& priority) { entry["priority"] = json_of(priority.signal); },
            [&](const h2::RstStream& reset) { entry["error_code"] = tools::json_of(reset.code); },
            [&](const h2::SettingsFrame& settings) {
                if (!settings.ack) {
                    entry["settings"] = json_of(settings.list);
                }
            },
            [&](const h2::PushPromise& push) {
                entry["promised"] = push.promised.value();
                add_padding(entry, push.padding);
            },
            [&](const h2::Ping& ping) { entry["opaque"] = fmt::format("{:016x}", ping.opaque); },
            [&](const h2::GoAway& goaway) {
                entry["last_stream"] = goaway.last_stream.value();
                entry["error_code"] = tools::json_of(goaway.code);
                entry["debug"] = json_of_octets(view(goaway.debug));
            },
            [&](const h2::WindowUpdate& update) { entry["increment"] = update.increment; },
            [&](const h2::Continuation&) {},
            [&](const h2::UnknownFrame& unknown) {
                entry["payload"] = to_hex(view(unknown.payload));
            },
            [&](const h2::PriorityUpdate& update) {
                entry["prioritized"] = update.prioritized.value();
                entry["value"] = json_of_octets(view(update.value));
            },
            [&](const h2::AltSvc& service) {
                const std::string_view payload = view(service.payload);
                entry["origin"] = json_of_octets(payload.substr(0, service.origin_size));
                entry["value"] = json_of_octets(payload.substr(service.origin_size));
            },
            [&](const h2::Origin& origin) {
                entry["origins"] = json_of_origins(view(origin.entries));
            },
        },
        frame);
}

}  // namespace tools
