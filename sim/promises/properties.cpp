// The table of promises. no-deadlock and every-request-answered are about states: the observation
// in their rows stands for nothing. spec_of() leaves of a row what a search needs.

#include "sim/promises/properties.hpp"

#include <array>
#include <string>

namespace sim {
namespace {

using enum PropertyKind;
using enum Observation;

constexpr std::array kProperties = {
    Property{"no-false-refusal", "I1", always, false_refusal, "9113/5.1.2",
             "A client that never has more streams open than the limit it has applied gets no "
             "RST_STREAM(PROTOCOL_ERROR or REFUSED_STREAM) and no GOAWAY for concurrency.",
             slot_needed,
             "At stake when a request comes that the client is entitled to make and that fits only "
             "because a slot was given back: the server has admitted as many streams before as its "
             "limit and slack allow at once, and the client has as many open as its limit."},
    Property{"no-false-refusal-weak", "I1w", always, false_refusal_strong, "9113/5.1.2",
             "As no-false-refusal, but RST_STREAM(REFUSED_STREAM) is tolerated: it may be retried "
             "safely (9113/8.7).",
             slot_needed, "At stake as for no-false-refusal."},
    Property{"admitted-within-limit", "I2", always, over_admission, "9113/5.1.2",
             "The server never has more admitted streams that are not closed on the wire than the "
             "limit it enforces.",
             limit_filled, "At stake when the server admits a stream that fills its limit."},
    Property{"count-matches-streams", "I3", always, count_mismatch, "9113/5.1.2",
             "The server's stream count equals the number of streams it counts: one increment and "
             "one decrement for each.",
             count_lowered, "At stake when the server gives a slot back."},
    Property{
        "bounded-work", "I4", always, unbounded_work, "9113/10.5",
        "No more request functions run at once than the limit (plus slack) allows, even when "
        "streams are reset.",
        work_filled,
        "At stake when a request comes while as many request functions as the limit (plus slack) "
        "allows run, one of them for a stream that was reset."},
    Property{"connection-window-conserved", "I5", always, window_leaked, "9113/6.9",
             "Every octet of DATA that was processed is given back to the connection's window, "
             "also of DATA that was discarded.",
             content_processed, "At stake when the server processes DATA and replenishes windows."},
    Property{"debit-before-visible", "I6", always, undebited, "9113/6.9.1",
             "DATA is subtracted from both windows before the peer can see it, and never exceeds "
             "what the peer has granted.",
             data_visible, "At stake when DATA of the server becomes visible."},
    Property{"settings-in-sync", "I7", always, settings_out_of_sync, "9113/6.5.3",
             "A tightened value is enforced only after its ACK arrived, and obeyed after its ACK "
             "was sent; each SETTINGS is acknowledged once.",
             limits_differ,
             "At stake when a request comes that one of the limits between which SETTINGS are "
             "under way allows and another forbids."},
    Property{"legal-emission", "I10", always, illegal_emission, "9113/5.1",
             "The server sends nothing that the stream's state forbids: no DATA or HEADERS after "
             "END_STREAM, nothing after RST_STREAM, nothing on an idle stream.",
             closing_emission,
             "At stake when the server sends a frame on a stream that one of the two sides has "
             "ended or reset."},
    Property{"no-silent-close", "I10", always, closed_silently, "9113/5.1",
             "The server holds no stream for closed that is open for the client, which has been "
             "told nothing.",
             close_owed,
             "At stake when the server closes a stream that the client holds open: it sends "
             "RST_STREAM, or hears the client's GOAWAY while streams are open."},
    Property{"late-frames-tolerated", "I11", always, compliant_peer_punished, "9113/5.1",
             "Frames that a compliant client may have sent before it saw ours never cause a "
             "connection error.",
             late_frame,
             "At stake when the server processes a frame on a stream that is closed for it, or "
             "beyond the last stream of its GOAWAY."},
    Property{"no-close-before-flush", "I12", always, closed_before_flush, "9113/6.8",
             "A graceful shutdown closes the transport only after the last octet of every admitted "
             "response was handed to it.",
             response_under_way,
             "At stake when the graceful shutdown closes the transport before the client has "
             "received all of an admitted response."},
    Property{"no-request-lost-in-shutdown", "I12", always, request_lost, "9113/6.8",
             "A graceful shutdown ignores no request that the client sent before it had received a "
             "GOAWAY.",
             late_request,
             "At stake when the server processes a request after it has sent GOAWAY, of which the "
             "client had not heard."},
    Property{"client-within-limit", "I2", always, client_beyond_limit, "9113/5.1.2",
             "The client never has more streams open than the limit that binds it: the value it "
             "has acknowledged last, or a greater one it has received since.",
             client_at_limit,
             "At stake when the client has as many streams open as its limit allows and more to "
             "request."},
    Property{"client-obeys-settings", "I7", always, client_disobeyed, "9113/6.5.3",
             "A client that has acknowledged a limit keeps to it in every frame after the ACK.",
             client_at_acked_limit,
             "At stake when the client has acknowledged SETTINGS, has as many streams open as its "
             "limit allows, and more to request."},
    Property{"response-kept", "I15", always, response_lost, "9113/8.1",
             "A complete response reaches its caller, also when RST_STREAM(NO_ERROR) comes after "
             "it.",
             reset_after_response,
             "At stake when the client receives RST_STREAM(NO_ERROR) after a complete response."},
    Property{"client-keeps-rfc", "", always, client_broke_rule, "9113/5.4",
             "The client breaks no MUST and no MUST NOT of RFC 9113, as far as the wire shows it.",
             client_sent_frame, "At stake when the client sends a frame."},
    Property{"server-keeps-rfc", "", always, server_broke_rule, "9113/5.4",
             "The server breaks no MUST and no MUST NOT of RFC 9113, as far as the wire shows it.",
             server_sent_frame, "At stake when a frame of the server becomes visible."},
    Property{"no-deadlock", "I13", no_deadlock, false_refusal, "9113/5.2.2",
             "In every state something can still happen, or everything is properly finished.",
             somebody_waits,
             "At stake when somebody cannot go on before something else has happened: a pipe is "
             "full, a window exhausted, a lock taken, a slot needed."},
    Property{"every-request-answered", "I13", eventually, false_refusal, "9113/8.1",
             "From every reachable state a state can be reached in which every request has been "
             "made and answered (a response, a reset, or GOAWAY below it).",
             request_made, "At stake when a request is made."},
    Property{"reaches-limit", "", sometimes, limit_reached, "9113/5.1.2",
             "Some order brings the server's count to the limit."},
    Property{"refusal-seen", "", sometimes, refusal_seen, "9113/5.1.2",
             "Some order makes the server refuse a stream."},
    Property{"closed-but-counted", "", sometimes, closed_but_counted, "9113/5.1.2",
             "Some order lets the client see a stream closed while the server still counts it: the "
             "window of golang/go#42777."},
    Property{"writer-blocked", "", sometimes, writer_blocked, "9113/5.2.2",
             "Some order makes a write begin while the transport is full."},
    Property{"shutdown-completed", "", sometimes, shutdown_completed, "9113/6.8",
             "Some order brings the graceful shutdown to its end."},
    Property{"reset-received", "", sometimes, reset_received, "9113/5.4.2",
             "Some order makes the server process a RST_STREAM of the client."},
};

}  // namespace

std::span<const Property> all_properties() {
    return kProperties;
}

std::vector<std::string_view> property_names() {
    std::vector<std::string_view> names;
    names.reserve(kProperties.size());
    for (const Property& property : kProperties) {
        names.push_back(property.name);
    }
    return names;
}

PropertySpec spec_of(const Property& property) {
    PropertySpec spec{std::string{property.name}, property.kind,
                      static_cast<unsigned>(property.observation)};
    if (property.stake) {
        spec.stake_bit = static_cast<unsigned>(*property.stake);
    }
    return spec;
}

const Property* find_property(std::string_view name) {
    for (const Property& property : kProperties) {
        if (property.name == name) {
            return &property;
        }
    }
    return nullptr;
}

}  // namespace sim
