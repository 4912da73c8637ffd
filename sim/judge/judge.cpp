// Each happening of a step, what the monitor says of it, and what the server's books say where they
// can be compared with the wire.

#include "sim/judge/judge.hpp"

#include "h2core/overloaded.hpp"
#include "sim/judge/stakes.hpp"

namespace sim {
namespace {

bool concurrency(h2::RuleId rule) {
    return rule == h2::RuleId::concurrency_limit || rule == h2::RuleId::concurrency_limit_unacked;
}

// The properties that compare the verdict with what the client was entitled to.
Observations decided(Monitor& monitor, const ServerProcessed& heard, const h2::Verdict& verdict) {
    const h2::StreamId stream = h2::stream_of(heard.frame);
    if (const auto* error = std::get_if<h2::StreamError>(&verdict)) {
        return concurrency(error->rule)
                   ? monitor.server_refused(error->stream,
                                            error->code == h2::ErrorCode::REFUSED_STREAM)
                   : 0;
    }
    if (const auto* error = std::get_if<h2::ConnectionError>(&verdict)) {
        return concurrency(error->rule)
                   ? monitor.server_refused(stream, false)
                   : monitor.server_condemned(stream, heard.beyond_goaway
                                                          ? h2::RuleId::after_goaway_ignored
                                                          : h2::RuleId::error_without_cause);
    }
    const auto* discard = std::get_if<h2::Discard>(&verdict);
    return discard != nullptr && discard->rule == h2::RuleId::after_goaway_ignored &&
                   std::holds_alternative<h2::Headers>(heard.frame)
               ? monitor.server_ignored(stream)
               : 0;
}

// I3: the integer that is kept by increments against the set it stands for.
bool count_differs(const h2::Connection& core) {
    std::uint32_t counted = 0;
    for (const h2::Stream& stream : core.streams()) {
        counted += stream.counted && stream.id.opened_by(h2::Role::client) ? 1 : 0;
    }
    return counted != core.peer_count();
}

class Judge {
  public:
    explicit Judge(JudgedWorld& world) : world_{world}, monitor_{world.monitor} {}

    Observations operator()(const ClientSent& sent) {
        const h2::StreamId highest = monitor_.highest_opened();
        const Observations seen = monitor_.client_sent(sent.frame);
        return seen | stakes(world_, sent, highest);
    }
    Observations operator()(const ClientReceived& received) {
        const Observations stake = stakes(monitor_, received);  // of the stream as it was
        return stake | monitor_.client_received(received.frame) |
               seen_if(counted_though_closed(h2::stream_of(received.frame)),
                       Observation::closed_but_counted);
    }
    Observations operator()(const ResponseOverridden& overridden) {
        return monitor_.client_discarded(overridden.stream);
    }
    Observations operator()(const ServerProcessed& heard) {
        monitor_.server_received(heard.frame);  // first: it may show that the client broke a rule
        return stakes(world_, heard) | decided(monitor_, heard, world_.last_verdict) |
               seen_if(std::holds_alternative<h2::RstStream>(heard.frame),
                       Observation::reset_received);
    }
    Observations operator()(const ServerAdmitted& admitted) {
        const Observations seen = monitor_.server_admitted(admitted.stream, admitted.limit);
        return seen |
               seen_if(monitor_.admitted_open() >= admitted.limit, Observation::limit_filled);
    }
    Observations operator()(const ServerDropped& dropped) {
        return monitor_.server_dropped(dropped.stream, dropped.rule);
    }
    Observations operator()(const RequestStarted& started) {
        return seen_if(started.running > started.allowed, Observation::unbounded_work);
    }
    Observations operator()(const ServerShowed& showed) {
        const Observations stake = stakes(monitor_, showed);  // of the stream as it was
        return stake | monitor_.server_sent(showed.frame) |
               seen_if(undebited(showed), Observation::undebited);
    }
    Observations operator()(const WindowCredited& credited) {
        constexpr std::int32_t kInitialWindow = 65'535;  // of the connection, section 6.9.2
        return seen_if(credited.accounts && credited.window != kInitialWindow,
                       Observation::window_leaked) |
               bit(Observation::content_processed);
    }
    Observations operator()(const LimitReached&) { return bit(Observation::limit_reached); }
    Observations operator()(const WriteBlocked&) { return bit(Observation::writer_blocked); }
    Observations operator()(const TransportClosed& closed) {
        return closed.graceful ? stakes(monitor_, closed) | monitor_.transport_closed() |
                                     bit(Observation::shutdown_completed)
                               : 0;
    }

  private:
    [[nodiscard]] bool counted_though_closed(h2::StreamId id) const {
        const h2::Stream* counted = world_.server.core.find(id);
        const WireStream* wire = monitor_.find(id);
        return counted != nullptr && counted->counted &&
               (wire == nullptr || !wire->open_for_client());
    }
    // I6: the core believes that it may still send more than the wire allows.
    [[nodiscard]] bool undebited(const ServerShowed& showed) const {
        if (!showed.accounts) {
            return false;
        }
        const WireStream* wire = monitor_.find(h2::stream_of(showed.frame));
        const bool comparable =
            showed.has_stream && wire != nullptr && !wire->has(WireStream::server_saw_reset);
        return (comparable && showed.stream_window > wire->window.size()) ||
               showed.connection_window > monitor_.connection_window();
    }

    JudgedWorld& world_;
    Monitor& monitor_;
};

// What the faults of this step show; some are found where nothing else is observed.
Observations shown_by(const h2::InlineVector<Fault, 2>& faults) {
    Observations seen = 0;
    for (const Fault& fault : faults) {
        seen |= fault.shows;
    }
    return seen;
}

}  // namespace

Observations judge_step(JudgedWorld& world, Event event, std::uint32_t counted_before) {
    Judge judge{world};
    Observations seen = 0;
    for (const Happening& happening : world.happened) {
        seen |= std::visit(judge, happening);
    }
    const h2::Connection& core = world.server.core;
    if (role_of(event.kind) != Role::client) {
        seen |= seen_if(count_differs(core), Observation::count_mismatch);
        seen |= seen_if(core.peer_count() < counted_before && !world.server.closed,
                        Observation::count_lowered);
    }
    return seen | shown_by(world.monitor.faults()) |
           seen_if(somebody_waits(world), Observation::somebody_waits);
}

}  // namespace sim
