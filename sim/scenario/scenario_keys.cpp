#include "sim/scenario/scenario_keys.hpp"

#include <array>
#include <limits>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "sim/scenario/response_plan.hpp"
#include "sim/scenario/scenario_names.hpp"

namespace sim {
namespace {

using enum ValueKind;

constexpr std::uint64_t kMostStreams = 1000;
constexpr std::uint64_t kMostOctets = 16U << 20U;
constexpr std::uint64_t kMostTicks = 1'000'000;
// One frame carries it: SETTINGS_MAX_FRAME_SIZE is at its initial value (9113/6.5.2).
constexpr std::uint64_t kMostInFrame = 16'384;
// Beside HEADERS, a response has as many full DATA frames.
constexpr std::uint64_t kMostBody = (kMostResponseFrames - 1) * kMaxFrameSize;
constexpr std::uint64_t kInitialWindow = 65'535;  // 9113/6.9.2
constexpr std::uint64_t kMostElements = 10'000;
constexpr std::uint64_t kLargestCount = std::uint64_t{1} << 53U;  // exact in every JSON reader
constexpr std::uint64_t kLargestWindow = 0x7FFF'FFFF;             // 9113/6.9.1

KeySpec text_key(std::string_view name, std::uint64_t shortest = 0) {
    return {.name = name, .kind = text, .minimum = shortest};
}

KeySpec texts_key(std::string_view name, std::uint64_t fewest = 0) {
    return {.name = name, .kind = texts, .minimum = fewest, .maximum = kMostElements};
}

KeySpec flag_key(std::string_view name) {
    return {.name = name, .kind = flag};
}

KeySpec integer_key(std::string_view name, std::uint64_t minimum, std::uint64_t maximum) {
    return {.name = name, .kind = integer, .minimum = minimum, .maximum = maximum};
}

KeySpec count_key(std::string_view name, std::uint64_t minimum, std::uint64_t maximum) {
    return {.name = name, .kind = count, .minimum = minimum, .maximum = maximum};
}

template <class Enum>
KeySpec choice_key(std::string_view name) {
    return {.name = name, .kind = choice, .choices = choices<Enum>()};
}

KeySpec object_key(std::string_view name, Keys members) {
    return {.name = name, .kind = object, .members = members};
}

KeySpec required(KeySpec key) {
    key.required = true;
    return key;
}

Keys release_keys() {
    static const std::array keys = {
        choice_key<h2::WriteStage>("headers"),
        choice_key<h2::WriteStage>("data"),
        choice_key<h2::WriteStage>("trailers"),
        choice_key<h2::WriteStage>("rst_stream"),
    };
    return keys;
}

Keys reset_memory_keys() {
    static const std::array keys = {
        count_key("streams", 0, 1'000'000),
        integer_key("ticks", 0, kMostTicks),
    };
    return keys;
}

constexpr std::size_t kLabels = 2;  // keys of `server` that no profile has: they come first

Keys server_keys() {
    static const std::array keys = {
        text_key("profile"),
        flag_key("profile_merged"),
        choice_key<Loop>("loop"),
        KeySpec{.name = "release_at",
                .kind = choice_or_object,
                .choices = choices<h2::WriteStage>(),
                .members = release_keys()},
        choice_key<BeforeRead>("before_read"),
        choice_key<Orders>("orders"),
        choice_key<h2::OverLimit>("over_limit"),
        choice_key<h2::OverLimit>("over_limit_unacked"),
        choice_key<h2::LimitInForce>("limit_in_force"),
        choice_key<h2::ClosingCounter>("closing_counter"),
        integer_key("slack", 0, kMostStreams),
        object_key("reset_memory", reset_memory_keys()),
        choice_key<h2::ResetFrees>("received_reset_frees"),
        choice_key<h2::EndFrees>("received_end_frees"),
        count_key("handler_limit", 1, kMostStreams),
        choice_key<h2::DebitAt>("debit_at"),
        flag_key("reset_after_early_response"),
        flag_key("end_stream_counts_while_reset_queued"),
        integer_key("write_buffer", 0, kMostOctets),
        integer_key("handler_buffer", 0, kMostOctets),
        integer_key("initial_window", 0, kInitialWindow),
        flag_key("replenish"),
        flag_key("flush_queue_on_close"),
        choice_key<h2::AfterGoAway>("after_goaway"),
        flag_key("goaway_ignores_initiator"),
        flag_key("graceful_shutdown"),
        choice_key<ShutdownNotice>("shutdown_notice"),
        integer_key("shutdown_timeout", 0, kMostTicks),
        integer_key("new_limit", 0, kMostStreams),
    };
    return keys;
}

constexpr std::uint64_t kMostCallers = 8;  // a bit of ClientState::passed for each

Keys client_design_keys() {
    static const std::array keys = {
        choice_key<ClientWrites>("writes"),
        choice_key<ClientOpens>("opens"),
        integer_key("callers", 1, kMostCallers),
        choice_key<SlotFreedAt>("slot_freed_at"),
        choice_key<SettingsApplied>("settings_applied"),
        choice_key<Responses>("responses"),
        choice_key<ResetAfterEnd>("reset_after_end"),
    };
    return keys;
}

Keys client_keys() {
    static const std::array keys = {
        choice_key<Behaviour>("behaviour"),
        integer_key("pings", 0, kMostStreams),
        integer_key("cancels", 1, kMostStreams),
        integer_key("read_every", 1, kMostTicks),
        integer_key("initial_window", 0, kLargestWindow),
        choice_key<WindowUpdates>("window_updates"),
        flag_key("goaway"),
        object_key("design", client_design_keys()),
        texts_key("script"),
    };
    return keys;
}

Keys request_keys() {
    static const std::array keys = {
        integer_key("headers", 1, kMostInFrame),
        integer_key("body", 0, kMostInFrame),
    };
    return keys;
}

Keys response_keys() {
    static const std::array keys = {
        integer_key("headers", 1, kMostInFrame),
        integer_key("body", 0, kMostBody),
        integer_key("write_size", 0, kMostBody),
        integer_key("trailers", 0, kMostInFrame),
        flag_key("headers_flushed"),
        flag_key("early"),
    };
    return keys;
}

Keys pipes_keys() {
    static const std::array keys = {
        integer_key("to_client", 1, 1024),
        integer_key("to_server", 1, 1024),
    };
    return keys;
}

Keys property_keys() {
    static const std::array keys = {
        required(text_key("name", 1)),
        required(choice_key<Expected>("expect")),
    };
    return keys;
}

Keys bounds_keys() {
    static const std::array keys = {
        integer_key("max_states", 1, kLargestCount),
        integer_key("max_depth", 0, std::numeric_limits<std::uint32_t>::max()),
        integer_key("max_memory_mb", 1, std::uint64_t{1} << 24U),
        integer_key("max_seconds", 0, std::numeric_limits<std::uint32_t>::max()),
    };
    return keys;
}

Keys pinned_keys() {
    static const std::array keys = {
        integer_key("states", 1, kLargestCount),
        integer_key("transitions", 0, kLargestCount),
        integer_key("shortest", 0, kLargestCount),
    };
    return keys;
}

Keys scenario_keys() {
    static const std::array keys = {
        text_key("$schema"),
        required(text_key("id", 1)),
        required(text_key("title", 1)),
        text_key("why"),
        texts_key("refs"),
        texts_key("rfc"),
        choice_key<Start>("start"),
        required(integer_key("limit", 1, kMostStreams)),
        required(integer_key("requests", 1, kMostStreams)),
        required(object_key("server", server_keys())),
        required(object_key("client", client_keys())),
        object_key("request", request_keys()),
        object_key("response", response_keys()),
        object_key("pipes", pipes_keys()),
        required(KeySpec{.name = "properties",
                         .kind = objects,
                         .minimum = 1,
                         .maximum = 100,
                         .members = property_keys()}),
        object_key("bounds", bounds_keys()),
        object_key("pinned", pinned_keys()),
    };
    return keys;
}

constexpr std::array<std::string_view, 4> kConfidence = {"read", "executed", "inferred", "design"};

Keys profile_keys() {
    static const std::array keys = {
        text_key("$schema"),
        required(text_key("name", 1)),
        required(text_key("stack", 1)),
        required(text_key("version", 1)),
        required(text_key("source", 1)),
        required(KeySpec{.name = "confidence", .kind = choice, .choices = kConfidence}),
        required(text_key("why", 1)),
        required(object_key("server", server_keys().subspan(kLabels))),
    };
    return keys;
}

}  // namespace

const KeySpec& scenario_root() {
    static const KeySpec root = object_key("scenario", scenario_keys());
    return root;
}

const KeySpec& profile_root() {
    static const KeySpec root = object_key("profile", profile_keys());
    return root;
}

const KeySpec* find_key(Keys keys, std::string_view name) {
    for (const KeySpec& key : keys) {
        if (key.name == name) {
            return &key;
        }
    }
    return nullptr;
}

std::vector<std::string_view> key_names(Keys keys) {
    std::vector<std::string_view> names;
    for (const KeySpec& key : keys) {
        names.push_back(key.name);
    }
    return names;
}

std::string describe(const KeySpec& key) {
    std::string range = fmt::format("an integer from {} to {}", key.minimum, key.maximum);
    switch (key.kind) {
        case text: return key.minimum > 0 ? "a text that is not empty" : "a text";
        case texts: return "an array of texts";
        case flag: return "true or false";
        case integer: return range;
        case count: return range + ", or \"unlimited\"";
        case choice: return fmt::format("one of {}", fmt::join(key.choices, ", "));
        case choice_or_object:
            return fmt::format("one of {}, or an object with {}", fmt::join(key.choices, ", "),
                               fmt::join(key_names(key.members), ", "));
        case object: return "an object";
        case objects: return fmt::format("an array of {} to {} objects", key.minimum, key.maximum);
    }
    return {};
}

}  // namespace sim
