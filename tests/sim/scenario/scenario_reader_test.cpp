// From a document to the value: each field from its own key, each name to its own enumerator.

#include "sim/scenario/scenario_reader.hpp"

#include <string_view>

#include <catch2/catch.hpp>

#include "sim/scenario/scenario_names.hpp"
#include "tests/sim/scenario/scenario_fixture.hpp"

namespace {

constexpr std::string_view kEveryField = R"({
        "why": "w", "refs": ["r"], "rfc": ["9113/8"], "start": "preface", "limit": 3,
        "requests": 5,
        "server": {"loop": "split", "before_read": "park_at_limit", "orders": "all",
            "release_at": {"headers": "app_done", "data": "enqueued", "trailers": "encoded",
                           "rst_stream": "visible_same_step"},
            "over_limit": "goaway_refused_stream", "over_limit_unacked": "goaway_protocol_error",
            "limit_in_force": "both", "closing_counter": "separate", "slack": 6,
            "reset_memory": {"streams": 7, "ticks": 8},
            "received_reset_frees": "when_request_returns",
            "received_end_frees": "when_writer_removes", "handler_limit": 9,
            "debit_at": "completion", "reset_after_early_response": false,
            "end_stream_counts_while_reset_queued": false, "write_buffer": 10,
            "handler_buffer": 11, "initial_window": 1400, "replenish": true,
            "flush_queue_on_close": true, "after_goaway": "idle_stream_error",
            "goaway_ignores_initiator": true, "graceful_shutdown": true,
            "shutdown_notice": "timer", "shutdown_timeout": 12, "new_limit": 13},
        "client": {"behaviour": "slow-reader", "pings": 14, "read_every": 15,
                   "initial_window": 1600, "window_updates": "each", "goaway": true,
                   "design": {"writes": "queue_urgent_first", "opens": "check_then_reserve",
                              "callers": 5, "responses": "taken_later",
                              "reset_after_end": "overrides"}},
        "request": {"headers": 17, "body": 18},
        "response": {"headers": 19, "body": 200, "write_size": 21, "trailers": 22,
                     "headers_flushed": false, "early": true},
        "pipes": {"to_client": 23, "to_server": 24},
        "bounds": {"max_states": 25, "max_depth": 26, "max_memory_mb": 27, "max_seconds": 28},
        "pinned": {"states": 29, "transitions": 30}})";

sim::Scenario every_field() {
    sim::Scenario expected;
    expected.id = "t/small";
    expected.title = "small";
    expected.why = "w";
    expected.refs = {"r"};
    expected.rfc = {"9113/8"};
    expected.start = sim::Start::preface;
    expected.limit = 3;
    expected.requests = 5;
    expected.server.before_read = sim::BeforeRead::park_at_limit;
    expected.server.policy = {.release = {h2::WriteStage::app_done, h2::WriteStage::enqueued,
                                          h2::WriteStage::encoded, h2::WriteStage::visible},
                              .over_limit = h2::OverLimit::goaway_refused_stream,
                              .over_limit_unacked = h2::OverLimit::goaway_protocol_error,
                              .limit_in_force = h2::LimitInForce::both,
                              .closing_counter = h2::ClosingCounter::separate,
                              .slack = 6,
                              .reset_memory = 7,
                              .received_reset_frees = h2::ResetFrees::when_request_returns,
                              .received_end_frees = h2::EndFrees::when_writer_removes,
                              .handler_limit = 9,
                              .debit_at = h2::DebitAt::completion,
                              .reset_after_early_response = false,
                              .end_stream_counts_while_reset_queued = false,
                              .after_goaway = h2::AfterGoAway::idle_stream_error,
                              .goaway_ignores_initiator = true,
                              .budgets = {}};
    expected.server.reset_memory_ticks = 8;
    expected.server.write_buffer = 10;
    expected.server.handler_buffer = 11;
    expected.server.initial_window = 1400;
    expected.server.replenish = true;
    expected.server.flush_queue_on_close = true;
    expected.server.graceful_shutdown = true;
    expected.server.shutdown_notice = sim::ShutdownNotice::timer;
    expected.server.shutdown_timeout = 12;
    expected.server.new_limit = 13;
    expected.client = {sim::Behaviour::slow_reader, 14,   1,  15, 1600,
                       sim::WindowUpdates::each,    true, {}, {}};
    expected.client.design = {.writes = sim::ClientWrites::queue_urgent_first,
                              .opens = sim::ClientOpens::check_then_reserve,
                              .callers = 5,
                              .slot_freed_at = sim::SlotFreedAt::written,
                              .settings_applied = sim::SettingsApplied::when_received,
                              .responses = sim::Responses::taken_later,
                              .reset_after_end = sim::ResetAfterEnd::overrides};
    expected.request = {17, 18};
    expected.response = {19, 200, 21, 22, false, true};
    expected.pipes = {23, 24};
    expected.properties = {{"no-deadlock", sim::Expected::holds}};
    expected.bounds = {25, 26, 27, 28};
    expected.pinned = {29, 30, std::nullopt};
    return expected;
}

}  // namespace

TEST_CASE("reader: every field has the value of its own key", "[scenario]") {
    // Not a world: some of them exclude each other.
    const auto document = nlohmann::json::parse(fixture::patched(kEveryField));
    CHECK(sim::read_scenario(document) == every_field());
}

TEST_CASE("reader: what a client does late, where it may", "[scenario]") {
    const auto result = fixture::parse(fixture::patched(
        R"({"client": {"behaviour": "cancelling",
                       "design": {"writes": "lock", "opens": "when_queued",
                                  "slot_freed_at": "cancelled",
                                  "settings_applied": "when_ack_written"}},
            "server": {"new_limit": 1}})"));
    REQUIRE(result);
    const sim::ClientDesign& design = result->scenario.client.design;
    CHECK(design.writes == sim::ClientWrites::lock);
    CHECK(design.opens == sim::ClientOpens::when_queued);
    CHECK(design.slot_freed_at == sim::SlotFreedAt::cancelled);
    CHECK(design.settings_applied == sim::SettingsApplied::when_ack_written);
}

TEST_CASE("names: those of files", "[scenario]") {
    CHECK(sim::to_text(h2::WriteStage::visible) == "visible_same_step");
    CHECK(sim::to_text(sim::Behaviour::slow_reader) == "slow-reader");
    CHECK_FALSE(sim::from_text<sim::Loop>("Split").has_value());
}
