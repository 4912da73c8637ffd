#include "tests/h2core/oracle/ours.hpp"

#include "h2core/overloaded.hpp"

namespace oracle {

namespace {

// The decisions that nghttp2 takes where the RFC leaves them open.
const h2::Policy& policy() {
    static const h2::Policy kPolicy = [] {
        h2::Policy policy;
        policy.over_limit = h2::OverLimit::goaway_protocol_error;
        policy.over_limit_unacked = h2::OverLimit::rst_refused_stream;
        policy.limit_in_force = h2::LimitInForce::both;
        policy.reset_after_early_response = false;
        policy.reset_memory = h2::kUnlimited;
        return policy;
    }();
    return kPolicy;
}

Outcome outcome_of(const h2::Verdict& verdict) {
    return std::visit(
        h2::overloaded{
            [](const h2::Accept&) { return accept(); },
            [](const h2::Discard&) { return accept(); },
            [](const h2::StreamError& error) {
                return Outcome{Outcome::Scope::stream, error.stream, error.code};
            },
            [](const h2::ConnectionError& error) { return connection_error(error.code); },
        },
        verdict);
}

}  // namespace

Ours::Ours(const Script& script, std::function<void(std::span<const std::byte>)> on_sent)
    : on_sent_{std::move(on_sent)}, settings_{script.settings}, endpoint_{script.role, policy()} {
    response_.fields = {{":status", "200", false}};
    submit(h2::SubmitSettings{&settings_});
}

Outcome Ours::receive(std::span<const std::byte> octets) {
    Outcome outcome;
    frame_.reset();
    while (!octets.empty()) {
        const h2::Reception reception = endpoint_.receive(octets);
        octets = octets.subspan(reception.consumed);
        if (reception.kind == h2::Reception::Kind::need_more) {
            break;
        }
        if (reception.kind == h2::Reception::Kind::frame) {
            frame_ = reception.frame;
        }
        rule_ = h2::rule_of(reception.step.verdict);
        outcome = outcome_of(reception.step.verdict);
        write(reception.step.effects);
    }
    return outcome;
}

void Ours::act(const Request& request) {
    const bool connect = request.method == "CONNECT";
    if (connect) {
        tunnels_.insert(endpoint_.connection().next_stream_id());
    }
    request_.fields = {{":method", request.method, false}};
    if (!connect) {
        request_.fields.push_back({":scheme", "https", false});
        request_.fields.push_back({":path", "/", false});
    }
    request_.fields.push_back({":authority", "example.com:443", false});
    submit(h2::SubmitHeaders{
        endpoint_.connection().next_stream_id(), {&request_}, request.end_stream, false});
}

void Ours::act(const Respond& respond) {
    const h2::StreamId stream = h2::StreamId::from_wire(respond.stream);
    submit(h2::SubmitHeaders{stream, {&response_}, /*end_stream=*/true, false});
    submit(h2::RequestDone{stream});
}

void Ours::act(const Reset& reset) {
    const h2::StreamId stream = h2::StreamId::from_wire(reset.stream);
    submit(h2::SubmitReset{stream, h2::ErrorCode::CANCEL});
    submit(h2::RequestDone{stream});
}

void Ours::act(const GoAway&) {
    submit(h2::SubmitGoAway{h2::ErrorCode::NO_ERROR, /*announce_maximum=*/false});
}

void Ours::submit(const h2::Command& command) {
    if (const auto effects = endpoint_.submit(command)) {
        write(*effects);
    }
}

// At once, so that nothing of ours is ever on its way.
void Ours::write(const h2::Effects& effects) {
    for (const h2::Effect& effect : effects) {
        if (const h2::SendFrame* sent = std::get_if<h2::SendFrame>(&effect)) {
            out_.clear();
            endpoint_.encode(sent->frame, out_);
            if (on_sent_) {
                on_sent_(out_);
            }
            write(endpoint_.report(h2::WriteStage::write_start, sent->frame));
            write(endpoint_.report(h2::WriteStage::completion, sent->frame));
        }
    }
}

}  // namespace oracle
