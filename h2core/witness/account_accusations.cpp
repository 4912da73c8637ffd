// RST_STREAM and GOAWAY with a code that says "you broke a rule" (RFC 9113 section 7): is there one
// that the accused may have broken? What an endpoint wants to end it may end at any time, with
// REFUSED_STREAM, CANCEL, ENHANCE_YOUR_CALM and others; these codes are about the peer.

#include <algorithm>

#include "h2core/witness/account.hpp"
#include "h2core/witness/section_facts.hpp"

namespace h2 {

namespace {

constexpr std::uint64_t kFieldOverhead = 32;  // of SETTINGS_MAX_HEADER_LIST_SIZE, section 6.5.2

bool visible(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~'; });
}

// Letters, digits and hyphens: some servers take no underscores, and no methods of their own.
bool common_name(const Field& field) {
    const bool names = std::all_of(field.name.begin(), field.name.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == ':';
    });
    const bool method = std::all_of(field.value.begin(), field.value.end(),
                                    [](char c) { return c >= 'A' && c <= 'Z'; });
    return names && (field.name != ":method" || method);
}

// Characters of RFC 3986 that stand in a path, a query or an authority.
bool of_uri(std::string_view text) {
    constexpr std::string_view kOthers = "-._~:/?[]@!$&'()*+,;=%";
    return std::all_of(text.begin(), text.end(), [&](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               kOthers.find(c) != std::string_view::npos;
    });
}

// Whether nothing in them can offend somebody who reads fields more strictly than RFC 9113 does, or
// has less room for them.
bool beyond_doubt(const Fields& fields, std::uint32_t most_octets) {
    constexpr std::uint32_t kCommon = 8'192;  // more is refused by many
    std::uint64_t octets = 0;
    for (const Field& field : fields_of(fields)) {
        const bool uri = field.name == ":path" || field.name == ":authority" ||
                         field.name == ":scheme" || field.name == "host";
        if (!field.known() || !common_name(field) ||
            !(uri ? of_uri(field.value) : visible(field.value))) {
            return false;
        }
        octets += field.name.size() + field.value.size() + kFieldOverhead;
    }
    return octets <= std::min(kCommon, most_octets);
}

void strengthen(std::optional<bool>& doubt, bool broken) {
    doubt = doubt.value_or(false) || broken;
}

}  // namespace

bool Account::accuses(ErrorCode code) {
    switch (code) {
        case ErrorCode::PROTOCOL_ERROR:
        case ErrorCode::FLOW_CONTROL_ERROR:
        case ErrorCode::STREAM_CLOSED:
        case ErrorCode::FRAME_SIZE_ERROR:
        case ErrorCode::COMPRESSION_ERROR: return true;
        case ErrorCode::NO_ERROR:
        case ErrorCode::INTERNAL_ERROR:
        case ErrorCode::SETTINGS_TIMEOUT:  // needs a clock
        case ErrorCode::REFUSED_STREAM:
        case ErrorCode::CANCEL:
        case ErrorCode::CONNECT_ERROR:
        case ErrorCode::ENHANCE_YOUR_CALM:
        case ErrorCode::INADEQUATE_SECURITY:
        case ErrorCode::HTTP_1_1_REQUIRED: return false;
    }
    return false;
}

void Account::doubt(Role accused, StreamId stream, bool broken) {
    constexpr std::size_t kMostStreams = 4'096;
    Doubts& doubts = side(accused).doubts;
    strengthen(doubts.anywhere, broken);
    if (stream.names_connection() || doubts.streams.size() >= kMostStreams) {
        strengthen(doubts.connection, broken);
    } else {
        bool& of_stream = doubts.streams[stream];
        of_stream = of_stream || broken;
    }
}

std::optional<bool> Account::doubted(Role accused, StreamId stream) const {
    const Doubts& doubts = side(accused).doubts;
    if (stream.names_connection()) {
        return doubts.anywhere;
    }
    const auto found = doubts.streams.find(stream);
    if (found == doubts.streams.end()) {
        return doubts.connection;
    }
    return found->second || doubts.connection.value_or(false);
}

// RFC 7540 section 5.3.1 forbids a stream to depend on itself, RFC 9113 does not.
void Account::doubt_signal(const Passing& at, StreamId stream, const PrioritySignal& signal) {
    if (signal.dependency == stream) {
        doubt(at.sender, stream, false);
    }
}

void Account::doubt_fields(const Passing& at, StreamId stream, const Fields& fields) {
    const Settings& limits = side(peer_of(at.sender)).announced.latest();
    if (!beyond_doubt(fields, limits.max_header_list_size)) {
        doubt(at.sender, stream, false);
    }
}

// Whether a limit may be what a stream was refused for: it was not answered, and there have been
// more streams than the limit, so that a count that lags behind can have exceeded it.
bool Account::limit_at_stake(Role refuser, StreamId id) const {
    const Side& opener = side(peer_of(refuser));
    const WitnessStream* stream = streams_.find(id);
    return stream != nullptr && opener_of(id) != refuser && !stream->of(refuser).begun &&
           opener.limit.opened > side(refuser).announced.latest().max_concurrent_streams;
}

// All that the accused has sent there (on stream 0: anywhere) could be read.
bool Account::readable(Role accused, StreamId id) const {
    if (id.names_connection()) {
        return !side(accused).doubts.unreadable;
    }
    const WitnessStream* stream = streams_.find(id);
    return stream != nullptr && stream->of(accused).known && stream->of(accused).readable;
}

// The accused is in the right for sure: all that it has sent is there and can be judged.
bool Account::certain(const Accusation& accusation) const {
    const Role accuser = accusation.at.sender;
    const Role accused = peer_of(accuser);
    const StreamId id = accusation.stream;
    const std::optional<StreamId>& incomplete = side(accused).incomplete;
    const bool pending = incomplete && (id.names_connection() || incomplete->names_connection() ||
                                        *incomplete == id);
    if (!both_whole() || pending || doubted(accused, id)) {
        return false;
    }
    if (accusation.code == ErrorCode::FLOW_CONTROL_ERROR && side(accuser).ahead) {
        return false;  // the credit may have been on its way
    }
    if (accusation.rule != RuleId::refused_within_limit) {
        return readable(accused, id);
    }
    // Where fields are not there, others like it were answered.
    const WitnessStream* stream = streams_.find(id);
    const bool kept = stream != nullptr && (stream->kept_limit || !side(accuser).ahead);
    return kept && (readable(accused, id) || side(accuser).answered);
}

void Account::accuse(const Passing& at, ErrorCode code, StreamId stream) {
    if (!accuses(code)) {
        return;
    }
    const bool refusal = code == ErrorCode::PROTOCOL_ERROR && limit_at_stake(at.sender, stream);
    const RuleId rule = refusal ? RuleId::refused_within_limit : RuleId::error_without_cause;
    constexpr std::size_t kMostAccusations = 4'096;
    if (order_ == Order::passed) {
        pass_judgement({at, rule, code, stream});
    } else if (accusations_.size() < kMostAccusations) {
        accusations_.push_back({at, rule, code, stream});  // what they answer may come later
    }
}

void Account::pass_judgement(const Accusation& accusation) {
    const auto& [at, rule, code, stream] = accusation;
    if (certain(accusation)) {
        add(at, rule, stream);
    } else if (!doubted(peer_of(at.sender), stream).value_or(false)) {
        add_unknown(at, rule, stream);  // else it has been said what the other one had done
    }
}

}  // namespace h2
