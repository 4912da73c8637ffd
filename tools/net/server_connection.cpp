// Answers the requests of one connection and shares its windows out among them.

#include "tools/net/server_connection.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace tools::net {
namespace {

constexpr std::uint64_t kShutdownPing = 0x6832'7369'6d20'6279;
constexpr std::size_t kMostDripped = 64 * 1024;  // octets that wait
constexpr Milliseconds kRoundTrip{1'000};        // at most, from the first GOAWAY to the second
std::span<const std::byte> octets_of(std::string_view text) {
    return std::as_bytes(std::span{text.data(), text.size()});
}

}  // namespace

void ServerConnection::start(std::shared_ptr<Session> session) {
    session_ = std::move(session);
    session_->start();
}

void ServerConnection::handle(const h2::Effect& effect) {
    if (const auto* headers = std::get_if<h2::DeliverHeaders>(&effect)) {
        begin(*headers);
    } else if (const auto* start = std::get_if<h2::StartRequest>(&effect)) {
        const auto found = exchanges_.find(start->stream.value());
        if (found != exchanges_.end()) {
            found->second.started = true;
            run(start->stream, found->second);
        }
    } else if (const auto* data = std::get_if<h2::DeliverData>(&effect)) {
        received(*data);
    } else if (const auto* reset = std::get_if<h2::DeliverReset>(&effect)) {
        session_->drop_queued(reset->stream);
        forget(reset->stream);
    } else if (const auto* ack = std::get_if<h2::DeliverPingAck>(&effect)) {
        if (ack->opaque == kShutdownPing && shutdown_ == Shutdown::announced) {
            announce_last_stream();
        }
    }
}

void ServerConnection::begin(const h2::DeliverHeaders& headers) {
    if (headers.trailers) {
        const auto found = exchanges_.find(headers.stream.value());
        if (found != exchanges_.end()) {
            request_ended(headers.stream, found->second);
        }
        return;
    }
    if (headers.fields.list == nullptr) {
        return;
    }
    Exchange& exchange = exchanges_[headers.stream.value()];
    exchange.plan = plan_for(request_of(*headers.fields.list));
    exchange.request_ended = headers.end_stream;
}

void ServerConnection::received(const h2::DeliverData& data) {
    const auto found = exchanges_.find(data.stream.value());
    const std::uint32_t octets = data.payload.size;
    if (found == exchanges_.end()) {  // answered early
        session_->consume(data.stream, octets);
        return;
    }
    Exchange& exchange = found->second;
    exchange.received += octets;
    switch (exchange.plan.body) {
        case Plan::Body::echo:  // consumed when it goes back
            exchange.unread += octets;
            exchange.body.add({data.payload.data, octets});
            has_data(data.stream, exchange);
            break;
        case Plan::Body::sink: exchange.unread += octets; break;
        case Plan::Body::none:
        case Plan::Body::text:
        case Plan::Body::filler:
        case Plan::Body::drip: session_->consume(data.stream, octets); break;
    }
    if (data.end_stream) {
        request_ended(data.stream, exchange);
    }
}

void ServerConnection::request_ended(h2::StreamId stream, Exchange& exchange) {
    exchange.request_ended = true;
    if (exchange.plan.body == Plan::Body::echo) {
        exchange.body.complete();
        has_data(stream, exchange);
    }
    if (exchange.started) {
        run(stream, exchange);
    }
}

// The request function, as far as it can go now.
void ServerConnection::run(h2::StreamId stream, Exchange& exchange) {
    const Plan& plan = exchange.plan;
    if (plan.reset) {
        session_->submit(h2::SubmitReset{stream, *plan.reset});
        return;
    }
    if (plan.body == Plan::Body::sink) {
        if (!exchange.answered && exchange.timer == nullptr) {
            later(stream, exchange, &ServerConnection::sink);
        }
        return;
    }
    if (!exchange.answered && plan.expects_continue && !exchange.request_ended) {
        exchange.plan.expects_continue = false;
        const SharedFields head = informational_head("100");
        session_->submit(h2::SubmitHeaders{stream, head->fields(), false, true}, head);
    }
    if (!exchange.answered && (plan.at_once || exchange.request_ended)) {
        answer(stream, exchange);
    }
}

void ServerConnection::submit_informational(h2::StreamId stream, const Plan& plan) {
    if (!plan.informational) {
        return;
    }
    for (const SharedFields& head :
         {informational_head("102"), informational_head("103", "link", "</>; rel=preload")}) {
        session_->submit(h2::SubmitHeaders{stream, head->fields(), false, true}, head);
    }
}

void ServerConnection::answer(h2::StreamId stream, Exchange& exchange) {
    const bool go_away = exchange.plan.go_away;
    exchange.answered = true;
    submit_informational(stream, exchange.plan);
    fill_body(stream, exchange);
    const bool no_content = exchange.plan.head_only || exchange.plan.body == Plan::Body::none ||
                            (exchange.body.is_done() && !exchange.plan.trailers);
    const SharedFields head = heads_.of(exchange.plan);
    const auto refused =
        session_->submit(h2::SubmitHeaders{stream, head->fields(), no_content, false}, head);
    if (refused || no_content) {
        forget(stream);
    } else {
        has_data(stream, exchange);
    }
    if (go_away) {
        shut_down();
    }
}

void ServerConnection::fill_body(h2::StreamId stream, Exchange& exchange) {
    const Plan& plan = exchange.plan;
    switch (plan.body) {
        case Plan::Body::none: exchange.body.complete(); break;
        case Plan::Body::text:
            exchange.body.set_text(plan.text);
            exchange.body.complete();
            break;
        case Plan::Body::filler:
            exchange.body.set_filler(plan.octets);
            exchange.body.complete();
            break;
        case Plan::Body::drip:
            if (plan.octets == 0) {
                exchange.body.complete();
            } else if (!plan.head_only) {
                later(stream, exchange, &ServerConnection::drip);
            }
            break;
        case Plan::Body::echo:
            if (exchange.request_ended) {
                exchange.body.complete();
            }
            break;
        case Plan::Body::sink:
            exchange.body.add(octets_of(fmt::format("{} octets\n", exchange.received)));
            exchange.body.complete();
            break;
    }
}

void ServerConnection::later(h2::StreamId stream, Exchange& exchange,
                             void (ServerConnection::*what)(h2::StreamId)) {
    if (exchange.timer == nullptr) {
        exchange.timer = std::make_unique<Timer>(loop_);
    }
    ++waiting_;
    exchange.timer->after(exchange.plan.delay, [this, stream, what] {
        --waiting_;
        (this->*what)(stream);
    });
}

void ServerConnection::drip(h2::StreamId stream) {
    Exchange& exchange = exchanges_.at(stream.value());
    if (exchange.body.next(kMostDripped).size() == kMostDripped) {  // nobody takes it
        later(stream, exchange, &ServerConnection::drip);
        return;
    }
    ++exchange.pieces;
    exchange.body.add(octets_of(fmt::format("piece {}\n", exchange.pieces)));
    if (exchange.pieces == exchange.plan.octets) {
        exchange.body.complete();
    } else {
        later(stream, exchange, &ServerConnection::drip);
    }
    has_data(stream, exchange);
}

void ServerConnection::sink(h2::StreamId stream) {
    Exchange& exchange = exchanges_.at(stream.value());
    const auto some =
        static_cast<std::uint32_t>(std::min<std::uint64_t>(exchange.unread, exchange.plan.octets));
    exchange.unread -= some;
    session_->consume(stream, some);
    if (exchange.request_ended && exchange.unread == 0) {
        answer(stream, exchange);
    } else {
        later(stream, exchange, &ServerConnection::sink);
    }
}

void ServerConnection::has_data(h2::StreamId stream, Exchange& exchange) {
    if (exchange.answered && !exchange.queued) {
        exchange.queued = true;
        ready_.push_back(stream);
        session_->wake();
    }
}

void ServerConnection::window_opened(h2::StreamId stream) {
    if (stream.names_connection()) {
        for (auto& [id, exchange] : exchanges_) {
            if (!exchange.body.is_empty()) {
                has_data(h2::StreamId::from_wire(id), exchange);
            }
        }
        return;
    }
    const auto found = exchanges_.find(stream.value());
    if (found != exchanges_.end() && !found->second.body.is_empty()) {
        has_data(stream, found->second);
    }
}

bool ServerConnection::send_some() {
    while (!ready_.empty()) {
        const h2::StreamId stream = ready_.front();
        const auto found = exchanges_.find(stream.value());
        if (found == exchanges_.end()) {
            ready_.pop_front();
            continue;
        }
        Exchange& exchange = found->second;
        if (!exchange.body.is_empty() && session_->connection().connection_send_window() <= 0) {
            return false;  // all wait for the connection's window, in their order
        }
        ready_.pop_front();
        exchange.queued = false;
        if (send_from(stream, exchange)) {
            return true;
        }
    }
    return false;
}

// Octets of the body that stay where they are until the frame is encoded, whatever becomes of the
// exchange.
h2::Octets ServerConnection::kept(const Body& body, std::string_view some) {
    if (!body.is_static()) {
        sending_.assign(some);
        some = sending_;
    }
    return {octets_of(some).data(), static_cast<std::uint32_t>(some.size())};
}

// One frame of the stream. False: it has nothing to send now, or no window.
bool ServerConnection::send_from(h2::StreamId stream, Exchange& exchange) {
    const h2::Connection& connection = session_->connection();
    const std::int32_t window =
        std::min(connection.sendable(stream), connection.connection_send_window());
    const auto most =
        static_cast<std::uint32_t>(std::clamp<std::int32_t>(window, 0, kMostInDataFrame));
    const std::string_view some = exchange.body.next(most);
    if (some.empty() && !exchange.body.is_done()) {
        return false;
    }
    const h2::Octets payload = kept(exchange.body, some);
    const bool echoes = exchange.plan.body == Plan::Body::echo;
    const bool trailers = exchange.plan.trailers;
    if (some.empty() && trailers) {
        const std::vector<std::pair<std::string_view, std::string_view>> fields{
            {"x-h2sim-trailer", "the end"}};
        const auto section = std::make_shared<const FieldTexts>(fields);
        session_->submit(h2::SubmitHeaders{stream, section->fields(), true, false}, section);
        forget(stream);
        return true;
    }
    exchange.body.taken(some.size());
    const bool last = exchange.body.is_done() && !trailers;
    const auto refused = session_->submit(h2::SubmitData{stream, payload, last});
    if (echoes) {
        exchange.unread -= payload.size;
        session_->consume(stream, payload.size);
    }
    if (refused || last) {
        forget(stream);
    } else if (!exchange.body.is_empty() || exchange.body.is_done()) {
        has_data(stream, exchange);
    }
    return true;
}

void ServerConnection::stream_reset(h2::StreamId stream) {
    forget(stream);
}

// The response is complete, or nobody wants it any more: the request function returns.
void ServerConnection::forget(h2::StreamId stream) {
    const auto found = exchanges_.find(stream.value());
    if (found == exchanges_.end()) {
        return;
    }
    Exchange& exchange = found->second;
    waiting_ -= exchange.timer != nullptr && exchange.timer->is_pending() ? 1 : 0;
    const std::uint32_t unread = exchange.unread;
    const bool started = exchange.started;
    exchanges_.erase(found);
    if (unread > 0) {
        session_->consume(stream, unread);
    }
    if (started) {
        session_->submit(h2::RequestDone{stream});
    }
    close_if_idle();
}

void ServerConnection::shut_down() {
    if (shutdown_ != Shutdown::no || session_->finishing() || !session_->alive()) {
        return;
    }
    shutdown_ = Shutdown::announced;
    if (!session_->settings_received()) {
        session_->abort({End::Kind::finished, "the server stops"});
        return;
    }
    session_->submit(h2::SubmitGoAway{h2::ErrorCode::NO_ERROR, /*announce_maximum=*/true});
    session_->submit(h2::SubmitPing{kShutdownPing});
    announced_.after(kRoundTrip, [this] { announce_last_stream(); });
}

void ServerConnection::announce_last_stream() {
    announced_.cancel();
    shutdown_ = Shutdown::closing;
    session_->submit(h2::SubmitGoAway{});
    close_if_idle();
}

void ServerConnection::close_if_idle() {
    if (shutdown_ == Shutdown::closing && exchanges_.empty()) {
        session_->finish();
    }
}

void ServerConnection::ended(const End& end) {
    announced_.cancel();
    exchanges_.clear();
    ready_.clear();
    waiting_ = 0;
    gone_(end);
}

}  // namespace tools::net
