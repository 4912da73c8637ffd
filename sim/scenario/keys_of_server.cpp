// The keys of "server" and what each needs of a world to mean anything there.

#include <algorithm>
#include <array>

#include "sim/net/net_reader.hpp"
#include "sim/scenario/key_rows.hpp"

namespace sim::rows {
namespace {

using h2::LimitInForce;
using h2::Policy;
using h2::ReleasePoints;
using h2::WriteStage;

bool script_has(const Scenario& s, std::string_view frame) {
    return is_scripted(s) && std::any_of(s.client.script.begin(), s.client.script.end(),
                                         [frame](const std::string& line) {
                                             return line.find("await") == std::string::npos &&
                                                    line.find(frame) != std::string::npos;
                                         });
}

bool sends_data(const Scenario& s) {
    return s.request.body > 0 || script_has(s, "DATA");
}

bool resets_early(const Scenario& s) {
    return s.response.early && s.server.policy.reset_after_early_response;
}

bool has_unacknowledged_settings(const Scenario& s) {
    return s.server.new_limit.has_value() || s.start == Start::preface;
}

constexpr Need kNoNet{[](const Scenario& s) { return s.server.net.get() == nullptr; },
                      "/server/net",
                      "no \"net\": the net says what threads there are and what they do"};
constexpr Need kSplitWaits{
    [](const Scenario& s) { return s.server.loop == Loop::split; }, "/server/loop",
    "\"before_read\": \"nothing\": only a split loop has this choice; a \"single\" or \"locked\" "
    "server processes what it reads whatever writes are outstanding",
    Unasked::wrong};
constexpr Need kSplitPosts{
    [](const Scenario& s) { return s.server.loop == Loop::split; }, "/server/loop",
    "\"orders\": \"all\": the assumption is about a split loop, whose writer posts completions; "
    "nothing else keeps to it",
    Unasked::wrong};
constexpr Need kSplitBuffers{[](const Scenario& s) { return s.server.loop == Loop::split; },
                             "/server/loop",
                             "\"loop\": \"split\": no other runtime has a write buffer of its own"};
constexpr Need kWaitsForCounted{
    [](const Scenario& s) {
        const BeforeRead before = s.server.before_read;
        const ReleasePoints& release = s.server.policy.release;
        const auto is_late = [](WriteStage stage) { return stage > WriteStage::write_start; };
        return (before != BeforeRead::wait_at_limit && before != BeforeRead::park_at_limit) ||
               is_late(release.headers) || is_late(release.data) || is_late(release.trailers) ||
               is_late(release.rst_stream) || release.rst_stream == WriteStage::app_done;
    },
    "/server/release_at",
    "\"release_at\" behind \"write_start\": no stream counts any longer while its closing frame "
    "is written, so that there is nothing to wait for"};
constexpr Need kUnackedLimit{
    has_unacknowledged_settings, "/server/new_limit",
    "a \"new_limit\", or \"start\": \"preface\": no SETTINGS are ever without "
    "their ACK"};
constexpr Need kUnackedAnswer{
    [](const Scenario& s) { return s.server.policy.limit_in_force != LimitInForce::acked; },
    "/server/limit_in_force",
    "\"limit_in_force\": \"submitted\" or \"both\": the acknowledged limit has one answer, "
    "\"over_limit\""};
constexpr Need kClosesLate{
    [](const Scenario& s) {
        const ReleasePoints& release = s.server.policy.release;
        const auto is_late = [](WriteStage stage) {
            return stage > WriteStage::write_start || stage == WriteStage::app_done;
        };
        return is_late(release.headers) || is_late(release.data) || is_late(release.trailers) ||
               is_late(release.rst_stream);
    },
    "/server/release_at",
    "\"release_at\" behind \"write_start\": a stream whose slot is free by then is never counted "
    "apart"};
constexpr Need kRemembers{[](const Scenario& s) { return s.server.policy.reset_memory > 0; },
                          "/server/reset_memory/streams",
                          "\"streams\" of at least 1, or \"unlimited\": nothing is remembered"};
constexpr Need kClientResets{
    [](const Scenario& s) {
        return s.client.behaviour == Behaviour::cancelling || script_has(s, "RST_STREAM") ||
               s.server.policy.debit_at == h2::DebitAt::completion;
    },
    "/client/behaviour",
    "\"behaviour\": \"cancelling\", or a \"script\" with RST_STREAM: no other client resets a "
    "stream"};
constexpr Need kEndsLast{
    [](const Scenario& s) { return s.response.early; }, "/response/early",
    "\"response\": {\"early\": true}: without it no response is complete before the request has "
    "ended"};
constexpr Need kEarlyReset{[](const Scenario& s) { return s.response.early; }, "/response/early",
                           "\"response\": {\"early\": true}: no response is complete before the "
                           "request has ended"};
constexpr Need kResetQueued{
    resets_early, "/server/reset_after_early_response",
    "\"response\": {\"early\": true} and \"reset_after_early_response\": no "
    "RST_STREAM(NO_ERROR) is ever queued"};
constexpr Need kResponseBody{[](const Scenario& s) { return s.response.body > 0; },
                             "/response/body",
                             "a response \"body\": there is no DATA of the server"};
constexpr Need kRequestData{sends_data, "/request/body",
                            "a request \"body\", or a \"script\" with DATA: the client sends none"};
constexpr Need kResetsKnown{
    [](const Scenario& s) { return resets_early(s) || is_scripted(s); }, "/response/early",
    "\"response\": {\"early\": true} and a reset after it, or a scripted client: no other stream "
    "is reset that the server still has in its table"};
constexpr Need kGoesAway{[](const Scenario& s) { return s.server.graceful_shutdown; },
                         "/server/graceful_shutdown",
                         "\"graceful_shutdown\": true: no other GOAWAY leaves the connection open"};
constexpr Need kFollows{
    [](const Scenario& s) {
        const bool forgotten = s.server.policy.after_goaway == h2::AfterGoAway::idle_stream_error;
        return !forgotten || sends_data(s) || is_scripted(s) ||
               s.client.behaviour == Behaviour::cancelling;
    },
    "/request/body",
    "a request \"body\", or a client that resets or is scripted: HEADERS alone are ignored in "
    "either case"};
constexpr Need kUncredited{
    [](const Scenario& s) {
        return s.server.policy.after_goaway != h2::AfterGoAway::discard_uncredited ||
               (s.server.replenish && sends_data(s));
    },
    "/server/replenish", "\"replenish\": true and DATA of the client: nothing else is given back"};
constexpr Need kClientGoesAway{
    [](const Scenario& s) { return s.client.goaway || script_has(s, "GOAWAY"); }, "/client/goaway",
    "\"client\": {\"goaway\": true}: the client sends no GOAWAY"};
constexpr Need kTimeout{[](const Scenario& s) { return s.server.graceful_shutdown; },
                        "/server/graceful_shutdown", "\"graceful_shutdown\": true, or no timeout",
                        Unasked::wrong};
constexpr Need kNotice{[](const Scenario& s) { return s.server.graceful_shutdown; },
                       "/server/graceful_shutdown", "\"graceful_shutdown\": true, or no notice",
                       Unasked::wrong};

// Which frame closes the stream of a complete response.
constexpr Need kEndsWithHeaders{
    [](const Scenario& s) {
        const bool deferred = s.server.loop == Loop::single &&
                              s.server.policy.release.headers == WriteStage::completion;
        return deferred || (s.response.body == 0 && s.response.trailers == 0);
    },
    "/response/body", "a response of HEADERS alone: these end no stream", Unasked::passed_over};
constexpr Need kEndsWithData{
    [](const Scenario& s) {
        const bool deferred =
            s.server.loop == Loop::single && s.server.policy.release.data == WriteStage::completion;
        return s.response.body > 0 && (deferred || s.response.trailers == 0);
    },
    "/response/body", "a response with a \"body\" and no \"trailers\": DATA ends no stream",
    Unasked::passed_over};
constexpr Need kEndsWithTrailers{
    [](const Scenario& s) { return s.response.trailers > 0; }, "/response/trailers",
    "\"trailers\" of the response: there are none", Unasked::passed_over};

Keys release_keys() {
    static const std::array keys = {
        with(field<&ReleasePoints::headers>(
                 "headers",
                 "When the slot of a stream is released that HEADERS without a body ends."),
             {.needs = {kEndsWithHeaders}}),
        with(field<&ReleasePoints::data>(
                 "data", "When the slot of a stream is released that DATA with END_STREAM ends."),
             {.needs = {kEndsWithData}}),
        with(field<&ReleasePoints::trailers>(
                 "trailers", "When the slot of a stream is released that trailers end."),
             {.needs = {kEndsWithTrailers}}),
        field<&ReleasePoints::rst_stream>(
            "rst_stream", "When the slot of a stream is released that our RST_STREAM ends."),
    };
    return keys;
}

// One value for all of its members, or one for each.
KeySpec release_at() {
    KeySpec key = field<&ReleasePoints::data>(
        "release_at",
        "When a stream stops counting against the limit: how far the frame that closes it must "
        "have come. One value for every kind of frame, or one for each; kinds that are left out "
        "keep the profile's value.");
    key.kind = ValueKind::choice_or_object;
    key.members = release_keys();
    key.examples = R"("completion_processed", {"data": "write_start"})";
    key.read = nullptr;
    return key;
}

Keys reset_memory_keys() {
    static const std::array keys = {
        count<&Policy::reset_memory>("streams", {0, 1'000'000},
                                     "So many, the oldest forgotten first. 0: forgotten at once."),
        with(
            field<&ServerSpec::reset_memory_ticks>(
                "ticks", {0, kMostTicks}, "For so long on the virtual clock. 0: no limit in time."),
            {.needs = {kRemembers}}),
    };
    return keys;
}

KeySpec net() {
    return {.name = "net",
            .kind = ValueKind::name_or_object,
            .meaning =
                "What its threads do with frames, as places and rules: a file of "
                "scenarios/nets without \".json\", or what such a file says. Stands for "
                "`loop`, `before_read`, `orders`, `write_buffer` and `flush_queue_on_close`.",
            .pattern = "#/definitions/net",
            .examples = R"("batching-writer")",
            .read = [](const nlohmann::json& value, Scenario& scenario) {
                scenario.server.net = NetRef{net_of_checked(value)};
            }};
}

}  // namespace

Keys server_keys() {  // NOLINT(readability-function-size): a table
    static const std::array keys = {
        // Its values are merged into the document, and what depends on them shows there.
        not_of_world(
            with(field<&ServerSpec::profile>(
                     "profile",
                     "A set of server values that stands for a real stack at a version: a file of "
                     "scenarios/profiles without \".json\". Keys given here win over it."),
                 {.examples = R"("go-x-net-2021")"})),
        label("profile_merged", ValueKind::flag,
              "Written by the program into traces: the profile's values stand in this object, and "
              "its file is not read. Leave it out."),
        net(),
        with(field<&ServerSpec::loop>("loop", "Which threads the server has."),
             {.needs = {kNoNet}, .fallback_needs = true}),
        release_at(),
        with(field<&ServerSpec::before_read>("before_read",
                                             "What a split loop does about an outstanding write "
                                             "before it handles a frame that was read."),
             {.needs = {kNoNet, kSplitWaits, kWaitsForCounted}}),
        with(field<&ServerSpec::orders>("orders",
                                        "Restricts the orders that are explored: an assumption, "
                                        "printed beside the verdict."),
             {.needs = {kNoNet, kSplitPosts}}),
        field<&Policy::over_limit>("over_limit", "What HEADERS above the limit is answered with."),
        with(field<&Policy::over_limit_unacked>(
                 "over_limit_unacked",
                 "The answer while our newest SETTINGS is unacknowledged and the acknowledged "
                 "limit would still admit the stream (limit_in_force \"submitted\" or \"both\")."),
             {.needs = {kUnackedLimit, kUnackedAnswer}}),
        with(field<&Policy::limit_in_force>("limit_in_force",
                                            "Which limit is enforced while a new one is not yet "
                                            "acknowledged (section 6.5.3)."),
             {.needs = {kUnackedLimit}}),
        with(field<&Policy::closing_counter>(
                 "closing_counter",
                 "Whether streams whose closing frame is being written are counted apart."),
             {.needs = {kClosesLate}}),
        field<&Policy::slack>("slack", {0, kMostStreams},
                              "Streams that are admitted beyond the limit."),
        object("reset_memory", reset_memory_keys(),
               "How long streams that the server has reset are remembered, so that frames the "
               "client sent before it knew are no error (section 5.1)."),
        with(field<&Policy::received_reset_frees>("received_reset_frees",
                                                  "What a RST_STREAM from the client frees."),
             {.needs = {kClientResets}}),
        with(field<&Policy::received_end_frees>(
                 "received_end_frees",
                 "When END_STREAM from the client frees the slot of a stream whose response is "
                 "already complete."),
             {.needs = {kEndsLast}}),
        count<&Policy::handler_limit>("handler_limit", {1, kMostStreams},
                                      "Request functions that run at once; further admitted "
                                      "requests wait (Go since b225e7ca, CVE-2023-39325)."),
        with(field<&Policy::debit_at>("debit_at", "When DATA is subtracted from the send windows."),
             {.needs = {kResponseBody}}),
        with(field<&Policy::reset_after_early_response>(
                 "reset_after_early_response",
                 "After a complete response to an unfinished request the server sends "
                 "RST_STREAM(NO_ERROR) (section 8.1; Go, nginx)."),
             {.needs = {kEarlyReset}}),
        with(field<&Policy::end_stream_counts_while_reset_queued>(
                 "end_stream_counts_while_reset_queued",
                 "The client's END_STREAM is processed although that RST_STREAM(NO_ERROR) is "
                 "still queued. False: it is ignored until the RST_STREAM is written (Go x/net)."),
             {.needs = {kResetQueued}}),
        with(field<&ServerSpec::write_buffer>(
                 "write_buffer", {0, kMostOctets},
                 "Octets of the user-space write buffer of a split loop. A frame that fits into "
                 "what is free of it is complete before it is visible; one that does not goes to "
                 "the transport first. 0: no buffer."),
             {.examples = "4096", .needs = {kNoNet, kSplitBuffers}}),
        with(field<&ServerSpec::handler_buffer>(
                 "handler_buffer", {0, kMostOctets},
                 "Octets that a request function's own buffer collects before a DATA frame is made "
                 "of them (net/http: 4096). 0: every write is a frame."),
             {.examples = "4096", .needs = {kResponseBody}}),
        with(field<&ServerSpec::initial_window>(
                 "initial_window", {0, 65'535},  // 9113/6.9.2
                 "SETTINGS_INITIAL_WINDOW_SIZE the server announces: octets of DATA a client may "
                 "send on a stream. A request whose body is larger needs an early response: its "
                 "one DATA frame is never sent."),
             {.needs = {kRequestData}}),
        with(field<&ServerSpec::replenish>(
                 "replenish",
                 "Functions read at once: DATA is given back by WINDOW_UPDATE when it is processed "
                 "or discarded. False: they read nothing and the client's windows only shrink."),
             {.needs = {kRequestData}}),
        with(field<&ServerSpec::flush_queue_on_close>(
                 "flush_queue_on_close",
                 "A RST_STREAM that cannot be written at once is dropped with the rest of its "
                 "stream's queue when the stream is closed (Go x/net before 3d9a20a7, "
                 "golang/go#18111)."),
             {.needs = {kNoNet, kResetsKnown}}),
        with(field<&Policy::after_goaway>("after_goaway",
                                          "What becomes of frames on a stream above the last one "
                                          "that the server's GOAWAY announced (section 6.8)."),
             {.needs = {kGoesAway, kFollows, kUncredited}}),
        with(field<&Policy::goaway_ignores_initiator>(
                 "goaway_ignores_initiator",
                 "A received GOAWAY drops every stream above its last one, also those that the "
                 "client, its sender, opened (hyperium/h2 before f5f1594, okhttp before "
                 "cd221133)."),
             {.needs = {kClientGoesAway}}),
        field<&ServerSpec::graceful_shutdown>(
            "graceful_shutdown",
            "A graceful shutdown may begin at any moment, once: GOAWAY, serve what is open, close "
            "when the server counts no stream (section 6.8)."),
        with(field<&ServerSpec::shutdown_notice>("shutdown_notice",
                                                 "What a graceful shutdown sends before the GOAWAY "
                                                 "with the last stream it serves (section 6.8)."),
             {.needs = {kNotice}}),
        with(field<&ServerSpec::shutdown_timeout>(
                 "shutdown_timeout", {0, kMostTicks},
                 "Ticks after which a graceful shutdown closes the connection regardless. 0: "
                 "never."),
             {.needs = {kTimeout}}),
        with(field<&ServerSpec::new_limit>("new_limit", {0, kMostStreams},
                                           "SETTINGS with this MAX_CONCURRENT_STREAMS is sent "
                                           "once, at any moment."),
             {.examples = "1"}),
    };
    return keys;
}

}  // namespace sim::rows
