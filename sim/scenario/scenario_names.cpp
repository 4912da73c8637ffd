#include "sim/scenario/scenario_names.hpp"

#include <array>

namespace sim {
namespace {

// A table that does not end with the last enumerator does not compile.
template <auto Last, std::size_t Count>
consteval std::array<std::string_view, Count> table(const std::string_view (&names)[Count]) {
    static_assert(static_cast<std::size_t>(Last) + 1 == Count);
    std::array<std::string_view, Count> result;
    for (std::size_t i = 0; i < Count; ++i) {
        result[i] = names[i];
    }
    return result;
}

constexpr auto kLoop = table<Loop::locked>({"split", "single", "locked"});
constexpr auto kBeforeRead = table<BeforeRead::park_at_limit>(
    {"nothing", "drain", "completions_first", "wait", "wait_at_limit", "park_at_limit"});
constexpr auto kOrders =
    table<Orders::completion_posted_before_handling>({"all", "completion_posted_before_handling"});
constexpr auto kShutdownNotice = table<ShutdownNotice::timer>({"none", "ping", "timer"});
constexpr auto kBehaviour = table<Behaviour::greedy>(
    {"saturating", "write-first", "cancelling", "slow-reader", "scripted", "greedy"});
constexpr auto kWindowUpdates = table<WindowUpdates::each>({"never", "half", "each"});
constexpr auto kClientWrites =
    table<ClientWrites::lock>({"direct", "queue", "queue_urgent_first", "lock"});
constexpr auto kClientOpens =
    table<ClientOpens::check_then_reserve>({"when_written", "when_queued", "check_then_reserve"});
constexpr auto kSlotFreedAt = table<SlotFreedAt::cancelled>({"written", "cancelled"});
constexpr auto kSettingsApplied =
    table<SettingsApplied::when_ack_written>({"when_received", "when_ack_written"});
constexpr auto kResponses = table<Responses::taken_later>({"taken_at_once", "taken_later"});
constexpr auto kResetAfterEnd = table<ResetAfterEnd::overrides>({"keeps_response", "overrides"});
constexpr auto kStart = table<Start::preface>({"established", "preface"});
constexpr auto kExpected =
    table<Expected::vacuous>({"holds", "violated", "reached", "unreached", "vacuous"});
constexpr auto kWriteStage =
    table<h2::WriteStage::completion>({"app_done", "enqueued", "encoded", "write_start",
                                       "visible_same_step", "completion_processed"});
constexpr auto kOverLimit = table<h2::OverLimit::goaway_refused_stream>(
    {"rst_protocol_error", "rst_refused_stream", "goaway_protocol_error", "goaway_refused_stream"});
constexpr auto kLimitInForce = table<h2::LimitInForce::both>({"acked", "submitted", "both"});
constexpr auto kClosingCounter = table<h2::ClosingCounter::separate>({"none", "separate"});
constexpr auto kResetFrees = table<h2::ResetFrees::never>(
    {"slot_now", "when_request_returns", "when_writer_removes", "never"});
constexpr auto kEndFrees =
    table<h2::EndFrees::when_writer_removes>({"slot_now", "when_writer_removes"});
constexpr auto kDebitAt = table<h2::DebitAt::completion>({"enqueued", "write_start", "completion"});
constexpr auto kAfterGoAway = table<h2::AfterGoAway::idle_stream_error>(
    {"discard", "discard_uncredited", "idle_stream_error"});

}  // namespace

template <>
std::span<const std::string_view> choices<Loop>() {
    return kLoop;
}
template <>
std::span<const std::string_view> choices<BeforeRead>() {
    return kBeforeRead;
}
template <>
std::span<const std::string_view> choices<Orders>() {
    return kOrders;
}
template <>
std::span<const std::string_view> choices<ShutdownNotice>() {
    return kShutdownNotice;
}
template <>
std::span<const std::string_view> choices<Behaviour>() {
    return kBehaviour;
}
template <>
std::span<const std::string_view> choices<WindowUpdates>() {
    return kWindowUpdates;
}
template <>
std::span<const std::string_view> choices<ClientWrites>() {
    return kClientWrites;
}
template <>
std::span<const std::string_view> choices<ClientOpens>() {
    return kClientOpens;
}
template <>
std::span<const std::string_view> choices<SlotFreedAt>() {
    return kSlotFreedAt;
}
template <>
std::span<const std::string_view> choices<SettingsApplied>() {
    return kSettingsApplied;
}
template <>
std::span<const std::string_view> choices<Responses>() {
    return kResponses;
}
template <>
std::span<const std::string_view> choices<ResetAfterEnd>() {
    return kResetAfterEnd;
}
template <>
std::span<const std::string_view> choices<Start>() {
    return kStart;
}
template <>
std::span<const std::string_view> choices<Expected>() {
    return kExpected;
}
template <>
std::span<const std::string_view> choices<h2::WriteStage>() {
    return kWriteStage;
}
template <>
std::span<const std::string_view> choices<h2::OverLimit>() {
    return kOverLimit;
}
template <>
std::span<const std::string_view> choices<h2::LimitInForce>() {
    return kLimitInForce;
}
template <>
std::span<const std::string_view> choices<h2::ClosingCounter>() {
    return kClosingCounter;
}
template <>
std::span<const std::string_view> choices<h2::ResetFrees>() {
    return kResetFrees;
}
template <>
std::span<const std::string_view> choices<h2::EndFrees>() {
    return kEndFrees;
}
template <>
std::span<const std::string_view> choices<h2::DebitAt>() {
    return kDebitAt;
}
template <>
std::span<const std::string_view> choices<h2::AfterGoAway>() {
    return kAfterGoAway;
}

}  // namespace sim
