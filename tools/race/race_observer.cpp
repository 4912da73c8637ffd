// Frames and findings of a witness, kept as long as race may ask for them.

#include "tools/race/race_observer.hpp"

#include <algorithm>

#include "tools/net/response_status.hpp"
#include "tools/wire/finding_text.hpp"

namespace tools {
namespace {

constexpr std::size_t kFramesKept = 256;
constexpr std::size_t kMostInCase = 16;
constexpr std::size_t kMostOfAll = 40;
constexpr std::size_t kMostOwnFaults = 8;

h2::ErrorCode code_in(const h2::Frame& frame) {
    if (const auto* reset = std::get_if<h2::RstStream>(&frame)) {
        return reset->code;
    }
    const auto* away = std::get_if<h2::GoAway>(&frame);
    return away == nullptr ? h2::ErrorCode::NO_ERROR : away->code;
}

}  // namespace

void RaceObserver::saw(h2::Role sender, const h2::Sight& sight, const h2::Account& account) {
    if (sight.kind != h2::Sight::Kind::preface) {
        remember(sender, sight);
    }
    if (sender == h2::Role::server && sight.frame && sight.kind != h2::Sight::Kind::fragment) {
        take(sight);
    }
    for (const h2::Finding& finding : sight.findings) {
        judge(finding, sight.frame ? code_in(*sight.frame) : h2::ErrorCode::NO_ERROR);
    }
    kept_ = account.limit_kept(h2::Role::client);
    open_ = account.open_as_seen(h2::Role::client, h2::Role::client);
}

void RaceObserver::judge(const h2::Finding& finding, h2::ErrorCode code) {
    const bool server_broke =
        finding.who == h2::Role::server && finding.certainty == h2::Certainty::broken;
    if (server_broke && is_accusation(finding.rule)) {
        wrongs_.push_back({finding.stream, code});
    }
    if (is_accusation(finding.rule) && finding.who == h2::Role::server) {
        refusals_[finding.stream.value()] =
            finding.certainty == h2::Certainty::broken ? RefusalKind::wrong : RefusalKind::unproven;
    } else if (finding.certainty != h2::Certainty::broken) {
        return;
    } else if (finding.who == h2::Role::server) {
        ++broken_[finding.rule];
    } else if (own_faults_.size() < kMostOwnFaults) {
        own_faults_.push_back(finding_text(finding));
    }
}

// What the server says on a stream.
void RaceObserver::take(const h2::Sight& sight) {
    const h2::Frame& frame = *sight.frame;
    const std::uint32_t stream = sight.header.stream.value();
    if (const auto* headers = std::get_if<h2::Headers>(&frame)) {
        SeenResponse& response = responses_[stream];
        response.last = sight.header.length;
        if (response.status < net::kFirstFinal) {
            response.status = net::status_of(headers->fields);
            response.head = sight.header.length;
            response.end = SlotEnd::headers;
        } else {
            response.end = SlotEnd::trailers;
        }
    } else if (const auto* data = std::get_if<h2::Data>(&frame)) {
        SeenResponse& response = responses_[stream];
        response.content += data->payload.size;
        response.last = data->payload.size;
        response.end = SlotEnd::data;
    } else if (std::holds_alternative<h2::RstStream>(frame) ||
               std::holds_alternative<h2::GoAway>(frame)) {
        refusals_[stream] = code_in(frame) == h2::ErrorCode::REFUSED_STREAM
                                ? RefusalKind::turned_away
                                : RefusalKind::unproven;
    }
}

void RaceObserver::remember(h2::Role sender, const h2::Sight& sight) {
    frames_.push_back({sender, sight.offset, sight.header,
                       sight.frame ? code_in(*sight.frame) : h2::ErrorCode::NO_ERROR});
    if (frames_.size() > kFramesKept) {
        frames_.pop_front();
    }
}

const SeenResponse* RaceObserver::response(h2::StreamId stream) const {
    const auto found = responses_.find(stream.value());
    return found == responses_.end() ? nullptr : &found->second;
}

RefusalKind RaceObserver::refusal(h2::StreamId stream) const {
    const auto found = refusals_.find(stream.value());
    return found == refusals_.end() ? RefusalKind::unproven : found->second;
}

std::vector<RaceFrame> RaceObserver::last_frames() const {
    const auto most = static_cast<std::ptrdiff_t>(std::min(kMostOfAll, frames_.size()));
    return {frames_.end() - most, frames_.end()};
}

std::vector<RaceFrame> RaceObserver::frames_around(h2::StreamId freed, h2::StreamId refused) const {
    std::vector<RaceFrame> around;
    for (const RaceFrame& frame : frames_) {
        const h2::StreamId stream = frame.header.stream;
        if (stream == freed || stream == refused || frame.header.is(h2::FrameType::GOAWAY)) {
            around.push_back(frame);
        }
    }
    if (around.size() > kMostInCase) {
        around.erase(around.begin(), around.end() - kMostInCase);
    }
    return around;
}

}  // namespace tools
