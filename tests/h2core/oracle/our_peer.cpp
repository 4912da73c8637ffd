#include "tests/h2core/oracle/our_peer.hpp"

#include <algorithm>

#include "tests/support/frames.hpp"

namespace oracle {

OurPeer::OurPeer(h2::Role role, std::uint64_t seed, h2::SettingList settings)
    : seed_{seed},
      settings_{std::move(settings)},
      endpoint_{role, policy_},
      content_(16'384, std::byte{'x'}) {
    submit(h2::SubmitSettings{&settings_});
}

void OurPeer::open_request() {
    const h2::StreamId stream = endpoint_.connection().next_stream_id();
    send(stream, exchange::request(seed_, stream.value()));
}

void OurPeer::send(h2::StreamId stream, const Message& message) {
    const Message& kept = sent_.emplace_back(message);
    h2::FieldList& section = sections_.emplace_back();
    for (const auto& [name, value] : kept.fields) {
        section.fields.push_back({name, value, false});
    }
    submit(h2::SubmitHeaders{stream, {&section}, kept.content == 0, false});
    if (kept.content > 0) {
        uploads_.push_back({stream, kept.content});
    }
}

void OurPeer::receive(std::span<const std::byte> octets) {
    while (!octets.empty()) {
        const h2::Reception reception = endpoint_.receive(octets);
        octets = octets.subspan(reception.consumed);
        if (reception.kind == h2::Reception::Kind::need_more) {
            continue;
        }
        if (!std::holds_alternative<h2::Accept>(reception.step.verdict)) {
            complaint_ += test::text(reception.step.verdict) + "\n";
        }
        handle(reception.step.effects);
    }
}

Octets OurPeer::take_output() {
    send_content();
    return std::exchange(out_, {});
}

void OurPeer::send_content() {
    for (Upload& upload : uploads_) {
        for (;;) {
            const auto room = static_cast<std::size_t>(
                std::max(0, endpoint_.connection().sendable(upload.stream)));
            const std::size_t size = std::min({room, upload.left, content_.size()});
            if (size == 0) {
                break;
            }
            upload.left -= size;
            submit(h2::SubmitData{upload.stream,
                                  {content_.data(), static_cast<std::uint32_t>(size)},
                                  upload.left == 0});
        }
    }
    std::erase_if(uploads_, [](const Upload& upload) { return upload.left == 0; });
}

void OurPeer::submit(const h2::Command& command) {
    const auto outcome = endpoint_.submit(command);
    if (outcome) {
        handle(*outcome);
    } else {
        complaint_ += "refused: " + std::string{h2::name(outcome.error())} + "\n";
    }
}

void OurPeer::handle(const h2::Effects& effects) {
    for (const h2::Effect& effect : effects) {
        handle(effect);
    }
}

void OurPeer::handle(const h2::Effect& effect) {
    if (const auto* send = std::get_if<h2::SendFrame>(&effect)) {
        endpoint_.encode(send->frame, out_);
        handle(endpoint_.report(h2::WriteStage::write_start, send->frame));
        handle(endpoint_.report(h2::WriteStage::completion, send->frame));
    } else if (const auto* headers = std::get_if<h2::DeliverHeaders>(&effect)) {
        for (const h2::Field& field : headers->fields.list->fields) {
            received_[headers->stream.value()].fields.emplace_back(field.name, field.value);
        }
        if (headers->end_stream) {
            ended(headers->stream);
        }
    } else if (const auto* data = std::get_if<h2::DeliverData>(&effect)) {
        received_[data->stream.value()].content += data->payload.size;
        handle(endpoint_.consume(data->stream, data->payload.size));
        if (data->end_stream) {
            ended(data->stream);
        }
    }
}

void OurPeer::ended(h2::StreamId stream) {
    received_[stream.value()].ended = true;
    if (endpoint_.connection().role() == h2::Role::server) {
        send(stream, exchange::response(seed_, stream.value()));
        submit(h2::RequestDone{stream});
    }
}

}  // namespace oracle
