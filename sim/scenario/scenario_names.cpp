// What each value of an enumeration is called in files, and what it means: the only place where
// either stands.

#include "sim/scenario/scenario_names.hpp"

#include <string>

namespace sim {
namespace {

// A table that does not end with the last enumerator does not compile.
template <auto Last, std::size_t Count>
constexpr Choices complete(const Choice (&all)[Count]) {
    static_assert(static_cast<std::size_t>(Last) + 1 == Count);
    return all;
}

}  // namespace

Choices choices(Loop /*any*/) {
    static constexpr Choice kAll[] = {
        {"split", "Reader, loop and asynchronous writer are three threads (Go x/net, grpc-go)."},
        {"single",
         "Reading, writing and bookkeeping happen in one thread (nghttp2, hyperium/h2, Netty, "
         "HAProxy)."},
        {"locked",
         "Each request has a thread that writes under a connection lock; one thread reads "
         "(Jetty, Tomcat, Kestrel)."},
    };
    return complete<Loop::locked>(kAll);
}

Choices choices(BeforeRead /*any*/) {
    static constexpr Choice kAll[] = {
        {"nothing", "Nothing (Go x/net before 60bc85c4)."},
        {"drain",
         "Takes a completion that is already posted, without waiting (the fix that landed for "
         "golang/go#42777)."},
        {"completions_first", "Handles nothing else while a completion is posted."},
        {"wait", "Waits until the outstanding write has finished."},
        {"wait_at_limit",
         "Waits only if the count is at the limit and the outstanding write ends a stream."},
        {"park_at_limit",
         "In that case puts the frame aside and keeps serving until the completion is processed."},
    };
    return complete<BeforeRead::park_at_limit>(kAll);
}

Choices choices(Orders /*any*/) {
    static constexpr Choice kAll[] = {
        {"all", "Every order."},
        {"completion_posted_before_handling",
         "No frame is handled between \"the octets are visible\" and \"the completion is "
         "posted\"."},
    };
    return complete<Orders::completion_posted_before_handling>(kAll);
}

Choices choices(ShutdownNotice /*any*/) {
    static constexpr Choice kAll[] = {
        {"none", "Nothing: a request that crosses the GOAWAY is lost."},
        {"ping",
         "GOAWAY(2^31-1) and a PING; the last GOAWAY follows the PING's ACK (grpc-java "
         "bdecdaea)."},
        {"timer", "GOAWAY(2^31-1); the last GOAWAY one tick later, whatever is still on its way."},
    };
    return complete<ShutdownNotice::timer>(kAll);
}

Choices choices(Behaviour /*any*/) {
    static constexpr Choice kAll[] = {
        {"saturating", "Opens the next stream as soon as its own correct count allows."},
        {"write-first",
         "The same, and does not read while it has something to write: a single thread on a "
         "full pipe."},
        {"cancelling", "The same, and may reset any of its open streams at any moment."},
        {"slow-reader", "The same, and reads one frame every read_every ticks."},
        {"scripted", "Sends exactly the frames of script, right or wrong."},
        {"greedy", "Opens streams whatever the limit is."},
    };
    return complete<Behaviour::greedy>(kAll);
}

Choices choices(WindowUpdates /*any*/) {
    static constexpr Choice kAll[] = {
        {"never", "Never."},
        {"half", "When half of a window has been used (most stacks)."},
        {"each", "After every DATA frame."},
    };
    return complete<WindowUpdates::each>(kAll);
}

Choices choices(ClientWrites /*any*/) {
    static constexpr Choice kAll[] = {
        {"direct", "In the step that makes it."},
        {"queue", "Through one first-in first-out queue and a writer (grpc-go)."},
        {"queue_urgent_first",
         "The same, and frames of the connection overtake: ACKs, PINGs (hyper h2)."},
        {"lock",
         "Each waits for the connection's write lock and whoever gets it goes next; of one "
         "stream in order, and streams open in order (.NET, Go Transport)."},
    };
    return complete<ClientWrites::lock>(kAll);
}

Choices choices(ClientOpens /*any*/) {
    static constexpr Choice kAll[] = {
        {"when_written", "Both when the HEADERS are written."},
        {"when_queued", "Both when the HEADERS are queued; needs writes other than direct."},
        {"check_then_reserve",
         "Decides in one step and takes the slot in another: other callers may do the same in "
         "between."},
    };
    return complete<ClientOpens::check_then_reserve>(kAll);
}

Choices choices(SlotFreedAt /*any*/) {
    static constexpr Choice kAll[] = {
        {"written", "When its RST_STREAM is written."},
        {"cancelled", "At once, while its RST_STREAM waits; needs writes other than direct."},
    };
    return complete<SlotFreedAt::cancelled>(kAll);
}

Choices choices(SettingsApplied /*any*/) {
    static constexpr Choice kAll[] = {
        {"when_received", "When they are received, before their ACK is queued."},
        {"when_ack_written", "When their ACK is written; needs writes other than direct."},
    };
    return complete<SettingsApplied::when_ack_written>(kAll);
}

Choices choices(Responses /*any*/) {
    static constexpr Choice kAll[] = {
        {"taken_at_once", "As it is received."},
        {"taken_later", "A complete response waits until its caller takes it, at any moment."},
    };
    return complete<Responses::taken_later>(kAll);
}

Choices choices(ResetAfterEnd /*any*/) {
    static constexpr Choice kAll[] = {
        {"keeps_response", "Nothing (9113/8.1)."},
        {"overrides", "The caller gets an error instead; needs responses taken_later."},
    };
    return complete<ResetAfterEnd::overrides>(kAll);
}

Choices choices(Start /*any*/) {
    static constexpr Choice kAll[] = {
        {"established", "SETTINGS have been exchanged and acknowledged."},
        {"preface", "Both ends' SETTINGS are still to be sent."},
    };
    return complete<Start::preface>(kAll);
}

Choices choices(Expected /*any*/) {
    static constexpr Choice kAll[] = {
        {"holds", "No order breaks it (within the bounds)."},
        {"violated", "Some order breaks it; the shortest is the counterexample."},
        {"reached", "Some order shows it (for properties about some order)."},
        {"unreached", "No order shows it."},
        {"vacuous",
         "No order breaks it, and none puts it at stake: it says nothing about the server."},
    };
    return complete<Expected::vacuous>(kAll);
}

Choices choices(h2::WriteStage /*any*/) {
    static constexpr Choice kAll[] = {
        {"app_done", "The request function has returned; the frame may not exist yet."},
        {"enqueued", "The core has accepted the frame."},
        {"encoded", "The frame is serialized in the user-space buffer."},
        {"write_start", "The write of the frame to the transport begins."},
        {"visible_same_step",
         "The transport has it: the peer can see it, and nothing else happens in between."},
        {"completion_processed", "The loop has processed the report that the write has finished."},
    };
    return complete<h2::WriteStage::completion>(kAll);
}

Choices choices(h2::OverLimit /*any*/) {
    static constexpr Choice kAll[] = {
        {"rst_protocol_error",
         "RST_STREAM(PROTOCOL_ERROR): the client is told that it broke the rules, so it must "
         "not retry."},
        {"rst_refused_stream",
         "RST_STREAM(REFUSED_STREAM): nothing was processed, the client may retry (section 8.7)."},
        {"goaway_protocol_error", "GOAWAY(PROTOCOL_ERROR): the connection is closed."},
        {"goaway_refused_stream", "GOAWAY(REFUSED_STREAM): the connection is closed."},
    };
    return complete<h2::OverLimit::goaway_refused_stream>(kAll);
}

Choices choices(h2::LimitInForce /*any*/) {
    static constexpr Choice kAll[] = {
        {"acked", "Only the one the client has acknowledged (Netty)."},
        {"submitted", "The newest sent, acknowledged or not (Go x/net)."},
        {"both",
         "Above the acknowledged one over_limit, between the two over_limit_unacked (nghttp2, "
         "oghttp2)."},
    };
    return complete<h2::LimitInForce::both>(kAll);
}

Choices choices(h2::ClosingCounter /*any*/) {
    static constexpr Choice kAll[] = {
        {"none", "They count like the others until they are released."},
        {"separate", "They no longer stand in the way of a new stream (Jetty since 2018)."},
    };
    return complete<h2::ClosingCounter::separate>(kAll);
}

Choices choices(h2::ResetFrees /*any*/) {
    static constexpr Choice kAll[] = {
        {"slot_now", "The slot, when the frame is processed (most stacks)."},
        {"when_request_returns",
         "The slot, when the request function returns (Kestrel before 2019)."},
        {"when_writer_removes",
         "The slot, when the writer comes to the stream's removal, which is queued behind what "
         "it has to write (grpc-go before 32559e217)."},
        {"never", "Nothing (Tomcat before 2022: the count leaks)."},
    };
    return complete<h2::ResetFrees::never>(kAll);
}

Choices choices(h2::EndFrees /*any*/) {
    static constexpr Choice kAll[] = {
        {"slot_now",
         "When the frame is processed and the response has come as far as release_at (most "
         "stacks)."},
        {"when_writer_removes",
         "When the writer comes to the stream's removal, which is queued behind what it has to "
         "write (mu-server, review of PR #135)."},
    };
    return complete<h2::EndFrees::when_writer_removes>(kAll);
}

Choices choices(h2::DebitAt /*any*/) {
    static constexpr Choice kAll[] = {
        {"enqueued", "When the core accepts it."},
        {"write_start", "When its write begins."},
        {"completion", "When its completion is processed (httpcore before 2017)."},
    };
    return complete<h2::DebitAt::completion>(kAll);
}

Choices choices(h2::AfterGoAway /*any*/) {
    static constexpr Choice kAll[] = {
        {"discard", "Ignored, but counted and given back to the connection's window."},
        {"discard_uncredited",
         "Ignored and not given back: the client's connection window shrinks for ever (Go x/net "
         "before c6301000, golang/go#55846)."},
        {"idle_stream_error",
         "HEADERS are ignored and forgotten, so that DATA or RST_STREAM after them is a "
         "connection error on an idle stream (Go x/net before 39120d07, golang/go#32112)."},
    };
    return complete<h2::AfterGoAway::idle_stream_error>(kAll);
}

std::string names_of(Choices all) {
    std::string names;
    for (const Choice& each : all) {
        names += names.empty() ? "" : ", ";
        names += each.name;
    }
    return names;
}

}  // namespace sim
