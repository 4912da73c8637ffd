// The keys of "client" and what each needs of a world to mean anything there.

#include <array>

#include "sim/scenario/key_rows.hpp"

namespace sim::rows {
namespace {

constexpr std::uint64_t kMostCallers = 8;              // a bit of ClientState::passed for each
constexpr std::uint64_t kLargestWindow = 0x7FFF'FFFF;  // 9113/6.9.1

bool is_direct(const Scenario& s) {
    return s.client.design.writes == ClientWrites::direct;
}

constexpr Need kScripted{[](const Scenario& s) { return is_scripted(s); }, "/client/behaviour",
                         "\"behaviour\": \"scripted\""};
constexpr Need kCancelling{
    [](const Scenario& s) { return s.client.behaviour == Behaviour::cancelling; },
    "/client/behaviour", "\"behaviour\": \"cancelling\""};
constexpr Need kSlow{[](const Scenario& s) { return s.client.behaviour == Behaviour::slow_reader; },
                     "/client/behaviour", "\"behaviour\": \"slow-reader\""};
constexpr Need kPings{[](const Scenario& s) { return !is_scripted(s); }, "/client/behaviour",
                      "\"PING\" lines in \"client.script\""};
constexpr Need kGoAway{[](const Scenario& s) { return !is_scripted(s); }, "/client/behaviour",
                       "a \"GOAWAY\" line in \"client.script\""};
constexpr Need kCredit{[](const Scenario& s) { return !is_scripted(s); }, "/client/behaviour",
                       "\"WINDOW_UPDATE\" lines in \"client.script\""};
constexpr Need kDesign{[](const Scenario& s) { return !is_scripted(s); }, "/client/behaviour",
                       "no \"design\": a script is sent as it stands"};
constexpr Need kReceivesData{[](const Scenario& s) { return s.response.body > 0; },
                             "/response/body",
                             "a response \"body\": there is no DATA of the server"};
constexpr Need kWriter{
    [](const Scenario& s) { return !is_direct(s); }, "/client/design/writes",
    "\"writes\": \"queue\", \"queue_urgent_first\" or \"lock\": what is written in "
    "the same step leaves no room for it"};
constexpr Need kQueues{[](const Scenario& s) {
                           return s.client.design.opens != ClientOpens::when_queued ||
                                  !is_direct(s);
                       },
                       "/client/design/writes", kWriter.reason};
constexpr Need kCallers{
    [](const Scenario& s) { return s.client.design.opens == ClientOpens::check_then_reserve; },
    "/client/design/opens", "\"opens\": \"check_then_reserve\""};
constexpr Need kEstablished{[](const Scenario& s) { return s.start == Start::established; },
                            "/start",
                            "\"start\": \"established\": the first SETTINGS bind at once"};
constexpr Need kNewLimit{[](const Scenario& s) { return s.server.new_limit.has_value(); },
                         "/server/new_limit",
                         "a \"new_limit\": the server sends no other SETTINGS in an established "
                         "connection"};
constexpr Need kTakenLater{
    [](const Scenario& s) { return s.client.design.responses == Responses::taken_later; },
    "/client/design/responses", "\"responses\": \"taken_later\""};
constexpr Need kResetAfterEnd{
    [](const Scenario& s) {
        return s.response.early && s.server.policy.reset_after_early_response;
    },
    "/response/early",
    "\"response\": {\"early\": true} from a server with \"reset_after_early_response\": no other "
    "RST_STREAM(NO_ERROR) is sent"};

Keys design_keys() {
    static const std::array keys = {
        with(field<&ClientDesign::writes>(
                 "writes", "How a frame the client has made gets into the transport."),
             {.needs = {kDesign}}),
        with(field<&ClientDesign::opens>("opens",
                                         "When the client decides that a request may open its "
                                         "stream, and when it takes the slot."),
             {.needs = {kDesign, kQueues}}),
        with(field<&ClientDesign::callers>(
                 "callers", {1, kMostCallers},
                 "check_then_reserve: how many requests are made at the same time."),
             {.needs = {kCallers}, .fallback_needs = true}),
        with(field<&ClientDesign::slot_freed_at>(
                 "slot_freed_at", "When a stream that a cancelling client resets stops counting."),
             {.needs = {kDesign, kWriter, kCancelling}}),
        with(field<&ClientDesign::settings_applied>("settings_applied",
                                                    "When SETTINGS of the server bind the client."),
             {.needs = {kDesign, kWriter, kEstablished, kNewLimit}}),
        with(field<&ClientDesign::responses>("responses",
                                             "When the caller of a request gets its response."),
             {.needs = {kDesign}}),
        with(field<&ClientDesign::reset_after_end>("reset_after_end",
                                                   "What RST_STREAM(NO_ERROR) does to a complete "
                                                   "response that waits for its caller."),
             {.needs = {kDesign, kTakenLater, kResetAfterEnd}}),
    };
    return keys;
}

}  // namespace

Keys client_keys() {
    static const std::array keys = {
        field<&ClientSpec::behaviour>("behaviour", "What the client does."),
        with(field<&ClientSpec::pings>("pings", {0, kMostStreams},
                                       "PINGs it sends, at any moments."),
             {.needs = {kPings}}),
        with(field<&ClientSpec::cancels>("cancels", {1, kMostStreams},
                                         "Resets a cancelling client sends at most."),
             {.needs = {kCancelling}, .fallback_needs = true}),
        with(field<&ClientSpec::read_every>("read_every", {1, kMostTicks},
                                            "Ticks between two reads of a slow reader."),
             {.needs = {kSlow}, .fallback_needs = true}),
        with(field<&ClientSpec::initial_window>(
                 "initial_window", {0, kLargestWindow},
                 "SETTINGS_INITIAL_WINDOW_SIZE the client announces: octets of DATA it lets the "
                 "server send on a stream."),
             {.needs = {kReceivesData}}),
        with(field<&ClientSpec::window_updates>("window_updates",
                                                "When the client gives window back."),
             {.needs = {kCredit, kReceivesData}}),
        with(field<&ClientSpec::goaway>("goaway",
                                        "The client may send GOAWAY at any moment, once; what it "
                                        "has requested goes on."),
             {.needs = {kGoAway}}),
        object("design", design_keys(),
               "What may come between the client's decisions and its writes. Without it the "
               "client's account of its streams is correct and nothing of it races with itself."),
        with(field<&ClientSpec::script>("script", {0, kMostElements},
                                        "Lines of a scripted client, in order: a frame to send, or "
                                        "\"await\" and the frame to wait for."),
             {.examples = R"(["HEADERS 1 END_STREAM", "await HEADERS 1", "RST_STREAM 1 CANCEL"])",
              .needs = {kScripted}}),
    };
    return keys;
}

}  // namespace sim::rows
