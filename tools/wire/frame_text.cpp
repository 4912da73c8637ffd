// The first line and the flags are made of the header, the details of the typed frame, one function
// for each type. Field values and debug data are cut after kLongestValue characters.

#include "tools/wire/frame_text.hpp"

#include <initializer_list>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "h2core/overloaded.hpp"
#include "h2core/rules.hpp"
#include "h2core/wire/frame_names.hpp"
#include "sim/text/printable.hpp"
#include "tools/wire/wire_names.hpp"

namespace tools {
namespace {

constexpr std::size_t kLongestValue = 1'000;  // characters of a field value or of debug data

std::string_view characters_of(const h2::Octets& octets) {
    return octets.data == nullptr
               ? std::string_view{}
               : std::string_view{reinterpret_cast<const char*>(octets.data), octets.size};
}

// "END_STREAM | END_HEADERS"; empty where the type has no such flags.
std::string flags_text(const h2::FrameHeader& header) {
    std::string text;
    for (const std::string_view flag : flag_names(header.type)) {
        if (header.has(flag_of(header.type, flag).value_or(0))) {
            text += (text.empty() ? "" : " | ") + std::string{flag};
        }
    }
    return text;
}

std::string code_text(h2::ErrorCode code) {
    return fmt::format("{}(0x{:02x})", h2::name(code), static_cast<std::uint32_t>(code));
}

// The value of the Pad Length field; empty where the frame is not padded. `padding` counts the
// octet of that field too.
std::string pad_length(std::uint16_t padding) {
    return padding == 0 ? std::string{} : fmt::format("pad_length={}", padding - 1);
}

// The octet of the field, not the weight that RFC 7540 made of it by adding 1.
std::string signal_text(const h2::PrioritySignal& signal) {
    return fmt::format("dep_stream_id={}, weight_field={}, exclusive={}", signal.dependency.value(),
                       signal.weight, signal.exclusive ? 1 : 0);
}

// One line for each, without indentation.
class Details {
  public:
    void add(std::string line) { lines_.push_back(std::move(line)); }
    void add(const h2::Fields& fields) {
        if (fields.list == nullptr) {
            return;
        }
        for (const h2::Field& field : fields.list->fields) {
            const std::string name =
                field.name_unknown ? "(unknown)" : sim::printable(field.name, kLongestValue);
            const std::string value =
                field.value_unknown ? "(unknown)" : sim::printable(field.value, kLongestValue);
            add(fmt::format("{}: {}{}", name, value,
                            field.never_indexed ? "  ; never indexed" : ""));
        }
    }
    [[nodiscard]] const std::vector<std::string>& lines() const { return lines_; }

    void operator()(const h2::Data& frame) { add_values({pad_length(frame.padding)}); }
    void operator()(const h2::Headers& frame) {
        add_values({pad_length(frame.padding),
                    frame.has_priority ? signal_text(frame.priority) : std::string{}});
        add(frame.fields);
    }
    void operator()(const h2::Priority& frame) { add_values({signal_text(frame.signal)}); }
    void operator()(const h2::RstStream& frame) {
        add(fmt::format("(error_code={})", code_text(frame.code)));
    }
    void operator()(const h2::SettingsFrame& frame) {
        add(fmt::format("(niv={})", frame.list == nullptr ? 0 : frame.list->values.size()));
        if (frame.list == nullptr) {
            return;
        }
        for (const h2::Setting& setting : frame.list->values) {
            const std::string_view word = h2::name(setting.id);
            add(fmt::format("[{}{}(0x{:02x}):{}]", word == "UNKNOWN_SETTING" ? "" : "SETTINGS_",
                            word, static_cast<std::uint16_t>(setting.id), setting.value));
        }
    }
    void operator()(const h2::PushPromise& frame) {
        add_values({pad_length(frame.padding),
                    fmt::format("promised_stream_id={}", frame.promised.value())});
        add(frame.fields);
    }
    void operator()(const h2::Ping& frame) {
        add(fmt::format("(opaque_data={:016x})", frame.opaque));
    }
    void operator()(const h2::GoAway& frame) {
        add(fmt::format("(last_stream_id={}, error_code={}, opaque_data({})=[{}])",
                        frame.last_stream.value(), code_text(frame.code), frame.debug.size,
                        sim::printable(characters_of(frame.debug), kLongestValue)));
    }
    void operator()(const h2::WindowUpdate& frame) {
        add(fmt::format("(window_size_increment={})", frame.increment));
    }
    void operator()(const h2::Continuation&) {}
    void operator()(const h2::UnknownFrame&) {}
    void operator()(const h2::PriorityUpdate& frame) {
        add(fmt::format("(prioritized_stream_id={}, priority_field_value=[{}])",
                        frame.prioritized.value(),
                        sim::printable(characters_of(frame.value), kLongestValue)));
    }
    void operator()(const h2::AltSvc& frame) {
        const std::string_view text = characters_of(frame.payload);
        const std::string_view origin = text.substr(0, frame.origin_size);
        add(fmt::format("(origin=[{}], altsvc_field_value=[{}])",
                        sim::printable(origin, kLongestValue),
                        sim::printable(text.substr(origin.size()), kLongestValue)));
    }
    void operator()(const h2::Origin& frame) {
        add(fmt::format("(entries({})=[{}])", frame.entries.size,
                        sim::printable(characters_of(frame.entries), kLongestValue)));
    }

  private:
    // "(this=1, that=2)" of those that are not empty.
    void add_values(std::initializer_list<std::string> values) {
        std::string text;
        for (const std::string& value : values) {
            text += (text.empty() || value.empty() ? "" : ", ") + value;
        }
        if (!text.empty()) {
            add(fmt::format("({})", text));
        }
    }

    std::vector<std::string> lines_;
};

}  // namespace

std::string_view name(Direction direction) {
    switch (direction) {
        case Direction::received: return "recv";
        case Direction::sent: return "send";
        case Direction::seen: break;
    }
    return {};
}

std::string frame_type_text(std::uint8_t type) {
    const std::string_view known = h2::name(static_cast<h2::FrameType>(type));
    return known.empty() ? fmt::format("UNKNOWN(0x{:02x})", type) : std::string{known};
}

std::string frame_line(Direction direction, const h2::FrameHeader& header) {
    const std::string_view way = name(direction);
    return fmt::format("{}{}{} frame <length={}, flags=0x{:02x}, stream_id={}>\n", way,
                       way.empty() ? "" : " ", frame_type_text(header.type), header.length,
                       header.flags, header.stream.value());
}

std::string frame_text(Direction direction, const h2::FrameHeader& header, const h2::Frame& frame) {
    std::string text = frame_line(direction, header);
    const std::string flags = flags_text(header);
    if (!flags.empty()) {
        text += fmt::format("{}; {}\n", kFrameDetail, flags);
    }
    Details details;
    std::visit([&](const auto& each) { details(each); }, frame);
    for (const std::string& line : details.lines()) {
        text += fmt::format("{}{}\n", kFrameDetail, line);
    }
    return text;
}

std::string verdict_text(const h2::Verdict& verdict) {
    if (std::holds_alternative<h2::Accept>(verdict)) {
        return {};
    }
    const std::string what =
        std::visit(h2::overloaded{
                       [](const h2::Accept&) { return std::string{}; },
                       [](const h2::Discard&) { return std::string{"discarded"}; },
                       [](const h2::StreamError& error) {
                           return fmt::format("stream error {} on stream {}", h2::name(error.code),
                                              error.stream.value());
                       },
                       [](const h2::ConnectionError& error) {
                           return fmt::format("connection error {}", h2::name(error.code));
                       },
                   },
                   verdict);
    const h2::Rule& rule = h2::rule(h2::rule_of(verdict));
    return fmt::format("{}, {}: {}", what, rule.slug, rule.text);
}

}  // namespace tools
