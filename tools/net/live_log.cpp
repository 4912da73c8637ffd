// Writes the lines that live_log.hpp describes.

#include "tools/net/live_log.hpp"

#include <cerrno>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <unistd.h>

#include "h2core/rules.hpp"
#include "sim/scenario/notation.hpp"
#include "sim/text/printable.hpp"
#include "tools/system/descriptors.hpp"
#include "tools/system/failure.hpp"
#include "tools/wire/finding_text.hpp"
#include "tools/wire/frame_text.hpp"
#include "tools/wire/wire_names.hpp"

namespace tools::net {
namespace {

constexpr std::size_t kTraceBuffer = 64 * 1024;  // octets

// As JSON, octets that are not UTF-8 replaced.
std::string json_string(std::string_view text) {
    return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::string fields_json(const h2::Frame& frame) {
    h2::Fields fields;
    if (const auto* headers = std::get_if<h2::Headers>(&frame)) {
        fields = headers->fields;
    } else if (const auto* promise = std::get_if<h2::PushPromise>(&frame)) {
        fields = promise->fields;
    }
    if (fields.list == nullptr) {
        return {};
    }
    std::string text;
    for (const h2::Field& field : fields.list->fields) {
        text += fmt::format("{}[{},{}]", text.empty() ? "" : ",", json_string(field.name),
                            json_string(field.value));
    }
    return fmt::format(",\"fields\":[{}]", text);
}

std::string header_json(const h2::FrameHeader& header) {
    return fmt::format(",\"type\":{},\"length\":{},\"flags\":{},\"stream\":{}",
                       json_string(frame_type_text(header.type)), header.length, header.flags,
                       header.stream.value());
}

std::string signal_json(const h2::PrioritySignal& signal) {
    return fmt::format(",\"dependency\":{},\"weight\":{},\"exclusive\":{}",
                       signal.dependency.value(), signal.weight + 1, signal.exclusive);
}

// What the notation leaves out.
std::string values_json(const h2::Frame& frame) {
    if (const auto* ping = std::get_if<h2::Ping>(&frame)) {
        return fmt::format(",\"opaque\":\"{:016x}\"", ping->opaque);
    }
    if (const auto* settings = std::get_if<h2::SettingsFrame>(&frame);
        settings != nullptr && !settings->ack) {
        std::string text;
        for (const h2::Setting& setting :
             settings->list == nullptr ? std::vector<h2::Setting>{} : settings->list->values) {
            text += fmt::format("{}{{\"id\":{},\"value\":{}}}", text.empty() ? "" : ",",
                                json_of(setting.id).dump(), setting.value);
        }
        return fmt::format(",\"settings\":[{}]", text);
    }
    if (const auto* priority = std::get_if<h2::Priority>(&frame)) {
        return signal_json(priority->signal);
    }
    const auto* headers = std::get_if<h2::Headers>(&frame);
    return headers != nullptr && headers->has_priority ? signal_json(headers->priority) : "";
}

std::string frame_json(const h2::FrameHeader& header, const h2::Frame& frame) {
    return fmt::format(",\"frame\":{}{}{}{}", json_string(sim::to_text(frame)), header_json(header),
                       values_json(frame), fields_json(frame));
}

std::string verdict_json(const h2::Verdict& verdict) {
    const std::string text = verdict_text(verdict);
    return text.empty() ? text
                        : fmt::format(",\"verdict\":{},\"rule\":{}",
                                      json_string(text.substr(0, text.find(','))),
                                      json_string(h2::rule(h2::rule_of(verdict)).slug));
}

}  // namespace

LiveLog::LiveLog(Options options)
    : options_{std::move(options)},
      octets_{options_.octets_file},
      packets_{options_.pcapng_file},
      witness_{options_.role, options_.on_sight} {
    const std::string& file = options_.trace_file;
    if (file.empty()) {
        return;
    }
    trace_ = file == "-" ? STDOUT_FILENO
                         : open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (trace_ < 0) {
        throw Failure{ExitCode::invalid,
                      fmt::format("h2sim: error: cannot write {}: {}", sim::printable(file, 400),
                                  std::generic_category().message(errno))};
    }
    pending_ = fmt::format("{{\"schema\":\"h2sim-live-trace/1\",\"role\":\"{}\"}}\n",
                           options_.role == h2::Role::server ? "server" : "client");
    flush();
}

LiveLog::~LiveLog() {
    flush();
    if (trace_ > STDERR_FILENO) {
        close(trace_);
    }
}

std::uint64_t LiveLog::microseconds() const {
    const auto elapsed = std::chrono::steady_clock::now() - begin_;
    return static_cast<std::uint64_t>(
        std::chrono::duration_cast<std::chrono::microseconds>(elapsed).count());
}

std::string LiveLog::prefix(std::uint64_t connection) const {
    const std::string time =
        fmt::format("[{:7.3f}] ", static_cast<double>(microseconds()) / 1'000'000);
    return options_.numbered ? fmt::format("[id={}] {}", connection, time) : time;
}

void LiveLog::trace(std::uint64_t connection, std::string_view event, std::string_view more) {
    if (trace_ < 0) {
        return;
    }
    pending_ += fmt::format("{{\"at_us\":{},\"connection\":{},\"event\":\"{}\"{}}}\n",
                            microseconds(), connection, event, more);
    if (pending_.size() >= kTraceBuffer) {
        flush();
    }
}

void LiveLog::flush() {
    if (trace_ < 0 || pending_.empty()) {
        return;
    }
    const std::error_code error = write_all(trace_, pending_);
    if (error == std::errc::broken_pipe) {  // whoever read it has seen enough
        trace_ = -1;
    } else if (error) {
        write_err(fmt::format("h2sim: the trace ends here, {} cannot be written: {}\n",
                              sim::printable(options_.trace_file, 400), error.message()));
        trace_ = -1;
    }
    pending_.clear();
}

void LiveLog::say(std::string_view text) const {
    if (!options_.quiet) {
        write_err(fmt::format("h2sim: {}\n", text));
    }
}

void LiveLog::note(std::uint64_t connection, std::string_view text) {
    if (!options_.quiet) {
        const std::string number =
            options_.numbered ? fmt::format("connection {}: ", connection) : std::string{};
        write_err(fmt::format("h2sim: {}{}\n", number, text));
    }
    trace(connection, "note", trace_ < 0 ? "" : fmt::format(",\"text\":{}", json_string(text)));
}

void LiveLog::opened(std::uint64_t connection, std::string_view peer) {
    if (options_.verbose) {
        write_err(fmt::format("{}connected: {}\n", prefix(connection), peer));
    }
    trace(connection, "open", trace_ < 0 ? "" : fmt::format(",\"text\":{}", json_string(peer)));
}

void LiveLog::agreed(std::uint64_t connection, const Address& ours, const Address& peer) {
    const TcpEnd one{ours.host, ours.port};
    const TcpEnd other{peer.host, peer.port};
    const bool client = options_.role == h2::Role::client;
    packets_.connected(connection, client ? one : other, client ? other : one);
}

void LiveLog::closed(std::uint64_t connection, std::string_view why, bool spoke_http2) {
    constexpr std::uint32_t kMostSentences = 20;  // many connections may have the same peer
    for (const auto& [rule, sentence] : witness_.closed(connection, spoke_http2)) {
        if (why.find(h2::rule(rule).slug) != why.npos) {
            continue;  // it is said already
        }
        if (options_.verbose || ++sentences_ <= kMostSentences) {
            note(connection, sentence + (sentences_ == kMostSentences && !options_.verbose
                                             ? "; of further ones only -v tells"
                                             : ""));
        }
    }
    if (options_.verbose) {
        write_err(fmt::format("{}closed: {}\n", prefix(connection), why));
    }
    octets_.closed(connection);
    packets_.closed(connection);
    trace(connection, "close", trace_ < 0 ? "" : fmt::format(",\"text\":{}", json_string(why)));
    flush();
}

void LiveLog::octets(std::uint64_t connection, Direction direction,
                     std::span<const std::byte> octets) {
    const h2::Role ours = options_.role;
    const h2::Role sender = direction == Direction::sent ? ours : h2::peer_of(ours);
    octets_.add(connection, sender, octets);
    packets_.add(connection, sender, octets);
    witness_.add(connection, sender, octets);
}

void LiveLog::tell(std::uint64_t connection, const h2::Finding& finding) {
    if (options_.verbose) {
        write_err(fmt::format("{}=> {}\n", kFrameDetail, finding_text(finding)));
    }
    nlohmann::json members = json_of(finding);
    members["offset"] = finding.offset;
    const std::string object = members.dump();
    trace(connection, "finding", "," + object.substr(1, object.size() - 2));
}

void LiveLog::received(std::uint64_t connection, const h2::Reception& reception) {
    using enum h2::Reception::Kind;
    if (reception.kind == need_more || reception.kind == preface) {
        return;
    }
    const bool whole = reception.kind == frame;
    if (options_.verbose) {
        std::string text =
            prefix(connection) +
            (whole ? frame_text(Direction::received, reception.header, reception.frame)
                   : frame_line(Direction::received, reception.header));
        const std::string verdict = verdict_text(reception.step.verdict);
        if (!verdict.empty()) {
            text += fmt::format("{}; {}\n", kFrameDetail, verdict);
        }
        write_err(text);
    }
    if (trace_ >= 0) {
        trace(connection, "recv",
              (whole ? frame_json(reception.header, reception.frame)
                     : header_json(reception.header)) +
                  verdict_json(reception.step.verdict));
    }
    for (const h2::Finding& finding : witness_.take(connection, reception.offset)) {
        tell(connection, finding);
    }
}

void LiveLog::sent(std::uint64_t connection, std::span<const std::byte> octets,
                   const h2::Frame& frame) {
    while (octets.size() >= h2::kFrameHeaderSize) {
        const h2::FrameHeader header = h2::load_frame_header(octets.first<h2::kFrameHeaderSize>());
        const std::size_t size =
            std::min<std::size_t>(h2::kFrameHeaderSize + header.length, octets.size());
        octets = octets.subspan(size);
        const bool last = octets.empty();
        if (options_.verbose) {
            write_err(prefix(connection) + (last ? frame_text(Direction::sent, header, frame)
                                                 : frame_line(Direction::sent, header)));
        }
        if (trace_ >= 0) {
            trace(connection, "send", last ? frame_json(header, frame) : header_json(header));
        }
    }
}

void LiveLog::write_started(std::uint64_t connection, std::size_t frames) {
    trace(connection, "write_start", fmt::format(",\"frames\":{}", frames));
}

void LiveLog::written(std::uint64_t connection, std::size_t frames) {
    trace(connection, "written", fmt::format(",\"frames\":{}", frames));
}

}  // namespace tools::net
