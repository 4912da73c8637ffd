// Each file is recognised by how it begins, and read by who knows that kind.

#include "tools/diagnose/case_file.hpp"

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <utility>

#include <fmt/format.h>

#include "tools/capture/read_capture.hpp"
#include "tools/diagnose/diagnosis.hpp"
#include "tools/input/octet_input.hpp"
#include "tools/logs/read_log.hpp"
#include "tools/system/failure.hpp"
#include "tools/system/files.hpp"
#include "tools/system/wording.hpp"
#include "tools/wire/octet_text.hpp"

namespace tools {
namespace {

struct OctetFile {
    std::string name;
    std::string octets;
};

template <class Result>
auto taken(Result result) {
    if (!result) {
        throw Failure{ExitCode::invalid, sim::to_text(result.error())};
    }
    return std::move(*result);
}

// What a file begins with; empty where it cannot be read so: whoever reads it says why.
std::string beginning_of(const std::string& file) {
    constexpr std::size_t kEnough = 64;
    std::string octets(kEnough, '\0');
    std::ifstream stream{file, std::ios::binary};
    stream.read(octets.data(), static_cast<std::streamsize>(octets.size()));
    octets.resize(static_cast<std::size_t>(std::max<std::streamsize>(stream.gcount(), 0)));
    return octets;
}

class Gatherer {
  public:
    explicit Gatherer(const CaseSource& source) : source_{source} {}

    void read(const std::string& file) {
        if (file != "-" && is_capture(beginning_of(file))) {
            capture(file, taken(read_capture(CaptureSource{file, source_.key_log}, diagnosis_)));
            return;
        }
        std::string text = taken(read_text(file));
        if (is_capture(text)) {
            std::FILE* const stream = fmemopen(text.data(), text.size(), "rb");
            capture(file, taken(read_capture(stream, input_name(file), diagnosis_)));
        } else if (!source_.log_format.empty() || is_log(text, source_.formats)) {
            log(file, text);
        } else {
            octet_files_.push_back({file, octets_of(std::move(text), file)});
        }
    }

    CaseFile finish() {
        if (octet_files_.size() > 2) {
            throw Failure{ExitCode::invalid,
                          fmt::format("h2sim: error: {} are octets: two are the directions of one "
                                      "connection, more are not known to belong together",
                                      counted(octet_files_.size(), "file"))};
        }
        if (!octet_files_.empty()) {
            both_directions();
        }
        return std::move(case_);
    }

  private:
    void note(const std::string& file, const std::string& text) {
        case_.notes.push_back(fmt::format("{}: {}", input_name(file), text));
    }
    void take(const std::string& file) {
        for (ConnectionFacts& facts : diagnosis_.take()) {
            Verdict verdict = judge(facts);
            case_.connections.push_back({file, std::move(facts), std::move(verdict)});
        }
        for (const auto& [what, number] : diagnosis_.take_others()) {
            note(file, fmt::format("{} that {} no HTTP/2: {}", counted(number, "connection"),
                                   number == 1 ? "is" : "are", what));
        }
    }
    void capture(const std::string& file, const CaptureSummary& summary) {
        for (const std::string& text : summary.notes) {
            note(file, text);
        }
        take(file);
    }
    void log(const std::string& file, const std::string& text) {
        const LogSummary summary = taken(
            read_log(text, input_name(file), source_.formats, diagnosis_, source_.log_format));
        note(file, fmt::format("the input is a log of {}: {}", summary.title,
                               counted(summary.frames, "frame")));
        for (const std::string& more : summary.notes) {
            note(file, more);
        }
        take(file);
    }
    std::string octets_of(std::string text, const std::string& file) {
        auto read =
            read_octets(std::move(text), input_name(file), InputForm::automatic, h2::Role::server);
        if (!read) {
            throw Failure{
                ExitCode::invalid,
                sim::to_text(file_error(
                    sim::ErrorCode::wrong_kind, input_name(file),
                    "neither a capture nor a log nor octets of HTTP/2: " + read.error().message,
                    "a capture is pcap or pcapng, a log one of " + source_.formats.names()))};
        }
        OctetInput input = std::move(*read);
        if (!input.form.empty()) {
            note(file, "the input is " + input.form);
        }
        return std::move(input.octets);
    }
    // Of one connection; the second file may be missing.
    void both_directions() {
        octet_files_.resize(2);
        Connected connected;
        connected.first = octet_files_[0].name;
        connected.second = octet_files_[1].name;
        connected.vantage = Vantage::none;
        connected.from_the_start =
            std::all_of(octet_files_.begin(), octet_files_.end(), [](const OctetFile& file) {
                return file.octets.empty() || begins_connection(file.octets);
            });
        diagnosis_.begins(0, connected);
        diagnosis_.sends(0, End::first, bytes_of(octet_files_[0].octets), {});
        diagnosis_.sends(0, End::second, bytes_of(octet_files_[1].octets), {});
        diagnosis_.ends(0, "ends");
        take(octet_files_[0].name);
    }

    const CaseSource& source_;
    Diagnosis diagnosis_;
    std::vector<OctetFile> octet_files_;
    CaseFile case_;
};

}  // namespace

CaseFile gather(const CaseSource& source) {
    Gatherer gatherer{source};
    for (const std::string& file : source.files) {
        gatherer.read(file);
    }
    return gatherer.finish();
}

}  // namespace tools
