// Frames become charges and points of a curve; both are bounded.

#include "tools/diagnose/frame_notes.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "h2core/overloaded.hpp"
#include "tools/wire/frame_text.hpp"

namespace tools {
namespace {

constexpr std::size_t kMostCharges = 10'000;
constexpr std::size_t kMostPoints = 65'536;

std::string code_text(h2::ErrorCode code) {
    return std::string{h2::name(code)};
}

}  // namespace

std::string short_name(const h2::FrameHeader& header, const h2::Frame* frame) {
    std::string name = frame_type_text(header.type);
    if (frame == nullptr) {
        return name;
    }
    std::visit(h2::overloaded{
                   [&](const h2::RstStream& reset) { name += "(" + code_text(reset.code) + ")"; },
                   [&](const h2::GoAway& goaway) { name += "(" + code_text(goaway.code) + ")"; },
                   [&](const h2::SettingsFrame& settings) { name += settings.ack ? " ACK" : ""; },
                   [&](const h2::Ping& ping) { name += ping.ack ? " ACK" : ""; },
                   [](const auto&) {},
               },
               *frame);
    return name;
}

void FrameNotes::add(h2::Role sender, const h2::Sight& sight, const h2::Account& account,
                     const Moment& moment) {
    if (sight.kind == h2::Sight::Kind::need_more) {
        charge(sight.findings, {}, moment);  // a frame that is too long before its end has come
    } else if (sight.kind == h2::Sight::Kind::preface) {
        charge(sight.findings, "the preface", moment);
    } else {
        add(sender, sight.header, sight.frame ? &*sight.frame : nullptr, sight.findings, account,
            moment);
    }
}

void FrameNotes::add(h2::Role sender, const h2::FrameHeader& header, const h2::Frame* frame,
                     std::span<const h2::Finding> findings, const h2::Account& account,
                     const Moment& moment) {
    ++facts_.frames;
    if (!findings.empty()) {
        charge(findings, short_name(header, frame), moment);
    }
    count(account, moment);
    if (sender == h2::Role::server && frame != nullptr && !server_charged_) {
        measure(header, *frame);
    }
}

// Of the server's frames: how long the responses are.
void FrameNotes::measure(const h2::FrameHeader& header, const h2::Frame& frame) {
    constexpr std::size_t kMostResponses = 4'096;
    const auto* data = std::get_if<h2::Data>(&frame);
    const bool head = std::holds_alternative<h2::Headers>(frame);
    if (data == nullptr && !head) {
        return;
    }
    const h2::StreamId stream = header.stream;
    if (responses_.size() >= kMostResponses && !responses_.contains(stream)) {
        return;
    }
    ResponseShape& shape = responses_[stream];
    shape.head = shape.head == 0 && head ? header.length : shape.head;
    shape.content += data != nullptr ? data->payload.size : 0;
    if (h2::ends_stream(frame)) {
        facts_.answered = shape;
        responses_.erase(stream);
    }
}

void FrameNotes::charge(std::span<const h2::Finding> findings, const std::string& frame,
                        const Moment& moment) {
    for (const h2::Finding& finding : findings) {
        server_charged_ = server_charged_ || (finding.who == h2::Role::server &&
                                              finding.certainty == h2::Certainty::broken);
        if (facts_.charges.size() < kMostCharges) {
            facts_.charges.push_back({finding, moment.record, frame});
        } else {
            ++facts_.more_charges;
        }
    }
}

// Where there are too many points every other one goes; the last one stays.
void FrameNotes::count(const h2::Account& account, const Moment& moment) {
    std::vector<CountPoint>& counts = facts_.counts;
    const auto seen_by = [&](h2::Role viewer) {
        return account.open_as_seen(h2::Role::client, viewer);
    };
    CountPoint point{moment.record, seen_by(h2::Role::client),
                     account.open_streams(h2::Role::client), seen_by(h2::Role::server)};
    if (!counts.empty() && counts.back().client == point.client &&
        counts.back().wire == point.wire && counts.back().server == point.server) {
        return;
    }
    if (counts.size() >= kMostPoints) {
        std::size_t kept = 0;
        for (std::size_t i = 0; i < counts.size(); i += 2) {
            counts[kept++] = counts[i];
        }
        counts.resize(kept);
    }
    counts.push_back(point);
}

void FrameNotes::end(std::span<const h2::Finding> owed, const h2::Account& account) {
    charge(owed, {}, {});
    facts_.kept = account.limit_kept(h2::Role::client);
    const h2::AnnouncedSettings& server = account.announced(h2::Role::server);
    const std::uint32_t limit = server.latest().max_concurrent_streams;
    if (limit != h2::kUnlimited && server.knows(h2::SettingId::MAX_CONCURRENT_STREAMS)) {
        facts_.limit = limit;
    }
}

}  // namespace tools
